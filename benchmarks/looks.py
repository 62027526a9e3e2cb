"""How many faces each way to look finds, beside its time: on photos as they are, and made harder in several ways.

    uv run python benchmarks/looks.py
    uv run python benchmarks/looks.py --photos FOLDER --looks one turns --kinds upright turned crop
    uv run python benchmarks/looks.py --detector hog --kinds upright

Without a folder it takes the sample photos. A folder holds photos and a ``labels.json`` that names each of them:
``{"party.jpg": [[left, top, right, bottom], ...], "wall.jpg": []}``. Only photos named there are used; nothing is
written.

A face counts as covered if a box overlaps its label by 0.3 (intersection over union) or holds four fifths of it. A box
that shares less than 0.3 with any label is false. Times are CPU-bound and differ from machine to machine, so they are
ratios to the first way in the same run.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np

from faceblur_utils import DETECTORS, Box, find_faces, read_image, samples
from faceblur_utils.detect import LOOKS

CROPS = (1, 1.15, 1.3, 1.5, 2)
CANVASES = {"small in 12 MP": (4000, 3000), "small in 48 MP": (8000, 6000)}
SMALL = 33  # pixels across the face with the median width


def moved(box, scale=1.0, x=0, y=0):
    """Scale a box, then move it by whole pixels."""
    left, top, right, bottom = (round(n * scale) for n in (box.left, box.top, box.right, box.bottom))
    return Box(left + x, top + y, right + x, bottom + y)


def turned(image, faces):
    """Turn a picture and its boxes by a quarter to the left."""
    width = image.shape[1]
    return np.rot90(image), [Box(box.top, width - box.right, box.bottom, width - box.left) for box in faces]


def kinds(image, faces):
    """Make harder pictures of one.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    faces : list of Box
        The labels.

    Yields
    ------
    (str, numpy.ndarray, list of Box, list of Box)
        What it is, the picture, the faces in it that count, and those that do not (beside a close-up).
    """
    yield "upright", image, faces, []
    other = image, faces
    for degrees in (90, 180, 270):
        other = turned(*other)
        yield f"turned {degrees}", *other, []
    yield "dark", (image * 0.25).astype(np.uint8), faces, []
    yield "grey", np.repeat(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2), faces, []
    for face in faces:
        for widths in CROPS:
            part = face.expand((widths - 1) / 2).clip(image)
            scale = 1600 / max(part.width, part.height)
            close = cv2.resize(image[part.slices], None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
            here = [moved(moved(box, x=-part.left, y=-part.top), scale) for box in faces if box is not face]
            yield f"crop {widths:g}", close, [moved(moved(face, x=-part.left, y=-part.top), scale)], here
    if faces:
        scale = SMALL / np.median([face.width for face in faces])
        small = cv2.resize(
            image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        )
        for name, (width, height) in CANVASES.items():
            if small.shape[1] < width and small.shape[0] < height:
                canvas, x, y = np.full((height, width, 3), 128, np.uint8), width // 5, height // 7
                y, x = min(y, height - small.shape[0]), min(x, width - small.shape[1])
                canvas[y : y + small.shape[0], x : x + small.shape[1]] = small
                yield name, canvas, [moved(face, scale, x, y) for face in faces], []


def judge(found, faces, others, image):
    """Count what was covered and what was false.

    Parameters
    ----------
    found, faces, others : list of Box
        The boxes, the labels that count and those that do not.
    image : numpy.ndarray

    Returns
    -------
    (int, int)
        Covered faces and false boxes.
    """

    def shared(a, b):
        across, down = min(a.right, b.right) - max(a.left, b.left), min(a.bottom, b.bottom) - max(a.top, b.top)
        return max(0, across) * max(0, down)

    found, faces = [box.clip(image) for box in found], [box.clip(image) for box in faces]
    covered = sum(any(box.iou(face) >= 0.3 or shared(box, face) >= 0.8 * face.area for box in found) for face in faces)
    labels = [*faces, *(box.clip(image) for box in others)]
    false = sum(
        all(shared(box, face) < 0.3 * min(box.area, face.area) or not face.area for face in labels) for box in found
    )
    return covered, false


def measure(photos, ways=("one", "turns"), detector="yunet", only=(), clock=time.perf_counter):
    """Look at every kind of every photo in every way.

    Parameters
    ----------
    photos : iterable of (numpy.ndarray, list of Box)
        Pictures and their labels.
    ways : iterable of str
        Names in `LOOKS`.
    detector : str
        One of `DETECTORS`.
    only : iterable of str
        Beginnings of the names of the kinds that are wanted; all if empty.
    clock : callable
        Returns seconds.

    Returns
    -------
    dict
        (kind, way) to a dict of numbers: photos, faces, sure, covered, false, "false, doubtful", seconds.
    """
    results = defaultdict(lambda: defaultdict(float))
    for image, faces in photos:
        for kind, picture, here, others in kinds(image, faces):
            if only and not kind.startswith(tuple(only)):
                continue
            for way in ways:
                started = clock()
                found = find_faces(picture, detector=detector, looks=way)
                seconds = clock() - started
                sure = [face.box for face in found if not face.doubtful]
                covered, all_false = judge([face.box for face in found], here, others, picture)
                certain, false = judge(sure, here, others, picture)
                row = results[kind if here else "no face", way]
                for name, number in {
                    "photos": 1, "faces": len(here), "sure": certain, "covered": covered, "false": false,
                    "false, doubtful": all_false - false, "seconds": seconds,
                }.items():  # fmt: skip
                    row[name] += number
    return {key: dict(row) for key, row in results.items()}


def table(results, ways):
    """Lay the numbers out as text.

    Parameters
    ----------
    results : dict
        What `measure` returned.
    ways : sequence of str

    Returns
    -------
    str
    """
    lines = [
        f"{'kind':16}{'way':7}{'photos':>7}{'faces':>7}{'sure':>6}{'+ doubtful':>11}{'recall':>8}"
        f"{'false/photo':>12}{'+ doubtful':>11}{'time / ' + ways[0]:>12}"
    ]
    for kind in dict.fromkeys(kind for kind, _ in results):
        for way in ways:
            row = results[kind, way]
            recall = f"{row['covered'] / row['faces']:.3f}" if row["faces"] else "-"
            false, doubtful = (row[name] / row["photos"] for name in ("false", "false, doubtful"))
            lines.append(
                f"{kind:16}{way:7}{row['photos']:7.0f}{row['faces']:7.0f}{row['sure']:6.0f}{row['covered']:11.0f}"
                f"{recall:>8}{false:12.2f}{doubtful:11.2f}{row['seconds'] / results[kind, ways[0]]['seconds']:12.1f}"
            )
    return "\n".join(lines)


def labelled(folder=None):
    """Read photos with their labels.

    Parameters
    ----------
    folder : pathlib.Path, optional
        With ``labels.json``; by default the sample photos.

    Yields
    ------
    (numpy.ndarray, list of Box)
    """
    if folder is None:
        for name in samples.names():
            yield read_image(samples.path(name)), samples.true_boxes(name)
        return
    for name, boxes in json.loads((folder / "labels.json").read_text(encoding="utf-8")).items():
        yield read_image(folder / name), [Box(*edges) for edges in boxes]


def main(arguments=None):
    """Print the table.

    Parameters
    ----------
    arguments : list of str, optional
        Instead of the command line's.

    Returns
    -------
    int
        0, or 1 if a folder has no ``labels.json``.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, help="a folder with photos and labels.json")
    parser.add_argument("--looks", nargs="+", choices=list(LOOKS), default=["one", "turns"])
    parser.add_argument("--detector", choices=list(DETECTORS), default="yunet")
    parser.add_argument(
        "--kinds", nargs="+", default=[], help="beginnings of names: upright turned dark grey crop small"
    )
    given = parser.parse_args(arguments)
    if given.photos and not (given.photos / "labels.json").is_file():
        print(f"{given.photos} has no labels.json; see --help for what it holds.", file=sys.stderr)
        return 1
    results = measure(labelled(given.photos), given.looks, given.detector, given.kinds)
    print(table(results, given.looks))
    return 0


if __name__ == "__main__":
    sys.exit(main())
