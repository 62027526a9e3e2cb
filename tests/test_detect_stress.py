"""The stress test of detectors: each stress does what it says to light and boxes, and the table counts rightly."""

import math

import cv2
import numpy as np
import pytest

from faceblur_utils import DETECTORS, Box, Finding, read_image, samples
from faceblur_utils.detect import STRESSES, Labelled, match_boxes, sample_photos, stress_table
from faceblur_utils.detect import detectors as registry
from faceblur_utils.detect.loading import DetectorUnavailableError
from faceblur_utils.detect.stress import FULL_WELL, READ_NOISE, Stress, over_photos
from faceblur_utils.images import from_light, to_light


def random(seed=0):
    return np.random.default_rng(seed)


def flat(level, side=200):
    return Labelled(np.full((side, side, 3), level, np.uint8), (Box(60, 50, 120, 130),))


@pytest.fixture(scope="module")
def astronaut():
    return next(photo for photo in sample_photos() if photo.name == "astronaut")


# --- light ------------------------------------------------------------------------------------------------------------


def test_light_is_the_standards_to_the_number():
    """The formula of IEC 61966-2-1, written out once more; 10 % of the light of a 200 is a 68."""

    def light(number):
        share = number / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    def number(light):
        return round(255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055))

    assert number(light(200) / 10) == 68
    numbers = np.arange(256, dtype=np.uint8)
    assert np.allclose(to_light(numbers), [light(n) for n in range(256)], atol=1e-7)
    for share in (1, 0.1, 0.01, 4):
        due = [number(min(1, light(n) * share)) for n in range(256)]
        assert from_light(to_light(numbers) * share).tolist() == due
        if share != 1:
            [spoilt] = STRESSES["dark"](flat(200), share, random())
            assert (spoilt.image == due[200]).all()


def test_what_is_no_image_has_no_light():
    with pytest.raises(TypeError, match="uint8 array; got float64"):
        to_light(np.zeros((2, 2, 3)))


def test_noise_grows_with_the_light_as_shot_and_read_noise_do():
    """In electrons: variance = signal + read noise squared, the photon transfer curve."""
    gain = 20
    white, signals, variances = FULL_WELL / gain, [], []
    for level in (90, 120, 150, 180):  # neither so dark nor so bright that anything is cut off
        [spoilt] = STRESSES["noise"](flat(level, 500), gain, random(level))
        electrons = to_light(spoilt.image).astype(float) * white
        signals.append(to_light(np.uint8([level]))[0] * white)
        variances.append(electrons.var())
        assert electrons.mean() == pytest.approx(signals[-1], rel=0.01)
    assert variances == pytest.approx([signal + READ_NOISE**2 for signal in signals], rel=0.04)


def test_less_light_in_the_well_is_more_noise():
    spread = [STRESSES["noise"](flat(120), gain, random())[0].image.std() for gain in (10, 100, 1000)]
    assert spread[0] < spread[1] < spread[2]


def test_blur_mixes_light_and_not_numbers():
    photo = Labelled(np.zeros((80, 80, 3), np.uint8), (Box(20, 20, 60, 60),))
    photo.image[:, ::2] = 255
    [spoilt] = STRESSES["blur"](photo, 0.2, random())
    assert (spoilt.image[20:60, 20:60] == 188).all(), "half of white's light is 188, not 128"


# --- boxes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STRESSES)
def test_the_first_level_changes_nothing_and_others_do_not_change_the_photo(name, astronaut):
    stress, before = STRESSES[name], astronaut.image.copy()
    [same] = stress(astronaut, stress.levels[0], random())
    assert same is astronaut
    for level in stress.levels[1:]:
        spoilt = stress(astronaut, level, random())
        again = stress(astronaut, level, random())
        assert spoilt and all(len(one.faces) == 1 for one in spoilt)
        assert all(np.array_equal(a.image, b.image) for a, b in zip(spoilt, again, strict=True))
        unlike = name == "size" and level >= astronaut.face_width
        assert unlike or any(not np.array_equal(one.image, before) for one in spoilt)
    assert np.array_equal(astronaut.image, before)


