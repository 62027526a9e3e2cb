"""What a blur leaves: who still sees the face, and how much of the picture is still there."""

import math

from ..detect import DETECTORS
from ..parameters import pick

# A mosaic's edges pull a detector's box away from the true one, so less overlap than in match_boxes will do.
OVERLAP = 0.3
# cnn needs seconds where the others need milliseconds.
QUICK = tuple(name for name in DETECTORS if name != "cnn")


def found_again(image, box, detectors=QUICK):
    """Tell which detectors still see a face in an anonymised picture.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    box : Box
        Where the face is known to be.
    detectors : iterable of str
        Names in `DETECTORS`, each used with its defaults.

    Returns
    -------
    list of str
        The detectors with a box on the face, in the order given. An empty list is no proof that nobody can see it.

    Raises
    ------
    TypeError, ValueError
        If `image` is not RGB uint8, or there is no such detector.
    DetectorUnavailableError
        If this environment lacks what a detector needs.

    Examples
    --------
    >>> from faceblur_utils.privacy import strangers
    >>> face = strangers()[0]
    >>> found_again(face.hidden(method="bilateral").image, face.box, ["yunet"])
    ['yunet']
    """
    return [name for name in detectors if seen(image, [box], name)]


def seen(image, boxes, detector):
    """Tell which of several faces a detector still sees in an anonymised picture.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    boxes : list of Box
        Where the faces are known to be.
    detector : str
        Name in `DETECTORS`.

    Returns
    -------
    list of Box
        Those of `boxes` that one of the detector's boxes overlaps with an IoU of at least 0.3, inside the picture.

    Raises
    ------
    TypeError, ValueError, DetectorUnavailableError
        As for `found_again`.

    Examples
    --------
    >>> from faceblur_utils import anonymize, read_image, samples
    >>> group, boxes = read_image(samples.path("solvay")), samples.true_boxes("solvay")[:4]
    >>> hidden = anonymize(group, method="solid", boxes=boxes[:2]).image
    >>> seen(hidden, boxes, "yunet") == boxes[2:]
    True
    """
    found = [box.clip(image) for box in pick(DETECTORS, detector, "detector")(image)]
    # Inside the picture: a face that the border cuts is found there or nowhere.
    return [box for box in boxes if any(box.clip(image).iou(one) >= OVERLAP for one in found)]


def ssim(before, after):
    """Structural similarity: how much of a picture's brightness, contrast and structure is still there.

    Parameters
    ----------
    before, after : numpy.ndarray
        Shape (height, width, 3), dtype uint8, both of one shape.

    Returns
    -------
    float
        1.0 for equal pictures, near 0 for unrelated ones; NaN for a region under 3 pixels wide or high. It rates the
        picture, not the privacy: a face can be known at a low value and hidden at a high one.

    Raises
    ------
    ValueError
        If the shapes differ.

    References
    ----------
    Wang, Bovik, Sheikh and Simoncelli, "Image Quality Assessment: From Error Visibility to Structural Similarity",
    IEEE Transactions on Image Processing 13, 2004.

    Examples
    --------
    >>> from faceblur_utils import read_image, samples
    >>> photo = read_image(samples.path("astronaut"))
    >>> ssim(photo, photo)
    1.0
    """
    from skimage.metrics import structural_similarity

    window = min(7, *before.shape[:2])
    window -= window % 2 == 0
    if window < 3:
        return math.nan
    return float(structural_similarity(before, after, channel_axis=2, win_size=window))
