"""A folder of photos: nothing is overwritten, one failure stops nothing, and whoever was not done is named."""

import os
import re
import struct
import unicodedata
import warnings
from functools import cache
from pathlib import Path

import cv2
import hostile_files
import pillow_heif
import pytest
from PIL import Image

from faceblur_utils import folder, samples
from faceblur_utils.detect import detect_faces
from faceblur_utils.folder import anonymize_folder
from faceblur_utils.images import ImageError, encode_image, read_image, require_image
from faceblur_utils.metadata import list_metadata
from faceblur_utils.photos import anonymize

pillow_heif.register_heif_opener()


@cache
def face():
    """A small photo in which YuNet finds one face."""
    return cv2.resize(read_image(samples.path("hopper")), (170, 200), interpolation=cv2.INTER_AREA)


@cache
def nobody():
    return cv2.resize(read_image(samples.path("chelsea")), (150, 100), interpolation=cv2.INTER_AREA)


@pytest.fixture
def places(tmp_path):
    """An empty source folder, and a target that does not exist."""
    (tmp_path / "in").mkdir()
    return tmp_path / "in", tmp_path / "out"


def put(path, image=None, ending=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_image(face() if image is None else image, ending or path.suffix))
    return path


def state(root):
    """Every file below a folder, with its content and time."""
    return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in root.rglob("*") if p.is_file()}


def quiet(*args, **options):
    return anonymize_folder(*args, progress=False, **options)


@pytest.fixture
def album(places):
    source, target = places
    put(source / "a.jpg")
    put(source / "2026" / "may" / "b.png")
    put(source / "2026" / "cat.jpg", nobody())
    put(source / "2026" / "half.jpg").write_bytes(encode_image(face())[:3000])
    (source / "notes.txt").write_text("Dear diary")
    return source, target


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
    quiet(source, target, detector="haar", **options)
    due = anonymize(face(), detector="haar", **options).image
    assert (read_image(target / "a.png") == due).all() and (due != face()).any()
    put(source / "b.jpg")
    quiet(source, target, parameters={"blocks": 3}, quality=40)
    due = anonymize(read_image(source / "b.jpg"), parameters={"blocks": 3}).image
    assert (target / "b.jpg").read_bytes() == encode_image(due, quality=40)


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
    target.mkdir()
    (target / "a.jpg").write_text("mine")
    (target / "b.jpg").mkdir()
    (target / "c.jpg").symlink_to(target / "nowhere")
    report = quiet(source, target)
    assert (target / "a.jpg").read_text() == "mine" and (target / "c.jpg").is_symlink()
    assert report.skipped == [source / "a.jpg", source / "c.jpg"]
    assert [(one.source.name, one.reason) for one in report.failed] == [
        ("b.jpg", "b.jpg cannot be written: the target has a folder of that name.")
    ]


# Folders that will not do


@pytest.mark.parametrize("way", ["same", "spelled otherwise", "inside", "deep inside", "around", "link", "link inside"])
def test_one_folder_inside_the_other(tmp_path, way):
    source = tmp_path / "photos" / "album"
    put(source / "a.jpg")
    (tmp_path / "link").symlink_to(source, target_is_directory=True)
    target = {
        "same": source,
        "spelled otherwise": source / ".." / "album",
        "inside": source / "out",
        "deep inside": source / "out" / "more",
        "around": tmp_path / "photos",
        "link": tmp_path / "link",
        "link inside": tmp_path / "link" / "out",
    }[way]
    before = state(tmp_path)
    with pytest.raises(ValueError, match="choose a folder beside it"):
        quiet(source, target)
    assert state(tmp_path) == before and not (source / "out").exists()


