"""Checks of the exercises in lesson 01, detection."""

import math
from numbers import Real

import cv2
import numpy as np

from ..detect import match_boxes
from ..roi import Box
from .core import NO_RETURN, Problem, image_like, judge

__all__ = ["box_iou", "precision_recall", "rectangle_sum", "to_grey"]


def _number(result):
    """Check that a result is one number; NaN is one."""
    if result is None:
        return NO_RETURN
    # NumPy's own numbers, and its arrays that hold one, count as numbers.
    if isinstance(result, Real) or (isinstance(result, np.ndarray) and result.ndim == 0):
        return None
    return Problem(f"your function returned {result!r}", "Return one number.")


def _grey_pictures(mine, due):
    return {"Yours": np.dstack([mine] * 3), "The right brightness": np.dstack([due] * 3)}


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
    colours = np.random.default_rng(1).integers(0, 256, (24, 36, 3), dtype=np.uint8)
    colours[:8, :12], colours[:8, 12:24], colours[:8, 24:] = (255, 0, 0), (0, 255, 0), (0, 0, 255)

    def weighted(image, weights=(0.299, 0.587, 0.114)):
        return np.rint(image.astype(float) @ np.array(weights))

    def close(mine, due):
        # Rounding up, down or to the nearest: each is a fair way back to whole numbers.
        return np.abs(mine.astype(float) - due).max() <= 1

    def brightness(grey):
        result = grey(colours.copy())
        due = weighted(colours)
        if isinstance(result, np.ndarray) and result.ndim == 3:
            return Problem(
                f"the result has shape {result.shape}: a number for each channel",
                "Grey has one number for each pixel. Add the three weighted channels.",
            )
        if isinstance(result, np.ndarray) and result.shape == due.shape and result.dtype != np.uint8:
            return Problem(f"the result has dtype {result.dtype}", "Round, and come back with .astype(np.uint8).")
        problem = image_like(result, due.astype(np.uint8))
        if problem or close(result, due):
            return problem
        if close(result, weighted(colours, (1 / 3, 1 / 3, 1 / 3))):
            hint = "All three channels count alike. The eye sees green as the brightest: use the three weights."
        elif close(result, weighted(colours, (0.114, 0.587, 0.299))):
            hint = "Red and blue are mixed up. In RGB, channel 0 is red."
        elif close(result, sum(colours[..., k] // 3 for k in range(3))):
            hint = "All three channels count alike. The eye sees green as the brightest: use the three weights."
        elif close(result, colours.sum(axis=2, dtype=np.uint8) // 3):
            hint = "Sums of uint8 start again at 0 after 255. Weigh the channels before you add them."
        elif any(close(result, colours[..., k]) for k in range(3)):
            hint = "One channel alone is not the brightness. All three take part."
        else:
            hint = "Multiply each channel by its own weight, add the three, and convert to whole numbers at the end."
        return Problem("the brightness is not right", hint, _grey_pictures(result, due.astype(np.uint8)))

    def extremes(grey):
        for value, name in ((255, "white"), (0, "black")):
            seen = grey(np.full((1, 1, 3), value, np.uint8))
            problem = image_like(seen, np.zeros((1, 1), np.uint8))
            if problem:
                return problem
            if abs(int(seen[0, 0]) - value) > 1:
                return Problem(f"{name} ({value}) became {int(seen[0, 0])}", "Do your weights add up to 1?")
        return None

    def untouched(grey):
        mine = colours.copy()
        grey(mine)
        if (mine == colours).all():
            return None
        return Problem("the image was changed", "Only read from it, and make a new array.")

    return judge(
        "to_grey",
        attempt,
        [
            ("every pixel has the weighted brightness, as uint8", brightness),
            ("white stays white and black stays black, even in an image of one pixel", extremes),
            ("the image is not changed", untouched),
        ],
    )


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
    grey = np.random.default_rng(2).integers(1, 256, (40, 40), dtype=np.uint8)
    integral = cv2.integral(grey)

    def case(left, top, right, bottom, hint):
        def holds(sums):
            result = sums(integral.copy(), left, top, right, bottom)
            problem = _number(result)
            due = int(grey[top:bottom, left:right].sum())
            if problem or result == due:
                return problem
            corner = {
                name: int(integral[y, x])
                for name, y, x in (("A", top, left), ("B", top, right), ("C", bottom, left), ("D", bottom, right))
            }
            usual = {
                corner["D"] - corner["B"] - corner["C"]: "One part was subtracted twice. Which corner gives it back?",
                corner["D"] - corner["A"]: "Two corners are not enough: what lies above and to the left must go.",
                corner[
                    "D"
                ]: "This is everything from the image's corner on. Take away what lies above and to the left.",
                int(grey[left:right, top:bottom].sum()): "X and Y are mixed up: integral[row, column], and rows run "
                "along Y.",
                int(grey[top : bottom - 1, left : right - 1].sum()): "A row and a column are missing. The integral "
                "image has one row and one column more than the image, so no index needs - 1.",
                int(grey[top : bottom + 1, left : right + 1].sum()): "A row and a column too many. Right and bottom "
                "are exclusive, so no index needs + 1.",
                -due: "The right size with the wrong sign: what is added, what is taken away?",
            }
            where = f"left={left}, top={top}, right={right}, bottom={bottom}"
            return Problem(
                f"for {where} it returned {result}, the pixels add up to {due}", usual.get(float(result), hint)
            )

        return holds

    def untouched(sums):
        mine = integral.copy()
        sums(mine, 3, 4, 9, 8)
        return None if (mine == integral).all() else Problem("the integral image was changed", "Only read from it.")

    return judge(
        "rectangle_sum",
        attempt,
        [
            ("four corners give the sum inside", case(7, 12, 30, 19, "Name the four corners A, B, C, D as above.")),
            ("a rectangle at the image's corner works", case(0, 0, 5, 8, "Row 0 and column 0 of the integral are 0.")),
            ("so does the whole image", case(0, 0, 40, 40, "The last entry of the integral is the sum of all pixels.")),
            ("so does a single pixel", case(11, 5, 12, 6, "A pixel is a rectangle of width 1 and height 1.")),
            ("an empty rectangle adds up to 0", case(9, 5, 9, 20, "No column, no pixels, nothing to add.")),
            ("the integral image is not changed", untouched),
        ],
    )


def box_iou(attempt):
    """Check ``attempt(a, b)``: intersection over union of two boxes ``(left, top, right, bottom)``.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """

    def case(a, b, hint):
        def holds(overlap):
            result = overlap(a, b)
            problem = _number(result)
            due = Box(*a).iou(Box(*b))
            if problem or math.isclose(result, due, abs_tol=1e-9):
                return problem
            return Problem(f"for {a} and {b} it returned {result:.4g}, due is {due:.4g}", _usual(a, b, result) or hint)

        return holds

    def _usual(a, b, result):
        one, two = Box(*a), Box(*b)
        width = min(one.right, two.right) - max(one.left, two.left)
        height = min(one.bottom, two.bottom) - max(one.top, two.top)
        shared = max(width, 0) * max(height, 0)
        plus = (max(width + 1, 0)) * (max(height + 1, 0))
        areas = [(box.width + 1) * (box.height + 1) for box in (one, two)]
        mistakes = [
            (
                (width < 0 or height < 0) and result != 0,
                "Boxes that do not meet share nothing. A negative width or height must become 0 (max).",
            ),
            (
                _is(result, shared, one.area + two.area),
                "The shared part is in both areas, so it is counted twice: subtract it once.",
            ),
            (
                _is(result, shared, min(one.area, two.area)) or _is(result, shared, max(one.area, two.area)),
                "Divide by the area that both cover together, not by the area of one of them.",
            ),
            (
                _is(result, shared, one.area) or _is(result, shared, two.area),
                "Divide by the area that both cover together, not by the area of one of them.",
            ),
            (
                one.area and _is(result, plus, sum(areas) - plus),
                "Right and bottom are exclusive: width is right - left, with no + 1.",
            ),
            (result == shared and shared > 1, "This is the shared area. Divide it by the area that both cover."),
            (result > 1, "A share is never above 1: the union is at least as large as the intersection."),
        ]
        return next((hint for seen, hint in mistakes if seen), None)

    return judge(
        "box_iou",
        attempt,
        [
            ("two boxes that overlap", case((0, 0, 40, 30), (20, 10, 70, 30), "Draw both boxes on squared paper.")),
            ("the same box twice gives 1", case((5, 6, 25, 36), (5, 6, 25, 36), "Then everything is shared.")),
            ("a box inside another", case((0, 0, 20, 10), (5, 2, 10, 8), "Then the smaller box is what they share.")),
            (
                "boxes apart give 0",
                case((0, 0, 10, 10), (30, 40, 50, 60), "Neither in X nor in Y do they meet."),
            ),
            ("so do boxes side by side", case((0, 0, 10, 10), (15, 0, 25, 10), "They meet in Y, but not in X.")),
            ("so do boxes that touch", case((0, 0, 10, 10), (10, 0, 20, 10), "They have an edge in common, no pixel.")),
            (
                "two empty boxes give 0 and no error",
                case((3, 3, 3, 3), (3, 3, 3, 3), "Nothing to divide by: look at the union before you divide."),
            ),
        ],
    )


def _is(result, above, below):
    return bool(below) and math.isclose(result, above / below, abs_tol=1e-9)


def precision_recall(attempt):
    """Check ``attempt(found, true)``, which returns ``(precision, recall)`` of lists of boxes, NaN where undefined.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    faces = [Box(100 * i, 50, 100 * i + 40, 100) for i in range(8)]
    nothing = Box(900, 400, 940, 450)
    near = [Box(b.left + 3, b.top + 2, b.right + 3, b.bottom + 2) for b in faces]

    def case(found, true, hint):
        def holds(score):
            result = score(list(found), list(true))
            if result is None:
                return NO_RETURN
            if not isinstance(result, (tuple, list, np.ndarray)) or len(result) != 2:
                return Problem(f"your function returned {result!r}", "Return two numbers: precision, recall.")
            for number in result:
                problem = _number(number)
                if problem:
                    return problem
            due = match_boxes(found, true)
            if _same(result[0], due.precision) and _same(result[1], due.recall):
                return None
            what = (
                f"{len(found)} boxes reported, {len(true)} true faces, {len(due.pairs)} of them matched: it returned "
                f"precision {float(result[0]):.3g}, recall {float(result[1]):.3g}"
            )
            return Problem(what, _usual(result, due) or hint)

        return holds

    def _usual(result, due):
        precision, recall = due.precision, due.recall
        if _same(result[0], recall) and _same(result[1], precision):
            return "The two are swapped: precision asks about the detector's boxes, recall about the faces."
        if _same(result[0], 100 * precision) and _same(result[1], 100 * recall):
            return "Shares lie between 0 and 1; percent is only how they are written."
        hits, missed, false = map(len, due)
        together = hits + missed + false
        if hits and any(_same(number, hits / together) for number in result):
            return "Found, missed and false alarms never stand in one fraction together: each number needs two of them."
        return None

    def untouched(score):
        found, true = near[:3] + [nothing], list(faces)
        score(found, true)
        if found == near[:3] + [nothing] and true == faces:
            return None
        return Problem("a list that was passed in has changed", "Work on copies, or only read.")

    return judge(
        "precision_recall",
        attempt,
        [
            (
                "3 found, 5 missed, 1 false alarm",
                case(near[:3] + [nothing], faces, "Count found, missed and false alarms first, then divide."),
            ),
            ("all found and nothing else: 1 and 1", case(near, faces, "Nothing is missed, nothing is false.")),
            ("no face found: 0 and 0", case([nothing], faces[:2], "0 found of 2, and 0 right of 1.")),
            (
                "two boxes on one face count once",
                case([near[0], faces[0]], faces[:2], "A face can be found only once; match_boxes sees to it."),
            ),
            (
                "no boxes: precision is NaN, recall 0",
                case([], faces[:3], "Without a box there is nothing to be right about: return float('nan')."),
            ),
            (
                "no faces: recall is NaN, precision 0",
                case([nothing], [], "Without a face there is nothing to find: return float('nan')."),
            ),
            (
                "neither: NaN and NaN",
                case([], [], "Both fractions would divide by zero: return float('nan') for each."),
            ),
            ("the lists are not changed", untouched),
        ],
    )


def _same(one, other):
    return math.isclose(one, other, abs_tol=1e-9) or (math.isnan(one) and math.isnan(other))
