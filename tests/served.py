"""Starts a command that serves a page, as a user without settings does, and waits for the address that it prints."""

import os
import re
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def served(home, *command):
    """Run a command in a process of its own, where no browser is found, and give the address that it prints.

    Parameters
    ----------
    home : pathlib.Path
        The user's folder, in which the command is called.
    *command : str or os.PathLike
    """
    log = home / "log.txt"
    own = os.environ | {"HOME": str(home), "PATH": str(Path(command[0]).parent), "JUPYTER_PREFER_ENV_PATH": "1"}
    own = {name: value for name, value in own.items() if name not in ("BROWSER", "DISPLAY", "JUPYTER_CONFIG_DIR")}
    with log.open("w") as written:
        process = subprocess.Popen(list(map(str, command)), cwd=home, env=own, stdout=written, stderr=written)
    try:
        until = time.monotonic() + 300  # a busy machine is no failure
        while time.monotonic() < until and process.poll() is None:
            found = re.search(r"^ +(http://\S+)$", log.read_text(), re.M)
            if found:
                yield found[1]
                return
            time.sleep(0.2)
        pytest.fail(f"no address was printed:\n{log.read_text()}")
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
