"""A live picture without a browser: what is covered and how often searched, the sources, what the page is told."""

import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import clips
import cv2
import nbformat
import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from faceblur_utils import DETECTORS, METHODS, Finding, Hiding, detect_faces, read_image, samples
from faceblur_utils.detect import FoundFace, match_boxes
from faceblur_utils.figures import encode_jpeg
from faceblur_utils.hiding import hide_faces
from faceblur_utils.live import (
    CameraError,
    Clip,
    Faces,
    FrameLoop,
    LiveCamera,
    MachineCamera,
    Settings,
    clip_frames,
    loop,
    search,
    sources,
    widget,
)
from faceblur_utils.privacy import verdict
from faceblur_utils.roi import Box
from faceblur_utils.video.follow import small_grey

RATE = 25
FACE = Box(100, 60, 160, 130)
SIZE = 320, 240


@pytest.fixture(scope="module")
def speaker():
    """Frames of a man who speaks, 640 x 480."""
    return clip_frames(most=40)[0]


def grey_of(frame):
    return small_grey(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY))


FLAT = grey_of(np.full((*SIZE[::-1], 3), 90, np.uint8))  # nothing in it can be followed


def contains(outer, inner):
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and outer.right >= inner.right
        and outer.bottom >= inner.bottom
    )


# --- what is covered --------------------------------------------------------------------------------------------------


@given(st.floats(0.1, 2), st.lists(st.floats(0.01, 0.15), min_size=1, max_size=60))
def test_a_lost_face_is_held_for_the_time_promised_and_not_longer(hold, lapses):
    faces, now = Faces(hold), 0.0
    assert [one.kind for one in faces.update(FLAT, SIZE, [FACE], now)] == ["found"]
    area, lost = FACE.area, 0.0
    for lapse in lapses:
        now, lost = now + lapse, lost + lapse
        covered = faces.update(FLAT, SIZE, [], now)
        if abs(lost - hold) < 1e-6:
            return
        assert [one.kind for one in covered] == (["held"] if lost < hold else [])
        if covered:
            assert contains(covered[0].box, FACE) and covered[0].box.area >= area
            assert covered[0].box.area > FACE.area or lost < 0.05, "nobody knows where it is: the box has to grow"
            area = covered[0].box.area


def test_a_break_is_not_counted_as_being_lost():
    faces = Faces(hold=1.0)
    faces.update(FLAT, SIZE, [FACE], 0.0)
    assert faces.update(FLAT, SIZE, [], 60.0), "one frame after a minute's break"


def test_a_moving_face_is_followed_by_its_pixels():
    faces = Faces()
    for number in range(25):
        frame = clips.picture(number, SIZE, step=4)
        found = detect_faces(frame) if number == 0 else None
        covered = faces.update(grey_of(frame), SIZE, found, number / RATE)
        true = detect_faces(frame)[0]
        assert len(covered) == 1 and contains(covered[0].box.expand(0.05), true), number
        assert covered[0].box.iou(true) > 0.45, "it grows with the doubt, but not without end"
        assert covered[0].kind == ("followed" if number else "found")


def test_what_is_still_there_is_held_longer():
    frame = clips.picture(0, SIZE)
    for grey, due in ((grey_of(frame), True), (FLAT, False)):
        faces = Faces(hold=0.5)
        faces.update(grey, SIZE, detect_faces(frame), 0.0)
        for number in range(1, 26):
            covered = faces.update(grey, SIZE, [], number / RATE)
        assert bool(covered) == due


def test_found_again_it_is_the_same_face_and_no_second_box():
    faces = Faces()
    first = faces.update(FLAT, SIZE, [FACE], 0.0)
    for number in range(1, 4):
        faces.update(FLAT, SIZE, [], number / RATE)
    assert faces.lost
    again = faces.update(FLAT, SIZE, [Box(106, 62, 168, 134)], 4 / RATE)
    assert [one.number for one in again] == [one.number for one in first]
    assert again[0].box == Box(106, 62, 168, 134) and not faces.lost


def test_two_faces_are_two():
    faces, other = Faces(), Box(200, 60, 250, 120)
    faces.update(FLAT, SIZE, [FACE, other], 0.0)
    covered = faces.update(FLAT, SIZE, [FACE], 0.04)
    assert [(one.number, one.kind) for one in covered] == [(1, "found"), (2, "held")]
    assert [one.box for one in covered][0] == FACE
    third = Box(190, 50, 250, 120)
    assert len(faces.update(FLAT, SIZE, [FACE, other, third], 0.08)) == 3, "every box found is covered"


