"""Boxes: every border, every order of the four numbers, and what a learner mixes up."""

import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faceblur_utils.roi import Box

WIDTH, HEIGHT = 60, 40
IMAGE = np.arange(WIDTH * HEIGHT * 3, dtype=np.uint16).reshape(HEIGHT, WIDTH, 3)


@st.composite
def boxes(draw, low=-80, high=140):
    left, right = sorted((draw(st.integers(low, high)), draw(st.integers(low, high))))
    top, bottom = sorted((draw(st.integers(low, high)), draw(st.integers(low, high))))
    return Box(left, top, right, bottom)


def pixels(box):
    """Each pixel of a box as (row, column): slow, and too plain to be wrong."""
    return {(row, column) for row in range(box.top, box.bottom) for column in range(box.left, box.right)}


# The numbers of each library, and the box they mean


def test_orders_of_the_libraries():
    assert Box.from_xywh(10, 20, 30, 40) == Box(10, 20, 40, 60)
    assert Box.from_trbl(20, 40, 60, 10) == Box(10, 20, 40, 60)
    assert Box.from_xywh(1, 2, 3, 4, score=0.5).score == 0.5
    assert Box.from_trbl(1, 2, 3, 0, score=0.5).score == 0.5


def test_sizes():
    box = Box(10, 20, 40, 25)
    assert (box.width, box.height, box.area) == (30, 5, 150)
    assert Box(10, 20, 10, 25).area == 0


def test_slices_give_rows_first():
    assert Box(10, 20, 40, 25).slices == (slice(20, 25), slice(10, 40))
    assert IMAGE[Box(10, 20, 40, 25).slices].shape == (5, 30, 3)
    assert (IMAGE[Box(7, 9, 8, 10).slices] == IMAGE[9, 7]).all()


def test_repr_is_short_and_can_be_typed():
    assert repr(Box(1, 2, 3, 4, score=0.9)) == "Box(left=1, top=2, right=3, bottom=4)"


# What is refused, and in which words


@pytest.mark.parametrize("box", [Box(-1, 5, 10, 10), Box(5, -1, 10, 10), Box(-5, -5, -1, -1)])
def test_negative_edges_are_refused_before_slicing(box):
    with pytest.raises(ValueError, match=r"top or left border.*box\.clip\(image\)"):
        _ = box.slices


@pytest.mark.parametrize("numbers", [(40, 20, 10, 60), (10, 60, 40, 20), (100, 50, 40, 30)])
def test_wrong_order_is_refused_with_a_way_out(numbers):
    with pytest.raises(ValueError, match=r"ends before it starts.*from_xywh.*from_trbl.*right \+ 1, bottom \+ 1, left"):
        Box(*numbers)


def test_negative_width_is_refused():
    with pytest.raises(ValueError, match="ends before it starts"):
        Box.from_xywh(10, 10, -5, 5)


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("value", [2.0, 2.5, "2", None, np.float32(2)])
def test_what_is_no_whole_number_is_refused_by_name(place, value):
    numbers = [1, 1, 5, 5]
    numbers[place] = value
    name = ("left", "top", "right", "bottom")[place]
    with pytest.raises(TypeError, match=f"Box {name} must be a whole number of pixels.*round it"):
        Box(*numbers)


def test_fractional_width_is_named_as_such():
    with pytest.raises(TypeError, match=r"Box width must be .* got 3\.5"):
        Box.from_xywh(1, 1, 3.5, 4)


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int32, np.int64])
def test_numpy_integers_become_plain_ones(kind):
    box = Box(*np.array([1, 2, 3, 4], dtype=kind))
    assert all(type(getattr(box, name)) is int for name in ("left", "top", "right", "bottom"))


def test_small_numpy_integers_do_not_overflow():
    assert Box.from_xywh(*np.array([200, 201, 100, 101], dtype=np.uint8)) == Box(200, 201, 300, 302)


def test_frozen_hashable_and_compared_without_the_score():
    box = Box(1, 2, 3, 4, score=0.9)
    with pytest.raises(dataclasses.FrozenInstanceError):
        box.left = 0
    assert box == Box(1, 2, 3, 4) and len({box, Box(1, 2, 3, 4, score=0.1)}) == 1
    assert box != Box(1, 2, 3, 5)
    assert pickle.loads(pickle.dumps(box)).score == 0.9


# Clip


