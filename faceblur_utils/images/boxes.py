"""Boxes: the containers of AVIF and JPEG 2000, and what they hold that Pillow does not tell."""

import struct
from collections import Counter

_MOST = 10_000  # a hostile file may hold millions of empty boxes
# By which EXIF and XMP are known in JPEG 2000; bytes, as text of one character each.
EXIF_UUID, XMP_UUID = "JpgTiffExif->JP2", bytes.fromhex("be7acfcb97a942e89c71999491e3afac").decode("latin-1")
# The colour spaces of JPEG 2000 that are shown as they are: black and white, CMYK, sRGB, grey, sYCC.
_JP2_COLOURS = {0, 12, 15, 16, 17, 18}


def boxes(content, start=0, end=None):
    """Walk through the boxes between two places of a file.

    Parameters
    ----------
    content : bytes
    start, end : int

    Yields
    ------
    (bytes, int, int)
        The box's type, and where its payload begins and ends; a box that runs over the end is cut there.

    References
    ----------
    ISO/IEC 14496-12, 4.2; ISO/IEC 15444-1, annex I.4.
    """
    end = len(content) if end is None else end
    for _ in range(_MOST):
        if start + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", content, start)
        head = 8
        if size == 1 and start + 16 <= end:
            size, head = int.from_bytes(content[start + 8 : start + 16], "big"), 16
        stop = end if size == 0 else min(end, start + size)
        if stop < start + head:
            return
        yield kind, start + head, stop
        start = stop


def _inside(content, path, start=0, end=None):
    """Find the first box at a path of types, each inside the one before; returns where its payload is, or None."""
    for kind, skip in path:
        found = next((box for box in boxes(content, start, end) if box[0] == kind), None)
        if found is None:
            return None
        start, end = found[1] + skip, found[2]
    return start, end


