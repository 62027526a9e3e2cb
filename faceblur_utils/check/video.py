"""Checks of the exercises in lesson 07, video."""

import bisect

from ..roi import Box
from .core import Problem, judge
from .facts import as_list, is_number, same, short, strange
from .kinds import a_list_for_each, unchanged
from .mistakes import agrees

__all__ = ["frame_at", "hold_boxes"]


def _at(times, moment):
    return bisect.bisect_right(times, moment) - 1


def _shown(times, moment):
    number = _at(times, moment)
    return number if number >= 0 else None


def _strictly(times, moment):
    number = bisect.bisect_left(times, moment) - 1
    return number if number >= 0 else None


def _later(times, moment):
    return next((number for number, time in enumerate(times) if time >= moment), None)


def _next(times, moment):
    return next((number for number, time in enumerate(times) if time > moment), None)


def _nearest(times, moment):
    return min(range(len(times)), key=lambda number: abs(times[number] - moment))


def _if_shown(rule):
    return lambda times, moment: None if moment < times[0] else rule(times, moment)


def _until_next(times, moment):
    """Answer where a later frame is found, and fall through behind the last."""
    for number, time in enumerate(times):
        if time > moment:
            return number - 1 if number else None
    return None


def none_is_an_answer(compared):
    """Make a property where None may be due, of one that compares: a result that is printed is told as such.

    Parameters
    ----------
    compared : callable
        Made by `agrees`, whose `kind` lets None through.

    Returns
    -------
    callable
    """

    def holds(learner):
        problem = compared(learner)
        if problem is not None and learner.printed.strip():
            return Problem(
                f"{problem.what}; it printed: {learner.printed.strip()[:60]}",
                "`print` shows a value; `return` hands it to whoever called the function.",
            )
        return problem

    return holds


ALWAYS_NONE = ("It returned None for every input. Does its last line start with `return`?", lambda *_: None)

_RATE = "The times were not looked at: a division by a rate, or by one step, holds only where frames are evenly spaced."
_NEXT = (
    "That is the next frame, which has not appeared yet (or how many frames have): the last of those that "
    "have appeared is due."
)
_FRAME_AT = [
    ("At its very moment a frame has appeared: <=, not < (bisect_right, not bisect_left).", _strictly),
    ("At its very moment a frame has appeared: <=, not < (bisect_right, not bisect_left).",
     lambda times, moment: bisect.bisect_left(times, moment) - 1),
    ("Before the first frame it is -1, which would mean the last frame, if somebody used it as an index: None is due.",
     _at),
    ("Before the first frame it is 0, as if frame 0 were shown already: None is due.",
     lambda times, moment: max(0, _at(times, moment))),
    (_NEXT, _later),
    (_NEXT, _next),
    (_NEXT,
     lambda times, moment: bisect.bisect_right(times, moment)),
    ("That is the frame whose time is nearest, and it may not have appeared yet.", _nearest),
    ("That is the frame whose time is nearest, and it may not have appeared yet.", _if_shown(_nearest)),
    *[(_RATE, guard(lambda times, moment, rate=rate: int(moment * rate))) for rate in (24, 25,
        30) for guard in (_if_shown, lambda f: f)],
    *[(_RATE, _if_shown(lambda times, moment, rate=rate: min(int(moment * rate), len(times) - 1))) for rate in (24,
        25, 30)],
    (_RATE, _if_shown(lambda times, moment: min(int((moment - times[0]) / (times[1] - times[0])), len(times) - 1))),
    (_RATE, _if_shown(lambda times, moment: int((moment - times[0]) / (times[1] - times[0])))),
    ("That is the time itself; the number of the frame is due, its place in the list.",
     lambda times, moment: None if _shown(times, moment) is None else times[_shown(times, moment)]),
    ("Frames are counted from 0; here they are counted from 1.",
     lambda times, moment: None if _shown(times, moment) is None else _at(times, moment) + 1),
    ("It is the first frame that has appeared, not the last. Does `return` stand inside the loop?",
     lambda times, moment: 0 if times[0] <= moment else None),
    ("After the last time nothing comes back: the last frame stays to the end.", _until_next),
    ("Frame 0 counts as false: `or` and `if shown` take it for None. Ask `is None`.",
     lambda times, moment: _shown(times, moment) or None),
    ("That is the last frame, whatever the moment.", lambda times, moment: len(times) - 1),
    ("Something comes back only at a frame's very moment; between two times the earlier frame is still shown.",
     lambda times, moment: times.index(moment) if moment in times else None),
    ("At the very first time nothing comes back: at its moment frame 0 has appeared.",
     lambda times, moment: _shown(times, moment) if moment > times[0] else None),
    ("That is a list of all frames that have appeared; the last of them is shown.",
     lambda times, moment: list(range(_at(times, moment) + 1))),
]  # fmt: skip


