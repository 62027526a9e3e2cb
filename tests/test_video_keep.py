"""One person stays clear and another is covered, through crossings, swaps and cuts that nobody noticed."""

from dataclasses import replace
from itertools import permutations

import clips
import cv2
import numpy as np
import pytest
from clips import run

from faceblur_utils import detect_faces, find_tracks, read_image, samples, write_image
from faceblur_utils.detect import DetectorUnavailableError
from faceblur_utils.privacy import strangers
from faceblur_utils.recognise import calibrate
from faceblur_utils.video import Decisions, keeping, likeness
from faceblur_utils.video.deciding import gather
from faceblur_utils.video.likeness import LEAST_LINKED, LINKED, RECOGNISER, SAME_ENCODING, SAME_LOOKS, alike, patch_of
from faceblur_utils.video.report import by_frame
from faceblur_utils.video.stages import Clock

COMPOSED = samples.clip("composed")
CUT = 110  # then two cards cross; where both can be seen, hopper's box is the first


def truth(number):
    """Box of hopper and of the astronaut in a frame after the cut; None where less than half can be seen."""
    boxes = samples.clip_boxes("composed")[number]
    return tuple(boxes) if len(boxes) == 2 else (None, boxes[0]) if number < 163 else (boxes[0], None)


@pytest.fixture(scope="module")
def tracks():
    return find_tracks(COMPOSED, progress=False)


@pytest.fixture(scope="module")
def original():
    return clips.frames_of(COMPOSED)


def who(tracks, number, place):
    """Number of the face that is hopper (0) or the astronaut (1) in a frame."""
    box = truth(number)[place]
    return max(tracks.frames[number].faces, key=lambda face: (face.found is not None) * face.whole.iou(box)).track


def dark(image, box):
    """Share of a box that is black: the method solid."""
    return (image[box.slices].max(axis=2) < 40).mean()


def changed(before, after, box):
    return np.abs(before[box.slices].astype(int) - after[box.slices]).mean()


@pytest.fixture(params=["recogniser", "looks"])
def judged(request, monkeypatch):
    """With the recogniser, and as where it is not installed."""
    if request.param == "looks":

        def missing(*how):
            raise DetectorUnavailableError("This OpenCV has no cv2.FaceRecognizerSF.", "uv sync")

        monkeypatch.setattr(likeness, "encode", missing)
    return request.param


def test_one_is_kept_and_another_covered_through_a_crossing(tracks, original, judged, tmp_path):
    """The written file as a player shows it, against boxes that no detector had a say in."""
    astronaut = who(tracks, 120, 1)
    report = run(COMPOSED, tmp_path / "out.mp4", tracks=tracks, keep=[astronaut], method="solid")
    clear, shown = [], clips.frames_of(tmp_path / "out.mp4")
    for number in range(CUT, 250):
        hopper, kept = truth(number)
        if hopper is not None:
            assert dark(shown[number], hopper) > 0.85, f"hopper can be seen in frame {number}"
        if kept is not None and astronaut in report.frames[number].kept:
            assert changed(original[number], shown[number], kept) < 6, f"not clear in frame {number}"
            clear.append(number)
        elif kept is not None:
            assert dark(shown[number], kept) > 0.85, f"neither clear nor covered in frame {number}"
    assert {*range(110, 135), *range(172, 215)} <= set(clear), "on both sides of the crossing"
    assert not {*range(146, 158)} & set(clear), "they cannot be told apart there"
    assert f"kept clear, a person decided: face {astronaut} in {len(clear)} frames (as chosen, confirmed" in str(report)
    again = [number for number in clear if number > 158]
    why = f"left clear: confirmed by {'its looks' if judged == 'looks' else 'the recogniser'}"
    assert all(why in report.frames[number].why for number in again), "and a person should look at these"


