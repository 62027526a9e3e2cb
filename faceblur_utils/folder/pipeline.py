"""The work on a folder: check, list, and do one photo after the other."""

import filecmp
import os
import sys
import warnings
from pathlib import Path

import numpy as np

from ..bars import bar_class
from ..detect import Finding, find_faces
from ..hiding import Hiding
from ..images import ImageError, printable, read_content, read_image, write_image
from ..messages import counted
from ..metadata import list_metadata
from ..photos import NoFaceError, anonymize
from ..values import share_out
from .listing import clashes, list_folder, target_of
from .numbers import Numbers, check_renaming
from .places import check_folders, check_links, check_place
from .report import Done, Failure, FolderReport


def anonymize_folder(
    source,
    target,
    hiding=None,
    finding=None,
    *,
    quality=95,
    rename=False,
    without_faces="leave",
    progress=True,
    **options,
):
    """Hide every face in every photo of a folder and its sub-folders.

    The originals are never touched and no file is ever replaced, so running it again does what is left to do. One
    broken photo stops nothing. A photo in which no face is found is **not** written, unless you ask for it: whether
    there is nobody in it, or somebody whom the detector missed, is for a person to say.

    Parameters
    ----------
    source : str or os.PathLike
        Folder with photos.
    target : str or os.PathLike
        Folder for the results, made if need be. Neither folder may lie inside the other, nor may a link in the target
        lead back to the source. Results keep their sub-folder, their name and its ending, which chooses the format;
        where the ending is none that can be written, ``.jpg`` is put behind it.
    hiding : Hiding, optional
        How to hide; by default a coarse mosaic.
    finding : Finding, optional
        How to look for faces; by default thoroughly, with YuNet. Faces of which the detector is in doubt are hidden,
        too, and listed.
    quality : int
        1 to 100, for JPEG, WebP and HEIC.
    rename : bool
        Whether results get numbers in place of names, for a name can tell who is in a photo: ``00001.jpg``,
        ``00002.png``, in the order of folders and names, all in one folder. Which photo has which number stands in the
        report only (``renamed``). A further run gives new photos the numbers that follow, and knows what is done by
        a file ``_numbers.txt`` in the target. It holds no names, but a keyed hash of each original file. Keep it, and
        do not pass it on: whoever has an original could look up its number. Photos with the same content get one
        number, and are written once.
    without_faces : str
        What to do with photos in which no face was found: ``"leave"`` them out, or ``"copy"`` the picture without
        metadata. Then somebody whom the detector missed is clear in the copy. Either way the report lists each.
    progress : bool
        Whether to show a progress bar, and a line at once for each photo that a person has to look at.
    **options
        Fields of `Hiding` and of `Finding`, in place of those in `hiding` and `finding`: ``method="box"``,
        ``looks="one"``.

    Returns
    -------
    FolderReport

    Raises
    ------
    FileNotFoundError, NotADirectoryError
        If `source` does not exist or is a file, or `target` is a file.
    ValueError, TypeError
        If one folder lies inside the other, a link in the target leads back to the source, names in the target are of
        the other sort than `rename` asks for, or an option is wrong: told before the first photo is read.
    DetectorUnavailableError
        If this environment lacks what the detector needs.

    Examples
    --------
    >>> report = anonymize_folder("party", "party_hidden", method="box")  # doctest: +SKIP
    >>> report.look_at  # doctest: +SKIP
    [PosixPath('party/cake.jpg')]
    """
    hiding, finding = share_out(options, (Hiding, hiding), (Finding, finding))
    _check_options(quality, rename, without_faces)
    source, target = Path(source), Path(target)
    check_folders(source, target)
    find_faces(np.zeros((64, 64, 3), np.uint8), finding)  # tells what the detector lacks once, not for each photo
    listing = list_folder(source)
    targets = {path: target_of(source, target, path) for path in listing.photos}
    check_links(source, target, listing, () if rename else targets.values())
    check_renaming(target, targets.values(), rename)
    report = FolderReport(source, target, hiding, finding, ignored=listing.ignored, system=listing.system)
    report.failed += listing.failed
    if not rename:
        report.failed += clashes(targets)
    run = _Run(report, quality, without_faces == "copy", targets, Numbers(target) if rename else None)
    left_out = {one.source for one in report.failed}
    photos = [path for path in listing.photos if path not in left_out]
    with _bar(len(photos), progress) as bar:
        for path in photos:
            line = run.do(path)
            if line and progress:
                bar.write(line, file=sys.stdout)
            bar.update()
    return report


