"""What a learner does: open a lesson in JupyterLab, run all cells, move a slider with the keyboard.

Runs in a headless Chromium. Screenshots go to the folder named by SCREENSHOTS, if it is set.
"""

import os
from pathlib import Path

import lab as tool
import numpy as np
import pytest
from bench_page import shown_is_due
from refresh_notebooks import WIDGET_VIEW

# environment.yml (conda) leaves it out; in CI a skipped file is a failure.
pytest.importorskip("playwright.sync_api")

LESSONS = ("00_start_here", "01_detect", "03_blur", "05_compare")
# What a page may say without failing the test: part of the message, and why.
ALLOWED = {}


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


# Their cells are run by test_notebooks, which moves their sliders, too; test_browser_bench has a slider in a browser.
@pytest.mark.nightly
@pytest.mark.parametrize("stem", LESSONS)
def test_a_learner_runs_a_lesson_and_moves_a_slider(lab, page, photograph, stem):
    url, log = lab
    assert (tool.NOTEBOOKS / f"{stem}.ipynb").exists()
    log_start = len(log.read_text(encoding="utf-8"))
    cells = tool.open_and_run(page, url, f"notebooks/{stem}.ipynb")
    assert wrong_in(cells) == []

    bench, handle, model_id = first_slider(page, cells)
    photograph("1_before")
    at_first, last = value_of(handle), float(handle.get_attribute("max"))
    before = shown_is_due(page, bench, model_id)

    handle.focus()
    for _ in range(10):  # a single step need not change what a detector finds
        page.keyboard.press("ArrowRight" if at_first < last else "ArrowLeft")
        due = shown_is_due(page, bench, model_id)
        if not np.array_equal(due["picture"], before["picture"]):
            break
    photograph("2_after")
    assert not np.array_equal(due["picture"], before["picture"]), (
        "ten steps with the keyboard do not change the picture"
    )
    assert value_of(handle) != at_first
    assert due["error"] is None

    # Held down: presses come faster than pictures, and the last one counts.
    for _ in range(8):
        page.keyboard.press("ArrowLeft" if at_first < last else "ArrowRight")
    shown_is_due(page, bench, model_id)

    assert page.get_by_text("Error displaying widget").count() == 0
    assert [said for said in page.complaints if not any(part in said for part in ALLOWED)] == []
    assert tool.raised_in(log.read_text(encoding="utf-8")[log_start:]) == [], "a callback failed: see the server's log"


def first_slider(page, cells):
    """Bring the first slider cell into view; give its bench, its first slider and its widget's id."""
    index, model_id = slider_cell(cells)
    page.evaluate(tool.SCROLL, index)
    bench = page.locator(f".jp-Cell[data-windowed-list-index='{index}'] .jp-OutputArea .fb-bench")
    bench.locator("canvas").wait_for()
    bench.evaluate("bench => bench.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(300)
    return bench, bench.locator("input[type=range]").first, model_id


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
    """Where a slider stands in the page."""
    return float(handle.input_value())
