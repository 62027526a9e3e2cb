"""The page of every slider: controls and the picture they move, together on any screen. `bench.js` draws it."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import anywidget
import cv2
import numpy as np
import traitlets

from ..cores import cores
from ..figures import PanelGrid, encode_jpeg
from ..words import translated
from .script import script

_PARTS = ("copy_row.js", "bench_knobs.js", "bench_questions.js", "bench_picture.js", "bench.js")
# Of panels while they move; a still picture is encoded as `encode_jpeg` does.
_QUALITY = 85
_ONCE = ("is", "answer", "file")
_NONE = object()


@cache
def _encoders():
    """One pool for all benches."""
    return ThreadPoolExecutor(cores(), "encode")


@dataclass
class Sheet:
    """Panels in a drawn figure: one picture that can be sent in parts.

    Attributes
    ----------
    grid : PanelGrid
        What matplotlib has drawn around the panels.
    images : list of numpy.ndarray
        The panels, each of shape (height, width, 3), dtype uint8. For a pair, two in one place.
    notes : list of str or None
        Below the panels.
    pair : str
        ``"curtain"`` or ``"flip"`` for two images in one place, otherwise empty.
    one : callable or None
        ``one(images) -> image``: what a pair shows where it cannot move.
    """

    grid: PanelGrid
    images: list
    notes: list | None = None
    pair: str = ""
    one: object = None

    @cached_property
    def picture(self):
        """All of it as one image, shape (height, width, 3), dtype uint8."""
        return self.grid.paste([self.one(self.images)] if self.pair else self.images, self.notes)

    @property
    def places(self):
        """Where each panel is: left, top, width, height in pixels."""
        places = [[x, y, wide, high] for y, x, high, wide in self.grid.places]
        return places * 2 if self.pair else places


def _png(image):
    return cv2.imencode(".png", image[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 3])[1].tobytes()


def _panel(image):
    return encode_jpeg(image, _QUALITY)


def _differences(before, now):
    """Of each knob's state, what is not as it was."""
    found = {}
    for name, state in now.items():
        old = before.get(name, {})
        if old is state:
            continue
        changed = {key: value for key, value in state.items() if old.get(key, _NONE) != value}
        if changed:
            found[name] = changed
    return found


class Bench(anywidget.AnyWidget):
    """Controls and a picture in a page. Everything but a still picture travels in messages.

    So JupyterLab saves nothing of a live picture in the notebook, and a move of a slider is one message there and one
    back: the panels that have changed, and the words.

    Parameters
    ----------
    answer : callable
        ``answer(content)``, called with what the page asks for.

    Attributes
    ----------
    still : bytes
        A JPEG: all that "Save Widget State Automatically" saves of it, and what is shown where there is no kernel.
    words : str
        What the still picture shows.
    spoken : dict
        The page's sentences in another language than English, by the English ones.
    """

    _esm = script(__file__, *_PARTS)
    _css = Path(__file__).with_name("bench.css").read_text(encoding="utf-8")
    still = traitlets.Bytes().tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    spoken = traitlets.Dict().tag(sync=True)

    def __init__(self, answer, **kwargs):
        self._sheet, self._sent, self._lock = None, {}, threading.RLock()
        super().__init__(spoken=translated(self._esm), **kwargs)
        self.on_msg(lambda widget, content, buffers: answer(content))

    @property
    def value(self):
        """The picture as it stands, a JPEG; empty after `forget`."""
        return encode_jpeg(self._sheet.picture) if self._sheet else b""

    @property
    def sheet(self):
        """The `Sheet` shown, or None."""
        return self._sheet

    @property
    def told(self):
        """What the page has been told last, by name, without pictures."""
        return dict(self._sent)

    def forget(self):
        """Let go of all pictures."""
        with self._lock:
            self._sheet, self._sent = None, {}

    def tell(self, content, sheet=None, everything=False, buffers=(), began=None):
        """Send the page what has changed.

        Parameters
        ----------
        content : dict
            Name to what JSON can hold. Of it, only what is not as it was sent last goes to the page; ``"is"``,
            ``"answer"`` and ``"file"`` always do, and of ``"knobs"`` (name to state) what has changed of each.
        sheet : Sheet, optional
            The picture to be shown from now on.
        everything : bool
            Whether all is sent, for a page that has just come.
        buffers : list of bytes
            Files; not remembered.
        began : float, optional
            ``time.perf_counter()`` when the question came; the answer then says how long the kernel took, for the
            page's rhythm and for ``benchmarks/sliders.py``.

        Returns
        -------
        int
            Bytes of pictures that were sent.
        """
        told = time.perf_counter()
        with self._lock:
            before = {} if everything else self._sent
            fresh = {name: value for name, value in content.items() if before.get(name, _NONE) != value}
            if "knobs" in fresh and "knobs" in before:
                fresh["knobs"] = _differences(before["knobs"], fresh["knobs"])
            fresh |= {name: content[name] for name in _ONCE if name in content}
            self._sent = self._sent | {name: value for name, value in content.items() if name not in _ONCE}
            parts = list(buffers)
            if sheet is not None:
                picture, parts = self._changed_parts(sheet, everything)
                if picture:
                    fresh["picture"] = picture
            if began is not None:
                stages = {"compute": told - began, "encode": time.perf_counter() - told}
                fresh["kernel"] = {stage: 1000 * seconds for stage, seconds in stages.items()}
            self.send(fresh, parts)
            return sum(map(len, parts))

    def _changed_parts(self, sheet, everything):
        """Describe what of a sheet is not on the page yet, and encode it: the figure first, then panels."""
        before, self._sheet = self._sheet, sheet
        same_figure = (
            not everything
            and before is not None
            and before.grid is sheet.grid
            and before.notes == sheet.notes
            and before.pair == sheet.pair
            and len(before.images) == len(sheet.images)
        )
        which = [
            number
            for number, image in enumerate(sheet.images)
            if not (same_figure and (image is before.images[number] or np.array_equal(image, before.images[number])))
        ]
        if same_figure and not which:
            return None, []
        parts = list(_encoders().map(_panel, [sheet.images[number] for number in which]))
        picture = {"which": which, "pair": sheet.pair, "figure": not same_figure}
        if not same_figure:
            figure = sheet.grid.figure(sheet.notes)
            picture |= {"size": list(figure.shape[1::-1]), "places": sheet.places}
            parts.insert(0, _png(figure))
        return picture, parts
