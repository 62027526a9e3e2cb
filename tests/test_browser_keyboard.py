"""Each core lesson by keyboard alone: run its cells, reach what moves in it with Tab, move it, see the page follow.

No mouse event happens here. The quiz, one's own photos and video and the sliders have tests of their own, in which all
their controls are used by keyboard.
"""

import time

import lab as tool
import pytest
from refresh_notebooks import NOTEBOOKS, WIDGET_VIEW

# environment.yml (conda) leaves it out; in CI a skipped file is a failure.
pytest.importorskip("playwright.sync_api")

LESSONS = sorted(path.stem for path in NOTEBOOKS.glob("0*.ipynb"))
RUN = f"""() => {{ {tool.PANEL}
    const cells = panel.content.model.sharedModel.toJSON().cells.filter(one => one.cell_type === 'code');
    return kernel.status === 'idle' && cells.every(one => one.execution_count) }}"""
ACTIVE = f"() => {{ {tool.PANEL} return panel.content.activeCellIndex }}"
# What has the focus: in the output of which cell, its kind, its name for who hears the page, whether one sees it.
FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    const words = id => document.getElementById(id)?.textContent ?? '';
    const name = one.getAttribute('aria-label') || words(one.getAttribute('aria-labelledby'))
        || one.labels?.[0]?.textContent || one.textContent || one.title || one.alt || '';
    const ring = one.querySelector('.fb-ring'); // a face's box: its frame changes, for an outline would be a rectangle
    return {
        cell: Number(one.closest('.jp-Cell')?.dataset.windowedListIndex ?? -1),
        output: one.closest('.jp-OutputArea') !== null && !one.closest('.jp-RenderedMarkdown'),
        kind: one.type ?? one.localName, name: name.trim(), markup: one.outerHTML.slice(0, 100),
        seen: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
            || (ring !== null && getComputedStyle(ring).strokeWidth === '2px'),
    } }"""
# What the output of a cell shows: its words, and each picture with what it is called.
SHOWN = """cell => {
    const area = document.querySelector(`.jp-Notebook .jp-Cell[data-windowed-list-index='${cell}'] .jp-OutputArea`);
    const pictures = [...area.querySelectorAll('canvas')].map(one => one.toDataURL());
    const images = [...area.querySelectorAll('img, image')].map(one => [one.src ?? one.href.baseVal, one.alt]);
    // A live page that has not been started shows nothing else of its switches.
    const switches = [...area.querySelectorAll('input[type=checkbox]')].map(one => one.checked);
    return JSON.stringify([area.innerText, pictures, images, switches]) }"""
KEPT = f"cell => ({SHOWN})(cell).includes('Kept. Run the next cell.')"
# What to press on the first control of a kind; of the kinds in an output, the first one here. "g" is the box of a face.
KEYS = {
    "radio": ("Space",),
    "text": ("3", "Enter"),
    "g": ("Space",),
    "range": ("ArrowRight", "ArrowLeft"),
    "checkbox": ("Space",),
    "select-one": ("ArrowDown",),
    "button": ("Enter",),
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on a copy of the lessons; gives its address and its log file."""
    with tool.jupyterlab(tmp_path_factory.mktemp("lab")) as running:
        yield running


# Each lesson is run from the first cell to the last.
@pytest.mark.nightly
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_by_keyboard_alone(lab, page, lesson):
    url, log = lab
    page.set_viewport_size({"width": 1366, "height": 768})
    began = len(log.read_text(encoding="utf-8"))
    page.goto(f"{url}lab/tree/notebooks/{lesson}.ipynb?reset")
    page.wait_for_function(tool.IDLE)
    page.wait_for_function("() => document.activeElement.closest('.jp-Cell')")  # ready for keys without a click
    of = len(page.evaluate(tool.OUTPUTS))
    for _ in range(of - 1):
        page.keyboard.press("Shift+Enter")
    page.keyboard.press("Control+Enter")  # at the end, Shift + Enter would make a new cell
    page.wait_for_function(RUN, timeout=600_000)
    cells = page.evaluate(tool.OUTPUTS)
    assert len(cells) == of
    live = [n for n, one in enumerate(cells) if shows_a_widget(one)]
    assert live, "nothing in it moves"
    for number in live:
        stops = controls_of(page, number)
        assert stops, f"Tab reaches nothing in the output of cell {number}"
        assert [one["markup"] for one in stops if not one["name"]] == [], "without a name"
        assert [one["markup"] for one in stops if not one["seen"]] == [], "nobody sees that it has the focus"
        moves(page, number, stops)
        if "predict(" in "".join(cells[number]["source"]):
            page.wait_for_function(KEPT, arg=number)
    assert page.get_by_text("Error displaying widget").count() == 0
    assert page.complaints == []
    assert tool.raised_in(log.read_text(encoding="utf-8")[began:]) == [], "a callback failed: see the server's log"
    page.evaluate(f"async () => {{ {tool.PANEL} await panel.sessionContext.shutdown() }}")  # ten kernels are too many


def shows_a_widget(cell):
    return any(WIDGET_VIEW in one.get("data", {}) for one in cell.get("outputs", ()))


def presses(page, key, until, most=150):
    """Press a key until something is so."""
    for _ in range(most):
        if until():
            return
        page.keyboard.press(key)
    pytest.fail(f"{key} does not help: {page.evaluate(FOCUS)}")


def at_jupyterlab(focus):
    return not focus["output"] or focus["kind"] == "radio"


def comes_to(page, number):
    """Select a cell, or, as J and K pass over cells whose code is folded, the nearest one above, and Tab on."""
    # What takes letters itself is left first.
    presses(page, "Shift+Tab", lambda: at_jupyterlab(page.evaluate(FOCUS)))
    presses(page, "Tab", lambda: page.evaluate(FOCUS)["cell"] >= 0)
    presses(page, "k", lambda: page.evaluate(ACTIVE) < number)
    presses(page, "j", lambda: page.evaluate(ACTIVE) >= number)
    if page.evaluate(ACTIVE) > number:
        page.keyboard.press("k")
    for _ in range(100):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["cell"] == number and focus["output"]:
            return focus
        assert 0 <= focus["cell"] <= number, f"Tab passes over the output of cell {number}: {focus}"
    pytest.fail(f"Tab does not come to cell {number}")


def controls_of(page, number):
    """Go through the output of a cell with Tab, and give what has had the focus."""
    stops = [comes_to(page, number)]
    for _ in range(100):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["cell"] != number:
            return stops
        if focus["output"]:
            stops.append(focus)
    pytest.fail(f"Tab does not leave the output of cell {number}: {stops[-1]}")


def moves(page, number, stops):
    """Go back to the control that says most about the output, change it, and see that something else is shown."""
    kinds = [one["kind"] for one in stops]
    kind = next((one for one in KEYS if one in kinds), None)
    assert kind, f"none of {kinds} can be changed"
    first = stops[kinds.index(kind)]
    at = {key: first[key] for key in ("cell", "kind", "name")}
    presses(page, "Shift+Tab", lambda: page.evaluate(FOCUS).items() >= at.items())
    before = page.evaluate(SHOWN, number)
    for key in KEYS[kind]:
        page.keyboard.press(key)
        until = time.monotonic() + 10
        while page.evaluate(SHOWN, number) == before and time.monotonic() < until:
            page.wait_for_timeout(200)
        if page.evaluate(SHOWN, number) != before and kind != "text":
            break  # the next key would take it back
    assert page.evaluate(SHOWN, number) != before, f"cell {number}: the {kind} was changed, and the page was not"
