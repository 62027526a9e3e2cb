"""Where the time goes when a 12-megapixel photo with 29 faces is read, anonymised and written.

    uv run python benchmarks/photos.py
    uv run python benchmarks/photos.py --runs 9

The photo is the Solvay conference enlarged, with a little noise, so that its JPEG file is as large as a camera's. Each
step is given as a share of the whole, the median over the runs; only the last line of the first table has seconds.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np

from faceblur_utils import METHODS, anonymize, detect_faces, list_metadata, read_image, samples, write_image

SIZE = (4176, 2874)  # width and height: 12 megapixels in the photo's own proportions
FACES = 29


def make_photo(folder):
    """Write the photo that is measured.

    Parameters
    ----------
    folder : pathlib.Path

    Returns
    -------
    pathlib.Path
    """
    image = cv2.resize(read_image(samples.path("solvay")), SIZE, interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(0).normal(0, 3, image.shape)
    noisy = np.clip(image + noise, 0, 255).astype(np.uint8)
    return write_image(folder / "photo.jpg", noisy, quality=90)


def once(path, target, clock=time.perf_counter):
    """Do the photo once, as `anonymize_folder` does each.

    Parameters
    ----------
    path, target : pathlib.Path
    clock : callable
        Returns seconds.

    Returns
    -------
    (dict, int)
        Step to seconds, and how many faces were hidden.
    """
    ticks = [clock()]
    image = read_image(path)
    ticks.append(clock())
    faces = detect_faces(image, "yunet")
    ticks.append(clock())
    result = anonymize(image, boxes=faces)
    ticks.append(clock())
    list_metadata(path)
    ticks.append(clock())
    write_image(target, result.image, overwrite=True)
    ticks.append(clock())
    steps = ("read", "detect", "blur and paste", "list metadata", "write")
    return dict(zip(steps, np.diff(ticks), strict=True)), len(faces)


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
    faces = detect_faces(image, "yunet")
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
        0, or 1 if a face was missed.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args(arguments).runs
    with tempfile.TemporaryDirectory() as folder:
        path = make_photo(Path(folder))
        print(f"{SIZE[0]} x {SIZE[1]} pixels, {path.stat().st_size / 1e6:.1f} MB, {cv2.getNumThreads()} threads\n")
        once(path, Path(folder, "out.jpg"))  # loads the libraries: not part of any photo's time
        measured = [once(path, Path(folder, "out.jpg")) for _ in range(runs)]
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
    return int(faces != {FACES})


if __name__ == "__main__":
    sys.exit(main())
