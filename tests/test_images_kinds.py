"""Kinds of files: AVIF, JPEG 2000, PQ, HLG and PNG are shown as browsers do; what is not read is called by name."""

import io
import re
import struct
import subprocess
import sys
import warnings
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
import tiff_files
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile, PngImagePlugin, features

from faceblur_utils import images
from faceblur_utils.images import ImageError, begins_like_a_photo, encode_image, read_image, require_image
from faceblur_utils.metadata import list_metadata, thumbnail

pillow_heif.register_heif_opener()

Y, X = np.mgrid[:48, :64]
PICTURE = np.dstack([X * 4, Y * 5, X + Y]).astype(np.uint8)
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description tiff:Orientation="6">'
    b"<mwg-rs:Regions/></rdf:Description></rdf:RDF></x:xmpmeta>"
)


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


def exif(orientation=1):
    block = Image.Exif()
    block[0x0112], block[0x013B] = orientation, "Ada"
    return block.tobytes()


def near(one, other, most):
    assert one.shape == np.shape(other) and one.dtype == np.uint8
    assert np.abs(one.astype(float) - other).max() <= most


def swapped_profile():
    """sRGB with red and green exchanged: whoever ignores the profile shows the wrong colour."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"tmp!").replace(b"gXYZ", b"rXYZ").replace(b"tmp!", b"gXYZ")


# AVIF and JPEG 2000

JP2, J2K, AVIF = (
    encoded(PICTURE, "JPEG2000"),
    encoded(PICTURE, "JPEG2000", no_jp2=True),
    encoded(PICTURE, "AVIF", quality=95),
)
MADE_BY = f"Comment: Created by OpenJPEG version {features.version('jpg_2000')}"


def box(kind, payload):
    return struct.pack(">I4s", len(payload) + 8, kind) + payload


def test_avif_and_jpeg_2000_are_read():
    near(read_image(AVIF), PICTURE, 12)
    for content in (JP2, J2K):
        assert (read_image(content) == PICTURE).all()


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "CMYK"])
def test_jpeg_2000_of_other_modes(mode):
    image = Image.fromarray(PICTURE).convert(mode)
    due = np.asarray(image.convert("RGB"))
    assert (read_image(encoded(image, "JPEG2000")) == due).all()


def test_sixteen_bit_grey_in_jpeg_2000():
    values = np.arange(48 * 64, dtype=np.uint16).reshape(48, 64) * 21
    near(read_image(encoded(values, "JPEG2000")), np.repeat(values[..., None] / 257, 3, axis=2), 1)


@pytest.mark.parametrize("mode", ["L", "RGBA"])
def test_avif_of_other_modes(mode):
    image = Image.fromarray(PICTURE).convert(mode)
    near(read_image(encoded(image, "AVIF", quality=100)), np.asarray(image.convert("RGB")), 12)


def test_avif_is_turned_and_its_alpha_laid_over_white():
    stored = np.rot90(PICTURE)
    near(read_image(encoded(np.ascontiguousarray(stored), "AVIF", quality=95, exif=exif(6))), PICTURE, 16)
    clear = np.dstack([PICTURE, np.zeros((48, 64), np.uint8)])
    assert read_image(encoded(clear, "AVIF")).min() > 250


@pytest.mark.parametrize("kind", ["AVIF", "JPEG2000"])
def test_colour_profiles_of_the_new_kinds(kind):
    red = np.full((32, 32, 3), (255, 0, 0), np.uint8)
    if kind == "AVIF":
        content = encoded(red, kind, icc_profile=swapped_profile(), quality=95)
    else:
        plain = encoded(red, kind)
        place = plain.index(b"jp2h") - 4
        size = struct.unpack_from(">I", plain, place)[0]
        header = plain[plain.index(b"ihdr") - 4 : plain.index(b"colr") - 4] + box(
            b"colr", b"\2\0\0" + swapped_profile()
        )
        content = plain[:place] + box(b"jp2h", header) + plain[place + size :]
        assert f"Colour profile ({len(swapped_profile())} bytes)" in list_metadata(content)
    near(read_image(content)[16:17, 16:17], [[(0, 255, 0)]], 8)


def test_a_colour_space_of_jpeg_2000_that_is_not_known_is_refused():
    place = JP2.index(b"colr") + 7
    with pytest.raises(ImageError, match=r"colour space that is not read here \(number 14\)"):
        read_image(JP2[:place] + struct.pack(">I", 14) + JP2[place + 4 :])


def test_an_animated_avif_is_refused():
    content = encoded(PICTURE, "AVIF", save_all=True, append_images=[Image.fromarray(PICTURE[::-1].copy())])
    with pytest.raises(ImageError, match="holds 2 pictures"):
        read_image(content)


@pytest.mark.parametrize(("content", "words"), [(AVIF, "AVIF"), (JP2, "JPEG 2000")])
def test_what_this_pillow_lacks_is_said(monkeypatch, content, words):
    monkeypatch.setattr(features, "check", lambda feature: False)
    with pytest.raises(
        ImageError, match=f"holiday.bin is a photo of the format {words}, and the Pillow installed here has no"
    ):
        read_image(content, name="holiday.bin")


def test_metadata_of_avif():
    assert list_metadata(AVIF) == []
    rich = encoded(PICTURE, "AVIF", exif=exif(6), xmp=XMP)
    due = ["Author: Ada", "Faces and names of people in the XMP", "Orientation of the camera: 6"]
    assert list_metadata(rich) == [*due, f"XMP: text about the photo and its making ({len(XMP)} bytes)"]
    assert list_metadata(encoded(np.dstack([PICTURE, PICTURE[..., 0]]), "AVIF")) == []  # transparency is pixels
    behind = list_metadata(AVIF + box(b"free", b"old pixels"))
    assert behind == ["Further data in 'free' (10 bytes), beginning with 'old pixels'"]


def test_other_pictures_in_an_avif_are_named():
    # Pillow writes none: the item of the alpha channel becomes a thumbnail, and then a picture of its own.
    content = encoded(np.dstack([PICTURE, PICTURE[..., 0]]), "AVIF")
    assert b"auxl" in content and b"alpha" in content
    small = content.replace(b"auxl", b"thmb").replace(b":alpha", b":other")
    assert list_metadata(small) == ["Smaller pictures or depth maps: 1 (thumbnails)"]
    depth = content.replace(b":alpha", b":depth")
    assert list_metadata(depth) == ["Smaller pictures or depth maps: 1 (other pictures)"]


def test_metadata_of_jpeg_2000():
    block = exif()
    rich = JP2 + box(b"uuid", b"JpgTiffExif->JP2" + block[6:])
    rich += box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + XMP) + box(b"xml ", b"<who>Ada</who>")
    assert list_metadata(rich) == [
        "Author: Ada",
        "Faces and names of people in the XMP",
        MADE_BY,
        "Orientation of the camera: 1",
        f"XMP: text about the photo and its making ({len(XMP)} bytes)",
        "Further data in 'xml' (14 bytes), beginning with '<who>Ada</who>'",
    ]
    for content in (JP2, J2K):
        assert list_metadata(content) == [MADE_BY]
    behind = "Something behind the end of the picture (10 bytes): a cropped-away part can hide there"
    assert list_metadata(J2K + b"old pixels") == [behind, MADE_BY]
    place = JP2.index(b"jp2c") - 4
    inside = JP2[:place] + box(b"jp2c", JP2[place + 8 :] + b"old pixels")
    assert list_metadata(inside) == [behind, MADE_BY]
    assert thumbnail(JP2) is None


# Orientation in XMP alone


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_an_orientation_in_xmp_alone_turns_nothing(kind):
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    options = {"PNG": {"pnginfo": info}, "TIFF": {"tiffinfo": {700: XMP}}}.get(kind, {"xmp": XMP})
    content = encoded(PICTURE, kind, **options)
    with Image.open(io.BytesIO(content)) as photo:
        assert photo.getexif().get(0x0112) == 6  # what Pillow makes of it
    near(read_image(content), PICTURE, 40)
    assert not any("Orientation" in line for line in list_metadata(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_exif_goes_before_xmp(kind):
    options = {"tiffinfo": {700: XMP, 0x0112: 3}} if kind == "TIFF" else {"exif": exif(3)}
    if kind in ("JPEG", "WEBP"):
        options["xmp"] = XMP
    near(read_image(encoded(np.ascontiguousarray(PICTURE[::-1, ::-1]), kind, **options)), PICTURE, 40)


# PQ, HLG and wide colours

PQ, HLG, SRGB, P3, BT709, BT2020 = 16, 18, 13, 12, 1, 9


def heic(image, primaries, transfer):
    file = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(image)).save(
        file, quality=-1, chroma=444, save_nclx_profile=True, color_primaries=primaries,
        transfer_characteristics=transfer, matrix_coefficients=BT2020 if primaries == BT2020 else 6,
    )  # fmt: skip
    return file.getvalue()


def avif(image, primaries, transfer):
    content = encoded(image, "AVIF", quality=100, subsampling="4:4:4")
    place = content.index(b"colrnclx") + 8
    return content[:place] + struct.pack(">HH", primaries, transfer) + content[place + 4 :]


def png(image, primaries, transfer):
    content = encoded(image, "PNG")
    return content[:33] + chunk(b"cICP", bytes([primaries, transfer, 0, 1])) + content[33:]


def chunk(kind, data, checksum=None):
    checksum = zlib.crc32(kind + data) if checksum is None else checksum
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def greys(*signals):
    """Grey fields of 16 x 16 pixels, side by side, of signals from 0 to 1."""
    row = np.repeat(np.rint(255 * np.array(signals)), 16)
    return np.broadcast_to(row[None, :, None], (16, row.size, 3)).astype(np.uint8)


MAKERS = pytest.mark.parametrize("make", [heic, avif, png])


@MAKERS
def test_pq_and_hlg_are_shown_as_on_an_ordinary_screen(make):
    # ITU-R BT.2408, table 1, and SMPTE ST 2084: signals for 0, 1, 10, 50, 100, 203 and 1000 cd/m².
    pq = read_image(make(greys(0, 0.150, 0.300, 0.440, 0.508, 0.581, 0.752), BT2020, PQ))[8, 8::16].astype(int)
    near(pq.max(axis=1, keepdims=True).astype(np.uint8), pq.min(axis=1, keepdims=True), 3)  # grey stays grey
    light = np.array([0, 1, 10, 50, 100]) / 203
    due = 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    assert np.abs(pq[:5, 1] - due).max() <= 5, (pq[:, 1], due)  # what is darker than paper is as it is
    assert 215 < pq[5, 1] < 245 < pq[6, 1]  # paper is bright, and highlights are brighter still
    hlg = read_image(make(greys(0, 0.5, 0.75, 1), BT2020, HLG))[8, 8::16].astype(int)
    assert abs(hlg[2, 1] - pq[5, 1]) <= 4  # paper: 75 % of HLG is 58 % of PQ
    assert hlg[0].max() <= 2 and hlg[3].min() >= 252 and 120 < hlg[1, 1] < 155


@MAKERS
def test_ordinary_colours_stay_as_they_are(make):
    for primaries, transfer in ((BT709, SRGB), (BT709, BT709), (2, 2)):
        near(read_image(make(PICTURE, primaries, transfer)), PICTURE, 6)


@MAKERS
def test_wide_colours_are_brought_to_srgb(make):
    # Red and green of sRGB as Display P3 has them.
    fields = np.zeros((16, 32, 3), np.uint8)
    fields[:, :16], fields[:, 16:] = (234, 51, 35), (117, 251, 76)
    near(read_image(make(fields, P3, SRGB))[8:9, 8::16], [[(255, 0, 0), (0, 255, 0)]], 24)


def test_colours_that_both_have_are_the_same_in_hlg_and_pq():
    # sRGB's red at 50 cd/m² in BT.2020: 0.6274, 0.0691 and 0.0164 of it.
    signal = images.colour._pq(50 * np.array([0.6274, 0.0691, 0.0164]))
    content = png(np.full((4, 4, 3), np.rint(255 * signal)).astype(np.uint8), BT2020, PQ)
    red, green, blue = read_image(content)[0, 0].astype(int)
    assert abs(red - 136) <= 5 and green < 40 and blue < 40


def test_ten_bits_are_read():
    deep = PICTURE.astype(np.uint16) * 257
    file = io.BytesIO()
    pillow_heif.from_bytes("RGB;16", (64, 48), deep.tobytes()).save(file, quality=-1, chroma=444)
    near(read_image(file.getvalue()), PICTURE, 4)


def test_a_profile_goes_before_numbers_in_avif_and_behind_them_in_png():
    red = np.full((32, 32, 3), (255, 0, 0), np.uint8)
    content = encoded(red, "PNG", icc_profile=swapped_profile())
    near(read_image(content[:33] + chunk(b"cICP", bytes([1, 13, 0, 1])) + content[33:]), red, 1)


# PNG as browsers read it

PNG = encoded(PICTURE, "PNG")
LONG = zlib.compress(b"x" * 3_000_000)
HARMLESS = {
    "long zTXt": chunk(b"zTXt", b"Comment\0\0" + LONG),
    "long tEXt": chunk(b"tEXt", b"Comment\0" + b"x" * 3_000_000),
    "long iTXt": chunk(b"iTXt", b"Comment\0\1\0\0\0" + LONG),
    "long profile": chunk(b"iCCP", b"name\0\0" + zlib.compress(bytes(2_000_000))),
    "text without end": chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100_000_000))),
    "checksum of text": chunk(b"tEXt", b"Comment\0hello", 1),
    "checksum of EXIF": chunk(b"eXIf", exif(6)[6:], 1),
    "checksum of a private chunk": chunk(b"prVt", b"hello", 1),
    "short gAMA": chunk(b"gAMA", b"\0"),
    "short pHYs": chunk(b"pHYs", b"\0"),
    "short cHRM": chunk(b"cHRM", b"123"),
    "empty sRGB": chunk(b"sRGB", b""),
    "empty iCCP": chunk(b"iCCP", b""),
    "odd packing of iCCP": chunk(b"iCCP", b"name\0\7abc"),
    "odd packing of zTXt": chunk(b"zTXt", b"name\0\7abc"),
    "short tRNS": chunk(b"tRNS", b"\0"),
    "short eXIf": chunk(b"eXIf", b"M"),
}


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("what", HARMLESS)
def test_what_browsers_pass_over_in_a_png_is_passed_over(what, behind):
    place = len(PNG) - 12 if behind else 33
    content = PNG[:place] + HARMLESS[what] + PNG[place:]
    assert (read_image(content) == PICTURE).all()
    listed = list_metadata(content)
    kind = HARMLESS[what][4:8].decode()
    if "checksum" in what or what == "text without end":
        assert len(listed) == 1 and listed[0].startswith(f"Further data in {kind!r} ("), listed
    if what.startswith("long ") and kind != "iCCP":
        assert listed == ["Text 'Comment': " + "x" * 79 + "…"]


def test_a_wrong_checksum_where_pixels_hang_on_it_is_named():
    with pytest.raises(ImageError, match=r"holiday.png is damaged: .*the checksum of its part 'IHDR' is wrong"):
        read_image(PNG[:29] + b"\0\0\0\0" + PNG[33:], name="holiday.png")
    palette = encoded(Image.fromarray(PICTURE).convert("P"), "PNG")
    place = palette.index(b"IDAT") - 8
    with pytest.raises(ImageError, match="is damaged"):
        read_image(palette[:place] + b"\0\0\0\0" + palette[place + 4 :])


def test_one_value_of_sixteen_bits_declared_transparent():
    values = np.array([[0, 1000, 65535, 1000]], np.uint16)
    content = encoded(values, "PNG")
    content = content[:33] + chunk(b"tRNS", struct.pack(">H", 1000)) + content[33:]
    assert read_image(content)[0, :, 0].tolist() == [0, 255, 255, 255]


# What is not read is called by name


def zip_content():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("photo.jpg", encoded(PICTURE, "JPEG"))
    return file.getvalue()


NAMED = {
    "a GIF": encoded(PICTURE, "GIF"),
    "a GIF ": encoded(PICTURE, "GIF", save_all=True, append_images=[Image.fromarray(PICTURE[::-1].copy())]),
    "a Netpbm picture": encoded(PICTURE, "PPM"),
    "an icon": encoded(PICTURE, "ICO"),
    "a PDF document": b"%PDF-1.7\n",
    "a PostScript document": b"%!PS-Adobe-3.0\n",
    "a Photoshop document": b"8BPS\0\1" + bytes(30),
    "a GIMP document": b"gimp xcf v011\0",
    "a ZIP archive": zip_content(),
    "an SVG drawing": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "an SVG drawing ": b'\xef\xbb\xbf<?xml version="1.0"?>\n<svg/>',
    "a web page": b"<!DOCTYPE html>\n<html><body>Sign in</body></html>",
    "a web page ": b"\n  <html lang='de'>",
    r"a video \(MP4": struct.pack(">I", 24) + b"ftypisom\0\0\2\0isommp42" + bytes(50),
    "a video .*QuickTime": struct.pack(">I", 20) + b"ftypqt  \0\0\2\0qt  " + bytes(50),
    r"a video \(Matroska": b"\x1a\x45\xdf\xa3" + bytes(60),
    "a video\\b": b"RIFF\0\0\1\0AVI LIST" + bytes(60),
    "a JPEG XL photo": b"\xff\x0a\xfa\x7f" + bytes(60),
    "a JPEG XL photo ?": b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(60),
    "a JPEG XR photo": b"II\xbc\x01" + bytes(60),
    "an OpenEXR picture": b"v/1\1" + bytes(60),
    "a Radiance HDR picture": b"#?RADIANCE\n",
    "a property list": b"bplist00" + bytes(60),
    "a pointer of Git LFS": b"version https://git-lfs.github.com/spec/v1\n",
    "what a Mac writes": b"\0\5\x16\7" + bytes(60),
    r"a camera raw photo \(Canon CR2\)": b"II*\0\x10\0\0\0CR\2\0" + bytes(60),
    r"a camera raw photo \(Canon CR3\)": struct.pack(">I", 24) + b"ftypcrx \0\0\0\1crx isom" + bytes(50),
    r"a camera raw photo \(Canon CRW\)": b"II\x1a\0\0\0HEAPCCDR" + bytes(60),
    r"a camera raw photo \(Olympus ORF\)": b"IIRO\x08\0\0\0" + bytes(60),
    r"a camera raw photo \(Panasonic RW2\)": b"IIU\0\x08\0\0\0" + bytes(60),
    r"a camera raw photo \(Fujifilm RAF\)": b"FUJIFILMCCD-RAW 0201" + bytes(60),
    r"a camera raw photo \(Sigma X3F\)": b"FOVb" + bytes(60),
    r"a camera raw photo \(Minolta MRW\)": b"\0MRM" + bytes(60),
    r"a camera raw photo \(Phase One IIQ\)": b"II*\0\0\0\0\0IIII" + bytes(60),
    "a BigTIFF photo in big-endian": b"MM\0+" + bytes(60),
}


@pytest.mark.parametrize("what", NAMED)
def test_what_is_not_read_is_called_by_name(tmp_path, what):
    path = tmp_path / "holiday.jpg"
    path.write_bytes(NAMED[what])
    for source, act in ((path, read_image), (path, list_metadata), (NAMED[what], read_image)):
        with pytest.raises(ImageError, match=f"is {what.rstrip()}.*not a photo that can be read here. [A-Z]") as caught:
            act(source)
        assert "\n" not in str(caught.value)
    assert begins_like_a_photo(NAMED[what]) == ("photo" in what)


def test_a_video_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "film.jpg"
    with open(path, "wb") as file:
        file.write(NAMED[r"a video \(MP4"])
        file.truncate(images.MAX_BYTES - 1)  # sparse: takes no room on the disk
    with pytest.raises(ImageError, match="is a video"):
        read_image(path)


def test_endings_and_beginnings_of_photos():
    for ending, kind in (
        (".jpg", "JPEG"),
        (".avif", "AVIF"),
        (".jp2", "JPEG2000"),
        (".heic", "HEIF"),
        (".tif", "TIFF"),
    ):
        assert ending in images.READABLE_ENDINGS and begins_like_a_photo(encoded(PICTURE, kind)[:64])
    assert set(images.WRITABLE) < images.READABLE_ENDINGS < images.PHOTO_ENDINGS
    assert {".nef", ".cr3", ".dng"} <= images.PHOTO_ENDINGS - images.READABLE_ENDINGS
    for content in (b"", b"Dear diary", b"RIFF\0\0\1\0AVI LIST", np.random.default_rng(1).bytes(64)):
        assert not begins_like_a_photo(content)


@pytest.mark.parametrize("brands", [(b"mif1", b"avif"), (b"mif1", b"heic"), (b"avif", b"mif1"), (b"heic", b"mif1")])
def test_heic_and_avif_are_told_apart_by_all_their_brands(brands):
    kind = "AVIF" if b"avif" in brands else "HEIF"
    content = encoded(PICTURE, kind, quality=95)
    size = struct.unpack_from(">I", content)[0]
    content = content[:8] + brands[0] + content[12:16] + (brands[1] + b"miaf" * 9)[: size - 16] + content[size:]
    near(read_image(content), PICTURE, 30)


# Size and memory


def test_two_hundred_million_pixels_are_within_the_one_limit(monkeypatch):
    assert 16320 * 12240 < images.MAX_PIXELS < 2 * 16320 * 12240
    content = encode_image(np.zeros((40, 50, 3), np.uint8))
    monkeypatch.setattr(images.basics, "MAX_PIXELS", 2000)
    assert read_image(content).shape == (40, 50, 3)
    for more in (encode_image(np.zeros((40, 51, 3), np.uint8), ending) for ending in images.WRITABLE):
        with pytest.raises(ImageError, match="more than .* million pixels"):
            read_image(more)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_strips_join_without_a_seam(monkeypatch, orientation):
    turned = encoded(PICTURE, "PNG", exif=exif(orientation))
    grey = encoded(Image.fromarray(PICTURE).convert("LA"), "PNG", exif=exif(orientation), icc_profile=swapped_profile())
    whole = [read_image(content) for content in (turned, grey)]
    for rows in (1, 5, 47, 48):
        monkeypatch.setattr(images.reading, "_STRIP", 64 * rows + 3)
        for content, due in zip((turned, grey), whole, strict=True):
            assert (read_image(content) == due).all()


PEAK = """
import sys
from faceblur_utils.images import encode_image, read_image
import numpy
def peak():
    return next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
