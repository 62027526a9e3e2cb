"""Another language: every marked sentence has a translation, fields and code survive, and lesson 00 is the same."""

import ast
import io
import json
import re
import string
import tokenize

import pytest
import refresh_notebooks as tool
from babel.messages.pofile import read_po
from conftest import ROOT

from faceblur_utils import check, words
from faceblur_utils.check import mistakes, start
from faceblur_utils.doctor import PARTS
from faceblur_utils.figures.steps import STEPS
from faceblur_utils.predictions import answer, predict

PACKAGE = ROOT / "faceblur_utils"
OTHER = words.languages()[1:]
TRANSLATED = tool.translations()


@pytest.fixture(autouse=True)
def _english_again():
    yield
    words.use("en")


def marked():
    """Every sentence that the code gives to `_`, in Python and in JavaScript, and where."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
            if called and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value, path.name
    for path in sorted(PACKAGE.glob("*/*.js")):
        yield from ((sentence, path.name) for sentence in words._MARKED.findall(path.read_text(encoding="utf-8")))
    # Tables, whose sentences are translated where they are said.
    tables = [*PARTS, *STEPS, *(sentence for sentence, _ in start._COVER + mistakes._IMAGES)]
    yield from ((sentence, "a table") for sentence in tables)


NAMES = {"Python", "faceblur_utils", "NumPy", "OpenCV", "Matplotlib", "JupyterLab"}  # the same in each language


def catalogue(language):
    with (PACKAGE / "words" / f"{language}.po").open("rb") as source:
        return {message.id: message for message in read_po(source, locale=language) if message.id}


@pytest.mark.parametrize("language", OTHER)
def test_every_sentence_has_a_translation(language):
    known = catalogue(language)
    missing = [(sentence, place) for sentence, place in marked() if sentence not in known and sentence not in NAMES]
    assert missing == []


@pytest.mark.parametrize("language", OTHER)
def test_a_translation_keeps_fields_and_code_and_belongs_to_something(language):
    said = {sentence for sentence, _ in marked()}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            said |= {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()
    for sentence, message in catalogue(language).items():
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (sentence, message.string)
        ]
        assert fields[0] == fields[1], sentence
        code = [sorted(re.findall(r"`[^`]*`", text)) for text in (sentence, message.string)]
        assert code[0] == code[1], sentence
        assert message.string and not message.fuzzy and sentence in said, f"nobody says {sentence!r} any more"


def test_a_language_is_chosen_and_left(capsys):
    with words.speaking("de"):
        assert words.spoken() == "de"
        answer("Stück", "B")
        assert predict("Stück", "A", "B").words == "Dein Tipp: A / B"
    answer("piece", "B")
    assert capsys.readouterr().out == "Stück: B. (Du hast nicht getippt.)\npiece: B. (No guess was made.)\n"
    with pytest.raises(ValueError, match="There is no language 'xx'; there are en, de"):
        words.use("xx")


def test_a_check_tells_a_mistake_in_german(capsys):
    words.use("de")
    check.cover(lambda roi: roi[..., 0] * 0)
    told = capsys.readouterr().out
    assert "✗ cover: noch nicht." in told and "Soll gelten: ein schwarzer Ausschnitt" in told
    assert "das Ergebnis hat die Form (20, 30), verlangt ist (20, 30, 3)" in told and "Es fehlt die Achse" in told
    check.cover(lambda roi: roi - roi + 255)
    told = capsys.readouterr().out
    assert "Tipp: Weiß ist 255, und Schwarz ist 0." in told and "weichen ab (um bis zu" in told
    check.cover(lambda roi: print("hallo"))
    told = capsys.readouterr().out
    assert "deine Funktion hat None zurückgegeben und hat ausgegeben: hallo" in told
    english = re.findall(r"\b(?:the|your|function|should|hint|seen|which)\b", told, re.I)
    assert english == [], told


@pytest.mark.parametrize("typed, due", [("7,4", 7.4), ("7.4", 7.4), ("1.200", 1200), ("1.200,5", 1200.5), ("12 %", 12)])
def test_numbers_are_read_as_germans_write_them(typed, due):
    words.use("de")
    asked = predict("Anzahl")
    asked.field.value = typed
    assert "Gemerkt" in asked._said.value
    from faceblur_utils.predictions import _kept

    assert _kept.pop("Anzahl") == due


def test_a_page_gets_its_sentences_with_the_picture():
    from faceblur_utils.compare.bench import Bench

    assert Bench(print).spoken == {}
    words.use("de")
    spoken = Bench(print).spoken
    assert spoken["Save picture"] == "Bild speichern" and len(spoken) > 20


# --- the lesson -------------------------------------------------------------------------------------------------------
def original(path):
    return tool.NOTEBOOKS / path.name


def code_of(source):
    """A cell's code without what a translation may change: texts and comments, and the line that chooses a language."""
    source = re.sub(r"\n*^words\.use\(.*\n?|(?<=import check), words$", "", source, flags=re.M)
    source = re.sub(r"(?<=\w)\n+$", "", source)
    # From Python 3.12 on, the text in an f-string is a token of its own.
    kinds = (tokenize.STRING, tokenize.COMMENT, tokenize.NL, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING))
    return [one.string for one in tokenize.generate_tokens(io.StringIO(source).readline) if one.type not in kinds]


