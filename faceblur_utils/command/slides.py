"""``faceblur slides``: a lesson as slides, in one file."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from ..images import printable, write_new
from ..words import languages
from .app import say
from .copies import pick_lesson


def slides(lesson: str, *, output: Annotated[Path | None, Parameter(alias="-o")] = None):
    """Write the slides of a lesson, to be shown in a browser.

    One file that needs no network. S opens the speaker's notes, F fills the screen, Esc shows all slides; with
    ?print-pdf behind the address, the browser prints them. No file is overwritten.

    Parameters
    ----------
    lesson
        Its number, such as 05; a deeper one by its name; de/00 for lesson 00 in German.
    output
        The file to write, or the folder for it; by default slides_05.html in this folder, with the lesson's number.
    """
    from ..slides import slides_of

    path = pick_lesson(lesson)
    part = path.parent.name
    language = part if part in languages() else "en"
    # Several deeper lessons have one number.
    name = f"slides_{path.stem if part == 'deeper' else path.stem[:2]}{'' if language == 'en' else f'_{part}'}.html"
    output = (output or Path(name)).expanduser()
    if output.is_dir():
        output /= name
    if output.suffix.lower() not in (".html", ".htm"):
        raise ValueError(f"{printable(output)}: slides are a page; give it a name that ends in .html.")
    try:
        write_new(output, slides_of(path, language).encode())
    except FileExistsError:
        raise FileExistsError(f"{printable(output)} exists already; name another one with -o.") from None
    except FileNotFoundError as error:
        if output.parent.is_dir():
            raise
        raise FileNotFoundError(f"There is no folder {printable(output.parent)}; make it first.") from error
    say(Console(), f"{printable(output)}: open it in a browser. S: the speaker's notes, F: full screen.")
