"""More checks of the exercises in lesson 05: a threshold, and a line-up."""

import numpy as np

from .core import judge
from .kinds import unchanged, whole_numbers
from .mistakes import agrees

__all__ = ["below_and_named"]

_PLACES = ("below", "named")


def _own(distances):
    return distances[np.arange(len(distances)), np.arange(len(distances))]


def _below(distances, limit):
    return int((_own(distances) < limit).sum())


def _named(distances, _):
    return int((distances.argmin(axis=1) == np.arange(len(distances))).sum())


def _both(below=_below, named=_named, of=lambda distances: distances):
    return lambda distances, limit: (below(of(distances), limit), named(of(distances), limit))


def _smallest_in_row(distances, limit):
    return int((distances.min(axis=1) < limit).sum())


def _named_and_below(distances, limit):
    right = distances.argmin(axis=1) == np.arange(len(distances))
    return int((right & (_own(distances) < limit)).sum())


def _column_wise(distances, _):
    return int((distances.argmin(axis=0)[: len(distances)] == np.arange(len(distances))).sum())


def _without(rows):
    """Count in the other rows only."""
    return lambda d, limit: tuple(np.subtract(_both()(d, limit), _both()(d[rows], limit)).tolist())


_BELOW_AND_NAMED = [
    ("The two are swapped: the first counts faces below the limit, the second those that are named.",
     _both(_named, _below)),
    ("Below the limit is < limit; a distance equal to the limit is not below.",
     _both(lambda d, limit: int((_own(d) <= limit).sum()))),
    ("The first counts distances above the limit; those below are due.",
     _both(lambda d, limit: int((_own(d) > limit).sum()))),
    ("The first counts distances above the limit; those below are due.",
     _both(lambda d, limit: int((_own(d) >= limit).sum()))),
    ("The first counts all distances below the limit, to other people as well; only the one to the own clear face "
     "counts.",
     _both(lambda d, limit: int((d < limit).sum()))),
    ("The first asks for the smallest distance in the row, whoever's it is; the one to the own clear face counts.",
     _both(_smallest_in_row)),
    ("The first counts a face only if it is named as well: the threshold asks about the own clear face alone.",
     _both(_named_and_below)),
    ("The second counts a face only if it is below the limit as well: the line-up asks who is nearest, however far.",
     _both(named=_named_and_below)),
    ("The second asks for the largest distance in the row: the nearest is the smallest, np.argmin.",
     _both(named=lambda d, limit: int((d.argmax(axis=1) == np.arange(len(d))).sum()))),
    ("The second goes down the columns: it asks which hidden face is nearest to a clear one. The nearest in each row "
     "is due.",
     _both(named=_column_wise)),
    ("The second looks among the first people of the album only, as many as there are hidden faces; the others stand "
     "in the line-up, too.",
     _both(named=lambda d, limit: _named(d[:, : len(d)], limit))),
    ("The second counts faces that are not named: == in place of !=.",
     _both(named=lambda d, limit: len(d) - _named(d, limit))),
    ("The second compares with the nearest in the whole table; each row has a nearest of its own.",
     _both(named=lambda d, limit: int((d.argmin() == np.arange(len(d))).sum()))),
    ("The second counts faces for which the smallest distance is below the limit; it asks whose that is: np.argmin.",
     _both(named=_smallest_in_row)),
    ("The own clear face is taken to be the album's first for all: for hidden face i it is number i.",
     _both(lambda d, limit: int((d[:, 0] < limit).sum()), lambda d, limit: int((d.argmin(axis=1) == 0).sum()))),
    ("In the first, the own clear face is taken to be the album's first for all: for hidden face i it is row[i].",
     _both(lambda d, limit: int((d[:, 0] < limit).sum()))),
    ("In the second, the own clear face is taken to be the album's first for all: for hidden face i it is number i.",
     _both(named=lambda d, limit: int((d.argmin(axis=1) == 0).sum()))),
    ("The limit is 0.6 whatever it is given.", _both(lambda d, limit: _below(d, 0.6))),
    ("Only four faces are counted; go through all rows, however many there are.", _both(of=lambda d: d[:4])),
    ("The last row is missing: range(n) already ends before n.", _both(of=lambda d: d[:-1])),
    ("It ended after the first row: does `return` stand inside the loop?", _both(of=lambda d: d[:1])),
    ("The first row is missing: numbers begin with 0.", _without(slice(1))),
    ("These are shares: they were divided by the number of faces (or .mean() stands in place of .sum()). Counts are "
     "due.",
     lambda d, limit: tuple(one / len(d) for one in _both()(d, limit))),
    ("The same number twice: both count how many are below the limit.", _both(named=_below)),
    ("The same number twice: both count how many are named.", _both(below=_named)),
    ("They begin with 1: counting starts at 0.", lambda d, limit: tuple(one + 1 for one in _both()(d, limit))),
    ("The counts are set to 0 anew in each row: `below = named = 0` belongs before the loop.",
     _without(slice(-1))),
]  # fmt: skip


