"""What can be seen of a result without knowing the code: its kind, its shape, where and how far it differs."""

import inspect
import numbers

import numpy as np

from ..roi import Box
from ..words import _
from .problem import NO_RETURN, Problem

EDGES = ("left", "top", "right", "bottom")


def same(one, other, slack=0.0):
    """Whether two values are alike: arrays by shape, kind and values, numbers by value, lists and dicts by their parts.

    Parameters
    ----------
    one, other : object
    slack : float
        How far two numbers may lie apart, for rounding.

    Returns
    -------
    bool

    Examples
    --------
    >>> same((3, np.int64(4)), (3, 4)), same([np.zeros(3)], [np.zeros(4)]), same(float("nan"), np.nan)
    (True, False, True)
    """
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        if one.shape != other.shape or one.dtype != other.dtype:
            return False
        if one.dtype == object:
            return all(same(a, b, slack) for a, b in zip(one.ravel(), other.ravel(), strict=True))
        if slack and one.dtype.kind in "iuf":
            return bool((np.abs(one.astype(float) - other.astype(float)) <= slack).all())
        return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))
    if is_number(one) and is_number(other):
        a, b = float(one), float(other)
        return (a != a and b != b) or a == b or abs(a - b) <= max(slack, 1e-9 * max(abs(a), abs(b)))
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(same(a, b, slack) for a, b in zip(one, other, strict=True))
    if isinstance(one, Box) and isinstance(other, Box):
        return max(abs(getattr(one, edge) - getattr(other, edge)) for edge in EDGES) <= slack
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key], slack) for key in one)
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return False
    try:
        return one is other or bool(one == other)
    except Exception:  # two things that cannot be compared are not alike
        return False


def is_number(value):
    """Whether a value is one number: Python's, NumPy's, or an array that holds one. True and False are none.

    Parameters
    ----------
    value : object

    Returns
    -------
    bool

    Examples
    --------
    >>> is_number(np.float32(3)), is_number(np.array(3)), is_number(True), is_number("3")
    (True, True, False, False)
    """
    if isinstance(value, np.ndarray):
        return value.ndim == 0 and value.dtype.kind in "iuf"
    return isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_))


def as_list(value):
    """Turn a tuple, a list or a one-dimensional array into a list; give None for anything else.

    Parameters
    ----------
    value : object

    Returns
    -------
    list or None

    Examples
    --------
    >>> as_list(np.arange(3)), as_list("abc")
    ([0, 1, 2], None)
    """
    if isinstance(value, np.ndarray):
        return value.tolist() if value.ndim == 1 else None
    if not isinstance(value, (list, tuple)):
        return None
    return [one.item() if isinstance(one, np.generic) else one for one in value]


