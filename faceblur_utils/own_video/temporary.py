"""Files of this kernel that go with it: what is uploaded, and what is written before it is downloaded.

A kernel that is killed cannot clear up. Its lock goes with it, whatever ends it, so the next one can tell the folder of
a dead kernel from one that is still used.
"""

import contextlib
import os
import shutil
import stat
import tempfile
import time
import weakref
from pathlib import Path

from ..video import VideoError
from ..video.unfinished import lock

_LOCK = "lock"


class Temporary:
    """A folder that only this user can read, and that is removed with this object, or with the kernel.

    Making one clears away what killed kernels have left behind.

    Attributes
    ----------
    path : pathlib.Path

    Examples
    --------
    >>> folder = Temporary()
    >>> _ = (folder.path / "clip.mp4").write_bytes(b"...")
    >>> folder.close()
    >>> folder.path.exists()
    False
    """

    def __init__(self):
        home = place()
        home.mkdir(mode=0o700, exist_ok=True)
        about = home.lstat()
        if not stat.S_ISDIR(about.st_mode) or (
            os.name != "nt" and (about.st_uid != os.getuid() or about.st_mode & 0o77)
        ):
            raise PermissionError(
                f"{home} is not a folder of yours alone, so a clip would not be private there. Remove it, or set "
                "TMPDIR to a folder of your own."
            )
        clear_away(home)
        self.path = Path(tempfile.mkdtemp(dir=home))
        file = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT)
        lock(file)
        self._end = weakref.finalize(self, _remove, self.path, file)

    def room(self):
        """How many bytes are free there."""
        return shutil.disk_usage(self.path).free

    def close(self):
        """Remove it with all that is in it; a second time does nothing."""
        self._end()


def place():
    """Give the folder in which every kernel of this user has one of its own: pathlib.Path."""
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    return Path(tempfile.gettempdir(), f"faceblur-own-video-{user}")


def clear_away(home):
    """Remove folders of kernels that have ended.

    Parameters
    ----------
    home : pathlib.Path
        From `place`.

    Returns
    -------
    list of pathlib.Path
        What was removed.
    """
    return [folder for folder in sorted(home.iterdir()) if folder.is_dir() and _is_dead(folder) and _cleared(folder)]


def _is_dead(folder):
    """Whether nobody holds the lock; where locks are unknown, an open file cannot be removed."""
    try:
        file = os.open(folder / _LOCK, os.O_RDWR)
    except FileNotFoundError:  # being made this very moment, or half removed
        return not any(folder.iterdir()) and _older(folder, 60)
    except OSError:
        return False
    try:
        held = lock(file)
    finally:
        os.close(file)
    if held is None:
        with contextlib.suppress(OSError):
            (folder / _LOCK).unlink()
            return True
    return bool(held)


def _older(folder, seconds):
    return time.time() - folder.stat().st_mtime > seconds


def _cleared(folder):
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def _remove(folder, file):
    with contextlib.suppress(OSError):
        os.close(file)
    shutil.rmtree(folder, ignore_errors=True)


class Arriving:
    """Puts files together that arrive in pieces, on the disk; one at a time from each view of the page.

    Parameters
    ----------
    folder : Temporary
    """

    def __init__(self, folder):
        self._folder, self._under_way = folder, {}

    def take(self, view, name, size, start, parts):
        """Take the next piece.

        Parameters
        ----------
        view : str
            Which view of the page sends it.
        name : str
            Of the file: for messages, and for its ending.
        size : int
            Bytes of the whole file.
        start : int
            Where in it the piece begins.
        parts : iterable of bytes

        Returns
        -------
        pathlib.Path or None
            The file once it is whole.

        Raises
        ------
        VideoError
            If there is no room for it, or a piece is missing.
        """
        if start == 0:
            self.give_up(view)
            free = self._folder.room()
            if size > free:
                raise VideoError(
                    f"There is no room for {name}: it has {size / 1e6:.1f} MB, and {free / 1e6:.1f} MB are free in "
                    f"{self._folder.path.parent}. Give its path instead, if it is on the kernel's machine."
                )
            self._under_way[view] = Path(tempfile.mkdtemp(dir=self._folder.path), Path(name).name or "clip")
            self._under_way[view].touch()
        path = self._under_way.get(view)
        if path is None or path.stat().st_size != start:
            self.give_up(view)
            raise VideoError(f"{name} did not arrive whole; choose it again.")
        with path.open("ab") as file:
            for part in parts:
                file.write(part)
        return self._under_way.pop(view) if path.stat().st_size >= size else None

    def give_up(self, view):
        """Remove what has arrived so far."""
        path = self._under_way.pop(view, None)
        if path is not None:
            shutil.rmtree(path.parent, ignore_errors=True)
