"""Every file becomes RGB uint8 or a clear error; what is written holds pixels only, and never replaces the original."""

import io
import os
import re
import struct
import threading
import warnings
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile

from faceblur_utils import images
from faceblur_utils.images import ImageError, basics, encode_image, read_image, require_image, write_image
from faceblur_utils.images.hearing import hear

pillow_heif.register_heif_opener(thumbnails=False)

FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "tif": "TIFF", "bmp": "BMP", "heic": "HEIF"}
LOSSLESS = ("png", "tif", "bmp")
RED, GREEN, BLUE, WHITE, BLACK = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0)


def make_picture(height=48, width=64):
    """Smooth, so that a lossy format comes close, and different at each corner."""
    y, x = np.mgrid[:height, :width]
    return np.dstack([x * 255 // max(1, width - 1), y * 255 // max(1, height - 1), (x + y) % 128]).astype(np.uint8)


PICTURE = make_picture()


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


def read_bytes(folder, content, name="photo.bin"):
    path = Path(folder) / name
    path.write_bytes(content)
    return read_image(path)


def near(one, other, most=24):
    assert one.shape == other.shape and one.dtype == np.uint8
    assert np.abs(one.astype(int) - other.astype(int)).max() <= most


def refused(path, *words):
    with pytest.raises(ImageError) as caught:
        read_image(path)
    message = str(caught.value)
    assert "\n" not in message
    assert Path(path).name in message, message
    for word in words:
        assert re.search(word, message), message
    return message


# Formats and kinds of pixels


@pytest.mark.parametrize(("ending", "kind"), FORMATS.items())
def test_colour_in_each_format(tmp_path, ending, kind):
    image = read_bytes(tmp_path, encoded(PICTURE, kind), f"photo.{ending}")
    assert image.flags.writeable and image.flags.c_contiguous
    near(image, PICTURE, 0 if ending in LOSSLESS else 30)


@pytest.mark.parametrize(("ending", "kind"), FORMATS.items())
def test_grey_in_each_format(tmp_path, ending, kind):
    grey = np.ascontiguousarray(PICTURE[..., 0])
    image = read_bytes(tmp_path, encoded(grey, kind), f"photo.{ending}")
    near(image, np.dstack([grey] * 3), 0 if ending in LOSSLESS else 12)
    assert np.ptp(image, axis=2).max() <= (2 if ending == "webp" else 0)  # WebP stores every picture in colour


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "HEIF"])
def test_transparent_pixels_are_laid_over_white(tmp_path, kind):
    # Left: red, but fully transparent. Middle: half. Right: opaque blue.
    colour = np.zeros((32, 96, 4), np.uint8)
    colour[:, :32], colour[:, 32:64], colour[:, 64:] = (*RED, 0), (*RED, 128), (*BLUE, 255)
    options = {"lossless": True, "exact": True} if kind == "WEBP" else {"quality": 100} if kind == "HEIF" else {}
    image = read_bytes(tmp_path, encoded(colour, kind, **options))
    most = 8 if kind == "HEIF" else 1
    near(image[16:17, 16:17], np.full((1, 1, 3), 255, np.uint8), most)
    near(image[16:17, 48:49], np.array([[(255, 127, 127)]], np.uint8), most)
    near(image[16:17, 80:81], np.array([[BLUE]], np.uint8), most)


def test_transparent_grey(tmp_path):
    pixels = Image.fromarray(np.array([[[0, 0], [0, 255], [100, 128]]], np.uint8), "LA")
    image = read_bytes(tmp_path, encoded(pixels, "PNG"))
    near(image, np.array([[WHITE, BLACK, (177, 177, 177)]], np.uint8), 1)


def test_palette(tmp_path):
    pixels = Image.fromarray(np.array([[0, 1, 2]], np.uint8)).convert("P")
    pixels.putpalette([*RED, *GREEN, *BLUE])
    assert read_bytes(tmp_path, encoded(pixels, "PNG")).tolist() == [[list(RED), list(GREEN), list(BLUE)]]
    assert read_bytes(tmp_path, encoded(pixels, "BMP")).tolist() == [[list(RED), list(GREEN), list(BLUE)]]
    assert read_bytes(tmp_path, encoded(pixels, "TIFF")).tolist() == [[list(RED), list(GREEN), list(BLUE)]]


