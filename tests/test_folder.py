"""A folder of photos: nothing is overwritten, one failure stops nothing, and each file is in one list."""

import os
import unicodedata
import warnings
from pathlib import Path

import cv2
import hostile_files
import pytest
from folder_album import DOUBTFUL, NOBODY, SURE, drawn, face, finding_told, put, quiet, state
from PIL import Image

from faceblur_utils import Finding, Hiding
from faceblur_utils.folder import pipeline, running, task
from faceblur_utils.images import ImageError, encode_image, read_image, require_image
from faceblur_utils.metadata import list_metadata
from faceblur_utils.photos import anonymize


def test_each_file_is_in_one_list(album):
    source, target = album
    before = state(source)
    report = quiet(source, target)
    assert [(one.source, one.target, one.faces) for one in report.done] == [
        (source / "a.jpg", target / "a.jpg", 1),
        (source / "2026" / "may" / "b.png", target / "2026" / "may" / "b.png", 1),
    ]
    assert report.no_face == [source / "2026" / "cat.jpg"]
    assert [one.source for one in report.failed] == [source / "2026" / "half.jpg"]
    assert report.failed[0].reason.startswith("2026/half.jpg is damaged: ")
    assert report.ignored == [source / "notes.txt"] and report.skipped == []
    assert state(source) == before
    # What was not done was not written.
    assert sorted(state(target)) == [target / "2026" / "may" / "b.png", target / "a.jpg"]


def test_results_are_those_of_anonymize(places):
    source, target = places
    put(source / "a.png")
    options = {"method": "gaussian", "strength": 0.6, "mask": "feathered", "margin": 0.4, "feather": 0.5}
    quiet(source, target, detector="haar", looks="one", **options)
    due = anonymize(face(), detector="haar", looks="one", **options).image
    assert (read_image(target / "a.png") == due).all() and (due != face()).any()
    put(source / "b.jpg")
    quiet(source, target, method="pixelate", parameters={"blocks": 3}, quality=40)
    due = anonymize(read_image(source / "b.jpg"), method="pixelate", parameters={"blocks": 3}).image
    assert (target / "b.jpg").read_bytes() == encode_image(due, quality=40)


def test_hiding_and_finding_are_the_same_as_their_keywords(places):
    source, target = places
    put(source / "a.png")
    hiding, finding = Hiding("box", 0.4), Finding("haar", "one")
    values = quiet(source, target / "values", hiding, finding)
    mixed = quiet(source, target / "mixed", Hiding("pixelate", strength=0.4), finding, method="box")
    words = quiet(source, target / "words", method="box", strength=0.4, detector="haar", looks="one")
    assert {(one.hiding, one.finding) for one in (values, mixed, words)} == {(hiding, finding)}
    assert len({one.done[0].target.read_bytes() for one in (values, mixed, words)}) == 1


def test_a_folder_is_looked_at_thoroughly_unless_told_otherwise(places):
    source, target = places
    put(source / "sideways.png", cv2.rotate(face(), cv2.ROTATE_90_CLOCKWISE))
    once = quiet(source, target, looks="one")
    assert once.no_face == [source / "sideways.png"] and once.done == []
    (one,) = quiet(source, target).done
    assert one.faces == 1 and len(one.found) == 1 and one.found[0].look


def test_running_again_does_what_is_left(album):
    source, target = album
    quiet(source, target)
    before = state(target)
    again = quiet(str(source), str(target))
    assert again.done == [] and again.skipped == [source / "a.jpg", source / "2026" / "may" / "b.png"]
    assert again.no_face == [source / "2026" / "cat.jpg"] and len(again.failed) == 1
    assert state(target) == before
    (target / "a.jpg").unlink()
    put(source / "c.jpg")
    third = quiet(source, target)
    assert [one.source.name for one in third.done] == ["a.jpg", "c.jpg"] and len(third.skipped) == 1
    assert before.items() - {target / "a.jpg": before[target / "a.jpg"]}.items() <= state(target).items()


