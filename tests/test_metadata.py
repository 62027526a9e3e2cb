"""Whatever a photo file carries besides pixels is named, small copies of the photo first; nothing hostile breaks it."""

import base64
import io
import struct
import tracemalloc
import warnings
import zlib

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

from faceblur_utils.images import WRITABLE, ImageError, encode_image, read_image
from faceblur_utils.metadata import list_metadata, thumbnail

pillow_heif.register_heif_opener()

PICTURE = np.dstack([np.mgrid[:48, :64][0] * 5, np.mgrid[:48, :64][1] * 3, np.full((48, 64), 90)]).astype(np.uint8)
SMALL = np.full((24, 32, 3), (200, 60, 20), np.uint8)
ORDERS = {"<": b"II*\0", ">": b"MM\0*"}


@pytest.fixture(autouse=True)
def _warnings_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def encoded(image, kind, **options):
    """Encode with Pillow, not with the code under test."""
    image = Image.fromarray(image) if isinstance(image, np.ndarray) else image
    file = io.BytesIO()
    image.save(file, format=kind, **options)
    return file.getvalue()


JPEG, PNG = encoded(PICTURE, "JPEG"), encoded(PICTURE, "PNG")
THUMBNAIL = encoded(SMALL, "JPEG")


def with_segment(payload, marker=0xE1, content=JPEG):
    return content[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload + content[2:]


def with_chunk(kind, data, content=PNG):
    """Put a chunk between the pixels of a PNG and its end."""
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return content[:-12] + chunk + content[-12:]


def text(value):
    return 2, value.encode() + b"\0"


def rationals(*pairs):
    return lambda order: (5, b"".join(struct.pack(order + "II", *pair) for pair in pairs))


def short(value):
    return lambda order: (3, struct.pack(order + "H", value))


def exif_block(order="<", main=None, details=None, gps=None, small=None, thumb=b"", length=None):
    """An EXIF block by hand: Pillow repairs what it writes, and knows no thumbnails."""

    def directory(entries, start, after):
        """Entries, then the values that do not fit into them; `after` is the next directory's place."""
        raw = {t: v(order) if callable(v) else v for t, v in sorted(entries.items())}
        head, values = struct.pack(order + "H", len(raw)), b""
        free = start + 2 + 12 * len(raw) + 4
        for tag, (kind, value) in raw.items():
            count = len(value) // {2: 1, 7: 1, 1: 1, 3: 2, 4: 4, 5: 8}[kind]
            place = struct.pack(order + "I", free + len(values)) if len(value) > 4 else value.ljust(4, b"\0")
            head += struct.pack(order + "HHI", tag, kind, count) + place
            values += value if len(value) > 4 else b""
        return head + struct.pack(order + "I", after) + values

    def pointer(place):
        return lambda order: (4, struct.pack(order + "I", place))

    blocks = {0x8769: details, 0x8825: gps}
    main = dict(main or {})
    main |= {tag: pointer(0) for tag, entries in blocks.items() if entries}
    place = 8 + len(directory(main, 8, 0))
    body = b""
    for tag, entries in blocks.items():
        if entries:
            main[tag] = pointer(place + len(body))
            body += directory(entries, place + len(body), 0)
    after = 0
    if thumb or small:
        after = place + len(body)
        small = dict(small or {0x0201: pointer(0), 0x0202: pointer(length or len(thumb))})
        where = after + len(directory(small, after, 0))
        for tag in (0x0201, 0x0111):
            if tag in small:
                small[tag] = pointer(where)
        body += directory(small, after, 0) + thumb
    return ORDERS[order] + struct.pack(order + "I", 8) + directory(main, 8, after) + body


def jpeg_with(exif):
    return with_segment(b"Exif\0\0" + exif)


GPS = {
    1: text("N"),
    2: rationals((46, 1), (12, 1), (1188, 100)),
    3: text("E"),
    4: rationals((6, 1), (8, 1), (0, 1)),
    6: rationals((4000, 10)),
}
RICH = {
    "main": {
        0x010E: text("Summer party"),
        0x010F: text("Canon"),
        0x0110: text("Canon EOS 80D"),
        0x0112: short(6),
        0x0131: text("Paint 1.0"),
        0x0132: text("2026:05:02 08:00:00"),
        0x013B: text("Ada Ångström"),
        0x9C9C: (1, "secret".encode("utf-16-le")),
    },
    "details": {
        0x829A: rationals((1, 100)),
        0x9003: text("2026:05:01 12:30:00"),
        0x927C: (7, b"\x07" * 300),
        0x9286: (7, b"ASCII\0\0\0at the lake"),
        0xA431: text("123456789"),
        0xA435: text("L-77"),
    },
    "gps": GPS,
    "thumb": THUMBNAIL,
}


@pytest.mark.parametrize("ending", WRITABLE)
def test_what_write_image_writes_carries_nothing(ending):
    content = encode_image(PICTURE, ending)
    assert list_metadata(content) == []
    assert thumbnail(content) is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "HEIF"])
