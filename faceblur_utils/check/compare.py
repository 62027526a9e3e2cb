"""Checks of the exercises in lesson 05, comparing."""

import math

import numpy as np

from .core import Problem, judge
from .facts import short, strange
from .kinds import a_number, unchanged
from .mistakes import agrees

__all__ = ["kernel_size", "window_similarity"]


def _odd(product):
    return max(1, 2 * math.floor(product / 2) + 1)


def _size(rule, product=lambda s, w: s * w, least=1):
    return lambda strength, width: max(least, rule(product(strength, width)))


def _stepped(step):
    def rule(product):
        size = round(product)
        return size if size % 2 else size + step

    return rule


def _outward(product):
    size = math.ceil(product - 1e-9)
    return size if size % 2 else size + 1


def _inward(product):
    size = int(product + 1e-9)
    return size if size % 2 else size - 1


_NEAREST = "The nearest odd number is 2 * n + 1 for the n that is nearest to (product - 1) / 2"
_KERNEL_SIZE = [
    (f"It was rounded first and then made odd (| 1, or + 1 if even), which may be a step too far. {_NEAREST}.",
     _size(_stepped(1))),
    (f"It was rounded first and then 1 was taken away if even, which may be a step too far. {_NEAREST}.",
     _size(_stepped(-1))),
    (f"It goes up to the next odd number, even where the one below is nearer. {_NEAREST}.", _size(_outward)),
    ("It goes down to the odd number below, even where the one above is nearer: is n cut off (int) and not rounded? "
     f"{_NEAREST}.", _size(_inward)),
    ("It goes down to the odd number below, even where the one above is nearer, and below 1 for a small product. "
     f"{_NEAREST}.", _size(_inward, least=-1)),
    ("It is twice as large as due: in 2 * n + 1, n is half of the product.", _size(lambda p: 2 * round(p) + 1)),
    ("It is 2 too small: odd numbers are 2 * n + 1 for n = 0, 1, 2, and the product - 1 is halved already (no 2 * n "
     "- 1).",
     lambda s, w: max(1, _odd(s * w) - 2)),
    ("It is 2 too large.", lambda s, w: _odd(s * w) + 2),
    ("It is the odd number nearest to 100 times the strength: the size has to follow the face's width.",
     _size(_odd, lambda s, w: 100 * s)),
    *[(f"The strength is {s} whatever it is given.", _size(_odd, lambda _, w, s=s: s * w)) for s in (0.25, 0.3, 0.5)],
    ("The width was divided by the strength; their product is due.", _size(_odd, lambda s, w: w / max(s, 0.01))),
    ("The width was divided by the strength; their product is due.", _size(_odd, lambda s, w: w / s)),
    ("It is at least 3; a kernel of 1 is allowed: at least 1.", _size(_odd, least=3)),
    ("The product was rounded: the numbers that are even have to become odd, 2 * n + 1.", _size(round)),
    ("The product was cut off: the numbers that are even have to become odd, 2 * n + 1.", _size(int)),
    ("The face's width was taken where the size is larger, and a width may be even: no min() is due.",
     lambda s, w: min(w, _odd(s * w))),
    *[(f"It was cut to {most}: no largest size is due, the size follows the face.", lambda s, w, most=most:
       min(most, _odd(s * w))) for most in (15, 21, 25, 31, 51)],
    ("The product was divided by 100, as if the strength were in percent; it lies between 0 and 1.",
     _size(_odd, lambda s, w: s * w / 100)),
    ("It is even: 1 was added to a whole number whatever that was. Odd numbers are 2 * n + 1.",
     lambda s, w: int(s * w) + 1),
    ("That is a tuple (k, k), as cv2 wants it; one number is due.", lambda s, w: (_odd(s * w), _odd(s * w))),
]  # fmt: skip


