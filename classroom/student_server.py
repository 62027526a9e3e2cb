"""Start one student's JupyterLab under JupyterHub: a copy of the lessons, limits, then ``jupyterhub-singleuser``.

``classroom/jupyterhub_config.py`` names it as each student's command, whatever the spawner. The limit is set here, in
the student's own process, so that kernels and their workers inherit it.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# What JupyterLab's server takes of a student's memory, in bytes: see the table in server.md.
OF_THE_SERVER = 150_000_000


def home():
    """Give the student's own folder.

    Returns
    -------
    pathlib.Path
        The one that systemd made (``STATE_DIRECTORY``), otherwise HOME.
    """
    return Path(os.environ.get("STATE_DIRECTORY") or os.environ["HOME"])


def memory_of_a_process(granted):
    """Tell how much memory one process of a student may ask for.

    Parameters
    ----------
    granted : str
        Bytes for all processes of the student, as JupyterHub says it in ``MEM_LIMIT``; empty without a limit.

    Returns
    -------
    int or None
        What JupyterLab's server leaves of it.

    Examples
    --------
    >>> memory_of_a_process("1000000000")
    850000000
    """
    return max(int(granted) - OF_THE_SERVER, OF_THE_SERVER) if granted else None


def limit_memory(most):
    """Let this process, and each that it will start, ask for no more than so much memory.

    A process that asks for more is told that there is none: in Python that is a MemoryError, and the kernel lives on.

    Parameters
    ----------
    most : int
        Bytes of RLIMIT_DATA: what a process may write to and shares with nobody (Linux 4.7 and later).
    """
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def main(arguments):
    """Do all three. Never returns: this process becomes the student's server.

    Parameters
    ----------
    arguments : list of str
        For ``jupyterhub-singleuser``.
    """
    own = home()
    os.environ |= {"HOME": str(own), "PYTHONSTARTUP": str(HERE / "memory_sentence.py")}
    most = memory_of_a_process(os.environ.get("MEM_LIMIT", ""))
    if most:
        limit_memory(most)
    from faceblur_utils.command import copies, server

    settings = [str(HERE / "jupyter"), str(server.SETTINGS), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(settings)
    copies.give(own / "my_lessons")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments = [*arguments, "--allow-root"]
    os.chdir(own)
    os.execv(sys.executable, [sys.executable, "-m", "jupyterhub.singleuser", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
