"""The one command that repairs a broken part, for the tool that made this environment.

Standard library only, and readable by older Pythons: it is needed most where nothing else can be imported.
"""

import os
import platform
import shutil
import sys
from importlib import metadata
from pathlib import Path

_PROJECT = Path(__file__).resolve().parent.parent
ISSUE = "open an issue for the project and paste the output of: python -m faceblur_utils"

# Import name: the distribution for uv and pip, its versions as in pyproject.toml, and conda-forge's name for it (None
# where environment.yml takes it from PyPI as well).
PACKAGES = {
    "PIL": ("pillow", ">=13", "pillow"),
    "anywidget": ("anywidget", ">=0.9.13,<1", "anywidget"),
    "av": ("av", ">=17,<19", "av"),
    "babel": ("babel", ">=2.14", "babel"),
    "cyclopts": ("cyclopts", ">=5,<6", "cyclopts"),
    "cv2": ("opencv-python", ">=4.13,<5", None),
    "dlib": ("dlib-bin", ">=20", "dlib"),
    "face_recognition": ("face-recognition", ">=1.3,<2", "face_recognition"),
    "face_recognition_models": ("face-recognition-models", ">=0.3", "face_recognition_models"),
    "fpdf": ("fpdf2", ">=2.8,<3", "fpdf2"),
    "ipywidgets": ("ipywidgets", ">=8.1,<9", "ipywidgets"),
    "joblib": ("joblib", ">=1.4", "joblib"),
    "jupyterlab": ("jupyterlab", ">=4.4,<5", "jupyterlab"),
    "jupyterlab_widgets": ("jupyterlab-widgets", ">=3,<4", "jupyterlab_widgets"),
    "lazy_loader": ("lazy-loader", ">=0.4", "lazy_loader"),
    "markdown_it": ("markdown-it-py", ">=3", "markdown-it-py"),
    "matplotlib": ("matplotlib", ">=3.11.2", "matplotlib"),
    "numpy": ("numpy", ">=2,<3", "numpy"),
    "pillow_heif": ("pillow-heif", ">=1", None),
    "rich": ("rich", ">=14.3", "rich"),
    "scipy": ("scipy", ">=1.13", "scipy"),
    "sklearn": ("scikit-learn", ">=1.5", "scikit-learn"),
    "skimage": ("scikit-image", ">=0.25", "scikit-image"),
    "pkg_resources": ("setuptools", ">=80,<82", "setuptools"),
    "tqdm": ("tqdm", ">=4.66", "tqdm"),
    "voila": ("voila", ">=0.5.13,<0.6", "voila"),
}
# All of these bring a module called cv2, and write it over each other's.
OPENCV = ("opencv-python", "opencv-contrib-python", "opencv-python-headless", "opencv-contrib-python-headless")
# What OpenCV's wheels for Linux expect of the system, and Debian's and Ubuntu's package for it.
_SYSTEM = {
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libSM.so.6": "libsm6",
    "libXext.so.6": "libxext6",
    "libXrender.so.1": "libxrender1",
}


def manager():
    """Tell which tool looks after this environment.

    Returns
    -------
    str
        ``"uv"`` for the project's own environment, ``"uv pip"`` for another one that uv made, ``"conda"`` (mamba and
        Binder as well), or ``"pip"``.
    """
    prefix = Path(sys.prefix)
    # The environment's own marks count; CONDA_PREFIX may stem from another one that is active around it.
    try:
        made_by_uv = any(line.startswith("uv ") for line in (prefix / "pyvenv.cfg").read_text("utf-8").splitlines())
    except OSError:
        return "conda" if (prefix / "conda-meta").is_dir() else "pip"
    if not made_by_uv:
        return "pip"
    own = _PROJECT / os.environ.get("UV_PROJECT_ENVIRONMENT", ".venv")
    return "uv" if own.resolve() == prefix.resolve() and (_PROJECT / "pyproject.toml").is_file() else "uv pip"


