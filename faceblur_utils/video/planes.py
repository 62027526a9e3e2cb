"""Frames as a codec stores them: brightness and two colour planes, and hiding faces without touching other pixels.

A codec keeps a frame as Y (brightness), U and V (colour), the latter two mostly at half the resolution. Turning the
whole frame to RGB and back would change every pixel a little, and take longer than blurring: so only the part around
the faces is turned, and of that only what the mask covers is put back.
"""

import cv2
import numpy as np

from ..hiding import hide_faces
from ..roi import Box


class Planes:
    """One frame, upright or as it is stored.

    Parameters
    ----------
    array : numpy.ndarray
        For ``"yuv420p"`` shape (height * 3 / 2, width), for ``"yuv444p"`` shape (3, height, width); dtype uint8.
    layout : str
        One of the two. The first needs an even width and height, the second allows odd ones.
    turns : int
        Quarter turns, anticlockwise, from the stored frame to what a viewer sees.
    """

    def __init__(self, array, layout="yuv420p", turns=0):
        self.array, self.layout, self.turns = array, layout, turns % 4
        if layout == "yuv444p":
            self.y, self.u, self.v = array
            return
        height, width = array.shape[0] * 2 // 3, array.shape[1]
        flat, luma, chroma = array.reshape(-1), height * width, height * width // 4
        self.y = flat[:luma].reshape(height, width)
        self.u = flat[luma : luma + chroma].reshape(height // 2, width // 2)
        self.v = flat[luma + chroma :].reshape(height // 2, width // 2)

    @property
    def size(self):
        """Width and height as a viewer sees them."""
        height, width = self.y.shape
        return (height, width) if self.turns % 2 else (width, height)

    def grey(self):
        """Give the brightness as a viewer sees it: shape (height, width), dtype uint8."""
        return np.ascontiguousarray(np.rot90(self.y, self.turns))

    def rgb(self):
        """Give the frame as a viewer sees it: shape (height, width, 3), dtype uint8, RGB."""
        return np.ascontiguousarray(np.rot90(_to_rgb(self.y, self.u, self.v), self.turns))

    def hide(self, faces, hiding):
        """Hide faces, in this very array, one after the other, so that one more never shows more of the frame.

        As in `hide_faces`, each is blurred from what those before it have left, and where regions overlap, the coarsest
        wins: so the largest face comes first, and what it has hidden stays as it is.

        Parameters
        ----------
        faces : list of Box
            In pixels of the frame as a viewer sees it. They may reach over its border: strength and mask follow the
            whole face. Those that lie outside are left out.
        hiding : Hiding

        Returns
        -------
        list of int
            Places in `faces` of those of which the blur was too weak to change a pixel.
        """
        weak, hidden = [], np.zeros(self.y.shape, bool)
        for number in sorted(range(len(faces)), key=lambda place: -faces[place].width):
            face = faces[number]
            if _turned(face, self.size, -self.turns).clip(self.y).area:
                region = _even(_turned(face.expand(hiding.margin), self.size, -self.turns), self.y.shape, self.layout)
                if not self._hide_one(region, face, hiding, hidden):
                    weak.append(number)
        return sorted(weak)

    def _hide_one(self, region, face, hiding, hidden):
        """Hide one face; `hidden` says which pixels larger ones have hidden, and is brought up to date."""
        halved = 1 if self.layout == "yuv444p" else 2
        part = region.slices
        small = tuple(slice(one.start // halved, one.stop // halved) for one in part)
        before = np.ascontiguousarray(np.rot90(_to_rgb(self.y[part], self.u[small], self.v[small]), self.turns))
        corner = _turned(region, self.y.shape[::-1], self.turns)
        moved = Box(face.left - corner.left, face.top - corner.top, face.right - corner.left, face.bottom - corner.top)
        after, (step,) = hide_faces(before, [moved], hiding)
        mask = np.zeros(before.shape[:2], np.float32)
        mask[step.box.slices] = step.mask
        mask = np.rot90(mask, -self.turns)
        covered = (mask > 0) & ~hidden[part]
        hidden[part] |= mask == 1
        before, after = (np.ascontiguousarray(np.rot90(image, -self.turns)) for image in (before, after))
        self._put_back(after, covered, part, small, halved)
        return _changed(before, after, covered)

    def _put_back(self, rgb, covered, part, small, halved):
        y, u, v = _to_planes(rgb, halved)
        np.copyto(self.y[part], y, where=covered)
        if halved == 2:
            touched, whole = _by_four(covered, np.logical_or), _by_four(covered, np.logical_and)
            _, u, v = _to_planes(_rim_averaged(rgb, covered, touched & ~whole), halved)
            covered = touched
        np.copyto(self.u[small], u, where=covered)
        np.copyto(self.v[small], v, where=covered)


def _changed(before, after, covered):
    """Whether anything covered is other than before; one colour, or nothing covered, counts as that."""
    red, green, blue = cv2.split(cv2.absdiff(before, after))
    if ((red | green | blue).astype(bool) & covered).any():
        return True
    was = before[covered]
    return not len(was) or not (was != was[0]).any()


def _by_four(mask, join):
    """Join each block of two by two pixels into one."""
    rows = join(mask[::2], mask[1::2])
    return join(rows[:, ::2], rows[:, 1::2])


def _rim_averaged(rgb, covered, rim):
    """Where the mask's rim runs through the four pixels of a colour sample, give it the colour of those inside.

    OpenCV takes a block's top left pixel, which may lie outside the mask and be clear.
    """
    rows, columns = (2 * places for places in np.nonzero(rim))
    four = [(rows + down, columns + right) for down in (0, 1) for right in (0, 1)]
    weights = np.array([covered[place] for place in four])[..., None]
    colours = np.array([rgb[place] for place in four])
    averaged = rgb.copy()
    averaged[rows, columns] = np.rint((colours * weights).sum(axis=0) / weights.sum(axis=0))
    return averaged


def _to_rgb(y, u, v):
    if u.shape == y.shape:
        return cv2.cvtColor(np.dstack([y, u, v]), cv2.COLOR_YUV2RGB)
    height, width = y.shape
    joined = np.concatenate([y.reshape(-1), u.reshape(-1), v.reshape(-1)]).reshape(height * 3 // 2, width)
    return cv2.cvtColor(joined, cv2.COLOR_YUV2RGB_I420)


def _to_planes(rgb, halved):
    if halved == 1:
        return cv2.split(cv2.cvtColor(rgb, cv2.COLOR_RGB2YUV))
    planes = Planes(cv2.cvtColor(rgb, cv2.COLOR_RGB2YUV_I420))
    return planes.y, planes.u, planes.v


def _turned(box, size, turns):
    """Where a box lies after anticlockwise quarter turns of the picture, of which `size` is (width, height) before."""
    for _ in range(turns % 4):
        width, height = size
        box = Box(box.top, width - box.right, box.bottom, width - box.left)
        size = height, width
    return box


def _even(box, shape, layout):
    """Cut a box to the stored frame; where colours are halved, widen it to whole colour samples."""
    height, width = shape
    left, top = max(box.left, 0), max(box.top, 0)
    right, bottom = min(box.right, width), min(box.bottom, height)
    if layout == "yuv444p":
        return Box(left, top, right, bottom)
    return Box(left - left % 2, top - top % 2, right + right % 2, bottom + bottom % 2)