def test_unsure_until_a_face_is_found_and_while_one_is_lost():
    faces = Faces(hold=0.1)
    assert faces.unsure
    faces.update(FLAT, SIZE, [], 0.0)
    assert faces.unsure, "no face seen is no proof that there is none"
    faces.update(FLAT, SIZE, [FACE], 0.1)
    assert not faces.unsure
    faces.update(FLAT, SIZE, None, 0.14)
    assert not faces.unsure, "not asked is not lost"
    faces.update(FLAT, SIZE, [], 0.18)
    assert faces.unsure
    for number in range(30):
        assert faces.update(FLAT, SIZE, [], 0.2 + number / RATE) == [] or number < 4
    assert faces.unsure, "given up, but nobody has seen it leave"
    faces.update(FLAT, SIZE, [FACE], 2.0)
    assert not faces.unsure


def test_another_camera_size_starts_anew():
    faces = Faces()
    faces.update(FLAT, SIZE, [FACE], 0.0)
    assert faces.update(np.zeros((100, 200), np.uint8), (200, 100), [], 0.04) == []


def test_a_face_at_the_border_is_followed_as_a_whole_and_never_where_nothing_is():
    faces, whole, frame = Faces(), Box(280, 200, 340, 270), np.empty((*SIZE[::-1], 0))
    assert [one.box for one in faces.update(FLAT, SIZE, [whole], 0.0)] == [whole]
    for number in range(1, 20):
        for one in faces.update(FLAT, SIZE, [], number / RATE):
            assert contains(one.box, whole) and one.box.clip(frame).area
    covered = Faces().update(FLAT, SIZE, [Box(-90, 10, -4, 90), FACE], 0.0)
    assert [one.box for one in covered] == [FACE], "the other one is out of sight"


def test_a_detector_that_blinks_uncovers_hardly_anything():
    """On the composed clip, whose true boxes are known: of six frames, the detector sees only the first."""
    path, truth = samples.clip("composed"), samples.clip_boxes("composed")
    frames, rate = clip_frames(path)
    faces, known, kept, blind = Faces(), [], [], []
    for number, (frame, boxes) in enumerate(zip(frames, truth, strict=True)):
        sees = number % 6 == 0
        covered = faces.update(grey_of(frame), frame.shape[1::-1], boxes if sees else [], number / rate)
        known = boxes if sees else [box for box in boxes if any(box.iou(one) > 0.2 for one in known)]
        for box in [] if sees else known:
            kept.append(max((share(box, one.box.expand(0.3)) for one in covered), default=0.0))
            blind.append(max((share(box, one.expand(0.3)) for one in truth[number - number % 6]), default=0.0))
    assert len(kept) > 200
    assert min(kept) > 0.95
    assert min(blind) < 0.7, "the clip is too easy: boxes that stay where they were would do"


def share(box, cover):
    """How much of a box another covers."""
    wide = max(min(box.right, cover.right) - max(box.left, cover.left), 0)
    high = max(min(box.bottom, cover.bottom) - max(box.top, cover.top), 0)
    return wide * high / box.area


# --- the work on a frame ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"detector": "eyes"}, "detector"),
        ({"method": "blurry"}, "method"),
        ({"mask": "star"}, "mask"),
        ({"strength": 75}, "strength"),
        ({"margin": -0.1}, "margin"),
        ({"margin": 3.5}, "margin"),
        ({"looks": "twice"}, "twice"),
        ({"doubtful_from": 2}, "doubtful_from"),
        ({"every": 0}, "every"),
        ({"every": 1.5}, "every"),
        ({"every": True}, "every"),
        ({"side": 10}, "side"),
        ({"hold": -1}, "hold"),
        ({"hold": float("nan")}, "hold"),
    ],
)
def test_wrong_settings_are_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        Settings(**wrong)
    with pytest.raises(ValueError, match=words):
        FrameLoop().change(**wrong)
    with pytest.raises(ValueError, match=words):
        LiveCamera(**wrong)


def test_settings_hold_values_and_take_keywords():
    given = Settings(Hiding("solid"), every=3)
    assert given == Settings(method="solid", every=3) and given.hiding == Hiding("solid")
    assert given.finding == Finding(looks="one", doubtful_from=given.finding.limits[0]), "one look, and no doubt"
    assert Settings(finding=Finding("hog")).finding == Finding("hog"), "what is asked for is done"
    assert Settings(covered_from=0.6).finding.limits == (0.6, 0.6)
    assert Settings(covered_from=0.9, doubtful_from=0.5).finding.limits == (0.9, 0.5)
    assert Settings(detector="haar").finding == Finding("haar", looks="one")
    frame_loop = FrameLoop(given)
    frame_loop.change(margin=2, side=640)
    assert frame_loop.settings == Settings(Hiding("solid", margin=2), every=3, side=640)
    frame_loop.change(detector="hog")
    assert frame_loop.settings.finding.limits == (0.0, 0.0), "its own limit, on its own scale"
    assert frame_loop.settings.hiding == Hiding("solid", margin=2)
    with pytest.raises(TypeError, match="no option 'methd'"):
        Settings(methd="solid")
    with pytest.raises(TypeError, match="Hiding is needed here"):
        Settings("solid")


