"""Time and memory of `OwnVideo` for clips of 1920 x 1080: what its user waits for, and what kernel and page hold.

    uv run python benchmarks/own_video.py                # 10 seconds
    uv run python benchmarks/own_video.py 10 120 600     # also 2 and 10 minutes
    uv run --group dev python benchmarks/own_video.py 10 --page

The clip is a sample of a man who speaks, enlarged and repeated. Each runs in a process of its own: the search, the
first row, a person who is kept (until it is known when he can be told apart), a box that is drawn in the middle (until
it is followed), frames here and there and one after the other (both pictures of the player), and writing. Beside the
seconds stands the most memory that the process held. With ``--page``, the same clip is opened in a headless Chromium:
how large its heap is, and how many frames a second it plays.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import av
import cv2

from faceblur_utils import samples

SIZE = 1920, 1080
# Runs in a process of its own: its memory is the clip's alone.
ONCE = """
import json, resource, sys, time
from pathlib import Path
from faceblur_utils import Box
from faceblur_utils.own_video import OwnClip, Review
from faceblur_utils.own_video.pictures import before_and_after
from faceblur_utils.video import AddedBox

source, target = map(Path, sys.argv[1:])
start, took, first = time.perf_counter(), {}, []
memory = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
base = memory()

def lasts(name, work):
    begun = time.perf_counter()
    work()
    took[name] = time.perf_counter() - begun

clip = OwnClip(source, tell=lambda event, content: event == "seen" and first.append(time.perf_counter() - start))
lasts("search", lambda: (clip.search(), clip._search.wait()))
took["first row"] = first[0]
lasts("who may be one person", clip.wait)
searched = memory()
numbers = tuple(track.number for track in clip.tracks)
lasts("keep a person", lambda: (clip.decide(Review(keep=numbers[:1])), clip.wait()))
middle = clip.tracks.end / 2
lasts("follow a box", lambda: (clip.sketch(AddedBox(middle, Box(1500, 700, 1700, 900))), clip.outcome.wait()))

def shown(number):
    begun = time.perf_counter()
    before_and_after(clip.frames.planes(number), clip.frame(number), clip.hiding)
    return time.perf_counter() - begun

count = len(clip.tracks.frames)
there = [shown(number * 7919 % count) for number in range(12)]
row = [shown(number) for number in range(count // 2, min(count // 2 + 50, count))]
back = [shown(number) for number in range(count // 2 - 1, max(count // 2 - 50, 0), -1)]
lasts("write", lambda: (clip.write(target), clip.wait()))
assert clip.report is not None, clip.error
text = len(clip.to_json())
clip.close()
print(json.dumps({"took": took, "there": there, "row": row, "back": back, "frames": count, "json": text,
    "rows": len(numbers), "memory": [base, searched, memory()]}))
"""


def make_clip(path, seconds):
    """Enlarge a sample clip and repeat it.

    Parameters
    ----------
    path : pathlib.Path
    seconds : float
    """
    with av.open(str(samples.clip("intro"))) as source:
        frames = [frame.to_ndarray(format="rgb24")[60:420] for frame in source.decode(video=0)]
    with av.open(str(path), "w") as target:
        out = target.add_stream("libx264", rate=25, options={"crf": "20", "preset": "ultrafast", "g": "250"})
        out.width, out.height, out.pix_fmt = *SIZE, "yuv420p"
        for number in range(round(25 * seconds)):
            large = cv2.resize(frames[number % len(frames)], SIZE, interpolation=cv2.INTER_LINEAR)
            target.mux(out.encode(av.VideoFrame.from_ndarray(large, format="rgb24")))
        target.mux(out.encode(None))


def report(path, seconds, folder):
    """Run it once, and say what it took."""
    done = subprocess.run(
        [sys.executable, "-c", ONCE, path, folder / f"hidden_{seconds:g}.mp4"], capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    got = json.loads(done.stdout.splitlines()[-1])
    print(f"{seconds:g} s, {got['frames']} frames of {SIZE[0]} x {SIZE[1]}, {got['rows']} rows")
    for name, took in got["took"].items():
        print(f"  {name:24} {took:8.1f} s  ({took / seconds:.2f} of the clip's length)")
    for name, what in (("a frame here and there", "there"), ("the next frame", "row"), ("the frame before", "back")):
        times = [1000 * one for one in got[what]]
        print(f"  {name:24} {statistics.median(times):8.0f} ms in the middle, {max(times):.0f} ms at most")
    base, searched, most = got["memory"]
    print(f"  memory of the process: {base:.0f} MB before, {searched:.0f} MB searched, {most:.0f} MB at most")
    print(f"  the decisions as JSON: {got['json'] / 1e6:.2f} MB")


def report_page(path, home):
    """Open it in a browser, and say what the page holds and how it plays."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
    import lab
    import nbformat

    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
    notebook.cells = [nbformat.v4.new_code_cell(f"from faceblur_utils import OwnVideo\n\nOwnVideo({str(path)!r})")]
    with lab.jupyterlab(home) as (url, _), lab.chromium(lab.find_browser()) as browser:
        nbformat.write(notebook, home / "own.ipynb")
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        lab.open_and_run(page, url, "own.ipynb")
        page.set_default_timeout(3_600_000)
        heap = "() => performance.memory.usedJSHeapSize / 1e6"
        before = page.evaluate(heap)
        page.get_by_role("button", name="Write the clip").wait_for()
        page.evaluate(
            """() => { window.shown = 0;
                const count = () => window.shown++;
                const result = document.querySelectorAll(".fb-pane img")[1];
                new MutationObserver(count).observe(result, {attributes: true, attributeFilter: ["src"]}); }"""
        )
        page.get_by_role("button", name="▶ Play").click()
        time.sleep(8)
        page.keyboard.press("k")
        print(f"  the page plays {page.evaluate('window.shown') / 8:.1f} frames a second of 25")
        print(f"  memory of the page's heap: {before:.0f} MB before, {page.evaluate(heap):.0f} MB after")


def main():
    """Measure each length that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seconds", nargs="*", type=float, default=[10])
    parser.add_argument("--page", action="store_true", help="measure the page in a browser, too")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for seconds in asked.seconds:
            path = Path(folder, f"clip_{seconds:g}.mp4")
            make_clip(path, seconds)
            report(path, seconds, Path(folder))
            if asked.page:
                home = Path(folder, f"lab_{seconds:g}")
                home.mkdir()
                report_page(path, home)
            path.unlink()


if __name__ == "__main__":
    main()
