"""Lesson 05's checks: the right answer passes, and each usual mistake gets the hint meant for it."""

import numpy as np
import pytest

from faceblur_utils import check

C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def right_size(strength, face_width):
    return max(1, 2 * round((strength * face_width - 1) / 2) + 1)


def right_similarity(a, b):
    a, b = a.astype(float), b.astype(float)
    cov = ((a - a.mean()) * (b - b.mean())).mean()
    above = (2 * a.mean() * b.mean() + C1) * (2 * cov + C2)
    return above / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))


def right_sheet(rows, gap):
    height, width = rows[0][0].shape[:2]
    sheet = np.full((len(rows) * (height + gap) - gap, len(rows[0]) * (width + gap) - gap, 3), 255, np.uint8)
    for r, row in enumerate(rows):
        for c, picture in enumerate(row):
            sheet[r * (height + gap) :, c * (width + gap) :][:height, :width] = picture
    return sheet


def with_covariance_of_a_sample(a, b):
    a, b = a.astype(float).ravel(), b.astype(float).ravel()
    c = np.cov(a, b)
    above = (2 * a.mean() * b.mean() + C1) * (2 * c[0, 1] + C2)
    return above / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (c[0, 0] + c[1, 1] + C2))


RIGHT = [
    (check.kernel_size, right_size),
    (check.kernel_size, lambda s, w: max(1, 2 * int(s * w / 2) + 1)),
    (check.window_similarity, right_similarity),
    (check.window_similarity, with_covariance_of_a_sample),
    (check.sheet_of, right_sheet),
]


@pytest.mark.parametrize(("judge", "answer"), RIGHT)
def test_right_answers_pass(judge, answer, capsys):
    assert judge(answer)
    assert capsys.readouterr().out.startswith("✓")


@pytest.mark.parametrize("judge", [check.kernel_size, check.window_similarity, check.sheet_of])
def test_dots_are_not_attempted(judge, capsys):
    def unfinished(*anything):
        return ...

    assert judge(unfinished).state == "not attempted"
    assert "not attempted yet" in capsys.readouterr().out


def formula(a, b, spread=np.var, c1=C1, c2=C2):
    cov = ((a - a.mean()) * (b - b.mean())).mean()
    above = (2 * a.mean() * b.mean() + c1) * (2 * cov + c2)
    return above / ((a.mean() ** 2 + b.mean() ** 2 + c1) * (spread(a) + spread(b) + c2))


def in_bytes(a, b):
    cov = (a * b).mean() - a.mean() * b.mean()
    above = (2 * a.mean() * b.mean() + C1) * (2 * cov + C2)
    return above / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))


def sheet(rows, before=0, after=0, white=255, swap=False):
    def make(given, gap):
        if swap:
            given = [list(column) for column in zip(*given, strict=True)]
        made = right_sheet(given, gap)
        made[made == 255] = white
        extra = ((before * gap, after * gap),) * 2
        return np.pad(made, (*extra, (0, 0)), constant_values=255)

    return make


def writes_into_a_picture(rows, gap):
    made = right_sheet(rows, gap)
    rows[0][0][:] = 0
    return made


@pytest.mark.parametrize(
    ("judge", "answer", "said"),
    [
        (check.kernel_size, lambda s, w: None, "does its last line start with `return`"),
        (check.kernel_size, lambda s, w: s * w, "whole number of pixels: round"),
        (check.kernel_size, lambda s, w: round(s * w), "an even number"),
        (check.kernel_size, lambda s, w: round(s * w) // 2 * 2 + 5, "solve 2 * n + 1"),
        (check.kernel_size, lambda s, w: 2 * round((s * 100 - 1) / 2) + 1, "follow the face's width"),
        (check.kernel_size, lambda s, w: 2 * round((s * w - 1) / 2 - 0.01) + 1, "at least 1"),
        (check.window_similarity, lambda a, b: None, "does its last line start with `return`"),
        (check.window_similarity, lambda a, b: a * 1.0, "one number is due"),
        (check.window_similarity, in_bytes, "floats first"),
        (check.window_similarity, lambda a, b: formula(a * 1.0, b * 1.0, c1=0, c2=0), "divides 0 by 0"),
        (check.window_similarity, lambda a, b: formula(a * 1.0, b * 1.0, np.std), "for equal windows, each bracket"),
        (check.window_similarity, lambda a, b: 1 - np.abs(a * 1.0 - b).mean() / 255, "the formula's value"),
        (check.sheet_of, lambda rows, gap: None, "does its last line start with `return`"),
        (check.sheet_of, sheet(None, swap=True), "rows and columns are swapped"),
        (check.sheet_of, sheet(None, after=1), "between 3 pictures there are 2 gaps"),
        (check.sheet_of, sheet(None, before=1, after=1), "gap around the outside"),
        (check.sheet_of, sheet(None, white=0), "the gaps are black"),
        (check.sheet_of, lambda rows, gap: right_sheet(rows, gap)[::-1].copy(), "pictures are not where they belong"),
        (check.sheet_of, lambda rows, gap: right_sheet(rows, 0), "one picture and one gap|shape"),
        (check.sheet_of, writes_into_a_picture, "copy into the canvas"),
    ],
)
def test_usual_mistakes_get_the_hint_meant_for_them(judge, answer, said, capsys):
    assert judge(answer).state == "failed"
    out = capsys.readouterr().out.lower()
    assert any(part in out for part in said.split("|")), out
