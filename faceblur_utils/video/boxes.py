"""The geometry of a face's boxes over time: bridged, held, smoothed; edges are arrays of left, top, right, bottom."""

import numpy as np

from ..roi import Box

# So much of its own size lies between a face and the frame's border where the border may have cut it.
_NEAR_BORDER = 0.1
# Frames count as shown within some seconds if it is so much more: 29.97 a second are meant to be 30. And no more of
# them on each side than the second, however fast they follow.
_TOLERANCE, _MOST_NEIGHBOURS = 1.02, 60


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
    edges = (1 - share) * edges_of(before) + share * edges_of(after)
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


def smooth(edges, reach, times=None):
    """Take the jitter out of a face's boxes without making any of them smaller.

    The centre is averaged over 2 x `reach` + 1 frames. Then each edge is put as far from the centre as it has to be in
    any of those frames, and that distance is averaged as well. A mean of numbers of which each is large enough
    for a frame is large enough for it: so the result contains every box that went in, with no jump where one is large.

    Parameters
    ----------
    edges : numpy.ndarray
        Shape (frames, 4): left, top, right, bottom in pixels.
    reach : float
        Frames to look at on each side, or seconds, if there are `times`; 0 changes nothing.
    times : numpy.ndarray, optional
        Shape (frames,): when each frame is shown, in seconds, in ascending order.

    Returns
    -------
    numpy.ndarray
        Shape (frames, 4), floats.
    """
    edges = np.asarray(edges, float)
    if reach == 0 or len(edges) < 2:
        return edges
    near = _Neighbours(np.arange(len(edges)) if times is None else times, reach)
    centre = near.mean((edges[:, :2] + edges[:, 2:]) / 2)
    distance = near.mean(near.max(np.hstack([centre - edges[:, :2], edges[:, 2:] - centre])))
    return np.hstack([centre - distance[:, :2], centre + distance[:, 2:]])


class _Neighbours:
    """Which frames are shown near which; at the ends, the outermost frame is repeated, as if time were mirrored."""

    def __init__(self, times, reach):
        times = np.asarray(times, float)
        reach *= _TOLERANCE
        self._count = max(1, int((np.searchsorted(times, times + reach, "right") - 1 - np.arange(len(times))).max()))
        self._count = min(self._count, _MOST_NEIGHBOURS)
        before, after = (2 * one[:1] - one for one in (times, times[::-1]))
        pads = [
            np.pad(one[1 : self._count + 1], (0, max(0, self._count + 1 - len(times))), "edge")
            for one in (before, after)
        ]
        padded = np.concatenate([pads[0][::-1], times, pads[1]])
        self._near = np.abs(self._windows(padded[:, None], pad=False)[:, 0] - times[:, None]) <= reach

    def _windows(self, values, pad=True):
        """Shape (frames, columns, window)."""
        values = np.pad(values, ((self._count, self._count), (0, 0)), mode="edge") if pad else values
        return np.lib.stride_tricks.sliding_window_view(values, 2 * self._count + 1, axis=0)

    def mean(self, values):
        near = self._near[:, None]
        return self._windows(values).mean(axis=-1, where=np.broadcast_to(near, (*values.shape, near.shape[-1])))

    def max(self, values):
        return np.where(self._near[:, None], self._windows(values), -np.inf).max(axis=-1)


def whole_at_border(edges, size):
    """Keep a face as large as it was while it leaves the frame or comes in: detectors box only the part that they see.

    Strength and mask follow the whole face, so that a face on its way out is not blurred the finer the less of it is
    left. Where edges lie near the frame's border, they are moved outwards until the face is as wide and as high as in
    the nearest frame in which it was clear of it.

    Parameters
    ----------
    edges : numpy.ndarray
        Shape (frames, 4): left, top, right, bottom in pixels.
    size : (int, int)
        Width and height of the frame.

    Returns
    -------
    numpy.ndarray
        Shape (frames, 4); no face becomes smaller.
    """
    edges = np.array(edges, float)
    for axis in (0, 1):
        start, end = edges[:, axis].copy(), edges[:, axis + 2].copy()
        length = end - start
        before, after = start <= _NEAR_BORDER * length, end >= size[axis] - _NEAR_BORDER * length
        (clear,) = np.nonzero(~before & ~after)
        if not len(clear):
            continue
        places = np.arange(len(edges))
        later = np.minimum(np.searchsorted(clear, places), len(clear) - 1)
        earlier = np.maximum(later - 1, 0)
        nearest = np.where(places - clear[earlier] <= np.abs(clear[later] - places), clear[earlier], clear[later])
        due = length[nearest]
        edges[:, axis] = np.where(before & ~after, np.minimum(start, end - due), start)
        edges[:, axis + 2] = np.where(after & ~before, np.maximum(end, start + due), end)
    return edges


def edges_of(box):
    """Give a box's edges as floats, to reckon with: left, top, right, bottom."""
    return np.array([box.left, box.top, box.right, box.bottom], float)


def centre_of(edges):
    """Give the middle of some edges: x, y."""
    return (edges[:2] + edges[2:]) / 2


def length_of(edges):
    """Give the mean of width and height."""
    return float((edges[2:] - edges[:2]).mean())


def hull(*several):
    """Give the smallest edges that hold all of several."""
    return np.hstack([np.min(several, axis=0)[:2], np.max(several, axis=0)[2:]])


def outward(edges, score=None):
    """Make a box of whole pixels that holds the edges; a hundredth of a pixel is arithmetic, not a face."""
    left, top = np.floor(edges[:2] + 0.01).astype(int)
    right, bottom = np.ceil(edges[2:] - 0.01).astype(int)
    return Box(int(left), int(top), max(int(left), int(right)), max(int(top), int(bottom)), score)


def shared_area(one, other):
    """Give the area that lies in both of two edges."""
    shared = np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])
    return float(np.prod(np.maximum(shared, 0)))


def area_of(edges):
    """Give the area within some edges."""
    return float(np.prod(np.maximum(edges[2:] - edges[:2], 0)))
