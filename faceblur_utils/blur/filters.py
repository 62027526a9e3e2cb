"""Five blurs and the solid cover, each a call of OpenCV or two.

What all six share is said here and not six times. ``roi`` is a region of interest: shape (height, width, 3) or
(height, width), dtype uint8, at least one pixel. It is not changed. What comes back is a new array of the same shape
and dtype. Anything else in place of a region raises a TypeError or a ValueError that says what is wrong with it. The
docstrings below say what is each one's own.
"""

import math
import secrets
from numbers import Real

import cv2
import numpy as np

from ..images import require_image

# Above this many multiplications (pixels x kernel width) the Gaussian works on a copy shrunk along each axis on which
# its sigma, in pixels, is larger than the second number.
_EXACT_WORK = 8_000_000
_EXACT_SIGMA = 12
# Sigma on the shrunken copy, and how many sigmas of a kernel count on each side: farther out lies 1 part in 15,000.
_SHRUNK_SIGMA = 6
_REACH = 4
# cv2.medianBlur counts pixels in 16 bits and gives up on wider windows.
_WIDEST_MEDIAN = 255


def odd(number):
    """Nearest odd whole number that is at least 1."""
    return max(1, 2 * round((number - 1) / 2) + 1)


def _require_odd(name, ksize):
    if not isinstance(ksize, (int, np.integer)) or ksize < 1 or ksize % 2 == 0:
        raise ValueError(
            f"{name} must be an odd whole number of pixels (so that the kernel has a centre), got {ksize!r}."
        )
    return int(ksize)


def kernel_size(ksize):
    """Tell a kernel's width and height.

    Parameters
    ----------
    ksize : int or (int, int)
        In pixels, odd: one number for both, or one for each.

    Returns
    -------
    (int, int)

    Raises
    ------
    ValueError
        If a number is even or below 1, or there are more than two.

    Examples
    --------
    >>> kernel_size(75), kernel_size([75, 31])
    ((75, 75), (75, 31))
    """
    both = ksize if isinstance(ksize, (tuple, list)) else (ksize, ksize)
    if len(both) != 2:
        raise ValueError(f"ksize must be one number or a width and a height, got {ksize!r}.")
    return _require_odd("ksize", both[0]), _require_odd("ksize", both[1])


def _require_positive(name, value, zero_too=False):
    if not isinstance(value, Real) or not (value > 0 or (zero_too and value == 0)):
        raise ValueError(f"{name} must be a number {'from 0 on' if zero_too else 'above 0'}, got {value!r}.")


def require_whole(name, value):
    """Refuse what is no whole number above 0."""
    # OpenCV takes a d of 0 to mean "as large as sigmaSpace asks for", so a rounded-down fraction would surprise.
    if not isinstance(value, (int, np.integer)) or value < 1:
        raise ValueError(f"{name} must be a whole number above 0, got {value!r}.")


def sigma_from_ksize(ksize):
    """Standard deviation that OpenCV takes when only the kernel size is given.

    Parameters
    ----------
    ksize : int
        Kernel size in pixels.

    Returns
    -------
    float
        In pixels. Up to a `ksize` of 9, OpenCV's kernels are tables that differ from this by a percent or so.

    References
    ----------
    https://docs.opencv.org/4.x/d4/d86/group__imgproc__filter.html, `getGaussianKernel`.

    Examples
    --------
    >>> round(sigma_from_ksize(75), 1)
    11.6
    """
    return 0.3 * ((ksize - 1) * 0.5 - 1) + 0.8


