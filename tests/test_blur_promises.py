"""What the average face, k-Same and DP-Pix promise: tested as promises, by who would break them."""

import importlib.util
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from faceblur_utils import METHODS, Hiding, anonymize, detect_faces, read_image, samples
from faceblur_utils.blur import average, dp_pixelate, k_same, mosaic_size
from faceblur_utils.blur.promises import POINTS, average_face, noise_scale

TOOL = Path(__file__).resolve().parent.parent / "tools" / "average_face.py"


# --- the average face -------------------------------------------------------------------------------------------------


def test_the_shipped_average_is_what_the_tool_makes():
    spec = importlib.util.spec_from_file_location("average_face", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    found = tool.portraits()
    image, places = tool.average(found)
    assert len(found) == 27
    assert np.allclose(places, POINTS, atol=0.002)
    assert np.abs(image.astype(int) - average_face()).mean() < 1


def test_two_people_in_one_box_become_the_same_picture():
    photo = read_image(samples.path("astronaut"))
    (box,) = samples.true_boxes("astronaut")
    other = read_image(samples.path("hopper"))
    (its,) = samples.true_boxes("hopper")
    swapped = photo.copy()
    wide = box.expand(0.3)
    swapped[wide.slices] = cv2.resize(other[its.expand(0.3).clip(other).slices], (wide.width, wide.height))
    first, second = (
        anonymize(image, method="average", mask="rectangle", boxes=[box]).image for image in (photo, swapped)
    )
    assert not np.array_equal(photo, swapped) and np.array_equal(first, second)


def test_it_looks_like_a_face_to_a_detector():
    photo = read_image(samples.path("astronaut"))
    (before,) = detect_faces(photo)
    hidden = anonymize(photo, method="average").image
    (after,) = detect_faces(hidden)
    assert after.iou(before) > 0.5, "a face is found again, though nothing is left of hers"


@pytest.mark.parametrize("size", [(40, 50), (128, 160), (700, 875)])
def test_it_fills_the_region_without_a_shift(size):
    drawn = average(np.zeros((size[1], size[0], 3), np.uint8))
    due = cv2.resize(average_face(), size, interpolation=cv2.INTER_AREA if size[0] < 128 else cv2.INTER_LINEAR)
    assert np.abs(drawn.astype(int) - due).mean() < 2.5
    assert np.abs(drawn[:, ::-1].astype(int) - drawn).mean() < 1, "the average is as in a mirror, and so is the result"


@pytest.mark.parametrize("shape", [(160, 100), (160, 128), (140, 128), (200, 90)])
def test_the_face_keeps_its_proportions_whatever_the_shape_of_the_box(shape):
    """Or the shape of the box, which differs from person to person, would change the face."""
    drawn = average(np.zeros(shape, np.uint8))
    scale = max(shape[0] / 160, shape[1] / 128)
    middle = cv2.getRectSubPix(drawn, (60, 60), ((shape[1] - 1) / 2, (shape[0] - 1) / 2))
    large = cv2.resize(average_face()[..., 0], None, fx=scale, fy=scale)
    due = cv2.getRectSubPix(large, (60, 60), ((large.shape[1] - 1) / 2, (large.shape[0] - 1) / 2))
    assert np.abs(middle.astype(int) - due).mean() < 4


@pytest.mark.parametrize("turn", [-60, 0, 90])
def test_points_carry_the_face_to_where_they_are(turn):
    roi, centre = np.zeros((300, 300), np.uint8), np.array([150, 150])
    angle = np.deg2rad(turn)
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points = (POINTS - 0.5) * [128, 160] @ turned.T * 1.5 + centre
    drawn = average(roi, points=points)
    straight = average(np.zeros((240, 192), np.uint8))
    for share, point in zip(POINTS, points, strict=True):
        here, there = (
            cv2.getRectSubPix(picture, (5, 5), (place - 0.5).tolist()).mean()
            for picture, place in ((drawn, point), (straight, share * [192, 240]))
        )
        assert abs(here - there) < 5
    if not turn:
        assert np.abs(drawn[30:270, 54:246].astype(int) - straight).mean() < 2


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"turn": 181}, "turn must be between -180 and 180 degrees, got 181"),
        ({"turn": "left"}, "turn must be between"),
        ({"points": [[1, 2], [3, 4]]}, "points must be five different ones"),
        ({"points": [[1, 1]] * 5}, "points must be five different ones"),
    ],
)
def test_wrong_values_are_refused(wrong, told):
    with pytest.raises(ValueError, match=told):
        average(np.zeros((20, 20, 3), np.uint8), **wrong)


