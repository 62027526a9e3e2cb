"""What may stay in a notebook of a photo that is not a sample: a picture in which every face is covered."""

import cv2

from ..detect import DetectorUnavailableError, Finding, find_faces
from ..figures import captioned, encode_jpeg
from ..hiding import Hiding, hide_faces
from ..roi import Box

SENTENCE = "Faces are covered in what is saved; run the cell to see it live."
# Pixels that the longer side of what is saved may have, and of the picture that is searched before.
_SIDES, _SEARCHED = (300, 600), (300, 1280)
# More thorough than what it is to withstand, which is YuNet at 0.5 in one look.
_LOOK = Finding("yunet", looks="turns", covered_from=0.4, doubtful_from=0.3)
_COVER = Hiding("solid", mask="rectangle", margin=0.3)
_ROUNDS = 4


def covered(image, boxes, around):
    """Cover every face in a picture, and look whether one is left in the part that is shown.

    The boxes known may be wrong, or from a detector that misses faces, so the picture is searched again as a whole: in
    the part, what a box leaves of a face may be too little for a detector, and enough for people.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB. It is not changed.
    boxes : list of Box
        Faces that are known.
    around : Box
        The part to be shown.

    Returns
    -------
    (bytes or None, str)
        A JPEG with a sentence below the picture, and what it shows, in words. None if faces are still found after some
        attempts, or nobody can look: then nothing may be saved.

    Examples
    --------
    >>> import numpy as np
    >>> covered(np.full((300, 400, 3), 90, np.uint8), [Box(10, 10, 90, 90)], Box(0, 0, 200, 200))[1]
    'A photo that is not a sample. Faces are covered in what is saved; run the cell to see it live.'
    """
    try:
        small = _fitted(image, _SEARCHED)
        scale = image.shape[1] / small.shape[1]
        boxes = boxes + [_scaled(face.box, scale) for face in find_faces(small, _LOOK)]
        shown = _fitted(hide_faces(image, boxes, _COVER)[0][around.clip(image).slices], _SIDES)
        for _ in range(_ROUNDS):
            found = find_faces(shown, _LOOK)
            if not found:
                return encode_jpeg(captioned(shown, SENTENCE)), f"A photo that is not a sample. {SENTENCE}"
            shown = hide_faces(shown, [face.box for face in found], _COVER)[0]
    except DetectorUnavailableError:
        pass
    return None, "A photo that is not a sample. No picture of it is saved; run the cell to see it live."


def _fitted(image, sides):
    shortest, longest = sides
    longer = max(image.shape[:2])
    scale = min(longest / longer, max(1, shortest / longer))
    size = [max(1, round(length * scale)) for length in image.shape[1::-1]]
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)


def _scaled(box, scale):
    return Box(*(round(edge * scale) for edge in (box.left, box.top, box.right, box.bottom)))
