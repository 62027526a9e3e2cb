"""One beginner's way in the browser: from `faceblur lessons` to functions of one's own on a photo of one's own."""

import base64
import json
import sys
import time

import cv2
import lab
import numpy as np
import pytest
from answers_run import exercises
from PIL import Image
from served import served

from faceblur_utils import detect_faces, samples
from faceblur_utils.own_pipeline import PARTS

COMMAND = "import sys; from faceblur_utils.command import main; sys.exit(main(sys.argv[1:]))"
WAY = {
    "02_roi": ("crop_face", "clip_box", "grow_box"),
    "03_blur": ("mosaic_blur",),
    "04_paste_back": ("paste", "ellipse_mask"),
}


@pytest.fixture
def phone_photo(tmp_path):
    """A photo as a phone stores it: lying on its side, with a note which way is up, cut differently from the sample."""
    upright = Image.open(samples.path("henner")).convert("RGB")
    wide, high = upright.size
    notes = Image.Exif()
    notes[0x0112] = 6
    path = tmp_path / "IMG_2081.JPG"
    cut = upright.crop((0, 0, wide, round(0.9 * high))).resize((round(0.8 * wide), round(0.72 * high)))
    cut.rotate(90, expand=True).save(path, "JPEG", exif=notes, quality=90)
    return path


def cell_with(page, words):
    """The cell in which some words stand; of a long notebook JupyterLab holds only what is near."""
    cell = page.locator(".jp-Notebook .jp-CodeCell", has_text=words).first
    page.locator(".jp-Notebook .jp-Cell").first.hover()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Home")
    for _ in range(400):
        if cell.count() and cell.locator(".jp-InputArea-editor").is_visible():
            cell.scroll_into_view_if_needed()
            return cell
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(60)
    raise AssertionError(f"no cell has {words!r}")


def write(page, words, code):
    """Replace what stands in a cell, as somebody does who selects it all and types."""
    cell_with(page, words).locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)
    page.keyboard.press("Escape")


def run_all(page):
    page.locator(".lm-MenuBar-item", has_text="Run").first.click()
    page.locator(".lm-Menu-item", has_text="Run All Cells").first.click()


def wait_until(true, seconds, words):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, words
        time.sleep(0.5)


@pytest.mark.nightly
def test_from_the_command_to_ones_own_pipeline_on_ones_own_photo(browser, phone_photo, tmp_path):
    mine, right = tmp_path / "mine", {name: one.right[0].code for name, one in exercises().items()}
    kept = mine / "my_pipeline.py"
    with served(tmp_path, sys.executable, "-c", COMMAND, "lessons", mine) as address:
        for lesson, names in WAY.items():
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.set_default_timeout(lab.PATIENCE)
            page.goto(address.replace("00_start_here", lesson))
            page.wait_for_selector("text=Python 3 (ipykernel) | Idle")
            for name in names:
                write(page, f"def {name}(", right[name])
            if lesson == "04_paste_back":
                write(page, 'my_photo = "hopper"', f"my_photo = {phone_photo.as_posix()!r}")
            run_all(page)
            wait_until(
                lambda names=names: kept.exists() and all(f"def {name}(" in kept.read_text() for name in names),
                400,
                f"{names} were not kept",
            )
            if lesson == "04_paste_back":
                outputs = saved_outputs(page, mine / f"{lesson}.ipynb")
            page.close()
    said = "".join("".join(one.get("text", "")) for one in outputs)
    assert f"{', '.join(PARTS)}: yours" in said and "stand in" not in said
    # The picture shows both: the photo upright with its face, and the result without one.
    pictures = [one["data"]["image/png"] for one in outputs if "image/png" in one.get("data", {})]
    shown = cv2.imdecode(np.frombuffer(base64.b64decode(pictures[0]), np.uint8), cv2.IMREAD_COLOR_RGB)
    before, after = shown[:, : shown.shape[1] // 2], shown[:, shown.shape[1] // 2 :]
    assert len(detect_faces(before, "yunet")) == 1 and detect_faces(after, "yunet") == []


def saved_outputs(page, path):
    """Save until the last cells have run; give the outputs of section 6."""

    def run_to_the_end():
        page.keyboard.press("Control+s")
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        drawn = [cell for cell in cells if "hidden by your own pipeline" in "".join(cell["source"])]
        return drawn[0].get("outputs") and "faces hidden" in json.dumps(drawn[0]["outputs"])

    wait_until(run_to_the_end, 300, "lesson 04 did not run to its end")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    first = next(n for n, cell in enumerate(cells) if "".join(cell["source"]).startswith("## 6. Your own pipeline"))
    return [output for cell in cells[first:] for output in cell.get("outputs", [])]
