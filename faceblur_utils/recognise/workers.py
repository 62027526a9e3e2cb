"""Processes beside this one: no more than it has cores and memory for, and none that outlives it."""

import multiprocessing
import os
import threading
import time
from functools import cache
from math import inf
from pathlib import Path

from ..cores import cores

# A worker with dlib's networks holds 160 MB of its own.
_BYTES, _MOST = 200_000_000, 8
_GROUPS, _OURS = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")


def count():
    """Tell how many workers there may be.

    Returns
    -------
    int
        One for each core that this process may use, which can be fewer than the machine has; 8 at most; and no more
        than half of the memory holds that a container allows.
    """
    return int(max(1, min(cores(), _MOST, _memory_allowed() / 2 // _BYTES)))


def spread(function, calls):
    """Call a function many times, in worker processes, which stay for the next time.

    Parameters
    ----------
    function : callable
        Of a module, so that workers find it.
    calls : iterable of tuple
        The arguments of each call.

    Returns
    -------
    list
        The results, in the order of the calls.
    """
    from joblib import Parallel, delayed

    # By default joblib lays arrays of more than a megabyte into shared memory, as files: if all of us were killed, a
    # photo would stay there, clear.
    return Parallel(n_jobs=count(), max_nbytes=None)(delayed(_called)(os.getpid(), function, each) for each in calls)


def _called(parent, function, arguments):
    if parent != os.getpid():
        _end_with(parent)
    return function(*arguments)


@cache
def _end_with(parent):
    """End this process soon after its parent, which may be killed without a word: joblib would wait for minutes."""
    threading.Thread(target=_outlive, args=(parent,), name="end with parent", daemon=True).start()


def _outlive(parent):
    if os.name == "nt":
        multiprocessing.parent_process().join()
    else:
        while os.getppid() == parent:
            time.sleep(1)
    os._exit(1)


def _memory_allowed():
    """Bytes that the control groups of this process allow (Linux), otherwise infinity."""
    try:
        names = [line.split(":", 2) for line in _OURS.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return inf
    limits = [inf]
    for _, kinds, place in names:
        if kinds in ("", "memory"):  # version 2, or 1
            group = _GROUPS / kinds / place.lstrip("/")
            # Inside a container, the group's place may be the host's name for it.
            for folder in (group, *group.parents):
                for file in ("memory.max", "memory.limit_in_bytes"):
                    limits += _numbers_in(folder / file)
    return min(limits)


def _numbers_in(file):
    try:
        return [int(file.read_text(encoding="ascii"))]
    except (OSError, ValueError):  # there is none, or it says "max"
        return []
