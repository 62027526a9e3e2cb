"""The bench in JupyterLab: all of it in sight on any screen, moved by keyboard alone, by touch alone, by the mouse.

One server, one page and one kernel for all tests; each begins with the same comparison. Screenshots go to the folder
named by SCREENSHOTS, if it is set.
"""

import os
import time
from pathlib import Path

import axe
import lab as tool
import nbformat
import numpy as np
import pytest
from bench_page import RECT, pixels, shown_is_due
from nbformat.v4 import new_code_cell, new_notebook

from faceblur_utils import Hiding

pytest.importorskip("playwright.sync_api")
CODE = """from faceblur_utils import compare_methods
explorer = compare_methods("hopper", looks="one")
explorer"""
# The last is 1366 x 768 at 200 %.
SIZES = {"1024": (1024, 768), "1366": (1366, 768), "1920": (1920, 1080), "phone": (390, 844), "200 %": (683, 384)}
START = """
for name, value in start.items():
    explorer.controls[name].value = value
"""


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    """JupyterLab with one comparison in it, and the server's log."""
    with tool.jupyterlab(tmp_path_factory.mktemp("lab")) as (url, log):
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        notebook = new_notebook(cells=[new_code_cell(CODE)], metadata=kernel)
        nbformat.write(notebook, log.parent / "notebooks" / "97_bench.ipynb")
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        (cell,) = tool.open_and_run(page, url, "notebooks/97_bench.ipynb")
        assert not [one for one in cell["outputs"] if one["output_type"] in ("error", "stream")]
        page.locator(".fb-bench canvas").wait_for()
        tool_values = "json.dumps({name: knob.value for name, knob in explorer.controls.items()})"
        page.start = page.evaluate(tool.ASK, ["import json", tool_values])[1:-1]
        yield page
        assert page.complaints == []
        assert tool.raised_in(log.read_text(encoding="utf-8")) == []


@pytest.fixture
def page(opened):
    """The page as it was at first, in a window of 1366 x 768."""
    at(opened, "1366")
    again = f"import json\nstart = json.loads({opened.start!r})\n{START}"
    opened.evaluate(tool.ASK, [again, "1"])
    opened.wait_for_function(
        "() => document.querySelector('.fb-below p:nth-child(2)').innerText.includes('strength 0.50')"
    )
    return opened


def at(page, size):
    """Give the window a size, and scroll to the comparison, as somebody does who plays with it."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    # Nobody reads a notebook beside the list of files in a window as narrow as that.
    page.evaluate(f"() => jupyterapp.shell.{'collapseLeft' if width < 700 else 'expandLeft'}()")
    page.wait_for_timeout(300)
    to_the_top(page)


def to_the_top(page):
    page.evaluate(
        "() => document.querySelector('.fb-bench').closest('.jp-OutputArea').scrollIntoView({block: 'start'})"
    )


def photograph(page, name):
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"bench_{name.replace(' ', '_')}.png")


def bench(page):
    return page.locator(".fb-bench")


def knob(page, name):
    return page.locator(f".fb-knob[data-name='{name}'] :is(input, select)")


def caption(page):
    return page.locator(".fb-below p").nth(1).inner_text()


def wait_for(page, words):
    page.wait_for_function(
        "words => document.querySelector('.fb-below p:nth-child(2)').innerText.includes(words)", arg=words
    )


def view(page):
    return knob(page, "view").evaluate("menu => menu.selectedOptions[0].textContent")


def settled(page):
    """Wait until the picture has been laid out for this window, and does not change any more."""
    before, until = None, time.monotonic() + 60
    while time.monotonic() < until:
        due = shown_is_due(page, bench(page))
        where = page.locator(".fb-bench canvas").evaluate(RECT)
        if where == before:
            return due
        before = where
        to_the_top(page)
        page.wait_for_timeout(500)
    raise AssertionError("the layout does not come to rest")


def outside(page, *elements):
    """How far elements reach out of what can be seen of the notebook, in pixels."""
    left, top, right, bottom = page.locator(".jp-WindowedPanel-outer").first.evaluate(RECT)
    out = {}
    for name, element in elements:
        box = element.evaluate(RECT)
        gone = max(left - box[0], top - box[1], box[2] - right, box[3] - bottom)
        if gone > 1 or box[2] - box[0] < 20 or box[3] - box[1] < 20:
            out[name] = box
    return out


@pytest.mark.parametrize("size", SIZES)
def test_what_moves_and_what_changes_is_in_sight_together(page, size):
    at(page, size)
    settled(page)
    photograph(page, size)
    slider, canvas = knob(page, "strength"), page.locator(".fb-bench canvas")
    assert outside(page, ("slider", slider), ("picture", canvas)) == {}
    assert len(set(panels_seen(page))) == 6, "the last panel is in the picture, too"
    # A drag moves the picture's pixels, and nothing else.
    before, where = pixels(canvas), canvas.evaluate(RECT)
    box = slider.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + box["width"] * (0.5 + step / 20), box["y"] + box["height"] / 2)
        page.wait_for_timeout(30)
    page.mouse.up()
    due = shown_is_due(page, bench(page))
    assert due["error"] is None and float(slider.input_value()) > 0.75
    assert (pixels(canvas) != before).any() and canvas.evaluate(RECT) == where
    if size in ("1024", "1366", "1920"):
        assert outside(page, ("words", page.locator(".fb-below")), ("controls", page.locator(".fb-first"))) == {}
        # The picture takes what there is: as high as the window lets it be, or as wide.
        left, top, right, bottom = page.locator(".fb-stage").evaluate(RECT)
        assert max((where[2] - where[0]) / (right - left), (where[3] - where[1]) / (bottom - top)) > 0.9


def panels_seen(page):
    """Places of the panels in the kernel's picture, each of another face than white paper."""
    answer = page.evaluate(tool.ASK, ["import json", "json.dumps(explorer._bench.sheet.places)"])
    picture = pixels(page.locator(".fb-bench canvas"))
    for left, top, wide, high in eval(answer.strip("'")):
        part = picture[top : top + high, left : left + wide]
        assert part.shape[:2] == (high, wide) and (part < 200).any(axis=2).mean() > 0.3
        yield left, top


