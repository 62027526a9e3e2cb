"""The quiz: its questions, its staircase, its score, and what the page is told before and after an answer."""

import threading
import time
from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest
from generated_people import folder_of_people
from hypothesis import given
from hypothesis import strategies as st

from faceblur_utils import Box, Hiding
from faceblur_utils.privacy import Portrait
from faceblur_utils.quiz import STRENGTHS, Game, Machine, Quiz, Staircase, folder_people, make_questions, sample_people
from faceblur_utils.quiz.people import kind_of
from faceblur_utils.recognise import encoding


@pytest.fixture(scope="module")
def people():
    return sample_people()


def crowd(count, pictures=1):
    """People of noise, no two pictures alike."""
    lot = np.random.default_rng(0)

    def picture(name):
        return Portrait(name, lot.integers(0, 256, (90, 90, 3), dtype=np.uint8), Box(30, 30, 60, 60))

    return {f"p{number}": [picture(f"p{number}") for _ in range(pictures)] for number in range(count)}


# --- questions --------------------------------------------------------------------------------------------------------


def asked(questions):
    return [(one.face.person, [other.person for other in one.candidates], one.answer) for one in questions]


def test_the_same_seed_asks_the_same_and_another_one_does_not(people):
    first, again, other = (make_questions(people, seed=seed, kind=kind_of) for seed in (3, 3, 4))
    assert asked(first) == asked(again) != asked(other)
    hiding = Hiding("box", strength=0.25)
    for one, two in zip(first, again, strict=True):
        assert (one.probe(hiding).image == two.probe(hiding).image).all()


@given(st.integers(0, 500), st.integers(4, 14), st.integers(1, 3), st.integers(1, 25))
def test_each_question_has_four_people_of_whom_one_is_right(seed, number, pictures, count):
    questions = make_questions(crowd(number, pictures), count, seed)
    assert len(questions) == count
    for one in questions:
        names = [other.person for other in one.candidates]
        assert len(set(names)) == 4 and names[one.answer] == one.face.person and one.another == (pictures > 1)
        right = one.candidates[one.answer].image
        same = (right == one.face.image).all()
        assert not same if one.another else (right[:, ::-1] == one.face.image).all()
    names = [one.face.person for one in questions]
    assert max(map(names.count, names)) == -(-count // number), "everybody before anybody twice"


def test_the_right_one_is_at_every_place_about_as_often():
    places = [one.answer for seed in range(40) for one in make_questions(crowd(12), 10, seed)]
    assert all(70 < places.count(place) < 130 for place in range(4)), places


def test_who_was_filmed_on_two_days_is_asked_about_and_like_is_put_with_like(people):
    for seed in range(5):
        questions = make_questions(people, seed=seed, kind=kind_of)
        assert [one.face.person for one in questions if one.another] == ["speaker"]
        for one in questions:
            assert len({kind_of(other.person) for other in one.candidates}) == 1


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("four|4 candidates", (crowd(3),)),
        ("no picture of p1", (crowd(5) | {"p1": []},)),
        ("rounds must be a whole number", (crowd(5), 0)),
        ("rounds must be a whole number", (crowd(5), True)),
        ("seed must be a whole number", (crowd(5), 10, -1)),
    ],
)
def test_what_cannot_be_asked_is_refused(words, arguments):
    with pytest.raises(ValueError, match=words):
        make_questions(*arguments)


# --- staircase --------------------------------------------------------------------------------------------------------


def test_one_step_on_after_a_right_answer_and_two_back_after_a_wrong_one():
    stairs, seen = Staircase(), []
    for right in (True, True, True, True, False, True, False, False, False):
        seen.append(STRENGTHS.index(stairs.strength))
        stairs.take(right)
    assert seen == [0, 1, 2, 3, 4, 2, 3, 1, 0] and stairs.right == 5


def test_ten_right_answers_reach_the_top_and_nobody_gave_up():
    stairs = Staircase()
    for _ in STRENGTHS:
        stairs.take(True)
    assert stairs.answers[-1] == (1.0, True) and stairs.strength == 1.0 and stairs.gave_up is None


@pytest.mark.parametrize("limit", [0.06, 0.12, 0.25, 0.5])
def test_it_finds_where_somebody_gives_up(limit):
    """An observer who is always right up to a limit and guesses above it: within a step and a half, over 200 games."""
    lot, found = np.random.default_rng(0), []
    for _ in range(200):
        stairs = Staircase()
        for _ in range(10):
            stairs.take(stairs.strength <= limit or lot.random() < 0.25)
        found.append(np.log2(stairs.gave_up or 1.0))
    assert abs(np.median(found) - np.log2(limit)) <= 0.75, 2 ** np.median(found)


