"""Put all that the lessons need on a memory stick, for three systems, so that a class needs no network.

    uv run --with pip python classroom/fill_stick.py /media/stick
    uv run --with pip python classroom/fill_stick.py /media/stick --systems windows --pythons 3.12 3.13

README.md beside this file says what to do on each laptop.
"""

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CONSTRAINTS = HERE / "constraints.txt"
SOURCE_ONLY = ["face-recognition-models"]
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


def needed(system, version):
    """Ask uv what one system and one Python need: pip would answer for this computer.

    Parameters
    ----------
    system : str
        One of `PLATFORMS`.
    version : str
        Such as ``"3.12"``.

    Returns
    -------
    list of str
        Lines such as ``"numpy==2.4.6"``.
    """
    # A late 3.11, as laptops have: what suits 3.11.0 may be another version than the constraints allow there.
    platform = {"mac": "aarch64-apple-darwin", "linux": "x86_64-manylinux_2_28", "windows": "windows"}[system]
    command = [
        "uv",
        "pip",
        "compile",
        "--quiet",
        "--no-header",
        "--no-annotate",
        "pyproject.toml",
        "--group",
        "compiled",
    ]
    command += ["--constraint", CONSTRAINTS, "--python-platform", platform, "--python-version", f"{version}.9"]
    own = os.environ | {"MACOSX_DEPLOYMENT_TARGET": "14.0"}  # dlib-bin has nothing for earlier ones
    return subprocess.run(command, cwd=ROOT, env=own, check=True, stdout=subprocess.PIPE, text=True).stdout.split()


def build(target):
    """Make wheels of what is published as source only, of the lessons and of the stand-in for dlib.

    Parameters
    ----------
    target : pathlib.Path
        Gets more than that; only what suits every system is taken from it.
    """
    pip("wheel", "--no-deps", "--wheel-dir", target, "-c", CONSTRAINTS, *SOURCE_ONLY, ROOT, ROOT / "tools" / "dlib")


def download(system, version, built, target):
    """Gather the wheels for one system and one Python.

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
    words = ["download", "--no-deps", "--only-binary=:all:", "--find-links", built]
    words += ["--python-version", f"{version}.9", "--implementation", "cp"]  # without a third number pip takes 0
    words += [word for platform in PLATFORMS[system] for word in ("--platform", platform)]
    target.mkdir(exist_ok=True)
    # A wheel gets its place only when all are there: what was stopped in the middle leaves nothing that looks whole.
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=target) as unfinished:
        pip(*words, "--dest", unfinished, *needed(system, version))
        for pattern in ("faceblur_lessons-*.whl", "dlib-[0-9]*.whl"):
            shutil.copy(next(built.glob(pattern)), unfinished)
        for wheel in Path(unfinished).iterdir():
            os.replace(wheel, target / wheel.name)


def fill(stick, systems, versions):
    """Put everything on the stick.

    Parameters
    ----------
    stick : pathlib.Path
    systems, versions : list of str

    Returns
    -------
    list of str
        What is missing, in words.
    """
    stick.mkdir(parents=True, exist_ok=True)
    shutil.copy(CONSTRAINTS, stick)
    failed = []
    with tempfile.TemporaryDirectory() as built:
        build(Path(built))
        for system in systems:
            folder = stick / system
            for version in versions:
                try:
                    download(system, version, Path(built), folder)
                except subprocess.CalledProcessError:
                    failed.append(f"{system} with Python {version}")
            wheels = list(folder.glob("*.whl"))
            print(f"{system}: {len(wheels)} wheels, {sum(wheel.stat().st_size for wheel in wheels) / 1e6:.0f} MB")
    return failed


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
    parser.add_argument("--pythons", nargs="+", choices=("3.11", "3.12", "3.13", "3.14"), default=["3.12"])
    chosen = parser.parse_args(arguments)
    if not importlib.util.find_spec("pip") or not shutil.which("uv"):
        print("This needs uv and pip: uv run --with pip python classroom/fill_stick.py ...", file=sys.stderr)
        return 1
    try:
        failed = fill(chosen.stick, chosen.systems, chosen.pythons)
    except KeyboardInterrupt:
        problem = "stopped. Run it again: what is there is fetched anew."
    except subprocess.CalledProcessError:
        problem = "a step failed, as pip or uv says above. Is there a network?"
    except OSError as error:
        problem = f"nothing can be written to {chosen.stick} ({error.strerror}). Is it full, or protected?"
    else:
        problem = failed and f"as pip or uv says above, there is nothing for {', '.join(failed)}."
    if problem:
        print(f"The stick is not complete: {problem}", file=sys.stderr)
    return int(bool(problem))


if __name__ == "__main__":
    sys.exit(main())
