"""Naming a mistake by doing it: an imitation that gives what the learner's function gave, on every input, tells why.

A check has inputs, what is due on each, and a list of mistakes: a sentence, and a function that makes the mistake. A
sentence
is told only if its imitation gives the learner's very results on all inputs, and so is never about another mistake.
Where none
does, what can be seen of the result is told, and no cause is named.
"""

import copy
import itertools
from functools import cache

import numpy as np

from ..words import _
from .facts import (
    as_list,
    as_picture,
    count,
    difference,
    first_of,
    is_number,
    place_of,
    same,
    short,
)
from .problem import NO_RETURN, Problem


def outcome(function, arguments, copies=True):
    """Call a function on copies of its arguments.

    Parameters
    ----------
    function : callable
    arguments : tuple
    copies : bool
        False for a function that leaves them as they are.

    Returns
    -------
    tuple
        ``(result, None)``, or ``(None, error)``.

    Examples
    --------
    >>> outcome(divmod, (7, 2))
    ((3, 1), None)
    """
    try:
        with np.errstate(all="ignore"):
            return function(*(copy.deepcopy(arguments) if copies else arguments)), None
    except Exception as error:
        return None, error


def name_mistake(results, cases, mistakes, due, slack=0.0):
    """Find the first mistake whose imitation gives all the results.

    Parameters
    ----------
    results : list of tuple
        One `outcome` of the learner's function for each case.
    cases : list of tuple
        The arguments; imitations leave them as they are.
    mistakes : list of (str, callable)
    due : callable
        The right function: an imitation that does as it does on these cases says nothing.
    slack : float or callable
        For `alike`; it is tried after exact agreement.

    Returns
    -------
    str or None
        The mistake's sentence.
    """
    rights = [outcome(due, case, copies=False)[0] for case in cases]
    # Where the learner went wrong, most imitations part ways at once.
    order = sorted(range(len(cases)), key=lambda n: results[n][1] is None and alike(results[n][0], rights[n], 0))
    made = {}
    for allowed in (0.0, slack) if slack else (0.0,):
        for number, (sentence, imitation) in enumerate(mistakes):
            told = False
            for n in order:
                if (number, n) not in made:
                    made[number, n] = outcome(imitation, cases[n], copies=False)
                (mine, failed), (result, error) = made[number, n], results[n]
                if type(failed) is not type(error) or str(failed) != str(error):
                    break
                if failed is None and not alike(result, mine, allowed):
                    break
                told = told or failed is not None or not alike(mine, rights[n], allowed)
            else:
                if told:
                    return sentence
    return None


def alike(result, mine, slack):
    """Whether a result is what an imitation gives; lists, tuples and arrays of numbers may stand for each other.

    Parameters
    ----------
    result, mine : object
    slack : float or callable
        How far numbers may lie apart, or ``slack(result, mine) -> bool``.

    Returns
    -------
    bool

    Examples
    --------
    >>> alike(np.array([1, 2]), (1, 2), 0), alike([1, 2], (1, 3), 0)
    (True, False)
    """
    if callable(slack):
        return slack(result, mine)
    if same(result, mine, slack):
        return True
    one, other = as_list(result), as_list(mine)
    return one is not None and other is not None and same(one, other, slack)