def test_what_is_in_the_target_stays(places):
    source, target = places
    put(source / "a.jpg")
    put(source / "b.jpg")
    (source / "c.jpg").write_bytes(b"broken, but there is nothing to do")
    put(source / "d" / "e.jpg")
    target.mkdir()
    (target / "a.jpg").write_text("mine")
    (target / "d").write_text("mine, too")
    (target / "b.jpg").mkdir()
    (target / "c.jpg").symlink_to(target / "nowhere")
    report = quiet(source, target)
    assert (target / "a.jpg").read_text() == "mine" and (target / "c.jpg").is_symlink()
    assert report.skipped == [source / "a.jpg", source / "c.jpg"]
    assert (target / "d").read_text() == "mine, too"
    assert [one.source.name for one in report.failed] == ["b.jpg", "e.jpg"]
    assert report.failed[0].reason == "b.jpg cannot be written: the target has a folder of that name."
    assert report.failed[1].reason.startswith("d/e.jpg cannot be written: no folder ")


@pytest.mark.parametrize("without_faces", ["leave", "copy"])
def test_a_copy_of_the_original_in_the_target_is_no_result(places, monkeypatch, without_faces):
    """Somebody copied the folder first: to skip it would pass clear faces off as hidden ones."""
    source, target = places
    finding_told(monkeypatch)
    for name, width in (("clear.png", SURE), ("doubtful.png", DOUBTFUL), ("nobody.png", NOBODY)):
        put(target / name).write_bytes(put(source / name, drawn(width)).read_bytes())
    exif = Image.Exif()
    exif[0x013B] = "Ada"
    for folder in places:
        folder.mkdir(exist_ok=True)
        Image.fromarray(drawn(NOBODY, 1)).save(folder / "signed.png", exif=exif)
    before = state(target)
    report = quiet(source, target, without_faces=without_faces)
    assert [one.source.name for one in report.failed] == ["clear.png", "doubtful.png", "signed.png"]
    assert "in the target already as it is, with 1 face clear" in report.failed[0].reason
    assert "with its metadata" in report.failed[2].reason
    assert report.skipped == [source / "nobody.png"] and report.done == report.no_face == []
    assert state(target) == before


# Options


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"detector": "yolo"}, "no detector called 'yolo'"),
        ({"method": "blur"}, "no method called 'blur'"),
        ({"mask": "oval"}, "no mask called 'oval'"),
        ({"strength": 25}, "strength must be between 0 and 1"),
        ({"margin": 30}, "margin must be between 0 and 3"),
        ({"mask": "feathered", "feather": 0}, "feather must be above 0"),
        ({"parameters": {"blobs": 1}}, "no parameter 'blobs'"),
        ({"looks": "twice"}, "no way to look"),
        ({"detector_parameters": {"blobs": 1}}, "no parameter 'blobs'"),
        ({"doubtful_from": 7}, "doubtful_from must be between"),
        ({"blur": "box"}, "There is no option 'blur'; there are method"),
        ({"hiding": "box"}, "A Hiding is needed here, got 'box'"),
        ({"finding": "yunet"}, "A Finding is needed here"),
        ({"quality": 0}, "quality must be a whole number"),
        ({"quality": True}, "quality must be a whole number"),
        ({"rename": "photo"}, "rename must be True"),
        ({"without_faces": True}, "without_faces must be 'leave' or 'copy'"),
    ],
)
def test_a_wrong_option_is_told_once_and_before_anything_is_done(album, monkeypatch, wrong, words):
    source, target = album
    monkeypatch.setattr(task, "read_content", lambda *args: pytest.fail("a photo was read"))
    with pytest.raises((ValueError, TypeError), match=words):
        quiet(source, target, **wrong)
    assert not target.exists()


