"""Which lessons have sliders that can move in a page, and what their kernels left; remembered by content."""

import hashlib
import json
import re
import shutil
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

from .lessons import FLIPBOOK

_PACKAGE = Path(__file__).resolve().parent.parent
# Cells that leave a flipbook. What shows a photo or a video of one's own leaves none.
_MOVES = re.compile(r"\b(Explorer|compare_methods|Motion)\(")
_PATIENCE = 3600  # seconds for a cell: a slider has a hundred pictures, and a machine may be busy
_FIRST = "from faceblur_utils.book.recording import leave\n\nleave({folder!r})"
_LIBRARIES = ("numpy", "opencv-python", "matplotlib", "pillow", "scikit-image")


class Flipbooks:
    """Flipbooks of lessons.

    Parameters
    ----------
    cache : pathlib.Path
        Where they are remembered.
    tell : callable
        Gets a sentence for each lesson that is executed.

    Attributes
    ----------
    still : list of str
        Cells whose slider stands still, each with the reason.
    """

    def __init__(self, cache, tell=print):
        self._cache, self._tell, self.still = Path(cache), tell, []

    def of(self, notebooks):
        """Give the flipbooks of lessons, from memory or by executing them.

        Parameters
        ----------
        notebooks : dict
            Name to notebook, as JSON.

        Returns
        -------
        dict
            Name to: number of a cell to what `recording` left.
        """
        made = {name: self._of(name, notebook) for name, notebook in notebooks.items() if moving(notebook)}
        return {name: left for name, left in made.items() if left}

    def kept(self, notebook):
        """Tell where it is remembered what a lesson left.

        Parameters
        ----------
        notebook : dict
            As JSON.

        Returns
        -------
        pathlib.Path
            Named after the code up to its last slider and after the package; with another, it is executed again.
        """
        last = moving(notebook)[-1]
        code = ["".join(cell["source"]) for cell in notebook["cells"][: last + 1] if cell["cell_type"] == "code"]
        content = json.dumps([code, fingerprint_of_package()])
        return self._cache / f"{hashlib.sha256(content.encode()).hexdigest()[:32]}.json"

    def _of(self, name, notebook):
        cells, kept = moving(notebook), self.kept(notebook)
        if not kept.is_file():
            self._tell(f"Executing {name}, whose sliders leave their pictures.")
            kept.parent.mkdir(parents=True, exist_ok=True)
            found = {number: _left(cell) for number, cell in _executed(notebook, cells[-1], self._cache)}
            part = kept.with_suffix(".part")
            part.write_text(json.dumps({number: left for number, left in found.items() if left}), encoding="utf-8")
            part.replace(kept)
        found = {int(number): left for number, left in json.loads(kept.read_text(encoding="utf-8")).items()}
        for number in cells:
            if "pictures" not in found.get(number, {}):
                why = found.get(number, {}).get("still", "it left no pictures")
                self.still.append(f"{name}, cell {number}: {why}")
        return {number: left for number, left in found.items() if "pictures" in left}

    def put(self, made, folder, more=()):
        """Copy the pictures that flipbooks need.

        Parameters
        ----------
        made : dict
            As `of` gave it.
        folder : pathlib.Path
            Made, also if there are none.
        more : iterable of str
            Names of other pictures that are remembered here.
        """
        folder.mkdir(parents=True)
        for name in {*more, *(name for left in made.values() for one in left.values() for name in one["pictures"])}:
            shutil.copy(self._cache / name, folder / name)


def moving(notebook):
    """Find the cells of a lesson that leave a flipbook.

    Parameters
    ----------
    notebook : dict
        As JSON.

    Returns
    -------
    list of int
        Their numbers, counted from 0.

    Examples
    --------
    >>> cell = {"cell_type": "code", "metadata": {"tags": ["slider"]}, "source": "Motion(frames)"}
    >>> moving({"cells": [{"cell_type": "markdown", "source": "", "metadata": {}}, cell]})
    [1]
    """
    return [
        number
        for number, cell in enumerate(notebook["cells"])
        if cell["cell_type"] == "code"
        and "slider" in cell["metadata"].get("tags", ())
        and _MOVES.search("".join(cell["source"]))
    ]


def _left(cell):
    """What a slider left in the output of its cell, if it is one."""
    return next((one["data"][FLIPBOOK] for one in cell.outputs if FLIPBOOK in one.get("data", {})), None)


def _executed(notebook, last, folder):
    """Run a lesson up to its last slider, in a folder of its own; give the code cells with their numbers."""
    import nbformat
    from nbclient import NotebookClient

    shortened = {**notebook, "cells": notebook["cells"][: last + 1]}
    lesson = nbformat.reads(json.dumps(shortened), as_version=4)
    lesson.cells.insert(0, nbformat.v4.new_code_cell(_FIRST.format(folder=str(folder.absolute()))))
    with tempfile.TemporaryDirectory() as place:
        client = NotebookClient(
            lesson,
            kernel_name="python3",
            timeout=_PATIENCE,
            startup_timeout=_PATIENCE,
            resources={"metadata": {"path": place}},
            extra_arguments=["--log-level=ERROR"],
        )
        client.execute()
    return [(number, cell) for number, cell in enumerate(lesson.cells[1:]) if cell.cell_type == "code"]


@cache
def fingerprint_of_package():
    """Tell two states of the package apart: all that may change a picture, and the libraries that draw.

    Returns
    -------
    str
    """
    parts = [f"{name} {version(name)}" for name in _LIBRARIES]
    for path in sorted(_PACKAGE.rglob("*.py")):
        above = path.relative_to(_PACKAGE).parts[0]
        if above not in ("command", "book", "doctor") or path.name == "recording.py":
            parts.append(hashlib.sha256(path.read_bytes()).hexdigest())
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:20]
