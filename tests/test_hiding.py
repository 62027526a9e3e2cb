"""Hiding the faces of a picture: one more box never shows more, the coarsest wins, strength follows the whole face."""

from functools import cache
from itertools import permutations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faceblur_utils import METHODS, Box, Hiding, anonymize, detect_faces, samples
from faceblur_utils.hiding import enough_strength, hide_faces, left_clear
from faceblur_utils.images import read_image
from faceblur_utils.paste_back import MASKS

WIDE, HIGH = 80, 60
boxes = st.builds(Box.from_xywh, st.integers(-20, 75), st.integers(-20, 55), st.integers(2, 60), st.integers(2, 60))


def noise(seed=7, height=HIGH, width=WIDE):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def inside(box):
    return box.clip(noise()).area > 0


@cache
def photo(name):
    return read_image(samples.path(name))


# One more box


def twins(face, blocks):
    """Two pictures that a mosaic of `face` makes one: in each block, the pixels lie in another order."""
    one, other = noise(1), noise(1)
    size = face.width // blocks
    for top in range(face.top, face.bottom, size):
        for left in range(face.left, face.right, size):
            block = other[top : top + size, left : left + size].reshape(-1, 3)
            other[top : top + size, left : left + size] = (
                np.random.default_rng(top + left).permutation(block).reshape(size, size, 3)
            )
    return one, other


@settings(max_examples=150)
@given(st.lists(boxes.filter(inside), min_size=1, max_size=3), st.sampled_from(list(MASKS)))
def test_whatever_is_added_shows_only_what_was_left(more, mask):
    """What cannot be told apart without the added boxes cannot be told apart with them."""
    face = Box(20, 10, 60, 50)
    first = Hiding("pixelate", mask="rectangle", margin=0, parameters={"blocks": 4})
    one, other = (hide_faces(picture, [face], first)[0] for picture in twins(face, 4))
    assert (one == other).all()
    hiding = Hiding("pixelate", mask="rectangle", margin=0, strength=0.25)
    one, other = (hide_faces(picture, [face, *more], hiding)[0] for picture in twins(face, 4))
    assert (one == other).all()


@settings(max_examples=150)
@given(boxes.filter(inside), boxes.filter(inside), st.sampled_from(["rectangle", "ellipse"]), st.floats(0.1, 1))
def test_a_smaller_box_changes_nothing_where_a_larger_face_is_hidden(face, added, mask, strength):
    face, added = sorted([face, added], key=lambda box: -box.width)
    hiding = Hiding("pixelate", mask=mask, strength=strength)
    without, steps = hide_faces(noise(), [face], hiding)
    covered = np.zeros((HIGH, WIDE), bool)
    covered[steps[0].box.slices] = steps[0].mask == 1
    assert (hide_faces(noise(), [face, added], hiding)[0][covered] == without[covered]).all()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40), st.integers(2, 19)), min_size=1, max_size=3))
def test_in_any_order_small_boxes_put_no_finer_mosaic_on_a_face(small):
    face, hiding = Box(10, 10, 60, 50), Hiding("pixelate", mask="rectangle", margin=0, strength=0.25)
    least = len(np.unique(hide_faces(noise(), [face], hiding)[0][face.slices].reshape(-1, 3), axis=0))
    added = [Box.from_xywh(x, y, size, size) for x, y, size in small]
    for order in permutations([face, *added]):
        shown = hide_faces(noise(), list(order), hiding)[0][face.slices]
        assert len(np.unique(shown.reshape(-1, 3), axis=0)) <= least


@settings(max_examples=60)
@given(st.lists(boxes.filter(inside), min_size=1, max_size=3), boxes.filter(inside), st.sampled_from(list(MASKS)))
def test_no_pixel_hangs_more_on_any_pixel_of_the_original(some, added, mask):
    """One pixel of the original is made brighter; the result may follow as much as before, not more."""
    hiding, before, spot = Hiding("box", 0.5, mask=mask), np.full((HIGH, WIDE, 3), 100, np.uint8), (30, 40)
    after = before.copy()
    after[spot] = 255

    def most(faces):
        one, other = (hide_faces(picture, faces, hiding)[0].astype(int) for picture in (before, after))
        return np.abs(other - one).max()

    # Two roundings to whole grey levels may differ by one.
    assert most([*some, added]) <= max(most(some), 1) + 1


