"""Detectors: each equals its library's own call, and all keep the same promises; scoring counts what it says."""

import importlib.util
import io
import math
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faceblur_utils import DETECTORS, Box, detect_faces, read_image, samples
from faceblur_utils.detect import match_boxes

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("haar", "hog", "face_recognition", "cnn", "yunet")
# One setting of its own for each, that gives another answer than the default somewhere or costs less.
OWN = {
    "haar": {"scaleFactor": 1.3, "minNeighbors": 3, "minSize": 60},
    "hog": {"upsample": 1, "threshold": 0.2},
    "face_recognition": {"upsample": 0},
    "cnn": {"max_side": 400},
    "yunet": {"score_threshold": 0.9, "nms_threshold": 0.5, "max_side": 320},
}


@cache
def photo(name):
    image = read_image(samples.path(name))
    image.flags.writeable = False  # whoever writes into it fails
    return image


def quietly(image, name, **parameters):
    """Without cnn's announcement."""
    with redirect_stdout(io.StringIO()):
        return detect_faces(image, name, **parameters)


def face_locations(image, **options):
    """face_recognition's own answer, as boxes."""
    quietly(np.zeros((8, 8, 3), np.uint8), "face_recognition")  # the package imports it without its warnings
    import face_recognition

    found = face_recognition.face_locations(image, **options)
    # Its right and bottom are dlib's: the last column and row inside; where the picture cuts a face, the first outside.
    return {Box(left, top, right + 1, bottom + 1).clip(image) for top, right, bottom, left in found}


# --- what all five promise --------------------------------------------------------------------------------------------


def test_the_five_are_there():
    assert tuple(DETECTORS) == NAMES
    assert all(name == detector.name for name, detector in DETECTORS.items())


@pytest.mark.parametrize("name", NAMES)
def test_finds_the_astronaut(name):
    (truth,) = samples.true_boxes("astronaut")
    found = quietly(photo("astronaut"), name)
    assert found[0].iou(truth) > 0.5
    assert all(type(box) is Box for box in found)
    assert all(type(edge) is int for box in found for edge in (box.left, box.top, box.right, box.bottom))
    assert all(type(box.score) is float if name in ("hog", "cnn", "yunet") else box.score is None for box in found)


@pytest.mark.parametrize("name", NAMES)
def test_takes_its_own_parameters(name):
    (truth,) = samples.true_boxes("astronaut")
    assert quietly(photo("astronaut"), name, **OWN[name])[0].iou(truth) > 0.5
    assert {p.name for p in DETECTORS[name].parameters} >= set(OWN[name])


@pytest.mark.parametrize(
    ("name", "parameter", "value", "fewer_or_more"),
    [
        ("haar", "scaleFactor", 1.5, -1),
        ("haar", "minNeighbors", 0, 1),
        ("haar", "minSize", 100, -1),
        ("hog", "upsample", 1, 1),
        ("hog", "threshold", 1.0, -1),
        ("face_recognition", "upsample", 0, -1),
        ("cnn", "max_side", 160, -1),
        pytest.param("cnn", "upsample", 1, 1, marks=pytest.mark.nightly),
        ("yunet", "score_threshold", 0.93, -1),
        ("yunet", "nms_threshold", 1.0, 1),
        ("yunet", "max_side", 320, -1),
    ],
)
def test_each_parameter_has_an_effect(name, parameter, value, fewer_or_more):
    image = np.ascontiguousarray(photo("scene")[:, :512]) if name == "cnn" else photo("scene")
    base = {"max_side": 480} if name == "cnn" and parameter != "max_side" else {}
    before, after = (len(quietly(image, name, **base, **extra)) for extra in ({}, {parameter: value}))
    assert (after - before) * fewer_or_more > 0


@pytest.mark.parametrize("name", NAMES)
def test_largest_first(name):
    options = {"max_side": 800} if name == "cnn" else {}
    areas = [box.area for box in quietly(photo("scene"), name, **options)]
    assert len(areas) > 1 and areas == sorted(areas, reverse=True)