def test_one_look_asks_for_as_much_as_a_detectors_table_and_may_ask_for_less():
    true, group = samples.true_boxes("solvay"), read_image(samples.path("solvay"))
    matches = match_boxes(search(group, side=640), true, 0.3)
    assert len(matches.missed) <= 3 and matches.false_alarms == []
    lower = match_boxes(search(group, side=640, covered_from=0.7, doubtful_from=0.7), true, 0.3)
    assert (lower.missed, lower.false_alarms) == ([], [])
    assert search(read_image(samples.path("chelsea")), side=640) == []


def test_a_face_at_the_border_is_hidden_as_a_whole_one(speaker, monkeypatch):
    whole = Box(-60, 100, 120, 320)
    monkeypatch.setattr(loop, "find_faces", lambda image, finding: [FoundFace(shrunk, "one look")])
    shrunk = Box(-30, 50, 60, 160)
    assert search(speaker[0]) == [whole]
    mosaic = Hiding("pixelate")
    shown = FrameLoop(Settings(mosaic))(speaker[0])
    assert [one.box for one in shown.faces] == [whole]
    assert (shown.image == hide_faces(speaker[0], [whole], mosaic)[0]).all()
    assert (shown.image != hide_faces(speaker[0], [whole.clip(speaker[0])], mosaic)[0]).any(), "a finer mosaic"


def test_where_faces_overlap_the_coarser_mosaic_wins(speaker, monkeypatch):
    face = search(speaker[0])[0]
    eye = Box(face.left + 20, face.top + 40, face.left + 60, face.top + 80)
    monkeypatch.setattr(loop, "search", lambda *how: [face, eye])
    both = FrameLoop(Settings(method="pixelate"))(speaker[0]).image
    monkeypatch.setattr(loop, "search", lambda *how: [face])
    assert (both == FrameLoop(Settings(method="pixelate"))(speaker[0]).image).all()


def test_a_colour_drawn_by_lot_is_one_for_all_frames(speaker):
    drawing = FrameLoop(Settings(method="solid", parameters={"grey": -1}))
    covers = []
    for frame in speaker[:4]:
        shown = drawing(frame)
        (face,) = [one.box for one in shown.faces]
        covers.append(np.unique(shown.image[face.slices]).tolist())
    assert covers == [[drawing.settings.hiding.parameters["grey"]]] * 4


@pytest.mark.parametrize("method", METHODS)
def test_every_method_hides_as_on_a_photo(method, speaker):
    before = speaker[0].copy()
    same_noise = {"seed": 1} if METHODS[method].kind == "noise" else None
    shown = FrameLoop(Settings(method=method, parameters=same_noise))(speaker[0])
    boxes = [one.box for one in shown.faces]
    assert len(boxes) == 1 and (speaker[0] == before).all(), "the frame was changed"
    due = hide_faces(before, boxes, Hiding(method, parameters=same_noise))[0]
    assert (shown.image == due).all() and shown.unchanged == 0


@pytest.mark.parametrize("detector", DETECTORS)
def test_every_detector_works_and_keeps_quiet(detector, speaker, capfd):
    boxes = search(speaker[0], side=320, detector=detector)
    assert boxes and boxes[0].iou(detect_faces(speaker[0])[0]) > 0.4
    assert capfd.readouterr().out == ""


@given(st.sampled_from([320, 480, 640, 1000]))
def test_the_size_that_is_searched_moves_no_box(side):
    frame = clips.picture(3, (640, 480))
    (box,) = search(frame, side=side)
    assert box.iou(detect_faces(frame)[0]) > 0.7


@pytest.fixture
def asked(monkeypatch):
    """Number of each frame in which the detector was asked; ``asked.blind`` are those in which it sees nothing."""

    class Asked(list):
        blind, frame = (), 0

    noted = Asked()

    def look(frame, *how):
        noted.append(noted.frame)
        return [] if noted.frame in noted.blind else search(frame, *how)

    monkeypatch.setattr(loop, "search", look)
    return noted


def play(frames, frame_loop, asked):
    shown = []
    for asked.frame, frame in enumerate(frames):
        shown.append(frame_loop(frame, asked.frame / 30))
    return shown


