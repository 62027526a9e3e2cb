"""Slides: which a lesson gives, in which order, and what is said to each. test_browser_slides.py looks at them."""

import json
import re

import pytest
from conftest import ROOT

from faceblur_utils.command import main
from faceblur_utils.slides.guide import annotate
from faceblur_utils.slides.outline import TEXT, outline
from faceblur_utils.slides.text import beginning, blocks, ending, sentences

LESSONS = sorted(path for part in ("", "deeper") for path in (ROOT / "notebooks" / part).glob("[0-9][0-9]_*.ipynb"))
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def text(source):
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(source, *outputs, **metadata):
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": list(outputs)}


def picture(alt):
    return {"output_type": "display_data", "data": {"image/png": PNG}, "metadata": {"image/png": {"alt": alt}}}


def printed(said):
    return {"output_type": "stream", "text": said}


MADE = [
    text("# 97 Made: a question?"),
    code("draw()", picture("The opening.")),
    text("What you see. The man is known."),
    text("## 1. Is it so?\n\nIt leads there.\n\n> **Guess first.** How many?"),
    code('predict("how many", "two", "three")', jupyter={"source_hidden": True}),
    code("count()", printed("counted: 3\n")),
    code(
        'answer("how many", "three")', printed("how many: three. (No guess was made.)\nand 4 more\n"), picture("Bars.")
    ),
    text("Three, for it is so. Not two.\n\n### Exercise 97.1: do it\n\nWrite it."),
    code("def it():\n    ...", tags=["exercise"]),
    code("check.it(it)", printed("- it: not attempted yet.")),
    text("<details><summary>Hint</summary>\n\nThe secret way.\n\nOn two lines.\n</details>"),
    code("def solution_it():\n    return SOLVED", printed("✓"), tags=["solution"]),
    text("## 2. What is it for?\n\nFor:\n\n- this. It is good.\n- that."),
    text(
        "## Recap\n\nCan you answer?\n\n1. What?\n2. Why?\n\nMeasured:\n\n- Three.\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\nSo."
    ),
    text("## Further reading\n\n- A book."),
]


@pytest.fixture(scope="module")
def made():
    return outline({"cells": MADE})


def test_a_lesson_becomes_slides_in_its_order(made):
    assert [slide.kind for slide in made] == ["title", "question", "answer", "exercise", "text", *["text"] * 4]
    assert [slide.cell for slide in made] == [1, 4, 6, 7, 12, 13, 13, 13, 13]
    title, question, answer, exercise, summary, *recap = made
    assert title.caption == "What you see. The man is known." and title.picture[2] == "The opening."
    assert (question.lead, question.choices, question.title) == ("How many?", ["two", "three"], "1. Is it so?")
    assert [block.source for block in question.body] == ["It leads there."]  # a short question leans on it
    assert answer.lead == "how many: **three**" and answer.caption == "Three, for it is so. Not two."
    assert exercise.code == "def it():\n    ..." and exercise.body[0].source == "Write it."
    assert summary.body[0].source == "- this.\n- that."
    assert [block.kind for slide in recap for block in slide.body] == ["numbers", "bullets", "table", "paragraph"]
    assert [slide.lead for slide in recap] == ["Can you answer?", "Measured:", "", ""]


def test_no_slide_and_no_note_tells_an_answer_before_its_question(made):
    place = next(number for number, slide in enumerate(made) if slide.kind == "question")
    before = json.dumps([vars(slide) for slide in made[: place + 1]], default=vars)
    assert "Bars." not in before and "counted: 3" not in before and "it is so" not in before
    # What was printed on the way is said with the answer.
    assert any("counted: 3\nand 4 more" in note for note in made[place + 1].notes)


def test_solutions_and_hints_stay_in_the_lesson(made):
    everything = json.dumps([vars(slide) for slide in made], default=vars)
    assert not re.search("SOLVED|secret|two lines|not attempted|A book", everything)


