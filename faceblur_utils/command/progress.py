"""Bars on the terminal, with the time left: rich in place of tqdm."""

import contextlib

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..bars import drawn_by
from .app import say


@contextlib.contextmanager
def shown(console, total, progress=True):
    """Show how far the files are, and inside it whatever works on one.

    Parameters
    ----------
    console : rich.console.Console
        Where nobody reads, in a file or a pipe, no bar is drawn.
    total : int
        How many files and folders there are.
    progress : bool
        Whether to show bars.

    Yields
    ------
    callable
        To be called when one is done.
    """
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True, disable=not (progress and console.is_terminal)) as bars:

        class Bar:
            """What tqdm is called with, drawn by rich."""

            def __init__(self, total=None, desc="", unit="", disable=False, **options):
                self.disable = disable
                self._task = bars.add_task(desc or f"{unit}s", total=total, visible=not disable)

            def __enter__(self):
                return self

            def __exit__(self, *error):
                bars.remove_task(self._task)

            @property
            def total(self):
                return None

            @total.setter
            def total(self, total):
                bars.update(self._task, total=total)

            def update(self, number=1):
                bars.advance(self._task, number)

            def write(self, line, **options):
                say(bars.console, line)

        files = bars.add_task("files", total=total, visible=total > 1)
        with drawn_by(Bar):
            yield lambda: bars.advance(files)
