"""Names that tell who and where are said, and numbers in their place stay the same from run to run."""

import random
import re
import time

import pytest
from folder_album import DOUBTFUL, NOBODY, SURE, drawn, finding_told, put, quiet, state
from hypothesis import given
from hypothesis import strategies as st

from faceblur_utils.folder import running, task
from faceblur_utils.folder.telling import why_telling
from faceblur_utils.images import read_image

_MACHINES = """
    IMG_1234.jpg IMG-20240501-WA0007.jpg IMG_20240501_123456.jpg IMG_E1234.HEIC _MG_0815.JPG DSC01234.ARW DSC_0001.jpg
    DSCF1234.jpg PXL_20240501_123456789.MP.jpg PXL_20240501_123456789.PORTRAIT.jpg DJI_0001.jpg GOPR0123.jpg
    P1010123.jpg 20240501_123456.jpg 2024-05-01.png a.jpg 00001.jpg Screenshot_20240501-123456.png
    MVIMG_20240501_123456.jpg signal-2024-05-01-12-34-56-789.jpg photo_2024-05-01_12-34-56.jpg
    Snapchat-1234567890.jpg received_1234567890.jpeg FB_IMG_1714561234567.jpg WP_20140501_001.jpg CIMG0001.JPG
    3F2504E0-4F89-11D3-9A0C-0305E82C3301.jpg 5d41402abc4b2a76b9719d911017c592.jpg IMG_1234(1).jpg IMG_1234.jpg.jpg
    IMG_1234.CR2.jpg 100APPLE 101CANON DCIM Camera 2024
"""
MACHINES = [
    *_MACHINES.split(),
    "WhatsApp Image 2024-05-01 at 12.34.56.jpeg",
    "WhatsApp Bild 2024-05-01 um 12.34.56 (2).jpeg",
    "Bildschirmfoto 2024-05-01 um 12.34.56.png",
    "Screen Shot 2024-05-01 at 12.34.56 PM.png",
    "IMG_1 copy.jpg",
]


@pytest.mark.parametrize("name", MACHINES)
def test_names_that_machines_write_tell_nobody(name):
    assert why_telling(name) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Anna.jpg", "words"),
        ("IMG_1234 Anna.jpg", "words"),
        ("anna_schmidt_2024.png", "words"),
        ("Jo.jpg", "words"),
        ("Müller.jpg", "words"),
        ("mu\u0308ller.jpg", "words"),
        ("李.jpg", "words"),
        ("Анна.jpg", "words"),
        ("محمد.jpg", "words"),
        ("Party in Berlin", "words"),
        ("anna@example.org.jpg", "@"),
        ("@42.jpg", "@"),
        ("52.5163,13.3777.jpg", "coordinates"),
        ("52.5163 13.3777.jpg", "coordinates"),
        ("IMG_-33.8568_151.2153.jpg", "coordinates"),
        ("52.51630+013.37770.jpg", "coordinates"),
        ("+52.51630+013.37770.jpg", "coordinates"),
        ("N52.5163 E13.3777.jpg", "coordinates"),
        ("N52.5163E13.3777.jpg", "coordinates"),
        ("52.5163N 13.3777E.jpg", "coordinates"),
        ("52°30'58\"N 13°22'40\"E.jpg", "coordinates"),
        ("IMG +49 170 1234567.jpg", "telephone"),
    ],
)
def test_names_that_tell(name, why):
    assert why in why_telling(name)


@pytest.mark.parametrize("name", ["IMG_99.1234,13.3777.jpg", "10.123_190.456.jpg", "1.2.3,4.5.6.jpg", "2024.05.01.jpg"])
def test_numbers_that_are_no_place(name):
    assert why_telling(name) == ""


parts = st.sampled_from(
    ["IMG", "DSC", "PXL", "2024", "05", "0001", "WhatsApp", "Image", "at", "Screenshot", "copy", "(1)", "x"]
)


@given(
    st.lists(parts, min_size=1, max_size=6), st.sampled_from(" _-."), st.sampled_from(["", ".jpg", ".HEIC", ".jpg.jpg"])
)
def test_any_name_of_machine_words_is_one_and_a_name_in_it_shows(words, between, ending):
    assert why_telling(between.join(words) + ending) == ""
    assert why_telling(between.join([*words, "Ada"]) + ending) == "words that somebody typed"
    assert why_telling(between.join(["Ada", *words]) + ending) == "words that somebody typed"


