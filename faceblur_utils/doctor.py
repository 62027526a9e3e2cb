"""Try each part that the lessons need, for real, and name the true cause and the one command that repairs it.

Nothing but the standard library and `repair` is imported before it is tried: the doctor must run where OpenCV, NumPy or
lazy-loader cannot be imported, and on Pythons that are too old for the lessons.
"""

import contextlib
import hashlib
import importlib
import importlib.util
import io
import json
import os
import platform
import re
import site
import subprocess
import sys
import tempfile
import warnings
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from . import repair

WORKS, ABSENT, MISSING, BROKEN = "works", "absent", "missing", "broken"
PYTHON = ((3, 11), (3, 14))  # from, and below; as in pyproject.toml
YUNET_SHA256 = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"


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


class _Absent(Exception):
    """Raised by the trial of a part that is not there and not needed."""


class _Fault(Exception):
    """Raised by a trial that knows what is wrong."""

    def __init__(self, cause, repair_hint, missing=False):
        super().__init__(cause)
        self.cause, self.repair_hint, self.missing = cause, repair_hint, missing


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
    for part, trial in {**PARTS, **({"Camera": _camera} if camera else {})}.items():
        print(f"{part:<27}", end="", flush=True)  # before it is tried: if it takes Python down, its name stands last
        finding = _try(part, trial)
        findings.append(finding)
        print(f"{finding.state:<9}{finding.version if versions else ''}".rstrip())
        for label, text in (
            ("cause" if finding.repair_hint else "note", finding.cause),
            ("repair", finding.repair_hint),
        ):
            if text:
                print(f"    {label + ':':<8}{text}")
    faults = findings.faults
    print()
    if faults:
        need = "needs" if len(faults) == 1 else "need"
        first = next((fault.repair_hint for fault in faults if fault.repair_hint != repair.ISSUE), repair.ISSUE)
        print(f"{len(faults)} of {len(findings)} parts {need} repair; begin with: {first}")
        print(
            "Commands go into a terminal, in the project's folder; after them, a notebook's kernel must be restarted."
        )
    else:
        print("Everything works.")
    return findings


def _try(part, trial):
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
    except _Absent as error:
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
    if hasattr(error, "cause") and hasattr(error, "repair_hint"):  # _Fault, and DetectorUnavailableError
        return MISSING if error.missing else BROKEN, _one_line(error.cause), error.repair_hint
    text = _one_line(error)
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


def _one_line(text):
    """The first line that says something."""
    return next((line.strip() for line in str(text).splitlines() if line.strip()), "(no message)")