@pytest.mark.parametrize("mode", ["L", "RGBA", "P"])
def test_bare_files_of_other_modes_carry_nothing(kind, mode):
    if (kind, mode) not in {("JPEG", "RGBA"), ("JPEG", "P"), ("HEIF", "P")}:  # these do not exist
        assert list_metadata(encoded(Image.fromarray(PICTURE).convert(mode), kind)) == []


def test_path_and_bytes_say_the_same(tmp_path):
    content = jpeg_with(exif_block(**RICH))
    (tmp_path / "photo.jpg").write_bytes(content)
    for source in (tmp_path / "photo.jpg", str(tmp_path / "photo.jpg"), bytearray(content), memoryview(content)):
        assert list_metadata(source) == list_metadata(content)
        assert (thumbnail(source) == thumbnail(content)).all()


# EXIF


@pytest.mark.parametrize("order", ORDERS)
def test_exif_in_words(order):
    found = list_metadata(jpeg_with(exif_block(order, **RICH)))
    assert found == [
        f"Thumbnail: a small copy of the photo, 32 x 24 pixels ({len(THUMBNAIL)} bytes)",
        "Location (GPS): 46.20330 N, 6.13333 E, 400 m above the sea",
        "Author: Ada Ångström",
        "Camera: Canon EOS 80D",
        "Software: Paint 1.0",
        "Serial number of the camera: 123456789",
        "Serial number of the lens: L-77",
        "Notes of the camera's maker, often with serial numbers (300 bytes)",
        "File changed on: 2026-05-02 08:00:00",
        "Taken on: 2026-05-01 12:30:00",
        "Description: Summer party",
        "Comment: at the lake",
        "Comment: secret",
        "How the camera was held: orientation 6",
        "Camera settings and the like: ExposureTime",
    ]


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF", "TIFF"])
def test_exif_in_other_formats(kind):
    exif = Image.Exif()
    exif[0x013B] = "Ada"
    exif.get_ifd(0x8825).update({1: "S", 2: (46.0, 30.0, 0.0), 3: "W", 4: (6.0, 15.0, 0.0), 5: b"\1", 6: 3.0})
    exif.get_ifd(0x8769)[0xA431] = "123456789"
    block = exif.tobytes()
    if kind == "TIFF":  # there Pillow writes only what it has read
        exif = Image.Exif()
        exif.load(block)
    found = list_metadata(encoded(PICTURE, kind, exif=exif if kind == "TIFF" else block))
    assert found == [
        "Location (GPS): 46.50000 S, 6.25000 W, 3 m below the sea",
        "Author: Ada",
        "Serial number of the camera: 123456789",
    ]


def test_exif_too_long_for_one_segment():
    block = exif_block(**(RICH | {"main": {0x010E: text("x" * 70_000)}}))
    content = with_segment(b"Exif\0\0" + block[60_000:])
    content = with_segment(b"Exif\0\0" + block[:60_000], content=content)
    assert thumbnail(content).shape == SMALL.shape
    assert any(line.startswith("Location (GPS): 46.20330 N") for line in list_metadata(content))


@pytest.mark.parametrize(
    ("gps", "words"),
    [
        ({2: GPS[2], 4: GPS[4]}, "46.20330 N or S, 6.13333 E or W"),
        ({2: GPS[2]}, "without readable coordinates: GPSLatitude"),
        ({1: GPS[1], 2: rationals((46, 0), (0, 0), (0, 0)), 4: GPS[4]}, "without readable coordinates: GPSLatitudeRef"),
        ({29: text("2026:05:01"), 0xBEEF: short(1)}, "without readable coordinates: GPSDateStamp, 0xBEEF"),
    ],
)
def test_a_half_known_location_is_still_named(gps, words):
    (line,) = list_metadata(jpeg_with(exif_block(gps=gps)))
    assert line.startswith("Location (GPS)") and words in line


