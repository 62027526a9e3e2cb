"""TIFF: every layout of pixels is shown as it is meant or refused by name, and no preview passes for the photo."""

import io
import itertools
import warnings

import numpy as np
import pytest
import tiff_files
import tifffile
from tiff_files import Layout

from faceblur_utils.images import ImageError, read_image
from faceblur_utils.metadata import list_metadata

COMPRESSIONS = (tiff_files.NONE, tiff_files.LZW, tiff_files.DEFLATE, tiff_files.PACKBITS, tiff_files.JPEG)
ONE_COLOUR = (tiff_files.WHITE_IS_ZERO, tiff_files.BLACK_IS_ZERO, tiff_files.PALETTE)
# Colours, bits and further channels that must be read, in every order that they can lie in; others may be refused.
READ = {
    (tiff_files.WHITE_IS_ZERO, ()): (1, 2, 4, 8, 12, 16),
    (tiff_files.BLACK_IS_ZERO, ()): (1, 2, 4, 8, 12, 16),
    (tiff_files.BLACK_IS_ZERO, (0,)): (8,),
    (tiff_files.BLACK_IS_ZERO, (1,)): (8,),
    (tiff_files.BLACK_IS_ZERO, (2,)): (8,),
    (tiff_files.RGB, ()): (8, 16),
    (tiff_files.RGB, (0,)): (8, 16),
    (tiff_files.RGB, (1,)): (8, 16),
    (tiff_files.RGB, (2,)): (8, 16),
    (tiff_files.PALETTE, ()): (1, 2, 4, 8),
    (tiff_files.PALETTE, (2,)): (8,),
    (tiff_files.CMYK, ()): (8, 16),
    (tiff_files.CMYK, (0,)): (8,),
    (tiff_files.YCBCR, ()): (8,),
    (tiff_files.LAB, ()): (8,),
}
KINDS = [
    (photometric, bits, extra)
    for photometric in (0, 1, 2, 3, 5, 6, 8)
    for bits in (1, 2, 4, 8, 12, 16, 32)
    for extra in ((), (0,), (1,), (2,))
    if (bits <= 16 or photometric != tiff_files.PALETTE) and (bits >= 8 or not extra)
]


@pytest.fixture(autouse=True)
def _warnings_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def layouts(photometric, bits, extra):
    """Every way that such pixels can lie in a file."""
    for planar, compression, big_endian, tiled in itertools.product((1, 2), COMPRESSIONS, (False, True), (False, True)):
        layout = Layout(photometric, bits, planar, compression, big_endian, tiled, extra)
        if planar == 2 and layout.count == 1:  # there is no difference
            continue
        if compression == tiff_files.JPEG and (
            bits != 8 or extra or photometric in (tiff_files.PALETTE, tiff_files.LAB)
        ):
            continue
        yield layout


def must_be_read(layout):
    apart = layout.planar == 2 and (
        (layout.photometric in ONE_COLOUR and any(layout.extra)) or layout.photometric == tiff_files.LAB
    )
    return layout.bits in READ.get((layout.photometric, layout.extra), ()) and not apart


def shows(layout, pixels, content):
    """Whether the file is read as it is meant; False if it is refused in words."""
    try:
        image = read_image(content, name="scan.tif")
    except ImageError as error:
        assert str(error).startswith("scan.tif ") and "damaged" not in str(error), (layout, str(error))
        assert "\n" not in str(error)
        return False
    off = np.abs(image - tiff_files.shown(layout, pixels)).max()
    assert off <= (10 if layout.compression == tiff_files.JPEG else 3), (layout, off)
    return True


@pytest.mark.parametrize(("photometric", "bits", "extra"), KINDS)
def test_every_layout_is_shown_as_meant_or_refused(photometric, bits, extra):
    for layout in layouts(photometric, bits, extra):
        pixels = tiff_files.samples(layout)
        assert shows(layout, pixels, tiff_files.encode(layout, pixels)) or not must_be_read(layout), layout


@pytest.mark.parametrize("changes", [{"predictor": 2}, {"fill_order": 2}, {"big_tiff": True}])
@pytest.mark.parametrize(
    ("photometric", "bits"), [(0, 1), (0, 8), (0, 16), (1, 8), (1, 16), (2, 8), (2, 16), (3, 4), (3, 8)]
)
def test_predictors_fill_orders_and_big_files(photometric, bits, changes):
    for compression, big_endian in itertools.product(COMPRESSIONS[:4], (False, True)):
        if "predictor" in changes and (compression not in COMPRESSIONS[1:3] or bits < 8):
            continue
        layout = Layout(photometric, bits, 1, compression, big_endian, **changes)
        pixels = tiff_files.samples(layout)
        read = shows(layout, pixels, tiff_files.encode(layout, pixels))
        # What Pillow has no words for: 16 bits in reverse, and large files of Motorola's order.
        assert read or ("fill_order" in changes and bits == 16) or ("big_tiff" in changes and big_endian), layout


