"""The four steps in one call: detect, region of interest, blur, paste back."""

import warnings
from dataclasses import dataclass

import numpy as np

from .blur import METHODS
from .detect import detect_faces
from .images import require_image
from .parameters import pick
from .paste_back import MASKS, make_mask, paste_into
from .roi import Box


class NoFaceError(ValueError):
    """No face was found in a picture that was to be anonymised."""


@dataclass(frozen=True)
class Step:
    """What happened to one face.

    Attributes
    ----------
    face : Box
        The face itself, inside the image.
    box : Box
        The region that was blurred: the face and its margin, inside the image.
    roi, blurred : numpy.ndarray
        That region before and after, shape (box height, box width, 3), dtype uint8.
    mask : numpy.ndarray
        Shape (box height, box width), float32: how much of the blurred region replaced each pixel.
    parameters : dict
        What the blur method was called with.
    """

    face: Box
    box: Box
    roi: np.ndarray
    blurred: np.ndarray
    mask: np.ndarray
    parameters: dict


@dataclass(frozen=True)
class Result:
    """An anonymised picture and how it came about.

    Attributes
    ----------
    original, image : numpy.ndarray
        Before and after, shape (height, width, 3), dtype uint8, RGB.
    boxes : list of Box
        The faces inside the picture: largest first if they were detected, otherwise in the order given.
    steps : list of Step
        One for each face, in the same order.
    """

    original: np.ndarray
    image: np.ndarray
    boxes: list
    steps: list


def anonymize(
    image,
    detector="yunet",
    method="pixelate",
    strength=0.25,
    mask="ellipse",
    margin=0.3,
    boxes=None,
    feather=0.25,
    no_face="raise",
    parameters=None,
):
    """Hide every face in a picture.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB. It is not changed.
    detector : str
        One of `DETECTORS`.
    method : str
        One of `METHODS`.
    strength : float
        0 to 1: width of the averaging window as a share of each face's width (`Method.at_strength`).
    mask : str
        ``"rectangle"``, ``"ellipse"`` or ``"feathered"``.
    margin : float
        Share of the face's size added on each side before blurring, 0 to 3. From 0.21 on, the ellipse holds the whole
        box.
    boxes : list of Box, optional
        The faces, if you know them; then nothing is detected. What lies outside the picture is cut off.
    feather : float
        Share of the ellipse's radius that fades, for ``mask="feathered"``.
    no_face : str
        What to do where there is no face: ``"raise"`` an error, or ``"warn"`` and return the picture unchanged.
    parameters : dict, optional
        The method's own parameters, in place of `strength`.

    Returns
    -------
    Result
        With the image, the boxes and every step between. Each region is cut from the original, so the order of
        overlapping faces does not decide how strongly they are blurred.

    Raises
    ------
    NoFaceError
        If no face was found (unless ``no_face="warn"``).
    ValueError
        If a name or a value is not one of those above.
    TypeError
        If `image` is not a uint8 array, or `boxes` is not a list of boxes.
    """
    require_image(image)
    chosen = pick(METHODS, method, "method")
    pick(MASKS, mask, "mask")
    if not 0 <= margin <= 3:  # below 0 the face would stay in sight; 30, meant as a percentage, would fill the memory
        raise ValueError(f"margin must be between 0 and 3 (shares of the face's size: 0.3 is 30 %), got {margin!r}.")
    if no_face not in ("raise", "warn"):
        raise ValueError(f"no_face must be 'raise' or 'warn', got {no_face!r}.")
    if boxes is None:
        boxes, looked = detect_faces(image, detector), f"The detector {detector!r} found no face"
    else:
        boxes, looked = _inside(image, boxes), "No box given lies inside the picture: no face is known"
    if not boxes:
        message = (
            f"{looked} in this {image.shape[1]} x {image.shape[0]} picture, so nothing was blurred. "
            "Look at it: if there is a face, try another detector or pass boxes=[Box(...)]."
        )
        if no_face == "raise":
            raise NoFaceError(message)
        warnings.warn(message, stacklevel=2)
    result, steps = image.copy(), []
    for face in boxes:
        step = _blur_one(image, face, chosen, strength, mask, margin, feather, parameters)
        paste_into(result, step.blurred, step.box, step.mask)
        steps.append(step)
    return Result(image, result, boxes, steps)


def _inside(image, boxes):
    boxes = [boxes] if isinstance(boxes, Box) else list(boxes)
    for box in boxes:
        if not isinstance(box, Box):
            raise TypeError(
                f"boxes must hold Box objects, got {box!r}; write Box(left, top, right, bottom) or Box.from_xywh(...)."
            )
    return [box for box in (box.clip(image) for box in boxes) if box.area]


def _blur_one(image, face, method, strength, mask, margin, feather, parameters):
    wide = face.expand(margin)
    box = wide.clip(image)
    roi = image[box.slices].copy()
    if parameters is None:
        parameters = method.at_strength(strength, face.width, box.width)
    # The mask is drawn for the whole region and then cut like it, so that it stays centred on a face at the border.
    full = make_mask(mask, wide.height, wide.width, feather=feather)
    part = full[box.top - wide.top : box.bottom - wide.top, box.left - wide.left : box.right - wide.left]
    return Step(face, box, roi, method(roi, **parameters), part, dict(parameters))
