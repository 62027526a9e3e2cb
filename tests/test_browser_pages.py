"""The pages without code, as a visitor sees them: each opens with one command, asks nothing of the web, is theirs.

Screenshots go to the folder named by SCREENSHOTS, if it is set.
"""

import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import axe
import lab
import pytest
from served import served

from faceblur_utils import samples

# environment.yml (conda) leaves it out; in CI a skipped file is a failure.
pytest.importorskip("playwright.sync_api")

# In a shell's background jobs, as in CI, Ctrl-C is ignored.
COMMAND = """import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from faceblur_utils.command import main
sys.exit(main(sys.argv[1:]))"""
# The command, and what its page shows when it is ready.
PAGES = {
    "compare": (("compare", samples.path("hopper"), "--open", "--looks", "one"), "text=Copy"),
    "own-photos": (("own-photos", "--looks", "one"), "text=Choose photos"),
    "own-video": (("own-video",), "text=Choose a clip"),
    "live": (("live",), "text=A frame of the sample clip"),
    "quiz": (("quiz",), "text=Round 1 of 10"),
}


@contextmanager
def visitors(browser):
    """Give a function that opens a page as a new visitor, and see that none of them asks another computer."""
    away, complaints, contexts = [], [], []

    def open_page(address, size=(1366, 768)):
        context = browser.new_context(viewport=dict(zip(("width", "height"), size, strict=True)))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(lab.PATIENCE)

        def route(asked):
            if urlsplit(asked.request.url).hostname in ("localhost", None):
                asked.continue_()
            else:
                away.append(asked.request.url)
                asked.abort()

        page.route("**/*", route)
        page.on("websocket", lambda one: urlsplit(one.url).hostname == "localhost" or away.append(one.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.goto(address, wait_until="commit")  # the rest comes when the kernel has run
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert away == [], "asked of the web"
    assert complaints == []


# Each needs a server of its own; test_browser_command opens compare.
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name == "quiz" else [pytest.mark.nightly]) for name in PAGES]
)
def test_a_page_opens_without_code_and_without_the_web(name, browser, tmp_path):
    words, ready = PAGES[name]
    with served(tmp_path, sys.executable, "-c", COMMAND, *words) as address, visitors(browser) as visit:
        assert "token=" in address
        page = visit(address)
        page.locator(ready).first.wait_for()
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"page_{name}.png")
        assert page.locator(".jp-InputArea-editor").count() == 0, "code is shown"
        assert axe.serious(page, "main") == []
        if name == "quiz":
            fits_a_phone(page)
        if name == "own-photos":
            sees_nothing_of_another(page, visit(address))
            stranger = visit(address.split("?")[0])
            assert stranger.get_by_text("Choose photos").count() == 0, "without the token"


def fits_a_phone(page):
    """Nothing of the quiz is scrolled away: at a phone's size, and at 200 % of a small laptop's."""
    for size in ((390, 844), (683, 384)):
        page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        page.wait_for_timeout(300)
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"page_quiz_{size[0]}x{size[1]}.png")
        inside = "one => { const at = one.getBoundingClientRect(); return [at.right, at.bottom, at.height] }"
        for one in page.locator(".fb-quiz :is(img, button):visible").all():
            right, bottom, height = one.evaluate(inside)
            assert right <= size[0] and bottom <= size[1] and height >= 20, (
                size,
                one.evaluate("one => one.outerHTML")[:80],
            )
    page.keyboard.press("1")  # nothing has to be clicked before
    page.locator(".fb-one.fb-is").wait_for()


def sees_nothing_of_another(page, other):
    """One visitor chooses a photo; the other one's page stays empty."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose photos").click()
    chooser.value.set_files([str(samples.path("hopper"))])
    page.get_by_text("1 of 1 face hidden.").first.wait_for()
    other.get_by_role("button", name="Choose photos").wait_for()
    other.wait_for_timeout(500)
    assert other.get_by_text("hopper").count() == 0 and other.get_by_role("checkbox").count() == 0


@pytest.mark.nightly
def test_a_page_that_is_left_ends_its_kernel_and_ctrl_c_all(browser, tmp_path):
    import psutil

    with served(tmp_path, sys.executable, "-c", COMMAND, "live") as address:
        left, stays = (browser.new_page() for _ in range(2))
        server = next(one for one in psutil.Process().children() if one.cmdline()[-1:] == ["live"])
        known = []
        for page in (left, stays):
            page.set_default_timeout(lab.PATIENCE)
            page.goto(address, wait_until="commit")
            page.locator(PAGES["live"][1]).first.wait_for()
            known.append([one for one in server.children(recursive=True) if one not in sum(known, [])])
        assert all(known), "each visitor has a kernel"
        left.goto("about:blank")
        assert psutil.wait_procs(known[0], 30)[1] == [], "the page was left, and its kernel goes on"
        assert all(one.is_running() for one in known[1]), "somebody else's"
        server.send_signal(signal.SIGINT)
        assert psutil.wait_procs([server, *known[1]], 30)[1] == []
        for page in (left, stays):
            page.close()