def test_what_a_detector_lacks_is_told_before_the_first_photo(album, monkeypatch):
    def lacks(image, finding):
        raise RuntimeError("install dlib")

    monkeypatch.setattr(pipeline, "find_faces", lacks)
    monkeypatch.setattr(task, "read_content", lambda *args: pytest.fail("a photo was read"))
    with pytest.raises(RuntimeError, match="install dlib"):
        quiet(*album, detector="hog")


# Failures stay alone


@pytest.mark.parametrize("error", [ValueError("odd\nvalue"), MemoryError(), cv2.error("assertion"), KeyError("x")])
@pytest.mark.parametrize("where", ["read_content", "read_image", "anonymize", "list_metadata", "encode_image"])
def test_one_failure_stops_nothing(places, monkeypatch, where, error):
    source, target = places
    finding_told(monkeypatch)
    monkeypatch.setattr(running, "cores", lambda: 1)  # so that the second call is for b
    for name in ("a.png", "b.png", "c.png"):
        put(source / name, drawn())
    real, calls = getattr(task, where), []

    def fails_at_b(*args, **options):
        calls.append(args)
        if len(calls) == 2:
            raise error
        return real(*args, **options)

    monkeypatch.setattr(task, where, fails_at_b)
    report = quiet(source, target)
    assert [one.source.name for one in report.done] == ["a.png", "c.png"] == sorted(p.name for p in state(target))
    (failure,) = report.failed
    assert failure.source == source / "b.png" and failure.reason.startswith(type(error).__name__ + ":")
    assert "\n" not in failure.reason


def test_a_sub_folder_that_cannot_be_opened_is_told(places, monkeypatch):
    source, target = places
    put(source / "a.jpg")
    put(source / "locked" / "b.jpg")
    scandir = os.scandir

    def deny(path):
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", deny)
    report = quiet(source, target)
    assert [one.source.name for one in report.done] == ["a.jpg"]
    assert "locked: cannot be opened: Permission denied." in repr(report)


# Must show 3


def test_two_hundred_hostile_files(places, capfd):
    source, target = places
    number = hostile_files.make(source, face())
    files = sorted(path for path in source.iterdir())
    assert len(files) == number >= 200
    before = state(source)
    read = {}
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        for path in files:
            try:
                image = read_image(path)
            except ImageError as error:
                assert "\n" not in str(error) and str(error).encode("utf-8")
                assert path.name in str(error) or not path.name.isprintable()
            else:
                require_image(image)
                read[path] = image
        capfd.readouterr()  # libtiff, written in C, prints about broken files past Python
        report = quiet(source, target)
        assert capfd.readouterr().out == ""
    assert [str(one.message) for one in warned] == []
    assert state(source) == before
    done = {one.source for one in report.done}
    lists = [*done, *report.no_face, *(one.source for one in report.failed), *report.ignored, *report.system]
    assert sorted(lists) == files and report.skipped == []
    # Whatever could be read was done, unless no face is left in it, its name clashes or it is no kind of photo file.
    clashes = {one.source for one in report.failed if "the same name" in one.reason}
    assert {unicodedata.normalize("NFC", path.name) for path in clashes} == {"\u00e9.png"}
    assert done | set(report.no_face) | clashes == set(read)
    assert all(one.faces == len(one.found) >= 1 for one in report.done)
    assert len(done) > 60 and len(report.failed) > 60, (len(done), len(report.failed))
    assert {path.name for path in report.ignored} == {path.name for path in files if path.suffix == ".gif"}
    # Each result is a whole photo that carries nothing else, and there is no other file.
    results = state(target)
    assert set(results) == {one.target for one in report.done}
    for one in report.done:
        assert read_image(one.target).shape == read[one.source].shape and list_metadata(one.target) == []
    assert "\x1b" not in repr(report) and repr(report).encode("utf-8")
    again = quiet(source, target)
    assert again.done == [] and len(again.skipped) == len(done) and state(target) == results
