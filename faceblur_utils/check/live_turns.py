"""More checks of the exercises in lesson 08: which frames are searched."""

import bisect

import numpy as np

from .core import Problem, judge
from .facts import is_number, short, strange
from .kinds import a_list_for_each, unchanged
from .mistakes import agrees

__all__ = ["is_due", "newest_wins"]


def _due(rule=lambda number, every: number % every == 0, join=lambda due, lost: due or lost):
    return lambda number, every, lost: bool(join(rule(number, every), lost))


_COUNTED = "Frames are counted from 0: the first frame is number 0, and is searched."
_IS_DUE = [
    ("Both were asked for (and); one reason is enough: or.", _due(join=lambda due, lost: due and lost)),
    ("`lost` is not looked at: while a face is lost, each frame is searched.", _due(join=lambda due, lost: due)),
    ("Frames are searched only while a face is lost: every `every`-th frame is due as well.",
     _due(join=lambda due, lost: lost)),
    (_COUNTED, _due(lambda number, every: (number + 1) % every == 0)),
    (_COUNTED, _due(lambda number, every: number and number % every == 0)),
    (_COUNTED + " The remainder of the frames that are due is 0, not 1.",
     _due(lambda number, every: number % every == 1)),
    ("It is turned round: the remainder is 0, == 0, in the frames that are due.",
     _due(lambda number, every: number % every != 0)),
    ("The remainder is compared with (0 or lost), which is `lost` itself: compare with 0, and put `or lost` behind.",
     lambda number, every, lost: number % every == (0 or lost)),
    ("While a face is lost, only every second frame is searched: each one is due.",
     lambda number, every, lost: bool(number % every == 0 or (lost and number % 2 == 0))),
    ("`not lost` is the other way round.", _due(join=lambda due, lost: due or not lost)),
    ("One changes the other (xor, !=): a frame that is due stays due while a face is lost. or.",
     _due(join=lambda due, lost: due != lost)),
    ("While a face is lost no frame is searched: that is when each is.", _due(join=lambda due, lost: due and not lost)),
    ("The first frames up to `every` are searched, and then none: that is what number < every and number // every == "
     "0 (the quotient) "
     "say. The remainder, number % every, is 0 again and again.", _due(lambda number, every: number < every)),
    ("It is the other way round: number % every, not every % number.",
     _due(lambda number, every: every % max(number, 1) == 0)),
    ("Every frame is searched, always.", _due(lambda number, every: True)),
    ("No frame is searched, never.", _due(lambda number, every: False, lambda due, lost: False)),
    ("Only the first multiple is searched: with % all multiples of `every` are.",
     _due(lambda number, every: number in (0, every))),
    ("Only the first frame is searched, and those while a face is lost: every `every`-th frame is due.",
     _due(lambda number, every: number == 0)),
    ("That is every (every + 1)-th frame: the remainder is of `every` itself.",
     _due(lambda number, every: number % (every + 1) == 0)),
    ("That is every (every - 1)-th frame: the remainder is of `every` itself.",
     _due(lambda number, every: number % (every - 1) == 0)),
    *[(f"Every {name} frame is searched, whatever `every` is.", _due(lambda number, every, n=n: number % n == 0))
      for n, name in ((2, "second"), (3, "third"), (5, "fifth"), (10, "tenth"))],
]  # fmt: skip