read_image(encode_image(numpy.zeros((8, 8, 3), numpy.uint8), ".heic"))
before = peak()
photo = read_image(sys.argv[1])
print((peak() - before - photo.nbytes) / (photo.nbytes / 3))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no system that tells the peak of memory")
@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA"), ("TIFF", "RGB")])
def test_little_memory_besides_the_photo(tmp_path, kind, mode):
    """Turned, with a profile, with transparency: each alone took 4 bytes a pixel and more."""
    path = tmp_path / "large.bin"
    options = {} if kind == "TIFF" else {"exif": exif(6), "icc_profile": swapped_profile()}
    image = Image.new(mode, (4000, 3000), (200, 100, 50, 128)[: len(mode)])
    path.write_bytes(encoded(image, kind, **options))
    done = subprocess.run([sys.executable, "-c", PEAK, path], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 8, done.stdout


def test_threads_do_not_turn_each_others_switches(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # what importing face_recognition does
    before = ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK
    apart, together = tiff_files.Layout(2, 16, 2), tiff_files.Layout(2, 8)
    files = [(tiff_files.encode(one, tiff_files.samples(one)), one) for one in (apart, together)]
    half = encoded(PICTURE, "JPEG")[:-200]

    def work(number):
        content, layout = files[number % 2]
        if number % 3 == 0:
            with pytest.raises(ImageError, match="damaged"):
                read_image(half)
        near(read_image(content), tiff_files.shown(layout, tiff_files.samples(layout)), 2)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # so often do threads change places that a switch left alone is found turned
    try:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(200)))
    finally:
        sys.setswitchinterval(interval)
    assert before == (ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK)


