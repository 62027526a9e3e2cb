"""RGB out of a picture, strip by strip, as a viewer would show it."""

from io import BytesIO

import numpy as np
from PIL import ExifTags, Image, ImageCms

from . import basics, boxes, colour, png, tiff
from .basics import ImageError
from .opening import open_photo, read_content, too_large

# So many pixels at a time: the copies that are made on the way take no memory to speak of, and fit the cache.
_STRIP = 2**19
# What shows the array `out` as the file stores it, for each EXIF orientation (1 is upright).
_STORED = {
    2: lambda out: out[:, ::-1],
    3: lambda out: out[::-1, ::-1],
    4: lambda out: out[::-1],
    5: lambda out: out.transpose(1, 0, 2),
    6: lambda out: np.rot90(out),
    7: lambda out: out[::-1, ::-1].transpose(1, 0, 2),
    8: lambda out: np.rot90(out, -1),
}


def read_image(source, *, name=None):
    """Read a photo as a viewer would show it.

    EXIF orientation is applied (XMP's is not, as in browsers and OpenCV), an embedded colour profile is converted to
    sRGB, PQ and HLG are shown as on an ordinary screen (from 8 bits), transparent pixels are laid over white, and
    16-bit values are scaled to 8 bits. Besides the photo's own array, a JPEG takes 4 bytes of memory a pixel and the
    size of the file. Other kinds take up to 9 with the file, but WebP 13 and JPEG 2000 17 (at 48 million pixels).

    Parameters
    ----------
    source : str, os.PathLike, bytes, bytearray or memoryview
        A JPEG, PNG, WebP, TIFF, BMP, HEIC, AVIF or JPEG 2000 file, or the content of one (of an upload, say). The
        content decides what it is, not the name's ending.
    name : str, optional
        What error messages call it; by default the path, or "The file" where only its content is at hand.

    Returns
    -------
    numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ImageError
        If it is a folder, empty, truncated, animated, camera raw, not a photo, of an unsupported kind, or has more
        than `MAX_PIXELS`.

    References
    ----------
    CIPA DC-008 (Exif 2.32), tag 0x0112 for the orientation;
    https://pillow.readthedocs.io/en/stable/handbook/image-file-formats.html for the formats.
    """
    name, content = read_content(source, name)
    with open_photo(name, content) as photo:
        found = tiff.directories(content) if photo.format == "TIFF" else []
        _refuse_odd_ones(name, photo, found, content)
        profile, codes = _colours(photo, content)
        photo.info.pop("xmp", None)  # Pillow takes an orientation from it, and turns a TIFF by it
        photo.load()
        if palette := tiff.small_colour_map(found):
            photo.putpalette(palette)
        return _Rows(name, photo, profile, codes, tiff.white_of(found)).read()


def _refuse_odd_ones(name, photo, found, content):
    if photo.width * photo.height > basics.MAX_PIXELS:
        raise ImageError(too_large(name))
    # MPO is what phones write for a photo with a depth map, and HEIC may hold several pictures: the first is the photo.
    # In a TIFF a small copy or a mask is no page.
    count = len(tiff.pages(found)) if found else getattr(photo, "n_frames", 1)
    if photo.format not in ("MPO", "HEIF") and count > 1:
        raise ImageError(
            f"{name} holds {count} pictures (an animation or a multi-page file); only still photos are read. "
            "Export the picture that you want as a file of its own."
        )
    if photo.format == "JPEG2000" and (space := boxes.jp2_colour(content)[1]) is not None:
        raise ImageError(
            f"{name} is a JPEG 2000 photo in a colour space that is not read here (number {space}); export it as JPEG."
        )


def _colours(photo, content):
    """Find the colour profile, and the numbers for primaries and transfer where they stand in its place."""
    profile = photo.info.get("icc_profile")
    if photo.format == "JPEG2000":
        profile = boxes.jp2_colour(content)[0]
    codes = None
    if photo.format == "PNG" and (codes := png.colour(content)):
        return None, codes  # as the standard says: it comes before a profile
    if photo.format == "AVIF":
        codes = boxes.AvifItems(content).colour
    elif photo.format == "HEIF" and (box := photo.info.get("nclx_profile")):
        codes = box.get("color_primaries"), box.get("transfer_characteristics")
    return profile, None if profile else codes