@pytest.mark.parametrize("name", STRESSES)
def test_a_photo_of_nobody_goes_through_every_stress(name):
    nobody = Labelled(np.full((60, 90, 3), 99, np.uint8))
    for level in STRESSES[name].levels:
        assert all(not one.faces and one.image.size for one in STRESSES[name](nobody, level, random()))


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, -90])
def test_quarter_turns_move_every_pixel_and_the_box_with_it(degrees):
    image = random(3).integers(0, 256, (70, 110, 3), dtype=np.uint8)
    photo = Labelled(image, (Box(10, 20, 43, 61),))
    turned = photo.turned(degrees)
    assert np.array_equal(turned.image, np.rot90(image, round(degrees / 90)))
    inside = np.rot90(image[photo.faces[0].slices], round(degrees / 90))
    assert np.array_equal(turned.image[turned.faces[0].slices], inside)


@pytest.mark.parametrize("degrees", [15, 30, 45, 60, 135])
def test_a_turned_box_holds_the_turned_face_and_no_more(degrees):
    image = np.zeros((300, 400, 3), np.uint8)
    box = Box(120, 60, 180, 150)
    centre = (box.left + box.right - 1) / 2, (box.top + box.bottom - 1) / 2
    cv2.ellipse(image, (centre, (box.width, box.height), 0), (255, 255, 255), -1)
    turned = Labelled(image, (box,)).turned(degrees)
    rows, columns = np.nonzero((turned.image > 200).all(axis=2))
    seen = Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert turned.faces[0].iou(seen) > 0.93


def test_a_turned_photo_is_not_shrunk_by_its_detector():
    [solvay] = [photo for photo in sample_photos() if photo.name == "solvay"]
    for degrees in STRESSES["turn"].levels:
        [spoilt] = STRESSES["turn"](solvay, degrees, random())
        height, width = spoilt.image.shape[:2]
        assert max(height, width) <= 1280 and len(spoilt.faces) == 29
        assert all(box == box.clip(spoilt.image) for box in spoilt.faces)


def test_the_sideways_photo_stands_upright():
    [photo] = [photo for photo in sample_photos() if photo.name == "paumier_sideways"]
    assert photo.faces[0].height > photo.faces[0].width
    assert match_boxes(DETECTORS["yunet"](photo.image), photo.faces).recall == 1


def test_faces_get_as_small_as_said():
    for photo in sample_photos():
        for width in (40, 10):
            [spoilt] = STRESSES["size"](photo, width, random())
            assert spoilt.face_width <= min(width, photo.face_width) + 1  # edges are whole pixels


@pytest.mark.parametrize("name, where", [("mask", (-1, 40)), ("hat", (0, 40)), ("side", (40, 0)), ("eyes", (32, 40))])
def test_a_bar_covers_the_share_asked_for_and_where(name, where):
    photo = Labelled(np.zeros((200, 200, 3), np.uint8), (Box(60, 50, 140, 150),))
    for share in (0.2, 0.5):
        [spoilt] = STRESSES[name](photo, share, random())
        covered = (spoilt.image == 128).all(axis=2)
        assert covered.sum() == pytest.approx(share * photo.faces[0].area, rel=0.02)
        assert covered[photo.faces[0].slices].sum() == covered.sum() and covered[photo.faces[0].slices][where]
        assert spoilt.faces == photo.faces


def test_cuts_follow_the_face_and_neighbours_are_no_false_alarms():
    image = random(1).integers(0, 256, (100, 200, 3), dtype=np.uint8)
    photo = Labelled(image, (Box(40, 30, 60, 60), Box(70, 30, 90, 60)))
    [first, second] = STRESSES["cut"](photo, 0.5, random())
    assert first.faces == (Box(0, 30, 10, 60),) and first.others == (Box(20, 30, 40, 60),)
    assert np.array_equal(first.image, image[:, 50:120]) and second.others == ()
    [close, _] = STRESSES["close"](photo, 1, random())
    assert close.image.shape == (30, 30, 3) and close.faces == (Box(5, 0, 25, 30),)


# --- the table --------------------------------------------------------------------------------------------------------


@pytest.fixture
def portraits():
    wanted = ("astronaut", "hopper", "giunchedi", "chelsea", "coins")
    return [photo for photo in sample_photos() if photo.name in wanted]


