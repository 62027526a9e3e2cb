"""Scene cuts: a box must not be dragged from one scene into the next."""

import cv2
import numpy as np

_SIZE = 32, 18
# Mean difference, in grey levels, between two frames of different scenes; a fast pan reaches 25.
_JUMP = 30


def thumbnail(grey):
    """Shrink a frame to what tells one scene from another.

    Parameters
    ----------
    grey : numpy.ndarray
        Shape (height, width), dtype uint8.

    Returns
    -------
    numpy.ndarray
        Shape (18, 32), dtype float32.
    """
    return cv2.resize(grey, _SIZE, interpolation=cv2.INTER_AREA).astype(np.float32)


def is_jump(before, after):
    """Whether two neighbouring frames look like different scenes (or one of them is lit by a flash).

    Parameters
    ----------
    before, after : numpy.ndarray
        From `thumbnail`.

    Returns
    -------
    bool
    """
    return float(np.abs(before - after).mean()) > _JUMP


def is_cut(earlier, before, at, after=None):
    """Whether a new scene begins with frame `at`.

    A flash makes two jumps, but what comes after it looks like what was before. Where a face's pixels are found
    again on the other side, `Tracker` follows it whatever this says: a cut too many uncovers nothing.

    Parameters
    ----------
    earlier, before, at, after : numpy.ndarray or None
        Thumbnails of four neighbouring frames; ``None`` where the clip has not begun or has ended.

    Returns
    -------
    bool
    """
    if before is None or not is_jump(before, at):
        return False
    return all(
        is_jump(*pair) for pair in ((before, after), (earlier, at)) if pair[0] is not None and pair[1] is not None
    )
