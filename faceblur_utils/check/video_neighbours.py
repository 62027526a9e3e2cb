"""More checks of the exercises in lesson 07, and of a deeper one: neighbouring frames."""

from .core import Problem, judge
from .facts import as_list, short, strange
from .kinds import a_list_for_each, unchanged
from .mistakes import agrees

__all__ = ["needed", "widest"]


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
                    hint="The first value has neighbours after it only, the last one before it only.",
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


def _chain(kinds, number, stop="I", between=False, own=True, behind=True, back=True):
    """Make the list of needed frames with one part replaced: where it stops, what lies between, which ends count."""
    chosen = {number} if own else set()
    last = number
    if behind and kinds[number] == "B":
        last = next(n for n in range(number, len(kinds)) if kinds[n] in "IP")
        chosen |= set(range(number + 1, last + 1)) if between else {last}
    first = number
    while first > 0 and (stop is None or kinds[first] != stop):
        first -= 1
        if back and (between or kinds[first] != "B"):
            chosen.add(first)
    return sorted(chosen)


def _needed(**parts):
    return lambda kinds, number: _chain(kinds, number, **parts)


def _neighbours(kinds, number):
    if kinds[number] == "I":
        return [number]
    before = next(n for n in range(number - 1, -1, -1) if kinds[n] != "B")
    return sorted({before, number, *(_chain(kinds, number, back=False))})


def _key_and_own(kinds, number):
    return sorted({max(n for n in range(number + 1) if kinds[n] == "I"), number})


def _beside(kinds, number):
    if kinds[number] == "I":
        return [number]
    return [number - 1, number, number + 1] if kinds[number] == "B" else [number - 1, number]


def _next_key(kinds, number):
    later = [n for n in range(number, len(kinds)) if kinds[n] == "I"]
    return sorted({*_chain(kinds, number, behind=False), *(later[:1] if kinds[number] == "B" else [])})


def _next_predicted(kinds, number):
    later = [n for n in range(number, len(kinds)) if kinds[n] == "P"]
    return sorted({*_chain(kinds, number, behind=False), *(later[:1] if kinds[number] == "B" else [])})


def _always_behind(kinds, number):
    later = [n for n in range(number + 1, len(kinds)) if kinds[n] in "IP"]
    return sorted({*_chain(kinds, number), *(later[:1] if kinds[number] != "I" else [])})


_FROM_KEY = "It goes back to the first frame: an I needs nobody, so the last I at or before the frame is where it ends."
_NO_B = "No other frame is made from a B: only the Is and Ps between are needed."
_NEEDED = [
    (_NO_B + " Yours has all frames from the I on.", _needed(between=True)),
    (_NO_B + " Yours has all frames from the I on; and a B needs the I or P after it as well.",
     _needed(between=True, behind=False)),
    (_FROM_KEY, _needed(stop=None)),
    (_FROM_KEY + " And " + _NO_B[0].lower() + _NO_B[1:], _needed(stop=None, between=True)),
    (_FROM_KEY + " And a B needs the I or P after it as well.", _needed(stop=None, behind=False)),
    (_FROM_KEY + " And " + _NO_B[0].lower() + _NO_B[1:], lambda kinds, number: list(range(number + 1))),
    ("A B needs the next I or P after it as well.", _needed(behind=False)),
    ("The frame itself is decoded, too: it belongs to the list.", _needed(own=False)),
    ("A P needs the I or P before it, and that one the one before: go on until an I.", _neighbours),
    ("Between the I and the frame lie Ps, each made from the one before it: they are needed as well.", _key_and_own),
    ("These are the frames beside it; a B beside it is of no use, and what a P needs has needs of its own.", _beside),
    ("After a B the next I *or P* is due, whichever comes first; you went on to the next I.", _next_key),
    ("After a B the next *I or* P is due, whichever comes first; you went on to the next P.", _next_predicted),
    ("Only a B needs a frame after it: a P does not.", _always_behind),
    ("The frames before it are missing: a P is made from the I or P before it.", _needed(back=False)),
    ("Only the frame itself is there: what is it made from?", lambda kinds, number: [number]),
    ("Frames are counted from 0; here they are counted from 1.",
     lambda kinds, number: [n + 1 for n in _chain(kinds, number)]),
    ("They stand from the last to the first; in the order in which they are shown is due: sorted().",
     lambda kinds, number: _chain(kinds, number)[::-1]),
    ("That is how many frames are needed; their numbers are due, in a list.",
     lambda kinds, number: len(_chain(kinds, number))),
    ("These are the kinds of the frames; their numbers are due.",
     lambda kinds, number: [kinds[n] for n in _chain(kinds, number)]),
    ("That is the I where decoding begins; all numbers that are needed are due, in a list.",
     lambda kinds, number: _chain(kinds, number)[0]),
    ("The frame itself stands first; in the order in which they are shown is due: sorted().",
     lambda kinds, number: [number, *(n for n in _chain(kinds, number) if n != number)]),
]  # fmt: skip


def needed(attempt):
    """Check ``attempt(kinds, number)``: which frames must be decoded to show one.

    Parameters
    ----------
    attempt : callable
        The learner's function. ``kinds`` has ``"I"``, ``"P"`` or ``"B"`` for each frame, as they are shown.

    Returns
    -------
    Verdict
    """
    clip = list("IBBPBPPBBPIPBBPPBIBP")
    every = [(clip, number) for number in (9, 6, 1, 4, 8, 10, 11, 13, 15, 16, 18, 19, 0)]

    def numbers(result, due):
        odd = strange(result, "a list of numbers")
        if odd:
            return odd
        if as_list(result) is None:
            what = f"it returned {short(result)}, a {type(result).__name__}"
            return Problem(what, "Numbers of frames are due, in a list.")
        return None

    def case(*cases, hint):
        return agrees(
            list(cases),
            _needed(),
            _NEEDED,
            kind=numbers,
            call=lambda kinds, number: f"frame {number}, a {kinds[number]}, of {' '.join(kinds)}",
            hint=hint,
            more=every,
        )

    walk = "Go from the frame to what it is made from, and on, until an I."
    return judge(
        "needed",
        attempt,
        [
            ("a key frame needs nobody", case((clip, 0), (clip, 10), hint="Only the frame itself.")),
            ("a P needs a row of others", case((clip, 9), (clip, 6), hint=walk)),
            ("a B needs one after it as well", case((clip, 4), (clip, 1), (clip, 8), hint=walk)),
            ("the nearest key frame is far enough", case((clip, 15), (clip, 11), (clip, 13), hint=walk)),
            ("a key frame may be the one behind", case((clip, 16), (clip, 18), hint=walk)),
            ("the list passed in is not changed", unchanged("the list")),
        ],
        "kinds, number",
    )
