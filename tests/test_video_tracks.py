"""What is covered where the detector saw nothing: gaps, ends, cuts; and that frames change only where faces are."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faceblur_utils import Box, read_image, samples
from faceblur_utils.video import Sighting, Tracker, between, fill_gaps, smooth
from faceblur_utils.video.boxes import whole_at_border
from faceblur_utils.video.follow import FOUND, Follower, small_grey
from faceblur_utils.video.report import by_frame
from faceblur_utils.video.scenes import is_cut, thumbnail

edges = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 200), st.integers(5, 120), st.integers(5, 120)).map(
        lambda xywh: [xywh[0], xywh[1], xywh[0] + xywh[2], xywh[1] + xywh[3]]
    ),
    min_size=1,
    max_size=40,
)
BOX = Box(40, 30, 80, 80)


# --- the geometry -----------------------------------------------------------------------------------------------------


def test_between():
    other = Box(140, 40, 200, 110)
    assert between(BOX, other, 0) == BOX and between(BOX, other, 1) == other
    assert between(BOX, other, 0.5) == Box(90, 35, 140, 95)
    assert between(BOX, other, 0.25) == Box(65, 32, 110, 88)  # 32.5 and 87.5 go to the even number


def test_fill_gaps():
    end = Box(80, 30, 120, 80)
    filled = fill_gaps([None, None, BOX, None, None, None, end, None, None], hold=1)
    assert filled == [None, BOX, BOX, BOX, None, end, end, end, None], "longer than twice the hold: open in the middle"
    filled = fill_gaps([None, BOX, None, None, None, end], hold=2)
    assert filled == [BOX, BOX, Box(50, 30, 90, 80), Box(60, 30, 100, 80), Box(70, 30, 110, 80), end]
    assert fill_gaps([None] * 3, hold=5) == [None] * 3 and fill_gaps([], hold=5) == []
    with pytest.raises(ValueError, match="0 or more"):
        fill_gaps([BOX], hold=-1)


@given(st.lists(st.one_of(st.none(), st.just(BOX)), max_size=30), st.integers(0, 5))
def test_fill_gaps_covers_all_near_a_sighting_and_nothing_else(boxes, hold):
    filled = fill_gaps(boxes, hold)
    seen = [number for number, box in enumerate(boxes) if box]
    for number, box in enumerate(filled):
        near = any(abs(number - place) <= hold for place in seen)
        assert (
            (box == BOX) if near else (box is None or any(a < number < b for a, b in zip(seen, seen[1:], strict=False)))
        )


@given(edges, st.integers(0, 6))
def test_smoothing_makes_no_box_smaller(rows, reach):
    rows = np.array(rows, float)
    steady = smooth(rows, reach)
    assert steady.shape == rows.shape
    assert (steady[:, :2] <= rows[:, :2] + 1e-6).all() and (steady[:, 2:] >= rows[:, 2:] - 1e-6).all()


def test_smoothing_calms_and_does_not_blow_up():
    rng = np.random.default_rng(3)
    moving = np.arange(100)[:, None] * np.array([3.0, 1, 3, 1]) + np.array([10, 10, 60, 70])
    steady = smooth(moving, 3)
    assert np.abs(steady[9:-9] - moving[9:-9]).max() < 1e-6, "even motion is left as it is"
    shaken = moving + rng.normal(0, 2, moving.shape)
    steady = smooth(shaken, 3)
    assert np.abs(np.diff(steady, 2, axis=0)).mean() < 0.2 * np.abs(np.diff(shaken, 2, axis=0)).mean()
    assert np.abs(steady - shaken).mean() < 6


# --- the tracker ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def face():
    """A textured patch of 40 x 50, which the box below holds."""
    image = cv2.cvtColor(read_image(samples.path("astronaut")), cv2.COLOR_RGB2GRAY)
    return cv2.resize(image[63:176, 178:268], (40, 50), interpolation=cv2.INTER_AREA)


def scene(face, place, seed=7):
    """Grey frame of 320 x 180 with the face at a place (left, top), or without it."""
    ground = np.random.default_rng(seed).integers(60, 190, (18, 32), dtype=np.uint8)
    grey = cv2.resize(ground, (320, 180), interpolation=cv2.INTER_CUBIC)
    if place is not None:
        grey[place[1] : place[1] + 50, place[0] : place[0] + 40] = face
    return grey


def at(place):
    return Box(place[0], place[1], place[0] + 40, place[1] + 50)


def tracked(frames, found, hold=0.5, cuts=(), rate=20, steady=0.0):
    tracker = Tracker((320, 180), rate, hold, steady)
    for number, (grey, boxes) in enumerate(zip(frames, found, strict=True)):
        tracker.add(small_grey(grey), boxes, number in cuts)
    covered, why = tracker.finish()
    return covered, by_frame(why, len(covered))


def path(number):
    """A face that swings from side to side and moves down: not on a straight line."""
    return round(140 + 90 * np.sin(number / 6)), 20 + number * 2


def holds(outer, inner, share=0.95):
    wide = min(outer.right, inner.right) - max(outer.left, inner.left)
    high = min(outer.bottom, inner.bottom) - max(outer.top, inner.top)
    return max(wide, 0) * max(high, 0) >= share * inner.area


@settings(max_examples=25)
@given(st.sets(st.integers(1, 38), max_size=25))
def test_a_swinging_face_is_covered_in_every_gap(face, lost):
    places = [path(number) for number in range(40)]
    frames = [scene(face, place) for place in places]
    found = [[] if number in lost else [at(place)] for number, place in enumerate(places)]
    covered, _ = tracked(frames, found, hold=1.5)
    for number, faces in enumerate(covered):
        assert any(holds(each.box.expand(0.1), at(places[number])) for each in faces), number
        assert {each.kind for each in faces} == {"bridged" if number in lost else "detected"}
        assert len({each.track for each in faces}) == 1


def test_following_keeps_the_covered_area_small(face):
    places = [path(number) for number in range(40)]
    found = [[at(place)] if number % 8 == 0 or number == 39 else None for number, place in enumerate(places)]
    covered, why = tracked([scene(face, place) for place in places], found, hold=1.0)
    assert all(len(faces) == 1 and faces[0].box.area < 1.3 * 2000 for faces in covered)
    assert not any(why), "frames that were not searched are not doubtful, if the face could be followed"


def test_a_face_that_cannot_be_followed_is_covered_all_the_more(face):
    seen, elsewhere = (100, 60), (130, 60)
    frames = (
        [scene(face, seen)] * 3 + [scene(face, None, seed=number) for number in range(4)] + [scene(face, elsewhere)] * 3
    )
    found = [[at(seen)]] * 3 + [[]] * 4 + [[at(elsewhere)]] * 3
    covered, why = tracked(frames, found)
    for number in range(3, 7):
        assert holds(covered[number][0].box, at(seen), 1) and holds(covered[number][0].box, at(elsewhere), 1)
        assert "bridged, and could not be followed" in why[number]


def test_a_face_is_held_before_and_after_and_grows(face):
    places = [(60 + 2 * number, 60) for number in range(40)]
    found = [[at(places[number])] if 18 <= number < 22 else [] for number in range(40)]
    covered, why = tracked([scene(face, place) for place in places], found, hold=0.4)
    assert [number for number, faces in enumerate(covered) if faces] == list(range(10, 30))
    assert {faces[0].kind for number, faces in enumerate(covered) if 10 <= number < 18} == {"held"}
    for number in range(10, 30):
        assert holds(covered[number][0].box, at(places[number]))
    assert covered[29][0].box.area > 1.1 * covered[22][0].box.area
    assert "before its first detection" in why[10] and "after its last detection" in why[29] and why[19] == ()


def test_a_face_that_leaves_at_the_border_is_no_riddle(face):
    places = [(200 + 10 * number, 60) for number in range(9)]
    found = [[at(place).clip(np.empty((180, 320, 0)))] for place in places]
    frames = [scene(face, None) for _ in places]
    for grey, place in zip(frames, places, strict=True):
        part = face[:, : max(0, 320 - place[0])]
        grey[60:110, place[0] : place[0] + 40] = part
    frames += [scene(face, None)] * 20
    covered, why = tracked(frames, found + [[]] * 20)
    assert covered[12] and not any(why)


def test_a_box_is_not_dragged_over_a_cut(face):
    first, second = scene(face, (100, 60)), scene(face, None, seed=8)
    frames, found = [first] * 5 + [second] * 10, [[at((100, 60))]] * 5 + [[]] * 10
    assert not any(tracked(frames, found, cuts={5})[0][5:])
    assert tracked(frames, found)[0][5], "without the cut it is held"
    frames, found = [second] * 10 + [first] * 5, [[]] * 10 + [[at((100, 60))]] * 5
    assert not any(tracked(frames, found, cuts={10})[0][:10]), "nor backwards"


def test_a_false_cut_uncovers_nothing(face):
    frames = [scene(face, (100 + number, 60)) for number in range(12)]
    for seen in (range(4), range(9, 12), (0, 1, 2, 10, 11)):
        found = [[at((100 + number, 60))] if number in seen else [] for number in range(12)]
        covered, _ = tracked(frames, found, cuts={6})
        assert all(faces and holds(faces[0].box, at((100 + number, 60))) for number, faces in enumerate(covered)), seen


def test_two_faces_that_cross_keep_two_covers(face):
    places = [((40 + 6 * number, 30), (240 - 6 * number, 45)) for number in range(34)]
    frames, found = [], []
    for back, front in places:
        grey = scene(face, back)
        grey[front[1] : front[1] + 50, front[0] : front[0] + 40] = 255 - face
        frames.append(grey)
        hidden = abs(back[0] - front[0]) < 25
        found.append([at(front)] if hidden else [at(front), at(back)])
    covered, _ = tracked(frames, found)
    for number, (back, front) in enumerate(places):
        assert any(holds(each.box, at(front), 1) for each in covered[number])
        if abs(back[0] - front[0]) >= 20:
            assert any(holds(each.box.expand(0.1), at(back), 0.9) for each in covered[number]), number


def test_a_face_seen_once_is_doubtful_and_covered(face):
    frames = [scene(face, (100, 60))] * 30
    covered, why = tracked(frames, [[at((100, 60))] if number == 15 else [] for number in range(30)], hold=0.5)
    assert [number for number, faces in enumerate(covered) if faces] == list(range(5, 26))
    assert why[15] == ("seen in this frame only",)


def test_the_most_distant_hold_is_forgotten(face):
    frames = [scene(face, (100, 60))] * 200
    covered, _ = tracked(frames, [[at((100, 60))] if number in (0, 199) else [] for number in range(200)], hold=1.0)
    assert [number for number, faces in enumerate(covered) if faces] == [*range(21), *range(179, 200)]
    tracker = Tracker((320, 180), 20, 1.0)
    for grey in frames:
        tracker.add(grey, [])
    assert len(tracker._greys) <= 42, "frames that nobody needs are not kept"


# --- following --------------------------------------------------------------------------------------------------------


def test_following_does_not_drift(face):
    follower = Follower(scene(face, (100, 60)), (100, 60, 140, 110), 1.0)
    for number in range(1, 60):
        # A third of a pixel per frame: rounded each time, the face would seem to stand still.
        grey = cv2.warpAffine(scene(face, (100, 60)), np.array([[1, 0, number / 3], [0, 1, 0]]), (320, 180))
        where, score = follower.step(grey)
        assert score > FOUND and abs(where[0] - (100 + number / 3)) < 1


@pytest.mark.parametrize("edges", [(0, 0, 3, 3), (310, 170, 360, 230), (400, 60, 440, 110), (-60, -60, -20, -10)])
def test_following_what_has_no_pixels(face, edges):
    follower = Follower(scene(face, None), edges, 1.0)
    where, score = follower.step(scene(face, None, seed=9))
    assert np.array_equal(where, edges) or score >= FOUND


def test_an_even_wall_is_not_followed():
    grey = np.full((180, 320), 90, np.uint8)
    assert Follower(grey, (100, 60, 140, 110), 1.0).step(grey)[1] < FOUND


def test_cuts():
    one, other = (thumbnail(scene(None, None, seed=seed)) for seed in (1, 2))
    flash = one * 0.3 + 178
    assert is_cut(one, one, other, other) and is_cut(None, one, other, None)
    assert not is_cut(one, one, one, one) and not is_cut(None, None, one, one)
    assert not is_cut(one, one, flash, one) and not is_cut(one, flash, one, one)


# --- faces in doubt, and at the border --------------------------------------------------------------------------------


def test_a_face_in_doubt_is_held_for_less_and_listed(face):
    frames, place = [scene(face, (100, 60))] * 60, at((100, 60))
    doubt = Sighting(place, doubtful=True)
    covered, why = tracked(frames, [[doubt] if number == 30 else [] for number in range(60)], hold=1.0)
    shown = [number for number, faces in enumerate(covered) if faces]
    assert shown == list(range(25, 36)), "a quarter of the hold on each side"
    assert all(covered[number][0].doubtful and why[number] for number in shown)


def test_a_look_in_doubt_keeps_a_face_that_was_sure_once(face):
    frames, place = [scene(face, (100, 60))] * 60, at((100, 60))
    found = [[place] if number == 0 else [Sighting(place, doubtful=True)] for number in range(60)]
    covered, why = tracked(frames, found, hold=0.5)
    assert all([each.track for each in faces] == [1] for faces in covered)
    assert [number for number, faces in enumerate(covered) if faces[0].doubtful] == list(range(11, 60))
    assert why[5] == () and why[40] == ("only doubtful looks saw a face",)


def test_a_nose_in_doubt_is_neither_a_face_nor_makes_one_smaller(face):
    frames, place, nose = [scene(face, (100, 60))] * 29, at((100, 60)), Box(112, 75, 128, 95)
    found = [[place, Sighting(nose, doubtful=True)] if number % 2 == 0 else [Sighting(nose, doubtful=True)]
             for number in range(29)]  # fmt: skip
    covered, why = tracked(frames, found)
    assert all(len(faces) == 1 and holds(faces[0].box, place, 1) for faces in covered) and not any(why)


def test_a_face_that_only_thorough_looks_see_is_followed_and_listed(face):
    places = [(path(number)[0], 60) for number in range(60)]
    found = [[Sighting(at(place), thorough=True)] if number % 20 == 0 else [] for number, place in enumerate(places)]
    covered, why = tracked([scene(face, place) for place in places], found, hold=1.0)
    for number, place in enumerate(places):
        assert any(holds(each.box.expand(0.1), at(place)) for each in covered[number]), number
        assert why[number], number
    assert "only a thorough look saw a face" in why[20]


def test_a_face_in_the_only_frame_is_no_riddle(face):
    covered, why = tracked([scene(face, (100, 60))], [[Sighting(at((100, 60)), thorough=True)]])
    assert len(covered[0]) == 1 and why == [()]


@given(edges)
def test_no_face_becomes_smaller_at_the_border(rows):
    rows = np.array(rows, float)
    whole = whole_at_border(rows, (320, 180))
    assert (whole[:, :2] <= rows[:, :2]).all() and (whole[:, 2:] >= rows[:, 2:]).all()
    inside = (rows[:, :2] > 40).all(axis=1) & (rows[:, 2] < 280) & (rows[:, 3] < 140)
    assert np.array_equal(whole[inside], rows[inside]), "clear of the border nothing changes"


@pytest.mark.parametrize("way", [1, -1])
def test_a_face_that_leaves_or_comes_keeps_its_size(way):
    rows = np.array([[260 + 5 * n, 60, min(300 + 5 * n, 320), 110] for n in range(12)], float)[::way]
    whole = whole_at_border(rows, (320, 180))
    assert np.abs(whole[:, 2] - whole[:, 0] - 40).max() < 1e-6 and np.array_equal(whole[:, 0], rows[:, 0])
