"""The registry of attackers, the box read off a mosaic, intervals over people, and the table of them all."""

import json
from dataclasses import replace

import numpy as np
import pytest

from faceblur_utils.hiding import Hiding
from faceblur_utils.privacy.attackers import ATTACKERS, Attacker, attack
from faceblur_utils.privacy.identification import Identification, identify
from faceblur_utils.privacy.intervals import bootstrap, least_noticed, share_of_people
from faceblur_utils.privacy.matching import read_box
from faceblur_utils.privacy.subjects import Portrait, speaker, strangers
from faceblur_utils.privacy.table import (
    CLEAR,
    CONTROLS,
    Experiment,
    another_day_of_one,
    attack_table,
    same_pictures,
)
from faceblur_utils.roi import Box

SFACE = {"recogniser": "sface", "alignment": "box"}
WITHOUT_RECOGNISER = [name for name, one in ATTACKERS.items() if not one.recognises]
MOSAIC = Hiding("pixelate", strength=0.2)


def published(people, hiding, seed=0):
    """Probes of some people, each with a neighbouring frame that shows the same."""
    probes = [(one.published(seed + n, hiding), one.published(seed + 100 + n, hiding)) for n, one in enumerate(people)]
    return [replace(first, neighbours=(second,)) for first, second in probes]


def drawn(person, seed, brightness=1.0):
    """A picture of somebody who does not exist: a few soft spots that are the same each time, under another light."""
    own, day = np.random.default_rng(person), np.random.default_rng((person, seed))
    y, x = np.mgrid[:200, :200] / 200
    picture = np.full((200, 200), 120.0)
    for _ in range(8):
        at, size, tone = own.uniform(0.3, 0.7, 2), own.uniform(0.05, 0.12), own.uniform(-80, 80)
        picture += tone * np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / (2 * size**2))
    picture = picture * brightness + day.normal(0, 4, picture.shape)
    grey = np.rint(picture.clip(0, 255)).astype(np.uint8)
    return Portrait(f"person {person}", np.dstack([grey] * 3), Box(50, 50, 150, 150))


# --- attackers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ATTACKERS)
def test_each_says_what_it_does_and_names_people_who_are_not_hidden(name):
    one, people = ATTACKERS[name], strangers()[:4]
    assert one.name == name and one.does.endswith(".") and one.title
    # A clear picture has no outline to be read: he has no reason to guess.
    assert attack(name, published(people, CLEAR), people, CLEAR, **SFACE).hits == (0 if name == "outline" else 4)


@pytest.mark.parametrize("name", ATTACKERS)
def test_names_of_the_published_are_kept_from_attackers(name):
    people, hiding = [drawn(n, 0) for n in range(3)], MOSAIC
    probes = published(people, hiding)
    wrong = [replace(one, person=other.person) for one, other in zip(probes, reversed(people), strict=True)]
    first, second = (attack(name, some, people, hiding, **SFACE) for some in (probes, wrong))
    assert first.truth != second.truth and np.array_equal(first.distances, second.distances)


@pytest.mark.parametrize("name", WITHOUT_RECOGNISER)
def test_a_solid_cover_leaves_these_at_chance(name):
    people = [drawn(n, 0) for n in range(6)]
    tried = attack(name, published(people, Hiding("solid")), people, Hiding("solid"))
    # Whatever was seen of a picture, it is as far from everybody in the album.
    assert np.ptp(tried.distances, axis=1).max() < 1e-9 and tried.first(1) == pytest.approx(1 / 6)


@pytest.mark.parametrize("hiding", [MOSAIC, Hiding("gaussian", strength=0.3)], ids=["mosaic", "blur"])
@pytest.mark.parametrize("name", ["edges", "trained"])
def test_a_weak_blur_is_found_out_on_another_day(name, hiding):
    album, shown = ([drawn(n, day, light) for n in range(6)] for day, light in ((0, 1), (1, 0.7)))
    assert attack(name, published(shown, hiding), album, hiding).hits >= 5


