"""What a person decides about a video: who stays clear, who was missed, when all is hidden or nothing."""

import json
import math
import numbers
import os
from dataclasses import dataclass
from typing import NamedTuple

from ..roi import Box
from ..values import Value, plain

SPANS = {"hide": "everything: the whole picture", "show": "nothing but what a person drew a box around"}


class AddedBox(NamedTuple):
    """A face that was missed, drawn by hand in one frame and followed from there.

    Attributes
    ----------
    time : float
        Seconds: the box is drawn on the frame that is shown then.
    box : Box
        In pixels of the frame as a viewer sees it.
    start, end : float or None
        Seconds: from when to when it is covered. None: as far as its pixels can be followed, and for the seconds of
        the hold around that; not over a cut.
    """

    time: float
    box: Box
    start: float | None = None
    end: float | None = None


class Span(NamedTuple):
    """A time in which everything is hidden, or nothing.

    Attributes
    ----------
    start : float
        Seconds.
    end : float or None
        Seconds; None for the end of the clip.
    what : str
        ``"hide"``: the whole picture is covered by one colour in every frame that is shown at any moment of it.
        ``"show"``: nothing is covered in frames that are shown wholly within it, but for boxes that a person added.
    """

    start: float
    end: float | None
    what: str


@dataclass(frozen=True, repr=False)
class Decisions(Value):
    """A person's last word about what is hidden in a video. What hides wins over what shows.

    Seconds count from the start of the file, as players show them and as `Report.frames` and `Tracks` give them.

    Attributes
    ----------
    keep : tuple
        Who is left clear: the number of a face of a first look, which stands for the person on its first thumbnail;
        ``(number, seconds)``, the person in that box then; or the path of a photo of the person alone.
    boxes : tuple of AddedBox
        Faces that were missed: ``(seconds, Box)`` or ``(seconds, Box, from, to)``.
    spans : tuple of Span
        ``(from, to, "hide")``: the whole picture is covered. ``(from, to, "show")``: nothing is, but for added boxes.
    video : str
        SHA-256 of the file that they are about, in hexadecimal digits; they are refused for another. Empty for any.

    Raises
    ------
    TypeError, ValueError
        If one of them is not one of those above.

    Examples
    --------
    >>> Decisions(keep=[3], spans=[(0, 2.5, "hide")])
    Decisions(keep=(3,), spans=(Span(start=0.0, end=2.5, what='hide'),))
    >>> mended = Decisions(boxes=[(1.2, Box(40, 30, 90, 95))])
    >>> Decisions.from_json(mended.to_json()) == mended
    True
    """

    keep: tuple = ()
    boxes: tuple = ()
    spans: tuple = ()
    video: str = ""

    def __post_init__(self):
        for name, one in (("keep", _kept), ("boxes", _box), ("spans", _span)):
            value = getattr(self, name)
            if isinstance(value, (str, bytes, dict)) or not hasattr(value, "__iter__"):
                raise TypeError(f"{name} must be a list, got {value!r}.")
            object.__setattr__(self, name, tuple(one(each) for each in value))
        if not isinstance(self.video, str):
            raise TypeError(f"video must be a SHA-256 as text, got {self.video!r}.")

    def to_json(self):
        """Write them as JSON, to be kept beside the video and repeated.

        Returns
        -------
        str
            An object with every field, in order; a box is a list of its edges.
        """
        values = {name: getattr(self, name) for name in self.names()}
        return json.dumps(values, default=lambda box: [box.left, box.top, box.right, box.bottom])

    @property
    def numbers(self):
        """Numbers of the faces that are kept, each with its seconds or None: tuple of (int, float or None)."""
        return tuple(one if isinstance(one, tuple) else (one, None) for one in self.keep if not isinstance(one, str))

    @property
    def photos(self):
        """Paths of the photos of who is kept."""
        return tuple(one for one in self.keep if isinstance(one, str))

    def check_length(self, name, end, start=0.0):
        """Refuse times at which the clip is not shown.

        Parameters
        ----------
        name : str
            Of the clip.
        end : float
            Its length, in seconds.
        start : float
            When its first frame appears.

        Raises
        ------
        ValueError
        """
        times = [(f"the box at {one.time:g} s", time) for one in self.boxes for time in one[::2] + one[3:]]
        times += [(f"the span from {one.start:g} s", time) for one in self.spans for time in one[:2]]
        times += [(f"face {number}", time) for number, time in self.numbers]
        for what, time in times:
            if time is not None and time > end + 1e-6:
                raise ValueError(
                    f"{name} is {end:.2f} seconds long, and {what} names {time:g} seconds. Times are seconds from the "
                    "start of the file; leave an end out (None) for the end of the clip."
                )
        for one in self.spans:
            if one.start >= end:
                raise ValueError(f"{name} ends after {end:.2f} seconds, when {one} begins.")
        for one in self.boxes:
            if one.time < start - 1e-6:
                raise ValueError(f"{name} shows its first frame at {start:.2f} seconds, after the box at {one.time:g}.")

    def check_for(self, tracks):
        """Refuse what cannot be about these tracks.

        Parameters
        ----------
        tracks : Tracks

        Raises
        ------
        ValueError
            If they are about another video, or name a face, a time or a place that it does not have.
        """
        if self.video and self.video != tracks.digest:
            raise ValueError(f"These decisions are about another video than {tracks.name}: its content differs.")
        self.check_length(tracks.name, tracks.end, tracks.times[0])
        for number, _ in self.numbers:
            if number not in tracks:
                known = ", ".join(str(track.number) for track in tracks) or "none"
                raise ValueError(f"There is no face {number} in {tracks.name} to keep; there are {known}.")
        for one in self.boxes:
            shown = min(one.box.right, tracks.width) > max(one.box.left, 0)
            if not shown or min(one.box.bottom, tracks.height) <= max(one.box.top, 0):
                raise ValueError(
                    f"{one.box} lies outside the picture of {tracks.name}, which is {tracks.width} x {tracks.height}."
                )


