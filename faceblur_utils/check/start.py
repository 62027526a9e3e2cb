"""Check of the exercise in lesson 00."""

import numpy as np

from ..words import _
from .core import Problem, judge
from .kinds import an_image, unchanged
from .mistakes import agrees
from .real import face, grain

__all__ = ["cover"]


def _only_the_rim(roi):
    result = roi.copy()
    result[[0, -1]] = 0
    result[:, [0, -1]] = 0
    return result


def _only_the_first_row(roi):
    result = roi.copy()
    result[0] = 0
    return result


def _only_the_first_pixel(roi):
    result = roi.copy()
    result[0, 0] = 0
    return result


_COVER = [
    ("White is 255 and black is 0.", lambda roi: np.full_like(roi, 255)),
    ("It is 1 everywhere, which is nearly black. Black is 0.", np.ones_like),
    ("That is the region as it was.", lambda roi: roi),
    ("uint8 wraps: below 0 it goes on at 255, so that subtracting does not end at 0.", lambda roi: roi - np.uint8(255)),
    ("uint8 wraps: below 0 it goes on at 255, so that subtracting does not end at 0.", lambda roi: 0 - roi),
    ("Only the rim is black: an outline. The inside has to be filled as well.", _only_the_rim),
    ("Only the first row is black: does `return` stand inside the loop?", _only_the_first_row),
    ("Only the first pixel is black: does `return` stand inside the loop?", _only_the_first_pixel),
    ("Whole division by 255 leaves a 1 where a pixel was 255.", lambda roi: roi // 255),
]


_LUCK = "np.empty and np.empty_like reserve memory and do not fill it: what lay there stays, until you set it to 0."


def _reserves(cover):
    return {"empty", "empty_like"} & cover.names()


def cover(attempt):
    """Check ``attempt(roi)``, which returns a black region of the same shape and type.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    black = agrees(
        [(grain(20, 30, 3, 1),), (grain(31, 17, 3, 1),)],
        np.zeros_like,
        _COVER,
        kind=an_image(),
        hint="Every pixel, in all three channels, becomes 0.",
        real=lambda: (face(),),
    )
    other = grain(20, 30, 3, 1).astype(np.uint16)
    other_kind = agrees(
        [(other,)],
        np.zeros_like,
        [("The dtype is fixed: take it from the region that is passed in, roi.dtype.",
          lambda roi: np.zeros(roi.shape, np.uint8))],
        kind=an_image(),
        hint="Its type is that of the region, roi.dtype.",
    )  # fmt: skip

    def every_time(cover):
        """Reserve memory that is not black, again and again: unfilled memory may be black by luck."""
        for side in (20, 40, 90):
            for again in range(4):
                roi = np.full((side, side, 3), 200, np.uint8)
                used = [np.full_like(roi, 130 + again) for layer in range(6)]
                del used
                if np.any(cover(roi)):
                    hint = _LUCK if _reserves(cover) else "Every value becomes 0, whatever the size."
                    what = _("called again, with {side} x {side} pixels, it is not black").format(side=side)
                    return Problem(what, hint)
        return None

    def filled(cover):
        problem = black(cover)
        if problem and _reserves(cover) and len(problem.pictures or ()) == 3:  # of the right shape and type
            return Problem(problem.what, _LUCK, problem.pictures)
        return problem

    return judge(
        "cover",
        attempt,
        [
            ("a black region of the same shape and type", filled),
            ("a region of another type keeps its type", other_kind),
            ("black every time", every_time),
            ("the region passed in stays", unchanged("the region")),
        ],
        "roi",
    )