def _numbers(version):
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def _load(name):
    """Import a package, and see to it that an error says which one it was."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        error.name = error.name or name
        raise


def _load_cv2():
    cv2 = _load("cv2")
    if not hasattr(cv2, "__version__"):  # Python takes any folder of that name for a package
        cause = "The folder of cv2 is there but hollow: removing another OpenCV took its files along."
        raise _Fault(cause, repair.install("cv2"))
    return cv2


def _require(name, low, below=None, load=True):
    """Import a package, refuse a version that the lessons do not work with, and return both."""
    if importlib.util.find_spec(name) is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    module = _load(name) if load else None
    wanted, versions = repair.PACKAGES[name][:2]
    version = getattr(module, "__version__", None) or metadata.version(wanted)
    if _numbers(version) < low or (below and _numbers(version) >= below):
        raise _Fault(f"{wanted} {version} is installed; the lessons need {versions}.", repair.install(name))
    return module, version


def _own(module):
    """Import a module of this package; what it needs may be broken."""
    return importlib.import_module(f"{__package__}.{module}")


def _python():
    version = platform.python_version()
    low, below = PYTHON
    if not low <= sys.version_info[:2] < below:
        how = "old" if sys.version_info[:2] < low else "new"
        raise _Fault(f"Python {version} is too {how}: the lessons run on 3.11 to 3.13.", repair.python())
    if not any(importlib.util.find_spec(name) for name in ("cv2", "ipywidgets", "lazy_loader")):
        raise _Fault("This Python is not the one with the lessons' packages: it has none of them.", repair.python())
    return version, ""


def _package():
    importlib.import_module("lazy_loader")
    package = importlib.import_module(__package__)
    package.Box(0, 0, 1, 1)
    return "", ""


def _numpy():
    numpy, version = _require("numpy", (2,), (3,))
    if int(numpy.arange(4, dtype=numpy.uint8).sum()) != 6:
        raise _Fault("NumPy computes wrongly.", repair.install("numpy", damaged=True))
    return version, ""


def _opencv():
    cv2 = _load_cv2()
    version, present = cv2.__version__, repair.opencv_distributions()
    command = repair.install("cv2")
    names = " and ".join(present) or "an OpenCV that is not from PyPI"
    if len({number.rsplit(".", 1)[0] for number in present.values()}) > 1:
        cause = f"Different OpenCVs are installed over each other ({names}); files of one belong to another."
        raise _Fault(cause, command)
    if _numbers(version) >= (5,):
        cause = f"OpenCV {version} is installed; version 5 has no Haar cascades (cv2.CascadeClassifier and its files)."
        raise _Fault(cause, command)
    if _numbers(version) < (4, 12):
        raise _Fault(f"OpenCV {version} is too old; 4.12 is the first made for NumPy 2.", command)
    _own("detect.loading").load_cascade()
    if not hasattr(cv2, "FaceDetectorYN"):
        raise _Fault(f"OpenCV {version} was built without cv2.FaceDetectorYN ({names}).", command)
    if len(present) > 1:
        return f"{version} ({names})", f"{names} are installed over each other; that works while their versions agree."
    note = f"{names} lacks cv2.imshow; the lessons do without." if "headless" in names else ""
    return f"{version} ({names})", note


def _matplotlib():
    version = _require("matplotlib", (3, 9))[1]
    figure = importlib.import_module("matplotlib.figure").Figure(figsize=(1, 1))
    figure.subplots().plot([0, 1])
    figure.savefig(io.BytesIO(), format="png")
    return version, ""


def _widgets():
    widgets, version = _require("ipywidgets", (8, 1), (9,))
    extension = "labextensions/@jupyter-widgets/jupyterlab-manager/package.json"
    if importlib.util.find_spec("jupyterlab_widgets") is None or not _jupyter_has(extension):
        cause = "jupyterlab-widgets is not installed: JupyterLab shows no sliders without it."
        raise _Fault(cause, repair.install("jupyterlab_widgets", damaged=True), missing=True)
    slider = widgets.IntSlider(value=3)
    seen = []
    slider.observe(lambda change: seen.append(change.new), "value")
    slider.value = 4
    for model in (slider, slider.layout, slider.style):
        model.close()
    if seen != [4]:
        raise _Fault("A slider was moved and nobody was told.", repair.install("ipywidgets", damaged=True))
    return version, ""


def _anywidget():
    anywidget, version = _require("anywidget", (0, 9, 13), (1,))
    if not _jupyter_has("labextensions/anywidget/package.json"):
        cause = "anywidget is installed without its part for JupyterLab: the page for your own photos would stay empty."
        raise _Fault(cause, repair.install("anywidget", damaged=True))
    # Not told to the notebook's page: there it would be gone before it is shown, which the page calls an error.
    page = type("Unseen", (anywidget.AnyWidget,), {"open": lambda self: None})()
    heard = []
    page.on_msg(lambda page, content, buffers: heard.append(content))
    page._handle_custom_msg("hello", [])
    for model in (page, page.layout):
        model.close()
    if heard != ["hello"]:
        raise _Fault("The page said something and nobody was told.", repair.install("anywidget", damaged=True))
    return version, ""


def _jupyterlab():
    version = _require("jupyterlab", (4, 4), (5,), load=False)[1]  # its import takes 3 seconds
    if "JUPYTERLAB_DIR" not in os.environ and not _jupyter_has("lab/static/index.html"):
        raise _Fault("JupyterLab is installed without its pages.", repair.install("jupyterlab", damaged=True))
    return version, ""


def _jupyter_has(file):
    """Whether Jupyter finds one of its files in this environment or in this user's folder."""
    roots = (sys.prefix, site.getuserbase(), "/usr/local" if os.name == "posix" else "")
    return any((Path(root) / "share" / "jupyter" / file).is_file() for root in roots if root)