def _table(rows):
    return np.array(rows, float)


def below_and_named(attempt):
    """Check ``attempt(distances, limit)``, which counts faces below a limit, and faces whose own is the nearest.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    lesson = _table(
        [
            [0.59, 0.72, 0.81, 0.77, 0.80, 0.66, 0.91],
            [0.75, 0.67, 0.79, 0.70, 0.83, 0.74, 0.88],
            [0.81, 0.63, 0.72, 0.69, 0.78, 0.90, 0.84],
            [0.79, 0.70, 0.76, 0.61, 0.68, 0.71, 0.85],
        ]
    )
    near = _table(
        [
            [0.45, 0.60, 0.41, 0.58, 0.77, 0.72],
            [0.62, 0.44, 0.71, 0.66, 0.69, 0.38],
            [0.58, 0.64, 0.35, 0.74, 0.53, 0.49],
            [0.52, 0.39, 0.68, 0.46, 0.71, 0.65],
            [0.43, 0.63, 0.59, 0.67, 0.55, 0.47],
        ]
    )
    alone = _table([[0.52, 0.48, 0.57], [0.61, 0.50, 0.72]])
    rng = np.random.default_rng(15)
    # For telling mistakes apart: many faces, and limits that no face of the others meets.
    more = [(rng.permutation(63).reshape(7, 9) / 70 + 0.1, 0.55), (rng.permutation(66).reshape(6, 11) / 70, 0.4)]
    more += [(np.where(np.eye(6, 8) > 0, 0.3, one), 0.45) for one in (rng.permutation(48).reshape(6, 8) / 60,)]

    def counts(cases, hint):
        return agrees(
            cases,
            _both(),
            _BELOW_AND_NAMED,
            kind=whole_numbers(_PLACES),
            call=lambda distances, limit: (
                f"{len(distances)} hidden faces, an album of {distances.shape[1]} and a limit of {limit}"
            ),
            hint=hint,
            places=_PLACES,
            more=[(lesson, 0.6), (near, 0.5), (alone, 0.5), *more],
        )

    return judge(
        "below_and_named",
        attempt,
        [
            (
                "a few below the limit, more of them named",
                counts([(lesson, 0.6)], "Only row[i] is compared with the limit; np.argmin(row) is compared with i."),
            ),
            (
                "more below the limit than named",
                counts([(near, 0.5)], "A face may be near its own clear picture and nearer still to another's."),
            ),
            (
                "a distance equal to the limit is not below",
                counts([(alone, 0.5)], "Below is < and not <=."),
            ),
            ("other numbers of faces work", counts(more, "Go through all rows: len(distances) counts them.")),
            ("the distances are not changed", unchanged("the array")),
        ],
        "distances, limit",
    )
