"""How much of a folder may be in memory at once: so many pixels, however large its photos are."""

import contextlib
import ctypes
import threading

from ..cores import cores
from ..video.stages import PIXELS_AT_ONCE

# After a photo of so many, what its thread still holds is given back.
_LARGE = 8_000_000
# On machines with many cores, which have as much more memory, each may have so many.
_PIXELS_EACH = 16_000_000


class Pixels:
    """Lets photos wait until there is room for them.

    Parameters
    ----------
    most : int, optional
        Pixels of all that are under way. A photo of more is done when no other is. By default 64 million, or 16 million
        for each core where that is more.
    """

    def __init__(self, most=None):
        self._most, self._used = most, 0
        self._first, self._changed = threading.Lock(), threading.Condition()

    @contextlib.contextmanager
    def of(self, pixels):
        """Wait until a photo has room, and keep it for the ``with`` block.

        Parameters
        ----------
        pixels : int
        """
        with self._first, self._changed:  # one waits here, and the others behind it: a large photo is not passed by
            if self._most is None:  # not when this file is loaded: counting cores takes a library
                self._most = max(PIXELS_AT_ONCE, _PIXELS_EACH * cores())
            self._changed.wait_for(lambda: not self._used or self._used + pixels <= self._most)
            self._used += pixels
        try:
            yield
        finally:
            if pixels >= _LARGE:
                _give_back()
            with self._changed:
                self._used -= pixels
                self._changed.notify_all()


def _give_back():
    """Give memory back that was freed: the C library of Linux keeps a photo's worth of it for each thread."""
    with contextlib.suppress(AttributeError, OSError, TypeError):  # other systems have no such call, and no such habit
        ctypes.CDLL(None).malloc_trim(0)


# One for all threads of a process, whoever started them.
UNDER_WAY = Pixels()