@pytest.mark.parametrize("size", [(37, 45), (16, 16), (2, 2), (3, 33)])
@pytest.mark.parametrize("compression", COMPRESSIONS[:4])
def test_ycbcr_with_fewer_colours_than_pixels(compression, size):
    for sampling, big_endian in itertools.product((1, 2), (False, True)):
        layout = Layout(tiff_files.YCBCR, compression=compression, big_endian=big_endian, sampling=sampling)
        pixels = tiff_files.samples(layout, *size)
        assert shows(layout, pixels, tiff_files.encode(layout, pixels))


@pytest.mark.parametrize("sample_format", [tiff_files.SIGNED, tiff_files.FLOAT])
@pytest.mark.parametrize("photometric", [tiff_files.WHITE_IS_ZERO, tiff_files.BLACK_IS_ZERO, tiff_files.RGB])
def test_numbers_of_which_nobody_knows_the_white_are_refused(photometric, sample_format):
    for bits, big_endian, planar in itertools.product((8, 16, 32, 64), (False, True), (1, 2)):
        if bits == (8 if sample_format == tiff_files.FLOAT else 64):
            continue
        layout = Layout(photometric, bits, planar, big_endian=big_endian, sample_format=sample_format)
        with pytest.raises(ImageError, match="of a kind that is not read here|which value is white is not known"):
            read_image(tiff_files.encode(layout, tiff_files.samples(layout)))


def test_the_generator_and_another_reader_agree():
    """What this file calls the truth is what tifffile unpacks; it has no decoder of its own for LZW and JPEG."""
    number = 0
    for photometric, bits, extra in KINDS:
        for layout in layouts(photometric, bits, extra):
            if layout.compression in (tiff_files.LZW, tiff_files.JPEG) or layout.tiled or bits in (2, 4, 12):
                continue
            pixels = tiff_files.samples(layout)
            with tifffile.TiffFile(io.BytesIO(tiff_files.encode(layout, pixels))) as file:
                seen = file.asarray()
            seen = np.moveaxis(seen, 0, -1) if layout.planar == 2 else seen
            assert (seen.reshape(pixels.shape) == pixels).all(), layout
            number += 1
    assert number > 300


def test_an_old_palette_of_8_bits_is_not_black():
    layout = Layout(tiff_files.PALETTE)
    pixels = tiff_files.samples(layout)
    colours = tiff_files.colour_map(8) // 257
    content = tiff_files.encode(layout, pixels, tags={320: ("H", colours.ravel().tolist())})
    assert (read_image(content) == colours.T[pixels[..., 0]]).all()


def test_other_inks_than_those_of_print_are_refused():
    layout = Layout(tiff_files.CMYK)
    content = tiff_files.encode(layout, tiff_files.samples(layout), tags={332: ("H", [2])})
    with pytest.raises(ImageError, match="inks other than cyan"):
        read_image(content)


@pytest.mark.parametrize(("tag", "value", "words"), [(259, 32909, "compression 32909"), (262, 32845, "LogLuv")])
def test_what_is_unusual_about_a_layout_is_said(tag, value, words):
    layout = Layout()
    content = tiff_files.encode(layout, tiff_files.samples(layout), tags={tag: ("H", [value])})
    with pytest.raises(ImageError, match="TIFF of a kind that is not read here.*" + words):
        read_image(content)


@pytest.mark.parametrize("layout", [Layout(), Layout(tiled=True), Layout(planar=2), Layout(compression=5)])
def test_missing_pieces_are_no_black_rest_of_the_picture(layout):
    content = tiff_files.encode(layout, tiff_files.samples(layout), tags={257: ("I", [400])})
    with pytest.raises(ImageError, match=r"is damaged: it has \d+ of the \d+ pieces that a picture of 45 x 400 pixels"):
        read_image(content)


# Camera raw, sub-images and pages

SMALL, LARGE = (Layout(), tiff_files.samples(Layout(), 24, 32)), (Layout(), tiff_files.samples(Layout(), 48, 64))
SENSOR = Layout(tiff_files.CFA, 16)
SENSOR_PIXELS = tiff_files.samples(SENSOR, 48, 64)
COPY, PLAIN = {254: ("I", [1])}, {254: ("I", [0])}


