"""Some 1,250 wrong answers get the sentence meant for them, and no right one is refused: see `wrong_answers`.

The checks tell a mistake by imitating it, so each imitation is an answer as well: handed in, it gets its own sentence.
"""

import re

import pytest
from answers_run import exercises, function_of

from faceblur_utils import check, figures
from faceblur_utils.check import core, learner

EXERCISES = exercises()
WRONG = [answer for one in EXERCISES.values() for answer in one.wrong]
RIGHT = [answer for one in EXERCISES.values() for answer in one.right]


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Wait less for endless loops, and look at what would be drawn without drawing it."""
    drawn = []

    def grid(images, titles, alt, **options):
        assert len({image.shape for image in images}) == 1 and len(images) == len(titles) and alt
        drawn.append(titles)

    monkeypatch.setattr(learner, "SECONDS", 0.4)
    monkeypatch.setattr(figures, "grid", grid)
    return drawn


def judged(answer, capsys):
    verdict = getattr(check, answer.exercise)(function_of(answer))
    return verdict, " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("answer", WRONG, ids=str)
def test_a_wrong_answer_is_told_what_is_wrong(answer, capsys):
    verdict, said = judged(answer, capsys)
    assert verdict.state == "failed", said
    assert re.search(answer.words, said, re.IGNORECASE), said
    # Nothing of an array, no traceback, and nothing that goes on for ever.
    assert "array([" not in said and "Traceback" not in said and len(said) < 900


@pytest.mark.parametrize("answer", RIGHT, ids=str)
def test_a_right_answer_passes_in_whatever_style(answer, capsys):
    verdict, said = judged(answer, capsys)
    assert verdict, said
    assert said.startswith("✓")


@pytest.mark.parametrize("name", EXERCISES)
def test_there_are_answers_enough(name):
    assert len(EXERCISES[name].wrong) >= 15 and len(EXERCISES[name].right) >= 4


def test_every_exercise_has_answers():
    from faceblur_utils.check import stress
    from faceblur_utils.check.progress import LESSONS

    # Those of the two on what detectors miss stand in test_check_stress.py.
    elsewhere = set(stress.__all__)
    assert sorted(EXERCISES) == sorted(name for names in LESSONS.values() for name in names if name not in elsewhere)


# What beginners do in any exercise


def changed(name, how):
    """Give the first right answer, changed in its source."""
    answer = EXERCISES[name].right[0]
    return function_of(type(answer)(name, how(answer.code), "", 900))


@pytest.mark.parametrize("name", EXERCISES)
def test_a_result_that_is_printed(name, capsys):
    right = function_of(EXERCISES[name].right[0])
    verdict = getattr(check, name)(lambda *arguments: print(right(*arguments)))
    assert not verdict and "`print` shows a value" in capsys.readouterr().out


@pytest.mark.parametrize("name", EXERCISES)
def test_an_endless_loop(name, capsys, monkeypatch):
    monkeypatch.setattr(learner, "SECONDS", 0.05)

    def endless(*arguments):
        while True:
            arguments = list(arguments)

    verdict = getattr(check, name)(endless)
    said = capsys.readouterr().out
    assert not verdict and "did not finish within 0.05 seconds, in line" in said and "endless loop" in said


@pytest.mark.parametrize("name", EXERCISES)
def test_too_few_parameters(name, capsys):
    verdict = getattr(check, name)(
        function_of(type(EXERCISES[name].right[0])(name, f"def {name}():\n    return 1", "", 901))
    )
    said = capsys.readouterr().out
    assert (
        not verdict
        and f"takes 0 arguments (nothing) and was called with {len(EXERCISES[name].parameters.split(','))}" in said
    )
    assert f"({EXERCISES[name].parameters})" in said


@pytest.mark.parametrize("name", EXERCISES)
def test_an_error_of_the_learners_own(name, capsys):
    code = f"def {name}({EXERCISES[name].parameters}):\n    number = 1\n    return number.nothing"
    verdict = getattr(check, name)(function_of(type(EXERCISES[name].right[0])(name, code, "", 902)))
    said = capsys.readouterr().out
    assert not verdict and "in line 3: return number.nothing" in said and "AttributeError" in said


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize(
    "strange", [len, (), "text", 1.5j, object(), [None]], ids=["function", "()", "str", "complex", "object", "[None]"]
)
def test_whatever_comes_back_the_check_does_not_stumble(name, strange, capsys):
    verdict = getattr(check, name)(lambda *arguments: strange)
    said = capsys.readouterr().out
    assert not verdict and "the check could not go on" not in said, said


@pytest.mark.parametrize("name", EXERCISES)
def test_the_exercise_as_it_stands_in_the_lesson_is_not_attempted(name, capsys):
    def stub(*arguments): ...

    assert getattr(check, name)(stub).state == "not attempted"
    assert capsys.readouterr().out == f"- {name}: not attempted yet. Replace the ... and run both cells again.\n"


def test_a_failed_image_shows_yours_ours_and_the_difference_on_a_face(quick, capsys):
    check.cover(lambda roi: roi // 2)
    assert quick == [["Yours", "Ours", quick[0][2]]] and re.fullmatch(r"Difference \(white: \d+ of 255\)", quick[0][2])
    assert core.STATES["cover"] == "failed"
