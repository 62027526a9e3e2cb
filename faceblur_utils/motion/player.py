"""A flipbook in a notebook: play, step, slide; one still where there is no kernel."""

from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from ..compare.lifetime import CellOutput
from ..compare.script import script
from ..figures import bundle


class _Page(anywidget.AnyWidget):
    """What ``widget.js`` shows. The frames travel in a message, so that no notebook keeps them; the still is state."""

    _esm = script(__file__, "player.js", "widget.js")
    _css = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    still = traitlets.Bytes().tag(sync=True)
    kind = traitlets.Unicode().tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)


class Motion(CellOutput):
    """Show a flipbook at the end of a notebook cell.

    It never starts by itself. By keyboard: Space plays and pauses, the left and right arrows step, Home and End go to
    the ends. Where the reader's system asks for less motion, there are only steps.

    Parameters
    ----------
    book : Flipbook

    Attributes
    ----------
    book : Flipbook or None
        None when the cell has been run again.

    Examples
    --------
    >>> import numpy as np
    >>> from faceblur_utils.motion import Flipbook
    >>> frames = [np.full((60, 300, 3), grey, np.uint8) for grey in (0, 128, 255)]
    >>> Motion(Flipbook(frames, ["Dark.", "Grey.", "Bright."], alt="A square.", still=0)).book.words(0)
    'A square. Dark.'
    """

    def __init__(self, book):
        self.book, self._encoded = book, None
        content, kind, words = book.still_picture()
        self._still = content, kind, words
        self._page = _Page(still=content, kind=kind, words=words, layout=widgets.Layout(width="100%"))
        super().__init__([self._page])
        self._page.on_msg(self._asked)

    def _asked(self, page, content, buffers):
        book = self.book  # another thread may close this
        if content.get("do") != "hello" or book is None:
            return
        if self._encoded is None:
            self._encoded = book.encoded()
        height, width = book.frames[0].shape[:2]
        told = {"is": "frames", "view": content.get("view"), "size": [width, height]}
        told |= {"captions": list(book.captions), "alt": book.alt, "seconds": book.seconds}
        page.send(told, self._encoded)

    def _free(self):
        self.book = self._encoded = self._still = None

    def _repr_mimebundle_(self, **kwargs):
        live = super()._repr_mimebundle_(**kwargs)
        if self._still is None:
            return live
        still, metadata = bundle(*self._still)
        return {**(live or {}), **still}, metadata