def _check_options(quality, rename, without_faces):
    if isinstance(quality, bool) or quality not in range(1, 101):
        raise ValueError(f"quality must be a whole number from 1 to 100, got {quality!r}.")
    if not isinstance(rename, bool):
        raise TypeError(f"rename must be True (numbers in place of names) or False, got {rename!r}.")
    if without_faces not in ("leave", "copy"):
        raise ValueError(f"without_faces must be 'leave' or 'copy', got {without_faces!r}.")


class _Run:
    """One pass over a folder."""

    def __init__(self, report, quality, copy, targets, numbers):
        self.report, self.quality, self.copy = report, quality, copy
        self.targets, self.numbers = targets, numbers

    def do(self, path):
        """Do one photo; returns a line to show at once if a person has to look at it."""
        name = printable(path.relative_to(self.report.source).as_posix())
        try:
            with warnings.catch_warnings(record=True) as heard:  # not on the screen, once for each of 400 photos
                warnings.simplefilter("always")
                return self._do(path, name, heard)
        except Exception as error:  # whatever it is, the other photos go on
            self.report.failed.append(Failure(path, _reason(error)))
            return f"failed, not written: {name}"

    def _do(self, path, name, heard):
        content, there = None, self.targets[path]
        if self.numbers:
            _, content = read_content(path, name)
            there = self.numbers.known(content)
        elif there.is_dir():
            raise ImageError(f"{name} cannot be written: the target has a folder of that name.")
        elif not os.path.lexists(there):
            there = None
        if there and not _same_content(path, there):
            self._skip(path, there)
            return ""
        if content is None:
            _, content = read_content(path, name)
        image = read_image(content, name=name)
        try:
            result = anonymize(image, self.report.hiding, self.report.finding)
        except NoFaceError:
            result = None
        if result is None and not self.copy and not there:
            self.report.no_face.append(path)
            return f"no face found, not written: {name}"
        removed = list_metadata(content, name=name)
        if there:
            _refuse_original(name, there, result, removed)
            self._skip(path, there)
            return ""
        target = self._write(path, name, content, image if result is None else result.image)
        if result is None:
            self.report.no_face.append(path)
            self.report.copied.append(Done(path, target, [], [], removed, notes=_notes(heard)))
            return f"no face found, copied without metadata: {name}"
        one = Done(path, target, result.boxes, result.found, removed, result.unchanged, _notes(heard))
        self.report.done.append(one)
        why = [counted(len(one.doubtful), "doubtful face")] if one.doubtful else []
        why += [f"{counted(len(one.unchanged), 'face')} STILL CLEAR"] if one.unchanged else []
        return f"look at it, {' and '.join(why)}: {name}" if why else ""

    def _skip(self, path, there):
        self.report.skipped.append(path)
        if self.numbers:
            self.report.renamed[path] = there

    def _write(self, path, name, content, image):
        folder = self.report.target if self.numbers else self.targets[path].parent
        check_place(folder, self.report.source, name)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            where = f"no folder {printable(folder)} could be made ({error.strerror})"
            raise ImageError(f"{name} cannot be written: {where}.") from None
        target = self.numbers.take(content, path.name) if self.numbers else self.targets[path]
        write_image(target, image, quality=self.quality, original=path)
        if self.numbers:
            self.numbers.written(target)
            self.report.renamed[path] = target
        return target


def _refuse_original(name, there, result, metadata):
    """Let a file in the target that is the original to the last byte stay only if it shows nobody and tells nothing."""
    clear = [] if result is None else [f"{counted(len(result.boxes), 'face')} clear"]
    clear += ["its metadata"] if metadata else []
    if clear:
        raise ImageError(
            f"{name} is in the target already as it is, with {' and '.join(clear)}: {printable(there)} is a copy of "
            "the original. Delete it there and run again."
        )


def _notes(heard):
    """What warnings say to users, each once; those for programmers say nothing in a report."""
    return list(dict.fromkeys(" ".join(str(one.message).split()) for one in heard if one.category is UserWarning))


def _same_content(path, there):
    try:
        return filecmp.cmp(path, there, shallow=False)
    except OSError:
        return False


def _reason(error):
    known = isinstance(error, (ImageError, FileNotFoundError, FileExistsError))
    return " ".join((str(error) if known else f"{type(error).__name__}: {error}").split())


def _bar(total, progress):
    # The text bar: it needs no widgets, and leaves nothing behind in a saved notebook.
    from tqdm import tqdm

    return bar_class(tqdm)(total=total, unit="photo", file=sys.stdout, leave=False, disable=not progress)
