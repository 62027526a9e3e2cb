"""A live picture in JupyterLab, faces hidden: the page takes frames from the browser's camera, the kernel hides faces.

Frames travel in messages of their own and never in a widget's state, so that JupyterLab has nothing of them to save in
the notebook. They are in memory for as long as they are worked on, and nowhere else.
"""

import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from statistics import median

import anywidget
import cv2
import ipywidgets as widgets
import numpy as np

from ..compare.controls import choice_controls, hiding_at
from ..compare.copying import CopyLines
from ..compare.lifetime import CellOutput
from ..compare.script import script
from ..figures import PanelGrid, bundle, draw_boxes, encode_jpeg
from ..images import ImageError
from ..messages import error_message
from ..parameters import pick
from ..privacy.meter import caveat, in_short, verdict
from .loop import FrameLoop, Settings
from .sources import Clip, MachineCamera, clip_frames

# Of what is sent to the page: sharp enough at video rates, and a third smaller than for a still picture.
_QUALITY = 80
# Seconds without a question from the page after which a source is closed: the page was left without a stop.
_ABANDONED = 10.0
# Frames of the sample that the page keeps, faces hidden, for when the kernel is lost; and every so many of the clip's.
_KEPT, _STEP, _KEPT_SIDE = 24, 3, 320
_PREVIEW = 40  # number of the sample's frame that is shown while nothing runs
# Results over which `LiveCamera.measured` goes.
_REMEMBERED = 300
# Seconds that the controls must rest before the meter looks at a frame, and for how many times as long as that took it
# lets the loop alone: detectors take a core, and the recogniser holds up the loop for about 80 ms, twice a frame.
_REST, _PAUSE = 0.6, 20
_meter = ThreadPoolExecutor(1, "meter")
_OF_THE_PAGE = ("every", "side", "cover")
# Where the picture can come from, and what the page calls it.
SOURCES = {"clip": "clip", "browser": "page", "machine": "machine"}


class _Page(anywidget.AnyWidget):
    """What ``camera.js`` and ``widget.js`` show. It has no state of its own: everything travels in messages."""

    _esm = script(__file__, "camera.js", "widget.js")
    _css = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    # The preview last sent, a JPEG of the sample. Not a trait: JupyterLab would save it.
    value = b""


