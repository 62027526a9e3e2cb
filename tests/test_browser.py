"""What a learner does: open a lesson in JupyterLab, run all cells, move a slider with the keyboard.

Runs in a headless Chromium. Screenshots go to the folder named by SCREENSHOTS, if it is set.
"""

import json
import os
import time
from base64 import b64decode
from contextlib import contextmanager
from pathlib import Path

import cv2
import lab as tool
import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from refresh_notebooks import WIDGET_VIEW

from faceblur_utils import Hiding

# environment.yml (conda) leaves it out; in CI a skipped file is a failure.
pytest.importorskip("playwright.sync_api")

LESSONS = ("00_start_here", "01_detect", "03_blur", "05_compare", "09_privacy")
# What a page may say without failing the test: part of the message, and why.
ALLOWED = {}
HASH = """async picture => {
    const bytes = await (await fetch(picture.src)).arrayBuffer();
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return Array.from(hash, part => part.toString(16).padStart(2, '0')).join('') }"""
# Draws anew, in the kernel, what an explorer should show at its present values.
DUE = """
def due(model_id):
    import gc, hashlib
    from faceblur_utils.compare.explorer import Live
    from faceblur_utils.figures import encode_jpeg
    explorer, = [e for e in gc.get_objects() if isinstance(e, Live) and e.model_id == model_id]
    frame, caption = explorer._draw()
    picture = hashlib.sha256(encode_jpeg(frame)).hexdigest()
    return {"picture": picture, "caption": caption, "error": explorer.error, "values": list(explorer.values.values())}
import json
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on a copy of the lessons; gives its address and its log file."""
    with tool.jupyterlab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture
def photograph(page, tmp_path, request):
    """Save screenshots where a developer can look."""
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return lambda name: page.screenshot(path=folder / f"{request.node.name}_{name}.png")


# The two longest take two minutes each; their cells are run by test_notebooks, their sliders are those of the others.
@pytest.mark.parametrize(
    "stem", [pytest.param(stem, marks=[pytest.mark.nightly] * (stem[:2] in ("01", "09"))) for stem in LESSONS]
)
def test_a_learner_runs_a_lesson_and_moves_a_slider(lab, page, photograph, stem):
    url, log = lab
    assert (tool.NOTEBOOKS / f"{stem}.ipynb").exists()
    log_start = len(log.read_text(encoding="utf-8"))
    cells = tool.open_and_run(page, url, f"notebooks/{stem}.ipynb")
    assert wrong_in(cells) == []

    outputs, handle, picture, model_id = first_slider(page, cells)
    photograph("1_before")
    before, at_first = picture.evaluate(HASH), value_of(handle)
    last = float(handle.get_attribute("aria-valuemax"))

    handle.focus()
    for _ in range(10):  # a single step need not change what a detector finds
        page.keyboard.press("ArrowRight" if at_first < last else "ArrowLeft")
        due = shown_is_due(page, handle, picture, model_id)
        if due["picture"] != before:
            break
    photograph("2_after")
    assert due["picture"] != before, "ten steps with the keyboard do not change the picture"
    assert value_of(handle) != at_first
    assert due["error"] is None

    # Held down: presses come faster than pictures, and the last one counts.
    for _ in range(8):
        page.keyboard.press("ArrowLeft" if at_first < last else "ArrowRight")
    due = shown_is_due(page, handle, picture, model_id)
    assert due["caption"] in outputs.inner_text()

    assert page.get_by_text("Error displaying widget").count() == 0
    assert [said for said in page.complaints if not any(part in said for part in ALLOWED)] == []
    assert tool.raised_in(log.read_text(encoding="utf-8")[log_start:]) == [], "a callback failed: see the server's log"


def test_dragging_is_smooth_and_the_last_value_wins(lab, page, photograph):
    url, log = lab
    log_start = len(log.read_text(encoding="utf-8"))
    cells = tool.open_and_run(page, url, "notebooks/05_compare.ipynb")
    _, handle, picture, model_id = first_slider(page, cells)
    track, at = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-target')]"), handle.bounding_box()
    start, end = at["x"] + at["width"] / 2, track.bounding_box()["x"] + 0.8 * track.bounding_box()["width"]
    middle = at["y"] + at["height"] / 2
    where = picture.bounding_box()

    with recorded(page) as frames:
        page.mouse.move(start, middle)
        page.mouse.down()
        for step in range(1, 41):
            page.mouse.move(start + (end - start) * step / 40, middle)
            page.wait_for_timeout(25)
        page.mouse.up()
        due = shown_is_due(page, handle, picture, model_id)
    photograph("after")
    assert value_of(handle) > 0.6 and due["error"] is None and "own values" not in due["caption"]
    assert tool.raised_in(log.read_text(encoding="utf-8")[log_start:]) == []

    assert picture.bounding_box() == where, "the picture has moved"
    top, left, width = (round(where[name]) for name in ("y", "x", "width"))
    seen = [frame[top : top + 330, left : left + width].astype(int) for frame in frames]
    titles, panels = [frame[4:28] for frame in seen], [frame[34:] for frame in seen]
    assert max(np.abs(one - titles[0]).max() for one in titles) < 40, "the titles jump or flash"
    # Half of a blank picture's pixels would be white; the photos here have few.
    assert max((one > 250).all(axis=2).mean() for one in panels) < (panels[0] > 250).all(axis=2).mean() + 0.1
    changes = sum((one != other).any() for one, other in zip(panels, panels[1:], strict=False))
    assert changes >= 5, f"{len(frames)} frames were recorded and show {changes} changes"


