"""Checks of the exercises in lesson 03, the blurs."""

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .core import Problem, judge
from .facts import as_list, short, strange
from .mistakes import a_number, agrees, an_image, unchanged
from .real import face, grain, grey_face
from .refusals import refuses

__all__ = ["box_blur", "gaussian_kernel", "median_of_window", "mosaic_blur"]


def _bytes(numbers):
    return np.rint(numbers).astype(np.uint8)


def _windows(image, ksize, border=cv2.BORDER_REFLECT_101, before=None):
    """Give the ksize x ksize window of every pixel; `before` pixels of it lie above and to the left, half by default."""
    before = ksize // 2 if before is None else before
    after = ksize - 1 - before
    return sliding_window_view(cv2.copyMakeBorder(image, before, after, before, after, border), (ksize, ksize))


def _box(border=cv2.BORDER_REFLECT_101, end=_bytes, of=lambda windows, k: windows.mean(axis=(2, 3)), before=None):
    """Make a box blur with one part replaced: the border, how it becomes bytes, what is taken of a window, where that lies."""
    return lambda image, k: end(of(_windows(image, k, border, before(k) if before else None), k))


def _in_place(image, k):
    half = k // 2
    padded = np.pad(image, half, mode="reflect").astype(float)
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            padded[row + half, column + half] = padded[row : row + k, column : column + k].mean()
    return _bytes(padded[half : half + image.shape[0], half : half + image.shape[1]])


def _rim(value):
    """Make a box blur that leaves the rim alone, or black."""

    def blur(image, k):
        half, result = k // 2, cv2.blur(image, (k, k))
        inside = np.s_[half : image.shape[0] - half, half : image.shape[1] - half]
        rim = image.copy() if value is None else np.full_like(image, value)
        rim[inside] = result[inside]
        return rim

    return blur


