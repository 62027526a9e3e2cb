"""No face slips through: frames in which the detector blinks, faces it doubts, people that lie, cuts."""

import clips
import cv2
import numpy as np
import pytest
from clips import EVERY_FRAME, blink, run

from faceblur_utils import Box, Finding, detect_faces, samples
from faceblur_utils.paste_back import make_mask


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A clip of ten frames with sound."""
    return clips.make(tmp_path_factory.mktemp("plain") / "clip.mp4", sounds=1)


def coverage(report, truth):
    """Least share of a true box that is covered, and the frame where; before the margin's ellipse was drawn by us."""
    worst = (1.0, None)
    for frame, boxes in zip(report.frames, truth, strict=True):
        covered = np.zeros((report.height, report.width), bool)
        for face in frame.faces:
            assert face.found is None or face.found == _cut(face.found, face.whole), "smaller than found"
            assert face.box == face.whole.clip(covered)
            wide = face.whole.expand(0.3)
            ellipse = make_mask("ellipse", wide.height, wide.width) > 0
            part = wide.clip(covered)
            covered[part.slices] |= ellipse[
                part.top - wide.top : part.bottom - wide.top, part.left - wide.left : part.right - wide.left
            ]
        worst = min([worst, *((covered[box.slices].mean(), frame.number) for box in boxes)], key=lambda each: each[0])
    return worst


def _cut(box, by):
    return Box(max(box.left, by.left), max(box.top, by.top), min(box.right, by.right), min(box.bottom, by.bottom))


def night(*values):
    return pytest.param(*values, marks=pytest.mark.nightly)


@pytest.mark.parametrize(
    ("detector", "every"), [night("yunet", 1), ("yunet", 5), night("haar", 5), night("hog", 10)], ids=str
)
def test_every_face_of_the_composed_clip_is_covered(detector, every, tmp_path):
    report = run(samples.clip("composed"), tmp_path / "out.mp4", detector=detector, every=every)
    clips.same_but_for_faces(samples.clip("composed"), tmp_path / "out.mp4")
    share, number = coverage(report, samples.clip_boxes("composed"))
    assert share > 0.85, f"frame {number}"
    assert report.cuts == [110]
    # Nothing of the first scene's last face, or of its frame, is dragged over the cut.
    at_cut = [face.box for face in report.frames[110].faces if not face.doubtful]
    assert all(any(box.iou(true) > 0.3 for true in samples.clip_boxes("composed")[110]) for box in at_cut)


@pytest.mark.parametrize("name", sorted({*samples.clip_names()} - {"composed"}))
def test_no_frame_of_a_filmed_clip_shows_a_face(name, tmp_path):
    # Solid, so that what the detector finds is a face that was left, not the mosaic of one.
    report = run(
        samples.clip(name), tmp_path / "out.mp4", method="solid", every=2, detector_parameters={"max_side": 480}
    )
    clips.same_but_for_faces(samples.clip(name), tmp_path / "out.mp4")
    assert all(frame.faces for frame in report.frames)
    shown = [
        number
        for number, image in enumerate(clips.frames_of(tmp_path / "out.mp4"))
        if number % 3 == 0 and detect_faces(image)
    ]
    assert shown == []


def test_a_detector_that_blinks_is_mended_and_reported(tmp_path, monkeypatch):
    source = clips.make(tmp_path / "in.mp4", 40)
    blind = {*range(10, 18), 30}
    blink(monkeypatch, lambda number: number not in blind)
    report = run(source, tmp_path / "out.mp4", **EVERY_FRAME)
    assert [frame.number for frame in report.frames if frame.bridged] == sorted(blind)
    truth = [detect_faces(clips.picture(n))[:1] for n in range(40)]
    assert coverage(report, truth)[0] > 0.95
    assert report.uncertain == list(range(10, 18)), "a third of a second, not a single frame"
    assert "bridged over a long gap" in report.frames[12].why
    assert report.count("detected") == 31 and "frames 10-17 (bridged over a long gap)" in str(report)


def test_a_face_lost_for_good_is_held_and_reported(tmp_path, monkeypatch):
    source = clips.make(tmp_path / "in.mp4", 40)
    blink(monkeypatch, lambda number: 15 <= number < 20)
    report = run(source, tmp_path / "out.mp4", hold=0.4, **EVERY_FRAME)
    assert [frame.number for frame in report.frames if frame.held] == [*range(5, 15), *range(20, 30)]
    assert report.uncertain == [*range(5, 15), *range(20, 30)]
    truth = [detect_faces(clips.picture(n))[:1] if 5 <= n < 30 else [] for n in range(40)]
    assert coverage(report, truth)[0] > 0.95, "the held boxes go along with the face"
    assert not report.frames[4].faces and not report.frames[30].faces


def test_boxes_do_not_jitter(tmp_path):
    report = run(samples.clip("intro"), tmp_path / "out.mp4", every=1, detector_parameters={"max_side": 320})
    faces = [frame.faces[0] for frame in report.frames]

    def shake(boxes):
        sizes = np.diff([[b.width, b.height] for b in boxes], n=2, axis=0)
        return np.abs(sizes).mean()

    assert shake([face.box for face in faces]) < 0.5 * shake([face.found for face in faces])


def test_a_flash_is_no_cut_and_two_scenes_are(tmp_path):
    lit = [clips.picture(n) for n in range(30)]
    lit[12] = cv2.convertScaleAbs(lit[12], alpha=0.3, beta=178)
    lit += [clips.picture(n, ground=(220, 200, 40))[:, ::-1] for n in range(10)]
    report = run(clips.make(tmp_path / "in.mp4", lit), tmp_path / "out.mp4", every=4)
    assert report.cuts == [30]
    assert all(frame.faces for frame in report.frames)
    assert {29, 30, 39} <= {frame.number for frame in report.frames if frame.detected}, "each scene's ends are searched"