def test_only_every_nth_frame_is_searched_and_none_is_uncovered(asked, speaker):
    shown = play(speaker[:12], FrameLoop(Settings(every=4)), asked)
    assert asked == [0, 4, 8]
    for frame, one in zip(speaker, shown, strict=False):
        assert search(one.image) == [] and contains(one.faces[0].box.expand(0.1), detect_faces(frame)[0].expand(-0.05))
        assert (one.milliseconds["search"] > 0.5) == (one is shown[0] or one is shown[4] or one is shown[8])


def test_while_a_face_is_lost_every_frame_is_searched(asked, speaker):
    asked.blind = (4, 5, 6)
    shown = play(speaker[:12], FrameLoop(Settings(every=4)), asked)
    assert asked == [0, 4, 5, 6, 7, 8]
    assert [one.faces[0].kind for one in shown[4:8]] == ["held", "held", "held", "found"]
    assert all(search(one.image) == [] for one in shown)


def test_a_jump_of_the_picture_is_searched(asked, speaker):
    dark = np.zeros_like(speaker[0])
    play([*speaker[:2], dark, *speaker[2:4]], FrameLoop(Settings(every=10)), asked)
    assert asked == [0, 2, 3]


def test_everything_is_covered_while_unsure(asked, speaker):
    asked.blind = (0, 1, 5, 6)
    for cover in (True, False):
        shown = play(speaker[:9], FrameLoop(Settings(cover=cover)), asked)
        assert [one.whole for one in shown] == [cover and number in asked.blind for number in range(9)]
        for number in asked.blind if cover else ():
            image = shown[number].image
            assert len(np.unique(image.reshape(-1, 3), axis=0)) <= 48, "no more than blocks are left"
            assert (image[:, 0] == image[:, 30]).all()


def test_no_face_and_no_cover_leaves_the_frame(speaker):
    empty = np.full_like(speaker[0], 120)
    shown = FrameLoop()(empty)
    assert (shown.image == empty).all() and shown.image is not empty and shown.faces == []


def test_stages_are_timed(speaker):
    frame_loop = FrameLoop()
    assert frame_loop.milliseconds == {}
    frame_loop(speaker[0])
    assert set(frame_loop.milliseconds) == {"search", "follow", "blur"} and min(frame_loop.milliseconds.values()) > 0
    assert frame_loop.count == 1


# --- where frames come from -------------------------------------------------------------------------------------------


