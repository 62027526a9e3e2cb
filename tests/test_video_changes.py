"""No face appears without pixels that change: what is not searched again hides nobody."""

import clips
import cv2
import numpy as np
import pytest
from clips import blink, run
from test_video_faces import coverage

from faceblur_utils import detect_faces, read_image, samples
from faceblur_utils.video.changes import Eye, around, coarse, sudden

ROOM = cv2.resize(read_image(samples.path("coffee")), (320, 240), interpolation=cv2.INTER_AREA)


def noisy(frames, strength=3.0, seed=5):
    """With the noise of a sensor, other in every frame."""
    random = np.random.default_rng(seed)
    return [np.rint(frame + random.normal(0, strength, frame.shape)).clip(0, 255).astype(np.uint8) for frame in frames]


def placed(frame, portrait, left, top, opaque=1.0):
    """Lay a portrait over a part of a frame; returns the frame."""
    part = frame[top : top + portrait.shape[0], left : left + portrait.shape[1]]
    part[:] = np.rint(opaque * portrait + (1 - opaque) * part)
    return frame


def seen_clearly(frames):
    """What one look at each frame, alone and at full size, is sure of."""
    return [detect_faces(frame) for frame in frames]


def fading_in():
    return [placed(ROOM.copy(), clips.portrait(90), 200, 60, min(1, n / 60)) for n in range(75)]


def in_one_frame():
    return [placed(ROOM.copy(), clips.portrait(60), 230, 30) if n in (13, 24) else ROOM.copy() for n in range(30)]


def in_one_frame_of_a_pan():
    wide = np.hstack([ROOM, ROOM[:, ::-1]])
    frames = [wide[:, 4 * n : 4 * n + 320].copy() for n in range(30)]
    return [placed(frame, clips.portrait(60), 20, 150) if n == 13 else frame for n, frame in enumerate(frames)]


def light_going_off_and_on():
    light = [1 - 0.5 * abs(np.sin(n / 12)) for n in range(60)]
    frames = [placed(ROOM.copy(), clips.portrait(80), 30 if n < 20 else 200, 60) for n in range(60)]
    return [np.rint(frame * share).astype(np.uint8) for frame, share in zip(frames, light, strict=True)]


def standing_still_for_long():
    return [placed(ROOM.copy(), clips.portrait(90), 200, 60) for _ in range(100)]


def uncovered_behind_another():
    frames = [placed(ROOM.copy(), clips.portrait(60)[:, ::-1], 220, 70) for _ in range(50)]
    for number, frame in enumerate(frames):
        if number < 40:
            placed(frame, clips.portrait(110), min(180, 480 - 10 * number), 40)
    return frames


def half_a_picture_moves_beside_a_still_face():
    frames = [placed(ROOM.copy(), clips.portrait(90), 20, 60) for _ in range(75)]
    for number, frame in enumerate(frames):
        frame[:, 130 + number : 190 + number] = (20, 40, 200)
    return frames


KINDS = [
    fading_in,
    in_one_frame,
    in_one_frame_of_a_pan,
    light_going_off_and_on,
    standing_still_for_long,
    uncovered_behind_another,
    half_a_picture_moves_beside_a_still_face,
]


@pytest.mark.parametrize("noise", [0, pytest.param(3, marks=pytest.mark.nightly), 8])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_face_that_a_look_at_its_frame_sees_is_covered(kind, noise, tmp_path):
    source = clips.make(tmp_path / "in.mp4", noisy(kind(), noise) if noise else kind())
    truth = seen_clearly(clips.frames_of(source))
    assert any(truth), "else this clip shows nothing"
    report = run(source, tmp_path / "out.mp4", method="solid")
    share, number = coverage(report, truth)
    assert share > 0.95, f"frame {number}"


def test_what_stands_still_is_hardly_searched_and_stays_detected(tmp_path, monkeypatch):
    source = clips.make(tmp_path / "in.mp4", noisy(standing_still_for_long()))
    asked = blink(monkeypatch, lambda number: True)
    report = run(source, tmp_path / "out.mp4")
    assert len(asked) <= 15, "a look at all of it every two seconds, and where the encoder changes its mind"
    assert report.count("detected") == 100


def test_what_changes_slowly_is_noticed_once_it_has_changed_enough():
    eye, grey = Eye(), cv2.cvtColor(ROOM, cv2.COLOR_RGB2GRAY)
    eye.look(coarse(grey), ...)
    darker = [grey - np.minimum(grey, step).astype(np.uint8) for step in range(1, 8)]
    noticed = [bool(eye.changed(coarse(one)).any()) for one in darker]
    assert not noticed[0] and noticed[-1], "each step is one grey level, which alone is not noticed"
    assert not eye.changed(coarse(grey)).any()


def test_a_moving_camera_brings_nothing_sudden_and_a_face_is():
    # Larger than the pictures that are compared, as what a camera films is.
    wide = cv2.resize(np.hstack([ROOM, ROOM[:, ::-1]]), (640, 240))
    before, now = (cv2.cvtColor(np.ascontiguousarray(wide[:, at : at + 320]), cv2.COLOR_RGB2GRAY) for at in (40, 46))
    assert not sudden(before, now).any()
    face = cv2.cvtColor(clips.portrait(40), cv2.COLOR_RGB2GRAY)
    now[100:140, 150:190] = face
    new = sudden(before, now)
    assert new[100:140, 150:190].any() and not new[:, :100].any()
    assert around(new, (320, 240), [], 1.0).area < 0.5 * 320 * 240
