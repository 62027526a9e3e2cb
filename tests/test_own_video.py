"""Your own video without a page: any frame, work that pauses and stops, decisions and their JSON, what is written."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from fractions import Fraction

import av
import clips
import cv2
import numpy as np
import pytest

from faceblur_utils import Box, Decisions, Hiding, OwnVideo, VideoError, find_tracks, read_image, samples
from faceblur_utils.own_video import OwnClip, Review, outcome
from faceblur_utils.own_video.frames import Frames
from faceblur_utils.own_video.page import _Page
from faceblur_utils.own_video.review import read
from faceblur_utils.own_video.temporary import Arriving, Temporary, clear_away, place
from faceblur_utils.own_video.work import Job, Latest, Stopped
from faceblur_utils.video import AddedBox
from faceblur_utils.video.reading import open_video
from faceblur_utils.video.second_reading import hide_frame

FACE = Box(40, 20, 100, 100)  # of the moving portrait, in its first frame


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return clips.make(tmp_path_factory.mktemp("own") / "clip.mp4", 30, sounds=1)


@pytest.fixture(scope="module")
def tracks(source):
    return find_tracks(source, progress=False)


@pytest.fixture
def heard():
    return []


@pytest.fixture
def clip(source, tracks, heard):
    """A clip that is searched already, and notes what it tells."""
    one = OwnClip(source, tracks=tracks, method="solid", tell=lambda event, content: heard.append((event, content)))
    one.wait(60)
    yield one
    one.close()


def until(holds, seconds=30):
    """Wait for something that another thread does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def planes_of(path, tracks):
    with open_video(path) as video:
        frames = (one for one in video.read(partial=True) if hasattr(one, "planes"))
        return [tracks.canvas.planes(one, video.geometry(one)).array.copy() for one in frames]


# --- any frame --------------------------------------------------------------------------------------------------------


