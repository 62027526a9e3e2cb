"""What the first reading of a video found, as data: to look through, to decide on, to be kept and used again."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np

from ..detect import Finding
from ..images import printable
from ..messages import counted
from .canvas import Canvas
from .decisions import Decisions
from .report import by_frame


@dataclass(frozen=True)
class Thumbnail:
    """One face in one frame, clear: for the eyes of who may see the video, never for what is written of it.

    Attributes
    ----------
    frame : int
    time : float
        When that frame is shown, in seconds.
    jpeg : bytes
        The content of a JPEG file; empty if the tracks were written without pictures.
    """

    frame: int
    time: float
    jpeg: bytes = field(repr=False)

    @property
    def image(self):
        """The picture: shape (height, width, 3), dtype uint8, RGB, at most 96 pixels on a side; or None."""
        if not self.jpeg:
            return None
        return cv2.imdecode(np.frombuffer(self.jpeg, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]


@dataclass(frozen=True)
class Track:
    """One face, as long as it could be followed. After a crossing or a gap it may be another person's.

    Attributes
    ----------
    number : int
    runs : tuple of (str, int, int)
        ``"detected"``, ``"bridged"`` or ``"held"`` (as `Face.kind`), with the first and the last frame of each stretch.
    start, end : float
        Seconds: when its first frame appears, and when its last one is gone.
    score : float or None
        The highest that a look gave it, on the detector's own scale; None if that gives no scores.
    doubtful : bool
        Whether no look was ever sure that it is a face.
    why : dict
        Why a person should look at it, in words -> numbers of the frames.
    thumbnails : tuple of Thumbnail
        The first is the clearest, and is who ``keep`` means by this number. Then its first and its last, if they are
        others: it should be one person.
    """

    number: int
    runs: tuple
    start: float
    end: float
    score: float | None
    doubtful: bool
    why: dict
    thumbnails: tuple = field(repr=False)

    @property
    def first(self):
        """Number of its first frame."""
        return self.runs[0][1]

    @property
    def last(self):
        """Number of its last frame."""
        return self.runs[-1][2]

    def count(self, kind):
        """Count its frames of one kind: ``"detected"``, ``"bridged"`` or ``"held"``."""
        return sum(last - first + 1 for what, first, last in self.runs if what == kind)

    def __str__(self):
        said = [f"{self.count(kind)} {kind}" for kind in ("detected", "bridged", "held") if self.count(kind)]
        doubt = ", in doubt" if self.doubtful else ""
        why = "; ".join(f"{reason} ({counted(len(frames), 'frame')})" for reason, frames in self.why.items())
        return f"face {self.number}: {self.start:.2f} to {self.end:.2f} s, frames {', '.join(said)}{doubt}" + (
            f"; look at it: {why}" if why else ""
        )


@dataclass(frozen=True, repr=False)
class Tracks:
    """All faces of a video, from `find_tracks`: give it to `anonymize_video`, and nothing is searched again.

    ``tracks[3]`` is face 3, ``list(tracks)`` are all.

    Attributes
    ----------
    name : str
        Of the video's file.
    bytes : int
        How large that file is.
    digest : str
        SHA-256 of its content, in hexadecimal digits.
    finding : Finding
    every, hold, steady, partial
        As for `anonymize_video`.
    width, height : int
        Of a frame as a viewer sees it, in pixels: boxes are given in these.
    rate : float
        Frames per second, on average.
    frames : list of Frame
        What is covered in each frame unless somebody decides otherwise.
    end : float
        Seconds: when the last frame is gone.
    cuts : list of int
        Numbers of the frames with which another scene begins.
    why : dict
        Number of the face (-1: the frame as a whole) -> why a person should look, in words -> numbers of the frames.
    thumbnails : dict
        Number of the face -> tuple of Thumbnail.
    removed_metadata, sounds, ended_early, missing, damage
        As in `Report`.
    canvas : Canvas
        What all frames are brought to.
    """

    name: str
    bytes: int
    digest: str
    finding: Finding
    every: int
    hold: float
    steady: float
    partial: bool
    width: int
    height: int
    rate: float
    frames: list
    end: float
    cuts: list
    why: dict
    thumbnails: dict
    removed_metadata: list
    sounds: int
    ended_early: float | None
    missing: list
    damage: str
    canvas: Canvas

    @cached_property
    def _tracks(self):
        faces, times = {}, [*self.times, self.end]
        for frame in self.frames:
            for face in frame.faces:
                faces.setdefault(face.track, []).append((frame.number, face))
        tracks = {}
        for number, seen in sorted(faces.items()):
            scores = [face.found.score for _, face in seen if face.found is not None and face.found.score is not None]
            tracks[number] = Track(
                number,
                tuple(_runs((place, face.kind) for place, face in seen)),
                times[seen[0][0]],
                times[seen[-1][0] + 1],
                max(scores, default=None),
                all(face.doubtful for _, face in seen),
                self.why.get(number, {}),
                self.thumbnails.get(number, ()),
            )
        return tracks

    def __iter__(self):
        return iter(self._tracks.values())

    def __len__(self):
        return len(self._tracks)

    def __getitem__(self, number):
        if number not in self._tracks:
            raise KeyError(f"{self.name} has no face {number!r}; it has {', '.join(map(str, self._tracks)) or 'none'}.")
        return self._tracks[number]

    def __contains__(self, number):
        return number in self._tracks

    def __repr__(self):
        return f"<{counted(len(self), 'face')} in {counted(len(self.frames), 'frame')} of {self.name}>"

    def __str__(self):
        looks = by_frame(self.why, len(self.frames))
        return "\n".join(
            [
                f"{self.name}: {counted(len(self), 'face')} in {counted(len(self.frames), 'frame')}, {self.end:.2f} "
                f"seconds, {sum(map(bool, looks))} frames to look at",
                *map(str, self),
            ]
        )

    @property
    def times(self):
        """When each frame is shown: list of seconds from the start of the file."""
        return [frame.time for frame in self.frames]

    def decide(self, **options):
        """Make decisions about this very video; they are refused for any other.

        Parameters
        ----------
        **options
            Fields of `Decisions`: ``keep=[3]``, ``boxes=...``, ``spans=...``.

        Returns
        -------
        Decisions

        Raises
        ------
        TypeError, ValueError
            If they are no decisions, or name a face or a time that the video does not have.
        """
        decisions = Decisions.made(None, **options, video=self.digest)
        decisions.check_for(self)
        return decisions

    def check(self, source):
        """Refuse to be used for another file than the one in which these faces were found.

        Parameters
        ----------
        source : pathlib.Path

        Raises
        ------
        ValueError
            If its size or its content differs.
        """
        size = source.stat().st_size
        if size != self.bytes:
            raise ValueError(
                f"These tracks belong to another file than {printable(source)}: they were found in "
                f"{printable(self.name)} of {self.bytes} "
                f"bytes, and this has {size}. Find its own with find_tracks."
            )
        if digest_of(source) != self.digest:
            raise ValueError(
                f"These tracks belong to another file than {printable(source)}: that is as large as "
                f"{printable(self.name)}, in which they "
                "were found, but its content differs. Find its own with find_tracks."
            )

    def check_search(self, **asked):
        """Refuse to be used for a search that was asked for in another way; what is None was not asked for.

        Parameters
        ----------
        **asked
            ``finding``, ``every``, ``hold``, ``steady``.

        Raises
        ------
        ValueError
            If one of them differs.
        """
        for name, value in asked.items():
            if value is not None and value != getattr(self, name):
                raise ValueError(
                    f"These tracks were found with {name}={getattr(self, name)!r}, not {value!r}. Leave {name} out, or "
                    "search anew with find_tracks."
                )

    def to_json(self, thumbnails=True):
        """Write all of it as JSON. It shows clear faces: keep it as you keep the video.

        Parameters
        ----------
        thumbnails : bool
            Whether the faces' pictures are in it.

        Returns
        -------
        str
        """
        from .first_look_json import written

        return written(self, thumbnails)

    @classmethod
    def from_json(cls, text):
        """Read what `to_json` wrote.

        Parameters
        ----------
        text : str or bytes

        Returns
        -------
        Tracks

        Raises
        ------
        ValueError
            If it is something else, of another version, or damaged.
        """
        from .first_look_json import read

        return read(text)

    def save(self, path, thumbnails=True, overwrite=False):
        """Write it to a file, whole or not at all.

        Parameters
        ----------
        path : str or os.PathLike
        thumbnails : bool
            Whether the faces' pictures are in it: then keep it as you keep the video.
        overwrite : bool
            Whether an existing file may be replaced.

        Raises
        ------
        FileExistsError, FileNotFoundError, VideoError
            If the file exists, or its folder does not, or nothing can be written there.
        """
        from .first_look_json import save

        save(Path(path), self.to_json(thumbnails), overwrite)

    @classmethod
    def load(cls, path):
        """Read what `save` wrote.

        Parameters
        ----------
        path : str or os.PathLike

        Returns
        -------
        Tracks

        Raises
        ------
        FileNotFoundError, ValueError
            If there is no such file, or it holds no tracks.
        """
        try:
            return cls.from_json(Path(path).read_bytes())
        except ValueError as error:
            raise ValueError(f"{printable(path)}: {error}") from None


def digest_of(path):
    """Give the SHA-256 of a file's content, in hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _runs(kinds):
    """Join neighbouring frames of one kind."""
    runs = []
    for number, kind in kinds:
        if runs and runs[-1][0] == kind and runs[-1][2] == number - 1:
            runs[-1][2] = number
        else:
            runs.append([kind, number, number])
    return map(tuple, runs)
