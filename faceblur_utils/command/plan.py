"""Which file goes where: all that can be told before the first face is looked for."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from ..folder.films import film_ending
from ..folder.listing import clashes, list_folder, target_of
from ..folder.places import check_folders, check_links
from ..images import PHOTO_ENDINGS, VIDEO_ENDINGS, WRITABLE, begins_like_a_photo, printable
from ..messages import error_message
from ..video import VideoError
from ..video.reading import open_video
from ..video.writing import WRITABLE as WRITABLE_VIDEOS


@dataclass(frozen=True)
class Job:
    """One file or folder and where its result goes.

    Attributes
    ----------
    kind : str
        ``"photo"``, ``"video"`` or ``"folder"``.
    source, target : pathlib.Path
    problem : str
        Why nothing can be written, in words; empty if nothing is known against it.
    """

    kind: str
    source: Path
    target: Path
    problem: str = ""


def plan(paths, output):
    """Give each path its place below the output, or, if it is the only one, the output itself.

    Parameters
    ----------
    paths : list of pathlib.Path
        Files and folders.
    output : pathlib.Path
        A file or a folder.

    Returns
    -------
    list of Job

    Raises
    ------
    ValueError, NotADirectoryError
        If two results would be one file, or `output` is a file and the results need a folder.
    """
    single = len(paths) == 1
    as_file = single and not paths[0].is_dir() and not output.is_dir() and output.suffix
    if not as_file and output.exists() and not output.is_dir():
        raise NotADirectoryError(f"{printable(output)} is a file, and the results need a folder.")
    jobs = []
    for path in paths:
        if path.is_dir():
            # Without a name (., or /), a folder's own name has to be looked up.
            jobs.append(_folder(path, output if single else output / path.resolve().name))
        else:
            jobs.append(_file(path, output if as_file else output / path.name, not as_file))
    same = clashes({job.source: job.target for job in jobs})
    if same or len({job.source for job in jobs}) < len(jobs):
        said = f"{printable(same[0].source)}: {same[0].reason}" if same else "A path is named twice."
        raise ValueError(said)
    return jobs


def inside(job):
    """List what a folder's job will do.

    Parameters
    ----------
    job : Job
        Of a folder.

    Returns
    -------
    list of Job
        One for each photo and video in it.
    """
    listing = list_folder(job.source)
    targets = {path: target_of(job.source, job.target, path, _ending(path, listing)) for path in listing.files}
    try:
        check_links(job.source, job.target, listing, targets.values())
    except ValueError as error:
        return [Job("folder", job.source, job.target, str(error))]
    same, videos = {one.source: one.reason for one in clashes(targets)}, set(listing.videos)
    jobs = [
        Job("video" if path in videos else "photo", path, target, same.get(path, "") or _there(target))
        for path, target in targets.items()
    ]
    jobs += [Job("folder", one.source, job.target, one.reason) for one in listing.failed]
    return sorted(jobs, key=lambda one: one.source)


def _ending(path, listing):
    ending = path.suffix.lower()
    return film_ending(path) if path in listing.videos else ending if ending in WRITABLE else ".jpg"


def _folder(source, target):
    try:
        check_folders(source, target)
    except (OSError, ValueError) as error:
        return Job("folder", source, target, str(error))
    return Job("folder", source, target)


def _file(source, target, fit):
    try:
        kind = _kind(source)
    except (OSError, ValueError, VideoError) as error:
        return Job("photo", source, target, error_message(error))
    writable = WRITABLE if kind == "photo" else WRITABLE_VIDEOS
    if fit and target.suffix.lower() not in writable:
        target = target.with_name(f"{target.name}{'.jpg' if kind == 'photo' else film_ending(source)}")
    if target.suffix.lower() not in writable:
        endings = ", ".join(writable)
        problem = f"{printable(target)} has no ending that can be written for a {kind}; use one of {endings}."
        return Job(kind, source, target, problem)
    return Job(kind, source, target, _there(target, source))


def _kind(path):
    """Tell a photo from a video, and refuse what is neither."""
    if not path.exists():
        raise FileNotFoundError(f"There is no file or folder {printable(path)} (looked from {printable(Path.cwd())}).")
    if not path.is_file():
        raise ValueError(f"{printable(path)} is neither a file nor a folder.")
    with open(path, "rb") as file:
        begins = file.read(64)
    if begins_like_a_photo(begins) or path.suffix.lower() in PHOTO_ENDINGS:
        return "photo"
    try:
        with open_video(path):
            return "video"
    except VideoError:
        if path.suffix.lower() in VIDEO_ENDINGS:
            raise
        raise ValueError(f"{printable(path)} is neither a photo nor a video.") from None


def _there(target, source=None):
    if not os.path.lexists(target):
        return ""
    with contextlib.suppress(OSError):
        if source and os.path.samefile(target, source):
            return f"{printable(target)} is the original and is never overwritten; choose another name or folder."
    return f"{printable(target)} exists already; delete it or choose another name or folder."