def test_palette_with_transparency(tmp_path):
    pixels = Image.fromarray(np.array([[0, 1, 2]], np.uint8)).convert("P")
    pixels.putpalette([*RED, *GREEN, *BLUE])
    one = read_bytes(tmp_path, encoded(pixels, "PNG", transparency=1))
    assert one.tolist() == [[list(RED), list(WHITE), list(BLUE)]]
    shares = read_bytes(tmp_path, encoded(pixels, "PNG", transparency=bytes([0, 255, 128])))
    near(shares, np.array([[WHITE, GREEN, (127, 127, 255)]], np.uint8), 1)


def test_one_colour_declared_transparent(tmp_path):
    content = encoded(np.array([[RED, GREEN]], np.uint8), "PNG", transparency=RED)
    assert read_bytes(tmp_path, content).tolist() == [[list(WHITE), list(GREEN)]]


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP"])
def test_one_bit(tmp_path, kind):
    pixels = Image.fromarray(np.array([[0, 255] * 8], np.uint8)).convert("1")
    assert read_bytes(tmp_path, encoded(pixels, kind))[0, :3].tolist() == [list(BLACK), list(WHITE), list(BLACK)]


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bit_grey(tmp_path, kind):
    values = np.array([[0, 128, 129, 257 * 100, 65535]], np.uint16)
    assert read_bytes(tmp_path, encoded(values, kind))[0, :, 1].tolist() == [0, 0, 1, 100, 255]


def test_thirty_two_bit_grey_is_read_only_where_white_is_known(tmp_path):
    known = encoded(np.array([[0, 65535]], np.int32), "TIFF")
    assert read_bytes(tmp_path, known)[0, :, 0].tolist() == [0, 255]
    for values in (np.array([[0, 100_000]], np.int32), np.array([[-1, 0]], np.int32), np.ones((2, 2), np.float32)):
        (tmp_path / "odd.tif").write_bytes(encoded(values, "TIFF"))
        refused(tmp_path / "odd.tif", "which value is white is not known", "8 bits")


def png(width, height, depth, colour_type, rows):
    """A PNG by hand: Pillow writes no 16-bit colour, and no header that lies."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def sixteen_bit_tiff(pixels):
    """A 16-bit RGB TIFF by hand, uncompressed."""
    height, width = pixels.shape[:2]
    tags = [
        (256, 3, 1, width),
        (257, 3, 1, height),
        (258, 3, 3, 8 + 2 + 9 * 12 + 4),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 1, 8 + 2 + 9 * 12 + 4 + 6),
        (277, 3, 1, 3),
        (278, 3, 1, height),
        (279, 4, 1, pixels.size * 2),
    ]
    directory = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    start = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + directory + struct.pack("<I", 0)
    return start + struct.pack("<HHH", 16, 16, 16) + pixels.astype("<u2").tobytes()


SIXTEEN = np.array([[(65535, 0, 0), (0, 257 * 100, 65535)]], np.uint16)


def test_sixteen_bit_colour(tmp_path):
    due = np.array([[RED, (0, 100, 255)]], np.uint8)
    near(read_bytes(tmp_path, png(2, 1, 16, 2, b"\0" + SIXTEEN.astype(">u2").tobytes())), due, 1)
    near(read_bytes(tmp_path, sixteen_bit_tiff(SIXTEEN)), due, 1)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk(tmp_path, kind):
    # Ink, not light: full cyan swallows red. A file read as if it were inverted would show the opposite.
    ink = np.zeros((16, 48, 4), np.uint8)
    ink[:, :16, 0] = ink[:, 16:32, 1] = ink[:, 32:, 3] = 255
    image = read_bytes(tmp_path, encoded(Image.frombytes("CMYK", (48, 16), ink.tobytes()), kind, quality=95))
    near(image[8:9, 8:48:16], np.array([[(0, 255, 255), (255, 0, 255), BLACK]], np.uint8), 6)


def test_many_phones_append_a_depth_map(tmp_path):
    photo = Image.fromarray(PICTURE)
    content = encoded(photo, "MPO", save_all=True, append_images=[Image.new("L", (8, 8))])
    near(read_bytes(tmp_path, content, "photo.jpg"), PICTURE, 30)


# Content without a file, as an upload brings it


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
@pytest.mark.parametrize("ending", FORMATS)
def test_content_is_read_like_the_file(tmp_path, ending, kind):
    content = encoded(make_picture(), FORMATS[ending], exif=orientation_exif(6))
    from_file = read_bytes(tmp_path, content)
    assert (read_image(kind(content)) == from_file).all()
    assert from_file.shape == (48, 64, 3) if ending == "bmp" else (64, 48, 3)  # BMP holds no EXIF


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", r"is empty \(0 bytes\)"),
        (b"Dear diary", "is not a photo that can be read here"),
        (encoded(PICTURE, "JPEG")[:700], "is damaged|most of it is missing"),
    ],
)
def test_content_that_is_no_photo_is_called_the_file_or_by_its_name(tmp_path, content, words):
    with pytest.raises(ImageError, match="^The file (?:" + words + ")"):
        read_image(content)
    with pytest.raises(ImageError, match="^holiday.jpg (?:" + words + ")"):
        read_image(content, name="holiday.jpg")
    (tmp_path / "upload-17.bin").write_bytes(content)
    with pytest.raises(ImageError, match="^holiday.jpg (?:" + words + ")"):
        read_image(tmp_path / "upload-17.bin", name="holiday.jpg")


def test_too_much_content(monkeypatch):
    monkeypatch.setattr(basics, "MAX_BYTES", 100)
    with pytest.raises(ImageError, match="more than any photo"):
        read_image(bytes(101))


@pytest.mark.parametrize("source", [None, 7, PICTURE, ["photo.jpg"]])
def test_what_is_neither_a_path_nor_bytes_is_refused(source):
    with pytest.raises(TypeError, match="from a path or from bytes, not from " + type(source).__name__):
        read_image(source)


# Colour profiles


def swapped_profile():
    """sRGB with red and green exchanged: whoever ignores the profile shows the wrong colour."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"tmp!").replace(b"gXYZ", b"rXYZ").replace(b"tmp!", b"gXYZ")


