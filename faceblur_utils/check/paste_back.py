"""Checks of the exercises in lesson 04, pasting back."""

import itertools

import cv2
import numpy as np

from ..roi import Box
from .core import Problem, judge
from .facts import difference, image_like
from .mistakes import agrees, an_image, unchanged
from .real import face, grain, stand_in

__all__ = ["blend", "ellipse_mask", "hide_all", "paste"]


def _bytes(numbers):
    return np.rint(numbers).astype(np.uint8)


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


def _turned_shape(image, blurred, start_x, start_y):
    width, height = blurred.shape[:2]
    result = image.copy()
    result[start_y : start_y + height, start_x : start_x + width] = blurred
    return result


_SWAPPED = "X and Y are swapped: rows come first, and rows are counted along Y."
_PASTE = [
    (_SWAPPED, _paste(lambda x, y, h, w: y, lambda x, y, h, w: x)),
    (_SWAPPED + " Height and width are swapped as well: blurred.shape is (height, width, 3).", _turned_shape),
    ("Nothing was pasted: it is the image as it was. Assign to a slice of the copy, and return that copy.", lambda i, b, x, y: i),
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
    ("The region ends at (start X, start Y); it should start there.", _paste(lambda x, y, h, w: x - w, lambda x, y, h, w: y - h)),
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
                    "The end is the start plus the region's own height or width: blurred.shape[:2].",
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


_HALF_PIXEL = "It sits half a pixel off: pixel 0 has its centre at 0.5, so that X and Y run from nearly -1 to nearly 1."
_ELLIPSE = [
    ("Height and width are swapped: the mask's shape is (height, width), Y runs along the rows.",
     lambda height, width: _mask()(width, height)),
    ("Inside and outside are turned round: inside, the sum is 1 or less.", _mask(inside=lambda x, y: x**2 + y**2 > 1)),
    (_HALF_PIXEL, _mask(lambda n: 2 * np.arange(n) / n - 1)),
    (_HALF_PIXEL, _mask(lambda n: 2 * np.arange(1, n + 1) / n - 1)),
    (_HALF_PIXEL, _mask(lambda n: (np.arange(n) - n // 2) / (n // 2) if n > 1 else np.zeros(n))),
    ("The outer pixels' centres were put at exactly -1 and 1 (linspace), so the ellipse is too narrow: they lie half a pixel inside.",
     _mask(lambda n: np.linspace(-1, 1, n))),
    ("Are both terms squared? That is a diamond, of |x| + |y|.", _mask(inside=lambda x, y: abs(x) + abs(y) <= 1)),
    ("The terms are not squared.", _mask(inside=lambda x, y: x + y <= 1)),
    ("X is not squared.", _mask(inside=lambda x, y: x + y**2 <= 1)),
    ("Y is not squared.", _mask(inside=lambda x, y: x**2 + y <= 1)),
    ("That is a circle with half the shorter side as its radius: divide X by half the width and Y by half the height.", _circle(min)),
    ("That is a circle with half the longer side as its radius: divide X by half the width and Y by half the height.", _circle(max)),
    ("That is a circle, with the width as its diameter: divide Y by half the height.", _circle(lambda h, w: w)),
    ("That is a circle, with the height as its diameter: divide X by half the width.", _circle(lambda h, w: h)),
    ("Everything is inside, the corners as well. X is divided by half the width and Y by half the height (not by the diameter), "
     "and the two squares are added.", lambda height, width: np.ones((height, width), bool)),
    ("Nothing is inside.", lambda height, width: np.zeros((height, width), bool)),
    ("It is too small, half as wide and high: the radius is half the width, not a quarter.",
     _radii(lambda h, w: w / 4, lambda h, w: h / 4)),
    ("The middle lies in a corner: X and Y run from 0 to 1, and should run from -1 to 1.", _mask(lambda n: (np.arange(n) + 0.5) / n)),
    ("cv2.ellipse counts in whole pixels: its middle, (width // 2, height // 2), lies half a pixel off, and so one half is not the "
     "mirror of the other.", _drawn),
    ("X was divided by half the height and Y by half the width: height and width are swapped.",
     _radii(lambda h, w: h / 2, lambda h, w: w / 2)),
    ("That is a stripe: only Y was used.", _mask(inside=lambda x, y: (y**2 <= 1 / 2) & (x < 9))),
    ("That is a stripe: only X was used.", _mask(inside=lambda x, y: (x**2 <= 1 / 2) & (y < 9))),
    ("The sum of the squares is there; inside is where it is 1 or less: a comparison gives True and False.",
     _mask(inside=lambda x, y: x**2 + y**2)),
    ("x and y need an axis each, x[None, :] and y[:, None]: as they are, two rows of different lengths meet.",
     lambda height, width: np.zeros(width) + np.zeros(height) <= 1),
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
        """Compare whole numbers, so that no rounding decides. (No pixel's centre lies on the very ellipse, whatever the size.)"""
        y, x = np.ogrid[:height, :width]
        return ((2 * x + 1 - width) * height) ** 2 + ((2 * y + 1 - height) * width) ** 2 <= (width * height) ** 2

    def ellipse(cases, hint):

        return agrees(
            cases,
            exact,
            _ELLIPSE,
            kind=an_image("the mask"),
            call=lambda height, width: f"height {height} and width {width}",
            hint=hint,
            more=[(40, 60), (31, 12), (30, 50), (5, 4), (10, 10)],
        )

    return judge(
        "ellipse_mask",
        attempt,
        [
            (
                "for height 40 and width 60, True inside the ellipse that touches all four sides",
                ellipse(first, "X from nearly -1 to nearly 1 along the width, Y along the height; inside, x² + y² is 1 or less."),
            ),
            ("other sizes work, odd ones too", ellipse(others, "The middle lies at half the width and half the height.")),
            ("a single row or column works", ellipse(touching, "With one row, Y is 0 there.")),
        ],
        "height, width",
    )


def _mix(share=lambda a: a, of_roi=lambda a: 1 - a, end=_bytes):
    """Make a blend with one part replaced: the share of each, or how it becomes bytes."""

    def mix(roi, blurred, alpha):
        alpha = alpha[..., None].astype(float)
        return end(share(alpha) * blurred + of_roi(alpha) * roi)

    return mix


def _clipped(numbers):
    return np.clip(np.rint(numbers), 0, 255).astype(np.uint8)


_EITHER = "There is no mixing: each pixel is either blurred or clear. alpha is a share; 0.5 means half of each."
_BLEND = [
    ("The two are swapped: alpha is the share of the blurred region, 1 - alpha of roi.", _mix(lambda a: 1 - a, lambda a: a)),
    ("One grey level too dark in places: .astype(np.uint8) cuts the decimals off. Round first.",
     _mix(end=lambda numbers: (numbers + 1e-7).astype(np.uint8))),
    ("One grey level too dark in places: .astype(np.uint8) cuts the decimals off. Round first.",
     lambda roi, blurred, alpha: (alpha[..., None] * blurred + (1 - alpha[..., None]) * roi).astype(np.uint8)),
    ("The numbers were rounded up (ceil); the nearest is due.", _mix(end=lambda numbers: np.ceil(numbers - 1e-7).astype(np.uint8))),
    ("The numbers were rounded up (ceil); the nearest is due.", _mix(end=lambda numbers: np.ceil(numbers).astype(np.uint8))),
    ("Each product was cut off before the sum: add first, then round.",
     lambda roi, blurred, alpha: (alpha[..., None] * blurred).astype(np.uint8) + ((1 - alpha[..., None]) * roi).astype(np.uint8)),
    ("Each product was rounded before the sum: add first, then round.",
     lambda roi, blurred, alpha: _bytes(alpha[..., None] * blurred) + _bytes((1 - alpha[..., None]) * roi)),
    ("It is half of each everywhere, whatever alpha says.", _mix(lambda a: 0.5, lambda a: 0.5)),
    ("Sums of uint8 wrap around at 256; and it is half of each, whatever alpha says.", lambda roi, blurred, alpha: (blurred + roi) // 2),
    (_EITHER, lambda roi, blurred, alpha: np.where(alpha[..., None] > 0.5, blurred, roi)),
    (_EITHER, lambda roi, blurred, alpha: np.where(alpha[..., None] >= 0.5, blurred, roi)),
    (_EITHER, lambda roi, blurred, alpha: np.where(alpha[..., None] > 0, blurred, roi)),
    (_EITHER + " In uint8, alpha is 0 or 1.", lambda roi, blurred, alpha: np.where(alpha[..., None] >= 1, blurred, roi)),
    ("roi is missing: where alpha is small, it is black. 1 - alpha of roi is added.", _mix(of_roi=lambda a: 0)),
    ("The blurred part is missing: alpha of blurred is added.", _mix(lambda a: 0)),
    ("Brackets are missing: (1 - alpha) * roi; without them, 1 - alpha * roi takes alpha * roi away.",
     lambda roi, blurred, alpha: _clipped(alpha[..., None] * blurred + 1 - alpha[..., None] * roi)),
    ("The whole of roi was added, not weighted: its share is 1 - alpha.", _mix(of_roi=lambda a: 1, end=_clipped)),
    ("The share of roi is 1 - alpha, minus and not plus.", _mix(of_roi=lambda a: 1 + a, end=_clipped)),
    ("alpha was divided by 255; it runs from 0 to 1 already.", _mix(lambda a: a / 255, lambda a: 1 - a / 255)),
    ("alpha was multiplied by 255; it runs from 0 to 1.", _mix(lambda a: a * 255, lambda a: 1 - a * 255, _clipped)),
    ("alpha is squared: it counts twice.", _mix(lambda a: a**2, lambda a: 1 - a**2)),
    ("The mean of alpha was used, one number everywhere; each pixel has its own alpha.",
     lambda roi, blurred, alpha: _bytes(alpha.mean() * blurred + (1 - alpha.mean()) * roi)),
    ("The alpha of the first row was used for each row.", lambda roi, blurred, alpha: _mix()(roi, blurred, alpha[:1].repeat(len(alpha), 0))),
    ("The alpha of the first column was used for each column.",
     lambda roi, blurred, alpha: _mix()(roi, blurred, alpha[:, :1].repeat(alpha.shape[1], 1))),
    ("That is the blurred region everywhere, whatever alpha says.", lambda roi, blurred, alpha: blurred),
    ("That is the clear region everywhere, whatever alpha says.", lambda roi, blurred, alpha: roi),
    ("Only channel 0 was mixed: alpha[..., None] is repeated for all three.",
     lambda roi, blurred, alpha: np.dstack([_mix()(roi, blurred, alpha)[..., :1], roi[..., 1:]])),
    ("alpha has shape (height, width) and the regions a third axis: alpha[..., None] gives it one.",
     lambda roi, blurred, alpha: alpha * blurred + (1 - alpha) * roi),
]  # fmt: skip


def blend(attempt):
    """Check ``attempt(roi, blurred, alpha)``, which mixes the two and returns uint8.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    roi, blurred = grain(16, 24, 3), grain(16, 24, 3)[::-1].copy()
    # Different in every row and every column.
    alpha = (np.linspace(0, 1, 24)[None, :] * np.linspace(1, 0.2, 16)[:, None]).astype(np.float32)
    ones, zeros = np.ones((16, 24), np.float32), np.zeros((16, 24), np.float32)

    def mixed(cases, hint):
        def exact(roi, blurred, alpha):
            alpha = alpha[..., None].astype(float)
            return alpha * blurred + (1 - alpha) * roi

        wanted = {_bytes(exact(*case)).tobytes(): exact(*case) for case in [*cases, real()]}
        return agrees(
            cases,
            _mix(),
            _BLEND,
            kind=an_image(),
            # A half may go either way.
            fits=lambda result, due: np.abs(result - wanted[due.tobytes()]).max() <= 0.501,
            hint=hint,
            real=real,
            more=[(roi, blurred, alpha)],
        )

    def real():
        rows, columns = np.mgrid[-1:1:90j, -1:1:72j]
        soft = np.clip(1.5 - 1.5 * np.hypot(rows, columns), 0, 1).astype(np.float32)
        return face(), np.full_like(face(), face().mean(axis=(0, 1)).round()), soft

    return judge(
        "blend",
        attempt,
        [
            ("where alpha is 1, the blurred region", mixed([(roi, blurred, ones)], "1 of blurred, 0 of roi.")),
            ("where alpha is 0, the region itself", mixed([(roi, blurred, zeros)], "The share of roi is 1 - alpha.")),
            (
                "between, the weighted mean, rounded",
                mixed(
                    [(roi, blurred, alpha)],
                    "alpha of the one and 1 - alpha of the other; products of uint8 wrap around at 256, a float alpha keeps "
                    "the arithmetic in floats.",
                ),
            ),
            (
                "a region blended with itself stays as it is",
                mixed([(roi, roi, alpha)], "The two shares of a pixel sum to 1: round what comes out."),
            ),
            ("the arrays passed in are not changed", unchanged("one of the arrays")),
        ],
        "roi, blurred, alpha",
    )


def _hide(source=lambda image, result: result, boxes=lambda boxes: boxes, clip=True, part=lambda box: box.slices, on=None):
    """Make a hiding of all boxes with one part replaced: where a region is read, which boxes, clipped or not, which slices."""

    def hide_them(image, given, hide):
        result = image.copy()
        for box in boxes(given):
            place = part(box.clip(image) if clip else box)
            if on is not None:
                result = on(image, result)
            result[place] = hide(source(image, result)[place])
        return result

    return hide_them


def _by_whole(image, boxes, hide):
    result, covered = image.copy(), hide(image)
    for box in boxes:
        result[box.clip(image).slices] = covered[box.clip(image).slices]
    return result


def _twice(image, boxes, hide):
    return _hide()(image, boxes, lambda roi: hide(hide(roi)))


def _turned(box):
    return np.s_[box.left : box.right, box.top : box.bottom]


def _less(box):
    return np.s_[box.top : box.bottom - 1, box.left : box.right - 1]


def _inside(image):
    return lambda boxes: [box for box in boxes if box.clip(image) == box]


# Also for the photos of lesson 06, whose function hides what it finds itself.
HIDING = [
    ("Only the last face is hidden. Does each turn of the loop begin with the image again? It has to go on from the result of the "
     "one before.", _hide(on=lambda image, result: image.copy())),
    ("A small box inside a face that was hidden already brought back what lies under it: cut each region from the result, in which "
     "the boxes before it are hidden.", _hide(lambda image, result: image)),
    ("Only the first face is hidden. Does `return` stand inside the loop?", _hide(boxes=lambda boxes: boxes[:1])),
    ("Nothing was hidden: hide(...) returns the hidden region, and it is not assigned. Assign it to the slice of the result.",
     lambda image, boxes, hide: image),
    ("The whole image was hidden first, and parts of that were taken: hide is meant for the region of one face.", _by_whole),
    ("The whole image was hidden, outside the boxes as well.", lambda image, boxes, hide: hide(image) if boxes else image),
    ("X and Y are swapped: rows come first, box.top : box.bottom.", _hide(part=_turned)),
    ("The last row and the last column of each box are left out: bottom and right are exclusive already.", _hide(part=_less)),
    ("Each region was hidden twice: call hide once for a box.", _twice),
    ("Faces over the border are left out: clip each box, and hide what lies inside.",
     lambda image, boxes, hide: _hide(boxes=_inside(image))(image, boxes, hide)),
    ("It is black where hide(roi) is due: hide says what a hidden region looks like.", lambda image, boxes, hide: _hide()(image, boxes, np.zeros_like)),
    ("It is white where hide(roi) is due: hide says what a hidden region looks like.",
     lambda image, boxes, hide: _hide()(image, boxes, lambda roi: np.full_like(roi, 255))),
]  # fmt: skip


def hide_all(attempt):
    """Check ``attempt(image, boxes, hide)``, which hides every box: ``hide(roi)`` gives the blurred region.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image = grain(60, 90, 3)
    three = [Box(5, 5, 25, 30), Box(40, 10, 60, 40), Box(70, 35, 85, 55)]
    within = [Box(5, 5, 45, 45), Box(12, 14, 22, 20)]
    border = [Box(-10, -5, 20, 20), Box(80, 50, 99, 70)]

    def hidden(boxes, hint):
        def shown(result, due, case):
            visible = [
                number
                for number, box in enumerate(boxes, 1)
                if (result[box.clip(image).slices] == image[box.clip(image).slices]).all(axis=2).mean() > 0.5
            ]
            if visible:
                return f"Still visible: face {', '.join(map(str, visible))} of {len(boxes)}. {hint}"
            outside = np.ones(image.shape[:2], bool)
            for box in boxes:
                outside[box.clip(image).slices] = False
            if (result[outside] != image[outside]).any():
                return "Pixels outside the boxes changed: write to the boxes' slices only."
            return hint

        return agrees(
            [(image, list(boxes), stand_in)],
            _hide(),
            HIDING,
            kind=an_image(),
            # Where boxes overlap, the order is the learner's.
            fits=lambda result, due: any(
                (result == _hide()(image, order, stand_in)).all() for order in itertools.permutations(boxes)
            ),
            hint=shown,
            real=lambda: (face(), [Box(5, 15, 50, 80), Box(30, 30, 72, 60)], stand_in),
            more=[(image, list(three), stand_in), (image, list(within), stand_in), (image, list(border), stand_in)],
        )

    def nothing_comes_back(hide_them):
        """Two pictures with the same pixels of the face in another order: averaged, they are one."""
        box, other = within[0], image.copy()
        order = np.random.default_rng(6).permutation(box.area)
        other[box.slices] = image[box.slices].reshape(-1, 3)[order].reshape(box.height, box.width, 3)
        one, two = (hide_them(picture.copy(), list(within), stand_in)[box.slices] for picture in (image, other))
        problem = image_like(one, two)
        if problem or (one == two).all():
            return problem
        return Problem(
            "a small box inside a face that was hidden already brought back what lies under it",
            "Cut each region from the result, in which the boxes before it are hidden.",
            difference(one, two),
        )

    again = "Each turn of the loop has to go on from the result of the one before."
    return judge(
        "hide_all",
        attempt,
        [
            ("one face is hidden", hidden(three[:1], "Assign hide(roi) to the slice of the result.")),
            ("three faces are hidden", hidden(three, again)),
            ("overlapping faces are hidden", hidden([Box(5, 5, 30, 30), Box(20, 20, 50, 50)], again)),
            ("a face over the border is hidden", hidden(border, "Clip each box first: box = box.clip(image).")),
            ("no face, no change", hidden([], "Without a box, the image comes back as it was.")),
            ("the image and the list passed in are not changed", unchanged("the image or the list of boxes")),
            ("a box inside a hidden face brings nothing back", hidden(within, "Cut each region from the result.")),
            ("and what comes back is the same for all who average to it", nothing_comes_back),
        ],
        "image, boxes, hide",
    )