def gaussian(roi, *, ksize=75, sigmaX=0, sigmaY=0):
    """Gaussian blur, ``cv2.GaussianBlur``.

    Up to 8 million multiplications a channel (pixels x kernel width), or with a sigma of up to 12 pixels, the result
    is OpenCV's own to the bit. OpenCV's time then explodes (seconds for a 1000 x 1000 ROI and a kernel as wide). So a
    larger ROI is shrunk by area averaging, along each axis until sigma is about 6 pixels there, blurred in floats, and
    enlarged with bicubic interpolation. What shrinking throws away is finer than what the blur leaves, so the mean
    difference stays below one grey level (`tests/test_blur.py` checks this). A kernel that is much wider than its
    sigma asks for is cut off at 4 sigma on each side.

    Parameters
    ----------
    roi : numpy.ndarray
        A region of interest as for every blur here; what comes back is a new one like it.
    ksize : int or (int, int)
        Kernel width and height in pixels, odd.
    sigmaX, sigmaY : float
        Standard deviations in pixels. 0: `sigmaX` follows from `ksize` (`sigma_from_ksize`), `sigmaY` from `sigmaX`.

    Raises
    ------
    ValueError
        If `ksize` is even or below 1, or a sigma is no number from 0 on.

    References
    ----------
    https://docs.opencv.org/4.x/d4/d13/tutorial_py_filtering.html

    Examples
    --------
    >>> edge = np.uint8([[0, 0, 0, 240, 240, 240]] * 3)
    >>> gaussian(edge, ksize=3)[1].tolist()
    [0, 0, 60, 180, 240, 240]
    """
    require_image(roi, grey=True)
    ksize = kernel_size(ksize)
    _require_positive("sigmaX", sigmaX, zero_too=True)
    _require_positive("sigmaY", sigmaY, zero_too=True)
    sigmas = sigmaX or sigma_from_ksize(ksize[0]), sigmaY or sigmaX or sigma_from_ksize(ksize[1])
    height, width = roi.shape[:2]
    factors = [_shrink_factor(*axis) for axis in zip((width, height), ksize, sigmas, strict=True)]
    too_wide = any(k > 2 * _REACH * sigma + 3 for k, sigma in zip(ksize, sigmas, strict=True))
    if height * width * max(ksize) <= _EXACT_WORK or (factors == [1, 1] and not too_wide):
        return cv2.GaussianBlur(roi, ksize, sigmaX=sigmaX, sigmaY=sigmaY)
    return _gaussian_shrunk(roi, ksize, sigmas, factors)


def _shrink_factor(side, ksize, sigma):
    """Whole factor by which a side of so many pixels may shrink before this Gaussian."""
    # A kernel too narrow for its sigma is nearly a box, and a box's standard deviation is its width / sqrt(12).
    sigma = min(sigma, ksize / math.sqrt(12))
    return max(1, int(min(sigma / _SHRUNK_SIGMA, side / 16))) if sigma > _EXACT_SIGMA else 1


def _gaussian_shrunk(roi, ksize, sigmas, factors):
    height, width = roi.shape[:2]
    small_size = [math.ceil(side / factor) for side, factor in zip((width, height), factors, strict=True)]
    small = cv2.resize(roi, small_size, interpolation=cv2.INTER_AREA).astype(np.float32)
    # Where a side does not divide by its factor, the true ratio is a little smaller.
    ratios = width / small_size[0], height / small_size[1]
    kernels = [_small_kernel(k / r, s / r) for k, s, r in zip(ksize, sigmas, ratios, strict=True)]
    # OpenCV mirrors the ROI at the centre of its outermost pixel. A small pixel is many wide, so mirror at its rim.
    small = cv2.sepFilter2D(small, -1, *kernels, borderType=cv2.BORDER_REFLECT)
    return cv2.convertScaleAbs(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC))


def _small_kernel(width, sigma):
    """Gaussian kernel along one axis; if `width` is not an odd whole number, its end taps count in part."""
    width = min(width, 2 * _REACH * sigma + 1)
    reach = math.ceil((width - 1) / 2)
    taps = np.arange(-reach, reach + 1)
    inside = np.clip(width / 2 - np.abs(taps) + 0.5, 0, 1)
    kernel = inside * np.exp(-(taps**2) / (2 * sigma**2))
    return (kernel / kernel.sum()).astype(np.float32)