def pictures(cell):
    return [kind for one in cell.get("outputs", []) for kind in one.get("data", {}) if kind.startswith("image/")]


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_translated_lesson_is_the_same_lesson(path):
    ours, theirs = tool.read(path), tool.read(original(path))
    assert [cell.cell_type for cell in ours.cells] == [cell.cell_type for cell in theirs.cells]
    assert [(cell.id, cell.metadata) for cell in ours.cells] == [(cell.id, cell.metadata) for cell in theirs.cells]
    for mine, due in zip(ours.cells, theirs.cells, strict=True):
        if mine.cell_type == "code":
            assert code_of(mine.source) == code_of(due.source), mine.id
            assert pictures(mine) == pictures(due), mine.id
            assert len(mine.outputs) == len(due.outputs), mine.id
        else:
            assert mine.source != due.source, f"{mine.id} is not translated"
            for what in (r"^#+ ", r"^> \*\*", r"^- ", r"^\d+\. ", r"^\|", "<details>", r"\]\(", r"<https?:[^>]*>"):
                found = [re.findall(what, cell.source, re.M) for cell in (mine, due)]
                assert len(found[0]) == len(found[1]), (mine.id, what)
            links = [re.findall(r"<(https?:[^>]*)>", cell.source) for cell in (mine, due)]
            assert links[0] == links[1], mine.id
            for link in re.findall(r"\]\(([^)#:]+)\)", mine.source):
                assert (path.parent / link).is_file(), f"{mine.id}: {link}"


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_numbers_of_a_translation_are_those_of_the_lesson(path):
    """Also where one writes 7.4 and the other 7,4."""
    for mine, due in zip(tool.read(path).cells, tool.read(original(path)).cells, strict=True):
        if mine.cell_type == "markdown":
            found = [sorted(re.findall(r"\d+", re.sub(r"\d+,\d\d\d|[.,]", "", one.source))) for one in (mine, due)]
            assert set(found[1]) <= set(found[0]), (mine.id, set(found[1]) ^ set(found[0]))


def test_the_comparison_of_code_can_fail():
    assert code_of('f("a")  # b\nx = 1') == code_of("f('c')\nx = 1")
    assert code_of('f("a")\nx = 1') != code_of('f("a")\nx = 2')
    assert code_of('f("a")') != code_of('f("a", "b")')
    assert code_of("from a import check, words\n\nwords.use('de')\n") == code_of("from a import check\n")


@pytest.mark.nightly
@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_translated_lesson_runs_and_says_what_is_committed(path):
    committed = tool.read(path)
    for mine, due in zip(tool.clean(tool.execute(committed)).cells, committed.cells, strict=True):
        texts = [
            json.dumps([(one.get("text"), one.get("data", {}).get("text/plain")) for one in cell.get("outputs", [])])
            for cell in (mine, due)
        ]
        assert texts[0] == texts[1], mine.id