def test_folders_that_are_none(places):
    source, target = places
    path = put(source / "a.jpg")
    with pytest.raises(FileNotFoundError, match="There is no folder .*nowhere"):
        quiet(source / "nowhere", target)
    with pytest.raises(NotADirectoryError, match="a.jpg is a file; for one photo use read_image and anonymize"):
        quiet(path, target)
    with pytest.raises(NotADirectoryError, match="a.jpg is a file, and the results need a folder"):
        quiet(source, path)


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
        ({"quality": 0}, "quality must be a whole number"),
    ],
)
def test_a_wrong_option_is_told_once_and_before_anything_is_done(album, monkeypatch, wrong, words):
    source, target = album
    monkeypatch.setattr(folder, "read_content", lambda *args: pytest.fail("a photo was read"))
    with pytest.raises((ValueError, TypeError), match=words):
        quiet(source, target, **wrong)
    assert not target.exists()


# Names


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("A.JPG", "A.JPG"),
        ("a.jpeg", "a.jpeg"),
        ("a.tiff", "a.tiff"),
        ("a.jfif", "a.jfif.jpg"),
        ("IMG_0001", "IMG_0001.jpg"),
        ("photo.jpg.bak", "photo.jpg.bak.jpg"),
        (".hidden.jpg", ".hidden.jpg"),
        ("a.HEIC", "a.HEIC"),
    ],
)
def test_names_of_results(places, name, result):
    source, target = places
    put(source / "sub" / name, ending=".heic" if name.endswith("HEIC") else ".jpg")
    report = quiet(source, target)
    assert [one.target for one in report.done] == [target / "sub" / result] == list(state(target))


@pytest.mark.parametrize("names", [("IMG", "IMG.jpg"), ("a.jpg", "A.jpg"), ("\u00e9.png", "e\u0301.png")])
def test_two_photos_for_one_name_are_both_left_to_a_person(places, names):
    source, target = places
    put(source / "other.jpg")
    for name in names:
        put(source / name, ending=".jpg")
    if len(state(source)) < 3:
        pytest.skip("this file system takes the two names for one")
    report = quiet(source, target)
    assert [one.source.name for one in report.done] == ["other.jpg"] == [path.name for path in state(target)]
    assert sorted(one.source.name for one in report.failed) == sorted(names)
    assert "would get the same name in the target folder; rename one of them" in report.failed[0].reason
    assert report.failed[0].reason.split(" ")[0] in names


def test_photos_are_known_by_name_or_by_content(places):
    source, target = places
    for number, ending in enumerate((".jpg", ".png", ".webp", ".tif", ".bmp", ".heic")):
        put(source / f"{number}", ending=ending)
        if ending != ".bmp":  # "BM" begins other files, too
            continue
        (source / f"{number}").unlink()
    for name in ("._a.jpg", ".DS_Store", "film.mp4", "a.gif"):
        (source / name).write_bytes(b"GIF89a or whatever")
    (source / "letter.jpg").write_text("named like a photo, so somebody should know that it is none")
    report = quiet(source, target)
    assert [path.name for path in report.ignored] == [".DS_Store", "._a.jpg", "a.gif", "film.mp4"]
    assert [one.source.name for one in report.done] == ["0", "1", "2", "3", "5"]
    assert [one.source.name for one in report.failed] == ["letter.jpg"]


def test_photos_come_in_the_order_of_their_names(places):
    source, target = places
    names = ["b.jpg", "c.jpg", *(f"{letter}/a.jpg" for letter in "gqmzdkxe")]
    for name in names:
        put(source / name)
    done = [one.source.relative_to(source).as_posix() for one in quiet(source, target).done]
    assert done == names[:2] + sorted(names[2:])


def test_a_webp_is_known_by_content_whatever_its_length(places):
    source, target = places
    content = encode_image(face(), ".webp")
    pad = (10 - (len(content) + 8 - 8)) % 256  # the length's lowest byte becomes 10, which is a line feed
    content += b"JUNK" + struct.pack("<I", pad) + bytes(pad)
    content = content[:4] + struct.pack("<I", len(content) - 8) + content[8:]
    assert content[4] == 10
    (source / "photo").write_bytes(content)
    assert [one.target.name for one in quiet(source, target).done] == ["photo.jpg"]


