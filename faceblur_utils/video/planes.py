"""Frames as a codec stores them: brightness and two colour planes, and hiding faces without touching other pixels.

A codec keeps a frame as Y (brightness), U and V (colour), the latter two mostly at half the resolution. Turning the
whole frame to RGB and back would change every pixel a little, and take longer than blurring: so only the part around
the faces is turned, and of that only what the mask covers is put back.
"""

import cv2
import numpy as np

from ..hiding import hide_faces
from ..roi import Box
from .geometry import Geometry


class Planes:
    """One frame as it is stored, of which every second pixel in a row and in a column has a colour ("yuv420p").

    Parameters
    ----------
    array : numpy.ndarray
        Shape (height * 3 / 2, width), dtype uint8; width and height are even.
    geometry : Geometry, optional
        How it is shown; by default as it is stored.
    """

    def __init__(self, array, geometry=None):
        self.array = array
        height, width = array.shape[0] * 2 // 3, array.shape[1]
        self.geometry = geometry or Geometry(width, height)
        flat, luma, chroma = array.reshape(-1), height * width, height * width // 4
        self.y = flat[:luma].reshape(height, width)
        self.u = flat[luma : luma + chroma].reshape(height // 2, width // 2)
        self.v = flat[luma + chroma :].reshape(height // 2, width // 2)

    @property
    def size(self):
        """Width and height as a viewer sees them."""
        return self.geometry.shown

    def grey(self):
        """Give the brightness as a viewer sees it: shape (height, width), dtype uint8."""
        return np.ascontiguousarray(self.geometry.show(self.y))

    def rgb(self, longest=None, part=None):
        """Give the frame as a viewer sees it.

        Parameters
        ----------
        longest : int, optional
            Pixels to which the longer stored side is shrunk, if it is longer: before colours are computed, which takes
            less time and memory.
        part : Box, optional
            Give only this part of it, in pixels of the frame as a viewer sees it; up to two pixels more where it is
            stored that way.

        Returns
        -------
        numpy.ndarray
            Shape (height, width, 3), dtype uint8, RGB.
        """
        planes = self.y, self.u, self.v
        if part is not None:
            region = _even(self.geometry.store_box(part), self.y.shape).slices
            small = tuple(slice(one.start // 2, one.stop // 2) for one in region)
            planes = self.y[region], self.u[small], self.v[small]
        height, width = planes[0].shape
        if longest and max(height, width) > longest:
            half = [max(1, round(side * longest / max(height, width) / 2)) for side in (width, height)]
            sizes = [2 * side for side in half], half, half
            planes = [
                cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane, size in zip(planes, sizes, strict=True)
            ]
        return np.ascontiguousarray(self.geometry.show(_to_rgb(*planes)))

    def part(self, box):
        """Give a part of the frame as a viewer sees it: only what is needed is turned into colours.

        Parameters
        ----------
        box : Box
            In pixels of the frame as a viewer sees it; at least a part of it lies inside.

        Returns
        -------
        numpy.ndarray
            Shape (height, width, 3), dtype uint8, RGB.
        Box
            Where it lies: what of `box` is inside, and perhaps a pixel more.
        """
        region = _even(self.geometry.store_box(box), self.y.shape)
        part, small = region.slices, tuple(slice(one.start // 2, one.stop // 2) for one in region.slices)
        shown = np.ascontiguousarray(self.geometry.show(_to_rgb(self.y[part], self.u[small], self.v[small])))
        place = self.geometry.show_box(region)
        return shown, Box(place.left, place.top, place.left + shown.shape[1], place.top + shown.shape[0])

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
        shown = np.empty((self.size[1], self.size[0], 0))  # for Box.clip, which asks for an image's shape
        for number in sorted(range(len(faces)), key=lambda place: -faces[place].width):
            face = faces[number]
            if face.clip(shown).area:
                region = _even(self.geometry.store_box(hiding.region(face)), self.y.shape)
                if not self._hide_one(region, face, hiding, hidden):
                    weak.append(number)
        return sorted(weak)

    def _hide_one(self, region, face, hiding, hidden):
        """Hide one face; `hidden` says which pixels larger ones have hidden, and is brought up to date."""
        part, geometry = region.slices, self.geometry
        small = tuple(slice(one.start // 2, one.stop // 2) for one in part)
        before = _to_rgb(self.y[part], self.u[small], self.v[small])
        shown = np.ascontiguousarray(geometry.show(before))
        moved = _within(face, geometry.show_box(region), shown.shape)
        after, (step,) = hide_faces(shown, [moved], hiding)
        mask = np.zeros(shown.shape[:2], np.float32)
        mask[step.box.slices] = step.mask
        after, share, whole = self._stored(after, mask, before.shape[1::-1])
        covered = (share > 0) & ~hidden[part]
        hidden[part] |= whole
        self._put_back(after, covered, part, small)
        return _changed(before, after, covered)

    def _stored(self, after, mask, size):
        """Bring a region back to stored pixels: its colours, how much of each is covered, and which wholly are."""
        geometry, covered = self.geometry, (mask > 0).astype(np.float32)
        share = geometry.store(covered, size)
        if geometry.stretch == (1.0, 1.0):
            after = np.ascontiguousarray(geometry.store(after, size))
            return after, share, geometry.store(mask, size) == 1
        # At the mask's rim, the mean of the covered part alone: the rest was stretched over from pixels inside.
        sums = geometry.store(after * covered[..., None], size)
        after = np.rint(sums / np.maximum(share, 1e-6)[..., None]).clip(0, 255).astype(np.uint8)
        return after, share, geometry.store((mask == 1).astype(np.float32), size) > 1 - 1e-4

    def _put_back(self, rgb, covered, part, small):
        y, u, v = _to_planes(rgb)
        np.copyto(self.y[part], y, where=covered)
        touched, whole = _by_four(covered, np.logical_or), _by_four(covered, np.logical_and)
        _, u, v = _to_planes(_rim_averaged(rgb, covered, touched & ~whole))
        np.copyto(self.u[small], u, where=touched)
        np.copyto(self.v[small], v, where=touched)


def _within(face, corner, shape):
    """Give a face's place in a region; where stretching rounds its last pixel out of it, push it back in."""
    left, top = face.left - corner.left, face.top - corner.top
    left = max(min(left, shape[1] - 1), 1 - face.width)
    top = max(min(top, shape[0] - 1), 1 - face.height)
    return Box(left, top, left + face.width, top + face.height)


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
    height, width = y.shape
    joined = np.concatenate([y.reshape(-1), u.reshape(-1), v.reshape(-1)]).reshape(height * 3 // 2, width)
    return cv2.cvtColor(joined, cv2.COLOR_YUV2RGB_I420)


def _to_planes(rgb):
    planes = Planes(cv2.cvtColor(rgb, cv2.COLOR_RGB2YUV_I420))
    return planes.y, planes.u, planes.v


def _even(box, shape):
    """Cut a box to the stored frame, and widen it to whole colour samples."""
    height, width = shape
    left, top = max(box.left, 0), max(box.top, 0)
    right, bottom = min(box.right, width), min(box.bottom, height)
    return Box(left - left % 2, top - top % 2, right + right % 2, bottom + bottom % 2)
