"""Boxes against the truth: which faces were found, which were missed, and what was no face."""

import math
from typing import NamedTuple


class Matches(NamedTuple):
    """What a detector got right and wrong in a photo, or in several: each list may be joined with others.

    Attributes
    ----------
    pairs : list of (Box, Box)
        Each found face: the detector's box, and the true one.
    missed : list of Box
        True boxes without a partner.
    false_alarms : list of Box
        The detector's boxes without a partner.
    """

    pairs: list
    missed: list
    false_alarms: list

    @property
    def precision(self):
        """Share of the detector's boxes that are faces, 0 to 1; NaN if it gave no box."""
        return _share(len(self.pairs), len(self.false_alarms))

    @property
    def recall(self):
        """Share of the true faces that were found, 0 to 1; NaN if there are no faces."""
        return _share(len(self.pairs), len(self.missed))


def _share(hits, failures):
    return hits / (hits + failures) if hits + failures else math.nan


def match_boxes(found, true, iou=0.5):
    """Pair a detector's boxes with the true ones.

    Parameters
    ----------
    found, true : list of Box
        What the detector reported, and the ground truth.
    iou : float
        Least intersection over union of a pair, above 0 and at most 1.

    Returns
    -------
    Matches
        Every box is in one pair at most, so a second box on the same face is a false alarm. Pairs with the largest
        overlap are made first; the lists keep the order of `true` and of `found`.

    Raises
    ------
    ValueError
        If `iou` is not above 0 and at most 1.

    References
    ----------
    Everingham et al., "The Pascal Visual Object Classes (VOC) Challenge", IJCV 88, 2010, section 4.2: 0.5, "set
    deliberately low to account for inaccuracies in bounding boxes".
    """
    if not 0 < iou <= 1:
        raise ValueError(f"iou must be above 0 and at most 1, got {iou}.")
    overlaps = [(f.iou(t), i, j) for i, f in enumerate(found) for j, t in enumerate(true)]
    partner, taken = {}, set()  # place in `true` -> place in `found`; the boxes themselves may repeat
    for overlap, i, j in sorted(overlaps, key=lambda o: (-o[0], o[1], o[2])):
        if overlap >= iou and i not in taken and j not in partner:
            partner[j] = i
            taken.add(i)
    return Matches(
        [(found[partner[j]], t) for j, t in enumerate(true) if j in partner],
        [t for j, t in enumerate(true) if j not in partner],
        [f for i, f in enumerate(found) if i not in taken],
    )