# --- game -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spy:
    """A machine that finds the right one by its name, if there is one, and otherwise says 1."""

    title: str = "Spy"
    seen: list = field(default_factory=list, hash=False, compare=False)

    def answer(self, probe, candidates, hiding):
        self.seen.append((probe, candidates, hiding))
        return 0


def test_the_score_counts_what_was_answered_and_machines_see_what_you_see():
    spy = Spy()
    game = Game(make_questions(crowd(12), 4), machines=[spy])
    rights = [one.answer for one in game.questions]
    for number, right in enumerate(rights):
        probe, strength = game.probe(), game.strengths[-1]
        game.beside(spy, number)
        shown, candidates, hiding = spy.seen[-1]
        assert (shown.image == probe.image).all() and candidates is game.question.candidates
        assert hiding.strength == strength and shown.person == ""
        game.answer(right if number != 1 else (right + 1) % 4)
    you, machine = game.score()
    assert (you.right, you.asked, you.gave_up) == (3, 4, "0.05")
    assert (machine.right, machine.asked, machine.gave_up) == (rights.count(0), 4, "")
    assert game.strengths == (0.04, 0.06, 0.04, 0.06) and game.over
    assert f"Wrong: it is {rights[1] + 1}, not" in game.outcome_words(1) and "Right" in game.outcome_words(2)
    assert "Chance: 1 of 4" in game.end_words()[0] and "any share from 19% to 99%" in game.end_words()[0]
    for _ in range(4):
        game.step(spy)
    assert game.score()[1].gave_up
    with pytest.raises(ValueError, match="over"):
        game.answer(0)


def test_methods_without_a_strength_are_refused():
    for method in ("solid", "average"):
        with pytest.raises(ValueError, match="takes no strength"):
            Quiz(method=method)


def test_recognisers_get_no_names_and_know_a_nearly_clear_face(people, monkeypatch):
    from faceblur_utils.quiz import machines

    seen, real = [], machines.ATTACKERS["parrot"]
    monkeypatch.setitem(
        machines.ATTACKERS,
        "parrot",
        type("Watched", (), {"function": lambda search: seen.append(search) or real.function(search)}),
    )
    questions = make_questions(people, 3, kind=kind_of)
    hiding = Hiding("gaussian", strength=STRENGTHS[0], mask="rectangle", margin=0.45)
    for one in questions:
        assert Machine("sface", "parrot").answer(one.probe(hiding), one.candidates, hiding) == one.answer
    for search in seen:
        assert [one.person for one in (*search.probes, *search.album)] == ["", "0", "1", "2", "3"]


# --- a folder of one's own --------------------------------------------------------------------------------------------


def test_a_folder_with_one_sub_folder_for_each_person(tmp_path):
    folder = folder_of_people(tmp_path / "class", [0, 1, 2, 3])
    (folder / "person 00" / "wall.png").write_bytes(cv2.imencode(".png", np.full((90, 90, 3), 200, np.uint8))[1])
    quiz, told = Quiz(folder, looks="one"), []
    known, left_out = folder_people(quiz._listed, quiz._finding, lambda *done: told.append(done))
    assert len(known) == 4 and all(len(own) == 2 for own in known.values())
    assert left_out == ["person 00/wall.png: no face was found"] and told[-1] == (9, 9)
    assert all(one.another for one in make_questions(known, 10))
    data = quiz._repr_mimebundle_()[0]
    assert "nothing of them is saved" in data["text/plain"].lower() and not any("image" in kind for kind in data)
    quiz.close()


def test_too_few_people_are_told_before_a_photo_is_read(tmp_path):
    folder = folder_of_people(tmp_path / "class", [0, 1, 2])
    with pytest.raises(ValueError, match=r"needs 4 people.*has 3 people \(person 00"):
        Quiz(folder)
    with pytest.raises(FileNotFoundError, match="no folder"):
        Quiz(tmp_path / "none")


# --- what the page asks and is told -----------------------------------------------------------------------------------


class Page:
    """Stands for the browser: asks as page.js does, and keeps what it is told."""

    def __init__(self, quiz):
        self.quiz, self.told = quiz, []
        quiz._page.send = lambda content, buffers=None: self.told.append((content, list(buffers or [])))

    def ask(self, do, **content):
        shown = {"game": self.quiz._games, "number": self.quiz._number} | content
        self.quiz._page._handle_custom_msg({"do": do, **shown}, [])

    def last(self, what):
        return next((one for one in reversed(list(self.told)) if one[0]["is"] == what), (None, None))

    def wait(self, condition, seconds=60):
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, self.told[-3:]
            time.sleep(0.02)


