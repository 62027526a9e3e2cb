"""Where no result may go: whichever way leads from the target back to the source, nothing is read or written."""

import contextlib
import os
import time

import pytest
from folder_album import drawn, finding_told, put, quiet, state

from faceblur_utils.folder import running, settling, task
from faceblur_utils.images import read_image


@pytest.fixture
def places(tmp_path, monkeypatch):
    """A source with photos in sub-folders, and a target that is there and empty."""
    finding_told(monkeypatch)
    source, target = tmp_path / "photos" / "album", tmp_path / "photos" / "results"
    for number, name in enumerate(("a.png", "2026/b.png", "2026/may/c.png", "x/may/d.png")):
        put(source / name, drawn(seed=number))
    target.mkdir()
    return source, target


@pytest.fixture
def unread(monkeypatch):
    monkeypatch.setattr(task, "read_content", lambda *args: pytest.fail("a photo was read"))


def everything(root):
    """All names below a folder, links not followed, and the content of all files."""
    return sorted(root.rglob("*")), state(root)


# Folders


@pytest.mark.parametrize(
    "way", ["same", "spelled otherwise", "inside", "deep inside", "around", "link", "link inside", "by link"]
)
def test_one_folder_inside_the_other(places, tmp_path, unread, way):
    source, _ = places
    (tmp_path / "link").symlink_to(source, target_is_directory=True)
    target = {
        "same": source,
        "spelled otherwise": source / ".." / "album",
        "inside": source / "out",
        "deep inside": source / "out" / "more",
        "around": tmp_path / "photos",
        "link": tmp_path / "link",
        "link inside": tmp_path / "link" / "out",
        "by link": source / "out",
    }[way]
    before = everything(tmp_path)
    with pytest.raises(ValueError, match="choose a folder beside it"):
        quiet(tmp_path / "link" if way == "by link" else source, target)
    assert everything(tmp_path) == before


def test_folders_that_are_none(places, tmp_path):
    source, target = places
    path = source / "a.png"
    with pytest.raises(FileNotFoundError, match="There is no folder .*nowhere"):
        quiet(source / "nowhere", target)
    with pytest.raises(NotADirectoryError, match="a.png is a file; for one photo use read_image and anonymize"):
        quiet(path, target)
    with pytest.raises(NotADirectoryError, match="a.png is a file, and the results need a folder"):
        quiet(source, path)
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="link is a link that leads nowhere"):
        quiet(source, tmp_path / "link")


# Ways back: what stands in the target (or elsewhere), and where it leads. Paths are relative to the folder of all.

LINKS = {
    "sub-folder to the source": [("results/2026", "album")],
    "sub-folder into the source": [("results/2026", "album/2026")],
    "sub-folder to another one": [("results/2026", "album/x/may")],
    "deep sub-folder": [("results/2026/may", "album/2026")],
    "sub-folder that no result needs": [("results/originals", "album")],
    "sub-folder around the source": [("results/all", "")],
    "into the source, to what is not there yet": [("results/2026", "album/new")],
    "by way of a third folder": [("results/x", "elsewhere"), ("elsewhere/may", "album/x/may")],
    "by way of a third folder, to another place": [("results/x", "elsewhere"), ("elsewhere/may", "album/2026")],
    "link to a link": [("results/2026", "hop"), ("hop", "album/2026")],
    "photo to its original": [("results/a.png", "album/a.png")],
    "photo to another original": [("results/old/z.png", "album/2026/b.png")],
    "photo in a third folder": [("results/x", "elsewhere"), ("elsewhere/may/d.png", "album/a.png")],
    "an original that is a result": [("album/r.png", "results/r.png")],
    "an original that will be a result": [("album/r.png", "results/a.png")],
}


# Numbered results go into no sub-folder, so with names replaced nothing leads through a third one.
@pytest.mark.parametrize(
    ("way", "rename"), [(way, rename) for way in LINKS for rename in (False, True) if not (rename and "third" in way)]
)
def test_a_link_that_leads_back_is_refused_before_the_first_photo(places, unread, way, rename):
    source, target = places
    root = source.parent
    (root / "elsewhere").mkdir()
    if way == "an original that is a result":
        put(target / "r.png", drawn(seed=9))
    for link, goal in LINKS[way]:
        (root / link).parent.mkdir(parents=True, exist_ok=True)
        (root / link).symlink_to(root / goal, target_is_directory=not goal.endswith(".png"))
    before = everything(root)
    with pytest.raises(ValueError, match="remove|Remove") as refused:
        quiet(source, target, rename=rename)
    assert LINKS[way][0][0].split("/")[1] in str(refused.value) and everything(root) == before


@pytest.mark.parametrize("name", ["a.png", "2026/other.png", "elsewhere by link"])
def test_a_hard_link_to_an_original_is_refused(places, unread, name):
    source, target = places
    if name == "elsewhere by link":
        (source.parent / "elsewhere" / "may").mkdir(parents=True)
        (target / "x").symlink_to(source.parent / "elsewhere")
        name = "x/may/d.png"
    (target / name).parent.mkdir(parents=True, exist_ok=True)
    os.link(source / "2026" / "b.png", target / name)
    with pytest.raises(ValueError, match=r"is the original .*b\.png itself under a second name"):
        quiet(source, target)


