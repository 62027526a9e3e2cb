"""Time a slider in JupyterLab in a browser, from the key to new pixels: our comparison, and the same with `interact`.

    uv run python benchmarks/sliders.py
    uv run python benchmarks/sliders.py --presses 40
    uv run python benchmarks/sliders.py --codecs            only what encoding the panels costs, without a browser

Both show a face 300 pixels wide in six panels, in one page and one kernel, and are measured by turns. The clock is the
page's: it starts when the key goes down and stops in the frame after the new picture has been painted. Ours is measured
in its parts, too:

- *event to kernel and back*: what is neither the kernel's work nor the page's, that is the way through browser, server
  and sockets, there and back, and waiting for the kernel's turn;
- *compute* and *encode* in the kernel, *decode* and *paint* in the page.

Beside it stands the *floor*: the same way there and back with panels that are ready. And all again with 50 ms added to
each way, as over a slow network: single presses, and a key held down, of which the last value has to arrive.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import lab  # noqa: E402

SETUP = """import cv2
import ipywidgets
import matplotlib.pyplot as plt
from faceblur_utils import METHODS, Box, anonymize, read_image, samples
from faceblur_utils.compare import compare_methods
from faceblur_utils.hiding import STRENGTH

photo = read_image(samples.path("henner"))
face = samples.true_boxes("henner")[0]
scale = 300 / face.width
photo = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
face = Box(*(round(scale * edge) for edge in (face.left, face.top, face.right, face.bottom)))"""
OURS = "explorer = compare_methods(photo, boxes=[face])\nexplorer"
WITH_INTERACT = """around = face.expand(0.6).clip(photo)
crop = photo[around.slices]
inner = Box(face.left - around.left, face.top - around.top, face.right - around.left, face.bottom - around.top)

@ipywidgets.interact(strength=(0.0, 1.0, 0.01))
def show(strength=STRENGTH.default):
    fig, axes = plt.subplots(2, 3, figsize=(9.5, 7))
    names = ("gaussian", "median", "bilateral", "box", "pixelate")
    hidden = [anonymize(crop, boxes=[inner], method=name, strength=strength).image for name in names]
    for axis, image, title in zip(axes.flat, [crop, *hidden], ["original", *names]):
        axis.imshow(image)
        axis.set_title(title)
        axis.set_axis_off()
    plt.show()"""
# Answers with as many bytes as a move of the comparison sends; the page tells how long each takes.
FLOOR = """import anywidget

class Echo(anywidget.AnyWidget):
    _esm = '''export default { render({ model, el }) {
        el.textContent = "floor";
        let done = null;
        model.on("msg:custom", (message, buffers) => done?.(performance.now()));
        window.echo = () => new Promise(resolve => {
            const started = performance.now();
            done = came => resolve(came - started);
            model.send({});
        });
    } }'''

