"""What was done to a video: for each frame what was seen and covered, and which frames a person should look at."""

from dataclasses import dataclass, field
from pathlib import Path

from ..images import printable
from ..messages import counted


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of the video.

    Attributes
    ----------
    number : int
        Counted from 0.
    time : float
        When it is shown, in seconds from the start of the file.
    faces : tuple of faceblur_utils.video.tracks.Face
        All that was covered, largest first. Those with ``doubtful`` may be no faces.
    why : tuple of str
        Why a person should look at it; empty where nothing is doubtful.
    kept : tuple of int
        Numbers of the faces that are left clear, since a person decided so.
    span : str
        ``"hide"`` or ``"show"``, if a person decided that the whole picture is hidden here, or nothing; else empty.
    """

    number: int
    time: float
    faces: tuple
    why: tuple
    kept: tuple = ()
    span: str = ""

    @property
    def detected(self):
        """Boxes of the faces that the detector saw in this frame, as they were covered."""
        return self._of("detected")

    @property
    def bridged(self):
        """Boxes of the faces seen before and after this frame, but not in it."""
        return self._of("bridged")

    @property
    def held(self):
        """Boxes of the faces seen only before or only after this frame."""
        return self._of("held")

    @property
    def added(self):
        """Boxes that a person added, or that follow from one."""
        return self._of("added")

    def _of(self, kind):
        return [face.box for face in self.faces if face.kind == kind]


@dataclass(frozen=True)
class Stretch:
    """Neighbouring frames that a person should look at for the same reasons.

    Attributes
    ----------
    first, last : int
        Numbers of its frames, counted from 0.
    begins, ends : float
        When these two are shown, in seconds.
    why : tuple of str

    Examples
    --------
    >>> print(Stretch(3, 3, 0.1, 0.1, ("held",)), Stretch(5, 9, 0.2, 0.4, ("bridged", "damaged")), sep="; ")
    frame 3 (held); frames 5-9 (bridged, damaged)
    """

    first: int
    last: int
    begins: float
    ends: float
    why: tuple

    def __str__(self):
        frames = f"frame {self.first}" if self.first == self.last else f"frames {self.first}-{self.last}"
        return f"{frames} ({', '.join(self.why)})"


@dataclass(frozen=True)
class Report:
    """What `anonymize_video` did.

    Attributes
    ----------
    source, target : pathlib.Path
    width, height : int
        Of a frame as a viewer sees it, in pixels: boxes are given in these.
    rate : float
        Frames per second, on average.
    frames : list of Frame
        One for each frame.
    cuts : list of int
        Numbers of the frames with which another scene begins.
    removed_metadata : list of str
        Names of what the source held beside pictures and sound, and the target does not.
    sounds : int
        How many tracks of sound were copied.
    ended_early : float or None
        For a truncated source: the second at which it ended.
    missing : list of float
        For a damaged source: when frames that could not be read would have been shown, in seconds.
    damage : str
        All that could not be read of it, in words; empty if it was whole.
    seconds : dict
        Work done by stage: ``"read"``, ``"detect"``, ``"follow"``, ``"blur"``, ``"write"``, ``"check"``, in seconds of
        each stage's own; ``"total"`` is what the clock on the wall says. Stages overlap, so they add up to more.
    unchanged : dict
        Faces of which the blur was too weak to change a pixel: number of the face -> list of frames.
    notes : list of str
        What was changed in the picture beside the faces, since players or encoders ask for it.
    engine : str
        The library that computed the detector: ``"OpenCV"``, ``"OpenVINO"`` or ``"dlib"``.
    tracks : Tracks or None
        What the first reading found: give it to `anonymize_video` with `Decisions`, and nothing is searched again.
    decisions : Decisions or None
        What a person decided.
    decided : list of str
        What came of that, in words.
    """

    source: Path
    target: Path
    width: int
    height: int
    rate: float
    frames: list
    cuts: list
    removed_metadata: list
    sounds: int
    ended_early: float | None = None
    missing: list = field(default_factory=list)
    damage: str = ""
    seconds: dict = field(default_factory=dict)
    unchanged: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)
    engine: str = ""
    tracks: object = field(default=None, repr=False)
    decisions: object = None
    decided: list = field(default_factory=list)

    @property
    def uncertain(self):
        """Numbers of the frames that a person should look at; ``frames[number].why`` says why."""
        return [frame.number for frame in self.frames if frame.why]

    @property
    def doubtful(self):
        """Numbers of the frames in which a face is covered of which no look was sure; a part of `uncertain`."""
        return [frame.number for frame in self.frames if any(face.doubtful for face in frame.faces)]

    def count(self, kind):
        """Count the frames in which at least one face was covered in a certain way.

        Parameters
        ----------
        kind : str
            ``"detected"``, ``"bridged"``, ``"held"`` or ``"added"``.

        Returns
        -------
        int
        """
        return sum(any(face.kind == kind for face in frame.faces) for frame in self.frames)

    def __str__(self):
        lines = [
            f"{printable(self.target.name)}: {len(self.frames)} frames of {self.width} x {self.height} at "
            f"{self.rate:.2f} per "
            f"second, {_tracks(self.sounds)}",
            f"frames with a face detected: {self.count('detected')}, bridged: {self.count('bridged')}, held: "
            f"{self.count('held')}, with nothing covered: {self._open()}",
            *([f"frames with a face in doubt, covered all the same: {len(self.doubtful)}"] if self.doubtful else []),
            *([f"as clear as before, the blur is too weak: {self._too_weak()}"] if self.unchanged else []),
            *self.decided,
            *(["searched with OpenVINO"] if self.engine == "OpenVINO" else []),
            f"look at: {'; '.join(map(str, self.stretches)) or 'no frame in particular'}",
            *(f"note: {note}" for note in self.notes),
            f"removed: {', '.join(self.removed_metadata) or 'nothing, there was no metadata'}",
        ]
        if self.ended_early is not None:
            lines.append(f"the source is damaged or was cut off: it ended after {self.ended_early:.2f} seconds")
        if self.damage:
            lines.append(f"gaps and damage of the source: {self.damage}")
        return "\n".join(lines)

    def _open(self):
        return sum(not frame.faces and frame.span != "hide" for frame in self.frames)

    def _too_weak(self):
        return ", ".join(
            f"face {number} in {counted(len(frames), 'frame')}" for number, frames in sorted(self.unchanged.items())
        )

    @property
    def stretches(self):
        """What a person should look at: a list of `Stretch`, neighbouring frames with the same reasons together."""
        found = []
        for frame in self.frames:
            if found and found[-1][-1].number == frame.number - 1 and found[-1][0].why == frame.why:
                found[-1].append(frame)
            elif frame.why:
                found.append([frame])
        return [
            Stretch(frames[0].number, frames[-1].number, frames[0].time, frames[-1].time, frames[0].why)
            for frames in found
        ]


def by_frame(why, count):
    """Turn reasons around.

    Parameters
    ----------
    why : dict
        Number of the face -> why a person should look at it -> numbers of the frames.
    count : int
        How many frames there are.

    Returns
    -------
    list of tuple of str
        For each frame, why a person should look at it, each reason once.

    Examples
    --------
    >>> by_frame({0: {"held": [1, 2]}, 4: {"held": [2]}}, 3)
    [(), ('held',), ('held',)]
    """
    reasons = [set() for _ in range(count)]
    for each in why.values():
        for reason, numbers in each.items():
            for number in numbers:
                reasons[number].add(reason)
    return [tuple(sorted(each)) for each in reasons]


def _tracks(number):
    return {0: "no sound", 1: "1 track of sound"}.get(number, f"{number} tracks of sound")