def _odd_number(result, due):
    problem = strange(result, "one odd whole number") or (a_number(result) if not isinstance(result, tuple) else None)
    if problem:
        return problem
    if isinstance(result, tuple):
        return Problem(f"your function returned {short(result)}", "One number is due.")
    if float(result) != int(result) or isinstance(result, (float, np.floating)):
        return Problem(
            f"your function returned {short(result)}, a float",
            "A kernel has a whole number of pixels: round, or int().",
        )
    if result < 1:
        return Problem(f"your function returned {short(result)}", "A kernel has at least 1 pixel: max(1, ...).")
    if result % 2 == 0:
        return Problem(f"your function returned {short(result)}, an even number", "Odd numbers are 2 * n + 1.")
    return None


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
    # Products 42.5, 26.7, 36.4 and so on: never halfway between two odd numbers, on both sides of even and odd ones.
    usual = [
        (0.25, 170),
        (0.3, 89),
        (0.1, 364),
        (0.5, 101),
        (0.07, 90),
        (0.2, 41),
        (0.1, 417),
        (1.0, 63),
        (0.47, 180),
        (0.4, 71),
    ]
    small = [(0.0, 100), (0.001, 100), (0.01, 10), (0.01, 130)]

    def far_off(result, due, case):
        product = case[0] * case[1]
        if abs(result - product) < 4:
            return f"{_NEAREST}."
        return f"It is not near the product, {product:.4g}: print the product, and what each step makes of it."

    def sizes(cases, hint, fits=None):
        return agrees(
            cases,
            lambda strength, width: _odd(strength * width),
            _KERNEL_SIZE,
            kind=_odd_number,
            call=lambda s, w: f"strength {s} and {w} pixels, a product of {s * w:.4g},",
            hint=hint,
            more=usual + small,
            fits=fits,
        )

    # Halfway between two odd numbers: either will do, and 100 itself is even.
    up_to = sizes([(1.0, 100)], "Of 100 pixels 99 or 101 are due.", lambda result, due: result in (99, 101))

    def nearest_odd(learner):
        return sizes(usual, far_off)(learner) or up_to(learner)

    return judge(
        "kernel_size",
        attempt,
        [
            ("the odd whole number nearest to strength times width", nearest_odd),
            (
                "at least 1",
                sizes(small, "max(1, ...) gives at least 1; a small product still has its nearest odd number."),
            ),
        ],
        "strength, face_width",
    )


C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def _parts(a, b, floats=True):
    """Give the means.

    Variances and covariance of two windows, as floats (or as the learner's bytes would give them).
    """
    if floats:
        a, b = a.astype(float), b.astype(float)
    return a.mean(), b.mean(), a.var(), b.var(), ((a - a.mean()) * (b - b.mean())).mean()


def _ssim(c1=(C1, C1), c2=(C2, C2), two=(2, 2), spread=lambda va, vb: va + vb, cov=None, power=2, of=None, means=None):
    """Make a similarity with one part replaced.

    The constants above and below, the 2s, the variances, the covariance.
    """

    def measure(a, b):
        ma, mb, va, vb, both = _parts(a, b)
        both = cov(a.astype(float), b.astype(float)) if cov else both
        above = two[0] * ma * mb + c1[0], two[1] * both + c2[0]
        below = (means(ma, mb) if means else ma**power + mb**power) + c1[1], spread(va, vb) + c2[1]
        return of(*above, *below) if of else above[0] * above[1] / (below[0] * below[1])

    return measure


def _unbiased(a, b):
    """Divide by one less than the number of pixels, variances and covariance alike."""
    more = a.size / (a.size - 1)
    return _ssim(cov=lambda a, b: more * ((a - a.mean()) * (b - b.mean())).mean(), spread=lambda x, y: more * (x + y))(
        a, b
    )


def _mixed(a, b):
    """Take np.cov's covariance, divided by one less, with .var(), divided by the number."""
    return _ssim(cov=lambda a, b: a.size / (a.size - 1) * ((a - a.mean()) * (b - b.mean())).mean())(a, b)


def _wrapped(a, b):
    ma, mb, va, vb, _ = _parts(a, b)
    cov = (a * b).mean() - ma * mb
    return (2 * ma * mb + C1) * (2 * cov + C2) / ((ma**2 + mb**2 + C1) * (va + vb + C2))


def _sixteen_bits(a, b):
    ma, mb, va, vb, _ = _parts(a, b)
    a, b = a.astype(np.int16), b.astype(np.int16)
    cov = (a * b).mean() - ma * mb
    return (2 * ma * mb + C1) * (2 * cov + C2) / ((ma**2 + mb**2 + C1) * (va + vb + C2))


def _byte_means(a, b):
    ma, mb, va, vb, cov = _parts(a, b)
    ma, mb = np.uint8(ma), np.uint8(mb)
    return ((2 * ma * mb + C1) * (2 * cov + C2)) / ((ma**2 + mb**2 + C1) * (va + vb + C2))


def _correlation(a, b):
    _, _, va, vb, cov = _parts(a, b)
    return cov / math.sqrt(va * vb) if va * vb else 1.0