# --- k-Same -----------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 14), st.data())
def test_whoever_knows_all_faces_names_at_most_one_in_k(number, data):
    k = data.draw(st.integers(2, number))
    faces = data.draw(hnp.arrays(np.uint8, (number, 3, 2)))
    shown, groups = k_same(faces, k)
    assert shown.shape == faces.shape and min(Counter(groups.tolist()).values()) >= k
    # The best that any attacker can do who sees a picture: always the same name for the same picture.
    by_picture = Counter(one.tobytes() for one in shown)
    assert len(by_picture) / number <= 1 / k
    assert all(count >= k for count in by_picture.values())


def test_parrots_and_nearest_neighbours_stay_below_one_in_k():
    """The attacker of lesson 09, who hides the album in the same way, and the one who compares with clear faces."""
    image = cv2.cvtColor(read_image(samples.path("solvay")), cv2.COLOR_RGB2GRAY)
    faces = np.stack([cv2.resize(image[box.slices], (24, 30)) for box in samples.true_boxes("solvay")])
    for k in (2, 4, 7, len(faces)):
        shown, _ = k_same(faces, k)
        for album in (faces, shown):
            apart = ((shown[:, None].astype(int) - album[None]) ** 2).sum(axis=(2, 3))
            assert (apart.argmin(axis=1) == np.arange(len(faces))).mean() <= 1 / k
    assert len(np.unique(k_same(faces, len(faces))[0], axis=0)) == 1


@pytest.mark.parametrize("k", [0, 1, 4, 2.0, "2"])
def test_groups_that_cannot_be_are_refused(k):
    with pytest.raises(ValueError, match="k must be"):
        k_same(np.zeros((3, 4, 4), np.uint8), k)
    with pytest.raises(ValueError, match="uint8 pictures of one size"):
        k_same(np.zeros((3, 4, 4)), 2)


# --- DP-Pix -----------------------------------------------------------------------------------------------------------

ROI = np.full((48, 60), 128, np.uint8)
FOUR = {"blocks": 5, "epsilon": 2.0, "m": 4}  # blocks of 12 x 12: a scale of 3.5 grey levels


