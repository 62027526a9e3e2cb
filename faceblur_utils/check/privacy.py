"""Checks of the exercises in the deeper lessons of 09, privacy: how much is enough, and a study."""

import math

import numpy as np

from .core import Problem, judge
from .facts import is_number, short, strange
from .kinds import unchanged
from .mistakes import agrees, alike
from .video import ALWAYS_NONE, none_is_an_answer

__all__ = ["by_luck", "weakest_strength"]


def _weakest(worst=min, fails=lambda worst, limit: worst < limit, order=lambda strengths: sorted(strengths,
    reverse=True), limit=None,
             none=None, end=lambda strength, distances: strength):  # fmt: skip
    """Make a weakest_strength with one part replaced.

    Which face counts, when it fails, the order, the limit, what none is.
    """

    def find(distances, given):
        weakest = none(distances) if callable(none) else none
        for strength in order(list(distances)):
            if fails(worst(distances[strength]), given if limit is None else limit):
                break
            weakest = end(strength, distances)
        return weakest

    return find


def _mean(numbers):
    return sum(numbers) / len(numbers)


def _first_that_holds(distances, limit):
    return next((strength for strength in sorted(distances) if min(distances[strength]) >= limit), None)


def _strongest(distances, limit):
    return max((strength for strength in distances if min(distances[strength]) >= limit), default=None)


def _first_that_fails(distances, limit):
    return next((s for s in sorted(distances, reverse=True) if min(distances[s]) < limit), min(distances))


def _one_stronger(distances, limit):
    holding = [
        s for s in sorted(distances) if _weakest()(distances, limit) is not None and s >= _weakest()(distances, limit)
    ]
    return holding[1] if len(holding) > 1 else holding[0] if holding else None


def _half(distances, limit):
    most = _weakest(lambda numbers: numbers, lambda numbers, limit: sum(n < limit for n in numbers) > len(numbers) / 2)
    return most(distances, limit)


def _place(distances, limit):
    strength = _weakest()(distances, limit)
    return None if strength is None else sorted(distances).index(strength)


def _never_sorted_up(distances, limit):
    return _weakest(order=sorted)(distances, limit)


def _next_ones_hold(others):
    """Make the weakest that holds, if the next so many stronger ones do: those beyond are not looked at."""

    def find(distances, limit):
        order = sorted(distances)
        holds = [min(distances[strength]) >= limit for strength in order]
        return next((strength for n, strength in enumerate(order) if all(holds[n : n + 1 + others])), None)

    return find


def _behind_the_first_failure(distances, limit):
    failed = False
    for strength in sorted(distances):
        if min(distances[strength]) < limit:
            failed = True
        elif failed:
            return strength
    return None if failed else min(distances)


def _strongest_that_fails(distances, limit):
    return next((s for s in sorted(distances, reverse=True) if min(distances[s]) < limit), None)


def _all_or_none(distances, limit):
    return min(distances) if all(min(ones) >= limit for ones in distances.values()) else None


def _by_worst(distances, limit):
    return _weakest(order=lambda strengths: sorted(strengths, key=lambda s: min(distances[s]), reverse=True))(
        distances, limit
    )


