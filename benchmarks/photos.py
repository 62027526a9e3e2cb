"""How long a large photo with 29 faces takes to be read, anonymised and written, and how many faces each look finds.

    uv run python benchmarks/photos.py
    uv run python benchmarks/photos.py --runs 9

The photo is the Solvay conference, with a little noise, so that its JPEG file is as large as a camera's: enlarged to 12
megapixels, or small (33 pixels a face) in the middle of 12 and of 50 megapixels. The first table has recall beside time
for one look and for looking thoroughly, the looks in turns, and the memory that finding takes beside the photo. The
second says where the time goes in the first photo, as shares of the whole (medians over the runs).
"""

import argparse
import statistics
import sys
import tempfile
import time
import tracemalloc
import warnings
from pathlib import Path

import cv2
import numpy as np

from faceblur_utils import METHODS, Box, anonymize, find_faces, list_metadata, read_image, samples, write_image
from faceblur_utils.detect import match_boxes

SIZE = (4176, 2874)  # width and height: 12 megapixels in the photo's own proportions
FACES = 29
# Width and height of the photo, and of the group in it.
PHOTOS = {
    "12 MP, enlarged": (SIZE, SIZE),
    "12 MP, small": ((4000, 3000), (1242, 855)),
    "50 MP, small": ((8160, 6120), (1242, 855)),
}
LOOKS = ("one", "turns")


def make_photo(folder, size=SIZE, group=SIZE):
    """Write a photo that is measured.

    Parameters
    ----------
    folder : pathlib.Path
    size, group : (int, int)
        Width and height of the photo, and of the group in its middle.

    Returns
    -------
    pathlib.Path
    """
    small = cv2.resize(read_image(samples.path("solvay")), group, interpolation=cv2.INTER_CUBIC)
    image = cv2.resize(read_image(samples.path("coins")), size, interpolation=cv2.INTER_CUBIC)
    x, y = (size[0] - group[0]) // 2, (size[1] - group[1]) // 2
    image[y : y + group[1], x : x + group[0]] = small
    random = np.random.default_rng(0)
    for start in range(0, size[1], 256):  # in strips: noise for 50 megapixels at once takes gigabytes
        strip = image[start : start + 256]
        strip[:] = np.clip(strip + random.normal(0, 3, strip.shape), 0, 255).astype(np.uint8)
    return write_image(folder / f"photo {size[0]} {group[0]}.jpg", image, quality=90, overwrite=True)


def true_boxes(size=SIZE, group=SIZE):
    """Say where the faces are in such a photo.

    Parameters
    ----------
    size, group : (int, int)
        As for `make_photo`.

    Returns
    -------
    list of Box
    """
    scale, x, y = group[0] / 1280, (size[0] - group[0]) // 2, (size[1] - group[1]) // 2
    moved = []
    for face in samples.true_boxes("solvay"):
        left, top, right, bottom = (round(n * scale) for n in (face.left, face.top, face.right, face.bottom))
        moved.append(Box(left + x, top + y, right + x, bottom + y))
    return moved


def once(path, target, looks="turns", clock=time.perf_counter):
    """Do the photo once, as `anonymize_folder` does each.

    Parameters
    ----------
    path, target : pathlib.Path
    looks : str
        How thoroughly to look.
    clock : callable
        Returns seconds.

    Returns
    -------
    (dict, int)
        Step to seconds, and how many faces were found, doubtful ones included.
    """
    seconds, faces = timed(path, target, looks, clock)
    return seconds, len(faces)


def timed(path, target, looks, clock=time.perf_counter):
    """As `once`, with the faces themselves."""
    ticks = [clock()]
    image = read_image(path)
    ticks.append(clock())
    faces = [face.box for face in find_faces(image, looks=looks)]
    ticks.append(clock())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one look may find nobody
        result = anonymize(image, boxes=faces, no_face="warn")
    ticks.append(clock())
    list_metadata(path)
    ticks.append(clock())
    write_image(target, result.image, overwrite=True)
    ticks.append(clock())
    steps = ("read", "detect", "blur and paste", "list metadata", "write")
    return dict(zip(steps, np.diff(ticks), strict=True)), faces


