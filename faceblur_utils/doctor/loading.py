"""Import what a trial looks at, and say which package it was that failed."""

import importlib
import importlib.util
import re
from importlib import metadata

from .. import repair
from .faults import Fault

_PACKAGE = __package__.rpartition(".")[0]


def numbers(version):
    """First three numbers of a version, to be compared."""
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def import_by_name(name):
    """Import a package, and see to it that an error says which one it was."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        error.name = error.name or name
        raise


def load_cv2():
    """Import OpenCV, and see whether there is anything in it."""
    cv2 = import_by_name("cv2")
    if not hasattr(cv2, "__version__"):  # Python takes any folder of that name for a package
        cause = "The folder of cv2 is there but hollow: removing another OpenCV took its files along."
        raise Fault(cause, repair.install("cv2"))
    return cv2


def require(name, low, below=None, load=True):
    """Import a package, refuse a version that the lessons do not work with, and return both."""
    if importlib.util.find_spec(name) is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    module = import_by_name(name) if load else None
    wanted, versions = repair.PACKAGES[name][:2]
    version = getattr(module, "__version__", None) or metadata.version(wanted)
    if numbers(version) < low or (below and numbers(version) >= below):
        raise Fault(f"{wanted} {version} is installed; the lessons need {versions}.", repair.install(name))
    return module, version


def own(module):
    """Import a module of this package; what it needs may be broken."""
    return importlib.import_module(f"{_PACKAGE}.{module}")
