"""Curves and recommendations, and the defaults of the package that follow from them."""

import inspect

import numpy as np
import pytest
from conftest import ROOT

from faceblur_utils import METHODS, anonymize, anonymize_folder, anonymize_video, read_image, samples
from faceblur_utils.hiding import MARGIN, STRENGTH, Hiding
from faceblur_utils.live import LiveCamera
from faceblur_utils.own_photos import OwnPhotos
from faceblur_utils.paste_back import MASKS
from faceblur_utils.privacy import identity_distance, seen
from faceblur_utils.privacy.attackers import ATTACKERS, Attacker
from faceblur_utils.privacy.curves import privacy_curve
from faceblur_utils.privacy.identification import Identification
from faceblur_utils.privacy.recommendation import QUICK_ATTACKERS, candidates, recommend
from faceblur_utils.privacy.subjects import speaker, strangers
from faceblur_utils.privacy.table import another_day_of_one, same_pictures


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
    hidden = face.hidden(method="pixelate", strength=0.25, mask="rectangle", margin=0)
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
    assert [len(axis.child_axes) for axis in panels[1::2]] == [2, 2]


@pytest.mark.parametrize("over", ["strength", "samples left"])
def test_its_small_pictures_are_neither_squeezed_nor_mirrored(curve, over):
    fig = curve.figure(over)
    fig.canvas.draw()
    for part in fig.subfigs:
        for own in part.axes[1].child_axes:
            (shown,) = own.images
            place, (height, width) = shown.get_window_extent(), shown.get_array().shape[:2]
            assert place.height / place.width == pytest.approx(height / width, rel=0.02)
            left, right = own.transData.transform([(0, 0), (width, 0)])[:, 0]
            assert left < right


def test_curve_over_the_samples_left(curve):
    left = [point.samples for point in curve.points]
    assert left[0] > 5 * left[1] > 15 and left[2:] == [None, None]
    fig = curve.figure("samples left")
    box, bilateral = (part.axes for part in fig.subfigs)
    assert np.allclose(box[1].get_xticks(), np.log2(left[:2])) and box[0].get_xlim()[0] > box[0].get_xlim()[1]
    assert [label.get_text().split("\n")[0] for label in box[1].get_xticklabels()] == [
        f"{left[0]:.0f}",
        f"{left[1]:.1f}",
    ]
    # Where there is no such number, the strengths stay.
    assert [label.get_text().split("\n")[0] for label in bilateral[1].get_xticklabels()] == ["0.05", "0.5"]
    with pytest.raises(ValueError, match="no axis called 'sigma'"):
        curve.figure("sigma")


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
        (lambda: recommend("box", margin=9), "margin must be between 0 and 3"),
        (lambda: recommend("box", strengths=[]), "at least one strength"),
        (lambda: recommend([]), "at least one method"),
        (lambda: recommend(["box", "smudge"]), "no method called 'smudge'"),
        (lambda: recommend("box", attackers=["psychic"]), "no attacker called 'psychic'"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: recommend("box", strength=0.5), "no strength here"),
        (lambda: recommend(outline="own"), "no outline here"),
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


# --- the rule ---------------------------------------------------------------------------------------------------------


def tried(hits, people=4, pictures=12):
    """So many of some pictures of one person named rightly, all others wrongly."""
    names = tuple("abcdefghijklmnopqrstuvwxyzABCDEFGH"[:people])
    right, wrong = np.ones(people), np.ones(people)
    right[0] = wrong[1] = 0
    return Identification(names, ("a",) * pictures, np.array([right] * hits + [wrong] * (pictures - hits)))


@pytest.mark.parametrize(
    "hits, control, breaks", [(2, 0, False), (3, 0, True), (3, 1, False), (9, 6, False), (12, 6, True)]
)
def test_an_attack_must_lie_above_control_and_chance_by_more_than_luck(hits, control, breaks):
    """Of 12 pictures among 34 people, three named are no luck, unless the surroundings name one as well."""
    assert tried(hits, 34).exceeds(tried(control, 34)) == breaks


