"""Sliders under a picture: what all interactive cells of the lessons have in common, and the plain `Explorer`."""

import html
import threading
from contextlib import contextmanager

import ipywidgets as widgets

from ..figures import PanelGrid, bundle, encode_jpeg, require_alt
from ..parameters import Parameter
from .lifetime import CellOutput

# As a dict: each control gets a layout of its own, which is closed with it.
_WIDE = {"width": "min(34em, 100%)"}
_STYLE = {"description_width": "11em"}


class Live(CellOutput):
    """Controls and a picture that follows them; a subclass makes it (`_draw`) and puts it into words (`_described`).

    The output of the cell is the live widget where there is a kernel, and otherwise (GitHub, PDF, a page) the picture
    as it was when the cell ran. It is closed when that cell is run again (`CellOutput`).

    Parameters
    ----------
    controls : dict
        Name to widget.

    Attributes
    ----------
    controls : dict
        Name to widget, each with a ``value``.
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
        # flex-start: shown at its own size; stretched to the page's width, small panels and their titles would blur.
        self._picture = self._new_picture({"max_width": "100%", "align_self": "flex-start"})
        # role=status: a screen reader speaks the sentence when it changes.
        self._text = widgets.HTML()
        self._show(*self._draw())
        super().__init__(self._arranged())
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

    def _draw(self):
        """Give the picture (RGB uint8) and the sentence for the controls' present values."""
        raise NotImplementedError

    @property
    def _described(self):
        """What the picture shows, in words; the sentence is added."""
        raise NotImplementedError

    def _arranged(self):
        return [*self.controls.values(), self._picture, self._text]

    def _changed(self, change):
        with self._one_thread, self._errors_shown():
            if not self.closed:
                self._show(*self._draw())

    def _free(self):
        with self._one_thread:  # a picture that is being drawn is drawn first
            self._picture.value = b""

    @contextmanager
    def _errors_shown(self):
        """Show an error where the learner looks; a kernel's log is not such a place."""
        try:
            yield
        except Exception as error:
            self.error = error
            self._text.value = f'<p role="alert"><b>{type(error).__name__}:</b> {html.escape(str(error))}</p>'
        else:
            self.error = None

    def _show(self, frame, caption):
        self._picture.value = encode_jpeg(frame)
        self._caption = caption
        self._text.value = f'<p role="status">{html.escape(caption)}</p>'

    def _new_picture(self, layout):
        """Make the widget that shows the picture: it has a ``value``, a JPEG."""
        return widgets.Image(format="jpeg", layout=layout)

    def _still(self):
        """Give what may be saved, as a JPEG, and what it shows in words; None for the first if no picture may."""
        return self._picture.value, f"{self._described} {self._caption}"

    def _repr_mimebundle_(self, **kwargs):
        live = super()._repr_mimebundle_(**kwargs)
        with self._one_thread:
            content, words = self._still()
        if content is None:
            return {**live, "text/plain": words}, {}
        still, metadata = bundle(content, "jpeg", words)
        return {**live, **still}, metadata


class Explorer(Live):
    """Sliders under panels that a function of the lesson draws.

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
        super().__init__({name: control(name, what) for name, what in controls.items()})

    @property
    def _described(self):
        return self._alt

    def _draw(self):
        images, caption = self._panels(**self.values)
        if self._grid is None:
            self._grid = PanelGrid(images, self._titles, self._columns)
        return self._grid.paste(images), caption

    def _free(self):
        super()._free()
        self._panels = self._grid = None  # the lesson's function may hold photos


def control(name, what, label=None):
    """Make the widget for one argument.

    Parameters
    ----------
    name : str
        Of the argument.
    what : Parameter, bool or iterable
        A parameter becomes a slider, a bool a box to tick, and anything else the choices of a menu.
    label : str, optional
        To be read beside the widget, by default the parameter's own name, or `name`.

    Returns
    -------
    ipywidgets.DOMWidget
        With a ``value``.
    """
    if isinstance(what, Parameter):
        whole = all(isinstance(number, int) for number in (what.default, what.low, what.high, what.step))
        make = widgets.IntSlider if whole else widgets.FloatSlider
        return make(
            value=what.default,
            min=what.low,
            max=what.high,
            step=what.step,
            description=label or what.name,
            tooltip=what.meaning,
            layout=_WIDE,
            style=_STYLE,
        )
    if isinstance(what, bool):
        return widgets.Checkbox(value=what, description=label or name, indent=False, layout=_WIDE)
    return widgets.Dropdown(options=list(what), description=label or name, layout=_WIDE, style=_STYLE)
