"""Every length in seconds is measured by time stamps: in videos whose frames are not all shown equally long."""

from fractions import Fraction

import clips
import numpy as np
import picture_clips as pictures
import pytest
from clips import EVERY_FRAME, blink
from hypothesis import given, settings
from hypothesis import strategies as st

from faceblur_utils import Box
from faceblur_utils.video import Tracker, smooth
from faceblur_utils.video.boxes import edges_of
from faceblur_utils.video.moments import Moments

GREY = np.random.default_rng(0).integers(0, 256, (90, 160), dtype=np.uint8)
BOX = Box(60, 30, 90, 65)
lengths = st.lists(st.sampled_from([1 / 240, 1 / 30, 0.2, 0.99, 1.0, 5.0]), min_size=2, max_size=60)


def starts(lengths):
    return np.concatenate([[0], np.cumsum(lengths)])[:-1].tolist()


def track(times, seen, hold, found=BOX):
    tracker = Tracker((160, 90), 25, hold, 0.1)
    for number, time in enumerate(times):
        tracker.add(GREY, [found] if number in seen else [], time=time)
    return tracker.finish()


@settings(max_examples=60)
@given(lengths, st.data(), st.sampled_from([0, 0.1, 0.5, 1.0, 2.0]))
def test_a_face_is_covered_for_the_seconds_of_the_hold(lengths, data, hold):
    times = starts(lengths)
    seen = sorted(data.draw(st.sets(st.integers(0, len(times) - 1), min_size=1)))
    covered, _ = track(times, set(seen), hold)
    for number, faces in enumerate(covered):
        before, after = [n for n in seen if n < number], [n for n in seen if n > number]
        # Time between them: from the end of the earlier to the start of the later.
        gaps = [times[number] - times[before[-1] + 1]] if before else []
        gaps += [times[after[0]] - times[number + 1]] if after else []
        whole = [times[after[0]] - times[before[-1] + 1]] if before and after else []
        if any(abs(gap - hold) < 1e-4 for gap in gaps) or any(abs(gap - 2 * hold) < 1e-4 for gap in whole):
            continue  # 1.0 or five times 0.2, that is arithmetic
        near = any(gap < hold for gap in gaps) or any(gap <= 2 * hold for gap in whole)
        assert bool(faces) == (number in seen or near), (number, times)


def test_stills_and_then_a_film(tmp_path, monkeypatch):
    """Ten pictures a second apart, and then thirty a second: seven a second on average, which is no time at all."""
    lengths = [30] * 10 + [1] * 70
    times = np.concatenate([[0], np.cumsum(lengths)])[:-1].tolist()
    originals = [pictures.picture(0.004 * min(number, 80), pictures.SIZE) for number in range(80)]
    source = clips.make(tmp_path / "in.mp4", originals, times=times, time_base=Fraction(1, 30), rate=30, bf=0)
    assert 8 > clips.facts(source)["rate"] > 5
    asked = blink(monkeypatch, lambda number: number < 10)
    report = clips.run(source, tmp_path / "out.mp4", method="solid", hold=1.0)
    assert [frame.number for frame in report.frames if frame.faces] == list(range(40)), "30 frames: one second"
    assert pictures.seen_in(tmp_path / "out.mp4", originals) == list(range(40, 80)), "longer than it is held"
    assert report.uncertain == list(range(10, 40)), "and each of them is listed"
    assert [number for number, how in sorted(asked) if how] == [*range(10), 10, 40, 70], "thorough looks: once a second"
    report = clips.run(source, tmp_path / "two.mp4", hold=2.0)
    assert [frame.number for frame in report.frames if frame.faces] == list(range(70))


def test_a_gap_is_bridged_by_its_seconds(tmp_path, monkeypatch):
    """Sixty frames in a second and a half are bridged, two frames in three seconds are not."""
    originals = [pictures.picture(0, pictures.SIZE)] * 68
    fast = [Fraction(number, 40) for number in range(63)]
    slow = [fast[-1] + Fraction(3 * number, 2) for number in range(1, 6)]
    times = [int(1000 * time) for time in fast + slow]
    source = clips.make(tmp_path / "in.mp4", originals, times=times, time_base=Fraction(1, 1000), bf=0)
    blink(monkeypatch, lambda number: number in (0, 61, 66, 67))
    report = clips.run(source, tmp_path / "out.mp4", method="solid", hold=0.8, **EVERY_FRAME)
    assert [frame.number for frame in report.frames if frame.bridged] == list(range(1, 61))
    assert [frame.number for frame in report.frames if not frame.faces] == [63, 64]
    assert {62, 65} <= {frame.number for frame in report.frames if frame.held}, (
        "neighbours, however long they are shown"
    )


