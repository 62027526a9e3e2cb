"""Progress bars of long work: tqdm's on a terminal, one line with a bar below a notebook's cell, or a page's own.

In a notebook nothing of a bar remains when the work is done: neither in the page nor in the file.
"""

import contextlib
import html
import sys
import threading
import time
import uuid
from contextvars import ContextVar

# One for each thread: what a page draws in the background is nothing to a cell that runs meanwhile.
_drawing = ContextVar("drawing", default=None)
# How a cell begins -> seconds and words for it.
_later = {}
# Seconds from one picture of a bar to the next.
_DRAW_EVERY = 0.25
# The bar moves by itself, for one call of a detector may take all the seconds; the words appear when it is late.
_PAGE = """<style>
.fb-wait {{max-width: 48em; margin: 4px 0; line-height: 1.5}}
.fb-wait > div {{height: 10px; border: 1px solid currentColor; border-radius: 5px; overflow: hidden}}
.fb-wait > div > div {{height: 100%; background: currentColor; opacity: 0.7; forced-color-adjust: none}}
.fb-late {{visibility: hidden; animation: fb-late 1ms {late:g}s forwards}}
@keyframes fb-wait {{from {{width: 0}} to {{width: 95%}}}}
@keyframes fb-late {{to {{visibility: visible}}}}
</style><div class="fb-wait">{label}<span class="fb-late"> (it takes longer this time)</span>
<div role="progressbar" aria-label="{label}"{values}><div style="{fill}"></div></div></div>"""


def bar_class(usual):
    """Choose what to make a progress bar with.

    Parameters
    ----------
    usual : type
        A class of tqdm.

    Returns
    -------
    type
        Inside `drawn_by` the other, which takes the same arguments; in a notebook's cell one that draws below it;
        otherwise `usual`.

    Examples
    --------
    >>> bar_class(list)
    <class 'list'>
    """
    return _drawing.get() or (_CellBar if _shell() else usual)


@contextlib.contextmanager
def drawn_by(other):
    """Let bars that are made inside, in this thread, be drawn by another class.

    Parameters
    ----------
    other : type
        Made with tqdm's ``total``, ``desc``, ``unit`` and ``disable``; it has ``total``, ``disable``, ``update`` and
        ``write``, and is a context manager.
    """
    before = _drawing.set(other)
    try:
        yield
    finally:
        _drawing.reset(before)


def usually(seconds, words, cell=None):
    """Say in a notebook what a cell is about to do, with a bar that is full when it usually ends.

    It is called before the cell shows anything: the first that the cell shows takes the bar's place, and at the
    cell's end it is gone in any case. Outside a notebook it does nothing.

    A cell that is to be read need not hold the call: an earlier, folded one names it in `cell`.

    Parameters
    ----------
    seconds : float
        What the cell takes on two processor cores.
    words : str
        What it does, as ``"Searching 6 photos with 5 detectors"``.
    cell : str, optional
        How a later cell begins, for which this is said whenever it runs; by default the cell that runs now.

    Raises
    ------
    ValueError
        If the seconds are not above 0.

    Examples
    --------
    >>> usually(8, "Searching 6 photos with 5 detectors")
    """
    if not seconds > 0:
        raise ValueError(f"seconds must be above 0: what the cell usually takes; got {seconds!r}.")
    shell = _shell()
    if shell and cell:
        _later[cell] = seconds, words
        if _before_a_cell not in shell.events.callbacks["pre_run_cell"]:
            shell.events.register("pre_run_cell", _before_a_cell)
    elif shell:
        _Announced(shell, words, seconds)


def _before_a_cell(info):
    for start, (seconds, words) in _later.items():
        if info.raw_cell.startswith(start):
            usually(seconds, words)


