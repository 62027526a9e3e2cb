"""Slides in a headless Chromium: nothing is cut at three sizes, nobody is asked, keys, notes, paper, a phone.

Screenshots go to the folder named by SCREENSHOTS, if it is set.
"""

import os
from pathlib import Path

import axe
import pytest
from conftest import ROOT

from faceblur_utils.slides import slides_of

# environment.yml (conda) leaves it out; in CI a skipped file is a failure.
pytest.importorskip("playwright.sync_api")

LESSONS = sorted(path for part in ("", "deeper") for path in (ROOT / "notebooks" / part).glob("[0-9][0-9]_*.ipynb"))
SIZES = ((1366, 768), (1920, 1080), (1024, 768))
READY = "window.Reveal && Reveal.isReady()"
# On a slide of 1280 × 720: a thirtieth of the height, and a picture that is worth its slide.
LEAST_TYPE, LEAST_PICTURE = 24, 130_000
CUT = f"""() => {{
    const slide = Reveal.getCurrentSlide(), page = slide.querySelector(".page"), scale = Reveal.getScale();
    const wrong = [], inside = [...page.querySelectorAll("*")];
    for (const one of [page, ...inside]) {{
        const box = one.getBoundingClientRect();
        const out = box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
        if (box.width && out) wrong.push("outside: " + one.outerHTML.slice(0, 90));
        const over = one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1;
        if (over && ["DIV", "PRE"].includes(one.tagName)) wrong.push("cut: " + one.outerHTML.slice(0, 90));
        const says = [...one.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
        const size = parseFloat(getComputedStyle(one).fontSize);
        if (says && size < {LEAST_TYPE} - 0.5) wrong.push(`${{size}} px: ` + one.outerHTML.slice(0, 90));
    }}
    for (const picture of slide.querySelectorAll("img")) {{
        const box = picture.getBoundingClientRect(), {{ naturalWidth: w, naturalHeight: h }} = picture;
        const shown = Math.min(box.width / w, box.height / h) / scale;
        const question = slide.className.includes("question");
        if (!picture.alt || !w) wrong.push("no picture, or no words for it");
        if (!question && shown * shown * w * h < {LEAST_PICTURE}) wrong.push(`small: ${{shown * w}} × ${{shown * h}}`);
    }}
    const said = slide.querySelector("aside.notes")?.textContent.trim() ?? "";
    if (said.length < 20) wrong.push("no notes");
    return wrong;
}}"""


@pytest.fixture
def slides(page, tmp_path):
    """Open a lesson's slides, as a file; afterwards nobody may have complained, or asked for anything."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    def open_slides(path, query="", **words):
        file = tmp_path / f"{path.stem}.html"
        file.write_text(slides_of(path, **words), encoding="utf-8")
        page.goto(f"{file.as_uri()}{query}")
        page.wait_for_function(READY)
        return page

    yield open_slides
    assert page.complaints == []
    assert [one for one in asked if not one.startswith(("file:", "data:", "about:", "blob:"))] == []


def look_at_all(page, name):
    """What is wrong with any slide at any of the sizes."""
    wrong, folder = [], os.environ.get("SCREENSHOTS")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for number in range(page.evaluate("Reveal.getTotalSlides()")):
            page.evaluate(f"Reveal.slide({number})")
            wrong += [(width, number + 1, one) for one in page.evaluate(CUT)]
            if folder:
                page.screenshot(path=Path(folder) / f"{name}_{width}_{number + 1:02}.png")
    return wrong


def test_every_slide_of_a_lesson_is_whole_and_can_be_read_from_the_back(slides):
    page = slides(ROOT / "notebooks" / "05_compare.ipynb")
    assert look_at_all(page, "05_compare") == []
    # By keyboard, from the first slide to the answer of the first question.
    page.evaluate("Reveal.slide(0)")
    page.keyboard.press("ArrowRight")
    assert page.locator("section.present .choices li").count() == 4
    assert "Gaussian and box" not in page.locator("section.present .lead").inner_text()
    page.keyboard.press("Space")
    assert "most alike: Gaussian and box" in page.locator("section.present .lead").inner_text()
    page.keyboard.press("Home")
    for number in range(4):  # a title, a question, an answer with its picture, an exercise
        page.evaluate(f"Reveal.slide({number})")
        assert axe.serious(page, "body") == []


@pytest.mark.nightly
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_slide_of_any_lesson_is_cut(path, slides):
    page = slides(path)
    assert look_at_all(page, path.stem) == []
    assert axe.serious(page, "body") == []


@pytest.mark.nightly
def test_on_paper_each_slide_is_a_page(slides):
    page = slides(ROOT / "notebooks" / "05_compare.ipynb", "?print-pdf")
    page.locator(".pdf-page").last.wait_for()
    count = page.locator("section").count()
    content = page.pdf(prefer_css_page_size=True, print_background=True)
    assert page.locator(".pdf-page").count() == count == content.count(b"/Type /Page\n") > 15


@pytest.mark.nightly
def test_the_speaker_sees_the_notes_in_another_window(slides):
    page = slides(ROOT / "notebooks" / "05_compare.ipynb")
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    window = opened.value
    window.get_by_text("Lesson 05_compare, cell 1.").wait_for()
    page.keyboard.press("ArrowRight")
    window.get_by_text("A kernel of 45 pixels means one thing").wait_for()


@pytest.mark.nightly
def test_on_a_phone_the_slides_scroll(slides):
    page = slides(ROOT / "notebooks" / "05_compare.ipynb")
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    page.wait_for_function(READY)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("img").first.bounding_box()["width"] > 300
