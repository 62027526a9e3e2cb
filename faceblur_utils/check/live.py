"""Checks of the exercises in lesson 08, live."""

from dataclasses import replace

import cv2
import numpy as np

from ..roi import Box
from .core import Problem, judge
from .facts import strange
from .kinds import unchanged
from .mistakes import agrees
from .photos import boxes_like, boxes_near, in_copy, scaled, watch
from .real import grain

__all__ = ["search_small"]


def _searched(
    factor=lambda h, w, side: min(1, side / max(h, w)),
    back=lambda box, f: scaled(box, 1 / f),
    which=lambda boxes: boxes,
):
    """Make a search_small with one part replaced: the factor, the way back, which boxes are treated."""

    def search(frame, detect, side):
        height, width = frame.shape[:2]
        f = factor(height, width, side)
        copy = cv2.resize(frame, (round(width * f), round(height * f)), interpolation=cv2.INTER_AREA)
        return [back(box, f) for box in which(detect(copy))]

    return search


def _both_by_side(frame, detect, side):
    height, width = frame.shape[:2]
    grown = _searched(back=lambda box, f: box)(frame, detect, side)
    return [
        Box(
            *(
                round(n * by / side)
                for n, by in ((b.left, width), (b.top, height), (b.right, width), (b.bottom, height))
            )
        )
        for b in grown
    ]


_SEARCH_SMALL = [
    ("The boxes are in pixels of the copy, as they came: all four edges grow by the frame's side over the copy's side.",
     _searched(back=lambda box, f: box)),
    ("You multiplied by the factor, which makes boxes smaller still; the frame is larger than the copy: divide.",
     _searched(back=scaled)),
    *[(f"Is a factor written as a fixed number somewhere? The boxes grew by {fixed} whatever `side` is.",
       _searched(back=lambda box, f, fixed=fixed: scaled(box, fixed))) for fixed in (2, 3, 4)],
    ("All four edges grow; here only left and top did, and the width and height are those on the copy.",
     _searched(back=lambda box, f: Box.from_xywh(round(box.left / f), round(box.top / f), box.width, box.height))),
    ("All four edges grow; here only left and top did, and right and bottom are those on the copy.",
     _searched(back=lambda box, f: Box(round(box.left / f), round(box.top / f), box.right, box.bottom))),
    ("Box takes left, top, right, bottom in this order.",
     _searched(back=lambda box, f: scaled(box, 1 / f, ("top", "left", "bottom", "right")))),
    ("Box takes left, top, right, bottom; width and height stand where right and bottom belong.",
     _searched(back=lambda box, f: Box(*(round(n / f) for n in (box.left, box.top, box.width, box.height))))),
    ("Width and height were both divided by `side`, which is the longer side of the copy only: one factor holds for "
     "both.",
     _both_by_side),
    ("X grew by the factor and Y did not: all four edges do.",
     _searched(back=lambda box, f: Box(round(box.left / f), box.top, round(box.right / f), box.bottom))),
    ("Y grew by the factor and X did not: all four edges do.",
     _searched(back=lambda box, f: Box(box.left, round(box.top / f), box.right, round(box.bottom / f)))),
    ("Only the first box came back: treat every box that detect returns. Does `return` stand inside the loop?",
     _searched(which=lambda boxes: boxes[:1])),
    ("Only the last box came back: treat every box that detect returns, and keep each.",
     _searched(which=lambda boxes: boxes[-1:])),
]  # fmt: skip


