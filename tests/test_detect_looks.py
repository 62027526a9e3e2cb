"""Looking thoroughly: every size, tile and turn gives upright boxes of whole faces, and merging loses nobody."""

import importlib.util
import multiprocessing
import os
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faceblur_utils import DETECTORS, Box, detect_faces, find_faces, read_image, samples, write_image
from faceblur_utils.detect import LOOKS, Detector, Finding, FoundFace, looks, match_boxes, quietly
from faceblur_utils.detect.merging import merge_faces, same_face
from faceblur_utils.detect.views import views
from faceblur_utils.parameters import Parameter

ROOT = Path(__file__).resolve().parent.parent


@cache
def photo(name):
    image = read_image(samples.path(name))
    image.flags.writeable = False  # whoever writes into it fails
    return image


def turned(box, quarter, width, height):
    """Where a box is after `np.rot90` of a picture of that size."""
    for _ in range(quarter):
        box, width, height = Box(box.top, width - box.right, box.bottom, width - box.left), height, width
    return box


def found(image, **options):
    return [face.box for face in find_faces(image, **options)]


# --- geometry, with a detector that finds white rectangles exactly ----------------------------------------------------


def white_rectangles(image, score_threshold, max_side):
    """Between 12 and 330 pixels on a side, as a face detector would; what a tile cuts, it finds cut."""
    assert image.flags.c_contiguous and max(image.shape[:2]) <= max_side
    _, _, stats, _ = cv2.connectedComponentsWithStats((image[..., 0] > 127).astype(np.uint8))
    return [
        Box.from_xywh(x, y, width, height, 0.9)
        for x, y, width, height, _ in stats[1:]
        if 12 <= max(width, height) <= 330
    ]


EXACT = Detector(
    "yunet",
    "sure of what it sees, in YuNet's place",
    white_rectangles,
    (Parameter("score_threshold", 0.5, 0, 1, 0.1, ""), Parameter("max_side", 12800, 160, 99999, 1, "")),
    "score_threshold",
    (0, 1),
    0.7,
    0.5,
    tile=384,
)


@pytest.fixture
def exact(monkeypatch):
    monkeypatch.setitem(DETECTORS, "yunet", EXACT)


@pytest.mark.parametrize("size", [(1000, 700), (700, 1000), (3000, 4000), (2999, 4001), (40, 2000), (300, 200), (5, 7)])
def test_views_see_every_part_at_every_size_and_turn(size):
    image = np.zeros((*size, 3), np.uint8)
    planned = views(image, DETECTORS["yunet"], "turns", {})
    by_look = {}
    for view in planned:
        by_look.setdefault(view.look, []).append(view)
    assert {view.quarter for view in planned} == {0, 1, 2, 3}
    for same in by_look.values():
        height, width = same[0].picture.shape[:2]
        seen = np.zeros((height, width), int)
        for view in same:
            assert max(view.part.width, view.part.height) <= 384 or len(same) == 1
            seen[view.part.slices] += 1
        assert seen.min() >= 1
    sides = sorted({max(view.picture.shape[:2]) for view in planned if view.quarter == 1})
    assert sides[0] == min(320, 3 * max(size)) and sides[-1] >= max(size) / 2
    assert all(larger <= 3.01 * smaller for smaller, larger in zip(sides, sides[1:], strict=False))


@given(data=st.data())
@settings(max_examples=40)
def test_a_face_is_found_whole_wherever_it_lies(data):
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setitem(DETECTORS, "yunet", EXACT)
        height, width = data.draw(st.integers(60, 1800)), data.draw(st.integers(60, 1800))
        wide, high = (data.draw(st.integers(30, min(700, side - 20))) for side in (width, height))
        wide, high = min(wide, 2 * high), min(high, 2 * wide)  # no face is a line
        left, top = data.draw(st.integers(0, width - wide)), data.draw(st.integers(0, height - high))
        image = np.zeros((height, width, 3), np.uint8)
        image[top : top + high, left : left + wide] = 255
        face, boxes = Box.from_xywh(left, top, wide, high), found(image)
        assert len(boxes) == 1
        coarse = max(height, width) / 320 + 1  # a pixel of the smallest size
        for edge in ("left", "top", "right", "bottom"):
            assert abs(getattr(boxes[0], edge) - getattr(face, edge)) <= coarse


