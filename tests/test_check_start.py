"""Lesson 00's check: the right answer passes, and each usual mistake gets the hint meant for it."""

import numpy as np
import pytest

from faceblur_utils import check


def in_place(roi):
    roi[:] = 0
    return roi


def returns_nothing(roi):
    roi[:] = 0


def test_right_answer_passes(capsys):
    assert check.cover(np.zeros_like)
    assert capsys.readouterr().out.startswith("✓")


def test_dots_are_not_attempted():
    def unfinished(roi): ...

    assert check.cover(unfinished).state == "not attempted"


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda roi: np.full_like(roi, 255), "White is 255"),
        (lambda roi: roi, "Every pixel"),
        (lambda roi: np.zeros(roi.shape[:2], np.uint8), "shape is"),
        (lambda roi: np.zeros(roi.shape), "uint8"),
        (lambda roi: 0, "array itself"),
        (returns_nothing, "return"),
        (in_place, "new array"),
    ],
)
def test_wrong_answers(answer, hint):
    verdict = check.cover(answer)
    assert verdict.state == "failed"
    assert hint in verdict.problem.hint
