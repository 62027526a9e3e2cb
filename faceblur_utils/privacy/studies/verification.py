"""Is it the same person? How often a recogniser is right about pairs of pictures, and about whom that is known."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...hiding import Hiding
from ...recognise import RECOGNISERS
from ..intervals import bootstrap, share_of_people


@dataclass(frozen=True, eq=False)
class Verification:
    """What a recogniser says of all pairs of pictures.

    Attributes
    ----------
    recogniser, alignment : str
        As for `encode`.
    hiding : Hiding
        How all the pictures were hidden.
    distances : numpy.ndarray
        Shape (pictures, pictures), float64.
    whose : numpy.ndarray
        Shape (pictures,), int: the number of the person on each.
    false_match_rate : float
        The share of pairs of different people that may be taken for one.
    """

    recogniser: str
    alignment: str
    hiding: Hiding
    distances: np.ndarray
    whose: np.ndarray
    false_match_rate: float = 0.01

    @property
    def threshold(self):
        """The largest distance below which no more than that share of pairs of different people lies."""
        return self._at(np.arange(self.people))[0]

    @property
    def people(self):
        """How many people the pictures show."""
        return int(self.whose.max()) + 1

    @property
    def true_match_rate(self):
        """The share of pairs of one person that lie below `threshold`."""
        return self._at(np.arange(self.people))[1]

    @property
    def true_match_interval(self):
        """Its 95 % interval over people.

        The wider of two: by bootstrap, in which each drawing finds a threshold of its own, and of each person's share
        (`share_of_people`). The first alone is too narrow for few people, and of no width where all is right.
        """
        (same, own), _ = self._pairs
        right = np.bincount(own[:, 0], same < self.threshold) / np.maximum(np.bincount(own[:, 0]), 1)
        low, high = zip(
            bootstrap(self.people, lambda chosen: self._at(chosen)[1], draws=500), share_of_people(right), strict=True
        )
        return min(low), max(high)

    @property
    def usual_false_match_rate(self):
        """The share of pairs of different people below the recogniser's own limit."""
        _, (different, _) = self._pairs
        return float((different < RECOGNISERS[self.recogniser].same_person).mean())

    @property
    def roc(self):
        """Receiver operating characteristic: false-match rates and true-match rates, each shape (n,), float64."""
        (same, _), (different, _) = self._pairs
        limits = np.unique(np.concatenate([[0], same, different, [np.inf]]))
        below = [np.searchsorted(some, limits) / len(some) for some in (different, same)]
        return below[0], below[1]

    @cached_property
    def _pairs(self):
        """Distances and people of the pairs of one person, and of those of two, the nearest first."""
        first, second = np.triu_indices(len(self.whose), 1)
        apart, alike = self.distances[first, second], self.whose[first] == self.whose[second]
        who = np.stack([self.whose[first], self.whose[second]], axis=1)
        order = np.argsort(apart, kind="stable")
        apart, alike, who = apart[order], alike[order], who[order]
        return (apart[alike], who[alike]), (apart[~alike], who[~alike])

    def _at(self, chosen):
        """Threshold and true-match rate for some people, each as often as chosen."""
        often = np.bincount(chosen, minlength=self.people)
        (same, own), (different, both) = self._pairs
        weights = often[both[:, 0]] * often[both[:, 1]]
        share = np.cumsum(weights) / max(weights.sum(), 1)
        place = min(int(np.searchsorted(share, self.false_match_rate, side="right")), len(share) - 1)
        limit, counts = float(different[place]), often[own[:, 0]]
        return limit, float((counts * (same < limit)).sum() / counts.sum()) if counts.sum() else np.nan
