"""Compare the blurs with the raw OpenCV calls that they make, in one run.

    uv run python benchmarks/blurs.py

First table: our call over OpenCV's, in pairs that take turns, so that whatever else the machine does meets both alike.
Second table: the Gaussian on large regions, where we shrink, blur and enlarge instead.
"""

import statistics
import sys
import time

import cv2
import numpy as np

from faceblur_utils import METHODS, read_image, samples

PAIRS = 151
SIDE = 300
RAW = {
    "gaussian": ({"ksize": 75}, lambda roi: cv2.GaussianBlur(roi, (75, 75), 0)),
    "median": ({"ksize": 51}, lambda roi: cv2.medianBlur(roi, 51)),
    "bilateral": (
        {"d": 15, "sigmaColor": 75, "sigmaSpace": 75},
        lambda roi: cv2.bilateralFilter(roi, 15, 75, 75),
    ),
    "box": ({"ksize": 51}, lambda roi: cv2.blur(roi, (51, 51))),
    "pixelate": (
        {"blocks": 8},
        lambda roi: cv2.resize(
            cv2.resize(roi, (8, 8), interpolation=cv2.INTER_AREA), roi.shape[1::-1], interpolation=cv2.INTER_NEAREST
        ),
    ),
}
LARGE = [
    ((1000, 1000, 3), 999),
    ((1000, 1000), 999),
    ((1000, 300, 3), 999),
    ((700, 1100, 3), (1099, 699)),
    ((1000, 1000, 3), 301),
]


def milliseconds(call, *arguments, **parameters):
    """Time one call.

    Parameters
    ----------
    call : callable
    *arguments, **parameters
        What it is called with.

    Returns
    -------
    float
    """
    start = time.perf_counter()
    call(*arguments, **parameters)
    return 1000 * (time.perf_counter() - start)


def overhead(name, roi, pairs=PAIRS):
    """Time our call and OpenCV's by turns.

    Parameters
    ----------
    name : str
        Of the method.
    roi : numpy.ndarray
        Region of interest.
    pairs : int
        How many of each.

    Returns
    -------
    (float, float)
        Median milliseconds of OpenCV's call, and the median of the ratios of ours to it.
    """
    parameters, raw = RAW[name]
    ours = METHODS[name]
    assert np.array_equal(ours(roi, **parameters), raw(roi)), name  # warms both up, too
    times, ratios = [], []
    for number in range(pairs):
        # Who goes first changes each time: the second finds the region in the cache.
        if number % 2:
            mine, theirs = milliseconds(ours, roi, **parameters), milliseconds(raw, roi)
        else:
            theirs, mine = milliseconds(raw, roi), milliseconds(ours, roi, **parameters)
        times.append(theirs)
        ratios.append(mine / theirs)
    return statistics.median(times), statistics.median(ratios)


def large_gaussian(image, shape, ksize):
    """Time and compare the Gaussian on a large region.

    Parameters
    ----------
    image : numpy.ndarray
        Photo of at least that size.
    shape : tuple of int
        Of the region; without a third number it is grey.
    ksize : int or (int, int)
        Kernel size.

    Returns
    -------
    (float, float, float)
        Milliseconds of OpenCV's call (one run) and of ours (median of nine), mean difference in grey levels.
    """
    roi = np.ascontiguousarray(image[: shape[0], : shape[1]])
    roi = roi if len(shape) == 3 else cv2.cvtColor(roi, cv2.COLOR_RGB2GRAY)
    pair = ksize if isinstance(ksize, tuple) else (ksize, ksize)
    start = time.perf_counter()
    exact = cv2.GaussianBlur(roi, pair, 0)
    slow = 1000 * (time.perf_counter() - start)
    gaussian = METHODS["gaussian"]
    result = gaussian(roi, ksize=ksize)
    fast = statistics.median(milliseconds(gaussian, roi, ksize=ksize) for _ in range(9))
    return slow, fast, float(np.abs(exact.astype(int) - result).mean())


def main():
    """Print both tables.

    Returns
    -------
    int
        0.
    """
    photo = read_image(samples.path("henner"))
    face = cv2.resize(photo[60:580, 90:610], (1100, 1100), interpolation=cv2.INTER_CUBIC)
    roi = cv2.resize(face, (SIDE, SIDE), interpolation=cv2.INTER_AREA)

    print(f"A face of {SIDE} x {SIDE} pixels, {PAIRS} pairs, OpenCV {cv2.__version__}, {cv2.getNumThreads()} threads\n")
    print("| method | OpenCV, ms | ours / OpenCV |\n|---|---|---|")
    for name in RAW:
        theirs, ratio = overhead(name, roi)
        print(f"| {name} | {theirs:.3f} | {ratio:.3f} |")

    print("\nGaussian on large regions of the same face\n")
    print("| region | ksize | OpenCV, ms | ours, ms | OpenCV / ours | mean difference, grey levels |")
    print("|---|---|---|---|---|---|")
    for shape, ksize in LARGE:
        slow, fast, apart = large_gaussian(face, shape, ksize)
        kind = "colour" if len(shape) == 3 else "grey"
        print(
            f"| {shape[0]} x {shape[1]} {kind} | {ksize} | {slow:.0f} | {fast:.1f} | {slow / fast:.0f} | {apart:.2f} |"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