_LIMIT = "Use the limit that you were given"
_WEAKEST_STRENGTH = [
    ("Only the first face of each list was looked at: one face below the limit is enough to fail, whichever it is. "
     "min(...).",
     _weakest(lambda numbers: numbers[0])),
    ("Only the last face of each list was looked at: one face below the limit is enough to fail, whichever it is. "
     "min(...).",
     _weakest(lambda numbers: numbers[-1])),
    ("The mean was compared: one face below the limit is enough to fail. Look at the smallest distance.",
     _weakest(_mean)),
    ("The median was compared: one face below the limit is enough to fail. Look at the smallest distance.",
     _weakest(np.median)),
    ("The largest distance (max) was compared, so that one face above the limit is enough; all have to be: the "
     "smallest.",
     _weakest(max)),
    ("It fails only where more than half are below the limit; one face below it is enough to fail.", _half),
    ("Below the limit is recognised; exactly the limit, at it, is not: <, not <=.",
     _weakest(fails=lambda worst, limit: worst <= limit)),
    ("A strength counts only if all stronger ones hold, too: go from the strongest down, and stop at the first that "
     "fails.",
     _first_that_holds),
    *[(f"Only {what} looked at: a strength counts only if **all** stronger ones hold, up to the strongest.",
       _next_ones_hold(others))
      for others, what in ((1, "the next stronger one was"), (2, "the next two stronger ones were"))],
    ("That is the first that holds behind the first failure, from the weakest up; a stronger one may fail again.",
     _behind_the_first_failure),
    ("That is the strongest that fails; the weakest of those above it is due.", _strongest_that_fails),
    ("It is None as soon as any strength fails: only the stronger ones need hold.", _all_or_none),
    ("The strengths were sorted by their distances; sort them by the strength itself.", _by_worst),
    ("One face below the limit is let through; one is enough to fail.",
     _weakest(lambda numbers: sorted(numbers)[1] if len(numbers) > 1 else np.inf)),
    ("It is turned round: it stops where a face is above the limit. Below the limit is recognised.",
     _weakest(max, lambda worst, limit: worst > limit)),
    ("A strength of 0 counts as false, so that `or` and `if best` take it for None. Ask `is None`.",
     lambda distances, limit: _weakest()(distances, limit) or None),
    ("Sort the strengths first: they were taken in the order of the dict.",
     _weakest(order=lambda strengths: strengths[::-1])),
    ("Sort the strengths first: they were taken in the order of the dict.",
     _weakest(order=lambda strengths: strengths)),
    ("The strengths were sorted the other way, from the weakest up: reverse=True begins with the strongest.",
     _never_sorted_up),
    ("That is the strongest that holds; a weaker strength holds as well.", _strongest),
    ("That is the first that fails, one too weak: keep the last one that held.", _first_that_fails),
    ("That is one stronger than need be: a weaker strength holds as well.", _one_stronger),
    ("That is the weakest of all, whether it holds or not.", lambda distances, limit: min(distances)),
    ("It is turned round: a distance below the limit is recognised, one above it is not.",
     _weakest(fails=lambda worst, limit: worst >= limit)),
    *[(f"{_LIMIT}: yours is {limit} whatever it is.", _weakest(limit=limit)) for limit in (0.4, 0.5, 0.6)],
    ("If the strongest fails, the answer is None: there the strongest came back.", _weakest(none=max)),
    ("If the strongest fails, the answer is None: there the weakest came back.", _weakest(none=min)),
    ("If the strongest fails, the answer is None, not 0 or False.", _weakest(none=0)),
    ("If the strongest fails, the answer is None, not -1.", _weakest(none=-1)),
    ("That is the distance, not the strength at which it was measured.",
     _weakest(end=lambda strength, distances: min(distances[strength]))),
    ("That is the list of distances, not the strength at which they were measured.",
     _weakest(end=lambda strength, distances: distances[strength])),
    ("That is a place in the sorted list (an index), not the strength itself.", _place),
    ("That is the list of all strengths that hold; the weakest from which on all do is due.",
     lambda distances, limit: [s for s in sorted(distances) if min(distances[s]) >= limit]),
]  # fmt: skip