def short(value, limit=90):
    """Write a value in one short line; arrays by their shape.

    Parameters
    ----------
    value : object
    limit : int
        At most so many characters.

    Returns
    -------
    str

    Examples
    --------
    >>> short(np.zeros((40, 60, 3), np.uint8)), short(np.float64(0.5)), short((3, np.int64(4)))
    ('an array of shape (40, 60, 3), uint8', '0.5', '(3, 4)')
    """
    if isinstance(value, np.ndarray) and value.ndim:
        if value.ndim == 1 and value.size <= 8:
            return short(value.tolist(), limit)
        if value.ndim == 1:
            first = ", ".join(short(one) for one in value[:4])
            return f"an array of {len(value)} numbers, {first}, ..."
        return f"an array of shape {value.shape}, {value.dtype}"
    if isinstance(value, (np.generic, np.ndarray)):
        value = value.item()
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, (list, tuple)) and len(value) <= 60:
        inner = ", ".join(short(one, limit) for one in value) + ("," if len(value) == 1 else "")
        text = f"[{inner}]" if isinstance(value, list) else f"({inner})"
    else:
        text = " ".join(repr(value).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def strange(result, due):
    """Problem with the kind of a result, where it is another one than `due` whatever the exercise; None if it is not.

    Parameters
    ----------
    result : object
    due : str
        What should come back, in words: "an array", "four numbers".

    Returns
    -------
    Problem or None

    Examples
    --------
    >>> strange(len, "one number").hint
    'Brackets are missing: `name` is the function itself, `name()` calls it.'
    """
    if result is None:
        return NO_RETURN
    if result is ...:
        hint = _("Put what should come back in its place: {due}.").format(due=_(due))
        return Problem(_("your function returned ..."), hint)
    if inspect.isgenerator(result) or isinstance(result, (map, filter, zip, range, reversed)):
        what = "generator" if inspect.isgenerator(result) else type(result).__name__
        return Problem(
            f"your function returned a {what}, which makes its values one by one when asked",
            f"Due is {due}: `return` a list or an array that holds them. (`yield`, or round brackets around a `for`, "
            f"makes a "
            "generator.)",
        )
    if callable(result):
        name = getattr(result, "__name__", type(result).__name__)
        return Problem(
            _("your function returned the function `{name}` itself").format(name=name),
            "Brackets are missing: `name` is the function itself, `name()` calls it.",
        )
    if isinstance(result, BaseException):
        return Problem(
            f"your function returned a {type(result).__name__} as its value",
            "`return` hands an error over like any value; `raise` stops the program.",
        )
    return None


def image_like(result, wanted, what="the result"):
    """Check that a learner's result is an image of the wanted shape.

    Parameters
    ----------
    result : object
    wanted : numpy.ndarray
        An image of the shape and dtype that are due.
    what : str
        How to call the result.

    Returns
    -------
    Problem or None

    Examples
    --------
    >>> image_like(np.zeros((5, 8), np.uint8), np.zeros((5, 8, 3), np.uint8)).hint
    'There is no axis for the channels: a colour has three numbers, image[row, column] is one colour.'
    """
    odd = strange(result, "an array")
    if odd:
        return odd
    if isinstance(result, tuple) and len(result) == 1:
        return Problem(
            _("{what} is a tuple that holds one array, not an array").format(what=_(what)),
            "A comma at the end of a line makes a tuple.",
        )
    if not isinstance(result, np.ndarray):
        kind = type(result).__name__
        said = (
            _("{what} is an {kind}, not an array")
            if kind[0].lower() in "aeiou"
            else _("{what} is a {kind}, not an array")
        )
        return Problem(said.format(what=_(what), kind=kind), "Return the NumPy array itself.")
    if result.shape != wanted.shape:
        return Problem(
            _("{what} has shape {given} where {due} is due").format(what=_(what), given=result.shape, due=wanted.shape),
            _shape_hint(result.shape, wanted.shape),
        )
    if result.dtype != wanted.dtype:
        said = _("{what} has dtype {given} where {due} is due")
        return Problem(said.format(what=_(what), given=result.dtype, due=wanted.dtype), _dtype_hint(result, wanted))
    return None


def _shape_hint(shape, due):
    rows_first = _("Rows come first: shape is (height, width) and then the channels.")
    if len(shape) == len(due) - 1 and shape == due[:2]:
        return "There is no axis for the channels: a colour has three numbers, image[row, column] is one colour."
    if len(shape) == 3 and len(due) == 2 and shape[:2] == due:
        return _("One number for each pixel is due, and there are {number} channels.").format(number=shape[2])
    if len(shape) != len(due):
        said = _("An array of {due} axes is due, and this one has {given}.").format(due=len(due), given=len(shape))
        return f"{said} {rows_first}"
    if shape[:2] == due[1::-1] and shape[0] != shape[1]:
        return f"{_('Height and width are swapped.')} {rows_first}"
    if shape[:2] == due[:2]:
        return _("There are {given} channels where {due} are due.").format(given=shape[2], due=due[2])
    if 0 in shape:
        return "It is empty: a slice holds nothing if its end does not lie behind its start."
    off = [f"{count(abs(a - b), one)} too {'many' if a > b else 'few'}" for a, b, one in
           ((shape[0], due[0], "row"), (shape[1], due[1], "column")) if a != b]  # fmt: skip
    return f"That is {' and '.join(off)}. {rows_first} A slice or a range a to b has b - a places: its end is left out."


def _dtype_hint(result, wanted):
    if wanted.dtype == bool:
        return "A comparison such as `<= 1` makes True and False."
    if wanted.dtype == np.uint8:
        return "Images hold whole numbers from 0 to 255: round, and come back with .astype(np.uint8)."
    return f"Come back with .astype(np.{wanted.dtype})."


def count(number, word):
    """Write a number and its word: "1 row", "2 rows".

    Parameters
    ----------
    number : int
    word : str

    Returns
    -------
    str

    Examples
    --------
    >>> count(1, "row"), count(2, "row")
    ('1 row', '2 rows')
    """
    return f"{number} {word}" + ("" if number == 1 else "s")


def place_of(mine, due):
    """Say where, and how far, two images of one shape differ.

    Parameters
    ----------
    mine, due : numpy.ndarray
        Of one shape, (height, width) or (height, width, 3), and one dtype.

    Returns
    -------
    str

    Examples
    --------
    >>> due = np.zeros((5, 8), np.uint8)
    >>> mine = due.copy()
    >>> mine[-1] = 7
    >>> place_of(mine, due)
    'all pixels that differ lie in the last row (by up to 7 grey levels)'
    """
    gap = mine.astype(float) - due.astype(float)
    wrong = gap != 0
    far = _how_far(gap, mine.dtype == bool)
    flat = wrong.any(axis=2) if wrong.ndim == 3 else wrong
    if wrong.ndim == 3:
        channels = np.flatnonzero(wrong.any(axis=(0, 1)))
        if 0 < len(channels) < 3:
            said = (
                _("only channels {which} differ ({far})")
                if len(channels) > 1
                else _("only channel {which} differs ({far})")
            )
            return said.format(which=_(" and ").join(map(str, channels)), far=far)
    rows, columns = np.flatnonzero(flat.any(axis=1)), np.flatnonzero(flat.any(axis=0))
    height, width = flat.shape
    lines = [
        (rows, height, "row", rows.min() > 0, rows.max() < height - 1),
        (columns, width, "column", columns.min() > 0, columns.max() < width - 1),
    ]
    for found, size, word, after, before in lines:
        if len(found) <= max(1, size // 3) and len(found) == np.ptp(found) + 1 and (after != before):
            said = _(_PLACES[word, after, len(found) > 1])
            return said.format(many=len(found), far=far)
    for rim in range(1, min(height, width) // 3 + 1):
        if not flat[rim : height - rim, rim : width - rim].any():
            near = _("all pixels that differ lie on the rim, at most 1 pixel from the border ({far})")
            said = _("all pixels that differ lie on the rim, at most {rim} pixels from the border ({far})")
            return (near if rim == 1 else said).format(rim=rim, far=far)
    return _("{share} of the pixels differ ({far})").format(share=f"{flat.mean():.0%}", far=far)


_PLACES = {  # whether it is the last, and whether there are more
    ("row", False, False): "all pixels that differ lie in the first row ({far})",
    ("row", False, True): "all pixels that differ lie in the first {many} rows ({far})",
    ("row", True, False): "all pixels that differ lie in the last row ({far})",
    ("row", True, True): "all pixels that differ lie in the last {many} rows ({far})",
    ("column", False, False): "all pixels that differ lie in the first column ({far})",
    ("column", False, True): "all pixels that differ lie in the first {many} columns ({far})",
    ("column", True, False): "all pixels that differ lie in the last column ({far})",
    ("column", True, True): "all pixels that differ lie in the last {many} columns ({far})",
}


def _how_far(gap, mask):
    if not mask:
        most = round(np.abs(gap).max())
        return _("by up to 1 grey level") if most == 1 else _("by up to {most} grey levels").format(most=most)
    if gap.min() < 0 < gap.max():
        return "some inside taken for outside, and some outside for inside"
    return "outside taken for inside" if gap.max() > 0 else "inside taken for outside"


def first_of(mine, due):
    """Name the first pixel in which two images of one shape differ, with both values.

    Parameters
    ----------
    mine, due : numpy.ndarray
        Of one shape; at least one pixel differs.

    Returns
    -------
    str

    Examples
    --------
    >>> first_of(np.zeros((2, 3), np.uint8), np.eye(2, 3, dtype=np.uint8))
    'the first in row 0, column 0: yours 0, due 1'
    """
    row, column = np.argwhere((mine != due).reshape(*mine.shape[:2], -1).any(axis=2))[0]
    yours, ours = short(np.asarray(mine[row, column])), short(np.asarray(due[row, column]))
    said = _("the first in row {row}, column {column}: yours {yours}, due {ours}")
    return said.format(row=row, column=column, yours=yours, ours=ours)


def as_picture(image, least=200):
    """Make an RGB image of an image or a mask, and enlarge it so that single pixels can be seen.

    Parameters
    ----------
    image : numpy.ndarray
        Grey or RGB uint8, or bool (white is True).
    least : int
        Pixels that the picture should be wide, at least, by repeating each.

    Returns
    -------
    numpy.ndarray

    Examples
    --------
    >>> as_picture(np.eye(10, dtype=bool)).shape
    (200, 200, 3)
    """
    if image.dtype == bool:
        image = np.where(image, 255, 60).astype(np.uint8)
    image = np.clip(image, 0, 255).astype(np.uint8)
    if image.ndim == 2:
        image = np.dstack([image] * 3)
    times = max(1, round(least / image.shape[1]))
    return image.repeat(times, 0).repeat(times, 1)


def difference(mine, due):
    """Picture a learner's image, ours, and where the two differ.

    Parameters
    ----------
    mine, due : numpy.ndarray
        Of one shape, uint8 or bool.

    Returns
    -------
    dict
        For `Problem`: the learner's image, ours, and the absolute difference, brightened so that the largest is
        white; the
        title says how many grey levels that is.

    Examples
    --------
    >>> list(difference(np.zeros((9, 9), np.uint8), np.full((9, 9), 20, np.uint8)))
    ['Yours', 'Ours', 'Difference (white: 20 of 255)']
    """
    gap = np.abs(mine.astype(int) - due.astype(int))
    bright = (gap * (255 / max(1, gap.max()))).astype(np.uint8)
    levels = _("Difference (white: {most} of 255)").format(most=gap.max())
    title = levels if mine.dtype != bool else _("Difference (white: they differ)")
    return {_("Yours"): as_picture(mine), _("Ours"): as_picture(due), title: as_picture(bright)}
