"""Who still sees a blurred face, and how much of it is left."""

import math
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from faceblur_utils import anonymize, read_image, samples
from faceblur_utils.privacy import (
    QUICK,
    SAME_PERSON,
    encode,
    encode_all,
    found_again,
    identity_distance,
    seen,
    ssim,
)
from faceblur_utils.recognise import encoding
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


@pytest.mark.parametrize("name, share", [("hopper", 0.7), ("hopper", 0.5), ("henner", 0.35)])
def test_a_face_at_the_border_is_seen_by_what_is_inside(name, share):
    """The detectors' boxes end at the border, the true one does not."""
    image, (face,) = read_image(samples.path(name)), samples.true_boxes(name)
    top = round(face.bottom - share * face.height)
    cut, whole = np.ascontiguousarray(image[top:]), Box(face.left, face.top - top, face.right, face.bottom - top)
    assert seen(cut, [whole], "yunet") == [whole]
    assert seen(anonymize(cut, boxes=[whole], method="solid").image, [whole], "yunet") == []


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


# --- recognised -------------------------------------------------------------------------------------------------------


def test_distance_grows_from_zero_past_the_limit(photo, box):
    assert identity_distance(photo, photo, box) == 0
    weak, strong = (
        anonymize(photo, boxes=[box], method="pixelate", strength=strength).image for strength in (0.03, 0.25)
    )
    assert 0 < identity_distance(photo, weak, box) < SAME_PERSON < identity_distance(photo, strong, box)


def test_distance_is_measured_at_the_known_box_where_no_detector_finds_a_face(photo, box):
    hidden = anonymize(photo, boxes=[box], method="solid", mask="rectangle").image
    assert found_again(hidden, box) == [] and identity_distance(photo, hidden, box) > SAME_PERSON


def test_encoding_is_face_recognitions_own_and_cannot_be_changed(photo, box):
    import face_recognition

    own = face_recognition.face_encodings(photo, [(box.top, box.right, box.bottom, box.left)])[0]
    assert np.array_equal(encode(photo, box), own)
    with pytest.raises(ValueError, match="read-only"):
        encode(photo, box)[0] = 0


def test_encoding_follows_the_pixels_of_an_array_that_changed(photo, box):
    picture = photo.copy()
    before = encode(picture, box)
    picture[box.slices] = 0
    assert not np.array_equal(encode(picture, box), before)


def test_encoding_by_several_threads(photo, box):
    boxes = [box.expand(0.01 * n) for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        encodings = list(pool.map(lambda one: encode(photo[::2, ::2], one.clip(photo[::2, ::2])), boxes * 2))
    assert all(np.array_equal(a, b) for a, b in zip(encodings[:4], encodings[4:], strict=True))


def test_encoding_many_on_all_cores_keeps_their_order(photo, box, monkeypatch):
    monkeypatch.setattr(encoding, "_WORTH_IT", 2)
    monkeypatch.setattr(encoding, "_encodings", OrderedDict())
    pictures = [(np.roll(photo, shift, axis=0), box) for shift in (0, 3, 6)]
    together = encode_all([*pictures, pictures[0]])
    monkeypatch.setattr(encoding, "_encodings", OrderedDict())
    assert np.array_equal(together, [encode(*pair) for pair in [*pictures, pictures[0]]])
    assert encode_all([]).shape == (0, 128)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda p, b: encode(p, (1, 2, 3, 4)), r"must be a Box.*Box\(left, top"),
        (lambda p, b: encode(p, Box(5000, 0, 5010, 10)), "lies outside this 512 x 600 picture"),
        (lambda p, b: encode(p[..., 0], b), "shape"),
        (lambda p, b: identity_distance(p, p[:-1], b), "same picture, clear and blurred"),
    ],
)
def test_bad_input_is_named(photo, box, call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call(photo, box)
