"""How a face is hidden: the value `Hiding`, and what it does to the faces of a picture."""

from dataclasses import dataclass, replace

import numpy as np

from .blur import METHODS
from .outlines import OUTLINES, outlined
from .parameters import Parameter, pick
from .paste_back import MASKS, make_mask, paste_into
from .roi import Box
from .values import Frozen, Value, plain

# Declared once, for values, sliders and texts. `Hiding()` is what lesson 09 arrives at:
# tests/test_privacy_recommendation.py keeps it equal to what `privacy.recommend` computes.
STRENGTH = Parameter(
    "strength",
    0.5,
    0.0,
    1.0,
    0.01,
    "Width of the window averaged over, as a share of the face's width.",
)
MARGIN = Parameter("margin", 0.3, 0.0, 1.0, 0.05, "Share of the face's size added on each side.")
FEATHER = Parameter("feather", 0.25, 0.05, 1.0, 0.05, "Share of the ellipse's radius that fades.")
# Above the slider's end, but below 30, which is 30 % mistyped and would fill the memory.
WIDEST_MARGIN = 3.0
# How much wider than the picture a face may count that reaches over its border.
_WIDEST_FACE = 8


@dataclass(frozen=True, repr=False)
class Hiding(Value):
    """How to hide a face.

    The default is a black oval in everybody's proportions, which is what the rule of `privacy.recommend` gives. What it
    withstands and what it does not: the attackers of `privacy.ATTACKERS` who need no recogniser named 0 of 12 pictures
    of one man among 34 people behind it (chance: 1 of 34), and what is around black faces named all 33 people of an
    album with the same photos (chance: 1 of 33).

    Attributes
    ----------
    method : str
        One of `METHODS`.
    strength : float
        0 to 1: width of the averaging window as a share of each face's width (`Method.at_strength`). Covers
        know none.
    mask : str
        ``"rectangle"``, ``"ellipse"`` or ``"feathered"``.
    margin : float
        Share of the face's size added on each side before blurring, 0 to 3. From 0.21 on, the ellipse holds the whole
        box.
    feather : float
        Share of the ellipse's radius that fades, above 0 and at most 1; for ``mask="feathered"``.
    parameters : dict or None
        The method's own, in place of `strength`: ``{"ksize": 75}`` for ``"gaussian"``.
    outline : str or None
        ``"own"``: the region has the face's own proportions; by default that of a blur. ``"proportions"``: everybody's
        has the same, four to three; by default that of a cover. ``"sizes"``: and one of few sizes. None of these hides
        less than ``"own"``.

    Raises
    ------
    TypeError, ValueError
        If one of them is not one of those above.

    Examples
    --------
    >>> Hiding("box", strength=0.3)
    Hiding(method='box', strength=0.3, mask='ellipse', margin=0.3)
    >>> Hiding.from_json(Hiding("median").to_json()) == Hiding("median")
    True
    """

    method: str = "solid"
    strength: float = STRENGTH.default
    mask: str = "ellipse"
    margin: float = MARGIN.default
    feather: float = FEATHER.default
    parameters: dict | None = None
    outline: str | None = None

    _shown = ("method", "strength", "mask", "margin")

    def __post_init__(self):
        method = pick(METHODS, self.method, "method")
        pick(MASKS, self.mask, "mask")
        pick(OUTLINES, self.shape, "outline")
        self._check("strength", 0, STRENGTH.high, "shares of the face's width")
        # Below 0 the face would stay in sight.
        self._check("margin", 0, WIDEST_MARGIN, "shares of the face's size: 0.3 is 30 %")
        self._check("feather", 0, FEATHER.high, "shares of the ellipse's radius", above=True)
        if self.parameters is not None:
            given = Frozen(self.parameters)
            # The method knows its own ranges, so it is tried on a picture of nothing.
            method(np.zeros((2, 2, 3), np.uint8), **given)
            object.__setattr__(self, "parameters", given)

    def _check(self, name, least, most, unit, above=False):
        value = plain(getattr(self, name))
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not number or not least <= value <= most or (above and value == least):
            between = f"above {least} and at most {most:g}" if above else f"between {least} and {most:g}"
            raise ValueError(f"{name} must be {between} ({unit}), got {value!r}.")
        object.__setattr__(self, name, float(value))

    def parameters_for(self, face_width, roi_width=None):
        """Tell what the method is called with on a face.

        Parameters
        ----------
        face_width : int
            Width of the face's box in pixels, without margin.
        roi_width : int, optional
            Width of the region to be blurred, with margin; by default the face's.

        Returns
        -------
        dict
        """
        if self.parameters is not None:
            return dict(self.parameters)
        return METHODS[self.method].at_strength(self.strength, face_width, roi_width)

    @property
    def shape(self):
        """The outline, also where none was asked for: of a cover it is all there is to be seen."""
        return self.outline or ("proportions" if METHODS[self.method].kind == "cover" else "own")

    def region(self, face):
        """Tell which region of a picture is hidden.

        Parameters
        ----------
        face : Box

        Returns
        -------
        Box
            The face with its margin, in the outline asked for. It may reach over the image's border.
        """
        return outlined(face.expand(self.margin), self.shape)

    def settled(self):
        """Draw what is left to chance and must stay the same in all frames of a video, such as a cover's colour.

        Returns
        -------
        Hiding
            This one, if there is nothing of the kind.

        Examples
        --------
        >>> Hiding("solid", parameters={"grey": -1}).settled().parameters["grey"] >= 0
        True
        """
        once = METHODS[self.method].once
        return self if once is None or self.parameters is None else self.replace(parameters=once(dict(self.parameters)))

    def step(self, image, face):
        """Blur one face's region, and leave the picture as it is.

        Parameters
        ----------
        image : numpy.ndarray
            Shape (height, width, 3), dtype uint8, RGB.
        face : Box
            The whole face; it may reach over the border, and a part of it must lie inside. Strength and mask follow
            the whole, not the part.

        Returns
        -------
        Step
        """
        wide = self.region(face)
        box = wide.clip(image)
        roi = image[box.slices].copy()
        # A window of several pictures' width averages all there is; a wider one only costs time.
        parameters = self.parameters_for(min(face.width, _WIDEST_FACE * max(image.shape[:2])), wide.width)
        blurred, parameters = METHODS[self.method].on_part(roi, wide.width, **parameters)
        # Drawn for the whole region and then cut like it, so that the mask stays centred on a face at the border.
        mask = make_mask(self.mask, wide.height, wide.width, feather=self.feather, part=box.relative_to(wide))
        return Step(face, box, roi, blurred, mask, self.method, parameters)