def boxed(number, height):
    """Somebody whose face is so high, and 60 pixels wide."""
    one = drawn(number, 0)
    return replace(one, box=Box(70, 100 - height // 2, 130, 100 + height // 2))


def test_a_covers_own_outline_names_people_and_the_same_for_everybody_does_not():
    people = [boxed(number, height) for number, height in enumerate((48, 72, 110))]
    own, alike, sizes = Hiding("solid", outline="own"), Hiding("solid"), Hiding("solid", outline="sizes")
    assert attack("outline", published(people, own), people, own).hits == 3
    for hiding in (alike, sizes):
        assert np.ptp(attack("outline", published(people, hiding), people, hiding).distances) == 0
    mosaic = attack("outline", published(people, MOSAIC), people, MOSAIC)
    assert mosaic.hits == 3


def test_the_mean_colour_names_who_a_mosaic_of_one_block_hides_and_not_who_a_cover_does():
    people, one_block = strangers()[:8], Hiding("pixelate", parameters={"blocks": 1})
    tried = attack("tone", published(people, one_block), people, one_block)
    # Not all 8: two have the same mean, in whole grey levels, and the publisher's own box moves a mean by up to 12
    # levels, further than to the next one's. Four draws of the boxes give 4, 6, 5 and 5. By chance it would be 1.
    assert tried.hits >= 4 and (tried.ranks <= 3).all()
    covered = attack("tone", published(people, Hiding("solid")), people, Hiding("solid"))
    assert np.ptp(covered.distances, axis=1).max() < 1e-9


def test_several_pictures_of_a_person_count_as_one_person():
    album = [drawn(n, day) for n in range(3) for day in (0, 1)]
    tried = attack("trained", published(album[:2], MOSAIC), album, MOSAIC)
    assert tried.people == ("person 0", "person 1", "person 2") and tried.distances.shape == (2, 3)
    two = [one for one in album if one.person != "person 2"]
    assert attack("trained", published(two[:1], CLEAR), two, CLEAR).hits == 1


def test_who_knows_the_box_to_the_pixel_says_so_and_nobody_else_uses_it():
    people, hiding = [drawn(n, 0) for n in range(3)], Hiding("gaussian", strength=0.3)
    probes = published(people, hiding)
    misled = [replace(one, drawn=one.drawn.expand(0.2)) for one in probes]
    for name, one in ATTACKERS.items():
        same, other = (attack(name, some, people, hiding, **SFACE).distances for some in (probes, misled))
        assert ("to the pixel" in one.does) == (not np.array_equal(same, other)), name


def test_the_five_boxes_are_not_the_publishers(monkeypatch):
    """Otherwise the attacker would win by knowing how this project draws lots."""
    one, drawn_by = drawn(0, 0), []
    monkeypatch.setattr(Portrait, "redrawn", lambda self, seed: drawn_by.append(seed) or self)
    probes = published([one], CLEAR)
    theirs, drawn_by[:] = set(drawn_by), []
    attack("patient", probes, [one, drawn(1, 0)], CLEAR, **SFACE)
    assert len(set(drawn_by)) == 10 and not set(drawn_by) & theirs


def test_an_attacker_without_reason_to_guess_is_refused():
    people = strangers()[:2]
    with pytest.raises(ValueError, match="There is no attacker 'psychic'|psychic"):
        attack("psychic", published(people, CLEAR), people)
    with pytest.raises(ValueError, match="no probe"):
        attack("edges", [], people)
    with pytest.raises(ValueError, match="Not in the gallery: giunchedi"):
        attack("edges", published(strangers()[2:3], CLEAR), people)


# --- the box read off a mosaic ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("strength", [0.25, 0.5])
def test_a_mosaics_edges_give_its_box_away(strength):
    hiding, errors = Hiding("pixelate", strength=strength), []
    for seed, one in enumerate(strangers()):
        probe = one.published(seed, hiding)
        read = read_box(probe.image, one.box, hiding)
        errors.append(max(abs(getattr(read, edge) - getattr(probe.drawn, edge)) for edge in EDGES))
    assert np.mean(np.array(errors) <= 2) > 0.9


EDGES = ("left", "top", "right", "bottom")


@pytest.mark.parametrize("box", [Box(-30, -20, 70, 100), Box(150, 140, 230, 240), Box(0, 0, 12, 12), Box(9, 9, 11, 11)])
def test_it_answers_for_faces_at_the_border_and_for_tiny_ones(box):
    one = replace(drawn(1, 0), box=box)
    probe = one.published(1, MOSAIC)
    assert read_box(probe.image, box, MOSAIC).area > 0


def test_without_blocks_the_attackers_box_stays():
    assert read_box(drawn(1, 0).image, Box(1, 2, 30, 40), Hiding("gaussian")) == Box(1, 2, 30, 40)


# --- places, and intervals over people --------------------------------------------------------------------------------


def test_match_curve_counts_places_and_shares_ties_out():
    tried = Identification(("a", "b", "c"), ("a", "b", "c"), np.array([[1, 2, 3], [1, 2, 3], [4, 4, 4.0]]))
    assert tried.cmc == pytest.approx([(1 + 0 + 1 / 3) / 3, (1 + 1 + 2 / 3) / 3, 1])
    assert (tried.first(1), tried.first(2), tried.first(99)) == pytest.approx((4 / 9, 8 / 9, 1))
    assert tried.by_person() == pytest.approx({"a": 1, "b": 0, "c": 1 / 3})
    with pytest.raises(ValueError, match="places"):
        tried.first(0)


def test_many_pictures_of_one_person_are_one_person():
    one = Identification(("a", "b"), ("a",) * 12, np.tile([1, 2.0], (12, 1)))
    assert one.over_people() is None
    few = Identification(("a", "b"), ("a",) * 6 + ("b",) * 6, np.tile([1, 2.0], (12, 1)))
    assert few.over_people() == pytest.approx(share_of_people([1, 0])) and few.over_people()[1] > 0.95


def test_each_person_once_gives_the_exact_interval():
    assert share_of_people([0] * 34) == pytest.approx((0, 1 - 0.025 ** (1 / 34)))
    assert share_of_people([1] * 8) == pytest.approx((0.025 ** (1 / 8), 1))
    with pytest.raises(ValueError, match="between 0 and 1"):
        share_of_people([0.5, 1.2])


@pytest.mark.parametrize("pictures", [1, 3])
@pytest.mark.parametrize("truth", [0.04, 0.2, 0.6])
def test_the_interval_covers_the_truth_in_95_of_100_studies(truth, pictures):
    random, covered = np.random.default_rng(1), []
    for _ in range(400):
        # Some people are easier to name than others.
        each = random.beta(2 * truth, 2 * (1 - truth), 25)
        low, high = share_of_people(random.binomial(pictures, each) / pictures)
        covered.append(low <= truth <= high)
    assert np.mean(covered) >= 0.95


def test_bootstrap_covers_a_mean_of_people():
    random, covered = np.random.default_rng(2), []
    for _ in range(150):
        heights = random.normal(1.7, 0.1, 25)
        low, high = bootstrap(25, lambda chosen, heights=heights: heights[chosen].mean(), draws=300)
        covered.append(low <= 1.7 <= high)
    assert 0.88 <= np.mean(covered) <= 0.99


def test_power_is_what_a_simulation_gives():
    share, random = least_noticed(25, 25), np.random.default_rng(3)
    noticed = [share_of_people(random.random(25) < share)[0] > 1 / 25 for _ in range(1000)]
    assert np.mean(noticed) == pytest.approx(0.8, abs=0.04)
    assert least_noticed(2, 2) is None  # two people, both named: could be luck


# --- the table --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def table():
    people = tuple(drawn(n, 0) for n in range(4))
    frames = tuple(tuple(drawn(n, day) for day in (1, 2)) for n in range(4))
    experiments = [
        Experiment("photos", "4 people.", ((tuple((one,) for one in people), people),)),
        Experiment("videos", "4 people, filmed.", ((frames, people),)),
    ]
    return attack_table(MOSAIC, experiments=experiments, attackers=["parrot", "edges", "moving"], recognisers=["sface"])


def test_a_row_for_each_attacker_recogniser_and_alignment(table):
    by = [(row.experiment.name, row.attacker, row.recogniser, row.alignment) for row in table.rows]
    asked = [("sface", "landmarks"), ("sface", "box")]
    assert by == [
        *(("photos", "parrot", *one) for one in asked),
        ("photos", "edges", "", ""),
        *(("videos", "parrot", *one) for one in asked),
        ("videos", "edges", "", ""),
        *(("videos", "moving", *one) for one in asked),
    ]
    assert all(set(row.controls) == set(CONTROLS) for row in table.rows)


def test_controls_are_other_than_what_they_control(table):
    (edges,) = (row for row in table.rows if row.attacker == "edges" and row.experiment.name == "photos")
    assert edges.tried.hits == 4 and edges.controls["clear"].hits == 4
    assert edges.controls["black"].first(1) == 0.25  # at chance
    assert not np.array_equal(edges.controls["mirrored"].distances, edges.tried.distances)


def test_sentences_name_attacker_people_and_chance(table):
    for row in table.rows:
        assert row.words.startswith(ATTACKERS[row.attacker].title)
        assert "of 4 people among 4 (chance 25.0%)" in row.words and "%;" in row.words
    assert "blind guessing" in str(table) and "4 people, filmed." in str(table)
    assert "may be missed" in str(table)


def test_one_person_gets_no_interval_over_people():
    shown, others = speaker("intro", 1), strangers()[:2]
    one = Experiment("one", "One man.", ((((shown[0],),), (*others, speaker("test_movie", 1)[0])),))
    (row,) = attack_table(experiments=[one], attackers=["edges"], controls=[]).rows
    assert "one person, no interval over people" in row.words and row.as_dict()["low"] is None


def test_data_is_plain_and_the_figure_has_words(table):
    rows = json.loads(json.dumps(table.as_dicts()))
    assert rows[0]["chance"] == 0.25 and len(rows[0]["cmc"]) == 4 and "black, first 5" in rows[0]
    data, metadata = table._repr_mimebundle_()
    assert "parrot" in metadata["image/png"]["alt"].lower() and len(data["image/png"]) > 1000


def test_a_new_attacker_is_added_in_one_place(monkeypatch):
    names = set()

    def guess(search):
        names.update(one.person for one in search.probes)
        return np.zeros((3, 3))

    blind = Attacker("blind", "Blind", "Guesses.", guess, recognises=False)
    monkeypatch.setitem(ATTACKERS, "blind", blind)
    (row,) = attack_table(experiments=[same_pictures(3)], attackers=["blind"]).rows
    assert row.tried.first(1) == pytest.approx(1 / 3)
    assert names == {""}  # nobody is told who it is


def test_names_that_do_not_exist_are_refused():
    with pytest.raises(ValueError, match="psychic"):
        attack_table(attackers=["psychic"])
    with pytest.raises(ValueError, match="upside"):
        attack_table(controls=["upside down"])


def test_recogniser_and_alignment_reach_the_recogniser():
    album = strangers()[:3]
    probes = [one.hidden() for one in album[:1]]
    each = [identify(probes, album, recogniser="sface", alignment=by).distances for by in ("landmarks", "box")]
    assert not np.array_equal(*each)
    with pytest.raises(ValueError, match="nobody"):
        identify(probes, album, recogniser="nobody")


# --- must hold --------------------------------------------------------------------------------------------------------


def test_the_edges_and_the_very_photo_name_people_behind_a_coarse_mosaic():
    people, mosaic = strangers()[:10], Hiding("pixelate", strength=0.5)
    assert attack("edges", published(people, mosaic), people, mosaic).hits == 10


def test_a_man_is_not_named_behind_an_average_face_by_its_pixels():
    """On another day, among 34 people; the mosaic of before is in tests/test_privacy_recommendation.py."""
    tried = another_day_of_one().attacked(ATTACKERS["edges"], Hiding("average"), "", "")
    assert tried.first(1) == pytest.approx(1 / 34)
