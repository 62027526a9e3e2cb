"""What to cover while a picture is live: faces just found, and those that the detector has lost for a moment.

A file can be looked ahead in (`faceblur_utils.video.Tracker`), a camera cannot. So a lost face is held where it was, or
followed by its pixels, and its box grows with the doubt.
"""

from dataclasses import dataclass

import numpy as np

from ..detect import match_boxes
from ..roi import Box
from ..video.follow import FOUND, Follower

# A found box belongs to a face that was there before if they overlap by this much (IoU): first where the face was, then
# where its pixels are now.
_OVERLAP_BEFORE, _OVERLAP_NOW = 0.3, 0.15
# Shares of its size by which a face that was not searched or not found grows in a second, on each side: followed by its
# pixels, or not even that; and the most of it.
_GROWTH_FOLLOWED, _GROWTH_LOST, _LARGEST_GROWTH = 0.2, 1.0, 0.5
# A face whose pixels are still where they were is held for so many times as long.
_PATIENCE = 3
# Seconds that one frame may count: after a break, a face has not been lost for as long as the break was.
_LONGEST_FRAME = 0.2


@dataclass(frozen=True, slots=True)
class Covered:
    """A face in the frame at hand.

    Attributes
    ----------
    number : int
        The same from frame to frame, as long as the face is followed.
    box : Box
        What is covered (before the margin): the whole face, which may reach over the frame's border. A part of it lies
        inside.
    kind : str
        ``"found"``: the detector saw it in this frame. ``"followed"``: the detector was not asked. ``"held"``: it was
        asked and did not see it.
    """

    number: int
    box: Box
    kind: str


class Faces:
    """All faces of a live picture; tell it what the detector saw, and it says what to cover.

    Parameters
    ----------
    hold : float
        Seconds that a face stays covered after it was last seen; three times as long while its pixels can be found.

    Raises
    ------
    ValueError
        If `hold` is negative.
    """

    def __init__(self, hold=1.0):
        if not hold >= 0:
            raise ValueError(f"hold is a number of seconds, 0 or more, got {hold!r}.")
        self._hold, self._known, self._numbers = hold, [], 0
        self._grey, self._then, self._saw_any = None, None, False

    @property
    def lost(self):
        """Whether the last search missed a face that is still held."""
        return any(face.missed for face in self._known)

    @property
    def unsure(self):
        """Whether there may be a face that is not where we think: one is lost, or no search has seen any."""
        return self.lost or not self._saw_any

    def update(self, grey, size, found, now):
        """Take the next frame.

        Parameters
        ----------
        grey : numpy.ndarray
            The frame as `faceblur_utils.video.follow.small_grey` makes it.
        size : (int, int)
            Width and height of the frame in pixels.
        found : list of Box or None
            What the detector saw in it, or ``None`` if it was not asked.
        now : float
            When the frame was taken, in seconds from any start.

        Returns
        -------
        list of Covered
            Largest first.
        """
        scale = grey.shape[1] / size[0]
        if self._grey is not None and self._grey.shape != grey.shape:  # another camera: the pixels mean nothing here
            self._known, self._grey = [], None
        lapse = 0.0 if self._then is None else min(max(now - self._then, 0.0), _LONGEST_FRAME)
        rest = self._matched(found or [], _OVERLAP_BEFORE, [face.before for face in self._known])
        for face in self._known:
            if not face.seen:
                self._follow(face, grey, scale)
        rest = self._matched(rest, _OVERLAP_NOW, [None if face.seen else face.box for face in self._known])
        for face in self._known:
            face.settle(found is not None, lapse)
        self._known = [face for face in self._known if face.lost_for <= self._hold * face.patience]
        self._known += [self._begun(box) for box in rest]
        if found is not None:
            self._saw_any = bool(found)
        self._grey, self._then = grey, now
        frame = np.empty((size[1], size[0], 0))  # for Box.clip, which asks for an image's shape
        covered = [(face.grown.clip(frame).area, Covered(face.number, face.grown, face.kind)) for face in self._known]
        for face in self._known:
            face.seen = False
        covered.sort(key=lambda pair: (-pair[0], pair[1].number))
        return [one for inside, one in covered if inside]

    def _matched(self, found, overlap, places):
        """Give known faces the boxes that fit them; return those that fit none."""
        at = [(face, place) for face, place in zip(self._known, places, strict=True) if place is not None]
        pairs = match_boxes(found, [place for _, place in at], overlap).pairs
        for box, place in pairs:
            # The same place may be held by two faces: the first that has none takes the box.
            face = next(face for face, where in at if where is place)
            face.see(box)
        taken = [box for box, _ in pairs]
        return [box for box in found if not any(box is one for one in taken)]

    def _follow(self, face, grey, scale):
        if self._grey is None:
            return
        if face.follower is None:
            face.follower = Follower(self._grey, [getattr(face.before, side) for side in _SIDES], scale)
        edges, face.score = face.follower.step(grey)
        if face.score >= FOUND:
            face.box = Box(*(round(float(edge)) for edge in edges))

    def _begun(self, box):
        self._numbers += 1
        return _Known(self._numbers, box)


_SIDES = ("left", "top", "right", "bottom")


class _Known:
    """One face: where it was, and for how long nobody has seen it."""

    def __init__(self, number, box):
        self.number, self.kind = number, "found"
        self.see(box)

    def see(self, box):
        self.before = self.box = box
        self.seen, self.missed, self.lost_for, self.growth, self.score = True, 0, 0.0, 0.0, 1.0
        self.follower, self.kind = None, "found"

    def settle(self, searched, lapse):
        """Count the frame for a face that was not seen in it."""
        self.before = self.box
        if self.seen:
            return
        self.missed += searched
        self.lost_for += lapse
        rate = _GROWTH_FOLLOWED if self.score >= FOUND else _GROWTH_LOST
        self.growth = min(self.growth + rate * lapse, _LARGEST_GROWTH)
        self.kind = "held" if self.missed else "followed"

    @property
    def patience(self):
        return _PATIENCE if self.score >= FOUND else 1

    @property
    def grown(self):
        return self.box.expand(self.growth)