def test_links(places, tmp_path):
    source, target = places
    put(tmp_path / "elsewhere" / "far.jpg")
    (source / "near.jpg").symlink_to(tmp_path / "elsewhere" / "far.jpg")
    (source / "gone.jpg").symlink_to(tmp_path / "elsewhere" / "nobody.jpg")
    (source / "album").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    report = quiet(source, target)
    assert [one.source.name for one in report.done] == ["near.jpg"] and not (target / "near.jpg").is_symlink()
    assert [(one.source.name, one.reason[:33]) for one in report.failed] == [
        ("gone.jpg", "There is no file gone.jpg (looked")
    ]
    assert report.ignored == [source / "album"]  # not followed, for it may lead round in a circle


# Failures stay alone


@pytest.mark.parametrize("error", [ValueError("odd\nvalue"), MemoryError(), cv2.error("assertion"), KeyError("x")])
@pytest.mark.parametrize("where", ["read_image", "detect_faces", "anonymize", "list_metadata", "write_image"])
def test_one_failure_stops_nothing(places, monkeypatch, where, error):
    source, target = places
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        put(source / name)
    real, calls = getattr(folder, where), []

    def fails_at_b(*args, **options):
        calls.append(args)
        if len(calls) == {"anonymize": 3, "detect_faces": 3}.get(where, 2):  # the options are tried first
            raise error
        return real(*args, **options)

    monkeypatch.setattr(folder, where, fails_at_b)
    report = quiet(source, target)
    assert [one.source.name for one in report.done] == ["a.jpg", "c.jpg"] == sorted(p.name for p in state(target))
    (failure,) = report.failed
    assert failure.source == source / "b.jpg" and failure.reason.startswith(type(error).__name__ + ":")
    assert "\n" not in failure.reason


def test_an_interrupt_stops_and_leaves_whole_files(places, monkeypatch):
    source, target = places
    for name in ("a.jpg", "b.jpg"):
        put(source / name)
    save = Image.Image.save

    def stop_at_b(self, file, *args, **options):
        if (target / "a.jpg").exists():
            raise KeyboardInterrupt
        return save(self, file, *args, **options)

    monkeypatch.setattr(Image.Image, "save", stop_at_b)
    with pytest.raises(KeyboardInterrupt):
        quiet(source, target)
    assert [path.name for path in state(target)] == ["a.jpg"]
    monkeypatch.undo()
    report = quiet(source, target)
    assert [one.source.name for one in report.done] == ["b.jpg"] and report.skipped == [source / "a.jpg"]


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


# The report


def test_the_report_in_words(album):
    source, target = album
    put(target / "a.jpg")
    report = quiet(source, target)
    text = repr(report)
    reason = re.escape(report.failed[0].reason)
    assert re.fullmatch(
        r"4 photos: 1 anonymised \(1 face\), 1 without a face, 1 failed, 1 skipped; 1 other file ignored\.\n"
        r"NO FACE FOUND, SO NOT WRITTEN\. Look at each: [^\n]*\n  - 2026/cat\.jpg\n"
        rf"FAILED, SO NOT WRITTEN:\n  - {reason}\n"
        r"Skipped: [^\n]*\n  - a\.jpg\n"
        r"Ignored, [^\n]*\n  - notes\.txt\n"
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
    assert list(report.removed)[:2] == ["Author", "Thumbnail"]
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
    lists = [*done, *report.no_face, *(one.source for one in report.failed), *report.ignored]
    assert sorted(lists) == files and report.skipped == []
    # Whatever could be read was done, unless no face is left in it, its name clashes or it is no kind of photo file.
    clashes = {one.source for one in report.failed if "the same name" in one.reason}
    assert {unicodedata.normalize("NFC", path.name) for path in clashes} == {"\u00e9.png"}
    assert done | set(report.no_face) | clashes == set(read)
    assert all(detect_faces(read[path], "yunet") for path in done)
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
