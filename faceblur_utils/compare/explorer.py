"""Sliders and a picture: what all interactive cells of the lessons have in common, and the plain `Explorer`."""

import threading
import time
from contextlib import contextmanager

from ..figures import PanelGrid, bundle, captioned, encode_jpeg, require_alt
from ..messages import error_message
from ..words import _
from .bench import Bench, Sheet
from .knobs import knob
from .lifetime import CellOutput

_ONE, _SEVERAL = (
    "A still picture: run this cell to move the slider.",
    "A still picture: run this cell to move the sliders.",
)


class Live(CellOutput):
    """Controls and a picture that follows them; a subclass makes it (`_draw`) and puts it into words (`_described`).

    The output of the cell is the live widget where there is a kernel, and otherwise (GitHub, PDF, a page) the picture
    as it was when the cell ran. It is closed when that cell is run again (`CellOutput`).

    Parameters
    ----------
    controls : dict
        Name to `Knob`.

    Attributes
    ----------
    controls : dict
        Name to `Knob`, each with a ``value``.
    error : Exception or None
        Why the picture does not follow the controls. It is shown below the picture, and kept until a change succeeds.

    Raises
    ------
    Exception
        What `_draw` raises for the first picture. Later errors are shown below the picture instead.
    """

    def __init__(self, controls):
        # JupyterLab moves sliders in a thread beside the one that runs cells; the last value has to win in both.
        self._one_thread = threading.RLock()
        self.controls = controls
        self.error = None
        # Number of the page's message that is being worked on, and since when.
        self._answering, self._began = None, None
        self._bench = Bench(self._asked)
        self._show(*self._draw())
        super().__init__([self._bench])
        for control in self.controls.values():
            control.observe(self._changed, "value")

    @property
    def values(self):
        """What the controls stand at, by name."""
        return {name: control.value for name, control in self.controls.items()}

    @property
    def caption(self):
        """The sentence below the picture."""
        return self._caption

    @property
    def picture(self):
        """The picture as it stands, shape (height, width, 3), dtype uint8, RGB; None when it is closed."""
        sheet = self._bench.sheet
        return sheet and sheet.picture

    @property
    def described(self):
        """What the picture shows in all its states, in words."""
        return self._described

    def _draw(self):
        """Give the picture, a `Sheet`, and the sentence for the controls' present values."""
        raise NotImplementedError

    @property
    def _described(self):
        """What the picture shows, in words; the sentence is added."""
        raise NotImplementedError

    @property
    def _beside(self):
        """More that the page is told with each picture, by name."""
        return {}

    def _changed(self, change):
        with self._one_thread, self._errors_shown():
            if not self.closed:
                self._show(*self._draw())

    def _free(self):
        with self._one_thread:  # a picture that is being drawn is drawn first
            self._bench.forget()

    @contextmanager
    def _errors_shown(self):
        """Show an error where the learner looks; a kernel's log is not such a place."""
        try:
            yield
        except Exception as error:
            self.error = error
            self._tell(trouble=error_message(error), busy=None)
        else:
            self.error = None

    def _show(self, sheet, caption):
        self._caption = caption
        told = {"caption": caption, "alt": f"{self._described} {caption}", "trouble": "", "busy": None}
        self._tell(sheet, **told, **self._beside)

    def _tell(self, sheet=None, everything=False, buffers=(), **content):
        """Send the page what has changed, as the answer to what it has asked."""
        content = {"is": "state", "answer": self._answering} | content
        content["knobs"] = {name: control.state for name, control in self.controls.items()}
        began, self._answering, self._began = self._began, None, None  # one answer to each question
        self._bench.tell(content, sheet, everything, buffers, began)

    # --- what the page asks for ---------------------------------------------------------------------------------------

    def _asked(self, content):
        with self._one_thread:
            if self.closed:
                return
            self._answering, self._began = content.get("id"), time.perf_counter()
            try:
                self._ANSWERS[content["do"]](self, content)
            except Exception as error:
                self.error = error
                self._tell(trouble=error_message(error))
            if self._answering is not None:
                self._tell()

    def _hello(self, content):
        """Tell a page that has just come everything."""
        self._tell(
            self._bench.sheet,
            everything=True,
            caption=self._caption,
            alt=f"{self._described} {self._caption}",
            trouble=error_message(self.error) if self.error else "",
            busy=None,
            **self._beside,
        )

    def _set(self, content):
        self.controls[content["name"]].put(content["value"])

    _ANSWERS = {"hello": _hello, "set": _set}

    # --- what stays in the notebook -----------------------------------------------------------------------------------

    def _still(self):
        """Give what may be saved, as a JPEG, and what it shows in words; None for the first if no picture may."""
        sheet, words = self._bench.sheet, f"{self._described} {self._caption} {self._invitation()}"
        if sheet is None:  # it is closed
            return b"", words
        return encode_jpeg(captioned(sheet.picture, f"{self._caption} {self._invitation()}")), words

    def _invitation(self):
        """Say what a still picture is, and how it moves."""
        return _(_ONE) if len(self.controls) == 1 else _(_SEVERAL)

    def _repr_mimebundle_(self, **kwargs):
        live = super()._repr_mimebundle_(**kwargs)
        with self._one_thread:
            content, words = self._still()
            self._bench.still, self._bench.words = content or b"", words
        if content is None:
            return {**live, "text/plain": words}, {}
        still, metadata = bundle(content, "jpeg", words)
        return {**live, **still}, metadata


class Explorer(Live):
    """Sliders and panels that a function of the lesson draws.

    The panels are saved in the notebook as they stand when the cell runs: nobody can tell here what a function draws.
    With a photo of your own, clear the cell's output before you share the file, or show it with `compare_methods`,
    which covers the faces in what is saved.

    Parameters
    ----------
    panels : callable
        ``panels(**values) -> (images, caption)``: one RGB uint8 image for each title, always of the same sizes, and a
        sentence about what they show.
    titles : list of str
        Of the panels.
    controls : dict
        Name of each argument of `panels` to a `Parameter` (a slider), a list of choices (a menu) or a bool (a box to
        tick).
    alt : str
        What the picture shows, in words; the caption is added.
    columns : int, optional
        Panels in a row, by default at most 3.

    Raises
    ------
    ValueError
        If `alt` is empty, or the panels do not fit the titles. An error in a later call of `panels` is shown below the
        picture instead, and kept in ``error`` until a call succeeds.
    """

    def __init__(self, panels, titles, controls, alt, columns=None):
        require_alt(alt)
        self._panels, self._titles, self._columns, self._grid = panels, titles, columns, None
        self._alt = alt
        super().__init__({name: knob(name, what, description=name) for name, what in controls.items()})

    @property
    def _described(self):
        return self._alt

    def _draw(self):
        images, caption = self._panels(**self.values)
        if self._grid is None:
            self._grid = PanelGrid(images, self._titles, self._columns)
        self._grid.check(images)
        return Sheet(self._grid, list(images)), caption

    def _free(self):
        super()._free()
        self._panels = self._grid = None  # the lesson's function may hold photos