@pytest.mark.parametrize("name", NAMES)
def test_boxes_are_clipped_to_the_image(name):
    # The face is cut by each border in turn.
    top, right, bottom, left = 84, 262, 172, 186
    image, cut_boxes = photo("astronaut"), 0
    for rows, columns in (
        (slice(top, None), slice(None)),
        (slice(None), slice(None, right)),
        (slice(None, bottom), slice(None)),
        (slice(None), slice(left, None)),
    ):
        part = image[rows, columns]
        high, wide = part.shape[:2]
        for box in quietly(part, name):
            assert 0 <= box.left < box.right <= wide and 0 <= box.top < box.bottom <= high
            assert part[box.slices].shape == (box.height, box.width, 3)
            cut_boxes += box.left == 0 or box.top == 0 or box.right == wide or box.bottom == high
    if name == "yunet":  # the one that reports faces beyond the border: see that clipping was needed at all
        assert cut_boxes


def test_a_box_wholly_outside_is_dropped_and_ties_have_an_order(monkeypatch):
    given = [Box(30, 0, 40, 10), Box(0, 5, 10, 15), Box(500, 0, 510, 10), Box(0, 0, 10, 10), Box(-5, -5, 20, 20)]
    detector = DETECTORS["haar"]
    monkeypatch.setitem(DETECTORS, "haar", type(detector)("haar", "", lambda image: given, ()))
    found = detect_faces(np.zeros((50, 60, 3), np.uint8), "haar")
    assert found == [Box(0, 0, 20, 20), Box(0, 0, 10, 10), Box(0, 5, 10, 15), Box(30, 0, 40, 10)]


@pytest.mark.parametrize("name", NAMES)
def test_the_image_is_not_changed(name):
    image = photo("astronaut")[:300, 100:400].copy()
    before = image.copy()
    quietly(image, name)
    assert np.array_equal(image, before)


LAYOUTS = {
    "slice": lambda image: image[:300, 100:400],
    "every other row and column": lambda image: image[:600:2, 100:500:2],
    "mirrored": lambda image: image[:300, 400:100:-1],
    "from BGR": lambda image: image[:300, 100:400, ::-1].copy()[..., ::-1],
    "turned": lambda image: np.rot90(image[100:400:, :300].transpose(1, 0, 2), 2)[::-1, ::-1].transpose(1, 0, 2),
    "channels first": lambda image: np.ascontiguousarray(image[:300, 100:400].transpose(2, 0, 1)).transpose(1, 2, 0),
    "Fortran": lambda image: np.asfortranarray(image[:300, 100:400]),
    "grey, broadcast": lambda image: np.broadcast_to(image[:300, 100:400, 1:2], (300, 300, 3)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", NAMES)
def test_an_array_gives_the_same_however_it_lies_in_memory(name, layout):
    view = LAYOUTS[layout](photo("astronaut"))
    options = {"max_side": 240} if name == "cnn" else {}
    view.flags.writeable = False  # whoever writes into it fails
    assert not view.flags.c_contiguous
    copy = np.array(view, order="C")
    assert copy.strides == (view.shape[1] * 3, 3, 1)
    assert quietly(view, name, **options) == quietly(copy, name, **options)
    if layout == "slice":
        assert quietly(view, name, **options) != []


@pytest.mark.parametrize("name", ["hog", "face_recognition", "yunet"])  # the others' 60 take too long
def test_sixty_slices_give_what_their_copies_give(name):
    random = np.random.default_rng(0)
    for top, left in random.integers(0, 200, (60, 2)).tolist():
        view = photo("astronaut")[top : top + 220, left : left + 220]
        assert detect_faces(view, name) == detect_faces(view.copy(), name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("height", "width"), [(1, 1), (3, 5), (5, 3), (1, 40), (24, 24), (31, 2)])
def test_takes_very_small_images(name, height, width):
    image = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    assert quietly(image, name) == []


@pytest.mark.parametrize(
    ("height", "width", "max_side"), [(1, 1, 1280), (20, 380, 1280), (336, 8, 1280), (30, 900, 90)]
)
def test_yunets_network_never_sees_a_narrow_picture(height, width, max_side, monkeypatch):
    # With a side of 32 pixels or fewer it sometimes ends the process, so see what it is given rather than what it says.
    import faceblur_utils.detect.detectors as module

    class Network:
        def setInputSize(self, size):
            self.size = size

        def setScoreThreshold(self, value): ...

        def setNMSThreshold(self, value): ...

        def detect(self, image):
            assert image.shape[1::-1] == self.size and min(self.size) >= 64
            # A face in the left half of what the picture became, which must come back in the picture's own pixels.
            return 1, np.array([[0, 0, min(width, max_side) / 2, min(height, max_side), 0.9]], np.float32)

    monkeypatch.setattr(module, "load_yunet", Network)
    monkeypatch.setattr(module._thread, "_yunet_networks", {}, raising=False)
    (box,) = detect_faces(np.full((height, width, 3), 200, np.uint8), "yunet", max_side=max_side) or [None]
    if width > 1:
        assert abs(box.right - width / 2) <= 1 and box.bottom == height


def test_yunet_by_turns_at_several_sizes_says_the_same():
    image = photo("astronaut")
    alone = {side: detect_faces(image, "yunet", max_side=side) for side in (512, 256, 384)}
    assert len(set(map(tuple, alone.values()))) == 3
    for side in (512, 256, 512, 256, 384, 512, 384):
        assert detect_faces(image, "yunet", max_side=side) == alone[side]


def test_yunet_takes_narrow_images_one_after_the_other():
    random = np.random.default_rng(0)
    for height, width in random.integers(1, 400, (60, 2)).tolist():
        image = random.integers(0, 256, (min(height, 40), width, 3), dtype=np.uint8)
        for part in (image, np.ascontiguousarray(image.transpose(1, 0, 2))):
            assert detect_faces(part, "yunet") == []


@pytest.mark.parametrize("name", ["cnn", "yunet"])
def test_takes_images_that_shrink_to_less_than_a_pixel(name):
    assert quietly(np.zeros((1, 3000, 3), np.uint8), name, max_side=160) == []


@pytest.mark.parametrize("name", NAMES)
def test_two_threads_give_the_same(name):
    images = [photo("astronaut")[:256], np.ascontiguousarray(photo("hopper")[:400])] * (2 if name == "cnn" else 5)
    options = {"max_side": 256} if name == "cnn" else {}
    alone = [DETECTORS[name](image, **options) for image in images]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda image: DETECTORS[name](image, **options), images))
    assert together == alone and any(alone)


