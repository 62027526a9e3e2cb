"""The rule by which the default is chosen, and what it gives.

It was written down before its outcome was computed (this file's history shows both):

1. **Candidates** are all `METHODS` at the strengths 0.25, 0.5, 0.75 and 1, at the mask and the margin of `Hiding`; a
   cover at its only one. Beside them a mosaic of one block (the mean colour); `dp_pixelate` with 8 blocks and the
   epsilons 0.05 and 0.005, at which little but noise is left; and `solid` in each outline that a cover can have.
2. **Attacks** are all of `ATTACKERS`, with each recogniser and alignment, in both experiments of `attack_table`: one
   man in two clips of two days among 34 people, and 34 people looked for with the very pictures that were hidden.
3. **The control** of an attack is what it names if the face is covered in black, in an outline that is the same for
   everybody: what the surroundings tell. No hiding of a face can be better.
4. An attack **breaks** a candidate if it names more pictures at once, or has more of them among its first five, than
   both its control and blind guessing, by more than can be luck: the exact 95 % interval of the share (Clopper and
   Pearson) must lie above both. For the 34 people, each with one picture, that is an interval over people. For the one
   man there is no such interval; it is taken over his 12 pictures instead. They vary less than 12 men, so that it is
   too narrow and calls luck an attack rather than the other way round; and it is about him alone. `least_noticed` says
   what such experiments can miss.
5. A candidate **passes** if no attack breaks it.
6. A **default** must take away. A method that puts another face (`average`, `k_same`) says something false about the
   person: of another age, skin tone or gender. It can be chosen, and is not given to who did not choose.
7. Of those that pass, the one of which most **remains** is taken: the median, over the 34 people, of the SSIM between
   the cut-outs (a face with its surroundings) before and after. If two are within 0.01, the quicker one.
"""

import time
from dataclasses import dataclass

import numpy as np

from ..blur import METHODS
from ..hiding import Hiding
from ..outlines import OUTLINES
from ..parameters import pick
from ..recognise import ALIGNMENTS, RECOGNISERS
from ..values import share_out
from .attackers import ATTACKERS
from .redetection import ssim
from .subjects import speaker, strangers
from .table import FIRST, Row, another_day_of_one, cover_like, in_words, same_pictures

STRENGTHS = (0.25, 0.5, 0.75, 1.0)
# Beside the strengths: the mean colour, and noise that leaves little else.
OWN = {
    "pixelate": ({"blocks": 1},),
    "dp_pixelate": ({"blocks": 8, "epsilon": 0.05}, {"blocks": 8, "epsilon": 0.005}),
}
# These put a face of their own in the place of the one that was there.
PUTS_A_FACE = ("average",)
# Attackers who need no recogniser: seconds in place of minutes.
QUICK_ATTACKERS = tuple(name for name, one in ATTACKERS.items() if not one.recognises)
# SSIMs nearer than this count as equal.
_AS_MUCH = 0.01
# Most attacks that need a recogniser are SFace's, in a tenth of the time of dlib's.
_COST = ("", "sface", "face_recognition")


@dataclass(frozen=True)
class Trial:
    """The attacks on one candidate, from the cheapest to the dearest, up to the first that breaks it.

    Attributes
    ----------
    hiding : Hiding
    tried : int
        How many attacks.
    broken_by : Row or None
        The attack that broke it, beside its control; None if it passed.
    remains : float or None
        Median SSIM of the cut-outs before and after. None if it was broken.
    """

    hiding: Hiding
    tried: int
    broken_by: Row | None
    remains: float | None

    def __str__(self):
        said = f"{in_words(self.hiding)}: "
        if self.broken_by is not None:
            return f"{said}broken. {self.broken_by.words}"
        may_not = " It puts another face, so that it is no default." if self.hiding.method in PUTS_A_FACE else ""
        return f"{said}passed {self.tried} attacks; what remains: SSIM {self.remains:.2f}.{may_not}"


@dataclass(frozen=True, repr=False)
class Recommendation:
    """What the rule gives.

    Attributes
    ----------
    hiding : Hiding or None
        The candidate that it takes, for `anonymize` and all the others; None if none passes.
    trials : tuple of Trial
        All candidates, in order.
    attackers, recognisers : tuple of str
        Who tried.
    """

    hiding: Hiding | None
    trials: tuple
    attackers: tuple
    recognisers: tuple

    def __repr__(self):
        return f"<{len(self.trials)} candidates, taken: {self.hiding}>"

    def __str__(self):
        who = f"Attackers: {', '.join(self.attackers)}; recognisers: {', '.join(self.recognisers)}."
        taken = f"Taken: {self.hiding}." if self.hiding else "Taken: none; each was broken or puts another face."
        return "\n".join([who, *(str(trial) for trial in self.trials), taken])


def candidates(method=None, hiding=None, *, strengths=STRENGTHS):
    """List the settings that the rule compares.

    Parameters
    ----------
    method : str, optional
        Only those of one of `METHODS`.
    hiding : Hiding, optional
        What all have in common: mask, margin and feather.
    strengths : iterable of float
        For methods that know any.

    Returns
    -------
    list of Hiding

    Examples
    --------
    >>> [one.outline for one in candidates("solid")]
    ['own', None, 'sizes']
    >>> len(candidates())
    31
    """
    common = (hiding or Hiding()).replace(parameters=None, outline=None, strength=Hiding.strength)
    made = []
    for name in METHODS if method is None else [method]:
        one = common.replace(method=name)
        if METHODS[name].kind != "cover":
            made += [one.replace(strength=strength) for strength in strengths]
        elif name in PUTS_A_FACE:
            made.append(one)
        else:
            made += [one.replace(outline=None if outline == one.shape else outline) for outline in OUTLINES]
        made += [one.replace(parameters=own) for own in OWN.get(name, ())]
    return made


