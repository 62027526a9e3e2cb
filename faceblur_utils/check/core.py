"""How an exercise is judged: properties, one after the other, and words for the first that fails."""

import ast
import inspect
import textwrap
from dataclasses import dataclass

import numpy as np

from .. import figures
from ..own_pipeline import keep


@dataclass(frozen=True)
class Problem:
    """Why a property does not hold.

    Attributes
    ----------
    what : str
        What was seen, in words.
    hint : str
        Where to look, never the answer.
    pictures : dict, optional
        Title to RGB uint8 image, all of one size, to show below.
    """

    what: str
    hint: str
    pictures: dict | None = None


# Forgetting to return is every exercise's first mistake.
NO_RETURN = Problem("your function returned None", "Does its last line start with `return`?")


class Verdict:
    """What a check found: ``"passed"``, ``"failed"`` or ``"not attempted"``. True only if it passed.

    Attributes
    ----------
    state : str
    problem : Problem or None
        The first property that failed.
    """

    def __init__(self, state, problem=None):
        self.state, self.problem = state, problem

    def __bool__(self):
        return self.state == "passed"

    def __repr__(self):
        return f"<{self.state}>"

    def _ipython_display_(self):
        """Stay silent at the end of a cell: `judge` has printed everything already."""


def attempted(attempt):
    """Whether anything was filled in for ``...``.

    Parameters
    ----------
    attempt : object
        A value, a tuple of values or a function. A ``...`` that indexes an array (``image[..., 0]``) is no gap.

    Returns
    -------
    bool
    """
    if isinstance(attempt, (tuple, list)):
        return all(attempted(part) for part in attempt)
    if attempt is ... or not inspect.isfunction(attempt):
        return attempt is not ...
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(attempt)))
    except (OSError, SyntaxError):  # no source at hand (a lambda in the middle of a line, say): judge what it does
        return True
    gaps = sum(isinstance(node, ast.Constant) and node.value is ... for node in ast.walk(tree))
    return gaps == sum(_is_numpys(node) for node in ast.walk(tree))


def _is_numpys(node):
    """``image[..., 0]`` is NumPy, which takes one ``...`` in an index: ``image[..., ...]`` still has a gap."""
    if not isinstance(node, ast.Subscript):
        return False
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return any(isinstance(part, ast.Constant) and part.value is ... for part in parts)


def judge(name, attempt, properties):
    """Try each property in turn and print the verdict.

    Parameters
    ----------
    name : str
        Of the exercise.
    attempt : object
        What the learner filled in.
    properties : list of (str, callable)
        What should hold, as a short phrase, and ``function(attempt) -> Problem or None``.

    Returns
    -------
    Verdict
    """
    if not attempted(attempt):
        print(f"- {name}: not attempted yet. Replace the ... and run both cells again.")
        return Verdict("not attempted")
    for phrase, holds in properties:
        try:
            problem = holds(attempt)
        except Exception as error:  # the learner's code failed: its message, without our traceback
            hint = "Call it yourself in a new cell to see the line where it happened."
            if not callable(attempt) and "is not callable" in str(error):
                hint = "Hand over the function itself: its name, with no brackets behind it."
            problem = Problem(f"your code stopped with {type(error).__name__}: {error}", hint)
        if problem is not None:
            print(f"✗ {name}: not yet.\n  Should hold: {phrase}\n  Seen: {problem.what}\n  Hint: {problem.hint}")
            if problem.pictures:
                titles = list(problem.pictures)
                figures.grid(
                    list(problem.pictures.values()),
                    titles,
                    alt=f"{name}, {phrase}: {problem.what}. Pictures: {', '.join(titles)}.",
                    interpolation="nearest",
                    width=3 * len(titles),
                )
            return Verdict("failed", problem)
    print(f"✓ {name}: " + "; ".join(phrase for phrase, _ in properties) + ".")
    if kept := keep(name, attempt):
        print(kept)
    return Verdict("passed")


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
    """
    if result is None:
        return NO_RETURN
    if not isinstance(result, np.ndarray):
        return Problem(f"{what} is a {type(result).__name__}, not an array", "Return the NumPy array itself.")
    if result.shape != wanted.shape:
        return Problem(
            f"{what} has shape {result.shape} where {wanted.shape} is due",
            "Rows come first: shape is (height, width, channels). Are X and Y, or start and end, mixed up?",
        )
    if result.dtype != wanted.dtype:
        return Problem(
            f"{what} has dtype {result.dtype} where {wanted.dtype} is due",
            "Arithmetic makes floats; round, and come back with .astype(np.uint8).",
        )
    return None


def difference(mine, due):
    """Picture where two images differ.

    Parameters
    ----------
    mine, due : numpy.ndarray
        Shape (height, width, 3), dtype uint8.

    Returns
    -------
    dict
        For `Problem`: the learner's image, and the absolute difference, brightened so that the largest is white.
    """
    gap = np.abs(mine.astype(int) - due.astype(int))
    bright = (gap * (255 / max(1, gap.max()))).astype(np.uint8)
    return {"Yours": mine, "Where it differs": bright}
