"""A real recogniser: 128 numbers for a face, and the distance between two of them."""

import hashlib
import threading
from collections import OrderedDict

import numpy as np

from ..detect import import_face_recognition
from ..images import require_image
from ..roi import Box
from . import workers

# face_recognition's own limit (`compare_faces`). dlib's author chose it on photos of famous people from the web.
SAME_PERSON = 0.6
# Of a face that the border cuts, the landmarks are guesses, and what lies outside is one colour before and after. The
# less of it is left, the nearer are all encodings, whoever it is. Measured on 35 pictures of 34 people, cut on each of
# four sides, under solid black: of these 140, so many were "the same person": 0 with 80 % of the box inside, 3 with
# 70 %, 12 with 60 %, 59 with half, 104 with 40 %.
LEAST_SHARE = 0.7
# An encoding takes 80 ms here and 1 KB; pictures of one experiment are asked about again and again.
_REMEMBERED = 4096
# Starting the other processes takes some seconds, but only the first time.
_WORTH_IT = 6
_encodings, _one_thread = OrderedDict(), threading.Lock()


def encode(image, box):
    """Describe the face at a known place by 128 numbers that are alike for pictures of one person.

    The face is not looked for: the library finds five landmarks inside `box`, cuts the face out upright at
    150 x 150 pixels, and feeds it to dlib's network. So it also answers for a blurred face, and for a wall.
    Answers are remembered while the program runs.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB. A grey picture needs three equal channels.
    box : Box
        Where the face is.

    Returns
    -------
    numpy.ndarray
        Shape (128,), dtype float64.

    Raises
    ------
    TypeError, ValueError
        If `image` is not RGB uint8, or `box` is not a box that touches it.
    DetectorUnavailableError
        If this environment lacks dlib or face_recognition.

    References
    ----------
    https://face-recognition.readthedocs.io/en/latest/face_recognition.html, `face_encodings`;
    King, "High Quality Face Recognition with Deep Metric Learning", blog.dlib.net, 2017.

    Examples
    --------
    >>> from faceblur_utils import read_image, samples
    >>> encode(read_image(samples.path("astronaut")), samples.true_boxes("astronaut")[0]).shape
    (128,)
    """
    key = _key(image, box)
    with _one_thread:  # dlib's network may be used by one thread at a time
        if key not in _encodings:
            _remember(key, _encoded(image, box))
        _encodings.move_to_end(key)
        return _encodings[key]


def encode_all(pictures):
    """Encode many faces, on all processor cores if it is worth it.

    A worker process holds 160 MB; there are no more of them than `workers.count` allows, and they end with this
    program, however it ends.

    Parameters
    ----------
    pictures : list of (numpy.ndarray, Box)
        Each an image and where its face is, as for `encode`.

    Returns
    -------
    numpy.ndarray
        Shape (number of pictures, 128), dtype float64.

    Raises
    ------
    TypeError, ValueError, DetectorUnavailableError
        As for `encode`.

    Examples
    --------
    >>> from faceblur_utils.privacy import strangers
    >>> encode_all([(one.image, one.box) for one in strangers()[:2]]).shape
    (2, 128)
    """
    pictures = list(pictures)
    new = {key: pair for key, pair in ((_key(*pair), pair) for pair in pictures) if key not in _encodings}
    if len(new) >= _WORTH_IT and workers.count() > 1:
        import_face_recognition()  # what is missing is better said here than by a worker
        # Threads would not help: dlib's Python functions keep the interpreter's lock while they work.
        made = workers.spread(_encoded, new.values())
        with _one_thread:
            for key, encoding in zip(new, made, strict=True):
                _remember(key, encoding)
    return np.array([encode(*pair) for pair in pictures]).reshape(-1, 128)


def _key(image, box):
    require_image(image)
    if not isinstance(box, Box):
        raise TypeError(f"box must be a Box, got {box!r}; write Box(left, top, right, bottom) or Box.from_xywh(...).")
    if not box.clip(image).area:
        raise ValueError(f"{box} lies outside this {image.shape[1]} x {image.shape[0]} picture: there is no face.")
    return image.shape, hashlib.blake2b(np.ascontiguousarray(image)).digest(), box


def _encoded(image, box):
    place = box.top, box.right, box.bottom, box.left
    return import_face_recognition().face_encodings(np.ascontiguousarray(image), [place])[0]


def _remember(key, encoding):
    encoding.flags.writeable = False
    _encodings[key] = encoding
    while len(_encodings) > _REMEMBERED:
        _encodings.popitem(last=False)


def share_in_picture(image, box):
    """Tell how much of a face lies inside the picture.

    Parameters
    ----------
    image : numpy.ndarray
        Any array whose first two axes are rows and columns.
    box : Box
        The whole face; it may reach over the border.

    Returns
    -------
    float
        0 to 1, of the box's area.

    Examples
    --------
    >>> share_in_picture(np.zeros((100, 100, 3), np.uint8), Box(-30, 20, 30, 80))
    0.5
    """
    return box.clip(image).area / box.area if box.area else 0.0


def identity_distance(before, after, box):
    """How far a recogniser moves a face when it is blurred: the distance between its encodings before and after.

    It is measured at the known box, so that a face which no detector finds any more is not mistaken for a safe one.

    Parameters
    ----------
    before, after : numpy.ndarray
        The clear and the anonymised picture, both of one shape (height, width, 3), dtype uint8, RGB.
    box : Box
        Where the face is, without margin.

    Returns
    -------
    float
        Euclidean distance of the encodings (`encode`); 0 for equal pictures. Below 0.6 (`SAME_PERSON`) the
        face_recognition library says "the same person". That limit is a rule of thumb, not a border between people:
        two photos of one person can lie farther apart, and two people nearer than 0.5, above all on old, small or
        grey photos and for groups of people that the network saw little of. Of a face of which less than 0.7
        (`LEAST_SHARE`) lies inside the picture, it says nothing: of 140 cut faces under solid black, 59 came out below
        0.6 with half of the box inside, and a stranger's black face is as near.

    Raises
    ------
    ValueError
        If the pictures differ in shape, or the box lies outside them.
    TypeError, DetectorUnavailableError
        As for `encode`.

    Examples
    --------
    >>> from faceblur_utils.privacy import strangers
    >>> face = strangers()[0]
    >>> weak, strong = (identity_distance(face.image, face.hidden(strength=s).image, face.box) for s in (0.05, 0.5))
    >>> weak < SAME_PERSON < strong
    True
    """
    require_image(before)
    require_image(after)
    if before.shape != after.shape:
        raise ValueError(
            f"before and after must be the same picture, clear and blurred; got shapes {before.shape} and "
            f"{after.shape}. For two photos of different sizes, compare their encodings."
        )
    return float(np.linalg.norm(encode(before, box) - encode(after, box)))
