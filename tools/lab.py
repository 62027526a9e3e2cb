"""JupyterLab in a headless Chromium, as a learner sees it; for the browser tests and the sliders' benchmark."""

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from refresh_notebooks import NOTEBOOKS

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# JupyterLab asks about news in a box over the page, and would look for them online.
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    }
}
PATIENCE = 120_000  # ms; two cores that other work shares

# The page's own handle on what is open (`--LabApp.expose_app_in_browser`).
PANEL = "const panel = window.jupyterapp?.shell?.currentWidget; const kernel = panel?.sessionContext?.session?.kernel;"
IDLE = f"() => {{ {PANEL} return panel?.content?.model?.cells?.length && kernel?.status === 'idle' }}"
RUN_ALL = "() => jupyterapp.commands.execute('notebook:run-all-cells')"
OUTPUTS = f"() => {{ {PANEL} return panel.content.model.sharedModel.toJSON().cells }}"
SCROLL = f"""async index => {{ {PANEL}
    panel.content.activeCellIndex = index;
    await panel.content.scrollToItem(index, 'end') }}"""
ASK = f"""async ([setup, expression]) => {{ {PANEL}
    const future = kernel.requestExecute({{
        code: setup, silent: true, store_history: false, user_expressions: {{answer: expression}} }});
    const reply = await future.done;
    const answer = reply.content.user_expressions?.answer;
    return answer?.data?.['text/plain'] ?? JSON.stringify(reply.content) }}"""


def raised_in(log):
    """Look for tracebacks in a server's log, but for those that tell that a page was left while it was spoken to.

    Parameters
    ----------
    log : str
        What the server wrote.

    Returns
    -------
    list of str
        The last line of each.
    """
    parts = log.split("Traceback (most recent call last):\n")[1:]
    ends = [next((line for line in part.splitlines() if line[:1].strip()), "unfinished") for part in parts]
    return [end for end in ends if not end.startswith(("tornado.websocket.WebSocketClosed", "tornado.iostream.Stream"))]


def find_browser():
    """Look for a Chromium or Chrome.

    Returns
    -------
    str or None
        The environment variable CHROME if it is set, otherwise the first that is installed.
    """
    given = os.environ.get("CHROME")
    found = given or next(filter(None, map(shutil.which, BROWSERS)), None)
    return found if found and shutil.which(found) else None


@contextmanager
def jupyterlab(home, settings=None, extra=()):
    """Start JupyterLab on a copy of the lessons, without the user's settings.

    Parameters
    ----------
    home : pathlib.Path
        Empty folder for it.
    settings : dict, optional
        More of JupyterLab's settings, by plugin.
    extra : iterable of str
        More of the server's flags.

    Yields
    ------
    (str, pathlib.Path)
        The server's address and its log file.
    """
    shutil.copytree(NOTEBOOKS, home / "notebooks", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(NOTEBOOKS.parent / "data", home / "data")  # prose shows some of its pictures
    own = {
        name: str(home / name.lower())
        for name in (
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "JUPYTERLAB_SETTINGS_DIR",
            "JUPYTERLAB_WORKSPACES_DIR",
            "IPYTHONDIR",
        )
    }
    overrides = home / "jupyter_config_dir" / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir(parents=True)
    overrides.write_text(json.dumps(SETTINGS | (settings or {})), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.port=0", "--IdentityProvider.token="]
    command += [f"--ServerApp.root_dir={home}", "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None"]
    command += [*extra, *(["--allow-root"] if _is_root() else [])]
    log = home / "server.log"
    with log.open("w", encoding="utf-8") as written:
        server = subprocess.Popen(command, env=os.environ | own, stdout=written, stderr=subprocess.STDOUT, cwd=home)
    try:
        yield _address(server, Path(own["JUPYTER_RUNTIME_DIR"]), log), log
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


@contextmanager
def served(folder):
    """Serve the files of a folder on this machine, as a website does; give its address."""

    class Silent(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def _is_root():
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _address(server, runtime, log):
    """Wait until JupyterLab has written where it listens."""
    until = time.monotonic() + 90
    while time.monotonic() < until and server.poll() is None:
        for info in runtime.glob("jpserver-*.json"):
            try:
                return json.loads(info.read_text(encoding="utf-8"))["url"]
            except ValueError:  # being written
                pass
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


def browser_flags(extra=()):
    """Give the flags with which browsers are started here.

    Parameters
    ----------
    extra : iterable of str
        More of them.

    Returns
    -------
    list of str
    """
    return [*FLAGS, *extra, *(["--no-sandbox"] if _is_root() else [])]


@contextmanager
def chromium(path, extra=()):
    """Start a headless Chromium.

    Parameters
    ----------
    path : str
        Of the browser, from `find_browser`.
    extra : iterable of str
        More of its flags.

    Yields
    ------
    playwright.sync_api.Browser
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=browser_flags(extra))
        yield browser
        browser.close()


def camera_flags(file=None, permission=True):
    """Give Chromium a camera that plays a file, or none, and somebody who answers when a page asks for it.

    Parameters
    ----------
    file : pathlib.Path, optional
        What the camera films: JPEGs one after the other, in a file that ends in .mjpeg. Without it there is no camera.
    permission : bool
        Whether pages may use it.

    Returns
    -------
    list of str
        Flags for `chromium`.
    """
    answer = f"--use-fake-ui-for-media-stream{'' if permission else '=deny'}"
    if file is None:
        return [answer, "--use-fake-device-for-media-stream=device-count=0"]
    return [answer, "--use-fake-device-for-media-stream=fps=30", f"--use-file-for-fake-video-capture={file}"]


def open_and_run(page, url, notebook):
    """Open a notebook in a page and run all its cells.

    Parameters
    ----------
    page : playwright.sync_api.Page
    url : str
        The server's address.
    notebook : str
        Path below the server's folder.

    Returns
    -------
    list of dict
        The cells with their outputs.
    """
    page.set_default_timeout(PATIENCE)
    page.goto(f"{url}lab/tree/{notebook}?reset")
    page.wait_for_function(IDLE)
    page.evaluate(RUN_ALL)
    return page.evaluate(OUTPUTS)
