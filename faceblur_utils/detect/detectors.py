"""Five face detectors behind one call: ``image -> list of Box``, the largest face first."""

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import prod

import cv2
import numpy as np

from ..images import require_image
from ..parameters import Parameter, check_names, pick
from ..roi import Box
from .engines import engine, find_with_openvino
from .loading import import_dlib, import_face_recognition, load_cascade, load_yunet

_thread = threading.local()
# face_recognition keeps one dlib detector for everybody; two threads in it end the process.
_one_thread = threading.Lock()


@dataclass(frozen=True)
class Detector:
    """One entry of `DETECTORS`: call it with an image and its own parameters.

    Attributes
    ----------
    name : str
        What a learner types.
    title : str
        For figures and tables.
    find : callable
        ``find(image, **parameters) -> iterable of Box``, in any order, boxes as the library gave them.
    parameters : tuple of Parameter
        What may be turned.
    score_parameter : str
        Which of them is the smallest score that counts; empty if there is none.
    score_range : (float, float) or None
        Ends of its scale of scores; None if it gives none.
    covered_from, doubtful_from : float or None
        Where nothing else is asked for: from which score on a found face is one, and from which a person should look
        (`Finding`).
    tile : int
        Side in pixels of the tiles in which `find_faces` shows it large pictures; 0 for one that searches a picture of
        any size at full size by itself.
    closer : int
        How large, in pixels, `find_faces` shows it again each place where a face may be; 0 for one that gains nothing.
    proposed_from : float or None
        From which score on a place is worth that second look.
    in_threads : bool
        Whether several threads are faster than one: not where the library keeps the interpreter to itself, as dlib's.
    announce : callable or None
        ``announce(pixels, what)`` says how long so many pixels will take, for one that needs seconds.
    """

    name: str
    title: str
    find: Callable
    parameters: tuple[Parameter, ...]
    score_parameter: str = ""
    score_range: tuple[float, float] | None = None
    covered_from: float | None = None
    doubtful_from: float | None = None
    tile: int = 0
    closer: int = 0
    proposed_from: float | None = None
    in_threads: bool = False
    announce: Callable | None = None

    def __call__(self, image, **parameters):
        """Find the faces in an image.

        Parameters
        ----------
        image : numpy.ndarray
            Shape (height, width, 3), dtype uint8, RGB. It is not changed.
        **parameters
            Any of the detector's own; the others keep their defaults.

        Returns
        -------
        list of Box
            Clipped to the image, largest first; empty if there is no face.

        Raises
        ------
        TypeError, ValueError
            If `image` is not RGB uint8, or a parameter is unknown.
        DetectorUnavailableError
            If this environment lacks what the detector needs.
        """
        return [box.clip(image) for box in self.whole(image, **parameters)]

    def whole(self, image, **parameters):
        """Find the faces in an image, and let boxes reach over its border as far as the detector thinks the face does.

        Parameters
        ----------
        image, **parameters
            As for a call.

        Returns
        -------
        list of Box
            Those of which a part lies inside the image, in the order of a call.

        Raises
        ------
        TypeError, ValueError, DetectorUnavailableError
            As for a call.
        """
        require_image(image)
        check_names(f"Detector {self.name!r}", self.parameters, parameters)
        image = row_after_row(image)
        values = {p.name: p.default for p in self.parameters} | parameters
        boxes = [(box.clip(image), box) for box in self.find(image, **values)]
        # All edges break ties, so that the order is the same on every run.
        boxes.sort(key=lambda pair: (-pair[0].area, pair[0].left, pair[0].top))
        return [box for inside, box in boxes if inside.area]


def detect_faces(image, detector="yunet", **parameters):
    """Find the faces in an image with the detector of your choice.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    detector : str
        ``"haar"``, ``"hog"``, ``"face_recognition"``, ``"cnn"`` or ``"yunet"``.
    **parameters
        The detector's own; ``DETECTORS[detector].parameters`` lists them.

    Returns
    -------
    list of Box
        Clipped to the image, largest first; empty if there is no face. `Box.score` holds the detector's confidence
        where it has one (hog, cnn and yunet; each on its own scale).

    Raises
    ------
    ValueError
        If there is no such detector, or `image` has the wrong shape.
    TypeError
        If a parameter is unknown or `image` is not a uint8 array.
    DetectorUnavailableError
        If this environment lacks what the detector needs.
    """
    return pick(DETECTORS, detector, "detector")(image, **parameters)


def row_after_row(image):
    """Lay an image out in memory as libraries expect it, so that a slice gives the same answer as its copy.

    dlib's detectors ask for certain strides at most, and some of face_recognition's calls for none: of 60 slices of
    photos, 6 gave another answer than their copies, which depended on what had run before.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8.

    Returns
    -------
    numpy.ndarray
        The image itself where it lies so already, otherwise a copy.
    """
    _, width, channels = image.shape
    # Not `np.ascontiguousarray`: it takes an image one pixel wide as it is, whatever its strides, and dlib refuses it.
    return image if image.strides == (width * channels, channels, 1) else image.copy(order="C")


