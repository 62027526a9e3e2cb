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


def hidden(source, target, originals):
    """Hide faces with one look at each frame, so that a picture that is searched lying shows it; give the report."""
    assert seen_in(source, originals) == list(range(len(originals))), "else this shows nothing"
    how = {"method": "solid", "looks": "one", "no_face": "keep", "sound": False}
    report = run(source, target, **how, detector_parameters={"max_side": 640})
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


@pytest.mark.parametrize("name", MATRICES)
def test_what_changes_is_searched_as_it_is_shown(name, tmp_path):
    """By default a part of the picture is searched, where it changes, and not in every frame."""
    originals = pictures.pictures(12)
    source = SOURCES["mkv H.264 projection"](tmp_path, originals, MATRICES[name])
    report = run(source, tmp_path / "out.mp4", method="solid", looks="one", sound=False)
    assert seen_in(tmp_path / "out.mp4", originals) == []
    assert {0, 5, 10, 11} <= {frame.number for frame in report.frames if frame.detected}


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
    report = hidden(source, tmp_path / target, originals)
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


# --- odd sizes, interlaced, transparent -------------------------------------------------------------------------------

ODD = {
    "both, 4:4:4": ((321, 241), "in.mp4", "libx264", "yuv444p"),
    "height, 4:4:4": ((320, 241), "in.mkv", "libx264", "yuv444p"),
    "width, VP9 4:2:0": ((321, 240), "in.webm", "libvpx-vp9", "yuv420p"),
    "both, VP8": ((321, 241), "in.webm", "libvpx", "yuv420p"),
    "both, MJPEG": ((321, 241), "in.avi", "mjpeg", "yuvj420p"),
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_sizes_become_even_ones_that_every_player_shows(kind, tmp_path):
    size, name, codec, layout = ODD[kind]
    source = pictures.odd(tmp_path / name, size, codec, layout)
    before = pictures.shown(source)
    assert before[0].shape[1::-1] == size
    target = tmp_path / "out.mp4"
    report = run(source, target, method="solid", looks="one", crf=5)
    assert (report.width, report.height) == (size[0] + size[0] % 2, size[1] + size[1] % 2)
    assert f"the size is odd ({size[0]} x {size[1]})" in str(report)
    with av.open(str(target)) as container:
        context = container.streams.video[0].codec_context
        assert context.pix_fmt in ("yuv420p", "yuvj420p") and context.profile in ("High", "Main")
    for one, other in zip(pictures.shown(target), before, strict=True):
        assert not pictures.visible(one[: size[1], : size[0]], other)
        assert np.abs(one[:60, : size[0]].astype(int) - other[:60]).mean() < 4, "nothing else has moved"
        assert np.abs(one[:, size[0] - 1].astype(int) - one[:, -1]).mean() < 3
        assert np.abs(one[size[1] - 1].astype(int) - one[-1]).mean() < 3


@pytest.mark.parametrize(
    ("name", "codec", "first", "target"),
    [
        ("in.mp4", "libx264", "tff", "out.mp4"),
        ("in.mov", "libx264", "bff", "out.mkv"),
        ("in.ts", "mpeg2video", "tff", "out.mov"),
        ("in.ts", "mpeg2video", "bff", "out.mp4"),
        ("in.mp4", "libx264", "tff", "out.webm"),
    ],
)
def test_interlaced_pictures_stay_so_or_it_is_said(name, codec, first, target, tmp_path):
    images = pictures.pictures(10, step=0.01)
    source = pictures.interlaced(tmp_path / name, images, first, codec)
    report = run(source, tmp_path / target, method="solid", crf=8)
    halves, before = pictures.fields(tmp_path / target), pictures.fields(source)
    assert len(before) == 10
    if target.endswith(".webm"):
        assert halves is None and "the source is interlaced" in str(report)
        return
    assert report.notes == [] and len(halves) == 10
    tops = [other[:20] for other in before]
    assert all(np.abs(one[:20].astype(int) - top).mean() < 4 for one, top in zip(halves, tops, strict=True))
    whole = [np.repeat(half, 2, axis=0) for half in halves]
    assert not any(pictures.visible(one, image) for one, image in zip(whole, images, strict=True))
    # A mark that moves tells the order of the halves.
    marks = moving_mark(tmp_path, first, codec, name, target)
    assert marks == sorted(marks)


def moving_mark(folder, first, codec, name, target):
    """Where a white line is in each half picture of what was written, if it moves to the right all the time."""
    images = []
    for number in range(12):
        image = np.full((180, 240, 3), 60, np.uint8)
        image[:, 10 + 12 * number : 20 + 12 * number] = 250
        images.append(image)
    source = pictures.interlaced(folder / f"mark_{name}", images, first, codec)
    run(source, folder / f"mark_{target}", looks="one", no_face="keep")
    return [int(np.argmax(half[20:70].mean(axis=(0, 2)))) for half in pictures.fields(folder / f"mark_{target}")]


@pytest.mark.parametrize("kind", pictures.TRANSPARENT)
def test_what_was_transparent_lies_on_black_and_it_is_said(kind, tmp_path):
    images = pictures.pictures(3)
    face = pictures.face_in(images[0])
    solid = np.zeros(images[0].shape[:2], bool)
    solid[:60] = True
    source = pictures.transparent(tmp_path, images, solid, kind)
    report = run(source, tmp_path / "out.mp4", looks="one", no_face="keep")
    assert "the source is transparent in parts" in str(report)
    assert not any(frame.faces for frame in report.frames), "there is none to be seen"
    for one, image in zip(pictures.shown(tmp_path / "out.mp4"), images, strict=True):
        assert not pictures.visible(one, image)
        assert one[face[1] : face[3], face[0] : face[2]].max() < 20
        assert np.abs(one[:50].astype(int) - image[:50]).mean() < 8
    source = pictures.transparent(tmp_path, images, np.ones_like(solid), kind)
    report = run(source, tmp_path / "out.mp4", looks="one", method="solid", overwrite=True)
    assert report.notes == [] and seen_in(tmp_path / "out.mp4", images) == []
