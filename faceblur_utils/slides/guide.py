"""What a teacher is told about a lesson, put beside the slides that it speaks of; there may be no guide."""

import re
from pathlib import Path

from ..words import _
from .text import blocks

_PROJECT = Path(__file__).resolve().parents[2]  # a wheel brings no guide along
# Routes, which name a place as 05 §3; and for each lesson a section, with its guesses in a table.
ROUTES, LESSONS = "TEACHING.md", "classroom/lessons.md"


def annotate(slides, lesson, routes=None, lessons=None):
    """Add what the guide says: of a section to its first slide, of a guess to its answer, the rest to the first slide.

    Parameters
    ----------
    slides : list of Slide
        Their notes grow.
    lesson : str
        Its name: ``"05_compare"``.
    routes, lessons : str, optional
        Markdown of the two parts of the guide; by default what the project has of them.
    """
    number = lesson[:2]
    for block in _section(_read(LESSONS) if lessons is None else lessons, number):
        rest = []
        for line in block.source.split("\n") if block.kind == "table" else [block.source]:
            told = [slide for slide in slides if slide.kind == "answer" and _tells_of(line, slide)]
            for slide in told:
                slide.notes.append(_labelled(line))
            if not told:
                rest.append(line)
        if block.kind != "table":  # rows that fit no slide would be said beside none
            slides[0].notes.append(_labelled("\n".join(rest)))
    for line in (_read(ROUTES) if routes is None else routes).split("\n"):
        # A row is whole on its line; a sentence is not.
        for section in re.findall(rf"\b{number} §(\d+)", line) if line.startswith("|") else ():
            slide = next((one for one in slides if one.title.startswith(f"{section}.")), None)
            if slide:
                slide.notes.append(_labelled(line))


def _section(text, number):
    """The blocks below the heading that begins with a lesson's number."""
    found, level = [], None
    for block in blocks(text):
        if block.kind == "heading" and level is not None and block.level <= level:
            break
        if level is not None:
            found.append(block)
        elif block.kind == "heading" and block.source.startswith(number):
            level = block.level
    return found


def _tells_of(row, slide):
    """Whether a row of the table of guesses is about an answer: both call the guess by its name."""
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    return any(cell and slide.lead.startswith(f"{cell}: ") for cell in cells)


def _labelled(source):
    """Say where it is from; a row without the marks of a table."""
    label = f"**{_('From the teaching guide')}**:"
    if re.match(r"```|[-*] |\d+\. ", source):
        return f"{label}\n\n{source}"
    return f"{label} " + " · ".join(cell.strip() for cell in source.strip("| ").split("|"))


def _read(name):
    path = _PROJECT / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""
