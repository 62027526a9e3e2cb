"""Where the photos of a comparison come from: arrays, files or samples, read and searched when first looked at."""

import os
from pathlib import Path

import numpy as np

from .. import samples
from ..detect import FoundFace, find_faces
from ..images import read_image, require_image
from ..photos import NoFaceError, boxes_inside


class Photos:
    """Photos by name.

    Parameters
    ----------
    sources : list of (numpy.ndarray, str or os.PathLike)
        Arrays of shape (height, width, 3), dtype uint8, RGB; names of samples; files.
    finding : Finding
        How to look for faces.
    boxes : list of Box, optional
        The faces, if they are known; then nothing is detected.

    Raises
    ------
    ValueError
        If there is no source.
    TypeError
        If a source is neither an array nor a name.
    """

    def __init__(self, sources, finding, boxes=None):
        if not sources:
            raise ValueError("There is no photo to compare the methods on: the list is empty.")
        self._sources = {}
        for number, source in enumerate(sources, start=1):
            name = _name(source, number)
            self._sources[f"{name} ({number})" if name in self._sources else name] = source
        self._finding, self._known, self._read = finding, boxes, {}

    @property
    def names(self):
        """What to call the photos."""
        return list(self._sources)

    @property
    def only_samples(self):
        """Whether all are given by the names of samples."""
        return all(_is_name(source) for source in self._sources.values())

    def is_sample(self, name):
        """Tell whether a photo shows nobody but the people in the samples: it is one, pixel for pixel.

        Parameters
        ----------
        name : str
            One of `names`.

        Returns
        -------
        bool
        """
        return _is_name(self._sources[name]) or samples.named(self[name][0]) is not None

    def __getitem__(self, name):
        """Give a photo and its faces, in the order in which `anonymize` hides them.

        Parameters
        ----------
        name : str
            One of `names`.

        Returns
        -------
        (numpy.ndarray, list of FoundFace)

        Raises
        ------
        NoFaceError
            If no face is known in it.
        FileNotFoundError, ImageError
            If a file cannot be read.
        TypeError
            If the boxes given are none.
        """
        if name not in self._read:
            source = self._sources[name]
            if isinstance(source, np.ndarray):
                require_image(source)
                image = source
            else:
                image = read_image(samples.path(source) if _is_name(source) else source)
            self._read[name] = image, self._faces(name, image)
        return self._read[name]

    def forget(self):
        """Let go of all photos."""
        self._sources, self._read = dict.fromkeys(self._sources), {}

    def _faces(self, name, image):
        if self._known is None:
            faces, looked = find_faces(image, self._finding), f"the detector {self._finding.detector!r} found none"
        else:
            faces = [FoundFace(box, "given") for box in boxes_inside(image, self._known)]
            looked = "no box given lies inside it"
        if not faces:
            raise NoFaceError(
                f"No face is known in {name}: {looked}. If there is one, try another detector or pass boxes=[Box(...)]."
            )
        return faces


def _is_name(source):
    return isinstance(source, str) and source in samples.names()


def _name(source, number):
    if isinstance(source, np.ndarray):
        return f"image {number}"
    if isinstance(source, (str, os.PathLike)):
        return source if _is_name(source) else Path(source).name
    raise TypeError(f"A photo is an array, a sample's name or a file, got {source!r}.")