def weakest_strength(attempt):
    """Check ``attempt(distances, limit)``, which says from which strength on nobody is recognised.

    Parameters
    ----------
    attempt : callable
        The learner's function: of a dict, strength to a list of distances, and a limit.

    Returns
    -------
    Verdict
    """
    # The worst face is neither the first nor the last, and not the same at every strength.
    curve = {
        0.05: [0.3, 0.2, 0.9],
        0.1: [0.8, 0.5, 0.95],
        0.25: [0.7, 0.65, 0.9],
        0.5: [0.9, 0.97, 0.7],
        0.75: [0.99, 0.8, 0.9],
    }
    turned = dict(reversed(curve.items()))
    mixed = {one: curve[one] for one in (0.25, 0.05, 0.75, 0.1, 0.5)}
    gap = {0.1: [0.7, 0.75], 0.2: [0.9, 0.5, 0.8], 0.4: [0.8, 0.9], 0.6: [0.95, 0.85]}
    ends = [
        {0.1: [0.5, 0.9, 0.9], 0.2: [0.9, 0.5, 0.7], 0.3: [0.9, 0.9, 0.8]},
        {0.1: [0.9, 0.9, 0.5], 0.2: [0.9, 0.7, 0.7]},
    ]
    # Failures with strengths that hold between them: one, two or three stronger ones that hold are not all.
    again = [
        {0.1: [0.8, 0.7], 0.2: [0.9, 0.7], 0.3: [0.9, 0.5, 0.8], 0.4: [0.9, 0.8]},
        {0.1: [0.7, 0.8], 0.2: [0.9, 0.75], 0.3: [0.7], 0.4: [0.9, 0.4, 0.8], 0.5: [0.9, 0.8]},
        {0.1: [0.3, 0.8], 0.2: [0.9, 0.7], 0.3: [0.8, 0.5, 0.9], 0.4: [0.9, 0.8]},
        {0.1: [0.3], 0.2: [0.9], 0.3: [0.8], 0.4: [0.7], 0.5: [0.65], 0.6: [0.5], 0.7: [0.8], 0.8: [0.7]},
    ]
    from_nothing = {0.0: [0.7, 0.65], 0.5: [0.8, 0.7]}
    at_limit = {0.1: [0.9, 0.5], 0.2: [0.8, 0.6], 0.3: [0.9, 0.7]}
    all_hold = {0.1: [0.7, 0.8], 0.2: [0.8, 0.7]}
    never = [{0.1: [0.2, 0.1], 0.5: [0.9, 0.3, 0.95]}, {0.5: [0.7, 0.8], 1.0: [0.9, 0.3]}]
    told_apart = [(one, 0.6) for one in (curve, turned, mixed, gap, at_limit, all_hold, from_nothing)]
    told_apart += [(one, 0.6) for one in [*ends, *never, *again]] + [(curve, 0.4), (curve, 0.75)]
    told_apart += [({0.1: [0.3, 0.4, 0.7, 0.7], 0.2: [0.9]}, 0.6), ({0.1: [0.45], 0.2: [0.55]}, 0.6)]

    def strength(result, due):
        if result is None and due is not None:
            return None  # as wrong an answer as any other: None is one here
        odd = None if result is None else strange(result, "a strength")
        if odd:
            return odd
        if result is not None and not is_number(result):
            kind = "" if isinstance(result, bool) else f", a {type(result).__name__}"
            return Problem(f"it returned {short(result)}{kind}", "One of the dict's strengths is due, or None.")
        return None

    def case(*cases, hint):
        return none_is_an_answer(
            agrees(
                list(cases),
                _weakest(),
                [*_WEAKEST_STRENGTH, ALWAYS_NONE],
                kind=strength,
                call=lambda distances, limit: f"{distances} with the limit {limit}",
                hint=hint,
                more=told_apart,
            )
        )

    return judge(
        "weakest_strength",
        attempt,
        [
            (
                "the weakest strength with no face below the limit",
                case(
                    (curve, 0.6),
                    hint="Take the smallest distance of each, from the strongest down: which is the last before one "
                    "lies below the limit?",
                ),
            ),
            (
                "whichever face is the worst",
                case(*((one, 0.6) for one in ends), hint="One face below the limit is enough to fail."),
            ),
            ("in whatever order they come", case((turned, 0.6), (mixed, 0.6), hint="Sort the strengths first.")),
            (
                "nor at any stronger one",
                case(
                    *((one, 0.6) for one in [gap, *again]),
                    hint="A strength counts only if all stronger ones hold, too: where is the strongest that fails?",
                ),
            ),
            (
                "at the limit is not recognised",
                case((at_limit, 0.6), hint="Below the limit is recognised; at it is not."),
            ),
            ("any limit", case((curve, 0.4), (curve, 0.75), hint=f"{_LIMIT}.")),
            ("all may hold", case((all_hold, 0.6), (from_nothing, 0.6), hint="Then the weakest of all is the answer.")),
            (
                "None if there is none",
                case(*((one, 0.6) for one in never), hint="Where the strongest fails, the answer is None."),
            ),
            ("the dict passed in is not changed", unchanged("the dict")),
        ],
        "distances, limit",
    )


def _luck(ways=math.comb, chance=lambda hits, people: 1 / people, counts=lambda hits, people: range(hits, people + 1),
          end=lambda sum, hits, people: sum, missed=lambda one, people, k: (1 - one) ** (people - k)):  # fmt: skip
    """Make a by_luck with one part replaced.

    In how many ways, one guess's chance, which numbers count, the end, what the others' missing gives.
    """

    def find(hits, people):
        one = chance(hits, people)
        return end(sum(ways(people, k) * one**k * missed(one, people, k) for k in counts(hits, people)), hits, people)

    return find


def _poisson(hits, people):
    return 1 - sum(math.exp(-1) / math.factorial(k) for k in range(hits))


