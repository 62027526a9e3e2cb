"""The first reading as data: what find_tracks gives, JSON out and in, and a second run that searches nothing."""

import json
from concurrent.futures import ThreadPoolExecutor

import av
import clips
import numpy as np
import pytest
from clips import EVERY_FRAME, blink, run

from faceblur_utils import Box, Finding, Tracks, detect_faces, find_tracks, samples
from faceblur_utils.bars import drawn_by
from faceblur_utils.video import searching
from faceblur_utils.video.searching import Search


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return clips.make(tmp_path_factory.mktemp("plain") / "clip.mp4", 30, sounds=1)


@pytest.fixture(scope="module")
def tracks(source):
    return find_tracks(source, progress=False)


def test_a_track_says_when_how_sure_and_who(tracks):
    (track,) = tracks
    assert tracks[1] is track and len(tracks) == 1 and 1 in tracks and 2 not in tracks
    assert (track.first, track.last) == (0, 29) and {kind for kind, *_ in track.runs} == {"detected", "bridged"}
    assert (track.start, track.end) == pytest.approx((0, 30 / 25)) and tracks.end == pytest.approx(30 / 25)
    assert 0.8 < track.score <= 1 and not track.doubtful and track.why == {}
    seen, between = track.count("detected"), track.count("bridged")
    assert seen + between == 30 and f"frames {seen} detected, {between} bridged" in str(tracks)
    assert {0, 29} <= {one.frame for one in track.thumbnails} and len(track.thumbnails) <= 3
    assert all(one.time == pytest.approx(one.frame / 25) for one in track.thumbnails)
    for one in track.thumbnails:
        assert max(one.image.shape) <= 96 and len(detect_faces(one.image, score_threshold=0.5)) == 1
    with pytest.raises(KeyError, match="has no face 3; it has 1"):
        tracks[3]


def test_where_every_frame_is_searched_all_are_detected(source):
    (track,) = find_tracks(source, progress=False, **EVERY_FRAME)
    assert track.runs == (("detected", 0, 29),) and "frames 30 detected" in str(track)


def test_a_track_is_what_the_report_is_made_of(source, tracks, tmp_path):
    report = run(source, tmp_path / "out.mp4")
    assert report.frames == tracks.frames and report.cuts == tracks.cuts
    assert report.tracks.to_json() == tracks.to_json()


def test_why_to_look_is_said_for_each_track(source, monkeypatch):
    blink(monkeypatch, lambda number: number < 10)
    (track,) = find_tracks(source, progress=False, hold=0.2, **EVERY_FRAME)
    assert track.runs == (("detected", 0, 9), ("held", 10, 14))
    assert track.why == {"after its last detection": [10, 11, 12, 13, 14]}
    assert "look at it: after its last detection (5 frames)" in str(track)


@pytest.mark.parametrize("hold", [0, 1.0])
def test_a_doubtful_face_that_is_followed_for_less_than_a_moment_is_listed(hold, tmp_path, monkeypatch):
    """One look, in one frame, in doubt: a shadow, or somebody who looks up for a fortieth of a second."""
    source = clips.make(tmp_path / "in.mp4", 30)
    search = Search.__call__

    def once(self, planes, number, *how):
        return search(self, planes, number, *how) if number == 15 else ([], [])

    monkeypatch.setattr(Search, "__call__", once)
    how = {"covered_from": 0.99, "doubtful_from": 0.5, "hold": hold}
    (track,) = find_tracks(source, progress=False, **how)
    assert track.doubtful and 15 in track.why["only doubtful looks saw a face"]
    assert len(track.thumbnails) == 1 and track.last - track.first <= 15
    report = run(source, tmp_path / "out.mp4", **how)
    assert 15 in report.uncertain and 15 in report.doubtful and report.frames[15].faces
    assert report.uncertain == list(range(track.first, track.last + 1))


def test_it_takes_the_same_finding_as_photos(source):
    how = {"looks": "one", "covered_from": 0.7, "doubtful_from": 0.4, "detector_parameters": {"max_side": 320}}
    tracks = find_tracks(source, progress=False, **how)
    assert tracks.finding == Finding(**how)
    assert find_tracks(source, Finding(**how), progress=False).to_json() == tracks.to_json()
    with pytest.raises(TypeError, match="no option 'strength'"):
        find_tracks(source, strength=0.3)
    with pytest.raises(ValueError, match="every must be"):
        find_tracks(source, every=0)
    with pytest.raises(FileNotFoundError):
        find_tracks("nobody.mp4")


