"""Checks of the exercises in lesson 02, the region of interest."""

import itertools
import math

import cv2
import numpy as np

from .core import Problem, judge
from .facts import as_list, short
from .kinds import an_image, unchanged, whole_numbers
from .mistakes import agrees
from .real import face, grain

__all__ = ["clip_box", "crop_face", "grow_box"]

XXYY = ("start X", "end X", "start Y", "end Y")


def _elsewhere_black(image, a, b, c, d):
    result = np.zeros_like(image)
    result[c:d, a:b] = image[c:d, a:b]
    return result


_CROP_FACE = [
    ("X and Y are swapped: NumPy wants the rows first, and rows are counted along Y.",
     lambda i, a, b, c, d: i[a:b, c:d]),
    ("It starts 1 row and 1 column too far: Python counts from 0, and so do the four numbers. Nothing needs + 1.",
     lambda i, a, b, c, d: i[c + 1 : d + 1, a + 1 : b + 1]),
    ("It starts 1 row and 1 column too early: nothing needs - 1.",
     lambda i, a, b, c, d: i[c - 1 : d - 1, a - 1 : b - 1]),
    ("The first row and column are missing: the start belongs to the region.",
     lambda i, a, b, c, d: i[c + 1 : d, a + 1 : b]),
    ("The starts and ends are mixed: a slice is start:end, first along Y, then along X.",
     lambda i, a, b, c, d: i[c:a, d:b]),
    ("The starts and ends are mixed: a slice is start:end, first along Y, then along X.",
     lambda i, a, b, c, d: i[a:c, b:d]),
    ("The ends are mixed up: rows end at end Y, and columns at end X.", lambda i, a, b, c, d: i[c:b, a:d]),
    ("Start and end are turned round, so the slice is empty: it is start:end.", lambda i, a, b, c, d: i[d:c, b:a]),
    ("The end is not a length: start:end, and not start:start + end.", lambda i, a, b, c, d: i[c : c + d, a : a + b]),
    ("Every column is there: the rows were cut, the columns were not.", lambda i, a, b, c, d: i[c:d]),
    ("Every row is there: the columns were cut, the rows were not.", lambda i, a, b, c, d: i[:, a:b]),
    ("Every column is there: [a:b] cuts rows, and a second bracket behind it cuts rows again. One bracket, with a "
     "comma.",
     lambda i, a, b, c, d: i[c:d][a:b]),
    ("Every column is there: [a:b] cuts rows, and a second bracket behind it cuts rows again. One bracket, with a "
     "comma.",
     lambda i, a, b, c, d: i[a:b][c:d]),
    ("That is the whole image.", lambda i, a, b, c, d: i),
    ("The whole image was resized: the region is cut out of it, each pixel as it was.",
     lambda i, a, b, c, d: cv2.resize(i, (b - a, d - c))),
    ("It has the whole size of the image, black outside. The region alone is due.", _elsewhere_black),
    ("One channel is left: a slice of rows and columns keeps all three.", lambda i, a, b, c, d: i[c:d, a:b, 0]),
    ("All outside the region is kept, and not the region.", lambda i, a, b, c, d: np.delete(i, slice(c, d), 0)),
]  # fmt: skip


