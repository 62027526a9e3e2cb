"""The privacy meter: is a face found again, is it still recognised? One verdict, in the same words everywhere."""

import math
from dataclasses import dataclass

import cv2

from ..detect import DetectorUnavailableError
from ..recognise import LEAST_SHARE, SAME_PERSON, identity_distance, share_in_picture
from ..roi import Box
from .redetection import QUICK, seen

RECOGNISER = "recogniser"
# What `verdict` looks at: the face with so much of its size on each side, and no wider than so many pixels. A phone's
# portrait would cost seconds, and the recogniser itself works on 150.
_AROUND, _WIDEST = 0.6, 200


@dataclass(frozen=True)
class Verdict:
    """What the attacks of the meter got out of one hidden face.

    Attributes
    ----------
    found_by : tuple of str
        The detectors that still see a face there.
    distance : float or None
        `identity_distance`; None if the recogniser could not be asked.
    asked : tuple of str
        The detectors that could be asked.
    missing : tuple of (str, str)
        Who could not be asked in this environment (a detector, or ``"recogniser"``), and why.
    share : float
        How much of the face lies inside the picture, 0 to 1 of its box's area. Below `LEAST_SHARE` the recogniser's
        answer means nothing, so `distance` is None, unless no pixel of the face was changed: then it is 0.

    Examples
    --------
    >>> Verdict(("hog", "yunet"), 0.419).words
    '✗ fails: found by hog, yunet; recognised (0.41)'
    >>> Verdict((), None, share=0.4).words
    '? cannot tell: only 40 % of the face is in the picture'
    """

    found_by: tuple
    distance: float | None
    asked: tuple = QUICK
    missing: tuple = ()
    share: float = 1.0

    @property
    def recognised(self):
        """Whether the recogniser takes the face for the same person; None if it was not asked."""
        return None if self.distance is None else self.distance < SAME_PERSON

    @property
    def fails(self):
        """Whether an attack succeeded."""
        return bool(self.found_by or self.recognised)

    @property
    def cannot_tell(self):
        """Whether nothing can be said: too little of the face is in the picture, and no detector finds it."""
        return self.share < LEAST_SHARE and not self.fails

    @property
    def held(self):
        """Whether all attacks failed that were tried; neither this nor `fails` if nothing can be said."""
        return not (self.fails or self.cannot_tell)

    @property
    def found_words(self):
        """Who finds the face again, in words."""
        left_out = [name for name, _ in self.missing if name != RECOGNISER]
        return f"found by {', '.join(self.found_by) or 'none'}" + (
            f" (not asked: {', '.join(left_out)})" if left_out else ""
        )

    @property
    def recognised_words(self):
        """Whether the face is recognised, in words, with the distance."""
        if self.distance is None and self.share < LEAST_SHARE:
            return f"cannot tell: only {_percent(self.share)} of the face is in the picture"
        if self.distance is None:
            return "recogniser not available"
        # Rounded down: 0.598 is recognised, and must not be told as 0.60.
        return f"{'' if self.recognised else 'not '}recognised ({math.floor(100 * self.distance) / 100:.2f})"

    @property
    def words(self):
        """The verdict with its reasons: ``"✗ fails: found by hog, yunet; recognised (0.41)"``."""
        if self.cannot_tell:
            return in_short([self])
        return f"{in_short([self]).split(':')[0]}: {self.found_words}; {self.recognised_words}"


def _percent(share):
    # Rounded down: 0.699 is below the limit, and must not be told as 70 %. In floats, 0.29 times 100 is below 29.
    return f"{math.floor(100 * share + 1e-9)} %"


def verdict(before, after, box):
    """Ask the quick detectors and the recogniser about one hidden face.

    They are asked on the face and its surroundings, in which it is at most 200 pixels wide; so a large photo costs no
    more than a small one.

    Parameters
    ----------
    before, after : numpy.ndarray
        The clear and the anonymised picture, both of one shape (height, width, 3), dtype uint8, RGB.
    box : Box
        Where the whole face is, without margin. It may reach over the border (`Step.face`): of a face of which less
        than 0.7 is in the picture, the recogniser is not asked.

    Returns
    -------
    Verdict

    Raises
    ------
    TypeError, ValueError
        As for `identity_distance`.

    Examples
    --------
    >>> from faceblur_utils import anonymize, read_image, samples
    >>> photo, (face,) = read_image(samples.path("astronaut")), samples.true_boxes("astronaut")
    >>> verdict(photo, anonymize(photo, boxes=[face]).image, face).fails
    False
    """
    around = box.expand(_AROUND).clip(before)
    if not around.area or before.shape != after.shape:
        return next(verdicts(before, after, [box]))  # it says what is wrong
    scale = min(1, _WIDEST / box.width)
    pictures = [picture[around.slices] for picture in (before, after)]
    if scale < 1:
        size = [max(1, round(length * scale)) for length in (around.width, around.height)]
        pictures = [cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in pictures]
    left, top = box.left - around.left, box.top - around.top
    edges = left, top, left + box.width, top + box.height
    return next(verdicts(*pictures, [Box(*(round(edge * scale) for edge in edges))]))


