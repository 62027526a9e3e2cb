"""The unfinished file beside a target: hidden, locked while it is written, and cleared away by the next run if killed.

A run that is killed cannot clear up. Its lock goes with it, whatever ends it, so the next run beside it can tell the
file of a dead run from one that is still written, on this computer or, where the file system locks for all, another.
"""

import contextlib
import os
import re
import secrets
from pathlib import Path

from ..images import printable
from .reading import VideoError

_NAME = re.compile(r"\.faceblur-[0-9a-f]{16}\.part")


@contextlib.contextmanager
def unfinished_beside(target):
    """Make an empty file in the target's folder: moving it there is one step that happens or does not.

    Files that runs left behind there which were killed are removed.

    Parameters
    ----------
    target : pathlib.Path

    Yields
    ------
    pathlib.Path
        The file; if it is still there in the end, it is removed.

    Raises
    ------
    VideoError
        If no file can be made there.
    """
    clear_away(target.parent)
    try:
        path, file = _made(target.parent)
    except OSError as error:
        raise VideoError(
            f"{printable(target)} cannot be written: no file can be made in its folder ({error.strerror}). Choose "
            f"another folder, "
            "or change its permissions."
        ) from None
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
        if file is not None:
            os.close(file)


def clear_away(folder):
    """Remove what killed runs left in a folder, but nothing that a run still writes.

    Parameters
    ----------
    folder : pathlib.Path

    Returns
    -------
    list of pathlib.Path
        What was removed.
    """
    with contextlib.suppress(OSError):
        return [path for path in sorted(folder.iterdir()) if _NAME.fullmatch(path.name) and _removed(path)]
    return []


def _made(folder):
    """Make and lock a file; another run may take it for a dead one's in between, then make the next.

    Windows has no such locks, but nobody can remove a file there that is open: FFmpeg opens it anew when it writes.
    """
    while True:
        path = Path(folder) / f".faceblur-{secrets.token_hex(8)}.part"
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        if os.name != "nt" and lock(file) is not False and os.fstat(file).st_nlink:
            return path, file
        os.close(file)
        if os.name == "nt":
            return path, None


def _removed(path):
    try:
        file = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return False
    try:
        if os.name != "nt" and lock(file):
            path.unlink()
            return True
    except OSError:
        return False
    finally:
        os.close(file)
    if os.name == "nt":  # where an open file cannot be removed, that is all there is to ask
        with contextlib.suppress(OSError):
            path.unlink()
            return True
    return False


def lock(file):
    """Lock an open file for as long as it is open.

    Parameters
    ----------
    file : int
        Its descriptor.

    Returns
    -------
    bool or None
        True if done, False if another has it, None if the file system or the system knows no locks.
    """
    try:
        import fcntl
    except ImportError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
