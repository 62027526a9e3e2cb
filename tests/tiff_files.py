"""TIFF files of every layout, made byte by byte from samples that are known, and the picture that each one shows."""

import io
import itertools
import struct
import zlib
from dataclasses import dataclass

import numpy as np
from PIL import Image

WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, CMYK, YCBCR, LAB, CFA, LINEAR_RAW = 0, 1, 2, 3, 5, 6, 8, 32803, 34892
NONE, LZW, JPEG, DEFLATE, PACKBITS = 1, 5, 7, 8, 32773
UNSIGNED, SIGNED, FLOAT = 1, 2, 3
_COLOURS = {WHITE_IS_ZERO: 1, BLACK_IS_ZERO: 1, PALETTE: 1, CFA: 1, CMYK: 4}  # the others have 3
_FLIP = bytes(int(f"{value:08b}"[::-1], 2) for value in range(256))
_CODES = {"H": 3, "I": 4, "B": 1, "s": 2, "Q": 16}


@dataclass(frozen=True)
class Layout:
    """How the samples of a TIFF lie; the names are those of the tags."""

    photometric: int = RGB
    bits: int = 8
    planar: int = 1
    compression: int = NONE
    big_endian: bool = False
    tiled: bool = False
    extra: tuple = ()
    sample_format: int = UNSIGNED
    predictor: int = 1
    fill_order: int = 1
    big_tiff: bool = False
    sampling: int = 1  # YCbCr: so many luma samples to one of Cb and Cr, across and down

    @property
    def count(self):
        """Samples of one pixel."""
        return _COLOURS.get(self.photometric, 3) + len(self.extra)

    @property
    def dtype(self):
        """NumPy's type of one sample, in the file's byte order; of less than 8 bits before they are packed."""
        kind = {UNSIGNED: "u", SIGNED: "i", FLOAT: "f"}[self.sample_format]
        return np.dtype(
            f"{'>' if self.big_endian else '<'}{kind}{max(1, -(-self.bits // 8)) if self.bits != 12 else 2}"
        )


def samples(layout, height=37, width=45, seed=0):
    """Make samples that change slowly, in another way in each channel, over all values there are."""
    y, x = np.mgrid[:height, :width]
    shares = np.dstack([(x * (3 + c) + y * (7 - c) + 40 * c) % 100 / 99 for c in range(layout.count)])
    if layout.compression == JPEG or layout.photometric in (LAB, YCBCR):  # smooth, for it is lossy
        waves = [np.sin(x / (9 + 2 * c) + seed) * np.cos(y / (11 - c)) for c in range(layout.count)]
        shares = np.dstack([0.5 + 0.35 * wave for wave in waves])
        if layout.photometric == LAB:  # colours that sRGB has, too: a and b are signed, and near zero
            shares[..., 1:3] = (0.08 * (shares[..., 1:3] - 0.5)) % 1
    if layout.sample_format == FLOAT:
        return shares.astype(layout.dtype)
    top = 2**layout.bits - 1 if layout.sample_format == UNSIGNED else 2 ** (layout.bits - 1) - 1
    if layout.sampling > 1:
        one = np.ones((layout.sampling, layout.sampling))
        few = [np.kron(shares[:: layout.sampling, :: layout.sampling, c], one)[:height, :width] for c in (1, 2)]
        shares = np.dstack([shares[..., 0], *few])
    return np.rint(shares * top).astype(layout.dtype)


def colour_map(bits):
    """Make a palette of 16-bit values, shape (3, 2**bits)."""
    index = np.arange(2**bits)
    return np.stack([(index * 37 % 256) * 257, (index * 91 % 256) * 257, (255 - index % 256) * 257]).astype(np.uint16)


def shown(layout, pixels):
    """Work out the picture that the samples stand for: RGB from 0 to 255, over white, as floats."""
    top = 1 if layout.sample_format == FLOAT else 2 ** (layout.bits - (layout.sample_format == SIGNED)) - 1
    share = pixels.astype(float) / top
    colours = share[..., : _COLOURS.get(layout.photometric, 3)]
    if layout.photometric == PALETTE:
        colours = colour_map(layout.bits).T[pixels[..., 0]] / 65535
    if layout.photometric == WHITE_IS_ZERO:
        colours = 1 - colours
    elif layout.photometric == CMYK:
        colours = (1 - colours[..., :3]) * (1 - colours[..., 3:])
    elif layout.photometric == YCBCR:
        luma, blue, red = np.moveaxis(colours * 255, -1, 0)
        blue, red = blue - 128, red - 128
        colours = np.dstack([luma + 1.402 * red, luma - 0.344136 * blue - 0.714136 * red, luma + 1.772 * blue]) / 255
    elif layout.photometric == LAB:
        colours = _from_lab(pixels[..., :3], layout)
    if colours.shape[2] == 1:
        colours = np.repeat(colours, 3, axis=2)
    if layout.extra and layout.extra[0] in (1, 2):
        alpha = share[..., _COLOURS.get(layout.photometric, 3), None]
        if layout.extra[0] == 1:  # the colours of a file are already multiplied by it; none may be above it
            colours = np.minimum(colours, alpha)
            return 255 * (colours + 1 - alpha)
        return 255 * (colours * alpha + 1 - alpha)
    return 255 * colours.clip(0, 1)


