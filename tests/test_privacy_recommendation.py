"""Curves and recommendations, and the defaults of the package that follow from them."""

import inspect

import pytest

from faceblur_utils import METHODS, anonymize, anonymize_folder, anonymize_video, read_image, samples
from faceblur_utils.hiding import MARGIN, STRENGTH, Hiding
from faceblur_utils.live import LiveCamera
from faceblur_utils.own_photos import OwnPhotos
from faceblur_utils.paste_back import MASKS
from faceblur_utils.privacy import identity_distance, seen
from faceblur_utils.privacy.curves import STRENGTHS, privacy_curve
from faceblur_utils.privacy.recommendation import FOUND_AT_MOST, recommend
from faceblur_utils.privacy.subjects import speaker, strangers


@pytest.fixture(scope="module")
def curve():
    return privacy_curve(strangers()[:3], ("box", "bilateral"), (0.05, 0.5))


def test_curve_measures_what_the_single_functions_do(curve):
    face = strangers()[1]
    hidden = face.hidden(method="box", strength=0.5)
    point = curve.at("box", 0.5)
    assert point.distances[1] == identity_distance(face.image, hidden.image, face.box)
    assert (point.faces, point.recognised, point.found) == (3, 0, 0)
    weak = curve.at("box", 0.05)
    assert (weak.recognised, weak.found) == (3, 3)
    assert [(p.method, p.strength) for p in curve.points] == [
        ("box", 0.05), ("box", 0.5), ("bilateral", 0.05), ("bilateral", 0.5)
    ]  # fmt: skip


def test_curve_takes_margin_and_mask():
    loose = privacy_curve(strangers()[:1], ["pixelate"], [0.25], mask="rectangle", margin=0)
    face = strangers()[0]
    hidden = face.hidden(strength=0.25, mask="rectangle", margin=0)
    assert loose.points[0].distances[0] == identity_distance(face.image, hidden.image, face.box)
    same = privacy_curve(strangers()[:1], ["pixelate"], [0.25], Hiding("median", mask="rectangle", margin=0))
    assert same.points == loose.points


def test_curve_shows_faces_and_says_its_numbers(curve):
    data, metadata = curve._repr_mimebundle_()
    assert any(kind.startswith("image/") for kind in data)
    assert "Of 3 faces" in data["text/plain"] and "Box 0.5: median" in data["text/plain"]
    assert "0 recognised, 0 found" in data["text/plain"]
    panels = [axis for part in curve.figure().subfigs for axis in part.axes]
    assert [axis.get_title() for axis in panels[::2]] == ["Box", "Bilateral"]
    assert [len(axis.images) for axis in panels[1::2]] == [2, 2]


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: privacy_curve([]), "at least one photo"),
        (lambda: privacy_curve(strangers()[:1], ["smudge"]), "no method called 'smudge'"),
        (lambda: privacy_curve(strangers()[:1], detector="eye"), "no detector called 'eye'"),
        (lambda: privacy_curve(strangers()[:1], ["box"], [2]), "between 0 and 1"),
        (lambda: privacy_curve(strangers()[:1], hiding=Hiding("box", parameters={"ksize": 3})), "place of every"),
        (lambda: recommend("smudge"), "no method called 'smudge'"),
        (lambda: recommend("box", strengths=[1.5]), "strength must be between 0 and 1"),
        (lambda: recommend("box", hiding=Hiding("box", parameters={"ksize": 3})), "place of every strength"),
        (lambda: recommend("box", margin=9), "margin must be between 0 and 3"),
        (lambda: recommend("box", 4), "at least 10 pixels"),
        (lambda: recommend("box", strengths=[]), "at least one strength"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: recommend("box", strength=0.5), "no strength here: several are tried"),
        (lambda: privacy_curve(strangers()[:1], method="box"), "no method here: several are tried"),
        (lambda: recommend("box", size=3), "no option 'size'; there are method, strength, mask"),
        (lambda: recommend("box", hiding={"margin": 1}), "A Hiding is needed here"),
    ],
)
def test_options_that_make_no_sense_are_named(call, message):
    with pytest.raises(TypeError, match=message):
        call()


def test_not_measured_is_said(curve):
    with pytest.raises(ValueError, match="Not measured: 'box' at strength 0.3"):
        curve.at("box", 0.3)


