"""Interlaced frames: two pictures, one in the even rows and one in the odd, of which one comes first."""

import numpy as np


def first_field(frame):
    """Tell which rows of an interlaced frame are shown first.

    Parameters
    ----------
    frame : av.VideoFrame

    Returns
    -------
    str or None
        ``"tff"`` for the even rows (top field first), ``"bff"`` for the odd; None for a frame that is not interlaced.
    """
    if not frame.interlaced_frame:
        return None
    # PyAV does not say it; FFmpeg's filter, which takes the rows apart, gives those first that come first.
    apart = _through(frame, "separatefields")
    even, first = (np.frombuffer(one.planes[0], np.uint8) for one in (frame, apart))
    size, again = frame.planes[0].line_size, apart.planes[0].line_size
    wide = frame.planes[0].width
    rows = even.reshape(-1, size)[: frame.height, :wide]
    taken = first.reshape(-1, again)[: apart.height, :wide]
    odd = rows[1::2]
    return "bff" if np.array_equal(taken[: len(odd)], odd) and not np.array_equal(taken, rows[::2]) else "tff"


class Interlacing:
    """Marks frames as interlaced, so that an encoder keeps their rows apart.

    Parameters
    ----------
    first : str
        ``"tff"`` or ``"bff"``.
    """

    def __init__(self, first):
        self._first, self._graph = first, None

    def __call__(self, frame):
        """Give the frame with its mark."""
        if self._graph is None:
            self._graph = _graph(frame, "setfield", f"mode={self._first}")
        self._graph.push(frame)
        marked = self._graph.pull()
        marked.pts, marked.time_base = frame.pts, frame.time_base
        return marked


def _through(frame, name):
    graph = _graph(frame, name)
    graph.push(frame)
    graph.push(None)
    return graph.pull()


def _graph(frame, name, options=None):
    from av.filter import Graph

    graph = Graph()
    source = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base or 1
    )
    filtered, end = graph.add(name, options), graph.add("buffersink")
    source.link_to(filtered)
    filtered.link_to(end)
    graph.configure()
    return graph