def recommend(
    method=None, *, strengths=STRENGTHS, attackers=None, recognisers=None, experiments=None, hiding=None, **options
):
    """Apply the rule of this module: of the settings that no attack breaks, take the one of which most remains.

    Parameters
    ----------
    method : str or iterable of str, optional
        Compare only the settings of one of `METHODS`, or of some.
    strengths : iterable of float
        0 to 1.
    attackers, recognisers : iterable of str, optional
        Which of `ATTACKERS` and `RECOGNISERS` try; by default all, as the rule says. `QUICK_ATTACKERS` take seconds.
    experiments : iterable of Experiment, optional
        By default `another_day_of_one` and `same_pictures`.
    hiding : Hiding, optional
        What all candidates have in common: mask, margin and feather; by default those of `anonymize`.
    **options
        Fields of `Hiding`, in place of those in `hiding`: ``margin=0.5``.

    Returns
    -------
    Recommendation
        It says what failed here, on one man of two days and on one picture each of 34 people. That is no proof for
        others: who has a better recogniser, or more pictures, may succeed. With all attackers it takes some minutes for
        each candidate that passes, and seconds for each that is broken.

    Raises
    ------
    ValueError
        If there is no such method, attacker or recogniser, no method or strength, or one out of range.
    TypeError
        If there is no such option, or it is one that the rule varies.
    DetectorUnavailableError
        If this environment lacks what a recogniser needs.

    Examples
    --------
    >>> advice = recommend("pixelate", strengths=[0.5], attackers=["edges"], experiments=[same_pictures(6)])
    >>> advice.trials[0].broken_by.words
    'Box from the edges: names 100% of 6 pictures of 6 people among 6 (chance 16.7%), 100% in the first 5 ...
    """
    common = _common(hiding, options)
    strengths = sorted(strengths)
    if not strengths:
        raise ValueError("recommend needs at least one strength to try.")
    methods = list(METHODS) if method is None else [method] if isinstance(method, str) else list(method)
    if not methods:
        raise ValueError("recommend needs at least one method to try.")
    for name in methods:
        pick(METHODS, name, "method")
    who = [
        tuple(pick(registry, name, kind) and name for name in (registry if chosen is None else chosen))
        for registry, chosen, kind in ((ATTACKERS, attackers, "attacker"), (RECOGNISERS, recognisers, "recogniser"))
    ]
    some = [one for name in methods for one in candidates(name, common, strengths=strengths)]
    experiments = (another_day_of_one(), same_pictures()) if experiments is None else tuple(experiments)
    tries, controls = _tries(experiments, *who), {}
    trials = tuple(_trial(one, tries, controls) for one in some)
    return Recommendation(_taken(trials), trials, *who)


def _common(hiding, options):
    varied = [name for name in ("method", "strength", "parameters", "outline") if name in options]
    if varied:
        raise TypeError(
            f"Give no {' and no '.join(varied)} here: the rule tries several. Mask and margin may be given."
        )
    (hiding,) = share_out(options, (Hiding, hiding))
    return hiding


def _tries(experiments, attackers, recognisers):
    """Who attacks what, the cheapest first."""
    tries = []
    for name in attackers:
        for experiment in experiments:
            if ATTACKERS[name].of_videos and not experiment.of_videos:
                continue
            asked = [(r, a) for r in recognisers for a in ALIGNMENTS] if ATTACKERS[name].recognises else [("", "")]
            tries += [(experiment, name, *one) for one in asked]
    return sorted(tries, key=lambda one: _COST.index(one[2]) if one[2] in _COST else len(_COST))


def _trial(hiding, tries, controls):
    for number, one in enumerate(tries, start=1):
        experiment, name, *asked = one
        tried = experiment.attacked(ATTACKERS[name], hiding, *asked)
        if one not in controls:
            controls[one] = experiment.attacked(ATTACKERS[name], cover_like(hiding), *asked)
        if any(tried.exceeds(controls[one], places) for places in (1, FIRST)):
            return Trial(hiding, number, Row(experiment, name, *asked, tried, {"black": controls[one]}), None)
    return Trial(hiding, len(tries), None, _remains(hiding))


def _remains(hiding):
    faces = [*strangers(), *speaker("intro", 1)]
    return float(np.median([ssim(one.image, one.hidden(hiding).image) for one in faces]))


def _taken(trials):
    passed = [one for one in trials if one.broken_by is None and one.hiding.method not in PUTS_A_FACE]
    if not passed:
        return None
    most = max(one.remains for one in passed)
    best = [one.hiding for one in passed if one.remains > most - _AS_MUCH]
    return best[0] if len(best) == 1 else min(best, key=_seconds)


def _seconds(hiding):
    started = time.perf_counter()
    for one in strangers():
        one.hidden(hiding)
    return time.perf_counter() - started
