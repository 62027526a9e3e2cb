"""Kinds of results that a check can ask for, and what to say of others."""

import numpy as np

from ..words import _
from .facts import as_list, count, image_like, is_number, short, strange
from .problem import Problem


def an_image(what="the result"):
    """Make a `kind` for `agrees`: an image of the shape and dtype that are due.

    Parameters
    ----------
    what : str
        How to call the result.

    Returns
    -------
    callable
    """
    return lambda result, due: image_like(result, due, what)


def a_number(result, due=None):
    """Check that a result is one number; NaN is one. A `kind` for `agrees`.

    Parameters
    ----------
    result, due : object

    Returns
    -------
    Problem or None

    Examples
    --------
    >>> a_number("3").hint
    'One number is due, and this is text (str).'
    """
    odd = strange(result, "one number")
    if odd or is_number(result):
        return odd
    if isinstance(result, np.ndarray):
        return Problem(
            f"your function returned {short(result)}", f"One number is due; an array of shape {result.shape} came back."
        )
    hint = "One number is due, and this is text (str)." if isinstance(result, str) else (
        f"One number is due, and this is a {type(result).__name__}."
    )  # fmt: skip
    return Problem(f"your function returned {short(result)}", hint)


def whole_numbers(places):
    """Make a `kind` for `agrees`: so many whole numbers, in a tuple, a list or an array.

    Parameters
    ----------
    places : tuple of str
        What the numbers are called.

    Returns
    -------
    callable
    """
    number_of = {2: "two", 3: "three", 4: "four"}.get(len(places), str(len(places)))
    order = f"{number_of} numbers are due: {', '.join(places)}."

    def kind(result, due=None):
        odd = strange(result, f"{number_of} numbers")
        if odd:
            return odd
        numbers = as_list(result)
        if numbers is None:
            kind_of = "" if isinstance(result, np.ndarray) else f", a {type(result).__name__}"
            return Problem(f"your function returned {short(result)}{kind_of}", f"Return a tuple: {order}")
        if numbers and all(as_list(one) is not None for one in numbers):
            return Problem(
                f"your function returned {short(result)}: {count(len(numbers), 'group')}",
                f"One row, without brackets inside: {order}",
            )
        if len(numbers) != len(places):
            return Problem(
                f"your function returned {short(result)}: {count(len(numbers), 'number')}",
                order[0].upper() + order[1:],
            )
        if any(one is ... for one in numbers):
            return Problem("one of the numbers is still ...", "Fill in all.")
        if not all(isinstance(one, int) and not isinstance(one, bool) for one in numbers):
            floats = [one for one in numbers if isinstance(one, float)]
            if not floats:
                return Problem(f"not all of {short(result)} are whole numbers", f"Only whole numbers: {order}")
            whole = all(one == int(one) for one in floats if np.isfinite(one))
            return Problem(
                f"not all of ({', '.join(map(repr, numbers))}) are whole numbers (int): {floats[0]!r} is a float",
                "These have no fraction, but their type is float, and a slice takes none: round() makes whole numbers "
                "(int), np.round keeps floats."
                if whole
                else "Pixels are counted, not measured: int() cuts a fraction off, round() goes to the nearest.",
            )
        return None

    return kind


def a_list_for_each(what, place="value"):
    """Make a `kind` for `agrees`: a list, tuple or array with one entry for each of `what`.

    Parameters
    ----------
    what, place : str

    Returns
    -------
    callable
    """

    def kind(result, due):
        odd = strange(result, f"a list with one entry for each {place}")
        if odd:
            return odd
        if as_list(result) is None:
            return Problem(
                f"your function returned {short(result)}, a {type(result).__name__}",
                f"One {what} for each {place} is due, in a list.",
            )
        if len(result) != len(due):
            return Problem(
                f"for {count(len(due), place)} it returned {count(len(result), 'entry').replace('entrys', 'entries')}",
                f"One {what} for each {place} is due, in their order: none left out, none added.",
            )
        return None

    return kind


def unchanged(what):
    """Make a property: no call so far has changed what was passed in.

    Parameters
    ----------
    what : str
        What is passed in, in words.

    Returns
    -------
    callable
    """

    def holds(learner):
        if not learner.changed:
            return None
        return Problem(
            _("{what} that was passed in has changed").format(what=_(what)),
            _("Only read from it, and write to a new one: `=` gives a second name, `.copy()` makes a copy."),
        )

    return holds