def _formats():
    numpy = importlib.import_module("numpy")
    version = _require("PIL", (12,))[1]
    images = _own("images")
    failed = {}
    with tempfile.TemporaryDirectory() as folder:
        for ending in images.WRITABLE:
            path = Path(folder) / f"photo{ending}"
            try:
                images.write_image(path, numpy.full((16, 16, 3), 200, numpy.uint8))
                images.read_image(path)
            except ImportError:
                raise
            except Exception as error:  # Pillow's encoders raise anything from KeyError to OSError
                failed[ending] = _one_line(error).replace(str(path), path.name)
    if failed:
        heic = set(failed) == {".heic"}
        cause = f"Photos cannot be written and read here as {', '.join(failed)} ({next(iter(failed.values()))})"
        raise _Fault(cause, repair.install("pillow_heif" if heic else "PIL", damaged=True))
    return version, ""


def _video():
    """Write a video of two frames and read it."""
    av, version = _require("av", (16,), (19,))
    _require("tqdm", (4, 66))
    numpy = importlib.import_module("numpy")
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "clip.mp4")
        try:
            with av.open(path, "w") as container:
                stream = container.add_stream("libx264", rate=25)
                stream.width = stream.height = 64
                for _ in range(2):
                    frame = av.VideoFrame.from_ndarray(numpy.full((64, 64, 3), 200, numpy.uint8), format="rgb24")
                    container.mux(stream.encode(frame))
                container.mux(stream.encode(None))
            with av.open(path) as container:
                count = sum(1 for _ in container.decode(video=0))
        except (av.error.FFmpegError, ValueError) as error:  # ValueError: a build without this encoder
            cause = f"Videos cannot be written and read here as H.264 ({_one_line(error).replace(path, 'clip.mp4')})."
            raise _Fault(cause, repair.install("av", damaged=True)) from None
    if count != 2:
        raise _Fault(f"Of 2 frames written, {count} could be read.", repair.install("av", damaged=True))
    return version, ""


def _privacy():
    version = _require("skimage", (0, 25), load=False)[1]
    _require("scipy", (1, 13), load=False)
    _require("joblib", (1, 4), load=False)
    picture = importlib.import_module("numpy").zeros((9, 9, 3), "uint8")
    if _own("privacy").ssim(picture, picture) != 1:
        raise _Fault("A picture is not similar to itself.", repair.install("skimage", damaged=True))
    return version, ""


def _samples():
    samples = _own("samples")
    try:
        photos = json.loads((samples.data_folder() / "ground_truth.json").read_text(encoding="utf-8"))["photos"]
    except FileNotFoundError:
        raise _Fault("The folder data/, or its ground_truth.json, is missing.", repair.restore("data"), True) from None
    except (ValueError, KeyError):
        file = "data/ground_truth.json"
        raise _Fault(f"{file} is damaged.", repair.restore(file)) from None
    missing, damaged = [], []
    for photo in photos.values():
        path = samples.data_folder() / photo["file"]
        if not path.is_file():
            missing.append("data/" + photo["file"])
        elif not _whole(path, photo):
            damaged.append("data/" + photo["file"])
    if missing or damaged:
        said = [f"missing: {', '.join(missing)}"] if missing else []
        said += [f"damaged: {', '.join(damaged)}"] if damaged else []
        raise _Fault("; ".join(said) + ".", repair.restore(*missing, *damaged), bool(missing))
    return "", ""


