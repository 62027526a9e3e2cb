"""One page without code, for whoever opens its address: Voilà gives each visitor a kernel of their own.

So several people at once see nothing of each other, and nobody can run code on this computer: Voilà's server takes only
what moves a widget.
"""

import json
import os
import socket
import tempfile
import webbrowser
from pathlib import Path

from ..repair import install
from .server import SETTINGS, has_browser

# Seconds after which a kernel ends that no page is connected to: a tablet was switched off without a word. A page that
# is closed ends its kernel at once.
_ABANDONED = 600
# Of JupyterLab's extensions, what widgets need: others may be made for another version, or ask the web for something.
_EXTENSIONS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]


def serve_page(name, code, said, *, browser=True, port=None, ip=None):
    """Serve a page until it is stopped.

    Parameters
    ----------
    name : str
        Its title.
    code : str
        The one cell that makes it, for each visitor anew.
    said : callable
        Called with lines to print.
    browser : bool
        Whether to open a browser, if there is one.
    port : int, optional
        Where to listen, or above if that is taken.
    ip : str, optional
        The address to listen at; by default only this computer can reach it.

    Raises
    ------
    RuntimeError
        If Voilà is not installed.
    """
    # Voilà looks there for templates; what users have themselves comes after.
    given = [str(SETTINGS), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(given)
    from traitlets.config import Config

    try:
        from voila.app import Voila  # seconds
    except ModuleNotFoundError:
        raise RuntimeError(f"Voilà, which shows pages, is not installed. To install it: {install('voila')}") from None

    class Server(Voila):
        def launch_browser(self):
            """Called when it listens: not before is the port known."""
            address = f"http://{_shown(self.ip)}:{self.port}/?token={self.identity_provider.token}"
            opened = browser and has_browser()
            said("The page opens in your browser; if not, open" if opened else "Open in a browser:")
            said(f"    {address}")
            if self.ip != "localhost":
                said("Whoever has this address can use the page. It is plain http: photos travel unencrypted.")
            said("It runs until you press Ctrl+C here.")
            if opened:
                webbrowser.open(address)

    config = Config()
    config.VoilaConfiguration.template = "faceblur"
    config.VoilaConfiguration.allow_template_override = "NO"  # of the address; another one asks the web for fonts
    config.VoilaConfiguration.extension_allowlist = _EXTENSIONS
    config.VoilaConfiguration.file_allowlist = ["(?!)"]  # no files
    config.MappingKernelManager.cull_idle_timeout = _ABANDONED
    config.MappingKernelManager.cull_interval = 60
    # A page that is closed asks for its kernel's end with a form that has no such mark; who asks must know the kernel's
    # random name, and the token.
    config.Voila.tornado_settings = {"disable_check_xsrf": True}
    with tempfile.TemporaryDirectory(prefix="faceblur_") as folder:
        notebook = Path(folder, f"{name}.ipynb")
        notebook.write_text(json.dumps(_of_one_cell(code)), encoding="utf-8")
        settings = {"config_file_paths": [], "auto_token": True, "open_browser": True, "log_level": "ERROR"}
        settings |= {"ip": ip} if ip else {}
        settings |= {"port": port} if port else {}
        server = Server(config=config, **settings)
        server.initialize([str(notebook)])
        server.start()


def _of_one_cell(code):
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    cell = {
        "cell_type": "code",
        "id": "cell-000",
        "source": code,
        "execution_count": None,
        "metadata": {},
        "outputs": [],
    }
    return {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _shown(ip):
    """The address that others can type, if it is that of all networks."""
    if ip not in ("", "0.0.0.0", "::"):
        return ip
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # sends nothing; the system only says by which of its addresses it would
            return asked.getsockname()[0]
        except OSError:
            return socket.gethostname()
