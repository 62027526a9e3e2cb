"""A class server, and students who work in it without a browser; for `benchmarks/classroom.py` and a test.

They sign in, run cells and move sliders with the same requests and messages as JupyterLab sends.
"""

import asyncio
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from pathlib import Path

import httpx
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a room with a view"
PATIENCE = 1500  # seconds for an answer, on a machine on which a whole class works


@contextmanager
def class_server(folder, students, port=8765, **settings):
    """Start JupyterHub for a class with `classroom/jupyterhub_config.py`, and end it with all that it started.

    Parameters
    ----------
    folder : pathlib.Path
        Empty; gets ``class.toml`` and all that students write.
    students : list of str
    port : int
    **settings
        More of ``class.toml``.

    Yields
    ------
    (str, int)
        The server's address, and the number of its process.

    Raises
    ------
    RuntimeError
        If configurable-http-proxy is missing, or the server does not start.
    """
    if shutil.which("configurable-http-proxy") is None:
        raise RuntimeError("configurable-http-proxy is not found: npm install -g configurable-http-proxy")
    settings = {"students": students, "password": PASSWORD, "port": port, "root_in_container": True} | settings
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]  # JSON's lists and strings are TOML's
    (folder / "class.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "jupyterhub", "-f", str(ROOT / "classroom" / "jupyterhub_config.py")]
    log = folder / "hub.log"
    with log.open("w", encoding="utf-8") as written:
        hub = subprocess.Popen(
            command, cwd=folder, stdout=written, stderr=subprocess.STDOUT, env=os.environ | {"LANG": "C.UTF-8"}
        )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 120
        while hub.poll() is None and time.monotonic() < until:
            try:
                if httpx.get(f"{address}/hub/api/", timeout=5).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.5)
        else:
            raise RuntimeError(f"JupyterHub did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")
        yield address, hub.pid
    finally:
        hub.terminate()  # it ends the students' servers and the proxy
        try:
            hub.wait(60)
        except subprocess.TimeoutExpired:
            hub.kill()


