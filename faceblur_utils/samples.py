"""Names for the sample media in ``data/``, so that a lesson says ``"solvay"`` and not a path."""

import json
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from . import repair
from .images import read_image
from .parameters import pick
from .roi import Box

_HERE = Path(__file__).resolve().parent
YUNET = "models/face_detection_yunet_2023mar.onnx"
SFACE = "models/face_recognition_sface_2021dec_half.onnx"
AVERAGE_FACE = "models/average_face.png"


def data_folder():
    """Find the folder of sample media.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FileNotFoundError
        If there is none; the message says what to do.

    Examples
    --------
    >>> (data_folder() / "ground_truth.json").is_file()
    True
    """
    return shipped_folder("data", "ground_truth.json", "sample media")


def shipped_folder(name, sign, what):
    """Find a folder that comes with the package: beside it in a clone, inside it in a wheel.

    Parameters
    ----------
    name : str
        Of the folder.
    sign : str
        A pattern that a file in it has to match.
    what : str
        What is in it, in words.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FileNotFoundError
        If there is none; the message says what to do.

    Examples
    --------
    >>> shipped_folder("data", "ground_truth.json", "sample media") == data_folder()
    True
    """
    for folder in (_HERE.parent / name, _HERE / name):
        if any(file.is_file() for file in folder.glob(sign)):
            return folder
    raise FileNotFoundError(
        f"The {what} are missing: no {name}/{sign} beside {_HERE}. "
        f"Download the project again, or bring the folder back with `git checkout -- {name}`."
    )


@cache
def _photos():
    return json.loads((data_folder() / "ground_truth.json").read_text(encoding="utf-8"))["photos"]


def names():
    """List the sample photos.

    Returns
    -------
    list of str

    Examples
    --------
    >>> names()[:2]
    ['astronaut', 'hopper']
    """
    return list(_photos())


def path(name):
    """Find a sample photo's file.

    Parameters
    ----------
    name : str
        One of `names`.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ValueError
        If there is no sample of that name.
    FileNotFoundError
        If the file is missing from ``data/``.

    Examples
    --------
    >>> path("astronaut").name
    'astronaut.png'
    """
    return existing(pick(_photos(), name, "sample")["file"])


def named(image, resized=False):
    """Tell which sample an image is.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    resized : bool
        Whether it counts, too, if it was made larger or smaller or was encoded again. Otherwise every pixel counts.

    Returns
    -------
    str or None
        Its name; None if it is none of them.

    Examples
    --------
    >>> photo = read_image(path("hopper"))
    >>> named(photo), named(photo[::2, ::2]), named(photo[::2, ::2], resized=True)
    ('hopper', None, 'hopper')
    """
    height, width = image.shape[:2]
    for name, entry in _photos().items():
        wide, high = entry["size"]
        if (wide, high) == (width, height) and np.array_equal(_read(name), image):
            return name
        if resized and abs(wide * height / (high * width) - 1) < 0.02:
            small, other = (cv2.resize(one, (48, 48), interpolation=cv2.INTER_AREA) for one in (image, _read(name)))
            if cv2.absdiff(small, other).mean() < 4:  # two of the samples differ by 52 or more
                return name
    return None


@cache
def _clips():
    return json.loads((data_folder() / "videos" / "ground_truth.json").read_text(encoding="utf-8"))["videos"]


def clip_names():
    """List the sample videos.

    Returns
    -------
    list of str

    Examples
    --------
    >>> "intro" in clip_names()
    True
    """
    return list(_clips())


def clip(name):
    """Find a sample video's file.

    Parameters
    ----------
    name : str
        One of `clip_names`.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ValueError
        If there is no such video.
    FileNotFoundError
        If the file is missing from ``data/``.

    Examples
    --------
    >>> clip("composed").name
    'composed.mp4'
    """
    return existing(pick(_clips(), name, "sample video")["file"])


def clip_boxes(name):
    """Give the true boxes in each frame of the composed video.

    Parameters
    ----------
    name : str
        ``"composed"``: of the filmed ones, nobody has drawn every frame's boxes.

    Returns
    -------
    list of list of Box
        For each frame, the boxes (cut to the picture) of all faces of which at least half can be seen.

    Raises
    ------
    ValueError
        If there is no such video, or nobody drew its boxes.

    Examples
    --------
    >>> [len(boxes) for boxes in clip_boxes("composed")][:3]  # faces in the first frames
    [1, 1, 1]
    """
    frames = pick(_clips(), name, "sample video").get("frames")
    if frames is None:
        raise ValueError(f"Nobody has drawn the boxes of {name!r}; 'composed' has them.")
    return [[Box(*box) for box in boxes] for boxes in frames]


def model():
    """Find the file of the YuNet face detector.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FileNotFoundError
        If it is missing from ``data/``.

    Examples
    --------
    >>> model().name
    'face_detection_yunet_2023mar.onnx'
    """
    return existing(YUNET)


def _read(name):
    return read_image(path(name))


def existing(file):
    """Find a file of the sample media.

    Parameters
    ----------
    file : str
        Its path within ``data/``.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FileNotFoundError
        If it is missing.

    Examples
    --------
    >>> existing(AVERAGE_FACE).name
    'average_face.png'
    """
    found = data_folder() / file
    if not found.is_file():
        raise FileNotFoundError(f"{found} is missing; to bring it back: {repair.restore(f'data/{file}')}")
    return found


def labels(name):
    """Read the labels of a sample photo: boxes drawn by eye (``how`` in ``ground_truth.json`` says how).

    Parameters
    ----------
    name : str
        One of `names`.

    Returns
    -------
    list of tuple of (Box, str)
        Each face and its pose: ``"frontal"``, ``"profile"``, ``"sideways"`` or ``"painted"``. Empty where the photo
        shows nobody.

    Raises
    ------
    ValueError
        If there is no sample of that name.

    Examples
    --------
    >>> labels("astronaut")
    [(Box(left=181, top=66, right=268, bottom=177), 'frontal')]
    """
    return [(Box(*face["box"]), face["pose"]) for face in pick(_photos(), name, "sample")["faces"]]


def true_boxes(name, pose=None):
    """Boxes of the labelled faces.

    Parameters
    ----------
    name : str
        One of `names`.
    pose : str, optional
        Only faces in this pose.

    Returns
    -------
    list of Box

    Raises
    ------
    ValueError
        If there is no sample of that name.

    Examples
    --------
    >>> len(true_boxes("solvay")), len(true_boxes("solvay", "frontal"))
    (29, 28)
    """
    return [box for box, its_pose in labels(name) if pose in (None, its_pose)]
