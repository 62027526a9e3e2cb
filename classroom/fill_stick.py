"""Put all that the lessons need on a memory stick, for three systems, so that a class needs no network.

    uv run --with pip python classroom/fill_stick.py /media/stick
    uv run --with pip python classroom/fill_stick.py /media/stick --systems windows --pythons 3.12 3.13

README.md beside this file says what to do on each laptop.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CONSTRAINTS = HERE / "constraints.txt"
# What pip calls the systems; each takes wheels for itself and for its earlier versions.
PLATFORMS = {
    "linux": [f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 24, 17, 12, 5)]
    + [f"manylinux{name}_x86_64" for name in ("2014", "2010", "1")],
    "windows": ["win_amd64"],
    "mac": [f"macosx_{major}_0_{kind}" for major in (14, 13, 12, 11) for kind in ("arm64", "universal2")]
    + [f"macosx_10_{minor}_universal2" for minor in (15, 13, 12, 9)],
}


def pip(*words):
    """Call pip; its own words say what went wrong.

    Parameters
    ----------
    *words : str or os.PathLike
    """
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *map(str, words)]
    subprocess.run(command, check=True)


def build(target):
    """Gather the wheels for this computer, and build those that are published as source only: the same for all systems.

    Parameters
    ----------
    target : pathlib.Path
        The lessons and the stand-in for dlib are among them.
    """
    pip("wheel", "--wheel-dir", target, "--constraint", CONSTRAINTS, ROOT, ROOT / "tools" / "dlib")


def download(system, version, built, target):
    """Fetch the wheels for one system and one Python.

    Parameters
    ----------
    system : str
        One of `PLATFORMS`.
    version : str
        Such as ``"3.12"``.
    built : pathlib.Path
        What `build` made.
    target : pathlib.Path
    """
    words = ["download", "--only-binary=:all:", "--find-links", built, "--dest", target, "--constraint", CONSTRAINTS]
    words += ["--python-version", version, "--implementation", "cp"]
    words += [word for platform in PLATFORMS[system] for word in ("--platform", platform)]
    pip(*words, next(built.glob("faceblur_lessons-*.whl")), next(built.glob("dlib-[0-9]*.whl")))


def main(arguments=None):
    """Fill the stick.

    Parameters
    ----------
    arguments : list of str, optional
        Instead of the command line's.

    Returns
    -------
    int
        0 if every system is there, 1 if not.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stick", type=Path)
    parser.add_argument("--systems", nargs="+", choices=PLATFORMS, default=list(PLATFORMS))
    parser.add_argument("--pythons", nargs="+", choices=("3.11", "3.12", "3.13"), default=["3.12"])
    chosen = parser.parse_args(arguments)
    chosen.stick.mkdir(parents=True, exist_ok=True)
    shutil.copy(CONSTRAINTS, chosen.stick)
    failed = []
    with tempfile.TemporaryDirectory() as built:
        build(Path(built))
        for system in chosen.systems:
            folder = chosen.stick / system
            for version in chosen.pythons:
                try:
                    download(system, version, Path(built), folder)
                except subprocess.CalledProcessError:
                    failed.append(f"{system} with Python {version}")
            wheels = list(folder.glob("*.whl"))
            print(f"{system}: {len(wheels)} wheels, {sum(wheel.stat().st_size for wheel in wheels) / 1e6:.0f} MB")
    if failed:
        print(f"Incomplete, as pip says above: {', '.join(failed)}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
