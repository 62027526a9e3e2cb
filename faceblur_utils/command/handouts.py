"""``faceblur handouts``: sheets to print, one handout and one sheet of guesses for each lesson."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from ..images import printable, write_new
from ..messages import counted
from .app import say
from .copies import lessons_folder


def handouts(*lessons: str, output: Annotated[Path, Parameter(alias="-o")] = Path("handouts")):
    """Write sheets to print for a class: for each lesson a handout and its guesses to fill in, one A4 page each.

    A handout has one picture, the recap's questions with lines to write on, and what was measured. A sheet of guesses
    has no answers.

    Parameters
    ----------
    lessons
        Which, such as 03 05; by default all ten.
    output
        The folder for the PDFs, made if need be. No file in it is overwritten.
    """
    from ..paper import guess_sheet, handout, read_lesson

    out, output = Console(), output.expanduser()
    sheets = {}
    for path in _paths(lessons):
        sheets[output / f"{path.stem}_handout.pdf"] = path, handout
        sheets[output / f"{path.stem}_guesses.pdf"] = path, guess_sheet
    if there := [target for target in sheets if os.path.lexists(target)]:
        raise FileExistsError(
            f"{printable(there[0])} exists already, and nothing was written; name another folder with -o."
        )
    output.mkdir(parents=True, exist_ok=True)
    for target, (path, make) in sheets.items():
        write_new(target, make(read_lesson(path)))
    say(out, f"{printable(output)}: {counted(len(sheets), 'sheet')} to print, each one A4 page.")


def _paths(lessons):
    """The notebooks of these lessons, each once."""
    known = {path.name[:2]: path for path in sorted(lessons_folder().glob("[0-9][0-9]_*.ipynb"))}
    wanted = [f"{int(one):02}" if one.isdecimal() else one for one in lessons] or list(known)
    if strange := [one for one in wanted if one not in known]:
        raise ValueError(f"There is no lesson {strange[0]!r} with a handout; there are {', '.join(known)}.")
    return [known[one] for one in dict.fromkeys(wanted)]
