"""Five blurs and the honest baseline: ``roi -> roi`` of the same shape, its input untouched."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from .images import require_image
from .parameters import Parameter, check_names, pick

# Above this many multiplications (pixels x kernel width) the Gaussian works on a copy shrunk along each axis on which
# its sigma, in pixels, is larger than the second number.
_EXACT_WORK = 8_000_000
_EXACT_SIGMA = 12
# Sigma on the shrunken copy, and how many sigmas of a kernel count on each side: farther out lies 1 part in 15,000.
_SHRUNK_SIGMA = 6
_REACH = 4
# cv2.medianBlur counts pixels in 16 bits and gives up on wider windows.
_WIDEST_MEDIAN = 255
# The bilateral filter's cost grows with d squared; this one takes a second or so on a 1000 x 1000 ROI.
_WIDEST_BILATERAL = 31


@dataclass(frozen=True)
class Method:
    """One entry of `METHODS`: call it with a region of interest and its own parameters.

    Attributes
    ----------
    name : str
        What a learner types.
    title : str
        For figures and tables.
    function : callable
        ``function(roi, **parameters) -> roi``.
    parameters : tuple of Parameter
        What may be turned, spelled as OpenCV spells it.
    from_window : callable
        ``from_window(window, roi_width) -> dict``: the parameters that average over `window` pixels.
    written : callable
        ``written(width, height, **parameters) -> str``: OpenCV's call for a ROI of that size, to be copied.
    part : callable or None
        ``part(roi, whole_width, **parameters) -> (roi, parameters)``, for a method whose parameters count something
        across the whole region: it blurs what lies inside the picture of a region that the border cuts.
    """

    name: str
    title: str
    function: Callable
    parameters: tuple[Parameter, ...]
    from_window: Callable
    written: Callable
    part: Callable | None = None

    def __call__(self, roi, **parameters):
        """Blur a region of interest.

        Parameters
        ----------
        roi : numpy.ndarray
            Shape (height, width, 3) or (height, width), dtype uint8. It is not changed.
        **parameters
            Any of the method's own; the others keep their defaults.

        Returns
        -------
        numpy.ndarray
            New array of the same shape and dtype.

        Raises
        ------
        TypeError, ValueError
            If `roi` is not a uint8 image with at least one pixel, or a parameter is unknown or out of its range.
        """
        check_names(f"Method {self.name!r}", self.parameters, parameters)
        return self.function(roi, **parameters)

    def at_strength(self, strength, face_width, roi_width=None):
        """Translate a strength into this method's own parameters.

        A strength is the width of the window that one output pixel averages over, as a share of the face's width. So
        a value means the same for a face of 30 pixels and one of 3000, and nearly the same from method to method.

        Parameters
        ----------
        strength : float
            0 (next to nothing) to 1 (the whole face).
        face_width : int
            Width of the face's box in pixels, without margin.
        roi_width : int, optional
            Width of the region to be blurred, with margin; by default the face's.

        Returns
        -------
        dict
            Keyword arguments for the method.

        Raises
        ------
        ValueError
            If `strength` is outside 0 to 1.
        """
        if not 0 <= strength <= 1:
            raise ValueError(f"strength must be between 0 and 1 (shares of the face's width), got {strength}.")
        return self.from_window(strength * face_width, roi_width or face_width)

    def on_part(self, roi, whole_width, **parameters):
        """Blur what lies inside the picture of a region that its border cuts, as coarsely as the whole.

        Parameters
        ----------
        roi : numpy.ndarray
            The part, shape (height, width, 3), dtype uint8.
        whole_width : int
            Width of the whole region in pixels.
        **parameters
            For the whole region.

        Returns
        -------
        numpy.ndarray
            New array like `roi`.
        dict
            What the method was called with on the part.

        Raises
        ------
        TypeError, ValueError
            As for a call.
        """
        if self.part is None or roi.shape[1] >= whole_width:
            return self(roi, **parameters), parameters
        check_names(f"Method {self.name!r}", self.parameters, parameters)
        return self.part(roi, whole_width, **{p.name: p.default for p in self.parameters} | parameters)

    def as_code(self, shape, **parameters):
        """Write the call that this method makes, for a learner to copy.

        Parameters
        ----------
        shape : tuple of int
            Of the ROI: height, width, and whatever follows.
        **parameters
            Any of the method's own; the others keep their defaults.

        Returns
        -------
        str
            An expression of ``roi``, ``cv2`` and ``np``. For the regions and kernels for which OpenCV is too slow or
            gives up (`gaussian` and `median` say which), the method's own result is another way to nearly the same.

        Raises
        ------
        TypeError
            If a parameter is unknown.
        """
        check_names(f"Method {self.name!r}", self.parameters, parameters)
        return self.written(shape[1], shape[0], **{p.name: p.default for p in self.parameters} | parameters)


def blur(roi, method="gaussian", **parameters):
    """Blur a region of interest with the method of your choice.

    Parameters
    ----------
    roi : numpy.ndarray
        Shape (height, width, 3) or (height, width), dtype uint8. It is not changed.
    method : str
        ``"gaussian"``, ``"median"``, ``"bilateral"``, ``"box"``, ``"pixelate"`` or ``"solid"``.
    **parameters
        The method's own; ``METHODS[method].parameters`` lists them.

    Returns
    -------
    numpy.ndarray
        New array of the same shape and dtype.

    Raises
    ------
    ValueError
        If there is no such method, or a value is out of range.
    TypeError
        If a parameter is unknown, or `roi` is not uint8.
    """
    return pick(METHODS, method, "method")(roi, **parameters)


def _odd(number):
    """Nearest odd whole number that is at least 1."""
    return max(1, 2 * round((number - 1) / 2) + 1)


def _require_odd(name, ksize):
    if not isinstance(ksize, (int, np.integer)) or ksize < 1 or ksize % 2 == 0:
        raise ValueError(
            f"{name} must be an odd whole number of pixels (so that the kernel has a centre), got {ksize!r}."
        )
    return int(ksize)


def _pair(ksize):
    width, height = ksize if isinstance(ksize, (tuple, list)) else (ksize, ksize)
    return _require_odd("ksize", width), _require_odd("ksize", height)


def _require_positive(name, value, zero_too=False):
    if not (value > 0 or (zero_too and value == 0)):
        raise ValueError(f"{name} must be {'0 or more' if zero_too else 'above 0'}, got {value!r}.")


def _require_whole(name, value):
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
        Shape (height, width, 3) or (height, width), dtype uint8.
    ksize : int or (int, int)
        Kernel width and height in pixels, odd.
    sigmaX, sigmaY : float
        Standard deviations in pixels. 0: `sigmaX` follows from `ksize` (`sigma_from_ksize`), `sigmaY` from `sigmaX`.

    Returns
    -------
    numpy.ndarray
        New array like `roi`.

    Raises
    ------
    ValueError
        If `ksize` is even or below 1, or a sigma is negative.

    References
    ----------
    https://docs.opencv.org/4.x/d4/d13/tutorial_py_filtering.html
    """
    require_image(roi, grey=True)
    ksize = _pair(ksize)
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
        Shape (height, width, 3) or (height, width), dtype uint8.
    ksize : int
        Width and height of the window in pixels, odd.

    Returns
    -------
    numpy.ndarray
        New array like `roi`.

    Raises
    ------
    ValueError
        If `ksize` is even or below 1.

    References
    ----------
    Perreault and Hébert, "Median Filtering in Constant Time", IEEE Transactions on Image Processing 16, 2007 (the
    algorithm behind OpenCV's).
    """
    require_image(roi, grey=True)
    ksize = _require_odd("ksize", ksize)
    if ksize <= _WIDEST_MEDIAN:
        return cv2.medianBlur(roi, ksize)
    height, width = roi.shape[:2]
    factor = math.ceil(ksize / _WIDEST_MEDIAN)
    size = max(1, round(width / factor)), max(1, round(height / factor))
    small = cv2.medianBlur(
        cv2.resize(roi, size, interpolation=cv2.INTER_AREA), min(_odd(ksize / factor), _WIDEST_MEDIAN)
    )
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)


def bilateral(roi, *, d=15, sigmaColor=75, sigmaSpace=75):
    """Bilateral filter, ``cv2.bilateralFilter``: smooth, but not across edges. It does not hide a face.

    Parameters
    ----------
    roi : numpy.ndarray
        Shape (height, width, 3) or (height, width), dtype uint8.
    d : int
        Diameter of the neighbourhood in pixels. Time grows with its square.
    sigmaColor : float
        How far apart, in grey levels, two pixels may be and still be averaged.
    sigmaSpace : float
        Standard deviation of the spatial weight, in pixels.

    Returns
    -------
    numpy.ndarray
        New array like `roi`.

    Raises
    ------
    ValueError
        If `d` is not a whole number above 0, or a sigma is not above 0.

    References
    ----------
    Tomasi and Manduchi, "Bilateral Filtering for Gray and Color Images", ICCV 1998.
    """
    require_image(roi, grey=True)
    _require_whole("d", d)
    for name, value in (("sigmaColor", sigmaColor), ("sigmaSpace", sigmaSpace)):
        _require_positive(name, value)
    return cv2.bilateralFilter(roi, int(d), sigmaColor, sigmaSpace)


def box(roi, *, ksize=51):
    """Box blur (mean filter), ``cv2.blur``.

    Parameters
    ----------
    roi : numpy.ndarray
        Shape (height, width, 3) or (height, width), dtype uint8.
    ksize : int or (int, int)
        Kernel width and height in pixels, odd.

    Returns
    -------
    numpy.ndarray
        New array like `roi`.

    Raises
    ------
    ValueError
        If `ksize` is even or below 1.

    References
    ----------
    https://docs.opencv.org/4.x/d4/d13/tutorial_py_filtering.html
    """
    require_image(roi, grey=True)
    return cv2.blur(roi, _pair(ksize))


def pixelate(roi, *, blocks=8):
    """Pixelation: shrink with area averaging, enlarge without interpolation.

    Parameters
    ----------
    roi : numpy.ndarray
        Shape (height, width, 3) or (height, width), dtype uint8.
    blocks : int
        Blocks across the ROI's width; down its height there are as many as keep them square.

    Returns
    -------
    numpy.ndarray
        New array like `roi`.

    Raises
    ------
    ValueError
        If `blocks` is not a whole number above 0.

    References
    ----------
    https://docs.opencv.org/4.x/da/d54/group__imgproc__transform.html, `resize` with INTER_AREA and INTER_NEAREST.
    """
    require_image(roi, grey=True)
    _require_whole("blocks", blocks)
    height, width = roi.shape[:2]
    small = cv2.resize(roi, mosaic_size(width, height, blocks), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)


def _pixelate_part(roi, whole_width, blocks):
    """Keep the blocks of the part at least as wide as those of the whole region."""
    _require_whole("blocks", blocks)
    height, width = roi.shape[:2]
    block = whole_width / min(blocks, whole_width)
    own = {"blocks": max(1, int(width / block))}
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
    """
    across = min(int(blocks), width)
    return across, min(max(1, round(height * across / width)), height)


def solid(roi, *, grey=0):
    """Cover the ROI with one colour: nothing of the face is left to undo.

    Parameters
    ----------
    roi : numpy.ndarray
        Shape (height, width, 3) or (height, width), dtype uint8.
    grey : int
        0 (black) to 255 (white).

    Returns
    -------
    numpy.ndarray
        New array like `roi`.

    Raises
    ------
    ValueError
        If `grey` is outside 0 to 255.

    References
    ----------
    Newton, Sweeney and Malin, "Preserving Privacy by De-identifying Face Images", IEEE TKDE 17, 2005, who use black
    bars as one baseline.
    """
    require_image(roi, grey=True)
    if not 0 <= grey <= 255:
        raise ValueError(f"grey must be between 0 and 255, got {grey!r}.")
    return np.full_like(roi, grey)


def _gaussian_window(window, roi_width):
    # A box of that width has this standard deviation; the kernel holds three of them on each side, as OpenCV's does.
    sigma = window / math.sqrt(12)
    return {"ksize": _odd(6 * sigma + 1), "sigmaX": round(sigma, 2)}


def _bilateral_window(window, roi_width):
    # sigmaColor grows with the window as well: 255 grey levels for a window as wide as the ROI.
    share = min(1, window / roi_width)
    d = min(_odd(window), _WIDEST_BILATERAL)
    return {"d": d, "sigmaColor": max(1, round(255 * share)), "sigmaSpace": max(1, round(window / math.sqrt(12), 1))}


def _number(value):
    """Write 30 for 30.0."""
    return f"{value:g}"


def _write_gaussian(width, height, ksize, sigmaX, sigmaY):
    down = f", sigmaY={_number(sigmaY)}" if sigmaY else ""
    return f"cv2.GaussianBlur(roi, {_pair(ksize)}, {_number(sigmaX)}{down})"


def _write_bilateral(width, height, d, sigmaColor, sigmaSpace):
    return f"cv2.bilateralFilter(roi, {d}, {_number(sigmaColor)}, {_number(sigmaSpace)})"


def _write_pixelate(width, height, blocks):
    small = f"cv2.resize(roi, {mosaic_size(width, height, blocks)}, interpolation=cv2.INTER_AREA)"
    return f"cv2.resize({small}, {width, height}, interpolation=cv2.INTER_NEAREST)"


METHODS = {
    method.name: method
    for method in (
        Method(
            "gaussian",
            "Gaussian",
            gaussian,
            (
                Parameter("ksize", 75, 1, 301, 2, "Kernel width and height in pixels, odd.", True),
                Parameter("sigmaX", 0.0, 0.0, 100.0, 0.1, "Standard deviation in pixels; 0 takes it from ksize.", True),
                Parameter("sigmaY", 0.0, 0.0, 100.0, 0.1, "The same downwards; 0 takes sigmaX.", True),
            ),
            _gaussian_window,
            _write_gaussian,
        ),
        Method(
            "median",
            "Median",
            median,
            (Parameter("ksize", 51, 1, 255, 2, "Width and height of the window in pixels, odd.", True),),
            lambda window, roi_width: {"ksize": _odd(window)},
            lambda width, height, ksize: f"cv2.medianBlur(roi, {ksize})",
        ),
        Method(
            "bilateral",
            "Bilateral",
            bilateral,
            (
                Parameter("d", 15, 1, 31, 2, "Diameter of the neighbourhood in pixels.", True),
                Parameter("sigmaColor", 75, 1, 255, 1, "Grey levels apart that are still averaged."),
                Parameter(
                    "sigmaSpace", 75.0, 1.0, 150.0, 0.1, "Standard deviation of the spatial weight in pixels.", True
                ),
            ),
            _bilateral_window,
            _write_bilateral,
        ),
        Method(
            "box",
            "Box",
            box,
            (Parameter("ksize", 51, 1, 301, 2, "Kernel width and height in pixels, odd.", True),),
            lambda window, roi_width: {"ksize": _odd(window)},
            lambda width, height, ksize: f"cv2.blur(roi, {_pair(ksize)})",
        ),
        Method(
            "pixelate",
            "Pixelation",
            pixelate,
            (Parameter("blocks", 8, 1, 64, 1, "Blocks across the width."),),
            lambda window, roi_width: {"blocks": max(1, round(roi_width / max(window, 1)))},
            _write_pixelate,
            _pixelate_part,
        ),
        Method(
            "solid",
            "Solid",
            solid,
            (Parameter("grey", 0, 0, 255, 1, "0 is black, 255 white."),),
            lambda window, roi_width: {},
            lambda width, height, grey: f"np.full_like(roi, {grey})",
        ),
    )
}
# What a comparison shows: all but the solid cover, which needs no look.
FIVE = tuple(name for name in METHODS if name != "solid")
