"""Frames as a codec stores them: brightness and two colour planes, and hiding faces without touching other pixels.

A codec keeps a frame as Y (brightness), U and V (colour), the latter two mostly at half the resolution. Turning the
whole frame to RGB and back would change every pixel a little, and take longer than blurring: so only the part around
the faces is turned, and of that only what the blur changed is put back.
"""

import cv2
import numpy as np

from ..photos import anonymize
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

    def hide(self, faces, **options):
        """Blur faces, in this very array, one after the other: where two overlap, it is blurred twice.

        Parameters
        ----------
        faces : list of Box
            In pixels of the frame as a viewer sees it; what lies outside is left out.
        **options
            As for `anonymize`: method, strength, mask, margin, feather, parameters.
        """
        for face in faces:
            if _turned(face, self.size, -self.turns).clip(self.y).area:
                reach = face.expand(options.get("margin", 0.3))
                self._hide_one(_even(_turned(reach, self.size, -self.turns), self.y.shape, self.layout), face, options)

    def _hide_one(self, region, face, options):
        halved = 1 if self.layout == "yuv444p" else 2
        part = region.slices
        small = tuple(slice(one.start // halved, one.stop // halved) for one in part)
        before = _to_rgb(self.y[part], self.u[small], self.v[small])
        upright = np.ascontiguousarray(np.rot90(before, self.turns))
        corner = _turned(region, self.y.shape[::-1], self.turns)
        moved = Box(face.left - corner.left, face.top - corner.top, face.right - corner.left, face.bottom - corner.top)
        after = anonymize(upright, boxes=[moved], **options).image
        red, green, blue = cv2.split(cv2.absdiff(after, upright))
        changed = np.rot90((red | green | blue).astype(bool), -self.turns)
        y, u, v = _to_planes(np.ascontiguousarray(np.rot90(after, -self.turns)), halved)
        np.copyto(self.y[part], y, where=changed)
        if halved == 2:  # one colour sample stands for four pixels
            changed = changed[::2] | changed[1::2]
            changed = changed[:, ::2] | changed[:, 1::2]
        np.copyto(self.u[small], u, where=changed)
        np.copyto(self.v[small], v, where=changed)


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
