"""Lesson 09's checks: the right answer passes, and each usual mistake gets the hint meant for it."""

import cv2
import numpy as np
import pytest

from faceblur_utils import check


def right_strength(distances, limit):
    weakest = None
    for strength in sorted(distances, reverse=True):
        if min(distances[strength]) < limit:
            break
        weakest = strength
    return weakest


def right_person(probe, album):
    return min(album, key=lambda name: np.linalg.norm(album[name] - probe, axis=1).min())


def right_candidate(mosaic, candidates):
    size = mosaic.shape[1], mosaic.shape[0]
    small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA).astype(float) for one in candidates]
    return int(np.argmin([np.square(one - mosaic).mean() for one in small]))


RIGHT = {
    check.weakest_strength: right_strength,
    check.nearest_person: right_person,
    check.which_candidate: right_candidate,
}


@pytest.mark.parametrize("judge", RIGHT)
def test_right_answers_pass(judge, capsys):
    assert judge(RIGHT[judge])
    assert capsys.readouterr().out.startswith("✓")


@pytest.mark.parametrize("judge", RIGHT)
def test_dots_are_not_attempted(judge, capsys):
    def unfinished(*anything):
        return ...

    assert judge(unfinished).state == "not attempted"
    assert "not attempted yet" in capsys.readouterr().out


def shrunk(one, mosaic, how=cv2.INTER_AREA):
    return cv2.resize(one, mosaic.shape[::-1], interpolation=how)


WRONG = [
    (check.weakest_strength, lambda d, limit: print(end=""), "start with `return`"),
    (check.weakest_strength, lambda d, limit: 0.3, "one of the dict's strengths"),
    (check.weakest_strength, lambda d, limit: min(s for s in d if np.mean(d[s]) >= limit), "not at the mean"),
    (check.weakest_strength, lambda d, limit: max(d), "A weaker strength holds"),
    (check.weakest_strength, lambda d, limit: next(s for s in d if min(d[s]) >= limit), "Sort the strengths"),
    (check.weakest_strength, lambda d, limit: min(s for s in d if min(d[s]) >= limit), "all stronger ones"),
    (check.weakest_strength, lambda d, limit: right_strength(d, limit + 1e-6), "Below the limit is recognised"),
    (check.weakest_strength, lambda d, limit: right_strength(d, 0.6), "limit that you were given"),
    (check.weakest_strength, lambda d, limit: right_strength(d, limit) or max(d), "the answer is None"),
    (check.nearest_person, lambda probe, album: None, "start with `return`"),
    (check.nearest_person, lambda probe, album: 0, "Return the name"),
    (check.nearest_person, lambda p, a: max(a, key=lambda n: np.linalg.norm(a[n] - p)), "smallest distance wins"),
    (check.nearest_person, lambda p, a: min(a, key=lambda n: np.linalg.norm(a[n].mean(0) - p)), "best picture"),
    (check.nearest_person, lambda p, a: min(a, key=lambda n: min(abs((a[n] - p).sum(1)))), "np.linalg.norm"),
    (
        check.nearest_person,
        lambda p, a: right_person(p, a) if np.linalg.norm(a[right_person(p, a)] - p, axis=1).min() < 0.6 else "nobody",
        "always guesses",
    ),
    (check.which_candidate, lambda m, c: None, "start with `return`"),
    (check.which_candidate, lambda m, c: "second", "a place in the list, from 0"),
    (check.which_candidate, lambda m, c: 1, "compare block by block"),
    (
        check.which_candidate,
        lambda m, c: right_candidate(m, [shrunk(one, np.zeros((6, 5))) for one in c]) if m.shape == (6, 5) else 0,
        "from the mosaic's shape",
    ),
    (check.which_candidate, lambda m, c: int(np.argmin([(shrunk(o, m) - m).mean() for o in c])), "uint8 wraps"),
    (check.which_candidate, lambda m, c: int(np.argmin([(m - shrunk(o, m)).mean() for o in c])), "uint8 wraps"),
    (
        check.which_candidate,
        lambda m, c: ([np.abs(shrunk(o, m).astype(int) - m).max() < 3 for o in c] + [True]).index(True) % len(c),
        "nearest wins",
    ),
]


@pytest.mark.parametrize(("judge", "attempt", "hint"), WRONG, ids=lambda one: one if isinstance(one, str) else "")
def test_each_mistake_gets_its_hint(judge, attempt, hint, capsys):
    assert judge(attempt).state == "failed"
    assert hint in capsys.readouterr().out