_BY_LUCK = [
    ("That is the chance of exactly so many. *Or more* adds those of one more, two more and so on, up to all.",
     _luck(counts=lambda hits, people: [hits])),
    ("That leaves exactly `hits` out: *or more* counts it, too.",
     _luck(counts=lambda hits, people: range(hits + 1, people + 1))),
    ("That is the chance of so many or fewer: *or more* is due.",
     _luck(counts=lambda hits, people: range(hits + 1))),
    ("That is the chance of fewer: what is due is 1 minus that.", _luck(counts=lambda hits, people: range(hits))),
    ("That leaves out that all are named: `range(hits, people)` ends before `people`.",
     _luck(counts=lambda hits, people: range(hits, people))),
    ("That is the chance of one or more, whatever `hits` is.",
     _luck(counts=lambda hits, people: range(1, people + 1))),
    ("All numbers from 0 on are added up, which gives 1: begin at `hits`.",
     _luck(counts=lambda hits, people: range(people + 1))),
    ("It may be any `k` of the people who are named: there are `math.comb(people, k)` ways, and you count one.",
     _luck(ways=lambda people, k: 1)),
    ("The order in which people are named does not count: `math.comb`, not `math.perm`.", _luck(ways=math.perm)),
    ("The others must be missed, each with 1 - 1 / people: multiply by that, too.",
     _luck(missed=lambda one, people, k: 1)),
    ("The others are `people - k`, not all `people`: the exponent of 1 - 1 / people.",
     _luck(missed=lambda one, people, k: (1 - one) ** people)),
    ("That is the chance that `hits` given people are named, whoever else is; any of them may be.",
     lambda hits, people: (1 / people) ** hits),
    ("One blind guess is right with 1 / people, whatever `hits` is.",
     _luck(chance=lambda hits, people: hits / people)),
    ("One blind guess is right with 1 / people: there are as many to choose from as people, and you took one fewer.",
     _luck(chance=lambda hits, people: 1 / (people - 1))),
    ("One blind guess is right with 1 / people, and yours with one half.", _luck(chance=lambda hits, people: 0.5)),
    ("One blind guess is right with 1 / people: yours is 1 of 25 whatever `people` is.",
     _luck(chance=lambda hits, people: 1 / 25)),
    ("Right and wrong are turned round: a guess is right with 1 / people.",
     _luck(chance=lambda hits, people: 1 - 1 / people)),
    ("A share between 0 and 1 is due, not percent.", _luck(end=lambda sum, hits, people: 100 * sum)),
    ("That is in how many classes it happens once: its inverse, the chance, is due.",
     _luck(end=lambda sum, hits, people: 1 / sum)),
    *[("Do not round: a small chance would become none.", _luck(end=lambda sum, hits, people, n=n: round(sum, n)))
      for n in (1, 2, 3, 4)],
    ("That is Poisson's formula, which is near for many people: with few it is off. Use the one above.", _poisson),
    ("That is `hits` divided by `people`, the share that was named, and not how likely it is.",
     lambda hits, people: hits / people),
]  # fmt: skip


def by_luck(attempt):
    """Check ``attempt(hits, people)``, which says how likely blind guessing names so many or more.

    Parameters
    ----------
    attempt : callable
        The learner's function: of two whole numbers.

    Returns
    -------
    Verdict
    """

    def share(result, due):
        odd = strange(result, "one number")
        if odd:
            return odd
        if not is_number(result):
            return Problem(f"it returned {short(result)}", "One number is due, 0 to 1: `sum` adds the parts up.")
        return None

    told_apart = [(2, 4), (3, 5), (1, 3), (2, 40), (4, 10)]

    def case(*cases, hint):
        return agrees(
            list(cases),
            _luck(),
            _BY_LUCK,
            kind=share,
            fits=lambda result, right: alike(result, right, 1e-9),
            slack=1e-9,
            call=lambda hits, people: f"{hits} of {people}",
            hint=hint,
            more=told_apart,
        )

    return judge(
        "by_luck",
        attempt,
        [
            ("3 or more of 25", case((3, 25), hint="Add up the chance of 3, of 4 and so on, up to 25.")),
            ("any number of people", case((2, 2), (1, 2), (3, 7), hint="A blind guess is right with 1 / people.")),
            ("all of them", case((3, 3), hint="The last one that counts is `people` itself.")),
            ("none or more is certain", case((0, 6), hint="Begin at `hits`, which may be 0.")),
            ("4 or more of 25, not rounded", case((4, 25), hint="Begin at `hits`.")),
        ],
        "hits, people",
    )