def linear_grey_profile():
    """A grey profile by hand, with gamma 1: 188 in sRGB is half of the light, so 128 here."""
    curve = b"curv" + bytes(4) + struct.pack(">I", 0)
    white = b"XYZ " + bytes(4) + struct.pack(">iii", 63190, 65536, 54061)
    table = struct.pack(">I", 2) + b"kTRC" + struct.pack(">II", 156, 12) + b"wtpt" + struct.pack(">II", 168, 20)
    size = 128 + len(table) + len(curve) + len(white)
    header = struct.pack(">I", size) + b"lcms" + b"\x02\x40\0\0" + b"mntr" + b"GRAY" + b"XYZ " + bytes(12) + b"acsp"
    header += bytes(28) + struct.pack(">iii", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + table + curve + white


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF"])
def test_embedded_profile_is_converted(tmp_path, kind):
    red = np.full((32, 32, 3), RED, np.uint8)
    image = read_bytes(tmp_path, encoded(red, kind, icc_profile=swapped_profile()))
    near(image[16:17, 16:17], np.array([[GREEN]], np.uint8), 8)


def test_profile_with_palette_and_with_transparency(tmp_path):
    red = Image.new("RGB", (4, 4), RED)
    for mode in ("P", "RGBA"):
        image = read_bytes(tmp_path, encoded(red.convert(mode), "PNG", icc_profile=swapped_profile()))
        near(image[:1, :1], np.array([[GREEN]], np.uint8), 2)


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_grey_profile_is_converted(tmp_path, mode):
    grey = Image.new("L", (4, 4), 128).convert(mode)
    image = read_bytes(tmp_path, encoded(grey, "PNG", icc_profile=linear_grey_profile()))
    near(image[:1, :1], np.full((1, 1, 3), 188, np.uint8), 2)


def test_sixteen_bit_grey_profile_is_converted(tmp_path):
    content = encoded(np.full((4, 4), 128 * 257, np.uint16), "PNG", icc_profile=linear_grey_profile())
    near(read_bytes(tmp_path, content)[:1, :1], np.full((1, 1, 3), 188, np.uint8), 2)


@pytest.mark.parametrize("profile", [b"nonsense", swapped_profile()[:200], linear_grey_profile()])
def test_broken_or_foreign_profile_is_left_aside(tmp_path, profile):
    assert (read_bytes(tmp_path, encoded(PICTURE, "PNG", icc_profile=profile)) == PICTURE).all()


# Orientation

# An F of 5 x 3 cells as the viewer should show it, and as a camera stores it under each EXIF orientation, by hand.
STORED = {
    1: ["###", "#..", "##.", "#..", "#.."],
    2: ["###", "..#", ".##", "..#", "..#"],
    3: ["..#", "..#", ".##", "..#", "###"],
    4: ["#..", "#..", "##.", "#..", "###"],
    5: ["#####", "#.#..", "#...."],
    6: ["#....", "#.#..", "#####"],
    7: ["....#", "..#.#", "#####"],
    8: ["#####", "..#.#", "....#"],
}
CELL = 16


def drawing(rows):
    cells = np.array([[0 if cell == "#" else 255 for cell in row] for row in rows], np.uint8)
    return np.dstack([np.kron(cells, np.ones((CELL, CELL), np.uint8))] * 3)


def orientation_exif(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_orientation_is_applied(tmp_path, kind, orientation):
    options = {"exif": orientation_exif(orientation)}
    if kind == "TIFF":  # there the orientation is a tag of the picture itself
        options = {"tiffinfo": {0x0112: orientation}}
    image = read_bytes(tmp_path, encoded(drawing(STORED[orientation]), kind, **options))
    near(image[CELL // 2 :: CELL, CELL // 2 :: CELL], drawing(STORED[1])[::CELL, ::CELL], 40)


@pytest.mark.parametrize("orientation", STORED)
def test_orientation_of_heic_is_applied_once(tmp_path, orientation):
    # Given EXIF as bytes, pillow_heif writes the turn into the file as HEIC's own property, as phones do.
    content = encoded(drawing(STORED[orientation]), "HEIF", exif=orientation_exif(orientation))
    image = read_bytes(tmp_path, content)
    near(image[CELL // 2 :: CELL, CELL // 2 :: CELL], drawing(STORED[1])[::CELL, ::CELL], 40)


def test_exif_alone_does_not_turn_a_heic(tmp_path, monkeypatch):
    content = encoded(PICTURE, "HEIF")
    monkeypatch.setattr(Image.Image, "getexif", lambda photo: {0x0112: 6})
    near(read_bytes(tmp_path, content), PICTURE, 30)


def test_palette_and_sixteen_bits_are_turned_too(tmp_path):
    stored = drawing(STORED[6])
    for image in (Image.fromarray(stored).convert("P"), Image.fromarray(stored[..., 0].astype(np.uint16) * 257)):
        content = encoded(image, "PNG", exif=orientation_exif(6))
        assert (read_bytes(tmp_path, content) == drawing(STORED[1])).all()


@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\0\0",
        b"Exif\0\0II*\0",
        b"Exif\0\0MM\0*\0\0\xff\xff",
        b"Exif\0\0" + b"\xff" * 40,
        b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01\x03\0\x01\0\0\0\x06",
        orientation_exif(6)[:-6],
        orientation_exif(0),
        orientation_exif(9),
        orientation_exif(65535),
    ],
)
def test_broken_exif_leaves_the_pixels_alone(tmp_path, exif):
    # Not through Pillow, which would repair the block while it writes.
    plain = encoded(PICTURE, "JPEG", quality=95)
    content = plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]
    image = read_bytes(tmp_path, content)
    near(image, PICTURE, 30)


# Files that are no photos


def test_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"There is no file .*nobody\.jpg \(looked from "):
        read_image(tmp_path / "nobody.jpg")


def test_folder_empty_file_and_device(tmp_path):
    refused(tmp_path, "is a folder")
    (tmp_path / "empty.jpg").touch()
    refused(tmp_path / "empty.jpg", r"0 bytes", "Fetch it again")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.jpg")
        refused(tmp_path / "pipe.jpg", "a pipe, not a photo")


@pytest.mark.parametrize("name", ["a\0b.jpg", "a" * 300 + ".jpg"])
def test_impossible_names(name):
    with pytest.raises(ImageError, match=re.escape(name.replace("\0", r"\x00")) + " cannot be opened"):
        read_image(name)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("two\nlines.jpg", r"two\nlines.jpg"),
        ("red\x1b[31m.jpg", r"red\x1b[31m.jpg"),
        ("para\u2029graph.jpg", r"para\u2029graph.jpg"),
        (os.fsdecode(b"latin-\xe9.jpg"), r"latin-\udce9.jpg"),
        ("Straße 写真 👩‍👧.jpg", "Straße 写真 👩‍👧.jpg"),
    ],
)
def test_messages_stay_on_one_line_and_can_be_printed_whatever_the_name(tmp_path, name, shown):
    path = tmp_path / name
    with pytest.raises(FileNotFoundError, match=re.escape(shown)):
        read_image(path)
    try:
        path.write_text("Dear diary")
    except OSError:
        pytest.skip("this system has no files of such a name")
    with pytest.raises(ImageError, match=re.escape(shown)) as caught:
        read_image(path)
    assert "\n" not in str(caught.value)
    str(caught.value).encode("utf-8")
    for target, error in ((path, FileExistsError), (path / "a.jpg", FileNotFoundError)):
        with pytest.raises(error, match=re.escape(shown)):
            write_image(target.with_suffix(".jpg"), PICTURE)
    with pytest.raises(ImageError, match=re.escape(shown)):
        write_image(tmp_path / (name + ".gif"), PICTURE)


