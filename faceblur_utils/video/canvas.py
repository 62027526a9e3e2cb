"""One size and shape for all frames of a video, whatever its frames are: what is searched is what is written.

A recording may change its size in the middle (a call whose network gets better), its orientation or the shape of its
pixels. Encoders cannot; so frames that are other than most are fitted in, with black at the sides where their shape
differs.
"""

from fractions import Fraction

import numpy as np

from .fields import first_field
from .geometry import UPRIGHT, Geometry, Orientation
from .planes import Planes
from .transparency import has_transparency, on_black

_LAYOUT = "yuv420p"


class LargerFrameError(Exception):
    """A frame came that is larger than the canvas."""


class Canvas:
    """The picture that all frames are brought to.

    Parameters
    ----------
    source : Geometry
        Of the frames that fit it as they are.
    upright : bool
        Whether frames are turned, since the container cannot say that a player has to.
    square : bool
        Whether pixels are made square, since the container cannot say that they are not.
    fields : bool
        Whether what is written can be interlaced.

    Attributes
    ----------
    geometry : Geometry
        Of what is written: width and height are even, as H.264 needs for colours at half the size.
    seen : dict
        Geometry of frames -> number of the first one.
    """

    def __init__(self, source, upright=False, square=False, fields=True):
        self.source, self.seen = source, {}
        self._field, self._transparent, self._may_have_fields = None, False, fields
        self._upright, self._square = upright, square
        width, height, orientation, aspect = source.width, source.height, source.orientation, source.aspect
        if square:
            (width, height), aspect = source.stretched, Fraction(1)
        if upright:
            width, height = orientation.size((width, height))
            aspect = 1 / aspect if orientation.turns % 2 else aspect
            orientation = UPRIGHT
        self._size = width, height
        self.geometry = Geometry(width + width % 2, height + height % 2, orientation, aspect)

    def planes(self, frame, geometry, number=0):
        """Bring a frame to the canvas.

        Parameters
        ----------
        frame : av.VideoFrame
        geometry : Geometry
            How it is stored and shown.
        number : int
            Of the frame.

        Returns
        -------
        Planes

        Raises
        ------
        LargerFrameError
            If it is larger than the canvas; `survey` tells how large that has to be.
        """
        if geometry not in self.seen:
            if _area(geometry) > _area(self.source):
                raise LargerFrameError
            self.seen[geometry] = number
        self._field = self._field or first_field(frame)
        if has_transparency(frame):
            frame, transparent = on_black(frame)
            self._transparent |= transparent
        size = geometry.orientation.size(self.geometry.orientation.size(self._inner(geometry)))
        if size != (frame.width, frame.height):
            frame = frame.reformat(*size, format=_LAYOUT, interpolation="BICUBIC")
        elif frame.format.name not in (_LAYOUT, "yuvj420p"):
            frame = frame.reformat(format=_LAYOUT)
        parts = [_samples(plane) for plane in frame.planes]
        if geometry.orientation != self.geometry.orientation:
            parts = [self.geometry.orientation.store(geometry.orientation.show(part)) for part in parts]
        return self._placed(parts, 0 if frame.color_range == 2 else 16)

    def state(self):
        """Give what was seen of the frames as plain data, for JSON.

        Returns
        -------
        dict
        """
        return {
            "source": _plain(self.source),
            "seen": [[*_plain(geometry), first] for geometry, first in self.seen.items()],
            "field": self._field,
            "transparent": self._transparent,
            "upright": self._upright,
            "square": self._square,
            "fields": self._may_have_fields,
        }

    def like(self, other):
        """Take over what another canvas has seen of the same frames, and return this one."""
        self.seen = dict(other.seen)
        self._field, self._transparent = other._field, other._transparent
        return self

    @property
    def field(self):
        """Which rows of an interlaced video come first, ``"tff"`` or ``"bff"``, if it can be written so; else None."""
        # Turned or scaled rows are no fields any more; and H.264 cuts interlaced pictures to multiples of four rows.
        kept = len(self.seen) == 1 and self.geometry.orientation == self.source.orientation
        return self._field if self._may_have_fields and kept and self.geometry.height % 4 == 0 else None

    def notes(self):
        """Say in words how frames were changed beside their faces.

        Returns
        -------
        list of str
        """
        width, height = self.geometry.width, self.geometry.height
        notes = []
        if len(self.seen) > 1:
            sizes = [f"{one.shown[0]} x {one.shown[1]} from frame {first}" for one, first in self.seen.items()]
            wide, high = self.geometry.shown
            notes.append(
                f"the picture changes its size or shape ({', '.join(sizes)}): all of it fits {wide} x {high} now"
            )
        if (width, height) != self._size:
            notes.append(
                f"the size is odd ({self._size[0]} x {self._size[1]}), which many players cannot show: the last row or "
                f"column is repeated ({width} x {height})"
            )
        if self._field and not self.field:
            notes.append(
                "the source is interlaced, which what was written cannot say: its rows are combed where it moves"
            )
        if self._transparent:
            notes.append("the source is transparent in parts, which what was written cannot be: it lies on black")
        return notes

    def _inner(self, geometry):
        """Width and height of a frame on the canvas, in pixels as they are written."""
        if geometry == self.source:
            return self._size
        (width, height), (wide, high) = geometry.shown, self.geometry.shown
        scale = min(wide / width, high / height)
        across, down = self.geometry.orientation.size((self.geometry.width, self.geometry.height))
        size = (
            max(2, round(across * width * scale / wide / 2) * 2),
            max(2, round(down * height * scale / high / 2) * 2),
        )
        return self.geometry.orientation.size(size)

    def _placed(self, parts, black):
        """Put brightness and colours in the middle of the canvas; a last column or row that is missing is repeated."""
        width, height = self.geometry.width, self.geometry.height
        planes = Planes(np.empty((height * 3 // 2, width), np.uint8), self.geometry)
        high, wide = parts[0].shape
        top, left = (height - high) // 4 * 2, (width - wide) // 4 * 2
        for plane, part, ground, halved in zip(
            (planes.y, planes.u, planes.v), parts, (black, 128, 128), (1, 2, 2), strict=True
        ):
            (high, wide), (y, x) = part.shape, (top // halved, left // halved)
            if top or left:
                plane[:] = ground
            plane[y : y + high, x : x + wide] = part
            if plane.shape[1] - wide == 1 and not left:
                plane[y : y + high, wide] = part[:, -1]
            if plane.shape[0] - high == 1 and not top:
                plane[high] = plane[high - 1]
        return planes


def _plain(geometry):
    turned, aspect = geometry.orientation, geometry.aspect
    return [geometry.width, geometry.height, turned.turns, turned.mirrored, aspect.numerator, aspect.denominator]


def canvas_of(state):
    """Make the canvas that gave a `Canvas.state`.

    Parameters
    ----------
    state : dict

    Returns
    -------
    Canvas
    """
    canvas = Canvas(_geometry(state["source"]), *(bool(state[name]) for name in ("upright", "square", "fields")))
    canvas.seen = {_geometry(one[:-1]): one[-1] for one in state["seen"]}
    canvas._field, canvas._transparent = state["field"], state["transparent"]
    return canvas


def _geometry(numbers):
    width, height, turns, mirrored, *aspect = numbers
    return Geometry(width, height, Orientation(turns, mirrored), Fraction(*aspect))


def _area(geometry):
    width, height = geometry.shown
    return width * height


def _samples(plane):
    """The samples of a plane without what pads its rows: a view of shape (height, width)."""
    rows = np.frombuffer(plane, np.uint8)[: plane.height * plane.line_size].reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]


def survey(video, partial):
    """Read a whole video for the largest of its frames.

    Parameters
    ----------
    video : Video
    partial : bool
        As for `Video.read`.

    Returns
    -------
    Geometry
    """
    seen = dict.fromkeys(video.geometry(one) for one in video.read(partial) if hasattr(one, "planes"))
    return max(seen, key=_area)
