"""What the tests of folders share: photos with and without faces, and pictures for which it is told what is found."""

from functools import cache

import cv2
import numpy as np

from faceblur_utils import Box, photos, samples
from faceblur_utils.detect import FoundFace
from faceblur_utils.folder import anonymize_folder
from faceblur_utils.images import encode_image, read_image

# Width of a picture from `drawn`, and what `finding_told` finds in it: one for each face, whether it is doubtful.
TOLD = {32: [False], 33: [True], 34: [], 35: [False, True, False], 36: [True, True]}
SURE, DOUBTFUL, NOBODY, MIXED, TWO_DOUBTFUL = TOLD


@cache
def face():
    """A small photo in which YuNet finds one face."""
    return cv2.resize(read_image(samples.path("hopper")), (170, 200), interpolation=cv2.INTER_AREA)


@cache
def nobody():
    """A small photo in which YuNet finds nothing, however thoroughly it looks: unlike a cat's."""
    return cv2.resize(read_image(samples.path("rocket")), (150, 100), interpolation=cv2.INTER_AREA)


def drawn(width=SURE, seed=0):
    """A picture of noise: cheap, and another one for each seed."""
    return np.random.default_rng([width, seed]).integers(0, 256, (24, width, 3), dtype=np.uint8)


def finding_told(monkeypatch):
    """Find faces by the width of the picture, where detection is not the point."""

    def find(image, finding=None, **options):
        doubts = TOLD.get(image.shape[1], [])
        return [FoundFace(Box(2 + 9 * i, 4, 10 + 9 * i, 16), f"look {i}", doubt) for i, doubt in enumerate(doubts)]

    monkeypatch.setattr(photos, "find_faces", find)


def put(path, image=None, ending=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode_image(face() if image is None else image, ending or path.suffix))
    return path


def fill(source):
    """Make an album: two photos with a face, one without, a broken one, and a text."""
    put(source / "a.jpg")
    put(source / "2026" / "may" / "b.png")
    put(source / "2026" / "cat.jpg", nobody())
    put(source / "2026" / "half.jpg").write_bytes(encode_image(face())[:3000])
    (source / "notes.txt").write_text("Dear diary")


def state(root):
    """Every file below a folder, with its content and time."""
    return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in root.rglob("*") if p.is_file()}


def quiet(*args, **options):
    return anonymize_folder(*args, progress=False, **options)


def content(root):
    """Files below a folder with what is in them, but for their times, and for the numbers, whose list is salted."""
    return {p.relative_to(root): one for p, (one, _) in state(root).items() if p.name != "_numbers.txt"}


def said(report):
    """All that a report says, of each file and field, wherever its target is."""
    fields = vars(report) | {"renamed": sorted(report.renamed.items()), "target": ""}
    return f"{fields}\n{report}".replace(str(report.target), "")
