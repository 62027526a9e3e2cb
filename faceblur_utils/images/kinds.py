"""What a file is, by how it begins: which kinds are read, and what to say of those that are not."""

import re
import struct

from PIL import features

# Pillow's names.
READABLE = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "HEIF", "AVIF", "JPEG2000")
IN_WORDS = "JPEG, PNG, WebP, TIFF, BMP, HEIC, AVIF and JPEG 2000"
READABLE_ENDINGS = frozenset(
    [
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".mpo",
        ".png",
        ".webp",
        ".tif",
        ".tiff",
        ".bmp",
        ".dib",
        ".heic",
        ".heif",
        ".hif",
        ".avif",
        ".jp2",
        ".j2k",
        ".jpf",
        ".jpx",
        ".j2c",
        ".jpc",
    ]
)
RAW_ENDINGS = frozenset(
    [
        ".3fr",
        ".arw",
        ".cr2",
        ".cr3",
        ".crw",
        ".dcr",
        ".dng",
        ".erf",
        ".fff",
        ".gpr",
        ".iiq",
        ".k25",
        ".kdc",
        ".mef",
        ".mos",
        ".mrw",
        ".nef",
        ".nrw",
        ".orf",
        ".pef",
        ".raf",
        ".rw2",
        ".rwl",
        ".sr2",
        ".srf",
        ".srw",
        ".x3f",
    ]
)
# Photos by their name, whether they are read or refused with a reason.
PHOTO_ENDINGS = READABLE_ENDINGS | RAW_ENDINGS | {".jxl"}
# Videos by their name. Not .ts, which is mostly TypeScript; a transport stream is known by how it begins.
_VIDEO_ENDINGS = """
    .3g2 .3gp .asf .avi .divx .dv .f4v .flv .insv .lrv .m2t .m2ts .m2v .m4v .mkv .mod .mov .mp4 .mpe .mpeg .mpg .mts
    .mxf .ogm .ogv .qt .rm .rmvb .tod .vob .webm .wmv .y4m
"""
VIDEO_ENDINGS = frozenset(_VIDEO_ENDINGS.split())

_HEAD = 64  # bytes that are enough to tell
_PACKET = 188  # bytes of a transport stream, of which each packet begins with the same one
_RAW = "a camera raw photo ({})"
_DEVELOP = (
    "It holds what the sensor saw, and a small preview; export the photo as JPEG or TIFF from the camera's software."
)
_EXPORT = "Export it as JPEG or PNG."
_FILM = "Videos are anonymised with anonymize_video."
_READ = (
    (rb"\xff\xd8\xff", "JPEG"),
    (rb"\x89PNG\r\n", "PNG"),
    (rb"RIFF....WEBP", "WEBP"),
    (rb"BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0", "BMP"),
    (rb"\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51", "JPEG2000"),
)
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1", b"mif2"}
# How files begin that are not read, what they are, and what to do.
_OTHERS = (
    (rb"(?:II\*\0|MM\0\*).{4}CR", _RAW.format("Canon CR2"), _DEVELOP),
    (rb"(?:II\*\0|MM\0\*).{4}(?:IIII|MMMM)", _RAW.format("Phase One IIQ"), _DEVELOP),
    (rb"IIR[OS]|MMOR", _RAW.format("Olympus ORF"), _DEVELOP),
    (rb"IIU\0", _RAW.format("Panasonic RW2"), _DEVELOP),
    (rb"FUJIFILMCCD-RAW", _RAW.format("Fujifilm RAF"), _DEVELOP),
    (rb"FOVb", _RAW.format("Sigma X3F"), _DEVELOP),
    (rb"(?:II|MM).{4}HEAPCCDR", _RAW.format("Canon CRW"), _DEVELOP),
    (rb"\0MR[MI]", _RAW.format("Minolta MRW"), _DEVELOP),
    (rb"....ftypcrx ", _RAW.format("Canon CR3"), _DEVELOP),
    (rb"MM\0\+", "a BigTIFF photo in big-endian byte order", _EXPORT),
    (rb"GIF8[79]a", "a GIF (a drawing or an animation)", _EXPORT),
    (rb"\0\0\0\x0cJXL \r\n\x87\n|\xff\x0a", "a JPEG XL photo", _EXPORT),
    (rb"II\xbc[\0\x01]", "a JPEG XR photo", _EXPORT),
    (rb"8BPS", "a Photoshop document (PSD)", _EXPORT),
    (rb"gimp xcf", "a GIMP document (XCF)", _EXPORT),
    (rb"%PDF-", "a PDF document", "Export the picture in it as JPEG or PNG."),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "a PostScript document", _EXPORT),
    (rb"v/1\x01", "an OpenEXR picture", _EXPORT),
    (rb"#\?RADIANCE|#\?RGBE", "a Radiance HDR picture", _EXPORT),
    (rb"P[1-7][\s#]", "a Netpbm picture (PPM)", _EXPORT),
    (rb"\0\0[\x01\x02]\0[^\0]\0", "an icon (ICO)", _EXPORT),
    (rb"PK[\x03\x05][\x04\x06]", "a ZIP archive", "Unpack it first."),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b", "an archive", "Unpack it first."),
    (rb"\x1a\x45\xdf\xa3", "a video (Matroska or WebM)", _FILM),
    (rb"RIFF....AVI |\0\0\x01[\xb3\xba]|FLV\x01|0&\xb2u\x8ef\xcf\x11", "a video", _FILM),
    (rb"....ftyp.{4}|....(?:moov|mdat|wide)", "a video (MP4 or QuickTime)", _FILM),
    (rb"\0\x05\x16\x07", "what a Mac writes beside a file on other disks", "Take the file without ._ before its name."),
    (rb"bplist00", "a property list of a Mac or an iPhone", "The photo itself has not been copied."),
    (rb"version https://git-lfs", "a pointer of Git LFS", "Fetch the photo with git lfs pull."),
    (rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,20}-->\s*)?<svg", "an SVG drawing", _EXPORT),
    (
        rb"(?i:(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head))",
        "a web page",
        "The download brought it in place of the photo.",
    ),
)


