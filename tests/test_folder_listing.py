"""Which files of a folder are photos, what their results are called, and what systems keep beside photos."""

import struct

import pytest
from folder_album import drawn, face, finding_told, put, quiet, state

from faceblur_utils.folder.listing import is_system
from faceblur_utils.images import encode_image

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
    for name in ("film.mp4", "a.gif"):
        (source / name).write_bytes(b"GIF89a or whatever")
    (source / "letter.jpg").write_text("named like a photo, so somebody should know that it is none")
    report = quiet(source, target)
    assert [path.name for path in report.ignored] == ["a.gif"]
    assert [one.source.name for one in report.done] == ["0", "1", "2", "3", "5"]
    assert [one.source.name for one in report.failed] == ["letter.jpg", "film.mp4"]


@pytest.mark.parametrize("ending", [".dng", ".NEF", ".cr3", ".raf", ".avif", ".jxl"])
def test_photos_that_cannot_be_read_are_named_one_by_one(places, monkeypatch, ending):
    """Camera raw that looks like nothing we know is a photo all the same: it fails in one line, and is not ignored."""
    source, target = places
    finding_told(monkeypatch)
    put(source / "a.png", drawn())
    (source / f"b{ending}").write_bytes(b"whatever a sensor saw")
    report = quiet(source, target)
    assert [one.source.name for one in report.done] == ["a.png"] and report.ignored == []
    (failure,) = report.failed
    assert failure.source.name == f"b{ending}" and "\n" not in failure.reason


SYSTEM = ["@eaDir", ".@__thumb", ".thumbnails", "__MACOSX", ".AppleDouble", ".Spotlight-V100", ".Trashes", "#recycle"]
SYSTEM += [
    "$RECYCLE.BIN",
    "lost+found",
    ".picasaoriginals",
    "System Volume Information",
    ".Trash-1000",
    "Previews.lrdata",
]


def test_what_systems_keep_beside_photos_is_left_out_and_counted(places, monkeypatch):
    source, target = places
    finding_told(monkeypatch)
    put(source / "a.png", drawn())
    for name in SYSTEM:
        put(source / "album" / name / "a.jpg" / "SYNOPHOTO_THUMB_M.jpg", drawn())
        put(source / "album" / name.upper() / "deep" / "b.png", drawn())
    files = ["._a.png", "Thumbs.db", ".DS_Store", "desktop.ini", ".trashed-1700000000-IMG_1.jpg", ".nomedia"]
    for name in files:
        put(source / name, drawn(), ".png")
    report = quiet(source, target)
    folders = {path for path in (source / "album").iterdir()}
    assert set(report.system) == folders | {source / name for name in files} and len(folders) >= len(SYSTEM)
    assert [one.source.name for one in report.done] == ["a.png"] and report.ignored == report.failed == []
    assert list(state(target)) == [target / "a.png"]
    text = repr(report)
    assert f"; {len(report.system)} system files or folders left out." in text
    assert "The small copies show faces clearly: do not pass them on." in text and "  - ._a.png\n" in text


@pytest.mark.parametrize(
    "name", ["eadir.jpg", "thumbs", ".hidden.jpg", "Trash", "lost and found", "recycle", "a._b.jpg"]
)
def test_names_that_only_resemble_those_of_systems(name):
    assert not is_system(name) and all(is_system(one) and is_system(one.lower()) for one in SYSTEM)


def test_photos_come_in_the_order_of_their_names(places, monkeypatch):
    source, target = places
    finding_told(monkeypatch)
    names = ["b.png", "c.png", *(f"{letter}/a.png" for letter in "gqmzdkxe")]
    for name in names:
        put(source / name, drawn())
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
