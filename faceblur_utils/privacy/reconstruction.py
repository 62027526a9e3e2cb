"""Taking a blur back: sharpen a Gaussian, smooth a mosaic, add up the mosaics of a video."""

import math

import cv2
import numpy as np

from ..blur import METHODS, kernel_size, mosaic_size
from ..images import require_image
from ..parameters import pick

# The power in photos falls with frequency to the power of about -2, more or less steeply from one to the next (van der
# Schaaf and van Hateren 1996); with this exponent, the guesses on blurred faces came out nearest to the truth.
_NATURAL_FALL = 2.5
# Frequencies count as far as their power is so many times the noise's; rounding to whole grey levels makes a noise of
# variance 1/12, and less than that no picture has that was stored.
_ABOVE_NOISE, _ROUNDING = 30, 1 / 12


def _wiener(picture, kernel, balance, iterations):
    from skimage.restoration import wiener

    return np.dstack([wiener(one, kernel, balance, clip=False) for one in np.moveaxis(picture, 2, 0)])


def _richardson_lucy(picture, kernel, balance, iterations):
    from skimage.restoration import richardson_lucy

    # The function takes what lies outside for black, so more of the mirror image is needed on every side.
    sides = [(min(reach, length),) * 2 for reach, length in zip(kernel.shape, picture.shape[:2], strict=False)]
    wide = np.pad(picture, (*sides, (0, 0)), mode="wrap").astype(np.float32)
    sharp = richardson_lucy(wide, kernel[..., None].astype(np.float32), iterations, clip=False)
    return sharp[sides[0][0] : -sides[0][0], sides[1][0] : -sides[1][0]]


DEBLURRERS = {"wiener": _wiener, "richardson-lucy": _richardson_lucy}


def deblur(roi, kernel, how="wiener", *, mask=None, balance=1e-3, iterations=100):
    """Sharpen a region that was blurred by a Gaussian of known or guessed width, or by another separable kernel.

    OpenCV mirrors the region at its border before it blurs. A mirrored region repeats itself without a seam, which is
    what the deconvolution takes for granted: so no ringing comes in from the border.

    Parameters
    ----------
    roi : numpy.ndarray
        The whole blurred region, shape (height, width, 3), in grey levels 0 to 255: uint8 as it is found in a picture,
        or floats, as they were before rounding.
    kernel : float, numpy.ndarray or a tuple of two
        Standard deviation of the Gaussian, in pixels; `guess_sigma` guesses it. The kernel is taken to hold three of
        them on each side, as `METHODS["gaussian"].at_strength` makes it. Or the weights along one axis, of an odd
        number, adding up to 1: ``np.full(k, 1 / k)`` for a box blur. A tuple holds one for across and one for down.
    how : str
        ``"wiener"`` divides the spectrum by the Gaussian's, as far as noise allows. ``"richardson-lucy"`` improves a
        picture step by step until its blur looks like `roi`; it keeps brightness positive, and takes far longer.
    mask : numpy.ndarray, optional
        Where the region is blurred (1), shape (height, width), as `Step.mask`. Outside, clear pixels stay as they are;
        what the blur would have made of them there is worked out first.
    balance : float
        For Wiener: how much smoothness counts against sharpness. It stands for the noise: 1e-12 suits floats, 1e-3
        rounded pixels, 1e-2 a JPEG.
    iterations : int
        For Richardson-Lucy: how many steps.

    Returns
    -------
    numpy.ndarray
        Shape as `roi`, dtype uint8.

    Raises
    ------
    TypeError, ValueError
        If `roi` is no picture of at least 2 x 2 pixels, the mask does not fit it, or a value is out of range.

    References
    ----------
    https://scikit-image.org/docs/stable/api/skimage.restoration.html, `wiener` and `richardson_lucy`, which do the
    work; Richardson, "Bayesian-Based Iterative Method of Image Restoration", JOSA 62, 1972.

    Examples
    --------
    >>> stripes = np.full((40, 60, 3), 40, np.uint8)
    >>> stripes[:, ::12] = 240
    >>> blurred = METHODS["gaussian"](stripes, ksize=13, sigmaX=2)
    >>> bool(np.ptp(deblur(blurred, 2.0)) > 2 * np.ptp(blurred))  # the contrast is back, in part
    True
    """
    sharpen = pick(DEBLURRERS, how, "way to deblur")
    seen = _grey_levels(roi)
    both = kernel if isinstance(kernel, tuple) and len(kernel) == 2 else (kernel, kernel)
    across, down = (_weights(one) for one in both)
    _require_above_zero(balance=balance, iterations=iterations)
    height, width = seen.shape[:2]
    mask = np.ones((height, width)) if mask is None else mask
    if mask.shape != (height, width):
        raise ValueError(f"The mask has shape {mask.shape} and the region {height, width}.")
    clear = mask[..., None] < 1
    seen = np.where(clear, cv2.sepFilter2D(seen, -1, across, down), seen)
    # One period is the region and its mirror image; the kernel must fit into a whole number of periods.
    lengths = ((height, len(down)), (width, len(across)))
    sides = [(0, (2 * n - 2) * math.ceil(taps / (2 * n - 2)) - n) for n, taps in lengths]
    mirrored = np.pad(seen / 255, (*sides, (0, 0)), mode="reflect")
    sharp = sharpen(mirrored, down @ across.T, balance, iterations)[:height, :width]
    return pixels(np.where(clear, roi, sharp * 255))


