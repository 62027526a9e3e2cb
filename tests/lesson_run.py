"""Runs a lesson from a fresh kernel, offline, and moves its sliders; compares outputs and pictures."""

import contextlib
import json
import os
import re
import time
from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import nbformat
import numpy as np
import psutil
import refresh_notebooks as tool

PROBE = Path(__file__).with_name("move_controls.py")
# Runs at the start of the lesson's kernel: whoever looks up or calls another machine gets an error.
OFFLINE = """
import sys
def refuse(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if host not in (None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0", b"localhost", b"127.0.0.1"):
        raise OSError(f"a lesson must run offline, and asked for {host}")
sys.addaudithook(refuse)
"""


@dataclass
class Run:
    """A lesson as committed, as executed now, and what was seen on the way.

    Attributes
    ----------
    path : pathlib.Path
    committed, raw, fresh : nbformat.NotebookNode
        The file; it executed now, with its widget views; the same cleaned as for committing.
    total : float
        Seconds for all cells, without the kernel's start, as if nothing else ran on the machine (`pace`).
    seconds : dict
        Number of a code cell to the same for it alone; less sure, for threads come and go.
    bars : dict
        Number of a cell to the bars that it showed while it ran (`watch_bars`).
    swallowed : list of str
        What Output widgets hold that they should not.
    controls : dict
        Report of `move_controls.move_all`.
    left_behind : list of str
        Files that the lesson wrote into the lessons' folder.
    """

    path: Path
    committed: nbformat.NotebookNode
    raw: nbformat.NotebookNode
    fresh: nbformat.NotebookNode
    total: float
    seconds: dict
    bars: dict
    swallowed: list
    controls: dict
    left_behind: list = field(default_factory=list)