def test_a_still_of_a_second_is_searched_although_only_every_tenth_frame_is(tmp_path, monkeypatch):
    originals = [pictures.picture(0.01 * number, pictures.SIZE) for number in range(40)]
    times = [40 * number + 2000 * (number > 13) + 1000 * (number > 25) for number in range(40)]
    source = clips.make(tmp_path / "in.mp4", originals, times=times, time_base=Fraction(1, 1000), bf=0)
    asked = blink(monkeypatch, lambda number: True)
    clips.run(source, tmp_path / "out.mp4", every=10)
    assert {0, 10, 13, 20, 25, 30, 39} <= {number for number, _ in asked} and len(asked) < 12


@settings(max_examples=60)
@given(lengths, st.sampled_from([0.05, 0.1, 1.0]), st.integers(0, 9))
def test_smoothing_by_time_makes_no_box_smaller(lengths, reach, seed):
    times, rng = starts(lengths), np.random.default_rng(seed)
    rows = np.sort(rng.uniform(0, 200, (len(times), 2, 2)), axis=1).reshape(-1, 4)
    steady = smooth(rows, reach, times)
    assert (steady[:, :2] <= rows[:, :2] + 1e-6).all() and (steady[:, 2:] >= rows[:, 2:] - 1e-6).all()
    if min(lengths[:-1], default=1) > 1.1 * reach:
        assert np.allclose(steady, rows), "frames far apart are not smeared into each other"


def test_smoothing_by_time_is_smoothing_by_frames_where_time_is_even():
    rows = np.cumsum(np.random.default_rng(2).normal(0, 3, (50, 4)), axis=0) + [0, 0, 100, 100]
    for rate, frames in ((25, 2), (29.97, 3), (30, 3), (60, 6)):
        assert np.allclose(smooth(rows, 0.1, np.arange(50) / rate), smooth(rows, frames))


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=30))
def test_moments_never_go_back(times):
    moments = Moments(25)
    given_back = [moments.add(time) for time in times]
    assert all(later > earlier for earlier, later in zip(given_back, given_back[1:], strict=False))
    assert given_back == [moments[place] for place in range(len(times))]


def test_joined_recordings_go_on():
    moments = Moments(25)
    assert [moments.add(time) for time in (5.0, 5.04, 0.0, 0.04, None, 0.12)] == pytest.approx(
        [5.0, 5.04, 5.08, 5.12, 5.16, 5.2]
    )


def test_pictures_without_a_clock_do_not_fill_the_memory():
    tracker = Tracker((160, 90), 25, 10.0)
    for number in range(3000):
        tracker.add(GREY[::8, ::8], [], time=number * 1e-5)
    assert len(tracker._greys) <= 1200


def test_a_held_box_grows_with_time_not_with_frames():
    blind = np.full((90, 160), 90, np.uint8)  # an even ground cannot be followed

    def grown(step):
        tracker = Tracker((160, 90), 25, 0.4, 0)
        for number in range(round(1 / step)):
            tracker.add(blind, [BOX] if number == 0 else [], time=number * step)
        covered, _ = tracker.finish()
        last = max(number for number, faces in enumerate(covered) if faces)
        return edges_of(covered[last][0].whole)[2] - BOX.right

    assert grown(1 / 100) == pytest.approx(grown(1 / 20), abs=2) and grown(1 / 20) > 8


def test_stills_do_not_smear_each_others_boxes():
    tracker = Tracker((160, 90), 25, 1.0, 0.1)
    boxes = [Box(40 + 8 * number, 30, 80 + 8 * number, 75) for number in range(8)]
    for number, box in enumerate(boxes):
        tracker.add(GREY, [box], time=2.0 * number)
    covered, _ = tracker.finish()
    assert [faces[0].whole for faces in covered] == boxes, "what lies two seconds apart has nothing to do with it"
