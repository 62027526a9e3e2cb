"""Put the blurred region back: NumPy slice assignment, hard-edged or through a mask."""

import operator

import cv2
import numpy as np

from .images import require_image
from .parameters import pick


def _rectangle(radius_x, radius_y, feather):
    return np.ones(np.broadcast_shapes(radius_x.shape, radius_y.shape), np.float32)


def _ellipse(radius_x, radius_y, feather):
    return (radius_x**2 + radius_y**2 <= 1).astype(np.float32)


def _feathered(radius_x, radius_y, feather):
    distance = np.sqrt(radius_x**2 + radius_y**2)
    return np.clip((1 - distance) / feather, 0, 1).astype(np.float32)


MASKS = {"rectangle": _rectangle, "ellipse": _ellipse, "feathered": _feathered}


def make_mask(shape, height, width, *, feather=0.25, part=None):
    """Draw how much of the blurred region replaces each pixel.

    Parameters
    ----------
    shape : str
        ``"rectangle"``, ``"ellipse"`` (touching all four sides) or ``"feathered"`` (the same ellipse, fading
        out towards its rim).
    height, width : int
        Size in pixels.
    feather : float
        Share of the ellipse's radius that fades, above 0 and at most 1; only for ``"feathered"``.
    part : Box, optional
        Draw only this part of the mask, in its own pixels: that of a region which the picture's border cuts.

    Returns
    -------
    numpy.ndarray
        Shape (height, width), or that of `part`, dtype float32: 1 replaces the pixel, 0 leaves it alone.

    Raises
    ------
    ValueError
        If there is no such shape, a side is below 1 pixel, or `feather` is out of range.
    TypeError
        If a side is not a whole number.

    References
    ----------
    Porter and Duff, "Compositing Digital Images", SIGGRAPH 1984, for the alpha that the mask holds.

    Examples
    --------
    >>> make_mask("ellipse", 3, 4)
    array([[0., 1., 1., 0.],
           [1., 1., 1., 1.],
           [0., 1., 1., 0.]], dtype=float32)
    """
    draw = pick(MASKS, shape, "mask")
    try:
        height, width = operator.index(height), operator.index(width)
    except TypeError:
        raise TypeError(f"A mask's sides must be whole numbers of pixels, got {height!r} x {width!r}.") from None
    if height < 1 or width < 1:
        raise ValueError(f"A mask must have at least one pixel, got {height} x {width}.")
    if not 0 < feather <= 1:
        raise ValueError(f"feather must be above 0 and at most 1, got {feather}.")
    rows, columns = (slice(0, height), slice(0, width)) if part is None else part.slices
    # Pixel centres, from the middle of the mask, in units of half its size.
    radius_x = (2 * np.arange(columns.start, columns.stop, dtype=np.float32) + 1) / width - 1
    radius_y = (2 * np.arange(rows.start, rows.stop, dtype=np.float32) + 1) / height - 1
    return draw(radius_x[None, :], radius_y[:, None], feather)


def paste_back(image, blurred, box, mask=None):
    """Put a blurred region back where it came from.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB. It is not changed.
    blurred : numpy.ndarray
        The region, of the box's height and width, dtype uint8.
    box : Box
        Where it belongs; must lie inside the image.
    mask : numpy.ndarray, optional
        Shape (box height, box width), values 0 to 1, from `make_mask`; by default all of the region is replaced.

    Returns
    -------
    numpy.ndarray
        New image; outside the box, and where the mask is 0, every pixel is the image's own.

    Raises
    ------
    TypeError, ValueError
        As `paste_into`.
    """
    require_image(image)
    result = image.copy()
    paste_into(result, blurred, box, mask)
    return result


def paste_into(image, blurred, box, mask=None):
    """Do the same as `paste_back`, but change `image` itself; for pictures with many faces.

    Parameters
    ----------
    image, blurred, box, mask
        As for `paste_back`.

    Raises
    ------
    ValueError
        If the sizes do not fit each other, the box reaches over the border, or the mask leaves 0 to 1.
    TypeError
        If `image` or `blurred` is not uint8, or `mask` not an array.
    """
    require_image(image)
    require_image(blurred)
    if box.clip(image) != box:
        height, width = image.shape[:2]
        raise ValueError(f"{box} reaches over the border of the {width} x {height} image; clip it first.")
    if blurred.shape[:2] != (box.height, box.width):
        raise ValueError(
            f"The blurred region is {blurred.shape[1]} wide and {blurred.shape[0]} high, the box {box.width} wide and "
            f"{box.height} high."
        )
    if mask is None:
        image[box.slices] = blurred
        return
    if not isinstance(mask, np.ndarray):
        raise TypeError(f"The mask must be an array, got {mask!r}; make one with make_mask.")
    if mask.shape != (box.height, box.width):
        raise ValueError(f"The mask has shape {mask.shape} and the box {(box.height, box.width)}.")
    if not (mask.min() >= 0 and mask.max() <= 1):
        raise ValueError(
            f"A mask's values run from 0 to 1, these from {mask.min():g} to {mask.max():g}; divide by 255 if it is a "
            "grey picture."
        )
    roi, whole = image[box.slices], mask == 1
    if ((mask == 0) | whole).all():  # a hard rim: nothing to blend, and the same result in a tenth of the time
        roi[:] = cv2.copyTo(np.ascontiguousarray(blurred), whole.view(np.uint8), roi.copy())
        return
    alpha = mask.astype(np.float32)[..., None]
    # Blend in floats and round: cutting off the decimals would darken every half-blended pixel.
    mixed = blurred * alpha + roi * (1 - alpha)
    image[box.slices] = np.rint(mixed).astype(np.uint8)
