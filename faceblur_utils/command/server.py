"""JupyterLab as lessons and pages need it: on a free port, as root too, without news, and its address in words."""

import inspect
import json
import os
import webbrowser
from pathlib import Path

SETTINGS = Path(__file__).with_name("jupyter")


def serve(notebook, said, *, browser=True, port=None, ip=None, path="/lab/tree", before=None):
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
    path : str
        ``"/lab/tree"``, or ``"/doc/tree"`` for the notebook alone.
    before : callable, optional
        Called with the server, before anybody sees the page.
    """
    # Jupyter looks there for defaults; what users set themselves comes before them.
    given = [str(SETTINGS), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(given)
    from jupyterlab.labapp import LabApp  # seconds

    words = [f"--ServerApp.root_dir={notebook.parent}", f"--LabApp.default_url={path}/{notebook.name}"]
    words += ["--LabApp.news_url=None", "--Application.log_level=ERROR"]
    words += [f"--ServerApp.port={port}"] if port else []
    words += [f"--ServerApp.ip={ip}"] if ip else []
    words += ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    browser = browser and _has_browser()
    words += [] if browser else ["--no-browser"]
    server = LabApp.initialize_server(argv=words)
    if before:
        before(server)
    address = f"{server.connection_url.rstrip('/')}{path}/{notebook.name}"
    provider = server.identity_provider
    token = provider.token if provider.token_generated else ""  # not one that somebody chose
    provider.token_generated = False  # or Jupyter prints the address in its own words as well
    said(f"{'JupyterLab opens in your browser; if not, open' if browser else 'Open in a browser:'}")
    said(f"    {address}{f'?token={token}' if token else ''}")
    said("It runs until you press Ctrl+C here, twice.")
    server.start()


def _has_browser():
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def run_first(server, notebook, code):
    """Write a notebook of one cell that has run already, in the kernel that its page will find.

    Parameters
    ----------
    server : jupyter_server.serverapp.ServerApp
        Not started yet.
    notebook : pathlib.Path
        A new file in the server's folder.
    code : str

    Raises
    ------
    RuntimeError
        If the cell fails; the message is the cell's.
    """
    metadata = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
    cell = {"cell_type": "code", "id": "cell-000", "source": code, "execution_count": 1}
    cell |= {"metadata": {"jupyter": {"source_hidden": True}}, "outputs": []}

    def take(message):
        content = message["content"]
        if message["msg_type"] == "error":
            raise RuntimeError(content["evalue"])
        if message["msg_type"] in ("display_data", "execute_result"):
            shown = {name: content[name] for name in ("data", "metadata")}
            cell["outputs"].append({"output_type": "display_data", **shown})

    async def run():
        about = {"path": notebook.name, "name": notebook.name, "type": "notebook", "kernel_name": "python3"}
        session = await server.session_manager.create_session(**about)
        client = server.kernel_manager.get_kernel(session["kernel"]["id"]).client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)
            await client.execute_interactive(code, output_hook=take, allow_stdin=False)
        except RuntimeError:
            await server.kernel_manager.shutdown_all()
            raise
        finally:
            client.stop_channels()
        whole = {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        notebook.write_text(json.dumps(whole), encoding="utf-8")
        # Of a notebook that it did not run itself, JupyterLab shows no widgets unless it is trusted.
        trusting = server.contents_manager.trust_notebook(notebook.name)
        if inspect.isawaitable(trusting):
            await trusting

    server.io_loop.run_sync(run)
