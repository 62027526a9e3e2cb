"""What has changed in the picture since it was last searched: no face appears without pixels that change.

Each way of looking (an `Eye`) remembers, for every place of the picture, how it was when this eye last looked there,
and what it saw. As it is compared with that, and not with the frame before, what changes ever so slowly is noticed once
it has changed enough.
"""

import cv2
import numpy as np

from ..roi import Box

# Changes are measured on pictures of this size (longer side): their noise is a fraction of the frame's.
_SIDE = 160
# Mean difference of three by three of their pixels, in grey levels, from which on a place has changed. Where the sensor
# or the encoder changes more than that from frame to frame, so many times the usual difference, but no more than that.
_CHANGED, _OF_NOISE, _AT_MOST = 2.5, 3.0, 5.0
# Mean difference of four by four pixels of the pictures of 320 from one frame to the next, in grey levels, which is a
# thing that was not there: a face of 10 pixels in 640 makes 30, a man who talks 19 in half of the frames.
_SUDDEN = 25
# From so large a share of the picture on, it may be the camera that moves; what it brings into sight is looked at in
# the same frame if it is so large a share: otherwise a face is in sight for half a second at least.
_CAMERA, _COMES_FAST = 0.03, 0.06
# What is searched reaches so far beyond what changed, as a share of the picture's longer side; its sides are so many
# quarters of the picture's (a detector is set up anew for each size); from so large a share on, all is searched.
_MARGIN, _PARTS, _NEARLY_ALL = 0.05, 4, 0.7
# Corners lie on such a grid: the detector's own, so that it sees in a part what it sees in the whole.
_GRID = 32


def coarse(grey):
    """Shrink a picture to that of which changes are measured.

    Parameters
    ----------
    grey : numpy.ndarray
        From `small_grey`.

    Returns
    -------
    numpy.ndarray
        Shape at most 160 on the longer side, dtype uint8.
    """
    height, width = grey.shape
    scale = _SIDE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA) if scale < 1 else grey


def sudden(before, grey):
    """Where something is that was not there one frame ago; what a moving camera moves was there.

    Parameters
    ----------
    before, grey : numpy.ndarray
        Two neighbouring frames, from `small_grey`.

    Returns
    -------
    numpy.ndarray
        Same shape, dtype bool.
    """
    new = _differs(before, grey)
    if new.mean() < _CAMERA:
        return new
    motion = _camera_motion(before, grey)
    if motion is None:
        return new
    size = grey.shape[::-1]
    # What comes in at the border counts as there, as `grey` itself, unless it comes in fast.
    moved = cv2.warpAffine(before, motion, size, dst=grey.copy(), borderMode=cv2.BORDER_TRANSPARENT)
    other = _differs(moved, grey)
    came = cv2.warpAffine(np.ones_like(before), motion, size) == 0
    if came.mean() > _COMES_FAST:
        other |= came
    return other if other.sum() < new.sum() else new


def _differs(before, now):
    return cv2.blur(cv2.absdiff(before, now), (4, 4)) > _SUDDEN


def _camera_motion(before, now):
    """How the camera shifts, turns and zooms from one frame to the next: shape (2, 3); None if it cannot be told.

    References
    ----------
    Lucas and Kanade, "An Iterative Image Registration Technique", IJCAI 1981;
    https://docs.opencv.org/4.x/d4/dee/tutorial_optical_flow.html
    """
    points = cv2.goodFeaturesToTrack(before, 60, 0.01, 8)
    if points is None:
        return None
    there, found, _ = cv2.calcOpticalFlowPyrLK(before, now, points, None, winSize=(15, 15), maxLevel=3)
    kept = found.ravel() == 1
    if kept.sum() < 6:
        return None
    return cv2.estimateAffinePartial2D(points[kept], there[kept], method=cv2.RANSAC, ransacReprojThreshold=1.0)[0]


def noise(before, now):
    """Usual difference between two neighbouring pictures from `coarse`, in grey levels."""
    return float(np.mean(cv2.blur(cv2.absdiff(before, now), (3, 3))))