class FakeTime:
    """A clock that sleeping moves on."""

    def __init__(self):
        self.now = 100.0

    def perf_counter(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    fake = FakeTime()
    monkeypatch.setattr(sources, "time", fake)
    return fake


def numbered(path, count=10):
    """A clip whose frames have their number as their grey level, times 20."""
    return clips.make(path, [np.full((64, 64, 3), 20 * number, np.uint8) for number in range(count)])


def number_of(frame):
    return round(float(frame.mean()) / 20)


def test_a_clip_plays_in_real_time_and_again(tmp_path, clock):
    with Clip(numbered(tmp_path / "clip.mp4")) as clip:
        seen = []
        for _ in range(23):
            frame, due = clip.read()
            seen.append((number_of(frame), round((due - 100) * RATE)))
            assert abs(clock.now - due) < 0.001
    assert seen == [(number % 10, number) for number in range(23)]


def test_who_comes_late_misses_frames(tmp_path, clock):
    with Clip(numbered(tmp_path / "clip.mp4")) as clip:
        clip.read()
        clock.now += 0.21  # during frame 5
        frame, due = clip.read()
        assert number_of(frame) == 5 and abs(due - 100.2) < 0.001
        assert number_of(clip.read()[0]) == 6


def test_a_clip_that_is_none_is_refused(tmp_path):
    (tmp_path / "text.mp4").write_text("no video")
    with pytest.raises(ValueError, match="not a video"):
        Clip(tmp_path / "text.mp4")
    with pytest.raises(FileNotFoundError):
        Clip(tmp_path / "none.mp4")


def test_a_machine_without_that_camera_says_so(capfd):
    with pytest.raises(CameraError, match="no camera") as caught:
        MachineCamera(87)
    assert "sample clip" in str(caught.value) or "it has" in str(caught.value)
    assert capfd.readouterr().err == "", "OpenCV writes to the log"


@pytest.mark.parametrize(
    ("devices", "words"),
    [
        ([], "has no camera"),
        (["video0"], "no camera 3 on the kernel's machine; it has video0"),
        (["video3"], "another program is using it"),
        (None, "none, another program is using it"),
    ],
)
def test_absent_and_taken_cameras_are_told_apart(monkeypatch, devices, words):
    monkeypatch.setattr(sources, "_devices", lambda: devices)
    monkeypatch.setattr(cv2, "VideoCapture", lambda index: cv2_camera(opened=False))
    with pytest.raises(CameraError, match=words):
        MachineCamera(3)


class cv2_camera:  # noqa: N801  stands for cv2.VideoCapture
    """A camera whose frames come when the test says so."""

    def __init__(self, opened=True, frames=()):
        self.opened, self.frames, self.released = opened, list(frames), False
        # How often it was asked for a frame: whoever asks for the next one has put away the one before.
        self.step, self.asked = threading.Semaphore(0), 0

    def isOpened(self):
        return self.opened

    def set(self, *property):
        return True

    def read(self):
        self.asked += 1
        self.step.acquire()
        return (True, self.frames.pop(0)) if self.frames else (False, None)

    def release(self):
        self.released = True


def test_the_newest_frame_wins_and_close_gives_the_camera_back(monkeypatch):
    taken = cv2_camera(frames=[np.full((4, 4, 3), (10 * n, 0, 200), np.uint8) for n in range(6)])
    monkeypatch.setattr(cv2, "VideoCapture", lambda index: taken)
    for _ in range(4):
        taken.step.release()
    with MachineCamera() as camera:
        wait_until(lambda: taken.asked == 5)
        frame, _ = camera.read()
        assert frame[0, 0].tolist() == [200, 0, 30], "RGB, and the fourth: three were overtaken"
        taken.step.release()
        assert camera.read()[0][0, 0].tolist() == [200, 0, 40]
        taken.step.release()
        taken.step.release()
        camera.read()
        with pytest.raises(CameraError, match="gives no picture"):
            camera.read()
    assert taken.released


def test_a_camera_that_gives_nothing_is_given_back(monkeypatch):
    taken = cv2_camera()
    taken.step.release()
    monkeypatch.setattr(cv2, "VideoCapture", lambda index: taken)
    with pytest.raises(CameraError, match="gives no picture"):
        MachineCamera()
    wait_until(lambda: taken.released)


ENDS = """
import cv2, numpy as np
from faceblur_utils.live import MachineCamera
class Slow:
    isOpened = lambda self: True
    set = lambda self, *property: True
    read = lambda self: (True, cv2.cvtColor(cv2.medianBlur(np.zeros((1500, 1500), np.uint8), 255), cv2.COLOR_GRAY2BGR))
    release = lambda self: print("given back")
cv2.VideoCapture = lambda index: Slow()
MachineCamera().read()
"""


def test_a_program_that_ends_gives_the_camera_back():
    ended = subprocess.run([sys.executable, "-c", ENDS], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (0, "given back\n"), ended.stderr


def wait_until(holds, seconds=10):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it does not happen"
        time.sleep(0.01)


# --- what the page is told --------------------------------------------------------------------------------------------


class Page:
    """Speaks for the page with a `LiveCamera`, and keeps what it is told."""

    def __init__(self, live):
        self.live, self.told = live, []
        live._page.send = lambda content, buffers=None: self.told.append((content, buffers))

    def ask(self, buffers=(), **what):
        self.told.clear()
        self.live._page._handle_custom_msg(what, [memoryview(part) for part in buffers])
        return list(self.told)

    def start(self, source="page", run="1"):
        return self.ask(do="start", source=source, run=run)

    def frame(self, image=None, run="1", number=1, both=True, latency=None, meter=False, **settings):
        settings = {"every": 1, "side": 320, "cover": False} | settings
        buffers = [] if image is None else [encode_jpeg(image, 90)]
        more = {"both": both, "latency": latency, "meter": meter}
        return self.ask(buffers, do="frame", run=run, id=number, settings=settings, **more)


@pytest.fixture
def page():
    page = Page(LiveCamera())
    yield page
    page.live.stop()


def decoded(content):
    return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR_RGB)


def test_a_frame_comes_back_with_its_face_hidden(page, speaker):
    assert [content["is"] for content, _ in page.start()] == ["started"] and page.live.running
    ((content, pictures),) = page.frame(speaker[0], number=7)
    assert content["is"] == "frame" and content["id"] == 7 and content["faces"] == 1 and content["age"] is None
    (after,) = map(decoded, pictures)
    assert after.shape == speaker[0].shape and detect_faces(speaker[0]) and search(after) == []
    changed = np.abs(after.astype(int) - speaker[0]).mean(axis=2)
    assert changed[:40, 500:].mean() < 4, "away from the face, the picture is the same but for JPEG"


def test_before_and_after_come_from_the_kernels_own_sources(page):
    page.start("clip")
    ((content, pictures),) = page.frame()
    after, before = map(decoded, pictures)
    assert len(detect_faces(before)) == 1 and search(after) == [] and content["age"] >= 0
    ((_, pictures),) = page.frame(both=False)
    assert len(pictures) == 1, "nobody asked for the unhidden picture"


def test_the_controls_count_while_it_runs(page, speaker):
    page.start()
    page.live.controls["method"].value = "solid"
    page.live.controls["mask"].value = "rectangle"
    ((_, (picture,)),) = page.frame(speaker[0])
    face = detect_faces(speaker[0])[0]
    assert decoded(picture)[face.expand(-0.1).slices].max() < 40
    ((content, (picture,)),) = page.frame(np.full_like(speaker[0], 90), cover=True)
    assert content["whole"]


def test_no_picture_comes_back_when_something_fails(page, speaker, monkeypatch):
    def fail(*arguments, **settings):
        raise RuntimeError("the blur broke")

    page.start()
    monkeypatch.setattr(loop, "hide_faces", fail)
    assert page.frame(speaker[0]) == [({"is": "trouble", "run": "1", "text": "the blur broke"}, [])]
    assert str(page.live.error) == "the blur broke" and not page.live.running


def test_a_blur_too_weak_to_change_a_face_is_told(page, speaker, recwarn):
    page.live.controls["method"].value = "pixelate"
    page.start()
    page.live.controls["strength"].value = 0.0
    ((content, _),) = page.frame(speaker[0])
    assert (content["faces"], content["unchanged"]) == (1, 1)
    page.live.stop()
    page.told.clear()
    page.live.controls["margin"].value = 0.5
    assert page.told[0][0] == {"is": "preview", "unchanged": 1}
    page.live.controls["strength"].value = 0.5
    assert page.told[-1][0] == {"is": "preview", "unchanged": 0} and len(recwarn) == 0


def test_it_begins_with_values_and_shows_those_that_it_stands_at():
    live = LiveCamera(Hiding("box", 0.4, "feathered", margin=2, feather=0.6), detector="hog", every=2)
    assert live.hiding == Hiding("box", 0.4, "feathered", margin=2, feather=0.6) and live.settings.every == 2
    assert live.finding == Finding("hog", looks="one", doubtful_from=0.0) and live.controls["margin"].max == 2
    live.controls["mask"].value = "ellipse"
    assert live.hiding == live.settings.hiding == Hiding("box", 0.4, margin=2, feather=0.6)
    assert repr(live.hiding) in dict(live.children[-1].lines).values()
    live.controls["detector"].value = "yunet"
    assert live.finding == LiveCamera().finding
    assert repr(live.finding) in dict(live.children[-1].lines).values()
    live.controls["detector"].value = "hog"
    assert live.finding == Finding("hog", looks="one", doubtful_from=0.0) and live.error is None


@pytest.mark.parametrize(
    ("asked", "begins"), [({}, "clip"), ({"source": "browser"}, "page"), ({"source": "machine"}, "machine")]
)
def test_it_begins_with_the_clip_unless_a_camera_is_asked_for(asked, begins):
    page = Page(LiveCamera(**asked))
    (setup, _), (preview, _) = page.ask(do="hello", view="v")
    assert (setup["is"], setup["source"], preview["is"]) == ("setup", begins, "preview") and not page.live.running


def test_an_unknown_source_is_refused():
    with pytest.raises(ValueError, match="no source called 'film'; choose one of clip, browser, machine"):
        LiveCamera(source="film")


def test_a_broken_frame_is_told(page):
    page.start()
    ((content, buffers),) = page.ask(
        [b"no JPEG"], do="frame", run="1", id=1, settings={"every": 1, "side": 320, "cover": False}, both=True
    )
    assert content["is"] == "trouble" and "did not arrive whole" in content["text"] and not buffers


def test_a_camera_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setattr(sources, "_devices", lambda: [])
    page = Page(LiveCamera(camera=87))
    ((content, _),) = page.start("machine")
    assert content["is"] == "trouble" and "no camera" in content["text"] and not page.live.running


def test_a_second_view_takes_over(page, speaker):
    page.start(run="1")
    page.start(run="2")
    ((content, buffers),) = page.frame(speaker[0], run="1")
    assert content["is"] == "stopped" and "elsewhere" in content["text"] and not buffers
    page.ask(do="stop", run="1")
    assert page.live.running, "the old one cannot stop the new one"
    assert page.frame(speaker[0], run="2")[0][0]["is"] == "frame"
    page.ask(do="stop", run="2")
    assert not page.live.running and page.frame(speaker[0], run="2")[0][0]["is"] == "stopped"


def test_a_page_that_was_left_does_not_keep_the_camera(page, monkeypatch):
    taken = cv2_camera(frames=[np.zeros((48, 64, 3), np.uint8)] * 3)
    taken.step.release()
    monkeypatch.setattr(cv2, "VideoCapture", lambda index: taken)
    page.start("machine")
    assert page.live.running
    monkeypatch.setattr(widget, "_ABANDONED", 0.1)
    wait_until(lambda: not page.live.running)
    taken.step.release()  # in a real camera, a read ends with the next frame
    wait_until(lambda: taken.released)


def test_stop_from_code_tells_the_page(page):
    page.start("clip")
    page.told.clear()
    page.live.stop()
    assert [content["is"] for content, _ in page.told] == ["stopped"]
    page.told.clear()
    page.live.stop()
    assert page.told == []


def test_numbers_of_the_run_and_nothing_else_are_kept(page, speaker):
    assert page.live.measured is None
    page.start()
    for number, latency in enumerate((None, 50.0, 70.0, 60.0)):
        page.frame(speaker[number], number=number, latency=latency)
    measured = page.live.measured
    assert measured["frames"] == 4 and measured["latency"] == 60 and measured["frames per second"] > 0
    assert set(measured["kernel"]) == {"decode", "search", "follow", "blur", "encode"}
    assert min(measured["kernel"].values()) > 0
    assert pictures_in_state(page.live) == []


@pytest.fixture
def metered(page, monkeypatch):
    """A page whose meter is due at once; ``metered.asked`` are the frames that it was asked about."""
    page.asked, page.going = [], threading.Event()
    page.going.set()

    def judged(before, after, box):
        page.asked.append((before, after, box))
        assert page.going.wait(30)
        return verdict(before, after, box)

    monkeypatch.setattr(widget, "verdict", judged)
    monkeypatch.setattr(widget, "_REST", 0.0)
    page.start()
    return page


def meter_of(page):
    def said():
        return [content for content, _ in list(page.told) if content["is"] == "meter" and content["short"]]

    wait_until(said, 60)
    return said()[0]


def test_the_meter_looks_at_one_frame_and_keeps_nothing_of_it(metered, speaker):
    metered.frame(speaker[0])
    assert metered.asked == [], "nobody wanted it"
    metered.live.controls["method"].value = "bilateral"
    metered.frame(speaker[0], meter=True)
    said, ((before, after, box),) = meter_of(metered), metered.asked
    assert said["run"] == "1" and said["short"] == "Meter, largest face: ✗ fails: found again, recognised"
    assert (
        f"{verdict(before, after, box).recognised_words}." in said["words"] and "not that it is safe" in said["caveat"]
    )
    assert box.iou(detect_faces(speaker[0])[0]) > 0.5 and (before != after).any()
    assert pictures_in_state(metered.live) == [] and metered.live.error is None


def test_frames_go_on_while_the_meter_looks_and_long_after(metered, speaker, monkeypatch):
    monkeypatch.setattr(widget, "_PAUSE", 1000)  # a pause that no busy machine outlasts
    metered.going.clear()
    for number in range(4):
        assert metered.frame(speaker[number], number=number, meter=True)[0][0]["is"] == "frame"
    wait_until(lambda: metered.asked)
    assert len(metered.asked) == 1, "it is busy"
    time.sleep(0.1)
    let_go = time.monotonic()
    metered.going.set()
    meter_of(metered)
    for number in range(4, 8):
        metered.frame(speaker[number], number=number, meter=True)
    assert len(metered.asked) == 1 and metered.live._due_at > let_go + 100, "0.1 seconds ask for a pause of 100"


def test_what_the_meter_says_of_settings_before_is_not_told(metered, speaker):
    metered.going.clear()
    metered.frame(speaker[0], meter=True)
    wait_until(lambda: metered.asked)
    metered.live.controls["method"].value = "pixelate"
    assert metered.told[-1][0] == {"is": "meter", "run": "1", "short": "", "words": "", "caveat": ""}
    metered.going.set()
    wait_until(lambda: not metered.live._asking)
    assert not any(content["is"] == "meter" and content["short"] for content, _ in metered.told)
    metered.frame(speaker[1], meter=True)
    assert meter_of(metered)["short"] == "Meter, largest face: ○ held here"


def test_a_face_that_is_only_held_is_not_asked_about(metered, speaker, monkeypatch):
    metered.frame(speaker[0])
    monkeypatch.setattr(loop, "search", lambda *how: [])
    ((content, _),) = metered.frame(speaker[1], number=2, meter=True)
    assert content["held"] == 1 and metered.asked == []


def test_a_meter_that_fails_is_told_and_the_picture_goes_on(metered, speaker, monkeypatch):
    def fail(*how):
        raise RuntimeError("no such model")

    monkeypatch.setattr(widget, "verdict", fail)
    metered.frame(speaker[0], meter=True)
    assert meter_of(metered)["short"] == "Meter: no such model"
    assert metered.live.running and str(metered.live.error) == "no such model"
    assert metered.frame(speaker[1], number=2)[0][0]["is"] == "frame"


def pictures_in_state(live):
    """Names of all widgets' traits that hold bytes or anything as long as a picture."""
    from ipywidgets import Widget

    todo, found, seen = [live], [], set()
    while todo:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        for name, value in one.get_state().items():
            if isinstance(value, bytes | memoryview) or (name != "_esm" and len(repr(value)) > 2000):
                found.append(f"{type(one).__name__}.{name}")
        todo += [value for value in one.trait_values().values() if isinstance(value, Widget)]
        todo += list(getattr(one, "children", ()))
    return found


def test_a_new_view_gets_what_it_needs_without_a_kernel(page):
    (setup, frames), (preview, pictures) = page.ask(do="hello", view="v")
    assert setup["is"] == "setup" and setup["settings"] == {"every": 1, "side": 320, "cover": False}
    assert len(frames) > 10 and all(search(decoded(frame)) == [] for frame in frames)
    before, after = map(decoded, pictures)
    assert preview["is"] == "preview" and detect_faces(before) and search(after) == []


def test_moving_a_control_changes_the_preview_unless_it_runs(page):
    ((content, pictures),) = page.ask(do="hello", view="v")[1:]
    page.told.clear()
    page.live.controls["method"].value = "box"
    ((again, others),) = page.told
    assert again == content and others[1] != pictures[1] and page.live.error is None
    page.start()
    page.told.clear()
    page.live.controls["strength"].value = 0.4
    assert page.told == []


def test_a_detector_that_fails_is_told(page, monkeypatch):
    def fail(*arguments):
        raise RuntimeError("no such model")

    monkeypatch.setattr(loop, "search", fail)
    page.live.controls["detector"].value = "haar"
    assert page.told[-1][0] == {"is": "trouble", "text": "no such model"}
    assert str(page.live.error) == "no such model"


def test_two_threads_leave_no_face_uncovered(page, speaker):
    """JupyterLab answers the page in a second thread while a cell runs in the first."""
    page.start()
    wrong, going = [], threading.Event()

    def turn():
        while not going.is_set():
            for name, value in (
                ("method", "solid"),
                ("mask", "rectangle"),
                ("method", "pixelate"),
                ("mask", "ellipse"),
            ):
                page.live.controls[name].value = value

    turner = threading.Thread(target=turn)
    turner.start()
    try:
        for number in range(30):
            told = page.frame(speaker[number], number=number)
            content, pictures = next(one for one in told if one[0]["is"] != "preview")
            if content["is"] != "frame" or content["id"] != number or search(decoded(pictures[0])):
                wrong.append(content)
    finally:
        going.set()
        turner.join()
    assert wrong == [] and page.live.error is None


def test_the_cell_leaves_a_picture_of_the_sample_and_no_more(page, speaker):
    page.start()
    page.frame(speaker[20])
    data, metadata = page.live._repr_mimebundle_()
    assert set(data) >= {"application/vnd.jupyter.widget-view+json", "image/jpeg", "text/plain"}
    assert "sample clip" in metadata["image/jpeg"]["alt"]
    assert data["image/jpeg"] == LiveCamera()._repr_mimebundle_()[0]["image/jpeg"]


class camera_of_a_learner:  # noqa: N801  stands for MachineCamera
    def __init__(self, frames):
        self._frames = iter(frames)

    def read(self):
        return next(self._frames), time.perf_counter()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass


@pytest.mark.parametrize("mine", [True, False])
def test_the_loop_of_lesson_08_shows_no_picture_of_a_learner(mine, speaker, capsys):
    cells = nbformat.read(ROOT / "notebooks" / "08_live.ipynb", 4).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    first = next(number for number, source in enumerate(code) if source.startswith("use_my_camera = False"))
    shown, names = [], {"FrameLoop": FrameLoop, "Settings": Settings, "search": search}
    names["figures"] = SimpleNamespace(grid=lambda *how, **options: shown.append(how))
    names["MachineCamera" if mine else "Clip"] = lambda: camera_of_a_learner(speaker)
    # The cells of its section 7; the recap comes after them.
    for source in code[first : first + 3]:
        exec(source.replace("use_my_camera = False", f"use_my_camera = {mine}"), names)
    assert ("is not kept in the notebook" in capsys.readouterr().out) == mine
    assert len(shown) == (not mine)
