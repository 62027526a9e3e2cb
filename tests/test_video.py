"""A video goes in and comes out: the same but for the faces, whole or not at all, and with words for what is wrong."""

import os
import signal
import subprocess
import sys
import time
from fractions import Fraction

import av
import clips
import cv2
import numpy as np
import pytest
from conftest import ROOT

import faceblur_utils
from faceblur_utils import DETECTORS, METHODS, Box, NoFaceError, VideoError, anonymize_video, detect_faces, samples
from faceblur_utils.paste_back import make_mask
from faceblur_utils.video import pipeline, writing


def run(source, target, **options):
    return anonymize_video(source, target, **({"progress": False} | options))


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A clip of ten frames with sound."""
    return clips.make(tmp_path_factory.mktemp("plain") / "clip.mp4", sounds=1)


def whole(folder):
    """Names of all files in a folder, hidden ones too."""
    return sorted(os.listdir(folder))


# --- the same but for the faces ---------------------------------------------------------------------------------------


def odd(path):
    return clips.make(path, 6, size=(321, 241), pix_fmt="yuv444p", sounds=1)


def odd_height(path):
    return clips.make(path, 6, size=(320, 241), pix_fmt="yuv444p")


def variable(path):
    times = [0, 400, 500, 1700, 1800, 4100, 4300, 4900, 6000]
    return clips.make(path, 9, times=times, time_base=Fraction(1, 10_000), sounds=1, bf=0)


def late(path):
    """The pictures begin half a second after the sound."""
    return clips.make(path, 6, times=[5000 + 400 * n for n in range(6)], time_base=Fraction(1, 10_000), sounds=1, bf=0)


def ntsc(path):
    return clips.make(path, 7, rate=Fraction(30_000, 1001), sounds=1)


KINDS = {
    "odd width and height": odd,
    "odd height": odd_height,
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
    before, after = clips.facts(source), clips.facts(tmp_path / "out.mp4")
    assert np.allclose(before.pop("times"), after.pop("times"), atol=1e-6)
    assert before == after
    assert len(report.frames) == before["frames"]
    assert report.sounds == len(before["sounds"])
    assert whole(tmp_path) == ["in.mp4", "out.mp4"]


@pytest.mark.parametrize("name", samples.clip_names())
def test_sample_clips_keep_their_frames_size_rate_and_sound(name, tmp_path):
    source = samples.clip(name)
    run(source, tmp_path / "out.mp4", every=10)
    before, after = clips.facts(source), clips.facts(tmp_path / "out.mp4")
    assert np.allclose(before.pop("times"), after.pop("times"), atol=1e-6)
    assert before == after


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
    with pytest.raises(VideoError, match=r"stored turned, which \.mkv cannot say"):
        run(source, tmp_path / "out.mkv")


def test_sound_can_be_dropped(plain, tmp_path):
    report = run(plain, tmp_path / "out.mp4", sound=False)
    assert clips.facts(tmp_path / "out.mp4")["sounds"] == [] and report.sounds == 0
    assert "audio 1 (stream)" in report.removed_metadata


def test_what_lies_outside_the_faces_is_not_blurred(plain, tmp_path):
    report = run(plain, tmp_path / "out.mp4", crf=0)
    before, after = clips.frames_of(plain), clips.frames_of(tmp_path / "out.mp4")
    for frame, one, other in zip(report.frames, before, after, strict=True):
        reach = frame.faces[0].box.expand(0.3).clip(one)
        far = np.ones(one.shape[:2], bool)
        # Colours are stored for two by two pixels.
        far[max(0, reach.top - 2) : reach.bottom + 2, max(0, reach.left - 2) : reach.right + 2] = False
        assert np.array_equal(one[far], other[far])
        assert np.abs(one[reach.slices].astype(int) - other[reach.slices]).mean() > 5


# --- no face slips through --------------------------------------------------------------------------------------------


def coverage(report, truth):
    """Least share of a true box that is covered, and the frame where; before the margin's ellipse was drawn by us."""
    worst = (1.0, None)
    for frame, boxes in zip(report.frames, truth, strict=True):
        covered = np.zeros((report.height, report.width), bool)
        for face in frame.faces:
            assert face.found is None or face.found.clip(covered) == _cut(face.found, face.box), "smaller than found"
            wide = face.box.expand(0.3)
            ellipse = make_mask("ellipse", wide.height, wide.width) > 0
            part = wide.clip(covered)
            covered[part.slices] |= ellipse[
                part.top - wide.top : part.bottom - wide.top, part.left - wide.left : part.right - wide.left
            ]
        worst = min([worst, *((covered[box.slices].mean(), frame.number) for box in boxes)], key=lambda each: each[0])
    return worst


