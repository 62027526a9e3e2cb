"""Checks of the exercises in the deeper lesson on what makes detectors fail."""

import math

import numpy as np

from ..images import from_light, to_light
from .core import NO_RETURN, Problem, difference, image_like, judge

__all__ = ["less_light", "recall_by_label"]


def less_light(attempt):
    """Check ``attempt(image, share)``, which returns the image with a share of its light.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image = np.random.default_rng(4).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    image[:20, :30], image[:20, 30:] = 200, 90

    def close(mine, due):
        # Rounding up, down or to the nearest: each is a fair way back to whole numbers.
        return np.abs(mine.astype(float) - due).max() <= 1

    def case(share):
        def holds(darken):
            result = darken(image.copy(), share)
            due = from_light(to_light(image) * share)
            problem = image_like(result, image)
            if problem or close(result, due):
                return problem
            values = np.clip(np.rint(image * float(share)), 0, 255)
            if close(result, values) or close(result, np.floor(values)):
                hint = "You have multiplied the numbers. Go from numbers to light first, and back at the end."
            elif close(result, np.rint(255 * to_light(image) * share).clip(0, 255)):
                hint = "This is still light, times 255. `from_light` makes numbers of it again."
            elif share != 1 and close(result, image):
                hint = "Nothing has changed. Is `share` used?"
            else:
                hint = "Three steps: numbers to light, times the share, light to numbers."
            seen = f"with a share of {share:g}, a 200 became {int(result[0, 0, 0])}; {int(due[0, 0, 0])} is due"
            return Problem(seen, hint, difference(result, due))

        return holds

    def untouched(darken):
        mine = image.copy()
        darken(mine, 0.5)
        if (mine == image).all():
            return None
        return Problem("the image was changed", "Only read from it, and make a new array.")

    return judge(
        "less_light",
        attempt,
        [
            ("a tenth of the light", case(0.1)),
            ("all of the light is the image itself", case(1)),
            ("no light is black", case(0)),
            ("four times the light ends at white", case(4)),
            ("the image is not changed", untouched),
        ],
    )


def recall_by_label(attempt):
    """Check ``attempt(answers)``: of a list of ``(label, found)`` it makes a dict of each label's share found.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """

    def case(answers, hint):
        due = {}
        for label, found in answers:
            due.setdefault(label, []).append(found)
        due = {label: sum(seen) / len(seen) for label, seen in due.items()}

        def holds(shares):
            result = shares(list(answers))
            if result is None:
                return NO_RETURN
            if not isinstance(result, dict):
                return Problem(f"your function returned a {type(result).__name__}", "Return a dict: label to share.")
            if set(result) != set(due):
                return Problem(f"the labels are {sorted(result)}, due are {sorted(due)}", "One entry for each label.")
            wrong = next((label for label in due if not _same(result[label], due[label])), None)
            if wrong is None:
                return None
            what = f"for {answers} it says {result[wrong]!r} for {wrong!r}; {due[wrong]:.3g} is due"
            return Problem(what, _usual(result, wrong, answers) or hint)

        return holds

    return judge(
        "recall_by_label",
        attempt,
        [
            (
                "found of 4 and of 2",
                case(
                    [("a", True), ("b", False), ("a", False), ("a", True), ("b", True), ("a", True)],
                    "For each label: how many were found, divided by how many there are.",
                ),
            ),
            ("a label of which nobody was found has 0", case([("x", False), ("y", True)], "0 found is a share too.")),
            ("one label alone", case([("only", True), ("only", True)], "All found is a share of 1.")),
            ("nobody at all gives an empty dict", case([], "Nothing to count: `{}`.")),
        ],
    )


def _usual(result, label, answers):
    mine = [found for one, found in answers if one == label]
    value = result[label]
    if _same(value, sum(mine)):
        return "This is how many were found. Divide by how many have this label."
    if _same(value, sum(mine) / len(answers)):
        return "Divide by those with this label, not by all."
    if sum(mine) != len(mine) / 2 and _same(value, 1 - sum(mine) / len(mine)):
        return "This is the share missed."
    if _same(value, 100 * sum(mine) / len(mine)):
        return "Shares lie between 0 and 1; percent is only how they are written."
    return None


def _same(one, other):
    try:
        return math.isclose(one, other, abs_tol=1e-9)
    except TypeError:
        return False
