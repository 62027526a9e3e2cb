"""Thumbnails of the faces that the first reading finds: for each its clearest picture, its first and its last."""

import cv2

from ..figures import encode_jpeg
from .first_look import Thumbnail

_SIDE, _AROUND = 96, 0.5
# A picture replaces the clearest so far if it is so many times as good: each one that does is encoded.
_BETTER = 1.1
# Looks that saw one face may be merged to a box that differs from each.
_SAME = 0.5


class Album:
    """Searches frames as a `Search` does, and keeps pictures of what it found.

    Parameters
    ----------
    search : Search
    """

    def __init__(self, search):
        self._search, self._new = search, {}
        self._best, self._first, self._last = {}, {}, {}

    def __call__(self, planes, number, *how):
        """Search one frame; as for `Search`."""
        answers = self._search(planes, number, *how)
        self._new[number] = [(one.box, cut_out(planes, one.box, _SIDE)) for some in answers for one in some]
        return answers

    def add(self, number, time, found, seen):
        """Take the pictures of a frame, once it is known whose they are.

        Parameters
        ----------
        number : int
        time : float
        found : list of Sighting
            What is known of it.
        seen : dict
            Number of the face -> which of them it is.
        """
        pictures = self._new.pop(number, [])
        for track, sighting in seen.items():
            # Where nothing has changed, nobody looked: the picture is the one from when it was looked at.
            box, picture = max(pictures, key=lambda one: one[0].iou(sighting.box), default=(None, None))
            if picture is None or box.iou(sighting.box) < _SAME:
                continue
            rank = _rank(sighting, [one for one in found if one is not sighting])
            if track not in self._first:
                self._first[track] = _thumbnail(number, time, picture)
            if track not in self._best or rank > (self._best[track][0][0], self._best[track][0][1] * _BETTER):
                self._best[track] = rank, _thumbnail(number, time, picture)
            self._last[track] = number, time, picture

    def clearest(self, track):
        """Give the clearest picture of a face so far.

        Parameters
        ----------
        track : int
            Number of the face.

        Returns
        -------
        Thumbnail or None
        """
        return self._best[track][1] if track in self._best else None

    def thumbnails(self):
        """Give the thumbnails of each face: its clearest, and its first and last, if they are others.

        Returns
        -------
        dict
            Number of the face -> tuple of Thumbnail.
        """
        last = {track: _thumbnail(*one) for track, one in self._last.items()}
        three = {track: (self._best[track][1], self._first[track], last[track]) for track in last}
        return {track: _once_each(some) for track, some in three.items()}


def cut_out(planes, box, side, around=_AROUND):
    """Cut a face with its surroundings out of a frame.

    Parameters
    ----------
    planes : Planes
    box : Box
    side : int
        Pixels to which the longer side is shrunk, if it is longer.
    around : float
        How much of the face's size is added on each side.

    Returns
    -------
    numpy.ndarray or None
        Shape (height, width, 3), dtype uint8, RGB; None if no part of it lies in the frame.
    """
    wide, high = planes.size
    left, top, right, bottom = (getattr(box.expand(around), name) for name in ("left", "top", "right", "bottom"))
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, wide), min(bottom, high)
    if right <= left or bottom <= top:
        return None
    picture, _ = planes.part(type(box)(left, top, right, bottom))
    scale = side / max(picture.shape[:2])
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture


def _rank(sighting, others):
    """How well a picture shows who it is: sure, with nobody else near, large and with a high score."""
    wide = sighting.box.expand(_AROUND)
    alone = not any(wide.iou(other.box.expand(_AROUND)) for other in others)
    return alone and not sighting.doubtful, sighting.box.width * (sighting.box.score or 1.0)


def _once_each(thumbnails):
    frames = [one.frame for one in thumbnails]
    return tuple(one for place, one in enumerate(thumbnails) if one.frame not in frames[:place])


def _thumbnail(number, time, picture):
    return Thumbnail(number, time, encode_jpeg(picture))