def _cut(box, by):
    return Box(max(box.left, by.left), max(box.top, by.top), min(box.right, by.right), min(box.bottom, by.bottom))


@pytest.mark.parametrize(
    ("detector", "every"), [("yunet", 1), ("yunet", 5), ("haar", 5), ("hog", 10)], ids=lambda value: str(value)
)
def test_every_face_of_the_composed_clip_is_covered(detector, every, tmp_path):
    report = run(samples.clip("composed"), tmp_path / "out.mp4", detector=detector, every=every)
    share, number = coverage(report, samples.clip_boxes("composed"))
    assert share > 0.85, f"frame {number}"
    assert report.cuts == [110]
    # Nothing of the first scene's last face, or of its frame, is dragged over the cut.
    at_cut = [face.box for face in report.frames[110].faces]
    assert all(any(box.iou(true) > 0.3 for true in samples.clip_boxes("composed")[110]) for box in at_cut)


@pytest.mark.parametrize("name", ["intro", "test_movie"])
def test_no_frame_of_a_filmed_clip_shows_a_face(name, tmp_path):
    # Solid, so that what the detector finds is a face that was left, not the mosaic of one.
    report = run(
        samples.clip(name), tmp_path / "out.mp4", method="solid", every=2, detector_parameters={"max_side": 480}
    )
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
    only(monkeypatch, lambda number: number not in blind)
    report = run(source, tmp_path / "out.mp4")
    assert [frame.number for frame in report.frames if frame.bridged] == sorted(blind)
    truth = [detect_faces(clips.picture(n))[:1] for n in range(40)]
    assert coverage(report, truth)[0] > 0.95
    assert report.uncertain == list(range(10, 18)), "a third of a second, not a single frame"
    assert "bridged over a long gap" in report.frames[12].why
    assert report.count("detected") == 31 and "frames 10-17 (bridged over a long gap)" in str(report)


def test_a_face_lost_for_good_is_held_and_reported(tmp_path, monkeypatch):
    source = clips.make(tmp_path / "in.mp4", 40)
    only(monkeypatch, lambda number: 15 <= number < 20)
    report = run(source, tmp_path / "out.mp4", hold=0.4)
    assert [frame.number for frame in report.frames if frame.held] == [*range(5, 15), *range(20, 30)]
    assert report.uncertain == [*range(5, 15), *range(20, 30)]
    truth = [detect_faces(clips.picture(n))[:1] if 5 <= n < 30 else [] for n in range(40)]
    assert coverage(report, truth)[0] > 0.95, "the held boxes go along with the face"
    assert not report.frames[4].faces and not report.frames[30].faces


def only(monkeypatch, seen):
    """Let the detector see something only in some frames."""
    prepared = pipeline._prepared

    def blinking(*arguments):
        look = prepared(*arguments)
        return lambda planes, number: look(planes, number) if seen(number) else []

    monkeypatch.setattr(pipeline, "_prepared", blinking)


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
    asked = []
    prepared = pipeline._prepared

    def counting(*arguments):
        look = prepared(*arguments)
        return lambda planes, number: (asked.append(number), look(planes, number))[1]

    monkeypatch.setattr(pipeline, "_prepared", counting)
    report = run(plain, tmp_path / "out.mp4", every=4)
    assert sorted(asked) == [0, 4, 8, 9], "the last one, too"
    assert [frame.number for frame in report.frames if frame.detected] == [0, 4, 8, 9]
    assert [frame.number for frame in report.frames if frame.bridged] == [1, 2, 3, 5, 6, 7]
    assert report.uncertain == [], "frames that nobody searched are no surprise"


def test_small_faces_are_seen_at_full_size_in_every_other_frame(tmp_path):
    ground = [np.full((240, 320, 3), (90, 110, 120), np.uint8) for _ in range(12)]
    for frame in ground:
        frame[60:122, 100:162] = clips.portrait(62)  # a face of some 23 pixels
    source = clips.make(tmp_path / "in.mp4", ground)
    report = run(source, tmp_path / "out.mp4")
    assert [frame.number for frame in report.frames if frame.detected] == [0, 2, 4, 6, 8, 10]
    assert all(len(frame.faces) == 1 for frame in report.frames) and report.uncertain == [11]
    report = run(source, tmp_path / "all.mp4", detector_parameters={"max_side": 320})
    assert report.count("detected") == 12


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


