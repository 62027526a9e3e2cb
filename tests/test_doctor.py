import ast
import json
import os
import re
import shutil
import subprocess
import sys
import warnings

import cv2
import pytest
from conftest import IN_CI, ROOT

from faceblur_utils import detect, doctor, repair, samples
from faceblur_utils.doctor import media, packages

HEAVY = {"PIL", "anywidget", "av", "cv2", "dlib", "face_recognition", "ipywidgets", "matplotlib", "numpy", "skimage"}
# Examines the parts named on the command line, and prints the findings once more as JSON.
EXAMINE = """
import dataclasses, json, sys
from faceblur_utils import doctor
doctor.PARTS = {part: trial for part, trial in doctor.PARTS.items() if part in sys.argv[1:] or not sys.argv[1:]}
findings = doctor.examine(versions=True)
print(json.dumps([dataclasses.asdict(finding) for finding in findings]))
"""
# What an environment without a module looks like: nobody finds it.
HIDE = """
import importlib.machinery, os
hidden, find = os.environ["HIDDEN"].split(), importlib.machinery.PathFinder.find_spec
importlib.machinery.PathFinder.find_spec = classmethod(
    lambda cls, name, path=None, target=None: None if name.split(".")[0] in hidden else find(name, path, target)
)
"""
# A module that is the real one, changed by the lines that follow.
CHANGED = """
import sys
here = __path__[0].rsplit({sep!r}, 1)[0]
sys.path.remove(here)
del sys.modules["{name}"]
import {name} as real
sys.path.insert(0, here)
"""