@pytest.mark.parametrize("place", [0, 1], ids=["hopper", "astronaut"])
def test_the_wrong_person_is_never_clear_because_boxes_were_swapped(tracks, original, judged, place, tmp_path):
    """As if the tracker had mixed the two up while one was hidden behind the other."""
    first, second = who(tracks, 120, place), who(tracks, 180, 1 - place)
    assert first != second
    swap = {first: second, second: first}
    wrong = relabelled(tracks, lambda number, track: swap.get(track, track) if number >= 150 else track)
    report = run(COMPOSED, tmp_path / "out.mp4", tracks=wrong, keep=[(first, 120 / 25)], method="solid")
    shown = clips.frames_of(tmp_path / "out.mp4")
    assert any(first in frame.kept for frame in report.frames[CUT:140])
    for number in range(CUT, 250):
        other = truth(number)[1 - place]
        assert other is None or dark(shown[number], other) > 0.85, f"the wrong one is clear in frame {number}"


def relabelled(tracks, label):
    """Tracks whose boxes have other people's numbers."""
    frames = [
        replace(frame, faces=tuple(replace(face, track=label(frame.number, face.track)) for face in frame.faces))
        for frame in tracks.frames
    ]
    return replace(tracks, frames=frames)


def test_whoever_is_in_front_of_the_kept_one_is_covered_whole(tracks, original, tmp_path):
    """Hopper is kept on both sides, and goes behind the astronaut."""
    keep = [who(tracks, 120, 0), who(tracks, 200, 0)]
    run(COMPOSED, tmp_path / "out.mp4", tracks=tracks, keep=keep, method="solid")
    shown = clips.frames_of(tmp_path / "out.mp4")
    astronaut = [(number, truth(number)[1]) for number in range(CUT, 220) if truth(number)[1] is not None]
    assert len(astronaut) > 80
    assert all(dark(shown[number], box) > 0.85 for number, box in astronaut)
    assert all(changed(original[number], shown[number], truth(number)[0]) < 6 for number in (*range(112, 130), 240))


def faces_in_one_place(other, size=90):
    """A face, and after a while another one in its place, in a picture that is otherwise the same."""
    pictures = [read_image(samples.path(name)) for name in ("astronaut", other)]
    cut_out = []
    for picture, box in zip(pictures, (samples.true_boxes("astronaut")[0], samples.true_boxes(other)[0]), strict=True):
        part = box.expand(0.25).clip(picture)
        cut_out.append(cv2.resize(picture[part.slices], (size, round(size * 1.25)), interpolation=cv2.INTER_AREA))
    frames = []
    for number in range(70):
        frame = np.full((240, 320, 3), (90, 110, 120), np.uint8)
        face = cut_out[number >= 30]
        top, left = 60, 110 + number % 3
        frame[top : top + face.shape[0], left : left + face.shape[1]] = face
        frames.append(frame)
    return frames


@pytest.mark.parametrize(("other", "gap"), [("hopper", 0), ("henner", 12)])
def test_another_in_the_same_place_is_covered_though_the_box_goes_on(other, gap, judged, tmp_path):
    """A cut that nobody noticed; or one leaves and another comes while the box is bridged."""
    frames = faces_in_one_place(other)
    for number in range(30, 30 + gap):
        frames[number] = np.full((240, 320, 3), (90, 110, 120), np.uint8)
    source = clips.make(tmp_path / "in.mp4", frames)
    tracks = find_tracks(source, progress=False, looks="one")
    kept = tracks.frames[10].faces[0].track
    assert any(face.track == kept for face in tracks.frames[60].faces), "else this clip shows nothing"
    report = run(source, tmp_path / "out.mp4", tracks=tracks, keep=[(kept, 0.4)], method="solid")
    assert all(kept in frame.kept for frame in report.frames[:28])
    assert not any(frame.kept for frame in report.frames[30:])
    assert not any(detect_faces(image) for image in clips.frames_of(tmp_path / "out.mp4")[30:])