def compare(folder, runs):
    """Print recall beside time for every photo and look.

    Parameters
    ----------
    folder : pathlib.Path
        For the photos.
    runs : int

    Returns
    -------
    int
        How many faces the last of `LOOKS` found, over all photos.
    """
    print(
        "| photo | look | faces found | boxes | finding, s | read to written, s | memory, bytes a pixel |\n"
        + "|---" * 7
        + "|"
    )
    total = 0
    for name, sizes in PHOTOS.items():
        path, truth = make_photo(folder, *sizes), true_boxes(*sizes)
        timed(path, folder / "out.jpg", LOOKS[-1])  # loads the libraries: not part of any photo's time
        measured = {looks: [] for looks in LOOKS}
        for _ in range(runs):
            for looks in LOOKS:  # in turns, so that a slow minute of the machine hits both
                measured[looks].append(timed(path, folder / "out.jpg", looks))
        for looks, results in measured.items():
            boxes = results[0][1]
            hits = len(match_boxes(boxes, truth, iou=0.3).pairs)
            finding, whole = (
                statistics.median(step(seconds) for seconds, _ in results)
                for step in (lambda seconds: seconds["detect"], lambda seconds: sum(seconds.values()))
            )
            image = read_image(path)
            tracemalloc.start()
            find_faces(image, looks=looks)
            memory = tracemalloc.get_traced_memory()[1] / (image.shape[0] * image.shape[1])
            tracemalloc.stop()
            numbers = f"{hits} of {len(truth)} | {len(boxes)} | {finding:.2f} | {whole:.2f} | {memory:.1f}"
            print(f"| {name} | {looks} | {numbers} |", flush=True)
        total += hits
    return total


def by_method(path, clock=time.perf_counter):
    """Time blurring and pasting alone.

    Parameters
    ----------
    path : pathlib.Path
    clock : callable
        Returns seconds.

    Returns
    -------
    dict
        (method, mask) to seconds.
    """
    image = read_image(path)
    faces = [face.box for face in find_faces(image)]
    seconds = {}
    for method in METHODS:
        for mask in ("rectangle", "ellipse", "feathered"):
            started = clock()
            anonymize(image, boxes=faces, method=method, mask=mask)
            seconds[method, mask] = clock() - started
    return seconds


def main(arguments=None):
    """Print both tables.

    Parameters
    ----------
    arguments : list of str, optional
        Instead of the command line's.

    Returns
    -------
    int
        0, or 1 if looking thoroughly missed a face.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args(arguments).runs
    with tempfile.TemporaryDirectory() as folder:
        found = compare(Path(folder), runs)
        path, target = make_photo(Path(folder)), Path(folder, "out.jpg")
        print(f"\n{SIZE[0]} x {SIZE[1]} pixels, {path.stat().st_size / 1e6:.1f} MB, {cv2.getNumThreads()} threads\n")
        measured = [once(path, target) for _ in range(runs)]
        methods = [by_method(path) for _ in range(runs)]
    totals = [sum(steps.values()) for steps, _ in measured]
    print("| step | share of the whole |\n|---|---|")
    for step in measured[0][0]:
        share = statistics.median(steps[step] / total for (steps, _), total in zip(measured, totals, strict=True))
        print(f"| {step} | {share:.0%} |")
    faces = {number for _, number in measured}
    print(f"| all, {' or '.join(map(str, faces))} faces | {statistics.median(totals):.2f} s (median of {runs}) |")
    whole = statistics.median(totals)
    print("\nBlurring and pasting alone, as a share of that whole\n\n| method | rectangle | ellipse | feathered |")
    print("|---|---|---|---|")
    for method in METHODS:
        shares = (
            statistics.median(one[method, mask] for one in methods) / whole
            for mask in ("rectangle", "ellipse", "feathered")
        )
        print(f"| {method} | {' | '.join(f'{share:.0%}' for share in shares)} |")
    return int(found < FACES * len(PHOTOS))


if __name__ == "__main__":
    sys.exit(main())