@pytest.fixture
def page(people, monkeypatch):
    monkeypatch.setattr("faceblur_utils.quiz.page.sample_people", lambda: people)
    page = Page(Quiz(rounds=2, machines=[Spy()]))
    yield page
    page.quiz.close()


def test_a_game_from_the_first_question_to_the_last(page):
    page.ask("hello")
    (content, pictures), game = page.last("round"), page.quiz.game
    assert content["number"] == 0 and content["of"] == 2 and len(pictures) == 5
    assert all(cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_COLOR) is not None for one in pictures)
    assert page.last("outcome") == (None, None), "the answer is known to the page before the user has given one"
    page.ask("next")
    assert page.last("round")[0]["number"] == 0, "no round is skipped"
    right = game.question.answer
    page.ask("answer", choice=right)
    assert page.last("outcome")[0] | {"words": ""} == {
        "is": "outcome", "game": 1, "number": 0, "words": "", "choice": right, "right": right
    }  # fmt: skip
    page.ask("answer", choice=right)
    assert game.number == 1, "a key that was pressed twice has answered the next round"
    page.wait(lambda: "Spy: " in page.last("outcome")[0]["words"])
    page.ask("next")
    assert page.last("round")[0]["number"] == 1
    page.ask("answer", choice=(game.question.answer + 1) % 4)
    page.ask("next")
    page.wait(lambda: page.last("score")[0]["lines"][1][3])
    content, _ = page.last("score")
    assert content["lines"][0] == ["You", 1, 2, "0.06"] and len(content["end"]) == 4
    page.ask("restart")
    assert page.last("round")[0]["game"] == 2 and page.quiz.game is not game
    page.ask("answer", choice=7)
    assert page.last("trouble")[0]["text"] == "The candidates are 1 to 4, got 8."


def test_a_second_view_sees_the_same_round(page):
    page.ask("hello")
    page.ask("answer", choice=0)
    first = page.last("round")
    page.told.clear()
    page.ask("hello")
    assert page.last("round") == first and page.last("outcome")[0]["choice"] == 0


def test_the_notebook_keeps_the_question_and_nothing_else(page):
    page.ask("hello")
    page.ask("answer", choice=0)
    data, metadata = page.quiz._repr_mimebundle_()
    assert metadata["image/jpeg"]["alt"].startswith("A grey face, blurred, under the question")
    state = page.quiz._page.get_state()
    assert not [value for name, value in state.items() if name not in ("_esm", "_css") and len(str(value)) > 300]
    assert data["image/jpeg"] and not any(name in str(data) for name in page.quiz._people)


def test_a_recogniser_that_is_not_installed_leaves_and_the_others_play(people, monkeypatch):
    from faceblur_utils.detect import DetectorUnavailableError

    monkeypatch.setattr("faceblur_utils.quiz.page.sample_people", lambda: people)

    @dataclass(frozen=True)
    class Missing:
        title: str = "Missing"

        def answer(self, probe, candidates, hiding):
            raise DetectorUnavailableError("it is not installed", "uv sync")

    page = Page(Quiz(rounds=1, machines=[Missing(), Spy()]))
    page.ask("hello")
    page.ask("answer", choice=0)
    page.ask("next")
    page.wait(lambda: len(page.last("score")[0]["lines"]) == 2 and page.last("score")[0]["lines"][1][3])
    assert page.last("score")[0]["end"][-1].startswith("Missing does not play: it is not installed")
    page.quiz.close()


def test_a_folder_is_read_beside_the_page_and_forgotten_with_it(tmp_path):
    before = set(threading.enumerate())
    page = Page(
        Quiz(folder_of_people(tmp_path, [0, 1, 2, 3]), rounds=1, looks="one", machines=[Machine("sface", "naive")])
    )
    page.ask("hello")
    page.wait(lambda: page.last("round")[0])
    assert page.last("progress")[0] and page.last("round")[0]["credit"] == ""
    page.wait(lambda: encoding._encodings)
    page.quiz.close()
    page.wait(lambda: not {one.name for one in set(threading.enumerate()) - before} & {"quiz"})
    assert page.quiz.game is None and not encoding._encodings, "encodings recognise people elsewhere, too"
