"""Lesson 04's checks: the right answer passes, and each usual mistake gets the hint meant for it."""

import numpy as np
import pytest

from faceblur_utils import check


def right_paste(image, blurred, start_x, start_y):
    height, width = blurred.shape[:2]
    result = image.copy()
    result[start_y : start_y + height, start_x : start_x + width] = blurred
    return result


def right_mask(height, width):
    x, y = (2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1
    return x[None, :] ** 2 + y[:, None] ** 2 <= 1


def right_blend(roi, blurred, alpha):
    return np.rint(alpha[..., None] * blurred + (1 - alpha[..., None]) * roi).astype(np.uint8)


def right_hide(image, boxes, hide):
    result = image.copy()
    for box in boxes:
        box = box.clip(image)
        result[box.slices] = hide(result[box.slices])
    return result


@pytest.mark.parametrize(
    ("judge", "answer"),
    [
        (check.paste, right_paste),
        (check.ellipse_mask, right_mask),
        (check.blend, right_blend),
        (check.hide_all, right_hide),
    ],
)
def test_right_answers_pass(judge, answer, capsys):
    assert judge(answer)
    assert capsys.readouterr().out.startswith("✓")


@pytest.mark.parametrize("judge", [check.paste, check.ellipse_mask, check.blend, check.hide_all])
def test_dots_are_not_attempted(judge):
    def unfinished(*anything):
        return ...

    assert judge(unfinished).state == "not attempted"


def paste_swapped(image, blurred, start_x, start_y):
    return right_paste(image, blurred, start_y, start_x)


def paste_in_place(image, blurred, start_x, start_y):
    height, width = blurred.shape[:2]
    image[start_y : start_y + height, start_x : start_x + width] = blurred
    return image


def paste_nothing(image, blurred, start_x, start_y):
    return image.copy()


def paste_one_row_less(image, blurred, start_x, start_y):
    height, width = blurred.shape[:2]
    result = image.copy()
    result[start_y : start_y + height - 1, start_x : start_x + width] = blurred[:-1]
    return result


def paste_not_to_the_rim(image, blurred, start_x, start_y):
    height, width = blurred.shape[:2]
    end_y, end_x = min(start_y + height, image.shape[0] - 1), min(start_x + width, image.shape[1] - 1)
    result = image.copy()
    result[start_y:end_y, start_x:end_x] = blurred[: end_y - start_y, : end_x - start_x]
    return result


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (paste_swapped, "Rows come first"),
        (paste_in_place, "image.copy()"),
        (paste_nothing, "Assign to a slice"),
        (paste_one_row_less, "height or width"),
        (paste_not_to_the_rim, "ends of the slices"),
    ],
)
def test_wrong_pastes(answer, hint):
    verdict = check.paste(answer)
    assert verdict.state == "failed"
    assert hint in verdict.problem.hint


def circle(height, width):
    y, x = np.mgrid[:height, :width] + 0.5
    return (x - width / 2) ** 2 + (y - height / 2) ** 2 <= (min(height, width) / 2) ** 2


def diamond(height, width):
    x, y = (2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1
    return np.abs(x)[None, :] + np.abs(y)[:, None] <= 1.1


def half_a_pixel_off(height, width):
    x, y = 2 * np.arange(width) / width - 1, 2 * np.arange(height) / height - 1
    return x[None, :] ** 2 + y[:, None] ** 2 <= 1


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda height, width: right_mask(width, height), "(height, width)"),
        (lambda height, width: right_mask(height, width).astype(np.uint8), "<= 1"),
        (lambda height, width: ~right_mask(height, width), "the sum is 1 or less"),
        (lambda height, width: np.ones((height, width), bool), "In a corner"),
        (circle, "half the width"),
        (half_a_pixel_off, "centre at 0.5"),
        (diamond, "squared"),
    ],
)
def test_wrong_masks(answer, hint):
    verdict = check.ellipse_mask(answer)
    assert verdict.state == "failed"
    assert hint in verdict.problem.hint


def blend_in_uint8(roi, blurred, alpha):
    share = (alpha * 255).astype(np.uint8)[..., None]
    return (share * blurred // 255 + (255 - share) * roi // 255).astype(np.uint8)


def blend_cut_if_it_is_the_same(roi, blurred, alpha):
    mixed = right_blend(roi, blurred, alpha)
    return mixed - (mixed > 0) if (roi == blurred).all() else mixed


def blend_into_the_roi(roi, blurred, alpha):
    roi[:] = right_blend(roi, blurred, alpha)
    return roi


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda roi, blurred, alpha: right_blend(blurred, roi, alpha), "share of the blurred region"),
        (lambda roi, blurred, alpha: alpha[..., None] * blurred + (1 - alpha[..., None]) * roi, ".astype(np.uint8)"),
        (
            lambda roi, blurred, alpha: (alpha[..., None] * blurred + (1 - alpha[..., None]) * roi).astype(np.uint8),
            "round first",
        ),
        (lambda roi, blurred, alpha: np.where(alpha[..., None] > 0.5, blurred, roi), "in floats"),
        (lambda roi, blurred, alpha: right_blend(roi // 2, blurred, alpha), "1 - alpha"),
        (lambda roi, blurred, alpha: right_blend(roi, blurred // 2, alpha), "1 of blurred"),
        (blend_in_uint8, ""),
        (blend_cut_if_it_is_the_same, "round first"),
        (blend_into_the_roi, "instead of writing into an old one"),
    ],
)
def test_wrong_blends(answer, hint):
    verdict = check.blend(answer)
    assert verdict.state == "failed"
    assert hint in verdict.problem.hint


def hide_only_the_last(image, boxes, hide):
    result = image.copy()
    for box in boxes:
        box = box.clip(image)
        result = image.copy()
        result[box.slices] = hide(image[box.slices])
    return result


def hide_only_the_first(image, boxes, hide):
    for box in boxes:
        return right_hide(image, [box], hide)
    return image.copy()


def hide_in_place(image, boxes, hide):
    for box in boxes:
        box = box.clip(image)
        image[box.slices] = hide(image[box.slices])
    return image


def hide_everything(image, boxes, hide):
    return hide(image)


def cut_from_the_image(image, boxes, hide):
    result = image.copy()
    for box in boxes:
        box = box.clip(image)
        result[box.slices] = hide(image[box.slices])
    return result


def without_clipping(image, boxes, hide):
    result = image.copy()
    for box in boxes:
        result[max(0, box.top) : box.bottom, box.left : box.right] = 7
    return result


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (hide_only_the_last, "the result of the one before"),
        (hide_only_the_first, "the result of the one before"),
        (hide_in_place, "image.copy()"),
        (hide_everything, ""),
        (without_clipping, "Clip each box"),
        (cut_from_the_image, "from the result, in which the boxes before it are hidden"),
    ],
)
def test_wrong_loops(answer, hint):
    verdict = check.hide_all(answer)
    assert verdict.state == "failed"
    assert hint in verdict.problem.hint