@pytest.mark.parametrize("mounted", ["album", "album/2026", "album/x/may"])
def test_a_mount_of_the_source_is_refused(places, monkeypatch, unread, mounted):
    """A bind mount is no link: only the numbers of device and file tell. So does a name in other letters on a Mac."""
    source, target = places
    (target / "Sub" / "mount").mkdir(parents=True)
    stat = os.stat

    def mounted_stat(path, *args, **options):
        same = os.fspath(path) == os.fspath(target / "Sub" / "mount")
        return stat(source.parent / mounted if same else path, *args, **options)

    monkeypatch.setattr(os, "stat", mounted_stat)
    with pytest.raises(ValueError, match=r"mount is the original .* itself under a second name"):
        quiet(source, target)


def test_other_links_do_no_harm(places):
    source, target = places
    root = source.parent
    (root / "disk" / "sub").mkdir(parents=True)
    (target / "2026").symlink_to(root / "disk")
    (target / "gone").symlink_to(root / "nowhere")
    (target / "loop").symlink_to(target / "loop")
    (target / "round").symlink_to(target)
    (target / "own.png").symlink_to(put(root / "own.png", drawn(seed=7)))
    (source / "results").symlink_to(target)
    before = state(source)
    report = quiet(source, target)
    assert len(report.done) == 4 and report.failed == [] and report.ignored == [source / "results"]
    assert sorted(path.name for path in state(root / "disk")) == ["b.png", "c.png"]
    assert state(source) == before


def test_a_sub_folder_that_is_a_dead_link_fails_alone(places):
    source, target = places
    (target / "2026").symlink_to(source.parent / "nowhere")
    report = quiet(source, target)
    assert [one.source.name for one in report.done] == ["a.png", "d.png"]
    assert all("no folder" in one.reason for one in report.failed) and len(report.failed) == 2
    assert not (source.parent / "nowhere").exists()


# While it runs


@pytest.mark.parametrize("goal", ["", "2026", "x"])
@pytest.mark.parametrize("rename", [False, True])
def test_a_folder_that_becomes_a_link_while_it_runs(places, monkeypatch, goal, rename):
    source, target = places
    monkeypatch.setattr(running, "cores", lambda: 1)  # so that b comes before c
    before = everything(source)
    place = target if rename else target / "2026"
    read = task.read_image

    def link_appears(content, name):
        if name == "2026/b.png":
            until = time.monotonic() + 10
            while not (target / ("00001.png" if rename else "a.png")).exists() and time.monotonic() < until:
                time.sleep(0.01)  # between the look at a folder and what is written there is always a moment
            if rename:
                target.rename(target.with_name("moved"))
            place.symlink_to(source / goal)
        return read(content, name=name)

    monkeypatch.setattr(task, "read_image", link_appears)
    report = quiet(source, target, rename=rename)
    assert everything(source) == before
    assert {one.source.name for one in report.failed} >= {"b.png", "c.png"}
    assert "leads back into the source folder" in report.failed[0].reason


@pytest.mark.parametrize("hard", [False, True])
@pytest.mark.parametrize("moment", ["before it is written", "as it is written"])
def test_a_photo_that_becomes_a_link_while_it_runs(places, monkeypatch, hard, moment):
    """A result replaces no link, and is never written through it."""
    source, target = places
    before = everything(source)

    def link_appears():
        with contextlib.suppress(FileExistsError):  # two photos are encoded at once, and the other one was quicker
            os.link(source / "a.png", target / "a.png") if hard else (target / "a.png").symlink_to(source / "a.png")

    if moment == "before it is written":
        encode = task.encode_image
        monkeypatch.setattr(task, "encode_image", lambda *args, **how: [link_appears(), encode(*args, **how)][1])
    else:
        link = settling.publish
        monkeypatch.setattr(settling, "publish", lambda *args: [link_appears(), link(*args)][1])
    report = quiet(source, target)
    assert everything(source) == before
    (failure,) = report.failed
    assert failure.source.name == "a.png" and "has appeared there in the meantime" in failure.reason
    assert len(report.done) == 3


@pytest.mark.parametrize("name", ["a.png", "2026/b.png"])
def test_where_there_are_no_hard_links_no_file_is_replaced_either(places, monkeypatch, name):
    def none_here(*args, **options):
        raise OSError(95, "Operation not supported")

    source, target = places
    monkeypatch.setattr(os, "link", none_here)
    publish = settling.publish

    def appears(staged, there, what):
        if what == name:
            there.write_text("mine")
        publish(staged, there, what)

    monkeypatch.setattr(settling, "publish", appears)
    report = quiet(source, target)
    assert (target / name).read_text() == "mine" and [one.source for one in report.failed] == [source / name]
    assert sorted(state(target)) == sorted([target / name, *(one.target for one in report.done)])
    assert len(report.done) == 3 and all(read_image(one.target).shape == (24, 32, 3) for one in report.done)
