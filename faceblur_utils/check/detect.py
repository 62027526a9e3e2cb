"""Checks of the exercises in lesson 01, detection, and its deeper lessons on cascades and HOG."""

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .core import judge
from .facts import strange
from .kinds import a_number, an_image, unchanged
from .mistakes import agrees
from .problem import Problem
from .real import as_bytes, face, grain

__all__ = ["rectangle_sum", "to_grey", "window_scores"]

WEIGHTS = np.array([0.299, 0.587, 0.114])


def _weighted(image, weights=WEIGHTS):
    return image.astype(float) @ np.asarray(weights)


_ALIKE = "All three channels count alike. The eye sees green as the brightest: use the three weights."
_TO_GREY = [
    ("The fractions were cut off: .astype(np.uint8) makes 93.9 to 93. Round first.",
     lambda image: (_weighted(image) + 1e-9).astype(np.uint8)),
    ("The fractions were cut off: .astype(np.uint8) makes 93.9 to 93. Round first.",
     lambda image: (WEIGHTS[0] * image[..., 0] + WEIGHTS[1] * image[..., 1] + WEIGHTS[2] * image[...,
         2]).astype(np.uint8)),
    ("The fractions were rounded up; the nearest whole number is due.",
     lambda image: np.ceil(_weighted(image) - 1e-9).astype(np.uint8)),
    (_ALIKE, lambda image: as_bytes(image.mean(axis=2))),
    (_ALIKE, lambda image: image.mean(axis=2).astype(np.uint8)),
    (_ALIKE, lambda image: sum(image[..., k] // 3 for k in range(3))),
    ("Sums of uint8 start again at 0 after 255. Weigh the channels before you add them.",
     lambda image: image.sum(axis=2, dtype=np.uint8) // 3),
    ("Sums of uint8 start again at 0 after 255. Weigh the channels before you add them.",
     lambda image: image.sum(axis=2, dtype=np.uint8)),
    ("Red and blue are mixed up. In RGB, channel 0 is red.", lambda image: as_bytes(_weighted(image[..., ::-1]))),
    ("Green and blue are mixed up. In RGB, channel 1 is green.",
     lambda image: as_bytes(_weighted(image[..., [0, 2, 1]]))),
    ("Red and green are mixed up. In RGB, channel 0 is red.", lambda image: as_bytes(_weighted(image[..., [1, 0, 2]]))),
    *[(f"One channel alone ({name}) is not the brightness. All three take part.", lambda image, k=k: image[...,
        k].copy())
      for k, name in enumerate(("red", "green", "blue"))],
    ("That is the brightest of the three channels; a weighted sum is due.", lambda image: image.max(axis=2)),
    ("That is the darkest of the three channels; a weighted sum is due.", lambda image: image.min(axis=2)),
    ("Each product was cut to whole numbers before the sum: add first, then round.",
     lambda image: sum((image[..., k] * WEIGHTS[k]).astype(np.uint8) for k in range(3))),
    ("Each product was rounded before the sum: add first, then round.",
     lambda image: sum(as_bytes(image[..., k] * WEIGHTS[k]) for k in range(3))),
    ("image[0] is the first row. The channels are the last axis: image[:, :, 0] is red.",
     lambda image: as_bytes(np.tensordot(WEIGHTS, image[:3].astype(float), 1))),
    ("There is a number for each channel still: the three weighted channels have to be added.",
     lambda image: as_bytes(image * WEIGHTS)),
    ("The same grey stands in three channels; one number for each pixel is due.",
     lambda image: np.dstack([as_bytes(_weighted(image))] * 3)),
    ("That is one number for the whole image; one for each pixel is due.",
     lambda image: np.round(_weighted(image).mean())),
    ("float16 holds three digits: it is too coarse to round by. Weigh with Python's floats, or with .astype(float).",
     lambda image: np.round(image.astype(np.float16) @ WEIGHTS.astype(np.float16)).astype(np.uint8)),
    *[(f"The {what} black: does a loop end one too early? range(rows) already leaves out rows itself.",
       lambda image, rows=rows, columns=columns: _black_end(image, rows, columns))
      for what, rows, columns in (("last row and the last column stay", 1, 1), ("last row stays", 1, 0),
                                  ("last column stays", 0, 1))],
]  # fmt: skip


def _black_end(image, rows, columns):
    """Make the grey image as loops do that end so many rows and columns too early."""
    grey = as_bytes(_weighted(image))
    grey[grey.shape[0] - rows :], grey[:, grey.shape[1] - columns :] = 0, 0
    return grey


def _weights_seen(result, due, case):
    """Read the weights off a result that is a weighted sum with other ones."""
    pixels = case[0].reshape(-1, 3).astype(float)
    grey = result.ravel().astype(float)
    inside = (grey > 0) & (grey < 255)
    if inside.sum() > 50:
        weights = np.linalg.lstsq(pixels[inside], grey[inside], rcond=None)[0]
        if np.abs(weights - WEIGHTS).max() < 0.004:
            return "The weights are the right ones. Which pixels differ, and how are the sums made whole numbers?"
        if np.abs(pixels[inside] @ weights - grey[inside]).max() < 1.5:
            red, green, blue = weights
            mixed = f"{red:.2f} red + {green:.2f} green + {blue:.2f} blue"
            return f"Yours is about {mixed}; these weights sum to {weights.sum():.2f}."
    return "Multiply each channel by its own weight, add the three, and convert to whole numbers at the end."


def to_grey(attempt):
    """Check ``attempt(image)``, which returns the weighted grey version of an RGB image.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    colours = grain(24, 36, 3)
    colours[:8, :12], colours[:8, 12:24], colours[:8, 24:] = (255, 0, 0), (0, 255, 0), (0, 0, 255)

    def nearest(cases, hint):
        return agrees(
            [(case,) for case in cases],
            lambda image: as_bytes(_weighted(image)),
            _TO_GREY,
            kind=an_image(),
            # A half may go either way, and OpenCV computes in whole numbers of its own.
            fits=lambda result, due: np.abs(result - exact[due.shape]).max() <= 0.52,
            slack=1,
            hint=hint,
            real=lambda: (face(),),
        )

    one_white, one_black = (np.full((1, side, 3), value, np.uint8) for side, value in ((1, 255), (2, 0)))
    exact = {case.shape[:2]: _weighted(case) for case in (colours, grain(17, 9, 3), one_white, one_black)}
    return judge(
        "to_grey",
        attempt,
        [
            (
                "every pixel has the weighted brightness, rounded, as uint8",
                nearest([colours, grain(17, 9, 3)], _weights_seen),
            ),
            (
                "white stays white and black stays black, even in an image of one pixel",
                nearest([one_white, one_black], "Do your weights add up to 1?"),
            ),
            ("the image is not changed", unchanged("the image")),
        ],
        "image",
    )


def _corners(integral, left, top, right, bottom):
    """Give the four corners as whole numbers; a place outside raises IndexError, as it does for the learner."""
    return (int(integral[y, x]) for y, x in ((top, left), (top, right), (bottom, left), (bottom, right)))


def _of_corners(change):
    return lambda integral, *edges: change(*_corners(integral, *edges))


def _due_sum(integral, left, top, right, bottom):
    a, b, c, d = _corners(integral, left, top, right, bottom)
    return d - b - c + a


_RECTANGLE_SUM = [
    ("One part was subtracted twice. Which corner gives it back?", _of_corners(lambda a, b, c, d: d - b - c)),
    ("One part was subtracted twice. Which corner gives it back?", _of_corners(lambda a, b, c, d: abs(d - b - c))),
    ("The part above and to the left was taken away in B and in C; it is added once, not taken away again.",
     _of_corners(lambda a, b, c, d: d - b - c - a)),
    ("Two corners are not enough: what lies above and what lies to the left must go.",
     _of_corners(lambda a, b, c, d: d - a)),
    ("This is everything from the upper left corner of the image on. Take away what lies above and to the left.",
     _of_corners(lambda a, b, c, d: d)),
    ("What lies to the left is still in it.", _of_corners(lambda a, b, c, d: d - b)),
    ("What lies above is still in it.", _of_corners(lambda a, b, c, d: d - c)),
    ("All four corners were added: B and C are taken away.", _of_corners(lambda a, b, c, d: a + b + c + d)),
    ("B is missing: what lies above is still in it, and what was never counted twice is added.",
     _of_corners(lambda a, b, c, d: d - c + a)),
    ("C is missing: what lies to the left is still in it, and what was never counted twice is added.",
     _of_corners(lambda a, b, c, d: d - b + a)),
    ("The signs of A and B have changed places: B is taken away, A is added.",
     _of_corners(lambda a, b, c, d: d - c + b - a)),
    ("The signs of A and C have changed places: C is taken away, A is added.",
     _of_corners(lambda a, b, c, d: d - b + c - a)),
    ("That is the sum of the rectangle's last row alone: the upper corners lie in row top, not in bottom - 1.",
     lambda integral, left, top, right, bottom: _due_sum(integral, left, bottom - 1, right, bottom)),
    ("That is the sum of the rectangle's first row alone: the lower corners lie in row bottom.",
     lambda integral, left, top, right, bottom: _due_sum(integral, left, top, right, top + 1)),
    ("It was summed once more (cumsum): the integral image holds the sums already.",
     lambda integral, *edges: _due_sum(integral.cumsum(axis=0).cumsum(axis=1), *edges)),
    ("It wraps around at 65536, as uint16 does.", lambda *case: _due_sum(*case) % 65536),
    ("X and Y are mixed up: integral[row, column], and rows run along Y.",
     lambda integral, left, top, right, bottom: _due_sum(integral, top, left, bottom, right)),
    ("A row and a column are missing. The integral image has one row and one column more than the image, so no index "
     "needs - 1.",
     lambda integral, left, top, right, bottom: _due_sum(integral, left, top, right - 1, bottom - 1)),
    ("The indices are 1 too small. The integral image has one row and one column more than the image, so no index "
     "needs - 1.",
     lambda integral, left, top, right, bottom: _due_sum(integral, left - 1, top - 1, right - 1, bottom - 1)),
    ("A row and a column too many above and to the left: no index needs - 1.",
     lambda integral, left, top, right, bottom: _due_sum(integral, left - 1, top - 1, right, bottom)),
    ("A row and a column too many. Right and bottom are exclusive, so no index needs + 1.",
     lambda integral, left, top, right, bottom: _due_sum(integral, left, top, right + 1, bottom + 1)),
    ("The indices are 1 too large: no index needs + 1.",
     lambda integral, left, top, right, bottom: _due_sum(integral, left + 1, top + 1, right + 1, bottom + 1)),
    ("That is a sum of the integral image, whose entries are already sums: four of them are enough.",
     lambda integral, left, top, right, bottom: integral[top:bottom, left:right].sum()),
    ("That is a slice of the integral image. One number is due, made of four of its entries.",
     lambda integral, left, top, right, bottom: integral[top:bottom, left:right]),
    ("That is the mean: the sum is not divided.",
     lambda integral, left, top, right, bottom: _due_sum(integral, left, top, right, bottom)
     / max(1, (right - left) * (bottom - top))),
    ("Right and bottom are edges, not width and height: nothing needs to be added to them.",
     lambda integral, left, top, right, bottom: _due_sum(integral, left, top, left + right, top + bottom)),
    ("It wraps around at 256, as uint8 does.", lambda *case: _due_sum(*case) % 256),
]  # fmt: skip


def rectangle_sum(attempt):
    """Check ``attempt(integral, left, top, right, bottom)``, which returns the sum of the pixels in a rectangle.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    # Square, so that rows and columns mixed up give a wrong number and not an IndexError.
    integral = cv2.integral(grain(40, 40, lowest=1))
    told_apart = [(integral, 7, 12, 30, 19), (integral, 3, 4, 5, 33), (integral, 15, 2, 31, 37)]

    def case(left, top, right, bottom, hint):
        return agrees(
            [(integral, left, top, right, bottom)],
            _due_sum,
            _RECTANGLE_SUM,
            kind=a_number,
            call=lambda integral, left, top, right, bottom: f"left={left}, top={top}, right={right}, bottom={bottom}",
            hint=hint,
            more=told_apart,
        )

    return judge(
        "rectangle_sum",
        attempt,
        [
            ("four corners give the sum inside", case(7, 12, 30, 19, "Name the four corners A, B, C, D as above.")),
            ("a rectangle at the image's corner works", case(0, 0, 5, 8, "Row 0 and column 0 of the integral are 0.")),
            ("so does the whole image", case(0, 0, 40, 40, "The last entry of the integral is the sum of all pixels.")),
            ("so does a single pixel", case(11, 5, 12, 6, "A pixel is a rectangle of width 1 and height 1.")),
            ("an empty rectangle adds up to 0", case(9, 5, 9, 20, "No column, no pixels, nothing to add.")),
            ("the integral image is not changed", unchanged("the integral image")),
        ],
        "integral, left, top, right, bottom",
    )


def _windows(change, rows=0, columns=0):
    """Make an imitation: `change` of each window and the template, with so many places more in each direction."""

    def imitation(cells, template):
        high, wide = template.shape[:2]
        down, along = cells.shape[0] - high + 1 + rows, cells.shape[1] - wide + 1 + columns
        return np.array(
            [[change(cells[i : i + high, j : j + wide], template) for j in range(along)] for i in range(down)]
        )

    return imitation


def _due_scores(cells, template):
    windows = sliding_window_view(cells, template.shape)[:, :, 0]
    return (windows * template).sum(axis=(2, 3, 4))


_MORE = "The last place counts: a template of h rows fits H - h + 1 times into H rows."
_WINDOW_SCORES = [
    (f"{_MORE} One row and one column of places are missing.", _windows(lambda w, t: (w * t).sum(), -1, -1)),
    (f"{_MORE} One row of places is missing.", _windows(lambda w, t: (w * t).sum(), rows=-1)),
    (f"{_MORE} One column of places is missing.", _windows(lambda w, t: (w * t).sum(), columns=-1)),
    ("That is the mean of the products. The score is their sum.", _windows(lambda w, t: (w * t).mean())),
    ("That is the sum of the window alone: multiply it by the template first.", _windows(lambda w, t: w.sum())),
    ("Window and template are added; they are multiplied, cell by cell.", _windows(lambda w, t: (w + t).sum())),
    ("That is the difference of window and template; multiply them.", _windows(lambda w, t: (w - t).sum())),
    ("That is how far window and template are apart; the score is the sum of their products.",
     _windows(lambda w, t: np.abs(w - t).sum())),
    ("That is how far window and template are apart, squared; the score is the sum of their products.",
     _windows(lambda w, t: ((w - t) ** 2).sum())),
    ("That is the largest product. The score is the sum of all.", _windows(lambda w, t: (w * t).max())),
    ("The two sums are multiplied. Multiply cell by cell first, then add up.",
     _windows(lambda w, t: w.sum() * t.sum())),
    ("Only the first of the directions takes part; add up over all of them.",
     _windows(lambda w, t: (w[..., 0] * t[..., 0]).sum())),
    ("There is a number for each direction still: add up over all three axes.",
     _windows(lambda w, t: (w * t).sum(axis=(0, 1)))),
    ("The score is divided by the lengths of window and template; here it is the plain sum of products.",
     _windows(lambda w, t: (w * t).sum() / (np.linalg.norm(w) * np.linalg.norm(t)))),
    ("The template lies upside down and back to front: convolution does that, sliding a template does not.",
     lambda cells, template: _due_scores(cells, template[::-1, ::-1])),
    ("The scores were turned into whole numbers; they are fractions.",
     lambda *case: _due_scores(*case).astype(int)),
    ("The scores were rounded; they are fractions.", lambda *case: np.round(_due_scores(*case))),
    ("Negative scores were set to 0; keep them.", lambda *case: np.maximum(_due_scores(*case), 0)),
    ("Rows and columns of the scores have changed places: score[i, j] belongs to row i, column j.",
     lambda *case: _due_scores(*case).T),
    ("That is one long row of scores; a table is due, a row for each row of places.",
     lambda *case: _due_scores(*case).ravel()),
    ("That is the largest score alone; one for each place is due.", lambda *case: _due_scores(*case).max()),
    ("That is where the score is largest; the scores themselves are due.",
     lambda *case: np.unravel_index(_due_scores(*case).argmax(), _due_scores(*case).shape)),
    ("The window jumps by its own size. It moves by one cell at a time.",
     lambda cells, template: _due_scores(cells, template)[:: template.shape[0], :: template.shape[1]]),
    ("All scores are 0: is the array filled in the loop?", lambda *case: np.zeros_like(_due_scores(*case))),
]  # fmt: skip


def _a_table(result, due):
    """A table of fractions, one for each place; lists will do."""
    odd = strange(result, "an array of scores")
    if odd:
        return odd
    try:
        shape = np.asarray(result, float).shape
    except (TypeError, ValueError):
        return Problem(f"your function returned a {type(result).__name__}", "An array of scores is due.")
    if shape == np.shape(due):
        return None
    what = f"the scores have shape {shape} where {np.shape(due)} is due"
    return Problem(what, "One score for each place at which the whole template fits.")


def _listed(result):
    """Scores are told as numbers: they are no picture."""
    return result.tolist() if isinstance(result, np.ndarray) else result


def window_scores(attempt):
    """Check ``attempt(cells, template)``, which slides a template over cells and returns the score of each place.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    random = np.random.default_rng(5)

    def case(field, template, hint):
        given = random.normal(1, 1, (*field, 9)), random.normal(0, 1, (*template, 9))
        return agrees(
            [given],
            _due_scores,
            _WINDOW_SCORES,
            kind=_a_table,
            fits=lambda result, due: np.allclose(np.asarray(result, float), due, rtol=1e-3, atol=1e-3),
            slack=1e-3,
            call=lambda cells, template: f"cells of shape {cells.shape} and a template of shape {template.shape}",
            hint=hint,
            more=told_apart,
            use=lambda function, *given: _listed(function(*given)),
        )

    told_apart = [(random.normal(1, 1, (*field, 9)), random.normal(0, 1, (3, 2, 9))) for field in ((9, 7), (6, 11))]
    return judge(
        "window_scores",
        attempt,
        [
            (
                "one score for each place at which the template fits, each the sum of the products",
                case((13, 18), (3, 4), "Cut out a window as large as the template, multiply, add up."),
            ),
            ("a template of another size works", case((12, 10), (6, 2), "Take the window's size from template.shape.")),
            ("a template as large as the photo fits once", case((4, 5), (4, 5), "One place, so one score.")),
            ("neither cells nor template are changed", unchanged("an array")),
        ],
        "cells, template",
    )
