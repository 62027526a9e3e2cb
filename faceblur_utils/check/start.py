"""Check of the exercise in lesson 00."""

import numpy as np

from .core import judge
from .kinds import an_image, unchanged
from .mistakes import agrees
from .real import face, grain

__all__ = ["cover"]


def _only_the_rim(roi):
    result = roi.copy()
    result[[0, -1]] = 0
    result[:, [0, -1]] = 0
    return result


_COVER = [
    ("White is 255 and black is 0.", lambda roi: np.full_like(roi, 255)),
    ("It is 1 everywhere, which is nearly black. Black is 0.", np.ones_like),
    ("That is the region as it was.", lambda roi: roi),
    ("uint8 wraps: below 0 it goes on at 255, so that subtracting does not end at 0.", lambda roi: roi - np.uint8(255)),
    ("uint8 wraps: below 0 it goes on at 255, so that subtracting does not end at 0.", lambda roi: 0 - roi),
    ("Only the rim is black: an outline. The inside has to be filled as well.", _only_the_rim),
    ("Whole division by 255 leaves a 1 where a pixel was 255.", lambda roi: roi // 255),
]


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
    return judge(
        "cover",
        attempt,
        [
            ("a black region of the same shape and type", black),
            ("the region passed in stays", unchanged("the region")),
        ],
        "roi",
    )
