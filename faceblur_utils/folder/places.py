"""Where no result may go: into the source, by whatever way, and where an original would be taken for a result."""

import os
from pathlib import Path

from ..images import ImageError, printable
from .listing import is_link


def check_folders(source, target):
    """Refuse folders that are none, and one inside the other.

    Parameters
    ----------
    source, target : pathlib.Path

    Raises
    ------
    FileNotFoundError, NotADirectoryError
        If `source` does not exist or is a file, or `target` is a file.
    ValueError
        If one lies inside the other, or the target is a link that leads nowhere.
    """
    if not source.exists():
        raise FileNotFoundError(f"There is no folder {printable(source)} (looked from {printable(Path.cwd())}).")
    if not source.is_dir():
        raise NotADirectoryError(f"{printable(source)} is a file; for one photo use read_image and anonymize.")
    if target.exists() and not target.is_dir():
        raise NotADirectoryError(f"{printable(target)} is a file, and the results need a folder.")
    source_id = _identity(source)
    if _inside(target, source_id):
        raise ValueError(
            f"The target {printable(target)} is the source folder or lies inside it, so that results would be taken "
            "for originals; choose a folder beside it."
        )
    if _inside(source, _identity(target)):
        raise ValueError(
            f"The source {printable(source)} lies inside the target {printable(target)}, so that results would lie "
            "among originals; choose a folder beside it."
        )
    if is_link(target) and not target.exists():
        raise ValueError(f"The target {printable(target)} is a link that leads nowhere; remove it or name a folder.")


def check_links(source, target, listing, targets):
    """Refuse a target through which an original can be reached, and a source whose photos are results.

    Looked for are symbolic links and junctions to the source, into it and around it; hard links to a photo; a mount of
    a source folder; and links among the photos that lead into the target. Results would be written among originals, an
    original would be taken for a result that is there already, and whoever copies or packs the target would take the
    originals along. Links that lead elsewhere may stay.

    Parameters
    ----------
    source, target : pathlib.Path
        As they passed `check_folders`.
    listing : Listing
        What lies in the source.
    targets : iterable of pathlib.Path
        Where results will be written.

    Raises
    ------
    ValueError
        Names the link and where it leads.
    """
    for path in listing.files:
        if os.path.islink(path) and _inside(path, _identity(target)):
            raise ValueError(
                f"The file {printable(path)} is a link to {printable(os.path.realpath(path))} in the target folder, "
                "so that a result would be taken for an original; remove the link."
            )
    originals = {_identity(path): path for path in [*listing.files, *listing.folders]}
    originals.pop(None, None)
    inodes = {inode for _, inode in originals}
    for entry, link in _entries(target):
        if link:
            _refuse_way_back(entry.path, source)
        # A folder's entry does not tell what is mounted there.
        if link or entry.is_dir() or entry.inode() in inodes:
            _refuse_same(entry.path, originals)
    # Links that lead elsewhere are not walked through: there only what results need is looked at.
    targets = list(targets)
    for folder in {path.parent for path in targets}:
        _refuse_way_back(folder, source)
    for path in targets:
        _refuse_same(path, originals)


def check_place(folder, source, name):
    """Look at one result's folder once more, just before it is made: a link may have appeared since the run began.

    Parameters
    ----------
    folder : pathlib.Path
        Where the result goes.
    source : pathlib.Path
        The folder of the originals.
    name : str
        What the message calls the photo.

    Raises
    ------
    ImageError
        If the result would be written into the source.
    """
    if _inside(folder, _identity(source)):
        raise ImageError(f"{name} cannot be written: a link in the target leads back into the source folder.")


def _entries(folder):
    """Every file and folder below one, and whether it is a link; what cannot be opened can take no result."""
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                found = list(entries)
        except OSError:
            continue
        for entry in found:
            folder = entry.is_dir(follow_symlinks=False)
            link = entry.is_symlink() or (folder and is_link(entry.path))
            yield entry, link
            if folder and not link:
                waiting.append(entry.path)


def _refuse_way_back(path, source):
    if _inside(path, _identity(source)) or _inside(source, _identity(path)):
        raise ValueError(
            f"In the target, {printable(path)} leads back to the source folder, by way of "
            f"{printable(os.path.realpath(path))}: results would lie among originals, and whoever copies the target "
            "might take the originals along. Remove that link or choose another target."
        )


def _refuse_same(path, originals):
    identity = _identity(path)
    if identity in originals and identity is not None:
        raise ValueError(
            f"In the target, {printable(path)} is the original {printable(originals[identity])} itself under a second "
            "name (a link or a mount), with clear faces. Remove it or choose another target."
        )


def _inside(path, folder):
    """Tell whether a path, all links followed, is a folder or lies in it; what does not exist yet counts, too."""
    real = Path(os.path.realpath(path))  # unlike Path.resolve, no error from a link that leads to itself
    return folder is not None and any(_identity(one) == folder for one in (real, *real.parents))


def _identity(path):
    """Equal for all names of one file: sees through links, mounts, and upper and lower case where these are one."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    # Some network disks number no files: there the name has to do.
    return (status.st_dev, status.st_ino or os.path.normcase(os.path.realpath(path)))
