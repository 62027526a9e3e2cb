"""The registry `METHODS`: a new blur is one function and one entry here.

Tables, sliders, tests and benchmarks find it by its name.
"""

import math

from ..parameters import Parameter
from .filters import (
    bilateral,
    box,
    drawn_grey,
    gaussian,
    kernel_size,
    median,
    mosaic_size,
    odd,
    pixelate,
    pixelate_part,
    solid,
)
from .method import Method
from .promises import average, dp_pixelate, dp_pixelate_part
from .samples_left import of_bilateral, of_box, of_cover, of_gaussian, of_mosaic

# The bilateral filter's cost grows with d squared; this one takes a second or so on a 1000 x 1000 ROI.
_WIDEST_BILATERAL = 31


def _gaussian_window(window, roi_width):
    # A box of that width has this standard deviation; the kernel holds three of them on each side, as OpenCV's does.
    sigma = window / math.sqrt(12)
    return {"ksize": odd(6 * sigma + 1), "sigmaX": round(sigma, 2)}


def _bilateral_window(window, roi_width):
    # sigmaColor grows with the window as well: 255 for a window as wide as the ROI (on RGB what 85 is on grey).
    share = min(1, window / roi_width)
    d = min(odd(window), _WIDEST_BILATERAL)
    return {"d": d, "sigmaColor": max(1, round(255 * share)), "sigmaSpace": max(1, round(window / math.sqrt(12), 1))}


def _blocks_of_window(window, roi_width):
    return {"blocks": max(1, round(roi_width / max(window, 1)))}


def _number(value):
    """Write 30 for 30.0."""
    return f"{value:g}"


def _write_gaussian(width, height, ksize, sigmaX, sigmaY):
    down = f", sigmaY={_number(sigmaY)}" if sigmaY else ""
    return f"cv2.GaussianBlur(roi, {kernel_size(ksize)}, {_number(sigmaX)}{down})"


def _write_bilateral(width, height, d, sigmaColor, sigmaSpace):
    return f"cv2.bilateralFilter(roi, {d}, {_number(sigmaColor)}, {_number(sigmaSpace)})"


def _write_pixelate(width, height, blocks):
    small = f"cv2.resize(roi, {mosaic_size(width, height, blocks)}, interpolation=cv2.INTER_AREA)"
    return f"cv2.resize({small}, {width, height}, interpolation=cv2.INTER_NEAREST)"


def _write_dp_pixelate(width, height, blocks, epsilon, m, seed):
    again = "" if seed == -1 else f", seed={seed}"
    return f"faceblur_utils.blur.dp_pixelate(roi, blocks={blocks}, epsilon={_number(epsilon)}, m={m}{again})"


def _write_solid(width, height, grey):
    return "faceblur_utils.blur.solid(roi, grey=-1)" if grey == -1 else f"np.full_like(roi, {grey})"


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
            left=of_gaussian,
        ),
        Method(
            "median",
            "Median",
            median,
            (Parameter("ksize", 51, 1, 255, 2, "Width and height of the window in pixels, odd.", True),),
            lambda window, roi_width: {"ksize": odd(window)},
            lambda width, height, ksize: f"cv2.medianBlur(roi, {ksize})",
            left=of_box,
        ),
        Method(
            "bilateral",
            "Bilateral",
            bilateral,
            (
                Parameter("d", 15, 1, 31, 2, "Diameter of the neighbourhood in pixels.", True),
                Parameter("sigmaColor", 75, 1, 255, 1, "Levels apart, channels added up, that are still averaged."),
                Parameter(
                    "sigmaSpace", 75.0, 1.0, 150.0, 0.1, "Standard deviation of the spatial weight in pixels.", True
                ),
            ),
            _bilateral_window,
            _write_bilateral,
            left=of_bilateral,
        ),
        Method(
            "box",
            "Box",
            box,
            (Parameter("ksize", 51, 1, 301, 2, "Kernel width and height in pixels, odd.", True),),
            lambda window, roi_width: {"ksize": odd(window)},
            lambda width, height, ksize: f"cv2.blur(roi, {kernel_size(ksize)})",
            left=of_box,
        ),
        Method(
            "pixelate",
            "Pixelation",
            pixelate,
            (Parameter("blocks", 8, 1, 64, 1, "Blocks across the width."),),
            _blocks_of_window,
            _write_pixelate,
            part=pixelate_part,
            left=of_mosaic,
        ),
        Method(
            "dp_pixelate",
            "DP-Pix",
            dp_pixelate,
            (
                Parameter("blocks", 8, 1, 64, 1, "Blocks across the width."),
                Parameter("epsilon", 0.5, 0.01, 10.0, 0.01, "How much one result may tell: less is more noise."),
                Parameter("m", 16, 1, 10_000, 1, "Pixels in which two faces may differ and hardly be told apart."),
                Parameter("seed", -1, -1, 1000, 1, "Which noise is drawn; -1 for one that nobody can draw again."),
            ),
            _blocks_of_window,
            _write_dp_pixelate,
            "noise",
            dp_pixelate_part,
            left=of_mosaic,
        ),
        Method(
            "average",
            "Average face",
            average,
            (Parameter("turn", 0.0, -180.0, 180.0, 1.0, "Degrees by which the average face is turned, clockwise."),),
            lambda window, roi_width: {},
            lambda width, height, turn: f"faceblur_utils.blur.average(roi, turn={_number(turn)})",
            "cover",
            left=of_cover,
        ),
        Method(
            "solid",
            "Solid",
            solid,
            (Parameter("grey", 0, -1, 255, 1, "0 is black, 255 white; -1 draws it by lot, whatever the face."),),
            lambda window, roi_width: {},
            _write_solid,
            "cover",
            once=lambda parameters: parameters | {"grey": drawn_grey(parameters.get("grey", 0))},
            left=of_cover,
        ),
    )
}
# What a comparison shows, and lesson 03 is about.
FIVE = tuple(name for name, method in METHODS.items() if method.kind == "blur")
