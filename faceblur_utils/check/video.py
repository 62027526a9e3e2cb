"""Checks of the exercises in lesson 07, video."""

import numpy as np

from ..roi import Box
from .core import NO_RETURN, Problem, judge

__all__ = ["frame_at", "hold_boxes", "widest"]


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

    def case(times, moment, due, hint):
        def holds(find):
            found = find(list(times), moment)
            if found is None and due is not None:
                return NO_RETURN
            if found == due and not isinstance(found, bool):
                return None
            return Problem(f"for times {times} and the moment {moment} it returned {found!r}", hint)

        return holds

    def before_all(find):
        found = find(list(uneven), 0.2)
        if found is None:
            return None
        hint = (
            "-1 would mean the last frame, if somebody used it as an index."
            if found == -1
            else "No frame is shown yet."
        )
        return Problem(f"at 0.2, before the first frame appears at 0.5, it returned {found!r}", hint)

    stays = "A frame stays until the next one appears: look for the last time that is not after the moment."
    return judge(
        "frame_at",
        attempt,
        [
            ("between two times the earlier frame is shown", case(even, 0.1, 2, stays)),
            (
                "at its own time a frame is shown already",
                case(even, 0.12, 3, "At its very moment the frame has appeared: <=, not <."),
            ),
            ("uneven times work", case(uneven, 1.45, 2, "No division by a rate: compare with the times themselves.")),
            ("a frame that stays long is still shown", case(uneven, 2.9, 3, stays)),
            ("after the last time, the last frame", case(uneven, 9.0, 4, "The last frame stays to the end.")),
            ("before the first time, None", before_all),
        ],
    )


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

    def case(boxes, frames, due, hint):
        def holds(hold):
            result = hold(list(boxes), frames)
            if result is None:
                return NO_RETURN
            if not isinstance(result, (list, tuple)) or len(result) != len(boxes):
                size = f"{len(result)} boxes" if isinstance(result, (list, tuple)) else type(result).__name__
                return Problem(f"for {len(boxes)} frames it returned {size}", "One entry for each frame, as given.")
            if list(result) == due:
                return None
            return Problem(f"{_drawn(boxes, a, b)} held for {frames} became {_drawn(result, a, b)}", hint)

        return holds

    def untouched(hold):
        boxes = [a, None, None, b]
        hold(boxes, 1)
        if boxes == [a, None, None, b]:
            return None
        return Problem("the list that was passed in has changed", "Make a new list and append to it.")

    return judge(
        "hold_boxes",
        attempt,
        [
            (
                "boxes that were seen stay",
                case([a, b, a], 2, [a, b, a], "A box that was seen is newer than a held one."),
            ),
            (
                "one missing frame is held",
                case([a, None, b], 3, [a, a, b], "Where there is no box, take the last one."),
            ),
            (
                "the hold ends after so many frames",
                case(
                    [a, None, None, None, None],
                    2,
                    [a, a, a, None, None],
                    "Count from the frame where it was last seen.",
                ),
            ),
            (
                "each new sighting starts the count again",
                case(
                    [a, None, b, None, None, None],
                    2,
                    [a, a, b, b, b, None],
                    "Remember the number of the last sighting.",
                ),
            ),
            (
                "before the first sighting there is nothing",
                case([None, None, a], 5, [None, None, a], "Nothing to hold yet."),
            ),
            ("a hold of 0 frames keeps nothing", case([a, None], 0, [a, None], "0 frames after it was seen, it ends.")),
            ("no face at all", case([None, None], 3, [None, None], "The last box may still be None at the end.")),
            ("the list passed in is not changed", untouched),
        ],
    )


def _drawn(boxes, a, b):
    """Short picture of a list of boxes: A, B, or - for None."""
    return " ".join({a: "A", b: "B", None: "-"}.get(box, "?") for box in boxes)


def widest(attempt):
    """Check ``attempt(values, reach)``, which gives the largest value in each neighbourhood.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """

    def case(values, reach, due, hint):
        def holds(find):
            result = find(list(values), reach)
            if result is None:
                return NO_RETURN
            if not np.iterable(result) or len(result) != len(values):
                return Problem(f"for {len(values)} values it returned {result!r}", "One number for each value.")
            if list(result) == due:
                return None
            return Problem(f"for {values} and reach {reach} it returned {list(result)}", hint)

        return holds

    def never_smaller(find):
        values = np.random.default_rng(0).integers(0, 100, 50).tolist()
        for reach in (1, 3, 60):
            result = list(find(list(values), reach))
            if any(wide < value for wide, value in zip(result, values, strict=True)):
                return Problem(
                    f"with reach {reach}, a number is smaller than the value itself", "The value counts, too."
                )
            due = [max(values[max(0, i - reach) : i + reach + 1]) for i in range(50)]
            if result != due:
                return Problem(f"with reach {reach}, some numbers are wrong", "How far does the slice go on each side?")
        return None

    start = "A negative start counts from the end of the list: max(0, ...)."
    return judge(
        "widest",
        attempt,
        [
            (
                "a large value reaches its neighbours on both sides",
                case([1, 1, 9, 1, 1], 1, [1, 9, 9, 9, 1], "From number - reach to number + reach, both included."),
            ),
            (
                "it reaches as far as asked",
                case([1, 1, 1, 9, 1, 1, 1], 2, [1, 9, 9, 9, 9, 9, 1], "The end is exclusive: + 1."),
            ),
            ("the ends have fewer neighbours", case([9, 1, 1, 1, 8], 1, [9, 9, 1, 8, 8], start)),
            ("reach 0 changes nothing", case([3, 1, 2], 0, [3, 1, 2], "No neighbours: only the value itself.")),
            ("no number is smaller than its value", never_smaller),
        ],
    )