def agrees(
    cases, due, mistakes, *, kind, fits=None, slack=0.0, call=None, hint, real=None, places=None, more=(), use=None
):
    """Make a property: on each of the cases, the learner's function gives what is due.

    Parameters
    ----------
    cases : list of tuple
        Arguments.
    due : callable
        The right function.
    mistakes : list of (str, callable)
        See the module.
    kind : callable
        ``kind(result, due) -> Problem or None`` for results that are not even of the right kind.
    fits : callable, optional
        ``fits(result, due) -> bool``; by default `alike`.
    slack : float
        For comparing with imitations.
    call : callable, optional
        ``call(*arguments)``: the case in words; by default the arguments.
    hint : str or callable
        Where to look, if no mistake is recognised; or ``hint(result, due, case) -> str``. It names no cause.
    real : callable, optional
        Gives the arguments of a case with a real picture, to show where a result differs.
    places : tuple of str, optional
        What the numbers of a list that is due are called.
    more : list of tuple
        Cases for telling mistakes apart, on which nothing need hold.
    use : callable, optional
        ``use(function, *arguments)``: what the learner's function, and each imitation,
            is called for; by default it is called
        with the arguments, and its result is taken as it is.

    Returns
    -------
    callable
        For `judge`.
    """
    fits = fits or (lambda result, right: alike(result, right, 0))

    def used(function):
        return (lambda *arguments: use(function, *arguments)) if use else function

    ours, imitations = used(due), [(sentence, used(imitation)) for sentence, imitation in mistakes]

    def holds(learner):
        theirs = used(learner)
        for case in cases:
            right = ours(*copy.deepcopy(case))
            try:
                result = theirs(*copy.deepcopy(case))
                problem = kind(result, right)
                if problem is None and fits(result, right):
                    continue
            except Exception:
                if learner.error is None or learner.ended:
                    raise
                result, problem = None, learner.error_problem()
            stopped = learner.error is not None
            printed, changed = learner.printed, learner.changed_last
            everything = [*cases, *more]
            results = []
            for one in everything:
                results.append(outcome(theirs, one))
                if learner.ended:  # endless: once is enough
                    break
            sentence = None
            if problem is NO_RETURN and any(error or one is not None for one, error in results):
                words = call(*case) if call else _("this input")
                problem = Problem(
                    _("for {words} your function returned None, and for other inputs it does not").format(words=words),
                    "Does every way through it come to a `return`?",
                )
            if problem is not NO_RETURN and len(results) == len(everything):
                every = [*imitations, *_of_due(ours, right, places)]
                sentence = name_mistake(results, everything, every, ours, slack)
            if problem is None:
                problem = _differs(case, result, right, call, hint, places)
            if problem is not NO_RETURN:
                pictures = None
                if isinstance(right, np.ndarray) and right.ndim >= 2:
                    pictures = _pictures(theirs, ours, real, result, right)
                if not sentence and not stopped and isinstance(result, type(right)) and (fixed := learner.fixed()):
                    problem = Problem(problem.what, fixed)
                if learner.changed:
                    what = _("{what}; what was passed in has changed, too").format(what=_(problem.what))
                    problem = Problem(what, problem.hint)
                problem = Problem(problem.what, sentence or problem.hint, pictures)
            learner.printed, learner.changed_last = printed, changed
            return problem
        return None

    return holds


def _differs(case, result, right, call, hint, places):
    """Say how a result of the right kind differs."""
    if isinstance(right, np.ndarray) and right.ndim >= 2:
        size = " x ".join(map(str, right.shape[:2]))
        if callable(hint):
            hint = hint(result, right, case)
        seen = _("of a result of {size} pixels, {place}; {first}")
        return Problem(seen.format(size=size, place=place_of(result, right), first=first_of(result, right)), hint)
    if callable(hint):
        hint = hint(result, right, case)
    words = call(*case) if call else short(case if len(case) > 1 else case[0])
    what = f"for {words} it returned {short(result)}, due is {short(right)}"
    mine, ours = as_list(result), as_list(right)
    if places and mine and ours and len(mine) == len(ours) == len(places):
        off = [name for name, a, b in zip(places, mine, ours, strict=True) if not same(a, b)]
        if len(off) < len(places):
            what += f"; only {' and '.join(off)} {'differ' if len(off) > 1 else 'differs'}"
    return Problem(what, hint)


def _pictures(theirs, ours_of, real, result, right):
    """Show yours, ours and the difference: on a real picture if the mistake shows there."""
    tries = [(result, right)]
    if real is not None:
        arguments = real()
        result, error = outcome(theirs, arguments)
        if error is None:
            tries.insert(0, (result, ours_of(*copy.deepcopy(arguments))))
    for mine, ours in tries:
        if isinstance(mine, np.ndarray) and mine.dtype == ours.dtype and not same(mine, ours):
            if mine.shape == ours.shape:
                return difference(mine, ours)
            if mine.ndim in (2, 3) and mine.size and (mine.ndim == 2 or mine.shape[2] == 3):
                return _on_one_canvas({f"Yours {mine.shape}": mine, f"Ours {ours.shape}": ours})
    return None


def _on_one_canvas(images):
    """Put images of different sizes on grey canvases of one size, each pixel as large in each."""
    height = max(image.shape[0] for image in images.values())
    width = max(image.shape[1] for image in images.values())
    if max(height, width) > 2000:
        return None
    canvases = {}
    for title, image in images.items():
        canvas = np.full((height, width, 3), 128, np.uint8)
        canvas[: image.shape[0], : image.shape[1]] = as_picture(image, 1)
        canvases[title] = as_picture(canvas)
    return canvases


