"""What the search of one frame gives: at full size or at half of it, all of it or a part, thoroughly or not."""

import contextlib
from dataclasses import replace

import cv2
import numpy as np

from ..detect import DETECTORS, find_faces, quietly
from ..detect.merging import same_face
from ..roi import Box
from .reading import LARGE_FRAME
from .tracks import Sighting

# Thorough looks are done on a copy of this size (longer side, pixels): a few hundredths of a second, however large the
# frame. At full size they would take as long as the rest of a second's search.
_COPY_SIDE = 320


class Search:
    """Searches frames for faces as a `Finding` says.

    Parameters
    ----------
    finding : Finding
    every : int
        How many frames it is from one search to the next.

    Attributes
    ----------
    by_turns : bool
        Whether looks at full and at half the size take turns, where the picture has changed: with a detector that can
        look at a smaller picture (``max_side``), unless it was given a ``max_side`` or not every frame is searched.
    """

    def __init__(self, finding, every):
        self.finding, self._one = finding, finding.replace(looks="one")
        self._given = dict(finding.detector_parameters or {})
        sides = [one for one in DETECTORS[finding.detector].parameters if one.name == "max_side"]
        self.by_turns = every == 1 and bool(sides) and "max_side" not in self._given
        self.every = every
        self._side = sides[0] if sides else None
        self._announced = False

    @property
    def thorough(self):
        """Whether there are thorough looks at all."""
        return self.finding.looks != "one"

    def __call__(self, planes, number, thorough=None, full=True, part=None):
        """Search one frame.

        Parameters
        ----------
        planes : Planes
        number : int
            Of the frame.
        thorough : str or None
            ``"whole"`` for a thorough look beside the usual one, ``"small"`` for one at a small copy, None for none.
        full : bool
            Whether the usual look is at full size.
        part : Box, optional
            Where the usual look is; by default everywhere.

        Returns
        -------
        list of FoundFace
            What the usual look saw, without what the part's inner edges cut.
        list of FoundFace
            What the thorough look saw.
        """
        # A slow detector says once how slow it is, not at every look.
        with quietly() if self._announced else contextlib.nullcontext():
            self._announced = True
            found = self._usual(planes, full, part)
        more = []
        if thorough is not None:
            image = planes.rgb(self._enough(planes) if thorough == "whole" else _COPY_SIDE)
            with quietly():
                more = self._thoroughly_small(image) if thorough == "small" else find_faces(image, self.finding)
            more = _scaled(more, np.array(planes.size) / image.shape[1::-1])
        return found, more

    def sides(self, size):
        """Give the longer sides to which frames of a size are shrunk for the two usual looks: the larger first."""
        longest = max(size)
        half = min(max(longest // 2, self._side.low), self._side.high)
        usual = max(min(longest, self._side.default), self._side.low)
        return max(usual, half), min(usual, half)

    def _usual(self, planes, full, part):
        if not self.by_turns:
            image = planes.rgb(self._enough(planes))
            return _scaled(find_faces(image, self._one), np.array(planes.size) / image.shape[1::-1])
        side = self.sides(planes.size)[not full]
        if part is not None:
            side = max(round(side * max(part.width, part.height) / max(planes.size)), self._side.low)
        image = planes.rgb(side, part)
        finding = self._one.replace(detector_parameters=self._given | {"max_side": side})
        place = part or Box(0, 0, *planes.size)
        found = _scaled(find_faces(image, finding), (place.width / image.shape[1], place.height / image.shape[0]))
        found = [replace(one, box=_moved(one.box, place)) for one in found]
        return [one for one in found if not _cut(one.box, place, planes.size)]

    def _enough(self, planes):
        """Pixels to which a large frame is shrunk before any look: the most that a detector can be asked to look at.

        So neither time nor memory of a search grow further with the frame.
        """
        large = self._side is not None and planes.size[0] * planes.size[1] > LARGE_FRAME
        return self._side.high if large else None

    def _thoroughly_small(self, image):
        height, width = image.shape[:2]
        factor = _COPY_SIDE / max(height, width)
        size = max(1, round(width * factor)), max(1, round(height * factor))
        # INTER_AREA averages what it throws away; to enlarge, it would only repeat pixels.
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
        return _scaled(find_faces(small, self.finding), (width / size[0], height / size[1]))


def _scaled(found, scale):
    """Bring faces that were found in a shrunk picture back to the whole one."""
    if tuple(scale) == (1, 1):
        return found
    edges = [np.array([one.box.left, one.box.top, one.box.right, one.box.bottom]) * [*scale, *scale] for one in found]
    return [
        replace(one, box=Box(*np.rint(four).astype(int), one.box.score)) for one, four in zip(found, edges, strict=True)
    ]


def _moved(box, place):
    return Box(box.left + place.left, box.top + place.top, box.right + place.left, box.bottom + place.top, box.score)


def _cut(box, part, size):
    """Whether the edge of a part cuts a face where the picture goes on."""
    return (
        box.left <= part.left > 0
        or box.top <= part.top > 0
        or box.right >= part.right < size[0]
        or box.bottom >= part.bottom < size[1]
    )


def joined(found, more):
    """Add what only the thorough look saw; where the one look was in doubt and the thorough one is sure, it is sure."""
    seen = []
    for face in found:
        surer = any(not other.doubtful and same_face(other, face) for other in more)
        seen.append(Sighting(face.box, face.doubtful and not surer))
    new = [other for other in more if not any(same_face(one, other) for one in found)]
    return seen + [Sighting(other.box, other.doubtful, thorough=True) for other in new]