def test_blank_texts_do_not_count_and_long_or_odd_ones_stay_on_one_line():
    block = exif_block(main={0x010E: text("   "), 0x013B: text("Ada\n\x1b[31m\u2028Lovelace"), 0x8298: text("c" * 500)})
    author, copyright = list_metadata(jpeg_with(block))
    assert author == "Author: Ada [31m Lovelace"
    assert copyright == "Copyright: " + "c" * 79 + "…"


# Small copies of the photo


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_thumbnail_is_taken_out(kind, order):
    exif = b"Exif\0\0" + exif_block(order, {0x0112: short(6)}, thumb=THUMBNAIL)
    content = with_segment(exif) if kind == "JPEG" else encoded(PICTURE, kind, exif=exif)
    small = thumbnail(content)
    # As it is stored: the photo's orientation says how to turn the photo.
    assert small.shape == SMALL.shape and np.abs(small.astype(int) - SMALL).max() < 8
    assert list_metadata(content)[0] == f"Thumbnail: a small copy of the photo, 32 x 24 pixels ({len(THUMBNAIL)} bytes)"


@pytest.mark.parametrize("order", ORDERS)
def test_thumbnail_without_compression(order):
    small = {256: short(32), 257: short(24), 259: short(1), 262: short(2), 277: short(3), 278: short(24)}
    small[258] = lambda o: (3, struct.pack(o + "HHH", 8, 8, 8))
    small |= {0x0111: short(0), 279: lambda o: (4, struct.pack(o + "I", SMALL.size))}
    content = jpeg_with(exif_block(order, small=small, thumb=SMALL.tobytes()))
    assert (thumbnail(content) == SMALL).all()
    assert list_metadata(content)[0].startswith("Thumbnail: a small copy of the photo, 32 x 24 pixels")


ODD = {
    "length far too short": exif_block(thumb=THUMBNAIL, length=40),
    "length too short": exif_block(thumb=THUMBNAIL, length=len(THUMBNAIL) - 9),
    "length too long": exif_block(thumb=THUMBNAIL, length=99_999) + bytes(50),
    "no length": exif_block(thumb=THUMBNAIL).replace(struct.pack("<HHI", 0x0202, 4, 1), struct.pack("<HHI", 9, 4, 1)),
    "no directory": b"II*\0" + struct.pack("<I", 0) + THUMBNAIL,
    "wrong directory": b"II*\0" + struct.pack("<I", 5000) + THUMBNAIL,
    "directory in itself": b"II*\0" + struct.pack("<IHI", 8, 0, 8) + THUMBNAIL,
    "no byte order": b"\0\0\0\0" + THUMBNAIL,
    "in the maker's notes": exif_block(details={0x927C: (7, b"maker" + THUMBNAIL)}),
    "behind false beginnings": b"II*\0" + b"\xff\xd8\xff\xe0" * 40 + THUMBNAIL,
}


@pytest.mark.parametrize("block", ODD.values(), ids=ODD)
def test_thumbnail_is_found_where_exif_is_odd(block):
    content = jpeg_with(block)
    (line,) = [line for line in list_metadata(content) if line.startswith("Thumbnail")]
    assert line.startswith("Thumbnail: a small copy of the photo, 32 x 24")
    assert np.abs(thumbnail(content).astype(int) - SMALL).max() < 8


def test_a_damaged_thumbnail_is_listed_all_the_same():
    content = jpeg_with(exif_block(thumb=b"\xff\xd8\xff" + b"?" * 500))
    assert list_metadata(content) == ["Thumbnail that cannot be read (503 bytes)"]
    assert thumbnail(content) is None
    half = JPEG[:-100]
    content = jpeg_with(exif_block(thumb=half))
    assert list_metadata(content) == [f"Thumbnail: a small copy of the photo, 64 x 48 pixels ({len(half)} bytes)"]
    assert thumbnail(content) is None


@pytest.mark.parametrize("block", [b"nonsense" * 3, b"MM\0*" + b"\xff" * 30])
def test_exif_without_sense_is_listed_by_its_size(block):
    assert list_metadata(jpeg_with(block)) == [f"EXIF data that cannot be read ({len(block)} bytes)"]