def _from_lab(pixels, layout):
    """CIE L*a*b* to XYZ for D50, Bradford's adaptation to D65, sRGB (IEC 61966-2-1); a and b are signed."""
    half = 2 ** (layout.bits - 1)
    sides = ((pixels[..., 1:].astype(np.int64) + half) % (2 * half) - half) / 2 ** (layout.bits - 8)
    middle = (pixels[..., 0] * 100.0 / (2**layout.bits - 1) + 16) / 116
    cube = np.dstack([middle + sides[..., 0] / 500, middle, middle - sides[..., 1] / 200])
    xyz = np.where(cube > 6 / 29, cube**3, 3 * (6 / 29) ** 2 * (cube - 4 / 29)) * (0.9642, 1, 0.8249)
    to_rgb = [
        (3.1338561, -1.6168667, -0.4906146),
        (-0.9787684, 1.9161415, 0.033454),
        (0.0719453, -0.2289914, 1.4052427),
    ]
    light = (xyz @ np.array(to_rgb).T).clip(0, 1)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def encode(layout, pixels, further=(), sub_images=(), tags=None):
    """Make the file.

    Parameters
    ----------
    layout : Layout
    pixels : numpy.ndarray
        What `samples` makes.
    further, sub_images : sequence of (Layout, numpy.ndarray, dict)
        Pictures behind the first in the chain, and those that tag 330 of the first points at; the byte order is the
        first one's.
    tags : dict
        Further tags of the first picture: number to (code for struct, values).

    Returns
    -------
    bytes
    """
    order, wide = ">" if layout.big_endian else "<", layout.big_tiff
    head = {">": b"MM", "<": b"II"}[order]
    head += struct.pack(order + "HHHQ", 43, 8, 0, 16) if wide else struct.pack(order + "HI", 42, 8)
    file = bytearray(head)
    offset_at = len(head) - (8 if wide else 4)
    pictures = [(layout, pixels, dict(tags or {})), *further]
    children = []
    for one, values, extra_tags in sub_images:
        children.append(_append(file, one, values, extra_tags, order, wide)[0])
    if children:
        pictures[0][2][330] = ("Q" if wide else "I", children)
    for one, values, extra_tags in pictures:
        start, link = _append(file, one, values, extra_tags, order, wide)
        struct.pack_into(order + ("Q" if wide else "I"), file, offset_at, start)
        offset_at = link
    return bytes(file)


def _append(file, layout, pixels, extra_tags, order, wide):
    """Put strips or tiles and the directory behind `file`; returns where the directory is and where its link is."""
    height, width = pixels.shape[:2]
    blocks, tables = _blocks(layout, pixels)
    places = []
    for block in blocks:
        places.append(len(file))
        file += block + b"\0" * (len(block) % 2)
    long = "Q" if wide else "I"
    entries = {
        256: ("I", [width]),
        257: ("I", [height]),
        258: ("H", [layout.bits] * layout.count),
        259: ("H", [layout.compression]),
        262: ("H", [layout.photometric]),
        277: ("H", [layout.count]),
        284: ("H", [layout.planar]),
    }
    lengths = [len(block) for block in blocks]
    if layout.tiled:
        entries |= {322: ("H", [16]), 323: ("H", [16]), 324: (long, places), 325: (long, lengths)}
    else:
        entries |= {273: (long, places), 278: ("H", [16]), 279: (long, lengths)}
    if layout.extra:
        entries[338] = ("H", layout.extra)
    if layout.sample_format != UNSIGNED:
        entries[339] = ("H", [layout.sample_format] * layout.count)
    if layout.predictor != 1:
        entries[317] = ("H", [layout.predictor])
    if layout.fill_order != 1:
        entries[266] = ("H", [layout.fill_order])
    if layout.photometric == PALETTE:
        entries[320] = ("H", colour_map(layout.bits).ravel().tolist())
    if layout.photometric == YCBCR:
        entries[530] = ("H", [layout.sampling, layout.sampling])
        if layout.compression != JPEG:
            entries[532] = ("R", [0, 255, 128, 255, 128, 255])
    if tables:
        entries[347] = ("U", tables)
    entries |= extra_tags
    packed, room = [], 8 if wide else 4
    for tag, (code, values) in sorted(entries.items()):
        if code == "R":
            data, count, kind = (
                struct.pack(order + "2I" * len(values), *sum(([v, 1] for v in values), [])),
                len(values),
                5,
            )
        elif code in "sU":
            data, count, kind = bytes(values), len(values), 2 if code == "s" else 7
        else:
            data, count, kind = struct.pack(f"{order}{len(values)}{code}", *values), len(values), _CODES[code]
        if len(data) > room:
            place = len(file)
            file += data + b"\0" * (len(data) % 2)
            data = struct.pack(order + long, place)
        packed.append(struct.pack(order + "HH" + long, tag, kind, count) + data.ljust(room, b"\0"))
    start = len(file)
    file += struct.pack(order + ("Q" if wide else "H"), len(packed)) + b"".join(packed)
    link = len(file)
    file += bytes(room)
    return start, link


