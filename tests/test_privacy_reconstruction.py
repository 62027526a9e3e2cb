"""Attacks that take a blur back: what each of them gets, and that it gets no more than the blur left."""

from collections import namedtuple
from dataclasses import replace

import cv2
import numpy as np
import pytest

from faceblur_utils import METHODS, anonymize, read_image, samples
from faceblur_utils.blur import sigma_from_ksize
from faceblur_utils.hiding import Hiding
from faceblur_utils.privacy import (
    SAME_PERSON,
    UNDO,
    average_frames,
    deblur,
    encode_all,
    guess_candidate,
    guess_sigma,
    identity_distance,
    smooth_mosaic,
    ssim,
    undo,
)
from faceblur_utils.privacy.subjects import CLIPS, speaker, strangers
from faceblur_utils.roi import Box

Person = namedtuple("Person", "person image box")


def person(name, image, box, width=100):
    """A face of `width` pixels, with as much around it as there is, up to its own size on each side."""
    part, scale = box.expand(1).clip(image), width / box.width
    image = cv2.resize(image[part.slices], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    edges = box.left - part.left, box.top - part.top, box.right - part.left, box.bottom - part.top
    return Person(name, image, Box(*(round(edge * scale) for edge in edges)))


def jpeg(image, quality=90):
    return cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)


@pytest.fixture(scope="module")
def portraits():
    names = "hopper", "astronaut", "giunchedi", "henner"
    return [person(name, read_image(samples.path(name)), samples.true_boxes(name)[0]) for name in names]


@pytest.fixture(scope="module")
def hopper(portraits):
    return portraits[0]


def put_back(image, step, roi):
    image = image.copy()
    image[step.box.slices] = roi
    return image


def blurred(one, strength, mask="rectangle"):
    result = anonymize(one.image, boxes=[one.box], method="gaussian", strength=strength, mask=mask)
    return result, result.steps[0], result.steps[0].parameters["sigmaX"]


# --- deblur -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mask", ["rectangle", "ellipse"])
def test_a_gaussian_that_hid_a_face_is_taken_back(hopper, mask):
    result, step, sigma = blurred(hopper, 0.25, mask)
    assert identity_distance(hopper.image, result.image, hopper.box) > SAME_PERSON
    for seen, balance in ((result.image, 1e-3), (jpeg(result.image), 1e-2)):
        sharp = deblur(seen[step.box.slices], sigma, mask=step.mask, balance=balance)
        back = put_back(seen, step, sharp)
        assert identity_distance(hopper.image, back, hopper.box) < SAME_PERSON
        assert ssim(step.roi, sharp) > ssim(step.roi, step.blurred) + 0.03


def test_rounding_costs_the_attacker_much(hopper):
    _, step, sigma = blurred(hopper, 0.35)
    kernel = (step.parameters["ksize"],) * 2
    exact = deblur(cv2.GaussianBlur(step.roi.astype(float), kernel, sigma), sigma, balance=1e-12)
    assert ssim(step.roi, exact) > 0.8 > 0.5 > ssim(step.roi, deblur(step.blurred, sigma))


@pytest.mark.parametrize("size, sigma", [((40, 31), 0.8), ((3, 4), 1)])
def test_nothing_is_lost_at_the_border_even_if_the_kernel_is_wider_than_the_region(size, sigma):
    roi = np.random.default_rng(0).integers(0, 256, (*size, 3), dtype=np.uint8)
    kernel = (2 * round(3 * sigma) + 1,) * 2
    exact = deblur(cv2.GaussianBlur(roi.astype(float), kernel, sigma), sigma, balance=1e-20)
    assert np.abs(exact.astype(int) - roi).max() <= 1


def test_richardson_lucy_sharpens_and_more_steps_sharpen_more(hopper):
    _, step, sigma = blurred(hopper, 0.1)
    few, more = (deblur(step.blurred, sigma, "richardson-lucy", iterations=n) for n in (5, 30))
    assert ssim(step.roi, step.blurred) < ssim(step.roi, few) < ssim(step.roi, more)


def test_richardson_lucy_does_not_darken_the_border():
    assert np.abs(deblur(GREY, 3, "richardson-lucy", iterations=10).astype(int) - GREY).max() <= 1


def test_deblur_leaves_alone_what_was_clear_and_its_input(hopper):
    result, step, sigma = blurred(hopper, 0.25, "ellipse")
    seen = result.image[step.box.slices]
    before = seen.copy()
    sharp = deblur(seen, sigma, mask=step.mask)
    assert np.array_equal(seen, before) and np.array_equal(sharp[step.mask == 0], step.roi[step.mask == 0])


