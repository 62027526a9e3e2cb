"""Is it still the same person? Faces of a clip compared by a recogniser, or by their pixels where that is missing.

The limits were measured on one photo each of 33 people, which is 1056 ordered pairs of different people, and on the
two filmed clips (`tests/test_video_keep.py` measures it again). Alike by pixels: two people at most 0.85, at 24 pixels
across the face or more; one person in neighbouring frames at least 0.88. By the recogniser, of the 528 pairs of these
people two lie nearer than 1.0 and none nearer than 0.95; the man of the clips lies at most 0.85 from himself on
another day, and at least 1.2 from all others.
"""

from typing import NamedTuple

import cv2
import numpy as np

from ..detect import DetectorUnavailableError
from ..figures import encode_jpeg
from ..recognise import encode
from ..roi import Box
from .album import cut_out

# Of neighbouring frames; and of a face after a crossing and before it, which must be surer, for more are compared.
LINKED, SAME_LOOKS = 0.88, 0.92
RECOGNISER, SAME_ENCODING = "sface", 0.95
# So much more alike (by pixels), or nearer (by the recogniser), than anybody else who was seen beside it.
_AHEAD, _NEARER = 0.05, 0.1
# Pixels across a face: below these, all faces are alike. The second for who it is.
LEAST_LINKED, LEAST_NAMED = 24, 40
_SIDE, _AROUND, _PLAY = 48, 0.2, 5
# Of the JPEG of a face that is compared.
_QUALITY = 95
# Of several pictures of one face, no more are compared; and no fewer are enough.
_MOST, _LEAST = 8, 2


class Sample(NamedTuple):
    """One face in one frame.

    Attributes
    ----------
    frame : int
    patch : numpy.ndarray
        From `patch_of`.
    jpeg : bytes
        The face with its surroundings; packed, for a long clip has thousands.
    box : Box
        The face in it.
    """

    frame: int
    patch: np.ndarray
    jpeg: bytes
    box: Box

    @property
    def picture(self):
        """The face with its surroundings, RGB."""
        return cv2.imdecode(np.frombuffer(self.jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)


def patch_of(grey, box):
    """Cut a face out of a grey frame, always equally large.

    Parameters
    ----------
    grey : numpy.ndarray
        Shape (height, width), dtype uint8.
    box : Box

    Returns
    -------
    numpy.ndarray
        Shape (48, 48), dtype uint8.
    """
    wide = box.expand(_AROUND)
    left, top = max(wide.left, 0), max(wide.top, 0)
    part = grey[top : max(wide.bottom, top + 1), left : max(wide.right, left + 1)]
    if not part.size:
        return np.zeros((_SIDE, _SIDE), np.uint8)
    borders = top - wide.top, wide.bottom - top - part.shape[0], left - wide.left, wide.right - left - part.shape[1]
    part = cv2.copyMakeBorder(part, *(max(0, one) for one in borders), cv2.BORDER_REPLICATE)
    shrinks = part.shape[1] > _SIDE
    return cv2.resize(part, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)


def alike(one, other):
    """How alike two patches are, whatever the light, if one may be moved by a tenth: -1 to 1."""
    inner = other[_PLAY:-_PLAY, _PLAY:-_PLAY]
    score = float(cv2.matchTemplate(one, inner, cv2.TM_CCOEFF_NORMED).max())
    return score if np.isfinite(score) and inner.std() > 2 and one.std() > 2 else -1.0


def sample(number, planes, patch, face):
    """Keep what is needed to compare a face later.

    Parameters
    ----------
    number : int
        Of the frame.
    planes : Planes
    patch : numpy.ndarray
    face : Face

    Returns
    -------
    Sample or None
        None if it is too small, or too little of it is in the picture.
    """
    box = face.found or face.whole
    if box.width < LEAST_NAMED or face.whole != face.box:
        return None
    picture = cut_out(planes, box, 256, around=0.5)
    shown = box.expand(0.5)
    scale = picture.shape[1] / (min(shown.right, planes.size[0]) - max(shown.left, 0))
    left, top = (box.left - max(shown.left, 0)) * scale, (box.top - max(shown.top, 0)) * scale
    return Sample(
        number,
        patch,
        encode_jpeg(picture, _QUALITY),
        Box(*(round(edge) for edge in (left, top, left + box.width * scale, top + box.height * scale))),
    )


def spread(samples, most=_MOST):
    """Take some of them, evenly."""
    places = np.unique(np.linspace(0, len(samples) - 1, min(most, len(samples))).round().astype(int))
    return [samples[place] for place in places] if samples else []


class Looks:
    """Compares faces by their pixels: sure only where pose and light are as they were."""

    name = "looks"

    def same(self, unknown, known, others):
        """Whether some pictures of one face are of a person.

        Parameters
        ----------
        unknown, known : list of Sample
            Of the face in question, and of the person.
        others : list of list of Sample
            Each of one who is certainly not that person.

        Returns
        -------
        bool
        """
        unknown, known = spread(unknown), spread(known, 3 * _MOST)
        if len(unknown) < _LEAST or not known:
            return False
        own = float(np.median([self._most(one, known) for one in unknown]))
        rival = max((self._most(one, known) for some in others for one in spread(some)), default=-1.0)
        return own >= SAME_LOOKS and own >= rival + _AHEAD

    def _most(self, one, known):
        return max(alike(other.patch, one.patch) for other in known)


class Recogniser:
    """Compares faces by their encodings (SFace, which comes with the package)."""

    name = "recogniser"

    def same(self, unknown, known, others):
        """Whether some pictures of one face are of a person; as `Looks.same`, whose `known` may be encodings, too."""
        unknown = spread(unknown)
        if len(unknown) < _LEAST or not len(known):
            return False
        known = known if isinstance(known, np.ndarray) else _encoded(spread(known))
        own = float(np.median(self._nearest(unknown, known)))
        rival = min((float(self._nearest(spread(some), known).min()) for some in others if some), default=np.inf)
        return own <= SAME_ENCODING and own + _NEARER <= rival

    def distance(self, unknown, known):
        """How far some pictures of a face are from a person's encodings, as a rule: the median; inf of none."""
        return float(np.median(self._nearest(spread(unknown), known))) if unknown else np.inf

    def _nearest(self, samples, known):
        return np.linalg.norm(_encoded(samples)[:, None] - known[None], axis=2).min(axis=1)


def _encoded(samples):
    return np.array([encoded(one.picture, one.box) for one in samples]).reshape(-1, 128)


def encoded(image, box):
    """Describe a face by numbers that are near for one person; as `encode`, which remembers them."""
    return encode(image, box, RECOGNISER)


def judge():
    """Choose who compares faces.

    Returns
    -------
    Recogniser or Looks
        The second where this environment lacks the recogniser.
    """
    try:
        encoded(np.zeros((_SIDE, _SIDE, 3), np.uint8), Box(0, 0, _SIDE, _SIDE))
    except DetectorUnavailableError:
        return Looks()
    return Recogniser()