# --- whole or not at all ----------------------------------------------------------------------------------------------

ALONE = """
import sys
from faceblur_utils import anonymize_video
anonymize_video(sys.argv[1], sys.argv[2], progress=False, overwrite=True)
"""


def started(source, target):
    """Start a process that anonymises, and wait until it writes."""
    process = subprocess.Popen(
        [sys.executable, "-c", ALONE, source, target], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    for _ in range(1200):
        if any(name.endswith(".part") for name in os.listdir(target.parent)):
            return process
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.02)
    process.kill()
    pytest.fail("it never began to write")


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    """Long enough to be interrupted: sound, and a face in every frame."""
    return clips.make(
        tmp_path_factory.mktemp("long") / "clip.mp4", [clips.picture(n % 40) for n in range(300)], sounds=1
    )


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_stopped_in_the_middle(how, long, tmp_path):
    target = tmp_path / "out.mp4"
    target.write_bytes(b"what was there before")
    process = started(long, target)
    process.send_signal(how)
    said = process.communicate(timeout=30)[1]
    assert process.returncode != 0
    assert target.read_bytes() == b"what was there before"
    if how == signal.SIGINT:
        assert "KeyboardInterrupt" in said
        assert whole(tmp_path) == ["out.mp4"], "not even the unfinished file is left"


@pytest.mark.skipif(os.name == "nt", reason="file size limits are POSIX's")
def test_a_full_disk(long, tmp_path):
    import resource

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    call = [sys.executable, "-c", ALONE, str(long), str(tmp_path / "out.mp4")]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, preexec_fn=limit)
    assert "VideoError" in done.stderr and "could not be written" in done.stderr and "MB are free" in done.stderr
    assert whole(tmp_path) == []


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda w: setattr(w, "times", w.times[:-1]), "second"),
        (lambda w: w.times.__setitem__(3, w.times[3] + 100_000), "too early or too late"),
        (lambda w: w.packets[1].__setitem__(0, 9), "other sound"),
        (lambda w: setattr(w._video, "width", 640), "another size"),
        (lambda w: setattr(w._video, "matrix", np.array([0, 65536, 0, -65536, 0, 0, 0, 0, 1])), "another rotation"),
    ],
)
def test_what_was_written_is_read_again_and_compared(spoil, told, plain, tmp_path, monkeypatch):
    finish = writing.Writer.finish

    def then_spoil(writer):
        finish(writer)
        spoil(writer)

    monkeypatch.setattr(writing.Writer, "finish", then_spoil)
    with pytest.raises(VideoError, match=told):
        run(plain, tmp_path / "out.mp4")
    assert whole(tmp_path) == []


def test_metadata_in_the_result_are_noticed(plain, tmp_path, monkeypatch):
    made = writing.Writer.__init__

    def with_a_title(writer, *arguments):
        made(writer, *arguments)
        writer._container.metadata["title"] = "Birthday"

    monkeypatch.setattr(writing.Writer, "__init__", with_a_title)
    with pytest.raises(VideoError, match=r"metadata \(title\); it was thrown away"):
        run(plain, tmp_path / "out.mp4")
    assert whole(tmp_path) == []


