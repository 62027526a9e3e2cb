"""Any frame of a clip, as it is stored: the file is entered at a key frame, and read on from there."""

import threading
from collections import OrderedDict
from contextlib import ExitStack

import numpy as np

from ..video.canvas import canvas_of
from ..video.planes import Planes
from ..video.reading import open_video

# Bytes of frames that are kept, for steps back, and how far ahead it is quicker to read on than to enter anew (frames).
_KEPT, _NEAR = 96_000_000, 48
# Seconds by which a frame's time may differ from what the first reading saw: arithmetic, not another frame.
_SAME_TIME = 1e-3


class _Lost(Exception):
    """A frame's time is none of those that the first reading saw."""


class Frames:
    """Gives frames by their number, in any order.

    Parameters
    ----------
    source : pathlib.Path
    tracks : Tracks
        From the first reading of this very file: it knows when each frame is shown, and what all are brought to.

    Examples
    --------
    >>> frames = Frames("party.mp4", tracks)  # doctest: +SKIP
    >>> frames.planes(1200).rgb().shape  # doctest: +SKIP
    (1080, 1920, 3)
    """

    def __init__(self, source, tracks):
        self._source, self._tracks, self._times = source, tracks, np.array(tracks.times)
        self._lock, self._open = threading.RLock(), ExitStack()
        self._canvas = canvas_of(tracks.canvas.state())
        width, height = self._canvas.geometry.width, self._canvas.geometry.height
        self._most = max(2, _KEPT // (width * height * 3 // 2))
        self._kept = OrderedDict()
        self._coming, self._next = None, 0
        # Where something cannot be read, frames are counted from the start. (A pause between them is no damage.)
        self._whole = tracks.partial and bool(tracks.damage or tracks.missing or tracks.ended_early is not None)
        self._video = None

    def __len__(self):
        return len(self._times)

    def planes(self, number):
        """Give a frame.

        Parameters
        ----------
        number : int
            Counted from 0, as in `Tracks.frames`.

        Returns
        -------
        Planes
            The caller's own.

        Raises
        ------
        IndexError
            If there is no such frame.
        VideoError
            If the file cannot be read any more.
        """
        if not 0 <= number < len(self._times):
            raise IndexError(f"There is no frame {number} in {self._tracks.name}; it has {len(self._times)}.")
        with self._lock:
            if number not in self._kept:
                try:
                    self._read_to(number)
                except _Lost:
                    self._whole, self._coming = True, None
                    self._kept.clear()
                    self._read_to(number)
            self._kept.move_to_end(number)
            return Planes(self._kept[number].copy(), self._canvas.geometry)

    def close(self):
        """Let go of the file and the frames."""
        with self._lock:
            self._open.close()
            self._kept.clear()
            self._coming = self._video = None

    def _read_to(self, number):
        ahead = number - self._next
        if self._coming is None or ahead < 0 or (ahead > _NEAR and not self._whole):
            self._enter(number)
        for place, frame in self._coming:
            self._next = place + 1
            if place > number - self._most:
                planes = self._canvas.planes(frame, self._video.geometry(frame), place)
                self._kept[place] = planes.array
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            else:
                self._video.geometry(frame)  # what one frame says of its orientation goes for those after it
            if place == number:
                return
            if place > number:
                break
        self._coming = None
        if self._whole:
            raise IndexError(f"{self._source} ends before frame {number}; was it changed in the meantime?")
        raise _Lost

    def _enter(self, number):
        """Find the key frame before a frame; or begin at the start, where times tell nothing."""
        self._open.close()
        self._video = self._open.enter_context(open_video(self._source))
        if self._video._decoder is not None:
            self._whole = True
        if self._whole:
            read = self._video.read(self._tracks.partial)
            self._coming = enumerate(one for one in read if hasattr(one, "planes"))
            self._next = 0
            return
        back = 0.0
        while True:
            time = max(self._times[number] - back, 0.0)
            stream = self._video.stream
            self._video.container.seek(round((time + self._start) / float(stream.time_base)), stream=stream)
            coming = self._decoded()
            first = next(coming, None)
            if first is None:
                raise _Lost
            if first[0] <= number:
                break
            if time == 0.0:  # nothing is known of what lies before
                raise _Lost
            back = max(1.0, 4 * back)
        self._next, self._coming = first[0], _chain(first, coming)

    @property
    def _start(self):
        return (self._video.container.start_time or 0) / 1_000_000

    def _decoded(self):
        """Frames from the first key frame on, with their numbers."""
        begun = False
        for packet in self._video.container.demux(self._video.stream):
            for frame in packet.decode():
                begun = begun or frame.key_frame
                if begun:
                    yield self._place(frame), frame

    def _place(self, frame):
        if frame.time is None:
            raise _Lost
        time = frame.time - self._start
        place = int(np.argmin(np.abs(self._times - time)))
        if abs(self._times[place] - time) > _SAME_TIME:
            raise _Lost
        return place


def _chain(first, rest):
    yield first
    yield from rest