def test_no_permission(tmp_path, monkeypatch):
    path = tmp_path / "private.jpg"
    path.write_bytes(b"x")

    def deny(path, mode):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    refused(path, "cannot be opened: Permission denied")


@pytest.mark.parametrize(
    "content",
    [b"Dear diary, today I learned about faces.\n" * 20, np.random.default_rng(0).bytes(5000), b"\0" * 5000],
    ids=["text", "random", "zeros"],
)
def test_no_photo_inside(tmp_path, content):
    (tmp_path / "holiday.jpg").write_bytes(content)
    refused(
        tmp_path / "holiday.jpg",
        "is not a photo that can be read here",
        "JPEG, PNG, WebP, TIFF, BMP, HEIC, AVIF and JPEG 2000",
    )


def test_the_content_decides_not_the_ending(tmp_path):
    assert (read_bytes(tmp_path, encoded(PICTURE, "PNG"), "photo.jpg") == PICTURE).all()
    near(read_bytes(tmp_path, encoded(PICTURE, "JPEG"), "photo"), PICTURE, 30)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_several_pictures_in_one_file(tmp_path, kind):
    second = Image.fromarray(np.ascontiguousarray(PICTURE[::-1]))
    (tmp_path / "many.bin").write_bytes(encoded(PICTURE, kind, save_all=True, append_images=[second]))
    refused(tmp_path / "many.bin", "holds 2 pictures", "Export the picture")


