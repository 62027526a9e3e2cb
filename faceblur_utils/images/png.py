"""Chunks of a PNG: what browsers pass over and Pillow stumbles on is taken out before Pillow sees it."""

import struct
import zlib

# As much text as Pillow allows for all chunks together; a chunk that unpacks to more is a bomb.
MOST_TEXT = 64 * 2**20
_START = b"\x89PNG\r\n\x1a\n"
_TEXTS = {b"tEXt": (), b"zTXt": (0,), b"iTXt": (1,), b"iCCP": (0,)}
_LENGTHS = {b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"pHYs": 9}
_SHORTEST = {b"acTL": 8, b"eXIf": 4}
_CLEAR = {0: 2, 2: 6, 3: 1}  # the shortest tRNS for each kind of colour


def chunks(content):
    """Walk through the chunks.

    Yields
    ------
    (bytes, int, int)
        The chunk's type, and where its data begin and end.
    """
    place = len(_START)
    while place + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        if place + 12 + length > len(content):
            return
        yield kind, place + 8, place + 8 + length
        place += 12 + length
        if kind == b"IEND":
            return


def unreadable(content):
    """Find the auxiliary chunks that no browser heeds: a wrong checksum, a wrong length, text without bounds.

    Returns
    -------
    list of (bytes, int, int)
        As of `chunks`.
    """
    found, room = [], MOST_TEXT
    for kind, start, end in chunks(content):
        if not kind[0] & 0x20:  # a capital: pixels hang on it
            continue
        checksum = struct.unpack_from(">I", content, end)[0]
        sound = zlib.crc32(memoryview(content)[start - 4 : end]) == checksum
        size = _unpacked(kind, content[start:end], room) if sound and kind in _TEXTS else 0
        if not sound or size is None or size > room or not _fits(kind, end - start, content[25]):
            found.append((kind, start, end))
        else:
            room -= size
    return found


def _fits(kind, length, colours):
    least = _CLEAR.get(colours, length + 1) if kind == b"tRNS" else _SHORTEST.get(kind, 0)
    return length == _LENGTHS.get(kind, length) and length >= least


def fault(content):
    """Name the first chunk that pixels hang on and whose checksum is wrong, or "" if there is none."""
    for kind, start, end in chunks(content):
        right = zlib.crc32(memoryview(content)[start - 4 : end])
        if not kind[0] & 0x20 and struct.unpack_from(">I", content, end)[0] != right:
            return kind.decode("latin-1")
    return ""


def _unpacked(kind, data, most):
    """How many bytes of text a chunk holds; None if it is not made as it should be."""
    if kind == b"tEXt":
        return len(data)
    name, zero, rest = data.partition(b"\0")
    if not zero or not rest or (kind == b"iTXt" and len(rest) < 2):
        return None
    if kind == b"iTXt":
        if not rest[0]:
            return len(data)
        fields = rest[2:].split(b"\0", 2)
        method, packed = rest[1], fields[2] if len(fields) == 3 else b""
    else:
        method, packed = rest[0], rest[1:]
    if method != 0:
        return None
    try:
        return len(zlib.decompressobj().decompress(packed, most + 1))
    except zlib.error:  # Pillow passes over it by itself
        return 0


def readable(content):
    """Return the file without the chunks of `unreadable`; the same object where there are none."""
    away = unreadable(content)
    if not away:
        return content
    parts, place = [], 0
    for _, start, end in away:
        parts.append(content[place : start - 8])
        place = end + 4
    return b"".join([*parts, content[place:]])


def colour(content):
    """Primaries and transfer that a cICP chunk names, as ITU-T H.273 numbers them, or None.

    References
    ----------
    W3C, Portable Network Graphics (third edition), 11.3.2.6.
    """
    for kind, start, end in chunks(content):
        if kind == b"cICP" and end - start == 4:
            return content[start], content[start + 1]
        if kind == b"IDAT":
            return None
    return None
