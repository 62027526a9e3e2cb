"""Whose pictures a study has: a folder with one sub-folder for each person, looked through before long work starts."""

import csv
import hashlib
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from ...bars import bar_class
from ...detect import find_faces
from ...folder.listing import is_link, is_system
from ...images import ImageError, read_image
from ...messages import counted, error_message
from ..subjects import Portrait, normalised

LABELS = "labels.csv"
_CLIPS = {".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v", ".3gp"}
# Of a clip, so many frames are read; those in the middle of them count as one picture with its neighbours.
_READ, _FRAMES, _LONGEST = 30, 5, 1280


@dataclass(frozen=True)
class Picture:
    """One file of the folder.

    Attributes
    ----------
    path : pathlib.Path
    person : str
    shot : tuple of Portrait
        The face, in a clip with its neighbouring frames; empty if the file is left out.
    reason : str
        Why it is left out; empty if it is not.
    found : bool or None
        Whether the detector found a face; None if there was no picture to look at.
    """

    path: Path
    person: str
    shot: tuple
    reason: str = ""
    found: bool | None = True


def list_people(folder):
    """List the files of each person, and refuse what cannot become a study.

    Parameters
    ----------
    folder : str or os.PathLike

    Returns
    -------
    dict
        Name of the sub-folder to list of `pathlib.Path`.
    dict
        Name to label, from ``labels.csv`` with the columns ``person`` and ``label``; empty without that file.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    ValueError
        If there are fewer than two sub-folders, somebody has fewer than two files, one file is there twice, or the
        labels name somebody else.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(f"There is no folder {folder}; is the name right?")
    wanted = "Make one for each person, and put two or more photos or short clips of different days into it."
    entries = [one for one in sorted(folder.iterdir()) if not is_system(one.name) and not is_link(one)]
    people = {
        one.name: [f for f in sorted(one.iterdir()) if f.is_file() and not is_system(f.name) and not is_link(f)]
        for one in entries
        if one.is_dir()
    }
    if not people:
        raise ValueError(f"{folder} has no sub-folders. {wanted}")
    if len(people) == 1:
        raise ValueError(f"{folder} has one person only ({', '.join(people)}): there is nobody to mix up. {wanted}")
    if few := [f"{name} ({counted(len(files), 'file')})" for name, files in people.items() if len(files) < 2]:
        raise ValueError(
            f"Too few files: {', '.join(few)}. Each person needs two or more, of different days; add some, or move the "
            "sub-folder elsewhere."
        )
    _refuse_twice(people)
    return people, _labels(folder / LABELS, people)


def _refuse_twice(people):
    seen = {}
    for files in people.values():
        for path in files:
            with open(path, "rb") as file:
                content = hashlib.file_digest(file, "sha256").digest()
            if other := seen.get(content):
                here, there = (f"{one.parent.name}/{one.name}" for one in (other, path))
                raise ValueError(
                    f"{here} and {there} are the same file. A study needs pictures of different days; "
                    "take one of them out."
                )
            seen[content] = path


def _labels(path, people):
    if not path.is_file():
        return {}
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        if not {"person", "label"} <= set(rows.fieldnames or ()):
            raise ValueError(f"The first line of {path} must be: person,label")
        labels = {row["person"]: (row["label"] or "").strip() for row in rows}
    if unknown := sorted(str(name) for name in set(labels) - set(people)):
        raise ValueError(f"{path} names {', '.join(unknown)}; the sub-folders are {', '.join(people)}.")
    return {name: label for name, label in labels.items() if label}


def read_people(people, finding, progress=False):
    """Read all files and find the one face in each.

    Parameters
    ----------
    people : dict
        From `list_people`.
    finding : Finding
    progress : bool
        Show a bar.

    Returns
    -------
    list of Picture
        One for each file, in order.
    """
    files, pictures = [(path, name) for name, own in people.items() for path in own], []
    with bar_class(tqdm)(
        total=len(files), desc="reading", unit="file", file=sys.stdout, leave=False, disable=not progress
    ) as bar:
        for path, name in files:
            pictures.append(_read(path, name, finding))
            bar.update()
    return pictures


def _read(path, name, finding):
    try:
        frames = _clip(path) if path.suffix.lower() in _CLIPS else [read_image(path)]
    except (ImageError, OSError, ValueError, RuntimeError) as error:
        return Picture(path, name, (), f"cannot be read: {error_message(error)}", None)
    sure = [one.box for one in find_faces(frames[0], finding) if not one.doubtful]
    if len(sure) != 1:
        reason = "no face was found" if not sure else f"{len(sure)} faces: which one? Cut the picture to one of them"
        return Picture(path, name, (), reason, bool(sure))
    shot = [normalised(Portrait(name, frames[0], sure[0]))]
    for frame in frames[1:]:
        again = [one.box for one in find_faces(frame, finding) if one.box.iou(sure[0]) > 0.3]
        shot += [normalised(Portrait(name, frame, again[0]))] if again else []
    return Picture(path, name, tuple(shot))


def _clip(path):
    from ...video.reading import open_video

    with open_video(path) as video:
        decoded = (item for item in video.read(partial=True) if hasattr(item, "to_ndarray"))
        frames = [_upright(frame, video) for frame in islice(decoded, _READ)]
    if not frames:
        raise ValueError("no frame could be read")
    return frames[len(frames) // 2 :][:_FRAMES]


def _upright(frame, video):
    picture = np.ascontiguousarray(video.geometry(frame).orientation.show(frame.to_ndarray(format="rgb24")))
    scale = min(1, _LONGEST / max(picture.shape[:2]))
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
