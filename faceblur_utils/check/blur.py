"""Checks of the exercises in lesson 03, the blurs."""

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .core import Problem, judge
from .facts import as_list, short, strange
from .kinds import an_image, unchanged
from .mistakes import agrees
from .real import as_bytes, grain, grey_face
from .refusals import refuses

__all__ = ["box_blur", "gaussian_kernel"]


def _windows(image, ksize, border=cv2.BORDER_REFLECT_101, before=None):
    """Give the ksize x ksize window of every pixel.

    `before` pixels of it lie above and to the left, half by default.
    """
    before = ksize // 2 if before is None else before
    after = ksize - 1 - before
    return sliding_window_view(cv2.copyMakeBorder(image, before, after, before, after, border), (ksize, ksize))


def _box(border=cv2.BORDER_REFLECT_101, end=as_bytes, of=lambda windows, k: windows.mean(axis=(2, 3)), before=None):
    """Make a box blur with one part replaced.

    The border, how it becomes bytes, what is taken of a window, where that lies.
    """
    return lambda image, k: end(of(_windows(image, k, border, before(k) if before else None), k))


def _in_place(dtype, each=lambda mean: mean):
    """Make a box blur that writes into the picture it reads from."""

    def blur(image, k):
        half = k // 2
        padded = np.pad(image, half, mode="reflect").astype(dtype)
        for row in range(image.shape[0]):
            for column in range(image.shape[1]):
                padded[row + half, column + half] = each(padded[row : row + k, column : column + k].mean())
        return as_bytes(padded[half : half + image.shape[0], half : half + image.shape[1]])

    return blur


def _in_two_steps(first):
    """Make a box blur of one axis after the other, rounded in between."""
    return lambda image, k: cv2.blur(cv2.blur(image, (k, 1) if first else (1, k)), (1, k) if first else (k, 1))


def _padded_by_all(image, k):
    return as_bytes(sliding_window_view(np.pad(image, k, mode="reflect"), (k, k)).mean(axis=(2, 3)))


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
    return as_bytes(np.nanmean(sliding_window_view(padded, (k, k)), axis=(2, 3)))


