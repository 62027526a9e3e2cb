"""One parameter of a detector or a blur method, declared once: its default, its range and what it means.

Sliders, range checks, tables and tests all read the same declaration.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameter:
    """A number that the learner may turn.

    Parameters
    ----------
    name : str
        The keyword, spelled as in the library that does the work (``scaleFactor`` in OpenCV).
    default, low, high, step : int or float
        Starting value, smallest and largest value of a slider, and its step.
    meaning : str
        One sentence in plain words, with the unit.
    length : bool
        Whether it is a length in the picture's pixels, which shrinks with the picture.
    """

    name: str
    default: int | float
    low: int | float
    high: int | float
    step: int | float
    meaning: str
    length: bool = False

    def check(self, value):
        """Refuse what the library behind it could not take. Above the slider's end everything goes.

        Parameters
        ----------
        value : int or float

        Raises
        ------
        ValueError
            If it is no number, no whole number where one is due, or below the slider's low end.
        """
        whole = isinstance(self.default, int)
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)) or not value >= self.low:
            kind = "whole number" if whole else "number"
            raise ValueError(f"{self.name} must be a {kind} from {self.low:g} on, got {value!r}. {self.meaning}")

    def scaled(self, value, factor):
        """Fit a value to a picture of another size.

        Parameters
        ----------
        value : int or float
            For the picture as it is.
        factor : float
            Size of the other picture over this one's.

        Returns
        -------
        int or float
            A length times the factor, on one of the slider's steps and not below its low end; anything else, and a 0
            (which stands for "take it from the others"), as it is.
        """
        if not self.length or value == 0:
            return value
        steps = max(0, round((value * factor - self.low) / self.step))
        return self.low + steps * self.step


def check_names(owner, parameters, given):
    """Refuse keywords that `owner` does not have.

    Parameters
    ----------
    owner : str
        Name of the detector or method, for the message.
    parameters : sequence of Parameter
        What it takes.
    given : iterable of str
        The keywords that were passed.

    Raises
    ------
    TypeError
        If a keyword is unknown; the message lists the known ones.
    """
    known = [p.name for p in parameters]
    unknown = [name for name in given if name not in known]
    if unknown:
        takes = ", ".join(known) or "no parameters"
        raise TypeError(f"{owner} has no parameter {', '.join(map(repr, unknown))}; it takes {takes}.")


def pick(registry, name, kind):
    """Look `name` up in a registry.

    Parameters
    ----------
    registry : dict
        Name to entry.
    name : str
        What the caller typed.
    kind : str
        Singular noun for the message, such as ``"detector"``.

    Returns
    -------
    object
        The registry's entry.

    Raises
    ------
    ValueError
        If there is no such name; the message lists the ones there are.
    """
    if not isinstance(name, str) or name not in registry:
        raise ValueError(f"There is no {kind} called {name!r}; choose one of {', '.join(registry)}.")
    return registry[name]
