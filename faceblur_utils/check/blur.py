"""Checks of the exercises in lesson 03, the blurs."""

import cv2
import numpy as np

from .core import NO_RETURN, Problem, difference, image_like, judge

__all__ = ["box_blur", "gaussian_kernel", "median_of_window", "mosaic_blur"]


def _grain(height, width, channels=None):
    """Make an image of random pixels: no mistake of one row, column or grey level can hide in it."""
    shape = (height, width) if channels is None else (height, width, channels)
    return np.random.default_rng(height * width).integers(0, 256, shape, dtype=np.uint8)


def _shown(mine, due):
    """Pictures of a difference, enlarged so that single pixels can be seen."""
    times = max(1, 240 // mine.shape[1])
    pictures = difference(*(a if a.ndim == 3 else np.dstack([a] * 3) for a in (mine, due)))
    return {title: picture.repeat(times, 0).repeat(times, 1) for title, picture in pictures.items()}


def _untouched(image, call):
    """Check that a function leaves its input as it was."""

    def holds(attempt):
        mine = image.copy()
        call(attempt, mine)
        if (mine != image).any():
            return Problem(
                "the image that was passed in has changed", "Only read from it; write to an array of its own."
            )
        return None

    return holds


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
    image = _grain(24, 31)

    def flat(box):
        level = np.full((12, 17), 200, np.uint8)
        result = box(level.copy(), 5)
        problem = image_like(result, level)
        if problem or (result == level).all():
            return problem
        inner = result[2:-2, 2:-2]
        if (inner == level[2:-2, 2:-2]).all():
            hint = "Only the rim is wrong: which pixels does your function use beyond the border? Not black ones."
        else:
            hint = "The weights must sum to 1. Divide the window's sum by how many pixels it has. Does uint8 overflow?"
        return Problem(
            f"an image of 200 everywhere became {int(result.min())} to {int(result.max())}", hint, _shown(result, level)
        )

    def dot(box):
        one = np.zeros((11, 13), np.uint8)
        one[5, 6] = 225
        result, due = box(one.copy(), 3), np.zeros_like(one)
        due[4:7, 5:8] = 25
        if (result == due).all():
            return None
        rows, columns = np.nonzero(result)
        hint = "Each pixel of the square counts the same."
        if len(rows) and (rows.mean(), columns.mean()) != (5, 6):
            hint = "It moved. Pad by ksize // 2 on each side, so that the window's centre is the pixel itself."
        elif len(rows) > 9:
            hint = "The dot spread too far. Is the window ksize wide, and not ksize on each side?"
        elif 0 < len(rows) < 9:
            hint = "The dot spread in one direction only, or too little. The window has ksize rows and ksize columns."
        return Problem("one pixel of 225 should become a 3 x 3 square of 25, the kernel", hint, _shown(result, due))

    def inside(box):
        result, due = box(image.copy(), 5), cv2.blur(image, (5, 5))
        problem = image_like(result, due)
        if problem or (result[2:-2, 2:-2] == due[2:-2, 2:-2]).all():
            return problem
        gap = result[2:-2, 2:-2].astype(int) - due[2:-2, 2:-2]
        hint = "Compare one window by hand: sum its 25 pixels and divide."
        if gap.min() == -1 and gap.max() == 0:
            hint = "One grey level too dark in places: .astype(np.uint8) cuts decimals off. Round first."
        return Problem("away from the border, some pixels are not the mean of their window", hint, _shown(result, due))

    def border(box):
        result, due = box(image.copy(), 5), cv2.blur(image, (5, 5))
        if (result == due).all():
            return None
        kinds = {
            "The outermost pixel is repeated. BORDER_REFLECT_101 mirrors at its centre; np.pad calls that 'reflect'.": (
                cv2.BORDER_REFLECT,
                cv2.BORDER_REPLICATE,
            ),
            "Beyond the border your function sees black. Mirror instead.": (cv2.BORDER_CONSTANT,),
        }
        for hint, rules in kinds.items():
            if any((result == cv2.blur(image, (5, 5), borderType=rule)).all() for rule in rules):
                return Problem("the rim is made with another border rule", hint, _shown(result, due))
        return Problem(
            "the rim differs from OpenCV's", "np.pad(..., mode='reflect') mirrors as OpenCV does.", _shown(result, due)
        )

    def even(box):
        try:
            box(image.copy(), 4)
        except ValueError:
            return None
        return Problem(
            "a ksize of 4 was accepted", "if ksize % 2 == 0: which centre would it have? Raise a ValueError."
        )

    return judge(
        "box_blur",
        attempt,
        [
            ("a flat image stays as it is, up to its rim", flat),
            ("one dot becomes the kernel", dot),
            ("each pixel is the rounded mean of its window", inside),
            ("the border is mirrored as OpenCV does", border),
            ("the input is not changed", _untouched(image, lambda box, mine: box(mine, 3))),
            ("an even ksize is refused with ValueError", even),
        ],
    )


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
    ksize, sigma = 11, 2.5
    x = np.arange(ksize) - ksize // 2

    def weights(make):
        result = make(ksize, sigma)
        if result is None:
            return NO_RETURN
        result = np.asarray(result)
        if result.shape == (ksize, ksize):
            return Problem(
                "the kernel has two dimensions", "One row of weights will do; np.outer makes the square later."
            )
        if result.shape != (ksize,):
            return Problem(
                f"the kernel has shape {result.shape} where ({ksize},) is due",
                "From -(ksize // 2) to ksize // 2, both ends counted, are ksize distances. arange leaves its end out.",
            )
        if result.dtype.kind != "f":
            return Problem(f"the weights have dtype {result.dtype}", "Weights are fractions: do not round them.")
        return None

    def sums(make):
        total = float(np.sum(make(ksize, sigma)))
        if abs(total - 1) < 1e-6:
            return None
        return Problem(
            f"the weights sum to {total:.3f}",
            "Divide by their own sum. 1 / (sigma * sqrt(2 pi)) will not do: the kernel is cut off, and made of steps.",
        )

    def symmetric(make):
        result = np.asarray(make(ksize, sigma))
        if np.allclose(result, result[::-1]) and np.isclose(result[ksize // 2], result.max()):
            return None
        return Problem(
            f"its largest weight is number {int(np.argmax(result))} of 0 to {ksize - 1}",
            "The distance must be 0 in the middle: subtract ksize // 2.",
        )

    def bell(make):
        result = np.asarray(make(ksize, sigma))
        due = np.exp(-(x**2) / (2 * sigma**2))
        due /= due.sum()
        if np.allclose(result, due):
            return None
        with np.errstate(all="ignore"):
            seen = -np.log(result[-1] / result[ksize // 2])  # the exponent at distance 5
        hint = "The exponent is -x² / (2σ²)."
        if np.isclose(seen, 25 / sigma**2):
            hint = "Too narrow: there is a 2 in front of sigma squared."
        elif np.isclose(seen, 25 / (2 * sigma)):
            hint = "sigma is squared, as x is."
        elif np.isclose(seen, 5 / (2 * sigma**2)):
            hint = "The distance is squared, as sigma is."
        elif np.isclose(seen, 25 / 2 * sigma**2):
            hint = "Mind the brackets: -x**2 / 2 * sigma**2 multiplies by sigma squared."
        elif np.allclose(result, 1 / ksize):
            hint = "That is the box. Near pixels should count more."
        return Problem("the weights do not fall off as exp(-x² / 2σ²)", hint)

    def other_sizes(make):
        for size, width in ((1, 1.0), (75, 30.0)):
            if not np.allclose(np.ravel(make(size, width)), cv2.getGaussianKernel(size, width).ravel()):
                return Problem(f"for ksize={size}, sigma={width} it is wrong", "Use the arguments, not fixed numbers.")
        return None

    return judge(
        "gaussian_kernel",
        attempt,
        [
            ("there are ksize weights, in one dimension", weights),
            ("the largest is in the middle, and both sides are alike", symmetric),
            ("they sum to 1", sums),
            ("they fall off as a Gaussian does", bell),
            ("other sizes work too", other_sizes),
        ],
    )


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
    image = _grain(20, 33)
    due = {k: cv2.medianBlur(image, k) for k in (3, 5)}

    def number(median):
        result = median(image.copy(), 10, 15, 3)
        if result is None:
            return NO_RETURN
        if np.ndim(result) != 0:
            return Problem(f"it returned an array of shape {np.shape(result)}", "One pixel is asked for: one number.")
        return None

    def inner(median):
        for row, column, k in ((10, 15, 3), (7, 25, 5), (12, 4, 5)):
            seen, right = median(image.copy(), row, column, k), int(due[k][row, column])
            if seen == right:
                continue
            half = k // 2
            window = image[row - half : row + half + 1, column - half : column + half + 1]
            later = image[row : row + k, column : column + k]
            hint = "Write the window's pixels down, sort them, and count to the middle."
            if np.isclose(seen, window.mean(), atol=1):
                hint = "That is the mean. Sort, and take the one in the middle."
            elif seen == window.ravel()[k * k // 2]:
                hint = "That is the pixel itself: the middle of the window as it lies. Sort it first."
            elif seen in (window.max(), window.min()):
                hint = "That is an end of the sorted row, not its middle."
            elif later.size == k * k and seen == np.sort(later.ravel())[k * k // 2]:
                hint = "Your window starts at the pixel. It should have ksize // 2 pixels on each side of it."
            elif column < 20 and seen == due[k][column, row]:
                hint = "Rows come first: image[row, column]."
            elif seen in np.sort(window.ravel())[k * k // 2 - 1 : k * k // 2 + 2]:
                hint = (
                    "One place beside the middle. Counted from 0, number ksize * ksize // 2 of the sorted values is it."
                )
            return Problem(f"the median around row {row}, column {column} with ksize {k} is {right}, not {seen}", hint)
        return None

    def border(median):
        for row, column in ((0, 0), (0, 32), (19, 7), (19, 32)):
            seen, right = median(image.copy(), row, column, 5), int(due[5][row, column])
            if seen != right:
                return Problem(
                    f"at the border (row {row}, column {column}) the median is {right}, not {seen}",
                    "Beyond the border the outermost pixel is repeated: np.pad with mode='edge', then slice that.",
                )
        return None

    return judge(
        "median_of_window",
        attempt,
        [
            ("one number comes back", number),
            ("it is the middle of the sorted window", inner),
            ("at the border the outermost pixels are repeated", border),
            ("the input is not changed", _untouched(image, lambda median, mine: median(mine, 10, 15, 5))),
        ],
    )


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

    def made(roi, block):
        due = np.empty_like(roi)
        for top in range(0, roi.shape[0], block):
            for left in range(0, roi.shape[1], block):
                part = slice(top, top + block), slice(left, left + block)
                due[part] = np.rint(roi[part].mean(axis=(0, 1)))
        return due

    def case(height, width, block, hint):
        roi = _grain(height, width, 3)

        def holds(mosaic):
            due = made(roi, block)
            result = mosaic(roi.copy(), block)
            problem = image_like(result, due)
            if problem or (result == due).all():
                return problem
            gap = result.astype(int) - due
            # One colour per block, but grey: the mean ran over the channels as well.
            whole = result[: height // block * block, : width // block * block]
            first = whole[::block, ::block]
            told = hint
            if gap.min() == -1 and gap.max() == 0:
                told = "One grey level too dark in places: round before the decimals are cut off."
            elif (result == result[..., :1]).all():
                told = "All is grey. Take the mean over rows and columns only: axis=(0, 1)."
            elif (first == roi[: whole.shape[0] : block, : whole.shape[1] : block]).all():
                told = "Each block has the colour of its first pixel. The mean of all its pixels is due."
            return Problem(
                f"on {height} rows and {width} columns with block {block}, some blocks are not their mean",
                told,
                _shown(result, due),
            )

        return holds

    image = _grain(12, 18, 3)
    return judge(
        "mosaic_blur",
        attempt,
        [
            (
                "each block has the mean of its pixels",
                case(12, 18, 6, "Draw a 12 x 18 grid: blocks start at rows 0 and 6, and at columns 0, 6 and 12."),
            ),
            (
                "blocks at the border may be smaller",
                case(
                    13,
                    21,
                    5,
                    "13 rows are blocks of 5, 5 and 3. Does your last block, right and below, get a mean of its own?",
                ),
            ),
            (
                "a block larger than the image gives one colour",
                case(4, 7, 50, "All pixels lie in one block then."),
            ),
            ("the input is not changed", _untouched(image, lambda mosaic, mine: mosaic(mine, 5))),
        ],
    )
