"""The memory stick for a class: a wheel gets its place when all are there, and what is missing is one clear line."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

spec = importlib.util.spec_from_file_location("fill_stick", ROOT / "classroom" / "fill_stick.py")
stick = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stick)

BUILT = ("faceblur_lessons-1-py3-none-any.whl", "dlib-1-py3-none-any.whl")


@pytest.fixture
def fill(tmp_path, monkeypatch, capsys):
    """Fill a stick without a network; ``trouble`` happens in the middle of the download for Windows."""

    def call(trouble=None, *words):
        def pip(kind, *rest):
            into = Path(rest[rest.index("--wheel-dir" if kind == "wheel" else "--dest") + 1])
            for name in BUILT if kind == "wheel" else ("numpy-2-cp312-cp312-any.whl",):
                (into / name).write_bytes(b"a wheel")
            if trouble and "win_amd64" in rest:
                raise trouble

        monkeypatch.setattr(stick, "pip", pip)
        monkeypatch.setattr(stick, "needed", lambda system, version: ["numpy==2"])
        monkeypatch.setattr(stick.importlib.util, "find_spec", lambda name: name)
        monkeypatch.setattr(stick.shutil, "which", lambda name: name)
        code = stick.main([str(tmp_path / "stick"), "--systems", "linux", "windows", *words])
        files = {path.relative_to(tmp_path / "stick").as_posix() for path in (tmp_path / "stick").rglob("*.*")}
        return code, files, capsys.readouterr().err.splitlines()

    return call


def wheels(system):
    return {f"{system}/{name}" for name in (*BUILT, "numpy-2-cp312-cp312-any.whl")}


def test_everything_is_there(fill):
    assert fill() == (0, {"constraints.txt"} | wheels("linux") | wheels("windows"), [])


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (subprocess.CalledProcessError(1, ["pip"]), "there is nothing for windows with Python 3.12"),
        (KeyboardInterrupt(), "stopped. Run it again"),
        (OSError(28, "No space left on device"), "No space left on device"),
    ],
)
def test_what_is_stopped_in_the_middle_leaves_no_part_and_says_so(fill, trouble, said):
    code, files, lines = fill(trouble)
    assert code == 1 and files == {"constraints.txt"} | wheels("linux")
    assert len(lines) == 1 and lines[0].startswith("The stick is not complete: ") and said in lines[0]


@pytest.mark.parametrize("missing", ["pip", "uv"])
def test_a_missing_tool_is_told_before_anything_is_done(tmp_path, monkeypatch, capsys, missing):
    if missing == "pip":
        monkeypatch.setattr(stick.importlib.util, "find_spec", lambda name: None)
    else:
        monkeypatch.setattr(shutil, "which", lambda name: None)
    assert stick.main([str(tmp_path / "stick")]) == 1
    assert "uv run --with pip python classroom/fill_stick.py" in capsys.readouterr().err
    assert not (tmp_path / "stick").exists()
