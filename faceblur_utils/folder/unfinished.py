"""What a run keeps while it is under way, so that one that was stopped goes on and its report is whole.

A hidden folder in the target holds each result before it gets its name, and beside it a record of what was found. A
record is there only after its result, both appear in one step, and both have the digest of the result in their name: so
it does not matter where a run stops, nor how often or where the same file is done. The folder goes when the run ends.
"""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
from pathlib import Path

from ..images import ImageError, printable, write_whole
from ..video.unfinished import lock, unfinished_beside

NAME = ".faceblur-unfinished"
_ABOUT, _LOCK, _ENDED = "about.json", "lock", f"{NAME}.ended"
# In place of a digest: a record of a file of which nothing is written.
NOTHING = "nothing"


class Unfinished:
    """The folder of a run that is under way.

    Parameters
    ----------
    folder : pathlib.Path
        An absolute path, for workers elsewhere may have another current folder.
    salt : str
        Keys the names of records, so that they tell no file's name.
    """

    def __init__(self, folder, salt):
        self.folder, self._salt, self._kept = folder, salt, {}
        for name in sorted(path.stem for path in folder.glob("*-*.json")):
            key, _, digest = name.partition("-")
            self._kept.setdefault(key, []).append(digest)

    def key(self, path, name):
        """Name a file by its name, size and time: one that was changed since has another.

        Parameters
        ----------
        path : pathlib.Path
        name : str
            Below the source folder.

        Returns
        -------
        str
        """
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            return secrets.token_hex(12)
        return _keyed(f"{name}\0{status.st_size}\0{status.st_mtime_ns}", self._salt)

    def kept(self, key):
        """Give the digests of the records that a stopped run left of a file.

        Parameters
        ----------
        key : str

        Returns
        -------
        tuple of str
        """
        return tuple(self._kept.get(key, ()))


@contextlib.contextmanager
def unfinished_in(target, source, settings):
    """Open the folder of a run, or the one that a stopped run left; remove it in the end, unless this one stops, too.

    Parameters
    ----------
    target : pathlib.Path
        The folder of results, made if need be. If nothing is in it in the end, it is removed again.
    source : pathlib.Path
        The folder of the originals.
    settings : dict
        What shapes results, as JSON holds it. They must be those of the stopped run.

    Yields
    ------
    Unfinished

    Raises
    ------
    ValueError
        If another run is at work there, if the stopped one was of another folder or had other options, or if the folder
        cannot be made.
    """
    made = [one for one in (target, *target.parents) if not one.exists()]
    folder = Path(os.path.abspath(target), NAME)
    with _locked(folder, target):
        _remove(folder.with_name(_ENDED))
        about = _about(folder, target, source, settings)
        yield Unfinished(folder, about["salt"])
    with contextlib.suppress(OSError):
        os.rename(folder, folder.with_name(_ENDED))  # in one step: half of the records would be a half run
    _remove(folder.with_name(_ENDED))
    with contextlib.suppress(OSError):  # of a run that wrote nothing, nothing is left
        for one in made:
            one.rmdir()


def _remove(folder):
    """Remove a folder of files, as far as it can be done; there are no folders in it."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


@contextlib.contextmanager
def _locked(folder, target):
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise ImageError(
            f"No result can be written to {printable(target)}: no folder could be made there ({error.strerror}). "
            "Choose another target, or change its permissions."
        ) from None
    try:
        if lock(file) is False:
            raise ValueError(
                f"Another run is at work in {printable(target)}. Wait until it ends, or choose another target."
            )
        yield
    finally:
        os.close(file)


def _about(folder, target, source, settings):
    """Read what the stopped run was, or begin a new one."""
    path = folder / _ABOUT
    try:
        about = json.loads(path.read_text("utf-8"))
        salt, before = about["salt"], {**about["settings"]}
    except FileNotFoundError:
        salt = secrets.token_hex(16)
        settings = {**settings, "source": _keyed(os.path.realpath(source), salt)}
        about = {"salt": salt, "settings": settings}
        write_whole(path, json.dumps(about).encode())
        return about
    except (OSError, ValueError, KeyError, TypeError):
        raise ValueError(f"{printable(path)} cannot be read. Delete the folder it is in, and run again.") from None
    said = [f"{name} was {before.get(name)} and is {now}" for name, now in settings.items() if now != before.get(name)]
    if _keyed(os.path.realpath(source), salt) != before.get("source"):
        said.append("it was of another source folder")
    if said:
        raise ValueError(
            f"A run that was stopped left {printable(target)} half done, and it was not this one: {'; '.join(said)}. "
            "Results of two sorts would lie side by side. Run it again as it was, choose another target, or delete the "
            f"folder {NAME} in it to give that run up."
        )
    return about


def _keyed(text, salt):
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), key=salt.encode(), digest_size=12).hexdigest()


def digest_of(path):
    """Digest a file.

    Parameters
    ----------
    path : str or os.PathLike

    Returns
    -------
    str
        32 hexadecimal digits, or none for what cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except (OSError, ValueError):
        return ""


def publish(staged, target, name):
    """Give a result its name, unless there is a file of that name.

    Parameters
    ----------
    staged : pathlib.Path
        The whole result, which is gone afterwards.
    target : pathlib.Path
    name : str
        What the message calls the original.

    Raises
    ------
    ImageError
        If there is a file of that name by now.
    OSError
        If it cannot be written there.
    """
    try:
        os.link(staged, target)  # refuses to replace a file; a move would do it
    except FileExistsError:
        raise _in_the_meantime(name, target) from None
    except OSError:  # no such links there, another disk, or the file of another user
        with unfinished_beside(target) as beside:
            shutil.copyfile(staged, beside)
            if os.path.lexists(target):
                raise _in_the_meantime(name, target) from None
            os.rename(beside, target)
    staged.unlink(missing_ok=True)


def _in_the_meantime(name, target):
    return ImageError(f"{name} was not written: {printable(target)} has appeared there in the meantime.")
