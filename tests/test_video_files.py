"""A target appears whole and checked or not at all, and what is wrong with a file or a value is said in words."""

import gc
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction

import av
import clips
import cv2
import numpy as np
import pytest
from clips import run
from conftest import ROOT

from faceblur_utils import Box, NoFaceError, VideoError, detect_faces
from faceblur_utils.video import searching, writing
from faceblur_utils.video.geometry import Orientation
from faceblur_utils.video.reading import open_video
from faceblur_utils.video.stages import ahead, at_once


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A clip of ten frames with sound."""
    return clips.make(tmp_path_factory.mktemp("plain") / "clip.mp4", sounds=1)


def whole(folder):
    """Names of all files in a folder, hidden ones too."""
    return sorted(os.listdir(folder))


# --- whole or not at all ----------------------------------------------------------------------------------------------

ALONE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs, as in CI, ignore it
from faceblur_utils import anonymize_video
anonymize_video(sys.argv[1], sys.argv[2], progress=False, overwrite=True)
"""


def started(source, target):
    """Start a process that anonymises, and wait until it writes."""
    process = subprocess.Popen(
        [sys.executable, "-c", ALONE, source, target], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    for _ in range(1200):
        if any(path.stat().st_size for path in target.parent.glob(".*.part")):
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
        (lambda w: setattr(w, "_geometry", replace(w._geometry, width=640)), "another size"),
        (lambda w: setattr(w, "_geometry", replace(w._geometry, orientation=Orientation(3))), "another rotation"),
        (lambda w: setattr(w, "_geometry", replace(w._geometry, aspect=Fraction(2))), "pixels of another shape"),
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


@pytest.mark.nightly
@pytest.mark.skipif(os.name == "nt", reason="peak memory is asked for as POSIX systems tell it")
def test_memory_does_not_grow_with_length(tmp_path):
    def peak(frames):
        pictures = [clips.picture(n % 20, (160, 120)) for n in range(20)] * (frames // 20)
        clips.make(tmp_path / "in.mp4", pictures)
        call = [sys.executable, "-c", ALONE + PEAK, str(tmp_path / "in.mp4"), str(tmp_path / "out.mp4")]
        return int(subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True).stdout)

    short, long = peak(60), peak(2000)
    assert short > 50_000 and long < 1.3 * short


LARGE = """
import sys
from faceblur_utils import anonymize_video
from faceblur_utils.video.searching import Search
search = Search.__call__
def first_only(self, planes, number, *how):  # a detector takes much memory, too, but no more for larger frames
    return search(self, planes, number, *how) if number < 2 else ([], [])
Search.__call__ = first_only
anonymize_video(sys.argv[1], sys.argv[2], progress=False, looks="one", no_face="keep", hold=0.1)
"""


@pytest.mark.nightly
@pytest.mark.skipif(os.name == "nt", reason="peak memory is asked for as POSIX systems tell it")
def test_memory_is_bounded_for_large_frames(tmp_path):
    """A frame of 17 megapixels is 26 MB: some forty are held, by decoder, search, encoder, for any length."""
    image = cv2.copyMakeBorder(clips.portrait(900), 1200, 1500, 2000, 1900, cv2.BORDER_CONSTANT, value=(90, 110, 120))
    source = clips.make(tmp_path / "in.mp4", [image] * 16, bf=0)
    call = [sys.executable, "-c", LARGE + PEAK, str(source), str(tmp_path / "out.mp4")]
    peak = int(subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    assert 400_000 < peak < 1_700_000
    assert clips.facts(tmp_path / "out.mp4")["size"] == (4800, 3600)


def test_few_large_frames_are_under_way_at_once():
    assert at_once(8, 640, 480) == 11, "enough for all threads"
    assert at_once(8, 3840, 2160) == 7 and at_once(8, 7680, 5760) == at_once(8, 16384, 16384) == 2
    under_way, most = [], []

    def work(item):
        return item

    def items():
        for number in range(50):
            under_way.append(number)
            most.append(len(under_way))
            yield number

    with ThreadPoolExecutor(4) as pool:
        for number in ahead(items(), pool, work, 2):
            under_way.remove(number)
    assert max(most) == 2 and not under_way


def test_large_frames_are_searched_at_the_most_that_the_detector_takes(tmp_path, monkeypatch):
    """The search of a large frame shrinks it first, and gives boxes of the whole frame."""
    sizes = []
    monkeypatch.setattr(searching, "LARGE_FRAME", 50_000)
    find = searching.find_faces
    monkeypatch.setattr(
        searching, "find_faces", lambda image, *how: (sizes.append(image.shape[:2]), find(image, *how))[1]
    )
    source = clips.make(tmp_path / "in.mp4", [cv2.resize(clips.picture(0), (4800, 3600))] * 2, bf=0)
    report = run(source, tmp_path / "out.mp4", method="solid", looks="sizes")
    assert max(max(size) for size in sizes) == 4000
    due = detect_faces(clips.picture(0))[0]
    due = Box(*(15 * edge for edge in (due.left, due.top, due.right, due.bottom)))
    assert all(frame.detected and frame.detected[0].iou(due) > 0.6 for frame in report.frames)
    assert not detect_faces(cv2.resize(clips.frames_of(tmp_path / "out.mp4")[1], (640, 480)))


def test_frames_too_large_for_any_target_are_refused_at_once(tmp_path):
    source = clips.make(tmp_path / "in.avi", [np.full((32, 16500, 3), 90, np.uint8)], codec="mjpeg", pix_fmt="yuvj420p")
    with pytest.raises(VideoError, match=r"16500 x 32 pixels are larger than \.mp4 can hold"):
        run(source, tmp_path / "out.mp4")


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
        ({"hiding": "pixelate"}, TypeError, "A Hiding is needed here"),
        ({"finding": "yunet"}, TypeError, "A Finding is needed here"),
        ({"colour": "red"}, TypeError, "no option 'colour'"),
        ({"hold": float("nan")}, ValueError, "hold must be between 0 and 10"),
        ({"hold": "1"}, ValueError, "hold must be between 0 and 10"),
        ({"crf": True}, ValueError, "crf must be"),
    ],
)
def test_wrong_values_are_refused_before_any_work(options, error, told, plain, tmp_path):
    with pytest.raises(error, match=told):
        run(plain, tmp_path / "out.mp4", **options)
    with pytest.raises(error, match=told):
        run(tmp_path / "missing.mp4", tmp_path / "out.mp4", **options)  # before the file is even looked for
    assert whole(tmp_path) == []


def test_no_frame_stays_in_memory(tmp_path):
    """Not even with Python's search for circles switched off: frames are few objects and many megabytes."""

    def alive():
        return sum(isinstance(one, av.VideoFrame) for one in gc.get_objects())

    clip = clips.make(tmp_path / "in.mp4")
    gc.collect()
    before = alive()  # other tests may keep some
    gc.disable()
    try:
        with open_video(clip) as video:
            for one in video.read():
                video.geometry(one)
                del one
        left = alive() - before
    finally:
        gc.enable()
    assert left <= 2
