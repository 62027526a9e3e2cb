"""Videos among the photos of a folder: done with the same values, told in the same report, and none left out."""

import re
import shutil

import numpy as np
import pytest
from clips import blink, facts, frames_of, make, run
from folder_album import content, face, nobody, put, quiet, said, state
from sound_clips import packets_in_file, spoil

from faceblur_utils import Hiding
from faceblur_utils.folder import anonymize_folder, films
from faceblur_utils.folder.telling import why_telling
from faceblur_utils.images import encode_image
from faceblur_utils.video.report import Stretch


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    """Short clips of each sort, made once: with a face, with nobody, with sounds that some containers cannot hold."""
    folder = tmp_path_factory.mktemp("clips")

    def empty(number, size):
        return np.full((*size[::-1], 3), 90 + number, np.uint8)

    make(folder / "face.mp4", 6, sounds=1, tags={"title": "Ada", "comment": "x"})
    make(folder / "empty.mp4", 6, draw=empty)
    make(folder / "pcm.avi", 6, codec="mpeg4", sounds=1, sound_codec="pcm_u8")
    make(folder / "old.avi", 6, codec="mpeg4")
    (folder / "broken.mp4").write_bytes((folder / "face.mp4").read_bytes()[:-2000])
    return folder


def add(clips, source, **names):
    for name, clip in names.items():
        path = source / name.replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(clips / clip, path)


def test_photos_and_videos_together(clips, places):
    source, target = places
    put(source / "IMG_1.HEIC", ending=".heic")
    put(source / "IMG_2.jpg", nobody())
    add(clips, source, IMG_1__MOV="face.mp4", **{"sub/IMG_3__MP4": "empty.mp4", "IMG_4__mp4": "broken.mp4"})
    (source / "IMG_1.AAE").write_text("<plist>")
    before = state(source)
    report = quiet(source, target)
    assert state(source) == before
    (photo,), (video,) = report.done, report.videos
    assert (photo.target.name, video.target.name) == ("IMG_1.HEIC", "IMG_1.MOV")
    assert report.no_face == [source / "IMG_2.jpg", source / "sub" / "IMG_3.MP4"]
    assert [one.source.name for one in report.failed] == ["IMG_4.mp4"]
    assert [path.name for path in report.ignored] == ["IMG_1.AAE"]
    assert sorted(state(target)) == [photo.target, video.target]
    assert video.frames == 6 and video.faces == 1 and facts(video.target)["sounds"] == facts(video.source)["sounds"]
    assert "title" in video.removed
    text = str(report)
    assert text.startswith(
        "2 photos and 3 videos: 1 photo anonymised (1 face), 1 video anonymised (1 face), 2 without a face, 1 failed, "
        "0 skipped; 1 other file ignored.\n"
    )
    assert "Ignored, for these are neither photos nor videos:\n  - IMG_1.AAE\n" in text
    assert "title (1)" in text and "with the number of files: " in text
    assert report.failed[0].reason.startswith("IMG_4.mp4") and str(source) not in report.failed[0].reason
    assert report.look_at == [source / name for name in ("IMG_2.jpg", "IMG_4.mp4", "sub/IMG_3.MP4")]
    again = quiet(source, target)
    assert again.skipped == [photo.source, video.source] and again.done == again.videos == []


def test_a_folders_video_is_what_anonymize_video_makes(clips, places, tmp_path):
    source, target = places
    add(clips, source, a__mp4="face.mp4")
    how = {"sound": False, "crf": 30, "method": "solid", "looks": "one"}
    (video,) = quiet(source, target, **how).videos
    report = run(clips / "face.mp4", tmp_path / "alone.mp4", **how)
    assert video.target.read_bytes() == (tmp_path / "alone.mp4").read_bytes() and not facts(video.target)["sounds"]
    assert video.look_at == report.stretches and video.removed == report.removed_metadata


def test_the_name_says_which_container_and_the_sound_has_its_say(clips, places):
    source, target = places
    add(clips, source, a__avi="pcm.avi", b__avi="old.avi", c__mp4="face.mp4", d="face.mp4", e__LRV="face.mp4")
    report = quiet(source, target)
    names = ["a.avi.mov", "b.avi.mp4", "c.mp4", "d.mp4", "e.LRV.mp4"]
    assert [one.target.name for one in report.videos] == names and report.failed == []
    assert facts(target / "a.avi.mov")["sounds"] == facts(source / "a.avi")["sounds"]
    assert films.film_ending(source / "a.avi", sound=False) == ".mp4"


def test_names_that_clash_are_left_to_a_person(clips, places):
    source, target = places
    add(clips, source, a__avi="old.avi", **{"a__avi.mp4": "face.mp4"})
    report = quiet(source, target)
    assert [one.source.name for one in report.failed] == ["a.avi", "a.avi.mp4"] and not target.exists()
    numbered = quiet(source, target, rename=True)
    assert [one.target.name for one in numbered.videos] == ["00001.mp4", "00002.mp4"] and not numbered.failed
    assert quiet(source, target, rename=True).skipped == [source / "a.avi", source / "a.avi.mp4"]


def test_numbers_of_photos_come_before_those_of_videos(clips, places):
    source, target = places
    add(clips, source, a__mp4="face.mp4", c__mp4="face.mp4")
    put(source / "b.jpg")
    put(source / "d" / "e.jpg", face()[::-1])
    report = quiet(source, target, rename=True)
    assert {path.name: there.name for path, there in report.renamed.items()} == {
        "b.jpg": "00001.jpg",
        "e.jpg": "00002.jpg",
        "a.mp4": "00003.mp4",
        "c.mp4": "00003.mp4",
    }
    assert report.skipped == [source / "c.mp4"], "with the same content it is written once"


