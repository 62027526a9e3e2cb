"""The rule by which the default is chosen, and what it gives.

It was written down before its outcome was computed (this file's history shows both):

1. **Candidates** are all `METHODS` at the strengths 0.25, 0.5, 0.75 and 1, at the mask and the margin of `Hiding`; a
   cover at its only one. Beside them a mosaic of one block (the mean colour); `dp_pixelate` with 8 blocks and the
   epsilons 0.05 and 0.005, at which little but noise is left; and `solid` in each outline that a cover can have.
2. **Attacks** are all of `ATTACKERS`, with each recogniser and alignment, in both experiments of `attack_table`: one man
   in two clips of two days among 34 people, and 34 people looked for with the very pictures that were hidden.
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

from dataclasses import dataclass

import numpy as np

from ..blur import METHODS
from ..hiding import Hiding
from ..parameters import pick
from ..recognise import SAME_PERSON, encode_all
from .curves import STRENGTHS, shared_hiding
from .identification import Identification, another_day
from .reconstruction import UNDO
from .redetection import seen, ssim
from .subjects import speaker, strangers

# Of the faces, how many a detector may still find: one in 20. None at all would ask for a face-sized margin.
FOUND_AT_MOST = 0.05


@dataclass(frozen=True)
class Trial:
    """All attacks on one setting, from the cheapest to the dearest, up to the first that succeeds.

    Attributes
    ----------
    strength : float
    found : int
        How many of the faces YuNet still finds; once they are too many, nobody counts on.
    recognised : int or None
        How many are still taken for the same person; ``None`` if it was not asked any more.
    naive, parrot : Identification or None
        The person of two clips, looked for by an attacker with a clear album and by one who blurs it too.
    similarity : float or None
        Median SSIM of the faces before and after: what the blur leaves of the picture. ``None`` if an attack succeeded.
    broken_by : str
        The attack that succeeded: ``"found again"``, ``"recognised"``, ``"naive"``, ``"parrot"``, or ``"undone"`` if
        one of the last three did after the blur was taken back (`undo`). Empty if none did.
    """

    strength: float
    found: int
    recognised: int | None
    naive: Identification | None
    parrot: Identification | None
    similarity: float | None
    broken_by: str


@dataclass(frozen=True)
class Recommendation:
    """What `recommend` found out about a method.

    Attributes
    ----------
    tried : Hiding
        What all trials have in common: method, mask, margin and feather. Its strength does not count.
    strength : float or None
        The weakest strength at which all attacks failed; ``None`` if there is none.
    parameters : dict or None
        What the method is called with at that strength, on a face of the width asked for.
    trials : tuple of Trial
        The strengths tried, weakest first, up to the one recommended.
    faces : int
        How many faces were tried.
    """

    tried: Hiding
    strength: float | None
    parameters: dict | None
    trials: tuple
    faces: int

    @property
    def method(self):
        """Name of the method."""
        return self.tried.method

    @property
    def hiding(self):
        """The weakest `Hiding` at which all attacks failed; ``None`` if there is none. `anonymize` takes it."""
        return None if self.strength is None else self.tried.replace(strength=self.strength)

    def __str__(self):
        if self.strength is None:
            said = ", ".join(f"{trial.strength:g} ({trial.broken_by})" for trial in self.trials)
            return f"{self.method}: none. Broken at every strength tried: {said}."
        own = ", ".join(f"{name}={value:g}" for name, value in self.parameters.items())
        return f"{self.method}: strength {self.strength:g} ({own}); the attacks tried failed on {self.faces} faces."


def recommend(method, face_width=100, *, strengths=STRENGTHS, hiding=None, **options):
    """Find the weakest setting of a method at which five attacks fail on the sample faces.

    The attacks: YuNet finds more than one face in 20 again (`seen`); the recogniser takes any face for the same
    person (`identity_distance` below 0.6); the person of the two clips is picked out of an album more often than by
    chance (`another_day`), with the album left clear or blurred in the same way; and, where a way back is known
    (`undo`), the same after the blur was taken back. Not among them are an album with the very photo or one like it
    (`guess_candidate`), against which no averaging helps, and the frames of a video (`average_frames`).

    Parameters
    ----------
    method : str
        One of `METHODS`.
    face_width : int
        Width in pixels that the faces are given before they are hidden, at least 10: a small face holds less to
        begin with.
    strengths : iterable of float
        Tried from the weakest on.
    hiding : Hiding, optional
        What all trials have in common: mask, margin and feather; by default those of `anonymize`.
    **options
        Fields of `Hiding`, in place of those in `hiding`: ``margin=0.5``.

    Returns
    -------
    Recommendation
        Its ``hiding`` is what `anonymize`, `anonymize_folder` and the others take. It says what failed here, on a few
        dozen faces and one recogniser. It is a lower bound, and no proof: an attacker can have a better recogniser, one
        trained on blurred faces, or more pictures.

    Raises
    ------
    ValueError
        If there is no such method, a value is out of range, or `hiding` has a method's own parameters.
    TypeError
        If there is no such option.
    DetectorUnavailableError
        If this environment lacks dlib or face_recognition.

    Examples
    --------
    >>> recommend("pixelate").hiding  # doctest: +SKIP
    Hiding(method='pixelate', strength=0.5, mask='ellipse', margin=0.3)
    >>> print(recommend("bilateral", strengths=[0.1, 0.5]))
    bilateral: none. Broken at every strength tried: 0.1 (found again), 0.5 (found again).
    """
    pick(METHODS, method, "method")
    common = shared_hiding(hiding, options).replace(method=method)
    strengths = sorted(strengths)
    if not strengths:
        raise ValueError("recommend needs at least one strength to try.")
    faces = strangers(face_width) + speaker("intro", 1, face_width)
    trials = []
    for strength in strengths:
        one = common.replace(strength=strength)
        trials.append(_attack(faces, face_width, one))
        if not trials[-1].broken_by:
            roi_width = round(face_width * (1 + 2 * one.margin))
            parameters = one.parameters_for(face_width, roi_width)
            return Recommendation(common, strength, parameters, tuple(trials), len(faces))
    return Recommendation(common, None, None, tuple(trials), len(faces))


def _attack(faces, face_width, hiding):
    hidden, found, allowed = [], 0, FOUND_AT_MOST * len(faces)
    for face in faces:
        hidden.append(face.hidden(hiding))
        found += bool(seen(hidden[-1].image, [face.box], "yunet"))
        if found > allowed:
            return Trial(hiding.strength, found, None, None, None, None, "found again")
    recognised, naive, parrot, broken_by = _identify(faces, hidden, face_width, hiding)
    if not broken_by and hiding.method in UNDO:
        back = [face.hidden(hiding, undone=True) for face in faces]
        broken_by = "undone" if _identify(faces, back, face_width, hiding, undone=True)[-1] else ""
    similarity = None if broken_by else _similarity(faces, hidden)
    return Trial(hiding.strength, found, recognised, naive, parrot, similarity, broken_by)


def _similarity(faces, hidden):
    regions = [(a.image[a.box.slices], b.image[a.box.slices]) for a, b in zip(faces, hidden, strict=True)]
    return float(np.median([ssim(*pair) for pair in regions]))


def _identify(faces, hidden, face_width, hiding, undone=False):
    """Ask the recogniser, up to the first success: how many it knows, both attackers, and who succeeded."""
    clear, after = (encode_all([(one.image, one.box) for one in some]) for some in (faces, hidden))
    recognised = int((np.linalg.norm(clear - after, axis=1) < SAME_PERSON).sum())
    if recognised:
        return recognised, None, None, "recognised"
    naive = another_day(False, hiding, face_width=face_width, undone=undone)
    if naive.beats_chance:
        return recognised, naive, None, "naive"
    parrot = another_day(True, hiding, face_width=face_width, undone=undone)
    return recognised, naive, parrot, "parrot" if parrot.beats_chance else ""
