"""Checks of the exercises in lesson 05, comparing."""

import numpy as np

from .core import NO_RETURN, Problem, difference, image_like, judge

__all__ = ["kernel_size", "sheet_of", "window_similarity"]


def kernel_size(attempt):
    """Check ``attempt(strength, face_width)``, which returns the odd size nearest to their product, at least 1.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """

    def call(size, strength, width):
        return size(strength, width), f"strength {strength}, {width} pixels"

    def odd(size):
        for strength, width in ((0.25, 170), (0.5, 88), (0.3, 90), (0.1, 364), (1.0, 64)):
            result, given = call(size, strength, width)
            if result is None:
                return NO_RETURN
            if not isinstance(result, (int, np.integer)) or isinstance(result, bool):
                return Problem(f"for {given} it returned {result!r}", "A kernel has a whole number of pixels: round.")
            if result % 2 == 0:
                return Problem(f"for {given} it returned {result}, an even number", "Odd numbers are 2 * n + 1.")
        return None

    def nearest(size):
        for strength, width in ((0.25, 170), (0.3, 90), (0.1, 364), (0.5, 100), (0.07, 90), (1.0, 64), (0.2, 41)):
            result, given = call(size, strength, width)
            product = strength * width
            if abs(result - product) > 1.0001:
                hint = "Solve 2 * n + 1 = strength * width for n, and round n."
                if abs(result - strength * 100) <= 1.0001:
                    hint = "The size has to follow the face's width."
                return Problem(f"for {given} it returned {result}; their product is {product:g}", hint)
        return None

    def smallest(size):
        for strength, width in ((0.0, 100), (0.001, 100), (0.01, 10)):
            result, given = call(size, strength, width)
            if result < 1:
                return Problem(f"for {given} it returned {result}", "max(1, ...) gives at least 1.")
        return None

    return judge(
        "kernel_size",
        attempt,
        [
            ("an odd whole number", odd),
            ("nearest to strength times width", nearest),
            ("at least 1", smallest),
        ],
    )


