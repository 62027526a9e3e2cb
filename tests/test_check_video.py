"""Lesson 07's checks: the right answer passes, and each usual mistake gets the hint meant for it."""

import bisect

import numpy as np
import pytest

from faceblur_utils import check


def right_frame_at(times, moment):
    return bisect.bisect_right(times, moment) - 1 if times[0] <= moment else None


def right_hold(boxes, frames):
    result, last, since = [], None, 0
    for number, box in enumerate(boxes):
        if box is not None:
            last, since = box, number
        result.append(last if last is not None and number - since <= frames else None)
    return result


def right_widest(values, reach):
    return [max(values[max(0, number - reach) : number + reach + 1]) for number in range(len(values))]


@pytest.mark.parametrize(
    ("judge", "answer"),
    [
        (check.frame_at, right_frame_at),
        (check.hold_boxes, right_hold),
        (check.widest, right_widest),
        (check.widest, lambda values, reach: np.array(right_widest(values, reach))),
    ],
)
def test_right_answers_pass(judge, answer, capsys):
    assert judge(answer)
    assert capsys.readouterr().out.startswith("✓")


@pytest.mark.parametrize("judge", [check.frame_at, check.hold_boxes, check.widest])
def test_dots_are_not_attempted(judge):
    def unfinished(*anything):
        return ...

    assert judge(unfinished).state == "not attempted"


def told(judge, answer, hint):
    verdict = judge(answer)
    assert verdict.state == "failed"
    assert hint in verdict.problem.hint


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda times, moment: None, "return"),
        (lambda times, moment: bisect.bisect_right(times, moment), "stays until"),
        (lambda times, moment: bisect.bisect_left(times, moment) - 1, "<=, not <"),
        (lambda times, moment: round(moment / 0.04 - 0.5) if moment < 0.2 else 3, "very moment"),
        (lambda times, moment: min(int(moment / (times[1] - times[0]) + 1e-9), 4), "No division"),
        (lambda times, moment: bisect.bisect_right(times, moment) - 1, "-1 would mean"),
        (lambda times, moment: max(0, bisect.bisect_right(times, moment) - 1), "No frame is shown yet"),
        (lambda times, moment: int(np.argmin(np.abs(np.array(times) - moment))), ""),
    ],
)
def test_wrong_frames(answer, hint):
    told(check.frame_at, answer, hint)


def hold_for_ever(boxes, frames):
    last, result = None, []
    for box in boxes:
        last = box or last
        result.append(last)
    return result


def count_from_the_first(boxes, frames):
    first = next((number for number, box in enumerate(boxes) if box), 0)
    held = hold_for_ever(boxes, frames)
    return [box or (held[number] if number - first <= frames else None) for number, box in enumerate(boxes)]


def one_too_few(boxes, frames):
    return right_hold(boxes, frames - 1)


def fill_the_front(boxes, frames):
    first = next((box for box in boxes if box), None)
    return [box or first for box in right_hold(boxes, frames)]


def in_place(boxes, frames):
    boxes[:] = right_hold(boxes, frames)
    return boxes


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda boxes, frames: None, "return"),
        (lambda boxes, frames: [box for box in boxes if box], "One entry for each frame"),
        (lambda boxes, frames: list(boxes), "take the last one"),
        (lambda boxes, frames: [boxes[0]] * len(boxes), "newer than a held one"),
        (hold_for_ever, "Count from the frame"),
        (count_from_the_first, "the last sighting"),
        (one_too_few, "Count from the frame"),
        (fill_the_front, "Count from the frame"),
        (in_place, "Make a new list"),
        (lambda boxes, frames: right_hold(boxes, frames) if any(boxes) else 1 / 0, "line where it happened"),
    ],
)
def test_wrong_holds(answer, hint):
    told(check.hold_boxes, answer, hint)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda values, reach: None, "return"),
        (lambda values, reach: max(values), "One number for each"),
        (lambda values, reach: [max(values[i : i + reach + 1]) for i in range(len(values))], "both included"),
        (
            lambda values, reach: [max(values[max(0, i - reach) : i + reach] or [0]) for i in range(len(values))],
            "included",
        ),
        (
            lambda values, reach: [max(values[i - reach : i + reach + 1] or [0]) for i in range(len(values))],
            "both included",
        ),
        (lambda values, reach: [float(np.mean(w)) for w in zip(values, values, strict=True)], "both included"),
        (lambda values, reach: right_widest(values, 1), "exclusive"),
        (lambda values, reach: right_widest(values, max(reach, 1)), "only the value itself"),
        (lambda values, reach: right_widest(values, min(reach, 2)), "How far"),
    ],
)
def test_wrong_neighbourhoods(answer, hint):
    told(check.widest, answer, hint)