def test_frames_to_look_at_are_in_the_report(places, monkeypatch, capsys):
    source, target = places
    make(source / "Ada.mp4", 12)
    blink(monkeypatch, lambda number: number < 4)
    report = anonymize_folder(source, target, hold=0.1)
    (video,) = report.videos
    assert video.look_at and all(isinstance(one, Stretch) for one in video.look_at)
    frames = sum(one.last - one.first + 1 for one in video.look_at)
    assert f"look at it, {frames} frame" in capsys.readouterr().out and report.look_at == [source / "Ada.mp4"]
    assert re.search(rf"\nLOOK AT THESE FRAMES: .*\n  - Ada\.mp4: {re.escape(str(video.look_at[0]))}", str(report))
    assert "Ada.mp4 (words that somebody typed)" in str(report)


def test_a_video_without_a_face_is_copied_only_if_asked(clips, places):
    source, target = places
    add(clips, source, a__mp4="empty.mp4")
    report = quiet(source, target, without_faces="copy")
    (copy,) = report.copied
    assert (copy.source, copy.faces, report.videos) == (source / "a.mp4", 0, [])
    assert report.no_face == report.look_at == [source / "a.mp4"] and len(frames_of(copy.target)) == 6
    assert "NO FACE FOUND, COPIED WITHOUT METADATA" in str(report)


def test_a_damaged_video_is_kept_only_if_asked_and_listed(places):
    source, target = places
    make(source / "a.mp4", 40)
    # After the first frames: what a decoder makes of a damaged keyframe depends on which of its threads was first, and
    # now and then left no face in the whole clip, which is then listed as one without a face.
    offset, *_ = packets_in_file(source / "a.mp4")[15]
    spoil(source / "a.mp4", offset, 300, seed=1)
    assert [one.source.name for one in quiet(source, target).failed] == ["a.mp4"]
    report = quiet(source, target, partial=True)
    assert len(report.videos) == 1, str(report)
    (video,) = report.videos
    assert video.damage and report.look_at == [source / "a.mp4"]
    assert f"DAMAGED, AND KEPT AS FAR AS IT CAN BE READ:\n  - a.mp4: {video.damage}\n" in str(report)


def test_a_blur_too_weak_is_told_under_the_videos_name(clips, places):
    source, target = places
    add(clips, source, a__mp4="face.mp4")
    report = quiet(source, target, Hiding("box", strength=0))
    assert report.videos[0].unchanged and "1 STILL CLEAR" in str(report).splitlines()[0]
    assert "\n  - a.mp4: 1 of 1 face. a.mp4: 1 face in 6 frames as clear as before" in str(report)


def test_a_copy_of_the_original_video_is_no_result(clips, places):
    source, target = places
    add(clips, source, a__mp4="face.mp4")
    add(clips, target, a__mp4="face.mp4")
    report = quiet(source, target)
    assert "in the target already as it is" in report.failed[0].reason and report.skipped == []


def test_a_stopped_run_does_no_video_again(clips, places, tmp_path, monkeypatch):
    source, target = places
    add(clips, source, a__mp4="face.mp4", b__mp4="empty.mp4", c__mp4="face.mp4")
    due = quiet(source, tmp_path / "due" / "out")
    real, done = films.anonymize_video, []

    def stops(path, *args, **options):
        if done:
            raise KeyboardInterrupt
        done.append(path)
        return real(path, *args, **options)

    monkeypatch.setattr(films, "anonymize_video", stops)
    with pytest.raises(KeyboardInterrupt):
        quiet(source, target)
    assert [path.name for path in target.glob("*.mp4")] == ["a.mp4"]
    monkeypatch.setattr(films, "anonymize_video", lambda *args, **how: done.append(args[0]) or real(*args, **how))
    report = quiet(source, target)
    assert [path.split("/")[-1] for path in done] == ["a.mp4", "b.mp4", "c.mp4"]
    assert said(report) == said(due)
    assert content(target) == content(due.target) and len(content(target)) == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"hold": 99}, "hold must be between"),
        ({"every": 0}, "every must be"),
        ({"crf": 52}, "crf must be"),
        ({"sound": "no"}, "sound must be True or False"),
        ({"partial": 1}, "partial must be True or False"),
        ({"overwrite": True}, "There is no option 'overwrite'"),
    ],
)
def test_a_wrong_option_is_told_before_anything_is_done(clips, places, monkeypatch, wrong, words):
    source, target = places
    add(clips, source, a__mp4="face.mp4")
    monkeypatch.setattr(films, "anonymize_video", lambda *args, **how: pytest.fail("a video was read"))
    with pytest.raises((ValueError, TypeError), match=words):
        quiet(source, target, **wrong)
    assert not target.exists()


def test_videos_are_known_by_name_or_by_content(places):
    source, target = places
    stream = bytes(187).join([b"G"] * 4)
    (source / "tv.ts").write_bytes(stream)
    (source / "code.ts").write_text("export const a = 1")
    (source / "empty.mov").touch()
    (source / "photo.mp4").write_bytes(encode_image(face()))
    report = quiet(source, target)
    assert [one.source.name for one in report.failed] == ["empty.mov", "tv.ts"] and report.number_of_videos == 2
    assert [path.name for path in report.ignored] == ["code.ts"]
    assert [one.target.name for one in report.done] == ["photo.mp4.jpg"]


@pytest.mark.parametrize(
    "name", ["MVI_0001.AVI", "VID_20240501_123456.mp4", "GX010123.MP4", "IMG_0001.MOV", "00001.MTS"]
)
def test_names_that_cameras_give_videos_tell_nobody(name):
    assert why_telling(name) == "" and why_telling(f"Anna {name}")
