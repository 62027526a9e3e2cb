"""More checks of the exercises in lesson 01: boxes and scores."""

import math

from ..detect import match_boxes
from ..roi import Box
from .core import Problem, judge
from .facts import as_list, count, is_number, short, strange
from .kinds import a_number, unchanged
from .mistakes import agrees, alike

__all__ = ["box_iou", "precision_recall"]


NAN = float("nan")


def _iou(overlap=lambda w, h: max(w, 0) * max(h, 0), share=None, one_more=0, empty=0.0):
    """Make an intersection over union with one part replaced."""

    def measure(a, b):
        w = min(a[2], b[2]) - max(a[0], b[0]) + one_more
        h = min(a[3], b[3]) - max(a[1], b[1]) + one_more
        one, two = ((c[2] - c[0] + one_more) * (c[3] - c[1] + one_more) for c in (a, b))
        shared = overlap(w, h)
        if share:
            return share(shared, one, two)
        return shared / (one + two - shared) if one + two - shared else empty

    return measure


def _over(below):
    return _iou(share=lambda shared, one, two: shared / below(shared, one, two) if below(shared, one, two) else 0)


def _around(a, b):
    area = (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1]))
    return _iou(share=lambda shared, one, two: shared)(a, b) / area if area else 0


def _as_lengths(a, b):
    return _iou()((a[0], a[1], a[0] + a[2], a[1] + a[3]), (b[0], b[1], b[0] + b[2], b[1] + b[3]))


def _min_for_max(a, b):
    w, h = max(a[2], b[2]) - min(a[0], b[0]), max(a[3], b[3]) - min(a[1], b[1])
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
    return w * h / union if union else 0


def _area(box):
    return (box[2] - box[0]) * (box[3] - box[1])


def _if_met(meet):
    """Make an intersection over union that is 0 unless the boxes meet by another rule than both."""
    return lambda a, b: _iou(lambda w, h: w * h)(a, b) if meet(a, b) else 0


def _corner_inside(a, b):
    return any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for x in (a[0], a[2]) for y in (a[1], a[3]))


def _starts_inside(a, b):
    """Whether on both axes one box starts, and not ends, strictly inside the other."""
    return all(a[i] < b[i] < a[i + 2] or b[i] < a[i] < b[i + 2] for i in (0, 1))


def _one_order(a, b):
    w, h = max(0, a[2] - b[0]), max(0, a[3] - b[1])
    union = _area(a) + _area(b) - w * h
    return w * h / union if union else 0


def _along(first, last):
    def measure(a, b):
        shared = max(0, min(a[last], b[last]) - max(a[first], b[first]))
        together = a[last] - a[first] + b[last] - b[first] - shared
        return shared / together if together else 0

    return measure


