"""What a photo file carries besides its pixels: a place, names, dates, a camera, and small copies of the photo."""

import math
import re
import struct
import unicodedata
from collections import Counter
from io import BytesIO
from itertools import islice

from PIL import IptcImagePlugin, JpegImagePlugin
from PIL.ExifTags import IFD, TAGS, Base

from .images import ImageError, boxes, open_photo, png, read_content, read_image, tiff
from .images.hearing import hear
from .images.reading import exif_of

# Lines come in this order: what gives a person away first.
_PICTURE, _PLACE, _PERSON, _MACHINE, _TIME, _TEXT, _REST = range(7)
_MOST_PICTURES = 50  # a hostile file may hold thousands of beginnings
_EXIF = {
    _PERSON: {Base.Artist: "Author", Base.XPAuthor: "Author", Base.Copyright: "Copyright", 0xA437: "Photographer"}
    | {Base.CameraOwnerName: "Owner of the camera", 0xA438: "Editor"},
    _MACHINE: dict.fromkeys((Base.BodySerialNumber, Base.CameraSerialNumber), "Serial number of the camera")
    | {Base.LensSerialNumber: "Serial number of the lens", Base.Make: "Maker of the camera", Base.Model: "Camera"}
    | {Base.LensModel: "Lens", Base.Software: "Software", Base.HostComputer: "Computer"}
    | {Base.ImageUniqueID: "Number of this photo"},
    _TIME: {Base.DateTimeOriginal: "Taken on", Base.DateTimeDigitized: "Digitised on", Base.DateTime: "Changed on"},
    _TEXT: {Base.ImageDescription: "Description", Base.UserComment: "Comment", Base.XPComment: "Comment"}
    | {Base.XPTitle: "Title", Base.XPSubject: "Subject", Base.XPKeywords: "Keywords"},
    _REST: {Base.Orientation: "Orientation of the camera"},
}
_IPTC = {25: "keyword", 55: "date", 60: "time", 80: "author", 90: "city", 92: "place", 95: "state", 101: "country"}
_IPTC |= {5: "title", 105: "headline", 110: "credit", 115: "source", 116: "copyright", 120: "caption"}
# How the pixels of a TIFF picture lie: all between these, but for names (269, 285), more pictures (330) and printers.
_LAYOUT = {*range(254, 348), *range(512, 533)} - {269, 285, 330, 333, 337}
# Where chunks begin, how their heads are packed, how much more than its length a chunk takes, and which hold pixels, or
# texts that Pillow reads.
_PNG = "IHDR|PLTE|IDAT|IEND|tRNS|gAMA|cHRM|sRGB|sBIT|pHYs|bKGD|hIST|cICP|acTL|fcTL|fdAT|tEXt|zTXt|iTXt"
_CONTAINERS = {
    "PNG": (8, ">I4s", 12, _PNG),
    "WEBP": (12, "<4sI", 8, "VP8[ LX]|ALPH|ANIM|ANMF"),
    "HEIF": (0, ">I4s", 0, "ftyp|meta|mdat"),
    "AVIF": (0, ">I4s", 0, "ftyp|meta|mdat"),
    "JPEG2000": (0, ">I4s", 0, "jP  |ftyp|jp2h|jp2c"),
}
# How chunks and segments begin that Pillow reads, and where it puts them.
_READ = {"eXIf": "exif", "EXIF": "exif", "Exif\0\0": "exif", "XMP ": "xmp", "http://ns.adobe.com/xap/1.0/\0": "xmp"}
_READ |= {boxes.EXIF_UUID: "exif", boxes.XMP_UUID: "xmp"}
_READ |= dict.fromkeys(("iCCP", "ICCP", "ICC_PROFILE\0"), "icc_profile")


