"""Sliders under a grid of pictures: every interactive cell of the lessons is an `Explorer`."""

import html
import threading

import ipywidgets as widgets

from .figures import PanelGrid, bundle, encode_jpeg, require_alt
from .parameters import Parameter

_WIDE = widgets.Layout(width="min(34em, 100%)")
_STYLE = {"description_width": "11em"}


class Explorer(widgets.VBox):
    """Controls and a picture that follows them.

    The output of the cell is the live widget where there is a kernel, and otherwise (GitHub, PDF, a page) the picture
    as it was when the cell ran.

    Parameters
    ----------
    panels : callable
        ``panels(**values) -> (images, caption)``: one RGB uint8 image for each title, always of the same sizes, and a
        sentence about what they show.
    titles : list of str
        Of the panels.
    controls : dict
        Name of each argument of `panels` to a `Parameter` (a slider) or a list of choices (a menu).
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
        self._panels, self._alt = panels, alt
        # JupyterLab moves sliders in a thread beside the one that runs cells; the last value has to win in both.
        self._one_thread = threading.RLock()
        self.controls = {name: _control(name, what) for name, what in controls.items()}
        self.error = None
        images, caption = panels(**self.values)
        self._grid = PanelGrid(images, titles, columns)
        # flex-start: shown at its own size; stretched to the page's width, small panels and their titles would blur.
        self._picture = widgets.Image(format="jpeg", layout=widgets.Layout(max_width="100%", align_self="flex-start"))
        # role=status: a screen reader speaks the sentence when it changes.
        self._text = widgets.HTML()
        self._show(images, caption)
        super().__init__([*self.controls.values(), self._picture, self._text])
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

    def _changed(self, change):
        with self._one_thread:
            try:
                self._show(*self._panels(**self.values))
                self.error = None
            except Exception as error:  # shown where the learner looks; a kernel's log is not such a place
                self.error = error
                self._text.value = f'<p role="alert"><b>{type(error).__name__}:</b> {html.escape(str(error))}</p>'

    def _show(self, images, caption):
        self._picture.value = encode_jpeg(self._grid.paste(images))
        self._caption = caption
        self._text.value = f'<p role="status">{html.escape(caption)}</p>'

    def _repr_mimebundle_(self, **kwargs):
        live = super()._repr_mimebundle_(**kwargs)
        still, metadata = bundle(self._picture.value, "jpeg", f"{self._alt} {self._caption}")
        return {**live, **still}, metadata


def _control(name, what):
    if isinstance(what, Parameter):
        whole = all(isinstance(number, int) for number in (what.default, what.low, what.high, what.step))
        make = widgets.IntSlider if whole else widgets.FloatSlider
        return make(
            value=what.default,
            min=what.low,
            max=what.high,
            step=what.step,
            description=what.name,
            tooltip=what.meaning,
            layout=_WIDE,
            style=_STYLE,
        )
    return widgets.Dropdown(options=list(what), description=name, layout=_WIDE, style=_STYLE)
