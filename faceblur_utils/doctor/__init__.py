"""Try each part that the lessons need, for real, and name the true cause and the one command that repairs it.

Nothing but the standard library and `repair` is imported before it is tried: the doctor must run where OpenCV, NumPy or
lazy-loader cannot be imported, and on Pythons that are too old for the lessons.
"""

import contextlib
import io
import os
import platform
import warnings
from dataclasses import dataclass

from .. import repair
from ..words import _
from .faults import ABSENT, BROKEN, MISSING, WORKS, Absent, explain
from .media import detector_trial, model_trial, try_camera, try_samples
from .packages import (
    PYTHON,
    try_anywidget,
    try_formats,
    try_jupyterlab,
    try_matplotlib,
    try_numpy,
    try_opencv,
    try_package,
    try_privacy,
    try_python,
    try_video,
    try_widgets,
)

__all__ = ["ABSENT", "BROKEN", "MISSING", "PARTS", "PYTHON", "WORKS", "Diagnoses", "Diagnosis", "examine", "main"]


@dataclass(frozen=True)
class Diagnosis:
    """What was found out about one part.

    Attributes
    ----------
    part : str
        As it stands in the table.
    state : str
        ``"works"``, ``"absent"`` (and not needed), ``"missing"`` or ``"broken"``.
    cause : str
        Why it does not work, in words; for a part that needs no repair, a remark or nothing.
    repair_hint : str
        The command that repairs it; empty if it needs none.
    version : str
        Empty where there is none.
    """

    part: str
    state: str
    cause: str = ""
    repair_hint: str = ""
    version: str = ""


class Diagnoses(list):
    """List of `Diagnosis`; silent at the end of a cell, for `examine` has printed the table already."""

    def _ipython_display_(self):
        pass

    @property
    def faults(self):
        """Those that need repair."""
        return [finding for finding in self if finding.state in (MISSING, BROKEN)]


PARTS = {
    "Python": try_python,
    "faceblur_utils": try_package,
    "NumPy": try_numpy,
    "OpenCV": try_opencv,
    "Matplotlib": try_matplotlib,
    "Sliders (ipywidgets)": try_widgets,
    "Own photos (anywidget)": try_anywidget,
    "JupyterLab": try_jupyterlab,
    "Photo formats": try_formats,
    "Video files": try_video,
    "Privacy measures (scikit-image)": try_privacy,
    "Sample photos": try_samples,
    "YuNet model": model_trial("YUNET"),
    "Detector haar": detector_trial("haar", "cv2"),
    "Detector hog": detector_trial("hog", "dlib"),
    "Detector face_recognition": detector_trial("face_recognition", "dlib"),
    "Detector cnn": detector_trial("cnn", "dlib", max_side=160),
    "Detector yunet": detector_trial("yunet", "cv2"),
    "SFace model": model_trial("SFACE"),
}


_NAMES = tuple(PARTS)


def examine(versions=False, camera=False):
    """Try every part, print a line for each, and say what to repair first.

    Without versions and camera the text is the same on every machine where everything works (a remark on a headless
    OpenCV aside).

    Parameters
    ----------
    versions : bool
        Whether to print the versions as well.
    camera : bool
        Whether to look for a camera. None is fine.

    Returns
    -------
    Diagnoses
        One `Diagnosis` for each part, in the order of the table.
    """
    findings = Diagnoses()
    width = max(len(_(name)) for name in _NAMES) + 1
    for part, trial in {**PARTS, **({"Camera": try_camera} if camera else {})}.items():
        print(
            f"{_(part):<{width}}", end="", flush=True
        )  # before it is tried: if it takes Python down, its name stands last
        finding = examine_part(part, trial)
        findings.append(finding)
        print(f"{_(finding.state):<9}{finding.version if versions else ''}".rstrip())
        for label, text in (
            (_("cause") if finding.repair_hint else _("note"), finding.cause),
            (_("repair"), finding.repair_hint),
        ):
            if text:
                print(f"    {label + ':':<8}{text}")
    faults = findings.faults
    print()
    if faults:
        first = next((fault.repair_hint for fault in faults if fault.repair_hint != repair.ISSUE), repair.ISSUE)
        one = _("1 of {parts} parts needs repair; begin with: {command}")
        several = _("{faults} of {parts} parts need repair; begin with: {command}")
        said = one if len(faults) == 1 else several
        print(said.format(faults=len(faults), parts=len(findings), command=first))
        print(_("Commands go into a terminal, in the project's folder; then a notebook's kernel must be restarted."))
    else:
        print(_("Everything works."))
    return findings


def examine_part(part, trial):
    """Make a finding of whatever a trial returns or raises."""
    try:
        with contextlib.ExitStack() as quiet:
            quiet.enter_context(_silent_libraries())
            quiet.enter_context(contextlib.redirect_stdout(io.StringIO()))
            quiet.enter_context(contextlib.redirect_stderr(io.StringIO()))
            quiet.enter_context(warnings.catch_warnings())
            warnings.simplefilter("ignore")
            version, note = trial()
        return Diagnosis(part, WORKS, note, version=version)
    except Absent as error:
        return Diagnosis(part, ABSENT, str(error))
    except (Exception, SystemExit) as error:  # a package may end Python when it cannot be imported
        state, cause, command = explain(error)
        return Diagnosis(part, state, cause, command)


@contextlib.contextmanager
def _silent_libraries():
    """Keep what C libraries write on standard error (file descriptor 2) out of the table."""
    try:
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:  # there is no standard error, under pythonw for example
        yield
        return
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def main():
    """Examine everything for the command line: ``python -m faceblur_utils``.

    Returns
    -------
    int
        0 if every part works (a camera is not needed), otherwise 1.
    """
    print(f"{platform.system()} {platform.machine()}, environment looked after by {repair.manager()}\n")
    return 1 if examine(versions=True, camera=True).faults else 0
