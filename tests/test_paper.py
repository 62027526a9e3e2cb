"""Sheets to print: one A4 page each, nothing cut, text to be selected, fonts inside, and no answer beside a guess."""

import ctypes
import json
import logging
import re

import pypdfium2
import pytest
from conftest import ROOT
from pypdfium2 import raw

from faceblur_utils import check, paper
from faceblur_utils.check import core
from faceblur_utils.command import main
from faceblur_utils.paper.page import fitted

LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
BY_NUMBER = {path.name[:2]: path for path in LESSONS}
A4 = 595.28, 841.89  # points
# By day the fullest sheet of each kind; the others by night.
BY_DAY = (("03", "handout"), ("06", "guesses"))
MAKE = {"handout": paper.handout, "guesses": paper.guess_sheet}
SHEETS = [
    pytest.param(number, kind, id=f"{number}-{kind}", marks=[] if (number, kind) in BY_DAY else pytest.mark.nightly)
    for number in BY_NUMBER
    for kind in MAKE
]


def read(content):
    """The PDF, the only page of it, and its text with one space where there are more."""
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 1
    return document, document[0], squeezed(document[0].get_textpage().get_text_range())


def squeezed(text):
    return " ".join(text.split())


def bare(text):
    """Markdown as it is printed."""
    return squeezed(re.sub(r"\*\*|`", "", text))


def without_outputs(path, target):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    target.write_text(json.dumps(notebook), encoding="utf-8")
    return paper.read_lesson(target)


def fonts_of(page):
    """Each font of a page, and how many bytes of it are in the file."""
    found = {}
    for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        font = raw.FPDFTextObj_GetFont(piece)
        name, size = ctypes.create_string_buffer(100), ctypes.c_size_t()
        raw.FPDFFont_GetBaseFontName(font, name, 100)
        assert raw.FPDFFont_GetIsEmbedded(font) == 1
        raw.FPDFFont_GetFontData(font, None, 0, size)
        found[name.value.decode()] = size.value
    return found


def ink_near_the_edge(page, millimetres=8):
    """Whether anything but white lies so near to the paper's edge."""
    picture = page.render(scale=1).to_numpy()[..., :3]
    edge = round(millimetres / 25.4 * 72)
    picture = picture.copy()
    picture[edge:-edge, edge:-edge] = 255
    return bool((picture < 250).any())


