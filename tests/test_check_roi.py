"""Lesson 02's checks: the right answer passes, and each usual mistake gets the hint meant for it."""

import pytest

from faceblur_utils import check


def right_crop(image, start_x, end_x, start_y, end_y):
    return image[start_y:end_y, start_x:end_x].copy()


def right_convert(x, y, width, height):
    return y, x + width, y + height, x


def right_clip(start_x, end_x, start_y, end_y, image):
    height, width = image.shape[:2]
    return (
        min(max(start_x, 0), width),
        min(max(end_x, 0), width),
        min(max(start_y, 0), height),
        min(max(end_y, 0), height),
    )


def right_grow(start_x, end_x, start_y, end_y, margin):
    dx, dy = round((end_x - start_x) * margin), round((end_y - start_y) * margin)
    return start_x - dx, end_x + dx, start_y - dy, end_y + dy


@pytest.mark.parametrize(
    ("judge", "answer"),
    [
        (check.crop_face, right_crop),
        (check.convert_order, right_convert),
        (check.clip_box, right_clip),
        (check.grow_box, right_grow),
    ],
)
def test_right_answers_pass(judge, answer, capsys):
    assert judge(answer)
    assert capsys.readouterr().out.startswith("✓")


@pytest.mark.parametrize("judge", [check.crop_face, check.convert_order, check.clip_box, check.grow_box])
def test_dots_are_not_attempted(judge, capsys):
    def unfinished(*anything):
        return ...

    assert judge(unfinished).state == "not attempted"
    assert "not attempted yet" in capsys.readouterr().out


def swapped(image, start_x, end_x, start_y, end_y):
    return image[start_x:end_x, start_y:end_y].copy()


def a_view(image, start_x, end_x, start_y, end_y):
    return image[start_y:end_y, start_x:end_x]


def wiped(image, start_x, end_x, start_y, end_y):
    roi = image[start_y:end_y, start_x:end_x].copy()
    image[:] = 0
    return roi


def off_by_one(image, start_x, end_x, start_y, end_y):
    return image[start_y : end_y + 1, start_x : end_x + 1].copy()


def shifted(image, start_x, end_x, start_y, end_y):
    return image[start_y + 1 : end_y + 1, start_x:end_x].copy()


def forgot_return(image, start_x, end_x, start_y, end_y):
    image[start_y:end_y, start_x:end_x].copy()


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (swapped, "rows first"),
        (a_view, "slice is a view"),
        (wiped, "Only read"),
        (off_by_one, "shape is (height, width"),
        (shifted, "all four ends"),
        (forgot_return, "return"),
    ],
)
def test_wrong_crops(answer, hint):
    verdict = check.crop_face(answer)
    assert verdict.state == "failed"
    assert hint in verdict.problem.hint


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda x, y, w, h: (y, w, h, x), "Width and height are lengths"),
        (lambda x, y, w, h: (x, y, x + w, y + h), "their order is not"),
        (lambda x, y, w, h: (y, x + h, y + w, x), "Which length runs along X"),
        (lambda x, y, w, h: (y - 1, x + w - 1, y + h - 1, x - 1), "Draw the box"),
        (lambda x, y, w, h: (y, x + w, y + h), "four numbers"),
        (lambda x, y, w, h: (y, x + w / 1, y + h, x), "counted, not measured"),
        (lambda x, y, w, h: (y or 1, x + w, y + h, x or 1), "0 is a pixel"),
    ],
)
def test_wrong_orders(answer, hint):
    verdict = check.convert_order(answer)
    assert verdict.state == "failed"
    assert hint in verdict.problem.hint


def only_starts(start_x, end_x, start_y, end_y, image):
    return max(start_x, 0), end_x, max(start_y, 0), end_y


def only_ends(start_x, end_x, start_y, end_y, image):
    return start_x, min(end_x, image.shape[1]), start_y, min(end_y, image.shape[0])


def limits_swapped(start_x, end_x, start_y, end_y, image):
    width, height = image.shape[:2]
    return (
        min(max(start_x, 0), width),
        min(max(end_x, 0), width),
        min(max(start_y, 0), height),
        min(max(end_y, 0), height),
    )


def starts_low_ends_high(start_x, end_x, start_y, end_y, image):
    height, width = image.shape[:2]
    return max(start_x, 0), min(end_x, width), max(start_y, 0), min(end_y, height)


def one_too_few(start_x, end_x, start_y, end_y, image):
    height, width = image.shape[:2]
    return max(start_x, 0), min(end_x, width - 1), max(start_y, 0), min(end_y, height - 1)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (only_starts, "exclusive"),
        (only_ends, "max(number, 0)"),
        (limits_swapped, "which of them limits X"),
        (starts_low_ends_high, "end can be negative"),
        (one_too_few, "exclusive"),
    ],
)
def test_wrong_clips(answer, hint):
    verdict = check.clip_box(answer)
    assert verdict.state == "failed"
    assert hint in verdict.problem.hint


def grow_at_least_one_pixel(start_x, end_x, start_y, end_y, margin):
    dx, dy = max(1, round((end_x - start_x) * margin)), max(1, round((end_y - start_y) * margin))
    return start_x - dx, end_x + dx, start_y - dy, end_y + dy


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda a, b, c, d, m: (a, b + round(m * (b - a)), c, d + round(m * (d - c))), "starts must move"),
        (
            lambda a, b, c, d, m: (
                a - round(m * (b - a) / 2),
                b + round(m * (b - a) / 2),
                c - round(m * (d - c) / 2),
                d + round(m * (d - c) / 2),
            ),
            "each side",
        ),
        (
            lambda a, b, c, d, m: (
                a - round(m * (b - a)),
                b + round(m * (b - a)),
                c - round(m * (b - a)),
                d + round(m * (b - a)),
            ),
            "share of the height",
        ),
        (
            lambda a, b, c, d, m: (
                a + round(m * (b - a)),
                b + round(m * (b - a)),
                c - round(m * (d - c)),
                d + round(m * (d - c)),
            ),
            "plus or minus",
        ),
        (lambda a, b, c, d, m: (a - m * (b - a), b, c, d), "counted, not measured"),
        (grow_at_least_one_pixel, "No margin, no change"),
    ],
)
def test_wrong_margins(answer, hint):
    verdict = check.grow_box(answer)
    assert verdict.state == "failed"
    assert hint in verdict.problem.hint
