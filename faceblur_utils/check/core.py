"""How an exercise is judged: properties, one after the other, and words for the first that fails."""

import ast
import inspect
import textwrap

from .. import figures
from ..own_pipeline import keep
from ..words import _
from .facts import difference, image_like, short
from .learner import Learner
from .problem import NO_RETURN, Problem

__all__ = ["NO_RETURN", "Problem", "Verdict", "attempted", "difference", "image_like", "judge"]


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


# Of each exercise that was checked since the kernel started, the last state: what `summary` shows.
STATES = {}


def attempted(attempt):
    """Whether anything was filled in for ``...``.

    Parameters
    ----------
    attempt : object
        A value, a tuple of values or a function. A ``...`` is no gap where it indexes an array (``image[..., 0]``),
            stands beside
        other code, or is the body of a class (``class NoFace(ValueError): ...``) or of an ``except``.

    Returns
    -------
    bool

    Examples
    --------
    >>> attempted(...), attempted((1, ...)), attempted((1, 2))
    (False, False, True)
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
    return gaps == sum(_is_numpys(node) + _leftovers(node) for node in ast.walk(tree))


def _is_numpys(node):
    """``image[..., 0]`` is NumPy, which takes one ``...`` in an index: ``image[..., ...]`` still has a gap."""
    if not isinstance(node, ast.Subscript):
        return False
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return any(isinstance(part, ast.Constant) and part.value is ... for part in parts)


def _leftovers(node):
    """Count the lines with nothing but ``...`` right below a node that do not stand for code that is missing."""
    found = 0
    for block in (getattr(node, name, None) for name in ("body", "orelse", "finalbody")):
        if not isinstance(block, list):
            continue
        dots = [line for line in block if _is_dots(line)]
        text = [line for line in block if isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)]
        if isinstance(node, (ast.ClassDef, ast.ExceptHandler)) or len(text) < len(block):
            found += len(dots)
    return found


def _is_dots(line):
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and line.value.value is ...


def judge(name, attempt, properties, parameters=None):
    """Try each property in turn and print the verdict.

    Parameters
    ----------
    name : str
        Of the exercise.
    attempt : object
        What the learner filled in.
    properties : list of (str, callable)
        What should hold, as a short phrase, and ``function(attempt) -> Problem or None``. The function is given the
        attempt as
        a `Learner`, which is called like it.
    parameters : str, optional
        What the learner's function takes, as in its first line; for the words on a wrong number of arguments.

    Returns
    -------
    Verdict
    """
    # Gaps may be meant: what does all that it should is right, whatever stands in it.
    gap = not attempted(attempt)
    if gap and not callable(attempt):
        return _not_attempted(name, attempt)
    learner = Learner(attempt, parameters)
    for phrase, holds in properties:
        problem = _first_problem(holds, learner)
        if problem is not None:
            if gap:
                return _not_attempted(name, attempt)
            _tell(name, phrase, problem, learner)
            return _note(name, attempt, Verdict("failed", problem))
    print(f"✓ {name}: " + "; ".join(_(phrase) for phrase, holds in properties) + ".")
    if kept := keep(name, attempt):
        print(kept)
    return _note(name, attempt, Verdict("passed"))


def _not_attempted(name, attempt):
    print(_("- {name}: not attempted yet. Replace the ... and run both cells again.").format(name=name))
    return _note(name, attempt, Verdict("not attempted"))


def _note(name, attempt, verdict):
    """Keep the state for `summary`; the lesson's own solution says nothing about the learner."""
    if not getattr(attempt, "__name__", "").startswith("solution"):
        STATES[name] = verdict.state
    return verdict


def _first_problem(holds, learner):
    """Try one property; tell an error of the learner's code, and of no other, as the learner's."""
    if not callable(learner.function):
        return Problem(
            _("you handed over {value}, which is not a function").format(value=short(learner.function)),
            _("Hand over the function itself: its name, with no brackets behind it."),
        )
    try:
        problem = holds(learner)
    except Exception as error:
        if error is learner.error:
            return learner.error_problem()
        return Problem(
            _("the check could not go on with what your function returned ({error})").format(
                error=f"{type(error).__name__}: {error}"
            ),
            _("Print what your function returns for a small input: is it of the kind that the task asks for?"),
        )
    if problem is not NO_RETURN:
        return problem
    what, hint = problem.what, problem.hint
    if learner.printed.strip():
        what = _("{what}, and printed: {printed}").format(what=_(what), printed=_first_lines(learner.printed))
        hint = _("`print` shows a value; `return` hands it to whoever called the function.")
    elif call := learner.returns_none():
        hint = _("`{call}` changes a value and gives back None: call it first, then `return` what it has changed.")
        hint = hint.format(call=call)
    elif learner.changed_last:
        what = _("{what}, and what was passed in has changed").format(what=_(what))
        hint = _("Make a copy, change the copy, and `return` it.")
    return Problem(what, hint, problem.pictures)


def _first_lines(text, limit=80):
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _tell(name, phrase, problem, learner):
    """Print what does not hold, and show its pictures."""
    # Sentences that hold no value stand in tables, and are translated here.
    phrase, what, hint = _(phrase), _(problem.what), _(problem.hint)
    print(_("✗ {name}: not yet.").format(name=name))
    print(_("  Should hold: {phrase}\n  Seen: {what}\n  Hint: {hint}").format(phrase=phrase, what=what, hint=hint))
    for note in learner.notes():
        print(_("  Note: {note}").format(note=note))
    if problem.pictures:
        titles = list(problem.pictures)
        figures.grid(
            list(problem.pictures.values()),
            titles,
            alt=_("{name}, {phrase}: {what}. Pictures: {titles}.").format(
                name=name, phrase=phrase, what=what, titles=", ".join(titles)
            ),
            interpolation="nearest",
            width=3 * len(titles),
        )