def verdicts(before, after, boxes, detectors=QUICK):
    """Ask detectors and the recogniser about several hidden faces, at the pictures' own size.

    Parameters
    ----------
    before, after : numpy.ndarray
        As for `verdict`.
    boxes : list of Box
        Where the whole faces are, without margin, as for `verdict`.
    detectors : iterable of str
        Names in `DETECTORS`. What this environment lacks is noted in the verdicts, and the others are asked.

    Yields
    ------
    Verdict
        One for each of `boxes`. All detectors are asked before the first; between two, only the recogniser works, so
        whoever does not want to wait can stop there.

    Raises
    ------
    TypeError, ValueError
        As for `identity_distance`, and if there is no such detector.

    Examples
    --------
    >>> from faceblur_utils import anonymize, read_image, samples
    >>> photo, boxes = read_image(samples.path("solvay")), samples.true_boxes("solvay")[:2]
    >>> [one.fails for one in verdicts(photo, photo, boxes, ["yunet"])]  # nothing was hidden
    [True, True]
    """
    found, missing = {}, {}
    for name in detectors:
        try:
            found[name] = seen(after, boxes, name)
        except DetectorUnavailableError as error:
            missing[name] = str(error)
    for box in boxes:
        distance, share = None, share_in_picture(before, box)
        if 0 < share < LEAST_SHARE:
            part = box.clip(before).slices
            distance = 0.0 if before.shape == after.shape and (before[part] == after[part]).all() else None
        elif RECOGNISER not in missing:
            try:
                distance = identity_distance(before, after, box)
            except DetectorUnavailableError as error:
                missing[RECOGNISER] = str(error)
        found_by = tuple(name for name, those in found.items() if box in those)
        yield Verdict(found_by, distance, tuple(found), tuple(missing.items()), share)


def in_short(given):
    """Put verdicts on one or several faces into a few words; told apart by sign and word, not by colour.

    Parameters
    ----------
    given : list of Verdict
        At least one.

    Returns
    -------
    str
        ``"✗ fails: found again, recognised"``, or one of the two, if an attack succeeded on any of the faces;
        ``"○ held here"`` if none did, which is not a promise (`caveat`); ``"? held, but not all could be asked"``;
        ``"? cannot tell: only 40 % of the face is in the picture"``.

    Examples
    --------
    >>> in_short([Verdict((), 0.71), Verdict(("haar",), 0.55)])
    '✗ fails: found again, recognised'
    """
    ways = {"found again": any(one.found_by for one in given), "recognised": any(one.recognised for one in given)}
    if any(ways.values()):
        return f"✗ fails: {', '.join(way for way, succeeded in ways.items() if succeeded)}"
    cut = [one for one in given if one.cannot_tell]
    if cut and len(cut) < len(given):
        return f"? held, but cannot tell for {len(cut)} of {len(given)}: too little of the face is in the picture"
    if cut:
        most = _percent(max(one.share for one in cut))
        how_much = f"only {most} of the face" if len(cut) == 1 else f"at most {most} of each face"
        return f"? cannot tell: {how_much} is in the picture"
    return "? held, but not all could be asked" if any(one.missing for one in given) else "○ held here"


def in_numbers(given):
    """Count verdicts on several faces.

    Parameters
    ----------
    given : list of Verdict
        At least one.

    Returns
    -------
    str
        ``"✗ 2 fail, ○ 9 held here, ? cannot tell for 1"``, without those that are 0.

    Examples
    --------
    >>> in_numbers([Verdict((), 0.71), Verdict(("haar",), 0.55), Verdict((), None, share=0.4)])
    '✗ 1 fails, ○ 1 held here, ? cannot tell for 1'
    """
    fails, held, cut = (sum(getattr(one, state) for one in given) for state in ("fails", "held", "cannot_tell"))
    all_asked = not any(one.missing for one in given)
    said = [f"✗ {fails} {'fails' if fails == 1 else 'fail'}"] if fails else []
    if held:
        said.append(f"○ {held} held here" if all_asked else f"? {held} held, but not all could be asked")
    said += [f"? cannot tell for {cut}"] if cut else []
    return ", ".join(said)


def caveat(given):
    """Say what verdicts are worth, and who could not be asked for them.

    Parameters
    ----------
    given : list of Verdict
        At least one.

    Returns
    -------
    str
        A sentence or two.

    Examples
    --------
    >>> caveat([Verdict((), 0.71)])
    'The meter can show that a blur fails, not that it is safe: it asks 4 detectors and 1 recogniser.'
    """
    count, missing = len(given[0].asked), dict(pair for one in given for pair in one.missing)
    asked = [f"{count or 'no'} {'detector' if count == 1 else 'detectors'}"]
    asked += [] if RECOGNISER in missing else ["1 recogniser"]
    said = f"The meter can show that a blur fails, not that it is safe: it asks {' and '.join(asked)}."
    if any(one.share < LEAST_SHARE for one in given):
        said += (
            f" Where less than {_percent(LEAST_SHARE)} of a face is in the picture, the recogniser can tell nothing."
        )
    causes = {}
    for name, why in missing.items():
        causes.setdefault(why, []).append(name)
    return said + "".join(f" Not asked: {', '.join(names)} ({why})" for why, names in causes.items())
