"""The boxes of MP4 and MOV files, for what FFmpeg does not tell.

References
----------
ISO/IEC 14496-12, "ISO base media file format": sections 8.3.2 (track header), 8.4.2 (media header), 8.6.6 (edit list).
"""

import struct
from bisect import bisect_right
from fractions import Fraction


def boxes(file, start, end, kind):
    """Content (start, end) of the boxes of one kind, side by side within a part of the file.

    Parameters
    ----------
    file : binary file
    start, end : int
        The part.
    kind : bytes
        Four letters.

    Yields
    ------
    (int, int)
    """
    while start + 8 <= end:
        file.seek(start)
        size, name = struct.unpack(">I4s", file.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", file.read(8))[0], 16
        size = size or end - start
        if name == kind:
            yield start + head, start + size
        start += max(size, head)


def edits(path, track_id):
    """Read which parts of a track are played.

    Parameters
    ----------
    path : pathlib.Path
    track_id : int

    Returns
    -------
    list of (fractions.Fraction, fractions.Fraction or None)
        Start and end of each part in seconds of the track; None for its end. Empty if there is no edit list, or none
        that can be read.
    """
    try:
        with open(path, "rb") as file:
            return _edits(file, track_id)
    except (OSError, struct.error, StopIteration, ZeroDivisionError):
        return []


def _edits(file, track_id):
    size = file.seek(0, 2)
    movie = next(boxes(file, 0, size, b"moov"))
    scale = _scale(file, *movie, b"mvhd")
    for track in boxes(file, *movie, b"trak"):
        version, head = _full(file, *next(boxes(file, *track, b"tkhd")))
        if struct.unpack(">I", head[20 if version else 12 :][:4])[0] != track_id:
            continue
        own = _scale(file, *next(boxes(file, *track, b"mdia")), b"mdhd")
        listed = next(boxes(file, *next(boxes(file, *track, b"edts")), b"elst"))
        version, content = _full(file, *listed)
        form = ">QqI" if version else ">IiI"
        entries = struct.iter_unpack(
            form, content[8 : 8 + struct.calcsize(form) * struct.unpack(">I", content[4:8])[0]]
        )
        return [
            (Fraction(start, own), Fraction(start, own) + Fraction(length, scale) if length else None)
            for length, start, _ in entries
            if start >= 0
        ]
    return []


def _full(file, start, end):
    """Version and content of a box that begins with a version."""
    file.seek(start)
    content = file.read(end - start)
    return content[0], content


def _scale(file, start, end, kind):
    version, content = _full(file, *next(boxes(file, start, end, kind)))
    return struct.unpack(">I", content[20 if version else 12 :][:4])[0]


class Parts:
    """Tells of each packet of a track whether all of it lies in a part that is played.

    FFmpeg marks packets outside as to be thrown away, but not all of them, and not where the cut goes through one.

    Parameters
    ----------
    parts : list of (Fraction, Fraction or None)
        From `edits`.
    places : dict
        Where each packet is in the file -> seconds of the track at which it begins.
    filled_up : bool
        Whether encoders fill up the last packet of a track, which then may end after the last part.
    """

    def __init__(self, parts, places, filled_up):
        self._parts, self._places, self._filled_up = parts, places, filled_up
        self._order = sorted(places.values())
        self._now, self._before = 0, None

    def __contains__(self, packet):
        """Ask of one packet after the other, as FFmpeg gives them: part by part."""
        start = self._places[packet.pos]
        end = start + packet.duration * packet.time_base
        at = bisect_right(self._order, start)
        part_end = self._parts[self._now][1]
        jumped = self._before is not None and at != self._before + 1
        if (jumped or (part_end is not None and start >= part_end)) and self._now + 1 < len(self._parts):
            self._now += 1
        self._before = at
        first, last = self._parts[self._now]
        padding = self._filled_up and at == len(self._order) and (last is None or start < last)
        # Edits are counted in other units, mostly milliseconds; a last packet that nothing fills up may seem too long.
        slack = packet.time_base if self._filled_up else Fraction(1, 1000)
        return start >= first - packet.time_base and (last is None or padding or end <= last + slack)

    def knows(self, packet):
        """Whether it is known where in the track a packet lies."""
        return packet.pos in self._places

    def is_first(self, packet):
        """Whether a packet is the first of the track."""
        return self._places[packet.pos] == self._order[0]
