import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from faceblur_utils import doctor, repair

# pyproject.toml's name: why environment.yml has no such line.
NOT_FOR_CONDA = {
    "axe-playwright-python": "for contributors",
    "dlib-bin": "conda-forge's dlib, already compiled, stands in for it",
    "furo": "for the book",
    "jupyterhub": "for a class server",
    "jupyterhub-systemdspawner": "for a class server",
    "jupytext": "for contributors",
    "latex2mathml": "for the book",
    "myst-nb": "for the book",
    "playwright": "for contributors",
    "ruff": "for contributors",
    "sphinx": "for the book",
    "sphinx-copybutton": "for the book",
}
# environment.yml's name: why pyproject.toml has no such line.
ONLY_CONDA = {
    "dlib": "see dlib-bin",
    "pip": "for the lines below it",
    "python": "requires-python, compared below",
}
LATE = {"anywidget", "dlib", "face_recognition", "ipywidgets", "matplotlib"}


def pinned(lines):
    """Normalised name to versions; conda's `=3.12` means what Python's `==3.12.*` does."""
    lines = [re.sub(r"(?<![<>=!~])=(?!=)([\d.]+)$", r"==\1.*", line) for line in lines]
    return {canonicalize_name(one.name): one.specifier for one in map(Requirement, lines)}


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def conda():
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pip_lines(conda):
    return next(line["pip"] for line in conda["dependencies"] if isinstance(line, dict))


@pytest.fixture(scope="module")
def in_conda(conda, pip_lines):
    lines = [line for line in conda["dependencies"] if isinstance(line, str)]
    return pinned(lines + [line for line in pip_lines if not line.startswith("-")])


@pytest.fixture(scope="module")
def in_project(project):
    groups = project["dependency-groups"]
    lines = [line for group in groups.values() for line in group if isinstance(line, str)]  # no {include-group = ...}
    return pinned(project["project"]["dependencies"] + lines)


def test_both_ask_for_the_same_packages(in_project, in_conda):
    assert in_project.keys() - in_conda.keys() == NOT_FOR_CONDA.keys()
    assert in_conda.keys() - in_project.keys() == ONLY_CONDA.keys()


def test_both_ask_for_the_same_versions(in_project, in_conda):
    both = in_project.keys() & in_conda.keys()
    assert {name: in_conda[name] for name in both} == {name: in_project[name] for name in both}


def test_condas_python_is_one_that_the_project_accepts(project, conda, in_conda):
    assert in_conda["python"] == SpecifierSet("==3.12.*")
    assert SpecifierSet(project["project"]["requires-python"]).contains("3.12.0")
    assert "python=3.12" in conda["dependencies"]  # Binder reads no other form


def test_conda_takes_dlib_from_conda_forge_and_pip_compiles_none(conda, pip_lines):
    assert conda["channels"] == ["conda-forge"]
    assert pip_lines[0] == "--only-binary=dlib" and pip_lines[-1] == "-e ."
    assert not [line for line in pip_lines if line.startswith(("dlib", "face"))]


def test_the_doctor_installs_what_the_project_asks_for(project, in_project, in_conda):
    known = {distribution for distribution, _, _ in repair.PACKAGES.values()}
    assert known >= pinned(project["project"]["dependencies"]).keys() | {"dlib-bin"}
    for distribution, versions, on_conda in repair.PACKAGES.values():
        if distribution in in_project:  # not what comes with another package, such as jupyterlab-widgets
            assert SpecifierSet(versions) == in_project[distribution], distribution
            assert canonicalize_name(on_conda or distribution) in in_conda


def test_the_doctor_accepts_the_pythons_that_the_project_accepts(project):
    (low, high), wanted = doctor.PYTHON, SpecifierSet(project["project"]["requires-python"])
    assert wanted == SpecifierSet(f">={low[0]}.{low[1]},<{high[0]}.{high[1]}")


@pytest.mark.parametrize(
    ("imports", "late"),
    [
        # The dearest come first: dlib and face_recognition cost a second and more.
        ("faceblur_utils", LATE | {"PIL", "av", "cv2", "numpy", "skimage"}),
        ("faceblur_utils.photos", LATE | {"av", "pillow_heif", "skimage"}),
    ],
)
def test_imports_stay_cheap(imports, late):
    code = f"import sys, {imports}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert imports in loaded.split()
    assert late.isdisjoint(loaded.split())