def _cropped_windows(image, k):
    padded = np.pad(image.astype(float), k // 2, constant_values=np.nan)
    return _bytes(np.nanmean(sliding_window_view(padded, (k, k)), axis=(2, 3)))


_CUT = "One grey level too dark in places: .astype(np.uint8) cuts decimals off. Round first."
_MIRROR = "BORDER_REFLECT_101 mirrors at its centre; np.pad calls that 'reflect'."
_BOX_BLUR = [
    (_CUT, _box(end=lambda means: (means + 1e-9).astype(np.uint8))),
    ("One grey level too bright in places: the means were rounded up; the nearest whole number is due.",
     _box(end=lambda means: np.ceil(means - 1e-9).astype(np.uint8))),
    (f"The outermost pixel is repeated beyond the border ('edge'). {_MIRROR}", _box(cv2.BORDER_REPLICATE)),
    (f"The outermost pixel is repeated beyond the border, as np.pad's mode 'symmetric' does. {_MIRROR}", _box(cv2.BORDER_REFLECT)),
    ("Beyond the border your function sees black. Mirror instead: mode 'reflect'.", _box(cv2.BORDER_CONSTANT)),
    ("Beyond the border your function goes on at the other side ('wrap'). Mirror instead: mode 'reflect'.",
     lambda image, k: _bytes(sliding_window_view(np.pad(image, k // 2, mode="wrap"), (k, k)).mean(axis=(2, 3)))),
    ("At the border only the pixels inside the image were taken, and their windows are smaller. Mirror instead.", _cropped_windows),
    ("The rim was not blurred: it is as it was. Pad first, then every pixel has a whole window.", _rim(None)),
    ("The rim is black: no window was taken there. Pad first, then every pixel has a whole window.", _rim(0)),
    ("Without padding the result is smaller than the image: ksize - 1 rows and columns are lost.",
     lambda image, k: _bytes(sliding_window_view(image, (k, k)).mean(axis=(2, 3)))),
    ("It is blurred along one axis only, from left to right: the window has ksize rows, too.", lambda i, k: cv2.blur(i, (k, 1))),
    ("It is blurred along one axis only, from top to bottom: the window has ksize columns, too.", lambda i, k: cv2.blur(i, (1, k))),
    ("The sum was not divided by the number of pixels, and wraps around at 256.",
     _box(of=lambda windows, k: windows.sum(axis=(2, 3)), end=lambda sums: sums.astype(np.uint8))),
    ("The sum wraps around at 256, as uint8 does: add in larger numbers.",
     _box(of=lambda windows, k: windows.sum(axis=(2, 3), dtype=np.uint8) / k**2)),
    ("The sum was divided by ksize; the window has ksize * ksize pixels.",
     _box(of=lambda windows, k: windows.sum(axis=(2, 3)) / k, end=lambda means: np.rint(means).astype(np.uint8))),
    ("The sum was divided by ksize; the window has ksize * ksize pixels.",
     _box(of=lambda windows, k: windows.sum(axis=(2, 3)) / k, end=lambda means: np.clip(means, 0, 255).astype(np.uint8))),
    ("That is the median of each window; the mean is due.", lambda image, k: cv2.medianBlur(image, k)),
    ("That is a Gaussian blur: in a box, every pixel of the window counts the same.",
     lambda image, k: cv2.GaussianBlur(image, (k, k), 0)),
    ("The means were written into the picture that the next windows are read from: they are means of already blurred pixels.",
     _in_place),
    ("The window is too small: ksize - 1 rows and columns. A slice a : a + ksize has ksize.",
     lambda image, k: _bytes(_windows(image, k)[..., : k - 1, : k - 1].mean(axis=(2, 3)))),
    ("The window is too large, 2 * ksize + 1: it is ksize wide, not ksize on each side.",
     lambda image, k: cv2.blur(image, (2 * k + 1, 2 * k + 1))),
    ("The window starts at the pixel, so the picture moved: half of it, ksize // 2, should lie on each side.",
     _box(before=lambda k: 0)),
    ("The window ends at the pixel, so the picture moved: half of it, ksize // 2, should lie on each side.",
     _box(before=lambda k: k - 1)),
    ("The mean ran over the wrong axes: 0 and 1 number the windows, 2 and 3 run inside each window.",
     lambda image, k: _bytes(_windows(image, k).mean(axis=(0, 1)))),
    *[(f"The window is {size} x {size} whatever ksize is.", lambda image, k, s=size: cv2.blur(image, (s, s))) for size in (3, 5, 7)],
    ("That is the image as it was.", lambda image, k: image),
]  # fmt: skip


def box_blur(attempt):
    """Check ``attempt(grey, ksize)``, which returns the box blur of a grey image.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image, flat, dot = grain(24, 31), np.full((12, 17), 200, np.uint8), np.zeros((11, 13), np.uint8)
    dot[5, 6] = 225

    def blurred(cases, hint, real=lambda: (grey_face(), 7)):
        return agrees(
            cases,
            lambda image, k: cv2.blur(image, (k, k)),
            _BOX_BLUR,
            kind=an_image(),
            hint=hint,
            real=real,
            more=[(image, 5), (image, 3)],
        )

    return judge(
        "box_blur",
        attempt,
        [
            (
                "a flat image stays as it is, up to its rim",
                blurred([(flat, 5)], "The weights sum to 1, and beyond the border there is a picture as well, mirrored."),
            ),
            (
                "one dot of 225 becomes a 3 x 3 square of 25, the kernel",
                blurred([(dot, 3)], "Each pixel of the square counts the same.", None),
            ),
            (
                "each pixel is the rounded mean of its window, mirrored at the border",
                blurred([(image, 5), (image, 3), (image, 1)], "Compare one window by hand: sum its 25 pixels and divide."),
            ),
            ("the input is not changed", unchanged("the image")),
            (
                "an even ksize is refused with ValueError",
                refuses(lambda: (image.copy(), 4), "for a ksize of 4", "if ksize % 2 == 0"),
            ),
        ],
        "grey, ksize",
    )


def _bell(exponent=lambda x, s: -(x**2) / (2 * s**2), x=lambda k: np.arange(k) - k // 2, end=lambda w: w / w.sum()):
    """Make a Gaussian kernel with one part replaced: the exponent, the distances, what is done with the weights at the end."""
    return lambda ksize, sigma: end(np.exp(exponent(x(ksize).astype(float), sigma)))


_GAUSSIAN_KERNEL = [
    ("The weights sum to something else than 1. Divide by their own sum.", _bell(end=lambda w: w)),
    ("The weights do not sum to 1. Divide by their own sum: 1 / (sigma * sqrt(2 pi)) will not do, for the kernel is cut off, "
     "and made of steps.", lambda k, s: _bell(end=lambda w: w / (s * np.sqrt(2 * np.pi)))(k, s)),
    ("The largest is 1, for it was divided by the max. The sum should be 1.", _bell(end=lambda w: w / w.max())),
    ("It was divided by the mean, so the sum is ksize. Divide by the sum.", _bell(end=lambda w: w / w.mean())),
    ("It was divided by ksize. Divide by the sum of the weights.", _bell(end=lambda w: w / len(w))),
    ("The distance must be 0 in the middle: subtract ksize // 2.", _bell(x=np.arange)),
    ("Half a step off the middle: with ksize / 2 no weight lies at distance 0; ksize // 2 is whole.",
     _bell(x=lambda k: np.arange(k) - k / 2)),
    ("One weight too few: from -(ksize // 2) to ksize // 2, both ends counted, are ksize distances. arange leaves its end out.",
     _bell(x=lambda k: np.arange(-(k // 2), k // 2))),
    ("The distances go to ksize on each side, 2 * ksize + 1 of them; they end at ksize // 2.",
     _bell(x=lambda k: np.arange(-k, k + 1))),
    ("The distances are counted in pixels, -2, -1, 0, 1, 2: not squeezed between -1 and 1.",
     _bell(x=lambda k: np.linspace(-1, 1, k))),
    ("Too narrow: there is a 2 in front of sigma squared.", _bell(lambda x, s: -(x**2) / s**2)),
    ("sigma is squared, as x is.", _bell(lambda x, s: -(x**2) / (2 * s))),
    ("The distance is squared, as sigma is.", _bell(lambda x, s: -np.abs(x) / (2 * s**2))),
    ("The distance is squared, and so never negative.", _bell(lambda x, s: -x / (2 * s**2))),
    ("Mind the brackets: -x**2 / 2 * sigma**2 multiplies by sigma squared.", _bell(lambda x, s: -(x**2) / 2 * s**2)),
    ("Mind the brackets: the 2 is squared as well.", _bell(lambda x, s: -(x**2) / (2 * s) ** 2)),
    ("A minus is missing in the exponent: the weights grow away from the middle.", _bell(lambda x, s: x**2 / (2 * s**2))),
    ("sigma stands nowhere in the exponent: it is 1 whatever sigma is.", _bell(lambda x, s: -(x**2) / 2)),
    ("The base is 2, and should be e: np.exp.", _bell(lambda x, s: -(x**2) / (2 * s**2) * np.log(2))),
    ("The base is 10, and should be e: np.exp.", _bell(lambda x, s: -(x**2) / (2 * s**2) * np.log(10))),
    ("That is the box: all weights alike. Near pixels should count more.", lambda k, s: np.ones(k) / k),
    ("That is a triangle, with straight sides: the weights fall off as exp(-x² / 2σ²).",
     lambda k, s: (1.0 + k // 2 - np.abs(np.arange(k) - k // 2)) / (1.0 + k // 2 - np.abs(np.arange(k) - k // 2)).sum()),
    ("The weights were rounded; they are fractions.", _bell(end=lambda w: np.round(w / w.sum(), 2))),
    ("The weights were rounded; they are fractions.", _bell(end=lambda w: np.round(w / w.sum(), 3))),
    ("The weights are turned into whole numbers; they are fractions, do not round them.",
     _bell(end=lambda w: np.round(255 * w / w.sum()).astype(int))),
]  # fmt: skip


def _weights(result, due):
    odd = strange(result, "an array of weights")
    if odd:
        return odd
    if isinstance(result, np.ndarray) and result.ndim == 2:
        return Problem(
            f"the kernel has two dimensions, shape {result.shape}",
            "One row of weights will do, shape (ksize,); np.outer makes the square later.",
        )
    numbers = as_list(result)
    if numbers is None:
        return Problem(f"your function returned {short(result)}", "A one-dimensional array of weights is due.")
    if len(numbers) != len(due):
        return Problem(
            f"the kernel has {len(numbers)} weights where {len(due)} are due",
            "From -(ksize // 2) to ksize // 2, both ends counted, are ksize distances. arange leaves its end out.",
        )
    if not all(isinstance(one, float) for one in numbers):
        return Problem("the weights are whole numbers", "Weights are fractions: do not round them.")
    return None


def _weights_hint(result, due, case):
    total = float(np.sum(result))
    if abs(total - 1) > 1e-5:
        return f"Their sum is {total:.3f}. Divide by their own sum."
    if int(np.argmax(result)) != len(due) // 2:
        return f"The largest is number {int(np.argmax(result))} of 0 to {len(due) - 1}. The distance must be 0 in the middle."
    return "The exponent is -x² / (2σ²), with x counted from the middle."


def gaussian_kernel(attempt):
    """Check ``attempt(ksize, sigma)``, which returns a one-dimensional Gaussian kernel.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    first, others = [(11, 2.5)], [(1, 1.0), (7, 0.8), (75, 30.0)]

    def bell(cases):
        return agrees(
            cases,
            _bell(),
            _GAUSSIAN_KERNEL,
            kind=_weights,
            fits=lambda result, due: np.allclose(np.asarray(result, float), due, rtol=1e-4, atol=1e-7),
            slack=1e-6,
            call=lambda ksize, sigma: f"ksize={ksize}, sigma={sigma}",
            hint=_weights_hint,
            more=first + others,
        )

    return judge(
        "gaussian_kernel",
        attempt,
        [
            ("ksize weights that fall off as a Gaussian does, largest in the middle, and sum to 1", bell(first)),
            ("other sizes work too", bell(others)),
        ],
        "ksize, sigma",
    )


def _median(border="edge", choose=lambda ordered, k: ordered[k * k // 2], order=np.sort, window=None):
    """Make a median of one window with one part replaced: the border, the place in the row, the order, the window."""
    window = window or (lambda padded, row, column, k: padded[row : row + k, column : column + k])

    def median(grey, row, column, k):
        return int(choose(order(window(np.pad(grey, k // 2, mode=border), row, column, k).ravel()), k))

    return median


def _inside_only(grey, row, column, k):
    half = k // 2
    window = np.sort(grey[max(0, row - half) : row + half + 1, max(0, column - half) : column + half + 1].ravel())
    return int(window[window.size // 2])


def _shifted(grey, row, column, k):
    half = k // 2
    padded = np.pad(grey, half, mode="edge")
    window = padded[row - half : row + half + 1, column - half : column + half + 1].ravel()
    return int(np.sort(window)[window.size // 2]) if window.size else 0


_BESIDE = "One place beside the middle. Counted from 0, number ksize * ksize // 2 of the sorted values is it."
_MEDIAN = [
    ("That is the mean. Sort, and take the one in the middle.", _median(choose=lambda o, k: o.mean())),
    ("That is the mean. Sort, and take the one in the middle.", _median(choose=lambda o, k: np.rint(o.mean()))),
    ("That is the pixel itself: the middle of the window as it lies. Sort it first.", lambda grey, row, column, k: int(grey[row, column])),
    ("That is an end of the sorted row, not its middle.", _median(choose=lambda o, k: o[-1])),
    ("That is an end of the sorted row, not its middle.", _median(choose=lambda o, k: o[0])),
    (_BESIDE, _median(choose=lambda o, k: o[k * k // 2 - 1])),
    (_BESIDE, _median(choose=lambda o, k: o[k * k // 2 + 1])),
    ("The window has ksize * ksize pixels; number ksize // 2 is not the middle of them.", _median(choose=lambda o, k: o[k // 2])),
    ("The window has ksize * ksize pixels; number ksize is not the middle of them.", _median(choose=lambda o, k: o[k])),
    ("That is the mean of two in the middle, for an even number; ksize * ksize is odd. (In uint8 it wraps, too.)",
     _median(choose=lambda o, k: (o[k * k // 2] + o[k * k // 2 + 1]) // 2)),
    ("np.sort sorts each row of the window; ravel() or flatten() makes one row of all.",
     lambda grey, row, column, k: int(np.sort(np.pad(grey, k // 2, mode="edge")[row : row + k, column : column + k])[k // 2, k // 2])),
    ("np.sort sorts each column of the window with axis=0; ravel() or flatten() makes one row of all.",
     lambda grey, row, column, k: int(np.sort(np.pad(grey, k // 2, mode="edge")[row : row + k, column : column + k], axis=0)[k // 2, k // 2])),
    ("The window starts at the pixel. It should have ksize // 2 pixels on each side of it.",
     lambda grey, row, column, k: int(np.sort(grey[row : row + k, column : column + k].ravel())[k * k // 2])),
    ("The window moved up and to the left by ksize // 2: in the padded image it starts at (row, column).", _shifted),
    ("Rows come first: image[row, column]. Row and column are swapped.",
     _median(window=lambda padded, row, column, k: padded[column : column + k, row : row + k])),
    ("Beyond the border your function sees black. The outermost pixel is repeated: mode='edge'.", _median("constant")),
    ("Beyond the border your function sees the mirror image. The outermost pixel is repeated: mode='edge'.", _median("reflect")),
    ("At the border the window was cut to what lies in the image. The outermost pixel is repeated: mode='edge'.", _inside_only),
    ("The window is too small, ksize - 1 wide: a : a + ksize has ksize.",
     _median(window=lambda padded, row, column, k: padded[row : row + k - 1, column : column + k - 1],
             choose=lambda o, k: o[o.size // 2])),
    ("That is the median of one row of the window, not of all.",
     _median(window=lambda padded, row, column, k: padded[row + k // 2, column : column + k], choose=lambda o, k: o[k // 2])),
    ("That is the median of one column of the window, not of all.",
     _median(window=lambda padded, row, column, k: padded[row : row + k, column + k // 2], choose=lambda o, k: o[k // 2])),
    *[(f"The window is {size} x {size} whatever ksize is.", lambda grey, row, column, k, s=size: _median()(grey, row, column, s))
      for size in (3, 5)],
]  # fmt: skip
READY = {"median", "nanmedian", "medianBlur", "median_filter", "medfilt", "percentile", "quantile", "median_low", "median_high"}


def median_of_window(attempt):
    """Check ``attempt(grey, row, column, ksize)``, which returns the median around one pixel.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image = grain(20, 33)
    inner = [(image, 10, 15, 3), (image, 7, 25, 5), (image, 12, 4, 5), (image, 9, 11, 7), (image, 14, 12, 3)]
    rim = [(image, 0, 0, 5), (image, 0, 32, 5), (image, 19, 7, 5), (image, 19, 32, 3), (image, 1, 30, 7)]

    def middle(cases, hint):
        return agrees(
            cases,
            _median(),
            _MEDIAN,
            kind=a_number,
            call=lambda grey, row, column, k: f"row {row}, column {column} and ksize {k}",
            hint=hint,
            more=inner + rim,
        )

    def by_sorting(learner):
        used = sorted(READY & learner.names())
        if not used:
            return None
        return Problem(
            f"your function asks for `{used[0]}`, which has the median ready made",
            "The numbers are right. The exercise is to do it without np.median and its like: sort, and count to the middle.",
        )

    return judge(
        "median_of_window",
        attempt,
        [
            (
                "it is the middle of the sorted window",
                middle(inner, "Write the window's pixels down, sort them, and count to the middle."),
            ),
            (
                "at the border the outermost pixels are repeated",
                middle(rim, "np.pad with mode='edge' repeats them; then slice that."),
            ),
            ("it is done by sorting", by_sorting),
            ("the input is not changed", unchanged("the image")),
        ],
        "grey, row, column, ksize",
    )


def _means(roi, block):
    """Give each block its exact mean, as floats."""
    due = np.empty(roi.shape)
    for top in range(0, roi.shape[0], block):
        for left in range(0, roi.shape[1], block):
            part = np.s_[top : top + block, left : left + block]
            due[part] = roi[part].mean(axis=(0, 1))
    return due


def _mosaic(colour=lambda part, block: np.rint(part.mean(axis=(0, 1))), step=None, size=None, rows=None, columns=None):
    """Make a mosaic with one part replaced: a block's colour, the step from block to block, a block's size, where blocks begin."""

    def mosaic(roi, block):
        result, (height, width) = roi.copy(), roi.shape[:2]
        far, wide = step(block) if step else block, size(block) if size else block
        for top in (rows or range)(0, height, far):
            for left in (columns or range)(0, width, far):
                part = np.s_[top : top + wide, left : left + wide]
                if roi[part].size:
                    result[part] = colour(roi[part], block)
        return result

    return mosaic


def _only_whole(roi, block):
    result, made = roi.copy(), _mosaic()(roi, block)
    whole = np.s_[: roi.shape[0] // block * block, : roi.shape[1] // block * block]
    result[whole] = made[whole]
    return result


def _turned_limits(roi, block):
    result = roi.copy()
    for top in range(0, roi.shape[1], block):
        for left in range(0, roi.shape[0], block):
            part = np.s_[top : top + block, left : left + block]
            if roi[part].size:
                result[part] = np.rint(roi[part].mean(axis=(0, 1)))
    return result


def _resized(blocks, back):
    def mosaic(roi, block):
        height, width = roi.shape[:2]
        small = cv2.resize(roi, blocks(height, width, block), interpolation=cv2.INTER_AREA)
        return cv2.resize(small, (width, height), interpolation=back) if back is not None else small

    return mosaic


def _count(height, width, block):
    return max(1, width // block), max(1, height // block)


def _first(*args):
    return list(range(*args))[:1]


_MOSAIC = [
    ("The fractions were cut off: one grey level too dark in places. Round before they are cut.",
     _mosaic(lambda part, block: part.mean(axis=(0, 1)))),
    ("All is grey: the mean ran over the channels as well. Take it over rows and columns only: axis=(0, 1).",
     _mosaic(lambda part, block: np.rint(part.mean()))),
    ("All is grey: the mean ran over the channels as well. Take it over rows and columns only: axis=(0, 1).",
     _mosaic(lambda part, block: part.mean())),
    ("Each block has the colour of its first pixel. The mean of all its pixels is due.", _mosaic(lambda part, block: part[0, 0])),
    ("Each block has the colour of its middle pixel. The mean of all its pixels is due.",
     _mosaic(lambda part, block: part[part.shape[0] // 2, part.shape[1] // 2])),
    ("That is the median of each block; the mean is due.", _mosaic(lambda part, block: np.rint(np.median(part, axis=(0, 1))))),
    ("That is the median of each block; the mean is due.", _mosaic(lambda part, block: np.median(part, axis=(0, 1)))),
    ("That is the largest of each block (the brightest); the mean is due.", _mosaic(lambda part, block: part.max(axis=(0, 1)))),
    ("That is the smallest of each block (the darkest); the mean is due.", _mosaic(lambda part, block: part.min(axis=(0, 1)))),
    ("The mean ran over one axis: each column of a block has its own. axis=(0, 1) takes both.",
     _mosaic(lambda part, block: np.rint(part.mean(axis=0)))),
    ("The mean ran over one axis: each row of a block has its own. axis=(0, 1) takes both.",
     _mosaic(lambda part, block: np.rint(part.mean(axis=1))[:, None])),
    ("The sum wraps around at 256, as uint8 does.",
     _mosaic(lambda part, block: part.sum(axis=(0, 1), dtype=np.uint8) // (part.shape[0] * part.shape[1]))),
    ("The sum was divided by block * block; smaller blocks at the border get the mean of the pixels that they have.",
     _mosaic(lambda part, block: np.rint(part.sum(axis=(0, 1)) / block**2))),
    ("The last blocks, right and below, were left as they were: smaller blocks get a mean of their own.", _only_whole),
    ("Height and width are swapped in the loops: rows run to roi.shape[0].", _turned_limits),
    ("There are stripes over the whole width: a second loop cuts them into blocks.",
     lambda roi, block: _bytes(np.concatenate([np.broadcast_to(roi[t : t + block].mean(axis=(0, 1)), roi[t : t + block].shape)
                                               for t in range(0, roi.shape[0], block)]))),
    ("There is one colour everywhere: the mean of the whole image. Each block has its own.",
     lambda roi, block: _bytes(np.broadcast_to(roi.mean(axis=(0, 1)), roi.shape))),
    ("Each block is block - 1 wide: its last row and column were left out. a : a + block has block places.",
     _mosaic(size=lambda block: block - 1)),
    ("Each block is block + 1 wide; a : a + block has block places.", _mosaic(size=lambda block: block + 1)),
    ("The blocks begin at every pixel: the loops need a step of block.", _mosaic(step=lambda block: 1)),
    ("It ended after the first row of blocks: does `return` stand inside the loop?", _mosaic(rows=_first)),
    ("It ended after the first block: does `return` stand inside the loop?", _mosaic(rows=_first, columns=_first)),
    ("There are block x block blocks in the image; each block should be block pixels wide.",
     _resized(lambda h, w, block: (block, block), cv2.INTER_NEAREST)),
    ("That is the small picture, one pixel a block. Each block has to fill its place, in the shape of the image.",
     _resized(_count, None)),
    ("It is smooth: enlarged with interpolation. Each block has one colour (INTER_NEAREST, or a loop).",
     _resized(_count, cv2.INTER_LINEAR)),
    ("Smaller blocks at the border were spread over the image: resizing makes all blocks alike.",
     _resized(_count, cv2.INTER_NEAREST)),
    ("That is a box blur, with a sliding window: a mosaic has blocks side by side.", lambda roi, block: cv2.blur(roi, (block, block))),
    ("That is the image as it was: assign the mean to a slice of the result.", lambda roi, block: roi),
]  # fmt: skip


def mosaic_blur(attempt):
    """Check ``attempt(roi, block)``, which gives each block of pixels its mean colour.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    even, uneven, large = (grain(12, 18, 3), 6), (grain(13, 21, 3), 5), (grain(4, 7, 3), 50)
    exact = {roi.shape: _means(roi, block) for roi, block in (even, uneven, large)}

    def blocks(case, hint):
        return agrees(
            [case],
            lambda roi, block: _bytes(_means(roi, block)),
            _MOSAIC,
            kind=an_image(),
            # A half may go either way.
            fits=lambda result, due: np.abs(result - exact[due.shape]).max() <= 0.5001,
            slack=1,
            hint=hint,
            real=lambda: (face(), 13),
            more=[even, uneven, large],
        )

    return judge(
        "mosaic_blur",
        attempt,
        [
            (
                "each block has the mean of its pixels",
                blocks(even, "Draw a 12 x 18 grid: blocks start at rows 0 and 6, and at columns 0, 6 and 12."),
            ),
            (
                "blocks at the border may be smaller",
                blocks(uneven, "13 rows are blocks of 5, 5 and 3. Do your last blocks, right and below, get a mean of their own?"),
            ),
            ("a block larger than the image gives one colour", blocks(large, "All pixels lie in one block then.")),
            ("the input is not changed", unchanged("the image")),
        ],
        "roi, block",
    )
