"""JupyterHub for a class: `jupyterhub -f .../classroom/jupyterhub_config.py`, in a folder with a `class.toml`.

What it does, what it enforces and what it does not is in classroom/server.md. `class.example.toml` has the settings.
"""

import os
import re
import sys
import tomllib
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_KNOWN = {"students", "password", "memory_mb", "cores", "idle_minutes", "port", "certificate", "certificate_key"}
_KNOWN |= {"root_in_container"}
# The prefix keeps a student called "docker" out of /var/lib/docker.
_PREFIX = "student-"
# Lesson 05 works with that (server.md); no more is given unasked; what the computer and the hub need themselves.
_LEAST, _MOST, _SYSTEM = 1000, 2000, 1500


def read_class(file):
    """Read and check the settings of a class.

    Parameters
    ----------
    file : pathlib.Path
        ``class.toml``.

    Returns
    -------
    dict
        Its settings, with a default for each that it does not name but ``memory_mb`` and the certificate.

    Raises
    ------
    ValueError
        If there is no such file, or something in it is wrong.
    """
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        example = _HERE / "class.example.toml"
        raise ValueError(f"There is no class.toml in {file.parent}. Copy {example} there and change it.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{file.name} cannot be read as TOML in UTF-8: {error}") from None
    if unknown := sorted(told.keys() - _KNOWN):
        raise ValueError(f"{file.name} names {', '.join(unknown)}; known are {', '.join(sorted(_KNOWN))}.")
    told = {"cores": 1, "idle_minutes": 40, "port": 8000} | told
    students = told.get("students")
    if not isinstance(students, list) or not students:
        raise ValueError(f'{file.name} needs a list of names: students = ["ada", "ben"]')
    wrong = [name for name in students if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9-]{0,19}", name)]
    wrong += sorted({name for name in students if students.count(name) > 1})
    if wrong:
        raise ValueError(
            f"{file.name} has the student {wrong[0]!r}: each name once, a small letter first, then small "
            "letters, digits or -, 20 at most."
        )
    if not isinstance(told.get("password"), str) or len(told["password"]) < 8:
        raise ValueError(f"{file.name} needs a password of 8 characters or more.")
    for name in ("memory_mb", "cores", "idle_minutes", "port"):
        if name in told and (type(told[name]) is not int or told[name] < 1):
            raise ValueError(f"{file.name}: {name} is a whole number above 0, not {told[name]!r}.")
    if ("certificate" in told) != ("certificate_key" in told):
        raise ValueError(f"{file.name}: https needs both, certificate and certificate_key.")
    for name in ("certificate", "certificate_key"):
        if name in told and not (file.parent / str(told[name])).is_file():
            raise ValueError(f"{file.name}: there is no file {told[name]!r} for {name}.")
    return told


def memory_for_each(students, total):
    """Share a computer's memory out, so that all students at their limits leave some for itself.

    Parameters
    ----------
    students : int
    total : float
        Megabytes of the computer.

    Returns
    -------
    int
        Megabytes, 2000 at most.

    Raises
    ------
    ValueError
        If it would be too little for lessons 00 to 05.

    Examples
    --------
    >>> memory_for_each(25, 32000)
    1220
    """
    each = int((total - _SYSTEM) / students)
    if each < _LEAST:
        raise ValueError(
            f"{students} students get {each} MB each of the {total:.0f} MB of this computer; lesson 05 may ask for "
            f"{_LEAST}. Take a larger computer, or set memory_mb = {_LEAST} in class.toml: students in lesson 05 "
            "take 520 MB each, but a class that goes to its limits together then runs out of memory together."
        )
    return min(each, _MOST)


def with_systemd():
    """Tell whether students can become units of systemd: separate users, with limits on all their processes together.

    Returns
    -------
    bool
        Only as root, on Linux that runs systemd.
    """
    return getattr(os, "geteuid", lambda: 1)() == 0 and Path("/run/systemd/system").is_dir()


def unreadable_for_students():
    """Look for a folder on the way to Python or the project that only its owner may enter.

    Returns
    -------
    pathlib.Path or None
    """
    for place in (Path(sys.executable).absolute(), Path(sys.executable).resolve(), _HERE):
        for folder in reversed(place.parents):
            if not folder.stat().st_mode & 0o001:
                return folder
    return None