PEAK = """
import pathlib, resource
status = pathlib.Path("/proc/self/status")  # getrusage counts in what the parent had before this process began
lines = status.read_text().splitlines() if status.exists() else []
high = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
print(high[0] if high else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.skipif(os.name == "nt", reason="peak memory is asked for as POSIX systems tell it")
def test_memory_does_not_grow_with_length(tmp_path):
    def peak(frames):
        pictures = [clips.picture(n % 20, (160, 120)) for n in range(20)] * (frames // 20)
        clips.make(tmp_path / "in.mp4", pictures)
        call = [sys.executable, "-c", ALONE + PEAK, str(tmp_path / "in.mp4"), str(tmp_path / "out.mp4")]
        return int(subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True).stdout)

    short, long = peak(60), peak(2000)
    assert short > 50_000 and long < 1.3 * short


# --- bad input --------------------------------------------------------------------------------------------------------


def test_files_that_are_no_videos(tmp_path):
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "noise.mp4").write_bytes(np.random.default_rng(0).bytes(50_000))
    (tmp_path / "text.txt").write_text("not a video\n" * 100)
    (tmp_path / "list.m3u8").write_text("#EXTM3U\n#EXTINF:1,\nhttp://localhost/clip.ts\n")
    cv2.imwrite(str(tmp_path / "photo.jpg"), clips.picture(0))
    for name, told in {
        "empty.mp4": "is empty",
        "noise.mp4": "not a video, or it is damaged",
        "text.txt": "not a video",
        "list.m3u8": "not a video",
        "photo.jpg": "use anonymize",
        ".": "is a folder",
    }.items():
        with pytest.raises(VideoError, match=told):
            run(tmp_path / name, tmp_path / "out.mp4")
    with pytest.raises(FileNotFoundError, match="There is no file"):
        run(tmp_path / "missing.mp4", tmp_path / "out.mp4")
    assert not (tmp_path / "out.mp4").exists()


def test_a_file_with_sound_only(tmp_path):
    with av.open(str(tmp_path / "in.mp4"), "w") as container:
        track = container.add_stream("aac", rate=48000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts = 48000, 0
        track.layout = "mono"
        container.mux(track.encode(frame))
        container.mux(track.encode(None))
    with pytest.raises(VideoError, match="no moving pictures in it, only: audio"):
        run(tmp_path / "in.mp4", tmp_path / "out.mp4")


def test_no_frame_at_all(tmp_path):
    source = clips.make(tmp_path / "in.avi", codec="mpeg4")
    content = source.read_bytes()
    source.write_bytes(content[: content.index(b"movi") + 4])
    with pytest.raises(VideoError, match=r"holds no frame that can be read \(mpeg4\)"):
        run(source, tmp_path / "out.mp4", partial=True)
    with pytest.raises(VideoError, match="0 frames"):
        run(source, tmp_path / "out.mp4")


def test_an_unknown_codec(tmp_path):
    source = clips.make(tmp_path / "in.mp4")
    content = source.read_bytes()
    assert b"avc1" in content
    source.write_bytes(content.replace(b"avc1", b"zzzz"))
    with pytest.raises(VideoError, match="does not know the codec"):
        run(source, tmp_path / "out.mp4")


@pytest.mark.parametrize("ending", [".mp4", ".mkv"])
def test_cut_off_in_the_middle(ending, tmp_path):
    faststart = {"movflags": "faststart"} if ending == ".mp4" else {}
    source = clips.make(tmp_path / f"in{ending}", 60, options=faststart, sounds=1)
    content = source.read_bytes()
    source.write_bytes(content[: len(content) * 6 // 10])
    target = tmp_path / "out.mp4"
    with pytest.raises(VideoError, match=r"damaged or was cut off after \d\.\d+ seconds .*partial=True"):
        run(source, target)
    assert not target.exists()
    report = run(source, target, partial=True)
    assert 10 < len(report.frames) < 55
    assert report.ended_early == pytest.approx(report.frames[-1].time, abs=0.2)
    assert f"ended after {report.ended_early:.2f} seconds" in str(report)
    assert clips.facts(target)["frames"] == len(report.frames)


def test_a_table_of_contents_that_is_missing(tmp_path):
    source = clips.make(tmp_path / "in.mp4", 30)
    source.write_bytes(source.read_bytes()[:7000])
    with pytest.raises(VideoError, match="table of contents"):
        run(source, tmp_path / "out.mp4", partial=True)


def test_the_target(plain, tmp_path):
    source = tmp_path / "in.mp4"
    source.write_bytes(plain.read_bytes())
    os.link(source, tmp_path / "same.mp4")
    before = source.read_bytes()
    for target in (source, tmp_path / "same.mp4", tmp_path / "." / "in.mp4"):
        with pytest.raises(FileExistsError, match="is the original video and is never overwritten"):
            run(source, target, overwrite=True)
    (tmp_path / "there.mp4").write_bytes(b"mine")
    with pytest.raises(FileExistsError, match="exists already"):
        run(source, tmp_path / "there.mp4")
    with pytest.raises(FileNotFoundError, match="There is no folder"):
        run(source, tmp_path / "nowhere" / "out.mp4")
    with pytest.raises(VideoError, match=r"no ending that can be written; use one of \.mp4"):
        run(source, tmp_path / "out.avi")
    assert source.read_bytes() == before and (tmp_path / "there.mp4").read_bytes() == b"mine"
    run(source, tmp_path / "there.mp4", overwrite=True)
    assert clips.facts(tmp_path / "there.mp4")["frames"] == 10


def test_sound_that_the_container_cannot_hold(plain, tmp_path):
    with pytest.raises(VideoError, match=r"cannot hold audio 1 .*\.mkv, or pass sound=False"):
        run(plain, tmp_path / "out.webm")
    run(plain, tmp_path / "out.webm", sound=False)
    assert whole(tmp_path) == ["out.webm"]


def test_no_face_in_the_whole_video(tmp_path):
    source = clips.make(tmp_path / "in.mp4", [np.full((120, 160, 3), 90, np.uint8)] * 5)
    with pytest.raises(NoFaceError, match="no face in any of the 5 frames"):
        run(source, tmp_path / "out.mp4")
    assert not (tmp_path / "out.mp4").exists()
    report = run(source, tmp_path / "out.mp4", no_face="keep")
    assert not any(frame.faces for frame in report.frames) and report.uncertain == []


@pytest.mark.parametrize(
    ("options", "error", "told"),
    [
        ({"detector": "eyes"}, ValueError, "no detector called 'eyes'"),
        ({"method": "smear"}, ValueError, "no method called 'smear'"),
        ({"mask": "star"}, ValueError, "no mask called 'star'"),
        ({"strength": 2}, ValueError, "strength must be between"),
        ({"margin": -1}, ValueError, "margin must be between"),
        ({"every": 0}, ValueError, "every must be a whole number"),
        ({"every": 1.5}, ValueError, "every must be a whole number"),
        ({"hold": -1}, ValueError, "hold must be between 0 and 10"),
        ({"steady": 3}, ValueError, "steady must be between 0 and 1"),
        ({"no_face": "warn"}, ValueError, "no_face must be"),
        ({"crf": 99}, ValueError, "crf must be"),
        ({"parameters": {"size": 3}}, TypeError, "no parameter 'size'"),
        ({"detector_parameters": {"size": 3}}, TypeError, "no parameter 'size'"),
    ],
)
def test_wrong_values_are_refused_before_any_work(options, error, told, plain, tmp_path):
    with pytest.raises(error, match=told):
        run(plain, tmp_path / "out.mp4", **options)
    assert whole(tmp_path) == []


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
        run(plain, tmp_path / "out2.mp4", detector_parameters={"score_threshold": 0.99})
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


def test_the_name_at_the_top():
    assert faceblur_utils.anonymize_video is anonymize_video and faceblur_utils.VideoError is VideoError


# --- in a notebook ----------------------------------------------------------------------------------------------------


def test_the_timeline_draws_each_kind_where_it_was(tmp_path, monkeypatch):
    from faceblur_utils import figures
    from faceblur_utils.video import timeline_figure

    source = clips.make(tmp_path / "in.mp4", 40)
    only(monkeypatch, lambda number: 5 <= number < 12 or 16 <= number < 30)
    report = run(source, tmp_path / "out.mp4", hold=0.2)
    figure = timeline_figure(report, truth=[1] * 40)
    (axis,) = figure.axes
    drawn = {}
    for bars in axis.collections:
        colour = tuple(round(255 * part) for part in bars.get_facecolor()[0][:3])
        spans = [(path.get_extents().x0, path.get_extents().x1) for path in bars.get_paths()]
        drawn.setdefault(colour, []).extend(spans)
    assert drawn[figures.BLUE] == [(5, 12), (16, 30)]
    assert drawn[figures.ORANGE] == [(12, 16)]
    assert drawn[figures.SKY] == [(0, 5), (30, 35)]
    assert drawn[figures.VERMILION] == [(0, 5), (30, 35)]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["face 1", "look at these", "really visible"]


def test_the_player_holds_the_video_and_its_description(plain, tmp_path, capsys):
    from base64 import b64decode

    import IPython.display

    from faceblur_utils.video import play

    shown = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IPython.display, "display", lambda data, **options: shown.append((data, options)))
        play(plain, alt='A portrait that "moves".')
    data, options = shown[0]
    assert options == {"raw": True} and data["text/plain"] == 'A portrait that "moves".'
    assert b64decode(data["text/html"].split("base64,")[1].split('"')[0]) == plain.read_bytes()
    assert 'aria-label="A portrait that &quot;moves&quot;."' in data["text/html"] and "controls" in data["text/html"]
    (tmp_path / "large.mp4").write_bytes(bytes(9_000_000))
    with pytest.raises(ValueError, match="9 MB, too much for a page"):
        play(tmp_path / "large.mp4", alt="large")
    with pytest.raises(ValueError, match="alt="):
        play(plain, alt=" ")