def test_curves_fall_and_nothing_is_found_at_the_end(portraits):
    levels = {"size": (math.inf, 40, 4), "dark": (1, 0.01, 0.0001), "blur": (0, 0.1, 0.4), "noise": (0, 300, 30_000)}
    table = stress_table(levels, ["haar", "yunet"], photos=portraits, levels=levels, progress=False)
    for name in levels:
        for by in ("haar", "yunet"):
            shares = [table.at(name, level, by).share for level in table.levels(name)]
            assert shares == sorted(shares, reverse=True)
            assert shares[0] == 1 and shares[-1] == 0, (name, by, shares)


def test_looking_in_turns_finds_what_lies(portraits):
    who = ["yunet", Finding()]
    table = stress_table(["turn"], who, photos=portraits, levels={"turn": (0, 90)}, progress=False)
    assert table.by == ["yunet", "yunet, looks 'turns'"]
    assert table.at("turn", 90, table.by[0]).share < table.at("turn", 90, table.by[1]).share == 1


@pytest.fixture
def seer(monkeypatch):
    """A detector that sees white squares of 20 pixels or more, and one thing that is not there."""

    def see(image):
        bright = (image > 200).all(axis=2).astype(np.uint8)
        boxes = [Box.from_xywh(*map(int, stats[:4])) for stats in cv2.connectedComponentsWithStats(bright)[2][1:]]
        return [Box(0, 0, 3, 3), *(box for box in boxes if box.width >= 20)]

    monkeypatch.setitem(DETECTORS, "seer", registry.Detector("seer", "Seer", see, ()))


def squares(name, *sizes):
    image, faces = np.zeros((100, 300, 3), np.uint8), []
    for number, size in enumerate(sizes):
        box = Box(10 + 60 * number, 10, 10 + 60 * number + size, 10 + size)
        image[box.slices] = 255
        faces.append(box)
    return Labelled(image, tuple(faces), name=name)


def test_photos_count_alike_whatever_they_hold(seer):
    photos = [squares("many", 30, 30, 10, 10), squares("one", 40), squares("nobody")]
    table = stress_table(["dark"], ["seer"], photos=photos, levels={"dark": (1, 0.1)}, progress=False)
    first, dark = table.rows
    assert (first.shares, first.found, first.faces) == ((0.5, 1.0), 3, 5) and first.share == 0.75
    assert (first.alarms, first.pictures) == (3, 3)
    assert (dark.share, dark.found) == (0, 0)
    said = str(table)
    assert "Dark: 2 photos, 5 faces" in said and "75%" in said and "+3" in said
    assert table.as_dicts()[0]["share"] == 0.75 and table.as_dicts()[0]["low"] == first.interval[0]
    assert "Dark, up to 0.1 share of the light: seer from 75% to 0%" in table.alt
    bundle, metadata = table._repr_mimebundle_()
    [mime] = metadata
    assert metadata[mime]["alt"] == table.alt and bundle[mime]
    with pytest.raises(ValueError, match="Not measured: 'dark' at 0.5 by 'seer'"):
        table.at("dark", 0.5, "seer")


def test_the_lower_panel_shows_false_alarms_per_photo_and_says_so(seer):
    photos = [squares("one", 40), squares("nobody")]
    table = stress_table(["dark"], ["seer"], photos=photos, levels={"dark": (1,)}, progress=False)
    below = table.figure().axes[1]
    assert table.rows[0].alarms == 2 and below.lines[0].get_ydata().tolist() == [1]
    assert below.get_ylabel().split() == ["false", "alarms", "per", "photo"]
    assert "false alarms per photo" in table.alt


def test_neighbours_that_are_seen_or_not_count_for_nothing(seer):
    """A stress for one face in a group: the others may be found or missed, and neither is a hit, a miss or an alarm."""
    group = squares("group", 30, 40, 10)
    for asked in range(3):
        others = tuple(box for place, box in enumerate(group.faces) if place != asked)
        photo = Labelled(group.image, group.faces[asked : asked + 1], others, name="one of three")
        [row] = stress_table(["dark"], ["seer"], photos=[photo], levels={"dark": (1,)}, progress=False).rows
        assert (row.found, row.faces, row.alarms) == (asked < 2, 1, 1), "the alarm is the seer's own"