# Damage

RGB = tiff_files.Layout()
SOUND = {
    "avif": encoded(PICTURE, "AVIF", exif=exif(6), xmp=XMP, icc_profile=swapped_profile()),
    "avif, pq": avif(PICTURE, BT2020, PQ),
    "avif, alpha": encoded(np.dstack([PICTURE, PICTURE[..., 0]]), "AVIF"),
    "jp2": JP2 + box(b"uuid", b"JpgTiffExif->JP2" + exif()[6:]),
    "j2k": J2K,
    "jp2, cmyk": encoded(Image.fromarray(PICTURE).convert("CMYK"), "JPEG2000"),
    "png": PNG[:33] + chunk(b"cICP", bytes([9, 16, 0, 1])) + chunk(b"tEXt", b"a\0b") + PNG[33:],
    "png, exif": PNG[:-12] + chunk(b"eXIf", exif(6)[6:]) + PNG[-12:],
    "png, grey": encoded(PICTURE[..., 0].astype(np.uint16) * 257, "PNG", transparency=257),
    "heic, pq": heic(PICTURE, BT2020, PQ),
    "tif, two": tiff_files.encode(RGB, tiff_files.samples(RGB), sub_images=[(RGB, tiff_files.samples(RGB, 8, 8), {})]),
}
for _layout in (
    tiff_files.Layout(0, 16, big_endian=True),
    tiff_files.Layout(2, 16, 2),
    tiff_files.Layout(6, sampling=2, compression=5),
    tiff_files.Layout(3, 4, tiled=True, compression=8),
    tiff_files.Layout(8),
    tiff_files.Layout(1, 12),
    tiff_files.Layout(2, big_tiff=True, extra=(1,)),
):
    SOUND[f"tif, {_layout}"] = tiff_files.encode(_layout, tiff_files.samples(_layout))