class Eye:
    """One way of looking: how each place was when it last looked there, and what it saw."""

    def __init__(self):
        self._reference, self.seen = None, []

    def changed(self, picture, noise=0.0):
        """Where the picture is another than when this eye last looked.

        Parameters
        ----------
        picture : numpy.ndarray
            From `coarse`.
        noise : float
            From `noise`.

        Returns
        -------
        numpy.ndarray
            Same shape, dtype bool.
        """
        if self._reference is None:
            return np.ones(picture.shape, bool)
        least = min(max(_CHANGED, _OF_NOISE * noise), _AT_MOST)
        return cv2.blur(cv2.absdiff(self._reference, picture), (3, 3), borderType=cv2.BORDER_REPLICATE) > least

    def look(self, picture, cells):
        """Remember that it looks now at some of the picture's cells (rows and columns, or ``...`` for all)."""
        if self._reference is None:
            self._reference = picture.copy()
        self._reference[cells] = picture[cells]

    def answer(self, part, found):
        """Take what it saw: it stands for what it had seen before in the same part, and leaves the rest."""
        if part is not None:
            found = [one for one in self.seen if not _mostly_within(one.box, part)] + found
        self.seen = found


def _mostly_within(box, part):
    """Whether most of a box lies in a part of the picture: what is seen there now is the answer to it."""
    across = min(box.right, part.right) - max(box.left, part.left)
    down = min(box.bottom, part.bottom) - max(box.top, part.top)
    return max(across, 0) * max(down, 0) >= 0.5 * box.area


def cells_of(box, size, shape):
    """Rows and columns of a `coarse` picture that a box touches.

    Parameters
    ----------
    box : Box
    size : (int, int)
        Width and height of the frame.
    shape : (int, int)
        Of the coarse picture.

    Returns
    -------
    (slice, slice)
    """
    x, y = shape[1] / size[0], shape[0] / size[1]
    return (
        slice(max(0, int(box.top * y)), max(0, int(np.ceil(box.bottom * y)))),
        slice(max(0, int(box.left * x)), max(0, int(np.ceil(box.right * x)))),
    )


def around(mask, size, known, scale):
    """Give the part of the picture to be searched for what changed.

    Parameters
    ----------
    mask : numpy.ndarray
        Where it changed: dtype bool; a picture of the whole.
    size : (int, int)
        Width and height of the frame.
    known : list of Box
        Faces that must not be cut.
    scale : float
        Pixels that the detector sees per pixel of the frame.

    Returns
    -------
    Box or None
        None for all of it.
    """
    left, top, right, bottom = _bounds(mask, size)
    reach = _MARGIN * max(size)
    left, top, right, bottom = left - reach, top - reach, right + reach, bottom + reach
    for _ in range(2):  # a face that is taken in may touch another
        for box in known:
            more = box.width * 0.3, box.height * 0.3
            if box.left < right and box.right > left and box.top < bottom and box.bottom > top:
                left, right = min(left, box.left - more[0]), max(right, box.right + more[0])
                top, bottom = min(top, box.top - more[1]), max(bottom, box.bottom + more[1])
    grid = max(1, round(_GRID / scale))
    (left, right), (top, bottom) = _quarters(left, right, size[0], grid), _quarters(top, bottom, size[1], grid)
    if (right - left) * (bottom - top) >= _NEARLY_ALL * size[0] * size[1]:
        return None
    return Box(left, top, right, bottom)


def _bounds(mask, size):
    (columns,), (rows,) = np.nonzero(mask.any(axis=0)), np.nonzero(mask.any(axis=1))
    x, y = size[0] / mask.shape[1], size[1] / mask.shape[0]
    return columns[0] * x, rows[0] * y, (columns[-1] + 1) * x, (rows[-1] + 1) * y


def _quarters(start, end, whole, grid):
    """Grow an interval to so many quarters of the whole, and put its start on the grid."""
    start, end = max(0, start), min(whole, end)
    for parts in range(1, _PARTS):
        length = -(-whole * parts // _PARTS)
        first = int(min(start, whole - length) // grid * grid)
        if first + length >= end:
            return first, min(whole, first + length)
    return 0, whole
