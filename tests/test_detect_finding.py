"""`Finding`: what it refuses and in which words, and that it prints, hashes and goes to JSON and back."""

import copy
import math
import pickle

import numpy as np
import pytest

from faceblur_utils.detect import DETECTORS, LOOKS, Finding, find_faces

SEVERAL = [
    Finding(),
    Finding(detector="haar", looks="one"),
    Finding(detector="hog", covered_from=0.5, doubtful_from=-0.5),
    Finding(looks="tiles", doubtful_from=0.65),
    Finding(detector="cnn", detector_parameters={"max_side": 320}),
    Finding(covered_from=0.9, detector_parameters={"nms_threshold": 0.4, "max_side": 640}),
]


@pytest.mark.parametrize("finding", SEVERAL, ids=repr)
def test_prints_as_the_python_that_makes_it_and_goes_to_json_and_back(finding):
    for again in (eval(repr(finding)), Finding.from_json(finding.to_json()), copy.deepcopy(finding)):
        assert again == finding and hash(again) == hash(finding) and repr(again) == repr(finding)
    assert pickle.loads(pickle.dumps(finding)) == finding


def test_different_ones_are_different_keys():
    assert len({finding: None for finding in SEVERAL * 2}) == len(SEVERAL)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"detector": "har"}, ValueError, "no detector called 'har'; choose one of haar, hog"),
        ({"detector": None}, ValueError, "no detector called None"),
        ({"detector": ["haar"]}, ValueError, "no detector called"),
        (
            {"looks": "all"},
            ValueError,
            r"no way to look \(looks\) called 'all'; choose one of one, sizes, tiles, turns",
        ),
        ({"looks": 4}, ValueError, r"no way to look \(looks\) called 4"),
        ({"covered_from": 1.2}, ValueError, "covered_from must be between 0 and 1 for yunet, got 1.2"),
        ({"doubtful_from": -0.1}, ValueError, "doubtful_from must be between 0 and 1 for yunet, got -0.1"),
        ({"detector": "hog", "covered_from": 6}, ValueError, "covered_from must be between -1 and 5 for hog, got 6"),
        ({"covered_from": math.nan}, ValueError, "covered_from must be .* got nan"),
        ({"covered_from": np.float32("nan")}, ValueError, "covered_from must be .* got nan"),
        ({"doubtful_from": math.inf}, ValueError, "doubtful_from must be .* got inf"),
        ({"covered_from": True}, ValueError, "covered_from must be .* got True"),
        ({"covered_from": np.True_}, ValueError, "covered_from must be .* got True"),
        ({"covered_from": "0.7"}, ValueError, "covered_from must be .* got '0.7'"),
        ({"covered_from": [0.7]}, ValueError, r"covered_from must be .* got \[0.7\]"),
        ({"covered_from": np.array([0.7])}, ValueError, "covered_from must be .* got array"),
        ({"covered_from": 0.7 + 0j}, ValueError, "covered_from must be "),
        (
            {"covered_from": 0.6, "doubtful_from": 0.7},
            ValueError,
            r"doubtful_from \(0.7\) is above covered_from \(0.6\)",
        ),
        ({"doubtful_from": 0.99}, ValueError, r"doubtful_from \(0.99\) is above covered_from"),
        ({"detector": "haar", "covered_from": 0.5}, ValueError, "'haar' gives no scores, so it takes no covered_from"),
        ({"detector": "face_recognition", "doubtful_from": 0.5}, ValueError, "gives no scores"),
        ({"detector_parameters": {"zoom": 2}}, TypeError, "'yunet' has no parameter 'zoom'; it takes "),
        ({"detector_parameters": {"score_threshold": 0.9}}, ValueError, "Give doubtful_from and covered_from in place"),
        ({"detector": "hog", "detector_parameters": {"threshold": 0.1}}, ValueError, "in place of threshold"),
        ({"detector_parameters": {"max_side": 12}}, ValueError, "max_side must be a whole number from 160 on, got 12"),
        ({"detector_parameters": {"max_side": 640.5}}, ValueError, "max_side must be a whole number"),
        ({"detector_parameters": {"max_side": True}}, ValueError, "max_side must be a whole number"),
        ({"detector_parameters": {"nms_threshold": math.nan}}, ValueError, "nms_threshold must be a number from 0 on"),
        ({"detector_parameters": {"nms_threshold": "0.3"}}, ValueError, "nms_threshold must be a number"),
        ({"detector_parameters": "max_side"}, TypeError, "detector_parameters must be a dict, such as .*, got 'max_s"),
        ({"detector_parameters": ["max_side"]}, TypeError, "detector_parameters must be a dict"),
    ],
    ids=str,
)
def test_what_it_refuses_is_said_when_it_is_made(options, error, message):
    with pytest.raises(error, match=message):
        Finding(**options)


def test_numbers_from_numpy_are_pythons_own():
    finding = Finding(
        covered_from=np.float64(0.75), doubtful_from=np.float32(0.5), detector_parameters={"max_side": np.int64(640)}
    )
    assert finding == Finding(covered_from=0.75, doubtful_from=0.5, detector_parameters={"max_side": 640})
    assert "np." not in repr(finding) and Finding.from_json(finding.to_json()) == finding
    assert type(Finding(covered_from=1).covered_from) is float


@pytest.mark.parametrize("name", list(DETECTORS))
def test_every_detector_has_limits_in_order_or_none(name):
    covered, doubtful = Finding(detector=name).limits
    if DETECTORS[name].score_range is None:
        assert covered is doubtful is None
    else:
        low, high = DETECTORS[name].score_range
        assert low <= doubtful <= covered <= high


def test_one_limit_moves_the_other_only_where_it_must():
    own = Finding().limits
    assert Finding(covered_from=0.95).limits == (0.95, own[1])
    assert Finding(covered_from=0.3).limits == (0.3, 0.3)
    assert Finding(doubtful_from=0.2).limits == (own[0], 0.2)


def test_empty_parameters_are_none_and_cannot_be_changed_in_place():
    assert Finding(detector_parameters={}) == Finding() and hash(Finding(detector_parameters={})) == hash(Finding())
    finding = Finding(detector_parameters={"max_side": 640})
    with pytest.raises(TypeError, match="cannot be changed in place"):
        finding.detector_parameters["max_side"] = 320
    with pytest.raises(AttributeError):
        finding.looks = "one"


def test_looks_are_in_order_and_explained():
    assert list(LOOKS) == ["one", "sizes", "tiles", "turns"] and all(LOOKS.values())


def test_find_faces_refuses_what_a_finding_refuses():
    image = np.zeros((64, 64, 3), np.uint8)
    with pytest.raises(TypeError, match="Finding has no zoom; it has detector, looks, "):
        find_faces(image, zoom=2)
    with pytest.raises(TypeError, match="Finding is needed here, got 'haar'"):
        find_faces(image, "haar")
    with pytest.raises(ValueError, match=r"shape \(height, width, 3\)"):
        find_faces(image[..., 0])
