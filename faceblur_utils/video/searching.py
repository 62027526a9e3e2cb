"""Which frames are searched for faces, how thoroughly, and what the search of a frame gives."""

import contextlib
from dataclasses import replace

import cv2
import numpy as np

from ..detect import DETECTORS, find_faces, quietly
from ..detect.merging import same_face
from ..roi import Box
from .follow import small_grey
from .moments import Moments
from .reading import LARGE_FRAME
from .scenes import is_cut, is_jump, thumbnail
from .tracks import Sighting

# Within a scene, seconds from one thorough look to the next: a face that only they see is bridged from one to the next
# (`hold` is one second), and one that comes into the picture is held back to when it came.
THOROUGH_EVERY = 1.0
# A look at half the size is enough only so long (seconds) after one at full size.
_HALF_FOR = 0.15
# Thorough looks are done on a copy of this size (longer side, pixels): a few hundredths of a second, however large the
# frame. At full size they would take as long as the rest of a second's search.
_COPY_SIDE = 320


class Search:
    """Searches frames for faces as a `Finding` says.

    The first frame of each scene is searched thoroughly at full size, and one frame a second at a small copy as well.
    All others get one look. A detector that can look at a smaller picture (``max_side``) looks at every other frame at
    half the size, unless it was given a ``max_side`` or not every frame is searched.

    Parameters
    ----------
    finding : Finding
    every : int
        How many frames it is from one search to the next.
    """

    def __init__(self, finding, every):
        self.finding, self._one = finding, finding.replace(looks="one")
        self._given = dict(finding.detector_parameters or {})
        sides = [one for one in DETECTORS[finding.detector].parameters if one.name == "max_side"]
        self._by_turns = every == 1 and bool(sides) and "max_side" not in self._given
        self._side = sides[0] if sides else None
        self._announced = False

    @property
    def thorough(self):
        """Whether there are thorough looks at all."""
        return self.finding.looks != "one"

    def __call__(self, planes, number, thorough=None, full=True):
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

        Returns
        -------
        list of Sighting
        """
        image = planes.rgb(self._enough(planes))
        # A slow detector says once how slow it is, not at every look.
        with quietly() if self._announced else contextlib.nullcontext():
            self._announced = True
            found = find_faces(image, self._one_look(planes, full))
        more = []
        if thorough is not None:
            with quietly():
                more = self._thoroughly_small(image) if thorough == "small" else find_faces(image, self.finding)
        scale = np.array(planes.size) / image.shape[1::-1]
        return _joined(*(_scaled(faces, scale) for faces in (found, more)))

    def _enough(self, planes):
        """Pixels to which a large frame is shrunk before any look: the most that a detector can be asked to look at.

        So neither time nor memory of a search grow further with the frame.
        """
        large = self._side is not None and planes.size[0] * planes.size[1] > LARGE_FRAME
        return self._side.high if large else None

    def _one_look(self, planes, full):
        if full or not self._by_turns:
            return self._one
        return self._one.replace(detector_parameters=self._given | {"max_side": self._half(planes)})

    def _half(self, planes):
        return min(max(max(planes.size) // 2, self._side.low), self._side.high)

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


def _joined(found, more):
    """Add what only the thorough look saw; where the one look was in doubt and the thorough one is sure, it is sure."""
    seen = []
    for face in found:
        surer = any(not other.doubtful and same_face(other, face) for other in more)
        seen.append(Sighting(face.box, face.doubtful and not surer))
    new = [other for other in more if not any(same_face(one, other) for one in found)]
    return seen + [Sighting(other.box, other.doubtful, thorough=True) for other in new]


class Step:
    """One frame on its way through the first reading.

    Attributes
    ----------
    number : int
    time : float
        When it is shown, in seconds.
    size : (int, int)
        Width and height as a viewer sees them.
    grey : numpy.ndarray
        From `small_grey`.
    cut : bool
        Whether another scene begins with it.
    found : list of Sighting or None
        What was seen, once it was searched.
    """

    def __init__(self, number, planes, time):
        self.number, self.time, self._planes = number, time, planes
        self.size = planes.size
        grey = planes.grey()
        self.grey, self.thumb = small_grey(grey), thumbnail(grey)
        self.cut, self.asked, self.thorough, self.full, self.found = False, False, None, True, None

    def search(self, search):
        """Look for faces, if this frame's turn has come.

        Parameters
        ----------
        search : Search

        Returns
        -------
        Step
            Itself, without its pixels, which are needed no more.
        """
        if self.asked:
            self.found = search(self._planes, self.number, self.thorough, self.full)
        self._planes = None
        return self


def steps(frames, rate, every, thorough, clock):
    """Give frames with all that is known before they are searched: each when the next one is known.

    Parameters
    ----------
    frames : iterable of (Planes, float or None)
        With the second at which each is shown.
    rate : float
        Frames per second, where it is not said when they are shown.
    every : int
        Search only every so many frames, and the first and last of each scene; but one a second, and each that is shown
        for a second.
    thorough : bool
        Whether there are thorough looks.
    clock : Clock

    Yields
    ------
    Step
    """
    moments, looked = Moments(rate), {"at all": -np.inf, "thoroughly": -np.inf, "at full size": -np.inf}

    def due(step, how, seconds):
        return step.time - looked[how] > seconds - 1e-6

    def ready(earlier, before, at, after):
        with clock.at("follow"):
            at.cut = is_cut(*(one and one.thumb for one in (earlier, before, at, after)))
            at.asked |= due(at, "at all", THOROUGH_EVERY)
            at.asked |= after is not None and after.time - at.time > THOROUGH_EVERY - 1e-6
            if thorough and (before is None or at.cut):
                at.asked, at.thorough = True, "whole"
            elif thorough and at.asked and due(at, "thoroughly", THOROUGH_EVERY):
                at.thorough = "small"
            at.full = at.number % 2 == 0 or due(at, "at full size", _HALF_FOR)
            done = {"at all": at.asked, "thoroughly": at.thorough, "at full size": at.asked and at.full}
            looked.update({how: at.time for how, was in done.items() if was})
        return at

    window = [None, None, None]
    for number, (planes, time) in enumerate(frames):
        with clock.at("follow"):
            step, last = Step(number, planes, moments.add(time)), window[2]
            jump = last is not None and is_jump(last.thumb, step.thumb)
            step.asked = number % every == 0 or jump
            if last is not None:
                last.asked |= jump  # so the last frame of a scene is searched, too
        if last is not None:
            yield ready(*window, step)
        window = [*window[1:], step]
    if window[2] is not None:
        window[2].asked = True
        yield ready(*window, None)