def _shell():
    """The shell of the notebook in whose cell this runs; None elsewhere, and in threads beside it."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell if hasattr(shell, "kernel") and threading.current_thread() is threading.main_thread() else None


class _Line:
    """A line of words and a bar, among the outputs of the cell that runs."""

    def __init__(self, shell):
        self._publish = shell.display_pub.publish
        self._place, self._shown = {"display_id": f"bar-{uuid.uuid4().hex}"}, False

    def draw(self, words, seconds=None, count="", share=None):
        """Show it, or show it anew; without a share, what is known only by the clock moves by itself."""
        said = words + (f", usually {seconds:g} s" if seconds else "") + (f": {count}" if count else "")
        if share is not None:
            values, fill = f' aria-valuenow="{100 * share:.0f}"', f"width: {share:.1%}"
        else:
            values, fill = "", f"animation: fb-wait {seconds}s linear both" if seconds else "width: 50%"
        told = {"label": html.escape(said), "values": values, "fill": fill, "late": 1.5 * (seconds or 1e6)}
        self._send({"text/html": _PAGE.format(**told), "text/plain": said})

    def blank(self):
        """Leave its place empty: what the cell has shown before it stays."""
        if self._shown:
            self._send({})

    def _send(self, data):
        self._publish(data, transient=self._place, update=self._shown)
        self._shown = True


class _Announced:
    """What `usually` shows: the first output of the cell takes its place."""

    current = None  # bars that are made while it is shown tell in its line how far they are

    def __init__(self, shell, words, seconds):
        self.words, self.seconds, self.line = words, seconds, _Line(shell)
        self.line.draw(words, seconds)
        shell.display_pub.clear_output(wait=True)
        self._shell, self._patched, _Announced.current = shell, [], self
        shell.display_pub.register_hook(self._heard)
        for stream in (sys.stdout, sys.stderr):
            self._listen(stream)
        shell.events.register("post_run_cell", self._end)

    def _listen(self, stream):
        """Hear what is printed; IPython itself listens in this way, for a stream of a kernel has no other."""
        before = stream.write

        def write(text, *arguments, **options):
            if text:
                self._replaced()
            return before(text, *arguments, **options)

        stream.write = write
        self._patched.append((stream, write, before))

    def _heard(self, message):
        if message["header"]["msg_type"] == "display_data":
            self._replaced()
        return message

    def _replaced(self):
        if _Announced.current is self:
            _Announced.current = None

    def _end(self, result):
        """The cell has run; if it has shown nothing, the bar is still there."""
        self._shell.events.unregister("post_run_cell", self._end)
        self._shell.display_pub.unregister_hook(self._heard)
        for stream, ours, before in self._patched:
            if stream.write == ours:
                stream.write = before
        if _Announced.current is self and result.success and result.result is None:
            self._shell.display_pub.clear_output()
        self._replaced()


class _CellBar:
    """What tqdm is called with, drawn in a notebook's cell: in the line of `usually`, or in one of its own."""

    def __init__(self, total=None, desc="", unit="", disable=False, **options):
        self.total, self.disable = total, disable
        self._words, self._unit, self._done, self._drawn = desc or "Working", unit, 0, 0.0
        self._announced = _Announced.current
        self._line = None if self._announced else _Line(_shell())

    def __enter__(self):
        self._since = time.monotonic()
        self._draw()
        return self

    def __exit__(self, *error):
        if self._line:
            self._line.blank()

    def update(self, number=1):
        """Count; a picture of it is drawn a few times a second."""
        self._done += number
        if time.monotonic() - self._drawn > _DRAW_EVERY:
            self._draw()

    def write(self, line, **options):
        """Print a line; a bar on a terminal makes room for it, and this one has a place of its own."""
        print(line)

    def _draw(self):
        if self.disable:
            return
        self._drawn = time.monotonic()
        spent, share = self._drawn - self._since, min(1, self._done / self.total) if self.total else None
        count = f"{self._done} of {self.total} {self._unit}s" if self.total else f"{self._done} {self._unit}s"
        if share and spent > 1 and share < 1:
            count += f", {spent / share * (1 - share):.0f} s left"
        if self._line:
            self._line.draw(self._words, None, count, share)
        elif _Announced.current is self._announced:
            self._announced.line.draw(self._announced.words, self._announced.seconds, count, share)
