"""Checks of the exercises in lesson 04, pasting back."""

import cv2
import numpy as np

from .core import Problem, judge
from .kinds import an_image, unchanged
from .mistakes import agrees
from .real import face, grain

__all__ = ["ellipse_mask", "paste"]


def _paste(x=lambda x, y, h, w: x, y=lambda x, y, h, w: y, onto=np.copy, piece=lambda b: b):
    """Make a paste with one part replaced: where it begins, what it is put on, what is put there."""

    def put(image, blurred, start_x, start_y):
        part = piece(blurred)
        height, width = part.shape[:2]
        left, top = (one(start_x, start_y, *blurred.shape[:2]) for one in (x, y))
        result = onto(image)
        result[top : top + height, left : left + width] = part
        return result

    return put


def _one_channel(image, blurred, start_x, start_y):
    result = image.copy()
    result[start_y : start_y + len(blurred), start_x : start_x + blurred.shape[1], 0] = blurred[..., 0]
    return result


def _half(image, blurred, start_x, start_y):
    height, width = blurred.shape[:2]
    result = image.copy()
    part = np.s_[start_y : start_y + height, start_x : start_x + width]
    result[part] = result[part] // 2 + blurred // 2
    return result


def _into(place, part=lambda blurred: blurred):
    """Make a paste into another slice: ``place(result, x, y, height, width)`` cuts it."""

    def put(image, blurred, start_x, start_y):
        result = image.copy()
        place(result, start_x, start_y, *blurred.shape[:2])[...] = part(blurred)
        return result

    return put


def _mixed(image, blurred, start_x, start_y):
    result, (height, width) = image.copy(), blurred.shape[:2]
    part = np.s_[start_y : start_y + height, start_x : start_x + width]
    result[part] = cv2.addWeighted(result[part], 0.5, blurred, 0.5, 0)
    return result


