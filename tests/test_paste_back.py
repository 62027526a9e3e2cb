"""What must not change outside the box or under the mask, and what the masks look like."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faceblur_utils.paste_back import MASKS, make_mask, paste_back, paste_into
from faceblur_utils.roi import Box


def noise(height, width, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


@st.composite
def jobs(draw, mask="any"):
    """An image, a box inside it, another region of its size, and a mask."""
    height, width = draw(st.integers(1, 24)), draw(st.integers(1, 24))
    left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    right, bottom = draw(st.integers(left + 1, width)), draw(st.integers(top + 1, height))
    box, seed = Box(left, top, right, bottom), draw(st.integers(0, 2**32 - 1))
    size = box.height, box.width
    kind = draw(st.sampled_from(["none", *MASKS, "noise", "bool"])) if mask == "any" else mask
    if kind == "none":
        alpha = None
    elif kind in MASKS:
        alpha = make_mask(kind, *size, feather=draw(st.floats(0.01, 1)))
    else:
        alpha = np.random.default_rng(seed).choice([0, 0.25, 0.5, 1], size).astype(np.float32)
        alpha = alpha > 0.3 if kind == "bool" else alpha
    return noise(height, width, seed), noise(*size, seed + 1), box, alpha


# Pasting


@given(jobs())
def test_only_the_masked_part_of_the_box_changes(job):
    image, blurred, box, alpha = job
    before = image.copy(), blurred.copy(), None if alpha is None else alpha.copy()
    result = paste_back(image, blurred, box, alpha)

    assert result.shape == image.shape and result.dtype == np.uint8
    assert not np.shares_memory(result, image) and not np.shares_memory(result, blurred)
    assert (image == before[0]).all() and (blurred == before[1]).all()
    assert alpha is None or (alpha == before[2]).all()

    outside = np.ones(image.shape[:2], bool)
    outside[box.slices] = False
    assert (result[outside] == image[outside]).all()
    inside, own = result[box.slices], image[box.slices]
    full = np.ones(own.shape[:2]) if alpha is None else alpha
    assert (inside[full == 0] == own[full == 0]).all()
    assert (inside[full == 1] == blurred[full == 1]).all()
    # In between, each channel lies between the two, as near to the true mixture as whole numbers allow.
    mixed = blurred * full[..., None].astype(float) + own * (1 - full[..., None].astype(float))
    assert (np.abs(inside - mixed) <= 0.5001).all()


@given(jobs())
def test_blending_a_picture_with_itself_changes_nothing(job):
    image, _, box, alpha = job
    assert (paste_back(image, image[box.slices], box, alpha) == image).all()


@given(jobs())
def test_paste_into_does_the_same_in_place(job):
    image, blurred, box, alpha = job
    due = paste_back(image, blurred, box, alpha)
    assert paste_into(image, blurred, box, alpha) is None
    assert (image == due).all()


def test_half_and_half_is_rounded_not_cut_off():
    image, blurred = np.full((1, 1, 3), 10, np.uint8), np.full((1, 1, 3), 13, np.uint8)
    for alpha, due in ((0.25, 11), (0.5, 12), (0.6, 12), (0.75, 12), (0.9, 13)):
        assert paste_back(image, blurred, Box(0, 0, 1, 1), np.full((1, 1), alpha))[0, 0, 0] == due


@pytest.mark.parametrize("box", [Box(-1, 2, 4, 6), Box(3, -1, 8, 3), Box(17, 2, 22, 6), Box(3, 8, 8, 12)])
def test_a_box_over_a_border_is_refused(box):
    with pytest.raises(ValueError, match="reaches over the border of the 20 x 10 image; clip it first"):
        paste_back(noise(10, 20), noise(box.height, box.width), box)


def test_sizes_that_do_not_fit_are_refused():
    image, box = noise(10, 20), Box(2, 3, 8, 7)
    with pytest.raises(ValueError, match="region is 4 wide and 6 high, the box 6 wide and 4 high"):
        paste_back(image, noise(6, 4), box)
    with pytest.raises(ValueError, match=r"mask has shape \(6, 4\) and the box \(4, 6\)"):
        paste_back(image, noise(4, 6), box, np.ones((6, 4)))
    with pytest.raises(ValueError, match=r"mask has shape \(4, 6, 3\)"):
        paste_back(image, noise(4, 6), box, np.ones((4, 6, 3)))


def test_what_is_no_image_or_no_mask_is_refused():
    image, roi, box = noise(10, 20), noise(4, 6), Box(2, 3, 8, 7)
    with pytest.raises(TypeError, match="NumPy array, got NoneType"):
        paste_back(None, roi, box)
    with pytest.raises(TypeError, match="uint8.*got float64"):
        paste_back(image, roi / 255, box)
    with pytest.raises(ValueError, match=r"shape \(height, width, 3\), got \(4, 6\)"):
        paste_back(image, roi[..., 0], box)
    with pytest.raises(TypeError, match="got 'ellipse'; make one with make_mask"):
        paste_back(image, roi, box, "ellipse")


@pytest.mark.parametrize("mask", [np.full((4, 6), 255, np.uint8), np.full((4, 6), -0.1), np.full((4, 6), np.nan)])
def test_mask_values_outside_0_to_1_are_refused_and_nothing_is_changed(mask):
    image = noise(10, 20)
    before = image.copy()
    with pytest.raises(ValueError, match="run from 0 to 1, these from"):
        paste_into(image, noise(4, 6), Box(2, 3, 8, 7), mask)
    assert (image == before).all()


# Masks

sides = st.integers(1, 120)


@given(st.sampled_from(list(MASKS)), sides, sides, st.floats(0.001, 1))
def test_masks_are_symmetric_and_in_range(shape, height, width, feather):
    mask = make_mask(shape, height, width, feather=feather)
    assert mask.shape == (height, width) and mask.dtype == np.float32
    assert mask.min() >= 0 and mask.max() <= 1
    np.testing.assert_allclose(mask, mask[::-1], atol=1e-3)
    np.testing.assert_allclose(mask, mask[:, ::-1], atol=1e-3)


def test_small_masks_by_hand():
    assert make_mask("rectangle", 2, 3).tolist() == [[1, 1, 1], [1, 1, 1]]
    assert make_mask("ellipse", 1, 1).tolist() == [[1]]
    assert make_mask("ellipse", 2, 2).tolist() == [[1, 1], [1, 1]]
    rows = ["..###..", ".#####.", "#######", "#######", "#######", ".#####.", "..###.."]
    assert ["".join(".#"[int(cell)] for cell in row) for row in make_mask("ellipse", 7, 7)] == rows


@given(st.integers(1, 200), st.integers(1, 200))
def test_the_ellipse_touches_all_four_sides_and_has_the_area_of_one(height, width):
    if max(height, width) > 4 * min(height, width):  # no face is that narrow, and few pixels make no ellipse
        return
    mask = make_mask("ellipse", height, width)
    assert mask[0].any() and mask[-1].any() and mask[:, 0].any() and mask[:, -1].any()
    assert abs(mask.sum() - np.pi / 4 * height * width) <= height + width


@given(sides, sides, st.floats(0.001, 1))
def test_feathered_is_within_the_ellipse_and_full_in_the_middle(height, width, feather):
    feathered, ellipse = make_mask("feathered", height, width, feather=feather), make_mask("ellipse", height, width)
    assert (feathered <= ellipse).all()
    middle = feathered[height // 2, width // 2]
    # The middle pixel's centre is up to half a pixel from the ellipse's.
    distance = np.hypot(0 if width % 2 else 1 / width, 0 if height % 2 else 1 / height)
    assert middle == pytest.approx(np.clip((1 - distance) / feather, 0, 1), abs=1e-2)


def test_feathered_fades_over_the_share_it_was_given():
    row = make_mask("feathered", 1001, 1001, feather=0.4)[500]
    assert (row[201:800] == 1).all() and 0.45 < row[100] < 0.55 and row[0] < 0.01
    assert (np.diff(row[:500]) >= 0).all()


def holds_the_face(width, height, margin):
    wide = Box(0, 0, width, height).expand(margin)
    mask = make_mask("ellipse", wide.height, wide.width)
    return mask[-wide.top : height - wide.top, -wide.left : width - wide.left].all()


@given(st.integers(1, 400), st.integers(1, 400), st.floats(0.21, 1))
def test_from_a_margin_of_0_21_on_the_ellipse_holds_the_whole_face(width, height, margin):
    assert holds_the_face(width, height, margin)


@pytest.mark.parametrize("size", range(1, 60))
def test_the_same_for_every_small_face(size):
    assert all(holds_the_face(size, height, 0.21) for height in range(1, 60))


def test_below_0_2_the_corners_of_a_large_face_stay_outside():
    wide = Box(0, 0, 400, 400).expand(0.2)
    assert make_mask("ellipse", wide.height, wide.width)[-wide.top, -wide.left] == 0


@pytest.mark.parametrize("shape", ["circle", "Ellipse", "", None, ["ellipse"]])
def test_unknown_shapes_are_refused(shape):
    with pytest.raises(ValueError, match="no mask called .*; choose one of rectangle, ellipse, feathered"):
        make_mask(shape, 5, 5)


def test_impossible_sizes_and_feathers_are_refused():
    for size in ((0, 5), (5, 0), (-1, 5)):
        with pytest.raises(ValueError, match="at least one pixel, got"):
            make_mask("ellipse", *size)
    with pytest.raises(TypeError, match=r"whole numbers of pixels, got 5\.5 x 5"):
        make_mask("ellipse", 5.5, 5)
    for feather in (0, -0.1, 1.01, float("nan")):
        with pytest.raises(ValueError, match="feather must be above 0 and at most 1"):
            make_mask("feathered", 5, 5, feather=feather)
