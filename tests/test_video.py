"""A video goes in and comes out: the same but for the faces, and what a person should know is reported."""

import os
from fractions import Fraction

import av
import clips
import cv2
import numpy as np
import pytest
from clips import run

import faceblur_utils
from faceblur_utils import (
    DETECTORS,
    METHODS,
    Finding,
    Hiding,
    NoFaceError,
    VideoError,
    anonymize_video,
    detect_faces,
)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A clip of ten frames with sound."""
    return clips.make(tmp_path_factory.mktemp("plain") / "clip.mp4", sounds=1)


def whole(folder):
    """Names of all files in a folder, hidden ones too."""
    return sorted(os.listdir(folder))


# --- the same but for the faces ---------------------------------------------------------------------------------------


def variable(path):
    times = [0, 400, 500, 1700, 1800, 4100, 4300, 4900, 6000]
    return clips.make(path, 9, times=times, time_base=Fraction(1, 10_000), sounds=1, bf=0)


def late(path):
    """The pictures begin half a second after the sound."""
    return clips.make(path, 6, times=[5000 + 400 * n for n in range(6)], time_base=Fraction(1, 10_000), sounds=1, bf=0)


def ntsc(path):
    return clips.make(path, 7, rate=Fraction(30_000, 1001), sounds=1)


KINDS = {
    "variable rate": variable,
    "late": late,
    "29.97 a second": ntsc,
    "rotated": lambda path: clips.turn(clips.make(path, 6, sounds=1)),
    "upside down": lambda path: clips.turn(clips.make(path, 6), (-1, 0, 0, -1)),
    "no audio": lambda path: clips.make(path, 10),
    "two audio tracks": lambda path: clips.make(path, 10, sounds=2),
    "ten frames": lambda path: clips.make(path, 10, sounds=1),
    "one frame": lambda path: clips.make(path, 1),
    "ten bits": lambda path: clips.make(path, 4, codec="libx265", pix_fmt="yuv420p10le"),
    "full range": lambda path: clips.make(path, 4, codec="mpeg4", pix_fmt="yuv420p"),
    "wide pixels": lambda path: clips.make(path, 4, aspect=Fraction(4, 3)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_all_but_the_faces_is_the_same(kind, tmp_path):
    source = KINDS[kind](tmp_path / "in.mp4")
    report = run(source, tmp_path / "out.mp4", no_face="keep")
    before = clips.same_but_for_faces(source, tmp_path / "out.mp4")
    assert len(report.frames) == before["frames"]
    assert report.sounds == len(before["sounds"])
    assert whole(tmp_path) == ["in.mp4", "out.mp4"]


@pytest.mark.parametrize("ending", [".mkv", ".webm", ".mov", ".m4v"])
def test_other_containers(ending, plain, tmp_path):
    source = plain
    if ending == ".webm":
        source = clips.make(tmp_path / "in.webm", codec="libvpx-vp9", sounds=1, sound_codec="libopus")
    run(source, tmp_path / f"out{ending}")
    before, after = clips.facts(source), clips.facts(tmp_path / f"out{ending}")
    # These containers count in milliseconds, and know no time before zero, where sound often begins.
    moved = before["sounds"][0][0][0] - after["sounds"][0][0][0]
    assert np.allclose(before.pop("times"), np.array(after.pop("times")) + moved, atol=1.1e-3)
    assert moved == 0 or ending in (".mkv", ".webm")
    assert float(after.pop("rate")) == pytest.approx(float(before.pop("rate")), rel=1e-3)
    sounds = [[packet for _, packet in track] for track in before.pop("sounds")]
    assert [[packet for _, packet in track] for track in after.pop("sounds")] == sounds
    assert before == after


def test_a_turned_video_is_searched_upright_and_stays_turned(tmp_path):
    lying = [np.ascontiguousarray(np.rot90(clips.picture(n, (240, 320)))) for n in range(4)]
    source = clips.turn(clips.make(tmp_path / "in.mp4", lying))
    report = run(source, tmp_path / "out.mp4")
    assert (report.width, report.height) == (240, 320)
    box = report.frames[0].detected[0]
    assert box.iou(detect_faces(clips.picture(0, (240, 320)))[0]) > 0.7, "boxes are those of the upright picture"
    first = np.rot90(clips.frames_of(tmp_path / "out.mp4")[0], -1)
    assert not detect_faces(np.ascontiguousarray(first)) and clips.facts(tmp_path / "out.mp4")["turned"] == -90
    run(source, tmp_path / "out.mkv")
    made = clips.facts(tmp_path / "out.mkv")
    assert made["turned"] == 0 and made["size"] == (240, 320), "what the container cannot say is done"


def test_sound_can_be_dropped(plain, tmp_path):
    report = run(plain, tmp_path / "out.mp4", sound=False)
    assert clips.facts(tmp_path / "out.mp4")["sounds"] == [] and report.sounds == 0
    assert "audio 1 (stream)" in report.removed_metadata


def test_what_lies_outside_the_faces_is_not_blurred(plain, tmp_path):
    report = run(plain, tmp_path / "out.mp4", crf=0)
    before, after = clips.frames_of(plain), clips.frames_of(tmp_path / "out.mp4")
    for frame, one, other in zip(report.frames, before, after, strict=True):
        reach = Hiding().region(frame.faces[0].box).clip(one)
        far = np.ones(one.shape[:2], bool)
        # Colours are stored for two by two pixels.
        far[max(0, reach.top - 2) : reach.bottom + 2, max(0, reach.left - 2) : reach.right + 2] = False
        assert np.array_equal(one[far], other[far])
        assert np.abs(one[reach.slices].astype(int) - other[reach.slices]).mean() > 5


# --- every method, every detector -------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_methods(method, plain, tmp_path):
    run(plain, tmp_path / "out.mp4", method=method, every=5)
    before, after = clips.frames_of(plain)[3], clips.frames_of(tmp_path / "out.mp4")[3]
    face = detect_faces(before)[0]
    gap = np.abs(before[face.slices].astype(int) - after[face.slices]).mean()
    assert gap > (2 if method == "bilateral" else 6)


@pytest.mark.parametrize("detector", DETECTORS)
def test_detectors(detector, tmp_path, capfd):
    large = [cv2.resize(clips.portrait(220), (240, 240))] * 4
    source = clips.make(tmp_path / "in.mp4", large)
    small = {"cnn": {"max_side": 240}}.get(detector)
    report = run(source, tmp_path / "out.mp4", detector=detector, detector_parameters=small, every=3)
    assert all(frame.faces for frame in report.frames)
    said = capfd.readouterr().out
    assert said.count("cnn: about") == (detector == "cnn"), "a slow detector says so once"


def test_the_methods_own_parameters_and_other_options_arrive(plain, tmp_path):
    report = run(plain, tmp_path / "one.mp4", method="solid", parameters={"grey": 255}, mask="rectangle", margin=0.0)
    image, box = clips.frames_of(tmp_path / "one.mp4")[5], report.frames[5].faces[0].box
    assert image[box.slices].mean() > 245
    run(plain, tmp_path / "two.mp4", method="solid", parameters={"grey": 255}, mask="rectangle", margin=0.4)
    white = (clips.frames_of(tmp_path / "two.mp4")[5].min(axis=2) > 240).sum()
    assert white > 2 * (image.min(axis=2) > 240).sum()


# --- metadata ---------------------------------------------------------------------------------------------------------


def test_metadata_are_gone_and_listed(tmp_path):
    tags = {
        "title": "Birthday",
        "location": "+48.8577+002.295/",
        "comment": "at home",
        "creation_time": "2024-05-01T10:00:00Z",
    }
    source = clips.make(
        tmp_path / "in.mp4",
        tags=tags,
        stream_tags={"language": "fra", "handler_name": "Ann's phone"},
        sounds=1,
        options={"movflags": "use_metadata_tags"},
    )
    report = run(source, tmp_path / "out.mp4")
    listed = {"title", "location", "comment", "creation_time", "video 1: language"}
    assert listed <= set(report.removed_metadata)
    assert not [value for value in tags.values() if value in "".join(report.removed_metadata)], "names, not values"
    with av.open(str(tmp_path / "out.mp4")) as container:
        kept = set(container.metadata) | {key for stream in container.streams for key in stream.metadata}
        assert kept <= {"major_brand", "minor_version", "compatible_brands", "handler_name", "language", "vendor_id"}
        assert container.streams.video[0].metadata.get("language", "und") == "und"
    content = (tmp_path / "out.mp4").read_bytes()
    for trace in (b"Birthday", b"48.8577", b"at home", b"Ann's phone", b"fra\x00", b"Lavf"):
        assert trace not in content


def test_cover_pictures_subtitles_chapters_and_data_are_gone_and_listed(tmp_path):
    def more(container):
        cover = container.add_attachment("face.jpg", "image/jpeg", cv2.imencode(".jpg", clips.picture(0))[1].tobytes())
        assert cover is not None
        container.set_chapters(
            [{"id": 1, "start": 0, "end": 200, "time_base": Fraction(1, 1000), "metadata": {"title": "Ann"}}]
        )

    source = clips.make(tmp_path / "in.mkv", extra=more)
    report = run(source, tmp_path / "out.mp4")
    assert "1 chapters" in report.removed_metadata
    assert any("cover" in name or "attachment" in name for name in report.removed_metadata)
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert len(container.streams) == 1 and not container.chapters()


# --- around it --------------------------------------------------------------------------------------------------------


def test_progress(plain, tmp_path, capsys):
    anonymize_video(plain, tmp_path / "out.mp4")
    said = capsys.readouterr().err
    assert "1/2 find faces" in said and "2/2 blur, write" in said and "10/10" in said and "frame/s" in said
    run(plain, tmp_path / "out.mp4", overwrite=True)
    assert capsys.readouterr().err == ""


def test_opencvs_threads_are_as_before(plain, tmp_path):
    before = cv2.getNumThreads()
    run(plain, tmp_path / "out.mp4")
    with pytest.raises(NoFaceError):
        run(plain, tmp_path / "out2.mp4", covered_from=0.99, doubtful_from=0.99)
    assert cv2.getNumThreads() == before


def test_the_report(plain, tmp_path):
    report = run(str(plain), str(tmp_path / "out.mp4"))
    assert (report.source, report.target) == (plain, tmp_path / "out.mp4")
    assert report.rate == 25 and [frame.number for frame in report.frames] == list(range(10))
    assert [frame.time for frame in report.frames] == pytest.approx([n / 25 for n in range(10)])
    assert set(report.seconds) == {"read", "detect", "follow", "blur", "write", "check", "total"}
    assert all(spent > 0 for spent in report.seconds.values())
    assert report.uncertain == [] and report.ended_early is None
    assert "10 frames of 320 x 240 at 25.00 per second, 1 track of sound" in str(report)


def test_values_and_keywords_say_the_same(plain, tmp_path):
    hiding, finding = Hiding("solid", margin=0.1), Finding(looks="one", detector_parameters={"max_side": 320})
    by_values = run(plain, tmp_path / "one.mp4", hiding=hiding, finding=finding)
    keywords = {"method": "solid", "margin": 0.1, "looks": "one", "detector_parameters": {"max_side": 320}}
    assert run(plain, tmp_path / "two.mp4", **keywords).frames == by_values.frames
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()
    assert anonymize_video(plain, tmp_path / "three.mp4", hiding, finding, progress=False).frames == by_values.frames


def test_the_name_at_the_top():
    assert faceblur_utils.anonymize_video is anonymize_video and faceblur_utils.VideoError is VideoError