class AvifItems:
    """The items of an AVIF file: its pictures, and what belongs to which.

    Parameters
    ----------
    content : bytes

    Attributes
    ----------
    primary : int or None
        The picture that is shown.
    kinds : dict
        Item to its type, such as b"av01".
    links : list of (bytes, int, list of int)
        Type of the link, from which item, to which.

    References
    ----------
    ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, 9.3.
    """

    def __init__(self, content):
        self._content = content
        self.primary, self.kinds, self.links = None, {}, []
        self._properties, self._of_item = [], {}
        meta = _inside(content, [(b"meta", 4)])
        for kind, start, end in boxes(content, *meta) if meta else ():
            reader = {b"pitm": self._pitm, b"iinf": self._iinf, b"iref": self._iref, b"iprp": self._iprp}.get(kind)
            try:
                if reader:
                    reader(start, end)
            except (struct.error, IndexError):  # cut off
                continue

    def _number(self, place, size):
        if place + size > len(self._content):
            raise IndexError(place)
        return int.from_bytes(self._content[place : place + size], "big")

    def _pitm(self, start, end):
        self.primary = self._number(start + 4, 4 if self._content[start] else 2)

    def _iinf(self, start, end):
        for kind, place, _ in boxes(self._content, start + (8 if self._content[start] else 6), end):
            wide = 4 if self._content[place] >= 3 else 2
            if kind == b"infe" and self._content[place] >= 2:
                self.kinds[self._number(place + 4, wide)] = self._content[place + 6 + wide : place + 10 + wide]

    def _iref(self, start, end):
        wide = 4 if self._content[start] else 2
        for kind, place, stop in boxes(self._content, start + 4, end):
            count = min(self._number(place + wide, 2), (stop - place) // wide)
            targets = [self._number(place + wide + 2 + wide * i, wide) for i in range(count)]
            self.links.append((kind, self._number(place, wide), targets))

    def _iprp(self, start, end):
        for kind, place, stop in boxes(self._content, start, end):
            if kind == b"ipco":
                self._properties = list(boxes(self._content, place, stop))
            elif kind == b"ipma":
                self._ipma(place)

    def _ipma(self, place):
        version, flags = self._content[place], self._number(place + 1, 3)
        count, place = self._number(place + 4, 4), place + 8
        for _ in range(min(count, _MOST)):
            wide, size = (4 if version else 2), (2 if flags & 1 else 1)
            item, many = self._number(place, wide), self._content[place + wide]
            place += wide + 1
            mask = 0x7FFF if size == 2 else 0x7F
            self._of_item[item] = [(self._number(place + size * i, size) & mask) - 1 for i in range(many)]
            place += size * many

    def properties(self, item):
        """List the properties of an item: (type, payload)."""
        numbers = (i for i in self._of_item.get(item, ()) if 0 <= i < len(self._properties))
        return [(kind, self._content[a:b]) for kind, a, b in (self._properties[i] for i in numbers)]

    @property
    def colour(self):
        """Primaries and transfer of the picture shown, as ITU-T H.273 numbers them, or None."""
        for kind, payload in self.properties(self.primary):
            if kind == b"colr" and payload[:4] == b"nclx" and len(payload) >= 8:
                return struct.unpack_from(">HH", payload, 4)
        return None

    @property
    def texts(self):
        """How many texts there are, of which XMP is one."""
        return sum(kind in (b"mime", b"uri ") for kind in self.kinds.values())

    def further(self):
        """Count the pictures besides the one shown, its tiles and its transparency: what they are, to how many."""
        tiles = {to for kind, _, targets in self.links if kind == b"dimg" for to in targets}
        small = {item for kind, item, _ in self.links if kind == b"thmb"}
        counts = Counter()
        for item, kind in self.kinds.items():
            alpha = any(name == b"auxC" and b"alpha" in data for name, data in self.properties(item))
            if kind in (b"Exif", b"mime", b"uri ") or item == self.primary or alpha:
                continue
            if kind == b"tmap":
                counts["gain map"] += 1
            elif item in small:
                counts["thumbnails"] += 1
            elif item not in tiles:
                counts["other pictures"] += 1
        return counts


def jp2_colour(content):
    """Tell the colours of a JPEG 2000 file.

    Returns
    -------
    (bytes, int or None)
        An ICC profile, empty if there is none; and the number of a colour space that is not read here, or None.
    """
    header = _inside(content, [(b"jp2h", 0)]) if content[4:8] == b"jP  " else None
    for kind, start, end in boxes(content, *header) if header else ():
        if kind == b"colr" and end - start >= 7:
            if content[start] in (2, 3):
                return content[start + 3 : end], None
            space = int.from_bytes(content[start + 3 : start + 7], "big")
            if content[start] == 1:
                return b"", None if space in _JP2_COLOURS else space
    return b"", None


def jp2_metadata(content):
    """Find EXIF and XMP of a JPEG 2000 file: a dictionary with "exif" and "xmp", where there are any."""
    found = {}
    for kind, start, end in boxes(content) if content[4:8] == b"jP  " else ():
        name = content[start : start + 16].decode("latin-1")
        if kind == b"uuid" and name == EXIF_UUID:
            found["exif"] = b"Exif\0\0" + content[start + 16 : end].removeprefix(b"Exif\0\0")
        elif kind == b"uuid" and name == XMP_UUID:
            found["xmp"] = content[start + 16 : end]
    return found


class Codestream:
    """The pixels of a JPEG 2000 file, and the comments before them.

    Parameters
    ----------
    content : bytes

    Attributes
    ----------
    boxed : bool
        Whether it lies in a box of a file, or is the file.
    end, stop : int
        Where the pixels end, and where its box does, or the file.
    comments : list of bytes

    References
    ----------
    ISO/IEC 15444-1, annex A.
    """

    def __init__(self, content):
        self.boxed, self.comments = content[4:8] == b"jP  ", []
        place = _inside(content, [(b"jp2c", 0)]) if self.boxed else (0, len(content))
        start, self.stop = place or (len(content), len(content))
        self.end, start = self.stop, start + 2
        while start + 4 <= self.stop:
            marker, length = struct.unpack_from(">HH", content, start)
            if marker == 0xFFD9:  # the end
                self.end = start + 2
                return
            if marker == 0xFF64:
                self.comments.append(content[start + 6 : start + 2 + length])
            if marker == 0xFF90 and start + 12 <= self.stop:  # a tile, with its own length; 0: up to the end
                length = struct.unpack_from(">I", content, start + 6)[0] - 2
                if length < 12:
                    return
            start += 2 + max(2, length)
        if content[start : start + 2] == b"\xff\xd9":
            self.end = start + 2