@pytest.mark.parametrize("rate", [12, 25, 60])
def test_who_is_kept_stays_clear_between_two_looks(rate, tmp_path):
    """What changes is searched five times a second, whatever the rate; between, pixels go on from frame to frame."""
    source = clips.make(tmp_path / "in.mp4", 40, rate=rate)
    tracks = find_tracks(source, progress=False)
    assert 0 < tracks[1].count("detected") < 30 and tracks[1].count("held") == 0, "else this clip shows nothing"
    report = run(source, tmp_path / "out.mp4", tracks=tracks, keep=[1])
    assert all(frame.kept == (1,) for frame in report.frames)


def test_who_is_filmed_alone_and_kept_stays_clear(tmp_path):
    source = samples.clip("intro")
    report = run(source, tmp_path / "out.mp4", tracks=find_tracks(source, progress=False), keep=[1])
    assert np.mean([frame.kept == (1,) for frame in report.frames]) > 0.9


def test_a_long_clip_does_not_keep_ever_more_pictures_and_still_confirms_by_them(tracks, monkeypatch, tmp_path):
    """Of a run of 200 frames and of a clip with crossings, with room for four pictures a run instead of 32."""
    monkeypatch.setattr(keeping, "_MOST", 4)
    source = clips.make(tmp_path / "in.mp4", 200)
    long = find_tracks(source, progress=False)
    evidence = gather(source, long, False, False, Clock())
    numbers = [one.frame for one in evidence.pictures(1, 0, 199)]
    steps = np.diff(numbers)
    assert 2 <= len(numbers) <= 5 and numbers[0] == 0 and len(set(steps)) == 1 and numbers[-1] + 2 * steps[0] > 199
    assert {one.frame for one in evidence.pictures(1, 50, 120)} == {n for n in numbers if 50 <= n <= 120}
    astronaut = who(tracks, 120, 1)
    report = run(COMPOSED, tmp_path / "out.mp4", tracks=tracks, keep=[astronaut])
    assert {n for n in range(172, 215) if astronaut in report.frames[n].kept}, "confirmed after the crossing"


def test_a_look_that_misses_who_is_kept_covers_until_the_next(tmp_path, monkeypatch):
    source = clips.make(tmp_path / "in.mp4", 40)
    clips.blink(monkeypatch, lambda number: not 10 <= number < 18)
    report = run(source, tmp_path / "out.mp4", tracks=find_tracks(source, progress=False), keep=[1])
    clear = {frame.number for frame in report.frames if frame.kept}
    assert not clear & set(range(10, 18)) and set(range(20, 40)) <= clear


def test_two_looks_are_enough_to_confirm_who_is_kept(tmp_path, monkeypatch):
    source = clips.make(tmp_path / "in.mp4", 40)
    clips.blink(monkeypatch, lambda number: number in {0, *range(10, 16)})  # looks at 0.4 and 0.6 seconds
    report = run(source, tmp_path / "out.mp4", tracks=find_tracks(source, progress=False), keep=[(1, 0.0)])
    assert [frame.number for frame in report.frames if frame.kept] == [0, *range(10, 16)]


def test_a_face_that_jumps_or_blinks_is_covered_in_that_moment(tmp_path, monkeypatch):
    source = clips.make(tmp_path / "in.mp4", 40)
    clips.blink(monkeypatch, lambda number: number not in {*range(10, 18), 30})
    tracks = find_tracks(source, progress=False, **clips.EVERY_FRAME)
    report = run(source, tmp_path / "out.mp4", tracks=tracks, keep=[1])
    clear = {frame.number for frame in report.frames if frame.kept}
    assert not clear & set(range(10, 18)), "bridged over a third of a second"
    assert set(range(18, 40)) <= clear or set(range(10)) <= clear
    assert 30 in clear, "a single frame between two that agree"


