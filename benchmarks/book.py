"""Measure the book: how long it takes to build, what each page weighs, and how fast its flipbooks follow a hand.

    uv run --group book python benchmarks/book.py                 builds it (or takes what the cache remembers)
    uv run --group book python benchmarks/book.py --book my_book  a book that is there already
    uv run --group book python benchmarks/book.py --only 03 --only deeper/07

A page's weight is what went over the wire until somebody had scrolled to its end, and *in all* what could still come:
every frame of every flipbook. A flipbook is dragged from end to end with the mouse. Chromium's own trace tells which
frames reached the screen with a change of the page in them, how long after the hand's movement, and what the page's
own thread worked for each: 60 a second leave it 16.7 ms. Without a graphics card Chromium draws with the processor, so
these are the slowest numbers that a reader meets, and on a busy machine the work says more than the pace. *Floor* is
the same drag over an empty page whose one box follows the mouse.
"""

import argparse
import re
import resource
import statistics
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import lab  # noqa: E402

from faceblur_utils.book import build  # noqa: E402

SIZES = ((1366, 768), (1920, 1080), (390, 844))
LIMIT = 6_000_000  # bytes
TRACE = ("benchmark", "cc", "input", "disabled-by-default-devtools.timeline")
MOVES = 150
SHOWN = "SubmitCompositorFrameToPresentationCompositorFrame"
FLOOR = """<body style="margin: 0"><p style="width: 50px; height: 50px; background: teal"></p><script>
addEventListener("pointermove", (event) => (document.querySelector("p").style.marginLeft = `${event.clientX}px`));
</script>"""


def visited(browser, address, size):
    """Open a page, scroll through it to its end; give the page, the bytes that came, and what is wrong."""
    page = browser.new_context(viewport=dict(zip(("width", "height"), size, strict=True))).new_page()
    wrong, came = [], []
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("console", lambda said: said.type in ("error", "warning") and wrong.append(f"{said.type}: {said.text}"))
    page.on("request", lambda one: elsewhere(one.url) and wrong.append(f"asked {one.url}"))
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda told: came.append(told["encodedDataLength"]))
    page.goto(address)
    scroll_through(page)
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > size[0]:
        wrong.append(f"{wide} pixels wide")
    return page, sum(came), wrong


def elsewhere(url):
    """Whether an address leaves this machine."""
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:"))


REVEAL = """() => [...document.querySelectorAll(".fb-guess button")]
  .filter((one) => one.textContent === "Show without a guess").forEach((one) => one.click())"""


def scroll_through(page):
    """Show what waits for a guess, go down a page by less than a window at a time, and wait until all has come."""
    page.evaluate(REVEAL)
    while page.evaluate(
        "() => { const before = scrollY; scrollBy({ top: innerHeight * 0.8, behavior: 'instant' }); "
        "return scrollY > before }"
    ):
        page.wait_for_timeout(40)
    page.wait_for_load_state("networkidle")


def whole_weight(book, path):
    """Give the bytes of a page with all that it can show."""
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r'(?:src|href)="([^"#?]+\.(?:css|js|png|jpe?g|webp|svg|woff2?))', text))
    files = {(path.parent / unquote(one)).resolve() for one in named if not one.startswith("http")}
    # Frames and the quiz's faces are named by their content; the page's script knows where they lie.
    files |= {book / "_flipbooks" / one for one in re.findall(r"\b[0-9a-f]{20}\.(?:webp|jpg)\b", text)}
    return path.stat().st_size + sum(one.stat().st_size for one in files if one.is_file())


def dragged(page, box, stops, moves=MOVES):
    """Drag to and fro over a box, at each move to the next of its stops; give what Chromium's trace tells of it.

    Returns
    -------
    (list of float, list of float, float)
        When frames with a change were on the screen, how long after a move of the mouse, and how long the page has
        worked; all in milliseconds.
    """
    session, events, done = page.context.new_cdp_session(page), [], []
    session.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    session.on("Tracing.tracingComplete", lambda _: done.append(True))
    last = stops - 1
    way = [last - abs(last - move % (2 * last)) for move in range(moves)]
    # A slider's handle is as wide as this, and its middle is where the hand is.
    across = [box["x"] + 8 + (box["width"] - 16) * stop / last for stop in way]
    height = box["y"] + box["height"] / 2
    page.mouse.move(across[0], height)
    page.mouse.down()
    session.send("Tracing.start", {"traceConfig": {"includedCategories": TRACE}, "transferMode": "ReportEvents"})
    for place in across:
        page.mouse.move(place, height)
    page.wait_for_timeout(100)
    session.send("Tracing.end")
    while not done:
        page.wait_for_timeout(20)
    page.mouse.up()
    session.detach()
    return told_by(events)


def told_by(events):
    """Read a trace: when frames with a change were on the screen, and how long after a move; in milliseconds."""
    moves, frames, open_ = [], [], {}
    for event in sorted((one for one in events if "id2" in one), key=lambda one: one["ts"]):
        name, key, now = event["name"], (event["pid"], event["id2"].get("local")), event["ts"] / 1000
        if name in ("PipelineReporter", "EventLatency"):
            if event["ph"] == "b":
                open_[key] = {"is": name, "begun": now}
            elif event["ph"] == "e" and key in open_:
                one = open_.pop(key)
                if one["is"] == "EventLatency":
                    moves.append((one["begun"], now))
                elif {"Commit", SHOWN} <= one.keys():  # otherwise nothing of it was on the screen
                    frames.append((one["Commit"], now))
        elif event["ph"] == "b" and key in open_:
            open_[key].setdefault(name, now)
    taken = []
    for begun, handled in moves:
        after = [shown for committed, shown in frames if committed >= handled]
        if after:
            taken.append(min(after) - begun)
    return [shown for _, shown in frames], taken, work_of_pages(events)