def list_metadata(source, *, name=None):
    """List everything besides pixels that a photo file carries, in words.

    Parameters
    ----------
    source : str, os.PathLike, bytes, bytearray or memoryview
        A JPEG, PNG, WebP, TIFF, BMP, HEIC, AVIF or JPEG 2000 file, or the content of one.
    name : str, optional
        What error messages call it.

    Returns
    -------
    list of str
        One line each, what gives a person away first: small copies of the photo and what lies behind its end, the
        location, names, camera and serial numbers, dates, texts, and the rest. Empty for a file that holds pixels
        only, such as `write_image` writes. What is not understood is listed with its size. Two things do not count:
        a print resolution outside EXIF, which says nothing about anybody, and bytes of a TIFF that none of its
        entries points at, for they are not looked for.

    Raises
    ------
    FileNotFoundError, ImageError, TypeError
        As `read_image`, if it is no photo or its beginning is damaged. Damaged metadata are no error.
    """
    name, content = read_content(source, name)
    found = []
    with open_photo(name, content) as photo:
        _complete(photo, content)
        exif = _raw(photo, "exif")
        for read in (_exif, _iptc, _other, _container):
            with hear() as heard:  # Pillow warns where it leaves something out
                doubts = []
                try:
                    for rank_and_line in read(photo, content):
                        found.append(rank_and_line)
                except Exception as error:  # hostile data make Pillow raise anything
                    doubts.append(error)
            doubts += [one for one in heard if isinstance(one, UserWarning)]
            if doubts or (len(exif) > 20 and not found):  # EXIF without any entry has 20 bytes
                what, size = ("EXIF", len(exif)) if read is _exif and exif else ("Something in the file", len(content))
                found.append((_REST, f"{what} that cannot be read ({size:,} bytes)"))
    return list(dict.fromkeys(line for _, line in sorted(found, key=lambda item: item[0])))


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
        (height, width, 3), dtype uint8, RGB. None if there is no JPEG in the EXIF data that can be read.

    Raises
    ------
    FileNotFoundError, ImageError, TypeError
        As `list_metadata`.
    """
    name, content = read_content(source, name)
    with open_photo(name, content) as photo:
        _complete(photo, content)
        exif = _raw(photo, "exif")
    for place, _ in _pictures(exif):
        try:
            return read_image(exif[place:], name="The thumbnail")
        except ImageError:
            continue
    return None


def _complete(photo, content):
    """Put into `info` what Pillow reads only with the pixels, or not at all."""
    if photo.format == "PNG":
        photo.load()  # what stands behind the pixels
    elif photo.format == "JPEG2000":
        photo.info |= boxes.jp2_metadata(content)


def _exif(photo, content):
    block = _raw(photo, "exif")
    small = [f"{wide} x {high} pixels" for _, (wide, high) in _pictures(block)]
    yield from ((_PICTURE, f"Thumbnail: a small copy of the photo, {size}") for size in small)
    exif = exif_of(photo)
    main = dict(exif)
    if not small and photo.format != "TIFF" and exif.get_ifd(IFD.IFD1):
        yield _PICTURE, "Thumbnail: a small copy of the photo, in a form that is not read here"
    if gps := exif.get_ifd(IFD.GPSInfo):
        yield _PLACE, _location(gps)
    main |= exif.get_ifd(IFD.Exif)
    for rank, named in _EXIF.items():
        for tag in (tag for tag in named if tag in main):
            text = _short(_words(main.pop(tag), tag))
            if text:  # cameras write tags full of blanks
                yield rank, f"{named[tag]}: {text.replace(':', '-', 2) if rank == _TIME else text}"
    if notes := main.pop(Base.MakerNote, None):
        yield _MACHINE, f"Notes of the camera's maker, often with serial numbers ({len(notes):,} bytes)"
    rest = sorted(main.keys() - {IFD.Exif, IFD.GPSInfo, IFD.Interop} - (_LAYOUT if photo.format == "TIFF" else set()))
    if rest:
        more = f" and {len(rest) - 8} more" if len(rest) > 8 else ""
        yield _REST, f"Camera settings and the like: {', '.join(TAGS.get(tag, hex(tag)) for tag in rest[:8])}{more}"


def _location(gps):
    try:
        north, east = (sum(float(v) / 60**i for i, v in enumerate(gps[tag])) for tag in (2, 4))
        if not math.isfinite(north + east):
            raise ValueError("a coordinate divided by zero")
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return f"Location (GPS), without readable coordinates ({len(gps)} entries)"
    sides = _short(_words(gps.get(1)), 5) or "N or S", _short(_words(gps.get(3)), 5) or "E or W"
    return f"Location (GPS): {north:.5f} {sides[0]}, {east:.5f} {sides[1]}"


def _iptc(photo, content):
    for (record, number), value in sorted((IptcImagePlugin.getiptcinfo(photo) or {}).items()):
        if record != 2 or number == 0:  # the version, and how the entries are coded
            continue
        rank = _PLACE if 90 <= number <= 101 else _PERSON if number in (80, 110, 115, 116) else _TEXT
        text = ", ".join(map(_words, value if isinstance(value, list) else [value]))
        yield rank, f"IPTC {_IPTC.get(number, number)}: {_short(text)}"


def _other(photo, content):
    """List what Pillow and pillow_heif leave in `info`, and whatever begins like a JPEG picture inside the file."""
    info = photo.info
    if getattr(photo, "n_frames", 1) > 1:
        yield _PICTURE, f"More than one picture: {photo.n_frames} in the file"
    pictures = tiff.directories(content) if photo.format == "TIFF" else []
    for one in pictures:
        if one.inner:
            yield _PICTURE, f"Another picture inside the file, {one.size[0]} x {one.size[1]} pixels"
    pixels = {0, *(place for one in pictures for tag in (273, 324) for place in one.numbers(tag))}
    inside = Counter(size for place, size in _pictures(content) if place not in pixels)
    inside -= Counter(size for _, size in _pictures(_raw(photo, "exif")))
    yield from ((_PICTURE, f"Another picture inside the file, {wide} x {high} pixels") for wide, high in inside)
    if photo.format == "HEIF":
        for kind in ("thumbnails", "depth_images", "aux"):
            if info.get(kind):
                yield _PICTURE, f"Smaller pictures or depth maps: {len(info[kind])} ({kind})"
        for block in info.get("metadata") or []:
            yield _further(block.get("content_type") or block.get("type"), block.get("data") or b"")
    if photo.format == "AVIF":
        for kind, count in boxes.AvifItems(content).further().items():
            yield _PICTURE, f"Smaller pictures or depth maps: {count} ({kind})"
        texts = boxes.AvifItems(content).texts - bool(_raw(photo, "xmp"))
        if texts > 0:
            yield _REST, f"Further texts: {texts}"
    if xmp := _raw(photo, "xmp"):
        yield _REST, f"XMP: text about the photo and its making ({len(xmp):,} bytes)"
        if b"GPSL" in xmp:
            yield _PLACE, "Location in the XMP"
        if re.search(rb"mwg-rs:Regions|PersonDisplayName|PersonInImage", xmp):
            yield _PERSON, "Faces and names of people in the XMP"
    for key, value in getattr(photo, "text", {}).items():
        if key != "XML:com.adobe.xmp":
            yield _TEXT, f"Text {_short(key)!r}: {_short(value)}"
    if profile := boxes.jp2_colour(content)[0] or _raw(photo, "icc_profile"):
        yield _REST, f"Colour profile ({len(profile):,} bytes)"


def _container(photo, content):
    """List the parts of the file that Pillow does not read, and what stands behind the picture's end."""
    end = len(content)
    if photo.format in ("JPEG", "MPO"):
        for part, payload in photo.applist:
            if part == "COM":
                yield _TEXT, f"Comment: {_short(_words(payload))}"
            elif not (_is_read(photo, payload) or payload[:5] in (b"JFIF\0", b"Adobe") and len(payload) <= 14):
                yield _further(part, payload)
        with hear():  # of EXIF, once more
            pixels = JpegImagePlugin.JpegImageFile(BytesIO(content)).fp.tell()  # where Pillow stops before decoding
        end = content.index(b"\xff\xd9", pixels) + 2
        if re.search(rb"\xff[\xe0-\xef\xfe]", content[pixels:end]):
            yield _REST, "Further data among the pixels"
    elif photo.format == "BMP" and photo.tile[0][0] == "raw":
        _, _, start, (_, row, _) = photo.tile[0]
        end = start + row * photo.height
    elif photo.format == "JPEG2000":
        stream = boxes.Codestream(content)
        yield from ((_TEXT, f"Comment: {_short(_words(comment))}") for comment in stream.comments)
        if stream.boxed:
            end, unread = _chunks(photo, content)
            yield from unread
            if content[stream.end : stream.stop].strip(b"\0"):
                yield _behind(content[stream.end : stream.stop])
        else:
            end = stream.end
    elif photo.format in _CONTAINERS:
        end, unread = _chunks(photo, content)
        yield from unread
    rest = content[end:].strip(b"\0")  # zeros are padding
    if rest:
        yield _behind(rest)


