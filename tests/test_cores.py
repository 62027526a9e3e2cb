"""Cores are counted in one place, which knows what this process may use."""

import os
import re
import subprocess
import sys

import pytest
from conftest import ROOT

PRINT = "from faceblur_utils.cores import cores; print(cores())"


def counted(code=PRINT, **variables):
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=True
    )
    return int(told.stdout)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system ties no process to a core")
def test_as_many_as_this_process_may_use():
    one = f"import os; os.sched_setaffinity(0, [{min(os.sched_getaffinity(0))}]); {PRINT}"
    assert counted(one) == 1
    assert counted() <= len(os.sched_getaffinity(0))


def test_whoever_starts_us_may_allow_fewer():
    assert counted(LOKY_MAX_CPU_COUNT="1") == 1


def test_nobody_counts_by_himself():
    """The machine's number is more than a container allows, and as many pictures would be in memory at once."""
    own = re.compile(r"\bcpu_count\(|sched_getaffinity")
    files = [path for path in (ROOT / "faceblur_utils").rglob("*.py") if own.search(path.read_text(encoding="utf-8"))]
    assert [path.name for path in files] == ["cores.py"]
