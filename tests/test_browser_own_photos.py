"""What a user does with photos of their own: upload, look, click, draw, download, by mouse and by keyboard.

Runs in a headless Chromium. Screenshots go to the folder named by SCREENSHOTS, if it is set.
"""

import io
import json
import os
import re
import time
import zipfile
from base64 import b64encode
from pathlib import Path

import axe
import lab as tool
import nbformat
import numpy as np
import pytest
from PIL import ExifTags, Image

from faceblur_utils import Finding, Hiding, read_image, samples
from faceblur_utils.images import encode_image
from faceblur_utils.metadata import list_metadata
from faceblur_utils.own_photos import OwnPhoto
from faceblur_utils.own_photos import page as page_module
from faceblur_utils.roi import Box

# environment.yml (conda) leaves it out; in CI a skipped file is a failure.
pytest.importorskip("playwright.sync_api")

HOW = Hiding()
# One look and no doubt: what is tried here depends on how many faces there are, not on how they were found.
SURE = Finding(looks="one", covered_from=0.8, doubtful_from=0.8)
CELLS = (
    "from faceblur_utils.own_photos import OwnPhotos\n\n"
    "own = OwnPhotos(looks='one', covered_from=0.8, doubtful_from=0.8)\nown",
    "'the next cell'",
)
ALL_IN_DOUBT = (
    CELLS[0].replace("covered_from=0.8, doubtful_from=0.8", "covered_from=1.0, doubtful_from=0.7"),
    CELLS[1],
)
SCRIPT = page_module._Page._esm
# For three seconds, nothing of the page is answered.
HELD = """
import threading, time
def _hold():
    with own._one_thread:
        time.sleep(3)
threading.Thread(target=_hold).start()
"""
# The strictest case: JupyterLab shall save whatever the widgets hold.
SAVE_STATE = {"@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True}}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab that saves the state of widgets; gives its address, its log file and its folder."""
    home = tmp_path_factory.mktemp("lab")
    with tool.jupyterlab(home, SAVE_STATE) as (url, log):
        yield url, log, home


@pytest.fixture
def own(lab, page, request):
    """A page with the widget, in a notebook of its own; afterwards nobody may have complained."""
    url, log, home = lab
    log_start = len(log.read_text(encoding="utf-8"))
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in getattr(request, "param", CELLS)]
    page.notebook = home / f"{request.node.originalname}.ipynb"
    nbformat.write(notebook, page.notebook)
    tool.open_and_run(page, url, page.notebook.name)
    page.get_by_role("button", name="Choose photos").wait_for()
    page.on("filechooser", lambda chooser: None)  # from now on none opens on the screen, where no test can reach it
    folder = os.environ.get("SCREENSHOTS")
    page.photograph = lambda name: folder and page.screenshot(path=Path(folder) / f"own_photos_{name}.png")
    yield page
    assert page.get_by_text("Error displaying widget").count() == 0
    assert page.complaints == []
    assert tool.raised_in(log.read_text(encoding="utf-8")[log_start:]) == [], "a callback failed: see the server's log"


@pytest.fixture(scope="module")
def scene():
    """Eleven framed portraits, 1280 x 852."""
    return read_image(samples.path("scene"))


def on_its_side(image, path):
    """Write a file whose pixels lie on their side, whose EXIF data say so, and which holds a place and a name."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "Jane Doe"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    Image.fromarray(image).transpose(Image.Transpose.ROTATE_90).save(path, exif=exif)
    return path


def choose(page, *files):
    """Choose files as a user does, and wait until they are read."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose photos").click()
    chooser.value.set_files([str(file) for file in files])
    page.get_by_text(re.compile(r"\d of \d photos? read")).wait_for()


def download(page, act):
    """Let the page save a file; give its name and content."""
    with page.expect_download() as saved:
        act()
    return saved.value.suggested_filename, Path(saved.value.path()).read_bytes()


def says(page, words):
    page.locator(".fb-words").filter(has_text=words).wait_for()


def faces_on(page):
    """The boxes as the page draws them, in pixels of the photo, and whether each is hidden."""
    drawn = page.get_by_role("group", name="Faces in").evaluate(
        """svg => [...svg.querySelectorAll("g[role=checkbox]")].map(face => [
               ["x", "y", "width", "height"].map(name => Number(face.children[2].getAttribute(name))),
               face.getAttribute("aria-checked") === "true"])"""
    )
    return [(Box.from_xywh(*xywh), hidden) for xywh, hidden in drawn]


