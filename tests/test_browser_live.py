"""A live picture in JupyterLab: the browser's camera films a real clip, and nothing of it stays anywhere.

Runs in a headless Chromium. Screenshots go to the folder named by SCREENSHOTS, if it is set.
"""

import json
import os
import re
from base64 import b64decode
from contextlib import closing, contextmanager
from pathlib import Path

import axe
import cv2
import lab as tool
import nbformat
import numpy as np
import pytest

from faceblur_utils import detect_faces, live
from faceblur_utils.figures import encode_jpeg

# environment.yml (conda) leaves it out; in CI a skipped file is a failure.
pytest.importorskip("playwright.sync_api")

CELLS = ("from faceblur_utils.live import LiveCamera\n\nlive = LiveCamera(source='browser')\nlive", "'the next cell'")
SCRIPT = live.widget._Page._esm
# The strictest case: JupyterLab shall save whatever the widgets hold.
SAVE_STATE = {"@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True}}
# A name that leads here, but not one that browsers trust over plain http.
ELSEWHERE = "jupyter.test"
SERVER = ["--ServerApp.allow_remote_access=True"]
# Notes what the page draws, and from where: pixels of the camera must not get on the screen.
SPY = """
window.drawn = []; window.tracks = []; window.cameraOnPage = false;
const origins = new WeakMap();
const makeBitmap = window.createImageBitmap;
window.createImageBitmap = async (source, ...how) => {
    const bitmap = await makeBitmap(source, ...how);
    origins.set(bitmap, source instanceof Blob ? "kernel" : "camera");
    return bitmap;
};
const draw = CanvasRenderingContext2D.prototype.drawImage;
CanvasRenderingContext2D.prototype.drawImage = function (source, ...where) {
    const widget = this.canvas.closest(".fb-live");
    if (widget) window.drawn.push([this.canvas.ariaLabel, origins.get(source) ?? "camera"]);
    window.cameraOnPage ||= source instanceof HTMLVideoElement && source.isConnected;
    return draw.call(this, source, ...where);
};
const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
if (ask) navigator.mediaDevices.getUserMedia = async wanted => {
    const stream = await ask(wanted);
    window.tracks.push(...stream.getTracks());
    return stream;
};
"""


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """What the camera films: the sample clip, as JPEGs."""
    file = tmp_path_factory.mktemp("camera") / "camera.mjpeg"
    file.write_bytes(b"".join(encode_jpeg(frame, 90) for frame in live.clip_frames(most=60)[0]))
    return file


@pytest.fixture(scope="module")
def browser(browser_path, film):
    """A Chromium with a camera that every page may use."""
    with tool.chromium(browser_path, tool.camera_flags(film)) as started:
        yield started


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab that saves the state of widgets; gives its address and its folder."""
    home = tmp_path_factory.mktemp("lab")
    with tool.jupyterlab(home, SAVE_STATE, SERVER) as (url, log):
        yield url, home
        assert tool.raised_in(log.read_text(encoding="utf-8")) == [], "a callback failed: see the server's log"


@contextmanager
def widget_in(page, lab, name, host="localhost"):
    """Run the widget in a notebook of its own."""
    url, home = lab
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    page.notebook = home / f"{name}.ipynb"
    nbformat.write(notebook, page.notebook)
    page.add_init_script(SPY)
    tool.open_and_run(page, url.replace("localhost", host), page.notebook.name)
    button(page, "Start").wait_for()
    page.get_by_text("A frame of the sample clip").wait_for()
    folder = os.environ.get("SCREENSHOTS")
    page.photograph = lambda shot: folder and page.screenshot(path=Path(folder) / f"live_{shot}.png")
    yield page
    assert page.get_by_text("Error displaying widget").count() == 0


@pytest.fixture
def widget(lab, page, request):
    """A page with the widget; afterwards nobody may have complained."""
    with widget_in(page, lab, request.node.name) as page:
        yield page
    assert page.complaints == []


def button(page, name):
    return page.locator(".fb-live").get_by_role("button", name=name, exact=True)


def numbers(page):
    """Wait for the numbers; give frames a second, milliseconds and faces."""
    said = page.get_by_text(re.compile("frames a second")).inner_text()
    return [float(number) for number in re.findall(r"([\d.]+) (?:frames|ms|face)", said)]


def picture(page, name):
    """What a canvas shows, RGB."""
    coded = page.locator(f"canvas[aria-label='{name}']").evaluate(
        "canvas => canvas.toDataURL('image/png').split(',')[1]"
    )
    image = cv2.imdecode(np.frombuffer(b64decode(coded), np.uint8), cv2.IMREAD_UNCHANGED)
    return None if not image[..., -1].any() else cv2.cvtColor(image, cv2.COLOR_BGRA2RGB)  # transparent: nothing drawn


AFTER, BEFORE = "The picture with faces hidden", "The picture before"


def wait_for_frames(page, count):
    start = page.evaluate("drawn.length")
    page.wait_for_function("due => drawn.length >= due", arg=start + count)


def save(page):
    """Save the notebook with JupyterLab's own command; give what the file holds."""
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    return json.loads(page.notebook.read_text(encoding="utf-8"))


def test_start_look_turn_stop_and_save(widget):
    page = widget
    page.photograph("1_preview")
    assert axe.serious(page, ".widget-vbox") == []
    button(page, "Start").click()
    rate, latency, faces = numbers(page)
    assert rate > 0 and latency > 0 and faces == 1
    wait_for_frames(page, 12)
    before, after = picture(page, BEFORE), picture(page, AFTER)
    assert before.shape == after.shape == (480, 640, 3)
    assert len(detect_faces(before)) == 1 and live.search(after) == []
    page.photograph("2_live")
    cameras = page.get_by_label("Picture from").locator("option").all_inner_texts()
    assert any("camera.mjpeg" in camera for camera in cameras), cameras

    # A blur too weak to change the face is told, and then no longer.
    weak = page.get_by_text("1 of them as clear as before: raise the strength")
    page.get_by_label("method").select_option("Pixelation")
    page.evaluate(tool.ASK, ["live.controls['strength'].value = 0.0", "1"])
    weak.wait_for()
    page.evaluate(tool.ASK, ["live.controls['strength'].value = 0.4", "1"])
    weak.wait_for(state="hidden")
    page.get_by_text("Hiding(method='pixelate', strength=0.4").wait_for()

    # The controls count while it runs.
    page.get_by_label("method").select_option("Solid")
    page.get_by_label("mask").select_option("rectangle")
    page.get_by_label("Mirror").check()
    page.get_by_label("Search for faces in").select_option("3")
    wait_for_frames(page, 12)
    dark = (picture(page, AFTER) < 30).all(axis=2).mean()
    assert dark > 0.05, dark
    page.photograph("3_solid_mirrored")
    assert page.evaluate("getComputedStyle(document.querySelector('.fb-live canvas')).transform").startswith(
        "matrix(-1"
    )

    # Saved while it runs, and after.
    running = save(page)
    button(page, "Stop").click()
    page.get_by_text("Stopped. Nothing was kept.").wait_for()
    assert page.evaluate("tracks.map(track => track.readyState)") == ["ended"]
    count = page.evaluate("drawn.length")
    assert picture(page, AFTER) is None and picture(page, BEFORE) is None
    page.wait_for_timeout(600)
    assert page.evaluate("drawn.length") == count, "frames come after the stop"
    assert "False" in page.evaluate(tool.ASK, ["", "live.running"])
    still = page.evaluate(tool.OUTPUTS)[0]["outputs"][0]["data"]["image/jpeg"]
    for saved in (running, save(page)):
        state = saved["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
        assert len(state) > 8
        assert [cell["outputs"][0]["data"].get("image/jpeg") for cell in saved["cells"]] == [still, None]
        text = json.dumps(saved).replace(json.dumps(SCRIPT)[1:-1], "")
        text = text.replace(json.dumps(still)[1:-1], "")
        for trace in ("buffers", "/9j/", "iVBOR", "deviceId", "camera.mjpeg"):
            assert trace not in text, trace
        longest = max(re.findall(r"[A-Za-z0-9+/=]{200,}", text), key=len, default="")
        assert not longest, f"what may be a picture in base64: {longest[:60]}"


def test_hidden_only_never_shows_the_camera(widget):
    page = widget
    page.get_by_label("Show", exact=True).select_option("faces hidden only")
    page.get_by_label("Cover everything while unsure").check()
    page.evaluate("drawn.length = 0")
    button(page, "Start").click()
    numbers(page)
    assert not page.get_by_role("img", name=BEFORE).is_visible()
    drawn = page.evaluate("drawn")
    assert drawn and {tuple(one) for one in drawn} == {(AFTER, "kernel")}
    assert live.search(picture(page, AFTER)) == []
    page.get_by_label("Show", exact=True).select_option("before and after")
    wait_for_frames(page, 6)
    assert [BEFORE, "camera"] in page.evaluate("drawn"), "the spy sees nothing"
    assert not page.evaluate("cameraOnPage")
    page.get_by_label("Show", exact=True).select_option("faces hidden only")
    assert picture(page, BEFORE) is None

    # Another source while it runs; then the page is left, and the kernel's source with it.
    page.get_by_label("Picture from").select_option("Sample clip")
    wait_for_frames(page, 6)
    assert page.evaluate("tracks.every(track => track.readyState === 'ended')")
    page.get_by_label("Picture from").select_option("Camera of the kernel's machine")
    if not live.sources._devices():
        page.get_by_text("has no camera").wait_for()
        page.photograph("4_no_machine_camera")
        button(page, "Show the sample clip instead").click()
        wait_for_frames(page, 6)
        assert live.search(picture(page, AFTER)) == []


@pytest.mark.nightly
def test_a_lost_kernel_is_told_and_the_sample_plays(widget):
    page = widget
    button(page, "Start").click()
    numbers(page)
    page.evaluate(f"() => {{ {tool.PANEL} return kernel.shutdown() }}")
    page.get_by_text("The kernel does not answer").wait_for()
    assert page.evaluate("tracks.every(track => track.readyState === 'ended')"), "the camera goes on"
    assert picture(page, AFTER) is None
    button(page, "Show the sample clip instead").click()
    page.get_by_text("hidden before the kernel was lost").wait_for()
    wait_for_frames(page, 3)
    sample = picture(page, AFTER)
    assert sample.shape == (240, 320, 3) and live.search(sample) == []
    page.photograph("5_kernel_lost")
    page.complaints.clear()  # JupyterLab itself complains of the kernel


@pytest.mark.nightly
def test_each_refusal_is_told_and_the_sample_offered(lab, browser, browser_path, film):
    cases = [
        (tool.camera_flags(film, permission=False), "localhost", "permission was declined"),
        (tool.camera_flags(), "localhost", "finds no camera"),
        (tool.camera_flags(film), ELSEWHERE, "plain http"),
    ]
    for number, (flags, host, words) in enumerate(cases):
        extra = [*flags, f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1"]
        started = browser.browser_type.launch(executable_path=browser_path, args=tool.browser_flags(extra))
        with closing(started):
            page = started.new_page(viewport={"width": 1280, "height": 900})
            with widget_in(page, lab, f"refusal_{number}", host) as page:
                button(page, "Start").click()
                page.get_by_role("alert").filter(has_text=words).wait_for()
                page.photograph(f"6_refusal_{number}")
                assert picture(page, AFTER) is None
                if number == 0:  # another source: what was said of the camera does not hold for it
                    page.get_by_label("Picture from").select_option("Sample clip")
                    page.get_by_role("alert").wait_for(state="hidden")
                    page.get_by_text("A frame of the sample clip").wait_for()
                    button(page, "Start").click()
                else:
                    button(page, "Show the sample clip instead").click()
                numbers(page)
                assert live.search(picture(page, AFTER)) == [] and not page.get_by_role("alert").is_visible()
