"""Makes a folder of files that no program likes to meet, the same ones for the same seed."""

import io
import struct
import unicodedata
import zlib

import numpy as np
import tiff_files
from PIL import Image

FORMATS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".tif": "TIFF", ".bmp": "BMP", ".heic": "HEIF"}
NAMES = [
    "with space.jpg",
    "%s {} $HOME *.jpg",
    "'quoted\".jpg",
    "Straße 写真 👩‍👧.jpg",
    "-rf.jpg",
    ".hidden.jpg",
    "UPPER.JPG",
]
NAMES += [
    "two.dots.jpg.jpg",
    "no ending",
    "tab\there.jpg",
    "line\nend.jpg",
    "\u202ereversed.jpg",
    "e\u0301.png",
    "a" * 200 + ".jpg",
]


def make(folder, picture, seed=6):
    """Write the files.

    Parameters
    ----------
    folder : pathlib.Path
        Empty.
    picture : numpy.ndarray
        A photo with a face, small: what is not damaged can be anonymised.
    seed : int

    Returns
    -------
    int
        How many files there are. Some systems refuse some of the names.
    """
    random = np.random.default_rng(seed)
    number = 0
    for kind, name, content in _files(random, picture):
        name = name if kind == "name" else f"{number:03} {kind}{name}"
        try:
            (folder / name).write_bytes(content)
        except OSError:
            continue
        number += 1
    return number


def _files(random, picture):
    """Yield kind, the name's end and content of each file."""
    photo = Image.fromarray(picture)
    sound = {ending: _encoded(photo, kind) for ending, kind in FORMATS.items()}
    for ending, content in sound.items():
        yield "empty", ending, b""
        for cut in (1, 3, 12, 30, *random.integers(0, len(content), 8)):
            yield "truncated", ending, content[: min(cut, len(content) - 1)]
        for _ in range(8):
            flipped = bytearray(content)
            for place in random.integers(0, random.choice([60, 400, len(content)]), 4):
                flipped[place] = random.integers(256)
            yield "flipped", ending, bytes(flipped)
    for ending, other in zip(sound, [*list(sound)[1:], ".jpg"], strict=True):
        yield "wrong ending", other, sound[ending]
    for content in (
        b"Dear diary\n" * 50,
        b"%PDF-1.4",
        b"PK\3\4" + bytes(90),
        b"<svg/>",
        random.bytes(5000),
        b"\0" * 5000,
    ):
        yield "no photo", ".jpg", content
    yield from _bombs(photo)
    for mode in ("CMYK", "L", "1", "YCbCr"):
        yield mode, ".jpg", _encoded(photo.convert(mode), "JPEG")
    for mode in ("CMYK", "LAB", "RGBA", "LA", "P"):
        yield mode, ".tif", _encoded(photo.convert(mode), "TIFF")
    for array in (picture[..., 0].astype(np.uint16) * 257, picture[..., 0].astype(np.int32) * 70_000):
        yield "deep", ".tif", _encoded(Image.fromarray(array), "TIFF")
    yield "deep", ".png", _encoded(Image.fromarray(picture[..., 0].astype(np.uint16) * 257), "PNG")
    yield "deep", ".tif", _encoded(Image.fromarray(picture[..., 0].astype(np.float32) / 255), "TIFF")
    for ending, kind in ((".gif", "GIF"), (".png", "PNG"), (".webp", "WEBP"), (".tif", "TIFF"), (".jpg", "GIF")):
        yield "animated", ending, _encoded(photo, kind, save_all=True, append_images=[photo.rotate(9)])
    yield from _other_kinds(random, photo)
    yield from _odd_blocks(random, sound[".jpg"], photo)
    for name in NAMES:
        yield "name", name, sound[".png" if name.endswith("png") else ".jpg"]
    yield "name", unicodedata.normalize("NFC", "e\u0301.png"), sound[".png"]


def _encoded(image, kind, **options):
    file = io.BytesIO()
    image.save(file, format=kind, **options)
    return file.getvalue()


def _png(width, height, *chunks):
    """A PNG whose header says what we like."""
    content = b"\x89PNG\r\n\x1a\n"
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    for kind, data in ((b"IHDR", header), *chunks, (b"IEND", b"")):
        content += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return content