def crop_face(attempt):
    """Check ``attempt(image, start_x, end_x, start_y, end_y)``, which cuts out a copy of the region.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image = grain(60, 90, 3)
    # One wider than high and one higher than wide, both inside even if X and Y are swapped.
    cases = [(image, 30, 70, 10, 35), (image, 5, 20, 8, 48)]

    def a_copy(crop):
        mine = image.copy()
        if np.shares_memory(crop(mine, *cases[0][1:]), mine):
            return Problem(
                "the region shares its memory with the image", "A slice is a view. Which method makes a copy?"
            )
        return None

    right_region = agrees(
        cases,
        lambda image, a, b, c, d: image[c:d, a:b].copy(),
        _CROP_FACE,
        kind=an_image("the region"),
        hint="Check all four ends.",
        real=lambda: (face(), 10, 60, 25, 50),
        # So large that the numbers of a lesson's face lie inside.
        more=[(grain(200, 300, 3), 40, 120, 30, 90)],
    )
    return judge(
        "crop_face",
        attempt,
        [
            ("rows are cut by Y and columns by X", right_region),
            ("the region is a copy of its own", a_copy),
            ("the image is not changed", unchanged("the image")),
        ],
        "image, start_x, end_x, start_y, end_y",
    )


def _limit(number, largest):
    return min(max(number, 0), largest)


def _clip(x=_limit, y=_limit, start_x=None, end_x=None, start_y=None, end_y=None, less=0):
    """Make a clip with some of the four numbers treated in another way."""
    start_x, end_x, start_y, end_y = start_x or x, end_x or x, start_y or y, end_y or y

    def clip(a, b, c, d, image):
        height, width = image.shape[0] - less, image.shape[1] - less
        return start_x(a, width), end_x(b, width), start_y(c, height), end_y(d, height)

    return clip


def _moved(a, b, c, d, image):
    height, width = image.shape[:2]
    for _ in range(1):
        if a < 0:
            a, b = 0, b - a
        if c < 0:
            c, d = 0, d - c
        if b > width:
            a, b = a - (b - width), width
        if d > height:
            c, d = c - (d - height), height
    return a, b, c, d


def _one_side(order):
    """Make a clip that mends the first side that reaches over, in this order, and no other."""

    def clip(a, b, c, d, image):
        numbers = [a, b, c, d]
        for n in order:
            limit = image.shape[1 - n // 2]
            if (numbers[n] < 0) if n % 2 == 0 else (numbers[n] > limit):
                numbers[n] = _limit(numbers[n], limit)
                break
        return tuple(numbers)

    return clip


def _sorted_ends(a, b, c, d, image):
    x = sorted((max(a, 0), min(b, image.shape[1])))
    y = sorted((max(c, 0), min(d, image.shape[0])))
    return *x, *y


def _one_of_two(a, b, c, d, image):
    def axis(start, end, limit):
        if end < 0:
            return 0, 0
        if start > limit:
            return limit, limit
        return (0, end) if start < 0 else (start, min(end, limit))

    return *axis(a, b, image.shape[1]), *axis(c, d, image.shape[0])


def _else_if(a, b, c, d, image):
    def axis(start, end, limit):
        return (0, end) if start < 0 else (start, min(end, limit))

    return *axis(a, b, image.shape[1]), *axis(c, d, image.shape[0])


def _all_zero(a, b, c, d, image):
    height, width = image.shape[:2]
    if b <= 0 or a >= width or d <= 0 or c >= height:
        return 0, 0, 0, 0
    return _clip()(a, b, c, d, image)


def _keep(number, largest):
    return number


def _floor(number, largest):
    return max(number, 0)


def _ceiling(number, largest):
    return min(number, largest)


_ENDS_TOO = (
    "An end can be negative as well, and a start can be too large, when the box lies wholly outside: limit all four."
)
_CLIP_BOX = [
    ("Nothing was cut: the box came back as it was.", _clip(_keep, _keep)),
    ("Only the starts are kept from below 0: the ends have a limit as well, image.shape[1] and image.shape[0].",
     _clip(start_x=_floor, end_x=_keep, start_y=_floor, end_y=_keep)),
    ("Only the ends are limited: max(number, 0) is never negative.",
     _clip(start_x=_keep, end_x=_ceiling, start_y=_keep, end_y=_ceiling)),
    ("Negative numbers are cut; what is too large is not.", _clip(_floor, _floor)),
    ("What is too large is cut; negative numbers are not. max(number, 0) is never negative.",
     _clip(_ceiling, _ceiling)),
    (_ENDS_TOO, _clip(start_x=_floor, end_x=_ceiling, start_y=_floor, end_y=_ceiling)),
    (_ENDS_TOO, _clip(start_x=_floor, start_y=_floor)),
    (_ENDS_TOO, _clip(end_x=_ceiling, end_y=_ceiling)),
    ("An end may equal the width or height: it is exclusive. width - 1 leaves the last column out.", _clip(less=1)),
    ("An end may equal the width or height: it is exclusive. width - 1 leaves the last column out.",
     _clip(start_x=_floor, end_x=lambda n, m: min(n, m - 1), start_y=_floor, end_y=lambda n, m: min(n, m - 1))),
    ("Limits are swapped: image.shape is (height, width). Which of them limits X?",
     lambda a, b, c, d, image: _clip()(a, b, c, d, image.swapaxes(0, 1))),
    ("min and max are mixed up: max(number, 0) is at least 0, min(number, limit) at most the limit.",
     _clip(*[lambda n, m: max(min(n, 0), m)] * 2)),
    ("abs() mirrors a negative number; outside the image there is nothing: 0 is due.",
     _clip(*[lambda n, m: min(abs(n), m)] * 2)),
    ("Pixels are counted from 0: a start may be 0.", _clip(*[lambda n, m: min(max(n, 1), m)] * 2)),
    ("The box was moved into the image and keeps its size: cut off what lies outside.", _moved),
    ("X was limited and not Y: start Y and end Y need it, too.", _clip(y=_keep)),
    ("Y was limited and not X: start X and end X need it, too.", _clip(x=_keep)),
    ("The width limits both X and Y; along Y the height does.",
     lambda a, b, c, d, image: _clip()(a, b, c, d, image[:, :1].repeat(image.shape[1], 1)[:1].repeat(image.shape[1],
         0))),
    ("The height limits both X and Y; along X the width does.",
     lambda a, b, c, d, image: _clip()(a, b, c, d, image[:, :1].repeat(image.shape[0], 1))),
    ("image.shape[1:] is (width, channels): there are 3 channels, and no height in it.",
     lambda a, b, c, d, image: (_limit(a, 3), _limit(b, 3), _limit(c, image.shape[1]), _limit(d, image.shape[1]))),
    ("image.shape[1:] is (width, channels): there are 3 channels, and no height in it.",
     lambda a, b, c, d, image: (_limit(a, image.shape[1]), _limit(b, image.shape[1]), _limit(c, 3), _limit(d, 3))),
    *[("One side was mended and the others left: does a `return`, or an `elif`, keep them from being looked at?",
       _one_side(order)) for order in itertools.permutations(range(4))],
    ("Start and end were put in order: of a box wholly outside, that makes one beside the image. An empty one is due.",
     _sorted_ends),
    ("A box may reach over both borders at once: one number of an axis was cut, and then the other was not.",
     _one_of_two),
    ("A box may reach over both borders at once: one number of an axis was cut, and then the other was not.", _else_if),
    ("A box wholly outside became 0, 0, 0, 0: each number is cut for itself, and beyond the right border that is the "
     "width.",
     _all_zero),
]  # fmt: skip


def clip_box(attempt):
    """Check ``attempt(start_x, end_x, start_y, end_y, image)``, which returns the four, cut to the image.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image = grain(50, 80, 3)
    inside, low, high = (10, 30, 5, 25), (-12, 30, -4, 25), (60, 95, 40, 70)
    left, right, above, below = (-30, -10, 5, 25), (90, 99, 5, 25), (5, 25, -30, -10), (5, 25, 60, 77)
    wide, tall = (-12, 95, 5, 25), (10, 30, -7, 70)
    everything = [(*box, image) for box in (inside, low, high, left, right, above, below, wide, tall)]

    def case(*boxes, hint):
        return agrees(
            [(*box, image) for box in boxes],
            _clip(),
            _CLIP_BOX,
            kind=whole_numbers(XXYY),
            call=lambda *given: f"the box {given[:4]} in an image 80 wide and 50 high",
            hint=hint,
            places=XXYY,
            more=everything,
        )

    return judge(
        "clip_box",
        attempt,
        [
            ("a box inside stays as it is", case(inside, hint="Only cut what lies outside.")),
            (
                "negative starts become 0",
                case(low, hint="max(number, 0) is never below 0. Do both starts use it?"),
            ),
            (
                "ends stop at the image's width and height",
                case(high, hint="An end may equal the width or height: it is exclusive."),
            ),
            (
                "a box wholly outside becomes empty, not inside out",
                case(left, above, hint="An end can be negative as well, and a start can be too large."),
            ),
            (
                "beyond the right and the lower border too",
                case(right, below, hint="Limit the starts on both sides, too."),
            ),
            (
                "a box wider or higher than the image ends at both borders",
                case(wide, tall, hint="Both numbers of an axis may lie outside: cut each for itself."),
            ),
            ("the image is not changed", unchanged("the image")),
        ],
        "start_x, end_x, start_y, end_y, image",
    )


