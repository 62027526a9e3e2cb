"""What a sheet of paper needs of a lesson, read from the notebook's file."""

import ast
import base64
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from ..images import printable

_SECTION = re.compile(r"^## (\d+)\. (.+)$", re.M)
_EXERCISE = re.compile(r"^### Exercise ([\d.]+): (.+)$", re.M)
_GUESS = re.compile(r"^> \*\*Guess first\.\*\* ((?:.*\n?)(?:>.*\n?)*)", re.M)
_NOT_GUESSED = "(No guess was made.)"
# What a learner is to do on the screen, and not on paper.
_ON_SCREEN = re.compile(r" \([^()]*Run the next cell[^()]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


@dataclass(frozen=True)
class Guess:
    """A question that is asked before its answer is computed.

    Attributes
    ----------
    section : int
        Of the lesson.
    name : str
        As `predict` calls it.
    question : str
    choices : tuple of str
        Empty if a number is to be given.
    unit : str
        What the number counts.
    """

    section: int
    name: str
    question: str
    choices: tuple
    unit: str


@dataclass
class Lesson:
    """A lesson as paper needs it.

    Attributes
    ----------
    number, title, question : str
        Such as ``"01"``, ``"Detect"`` and ``"is there a face, and where?"``.
    able : str
        What a learner will be able to do.
    sections : dict of int to str
        The headings.
    exercises : dict of str to str
        By number, such as ``"5.1"``.
    guesses : list of Guess
    questions, measured : list of str
        The recap's questions, and its sentences.
    tables : dict of int to list of list of list of str
        Of each section, its tables: rows of cells, the heads first. The recap counts with the last section.
    pictures : dict of int to list of (bytes, str)
        Of each section, 0 being the opening: the files of its pictures, each with what is seen there in words.
    printed : dict of int to list of str
        Of each section, what its cells printed, but for the answers to guesses.
    """

    number: str
    title: str
    question: str
    able: str = ""
    sections: dict = field(default_factory=dict)
    exercises: dict = field(default_factory=dict)
    guesses: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    measured: list = field(default_factory=list)
    tables: dict = field(default_factory=dict)
    pictures: dict = field(default_factory=dict)
    printed: dict = field(default_factory=dict)


def read_lesson(path):
    """Read a lesson.

    Parameters
    ----------
    path : str or os.PathLike
        Of its notebook.

    Returns
    -------
    Lesson

    Raises
    ------
    ValueError
        If the file is no lesson.
    OSError
        If it cannot be read.
    """
    path = Path(path)
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        title = re.match(r"# (\d\d) (.+?)([:?]) ?(.*)", "".join(cells[0]["source"]))
        number, name, mark, rest = title.groups()
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        raise ValueError(f"{printable(path)} is no lesson: a notebook that begins with a number and a title.") from None
    lesson = Lesson(number, name + mark.replace(":", ""), rest)
    section, asked = 0, []
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            if found := _SECTION.search(source):
                section = int(found[1])
                lesson.sections[section] = plain(found[2])
            lesson.exercises |= {number: plain(text) for number, text in _EXERCISE.findall(source)}
            asked += [_ON_SCREEN.sub("", _one_line(text.replace("\n> ", "\n"))) for text in _GUESS.findall(source)]
            lesson.tables.setdefault(section, []).extend(_tables(source))
            if able := re.search(r"^\| \*\*You will be able to\*\* \| (.+) \|$", source, re.M):
                lesson.able = plain(able[1])
            if source.startswith("## Recap"):
                _read_recap(lesson, source)
        else:
            for guess in _asked_by(source):
                lesson.guesses.append(Guess(section, guess[0], plain(asked.pop(0)), guess[1], guess[2]))
            _read_outputs(lesson, section, cell["outputs"])
    return lesson


def plain(text):
    """Leave out links' addresses and formulas' signs; bold words and code keep their marks.

    Parameters
    ----------
    text : str
        Markdown of one paragraph.

    Returns
    -------
    str

    Examples
    --------
    >>> plain("see [lesson 09](09_privacy.ipynb), **now**")
    'see lesson 09, **now**'
    """
    return _LINK.sub(r"\1", text).replace("$", "")


def _one_line(text):
    return " ".join(text.split())


def _asked_by(source):
    """Name, choices and unit of each `predict` in a cell."""
    if "predict(" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "predict":
            name, *choices = (ast.literal_eval(argument) for argument in node.args)
            units = [ast.literal_eval(one.value) for one in node.keywords if one.arg == "unit"]
            yield name, tuple(choices), units[0] if units else ""


def _read_recap(lesson, source):
    for block in re.split(r"\n\s*\n", source):
        if block.startswith("1. "):
            lesson.questions = _items(block, r"\d+\. ")
        elif block.startswith("- "):
            lesson.measured += _items(block, "- ")


def _tables(source):
    for block in re.findall(r"^\|.*(?:\n\|.*)+", source, re.M):
        rows = [line.strip("|").split("|") for line in block.split("\n")]
        yield [[plain(cell.strip()) for cell in row] for row in rows[:1] + rows[2:]]


def _items(block, mark):
    return [plain(_one_line(item)) for item in re.split(rf"^{mark}", block, flags=re.M)[1:]]


def _read_outputs(lesson, section, outputs):
    for output in outputs:
        if output["output_type"] == "stream":
            lines = [line for line in "".join(output["text"]).splitlines() if not line.endswith(_NOT_GUESSED)]
            lesson.printed.setdefault(section, []).append("\n".join(lines))
        for kind in ("image/jpeg", "image/png"):
            if content := output.get("data", {}).get(kind):
                described = output["metadata"].get(kind, {}).get("alt", "")
                content = base64.b64decode("".join(content))
                lesson.pictures.setdefault(section, []).append((content, described))
                break
