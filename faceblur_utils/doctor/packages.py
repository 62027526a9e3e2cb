"""Trials of Python and of the packages: each is used for what the lessons use it for."""

import importlib
import importlib.util
import io
import os
import platform
import site
import sys
import tempfile
from pathlib import Path

from .. import repair
from .faults import Fault, one_line
from .loading import load_cv2, numbers, own, require

PYTHON = ((3, 11), (3, 15))  # from, and below; as in pyproject.toml


def try_python():
    """Whether this Python is one that the lessons run on, and the one with their packages."""
    version = platform.python_version()
    low, below = PYTHON
    if not low <= sys.version_info[:2] < below:
        how = "old" if sys.version_info[:2] < low else "new"
        raise Fault(f"Python {version} is too {how}: the lessons run on 3.11 to 3.14.", repair.python())
    if not any(importlib.util.find_spec(name) for name in ("cv2", "ipywidgets", "lazy_loader")):
        raise Fault("This Python is not the one with the lessons' packages: it has none of them.", repair.python())
    return version, ""


def try_package():
    """Whether this package itself can be imported, and its command line."""
    importlib.import_module("lazy_loader")
    require("cyclopts", (5,), (6,), load=False)
    require("rich", (14, 3), load=False)
    require("markdown_it", (3,), load=False)
    require("babel", (2, 14), load=False)
    package = importlib.import_module(__package__.rpartition(".")[0])
    package.Box(0, 0, 1, 1)
    return "", ""


def try_numpy():
    """Whether NumPy computes."""
    numpy, version = require("numpy", (2,), (3,))
    if int(numpy.arange(4, dtype=numpy.uint8).sum()) != 6:
        raise Fault("NumPy computes wrongly.", repair.install("numpy", damaged=True))
    return version, ""


def try_opencv():
    """Whether there is one OpenCV, of a version that has all that the lessons call."""
    cv2 = load_cv2()
    version, present = cv2.__version__, repair.opencv_distributions()
    command = repair.install("cv2")
    names = " and ".join(present) or "an OpenCV that is not from PyPI"
    if len({number.rsplit(".", 1)[0] for number in present.values()}) > 1:
        cause = f"Different OpenCVs are installed over each other ({names}); files of one belong to another."
        raise Fault(cause, command)
    if numbers(version) >= (5,):
        cause = f"OpenCV {version} is installed; version 5 has no Haar cascades (cv2.CascadeClassifier and its files)."
        raise Fault(cause, command)
    if numbers(version) < (4, 13):
        raise Fault(f"OpenCV {version} is too old; 4.13 is the first with cv2.utils.logging.", command)
    own("detect.loading").load_cascade()
    if not hasattr(cv2, "FaceDetectorYN"):
        raise Fault(f"OpenCV {version} was built without cv2.FaceDetectorYN ({names}).", command)
    if len(present) > 1:
        return f"{version} ({names})", f"{names} are installed over each other; that works while their versions agree."
    note = f"{names} lacks cv2.imshow; the lessons do without." if "headless" in names else ""
    return f"{version} ({names})", note


def try_matplotlib():
    """Draw a figure."""
    version = require("matplotlib", (3, 11, 2))[1]
    figure = importlib.import_module("matplotlib.figure").Figure(figsize=(1, 1))
    figure.subplots().plot([0, 1])
    figure.savefig(io.BytesIO(), format="png")
    return version, ""


def try_widgets():
    """Move a slider, and see whether anybody is told."""
    widgets, version = require("ipywidgets", (8, 1), (9,))
    extension = "labextensions/@jupyter-widgets/jupyterlab-manager/package.json"
    if importlib.util.find_spec("jupyterlab_widgets") is None or not jupyter_has(extension):
        cause = "jupyterlab-widgets is not installed: JupyterLab shows no sliders without it."
        raise Fault(cause, repair.install("jupyterlab_widgets", damaged=True), missing=True)
    slider = widgets.IntSlider(value=3)
    seen = []
    slider.observe(lambda change: seen.append(change.new), "value")
    slider.value = 4
    for model in (slider, slider.layout, slider.style):
        model.close()
    if seen != [4]:
        raise Fault("A slider was moved and nobody was told.", repair.install("ipywidgets", damaged=True))
    return version, ""


def try_anywidget():
    """Let a page say something, and see whether anybody is told."""
    anywidget, version = require("anywidget", (0, 9, 13), (1,))
    if not jupyter_has("labextensions/anywidget/package.json"):
        cause = "anywidget is installed without its part for JupyterLab: the page for your own photos would stay empty."
        raise Fault(cause, repair.install("anywidget", damaged=True))
    # Not told to the notebook's page: there it would be gone before it is shown, which the page calls an error.
    page = type("Unseen", (anywidget.AnyWidget,), {"open": lambda self: None})()
    heard = []
    page.on_msg(lambda page, content, buffers: heard.append(content))
    page._handle_custom_msg("hello", [])
    for model in (page, page.layout):
        model.close()
    if heard != ["hello"]:
        raise Fault("The page said something and nobody was told.", repair.install("anywidget", damaged=True))
    return version, ""


def try_jupyterlab():
    """Whether JupyterLab has its pages."""
    version = require("jupyterlab", (4, 4), (5,), load=False)[1]  # its import takes 3 seconds
    if "JUPYTERLAB_DIR" not in os.environ and not jupyter_has("lab/static/index.html"):
        raise Fault("JupyterLab is installed without its pages.", repair.install("jupyterlab", damaged=True))
    return version, ""


def jupyter_has(file):
    """Whether Jupyter finds one of its files in this environment or in this user's folder."""
    roots = (sys.prefix, site.getuserbase(), "/usr/local" if os.name == "posix" else "")
    return any((Path(root) / "share" / "jupyter" / file).is_file() for root in roots if root)


def try_formats():
    """Write and read a photo in each format."""
    numpy = importlib.import_module("numpy")
    version = require("PIL", (13,))[1]
    images = own("images")
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
                failed[ending] = one_line(error).replace(str(path), path.name)
    if failed:
        heic = set(failed) == {".heic"}
        cause = f"Photos cannot be written and read here as {', '.join(failed)} ({next(iter(failed.values()))})"
        raise Fault(cause, repair.install("pillow_heif" if heic else "PIL", damaged=True))
    return version, ""


def try_video():
    """Write a video of two frames and read it."""
    av, version = require("av", (17,), (19,))
    require("tqdm", (4, 66))
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
            cause = f"Videos cannot be written and read here as H.264 ({one_line(error).replace(path, 'clip.mp4')})."
            raise Fault(cause, repair.install("av", damaged=True)) from None
    if count != 2:
        raise Fault(f"Of 2 frames written, {count} could be read.", repair.install("av", damaged=True))
    return version, ""


def try_privacy():
    """Whether the packages of the attacks are there and compute."""
    version = require("skimage", (0, 25), load=False)[1]
    require("scipy", (1, 13), load=False)
    require("joblib", (1, 4), load=False)
    require("sklearn", (1, 5), load=False)
    picture = importlib.import_module("numpy").zeros((9, 9, 3), "uint8")
    if own("privacy").ssim(picture, picture) != 1:
        raise Fault("A picture is not similar to itself.", repair.install("skimage", damaged=True))
    return version, ""