# --- a second run -----------------------------------------------------------------------------------------------------


def test_a_second_run_searches_nothing_and_writes_the_same(source, tmp_path, monkeypatch):
    first = run(source, tmp_path / "one.mp4")
    first.tracks.save(tmp_path / "tracks.json")

    def searched(*how):
        pytest.fail("a detector was asked")

    monkeypatch.setattr(searching, "find_faces", searched)
    monkeypatch.setattr(Search, "__call__", searched)
    tracks = Tracks.load(tmp_path / "tracks.json")
    second = run(source, tmp_path / "two.mp4", tracks=tracks)
    assert second.frames == first.frames and second.removed_metadata == first.removed_metadata
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()
    boxes, spans = [(0.2, Box(200, 20, 260, 90))], [(1, None, "hide")]
    decided = run(source, tmp_path / "three.mp4", tracks=tracks, keep=[1], boxes=boxes, spans=spans)
    assert decided.frames[2].kept == (1,) and decided.frames[5].added and decided.frames[29].span == "hide"
    with pytest.raises(BaseException, match="a detector was asked"):
        run(source, tmp_path / "four.mp4")


def test_decisions_made_again_give_the_same_pixels(source, tracks, tmp_path):
    decisions = tracks.decide(keep=[(1, 0.2)], boxes=[(0.2, Box(200, 20, 260, 90))], spans=[(1, None, "hide")])
    again = Tracks.from_json(tracks.to_json()), type(decisions).from_json(decisions.to_json())
    for name, (first, then) in {"one.mp4": (tracks, decisions), "two.mp4": again}.items():
        run(source, tmp_path / name, tracks=first, decisions=then)
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


def test_json_keeps_everything_and_may_leave_the_faces_out(tracks):
    again = Tracks.from_json(tracks.to_json())
    assert again.frames == tracks.frames and list(again) == list(tracks) and again.finding == tracks.finding
    assert again.to_json() == tracks.to_json()
    bare = Tracks.from_json(tracks.to_json(thumbnails=False))
    assert bare.frames == tracks.frames
    assert [one.frame for one in bare[1].thumbnails] == [one.frame for one in tracks[1].thumbnails]
    assert all(one.image is None for one in bare[1].thumbnails) and "/9j/" not in bare.to_json()


def test_every_sample_clip_comes_back_from_json():
    tracks = find_tracks(samples.clip("composed"), progress=False, every=10, looks="one")
    assert len(tracks) > 2 and Tracks.from_json(tracks.to_json()).frames == tracks.frames


def test_tracks_are_for_one_file_only(source, tracks, tmp_path):
    other = clips.make(tmp_path / "other.mp4", 12)
    with pytest.raises(ValueError, match=r"another file than .*other.mp4: they were found in clip.mp4 of \d+ bytes"):
        run(other, tmp_path / "out.mp4", tracks=tracks)
    changed = tmp_path / "changed.mp4"
    content = bytearray(source.read_bytes())
    content[-1] ^= 1
    changed.write_bytes(content)
    with pytest.raises(ValueError, match="as large as clip.mp4, .* but its content differs"):
        run(changed, tmp_path / "out.mp4", tracks=tracks)
    moved = tmp_path / "moved.mp4"
    moved.write_bytes(source.read_bytes())
    run(moved, tmp_path / "out.mp4", tracks=tracks)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"every": 2}, "found with every=1, not 2"),
        ({"hold": 0.5}, "found with hold=1.0, not 0.5"),
        ({"steady": 0.0}, "found with steady=0.1, not 0.0"),
        ({"detector": "hog"}, "found with finding=Finding"),
        ({"finding": Finding(looks="one")}, "found with finding=Finding"),
    ],
)
def test_another_search_than_theirs_is_refused(asked, said, source, tracks, tmp_path):
    with pytest.raises(ValueError, match=said):
        run(source, tmp_path / "out.mp4", tracks=tracks, **asked)
    with pytest.raises(TypeError, match="tracks must be what find_tracks gives"):
        run(source, tmp_path / "out.mp4", tracks=tracks.to_json())


def test_a_search_of_ones_own_is_taken_over(source, tmp_path):
    tracks = find_tracks(source, progress=False, every=5, hold=0.5, looks="one")
    assert run(source, tmp_path / "out.mp4", tracks=tracks).frames == tracks.frames


