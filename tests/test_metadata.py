"""Whatever a photo file carries besides pixels is named, small copies of the photo first; nothing hostile breaks it."""

import io
import struct
import warnings
import zlib

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, PngImagePlugin, TiffImagePlugin

from faceblur_utils.images import WRITABLE, ImageError, encode_image, read_image
from faceblur_utils.metadata import list_metadata, thumbnail

pillow_heif.register_heif_opener()

PICTURE = np.dstack([np.mgrid[:48, :64][0] * 5, np.mgrid[:48, :64][1] * 3, np.full((48, 64), 90)]).astype(np.uint8)
SMALL = np.full((24, 32, 3), (200, 60, 20), np.uint8)
BEHIND = "Something behind the end of the picture (10 bytes): a cropped-away part can hide there"


@pytest.fixture(autouse=True)
def _warnings_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def encoded(image, kind, **options):
    """Encode with Pillow, not with the code under test."""
    file = io.BytesIO()
    (Image.fromarray(image) if isinstance(image, np.ndarray) else image).save(file, format=kind, **options)
    return file.getvalue()


JPEG, PNG = encoded(PICTURE, "JPEG"), encoded(PICTURE, "PNG")
THUMBNAIL = encoded(SMALL, "JPEG")


def with_segment(payload, marker=0xE1, content=JPEG, place=2):
    return content[:place] + struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload + content[place:]


def with_chunk(kind, data, content=PNG):
    """Put a chunk between the pixels of a PNG and its end."""
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return content[:-12] + chunk + content[-12:]


def exif(main=(), details=(), gps=(), thumb=b"", length=None, big=False):
    """An EXIF block made by Pillow, which knows no thumbnails: the directory of one is put behind it by hand."""
    made = Image.Exif()
    made.endian = ">" if big else "<"
    made.update(main)
    for pointer, entries in ((ExifTags.IFD.Exif, details), (ExifTags.IFD.GPSInfo, gps)):
        if entries:
            made.get_ifd(pointer).update(entries)
    block, order = made.tobytes()[6:], made.endian
    if thumb:
        end, size = len(block), len(thumb) if length is None else length
        count = struct.unpack_from(order + "H", block, 8)[0]
        after = 10 + 12 * count  # here stands where the next directory begins
        small = struct.pack(order + "HHHIIHHIII", 2, 0x0201, 4, 1, end + 30, 0x0202, 4, 1, size, 0)
        block = block[:after] + struct.pack(order + "I", end) + block[after + 4 :] + small + thumb
    return b"Exif\0\0" + block


GPS = {1: "N", 2: (46.0, 12.0, 11.88), 3: "E", 4: (6.0, 8.0, 0.0)}
RICH = {
    "main": {
        0x010E: "Summer party",
        0x010F: "Canon",
        0x0110: "EOS 80D",
        0x0112: 6,
        0x0131: "Paint 1.0",
        0x0132: "2026:05:02 08:00:00",
        0x013B: "Ada Ångström".encode(),
        0x9C9C: "секрет".encode("utf-16-le"),
    },
    "details": {
        0x829A: 0.01,
        0x9003: "2026:05:01 12:30:00",
        0x927C: b"\x07" * 300,
        0x9286: b"ASCII\0\0\0at the lake",
        0xA431: "123456789",
        0xA435: "L-77",
    },
    "gps": GPS,
    "thumb": THUMBNAIL,
}
RICH_LINES = [
    "Thumbnail: a small copy of the photo, 32 x 24 pixels",
    "Location (GPS): 46.20330 N, 6.13333 E",
    "Author: Ada Ångström",
    "Serial number of the camera: 123456789",
    "Serial number of the lens: L-77",
    "Maker of the camera: Canon",
    "Camera: EOS 80D",
    "Software: Paint 1.0",
    "Notes of the camera's maker, often with serial numbers (300 bytes)",
    "Taken on: 2026-05-01 12:30:00",
    "Changed on: 2026-05-02 08:00:00",
    "Description: Summer party",
    "Comment: at the lake",
    "Comment: секрет",
    "Orientation of the camera: 6",
    "Camera settings and the like: ExposureTime",
]


@pytest.mark.parametrize("ending", WRITABLE)
@pytest.mark.parametrize("shape", [(48, 64), (1, 1), (33, 7)])
def test_what_write_image_writes_carries_nothing(ending, shape):
    noise = np.random.default_rng(3).integers(0, 256, (*shape, 3), np.uint8)
    content = encode_image(noise, ending)
    assert list_metadata(content) == [] and thumbnail(content) is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "HEIF"])