# Mistakes that can be made of what is due, whatever the exercise


def _of_due(due, right, places):
    def made(change):
        return lambda *arguments: change(due(*arguments))

    if isinstance(right, np.ndarray) and right.ndim >= 2:
        return [(sentence, made(change)) for sentence, change in _IMAGES]
    if is_number(right):
        return [(sentence, made(change)) for sentence, change in _NUMBERS]
    if as_list(right) is not None:
        changes = _orders(places) + _single(places) if places else _LISTS
        return [(sentence, made(lambda due, change=change: change(as_list(due)))) for sentence, change in changes]
    return []


_IMAGES = [
    ("The values are right, and the number type (dtype) is another: give it the one that is due, or take it from the "
     "array passed in.", lambda due: due.astype(float)),
    ("It is upside down: rows run from the top to the bottom.", lambda due: due[::-1]),
    ("It is mirrored: columns run from the left to the right.", lambda due: due[:, ::-1]),
    ("Rows and columns are swapped: the picture is transposed.", lambda due: due.swapaxes(0, 1)),
    ("The channels come in another order, BGR: red and blue are swapped.",
     lambda due: due[..., ::-1] if due.ndim == 3 else due),
    ("It is the negative: True and False, or dark and bright, are turned round.",
     lambda due: ~due if due.dtype == bool else 255 - due),
    ("Everything is one grey level too dark.", lambda due: due - 1 if due.dtype != bool else due),
    ("The result is in the range 0 to 1, divided by 255.", lambda due: due / 255),
    ("The result is in the range 0 to 1, divided by 255.", lambda due: np.rint(due / 255).astype(due.dtype)),
]  # fmt: skip

_NUMBERS = [
    ("The right size with the wrong sign: what is added, what is taken away?", lambda due: -due),
    ("One too large.", lambda due: due + 1),
    ("One too small.", lambda due: due - 1),
    ("A share lies between 0 and 1; this is percent, 100 times as much.", lambda due: 100 * due),
    ("It was rounded to a whole number: / divides, // and int() leave the fraction out.", lambda due: int(due)),
    ("It was rounded to a whole number.", lambda due: round(due)),
    ("It was rounded to one decimal.", lambda due: round(due, 1)),
    ("It was rounded to two decimals.", lambda due: round(due, 2)),
    ("It was rounded to three decimals.", lambda due: round(due, 3)),
    ("The fraction is upside down.", lambda due: 1 / due if due else due),
    ("It is half of what is due.", lambda due: due / 2),
    ("It is twice what is due.", lambda due: due * 2),
    ("It is text (str): the number, not a string that shows it, is due.", lambda due: str(due)),
]

_LISTS = [
    ("The order is turned round: the last comes first.", lambda due: list(due)[::-1]),
    ("Each number is one too large.", lambda due: [one + 1 for one in due]),
    ("Each number is one too small.", lambda due: [one - 1 for one in due]),
    ("Only the first is there: does `return` stand inside the loop?", lambda due: list(due)[:1]),
    ("The last one is missing.", lambda due: list(due)[:-1]),
    ("The first one is missing.", lambda due: list(due)[1:]),
    ("These are numbers with a decimal point, not whole numbers.", lambda due: [float(one) for one in due]),
]


@cache
def _orders(places):
    """Every other order of the named numbers."""
    due = ", ".join(places)
    found = []
    for order in itertools.permutations(range(len(places))):
        if list(order) != sorted(order):
            given = ", ".join(places[one] for one in order)
            found.append((
                f"The {count(len(places), 'number')} are right, their order is not: due is {due}; yours is {given}.",
                lambda due, order=order: [due[one] for one in order],
            ))  # fmt: skip
    return found


@cache
def _single(places):
    """One or more of the named numbers one too large or too small, in every case."""
    found = []
    for steps in itertools.product((0, 1, -1), repeat=len(places)):
        off = [
            f"{name} is 1 too {'large' if step > 0 else 'small'}"
            for name, step in zip(places, steps, strict=True)
            if step
        ]
        if off:
            found.append((
                f"{'; '.join(off)}. An end is exclusive: it is the first row or column that is not part of the box.",
                lambda due, steps=steps: [one + step for one, step in zip(due, steps, strict=True)],
            ))  # fmt: skip
    return found
