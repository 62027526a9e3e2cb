"""Who still sees a blurred face, and how much of it is left."""

import math

import numpy as np
import pytest

from faceblur_utils import anonymize, read_image, samples
from faceblur_utils.privacy import QUICK, found_again, seen, ssim
from faceblur_utils.roi import Box


@pytest.fixture(scope="module")
def photo():
    return read_image(samples.path("hopper"))


@pytest.fixture(scope="module")
def box():
    return samples.true_boxes("hopper")[0]


def test_a_clear_face_is_found_and_a_solid_one_is_not(photo, box):
    assert found_again(photo, box) == list(QUICK)
    hidden = anonymize(photo, boxes=[box], method="solid", mask="rectangle").image
    assert found_again(hidden, box) == []


def test_only_the_detectors_asked_for_in_their_order(photo, box):
    assert found_again(photo, box, ["yunet", "haar"]) == ["yunet", "haar"]
    with pytest.raises(ValueError, match="no detector called 'eye'"):
        found_again(photo, box, ["eye"])


def test_a_face_elsewhere_does_not_count(photo, box):
    elsewhere = Box(box.left - 150, box.top, box.right - 150, box.bottom)
    assert elsewhere.iou(box) < 0.3
    assert found_again(photo, elsewhere.clip(photo), ["yunet"]) == []


def test_seen_tells_which_of_several():
    group, boxes = read_image(samples.path("solvay")), samples.true_boxes("solvay")
    result = anonymize(group, boxes=boxes[:10], method="solid").image
    assert seen(result, boxes, "yunet") == boxes[10:]


def test_ssim(photo):
    assert ssim(photo, photo) == 1
    noise = np.random.default_rng(0).integers(0, 256, photo.shape, dtype=np.uint8)
    assert abs(ssim(photo, noise)) < 0.05
    weak, strong = (anonymize(photo, method="box", strength=s).image for s in (0.05, 0.5))
    assert 1 > ssim(photo, weak) > ssim(photo, strong) > 0


@pytest.mark.parametrize("size", [(3, 3), (4, 9), (6, 40)])
def test_ssim_of_tiny_regions(size):
    roi = np.random.default_rng(1).integers(0, 256, (*size, 3), dtype=np.uint8)
    assert ssim(roi, roi) == 1 and ssim(roi, 255 - roi) < 0.5


def test_ssim_of_what_is_too_small_for_it():
    assert math.isnan(ssim(np.zeros((2, 9, 3), np.uint8), np.zeros((2, 9, 3), np.uint8)))
