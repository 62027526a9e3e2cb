"""What can be known before the first frame is read is told then; any name opens; what killed runs left is removed."""

import os
import shutil
import signal
import subprocess
import sys
from collections import namedtuple

import clips
import pytest
import sound_clips
from clips import run
from conftest import ROOT

from faceblur_utils import VideoError
from faceblur_utils.video import reading
from faceblur_utils.video.searching import Search


@pytest.fixture(autouse=True)
def nobody(monkeypatch):
    """Nobody is looked for."""
    monkeypatch.setattr(Search, "__call__", lambda *_: ([], []))


@pytest.fixture
def unread(monkeypatch):
    """Fail if a frame is read."""

    def read(*_):
        pytest.fail("a frame was read before it was told")

    monkeypatch.setattr(reading.Video, "read", read)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return clips.make(tmp_path_factory.mktemp("plain") / "clip.mp4", 5, (96, 64), sounds=1)


# --- any name ---------------------------------------------------------------------------------------------------------

NAMES = ["2024-01-05T12:30:05.mp4", "a%03d.mp4", "pipe:1.mp4", "-i.mp4", "concat:a|b.mp4", "http:clip.mp4",
         "file:c.mp4", "a b'c\"d.mp4", "ünï côde 顔.mp4", "x?y#z&.mp4", "[1]*.mp4", "data:,x.mp4"]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows allows none of these in names")
@pytest.mark.parametrize("name", NAMES)
def test_any_name_opens_and_can_be_written(name, plain, tmp_path, monkeypatch):
    folder = tmp_path / "12:30"
    folder.mkdir()
    monkeypatch.chdir(folder)
    shutil.copy(plain, folder / name)
    before = os.listdir()
    run(name, f"out {name}", no_face="keep")
    assert sorted(os.listdir()) == sorted([*before, f"out {name}"])
    assert len(sound_clips.shown(f"out {name}")) == 5
    run(folder / name, folder / f"again {name}", no_face="keep")


# --- before the first frame is read -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ending", "sound_codec", "target", "able"),
    [
        (".mp4", "aac", ".webm", ".mp4, .mov or .mkv"),
        (".mkv", "pcm_s16le", ".webm", ".mp4, .mov or .mkv"),
        (".mkv", "libopus", ".mov", ".mp4, .mkv or .webm"),
        (".avi", "adpcm_ms", ".mp4", None),
        (".asf", "wmav2", ".mov", None),
    ],
)
def test_sound_that_the_container_cannot_hold(ending, sound_codec, target, able, tmp_path, monkeypatch):
    source = sound_clips.make(tmp_path / f"in{ending}", 0.6, sound_codec=sound_codec)
    read = reading.Video.read
    monkeypatch.setattr(reading.Video, "read", lambda *_: pytest.fail("a frame was read before it was told"))
    with pytest.raises(VideoError, match=r"A \.\w+ file cannot hold audio 1 .* as it is") as refused:
        run(source, tmp_path / f"out{target}")
    advice = f"ends in {able}, or pass sound=False" if able else "pass sound=False, or convert its sound to AAC first"
    assert advice in str(refused.value) and os.listdir(tmp_path) == [source.name]
    monkeypatch.setattr(reading.Video, "read", read)  # and now, to follow the advice
    for name in able.replace(",", "").replace("or ", "").split() if able else []:
        assert run(source, tmp_path / f"out{name}", no_face="keep").sounds == 1
    assert run(source, tmp_path / f"silent{target}", no_face="keep", sound=False).sounds == 0


def test_each_track_of_sound_is_tried(tmp_path, unread):
    source = sound_clips.make(tmp_path / "in.mkv", 0.6, [[(0, 9, 440)]] * 2, "pcm_s16le")
    with pytest.raises(VideoError, match=r"cannot hold audio 1 "):
        run(source, tmp_path / "out.webm")


def read_only():
    """A folder in which nobody may make a file, not even the administrator."""
    return next((path for path in ("/sys/kernel", "/proc/self") if os.path.isdir(path)), None)


@pytest.mark.skipif(read_only() is None, reason="Linux has such folders")
def test_a_folder_that_cannot_be_written(plain, unread):
    with pytest.raises(VideoError, match=r"out\.mp4 cannot be written: no file can be made in its folder \("):
        run(plain, f"{read_only()}/out.mp4")


def test_no_room(plain, tmp_path, monkeypatch, unread):
    room = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: room(10**9, 10**9 - 50_000, 50_000))
    with pytest.raises(VideoError, match=r"There is no room for .*0\.1 MB are free there, and it takes 0\.1 MB"):
        run(plain, tmp_path / "out.mp4")
    assert os.listdir(tmp_path) == []


# --- what a killed run left -------------------------------------------------------------------------------------------

WRITES = """
import sys, time
from faceblur_utils.video import pipeline
write = pipeline.write
def slowly(*arguments):
    write(*arguments)
    print("written", flush=True)
    time.sleep(60)
pipeline.write = slowly
pipeline.anonymize_video(sys.argv[1], sys.argv[2], progress=False, no_face="keep", looks="one")
"""


def writing(source, target):
    """Start a run that writes, and does not get further."""
    process = subprocess.Popen([sys.executable, "-c", WRITES, source, target], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout.readline().strip() == b"written"
    return process


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_a_killed_runs_file_is_removed_by_the_next_and_a_live_ones_is_not(plain, tmp_path):
    killed = writing(plain, tmp_path / "killed.mp4")
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stdout.close()
    (left,) = tmp_path.glob(".*.part")
    assert left.stat().st_size > 1000
    live = writing(plain, tmp_path / "live.mp4")
    try:
        assert not left.exists(), "a run that begins removes it"
        (own,) = tmp_path.glob(".*.part")
        run(plain, tmp_path / "next.mp4", no_face="keep")
        assert own.exists() and own.stat().st_size > 1000, "another is writing it"
    finally:
        live.kill()
        live.wait()
        live.stdout.close()
    foreign = [tmp_path / ".other.part", tmp_path / ".faceblur-12.part", tmp_path / "film.part"]
    for path in foreign:
        path.write_bytes(b"somebody else's")
    (tmp_path / f".faceblur-{'0' * 16}.part").mkdir()
    run(plain, tmp_path / "last.mp4", no_face="keep")
    assert not own.exists() and all(path.exists() for path in foreign)
    assert {path.name for path in tmp_path.glob("*.mp4")} == {"next.mp4", "last.mp4"}


def test_runs_side_by_side_do_not_remove_each_others_files(tmp_path):
    """Each makes its file and clears away at the same time, many times over."""
    call = [sys.executable, "-c", SIDE, str(tmp_path)]
    processes = [subprocess.Popen(call, cwd=ROOT) for _ in range(4)]
    assert [process.wait(timeout=60) for process in processes] == [0] * 4
    assert os.listdir(tmp_path) == []


SIDE = """
import sys, pathlib
from faceblur_utils.video.unfinished import unfinished_beside
for number in range(300):
    with unfinished_beside(pathlib.Path(sys.argv[1]) / "out.mp4") as path:
        path.write_text("mine")
        assert path.read_text() == "mine"
        path.rename(path.with_name(f"{path.name}.done")).unlink()
"""
