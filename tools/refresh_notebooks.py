"""Execute lessons from a fresh kernel and clean them for committing.

    uv run python tools/refresh_notebooks.py                        all lessons
    uv run python tools/refresh_notebooks.py notebooks/03_blur.ipynb
    uv run python tools/refresh_notebooks.py --timings              measure the timing cells anew as well

Running it twice changes nothing: outputs of cells tagged ``timing`` are kept as long as their code is as committed.
A lesson in which a cell fails is left as it was.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbclient.output_widget import OutputWidget

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
# Any other cell metadata is an editor's: times, folding, scrolling, "trusted", blank lines of jupytext.
KEPT = ("tags", "jupyter")


def lessons():
    """List the lessons in reading order, and after them the deeper ones.

    Returns
    -------
    list of pathlib.Path
    """
    return [path for folder in (NOTEBOOKS, NOTEBOOKS / "deeper") for path in sorted(folder.glob("[0-9][0-9]_*.ipynb"))]


def translations():
    """List the lessons in other languages: ``notebooks/de/00_start_here.ipynb``.

    Returns
    -------
    list of pathlib.Path
    """
    return sorted(NOTEBOOKS.glob("[a-z][a-z]/[0-9][0-9]_*.ipynb"))


def read(path):
    """Read a notebook.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    nbformat.NotebookNode
    """
    return nbformat.reads(Path(path).read_text(encoding="utf-8"), as_version=4)


def write(notebook, path):
    """Write a notebook, the same bytes on every system, and all of it or nothing.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    path : pathlib.Path
    """
    # The process number keeps two refreshes of one lesson apart.
    part = Path(path).with_suffix(f".{os.getpid()}.part")
    part.write_text(text(notebook), encoding="utf-8", newline="\n")
    part.replace(path)


def text(notebook):
    """Give the content of the file that `write` makes.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    str
    """
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT).rstrip("\n") + "\n"


def client(notebook, **options):
    """Make what runs a notebook's cells in a fresh kernel, in the lessons' folder.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Gets the outputs.
    **options
        Of `nbclient.NotebookClient`.

    Returns
    -------
    nbclient.NotebookClient
    """
    options = {"timeout": 300, "resources": {"metadata": {"path": str(NOTEBOOKS)}}} | options
    made = NotebookClient(
        notebook,
        kernel_name="python3",
        coalesce_streams=True,  # how a print is cut into messages depends on the moment
        extra_arguments=["--log-level=ERROR"],  # the kernel's own warnings would stand between our lines
        **options,
    )
    made.widget_registry["@jupyter-widgets/output"]["OutputModel"] = _SilentOutput
    return made


class _SilentOutput(OutputWidget):
    """An Output widget that does not tell the kernel what it holds.

    nbclient sends that through the channel on which it waits for the cell's end, and now and then misses the end for
    five minutes.
    """

    def sync_state(self):
        pass


def execute(notebook):
    """Run a notebook from top to bottom in a fresh kernel.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Not changed.

    Returns
    -------
    nbformat.NotebookNode
        A copy with outputs, and with the state of its widgets in the metadata.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    return client(nbformat.from_dict(notebook)).execute()


def clean(notebook):
    """Strip what must not be committed: widget views and state, times, versions, random cell ids.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Not changed.

    Returns
    -------
    nbformat.NotebookNode
    """
    notebook = nbformat.from_dict(notebook)
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:03d}"
        cell.metadata = nbformat.from_dict({name: cell.metadata[name] for name in KEPT if cell.metadata.get(name)})
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not _was_a_bar(output)]
    return notebook


def _was_a_bar(output):
    """Whether nothing is shown: the place of a progress bar that counted below other output."""
    return output.output_type == "display_data" and not output.data


def keep_timings(notebook, before):
    """Put the earlier outputs of unchanged timing cells back.

    Parameters
    ----------
    notebook, before : nbformat.NotebookNode
        Just executed (changed here), and as committed.
    """
    earlier = {cell.source: cell.outputs for cell in before.cells if has_tag(cell, "timing") and cell.outputs}
    for cell in notebook.cells:
        if has_tag(cell, "timing") and cell.source in earlier:
            cell.outputs = nbformat.from_dict(earlier[cell.source])
            for output in cell.outputs:
                if "execution_count" in output:  # counts follow the cell's place, which may be new
                    output.execution_count = cell.execution_count


def has_tag(cell, tag):
    """Whether a code cell carries a tag; outputs of a cell tagged ``timing`` may differ from run to run.

    Parameters
    ----------
    cell : nbformat.NotebookNode
    tag : str

    Returns
    -------
    bool
    """
    return cell.cell_type == "code" and tag in cell.metadata.get("tags", [])


def committed(path):
    """Read a notebook as Git has it: in the file, code may have been edited beside the outputs of what stood there.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    nbformat.NotebookNode or None
        None where there is no Git, or it does not have the file.
    """
    try:
        shown = subprocess.run(
            ["git", "show", f"HEAD:./{path.name}"], cwd=path.resolve().parent, capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return nbformat.reads(shown.stdout.decode("utf-8"), as_version=4)


def refresh(path, timings=False):
    """Execute and clean one lesson in its place.

    Parameters
    ----------
    path : pathlib.Path
    timings : bool
        Whether timing cells get new outputs even if their code is unchanged.
    """
    before = read(path)
    after = execute(before)
    if not timings:
        keep_timings(after, committed(path) or before)
    write(clean(after), path)


def main(arguments=None):
    """Refresh the lessons named on the command line, or all.

    Parameters
    ----------
    arguments : list of str, optional
        Instead of the command line's.

    Returns
    -------
    int
        0, or 1 if a cell failed.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--timings", action="store_true")
    arguments = parser.parse_args(arguments)
    failed = False
    for path in arguments.paths or [*lessons(), *translations()]:
        print(path.name, end=" ... ", flush=True)
        started = time.perf_counter()
        try:
            refresh(path, arguments.timings)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            print(f"failed, the file is as it was.\n{error}")
            failed = True
        else:
            print(f"{path.stat().st_size / 1e6:.2f} MB, {time.perf_counter() - started:.0f} s")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
