"""Renew ``classroom/constraints.txt``: ``uv run python tools/pin_versions.py``.

It holds the versions that uv finds for this project now, for every system and Python it supports. Run the tests with
them before you commit it; ``tests/test_package.py`` makes an environment of exactly these.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "classroom" / "constraints.txt"
_HEADER = """\
# The versions that were tested together: pip install -c classroom/constraints.txt ...
# Made by tools/pin_versions.py; do not edit.
"""
_LINE = re.compile(r"[a-z0-9-]+==[\w.!+]+(?: ; [^@]+)?")


def pinned():
    """Ask uv which versions go together.

    Returns
    -------
    list of str
        Lines such as ``"colorama==0.4.6 ; sys_platform == 'win32'"``: names and versions, and no address.

    Raises
    ------
    ValueError
        If uv wrote anything else.
    """
    command = ["uv", "export", "--quiet", "--no-hashes", "--no-header", "--no-annotate", "--no-emit-project"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    lines = sorted(told.splitlines())
    odd = [line for line in lines if not _LINE.fullmatch(line)]
    if odd or not lines:
        raise ValueError(f"uv export wrote something else than names and versions: {odd}")
    return lines


def main():
    """Write the file.

    Returns
    -------
    int
        0.
    """
    subprocess.run(["uv", "lock", "--quiet", "--upgrade"], cwd=ROOT, check=True)
    lines = pinned()
    CONSTRAINTS.write_text(_HEADER + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{CONSTRAINTS.relative_to(ROOT)}: {len(lines)} versions")
    return 0


if __name__ == "__main__":
    sys.exit(main())
