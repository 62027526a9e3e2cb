"""Bring in what the detectors work with, and say in words what is missing or damaged and what repairs it."""

import contextlib
import importlib.util
import io
import os
import sys
import threading
import warnings

import cv2
import numpy as np
from PIL import ImageFile

from .. import repair, samples

_importing = threading.Lock()


class DetectorUnavailableError(RuntimeError):
    """A detector cannot work in this environment.

    Attributes
    ----------
    cause : str
        What is wrong, in words.
    repair_hint : str
        The command that repairs it.
    missing : bool
        Whether something is not there at all, rather than there and broken.
    """

    def __init__(self, cause, repair_hint, missing=False):
        super().__init__(f"{cause} To repair it: {repair_hint}")
        self.cause, self.repair_hint, self.missing = cause, repair_hint, missing


def load_cascade():
    """Read OpenCV's frontal face cascade.

    Returns
    -------
    cv2.CascadeClassifier

    Raises
    ------
    DetectorUnavailableError
        If this OpenCV has no cascade classifier, or comes without the Haar files.
    """
    five = cv2.__version__.split(".")[0] == "5"
    if not hasattr(cv2, "CascadeClassifier"):
        why = "OpenCV 5 took it out" if five else "it was built without its object detection module"
        raise DetectorUnavailableError(
            f"OpenCV {cv2.__version__} has no cv2.CascadeClassifier ({why}).", repair.install("cv2")
        )
    try:
        with open(cv2.data.haarcascades + "haarcascade_frontalface_default.xml", encoding="utf-8") as file:
            content = file.read()
    except (AttributeError, OSError):
        who = f"OpenCV {cv2.__version__}" if five else f"This build of OpenCV {cv2.__version__}"
        who = f"conda's build of OpenCV {cv2.__version__}" if repair.conda_opencv() else who
        lacks = "the Haar cascade files" if hasattr(cv2, "data") else "cv2.data and the Haar cascade files"
        raise DetectorUnavailableError(f"{who} comes without {lacks}.", repair.install("cv2")) from None
    # Read here and passed as text: OpenCV itself cannot open a path with letters outside ASCII on Windows.
    storage = cv2.FileStorage(content, cv2.FILE_STORAGE_READ | cv2.FILE_STORAGE_MEMORY)
    cascade = cv2.CascadeClassifier()
    cascade.read(storage.getFirstTopLevelNode())
    return cascade


def import_dlib():
    """Import dlib.

    Returns
    -------
    module

    Raises
    ------
    DetectorUnavailableError
        If it is missing or damaged; the message says which.
    """
    if importlib.util.find_spec("dlib") is None:
        raise DetectorUnavailableError("dlib is not installed.", repair.install("dlib"), missing=True)
    try:
        import dlib
    except ImportError as error:
        raise DetectorUnavailableError(
            f"dlib is installed but cannot be imported ({error}).", repair.install("dlib", damaged=True)
        ) from None
    return dlib


def import_face_recognition():
    """Import the face_recognition library, which costs seconds and has several ways to fail.

    Returns
    -------
    module

    Raises
    ------
    DetectorUnavailableError
        If it, dlib, its models or what they need is missing or damaged; the message says which.
    """
    dlib = import_dlib()
    # Look before importing: without face_recognition_models, which in turn needs pkg_resources, face_recognition prints
    # a misleading hint and ends the process.
    if importlib.util.find_spec("pkg_resources") is None:
        raise DetectorUnavailableError(
            "face_recognition_models needs pkg_resources, which setuptools has no longer had since version 82.",
            repair.install("pkg_resources"),
            missing=True,
        )
    truncated = ImageFile.LOAD_TRUNCATED_IMAGES
    with contextlib.ExitStack() as meanwhile:
        # face_recognition tells Pillow to pass damaged files as whole ones, for everybody in this process.
        meanwhile.callback(setattr, ImageFile, "LOAD_TRUNCATED_IMAGES", truncated)
        if "face_recognition" not in sys.modules:
            meanwhile.enter_context(_landmarks_when_asked(dlib))
        for package in ("face_recognition_models", "face_recognition"):
            if importlib.util.find_spec(package) is None:
                raise DetectorUnavailableError(f"{package} is not installed.", repair.install(package), missing=True)
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")  # setuptools 81 warns on every import that pkg_resources will go
                try:
                    module = importlib.import_module(package)
                except Exception as error:  # from a damaged pkg_resources, or from dlib reading a damaged model
                    raise DetectorUnavailableError(
                        f"{package} or what it needs is damaged ({type(error).__name__}: {error}).",
                        repair.install("face_recognition_models", damaged=True),
                    ) from None
    return module


@contextlib.contextmanager
def _landmarks_when_asked(dlib):
    """Let face_recognition put off its 68 landmarks: 75 MB in memory, which nothing here asks for."""
    with _importing:
        read = getattr(dlib, "shape_predictor", None)  # None: a damaged dlib, of which the import will tell

        def put_off(path):
            # The file of the five landmarks by which a face is turned upright is small.
            return _Late(read, path) if "_68_" in os.path.basename(path) else read(path)

        if read is not None:
            dlib.shape_predictor = put_off
        try:
            yield
        finally:
            if read is not None:
                dlib.shape_predictor = read


class _Late:
    """A model that is read from its file when it is called for the first time."""

    def __init__(self, read, path):
        self._read, self._path, self._model, self._lock = read, path, None, threading.Lock()

    def __call__(self, *arguments):
        with self._lock:
            if self._model is None:
                self._model = self._read(self._path)
        return self._model(*arguments)


def load_yunet():
    """Read the YuNet network that ships in ``data/models``.

    Returns
    -------
    cv2.FaceDetectorYN
        For pictures of 320 x 320 pixels, until its input size is set.

    Raises
    ------
    DetectorUnavailableError
        If this OpenCV cannot run it, or the file is missing or damaged.
    """
    return _network("FaceDetectorYN", "YuNet", samples.YUNET, (320, 320))


def load_sface():
    """Read the SFace network that ships in ``data/models``, its weights as half floats.

    Returns
    -------
    cv2.FaceRecognizerSF

    Raises
    ------
    DetectorUnavailableError
        If this OpenCV cannot run it, or the file is missing or damaged.
    """
    return _network("FaceRecognizerSF", "SFace", samples.SFACE)


def _network(kind, name, model, *size):
    if not hasattr(cv2, kind):
        raise DetectorUnavailableError(f"OpenCV {cv2.__version__} has no cv2.{kind}.", repair.install("cv2"))
    hint = repair.restore(f"data/{model}")
    try:
        # As bytes, for the same reason as the cascade: paths outside ASCII on Windows.
        weights = np.fromfile(samples.existing(model), np.uint8)
    except FileNotFoundError:
        raise DetectorUnavailableError(f"The {name} model data/{model} is missing.", hint, missing=True) from None
    try:
        return getattr(cv2, kind).create("onnx", weights, np.empty(0, np.uint8), *size)
    except cv2.error:
        raise DetectorUnavailableError(
            f"The {name} model data/{model} is damaged: OpenCV cannot read it.", hint
        ) from None