def _shrunk(image, max_side):
    """Return the image no longer than `max_side`, and what to multiply its coordinates by to get back."""
    height, width = image.shape[:2]
    scale = max(height, width) / max_side
    if scale <= 1:
        return image, 1.0, 1.0
    # INTER_AREA averages what it throws away; skipping pixels would make false edges.
    small = cv2.resize(
        image, (max(1, round(width / scale)), max(1, round(height / scale))), interpolation=cv2.INTER_AREA
    )
    return small, width / small.shape[1], height / small.shape[0]


def _at_least(image, side):
    """Give a tiny image a black border to the right and below, which moves no box."""
    lacks = [max(0, side - length) for length in image.shape[:2]]
    return cv2.copyMakeBorder(image, 0, lacks[0], 0, lacks[1], cv2.BORDER_CONSTANT) if any(lacks) else image


def _for_this_thread(make):
    """One model a thread: OpenCV's detectors keep state while they work."""
    if not hasattr(_thread, make.__name__):
        setattr(_thread, make.__name__, make())
    return getattr(_thread, make.__name__)


@contextlib.contextmanager
def quietly():
    """Keep slow detectors, in this thread, from saying how long each picture will take."""
    before, _thread.quiet = getattr(_thread, "quiet", False), True
    try:
        yield
    finally:
        _thread.quiet = before


def _haar(image, scaleFactor, minNeighbors, minSize):
    """Haar cascade, OpenCV's ``haarcascade_frontalface_default``.

    References
    ----------
    Viola and Jones, "Rapid Object Detection using a Boosted Cascade of Simple Features", CVPR 2001;
    https://docs.opencv.org/4.x/db/d28/tutorial_cascade_classifier.html
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    found = _for_this_thread(load_cascade).detectMultiScale(
        grey, scaleFactor=scaleFactor, minNeighbors=int(minNeighbors), minSize=(int(minSize), int(minSize))
    )
    return [Box.from_xywh(*xywh) for xywh in found]


def _hog_detector():
    return import_dlib().get_frontal_face_detector()


def _from_dlib(rectangle, score=None, x_scale=1.0, y_scale=1.0):
    """dlib's rectangles include their last column and row; ours end one further."""
    return Box(
        round(rectangle.left() * x_scale),
        round(rectangle.top() * y_scale),
        round((rectangle.right() + 1) * x_scale),
        round((rectangle.bottom() + 1) * y_scale),
        score,
    )


def _hog(image, upsample, threshold):
    """dlib's frontal face detector: histograms of oriented gradients and a linear classifier, slid over a pyramid.

    References
    ----------
    Dalal and Triggs, "Histograms of Oriented Gradients for Human Detection", CVPR 2005;
    http://dlib.net/face_detector.py.html
    """
    rectangles, scores, _ = _for_this_thread(_hog_detector).run(image, int(upsample), threshold)
    return [_from_dlib(rectangle, score) for rectangle, score in zip(rectangles, scores, strict=True)]


def _face_recognition(image, upsample):
    """The face_recognition library's default: dlib's HOG detector on an enlarged picture.

    References
    ----------
    https://face-recognition.readthedocs.io/en/latest/face_recognition.html
    """
    with _one_thread:
        found = import_face_recognition().face_locations(image, number_of_times_to_upsample=int(upsample), model="hog")
    # The library hands on dlib's last row and column, and cuts them where the image ends.
    return [Box.from_trbl(top, right + 1, bottom + 1, left).clip(image) for top, right, bottom, left in found]


def _cnn_detector():
    with _one_thread:
        import_face_recognition()
    import face_recognition_models

    return import_dlib().cnn_face_detection_model_v1(face_recognition_models.cnn_face_detector_model_location())


def _cnn_seconds_per_pixel():
    """Time the network once on a small picture: its cost grows with the number of pixels."""
    network, small = _for_this_thread(_cnn_detector), np.zeros((96, 128, 3), np.uint8)
    network(small, 0)  # the first call also sets the network up
    start = time.perf_counter()
    network(small, 0)
    return (time.perf_counter() - start) / (small.shape[0] * small.shape[1])


def _announce_cnn(pixels, what):
    if not getattr(_thread, "quiet", False):
        seconds = _for_this_thread(_cnn_seconds_per_pixel) * pixels
        print(f"cnn: about {seconds:.1f} s for {what} on this machine ...", flush=True)


