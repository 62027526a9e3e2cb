"""Checks of the exercises in lesson 02, the region of interest."""

import numpy as np

from .core import NO_RETURN, Problem, difference, image_like, judge

__all__ = ["clip_box", "convert_order", "crop_face", "grow_box"]


def _numbered(height, width):
    """Make an image in which no two pixels are alike, so that a wrong region cannot look right by chance."""
    rows, columns = np.mgrid[:height, :width]
    return np.dstack([rows, columns, (rows + columns) % 256]).astype(np.uint8)


def _four(result, order):
    """Check that a result is four whole numbers."""
    if result is None:
        return NO_RETURN
    if not isinstance(result, (tuple, list)) or len(result) != 4:
        return Problem(f"your function returned {result!r}", f"Return four numbers: {order}.")
    if any(part is ... for part in result):
        return Problem("one of the four numbers is still ...", "Fill in all four.")
    if not all(isinstance(number, (int, np.integer)) for number in result):
        return Problem(
            f"not all of {result!r} are whole numbers", "Pixels are counted, not measured: use int() or round()."
        )
    return None


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
    image = _numbered(60, 90)
    region = (30, 70, 10, 35)  # start X, end X, start Y, end Y: wider than high, and inside even if X and Y are swapped
    due = image[10:35, 30:70]

    def right_region(crop):
        roi = crop(image.copy(), *region)
        swapped = image[30:70, 10:35]
        if isinstance(roi, np.ndarray) and roi.shape == swapped.shape and (roi == swapped).all():
            return Problem("X and Y are swapped", "NumPy wants the rows first, and rows are counted along Y.")
        problem = image_like(roi, due, "the region")
        if problem or (roi == due).all():
            return problem
        return Problem("the region has the right size but other pixels", "Check all four ends.", difference(roi, due))

    def a_copy(crop):
        mine = image.copy()
        roi = crop(mine, *region)
        if np.shares_memory(roi, mine):
            return Problem(
                "the region shares its memory with the image", "A slice is a view. Which method makes a copy?"
            )
        return None

    def untouched(crop):
        mine = image.copy()
        crop(mine, *region)
        if (mine != image).any():
            return Problem("the image was changed", "Only read from it.", difference(mine, image))
        return None

    return judge(
        "crop_face",
        attempt,
        [
            ("rows are cut by Y and columns by X", right_region),
            ("the region is a copy of its own", a_copy),
            ("the image is not changed", untouched),
        ],
    )


def convert_order(attempt):
    """Check ``attempt(x, y, width, height)``, which returns ``(top, right, bottom, left)``.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """

    def right_numbers(convert):
        x, y, width, height = 7, 20, 30, 44
        result = convert(x, y, width, height)
        problem = _four(result, "top, right, bottom, left")
        if problem:
            return problem
        seen = tuple(int(number) for number in result)
        if seen == (y, x + width, y + height, x):
            return None
        if width in seen or height in seen:
            hint = "Width and height are lengths. The right edge is where the width ends, counted from the left edge."
        elif set(seen) == {y, x + width, y + height, x}:
            hint = "The four numbers are right, their order is not. Go round the face like a clock, from the top."
        elif x + height in seen or y + width in seen:
            hint = "Which length runs along X, which along Y?"
        else:
            hint = "Draw the box on paper and write x, y, width and height beside it."
        return Problem(f"for x={x}, y={y}, width={width}, height={height} it returned {seen}", hint)

    def at_the_corner(convert):
        seen = tuple(convert(0, 0, 5, 6))
        if seen == (0, 5, 6, 0):
            return None
        return Problem(
            f"for a box at the image's corner (0, 0, 5, 6) it returned {seen}", "0 is a pixel like any other."
        )

    return judge(
        "convert_order",
        attempt,
        [("top, right, bottom, left come in this order", right_numbers), ("a box at (0, 0) works", at_the_corner)],
    )


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
    image = _numbered(50, 80)
    order = "start X, end X, start Y, end Y"

    def case(given, due, hint):
        def holds(clip):
            result = clip(*given, image.copy())
            problem = _four(result, order)
            if problem or tuple(result) == due:
                return problem
            seen = tuple(int(number) for number in result)
            if seen == tuple(min(max(number, 0), limit) for number, limit in zip(given, (50, 50, 80, 80), strict=True)):
                return Problem(f"{given} became {seen}", "image.shape is (height, width): which of them limits X?")
            return Problem(f"in an image 80 wide and 50 high, {given} became {seen}", hint)

        return holds

    return judge(
        "clip_box",
        attempt,
        [
            ("a box inside stays as it is", case((10, 30, 5, 25), (10, 30, 5, 25), "Only cut what lies outside.")),
            (
                "negative starts become 0",
                case((-12, 30, -4, 25), (0, 30, 0, 25), "max(number, 0) is never below 0. Do both starts use it?"),
            ),
            (
                "ends stop at the image's width and height",
                case((60, 95, 40, 70), (60, 80, 40, 50), "An end may equal the width or height: it is exclusive."),
            ),
            (
                "a box wholly outside becomes empty, not inside out",
                case((-30, -10, 5, 25), (0, 0, 5, 25), "An end can be negative as well, and a start can be too large."),
            ),
            (
                "beyond the right border too",
                case((90, 99, 5, 25), (80, 80, 5, 25), "Limit the starts on both sides, too."),
            ),
        ],
    )


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

    def grown(grow):
        given = (100, 140, 50, 110)  # 40 wide, 60 high
        result = grow(*given, 0.25)
        problem = _four(result, "start X, end X, start Y, end Y")
        if problem:
            return problem
        seen = tuple(int(number) for number in result)
        if seen == (90, 150, 35, 125):
            return None
        if seen[0] == given[0] or seen[2] == given[2]:
            hint = "It grew only at its ends. The starts must move as well: to the left, and up."
        elif seen == (95, 145, 43, 117) or seen == (95, 145, 42, 118) or seen == (95, 145, 42, 117):
            hint = "The margin is meant for each side, not for both together."
        elif seen in ((90, 150, 40, 120), (85, 155, 35, 125)):
            hint = "Width and height differ: the margin along Y is a share of the height."
        elif seen[0] > given[0]:
            hint = "It shrank on one side: which way is left, plus or minus?"
        else:
            hint = "A margin of 0.25 of a width of 40 pixels is 10 pixels."
        return Problem(f"{given} with a margin of 0.25 became {seen}", hint)

    def nothing_for_zero(grow):
        seen = tuple(grow(3, 8, 4, 9, 0))
        if seen == (3, 8, 4, 9):
            return None
        return Problem(f"with a margin of 0, (3, 8, 4, 9) became {seen}", "No margin, no change.")

    return judge(
        "grow_box",
        attempt,
        [
            ("each side grows by its share of width or height, in whole pixels", grown),
            ("a margin of 0 changes nothing", nothing_for_zero),
        ],
    )