class LiveCamera(CellOutput):
    """Hide faces live, in JupyterLab: start, look, turn the controls, stop.

    The picture comes from the sample clip, from the camera of the browser (wherever the kernel runs), or from that of
    the kernel's machine. Nothing of it is kept: the saved notebook holds a picture of the sample clip. When
    the cell is run again, the camera is closed (`CellOutput`).

    On request, the privacy meter looks at one frame every few seconds, beside the live picture, and says whether its
    largest face is found again or recognised. What the recogniser remembers of it (128 numbers, no picture) stays in
    the kernel's memory until the kernel ends.

    Parameters
    ----------
    hiding : Hiding, optional
        How faces are hidden, and where the controls stand at first.
    finding : Finding, optional
        How faces are looked for in a frame; by default with one look (`Settings`). A thorough one takes several times
        as long.
    source : str
        Which choice the page begins with: ``"clip"``, the sample; ``"browser"``, the camera of the browser;
        ``"machine"``, that of the kernel's machine. No camera is opened before *Start* is pressed.
    camera : int
        OpenCV's number of the kernel's machine's camera.
    every, side, hold, cover
        As for `Settings`.
    **options
        Fields of `Hiding` and of `Finding`, in place of those in `hiding` and `finding`: ``method="box"``,
        ``strength=0.3``, ``detector="hog"``.

    Attributes
    ----------
    controls : dict
        ``"detector"``, ``"method"``, ``"mask"``, ``"strength"`` and ``"margin"``, each a widget with a ``value``. What
        else can be chosen stands in the page beside the picture.
    error : Exception or None
        What went wrong last; the page shows it, too.

    Raises
    ------
    TypeError, ValueError
        If an argument is not one of those above.
    """

    def __init__(
        self,
        hiding=None,
        finding=None,
        *,
        source="clip",
        camera=0,
        every=1,
        side=320,
        hold=1.0,
        cover=False,
        **options,
    ):
        pick(SOURCES, source, "source")
        settings = Settings(hiding, finding, every=every, side=side, hold=hold, cover=cover, **options)
        # JupyterLab answers the page in a thread beside the one that runs cells.
        self._one_thread = threading.RLock()
        self._camera, self._begins_with, self.error = camera, source, None
        self._loop = FrameLoop(settings)
        self._source, self._run, self._asked_at = None, None, 0.0
        self._metering, self._asking, self._due_at, self._generation = False, False, 0.0, 0
        self._latencies, self._drawn, self._coding = (deque(maxlen=_REMEMBERED) for _ in range(3))
        self._begun_at = settings
        self.controls = choice_controls(settings.hiding, settings.finding)
        self._copy = CopyLines()
        self._copy.show(hiding=settings.hiding, finding=settings.finding)
        self._page = _Page(layout=widgets.Layout(width="100%"))
        self._still = self._drawn_still()
        row = widgets.HBox(list(self.controls.values()), layout=widgets.Layout(flex_flow="row wrap"))
        super().__init__([row, self._page, self._copy])
        self._page.on_msg(self._on_message)
        for one in self.controls.values():
            one.observe(self._moved, "value")

    @property
    def settings(self):
        """How frames are treated now."""
        return self._loop.settings

    @property
    def hiding(self):
        """How faces are hidden now: a `Hiding` that photos, folders and videos take, too."""
        return self.settings.hiding

    @property
    def finding(self):
        """How faces are looked for now."""
        return self.settings.finding

    @property
    def running(self):
        """Whether a picture is live."""
        return self._run is not None

    @property
    def measured(self):
        """What the last run took, or ``None`` before the first: numbers, no pictures.

        ``"frames"`` that the page has shown, its ``"frames per second"`` and ``"latency"`` (median milliseconds from
        camera to screen), and ``"kernel"``: mean milliseconds of each stage in the kernel.
        """
        with self._one_thread:
            if len(self._drawn) < 2:
                return None
            seconds = self._drawn[-1] - self._drawn[0]
            coding = {stage: sum(one[stage] for one in self._coding) / len(self._coding) for stage in self._coding[0]}
            return {
                "frames": self._loop.count,
                "frames per second": (len(self._drawn) - 1) / seconds if seconds else 0.0,
                "latency": median(self._latencies) if self._latencies else None,
                "kernel": self._loop.milliseconds | coding,
            }

    def stop(self):
        """Stop the picture, from code."""
        with self._one_thread:
            run = self._run
            self._close()
            if run is not None:
                self._tell({"is": "stopped", "run": run, "text": "Stopped by the notebook."})

    # --- what changes -------------------------------------------------------------------------------------------------

    def _moved(self, change):
        with self._one_thread:
            self.error = None
            self._restart_meter()
            try:
                hiding = hiding_at(self._begun_at.hiding, self.controls)
                detector = self.controls["detector"].value
                self._loop.change(hiding=hiding, finding=self._begun_at.finding, detector=detector)
                self._copy.show(hiding=self.hiding, finding=self.finding)
                if not self.running:
                    self._show_preview()
            except Exception as error:  # shown where the user looks; a kernel's log is not such a place
                self.error = error
                self._tell({"is": "trouble", "text": error_message(error)})

    def _show_preview(self):
        """Send the sample's frame as the controls would have it."""
        before, shown = self._sample()
        self._page.value = encode_jpeg(shown.image, _QUALITY)
        self._tell({"is": "preview", "unchanged": shown.unchanged}, [encode_jpeg(before, _QUALITY), self._page.value])

    def _sample(self):
        """The sample's frame, and what becomes of it."""
        frame = _sample_frames()[_PREVIEW // _STEP]
        return frame, FrameLoop(self.settings)(frame)

    def _tell(self, content, buffers=()):
        self._page.send(content, list(buffers))

    # --- what the page asks for ---------------------------------------------------------------------------------------

    def _on_message(self, page, content, buffers):
        with self._one_thread:
            try:
                self._ANSWERS[content["do"]](self, content, buffers)
            except Exception as error:
                # No picture goes back: the one that came is not hidden.
                self.error = error
                self._close(content.get("run"))
                self._tell({"is": "trouble", "run": content.get("run"), "text": error_message(error)})

    def _hello(self, content, buffers):
        """Tell a new view of this widget where the controls stand, and give it what it needs without a kernel."""
        settings = {name: getattr(self.settings, name) for name in _OF_THE_PAGE}
        frames, rate = _hidden_sample()
        setup = {"is": "setup", "view": content["view"], "source": SOURCES[self._begins_with]}
        self._tell(setup | {"settings": settings, "rate": rate}, frames)
        self._show_preview()

    def _preview(self, content, buffers):
        """Show the sample's frame where an error of another source stood."""
        self.error = None
        self._show_preview()

    def _start(self, content, buffers):
        self._close()
        self.error = None
        for remembered in (self._latencies, self._drawn, self._coding):
            remembered.clear()
        kind = content["source"]
        self._source = {"page": lambda: None, "clip": Clip, "machine": lambda: MachineCamera(self._camera)}[kind]()
        self._loop, self._run = FrameLoop(self.settings), content["run"]
        self._asked_at = time.monotonic()
        self._restart_meter()
        if self._source is not None:
            threading.Thread(target=self._watch, args=(self._run,), name="watch", daemon=True).start()
        self._tell({"is": "started", "run": self._run})

    def _watch(self, run):
        """Close a source when the page has been left without a stop: its lamp must not stay on."""
        while True:
            time.sleep(1)
            with self._one_thread:
                if self._run != run:
                    return
                if time.monotonic() - self._asked_at > _ABANDONED:
                    self._close()
                    return

    def _frame(self, content, buffers):
        if content["run"] != self._run:
            self._tell({"is": "stopped", "run": content["run"], "text": "Stopped: this picture was started elsewhere."})
            return
        self._asked_at = time.monotonic()
        self._loop.change(**content["settings"])
        started = time.perf_counter()
        if self._source is None:
            frame, taken = _decoded(buffers[0]), None
        else:
            frame, taken = self._source.read()
        decoded = time.perf_counter()
        shown = self._loop(frame)
        hidden = time.perf_counter()
        pictures = [encode_jpeg(shown.image, _QUALITY)]
        if self._source is not None and content["both"]:
            pictures.append(encode_jpeg(frame, _QUALITY))
        coded = time.perf_counter()
        answer = {
            "is": "frame",
            "run": content["run"],
            "id": content["id"],
            "faces": len(shown.faces),
            "held": sum(face.kind == "held" for face in shown.faces),
            "whole": shown.whole,
            "unchanged": shown.unchanged,
            # The page knows when it took a frame of its own; the kernel's are this many milliseconds old.
            "age": None if taken is None else 1000 * (time.perf_counter() - taken),
        }
        self._tell(answer, pictures)
        self._metering = content.get("meter", False)
        if self._metering:
            self._ask_meter(frame, shown)
        came = 1000 * (decoded - started) if self._source is None else 0.0
        self._coding.append({"decode": came, "encode": 1000 * (coded - hidden)})
        self._drawn.append(coded)
        if content.get("latency") is not None:
            self._latencies.append(content["latency"])

    def _restart_meter(self):
        """Forget what the meter is asked now: it is about other settings, or another picture."""
        self._generation += 1
        self._due_at = time.monotonic() + _REST
        if self._metering and self.running:
            self._tell({"is": "meter", "run": self._run, "short": "", "words": "", "caveat": ""})

    def _ask_meter(self, frame, shown):
        """Let the meter look at this frame if it has time and one is due, and let the loop go on."""
        if self._asking or time.monotonic() < self._due_at:
            return
        # A face that is held is not where the detector sees one: there may be nothing to recognise.
        boxes = [face.box for face in shown.faces if face.kind != "held"]
        if boxes:
            self._asking = True
            _meter.submit(self._judge, frame, shown.image, boxes[0], self._run, self._generation)

    def _judge(self, before, after, box, run, generation):
        started = time.monotonic()
        try:
            one = verdict(before, after, box)
            said = {"short": f"Meter, largest face: {in_short([one])}", "caveat": caveat([one])}
            said["words"] = f"In one frame: {one.found_words}; {one.recognised_words}."
        except Exception as error:  # told where the user looks, and the picture goes on
            self.error, said = error, {"short": f"Meter: {error_message(error)}", "words": "", "caveat": ""}
        with self._one_thread:
            self._asking = False
            if (run, generation) == (self._run, self._generation):
                self._due_at = time.monotonic() + _PAUSE * (time.monotonic() - started)
                self._tell({"is": "meter", "run": run} | said)

    def _stop(self, content, buffers):
        self._close(content["run"])

    def _close(self, run=None):
        """End the run, or the given one if it is still the one that goes."""
        if run is not None and run != self._run:
            return
        source, self._source, self._run = self._source, None, None
        if source is not None:
            source.close()

    def _free(self):
        """Close the camera, too."""
        with self._one_thread:
            self._generation += 1
            self._close()
            self._page.value = b""

    _ANSWERS = {"hello": _hello, "preview": _preview, "start": _start, "frame": _frame, "stop": _stop}

    # --- what stays in the notebook -----------------------------------------------------------------------------------

    def _drawn_still(self):
        before, shown = self._sample()
        self._page.value = encode_jpeg(shown.image, _QUALITY)
        panels = [draw_boxes(before, [face.box.clip(before) for face in shown.faces]), shown.image]
        grid = PanelGrid(panels, ["Sample clip, one frame", "Faces hidden"], columns=2)
        return encode_jpeg(grid.paste(panels)), (
            "One frame of the sample clip, a man who speaks to the camera, and beside it the same frame with his face "
            "hidden. Run this cell in JupyterLab to see a live picture here."
        )

    def _repr_mimebundle_(self, **kwargs):
        live = super()._repr_mimebundle_(**kwargs)
        still, metadata = bundle(self._still[0], "jpeg", self._still[1])
        return {**live, **still}, metadata


@cache
def _sample_frames():
    frames, _ = clip_frames(most=_KEPT * _STEP)
    return frames[::_STEP]


@cache
def _hidden_sample():
    """Frames of the sample, faces hidden, as JPEGs, and how many a second: for a page that has lost its kernel."""
    loop, made = FrameLoop(), []
    rate = clip_frames(most=1)[1] / _STEP
    for number, frame in enumerate(_sample_frames()):
        hidden = loop(frame, number / rate).image
        scale = _KEPT_SIDE / max(hidden.shape[:2])
        small = cv2.resize(hidden, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        made.append(encode_jpeg(small, _QUALITY))
    return made, rate


def _decoded(content):
    """Make an image of the JPEG that the page has sent."""
    image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR_RGB)
    if image is None:
        raise ImageError("A frame did not arrive whole from the page; start again.")
    return image