@pytest.mark.parametrize("sigma", [3, 5, 7, 10])
def test_sigma_is_guessed(portraits, sigma):
    for one in portraits:
        clear = one.image[one.box.expand(0.3).clip(one.image).slices]
        roi = METHODS["gaussian"](clear, ksize=6 * sigma + 1, sigmaX=sigma)
        assert guess_sigma(roi) == pytest.approx(sigma, rel=0.15)
        assert guess_sigma(jpeg(roi)) == pytest.approx(sigma, rel=0.15)


def test_a_box_blur_is_taken_back_by_its_weights(hopper):
    result = anonymize(hopper.image, boxes=[hopper.box], method="box", strength=0.5, mask="rectangle")
    step = result.steps[0]
    ksize = step.parameters["ksize"]
    sharp = deblur(step.blurred, np.full(ksize, 1 / ksize))
    assert ssim(step.roi, sharp) > ssim(step.roi, step.blurred) + 0.1
    assert identity_distance(hopper.image, put_back(result.image, step, sharp), hopper.box) < SAME_PERSON
    assert np.array_equal(undo(result), put_back(result.image, step, sharp))


def test_undo_knows_a_way_back_from_three_methods_and_touches_only_what_was_hidden(hopper):
    for method in METHODS:
        result = anonymize(hopper.image, boxes=[hopper.box], method=method, strength=0.2, mask="ellipse")
        step, back = result.steps[0], undo(result)
        hidden = np.zeros(back.shape[:2], bool)
        hidden[step.box.slices] = step.mask == 1
        assert np.array_equal(back[~hidden], result.image[~hidden])
        assert np.array_equal(back, result.image) == (method not in UNDO), method
        if method in UNDO:
            face = hopper.box.slices
            assert ssim(hopper.image[face], back[face]) > ssim(hopper.image[face], result.image[face])


def test_undo_takes_a_gaussian_back_by_its_own_width(hopper):
    options = {"method": "gaussian", "parameters": {"ksize": 31}, "mask": "rectangle"}
    result = anonymize(hopper.image, boxes=[hopper.box], **options)
    step = result.steps[0]
    assert np.array_equal(undo(result)[step.box.slices], deblur(step.blurred, sigma_from_ksize(31)))


@pytest.mark.parametrize(
    "method, parameters",
    [
        ("gaussian", {"ksize": (31, 9)}),
        ("gaussian", {"ksize": [9, 31]}),
        ("gaussian", {"ksize": 31, "sigmaX": 5, "sigmaY": 2}),
        ("gaussian", {"ksize": 25, "sigmaY": 9}),
        ("gaussian", {"ksize": 9, "sigmaX": 30}),  # nearly a box
        ("gaussian", {"sigmaX": 4}),
        ("gaussian", {}),
        ("box", {"ksize": (13, 5)}),
        ("box", {"ksize": 13}),
        ("pixelate", {"blocks": 16}),
    ],
)
def test_undo_follows_the_parameters_whatever_they_are(hopper, method, parameters):
    result = anonymize(hopper.image, boxes=[hopper.box], method=method, parameters=parameters, mask="rectangle")
    face, back = hopper.box.slices, undo(result)
    assert ssim(hopper.image[face], back[face]) > ssim(hopper.image[face], result.image[face]) + 0.02


def test_across_and_down_are_not_confused(hopper):
    """A kernel of one row blurs nothing downwards, so columns of one colour stay as they are."""
    columns = np.repeat(np.random.default_rng(0).integers(0, 256, (1, 60, 3), dtype=np.uint8), 40, axis=0)
    kernels = np.ones(1), np.full(9, 1 / 9)  # across, down
    assert np.abs(deblur(columns, kernels, balance=1e-12).astype(int) - columns).max() <= 1
    exact = deblur(cv2.blur(columns.astype(float), (5, 1)), (np.full(5, 0.2), np.ones(1)), balance=1e-20)
    assert np.abs(exact.astype(int) - columns).max() <= 1


