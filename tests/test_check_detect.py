"""Lesson 01's checks: the right answer passes, and each usual mistake gets the hint meant for it."""

import math

import cv2
import numpy as np
import pytest

from faceblur_utils import check
from faceblur_utils.detect import match_boxes

CHECKS = (check.to_grey, check.rectangle_sum, check.box_iou, check.precision_recall)


def right_grey(image):
    return np.round(image[:, :, 0] * 0.299 + image[:, :, 1] * 0.587 + image[:, :, 2] * 0.114).astype(np.uint8)


def right_sum(integral, left, top, right, bottom):
    return integral[bottom, right] - integral[top, right] - integral[bottom, left] + integral[top, left]


def right_iou(a, b):
    shared = max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))
    union = area(a) + area(b) - shared
    return shared / union if union else 0


def area(box):
    return (box[2] - box[0]) * (box[3] - box[1])


def share(hits, failures):
    return hits / (hits + failures) if hits + failures else float("nan")


def right_scores(found, true):
    hits, missed, false = map(len, match_boxes(found, true))
    return share(hits, false), share(hits, missed)


@pytest.mark.parametrize(
    ("judge", "answer"), list(zip(CHECKS, (right_grey, right_sum, right_iou, right_scores), strict=True))
)
def test_right_answers_pass(judge, answer, capsys):
    assert judge(answer)
    assert capsys.readouterr().out.startswith("✓")


@pytest.mark.parametrize(
    ("judge", "answer"),
    [
        (check.to_grey, lambda image: cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)),
        (check.to_grey, lambda image: (image @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)),  # rounded down
        (check.rectangle_sum, lambda i, x, y, r, b: int(right_sum(i, x, y, r, b))),
        (check.rectangle_sum, lambda i, x, y, r, b: np.diff(np.diff(i[[y, b]][:, [x, r]], axis=0))[0, 0]),
        (check.box_iou, lambda a, b: np.float64(right_iou(a, b))),
        (check.precision_recall, lambda found, true: list(right_scores(found, true))),
        (check.precision_recall, lambda found, true: np.array(right_scores(found, true))),
        (check.precision_recall, lambda f, t: (match_boxes(f, t).precision, match_boxes(f, t).recall)),
    ],
)
def test_other_right_ways_pass(judge, answer):
    assert judge(answer)


@pytest.mark.parametrize("judge", CHECKS)
def test_dots_are_not_attempted(judge, capsys):
    def unfinished(*anything):
        return ...

    assert judge(unfinished).state == "not attempted"
    assert judge(...).state == "not attempted"
    assert "not attempted yet" in capsys.readouterr().out


@pytest.mark.parametrize("judge", CHECKS)
def test_a_forgotten_return_is_told(judge):
    def forgot(*anything):
        len(anything)

    verdict = judge(forgot)
    assert verdict.state == "failed" and "return" in verdict.problem.hint


@pytest.mark.parametrize("judge", CHECKS)
def test_an_error_in_the_answer_is_told(judge):
    def fails(*anything):
        raise KeyError("red")

    verdict = judge(fails)
    assert verdict.state == "failed" and "KeyError" in verdict.problem.what


def failed_with(verdict, hint):
    assert verdict.state == "failed"
    assert hint in verdict.problem.hint


def grey_in_place(image):
    image[:] = right_grey(image)[:, :, None]
    return image[:, :, 0].copy()


def grey_and_wiped(image):
    grey = right_grey(image)
    image[:] = 0
    return grey


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda image: np.round(image.mean(axis=2)).astype(np.uint8), "All three channels count alike"),
        (lambda image: image[:, :, 0] // 3 + image[:, :, 1] // 3 + image[:, :, 2] // 3, "All three channels count"),
        (lambda image: ((image[:, :, 0] + image[:, :, 1] + image[:, :, 2]) / 3).astype(np.uint8), "start again at 0"),
        (lambda image: right_grey(image[:, :, ::-1]), "In RGB, channel 0 is red"),
        (lambda image: image[:, :, 1].copy(), "One channel alone"),
        (lambda image: image @ np.array([0.299, 0.587, 0.114]), ".astype(np.uint8)"),
        (lambda image: (image * np.array([0.299, 0.587, 0.114])).astype(np.uint8), "Add the three weighted channels"),
        (lambda image: np.dstack([right_grey(image)] * 3), "one number for each pixel"),
        (lambda image: right_grey(image).T.copy(), "Rows come first"),
        (lambda image: (right_grey(image) // 2).astype(np.uint8), "Multiply each channel by its own weight"),
        (lambda image: right_grey(image).tolist(), "Return the NumPy array"),
        (grey_in_place, "Only read from it"),
        (grey_and_wiped, "Only read from it"),
    ],
)
def test_wrong_greys(answer, hint):
    failed_with(check.to_grey(answer), hint)


def test_a_wrong_grey_is_shown():
    pictures = check.to_grey(lambda image: image[:, :, 2].copy()).problem.pictures
    assert len({picture.shape for picture in pictures.values()}) == 1


def test_weights_that_do_not_add_up_are_told():
    def a_little_dark(image):
        return right_grey(image) if image.size > 3 else np.zeros((1, 1), np.uint8)

    failed_with(check.to_grey(a_little_dark), "add up to 1")


def sum_and_wipe(integral, left, top, right, bottom):
    result = int(right_sum(integral, left, top, right, bottom))
    integral[:] = 0
    return result


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda i, x, y, r, b: i[b, r] - i[y, r] - i[b, x], "subtracted twice"),
        (lambda i, x, y, r, b: i[b, r] - i[y, x], "Two corners are not enough"),
        (lambda i, x, y, r, b: i[b, r], "everything from the image's corner"),
        (lambda i, x, y, r, b: right_sum(i.T, x, y, r, b), "X and Y are mixed up"),
        (lambda i, x, y, r, b: right_sum(i, x, y, r - 1, b - 1), "no index needs - 1"),
        (lambda i, x, y, r, b: right_sum(i, x, y, min(r + 1, 40), min(b + 1, 40)), "no index needs + 1"),
        (lambda i, x, y, r, b: -right_sum(i, x, y, r, b), "wrong sign"),
        (lambda i, x, y, r, b: i[b, r] + i[y, x], "A, B, C, D"),
        (lambda i, x, y, r, b: i[y:b, x:r], "one number"),
        (lambda i, x, y, r, b: float("nan"), "A, B, C, D"),
        (lambda i, x, y, r, b: right_sum(i, x, y, r, b) if x else 0, "Row 0 and column 0"),
        (lambda i, x, y, r, b: right_sum(i, x, y, r, b) if r < 40 else 0, "The last entry"),
        (lambda i, x, y, r, b: right_sum(i, x, y, r, b) if r - x != 1 else 10**7, "width 1 and height 1"),
        (lambda i, x, y, r, b: right_sum(i, x, y, r, b) if r > x else 7, "No column, no pixels"),
        (sum_and_wipe, "Only read"),
    ],
)
def test_wrong_sums(answer, hint):
    failed_with(check.rectangle_sum(answer), hint)


