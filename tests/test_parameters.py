"""Declarations that sliders and checks read: every registered one is sound, and wrong names are told in words."""

import dataclasses

import pytest

from faceblur_utils import DETECTORS, METHODS
from faceblur_utils.parameters import Parameter, check_names, pick

DECLARED = [
    pytest.param(parameter, id=f"{owner.name}.{parameter.name}")
    for owner in (*DETECTORS.values(), *METHODS.values())
    for parameter in owner.parameters
]
WINDOW = Parameter("ksize", 5, 1, 9, 2, "Width of the window in pixels.")


@pytest.mark.parametrize("parameter", DECLARED)
def test_every_declaration_makes_a_sound_slider(parameter):
    assert parameter.low < parameter.high and parameter.step > 0
    assert parameter.low <= parameter.default <= parameter.high
    # A slider snaps to its steps: a default between two of them would never come back.
    steps = (parameter.default - parameter.low) / parameter.step
    assert steps == pytest.approx(round(steps))
    assert parameter.meaning[0].isupper() or parameter.meaning[0].isdigit()
    assert parameter.meaning.endswith(".")


@pytest.mark.parametrize("owner", [*DETECTORS.values(), *METHODS.values()], ids=lambda owner: owner.name)
def test_names_are_unique_and_match_the_registry(owner):
    names = [parameter.name for parameter in owner.parameters]
    assert len(names) == len(set(names)) and all(name.isidentifier() for name in names)
    assert (DETECTORS.get(owner.name) or METHODS.get(owner.name)) is owner


def test_known_names_pass():
    check_names("Box", [WINDOW], [])
    check_names("Box", [WINDOW], {"ksize": 3})


def test_unknown_names_are_listed_with_the_known_ones():
    with pytest.raises(TypeError, match="^Box has no parameter 'kernel', 'size'; it takes ksize.$"):
        check_names("Box", [WINDOW], ["ksize", "kernel", "size"])
    with pytest.raises(TypeError, match="it takes no parameters"):
        check_names("Box", [], {"ksize": 3})


def test_pick():
    assert pick({"a": 1, "b": 2}, "b", "letter") == 2


@pytest.mark.parametrize("name", ["c", "A", "", None, 1, ["a"], {"a"}, WINDOW])
def test_pick_lists_what_there_is(name):
    with pytest.raises(ValueError, match="^There is no letter called .*; choose one of a, b.$"):
        pick({"a": 1, "b": 2}, name, "letter")


def test_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        WINDOW.default = 7


@pytest.mark.parametrize(
    ("value", "factor", "due"),
    [(75, 0.5, 37), (75, 0.25, 19), (75, 0.001, 1), (75, 3, 225), (1, 0.5, 1), (0, 0.5, 0)],
)
def test_a_length_shrinks_with_the_picture_and_stays_on_the_sliders_steps(value, factor, due):
    length = Parameter("ksize", 5, 1, 301, 2, "Width of the window in pixels.", length=True)
    assert length.scaled(value, factor) == due
    share = Parameter("blocks", 5, 1, 301, 2, "Blocks across the width.")
    assert share.scaled(value, factor) == value


def test_a_scaled_length_may_have_decimals():
    sigma = Parameter("sigma", 2.0, 0.0, 9.0, 0.1, "Standard deviation in pixels.", length=True)
    assert sigma.scaled(21.65, 0.5) == pytest.approx(10.8)