def _cnn(image, upsample, max_side):
    """The face_recognition library's convolutional network (``model="cnn"``), with its scores.

    It first prints how long it will take here: seconds, where the other detectors need milliseconds.

    References
    ----------
    King, "Max-Margin Object Detection", arXiv:1502.00046, 2015;
    http://dlib.net/cnn_face_detector.py.html
    """
    small, x_scale, y_scale = _shrunk(image, max_side)
    _announce_cnn(small.shape[0] * small.shape[1] * 4 ** int(upsample), f"{small.shape[1]} x {small.shape[0]} pixels")
    # dlib's network refuses pictures of fewer than about 10 pixels.
    found = _for_this_thread(_cnn_detector)(_at_least(small, 32), int(upsample))
    return [_from_dlib(one.rect, one.confidence, x_scale, y_scale) for one in found]


# A video shows two sizes by turns, a photo looked at thoroughly its own and a tile's. A network holds 50 MB for each
# million pixels, in each thread: a video's two fit in, 1280 x 720 and half of each side, and not three large photos.
_NETWORKS, _PIXELS = 3, 1_500_000


def _yunet_networks():
    return {}  # input size -> network


def _yunet_for(size):
    """Keep a few networks in each thread: changing the input size costs half a search, and callers use several."""
    kept = _for_this_thread(_yunet_networks)
    network = kept.pop(size, None)
    rested = None
    # The first is the one that has rested longest.
    while kept and (len(kept) == _NETWORKS or sum(map(prod, [size, *kept])) > _PIXELS):
        rested = kept.pop(next(iter(kept)))
    if network is None:
        network = rested or load_yunet()
        network.setInputSize(size)
    kept[size] = network
    return network


def _yunet(image, score_threshold, nms_threshold, max_side):
    """YuNet, a convolutional network of 76 thousand parameters made for speed; ships in ``data/models``.

    References
    ----------
    Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence Research 20, 2023;
    https://docs.opencv.org/4.x/d0/dd4/tutorial_dnn_face.html
    """
    small, x_scale, y_scale = _shrunk(image, max_side)
    # Where a side has 32 pixels or fewer, OpenCV's network gives infinities or ends the process.
    small = _at_least(small, 64)
    small = cv2.cvtColor(small, cv2.COLOR_RGB2BGR)
    if engine() == "openvino":
        found = find_with_openvino(small, score_threshold, nms_threshold)
    else:
        network = _yunet_for((small.shape[1], small.shape[0]))
        network.setScoreThreshold(score_threshold)
        network.setNMSThreshold(nms_threshold)
        found = network.detect(small)[1]
    scale = np.array([x_scale, y_scale, x_scale, y_scale])
    boxes = []
    for row in [] if found is None else found:
        left, top, width, height = row[:4] * scale
        boxes.append(Box(round(left), round(top), round(left + width), round(top + height), float(row[-1])))
    return boxes


_UPSAMPLE = (
    "How often the picture is doubled in size first: each time finds faces half as large and costs four times as much."
)

DETECTORS = {
    detector.name: detector
    for detector in (
        Detector(
            "haar",
            "Haar cascade",
            _haar,
            (
                Parameter("scaleFactor", 1.1, 1.02, 1.6, 0.02, "How much the window grows from one scale to the next."),
                Parameter("minNeighbors", 5, 0, 20, 1, "How many overlapping hits make a face."),
                Parameter("minSize", 30, 10, 200, 5, "Width of the smallest face looked for, in pixels."),
            ),
        ),
        Detector(
            "hog",
            "dlib HOG",
            _hog,
            (
                Parameter("upsample", 0, 0, 2, 1, _UPSAMPLE),
                Parameter("threshold", 0.0, -1.0, 1.0, 0.1, "Smallest score that counts as a face."),
            ),
            score_parameter="threshold",
            score_range=(-1.0, 5.0),
            covered_from=0.0,
            doubtful_from=-0.2,
        ),
        Detector(
            "face_recognition",
            "face_recognition (HOG)",
            _face_recognition,
            (Parameter("upsample", 1, 0, 2, 1, _UPSAMPLE),),
        ),
        Detector(
            "cnn",
            "face_recognition (CNN)",
            _cnn,
            (
                Parameter("upsample", 0, 0, 1, 1, _UPSAMPLE),
                Parameter("max_side", 640, 160, 1280, 80, "Longer photos are shrunk to this many pixels first."),
            ),
            tile=640,
            announce=_announce_cnn,
        ),
        Detector(
            "yunet",
            "YuNet",
            _yunet,
            (
                Parameter("score_threshold", 0.8, 0.3, 0.99, 0.01, "Smallest confidence that counts as a face."),
                Parameter("nms_threshold", 0.3, 0.0, 1.0, 0.05, "Boxes that overlap more than this are one face."),
                Parameter("max_side", 1280, 160, 4000, 80, "Longer photos are shrunk to this many pixels first."),
            ),
            score_parameter="score_threshold",
            score_range=(0.0, 1.0),
            covered_from=0.8,
            doubtful_from=0.55,
            tile=384,
            closer=64,
            proposed_from=0.35,
            in_threads=True,
        ),
    )
}
