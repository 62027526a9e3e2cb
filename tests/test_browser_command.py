"""`faceblur lessons` and `faceblur compare --open` as somebody sees them who has just typed the command."""

import sys

import lab
import pytest
from bench_page import pixels
from served import served

from faceblur_utils import samples

COMMAND = "import sys; from faceblur_utils.command import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture
def projector(browser):
    """A page of the size that projectors and small laptops have."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(lab.PATIENCE)
    yield page
    page.close()


def test_without_a_browser_the_address_is_printed_and_lesson_00_opens_without_news(projector, tmp_path):
    with served(tmp_path, sys.executable, "-c", COMMAND, "lessons", tmp_path / "mine") as address:
        assert address.split("?")[0].endswith("/lab/tree/00_start_here.ipynb")
        projector.goto(address)
        projector.wait_for_selector(".jp-Notebook .jp-CodeCell")
        projector.wait_for_selector("text=Python 3 (ipykernel) | Idle")
        projector.keyboard.press("Escape")
        projector.locator(".jp-CodeCell .jp-InputArea-editor:visible").first.click()  # the very first is folded
        projector.keyboard.press("Shift+Enter")
        projector.wait_for_selector(".jp-CodeCell .jp-OutputArea-output, .jp-InputPrompt:text('[1]:')")
        assert projector.locator(".jp-Dialog").count() == 0
        assert projector.locator(".Toastify__toast").count() == 0


@pytest.mark.nightly
def test_compare_opens_a_page_with_sliders_that_move_the_picture(projector, tmp_path):
    words = ("compare", samples.path("hopper"), "--open", "--looks", "one")
    with served(tmp_path, sys.executable, "-c", COMMAND, *words) as address:
        projector.goto(address)
        handle = projector.locator(".fb-bench input[type=range]").first
        handle.wait_for()
        canvas = projector.locator(".fb-bench canvas")
        projector.wait_for_function("() => document.querySelector('.fb-bench canvas').width > 100")
        before = pixels(canvas)
        handle.focus()
        for _ in range(5):
            handle.press("ArrowRight")
        projector.wait_for_function("() => document.querySelector('.fb-below').innerText.includes('strength 0.55')")
        assert before.shape != pixels(canvas).shape or (before != pixels(canvas)).any()