@pytest.mark.parametrize("side", [60_000, 16_385])
def test_absurdly_large_picture(tmp_path, side):
    (tmp_path / "bomb.png").write_bytes(png(side, side, 8, 2, b"\0" * 100))
    refused(tmp_path / "bomb.png", "more than 268 million pixels", "smaller")


def test_the_limit_holds_where_somebody_switched_off_pillows(tmp_path, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    (tmp_path / "bomb.png").write_bytes(png(60_000, 60_000, 8, 2, b"\0" * 100))
    refused(tmp_path / "bomb.png", "more than 268 million pixels")


def test_absurdly_long_file_is_not_even_read(tmp_path):
    with open(tmp_path / "film.mp4", "wb") as file:
        file.truncate(images.MAX_BYTES + 1)  # sparse: takes no room on the disk
    refused(tmp_path / "film.mp4", r"2\.1 GB", "video")


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_truncated_file(tmp_path, ending, share):
    content = encoded(make_picture(120, 160), FORMATS[ending])
    path = tmp_path / f"half.{ending}"
    path.write_bytes(content[: int(len(content) * share)])
    refused(path, "is damaged|most of it is missing")


def test_truncated_file_is_refused_even_after_face_recognition_was_imported(tmp_path, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # what its import does
    content = encoded(make_picture(120, 160), "JPEG")
    (tmp_path / "half.jpg").write_bytes(content[: len(content) // 2])
    refused(tmp_path / "half.jpg", "is damaged")
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


VALID = {ending: encoded(PICTURE, kind) for ending, kind in FORMATS.items()}
VALID["exif"] = encoded(PICTURE, "JPEG", exif=orientation_exif(6), icc_profile=swapped_profile())
VALID["lzw"] = encoded(PICTURE, "TIFF", compression="tiff_lzw")
VALID["alpha"] = encoded(np.dstack([PICTURE, PICTURE[..., 0]]), "WEBP", lossless=True)


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(VALID)), st.data())
def test_damage_gives_an_image_or_an_image_error(tmp_path, capfd, kind, data):
    content = bytearray(VALID[kind])
    # Headers are where decoders trust numbers, so half of the damage goes there.
    places = st.integers(0, len(content) - 1) | st.integers(0, min(200, len(content) - 1))
    for place, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=6)):
        content[place] = value
    if data.draw(st.booleans()):
        del content[data.draw(places) :]
    path = tmp_path / "damaged.bin"
    path.write_bytes(content)
    try:
        require_image(read_image(path))
    except ImageError as error:
        assert "damaged.bin" in str(error) and "\n" not in str(error)
        capfd.readouterr()  # libtiff, written in C, prints about broken files past Python
    assert capfd.readouterr() == ("", "")


