"""An interactive output lives until its cell is run again; without a notebook, while something refers to it."""

import gc
import json
import threading
import time
import weakref

import cv2
import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances
from jupyter_client.manager import start_new_kernel

from faceblur_utils import Box
from faceblur_utils.compare import Explorer, compare_methods
from faceblur_utils.live import LiveCamera
from faceblur_utils.own_photos import OwnPhotos
from faceblur_utils.parameters import Parameter

SETUP = """
import gc, json, threading, weakref
import numpy as np
from ipywidgets import VBox
from ipywidgets.widgets.widget import _instances
from faceblur_utils import Box
from faceblur_utils.compare import Explorer, compare_methods
from faceblur_utils.live import LiveCamera
from faceblur_utils.own_photos import OwnPhotos

class Photo(np.ndarray):  # can be referred to weakly
    pass

refs, made = [], {}
def compare():
    photo = np.full((90, 80, 3), 90, np.uint8).view(Photo)
    refs.append(weakref.ref(photo))
    return compare_methods(photo, boxes=[Box(20, 20, 60, 70)], methods=["box", "solid"])

def explore():
    photo = np.full((90, 80, 3), 90, np.uint8).view(Photo)
    refs.append(weakref.ref(photo))
    return Explorer(lambda on: ([photo], "A sentence."), ["Grey"], {"on": True}, alt="Grey.")

def own():
    page = OwnPhotos(np.full((90, 80, 3), 90, np.uint8), looks="one")
    refs.append(weakref.ref(page.photos[0]))
    return page
"""