@pytest.mark.parametrize("method", ["gaussian", "box", "pixelate"])
@pytest.mark.parametrize("side", ["left", "top", "right", "bottom"])
@pytest.mark.parametrize("share", [0.5, 0.15])
def test_undo_of_a_face_that_the_border_cuts(hopper, method, side, share):
    """A step's parameters are those that its part was blurred with, so the way back is found from the step alone."""
    box = hopper.box
    across, down = round((1 - share) * box.width), round((1 - share) * box.height)
    left, top = {"left": (box.left + across, 0), "top": (0, box.top + down)}.get(side, (0, 0))
    right = box.right - across if side == "right" else hopper.image.shape[1]
    bottom = box.bottom - down if side == "bottom" else hopper.image.shape[0]
    image = hopper.image[top:bottom, left:right]
    face = Box(box.left - left, box.top - top, box.right - left, box.bottom - top)
    result = anonymize(image, boxes=[face], method=method, strength=0.25, mask="rectangle")
    back, region = undo(result), result.steps[0].box.slices
    if method == "pixelate" and share < 0.5:  # two rows of blocks: smoothed, they are no nearer to the face
        assert not np.array_equal(back, result.image)
    else:
        assert ssim(image[region], back[region]) > ssim(image[region], result.image[region])


@pytest.mark.parametrize("width", [1, 2, 5, 20])
def test_undo_of_a_strip_narrower_than_a_block(hopper, width):
    left = hopper.box.right - width
    image = hopper.image[:, left:]
    face = Box(hopper.box.left - left, hopper.box.top, width, hopper.box.bottom)
    for margin in (0, 0.3):
        result = anonymize(image, boxes=[face], method="pixelate", margin=margin)
        assert undo(result).shape == image.shape


@pytest.mark.parametrize("method, strength", [("gaussian", 0.15), ("box", 0.2), ("pixelate", 0.1)])
@pytest.mark.parametrize("mask", ["rectangle", "ellipse"])
def test_undo_of_faces_that_overlap(hopper, method, strength, mask):
    """A box beside a face, drawn later: where the face's blur was the coarser and stayed, it is still taken back."""
    face = hopper.box
    beside = Box(face.left + 20, face.top, face.right - 20, face.bottom + 10)
    options = {"method": method, "strength": strength, "mask": mask}
    alone = undo(anonymize(hopper.image, boxes=[face], **options))
    both = anonymize(hopper.image, boxes=[face, beside], **options)
    assert 0 in both.steps[1].mask
    if mask == "rectangle":
        assert np.array_equal(undo(both)[face.slices], alone[face.slices])
    # Under an ellipse, what lies around the face is blurred, too.
    clear, hidden, back = (picture[face.slices] for picture in (hopper.image, both.image, undo(both)))
    assert ssim(clear, back) > ssim(clear, hidden) + 0.05


# --- mosaics ----------------------------------------------------------------------------------------------------------


def test_a_mosaic_without_its_edges_is_recognised(portraits):
    distances = []
    for one in portraits:
        result = anonymize(one.image, boxes=[one.box], method="pixelate", strength=0.09)
        step = result.steps[0]
        soft = smooth_mosaic(step.blurred, **step.parameters)
        back = put_back(result.image, step, np.where(step.mask[..., None] == 1, soft, step.roi))
        distances.append([identity_distance(one.image, picture, one.box) for picture in (result.image, back)])
    assert all(after < SAME_PERSON < hidden for hidden, after in distances), distances


def test_smoothing_brings_two_of_all_back_at_a_quarter_and_nobody_at_a_half():
    """What lesson 09 says of the people that it leaves out."""
    people = strangers()
    clear = encode_all([(one.image, one.box) for one in people])
    back = []
    for mosaic in (Hiding("pixelate", strength=0.25), Hiding("pixelate", strength=0.5)):
        smoothed = encode_all([(one.image, one.box) for one in (each.hidden(mosaic, undone=True) for each in people)])
        back.append([*np.flatnonzero(np.linalg.norm(smoothed - clear, axis=1) < SAME_PERSON)])
    assert len(back[0]) == 2 and all(place % 2 for place in back[0]) and back[1] == []


def moving(picture, shifts):
    height, width = picture.shape[:2]
    matrices = [np.float32([[1, 0, x], [0, 1, y]]) for x, y in shifts]
    return [cv2.warpAffine(picture, m, (width, height), borderMode=cv2.BORDER_REPLICATE) for m in matrices]


