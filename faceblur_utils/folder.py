"""Folder in, folder out: every photo anonymised, and a report of those that somebody has to look at."""

import os
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from .detect import DETECTORS, detect_faces
from .hiding import MARGIN, STRENGTH
from .images import WRITABLE, ImageError, printable, read_content, read_image, write_image
from .messages import counted
from .metadata import list_metadata
from .parameters import pick
from .photos import NoFaceError, anonymize
from .roi import Box

# Endings of photos besides those that can be written: such a file's result gets .jpg behind its name.
_OTHER_ENDINGS = {".jpe", ".jfif", ".heif", ".hif", ".mpo", ".dib"}
# How files begin that `read_image` can read, for photos whose name does not tell.
_BEGINNING = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n|RIFF....WEBP|II\*\0|MM\0\*|....ftyp(?:hei|hev|mif1|msf1)", re.DOTALL
)
_MOST_LISTED = 20
_MOST_KINDS = 12


@dataclass(frozen=True)
class Done:
    """One photo that was anonymised.

    Attributes
    ----------
    source, target : pathlib.Path
        The photo, which is as it was, and the new file.
    faces : int
        How many were blurred.
    removed : list of str
        What the photo carried besides pixels (`list_metadata`), and the new file does not.
    """

    source: Path
    target: Path
    faces: int
    removed: list


@dataclass(frozen=True)
class Failure:
    """One photo that could not be anonymised, or a folder that could not be opened.

    Attributes
    ----------
    source : pathlib.Path
    reason : str
        Why, in one line.
    """

    source: Path
    reason: str


@dataclass(repr=False)
class FolderReport:
    """What became of each file of a folder. Print it, or end a cell with it.

    Attributes
    ----------
    source, target : pathlib.Path
        The two folders.
    done : list of Done
    no_face : list of pathlib.Path
        Photos in which no face was found; they were not written. Look at each.
    failed : list of Failure
    skipped : list of pathlib.Path
        Photos whose target existed already, from an earlier run perhaps.
    ignored : list of pathlib.Path
        What is no photo by name or by content, and folders that are links.
    """

    source: Path
    target: Path
    done: list = field(default_factory=list)
    no_face: list = field(default_factory=list)
    failed: list = field(default_factory=list)
    skipped: list = field(default_factory=list)
    ignored: list = field(default_factory=list)

    @property
    def removed(self):
        """What was removed besides the faces: kind to the number of photos that carried it, the most telling first."""
        counts, places = Counter(), {}
        for one in self.done:
            kinds = list(dict.fromkeys(re.split(r"[:(,]", line)[0].strip() for line in one.removed))
            counts.update(kinds)
            for place, kind in enumerate(kinds):  # list_metadata begins with what gives a person away first
                places[kind] = min(place, places.get(kind, place))
        return {kind: counts[kind] for kind in sorted(counts, key=lambda kind: (places[kind], -counts[kind], kind))}

    def __repr__(self):
        lines = [self._counts()]
        lines += _listed(
            "NO FACE FOUND, SO NOT WRITTEN. Look at each: the detector may have missed somebody.",
            [self._name(path) for path in self.no_face],
            "no_face",
        )
        lines += _listed("FAILED, SO NOT WRITTEN:", [self._reason(one) for one in self.failed], "failed")
        lines += _listed(
            "Skipped: the target has a file of that name already. Delete it there to have it made again.",
            [self._name(path) for path in self.skipped],
            "skipped",
        )
        lines += _listed("Ignored, for these are no photos:", [self._name(path) for path in self.ignored], "ignored")
        if self.removed:
            kinds = [f"{kind} ({number})" for kind, number in self.removed.items()]
            more = f" and {len(kinds) - _MOST_KINDS} more: report.removed" if len(kinds) > _MOST_KINDS else ""
            kinds = ", ".join(kinds[:_MOST_KINDS])
            lines.append(f"Removed besides the faces, with the number of photos: {kinds}{more}.")
        if self.done:
            lines.append("Look at every result before you pass it on: a face that was missed is still clear.")
        return "\n".join(lines)

    def _counts(self):
        photos = len(self.done) + len(self.no_face) + len(self.failed) + len(self.skipped)
        faces = sum(one.faces for one in self.done)
        parts = [f"{len(self.done)} anonymised ({counted(faces, 'face')})", f"{len(self.no_face)} without a face"]
        parts += [f"{len(self.failed)} failed", f"{len(self.skipped)} skipped"]
        ignored = f"; {counted(len(self.ignored), 'other file')} ignored" if self.ignored else ""
        return f"{counted(photos, 'photo')}: {', '.join(parts)}{ignored}."

    def _name(self, path):
        return printable(path.relative_to(self.source).as_posix())

    def _reason(self, failure):
        name = self._name(failure.source)
        return failure.reason if failure.reason.startswith(name) else f"{name}: {failure.reason}"


