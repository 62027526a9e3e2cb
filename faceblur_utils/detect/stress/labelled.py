"""A photo and its true boxes, and what happens to both when it is turned, made smaller or cut."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ... import samples
from ...images import read_image
from ...roi import Box

# Around a turned picture, where there was nothing.
_GREY = 128


@dataclass(frozen=True, eq=False)
class Labelled:
    """A photo of which it is known where its faces are.

    Attributes
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    faces : tuple of Box
        Those that a detector is asked for.
    others : tuple of Box
        Faces that happen to be in the picture: to find one is no false alarm, to miss one no miss.
    name : str
    """

    image: np.ndarray
    faces: tuple = ()
    others: tuple = ()
    name: str = ""

    @property
    def face_width(self):
        """The middle one of the faces' widths in pixels; where there is no face, a quarter of the photo's width."""
        return float(np.median([box.width for box in self.faces])) if self.faces else self.image.shape[1] / 4

    def shown(self, image):
        """Give the same faces in another version of the photo, of the same size.

        Parameters
        ----------
        image : numpy.ndarray

        Returns
        -------
        Labelled
        """
        return replace(self, image=image)

    def turned(self, degrees):
        """Turn the photo counter-clockwise; grey fills the corners, and the picture grows until nothing is cut off.

        A box holds the turned face: the ellipse that touches the box's four sides. Where a detector would shrink the
        larger picture, and so the faces, corners without faces are cut off, until it is no larger than before.

        Parameters
        ----------
        degrees : float

        Returns
        -------
        Labelled
        """
        height, width = self.image.shape[:2]
        angle = math.radians(degrees)
        cos, sin = math.cos(angle), math.sin(angle)
        wide = math.ceil(round(abs(width * cos) + abs(height * sin), 6))
        high = math.ceil(round(abs(width * sin) + abs(height * cos), 6))
        # A pixel's centre is a whole number to OpenCV; boxes count from the pixels' edges.
        matrix = np.array([[cos, sin, 0], [-sin, cos, 0]])
        matrix[:, 2] = [(wide - 1) / 2, (high - 1) / 2] - matrix[:, :2] @ [(width - 1) / 2, (height - 1) / 2]
        if degrees % 90:
            image = cv2.warpAffine(self.image, matrix, (wide, high), borderValue=(_GREY,) * 3)
        else:
            image = np.ascontiguousarray(np.rot90(self.image, round(degrees / 90)))

        def turned_box(box):
            x, y = matrix @ [(box.left + box.right - 1) / 2, (box.top + box.bottom - 1) / 2, 1] + 0.5
            a, b = box.width / 2, box.height / 2
            reach = math.hypot(a * cos, b * sin), math.hypot(a * sin, b * cos)
            return Box(*(round(n) for n in (x - reach[0], y - reach[1], x + reach[0], y + reach[1])))

        made = replace(
            self, image=image, faces=tuple(map(turned_box, self.faces)), others=tuple(map(turned_box, self.others))
        )
        return made._at_most(max(height, width))

    def _at_most(self, side):
        """Cut the picture to a square of at most that side, around its faces if they fit."""
        height, width = self.image.shape[:2]
        if max(height, width) <= side:
            return self
        boxes = self.faces or (Box(0, 0, width, height),)
        x = (min(box.left for box in boxes) + max(box.right for box in boxes)) // 2
        y = (min(box.top for box in boxes) + max(box.bottom for box in boxes)) // 2
        left, top = max(0, min(x - side // 2, width - side)), max(0, min(y - side // 2, height - side))
        window = Box(left, top, min(width, left + side), min(height, top + side))
        if any(not _holds(window, box) for box in self.faces):
            return self
        return self.cut(window)

    def resized(self, scale):
        """Make the photo smaller, each new pixel the mean of those that it covers.

        Parameters
        ----------
        scale : float
            Above 0, at most 1.

        Returns
        -------
        Labelled
        """
        height, width = self.image.shape[:2]
        size = max(1, round(width * scale)), max(1, round(height * scale))
        x, y = size[0] / width, size[1] / height

        def scaled(box):
            return Box(round(box.left * x), round(box.top * y), round(box.right * x), round(box.bottom * y))

        image = cv2.resize(self.image, size, interpolation=cv2.INTER_AREA)
        return replace(self, image=image, faces=tuple(map(scaled, self.faces)), others=tuple(map(scaled, self.others)))

    def cut(self, window, target=None):
        """Cut a part out.

        Parameters
        ----------
        window : Box
            What lies outside of the photo is left out.
        target : Box, optional
            The one of the faces that is asked for; the rest become `others`. By default all stay what they are.

        Returns
        -------
        Labelled
            Boxes hold what can be seen of each face; those that cannot be seen at all are gone.
        """
        window = window.clip(self.image)
        image = np.ascontiguousarray(self.image[window.slices])

        def seen(boxes):
            moved = (
                Box(b.left - window.left, b.top - window.top, b.right - window.left, b.bottom - window.top)
                for b in boxes
            )
            return tuple(part for part in (box.clip(image) for box in moved) if part.area)

        asked = self.faces if target is None else (target,)
        rest = () if target is None else tuple(box for box in self.faces if box is not target)
        return replace(self, image=image, faces=seen(asked), others=seen((*self.others, *rest)))


def sample_photos():
    """Take the sample photos for a stress test: eight with faces, all upright, and four of nobody.

    The photo that lies on its side is turned upright, since turning is a stress of its own. The composed scene is left
    out: it is made of five of the other photos, and would count them twice.

    Returns
    -------
    list of Labelled

    Examples
    --------
    >>> photos = sample_photos()
    >>> sum(len(photo.faces) > 0 for photo in photos), sum(len(photo.faces) for photo in photos)
    (8, 36)
    """
    photos = []
    for name in samples.names():
        if name != "scene":
            photo = Labelled(read_image(samples.path(name)), tuple(samples.true_boxes(name)), name=name)
            photos.append(photo.turned(-90) if name == "paumier_sideways" else photo)
    return photos


def _holds(window, box):
    return (
        window.left <= box.left and window.top <= box.top and box.right <= window.right and box.bottom <= window.bottom
    )