def test_frames_under_a_fixed_grid_add_up(hopper):
    def hide(picture, number=0):
        return METHODS["pixelate"](picture, blocks=picture.shape[1] // 12)

    random = np.random.default_rng(0)
    shifts = [(0, 0), *random.uniform(-8, 8, (23, 2))]
    frames = [hide(frame) for frame in moving(hopper.image, shifts)]
    face, average = hopper.box.slices, average_frames(frames, shifts)
    better = average_frames(frames, shifts, hide, 20)
    grades = [ssim(hopper.image[face], picture[face]) for picture in (frames[0], average, better)]
    assert grades[0] + 0.05 < grades[1] < grades[2] - 0.05
    unmoved = average_frames(frames, [(0, 0)] * len(frames))
    assert ssim(hopper.image[face], unmoved[face]) < grades[1]
    distances = [identity_distance(hopper.image, picture, hopper.box) for picture in (frames[0], better)]
    assert distances[1] < SAME_PERSON < distances[0]


def test_each_frame_may_be_hidden_in_its_own_way(hopper):
    asked = []

    def hide(picture, number):
        asked.append(number)
        return picture

    frames = moving(hopper.image, [(0, 0), (3, -2)])
    average = average_frames(frames, [(0, 0), (3, -2)], hide, 2)
    assert asked == [0, 1, 0, 1]
    assert np.array_equal(average[hopper.box.slices], hopper.image[hopper.box.slices])


# --- guessing ---------------------------------------------------------------------------------------------------------


def test_the_very_photo_is_found_among_the_candidates(portraits):
    for one in portraits:
        seen = jpeg(anonymize(one.image, boxes=[one.box], method="pixelate").image)
        ranking = guess_candidate(seen, one.box, portraits, method="pixelate")
        (best, difference), (_, next_best), *_ = ranking
        assert best is one and difference < 0.15 < 0.5 < next_best


def test_a_guess_knows_the_situation_more_than_the_person():
    """Another day's picture of the speaker, posed alike before the same camera, comes first; mirrored, it does not."""
    how = {"method": "pixelate", "strength": 0.25}
    for seen, known in (CLIPS, CLIPS[::-1]):
        hidden, other = speaker(seen, 1)[0].hidden(**how), speaker(known, 1)[0]
        candidates = [*strangers(), other, replace(other.mirrored(), person="mirrored")]
        people = [one.person for one, _ in guess_candidate(hidden.image, hidden.box, candidates, **how)]
        assert people[0] == "speaker" and people.index("mirrored") > 5


def test_a_guess_takes_the_blur_as_it_was_made(hopper, portraits):
    how = {"method": "gaussian", "strength": 0.5, "mask": "feathered", "margin": 0.1}
    seen = anonymize(hopper.image, boxes=[hopper.box], **how).image
    assert guess_candidate(seen, hopper.box, portraits, **how)[0] == (hopper, 0)
    assert guess_candidate(seen, hopper.box, portraits, Hiding(**how))[0] == (hopper, 0)
    assert guess_candidate(seen, hopper.box, portraits, Hiding("pixelate"))[0][1] > 0.1


# --- bad input --------------------------------------------------------------------------------------------------------

GREY = np.full((40, 40, 3), 90, np.uint8)
FACE = Box(10, 10, 30, 30)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: deblur(GREY, 0), "sigma must be above 0"),
        (lambda: deblur(GREY, 3, balance=-1), "balance must be above 0"),
        (lambda: deblur(GREY, np.ones(4) / 4), "odd number of weights that add up to 1, got 4"),
        (lambda: deblur(GREY, (3, np.ones(4) / 4)), "odd number of weights that add up to 1, got 4"),
        (lambda: deblur(GREY, np.ones(3)), "odd number of weights that add up to 1"),
        (lambda: deblur(GREY, 3, "richardson-lucy", iterations=0), "iterations must be"),
        (lambda: deblur(GREY, 3, "magic"), "no way to deblur called 'magic'"),
        (lambda: deblur(GREY, 3, mask=np.ones((3, 3))), r"mask has shape \(3, 3\)"),
        (lambda: deblur(GREY[..., 0], 3), "shape"),
        (lambda: deblur("face.jpg", 3), "array of uint8 or floats"),
        (lambda: deblur(GREY * np.nan, 3), "no numbers"),
        (lambda: guess_sigma(GREY), "too plain"),
        (lambda: smooth_mosaic(GREY, 0), "from 1 to the region's width, 40"),
        (lambda: average_frames([], []), "One shift"),
        (lambda: average_frames([GREY], []), "got 1 and 0"),
        (lambda: average_frames([GREY, GREY[1:]], [(0, 0)] * 2), "one shape"),
        (lambda: guess_candidate(GREY, FACE, []), "nobody to choose from"),
        (lambda: guess_candidate(GREY, Box(50, 50, 60, 60), [Person("a", GREY, FACE)]), "lies outside this 40 x 40"),
        (lambda: guess_candidate(GREY, FACE, [Person("a", GREY, None)]), "candidate's box"),
        (lambda: guess_candidate(GREY, FACE, [Person("a", GREY, FACE)]), "one colour"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()
