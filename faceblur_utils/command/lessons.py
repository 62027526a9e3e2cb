"""``faceblur lessons``: a copy of one's own, in JupyterLab."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console

from ..images import printable
from ..messages import counted
from .app import say
from .copies import default_folder, give, reset, short

app = App(name="lessons", help_format="plaintext")
_console = Console()


@app.default
def lessons(
    folder: Path | None = None,
    *,
    with_outputs: Annotated[bool, Parameter(negative="")] = False,
    browser: bool = True,
    port: int | None = None,
    ip: str | None = None,
    start: bool = True,
    language: str | None = None,
):
    """Give you a copy of the lessons and open them in JupyterLab.

    A lesson that you have is never overwritten: run this again after an update, and it brings the lessons that are new
    and says which of yours are older.

    Parameters
    ----------
    folder
        Where your copies are; by default my_lessons, in the project's folder.
    with_outputs
        Keep the outputs in new copies, for a teacher to show.
    browser
        Open a browser, if there is one. The address is printed either way.
    port
        Where JupyterLab listens, or above if that is taken; by default from 8888 on.
    ip
        The network address it listens at; by default only this computer can reach it.
    start
        Start JupyterLab after copying.
    language
        Beside the lessons in English, those that there are in another language, such as de, and open the first.
    """
    folder = _folder(folder)
    given = give(folder, with_outputs, language)
    said = [f"{counted(len(given.new), 'new lesson')}"] if given.new else []
    said += [f"{counted(len(given.kept), 'lesson')} of yours, left as {_it(given.kept, 'it is', 'they are')}"]
    _say(f"{printable(folder)}: {', '.join(said if given.kept else said[:1])}.")
    if given.older:
        numbers = " ".join(short(name) for name in given.older)
        _say(f"There is a newer version of: {', '.join(given.older)}")
        _say(f"    To get it and keep yours under another name: faceblur lessons reset {numbers}{_where(folder)}")
    if given.unknown:
        _say(f"Not known whether older: {', '.join(given.unknown)} (made by something other than this command).")
    if start:
        from .server import serve

        there = given.new + given.kept
        translated = [name for name in there if name.startswith(f"{language}/")]
        serve(folder / min(translated or there), _say, browser=browser, port=port, ip=ip)


@app.command(name="reset")
def reset_lessons(
    *numbers: str, folder: Path | None = None, with_outputs: Annotated[bool, Parameter(negative="")] = False
):
    """Give lessons anew; yours keep their content and get another name.

    Parameters
    ----------
    numbers
        Which, such as 05; a deeper one by its name.
    folder
        Where your copies are; by default my_lessons, in the project's folder.
    with_outputs
        Keep the outputs in the new copy, for a teacher to show.
    """
    if not numbers:
        raise ValueError("Which lesson? For example: faceblur lessons reset 05")
    folder = _folder(folder)
    for number in numbers:
        own, kept = reset(folder, number, with_outputs)
        _say(f"{printable(own)} is new{f'; yours is now {printable(kept.name)}' if kept else ''}.")
        if kept:
            _say("    If it is open in JupyterLab, close its tab there without saving.")


def _folder(folder):
    return (folder.expanduser() if folder else default_folder()).absolute()


def _where(folder):
    return "" if folder == default_folder() else f' --folder "{printable(folder)}"'


def _it(names, one, several):
    return one if len(names) == 1 else several


def _say(text):
    say(_console, text)