@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "CMYK"])
def test_bare_files_of_other_modes_carry_nothing(kind, mode):
    if (kind, mode) not in {("JPEG", "RGBA"), ("JPEG", "P"), ("PNG", "CMYK"), ("BMP", "CMYK")}:  # these do not exist
        assert list_metadata(encoded(Image.fromarray(PICTURE).convert(mode), kind)) == []


@pytest.mark.parametrize("options", [{"progressive": True}, {"dpi": (300, 300)}, {"restart_marker_rows": 1}])
def test_how_a_jpeg_was_encoded_does_not_count(options):
    assert list_metadata(encoded(PICTURE, "JPEG", **options)) == []


@pytest.mark.parametrize("compression", ["jpeg", "tiff_lzw", "tiff_adobe_deflate"])
def test_the_pixels_of_a_tiff_are_no_pictures_inside(compression):
    assert list_metadata(encoded(PICTURE, "TIFF", compression=compression)) == []


def test_path_and_bytes_say_the_same(tmp_path):
    content = with_segment(exif(**RICH))
    (tmp_path / "photo.jpg").write_bytes(content)
    for source in (tmp_path / "photo.jpg", str(tmp_path / "photo.jpg"), bytearray(content), memoryview(content)):
        assert list_metadata(source) == list_metadata(content)
        assert (thumbnail(source) == thumbnail(content)).all()


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "PNG, behind", "WEBP", "HEIF"])
def test_exif_in_words(kind, big):
    block = exif(**RICH, big=big)
    content = encoded(PICTURE, kind, exif=block) if kind != "PNG, behind" else with_chunk(b"eXIf", block[6:])
    # pillow_heif turns the picture as EXIF says while it writes it, and then EXIF says nothing.
    due = [line.replace("camera: 6", "camera: 1") if kind == "HEIF" else line for line in RICH_LINES]
    assert list_metadata(content) == due
    # As it is stored: the photo's orientation says how to turn the photo.
    assert thumbnail(content).shape == SMALL.shape
    assert np.abs(thumbnail(content).astype(int) - SMALL).max() < 8


@pytest.mark.parametrize("big", [False, True])
def test_tiff(big):
    info = Image.Exif()
    info.load(exif({0x013B: "Ada", 0x010E: "party"}, gps=GPS))  # what it has not read Pillow does not write there
    content = encoded(PICTURE, "TIFF", exif=info, dpi=(200, 200), big_tiff=big)
    assert list_metadata(content) == [RICH_LINES[1], "Author: Ada", "Description: party"]
    pages = encoded(PICTURE, "TIFF", save_all=True, append_images=[Image.fromarray(SMALL)], big_tiff=big)
    assert list_metadata(pages) == ["More than one picture: 2 in the file"]


def test_exif_too_long_for_one_segment():
    block = exif(**(RICH | {"main": {0x010E: "x" * 70_000}}))
    content = with_segment(b"Exif\0\0" + block[60_000:])
    content = with_segment(block[:60_000], content=content)
    assert thumbnail(content).shape == SMALL.shape and RICH_LINES[1] in list_metadata(content)


@pytest.mark.parametrize(
    ("gps", "words"),
    [
        ({2: GPS[2], 4: GPS[4]}, ": 46.20330 N or S, 6.13333 E or W"),
        (GPS | {1: "S"}, ": 46.20330 S, 6.13333 E"),
        ({2: GPS[2]}, ", without readable coordinates (1 entries)"),
        (GPS | {2: (TiffImagePlugin.IFDRational(46, 0), 0.0, 0.0)}, ", without readable coordinates (4 entries)"),
    ],
)
def test_a_half_known_location_is_still_named(gps, words):
    assert list_metadata(with_segment(exif(gps=gps))) == ["Location (GPS)" + words]


def test_blank_texts_do_not_count_and_long_or_odd_ones_stay_on_one_line():
    block = exif(main={0x010E: "   ", 0x013B: "Ada\n\x1b[31m\u2028Lovelace".encode(), 0x8298: "c" * 500})
    assert list_metadata(with_segment(block)) == ["Author: Ada [31m Lovelace", "Copyright: " + "c" * 79 + "…"]