def test_exif_without_entries_does_not_count():
    assert list_metadata(jpeg_with(exif_block())) == list_metadata(jpeg_with(b"")) == []


def test_pictures_and_videos_behind_the_photo():
    second = encoded(Image.new("RGB", (20, 10)), "JPEG", exif=b"Exif\0\0" + exif_block(thumb=THUMBNAIL))
    assert list_metadata(JPEG + second) == [f"Another picture behind the photo, 20 x 10 pixels ({len(second):,} bytes)"]
    film = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 4
    assert list_metadata(JPEG + film) == [f"A video behind the photo ({len(film):,} bytes)"]
    phone = encoded(PICTURE, "MPO", save_all=True, append_images=[Image.new("L", (8, 8))])
    first, last = list_metadata(phone)
    assert first.startswith("Another picture behind the photo, 8 x 8 pixels") and "MPF" in last


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp", ".bmp"])
def test_what_was_cut_off_can_hide_behind_the_end(ending):
    content = encode_image(PICTURE, ending) + b"old pixels"
    assert list_metadata(content) == [
        "Something behind the end of the picture (10 bytes): a cropped-away part can hide there"
    ]
    assert list_metadata(encode_image(PICTURE, ending) + bytes(10)) == []  # padding


def test_previews_in_heic():
    big = np.kron(PICTURE, np.ones((4, 4, 1), np.uint8))
    (line,) = list_metadata(encoded(big, "HEIF", thumbnails=[64]))
    assert line == "Preview picture, 64 pixels on its longer side"
    two = encoded(big, "HEIF", save_all=True, append_images=[Image.fromarray(big)])
    assert list_metadata(two) == ["More than one picture: 2 in the file"]


def test_thumbnails_in_jfif_photoshop_and_xmp():
    jfif = with_segment(b"JFIF\0\1\2\0\0\1\0\1\2\1" + bytes(6), 0xE0)
    assert list_metadata(jfif) == ["Thumbnail in the JFIF header, 2 x 1 pixels (6 bytes)"]
    extended = with_segment(b"JFXX\0\x10" + THUMBNAIL, 0xE0)
    assert list_metadata(extended) == [f"Thumbnail in the JFIF header, 32 x 24 pixels ({len(THUMBNAIL)} bytes)"]
    resource = photoshop(0x040C, bytes(28) + THUMBNAIL)
    assert list_metadata(resource) == [f"Thumbnail in Photoshop's data, 32 x 24 pixels ({len(THUMBNAIL)} bytes)"]
    coded = base64.encodebytes(THUMBNAIL).replace(b"\n", b"&#xA;")
    xmp = with_segment(b"http://ns.adobe.com/xap/1.0/\0<rdf:li><xmpGImg:image>" + coded + b"</xmpGImg:image>")
    assert list_metadata(xmp)[0] == f"Thumbnail in the XMP, 32 x 24 pixels ({len(THUMBNAIL)} bytes)"


# Everything else


def photoshop(kind, value):
    return with_segment(b"Photoshop 3.0\0" + b"8BIM" + struct.pack(">HHI", kind, 0, len(value)) + value, 0xED)


def iptc(*entries):
    return b"".join(b"\x1c" + struct.pack(">BBH", record, number, len(v)) + v for record, number, v in entries)


def test_iptc():
    content = iptc(
        (1, 90, b"\x1b%G"), (2, 80, "Ada Ångström".encode()), (2, 90, b"Geneva"), (2, 25, b"party"), (2, 0, b"1")
    )
    assert list_metadata(photoshop(0x0404, content)) == [
        "IPTC city: Geneva",
        "IPTC author: Ada Ångström",
        "IPTC keyword: party",
        "IPTC entries: 1:90, 2:0",
    ]
    assert list_metadata(photoshop(0x0404, b"nonsense")) == ["IPTC data that cannot be read (8 bytes)"]
    assert list_metadata(photoshop(0x03ED, b"12345678")) == ["Settings of Photoshop: 1"]
    assert list_metadata(with_segment(b"Photoshop 3.0\0???", 0xED)) == ["Photoshop data that cannot be read (3 bytes)"]


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="46,12.2N" xmp:CreatorTool="P">'
    b"<mwg-rs:Regions><mwg-rs:Name>Ada</mwg-rs:Name></mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>"
)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF"])
def test_xmp_and_the_people_and_places_in_it(kind):
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
        content = encoded(PICTURE, kind, pnginfo=info)
    elif kind == "TIFF":
        content = encoded(PICTURE, kind, tiffinfo={700: XMP})
    else:
        content = encoded(PICTURE, kind, xmp=XMP)
    assert list_metadata(content) == [
        "Location in the XMP",
        "Faces and names of people in the XMP",
        f"XMP: text about the photo and its making ({len(XMP)} bytes), with exif:GPSLatitude, xmp:CreatorTool, "
        "mwg-rs:Regions, mwg-rs:Name"
        if kind != "JPEG"
        else f"XMP: text about the photo and its making ({len(XMP) + 29} bytes), with exif:GPSLatitude, "
        "xmp:CreatorTool, mwg-rs:Regions, mwg-rs:Name",
    ]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF"])
