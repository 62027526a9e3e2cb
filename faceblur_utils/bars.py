"""The progress bars of long work: tqdm's, unless whoever calls draws them in another way."""

import contextlib
from contextvars import ContextVar

# One for each thread: what a page draws in the background is nothing to a cell that runs meanwhile.
_drawing = ContextVar("drawing", default=None)


def bar_class(usual):
    """Choose what to make a progress bar with.

    Parameters
    ----------
    usual : type
        A class of tqdm.

    Returns
    -------
    type
        That one, or inside `drawn_by` the other, which takes the same arguments.

    Examples
    --------
    >>> bar_class(list)
    <class 'list'>
    """
    return _drawing.get() or usual


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
