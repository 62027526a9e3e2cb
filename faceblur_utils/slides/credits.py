"""Who made the pictures: slides go where the project's list of media does not."""

import re

from ..samples import data_folder
from ..words import _
from .outline import Slide
from .text import Block

_SHOWN = ("faces/", "groups/", "no_faces/", "videos/")


def credits_slide(cell):
    """Make the last slide: who made what the lessons show, and under which licence.

    Parameters
    ----------
    cell : int
        Where in the lesson the slide before it comes from.

    Returns
    -------
    Slide

    Raises
    ------
    FileNotFoundError
        If the sample media are missing.
    """
    table = (data_folder() / "README.md").read_text(encoding="utf-8")
    made = {}
    for line in table.split("\n"):
        cells = [part.strip() for part in line.strip("|").split("|")]
        if line.startswith("| `") and cells[0].strip("`").startswith(_SHOWN):
            shows, author, licence = cells[3], cells[4], re.sub(r":.*|[\[\]]|\(.*\)", "", cells[6]).strip()
            # What is composed says of what it is made.
            made.setdefault((re.sub("`[^`]*`", "the wall of portraits", author), licence), []).append(shows)
    lines = [f"- {'; '.join(shows)}: {author} ({licence})" for (author, licence), shows in made.items()]
    return Slide(
        "credits",
        "",
        cell,
        lead=_("Changed here: faces are hidden, boxes and marks are drawn."),
        body=[Block("bullets", "\n".join(lines))],
    )