def test_colour_profile(kind):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert list_metadata(encoded(PICTURE, kind, icc_profile=profile)) == [
        f"Colour profile: sRGB built-in ({len(profile)} bytes)"
    ]
    assert list_metadata(encoded(PICTURE, kind, icc_profile=b"nonsense")) == [
        "Colour profile: one that cannot be read (8 bytes)"
    ]


def test_texts_and_dates_in_png():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Ada")
    info.add_text("parameters", "a portrait" * 100, zip=True)
    info.add_itxt("Title", "Über uns", lang="de", tkey="Titel")
    content = encoded(PICTURE, "PNG", pnginfo=info, dpi=(300, 300))
    assert list_metadata(content) == [
        "Text 'Author': Ada",
        "Text 'parameters': " + ("a portrait" * 100)[:79] + "…",
        "Text 'Title': Über uns",
        "Print resolution: 300 x 300 dots for each inch",
    ]
    assert list_metadata(with_chunk(b"tIME", struct.pack(">HBBBBB", 2026, 5, 1, 12, 30, 0))) == [
        "File changed on: 2026-05-01 12:30:00"
    ]
    assert list_metadata(with_chunk(b"prVt", b"hello world" + bytes(9))) == [
        "Data of another program in 'prVt' that begins with 'hello world' (20 bytes)"
    ]


def test_exif_hidden_in_a_png_as_hexadecimal_text():
    block = b"Exif\0\0" + exif_block(gps=GPS, thumb=THUMBNAIL)
    profile = f"\nexif\n{len(block):8}\n" + "\n".join(block.hex()[i : i + 72] for i in range(0, 2 * len(block), 72))
    content = with_chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(profile.encode()))
    picture, place = list_metadata(content)
    assert picture.startswith("Thumbnail: a small copy") and place.startswith("Location (GPS): 46.20330 N")
    assert thumbnail(content).shape == SMALL.shape
    broken = with_chunk(b"tEXt", b"Raw profile type exif\0\nexif\n 3\nxyz")
    assert list_metadata(broken) == ["Profile 'exif' that cannot be read (12 bytes)"]


def test_a_text_that_unpacks_to_gigabytes_is_cut_short():
    bomb = zlib.compress(b"a" * 30_000_000)
    assert len(bomb) < 40_000
    content = with_chunk(b"zTXt", b"big\0\0" + bomb)
    list_metadata(content)  # loads what it needs
    tracemalloc.start()
    try:
        assert list_metadata(content) == ["Text 'big': " + "a" * 79 + "…"]
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_comments_credentials_and_data_of_other_programs():
    assert list_metadata(with_segment(b"made by Ada", 0xFE)) == ["Comment: made by Ada"]
    assert list_metadata(with_segment(b"JP\0\1jumb", 0xEB))[0].startswith("Content credentials: how the photo was made")
    assert list_metadata(with_segment(b"Ducky\0\1\2", 0xEC)) == [
        "Data of another program in 'APP12' that begins with 'Ducky' (8 bytes)"
    ]
    webp = encode_image(PICTURE, ".webp") + b"ABCD" + struct.pack("<I", 6) + b"\1\2\3\4\5\6"
    webp = webp[:4] + struct.pack("<I", len(webp) - 8) + webp[8:]
    assert list_metadata(webp) == ["Data of another program in 'ABCD' (6 bytes)"]
    assert list_metadata(encoded(Image.new("CMYK", (8, 8)), "JPEG")) == []  # Adobe's segment says what the inks mean