def shared(a, b):
    return max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))


def no_max(a, b):
    both = (min(a[2], b[2]) - max(a[0], b[0])) * (min(a[3], b[3]) - max(a[1], b[1]))
    union = area(a) + area(b) - both
    return both / union if union else 0


def inclusive(a, b):
    wide = max(0, min(a[2], b[2]) - max(a[0], b[0]) + 1)
    high = max(0, min(a[3], b[3]) - max(a[1], b[1]) + 1)
    areas = [(box[2] - box[0] + 1) * (box[3] - box[1] + 1) for box in (a, b)]
    return wide * high / (sum(areas) - wide * high)


def divides_always(a, b):
    return shared(a, b) / (area(a) + area(b) - shared(a, b))


def own(case, instead):
    """Right but for one pair of boxes."""
    return lambda a, b: instead if (a, b) == case else right_iou(a, b)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda a, b: shared(a, b) / max(1, area(a) + area(b)), "counted twice"),
        (lambda a, b: shared(a, b) / max(1, min(area(a), area(b))), "not by the area of one"),
        (lambda a, b: shared(a, b) / max(1, area(b)), "not by the area of one"),
        (inclusive, "with no + 1"),
        (shared, "This is the shared area"),
        (lambda a, b: 1 / right_iou(a, b), "never above 1"),
        (lambda a, b: right_iou(a, b) / 7, "squared paper"),
        (no_max, "must become 0"),
        (divides_always, "in a new cell"),
        (lambda a, b: [right_iou(a, b)], "one number"),
        (own(((5, 6, 25, 36), (5, 6, 25, 36)), 0.4), "everything is shared"),
        (own(((0, 0, 20, 10), (5, 2, 10, 8)), 0.1), "the smaller box"),
        (own(((0, 0, 10, 10), (10, 0, 20, 10)), 0.1), "an edge in common"),
        (own(((3, 3, 3, 3), (3, 3, 3, 3)), 1), "Nothing to divide by"),
    ],
)
def test_wrong_overlaps(answer, hint):
    failed_with(check.box_iou(answer), hint)


def test_a_division_by_zero_is_named():
    assert "ZeroDivisionError" in check.box_iou(divides_always).problem.what


def counted_twice(found, true):
    hits = sum(any(f.iou(t) >= 0.5 for t in true) for f in found)
    return share(hits, len(found) - hits), share(hits, len(true) - hits)


def zero_for_nothing(found, true):
    return tuple(0.0 if math.isnan(number) else number for number in right_scores(found, true))


def one_for_no_faces(found, true):
    precision, recall = right_scores(found, true)
    return precision, 1.0 if found and not true else recall


def one_for_nothing_at_all(found, true):
    return right_scores(found, true) if found or true else (1.0, 1.0)


def over_everything(found, true):
    hits, missed, false = map(len, match_boxes(found, true))
    return share(hits, missed + false), share(hits, missed)


def divides_scores(found, true):
    hits, missed, false = map(len, match_boxes(found, true))
    return hits / (hits + false), hits / (hits + missed)


def emptied(found, true):
    scores = right_scores(found, true)
    found.clear()
    return scores


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda found, true: right_scores(found, true)[::-1], "swapped"),
        (lambda found, true: tuple(100 * number for number in right_scores(found, true)), "between 0 and 1"),
        (over_everything, "never stand in one fraction"),
        (lambda found, true: right_scores(found, true)[0], "two numbers"),
        (lambda found, true: ("high", "low"), "one number"),
        (lambda found, true: (0.5, 0.5), "Count found, missed and false alarms"),
        (counted_twice, "found only once"),
        (zero_for_nothing, "nothing to be right about"),
        (one_for_no_faces, "nothing to find"),
        (one_for_nothing_at_all, "divide by zero"),
        (divides_scores, "in a new cell"),
        (emptied, "only read"),
    ],
)
def test_wrong_scores(answer, hint):
    failed_with(check.precision_recall(answer), hint)