COMPARISON = """from faceblur_utils import Hiding
from faceblur_utils.compare import compare_methods

explorer = compare_methods("hopper", Hiding("box", strength=0.3))
explorer"""


def test_the_value_below_the_picture_is_copied_with_the_keyboard(lab, page, photograph):
    url, log = lab
    log_start = len(log.read_text(encoding="utf-8"))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = new_notebook(cells=[new_code_cell(COMPARISON)], metadata=kernel)
    nbformat.write(notebook, log.parent / "notebooks" / "97_comparison.ipynb")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    assert wrong_in(tool.open_and_run(page, url, "notebooks/97_comparison.ipynb")) == []
    lines = page.locator(".fb-copy")
    code, button, said = (lines.locator(part).first for part in ("code", "button", "[role=status]"))
    code.wait_for()
    assert code.inner_text() == repr(Hiding("box", strength=0.3))

    handle = page.locator(".jp-OutputArea .noUi-handle").first
    handle.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.fb-copy code').textContent.includes('0.31')")
    while not button.evaluate("button => button === document.activeElement"):
        before = page.evaluate("() => document.activeElement.outerHTML")
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.outerHTML") != before, "the Tab key does not reach it"
    lines.evaluate("lines => lines.scrollIntoView({block: 'end'})")
    for key in ("Enter", "Space"):
        page.evaluate("() => navigator.clipboard.writeText('something else')")
        page.keyboard.press(key)
        said.get_by_text("Copied.").wait_for()
        photograph(key)
        assert page.evaluate("() => navigator.clipboard.readText()") == repr(Hiding("box", strength=0.31))
        assert button.evaluate("button => button === document.activeElement"), "the key went to the notebook, too"
    # Over plain http a page has no clipboard of its own.
    page.evaluate("() => navigator.clipboard.writeText('something else')")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')) }")
    page.keyboard.press("Enter")
    said.get_by_text("Copied.").wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == repr(Hiding("box", strength=0.31))
    page.evaluate("() => { document.execCommand = () => false }")
    page.keyboard.press("Enter")
    said.get_by_text("press Ctrl+C").wait_for()
    assert page.evaluate("() => getSelection().toString()") == repr(Hiding("box", strength=0.31))

    page.get_by_role("tab", name="Median").click()
    page.wait_for_function("() => document.querySelector('.fb-copy code').textContent.includes('median')")
    photograph("another_tab")
    assert page.evaluate(tool.ASK, ["", "explorer.hiding().method"]) == "'median'"
    assert [said for said in page.complaints if not any(part in said for part in ALLOWED)] == []
    assert tool.raised_in(log.read_text(encoding="utf-8")[log_start:]) == []


@contextmanager
def recorded(page):
    """Collect what the page shows, frame by frame, as RGB arrays."""
    frames, session = [], page.context.new_cdp_session(page)

    def keep(event):
        coded = np.frombuffer(b64decode(event["data"]), np.uint8)
        frames.append(cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1])
        session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    session.on("Page.screencastFrame", keep)
    session.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
    yield frames
    session.send("Page.stopScreencast")
    session.detach()


def first_slider(page, cells):
    """Bring the first slider cell into view; give its outputs, its first handle, its picture and its widget's id."""
    index, model_id = slider_cell(cells)
    page.evaluate(tool.SCROLL, index)
    outputs = page.locator(f".jp-Cell[data-windowed-list-index='{index}'] .jp-OutputArea")
    handle, picture = outputs.locator(".noUi-handle").first, outputs.locator("img.widget-image").first
    picture.wait_for()
    outputs.evaluate("output => output.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(300)
    return outputs, handle, picture, model_id


def wrong_in(cells):
    """Sentences about cells that did not run or complained."""
    problems = []
    for number, cell in enumerate(cells):
        if cell["cell_type"] != "code":
            continue
        start = "".join(cell["source"])[:60]
        if cell["execution_count"] is None:
            problems.append(f"cell {number} did not run: {start}")
        for output in cell["outputs"]:
            if output["output_type"] == "error" or output.get("name") == "stderr":
                problems.append(f"cell {number}: {output.get('evalue') or output.get('text')}: {start}")
    return problems


def slider_cell(cells):
    """Number of the first cell tagged slider, and the id of the widget that it shows."""
    for number, cell in enumerate(cells):
        if "slider" in cell["metadata"].get("tags", []):
            for output in cell["outputs"]:
                if view := output.get("data", {}).get(WIDGET_VIEW):
                    return number, view["model_id"]
    pytest.fail("no cell tagged slider shows a widget", pytrace=False)


def value_of(handle):
    """Where a slider stands in the page; its aria-valuenow is rounded to tenths."""
    return float(handle.get_attribute("aria-valuetext"))


def shown_is_due(page, handle, picture, model_id):
    """Wait until the kernel has the slider's value and the page shows its picture; give what is due."""
    until = time.monotonic() + 30
    while True:
        # The page holds the slider's messages back while one is being worked on, so the kernel may not know yet.
        answer = page.evaluate(tool.ASK, [DUE, f"json.dumps(due({model_id!r}), default=repr)"])
        try:
            due = json.loads(answer[1:-1].encode().decode("unicode_escape"))
        except ValueError:
            pytest.fail(f"the kernel says {answer}", pytrace=False)
        value, shown = value_of(handle), picture.evaluate(HASH)
        if shown == due["picture"] and value in due["values"]:
            return due
        assert time.monotonic() < until, f"the slider stands at {value}, and the picture is not the one for it: {due}"
        time.sleep(0.1)
