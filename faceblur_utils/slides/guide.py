"""What the teaching guide says to a lesson, put beside the slides that it speaks of."""

import re
from pathlib import Path

from ..words import _
from .text import blocks

_HERE = Path(__file__).resolve()
# In a clone and in a wheel.
_PLACES = tuple(_HERE.parents[up] / "TEACHING.md" for up in (2, 1))
_CELLS = re.compile(r"\bcells?\s+(\d+)(?:\s*(?:–|-|to)\s*(\d+))?", re.I)


def section_for(lesson, text=None):
    r"""Look for a lesson's section in the teaching guide.

    Parameters
    ----------
    lesson : str
        Its name: ``"05_compare"``.
    text : str, optional
        The guide's Markdown; by default that of TEACHING.md, if there is one.

    Returns
    -------
    list of Block
        Empty if there is no guide, or nothing about this lesson in it.

    Examples
    --------
    >>> [block.source for block in section_for("05_compare", "## Lesson 05\n\nAsk first.\n\n## Lesson 06\n\nNo.")]
    ['Ask first.']
    """
    if text is None:
        text = next((path.read_text(encoding="utf-8") for path in _PLACES if path.is_file()), "")
    found, level = [], None
    number = re.compile(rf"^\W*(?:lesson\s+)?{lesson[:2]}\b", re.I)
    for block in blocks(text):
        if block.kind == "heading" and level is not None and block.level <= level:
            break
        if level is not None:
            found.append(block)
        elif block.kind == "heading" and number.match(block.source):
            level = block.level
    return found


def annotate(slides, guide):
    """Add what the guide says: to the first slide all of it, to the others what names their cell.

    Parameters
    ----------
    slides : list of Slide
        Their notes grow.
    guide : list of Block
        Of `section_for`.
    """
    if not guide:
        return
    label = f"**{_('From the teaching guide')}**"
    whole = [f"**{block.source}**" if block.kind == "heading" else block.source for block in guide]
    slides[0].notes += [label, *whole]
    for block in guide:
        pieces = block.items if block.kind in ("bullets", "numbers") else block.source.split("\n")
        for piece in pieces:
            named = [range(int(first), int(last or first) + 1) for first, last in _CELLS.findall(piece)]
            for slide in slides[1:]:
                if any(slide.cell in cells for cells in named):
                    words = " · ".join(part.strip() for part in piece.strip("| ").split("|"))
                    slide.notes += [f"{label}: {words}"]
