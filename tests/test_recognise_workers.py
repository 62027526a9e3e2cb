"""Worker processes: as many as the machine allows, and gone soon after the process that started them."""

import os
import subprocess
import sys
from math import inf

import numpy as np
import psutil
import pytest

from faceblur_utils.recognise import workers

KILLED = """
import os, sys, time
from faceblur_utils.recognise import workers
workers.count = lambda: 2
def pid(number):
    time.sleep(0.5)  # so that each worker gets one
    return os.getpid()
print(*workers.spread(pid, [(0,), (1,)]), flush=True)
if sys.argv[1] == "at work":
    workers.spread(time.sleep, [(600,), (600,)])
time.sleep(600)
"""


@pytest.mark.parametrize("state", ["idle", "at work"])
def test_they_end_with_the_process_that_started_them_even_if_it_is_killed(state):
    parent = subprocess.Popen([sys.executable, "-c", KILLED, state], stdout=subprocess.PIPE, text=True)
    with parent:
        try:
            started = {psutil.Process(int(pid)) for pid in parent.stdout.readline().split()}
            assert len(started) == 2 and parent.pid not in {one.pid for one in started}
        finally:
            parent.kill()
    _, alive = psutil.wait_procs(started, timeout=30)
    assert [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []


def test_results_come_in_order_and_without_processes_where_there_is_one_core(monkeypatch):
    monkeypatch.setattr(workers, "count", lambda: 1)
    assert workers.spread(divmod, [(7, 2), (9, 4)]) == [(3, 1), (2, 1)]
    assert workers.spread(os.getpid, [()]) == [os.getpid()]


def test_pictures_are_handed_over_and_never_laid_into_a_file(monkeypatch):
    """What a killed run leaves in shared memory is a photo with clear faces."""
    monkeypatch.setattr(workers, "count", lambda: 2)
    large = np.zeros((1000, 1000, 3), np.uint8)
    assert workers.spread(type, [(large,), (large,)]) == [np.ndarray] * 2


@pytest.mark.parametrize(
    ("cores", "memory", "due"),
    [(1, inf, 1), (6, inf, 6), (64, inf, 8), (64, 2e9, 5), (6, 700e6, 1), (6, 100e6, 1)],
)
def test_cores_and_memory_limit_them(monkeypatch, cores, memory, due):
    monkeypatch.setattr(workers, "cores", lambda: cores)
    monkeypatch.setattr(workers, "_memory_allowed", lambda: memory)
    assert workers.count() == due


@pytest.mark.parametrize(
    ("ours", "files", "due"),
    [
        (None, {}, inf),
        ("0::/", {}, inf),
        ("0::/", {"memory.max": "max\n"}, inf),
        ("0::/a/b", {"memory.max": "max\n", "a/memory.max": "5000\n", "a/b/memory.max": "6000\n"}, 5000),
        ("4:memory:/named/by/the/host\n2:cpu:/\n0::/", {"memory/memory.limit_in_bytes": "800\n"}, 800),
    ],
)
def test_a_containers_memory_is_read(monkeypatch, tmp_path, ours, files, due):
    if ours is not None:
        (tmp_path / "ours").write_text(ours)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(workers, "_GROUPS", tmp_path)
    monkeypatch.setattr(workers, "_OURS", tmp_path / "ours")
    assert workers._memory_allowed() == due
