"""The report of a folder: whoever was not done, or is in doubt, is counted and named, and nothing is said twice."""

import re
import warnings

import pytest
from folder_album import (
    DOUBTFUL,
    MIXED,
    NOBODY,
    SURE,
    TOLD,
    TWO_DOUBTFUL,
    drawn,
    face,
    finding_told,
    nobody,
    put,
    quiet,
    state,
)
from PIL import Image

from faceblur_utils import samples
from faceblur_utils.folder import anonymize_folder, task
from faceblur_utils.images import encode_image, read_image
from faceblur_utils.metadata import list_metadata


@pytest.fixture
def told(places, monkeypatch):
    """A photo of each sort, by what is found in it."""
    finding_told(monkeypatch)
    source, target = places
    names = {"sure": SURE, "doubtful": DOUBTFUL, "nobody": NOBODY, "mixed": MIXED, "two": TWO_DOUBTFUL}
    for name, width in names.items():
        put(source / f"{name}.png", drawn(width))
    (source / "broken.jpg").write_bytes(encode_image(face())[:3000])
    return source, target


# Doubtful faces


def test_doubtful_faces_are_hidden_and_listed(told):
    source, target = told
    report = quiet(source, target)
    done = {one.source.stem: one for one in report.done}
    assert sorted(done) == ["doubtful", "mixed", "sure", "two"]
    for name, width in (("sure", SURE), ("doubtful", DOUBTFUL), ("mixed", MIXED), ("two", TWO_DOUBTFUL)):
        one, doubts = done[name], TOLD[width]
        assert one.faces == len(doubts) and [face.look for face in one.found] == [
            f"look {i}" for i in range(len(doubts))
        ]
        assert one.doubtful == [box for box, doubt in zip(one.boxes, doubts, strict=True) if doubt]
        before, after = drawn(width), read_image(one.target)
        assert all((before[box.slices] != after[box.slices]).any() for box in one.boxes)
    text = repr(report)
    assert text.startswith("6 photos: 4 anonymised (7 faces, 4 doubtful), 1 without a face, 1 failed, 0 skipped.\n")
    assert re.search(
        r"\nLOOK AT THESE: doubtful faces were hidden too, [^\n]*\n"
        r"  - doubtful\.png: 1 of 1 face\n  - mixed\.png: 1 of 3 faces\n  - two\.png: 2 of 2 faces\n",
        text,
    ), text


def test_a_real_doubtful_face_is_hidden_and_listed(places):
    """With the limit just above its score, the face of a photo is in doubt, and is hidden as before."""
    source, target = places
    put(source / "a.png")
    (sure,) = quiet(source, target / "sure").done
    (box,) = (one.box for one in sure.found)
    (doubt,) = quiet(source, target / "doubt", covered_from=box.score + 1e-4).done
    assert len(doubt.doubtful) == 1 and sure.doubtful == []
    assert doubt.boxes[0].iou(sure.boxes[0]) > 0.6 and doubt.target.exists()


# Faces that stay clear


def test_a_blur_too_weak_is_told_in_the_report_and_not_on_the_screen(told, capfd):
    source, target = told
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        report = anonymize_folder(source, target, strength=0, method="box")
    assert warned == []
    out, err = capfd.readouterr()
    assert err == "" and "look at it, 1 doubtful face and 3 faces STILL CLEAR: mixed.png\n" in out
    assert {one.source.stem: one.unchanged for one in report.done} == {
        "sure": [1],
        "doubtful": [1],
        "mixed": [1, 2, 3],
        "two": [1, 2],
    }
    text = repr(report)
    assert "(7 faces, 4 doubtful, 7 STILL CLEAR)" in text.splitlines()[0]
    assert text.splitlines()[1] == "STILL CLEAR: the blur was too weak to change these faces."
    assert re.search(
        r"  - mixed\.png: 3 of 3 faces\. Face 1, 8 pixels wide, is as clear as before: .* strength [0-9.]+ on", text
    )
    # Nothing changed, so the result is the original; the next run says so.
    again = quiet(source, target)
    assert all(
        "in the target already as it is" in one.reason for one in again.failed if one.source.name != "broken.jpg"
    )
    assert len(again.failed) == 5 and again.skipped == []


def test_warnings_for_users_are_listed_and_those_for_programmers_are_not(told, monkeypatch, capfd):
    source, target = told
    read = task.read_image

    def warns(content, name):
        warnings.warn(f"{name} holds two more pictures.", stacklevel=2)
        warnings.warn(f"{name} holds two more pictures.", stacklevel=2)
        warnings.warn("divide by zero", RuntimeWarning, stacklevel=2)
        warnings.warn("use another call", DeprecationWarning, stacklevel=2)
        return read(content, name=name)

    monkeypatch.setattr(task, "read_image", warns)
    report = quiet(source, target, without_faces="copy")
    assert capfd.readouterr() == ("", "")
    assert {one.source.name: one.notes for one in report.done + report.copied} == {
        f"{name}.png": [f"{name}.png holds two more pictures."]
        for name in ("sure", "doubtful", "nobody", "mixed", "two")
    }
    assert repr(report).count("holds two more pictures") == 5 and "divide" not in repr(report)


# What a person has to look at


