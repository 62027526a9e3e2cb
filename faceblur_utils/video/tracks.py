"""From what a detector saw in each frame to what is covered: faces held, bridged, followed and smoothed."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from ..roi import Box
from .follow import FOUND, FRESH, Follower

KINDS = ("detected", "bridged", "held")
# Held boxes grow on each side by this share of their size in a second, the second where the face cannot be followed;
# never by more than the third.
_GROWTH_FOLLOWED, _GROWTH_LOST, _LARGEST_GROWTH = 0.2, 1.0, 0.5
# Two boxes are one face if they overlap by the first (IoU), or lie no farther apart than the second (sizes).
_OVERLAP, _APART = 0.3, 1.0
# A gap longer than this (seconds) deserves a look, even if both of its ends agree.
_LONG_GAP = 0.25


@dataclass(frozen=True, slots=True)
class Face:
    """A face in one frame.

    Attributes
    ----------
    track : int
        Number of the face: the same from frame to frame as long as it can be followed.
    kind : str
        ``"detected"``: the detector saw it in this frame. ``"bridged"``: it did not, but before and after. ``"held"``:
        it did not, and only before or only after.
    box : Box
        What is covered (before the margin), inside the frame; never smaller than `found`.
    found : Box or None
        What the detector saw.
    """

    track: int
    kind: str
    box: Box
    found: Box | None


def between(before, after, share):
    """Box on the straight way from one to another.

    Parameters
    ----------
    before, after : Box
        The same face at two moments.
    share : float
        0 at `before`, 1 at `after`.

    Returns
    -------
    Box
        Its edges lie in between, rounded.
    """
    edges = (1 - share) * _edges(before) + share * _edges(after)
    return Box(*(round(edge) for edge in edges.tolist()))


def fill_gaps(boxes, hold):
    """Cover a face where the detector lost it: interpolate between two sightings, and hold at both ends.

    This is the geometry behind `Tracker`, for one face and without looking at pixels.

    Parameters
    ----------
    boxes : list of (Box or None)
        What the detector saw in each frame.
    hold : int
        How many frames a box is held after the last sighting and before the first. A gap of up to twice as many is
        bridged; in a longer one, the box is held at both ends and the middle stays open.

    Returns
    -------
    list of (Box or None)
        What to cover.

    Raises
    ------
    ValueError
        If `hold` is negative.
    """
    if hold < 0:
        raise ValueError(f"hold is a number of frames, 0 or more, got {hold}.")
    filled = list(boxes)
    seen = [number for number, box in enumerate(boxes) if box is not None]
    for before, after in zip(seen, seen[1:], strict=False):
        if after - before - 1 <= 2 * hold:
            for number in range(before + 1, after):
                filled[number] = between(boxes[before], boxes[after], (number - before) / (after - before))
    for number, box in enumerate(filled):
        if box is None:
            near = [place for place in seen if abs(place - number) <= hold]
            filled[number] = boxes[min(near, key=lambda place: abs(place - number))] if near else None
    return filled


def smooth(edges, reach):
    """Take the jitter out of a face's boxes without making any of them smaller.

    The centre is averaged over 2 x `reach` + 1 frames. Then each edge is put as far from the centre as it has to be in
    any of those frames, and that distance is averaged as well. A mean of numbers of which each is large enough
    for a frame is large enough for it: so the result contains every box that went in, with no jump where one is large.

    Parameters
    ----------
    edges : numpy.ndarray
        Shape (frames, 4): left, top, right, bottom in pixels.
    reach : int
        Frames to look at on each side; 0 changes nothing.

    Returns
    -------
    numpy.ndarray
        Shape (frames, 4), floats.
    """
    edges = np.asarray(edges, float)
    if reach == 0 or len(edges) < 2:
        return edges
    centre = _windows((edges[:, :2] + edges[:, 2:]) / 2, reach).mean(axis=-1)
    distance = np.hstack([centre - edges[:, :2], edges[:, 2:] - centre])
    distance = _windows(_windows(distance, reach).max(axis=-1), reach).mean(axis=-1)
    return np.hstack([centre - distance[:, :2], centre + distance[:, 2:]])


def _windows(values, reach):
    """Shape (frames, columns, window): the neighbours of each frame; at the ends, the outermost frame is repeated."""
    padded = np.pad(values, ((reach, reach), (0, 0)), mode="edge")
    return np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=0)


class Tracker:
    """Follows all faces through a clip, frame by frame, and says at the end what to cover.

    Parameters
    ----------
    size : (int, int)
        Width and height of the frames in pixels.
    rate : float
        Frames per second, which turns the seconds below into frames.
    hold : float
        Seconds that a face is covered after the last and before the first frame in which it was detected; a gap of up
        to twice as many is bridged.
    steady : float
        Seconds on each side of a frame over which its boxes are smoothed.
    """

    def __init__(self, size, rate, hold=1.0, steady=0.1):
        self._size, self._rate = size, rate
        self._hold, self._steady = round(hold * rate), round(steady * rate)
        self._live, self._ended = [], []
        self._greys = deque(maxlen=2 * self._hold + 1)
        self._cuts = set()
        self.count = 0

    def add(self, grey, found, cut=False):
        """Take the next frame.

        Parameters
        ----------
        grey : numpy.ndarray
            From `small_grey`.
        found : list of Box or None
            What the detector saw, or ``None`` if it was not asked.
        cut : bool
            Whether another scene begins with this frame. A face is followed into it only if its very pixels are there.
        """
        now = self.count
        scale = grey.shape[1] / self._size[0]
        if cut:
            self._cuts.add(now)
            for track in list(self._live):
                if self._follow(track, grey, scale)[1] < FRESH:
                    self._end(track)
        looked = found is not None
        found = list(found or [])
        # Where a face is expected: first where it was, which is nearly always enough; then where its pixels are now.
        pairs = _pair(
            [track.edges[-1] for track in self._live], found, lambda near: near.overlap >= _OVERLAP, self._live
        )
        left = [track for track in self._live if track not in pairs]
        ahead = {track: self._follow(track, grey, scale) for track in left}
        rest = [box for box in found if not any(box is taken for taken in pairs.values())]
        pairs |= _pair([ahead[track][0] for track in left], rest, lambda near: near.distance <= _APART, left)
        for track in list(self._live):
            if track in pairs:
                self._bridge(track, now, pairs[track], grey, scale)
            elif now - track.last > 2 * self._hold:
                self._end(track)
            else:
                track.append(*ahead[track], looked)
        for box in found:
            if not any(box is taken for taken in pairs.values()):
                self._begin(now, box, grey, scale)
        self._greys.append(grey)
        self.count += 1

    def _follow(self, track, grey, scale):
        """Edges of a track in this frame, and how well the pixels fit; asked twice, it answers once."""
        if not self._greys:
            return track.edges[-1], -1.0
        if track.follower is None:
            track.follower = Follower(self._greys[-1], track.edges[-1], scale)
        if track.step is None:
            track.step = track.follower.step(grey)
        return track.step

    def _begin(self, now, box, grey, scale):
        track = _Track(len(self._live) + len(self._ended), now, box)
        follower = Follower(grey, _edges(box), scale)
        for back in range(1, min(self._hold, now, len(self._greys)) + 1):
            edges, score = follower.step(self._greys[-back])
            if now - back + 1 in self._cuts and score < FRESH:
                break
            track.prepend(edges, score)
        self._live.append(track)

    def _bridge(self, track, now, box, grey, scale):
        gap = now - track.last - 1
        if gap:
            start, end = _edges(track.found[track.last]), _edges(box)
            back, length = Follower(grey, end, scale), _length(start) / 2 + _length(end) / 2
            for ago in range(1, gap + 1):
                place = len(track.edges) - ago
                share = 1 - ago / (gap + 1)
                straight = (1 - share) * start + share * end
                forwards, backwards = track.edges[place], back.edges
                if ago <= len(self._greys):
                    backwards, score = back.step(self._greys[-ago])
                    agree = np.abs(_centre(forwards) - _centre(backwards)).max() <= length / 4
                    sure = track.scores[place] >= FOUND and score >= FOUND and agree
                else:
                    sure = False
                if sure:
                    # Each end is the surer the nearer it is; sizes change on the straight way.
                    middle = (1 - share) * _centre(forwards) + share * _centre(backwards)
                    track.edges[place] = straight + np.tile(middle - _centre(straight), 2)
                else:  # whichever is right, it is covered
                    track.edges[place] = _hull(straight, forwards, backwards)
                track.scores[place] = 1.0 if sure else -1.0
        track.see(now, box)

    def _end(self, track):
        self._live.remove(track)
        track.follower = track.step = None
        self._ended.append(track)

    def finish(self):
        """Say what to cover.

        Returns
        -------
        list of list of Face
            One list for each frame.
        list of tuple of str
            For each frame, why a person should look at it; empty where nothing is doubtful.
        """
        for track in list(self._live):
            self._end(track)
        covered, why = [[] for _ in range(self.count)], [set() for _ in range(self.count)]
        whole = np.empty((self._size[1], self._size[0], 0))  # for Box.clip, which asks for an image's shape
        for track in sorted(self._ended, key=lambda each: each.number):
            first, kinds, edges = track.cut_to(self._hold, self._rate)
            for offset, row in enumerate(smooth(edges, self._steady)):
                box = _outward(row, track.found.get(first + offset)).clip(whole)
                if box.area:
                    seen = track.found.get(first + offset)
                    covered[first + offset].append(Face(track.number, kinds[offset], box, seen))
            self._doubt(track, first, kinds, why)
        return [sorted(faces, key=lambda face: (-face.box.area, face.track)) for faces in covered], [
            tuple(sorted(reasons)) for reasons in why
        ]

    def _doubt(self, track, first, kinds, why):
        """Note what a person should look at."""
        looked = track.looked
        if len(track.found) == 1 and len(kinds) > 1:
            why[next(iter(track.found))].add("seen in this frame only")
        seen = sorted(track.found)
        for before, after in zip(seen, seen[1:], strict=False):
            inner = range(before + 1, after)
            unsure = any(track.score_at(number) < FOUND for number in inner)
            missed = sum(number in looked for number in inner)
            if unsure or missed > _LONG_GAP * self._rate:
                for number in inner:
                    why[number].add("bridged, and could not be followed" if unsure else "bridged over a long gap")
        for offset, kind in enumerate(kinds):
            if kind == "held":
                number = first + offset
                near = seen[0] if number < seen[0] else seen[-1]
                if not self._at_border(track.found[near]):
                    why[number].add("before its first detection" if number < seen[0] else "after its last detection")

    def _at_border(self, box):
        near = box.expand(0.1)
        return near.left <= 0 or near.top <= 0 or near.right >= self._size[0] or near.bottom >= self._size[1]


class _Track:
    """One face: its edges in each frame from `first` on, and in which of them it was detected."""

    def __init__(self, number, now, box):
        self.number, self.first, self.last = number, now, now
        self.edges, self.scores = [_edges(box)], [1.0]
        self.found, self.looked = {now: box}, set()
        self.follower = self.step = None

    def append(self, edges, score, looked):
        if looked:
            self.looked.add(self.first + len(self.edges))
        self.edges.append(edges)
        self.scores.append(score)
        self.step = None

    def prepend(self, edges, score):
        self.first -= 1
        self.edges.insert(0, edges)
        self.scores.insert(0, score)

    def see(self, now, box):
        self.edges.append(_edges(box))
        self.scores.append(1.0)
        self.found[now], self.last = box, now
        self.follower = self.step = None

    def score_at(self, number):
        return self.scores[number - self.first]

    def cut_to(self, hold, rate):
        """First frame covered, and kind and edges of each from there on; held boxes have grown."""
        seen = min(self.found), max(self.found)
        length = min(len(self.edges), seen[1] + hold - self.first + 1)
        kinds = [
            "detected" if number in self.found else "bridged" if seen[0] < number < seen[1] else "held"
            for number in range(self.first, self.first + length)
        ]
        edges = np.array(self.edges[:length])
        size = np.maximum(edges[:, 2:] - edges[:, :2], 1)
        scores = np.array(self.scores[:length])
        steps = np.where(scores >= FOUND, _GROWTH_FOLLOWED, _GROWTH_LOST) / rate
        growth = np.zeros(length)
        head, tail = seen[0] - self.first, seen[1] - self.first + 1
        growth[:head] = np.cumsum(steps[:head][::-1])[::-1]
        growth[tail:] = np.cumsum(steps[tail:])
        more = np.minimum(growth, _LARGEST_GROWTH)[:, None] * size
        return self.first, kinds, edges + np.hstack([-more, more])


class _Near:
    """How near a box is to where a face is expected."""

    def __init__(self, edges, box):
        other = _edges(box)
        shared = np.minimum(edges[2:], other[2:]) - np.maximum(edges[:2], other[:2])
        shared = float(np.prod(np.maximum(shared, 0)))
        self.overlap = shared / max(_area(edges) + _area(other) - shared, 1e-9)
        length = (_length(edges) + _length(other)) / 2
        resized = abs(np.log(max(_length(edges), 1) / max(_length(other), 1)))
        self.distance = float(np.abs(_centre(edges) - _centre(other)).max()) / max(length, 1) + resized / 2


def _pair(expected, found, close, tracks):
    """Give each track the box that is nearest to where it is expected, nearest pairs first."""
    near = [(_Near(edges, box), i, j) for i, edges in enumerate(expected) for j, box in enumerate(found)]
    pairs, taken = {}, set()
    for how, i, j in sorted(near, key=lambda each: (each[0].distance, each[1], each[2])):
        if close(how) and tracks[i] not in pairs and j not in taken:
            pairs[tracks[i]] = found[j]
            taken.add(j)
    return pairs


def _edges(box):
    return np.array([box.left, box.top, box.right, box.bottom], float)


def _centre(edges):
    return (edges[:2] + edges[2:]) / 2


def _area(edges):
    return float(np.prod(np.maximum(edges[2:] - edges[:2], 0)))


def _length(edges):
    return float((edges[2:] - edges[:2]).mean())


def _hull(*several):
    return np.hstack([np.min(several, axis=0)[:2], np.max(several, axis=0)[2:]])


def _outward(edges, seen):
    """Whole pixels that hold the edges; a hundredth of a pixel is arithmetic, not a face."""
    left, top = np.floor(edges[:2] + 0.01).astype(int)
    right, bottom = np.ceil(edges[2:] - 0.01).astype(int)
    return Box(int(left), int(top), max(int(left), int(right)), max(int(top), int(bottom)), seen and seen.score)
