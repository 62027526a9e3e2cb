"""Directories of a TIFF: camera raw and small copies are told from photos, and layouts that Pillow takes amiss."""

from dataclasses import dataclass
from io import BytesIO

from PIL import TiffImagePlugin

from .basics import ImageError

_MOST = 200  # directories that are looked at
_SUBFILE, _OLD_SUBFILE, _BITS, _COMPRESSION, _PHOTOMETRIC, _FILL_ORDER, _MAKE = 254, 255, 258, 259, 262, 266, 271
_SAMPLES, _PLANAR, _COLOUR_MAP, _SUB_IMAGES, _INK_SET, _EXTRA, _FORMAT = 277, 284, 320, 330, 332, 338, 339
_DNG_VERSION = 50706
WHITE_IS_ZERO, _PALETTE, _CMYK, _YCBCR, _LAB = 0, 3, 5, 6, 8
_SENSOR = {32803, 34892}  # a colour filter array, and linear raw
# How Nikon, Pentax, Samsung, Sony and Kodak pack what the sensor saw.
_RAW_COMPRESSIONS = {32767, 32769, 32770, 34713, 34892, 65000, 65535}
_PHOTOMETRICS = {
    0: "grey, white is zero",
    1: "grey",
    2: "RGB",
    3: "palette",
    4: "a mask",
    5: "CMYK",
    6: "YCbCr",
    8: "Lab",
}
_PHOTOMETRICS |= {9: "ICC Lab", 10: "ITU Lab", 32844: "LogL", 32845: "LogLuv"}

# Grey of more than 8 bits that Pillow could read and has not in its table.
_MORE = {
    (b"MM", 0, (1,), 1, (16,), ()): ("I;16B", "I;16B"),
    (b"MM", 1, (1,), 1, (12,), ()): ("I;16", "I;12"),
    (b"MM", 0, (1,), 1, (12,), ()): ("I;16", "I;12"),
    (b"II", 0, (1,), 1, (12,), ()): ("I;16", "I;12"),
}


def teach_pillow():
    """Add to the layouts that Pillow reads; `white_of` tells which way round they are."""
    for layout, modes in _MORE.items():
        TiffImagePlugin.OPEN_INFO.setdefault(layout, modes)


@dataclass(frozen=True)
class Directory:
    """One picture of a TIFF file.

    Attributes
    ----------
    tags : PIL.TiffImagePlugin.ImageFileDirectory_v2
    inner : bool
        Whether it stands beside another picture (a sub-image, tag 330), not in the chain of pages.
    """

    tags: TiffImagePlugin.ImageFileDirectory_v2
    inner: bool

    def number(self, tag, default=None):
        """The first number of a tag; `default` where there is none, or none that can be read."""
        value = self.numbers(tag)
        return value[0] if value else default

    def numbers(self, tag):
        """All whole numbers of a tag, as a tuple."""
        try:
            value = self.tags.get(tag, ())
        except Exception:  # Pillow unpacks a tag only now, and a damaged one raises anything
            return ()
        value = value if isinstance(value, tuple) else (value,)
        return tuple(one for one in value if isinstance(one, int))

    @property
    def size(self):
        """Width and height in pixels."""
        return self.number(256, 0), self.number(257, 0)

    @property
    def small(self):
        """Whether the file says that it is a small copy of another picture, or a mask."""
        return bool(self.number(_SUBFILE, 0) & 5) or self.number(_OLD_SUBFILE) == 2

    @property
    def raw(self):
        """Whether it holds what a camera's sensor saw."""
        return (
            _DNG_VERSION in self.tags
            or self.number(_PHOTOMETRIC) in _SENSOR
            or self.number(_COMPRESSION) in _RAW_COMPRESSIONS
        )


def directories(content):
    """List the pictures of a TIFF file, the first page first.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    list of Directory
        Those that can be read; at most 200.
    """
    try:
        head = content[: 16 if content[2:3] == b"\x2b" else 8]
        pending = [(TiffImagePlugin.ImageFileDirectory_v2(head).next, False)]
    except Exception:  # Pillow's reader raises anything from SyntaxError to struct.error
        return []
    file, found, seen = BytesIO(content), [], set()
    while pending and len(found) < _MOST:
        place, inner = pending.pop(0)
        if place in seen or not 0 < place < len(content):
            continue
        seen.add(place)
        tags = TiffImagePlugin.ImageFileDirectory_v2(head)
        try:
            file.seek(place)
            tags.load(file)
        except Exception:
            continue
        one = Directory(tags, inner)
        found.append(one)
        pending.append((tags.next, inner))
        pending += [(place, True) for place in one.numbers(_SUB_IMAGES)]
    return found


def pages(found):
    """Keep the pictures of the chain that are no small copies or masks of another one."""
    return [one for one in found if not one.inner and not one.small]