def on_screen(page, x, y):
    """Where a pixel of the photo is in the page."""
    svg = page.get_by_role("group", name="Faces in")
    frame, (wide, high) = svg.bounding_box(), map(int, svg.get_attribute("viewBox").split()[2:])
    return frame["x"] + x * frame["width"] / wide, frame["y"] + y * frame["height"] / high


def result_on(page):
    """The preview as the browser shows it: 40 x 30 pixels of the picture beside the photo."""
    return page.get_by_role("img", name="Result").evaluate(
        """async picture => {
               while (!await picture.decode().then(() => true, () => false)); // a newer one came meanwhile
               const canvas = new OffscreenCanvas(40, 30).getContext("2d");
               canvas.drawImage(picture, 0, 0, 40, 30);
               return Array.from(canvas.getImageData(0, 0, 40, 30).data) }"""
    )


def test_upload_click_draw_and_download(own, scene, tmp_path):
    page = own
    files = [on_its_side(scene, tmp_path / "IMG_0815.png"), on_its_side(scene, tmp_path / "party.jpg")]
    heic, broken = tmp_path / "group.heic", tmp_path / "broken.jpg"
    heic.write_bytes(encode_image(read_image(samples.path("hopper")), ".heic"))
    broken.write_bytes(files[1].read_bytes()[:3000])
    choose(page, *files, broken, heic)
    page.get_by_text("3 of 4 photos read.").wait_for()
    assert page.get_by_role("alert").inner_text().startswith("broken.jpg is damaged")
    names = page.get_by_role("group", name="Your photos").get_by_role("button").all_inner_texts()
    assert [name.split("\n")[0] for name in names] == ["IMG_0815.png", "party.jpg", "group.heic"]
    page.photograph("1_uploaded")
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_text("or drop them here").wait_for()
    assert not page.get_by_role("alert").is_visible() and page.get_by_text("3 of 4 photos read").count() == 0
    assert page.evaluate("document.activeElement.textContent") == "Choose photos ..."
    assert axe.serious(page, ".widget-vbox") == []

    # The detections, upright.
    expected = OwnPhoto(files[0].read_bytes(), "IMG_0815.png")
    expected.search(SURE)
    assert faces_on(page) == [(face.box, True) for face in expected.faces] and len(expected.faces) == 11
    says(page, "11 of 11 faces hidden.")
    assert page.get_by_text("Location (GPS): 48.85833 N").is_visible()

    # A click leaves the largest face clear.
    before = result_on(page)
    clear = max(expected.hidden, key=lambda box: box.area)
    page.mouse.click(*on_screen(page, (clear.left + clear.right) / 2, (clear.top + clear.bottom) / 2))
    says(page, "10 of 11 faces hidden. 1 left clear.")
    assert [box for box, hidden in faces_on(page) if not hidden] == [clear]
    assert result_on(page) != before

    # A box drawn where there is none.
    page.mouse.move(*on_screen(page, 30, 350))
    page.mouse.down()
    page.mouse.move(*on_screen(page, 100, 400), steps=4)
    page.photograph("2_drawing")
    page.mouse.move(*on_screen(page, 130, 450), steps=4)
    page.mouse.up()
    says(page, "11 of 12 faces hidden. 1 left clear. 1 box drawn by hand.")
    drawn = faces_on(page)[-1][0]
    assert drawn.iou(Box(30, 350, 130, 450)) > 0.9, drawn
    # It is moved by dragging it, and sized by its corner.
    page.mouse.move(*on_screen(page, 80, 400))
    page.mouse.down()
    page.mouse.move(*on_screen(page, 580, 400), steps=12)
    page.mouse.up()
    page.mouse.move(*on_screen(page, 630, 450))
    page.mouse.down()
    page.mouse.move(*on_screen(page, 680, 490), steps=6)
    page.mouse.up()
    drawn = faces_on(page)[-1][0]
    assert drawn.iou(Box(530, 350, 680, 490)) > 0.9, drawn

    # Another face is left clear by keyboard.
    second = page.get_by_role("checkbox").nth(5)
    second.focus()
    page.keyboard.press("Space")
    says(page, "10 of 12 faces hidden. 2 left clear.")
    assert not second.is_checked()
    page.photograph("3_chosen")

    # The download: what the boxes on the page mean, at full size, and nothing else.
    name, content = download(page, lambda: page.get_by_role("button", name="Download this photo").click())
    assert name == "IMG_0815_hidden.png" and list_metadata(content) == []
    page.get_by_text("IMG_0815_hidden.png is in your browser's downloads. 10 of 12").wait_for()
    page.photograph("4_downloaded")
    shown = faces_on(page)
    result = np.array(Image.open(io.BytesIO(content)))
    assert result.shape == scene.shape, "upright, as it was seen"
    changed = (result != scene).any(axis=2)
    near = np.zeros(changed.shape, bool)
    for box in [box for box, hidden in shown if hidden]:
        near[HOW.region(box).clip(scene).slices] = True
        assert changed[box.slices].mean() > 0.9, box
    assert not changed[~near].any() and not changed[clear.slices].any()
    expected.faces = []
    for box in [box for box, hidden in shown if hidden]:
        expected.draw(box)
    assert (result == expected.anonymized(HOW)).all()

    # All of them.
    name, content = download(page, lambda: page.get_by_role("button", name="Download all 3 as a ZIP file").click())
    assert name == "photos_hidden.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        packed = {one: archive.read(one) for one in archive.namelist()}
    assert list(packed) == ["IMG_0815_hidden.png", "party_hidden.jpg", "group_hidden.heic"]
    assert (read_image(packed["IMG_0815_hidden.png"]) == result).all()
    for file, original in {"party_hidden.jpg": files[1], "group_hidden.heic": heic}.items():
        assert list_metadata(packed[file]) == []
        assert read_image(packed[file]).shape == read_image(original).shape
    assert np.median(np.abs(read_image(packed["party_hidden.jpg"]).astype(int) - scene)) < 4, "upright"

    # Each photo has its own boxes.
    photos = page.get_by_role("group", name="Your photos")
    photos.get_by_role("button", name="group.heic").click()
    says(page, "1 of 1 face hidden.")
    page.get_by_role("button", name="Add a box").click()
    says(page, "2 of 2 faces hidden. 1 box drawn by hand.")
    handles = page.locator("g[aria-description*='Delete removes it'] > rect:nth-child(4)")
    assert handles.count() == 1
    photos.get_by_role("button", name="party.jpg").click()
    says(page, "11 of 11 faces hidden.")
    assert page.get_by_role("checkbox").count() == 11 and handles.count() == 0

    # The saved notebook has the widgets' state, and in it nothing of the photos.
    saved = save(page)
    assert len(saved["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]) > 8
    text = json.dumps(saved).replace(json.dumps(SCRIPT)[1:-1], "")
    for trace in ("IMG_0815", "party", "group.heic", "Jane", "48.85", "image/", "buffers", "/9j/", "iVBOR"):
        assert trace not in text, trace
    longest = max(re.findall(r"[A-Za-z0-9+/=]{200,}", text), key=len, default="")
    assert not longest, f"what may be a picture in base64: {longest[:60]}"


def save(page):
    """Save the notebook with JupyterLab's own command; give what the file holds."""
    page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    return json.loads(page.notebook.read_text(encoding="utf-8"))


def test_everything_by_keyboard(own, scene, tmp_path):
    page = own
    picture = tmp_path / "IMG_1.png"
    Image.fromarray(scene[:520, :620]).save(picture)
    page.get_by_text("or drop them here").click()  # or JupyterLab, having run the cells, takes the focus elsewhere
    page.get_by_role("button", name="Choose photos").focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files([str(picture)])
    says(page, "1 of 1 face hidden.")

    def tab_to(name, key="Tab"):
        for _ in range(20):
            page.keyboard.press(key)
            if re.search(name, page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")):
                return
        raise AssertionError(f"Tab does not lead to {name}")

    tab_to("^Hide 1 of 1, face found$")
    page.keyboard.press("Tab")  # a face is no trap
    assert not (page.evaluate("document.activeElement.ariaLabel") or "").startswith("Hide 1 of 1")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "Hide 1 of 1, face found"
    page.photograph("5_focus")
    page.keyboard.press("Space")
    says(page, "Nothing is hidden: its one face is left clear.")
    assert page.get_by_role("button", name="Download this photo with nothing hidden").is_visible()
    page.photograph("6_all_clear")
    page.keyboard.press("Enter")
    says(page, "1 of 1 face hidden.")
    page.keyboard.press("Delete")
    says(page, "Only a box that you drew can be removed.")
    page.keyboard.press("ArrowDown")
    says(page, "Only a box that you drew can be moved")

    page.keyboard.press("n")
    says(page, "2 of 2 faces hidden. 1 box drawn by hand.")
    focused = page.evaluate("document.activeElement.ariaLabel")
    assert focused == "Hide 2 of 2, box drawn by hand"
    start = faces_on(page)[1][0]
    for key, times in {"ArrowLeft": 9, "ArrowDown": 7, "Shift+ArrowRight": 5, "Shift+ArrowUp": 3}.items():
        for _ in range(times):  # faster than the kernel answers
            page.keyboard.press(key)
    step = 3  # a 200th of 620 pixels
    due = Box(
        start.left - 9 * step, start.top + 7 * step, start.right - 4 * step, start.bottom + 4 * step
    )  # fmt: skip
    assert faces_on(page)[1][0] == due
    page.photograph("7_own_box")
    until = time.monotonic() + 30
    while repr(due) not in (known := page.evaluate(tool.ASK, ["", "repr(own.photos[0].faces[1].box)"])):
        assert time.monotonic() < until, f"the page shows {due}, the kernel knows {known}"
        page.wait_for_timeout(100)
    page.keyboard.press("Space")
    says(page, "1 of 2 faces hidden. 1 left clear.")
    page.keyboard.press("Space")
    says(page, "2 of 2 faces hidden.")

    page.keyboard.press("Escape")
    name, content = download(page, lambda: page.keyboard.press("Enter"))
    assert name == "IMG_1_hidden.png"
    result = np.array(Image.open(io.BytesIO(content)))
    assert (result[due.slices] != scene[:520, :620][due.slices]).any(axis=2).mean() > 0.5

    tab_to("^Hide 2 of 2", "Shift+Tab")
    page.keyboard.press("Delete")
    says(page, "1 of 1 face hidden.")
    assert len(faces_on(page)) == 1
    # JupyterLab took none of these keys for a command, nor the one that inserts a cell.
    page.keyboard.press("b")
    cells = page.evaluate(tool.OUTPUTS)
    assert ["".join(cell["source"]) for cell in cells] == list(CELLS)
    assert page.locator(".jp-Notebook.jp-mod-commandMode").count() == 1


@pytest.mark.nightly
def test_that_the_kernel_is_silent_is_said_and_taken_back(own):
    page = own
    choose(page, samples.path("hopper"))
    says(page, "1 of 1 face hidden.")
    # The page waits for 0.3 seconds in place of 20, and the kernel answers nobody for three.
    page.evaluate("""() => {
        const real = window.setTimeout;
        window.setTimeout = (call, ms, ...more) => real(call, ms === 20000 ? 300 : ms, ...more) }""")
    page.evaluate(tool.ASK, [HELD, "1"])
    name, _ = download(page, lambda: silent_download(page))
    assert name == "grace_hopper_hidden.jpg"
    says(page, "1 of 1 face hidden.")
    assert page.get_by_text("The kernel has not answered").count() == 0
    assert page.locator(".fb-words.fb-warn").count() == 0


def silent_download(page):
    page.get_by_role("button", name="Download this photo").click()
    says(page, "The kernel has not answered for a while.")


@pytest.mark.nightly
def test_large_files_faceless_photos_and_sliders(own, tmp_path):
    page = own
    # More than Jupyter's server takes in one message.
    noise = np.random.default_rng(0).integers(0, 256, (2000, 2000, 3), np.uint8)
    large = tmp_path / "noise.png"
    Image.fromarray(noise).save(large, compress_level=0)
    assert large.stat().st_size > 11_000_000
    choose(page, large)
    says(page, "YuNet found no face in noise.png. Nothing is hidden.")
    assert "⚠ no face found, nothing hidden" in page.get_by_role("group", name="Your photos").inner_text()
    page.photograph("8_no_face")
    name, content = download(page, lambda: page.get_by_role("button", name="with nothing hidden").click())
    assert name == "noise_not_hidden.png" and (np.array(Image.open(io.BytesIO(content))) == noise).all()
    page.get_by_text("noise_not_hidden.png is in your browser's downloads. YuNet found no face").wait_for()

    # Another one is dropped on the page.
    files = page.evaluate_handle(
        """text => {
               const transfer = new DataTransfer();
               const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
               transfer.items.add(new File([bytes], "portrait.jpg"));
               return transfer }""",
        b64encode(samples.path("hopper").read_bytes()).decode(),
    )
    page.get_by_role("button", name="Choose photos").dispatch_event("drop", {"dataTransfer": files})
    says(page, "1 of 1 face hidden.")
    small = page.get_by_role("img", name="Result").bounding_box()
    page.get_by_role("button", name="Large pictures").click()
    assert page.get_by_role("img", name="Result").bounding_box()["width"] > 1.2 * small["width"]
    before = result_on(page)
    page.get_by_label("method").select_option("Solid")
    until = time.monotonic() + 30
    while result_on(page) == before:
        assert time.monotonic() < until, "the result does not follow the controls"
        page.wait_for_timeout(100)
    page.photograph("9_solid")

    # The page is left and comes back, and so does what was chosen.
    save(page)
    page.reload()
    page.wait_for_function(tool.IDLE)
    says(page, "1 of 1 face hidden.")
    assert page.get_by_role("group", name="Your photos").get_by_role("button").count() == 2
    page.get_by_role("button", name="Take this photo away").click()
    says(page, "YuNet found no face in noise.png.")
    page.get_by_role("button", name="Take this photo away").click()
    page.get_by_role("button", name="Add a box").wait_for(state="hidden")


@pytest.mark.nightly
@pytest.mark.parametrize("own", [ALL_IN_DOUBT], indirect=True)
def test_doubtful_faces_are_dashed_named_and_left_clear(own, scene, tmp_path):
    page = own
    page.set_viewport_size({"width": 1366, "height": 768})
    for name, image in {"light": 190 + scene // 4, "dark": scene // 4}.items():
        file = tmp_path / f"{name}.png"
        Image.fromarray(image.astype(np.uint8)).save(file)
        choose(page, file)
        says(page, re.compile(r"(\d+) of \1 faces hidden\. \1 of them doubtful: look at each\."))
        listed = page.get_by_role("group", name="Your photos").get_by_role("button", name=name)
        assert re.search(r"\d+ hidden, \d+ doubtful$", listed.inner_text())
        page.mouse.move(*on_screen(page, 560, 350))
        page.mouse.down()
        page.mouse.move(*on_screen(page, 700, 490), steps=4)
        page.mouse.up()
        says(page, "1 box drawn by hand.")
        names = page.get_by_role("checkbox").evaluate_all("faces => faces.map(face => face.ariaLabel)")
        assert all(", face found, doubtful" in one for one in names[:-1]) and "doubtful" not in names[-1]
        page.evaluate("document.activeElement.blur()")  # or the focus' white ring would be in the way
        page.get_by_role("group", name="Faces in").scroll_into_view_if_needed()
        page.photograph(f"10_doubtful_{name}")
        faces = faces_on(page)
        largest = max(range(len(faces) - 1), key=lambda place: faces[place][0].width)
        dashes, solid = orange_on_top(page, faces[largest][0]), orange_on_top(page, faces[-1][0])
        assert 0.4 < dashes < 0.8 and solid > 0.95, (name, dashes, solid)

        # A click leaves it clear, like any other.
        before = result_on(page)
        box = faces[largest][0]
        page.mouse.click(*on_screen(page, (box.left + box.right) / 2, (box.top + box.bottom) / 2))
        says(page, "1 left clear.")
        assert result_on(page) != before and faces_on(page)[largest] == (box, False)
        page.photograph(f"11_clear_{name}")
    page.get_by_text("Hiding(method='solid'").wait_for()
    page.get_by_text("Finding(detector='yunet', looks='one', covered_from=1.0, doubtful_from=0.7)").wait_for()


def orange_on_top(page, box):
    """Share of a box's upper edge, without its corners, that is drawn in the colour of hidden faces."""
    left, y = on_screen(page, box.left, box.top)
    right, _ = on_screen(page, box.right, box.top)
    part = {"x": left + 4, "y": y - 3, "width": right - left - 8, "height": 6}
    shot = np.array(Image.open(io.BytesIO(page.screenshot(clip=part))).convert("RGB")).astype(int)
    return (np.abs(shot - (230, 159, 0)).max(axis=2) < 40).any(axis=0).mean()