def test_a_keyboard_alone_does_everything(page):
    settled(page)
    page.locator(".fb-stage").focus()
    page.keyboard.press("ArrowRight")
    wait_for(page, "strength 0.51")
    page.keyboard.press("ArrowDown")
    wait_for(page, "strength 0.46")
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid", "focus is not seen"
    page.keyboard.press("2")
    page.wait_for_function(
        "() => document.querySelector('canvas').getAttribute('aria-label').includes('Original, Median')"
    )
    assert view(page) == "one method" and knob(page, "median.ksize").is_visible()
    page.keyboard.press("5")
    page.wait_for_function(
        "() => document.querySelector('.fb-knob[data-name=strength] output').innerText.includes('blocks')"
    )
    page.keyboard.press("ArrowRight")  # to the next mosaic, not to the next hundredth
    page.wait_for_function(
        "() => document.querySelector('.fb-knob[data-name=strength] output').innerText.includes('2 blocks')"
    )
    assert knob(page, "strength").get_attribute("aria-valuetext").endswith("2 blocks")
    for key, due in (("d", "difference"), ("d", "side by side"), ("f", "flip")):
        page.keyboard.press(key)
        page.wait_for_function(
            f"() => document.querySelector('canvas').getAttribute('aria-label').startsWith('{ALT[due]}')"
        )
        assert view(page) == due
    assert page.get_by_text("Now: gaussian").count() == 1
    settled(page)
    one = pixels(page.locator(".fb-bench canvas"))
    page.keyboard.press("f")
    flipped = pixels(page.locator(".fb-bench canvas"))
    assert flipped.shape == one.shape, "nothing jumps but the face"
    assert (flipped != one).any() and page.get_by_text("Now: pixelate").count() == 1
    page.keyboard.press("0")
    wait_for(page, "strength")
    page.keyboard.press(" ")
    page.wait_for_function("() => Number(document.querySelector('.fb-knob[data-name=strength] input').value) < 0.3")
    page.wait_for_function("() => Number(document.querySelector('.fb-knob[data-name=strength] input').value) > 0.4")
    page.keyboard.press(" ")
    shown_is_due(page, bench(page))
    # From the picture back through all controls, and on to the line that is copied.
    reached = []
    for _ in range(24):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("() => document.activeElement.getAttribute('aria-label') ?? ''"))
        if reached[-1].startswith("Copy"):
            break
    assert reached[-1] == "Copy: Pixelation"
    page.keyboard.press("Enter")
    bench(page).get_by_text("Copied.").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    strength = float(knob(page, "strength").input_value())
    assert eval(copied, {"Hiding": Hiding}) == Hiding("pixelate", strength=strength) and "# here cv2.resize(" in copied
    page.locator(".fb-stage").focus()
    named = []
    for _ in range(24):
        page.keyboard.press("Shift+Tab")
        named.append(page.evaluate("() => document.activeElement.closest('.fb-knob')?.dataset.name"))
        if named[-1] == "strength":
            break
    assert {"measure", "mask", "margin", "face", "pixelate.blocks", "method", "view", "strength"} <= set(named)
    assert named[-1] == "strength"


ALT = {"difference": "Original, and how far", "side by side": "Panels side by side", "flip": "Two pictures by turns"}


