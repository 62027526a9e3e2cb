"""What a photo file carries besides its pixels: a place, names, dates, a camera, and small copies of the photo."""

import base64
import binascii
import math
import re
import struct
import unicodedata
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import NamedTuple

from PIL import ExifTags, ImageCms

from .images import ImageError, open_photo, read_content, read_image

# Lines come in this order: what gives a person away first.
_PICTURE, _PLACE, _PERSON, _MACHINE, _TIME, _TEXT, _REST = range(7)
# A hostile file may hold thousands of beginnings of pictures; and no text in a photo is longer than this.
_MOST_PICTURES = 20
_MOST_BEGINNINGS = 100
_MOST_TEXT = 1_000_000

_EXIF = {
    0x010E: (_TEXT, "Description"),
    0x0131: (_MACHINE, "Software"),
    0x0132: (_TIME, "File changed on"),
    0x013B: (_PERSON, "Author"),
    0x013C: (_MACHINE, "Computer"),
    0x8298: (_PERSON, "Copyright"),
    0x9003: (_TIME, "Taken on"),
    0x9004: (_TIME, "Digitised on"),
    0x9286: (_TEXT, "Comment"),
    0x9C9B: (_TEXT, "Title"),
    0x9C9C: (_TEXT, "Comment"),
    0x9C9D: (_PERSON, "Author"),
    0x9C9E: (_TEXT, "Keywords"),
    0x9C9F: (_TEXT, "Subject"),
    0xA420: (_MACHINE, "Number of this photo"),
    0xA430: (_PERSON, "Owner of the camera"),
    0xA431: (_MACHINE, "Serial number of the camera"),
    0xA434: (_MACHINE, "Lens"),
    0xA435: (_MACHINE, "Serial number of the lens"),
    0xA436: (_TEXT, "Title"),
    0xA437: (_PERSON, "Photographer"),
    0xA438: (_PERSON, "Editor"),
    0xC62F: (_MACHINE, "Serial number of the camera"),
}
_IPTC = {
    5: (_TEXT, "title"),
    25: (_TEXT, "keyword"),
    55: (_TIME, "date"),
    60: (_TIME, "time"),
    80: (_PERSON, "author"),
    85: (_PERSON, "author's job"),
    90: (_PLACE, "city"),
    92: (_PLACE, "place"),
    95: (_PLACE, "state"),
    101: (_PLACE, "country"),
    105: (_TEXT, "headline"),
    110: (_PERSON, "credit"),
    115: (_PERSON, "source"),
    116: (_PERSON, "copyright"),
    118: (_PERSON, "contact"),
    120: (_TEXT, "caption"),
    122: (_PERSON, "caption's author"),
}
_MAKE, _MODEL, _ORIENTATION, _MAKER_NOTE = 0x010F, 0x0110, 0x0112, 0x927C
_EXIF_IFD, _GPS_IFD, _INTEROP_IFD, _SUB_IFDS = 0x8769, 0x8825, 0xA005, 0x014A
_XMP_TAG, _IPTC_TAG, _PHOTOSHOP_TAG, _ICC_TAG = 700, 33723, 34377, 34675
# How the pixels of a TIFF picture lie, which says nothing about the photo: size, bits, compression, strips, tiles ...
_LAYOUT = {254, 255, *range(256, 260), 262, 263, 266, 273, *range(277, 282), 284, 292, 293, 317, 318, 319, 320}
_LAYOUT |= {*range(322, 326), 338, 339, 340, 341, 347, 512, 513, 514, 515, 519, 520, 521, *range(529, 533)}
_RESOLUTION = {282, 283, 296}
_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_PNG_PIXELS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"hIST"}
_PNG_PIXELS |= {b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT"}
_JPEG_START = b"\xff\xd8\xff"
# The next marker of a JPEG: inside coded pixels, FF is followed by 00 or by a restart marker (D0 to D7).
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_VIDEO = re.compile(rb"ftyp(?:mp4|isom|iso2|avc1|qt  |M4V|3gp|hvc1|MSNV)")


def list_metadata(source, *, name=None):
    """List everything besides pixels that a photo file carries, in words.

    Parameters
    ----------
    source : str, os.PathLike, bytes, bytearray or memoryview
        A JPEG, PNG, WebP, TIFF, BMP or HEIC file, or the content of one.
    name : str, optional
        What error messages call it.

    Returns
    -------
    list of str
        One line each, what gives a person away first: small copies of the photo, videos and whatever else lies behind
        its end, the location with its coordinates, names, camera and serial numbers, dates, texts, and the rest (XMP,
        IPTC, colour profile, print resolution, data of other programs). Empty for a file that holds pixels only, such
        as `write_image` writes. What is too damaged to be understood is listed with its size. The print resolution of
        a BMP does not count: its header always has one.

    Raises
    ------
    FileNotFoundError, ImageError, TypeError
        As `read_image`, if it is no photo at all. Damaged metadata are no error.

    References
    ----------
    CIPA DC-008 (Exif 2.32), IPTC-IIM 4.2, ISO 16684-1 (XMP), and the specifications of the file formats.
    """
    found = _look_inside(source, name)
    lines = {}  # a dictionary keeps the first of equal lines, in order
    for rank, line in sorted(found.lines, key=lambda item: item[0]):
        lines.setdefault(line, rank)
    return list(lines)


def thumbnail(source, *, name=None):
    """Take the thumbnail out of a photo's EXIF data.

    Parameters
    ----------
    source, name
        As for `list_metadata`.

    Returns
    -------
    numpy.ndarray or None
        The small copy of the photo as it is stored (not turned by the photo's EXIF orientation): shape
        (height, width, 3), dtype uint8, RGB. None if there is none that can be read.

    Raises
    ------
    FileNotFoundError, ImageError, TypeError
        As `list_metadata`.
    """
    for content in _look_inside(source, name).thumbnails:
        try:
            return read_image(content, name="The thumbnail")
        except ImageError:
            continue
    return None


@dataclass
class _Found:
    """What was found so far: (rank, line) for each thing, and the EXIF thumbnails as files of their own."""

    lines: list = field(default_factory=list)
    thumbnails: list = field(default_factory=list)

    def add(self, rank, line):
        self.lines.append((rank, line))

    def add_text(self, rank, what, text):
        text = _short(text)
        if text:  # cameras write tags full of blanks
            self.add(rank, f"{what}: {text}")

    def add_picture(self, what, content):
        """List a picture inside the file; what only looks like the beginning of one is left out."""
        size = _size_of(content)
        if size:
            self.add(_PICTURE, f"{what}, {size[0]} x {size[1]} pixels ({len(content):,} bytes)")
        return bool(size)


def _look_inside(source, name):
    name, content = read_content(source, name)
    found = _Found()
    with open_photo(name, content) as photo:
        kind = photo.format
        if kind == "HEIF":
            _heic(found, photo)
        pages = getattr(photo, "n_frames", 1) if kind in ("TIFF", "HEIF", "PNG", "WEBP") else 1
    if pages > 1:
        found.add(_PICTURE, f"More than one picture: {pages} in the file")
    walk = {"JPEG": _jpeg, "MPO": _jpeg, "PNG": _png, "WEBP": _webp, "TIFF": _tiff, "BMP": _bmp}.get(kind)
    if walk:
        walk(found, content)
    return found


# Containers


def _jpeg(found, content):
    segments, end = _jpeg_segments(content)
    photoshop, profile, exif = b"", b"", []
    for marker, payload in segments:
        if marker == 0xE1 and payload[:5] == b"Exif\0":
            block = payload[6:]
            if exif and block[:2] not in (b"II", b"MM"):  # too long for one segment, and goes on in the next
                exif[-1] += block
            else:
                exif.append(block)
        elif marker == 0xE1 and payload.startswith((b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/")):
            _xmp(found, payload)
        elif marker == 0xE2 and payload.startswith(b"ICC_PROFILE\0"):
            profile += payload[14:]
        elif marker == 0xED and payload.startswith(b"Photoshop 3.0\0"):
            photoshop += payload[14:]
        elif marker == 0xE0 and payload.startswith(b"JFIF\0"):
            _jfif(found, payload)
        elif marker == 0xE0 and payload.startswith(b"JFXX\0\x10"):
            found.add_picture("Thumbnail in the JFIF header", payload[6:])
        elif marker == 0xE2 and payload.startswith(b"MPF\0"):
            found.add(_REST, "List of the pictures in the file (MPF)")
        elif marker == 0xEB and payload.startswith(b"JP"):
            found.add(_REST, f"Content credentials: how the photo was made and edited, JUMBF ({len(payload):,} bytes)")
        elif marker == 0xFE:
            found.add_text(_TEXT, "Comment", _text(payload))
        elif 0xE0 <= marker <= 0xEF and not (marker == 0xEE and payload.startswith(b"Adobe")):  # Adobe's names the inks
            _foreign(found, f"APP{marker - 0xE0}", payload)
    for block in exif:
        _exif(found, block)
    _photoshop(found, photoshop)
    _profile(found, profile)
    _tail(found, content[end:])


def _jpeg_segments(content, start=0):
    """Walk through a JPEG that begins at `start`: marker and payload of each segment, and where the picture ends."""
    segments, place = [], start + 2
    while marker := _JPEG_MARKER.search(content, place):
        place = marker.end()
        code = content[place - 1]
        if code == 0xD9:
            return segments, place
        if code in (0x01, 0xD8):  # the two that have no payload
            continue
        length = int.from_bytes(content[place : place + 2], "big")
        segments.append((code, content[place + 2 : place + length]))
        place += max(2, length)
    return segments, len(content)


def _pictures_inside(content):
    """Find whole JPEG files inside other data, but none inside another."""
    place = 0
    for _ in range(_MOST_BEGINNINGS):
        start = content.find(_JPEG_START, place)
        if start < 0:
            return
        end = _jpeg_segments(content, start)[1]
        if _size_of(content[start:end]):
            yield content[start:end]
            place = end
        else:
            place = start + 3


def _jfif(found, payload):
    if len(payload) < 14:
        return
    unit, across, down, wide, high = struct.unpack(">BHHBB", payload[7:14])
    if wide and high:
        found.add(_PICTURE, f"Thumbnail in the JFIF header, {wide} x {high} pixels ({len(payload) - 14:,} bytes)")
    if unit:
        _resolution(found, across, down, {1: "inch", 2: "centimetre"}.get(unit, "unknown unit"))


def _png(found, content):
    place = 8
    while place + 8 <= len(content):
        length, kind = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        data = content[place + 8 : place + 8 + length]
        place += length + 12
        if kind == b"eXIf":
            _exif(found, data)
        elif kind == b"iCCP":
            _profile(found, _unpacked(data.partition(b"\0")[2][1:]))
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            _png_text(found, kind, data)
        elif kind == b"tIME" and len(data) == 7:
            found.add(
                _TIME, "File changed on: {}-{:02}-{:02} {:02}:{:02}:{:02}".format(*struct.unpack(">HBBBBB", data))
            )
        elif kind == b"pHYs" and len(data) == 9:
            across, down, unit = struct.unpack(">IIB", data)
            if unit == 1:
                _resolution(found, round(across * 0.0254), round(down * 0.0254), "inch")
        elif kind == b"caBX":
            found.add(_REST, f"Content credentials: how the photo was made and edited, JUMBF ({len(data):,} bytes)")
        elif kind not in _PNG_PIXELS:
            _foreign(found, kind.decode("latin-1"), data)
        if kind == b"IEND":
            break
    _tail(found, content[place:])


def _png_text(found, kind, data):
    keyword, _, rest = data.partition(b"\0")
    keyword = _short(_text(keyword)) or "no name"
    if kind == b"zTXt":
        rest = _unpacked(rest[1:])
    elif kind == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:]
        rest = rest.partition(b"\0")[2].partition(b"\0")[2]  # the language, and the keyword in it
        rest = _unpacked(rest) if packed else rest
    if keyword == "XML:com.adobe.xmp":
        _xmp(found, rest)
    elif keyword.startswith("Raw profile type "):  # ImageMagick's way: hexadecimal digits
        _raw_profile(found, keyword.removeprefix("Raw profile type "), rest)
    else:
        found.add_text(_TEXT, f"Text {keyword!r}", _text(rest))


def _raw_profile(found, what, text):
    try:
        content = bytes.fromhex(_text(text.split(b"\n", 3)[3]))
    except (IndexError, ValueError):
        found.add(_REST, f"Profile {what!r} that cannot be read ({len(text):,} bytes)")
        return
    if what in ("exif", "APP1"):
        _exif(found, content)
    elif what in ("iptc", "8bim"):
        _photoshop(found, content)
    elif what == "xmp":
        _xmp(found, content)
    else:
        _foreign(found, what, content)


def _webp(found, content):
    end = min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    place = 12
    while place + 8 <= end:
        kind, length = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        data = content[place + 8 : min(end, place + 8 + length)]
        place += 8 + length + length % 2
        if kind == b"EXIF":
            _exif(found, data)
        elif kind == b"XMP ":
            _xmp(found, data)
        elif kind == b"ICCP":
            _profile(found, data)
        elif kind not in (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"):
            _foreign(found, kind.decode("latin-1"), data)
    _tail(found, content[end + end % 2 :])


def _bmp(found, content):
    end, header = struct.unpack_from("<I8xI", content, 2)
    if header == 124 and content[70:74] == b"DEBM":  # the last version of the header may point at a profile
        start, length = struct.unpack_from("<II", content, 126)
        _profile(found, content[14 + start : 14 + start + length])
    if 54 <= end < len(content):
        _tail(found, content[end:])


def _heic(found, photo):
    info = photo.info
    for side in info.get("thumbnails") or []:
        found.add(_PICTURE, f"Preview picture, {side} pixels on its longer side")
    for depth in info.get("depth_images") or []:
        found.add(_PICTURE, f"Depth map, {depth.size[0]} x {depth.size[1]} pixels")
    for kind, ids in (info.get("aux") or {}).items():
        found.add(_PICTURE, f"Auxiliary picture: {len(ids)} of the kind {_short(kind)!r}")
    _exif(found, info.get("exif") or b"")
    _xmp(found, info.get("xmp") or b"")
    _profile(found, info.get("icc_profile") or b"")
    for block in info.get("metadata") or []:
        _foreign(
            found, _short(str(block.get("content_type") or block.get("type") or "unknown")), block.get("data") or b""
        )


def _tail(found, rest):
    """List what lies behind the end of the picture, where no viewer looks."""
    if not rest.strip(b"\0"):  # padding
        return
    pictures = list(_pictures_inside(rest))
    for picture in pictures[:_MOST_PICTURES]:
        found.add_picture("Another picture behind the photo", picture)
    if _VIDEO.search(rest):
        found.add(_PICTURE, f"A video behind the photo ({len(rest):,} bytes)")
    elif not pictures:
        found.add(
            _PICTURE,
            f"Something behind the end of the picture ({len(rest):,} bytes): a cropped-away part can hide there",
        )


# EXIF, which is a TIFF file without the photo


class _Entry(NamedTuple):
    kind: int
    start: int
    size: int


class _Block:
    """The directories of a TIFF file or an EXIF block, read as far as they make sense.

    Entries are looked at only when asked for: in a hostile file thousands of them may share megabytes.
    """

    def __init__(self, content):
        self.content = content
        self.order = {b"II": "<", b"MM": ">"}.get(content[:2], "")
        # BigTIFF, version 43, counts in 8 bytes.
        self.big = bool(self.order) and content[2:4] == struct.pack(self.order + "H", 43)

    def number(self, code, place):
        try:
            return struct.unpack_from(self.order + code, self.content, place)[0]
        except struct.error:
            return 0

    def first(self):
        """Offset of the first directory, 0 if there is none."""
        if not self.order:
            return 0
        return self.number("Q", 8) if self.big else self.number("I", 4)

    def directory(self, offset):
        """Entries of the directory at `offset`, tag to entry, and the offset of the next one (0: none)."""
        entries = {}
        if not 0 < offset < len(self.content):
            return entries, 0
        count, head, width, word = (
            (self.number("Q", offset), 8, 20, "Q") if self.big else (self.number("H", offset), 2, 12, "I")
        )
        inline = width - 4 - struct.calcsize("=" + word)
        for place in range(offset + head, min(offset + head + count * width, len(self.content) - width + 1), width):
            tag, kind = self.number("H", place), self.number("H", place + 2)
            size = _BYTES.get(kind, 0) * self.number(word, place + 4)
            start = place + width - inline if size <= inline else self.number(word, place + width - inline)
            if size and start + size <= len(self.content):
                entries.setdefault(tag, _Entry(kind, start, size))
        return entries, self.number(word, offset + head + count * width)

    def raw(self, entry):
        return self.content[entry.start : entry.start + entry.size]

    def numbers(self, entry):
        """The first values of an entry as floats; a rational with a zero below the line is NaN."""
        if entry is None:
            return []
        raw = self.content[entry.start : entry.start + min(entry.size, 64)]
        code = {1: "B", 3: "H", 4: "I", 5: "I", 6: "b", 8: "h", 9: "i", 10: "i", 11: "f", 12: "d", 13: "I", 16: "Q"}
        code = code.get(entry.kind)
        if code is None:
            return []
        count = len(raw) // struct.calcsize("=" + code)
        values = struct.unpack(f"{self.order}{count}{code}", raw[: count * struct.calcsize("=" + code)])
        if entry.kind not in (5, 10):
            return [float(v) for v in values]
        return [a / b if b else math.nan for a, b in zip(values[::2], values[1::2], strict=True)]

    def whole(self, entry):
        """First value of an entry as a whole number, 0 if there is none."""
        values = self.numbers(entry)
        return int(values[0]) if values and math.isfinite(values[0]) else 0


def _exif(found, content):
    """List an EXIF block."""
    content = content[6:] if content[:5] == b"Exif\0" else content
    if not content:
        return
    block = _Block(content)
    main, after = block.directory(block.first())
    before = len(found.lines)
    _entries(found, block, main)
    small, _ = block.directory(after)
    unread = _thumbnail(found, block, small)
    # Where the directories are broken, and in the notes of the camera's maker, there may be a small copy all the same.
    for picture in _pictures_inside(content):
        unread = 0
        _add_thumbnail(found, picture)
    if unread:
        found.add(_PICTURE, f"Thumbnail that cannot be read ({unread:,} bytes)")
    if len(found.lines) == before and len(content) > 14:  # an empty directory takes 14 bytes
        found.add(_REST, f"EXIF data that cannot be read ({len(content):,} bytes)")


def _entries(found, block, main, layout=frozenset()):
    """List the entries of the main directory and of those it points at."""
    details, _ = block.directory(block.whole(main.get(_EXIF_IFD)))
    gps, _ = block.directory(block.whole(main.get(_GPS_IFD)))
    if gps:
        found.add(_PLACE, _location(block, gps))
    camera = [_short(_text(block.raw(main[tag]))) for tag in (_MAKE, _MODEL) if tag in main]
    if any(camera):
        # "Canon" and "Canon EOS 80D" are one name.
        camera = camera[1:] if len(camera) == 2 and camera[1].startswith(camera[0]) else camera
        found.add(_MACHINE, f"Camera: {' '.join(filter(None, camera))}")
    together = main | details
    for tag, (rank, what) in _EXIF.items():
        if tag in together:
            found.add_text(rank, what, _exif_text(tag, block.raw(together[tag]), block.order))
    if _ORIENTATION in together:
        found.add(_REST, f"How the camera was held: orientation {block.whole(together[_ORIENTATION])}")
    if _MAKER_NOTE in together:
        size = together[_MAKER_NOTE].size
        found.add(_MACHINE, f"Notes of the camera's maker, often with serial numbers ({size:,} bytes)")
    known = {_MAKE, _MODEL, _ORIENTATION, _MAKER_NOTE, _EXIF_IFD, _GPS_IFD, _INTEROP_IFD, *_EXIF, *layout}
    rest = [ExifTags.TAGS.get(tag, f"0x{tag:04X}") for tag in sorted(together) if tag not in known]
    if rest:
        found.add(_REST, f"Camera settings and the like: {_some(rest)}")


def _exif_text(tag, raw, order):
    if 0x9C9B <= tag <= 0x9C9F:  # Windows writes these in UTF-16
        return raw.decode("utf-16-le", "replace")
    if tag == 0x9286:  # eight bytes name the encoding
        if raw.startswith(b"UNICODE\0"):
            return raw[8:].decode("utf-16-be" if order == ">" else "utf-16-le", "replace")
        return _text(raw[8:])
    if tag in (0x0132, 0x9003, 0x9004):  # 2026:05:01 12:30:00
        return re.sub(r"^(\d{4}):(\d\d):", r"\1-\2-", _text(raw))
    return _text(raw)


def _location(block, gps):
    def angle(values):
        degrees = sum(v / 60**i for i, v in enumerate(values[:3]))
        return degrees if values and math.isfinite(degrees) else None

    latitude, longitude = angle(block.numbers(gps.get(2))), angle(block.numbers(gps.get(4)))
    if latitude is None or longitude is None:
        names = [ExifTags.GPSTAGS.get(tag, f"0x{tag:04X}") for tag in sorted(gps)]
        return f"Location (GPS), without readable coordinates: {_some(names)}"
    south, west = (_text(block.raw(gps[tag]))[:1].upper() if tag in gps else "" for tag in (1, 3))
    line = f"Location (GPS): {latitude:.5f} {south or 'N or S'}, {longitude:.5f} {west or 'E or W'}"
    height = block.numbers(gps.get(6))
    if height and math.isfinite(height[0]):
        below = gps.get(5) and block.raw(gps[5])[:1] == b"\1"
        line += f", {height[0]:.0f} m {'below' if below else 'above'} the sea"
    return line


def _thumbnail(found, block, small):
    """Keep the thumbnail of an EXIF block; returns how many bytes are declared as one and cannot be read."""
    start, length = block.whole(small.get(0x0201)), block.whole(small.get(0x0202))
    if length and block.content.startswith(_JPEG_START, start):
        # Where the picture ends and not where the length says: a length that is cut short would hide the rest.
        end = _jpeg_segments(block.content, start)[1]
        if _add_thumbnail(found, block.content[start:end]):
            return 0
    if 0x0111 in small and not block.big:  # not compressed: the block, made to begin with this directory, is a TIFF
        first = block.directory(block.first())[1]
        content = block.content[:4] + struct.pack(block.order + "I", first) + block.content[8:]
        if _add_thumbnail(found, content):
            return 0
        length = block.whole(small.get(0x0117))
    return length


def _add_thumbnail(found, content):
    if not found.add_picture("Thumbnail: a small copy of the photo", content):
        return False
    found.thumbnails.append(content)
    return True


def _tiff(found, content):
    """List a TIFF file: its first directory describes the photo, the others more pictures."""
    block = _Block(content)
    main, _ = block.directory(block.first())
    resolution = [block.whole(main.get(tag)) for tag in (282, 283)]
    if any(resolution):
        unit = {2: "inch", 3: "centimetre"}.get(block.whole(main.get(296)) or 2, "unknown unit")
        _resolution(found, *resolution, unit)
    packed = {_XMP_TAG: _xmp, _IPTC_TAG: _iptc, _PHOTOSHOP_TAG: _photoshop, _ICC_TAG: _profile}
    _entries(found, block, main, _LAYOUT | _RESOLUTION | {_SUB_IFDS} | set(packed))
    for tag, read in packed.items():
        if tag in main:
            read(found, block.raw(main[tag]))
    if _SUB_IFDS in main:
        found.add(_PICTURE, f"More pictures inside: {len(block.numbers(main[_SUB_IFDS]))}")


# Blocks that several containers hold


def _xmp(found, content):
    if not content:
        return
    content = content[:_MOST_TEXT]
    names = re.findall(rb"(?:<|\s)((?!x:|xmlns:|rdf:|xml:)[A-Za-z][\w-]*:[A-Za-z][\w.-]*)(?=[\s=>/])", content)
    names = [_text(name) for name in dict.fromkeys(names)]
    listed = f", with {_some(names)}" if names else ""
    found.add(_REST, f"XMP: text about the photo and its making ({len(content):,} bytes){listed}")
    if any("GPSL" in name for name in names):
        found.add(_PLACE, "Location in the XMP")
    if any(part in name for name in names for part in ("mwg-rs:Regions", "PersonDisplayName", "PersonInImage")):
        found.add(_PERSON, "Faces and names of people in the XMP")
    for coded in re.findall(rb"xmpGImg:image(?:>|=\")([^<\"]+)", content)[:_MOST_PICTURES]:
        try:
            picture = base64.b64decode(re.sub(rb"&#x?[0-9A-Fa-f]+;|\s", b"", coded))
        except (binascii.Error, ValueError):
            continue
        found.add_picture("Thumbnail in the XMP", picture)


def _iptc(found, content):
    place, rest = 0, []
    while (place := content.find(b"\x1c", place)) >= 0 and place + 5 <= len(content):
        record, number, length = struct.unpack_from(">BBH", content, place + 1)
        value = content[place + 5 : place + 5 + length]
        place += 5 + length
        if record == 2 and number in _IPTC:
            rank, what = _IPTC[number]
            found.add_text(rank, f"IPTC {what}", _text(value))
        else:
            rest.append(f"{record}:{number}")
    if rest:
        found.add(_REST, f"IPTC entries: {_some(list(dict.fromkeys(rest)))}")
    elif content and b"\x1c" not in content:
        found.add(_REST, f"IPTC data that cannot be read ({len(content):,} bytes)")


def _photoshop(found, content):
    """List Photoshop's resources, in which IPTC travels, too."""
    place, rest = 0, 0
    while (place := content.find(b"8BIM", place)) >= 0 and place + 12 <= len(content):
        kind, named = struct.unpack_from(">HB", content, place + 4)
        start = place + 6 + (1 + named + 1) // 2 * 2
        length = int.from_bytes(content[start : start + 4], "big")
        value = content[start + 4 : start + 4 + length]
        place = start + 4 + len(value)
        if kind == 0x0404:
            _iptc(found, value)
        elif kind in (0x0409, 0x040C):
            found.add_picture("Thumbnail in Photoshop's data", value[28:])
        elif kind == 0x0422:
            _exif(found, value)
        elif kind == 0x0424:
            _xmp(found, value)
        else:
            rest += 1
    if rest:
        found.add(_REST, f"Settings of Photoshop: {rest}")
    elif content and b"8BIM" not in content:
        found.add(_REST, f"Photoshop data that cannot be read ({len(content):,} bytes)")


def _profile(found, content):
    if not content:
        return
    try:
        # The name is up to whoever made the profile, and so may name a person's own screen.
        named = _short(ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(content))))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        named = ""
    found.add(_REST, f"Colour profile: {named or 'one that cannot be read'} ({len(content):,} bytes)")


def _resolution(found, across, down, unit):
    found.add(_REST, f"Print resolution: {across} x {down} dots for each {unit}")


def _foreign(found, what, payload):
    words = re.match(rb"[\x20-\x7e]{4,}", payload[:40])
    called = f" that begins with {_short(_text(words.group()))!r}" if words else ""
    found.add(_REST, f"Data of another program in {_short(what)!r}{called} ({len(payload):,} bytes)")


# Words


def _text(raw):
    raw = raw[:_MOST_TEXT].rstrip(b"\0")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _short(text, most=80):
    """One line of at most so many printable characters."""
    kept = (" " if unicodedata.category(c)[0] in "CZ" else c for c in text[: 10 * most])
    text = " ".join("".join(kept).split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _some(names, most=8):
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _unpacked(content):
    """Unpack zlib's format, but no more of it than any text or profile needs."""
    try:
        return zlib.decompressobj().decompress(content, _MOST_TEXT)
    except zlib.error:
        return b""


def _size_of(content):
    """Width and height of a picture, or None if it is none."""
    try:
        with open_photo("The picture", content) as picture:
            return picture.size
    except ImageError:
        return None
