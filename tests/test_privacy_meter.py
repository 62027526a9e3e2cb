"""The meter: who gets what out of a hidden face, told in words that promise nothing."""

import cv2
import numpy as np
import pytest

from faceblur_utils import anonymize, read_image, samples
from faceblur_utils.detect import DetectorUnavailableError
from faceblur_utils.privacy import (
    QUICK,
    SAME_PERSON,
    Verdict,
    encode,
    found_again,
    identity_distance,
    meter,
    strangers,
    verdict,
    verdicts,
)
from faceblur_utils.privacy.meter import caveat, in_numbers, in_short
from faceblur_utils.roi import Box

LACKING = (("hog", "dlib is not installed. To repair it: uv sync"), ("recogniser", "dlib is not installed."))
FOUND, KNOWN = Verdict(("haar",), 0.71), Verdict((), 0.599)
HELD, UNASKED = Verdict((), 0.604), Verdict((), None, ("haar",), LACKING)
CUT, CUT_AND_FOUND = Verdict((), None, share=0.404), Verdict(("haar",), None, share=0.3)
LEFT_CLEAR = Verdict((), 0.0, share=0.5)


@pytest.fixture(scope="module")
def photo():
    return read_image(samples.path("hopper"))


@pytest.fixture(scope="module")
def box():
    return samples.true_boxes("hopper")[0]


@pytest.mark.parametrize("method, strength", [("bilateral", 1.0), ("gaussian", 0.25), ("solid", 0.25)])
def test_it_is_what_the_attacks_say_one_by_one(photo, box, method, strength):
    hidden = anonymize(photo, boxes=[box], method=method, strength=strength).image
    (given,) = verdicts(photo, hidden, [box])
    assert given == Verdict(tuple(found_again(hidden, box)), identity_distance(photo, hidden, box), QUICK)
    near = verdict(photo, hidden, box)  # asked on a smaller copy
    assert near.recognised == given.recognised and abs(near.distance - given.distance) < 0.1
    assert near.fails == given.fails


def test_a_large_photo_is_asked_as_a_small_one(photo, box, monkeypatch):
    sizes = []
    monkeypatch.setattr(meter, "seen", lambda image, boxes, name: sizes.append(image.shape) or boxes)
    large = cv2.resize(photo, None, fx=4, fy=4)
    four = Box(*(4 * edge for edge in (box.left, box.top, box.right, box.bottom)))
    given = verdict(large, large, four)
    assert given.found_by == QUICK and given.distance == 0
    assert max(sizes[0]) < 2.2 * 200 * box.height / box.width + 3


def cut_at(photo, box, side, share):
    """A picture that ends in the middle of a face, and the whole face's box in it."""
    if side == "left":
        x = round(box.right - share * box.width)
        return photo[:, x:], Box(box.left - x, box.top, box.right - x, box.bottom)
    if side == "top":
        y = round(box.bottom - share * box.height)
        return photo[y:], Box(box.left, box.top - y, box.right, box.bottom - y)
    if side == "right":
        return photo[:, : round(box.left + share * box.width)], box
    return photo[: round(box.top + share * box.height)], box


@pytest.mark.parametrize("side", ["left", "top", "right", "bottom"])
@pytest.mark.parametrize("scale", [0.5, 2])
def test_of_less_than_two_thirds_of_a_face_it_cannot_tell(photo, box, side, scale):
    photo = cv2.resize(photo, None, fx=scale, fy=scale)
    box = Box(*(round(scale * edge) for edge in (box.left, box.top, box.right, box.bottom)))
    for share in (0.15, 0.4, 0.65):
        cut, whole = cut_at(photo, box, side, share)
        given = verdict(cut, anonymize(cut, boxes=[whole], method="solid").image, whole)
        assert (given.cannot_tell, given.fails, given.held, given.distance) == (True, False, False, None), share
        assert given.share == pytest.approx(share, abs=0.02)
    for share in (0.75, 1):
        cut, whole = cut_at(photo, box, side, share)
        given = verdict(cut, anonymize(cut, boxes=[whole], method="solid").image, whole)
        assert given.held and given.distance > 0.6, share


def test_a_cut_face_that_an_attack_gets_still_fails(photo, box):
    cut, whole = cut_at(photo, box, "left", 0.6)
    weak = anonymize(cut, boxes=[whole], method="bilateral", strength=0.1).image
    given = verdict(cut, weak, whole)
    assert given.found_by and given.fails and not given.cannot_tell
    tight, whole = cut_at(photo, box, "left", 0.2)  # no detector finds so little
    given = verdict(tight, tight, whole)
    assert given.found_by == () and given.fails, "not a pixel was changed"


def test_why_it_cannot_tell():
    """Under solid black, half a face is as near to itself as to a stranger's: what LEAST_SHARE is for."""
    near, halves = {0.5: 0, 0.8: 0}, []
    for one in strangers()[:8]:
        for share in near:
            cut, whole = cut_at(one.image, one.box, "bottom", share)
            hidden = anonymize(cut, boxes=[whole], method="solid").image
            near[share] += identity_distance(cut, hidden, whole) < SAME_PERSON
            if share == 0.5:
                halves.append((encode(cut, whole), encode(hidden, whole)))
    strange = [np.linalg.norm(a - b) for n, (a, _) in enumerate(halves) for m, (_, b) in enumerate(halves) if n != m]
    assert near[0.8] == 0 < near[0.5] and min(strange) < SAME_PERSON