def test_what_is_loaded_is_checked(tracks, tmp_path):
    good = json.loads(tracks.to_json())

    def but(**changes):
        return json.dumps(good | changes)

    for text, said in [
        ("", "no JSON of tracks"),
        ("[1]", "of something else than tracks"),
        (Finding().to_json(), "of something else than tracks"),
        (but(version=2), "of version 2 and this program reads version 1"),
        (but(times=good["times"][:-3]), "are damaged"),
        (but(times=good["times"][::-1]), "are damaged"),
        (but(faces=[{"number": 0}]), "are damaged"),
        (but(width="wide"), "are damaged"),
        (but(finding={"detector": "eye"}), "are damaged"),
        (but(canvas={}), "are damaged"),
    ]:
        with pytest.raises(ValueError, match=said):
            Tracks.from_json(text)
    (tmp_path / "x.json").write_text("{")
    with pytest.raises(ValueError, match=r"x\.json: This is no JSON"):
        Tracks.load(tmp_path / "x.json")


def test_a_file_is_written_whole_and_replaced_only_when_asked(tracks, tmp_path):
    tracks.save(tmp_path / "tracks.json")
    with pytest.raises(FileExistsError, match="overwrite=True"):
        tracks.save(tmp_path / "tracks.json")
    tracks.save(tmp_path / "tracks.json", overwrite=True, thumbnails=False)
    assert [path.name for path in tmp_path.iterdir()] == ["tracks.json"]
    with pytest.raises(FileNotFoundError, match="no folder"):
        tracks.save(tmp_path / "none" / "tracks.json")


def test_thumbnails_stay_out_of_what_is_written(source, tracks, tmp_path):
    run(source, tmp_path / "out.mp4", tracks=tracks, method="solid")
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert [stream.type for stream in container.streams] == ["video", "audio"]
    content = (tmp_path / "out.mp4").read_bytes()
    assert not any(one.jpeg in content for one in tracks[1].thumbnails)
    assert not any(detect_faces(image) for image in clips.frames_of(tmp_path / "out.mp4"))


def test_times_count_from_the_start_of_the_file(tmp_path):
    """A broadcast begins at any number; players show 0."""
    made = clips.make(tmp_path / "in.mp4", 30, sounds=1)
    late = tmp_path / "late.ts"
    with av.open(str(made)) as read, av.open(str(late), "w") as write:
        copies = {one.index: write.add_stream_from_template(one) for one in read.streams}
        for packet in read.demux():
            if packet.dts is not None:
                shift = int(5000 / packet.time_base)
                packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                packet.stream = copies[packet.stream.index]
                write.mux(packet)
    with av.open(str(late)) as container:
        assert container.start_time > 4_000_000_000
    tracks = find_tracks(late, progress=False)
    assert tracks.times[0] < 0.2 and tracks.end < 1.6
    report = run(late, tmp_path / "out.mp4", tracks=tracks, spans=[(0, 0.4, "hide")])
    dark = [image.max() < 40 for image in clips.frames_of(tmp_path / "out.mp4")]
    assert 7 < sum(dark) < 13 and dark == sorted(dark, reverse=True)
    assert np.isclose(report.frames[0].time, tracks.times[0])


def test_who_watches_sees_each_face_as_it_is_found_and_can_stop_the_search(source, tracks):
    seen = []
    watched = find_tracks(source, progress=False, watch=seen.append)
    assert watched.to_json() == tracks.to_json(), "being watched changes nothing"
    assert [one.number for one in seen] == list(range(30)) and {one.expected for one in seen} == {30}
    assert [one.time for one in seen] == pytest.approx(tracks.times)
    for frame, one in zip(tracks.frames, seen, strict=True):
        assert set(one.seen) == {face.track for face in frame.faces if face.found is not None}
    assert seen[0].album.clearest(1).jpeg and seen[0].album.clearest(2) is None

    class Enough(Exception):
        pass

    def stop(glimpse):
        if glimpse.number == 5:
            raise Enough

    with pytest.raises(Enough):
        find_tracks(source, progress=False, watch=stop)


def test_a_bar_that_is_drawn_in_one_thread_is_not_drawn_so_in_another(source):
    made = []

    class Bar:
        def __init__(self, total=None, desc="", unit="", disable=False):
            made.append((desc, total))

        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

        def update(self, number=1):
            made.append(number)

    with drawn_by(Bar):
        with ThreadPoolExecutor(1) as other:
            other.submit(find_tracks, source, progress=False).result()
        assert made == []
        find_tracks(source)
    assert made == [("1/2 find faces", 30), *[1] * 30]