_NEGATIVE = "A negative width or height must become 0, each for itself, before they are multiplied: max(0, ...)."
_OF_ONE = "Divide by the area that both cover together, not by the area of one of them"
_BOX_IOU = [
    ("The shared part is in both areas, so it is counted twice: subtract it once.",
     _over(lambda s, one, two: one + two)),
    ("The union is both areas minus the shared part; here it was added.", _over(lambda s, one, two: one + two + s)),
    (_NEGATIVE, _iou(lambda w, h: w * h)),
    (_NEGATIVE + " Here the height may be negative.", _iou(lambda w, h: max(w, 0) * h)),
    (_NEGATIVE + " Here the width may be negative.", _iou(lambda w, h: w * max(h, 0))),
    (_NEGATIVE + " Two negative lengths have a positive product.", _iou(lambda w, h: max(w * h, 0))),
    ("Boxes that do not meet share nothing; abs() makes a length of the gap between them.",
     _iou(lambda w, h: abs(w * h))),
    (_OF_ONE + ": this is the smaller one's.", _over(lambda s, one, two: min(one, two))),
    (_OF_ONE + ": this is the larger one's.", _over(lambda s, one, two: max(one, two))),
    (_OF_ONE + ": this is the first one's.", _over(lambda s, one, two: one)),
    (_OF_ONE + ": this is the second one's.", _over(lambda s, one, two: two)),
    ("The area of a stands in the union twice, and that of b not at all.", _over(lambda s, one, two: 2 * one - s)),
    ("The area of b stands in the union twice, and that of a not at all.", _over(lambda s, one, two: 2 * two - s)),
    ("Boxes may share an area with no corner of a in b: b may lie inside a, or they cross.", _if_met(_corner_inside)),
    ("Boxes may share an area with no corner of b in a: a may lie inside b, or they cross.",
     _if_met(lambda a, b: _corner_inside(b, a))),
    ("Boxes that start at the same edge meet as well: the rule for which boxes meet leaves them out.",
     _if_met(_starts_inside)),
    ("That holds only where a lies to the left of b and above it: max and min find which of two edges counts.",
     _one_order),
    ("Right and bottom are exclusive: width is right - left, with no + 1.", _iou(one_more=1)),
    ("This is the shared area, not divided. Divide it by the area that both cover.", _over(lambda s, one, two: 1)),
    ("This is divided by the smallest rectangle around both; the union is smaller than that.", _around),
    ("This is the union over the shared part: the fraction is upside down.",
     _iou(share=lambda s, one, two: (one + two - s) / s if s else 0)),
    ("min and max are mixed up: the shared part starts at the larger of the two lefts.", _min_for_max),
    ("The numbers were read as x, y, width, height; here they are left, top, right, bottom.", _as_lengths),
    ("Two empty boxes share nothing: 0, not NaN.", _iou(empty=NAN)),
    ("Two empty boxes share nothing: 0 is due for two empty boxes, not 1.", _iou(empty=1.0)),
    ("That is the share along X alone. Boxes are areas: width times height.", _along(0, 2)),
    ("That is the share along Y alone. Boxes are areas: width times height.", _along(1, 3)),
    ("Brackets are missing: / comes before + and -, so only the first area stands below the line.",
     _iou(share=lambda s, one, two: s / one + two - s if one else 0)),
    ("The division leaves the fraction out: / divides, // gives a whole number.",
     _iou(share=lambda s, one, two: s // (one + two - s) if one + two - s else 0)),
]  # fmt: skip


def box_iou(attempt):
    """Check ``attempt(a, b)``: intersection over union of two boxes ``(left, top, right, bottom)``.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    told_apart = [
        ((0, 0, 40, 30), (20, 10, 70, 33)),
        ((3, 5, 24, 36), (1, 9, 14, 27)),
        ((1, 9, 14, 27), (3, 5, 24, 36)),
        ((5, 2, 10, 8), (0, 0, 20, 10)),
        ((0, 0, 10, 10), (15, 2, 25, 13)),
        ((0, 0, 10, 10), (2, 15, 13, 25)),
        ((0, 0, 10, 10), (30, 40, 51, 60)),
        ((3, 3, 3, 3), (3, 3, 3, 3)),
    ]

    def case(a, b, hint, *others):
        return agrees(
            [(a, b), *others],
            lambda a, b: Box(*a).iou(Box(*b)),
            _BOX_IOU,
            kind=a_number,
            call=lambda a, b: f"{a} and {b}",
            hint=hint,
            more=told_apart,
            slack=1e-6,
            # What float32, rounding to five places or a tiny number below the line change is no mistake.
            fits=lambda result, due: math.isclose(result, due, abs_tol=1e-5),
        )

    return judge(
        "box_iou",
        attempt,
        [
            (
                "two boxes that overlap",
                case(
                    (0, 0, 40, 30),
                    (20, 10, 70, 33),
                    "Draw both boxes on squared paper.",
                    ((0, 4, 20, 10), (5, 0, 9, 30)),
                ),
            ),
            ("the same box twice gives 1", case((5, 6, 25, 36), (5, 6, 25, 36), "Then everything is shared.")),
            (
                "a box inside another",
                case(
                    (0, 0, 20, 10),
                    (5, 2, 10, 8),
                    "Then the smaller box is what they share.",
                    ((5, 2, 10, 8), (0, 0, 20, 10)),
                ),
            ),
            ("boxes apart give 0", case((0, 0, 10, 10), (30, 40, 51, 60), "Neither in X nor in Y do they meet.")),
            ("so do boxes side by side", case((0, 0, 10, 10), (15, 2, 25, 13), "They meet in Y, but not in X.")),
            (
                "so do boxes one above the other",
                case((0, 0, 10, 10), (2, 15, 13, 25), "They meet in X, but not in Y."),
            ),
            ("so do boxes that touch", case((0, 0, 10, 10), (10, 0, 20, 10), "They have an edge in common, no pixel.")),
            (
                "two empty boxes give 0 and no error",
                case((3, 3, 3, 3), (3, 3, 3, 3), "Nothing to divide by: look at the union before you divide."),
            ),
        ],
        "a, b",
    )


def _scores(precision, recall, empty=NAN):
    """Make a score: each of the two is a pair of counts, or a number."""

    def score(reported, true):
        hits, missed, false = map(len, match_boxes(reported, true))

        def share(part):
            above, below = part(hits, missed, false)
            return above / below if below else empty

        return share(precision), share(recall)

    return score


def _precision(h, m, f):
    return h, h + f


def _recall(h, m, f):
    return h, h + m


def _any_overlap(reported, true):
    hits = sum(any(box.iou(face) > 0.5 for face in true) for box in reported)
    return hits / len(reported) if reported else NAN, hits / len(true) if true else NAN


def _nan_if(both):
    """Make scores that are both NaN on a condition."""
    return lambda reported, true: (NAN, NAN) if both(reported, true) else _scores(_precision, _recall)(reported, true)


def _equal_boxes(reported, true):
    hits = sum(box in true for box in reported)
    return hits / len(reported) if reported else NAN, hits / len(true) if true else NAN


def _if_any(precision, recall):
    """Make scores that are NaN wherever a list of another kind is empty."""

    def score(reported, true):
        hits, missed, false = map(len, match_boxes(reported, true))
        return tuple(
            hits / below if asked and below else NAN
            for asked, below in ((precision(hits, missed, false), hits + false), (recall(hits, missed, false),
                                                                                  hits + missed))
        )  # fmt: skip

    return score


_BOTH_NAN = "Both are NaN as soon as {}. Ask for each of the two whether its own division has a 0 below the line."
_PRECISION_RECALL = [
    ("The two are swapped: precision asks about the detector's boxes, recall about the faces. Or missed faces and "
     "false alarms are mixed up, which gives the same numbers.", _scores(_recall, _precision)),
    ("Where a share would divide by zero, it is NaN: float('nan'). Here it is 0 where NaN is due.",
     _scores(_precision, _recall, 0)),
    ("Where a share would divide by zero, it is NaN: float('nan'). Here it is 1 where NaN is due.",
     _scores(_precision, _recall, 1)),
    ("Shares lie between 0 and 1; percent is only how they are written.",
     lambda *lists: tuple(100 * one for one in _scores(_precision, _recall)(*lists))),
    ("Found, missed and false alarms never stand in one fraction together: each number needs two of them.",
     _scores(lambda h, m, f: (h, h + m + f), lambda h, m, f: (h, h + m + f))),
    ("These are the wrong shares: false alarms over all boxes, missed over all faces. Which part of them was right?",
     _scores(lambda h, m, f: (f, h + f), lambda h, m, f: (m, h + m))),
    ("That is the ratio of hits to errors: the hits belong below the line as well.",
     _scores(lambda h, m, f: (h, f), lambda h, m, f: (h, m))),
    ("The hits are counted twice.", _scores(lambda h, m, f: (2 * h, 2 * h + f), lambda h, m, f: (2 * h, 2 * h + m))),
    ("A face can be found only once: a second box on it is a false alarm. match_boxes sees to it.", _any_overlap),
    (_BOTH_NAN.format("one of the two lists is empty"), _nan_if(lambda reported, true: not reported or not true)),
    (_BOTH_NAN.format("there is no true face"), _nan_if(lambda reported, true: not true)),
    (_BOTH_NAN.format("there is no reported box"), _nan_if(lambda reported, true: not reported)),
    ("Recall is NaN where no face was missed. It is no number only where there is no true face at all.",
     _if_any(lambda h, m, f: h + f, lambda h, m, f: m)),
    ("Precision is NaN where there is no false alarm. It is no number only where there is no box at all.",
     _if_any(lambda h, m, f: f, lambda h, m, f: h + m)),
    ("Each share is NaN where nothing is found. It is no number only where there is nothing to divide by.",
     _if_any(lambda h, m, f: h, lambda h, m, f: h)),
    ("Recall was returned twice: below the line of precision stand the boxes, not the faces.",
     _scores(_recall, _recall)),
    ("Precision was returned twice: below the line of recall stand the faces, not the boxes.",
     _scores(_precision, _precision)),
    ("Below the line of recall stand boxes and missed faces together: faces alone are due, the found and the missed.",
     _scores(_precision, lambda h, m, f: (h, h + m + f))),
    ("Below the line of precision stand boxes and missed faces together: boxes alone are due.",
     _scores(lambda h, m, f: (h, h + m + f), _recall)),
    ("Boxes were asked whether they are equal to a true one; match_boxes also takes one that lies nearly there.",
     _equal_boxes),
    ("/ divides; // leaves the fraction out.",
     lambda *lists: tuple(one if one != one else one // 1 for one in _scores(_precision, _recall)(*lists))),
    ("These are counts. Divide the found by all boxes, and by all faces.",
     lambda *lists: tuple(map(len, match_boxes(*lists)))[:2]),
    ("These are counts. Divide the found by all boxes, and by all faces.",
     lambda *lists: tuple(map(len, match_boxes(*lists)))[::2]),
    ("Both are rounded to one decimal.",
     lambda *lists: tuple(round(one, 1) for one in _scores(_precision, _recall)(*lists))),
    ("Both are rounded to two decimals.",
     lambda *lists: tuple(round(one, 2) for one in _scores(_precision, _recall)(*lists))),
]  # fmt: skip


def _two_numbers(result, due):
    odd = strange(result, "two numbers")
    if odd:
        return odd
    parts = as_list(result)
    if parts is None or len(parts) != 2:
        return Problem(f"your function returned {short(result)}", "Return two numbers: precision, recall.")
    for name, one in zip(("precision", "recall"), parts, strict=True):
        if one is None:
            return Problem(f"{name} is None where a number is due", "Where a share is no number, it is float('nan').")
        if isinstance(one, (list, tuple)):
            return Problem(f"{name} is a list of {count(len(one), 'entry')}", "len(...) counts them; then divide.")
        if not is_number(one):
            kind = "text (str)" if isinstance(one, str) else f"a {type(one).__name__}"
            return Problem(f"{name} is {short(one)}, {kind}", "A number is due; float('nan') is one, 'nan' is not.")
    return None


def precision_recall(attempt):
    """Check ``attempt(found, true)``, which returns ``(precision, recall)`` of lists of boxes, NaN where undefined.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    faces = [Box(100 * i, 50, 100 * i + 40, 100) for i in range(8)]
    nothing = Box(900, 400, 940, 450)
    near = [Box(b.left + 3, b.top + 2, b.right + 3, b.bottom + 2) for b in faces]
    told_apart = [
        (near[:3] + [nothing], faces),
        ([near[0], faces[0]], faces[:3]),
        ([], faces[:3]),
        ([nothing], []),
        ([], []),
    ]

    def case(found, true, hint):
        return agrees(
            [(found, true)],
            _scores(_precision, _recall),
            _PRECISION_RECALL,
            kind=_two_numbers,
            call=lambda found, true: (
                f"{count(len(found), 'box').replace('boxs', 'boxes')} reported, {count(len(true), 'true face')}, "
                f"{len(match_boxes(found, true).pairs)} of them matched:"
            ),
            hint=hint,
            places=("precision", "recall"),
            more=told_apart,
            slack=1e-6,
            fits=lambda result, due: alike(result, due, 1e-5),  # float32 will do
        )

    return judge(
        "precision_recall",
        attempt,
        [
            (
                "3 found, 5 missed, 1 false alarm",
                case(near[:3] + [nothing], faces, "Count found, missed and false alarms first, then divide."),
            ),
            ("all found and nothing else: 1 and 1", case(near, faces, "Nothing is missed, nothing is false.")),
            ("no face found: 0 and 0", case([nothing], faces[:2], "0 found of 2, and 0 right of 1.")),
            (
                "two boxes on one face count once",
                case([near[0], faces[0]], faces[:3], "A face can be found only once; match_boxes sees to it."),
            ),
            (
                "no boxes: precision is NaN, recall 0",
                case(
                    [],
                    faces[:3],
                    "Precision asks about boxes, and there is none: float('nan'). Recall asks about 3 faces.",
                ),
            ),
            (
                "no faces: recall is NaN, precision 0",
                case(
                    [nothing],
                    [],
                    "Recall asks about faces, and there is none: float('nan'). Precision asks about 1 box.",
                ),
            ),
            (
                "neither: NaN and NaN",
                case([], [], "Both fractions would divide by zero: return float('nan') for each."),
            ),
            ("the lists are not changed", unchanged("a list")),
        ],
        "reported, true",
    )
