"""Damaged videos: refused with what is damaged, or all that can be read is kept and all that cannot be is listed."""

import itertools

import av
import numpy as np
import pytest
import sound_clips
from clips import run

from faceblur_utils import VideoError
from faceblur_utils.video.searching import Search


@pytest.fixture(autouse=True)
def nobody(monkeypatch):
    """Nobody is looked for: this is about what is read."""
    monkeypatch.setattr(Search, "__call__", lambda *_: ([], []))


# Codec, container, codec of the sound, frames that wait for later ones.
KINDS = {
    "H.264, MP4": ("libx264", ".mp4", "aac", 2),
    "H.264, MKV": ("libx264", ".mkv", "libopus", 2),
    "H.265, MP4": ("libx265", ".mp4", "aac", 0),
    "MPEG-4, AVI": ("mpeg4", ".avi", "libmp3lame", 0),
    "H.264, TS": ("libx264", ".ts", "mp2", 2),
    "H.264, FLV": ("libx264", ".flv", "aac", 0),
}


def make(kind, folder, seconds=2.4):
    codec, ending, sound, bf = KINDS[kind]
    return sound_clips.make(
        folder / f"in{ending}", seconds, [[(0, 9, 440)]], sound_codec=sound, codec=codec, bf=bf, hertz=48000
    )


def kept(source, folder, **options):
    """Anonymise what can be read, and check that it is all there is, and when it is shown."""
    target, even = folder / "out.mkv", source.suffix != ".avi"
    readable, report = sound_clips.shown(source), run(source, target, no_face="keep", partial=True, **options)
    written = sound_clips.shown(target)
    assert len(report.frames) == len(written)
    if not even and report.damage and len(readable) != len(written):  # AVI counts packets, and what is lost moves times
        return report, readable
    assert len(written) == len(readable)
    moved = min(written) - min(readable)  # Matroska knows no time before zero
    times = np.array(sorted(written)) - moved
    assert np.abs(times - sorted(readable)).max() < 0.003
    for one, other in zip(sorted(readable), sorted(written), strict=True):
        difference = np.abs(readable[one].astype(int) - written[other]).mean()
        assert difference < 12, f"at {one} s, another frame is shown than could be read"
    return report, readable


@pytest.mark.parametrize("kind", ["H.264, MP4", "H.265, MP4", "MPEG-4, AVI"])
def test_a_damaged_keyframe(kind, tmp_path):
    source = make(kind, tmp_path)
    whole = sound_clips.shown(source)
    places = sound_clips.packets_in_file(source)
    at, size, _, time = [place for place in places if place[2]][2]
    sound_clips.spoil(source, at, size)
    with pytest.raises(VideoError, match=r"is damaged: \d+ frames? cannot be read, at \d.*partial=True") as refused:
        run(source, tmp_path / "out.mkv", no_face="keep")
    assert not (tmp_path / "out.mkv").exists()
    report, readable = kept(source, tmp_path)
    assert report.ended_early is None and 0 < len(report.missing) < len(whole) / 3
    assert max(readable) == max(whole), "to the end, not to the first error"
    assert sorted(round(time, 3) for time in report.missing) == sorted(set(whole) - set(readable))
    assert min(report.missing) <= time <= max(report.missing)
    for said in (str(report), str(refused.value)):
        assert f"{len(report.missing)} frame" in said
        assert f"{min(report.missing):.2f}" in said or kind == "MPEG-4, AVI"  # which keeps no times of frames


def test_a_frame_of_which_the_decoder_made_up_a_part_is_to_be_looked_at(tmp_path):
    source = make("H.264, MP4", tmp_path)
    at, size, *_ = sound_clips.packets_in_file(source)[12]
    sound_clips.spoil(source, at + size // 3, size // 3, seed=1)
    with pytest.raises(VideoError, match=r"is damaged: 1 frame can be read in part only: 12\. Pass partial=True"):
        run(source, tmp_path / "out.mkv", no_face="keep")
    report, _ = kept(source, tmp_path)
    assert report.uncertain == [12] and "damaged" in report.frames[12].why and report.missing == []
    assert "frame 12 (damaged)" in str(report) and "in part only: 12" in report.damage


def test_several_places(tmp_path):
    source = make("H.264, MP4", tmp_path)
    places = sound_clips.packets_in_file(source)
    for number in (7, 20, 41):
        sound_clips.spoil(source, *places[number][:2])
    report, readable = kept(source, tmp_path)
    due = sorted(places[number][3] for number in (7, 20, 41))
    assert report.missing == pytest.approx(due) and len(readable) == len(places) - 3


def test_cut_off_and_damaged(tmp_path):
    source = sound_clips.make(tmp_path / "in.mp4", 3, options={"movflags": "faststart"})
    places = sound_clips.packets_in_file(source)
    sound_clips.spoil(source, *places[5][:2])
    source.write_bytes(source.read_bytes()[: places[40][0]])
    with pytest.raises(
        VideoError, match=r"damaged or was cut off after 1\.\d+ seconds.*1 frame cannot be read, at 0\.2"
    ):
        run(source, tmp_path / "out.mkv", no_face="keep")
    report, _ = kept(source, tmp_path)
    assert report.missing == pytest.approx([places[5][3]]) and report.ended_early == pytest.approx(1.56, abs=0.1)


def test_a_file_that_begins_in_the_middle_is_not_damaged(tmp_path):
    """A recording of a broadcast: no player shows what comes before the first keyframe."""
    source = make("H.264, TS", tmp_path)
    content = source.read_bytes()
    source.write_bytes(content[len(content) // 188 // 3 * 188 :])
    readable, report = sound_clips.shown(source), run(source, tmp_path / "out.mkv", no_face="keep")
    assert 10 < len(report.frames) == len(readable) < 55 and report.missing == []


def check_anywhere(kind, share, length, seed, folder):
    """Whatever is damaged where: told, and all that can be read is kept, or nothing is written."""
    source = make(kind, folder)
    whole, size = sound_clips.shown(source), source.stat().st_size
    start = min(round(share * size), size - 1)
    sound_clips.spoil(source, start, length, seed)
    try:
        told = run(source, folder / "whole.mkv", no_face="keep").damage
    except VideoError as error:
        told = str(error)
        assert any(words in told for words in ("damaged", "not a video", "cannot hold", "no frame that can")), told
        assert not (folder / "whole.mkv").exists()
    try:
        readable = sound_clips.shown(source)
    except (IndexError, av.error.FFmpegError):  # not even to be opened
        return
    if len(readable) < len(whole) - 1:  # the last frame may be gone without a trace
        assert told, f"{len(whole) - len(readable)} frames are gone, and nothing was said"
    if readable and "cannot hold" not in told:
        kept(source, folder)


@pytest.mark.parametrize("kind", ["H.264, MP4", "H.264, MKV", "MPEG-4, AVI"])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.905])
def test_damage_somewhere(kind, share, tmp_path):
    check_anywhere(kind, share, 600, 1, tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("kind", "share", "length", "seed"),
    list(itertools.product(KINDS, np.linspace(0, 0.98, 14).round(3), [40, 600, 4000], [None, 1])),
)
def test_damage_anywhere(kind, share, length, seed, tmp_path):
    check_anywhere(kind, share, length, seed, tmp_path)