@pytest.fixture
def album(tmp_path, monkeypatch):
    """Names that tell, in folders that tell, some of them without a face."""
    finding_told(monkeypatch)
    source, target = tmp_path / "in", tmp_path / "out"
    for seed, (name, width) in enumerate(
        {
            "Anna and Ben/IMG_0002.png": SURE,
            "Anna and Ben/cake.png": NOBODY,
            "IMG_0001.jpg": SURE,
            "Zoe.bmp": DOUBTFUL,
            "52.5163,13.3777.PNG": SURE,
        }.items()
    ):
        put(source / name, drawn(width, seed), name[-4:].lower())
    return source, target


def test_the_report_says_which_names_were_kept(album):
    report = quiet(*album)
    assert list(report.telling_names) == ["52.5163,13.3777.PNG", "Zoe.bmp", "Anna and Ben/"]
    text = repr(report)
    assert "Names of files and folders were kept, with the dates in them. A name can tell who is in a photo" in text
    assert "  - Anna and Ben/ (words that somebody typed)\n" in text
    assert "  - 52.5163,13.3777.PNG (coordinates)\n" in text
    # What lies in the target from an earlier run tells no less; what was not written tells nothing.
    assert quiet(*album).telling_names == report.telling_names
    for path in state(album[0]):
        if path.name != "cake.png":
            path.unlink()
    assert "Names of" not in repr(quiet(*album))


def numbered(target):
    return {path.name: content for path, content in state(target).items() if path.stem.isdigit()}


def test_numbers_in_place_of_names(album):
    source, target = album
    report = quiet(source, target, rename=True)
    assert {path.relative_to(source).as_posix(): there.name for path, there in report.renamed.items()} == {
        "52.5163,13.3777.PNG": "00001.png",
        "IMG_0001.jpg": "00002.jpg",
        "Zoe.bmp": "00003.bmp",
        "Anna and Ben/IMG_0002.png": "00004.png",
    }
    assert {one.source: one.target for one in report.done} == report.renamed
    assert report.no_face == [source / "Anna and Ben" / "cake.png"] and report.telling_names == {}
    assert sorted(path.name for path in target.rglob("*")) == [*sorted(numbered(target)), "_numbers.txt"]
    for path, (content, _) in state(target).items():
        assert not re.search(rb"anna|zoe|52\.5|IMG_|cake", content, re.IGNORECASE), path
    text = repr(report)
    assert "Which is which stands in report.renamed, and nowhere else." in text and "were kept" not in text
    assert "  - Zoe.bmp -> 00003.bmp: 1 of 1 face\n" in text  # a person has to find the file to look at it


def test_numbers_stay_when_the_folder_grows_and_changes(album):
    source, target = album
    quiet(source, target, rename=True)
    before = numbered(target)
    again = quiet(source, target, rename=True)
    assert numbered(target) == before and again.done == [] and len(again.skipped) == len(again.renamed) == 4
    put(source / "Aaron.png", drawn(SURE, 50))
    (source / "Zoe.bmp").rename(source / "Anna and Ben" / "moved.png")
    (target / "00002.jpg").unlink()
    third = quiet(source, target, rename=True)
    assert {one.source.name: one.target.name for one in third.done} == {
        "Aaron.png": "00005.png",
        "IMG_0001.jpg": "00002.jpg",
    }
    assert third.renamed[source / "Anna and Ben" / "moved.png"].name == "00003.bmp"
    after = numbered(target)
    assert set(after) == {*before, "00005.png"}
    assert all(after[name] == before[name] for name in before if name != "00002.jpg")


def test_equal_photos_are_written_once_and_names_that_clash_do_not_matter(album):
    source, target = album
    for name in ("A/twin.png", "B/twin.png"):
        put(source / name, drawn(SURE, 60))
    put(source / "IMG", drawn(SURE, 61), ".jpg")
    put(source / "IMG.jpg", drawn(SURE, 62))
    report = quiet(source, target, rename=True)
    assert report.failed == [] and report.skipped == [source / "B" / "twin.png"]
    assert report.renamed[source / "A" / "twin.png"] == report.renamed[source / "B" / "twin.png"]
    assert len(numbered(target)) == len(report.done) == 7


