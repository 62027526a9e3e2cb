"""Every exercise of the collection has a number of its own, and is listed where learners ask how far they are."""

import re

import refresh_notebooks as tool

from faceblur_utils.check import progress

TITLE = re.compile(r"^### Exercise (D?\d+\.\d+): ", re.M)


def in_turn():
    """Give lessons as they lead on: each core lesson, then its deeper ones as its text names them."""
    for path in sorted(tool.NOTEBOOKS.glob("[0-9][0-9]_*.ipynb")):
        yield path
        said = "\n".join(cell.source for cell in tool.read(path).cells if cell.cell_type == "markdown")
        for name in dict.fromkeys(re.findall(rf"\]\((deeper/{path.stem[:2]}_\w+\.ipynb)", said)):
            yield path.parent / name


def exercises_of(path):
    """Give each exercise's number, and the name of its check."""
    number, found = None, []
    for cell in tool.read(path).cells:
        if cell.cell_type == "markdown":
            titles = TITLE.findall(cell.source)
            number = titles[-1] if titles else number
        elif number and (called := re.search(r"\bcheck\.(\w+)\(", cell.source)):
            found.append((number, called[1]))
            number = None
    return found


def misnumbered(numbers):
    """Numbers that are there twice, or that do not follow the one before in their lesson."""
    last, wrong = {}, []
    for number in numbers:
        lesson, count = number.split(".")
        if int(count) != last.get(lesson, 0) + 1:
            wrong.append(number)
        last[lesson] = int(count)
    return wrong


def test_no_two_exercises_have_one_number_and_none_is_left_out():
    assert misnumbered([number for path in in_turn() for number, _ in exercises_of(path)]) == []


def test_a_number_that_is_there_twice_or_left_out_is_told():
    assert misnumbered(["9.1", "D9.1", "D9.1", "1.1", "1.3", "D9.2"]) == ["D9.1", "1.3"]


def test_the_summary_lists_each_lessons_exercises_as_they_come():
    listed = {}
    for path in in_turn():
        listed.setdefault(path.stem[:2], []).extend(name for _, name in exercises_of(path))
    assert listed == progress.LESSONS