def damaged(content, data):
    content = bytearray(content)
    # Headers are where decoders trust numbers, so most of the damage goes there; a TIFF has its own at the end.
    places = st.integers(0, len(content) - 1) | st.integers(0, min(300, len(content) - 1))
    places |= st.integers(max(0, len(content) - 300), len(content) - 1)
    value = st.sampled_from([0, 1, 2, 0x7F, 0x80, 0xFF]) | st.integers(0, 255)
    for place, number in data.draw(st.lists(st.tuples(places, value), max_size=6)):
        content[place] = number
    if data.draw(st.integers(0, 3)) == 0:
        del content[data.draw(places) :]
    return bytes(content)


@settings(max_examples=400)
@given(st.sampled_from(sorted(SOUND)), st.data())
def test_damage_gives_an_image_and_lines_or_an_image_error(kind, data):
    content = damaged(SOUND[kind], data)
    for act in (read_image, list_metadata):
        try:
            found = act(content, name="damaged.bin")
        except ImageError as error:
            assert re.match(r"damaged\.bin ", str(error)) and "\n" not in str(error)
            continue
        if act is read_image:
            require_image(found)
        else:
            assert all(isinstance(line, str) and line.isprintable() and len(line) < 400 for line in found)


@settings(max_examples=300)
@given(st.sampled_from(sorted(NAMED) + sorted(SOUND)), st.binary(max_size=80))
def test_any_bytes_behind_a_known_beginning(kind, rest):
    head = (NAMED | SOUND)[kind][:16]
    begins_like_a_photo(head + rest)
    try:
        require_image(read_image(head + rest))
    except ImageError as error:
        assert "\n" not in str(error)