def test_a_face_at_the_border_and_a_tiny_one(photo, box):
    cut = photo[:, (box.left + box.right) // 2 :]
    at_border = Box(0, box.top, box.right - (box.left + box.right) // 2, box.bottom)
    assert verdict(cut, cut, at_border).recognised
    small = cv2.resize(photo, None, fx=0.02, fy=0.02)
    assert verdict(small, small, Box(4, 3, 7, 7)).distance == 0


@pytest.mark.parametrize(
    "given, words",
    [
        ([FOUND], "✗ fails: found again"),
        ([KNOWN], "✗ fails: recognised"),
        ([HELD, KNOWN, FOUND], "✗ fails: found again, recognised"),
        ([HELD, HELD], "○ held here"),
        ([HELD, UNASKED], "? held, but not all could be asked"),
        ([CUT], "? cannot tell: only 40 % of the face is in the picture"),
        ([CUT, Verdict((), None, share=0.699)], "? cannot tell: at most 69 % of each face is in the picture"),
        ([HELD, CUT, HELD], "? held, but cannot tell for 1 of 3: too little of the face is in the picture"),
        ([CUT, KNOWN], "✗ fails: recognised"),
        ([CUT_AND_FOUND], "✗ fails: found again"),
        ([LEFT_CLEAR], "✗ fails: recognised"),
    ],
)
def test_one_failure_is_enough(given, words):
    assert in_short(given) == words
    assert any(one.fails for one in given) == words.startswith("✗")


@pytest.mark.parametrize(
    "given, words",
    [
        ([FOUND], "✗ 1 fails"),
        ([FOUND, HELD, KNOWN], "✗ 2 fail, ○ 1 held here"),
        ([HELD, HELD], "○ 2 held here"),
        ([FOUND, UNASKED], "✗ 1 fails, ? 1 held, but not all could be asked"),
        ([CUT], "? cannot tell for 1"),
        ([FOUND, CUT, HELD, CUT], "✗ 1 fails, ○ 1 held here, ? cannot tell for 2"),
    ],
)
def test_several_are_counted(given, words):
    assert in_numbers(given) == words


def test_words():
    assert FOUND.words == "✗ fails: found by haar; not recognised (0.71)"
    assert KNOWN.words == "✗ fails: found by none; recognised (0.59)", "below the limit, so not told as 0.60"
    assert HELD.words == "○ held here: found by none; not recognised (0.60)"
    assert UNASKED.words.endswith("found by none (not asked: hog); recogniser not available")
    assert CUT.words == "? cannot tell: only 40 % of the face is in the picture"
    assert CUT_AND_FOUND.words == ("✗ fails: found by haar; cannot tell: only 30 % of the face is in the picture")
    assert Verdict((), None, share=0.29).words == "? cannot tell: only 29 % of the face is in the picture"
    assert "less than 70 % of a face is in the picture" in caveat([HELD, CUT])
    said = caveat([HELD])
    assert said == "The meter can show that a blur fails, not that it is safe: it asks 4 detectors and 1 recogniser."
    said = caveat([UNASKED])
    assert "it asks 1 detector." in said and "hog (dlib is not installed. To repair it: uv sync)" in said


@pytest.mark.parametrize("given", [FOUND, KNOWN, HELD, UNASKED, CUT, CUT_AND_FOUND])
def test_nothing_is_promised(given):
    said = f"{given.words} {in_short([given])}".lower()
    assert not any(word in said for word in ("safe", "anonym", "hidden", "✓"))


def test_whoever_is_missing_is_named_and_the_others_are_asked(photo, box, monkeypatch):
    def lacks_dlib(image, boxes, name):
        if name in ("hog", "face_recognition"):
            raise DetectorUnavailableError("dlib is not installed.", "uv sync", missing=True)
        return boxes

    def no_recogniser(*how):
        raise DetectorUnavailableError("dlib is not installed.", "uv sync", missing=True)

    monkeypatch.setattr(meter, "seen", lacks_dlib)
    monkeypatch.setattr(meter, "identity_distance", no_recogniser)
    first, second = verdicts(photo, photo, [box, box])
    assert first == second and first.found_by == first.asked == ("haar", "yunet") and first.recognised is None
    assert [name for name, _ in first.missing] == ["hog", "face_recognition", "recogniser"]
    said = "Not asked: hog, face_recognition, recogniser (dlib is not installed. To repair it: uv sync)"
    assert caveat([first]).endswith(said)


@pytest.mark.parametrize("wrong, message", [(np.s_[:-1], "same picture, clear and blurred"), (np.s_[..., 0], "shape")])
def test_bad_input_is_named(photo, box, wrong, message):
    with pytest.raises((TypeError, ValueError), match=message):
        verdict(photo, photo[wrong], box)
    with pytest.raises(ValueError, match="lies outside"):
        verdict(photo, photo, Box(5000, 0, 5010, 10))