def drawn(roi, times, **parameters):
    """Blocks' levels of many results, shape (times, down, across)."""
    across, down = mosaic_size(roi.shape[1], roi.shape[0], parameters["blocks"])
    all_of_them = [dp_pixelate(roi, **parameters, seed=seed) for seed in range(times)]
    row, column = roi.shape[0] // down // 2, roi.shape[1] // across // 2
    return np.array([one[row :: roi.shape[0] // down, column :: roi.shape[1] // across] for one in all_of_them])


def test_the_noise_is_laplaces_of_the_scale_that_the_paper_asks_for():
    scale = noise_scale(ROI.shape, (5, 4), 2.0, 4)
    assert scale == 255 * 4 / (144 * 2.0)
    noise = drawn(ROI, 400, **FOUR).ravel().astype(float) - 128
    # The levels are rounded: so is what they are compared with, at the halves between two.
    levels = np.arange(-20, 21)
    seen = [(noise <= level).mean() for level in levels]
    due = stats.laplace.cdf(levels + 0.5, scale=scale)
    apart = np.abs(seen - due).max()
    assert apart < 1.63 / np.sqrt(noise.size), "Kolmogorov and Smirnov, at 1 %"
    assert abs(np.corrcoef(noise[:-1], noise[1:])[0, 1]) < 0.05, "each block has its own"


def test_colour_pays_for_three_channels():
    assert noise_scale((48, 60, 3), (5, 4), 2.0, 4) == 3 * noise_scale((48, 60), (5, 4), 2.0, 4)
    noise = np.stack([dp_pixelate(np.dstack([ROI] * 3), **FOUR, seed=seed)[6, 6] for seed in range(400)]).astype(float)
    assert np.abs(np.corrcoef(noise.T) - np.eye(3)).max() < 0.2, "each channel has its own"


def test_regions_that_differ_in_m_pixels_are_nearly_equally_likely():
    """The promise itself, for the worst m pixels in one block: as odds of each level that it may show."""
    other = ROI.copy()
    other[1:3, 1:3] = 255  # m = 4 pixels of a grey region, as light as can be
    times, one_block = 4000, FOUR | {"blocks": 1}
    before, after = (
        Counter(dp_pixelate(roi[:12, :12], **one_block, seed=seed)[0, 0] for seed in range(at, at + times))
        for roi, at in ((ROI, 0), (other, times))
    )
    odds = [after[level] / before[level] for level in before if min(before[level], after[level]) > 40]
    assert len(odds) > 8
    # A level counted 40 times or more is off by no more than about a third.
    assert max(max(odds), 1 / min(odds)) < np.exp(2.0) * 1.35
    assert max(odds) > np.exp(2.0) / 2.5, "and the noise is no more than it has to be"


@settings(max_examples=40, deadline=None)
@given(hnp.arrays(np.uint8, (17, 23)), st.integers(1, 23), st.data())
def test_m_pixels_move_all_blocks_together_by_no_more_than_the_noise_allows(roi, blocks, data):
    """The sensitivity, also where blocks share pixels since sizes do not divide."""
    m = data.draw(st.integers(1, 30))
    places = data.draw(st.lists(st.integers(0, roi.size - 1), min_size=m, max_size=m))
    other = roi.copy()
    other.flat[places] = data.draw(st.sampled_from([0, 255]))
    size = mosaic_size(23, 17, blocks)
    means = [cv2.resize(one.astype(np.float64), size, interpolation=cv2.INTER_AREA) for one in (roi, other)]
    assert np.abs(means[0] - means[1]).sum() <= noise_scale(roi.shape, size, 1.0, m) * (1 + 1e-3)


def test_noise_is_drawn_anew_unless_it_is_told_to_be_the_same():
    assert not np.array_equal(dp_pixelate(ROI), dp_pixelate(ROI))
    assert np.array_equal(dp_pixelate(ROI, seed=3), dp_pixelate(ROI, seed=3))
    assert not np.array_equal(dp_pixelate(ROI, seed=3), dp_pixelate(ROI, seed=4))


def test_over_many_frames_the_noise_averages_out():
    """What the docstring warns of: 400 frames of somebody who sits still give the mosaic back."""
    stripes = np.tile(np.repeat(np.uint8([60, 200]), 12), 5)[None, :60].repeat(48, axis=0)
    mosaic = METHODS["pixelate"](stripes, blocks=5).astype(float)
    one = dp_pixelate(stripes, **FOUR, seed=0)
    mean = np.mean([dp_pixelate(stripes, **FOUR, seed=seed) for seed in range(400)], axis=0)
    assert np.abs(mean - mosaic).mean() < 0.15 * np.abs(one - mosaic).mean()


def test_a_face_at_the_border_gets_blocks_as_coarse_as_a_whole_one():
    roi = read_image(samples.path("henner"))[60:580, 90:610]
    cut, parameters = METHODS["dp_pixelate"].on_part(roi[:, :150], 520, blocks=4, seed=1)
    assert cut.shape == (520, 150, 3) and len(np.unique(cut.reshape(-1, 3), axis=0)) <= 4 * 2
    assert parameters["blocks"] == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"epsilon": 0}, "epsilon must be a number above 0"),
        ({"epsilon": float("inf")}, "epsilon must be a number above 0"),
        ({"m": 0}, "m must be a whole number above 0"),
        ({"blocks": 2.5}, "blocks must be a whole number above 0"),
        ({"seed": -2}, "seed must be a whole number from -1 on"),
    ],
)
def test_wrong_values_of_the_noise_are_refused(wrong, told):
    with pytest.raises(ValueError, match=told):
        dp_pixelate(ROI, **wrong)
    with pytest.raises(ValueError, match=told):
        Hiding("dp_pixelate", parameters=wrong)
