"""What a learner does: open a lesson in JupyterLab, run all cells, move a slider with the keyboard.

Runs in a headless Chromium. Screenshots go to the folder named by SCREENSHOTS, if it is set.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import refresh_notebooks as tool

# environment.yml (conda) leaves it out; in CI a skipped file is a failure.
sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright

LESSONS = ("00_start_here", "01_detect", "03_blur")
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
# What a page may say without failing the test: part of the message, and why.
ALLOWED = {}
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
HASH = """async picture => {
    const bytes = await (await fetch(picture.src)).arrayBuffer();
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return Array.from(hash, part => part.toString(16).padStart(2, '0')).join('') }"""
# Draws anew, in the kernel, what the Explorer should show at its present values.
DUE = """
def due(model_id):
    import gc, hashlib
    from faceblur_utils.compare import Explorer
    from faceblur_utils.figures import encode_jpeg
    explorer, = [e for e in gc.get_objects() if isinstance(e, Explorer) and e.model_id == model_id]
    images, caption = explorer._panels(**explorer.values)
    picture = hashlib.sha256(encode_jpeg(explorer._grid.paste(images))).hexdigest()
    return {"picture": picture, "caption": caption, "error": explorer.error, "values": list(explorer.values.values())}
import json
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on a copy of the lessons, without the user's settings; gives its address and its log file."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(tool.NOTEBOOKS, home / "notebooks", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(tool.NOTEBOOKS.parent / "data", home / "data")  # prose shows some of its pictures
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
    overrides.write_text(json.dumps(SETTINGS), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.port=0", "--IdentityProvider.token="]
    command += [f"--ServerApp.root_dir={home}", "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None"]
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    log = home / "server.log"
    with log.open("w", encoding="utf-8") as written:
        server = subprocess.Popen(command, env=os.environ | own, stdout=written, stderr=subprocess.STDOUT, cwd=home)
    try:
        yield address(server, Path(own["JUPYTER_RUNTIME_DIR"]), log), log
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def address(server, runtime, log):
    """Wait until JupyterLab has written where it listens."""
    until = time.monotonic() + 90
    while time.monotonic() < until and server.poll() is None:
        for info in runtime.glob("jpserver-*.json"):
            try:
                return json.loads(info.read_text(encoding="utf-8"))["url"]
            except ValueError:  # being written
                pass
        time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}", pytrace=False)


@pytest.fixture(scope="module")
def browser(browser_path):
    """A headless Chromium."""
    flags = FLAGS + (["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser_path, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A fresh page that keeps its complaints in ``page.complaints``."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.complaints = []
    page.on("console", lambda said: said.type == "error" and page.complaints.append(f"console: {said.text}"))
    page.on("pageerror", lambda error: page.complaints.append(f"page: {error}"))
    yield page
    page.close()


@pytest.fixture
def photograph(page, tmp_path, request):
    """Save screenshots where a developer can look."""
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return lambda name: page.screenshot(path=folder / f"{request.node.callspec.id}_{name}.png")


@pytest.mark.parametrize("stem", LESSONS)
def test_a_learner_runs_a_lesson_and_moves_a_slider(lab, page, photograph, stem):
    url, log = lab
    assert (tool.NOTEBOOKS / f"{stem}.ipynb").exists()
    log_start = len(log.read_text(encoding="utf-8"))
    page.goto(f"{url}lab/tree/notebooks/{stem}.ipynb?reset")
    page.wait_for_function(IDLE)
    photograph("1_opened")
    page.evaluate(RUN_ALL)
    cells = page.evaluate(OUTPUTS)
    assert wrong_in(cells) == []

    index, model_id = slider_cell(cells)
    page.evaluate(SCROLL, index)
    outputs = page.locator(f".jp-Cell[data-windowed-list-index='{index}'] .jp-OutputArea")
    handle, picture = outputs.locator(".noUi-handle").first, outputs.locator("img.widget-image").first
    picture.wait_for()
    outputs.evaluate("output => output.scrollIntoView({block: 'start'})")
    photograph("2_before")
    before, at_first = picture.evaluate(HASH), value_of(handle)
    last = float(handle.get_attribute("aria-valuemax"))

    handle.focus()
    for _ in range(10):  # a single step need not change what a detector finds
        page.keyboard.press("ArrowRight" if at_first < last else "ArrowLeft")
        due = shown_is_due(page, handle, picture, model_id)
        if due["picture"] != before:
            break
    photograph("3_after")
    assert due["picture"] != before, "ten steps with the keyboard do not change the picture"
    assert value_of(handle) != at_first
    assert due["error"] is None

    # Held down: presses come faster than pictures, and the last one counts.
    for _ in range(8):
        page.keyboard.press("ArrowLeft" if at_first < last else "ArrowRight")
    due = shown_is_due(page, handle, picture, model_id)
    assert due["caption"] in outputs.inner_text()

    assert page.get_by_text("Error displaying widget").count() == 0
    assert [said for said in page.complaints if not any(part in said for part in ALLOWED)] == []
    assert "Traceback" not in log.read_text(encoding="utf-8")[log_start:], "a callback failed: see the server's log"


def wrong_in(cells):
    """Sentences about cells that did not run or complained."""
    problems = []
    for number, cell in enumerate(cells):
        if cell["cell_type"] != "code":
            continue
        start = "".join(cell["source"])[:60]
        if cell["execution_count"] is None:
            problems.append(f"cell {number} did not run: {start}")
        for output in cell["outputs"]:
            if output["output_type"] == "error" or output.get("name") == "stderr":
                problems.append(f"cell {number}: {output.get('evalue') or output.get('text')}: {start}")
    return problems


def slider_cell(cells):
    """Number of the first cell tagged slider, and the id of the widget that it shows."""
    for number, cell in enumerate(cells):
        if "slider" in cell["metadata"].get("tags", []):
            for output in cell["outputs"]:
                if view := output.get("data", {}).get(tool.WIDGET_VIEW):
                    return number, view["model_id"]
    pytest.fail("no cell tagged slider shows a widget", pytrace=False)


def value_of(handle):
    """Where a slider stands in the page; its aria-valuenow is rounded to tenths."""
    return float(handle.get_attribute("aria-valuetext"))


def shown_is_due(page, handle, picture, model_id):
    """Wait until the kernel has the slider's value and the page shows its picture; give what is due."""
    until = time.monotonic() + 30
    while True:
        # The page holds the slider's messages back while one is being worked on, so the kernel may not know yet.
        answer = page.evaluate(ASK, [DUE, f"json.dumps(due({model_id!r}), default=repr)"])
        try:
            due = json.loads(answer[1:-1].encode().decode("unicode_escape"))
        except ValueError:
            pytest.fail(f"the kernel says {answer}", pytrace=False)
        value, shown = value_of(handle), picture.evaluate(HASH)
        if shown == due["picture"] and value in due["values"]:
            return due
        assert time.monotonic() < until, f"the slider stands at {value}, and the picture is not the one for it: {due}"
        time.sleep(0.1)
