"""Check of the exercise in lesson 00."""

import numpy as np

from .core import Problem, difference, image_like, judge

__all__ = ["cover"]


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
    roi = np.random.default_rng(0).integers(1, 256, (20, 30, 3), dtype=np.uint8)

    def black(hide):
        result = hide(roi.copy())
        problem = image_like(result, roi)
        if problem or not result.any():
            return problem
        hint = (
            "White is 255 and black is 0."
            if (result == 255).all()
            else "Every pixel, in all three channels, becomes 0."
        )
        return Problem("not all pixels are black", hint, difference(result, np.zeros_like(roi)))

    def untouched(hide):
        mine = roi.copy()
        hide(mine)
        if (mine == roi).all():
            return None
        return Problem(
            "the region that was passed in has changed", "Make a new array instead of writing into the old one."
        )

    return judge(
        "cover",
        attempt,
        [("a black region of the same shape and type", black), ("the region passed in stays", untouched)],
    )
