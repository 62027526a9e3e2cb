"""What a notebook keeps of one's own photos after `compare_methods`: no picture in which a detector finds a face."""

import base64
import json

import cv2
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from refresh_notebooks import WIDGET_STATE

from faceblur_utils import Box, Finding, find_faces, read_image, samples
from faceblur_utils.compare import compare_methods, saved

# Whoever opens the file and looks, more thoroughly than the meter does.
LOOK = Finding("yunet", looks="sizes", covered_from=0.5, doubtful_from=0.5)


def own_file(folder, name="hopper", size=1.0):
    """A sample that is none any more, for its file was written again."""
    image = cv2.resize(read_image(samples.path(name)), None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
    path = folder / f"own_{name}.jpg"
    cv2.imwrite(str(path), image[..., ::-1])
    return path


def pictures(content):
    """All pictures in JSON, wherever they stand."""
    if isinstance(content, dict):
        content = list(content.values())
    if isinstance(content, (list, tuple)):
        return [picture for part in content for picture in pictures(part)]
    if isinstance(content, str):
        try:
            content = base64.b64decode(content, validate=True)
        except ValueError:
            return []
    if not isinstance(content, (bytes, memoryview)) or not len(content):
        return []
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR_RGB)
    return [] if picture is None else [picture]


def faces_in(content):
    """Faces in all pictures, each looked at whole and in the quarters in which panels stand."""
    found = []
    for picture in pictures(content):
        middle, centre = picture.shape[0] // 2, picture.shape[1] // 2
        parts = [picture, picture[:middle], picture[middle:], picture[:, :centre], picture[:, centre:]]
        found += [face for part in parts for face in find_faces(np.ascontiguousarray(part), LOOK)]
    return found


def states(widget, seen=None):
    """What JupyterLab would save of a widget and all in it."""
    seen = {} if seen is None else seen
    if widget.model_id not in seen:
        seen[widget.model_id] = widget.get_state()
        for one in getattr(widget, "children", ()):
            states(one, seen)
    return list(seen.values())


def kept(explorer):
    """All that a file may get of it: output and state."""
    data, metadata = explorer._repr_mimebundle_()
    return [data, metadata, states(explorer)]


SETTINGS = {
    "as it comes": {},
    "a weak method": {"methods": ["bilateral"], "strength": 1.0},
    "no blur at all": {"methods": ["gaussian", "median"], "strength": 0.0},
    "curtain": {"view": "curtain", "strength": 0.05},
    "contact sheet": {"view": "contact sheet"},
    "another detector": {"detector": "haar"},
    "measured": {"measure": True, "methods": ["box"]},
    "projector": {"projector": True, "methods": ["bilateral"]},
    "a box over half of the face": {"boxes": [Box(150, 80, 260, 160)], "methods": ["solid"]},
    "boxes beside the face": {"boxes": [Box(0, 0, 40, 40)], "methods": ["solid"]},
}


@pytest.mark.parametrize("how", SETTINGS)
def test_no_face_is_kept_of_ones_own_photo(tmp_path, how):
    explorer = compare_methods(own_file(tmp_path), **{"looks": "one"} | SETTINGS[how])
    if list(SETTINGS).index(how) % 2:
        explorer.controls["face"].value = "whole photo"
    content = kept(explorer)
    assert len(pictures(content)) == 2, "the output has a picture, and the state the same one"
    assert faces_in(content) == []
    for words in (content[0]["text/plain"], content[1]["image/jpeg"]["alt"]):
        assert saved.SENTENCE in words and "own_hopper.jpg" in words
    if how in ("a weak method", "no blur at all", "projector"):
        assert faces_in([bytes(explorer._bench.value)]), "the live picture shows the face, or this test sees nothing"


@pytest.mark.parametrize(
    "source",
    [
        lambda folder: read_image(own_file(folder, "solvay")),
        lambda folder: own_file(folder, "solvay", 1.5),
        lambda folder: np.rot90(read_image(samples.path("giunchedi"))).copy(),  # neither is a sample as it is
        lambda folder: read_image(samples.path("hopper"))[:, ::-1].copy(),
        lambda folder: own_file(folder, "hopper", 0.2),  # a face of 34 pixels
    ],
    ids=["crowd", "large crowd", "lying", "mirrored", "small"],
)
def test_no_face_is_kept_whatever_the_photo(tmp_path, source):
    explorer = compare_methods(source(tmp_path), methods=["bilateral"])
    explorer.controls["face"].value = "whole photo"
    assert faces_in(kept(explorer)) == [] and len(pictures(kept(explorer))) == 2