def refuse_raw(name, found, ending=""):
    """Refuse camera raw, and a file whose first picture is only a small copy of another one.

    Parameters
    ----------
    name : str
        What error messages call the file.
    found : list of Directory
    ending : str
        Of the file's name, to be named where it is that of a camera raw format.

    Raises
    ------
    ImageError
    """
    if ending or any(one.raw for one in found):
        maker = next((str(one.tags.get(_MAKE)).strip("\0 ") for one in found if one.tags.get(_MAKE)), "")
        maker = " ".join("".join(c if c.isprintable() else " " for c in maker).split())[:40]
        of = f" of {maker}" if maker else ""
        raise ImageError(
            f"{name} is a camera raw photo{of}: it holds what the sensor saw, and small previews. Export the photo as "
            "JPEG or TIFF from the camera's software."
        )
    if not found:
        return
    first, largest = found[0], max(found, key=lambda one: one.size[0] * one.size[1])
    if largest is not first and (
        first.small or (largest.inner and not largest.small and _pixels(largest) > _pixels(first))
    ):
        raise ImageError(
            f"{name} begins with a small copy ({first.size[0]} x {first.size[1]} pixels) of a picture of "
            f"{largest.size[0]} x {largest.size[1]} pixels. Export that one as a file of its own."
        )


def _pixels(one):
    return one.size[0] * one.size[1]


def refuse_layout(name, found):
    """Refuse layouts of pixels that Pillow reads, but as another picture.

    Raises
    ------
    ImageError
    """
    if not found:
        return
    first = found[0]
    photometric, extra = first.number(_PHOTOMETRIC, 0), first.numbers(_EXTRA)
    doubt = ""
    if first.number(_FORMAT, 1) == 2 and first.number(_BITS, 1) <= 16:
        doubt = "signed numbers, of which it is not known which is white"
    elif photometric in (0, 1, _PALETTE) and first.number(_PLANAR) == 2 and any(extra):
        doubt = "grey and transparency in separate planes"
    elif first.number(_PLANAR) == 2 and (photometric == _LAB or (photometric == _YCBCR and extra)):
        doubt = f"{_PHOTOMETRICS[photometric]} in separate planes"
    elif photometric == _CMYK and first.number(_INK_SET, 1) != 1:
        doubt = "inks other than cyan, magenta, yellow and black"
    here, due = _blocks(first)
    if here < due:  # Pillow leaves the rest black and says nothing
        raise ImageError(
            f"{name} is damaged: it has {here} of the {due} pieces that a picture of {first.size[0]} x {first.size[1]} "
            "pixels is made of; copy or download it again."
        )
    if doubt:
        raise ImageError(f"{name} is a TIFF of a kind that is not read here: {doubt}. Save it again as RGB of 8 bits.")


def _blocks(one):
    """How many strips or tiles there are, and how many there should be; (0, 0) where there are none at all."""
    width, height = one.size
    planes = one.number(_SAMPLES, 1) if one.number(_PLANAR) == 2 else 1
    if tiles := len(one.numbers(324)):
        wide, high = max(1, one.number(322, width)), max(1, one.number(323, height))
        return tiles, planes * -(-width // wide) * -(-height // high)
    strips = len(one.numbers(273))
    return strips, planes * -(-height // max(1, one.number(278, height))) if strips else 0


def needs_libtiff(found):
    """Tell whether Pillow's own decoder takes the pixels amiss, and libtiff must read them.

    It does with planes of 16 bits, with YCbCr of fewer colours than pixels, and with some bits in reverse order.
    """
    one = found[0] if found else None
    return one is not None and (
        one.number(_PLANAR) == 2 or one.number(_PHOTOMETRIC) == _YCBCR or one.number(_FILL_ORDER) == 2
    )


def white_of(found):
    """Tell which value is white where a pixel is one number of more than 8 bits, and which is black."""
    top = 2 ** (found[0].number(_BITS, 16) if found else 16) - 1
    top = top if top in (4095, 65535) else 65535
    return (0, top) if found and found[0].number(_PHOTOMETRIC, 0) == WHITE_IS_ZERO else (top, 0)


def small_colour_map(found):
    """Return a palette whose values run to 255 only, as old programs wrote it, in Pillow's order; or None."""
    values = found[0].numbers(_COLOUR_MAP) if found and found[0].number(_PHOTOMETRIC) == _PALETTE else ()
    third = len(values) // 3
    if not values or max(values) > 255 or min(values) < 0 or not any(values):
        return None
    return bytes(
        value
        for entry in zip(values[:third], values[third : 2 * third], values[2 * third :], strict=False)
        for value in entry
    )


def in_words(found):
    """Describe how the pixels of the first picture lie."""
    if not found:
        return "its directory cannot be read"
    first = found[0]
    bits = sorted(set(first.numbers(_BITS) or (1,)))
    kind = {2: ", signed", 3: ", floating point"}.get(first.number(_FORMAT, 1), "")
    photometric = first.number(_PHOTOMETRIC, 0)
    colours = _PHOTOMETRICS.get(photometric, f"colours of kind {photometric}")
    return (
        f"{colours}, {' or '.join(map(str, bits))} bits{kind}, "
        f"{first.number(_SAMPLES, 1)} samples a pixel, compression {first.number(_COMPRESSION, 1)}"
    )