@pytest.mark.parametrize(
    "block",
    [
        exif(thumb=THUMBNAIL, length=40),
        exif(thumb=THUMBNAIL, length=99_999) + bytes(50),
        b"Exif\0\0II*\0" + struct.pack("<I", 5000) + THUMBNAIL,
        b"Exif\0\0\0\0\0\0" + THUMBNAIL,
        exif(details={0x927C: b"maker" + THUMBNAIL}),
        b"Exif\0\0II*\0" + b"\xff\xd8\xff\xe0" * 40 + THUMBNAIL,
    ],
    ids=["too short", "too long", "wrong directory", "no byte order", "maker's notes", "false beginnings"],
)
def test_thumbnail_is_found_where_exif_is_odd(block):
    content = with_segment(block)
    assert list_metadata(content)[0] == RICH_LINES[0]
    assert np.abs(thumbnail(content).astype(int) - SMALL).max() < 8


def test_what_cannot_be_read_in_exif_is_listed_all_the_same():
    damaged = with_segment(exif(thumb=b"\xff\xd8\xff" + b"?" * 500))
    assert list_metadata(damaged) == ["Thumbnail: a small copy of the photo, in a form that is not read here"]
    assert thumbnail(damaged) is None and thumbnail(with_segment(exif(thumb=JPEG[:-100]))) is None
    for block in (b"nonsense" * 3, b"MM\0*" + b"\xff" * 30):
        assert list_metadata(with_segment(b"Exif\0\0" + block)) == [
            f"EXIF that cannot be read ({len(block) + 6} bytes)"
        ]
    part = exif(main={0x013B: "Ada", 0x8298: "c" * 500})[:-200]
    assert list_metadata(with_segment(part)) == ["Author: Ada", f"EXIF that cannot be read ({len(part)} bytes)"]
    unknown = exif(main={0x013B: "Ada Lovelace"}).replace(struct.pack("<HH", 0x013B, 2), struct.pack("<HH", 0x013B, 99))
    assert list_metadata(with_segment(unknown)) == [f"EXIF that cannot be read ({len(unknown)} bytes)"]
    assert list_metadata(with_segment(exif())) == list_metadata(with_segment(b"Exif\0\0")) == []


def test_further_pictures():
    phone = list_metadata(encoded(PICTURE, "MPO", save_all=True, append_images=[Image.new("L", (8, 8))]))
    assert phone[:2] == ["More than one picture: 2 in the file", "Another picture inside the file, 8 x 8 pixels"]
    for part in (with_segment(b"JFXX\0\x10" + THUMBNAIL, 0xE0), with_segment(b"Photoshop 3.0\0" + THUMBNAIL, 0xED)):
        assert "Another picture inside the file, 32 x 24 pixels" in list_metadata(part)
    # The thumbnail of the EXIF data is named once, and another of the same size once more.
    assert list_metadata(with_segment(exif(thumb=THUMBNAIL)) + THUMBNAIL)[:2] == [
        RICH_LINES[0],
        "Another picture inside the file, 32 x 24 pixels",
    ]
    large = np.kron(PICTURE, np.ones((4, 4, 1), np.uint8))
    assert list_metadata(encoded(large, "HEIF", thumbnails=[64])) == ["Smaller pictures or depth maps: 1 (thumbnails)"]
    two = encoded(large, "HEIF", save_all=True, append_images=[Image.fromarray(large)])
    assert list_metadata(two) == ["More than one picture: 2 in the file"]
    pink = np.full((48, 64, 3), (255, 0xD8, 255), np.uint8)  # each pixel begins like a JPEG file
    pink[0] = 1  # the last row of a BMP
    assert "Another picture inside the file, 32 x 24 pixels" in list_metadata(encoded(pink, "BMP") + THUMBNAIL)
    film = JPEG + b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 4
    assert list_metadata(film)[0].startswith("A video behind the photo (1,0")


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp", ".bmp"])
def test_what_was_cut_off_can_hide_behind_the_end(ending):
    content = encode_image(PICTURE, ending)
    assert list_metadata(content + b"old pixels") == [BEHIND]
    assert list_metadata(content + bytes(10)) == []  # padding


