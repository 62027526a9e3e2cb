"""One beginner's way in the browser: from `faceblur lessons` to functions of one's own on a photo of one's own.

Screenshots go to the folder named by SCREENSHOTS, if it is set.
"""

import base64
import contextlib
import json
import os
import re
import sys
import time
from pathlib import Path

import cv2
import lab
import numpy as np
import pytest
from answers_run import exercises
from PIL import Image
from served import served

from faceblur_utils import detect_faces, samples
from faceblur_utils.own_pipeline import PARTS

# environment.yml (conda) leaves it out; in CI a skipped file is a failure.
pytest.importorskip("playwright.sync_api")

COMMAND = "import sys; from faceblur_utils.command import main; sys.exit(main(sys.argv[1:]))"
WAY = {
    "02_roi": ("crop_face", "clip_box", "grow_box"),
    "03_blur": ("mosaic_blur",),
    "04_paste_back": ("paste", "ellipse_mask"),
}
PHOTO = "IMG_2081.JPG"
# What is open, seen from the page: the cells, and whether the kernel has done all that it was given.
CELLS = f"() => {{ {lab.PANEL} return panel.content.model.sharedModel.toJSON().cells }}"
DONE = f"""last => {{ {lab.PANEL}
    const cells = panel.content.model.sharedModel.toJSON().cells.filter(one => one.cell_type === 'code');
    return kernel.status === 'idle' && cells.at(-1).execution_count > last }}"""
OPEN = f"""name => {{ {lab.PANEL}
    return panel?.context?.path === name && panel.context.isReady && kernel?.status === 'idle' }}"""


@pytest.fixture
def mine(tmp_path):
    """A learner's folder for lessons; JupyterLab there lets the page be asked what is open."""
    (tmp_path / ".jupyter").mkdir()
    settings = {"LabApp": {"expose_app_in_browser": True}}
    (tmp_path / ".jupyter" / "jupyter_server_config.json").write_text(json.dumps(settings), encoding="utf-8")
    return tmp_path / "mine"


def put_photo(folder):
    """Put a photo there as a phone stores it: on its side, with a note which way is up; cut unlike the sample."""
    upright = Image.open(samples.path("henner")).convert("RGB")
    wide, high = upright.size
    notes = Image.Exif()
    notes[0x0112] = 6
    cut = upright.crop((0, 0, wide, round(0.9 * high))).resize((round(0.8 * wide), round(0.72 * high)))
    cut.rotate(90, expand=True).save(folder / PHOTO, "JPEG", exif=notes, quality=90)


class Learner:
    """Opens lessons, writes into cells and runs them, with mouse and keyboard."""

    def __init__(self, page, folder):
        self.page, self.folder = page, folder
        self._photos = os.environ.get("SCREENSHOTS")

    def opens(self, name):
        self.page.locator(".jp-DirListing-item", has_text=name).dblclick()
        self.page.wait_for_function(OPEN, arg=name)
        self._name = name

    def cell(self, words):
        """The cell in which some words stand, in view: of a long notebook the page holds only what is near."""
        number = next(n for n, one in enumerate(self.page.evaluate(CELLS)) if words in "".join(one["source"]))
        self.page.evaluate(lab.SCROLL, number)
        cell = self.page.locator(f".jp-Notebook:visible .jp-Cell[data-windowed-list-index='{number}']")
        cell.scroll_into_view_if_needed()
        return cell

    def writes(self, words, code):
        """Select all in a cell, and type."""
        self.cell(words).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code.rstrip())
        self.page.keyboard.press("Escape")

    def runs_all(self):
        self.page.locator(".lm-MenuBar-item", has_text="Run").first.click()
        self.page.locator(".lm-Menu-item", has_text=re.compile("^Run All Cells$")).click()
        self.page.wait_for_function(DONE, arg=0, timeout=600_000)

    def photographs(self, words, name):
        self.cell(words)
        if self._photos:
            self.page.wait_for_timeout(500)
            self.page.screenshot(path=Path(self._photos) / f"path_{name}.png")

    def saves(self):
        """Save, and give the file's cells, once all of them have run in it: JupyterLab writes in its own time."""
        path, until = self.folder / self._name, time.monotonic() + 120
        self.page.keyboard.press("Control+s")
        while time.monotonic() < until:
            self.page.wait_for_timeout(500)
            with contextlib.suppress(json.JSONDecodeError):  # being written
                cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
                if [cell for cell in cells if cell["cell_type"] == "code"][-1]["execution_count"]:
                    return cells
        raise AssertionError(f"{self._name} was not saved with its outputs")


def said(cells):
    return "".join("".join(one.get("text", "")) for cell in cells for one in cell.get("outputs", []))


# Three lessons are run from the first cell to the last.
@pytest.mark.nightly
def test_from_the_command_to_ones_own_pipeline_on_ones_own_photo(browser, mine, tmp_path):
    right = {name: one.right[0].code for name, one in exercises().items()}
    kept = mine / "my_pipeline.py"
    with served(tmp_path, sys.executable, "-c", COMMAND, "lessons", mine) as address:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(3 * lab.PATIENCE)
        page.goto(address)
        page.wait_for_function(OPEN, arg="00_start_here.ipynb")
        assert not kept.exists()
        put_photo(mine)
        learner = Learner(page, mine)
        for lesson, names in WAY.items():
            learner.opens(f"{lesson}.ipynb")
            for name in names:
                learner.writes(f"def {name}(", right[name])
            if lesson == "04_paste_back":
                learner.writes('my_photo = "hopper"', f'my_photo = "{PHOTO}"')
            learner.runs_all()
            learner.photographs(f"check.{names[0]}({names[0]})", lesson)
            cells = learner.saves()
            for name in names:
                verdict = said(cell for cell in cells if "".join(cell["source"]).startswith(f"check.{name}({name})"))
                assert verdict.startswith("✓") and "Kept in my_pipeline.py" in verdict, verdict
        learner.photographs("hidden by your own pipeline", "own_photo")
        page.close()
    assert all(right[name].strip() in kept.read_text(encoding="utf-8") for name in PARTS)
    first = next(n for n, cell in enumerate(cells) if "".join(cell["source"]).startswith("## 6. Your own pipeline"))
    assert f"{', '.join(PARTS)}: yours" in said(cells[first:]) and "stand in" not in said(cells[first:])
    assert "faces hidden: 1" in said(cells[first:])
    # The picture that the file keeps shows both: the photo, upright, with its face, and the result without one.
    before, after = np.array_split(picture_in(cells[first:]), 2, axis=1)
    assert len(detect_faces(before, "yunet")) == 1 and detect_faces(after, "yunet") == []


def picture_in(cells):
    """The first picture among the outputs."""
    data = [one["data"] for cell in cells for one in cell.get("outputs", []) if "data" in one]
    encoded = next(body for one in data for mime, body in one.items() if mime.startswith("image/"))
    return cv2.imdecode(np.frombuffer(base64.b64decode("".join(encoded)), np.uint8), cv2.IMREAD_COLOR_RGB)
