"""The server for a class: what a teacher's settings become, what a student reads where memory ends, and that nobody
else is harmed then (a real server with two students, nightly)."""

import asyncio
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from conftest import ROOT
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

CLASSROOM = ROOT / "classroom"
GOOD = 'students = ["ada", "ben"]\npassword = "a room with a view"\nmemory_mb = 1000\n'


def module(name):
    spec = importlib.util.spec_from_file_location(name, CLASSROOM / f"{name}.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def hub():
    return module("jupyterhub_config")


@pytest.fixture
def configured(hub, tmp_path, monkeypatch):
    """Configure a class for whom the computer looks as said."""

    def call(text=GOOD, systemd=False, root=False):
        (tmp_path / "class.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(hub, "with_systemd", lambda: systemd)
        monkeypatch.setattr(hub, "unreadable_for_students", lambda: None)
        monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000, raising=False)
        made = Config()
        hub.configure(made, tmp_path)
        return made

    return call


def test_each_student_gets_a_limit_on_memory_threads_and_idle_time(configured):
    made = configured(GOOD + "cores = 3\nidle_minutes = 10\n")
    assert made.Spawner.mem_limit == 1_000_000_000
    assert {made.Spawner.environment[name] for name in ("OMP_NUM_THREADS", "LOKY_MAX_CPU_COUNT")} == {"3"}
    assert {"--MappingKernelManager.cull_idle_timeout=600", "--ServerApp.shutdown_no_activity_timeout=600"} <= set(
        made.Spawner.args
    )
    assert made.Spawner.cmd == [sys.executable, str(CLASSROOM / "student_server.py")]


def test_only_the_class_may_sign_in(configured):
    made = configured()
    assert made.JupyterHub.authenticator_class == "shared-password"
    assert made.Authenticator.username_map == {"ada": "student-ada", "ben": "student-ben"}
    assert made.Authenticator.allowed_users == {"student-ada", "student-ben"}
    assert made.Authenticator.allow_existing_users is False and "allow_all" not in made.Authenticator


def test_with_systemd_students_are_users_of_their_own_and_the_page_outlives_its_kernel(configured):
    made = configured(systemd=True, root=True)
    assert made.JupyterHub.spawner_class == "systemd" and made.SystemdSpawner.dynamic_users
    extra = made.SystemdSpawner.unit_extra_properties
    assert extra["OOMPolicy"] == "continue" and extra["MemorySwapMax"] == "0"


def test_nobody_becomes_root(configured):
    with pytest.raises(ValueError, match="every student would be root"):
        configured(root=True)
    assert configured().JupyterHub.spawner_class == "simple"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("students = [", "cannot be read as TOML"),
        ('password = "12345678"', "needs a list of names"),
        (GOOD.replace("ada", "Ada"), "the student 'Ada': each name once, a small letter first"),
        (GOOD.replace("ada", "../ada"), "the student '../ada'"),
        (GOOD.replace("ada", "ben"), "the student 'ben': each name once"),
        (GOOD.replace("a room with a view", "short"), "a password of 8 characters or more"),
        (GOOD.replace("1000", '"2 GB"'), "memory_mb is a whole number above 0, not '2 GB'"),
        (GOOD + "port = true\n", "port is a whole number above 0, not True"),
        (GOOD + "memroy_mb = 2\n", "names memroy_mb; known are certificate"),
        (GOOD + 'certificate = "class.pem"\n', "https needs both"),
        (GOOD + 'certificate = "a"\ncertificate_key = "b"\n', "there is no file 'a' for certificate"),
    ],
)
def test_a_wrong_setting_is_one_sentence(configured, text, said):
    with pytest.raises(ValueError) as raised:
        configured(text)
    assert said in str(raised.value)


