"""Predictions: kept, answered, and readable where no kernel runs."""

import pytest

from faceblur_utils import predictions
from faceblur_utils.predictions import answer, predict


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(predictions, "_kept", {})


def said(capsys):
    return capsys.readouterr().out.strip()


def test_a_choice_is_kept_and_answered(capsys):
    predict("which piece", "A", "B").field.value = "A"
    answer("which piece", "B")
    assert said(capsys) == "which piece: you said A, it is B."
    answer("which piece", "A")
    assert said(capsys) == "which piece: you said A, and so it is."


@pytest.mark.parametrize(("typed", "number"), [("35", "35"), (" 1,200 ", "1200"), ("7.4 %", "7.4"), ("-3", "-3")])
def test_a_number_is_read_as_people_type_it(typed, number, capsys):
    predict("faces").field.value = typed
    answer("faces", 31, "faces")
    assert said(capsys) == f"faces: you said {number}, it is 31 faces."


@pytest.mark.parametrize("typed", ["many", "", "nan", "inf", "3 or 4"])
def test_what_is_no_number_is_not_kept(typed, capsys):
    asked = predict("faces")
    asked.field.value = "12"
    asked.field.value = typed
    assert "is no number" in asked.children[-1].value
    answer("faces", 31)
    assert said(capsys) == "faces: 31. (No guess was made.)"


def test_a_number_that_is_right_is_told_so(capsys):
    predict("share").field.value = "0.3"
    answer("share", 0.1 + 0.2)
    assert said(capsys) == "share: you said 0.3, and so it is."


def test_nothing_is_chosen_before_somebody_chooses(capsys):
    assert predict("which piece", "A", "B").field.value is None
    answer("which piece", "B")
    assert said(capsys) == "which piece: B. (No guess was made.)"


def test_running_the_cell_again_keeps_the_guess(capsys):
    predict("which piece", "A", "B").field.value = "B"
    predict("faces").field.value = "12"
    assert predict("which piece", "A", "B").field.value == "B" and predict("faces").field.value == "12"
    assert predict("which piece", "C", "D").field.value is None  # the lesson asks something else now


def test_without_a_kernel_it_reads_as_a_question():
    bundle = predict("which piece", "A", "B")._repr_mimebundle_()
    assert bundle["text/plain"] == "Your guess: A / B"
    assert predict("faces", unit="faces").words == "Your guess: ______ faces"


@pytest.mark.parametrize("choices", [("A",), ("A", "A")])
def test_a_question_without_a_choice_is_refused(choices):
    with pytest.raises(ValueError, match="two or more different choices"):
        predict("x", *choices)
