"""Pictures of every kind that files hold: turned, mirrored, changing in the middle, of pixels that are not square.

Each test asks the written file as a player shows it: a face that can be seen in any frame is a failure.
"""

from fractions import Fraction
from itertools import product

import av
import numpy as np
import picture_clips as pictures
import pytest
from clips import run
from picture_clips import MATRICES, SIZE, SOURCES, seen_in, squeezed

TARGETS = (".mp4", ".mov", ".mkv", ".webm")


def hidden(source, target, originals, **options):
    """Hide faces with one look each, so that a picture that is searched lying shows it; give the report."""
    assert seen_in(source, originals) == list(range(len(originals))), "else this shows nothing"
    options = {"method": "solid", "looks": "one", "no_face": "keep", "sound": False} | options
    report = run(source, target, **options)
    assert seen_in(target, originals) == []
    assert all(frame.detected for frame in report.frames), "found in each frame, not only followed"
    return report


# --- the eight orientations -------------------------------------------------------------------------------------------


def orient(name, source, ending, tmp_path):
    originals = pictures.pictures(4)
    made = SOURCES[source](tmp_path, originals, MATRICES[name])
    target = tmp_path / f"out{ending}"
    report = hidden(made, target, originals)
    assert (report.width, report.height) == SIZE and report.notes == []
    # All that is no face lies where it lay, too.
    for one, other in zip(pictures.shown(target), originals, strict=True):
        assert one.shape == other.shape
        assert np.abs(one[:40].astype(int) - other[:40]).mean() < 6
        assert np.abs(one.astype(int) - other).mean() < 25


