"""Tell how much memory a lesson's kernel takes: ``uv run --group dev python benchmarks/kernels.py`` (Linux).

    uv run --group dev python benchmarks/kernels.py 00 05      only these lessons
    uv run --group dev python benchmarks/kernels.py --cells 05 after each cell, too

Each lesson runs once in a fresh kernel, cell after cell, as a student runs it. Four times a second the memory of the
kernel and of the processes that it has started is read from ``/proc``: PSS, in which a page that several processes
share counts once, in equal parts. Beside the peak stand the kernel's own peak (VmHWM, what ``ru_maxrss`` says), what
is left at the end, and VmData, which is what RLIMIT_DATA limits (classroom/student.py).
"""

import argparse
import re
import sys
import threading
from pathlib import Path

import nbformat
import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import refresh_notebooks as tool  # noqa: E402

_EVERY = 0.25  # seconds between two looks


def pss(processes):
    """Add up the memory of processes.

    Parameters
    ----------
    processes : iterable of psutil.Process

    Returns
    -------
    float
        Proportional set size, in MB; 0 for a process that is gone.
    """
    return sum(_field(process, "smaps_rollup", "Pss") for process in processes)


def _field(process, file, name):
    try:
        text = Path(f"/proc/{process.pid}/{file}").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(rf"^{name}:\s+(\d+) kB", text, re.M)
    return int(found[1]) * 1024 / 1e6 if found else 0.0


class Watch(threading.Thread):
    """Looks at a process and its children until it is stopped.

    Attributes
    ----------
    peak, data, children : float
        The largest sum of PSS, the largest VmData of one process, both in MB, and the most children at a time.
    """

    def __init__(self, process):
        super().__init__(daemon=True)
        self._process, self._end = process, threading.Event()
        self.peak = self.data = self.children = 0

    def run(self):
        """Look four times a second."""
        while not self._end.wait(_EVERY):
            self.look()

    def look(self):
        """Note what is there now.

        Returns
        -------
        float
            PSS of all, in MB.
        """
        try:
            family = [self._process, *self._process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return 0.0
        now = pss(family)
        self.peak = max(self.peak, now)
        self.data = max([self.data, *(_field(one, "status", "VmData") for one in family)])
        self.children = max(self.children, len(family) - 1)
        return now

    def stop(self):
        """Look a last time."""
        self._end.set()
        self.join()


def measure(path, cells=False):
    """Run a lesson and look at its kernel's memory.

    Parameters
    ----------
    path : pathlib.Path
    cells : bool
        Whether to print what there is after each cell.

    Returns
    -------
    dict
        ``"peak"``, ``"kernel"``, ``"end"``, ``"data"`` in MB and ``"children"``.
    """
    notebook = nbformat.from_dict(tool.read(path))
    client = tool.client(notebook, timeout=None)
    with client.setup_kernel():
        kernel = psutil.Process(client.km.provisioner.pid)
        watch = Watch(kernel)
        watch.start()
        for number, cell in enumerate(notebook.cells):
            before = watch.peak
            client.execute_cell(cell, number)
            if cells and cell.cell_type == "code":
                first = cell.source.strip().splitlines()[:1]
                print(f"{number:4} {watch.look():6.0f} {watch.peak - before:+6.0f} {' '.join(first)[:90]}", flush=True)
        end = watch.look()
        watch.stop()
        own = _field(kernel, "status", "VmHWM")
    return {"peak": watch.peak, "kernel": own, "end": end, "data": watch.data, "children": watch.children}


def main():
    """Print the table.

    Returns
    -------
    int
        0, or 1 where there is no ``/proc`` to read.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lessons", nargs="*", help="beginnings of their names; all by default")
    parser.add_argument("--cells", action="store_true", help="print the memory after each cell, too")
    arguments = parser.parse_args()
    if not Path("/proc/self/smaps_rollup").exists():
        print("Memory is read from /proc, which this system does not have. Run it on Linux.")
        return 1
    names = tuple(arguments.lessons)
    rows = []
    for path in tool.lessons():
        if not names or path.name.startswith(names):
            rows.append((path.stem, measure(path, arguments.cells)))
            print(*rows[-1], flush=True) if arguments.cells else None
    print(
        "| lesson | peak, with processes | kernel alone | at the end | VmData | processes |\n|---|---|---|---|---|---|"
    )
    for name, seen in rows:
        sizes = " | ".join(f"{seen[key]:.0f}" for key in ("peak", "kernel", "end", "data"))
        print(f"| {name} | {sizes} | {seen['children']} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
