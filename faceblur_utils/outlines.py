"""What a covered region's outline tells: the face's own proportions, or the same for everybody.

A cover leaves nothing of a face but where it was, how large, and how much taller than wide. The last is a little of who
it is: `privacy.ATTACKERS` has one who reads it.
"""

import math

from .parameters import pick
from .roi import Box

# Height over width, near the middle of what the samples' faces have, so that little is added.
PROPORTION = 1.3
# Each fixed size is so many times the one before; so none is more than that wider than it has to be.
_STEP = math.sqrt(2)


def _own(width, height):
    return width, height


def _proportions(width, height):
    width = max(width, math.ceil(height / PROPORTION))
    return width, max(height, round(width * PROPORTION))


def _sizes(width, height):
    width = max(_proportions(width, height)[0], 1)
    width = math.ceil(_STEP ** math.ceil(math.log(width, _STEP) - 1e-9))
    return width, max(height, round(width * PROPORTION))


OUTLINES = {"own": _own, "proportions": _proportions, "sizes": _sizes}


def outlined(box, outline):
    """Widen a region to an outline, about its centre: what was to be hidden is hidden, and some more.

    Parameters
    ----------
    box : Box
        The region as it was asked for.
    outline : str
        ``"own"``: as it is. ``"proportions"``: 1.3 times as high as wide, for everybody. ``"sizes"``: that, and one of
        few sizes, of which each is 1.4 times the one before.

    Returns
    -------
    Box
        To keep the centre, width and height may each be a pixel more than that. It may reach over the image's border.

    Raises
    ------
    ValueError
        If there is no such outline.

    Examples
    --------
    >>> outlined(Box(100, 100, 200, 200), "proportions"), outlined(Box(100, 100, 180, 230), "proportions")
    (Box(left=100, top=85, right=200, bottom=215), Box(left=90, top=100, right=190, bottom=230))
    >>> outlined(Box(0, 0, 100, 120), "sizes").width
    128
    """
    width, height = pick(OUTLINES, outline, "outline")(box.width, box.height)
    # Only what grows alike on both sides keeps an ellipse inside the larger one.
    across, down = -(-(width - box.width) // 2), -(-(height - box.height) // 2)
    return Box(box.left - across, box.top - down, box.right + across, box.bottom + down, box.score)
