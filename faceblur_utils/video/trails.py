"""A face through the frames: where it was seen, where it is held or bridged, and the boxes that are covered."""

from dataclasses import dataclass

import numpy as np

from ..roi import Box
from .boxes import edges_of, outward, smooth, whole_at_border
from .follow import FOUND

KINDS = ("detected", "bridged", "held")
# Held boxes grow on each side by this share of their size in a second, the second where the face cannot be followed;
# never by more than the third.
_GROWTH_FOLLOWED, _GROWTH_LOST, _LARGEST_GROWTH = 0.2, 1.0, 0.5
# Share of the hold for which a face is covered around a look that was in doubt: most of these are no faces.
_HOLD_DOUBTFUL = 0.25


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the detector saw of one face in one frame.

    Attributes
    ----------
    box : Box
        The face; it may reach over the frame's border.
    doubtful : bool
        Whether the detector was in doubt.
    thorough : bool
        Whether it took a thorough look to see it.
    """

    box: Box
    doubtful: bool = False
    thorough: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """A face in one frame.

    Attributes
    ----------
    track : int
        Number of the face, from 1 on: the same from frame to frame as long as it can be followed.
    kind : str
        ``"detected"``: the detector saw it in this frame. ``"bridged"``: it did not, but before and after. ``"held"``:
        it did not, and only before or only after.
    box : Box
        What is covered (before the margin), inside the frame.
    whole : Box
        The same where it reaches over the frame's border: strength and mask follow the whole face. Never smaller than
        `found`.
    found : Box or None
        What the detector saw.
    doubtful : bool
        Whether no look near this frame (within the seconds of `hold`) was sure that it is a face. It is covered, and a
        person should look.
    """

    track: int
    kind: str
    box: Box
    whole: Box
    found: Box | None
    doubtful: bool = False


def largest_first(faces):
    """Sort the faces of a frame as they are covered: where they overlap, the coarsest blur wins."""
    return sorted(faces, key=lambda face: (-face.box.area, face.track))


class Trail:
    """One face through the frames: its edges in each from `first` on, and in which of them it was seen.

    Parameters
    ----------
    number : int
        Of the face.
    now : int
        The frame in which it was first seen.
    sighting : Sighting
    """

    def __init__(self, number, now, sighting):
        self.number, self.first, self.last = number, now, now
        self.edges, self.scores = [edges_of(sighting.box)], [1.0]
        self.found, self.looked = {now: sighting}, set()
        self.follower = self.step = None

    def append(self, edges, score, looked):
        """Add the next frame, in which it was not seen: where it should be, and how sure its pixels are."""
        if looked:
            self.looked.add(self.first + len(self.edges))
        self.edges.append(edges)
        self.scores.append(score)
        self.step = None

    def prepend(self, edges, score):
        """Add the frame before the first."""
        self.first -= 1
        self.edges.insert(0, edges)
        self.scores.insert(0, score)

    def see(self, now, sighting):
        """Add the next frame, in which it was seen."""
        self.edges.append(edges_of(sighting.box))
        self.scores.append(1.0)
        self.found[now], self.last = sighting, now
        self.follower = self.step = None

    def score_at(self, number):
        """How well its pixels fit in a frame."""
        return self.scores[number - self.first]

    def doubtful(self, first, last, hold, moments):
        """For each frame from `first` to `last`, whether no sighting within `hold` seconds was sure."""
        doubtful = np.ones(last - first + 1, bool)
        for place, one in self.found.items():
            if not one.doubtful:
                start, end = moments.around(place, hold)
                doubtful[max(start - first, 0) : end + 1 - first] = False
        return doubtful.tolist()

    def reach(self, hold, moments):
        """First and last frame that are covered: those near a sighting, as far as its pixels were followed.

        Parameters
        ----------
        hold : float
            Seconds; a quarter of them around a look that was in doubt.
        moments : Moments

        Returns
        -------
        (int, int)
        """
        reach = [
            moments.around(place, hold * _HOLD_DOUBTFUL if one.doubtful else hold) for place, one in self.found.items()
        ]
        return (
            max(self.first, min(start for start, _ in reach)),
            min(self.first + len(self.edges) - 1, max(end for _, end in reach)),
        )

    def kinds(self, first, last):
        """For each frame from `first` to `last`, one of `KINDS`."""
        seen = min(self.found), max(self.found)
        return [
            "detected" if number in self.found else "bridged" if seen[0] < number < seen[1] else "held"
            for number in range(first, last + 1)
        ]

    def faces(self, first, last, hold, steady, moments, size):
        """Say what to cover: held boxes have grown, all are smoothed.

        Parameters
        ----------
        first, last : int
            Frames, from `reach`.
        hold, steady : float
            As for `Tracker`.
        moments : Moments
        size : (int, int)
            Width and height of a frame.

        Yields
        ------
        (int, Face)
            Number of each frame in which a part of the face lies, and what is covered there.
        """
        doubtful, kinds = self.doubtful(first, last, hold, moments), self.kinds(first, last)
        frame = np.empty((size[1], size[0], 0))  # for Box.clip, which asks for an image's shape
        rows = smooth(self._grown(first, last, moments, size), steady, moments.array[first : last + 1])
        for offset, row in enumerate(rows):
            found = self.found[first + offset].box if first + offset in self.found else None
            whole = outward(row, found and found.score)
            box = whole.clip(frame)
            if box.area:
                yield first + offset, Face(self.number, kinds[offset], box, whole, found, doubtful[offset])

    def _grown(self, first, last, moments, frame):
        seen, length, skipped = (min(self.found), max(self.found)), last - first + 1, first - self.first
        edges = whole_at_border(self.edges[skipped : skipped + length], frame)
        size = np.maximum(edges[:, 2:] - edges[:, :2], 1)
        scores = np.array(self.scores[skipped : skipped + length])
        steps, passed = (
            np.where(scores >= FOUND, _GROWTH_FOLLOWED, _GROWTH_LOST),
            np.diff(moments.array[first : last + 1]),
        )
        growth = np.zeros(length)
        head, tail = seen[0] - first, seen[1] - first + 1
        growth[:head] = np.cumsum((steps[:head] * passed[:head])[::-1])[::-1]
        growth[tail:] = np.cumsum(steps[tail:] * passed[tail - 1 :])
        more = np.minimum(growth, _LARGEST_GROWTH)[:, None] * size
        return edges + np.hstack([-more, more])
