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


def _whole_factor(frame, detect, side):
    height, width = frame.shape[:2]
    factor = max(1, max(height, width) // side)
    return [scaled(box, factor) for box in detect(cv2.resize(frame, (width // factor, height // factor)))]


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

    def copied(frame, side, due):
        def holds(search):
            seen = []

            def watched(picture):
                seen.append(np.array(picture))
                return finds[frame.shape](picture)

            result = watch(search, seen, frame.copy(), watched, side)
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
            (
                copy.shape == frame.shape,
                "That is the frame itself, as it is: cv2.resize returns the smaller copy; pass that.",
            ),
            (copy.shape[:2] == due[1::-1], "Height and width are swapped: cv2.resize wants (width, height)."),
            (
                copy.shape[0] == copy.shape[1],
                "That is a square: the longer side is `side`, the other one keeps the shape.",
            ),
            (max(copy.shape) > max(frame.shape), "It was enlarged: a frame smaller than `side` stays as it is (min)."),
            (abs(min(copy.shape[:2]) - side) <= 1, "Its shorter side is `side`; the longer side should be."),
            (
                any(abs(copy.shape[0] - height / n) < 1 and abs(copy.shape[1] - width / n) < 1 for n in range(2, 9)),
                "It was made smaller by a whole number. `side` over the longer side is a fraction, and not the same "
                "for every `side`.",
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
            hint = (
                "That is the frame's upper left corner, cut out: the whole frame should be there, smaller. cv2.resize."
            )
        return Problem("detect was given another picture than the frame, made smaller", hint)
    return None
