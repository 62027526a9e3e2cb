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
from ..detect import Finding, find_faces, quietly
from ..hiding import Hiding, hide_faces, left_clear
from ..images import require_image
from ..roi import Box
from ..values import share_out
from ..video.follow import small_grey
from ..video.scenes import is_jump, thumbnail
from .following import Faces

# Blocks across a frame that is covered as a whole: a face that fills a third of the width gets two or three of them.
_BLOCKS = 8
# Frames over which `FrameLoop.milliseconds` takes its means.
_REMEMBERED = 300


@dataclass(frozen=True, init=False)
class Settings:
    """How live frames are treated.

    Parameters
    ----------
    hiding : Hiding, optional
        How faces are hidden.
    finding : Finding, optional
        How they are looked for, on a copy of the frame. By default with one look of YuNet, at `Finding`'s own limit for
        faces that are no doubt: there is nobody to ask about doubtful ones, which come and go from frame to frame.
    every : int
        Faces are searched in every so many frames; in each, while one is lost.
    side : int
        The longer side, in pixels, of the picture that is searched; a larger frame is shrunk.
    hold : float
        Seconds that a lost face stays covered (`Faces`).
    cover : bool
        Whether the whole picture is covered while we are unsure (`Faces.unsure`).
    **options
        Fields of `Hiding` and of `Finding`, in place of those in `hiding` and `finding`.

    Raises
    ------
    ValueError
        If one of them is not one of those above.
    TypeError
        If there is no such option.

    Examples
    --------
    >>> Settings(method="solid", every=3).hiding.method
    'solid'
    """

    hiding: Hiding
    finding: Finding
    every: int
    side: int
    hold: float
    cover: bool

    def __init__(self, hiding=None, finding=None, *, every=1, side=320, hold=1.0, cover=False, **options):
        one_look = Finding(looks="one")
        hiding, asked = share_out(options, (Hiding, hiding), (Finding, one_look if finding is None else finding))
        if (finding is None or asked.detector != finding.detector) and "doubtful_from" not in options:
            asked = asked.replace(doubtful_from=asked.limits[0])
        given = {"hiding": hiding, "finding": asked, "every": every, "side": side, "hold": hold, "cover": cover}
        for name, least in (("every", 1), ("side", 64)):
            value = given[name]
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise ValueError(f"{name} must be a whole number from {least} on, got {value!r}.")
        if isinstance(hold, bool) or not isinstance(hold, (int, float)) or not hold >= 0:
            raise ValueError(f"hold is a number of seconds, 0 or more, got {hold!r}.")
        given["hiding"] = hiding.settled()  # one colour for all frames, not a flicker
        for name, value in given.items():
            object.__setattr__(self, name, value)


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
    unchanged : int
        Number of faces of which the blur was too weak to change a pixel.
    milliseconds : dict
        How long each stage took: ``"search"`` (0 where the detector was not asked), ``"follow"`` and ``"blur"``.
    """

    image: np.ndarray
    faces: list
    whole: bool
    unchanged: int
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
        found = search(frame, settings.finding, settings.side) if due else None
        clock.stop("search")
        size = frame.shape[1], frame.shape[0]
        faces = self._faces.update(grey, size, found, time.perf_counter() if now is None else now)
        clock.stop("follow")
        whole, unchanged = settings.cover and self._faces.unsure, 0
        if whole:
            image = METHODS["pixelate"](frame, blocks=_BLOCKS)
        else:
            image, steps = hide_faces(frame, [face.box for face in faces], settings.hiding)
            unchanged = len(left_clear(frame, image, steps))
        clock.stop("blur")
        self._before, self.count = tiny, self.count + 1
        self._took.append(clock.milliseconds)
        return Shown(image, faces, whole, unchanged, clock.milliseconds)

    def change(self, **settings):
        """Replace some of the settings.

        Parameters
        ----------
        **settings
            Keywords of `Settings`. Another detector comes with its own limits.

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


def search(frame, finding=None, side=320, **options):
    """Look for faces on a smaller copy of a frame.

    Parameters
    ----------
    frame : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    finding : Finding, optional
        By default the one of `Settings`: one look.
    side : int
        The copy's longer side in pixels; a smaller frame is searched as it is.
    **options
        Fields of `Finding`, in place of those in `finding`.

    Returns
    -------
    list of Box
        In pixels of the frame, largest first. They may reach over its border: strength and mask follow the whole face.

    Raises
    ------
    TypeError, ValueError, DetectorUnavailableError
        As for `find_faces`.

    Examples
    --------
    >>> search(np.zeros((480, 640, 3), np.uint8), side=160)
    []
    """
    if finding is None or options:
        finding = Settings(finding=finding, **options).finding
    height, width = frame.shape[:2]
    factor = min(1, side / max(height, width))
    if factor < 1:
        size = max(1, round(width * factor)), max(1, round(height * factor))
        small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    else:
        small = frame
    with quietly():  # or the slow detector would say with each frame how long it takes
        boxes = [face.box for face in find_faces(small, finding)]
    across, down = width / small.shape[1], height / small.shape[0]
    return [
        Box(round(b.left * across), round(b.top * down), round(b.right * across), round(b.bottom * down), b.score)
        for b in boxes
    ]
