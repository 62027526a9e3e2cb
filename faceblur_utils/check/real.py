"""A real picture for the checks: where a mistake shows on noise, it is shown on a face."""

from functools import cache

import cv2
import numpy as np

from .. import samples
from ..images import read_image
from ..roi import Box


@cache
def _face():
    photo = read_image(samples.path("astronaut"))
    face = photo[Box(178, 63, 268, 176).slices]  # what YuNet finds in it
    return cv2.resize(face, (72, 90), interpolation=cv2.INTER_AREA)


def face():
    """Give a face of a sample photo, small enough for a learner's loops over its pixels.

    Returns
    -------
    numpy.ndarray
        Shape (90, 72, 3), dtype uint8, RGB.

    Examples
    --------
    >>> face().shape
    (90, 72, 3)
    """
    return _face().copy()


def grey_face():
    """Give the same face in grey.

    Returns
    -------
    numpy.ndarray
        Shape (90, 72), dtype uint8.

    Examples
    --------
    >>> grey_face().shape
    (90, 72)
    """
    return cv2.cvtColor(_face(), cv2.COLOR_RGB2GRAY)


def grain(height, width, channels=None, lowest=0):
    """Make an image of random pixels: no mistake of one row, column or grey level can hide in it.

    Parameters
    ----------
    height, width : int
    channels : int, optional
        None for a grey image.
    lowest : int
        Grey level.

    Returns
    -------
    numpy.ndarray
        dtype uint8.

    Examples
    --------
    >>> grain(5, 8, 3).shape, grain(5, 8).dtype
    ((5, 8, 3), dtype('uint8'))
    """
    shape = (height, width) if channels is None else (height, width, channels)
    return np.random.default_rng(height * width).integers(lowest, 256, shape, dtype=np.uint8)


def stand_in(roi):
    """Hide a region for the checks: one colour, made of the region's own, so that it shows what was handed over.

    Parameters
    ----------
    roi : numpy.ndarray
        Shape (height, width, 3), dtype uint8.

    Returns
    -------
    numpy.ndarray
        Of the same shape and dtype.

    Raises
    ------
    ValueError
        If the region is empty.

    Examples
    --------
    >>> stand_in(np.full((2, 2, 3), 55, np.uint8))[0, 0].tolist()
    [200, 200, 200]
    """
    if not roi.size:
        raise ValueError("hide was given an empty region")
    return np.full_like(roi, 255 - np.rint(roi.mean(axis=(0, 1))))


def as_bytes(numbers):
    """Round to whole grey levels.

    Parameters
    ----------
    numbers : numpy.ndarray

    Returns
    -------
    numpy.ndarray
        dtype uint8.

    Examples
    --------
    >>> as_bytes(np.array([0.4, 0.6])).tolist()
    [0, 1]
    """
    return np.rint(numbers).astype(np.uint8)