def is_due(attempt):
    """Check ``attempt(number, every, lost)``: whether frame `number` must be searched.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    lists = {"every": (3, (), 10), "one": (1, (), 4), "lost": (5, (1, 2, 3), 12), "both": (2, (2, 5), 8)}

    def run(decide, every, lost, frames):
        """Ask about each frame, and give those that are searched."""
        answers = [decide(number, every, number in lost) for number in range(frames)]
        odd = next(
            (one for one in answers if one is None or isinstance(one, (str, list, tuple)) or callable(one)), False
        )
        due = [number for number in range(frames) if number % every == 0 or number in lost]
        # The frame's number in place of True: number 0 counts as false.
        numbers = [(n, one) for n, one in enumerate(answers) if is_number(one) and one > 1]
        if numbers and all(n == one for n, one in numbers) and [n for n, one in enumerate(answers) if one] != due:
            return _Mixed(answers)
        if odd is not False:
            return odd if len({type(one) for one in answers}) == 1 else _Mixed(answers)
        return [number for number, one in enumerate(answers) if one]

    def frames(result, due):
        if isinstance(result, _Mixed):
            nothing = [number for number, one in enumerate(result.answers) if one is None]
            if nothing:
                return Problem(
                    f"for the frames {nothing} it returned None, for others it does not",
                    "Does every way through it come to a `return` with True or False?",
                )
            if any(is_number(one) for one in result.answers):
                return Problem(
                    f"for the frames from 0 on it returned {short(result.answers)}",
                    "True or False is due, not the frame's number: 0 counts as false, so frame 0 is never searched.",
                )
            return Problem(f"it returned {short(result.answers)}", "One answer for each frame is due: True or False.")
        if isinstance(result, str):
            return Problem(
                f"it returned {result!r}, text (str)",
                "True or False is due; any text that is not empty counts as true.",
            )
        odd = strange(result, "True or False")
        return odd

    def case(name, hint):
        def said(every, lost, count_):
            return f"every={every}" + (f", a face being lost in the frames {list(lost)}," if lost else "")

        return agrees(
            [lists[name]],
            _due(),
            _IS_DUE,
            kind=frames,
            call=said,
            hint=hint,
            more=list(lists.values()),
            use=run,
        )

    return judge(
        "is_due",
        attempt,
        [
            ("every third frame, from the first", case("every", "The remainder number % every is 0 then.")),
            ("every=1 searches all", case("one", "Any number divides by 1.")),
            ("while a face is lost, each frame", case("lost", "One reason or the other: or.")),
            ("lost in a frame that is due anyway", case("both", "or, not a change of one into the other.")),
        ],
        "number, every, lost",
    )


class _Mixed:
    """Answers of different kinds to one list of frames."""

    def __init__(self, answers):
        self.answers = answers

    def __eq__(self, other):
        return isinstance(other, _Mixed) and self.answers == other.answers


def _newest(
    arrivals,
    work,
    now=bisect.bisect_right,
    start=lambda free, arrival: max(free, arrival),
    skip=None,
    first=True,
    again=0,
):
    """Choose frames, with one part replaced: what has arrived by now, when work begins, how far to skip."""
    chosen, free, number = [], (-np.inf if first else work), 0
    while number < len(arrivals):
        here = now(arrivals, free) - 1
        if here > number:
            number = min(here, number + skip) if skip is not None else here
        chosen.append(number)
        free = start(free, arrivals[number]) + work
        number += 1
    return chosen


def _choose(**parts):
    return lambda arrivals, work: _newest(arrivals, work, **parts)


def _clock_only(arrivals, work):
    chosen, free, number = [], 0, 0
    while number < len(arrivals):
        while chosen and number + 1 < len(arrivals) and arrivals[number + 1] <= free:
            number += 1
        chosen.append(number)
        free += work
        number += 1
    return chosen


def _drop_while_busy(arrivals, work):
    chosen, free = [], -np.inf
    for number, arrival in enumerate(arrivals):
        if arrival >= free:
            chosen.append(number)
            free = arrival + work
    return chosen


def _again(arrivals, work):
    chosen, free = [], None
    for _ in arrivals:
        number = 0 if free is None else max(k for k in range(len(arrivals)) if arrivals[k] <= free)
        chosen.append(number)
        free = max(free or 0, arrivals[number]) + work
    return chosen


def _one_too_new(arrivals, work):
    chosen, free, number = [], 0, 0
    while number < len(arrivals):
        while chosen and number < len(arrivals) - 1 and arrivals[number] <= free:
            number += 1
        chosen.append(number)
        free = max(free, arrivals[number]) + work
        number += 1
    return chosen


def _left_out(arrivals, work):
    return [number for number in range(len(arrivals)) if number not in _newest(arrivals, work)]


def _without_last(arrivals, work):
    chosen, free, number = [], 0, 0
    while number < len(arrivals) - 1:
        while chosen and number + 1 < len(arrivals) and arrivals[number + 1] <= free:
            number += 1
        chosen.append(number)
        free = max(free, arrivals[number]) + work
        number += 1
    return chosen


def _even_steps(arrivals, work):
    if len(arrivals) < 2:
        return list(range(len(arrivals)))
    return list(range(0, len(arrivals), max(1, int(np.ceil(work / (arrivals[1] - arrivals[0]))))))


def _moments(start):
    """Make the moments at which the work on each frame starts, or ends."""

    def moments(arrivals, work):
        free, found = -np.inf, []
        for number in _newest(arrivals, work):
            begin = max(free, arrivals[number])
            free = begin + work
            found.append(begin if start else free)
        return found

    return moments


def _whole_clock(arrivals, work):
    chosen, free, number, last = [], 0, 0, max(arrivals, default=0) + 2
    while number < len(arrivals) and free < last + len(arrivals) * work:
        ready = [n for n, arrival in enumerate(arrivals) if arrival <= free and n >= number]
        if ready:
            chosen.append(ready[-1])
            free, number = free + work, ready[-1] + 1
        else:
            free += 1
    return chosen


def _oldest_but_one(arrivals, work):
    """Leave out one waiting frame at most, and take the one behind it, not the newest."""
    chosen, free, number = [], 0, 0
    while number < len(arrivals):
        free = max(free, arrivals[number]) + work
        chosen.append(number)
        number += 1
        if number + 1 < len(arrivals) and arrivals[number + 1] < free:
            number += 1
    return chosen


def _again_and_again(arrivals, work):
    chosen, free = [0], arrivals[0] + work
    while chosen[-1] < len(arrivals) - 1 and len(chosen) < 3 * len(arrivals):
        chosen.append(max(n for n, arrival in enumerate(arrivals) if arrival <= free))
        free += work
    return chosen


def _with_time_enough(arrivals, work):
    return [n for n in range(len(arrivals) - 1) if arrivals[n + 1] - arrivals[n] >= work] + [len(arrivals) - 1]


def _last_left_waiting(arrivals, work):
    chosen, free = [], None
    for n, arrival in enumerate(arrivals):
        newest = n < len(arrivals) - 1 and arrivals[n + 1] > (free or 0)
        if free is None or free <= arrival or newest:
            chosen.append(n)
            free = max(free or 0, arrival) + work
    return chosen


def _one_more_left_out(arrivals, work):
    chosen, free, number = [], 0, 0
    while number < len(arrivals):
        while chosen and number + 1 < len(arrivals) and arrivals[number + 1] <= free:
            number += 1
        free = max(free, arrivals[number]) + work
        chosen.append(number)
        number += 2
    return chosen


def _looks_ahead(before):
    def chosen(arrivals, work):
        number, found = 0, []
        while number < len(arrivals):
            free = arrivals[number] + work
            while number + 1 < len(arrivals) and before(arrivals[number + 1], free):
                number += 1
            found.append(number)
            number += 1
        return found

    return chosen


_NEWEST_WINS = [
    ("Every frame is worked on, as in a queue: those that are no longer the newest are left out.",
     lambda arrivals, work: list(range(len(arrivals)))),
    ("Every second frame is taken, whatever arrives when.", lambda arrivals, work: list(range(0, len(arrivals), 2))),
    ("Frames at even steps are taken; arrivals need not be evenly spaced, so compare with the arrivals themselves.",
     _even_steps),
    ("A frame that arrives at that very moment counts: <=, not <.", _choose(now=bisect.bisect_left)),
    ("It waits for the first that arrives after the work is done; the newest of those that have arrived by then is "
     "there already.",
     _drop_while_busy),
    ("These are moments; the numbers of the frames are due.",
     lambda arrivals, work: [arrivals[n] for n in _newest(arrivals, work)]),
    ("These are the moments at which the work on a frame ends; the numbers of the frames are due.", _moments(False)),
    ("These are the moments at which the work on a frame begins; the numbers of the frames are due.", _moments(True)),
    ("The clock goes in whole steps, and moments may lie between: it meets a frame later than it arrived. Go to the "
     "arrival itself.", _whole_clock),
    ("At most one waiting frame is left out, and then the next is taken: the newest that has arrived is due.",
     _oldest_but_one),
    ("A frame is worked on again where no new one has come: wait for the next one.", _again_and_again),
    ("Taken are frames behind which there is time enough for the work; the program does not know what will come. It "
     "takes the newest that is there.", _with_time_enough),
    ("The last frame is left waiting: when the work before it is done, it is the newest.", _last_left_waiting),
    ("The frame behind each one that is worked on is left out (number + 2), also if it is the newest.",
     _one_more_left_out),
    ("It looks ahead: a frame that arrives while the work is going on cannot be the one that is worked on.",
     _looks_ahead(lambda arrival, free: arrival < free)),
    ("It looks ahead: a frame that arrives while the work is going on cannot be the one that is worked on.",
     _looks_ahead(lambda arrival, free: arrival <= free)),
    ("Frames are counted from 0; here they are counted from 1.",
     lambda arrivals, work: [n + 1 for n in _newest(arrivals, work)]),
    ("The work begins when the one before is finished, and not when the frame arrived, if it has waited: max(free, "
     "arrival).",
     _choose(start=lambda free, arrival: arrival)),
    ("The clock does not wait for a frame that has not arrived yet: work begins at max(free, arrival).", _clock_only),
    ("A frame is worked on twice: only frames after the last one may be taken.", _again),
    ("The first frame is always taken, the moment it arrives; here a later one is taken in its place.",
     lambda arrivals, work: _newest(arrivals, work, first=False)),
    ("Only the first frame is there. Does `return` stand inside the loop?",
     lambda arrivals, work: [0] if arrivals else []),
    ("Only the last frame of all is there, the newest at the end; while it had not arrived, others were.",
     lambda arrivals, work: [len(arrivals) - 1] if arrivals else []),
    ("At most one frame is skipped at a time (if); while the next has arrived as well, go on to it (while).",
     _choose(skip=1)),
    ("These are the frames that are left out; those that are worked on are due.", _left_out),
    ("The last frame is never worked on.", _without_last),
    ("It goes one frame too far, to one that has not arrived yet: look at the arrival of the frame after this one.",
     _one_too_new),
    ("That is how many frames are worked on; their numbers are due, in a list.",
     lambda arrivals, work: len(_newest(arrivals, work))),
]  # fmt: skip


def newest_wins(attempt):
    """Check ``attempt(arrivals, work)``, which says which frames are worked on if the newest always wins.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    quick, slow, sharp, lone = [0, 10, 20, 30], [0, 10, 20, 30, 40, 50, 60], [0, 10, 20, 30, 40], [0, 10, 100]
    # In the last two a frame waits, so that its work begins later than it arrived, and the program waits for a frame.
    uneven = [
        ([5, 6, 7, 50, 51, 90], 10),
        ([0, 12, 24, 36, 48, 60, 72, 84], 17),
        ([3, 4, 40, 41, 42, 43, 59, 61, 62], 11),
        ([0, 10.2, 10.8], 5),
        ([0.5, 9.9, 10.1, 30.7, 31.2], 6.5),
    ]
    told_apart = [(quick, 5), (slow, 33), (sharp, 20), (lone, 30), *uneven]

    def numbers(result, due):
        odd = strange(result, "a list of numbers")
        if odd:
            return odd
        problem = a_list_for_each("number", "frame")(result, result if np.iterable(result) else due)
        if problem:
            return Problem(
                f"it returned {short(result)}", "A list is due: the numbers of the frames that are worked on."
            )
        return None

    def case(*cases, hint):
        return agrees(
            list(cases),
            _newest,
            _NEWEST_WINS,
            kind=numbers,
            call=lambda arrivals, work: f"frames that arrive at {arrivals} and take {work} each,",
            hint=hint,
            more=told_apart,
        )

    late = "When one is finished, which of those that have arrived is the last? What lies between is never worked on."
    return judge(
        "newest_wins",
        attempt,
        [
            (
                "quick work loses no frame",
                case((quick, 5), hint="When one is finished, the next has not arrived yet: each number is due once."),
            ),
            ("slow work leaves frames out", case((slow, 33), hint=late)),
            ("arriving just then is arrived", case((sharp, 20), hint="At its very moment it is there: <=.")),
            ("no frame twice", case((lone, 30), hint="Only frames after the one that was just worked on.")),
            ("uneven arrivals, and frames that wait", case(*uneven, hint=late)),
            ("no frames, no work", case(([], 10), hint="An empty list gives an empty list.")),
            ("the list passed in is not changed", unchanged("the list")),
        ],
        "arrivals, work",
    )
