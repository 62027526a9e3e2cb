"""The book in a browser: nothing is fetched from elsewhere, sliders move, guesses are answered.

By day a small book of two lessons, one of which is executed for its flipbook. Every night the whole book.
Screenshots go to the folder named by SCREENSHOTS, if it is set.
"""

import json
import os
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import axe
import lab
import numpy as np
import pytest
from conftest import ROOT

from faceblur_utils.book import recording, site
from faceblur_utils.book.extension import STATIC
from faceblur_utils.book.flipbooks import Flipbooks, moving
from faceblur_utils.compare import Explorer
from faceblur_utils.compare.script import script
from faceblur_utils.motion import player
from faceblur_utils.parameters import Parameter
from faceblur_utils.quiz.staircase import Staircase

# environment.yml (conda) leaves both out; in CI a skipped file is a failure.
pytest.importorskip("playwright.sync_api")
pytest.importorskip("myst_nb")

SMALL = ("00", "deeper/01_hog")
SIZES = ((1366, 768, "light"), (1920, 1080, "dark"), (390, 844, "dark"))
HEAVIEST = 6_000_000  # bytes of a page with all that belongs to it, every frame included
# What of a page cannot be seen whole, other than what scrolls by itself.
REACHES_OUT = """() => [...document.querySelectorAll("article *")].filter((one) => one.getClientRects().length
  && one.getBoundingClientRect().right > innerWidth + 1 && !one.closest("pre, .table-wrapper, .fb-formula"))
  .map((one) => one.outerHTML.slice(0, 120))"""
# Sliders may wait for a guess.
REVEAL = """() => [...document.querySelectorAll(".fb-guess button")]
  .filter((one) => one.textContent === "Show without a guess").forEach((one) => one.click())"""
# Moves the slider at each frame that the browser draws, from end to end and back, and gives the times between them.
PACE = """slider => new Promise(done => {
  const times = []; let before = null, number = 0, step = 1;
  const draw = now => {
    if (before !== null) times.push(now - before);
    before = now;
    if (times.length >= 180) return done(times);
    if (number + step < 0 || number + step > Number(slider.max)) step = -step;
    slider.value = number += step;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
})"""