def _seconds(value, what):
    value = plain(value)
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or not 0 <= value < math.inf:
        raise ValueError(f"{what} must be a time in seconds, 0 or later, got {value!r}.")
    return float(value)


def _kept(one):
    if isinstance(one, (str, os.PathLike)):
        return os.fspath(one)
    one = plain(one)
    number, seconds = one if isinstance(one, (tuple, list)) and len(one) == 2 else (one, None)
    number = plain(number)
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise ValueError(
            "keep holds numbers of faces, pairs (number, seconds) of a face and when it is the person, or paths of "
            f"photos; got {one!r}."
        )
    return number if seconds is None else (number, _seconds(seconds, f"When face {number} is who to keep"))


def _box(one):
    if not isinstance(one, (tuple, list)) or not 2 <= len(one) <= 4:
        raise ValueError(f"boxes holds (seconds, Box) or (seconds, Box, from, to), got {one!r}.")
    time, box, start, end = [*one, None, None][:4]
    box = Box(*box) if isinstance(box, list) and len(box) == 4 else box
    if not isinstance(box, Box) or not box.area:
        raise ValueError(f"An added box needs a Box(left, top, right, bottom) that is not empty, got {box!r}.")
    time = _seconds(time, "When a box was drawn")
    start = None if start is None else _seconds(start, "From when an added box is covered")
    end = None if end is None else _seconds(end, "To when an added box is covered")
    if (start is not None and start > time) or (end is not None and end < time):
        raise ValueError(
            f"A box that was drawn at {time:g} s is covered then, too: it cannot be from {start} to {end}."
        )
    return AddedBox(time, box, start, end)


def _span(one):
    if not isinstance(one, (tuple, list)) or len(one) != 3 or one[2] not in SPANS:
        words = ", ".join(f"{name!r} ({what})" for name, what in SPANS.items())
        raise ValueError(f"spans holds (from, to, what) with one of {words}; got {one!r}.")
    start, end = _seconds(one[0], "The start of a span"), None if one[1] is None else _seconds(one[1], "Its end")
    if end is not None and end <= start:
        raise ValueError(f"A span ends after it begins; got from {start:g} to {end:g} s.")
    return Span(start, end, one[2])
