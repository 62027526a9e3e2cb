"""The deeper lesson's checks: right answers pass, each usual mistake gets the hint meant for it."""

import numpy as np
import pytest

from faceblur_utils import check
from faceblur_utils.images import from_light, to_light


def right_light(image, share):
    return from_light(to_light(image) * share)


def by_table(image, share):
    return from_light(to_light(np.arange(256, dtype=np.uint8)) * share)[image]


def right_shares(answers):
    return {
        label: sum(found for one, found in answers if one == label) / sum(one == label for one, _ in answers)
        for label, _ in answers
    }


def with_numpy(answers):
    labels = np.array([label for label, _ in answers])
    found = np.array([found for _, found in answers])
    return {str(label): found[labels == label].mean() for label in np.unique(labels)}


@pytest.mark.parametrize("answer", [right_light, by_table])
def test_right_light_passes(answer):
    assert check.less_light(answer)


@pytest.mark.parametrize("answer", [right_shares, with_numpy])
def test_right_shares_pass(answer):
    assert check.recall_by_label(answer)


@pytest.mark.parametrize("judge", [check.less_light, check.recall_by_label])
def test_dots_are_not_attempted(judge, capsys):
    assert judge(...).state == "not attempted"
    assert "not attempted yet" in capsys.readouterr().out


def in_place(image, share):
    image[:] = right_light(image, share)
    return image


@pytest.mark.parametrize(
    "answer, hint",
    [
        (lambda image, share: (image * share).clip(0, 255).astype(np.uint8), "multiplied the numbers"),
        (lambda image, share: (255 * to_light(image) * share).clip(0, 255).round().astype(np.uint8), "still light"),
        (lambda image, share: right_light(image, share).astype(float), "astype(np.uint8)"),
        (lambda image, share: to_light(image) * share, "astype(np.uint8)"),
        (lambda image, share: image, "Is `share` used"),
        (lambda image, share: None, "return"),
        (lambda image, share: right_light(image, share)[..., 0], "There is no axis for the channels"),
        (lambda image, share: right_light(image, share / 2), "Three steps"),
        (in_place, "Only read from it"),
    ],
)
def test_wrong_light(answer, hint):
    verdict = check.less_light(answer)
    assert verdict.state == "failed" and hint in verdict.problem.hint


@pytest.mark.parametrize(
    "answer, hint",
    [
        (
            lambda answers: {k: v * sum(a == k for a, _ in answers) for k, v in right_shares(answers).items()},
            "how many",
        ),
        (lambda answers: {k: sum(f for a, f in answers if a == k) / len(answers) for k, _ in answers}, "not by all"),
        (lambda answers: {k: 1 - v for k, v in right_shares(answers).items()}, "share missed"),
        (lambda answers: {k: 100 * v for k, v in right_shares(answers).items()}, "between 0 and 1"),
        (lambda answers: list(right_shares(answers).values()), "Return a dict"),
        (lambda answers: {k: v for k, v in right_shares(answers).items() if v}, "One entry for each label"),
        (lambda answers: dict(answers), "For each label"),
        (lambda answers: None, "return"),
    ],
)
def test_wrong_shares(answer, hint):
    verdict = check.recall_by_label(answer)
    assert verdict.state == "failed" and hint in verdict.problem.hint
