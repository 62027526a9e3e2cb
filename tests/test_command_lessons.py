"""`faceblur lessons`: what is a student's stays byte for byte."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT

from faceblur_utils.command import copies, main
from faceblur_utils.images import write_new

NAMES = [
    path.relative_to(ROOT / "notebooks").as_posix()
    for part in ("", "deeper")
    for path in (ROOT / "notebooks" / part).glob("[0-9][0-9]_*.ipynb")
]
NAMES.append("glossary.ipynb")


@pytest.fixture
def lessons(tmp_path, monkeypatch):
    """A folder of lessons that a test may change."""
    folder = tmp_path / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder, ignore=shutil.ignore_patterns(".*"))
    monkeypatch.setattr(copies, "lessons_folder", lambda: folder)
    return folder


def change(path, text="# A newer sentence."):
    """As an update does: another sentence in a lesson."""
    notebook = nbformat.read(path, 4)
    notebook.cells[0].source += text
    nbformat.write(notebook, path)


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(*words):
    return main(["lessons", *map(str, words), "--no-start"])


def test_copies_are_whole_lessons_without_outputs_and_with_solutions_folded(tmp_path):
    assert run(tmp_path / "mine") == 0
    assert set(contents(tmp_path / "mine")) == {*NAMES} > {"deeper/01_what_makes_detectors_fail.ipynb"}
    solutions = 0
    for name in NAMES:
        own, lesson = (nbformat.read(folder / name, 4) for folder in (tmp_path / "mine", ROOT / "notebooks"))
        nbformat.validate(own)
        assert [cell.source for cell in own.cells] == [cell.source for cell in lesson.cells]
        for cell in own.cells:
            assert not cell.get("outputs") and cell.get("execution_count") is None
            if "solution" in cell.metadata.get("tags", ()):
                assert cell.metadata.jupyter.source_hidden
                solutions += 1
    assert solutions > 20


def test_a_teachers_copies_keep_their_outputs(tmp_path):
    run(tmp_path / "mine", "--with-outputs")
    notebook = nbformat.read(tmp_path / "mine" / "01_detect.ipynb", 4)
    assert any(cell.get("outputs") for cell in notebook.cells)


def test_a_second_run_changes_nothing_and_says_which_are_older(tmp_path, lessons, capsys):
    mine = tmp_path / "mine"
    run(mine)
    (mine / "02_roi.ipynb").write_text("my own work, broken JSON {")
    (mine / "04_paste_back.ipynb").unlink()
    before = contents(mine)
    change(lessons / "05_compare.ipynb")
    shutil.copy(lessons / "05_compare.ipynb", lessons / "10_new.ipynb")
    capsys.readouterr()
    run(mine)
    said = capsys.readouterr().out
    after = contents(mine)
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == {"04_paste_back.ipynb", "10_new.ipynb"}
    assert f"2 new lessons, {len(NAMES) - 1} lessons of yours, left as they are" in said
    assert "newer version of: 05_compare.ipynb\n" in said and "faceblur lessons reset 05" in said
    assert "Not known whether older: 02_roi.ipynb" in said


def test_new_outputs_alone_make_no_copy_older(tmp_path, lessons, capsys):
    run(tmp_path / "mine")
    notebook = nbformat.read(lessons / "03_blur.ipynb", 4)
    for cell in notebook.cells:
        cell.pop("outputs", None)
        if cell.cell_type == "code":
            cell.outputs = []
    nbformat.write(notebook, lessons / "03_blur.ipynb")
    run(tmp_path / "mine")
    assert "newer version" not in capsys.readouterr().out


def test_what_jupyterlab_saves_keeps_the_mark(tmp_path, lessons, capsys):
    run(tmp_path / "mine")
    own = tmp_path / "mine" / "05_compare.ipynb"
    notebook = nbformat.read(own, 4)
    notebook.cells[3].source = "my_answer = 1"
    nbformat.write(notebook, own)
    change(lessons / "05_compare.ipynb")
    run(tmp_path / "mine")
    assert "newer version of: 05_compare.ipynb\n" in capsys.readouterr().out


@pytest.mark.parametrize("number", ["05", "5", "05_compare", "05_compare.ipynb"])
def test_reset_keeps_the_file_under_a_new_name(tmp_path, number):
    mine = tmp_path / "mine"
    run(mine)
    own = mine / "05_compare.ipynb"
    fresh = own.read_bytes()
    for count, name in enumerate(("05_compare_mine.ipynb", "05_compare_mine_2.ipynb"), start=1):
        own.write_text(f"my work {count}")
        assert main(["lessons", "reset", number, "--folder", str(mine)]) == 0
        assert (mine / name).read_text() == f"my work {count}"
        assert own.read_bytes() == fresh
    assert len(contents(mine)) == len(NAMES) + 2


def test_a_deeper_lesson_is_given_anew_beside_the_others(tmp_path, lessons, capsys):
    mine, name = tmp_path / "mine", "deeper/01_what_makes_detectors_fail.ipynb"
    run(mine)
    fresh = (mine / name).read_bytes()
    change(lessons / name)
    run(mine)
    assert "faceblur lessons reset deeper/01_what_makes_detectors_fail" in capsys.readouterr().out
    for said in ("deeper/01_what_makes_detectors_fail", "deeper/01", "01_what_makes_detectors_fail.ipynb"):
        assert main(["lessons", "reset", said, "--folder", str(mine)]) == 0
        assert (mine / name).read_bytes() != fresh
    assert (mine / "deeper" / "01_what_makes_detectors_fail_mine.ipynb").read_bytes() == fresh
    assert not list(mine.glob("01_*_mine*"))


def test_reset_of_what_is_no_lesson_is_told(tmp_path, capsys):
    assert main(["lessons", "reset", "77", "--folder", str(tmp_path)]) == 2
    assert "There is no lesson '77'; there are 00_start_here" in capsys.readouterr().err
    assert main(["lessons", "reset"]) == 2


def test_a_link_that_leads_nowhere_is_somebodys_too(tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "05_compare.ipynb").symlink_to(tmp_path / "elsewhere.ipynb")
    run(mine)
    assert not (tmp_path / "elsewhere.ipynb").exists() and os.path.islink(mine / "05_compare.ipynb")


def test_on_a_disk_without_links_nothing_is_overwritten_either(tmp_path, monkeypatch):
    def no_links(*paths, **options):
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", no_links)
    mine = tmp_path / "mine"
    run(mine)
    (mine / "05_compare.ipynb").write_text("mine")
    run(mine)
    main(["lessons", "reset", "5", "--folder", str(mine)])
    assert (mine / "05_compare_mine.ipynb").read_text() == "mine"
    with pytest.raises(FileExistsError):
        write_new(mine / "05_compare.ipynb", b"")


def test_a_disk_that_is_full_leaves_no_half_lesson(tmp_path, monkeypatch, capsys):
    def full(self, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert run(tmp_path / "mine") == 2
    assert "No space left on device" in capsys.readouterr().err
    assert contents(tmp_path / "mine") == {}


def test_the_lessons_themselves_are_no_folder_for_copies(tmp_path, lessons, capsys):
    before = contents(lessons)
    assert run(lessons) == 2
    assert "holds the lessons themselves" in capsys.readouterr().err
    assert contents(lessons) == before


# --- git --------------------------------------------------------------------------------------------------------------


def git(folder, *words):
    name = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *name, *words], cwd=folder, check=True, capture_output=True)


def lessons_in(clone):
    """As a student calls it, in a clone of his own."""
    code = "import sys; from faceblur_utils.command import main; sys.exit(main(['lessons', '--no-start']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=clone,
        env=os.environ | {"PYTHONPATH": str(clone)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_lessons_in_another_language_come_when_asked_and_are_kept_up(tmp_path, capsys):
    mine, name = tmp_path / "mine", "de/00_start_here.ipynb"
    assert main(["lessons", str(mine), "--no-start", "--language", "de"]) == 0
    assert set(contents(mine)) == {*NAMES, name}
    assert copies.short(name) == "de/00_start_here"
    (mine / name).write_text("mine")
    assert main(["lessons", str(mine), "--no-start"]) == 0
    assert f"Not known whether older: {name}" in capsys.readouterr().out and (mine / name).read_text() == "mine"
    assert main(["lessons", "reset", "de/00", "--folder", str(mine)]) == 0
    assert json.loads((mine / name).read_text(encoding="utf-8"))["cells"]
    assert main(["lessons", str(mine), "--no-start", "--language", "xx"]) == 2
    assert "There is no lesson in 'xx'; there are some in: en, de." in capsys.readouterr().err


def test_a_students_copies_survive_git_pull_an_update_and_two_runs(tmp_path):
    project, clone = tmp_path / "project", tmp_path / "clone"
    hidden = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in ("faceblur_utils", "notebooks"):
        shutil.copytree(ROOT / name, project / name, ignore=hidden)
    for name in (".gitignore", "pyproject.toml"):
        shutil.copy(ROOT / name, project / name)
    git(project, "init", "--quiet")
    git(project, "add", ".")
    git(project, "commit", "--quiet", "-m", "first")
    git(tmp_path, "clone", "--quiet", str(project), str(clone))
    lessons_in(clone)
    mine = clone / "my_lessons"
    notebook = json.loads((mine / "05_compare.ipynb").read_text("utf-8"))
    notebook["cells"][2]["source"] = "my_own = 'work'"
    (mine / "05_compare.ipynb").write_text(json.dumps(notebook))
    (mine / "my_photo.jpg").write_bytes(b"mine")
    before = contents(mine)
    change(project / "notebooks" / "05_compare.ipynb")
    git(project, "commit", "--quiet", "--all", "-m", "update")
    git(clone, "pull", "--quiet")
    assert "newer version of: 05_compare.ipynb\n" in lessons_in(clone)
    assert "newer version of: 05_compare.ipynb\n" in lessons_in(clone)
    assert contents(mine) == before
    told = subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True)
    assert told.stdout == ""