def median(roi, *, ksize=51):
    """Median blur, ``cv2.medianBlur``.

    OpenCV counts in 16 bits and refuses windows above 255 pixels on larger pictures; beyond that the ROI is shrunk by
    a whole factor first and enlarged afterwards.

    Parameters
    ----------
    roi : numpy.ndarray
        A region of interest as for every blur here; what comes back is a new one like it.
    ksize : int
        Width and height of the window in pixels, odd.

    Raises
    ------
    ValueError
        If `ksize` is even or below 1.

    References
    ----------
    Perreault and Hébert, "Median Filtering in Constant Time", IEEE Transactions on Image Processing 16, 2007 (the
    algorithm behind OpenCV's).

    Examples
    --------
    >>> edge = np.uint8([[0, 0, 0, 240, 240, 240]] * 3)
    >>> edge[1, 4] = 0  # a broken pixel
    >>> median(edge, ksize=3)[1].tolist()
    [0, 0, 0, 240, 240, 240]
    """
    require_image(roi, grey=True)
    ksize = _require_odd("ksize", ksize)
    if ksize <= _WIDEST_MEDIAN:
        return cv2.medianBlur(roi, ksize)
    height, width = roi.shape[:2]
    factor = math.ceil(ksize / _WIDEST_MEDIAN)
    size = max(1, round(width / factor)), max(1, round(height / factor))
    small = cv2.medianBlur(
        cv2.resize(roi, size, interpolation=cv2.INTER_AREA), min(odd(ksize / factor), _WIDEST_MEDIAN)
    )
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)


def bilateral(roi, *, d=15, sigmaColor=75, sigmaSpace=75):
    """Bilateral filter, ``cv2.bilateralFilter``: smooth, but not across edges.

    `sigmaColor` means what it means to OpenCV, which compares it with the differences of all channels added up. So on
    RGB a number is worth a third of what it is worth on grey: 75 on three equal channels is 25 on one, to the bit. With
    a `d` up to 5 not quite: there OpenCV rounds down on grey, and a flat region can come out one level darker.

    It keeps what tells faces apart longer than the other blurs do. Of 10 faces about 100 pixels wide, in RGB, dlib took
    all 10 for the same person (a distance below 0.6) at the ends of the sliders (`d` 31, `sigmaColor` 255, `sigmaSpace`
    150) and 2 with a `d` of 101 and a `sigmaColor` of 765, when hardly more is left than of a Gaussian. Chance: of 528
    pairs of different people among such faces, 22 % are below 0.6 as well.

    Parameters
    ----------
    roi : numpy.ndarray
        A region of interest as for every blur here; what comes back is a new one like it.
    d : int
        Diameter of the neighbourhood in pixels. Time grows with its square.
    sigmaColor : float
        How far apart two pixels may be and still be averaged: grey levels, added up over the channels.
    sigmaSpace : float
        Standard deviation of the spatial weight, in pixels.

    Raises
    ------
    ValueError
        If `d` is not a whole number above 0, or a sigma is no number above 0.

    References
    ----------
    Tomasi and Manduchi, "Bilateral Filtering for Gray and Color Images", ICCV 1998.

    Examples
    --------
    >>> edge = np.uint8([[0, 9, 0, 240, 231, 240]] * 3)
    >>> bilateral(edge, d=3, sigmaColor=20, sigmaSpace=3)[1].tolist()  # smoother on both sides, and the edge is left
    [3, 6, 2, 238, 234, 237]
    """
    require_image(roi, grey=True)
    require_whole("d", d)
    for name, value in (("sigmaColor", sigmaColor), ("sigmaSpace", sigmaSpace)):
        _require_positive(name, value)
    return cv2.bilateralFilter(roi, int(d), sigmaColor, sigmaSpace)


def box(roi, *, ksize=51):
    """Box blur (mean filter), ``cv2.blur``.

    Parameters
    ----------
    roi : numpy.ndarray
        A region of interest as for every blur here; what comes back is a new one like it.
    ksize : int or (int, int)
        Kernel width and height in pixels, odd.

    Raises
    ------
    ValueError
        If `ksize` is even or below 1.

    References
    ----------
    https://docs.opencv.org/4.x/d4/d13/tutorial_py_filtering.html

    Examples
    --------
    >>> edge = np.uint8([[0, 0, 0, 240, 240, 240]] * 3)
    >>> box(edge, ksize=3)[1].tolist()
    [0, 0, 80, 160, 240, 240]
    """
    require_image(roi, grey=True)
    return cv2.blur(roi, kernel_size(ksize))