class _Rows:
    """Turns rows of a decoded picture into RGB."""

    def __init__(self, name, photo, profile, codes, white_and_black):
        self._name, self._photo = name, photo
        self._white, self._black = white_and_black
        self._deep = photo.mode in ("F", "I") or photo.mode.startswith("I;16")
        self._clear = photo.has_transparency_data
        self._show = colour.converter(*codes) if codes else None
        self._profile = None
        if photo.mode == "LAB":
            lab = ImageCms.createProfile("LAB")
            self._profile = ImageCms.buildTransform(lab, ImageCms.createProfile("sRGB"), "LAB", "RGB")
        elif profile:
            self._profile = self._transform(profile)

    def read(self):
        photo, (width, height) = self._photo, self._photo.size
        if photo.mode in ("F", "I"):
            self._refuse_unknown_white()
        turn = _orientation(photo)
        out = np.empty((width, height, 3) if turn >= 5 else (height, width, 3), np.uint8)
        stored = _STORED[turn](out) if turn > 1 else out
        rows = max(1, _STRIP // width)
        for top in range(0, height, rows):
            bottom = min(height, top + rows)
            strip = photo if rows >= height else photo.crop((0, top, width, bottom))
            stored[top:bottom] = self._rgb(strip)
        return out

    def _rgb(self, strip):
        if self._deep:
            strip = self._to_eight_bits(strip)
        if self._clear:
            paper = Image.new("RGBA", strip.size, "white")
            strip = strip.convert("LA") if strip.mode == "La" else strip  # Pillow goes no further in one step
            paper.alpha_composite(strip.convert("RGBA"))
            strip = paper
        if self._profile:
            strip = strip if strip.mode == self._profile.input_mode else strip.convert(self._profile.input_mode)
            strip = ImageCms.applyTransform(strip, self._profile)
        rows = np.asarray(strip if strip.mode == "RGB" else strip.convert("RGB"))
        return self._show(rows) if self._show else rows

    def _transform(self, profile):
        grey = self._deep or self._photo.mode in ("1", "L", "LA", "La")
        mode = "L" if grey else "CMYK" if self._photo.mode == "CMYK" else "RGB"
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):  # a broken or mismatched profile: show it as without one
            return None

    def _refuse_unknown_white(self):
        mode, (low, high) = self._photo.mode, self._photo.getextrema()
        if mode == "F" or low < 0 or high > 65535:
            raise ImageError(
                f"{self._name} has pixels of Pillow's mode {mode!r}, from {low:g} to {high:g}; which value is white is "
                "not known. Scale them to 8 bits and save the file again."
            )

    def _to_eight_bits(self, strip):
        values = np.asarray(strip).astype(np.uint32)
        top = max(self._white, self._black)
        clear = self._photo.info.get("transparency")
        scaled = (values.clip(0, top) * 255 + top // 2) // top
        if self._white == 0:
            scaled = 255 - scaled
        if isinstance(clear, int):  # one value is declared transparent
            scaled[values == clear] = 255
        return Image.fromarray(scaled.astype(np.uint8))


def _orientation(photo):
    """Tell the EXIF orientation, 1 to 8; where EXIF is broken, 1: the pixels stay as they are stored, as in viewers."""
    if photo.format in ("HEIF", "JPEG2000"):  # HEIC turns its pixels itself while they are decoded
        return 1
    try:
        if photo.format == "TIFF":  # Pillow has turned it and removed the tag, if it is one that does so
            turn = photo.tag_v2.get(ExifTags.Base.Orientation)
        else:
            turn = exif_of(photo).get(ExifTags.Base.Orientation)
    except Exception:  # Pillow's EXIF reader raises anything from SyntaxError to struct.error
        return 1
    return turn if turn in _STORED else 1


def exif_of(photo):
    """Read EXIF alone: Pillow's `getexif` takes an orientation from XMP, too, which viewers do not heed.

    Parameters
    ----------
    photo : PIL.Image.Image

    Returns
    -------
    PIL.Image.Exif
    """
    exif, block = Image.Exif(), photo.info.get("exif")
    if photo.format == "TIFF":
        exif = photo.getexif()
        if ExifTags.Base.Orientation not in photo.tag_v2:
            exif.pop(ExifTags.Base.Orientation, None)
        return exif
    if block is None and isinstance(text := photo.info.get("Raw profile type exif"), str):  # ImageMagick's way in PNG
        block = bytes.fromhex("".join(text.split("\n")[3:]))
    if isinstance(block, bytes):
        exif.load(block)
    return exif