def search_small(attempt):
    """Check ``attempt(frame, detect, side)``, which searches a frame on a copy no longer than `side`.

    Parameters
    ----------
    attempt : callable
        The learner's function. ``detect`` takes an image and returns a list of `Box`.

    Returns
    -------
    Verdict
    """
    # Smooth, so that a copy by area averaging, by any other resizing, and a cut-out are told apart.
    wide = cv2.resize(grain(12, 16, 3), (640, 480), interpolation=cv2.INTER_CUBIC)
    high = cv2.resize(grain(10, 5, 3), (200, 400), interpolation=cv2.INTER_CUBIC)
    faces = {
        wide.shape: [Box(20, 40, 120, 160), Box(300, 100, 520, 391), Box(560, 20, 611, 77)],
        high.shape: [Box(20, 40, 80, 160), Box(90, 201, 177, 330)],
    }
    finds = {shape: in_copy(boxes, shape[:2]) for shape, boxes in faces.items()}

    def given(search, frame, side):
        """Give what the learner's function returned, and the first picture that detect was given, or None."""
        seen = []

        def watched(picture):
            seen.append(np.array(picture))
            return finds[frame.shape](picture)

        result = watch(search, seen, frame.copy(), watched, side)
        return result, seen[0] if seen else None

    def sizes(search):
        """Give the sizes of the copies for several frames and sides; none if there is an error in one."""
        found = []
        for frame, side in ((wide, 320), (high, 100), (wide, 250), (wide, 480), (wide, 1000)):
            try:
                copy = given(search, frame, side)[1]
            except Exception:  # only the sizes are asked for here: the error is told where its case is checked
                return []
            if copy is None:
                return []
            found.append((*frame.shape[:2], side, copy.shape[:2]))
        return found

    def copied(frame, side, due):
        def holds(search):
            result, copy = given(search, frame, side)
            if copy is None and side > max(frame.shape):
                back = "None" if result is None else "an empty list" if result == [] else f"a {type(result).__name__}"
                return Problem(
                    f"for a frame of shape {frame.shape}, smaller than side={side}, it returned {back} and detect was "
                    "never called",
                    "A small frame is searched as well, as it is: detect(frame).",
                )
            if copy is None:
                odd = strange(result, "a list of boxes")
                return odd or Problem("detect was never called", "Call detect(...) with the smaller copy.")
            problem = _copy_problem(copy, frame, side, due, lambda: sizes(search)) or strange(result, "a list of boxes")
            if problem and search.changed_last:
                problem = replace(problem, what=f"{problem.what}; and the frame that was passed in has changed")
            return problem

        return holds

    # Sides for which the copy's other side is a whole number: however that is rounded, the boxes are the same.
    def found(cases, hint):
        return agrees(
            [(frame, finds[frame.shape], side) for frame, side in cases],
            _searched(),
            _SEARCH_SMALL,
            kind=boxes_like,
            fits=boxes_near,
            slack=1,
            call=lambda frame, detect, side: f"a frame of shape {frame.shape} and side={side}",
            hint=hint,
            more=[(wide, finds[wide.shape], 320), (high, finds[high.shape], 100), (wide, finds[wide.shape], 480)],
        )

    back = "All four edges grow by the frame's side over the copy's side."
    return judge(
        "search_small",
        attempt,
        [
            ("the copy's longer side is as asked", copied(wide, 320, (240, 320, 3))),
            ("that may be the height", copied(high, 100, (100, 50, 3))),
            ("any side will do", copied(wide, 250, (188, 250, 3))),
            ("a small frame is not enlarged", copied(wide, 1000, (480, 640, 3))),
            ("boxes come back in pixels of the frame, every one", found([(wide, 320), (high, 100), (wide, 480)], back)),
            ("also where nothing was shrunk", found([(wide, 640)], "Then the boxes stay as they are.")),
            (
                "where nobody is found, an empty list",
                agrees(
                    [(wide, in_copy([], (480, 640)), 320)],
                    _searched(),
                    [],
                    kind=boxes_like,
                    hint="No face, no box.",
                    call=lambda *_: "a frame with nobody in it",
                ),
            ),
            ("the frame is not changed", unchanged("the frame")),
        ],
        "frame, detect, side",
    )


def _by(factor):
    """Make a rule for the copy's size, of a factor made of height, width and side."""
    return lambda h, w, side: (h * factor(h, w, side), w * factor(h, w, side))