@pytest.mark.parametrize("name", NAMES)
def test_unknown_parameters_are_refused_in_words(name):
    with pytest.raises(TypeError, match=f"'{name}' has no parameter 'zoom'; it takes "):
        detect_faces(photo("astronaut"), name, zoom=2)


def test_unknown_detectors_are_refused_in_words():
    with pytest.raises(ValueError, match="no detector called 'har'; choose one of haar, hog, face_recognition, cnn"):
        detect_faces(photo("astronaut"), "har")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("image", "error"),
    [
        (np.zeros((20, 20), np.uint8), ValueError),
        (np.zeros((20, 20, 4), np.uint8), ValueError),
        (np.zeros((0, 20, 3), np.uint8), ValueError),
        (np.zeros((20, 20, 3)), TypeError),
        ("photo.jpg", TypeError),
    ],
)
def test_what_is_not_an_rgb_image_is_refused(name, image, error):
    with pytest.raises(error):
        detect_faces(image, name)


# --- each equals its library ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["astronaut", "solvay", "coins"])
@pytest.mark.parametrize("settings", [{}, {"scaleFactor": 1.3, "minNeighbors": 2, "minSize": 40}])
def test_haar_is_opencvs_own_call(name, settings):
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml")
    used = {"scaleFactor": 1.1, "minNeighbors": 5, "minSize": 30} | settings
    found = cascade.detectMultiScale(
        cv2.cvtColor(photo(name), cv2.COLOR_RGB2GRAY),
        scaleFactor=used["scaleFactor"],
        minNeighbors=used["minNeighbors"],
        minSize=(used["minSize"], used["minSize"]),
    )
    ours = detect_faces(photo(name), "haar", **settings)
    assert ours and set(ours) == {Box.from_xywh(*xywh) for xywh in found} and len(ours) == len(found)


@pytest.mark.parametrize("name", ["astronaut", "scene"])
def test_hog_is_dlibs_own_call(name):
    import dlib

    rectangles = dlib.get_frontal_face_detector()(np.array(photo(name)), 0)
    due = {Box(r.left(), r.top(), r.right() + 1, r.bottom() + 1).clip(photo(name)) for r in rectangles}
    assert due and set(detect_faces(photo(name), "hog")) == due


@pytest.mark.parametrize("name", ["astronaut", "solvay", "scene"])
@pytest.mark.parametrize("upsample", [0, 1])
def test_face_recognition_is_its_own_call(name, upsample):
    due = face_locations(np.array(photo(name)), number_of_times_to_upsample=upsample)
    assert set(detect_faces(photo(name), "face_recognition", upsample=upsample)) == due
    if upsample == 1:
        assert due and set(detect_faces(photo(name), "face_recognition")) == due  # the library's default