# Writing


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("size", [(48, 64), (1, 1), (7, 1), (3, 5)])
def test_round_trip(tmp_path, ending, size):
    picture = make_picture(*size)
    before = picture.copy()
    path = write_image(tmp_path / f"out.{ending}", picture)
    assert path == tmp_path / f"out.{ending}" and (picture == before).all()
    with Image.open(path) as written:
        assert written.format == FORMATS[ending]
    near(read_image(path), picture, 0 if ending in LOSSLESS else 30 if min(size) > 10 else 64)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from(LOSSLESS), st.integers(0, 2**32 - 1))
def test_lossless_is_exact_for_every_size(tmp_path, height, width, ending, seed):
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    assert (read_image(write_image(tmp_path / f"out.{ending}", noise, overwrite=True)) == noise).all()


@pytest.mark.parametrize("ending", FORMATS)
def test_the_content_is_what_the_file_would_hold(tmp_path, ending):
    content = encode_image(PICTURE, f".{ending}", quality=80)
    assert content == write_image(tmp_path / f"out.{ending}", PICTURE, quality=80).read_bytes()
    near(read_image(content), PICTURE, 0 if ending in LOSSLESS else 30)


def test_content_is_jpeg_unless_told_and_what_cannot_be_encoded_is_refused():
    assert encode_image(PICTURE) == encode_image(PICTURE, ".JPG", quality=95) != encode_image(PICTURE, quality=50)
    with pytest.raises(ImageError, match=r"no ending that can be written; use one of \.jpg"):
        encode_image(PICTURE, ".gif")
    with pytest.raises(ImageError, match="at most 16383 pixels a side"):
        encode_image(np.zeros((1, 16_384, 3), np.uint8), ".webp")
    with pytest.raises(ValueError, match="quality"):
        encode_image(PICTURE, quality=0)
    with pytest.raises(TypeError, match="NumPy array"):
        encode_image("photo.jpg")


def test_views_are_written_as_they_look(tmp_path):
    for view in (PICTURE[::-1], PICTURE[:, ::-1], PICTURE[..., ::-1], PICTURE[5:20, 7:9]):
        assert (read_image(write_image(tmp_path / "view.png", view, overwrite=True)) == view).all()


