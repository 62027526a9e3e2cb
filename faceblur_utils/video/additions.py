"""Faces that a person adds: drawn in one frame, followed from there in both directions by their pixels."""

from collections import deque
from dataclasses import replace

import numpy as np

from .boxes import edges_of
from .follow import FOUND, FRESH, Follower
from .trails import Sighting, Trail

# No more pictures are kept to look back at, however long before a box was drawn its face came.
MOST_GREYS = 1200


class Additions:
    """Follows all added boxes through one reading.

    Parameters
    ----------
    tracks : Tracks
    boxes : tuple of AddedBox
    moments : Moments
        Of the frames of `tracks`.
    """

    def __init__(self, tracks, boxes, moments):
        first = max([track.number for track in tracks], default=0) + 1
        self._all = [_Addition(first + place, one, tracks, moments) for place, one in enumerate(boxes)]
        self._tracks, self._moments = tracks, moments
        self._greys = deque(maxlen=MOST_GREYS)

    def needed_after(self, number):
        """Whether frames after this one are needed."""
        return any(number < one.place or not one.done for one in self._all)

    def add(self, number, grey):
        """Take the next frame.

        Parameters
        ----------
        number : int
        grey : numpy.ndarray
            From `small_grey`.
        """
        scale = grey.shape[1] / self._tracks.width
        for one in self._all:
            if number == one.place:
                one.begin(grey, scale, self._greys)
            elif number > one.place and not one.done:
                one.go_on(number, grey)
        if any(number < one.place for one in self._all):
            self._greys.append(grey)
        else:
            self._greys.clear()

    def faces(self):
        """Give what is covered, and why a person should look.

        Returns
        -------
        list of dict
            For each box, frame -> Face.
        dict
            Number of the face -> why -> numbers of the frames.
        """
        return [one.faces() for one in self._all], {one.trail.number: one.why() for one in self._all}


class _Addition:
    def __init__(self, number, added, tracks, moments):
        self._moments, self._tracks, self._cuts = moments, tracks, set(tracks.cuts)
        times = moments.array
        self.place = max(0, int(np.searchsorted(times, added.time + 1e-6, "right")) - 1)
        # Whatever is shown at any moment of the stated time is covered.
        self._first = self._last = None
        if added.start is not None:
            self._first = min(self.place, max(0, int(np.searchsorted(times, added.start + 1e-6, "right")) - 1))
        if added.end is not None:
            self._last = max(self.place, int(np.searchsorted(times, added.end - 1e-6, "left")) - 1)
        self.trail, self.done = Trail(number, self.place, Sighting(added.box)), False
        self._least, self._most = self.place, self.place  # where its pixels were found

    def begin(self, grey, scale, greys):
        """Follow it back through earlier pictures, the latest of which is the last."""
        edges = self.trail.edges[0]
        self._follower, back = Follower(grey, edges, scale), Follower(grey, edges, scale)
        for number in range(self.place - 1, -1, -1):
            ago = self.place - number
            edges, score = back.step(greys[-ago]) if ago <= len(greys) else (back.edges, -1.0)
            if self._first is None:
                lost = number + 1 in self._cuts and score < FRESH
                if lost or (score < FOUND and not self._moments.within(number, self._least, self._tracks.hold)):
                    break
            elif number < self._first:
                break
            self.trail.prepend(edges, score)
            self._least = number if score >= FOUND else self._least
        self.done = self.place == (len(self._tracks.frames) - 1 if self._last is None else self._last)

    def go_on(self, number, grey):
        edges, score = self._follower.step(grey)
        if self._last is None:
            lost = number in self._cuts and score < FRESH
            if lost or (score < FOUND and not self._moments.within(self._most, number, self._tracks.hold)):
                self.done = True
                return
        self.trail.append(edges, score, False)
        self._most = number if score >= FOUND else self._most
        self.done = number == (len(self._tracks.frames) - 1 if self._last is None else self._last)

    def _reach(self):
        return self.trail.first, self.trail.first + len(self.trail.edges) - 1

    def faces(self):
        tracks = self._tracks
        size = tracks.width, tracks.height
        found = self.trail.faces(*self._reach(), tracks.hold, tracks.steady, self._moments, size)
        return {number: replace(face, kind="added", doubtful=False) for number, face in found}

    def why(self):
        """Reasons to look: where its pixels were lost, and where they were followed for longer than the hold."""
        first, last = self._reach()
        numbers = range(first, last + 1)
        lost = [number for number in numbers if self.trail.score_at(number) < FOUND]
        near = self._moments.around(self.place, self._tracks.hold)
        far = [number for number in numbers if not near[0] <= number <= near[1] and number not in set(lost)]
        why = {"added by a person, and could not be followed": lost, "followed far from an added box": far}
        return {reason: some for reason, some in why.items() if some}


def mended(why, additions, tracks):
    """Take out reasons to look at a face where a person has added a box over it.

    Parameters
    ----------
    why : dict
        As `Tracks.why`.
    additions : list of dict
        From `Additions.faces`.
    tracks : Tracks

    Returns
    -------
    dict
    """
    covered = {}
    for frame in tracks.frames:
        drawn = [edges_of(one[frame.number].whole) for one in additions if frame.number in one]
        for face in frame.faces if drawn else ():
            edges = edges_of(face.found or face.box)
            if any((one[:2] <= edges[:2]).all() and (one[2:] >= edges[2:]).all() for one in drawn):
                covered.setdefault(face.track, set()).add(frame.number)
    return {
        track: {
            reason: [number for number in numbers if number not in covered.get(track, ())]
            for reason, numbers in reasons.items()
        }
        for track, reasons in why.items()
    }
