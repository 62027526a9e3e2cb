"""Time a slider in JupyterLab in a browser, from the key to new pixels: our comparison, and the same with `interact`.

    uv run python benchmarks/sliders.py
    uv run python benchmarks/sliders.py --presses 40

Both show a face 300 pixels wide in six panels, in one page and one kernel, and are measured by turns. The clock is the
page's: it starts when the key goes down and stops at the frame after the one in which the new picture has been loaded.
"""

import argparse
import statistics
import sys
import tempfile
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
OURS = "compare_methods(photo, boxes=[face])"
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
# Looks at the cell's picture in every frame. A picture counts as new when its address has changed and it is loaded.
WATCH = """cell => {
    const find = () => document.querySelector(`.jp-Cell[data-windowed-list-index='${cell}'] .jp-OutputArea img`);
    const watch = window.watch = {last: find()?.src, pressed: null, took: [], blank: 0, tops: new Set()};
    const listen = () => { watch.pressed ??= performance.now() };
    document.addEventListener('keydown', listen, true);
    const look = () => {
        if (watch !== window.watch) { document.removeEventListener('keydown', listen, true); return; }
        const image = find();
        if (!image || image.getBoundingClientRect().height < 50) watch.blank += 1;
        else {
            watch.tops.add(Math.round(image.getBoundingClientRect().top));
            if (image.complete && image.naturalWidth && image.src !== watch.last) {
                watch.last = image.src;
                const pressed = watch.pressed;
                requestAnimationFrame(() => { if (pressed !== null) watch.took.push(performance.now() - pressed) });
                watch.pressed = null;
            }
        }
        requestAnimationFrame(look);
    };
    look();
}"""
SEEN = "() => ({took: watch.took, blank: watch.blank, tops: [...watch.tops]})"


def measure(presses=30, rounds=3):
    """Press keys on both sliders by turns.

    Parameters
    ----------
    presses : int
        On each slider in all.
    rounds : int
        Turns.

    Returns
    -------
    dict
        ``"ours"`` and ``"interact"`` to (list of milliseconds, frames without a picture, places of the picture's top).
    """
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [new_code_cell(source) for source in (SETUP, OURS, WITH_INTERACT)]
    notebook = new_notebook(cells=cells, metadata=kernel)
    results = {"ours": ([], 0, set()), "interact": ([], 0, set())}
    with tempfile.TemporaryDirectory() as folder, lab.jupyterlab(Path(folder)) as (url, _):
        nbformat.write(notebook, Path(folder) / "notebooks" / "sliders.ipynb")
        with lab.chromium(lab.find_browser()) as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            lab.open_and_run(page, url, "notebooks/sliders.ipynb")
            for _ in range(rounds):
                for name, cell in (("ours", 1), ("interact", 2)):
                    took, blank, tops = _press(page, cell, presses // rounds)
                    old = results[name]
                    results[name] = old[0] + took, old[1] + blank, old[2] | set(tops)
    return results


def _press(page, cell, presses):
    page.evaluate(lab.SCROLL, cell)
    output = page.locator(f".jp-Cell[data-windowed-list-index='{cell}'] .jp-OutputArea").first
    output.locator("img").first.wait_for()
    output.evaluate("output => output.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(1500)
    output.locator(".noUi-handle").first.focus()
    page.evaluate(WATCH, cell)
    for number in range(presses + 1):
        page.keyboard.press("ArrowRight" if number % 2 else "ArrowLeft")
        page.wait_for_function("count => watch.took.length >= count", arg=number + 1)
        page.wait_for_timeout(120)
    seen = page.evaluate(SEEN)
    page.evaluate("() => { window.watch = null }")
    return seen["took"][1:], seen["blank"], seen["tops"]  # the first press also warms up


def main():
    """Print the table.

    Returns
    -------
    int
        0, or 1 if there is no browser.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--presses", type=int, default=30, help="on each of the two sliders")
    arguments = parser.parse_args()
    if lab.find_browser() is None:
        print("No browser: install Chromium, or name one in the environment variable CHROME.")
        return 1
    measured = measure(arguments.presses)
    print("| slider | presses | median, ms | 90 % below, ms | frames without picture | places of its top |")
    print("|---|---|---|---|---|---|")
    for name, (took, blank, tops) in measured.items():
        ninety = statistics.quantiles(took, n=10)[-1]
        print(f"| {name} | {len(took)} | {statistics.median(took):.0f} | {ninety:.0f} | {blank} | {len(tops)} |")
    ratio = statistics.median(measured["interact"][0]) / statistics.median(measured["ours"][0])
    print(f"\ninteract / ours: {ratio:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