def work_of_pages(events):
    """Sum up what pages' main threads have worked: a processor's milliseconds, which other programs hardly change."""
    threads = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    return sum(
        one.get("tdur", 0) / 1000 for one in events if one["name"] == "RunTask" and (one["pid"], one["tid"]) in threads
    )


def pages_table(book, browser, base):
    """Print each page's weight, and what is wrong with it in any size; give the number of what is wrong."""
    print(f"\n{'page':52} {'came, MB':>9} {'in all':>7}   of at most {LIMIT / 1e6:g}")
    rows, wrong = [], []
    for path in sorted(book.rglob("*.html")):
        name, came = path.relative_to(book).as_posix(), 0
        for size in SIZES:
            page, taken, complaints = visited(browser, base + name, size)
            came = max(came, taken)
            wrong += [f"{name} at {size[0]} x {size[1]}: {one}" for one in complaints]
            page.context.close()
        rows.append((name, came, whole_weight(book, path)))
    for name, came, most in sorted(rows, key=lambda row: -row[2]):
        print(f"{name:52} {came / 1e6:9.2f} {most / 1e6:7.2f}")
    wrong += [f"{name} weighs {most / 1e6:.2f} MB" for name, _, most in rows if most > LIMIT]
    print("\n".join(wrong) or f"Nothing is wrong with {len(rows)} pages at {len(SIZES)} sizes.")
    return len(wrong)


def drags_table(book, browser, base):
    """Print for each flipbook how many frames a second a drag shows, and what a move of the mouse takes."""
    print(
        f"\n{'a drag over':44} {'pixels':>11} {'frames':>6} {'a second':>8} {'gap 95 %':>8} {'move to screen, ms':>18}"
    )
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.set_content(FLOOR)
    row("floor: an empty page", "", "", *dragged(page, {"x": 0, "y": 0, "width": 900, "height": 40}, 40))
    for path in sorted((book / "lessons").rglob("*.html")):
        if 'class="fb-flipbook"' not in path.read_text(encoding="utf-8"):
            continue
        name = path.relative_to(book / "lessons").as_posix()
        page.goto(f"{base}lessons/{name}")
        scroll_through(page)
        for number, place in enumerate(page.locator(".fb-flipbook").all()):
            slider = place.locator("input[aria-valuetext]").first
            slider.evaluate("one => one.scrollIntoView({ block: 'end', behavior: 'instant' })")
            page.wait_for_timeout(500)
            width, height = place.locator("img").evaluate("one => [one.naturalWidth, one.naturalHeight]")
            stops = int(slider.get_attribute("max")) + 1
            row(f"{name} {number + 1}", f"{width} x {height}", stops, *dragged(page, slider.bounding_box(), stops))


def row(name, size, stops, shown, taken, worked):
    """Print a line of the table of drags."""
    if len(shown) < 10:
        print(f"{name:44} {size:>11} {stops:>6}  {len(shown)} frames only")
        return
    gaps = sorted(after - before for before, after in zip(shown, shown[1:], strict=False))
    pace, taken = 1000 / statistics.mean(gaps), sorted(taken)
    late = f"{statistics.median(taken):.0f}, 95 % {taken[int(0.95 * len(taken))]:.0f}"
    print(
        f"{name:44} {size:>11} {stops:>6} {pace:8.1f} {gaps[int(0.95 * len(gaps))]:8.1f} {late:>14} "
        f"{worked / len(shown):9.1f}",
        flush=True,
    )


def built(folder, only, cache):
    """Build the book and say what that took."""
    before = processor_seconds()
    book = build(folder, only, cache=cache, tell=lambda said: print(said, flush=True))
    print(
        f"Built {book.pages} pages and {book.flipbooks} flipbooks in {book.seconds:.0f} s, of which processors worked "
        f"{processor_seconds() - before:.0f} s; {len(book.warnings)} warnings, {len(book.still)} sliders stand still."
    )
    print("\n".join([*book.warnings, *book.still]))


def processor_seconds():
    """Seconds that this process and those it has waited for have worked."""
    return sum(
        one.ru_utime + one.ru_stime for one in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def main():
    """Print all."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--book", type=Path, help="one that is built already")
    ask.add_argument("--cache", type=Path, help="what sliders left is remembered here; without it all is executed")
    ask.add_argument("--only", action="append", default=[], help="beginning of a lesson's name; again for another one")
    ask.add_argument("--without", choices=["pages", "drags"], action="append", default=[], help="leave a table out")
    asked = ask.parse_args()
    browser = lab.find_browser() or sys.exit("Install Chromium, or name one in CHROME.")
    with tempfile.TemporaryDirectory() as home:
        book = asked.book or Path(home) / "book"
        if not asked.book:
            built(book, asked.only, asked.cache)
        with lab.served(book) as base, lab.chromium(browser) as started:
            wrong = 0 if "pages" in asked.without else pages_table(book, started, base)
            if "drags" not in asked.without:
                drags_table(book, started, base)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