def with_key_frames(path):
    """A clip whose frames are shown unevenly, stored in another order, and entered at every twelfth."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"g": "12", "bf": "3", "crf": "18"})
        stream.width, stream.height, stream.codec_context.time_base = 320, 240, Fraction(1, 1000)
        for number in range(120):
            frame = av.VideoFrame.from_ndarray(clips.picture(number, step=1), format="rgb24")
            frame.pts, frame.time_base = 500 + number * 40 + 13 * (number % 3), Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_any_frame_comes_in_any_order_as_it_is_stored(tmp_path, monkeypatch):
    monkeypatch.setattr("faceblur_utils.own_video.frames._KEPT", 600_000)  # five frames, as of a large clip
    path = with_key_frames(tmp_path / "uneven.mkv")
    tracks = find_tracks(path, progress=False, looks="one", every=30)
    stored, frames = planes_of(path, tracks), Frames(path, tracks)
    order = [0, 119, 60, 59, 58, 3, 100, *np.random.default_rng(7).permutation(120)[:40].tolist()]
    for number in order:
        planes = frames.planes(number)
        assert (planes.array == stored[number]).all(), number
        planes.array[:] = 0  # the caller's own
    assert (frames.planes(order[-1]).array == stored[order[-1]]).all()
    assert not frames._whole, "entered at key frames, not read from the start each time"
    with pytest.raises(IndexError, match="no frame 120 in uneven.mkv; it has 120"):
        frames.planes(120)
    frames.close()


def test_frames_of_a_damaged_file_are_counted_from_its_start(tmp_path):
    path = tmp_path / "cut.mkv"
    clips.make(path, 60)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    tracks = find_tracks(path, progress=False, looks="one", partial=True)
    stored, frames = planes_of(path, tracks), Frames(path, tracks)
    assert 10 < len(frames) < 60
    for number in (len(frames) - 1, 0, len(frames) // 2):
        assert (frames.planes(number).array == stored[number]).all(), number
    frames.close()


# --- work beside the page ---------------------------------------------------------------------------------------------


def test_work_pauses_goes_on_and_stops():
    told, ended, count = [], [], [0]

    def work(job):
        for count[0] in range(1, 10_000):
            time.sleep(0.001)
            job.step("Counting", count[0], 10_000)

    job = Job(work, told.append, lambda result, error: ended.append(error)).start()
    until(lambda: count[0] > 5)
    job.pause()
    time.sleep(0.1)
    before = count[0]
    time.sleep(0.15)
    assert count[0] == before and job.paused and job.running, "it rests"
    job.go_on()
    until(lambda: count[0] > before)
    job.pause()
    job.stop()
    job.wait(10)
    assert isinstance(ended[0], Stopped) and not job.running, "also while it rests"
    assert told[0]["what"] == "Counting" and told[0]["total"] == 10_000


def test_only_what_was_asked_last_is_done():
    done, given_up, begun, go = [], [], threading.Event(), threading.Event()

    def work(newer, number):
        begun.set()
        go.wait(10)
        (given_up if newer() else done).append(number)

    latest = Latest(work)
    latest.ask(0)
    begun.wait(10)
    for number in (1, 2, 3, 4):
        latest.ask(number)
    go.set()
    latest.wait(10)
    assert done == [4] and given_up == [0], "1, 2 and 3 never began"


# --- a review ---------------------------------------------------------------------------------------------------------


def test_joined_rows_are_hidden_unless_both_were_kept():
    review = Review().toggled((2,))
    assert review.keep == (2,) and review.keeps((2,)) and not review.keeps((2, 5))
    joined = review.joined((2,), (5,))
    assert joined.groups == ((2, 5),) and joined.keep == ()
    kept = joined.toggled((2, 5))
    assert kept.keep == (2, 5) and kept.toggled((2, 5)) == joined
    assert kept.joined((2, 5), (3,)) == Review(groups=((2, 3, 5),))
    assert kept.parted((2, 5)) == Review(keep=(2, 5))
    assert Review(keep=[(2, 1.5), "who.jpg", 3]).without((2,)).keep == ("who.jpg", 3)
    with pytest.raises(ValueError, match="a track is in one group at most"):
        Review(groups=((1, 2), (2, 3)))


def test_decisions_come_as_a_file_as_text_as_an_object_or_as_a_value(clip, tmp_path):
    clip.decide(Review(keep=[1], spans=[(0.2, 0.4, "hide")]))
    text, path = clip.to_json(), tmp_path / "party_decisions.json"
    path.write_text(text)
    for given in (text, text.encode(), json.loads(text), path, str(path)):
        review, hiding, tracks, digest = read(given)
        assert review == clip.review and hiding == clip.hiding and digest == clip.tracks.digest
        assert tracks.frames == clip.tracks.frames
        assert not any(one.jpeg for track in tracks for one in track.thumbnails), "nobody's face is in it"
    for given in (clip.decisions, clip.decisions.to_json()):
        assert read(given) == (clip.review, None, None, clip.tracks.digest)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda content: content.update(version=7), "version 7, and this program reads version 1"),
        (lambda content: content.update(kind="faces in a video"), "JSON of something else: 'faces in a video'"),
        (lambda content: content.pop("tracks"), "lacks 'tracks'"),
        (lambda content: content.update(groups=[[1, 9]]), "no face 9 in clip.mp4"),
        (lambda content: content["decisions"].update(video="0" * 64), "two different clips"),
    ],
)
def test_decisions_that_cannot_be_meant_are_refused(clip, change, said):
    content = json.loads(clip.to_json())
    change(content)
    with pytest.raises(ValueError, match=said):
        read(content)
    with pytest.raises(FileNotFoundError, match=r"no file nobody\.json with decisions"):
        read("nobody.json")


def test_decisions_about_another_clip_are_refused_before_the_search(clip, tmp_path):
    other = clips.make(tmp_path / "other.mp4", 5)
    with pytest.raises(ValueError, match="belong to another file"):
        OwnClip(other, clip.to_json())
    with pytest.raises(ValueError, match=r"another video than other\.mp4"):
        OwnClip(other, clip.decisions)


# --- a clip -----------------------------------------------------------------------------------------------------------


def test_what_is_found_appears_as_it_is_found_and_the_search_can_stop_and_go_on(source, tracks):
    heard = []
    one = OwnClip(source, tell=lambda event, content: heard.append(event))
    assert one.state == "new" and one.rows() == [] and one.decisions == Decisions()
    with pytest.raises(ValueError, match="is not searched yet"):
        one.to_json()
    one.search()
    until(lambda: one.sightings.runs)
    one.pause()
    assert one.state == "paused" and one.sightings.pictures[1], "there is a picture already"
    one.decide(Review(keep=[1]))  # and a decision
    time.sleep(0.2)
    reached = one.sightings.reached
    time.sleep(0.2)
    assert one.sightings.reached == reached < 1 and one.tracks is None
    one.search()
    one.wait(60)
    assert one.tracks.to_json() == tracks.to_json() and one.state == "ready" and "seen" in heard
    (row,) = one.rows()
    assert row.name == "Face 1" and not row.hidden and row.clear == ((0.0, pytest.approx(1.2)),)
    one.close()


def test_all_are_hidden_until_somebody_says_otherwise_and_while_that_is_worked_out(clip):
    (row,) = clip.rows()
    assert row.hidden and [what for what, *_ in row.runs][0] == "detected"
    assert [face.track for face in clip.frame(7).faces] == [1]
    clip.outcome._deciding.stop()  # as if it took long
    clip.decide(clip.review.toggled((1,)))
    assert clip.outcome.decided is None and [face.track for face in clip.frame(7).faces] == [1]
    assert "hidden until then" in clip.rows()[0].words


def test_the_clip_is_read_once_for_all_who_are_kept_and_other_decisions_need_not_wait(clip, monkeypatch):
    begun, go_on, gather = [], threading.Event(), outcome.gather

    def slow(*how):
        begun.append(how)
        go_on.wait(30)
        return gather(*how)

    monkeypatch.setattr(outcome, "gather", slow)
    clip.decide(Review(keep=[1]))
    until(lambda: begun)
    clip.decide(Review(spans=[(0.0, 0.4, "hide")]))
    until(lambda: clip.outcome.decided is not None)
    clip.decide(Review(keep=[(1, 0.2)]))
    assert clip.outcome.decided is None, "nobody is clear before it is known when"
    go_on.set()
    clip.wait(60)
    assert all(frame.kept == (1,) for frame in clip.outcome.decided.frames) and len(begun) == 1
    for review in (Review(), Review(keep=[1])):
        clip.decide(review)
        clip.wait(60)
    assert all(frame.kept == (1,) for frame in clip.outcome.decided.frames) and len(begun) == 1


def test_who_waits_or_stops_may_come_while_a_thread_is_being_started(source, tracks, monkeypatch):
    start = threading.Thread.start

    def slow(thread):
        if thread.name.endswith("(_run)"):
            time.sleep(0.3)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", slow)
    one = OwnClip(source, tracks=tracks, method="solid")
    asking = threading.Thread(target=one.decide, args=[Review(keep=[1])], name="somebody")
    asking.start()
    one.wait(60)
    asking.join()
    one.wait(60)
    assert all(frame.kept == (1,) for frame in one.outcome.decided.frames)
    another = OwnClip(source, tracks=tracks, method="solid")
    another.decide(Review(keep=[1]))
    until(lambda: another.outcome._deciding.busy)
    another.close(60)
    assert not another.outcome._deciding.busy
    assert another.outcome._gathering is None or not another.outcome._gathering.running
    one.close()


def test_a_reading_that_failed_is_told_and_tried_again(clip, heard, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(outcome, "gather", lambda *how: 1 / 0)
        clip.decide(Review(keep=[1]))
        clip.wait(60)
    assert "trouble" in dict(heard) and [face.track for face in clip.frame(7).faces] == [1], "still covered"
    clip.decide(Review(keep=[(1, 0.2)]))
    clip.wait(60)
    assert clip.outcome.decided.frames[7].kept == (1,)


def test_every_decision_can_be_undone(clip):
    states = [clip.review]
    for review in (Review(keep=[1]), Review(keep=[1], boxes=[(0.4, FACE)]), Review(spans=[(0.0, None, "show")])):
        clip.decide(review)
        states.append(review)
    clip.decide(states[-1])
    assert clip.undoable == (True, False), "the same once more is no decision"
    for state in states[-2::-1]:
        clip.undo()
        assert clip.review == state
    clip.undo()
    clip.redo()
    assert clip.review == states[1] and clip.undoable == (True, True)
    with pytest.raises(ValueError, match="no face 4"):
        clip.decide(Review(keep=[4]))
    assert clip.review == states[1]


def test_a_sketch_covers_what_the_box_covers_once_it_counts_and_nothing_before(clip):
    box = AddedBox(0.4, Box(200, 150, 240, 190), 0.2, 1.0)
    clip.sketch(box)
    clip.outcome.wait(60)
    sketched = {n: face.whole for n in range(30) for face in clip.frame(n).faces if face.kind == "added"}
    assert list(sketched) == list(range(5, 25)) and clip.review == Review(), "it does not count yet"
    clip.sketch(None)
    assert not any(face.kind == "added" for n in range(30) for face in clip.frame(n).faces)
    clip.decide(clip.review.with_box(box))
    clip.wait(60)
    counts = {n: face.whole for n in range(30) for face in clip.frame(n).faces if face.kind == "added"}
    assert counts == sketched
    box_row, face_row = clip.rows()
    assert (box_row.name, box_row.runs) == ("Box 1", (("added", 0.2, 1.0),)) and face_row.name == "Face 1"
    with pytest.raises(ValueError, match="outside the picture"):
        clip.sketch(AddedBox(0.4, Box(900, 0, 950, 50)))


def test_what_is_shown_is_what_will_be_written(clip, tmp_path):
    clip.decide(Review(boxes=[(0.4, Box(200, 150, 240, 190), 0.2, 1.0)], spans=[(0.8, 0.9, "hide")]))
    clip.wait(60)
    clip.write(tmp_path / "out.mp4")
    clip.wait(60)
    written = planes_of(tmp_path / "out.mp4", clip.tracks)
    for number in (0, 10, 21, 29):
        planes = clip.frames.planes(number)
        hide_frame(planes, clip.frame(number), clip.hiding)
        assert np.abs(planes.y.astype(int) - written[number][:240]).mean() < 2, number
        untouched = clip.frames.planes(number)
        assert np.abs(untouched.y.astype(int) - written[number][:240]).mean() > 5, "else this shows nothing"


def test_the_json_opens_the_same_state_and_the_same_bytes_come_out(clip, source, tmp_path):
    clip.decide(Review(keep=[1], boxes=[(0.4, Box(200, 150, 240, 190), 0.2, 1.0)]))
    clip.write(tmp_path / "first.mp4")
    clip.wait(60)
    text = clip.to_json()
    clip.close()
    again = OwnClip(source, text)
    assert again.state == "ready" and again.hiding == Hiding("solid"), "nothing is searched"
    again.write(tmp_path / "second.mp4")
    again.wait(60)
    assert again.rows() == [row for row in again.rows() if row.box is not None or not row.hidden]
    assert again.pictures[1] and again.to_json() == text
    for one, other in zip(
        *(planes_of(tmp_path / name, again.tracks) for name in ("first.mp4", "second.mp4")), strict=True
    ):
        assert (one == other).all()
    again.close()


def test_writing_tells_how_far_it_is_and_leaves_nothing_when_it_is_stopped(clip, heard, tmp_path, monkeypatch):
    from faceblur_utils.video import second_reading

    slow = second_reading.hide_frame
    monkeypatch.setattr(second_reading, "hide_frame", lambda *how: time.sleep(0.05) or slow(*how))
    clip.write(tmp_path / "out.mp4")
    with pytest.raises(ValueError, match="is being written; stop that first"):
        clip.write(tmp_path / "other.mp4")
    until(lambda: any(event == "writing" for event, _ in heard))
    clip.stop_writing()
    clip.wait(60)
    assert heard[-1][0] == "stopped" and list(tmp_path.iterdir()) == []
    monkeypatch.setattr(second_reading, "hide_frame", slow)
    clip.write(tmp_path / "out.mp4", sound=False)
    clip.wait(60)
    progress = [content for event, content in heard if event == "writing"]
    assert progress[-1]["done"] == progress[-1]["total"] == 30 and progress[-1]["what"] == "Writing"
    assert heard[-1][0] == "written" and clip.report.sounds == 0 and (tmp_path / "out.mp4").exists()
    clip.write(tmp_path / "out.mp4")
    clip.wait(60)
    assert heard[-1][0] == "trouble" and "exists already" in heard[-1][1]["text"]
    assert isinstance(clip.error, FileExistsError)


def test_too_weak_a_blur_is_told(clip, heard, tmp_path):
    clip.hiding = Hiding("pixelate", strength=0)
    clip.write(tmp_path / "out.mp4")
    clip.wait(60)
    assert "as clear as before" in heard[-1][1]["heard"][0]


def test_a_damaged_clip_is_told_and_searched_as_far_as_it_can_be_read(tmp_path):
    path, heard = tmp_path / "cut.mkv", []
    clips.make(path, 60)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    one = OwnClip(path, tell=lambda event, content: heard.append((event, content)), looks="one")
    one.search()
    one.wait(60)
    assert one.state == "failed" and "Pass partial=True" in [c["text"] for e, c in heard if e == "trouble"][0]
    one.search(partial=True)
    one.wait(60)
    assert one.state == "ready" and 10 < len(one.tracks.frames) < 60
    one.close()


def people_in_turn(path):
    """One person, nobody for a while, the same person, nobody, and another."""
    faces = []
    for name in ("astronaut", "hopper"):
        image, box = read_image(samples.path(name)), samples.true_boxes(name)[0].expand(0.3)
        part = image[max(box.top, 0) : box.bottom, max(box.left, 0) : box.right]
        faces.append(cv2.resize(part, (130, 160), interpolation=cv2.INTER_AREA))
    frames = []
    for who, count in ((0, 12), (None, 55), (0, 12), (None, 55), (1, 12)):
        for number in range(count):
            frame = np.full((240, 320, 3), (90, 110, 120), np.uint8)
            if who is not None:
                left = 60 + 2 * number
                frame[30:190, left : left + 130] = faces[who]
            frames.append(frame)
    return clips.make(path, frames)


def test_rows_of_one_person_are_proposed_and_joined_by_nobody_but_a_person(tmp_path):
    one = OwnClip(people_in_turn(tmp_path / "turns.mp4"), looks="one")
    one.search()
    one.wait(120)
    assert [(each.one, each.other) for each in one.suggested] == [(1, 2)], "and not the third, who is another"
    assert [row.name for row in one.rows()] == ["Face 1", "Face 2", "Face 3"]
    one.decide(one.review.joined((1,), (2,)).toggled((1, 2)))
    one.wait(60)
    assert [(row.name, row.hidden) for row in one.rows()] == [("Faces 1 and 2", False), ("Face 3", True)]
    assert one.decisions.keep == (1, 2) and len(one.rows()[0].clear) == 2
    one.close()


# --- files that go with the kernel ------------------------------------------------------------------------------------


@pytest.fixture
def temporary_home(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


def test_what_a_killed_kernel_left_goes_at_the_next_start_and_a_living_one_keeps_its_own(temporary_home, source):
    code = (
        "import sys, time\nfrom faceblur_utils import OwnVideo\n"
        f"own = OwnVideo({str(source)!r})\n(own._folder.path / 'clip.mp4').write_bytes(b'somebody')\n"
        "print(own._folder.path, flush=True)\ntime.sleep(300)"
    )
    kernels = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        killed, living = (temporary_home / kernel.stdout.readline().strip() for kernel in kernels)
        assert (killed / "clip.mp4").exists() and killed.parent == place()
        assert (killed.parent.stat().st_mode & 0o777) == 0o700
        os.kill(kernels[0].pid, signal.SIGKILL)
        kernels[0].wait(20)
        assert killed.exists(), "it could not clear up"
        own = Temporary()
        assert not killed.exists() and (living / "clip.mp4").exists() and own.path.exists()
        own.close()
        assert not own.path.exists()
        kernels[1].send_signal(signal.SIGINT)  # ends as Python does
        kernels[1].wait(20)
        assert not living.exists() and clear_away(place()) == []
    finally:
        for kernel in kernels:
            kernel.kill()
            kernel.stdout.close()


def test_an_upload_arrives_in_pieces_or_not_at_all(temporary_home):
    folder = Temporary()
    arriving = Arriving(folder)
    where = {"view": "a", "name": "../../party.mp4", "size": 7}
    assert arriving.take(**where, start=0, parts=[b"abc"]) is None
    path = arriving.take(**where, start=3, parts=[b"de", b"fg"])
    assert path.read_bytes() == b"abcdefg" and path.name == "party.mp4" and folder.path in path.parents
    arriving.take(**where, start=0, parts=[b"abc"])
    with pytest.raises(VideoError, match="did not arrive whole"):
        arriving.take(**where, start=5, parts=[b"fg"])
    with pytest.raises(VideoError, match="no room for"):
        arriving.take("a", "huge.mp4", 10**18, 0, [b"a"])
    assert [one.name for one in folder.path.iterdir() if one != path.parent] == ["lock"], "nothing stays of these"
    folder.close()


# --- the page's own side ----------------------------------------------------------------------------------------------


def test_the_widget_has_no_state_and_the_notebook_keeps_a_sample_or_a_sentence(source, tracks):
    own = OwnVideo(source, tracks=tracks)
    own.clip.wait(60)
    kept = {name: value for name, value in own._page.get_state().items() if not name.startswith("_")}
    assert set(kept) == {"layout", "tabbable", "tooltip"}
    data, _ = own._repr_mimebundle_()
    assert "image/jpeg" not in data and data["text/plain"].startswith("A clip can be chosen here")
    folder = own._folder.path
    assert folder.exists()
    own.close()
    assert not folder.exists() and own.clip is None
    sample = OwnVideo("composed")
    data, metadata = sample._repr_mimebundle_()
    assert data["image/jpeg"] and "first frame of the sample composed" in metadata["image/jpeg"]["alt"]
    assert sample.clip.state == "new", "nothing is searched as long as nobody looks"
    sample.close()


@pytest.fixture
def asked(source, tracks, monkeypatch):
    """Asks a page as the browser does; gives the answer, and notes what else is told."""
    own = OwnVideo(source, tracks=tracks, method="solid")
    said = []
    monkeypatch.setattr(own._page, "send", lambda content, buffers=(): said.append((content, buffers)))

    def ask(do, buffers=(), **content):
        own._on_message(None, {"do": do, "view": "a", "request": 1} | content, list(buffers))
        return [content for content, _ in said if content["is"] == "done"][-1]

    ask.own, ask.said = own, said
    ask("hello")
    own.clip.wait(60)
    yield ask
    own.close()


def test_the_page_is_shown_frames_rows_and_pictures_in_messages(asked):
    told = {content["is"]: (content, buffers) for content, buffers in asked.said}
    assert told["clip"][0]["state"] == "ready" and told["clip"][0]["frames"] == 30
    (row,) = told["rows"][0]["rows"]
    assert row["name"] == "Face 1" and row["hidden"] and told["rows"][0]["total"] == 1
    assert told["pictures"][0]["tracks"] == [1] and told["pictures"][1][0][:2] == b"\xff\xd8"
    asked.own._player.wait(30)
    asked("frame", number=12)
    asked.own._player.wait(30)
    frame, (before, after) = [one for one in asked.said if one[0]["is"] == "frame"][-1]
    assert frame["number"] == 12 and [box["state"] for box in frame["boxes"]] == ["hidden"]
    shown, hidden = (cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_COLOR) for one in (before, after))
    left, top, right, bottom = frame["boxes"][0]["edges"]
    middle = slice(top + 5, bottom - 5), slice(left + 5, right - 5)
    assert hidden[middle].max() < 40 < shown[middle].mean()


def test_decisions_are_opened_on_the_page_and_what_is_wrong_is_told_there(asked, tmp_path):
    asked("span", start=0.2, end=0.6, what="hide")
    asked("toggle", numbers=[1])
    assert "trouble" not in asked("decisions")
    text = asked("decisions")["text"].encode()
    asked("undo")
    asked("undo")
    asked.own.controls["method"].value = "box"
    assert asked.own.decisions.spans == () and asked.own.clip.hiding.method == "box"
    where = {"what": "decisions", "name": "clip_decisions.json", "size": len(text)}
    asked("upload", [text[:100]], start=0, **where)
    answer = asked("upload", [text[100:]], start=100, **where)
    assert "trouble" not in answer, answer
    assert asked.own.decisions.keep == (1,) and asked.own.decisions.spans[0].what == "hide"
    assert asked.own.hiding == asked.own.clip.hiding == Hiding("solid")
    for do, content, said in (
        ("open", {"path": str(tmp_path / "nothing.mp4")}, "no file"),
        ("span", {"start": 9.0, "end": None, "what": "hide"}, "is 1.20 seconds long"),
        ("sketch", {"number": 3, "box": [0, 0, 0, 0], "start": None, "end": None}, "not empty"),
        ("accept", {"place": None}, "no box to be accepted"),
        ("piece", {"start": 0}, "write it first"),
        ("write", {"target": str(asked.own.clip.source), "sound": True}, None),
    ):
        answer = asked(do, **content)
        assert said is None or said in answer["trouble"], answer
    asked.own.clip.wait(60)
    assert any("never overwritten" in content.get("text", "") for content, _ in asked.said)


def test_what_is_written_is_downloaded_in_pieces(asked):
    asked("write", target="", sound=True)
    asked.own.clip.wait(60)
    written = next(content for content, _ in asked.said if content["is"] == "written")
    assert written["name"] == "clip_hidden.mp4" and "clip_hidden.mp4: 30 frames" in written["report"]
    asked("piece", start=0)
    (content,) = [buffers[0] for content, buffers in asked.said if content["is"] == "piece"]
    assert len(content) == written["size"] and asked("report")["text"].startswith("clip_hidden.mp4")
    assert asked.own._folder.path in asked.own._result.parents


def test_wrong_arguments_are_told_before_anything_is_shown(tmp_path):
    (tmp_path / "text.mp4").write_text("no video")
    with pytest.raises(VideoError, match=r"text\.mp4 is not a video"):
        OwnVideo(tmp_path / "text.mp4")
    with pytest.raises(FileNotFoundError, match=r"no file .*nothing\.mp4"):
        OwnVideo(tmp_path / "nothing.mp4")
    with pytest.raises(TypeError, match="no option 'metod'"):
        OwnVideo(metod="box")


def test_the_page_is_one_module_that_loads_nothing():
    text = _Page._esm
    assert "import " not in text.replace("important", "") and text.count("export ") == 1
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
