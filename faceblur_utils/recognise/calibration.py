"""From which distance on two pictures show two people: a limit that says how often it is wrong, and on whom."""

from dataclasses import dataclass

import numpy as np

from .encoding import encode_all
from .registry import RECOGNISERS


@dataclass(frozen=True, repr=False)
class Calibration:
    """A limit for one recogniser, on one kind of photo.

    Attributes
    ----------
    recogniser, alignment : str
        As for `encode`.
    people : int
        How many people the pictures show, each in one.
    distances : numpy.ndarray
        Shape (people (people - 1) / 2,), float64, sorted: of each two of them.
    false_match_rate : float
        The share of these that may lie below `threshold`.
    """

    recogniser: str
    alignment: str
    people: int
    distances: np.ndarray
    false_match_rate: float

    @property
    def threshold(self):
        """The largest distance below which no more than that share of pairs of different people lies."""
        return float(self.distances[int(self.false_match_rate * len(self.distances))])

    def matched(self, threshold):
        """Tell which share of pairs of different people a limit takes for one person.

        Parameters
        ----------
        threshold : float

        Returns
        -------
        float
        """
        return float((self.distances < threshold).mean())

    def __repr__(self):
        usual = RECOGNISERS[self.recogniser].same_person
        pairs = len(self.distances)
        return (
            f"<{self.recogniser}, aligned by {self.alignment}: below {self.threshold:.2f} lie "
            f"{self.matched(self.threshold):.1%} of {pairs} pairs of {self.people} different people; below the usual "
            f"{usual:g}, {self.matched(usual):.1%}>"
        )


def calibrate(pictures, false_match_rate=0.01, recogniser="face_recognition", alignment="landmarks"):
    """Find the distance below which few pairs of different people lie.

    The limits that recognisers come with were chosen on other people and other photos. On old, grey or small ones far
    more pairs of strangers lie below.

    Parameters
    ----------
    pictures : list of (numpy.ndarray, Box)
        Each of another person, all of the kind of photo that is asked about.
    false_match_rate : float
        The share of pairs that may be taken for one person, 0 to below 1.
    recogniser, alignment : str
        As for `encode`.

    Returns
    -------
    Calibration
        As good as the number of people: with 34 there are 561 pairs, of which 1 % are 5, and they are not independent.

    Raises
    ------
    ValueError
        If there are fewer than two pictures, or the rate is none.
    TypeError, DetectorUnavailableError
        As for `encode`.

    Examples
    --------
    >>> from faceblur_utils.privacy import strangers
    >>> usual = calibrate([(one.image, one.box) for one in strangers()], recogniser="sface")
    >>> usual.people, len(usual.distances), usual.matched(usual.threshold) <= 0.01
    (33, 528, True)
    """
    if len(pictures) < 2:
        raise ValueError(f"It takes pictures of at least two people, got {len(pictures)}.")
    if not 0 <= false_match_rate < 1:
        raise ValueError(f"false_match_rate must be 0 or more and below 1 (1 % is 0.01), got {false_match_rate!r}.")
    described = encode_all(pictures, recogniser, alignment)
    apart = np.linalg.norm(described[:, None] - described[None], axis=2)
    distances = np.sort(apart[np.triu_indices(len(pictures), 1)])
    return Calibration(recogniser, alignment, len(pictures), distances, false_match_rate)
