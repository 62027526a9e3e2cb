"""Ask a recogniser for the numbers of a face, once, and for the distance between two faces."""

import hashlib
import threading
from collections import OrderedDict

import numpy as np

from ..images import require_image
from ..parameters import pick
from ..roi import Box
from . import workers
from .registry import ALIGNMENTS, RECOGNISERS

# The limit of the recogniser that is asked where none is named.
SAME_PERSON = RECOGNISERS["face_recognition"].same_person
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


def encode(image, box, recogniser="face_recognition", alignment="landmarks"):
    """Describe the face at a known place by 128 numbers that are alike for pictures of one person.

    The face is not looked for: the recogniser cuts it out upright, by eyes, nose and mouth, and feeds it to its
    network. So it also answers for a blurred face, and for a wall. Answers are remembered while the program runs.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB. A grey picture needs three equal channels.
    box : Box
        Where the face is.
    recogniser : str
        One of `RECOGNISERS`.
    alignment : str
        ``"landmarks"``: by eyes, nose and mouth where they are seen. dlib's landmarks are guessed where none can be
        seen; SFace's are YuNet's, and where it sees no face, those of the box are taken. ``"box"``: by where they lie
        in a box on average, which is steadier on blurred faces.

    Returns
    -------
    numpy.ndarray
        Shape (128,), dtype float64.

    Raises
    ------
    TypeError, ValueError
        If `image` is not RGB uint8, `box` is not a box that touches it, or there is no such recogniser or alignment.
    DetectorUnavailableError
        If this environment lacks what the recogniser needs.

    Examples
    --------
    >>> from faceblur_utils import read_image, samples
    >>> encode(read_image(samples.path("astronaut")), samples.true_boxes("astronaut")[0]).shape
    (128,)
    """
    key = _key(image, box, recogniser, alignment)
    with _one_thread:
        if key not in _encodings:
            _remember(key, RECOGNISERS[recogniser](image, box, alignment))
        _encodings.move_to_end(key)
        return _encodings[key]


def encode_all(pictures, recogniser="face_recognition", alignment="landmarks"):
    """Encode many faces, on all processor cores if it is worth it.

    A worker process holds 160 MB; there are no more of them than `workers.count` allows, and they end with this
    program, however it ends.

    Parameters
    ----------
    pictures : list of (numpy.ndarray, Box)
        Each an image and where its face is, as for `encode`.
    recogniser, alignment : str
        As for `encode`.

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
    pictures, how = list(pictures), (recogniser, alignment)
    new = {key: pair for key, pair in ((_key(*pair, *how), pair) for pair in pictures) if key not in _encodings}
    if len(new) >= _WORTH_IT and RECOGNISERS[recogniser].keeps_the_lock and workers.count() > 1:
        encode(*new.pop(next(iter(new))), *how)  # what is missing is better said here than by a worker
        # Threads would not help: dlib's Python functions keep the interpreter's lock while they work.
        made = workers.spread(RECOGNISERS[recogniser], [(*pair, alignment) for pair in new.values()])
        with _one_thread:
            for key, encoding in zip(new, made, strict=True):
                _remember(key, encoding)
    return np.array([encode(*pair, *how) for pair in pictures]).reshape(-1, 128)


def forget():
    """Delete all encodings that are remembered: they can recognise a person in other pictures, too."""
    with _one_thread:
        _encodings.clear()


def _key(image, box, recogniser, alignment):
    pick(RECOGNISERS, recogniser, "recogniser")
    pick(ALIGNMENTS, alignment, "alignment")
    require_image(image)
    if not isinstance(box, Box):
        raise TypeError(f"box must be a Box, got {box!r}; write Box(left, top, right, bottom) or Box.from_xywh(...).")
    if not box.clip(image).area:
        raise ValueError(f"{box} lies outside this {image.shape[1]} x {image.shape[0]} picture: there is no face.")
    return image.shape, hashlib.blake2b(np.ascontiguousarray(image)).digest(), box, recogniser, alignment


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


def identity_distance(before, after, box, recogniser="face_recognition", alignment="landmarks"):
    """How far a recogniser moves a face when it is blurred: the distance between its encodings before and after.

    It is measured at the known box, so that a face which no detector finds any more is not mistaken for a safe one.

    Parameters
    ----------
    before, after : numpy.ndarray
        The clear and the anonymised picture, both of one shape (height, width, 3), dtype uint8, RGB.
    box : Box
        Where the face is, without margin.
    recogniser, alignment : str
        As for `encode`.

    Returns
    -------
    float
        Euclidean distance of the encodings (`encode`); 0 for equal pictures. Below 0.6 (`SAME_PERSON`) the
        face_recognition library says "the same person", below 1.128 OpenCV does of SFace (`RECOGNISERS` has both).
        Those limits are rules of thumb, not borders between people: two photos of one person can lie farther apart, and
        two people nearer, above all on old, small or grey photos and for groups of people that the network saw little
        of; `calibrate` counts it. Of a face of which less than 0.7 (`LEAST_SHARE`) lies inside the picture, it says
        nothing: of 140 cut faces under solid black, 59 came out below 0.6 with half of the box inside, and a stranger's
        black face is as near.

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
    >>> hidden = [face.hidden(method="pixelate", strength=strength).image for strength in (0.05, 0.5)]
    >>> weak, strong = (identity_distance(face.image, one, face.box) for one in hidden)
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
    how = box, recogniser, alignment
    return float(np.linalg.norm(encode(before, *how) - encode(after, *how)))
