"""The work on one frame: search, follow, blur; the same for the browser's camera, `MachineCamera` and a clip.

A frame has a budget: at 25 frames per second everything together may take 40 ms. So faces are searched on a smaller
picture, and on request only in every n-th frame; in between they are followed by their pixels.
"""

import time
from collections import deque
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ..blur import METHODS
from ..detect import DETECTORS, detect_faces, quietly
from ..hiding import MARGIN, STRENGTH
from ..images import require_image
from ..parameters import pick
from ..paste_back import MASKS
from ..photos import anonymize
from ..roi import Box
from ..video.follow import small_grey
from ..video.scenes import is_jump, thumbnail
from .following import Faces

# Blocks across a frame that is covered as a whole: a face that fills a third of the width gets two or three of them.
_BLOCKS = 8
# Frames over which `FrameLoop.milliseconds` takes its means.
_REMEMBERED = 300


@dataclass(frozen=True)
class Settings:
    """How live frames are treated.

    Attributes
    ----------
    detector : str
        One of `DETECTORS`.
    method, strength, mask, margin
        As for `anonymize`.
    every : int
        Faces are searched in every so many frames; in each, while one is lost.
    side : int
        The longer side, in pixels, of the picture that is searched; a larger frame is shrunk.
    hold : float
        Seconds that a lost face stays covered (`Faces`).
    cover : bool
        Whether the whole picture is covered while we are unsure (`Faces.unsure`).

    Raises
    ------
    ValueError
        If one of them is not one of those above.
    """

    detector: str = "yunet"
    method: str = "pixelate"
    strength: float = STRENGTH.default
    mask: str = "ellipse"
    margin: float = MARGIN.default
    every: int = 1
    side: int = 320
    hold: float = 1.0
    cover: bool = False

    def __post_init__(self):
        pick(DETECTORS, self.detector, "detector")
        pick(METHODS, self.method, "method")
        pick(MASKS, self.mask, "mask")
        for name in ("strength", "margin"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must be between 0 and 1 here, got {getattr(self, name)!r}.")
        for name, least in (("every", 1), ("side", 64)):
            value = getattr(self, name)
            if not isinstance(value, int) or value < least:
                raise ValueError(f"{name} must be a whole number from {least} on, got {value!r}.")
        if not self.hold >= 0:
            raise ValueError(f"hold is a number of seconds, 0 or more, got {self.hold!r}.")


@dataclass(frozen=True)
class Shown:
    """What became of a frame.

    Attributes
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB: the faces hidden, or everything.
    faces : list of Covered
    whole : bool
        Whether everything was covered.
    milliseconds : dict
        How long each stage took: ``"search"`` (0 where the detector was not asked), ``"follow"`` and ``"blur"``.
    """

    image: np.ndarray
    faces: list
    whole: bool
    milliseconds: dict


class FrameLoop:
    """Hides faces in one frame after the other.

    Parameters
    ----------
    settings : Settings, optional
        May be replaced between two frames.

    Attributes
    ----------
    settings : Settings
    count : int
        Frames so far.
    """

    def __init__(self, settings=None):
        self.settings = settings or Settings()
        self._faces, self._before, self.count = Faces(self.settings.hold), None, 0
        self._hold, self._took = self.settings.hold, deque(maxlen=_REMEMBERED)

    def __call__(self, frame, now=None):
        """Treat the next frame.

        Parameters
        ----------
        frame : numpy.ndarray
            Shape (height, width, 3), dtype uint8, RGB. It is not changed.
        now : float, optional
            When it was taken, in seconds from any start; by default the clock's time.

        Returns
        -------
        Shown

        Raises
        ------
        TypeError, ValueError
            If `frame` is not an RGB uint8 image.
        DetectorUnavailableError
            If this environment lacks what the detector needs.
        """
        require_image(frame)
        settings = self.settings
        if settings.hold != self._hold:
            self._faces, self._hold = Faces(settings.hold), settings.hold
        clock = _Clock()
        grey = small_grey(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY))
        tiny = thumbnail(grey)
        # Where the picture jumps, or a face was lost, waiting for the n-th frame would be careless.
        jumped = self._before is not None and is_jump(self._before, tiny)
        due = self.count % settings.every == 0 or jumped or self._faces.unsure
        clock.stop("follow")
        found = search(frame, settings.detector, settings.side) if due else None
        clock.stop("search")
        size = frame.shape[1], frame.shape[0]
        faces = self._faces.update(grey, size, found, time.perf_counter() if now is None else now)
        clock.stop("follow")
        whole = settings.cover and self._faces.unsure
        if whole:
            image = METHODS["pixelate"](frame, blocks=_BLOCKS)
        elif faces:
            how = {name: getattr(settings, name) for name in ("method", "strength", "mask", "margin")}
            image = anonymize(frame, boxes=[face.box for face in faces], **how).image
        else:
            image = frame.copy()
        clock.stop("blur")
        self._before, self.count = tiny, self.count + 1
        self._took.append(clock.milliseconds)
        return Shown(image, faces, whole, clock.milliseconds)

    def change(self, **settings):
        """Replace some of the settings.

        Parameters
        ----------
        **settings
            Names and values of `Settings`.

        Raises
        ------
        TypeError, ValueError
            If a name or a value is not one of those there.
        """
        self.settings = replace(self.settings, **settings)

    @property
    def milliseconds(self):
        """Mean milliseconds of each stage over the last frames, by name; empty before the first."""
        stages = self._took[0] if self._took else {}
        return {stage: sum(one[stage] for one in self._took) / len(self._took) for stage in stages}


class _Clock:
    """Adds up how long stages take."""

    def __init__(self):
        self.milliseconds = {"search": 0.0, "follow": 0.0, "blur": 0.0}
        self._last = time.perf_counter()

    def stop(self, stage):
        now = time.perf_counter()
        self.milliseconds[stage] += 1000 * (now - self._last)
        self._last = now


def search(frame, detector="yunet", side=320):
    """Look for faces on a smaller copy of a frame.

    Parameters
    ----------
    frame : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    detector : str
        One of `DETECTORS`.
    side : int
        The copy's longer side in pixels; a smaller frame is searched as it is.

    Returns
    -------
    list of Box
        In pixels of the frame, largest first.
    """
    height, width = frame.shape[:2]
    factor = min(1, side / max(height, width))
    if factor < 1:
        size = max(1, round(width * factor)), max(1, round(height * factor))
        small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    else:
        small = frame
    with quietly():  # or the slow detector would say with each frame how long it takes
        boxes = detect_faces(small, detector)
    across, down = width / small.shape[1], height / small.shape[0]
    return [
        Box(round(b.left * across), round(b.top * down), round(b.right * across), round(b.bottom * down), b.score)
        for b in boxes
    ]
