"""The plan of the house, as CONTRIBUTING draws it: imports point down, and each choice is written out once."""

import ast
import inspect
import re
from importlib import import_module

import numpy as np
import pytest
from conftest import ROOT

import faceblur_utils
from faceblur_utils import METHODS, Box, Finding, Hiding, anonymize
from faceblur_utils.blur import Method
from faceblur_utils.parameters import Parameter
from faceblur_utils.values import Value

PACKAGE = ROOT / "faceblur_utils"
# From the ground up; a module may import those of its own storey and below. What is not here may import all.
STOREYS = (
    {"bars", "cores", "messages", "outlines", "parameters", "repair", "roi", "values", "images", "words"},
    {"figures", "metadata", "paper", "samples"},
    {"blur", "detect", "paste_back"},
    {"recognise"},
    {"hiding"},
    {"photos", "own_pipeline"},
    {"folder", "video"},
    {"privacy"},
    {"compare"},
    {"own_photos", "own_video", "live", "motion", "predictions", "quiz", "slides"},
    {"book"},
    {"command"},
)
# May import a widget library.
PAGES = {"compare", "own_photos", "own_video", "live", "motion", "predictions", "quiz", "doctor"}
# Imported only inside the function that needs them.
LATE = {
    "dlib",
    "face_recognition",
    "openvino",
    "skimage",
    "scipy",
    "sklearn",
    "av",
    "joblib",
    "matplotlib",
    "dask",
    "fpdf",
}
HIDING, FINDING = set(Hiding.names()), set(Finding.names())
# Calls about one detector or one method, not about hiding faces in pictures.
OF_ONE = {"detect_faces", "blur", "single_face_blur", "_single_face"}
# What came of it, or what there is to choose from: a record says it once more.
RECORDS = {"Step", "SingleFace", "Detector", "Point", "Trial", "Recommendation"}


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def imports(path):
    """Names that a file imports when it is loaded: (first part, whether from this package)."""
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level == 0:
                yield node.module.split(".")[0], False
            elif node.level == depth:  # up to the package itself
                yield from (((node.module or alias.name).split(".")[0], True) for alias in node.names)


def parts(path):
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def storey(name):
    return next((number for number, names in enumerate(STOREYS) if name in names), None)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path):
    own = storey(parts(path))
    for name, ours in imports(path):
        if ours:
            other = storey(name)
            assert own is None or other is None or other <= own, f"{path.name} imports {name} from above"
        else:
            assert name not in LATE, f"{path.name} imports {name} when it is loaded"
            assert name not in ("ipywidgets", "anywidget") or parts(path) in PAGES


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_file_can_be_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 450


@pytest.mark.parametrize("name", faceblur_utils.__all__)
def test_no_signature_repeats_the_choices(name):
    value = getattr(faceblur_utils, name)
    values = vars(value).values() if inspect.ismodule(value) else [value]
    for one in values:
        if not (inspect.isfunction(one) or inspect.isclass(one)) or not one.__module__.startswith("faceblur_utils"):
            continue
        if one.__name__ in OF_ONE | RECORDS or ".check." in one.__module__:
            continue
        if inspect.isclass(one) and issubclass(one, (Value, Exception)):
            continue
        repeated = set(inspect.signature(one).parameters) & (HIDING | FINDING)
        assert len(repeated) < 2, f"{one.__name__} repeats {', '.join(sorted(repeated))}; take hiding and finding"


def test_defaults_stand_in_one_place():
    """Nobody else writes out a default mask, method or strength in a signature or a field."""
    written = re.compile(r"\b(mask|method|detector)\b[^=\n]*= ?\"(ellipse|pixelate|yunet)\"\s*[,)\n]")
    allowed = {"hiding.py", "detect/finding.py", "detect/detectors.py", "detect/loading.py"}
    for path in modules():
        name = path.relative_to(PACKAGE).as_posix()
        for line in path.read_text(encoding="utf-8").splitlines():
            text = line.split("#")[0]
            if name not in allowed and not name.startswith("check/") and not text.lstrip().startswith((">>>", "...")):
                assert not written.search(text), f"{name}: {line.strip()}"


def test_a_new_method_is_added_in_one_place(monkeypatch):
    """As CONTRIBUTING's example: afterwards values, photos and comparisons know it."""
    negative = Method(
        "negative",
        "Negative",
        lambda roi, *, floor=0: np.maximum(255 - roi, floor).astype(np.uint8),
        (Parameter("floor", 0, 0, 255, 1, "Darkest grey level that is left."),),
        lambda window, roi_width: {},
        lambda width, height, floor: f"np.maximum(255 - roi, {floor})",
    )
    monkeypatch.setitem(METHODS, "negative", negative)
    photo, face = np.full((60, 60, 3), 40, np.uint8), Box(20, 20, 40, 40)
    assert (anonymize(photo, method="negative", boxes=[face]).image[30, 30] == 215).all()
    assert Hiding("negative", parameters={"floor": 9}) == eval("Hiding('negative', parameters={'floor': 9})")
    shown = import_module("faceblur_utils.compare").compare_methods(photo, boxes=[face], methods=["negative"])
    assert "negative.floor" in shown.controls