def test_a_question_brings_what_it_asks_about():
    cells = [
        text("# 97 Made"),
        code("draw()", picture("The opening.")),
        text("## 1. A\n\n> **Guess first.** What does the picture above show?"),
        code('predict("what", "a", "b")'),
        text("> **Guess first.** What does the line in the next cell do? (Run the next cell, and click.)"),
        code('predict("does", unit="faces")', {"output_type": "execute_result", "data": {"text/plain": "____ faces"}}),
        code("hidden()", jupyter={"source_hidden": True}),
        code("line()"),
    ]
    _, above, below = outline({"cells": cells})
    assert above.picture[2] == "The opening." and above.code == ""
    assert below.code == "line()" and below.picture is None and below.printed == "____ faces"
    assert below.lead == "What does the line in the next cell do?"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_figure_and_prediction_of_a_lesson_is_on_a_slide(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    slides = outline(notebook)
    asked, drawn = 0, []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and "solution" not in cell["metadata"].get("tags", ()):
            asked += len(re.findall(r"^predict\(", "".join(cell["source"]), re.M))
            found = [one["metadata"] for one in cell["outputs"] if {"image/png", "image/jpeg"} & {*one.get("data", ())}]
            drawn += [one["alt"] for metadata in found for one in metadata.values()]
    # In the lesson's order, each with its words; a question may show the picture before it once more.
    assert [slide.picture[2] for slide in slides if slide.picture and slide.kind != "question"] == drawn
    questions = [slide for slide in slides if slide.kind == "question"]
    assert len(questions) == asked == sum(slide.kind == "answer" for slide in slides)
    assert all(slide.lead and (slide.choices or "_" in slide.printed) for slide in questions)
    assert asked + len(drawn) <= len(slides) + sum(slide.kind == "answer" and bool(slide.picture) for slide in slides)
    assert len(slides) <= asked + len(drawn) + 12
    assert [slide.cell for slide in slides] == sorted(slide.cell for slide in slides)
    assert all(slide.notes for slide in slides if slide.kind in ("title", "exercise"))
    for slide in slides:
        shown = [slide.lead, slide.caption, *(block.source for block in slide.body if block.kind != "table")]
        assert "$$" not in " ".join(shown) and sum(map(len, shown[2:])) <= TEXT * 1.4, shown


@pytest.mark.parametrize(
    "words, due",
    [
        ("One, e.g. Two. Three?", ["One, e.g. Two.", "Three?"]),
        ("In 7.4 of Z. Wang. Four.", ["In 7.4 of Z. Wang.", "Four."]),
        ("**Bold. And more.** Then.", ["**Bold. And more.**", "Then."]),
        ("It is (so. Is it?) there. Yes.", ["It is (so. Is it?) there.", "Yes."]),
        ("Alone", ["Alone"]),
        ("It has 34. **Bold.** Of 12. Five.", ["It has 34.", "**Bold.**", "Of 12.", "Five."]),
        ("An open ( bracket. Here", ["An open ( bracket. Here"]),
    ],
)
def test_sentences_stay_whole(words, due):
    assert sentences(words) == due
    assert " ".join(sentences(words)) == words


def test_a_beginning_and_an_ending_hold_whole_sentences():
    words = "One is here. Two is here. (Three is here.) What follows:"
    assert beginning(words, 26) == "One is here. Two is here."
    assert beginning(words, 1) == "One is here."
    assert beginning(words, 999) == "One is here. Two is here. (Three is here.)"  # it announces what is not there
    assert ending("One is here. Two is here. (Three.) By hand:", 14) == "Two is here."


def test_what_is_folded_is_one_block():
    found = blocks("Before.\n\n<details><summary>Hint</summary>\n\nIn it.\n\n- a\n</details>\n\nAfter.")
    assert [block.kind for block in found] == ["paragraph", "folded", "paragraph"]


LESSONS_GUIDE = """# For teachers

## 96 Other

Not this.

## 97 Made

**What should stay.** Say hello.

| § | guess | it was | often guessed |
|---|---|---|---|
| 1 | how many | three | two |
| 2 | unknown | no | yes |

- *Why?* It is so.

## 98 Next

Nor this.
"""
ROUTES_GUIDE = """# Teaching

| minutes | what | where |
|---|---|---|
| 8 | hands up | 97 §1 |
| 5 | look | 96 §1 |
| 4 | the list | 97 §2 |

Sentences, which are broken anywhere, of 97 §2.
"""


def test_the_teaching_guide_is_said_where_it_belongs(made):
    slides = outline({"cells": MADE})
    annotate(slides, "97_made", ROUTES_GUIDE, LESSONS_GUIDE)
    added = [slide.notes[len(before.notes) :] for slide, before in zip(slides, made, strict=True)]
    label = "**From the teaching guide**: "
    title, question, answer, exercise, summary = added[:5]
    assert title == [f"{label}**What should stay.** Say hello.", f"{label.strip()}\n\n- *Why?* It is so."]
    assert question == [f"{label}8 · hands up · 97 §1"]
    assert answer == [f"{label}1 · how many · three · two"]  # what it was is said with the answer, not before
    assert summary == [f"{label}4 · the list · 97 §2"]
    assert exercise == [] and not any(added[5:]) and not re.search("Not this|Nor this|look|unknown", str(added))


def test_no_guide_is_no_fault(made):
    slides = outline({"cells": MADE})
    annotate(slides, "97_made", "", "")
    annotate(slides, "55_other", ROUTES_GUIDE, LESSONS_GUIDE)
    assert slides == made


# --- the command ------------------------------------------------------------------------------------------------------
def test_the_command_writes_one_file_that_loads_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["slides", "5"]) == 0
    assert "slides_05.html" in capsys.readouterr().out
    page = (tmp_path / "slides_05.html").read_text(encoding="utf-8")
    assert "reveal.js contributors" in page  # its licence
    shown = page.split("<script>")[0]
    assert "<script src" not in page and not re.search(r"""<(?:link|iframe)|url\(["']?http|src="(?!data:)""", shown)
    assert 'href="' not in re.sub(r'<a href="https://[^"]*"', "", shown)  # no link to a notebook
    for name in ("Ruby Mizrahi", "Myleen Hollero", "Pierre-Selim Huard", "PsychoPy", "Benjamin Couprie"):
        assert name in page


def test_the_command_never_overwrites(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    mine = tmp_path / "slides_05.html"
    mine.write_text("mine")
    assert main(["slides", "05"]) == 2
    assert "exists already" in capsys.readouterr().err and mine.read_text() == "mine"
    (tmp_path / "talks").mkdir()
    assert main(["slides", "deeper/05_ssim", "-o", "talks"]) == 0
    assert [path.name for path in (tmp_path / "talks").iterdir()] == ["slides_05_ssim.html"]


@pytest.mark.parametrize(
    "words, said",
    [
        (["77"], "There is no lesson '77'"),
        (["05", "-o", "no/slides.html"], "There is no folder no; make it first."),
        (["05", "-o", "slides.pdf"], "a name that ends in .html"),
        (["glossary"], "has no pictures in it"),
    ],
)
def test_the_command_says_what_was_wrong(words, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["slides", *words]) == 2
    assert said in capsys.readouterr().err and not list(tmp_path.iterdir())
