"""Numbers in place of names, the same for the same file when the folder is done again."""

import hashlib
import os
import re
import secrets

from ..images import WRITABLE, printable
from ..video.writing import WRITABLE as WRITABLE_VIDEOS

LIST = "_numbers.txt"
_ABOUT = (
    "# Which original has which number: no names, but a BLAKE2b hash of each original file, keyed with the salt below.",
    "# anonymize_folder(..., rename=True) needs this list to add photos later. Do not pass it on with the results:",
    "# whoever has an original could look its number up.",
)
_NUMBERED = re.compile(r"\d{5,}")
_LINE = re.compile(r"(\d{5,}) ([0-9a-f]{32})")


def check_renaming(target, targets, rename):
    """Refuse a target in which results have names of the other sort, for then photos would be done twice.

    Parameters
    ----------
    target : pathlib.Path
        The folder of results.
    targets : iterable of pathlib.Path
        What the results would be called without renaming.
    rename : bool
        Whether they are to be renamed now.

    Raises
    ------
    ValueError
        Says which file shows it, and what to do.
    """
    listed = os.path.lexists(target / LIST)
    if not rename and listed:
        raise ValueError(
            f"{printable(target)} was filled with rename=True ({LIST} is in it): without it each photo would be there "
            "twice, once under its old name. Pass rename=True, or choose another target."
        )
    if not rename or listed:
        return
    named = next((path for path in targets if os.path.lexists(path)), None)
    if named is not None:
        raise ValueError(
            f"The target has results under their old names already, such as {printable(named)}; renamed, each would be "
            "there twice. Choose an empty folder."
        )
    numbered = sorted(path.name for path in _files(target) if _is_numbered(path))
    if numbered:
        raise ValueError(
            f"{printable(target)} has numbered photos ({printable(numbered[0])}), but no {LIST} that tells which "
            "originals they are. Choose an empty folder, or put the list back."
        )


class Numbers:
    """The numbers given so far, kept as a list in the target.

    Parameters
    ----------
    target : pathlib.Path
        The folder of results; nothing is written before `take`.

    Raises
    ------
    ValueError
        If the list is there and is not one of ours.
    """

    def __init__(self, target):
        self._target, self._path = target, target / LIST
        self._known, self._salt, self._begun, self._cut = {}, secrets.token_bytes(16), False, False
        if os.path.lexists(self._path):
            self._read()
        self._files = {path.stem: path for path in _files(target) if _is_numbered(path)}
        self._last = max([*self._known.values(), *map(int, self._files)], default=0)

    def _read(self):
        try:
            text = self._path.read_text("ascii")
            (salt,) = re.findall(r"^salt ([0-9a-f]{32})$", text, re.MULTILINE)
        except (OSError, ValueError):
            raise ValueError(
                f"{printable(self._path)} cannot be read as the list of numbers; put the right one back, or choose an "
                "empty target."
            ) from None
        # A line that an interrupted run left half written is none: its photo was not written either.
        self._known = {match[2]: int(match[1]) for match in map(_LINE.fullmatch, text.splitlines()) if match}
        if len(set(self._known.values())) < len(self._known):
            raise ValueError(
                f"{printable(self._path)} has one number for two photos; did two runs write at the same time? Choose "
                "an empty target."
            )
        self._salt, self._begun, self._cut = bytes.fromhex(salt), True, not text.endswith("\n")

    def original(self, path):
        """Make the hash by which an original is known, whatever its name.

        Parameters
        ----------
        path : pathlib.Path

        Returns
        -------
        str
            Empty if it cannot be read.
        """
        try:
            with open(path, "rb") as file:
                return hashlib.file_digest(file, lambda: hashlib.blake2b(key=self._salt, digest_size=16)).hexdigest()
        except (OSError, ValueError):
            return ""

    def known(self, original):
        """Tell what an earlier run, or an earlier file with the same content, has been written as.

        Parameters
        ----------
        original : str
            As `original` made it.

        Returns
        -------
        pathlib.Path or None
            A file that is there.
        """
        number = self._known.get(original)
        return None if number is None else self._files.get(f"{number:05}")

    def take(self, original, ending):
        """Give a file its number, and keep it before the result is written.

        Parameters
        ----------
        original : str
            As `original` made it.
        ending : str
            Of the result.

        Returns
        -------
        pathlib.Path
            Where the result goes: the number that the file had, if its result has been deleted, or the next one.
        """
        if not self._begun:
            self._begin()
        if original not in self._known:
            self._append(f"{self._last + 1:05} {original}")
            self._last += 1
            self._known[original] = self._last
        return self._target / f"{self._known[original]:05}{ending}"

    def written(self, path):
        """Note that a result is there.

        Parameters
        ----------
        path : pathlib.Path
            As `take` named it.
        """
        self._files[path.stem] = path

    def _begin(self):
        with open(self._path, "x", encoding="ascii", newline="\n") as file:
            file.write("\n".join([*_ABOUT, f"salt {self._salt.hex()}", ""]))
        self._begun = True

    def _append(self, line):
        with open(self._path, "a", encoding="ascii", newline="\n") as file:
            file.write(f"\n{line}\n" if self._cut else f"{line}\n")
        self._cut = False


def _files(folder):
    return folder.iterdir() if folder.is_dir() else ()


def _is_numbered(path):
    return _NUMBERED.fullmatch(path.stem) is not None and path.suffix.lower() in {**WRITABLE, **WRITABLE_VIDEOS}
