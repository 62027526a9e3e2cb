"""Let students work at once on a class server: memory of each, and how long a slider takes to answer (Linux).

    uv run --group dev --group hub python benchmarks/classroom.py
    uv run --group dev --group hub python benchmarks/classroom.py --students 1 5 10 --moves 40 --cores 1

It starts JupyterHub with `classroom/jupyterhub_config.py` and needs configurable-http-proxy (npm). Each student signs
in, runs all cells of lesson 05 at once with the others, and then moves the strength of the lesson's comparison, again
and again, with half a second to look at each picture. The clock starts when the move is sent and stops when the panels
have come, through proxy, server and kernel. There is no browser: `benchmarks/sliders.py` tells what drawing takes.

Memory is PSS: what several processes share counts once, in equal parts. So a student's share of the libraries shrinks
with their number.
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
from kernels import pss

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
from class_client import Student, class_server  # noqa: E402

LESSON = "05_compare.ipynb"
_HEADS = (
    "students",
    "lesson 05, all cells, s",
    "MB of one, peak",
    "afterwards",
    "while sliding",
    "MB of all, peak",
    "slider, median, ms",
    "95 % below, ms",
    "moves",
)
_EVERY, _LOOKS = 1.5, 0.5  # seconds between two looks at the memory; for which a student looks at a picture


class Memory(threading.Thread):
    """Looks at the memory of each student's processes, and of the hub's own.

    Parameters
    ----------
    hub : int
        Its process.

    Attributes
    ----------
    peaks : dict
        Name of a student, or "hub", to megabytes since `reset`; "all" has the peak of their sum.
    """

    def __init__(self, hub):
        super().__init__(daemon=True)
        self._hub, self._owner, self._lock = psutil.Process(hub), {}, threading.Lock()
        self.reset()

    def reset(self):
        """Begin to look for peaks again."""
        with self._lock:
            self.peaks = {}

    def run(self):
        """Look until the program ends."""
        while True:
            self.look()
            time.sleep(_EVERY)

    def look(self):
        """Note what is there.

        Returns
        -------
        dict
            As `peaks`, of this moment.
        """
        family = {}
        for process in [self._hub, *self._hub.children(recursive=True)]:
            family.setdefault(self._of(process), []).append(process)
        now = {name: pss(processes) for name, processes in family.items()}
        now["all"] = sum(now.values())
        with self._lock:
            for name, size in now.items():
                self.peaks[name] = max(size, self.peaks.get(name, 0))
        return now

    def _of(self, process):
        if process.pid not in self._owner:
            try:
                name = process.environ().get("JUPYTERHUB_USER", "hub")
            except psutil.Error:
                return "hub"
            self._owner[process.pid] = name
        return self._owner[process.pid]


async def work(student):
    """Run all cells of the lesson.

    Parameters
    ----------
    student : Student

    Returns
    -------
    (float, list of str)
        Seconds, and what cells said that failed.
    """
    started, failed = time.perf_counter(), []
    for code in await student.lesson(LESSON):
        status, printed = await student.run(code)
        if status != "ok":
            failed.append(printed)
    return time.perf_counter() - started, failed


async def slide(student, moves):
    """Move the comparison's strength.

    Parameters
    ----------
    student : Student
    moves : int

    Returns
    -------
    list of float
        Milliseconds until the panels were there, for each move that changed any.
    """
    for bench in [name for name, state in student.widgets.items() if "words" in state]:
        _, told, _ = await student.ask(bench, {"do": "hello"})
        if "strength" in told["knobs"]:
            break
    took = []
    for number in range(moves):
        await asyncio.sleep(random.uniform(0.5, 1.5) * _LOOKS)
        value = round(0.05 + 0.01 * (number * 7 % 90), 2)
        seconds, _, size = await student.ask(bench, {"do": "set", "name": "strength", "value": value})
        if size:
            took.append(1000 * seconds)
    return took


async def lesson_for(counts, moves, address, memory):
    """Let more and more students work, and print what is seen.

    Parameters
    ----------
    counts : list of int
        How many students there are, rising.
    moves : int
        Of each slider.
    address : str
    memory : Memory
    """
    students = [Student(address, f"s{number}") for number in range(counts[-1])]
    two = asyncio.Semaphore(2)  # a busy machine would start no server in time if it started all at once

    async def come_in(student):
        async with two:
            assert await student.sign_in() == 200, f"{student.name} may not sign in"

    await asyncio.gather(*map(come_in, students))
    servers = _each(memory.look(), "", counts[-1])
    await asyncio.gather(*(one.open(LESSON) for one in students))
    await asyncio.gather(*(one.run("pass") for one in students))
    print(
        f"MB of each of {counts[-1]}: its server {servers}, with an idle kernel {_each(memory.look(), '', counts[-1])}"
    )
    print("\n| " + " | ".join(_HEADS) + " |\n" + "|---" * len(_HEADS) + "|")
    ready = 0
    for count in counts:
        memory.reset()
        new, ready = students[ready:count], count
        worked = await asyncio.gather(*map(work, new))
        for _, failed in worked:
            assert not failed, failed
        running, most = _each(memory.peaks, new), memory.peaks["all"]
        after = _each(memory.look(), new)
        memory.reset()
        took = sum(await asyncio.gather(*(slide(one, moves) for one in students[:count])), [])
        sliding = _each(memory.peaks, students[:count])
        below = statistics.quantiles(took, n=20, method="inclusive")[-1]
        row = [count, f"{statistics.median(seconds for seconds, _ in worked):.0f}", running, after, sliding]
        row += [f"{max(most, memory.peaks['all']):.0f}", f"{statistics.median(took):.0f}", f"{below:.0f}", len(took)]
        print("| " + " | ".join(map(str, row)) + " |", flush=True)
    await asyncio.gather(*(one.leave() for one in students))


def _each(sizes, students, count=0):
    names = [f"student-{one.name}" for one in students] or [f"student-s{number}" for number in range(count)]
    found = [sizes.get(name, 0) for name in names]
    return f"{statistics.median(found):.0f}" + (f" ({min(found):.0f}–{max(found):.0f})" if len(found) > 1 else "")


def main():
    """Print the table.

    Returns
    -------
    int
        0, or 1 where it cannot run.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", nargs="+", type=int, default=[1, 5, 10], help="how many at once, rising")
    parser.add_argument("--moves", type=int, default=40, help="of each student's slider")
    parser.add_argument("--cores", type=int, default=1, help="that one student may keep busy")
    arguments = parser.parse_args()
    if not Path("/proc/self/smaps_rollup").exists():
        print("Memory is read from /proc, which this system does not have. Run it on Linux.")
        return 1
    counts = sorted(arguments.students)
    names = [f"s{number}" for number in range(counts[-1])]
    print(f"Load of the machine before: {os.getloadavg()[0]:.1f}, on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        try:
            with class_server(Path(folder), names, memory_mb=2000, cores=arguments.cores) as (address, hub):
                memory = Memory(hub)
                memory.start()
                asyncio.run(lesson_for(counts, arguments.moves, address, memory))
        except RuntimeError as error:
            print(error)
            return 1
    print(f"Load of the machine at the end: {os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