def variables():
    """The environment variables without those that say which environment uv and Python use."""
    ours = ("PYTHONPATH", "VIRTUAL_ENV", "UV_FROZEN", "UV_LOCKED", "UV_NO_SYNC", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON")
    return {name: value for name, value in os.environ.items() if name not in ours}


def names(command, module):
    """Whether a command names the package that a module comes from, as PyPI or as conda-forge calls it."""
    return any(package and package in command for package in repair.PACKAGES[module][::2])


def run(*parts, python=sys.executable, folder=ROOT, **environment):
    """Examine in a process of its own; return the findings by part, the text, and the finished process."""
    done = subprocess.run(
        [python, "-c", EXAMINE, *parts],
        cwd=folder,
        env={**variables(), "PYTHONWARNINGS": "default", **environment},
        capture_output=True,
        text=True,
    )
    # Not even the process's end by face_recognition, which has exit code 0, may pass as a result.
    assert done.returncode == 0 and done.stdout.rstrip().endswith("]"), done.stdout + done.stderr
    text, _, last = done.stdout.rstrip().rpartition("\n")
    return {found["part"]: doctor.Diagnosis(**found) for found in json.loads(last)}, text, done


@pytest.fixture
def hidden(tmp_path):
    """Examine where some modules cannot be found."""
    (tmp_path / "sitecustomize.py").write_text(HIDE)

    def examine(modules, *parts):
        return run(*parts, PYTHONPATH=str(tmp_path), HIDDEN=modules)

    return examine


@pytest.fixture
def changed(tmp_path):
    """Examine where a module is not as it should be."""

    def examine(name, lines, *parts, real=True):
        (tmp_path / name).mkdir()
        before = CHANGED.format(name=name, sep=os.sep) if real else ""
        (tmp_path / name / "__init__.py").write_text(before + lines)
        return run(*parts, PYTHONPATH=str(tmp_path))[0]

    return examine


@pytest.fixture
def copy(tmp_path):
    """A copy of the project whose media may be broken, under git like a clone."""
    for folder in ("faceblur_utils", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / ".git").mkdir()
    return tmp_path


# --- a working environment ---


def test_the_command_line_finds_everything_working_here_and_prints_versions():
    done = subprocess.run([sys.executable, "-m", "faceblur_utils"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert done.stderr == ""
    assert done.stdout.rstrip().endswith("Everything works.")
    assert re.search(r"^NumPy +works +2\.", done.stdout, re.M)
    assert re.search(r"^OpenCV +works +4\.\d+\.\d+ \(opencv-python", done.stdout, re.M)
    assert re.search(r"^Camera +(works|absent)\n    note: +\w", done.stdout, re.M)


def test_in_a_notebook_the_text_is_the_same_every_time_without_versions_paths_or_camera(capfd):
    findings = doctor.examine()
    first = capfd.readouterr()
    doctor.examine()
    assert capfd.readouterr() == first
    assert first.err == ""
    assert len(findings) == len(doctor.PARTS) == 19 and findings.faults == []
    assert all(isinstance(found, doctor.Diagnosis) for found in findings)
    assert not re.search(r"\d\.\d|[/\\]|Camera", first.out)
    assert first.out.splitlines()[-2:] == ["", "Everything works."]


def test_the_list_is_not_shown_a_second_time_at_the_end_of_a_cell(capsys):
    formatter = pytest.importorskip("IPython.core.formatters").IPythonDisplayFormatter()
    assert formatter(doctor.Diagnoses([doctor.Diagnosis("a", "works")])) is True
    assert capsys.readouterr().out == ""


def test_the_doctor_imports_nothing_that_may_be_broken():
    code = "import sys, faceblur_utils.doctor; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert HEAVY.isdisjoint(loaded.split())


PACKAGE = ROOT / "faceblur_utils"
READ_FIRST = [PACKAGE / f"{name}.py" for name in ("__init__", "__main__", "repair")] + [*PACKAGE.glob("doctor/*.py")]


@pytest.mark.parametrize("file", READ_FIRST, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_an_old_python_can_read_the_doctor_and_be_told_that_it_is_old(file):
    ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 8))


# --- something is not installed ---

MISSING = {
    "anywidget": ("Own photos (anywidget)", "anywidget is not installed."),
    "dlib": ("Detector hog", "dlib is not installed."),
    "ipywidgets": ("Sliders (ipywidgets)", "ipywidgets is not installed."),
    "jupyterlab": ("JupyterLab", "jupyterlab is not installed."),
    "lazy_loader": ("faceblur_utils", "lazy-loader is not installed."),
    "matplotlib": ("Matplotlib", "matplotlib is not installed."),
    "pillow_heif": ("Photo formats", "pillow-heif is not installed."),
    "skimage": ("Privacy measures (scikit-image)", "scikit-image is not installed."),
}


def test_each_missing_package_is_named_and_stops_no_other_part(hidden):
    findings, text, _ = hidden(" ".join(MISSING))
    for module, (part, cause) in MISSING.items():
        assert (findings[part].state, findings[part].cause) == ("missing", cause)
        assert names(findings[part].repair_hint, module)
    for part in ("Python", "NumPy", "OpenCV", "YuNet model", "Detector haar", "Detector yunet"):
        assert findings[part].state == "works", findings[part]
    faults = [found for found in findings.values() if found.state != "works"]
    assert f"{len(faults)} of {len(doctor.PARTS)} parts need repair; begin with: {faults[0].repair_hint}\n" in text
    assert faults[0].part == "faceblur_utils"


@pytest.mark.parametrize(
    ("module", "cause", "parts"),
    [
        ("cv2", "opencv-python is not installed.", ["OpenCV", "Detector haar", "Detector yunet"]),
        ("numpy", "numpy is not installed.", ["NumPy", "Photo formats"]),
        ("PIL", "pillow is not installed.", ["Photo formats", "Detector haar"]),
        ("jupyterlab_widgets", "jupyterlab-widgets is not installed", ["Sliders (ipywidgets)"]),
        ("ipywidgets", "ipywidgets is not installed.", ["Sliders (ipywidgets)", "Own photos (anywidget)"]),
        ("face_recognition", "face_recognition is not installed.", ["Detector face_recognition"]),
        ("face_recognition_models", "face_recognition_models is not installed.", ["Detector cnn"]),
    ],
)
def test_a_missing_package_is_the_cause_named_by_every_part_that_needs_it(hidden, module, cause, parts):
    findings = hidden(module, "Python", *parts)[0]
    for part in parts:
        assert findings[part].state == "missing"
        assert findings[part].cause.startswith(cause)
        assert names(findings[part].repair_hint, module)
    assert findings["Python"].state == "works"


def test_a_python_without_any_of_the_packages_is_called_the_wrong_one(hidden):
    findings, text, _ = hidden("cv2 ipywidgets lazy_loader", "Python", "OpenCV", "NumPy")
    assert findings["Python"].cause == "This Python is not the one with the lessons' packages: it has none of them."
    assert f"begin with: {repair.python()}\n" in text
    assert (findings["OpenCV"].state, findings["NumPy"].state) == ("missing", "works")


def test_without_pkg_resources_face_recognition_does_not_end_the_process(hidden):
    findings, text, _ = hidden("pkg_resources", "Detector face_recognition", "Detector cnn", "Detector yunet")
    for part in ("Detector face_recognition", "Detector cnn"):
        assert "pkg_resources, which setuptools has no longer had since version 82" in findings[part].cause
        assert "setuptools" in findings[part].repair_hint
    assert findings["Detector yunet"].state == "works"
    assert "Please install `face_recognition_models`" not in text


# --- something is installed and broken ---


def test_opencv_5_is_named(changed):
    lines = "del real.CascadeClassifier\nreal.__version__ = '5.0.0'"
    findings = changed("cv2", lines, "OpenCV", "Detector haar", "Detector yunet")
    assert findings["OpenCV"].cause.startswith("OpenCV 5.0.0 is installed; version 5 has no Haar cascades")
    assert findings["Detector haar"].cause == ("OpenCV 5.0.0 has no cv2.CascadeClassifier (OpenCV 5 took it out).")
    assert "opencv-python" in findings["OpenCV"].repair_hint
    assert findings["Detector yunet"].state == "works"


@pytest.mark.parametrize(
    ("lines", "cause"),
    [
        ("del real.data", "This build of OpenCV {} comes without cv2.data and the Haar cascade files."),
        ("real.data.haarcascades = ''", "This build of OpenCV {} comes without the Haar cascade files."),
        (
            "del real.data\nfrom faceblur_utils import repair\nrepair.conda_opencv = lambda: True",
            "conda's build of OpenCV {} comes without cv2.data and the Haar cascade files.",
        ),
        ("real.__version__ = '4.9.0'", "OpenCV 4.9.0 is too old; 4.13 is the first with cv2.utils.logging."),
        ("del real.FaceDetectorYN", "OpenCV {} was built without cv2.FaceDetectorYN (opencv-python)."),
    ],
)
def test_what_a_build_of_opencv_lacks_is_named(changed, lines, cause):
    found = changed("cv2", lines, "OpenCV")["OpenCV"]
    assert (found.state, found.cause) == ("broken", cause.format(cv2.__version__))
    assert "opencv-python" in found.repair_hint


def test_a_missing_system_library_is_named(changed):
    raising = "raise ImportError('libGL.so.1: cannot open shared object file: No such file or directory')"
    findings = changed("cv2", raising, "OpenCV", "Detector haar", real=False)
    for found in findings.values():
        assert found.cause == "The operating system lacks libGL.so.1, which OpenCV's window functions need."
        assert (
            found.repair_hint in ("sudo apt-get install libgl1", "apt-get install libgl1") or "dnf" in found.repair_hint
        )


def test_a_package_whose_import_fails_is_told_from_a_missing_one(changed):
    found = changed("cv2", "raise ImportError('numpy.core.multiarray failed to import')", "OpenCV", real=False)
    assert found["OpenCV"].state == "broken"
    assert "opencv-python is installed but cannot be imported (numpy.core.multi" in found["OpenCV"].cause


@pytest.mark.parametrize(
    ("lines", "cause"),
    [
        ("real.__version__ = '0.8.1'", "anywidget 0.8.1 is installed; the lessons need >=0.9.13,<1."),
        ("real.AnyWidget.on_msg = lambda self, callback: None", "The page said something and nobody was told."),
        (
            "from faceblur_utils.doctor import packages\npackages.jupyter_has = lambda file: 'anywidget' not in file",
            "anywidget is installed without its part for JupyterLab: the page for your own photos would stay empty.",
        ),
    ],
)
def test_what_is_wrong_with_anywidget_is_named(changed, lines, cause):
    findings = changed("anywidget", lines, "Sliders (ipywidgets)", "Own photos (anywidget)")
    found = findings["Own photos (anywidget)"]
    assert (found.state, found.cause) == ("broken", cause)
    assert names(found.repair_hint, "anywidget")
    assert findings["Sliders (ipywidgets)"].state == "works"


def test_damaged_models_of_face_recognition_are_told_from_missing_ones(changed):
    lines = "real.face_recognition_model_location = real.pose_predictor_model_location"
    found = changed("face_recognition_models", lines, "Detector face_recognition")["Detector face_recognition"]
    assert found.state == "broken"
    assert found.cause.startswith("face_recognition or what it needs is damaged (RuntimeError: ")
    assert "face-recognition-models" in found.repair_hint


def test_a_damaged_pkg_resources_does_not_end_the_process(changed):
    findings = changed("pkg_resources", "raise OSError('odd')", "Detector cnn", "Detector hog", real=False)
    assert "face_recognition_models or what it needs is damaged (OSError: odd)" in findings["Detector cnn"].cause
    assert findings["Detector hog"].state == "works"


def test_face_recognition_does_not_make_pillow_pass_damaged_photos():
    from PIL import ImageFile

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        detect.import_face_recognition()
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


# --- files ---


def test_missing_and_damaged_media_are_named(copy):
    (copy / "data/faces/astronaut.png").unlink()
    photo = copy / "data/no_faces/rocket.jpg"
    photo.write_bytes(photo.read_bytes()[:-1000])
    model = copy / "data" / samples.YUNET
    model.write_bytes(model.read_bytes()[:-1])
    parts = ("Sample photos", "YuNet model", "Detector yunet", "Detector haar")
    findings = run(*parts, folder=copy)[0]
    assert findings["Sample photos"].cause == "missing: data/faces/astronaut.png; damaged: data/no_faces/rocket.jpg."
    assert findings["Sample photos"].repair_hint == "git checkout -- data"
    assert findings["YuNet model"].cause.startswith(f"data/{samples.YUNET} is damaged: its 232,588 bytes are not")
    assert (
        findings["Detector yunet"].cause == f"The YuNet model data/{samples.YUNET} is damaged: OpenCV cannot read it."
    )
    assert findings["Detector yunet"].repair_hint == f"git checkout -- data/{samples.YUNET}"
    assert findings["Detector haar"].state == "works"


def test_one_missing_photo_and_no_model(copy):
    (copy / "data/no_faces/coins.png").unlink()
    (copy / "data" / samples.YUNET).unlink()
    findings = run("Sample photos", "YuNet model", "Detector yunet", folder=copy)[0]
    assert findings["Sample photos"].repair_hint == "git checkout -- data/no_faces/coins.png"
    for part in ("YuNet model", "Detector yunet"):
        assert (findings[part].state, findings[part].repair_hint) == (
            "missing",
            f"git checkout -- data/{samples.YUNET}",
        )


@pytest.mark.parametrize(("content", "cause"), [("{", "is damaged."), (None, "is missing.")])
def test_a_lost_list_of_photos(copy, content, cause):
    (copy / "data/ground_truth.json").unlink()
    if content:
        (copy / "data/ground_truth.json").write_text(content)
    (copy / ".git").rmdir()  # as in a downloaded archive
    findings = run("Sample photos", "Detector haar", folder=copy)[0]
    assert "ground_truth.json" in findings["Sample photos"].cause and cause in findings["Sample photos"].cause
    assert findings["Sample photos"].repair_hint.startswith("download the project again and copy data")
    assert findings["Detector haar"].state == "works"


def test_a_photo_is_whole_if_it_reads_to_its_end_and_has_the_right_size(tmp_path, monkeypatch):
    from PIL import ImageFile

    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as after the import of face_recognition
    whole = samples.path("rocket")
    cut = tmp_path / "rocket.jpg"
    cut.write_bytes(whole.read_bytes()[:-5000])
    assert media.is_whole(whole, {"size": [640, 427]})
    assert not media.is_whole(whole, {"size": [427, 640]})
    assert not media.is_whole(cut, {"size": [640, 427]})


# --- what else a trial may meet ---


@pytest.mark.parametrize(("version", "how"), [((3, 10, 4), "old"), ((3, 15, 0), "new")])
def test_a_python_that_is_too_old_or_too_new(monkeypatch, version, how):
    monkeypatch.setattr(packages.sys, "version_info", version)
    found = doctor.examine_part("Python", packages.try_python)
    assert found.state == "broken"
    assert f"is too {how}: the lessons run on 3.11 to 3.14." in found.cause
    assert found.repair_hint == repair.python()


@pytest.mark.parametrize("error", [ValueError("odd\nand long"), SystemExit(0)])
def test_an_unknown_error_stops_nothing_and_is_reported_with_its_type(monkeypatch, capfd, error):
    def trial():
        print("noise")
        os.write(2, b"noise")
        raise error

    monkeypatch.setattr(doctor, "PARTS", {"Odd": trial, "Python": packages.try_python})
    odd, python = doctor.examine()
    assert odd.state == "broken" and python.state == "works"
    assert odd.cause == f"unexpected {type(error).__name__}: {str(error).splitlines()[0]}"
    assert odd.repair_hint.startswith("open an issue")
    text = capfd.readouterr()
    assert f"1 of 2 parts needs repair; begin with: {odd.repair_hint}" in text.out
    assert "noise" not in text.out + text.err


def test_two_opencvs_of_one_version_work_and_of_two_versions_do_not(monkeypatch):
    found = {"opencv-python": "4.14.0.94", "opencv-python-headless": "4.14.0.92"}
    monkeypatch.setattr(repair, "opencv_distributions", lambda: found)
    same = doctor.examine_part("OpenCV", packages.try_opencv)
    assert same.state == "works" and "installed over each other; that works" in same.cause
    found["opencv-python"] = "4.13.0.90"
    different = doctor.examine_part("OpenCV", packages.try_opencv)
    assert different.state == "broken"
    assert (
        "Different OpenCVs are installed over each other (opencv-python and opencv-python-headless)" in different.cause
    )


def test_a_build_that_cannot_write_videos_is_told(monkeypatch):
    import av

    def without_x264(*arguments, **options):
        raise av.codec.codec.UnknownCodecError("libx264")

    assert doctor.examine_part("Video files", packages.try_video).state == doctor.WORKS
    monkeypatch.setattr(av, "open", without_x264)
    found = doctor.examine_part("Video files", packages.try_video)
    assert found.state == doctor.BROKEN and "written and read here as H.264 (libx264)" in found.cause
    assert "av" in found.repair_hint


def test_formats_that_pillow_lacks_are_named(monkeypatch):
    from PIL import Image

    from faceblur_utils import images

    images._load_formats()
    monkeypatch.delitem(Image.SAVE, "WEBP")
    found = doctor.examine_part("Photo formats", packages.try_formats)
    assert found.state == "broken" and "as .webp (" in found.cause and "pillow" in found.repair_hint


@pytest.mark.parametrize(("devices", "state"), [([], "absent"), (["video0"], "works")])
def test_a_camera_is_looked_for_and_never_a_fault(monkeypatch, tmp_path, devices, state):
    for device in devices:
        (tmp_path / device).touch()
    monkeypatch.setattr(media.platform, "system", lambda: "Linux")
    monkeypatch.setattr(media, "Path", lambda folder: tmp_path)
    found = doctor.examine_part("Camera", media.try_camera)
    assert found.state == state and found.repair_hint == ""
    assert doctor.Diagnoses([found]).faults == []


def test_where_cameras_cannot_be_listed_that_is_said(monkeypatch):
    monkeypatch.setattr(media.platform, "system", lambda: "Windows")
    monkeypatch.setattr(media, "_output", lambda *command: (_ for _ in ()).throw(FileNotFoundError()))
    assert "cannot be told" in doctor.examine_part("Camera", media.try_camera).cause


# --- the command for each kind of environment ---


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """Pretend to run in an environment that a tool made."""

    def make(manager):
        monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
        monkeypatch.setattr(repair, "_PROJECT", tmp_path if manager == "uv" else tmp_path / "elsewhere")
        monkeypatch.setattr(repair.shutil, "which", lambda word: None)
        monkeypatch.setattr(sys, "executable", "/env/bin/python")
        monkeypatch.delenv("UV_PROJECT_ENVIRONMENT", raising=False)
        (tmp_path / ".venv").mkdir()
        (tmp_path / "pyproject.toml").touch()
        if manager == "conda":
            (tmp_path / ".venv/conda-meta").mkdir()
        else:
            line = "uv = 0.13.9\n" if manager.startswith("uv") else "version = 3.12.1\n"
            (tmp_path / ".venv/pyvenv.cfg").write_text("home = /usr/bin\n" + line)
        assert repair.manager() == manager
        return tmp_path / ".venv"

    return make


COMMANDS = {
    "uv": ["uv sync --reinstall-package setuptools", "uv sync --reinstall-package dlib-bin", "uv sync --python 3.12"],
    "uv pip": [
        'uv pip install --python /env/bin/python "setuptools>=80,<82"',
        'uv pip install --python /env/bin/python "dlib-bin>=20"',
        "/env/bin/python -m pip install uv && uv run python -m faceblur_utils",
    ],
    "conda": [
        'conda install --force-reinstall --channel conda-forge "setuptools>=80,<82"',
        'conda install --force-reinstall --channel conda-forge "dlib"',
        "conda env create --file environment.yml",
    ],
    "pip": [
        '/env/bin/python -m pip install "setuptools>=80,<82"',
        '/env/bin/python -m pip install "dlib-bin>=20"',
        "/env/bin/python -m pip install uv && uv run python -m faceblur_utils",
    ],
}


@pytest.mark.parametrize("manager", COMMANDS)
def test_the_command_is_the_one_for_this_kind_of_environment(environment, monkeypatch, manager):
    environment(manager)
    monkeypatch.setattr(repair.platform, "system", lambda: "Linux")
    assert [repair.install("pkg_resources"), repair.install("dlib"), repair.python()] == COMMANDS[manager]


def test_on_an_intel_mac_dlib_is_compiled(environment, monkeypatch):
    environment("pip")
    monkeypatch.setattr(repair.platform, "system", lambda: "Darwin")
    monkeypatch.setattr(repair.platform, "machine", lambda: "x86_64")
    assert repair.install("dlib") == '/env/bin/python -m pip install "dlib"'


def test_what_conda_takes_from_pypi_is_mended_with_pip(environment):
    environment("conda")
    assert repair.install("pillow_heif", damaged=True) == (
        '/env/bin/python -m pip install --force-reinstall --no-deps "pillow-heif>=1"'
    )


def test_condas_own_opencv_is_removed_before_pips_is_installed(environment):
    prefix = environment("conda")
    (prefix / "conda-meta/py-opencv-4.12.0-qt6_py312h598be00_605.json").touch()
    assert repair.conda_opencv()
    assert repair.install("cv2") == (
        'conda remove --yes libopencv && /env/bin/python -m pip install "opencv-python>=4.13,<5"'
    )


def test_with_pip_every_opencv_goes_before_the_right_one_comes(environment, monkeypatch):
    environment("pip")
    monkeypatch.setattr(repair, "opencv_distributions", lambda: ["opencv-python", "opencv-contrib-python"])
    assert repair.install("cv2") == (
        "/env/bin/python -m pip uninstall --yes opencv-python opencv-contrib-python && "
        '/env/bin/python -m pip install "opencv-python>=4.13,<5"'
    )


# --- real environments ---


def quietly(command, folder):
    """Run a command as a learner would type it, in this folder."""
    done = subprocess.run(command, shell=True, cwd=folder, env=variables(), capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A copy of the project with an environment of its own, made by uv as the README says."""
    if not shutil.which("uv"):
        (pytest.fail if IN_CI else pytest.skip)("uv is not on the PATH")
    folder = tmp_path_factory.mktemp("clone")
    for name in ("faceblur_utils", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "uv.lock"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name)
    try:
        quietly(f'uv sync --quiet --python "{sys.executable}"', folder)
    except AssertionError as error:
        if IN_CI:
            raise
        pytest.skip(f"no environment could be made (offline?): {str(error)[-300:]}")
    return folder


def python_of(folder):
    return str(folder / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def pip_install(folder, requirement):
    quietly(f'uv pip install --quiet --python "{python_of(folder)}" "{requirement}"', folder)


@pytest.mark.nightly
@pytest.mark.network
def test_setuptools_82_and_opencv_5_are_named_and_the_commands_mend_them(clone):
    parts = ("OpenCV", "Detector haar", "Detector hog", "Detector face_recognition")
    pip_install(clone, "setuptools>=82")
    pip_install(clone, "opencv-python>=5")
    findings = run(*parts, python=python_of(clone), folder=clone)[0]
    assert "OpenCV 5.0" in findings["OpenCV"].cause and "OpenCV 5" in findings["Detector haar"].cause
    assert "since version 82" in findings["Detector face_recognition"].cause
    assert findings["Detector hog"].state == "works"
    assert findings["OpenCV"].repair_hint == "uv sync --reinstall-package opencv-python"
    assert findings["Detector face_recognition"].repair_hint == "uv sync --reinstall-package setuptools"
    for part in ("OpenCV", "Detector face_recognition"):
        quietly(findings[part].repair_hint, clone)
    findings = run(*parts, python=python_of(clone), folder=clone)[0]
    assert {found.state for found in findings.values()} == {"works"}, findings


@pytest.mark.nightly
@pytest.mark.network
def test_a_headless_build_works_and_a_mixture_is_mended(clone):
    parts, python = ("OpenCV", "Detector haar"), python_of(clone)
    quietly(f'uv pip uninstall --quiet --python "{python}" opencv-python', clone)
    pip_install(clone, "opencv-python-headless>=4.13,<5")
    found = run(*parts, python=python, folder=clone)[0]
    assert found["OpenCV"].state == found["Detector haar"].state == "works"
    assert found["OpenCV"].cause == "opencv-python-headless lacks cv2.imshow; the lessons do without."
    pip_install(clone, "opencv-python>=4.13,<5")
    pip_install(clone, "opencv-python-headless>=5")  # over it
    mixed = run("OpenCV", python=python, folder=clone)[0]["OpenCV"]
    assert mixed.cause.startswith("Different OpenCVs are installed over each other (opencv-python and opencv-python-h")
    quietly(f'uv pip uninstall --quiet --python "{python}" opencv-python-headless', clone)
    found = run(*parts, python=python, folder=clone)[0]
    for part in parts:
        assert "hollow: removing another OpenCV took its files along" in found[part].cause
    pip_install(clone, "opencv-python-headless>=5")
    quietly(mixed.repair_hint, clone)  # it removes the other one, and leaves nothing hollow
    found = run(*parts, python=python, folder=clone)[0]
    assert found["OpenCV"].state == found["Detector haar"].state == "works" and found["OpenCV"].cause == ""


@pytest.mark.network
def test_the_commands_for_another_environment_of_uvs_mend_it(clone):
    # Not called .venv, so not the project's own: uv pip has to look after it.
    own, other = clone / ".venv", clone / "other"
    own.rename(other)
    try:
        python = python_of(clone).replace(f"{os.sep}.venv{os.sep}", f"{os.sep}other{os.sep}")
        quietly(f'uv pip uninstall --quiet --python "{python}" dlib-bin opencv-python', clone)
        parts = ("OpenCV", "Detector hog", "Detector yunet")
        findings = run(*parts, python=python, folder=clone)[0]
        assert findings["Detector hog"].state == findings["OpenCV"].state == "missing"
        assert findings["OpenCV"].repair_hint.startswith("uv pip install --python ")
        for part in ("OpenCV", "Detector hog"):
            repaired = run(*parts, python=python, folder=clone)[0][part].repair_hint
            quietly(repaired, clone)
        assert {found.state for found in run(*parts, python=python, folder=clone)[0].values()} == {"works"}
    finally:
        other.rename(own)