def test_iptc():
    entries = [(1, 90, b"\x1b%G"), (2, 0, b"1"), (2, 25, b"party"), (2, 25, b"lake"), (2, 80, "Ada Ångström".encode())]
    entries += [(2, 90, b"Geneva"), (2, 200, b"odd")]
    content = b"".join(b"\x1c" + struct.pack(">BBH", record, number, len(v)) + v for record, number, v in entries)
    block = b"Photoshop 3.0\x008BIM" + struct.pack(">HHI", 0x0404, 0, len(content)) + content
    due = ["IPTC city: Geneva", "IPTC author: Ada Ångström", "IPTC keyword: party, lake", "IPTC 200: odd"]
    further = f"Further data in 'APP13' ({len(block)} bytes), beginning with 'Photoshop 3.0'"
    assert list_metadata(with_segment(block, 0xED)) == [*due, further]
    broken = with_segment(block.replace(b"\x1c\x02\x19", b"\x1d\x02\x19"), 0xED)
    assert list_metadata(broken) == [f"Something in the file that cannot be read ({len(broken)} bytes)", further]
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info.tagtype[33723], info[33723] = 7, content
    assert list_metadata(encoded(PICTURE, "TIFF", tiffinfo=info)) == [*due, "Camera settings and the like: IPTCNAA"]


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="46,12.2N" xmp:CreatorTool="P">'
    b"<mwg-rs:Regions><mwg-rs:Name>Ada</mwg-rs:Name></mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>"
)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF"])
def test_xmp_and_colour_profile(kind):
    profile, info = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    options = {"PNG": {"pnginfo": info}, "TIFF": {"tiffinfo": {700: XMP}}}.get(kind, {"xmp": XMP})
    assert list_metadata(encoded(PICTURE, kind, icc_profile=profile, **options)) == [
        "Location in the XMP",
        "Faces and names of people in the XMP",
        *["Camera settings and the like: XMLPacket, InterColorProfile"] * (kind == "TIFF"),
        f"XMP: text about the photo and its making ({len(XMP)} bytes)",
        f"Colour profile ({len(profile)} bytes)",
    ]


def test_texts_and_further_chunks():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Ada")
    info.add_text("parameters", "a portrait" * 100, zip=True)
    assert list_metadata(encoded(PICTURE, "PNG", pnginfo=info, dpi=(300, 300))) == [
        "Text 'Author': Ada",
        "Text 'parameters': " + ("a portrait" * 100)[:79] + "…",
    ]
    assert list_metadata(with_chunk(b"tEXt", b"Title\0behind the pixels")) == ["Text 'Title': behind the pixels"]
    assert list_metadata(with_chunk(b"tIME", b"\7\xea\5\1\14\36\0")) == ["Further data in 'tIME' (7 bytes)"]
    private = "Further data in 'prVt' (20 bytes), beginning with 'hello world'"
    assert list_metadata(with_chunk(b"prVt", b"hello world" + bytes(9))) == [private]
    both = with_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP, encoded(PICTURE, "PNG", exif=exif(gps=GPS)))
    assert list_metadata(both)[:2] == [RICH_LINES[1], "Location in the XMP"]
    webp = encode_image(PICTURE, ".webp") + b"odd " + struct.pack("<I", 1) + b"\1\0"
    webp += b"ABCD" + struct.pack("<I", 6) + b"\1\2\3\4\5\6"
    webp = webp[:4] + struct.pack("<I", len(webp) - 8) + webp[8:]
    assert list_metadata(webp) == ["Further data in 'odd' (1 bytes)", "Further data in 'ABCD' (6 bytes)"]
    heic = encode_image(PICTURE, ".heic") + struct.pack(">I", 18) + b"free" + bytes(10)
    assert list_metadata(heic) == []
    heic += struct.pack(">I4sQ", 1, b"long", 19) + b"\1\2\3"
    due = ["Further data in 'long' (11 bytes)", "Further data in 'mpvd' (10 bytes), beginning with 'old pixels'"]
    for size in (18, 0):  # 0: to the end of the file
        assert list_metadata(heic + struct.pack(">I", size) + b"mpvdold pixels") == due
    other = encoded(PICTURE, "HEIF", xmp=b"who knows").replace(b"mime", b"abcd")
    assert list_metadata(other) == ["Further data in 'abcd' (9 bytes), beginning with 'who knows'"]
    broken = b"iCCP", b"profile\0\0broken"
    assert list_metadata(with_chunk(*broken)) == ["Further data in 'iCCP' (15 bytes), beginning with 'profile'"]


