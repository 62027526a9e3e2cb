"""The registry `RECOGNISERS`: a new one is one function and one entry here, in the manner of `detect.DETECTORS`."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..blur.promises import MARGIN, POINTS
from ..detect import import_face_recognition
from ..detect.loading import load_sface, load_yunet

ALIGNMENTS = {
    "landmarks": "by eyes, nose and mouth where they are found in the picture, or guessed, if it is blurred",
    "box": "by where eyes, nose and mouth lie in a box on average, whatever the picture shows",
}
# Where the five points lie in a face's box, as shares of its sides. Those of SFace are where the average face has them.
_SFACE_POINTS = POINTS * (1 + 2 * MARGIN) - MARGIN
# dlib's five: outer and inner corner of the left eye, of the right eye, and under the nose. The mean over 39 pictures
# of the 34 people of `privacy.subjects`, as in a mirror; they differ by 0.04 to 0.08 from one to the next.
_DLIB_POINTS = np.array([[0.788, 0.398], [0.627, 0.396], [0.212, 0.398], [0.373, 0.396], [0.5, 0.656]])
# The detector looks for landmarks in a region that is so many times as large as the box on each side.
_AROUND = 0.6
_lock = threading.Lock()  # both networks may be used by one thread at a time
_loaded = {}


@dataclass(frozen=True)
class Recogniser:
    """One entry of `RECOGNISERS`.

    Attributes
    ----------
    name : str
        What a learner types.
    title : str
        For figures and tables.
    function : callable
        ``function(image, box, alignment) -> numpy.ndarray``: the numbers for a face, of which the Euclidean distance
        is small for pictures of one person.
    same_person : float
        Distance below which its publisher says "the same person".
    keeps_the_lock : bool
        Whether it keeps Python's other threads waiting, so that many faces are better shared out to processes.
    """

    name: str
    title: str
    function: Callable
    same_person: float
    keeps_the_lock: bool = False

    def __call__(self, image, box, alignment="landmarks"):
        """Describe the face in a box; `encode` remembers what it said."""
        return self.function(image, box, alignment)


def _dlibs(image, box, alignment):
    """dlib's network, as the face_recognition library uses it: 128 numbers.

    References
    ----------
    https://face-recognition.readthedocs.io/en/latest/face_recognition.html, `face_encodings`;
    King, "High Quality Face Recognition with Deep Metric Learning", blog.dlib.net, 2017.
    """
    library, image = import_face_recognition(), np.ascontiguousarray(image)
    if alignment == "landmarks":
        # dlib counts the last column and row in, so it looks for landmarks in a region one pixel wider and higher than
        # the box. Limits and lessons were measured in this way; without that pixel a face's distances change by 0.05.
        with _lock:
            return library.face_encodings(image, [(box.top, box.right, box.bottom, box.left)])[0]
    import dlib

    points = [dlib.point(*np.rint(place).astype(int).tolist()) for place in _placed(_DLIB_POINTS, box)]
    shape = dlib.full_object_detection(dlib.rectangle(box.left, box.top, box.right - 1, box.bottom - 1), points)
    with _lock:
        return np.array(library.api.face_encoder.compute_face_descriptor(image, shape, 1))


def _sface(image, box, alignment):
    """SFace, OpenCV's own recogniser: 128 numbers, brought to length 1.

    The cosine that its authors compare is 1 - d² / 2 for a distance d.

    References
    ----------
    Zhong, Deng et al., "SFace: Sigmoid-Constrained Hypersphere Loss for Robust Face Recognition", IEEE Transactions on
    Image Processing 30, 2021; https://docs.opencv.org/4.x/d0/dd4/tutorial_dnn_face.html, which has the limit.
    """
    image = np.ascontiguousarray(image[..., ::-1])
    with _lock:
        points = _landmarks(image, box) if alignment == "landmarks" else None
        if points is None:
            points = _placed(_SFACE_POINTS, box)
        network = _loaded_once(load_sface)
        row = np.float32([box.left, box.top, box.width, box.height, *points.ravel(), 1])
        feature = network.feature(network.alignCrop(image, row)).ravel().astype(float)
    return feature / np.linalg.norm(feature)


def _landmarks(bgr, box):
    """Five points of the face in a box as YuNet sees them; None if it sees no face there."""
    around = box.expand(_AROUND).clip(bgr)
    region = np.ascontiguousarray(bgr[around.slices])
    network = _loaded_once(load_yunet)
    network.setInputSize(region.shape[1::-1])
    _, rows = network.detect(region)
    corner, middle = np.array([around.left, around.top]), np.array([box.left + box.right, box.top + box.bottom]) / 2
    near = [
        row
        for row in (rows if rows is not None else [])
        if np.abs(row[:2] + row[2:4] / 2 + corner - middle).max() < box.width / 2
    ]
    if not near:
        return None
    return max(near, key=lambda row: row[-1])[4:14].reshape(5, 2) + corner


def _loaded_once(load):
    if load not in _loaded:
        _loaded[load] = load()
    return _loaded[load]


def _placed(shares, box):
    return np.array([box.left, box.top]) + shares * [box.width, box.height]


RECOGNISERS = {
    one.name: one
    for one in (
        # The library's own limit (`compare_faces`): dlib's author chose it on photos of famous people from the web.
        Recogniser("face_recognition", "face_recognition (dlib)", _dlibs, 0.6, keeps_the_lock=True),
        # OpenCV's limit on the cosine, 0.363, as a distance.
        Recogniser("sface", "SFace", _sface, 1.128),
    )
}
