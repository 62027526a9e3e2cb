"""Who is it, among several? The attackers, their luck, and what the defaults stand."""

from dataclasses import replace

import numpy as np
import pytest

from faceblur_utils.hiding import Hiding
from faceblur_utils.privacy.identification import Identification, another_day, identify, pooled
from faceblur_utils.privacy.subjects import speaker, strangers

PEOPLE = ("a", "b", "c", "d")
MOSAIC = Hiding("pixelate")


def made(*rows, truth=None):
    return Identification(PEOPLE, tuple(truth or "a" * len(rows)), np.array(rows, float))


def test_guess_rank_and_share():
    tried = made([1, 1.01, 3, 4], [2, 1, 3, 4], [9, 1, 2, 3])
    assert tried.guesses == ("a", "b", "b") and tried.ranks.tolist() == [1, 2, 4]
    assert (tried.hits, tried.share, tried.chance) == (1, 1 / 3, 1 / 4)


def test_a_tie_is_no_guess():
    tried = made([5, 5, 5, 5])
    assert tried.guesses == (None,) and tried.hits == 0 and tried.ranks.tolist() == [2.5]


def test_interval_is_the_exact_one_of_the_binomial():
    # Clopper and Pearson (1934): none of n hits leaves up to 1 - (0.025) ** (1 / n).
    none = made(*[[9, 1, 2, 3]] * 8)
    assert none.interval == pytest.approx((0, 1 - 0.025 ** (1 / 8))) and not none.beats_chance
    every = made(*[[1, 2, 3, 4]] * 8)
    assert every.interval == pytest.approx((0.025 ** (1 / 8), 1)) and every.beats_chance


def test_joined_experiments_add_up():
    both = pooled(made([1, 2, 3, 4]), made([2, 1, 3, 4], truth="b"))
    assert (both.truth, both.hits) == (("a", "b"), 2)
    with pytest.raises(ValueError, match="albums differ: a, b, c, d and b, a"):
        pooled(both, Identification(("b", "a"), ("a",), np.ones((1, 2))))


def test_a_clear_face_is_named_and_the_nearest_of_several_pictures_counts():
    album = strangers()[:4] + speaker("intro", 2)
    tried = identify(speaker("test_movie", 2), album)
    assert tried.people[-1] == "speaker" and tried.distances.shape == (2, 5)
    assert tried.guesses == ("speaker", "speaker")
    apart = [identify(speaker("test_movie", 2), album[:4] + album[n : n + 1]).distances[:, 4] for n in (4, 5)]
    assert np.array_equal(tried.distances[:, 4], np.minimum(*apart))


def test_parrot_blurs_the_album_and_naive_does_not():
    how = {"method": "gaussian", "strength": 0.5}
    album = strangers()[:6]
    probes = [one.hidden(**how) for one in album]
    parrot = identify(probes, album, how)
    assert parrot.hits == 6 and np.allclose(parrot.distances.diagonal(), 0)
    assert identify(probes, album).hits < 6
    assert np.array_equal(identify(probes, album, Hiding(**how)).distances, parrot.distances)


def test_the_boxes_that_hid_the_speaker_are_not_the_attackers():
    same = identify([speaker("intro", 1)[0].hidden(MOSAIC)], [strangers()[0], *speaker("intro", 1)], MOSAIC)
    assert same.distances[0, 1] == 0
    tried = another_day(hiding=MOSAIC, others=strangers()[:1], count=1)
    assert tried.people == ("astronaut", "speaker") and tried.truth == ("speaker", "speaker")
    assert (tried.distances > 0).all()
    weak = Hiding("gaussian", strength=0.1)
    by_value, by_words = (
        another_day(others=strangers()[:1], count=1, **how)
        for how in ({"hiding": weak}, {"method": "gaussian", "strength": 0.1})
    )
    assert np.array_equal(by_value.distances, by_words.distances)
    assert not np.array_equal(by_value.distances, tried.distances)


@pytest.mark.parametrize(
    "probes, gallery, message",
    [
        (0, 2, "no probe"),
        (1, 1, "at least two people to choose from, got 1"),
        (3, 2, "Not in the gallery: giunchedi"),
    ],
)
def test_bad_input_is_named(probes, gallery, message):
    with pytest.raises(ValueError, match=message):
        identify(strangers()[:probes], strangers()[:gallery])


# --- must hold --------------------------------------------------------------------------------------------------------


def test_parrot_beats_naive_on_a_blur_that_is_too_weak():
    how = {"method": "gaussian", "strength": 0.5}
    naive, parrot = another_day(False, **how), another_day(True, **how)
    assert parrot.beats_chance and parrot.interval[0] > naive.interval[1]


def test_it_is_not_the_surroundings_that_name_the_speaker():
    assert another_day(True, method="solid").hits == 0  # a black face, and the same shelf behind it


def test_neither_naive_nor_parrot_beats_chance_at_a_coarse_mosaic():
    """The trained attacker does: tests/test_privacy_attackers.py."""
    for imitate, undone in ((False, False), (True, False), (True, True)):
        tried = another_day(imitate, MOSAIC, undone=undone)
        assert len(tried.truth) == 12 and len(tried.people) == 34
        assert not tried.beats_chance


def test_an_album_with_the_very_photo_beats_any_blur():
    """The limit of all blurs that lesson 09 names."""
    album = strangers()
    assert identify([one.hidden(MOSAIC) for one in album], album, MOSAIC).hits == len(album)
    redrawn = [replace(one.redrawn(seed).hidden(MOSAIC), box=one.box) for seed, one in enumerate(album)]
    assert identify(redrawn, album, MOSAIC).beats_chance
