"""A property that two lessons ask for: bad input is refused with ValueError, and not by accident."""

from .problem import Problem


def refuses(case, when, condition, words=False, seen=None):
    """Make a property: for this input, the learner's function raises ValueError on purpose.

    Parameters
    ----------
    case : callable
        Gives the arguments.
    when : str
        The input in words: "for a ksize of 4".
    condition : str
        What the learner's code should ask for: "if ksize % 2 == 0".
    words : bool
        Whether the error has to say something.
    seen : callable, optional
        ``seen(result) -> str or None``: what it means that this came back instead.

    Returns
    -------
    callable
    """

    def holds(learner):
        try:
            result = learner(*case())
        except ValueError as error:
            if learner.raised():
                if words and not str(error).strip():
                    return Problem("the error says nothing", 'Give it words: raise ValueError("what was wrong").')
                return None
            return Problem(
                f"{when} a ValueError came out of another line: {learner.error_problem().what}",
                f"That is an accident. Refuse on purpose, before the work: {condition}, raise ValueError(...).",
            )
        except Exception as error:
            if error is not learner.error or learner.ended:
                raise
            return Problem(
                f"{when} it stopped with {type(error).__name__}, due is a ValueError: {learner.error_problem().what}",
                f"{condition}: raise ValueError(...). Who calls the function can then tell this error from others.",
            )
        what = f"{when} it returned {(seen and seen(result)) or _kind(result)}"
        if isinstance(result, BaseException):
            return Problem(
                f"{when} it returned the {type(result).__name__} as its value",
                "`return` hands an error over like any value; `raise` stops the program.",
            )
        if learner.printed.strip():
            return Problem(
                f"{what}, and an error was printed", f"A printed line stops nobody: {condition}, raise ValueError(...)."
            )
        return Problem(f"{what}, and raised no error", f"{condition}: raise ValueError(...), before the work.")

    return holds


def _kind(result):
    if result is None or isinstance(result, (bool, str)):
        return f"{result!r}"
    return f"a {type(result).__name__}"