@pytest.mark.parametrize("ending", FORMATS)
def test_nothing_but_pixels_is_written(tmp_path, ending):
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "secret description", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (46.0, 12.0, 0.0)})  # where the photo was taken
    original = tmp_path / "original.jpg"
    original.write_bytes(
        encoded(PICTURE, "JPEG", exif=exif.tobytes(), icc_profile=swapped_profile(), comment=b"secret")
    )
    path = write_image(tmp_path / f"out.{ending}", read_image(original), original=original)
    with Image.open(path) as written:
        written.load()
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & {k for k, v in written.info.items() if v}
        tags = set(written.getexif())
    # A TIFF is made of tags: those that say how the pixels lie are all there is.
    assert tags <= ({256, 257, 258, 259, 262, 273, 277, 278, 279, 284} if ending == "tif" else set())
    content = path.read_bytes()
    for trace in (b"secret", b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE", b"acsp", b"Pillow", b"thmb"):
        assert trace not in content
    assert content.count(b"\xff\xd8\xff") == (1 if ending == "jpg" else 0)  # no second JPEG, such as a thumbnail


@pytest.mark.parametrize("name", ["straße 1.png", "写真.png", "my photo, blurred.png", ".hidden.png", "UPPER.PNG"])
def test_file_names(tmp_path, name):
    assert (read_image(write_image(tmp_path / name, PICTURE)) == PICTURE).all()
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_text_paths_and_relative_paths(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert write_image("out.png", PICTURE) == Path("out.png")
    assert (read_image("out.png") == PICTURE).all()


def test_permissions_are_those_of_any_new_file(tmp_path):
    (tmp_path / "plain.txt").touch()
    path = write_image(tmp_path / "out.png", PICTURE)
    assert path.stat().st_mode == (tmp_path / "plain.txt").stat().st_mode


def test_an_existing_file_is_replaced_only_when_told(tmp_path):
    path = write_image(tmp_path / "out.png", PICTURE)
    with pytest.raises(FileExistsError, match=r"out\.png exists already.*overwrite=True"):
        write_image(path, 255 - PICTURE)
    assert (read_image(path) == PICTURE).all()
    write_image(path, 255 - PICTURE, overwrite=True)
    assert (read_image(path) == 255 - PICTURE).all()


@pytest.fixture
def original(tmp_path):
    path = tmp_path / "photos" / "original.png"
    path.parent.mkdir()
    return write_image(path, PICTURE)


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("way", ["same", "text", "spelling", "relative", "symlink", "hard link", "folder link"])
def test_the_original_is_never_replaced(original, way, overwrite, monkeypatch):
    folder = original.parent
    monkeypatch.chdir(folder)
    target = folder / "other.png"
    if way == "symlink":
        target.symlink_to(original)
    elif way == "hard link":
        os.link(original, target)
    elif way == "folder link":
        (folder.parent / "album").symlink_to(folder, target_is_directory=True)
        target = folder.parent / "album" / original.name
    else:
        target = {
            "same": original,
            "text": str(original),
            "spelling": f"{folder}/../photos/./original.png",
            "relative": "original.png",
        }[way]
    content = original.read_bytes()
    with pytest.raises(FileExistsError, match="is the original photo and is never overwritten"):
        write_image(target, 255 - PICTURE, overwrite=overwrite, original=original)
    assert original.read_bytes() == content


def test_other_files_are_replaced_beside_the_original(original, tmp_path):
    other = write_image(tmp_path / "other.png", PICTURE)
    write_image(other, 255 - PICTURE, overwrite=True, original=original)
    assert (read_image(other) == 255 - PICTURE).all()
    write_image(other, PICTURE, overwrite=True, original=tmp_path / "no longer there.png")


def test_a_link_to_another_file_is_replaced_and_the_file_kept(original, tmp_path):
    (tmp_path / "link.png").symlink_to(original)
    write_image(tmp_path / "link.png", 255 - PICTURE, overwrite=True)
    assert (read_image(original) == PICTURE).all()
    assert (read_image(tmp_path / "link.png") == 255 - PICTURE).all()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ValueError("odd"), RuntimeError("x265")])
@pytest.mark.parametrize("there", [False, True])
def test_a_failing_encoder_leaves_everything_as_it_was(tmp_path, monkeypatch, error, there):
    path = tmp_path / "out.png"
    if there:
        write_image(path, PICTURE)

    def save(self, file, format, **options):
        file.write(b"half a picture")
        raise error

    monkeypatch.setattr(Image.Image, "save", save)
    with pytest.raises(ImageError, match=rf"out\.png could not be written: {error.args[-1]}"):
        write_image(path, 255 - PICTURE, overwrite=True)
    assert list(tmp_path.iterdir()) == ([path] if there else [])
    if there:
        assert (read_image(path) == PICTURE).all()


def test_an_interrupt_leaves_no_file_either(tmp_path, monkeypatch):
    def save(self, file, format, **options):
        file.write(b"half a picture")
        raise KeyboardInterrupt

    monkeypatch.setattr(Image.Image, "save", save)
    with pytest.raises(KeyboardInterrupt):
        write_image(tmp_path / "out.png", PICTURE)
    assert list(tmp_path.iterdir()) == []