def test_every_so_many_frames_are_searched(plain, tmp_path, monkeypatch):
    asked = blink(monkeypatch, lambda number: True)
    report = run(plain, tmp_path / "out.mp4", every=4)
    assert sorted(number for number, _ in asked) == [0, 4, 8, 9], "the last one, too"
    assert [frame.number for frame in report.frames if frame.detected] == [0, 4, 8, 9]
    assert [frame.number for frame in report.frames if frame.bridged] == [1, 2, 3, 5, 6, 7]
    assert report.uncertain == [], "frames that nobody searched are no surprise"


def test_small_faces_are_seen_at_full_size_five_times_a_second(tmp_path):
    moving = [np.full((240, 320, 3), (90, 110, 120), np.uint8) for _ in range(26)]
    for number, frame in enumerate(moving):
        frame[60:110, 100 + number : 150 + number] = clips.portrait(50)  # a face of some 18 pixels
    report = run(clips.make(tmp_path / "in.mp4", moving), tmp_path / "out.mp4")
    assert {0, 10, 15, 20, 25} <= {frame.number for frame in report.frames if frame.detected}
    assert all(len(frame.faces) == 1 for frame in report.frames) and report.uncertain == [], "at 5 it was not known yet"


# --- thorough looks ---------------------------------------------------------------------------------------------------


def lying(number, size=(320, 240)):
    return np.ascontiguousarray(np.rot90(clips.picture(number % 30, size[::-1])))


def test_a_person_lying_down_is_covered_and_listed(tmp_path):
    source = clips.make(tmp_path / "in.mp4", [lying(n) for n in range(60)])
    sure = {"covered_from": 0.85, "doubtful_from": 0.85}  # one look scores these faces 0.56 to 0.75
    report = run(source, tmp_path / "out.mp4", **sure)
    truth = [[_turned(detect_faces(clips.picture(n % 30, (240, 320)))[0], 240)] for n in range(60)]
    assert coverage(report, truth)[0] > 0.9
    assert report.uncertain == list(range(60))
    thorough = [frame.number for frame in report.frames if "only a thorough look saw a face" in frame.why]
    assert {0, 25, 50} <= set(thorough), "one a second"
    one = run(source, tmp_path / "one.mp4", looks="one", no_face="keep", **sure)
    assert not any(frame.faces for frame in one.frames), "else this clip shows nothing"


def _turned(box, width):
    return Box(box.top, width - box.right, box.bottom, width - box.left)


def test_each_scene_begins_with_a_thorough_look_and_each_second(tmp_path, monkeypatch):
    pictures = [clips.picture(n % 30) for n in range(60)]
    pictures += [clips.picture(n, ground=(220, 200, 40))[:, ::-1] for n in range(30)]
    asked = blink(monkeypatch, lambda number: True)
    source = clips.make(tmp_path / "in.mp4", pictures)
    report = run(source, tmp_path / "out.mp4")
    assert report.cuts == [60]
    assert [each for each in sorted(asked) if each[1]] == [
        (0, "whole"), (25, "small"), (50, "small"), (60, "whole"), (85, "small")
    ]  # fmt: skip
    asked.clear()
    run(source, tmp_path / "out.mp4", finding=Finding(looks="one"), overwrite=True)
    assert asked and not any(thorough for _, thorough in asked)


def test_tiny_frames_are_searched(tmp_path):
    source = clips.make(tmp_path / "in.mp4", [cv2.resize(clips.portrait(110), (64, 64))] * 30)
    assert all(frame.faces for frame in run(source, tmp_path / "out.mp4").frames)


# --- doubtful faces ---------------------------------------------------------------------------------------------------


def test_what_only_a_doubtful_look_saw_is_covered_and_listed(plain, tmp_path):
    report = run(plain, tmp_path / "out.mp4", covered_from=0.99, doubtful_from=0.5, method="solid")
    assert all(frame.faces and all(face.doubtful for face in frame.faces) for frame in report.frames)
    assert report.doubtful == report.uncertain == list(range(10))
    assert "only doubtful looks saw a face" in report.frames[4].why
    assert "frames with a face in doubt, covered all the same: 10" in str(report)
    assert not any(detect_faces(image) for image in clips.frames_of(tmp_path / "out.mp4"))
    sure = run(plain, tmp_path / "sure.mp4")
    assert sure.doubtful == [] and "in doubt" not in str(sure)


# --- strength ---------------------------------------------------------------------------------------------------------


def test_a_blur_that_changes_nothing_is_said_once(plain, tmp_path):
    with pytest.warns(UserWarning, match=r"out\.mp4: 1 face in 10 frames as clear .*from strength 0\.\d+ on") as said:
        report = run(plain, tmp_path / "out.mp4", method="pixelate", strength=0.005)
    assert len(said) == 1
    assert report.unchanged == {1: list(range(10))} and report.uncertain == list(range(10))
    assert "as clear as before, the blur is too weak: face 1 in 10 frames" in str(report)


def test_a_face_that_the_border_cuts_is_hidden_as_coarsely_as_a_whole_one(tmp_path):
    moving = [clips.picture(0)[:, 10 + 3 * n :] for n in range(20)]
    frames = [cv2.copyMakeBorder(one, 0, 0, 0, 320 - one.shape[1], cv2.BORDER_REPLICATE) for one in moving]
    report = run(clips.make(tmp_path / "in.mp4", frames), tmp_path / "out.mp4", hold=0.2)
    width = report.frames[0].faces[0].whole.width
    cut = [face for frame in report.frames for face in frame.faces if face.whole.left < 0]
    assert cut and all(face.whole.width > 0.8 * width and face.box.left == 0 for face in cut)