def test_a_new_stress_is_added_in_one_place(seer, monkeypatch):
    def black(photo, level, random):
        yield photo.shown(np.zeros_like(photo.image))

    monkeypatch.setitem(STRESSES, "black", Stress("black", "Black", "any", (0, 1), black))
    table = stress_table(["black"], ["seer"], photos=[squares("one", 40)], progress=False)
    assert [row.share for row in table.rows] == [1, 0]
    assert table.figure().axes[0].get_title() == "Black"


def test_noise_depends_on_the_photo_and_not_on_its_place(seer):
    photos = [squares(name, 30) for name in ("a", "b", "c")]
    seen = []

    def note(image):
        seen.append(image.copy())
        return []

    DETECTORS["seer"] = registry.Detector("seer", "Seer", note, ())
    for order in (photos, photos[::-1]):
        stress_table(["noise"], ["seer"], photos=order, levels={"noise": (0, 300)}, progress=False)
    assert all(np.array_equal(a, b) for a, b in zip(seen[3:6], seen[9:12][::-1], strict=True))
    assert not np.array_equal(seen[3], seen[4])


def test_a_detector_that_is_not_here_is_left_out_unless_asked_for(monkeypatch):
    def missing(image, **parameters):
        raise DetectorUnavailableError("dlib is not installed.", "pip install dlib")

    for name in ("hog", "face_recognition", "cnn"):
        entry = DETECTORS[name]
        monkeypatch.setitem(DETECTORS, name, registry.Detector(name, entry.title, missing, entry.parameters))
    photos = [squares("one", 40)]
    table = stress_table(["dark"], photos=photos, levels={"dark": (1,)}, progress=False)
    assert table.by == ["haar", "yunet", "yunet, looks 'turns'"]
    with pytest.raises(DetectorUnavailableError):
        stress_table(["dark"], ["hog"], photos=photos, progress=False)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: stress_table(["fog"]), "no stress called 'fog'"),
        (lambda: stress_table(by=["eye"]), "no detector called 'eye'"),
        (lambda: stress_table(by=[]), "Nobody searches"),
        (lambda: stress_table(photos=[squares("nobody")]), "No photo here has a face"),
        (lambda: over_photos([]), "at least one photo"),
        (lambda: over_photos([1.2]), "between 0 and 1"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.nightly
def test_the_whole_table_says_what_the_lesson_quotes():
    """At one look, YuNet under a bar: one photo of eight more or less is no contradiction."""
    levels = {"mask": (0, 0.5), "eyes": (0, 0.3)}
    table = stress_table(levels, ["yunet"], levels=levels, progress=False)
    assert table.at("mask", 0.5, "yunet").share == pytest.approx(0.69, abs=0.13)
    assert table.at("eyes", 0.3, "yunet").share == pytest.approx(0.71, abs=0.13)


# --- intervals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spread", [None, 1.0, 6.0])
@pytest.mark.parametrize("truth", [0.2, 0.5, 0.95])
def test_intervals_hold_the_true_share(truth, spread):
    """Of 200 stress tests with 8 photos each: found all or nothing of a photo, or anything between."""
    draw, held = random(5), 0
    for _ in range(200):
        if spread is None:
            shares = (draw.random(8) < truth).astype(float)
        else:
            shares = draw.beta(truth * spread, (1 - truth) * spread, 8)
        low, high = over_photos(shares, draws=400)
        held += low <= truth <= high
    assert held >= 186, f"{held} of 200"


def test_more_photos_narrow_the_interval_and_more_faces_do_not():
    few, many = ([1, 0.5] * n for n in (4, 40))
    assert np.diff(over_photos(many))[0] < np.diff(over_photos(few))[0] / 2
    assert over_photos([1] * 8)[0] < 0.7, "all of 8 photos is no certainty"


def test_samples_are_what_the_lesson_says():
    photos = sample_photos()
    assert sum(bool(photo.faces) for photo in photos) == 8 and sum(len(photo.faces) for photo in photos) == 36
    assert read_image(samples.path("hopper")).shape == next(p for p in photos if p.name == "hopper").image.shape
