"""What a person adds, hides and shows by time: boxes that are followed, spans, and who wins where they meet."""

import json
from fractions import Fraction

import clips
import numpy as np
import pytest
from clips import blink, run

from faceblur_utils import Box, Decisions, detect_faces, find_tracks, samples
from faceblur_utils.video import AddedBox, Span
from faceblur_utils.video.writing import canvas_for

FACE = detect_faces(clips.picture(0))[0]


def at(number, step=3):
    """Where the moving portrait's face is."""
    return Box(FACE.left + step * number, FACE.top, FACE.right + step * number, FACE.bottom)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Two seconds of a portrait that moves, of 50 frames."""
    return clips.make(tmp_path_factory.mktemp("moving") / "clip.mp4", 50, size=(400, 240))


@pytest.fixture(scope="module")
def original(source):
    return clips.frames_of(source)


@pytest.fixture
def unseen(source, monkeypatch):
    """A first look that saw nobody."""
    with monkeypatch.context() as patched:
        blink(patched, lambda number: False)
        return find_tracks(source, progress=False)


@pytest.fixture(scope="module")
def seen(source):
    return find_tracks(source, progress=False)


def covered(image, number):
    """Share of the face that is black: the method solid."""
    return (image[at(number).slices].max(axis=2) < 40).mean()


def whole(image):
    return image.max() < 40


# --- added boxes ------------------------------------------------------------------------------------------------------


def test_a_missed_face_is_drawn_once_and_followed_both_ways(source, unseen, tmp_path):
    report = run(source, tmp_path / "out.mp4", tracks=unseen, boxes=[(25 / 25, at(25))], method="solid")
    shown = clips.frames_of(tmp_path / "out.mp4")
    assert all(covered(shown[number], number) > 0.9 for number in range(50))
    assert [len(frame.added) for frame in report.frames] == [1] * 50 and report.count("added") == 50
    assert "added by a person at 1.00 s: face 1, in 50 frames" in str(report)
    assert report.uncertain == [], "all within the second of the hold"


def test_far_from_where_it_was_drawn_a_person_should_look(source, unseen, tmp_path):
    report = run(source, tmp_path / "out.mp4", tracks=unseen, boxes=[(0, at(0))], method="solid")
    assert all(covered(image, number) > 0.9 for number, image in enumerate(clips.frames_of(tmp_path / "out.mp4")))
    assert report.uncertain == list(range(26, 50)), "later than the second of the hold"
    assert "followed far from an added box" in report.frames[40].why


def test_from_when_to_when_is_as_a_person_says(source, unseen, original, tmp_path):
    box = (20 / 25, at(20), 0.4, 1.2)
    report = run(source, tmp_path / "out.mp4", tracks=unseen, boxes=[box], method="solid")
    assert [frame.number for frame in report.frames if frame.added] == list(range(10, 30))
    shown = clips.frames_of(tmp_path / "out.mp4")
    assert all(covered(shown[number], number) > 0.9 for number in range(10, 30))
    assert all(covered(shown[number], number) < 0.3 for number in (*range(9), *range(31, 50)))


def test_a_face_that_is_lost_is_held_and_listed(tmp_path, monkeypatch):
    """It goes at frame 20, and another scene follows at 60."""
    pictures = [clips.picture(number if number < 20 else 400, (400, 240)) for number in range(60)]
    for number in range(20, 60):
        pictures[number] = np.full((240, 400, 3), (90, 110, 120), np.uint8)
    pictures += [np.full((240, 400, 3), (230, 220, 40), np.uint8) for _ in range(10)]
    source = clips.make(tmp_path / "in.mp4", pictures)
    blink(monkeypatch, lambda number: False)
    tracks = find_tracks(source, progress=False)
    report = run(source, tmp_path / "out.mp4", tracks=tracks, boxes=[(0.4, at(10))], hold=1.0)
    numbers = [frame.number for frame in report.frames if frame.added]
    assert numbers == list(range(45)), "for the second of the hold, as a face that the detector lost"
    assert "added by a person, and could not be followed" in report.frames[30].why
    longer = run(source, tmp_path / "two.mp4", tracks=tracks, boxes=[(0.4, at(10), None, 2.6)])
    assert [frame.number for frame in longer.frames if frame.added] == list(range(65)), "to the end that was said"
    near = run(source, tmp_path / "three.mp4", tracks=tracks, boxes=[(50 / 25, Box(10, 10, 60, 60))])
    assert max(frame.number for frame in near.frames if frame.added) < 60, "not over the cut"


def test_a_box_mends_what_the_report_lists(source, tmp_path, monkeypatch):
    blink(monkeypatch, lambda number: number < 5)
    report = run(source, tmp_path / "out.mp4", method="solid", hold=0.4)
    listed = report.uncertain
    assert listed and any(covered(image, n) < 0.3 for n, image in enumerate(clips.frames_of(tmp_path / "out.mp4")))
    boxes = [(number / 25, at(number)) for number in (8, 18, 28, 38, 48)]
    mended = run(source, tmp_path / "two.mp4", tracks=report.tracks, boxes=boxes, method="solid")
    assert all(covered(image, n) > 0.9 for n, image in enumerate(clips.frames_of(tmp_path / "two.mp4")))
    assert "after its last detection" not in str(mended)


def test_a_box_on_a_turned_phone_is_in_the_picture_that_a_viewer_sees(tmp_path, monkeypatch):
    source = clips.turn(clips.make(tmp_path / "in.mp4", 10))
    blink(monkeypatch, lambda number: False)
    tracks = find_tracks(source, progress=False)
    assert (tracks.width, tracks.height) == (240, 320)
    report = run(source, tmp_path / "out.mp4", tracks=tracks, boxes=[(0, Box(20, 30, 90, 100))], method="solid")
    (box,), drawn = report.frames[0].added, Box(20, 30, 90, 100)
    assert _holds(box, drawn, play=0) and _holds(drawn.expand(0.15), box)
    with pytest.raises(ValueError, match="lies outside the picture of in.mp4, which is 240 x 320"):
        run(source, tmp_path / "two.mp4", tracks=tracks, boxes=[(0, Box(250, 30, 300, 100))])


# --- spans ------------------------------------------------------------------------------------------------------------


def test_everything_is_hidden_between_two_times(source, seen, original, tmp_path):
    report = run(source, tmp_path / "out.mp4", tracks=seen, spans=[(0.4, 0.8, "hide")])
    dark = [whole(image) for image in clips.frames_of(tmp_path / "out.mp4")]
    assert [number for number, one in enumerate(dark) if one] == list(range(10, 20))
    assert [frame.number for frame in report.frames if frame.span == "hide"] == list(range(10, 20))
    assert "the whole picture hidden, a person decided: 0.40 to 0.80 s, 10 frames (the sound goes on)" in str(report)


def test_nothing_is_hidden_between_two_times_but_what_a_person_drew(source, seen, tmp_path):
    spans = [(0.4, 1.2, "show"), (0.6, 0.8, "hide")]
    report = run(source, tmp_path / "out.mp4", tracks=seen, spans=spans, boxes=[(1, at(25), 1, 1)], method="solid")
    shown = clips.frames_of(tmp_path / "out.mp4")
    clear = [number for number, image in enumerate(shown) if covered(image, number) < 0.3]
    assert clear == [*range(10, 15), *range(20, 25), *range(26, 30)], "hiding wins, and so does a drawn box"
    assert all(whole(image) == (15 <= number < 20) for number, image in enumerate(shown))
    assert "nothing hidden but added boxes, a person decided: 0.40 to 1.20 s, 20 frames" in str(report)
    assert report.frames[12].why == ()


def test_spans_go_by_time_stamps_and_whoever_is_shown_a_moment_is_covered(tmp_path):
    """Ten frames of a tenth of a second, one that stays for three seconds, and ten more."""
    times = [*range(0, 1000, 100), 1000, *range(4000, 5000, 100)]
    source = clips.make(tmp_path / "in.mp4", 21, times=times, time_base=Fraction(1, 1000), bf=0)
    spans = [(0.55, 0.65, "hide"), (2.0, 2.1, "hide"), (0.05, 0.35, "show"), (4.2, None, "show")]
    report = run(source, tmp_path / "out.mp4", spans=spans)
    assert [frame.number for frame in report.frames if frame.span == "hide"] == [5, 6, 10]
    assert [frame.number for frame in report.frames if frame.span == "show"] == [1, 2, *range(13, 21)]
    dark = [number for number, image in enumerate(clips.frames_of(tmp_path / "out.mp4")) if whole(image)]
    assert dark == [5, 6, 10]


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ({"spans": [(1, 90, "hide")]}, r"clip.mp4 is 2\.\d+ seconds long, and the span from 1 s names 90 seconds"),
        ({"spans": [(80, None, "show")]}, r"clip.mp4 is 2\.\d+ seconds long, and the span from 80 s"),
        ({"boxes": [(7, at(0))]}, r"clip.mp4 is 2\.\d+ seconds long, and the box at 7 s"),
        ({"boxes": [(1, at(0), 0, 9.5)]}, r"the box at 1 s names 9.5 seconds"),
    ],
)
def test_times_outside_the_clip_are_refused_before_the_work(decision, said, source, seen, tmp_path, monkeypatch):
    monkeypatch.setattr("faceblur_utils.video.pipeline.find", lambda *how: pytest.fail("work began"))
    for first_look in (None, seen):
        with pytest.raises(ValueError, match=said):
            run(source, tmp_path / "out.mp4", tracks=first_look, **decision)
    assert not (tmp_path / "out.mp4").exists()


def test_hiding_everything_needs_no_face(tmp_path):
    source = clips.make(tmp_path / "in.mp4", [np.full((240, 320, 3), 120, np.uint8)] * 10)
    run(source, tmp_path / "out.mp4", spans=[(0, None, "hide")])
    assert all(whole(image) for image in clips.frames_of(tmp_path / "out.mp4"))


@pytest.mark.parametrize("matrix", [(0, 1, -1, 0), (-1, 0, 0, -1)], ids=["on its side", "upside down"])
def test_a_first_look_serves_every_container(matrix, tmp_path):
    """WebM cannot say that a picture is turned or its pixels are not square: there, the picture has other pixels."""
    source = clips.turn(clips.make(tmp_path / "in.mp4", 6, size=(322, 240), aspect=Fraction(4, 3)), matrix)
    tracks = find_tracks(source, progress=False)
    canvas = canvas_for(tracks.canvas.source, ".webm").like(tracks.canvas)
    size = canvas.geometry.shown
    assert size != (tracks.width, tracks.height), "else this clip shows nothing"
    report = run(source, tmp_path / "out.webm", tracks=tracks, method="solid", spans=[(0, 0.05, "hide")])
    assert (report.width, report.height) == size
    for before, after in zip(tracks.frames, report.frames, strict=True):
        for face, other in zip(before.faces, after.faces, strict=True):
            assert _holds(other.whole, face.whole, play=-1), "a pixel more on each side, wherever the last row went"
            assert face.whole.iou(other.whole) > 0.8
    assert [whole(image) for image in clips.frames_of(tmp_path / "out.webm")] == [True, True] + [False] * 4


def _holds(outer, inner, play=1):
    return (
        outer.left <= inner.left + play
        and outer.top <= inner.top + play
        and outer.right >= inner.right - play
        and outer.bottom >= inner.bottom - play
    )


# --- as values --------------------------------------------------------------------------------------------------------


def test_decisions_are_a_value_like_others():
    made = Decisions(keep=[3, (4, 2), "ann.jpg"], boxes=[(1, Box(1, 2, 3, 4), None, 2)], spans=[[0, 1, "hide"]])
    assert made.boxes == (AddedBox(1.0, Box(1, 2, 3, 4), None, 2.0),) and made.spans == (Span(0.0, 1.0, "hide"),)
    assert list(json.loads(made.to_json())) == Decisions.names()
    for other in (eval(repr(made)), Decisions.from_json(made.to_json()), made.replace()):
        assert other == made and hash(other) == hash(made)
    assert made.numbers == ((3, None), (4, 2.0)) and made.photos == ("ann.jpg",)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"keep": 3}, "keep must be a list"),
        ({"keep": "ann.jpg"}, "keep must be a list"),
        ({"keep": [True]}, "keep holds numbers of faces"),
        ({"keep": [-1]}, "keep holds numbers of faces"),
        ({"keep": [(3, -1)]}, "must be a time in seconds"),
        ({"boxes": [Box(1, 2, 3, 4)]}, "boxes holds"),
        ({"boxes": [(1, Box(1, 2, 1, 4))]}, "not empty"),
        ({"boxes": [(1, [1, 2, 3])]}, "needs a Box"),
        ({"boxes": [(float("nan"), Box(1, 2, 3, 4))]}, "must be a time in seconds"),
        ({"boxes": [(5, Box(1, 2, 3, 4), 6, 7)]}, "is covered then, too"),
        ({"spans": [(1, 2)]}, "spans holds"),
        ({"spans": [(1, 2, "blur")]}, "'hide' .*, 'show'"),
        ({"spans": [(2, 2, "hide")]}, "ends after it begins"),
        ({"spans": [("1", 2, "hide")]}, "must be a time in seconds"),
    ],
)
def test_what_is_no_decision_is_refused_in_words(wrong, said, tmp_path):
    with pytest.raises((TypeError, ValueError), match=said):
        Decisions(**wrong)
    with pytest.raises((TypeError, ValueError), match=said):
        run(samples.clip("intro"), tmp_path / "out.mp4", **wrong)


def test_decisions_about_another_video_are_refused(source, seen, tmp_path):
    decisions = seen.decide(spans=[(0, 1, "show")])
    run(source, tmp_path / "out.mp4", tracks=seen, decisions=Decisions.from_json(decisions.to_json()))
    other = clips.make(tmp_path / "other.mp4", 50)
    with pytest.raises(ValueError, match="about another video than other.mp4"):
        run(other, tmp_path / "two.mp4", decisions=decisions)
    with pytest.raises(ValueError, match="There is no face 7 in clip.mp4 to keep; there are 1"):
        seen.decide(keep=[7])
