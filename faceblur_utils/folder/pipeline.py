"""The work on a folder: check, list, and let each file be done wherever there is room."""

import os
import sys
from pathlib import Path

import numpy as np

from ..bars import bar_class
from ..detect import Finding, find_faces
from ..hiding import Hiding
from ..images import WRITABLE, printable
from ..values import share_out
from ..video.pipeline import check_options as check_video_options
from .films import film_ending
from .listing import clashes, list_folder, target_of
from .numbers import Numbers, check_renaming
from .places import check_folders, check_links
from .report import FolderReport
from .running import check_executor, outcomes
from .settling import Settling
from .task import Item, Job
from .unfinished import unfinished_in

# Keywords of anonymize_video that make sense for all videos of a folder.
VIDEO_OPTIONS = ("every", "hold", "steady", "sound", "partial", "crf")


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
    executor=None,
    **options,
):
    """Hide every face in every photo and video of a folder and its sub-folders, on all processor cores.

    The originals are never touched and no file is ever replaced, so running it again does what is left to do. One
    broken file stops nothing. A file in which no face is found is **not** written, unless you ask for it: whether
    there is nobody in it, or somebody whom the detector missed, is for a person to say.

    A run that was stopped, by Ctrl-C or in whatever way, goes on where it was when it is started again, and its report
    is that of a run that was never stopped. Until then a hidden folder in the target, ``.faceblur-unfinished``, holds
    what is done: results without a name, and records of what was found, which hold no names either.

    Parameters
    ----------
    source : str or os.PathLike
        Folder with photos and videos.
    target : str or os.PathLike
        Folder for the results, made if need be. Neither folder may lie inside the other, nor may a link in the target
        lead back to the source. Results keep their sub-folder, their name and its ending, which chooses the format. If
        that cannot be written, ``.jpg`` is put behind it; for a video the first of ``.mp4``, ``.mov`` and ``.mkv`` that
        can hold its sound. So a photo and a video of one name, such as the two files of a live photo, stay two.
    hiding : Hiding, optional
        How to hide; by default a solid cover.
    finding : Finding, optional
        How to look for faces; by default thoroughly, with YuNet. Faces of which the detector is in doubt are hidden,
        too, and listed.
    quality : int
        1 to 100, for JPEG, WebP and HEIC.
    rename : bool
        Whether results get numbers in place of names, for a name can tell who is in a photo: ``00001.jpg``,
        ``00002.png``, in the order of folders and names, photos before videos, all in one folder. Which file has which
        number stands in the report only (``renamed``). A further run gives new files the numbers that follow, and knows
        what is done by a file ``_numbers.txt`` in the target. It holds no names, but a keyed hash of each original
        file. Keep it, and do not pass it on: whoever has an original could look up its number. Files with the same
        content get one number, and are written once.
    without_faces : str
        What to do with files in which no face was found: ``"leave"`` them out, or ``"copy"`` the pictures without
        metadata. Then somebody whom the detector missed is clear in the copy. Either way the report lists each.
    progress : bool
        Whether to show a progress bar, and a line for each file that a person has to look at.
    executor : concurrent.futures.Executor, optional
        Where the work is done, such as a ``ProcessPoolExecutor``, ``dask.distributed.Client(...).get_executor()`` or
        ``mpi4py.futures.MPIPoolExecutor()``; it is left open. All its workers must see both folders under the same
        names. By default it is done in threads of this process, with no more pixels at once than memory allows.
    **options
        Fields of `Hiding` and of `Finding`, in place of those in `hiding` and `finding`: ``method="box"``,
        ``looks="one"``. For videos also ``every``, ``hold``, ``steady``, ``sound``, ``partial`` and ``crf`` of
        `anonymize_video`.

    Returns
    -------
    FolderReport

    Raises
    ------
    FileNotFoundError, NotADirectoryError
        If `source` does not exist or is a file, or `target` is a file.
    ValueError, TypeError
        If one folder lies inside the other, a link in the target leads back to the source, names in the target are of
        the other sort than `rename` asks for, or an option is wrong: told before the first photo is read. So is that
        another run is at work in the target, or one was stopped there that had other options or another source.
    DetectorUnavailableError
        If this environment lacks what the detector needs.
    WorkersLostError
        If the executor broke, as a ``ProcessPoolExecutor`` does when a process of it is killed. What is done stays.

    Examples
    --------
    >>> report = anonymize_folder("party", "party_hidden", method="box")  # doctest: +SKIP
    >>> report.look_at  # doctest: +SKIP
    [PosixPath('party/cake.jpg')]
    """
    video = {name: options.pop(name) for name in VIDEO_OPTIONS if name in options}
    hiding, finding = share_out(options, (Hiding, hiding), (Finding, finding))
    _check_options(quality, rename, without_faces, video)
    check_executor(executor)
    source, target = Path(source), Path(target)
    check_folders(source, target)
    find_faces(np.zeros((64, 64, 3), np.uint8), finding)  # tells what the detector lacks once, not for each photo
    listing = list_folder(source)
    endings = {path: film_ending(path, video.get("sound", True)) for path in listing.videos}
    for path in listing.photos:
        ending = path.suffix.lower()
        endings[path] = ending if ending in WRITABLE else ".jpg"
    targets = {path: target_of(source, target, path, endings[path]) for path in listing.files}
    check_links(source, target, listing, () if rename else targets.values())
    check_renaming(target, targets.values(), rename)
    report = FolderReport(source, target, hiding, finding, ignored=listing.ignored, system=listing.system)
    report.number_of_videos = len(listing.videos)
    report.failed += listing.failed
    if not rename:
        report.failed += clashes(targets)
    left_out = {one.source for one in report.failed}
    files = [path for path in listing.files if path not in left_out]
    numbers = Numbers(target) if rename else None
    if not files:
        return report
    settings = {"hiding": hiding.to_json(), "finding": finding.to_json(), "quality": quality, "rename": rename}
    settings |= {"without_faces": without_faces, "video": video}
    with unfinished_in(target, source, settings) as unfinished, _bar(files, listing, progress) as bar:
        folders = map(os.path.abspath, (source, target, unfinished.folder))
        job = Job(*folders, hiding, finding, quality, without_faces == "copy", video)
        settling = Settling(report, job, files, targets, numbers, bar)

        def items(film):
            for number, path in enumerate(files):
                if (path in videos) == film:
                    yield _item(number, path, film, endings[path], targets[path], source, numbers, unfinished)

        videos = set(listing.videos)
        for item, outcome in outcomes(job, items(False), items(True), executor):
            settling.add(item, outcome)
        settling.finish()
    return report


