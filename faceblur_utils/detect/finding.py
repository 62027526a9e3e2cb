"""How faces are looked for: the value that photos, folders, videos, pages and the live picture take."""

import numbers
from dataclasses import dataclass

from ..parameters import check_names, pick
from ..values import Frozen, Value, plain
from .detectors import DETECTORS

# How thoroughly: each does what those before it do, and more.
LOOKS = {
    "one": "one look, at the detector's own size",
    "sizes": "and a small one, for faces that fill the picture",
    "tiles": "and the picture in tiles at up to full size, for small faces in large photos",
    "turns": "and all of it in four turns, for photos and people that lie or stand on their heads",
}


@dataclass(frozen=True, repr=False)
class Finding(Value):
    """How to look for faces.

    Attributes
    ----------
    detector : str
        One of `DETECTORS`.
    looks : str
        How thoroughly, one of `LOOKS`: ``"one"``, ``"sizes"``, ``"tiles"`` or ``"turns"``; each finds at least what
        those before it find. All but ``"one"`` look once more, and closer, with YuNet: that look says what is sure.
    covered_from, doubtful_from : float or None
        Scores on the detector's own scale. From `covered_from` on a face is one; from `doubtful_from` on it may be one,
        and a person should look. Both are hidden. None stands for the detector's own (`Detector.covered_from`,
        `Detector.doubtful_from`). Detectors without scores (haar, face_recognition) take none.
    detector_parameters : dict or None
        The detector's own; ``DETECTORS[detector].parameters`` lists them. Not the one that sets its smallest score:
        `doubtful_from` does that.

    Raises
    ------
    TypeError, ValueError
        If one of them is not one of those above.

    Examples
    --------
    >>> Finding(detector="hog", looks="one")
    Finding(detector='hog', looks='one')
    >>> Finding.from_json(Finding().to_json()) == Finding()
    True
    """

    detector: str = "yunet"
    looks: str = "turns"
    covered_from: float | None = None
    doubtful_from: float | None = None
    detector_parameters: dict | None = None

    _shown = ("detector", "looks")

    def __post_init__(self):
        entry = pick(DETECTORS, self.detector, "detector")
        pick(LOOKS, self.looks, "way to look (looks)")
        for name in ("covered_from", "doubtful_from"):
            value = plain(getattr(self, name))
            if value is None:
                continue
            if entry.covered_from is None:
                raise ValueError(f"The detector {self.detector!r} gives no scores, so it takes no {name}.")
            low, high = entry.score_range
            # A bool is a number to Python; NaN is in no range.
            number = isinstance(value, numbers.Real) and not isinstance(value, bool)
            if not number or not low <= value <= high:
                raise ValueError(f"{name} must be between {low:g} and {high:g} for {self.detector}, got {value!r}.")
            object.__setattr__(self, name, float(value))
        covered, doubtful = self.limits
        if covered is not None and doubtful > covered:
            raise ValueError(
                f"doubtful_from ({doubtful:g}) is above covered_from ({covered:g}): no face could be in doubt, and "
                "faces between them would be left out. Lower the first or raise the second."
            )
        if self.detector_parameters is not None:
            if not isinstance(self.detector_parameters, dict):
                raise TypeError(
                    f"detector_parameters must be a dict, such as {{{entry.parameters[0].name!r}: "
                    f"{entry.parameters[0].default}}}, got {self.detector_parameters!r}."
                )
            given = Frozen(self.detector_parameters)
            check_names(f"Detector {self.detector!r}", entry.parameters, given)
            if entry.score_parameter in given:
                raise ValueError(f"Give doubtful_from and covered_from in place of {entry.score_parameter}.")
            for one in entry.parameters:
                if one.name in given:
                    one.check(given[one.name])
            object.__setattr__(self, "detector_parameters", given or None)

    @classmethod
    def made(cls, value=None, **changes):
        """Take a value as it is, or with changes; or make one of keywords alone.

        Another detector comes with its own limits and parameters, unless they are given: its scores are on another
        scale.

        Parameters
        ----------
        value, **changes
            As for `Value.made`.

        Returns
        -------
        Finding

        Raises
        ------
        TypeError, ValueError
            As for `Value.made`.
        """
        if isinstance(value, cls) and changes.get("detector", value.detector) != value.detector:
            changes = dict.fromkeys(("covered_from", "doubtful_from", "detector_parameters")) | changes
        return super().made(value, **changes)

    @property
    def limits(self):
        """``(covered_from, doubtful_from)`` as they apply; None twice for a detector without scores."""
        entry = DETECTORS[self.detector]
        covered = entry.covered_from if self.covered_from is None else self.covered_from
        if self.doubtful_from is not None:
            return covered, self.doubtful_from
        # Somebody who asks for more than the detector's own doubt is not told that his own number is too low.
        return covered, entry.doubtful_from if covered is None else min(entry.doubtful_from, covered)