def _weights(kernel):
    """Weights along one axis, as a column, of a kernel given by its standard deviation or by themselves."""
    if np.ndim(kernel) == 0:
        _require_above_zero(sigma=kernel)
        return cv2.getGaussianKernel(2 * max(1, round(3 * kernel)) + 1, kernel, cv2.CV_64F)
    line = np.array(kernel, np.float64).reshape(-1, 1)
    if len(line) % 2 == 0 or not math.isclose(line.sum(), 1):
        raise ValueError(f"kernel must be an odd number of weights that add up to 1, got {len(line)}.")
    return line


def _require_above_zero(**values):
    for name, value in values.items():
        if not 0 < value < math.inf:
            raise ValueError(f"{name} must be above 0, got {value!r}.")


def guess_sigma(roi):
    """Guess the width of the Gaussian that a region was blurred with, from the region alone.

    In photos, power falls with frequency in a known way, and a Gaussian lets it fall faster, by a known law. The sigma
    that explains the fall best, as far down as it stands out from the noise, is the answer.

    Parameters
    ----------
    roi : numpy.ndarray
        The whole blurred region, as for `deblur`. A part of one, such as a rectangle inside an ellipse, ends abruptly
        and looks sharper: there the guess is less than half of the truth, and an attacker tries several.

    Returns
    -------
    float
        Standard deviation in pixels.

    Raises
    ------
    TypeError, ValueError
        If `roi` is no picture as for `deblur`, or too small or too plain to tell.

    References
    ----------
    van der Schaaf and van Hateren, "Modelling the Power Spectra of Natural Images: Statistics and Information", Vision
    Research 36, 1996.

    Examples
    --------
    >>> from faceblur_utils import read_image, samples
    >>> face = read_image(samples.path("hopper"))[60:360, 120:400]
    >>> 6 < guess_sigma(METHODS["gaussian"](face, ksize=43, sigmaX=7)) < 8
    True
    """
    from scipy.fft import dctn

    grey = _grey_levels(roi).mean(axis=2)
    # The cosine transform of type 1 is the spectrum of the mirrored region (see `deblur`).
    power = dctn(grey, type=1) ** 2 / (4 * grey.size)
    frequency = np.hypot(*np.meshgrid(*(np.arange(n) / (2 * n - 2) for n in grey.shape), indexing="ij"))
    ring = np.round(frequency * 200).astype(int).ravel()
    count = np.maximum(np.bincount(ring), 1)
    middle, height = (np.bincount(ring, values.ravel()) / count for values in (frequency, power))
    noise = max(power[frequency > 0.15].mean(), _ROUNDING / 3)
    known = height > _ABOVE_NOISE * noise
    end = len(known) if known[2:].all() else 2 + np.argmin(known[2:])
    if end < 6:
        raise ValueError(f"This region of {grey.shape[1]} x {grey.shape[0]} pixels is too small or too plain to tell.")
    middle, height, weight = middle[2:end], height[2:end], np.sqrt(count[2:end])
    fall = np.log(height) + _NATURAL_FALL * np.log(middle)
    laws = np.stack([np.ones_like(middle), -4 * np.pi**2 * middle**2], axis=1)
    variance = np.linalg.lstsq(laws * weight[:, None], fall * weight, rcond=None)[0][1]
    return math.sqrt(max(variance, 0))