_IS_ITSELF = "That is the frame itself, as it is: cv2.resize returns the smaller copy; pass that."
_ENLARGED = "It was enlarged: a frame smaller than `side` stays as it is (min)."
_SHORTER = "Its shorter side is `side`; the longer side should be."
_WHOLE = (
    "It was made smaller by a whole number. `side` over the longer side is a fraction, and not the same for every "
    "`side`."
)
# The size of the copy by a mistaken rule: it is told if it holds for every frame and side that are tried.
_OTHER_SIZES = [
    ("The factor is max(1, ...), which never makes smaller: at most 1 is due, min(1, ...).",
     _by(lambda h, w, side: max(1, side / max(h, w)))),
    (_IS_ITSELF, lambda h, w, side: (h, w)),
    ("The factor is upside down: `side` over the longer side of the frame.", _by(lambda h, w, side: max(h, w) / side)),
    ("The factor is upside down: `side` over the longer side of the frame.",
     _by(lambda h, w, side: max(1, max(h, w) / side))),
    *[("Both sides are made smaller by the same number whatever `side` is: use `side`.",
       _by(lambda h, w, side, n=n: 1 / n)) for n in (2, 3, 4)],
    (_ENLARGED, _by(lambda h, w, side: side / max(h, w))),
    (_SHORTER, _by(lambda h, w, side: side / min(h, w))),
    (_SHORTER, _by(lambda h, w, side: min(1, side / min(h, w)))),
    ("The factor is `side` over the width; the height may be the longer one.", _by(lambda h, w, side: side / w)),
    ("The factor is `side` over the width; the height may be the longer one.",
     _by(lambda h, w, side: min(1, side / w))),
    ("The factor is `side` over the height; the width may be the longer one.", _by(lambda h, w, side: side / h)),
    ("The factor is `side` over the height; the width may be the longer one.",
     _by(lambda h, w, side: min(1, side / h))),
    (_WHOLE, _by(lambda h, w, side: 1 / max(1, max(h, w) // side))),
    (_WHOLE, _by(lambda h, w, side: 1 / max(1, round(max(h, w) / side)))),
    (_WHOLE, _by(lambda h, w, side: 1 / max(1, -(-max(h, w) // side)))),
    *[(f"The factor was rounded to {digits} decimal{'s' * (digits > 1)} before the sizes were made: round those.",
       _by(lambda h, w, side, digits=digits: min(1, round(side / max(h, w), digits)))) for digits in (1, 2)],
    ("Height and width are swapped: cv2.resize wants (width, height).",
     lambda h, w, side: (w * min(1, side / max(h, w)), h * min(1, side / max(h, w)))),
    ("That is a square: the longer side is `side`, the other one keeps the shape.", lambda h, w, side: (side, side)),
]  # fmt: skip


def _cause_of_sizes(found):
    """Name the mistake that gives all sizes, if one does."""
    for hint, rule in _OTHER_SIZES:
        if found and all(
            max(abs(mine - due) for mine, due in zip(copy, rule(h, w, side), strict=True)) <= 1
            for h, w, side, copy in found
        ):
            return hint
    return None


def _copy_problem(copy, frame, side, due, sizes):
    """Check the picture that detect was given: its size, and that it is the whole frame.

    ``sizes()`` gives the sizes of the copies of other frames, to tell one mistake from another.
    """
    what = f"for a frame of shape {frame.shape} and side={side}, detect got an image of shape {copy.shape}"
    if copy.ndim != 3:
        return Problem(f"{what}: grey, without channels", "Make the copy of the frame in colour.")
    cut = frame[: copy.shape[0], : copy.shape[1]]
    corner = copy.shape != frame.shape and cut.shape == copy.shape and (cut == copy).all()
    cut_out = "That is the frame's upper left corner, cut out: the whole frame should be there, smaller. cv2.resize."
    if max(abs(copy.shape[0] - due[0]), abs(copy.shape[1] - due[1])) > 1:
        fallback = "The factor is `side` over the longer of height and width, the same for both, and at most 1."
        return Problem(f"{what}, {due} is due", cut_out if corner else _cause_of_sizes(sizes()) or fallback)
    size = copy.shape[1::-1]
    ours = cv2.resize(frame, size, interpolation=cv2.INTER_AREA).astype(int)
    if np.abs(copy.astype(int) - ours).mean() > 8:
        hint = cut_out if corner else "Only make it smaller: cv2.resize."
        return Problem("detect was given another picture than the frame, made smaller", hint)
    return None
