"""Where a face is: a box of whole pixels, and the slices that turn it into a region of interest (ROI)."""

import math
import operator
from dataclasses import dataclass, field


def _whole(name, value):
    """Make a plain integer of a NumPy one: a plain one prints and serialises alike everywhere, and never overflows."""
    try:
        return operator.index(value)
    except TypeError:
        raise TypeError(f"Box {name} must be a whole number of pixels, got {value!r}; round it first.") from None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of whole pixels; ``right`` and ``bottom`` are the first column and row outside it.

    ``image[box.slices]`` is therefore the region of interest: ``left`` and ``right`` are the start and end X,
    ``top`` and ``bottom`` the start and end Y.

    Parameters
    ----------
    left, top, right, bottom : int
        Edges in pixels from the image's top left corner. They may lie outside the image; `clip` cuts them.
    score : float, optional
        The detector's own confidence. Detectors use different scales, so it does not take part in comparisons.

    Raises
    ------
    TypeError
        If an edge is not a whole number.
    ValueError
        If ``right < left`` or ``bottom < top``: usually two libraries' orders mixed up.

    Examples
    --------
    >>> face = Box.from_xywh(10, 20, 30, 40)
    >>> face
    Box(left=10, top=20, right=40, bottom=60)
    >>> face.slices
    (slice(20, 60, None), slice(10, 40, None))
    """

    left: int
    top: int
    right: int
    bottom: int
    score: float | None = field(default=None, compare=False, repr=False)

    def __post_init__(self):
        for name in ("left", "top", "right", "bottom"):
            object.__setattr__(self, name, _whole(name, getattr(self, name)))
        if self.right < self.left or self.bottom < self.top:
            raise ValueError(
                f"Box ends before it starts: left={self.left}, top={self.top}, right={self.right}, "
                f"bottom={self.bottom}. Is it another order? Try Box.from_xywh (OpenCV: x, y, width, height) "
                "or Box.from_trbl (face_recognition: top, right + 1, bottom + 1, left)."
            )

    @classmethod
    def from_xywh(cls, x, y, width, height, score=None):
        """Make a box from OpenCV's order: left edge, top edge, width, height.

        Parameters
        ----------
        x, y, width, height : int
            As `cv2.CascadeClassifier.detectMultiScale` returns them, in pixels.
        score : float, optional
            The detector's confidence.

        Returns
        -------
        Box

        Examples
        --------
        >>> Box.from_xywh(10, 20, 30, 40)
        Box(left=10, top=20, right=40, bottom=60)
        """
        x, y = _whole("x", x), _whole("y", y)
        return cls(x, y, x + _whole("width", width), y + _whole("height", height), score)

    @classmethod
    def from_trbl(cls, top, right, bottom, left, score=None):
        """Make a box from the order of face_recognition (and CSS): top, right, bottom, left.

        Parameters
        ----------
        top, right, bottom, left : int
            In pixels. Right and bottom are the first column and row outside, as everywhere here;
            `face_recognition.face_locations` returns the last ones inside (dlib's), so add 1 to these two.
        score : float, optional
            The detector's confidence.

        Returns
        -------
        Box

        Examples
        --------
        >>> top, right, bottom, left = 20, 39, 59, 10  # face_recognition's
        >>> Box.from_trbl(top, right + 1, bottom + 1, left)
        Box(left=10, top=20, right=40, bottom=60)
        """
        return cls(left, top, right, bottom, score)

    @property
    def width(self):
        """Columns inside the box."""
        return self.right - self.left

    @property
    def height(self):
        """Rows inside the box."""
        return self.bottom - self.top

    @property
    def area(self):
        """Pixels inside the box; 0 if it is empty."""
        return self.width * self.height

    @property
    def slices(self):
        """``(rows, columns)``, ready to index an image.

        Raises
        ------
        ValueError
            If an edge is negative: NumPy would count it from the other end and return the wrong pixels in silence.
        """
        if self.left < 0 or self.top < 0:
            raise ValueError(f"{self} reaches over the top or left border; call box.clip(image) before slicing.")
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def clip(self, image):
        """Cut away what lies outside the image.

        Parameters
        ----------
        image : numpy.ndarray
            Any array whose first two axes are rows and columns.

        Returns
        -------
        Box
            With zero area if the box lies wholly outside.

        Examples
        --------
        >>> import numpy as np
        >>> Box(-5, 10, 30, 40).clip(np.zeros((25, 100, 3), np.uint8))
        Box(left=0, top=10, right=30, bottom=25)
        """
        height, width = image.shape[:2]
        return Box(
            min(max(self.left, 0), width),
            min(max(self.top, 0), height),
            min(max(self.right, 0), width),
            min(max(self.bottom, 0), height),
            self.score,
        )

    def expand(self, margin):
        """Grow (or shrink) the box by a share of its own size on each side.

        Parameters
        ----------
        margin : float
            0.3 adds 30 % of the width on the left and on the right, and 30 % of the height above and below.
            Must be above -0.5.

        Returns
        -------
        Box
            May reach over the image's border; `clip` it before slicing.

        Raises
        ------
        ValueError
            If the margin would turn the box inside out, or is not a finite number.

        Examples
        --------
        >>> Box(100, 100, 200, 300).expand(0.3)
        Box(left=70, top=40, right=230, bottom=360)
        """
        if not -0.5 < margin < math.inf:
            raise ValueError(f"margin must be finite and above -0.5 (half the box on each side), got {margin}.")
        dx, dy = round(self.width * margin), round(self.height * margin)
        return Box(self.left - dx, self.top - dy, self.right + dx, self.bottom + dy, self.score)

    def relative_to(self, region):
        """Tell where the box lies in a region that is cut out of the image.

        Parameters
        ----------
        region : Box

        Returns
        -------
        Box
            The same box, counted from the region's top left corner.

        Examples
        --------
        >>> Box(30, 40, 50, 60).relative_to(Box(20, 30, 70, 80))
        Box(left=10, top=10, right=30, bottom=30)
        """
        return Box(
            self.left - region.left,
            self.top - region.top,
            self.right - region.left,
            self.bottom - region.top,
            self.score,
        )

    def iou(self, other):
        """Intersection over union: the area two boxes share, over the area that they cover together.

        Parameters
        ----------
        other : Box

        Returns
        -------
        float
            0.0 (apart, or both empty) to 1.0 (the same box).

        References
        ----------
        Everingham et al., "The Pascal Visual Object Classes (VOC) Challenge", IJCV 88, 2010, section 4.2.

        Examples
        --------
        >>> Box(0, 0, 10, 10).iou(Box(5, 0, 15, 10)) == 50 / 150
        True
        """
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        shared = max(width, 0) * max(height, 0)
        together = self.area + other.area - shared
        return shared / together if together else 0.0