def _whole(path, photo):
    """Whether a photo reads to its last pixel and has the size that the ground truth gives."""
    images = _own("images")
    try:
        height, width = images.read_image(path).shape[:2]
        return photo.get("size") in (None, [width, height])
    except images.ImageError:
        return False


def _model():
    samples = _own("samples")
    file = "data/" + samples.YUNET
    try:
        content = samples.model().read_bytes()
    except FileNotFoundError:
        raise _Fault(f"{file} is missing.", repair.restore(file), True) from None
    if hashlib.sha256(content).hexdigest() != YUNET_SHA256:
        cause = f"{file} is damaged: its {len(content):,} bytes are not the ones that were published."
        raise _Fault(cause, repair.restore(file))
    return "", ""


def _detector(name, package, **parameters):
    """Make the trial of one detector: it must find the astronaut, or a plain grey picture if that photo is lost."""

    def trial():
        _load_cv2()
        detect = _own("detect")
        images = _own("images")
        samples = _own("samples")
        try:
            photo, faces = images.read_image(samples.path("astronaut")), samples.true_boxes("astronaut")
        except Exception:  # said by the parts that look at the photos and their formats
            photo, faces = importlib.import_module("numpy").full((160, 160, 3), 128, "uint8"), []
        found = detect.detect_faces(photo, name, **parameters)
        if name != "cnn" and faces and not any(box.iou(faces[0]) > 0.3 for box in found):
            raise _Fault("It runs but does not find the astronaut's face.", repair.install(package, damaged=True))
        return "", ""

    return trial


def _camera():
    """Look for a camera without opening it: opening may take seconds, light its lamp or ask for permission."""
    system = platform.system()
    try:
        if system == "Linux":
            devices = list(Path("/dev").glob("video[0-9]*"))
            found = bool(devices)
            if found and not any(os.access(device, os.R_OK | os.W_OK) for device in devices):
                raise _Absent("there seems to be one, but this user may not open it; no lesson needs it.")
        elif system == "Darwin":
            found = any(json.loads(_output("system_profiler", "SPCameraDataType", "-json")).values())
        else:
            found = bool(_output("powershell", "-NoProfile", "-Command", _WINDOWS_CAMERAS).strip())
    except (OSError, ValueError, subprocess.SubprocessError):
        raise _Absent("whether there is one cannot be told here; no lesson needs one.") from None
    if not found:
        raise _Absent("none was found; no lesson needs one.")
    return "", "there seems to be one."


_WINDOWS_CAMERAS = "Get-PnpDevice -PresentOnly -Class Camera,Image -ErrorAction SilentlyContinue"


def _output(*command):
    return subprocess.run(command, capture_output=True, timeout=5, stdin=subprocess.DEVNULL).stdout


PARTS = {
    "Python": _python,
    "faceblur_utils": _package,
    "NumPy": _numpy,
    "OpenCV": _opencv,
    "Matplotlib": _matplotlib,
    "Sliders (ipywidgets)": _widgets,
    "Own photos (anywidget)": _anywidget,
    "JupyterLab": _jupyterlab,
    "Photo formats": _formats,
    "Video files": _video,
    "Privacy measures (scikit-image)": _privacy,
    "Sample photos": _samples,
    "YuNet model": _model,
    "Detector haar": _detector("haar", "cv2"),
    "Detector hog": _detector("hog", "dlib"),
    "Detector face_recognition": _detector("face_recognition", "dlib"),
    "Detector cnn": _detector("cnn", "dlib", max_side=160),
    "Detector yunet": _detector("yunet", "cv2"),
}


def main():
    """Examine everything for the command line: ``python -m faceblur_utils``.

    Returns
    -------
    int
        0 if every part works (a camera is not needed), otherwise 1.
    """
    print(f"{platform.system()} {platform.machine()}, environment looked after by {repair.manager()}\n")
    return 1 if examine(versions=True, camera=True).faults else 0
