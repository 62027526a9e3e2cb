"""More checks of the exercises in lesson 07: neighbouring frames."""

from .core import judge
from .kinds import a_list_for_each, unchanged
from .mistakes import agrees

__all__ = ["widest"]


def _spread(start=lambda n, r: n - r, end=lambda n, r: n + r + 1, of=max, least=0, own=True):
    """Make a widest with one part replaced: where the neighbourhood starts and ends, what is taken of it."""

    def widest(values, reach):
        result = []
        for n in range(len(values)):
            first, last = start(n, reach), end(n, reach)
            part = values[max(0, first) if least is not None else first : last]
            if not own:
                part = [*values[max(0, first) : n], *values[n + 1 : last]] or [values[n]]
            result.append(of(part))
        return result

    return widest


def _mean(part):
    return sum(part) / len(part)


def _spreading(values, reach):
    values = list(values)
    for n in range(len(values)):
        values[n] = max(values[max(0, n - reach) : n + reach + 1])
    return values


def _places(values, reach):
    return [
        max(range(max(0, n - reach), min(len(values), n + reach + 1)), key=values.__getitem__)
        for n in range(len(values))
    ]


def _three(values, reach):
    last = len(values) - 1
    return [max(values[max(0, n - reach)], values[n], values[min(last, n + reach)]) for n in range(len(values))]


def _rolled(values, reach):
    return [max(values[(n + k) % len(values)] for k in range(-reach, reach + 1)) for n in range(len(values))]


def _ends_as_they_are(values, reach):
    inner = range(reach, len(values) - reach)
    return [max(values[n - reach : n + reach + 1]) if n in inner else values[n] for n in range(len(values))]


def _padded(filling):
    def widest(values, reach):
        wide = [filling] * reach + list(values) + [filling] * reach
        return [max(wide[n : n + 2 * reach + 1]) for n in range(len(values))]

    return widest


_NEGATIVE = "A negative start counts from the end of the list: max(0, ...)."
_WIDEST = [
    ("The end is exclusive: the last neighbour is left out without + 1.", _spread(end=lambda n, r: n + r)),
    ("The end is exclusive: the last neighbour is left out without + 1.",
     _spread(end=lambda n, r: n + r, of=lambda part: max(part, default=0))),
    ("The end is exclusive: the last neighbour is left out without + 1.",
     lambda values, reach: [max(values[max(0, n - reach) : n + reach] or [values[n]]) for n in range(len(values))]),
    (_NEGATIVE, _spread(least=None)),
    *[(_NEGATIVE, _spread(least=None, of=lambda part, x=x: max(part, default=x))) for x in (0, None)],
    ("That is the smallest (min) of the neighbourhood; the largest is due.", _spread(of=min)),
    ("That is the mean of the neighbourhood; the largest is due.", _spread(of=_mean)),
    ("That is the sum of the neighbourhood; the largest is due.", _spread(of=sum)),
    ("That is the list of each neighbourhood; its max is due.", _spread(of=list)),
    ("Only one side was looked at, the neighbours before: both sides count.", _spread(end=lambda n, r: n + 1)),
    ("Only one side was looked at, the neighbours after: both sides count.", _spread(start=lambda n, r: n)),
    ("It goes one neighbour too far on each side.", _spread(lambda n, r: n - r - 1, lambda n, r: n + r + 2)),
    ("It goes one neighbour too far before the value.", _spread(lambda n, r: n - r - 1)),
    ("It goes one neighbour too far after the value.", _spread(end=lambda n, r: n + r + 2)),
    ("It goes twice as far as it should: up to reach neighbours on each side.",
     _spread(lambda n, r: n - 2 * r, lambda n, r: n + 2 * r + 1)),
    ("It goes half as far as it should: reach neighbours on each side, not in all.",
     _spread(lambda n, r: n - r // 2, lambda n, r: n + r // 2 + 1)),
    ("Values without all their neighbours were left out: one number for each value is due; at the ends there are "
     "fewer neighbours.",
     lambda values, reach: [max(values[n - reach : n + reach + 1]) for n in range(reach, len(values) - reach)]),
    ("That is the largest of the whole list; the neighbourhood goes no farther than reach.",
     lambda values, reach: max(values)),
    ("That is the largest of the whole list; the neighbourhood goes no farther than reach.",
     lambda values, reach: [max(values)] * len(values)),
    ("The value itself was left out: it counts, too.", _spread(own=False)),
    *[(f"It reaches {r} neighbour{'s' * (r > 1)} far whatever reach is.", lambda values, reach, r=r:
        _spread()(values, r)) for r in (1, 2, 3)],
    ("The results were written into the list that the next ones are read from, so that a large value spreads on and "
     "on.",
     _spreading),
    ("These are places of the largest (an index), not the largest itself.", _places),
    ("These are the values as they were.", lambda values, reach: list(values)),
    ("The search for the largest starts at 0, and some values are below zero.",
     lambda values, reach: [max(0, one) for one in _spread()(values, reach)]),
    ("Only the ends of the neighbourhood and its middle were compared: the values between count as well.", _three),
    ("The ends go round to the other end of the list (as np.roll does): at the ends there are fewer neighbours.",
     _rolled),
    ("The values at the ends were left as they are: they have neighbours too, fewer of them.", _ends_as_they_are),
    ("There are zeros beyond the ends (padding), and some values are below zero: only the list's own values count.",
     _padded(0)),
    ("The largest absolute value was taken: without abs, 5 is larger than -7.",
     _spread(of=lambda part: max(part, key=abs))),
    ("The list was sorted: neighbours are those beside a value in the list as it is.",
     lambda values, reach: [sorted(values)[min(len(values) - 1, n + reach)] for n in range(len(values))]),
]  # fmt: skip


def widest(attempt):
    """Check ``attempt(values, reach)``, which gives the largest value in each neighbourhood.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    mixed = [31, 7, -4, 55, 12, 12, 90, 3, 41, 8, 66, 2, 19, -7, 5]
    below = [-9, -5, -8, -2, -6, -7, -3]
    everything = [(mixed, 1), (mixed, 2), (mixed, 4), (below, 2)]

    def case(*cases, hint):
        return agrees(
            list(cases),
            _spread(),
            _WIDEST,
            kind=a_list_for_each("number", "value"),
            call=lambda values, reach: f"{values} and reach {reach}",
            hint=hint,
            more=everything,
        )

    return judge(
        "widest",
        attempt,
        [
            (
                "a large value reaches its neighbours on both sides",
                case(([1, 1, 9, 1, 1], 1), hint="From number - reach to number + reach, both included."),
            ),
            (
                "it reaches as far as asked",
                case(([1, 1, 1, 9, 1, 1, 1], 2), hint="How far does the slice go on each side?"),
            ),
            (
                "the ends have fewer neighbours",
                case(
                    ([9, 1, 1, 1, 8], 1),
                    hint="The first value has neighbours behind it only, the last one before it only.",
                ),
            ),
            ("reach 0 changes nothing", case(([3, 1, 2], 0), hint="No neighbours: only the value itself.")),
            (
                "longer lists work, and numbers below zero",
                case(*everything, hint="Work out one number by hand: which values count?"),
            ),
            ("a reach beyond the list works", case((mixed, 60), hint="An end beyond the list is cut off by Python.")),
            ("the list passed in is not changed", unchanged("the list")),
        ],
        "values, reach",
    )
