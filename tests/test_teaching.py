"""What TEACHING.md and its page on the lessons name exists, and what they say is what the lessons say."""

import json
import re

import pytest
from conftest import ROOT

from faceblur_utils import paper
from faceblur_utils.command.app import app

GUIDE = (ROOT / "TEACHING.md").read_text(encoding="utf-8")
PAGE = (ROOT / "classroom" / "lessons.md").read_text(encoding="utf-8")
PATHS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
NUMBERS = [path.name[:2] for path in PATHS]
NOT_GUESSED = ". (No guess was made.)"


@pytest.fixture(scope="module")
def lessons():
    return {path.name[:2]: paper.read_lesson(path) for path in PATHS}


@pytest.fixture(scope="module")
def sources():
    return {path.name[:2]: path.read_text(encoding="utf-8") for path in PATHS}


def part_of(page, heading):
    """What stands below a heading, up to the next one of its level or above."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n", page, re.M)
    assert found, f"no heading {heading!r}"
    return re.split(rf"^#{{1,{len(found[1])}}} ", page[found.end() :], maxsplit=1, flags=re.M)[0]


def rows(part):
    """Cells of the table in a part, without the heads."""
    lines = re.findall(r"^\| (.+) \|$", part, re.M)[1:]
    return [[cell.strip() for cell in line.split(" | ")] for line in lines if not line.startswith("-")]


def named_places(text):
    return re.findall(r"\b(\d\d) §(\d+)", text)


@pytest.mark.parametrize("page", [GUIDE, PAGE], ids=["TEACHING.md", "classroom/lessons.md"])
def test_every_section_and_exercise_that_is_named_exists(page, lessons):
    places = named_places(page)
    assert len(places) > 5
    assert [place for place in places if int(place[1]) not in lessons[place[0]].sections] == []
    exercises = {number for lesson in lessons.values() for number in lesson.exercises}
    assert [number for number in re.findall(r"exercise (\d\.\d)", page) if number not in exercises] == []
    assert not re.search(r"§(?!\d| \|)", page) and page.count("§") - page.count("| § |") == len(places)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_page_has_each_guess_with_the_answer_that_the_lesson_gives(number, lessons):
    lesson = lessons[number]
    told = rows(part_of(PAGE, f"{number} {lesson.title}"))
    assert [(row[0], row[1]) for row in told] == [(str(guess.section), guess.name) for guess in lesson.guesses]
    given = answers(PATHS[int(number)])
    assert {row[1]: row[2] for row in told} == given


def answers(path):
    """The last run's answers, by the guess's name."""
    found = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            for line in "".join(output.get("text", "")).splitlines():
                if line.endswith(NOT_GUESSED):
                    name, answer = line.removesuffix(NOT_GUESSED).split(": ", 1)
                    found[name] = answer
    return found


@pytest.mark.parametrize("number", NUMBERS)
def test_each_lesson_has_what_a_teacher_needs(number, lessons):
    part = part_of(PAGE, f"{number} {lessons[number].title}")
    assert part.count("**What should stay.**") == part.count("**On the board.**") == 1
    assert len(re.findall(r"^- \*.+\?\* |^- \*My own .+\* ", part, re.M)) >= 3, "questions with answers"
    board = re.search(r"```\n(.*?)```", part, re.S)[1]
    assert max(map(len, board.splitlines())) <= 76, "it fits a board, and a page"


@pytest.mark.parametrize("minutes", [45, 90, 180])
def test_a_routes_minutes_add_up_and_its_places_come_in_order(minutes):
    heading = re.search(rf"^### ({minutes} minutes: .+)$", GUIDE, re.M)[1]
    told = rows(part_of(GUIDE, heading))
    assert sum(int(row[0]) for row in told) == minutes
    # Whose photo it is may be asked at any time.
    places = [place for row in told for place in named_places(row[2]) if place != ("00", "5")]
    lessons_in_turn = [lesson for lesson, _ in places]
    assert lessons_in_turn == sorted(lessons_in_turn)


def test_the_course_states_the_lessons_own_minutes_and_holds_every_exercise(lessons, sources):
    told = rows(part_of(GUIDE, "Six weeks"))
    assert [lesson for row in told for lesson in row[1].split(", ")] == NUMBERS
    for row in told:
        stated = [re.search(r"\*\*Time\*\* \| ([^|]+) \|", sources[number])[1] for number in row[1].split(", ")]
        assert int(row[2]) == sum(max(map(int, re.findall(r"\d+", one))) for one in stated), row[1]
    named = re.findall(r"exercise (\d\.\d)", part_of(GUIDE, "Six weeks"))
    assert sorted(named) == sorted({number for lesson in lessons.values() for number in lesson.exercises})


def test_every_belief_has_a_place_that_answers_it():
    told = rows(part_of(GUIDE, "What learners believe, and where it breaks"))
    assert len(told) >= 6 and all(named_places(row[2]) for row in told)


def test_commands_that_are_named_exist():
    named = set(re.findall(r"uv run faceblur ([a-z-]+)", GUIDE))
    assert {"doctor", "lessons", "handouts"} <= named <= set(app)
