"""Why a property does not hold: the words and the pictures that a learner sees."""

from dataclasses import dataclass


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

    Examples
    --------
    >>> Problem("the region is white", "White is 255 and black is 0.").what
    'the region is white'
    """

    what: str
    hint: str
    pictures: dict | None = None


# Forgetting to return is every exercise's first mistake.
NO_RETURN = Problem("your function returned None", "Does its last line start with `return`?")