def _blocks(layout, pixels):
    """Cut into strips of 16 rows or tiles of 16 x 16, one plane after the other, and compress each."""
    planes = [pixels] if layout.planar == 1 else [pixels[..., c : c + 1] for c in range(layout.count)]
    height, width = pixels.shape[:2]
    found = []
    for plane in planes:
        for top, left in itertools.product(range(0, height, 16), range(0, width, 16) if layout.tiled else [0]):
            block = plane[top : top + 16, left : left + 16 if layout.tiled else width]
            if layout.tiled:
                missing = [(0, 16 - block.shape[0]), (0, 16 - block.shape[1]), (0, 0)]
                block = np.pad(block, missing, mode="edge")
            found.append(_compressed(layout, block))
    return found, b""


def _compressed(layout, block):
    if layout.compression == JPEG:
        mode = {1: "L", 3: "RGB", 4: "CMYK"}[block.shape[2]]
        block = 255 - block if mode == "CMYK" else block  # Pillow writes it inverted, as Adobe does; TIFF does not
        image = Image.fromarray(np.ascontiguousarray(block[..., 0] if mode == "L" else block), mode)
        if layout.photometric == YCBCR and mode == "RGB":  # the samples are Y, Cb and Cr already
            image = Image.frombytes("YCbCr", image.size, image.tobytes())
        file = io.BytesIO()
        options = {"keep_rgb": True} if layout.photometric != YCBCR and mode == "RGB" else {}
        image.save(file, "JPEG", quality=100, subsampling=0, **options)
        return file.getvalue()
    if layout.predictor == 2:
        block = np.concatenate([block[:, :1], block[:, 1:] - block[:, :-1]], axis=1)
    if layout.sampling > 1:
        block = _units(block, layout.sampling)
    rows = [_packed(layout, row) for row in block]
    data = b"".join(rows)
    if layout.compression == LZW:
        data = _lzw(data)
    elif layout.compression == DEFLATE:
        data = zlib.compress(data)
    elif layout.compression == PACKBITS:
        data = b"".join(bytes([len(part) - 1]) + part for row in rows for part in _cut(row, 128))
    return data.translate(_FLIP) if layout.fill_order == 2 else data


def _units(block, size):
    """YCbCr in units: all luma samples of a square, then its Cb and its Cr."""
    missing = [(0, -block.shape[0] % size), (0, -block.shape[1] % size), (0, 0)]
    block = np.pad(block, missing, mode="edge")
    high, wide = block.shape[0] // size, block.shape[1] // size
    luma = block[..., 0].reshape(high, size, wide, size).swapaxes(1, 2).reshape(high, wide, size * size)
    return np.concatenate([luma, block[::size, ::size, 1:]], axis=2).reshape(high, -1)


def _packed(layout, row):
    """One row of samples as bytes; samples of less than a byte, or of 12 bits, stand close together."""
    if layout.bits in (8, 16, 32, 64):
        return row.astype(layout.dtype).tobytes()
    bits = row.astype(np.uint16).ravel()[:, None] >> np.arange(layout.bits - 1, -1, -1) & 1
    return np.packbits(bits.astype(np.uint8).ravel()).tobytes()


def _lzw(data):
    """LZW that never uses its table: the codes of single bytes, and a fresh start before codes get longer."""
    codes = [code for part in _cut(data, 250) for code in (256, *part)] + [257]
    bits = np.array(codes)[:, None] >> np.arange(8, -1, -1) & 1
    return np.packbits(bits.astype(np.uint8).ravel()).tobytes()


def _cut(data, size):
    return [data[i : i + size] for i in range(0, len(data), size)]