def _behind(rest):
    what = "A video behind the photo" if b"ftyp" in rest else "Something behind the end of the picture"
    return _PICTURE, f"{what} ({len(rest):,} bytes): a cropped-away part can hide there"


def _chunks(photo, content):
    place, head, more, pixels = _CONTAINERS[photo.format]
    stop = 8 + int.from_bytes(content[4:8], "little") if photo.format == "WEBP" else len(content)
    part, unread, boxed = b"", [], photo.format in ("HEIF", "AVIF", "JPEG2000")
    passed_over = {start for _, start, _ in png.unreadable(content)} if photo.format == "PNG" else set()
    while place + 8 <= stop and part != b"IEND":
        part, length = sorted(struct.unpack_from(head, content, place), key=lambda value: isinstance(value, int))
        if boxed and length < 8:  # 1: the length comes in 8 bytes; 0: to the end of the file
            length = int.from_bytes(content[place + 8 : place + 16], "big") if length == 1 else len(content)
        size = max(8, length + more + (length % 2 if photo.format == "WEBP" else 0))
        payload, text = content[place + 8 : place + min(size, 8 + length)], part.decode("latin-1")
        known = re.fullmatch(pixels, text) or _is_read(photo, payload if part == b"uuid" else part)
        if payload.strip(b"\0") and (not known or place + 8 in passed_over):
            unread.append(_further(text, payload))
        place += size
    return place, unread