def test_recommendation_stops_at_the_first_strength_that_holds_and_says_what_broke_the_others():
    advice = recommend("pixelate", strengths=[1.0, 0.05, 0.25, 0.5, 0.1])
    assert [trial.strength for trial in advice.trials] == [0.05, 0.1, 0.25, 0.5]
    assert [trial.broken_by for trial in advice.trials] == ["found again", "recognised", "parrot", ""]
    assert advice.strength == 0.5 and advice.parameters == METHODS["pixelate"].at_strength(0.5, 100, 160)
    first, second, third, last = advice.trials
    assert first.recognised is None and second.recognised > 0 and second.parrot is None
    assert third.recognised == 0 and third.parrot.beats_chance and not third.naive.beats_chance
    assert (last.found, last.recognised) == (0, 0) and not last.parrot.beats_chance
    assert first.similarity is None and 0 < last.similarity < 0.5
    assert "strength 0.5" in str(advice) and "34 faces" in str(advice)
    assert advice.method == "pixelate" and advice.hiding == Hiding("pixelate", strength=0.5)


def test_recommendation_answers_for_the_width_asked_for():
    wide = recommend("median", 150, strengths=[0.5])
    assert wide.strength == 0.5 and wide.parameters == METHODS["median"].at_strength(0.5, 150, 240)


@pytest.mark.parametrize("how", [{"margin": 0.6, "mask": "rectangle"}, {"hiding": Hiding("box", 0, "rectangle", 0.6)}])
def test_recommendation_gives_the_hiding_it_tried(how):
    advice = recommend("solid", strengths=[0.1], **how)
    assert advice.hiding == Hiding("solid", strength=0.1, mask="rectangle", margin=0.6)


def test_what_holds_as_it_is_may_not_hold_once_the_blocks_are_smoothed():
    trial = recommend("pixelate", strengths=[0.2]).trials[0]
    assert trial.broken_by == "undone" and trial.recognised == 0 and not trial.parrot.beats_chance


def test_gaussian_is_broken_by_the_parrot():
    advice = recommend("gaussian", strengths=[0.5])
    assert advice.strength is None and advice.hiding is None and advice.trials[0].broken_by == "parrot"
    assert "none" in str(advice) and "0.5 (parrot)" in str(advice)


# --- the defaults follow from this ------------------------------------------------------------------------------------


def test_no_setting_of_bilateral_is_recommended_and_none_hides_anybody():
    advice = recommend("bilateral")
    assert advice.strength is None and len(advice.trials) == len(STRENGTHS)
    faces = strangers()[::4] + speaker("intro", 1)
    at_strengths = privacy_curve(faces, ["bilateral"])
    assert all(point.recognised == len(faces) for point in at_strengths.points)
    widest = {one.name: one.high for one in METHODS["bilateral"].parameters}
    for own in ({}, widest, widest | {"sigmaColor": 127}):  # its own defaults, and the ends of its sliders
        for face in faces[::3]:
            hidden = face.hidden(method="bilateral", parameters=own)
            assert identity_distance(face.image, hidden.image, face.box) < 0.6


def test_default_is_the_weakest_setting_that_holds():
    assert recommend(Hiding().method, hiding=Hiding()).hiding == Hiding()
    assert (Hiding().strength, Hiding().margin) == (STRENGTH.default, MARGIN.default)


@pytest.mark.parametrize("function", [anonymize_folder, anonymize_video, OwnPhotos, LiveCamera])
def test_every_way_to_hide_faces_has_the_defaults_of_anonymize(function):
    for name, one in inspect.signature(function).parameters.items():
        if name in Hiding.names():
            assert one.default == getattr(Hiding(), name), name


@pytest.mark.parametrize("mask", MASKS)
def test_default_holds_on_all_photos_and_in_the_clips(mask):
    """Nobody recognised, and at most one face in 20 found again, under each mask."""
    found = faces = 0
    for name in ("astronaut", "hopper", "giunchedi", "henner", "solvay", "scene"):
        image, boxes = read_image(samples.path(name)), samples.true_boxes(name)
        hidden = anonymize(image, boxes=boxes, mask=mask).image
        found, faces = found + len(seen(hidden, boxes, "yunet")), faces + len(boxes)
    assert faces == 44 and found <= FOUND_AT_MOST * faces
    for face in strangers() + speaker("intro", 3) + speaker("test_movie", 3):
        hidden = face.hidden(mask=mask)
        assert identity_distance(face.image, hidden.image, face.box) >= 0.6