def _threads(cores):
    """No library starts more threads than the student has cores: each holds memory, and ten students share them."""
    names = (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "OPENCV_FOR_THREADS_NUM",
        "LOKY_MAX_CPU_COUNT",
    )
    # glibc keeps memory that was freed in one arena for each thread.
    return dict.fromkeys(names, str(cores)) | {"MALLOC_ARENA_MAX": "2"}


def configure(c, folder):
    """Set all that a class needs.

    Parameters
    ----------
    c : traitlets.config.Config
    folder : pathlib.Path
        Holds ``class.toml`` and gets what JupyterHub keeps: its database, its secret and, without systemd, the
        students' folders.

    Raises
    ------
    ValueError
        If the class or this computer does not allow it; the message says what to do.
    """
    told = read_class(folder / "class.toml")
    students, systemd = told["students"], with_systemd()
    if not systemd and getattr(os, "geteuid", lambda: 1)() == 0 and told.get("root_in_container") is not True:
        raise ValueError(
            "Without systemd every student would be root here. Start it as a user who may do little, or, in a "
            "container that is thrown away afterwards, set root_in_container = true in class.toml."
        )
    if not (memory := told.get("memory_mb")):
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e6
        memory = memory_for_each(len(students), total)

    c.JupyterHub.bind_url = f"http{'s' if 'certificate' in told else ''}://:{told['port']}"
    if "certificate" in told:
        c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = (
            str(folder / told[name]) for name in ("certificate", "certificate_key")
        )
    c.JupyterHub.db_url = f"sqlite:///{folder / 'jupyterhub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(folder / "jupyterhub_cookie_secret")
    c.ConfigurableHTTPProxy.pid_file = str(folder / "jupyterhub-proxy.pid")
    c.JupyterHub.template_vars = {
        "announcement_login": "Your name as it is on the class list, and the password of the room."
    }

    c.JupyterHub.authenticator_class = "shared-password"
    c.SharedPasswordAuthenticator.user_password = told["password"]
    c.Authenticator.username_map = {name: _PREFIX + name for name in students}
    c.Authenticator.allowed_users = {_PREFIX + name for name in students}
    # Who is not on the list any more may not come in, although the database knows them.
    c.Authenticator.allow_existing_users = False

    c.Spawner.cmd = [sys.executable, str(_HERE / "student_server.py")]
    c.Spawner.notebook_dir = "~/my_lessons"
    c.Spawner.default_url = "/lab/tree/00_start_here.ipynb"
    c.Spawner.mem_limit = memory * 1_000_000
    c.Spawner.cpu_limit = told["cores"]
    c.Spawner.environment = _threads(told["cores"])
    c.Spawner.start_timeout = c.Spawner.http_timeout = 300  # a whole class signs in within the same minute
    idle = told["idle_minutes"] * 60
    c.Spawner.args = [
        f"--MappingKernelManager.cull_idle_timeout={idle}",
        "--MappingKernelManager.cull_interval=60",
        "--MappingKernelManager.cull_connected=True",  # a tab left open is no work
        f"--ServerApp.shutdown_no_activity_timeout={idle}",
        "--LabApp.news_url=None",
    ]
    if systemd:
        if closed := unreadable_for_students():
            raise ValueError(
                f"Students, who are users of their own, cannot read {closed}: put the project, its .venv and its "
                "Python where all may read, for example under /opt (classroom/server.md)."
            )
        c.JupyterHub.spawner_class = "systemd"
        c.SystemdSpawner.dynamic_users = True
        c.SystemdSpawner.isolate_tmp = c.SystemdSpawner.isolate_devices = True
        # At the limit Linux ends the largest process of that student; JupyterLab, which says so, stays.
        c.SystemdSpawner.unit_extra_properties = {"OOMPolicy": "continue", "MemorySwapMax": "0", "TasksMax": "1000"}
    else:
        c.JupyterHub.spawner_class = "simple"
        c.SimpleLocalProcessSpawner.home_dir_template = f"{folder}/students/{{username}}"
    how = "of all processes together, by systemd" if systemd else "of each process; files are not kept apart"
    print(f"Class: {len(students)} students, {memory} MB each (a limit {how}).", file=sys.stderr)


if "get_config" in globals():
    try:
        configure(get_config(), Path.cwd())  # noqa: F821
    except ValueError as error:
        sys.exit(f"The class cannot start. {error}")