@pytest.mark.parametrize("big", [False, True])
def test_tiff(big):
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[0x013B], info[0x010E], info[33723] = "Ada", "party", iptc((2, 90, b"Geneva"))
    info.tagtype[33723] = 7
    content = encoded(PICTURE, "TIFF", tiffinfo=info, dpi=(200, 200), big_tiff=big, compression="tiff_lzw")
    assert list_metadata(content) == [
        "IPTC city: Geneva",
        "Author: Ada",
        "Description: party",
        "Print resolution: 200 x 200 dots for each inch",
    ]
    pages = encoded(PICTURE, "TIFF", save_all=True, append_images=[Image.fromarray(SMALL)], big_tiff=big)
    assert list_metadata(pages) == ["More than one picture: 2 in the file"]


# What is no photo, and what is hostile


def test_what_is_no_photo_is_an_error_in_words(tmp_path):
    for read in (list_metadata, thumbnail):
        with pytest.raises(FileNotFoundError, match="There is no file"):
            read(tmp_path / "nobody.jpg")
        with pytest.raises(ImageError, match="holiday.jpg is not a photo"):
            read(b"Dear diary", name="holiday.jpg")
        with pytest.raises(ImageError, match=r"is empty \(0 bytes\)"):
            read(b"")
        with pytest.raises(TypeError, match="not from ndarray"):
            read(PICTURE)


HOSTILE = {
    "jpeg": jpeg_with(exif_block(**RICH)),
    "jpeg big": jpeg_with(exif_block(">", **RICH)),
    "xmp": with_segment(b"http://ns.adobe.com/xap/1.0/\0" + XMP),
    "iptc": photoshop(0x0404, iptc((2, 80, b"Ada"), (2, 90, b"Geneva"))),
    "png": with_chunk(b"eXIf", exif_block(**RICH)),
    "webp": encoded(PICTURE, "WEBP", exif=exif_block(**RICH), xmp=XMP, icc_profile=b"profile"),
    "tiff": encoded(PICTURE, "TIFF", tiffinfo={0x010E: "party", 700: XMP}, dpi=(300, 300)),
    "big tiff": encoded(PICTURE, "TIFF", tiffinfo={0x010E: "party", 700: XMP}, big_tiff=True),
    "heic": encoded(PICTURE, "HEIF", exif=b"Exif\0\0" + exif_block(**RICH), xmp=XMP),
    "mpo": encoded(PICTURE, "MPO", save_all=True, append_images=[Image.new("L", (8, 8))]),
    "bmp": encode_image(PICTURE, ".bmp") + b"tail",
}


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(HOSTILE)), st.data())
def test_damage_gives_lines_or_an_image_error(kind, data):
    content = bytearray(HOSTILE[kind])
    places = st.integers(0, len(content) - 1) | st.integers(0, min(900, len(content) - 1))
    value = st.sampled_from([0, 1, 0x7F, 0x80, 0xFF]) | st.integers(0, 255)
    for place, number in data.draw(st.lists(st.tuples(places, value), max_size=8)):
        content[place] = number
    if data.draw(st.booleans()):
        del content[data.draw(places) :]
    for read in (list_metadata, thumbnail):
        try:
            result = read(bytes(content))
        except ImageError as error:
            assert "\n" not in str(error)
            continue
        if read is list_metadata:
            assert all(isinstance(line, str) and line.isprintable() and len(line) < 400 for line in result)
        else:
            assert result is None or result.dtype == np.uint8


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(sorted(ORDERS)))
def test_any_bytes_as_exif(noise, order):
    for block in (noise, ORDERS[order] + noise, ORDERS[order] + struct.pack(order + "I", 8) + noise):
        assert isinstance(list_metadata(jpeg_with(block)), list)


def test_thousands_of_entries_that_share_megabytes_take_no_memory():
    size = 4_000_000
    entries = b"".join(struct.pack("<HHII", tag, 7, size, 16) for tag in range(20_000))
    block = b"II*\0" + struct.pack("<IH", 8, 20_000) + entries
    content = with_chunk(b"eXIf", block.ljust(size + 16, b"x"))
    tracemalloc.start()
    try:
        list_metadata(content)
        assert tracemalloc.get_traced_memory()[1] < 20 * size
    finally:
        tracemalloc.stop()


def test_reading_and_writing_leaves_nothing_of_a_rich_photo():
    content = jpeg_with(exif_block(**RICH))
    assert len(list_metadata(content)) == 15
    assert list_metadata(encode_image(read_image(content))) == []