def test_the_interval_is_over_people_where_there_are_several():
    names = tuple("abcdefghijkl")
    distances = np.ones((24, 12))
    distances[:12, 0] = 0  # twelve pictures of one person, all named; twelve others of eleven, none
    truth = ("a",) * 12 + names[1:] + ("b",)
    blind = Identification(names, truth, np.zeros((24, 12)))
    assert not Identification(names, truth, distances).exceeds(blind)
    assert Identification(names, truth[:12], distances[:12]).exceeds(
        Identification(names, truth[:12], np.zeros((12, 12)))
    )


def test_all_methods_are_candidates_at_all_strengths_and_covers_in_all_outlines():
    some = candidates()
    assert {one.method for one in some} == set(METHODS)
    for name, method in METHODS.items():
        own = [one for one in some if one.method == name and one.parameters is None]
        assert len(own) == (4 if method.kind != "cover" else 1 if name == "average" else 3)
    assert len(set(some)) == len(some) and {one.mask for one in some} == {Hiding().mask}
    assert {one.margin for one in candidates("solid", Hiding(margin=0.6, mask="rectangle"))} == {0.6}


@pytest.fixture(scope="module")
def shadows():
    """An attacker who sees the original through anything but a solid cover of everybody's proportions."""
    return Attacker("shadows", "Shadows", "Sees through.", _through_blurs, recognises=False)


def _through_blurs(search):
    covered = search.hiding.method in ("solid", "average") and search.hiding.shape == "proportions"
    wide = len(search.album)
    return np.zeros((len(search.probes), wide)) if covered else 1 - np.eye(wide)[: len(search.probes)]


def test_what_is_taken_is_what_no_attack_breaks_and_takes_away(shadows, monkeypatch):
    monkeypatch.setitem(ATTACKERS, "shadows", shadows)
    advice = recommend(strengths=[0.5], attackers=["shadows"], experiments=[same_pictures(6)])
    assert advice.hiding == Hiding("solid")
    broken = {trial.hiding for trial in advice.trials if trial.broken_by is not None}
    assert {trial.hiding for trial in advice.trials} - broken == {Hiding("solid"), Hiding("average")}
    said = str(advice)
    assert "solid, ellipse, margin 0.3: passed 1 attacks" in said and "It puts another face" in said
    assert "gaussian 0.5, ellipse, margin 0.3: broken. Shadows: names 100% of 6 pictures of 6 people among 6" in said
    none = recommend("gaussian", strengths=[0.5], attackers=["shadows"], experiments=[same_pictures(6)])
    assert none.hiding is None and "Taken: none" in str(none)


def test_of_what_passes_most_remains(monkeypatch):
    """With nobody who attacks, the weakest blur is taken."""
    blind = Attacker("blind", "Blind", "Guesses.", lambda search: np.zeros((3, 3)), recognises=False)
    monkeypatch.setitem(ATTACKERS, "blind", blind)
    advice = recommend("box", strengths=[0.9, 0.1], attackers=["blind"], experiments=[same_pictures(3)])
    assert advice.hiding == Hiding("box", strength=0.1)
    assert [trial.remains for trial in advice.trials] == sorted((t.remains for t in advice.trials), reverse=True)


def test_several_methods_share_one_control(monkeypatch):
    """What black tells is the same for all of them."""
    asked = []

    def guess(search):
        asked.append(search.hiding)
        return np.zeros((3, 3))

    monkeypatch.setitem(ATTACKERS, "blind", Attacker("blind", "Blind", "Guesses.", guess, recognises=False))
    advice = recommend(["box", "median"], strengths=[0.5], attackers=["blind"], experiments=[same_pictures(3)])
    assert [trial.hiding.method for trial in advice.trials] == ["box", "median"]
    assert sorted(how.method for how in asked) == ["box", "median", "solid"]


# --- the defaults follow from this ------------------------------------------------------------------------------------