def test_present_fills_the_screen_in_large_type_and_escape_comes_back(page):
    settled(page)
    small = page.locator(".fb-stage").evaluate(RECT)
    type_before = bench(page).evaluate("bench => parseFloat(getComputedStyle(bench).fontSize)")
    page.get_by_role("button", name="Present").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.fullscreenElement === document.querySelector('.fb-bench')")
    due = shown_is_due(page, bench(page))
    photograph(page, "present")
    box, stage = bench(page).evaluate(RECT), page.locator(".fb-stage").evaluate(RECT)
    assert box == [0, 0, 1366, 768] and (stage[2] - stage[0]) > (small[2] - small[0])
    assert bench(page).evaluate("bench => parseFloat(getComputedStyle(bench).fontSize)") > 1.4 * type_before
    assert page.locator(".fb-help").is_visible()
    slider, canvas = knob(page, "strength").evaluate(RECT), page.locator(".fb-bench canvas").evaluate(RECT)
    assert all(part[0] >= 0 and part[1] >= 0 and part[2] <= 1366 and part[3] <= 768 for part in (slider, canvas))
    page.keyboard.press("1")  # the keys go to the picture at once
    page.wait_for_function(
        "() => document.querySelector('canvas').getAttribute('aria-label').includes('Original, Gaussian')"
    )
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('.fb-bench').classList.contains('fb-present')")
    page.wait_for_function("() => document.activeElement.textContent === 'Present'")
    assert not np.array_equal(due["picture"], shown_is_due(page, bench(page))["picture"])


def finger(page):
    """What sends touches, as a tablet does."""
    session = page.context.new_cdp_session(page)

    def touch(kind, *points):
        points = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


def swipe(page, start, end):
    touch = finger(page)
    touch("touchStart", start)
    for step in range(1, 9):
        page.wait_for_timeout(30)
        touch("touchMove", tuple(a + (b - a) * step / 8 for a, b in zip(start, end, strict=True)))
    touch("touchEnd")


def test_a_finger_alone_moves_slider_and_curtain_and_opens_a_panel(page):
    settled(page)
    box = knob(page, "strength").bounding_box()
    middle = box["y"] + box["height"] / 2
    swipe(page, (box["x"] + box["width"] / 2, middle), (box["x"] + 0.2 * box["width"], middle))
    due = shown_is_due(page, bench(page))
    assert float(knob(page, "strength").input_value()) < 0.3 and due["error"] is None
    # A tap on the third panel.
    left, top, wide, high = panel_on_page(page, 2)
    touch = finger(page)
    touch("touchStart", (left + wide / 2, top + high / 2))
    touch("touchEnd")
    page.wait_for_function(
        "() => document.querySelector('canvas').getAttribute('aria-label').includes('Original, Median')"
    )
    knob(page, "view").select_option(label="curtain")
    page.wait_for_function(
        "() => document.querySelector('canvas').getAttribute('aria-label').startsWith('One picture under')"
    )
    settled(page)
    left, top, wide, high = panel_on_page(page, 0)
    where = page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollTop")
    swipe(page, (left + wide / 2, top + high / 2), (left + wide / 4, top + high / 2))
    assert abs(int(knob(page, "curtain").input_value()) - 25) <= 2
    assert page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollTop") == where
    shown_is_due(page, bench(page))
    photograph(page, "curtain")


def panel_on_page(page, number):
    answer = page.evaluate(tool.ASK, ["import json", "json.dumps(explorer._bench.sheet.places)"])
    left, top, wide, high = eval(answer.strip("'"))[number]
    box = page.locator(".fb-bench canvas").evaluate(RECT)
    scale = (box[2] - box[0]) / page.locator(".fb-bench canvas").evaluate("canvas => canvas.width")
    return box[0] + left * scale, box[1] + top * scale, wide * scale, high * scale


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_serious(page, theme):
    page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
    page.wait_for_function(f"() => document.body.dataset.jpThemeName === '{theme}'")
    try:
        knob(page, "mask").select_option(label="feathered")  # one more control
        settled(page)
        photograph(page, theme)
        assert axe.serious(page, ".fb-bench") == []
        unnamed = page.evaluate(
            "() => [...document.querySelectorAll('.fb-bench :is(input, select, button)')]"
            ".filter(one => !one.labels?.length && !one.textContent && !one.ariaLabel).length"
        )
        assert unnamed == 0
    finally:
        page.evaluate("() => jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Light'})")


def test_keys_held_down_skip_values_and_the_last_one_wins(page):
    settled(page)
    knob(page, "strength").focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    due = shown_is_due(page, bench(page))
    assert float(knob(page, "strength").input_value()) == 0.8 and "strength 0.80" in due["caption"]
    assert "own values" not in due["caption"] and due["error"] is None


def test_files_come_through_the_browser(page, tmp_path):
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save picture").click()
    assert waiting.value.suggested_filename == "hopper_side_by_side.png"
    waiting.value.save_as(tmp_path / "saved.png")
    assert (tmp_path / "saved.png").read_bytes()[:4] == b"\x89PNG"
    bench(page).get_by_text("Saved as hopper_side_by_side.png").wait_for()
    bench(page).get_by_role("group", name="About the picture").wait_for()
