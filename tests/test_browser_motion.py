"""A picture that moves, in JupyterLab: by mouse, keys and touch, for who asks for less motion, and what the file keeps.

Runs in a headless Chromium. Screenshots go to the folder named by SCREENSHOTS, if it is set.
"""

import json
import os
from base64 import b64encode
from pathlib import Path

import axe
import lab as tool
import nbformat
import numpy as np
import pytest

from faceblur_utils.compare.script import script
from faceblur_utils.motion import Flipbook, player

# environment.yml (conda) leaves it out; in CI a skipped file is a failure.
pytest.importorskip("playwright.sync_api")

CELLS = (
    "import numpy as np\n\nfrom faceblur_utils.motion import Motion, kernel_slides\n\n"
    "table = np.arange(42).reshape(6, 7) * 6\nmotion = Motion(kernel_slides(table, np.full((3, 3), 1 / 9), still=0))\n"
    "motion",
    "'the next cell'",
)
OF = 20  # frames
SAVE_STATE = {"@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True}}
OUTLINE = "getComputedStyle(document.activeElement).outlineStyle"


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    """The picture in a notebook of its own, as it is after its cell has run; afterwards nobody may have complained."""
    home = tmp_path_factory.mktemp("lab")
    with tool.jupyterlab(home, SAVE_STATE) as (url, log):
        kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
        notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
        notebook.cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
        context = browser.new_context(viewport={"width": 1366, "height": 768}, has_touch=True)
        page = context.new_page()
        page.notebook, page.complaints, page.asked = home / "motion.ipynb", [], []
        page.on("console", lambda said: said.type == "error" and page.complaints.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: page.complaints.append(f"page: {error}"))
        page.on("request", lambda request: page.asked.append(request.url))
        nbformat.write(notebook, page.notebook)
        tool.open_and_run(page, url, page.notebook.name)
        page.locator(".fb-count").filter(has_text=f"1 / {OF}").wait_for()
        folder = os.environ.get("SCREENSHOTS")
        page.photograph = lambda name: folder and page.screenshot(path=Path(folder) / f"motion_{name}.png")
        yield page
        assert page.get_by_text("Error displaying widget").count() == 0
        assert page.complaints == []
        assert [one for one in page.asked if not one.startswith((url.rstrip("/"), "blob:", "data:"))] == []
        assert tool.raised_in(log.read_text(encoding="utf-8")) == [], "a callback failed: see the server's log"
        context.close()


def at(page, number):
    """Wait until a frame is shown, counted from 1, with its own words everywhere."""
    page.locator(".fb-count").filter(has_text=f"{number} / {OF}").wait_for()
    caption = page.locator(".fb-caption").inner_text()
    assert page.locator(".fb-motion img").get_attribute("alt").endswith(caption) and "/ 9 = " in caption
    slider = page.locator(".fb-motion input")
    assert slider.input_value() == str(number - 1)
    assert slider.get_attribute("aria-valuetext") == f"{number} of {OF}"
    return caption


BOOK = """
const el = document.querySelector("main");
makePlayer(el, { pictures: %s, captions: ["Dark.", "Bright."], alt: "A lamp.", size: [900, 300], seconds: 0.2 });
"""


def test_in_a_page_without_notebook_or_kernel_on_a_phone(browser):
    frames = [np.full((300, 900, 3), grey, np.uint8) for grey in (30, 220)]
    book = Flipbook(frames, ["Dark.", "Bright."], alt="A lamp.")
    pictures = ["data:image/webp;base64," + b64encode(one).decode() for one in book.encoded()]
    page = browser.new_page(viewport={"width": 390, "height": 844})
    css = Path(player.__file__).with_suffix(".css").read_text(encoding="utf-8")
    page.set_content(f"<html lang=en><title>A book</title><style>{css}</style><main></main></html>")
    page.add_script_tag(content=script(player.__file__, "player.js") + BOOK % json.dumps(pictures))
    picture = page.get_by_role("img", name="A lamp. Dark.")
    assert picture.evaluate("one => one.naturalWidth") == 900 and picture.bounding_box()["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Play").click()
    page.get_by_role("img", name="A lamp. Bright.").wait_for()
    page.get_by_role("button", name="Play").wait_for()
    assert axe.serious(page, ".fb-motion") == []
    page.close()


def named(page, name):
    return page.locator(".fb-motion").get_by_role("button", name=name)


def test_by_keyboard_alone(page):
    first = at(page, 1)
    named(page, "Play").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "◀ Back"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert at(page, 2) != first and page.evaluate(OUTLINE) == "solid"
    for key, number in (("ArrowRight", 3), ("ArrowLeft", 2), ("End", OF), ("ArrowRight", OF), ("Home", 1)):
        page.keyboard.press(key)
        at(page, number)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "Frame"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    at(page, 3)
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    assert named(page, "Pause").count() == 1
    assert page.locator(".fb-caption").get_attribute("aria-live") == "off"
    page.locator(".fb-count").filter(has_text=f"3 / {OF}").wait_for()
    page.keyboard.press("Space")
    assert named(page, "Play").count() == 1
    assert page.locator(".fb-caption").get_attribute("aria-live") == "polite"
    # JupyterLab took none of these keys for a command.
    assert ["".join(cell["source"]) for cell in page.evaluate(tool.OUTPUTS)] == list(CELLS)


def test_by_touch_it_plays_to_its_end(page):
    named(page, "Play").focus()
    page.keyboard.press("End")
    named(page, "Back").tap()
    at(page, OF - 1)
    page.locator(".fb-motion img").tap()
    at(page, OF)
    assert named(page, "Play").count() == 1, "at the end it rests"
    assert named(page, "Forward").get_attribute("aria-disabled") == "true"
    named(page, "Play").tap()
    at(page, 1)
    named(page, "Pause").tap()
    page.wait_for_timeout(1200)
    assert named(page, "Play").count() == 1 and int(page.locator(".fb-motion input").input_value()) < 3


def test_it_fits_and_axe_finds_nothing_serious(page):
    for size in ((1366, 768), (1024, 768)):  # JupyterLab itself leaves a phone a strip
        page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        page.locator(".fb-motion").scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        page.photograph(f"{size[0]}x{size[1]}")
        inside = page.locator(".fb-motion").evaluate("one => one.scrollWidth <= one.clientWidth + 1")
        assert inside, size
    page.set_viewport_size({"width": 1366, "height": 768})
    page.wait_for_timeout(300)
    box = page.locator(".fb-motion").bounding_box()
    assert box["height"] < 600, "picture, sentence and buttons are seen at once"
    assert axe.serious(page, ".fb-motion") == []


def test_the_slider_by_mouse(page):
    slider = page.locator(".fb-motion input")
    box = slider.bounding_box()
    slider.click(position={"x": box["width"] - 4, "y": box["height"] / 2})
    at(page, OF)
    slider.click(position={"x": 4, "y": box["height"] / 2})
    at(page, 1)


def test_who_asks_for_less_motion_gets_steps(page):
    page.emulate_media(reduced_motion="reduce")
    page.get_by_text("Your system asks for less motion").wait_for()
    play = page.locator(".fb-play")
    assert play.count() == 1 and not play.is_visible()
    page.locator(".fb-motion input").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    page.wait_for_timeout(1200)
    at(page, 1)
    page.keyboard.press("ArrowRight")
    at(page, 2)
    page.photograph("less_motion")
    page.emulate_media(reduced_motion="no-preference")
    named(page, "Play").wait_for()


def test_the_file_keeps_the_still_only(page):
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    saved = json.loads(page.notebook.read_text(encoding="utf-8"))
    output = saved["cells"][0]["outputs"][0]
    assert output["metadata"]["image/png"]["alt"].endswith("/ 9 = 48.0")
    state = saved["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    held = [buffer for one in state.values() for buffer in one.get("buffers", [])]
    assert len(held) == 1 and held[0]["path"] == ["still"]
    texts = [value for one in state.values() for name, value in one["state"].items() if name not in ("_esm", "_css")]
    assert max(len(str(text)) for text in texts) < 600
