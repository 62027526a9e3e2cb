"""Checks of the exercises in lesson 08, live."""

import bisect
from dataclasses import replace

import cv2
import numpy as np

from ..roi import Box
from .core import Problem, judge
from .facts import short, strange
from .mistakes import a_list_for_each, agrees, unchanged
from .photos import boxes_like, boxes_near, in_copy, scaled
from .real import grain

__all__ = ["is_due", "newest_wins", "search_small"]


def _searched(factor=lambda h, w, side: min(1, side / max(h, w)), back=lambda box, f: scaled(box, 1 / f), which=lambda boxes: boxes):
    """Make a search_small with one part replaced: the factor, the way back, which boxes are treated."""

    def search(frame, detect, side):
        height, width = frame.shape[:2]
        f = factor(height, width, side)
        copy = cv2.resize(frame, (round(width * f), round(height * f)), interpolation=cv2.INTER_AREA)
        return [back(box, f) for box in which(detect(copy))]

    return search


def _whole_factor(frame, detect, side):
    height, width = frame.shape[:2]
    factor = max(1, max(height, width) // side)
    return [scaled(box, factor) for box in detect(cv2.resize(frame, (width // factor, height // factor)))]


_SEARCH_SMALL = [
    ("The boxes are in pixels of the copy, as they came: all four edges grow by the frame's side over the copy's side.",
     _searched(back=lambda box, f: box)),
    ("You multiplied by the factor, which makes boxes smaller still; the frame is larger than the copy: divide.", _searched(back=scaled)),
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
    ("X grew by the factor and Y did not: all four edges do.",
     _searched(back=lambda box, f: Box(round(box.left / f), box.top, round(box.right / f), box.bottom))),
    ("Y grew by the factor and X did not: all four edges do.",
     _searched(back=lambda box, f: Box(box.left, round(box.top / f), box.right, round(box.bottom / f)))),
    ("Only the first box came back: treat every box that detect returns. Does `return` stand inside the loop?",
     _searched(which=lambda boxes: boxes[:1])),
    ("Only the last box came back: treat every box that detect returns, and keep each.", _searched(which=lambda boxes: boxes[-1:])),
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

    def copied(frame, side, due):
        def holds(search):
            seen = []

            def watched(picture):
                seen.append(np.array(picture))
                return finds[frame.shape](picture)

            result = search(frame.copy(), watched, side)
            if not seen:
                odd = strange(result, "a list of boxes")
                return odd or Problem("detect was never called", "Call detect(...) with the smaller copy.")
            problem = _copy_problem(seen[0], frame, side, due) or strange(result, "a list of boxes")
            if problem and search.changed_last:
                problem = replace(problem, what=f"{problem.what}; and the frame that was passed in has changed")
            return problem

        return holds

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
            more=[(wide, finds[wide.shape], 320), (high, finds[high.shape], 100), (wide, finds[wide.shape], 250)],
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
            ("boxes come back in pixels of the frame, every one", found([(wide, 320), (high, 100), (wide, 250)], back)),
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


def _copy_problem(copy, frame, side, due):
    """Check the picture that detect was given: its size, and that it is the whole frame."""
    height, width = frame.shape[:2]
    what = f"for a frame of shape {frame.shape} and side={side}, detect got an image of shape {copy.shape}"
    if copy.ndim != 3:
        return Problem(f"{what}: grey, without channels", "Make the copy of the frame in colour.")
    if max(abs(copy.shape[0] - due[0]), abs(copy.shape[1] - due[1])) > 1:
        hints = [
            (copy.shape == frame.shape, "That is the frame itself, as it is: cv2.resize returns the smaller copy; pass that."),
            (copy.shape[:2] == due[1::-1], "Height and width are swapped: cv2.resize wants (width, height)."),
            (copy.shape[0] == copy.shape[1], "That is a square: the longer side is `side`, the other one keeps the shape."),
            (max(copy.shape) > max(frame.shape), "It was enlarged: a frame smaller than `side` stays as it is (min)."),
            (abs(min(copy.shape[:2]) - side) <= 1, "Its shorter side is `side`; the longer side should be."),
            (
                any(abs(copy.shape[0] - height / n) < 1 and abs(copy.shape[1] - width / n) < 1 for n in range(2, 9)),
                "It was made smaller by a whole number. `side` over the longer side is a fraction, and not the same for every `side`.",
            ),
        ]
        fallback = "The factor is `side` over the longer of height and width, the same for both, and at most 1."
        return Problem(f"{what}, {due} is due", next((hint for seen, hint in hints if seen), fallback))
    size = copy.shape[1::-1]
    ours = cv2.resize(frame, size, interpolation=cv2.INTER_AREA).astype(int)
    if np.abs(copy.astype(int) - ours).mean() > 8:
        cut = frame[: size[1], : size[0]]
        hint = "Only make it smaller: cv2.resize."
        if cut.shape == copy.shape and (cut == copy).all():
            hint = "That is the frame's upper left corner, cut out: the whole frame should be there, smaller. cv2.resize."
        return Problem("detect was given another picture than the frame, made smaller", hint)
    return None


def _due(rule=lambda number, every: number % every == 0, join=lambda due, lost: due or lost):
    return lambda number, every, lost: bool(join(rule(number, every), lost))


_COUNTED = "Frames are counted from 0: the first frame is number 0, and is searched."
_IS_DUE = [
    ("Both were asked for (and); one reason is enough: or.", _due(join=lambda due, lost: due and lost)),
    ("`lost` is not looked at: while a face is lost, each frame is searched.", _due(join=lambda due, lost: due)),
    ("Frames are searched only while a face is lost: every `every`-th frame is due as well.", _due(join=lambda due, lost: lost)),
    (_COUNTED, _due(lambda number, every: (number + 1) % every == 0)),
    (_COUNTED, _due(lambda number, every: number and number % every == 0)),
    (_COUNTED + " The remainder of the frames that are due is 0, not 1.", _due(lambda number, every: number % every == 1)),
    ("It is turned round: the remainder is 0, == 0, in the frames that are due.", _due(lambda number, every: number % every != 0)),
    ("`not lost` is the other way round.", _due(join=lambda due, lost: due or not lost)),
    ("One changes the other (xor, !=): a frame that is due stays due while a face is lost. or.", _due(join=lambda due, lost: due != lost)),
    ("While a face is lost no frame is searched: that is when each is.", _due(join=lambda due, lost: due and not lost)),
    ("The first frames up to `every` are searched, and then none: that is what number < every and number // every == 0 (the quotient) "
     "say. The remainder, number % every, is 0 again and again.", _due(lambda number, every: number < every)),
    ("It is the other way round: number % every, not every % number.", _due(lambda number, every: every % max(number, 1) == 0)),
    ("Every frame is searched, always.", _due(lambda number, every: True)),
    ("No frame is searched, never.", _due(lambda number, every: False, lambda due, lost: False)),
    ("Only the first multiple is searched: with % all multiples of `every` are.", _due(lambda number, every: number in (0, every))),
    ("Only the first frame is searched, and those while a face is lost: every `every`-th frame is due.",
     _due(lambda number, every: number == 0)),
    ("That is every (every + 1)-th frame: the remainder is of `every` itself.", _due(lambda number, every: number % (every + 1) == 0)),
    ("That is every (every - 1)-th frame: the remainder is of `every` itself.", _due(lambda number, every: number % (every - 1) == 0)),
    *[(f"Every {name} frame is searched, whatever `every` is.", _due(lambda number, every, n=n: number % n == 0))
      for n, name in ((2, "second"), (3, "third"), (5, "fifth"), (10, "tenth"))],
]  # fmt: skip


def is_due(attempt):
    """Check ``attempt(number, every, lost)``: whether frame `number` must be searched.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    lists = {"every": (3, (), 10), "one": (1, (), 4), "lost": (5, (1, 2, 3), 12), "both": (2, (2, 5), 8)}

    def run(decide, every, lost, frames):
        """Ask about each frame, and give those that are searched."""
        answers = [decide(number, every, number in lost) for number in range(frames)]
        odd = next((one for one in answers if one is None or isinstance(one, (str, list, tuple)) or callable(one)), False)
        if odd is not False:
            return odd if len({type(one) for one in answers}) == 1 else _Mixed(answers)
        return [number for number, one in enumerate(answers) if one]

    def frames(result, due):
        if isinstance(result, _Mixed):
            nothing = [number for number, one in enumerate(result.answers) if one is None]
            if nothing:
                return Problem(
                    f"for the frames {nothing} it returned None, for others it does not",
                    "Does every way through it come to a `return` with True or False?",
                )
            return Problem(f"it returned {short(result.answers)}", "One answer for each frame is due: True or False.")
        if isinstance(result, str):
            return Problem(f"it returned {result!r}, text (str)", "True or False is due; any text that is not empty counts as true.")
        odd = strange(result, "True or False")
        return odd

    def case(name, hint):
        def said(every, lost, count_):
            return f"every={every}" + (f", a face being lost in the frames {list(lost)}," if lost else "")

        return agrees(
            [lists[name]],
            _due(),
            _IS_DUE,
            kind=frames,
            call=said,
            hint=hint,
            more=list(lists.values()),
            use=run,
        )

    return judge(
        "is_due",
        attempt,
        [
            ("every third frame, from the first", case("every", "The remainder number % every is 0 then.")),
            ("every=1 searches all", case("one", "Any number divides by 1.")),
            ("while a face is lost, each frame", case("lost", "One reason or the other: or.")),
            ("lost in a frame that is due anyway", case("both", "or, not a change of one into the other.")),
        ],
        "number, every, lost",
    )


class _Mixed:
    """Answers of different kinds to one list of frames."""

    def __init__(self, answers):
        self.answers = answers

    def __eq__(self, other):
        return isinstance(other, _Mixed) and self.answers == other.answers


def _newest(arrivals, work, now=bisect.bisect_right, start=lambda free, arrival: max(free, arrival), skip=None, first=True, again=0):
    """Choose frames, with one part replaced: what has arrived by now, when work begins, how far to skip."""
    chosen, free, number = [], (-np.inf if first else work), 0
    while number < len(arrivals):
        here = now(arrivals, free) - 1
        if here > number:
            number = min(here, number + skip) if skip is not None else here
        chosen.append(number)
        free = start(free, arrivals[number]) + work
        number += 1
    return chosen


def _choose(**parts):
    return lambda arrivals, work: _newest(arrivals, work, **parts)


def _clock_only(arrivals, work):
    chosen, free, number = [], 0, 0
    while number < len(arrivals):
        while chosen and number + 1 < len(arrivals) and arrivals[number + 1] <= free:
            number += 1
        chosen.append(number)
        free += work
        number += 1
    return chosen


def _drop_while_busy(arrivals, work):
    chosen, free = [], -np.inf
    for number, arrival in enumerate(arrivals):
        if arrival >= free:
            chosen.append(number)
            free = arrival + work
    return chosen


def _again(arrivals, work):
    chosen, free = [], None
    for _ in arrivals:
        number = 0 if free is None else max(k for k in range(len(arrivals)) if arrivals[k] <= free)
        chosen.append(number)
        free = max(free or 0, arrivals[number]) + work
    return chosen


def _one_too_new(arrivals, work):
    chosen, free, number = [], 0, 0
    while number < len(arrivals):
        while chosen and number < len(arrivals) - 1 and arrivals[number] <= free:
            number += 1
        chosen.append(number)
        free = max(free, arrivals[number]) + work
        number += 1
    return chosen


def _left_out(arrivals, work):
    return [number for number in range(len(arrivals)) if number not in _newest(arrivals, work)]


def _without_last(arrivals, work):
    chosen, free, number = [], 0, 0
    while number < len(arrivals) - 1:
        while chosen and number + 1 < len(arrivals) and arrivals[number + 1] <= free:
            number += 1
        chosen.append(number)
        free = max(free, arrivals[number]) + work
        number += 1
    return chosen


def _even_steps(arrivals, work):
    if len(arrivals) < 2:
        return list(range(len(arrivals)))
    return list(range(0, len(arrivals), max(1, int(np.ceil(work / (arrivals[1] - arrivals[0]))))))


_NEWEST_WINS = [
    ("Every frame is worked on, as in a queue: those that are no longer the newest are left out.",
     lambda arrivals, work: list(range(len(arrivals)))),
    ("Every second frame is taken, whatever arrives when.", lambda arrivals, work: list(range(0, len(arrivals), 2))),
    ("Frames at even steps are taken; arrivals need not be evenly spaced, so compare with the arrivals themselves.", _even_steps),
    ("A frame that arrives at that very moment counts: <=, not <.", _choose(now=bisect.bisect_left)),
    ("It waits for the first that arrives after the work is done; the newest of those that have arrived by then is there already.",
     _drop_while_busy),
    ("These are moments; the numbers of the frames are due.", lambda arrivals, work: [arrivals[n] for n in _newest(arrivals, work)]),
    ("Frames are counted from 0; here they are counted from 1.", lambda arrivals, work: [n + 1 for n in _newest(arrivals, work)]),
    ("The work begins when the one before is finished, and not when the frame arrived, if it has waited: max(free, arrival).",
     _choose(start=lambda free, arrival: arrival)),
    ("The clock does not wait for a frame that has not arrived yet: work begins at max(free, arrival).", _clock_only),
    ("A frame is worked on twice: only frames after the last one may be taken.", _again),
    ("The first frame is always taken, the moment it arrives; here a later one is taken in its place.",
     lambda arrivals, work: _newest(arrivals, work, first=False)),
    ("Only the first frame is there. Does `return` stand inside the loop?", lambda arrivals, work: [0] if arrivals else []),
    ("Only the last frame of all is there, the newest at the end; while it had not arrived, others were.",
     lambda arrivals, work: [len(arrivals) - 1] if arrivals else []),
    ("At most one frame is skipped at a time (if); while the next has arrived as well, go on to it (while).", _choose(skip=1)),
    ("These are the frames that are left out; those that are worked on are due.", _left_out),
    ("The last frame is never worked on.", _without_last),
    ("It goes one frame too far, to one that has not arrived yet: look at the arrival of the frame after this one.", _one_too_new),
    ("That is how many frames are worked on; their numbers are due, in a list.", lambda arrivals, work: len(_newest(arrivals, work))),
]  # fmt: skip


def newest_wins(attempt):
    """Check ``attempt(arrivals, work)``, which says which frames are worked on if the newest always wins.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    quick, slow, sharp, lone = [0, 10, 20, 30], [0, 10, 20, 30, 40, 50, 60], [0, 10, 20, 30, 40], [0, 10, 100]
    # In the last two a frame waits, so that its work begins later than it arrived, and the program waits for a frame.
    uneven = [([5, 6, 7, 50, 51, 90], 10), ([0, 12, 24, 36, 48, 60, 72, 84], 17), ([3, 4, 40, 41, 42, 43, 59, 61, 62], 11)]
    told_apart = [(quick, 5), (slow, 33), (sharp, 20), (lone, 30), *uneven]

    def numbers(result, due):
        odd = strange(result, "a list of numbers")
        if odd:
            return odd
        problem = a_list_for_each("number", "frame")(result, result if np.iterable(result) else due)
        if problem:
            return Problem(f"it returned {short(result)}", "A list is due: the numbers of the frames that are worked on.")
        return None

    def case(*cases, hint):
        return agrees(
            list(cases),
            _newest,
            _NEWEST_WINS,
            kind=numbers,
            call=lambda arrivals, work: f"frames that arrive at {arrivals} and take {work} each,",
            hint=hint,
            more=told_apart,
        )

    late = "When one is finished, which of those that have arrived is the last? What lies between is never worked on."
    return judge(
        "newest_wins",
        attempt,
        [
            (
                "quick work loses no frame",
                case((quick, 5), hint="If the next has not arrived yet, wait for it; none is left out."),
            ),
            ("slow work leaves frames out", case((slow, 33), hint=late)),
            ("arriving just then is arrived", case((sharp, 20), hint="At its very moment it is there: <=.")),
            ("no frame twice", case((lone, 30), hint="Only frames after the one that was just worked on.")),
            ("uneven arrivals, and frames that wait", case(*uneven, hint=late)),
            ("no frames, no work", case(([], 10), hint="An empty list gives an empty list.")),
            ("the list passed in is not changed", unchanged("the list")),
        ],
        "arrivals, work",
    )