def format_of(content):
    """Tell the format from how a file begins.

    Parameters
    ----------
    content : bytes
        The file, or its first 64 bytes.

    Returns
    -------
    str or None
        One of `READABLE`, Pillow's names; None for whatever is not read.
    """
    head = bytes(content[:_HEAD])
    if other_kind(head):
        return None
    if re.match(rb"II[*+]\0|MM\0\*|MM\*\0|II\0\*", head):
        return "TIFF"
    if head[4:8] == b"ftyp":
        return _still(head)
    return next((kind for mark, kind in _READ if re.match(mark, head, re.DOTALL)), None)


def other_kind(content):
    """Name what is known and not read: (what it is, what to do), or None."""
    head = bytes(content[:_HEAD])
    if head[4:8] == b"ftyp" and _still(head):
        return None
    return next((tuple(words) for mark, *words in _OTHERS if re.match(mark, head, re.DOTALL)), None)


def _still(head):
    """Tell HEIC from AVIF, which share a container, and both from videos."""
    size = min(max(16, int.from_bytes(head[:4], "big")), len(head))
    brands = [head[8:12], *struct.iter_unpack("4s", head[16 : 16 + (size - 16) // 4 * 4])]
    brands = [brand if isinstance(brand, bytes) else brand[0] for brand in brands]
    if brands[0] in (b"avif", b"avis"):
        return "AVIF"
    if brands[0] in _HEIF_BRANDS or brands[0] == b"miaf":
        coded = brands[0] in (b"mif1", b"msf1", b"mif2", b"miaf") and {b"avif", b"avis"} & set(brands)
        return "AVIF" if coded else "HEIF"
    return None


def missing(kind):
    """Say what this Pillow cannot read, for the want of a library: "AVIF", "JPEG 2000", or "" for all is there."""
    for name, feature, words in (
        ("AVIF", "avif", "AVIF"),
        ("JPEG2000", "jpg_2000", "JPEG 2000"),
        ("WEBP", "webp", "WebP"),
    ):
        if kind == name and not features.check(feature):
            return words
    return ""


def begins_like_a_photo(content):
    r"""Tell whether a file is a photo by how it begins: one that is read, or camera raw and the like, refused by name.

    Parameters
    ----------
    content : bytes
        The file's first 64 bytes, or more.

    Returns
    -------
    bool

    Examples
    --------
    >>> begins_like_a_photo(b"\xff\xd8\xff\xe0\0\x10JFIF"), begins_like_a_photo(b"Dear diary")
    (True, False)
    """
    other = other_kind(content)
    return format_of(content) is not None or (other is not None and "photo" in other[0])


def begins_like_a_video(content):
    r"""Tell whether a file is a video by how it begins.

    Parameters
    ----------
    content : bytes
        The file's first 400 bytes, or more.

    Returns
    -------
    bool

    Examples
    --------
    >>> begins_like_a_video(b"\0\0\0\x14ftypqt  "), begins_like_a_video(b"\xff\xd8\xff\xe0\0\x10JFIF")
    (True, False)
    """
    other = other_kind(content)
    starts = bytes(content[: 3 * _PACKET : _PACKET])
    return starts == b"GGG" or (other is not None and other[0].startswith("a video"))