@pytest.mark.parametrize(
    ("box", "due"),
    [
        (Box(0, 0, WIDTH, HEIGHT), Box(0, 0, WIDTH, HEIGHT)),
        (Box(5, 6, 20, 21), Box(5, 6, 20, 21)),
        (Box(-5, 6, 20, 21), Box(0, 6, 20, 21)),
        (Box(5, -6, 20, 21), Box(5, 0, 20, 21)),
        (Box(5, 6, WIDTH + 1, 21), Box(5, 6, WIDTH, 21)),
        (Box(5, 6, 20, HEIGHT + 9), Box(5, 6, 20, HEIGHT)),
        (Box(-9, -9, 99, 99), Box(0, 0, WIDTH, HEIGHT)),
        (Box(-9, 6, -1, 21), Box(0, 6, 0, 21)),
        (Box(-9, 6, 0, 21), Box(0, 6, 0, 21)),
        (Box(WIDTH, 6, 99, 21), Box(WIDTH, 6, WIDTH, 21)),
        (Box(5, 6, 5, 21), Box(5, 6, 5, 21)),
    ],
)
def test_clip_at_and_over_each_border(box, due):
    assert box.clip(IMAGE) == due
    assert IMAGE[due.slices].shape == (due.height, due.width, 3)


def test_clip_takes_grey_images_and_keeps_the_score():
    assert Box(-1, 0, 5, 5, score=0.7).clip(IMAGE[..., 0]) == Box(0, 0, 5, 5)
    assert Box(-1, 0, 5, 5, score=0.7).clip(IMAGE).score == 0.7


@given(boxes())
def test_clip_keeps_exactly_the_pixels_inside(box):
    clipped = box.clip(IMAGE)
    assert pixels(clipped) == pixels(box) & pixels(Box(0, 0, WIDTH, HEIGHT))
    assert clipped.clip(IMAGE) == clipped
    assert 0 <= clipped.left <= clipped.right <= WIDTH and 0 <= clipped.top <= clipped.bottom <= HEIGHT
    assert IMAGE[clipped.slices].shape == (clipped.height, clipped.width, 3)


# Expand


def test_expand_adds_a_share_of_each_side():
    assert Box(100, 50, 140, 110).expand(0.25) == Box(90, 35, 150, 125)
    assert Box(100, 50, 140, 110).expand(-0.25) == Box(110, 65, 130, 95)
    assert Box(0, 0, 10, 10, score=0.3).expand(0.3).score == 0.3
    assert Box(0, 0, 10, 10).expand(np.float32(0.5)) == Box(-5, -5, 15, 15)


@pytest.mark.parametrize("margin", [-0.5, -1, -30, float("nan"), float("inf")])
def test_margins_that_make_no_box_are_refused(margin):
    with pytest.raises(ValueError, match="margin must be finite and above -0.5"):
        Box(0, 0, 10, 10).expand(margin)


@given(boxes(), st.floats(-0.5, 3, exclude_min=True))
def test_expand_keeps_the_centre_and_clip_keeps_the_face(box, margin):
    grown = box.expand(margin)
    assert grown.width >= 0 and grown.height >= 0
    if margin >= 0:
        assert pixels(box.clip(IMAGE)) <= pixels(grown.clip(IMAGE))
        assert (grown.left + grown.right, grown.top + grown.bottom) == (box.left + box.right, box.top + box.bottom)
        assert abs(grown.width - box.width * (1 + 2 * margin)) <= 1.001
    else:
        assert grown.width <= box.width and grown.height <= box.height


def test_the_strongest_shrinking_leaves_an_empty_box_not_one_inside_out():
    for width in range(1, 2000):
        box = Box(0, 0, width, width).expand(np.nextafter(-0.5, 0))
        assert box.width == width % 2


@given(boxes())
def test_no_margin_no_change(box):
    assert box.expand(0) == box


# Intersection over union


def test_iou_against_numbers_worked_out_by_hand():
    assert Box(0, 0, 10, 10).iou(Box(5, 0, 15, 10)) == pytest.approx(50 / 150)
    assert Box(0, 0, 10, 10).iou(Box(2, 3, 7, 7)) == pytest.approx(20 / 100)
    assert Box(0, 0, 10, 10).iou(Box(10, 0, 20, 10)) == 0.0  # they touch and share nothing
    assert Box(0, 0, 10, 10).iou(Box(20, 20, 30, 30)) == 0.0
    assert Box(3, 3, 3, 9).iou(Box(3, 3, 3, 9)) == 0.0  # empty boxes share nothing, not even with themselves


@given(boxes(0, 12), boxes(0, 12))
def test_iou_is_shared_pixels_over_covered_pixels(a, b):
    covered = len(pixels(a) | pixels(b))
    assert a.iou(b) == b.iou(a)
    assert a.iou(b) == pytest.approx(len(pixels(a) & pixels(b)) / covered if covered else 0)
    assert 0 <= a.iou(b) <= 1
    assert a.iou(a) == (1 if a.area else 0)
    assert (a.iou(b) == 1) == (a == b and a.area > 0)
