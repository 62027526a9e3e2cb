"""How the tests themselves are run: in parallel, a file to a process, and in CI nothing is skipped."""

import os
import re
import subprocess
import sys

import pytest
from conftest import ROOT

FILES = {
    "test_a.py": "import os, pytest\n@pytest.mark.parametrize('n', range(9))\ndef test_a(n): print('a', os.getpid())\n",
    "test_b.py": "import os, pytest\n@pytest.mark.parametrize('n', range(9))\ndef test_b(n): print('b', os.getpid())\n",
}
SKIPPED = {
    "test_b.py": FILES["test_b.py"],
    "test_c.py": "import pytest\ndef test_c(): pytest.skip('not today')\n",
    "test_d.py": "import pytest\npytest.skip('not today', allow_module_level=True)\n",
}


def run(folder, files, *options, ci="true"):
    for name, text in files.items():
        (folder / name).write_text(text)
    python = os.pathsep.join([str(ROOT / "tests"), str(ROOT)])
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-c", ROOT / "pyproject.toml", "-rA", *options, folder]
    variables = os.environ | {"CI": ci, "PYTHONPATH": python}
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)


@pytest.mark.nightly
def test_a_file_stays_in_one_process(tmp_path):
    ran = run(tmp_path, FILES, "-n", "2")
    told = {tuple(line.split()) for line in ran.stdout.splitlines() if line[:2] in ("a ", "b ")}
    assert ran.returncode == 0 and len(told) == 2 and len({pid for _, pid in told}) == 2, ran.stdout


@pytest.mark.parametrize("workers", [pytest.param("0", marks=pytest.mark.nightly), "2"])
def test_in_ci_nothing_is_skipped(tmp_path, workers):
    ran = run(tmp_path, SKIPPED, "-n", workers)
    assert ran.returncode == 1 and "which CI counts as failed" in ran.stdout, ran.stdout
    told = ran.stdout.split("counts as failed")[1]
    assert {"test_c.py", "test_d.py"} <= set(re.findall(r"^test_[cd].py", told, re.M))


@pytest.mark.nightly
def test_a_learner_may_skip(tmp_path):
    assert run(tmp_path, SKIPPED, "-n", "0", ci="").returncode == 0