def test_without_settings_the_example_is_named(tmp_path, monkeypatch):
    """As JupyterHub itself loads the file."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match=r"There is no class\.toml in .*Copy .*class\.example\.toml"):
        PyFileConfigLoader("jupyterhub_config.py", path=str(CLASSROOM)).load_config()


def test_the_example_needs_only_a_password(configured):
    text = (CLASSROOM / "class.example.toml").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="a password of 8"):
        configured(text)
    named = {line.split("=")[0].strip("# ") for line in text.splitlines() if "=" in line}
    assert named <= module("jupyterhub_config")._KNOWN
    uncommented = text.replace('password = ""', 'password = "12345678"').replace("# memory_mb", "memory_mb")
    assert configured(uncommented).Spawner.mem_limit == 2_000_000_000


@pytest.mark.parametrize(("students", "total", "each"), [(10, 33_000, 2000), (25, 32_000, 1220)])
def test_all_students_at_their_limits_leave_the_computer_some_memory(hub, students, total, each):
    assert hub.memory_for_each(students, total) == each
    assert students * each < total


def test_a_computer_too_small_for_the_class_says_so(hub):
    with pytest.raises(ValueError, match="25 students get 580 MB each of the 16000 MB"):
        hub.memory_for_each(25, 16_000)


@pytest.mark.skipif(os.name != "posix", reason="JupyterHub runs on Linux and macOS")
def test_a_folder_that_students_may_not_enter_is_found(hub, monkeypatch):
    with tempfile.TemporaryDirectory(dir="/tmp") as made:  # pytest's own folder is itself closed to others
        folder = Path(made).resolve()
        folder.chmod(0o755)
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        monkeypatch.setattr(hub, "_HERE", Path("/"))
        monkeypatch.setattr(sys, "executable", str(closed / "python"))
        assert hub.unreadable_for_students() == closed
        closed.chmod(0o755)
        assert hub.unreadable_for_students() is None


CELLS = """
import os, runpy
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(colors="nocolor")
runpy.run_path("classroom/memory_sentence.py")
import student_server
student_server.limit_memory(student_server.memory_of_a_process(os.environ["MEM_LIMIT"]))
shell.run_cell("kept = 3")
shell.run_cell("import numpy as np; big = np.ones((40_000, 40_000))")
shell.run_cell("import cv2")
shell.run_cell("cv2.resize(np.zeros((9, 9, 3), np.uint8), (60_000, 60_000))")
shell.run_cell("np.zeros(3)[9]")
shell.run_cell("print('kept:', kept)")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_DATA counts what is asked for on Linux only")
def test_a_cell_that_asks_for_too_much_gets_a_sentence_and_the_kernel_goes_on(tmp_path):
    own = {"MEM_LIMIT": "900000000", "PYTHONPATH": str(CLASSROOM), "IPYTHONDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", CELLS], cwd=ROOT, env=os.environ | own, capture_output=True, text=True, timeout=120
    )
    assert done.stderr.count("This cell asked for more memory than is left of your 900 MB.") == 2, done.stderr
    assert "MemoryError" not in done.stdout + done.stderr
    assert "IndexError" in done.stdout + done.stderr  # other errors are told as ever
    assert "kept: 3" in done.stdout


# --- a real server ----------------------------------------------------------------------------------------------------


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_DATA counts what is asked for on Linux only")
def test_who_takes_too_much_memory_harms_nobody_else(tmp_path):
    if importlib.util.find_spec("jupyterhub") is None or shutil.which("configurable-http-proxy") is None:
        pytest.skip("needs `uv sync --group hub` and `npm install -g configurable-http-proxy`")
    import class_client

    async def school(address):
        assert await class_client.Student(address, "ada").sign_in("not the password") == 403
        assert await class_client.Student(address, "mallory").sign_in() == 403
        greedy, other = (class_client.Student(address, name) for name in ("ada", "ben"))
        assert [await one.sign_in() for one in (greedy, other)] == [200, 200]
        assert len(await greedy.lesson("05_compare.ipynb")) > 20  # a copy of her own
        await asyncio.gather(greedy.open("00_start_here.ipynb"), other.open("05_compare.ipynb"))
        shown = await other.run("from faceblur_utils import compare_methods\ncompare_methods('hopper', looks='one')")
        assert shown[0] == "ok", shown
        (bench,) = [name for name, state in other.widgets.items() if "words" in state]
        await other.ask(bench, {"do": "hello"})

        taking = asyncio.ensure_future(greedy.run("held = []\nwhile True: held.append(bytearray(10_000_000))"))
        moved = 0
        while not taking.done() or moved < 5:
            _, _, size = await other.ask(bench, {"do": "set", "name": "strength", "value": 0.1 + moved % 9 / 10})
            moved += size > 0
        status, said = taking.result()
        assert status == "error" and "asked for more memory than is left of your 900 MB" in said
        status, said = await greedy.run("print(0.5e9 < sum(map(len, held)) < 0.9e9); del held")
        assert (status, said) == ("ok", "True\n")
        assert await greedy.run("print('still here')") == ("ok", "still here\n")
        assert await other.run("print(6 * 7)") == ("ok", "42\n")
        await greedy.leave()
        await other.leave()

    with class_client.class_server(tmp_path, ["ada", "ben"], memory_mb=900) as (address, _):
        asyncio.run(school(address))