@pytest.mark.parametrize(("number", "kind"), SHEETS)
def test_a_sheet_is_one_page_with_all_that_is_due(number, kind, caplog):
    caplog.set_level(logging.WARNING)
    lesson = paper.read_lesson(BY_NUMBER[number])
    _, page, text = read(MAKE[kind](lesson))
    assert page.get_size() == pytest.approx(A4, abs=1)
    assert not caplog.records, "no sign is missing in the fonts"
    assert all(size > 1000 for size in fonts_of(page).values()) and fonts_of(page)
    assert not ink_near_the_edge(page)
    boxes = [one.get_bounds() for one in page.get_objects()]
    assert all(left >= 40 and right <= A4[0] - 40 and low >= 20 for left, low, right, _ in boxes), "inside the margins"
    assert f"{number} {lesson.title}" in text
    if kind == "handout":
        due = [*lesson.questions, *lesson.measured, *lesson.exercises.values()]
        assert len(lesson.questions) >= 3 and len(lesson.measured) >= 3
        assert [one for one in page.get_objects() if one.type == raw.FPDF_PAGEOBJ_IMAGE]
    else:
        due = [guess.question for guess in lesson.guesses]
        due += [choice for guess in lesson.guesses for choice in guess.choices]
        assert due and text.count("Because:") == len(lesson.guesses)
    assert [one for one in due if bare(one) not in text] == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_what_stands_on_a_sheet_of_guesses_is_known_before_any_cell_has_run(path, tmp_path):
    """So it has no answer; and each question of the text has its choices."""
    lesson = paper.read_lesson(path)
    assert lesson.guesses == without_outputs(path, tmp_path / path.name).guesses
    source = "".join("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])
    assert len(lesson.guesses) == source.count("> **Guess first.**") >= 2
    assert all(guess.question and guess.section in lesson.sections for guess in lesson.guesses)


def test_pictures_are_described():
    content = paper.handout(paper.read_lesson(BY_NUMBER["06"]))
    described = paper.read_lesson(BY_NUMBER["06"]).pictures[4][0][1]
    assert "a black oval over his face" in described
    assert described.encode("utf-16-be") in content or described.encode() in content
    assert b"/Lang (en)" in content


def test_a_lesson_without_outputs_has_no_handout_but_its_guesses(tmp_path):
    lesson = without_outputs(BY_NUMBER["05"], tmp_path / "05_compare.ipynb")
    with pytest.raises(ValueError, match="Lesson 05 lacks the output .* run the lesson"):
        paper.handout(lesson)
    sheet = paper.guess_sheet(lesson)
    assert "Because:" in read(sheet)[2]
    assert sheet == paper.guess_sheet(paper.read_lesson(BY_NUMBER["05"])), "what was computed is not on it"


@pytest.mark.parametrize("content", ["", "no notebook", "[]", '{"cells": []}', '{"cells": [{"source": "# Notes"}]}'])
def test_what_is_no_lesson_is_told(tmp_path, content):
    (tmp_path / "mine.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="mine.ipynb is no lesson"):
        paper.read_lesson(tmp_path / "mine.ipynb")


def test_text_gets_the_largest_letters_that_fit_and_too_much_is_refused():
    def fill(sentences):
        """The PDF, and the sizes that were tried: which had room?"""
        tried = {}

        def write(page):
            tried[page.size] = False
            page.points(["A sentence of eight words in a list."] * sentences)
            tried[page.size] = True

        return fitted("A test", write), tried

    content, tried = fill(20)
    assert tried == {10.5: True} and read(content)[2].count("A sentence") == 20
    content, tried = fill(60)
    assert read(content)[2].count("A sentence") == 60
    largest, next_one = max(size for size in tried if tried[size]), min(size for size in tried if not tried[size])
    assert 7.5 <= largest == next_one - 0.25 <= 10.5
    with pytest.raises(ValueError, match="no room on one page, even with letters of 7.5 points"):
        fill(90)


@pytest.fixture
def states(monkeypatch):
    """As after two checks of lesson 02."""
    own = {"crop_face": "passed", "clip_box": "failed"}
    monkeypatch.setattr(core, "STATES", own)
    monkeypatch.setattr("faceblur_utils.check.progress.STATES", own)
    return own


def test_a_progress_sheet_has_names_and_states_and_nothing_else(tmp_path, monkeypatch, capsys, states):
    monkeypatch.chdir(tmp_path)
    check.progress_sheet()
    assert capsys.readouterr().out == "progress_02.pdf: Lesson 02, 1 of 3 passed\n"
    document, page, text = read((tmp_path / "progress_02.pdf").read_bytes())
    assert not ink_near_the_edge(page)
    assert text == (
        "Exercises, and how far they are Lesson 02: 1 of 3 passed exercise state crop_face passed clip_box not yet "
        "grow_box not checked yet Names of exercises and their states, nothing else: no name, no time, no code."
    )
    told = document.get_metadata_dict(skip_empty=True)
    assert told.keys() <= {"Title", "Producer", "CreationDate"} and told["CreationDate"].startswith("D:20000101")
    check.progress_sheet()
    assert (tmp_path / "progress_02_2.pdf").read_bytes() == (tmp_path / "progress_02.pdf").read_bytes()


def test_a_progress_sheet_overwrites_nothing_and_says_what_is_wrong(tmp_path, monkeypatch, states):
    mine = tmp_path / "mine.pdf"
    mine.write_text("my own")
    with pytest.raises(FileExistsError, match="mine.pdf exists already"):
        check.progress_sheet(path=mine)
    assert mine.read_text() == "my own"
    with pytest.raises(ValueError, match="no lesson 17"):
        check.progress_sheet(17)
    states.clear()
    with pytest.raises(ValueError, match="check.<exercise>"):
        check.progress_sheet()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.pdf"]


def test_the_command_writes_the_sheets_of_the_lessons_named(tmp_path, capsys):
    paper_folder = tmp_path / "for class"
    assert main(["handouts", "0", "-o", str(paper_folder)]) == 0
    names = {"00_start_here_handout.pdf", "00_start_here_guesses.pdf"}
    assert {path.name for path in paper_folder.iterdir()} == names
    assert capsys.readouterr().out == f"{paper_folder}: 2 sheets to print, each one A4 page.\n"
    before = {path: path.read_bytes() for path in paper_folder.iterdir()}
    assert main(["handouts", "5", "0", "-o", str(paper_folder)]) == 2
    assert "00_start_here_handout.pdf exists already, and nothing was written" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in paper_folder.iterdir()} == before
    assert main(["handouts", "12", "-o", str(paper_folder)]) == 2
    assert "There is no lesson '12' with a handout; there are 00, 01" in capsys.readouterr().err