def test_a_face_too_small_to_tell_people_apart_is_not_left_clear(tmp_path):
    def small(number, size):
        frame = np.full((240, 320, 3), (90, 110, 120), np.uint8)
        frame[60:110, 100:150] = clips.portrait(50)
        return frame

    source = clips.make(tmp_path / "in.mp4", 12, draw=small)
    tracks = find_tracks(source, progress=False, **clips.EVERY_FRAME)
    width = tracks.frames[4].faces[0].whole.width
    assert width < LEAST_LINKED
    report = run(source, tmp_path / "out.mp4", tracks=tracks, keep=[1])
    assert sum(bool(frame.kept) for frame in report.frames) <= 1


def test_a_photo_of_another_day_says_who_is_kept(tmp_path):
    photo = write_image(tmp_path / "man.png", clips.frames_of(samples.clip("test_movie"))[60])
    source = samples.clip("intro")
    tracks = find_tracks(source, progress=False, looks="one", every=3)
    report = run(source, tmp_path / "out.mp4", tracks=tracks, keep=[photo])
    assert sum(frame.kept == (1,) for frame in report.frames) > 150
    assert "face 1 in 173 frames (confirmed by the recogniser)" in str(report)
    stranger = run(source, tmp_path / "two.mp4", tracks=tracks, keep=[str(samples.path("henner"))])
    assert not any(frame.kept for frame in stranger.frames)
    assert "nobody is kept for" in str(stranger) and "the nearest is face 1, at 1." in str(stranger)


def test_a_photo_keeps_who_is_on_it_and_nobody_else(tracks, tmp_path):
    report = run(COMPOSED, tmp_path / "out.mp4", tracks=tracks, keep=[str(samples.path("astronaut"))], method="solid")
    kept = {track for frame in report.frames for track in frame.kept}
    assert kept == {who(tracks, 120, 1)}


@pytest.mark.parametrize("name", ["chelsea", "scene"])
def test_a_photo_of_nobody_or_of_many_is_refused_before_the_work(name, tracks, tmp_path, monkeypatch):
    monkeypatch.setattr("faceblur_utils.video.pipeline.decide", lambda *how: pytest.fail("work began"))
    with pytest.raises(ValueError, match=rf"{name}.*has to show one face, and \d+ were found"):
        run(COMPOSED, tmp_path / "out.mp4", tracks=tracks, keep=[str(samples.path(name))])


def test_numbers_need_their_first_look(tmp_path):
    with pytest.raises(ValueError, match="tracks=find_tracks"):
        run(COMPOSED, tmp_path / "out.mp4", keep=[4])
    with pytest.raises(FileNotFoundError):
        run(COMPOSED, tmp_path / "out.mp4", keep=["nobody.png"])


def test_who_is_chosen_where_she_is_not_alone_is_covered_and_it_is_said(tracks, tmp_path):
    report = run(COMPOSED, tmp_path / "out.mp4", tracks=tracks, keep=[(who(tracks, 120, 1), 140 / 25)])
    assert not any(frame.kept for frame in report.frames)
    assert "was to be kept, but when it was chosen it is not detected alone" in str(report)


def test_the_limits_tell_33_people_apart():
    """Patches of different people, however small, against the limits; and what the recogniser says of them."""
    people = strangers()
    for across in (24, 40, None):
        patches = [_patch(one, across) for one in people]
        most = max(alike(one, other) for one, other in permutations(patches, 2))
        assert most < LINKED < SAME_LOOKS, across
    limit = calibrate([(one.image, one.box) for one in people], recogniser=RECOGNISER)
    assert limit.people == 33 and limit.matched(SAME_ENCODING) == 0 and 0 < limit.matched(1.0) < 0.004


def _patch(portrait, across):
    grey, box = cv2.cvtColor(portrait.image, cv2.COLOR_RGB2GRAY), portrait.box
    if across and across < box.width:
        scale = across / box.width
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        box = type(box)(*(round(edge * scale) for edge in (box.left, box.top, box.right, box.bottom)))
    return patch_of(grey, box)


def test_reasons_and_keepers_are_data(tracks):
    assert [frame.why for frame in tracks.frames] == by_frame(tracks.why, len(tracks.frames))
    assert Decisions(keep=[3, (4, 2)]).numbers == ((3, None), (4, 2.0))