def test_a_failing_move_is_told_and_leaves_nothing(tmp_path, monkeypatch):
    def deny(source, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", deny)
    with pytest.raises(ImageError, match=r"out\.png could not be written: Permission denied"):
        write_image(tmp_path / "out.png", PICTURE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["out", "out.gif", "out.jpg.bak", "out.", "png"])
def test_endings_that_cannot_be_written(tmp_path, name):
    with pytest.raises(ImageError, match=rf"{re.escape(name)} has no ending that can be written; use one of \.jpg"):
        write_image(tmp_path / name, PICTURE)


def test_missing_folder(tmp_path):
    with pytest.raises(FileNotFoundError, match="There is no folder .*album to write out.png into; make it first"):
        write_image(tmp_path / "album" / "out.png", PICTURE)


@pytest.mark.parametrize("name", ["a" * 300 + ".png", "a\0b.png"])
def test_names_that_no_file_can_have(tmp_path, name):
    with pytest.raises(ImageError, match="could not be written"):
        write_image(tmp_path / name, PICTURE)


@pytest.mark.parametrize(("ending", "longest"), [("jpg", 65_500), ("webp", 16_383)])
def test_too_long_for_the_format(tmp_path, capfd, ending, longest):
    with pytest.raises(ImageError, match=f"at most {longest} pixels a side"):
        write_image(tmp_path / f"out.{ending}", np.zeros((1, longest + 1, 3), np.uint8))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("quality", [0, 101, -1, 50.5, "high", None])
def test_quality_out_of_range(tmp_path, quality):
    with pytest.raises(ValueError, match="quality must be a whole number from 1 to 100"):
        write_image(tmp_path / "out.jpg", PICTURE, quality=quality)


@pytest.mark.parametrize("ending", ["jpg", "webp", "heic"])
def test_lower_quality_makes_a_smaller_file(tmp_path, ending):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    low, high = (write_image(tmp_path / f"{q}.{ending}", noise, quality=q).stat().st_size for q in (10, 100))
    assert low < high / 2


# What counts as an image


@pytest.mark.parametrize(
    ("wrong", "kind", "words"),
    [
        (None, TypeError, "Did cv2.imread fail"),
        ("photo.jpg", TypeError, "Read the file with read_image first"),
        (Path("photo.jpg"), TypeError, "Read the file with read_image first"),
        ([[1, 2], [3, 4]], TypeError, "must be a NumPy array, got list"),
        (PICTURE / 255, TypeError, "Multiply by 255"),
        (PICTURE.astype(int), TypeError, "dtype uint8.*got int64"),
        (PICTURE > 0, TypeError, "got bool"),
        (PICTURE[..., 0], ValueError, r"shape \(height, width, 3\), got \(48, 64\)"),
        (PICTURE[..., :1], ValueError, r"got \(48, 64, 1\)"),
        (np.dstack([PICTURE, PICTURE[..., 0]]), ValueError, r"got \(48, 64, 4\)"),
        (PICTURE[None], ValueError, "must have shape"),
        (PICTURE[:0], ValueError, "at least one pixel.*outside the image"),
    ],
)
def test_what_is_no_image_is_refused_in_words(tmp_path, wrong, kind, words):
    with pytest.raises(kind, match=words):
        write_image(tmp_path / "out.png", wrong)
    assert list(tmp_path.iterdir()) == []


def test_grey_counts_only_where_it_is_allowed():
    require_image(PICTURE[..., 0], grey=True)
    require_image(PICTURE, grey=True)
    with pytest.raises(ValueError, match=r"\(height, width, 3\) or \(height, width\)"):
        require_image(PICTURE[0, 0], grey=True)


def test_each_thread_hears_its_own_warnings_and_the_others_are_shown():
    """As threads that read photos do: `warnings.catch_warnings` would mix them up, and leave its filters behind."""
    together, heard = threading.Barrier(4), {}

    def work(name):
        for turn in range(50):
            together.wait()
            with hear() as outer:
                warnings.warn(f"{name} {turn}", stacklevel=1)
                with hear() as inner:
                    warnings.warn(UserWarning(f"inside {name}"), stacklevel=1)
            heard.setdefault(name, []).append([str(one) for one in outer + inner])

    def others():
        for _ in range(50):
            together.wait()
            warnings.warn("for the screen", stacklevel=1)

    before = warnings.warn, list(warnings.filters)
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        threads = [threading.Thread(target=work, args=(name,)) for name in "abc"] + [threading.Thread(target=others)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert heard == {name: [[f"{name} {turn}", f"inside {name}"] for turn in range(50)] for name in "abc"}
    assert [str(one.message) for one in shown] == ["for the screen"] * 50
    assert (warnings.warn, warnings.filters) == before
