"""What a person decides on the page: a value, of which each change makes a new one, so that any can be undone."""

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

from ..hiding import Hiding
from ..values import Value
from ..video import Decisions, Tracks

_KIND, _VERSION = "review of a video", 1


@dataclass(frozen=True, repr=False)
class Review(Value):
    """Who stays clear, who was missed, what is hidden whole, and which tracks are one person.

    Attributes
    ----------
    keep, boxes, spans : tuple
        As in `Decisions`.
    groups : tuple of tuple of int
        Numbers of the tracks that are one person, as somebody has confirmed.

    Raises
    ------
    TypeError, ValueError
        If one of them is not one of those above.

    Examples
    --------
    >>> review = Review().joined((2,), (5,)).toggled((2, 5))
    >>> review
    Review(keep=(2, 5), groups=((2, 5),))
    >>> review.decisions
    Decisions(keep=(2, 5))
    """

    keep: tuple = ()
    boxes: tuple = ()
    spans: tuple = ()
    groups: tuple = ()

    def __post_init__(self):
        checked = Decisions(self.keep, self.boxes, self.spans)
        for name in ("keep", "boxes", "spans"):
            object.__setattr__(self, name, getattr(checked, name))
        try:
            groups = tuple(tuple(sorted(map(_number, one))) for one in self.groups)
        except TypeError:
            raise TypeError(f"groups must be a list of lists of track numbers, got {self.groups!r}.") from None
        together = [number for one in groups for number in one]
        if len(set(together)) < len(together) or any(len(one) < 2 for one in groups):
            raise ValueError(f"Each group holds two tracks or more, and a track is in one group at most; got {groups}.")
        object.__setattr__(self, "groups", tuple(sorted(groups)))

    @property
    def decisions(self):
        """The same as `Decisions`, of which groups are no part: each of their tracks is kept, or none."""
        return Decisions(self.keep, self.boxes, self.spans)

    def keeps(self, numbers):
        """Whether all tracks of a person are to stay clear."""
        kept = {number for number, _ in self.decisions.numbers}
        return kept.issuperset(numbers)

    def toggled(self, numbers):
        """Hide a person who was kept, or keep one who was hidden.

        Parameters
        ----------
        numbers : tuple of int
            Of the person's tracks.

        Returns
        -------
        Review
        """
        return self.without(numbers) if self.keeps(numbers) else replace(self, keep=self._others(numbers) + numbers)

    def without(self, numbers):
        """Hide a person, whoever said otherwise."""
        return replace(self, keep=self._others(numbers))

    def _others(self, numbers):
        return tuple(
            one
            for one in self.keep
            if isinstance(one, str) or (one[0] if isinstance(one, tuple) else one) not in numbers
        )

    def joined(self, one, other):
        """Say that two rows are one person. Who was not kept in both is hidden in both.

        Parameters
        ----------
        one, other : tuple of int
            Numbers of each row's tracks.

        Returns
        -------
        Review
        """
        both = tuple(sorted({*one, *other}))
        groups = tuple(group for group in self.groups if not set(group) & set(both))
        made = replace(self, groups=(*groups, both))
        return made if self.keeps(both) else made.without(both)

    def parted(self, numbers):
        """Say that the tracks of a row are not one person."""
        return replace(self, groups=tuple(group for group in self.groups if not set(group) & set(numbers)))

    def with_box(self, box, place=None):
        """Add a box, or put it in another's place.

        Parameters
        ----------
        box : AddedBox
        place : int, optional
            Which of `boxes` it replaces.

        Returns
        -------
        Review
        """
        boxes = list(self.boxes)
        boxes[len(boxes) if place is None else place : len(boxes) if place is None else place + 1] = [box]
        return replace(self, boxes=tuple(boxes))

    def without_box(self, place):
        """Take a box away."""
        return replace(self, boxes=self.boxes[:place] + self.boxes[place + 1 :])

    def with_span(self, start, end, what):
        """Add a time in which everything is hidden, or nothing."""
        return replace(self, spans=(*self.spans, (start, end, what)))

    def without_span(self, place):
        """Take such a time away."""
        return replace(self, spans=self.spans[:place] + self.spans[place + 1 :])

    def check_for(self, tracks):
        """Refuse what cannot be about these tracks.

        Parameters
        ----------
        tracks : Tracks

        Raises
        ------
        ValueError
        """
        self.decisions.check_for(tracks)
        unknown = [number for one in self.groups for number in one if number not in tracks]
        if unknown:
            raise ValueError(f"There is no face {unknown[0]} in {tracks.name} to be joined with another.")


def _number(value):
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"groups holds numbers of tracks, got {value!r}.")
    return value


def written(review, hiding, tracks):
    """Write a review as JSON, with the tracks that its numbers are of, but without a picture of anybody.

    Parameters
    ----------
    review : Review
    hiding : Hiding
    tracks : Tracks

    Returns
    -------
    str
    """
    content = {
        "kind": _KIND,
        "version": _VERSION,
        "name": tracks.name,
        "decisions": json.loads(review.decisions.replace(video=tracks.digest).to_json()),
        "groups": review.groups,
        "hiding": json.loads(hiding.to_json()),
        "tracks": json.loads(tracks.to_json(thumbnails=False)),
    }
    return json.dumps(content)


def read(given):
    """Read what `written` wrote, or decisions alone.

    Parameters
    ----------
    given : str, bytes, dict, os.PathLike or Decisions
        A file's path, its text, or the object that it holds.

    Returns
    -------
    Review
    Hiding or None
    Tracks or None
        The second and third are None in decisions alone.
    str
        SHA-256 of the clip that it is about, or empty.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError, TypeError
        If it is something else, of another version, or damaged.
    """
    if isinstance(given, Decisions):
        return Review(given.keep, given.boxes, given.spans), None, None, given.video
    if isinstance(given, Review):
        return given, None, None, ""
    where = "These decisions"
    if isinstance(given, os.PathLike) or (isinstance(given, str) and not given.lstrip().startswith("{")):
        where, given = os.fspath(given), _content(Path(given))
    try:
        content = given if isinstance(given, dict) else json.loads(given)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{where}: this is no JSON of decisions about a video ({error}).") from None
    if not isinstance(content, dict):
        raise ValueError(f"{where}: decisions about a video are an object in braces, got {str(content):.60}.")
    try:
        return _made(content)
    except (KeyError, TypeError, ValueError) as error:
        said = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
        raise ValueError(f"{where}: {said}") from None


def _made(content):
    if "kind" not in content:
        alone = Decisions.made(**content)
        return Review(alone.keep, alone.boxes, alone.spans), None, None, alone.video
    if content["kind"] != _KIND:
        raise ValueError(f"this is JSON of something else: {content['kind']!r:.60}; OwnVideo downloads decisions.")
    if content.get("version") != _VERSION:
        raise ValueError(
            f"these decisions are of version {content.get('version')!r}, and this program reads version {_VERSION}: "
            "decide again, or use the program that wrote them."
        )
    decisions = Decisions.made(**content["decisions"])
    tracks = Tracks.from_json(json.dumps(content["tracks"]))
    if decisions.video != tracks.digest:
        raise ValueError("these decisions and their tracks are about two different clips.")
    review = Review(decisions.keep, decisions.boxes, decisions.spans, tuple(map(tuple, content["groups"])))
    review.check_for(tracks)
    return review, Hiding.made(**content["hiding"]), tracks, decisions.video


def _content(path):
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {path} with decisions; is the name right, and the folder?")
    return path.read_bytes()