def test_exif_in_a_png_as_hexadecimal_text():
    block = exif(gps=GPS)
    text = f"\nexif\n{len(block):8}\n" + "\n".join(block.hex()[i : i + 72] for i in range(0, 2 * len(block), 72))
    found = list_metadata(with_chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(text.encode())))
    assert found[0] == RICH_LINES[1] and found[1].startswith("Text 'Raw profile type exif': ")
    for key in ("exif", "xmp", "icc_profile"):  # names that Pillow gives to other things
        found = list_metadata(with_chunk(b"zTXt", key.encode() + b"\0\0" + zlib.compress(b"me")))
        assert found[0] == f"Text {key!r}: me" and not any("Colour" in line for line in found)


def test_comments_and_further_segments():
    comments = with_segment(b"Ada", 0xFE, with_segment(b"Eve", 0xFE, with_segment(b"Ada", 0xFE)))
    assert list_metadata(comments) == ["Comment: Ada", "Comment: Eve"]
    found = list_metadata(with_segment(b"JP\0\1jumb", 0xEB))
    assert found == ["Further data in 'APP11' (8 bytes), beginning with 'JP'"]
    jfif = with_segment(b"JFIF\0\1\2\0\0\1\0\1\2\1" + bytes(6), 0xE0)
    assert list_metadata(jfif) == [
        "Further data in 'APP0' (20 bytes), beginning with 'JFIF'"
    ]  # it may hold a thumbnail
    assert list_metadata(with_segment(b"hidden", 0xFE, JPEG, len(JPEG) - 2)) == ["Further data among the pixels"]


def test_what_is_no_photo_is_an_error_in_words(tmp_path):
    for read in (list_metadata, thumbnail):
        with pytest.raises(FileNotFoundError, match="There is no file"):
            read(tmp_path / "nobody.jpg")
        with pytest.raises(ImageError, match="holiday.jpg is not a photo"):
            read(b"Dear diary", name="holiday.jpg")
        with pytest.raises(TypeError, match="not from ndarray"):
            read(PICTURE)


HOSTILE = {
    "jpeg": with_segment(exif(**RICH)),
    "jpeg big": with_segment(
        exif(**RICH, big=True), content=with_segment(b"Photoshop 3.0\x008BIM\4\4\0\0\0\0\0\0", 0xED)
    ),
    "png": with_chunk(b"eXIf", exif(**RICH)[6:], with_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)),
    "webp": encoded(PICTURE, "WEBP", exif=exif(**RICH), xmp=XMP, icc_profile=b"profile"),
    "tiff": encoded(PICTURE, "TIFF", tiffinfo={0x010E: "party", 700: XMP}, dpi=(300, 300)),
    "heic": encoded(PICTURE, "HEIF", exif=exif(**RICH), xmp=XMP),
    "mpo": encoded(PICTURE, "MPO", save_all=True, append_images=[Image.new("L", (8, 8))]),
    "bmp": encode_image(PICTURE, ".bmp") + b"tail",
}


@settings(max_examples=400)
@given(st.sampled_from(sorted(HOSTILE)), st.data())
def test_damage_gives_lines_or_an_image_error(kind, data):
    content = bytearray(HOSTILE[kind])
    places = st.integers(0, len(content) - 1) | st.integers(0, min(900, len(content) - 1))
    value = st.sampled_from([0, 1, 0x7F, 0x80, 0xFF]) | st.integers(0, 255)
    for place, number in data.draw(st.lists(st.tuples(places, value), max_size=8)):
        content[place] = number
    if data.draw(st.booleans()):
        del content[data.draw(places) :]
    try:
        found, small = list_metadata(bytes(content)), thumbnail(bytes(content))
    except ImageError as error:
        assert "\n" not in str(error)
        return
    assert all(isinstance(line, str) and line.isprintable() and len(line) < 400 for line in found)
    assert small is None or small.dtype == np.uint8


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_as_exif_are_listed(noise):
    for block in (noise, b"II*\0" + noise, b"MM\0*\0\0\0\x08\0\x02" + noise):
        found = list_metadata(with_segment(b"Exif\0\0" + block))
        assert found or len(block) <= 14 or block[8:10] == b"\0\0"


def test_reading_and_writing_leaves_nothing_of_a_rich_photo():
    assert list_metadata(encode_image(read_image(with_segment(exif(**RICH))))) == []