def smooth_mosaic(roi, blocks):
    """Turn a mosaic into a soft picture: its blocks' colours, enlarged without their edges.

    It shows no more than the mosaic does, but the blocks' edges no longer mislead a recogniser.

    Parameters
    ----------
    roi : numpy.ndarray
        The whole pixelated region, shape (height, width, 3), dtype uint8.
    blocks : int
        How many blocks it is wide, as for `METHODS["pixelate"]`.

    Returns
    -------
    numpy.ndarray
        New array like `roi`.

    Raises
    ------
    TypeError, ValueError
        If `roi` is not an image, or `blocks` not a whole number from 1 to its width.

    Examples
    --------
    >>> mosaic = METHODS["pixelate"](np.uint8([[[0] * 3] * 4 + [[200] * 3] * 4] * 4), blocks=2)
    >>> mosaic[0, :, 0].tolist(), smooth_mosaic(mosaic, 2)[0, :, 0].tolist()
    ([0, 0, 0, 0, 200, 200, 200, 200], [0, 0, 21, 72, 128, 179, 214, 222])
    """
    require_image(roi)
    height, width = roi.shape[:2]
    if blocks not in range(1, width + 1):
        raise ValueError(f"blocks must be a whole number from 1 to the region's width, {width}, got {blocks!r}.")
    small = cv2.resize(roi, mosaic_size(width, height, blocks), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


def undo(result):
    """Take the blur of a whole picture back as far as the attacks here can, knowing how it was made.

    Parameters
    ----------
    result : Result
        What `anonymize` returned. Of its steps, only boxes, masks, methods and parameters are used. Gaussian and box
        are taken back by `deblur` with Wiener's filter, pixelation by `smooth_mosaic`; for other methods nothing is
        known here that would help, and the picture stays as it is.

    Returns
    -------
    numpy.ndarray
        Picture of the same shape, dtype uint8. Only pixels that were hidden in full differ from ``result.image``.

    Examples
    --------
    >>> from faceblur_utils import anonymize
    >>> from faceblur_utils.privacy import identity_distance, strangers
    >>> face = strangers()[1]
    >>> result = anonymize(face.image, method="box", strength=0.3, boxes=[face.box])
    >>> identity_distance(face.image, undo(result), face.box) < identity_distance(face.image, result.image, face.box)
    True
    """
    picture = result.image.copy()
    for step in result.steps:
        if step.method in UNDO:
            # Where faces overlap, only the last blur of a pixel is taken back: a second time would sharpen the noise.
            parameters = METHODS[step.method].with_defaults(**step.parameters)
            back = UNDO[step.method](result.image[step.box.slices], step.mask, **parameters)
            picture[step.box.slices][step.mask == 1] = back[step.mask == 1]
    return picture


def _undo_gaussian(roi, mask, ksize, sigmaX=0, sigmaY=0):
    # The very weights: a kernel narrower than its sigma asks for is nearly a box.
    axes = zip(kernel_size(ksize), (sigmaX, sigmaY or sigmaX), strict=True)
    return deblur(roi, tuple(cv2.getGaussianKernel(taps, sigma, cv2.CV_64F) for taps, sigma in axes), mask=mask)


def _undo_box(roi, mask, ksize):
    return deblur(roi, tuple(np.full(taps, 1 / taps) for taps in kernel_size(ksize)), mask=mask)


def _undo_mosaic(roi, mask, blocks):
    return smooth_mosaic(roi, min(blocks, roi.shape[1]))  # there cannot be more of them than pixels


# Methods that `undo` knows a way back from, ``(roi, mask, **parameters) -> roi``.
UNDO = {"gaussian": _undo_gaussian, "box": _undo_box, "pixelate": _undo_mosaic}


def average_frames(frames, shifts, hide=None, rounds=20):
    """Add up pictures of one thing that moves: each mosaic cuts it differently, and together they show more.

    Parameters
    ----------
    frames : list of numpy.ndarray
        Hidden pictures of one shape (height, width, 3), dtype uint8.
    shifts : list of (float, float)
        How far the thing has moved to the right and down in each, in pixels, since the picture that is wanted.
    hide : callable, optional
        ``hide(picture, number) -> picture``: how the frame of that number was hidden, if the attacker knows. Then the
        average is hidden in the same way, and what is missing from each frame is added, again and again.
    rounds : int
        How often, with `hide`.

    Returns
    -------
    numpy.ndarray
        One picture of the same shape, dtype uint8.

    Raises
    ------
    ValueError, TypeError
        If there is no frame, the frames differ in shape or are no images, or there is not one shift for each.

    References
    ----------
    Irani and Peleg, "Improving Resolution by Image Registration", CVGIP: Graphical Models and Image Processing 53,
    1991, for adding what is missing.

    Examples
    --------
    >>> frames = [np.full((4, 4, 3), level, np.uint8) for level in (90, 110)]
    >>> average_frames(frames, [(0, 0), (0, 0)])[0, 0].tolist()
    [100, 100, 100]
    """
    if not frames or len(frames) != len(shifts):
        raise ValueError(f"One shift is needed for each frame, and a frame; got {len(frames)} and {len(shifts)}.")
    for frame in frames:
        require_image(frame)
        if frame.shape != frames[0].shape:
            raise ValueError(f"All frames must have one shape; got {frames[0].shape} and {frame.shape}.")
    average = sum(moved(frame, -x, -y) for frame, (x, y) in zip(frames, shifts, strict=True)) / len(frames)
    for _ in range(rounds if hide else 0):
        missing = 0
        for number, (frame, (x, y)) in enumerate(zip(frames, shifts, strict=True)):
            shown = hide(pixels(moved(average, x, y)), number)
            missing += moved(np.subtract(frame, shown, dtype=np.float32), -x, -y)
        average = average + missing / len(frames)
    return pixels(average)


def moved(picture, x, y, size=None):
    """Move a picture to the right and down, by parts of pixels too; its border is repeated."""
    matrix = np.float32([[1, 0, x], [0, 1, y]])
    return cv2.warpAffine(
        picture.astype(np.float32), matrix, size or picture.shape[1::-1], borderMode=cv2.BORDER_REPLICATE
    )


def pixels(picture):
    """Whole grey levels of a picture in floats."""
    return np.rint(np.clip(picture, 0, 255)).astype(np.uint8)


def _grey_levels(roi):
    if not isinstance(roi, np.ndarray) or roi.dtype.kind not in "uf":
        raise TypeError(f"The region must be an array of uint8 or floats, got {getattr(roi, 'dtype', type(roi))}.")
    if roi.ndim != 3 or roi.shape[2] != 3 or min(roi.shape) < 2:
        raise ValueError(f"The region must have shape (height, width, 3) and at least 2 x 2 pixels, got {roi.shape}.")
    if not np.isfinite(roi).all():
        raise ValueError("The region holds values that are no numbers (NaN or infinite).")
    return roi.astype(np.float64)