def pixelate(roi, *, blocks=8):
    """Pixelation: shrink with area averaging, enlarge without interpolation.

    Parameters
    ----------
    roi : numpy.ndarray
        A region of interest as for every blur here; what comes back is a new one like it.
    blocks : int
        Blocks across the ROI's width; down its height there are as many as keep them square.

    Raises
    ------
    ValueError
        If `blocks` is not a whole number above 0.

    References
    ----------
    https://docs.opencv.org/4.x/da/d54/group__imgproc__transform.html, `resize` with INTER_AREA and INTER_NEAREST.

    Examples
    --------
    >>> pixelate(np.uint8([[0, 20, 60, 100], [0, 20, 60, 100]]), blocks=2).tolist()
    [[10, 10, 80, 80], [10, 10, 80, 80]]
    """
    require_image(roi, grey=True)
    require_whole("blocks", blocks)
    height, width = roi.shape[:2]
    small = cv2.resize(roi, mosaic_size(width, height, blocks), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)


def pixelate_part(roi, whole_width, blocks, pixelate=pixelate, **more):
    """Keep the blocks of the part at least as wide as those of the whole region."""
    require_whole("blocks", blocks)
    height, width = roi.shape[:2]
    block = whole_width / min(blocks, whole_width)
    own = {"blocks": max(1, int(width / block)), **more}
    # Narrower than one block, the part would get low blocks, too, for they are square: so its last column is repeated.
    lacks = max(0, min(math.ceil(block), height) - width)
    wide = cv2.copyMakeBorder(roi, 0, 0, 0, lacks, cv2.BORDER_REPLICATE) if lacks else roi
    return np.ascontiguousarray(pixelate(wide, **own)[:, :width]), own


def mosaic_size(width, height, blocks):
    """Tell how many blocks a mosaic has.

    Parameters
    ----------
    width, height : int
        Of the region, in pixels.
    blocks : int
        Blocks across the width; at most one a pixel.

    Returns
    -------
    (int, int)
        Blocks across and down, such that they are square.

    Examples
    --------
    >>> mosaic_size(160, 200, 8)
    (8, 10)
    """
    across = min(int(blocks), width)
    return across, min(max(1, round(height * across / width)), height)


def solid(roi, *, grey=0):
    """Cover the ROI with one colour: nothing of the face is left to undo.

    Parameters
    ----------
    roi : numpy.ndarray
        A region of interest as for every blur here; what comes back is a new one like it.
    grey : int
        0 (black) to 255 (white); -1 for a level that is drawn by lot at each call, whatever the region holds.

    Raises
    ------
    ValueError
        If `grey` is neither -1 nor between 0 and 255.

    References
    ----------
    Newton, Sweeney and Malin, "Preserving Privacy by De-identifying Face Images", IEEE TKDE 17, 2005, who use black
    bars as one baseline.

    Examples
    --------
    >>> solid(np.uint8([[0, 20, 60, 100]]), grey=128).tolist()
    [[128, 128, 128, 128]]
    """
    require_image(roi, grey=True)
    if isinstance(grey, bool) or not isinstance(grey, Real) or not (0 <= grey <= 255 or grey == -1):
        raise ValueError(f"grey must be between 0 and 255, or -1 to draw it by lot, got {grey!r}.")
    return np.full_like(roi, drawn_grey(grey))


def drawn_grey(grey):
    """Draw a level of grey by lot where -1 stands for that, with a source that nobody can foresee.

    Parameters
    ----------
    grey : int

    Returns
    -------
    int
        0 to 255; any other than -1 as it is.

    Examples
    --------
    >>> drawn_grey(40), 0 <= drawn_grey(-1) <= 255
    (40, True)
    """
    return secrets.randbelow(256) if grey == -1 else grey