_SWAPPED = "X and Y are swapped: rows come first, and rows are counted along Y."
_PASTE = [
    (_SWAPPED, _paste(lambda x, y, h, w: y, lambda x, y, h, w: x)),
    ("Height and width are swapped: blurred.shape is (height, width, 3), and rows go with the height.",
     _into(lambda r, x, y, h, w: r[y : y + w, x : x + h])),
    (_SWAPPED + " (The height and the width are taken for what they are.)",
     _into(lambda r, x, y, h, w: r[x : x + w, y : y + h])),
    ("The slice has no end, and runs to the image's border: it ends where the region does.",
     _into(lambda r, x, y, h, w: r[y:, x:])),
    ("The slice ends at the height and the width: they are lengths, and an end is the start plus the length.",
     _into(lambda r, x, y, h, w: r[y:h, x:w])),
    ("Two brackets cut rows twice: rows and columns stand in one bracket, with a comma.",
     _into(lambda r, x, y, h, w: r[y : y + h][x : x + w])),
    ("The height is used along both axes: the columns need the width, blurred.shape[1].",
     _into(lambda r, x, y, h, w: r[y : y + h, x : x + h])),
    ("The width is used along both axes: the rows need the height, blurred.shape[0].",
     _into(lambda r, x, y, h, w: r[y : y + w, x : x + w])),
    ("Each row is the region's first row, over and over.",
     _into(lambda r, x, y, h, w: r[y : y + h, x : x + w], lambda b: b[:1])),
    ("Each column is the region's first column, over and over.",
     _into(lambda r, x, y, h, w: r[y : y + h, x : x + w], lambda b: b[:, :1])),
    ("The two are mixed; the blurred region takes the place of what was there.", _mixed),
    ("Nothing was pasted: it is the image as it was. Assign to a slice of the copy, and return that copy.",
     lambda i, b, x, y: i),
    ("It lies 1 pixel too far to the left and too high: nothing needs - 1.",
     _paste(lambda x, y, h, w: x - 1, lambda x, y, h, w: y - 1)),
    ("It lies 1 pixel too far to the right and too low: nothing needs + 1.",
     _paste(lambda x, y, h, w: x + 1, lambda x, y, h, w: y + 1)),
    ("The region's last row and last column are missing: the end is the start plus the height or width.",
     _paste(piece=lambda b: b[:-1, :-1])),
    ("That is the blurred region itself; the whole image with the region in it is due.", lambda i, b, x, y: b),
    ("All around the region is black: begin with a copy of the image.", _paste(onto=np.zeros_like)),
    ("The two are mixed; the blurred region takes the place of what was there.", _half),
    ("The region is upside down.", _paste(piece=lambda b: b[::-1])),
    ("The region is mirrored.", _paste(piece=lambda b: b[:, ::-1])),
    ("The region lies in the upper left corner: start X and start Y say where it begins.",
     _paste(lambda *_: 0, lambda *_: 0)),
    ("Only channel 0 was written: a slice of rows and columns takes all three channels.", _one_channel),
    ("The middle of the region lies at (start X, start Y); its upper left corner should.",
     _paste(lambda x, y, h, w: x - w // 2, lambda x, y, h, w: y - h // 2)),
    ("The region ends at (start X, start Y); it should start there.",
     _paste(lambda x, y, h, w: x - w, lambda x, y, h, w: y - h)),
]  # fmt: skip


def paste(attempt):
    """Check ``attempt(image, blurred, start_x, start_y)``, which returns a new image with the region put in.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image, blurred = grain(60, 90, 3), grain(20, 30, 3)

    def pasted(cases, hint):
        return agrees(
            cases,
            _paste(),
            _PASTE,
            kind=an_image(),
            hint=hint,
            real=lambda: (face(), np.full((40, 30, 3), face().mean(axis=(0, 1)).round(), np.uint8), 20, 30),
            more=[(image, blurred, 25, 12), (image, blurred, 60, 40), (image, blurred[:, :15], 3, 33)],
        )

    def new(put):
        mine, region = image.copy(), blurred.copy()
        if np.shares_memory(put(mine, region, 25, 12), mine):
            return Problem("the result shares its memory with the image that was passed in", "Return a new image.")
        return None

    return judge(
        "paste",
        attempt,
        [
            (
                "the region lands at start X and start Y, and nothing else changes",
                pasted(
                    [(image, blurred, 25, 12), (image, blurred[:, :15], 3, 33)],
                    "Take the pixel named above: from which row and column of the region should it come, if any?",
                ),
            ),
            ("what is passed in is not changed", unchanged("the image or the region")),
            ("the result is a new image", new),
            (
                "a region in the corner fits",
                pasted([(image, blurred, 60, 40), (image, blurred, 0, 0)], "Look at the ends of the slices."),
            ),
        ],
        "image, blurred, start_x, start_y",
    )


def _mask(x=lambda n: (2 * np.arange(n) + 1) / n - 1, y=None, inside=lambda x, y: x**2 + y**2 <= 1):
    """Make an ellipse with one part replaced: the table of X and Y, or the rule for a pixel."""
    y = y or x
    return lambda height, width: inside(x(width)[None, :], y(height)[:, None])


def _circle(radius):
    def make(height, width):
        y, x = np.mgrid[:height, :width] + 0.5
        return (x - width / 2) ** 2 + (y - height / 2) ** 2 <= (radius(height, width) / 2) ** 2

    return make


def _radii(of_x, of_y):
    def make(height, width):
        y, x = np.mgrid[:height, :width] + 0.5
        return ((x - width / 2) / of_x(height, width)) ** 2 + ((y - height / 2) / of_y(height, width)) ** 2 <= 1

    return make


def _drawn(height, width):
    mask, half = np.zeros((height, width), np.uint8), (width // 2, height // 2)
    return cv2.ellipse(mask, half, half, 0, 0, 360, 255, -1) > 0


def _turned_index(height, width):
    """Write to mask[x, y]: where the picture is wider than high, that lies outside."""
    mask, inside = np.zeros((height, width), bool), _mask()(height, width)
    for y, x in np.argwhere(inside):
        mask[x, y] = True
    return mask


def _nearly(one, other):
    """Whether two masks are alike but for the few pixels that rounding decides, those on the very ellipse."""
    if not all(isinstance(mask, np.ndarray) and mask.dtype == bool for mask in (one, other)):
        return False
    return one.shape == other.shape and (one != other).sum() <= min(4, one.size // 90)


def _of_mask(mask):
    """Say of a mask that its middle is empty."""
    if mask.any() and not mask[mask.shape[0] // 2, mask.shape[1] // 2]:
        return "The middle is outside: inside is all up to the ellipse, not a ring."
    return None


def _one_row(height, width):
    x, y = ((2 * np.arange(n) + 1) / n - 1 for n in (width, height))
    return x**2 + y**2 <= 1


_WHOLE = "// cuts off the half of an odd size: the middle of 41 rows lies at 20.5, and so does half of them."
_HALF_PIXEL = "It sits half a pixel off: pixel 0 has its centre at 0.5, so that X and Y run from nearly -1 to nearly 1."
_ELLIPSE = [
    ("Height and width are swapped: the mask's shape is (height, width), Y runs along the rows.",
     lambda height, width: _mask()(width, height)),
    ("Inside and outside are turned round: inside, the sum is 1 or less.", _mask(inside=lambda x, y: x**2 + y**2 > 1)),
    (_HALF_PIXEL, _mask(lambda n: 2 * np.arange(n) / n - 1)),
    (_HALF_PIXEL, _mask(lambda n: 2 * np.arange(1, n + 1) / n - 1)),
    (_HALF_PIXEL, _mask(lambda n: (np.arange(n) - n // 2) / (n // 2) if n > 1 else np.zeros(n))),
    (_HALF_PIXEL, _mask(lambda n: (np.arange(n) - n / 2) / (n / 2))),
    (_HALF_PIXEL, _mask(lambda n: (np.arange(n) - n // 2) / (n / 2))),
    ("It sits a whole pixel off: a pixel's centre lies at its number plus 0.5, not minus.",
     _mask(lambda n: (np.arange(n) - 0.5 - n / 2) / (n / 2))),
    (_WHOLE, _mask(lambda n: (np.arange(n) + 0.5 - n // 2) / (n // 2))),
    (_WHOLE, _mask(lambda n: (np.arange(n) + 0.5 - n // 2) / (n / 2))),
    ("Rows come first: mask[y, x]. Here the column stands first.", _turned_index),
    ("The outer pixels' centres were put at exactly -1 and 1 (linspace), so the ellipse is too narrow: they lie half "
     "a pixel inside.",
     _mask(lambda n: np.linspace(-1, 1, n))),
    ("Are both terms squared? That is a diamond, of |x| + |y|.", _mask(inside=lambda x, y: abs(x) + abs(y) <= 1)),
    ("The terms are not squared.", _mask(inside=lambda x, y: x + y <= 1)),
    ("X is not squared.", _mask(inside=lambda x, y: x + y**2 <= 1)),
    ("Y is not squared.", _mask(inside=lambda x, y: x**2 + y <= 1)),
    ("That is a circle with half the shorter side as its radius: divide X by half the width and Y by half the height.",
     _circle(min)),
    ("That is a circle with half the longer side as its radius: divide X by half the width and Y by half the height.",
     _circle(max)),
    ("That is a circle, with the width as its diameter: divide Y by half the height.", _circle(lambda h, w: w)),
    ("That is a circle, with the height as its diameter: divide X by half the width.", _circle(lambda h, w: h)),
    ("Everything is inside, the corners as well. X is divided by half the width and Y by half the height (not by the "
     "diameter), "
     "and the two squares are added.", lambda height, width: np.ones((height, width), bool)),
    ("Nothing is inside.", lambda height, width: np.zeros((height, width), bool)),
    ("It is too small, half as wide and high: the radius is half the width, not a quarter.",
     _radii(lambda h, w: w / 4, lambda h, w: h / 4)),
    ("The middle lies in a corner: X and Y run from 0 to 1, and should run from -1 to 1.",
     _mask(lambda n: (np.arange(n) + 0.5) / n)),
    ("cv2.ellipse counts in whole pixels: its middle, (width // 2, height // 2), lies half a pixel off, and so one "
     "half is not the "
     "mirror of the other.", _drawn),
    ("X was divided by half the height and Y by half the width: height and width are swapped.",
     _radii(lambda h, w: h / 2, lambda h, w: w / 2)),
    ("That is a stripe: only Y was used.", _mask(inside=lambda x, y: (y**2 <= 1 / 2) & (x < 9))),
    ("That is a stripe: only X was used.", _mask(inside=lambda x, y: (x**2 <= 1 / 2) & (y < 9))),
    ("The sum of the squares is there; inside is where it is 1 or less: a comparison gives True and False.",
     _mask(inside=lambda x, y: x**2 + y**2)),
    ("x and y need an axis each, x[None, :] and y[:, None]: as they are, two rows of different lengths meet.",
     _one_row),
]  # fmt: skip


def ellipse_mask(attempt):
    """Check ``attempt(height, width)``, which returns a boolean mask of the ellipse that touches all four sides.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    first, others, touching = [(40, 60)], [(41, 60), (7, 3), (200, 301)], [(1, 1), (1, 9), (5, 1)]

    def exact(height, width):
        """Compare whole numbers, so that no rounding decides.

        (No pixel's centre lies on the very ellipse, whatever the size.)
        """
        y, x = np.ogrid[:height, :width]
        return ((2 * x + 1 - width) * height) ** 2 + ((2 * y + 1 - height) * width) ** 2 <= (width * height) ** 2

    def ellipse(cases, hint):

        return agrees(
            cases,
            exact,
            _ELLIPSE,
            kind=an_image("the mask"),
            slack=_nearly,
            call=lambda height, width: f"height {height} and width {width}",
            hint=lambda result, due, case: _of_mask(result) or hint,
            more=[(40, 60), (31, 12), (30, 50), (5, 4), (10, 10)],
        )

    return judge(
        "ellipse_mask",
        attempt,
        [
            (
                "for height 40 and width 60, True inside the ellipse that touches all four sides",
                ellipse(
                    first,
                    "Take the pixel named above: where is its centre, and what are x, y and x² + y² there?",
                ),
            ),
            (
                "other sizes work, odd ones too",
                ellipse(others, "Take the pixel named above: where is its centre, and what are x, y and x² + y²?"),
            ),
            ("a single row or column works", ellipse(touching, "With one row, Y is 0 there.")),
        ],
        "height, width",
    )