_OVERFLOW = "Products of uint8 wrap around at 256: turn both into floats first."
_WITHOUT = "Without C1 and C2, a flat window divides 0 by 0: they stand both above and below the line."
_SIMILARITY = [
    (_OVERFLOW, _wrapped),
    (_OVERFLOW, _byte_means),
    ("Below the line stand the variances, .var(); here it is the standard deviations, .std().",
     _ssim(spread=lambda va, vb: math.sqrt(va) + math.sqrt(vb))),
    (_WITHOUT, _ssim((0, 0), (0, 0))),
    (_WITHOUT, lambda a, b: _ssim((0, 0), (0, 0))(a, b) if a.var() + b.var() else 1.0),
    ("C1 and C2 have changed places: C1 stands with the means, C2 with the variances.", _ssim((C2, C2), (C1, C1))),
    ("C1 is missing: it stands with the means, above and below the line.", _ssim(c1=(0, 0))),
    ("C2 is missing: it stands with the covariance above and with the variances below the line.", _ssim(c2=(0, 0))),
    ("C1 is missing below the line.", _ssim(c1=(C1, 0))),
    ("C2 is missing below the line.", _ssim(c2=(C2, 0))),
    ("C1 is missing above the line.", _ssim(c1=(0, C1))),
    ("C2 is missing above the line.", _ssim(c2=(0, C2))),
    ("The covariance is a mean; here it is the sum, not divided by the number of pixels.",
     _ssim(cov=lambda a, b: ((a - a.mean()) * (b - b.mean())).sum())),
    ("The 2 in front of the covariance is missing.", _ssim(two=(2, 1))),
    ("The 2 in front of the means is missing.", _ssim(two=(1, 2))),
    ("Both 2s above the line are missing.", _ssim(two=(1, 1))),
    ("The means were not taken away: the covariance is the mean of (a - its mean) times (b - its mean). Subtract "
     "first.",
     _ssim(cov=lambda a, b: (a * b).mean())),
    ("The covariance is of absolute differences; it may be negative: no abs().",
     _ssim(cov=lambda a, b: np.abs((a - a.mean()) * (b - b.mean())).mean())),
    ("That is the first factor alone, of the means: brightness. The one with the covariance is multiplied to it.",
     _ssim(of=lambda x, y, p, q: x / p)),
    ("That is the second factor alone, without the means. The first is multiplied to it.",
     _ssim(of=lambda x, y, p, q: y / q)),
    ("The means below the line are squared.", _ssim(power=1)),
    ("That is the correlation coefficient: brightness and contrast count in the formula, too.", _correlation),
    ("The two factors are added; they are multiplied (times).", _ssim(of=lambda x, y, p, q: (x / p + y / q) / 2)),
    ("The two factors are added; they are multiplied (times).", _ssim(of=lambda x, y, p, q: x / p + y / q)),
    ("The fraction is upside down.", _ssim(of=lambda x, y, p, q: p * q / (x * y))),
    ("The two variances are multiplied; they are added.", _ssim(spread=lambda va, vb: va * vb)),
    ("Brackets are missing: x / p * q divides by p and multiplies by q.", _ssim(of=lambda x, y, p, q: x * y / p * q)),
    ("b is never used: that compares a with itself.", lambda a, b: _ssim()(a, a)),
    ("That is 1 minus the mean squared difference, another measure.",
     lambda a, b: 1 - ((a.astype(float) - b) ** 2).mean() / 255**2),
    ("That is the mean squared difference, another measure.", lambda a, b: ((a.astype(float) - b) ** 2).mean()),
    ("Covariance and variances are divided differently: np.cov divides by one less than the number of pixels (unless "
     "bias=True), .var() by the number (unless ddof=1). Then equal windows do not give 1.", _mixed),
    ("Covariance and variances are divided differently: np.cov divides by one less than the number of pixels (unless "
     "bias=True), .var() by the number (unless ddof=1). Then equal windows do not give 1.",
     lambda a, b: _ssim(spread=lambda va, vb: a.size / (a.size - 1) * (va + vb))(a, b)),
    ("In place of the covariance stands the variance of a - b.",
     lambda a, b: _ssim(cov=lambda a, b: (a - b).var())(a, b)),
    ("In place of the covariance stands the mean squared difference.",
     lambda a, b: _ssim(cov=lambda a, b: ((a - b) ** 2).mean())(a, b)),
    ("In place of the covariance stands the correlation (np.corrcoef), which is divided by both standard deviations.",
     lambda a, b: _ssim(cov=lambda x, y: np.corrcoef(x.ravel(), y.ravel())[0, 1])(a, b)),
    ("In place of the covariance stands the product of the standard deviations, which is never negative.",
     _ssim(cov=lambda a, b: a.std() * b.std())),
    ("In place of the covariance stands the product of the variances.", _ssim(cov=lambda a, b: a.var() * b.var())),
    ("In the covariance each mean was taken away from the other window: a - its own mean, b - its own mean.",
     _ssim(cov=lambda a, b: ((a - b.mean()) * (b - a.mean())).mean())),
    ("The windows were divided by 255; C1 and C2 are made for values from 0 to 255.",
     lambda a, b: _ssim()(a / 255, b / 255)),
    ("C1 and C2 are not squared: (0.01 * 255) ** 2 and (0.03 * 255) ** 2. Those of the cell above are.",
     _ssim((0.01 * 255,) * 2, (0.03 * 255,) * 2)),
    ("Below the line the means are added and then squared: each is squared for itself.",
     _ssim(means=lambda ma, mb: (ma + mb) ** 2)),
    ("The variance of a stands twice below the line, and that of b not at all.",
     _ssim(spread=lambda va, vb: 2 * va)),
    ("The variance of b stands twice below the line, and that of a not at all.",
     _ssim(spread=lambda va, vb: 2 * vb)),
    ("The mean of a stands twice below the line, and that of b not at all.",
     _ssim(means=lambda ma, mb: 2 * ma**2)),
    ("The mean of b stands twice below the line, and that of a not at all.",
     _ssim(means=lambda ma, mb: 2 * mb**2)),
    *[(f"The formula was worked out for each {one}, then the mean was taken; it is meant for all pixels at once.",
       lambda a, b, axis=axis: np.mean([_ssim()(x, y) for x, y in zip(np.moveaxis(a, axis, 0), np.moveaxis(b, axis, 0),
                                                                      strict=True)]))
      for one, axis in (("column", 1), ("row", 0))],
    ("Squares do not fit into int16, which ends at 32767, and wrap around: turn both windows into floats.",
     _sixteen_bits),
    ("There is a number for each pixel: the mean is missing in the covariance.",
     lambda a, b: _ssim(cov=lambda a, b: (a - a.mean()) * (b - b.mean()))(a, b)),
]  # fmt: skip


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
    rng = np.random.default_rng(5)
    a = rng.integers(60, 200, (9, 12), dtype=np.uint8)
    b = np.clip(a.astype(int) // 2 + rng.integers(-20, 20, a.shape) + 60, 0, 255).astype(np.uint8)
    # Dark and of little contrast: here C1 and C2 weigh as much as the means and variances.
    dark, darker = rng.integers(0, 6, (8, 8), dtype=np.uint8), rng.integers(0, 9, (8, 8), dtype=np.uint8)
    flat, bright = np.full((8, 8), 90, np.uint8), np.full((8, 8), 120, np.uint8)
    told_apart = [(a, b), (dark, darker), (flat, flat), (flat, bright), (a, 255 - a)]

    def measured(cases, hint):
        return agrees(
            cases,
            _ssim(),
            _SIMILARITY,
            kind=a_number,
            fits=lambda result, due: any(abs(float(result) - one) < 1e-6 for one in wanted[round(due, 12)]),
            slack=1e-6,
            call=lambda a, b: "two windows" if (a != b).any() else "a window and itself",
            hint=hint,
            more=told_apart,
        )

    everything = [*told_apart, (a, a), (b, a), (dark, dark)]
    # Dividing by the number or by one less is no mistake; the one here and the other there makes equal windows unequal.
    wanted = {round(_ssim()(*case), 12): [make(*case) for make in (_ssim(), _unbiased)] for case in everything}
    return judge(
        "window_similarity",
        attempt,
        [
            (
                "1 for equal windows",
                measured(
                    [(a, a), (dark, dark)],
                    "For equal windows the covariance equals each variance, and what stands above what stands below.",
                ),
            ),
            ("1 for equal flat windows", measured([(flat, flat)], _WITHOUT)),
            (
                "the formula's value",
                measured(
                    [(a, b), (dark, darker), (flat, bright)],
                    "Print the two means, the two variances and the covariance: do np.mean, np.var and, with "
                    "bias=True, np.cov agree?",
                ),
            ),
            (
                "the same if a and b change places",
                measured([(b, a)], "Above and below the line, a and b play the same part."),
            ),
            (
                "negative for a negative",
                measured([(a, 255 - a)], "Bright where the other is dark: the covariance is negative."),
            ),
            ("the windows passed in are not changed", unchanged("a window")),
        ],
        "a, b",
    )