def test_an_interrupted_run_goes_on_where_it_stopped(album, monkeypatch):
    source, target = album
    once = quiet(source, target / "once", rename=True)
    monkeypatch.setattr(running, "cores", lambda: 1)
    encode = task.encode_image

    def stop(image, *args, **options):
        if (target / "twice" / "00002.jpg").exists():
            raise KeyboardInterrupt
        time.sleep(0.2)  # until the result before this one has its number
        return encode(image, *args, **options)

    monkeypatch.setattr(task, "encode_image", stop)
    with pytest.raises(KeyboardInterrupt):
        quiet(source, target / "twice", rename=True)
    before = numbered(target / "twice")
    assert {"00001.png", "00002.jpg"} <= before.keys() and "00004.png" not in before
    monkeypatch.undo()
    finding_told(monkeypatch)
    numbers = target / "twice" / "_numbers.txt"
    numbers.write_text(numbers.read_text() + "00009 5d41402abc4b2a7")  # a line half written
    report = quiet(source, target / "twice", rename=True)
    assert len(report.renamed) == len(numbered(target / "twice")) == 4
    assert before.items() <= numbered(target / "twice").items()
    assert repr(report).replace("twice", "once") == repr(once)
    assert quiet(source, target / "twice", rename=True).done == []


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_each_photo_has_one_number_and_keeps_it(tmp_path, monkeypatch, seed):
    """Photos come, go, move and change their names, results are deleted, and the folder is done again and again."""
    finding_told(monkeypatch)
    source, target = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    chance, seen = random.Random(seed), {}
    for step in range(12):
        for _ in range(chance.randint(0, 3)):
            name = f"{chance.choice('abc')}/{chance.random()}{chance.choice(['.png', '.jpg', '.jfif'])}"
            put(
                source / name,
                drawn(chance.choice([SURE, DOUBTFUL, NOBODY]), chance.randint(0, 30)),
                name[-4:].replace("jfif", ".jpg"),
            )
        photos = sorted(state(source))
        if photos and step % 2:
            path = chance.choice(photos)
            path.rename(path.with_name(f"{chance.random()}{path.suffix}"))
        if photos and step % 3 == 0:
            chance.choice(sorted(state(source))).unlink()
        results = sorted(numbered(target))
        deleted = {chance.choice(results)} if results and step % 4 == 0 else set()
        for name in deleted:
            (target / name).unlink()
        before = numbered(target)
        report = quiet(source, target, rename=True, without_faces=chance.choice(["leave", "copy"]))
        assert report.failed == [] and before.items() <= numbered(target).items()
        for path, there in report.renamed.items():
            assert there.exists()
            # The same photo has the number it always had, and no other photo has it.
            assert seen.setdefault(path.read_bytes(), there.stem) == there.stem
        assert len(set(seen.values())) == len(seen)
        stems = [name.split(".")[0] for name in numbered(target)]
        assert len(set(stems)) == len(stems)


def test_a_target_with_names_of_the_other_sort_is_refused(album, monkeypatch):
    source, target = album
    quiet(source, target / "named")
    quiet(source, target / "numbered", rename=True)
    before = state(target)
    monkeypatch.setattr(task, "read_content", lambda *args: pytest.fail("a photo was read"))
    with pytest.raises(ValueError, match="under their old names already"):
        quiet(source, target / "named", rename=True)
    with pytest.raises(ValueError, match="was filled with rename=True"):
        quiet(source, target / "numbered")
    assert state(target) == before
    numbers = target / "numbered" / "_numbers.txt"
    text = numbers.read_text()
    for wrong in ("", text.replace("salt ", "pepper "), text + text, "\0\xff"):
        numbers.write_text(wrong)
        with pytest.raises(ValueError, match="cannot be read as the list of numbers"):
            quiet(source, target / "numbered", rename=True)
    first = next(line for line in text.splitlines() if line.startswith("00001 "))
    numbers.write_text(text + first[:-4] + "0000\n")  # whose result 00001 is cannot be told
    with pytest.raises(ValueError, match="has one number for two photos"):
        quiet(source, target / "numbered", rename=True)
    numbers.unlink()
    with pytest.raises(ValueError, match="has numbered photos .*, but no _numbers.txt"):
        quiet(source, target / "numbered", rename=True)


def test_the_list_of_numbers_cannot_be_searched_without_the_photos(album):
    """Two targets of the same photos have no line in common, so that one list says nothing about the other."""
    source, target = album
    lists = []
    for name in ("one", "two"):
        quiet(source, target / name, rename=True)
        lists.append({line for line in (target / name / "_numbers.txt").read_text().splitlines() if line[0] != "#"})
    assert len(lists[0]) == len(lists[1]) == 5 and not lists[0] & lists[1]


def test_renamed_results_are_those_of_names(album):
    source, target = album
    named = quiet(source, target / "named")
    numbers = quiet(source, target / "numbered", rename=True)
    for one, other in zip(named.done, numbers.done, strict=True):
        assert one.source == other.source and (read_image(one.target) == read_image(other.target)).all()