def install(name, damaged=False):
    """Give the command that installs what an import needs, in a version that the lessons work with.

    Parameters
    ----------
    name : str
        Import name, such as ``"PIL"``.
    damaged : bool
        Whether the right version may be there but broken: then it is fetched again.

    Returns
    -------
    str
    """
    if name == "cv2":
        return _install_opencv()
    distribution, versions, on_conda = PACKAGES.get(name, (name, "", name))
    if distribution == "dlib-bin" and (platform.system(), platform.machine()) == ("Darwin", "x86_64"):
        distribution, versions = "dlib", ""  # dlib-bin has nothing for Intel Macs; dlib compiles for minutes
    again = damaged or distribution == "face-recognition"  # with its dependencies it would fetch dlib, and compile it
    made_with = manager()
    if made_with == "uv":
        return f"uv sync --reinstall-package {distribution}"
    if made_with == "uv pip":
        flags = f"--reinstall-package {distribution} --no-deps " if again else ""
        return f'uv pip install --python {_python()} {flags}"{distribution}{versions}"'
    if made_with == "conda" and on_conda:
        return f'{_conda()} install --force-reinstall --channel conda-forge "{on_conda}{_versions_on_conda(name)}"'
    return f'{_python()} -m pip install {"--force-reinstall --no-deps " if again else ""}"{distribution}{versions}"'


def _versions_on_conda(name):
    """dlib-bin's numbers say nothing about conda-forge's dlib."""
    return "" if name == "dlib" else PACKAGES.get(name, ("", "", ""))[1]


def _install_opencv():
    """Every OpenCV goes first: which files of which build stay behind would otherwise be chance."""
    wanted = '"{}{}"'.format(*PACKAGES["cv2"])
    made_with, present = manager(), " ".join(opencv_distributions())
    if made_with == "uv":
        return "uv sync --reinstall-package opencv-python"  # also removes what the project does not ask for
    if made_with == "uv pip":
        remove = f"uv pip uninstall --python {_python()} {present} && " if present else ""
        return f"{remove}uv pip install --python {_python()} {wanted}"
    if made_with == "conda" and conda_opencv():
        remove = f"{_conda()} remove --yes libopencv && "
    else:
        remove = f"{_python()} -m pip uninstall --yes {present} && " if present else ""
    return f"{remove}{_python()} -m pip install {wanted}"


def opencv_distributions():
    """List the installed distributions that bring ``cv2``.

    Returns
    -------
    dict
        Name to version, such as ``{"opencv-python": "4.14.0.94"}``.
    """
    found = {}
    for name in OPENCV:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def conda_opencv():
    """Whether conda's own OpenCV is installed in this environment.

    Returns
    -------
    bool
    """
    return any((Path(sys.prefix) / "conda-meta").glob("*opencv-[0-9]*.json"))


def system_library(file):
    """Give the command that installs a library of the operating system.

    Parameters
    ----------
    file : str
        Its file name, such as ``"libGL.so.1"``.

    Returns
    -------
    str
    """
    sudo = "" if getattr(os, "geteuid", lambda: 1)() == 0 else "sudo "
    if shutil.which("dnf") and not shutil.which("apt-get"):
        return f"{sudo}dnf install '*/{file}'"
    return f"{sudo}apt-get install {_SYSTEM.get(file, file)}"


def restore(*files):
    """Give the command that brings back files of the project.

    Parameters
    ----------
    *files : str
        Relative to the project, such as ``"data/faces/astronaut.png"``.

    Returns
    -------
    str
    """
    if not (_PROJECT / "data").is_dir() and (Path(__file__).parent / "data").is_dir():
        return "install faceblur-lessons again, from the wheel that it came from"
    what = files[0] if len(files) == 1 else "data"
    if (_PROJECT / ".git").exists():
        return f"git checkout -- {what}"
    return f"download the project again and copy {what} from it"


def python():
    """Give the command that sets the lessons up with a Python that they work with.

    Returns
    -------
    str
    """
    made_with = manager()
    if made_with == "conda":
        return f"{_conda()} env create --file environment.yml"
    if made_with == "uv":
        return "uv sync --python 3.12"
    first = "" if shutil.which("uv") else f"{_python()} -m pip install uv && "
    return f"{first}uv run python -m faceblur_utils"  # makes the environment, with a Python that fits, and looks again


def _python():
    """The word that starts this very Python in a terminal."""
    for word in ("python", "python3"):
        if shutil.which(word) and Path(shutil.which(word)).absolute() == Path(sys.executable).absolute():
            return word
    return f'"{sys.executable}"' if " " in sys.executable else sys.executable


def _conda():
    return next((word for word in ("conda", "mamba", "micromamba") if shutil.which(word)), "conda")
