"""Which files of a folder are photos or videos, which are none, and which a system wrote beside them."""

import os
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from ..images import PHOTO_ENDINGS, VIDEO_ENDINGS, begins_like_a_photo, begins_like_a_video, printable
from .report import Failure

# What systems and programs keep among photos: small copies, indexes, what was deleted, and older versions. Most hold
# small copies of the photos, faces and all. By line: Synology, QNAP and other disks on the network; Mac; Windows; Linux
# and Android; programs.
_NAMES = """
    @eadir #recycle #snapshot @recycle @recently-snapshot .@__thumb @__thumb @tmp .snapshot .zfs
    __macosx .appledouble .appledb .appledesktop .spotlight-v100 .trashes .trash .fseventsd .temporaryitems
    .documentrevisions-v100 .ds_store .apdisk .localized
    $recycle.bin recycler thumbs.db ehthumbs.db ehthumbs_vista.db desktop.ini
    lost+found .thumbnails .thumbs .thumb .xvpics .nomedia .directory
    .picasaoriginals .picasa.ini picasa.ini .dtrash .stversions .stfolder
"""
_SYSTEM_NAMES = frozenset(_NAMES.split()) | {"system volume information", "network trash folder"}
# ._ is what a Mac writes beside each file on other people's disks; what Android deletes it calls .trashed- for a month;
# .lrdata are Lightroom's previews; .faceblur- is what our own runs leave that were stopped.
_SYSTEM_PATTERN = re.compile(
    r"\._.*|\.trash-\d+|\.(?:trashed|pending)-\d+-.*|syno(?:file|photo)_thumb.*|.*\.lrdata|\.faceblur-.*", re.DOTALL
)


@dataclass
class Listing:
    """What lies in a folder.

    Attributes
    ----------
    photos : list of pathlib.Path
        What is a photo by name or by content, whether it can be read or not, in the order of folders and names.
    videos : list of pathlib.Path
        The same of videos. What is named like one and is a photo counts as a photo.
    ignored : list of pathlib.Path
        Files that are neither, and folders that are links: those are not followed, for they may lead round in a circle.
    system : list of pathlib.Path
        Folders and files that a system keeps beside photos; nothing in these folders is looked at.
    failed : list of Failure
        Folders that cannot be opened.
    folders : list of pathlib.Path
        Each folder that was looked into.
    """

    photos: list = field(default_factory=list)
    videos: list = field(default_factory=list)
    ignored: list = field(default_factory=list)
    system: list = field(default_factory=list)
    failed: list = field(default_factory=list)
    folders: list = field(default_factory=list)

    @property
    def files(self):
        """Photos, then videos: all that is to be done, in order."""
        return self.photos + self.videos


def list_folder(source):
    """Sort the files below a folder into photos, videos and others.

    Parameters
    ----------
    source : pathlib.Path

    Returns
    -------
    Listing
    """
    found = Listing()

    def unreadable(error):
        found.failed.append(Failure(Path(error.filename), f"cannot be opened: {error.strerror}."))

    for folder, folders, files in os.walk(source, onerror=unreadable):
        found.folders.append(Path(folder))
        follow = []
        for name in sorted(folders):
            path = Path(folder, name)
            if is_system(name):
                found.system.append(path)
            elif is_link(path):
                found.ignored.append(path)
            else:
                follow.append(name)
        folders[:] = follow
        for name in sorted(files):
            path = Path(folder, name)
            (found.system if is_system(name) else getattr(found, _sort(path))).append(path)
    return found


def is_system(name):
    """Tell what a system or a program keeps beside photos, by its name.

    Parameters
    ----------
    name : str
        Of a file or a folder, without what stands before it.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_system("@eaDir"), is_system("Thumbs.db"), is_system("holiday")
    (True, True, False)
    """
    name = name.lower()
    return name in _SYSTEM_NAMES or _SYSTEM_PATTERN.fullmatch(name) is not None


def is_link(path):
    """Tell whether a path is a link or, on Windows, a junction: os.walk of Python 3.11 follows those.

    Parameters
    ----------
    path : str or os.PathLike

    Returns
    -------
    bool
    """
    return os.path.islink(path) or getattr(os.path, "isjunction", _isjunction)(path)


def _isjunction(path):
    try:
        return getattr(os.lstat(path), "st_reparse_tag", 0) == 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT
    except (OSError, ValueError):
        return False


def _sort(path):
    """Say which list of a `Listing` a file belongs to."""
    ending = path.suffix.lower()
    if ending in PHOTO_ENDINGS:
        return "photos"
    named = "videos" if ending in VIDEO_ENDINGS else "ignored"
    try:
        if not path.is_file():  # a pipe may never end
            return named
        with open(path, "rb") as file:
            head = file.read(512)
    except (OSError, ValueError):
        return named
    return "photos" if begins_like_a_photo(head) else "videos" if begins_like_a_video(head) else named


def target_of(source, target, path, ending):
    """Name the result of a file: in its sub-folder, under its name, with an ending that can be written.

    Parameters
    ----------
    source, target : pathlib.Path
        The two folders.
    path : pathlib.Path
        A photo or video below `source`.
    ending : str
        What its format asks for: put behind the name, unless it ends so already.

    Returns
    -------
    pathlib.Path
    """
    result = target / path.relative_to(source)
    return result if result.suffix.lower() == ending else result.with_name(f"{result.name}{ending}")


def clashes(targets):
    """Find files whose results would be one, here or on another system.

    Parameters
    ----------
    targets : dict
        Each file to its result.

    Returns
    -------
    list of Failure
        One for each of those files, in order.
    """
    sources = {}
    for path, target in targets.items():
        sources.setdefault(_key(target), []).append(path)
    failures = []
    for path, target in targets.items():
        others = [printable(other.name) for other in sources[_key(target)] if other != path]
        if others:
            reason = f"{' and '.join(others)} would get the same name in the target folder; rename one of them."
            failures.append(Failure(path, reason))
    return failures


def _key(path):
    """Equal for names that are one file somewhere: Windows and Macs do not tell A from a, or two spellings of é."""
    return unicodedata.normalize("NFC", os.fspath(path)).casefold()