def raw_files():
    """Files as cameras write them: a small preview first, what the sensor saw somewhere else."""
    sensor = (SENSOR, SENSOR_PIXELS, PLAIN)
    nikon, dng = COPY | {271: ("s", b"NIKON CORPORATION\0")}, COPY | {50706: ("B", [1, 4, 0, 0])}
    yield "nef", tiff_files.encode(*SMALL, sub_images=[sensor], tags=nikon)
    yield "dng", tiff_files.encode(*SMALL, sub_images=[sensor], tags=dng)
    yield "dng, preview only", tiff_files.encode(*LARGE, tags={50706: ("B", [1, 4, 0, 0])})
    linear = (Layout(tiff_files.LINEAR_RAW, 16), tiff_files.samples(Layout(tiff_files.LINEAR_RAW, 16), 48, 64), PLAIN)
    yield "linear dng", tiff_files.encode(*SMALL, sub_images=[linear])
    yield "pef", tiff_files.encode(SENSOR, SENSOR_PIXELS, further=[(*SMALL, COPY)])
    yield "chain", tiff_files.encode(*SMALL, further=[sensor])
    packed = (*LARGE, {259: ("H", [34713])})
    yield "nef, packed", tiff_files.encode(*SMALL, sub_images=[packed])
    yield "arw", tiff_files.encode(*SMALL, sub_images=[(*LARGE, {259: ("H", [32767])})])
    big = tiff_files.encode(
        Layout(big_endian=True), SMALL[1], sub_images=[(Layout(32803, 16, big_endian=True), SENSOR_PIXELS, {})]
    )
    yield "nef of Motorola's order", big


@pytest.mark.parametrize(("kind", "content"), list(raw_files()))
def test_camera_raw_is_refused_by_its_content(kind, content):
    for act in (read_image, list_metadata):
        with pytest.raises(ImageError, match=r"holiday.tif is a camera raw photo.*Export the photo as JPEG or TIFF"):
            act(content, name="holiday.tif")
    if kind == "nef":
        with pytest.raises(ImageError, match="camera raw photo of NIKON CORPORATION: "):
            read_image(content)


@pytest.mark.parametrize("ending", ["nef", "NEF", "dng", "cr2", "arw", "pef"])
def test_camera_raw_is_refused_by_its_name_where_its_content_says_nothing(tmp_path, ending):
    path = tmp_path / f"photo.{ending}"
    path.write_bytes(tiff_files.encode(*LARGE))
    with pytest.raises(ImageError, match="camera raw photo"):
        read_image(path)


def test_a_small_copy_never_passes_for_the_photo():
    for content in (
        tiff_files.encode(*SMALL, sub_images=[(*LARGE, PLAIN)], tags=COPY),
        tiff_files.encode(*SMALL, sub_images=[(*LARGE, {})]),
        tiff_files.encode(*SMALL, further=[(*LARGE, {})], tags=COPY),
    ):
        with pytest.raises(ImageError, match=r"small copy \(32 x 24 pixels\) of a picture of 64 x 48 pixels"):
            read_image(content)


def test_the_photo_is_read_and_small_copies_and_masks_are_named():
    due = tiff_files.shown(*LARGE)
    mask = {254: ("I", [4])}
    for further, sub_images, lines in (
        ([(*SMALL, COPY)], [], ["More than one picture: 2 in the file"]),
        ([(*LARGE, mask)], [], ["More than one picture: 2 in the file"]),
        ([(*SMALL, {255: ("H", [2])})], [], ["More than one picture: 2 in the file"]),
        ([], [(*SMALL, COPY)], ["Another picture inside the file, 32 x 24 pixels"]),
        (
            [],
            [(*SMALL, {}), (*LARGE, {})],
            [f"Another picture inside the file, {s} pixels" for s in ("32 x 24", "64 x 48")],
        ),
    ):
        content = tiff_files.encode(*LARGE, further, sub_images)
        assert np.abs(read_image(content) - due).max() <= 1
        assert [line for line in list_metadata(content) if "icture" in line] == lines


def test_pages_are_counted_and_refused():
    content = tiff_files.encode(*LARGE, further=[(*LARGE, {}), (*SMALL, COPY), (*SMALL, {})])
    with pytest.raises(ImageError, match="holds 3 pictures .*Export the picture"):
        read_image(content)
    assert list_metadata(content) == ["More than one picture: 4 in the file"]


def test_directories_that_lead_back_end():
    content = bytearray(tiff_files.encode(*LARGE, sub_images=[(*SMALL, COPY)]))
    start = int.from_bytes(content[4:8], "little")
    count = int.from_bytes(content[start : start + 2], "little")
    link = start + 2 + 12 * count
    content[link : link + 4] = start.to_bytes(4, "little")
    assert np.abs(read_image(bytes(content)) - tiff_files.shown(*LARGE)).max() <= 1