class Student:
    """One who has signed in, with a kernel for one lesson.

    Parameters
    ----------
    address : str
        Of the class server.
    name : str
    """

    def __init__(self, address, name):
        self.name, self._address = name, address
        self._web = httpx.AsyncClient(base_url=address, follow_redirects=True, timeout=PATIENCE)
        self._session = uuid.uuid4().hex
        self._answers = {}  # id of a request -> queue of messages
        self.widgets = {}  # id of a widget -> the state it was made with

    async def sign_in(self, password=PASSWORD):
        """Sign in as in a browser, and wait for one's own server.

        Parameters
        ----------
        password : str

        Returns
        -------
        int
            The status of the answer: 200, or 403 if the server refuses.
        """
        page = await self._web.get("/hub/login")
        token = re.search(r'name="_xsrf" value="([^"]+)"', page.text)[1]
        answer = await self._web.post(
            "/hub/login?next=", data={"username": self.name, "password": password, "_xsrf": token}
        )
        until = time.monotonic() + PATIENCE
        while answer.status_code == 200 and "/user/" not in answer.url.path and time.monotonic() < until:
            await asyncio.sleep(1)
            answer = await self._web.get("/hub/")
        self._base = "/".join(answer.url.path.split("/")[:3])
        return answer.status_code

    async def lesson(self, name):
        """Fetch a lesson of one's own.

        Parameters
        ----------
        name : str
            Such as ``"05_compare.ipynb"``.

        Returns
        -------
        list of str
            Its code cells.
        """
        answer = await self._web.get(f"{self._base}/api/contents/{name}")
        answer.raise_for_status()
        return [cell["source"] for cell in answer.json()["content"]["cells"] if cell["cell_type"] == "code"]

    async def open(self, name):
        """Start a kernel for a lesson and listen to it.

        Parameters
        ----------
        name : str
        """
        about = {"path": name, "name": name, "type": "notebook", "kernel": {"name": "python3"}}
        answer = await self._web.post(f"{self._base}/api/sessions", json=about, headers=self._xsrf())
        answer.raise_for_status()
        self.kernel = answer.json()["kernel"]["id"]
        url = f"{self._address.replace('http', 'ws', 1)}{self._base}/api/kernels/{self.kernel}/channels"
        cookies = "; ".join(f"{one.name}={one.value}" for one in self._web.cookies.jar)
        request = HTTPRequest(f"{url}?session_id={self._session}", headers={"Cookie": cookies})
        self._socket = await websocket_connect(request, max_message_size=1 << 30)
        self._listening = asyncio.ensure_future(self._listen())

    def _xsrf(self):
        mine = [one.value for one in self._web.cookies.jar if one.name == "_xsrf" and one.path.startswith(self._base)]
        return {"X-XSRFToken": mine[0]} if mine else {}

    async def _listen(self):
        while (raw := await self._socket.read_message()) is not None:
            message = _read(raw)
            if message["msg_type"] == "comm_open":
                self.widgets[message["content"]["comm_id"]] = message["content"]["data"].get("state", {})
            asked = message["parent_header"].get("msg_id")
            if message["msg_type"] == "comm_msg":  # an answer may come from a thread, as the child of no question
                told = message["content"]["data"].get("content")
                asked = told.get("answer", asked) if isinstance(told, dict) else asked
            if asked in self._answers:
                self._answers[asked].put_nowait(message)

    async def _send(self, kind, content, name=None):
        """Give the queue of what answers."""
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "version": "5.3",
            "username": "",
            "session": self._session,
        }
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        answers = self._answers[name or header["msg_id"]] = asyncio.Queue()
        await self._socket.write_message(json.dumps(message | {"buffers": []}))
        return answers

    async def run(self, code):
        """Run a cell.

        Parameters
        ----------
        code : str

        Returns
        -------
        (str, str)
            ``"ok"`` or ``"error"``, and what it printed, errors as well.
        """
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        answers = await self._send("execute_request", content)
        status, printed, idle = None, [], False
        while status is None or not idle:
            message = await asyncio.wait_for(answers.get(), PATIENCE)
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                printed.append(content["text"])
            elif kind == "error":
                printed.append(f"{content['ename']}: {content['evalue']}")
            elif kind == "execute_reply":
                status = content["status"]
            idle = idle or (kind == "status" and content["execution_state"] == "idle")
        return status, "".join(printed)

    async def ask(self, widget, question):
        """Ask a bench something, as its page does (`compare/bench_questions.js`).

        Parameters
        ----------
        widget : str
        question : dict

        Returns
        -------
        (float, dict, int)
            Seconds until the answer was here, what it says, and how many bytes of pictures came with it.
        """
        name = uuid.uuid4().hex
        data = {"method": "custom", "content": question | {"id": name}}
        started = time.perf_counter()
        answers = await self._send("comm_msg", {"comm_id": widget, "data": data}, name)
        message = await asyncio.wait_for(answers.get(), PATIENCE)
        del self._answers[name]
        took = time.perf_counter() - started
        return took, message["content"]["data"]["content"], sum(map(len, message["buffers"]))

    async def leave(self):
        """Close the page; kernel and server go on, as when a tab is closed."""
        self._socket.close()
        await self._listening
        await self._web.aclose()


def _read(raw):
    """A message, from text or, if it has buffers, from their count, their offsets and the parts one after the other."""
    if isinstance(raw, str):
        return json.loads(raw) | {"buffers": []}
    (count,) = struct.unpack("!i", raw[:4])
    edges = [*struct.unpack(f"!{count}I", raw[4 : 4 * (count + 1)]), len(raw)]
    parts = [raw[start:stop] for start, stop in zip(edges, edges[1:], strict=False)]
    return json.loads(parts[0]) | {"buffers": parts[1:]}