def test_a_sample_is_kept_as_it_is_shown(tmp_path):
    copy = tmp_path / "copy.jpg"
    copy.write_bytes(samples.path("hopper").read_bytes())
    for source in ("hopper", read_image(samples.path("hopper")), copy):
        explorer = compare_methods(source, looks="one")
        data, metadata = explorer._repr_mimebundle_()
        assert base64.b64decode(data["image/jpeg"]) == explorer._bench.still
        assert faces_in(data) and saved.SENTENCE not in metadata["image/jpeg"]["alt"]


def test_each_photo_of_a_menu_is_kept_as_it_may_be(tmp_path):
    explorer = compare_methods(["hopper", own_file(tmp_path, "giunchedi")], looks="one")
    assert saved.SENTENCE not in kept(explorer)[0]["text/plain"] and faces_in(kept(explorer))
    # The state was made for the sample; what is shown now must not slip in.
    explorer.controls["photo"].value = "own_giunchedi.jpg"
    assert np.array_equal(pictures(states(explorer))[0], pictures([explorer._repr_mimebundle_()[0]])[0]) is False
    content = kept(explorer)
    assert saved.SENTENCE in content[0]["text/plain"] and faces_in(content) == []


def test_no_picture_is_kept_if_faces_cannot_be_covered(tmp_path, monkeypatch):
    explorer = compare_methods(own_file(tmp_path), looks="one")
    monkeypatch.setattr(saved, "hide_faces", lambda image, boxes, hiding: (image, []))
    content = kept(explorer)
    assert pictures(content) == [] and "No picture of it is saved" in content[0]["text/plain"]


def test_a_file_for_the_page_says_that_faces_are_clear_in_it(tmp_path, monkeypatch):
    own, sample = compare_methods(own_file(tmp_path), looks="one"), compare_methods("hopper", looks="one")
    said = []
    for explorer in (own, sample):
        told = []
        monkeypatch.setattr(explorer._bench, "send", lambda content, buffers, told=told: told.append(content))
        explorer._asked({"do": "picture", "id": "a-1"})
        said.append(told[0]["file"][2])
    assert "clear in it" in said[0] and said[1] == ""


def test_the_live_picture_goes_to_the_page_in_messages(tmp_path, monkeypatch):
    explorer, sent = compare_methods(own_file(tmp_path), looks="one"), []
    monkeypatch.setattr(explorer._bench, "send", lambda content, buffers: sent.append(buffers))
    explorer.controls["strength"].value = 0.1
    assert len(sent[-1]) == 5, "the panels that have changed"
    explorer._asked({"do": "hello", "id": "a-1"})  # a new view asks
    assert len(sent[-1]) == 7 and faces_in(sent[-1])
    assert pictures(states(explorer)) == []


def test_a_saved_notebook_with_its_widgets_state_holds_no_face(tmp_path):
    own_file(tmp_path)
    cells = [
        "from faceblur_utils import compare_methods, read_image\nimport ipywidgets",
        "explorer = compare_methods('own_hopper.jpg', looks='one', strength=0.05)\nexplorer",
        "explorer.controls['face'].value = 'whole photo'\nexplorer",
        "for name in ('curtain', 'contact sheet'):\n    explorer.controls['view'].value = name",
        "ipywidgets.VBox([compare_methods(read_image('own_hopper.jpg'), looks='one', methods=['bilateral'])])",
        "print(explorer)\nexplorer.hiding()",
    ]
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    options = {"resources": {"metadata": {"path": str(tmp_path)}}, "extra_arguments": ["--log-level=ERROR"]}
    NotebookClient(notebook, kernel_name="python3", store_widget_state=True, timeout=120, **options).execute()
    content = json.loads(nbformat.writes(notebook))
    state = content["metadata"]["widgets"][WIDGET_STATE]["state"]
    assert any("fb-bench" in json.dumps(one) for one in state.values())
    assert len(pictures(content)) >= 3 and faces_in(content) == []