_CUT = "One grey level too dark in places: .astype(np.uint8) cuts decimals off. Round first."
_MIRROR = "BORDER_REFLECT_101 mirrors at its centre; np.pad calls that 'reflect'."
_BOX_BLUR = [
    (_CUT, _box(end=lambda means: (means + 1e-9).astype(np.uint8))),
    ("One grey level too bright in places: the means were rounded up; the nearest whole number is due.",
     _box(end=lambda means: np.ceil(means - 1e-9).astype(np.uint8))),
    (f"The outermost pixel is repeated beyond the border ('edge'). {_MIRROR}", _box(cv2.BORDER_REPLICATE)),
    (f"The outermost pixel is repeated beyond the border, as np.pad's mode 'symmetric' does. {_MIRROR}",
     _box(cv2.BORDER_REFLECT)),
    ("Beyond the border your function sees black. Mirror instead: mode 'reflect'.", _box(cv2.BORDER_CONSTANT)),
    ("Beyond the border your function goes on at the other side ('wrap'). Mirror instead: mode 'reflect'.",
     lambda image, k: as_bytes(sliding_window_view(np.pad(image, k // 2, mode="wrap"), (k, k)).mean(axis=(2, 3)))),
    ("At the border only the pixels inside the image were taken, and their windows are smaller. Mirror instead.",
     _cropped_windows),
    ("The rim was not blurred: it is as it was. Pad first, then every pixel has a whole window.", _rim(None)),
    ("The rim is black: no window was taken there. Pad first, then every pixel has a whole window.", _rim(0)),
    ("Without padding the result is smaller than the image: ksize - 1 rows and columns are lost.",
     lambda image, k: as_bytes(sliding_window_view(image, (k, k)).mean(axis=(2, 3)))),
    ("It is blurred along one axis only, from left to right: the window has ksize rows, too.",
     lambda i, k: cv2.blur(i, (k, 1))),
    ("It is blurred along one axis only, from top to bottom: the window has ksize columns, too.",
     lambda i, k: cv2.blur(i, (1, k))),
    ("The sum was not divided by the number of pixels, and wraps around at 256.",
     _box(of=lambda windows, k: windows.sum(axis=(2, 3)), end=lambda sums: sums.astype(np.uint8))),
    ("The sum wraps around at 256, as uint8 does: add in larger numbers.",
     _box(of=lambda windows, k: windows.sum(axis=(2, 3), dtype=np.uint8) / k**2)),
    ("The sum wraps around at 256, as uint8 does: add in larger numbers.",
     lambda image, k: (_windows(image, k).sum(axis=(2, 3), dtype=np.uint8) / k**2).astype(np.uint8)),
    *[(f"The sum was divided by {n} whatever ksize is; the window has ksize * ksize pixels.",
       _box(of=lambda windows, k, n=n: windows.sum(axis=(2, 3)) / n, end=lambda means: np.rint(means).astype(np.uint8)))
      for n in (9, 25)],
    ("The sum was divided by ksize; the window has ksize * ksize pixels.",
     _box(of=lambda windows, k: windows.sum(axis=(2, 3)) / k, end=lambda means: np.rint(means).astype(np.uint8))),
    ("The sum was divided by ksize; the window has ksize * ksize pixels.",
     _box(of=lambda windows, k: windows.sum(axis=(2, 3)) / k, end=lambda means: np.clip(means, 0,
         255).astype(np.uint8))),
    ("That is the median of each window; the mean is due.", lambda image, k: cv2.medianBlur(image, k)),
    ("That is the median of each window; the mean is due.",
     _box(of=lambda windows, k: np.median(windows, axis=(2, 3)))),
    ("That is a Gaussian blur: in a box, every pixel of the window counts the same.",
     lambda image, k: cv2.GaussianBlur(image, (k, k), 0)),
    *[("The means were written into the picture that the next windows are read from: they are means of already "
       "blurred pixels.",
       _in_place(dtype, each)) for dtype, each in ((float, float), (np.uint8, round), (np.uint8, float))],
    *[("It was rounded twice, after each axis: keep the fractions until the end.", _in_two_steps(first))
      for first in (True, False)],
    ("It was padded by ksize on each side: a window reaches ksize // 2 over the border.", _padded_by_all),
    ("The window is too small: ksize - 1 rows and columns. A slice a : a + ksize has ksize.",
     lambda image, k: as_bytes(_windows(image, k)[..., : k - 1, : k - 1].mean(axis=(2, 3)))),
    ("The window is too large, 2 * ksize + 1: it is ksize wide, not ksize on each side.",
     lambda image, k: cv2.blur(image, (2 * k + 1, 2 * k + 1))),
    ("The window is too large, 2 * ksize - 1: it is ksize wide, not ksize on each side.",
     lambda image, k: cv2.blur(image, (2 * k - 1, 2 * k - 1))),
    ("The window starts at the pixel, so the picture moved: half of it, ksize // 2, should lie on each side.",
     _box(before=lambda k: 0)),
    ("The window ends at the pixel, so the picture moved: half of it, ksize // 2, should lie on each side.",
     _box(before=lambda k: k - 1)),
    ("The mean ran over the wrong axes: 0 and 1 number the windows, 2 and 3 run inside each window.",
     lambda image, k: as_bytes(_windows(image, k).mean(axis=(0, 1)))),
    *[(f"The window is {size} x {size} whatever ksize is.", lambda image, k, s=size: cv2.blur(image, (s,
        s))) for size in (3, 5, 7)],
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
                blurred(
                    [(flat, 5)], "The weights sum to 1, and beyond the border there is a picture as well, mirrored."
                ),
            ),
            (
                "one dot of 225 becomes a 3 x 3 square of 25, the kernel",
                blurred([(dot, 3)], "The square shows the kernel: print yours, and the one that is due.", None),
            ),
            (
                "each pixel is the rounded mean of its window, mirrored at the border",
                blurred(
                    [(image, 5), (image, 3), (image, 1)], "Compare one window by hand: sum its 25 pixels and divide."
                ),
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
    """Make a Gaussian kernel with one part replaced.

    The exponent, the distances, what is done with the weights at the end.
    """
    return lambda ksize, sigma: end(np.exp(exponent(x(ksize).astype(float), sigma)))


def _running(ksize, sigma):
    weights = np.zeros(ksize)
    for n, weight in enumerate(_bell(end=lambda w: w)(ksize, sigma)):
        weights[n] = weight
        weights[n] /= weights.sum()
    return weights


_GAUSSIAN_KERNEL = [
    ("The weights sum to something else than 1. Divide by their own sum.", _bell(end=lambda w: w)),
    ("The weights do not sum to 1. Divide by their own sum: 1 / (sigma * sqrt(2 pi)) will not do, for the kernel is "
     "cut off, "
     "and made of steps.", lambda k, s: _bell(end=lambda w: w / (s * np.sqrt(2 * np.pi)))(k, s)),
    ("It was divided by the mean, so the sum is ksize. Divide by the sum.", _bell(end=lambda w: w / w.mean())),
    ("It was divided by ksize. Divide by the sum of the weights.", _bell(end=lambda w: w / len(w))),
    ("The distance must be 0 in the middle: subtract ksize // 2.", _bell(x=np.arange)),
    ("Half a step off the middle: with ksize / 2 no weight lies at distance 0; ksize // 2 is whole.",
     _bell(x=lambda k: np.arange(k) - k / 2)),
    ("One weight too few: from -(ksize // 2) to ksize // 2, both ends counted, are ksize distances. arange leaves "
     "its end out.",
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
    ("A minus is missing in the exponent: the weights grow away from the middle.",
     _bell(lambda x, s: x**2 / (2 * s**2))),
    ("sigma stands nowhere in the exponent: it is 1 whatever sigma is.", _bell(lambda x, s: -(x**2) / 2)),
    ("The base is 2, and should be e: np.exp.", _bell(lambda x, s: -(x**2) / (2 * s**2) * np.log(2))),
    ("The base is 10, and should be e: np.exp.", _bell(lambda x, s: -(x**2) / (2 * s**2) * np.log(10))),
    ("That is the box: all weights alike. Near pixels should count more.", lambda k, s: np.ones(k) / k),
    ("That is a triangle, with straight sides: the weights fall off as exp(-x² / 2σ²).",
     lambda k, s:
         (1.0 + k // 2 - np.abs(np.arange(k) - k // 2)) / (1.0 + k // 2 - np.abs(np.arange(k) - k // 2)).sum()),
    ("The weights were cut to whole numbers before they were divided: an array of int keeps no fractions.",
     _bell(end=lambda w: w.astype(int) / w.astype(int).sum())),
    ("In Python `^` is no power (it works on bits): ** is.",
     lambda k, s: _bell(lambda x, s: -(x.astype(int) ^ 2) / (2 * s**2))(k, s)),
    ("Each weight was divided by the sum of those that were there so far: first all weights, then one division.",
     _running),
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
    if not isinstance(result, np.ndarray):
        kind = type(result).__name__
        return Problem(f"the weights come in a {kind}", "np.array(...) makes a NumPy array of them, as the task asks.")
    if not all(isinstance(one, float) for one in numbers):
        return Problem("the weights are whole numbers", "Weights are fractions: do not round them.")
    return None


def _weights_hint(result, due, case):
    total = float(np.sum(result))
    if abs(total - 1) > 1e-5:
        return f"Their sum is {total:.3f}. Divide by their own sum."
    if int(np.argmax(result)) != len(due) // 2:
        largest = int(np.argmax(result))
        return f"The largest is number {largest} of 0 to {len(due) - 1}; due is number {len(due) // 2}, the middle."
    gap = np.abs(np.asarray(result, float) - due)
    worst = int(gap.argmax())
    return f"They differ most at number {worst}: yours {short(float(result[worst]))}, due {short(float(due[worst]))}."


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
