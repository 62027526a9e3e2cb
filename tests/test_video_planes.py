"""Frames as a codec stores them: faces are hidden where they are, nothing else changes, and nothing clear remains."""

from fractions import Fraction

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faceblur_utils import METHODS, Box, Hiding, anonymize, detect_faces, read_image, samples
from faceblur_utils.video.geometry import Geometry, Orientation
from faceblur_utils.video.planes import Planes

edges = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 200), st.integers(5, 120), st.integers(5, 120)).map(
        lambda xywh: [xywh[0], xywh[1], xywh[0] + xywh[2], xywh[1] + xywh[3]]
    ),
    min_size=1,
    max_size=40,
)
PHOTO = cv2.resize(read_image(samples.path("astronaut")), (320, 240), interpolation=cv2.INTER_AREA)
FACES = [Box(110, 30, 168, 83), Box(150, 60, 200, 120)]


WAYS = [Orientation(turns, mirrored) for mirrored in (False, True) for turns in range(4)]
ways = pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.turns}{'m' * way.mirrored}")


def stored(image):
    return cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2YUV_I420)


def shown(array, way=WAYS[0], aspect=1):
    """Planes of what is stored so that a viewer sees it in a way."""
    return Planes(array, Geometry(array.shape[1], array.shape[0] * 2 // 3, way, Fraction(aspect)))


@ways
def test_hiding_in_planes_is_hiding_in_the_picture(way):
    planes = shown(stored(way.store(PHOTO)), way)
    assert planes.size == PHOTO.shape[1::-1]
    assert np.abs(planes.rgb().astype(int) - PHOTO).mean() < 4
    due = anonymize(planes.rgb(), boxes=FACES, method="pixelate", strength=0.3).image
    before = planes.array.copy()
    planes.hide(FACES, Hiding("pixelate", strength=0.3))
    assert np.abs(planes.rgb().astype(int) - due).mean() < 2
    assert np.abs(planes.grey().astype(int) - Planes(stored(due)).grey()).mean() < 2
    assert not np.array_equal(planes.array, before)


@ways
@pytest.mark.parametrize("aspect", [Fraction(2), Fraction(64, 45), Fraction(8, 9), Fraction(1, 3)], ids=str)
def test_pixels_that_are_not_square_are_hidden_as_a_viewer_sees_them(way, aspect):
    """As coarse as in the picture that is shown: squeezed pixels must not make a mosaic finer across."""
    size = round(320 / max(aspect, 1) / 2) * 2, round(240 * min(aspect, 1) / 2) * 2
    squeezed = cv2.resize(PHOTO, size, interpolation=cv2.INTER_AREA)
    planes = shown(stored(squeezed), way, aspect)
    photo = planes.rgb()
    assert np.allclose(planes.size, way.size((320, 240)), atol=2) and photo.shape[1::-1] == planes.size
    face = way.show_box(FACES[0], (320, 240))
    mosaic = Hiding("pixelate", mask="rectangle", margin=0)
    due = anonymize(photo, mosaic, boxes=[face]).image
    planes.hide([face], mosaic)
    inside = face.expand(-0.1).slices
    gap, clear = (np.abs(one[inside].astype(int) - due[inside]).mean() for one in (planes.rgb(), photo))
    assert gap < 0.45 * clear


@ways
@settings(max_examples=20)
@given(
    edges, st.sampled_from(["rectangle", "ellipse"]), st.sampled_from([Fraction(1), Fraction(64, 45), Fraction(3, 5)])
)
def test_not_a_sample_changes_outside_the_faces(way, rows, mask, aspect):
    array = np.random.default_rng(5).integers(16, 236, (360, 320), dtype=np.uint8)
    planes, faces = shown(array.copy(), way, aspect), [Box(*row) for row in rows[:3]]
    planes.hide(faces, Hiding("solid", mask=mask, margin=0.2, outline="own"))
    changed = planes.y != Planes(array).y
    outside = np.ones(changed.shape, bool)
    for face in faces:
        reach = planes.geometry.store_box(face.expand(0.2))
        if aspect != 1:
            reach = Box(reach.left - 1, reach.top - 1, reach.right + 1, reach.bottom + 1)
        outside[reach.clip(changed).slices] = False
    assert not changed[outside].any()
    if mask == "rectangle":
        grey = planes.grey()
        inside = (face.clip(grey) for face in faces)
        assert all((grey[box.slices] <= 17).all() for box in inside), "and inside, all of it"


def test_overlapping_faces_do_not_bring_each_other_back():
    planes = Planes(stored(PHOTO))
    faces = [Box(60, 60, 120, 120), Box(100, 100, 160, 160), Box(140, 60, 200, 120)]
    planes.hide(faces, Hiding("solid"))
    assert all((planes.grey()[face.slices] <= 20).all() for face in faces)


def test_faces_outside_the_frame_change_nothing():
    planes = Planes(stored(PHOTO))
    before = planes.array.copy()
    planes.hide([Box(400, 300, 450, 350), Box(-90, -90, -50, -50)], Hiding("solid"))
    assert np.array_equal(planes.array, before)


# --- one more box never shows more ------------------------------------------------------------------------------------

HIGH, FACE = 60, Box(20, 10, 60, 50)
boxes = st.builds(Box.from_xywh, st.integers(-20, 75), st.integers(-20, 55), st.integers(2, 60), st.integers(2, 60))


def noise(seed, way):
    """A frame of 80 x 60 pixels as a viewer sees it, whose samples RGB can hold: nothing is lost on the way."""
    coarse = np.random.default_rng(seed).integers(0, 256, (30, 40, 3), dtype=np.uint8)
    image = np.repeat(np.repeat(coarse, 2, axis=0), 2, axis=1)
    return shown(stored(way.store(image)), way)


def twins(way):
    """Two frames that a mosaic of `FACE` makes one: in each block, the colours lie in another order."""
    one, other = noise(1, way), noise(1, way)
    for plane in (other.y, other.u, other.v):
        upright = way.show(plane)
        share = 1 if upright.shape[0] == HIGH else 2
        for top in range(FACE.top, FACE.bottom, 10):
            for left in range(FACE.left, FACE.right, 10):
                rows, columns = slice(top // share, (top + 10) // share), slice(left // share, (left + 10) // share)
                cells = upright[rows, columns][:: 2 // share, :: 2 // share].reshape(-1)  # two by two pixels each
                cells = np.random.default_rng(top + left).permutation(cells).reshape(5, 5)
                upright[rows, columns] = np.repeat(np.repeat(cells, 2 // share, axis=0), 2 // share, axis=1)
    return one, other


@ways
@settings(max_examples=60)
@given(st.lists(boxes, max_size=3))
def test_what_cannot_be_told_apart_without_the_added_boxes_cannot_be_with_them(way, more):
    hiding = Hiding("pixelate", mask="rectangle", margin=0, parameters={"blocks": 4})
    more = [box for box in more if box.width <= FACE.width]
    one, other = twins(way)
    assert not np.array_equal(one.array, other.array)
    for planes in (one, other):
        planes.hide([FACE, *more], hiding)
    assert np.array_equal(one.array, other.array)


@ways
@settings(max_examples=40)
@given(st.lists(boxes, min_size=1, max_size=3), st.sampled_from(["rectangle", "ellipse"]), st.floats(0.2, 1))
def test_smaller_boxes_change_nothing_where_a_larger_face_is_hidden(way, more, mask, strength):
    face, hiding = Box(10, 5, 72, 55), Hiding("pixelate", mask=mask, strength=strength, margin=0)
    more = [box for box in more if box.width <= face.width]
    alone, together = noise(3, way), noise(3, way)
    black = Planes(alone.array.copy(), alone.geometry)
    black.hide([face], Hiding("solid", mask=mask, margin=0, outline="own"))
    hidden = black.y != alone.y  # all but pixels that were black before
    alone.hide([face], hiding)
    together.hide([*more, face], hiding)
    assert np.array_equal(alone.y[hidden], together.y[hidden])


@ways
@pytest.mark.parametrize("mask", ["rectangle", "ellipse", "feathered"])
def test_no_colour_remains_at_the_rim(way, mask):
    """Blue under a grey box: each colour sample of which one pixel is wholly inside the mask is grey."""
    image = np.full((60, 80, 3), (40, 60, 250), np.uint8)
    planes = shown(stored(way.store(image)), way)
    y, blue = planes.y.copy(), int(planes.u[0, 0])
    planes.hide([Box(21, 11, 58, 49)], Hiding("solid", mask=mask, margin=0, outline="own", parameters={"grey": 200}))
    due = Planes(stored(np.full((2, 2, 3), 200, np.uint8))).y[0, 0]
    inside = planes.y == due
    assert inside.sum() > 500 and not np.array_equal(y, planes.y)
    inside = inside.reshape(inside.shape[0] // 2, 2, -1, 2).any(axis=(1, 3))
    limit = 128 + (blue - 128) / (3 if mask == "feathered" else 50)
    assert (planes.u[inside] <= limit).all()


def test_a_small_box_in_a_face_does_not_bring_it_back():
    again = faces = 0
    for name in samples.names():
        photo, true = read_image(samples.path(name)), samples.true_boxes(name, "frontal")
        photo = photo[: photo.shape[0] // 2 * 2, : photo.shape[1] // 2 * 2]
        eyes = [
            Box.from_xywh(b.left + b.width // 5, b.top + b.height // 3, max(2, b.width // 4), max(2, b.width // 4))
            for b in true
        ]
        planes = Planes(stored(photo))
        planes.hide(true + eyes, Hiding("pixelate"))
        found = detect_faces(planes.rgb()) if true else []
        faces, again = faces + len(true), again + sum(any(box.iou(one) > 0.3 for one in found) for box in true)
    assert faces > 30 and again <= faces / 20


def test_a_blur_that_changes_nothing_is_told():
    planes = Planes(stored(PHOTO))
    before = planes.array.copy()
    assert planes.hide([FACES[0], Box(400, 0, 450, 50)], Hiding("pixelate", strength=0)) == [0]
    assert np.abs(planes.array.astype(int) - before).max() <= 4, "but for the rounding of colours"
    inside = Box(120, 45, 130, 55)
    assert planes.hide([inside, FACES[0]], Hiding("pixelate")) == [], "hidden with the larger one"


@pytest.mark.parametrize("method", METHODS)
def test_the_strength_is_that_of_the_whole_face(method):
    """A face of which half lies outside is blurred as the same face in the middle of a larger frame."""
    room = cv2.copyMakeBorder(PHOTO, 0, 0, 100, 0, cv2.BORDER_REPLICATE)
    cut, whole = Planes(stored(PHOTO)), Planes(stored(room))
    hiding = Hiding(method, margin=0)
    cut.hide([Box(-60, 30, 60, 150)], hiding)
    whole.hide([Box(40, 30, 160, 150)], hiding)
    fine = [np.abs(np.diff(one.grey()[50:130, left : left + 30].astype(int))).mean()
            for one, left in ((cut, 2), (whole, 102))]  # fmt: skip
    assert fine[0] <= 1.5 * fine[1] + 1


@ways
def test_a_part_of_the_picture_is_that_part(way):
    image = cv2.resize(read_image(samples.path("coffee")), (192, 128), interpolation=cv2.INTER_AREA)
    planes = Planes(stored(image), Geometry(192, 128, way))
    whole, part = planes.rgb(), Box(32, 64, 96, 112)
    assert np.array_equal(planes.rgb(part=part), whole[part.slices])
    half = planes.rgb(longest=32, part=part)
    assert max(half.shape) == 32
    expected = cv2.resize(whole[part.slices], half.shape[1::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(half.astype(int) - expected).mean() < 8, "but for colours, which are kept at half the size"
