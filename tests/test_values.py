"""Finding and Hiding as values: checked when made, printed as Python, kept as JSON, keys of a dict."""

import copy
import json
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faceblur_utils import METHODS, Finding, Hiding
from faceblur_utils.detect import LOOKS
from faceblur_utils.paste_back import MASKS
from faceblur_utils.values import share_out

OWN = {"gaussian": {"ksize": 75, "sigmaX": 30.0}, "pixelate": {"blocks": 5}, "box": {"ksize": [9, 31]}, "solid": {}}
hidings = st.builds(
    Hiding,
    method=st.sampled_from(list(METHODS)),
    strength=st.floats(0, 1) | st.integers(0, 1),
    mask=st.sampled_from(list(MASKS)),
    margin=st.floats(0, 3),
    feather=st.floats(0.01, 1),
) | st.sampled_from(list(OWN)).map(lambda method: Hiding(method, parameters=OWN[method]))
findings = st.builds(
    Finding, st.sampled_from(["yunet", "hog"]), st.sampled_from(list(LOOKS)), st.just(0.9), st.floats(0, 0.9)
) | st.sampled_from(
    [Finding("cnn", detector_parameters={"max_side": 320}), Finding("haar", detector_parameters={"scaleFactor": 1.3})]
)


@given(hidings | findings)
def test_a_value_survives_printing_json_pickling_and_copying(value):
    for other in (
        eval(repr(value)),
        type(value).from_json(value.to_json()),
        pickle.loads(pickle.dumps(value)),
        copy.deepcopy(value),
        value.replace(),
    ):
        assert other == value and hash(other) == hash(value) and repr(other) == repr(value)


@pytest.mark.parametrize("kind", [Hiding, Finding])
def test_json_names_every_field_in_order(kind):
    assert list(json.loads(kind().to_json())) == kind.names()


def test_what_is_printed_is_short():
    assert repr(Hiding()) == "Hiding(method='solid', strength=0.5, mask='ellipse', margin=0.3)"
    assert repr(Finding()) == "Finding(detector='yunet', looks='turns')"
    own = Hiding("box", parameters={"ksize": 31}, mask="feathered", feather=0.4)
    assert repr(own).endswith("mask='feathered', margin=0.3, feather=0.4, parameters={'ksize': 31})")


def test_numbers_of_numpy_become_plain_ones():
    hiding = Hiding("gaussian", np.float64(0.25), margin=np.float32(0.5), parameters={"ksize": np.int64(9)})
    assert repr(hiding) == (
        "Hiding(method='gaussian', strength=0.25, mask='ellipse', margin=0.5, parameters={'ksize': 9})"
    )
    assert Hiding.from_json(hiding.to_json()) == hiding


def test_parameters_cannot_be_changed_from_outside():
    given_ones = {"ksize": [9, 31]}
    hiding = Hiding("box", parameters=given_ones)
    given_ones["ksize"][0] = 1
    given_ones["ksize"] = 1
    assert hiding.parameters == {"ksize": (9, 31)}
    for change in (
        lambda: hiding.parameters.update(ksize=1),
        lambda: hiding.parameters.pop("ksize"),
        lambda: hiding.parameters.__setitem__("ksize", 1),
        lambda: setattr(hiding, "strength", 0.1),
    ):
        with pytest.raises((TypeError, AttributeError)):
            change()


@pytest.mark.parametrize(
    ("wrong", "kind", "words"),
    [
        ({"method": "blur"}, ValueError, "no method called 'blur'; choose one of gaussian"),
        ({"mask": "oval"}, ValueError, "no mask called 'oval'"),
        ({"strength": 50}, ValueError, r"strength must be between 0 and 1 \(shares of the face's width\), got 50"),
        ({"strength": "0.5"}, ValueError, "strength must be between 0 and 1"),
        ({"strength": True}, ValueError, "strength must be between 0 and 1"),
        ({"strength": None}, ValueError, "strength must be between 0 and 1"),
        ({"margin": 30}, ValueError, "margin must be between 0 and 3 .*0.3 is 30 %"),
        ({"margin": float("nan")}, ValueError, "margin"),
        ({"feather": 0}, ValueError, "feather must be above 0 and at most 1"),
        ({"parameters": {"blobs": 3}}, TypeError, "no parameter 'blobs'; it takes grey"),
        ({"method": "pixelate", "parameters": {"blocks": 0}}, ValueError, "blocks must be a whole number above 0"),
        ({"method": "median", "parameters": {"ksize": 4}}, ValueError, "odd whole number"),
        ({"method": "bilateral", "parameters": {"sigmaColor": -1}}, ValueError, "sigmaColor must be a number above 0"),
        ({"size": 3}, TypeError, "Hiding has no size; it has method, strength"),
    ],
)
def test_a_wrong_hiding_is_refused_when_it_is_made(wrong, kind, words):
    for make in (Hiding.made, Hiding().replace, lambda **given: Hiding.from_json(json.dumps(given))):
        with pytest.raises(kind, match=words):
            make(**wrong)


@pytest.mark.parametrize("text", ["", "[]", "3", "{", '"Hiding()"'])
def test_what_is_no_json_of_a_value_is_refused(text):
    with pytest.raises(ValueError, match="Hiding"):
        Hiding.from_json(text)


def test_keywords_are_shared_out():
    start = Hiding("box", 0.3, margin=0.1)
    hiding, finding = share_out({"strength": 0.7, "looks": "one"}, (Hiding, start), (Finding, None))
    assert (hiding, finding) == (Hiding("box", 0.7, margin=0.1), Finding(looks="one"))
    with pytest.raises(TypeError, match="no option 'detecter'; there are method, .*detector, looks"):
        share_out({"detecter": "hog"}, (Hiding, None), (Finding, None))


@pytest.mark.parametrize("wrong", ["haar", {"method": "box"}, Finding()])
def test_another_thing_in_place_of_a_hiding_is_named(wrong):
    with pytest.raises(TypeError, match="A Hiding is needed here, got .*Hiding"):
        Hiding.made(wrong)