def grey(kind, strength):
    """Panels of a slider that takes no time to draw."""
    return [np.full((200, 300, 3), int(200 * strength) + 40 * (kind == "b"), np.uint8)], f"{kind} at {strength:g}."


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A book of two lessons, and its address. What lesson 00's slider left comes from quicker panels."""
    home = tmp_path_factory.mktemp("book")
    (home / "cache").mkdir()
    notebook = json.loads((ROOT / "notebooks" / "00_start_here.ipynb").read_text(encoding="utf-8"))
    controls = {"kind": ["a", "b"], "strength": Parameter("strength", 0.5, 0.0, 1.0, 0.05, ".")}
    left = recording.of_slider(Explorer(grey, ["panel"], controls, alt="A grey panel."), home / "cache")
    kept = Flipbooks(home / "cache").kept(notebook)
    kept.write_text(json.dumps({moving(notebook)[0]: left}), encoding="utf-8")
    book = site.build(home / "book", only=SMALL, cache=home / "cache", tell=lambda _: None)
    with lab.served(book.folder) as address:
        yield book, address


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The whole book; BOOK_CACHE names a folder that remembers what sliders left."""
    home = tmp_path_factory.mktemp("whole")
    cache = os.environ.get("BOOK_CACHE")
    book = site.build(home / "book", cache=cache and Path(cache), tell=lambda _: None)
    with lab.served(book.folder) as address:
        yield book, address


@pytest.fixture
def opened(browser, request):
    """A function that opens a page; afterwards nothing was asked elsewhere, and nobody complained."""
    contexts, asked, complaints = [], [], []

    def open_(address, width=1366, height=768, scheme="light"):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, has_touch=width < 500
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda one: asked.append(one.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(f"{said.text} {said.location}"))
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []
    assert [one for one in asked if not one.startswith(("http://127.0.0.1:", "file:", "data:", "blob:"))] == []


def broken(book):
    """Links and pictures of a book that lead nowhere."""
    pages = {path: path.read_text(encoding="utf-8") for path in book.folder.rglob("*.html")}
    ids = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in pages.items()}
    lost = []
    for path, text in pages.items():
        for target in re.findall(r'\b(?:href|src)="([^"]+)"', re.sub(r"<pre>.*?</pre>", "", text, flags=re.S)):
            if re.match(r"(https?|mailto|data):", target):
                continue
            address, part = urldefrag(target.replace("&amp;", "&"))
            file = (
                Path(unquote(urljoin(path.as_uri(), address.split("?")[0])).removeprefix("file://"))
                if address
                else path
            )
            if not file.is_file() or (part and file in ids and unquote(part) not in ids[file]):
                lost.append(f"{path.relative_to(book.folder)}: {target}")
    return lost


def seen(slider):
    return slider.evaluate("one => [one.value, one.getAttribute('aria-valuetext')]")


def test_a_small_book(small, opened):
    """One test, for it is one visit; what it looks at is said before each part."""
    book, base = small
    assert book.warnings == [] and book.still == [] and book.flipbooks == 2
    assert broken(book) == []
    page = opened(f"{base}lessons/00_start_here.html")

    # Pictures are described, folds are closed, and nothing serious keeps anybody out.
    assert page.locator("article img:not([alt]), article img[alt='']").count() == 0
    assert page.locator("details[open]").count() == 0 and page.locator("details").count() > 5
    assert not page.get_by_text("def solution_").first.is_visible()
    assert axe.serious(page, "body") == []

    # Code is copied by mouse and by keyboard, from a button that can then be seen.
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    listing = page.locator("div.cell_input .highlight:visible").first
    copy = listing.locator("button.copybtn")
    assert copy.evaluate("one => getComputedStyle(one).opacity") == "0"
    copy.focus()
    page.keyboard.press("Shift+Tab")  # and back, so that the keyboard has brought it there
    page.keyboard.press("Tab")
    page.wait_for_function("one => getComputedStyle(one).opacity === '1'", arg=copy.element_handle())
    page.keyboard.press("Enter")
    page.wait_for_function("() => navigator.clipboard.readText().then((text) => text.length > 0)")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split() == listing.locator("pre").inner_text().split()

    # The slider: fetched when it comes into view, moved by keys, mouse and finger; its menu shows other frames.
    assert page.locator(".fb-motion").count() == 0 and page.locator(".fb-flipbook > img").count() == 1
    page.locator(".fb-flipbook").scroll_into_view_if_needed()
    picture, slider = page.locator(".fb-motion img"), page.locator(".fb-motion input[type=range]")
    slider.wait_for()
    assert seen(slider) == ["10", "0.5"] and picture.get_attribute("alt") == "A grey panel. a at 0.5."
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert seen(slider) == ["11", "0.55"] and picture.get_attribute("alt").endswith("a at 0.55.")
    box = slider.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    assert seen(slider) == ["20", "1"] and page.locator(".fb-caption").inner_text() == "a at 1."
    page.get_by_label("kind").select_option("b")
    assert page.locator(".fb-caption").inner_text() == "b at 1."
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 300

    # A guess: what comes out waits for it, and then says both.
    form = page.locator("form.fb-guess").first
    answer = page.locator("p.fb-answer").first
    assert not answer.is_visible() and page.locator(".fb-waits").first.is_visible()
    wrong = form.get_by_role("radio").first
    guess, came_out = wrong.get_attribute("value"), answer.get_attribute("data-value")
    wrong.check()
    name = form.get_attribute("data-name")
    assert guess != came_out and answer.inner_text() == f"{name}: you said {guess}, it is {came_out}."
    assert answer.is_visible()
    page.locator("form.fb-guess").nth(1).get_by_role("button", name="Show without a guess").click()
    assert page.locator("p.fb-answer").nth(1).is_visible()

    # From a memory stick, without a server.
    page = opened((book.folder / "lessons" / "00_start_here.html").as_uri())
    page.locator(".fb-flipbook").scroll_into_view_if_needed()
    page.locator(".fb-motion input[type=range]").press("End")
    assert page.locator(".fb-caption").inner_text() == "a at 1."
    assert page.locator(".fb-motion img").evaluate("one => one.decode().then(() => one.naturalWidth)") > 300

    # On a phone, with a number to be typed, a flipbook of a real lesson, and an exercise.
    page = opened(f"{base}lessons/deeper/01_hog.html", *SIZES[2])
    assert page.locator("div.cell_input button.copybtn:visible").first.evaluate(
        "one => getComputedStyle(one).opacity > 0.5"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    form = page.locator("form.fb-guess").last
    form.get_by_role("textbox").fill("many")
    form.get_by_role("button", name="Keep it").click()
    assert '"many" is no number' in form.inner_text()
    form.get_by_role("textbox").fill("26")
    form.get_by_role("textbox").press("Enter")
    assert page.locator("p.fb-answer").last.inner_text() == "faces among the 29 best places: you said 26, and so it is."
    page.locator(".fb-flipbook").scroll_into_view_if_needed()
    page.locator(".fb-motion input").wait_for()
    page.locator(".fb-motion").get_by_role(
        "button", name="Back"
    ).tap()  # it stands at the frame that reads alone, the last
    assert page.locator(".fb-motion input").get_attribute("aria-valuetext") == "10 of 11"
    assert "faceblur lessons" in page.locator(".fb-try").first.inner_text()
    assert axe.serious(page, "body") == []


def test_each_control_of_a_slider_shows_its_own_frames(page):
    """No book is built for this: two kinds, two shares, three strengths, twelve frames."""
    dot = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    book = {"pictures": [dot] * 12, "alt": "Letters.", "size": [10, 10], "seconds": 1, "start": 4}
    book["captions"] = [f"{kind}{share}{strength}." for kind in "ab" for share in "01" for strength in "012"]
    axes = (("kind", "choice", "ab", 0), ("share", "slider", "01", 1), ("strength", "slider", "012", 1))
    book["axes"] = [
        dict(zip(("label", "kind", "values", "at"), (n, k, list(v), a), strict=True)) for n, k, v, a in axes
    ]
    page.set_content("<main></main>")
    page.add_style_tag(path=Path(player.__file__).with_name("player.css"))
    start = f'makePlayer(document.querySelector("main"), {json.dumps(book)});'
    page.add_script_tag(content=script(player.__file__, "player.js") + start)
    caption = page.locator(".fb-caption")
    assert caption.inner_text() == "a11."
    page.get_by_label("kind").select_option("b")
    assert caption.inner_text() == "b11."
    page.get_by_label("share").press("ArrowLeft")
    assert caption.inner_text() == "b01."
    page.get_by_label("strength").press("End")
    assert caption.inner_text() == "b02." and page.locator("img").get_attribute("alt") == "Letters. b02."
    ways = [page.get_by_label(name).bounding_box() for name in ("share", "strength")]
    assert len({(way["x"], way["width"]) for way in ways}) == 1, "sliders stand under each other"
    page.locator("img").click()  # plays from the beginning, with the other controls where they are
    page.get_by_role("button", name="Pause").click()
    assert caption.inner_text() in ("b00.", "b01.") and page.complaints == []


def hang_curtain(browser, **how):
    """A page with a flipbook of eleven frames whose slider is a curtain; it goes with its context."""
    page = browser.new_context(viewport={"width": 800, "height": 600}, **how).new_page()
    dot = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    told = {"pictures": [dot] * 11, "captions": [f"Up to {one}." for one in range(11)], "alt": "A face.", "start": 5}
    told |= {"size": [400, 300], "seconds": 1, "axes": [{"label": "curtain", "kind": "slider", "at": 5}]}
    told["axes"][0]["values"] = [str(one / 10) for one in range(11)]
    page.set_content(f'<div class="fb-flipbook"><script type="application/json">{json.dumps(told)}</script></div>')
    film = [
        script(player.__file__, "player.js"),
        *(one.read_text() for one in (STATIC / "film.js", STATIC / "start.js")),
    ]
    page.add_script_tag(content="const ask = () => {};" + "\n".join(film))
    page.locator(".fb-motion").wait_for()
    return page


def test_a_curtain_hangs_where_the_mouse_or_a_finger_is(browser):
    """No book is built for this either: the picture is the handle, and the slider goes with it."""
    page = hang_curtain(browser)
    slider, picture = page.locator("input[type=range]"), page.locator("img").bounding_box()
    across = [picture["x"] + picture["width"] * share for share in (0.3, 0.8, 1.5)]
    middle = picture["y"] + picture["height"] / 2
    page.mouse.move(across[1], middle)
    assert seen(slider) == ["5", "0.5"], "nobody has pressed"
    for place, number in zip(across, ("3", "8", "10"), strict=True):  # the last one beside the picture
        page.mouse.move(place, middle)
        page.mouse.down()
        assert slider.input_value() == number and page.locator(".fb-caption").inner_text() == f"Up to {number}."
    page.mouse.up()
    page.mouse.move(across[0], middle)
    assert slider.input_value() == "10" and page.get_by_role("button", name="Play").count() == 1, (
        "a click plays nothing"
    )
    slider.press("Home")
    assert slider.input_value() == "0"
    page.context.close()

    page = hang_curtain(browser, has_touch=True)
    touch = page.context.new_cdp_session(page)
    for kind, places in (("touchStart", across[:1]), ("touchMove", across[1:2]), ("touchEnd", [])):
        points = [{"x": place, "y": middle} for place in places]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert seen(page.locator("input[type=range]")) == ["8", "0.8"]
    page.context.close()


def weight(book, path):
    """Bytes of a page with all that it can show."""
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r'(?:src|href)="([^"#?]+\.(?:css|js|png|jpe?g|webp|svg|woff2?))', text))
    files = {(path.parent / unquote(one)).resolve() for one in named if not one.startswith("http")}
    # Frames and the quiz's faces are named by their content; the page's script knows where they lie.
    files |= {book.folder / "_flipbooks" / one for one in re.findall(r"\b[0-9a-f]{20}\.(?:webp|jpg)\b", text)}
    return path.stat().st_size + sum(one.stat().st_size for one in files if one.is_file())


@pytest.mark.nightly
def test_the_whole_book(whole, opened):
    book, base = whole
    assert book.warnings == [] and book.still == [] and broken(book) == []
    # Fields of one type that a docstring tells together have an entry each in the reference.
    reference = (book.folder / "reference" / "folder.html").read_text(encoding="utf-8")
    assert "<strong>source</strong> (<em>pathlib.Path</em>)" in reference
    weights = {path.relative_to(book.folder).as_posix(): weight(book, path) for path in book.folder.rglob("*.html")}
    print(f"{book.pages} pages, {book.flipbooks} flipbooks, {book.seconds:.0f} s")
    print(
        "\n".join(f"{size / 1e6:.2f} MB {name}" for name, size in sorted(weights.items(), key=lambda one: -one[1])[:12])
    )
    assert max(weights.values()) < HEAVIEST
    folder = os.environ.get("SCREENSHOTS")
    for name in sorted(weights):
        for size in SIZES:
            page = opened(base + name, *size)
            page.evaluate("document.fonts.ready")
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], f"{name} is wider than {size[0]}"
            assert page.evaluate(REACHES_OUT) == [], f"{name} at {size[0]}"
            if size == SIZES[0]:
                assert axe.serious(page, "body") == [], name
            if folder:
                page.screenshot(path=Path(folder) / f"book_{name.replace('/', '_')}_{size[0]}.png")
            page.context.close()


@pytest.mark.nightly
def test_sliders_move_at_the_pace_of_the_screen(whole, opened):
    """Printed, and asserted loosely: a busy machine is slow for other reasons."""
    book, base = whole
    for path in sorted((book.folder / "lessons").rglob("*.html")):
        if "fb-flipbook" not in path.read_text(encoding="utf-8"):
            continue
        page = opened(base + path.relative_to(book.folder).as_posix())
        page.evaluate(REVEAL)
        for number in range(page.locator(".fb-flipbook").count()):
            place = page.locator(".fb-flipbook").nth(number)
            place.scroll_into_view_if_needed()
            slider = place.locator(".fb-row input[type=range]").first
            slider.wait_for()
            page.wait_for_load_state("networkidle")
            times = np.sort(slider.evaluate(PACE))
            print(f"{path.stem}, {number}: {1000 / times.mean():.0f} frames a second; 95 % within {times[171]:.0f} ms")
            assert np.median(times) < 34
        page.context.close()


@pytest.mark.nightly
def test_the_quiz_is_played_as_in_a_lesson(whole, opened):
    """The same answers, with the kernel's own staircase beside them."""
    book, base = whole
    page = opened(f"{base}lessons/09_privacy.html")
    told = json.loads(page.locator(".fb-game script").text_content())
    page.get_by_role("button", name="Play here").click()
    you, machines = Staircase(), [Staircase() for _ in told["machines"]]
    for number, right in enumerate([True, True, True, True, False, True, True, False, True, True]):
        said = page.locator(".fb-quiz .fb-head p").nth(1)
        assert said.inner_text().endswith(f"Hidden with strength {you.strength:g}.")
        answer = told["rounds"][number]["right"]
        page.keyboard.press(str((answer if right else (answer + 1) % 4) + 1))
        words = page.locator(".fb-quiz .fb-said").inner_text()
        assert words.startswith("Right: " if right else "Wrong: ") and f"it is {answer + 1}" in words
        you.take(right)
        for place, one in enumerate(machines):
            level = told["rounds"][number]["levels"][told["strengths"].index(one.strength)]
            one.take(level["said"][place] == answer)
        page.keyboard.press("Enter")
    end = page.locator(".fb-quiz .fb-end").inner_text()
    assert f"You\t8 of 10\t{you.gave_up:.2f}" in end and "your 8 right can stand for" in end
    for title, one in zip(told["machines"], machines, strict=True):
        gave_up = "never" if one.gave_up is None else f"{one.gave_up:.2f}"
        assert re.search(rf"{re.escape(title)}\t\d+ of 10\t{gave_up}", end)
    assert axe.serious(page, ".fb-quiz") == []
    page = opened(f"{base}lessons/09_privacy.html", *SIZES[2])
    page.get_by_role("button", name="Play here").tap()
    asks, buttons = page.locator(".fb-quiz .fb-ask"), page.locator(".fb-quiz .fb-foot")
    asks.get_by_text("Round 1 of 10").wait_for()
    head = page.locator("header.mobile-header").bounding_box()
    assert asks.bounding_box()["y"] >= head["y"] + head["height"], "the page's head is above it, and not over it"
    assert buttons.bounding_box()["y"] + buttons.bounding_box()["height"] <= SIZES[2][1]
