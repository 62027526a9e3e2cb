"""``faceblur book``: the lessons as a website."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from ..images import printable
from ..messages import counted
from .app import say
from .copies import default_folder

_console = Console()


def book(
    folder: Path | None = None,
    *,
    only: tuple[str, ...] = (),
    without_flipbooks: Annotated[bool, Parameter(negative="")] = False,
):
    """Build the book: a website of the lessons that works offline, with sliders that move.

    Lessons with sliders are executed once for it, which takes some minutes; what they leave is kept beside the book
    for the next time.

    Parameters
    ----------
    folder
        Where it is put; by default my_book, in the project's folder. A book that is there is replaced.
    only
        Beginning of a lesson's name, such as 02 or deeper/01, for a small book; may be given several times.
    without_flipbooks
        Execute nothing: sliders stand still, as the lessons were committed.
    """
    from ..book import build

    folder = (folder.expanduser() if folder else default_folder().with_name("my_book")).absolute()
    made = build(folder, only, not without_flipbooks, tell=_say)
    for line in made.warnings:
        _say(f"Sphinx: {line}")
    for line in made.still:
        _say(f"Stands still: {line}")
    moving = "" if without_flipbooks else f" and {counted(made.flipbooks, 'slider')} that move"
    _say(f"{counted(made.pages, 'page')}{moving}, in {made.seconds:.0f} s. Open {printable(folder / 'index.html')}")
    return 1 if made.warnings or (made.still and not without_flipbooks) else 0


def _say(text):
    say(_console, text)
