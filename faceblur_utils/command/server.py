"""JupyterLab as lessons need it: on a free port, as root too, without news, and its address in words."""

import os
import webbrowser
from pathlib import Path

SETTINGS = Path(__file__).with_name("jupyter")


def serve(notebook, said, *, browser=True, port=None, ip=None):
    """Run JupyterLab until it is stopped.

    Parameters
    ----------
    notebook : pathlib.Path
        What it opens; its folder is all that it shows.
    said : callable
        Called with lines to print.
    browser : bool
        Whether to open a browser, if there is one.
    port : int, optional
        Where to listen, or above if that is taken; by default from 8888 on.
    ip : str, optional
        The address to listen at; by default only this computer can reach it.
    """
    # Jupyter looks there for defaults; what users set themselves comes before them.
    given = [str(SETTINGS), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(given)
    from jupyterlab.labapp import LabApp  # seconds

    words = [f"--ServerApp.root_dir={notebook.parent}", f"--LabApp.default_url=/lab/tree/{notebook.name}"]
    words += ["--LabApp.news_url=None", "--Application.log_level=ERROR"]
    words += [f"--ServerApp.port={port}"] if port else []
    words += [f"--ServerApp.ip={ip}"] if ip else []
    words += ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    browser = browser and has_browser()
    words += [] if browser else ["--no-browser"]
    server = LabApp.initialize_server(argv=words)
    address = f"{server.connection_url.rstrip('/')}/lab/tree/{notebook.name}"
    provider = server.identity_provider
    token = provider.token if provider.token_generated else ""  # not one that somebody chose
    provider.token_generated = False  # or Jupyter prints the address in its own words as well
    said(f"{'JupyterLab opens in your browser; if not, open' if browser else 'Open in a browser:'}")
    said(f"    {address}{f'?token={token}' if token else ''}")
    said("It runs until you press Ctrl+C here, twice.")
    server.start()


def has_browser():
    """Tell whether a browser can be opened here.

    Returns
    -------
    bool
    """
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