def _pictures(content):
    """Yield place and size of each JPEG picture, which nearly all thumbnails are."""
    for hit in islice(re.finditer(rb"\xff\xd8\xff[\xc0-\xfe]", content), _MOST_PICTURES):
        try:
            with open_photo("The picture", content[hit.start() :]) as picture:
                yield hit.start(), picture.size
        except ImageError:
            continue


def _is_read(photo, payload):
    return any(payload.startswith(mark.encode("latin-1")) and photo.info.get(key) for mark, key in _READ.items())


def _further(part, payload):
    words = re.match(rb"[\x20-\x7e]{2,}", payload[:40])
    begins = f", beginning with {words.group().decode()!r}" if words else ""
    return _REST, f"Further data in {_short(str(part))!r} ({len(payload):,} bytes){begins}"


def _raw(photo, key):
    """Take bytes out of `info`, where a text of a PNG may pass itself off as anything."""
    value = photo.info.get(key)
    return value if isinstance(value, bytes) else b""


def _words(value, tag=None):
    if isinstance(value, bytes):
        if tag is not None and Base.XPTitle <= tag <= Base.XPSubject:  # Windows writes these in UTF-16
            return value.decode("utf-16-le", "replace")
        # The first 8 bytes of this tag name the encoding.
        value = (value[8:] if tag == Base.UserComment else value).replace(b"\0", b"").decode("latin-1")
    text = "" if value is None else str(value)
    try:
        return text.encode("latin-1").decode()  # Pillow takes all EXIF for Latin-1; much of it is UTF-8
    except UnicodeError:
        return text


def _short(text, most=80):
    """One line of at most so many printable characters."""
    kept = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text[: 10 * most])
    text = " ".join(kept.split())
    return text if len(text) <= most else text[: most - 1] + "…"