@pytest.mark.parametrize("lying", [False, True])
def test_a_very_large_photo_is_searched_in_other_turns_only_with_reason(monkeypatch, lying):
    seen = []

    def find(image, score_threshold, max_side):
        # Finds a bar only where it is upright: longer than wide, with its grey end down.
        _, _, stats, _ = cv2.connectedComponentsWithStats((image[..., 0] > 60).astype(np.uint8))
        seen.append(image.shape)
        boxes = [Box.from_xywh(x, y, wide, high, 0.9) for x, y, wide, high, _ in stats[1:] if 12 < wide < high < 200]
        return [box for box in boxes if image[box.bottom - 2, (box.left + box.right) // 2, 0] < 200]

    detector = Detector("yunet", "", find, EXACT.parameters, "score_threshold", (0, 1), 0.7, 0.5, tile=384)
    monkeypatch.setitem(DETECTORS, "yunet", detector)
    image = np.zeros((4000, 5000, 3), np.uint8)
    face = Box(2000, 3000, 2032, 3060)
    image[face.slices] = 255
    image[3040:3060, 2000:2032] = 150
    if lying:
        image, face = np.rot90(image).copy(), turned(face, 1, 5000, 4000)
    (box,) = found(image)
    assert box.iou(face) > 0.9
    planned = views(image, detector, "turns", {})
    assert (len(seen) == len(planned)) == lying
    assert len(seen) >= len(planned) - sum(view.late for view in planned)


@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_turned_looks_give_upright_boxes(exact, quarter):
    image = np.zeros((900, 1200, 3), np.uint8)
    face = Box(500, 610, 540, 670)
    image[face.slices] = 255
    seen = [
        view.search(EXACT, {"score_threshold": 0.5, "max_side": 12800})
        for view in views(image, EXACT, "turns", {})
        if view.quarter == quarter and view.picture.shape[0] == 900
    ]
    assert [face] in seen and all(boxes in ([face], []) for boxes in seen)
    (box,) = found(image)
    assert box.iou(face) > 0.9


def test_what_a_tile_cuts_is_not_reported(exact):
    image = np.zeros((1500, 1500, 3), np.uint8)
    faces = [Box(x, y, x + 60, y + 60) for x in range(20, 1400, 90) for y in range(20, 1400, 90)]
    for face in faces:
        image[face.slices] = 255
    boxes = found(image)
    assert len(boxes) == len(faces) and match_boxes(boxes, faces, iou=0.85).missed == []


# --- merging ----------------------------------------------------------------------------------------------------------


def face(left, top, right, bottom, score=0.9, doubtful=False, look="1280 pixels"):
    return FoundFace(Box(left, top, right, bottom, score), look, doubtful)


def test_one_face_seen_several_times_is_one_and_the_surest_look_names_it():
    merged = merge_faces([face(0, 0, 100, 120, 0.8, look="a"), face(4, 5, 103, 118, 0.95, look="b")])
    assert merged == [face(4, 5, 103, 118, look="b")] and merged[0].box.score == 0.95


def test_a_sure_look_makes_a_face_sure():
    merged = merge_faces([face(0, 0, 100, 120, 0.6, True), face(4, 5, 103, 118, 0.8)])
    assert [one.doubtful for one in merged] == [False]


def test_a_doubtful_part_of_a_face_is_that_face():
    whole, eye = face(0, 0, 100, 120), face(20, 30, 50, 55, 0.6, True)
    assert merge_faces([eye, whole]) == [whole]


def test_cheek_to_cheek_and_one_in_front_of_another_stay_two():
    mother, child = face(0, 0, 100, 120), face(85, 40, 155, 124)
    assert merge_faces([mother, child]) == [mother, child]
    held_in_front = face(50, 60, 95, 115, 0.85)
    assert merge_faces([mother, held_in_front]) == [mother, held_in_front]
    behind = face(70, 5, 160, 115, 0.85)
    assert merge_faces([mother, behind]) == [mother, behind]


def test_the_same_face_at_two_sizes_is_covered_whole():
    outer, inner = face(0, 0, 200, 240, 0.85), face(40, 40, 150, 180, 0.95)
    (merged,) = merge_faces([outer, inner])
    assert merged.box == outer.box and merged.box.score == 0.95


def any_faces():
    edge, length = st.integers(0, 60), st.integers(1, 40)
    score = st.integers(50, 99).map(lambda n: n / 100)
    look = st.sampled_from(["640 pixels", "640 pixels, turned 90 degrees", "640 pixels, turned 180 degrees"])

    def made(left, top, width, height, score, look):
        return face(left, top, left + width, top + height, score, score < 0.7, look)

    return st.lists(st.builds(made, edge, edge, length, length, score, look), max_size=12)


@given(any_faces())
def test_whatever_a_look_found_is_hidden_by_the_result_and_sure_if_it_was_sure(faces):
    merged = merge_faces(faces)
    for one in faces:
        if not any(same_face(kept, one) for kept in merged):
            shares = [
                max(0, min(kept.box.right, one.box.right) - max(kept.box.left, one.box.left))
                * max(0, min(kept.box.bottom, one.box.bottom) - max(kept.box.top, one.box.top))
                / one.box.area
                for kept in merged
                if one.doubtful or not kept.doubtful
            ]
            assert max(shares, default=0) >= 0.4
    assert len(merged) <= len(faces) and merge_faces(faces[::-1]) == merged


# --- with YuNet, on photos --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", samples.names())
def test_each_way_to_look_finds_what_those_before_it_found(name):
    before = []
    for way in LOOKS:
        faces = find_faces(photo(name), looks=way)
        for one in before:
            assert any(same_face(now, one) or same_face(one, now) for now in faces), (way, one)
        before = faces


@pytest.mark.parametrize("name", samples.names())
def test_the_samples_looked_at_thoroughly(name):
    faces = find_faces(photo(name))
    outcome = match_boxes([one.box for one in faces if not one.doubtful], samples.true_boxes(name), iou=0.4)
    assert outcome.missed == []
    assert outcome.false_alarms == []
    assert all(one.box.score >= Finding().limits[1] for one in faces)


@pytest.mark.parametrize("name", ["astronaut", "giunchedi", "hopper", "mona_lisa"])
@pytest.mark.parametrize("widths", [1, 1.15, 1.5, 2])
def test_close_ups_are_found(name, widths):
    (truth,) = samples.true_boxes(name)
    part = truth.expand((widths - 1) / 2).clip(photo(name))
    scale = 1600 / max(part.width, part.height)
    close = cv2.resize(photo(name)[part.slices], None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    faces = find_faces(close)
    assert faces[0].box.clip(close).area > 0.3 * close.shape[0] * close.shape[1] / widths**2
    if widths == 1:
        assert not any(box.area > 0.3 * close.shape[0] * close.shape[1] for box in detect_faces(close))


@pytest.mark.parametrize("quarter", [1, 2, 3])
@pytest.mark.parametrize("name", ["astronaut", "solvay", "scene"])
def test_turned_photos_are_found(name, quarter):
    height, width = photo(name).shape[:2]
    truth = [turned(box, quarter, width, height) for box in samples.true_boxes(name)]
    boxes = found(np.rot90(photo(name), quarter))
    assert match_boxes(boxes, truth, iou=0.35).missed == []


@pytest.mark.parametrize("quarter", [0, 1])
def test_small_faces_in_a_large_photo_are_found(quarter):
    image = np.full((3000, 4000, 3), 120, np.uint8)
    scale = 33 / 34  # the median width in the photo is 34
    small = cv2.resize(photo("solvay"), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    image[1700 : 1700 + small.shape[0], 2500 : 2500 + small.shape[1]] = small
    truth = [
        Box(*(round(edge * scale) + start for edge, start in zip(edges, (2500, 1700) * 2, strict=True)))
        for edges in ((box.left, box.top, box.right, box.bottom) for box in samples.true_boxes("solvay"))
    ]
    truth = [turned(box, quarter, 4000, 3000) for box in truth]
    faces = find_faces(np.rot90(image, quarter))
    assert match_boxes([one.box for one in faces], truth, iou=0.3).missed == []
    assert sum(not one.doubtful for one in faces) >= 28
    assert any("tiles at" in one.look for one in faces)
    assert len(match_boxes(detect_faces(np.rot90(image, quarter)), truth, iou=0.3).pairs) < 5  # one look does not do


def test_a_box_reaches_over_the_border_within_reason():
    (truth,) = samples.true_boxes("astronaut")
    half = photo("astronaut")[:, : (truth.left + truth.right) // 2 + 8]
    (one,) = (face for face in find_faces(half) if not face.doubtful)
    assert half.shape[1] < one.box.right <= half.shape[1] + one.box.width
    assert one.box.left >= 0


# --- all detectors ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in DETECTORS if name != "cnn"])
@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_every_detector_finds_turned_faces(name, quarter):
    (truth,) = samples.true_boxes("astronaut")
    image = np.rot90(photo("astronaut"), quarter)
    faces = find_faces(image, detector=name)
    assert any(one.box.iou(turned(truth, quarter, 512, 512)) > 0.4 for one in faces)
    for one in faces:
        assert one.doubtful in (True, False) and one.look
        assert type(one.box.score) is float if name in ("hog", "yunet") else one.box.score is None


# Each look costs seconds; the other detectors look in every way each time.
@pytest.mark.parametrize(
    "way", [way if way == "one" else pytest.param(way, marks=pytest.mark.nightly) for way in LOOKS]
)
def test_cnn_looks_in_every_way(way):
    (truth,) = samples.true_boxes("astronaut")
    image = photo("astronaut")[20:260, 100:340]
    with quietly():
        faces = find_faces(image, detector="cnn", looks=way)
    assert faces[0].box.iou(Box(truth.left - 100, truth.top - 20, truth.right - 100, truth.bottom - 20)) > 0.5


@pytest.mark.parametrize("name", [name for name in DETECTORS if name != "cnn"])
def test_one_look_is_what_detect_faces_does(name):
    faces = find_faces(photo("scene"), detector=name, looks="one")
    assert [one.box.clip(photo("scene")) for one in faces if not one.doubtful] == detect_faces(photo("scene"), name)


@pytest.mark.parametrize("size", [(1, 1), (3, 5), (1, 400), (24, 24), (33, 2000)])
@pytest.mark.parametrize("name", ["yunet", "haar", "hog"])
def test_takes_very_small_and_narrow_images(name, size):
    assert [one for one in find_faces(np.full((*size, 3), 90, np.uint8), detector=name) if not one.doubtful] == []


# --- threads, memory --------------------------------------------------------------------------------------------------


def test_several_threads_and_one_core_give_the_same(monkeypatch):
    images = [photo("astronaut"), photo("scene")[:600, :900], np.rot90(photo("astronaut"))] * 2
    alone = [find_faces(image) for image in images]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(find_faces, images)) == alone
    monkeypatch.setattr(looks, "cores", lambda: 1)
    assert [find_faces(image) for image in images] == alone


def _count(queue):
    queue.put(len(find_faces(photo("astronaut"))))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_has_threads_of_its_own():
    due = len(find_faces(photo("astronaut")))
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_count, args=(queue,))
    child.start()
    try:
        assert queue.get(timeout=60) == due
    finally:
        child.kill()
        child.join()


def test_an_error_in_a_thread_is_raised(monkeypatch):
    def broken(image, **parameters):
        raise MemoryError("no room")

    entry = DETECTORS["yunet"]
    monkeypatch.setitem(
        DETECTORS,
        "yunet",
        Detector("yunet", "", broken, entry.parameters, "score_threshold", (0, 1), 0.7, 0.5, tile=384),
    )
    with pytest.raises(MemoryError, match="no room"):
        find_faces(np.zeros((900, 900, 3), np.uint8))


def test_needs_little_memory_beside_the_photo():
    image = np.zeros((3000, 4000, 3), np.uint8)
    find_faces(image[:800, :800])
    tracemalloc.start()
    find_faces(image)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * 3000 * 4000  # bytes: OpenCV's arrays are NumPy's, the network's own are as large for any photo


def test_the_image_is_not_changed():
    find_faces(photo("astronaut"))  # it is read only
    image = photo("astronaut").copy()
    find_faces(image)
    assert (image == photo("astronaut")).all()


# --- the benchmark ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("benchmark_looks", ROOT / "benchmarks" / "looks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_benchmark_counts_covered_and_false_boxes(benchmark):
    image, truth = np.zeros((100, 200, 3), np.uint8), [Box(10, 10, 50, 50), Box(-20, 60, 20, 100)]
    assert benchmark.judge([Box(12, 8, 52, 52), Box(150, 10, 190, 50)], truth, [], image) == (1, 1)
    assert benchmark.judge([Box(0, 0, 60, 60)], truth, [], image) == (1, 0)
    assert benchmark.judge([Box(0, 55, 22, 100)], truth, [], image) == (1, 0)  # the part inside counts
    assert benchmark.judge([Box(150, 10, 190, 50)], truth, [Box(150, 10, 190, 50)], image) == (0, 0)


def test_the_benchmark_makes_labels_that_fit_its_pictures(benchmark):
    (truth,) = samples.true_boxes("astronaut")
    made = list(benchmark.kinds(photo("astronaut"), [truth]))
    assert [kind for kind, *_ in made] == [
        "upright", "turned 90", "turned 180", "turned 270", "dark", "grey",
        "crop 1", "crop 1.15", "crop 1.3", "crop 1.5", "crop 2", "small in 12 MP", "small in 48 MP",
    ]  # fmt: skip
    for kind, picture, (here,), _ in made:
        if kind.startswith("turned"):
            quarter = int(kind[7:]) // 90
            assert (np.rot90(picture, -quarter) == photo("astronaut")).all()
            assert here == turned(truth, quarter, 512, 512)
        if kind.startswith("small"):
            assert 32 <= here.width <= 34 and picture.shape[0] * picture.shape[1] in (12e6, 48e6)
        if kind == "crop 1":
            assert here.clip(picture).area >= 0.98 * picture.shape[0] * picture.shape[1]


def test_the_benchmark_gives_a_row_for_each_kind_and_way(benchmark):
    ticks = iter([0, 1, 10, 14])
    given = [(photo("astronaut"), samples.true_boxes("astronaut"))]
    results = benchmark.measure(given, ["one", "sizes"], only=["upright"], clock=lambda: next(ticks))
    head, one, sizes = (line.split() for line in benchmark.table(results, ["one", "sizes"]).splitlines())
    assert head[-3:] == ["time", "/", "one"]
    assert one == ["upright", "one", "1", "1", "1", "1", "1.000", "0.00", "0.00", "1.0"]
    assert sizes == ["upright", "sizes", "1", "1", "1", "1", "1.000", "0.00", "0.00", "4.0"]


def test_the_benchmark_takes_a_folder_with_labels(benchmark, tmp_path, capsys):
    assert benchmark.main(["--photos", str(tmp_path)]) == 1
    assert "has no labels.json" in capsys.readouterr().err
    write_image(tmp_path / "wall.png", np.full((200, 200, 3), 90, np.uint8))
    (tmp_path / "labels.json").write_text('{"wall.png": []}', encoding="utf-8")
    assert benchmark.main(["--photos", str(tmp_path), "--kinds", "upright", "--looks", "one"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:4] == ["no", "face", "one", "1"]