SOME = [
    (name, list(SOURCES)[number % len(SOURCES)], TARGETS[(number + number // 4) % 4])
    for number, name in enumerate(MATRICES)
]


@pytest.mark.parametrize(("name", "source", "ending"), SOME)
def test_orientations(name, source, ending, tmp_path):
    orient(name, source, ending, tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize(("name", "source", "ending"), set(product(MATRICES, SOURCES, TARGETS)) - set(SOME))
def test_all_orientations(name, source, ending, tmp_path):
    orient(name, source, ending, tmp_path)


# --- pictures that change in the middle -------------------------------------------------------------------------------

SMALL, LARGE, HIGH = (240, 180), (480, 360), (180, 240)
CHANGES = {
    "grows": [SMALL, LARGE],
    "shrinks": [LARGE, SMALL],
    "grows twice and shrinks": [SMALL, (320, 240), LARGE, SMALL],
    "turned upright": [(320, 180), (180, 320)],
    "grows and is turned": [SMALL, (360, 480)],
    "to odd numbers of samples": [(242, 182), (366, 274)],
}


def change(sizes, make, target, tmp_path):
    parts = [pictures.pictures(3, size) for size in sizes]
    source = make(tmp_path, parts)
    originals = [image for part in parts for image in part]
    assert {image.shape[:2] for image in pictures.shown(source)} == {size[::-1] for size in sizes}
    report = hidden(source, tmp_path / target, originals, detector_parameters={"max_side": 640})
    assert (report.width, report.height) == max(sizes, key=np.prod)
    assert all(f"{wide} x {high} from frame" in str(report) for wide, high in sizes)
    for frame in report.frames:
        assert all(face.box.right <= report.width and face.box.bottom <= report.height for face in frame.faces)


CONTAINERS = {
    "raw": lambda path, parts: pictures.changing(path / "in.h264", *([part] for part in parts)),
    "ts": lambda path, parts: pictures.changing(path / "in.ts", *([part] for part in parts)),
    "mkv": lambda path, parts: pictures.changing(path / "in.mkv", *([part] for part in parts)),
    "mp4": lambda path, parts: pictures.changing(path / "in.mp4", *([part] for part in parts)),
    "webm": lambda path, parts: pictures.changing_vp8(path / "in.webm", *parts),
}
SOME_CHANGES = [
    ("grows", "raw", ".mp4"),
    ("grows twice and shrinks", "webm", ".webm"),
    ("shrinks", "mp4", ".mkv"),
    ("turned upright", "ts", ".mov"),
    ("to odd numbers of samples", "mkv", ".mp4"),
]


@pytest.mark.parametrize(("sizes", "container", "ending"), SOME_CHANGES)
def test_sizes_that_change(sizes, container, ending, tmp_path):
    change(CHANGES[sizes], CONTAINERS[container], f"out{ending}", tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("sizes", "container", "ending"), set(product(CHANGES, CONTAINERS, TARGETS)) - set(SOME_CHANGES)
)
def test_all_sizes_that_change(sizes, container, ending, tmp_path):
    change(CHANGES[sizes], CONTAINERS[container], f"out{ending}", tmp_path)


def test_an_orientation_that_changes(tmp_path):
    parts = [(pictures.pictures(3), name) for name in ("upright", "a quarter right", "mirrored")]
    source = pictures.changing(
        tmp_path / "in.ts",
        *(([pictures.lay(one, MATRICES[name]) for one in part], None, MATRICES[name]) for part, name in parts),
    )
    report = hidden(source, tmp_path / "out.mp4", [image for part, _ in parts for image in part])
    assert (report.width, report.height) == SIZE


def test_the_shape_of_pixels_changes(tmp_path):
    wide = pictures.pictures(3, (320, 180))
    parts = [(pictures.pictures(3), None), ([squeezed(one, Fraction(4, 3)) for one in wide], Fraction(4, 3))]
    source = pictures.changing(tmp_path / "in.ts", *parts)
    report = hidden(source, tmp_path / "out.mp4", parts[0][0] + wide)
    assert (report.width, report.height) == (320, 180) and "changes its size or shape" in str(report)


# --- pixels that are not square ---------------------------------------------------------------------------------------

ASPECTS = [Fraction(2), Fraction(64, 45), Fraction(16, 11), Fraction(12, 11), Fraction(8, 9), Fraction(1, 2)]
CODECS = {".mp4": "libx264", ".mkv": "libx264", ".mov": "mpeg4", ".avi": "mpeg4", ".webm": None}


def unsquare(aspect, name, ending, target, tmp_path):
    """The face is as high and as wide in the report as in the picture that a player shows."""
    originals = pictures.pictures(4, (320, 240))
    matrix = MATRICES[name]
    stored = [squeezed(pictures.lay(one, matrix), aspect) for one in originals]
    source = pictures.in_shape(tmp_path / f"in{ending}", stored, aspect, matrix, CODECS[ending])
    first = pictures.shown(source)[0]
    report = hidden(source, tmp_path / f"out{target}", originals)
    assert abs(report.width - 320) <= 2 and abs(report.height - 240) <= 2 or min(aspect, 1 / aspect) > 1
    last = pictures.shown(tmp_path / f"out{target}")[0]
    assert np.allclose(last.shape[1] / last.shape[0], first.shape[1] / first.shape[0], rtol=0.02)
    box = report.frames[0].detected[0]
    assert 0.6 < box.width / box.height < 1.1, "a face is somewhat higher than wide"
    with av.open(str(tmp_path / f"out{target}")) as container:
        kept = container.streams.video[0].sample_aspect_ratio or 1
    turned = target == ".mkv" and not matrix[0]
    assert kept == (1 if target == ".webm" else 1 / aspect if turned else aspect)


SOME_ASPECTS = [
    (Fraction(2), "upright", ".mp4", ".mp4"),
    (Fraction(64, 45), "mirrored, a quarter left", ".mp4", ".mkv"),
    (Fraction(8, 9), "upright", ".avi", ".webm"),
    (Fraction(1, 2), "a quarter right", ".mov", ".mov"),
]


@pytest.mark.parametrize(("aspect", "name", "ending", "target"), SOME_ASPECTS)
def test_pixels_that_are_not_square(aspect, name, ending, target, tmp_path):
    unsquare(aspect, name, ending, target, tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("aspect", "name", "ending", "target"),
    [one for one in product(ASPECTS, MATRICES, (".mp4", ".mov", ".mkv"), TARGETS) if one not in SOME_ASPECTS],
)
def test_all_pixels_that_are_not_square(aspect, name, ending, target, tmp_path):
    unsquare(aspect, name, ending, target, tmp_path)
