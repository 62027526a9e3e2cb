"""Checks of the exercises in lesson 08, live."""

import numpy as np

from ..roi import Box
from .core import NO_RETURN, Problem, judge

__all__ = ["is_due", "newest_wins", "search_small"]


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
    wide = np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8)
    high = np.random.default_rng(1).integers(0, 256, (400, 200, 3), np.uint8)

    def seen_by(search, frame, side, boxes=()):
        given = []

        def detect(image):
            given.append(image)
            return list(boxes)

        return given, search(frame, detect, side)

    def is_smaller(frame, side, due):
        def holds(search):
            given, result = seen_by(search, frame, side)
            if result is None:
                return NO_RETURN
            if not given:
                return Problem("detect was never called", "Call detect(...) with the smaller copy.")
            if given[0].shape == due:
                return None
            return Problem(
                f"for a frame of shape {frame.shape} and side={side}, detect got an image of shape {given[0].shape}",
                f"{due} is due. cv2.resize wants (width, height); which of the two is the longer side?",
            )

        return holds

    def scales_back(frame, side, box, due):
        def holds(search):
            _, result = seen_by(search, frame, side, [box])
            if not isinstance(result, (list, tuple)) or len(result) != 1:
                return Problem(
                    f"for one box found it returned {result!r}", "One box for each that was found, in a list."
                )
            edges = [(getattr(result[0], name), getattr(due, name)) for name in ("left", "top", "right", "bottom")]
            if all(abs(mine - right) <= 1 for mine, right in edges):
                return None
            return Problem(
                f"{box}, found on the copy, became {result[0]}",
                "All four edges grow by the frame's side over the copy's side.",
            )

        return holds

    def untouched(search):
        frame = np.full((480, 640, 3), 7, np.uint8)
        seen_by(search, frame, 320)
        if (frame == 7).all():
            return None
        return Problem("the frame has changed", "Resize into a new array.")

    return judge(
        "search_small",
        attempt,
        [
            ("the copy's longer side is as asked", is_smaller(wide, 320, (240, 320, 3))),
            ("that may be the height", is_smaller(high, 100, (100, 50, 3))),
            ("a small frame is not enlarged", is_smaller(wide, 1000, (480, 640, 3))),
            (
                "boxes come back in pixels of the frame",
                scales_back(wide, 320, Box(10, 20, 60, 80), Box(20, 40, 120, 160)),
            ),
            ("also from a high frame", scales_back(high, 100, Box(5, 10, 20, 40), Box(20, 40, 80, 160))),
            ("also where nothing was shrunk", scales_back(wide, 640, Box(3, 4, 50, 60), Box(3, 4, 50, 60))),
            ("the frame is not changed", untouched),
        ],
    )


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

    def case(every, lost, due, hint):
        def holds(decide):
            result = [decide(number, every, number in lost) for number in range(len(due))]
            if None in result:
                return NO_RETURN
            mine = [number for number, one in enumerate(result) if one]
            right = [number for number, one in enumerate(due) if one == "x"]
            if mine == right:
                return None
            said = f", a face being lost in {sorted(lost)}" if lost else ""
            return Problem(f"with every={every}{said}, it searches the frames {mine}", hint)

        return holds

    return judge(
        "is_due",
        attempt,
        [
            ("every third frame, from the first", case(3, set(), "x--x--x", "The remainder number % every is 0 then.")),
            ("every=1 searches all", case(1, set(), "xxxx", "Any number divides by 1.")),
            ("while a face is lost, each frame", case(5, {1, 2, 3}, "xxxx-x", "One reason or the other: or.")),
            ("lost in a frame that is due anyway", case(2, {2}, "x-x-", "or, not a change of one into the other.")),
        ],
    )


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

    def case(arrivals, work, hint):
        def holds(choose):
            result = choose(list(arrivals), work)
            if result is None:
                return NO_RETURN
            due = _newest(arrivals, work)
            if list(result) == due:
                return None
            return Problem(f"for frames that arrive at {arrivals} and take {work} each, it chose {list(result)}", hint)

        return holds

    def untouched(choose):
        arrivals = [0, 1, 2, 3]
        choose(arrivals, 2)
        return (
            None
            if arrivals == [0, 1, 2, 3]
            else Problem("the list that was passed in has changed", "Only read from it.")
        )

    late = "When one is finished, which of those that have arrived is the last? What lies between is never worked on."
    return judge(
        "newest_wins",
        attempt,
        [
            (
                "quick work loses no frame",
                case([0, 10, 20, 30], 5, "If the next has not arrived yet, wait for it; none is left out."),
            ),
            ("slow work leaves frames out", case([0, 10, 20, 30, 40, 50, 60], 33, late)),
            ("arriving just then is arrived", case([0, 10, 20, 30, 40], 20, "At its very moment it is there: <=.")),
            ("no frame twice", case([0, 10, 100], 30, "Only frames after the one that was just worked on.")),
            ("uneven arrivals", case([5, 6, 7, 50, 51, 90], 10, late)),
            ("no frames, no work", case([], 10, "An empty list gives an empty list.")),
            ("the list passed in is not changed", untouched),
        ],
    )


def _newest(arrivals, work):
    chosen, free = [], None
    number = 0
    while number < len(arrivals):
        if free is not None:
            here = [later for later in range(number, len(arrivals)) if arrivals[later] <= free]
            number = here[-1] if here else number
        chosen.append(number)
        free = max(arrivals[number], arrivals[number] if free is None else free) + work
        number += 1
    return chosen