def _check_options(quality, rename, without_faces, video):
    if isinstance(quality, bool) or quality not in range(1, 101):
        raise ValueError(f"quality must be a whole number from 1 to 100, got {quality!r}.")
    if not isinstance(rename, bool):
        raise TypeError(f"rename must be True (numbers in place of names) or False, got {rename!r}.")
    if without_faces not in ("leave", "copy"):
        raise ValueError(f"without_faces must be 'leave' or 'copy', got {without_faces!r}.")
    for name in ("sound", "partial"):
        if not isinstance(video.get(name, True), bool):
            raise TypeError(f"{name} must be True or False, got {video[name]!r}.")
    check_video_options(**{name: value for name, value in video.items() if name not in ("sound", "partial")})


def _item(number, path, film, ending, target, source, numbers, unfinished):
    name = path.relative_to(source).as_posix()
    original = numbers.original(path) if numbers else ""
    there = numbers.known(original) if numbers else target if os.path.lexists(target) else None
    key = unfinished.key(path, name)
    paths = os.path.abspath(path), printable(name)
    there = os.path.abspath(there) if there else ""
    return Item(number, *paths, film, ending, key, there, unfinished.kept(key), original)


def _bar(files, listing, progress):
    # The text bar: it needs no widgets, and leaves nothing behind in a saved notebook.
    from tqdm import tqdm

    unit = "file" if listing.videos else "photo"
    return bar_class(tqdm)(total=len(files), unit=unit, file=sys.stdout, leave=False, disable=not progress)
