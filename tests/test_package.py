"""The package outside any checkout: what the wheel carries, and that all of it works in an environment made from it."""

import email
import os
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from importlib import metadata

import pytest
from conftest import IN_CI, ROOT
from packaging.requirements import Requirement
from served import served

import faceblur_utils

SENT = ("faceblur_utils", "data", "notebooks")
HIDDEN = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
# What lesson 00 to 09 lean on, where no folder of the project is near.
PARTS = """
import sys
from faceblur_utils import OwnPhotos, anonymize_video, compare_methods, detect_faces, doctor, read_image, samples
from faceblur_utils.command import copies

if __name__ == "__main__":
    assert doctor.main() == 0
    for name in samples.names():
        read_image(samples.path(name))
    assert compare_methods("hopper").caption
    assert OwnPhotos().layout is not None
    report = anonymize_video(samples.clip("test_movie"), "hidden.mp4", looks="one", every=10, progress=False)
    assert len(report.frames) == 237 and report.count("detected") > 20
    print(copies.lessons_folder(), copies.default_folder())
"""


def quietly(command, folder, **environment):
    """Run a command without the variables that say which environment is in use."""
    ours = ("PYTHONPATH", "VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON")
    own = {name: value for name, value in os.environ.items() if name not in ours} | environment
    done = subprocess.run(list(map(str, command)), cwd=folder, env=own, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def build(project, target):
    quietly(
        ["uv", "build", "--quiet", "--wheel", "--out-dir", target, project], project, SOURCE_DATE_EPOCH="1700000000"
    )
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this checkout."""
    if not shutil.which("uv"):
        (pytest.fail if IN_CI else pytest.skip)("uv is not on the PATH")
    try:
        return build(ROOT, tmp_path_factory.mktemp("wheel"))
    except AssertionError as error:
        if IN_CI:
            raise
        pytest.skip(f"no wheel could be built (offline?): {str(error)[-300:]}")


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """An environment made from the wheel, with the versions that a classroom gets."""
    folder = tmp_path_factory.mktemp("outside")
    quietly(["uv", "venv", "--quiet", "--seed", "--python", sys.executable, "env"], folder)
    command = ["uv", "pip", "install", "--quiet", "--python", python_of(folder)]
    quietly([*command, "--constraint", ROOT / "classroom" / "constraints.txt", ROOT / "tools" / "dlib", wheel], folder)
    return folder


def python_of(folder):
    return folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def faceblur_of(folder):
    return python_of(folder).with_name("faceblur.exe" if os.name == "nt" else "faceblur")


def test_the_version_is_one():
    assert metadata.version("faceblur-lessons") == faceblur_utils.__version__


def test_an_installation_that_can_be_edited_copies_nothing():
    files = [str(file) for file in metadata.files("faceblur-lessons")]
    assert files and not [file for file in files if "faceblur_utils/" in file and "/licenses/" not in file]


def test_constraints_name_versions_and_no_addresses():
    lines = (ROOT / "classroom" / "constraints.txt").read_text("utf-8").splitlines()
    pins = [Requirement(line) for line in lines if not line.startswith("#")]
    assert len(pins) > 100 and all(re.fullmatch(r"==[\w.+!]+", str(pin.specifier)) and not pin.url for pin in pins)
    named = {pin.name for pin in pins}
    assert {"dlib-bin", "opencv-python", "cyclopts"} <= named and not {"dlib", "faceblur-lessons", "pytest"} & named


@pytest.mark.network
def test_two_builds_are_byte_equal(wheel, tmp_path):
    copy = tmp_path / "elsewhere"
    for name in SENT:
        shutil.copytree(ROOT / name, copy / name, ignore=HIDDEN, copy_function=shutil.copy)  # with times of its own
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, copy / name)
    assert build(copy, tmp_path).read_bytes() == wheel.read_bytes()


@pytest.mark.network
def test_the_wheel_carries_all_of_it_and_names_the_licences(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        about = email.message_from_bytes(archive.read(next(name for name in names if name.endswith("/METADATA"))))
    told = subprocess.run(["git", "ls-files", *SENT], cwd=ROOT, capture_output=True, text=True).stdout.split()
    inside = {file if file.startswith("faceblur_utils/") else f"faceblur_utils/{file}" for file in told}
    assert {name for name in names if ".dist-info/" not in name} == inside
    for licence in ("MIT", "Apache-2.0", "CC-BY-SA-3.0", "CC0-1.0", "GPL-3.0-or-later", "LicenseRef-Public-Domain"):
        assert licence in about["License-Expression"].split(" AND ")
    texts = {file for file in told if "LICENSE" in file} | {"LICENSE", "data/README.md"}
    assert set(about.get_all("License-File")) == texts
    assert wheel.stat().st_size < 35e6


@pytest.mark.network
def test_outside_any_checkout_everything_works(environment):
    (environment / "parts.py").write_text(PARTS, encoding="utf-8")
    told = quietly([python_of(environment), "parts.py"], environment)
    assert "Everything works." in told and str(ROOT) not in told
    assert str(environment / "my_lessons") in told
    quietly([faceblur_of(environment), "lessons", "--no-start"], environment)
    assert len(list((environment / "my_lessons").glob("[0-9][0-9]_*.ipynb"))) >= 10
    assert list((environment / "my_lessons" / "deeper").glob("[0-9][0-9]_*.ipynb"))
    with served(environment, faceblur_of(environment), "lessons") as address, urllib.request.urlopen(address) as page:
        assert page.status == 200 and "/lab/tree/00_start_here.ipynb" in page.url


@pytest.mark.network
def test_pip_alone_needs_no_compiler_and_a_server_no_window_functions(environment):
    """One look of the doctor for both: it takes ten seconds."""
    pip = [python_of(environment), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    quietly([*pip, ROOT / "tools" / "dlib", "-e", ROOT], environment, CC="/nowhere/cc", CXX="/nowhere/c++")
    where = "import faceblur_utils; print(faceblur_utils.__file__)"
    assert str(ROOT) in quietly([python_of(environment), "-c", where], environment)
    uv = ["uv", "pip"]
    quietly([*uv, "uninstall", "--quiet", "--python", python_of(environment), "opencv-python"], environment)
    headless = [*uv, "install", "--quiet", "--python", python_of(environment), "opencv-python-headless>=4.12,<5"]
    quietly(headless, environment)
    told = quietly([faceblur_of(environment), "doctor"], environment)
    assert "opencv-python-headless lacks cv2.imshow" in told and "Everything works." in told