def run(path, scratch):
    """Execute a lesson without touching its file, then move every control.

    Parameters
    ----------
    path : pathlib.Path
    scratch : pathlib.Path
        An empty folder.

    Returns
    -------
    Run

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    (scratch / "sitecustomize.py").write_text(OFFLINE, encoding="utf-8")
    committed = tool.read(path)
    notebook = nbformat.from_dict(committed)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(scratch), os.environ.get("PYTHONPATH", "")])}
    before = set(os.listdir(tool.NOTEBOOKS))
    client = tool.client(notebook)
    bars, seconds = watch_bars(client), {}
    with client.setup_kernel(env=environment):
        kernel = psutil.Process(client.km.provisioner.pid)
        begun = time.perf_counter()
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type == "code":
                spent, started = time_of(kernel), time.perf_counter()
                client.execute_cell(cell, index)
                seconds[index] = (time.perf_counter() - started) * pace(spent, time_of(kernel))
        total = (time.perf_counter() - begun) * pace((0, 0), time_of(kernel))
        # Looked at now and again after the moves, for a callback clears what its last call left.
        swallowed = in_output_widgets(client.widget_state)
        raw = nbformat.from_dict(notebook)
        notebook.cells.append(nbformat.v4.new_code_cell(PROBE.read_text(encoding="utf-8")))
        probe = client.execute_cell(notebook.cells[-1], len(notebook.cells) - 1)
        swallowed += [held for held in in_output_widgets(client.widget_state) if held not in swallowed]
    printed = "".join(o.text for o in probe.outputs if o.output_type == "stream" and o.name == "stdout")
    controls = json.loads(printed.strip().splitlines()[-1])
    controls["problems"] += [
        f"while controls moved, stderr says: {o.text.strip()}"
        for o in probe.outputs
        if o.output_type == "stream" and o.name == "stderr"
    ]
    left = sorted(name for name in set(os.listdir(tool.NOTEBOOKS)) - before if not name.endswith((".part", ".ipynb")))
    return Run(path, committed, raw, tool.clean(raw), total, seconds, bars, swallowed, controls, left)


def watch_bars(client):
    """Listen, as a page does, to what a notebook shows while it runs.

    Parameters
    ----------
    client : nbclient.NotebookClient
        Before its cells run.

    Returns
    -------
    dict
        It will have the number of each cell that showed a progress bar, with the HTML of each of the bar's pictures.
    """
    shown, usual = {}, client.process_message

    def process_message(message, cell, index):
        page = message["content"].get("data", {}).get("text/html", "")
        if 'role="progressbar"' in page:
            shown.setdefault(index, []).append(page)
        return usual(message, cell, index)

    client.process_message = process_message
    return shown


def time_of(process):
    """Tell how long the threads of a process, and of those that it has started, have run and waited for a processor.

    Parameters
    ----------
    process : psutil.Process

    Returns
    -------
    (int, int)
        Nanoseconds; 0 where the system does not say (Linux does).
    """
    ran, waited = 0, 0
    for one in [process, *process.children(recursive=True)]:
        for file in Path(f"/proc/{one.pid}/task").glob("*/schedstat"):
            with contextlib.suppress(OSError):  # a thread that ends just now
                times = file.read_text().split()
                ran, waited = ran + int(times[0]), waited + int(times[1])
    return ran, waited


def pace(before, after):
    """Tell how fast a process went between two moments, beside how fast it goes when nothing else runs.

    Parameters
    ----------
    before, after : (int, int)
        From `time_of`. Threads that have ended in between count in neither.

    Returns
    -------
    float
        The time that its threads ran, as a share of the time that they ran or waited; 1 where it is not known.
    """
    ran, waited = (max(0, last - first) for first, last in zip(before, after, strict=True))
    return ran / (ran + waited) if ran else 1.0


def in_output_widgets(states):
    """List errors and warnings that Output widgets hold.

    Parameters
    ----------
    states : dict
        `NotebookClient.widget_state`.

    Returns
    -------
    list of str
    """
    held = [output for state in states.values() for output in state.get("outputs", [])]
    return [
        f"{o['ename']}: {o['evalue']}" if o["output_type"] == "error" else f"stderr: {o['text']}"
        for o in held
        if o["output_type"] == "error" or o.get("name") == "stderr"
    ]


def texts(cell):
    """Give the outputs of a cell without pictures' content, for comparison.

    Parameters
    ----------
    cell : nbformat.NotebookNode

    Returns
    -------
    list
    """
    found = []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            found.append((output.name, output.text))
        elif output.output_type == "error":
            found.append((output.ename, output.evalue))
        else:
            data = {mime: "a picture" if mime.startswith("image/") else body for mime, body in output.data.items()}
            found.append((output.output_type, data, dict(output.get("metadata", {}))))
    return found


def pictures(cell):
    """Give the pictures among a cell's outputs.

    Parameters
    ----------
    cell : nbformat.NotebookNode

    Returns
    -------
    list of (str, str, dict)
        MIME type, content in base64, and the output's metadata for it.
    """
    return [
        (mime, "".join(body), dict(output.get("metadata", {}).get(mime, {})))
        for output in cell.get("outputs", [])
        for mime, body in output.get("data", {}).items()
        if mime.startswith("image/")
    ]


def picture_gap(first, second):
    """Say how far two encoded pictures differ.

    Both are shrunk to a 16th, so that letters of another font engine or JPEG's rounding weigh little and a line, a
    box or a panel that is elsewhere weighs much.

    Parameters
    ----------
    first, second : str
        PNG or JPEG in base64.

    Returns
    -------
    float
        Largest difference, 0 to 255; infinite if the sizes differ.
    """
    one, two = (cv2.imdecode(np.frombuffer(b64decode(part), np.uint8), cv2.IMREAD_COLOR) for part in (first, second))
    if one.shape != two.shape:
        return float("inf")
    small = max(1, one.shape[1] // 16), max(1, one.shape[0] // 16)
    one, two = (cv2.resize(part, small, interpolation=cv2.INTER_AREA).astype(float) for part in (one, two))
    return float(np.abs(one - two).max())


def name_of(cell, number):
    """Say which cell is meant.

    Parameters
    ----------
    cell : nbformat.NotebookNode
    number : int
        From 0, as in the cell's id.

    Returns
    -------
    str
    """
    first = next(iter(re.sub(r"\s+", " ", line) for line in cell.source.splitlines() if line.strip()), "empty")
    return f"cell {number} ({first[:60]})"
