"""How a stored frame becomes what a viewer sees: mirrored, turned, its pixels stretched; and the way back.

A phone stores frames as its sensor reads them and adds a matrix that turns or mirrors them; television stores pixels
that are not square. Faces are searched and hidden in the picture that a viewer sees, and then put where they are
stored.
"""

from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np

from ..roi import Box

# Pixels that are less than so much wider than high count as square; those that claim to be more than so many times
# wider (or higher) are a damaged header.
_SQUARE, _LARGEST_ASPECT = 0.01, 10


@dataclass(frozen=True, slots=True)
class Orientation:
    """One of the eight ways to lay a rectangle: first mirrored, then turned.

    Attributes
    ----------
    turns : int
        Quarter turns, anticlockwise, 0 to 3.
    mirrored : bool
        Whether left and right change places before that.

    Examples
    --------
    >>> Orientation.from_matrix([-65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30])
    Orientation(turns=0, mirrored=True)
    >>> Orientation(turns=1).show(np.array([[1, 2], [3, 4]])).tolist()
    [[2, 4], [1, 3]]
    """

    turns: int = 0
    mirrored: bool = False

    @classmethod
    def from_matrix(cls, matrix):
        """Read a display matrix: its determinant says whether it mirrors, its angle how far it turns.

        Parameters
        ----------
        matrix : sequence of int or None
            Nine numbers a, b, u, c, d, v, x, y, w: a stored point (p, q), counted right and down, is shown at
            (a p + c q, b p + d q). An angle between quarter turns counts as the nearest; ``None``, or a matrix that
            folds the picture to a line, as none.

        Returns
        -------
        Orientation

        References
        ----------
        ISO/IEC 14496-12, "ISO base media file format", section 6.2.2; ``libavutil/display.h`` of FFmpeg.
        """
        if matrix is None:
            return cls()
        a, b, c, d = (float(matrix[place]) for place in (0, 1, 3, 4))
        if a * d == b * c:
            return cls()
        mirrored = a * d < b * c
        if mirrored:
            a, b = -a, -b
        # A matrix may scale both axes: each column's direction counts, not its length.
        across, down = np.hypot(a, b), np.hypot(c, d)
        angle = np.arctan2(c / down - b / across, a / across + d / down)
        return cls(round(angle / (np.pi / 2)) % 4, mirrored)

    @property
    def matrix(self):
        """The matrix that says so, as nine whole numbers."""
        a, b, c, d = [(1, 0, 0, 1), (0, -1, 1, 0), (-1, 0, 0, -1), (0, 1, -1, 0)][self.turns]
        if self.mirrored:
            a, b = -a, -b
        return [a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30]

    def show(self, array):
        """Lay stored rows and columns as a viewer sees them: an array of shape (height, width, ...); a view."""
        return np.rot90(array[:, ::-1] if self.mirrored else array, self.turns)

    def store(self, array):
        """Undo `show`."""
        array = np.rot90(array, -self.turns)
        return array[:, ::-1] if self.mirrored else array

    def size(self, size):
        """Give (width, height) after `show` of what is before; and the other way round, it is the same."""
        return size[::-1] if self.turns % 2 else size

    def show_box(self, box, size):
        """Give the place of a box after `show`, if `size` is (width, height) before."""
        return _turned(_mirrored(box, size[0]) if self.mirrored else box, size, self.turns)

    def store_box(self, box, size):
        """Undo `show_box`; `size` is still (width, height) of what is stored."""
        box = _turned(box, self.size(size), -self.turns)
        return _mirrored(box, size[0]) if self.mirrored else box


UPRIGHT = Orientation()


def _mirrored(box, width):
    return Box(width - box.right, box.top, width - box.left, box.bottom, box.score)


def _turned(box, size, turns):
    """Where a box lies after anticlockwise quarter turns of the picture, of which `size` is (width, height) before."""
    for _ in range(turns % 4):
        width, height = size
        box = Box(box.top, width - box.right, box.bottom, width - box.left, box.score)
        size = height, width
    return box


@dataclass(frozen=True, slots=True)
class Geometry:
    """How large frames are stored, and how they are shown.

    Attributes
    ----------
    width, height : int
        Of a stored frame, in pixels.
    orientation : Orientation
    aspect : fractions.Fraction
        Width of a stored pixel divided by its height ("sample aspect ratio"); it applies before the frame is turned.
    """

    width: int
    height: int
    orientation: Orientation = UPRIGHT
    aspect: Fraction = Fraction(1)

    @property
    def stretch(self):
        """How many times as wide and as high a stored frame is shown; at least 1, so that no pixel is lost."""
        aspect = float(self.aspect)
        if not 1 / _LARGEST_ASPECT <= aspect <= _LARGEST_ASPECT or abs(aspect - 1) < _SQUARE:
            return 1.0, 1.0
        return max(aspect, 1.0), max(1 / aspect, 1.0)

    @property
    def stretched(self):
        """Width and height with square pixels, before it is turned."""
        across, down = self.stretch
        return max(1, round(self.width * across)), max(1, round(self.height * down))

    @property
    def shown(self):
        """Width and height as a viewer sees them, in square pixels."""
        return self.orientation.size(self.stretched)

    def show(self, array):
        """Give an array of stored pixels as a viewer sees it.

        Parameters
        ----------
        array : numpy.ndarray
            Shape (height, width) or (height, width, channels): a whole frame or a part of it.

        Returns
        -------
        numpy.ndarray
            A view, where pixels are square.
        """
        across, down = self.stretch
        height, width = array.shape[:2]
        size = max(1, round(width * across)), max(1, round(height * down))
        if size != (width, height):
            array = cv2.resize(array, size, interpolation=cv2.INTER_LINEAR)
        return self.orientation.show(array)

    def store(self, array, size):
        """Bring a part that `show` gave back to the pixels that are stored.

        Parameters
        ----------
        array : numpy.ndarray
        size : (int, int)
            Width and height that it has to have there.

        Returns
        -------
        numpy.ndarray
        """
        array = self.orientation.store(array)
        if array.shape[1::-1] != tuple(size):
            # Each stored pixel is the mean of all those that it becomes.
            array = cv2.resize(np.ascontiguousarray(array), tuple(size), interpolation=cv2.INTER_AREA)
        return array

    def store_box(self, box):
        """Give the smallest box of stored pixels that holds a box of the picture that a viewer sees."""
        box, (across, down) = self.orientation.store_box(box, self.stretched), self.stretch
        edges = box.left / across, box.top / down, -box.right / across, -box.bottom / down
        left, top, right, bottom = (int(np.floor(edge)) for edge in edges)
        return Box(left, top, -right, -bottom, box.score)

    def show_box(self, box):
        """Give the nearest box, in the picture that a viewer sees, to one of stored pixels."""
        across, down = self.stretch
        edges = box.left * across, box.top * down, box.right * across, box.bottom * down
        return self.orientation.show_box(Box(*(round(edge) for edge in edges), box.score), self.stretched)