class Notebook:
    """Runs cells as JupyterLab does, with their ids."""

    def __init__(self, client):
        self._client = client

    def run(self, code, cell=None):
        """Run a cell; give what it displays: a list of texts and MIME bundles."""
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        metadata = {"cellId": cell} if cell else {}
        message = self._client.session.msg("execute_request", content, metadata=metadata)
        self._client.shell_channel.send(message)
        shown = []
        while True:
            heard = self._client.get_iopub_msg(timeout=60)
            if heard["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            kind, content = heard["msg_type"], heard["content"]
            assert kind != "error", "\n".join(content["traceback"])
            if kind == "stream":
                shown.append(content["text"])
            elif kind in ("execute_result", "display_data"):
                shown.append(content["data"])
            elif kind == "status" and content["execution_state"] == "idle":
                return shown

    def ask(self, expression):
        """Evaluate an expression in a cell without an id, and collect garbage first."""
        return json.loads(self.run(f"gc.collect(); print(json.dumps({expression}))")[0])


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel(kernel_name="python3", extra_arguments=["--log-level=ERROR"])
    notebook = Notebook(client)
    notebook.run(SETUP)
    yield notebook
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture
def notebook(kernel):
    kernel.run("from ipywidgets import Widget; Widget.close_all(); refs.clear()")
    kernel.run("%reset -f out")
    return kernel


ALIVE = "len(_instances)"
OBJECTS = "sum(isinstance(one, type(explorer)) for one in gc.get_objects())"
KEPT = "sum(ref() is not None for ref in refs)"


@pytest.mark.parametrize("make", ["compare", "explore", "own"])
@pytest.mark.parametrize("ids", [True, False])
def test_running_a_cell_again_frees_what_it_showed(notebook, make, ids):
    cell, code = "A" if ids else None, f"explorer = {make}()\nexplorer"
    notebook.run(code, cell)
    once, threads, objects = (notebook.ask(what) for what in (ALIVE, "threading.active_count()", OBJECTS))
    for _ in range(4):
        shown = notebook.run(code, cell)
    assert once > 2 and notebook.ask(ALIVE) == once
    assert notebook.ask(OBJECTS) <= objects, "they are closed, and kept all the same"
    assert notebook.ask(KEPT) == 1, "photos of explorers that nobody sees are kept"
    assert notebook.ask("threading.active_count()") <= threads + 1
    view = shown[0]["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert notebook.ask(f"_instances[{view!r}] is explorer")


def test_other_cells_and_others_in_the_cell_go_on(notebook):
    code = "made['{0}'] = [explore(), explore()]\ndisplay(*made['{0}'])"
    notebook.run(code.format("A"), "A")
    notebook.run(code.format("B"), "B")
    notebook.run(code.format("B"), "C")  # the same text in another cell
    everything = notebook.ask(ALIVE)
    notebook.run("before = made['A']")
    notebook.run(code.format("A"), "A")
    assert notebook.ask("[one.closed for one in before]") == [True, True]
    assert notebook.ask("[one.closed for pair in made.values() for one in pair]") == [False] * 4
    assert notebook.ask(ALIVE) == everything and notebook.ask(KEPT) == 6
    notebook.run("made['B'][0].controls['on'].value = False")
    assert notebook.ask("made['B'][0].error") is None


def test_one_shown_in_another_cell_goes_on_until_that_is_run_again(notebook):
    notebook.run("first = explorer = explore()", "A")
    notebook.run("explorer", "B")
    notebook.run("explorer", "B")  # still the same one
    assert notebook.ask("first.closed") is False
    notebook.run("explorer = explore()", "A")
    assert notebook.ask("first.closed") is False, "cell B shows it"
    notebook.run("explorer", "B")
    assert notebook.ask("[first.closed, explorer.closed]") == [True, False]


def test_one_that_is_not_shown_goes_when_another_takes_its_place(notebook):
    for _ in range(3):
        notebook.run("explorer = explore()", "A")
    assert notebook.ask(KEPT) == 1
    notebook.run("1 / 1  # the learner has emptied the cell", "A")
    assert notebook.ask(KEPT) == 0 and notebook.ask(ALIVE) == 0


def test_one_in_a_box_of_the_learners_own_goes_with_its_cell(notebook):
    notebook.run("VBox([explore()])", "A")
    notebook.run("box = VBox([explore()])\nbox", "A")
    assert notebook.ask("box.children[0].closed") is False and notebook.ask(KEPT) == 1


def test_a_closed_one_says_so_instead_of_being_shown(notebook):
    notebook.run("old = explore()\nold", "A")
    notebook.run("explore()", "A")
    shown = notebook.run("old", "B")
    assert list(shown[0]) == ["text/plain"] and "its cell has been run again" in shown[0]["text/plain"]


def test_a_camera_is_closed_when_its_cell_is_run_again(notebook):
    notebook.run("live = LiveCamera()\nlive", "A")
    notebook.run("old = live; live._start({'source': 'clip', 'run': 1}, [])")
    assert notebook.ask("old.running")
    notebook.run("live = LiveCamera()\nlive", "A")
    assert notebook.ask("[old.running, old.closed, live.closed]") == [False, True, False]


# --- without a notebook -----------------------------------------------------------------------------------------------

GREY, FACE = np.full((90, 80, 3), 90, np.uint8), Box(20, 20, 60, 70)


def made(kind):
    if kind == "Explorer":
        on = Parameter("on", 1, 0, 9, 1, "Grey.")
        controls = {"on": on, "menu": ["a"], "tick": True}
        return Explorer(lambda **values: ([GREY], "A sentence."), ["Grey"], controls, alt="Grey.")
    if kind == "compare_methods":
        return compare_methods(GREY, boxes=[FACE])
    return OwnPhotos(GREY, looks="one") if kind == "OwnPhotos" else LiveCamera()


KINDS = ("Explorer", "compare_methods", "OwnPhotos", "LiveCamera")


@pytest.mark.parametrize("kind", KINDS)
def test_a_program_keeps_only_what_it_refers_to(kind):
    gc.collect()
    before = set(_instances)
    one = made(kind)
    gone = weakref.ref(one)
    del one
    gc.collect()
    assert gone() is None and set(_instances) <= before


@pytest.mark.parametrize("kind", KINDS)
def test_closing_leaves_no_widget_and_twice_does_no_harm(kind, monkeypatch):
    from faceblur_utils.compare import lifetime

    monkeypatch.setattr(lifetime, "_kernel", object)  # so that ipywidgets keeps them
    gc.collect()
    before = set(_instances)
    one = made(kind)
    assert len(set(_instances) - before) > 2
    one.close()
    one.close()
    assert one.closed and set(_instances) <= before


def test_a_closed_comparison_tells_its_values_and_saves_nothing(tmp_path):
    explorer = made("compare_methods")
    explorer.close()
    assert explorer.hiding("box").strength == 0.5
    with pytest.raises(ValueError, match="cell was run again"):
        explorer.save(tmp_path / "picture.png")
    explorer.controls["strength"].value = 0.1  # nobody sees it
    explorer.settle()
    assert explorer.error is None and not list(tmp_path.iterdir())


def test_closing_stops_what_is_being_measured(monkeypatch):
    from faceblur_utils.compare import scene

    started, go_on = threading.Event(), threading.Event()

    def slow(*arguments):
        started.set()
        go_on.wait(10)
        return cv2.GaussianBlur(GREY, (9, 9), 0), []

    explorer = made("compare_methods")
    monkeypatch.setattr(scene, "hide_faces", slow)
    explorer._scene._results.clear()
    at_rest = threading.Thread(target=explorer.settle)
    at_rest.start()
    assert started.wait(10)
    began = time.monotonic()
    explorer.close()
    assert time.monotonic() - began < 5, "closing waits for what is measured"
    go_on.set()
    at_rest.join(10)
    assert not at_rest.is_alive() and explorer._bench.value == b"" and explorer.error is None
