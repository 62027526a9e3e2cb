"""Stopped runs: wherever a run ends, the next one goes on, and files and report are those of a run never stopped."""

import multiprocessing
import os
import signal
from functools import reduce

import pytest
from folder_album import DOUBTFUL, MIXED, NOBODY, SURE, content, drawn, finding_told, put, quiet, said, state
from PIL import Image

from faceblur_utils import folder
from faceblur_utils.folder import unfinished

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL and no copies of processes")
HIDDEN = ".faceblur-unfinished"
# Where it dies: in which module, in which call, and whether before or after it is done.
POINTS = {
    "as it reads": ("task", "read_image", True),
    "as it writes a result": ("task", "digest_of", True),
    "between a result and its record": ("task", "_record", True),
    "between a record and a name": ("settling", "publish", True),
    "as a number is taken": ("pipeline.Numbers", "take", False),
    "behind the name": ("settling", "publish", False),
    "before the scratch folder goes": ("unfinished", "_remove", True),
}


@pytest.fixture
def told(places, monkeypatch):
    """Photos of each sort, by what is found in them."""
    finding_told(monkeypatch)
    source, _ = places
    exif = Image.Exif()
    exif[0x013B] = "Ada"
    for seed, (name, width) in enumerate(
        {"a.png": SURE, "b.png": NOBODY, "c.bmp": MIXED, "deep/d.jpg": DOUBTFUL, "deep/e.png": SURE}.items()
    ):
        put(source / name, drawn(width, seed))
    Image.fromarray(drawn(SURE, 9)).save(source / "f.png", exif=exif)
    (source / "g.jpg").write_bytes(b"\xff\xd8\xff broken")
    return places


def die(point, call, source, target, how):
    """Do a folder, and kill this process at the given call."""
    where, name, before = POINTS[point]
    module = reduce(getattr, where.split("."), folder)
    real, calls = getattr(module, name), []

    def deadly(*args, **options):
        calls.append(name)
        if len(calls) == call and before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **options)
        if len(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    finding_told(pytest.MonkeyPatch())
    folder.running.cores = lambda: 1  # so that it is known what has been done by then
    setattr(module, name, deadly)
    quiet(source, target, **how)


def killed(point, call, source, target, **how):
    # One process that has imported everything, and a copy of it for each death: importing takes seconds.
    copies = multiprocessing.get_context("forkserver")
    copies.set_forkserver_preload(["test_folder_stopped"])
    process = copies.Process(target=die, args=(point, call, source, target, how))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.path.dirname(__file__))  # or the server finds no test
        process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("point", "call", "rename"),
    [
        ("as it reads", 4, False),
        ("as it writes a result", 2, False),
        ("between a result and its record", 3, False),
        ("between a record and a name", 2, False),
        ("between a record and a name", 3, True),
        ("as a number is taken", 2, True),
        ("behind the name", 2, False),
        ("behind the name", 2, True),
        ("before the scratch folder goes", 2, False),
    ],
)
def test_a_killed_run_goes_on_and_both_together_are_as_one(told, tmp_path, point, call, rename):
    source, target = told
    how = {"margin": 0.2, "rename": rename}
    once = quiet(source, tmp_path / "once" / target.name, **how)
    before = state(source)
    killed(point, call, source, target, **how)
    half = content(target)
    for path, one in half.items():  # whatever has a name is whole
        assert path.parts[0].startswith(HIDDEN) or one in content(once.target).values(), path
    report = quiet(source, target, **how)
    if point == "before the scratch folder goes":  # it was done, and only that was left
        assert [one.source for one in once.done] == report.skipped
    else:
        assert said(report) == said(once)
    assert content(target) == content(once.target) and state(source) == before
    again = quiet(source, target, **how)
    assert again.done == [] and content(target) == content(once.target)


def test_what_a_stopped_run_did_is_not_done_again(told, monkeypatch):
    source, target = told
    killed("behind the name", 4, source, target)
    done = sorted(path for path in target.rglob("*") if path.suffix in (".png", ".jpg", ".bmp"))
    seen = []
    monkeypatch.setattr("faceblur_utils.folder.task.read_image", lambda content, name: seen.append(name) or 1 / 0)
    report = quiet(source, target)
    assert len(report.done) >= 4 and report.no_face  # which need no second look either
    assert not {one.source.name for one in report.done} & {name.split("/")[-1] for name in seen}
    # Threads end in any order: one result had been made, and had no name yet.
    assert len({one.target for one in report.done} - set(done)) <= 1