def test_a_small_box_in_a_face_does_not_bring_it_back():
    again, faces = {True: 0, False: 0}, 0
    for name in samples.names():
        true = samples.true_boxes(name, "frontal")
        eyes = [
            Box.from_xywh(b.left + b.width // 5, b.top + b.height // 3, max(2, b.width // 4), max(2, b.width // 4))
            for b in true
        ]
        faces += len(true)
        for with_eyes in again if true else ():
            shown = anonymize(photo(name), boxes=true + eyes * with_eyes, method="pixelate").image
            found = detect_faces(shown)
            again[with_eyes] += sum(any(box.iou(one) > 0.3 for one in found) for box in true)
    assert faces > 30
    assert again[True] <= again[False] <= faces / 20


# Faces at the border


@pytest.mark.parametrize("method", METHODS)
def test_the_strength_is_that_of_the_whole_face(method):
    whole = Box(-25, 10, 15, 50)
    cut = hide_faces(noise(), [whole], Hiding(method))[1][0]
    middle = hide_faces(noise(), [Box(20, 10, 60, 50)], Hiding(method))[1][0]
    if "blocks" not in cut.parameters:
        assert cut.parameters == middle.parameters
    assert cut.face == whole and cut.box == Hiding(method).region(whole).clip(noise())


@settings(max_examples=200)
@given(boxes.filter(inside), st.floats(0.05, 1), st.sampled_from([0, 0.3]))
def test_a_mosaic_that_the_border_cuts_has_no_smaller_blocks(face, strength, margin):
    """Compared with the same face in the middle of a picture with room on all sides."""
    hiding = Hiding("pixelate", strength=strength, margin=margin, mask="rectangle")
    room = cv2.copyMakeBorder(noise(), 100, 100, 100, 100, cv2.BORDER_REFLECT)
    moved = Box(face.left + 100, face.top + 100, face.right + 100, face.bottom + 100)
    whole, cut = (hide_faces(picture, [box], hiding)[1][0] for picture, box in ((room, moved), (noise(), face)))
    assert cut.box.width / cut.parameters["blocks"] >= min(
        whole.box.width / whole.parameters["blocks"] - 1, cut.box.width
    )
    colours = [len(np.unique(step.blurred.reshape(-1, 3), axis=0)) for step in (cut, whole)]
    assert colours[0] <= colours[1]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "box", [Box(-(10**6), -(10**6), 10**6, 10**6), Box(-(10**6), 10, 30, 30), Box(10, -(10**6), 30, 30)], ids=str
)
def test_an_absurdly_large_box_costs_no_more_than_the_picture(method, box):
    shown, (step,) = hide_faces(noise(), [box], Hiding(method, mask="rectangle"))
    assert shown.shape == noise().shape and step.box == Hiding(method).region(box).clip(noise())


# The outline


@settings(max_examples=200)
@given(boxes.filter(inside), st.sampled_from(["proportions", "sizes"]), st.sampled_from(list(MASKS)), st.floats(0, 1))
def test_no_outline_hides_less_than_the_faces_own(face, outline, mask, margin):
    masks = []
    for one in ("own", outline):
        step = Hiding("solid", mask=mask, margin=margin, outline=one).step(noise(), face)
        masks.append(np.zeros((HIGH, WIDE)))
        masks[-1][step.box.slices] = step.mask
    assert (masks[1] >= masks[0] - 1e-6).all()


@given(boxes, st.floats(0, 1))
def test_proportions_are_the_same_for_everybody_to_the_pixel(face, margin):
    own, alike, sizes = (Hiding("solid", margin=margin, outline=one).region(face) for one in ("own", None, "sizes"))
    for region in (alike, sizes):
        assert 3 * region.height == 4 * region.width
        assert region.left <= own.left and region.top <= own.top
        assert region.right >= own.right and region.bottom >= own.bottom
    assert alike.width <= max(own.width, 0.75 * own.height) + 6, "more than there is need for"
    assert sizes.width <= 1.5 * alike.width + 3


def test_there_are_few_sizes():
    sizes = {Hiding("solid", outline="sizes").region(Box(0, 0, width, 130)).width for width in range(20, 400)}
    assert len(sizes) <= 5


def test_a_blur_keeps_the_faces_own_outline_and_a_cover_does_not():
    face = Box(20, 10, 60, 40)
    assert Hiding("box").region(face) == face.expand(0.3) == Hiding(outline="own").region(face)
    assert Hiding().region(face) == Hiding("average").region(face) == Hiding("box", outline="proportions").region(face)
    with pytest.raises(ValueError, match="no outline called 'round'; choose one of own, proportions, sizes"):
        Hiding(outline="round")


# A blur that does nothing


def test_a_face_left_as_it_is_is_told_with_the_strength_that_would_change_it():
    faces = [Box(20, 10, 50, 50), Box(55, 10, 65, 20)]
    with pytest.warns(
        UserWarning, match=r"Face 2, 10 pixels wide, is as clear as before: .*from strength 0.\d+"
    ) as all_:
        result = anonymize(noise(), method="box", strength=0.11, boxes=faces)
    assert result.unchanged == [2]
    assert [warning.filename for warning in all_] == [__file__]
    enough = enough_strength(noise(), faces[1], Hiding("box"))
    assert f"from strength {enough:g} on" in str(all_[0].message)
    assert not anonymize(noise(), method="box", strength=enough, boxes=faces).unchanged


def test_nothing_is_said_of_a_face_that_is_hidden_already_or_of_one_colour(recwarn):
    face, plain = Box(20, 10, 50, 50), np.full((HIGH, WIDE, 3), 90, np.uint8)
    assert anonymize(noise(), boxes=[face, face]).unchanged == []
    assert anonymize(plain, boxes=[face]).unchanged == []
    assert not recwarn


def test_left_clear_looks_only_at_what_was_to_be_covered():
    face = Box(20, 10, 50, 50)
    hidden, steps = hide_faces(noise(), [face], Hiding("pixelate", strength=0.5))
    assert left_clear(noise(), hidden, steps) == []
    assert left_clear(noise(), noise(), steps) == [1]
