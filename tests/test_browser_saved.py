"""In JupyterLab: what a comparison of one's own photo leaves in the file, and that running its cell again frees it."""

import base64
import json
import time
from pathlib import Path

import cv2
import lab as tool
import nbformat
import numpy as np
import pytest
from bench_page import pixels
from nbformat.v4 import new_code_cell, new_notebook
from refresh_notebooks import WIDGET_STATE
from test_compare_saved import faces_in, own_file, pictures

pytest.importorskip("playwright.sync_api")

# The strictest case: JupyterLab shall save whatever the widgets hold.
SAVE_STATE = {"@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True}}
SETUP = "from faceblur_utils.figures import encode_jpeg\nfrom ipywidgets.widgets.widget import _instances"
CELLS = [
    "import base64\nfrom faceblur_utils import compare_methods",
    "explorer = compare_methods('own_hopper.jpg', looks='one', strength=0.05)\nexplorer",
    "other = compare_methods('hopper', looks='one')\nother",
]
DUE = "base64.b64encode(encode_jpeg(explorer._bench.sheet.picture, 95)).decode()"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab that saves the state of widgets; gives its address, its log file and its folder."""
    home = tmp_path_factory.mktemp("lab")
    with tool.jupyterlab(home, SAVE_STATE) as (url, log):
        yield url, log, home


def asked(page, expression):
    return page.evaluate(tool.ASK, [SETUP, expression])


def test_the_page_shows_the_live_picture_and_the_file_keeps_no_face(lab, page):
    url, log, home = lab
    folder = home / "notebooks"
    own_file(folder)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [new_code_cell(cell) for cell in CELLS]
    nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / "96_own.ipynb")
    page.set_viewport_size({"width": 1366, "height": 900})
    tool.open_and_run(page, url, "notebooks/96_own.ipynb")
    shown_live(page)
    page.locator(".fb-bench input[type=range]").first.focus()
    before = asked(page, DUE)
    page.keyboard.press("ArrowRight")
    until = time.monotonic() + 20
    while asked(page, DUE) == before:
        assert time.monotonic() < until, "the slider does not move the picture"
    shown_live(page)

    saved = save(page, folder / "96_own.ipynb")
    states = saved["metadata"]["widgets"][WIDGET_STATE]["state"].values()
    assert any(one["state"].get("_anywidget_id", "").endswith("Bench") for one in states)
    # The sample's page holds the sample's still, as its cell does.
    sample = {one.tobytes() for one in pictures([saved["cells"][2]])}
    mine = [one for one in states if not sample & {picture.tobytes() for picture in pictures([one])}]
    own = [saved["cells"][1], *(one for one in mine if one["model_name"] == "AnyModel")]
    assert len(pictures(own)) == 2 and faces_in(own) == []
    assert faces_in(saved["cells"][2]), "the sample stays as it is shown"

    # Run again: the comparison that nobody sees any more is gone, and the new one lives.
    widgets = asked(page, "len(_instances)")
    for _ in range(2):
        page.evaluate(tool.RUN_ALL)
        page.evaluate(tool.OUTPUTS)
    shown_live(page)
    assert asked(page, "len(_instances)") == widgets
    assert page.locator(".fb-bench canvas").count() == 2
    assert page.get_by_text("Error displaying widget").count() == 0
    assert page.complaints == []
    assert tool.raised_in(log.read_text(encoding="utf-8")) == []


def shown_live(page):
    """Wait until the page shows the picture that the kernel has."""
    canvas = page.locator(".fb-bench canvas").first
    canvas.wait_for()
    until = time.monotonic() + 20
    while True:
        due = base64.b64decode(asked(page, DUE).strip("'"))
        due = cv2.imdecode(np.frombuffer(due, np.uint8), cv2.IMREAD_COLOR_RGB)
        shown = pixels(canvas)
        if shown.shape == due.shape and cv2.PSNR(shown, due) > 29:
            return
        assert time.monotonic() < until, "the page does not show the live picture"
        time.sleep(0.1)


def save(page, path):
    """Save the notebook, and give what is in the file then."""
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    until = time.monotonic() + 20
    while WIDGET_STATE not in Path(path).read_text(encoding="utf-8"):
        assert time.monotonic() < until, "the notebook is not saved"
        time.sleep(0.1)
    return json.loads(Path(path).read_text(encoding="utf-8"))
