"""What a covered region's outline tells: the face's own proportions, or the same for everybody.

A cover leaves nothing of a face but where it was, how large, and how much taller than wide. The last is a little of who
it is: `privacy.ATTACKERS` has one who reads it.
"""

import math

from .parameters import pick
from .roi import Box

# Whole pixels of just these proportions, so that not even rounding tells one face from another. Near the middle of what
# the samples' faces have, so that little is added.
_ACROSS, _DOWN = 3, 4
# An ellipse half a pixel off the centre still lies within one that is so much larger (tests/test_hiding.py).
_MORE = 2
# Each fixed size is so many times the one before; so none is more than that wider than it has to be.
_STEP = math.sqrt(2)


def _own(width, height):
    return width, height


def _proportions(width, height):
    times = max(-(-(width + _MORE) // _ACROSS), -(-(height + _MORE) // _DOWN))
    return times * _ACROSS, times * _DOWN


def _sizes(width, height):
    times = _proportions(width, height)[0] // _ACROSS
    times = math.ceil(_STEP ** math.ceil(math.log(times, _STEP) - 1e-9) - 1e-9)
    return times * _ACROSS, times * _DOWN


OUTLINES = {"own": _own, "proportions": _proportions, "sizes": _sizes}


def outlined(box, outline):
    """Widen a region to an outline, about its centre: what was to be hidden is hidden, and some more.

    Parameters
    ----------
    box : Box
        The region as it was asked for.
    outline : str
        ``"own"``: as it is. ``"proportions"``: four to three for everybody. ``"sizes"``: that, and one of few sizes, of
        which each is 1.4 times the one before.

    Returns
    -------
    Box
        It may reach over the image's border.

    Raises
    ------
    ValueError
        If there is no such outline.

    Examples
    --------
    >>> outlined(Box(100, 100, 200, 200), "proportions")
    Box(left=99, top=82, right=201, bottom=218)
    >>> [outlined(Box(0, 0, width, 120), "sizes").width for width in (90, 100, 120)]
    [96, 138, 138]
    """
    width, height = pick(OUTLINES, outline, "outline")(box.width, box.height)
    left, top = box.left - (width - box.width) // 2, box.top - (height - box.height) // 2
    return Box(left, top, left + width, top + height, box.score)
