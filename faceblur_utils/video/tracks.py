"""From what a detector saw in each frame to what is covered: faces held, bridged, followed and smoothed."""

from collections import deque

import numpy as np

from .boxes import area_of, centre_of, edges_of, hull, length_of, shared_area
from .follow import FOUND, FRESH, Follower
from .moments import Moments
from .trails import Sighting, Trail, largest_first

# Two boxes are one face if they overlap by the first (IoU), or lie no farther apart than the second (sizes). A doubtful
# box has to overlap by the third: it may be a nose, and must not make a face's cover as small as that.
_OVERLAP, _APART, _OVERLAP_DOUBTFUL = 0.3, 1.0, 0.5
# A box that was in doubt or took a thorough look, and of which so much lies within a face that is covered anyway, is a
# part of it: an eye, or nose and mouth in a turned look. If it is a person in front, one look will see it, too.
_WITHIN = 0.8
# A gap longer than this (seconds) deserves a look, even if both of its ends agree.
_LONG_GAP = 0.25
# No more pictures are kept to look back at, however many are shown in the seconds of the hold.
_MOST_GREYS = 1200


class Tracker:
    """Follows all faces through a clip, frame by frame, and says at the end what to cover.

    Parameters
    ----------
    size : (int, int)
        Width and height of the frames in pixels.
    rate : float
        Frames per second, where it is not said when a frame is shown.
    hold : float
        Seconds that a face is covered after the last and before the first frame in which it was detected; a gap of up
        to twice as many is bridged. Around a look that was in doubt, a quarter of it.
    steady : float
        Seconds on each side of a frame over which its boxes are smoothed.
    """

    def __init__(self, size, rate, hold=1.0, steady=0.1):
        self._size, self._moments = size, Moments(rate)
        self._hold, self._steady = hold, steady
        self._live, self._ended = [], []
        self._greys = deque(maxlen=_MOST_GREYS)
        self._cuts = set()
        self.count = 0

    def add(self, grey, found, cut=False, time=None):
        """Take the next frame.

        Parameters
        ----------
        grey : numpy.ndarray
            From `small_grey`.
        found : list of (Box or Sighting), or None
            What the detector saw, or ``None`` if it was not asked. A `Box` is a face that it was sure of.
        cut : bool
            Whether another scene begins with this frame. A face is followed into it only if its very pixels are there.
        time : float, optional
            When it is shown, in seconds; by default evenly, at the rate.
        """
        now = self.count
        self._moments.add(time)
        for track in list(self._live):
            if self._moments.beyond(track.last, now, 2 * self._hold):
                self._end(track)
        scale = grey.shape[1] / self._size[0]
        if cut:
            self._cuts.add(now)
            for track in list(self._live):
                if self._follow(track, grey, scale)[1] < FRESH:
                    self._end(track)
        looked = found is not None
        seen = [one if isinstance(one, Sighting) else Sighting(one) for one in found or []]
        sure, doubtful = ([one for one in seen if one.doubtful is doubt] for doubt in (False, True))
        pairs = self._paired(sure, {}, grey, scale, lambda near: near.distance <= _APART)
        # What was in doubt keeps a face that was known before, where nothing surer does.
        pairs = self._paired(doubtful, pairs, grey, scale, lambda near: near.overlap >= _OVERLAP_DOUBTFUL)
        for track in list(self._live):
            if track in pairs:
                self._bridge(track, now, pairs[track], grey, scale)
            else:
                track.append(*self._follow(track, grey, scale), looked)
        taken = list(pairs.values())
        for one in sure + doubtful:
            fresh = not any(one is other for other in taken)
            if fresh and not ((one.doubtful or one.thorough) and self._within_known(one.box)):
                self._begin(now, one, grey, scale)
        self._greys.append(grey)
        self.count += 1
        while self._moments.beyond(self.count - len(self._greys), now, 2 * self._hold):
            self._greys.popleft()

    @property
    def seen(self):
        """What was seen in the last frame: number of the face -> Sighting."""
        return {track.number: track.found[self.count - 1] for track in self._live if track.last == self.count - 1}

    def _paired(self, seen, pairs, grey, scale, close):
        """Pair sightings with tracks that have none yet: first where they were, which is nearly always enough."""
        least = _OVERLAP_DOUBTFUL if seen and seen[0].doubtful else _OVERLAP
        left = [track for track in self._live if track not in pairs]
        pairs = pairs | _pair([track.edges[-1] for track in left], seen, lambda near: near.overlap >= least, left)
        left = [track for track in left if track not in pairs]
        # Then where their pixels are now.
        rest = [one for one in seen if not any(one is taken for taken in pairs.values())]
        return pairs | _pair([self._follow(track, grey, scale)[0] for track in left], rest, close, left)

    def _within_known(self, box):
        edges = edges_of(box)
        return any(shared_area(edges, track.edges[-1]) >= _WITHIN * area_of(edges) for track in self._live)

    def _follow(self, track, grey, scale):
        """Edges of a track in this frame, and how well the pixels fit; asked twice, it answers once."""
        if not self._greys:
            return track.edges[-1], -1.0
        if track.follower is None:
            track.follower = Follower(self._greys[-1], track.edges[-1], scale)
        if track.step is None:
            track.step = track.follower.step(grey)
        return track.step

    def _begin(self, now, sighting, grey, scale):
        track = Trail(len(self._live) + len(self._ended) + 1, now, sighting)
        follower = Follower(grey, track.edges[0], scale)
        for back in range(1, now + 1):
            if not self._moments.within(now - back, now, self._hold):
                break
            kept = back <= len(self._greys)
            edges, score = follower.step(self._greys[-back]) if kept else (follower.edges, -1.0)
            if now - back + 1 in self._cuts and score < FRESH:
                break
            track.prepend(edges, score)
        self._live.append(track)

    def _bridge(self, track, now, sighting, grey, scale):
        gap = now - track.last - 1
        if gap:
            start, end = edges_of(track.found[track.last].box), edges_of(sighting.box)
            back, length = Follower(grey, end, scale), length_of(start) / 2 + length_of(end) / 2
            for ago in range(1, gap + 1):
                place = len(track.edges) - ago
                share = 1 - ago / (gap + 1)
                straight = (1 - share) * start + share * end
                forwards, backwards = track.edges[place], back.edges
                if ago <= len(self._greys):
                    backwards, score = back.step(self._greys[-ago])
                    agree = np.abs(centre_of(forwards) - centre_of(backwards)).max() <= length / 4
                    sure = track.scores[place] >= FOUND and score >= FOUND and agree
                else:
                    sure = False
                if sure:
                    # Each end is the surer the nearer it is; sizes change on the straight way.
                    middle = (1 - share) * centre_of(forwards) + share * centre_of(backwards)
                    track.edges[place] = straight + np.tile(middle - centre_of(straight), 2)
                else:  # whichever is right, it is covered
                    track.edges[place] = hull(straight, forwards, backwards)
                track.scores[place] = 1.0 if sure else -1.0
        track.see(now, sighting)

    def _end(self, track):
        self._live.remove(track)
        track.follower = track.step = None
        self._ended.append(track)

    def finish(self):
        """Say what to cover.

        Returns
        -------
        list of list of Face
            One list for each frame, the largest first.
        dict
            Number of the face -> why a person should look at it, in words -> numbers of the frames.
        """
        for track in list(self._live):
            self._end(track)
        covered, why = [[] for _ in range(self.count)], {}
        for track in sorted(self._ended, key=lambda each: each.number):
            first, last = track.reach(self._hold, self._moments)
            faces = dict(track.faces(first, last, self._hold, self._steady, self._moments, self._size))
            for number, face in faces.items():
                covered[number].append(face)
            why[track.number] = self._doubt(track, first, last)
        return [largest_first(faces) for faces in covered], why

    def _doubt(self, track, first, last):
        """Note what a person should look at: reason -> frames."""
        why, kinds = {}, track.kinds(first, last)
        doubtful = track.doubtful(first, last, self._hold, self._moments)

        def add(number, reason):
            why.setdefault(reason, set()).add(number)

        for offset in np.flatnonzero(doubtful):
            add(first + int(offset), "only doubtful looks saw a face")
        if len(track.found) == 1 and len(kinds) > 1:
            add(next(iter(track.found)), "seen in this frame only")
        if len(kinds) > 1 and all(one.thorough for one in track.found.values()):
            for number in track.found:
                add(number, "only a thorough look saw a face")
        seen = sorted(track.found)
        for before, after in zip(seen, seen[1:], strict=False):
            inner = range(before + 1, after)
            unsure = any(track.score_at(number) < FOUND for number in inner)
            missed = next((self._moments.since(number, after) for number in inner if number in track.looked), 0.0)
            if unsure or missed > _LONG_GAP:
                for number in inner:
                    add(number, "bridged, and could not be followed" if unsure else "bridged over a long gap")
        for offset, kind in enumerate(kinds):
            if kind == "held":
                number = first + offset
                near = seen[0] if number < seen[0] else seen[-1]
                if not doubtful[offset] and not self._at_border(track.found[near].box):
                    add(number, "before its first detection" if number < seen[0] else "after its last detection")
        return {reason: sorted(numbers) for reason, numbers in why.items()}

    def _at_border(self, box):
        near = box.expand(0.1)
        return near.left <= 0 or near.top <= 0 or near.right >= self._size[0] or near.bottom >= self._size[1]


class _Near:
    """How near a box is to where a face is expected."""

    def __init__(self, edges, box):
        other = edges_of(box)
        shared = shared_area(edges, other)
        self.overlap = shared / max(area_of(edges) + area_of(other) - shared, 1e-9)
        length = (length_of(edges) + length_of(other)) / 2
        resized = abs(np.log(max(length_of(edges), 1) / max(length_of(other), 1)))
        self.distance = float(np.abs(centre_of(edges) - centre_of(other)).max()) / max(length, 1) + resized / 2


def _pair(expected, seen, close, tracks):
    """Give each track the sighting that is nearest to where it is expected, nearest pairs first."""
    near = [(_Near(edges, one.box), i, j) for i, edges in enumerate(expected) for j, one in enumerate(seen)]
    pairs, taken = {}, set()
    for how, i, j in sorted(near, key=lambda each: (each[0].distance, each[1], each[2])):
        if close(how) and tracks[i] not in pairs and j not in taken:
            pairs[tracks[i]] = seen[j]
            taken.add(j)
    return pairs