def frame_at(attempt):
    """Check ``attempt(times, moment)``, which returns the number of the frame shown at a moment, or None before all.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    even = [0.0, 0.04, 0.08, 0.12, 0.16]
    uneven = [0.5, 0.6, 1.4, 1.5, 3.0]
    everything = [
        (even, 0.1),
        (even, 0.12),
        (even, 0.01),
        (uneven, 1.45),
        (uneven, 1.39),
        (uneven, 9.0),
        (uneven, 0.2),
        (uneven, 0.55),
    ]

    def number(result, due):
        if result is None:
            return None  # where it is wrong, as wrong as any other: None is an answer here
        odd = strange(result, "the number of a frame")
        if odd:
            return odd
        if not is_number(result):
            return Problem(
                f"your function returned {short(result)}, a {type(result).__name__}", "The number of the frame is due."
            )
        if due is None:
            return Problem(
                f"before the first frame appears it returned {short(result)}, due is None",
                "No frame is shown yet: return None.",
            )
        return None

    def case(*cases, hint):
        return none_is_an_answer(
            agrees(
                list(cases),
                _shown,
                [*_FRAME_AT, ALWAYS_NONE],
                kind=number,
                call=lambda times, moment: f"times {times} and the moment {moment}",
                hint=hint,
                more=everything,
            )
        )

    stays = "A frame stays until the next one appears: look for the last time that is not after the moment."
    return judge(
        "frame_at",
        attempt,
        [
            ("between two times the earlier frame is shown", case((even, 0.1), hint=stays)),
            (
                "at its own time a frame is shown already",
                case((even, 0.12), (even, 0.0), hint="At its very moment the frame has appeared: <=, not <."),
            ),
            ("the first frame is number 0", case((even, 0.01), (uneven, 0.55), hint="Numbers are counted from 0.")),
            (
                "uneven times work",
                case((uneven, 1.45), (uneven, 1.39), hint="No division by a rate: compare with the times themselves."),
            ),
            ("a frame that stays long is still shown", case((uneven, 2.9), hint=stays)),
            ("after the last time, the last frame", case((uneven, 9.0), hint="The last frame stays to the end.")),
            ("before the first time, None", case((uneven, 0.2), hint="No frame is shown yet.")),
            ("the list passed in is not changed", unchanged("the list")),
        ],
        "times, moment",
    )


def _hold(keep=lambda ago, longest: ago <= longest, none=None, first=False, count=None):
    """Make a hold_boxes with one part replaced.

    Until when a box is held, what stands for none, which sighting counts.
    """

    def hold(boxes, longest):
        result, last, since = [], None, None
        for number, box in enumerate(boxes):
            if box is not None and not (first and last is not None):
                last, since = box, number
            held = last if last is not None and keep(number - since, longest) else none
            result.append(box if box is not None else held)
        return result

    return hold


def _never_again(boxes, longest):
    result, last, held = [], None, 0
    for box in boxes:
        if box is not None:
            last = box
        elif last is not None and held < longest:
            held, box = held + 1, last
        result.append(box)
    return result


def _forward(boxes, longest):
    result = list(boxes)
    for n, box in enumerate(boxes):
        if box is None:
            result[n] = next((later for later in boxes[n + 1 : n + 1 + longest] if later is not None), None)
    return result


def _both_ways(boxes, longest):
    back, forward = _hold()(boxes, longest), _forward(boxes, longest)
    return [one if one is not None else other for one, other in zip(back, forward, strict=True)]


def _one_frame(boxes, longest):
    return [box if box is not None else boxes[n - 1] if n and longest else None for n, box in enumerate(boxes)]


def _round_the_end(boxes, longest):
    result = []
    for n, box in enumerate(boxes):
        for k in range(1, longest + 1):
            if box is None and boxes[n - k] is not None:
                box = boxes[n - k]
        result.append(box)
    return result


def _within_the_list(boxes, longest):
    held = _hold()(boxes, longest)
    return [one if any(box is not None for box in boxes[n:]) else None for n, one in enumerate(held)]


def _that_one_before(boxes, longest):
    return [boxes[n - longest] if box is None and n >= longest else box for n, box in enumerate(boxes)]


def _oldest_near(boxes, longest):
    return [
        box if box is not None else next((one for one in boxes[max(0, n - longest) : n] if one is not None), None)
        for n, box in enumerate(boxes)
    ]


def _old_one(boxes, longest):
    result, last, since = [], None, None
    for n, box in enumerate(boxes):
        if box is not None and (last is None or n - since > longest):
            last, since = box, n
        result.append(last if last is not None and n - since <= longest else None)
    return result


def _whole_gaps(boxes, longest):
    result, n = list(boxes), 0
    while n < len(boxes):
        end = n
        while end < len(boxes) and boxes[end] is None:
            end += 1
        if n < end <= n + longest and n:
            result[n:end] = [boxes[n - 1]] * (end - n)
        n = max(end, n + 1)
    return result


_HOLD_BOXES = [
    ("The box is held for ever: it ends `longest` frames after it was last seen, and a held box is no new sighting.",
     _hold(lambda ago, longest: True)),
    ("Nothing was held: the list came back as given.", _hold(lambda ago, longest: False)),
    ("The hold ends one frame too early: `longest` frames after it was seen it still stands, <=.",
     _hold(lambda ago, longest: ago < longest)),
    ("The hold ends one frame too late.", _hold(lambda ago, longest: ago <= longest + 1)),
    ("The count is never set back: each new sighting starts the count again.", _never_again),
    ("The first sighting is held, not the last one: remember the box and its number at each sighting.",
     _hold(first=True)),
    ("A newer box was replaced by the old box that is held: boxes that were seen stay as they are.", _old_one),
    ("The frames before a sighting were filled, from a later box: a box is held after it was seen.", _forward),
    ("The frames before a sighting were filled as well as those after it: a box is held after it was seen.",
     _both_ways),
    ("Frames without a box were left out: one entry for each frame, None where there is no box.",
     lambda boxes, longest: [box for box in boxes if box is not None]),
    ("Frames without a box were left out: one entry for each frame, None where there is no box.",
     lambda boxes, longest: [box for box in _hold()(boxes, longest) if box is not None]),
    ("A box is held only where one is seen again later: it is due at the end of the list, too.", _within_the_list),
    ("Only the frame that lies exactly `longest` before was asked: each one up to that may have a box.",
     _that_one_before),
    ("Of the boxes that are near enough the oldest was taken; the last one that was seen is due.", _oldest_near),
    ("A box is held for one frame only.", _one_frame),
    ("Places before the list's beginning are negative, and count from the end of the list.", _round_the_end),
    ("An empty box stands where None is due: None means that there is no box.", _hold(none=Box(0, 0, 0, 0))),
    *[(f"A box is held for {n} frames whatever `longest` is.", _hold(lambda ago, longest, n=n:
        ago <= n)) for n in (2, 3, 5)],
    ("A gap is filled wholly or not at all: the hold begins in a longer gap, too, and ends within it.", _whole_gaps),
    ("These are True and False (bool); the box itself is due, or None.",
     lambda boxes, longest: [box is not None for box in _hold()(boxes, longest)]),
]  # fmt: skip


def hold_boxes(attempt):
    """Check ``attempt(boxes, longest)``, which holds each box for so many frames after it was last seen.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    a, b = Box(10, 10, 40, 50), Box(60, 12, 90, 52)

    def drawn(boxes):
        """Draw a list of boxes in a short line: A, B, or - for None."""
        return " ".join("A" if box == a else "B" if box == b else "-" if box is None else "?" for box in boxes)

    def each(result, due):
        problem = a_list_for_each("box (or None)", "frame")(result, due)
        if problem or same(as_list(result), due):
            return problem
        return Problem(f"it became {drawn(result)}, due is {drawn(due)}", "")

    def case(boxes, longest, hint):
        def holds(learner):
            problem = property_of(learner)
            if problem is None or problem.hint:
                return _after(problem, boxes, longest)
            return _after(Problem(problem.what, hint), boxes, longest)

        property_of = agrees(
            [(boxes, longest)],
            _hold(),
            _HOLD_BOXES,
            kind=each,
            call=lambda boxes, longest: drawn(boxes),
            hint=hint,
            more=told_apart,
        )
        return holds

    def _after(problem, boxes, longest):
        if problem is None or not problem.what.startswith("it became"):
            return problem
        return Problem(
            f"{drawn(boxes)} (A and B are boxes, - is None) was held for {longest}: {problem.what}", problem.hint
        )

    told_apart = [
        ([a, None, None, None, None, b, None, None], 2),
        ([None, a, None, b, None, None, None, None], 3),
        ([None, None, a, b, None], 1),
        ([a, None, None, None, None, None, None, None, None], 2),
        ([a, None, a, None, None, None], 2),
    ]
    return judge(
        "hold_boxes",
        attempt,
        [
            ("boxes that were seen stay", case([a, b, a], 2, "A box that was seen is newer than a held one.")),
            ("one missing frame is held", case([a, None, b], 3, "Where there is no box, take the last one.")),
            (
                "the hold ends after so many frames",
                case([a, None, None, None, None], 2, "Count from the frame where it was last seen."),
            ),
            (
                "each new sighting starts the count again",
                case([a, None, b, None, None, None], 2, "Remember the number of the last sighting."),
            ),
            ("before the first sighting there is nothing", case([None, None, a], 5, "Nothing to hold yet.")),
            ("a hold of 0 frames keeps nothing", case([a, None], 0, "0 frames after it was seen, it ends.")),
            ("no face at all", case([None, None], 3, "The last box may still be None at the end.")),
            (
                "longer lists work",
                case(
                    [None, a, None, b, None, None, None, None, a, None],
                    3,
                    "For each frame: how long ago was the last box seen?",
                ),
            ),
            ("the list passed in is not changed", unchanged("the list")),
        ],
        "boxes, longest",
    )
