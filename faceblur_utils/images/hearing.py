"""What is warned of, heard by the thread that it is about: `warnings.catch_warnings` is one for all threads.

Two threads inside it hear each other's warnings, and the one that leaves last puts back what the other had set. Python
3.14 can do better (``-X context_aware_warnings``), where it was started so.
"""

import threading
import warnings
from contextlib import contextmanager

_own = threading.local()
_lock, _listeners, _warn = threading.Lock(), 0, None


@contextmanager
def hear():
    """Collect what this thread warns of inside the ``with`` block, in place of showing it; leave other threads alone.

    Yields
    ------
    list of Warning
        In order. What C code warns of is not among them.

    Examples
    --------
    >>> with hear() as heard:
    ...     warnings.warn("The photo is damaged.")
    >>> heard
    [UserWarning('The photo is damaged.')]
    """
    global _listeners, _warn
    heard = []
    _own.lists = [*getattr(_own, "lists", []), heard]
    with _lock:
        _listeners += 1
        if _listeners == 1:
            _warn, warnings.warn = warnings.warn, _told
    try:
        yield heard
    finally:
        _own.lists = _own.lists[:-1]
        with _lock:
            _listeners -= 1
            if not _listeners:
                warnings.warn = _warn


def _told(message, category=None, stacklevel=1, source=None, **options):
    lists = getattr(_own, "lists", None)
    if lists:
        lists[-1].append(message if isinstance(message, Warning) else (category or UserWarning)(message))
    else:
        _warn(message, category, stacklevel + 1, source, **options)