def test_no_setting_of_bilateral_hides_anybody_from_the_recogniser():
    """dlib's, at its own limit of 0.6: ten of the samples' faces, each asked whether it is itself."""
    faces = strangers()[::4] + speaker("intro", 1)
    at_strengths = privacy_curve(faces, ["bilateral"])
    assert all(point.recognised == len(faces) for point in at_strengths.points)
    widest = {one.name: one.high for one in METHODS["bilateral"].parameters}
    for own in ({}, widest, widest | {"sigmaColor": 127}):  # its own defaults, and the ends of its sliders
        for face in faces[::3]:
            hidden = face.hidden(method="bilateral", parameters=own)
            assert identity_distance(face.image, hidden.image, face.box) < 0.6


def test_the_old_default_is_broken_and_the_default_is_not_by_those_who_need_no_recogniser():
    """The quick part of what keeps `Hiding` at what the rule gives; the whole is the next test."""
    old = recommend("pixelate", strengths=[0.5], attackers=QUICK_ATTACKERS)
    assert old.hiding is None and all(trial.broken_by for trial in old.trials)
    solid = recommend("solid", attackers=QUICK_ATTACKERS)
    assert solid.hiding == Hiding(), str(solid)
    (own,) = (trial for trial in solid.trials if trial.hiding.outline == "own")
    assert own.broken_by.attacker == "outline"


def test_texts_say_what_the_default_withstands_with_the_numbers_measured():
    """README's table, and what `Hiding` and `anonymize` say of themselves."""
    kind, readme = another_day_of_one(), (ROOT / "README.md").read_text(encoding="utf-8")
    settings = Hiding("pixelate", strength=0.5), Hiding(outline="own"), Hiding()
    for name, says in (("trained", "a classifier"), ("edges", "pixels, compared"), ("outline", "how much taller")):
        tries = [kind.attacked(ATTACKERS[name], how, "", "") for how in settings]
        (row,) = (line for line in readme.splitlines() if line.startswith(f"| {says}"))
        assert row.endswith("".join(f"| {one.hits} of {len(one.truth)} " for one in tries) + "|"), name
        assert (tries[-1].hits, len(tries[-1].truth), len(tries[-1].people)) == (0, 12, 34)
        assert name == "outline" or tries[0].exceeds(tries[-1]), "the mosaic"
    for one in (Hiding, anonymize):
        said = " ".join(one.__doc__.split())
        assert "named 0 of 12 pictures of one man among 34 people behind it (chance: 1 of 34)" in said
        assert "named all 33 people of an album with the same photos" in said and len(strangers()) == 33


@pytest.mark.nightly
def test_the_default_is_what_the_rule_gives():
    advice = recommend()
    assert advice.hiding == Hiding(), str(advice)


def test_strength_and_margin_stand_in_one_place():
    assert (Hiding().strength, Hiding().margin) == (STRENGTH.default, MARGIN.default)


@pytest.mark.parametrize("function", [anonymize_folder, anonymize_video, OwnPhotos, LiveCamera])
def test_every_way_to_hide_faces_has_the_defaults_of_anonymize(function):
    for name, one in inspect.signature(function).parameters.items():
        if name in Hiding.names():
            assert one.default == getattr(Hiding(), name), name


@pytest.mark.parametrize("mask", MASKS)
def test_default_holds_on_all_photos_and_in_the_clips(mask):
    """dlib takes none of 39 pictures for the same person, and YuNet finds at most one face in 20, under each mask."""
    found = faces = 0
    for name in ("astronaut", "hopper", "giunchedi", "henner", "solvay", "scene"):
        image, boxes = read_image(samples.path(name)), samples.true_boxes(name)
        hidden = anonymize(image, boxes=boxes, mask=mask).image
        found, faces = found + len(seen(hidden, boxes, "yunet")), faces + len(boxes)
    assert faces == 44 and found <= faces / 20
    for face in strangers() + speaker("intro", 3) + speaker("test_movie", 3):
        hidden = face.hidden(mask=mask)
        assert identity_distance(face.image, hidden.image, face.box) >= 0.6
