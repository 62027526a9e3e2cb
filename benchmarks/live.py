"""Time the live picture in JupyterLab in a browser: frames a second and latency, at 640 x 480.

    uv run python benchmarks/live.py
    uv run python benchmarks/live.py --seconds 20 --side 640 --every 2

Camera, browser, server and kernel share this machine. The camera is Chromium's fake one; it films the sample clip, 30
frames a second. The page's own clock says when a frame was taken and when it was drawn. The last column is how busy
the machine was: with more programs that want to run than it has cores, the figures say little.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import lab  # noqa: E402

from faceblur_utils.figures import encode_jpeg  # noqa: E402
from faceblur_utils.live import clip_frames  # noqa: E402

CELL = """from faceblur_utils.live import LiveCamera

live = LiveCamera(source="browser", side={side}, every={every}, detector={detector!r})
live"""
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
WARM_UP = 3  # seconds
LEGS = ("waits for room", "encoded", "to the kernel and back", "decoded and drawn")


def measure(seconds, side, every, detector, both, meter=False):
    """Let the picture run, and note what the page shows.

    Parameters
    ----------
    seconds : float
        To measure, after a warm-up.
    side, every, detector
        As for `faceblur_utils.live.Settings`.
    both : bool
        Whether the picture before is shown, too.
    meter : bool
        Whether the privacy meter looks at a frame now and then.

    Returns
    -------
    dict
        ``"rate"`` (frames a second), ``"latency"`` (milliseconds of each frame), ``"legs"`` (median milliseconds of
        each part of it, see `LEGS`), and ``"kernel"`` (milliseconds of each stage).
    """
    with tempfile.TemporaryDirectory() as folder, lab.jupyterlab(Path(folder)) as (url, _):
        film = Path(folder) / "camera.mjpeg"
        film.write_bytes(b"".join(encode_jpeg(frame, 90) for frame in clip_frames()[0]))
        cell = new_code_cell(CELL.format(side=side, every=every, detector=detector))
        nbformat.write(new_notebook(cells=[cell], metadata=KERNEL), Path(folder) / "live.ipynb")
        with lab.chromium(lab.find_browser(), lab.camera_flags(film)) as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            lab.open_and_run(page, url, "live.ipynb")
            page.get_by_text("A frame of the sample clip").wait_for()
            if not both:
                page.get_by_label("Show", exact=True).select_option("faces hidden only")
            if meter:
                page.get_by_label("Measure a frame now and then").check()
            root = page.locator(".fb-live")
            root.evaluate(
                "root => { root.seen = []; root.addEventListener('fb-frame', e => root.seen.push(e.detail)) }"
            )
            root.get_by_role("button", name="Start", exact=True).click()
            page.get_by_text("frames a second").wait_for()
            if meter:  # its libraries are loaded the first time
                page.get_by_text("Meter, largest face").wait_for()
            page.wait_for_timeout(1000 * WARM_UP)
            root.evaluate("root => { root.seen.length = 0 }")
            page.wait_for_timeout(1000 * seconds)
            seen = root.evaluate("root => root.seen")
            answer = page.evaluate(lab.ASK, ["import json", "json.dumps(live.measured['kernel'])"])
            root.get_by_role("button", name="Stop", exact=True).click()
    return {
        "rate": 1000 * (len(seen) - 1) / (seen[-1]["times"][-1] - seen[0]["times"][-1]),
        "latency": [one["latency"] for one in seen],
        "legs": [statistics.median(leg) for leg in zip(*[_legs(one["times"]) for one in seen], strict=True)],
        "kernel": answer,
    }


def _legs(times):
    return [end - start for start, end in zip(times, times[1:], strict=False)]


def main():
    """Print the table.

    Returns
    -------
    int
        0, or 1 if there is no browser.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--side", type=int, default=320, help="of the copy that is searched, in pixels")
    parser.add_argument("--every", type=int, default=1, help="search every so many frames")
    parser.add_argument("--detector", default="yunet")
    arguments = parser.parse_args()
    if lab.find_browser() is None:
        print("No browser: install Chromium, or name one in the environment variable CHROME.")
        return 1
    print("| shown | frames a second | median latency, ms | 90 % below, ms | load, of cores |")
    print("|---|---|---|---|---|")
    stages = legs = ""
    for shown in ("before and after", "before and after, meter", "faces hidden only"):
        how = {"both": shown.startswith("before"), "meter": shown.endswith("meter")}
        found = measure(arguments.seconds, arguments.side, arguments.every, arguments.detector, **how)
        middle, ninety = statistics.median(found["latency"]), statistics.quantiles(found["latency"], n=10)[-1]
        load = f"{os.getloadavg()[0]:.1f} of {os.cpu_count()}" if hasattr(os, "getloadavg") else "unknown"
        print(f"| {shown} | {found['rate']:.1f} | {middle:.0f} | {ninety:.0f} | {load} |", flush=True)
        stages = json.loads(found["kernel"].strip("'"))  # Python's way to write a text
        legs = ", ".join(f"{leg} {took:.0f}" for leg, took in zip(LEGS, found["legs"], strict=True))
    print(f"\nOf the latency, median milliseconds: {legs}")
    took = ", ".join(f"{stage} {milliseconds:.1f}" for stage, milliseconds in stages.items())
    print(f"In the kernel, mean milliseconds a frame: {took}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