def _listed(title, names, attribute):
    if not names:
        return []
    lines = [title, *(f"  - {name}" for name in names[:_MOST_LISTED])]
    if len(names) > _MOST_LISTED:
        lines.append(f"  - and {len(names) - _MOST_LISTED} more: report.{attribute}")
    return lines


def anonymize_folder(
    source,
    target,
    *,
    detector="yunet",
    method="pixelate",
    strength=STRENGTH.default,
    mask="ellipse",
    margin=MARGIN.default,
    feather=0.25,
    parameters=None,
    quality=95,
    progress=True,
):
    """Hide every face in every photo of a folder and its sub-folders.

    The originals are never touched and no file is ever replaced, so running it again does what is left to do. One
    broken photo stops nothing. A photo in which no face is found is **not** written: whether there is nobody in it, or
    somebody whom the detector missed, is for a person to say.

    Parameters
    ----------
    source : str or os.PathLike
        Folder with photos.
    target : str or os.PathLike
        Folder for the results, made if need be. Neither folder may lie inside the other. Results keep their
        sub-folder, their name and its ending, which chooses the format; where the ending is none that can be written,
        ``.jpg`` is put behind it.
    detector, method, strength, mask, margin, feather, parameters
        As for `anonymize`.
    quality : int
        As for `write_image`.
    progress : bool
        Whether to show a progress bar, and a line at once for each photo that was not written.

    Returns
    -------
    FolderReport

    Raises
    ------
    FileNotFoundError, NotADirectoryError
        If `source` does not exist or is a file, or `target` is a file.
    ValueError, TypeError
        If one folder lies inside the other, or an option is wrong: told before the first photo is read.
    DetectorUnavailableError
        If this environment lacks what the detector needs.
    """
    source, target = Path(source), Path(target)
    _check_folders(source, target)
    options = {"method": method, "strength": strength, "mask": mask, "margin": margin}
    options |= {"feather": feather, "parameters": parameters}
    _check_options(detector, options, quality)
    report = FolderReport(source, target)
    photos = _photos(report)
    with _bar(len(photos), progress) as bar:
        for path in photos:
            trouble = _one(report, path, _target_of(report, path), detector, options, quality)
            if trouble and progress:
                bar.write(trouble, file=sys.stdout)
            bar.update()
    return report


def _check_folders(source, target):
    if not source.exists():
        raise FileNotFoundError(f"There is no folder {printable(source)} (looked from {printable(Path.cwd())}).")
    if not source.is_dir():
        raise NotADirectoryError(f"{printable(source)} is a file; for one photo use read_image and anonymize.")
    if target.exists() and not target.is_dir():
        raise NotADirectoryError(f"{printable(target)} is a file, and the results need a folder.")
    # samefile sees through links, and through upper and lower case where the file system does not tell them apart.
    if any(p.exists() and p.samefile(source) for p in (target.resolve(), *target.resolve().parents)):
        raise ValueError(
            f"The target {printable(target)} is the source folder or lies inside it, so that results would be taken "
            "for originals; choose a folder beside it."
        )
    if target.exists() and any(p.samefile(target) for p in source.resolve().parents):
        raise ValueError(
            f"The source {printable(source)} lies inside the target {printable(target)}, so that results would lie "
            "among originals; choose a folder beside it."
        )