sheet = explorer._bench.sheet
from faceblur_utils.figures import encode_jpeg
ready = [encode_jpeg(panel) for panel in sheet.images[1:]]
echo = Echo()
echo.on_msg(lambda widget, content, buffers: echo.send({"is": "ready"}, ready))
echo"""
# Every message waits so many milliseconds, there and back.
DELAY = """
window.delay = 0;
const Native = window.WebSocket;
window.WebSocket = class extends Native {
    send(data) { if (window.delay) setTimeout(() => super.send(data), window.delay); else super.send(data); }
    get onmessage() { return super.onmessage; }
    set onmessage(heard) {
        super.onmessage = event => {
            if (window.delay) setTimeout(() => heard?.call(this, event), window.delay);
            else heard?.call(this, event);
        };
    }
};"""
# Looks at the cell's picture in every frame. A picture counts as new when its address has changed and it is loaded.
WATCH_IMAGE = """cell => {
    const find = () => document.querySelector(`.jp-Cell[data-windowed-list-index='${cell}'] .jp-OutputArea img`);
    const watch = window.watch = {last: find()?.src, pressed: null, took: [], parts: []};
    const listen = () => { watch.pressed ??= performance.now() };
    document.addEventListener('keydown', listen, true);
    const look = () => {
        if (watch !== window.watch) { document.removeEventListener('keydown', listen, true); return; }
        const image = find();
        if (image?.complete && image.naturalWidth && image.src !== watch.last) {
            watch.last = image.src;
            const pressed = watch.pressed;
            requestAnimationFrame(() => { if (pressed !== null) watch.took.push(performance.now() - pressed) });
            watch.pressed = null;
        }
        requestAnimationFrame(look);
    };
    look();
}"""
# The bench says itself when it has painted, and what for.
WATCH_BENCH = """cell => {
    const root = document.querySelector(`.jp-Cell[data-windowed-list-index='${cell}'] .fb-bench`);
    const watch = window.watch = {took: [], parts: [], shown: []};
    root.addEventListener('painted', event => {
        if (watch !== window.watch) return;
        const { name, value, at, sent, came, kernel, decode, paint } = event.detail;
        if (name !== 'strength') return;  // the exact picture at rest
        watch.took.push(performance.now() - at);
        watch.shown.push([performance.now(), value]);
        const work = kernel.compute + kernel.encode;
        watch.parts.push({ 'event to kernel and back': came - at - work, ...kernel, decode, paint });
    });
}"""
_PAUSE = 120  # milliseconds between two presses
MOVED = "count => watch.took.length >= count"


def measure(presses=30, rounds=3, added=50):
    """Press keys on both sliders by turns.

    Parameters
    ----------
    presses : int
        On each slider in all.
    rounds : int
        Turns.
    added : int
        Milliseconds added to each way for the slow network.

    Returns
    -------
    dict
        Name of what was measured to a list of milliseconds.
    list of dict
        For each press on ours, part to milliseconds.
    dict
        What a key held down gave over the slow network: ``"pictures a second"``, ``"last value shown"``, both in the
        words to print.
    """
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [new_code_cell(source) for source in (SETUP, OURS, WITH_INTERACT, FLOOR)]
    notebook = new_notebook(cells=cells, metadata=kernel)
    took, parts, slow = {"ours": [], "floor": [], "interact": []}, [], f"ours, {added} ms added each way"
    with tempfile.TemporaryDirectory() as folder, lab.jupyterlab(Path(folder)) as (url, _):
        nbformat.write(notebook, Path(folder) / "notebooks" / "sliders.ipynb")
        with lab.chromium(lab.find_browser()) as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            page.add_init_script(DELAY)
            lab.open_and_run(page, url, "notebooks/sliders.ipynb")
            for _ in range(rounds):
                new, of_new = _press(page, 1, "input[type=range]", WATCH_BENCH, presses // rounds)
                took["ours"] += new
                parts += of_new
                page.evaluate(lab.SCROLL, 3)
                page.wait_for_function("() => window.echo")
                took["floor"] += _echoes(page, presses // rounds)
                took["interact"] += _press(page, 2, ".noUi-handle", WATCH_IMAGE, presses // rounds)[0]
            page.evaluate("added => { window.delay = added }", added)
            took[slow] = _press(page, 1, "input[type=range]", WATCH_BENCH, presses // rounds)[0]
            held = _hold(page)
    return took, parts, held


def _echoes(page, count):
    took = []
    for _ in range(count + 1):
        took.append(page.evaluate("() => window.echo()"))
        page.wait_for_timeout(_PAUSE)
    return took[1:]


def _press(page, cell, slider, watch, presses):
    page.evaluate(lab.SCROLL, cell)
    output = page.locator(f".jp-Cell[data-windowed-list-index='{cell}'] .jp-OutputArea").first
    output.locator(slider).first.wait_for()
    output.evaluate("output => output.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(1500)
    output.locator(slider).first.focus()
    page.evaluate(watch, cell)
    for number in range(presses + 1):
        page.keyboard.press("ArrowRight" if number % 2 else "ArrowLeft")
        page.wait_for_function(MOVED, arg=number + 1)
        page.wait_for_timeout(_PAUSE)
    seen = page.evaluate("() => watch")
    page.evaluate("() => { window.watch = null }")
    return seen["took"][1 : presses + 1], seen["parts"][1 : presses + 1]  # the first press also warms up


def _hold(page, presses=40):
    """Press a key 25 times a second, and look what comes of it."""
    page.evaluate(WATCH_BENCH, 1)
    slider = page.locator(".fb-bench input[type=range]").first
    slider.focus()
    for _ in range(presses):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(40)
    page.wait_for_timeout(1500)
    shown, last = page.evaluate("() => watch.shown"), float(slider.input_value())
    seconds = (shown[-1][0] - shown[0][0]) / 1000
    rate = f"{(len(shown) - 1) / seconds:.0f}" if seconds else "none"
    return {"pictures a second": rate, "last value shown": "yes" if shown[-1][1] == last else "no"}


def codecs(repeats=30):
    """Tell what the panels of a move cost to encode, by format.

    Parameters
    ----------
    repeats : int

    Returns
    -------
    list of (str, float, float)
        Format, milliseconds of processor time for five panels, and kilobytes of them.
    """
    import cv2
    import numpy as np

    names = {}
    exec(SETUP, names)
    explorer = names["compare_methods"](names["photo"], boxes=[names["face"]])
    panels = [np.ascontiguousarray(panel[..., ::-1]) for panel in explorer._bench.sheet.images[1:]]
    ways = {
        "JPEG 85": (".jpg", [cv2.IMWRITE_JPEG_QUALITY, 85]),
        "WebP 80": (".webp", [cv2.IMWRITE_WEBP_QUALITY, 80]),
        "PNG 1": (".png", [cv2.IMWRITE_PNG_COMPRESSION, 1]),
    }
    rows = []
    for name, (ending, how) in ways.items():
        took = []
        for _ in range(repeats):
            started = time.process_time()
            made = [cv2.imencode(ending, panel, how)[1] for panel in panels]
            took.append(time.process_time() - started)
        rows.append((name, 1000 * statistics.median(took), sum(map(len, made)) / 1000))
    return [*rows, ("as they are", 0.0, sum(panel.nbytes for panel in panels) / 1000)]


def main():
    """Print the tables.

    Returns
    -------
    int
        0, or 1 if there is no browser.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--presses", type=int, default=30, help="on each of the two sliders")
    parser.add_argument("--codecs", action="store_true", help="only what encoding costs")
    arguments = parser.parse_args()
    if arguments.codecs:
        print("| five panels as | processor time, ms | kB |\n|---|---|---|")
        for name, milliseconds, size in codecs():
            print(f"| {name} | {milliseconds:.1f} | {size:.0f} |")
        return 0
    if lab.find_browser() is None:
        print("No browser: install Chromium, or name one in the environment variable CHROME.")
        return 1
    took, parts, held = measure(arguments.presses)
    print("| slider | presses | median, ms | 95 % below, ms |\n|---|---|---|---|")
    for name, times in took.items():
        print(f"| {name} | {len(times)} | {statistics.median(times):.0f} | {_below(times, 95):.0f} |")
    print("\n| part of ours | median, ms | 95 % below, ms |\n|---|---|---|")
    for part in parts[0]:
        times = [one[part] for one in parts]
        print(f"| {part} | {statistics.median(times):.1f} | {_below(times, 95):.1f} |")
    ratio = statistics.median(took["interact"]) / statistics.median(took["ours"])
    print(f"\ninteract / ours: {ratio:.1f}")
    print("A key held down, with the delay: " + ", ".join(f"{name}: {value}" for name, value in held.items()))
    return 0


def _below(times, per_cent):
    return statistics.quantiles(times, n=100, method="inclusive")[per_cent - 1]


if __name__ == "__main__":
    sys.exit(main())