def _windows():
    rng = np.random.default_rng(5)
    a = rng.integers(60, 200, (9, 12), dtype=np.uint8)
    return a, np.clip(a.astype(int) // 2 + rng.integers(-20, 20, a.shape) + 60, 0, 255).astype(np.uint8)


def _due(a, b, less=0):
    a, b = a.astype(float), b.astype(float)
    c1, c2, unbias = (0.01 * 255) ** 2, (0.03 * 255) ** 2, a.size / (a.size - less)
    cov = unbias * ((a - a.mean()) * (b - b.mean())).mean()
    above = (2 * a.mean() * b.mean() + c1) * (2 * cov + c2)
    return above / ((a.mean() ** 2 + b.mean() ** 2 + c1) * (unbias * (a.var() + b.var()) + c2))


def window_similarity(attempt):
    """Check ``attempt(a, b)``, which returns the structural similarity of two windows.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    a, b = _windows()
    overflow = "Products of uint8 wrap around at 256: turn both into floats first."

    def one_number(measure):
        result = measure(a.copy(), b.copy())
        if result is None:
            return NO_RETURN
        if np.ndim(result) != 0 or not np.isreal(result):
            return Problem(f"it returned {type(result).__name__} of shape {np.shape(result)}", "One number is due.")
        if not np.isfinite(result):
            return Problem(f"it returned {result}", "C1 and C2 stand both above and below the line.")
        return None

    def equal(measure):
        result = measure(a.copy(), a.copy())
        if abs(result - 1) < 1e-9:
            return None
        # In floats the same code gives 1: then it was the bytes that wrapped.
        if abs(measure(a.astype(float), a.astype(float)) - 1) < 1e-9:
            return Problem(f"a window and itself give {result:.3f} instead of 1", overflow)
        hint = (
            "For equal windows, each bracket above the line must equal the one below it. Variance: .var(), not .std()."
        )
        return Problem(f"a window and itself give {result:.3f} instead of 1", hint)

    def flat(measure):
        grey = np.full((8, 8), 90, np.uint8)
        with np.errstate(all="ignore"):
            result = measure(grey, grey.copy())
        if np.isfinite(result) and abs(result - 1) < 1e-9:
            return None
        return Problem(f"two equal flat windows give {result}", "Without C1 and C2, a flat window divides 0 by 0.")

    def value(measure):
        result = float(measure(a.copy(), b.copy()))
        fits = [abs(result - _due(a, b, less)) < 1e-6 for less in (0, 1)]
        # np.cov divides by one less, .var() by the number: a mixture of both is no mistake to teach about.
        mixed = min(_due(a, b), _due(a, b, 1)) - 0.02 < result < max(_due(a, b), _due(a, b, 1)) + 0.02
        if any(fits) or mixed:
            return None
        hint = "The covariance is the mean of the product of the two differences from the means."
        return Problem(f"for two windows it gives {result:.3f} where {_due(a, b):.3f} is due", hint)

    def symmetric(measure):
        if abs(measure(a.copy(), b.copy()) - measure(b.copy(), a.copy())) < 1e-9:
            return None
        return Problem("it changes when a and b change places", "Above and below the line, a and b play the same part.")

    def opposite(measure):
        result = measure(a.copy(), (255 - a).copy())
        if result < 0:
            return None
        return Problem(
            f"a window and its negative give {result:.3f}",
            "Bright where the other is dark: the covariance is negative.",
        )

    return judge(
        "window_similarity",
        attempt,
        [
            ("one number", one_number),
            ("1 for equal windows", equal),
            ("1 for equal flat windows", flat),
            ("the formula's value", value),
            ("the same if a and b change places", symmetric),
            ("negative for a negative", opposite),
        ],
    )


def sheet_of(attempt):
    """Check ``attempt(rows, gap)``, which puts pictures into one sheet with white gaps.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    rng = np.random.default_rng(6)
    rows = [[rng.integers(0, 250, (20, 30, 3), dtype=np.uint8) for _ in range(3)] for _ in range(2)]

    def given():
        return [[picture.copy() for picture in row] for row in rows]

    def due(gap):
        sheet = np.full((2 * 20 + gap, 3 * 30 + 2 * gap, 3), 255, np.uint8)
        for r, row in enumerate(rows):
            for c, picture in enumerate(row):
                sheet[r * (20 + gap) :][:20, c * (30 + gap) :][:, :30] = picture
        return sheet

    def without_gap(make):
        result = make(given(), 0)
        columns_first = np.vstack([np.hstack([rows[r][c] for r in range(2)]) for c in range(3)])
        if isinstance(result, np.ndarray) and np.array_equal(result, columns_first):
            return Problem(
                "rows and columns are swapped", "A row's pictures stand side by side, rows below each other."
            )
        problem = image_like(result, due(0), "the sheet")
        if problem or (result == due(0)).all():
            return problem
        hint = "Picture c of row r begins at row r * height and column c * width, when there is no gap."
        return Problem("pictures are not where they belong", hint, difference(result, due(0)))

    def with_gap(make):
        result, wanted = make(given(), 4), due(4)
        if isinstance(result, np.ndarray) and result.shape == (2 * 24, 3 * 34, 3):
            return Problem("there is a gap after the last row or column", "Between 3 pictures there are 2 gaps.")
        if isinstance(result, np.ndarray) and result.shape == (2 * 24 + 4, 3 * 34 + 4, 3):
            return Problem("there is a gap around the outside", "Gaps stand between neighbours only.")
        problem = image_like(result, wanted, "the sheet with a gap of 4")
        if problem or (result == wanted).all():
            return problem
        hint = "Each step to the next picture is one picture and one gap."
        if (result[20:24] == 0).all():
            hint = "The gaps are black: begin with a white canvas, np.full(..., 255, np.uint8)."
        return Problem("with a gap of 4 the sheet is not right", hint, difference(result, wanted))

    def untouched(make):
        mine = given()
        make(mine, 2)
        if all(
            (a == b).all() for ours, theirs in zip(mine, rows, strict=True) for a, b in zip(ours, theirs, strict=True)
        ):
            return None
        return Problem("a picture that was passed in has changed", "Copy into the canvas, not into the pictures.")

    return judge(
        "sheet_of",
        attempt,
        [
            ("without a gap, pictures stand edge to edge in order", without_gap),
            ("with a gap, white stands between neighbours and nowhere else", with_gap),
            ("the pictures passed in are not changed", untouched),
        ],
    )
