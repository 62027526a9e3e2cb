"""Check of the exercise in the deeper lesson on queues: how old a picture is."""

from .core import judge
from .kinds import a_number, unchanged
from .mistakes import agrees

__all__ = ["latency_of"]


def _latency(count, travel, work):
    return max(travel + work, count * work)


def _most(way, queue):
    """Make a latency_of of two rules: the time of a lone frame, and the time of each where the kernel never rests."""
    return lambda count, travel, work: max(way(travel, work), queue(count, travel, work))


def _alone(travel, work):
    return travel + work


_ONE_AT_A_TIME = "Only the work is done one frame at a time: frames travel beside each other."
_LATENCY_OF = [
    ("`count` is not looked at: that is the time of a lone frame. With more frames than the kernel can keep up with, "
     "each waits.", lambda count, travel, work: travel + work),
    ("That is right where the kernel never rests; with few frames under way it does, and each takes travel + work.",
     lambda count, travel, work: count * work),
    (_ONE_AT_A_TIME + " Yours waits for the travel of all the others as well.",
     lambda count, travel, work: count * (travel + work)),
    ("That is the smaller of the two times (min); the picture is as old as the larger one.",
     lambda count, travel, work: min(travel + work, count * work)),
    ("The travel was added to the waiting: while a frame travels, the others are worked on, so the larger of the two "
     "counts.", lambda count, travel, work: travel + count * work),
    ("The travel was added to the waiting: while a frame travels, the others are worked on, so the larger of the two "
     "counts.", lambda count, travel, work: travel + max(travel + work, count * work)),
    ("A lone frame's own work is left out: it takes travel + work.", _most(lambda t, w: t, lambda c, t, w: c * w)),
    ("The frame's own work is left out of the waiting: `count` times the work pass from one of its turns to the next.",
     _most(_alone, lambda c, t, w: (c - 1) * w)),
    ("One frame too many is waited for: `count` times the work pass from one of its turns to the next.",
     _most(_alone, lambda c, t, w: (c + 1) * w)),
    (_ONE_AT_A_TIME + " Yours makes the travel the stage that limits.", _most(_alone, lambda c, t, w: c * t)),
    (_ONE_AT_A_TIME + " The longer stage need not be the one that limits.",
     _most(_alone, lambda c, t, w: c * max(t, w))),
    (_ONE_AT_A_TIME, _most(_alone, lambda c, t, w: c * (t + w))),
    ("The travel counts twice: `travel` is there and back already.",
     _most(lambda t, w: 2 * t + w, lambda c, t, w: c * w)),
    ("The travel counts half: `travel` is there and back, and the picture needs both.",
     _most(lambda t, w: t / 2 + w, lambda c, t, w: c * w)),
    ("That is the throughput, in frames a millisecond; the latency is `count` over it.",
     lambda count, travel, work: min(count / (travel + work), 1 / work)),
    ("That is the throughput, in frames a second; the latency is due.",
     lambda count, travel, work: 1000 * min(count / (travel + work), 1 / work)),
    ("These are seconds; milliseconds are due, as they went in.",
     lambda count, travel, work: _latency(count, travel, work) / 1000),
    ("These are a thousand times as many milliseconds: the throughput in frames a second goes with seconds.",
     lambda count, travel, work: 1000 * _latency(count, travel, work)),
    ("That is the time between two frames; a frame is under way for `count` of them.",
     lambda count, travel, work: _latency(count, travel, work) / count),
    ("The work was divided by `count`: frames under way do not share it.",
     lambda count, travel, work: travel + work / count),
    ("The way was divided by `count`: each frame goes all of it.", lambda count, travel, work: (travel + work) / count),
    ("That is a latency at the largest throughput, for 3 frames under way, whatever `count` is.",
     lambda count, travel, work: _latency(3, travel, work)),
]  # fmt: skip


def latency_of(attempt):
    """Check ``attempt(count, travel, work)``: how old a picture is, with `count` frames under way.

    Parameters
    ----------
    attempt : callable
        The learner's function; times are in milliseconds.

    Returns
    -------
    Verdict
    """
    few = [(1, 50, 25), (2, 50, 25), (1, 12, 90), (2, 210, 30), (5, 300, 7)]
    many = [(4, 50, 25), (10, 50, 25), (3, 20, 40), (60, 200, 8), (5, 0, 33)]
    fractions = [(2, 33.4, 12.5), (7, 16.5, 8.25)]

    def case(cases, hint):
        return agrees(
            cases,
            _latency,
            _LATENCY_OF,
            kind=a_number,
            fits=lambda result, due: abs(float(result) - due) < 1e-6 * due,
            slack=1e-6,
            call=lambda count, travel, work: f"{count} under way, travel of {travel} and work of {work} milliseconds",
            hint=hint,
            more=few + many + fractions,
        )

    law = "Little's law: the latency is `count` over the throughput. What is the throughput here?"
    return judge(
        "latency_of",
        attempt,
        [
            (
                "few frames never meet",
                case(few, "Nobody waits: what does a lone frame take?"),
            ),
            ("three keep the kernel of this lesson busy", case([(3, 50, 25)], law)),
            ("with more, each waits for the others", case(many, law)),
            ("fractions of a millisecond stay", case(fractions, "Divide with /, and round nothing.")),
            ("nothing that was passed in is changed", unchanged("a number")),
        ],
        "count, travel, work",
    )