@pytest.mark.parametrize("without_faces", ["leave", "copy"])
def test_look_at_holds_all_that_is_open(told, without_faces):
    source, target = told
    report = quiet(source, target, without_faces=without_faces)
    names = ["broken.jpg", "doubtful.png", "mixed.png", "nobody.png", "two.png"]
    assert report.look_at == [source / name for name in names]
    for name in names:
        (source / name).unlink()
    assert quiet(source, target / "rest").look_at == []
    assert quiet(source, target / "weak", strength=0, method="box").look_at == [source / "sure.png"]


def test_photos_without_a_face_are_copied_only_if_asked(places, monkeypatch):
    source, target = places
    finding_told(monkeypatch)
    exif = Image.Exif()
    exif[0x013B] = "Ada"
    Image.fromarray(drawn(NOBODY)).save(source / "signed.png", exif=exif)
    put(source / "sure.png", drawn(SURE))
    before = state(source)
    left = quiet(source, target)
    assert left.copied == [] and left.no_face == [source / "signed.png"] and not (target / "signed.png").exists()
    report = quiet(source, target, without_faces="copy")
    (copy,) = report.copied
    assert (copy.source, copy.target, copy.faces) == (source / "signed.png", target / "signed.png", 0)
    assert (read_image(copy.target) == drawn(NOBODY)).all() and list_metadata(copy.target) == []
    assert copy.removed == list_metadata(source / "signed.png") and report.removed["Author"] == 1
    assert report.no_face == [source / "signed.png"] and state(source) == before
    text = repr(report)
    assert text.startswith("2 photos: 0 anonymised (0 faces), 1 without a face (1 copied), 0 failed, 1 skipped.\n")
    assert "NO FACE FOUND, COPIED WITHOUT METADATA. Look at each: " in text and "NOT WRITTEN" not in text
    assert f"Look at every result in {target.name} before you pass it on" in text
    again = quiet(source, target, without_faces="copy")
    assert again.copied == again.done == [] and len(again.skipped) == 2


# In words


def test_the_report_in_words(album):
    source, target = album
    put(target / "a.jpg", nobody())
    report = quiet(source, target)
    text = repr(report)
    reason = re.escape(report.failed[0].reason)
    assert re.fullmatch(
        r"4 photos: 1 anonymised \(1 face\), 1 without a face, 1 failed, 1 skipped; 1 other file ignored\.\n"
        r"NO FACE FOUND, SO NOT WRITTEN\. Look at each: [^\n]*\n  - 2026/cat\.jpg\n"
        rf"FAILED, SO NOT WRITTEN:\n  - {reason}\n"
        r"Skipped: [^\n]*\n  - a\.jpg\n"
        r"Ignored, [^\n]*\n  - notes\.txt\n"
        r"Names of files [^\n]* Look at this:\n  - 2026/may/ \(words that somebody typed\)\n"
        r"Look at every result [^\n]*",
        text,
    ), text
    assert str(report) == text


def test_the_report_of_nothing(places):
    assert repr(quiet(*places)) == "0 photos: 0 anonymised (0 faces), 0 without a face, 0 failed, 0 skipped."
    assert not places[1].exists()


def test_long_lists_are_cut_and_say_where_the_rest_is(places):
    for number in range(25):
        (places[0] / f"{number:02}.txt").touch()
    text = repr(quiet(*places))
    assert "19.txt" in text and "20.txt" not in text and "and 5 more: report.ignored" in text


def test_what_else_was_removed_is_known_for_each_photo(places):
    source, target = places
    for name, sample in (("a.jpg", "giunchedi"), ("b.jpg", "henner")):
        (source / name).write_bytes(samples.path(sample).read_bytes())
    exif = Image.Exif()
    exif[0xA431], exif[0x013B] = "123", "Ada"
    Image.fromarray(face()).save(source / "c.jpg", exif=exif)
    report = quiet(source, target)
    assert [one.removed for one in report.done] == [
        list_metadata(source / name) for name in ("a.jpg", "b.jpg", "c.jpg")
    ]
    assert report.done[0].removed[0].startswith("Thumbnail: ") and report.done[1].removed == []
    assert report.removed["Thumbnail"] == 1 and report.removed["Author"] == 2
    assert list(report.removed)[:3] == ["Thumbnail", "Another picture inside the file", "Author"]
    assert "Removed besides the faces, with the number of photos: " in repr(report)
    assert "Author (2), " in repr(report) and "Thumbnail (1), " in repr(report)
    assert re.search(rf"\) and {len(report.removed) - 12} more: report\.removed\.", repr(report))
    assert [list_metadata(one.target) for one in report.done] == [[], [], []]


def test_progress_on_the_screen(album, capsys):
    anonymize_folder(*album)
    out, err = capsys.readouterr()
    assert "no face found, not written: 2026/cat.jpg\n" in out and "failed, not written: 2026/half.jpg\n" in out
    assert re.search(r"\d%.* [0-4]/4 .*photo", out) and err == ""
    assert out.endswith("\r") and not out.rstrip("\r").split("\r")[-1].strip()  # the bar wipes itself away
    (album[1] / "a.jpg").unlink()
    quiet(*album)
    assert capsys.readouterr() == ("", "")
