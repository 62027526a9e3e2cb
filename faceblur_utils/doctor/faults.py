"""What a trial may come to: the four states, and how an exception becomes a cause and a command."""

import re

from .. import repair

WORKS, ABSENT, MISSING, BROKEN = "works", "absent", "missing", "broken"


class Absent(Exception):
    """Raised by the trial of a part that is not there and not needed."""


class Fault(Exception):
    """Raised by a trial that knows what is wrong."""

    def __init__(self, cause, repair_hint, missing=False):
        super().__init__(cause)
        self.cause, self.repair_hint, self.missing = cause, repair_hint, missing


def explain(error):
    """Turn an exception into state, cause and command.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    tuple of str
        State (``"missing"`` or ``"broken"``), cause in one line, and the command that repairs it.
    """
    if hasattr(error, "cause") and hasattr(error, "repair_hint"):  # Fault, and DetectorUnavailableError
        return MISSING if error.missing else BROKEN, one_line(error.cause), error.repair_hint
    text = one_line(error)
    if isinstance(error, ImportError):
        library = re.search(r"(lib[\w.+-]+\.so[\d.]*): cannot open shared object file", text)
        if library:
            cause = f"The operating system lacks {library[1]}, which OpenCV's window functions need."
            if library[1] != "libGL.so.1":
                cause = f"The operating system lacks the library {library[1]}."
            return MISSING, cause, repair.system_library(library[1])
        name = (error.name or "").split(".")[0]
        if isinstance(error, ModuleNotFoundError) and name == error.name and name:
            return (
                MISSING,
                f"{repair.PACKAGES.get(name, (name,))[0]} is not installed.",
                repair.install(name),
            )
        if "DLL load failed" in text:
            redistributable = "winget install Microsoft.VCRedist.2015+.x64"
            return BROKEN, f"Windows lacks a library that {name or 'a package'} needs ({text}).", redistributable
        if name in repair.PACKAGES:
            cause = f"{repair.PACKAGES[name][0]} is installed but cannot be imported ({text})."
            return BROKEN, cause, repair.install(name, damaged=True)
    return BROKEN, f"unexpected {type(error).__name__}: {text}", repair.ISSUE


def one_line(text):
    """The first line that says something."""
    return next((line.strip() for line in str(text).splitlines() if line.strip()), "(no message)")