def _grow(of_x=lambda w, h, m: round(w * m), of_y=None, signs=(-1, 1, -1, 1)):
    """Make a growing of a box from the pixels added along X and along Y, and the way that each number moves."""
    of_y = of_y or (lambda w, h, m: of_x(h, w, m))

    def grow(a, b, c, d, margin):
        along_x, along_y = of_x(b - a, d - c, margin), of_y(b - a, d - c, margin)
        steps = zip((a, b, c, d), signs, (along_x, along_x, along_y, along_y), strict=True)
        return tuple(number + sign * step for number, sign, step in steps)

    return grow


def _over_zero(a, b, c, d, margin):
    a, b, c, d = _grow()(a, b, c, d, margin)
    return max(a, 0), b, max(c, 0), d


def _one_by_one(a, b, c, d, margin):
    a = a - round((b - a) * margin)
    b = b + round((b - a) * margin)
    c = c - round((d - c) * margin)
    d = d + round((d - c) * margin)
    return a, b, c, d


_CUT = "The fraction was cut off: int() and // make 3.9 to 3; round() takes the nearest."
_GROW_BOX = [
    (_CUT, _grow(lambda w, h, m: int(w * m))),
    ("The number of pixels was rounded up (ceil); round() takes the nearest.",
     _grow(lambda w, h, m: math.ceil(w * m - 1e-9))),
    ("It grew only at its ends. The starts must move as well: to the left, and up.", _grow(signs=(0, 1, 0, 1))),
    ("It grew only at its starts. The ends must move as well: to the right, and down.", _grow(signs=(-1, 0, -1, 0))),
    ("The margin is meant for each side, not for both together.", _grow(lambda w, h, m: round(w * m / 2))),
    ("The margin is meant for each side, not for both together.", _grow(lambda w, h, m: round(w * m) // 2)),
    ("The margin is twice as large as it should be.", _grow(lambda w, h, m: round(2 * w * m))),
    ("Width and height differ: the margin along Y is a share of the height.", _grow(of_y=lambda w, h, m: round(w * m))),
    ("Width and height differ: the margin along X is a share of the width.", _grow(lambda w, h, m: round(h * m),
                                                                                   lambda w, h, m: round(h * m))),
    ("Width and height are swapped: along X it is a share of the width.", _grow(lambda w, h, m: round(h * m))),
    ("It shrank: which way is left, plus or minus?", _grow(signs=(1, -1, 1, -1))),
    ("It moved, to the right and down: the starts go the other way, minus.", _grow(signs=(1, 1, 1, 1))),
    ("It moved, to the left and up: the ends go the other way, plus.", _grow(signs=(-1, -1, -1, -1))),
    ("The margin is a share of the size, not a number of pixels.", _grow(lambda w, h, m: round(m))),
    ("The margin was rounded before it was multiplied: round the number of pixels, the product.",
     _grow(lambda w, h, m: w * round(m))),
    ("The ends were counted from the starts: each end moves away from where it was.",
     lambda a, b, c, d, m: (a - round((b - a) * (1 + m)), a + round((b - a) * (1 + m)),
                            c - round((d - c) * (1 + m)), c + round((d - c) * (1 + m)))),
    ("The margin is a share, 0.3 and not 30 percent: no 100 is needed.", _grow(lambda w, h, m: round(w * m / 100))),
    ("The starts were kept at 0: the result may reach over the border; clip_box is for that.", _over_zero),
    ("A share was taken of the coordinates; it is a share of the width, end - start.",
     lambda a, b, c, d, m: (round(a * (1 - m)), round(b * (1 + m)), round(c * (1 - m)), round(d * (1 + m)))),
    ("A length is end - start: with + 1 it is 1 pixel too much.", _grow(lambda w, h, m: round((w + 1) * m))),
    ("No margin, no change: at least one pixel was added.", _grow(lambda w, h, m: max(1, round(w * m)))),
    ("It grew only along X.", _grow(signs=(-1, 1, 0, 0))),
    ("It grew only along Y.", _grow(signs=(0, 0, -1, 1))),
    ("It grew by its whole size times 1 + margin; only the margin's share is added.",
     _grow(lambda w, h, m: round(w * (1 + m)))),
    ("The start was changed before the width was taken: the second share is one of a box that had already grown.",
     _one_by_one),
]  # fmt: skip


def grow_box(attempt):
    """Check ``attempt(start_x, end_x, start_y, end_y, margin)``, which grows the box on all four sides.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    # Pixels to add, along X and Y: 10 and 15; 2.1 and 3.9; 4.4 and 9.6; 5.6 and 7.4. No halves: they may go either way.
    whole, over = [(100, 140, 50, 110, 0.25)], [(2, 30, 3, 40, 0.2)]
    fractions = [(10, 17, 20, 33, 0.3), (60, 71, 40, 64, 0.4)]
    none = [(3, 8, 4, 9, 0)]

    def both_sides(grow):
        """At a half, 4 or 5 pixels are right, but the same on both sides."""
        for box in ((11, 20, 20, 33), (10, 19, 31, 44)):
            result = grow(*box, 0.5)
            kind = whole_numbers(XXYY)(result)
            if kind:
                return kind
            added = [abs(int(new) - old) for new, old in zip(result, box, strict=True)]
            if added[0] != added[1] or added[2] != added[3]:
                return Problem(
                    f"for {box} with a margin of 0.5 it returned {short(as_list(result))}: on its four sides "
                    f"it grew by {short(added)}",
                    "Round the number of pixels, once for X and once for Y, and not each new start and end.",
                )
            if not (added[0] in (4, 5) and added[2] in (6, 7)):
                return Problem(
                    f"for {box} with a margin of 0.5 it grew by {short(added)}",
                    "Half of 9 is 4.5 and half of 13 is 6.5: a whole number beside that.",
                )
        return None

    def case(cases, hint):
        return agrees(
            cases,
            _grow(),
            _GROW_BOX,
            kind=whole_numbers(XXYY),
            call=lambda *given: f"{given[:4]} with a margin of {given[4]}",
            hint=hint,
            places=XXYY,
            more=[*whole, *fractions, *over, *none, (0, 10, 0, 20, 1.5)],
        )

    return judge(
        "grow_box",
        attempt,
        [
            (
                "each side grows by its share of width or height, in whole pixels",
                case(whole, "A margin of 0.25 of a width of 40 pixels is 10 pixels."),
            ),
            (
                "the number of pixels is rounded",
                case(fractions, "0.3 of 7 pixels is 2.1, of 13 pixels 3.9: the nearest."),
            ),
            ("both sides of an axis grow alike, also where the share ends in half a pixel", both_sides),
            ("it may reach over the border", case(over, "Only grow: clip_box cuts.")),
            ("a margin of 0 changes nothing", case(none, "No margin, no change.")),
        ],
        "start_x, end_x, start_y, end_y, margin",
    )