def test_the_hidden_folder_tells_no_names_and_no_metadata(told):
    source, target = told
    killed("between a record and a name", 5, source, target, rename=True, strength=0, method="box")
    files = list((target / HIDDEN).iterdir())
    assert len(files) > 6
    for path in files:
        text = path.name.encode() + path.read_bytes()
        assert not any(word in text for word in (b"deep", b"c.bmp", b"Ada", str(source).encode())), path


def test_faces_that_stayed_clear_are_told_by_the_second_run(told, tmp_path):
    """Then a result is its original to the last byte, which is otherwise taken for a copy of it."""
    source, target = told
    how = {"strength": 0, "method": "box"}
    once = quiet(source, tmp_path / "once" / target.name, **how)
    assert sum(bool(one.notes) for one in once.done) == 5
    killed("behind the name", 3, source, target, **how)
    assert said(quiet(source, target, **how)) == said(once)


def stopped(source, target, **how):
    """Stop a run as Ctrl-C does, when the first result is to get its name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("faceblur_utils.folder.settling.publish", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            quiet(source, target, **how)


def test_a_copy_of_the_original_is_no_result_of_a_stopped_run(told):
    """A bitmap's result has as many bytes as its original, so neither size nor name tells."""
    source, target = told
    killed("behind the name", 5, source, target)
    copied = target / "c.bmp"
    assert copied.exists()
    copied.unlink()
    copied.write_bytes((source / "c.bmp").read_bytes())
    report = quiet(source, target)
    assert [one.source.name for one in report.failed] == ["c.bmp", "g.jpg"]
    assert "in the target already as it is, with 3 faces clear" in report.failed[0].reason


def test_a_photo_that_changed_in_between_is_no_longer_the_one_that_was_done(told):
    source, target = told
    stopped(source, target)
    put(source / "a.png", drawn(NOBODY, 77))
    report = quiet(source, target)
    assert source / "a.png" in report.no_face and not (target / "a.png").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"strength": 0.7}, "hiding was .* and is"),
        ({"looks": "one"}, "finding was"),
        ({"quality": 40}, "quality was 95 and is 40"),
        ({"without_faces": "copy"}, "without_faces was leave and is copy"),
        ({"hold": 2}, "video was"),
        ({"source": "elsewhere"}, "another source folder"),
    ],
)
def test_a_stopped_run_is_not_mixed_with_another(told, tmp_path, change, words):
    source, target = told
    stopped(source, target)
    put(tmp_path / "elsewhere" / "a.png", drawn(SURE, 50))
    before = state(target)
    other = tmp_path / change.pop("source", "in")
    with pytest.raises(ValueError, match=f"half done, and it was not this one: .*{words}.* delete the folder {HIDDEN}"):
        quiet(other, target, **change)
    assert state(target) == before
    assert len(quiet(source, target).done) == 5


def test_two_runs_at_once_are_refused(told):
    source, target = told
    with (
        unfinished.unfinished_in(target, source, {}),
        pytest.raises(ValueError, match="Another run is at work in"),
    ):
        quiet(source, target)
    assert len(quiet(source, target).done) == 5


def test_records_that_a_disk_lost_are_as_none(told):
    source, target = told
    stopped(source, target)
    for path in (target / HIDDEN).glob("*-*"):
        path.write_bytes(b"")
    report = quiet(source, target)
    assert len(report.done) == 5 and all(one.target.stat().st_size for one in report.done)


def test_a_target_that_cannot_be_made_is_told_before_the_first_photo(told, monkeypatch):
    source, target = told
    monkeypatch.setattr("faceblur_utils.folder.task.read_content", lambda *args: pytest.fail("a photo was read"))
    (target.parent / "file").write_text("")
    with pytest.raises(ValueError, match="No result can be written to .*Choose another target"):
        quiet(source, target.parent / "file" / "out")