def _check_options(detector, options, quality):
    """Try all options on a picture of nothing, so that a slip of the keyboard is not told once for each photo."""
    pick(DETECTORS, detector, "detector")
    blank = np.zeros((64, 64, 3), np.uint8)
    anonymize(blank, boxes=[Box(16, 16, 48, 48)], **options)
    detect_faces(blank, detector)
    if quality not in range(1, 101):
        raise ValueError(f"quality must be a whole number from 1 to 100, got {quality!r}.")


def _photos(report):
    """List the photos in order; what is none, what cannot be opened and what clashes goes into the report."""
    photos = []

    def unreadable(error):
        report.failed.append(Failure(Path(error.filename), f"cannot be opened: {error.strerror}."))

    for folder, folders, files in os.walk(report.source, onerror=unreadable):
        folders.sort()
        links = [Path(folder, name) for name in folders if os.path.islink(os.path.join(folder, name))]
        report.ignored += links  # os.walk does not follow them
        for path in (Path(folder, name) for name in sorted(files)):
            (photos if _is_photo(path) else report.ignored).append(path)
    targets = {}
    for path in photos:
        targets.setdefault(_key(_target_of(report, path)), []).append(path)
    for path in photos:
        others = [printable(other.name) for other in targets[_key(_target_of(report, path))] if other != path]
        if others:
            reason = f"{' and '.join(others)} would get the same name in the target folder; rename one of them."
            report.failed.append(Failure(path, reason))
    return [path for path in photos if len(targets[_key(_target_of(report, path))]) == 1]


def _is_photo(path):
    if path.name.startswith("._"):  # what a Mac writes beside each file on other people's disks
        return False
    if path.suffix.lower() in WRITABLE or path.suffix.lower() in _OTHER_ENDINGS:
        return True
    try:
        if not path.is_file():
            return False
        with open(path, "rb") as file:
            return _BEGINNING.match(file.read(16)) is not None
    except (OSError, ValueError):
        return False


def _target_of(report, path):
    target = report.target / path.relative_to(report.source)
    return target if target.suffix.lower() in WRITABLE else target.with_name(f"{target.name}.jpg")


def _key(path):
    """Equal for names that are one file somewhere: Windows and Macs do not tell A from a, or two spellings of é."""
    return unicodedata.normalize("NFC", os.fspath(path)).casefold()


def _one(report, path, target, detector, options, quality):
    """Do one photo; returns a line to show at once if it was not written."""
    name = printable(path.relative_to(report.source).as_posix())
    if os.path.lexists(target) and not target.is_dir():
        report.skipped.append(path)
        return ""
    try:
        if target.is_dir():
            raise ImageError(f"{name} cannot be written: the target has a folder of that name.")
        _, content = read_content(path, name)
        image = read_image(content, name=name)
        boxes = detect_faces(image, detector)
        result = anonymize(image, boxes=boxes, **options)
        removed = list_metadata(content, name=name)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_image(target, result.image, quality=quality, original=path)
    except NoFaceError:
        report.no_face.append(path)
        return f"no face found, not written: {name}"
    except Exception as error:  # whatever it is, the other photos go on
        known = isinstance(error, (ImageError, FileNotFoundError, FileExistsError))
        reason = " ".join((str(error) if known else f"{type(error).__name__}: {error}").split())
        report.failed.append(Failure(path, reason))
        return f"failed, not written: {name}"
    report.done.append(Done(path, target, len(result.boxes), removed))
    return ""


def _bar(total, progress):
    # The text bar: it needs no widgets, and leaves nothing behind in a saved notebook.
    from tqdm import tqdm

    return tqdm(total=total, unit="photo", file=sys.stdout, leave=False, disable=not progress)