def test_face_recognition_has_the_boxes_of_hog_to_the_pixel():
    doubled = {box.clip(photo("solvay")) for box in detect_faces(photo("solvay"), "hog", upsample=1)}
    assert doubled and set(detect_faces(photo("solvay"), "face_recognition")) == doubled


@pytest.mark.parametrize("upsample", [0, 1])
def test_cnn_is_its_own_call(upsample):
    image = np.array(photo("astronaut")[20:260, 100:340])
    (due,) = face_locations(image, number_of_times_to_upsample=upsample, model="cnn")
    (ours,) = quietly(image, "cnn", upsample=upsample)
    assert ours == due


@pytest.mark.parametrize("name", ["astronaut", "solvay"])
def test_yunet_is_opencvs_own_call(name):
    image = photo(name)
    network = cv2.FaceDetectorYN.create(str(samples.model()), "", (image.shape[1], image.shape[0]), 0.8, 0.3)
    rows = network.detect(cv2.cvtColor(image, cv2.COLOR_RGB2BGR))[1]
    due = {
        Box(*(round(float(n)) for n in (x, y, x + w, y + h))): float(row[-1])
        for row in rows
        for x, y, w, h in [row[:4]]
    }
    ours = {box: box.score for box in detect_faces(image, "yunet", score_threshold=0.8)}
    assert ours == due and len(ours) == len(rows)


# --- cnn says how long it takes ---------------------------------------------------------------------------------------


def test_cnn_announces_its_time_before_it_works(monkeypatch, capsys):
    import faceblur_utils.detect.detectors as module

    quietly(photo("astronaut")[:64, :64], "cnn")  # sets the network up
    real, said_before = module._for_this_thread(module._cnn_detector), []

    def network(image, upsample):
        said_before.append(capsys.readouterr().out)
        return real(image, upsample)

    monkeypatch.setattr(module._thread, "_cnn_detector", network)
    detect_faces(photo("astronaut")[:256], "cnn", max_side=256)
    (said,) = said_before
    assert said.startswith("cnn: about ") and " s for 256 x 128 pixels on this machine" in said


def test_cnn_shrinks_a_large_picture():
    large = cv2.resize(photo("astronaut"), (4096, 4096), interpolation=cv2.INTER_LINEAR)
    told = io.StringIO()
    with redirect_stdout(told):
        found = detect_faces(large, "cnn", max_side=400)
    (truth,) = samples.true_boxes("astronaut")
    assert "400 x 400 pixels" in told.getvalue()
    assert found[0].iou(Box(*(8 * n for n in (truth.left, truth.top, truth.right, truth.bottom)))) > 0.5
    # By default as well: at most 640 x 640 pixels, whatever comes in. That many take seconds, 16 megapixels minutes.
    assert {p.name: p.default for p in DETECTORS["cnn"].parameters} == {"upsample": 0, "max_side": 640}


def test_cnn_announces_a_plausible_time():
    quietly(photo("astronaut")[:64, :64], "cnn")
    told = io.StringIO()
    started = time.perf_counter()
    with redirect_stdout(told):
        detect_faces(photo("astronaut"), "cnn", max_side=400)
    taken, said = time.perf_counter() - started, float(told.getvalue().split()[2])
    assert taken / 8 < said < taken * 8  # other work on the machine moves both


# --- the default on our photos ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", samples.names())
def test_yunet_finds_every_frontal_face_and_nothing_else(name):
    outcome = match_boxes(detect_faces(photo(name)), samples.true_boxes(name))
    assert outcome.false_alarms == []
    missed = {pose for box, pose in samples.labels(name) if box in outcome.missed}
    assert missed <= {"sideways"}


def test_yunets_threshold_stands_well_between_faces_and_false_alarms():
    default = {p.name: p.default for p in DETECTORS["yunet"].parameters}["score_threshold"]
    faces, false = [], []
    for name in samples.names():
        outcome = match_boxes(detect_faces(photo(name), score_threshold=0.3), samples.true_boxes(name))
        poses = dict(samples.labels(name))
        faces += [box.score for box, face in outcome.pairs if poses[face] == "frontal"]
        false += [box.score for box in outcome.false_alarms]
    assert max(false) + 0.05 < default < min(faces) - 0.05


def test_yunet_is_the_default():
    assert detect_faces(photo("solvay")) == detect_faces(photo("solvay"), "yunet")


