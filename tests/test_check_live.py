"""Lesson 08's checks: the right answer passes, and each usual mistake gets the hint meant for it."""

import cv2
import pytest

from faceblur_utils import check
from faceblur_utils.roi import Box


def right_search(frame, detect, side):
    height, width = frame.shape[:2]
    factor = min(1, side / max(height, width))
    small = cv2.resize(frame, (round(width * factor), round(height * factor)), interpolation=cv2.INTER_AREA)
    return [
        Box(*(round(edge / factor) for edge in (box.left, box.top, box.right, box.bottom))) for box in detect(small)
    ]


def right_due(number, every, lost):
    return number % every == 0 or lost


def right_newest(arrivals, work):
    return newest_by(arrivals, work, lambda time, free: time <= free)


def newest_by(arrivals, work, arrived):
    chosen, free, number = [], None, 0
    while number < len(arrivals):
        if free is not None:
            here = [n for n in range(number, len(arrivals)) if arrived(arrivals[n], free)]
            number = here[-1] if here else number
        chosen.append(number)
        free = max(arrivals[number], free or 0) + work
        number += 1
    return chosen


RIGHT = [(check.search_small, right_search), (check.is_due, right_due), (check.newest_wins, right_newest)]


@pytest.mark.parametrize(("judge", "answer"), RIGHT)
def test_right_answers_pass(judge, answer, capsys):
    assert judge(answer)
    assert capsys.readouterr().out.startswith("✓")


@pytest.mark.parametrize("judge", [judge for judge, _ in RIGHT])
def test_dots_and_nothing(judge):
    def unfinished(*anything):
        return ...

    assert judge(unfinished).state == "not attempted"
    assert judge(lambda *anything: None).problem.what == "your function returned None"


def resized(frame, size):
    return cv2.resize(frame, size, interpolation=cv2.INTER_AREA)


def search_width_only(frame, detect, side):
    factor = min(1, side / frame.shape[1])
    return shrunk(frame, detect, factor)


def search_enlarging(frame, detect, side):
    return shrunk(frame, detect, side / max(frame.shape[:2]))


def shrunk(frame, detect, factor):
    height, width = frame.shape[:2]
    boxes = detect(resized(frame, (round(width * factor), round(height * factor))))
    return [Box(*(round(e / factor) for e in (b.left, b.top, b.right, b.bottom))) for b in boxes]


def search_swapped(frame, detect, side):
    height, width = frame.shape[:2]
    factor = min(1, side / max(height, width))
    return detect(resized(frame, (round(height * factor), round(width * factor))))


def search_not_back(frame, detect, side):
    height, width = frame.shape[:2]
    factor = min(1, side / max(height, width))
    return detect(resized(frame, (round(width * factor), round(height * factor))))


def search_corner_only(frame, detect, side):
    height, width = frame.shape[:2]
    factor = min(1, side / max(height, width))
    boxes = detect(resized(frame, (round(width * factor), round(height * factor))))
    return [
        Box.from_xywh(round(b.left / factor), round(b.top / factor), b.width, b.height) for b in boxes
    ]  # fmt: skip


def search_in_place(frame, detect, side):
    result = right_search(frame, detect, side)
    frame[:] = 0
    return result


def search_without(frame, detect, side):
    return []


def due_not_first(number, every, lost):
    return number % every == every - 1 or lost


def due_without_lost(number, every, lost):
    return number % every == 0


def due_and(number, every, lost):
    return number % every == 0 and not lost


def due_change(number, every, lost):
    return (number % every == 0) != lost


def newest_all(arrivals, work):
    return list(range(len(arrivals)))


def newest_every_other(arrivals, work):
    return list(range(0, len(arrivals), 2))


def newest_strictly(arrivals, work):
    return newest_by(arrivals, work, lambda time, free: time < free)


def newest_next(arrivals, work):
    """Takes the next that arrives after it is free: it always waits."""
    chosen, free = [], -1
    for number, time in enumerate(arrivals):
        if time >= free:
            chosen.append(number)
            free = time + work
    return chosen


@pytest.mark.parametrize(
    ("judge", "answer", "words"),
    [
        (check.search_small, search_width_only, "which of the two is the longer side"),
        (check.search_small, search_enlarging, "(480, 640, 3) is due"),
        (check.search_small, search_swapped, "cv2.resize wants (width, height)"),
        (check.search_small, search_not_back, "All four edges grow"),
        (check.search_small, search_corner_only, "All four edges grow"),
        (check.search_small, search_in_place, "Resize into a new array"),
        (check.search_small, search_without, "Call detect(...)"),
        (check.is_due, due_not_first, "The remainder"),
        (check.is_due, due_without_lost, "One reason or the other"),
        (check.is_due, due_and, "One reason or the other"),
        (check.is_due, due_change, "or, not a change"),
        (check.newest_wins, newest_all, "What lies between is never worked on"),
        (check.newest_wins, newest_every_other, "none is left out"),
        (check.newest_wins, newest_strictly, "At its very moment"),
        (check.newest_wins, newest_next, "What lies between is never worked on"),
    ],
)
def test_each_mistake_gets_its_hint(judge, answer, words, capsys):
    verdict = judge(answer)
    assert verdict.state == "failed" and words in capsys.readouterr().out
