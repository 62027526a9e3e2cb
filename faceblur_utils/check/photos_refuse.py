"""More checks of the exercises in lesson 06: a photo in which nobody is found."""

import ast
import inspect
import textwrap
from dataclasses import replace

import numpy as np

from ..roi import Box
from .core import Problem, judge
from .facts import count
from .kinds import an_image, unchanged
from .mistakes import agrees
from .paste_back_blend import HIDING
from .photos import FACES
from .real import face, grain, stand_in
from .refusals import refuses

__all__ = ["hide_or_refuse"]


def _parts(function):
    """Give all nodes of a function's source; none if there is no source at hand."""
    try:
        return list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))))
    except (OSError, TypeError, SyntaxError):
        return []


def _asks_for_none(function):
    """Whether a function's source compares something with None."""
    compared = [one for node in _parts(function) if isinstance(node, ast.Compare) for one in node.comparators]
    return any(isinstance(one, ast.Constant) and one.value is None for one in compared)


def _catches_its_own(function):
    """Whether a function's source has a ``raise`` in a ``try`` whose ``except`` raises nothing."""
    return any(
        isinstance(node, ast.Try)
        and any(isinstance(one, ast.Raise) for line in node.body for one in ast.walk(line))
        and not any(isinstance(one, ast.Raise) for handler in node.handlers for one in ast.walk(handler))
        for node in _parts(function)
    )


def hide_or_refuse(attempt):
    """Check ``attempt(image, detect, hide)``, which hides every face and raises ValueError where there is none.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image, empty = grain(60, 90, 3), grain(60, 90, 3)[::-1].copy()

    def finds(*boxes):
        return lambda picture: list(boxes)

    def with_boxes(mistake):
        return lambda image, detect, hide: mistake(image, detect(image), hide)

    def due(image, detect, hide):
        result = image.copy()
        for box in detect(image):
            result[box.slices] = hide(result[box.slices])
        return result

    def on_black(image, detect, hide):
        result = np.zeros_like(image)
        for box in detect(image):
            result[box.slices] = hide(image[box.slices])
        return result

    def a_picture(result, right):
        if isinstance(result, (list, tuple)) and result and all(isinstance(one, np.ndarray) for one in result):
            return Problem(
                f"it returned {count(len(result), 'array')} in a {type(result).__name__}",
                "One picture is due: the whole photo, with each hidden region written into its place.",
            )
        return an_image()(result, right)

    def hidden(faces, hint):
        def seen(result, right, case):
            visible = [
                n
                for n, box in enumerate(faces, 1)
                if (result[box.slices] == image[box.slices]).all(axis=2).mean() > 0.5
            ]
            if visible:
                return f"Still clear: face {', '.join(map(str, visible))} of {len(faces)}. {hint}"
            return "Every face is hidden by hide(...), and nothing else changes."

        return agrees(
            [(image, finds(*faces), stand_in)],
            due,
            [
                # One picture cannot tell these two from others.
                *(
                    (sentence, with_boxes(mistake))
                    for sentence, mistake in HIDING
                    if "brought back" not in sentence and "became the result" not in sentence
                ),
                ("Only the faces are there: begin with a copy of the photo, not with an empty picture.", on_black),
            ],
            kind=a_picture,
            hint=seen,
            real=lambda: (face(), finds(Box(5, 5, 30, 30), Box(36, 20, 70, 80)), stand_in),
            more=[(image, finds(*FACES), stand_in)],
        )

    def what_came(result):
        if isinstance(result, np.ndarray) and np.array_equal(result, empty):
            return "the photo as it was: a success, as far as anybody can tell"
        return "None, and the program goes on" if result is None else None

    def refused(learner):
        problem = refusal(learner)
        if problem and learner.error is None and _catches_its_own(learner.function):
            hint = "The `raise` stands inside a `try`, whose `except` catches it at once: raise outside of the `try`."
            return replace(problem, hint=hint)
        if problem and learner.error is None and _asks_for_none(learner.function):
            return replace(problem, hint="Where nobody is found, detect returns an empty list; that is not None.")
        return problem

    refusal = refuses(
        lambda: (empty.copy(), finds(), stand_in),
        "where nobody is found",
        "if the list of boxes is empty",
        words=True,
        seen=what_came,
    )
    return judge(
        "hide_or_refuse",
        attempt,
        [
            (
                "every face is hidden and nothing else",
                hidden(
                    FACES, "Assign hide(roi) to the slice of the result, for each box, and return only after the loop."
                ),
            ),
            (
                "a single face is hidden as well",
                hidden(FACES[1:2], "One face is enough: refuse only where there is none."),
            ),
            (
                "no face: ValueError, with words",
                refused,
            ),
            ("the image passed in is not changed", unchanged("the image")),
        ],
        "image, detect, hide",
    )