def test_import_of_face_recognition_is_silent_and_leaves_pillow_alone():
    from PIL import ImageFile

    with warnings.catch_warnings(), redirect_stdout(io.StringIO()) as said:
        warnings.simplefilter("error")
        detect_faces(np.zeros((8, 8, 3), np.uint8), "face_recognition")
    assert said.getvalue() == "" and ImageFile.LOAD_TRUNCATED_IMAGES is False


# --- scoring ----------------------------------------------------------------------------------------------------------

FACE, OTHER = Box(0, 0, 40, 40), Box(100, 0, 140, 40)


def test_matching_sorts_into_found_missed_and_false():
    near, nowhere = Box(4, 0, 44, 40), Box(300, 300, 340, 340)
    outcome = match_boxes([nowhere, near], [FACE, OTHER])
    assert outcome == ([(near, FACE)], [OTHER], [nowhere])
    assert (outcome.pairs, outcome.missed, outcome.false_alarms) == outcome
    assert (outcome.precision, outcome.recall) == (0.5, 0.5)


def test_a_second_box_on_a_face_is_a_false_alarm_and_the_better_one_wins():
    worse, better = Box(8, 0, 48, 40), Box(1, 0, 41, 40)
    assert match_boxes([worse, better], [FACE]) == ([(better, FACE)], [], [worse])
    assert match_boxes([FACE, FACE], [FACE]) == ([(FACE, FACE)], [], [FACE])  # equal boxes are still two


def test_one_box_cannot_find_two_faces():
    assert match_boxes([FACE], [Box(2, 0, 42, 40), Box(1, 0, 41, 40)]).missed == [Box(2, 0, 42, 40)]


def test_the_threshold_itself_counts():
    half = Box(0, 0, 40, 20)
    assert half.iou(FACE) == 0.5
    assert len(match_boxes([half], [FACE]).pairs) == 1
    assert len(match_boxes([half], [FACE], iou=0.51).pairs) == 0
    assert len(match_boxes([Box(0, 0, 40, 13)], [FACE], iou=0.3).pairs) == 1


def test_shares_of_nothing_are_not_numbers():
    assert match_boxes([], []) == ([], [], [])
    assert math.isnan(match_boxes([], []).precision) and math.isnan(match_boxes([], []).recall)
    assert math.isnan(match_boxes([], [FACE]).precision) and match_boxes([], [FACE]).recall == 0
    assert math.isnan(match_boxes([FACE], []).recall) and match_boxes([FACE], []).precision == 0


@pytest.mark.parametrize("iou", [0, -0.1, 1.01, math.nan])
def test_a_threshold_that_makes_no_sense_is_refused(iou):
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        match_boxes([FACE], [FACE], iou=iou)


def boxes():
    edge, length = st.integers(0, 30), st.integers(1, 30)
    return st.lists(st.builds(Box.from_xywh, edge, edge, length, length), max_size=8)


@given(boxes(), boxes(), st.sampled_from([0.1, 0.5, 1.0]))
def test_every_box_ends_up_in_one_place(found, true, iou):
    pairs, missed, false = match_boxes(found, true, iou)
    assert sorted([t for _, t in pairs] + missed, key=str) == sorted(true, key=str)
    assert sorted([f for f, _ in pairs] + false, key=str) == sorted(found, key=str)
    assert all(f.iou(t) >= iou for f, t in pairs)
    assert not any(f.iou(t) >= iou for f in false for t in missed)


# --- the benchmark ----------------------------------------------------------------------------------------------------


def test_the_benchmark_counts_and_takes_medians():
    spec = importlib.util.spec_from_file_location("detectors", ROOT / "benchmarks" / "detectors.py")
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    # Start and end of each pass, haar and yunet in turns: 6, 2 and 90 s against 2, 1 and 1 s.
    ticks = iter([0, 6, 10, 12, 20, 22, 30, 31, 40, 130, 140, 141])
    measured = benchmark.measure(("haar", "yunet"), ["astronaut", "coins"], runs=3, clock=lambda: next(ticks))
    assert [seconds for seconds, _ in measured.values()] == [6, 1]
    assert [tuple(map(len, outcome)) for _, outcome in measured.values()] == [(1, 0, 6), (1, 0, 0)]
    head, haar, yunet = (line.split() for line in benchmark.table(measured).splitlines())
    assert head[-3:] == ["time", "/", "yunet"]
    assert haar == ["haar", "1", "0", "6", "0.14", "1.00", "6.0"]
    assert yunet == ["yunet", "1", "0", "0", "1.00", "1.00", "1.0"]
