"""An attacker that is trained: it learns from an album what a method leaves of each person, and how that varies."""

from dataclasses import replace

import cv2
import numpy as np

from ..blur import METHODS, mosaic_size
from ..paste_back import make_mask
from .matching import read_box
from .reconstruction import moved, pixels

# Pictures made of each in the album. Half of them are mirrored.
LOOKS = 24
# Into how many parts across and down a face is divided, if the method leaves no blocks of its own.
_COARSE = 8, 10
# How the pictures made differ (standard deviations): degrees; gamma, as a power of two; brightness from one side of the
# face to the other and from top to bottom.
_TURN, _GAMMA, _SLOPE = 5, 0.4, 0.3
# The attacker's own box is not the publisher's: so much less of the margin is hidden for sure, on each side.
_SURE = 0.3
# A part of the region counts if so much of it is hidden in full.
_COVERED = 0.05


def linear_distances(probes, album, hiding, seed=0):
    """Rank people by a linear classifier, trained on an album that was hidden in the same way.

    Of each picture in the album it makes 24, turned a little, mirrored, lit from elsewhere, each in a box drawn anew.
    It hides them, and learns from the means of the blocks, or of a coarse grid, with which weights people are best told
    apart (linear discriminant analysis).

    Parameters
    ----------
    probes : list of Probe
        Hidden pictures; a mosaic's box is read off its edges.
    album : list of Portrait
        Clear ones, one or more of each person.
    hiding : Hiding
    seed : int
        Of what is drawn by lot.

    Returns
    -------
    numpy.ndarray
        Shape (probes, album): the smaller, the likelier. 0 everywhere if the method leaves nothing to learn.

    References
    ----------
    Fisher, "The Use of Multiple Measurements in Taxonomic Problems", Annals of Eugenics 7, 1936; Ledoit and Wolf, "A
    Well-Conditioned Estimator for Large-Dimensional Covariance Matrices", Journal of Multivariate Analysis 88, 2004;
    McPherson, Shokri and Shmatikov, "Defeating Image Obfuscation with Deep Learning", 2016, on training with hidden
    faces.

    Examples
    --------
    >>> from faceblur_utils.hiding import Hiding
    >>> from faceblur_utils.privacy import strangers
    >>> album, solid = strangers()[:3], Hiding("solid")
    >>> float(np.ptp(linear_distances([album[0].published(1, solid)], album, solid)))
    0.0
    """
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    grid = _grid(probes[0].box, hiding)
    if _leaves_nothing(album, hiding, grid):
        return np.zeros((len(probes), len(album)))
    random, known, whose = np.random.default_rng(seed), [], []
    for place, one in enumerate(album):
        for look in range(LOOKS):
            varied = _varied(one.mirrored() if look % 2 else one, random)
            hidden = varied.published((seed, place, look), hiding)
            known.append(_left(hidden.image, _seen_box(hidden, hiding, hidden.drawn), hiding, grid))
            whose.append(one.person)
    asked = [_left(one.image, _seen_box(one, hiding), hiding, grid) for one in probes]
    people = list(dict.fromkeys(whose))
    if np.ptp(known, axis=0).max() < 1e-6:
        return np.zeros((len(probes), len(album)))
    priors = np.full(len(people), 1 / len(people))
    classifier = LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto", priors=priors)
    numbers = np.array([people.index(one) for one in whose])
    likely = classifier.fit(np.array(known), numbers).decision_function(np.array(asked))
    likely = np.stack([-likely, likely], axis=1) if likely.ndim == 1 else likely
    return -likely[:, [people.index(one.person) for one in album]]


def _leaves_nothing(album, hiding, grid):
    """Whether all people look alike, hidden once each: then no more pictures of them would tell them apart."""
    hidden = [one.published((number, 0), hiding) for number, one in enumerate(album)]
    return np.ptp([_left(one.image, one.box, hiding, grid) for one in hidden], axis=0).max() < 1e-6


def _grid(box, hiding):
    wide = hiding.region(box)
    if METHODS[hiding.method].part is None:
        return _COARSE
    return mosaic_size(wide.width, wide.height, hiding.parameters_for(box.width, wide.width)["blocks"])


def _seen_box(probe, hiding, drawn=None):
    """The box that the blocks were made by, or the attacker's own where there are none."""
    if METHODS[hiding.method].part is None:
        return probe.box
    return drawn or read_box(probe.image, probe.box, hiding)


def _left(image, box, hiding, grid):
    """Means of a face's parts where it is hidden, in units of their deviation: a row of numbers."""
    without_blocks = METHODS[hiding.method].part is None
    wide = box.expand(hiding.margin - _SURE) if without_blocks else hiding.region(box)
    grey = moved(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), -wide.left, -wide.top, size=(wide.width, wide.height))
    hidden = (make_mask(hiding.mask, wide.height, wide.width, feather=hiding.feather) == 1).astype(np.float32)
    share = cv2.resize(hidden, grid, interpolation=cv2.INTER_AREA)
    means = cv2.resize(grey * hidden, grid, interpolation=cv2.INTER_AREA)[share > _COVERED] / share[share > _COVERED]
    means = means - means.mean()
    even = np.zeros(share.shape)
    even[share > _COVERED] = means / max(means.std(), 1e-3)  # one colour stays one colour
    return even.ravel()


def _varied(portrait, random):
    """Turn the head a little and put the light elsewhere, in gamma and from side to side; without colour."""
    box = portrait.box.expand(1).clip(portrait.image)
    face, grey = portrait.box.relative_to(box), cv2.cvtColor(portrait.image[box.slices], cv2.COLOR_RGB2GRAY)
    middle = (face.left + face.right) / 2, (face.top + face.bottom) / 2
    turn = cv2.getRotationMatrix2D(middle, random.normal(0, _TURN), 1)
    grey = cv2.warpAffine(grey, turn, grey.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
    grey = (255 * np.linspace(0, 1, 256) ** 2 ** random.normal(0, _GAMMA)).astype(np.float32)[grey]
    across, down = random.normal(0, _SLOPE, 2).astype(np.float32)
    columns = across * (np.arange(grey.shape[1], dtype=np.float32) - middle[0]) / face.width
    rows = down * (np.arange(grey.shape[0], dtype=np.float32) - middle[1]) / face.height
    lit = pixels(grey * np.maximum(1 + columns + rows[:, None], 0.2))
    return replace(portrait, image=cv2.cvtColor(lit, cv2.COLOR_GRAY2RGB), box=face)