def _bombs(photo):
    packed = zlib.compress(bytes(30_000_000))
    for width, height in ((60_000, 60_000), (1, 2**31 - 1), (2**31 - 1, 1), (0, 10), (14_000, 14_000)):
        yield "bomb", ".png", _png(width, height, (b"IDAT", packed))
    pixels = (b"IDAT", zlib.compress((b"\0" + bytes(3 * 40)) * 40))
    for kind, head in ((b"iCCP", b"name\0\0"), (b"zTXt", b"text\0\0"), (b"iTXt", b"text\0\1\0\0\0")):
        yield "bomb", ".png", _png(40, 40, (kind, head + packed), pixels)
    bmp = bytearray(_encoded(photo, "BMP"))
    bmp[18:26] = struct.pack("<ii", 100_000, 100_000)
    yield "bomb", ".bmp", bytes(bmp)
    tiff = bytearray(_encoded(photo, "TIFF"))
    place = tiff.index(struct.pack("<HHII", 256, 4, 1, photo.width))
    tiff[place + 8 : place + 12] = struct.pack("<I", 2**31)
    yield "bomb", ".tif", bytes(tiff)


def _other_kinds(random, photo):
    """AVIF, JPEG 2000, and layouts of TIFF under the name of a JPEG, whole and damaged; camera raw and others."""
    kinds = {kind: _encoded(photo, kind) for kind in ("AVIF", "JPEG2000")}
    small = tiff_files.Layout()
    preview = small, tiff_files.samples(small, 24, 32)
    for layout in (tiff_files.Layout(0, 16), tiff_files.Layout(2, 16, 2), tiff_files.Layout(6, sampling=2)):
        kinds[f"TIFF {layout.photometric} {layout.planar}"] = tiff_files.encode(layout, tiff_files.samples(layout))
    for kind, content in kinds.items():
        yield kind, ".jpg", content
        for cut in (12, 30, *random.integers(0, len(content), 3)):
            yield f"{kind} truncated", ".jpg", content[: int(cut)]
        for _ in range(5):
            flipped = bytearray(content)
            for place in random.integers(0, random.choice([60, 400, len(content)]), 4):
                flipped[place] = random.integers(256)
            yield f"{kind} flipped", ".jpg", bytes(flipped)
    sensor = tiff_files.Layout(tiff_files.CFA, 16)
    raw = (sensor, tiff_files.samples(sensor, 48, 64), {})
    yield "camera raw", ".tif", tiff_files.encode(*preview, sub_images=[raw], tags={254: ("I", [1])})
    yield "camera raw", ".jpg", b"FUJIFILMCCD-RAW 0201" + random.bytes(500)
    yield "pages", ".tif", tiff_files.encode(*preview, further=[(*preview, {})])
    yield "video", ".jpg", struct.pack(">I", 24) + b"ftypisom\0\0\2\0isommp42" + random.bytes(500)
    yield "web page", ".jpg", b"<!DOCTYPE html><html>"


def _odd_blocks(random, jpeg, photo):
    def segment(payload, marker=0xE1):
        return jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload + jpeg[2:]

    loop = b"II*\0" + struct.pack("<IHHHII", 8, 1, 0x8769, 4, 1, 8) + struct.pack("<I", 8)
    turned = Image.Exif()
    turned[0x0112] = 6
    blocks = [
        b"",
        b"II*\0",
        b"MM\0*\xff\xff\xff\xff",
        loop,
        turned.tobytes()[6:-5],
        b"\xff" * 60,
        b"II*\0" + b"\x08" * 999,
    ]
    blocks += [b"II*\0\x08\0\0\0" + random.bytes(60) for _ in range(8)]
    blocks += [b"MM\0*\0\0\0\x08" + struct.pack(">HHHI", 1, 0x0112, 3, 1) + random.bytes(4) for _ in range(6)]
    for block in blocks:
        yield "odd exif", ".jpg", segment(b"Exif\0\0" + block)
    for number in range(8):
        yield "broken icc", ".jpg", segment(b"ICC_PROFILE\0\1\1" + random.bytes(20 * number), 0xE2)
    yield "odd length", ".jpg", jpeg[:2] + b"\xff\xe1\0\0" + jpeg[2:]
    yield "odd exif", ".png", _encoded(photo, "PNG", exif=loop)
    yield "odd exif", ".webp", _encoded(photo, "WEBP", exif=loop)