@dataclass(frozen=True)
class Step:
    """What happened to one face.

    Attributes
    ----------
    face : Box
        The whole face; it may reach over the image's border.
    box : Box
        The region that was blurred: the face and its margin, inside the image.
    roi, blurred : numpy.ndarray
        That region before and after, shape (box height, box width, 3), dtype uint8. Where a face before this one
        overlaps it, that one is hidden in `roi` already.
    mask : numpy.ndarray
        Shape (box height, box width), float32: how much of the blurred region replaced each pixel. 0 also where a face
        before this one, as large or larger, is hidden already: the blur there is as coarse or coarser.
    method : str
        Name of the blur method.
    parameters : dict
        What it was called with.
    """

    face: Box
    box: Box
    roi: np.ndarray
    blurred: np.ndarray
    mask: np.ndarray
    method: str
    parameters: dict


def hide_faces(image, faces, hiding):
    """Hide faces one after the other, so that one more never shows more of the picture.

    Each region is cut from what those before it have left, so that whatever a later one shows was there to see without
    it. Where regions overlap, the coarsest wins: a small box inside a face, such as a false alarm on an eye, must not
    put a finer blur on it.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB. It is not changed.
    faces : list of Box
        Each with at least a part inside the image.
    hiding : Hiding

    Returns
    -------
    numpy.ndarray
        The picture with its faces hidden.
    list of Step
        One for each face, in the order given.
    """
    result, steps = image.copy(), []
    for face in faces:
        step = hiding.step(result, face)
        step = replace(step, mask=_without_coarser(step, steps))
        paste_into(result, step.blurred, step.box, step.mask)
        steps.append(step)
    return result, steps


def _without_coarser(step, earlier):
    """Take out of a step's mask what a face before it covers already, if that is as large: its blur is as coarse."""
    mask = step.mask
    for other in earlier:
        left, top = max(step.box.left, other.box.left), max(step.box.top, other.box.top)
        right, bottom = min(step.box.right, other.box.right), min(step.box.bottom, other.box.bottom)
        if other.face.width < step.face.width or left >= right or top >= bottom:
            continue
        shared = Box(left, top, right, bottom)
        here, there = (shared.relative_to(one.box).slices for one in (step, other))
        if mask is step.mask:
            mask = mask.copy()
        mask[here][other.mask[there] == 1] = 0
    return mask


def left_clear(before, after, steps):
    """Tell which faces a blur was too weak to change.

    Parameters
    ----------
    before, after : numpy.ndarray
        The picture and what `hide_faces` made of it.
    steps : list of Step
        What it did.

    Returns
    -------
    list of int
        Their numbers, from 1 on. A face of one colour is left out: there is nothing to change.
    """
    numbers = []
    for number, step in enumerate(steps, start=1):
        was, covered = before[step.box.slices], step.mask > 0
        same = (was == after[step.box.slices])[covered].all()
        if same and covered.any() and (was != was[0, 0]).any():
            numbers.append(number)
    return numbers


def enough_strength(image, face, hiding):
    """Find the weakest strength, to a hundredth, that changes anything of a face.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    face : Box
    hiding : Hiding
        Its own parameters do not count.

    Returns
    -------
    float or None
        None if not even 1 does.
    """
    region = hiding.region(face).clip(image)  # the whole picture a hundred times would take seconds
    part = image[region.slices]
    moved = face.relative_to(region)
    for percent in range(1, 101):
        one = hiding.replace(strength=percent / 100, parameters=None)
        if not left_clear(part, *hide_faces(part, [moved], one)):
            return one.strength
    return None
