"""Photos in and out: every file becomes RGB ``uint8`` where it is read, and nothing but pixels where it is written."""

import os
import secrets
import stat
import unicodedata
import warnings
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageCms, ImageFile

# Pillow's own limit against decompression bombs: a file of kilobytes that unpacks to gigabytes.
MAX_PIXELS = 2 * 89_478_485
# Four channels of 16 bits, not compressed: no photo within the limit above takes more.
MAX_BYTES = 8 * MAX_PIXELS
READABLE = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "HEIF")
WRITABLE = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".bmp": "BMP",
    ".heic": "HEIF",
}
# Longest side that the format, or the library that writes it, can hold.
_LONGEST_SIDE = {"JPEG": 65_500, "WEBP": 16_383}
# What undoes each EXIF orientation (1 is upright).
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class ImageError(ValueError):
    """A file that could not be read as a photo, or a photo that could not be written; the message says why."""


def require_image(image, *, grey=False):
    """Refuse anything that is not an image as this project means it.

    Parameters
    ----------
    image : object
        What was passed.
    grey : bool
        Whether a single-channel array of shape (height, width) will do as well.

    Raises
    ------
    TypeError
        If it is not a ``uint8`` array.
    ValueError
        If its shape is wrong or it has no pixels.
    """
    if not isinstance(image, np.ndarray):
        hint = " Read the file with read_image first." if isinstance(image, (str, os.PathLike)) else ""
        # cv2.imread answers a wrong path with None and no word: the most common way to get here.
        hint = " Did cv2.imread fail? It returns None for a file that it cannot read." if image is None else hint
        raise TypeError(f"An image must be a NumPy array, got {type(image).__name__}.{hint}")
    if image.dtype != np.uint8:
        hint = (
            " Multiply by 255 and call .astype('uint8') if its values run from 0 to 1."
            if image.dtype.kind == "f"
            else ""
        )
        raise TypeError(f"An image must have dtype uint8 (values 0 to 255), got {image.dtype}.{hint}")
    colour = image.ndim == 3 and image.shape[2] == 3
    if not colour and not (grey and image.ndim == 2):
        wanted = "(height, width, 3)" + (" or (height, width)" if grey else "")
        raise ValueError(f"An image must have shape {wanted}, got {image.shape}.")
    if image.size == 0:
        raise ValueError(
            f"An image must have at least one pixel, got shape {image.shape}; is the box outside the image?"
        )


def read_image(source, *, name=None):
    """Read a photo as a viewer would show it.

    EXIF orientation is applied, an embedded colour profile is converted to sRGB, transparent pixels are laid over
    white, and 16-bit values are scaled to 8 bits.

    Parameters
    ----------
    source : str, os.PathLike, bytes, bytearray or memoryview
        A JPEG, PNG, WebP, TIFF, BMP or HEIC file, or the content of one (of an upload, say). The content decides
        what it is, not the name's ending.
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
        If it is a folder, empty, truncated, animated, not a photo, of an unsupported kind, or absurdly large.

    References
    ----------
    CIPA DC-008 (Exif 2.32), tag 0x0112 for the orientation;
    https://pillow.readthedocs.io/en/stable/handbook/image-file-formats.html for the formats.
    """
    name, content = read_content(source, name)
    with open_photo(name, content) as photo:
        _refuse_odd_ones(name, photo)
        photo.load()
        return _to_rgb(name, photo)


def read_content(source, name=None):
    """Fetch a photo file's bytes, and refuse what can be no photo before reading it.

    Parameters
    ----------
    source, name
        As for `read_image`.

    Returns
    -------
    (str, bytes)
        What to call it in messages, and its content.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ImageError
        If it is a folder, a device, empty, absurdly large or cannot be opened.
    TypeError
        If `source` is neither a path nor bytes.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        name, content = name or "The file", bytes(source)
        _refuse_size(name, len(content))
        return name, content
    if not isinstance(source, (str, os.PathLike)):
        raise TypeError(f"A photo is read from a path or from bytes, not from {type(source).__name__}.")
    path, name = Path(source), name or printable(source)
    return name, _from_disk(path, name)


@contextmanager
def open_photo(name, content):
    """Open a photo with Pillow, and turn whatever goes wrong inside the ``with`` block into one `ImageError`.

    Parameters
    ----------
    name : str
        What error messages call it.
    content : bytes
        The file's content.

    Yields
    ------
    PIL.Image.Image
        Not decoded yet. Its EXIF orientation is not applied.

    Raises
    ------
    ImageError
        If it is damaged, too large, or no photo of a known format.
    """
    _load_formats()
    try:
        with _strict_pillow(), Image.open(BytesIO(content), formats=READABLE) as photo:
            yield photo
    except ImageError:
        raise
    except (Image.DecompressionBombError, MemoryError):
        raise ImageError(_too_large(name)) from None
    except Image.UnidentifiedImageError:
        raise ImageError(
            f"{name} is not a photo that can be read here, or most of it is missing ({len(content)} bytes, beginning "
            f"with {content[:8]!r}). Readable are JPEG, PNG, WebP, TIFF, BMP and HEIC."
        ) from None
    except Exception as error:  # Pillow's decoders raise anything from SyntaxError to struct.error on broken files
        raise ImageError(
            f"{name} is damaged: {_one_line(error)}. Its beginning looks like a photo, but not all of it could be "
            "read; copy or download it again."
        ) from error


def _from_disk(path, name):
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ImageError(f"{name} is a folder, not a photo; name a file in it.")
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device may never end
            raise ImageError(f"{name} is a device or a pipe, not a photo; name a file.")
        _refuse_size(name, status.st_size)
        return path.read_bytes()
    except FileNotFoundError:
        raise FileNotFoundError(f"There is no file {name} (looked from {printable(Path.cwd())}).") from None
    except ImageError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise ImageError(f"{name} cannot be opened: {_one_line(error)}.") from error


def printable(name):
    r"""Make a file's name safe to print: one line, and no characters that cannot be encoded.

    Parameters
    ----------
    name : str or os.PathLike
        Linux allows any byte but zero and the slash in a name; Python stands in for those that are no text.

    Returns
    -------
    str
        With escapes such as ``\n`` in place of control characters, line ends and stand-ins.
    """
    return "".join(
        c.encode("unicode_escape").decode() if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c
        for c in str(name)
    )


def _refuse_size(name, size):
    if size == 0:
        raise ImageError(f"{name} is empty (0 bytes); the copy or download did not finish. Fetch it again.")
    if size > MAX_BYTES:
        raise ImageError(f"{name} has {size / 1e9:.1f} GB, more than any photo; is it a video?")


def _one_line(error):
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(text.split()).rstrip(".")


@contextmanager
def _strict_pillow():
    """Keep Pillow from warning (about odd EXIF, say), and from passing off half a file as a whole picture."""
    tolerant = ImageFile.LOAD_TRUNCATED_IMAGES  # True as soon as anybody has imported face_recognition
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerant


def _load_formats():
    from pillow_heif import register_heif_opener  # costs 50 ms, so only when a file is read or written

    Image.init()  # Pillow's own formats: it loads most of them only when it meets an unknown file
    register_heif_opener(thumbnails=True)  # list_metadata names them; they never stand in for the photo here


def _too_large(name):
    return f"{name} has more than {MAX_PIXELS // 10**6} million pixels; make it smaller with an image viewer first."


def _refuse_odd_ones(name, photo):
    if photo.width * photo.height > MAX_PIXELS:
        raise ImageError(_too_large(name))
    # MPO is what phones write for a photo with a depth map, and HEIC may hold several pictures: the first is the photo.
    if photo.format not in ("MPO", "HEIF") and getattr(photo, "n_frames", 1) > 1:
        raise ImageError(
            f"{name} holds {photo.n_frames} pictures (an animation or a multi-page file); only still photos are read. "
            "Export the picture that you want as a file of its own."
        )


def _to_rgb(name, photo):
    profile = photo.info.get("icc_profile")
    # A HEIC file turns its pixels itself while they are decoded, and its EXIF orientation does not count.
    photo = photo if photo.format == "HEIF" else _upright(photo)
    if photo.mode in ("F", "I") or photo.mode.startswith("I;16"):
        photo = _to_eight_bits(name, photo)
    grey = photo.mode in ("1", "L", "LA")
    if photo.has_transparency_data:
        paper = Image.new("RGBA", photo.size, "white")
        paper.alpha_composite(photo.convert("RGBA"))
        photo = paper
    if profile:
        photo = _to_srgb(photo.convert("L" if grey else "CMYK" if photo.mode == "CMYK" else "RGB"), profile)
    return np.array(photo if photo.mode == "RGB" else photo.convert("RGB"))  # convert copies even what is RGB already


def _to_eight_bits(name, photo):
    values = np.asarray(photo)
    low, high = values.min(), values.max()
    if photo.mode == "F" or low < 0 or high > 65535:
        raise ImageError(
            f"{name} has pixels of Pillow's mode {photo.mode!r}, from {low:g} to {high:g}; which value is white is not "
            "known. Scale them to 8 bits and save the file again."
        )
    return Image.fromarray(((values.astype(np.uint32) + 128) // 257).astype(np.uint8))  # 65535 / 255 = 257


def _to_srgb(photo, profile):
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(photo, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):  # a broken or mismatched profile: show it as without one
        return photo


def _upright(photo):
    """Apply the EXIF orientation; where EXIF is broken, leave the pixels as they are stored, as a viewer would."""
    try:
        turn = _TURNS.get(photo.getexif().get(ExifTags.Base.Orientation))
    except Exception:  # Pillow's EXIF reader raises anything from SyntaxError to struct.error
        turn = None
    return photo if turn is None else photo.transpose(turn)


def encode_image(image, ending=".jpg", *, quality=95):
    """Make the content of a file that carries pixels and nothing else, as `write_image` writes it.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    ending : str
        .jpg, .png, .webp, .tif, .bmp or .heic; chooses the format.
    quality : int
        1 to 100, for JPEG, WebP and HEIC.

    Returns
    -------
    bytes

    Raises
    ------
    ImageError
        If the ending is not one of those above, the image is too large for the format, or the encoder fails.
    TypeError, ValueError
        If `image` is not RGB uint8, or `quality` is out of range.
    """
    return _encode("The image", image, _kind("The image", image, ending, quality), quality)


def write_image(path, image, *, quality=95, overwrite=False, original=None):
    """Write an image that carries pixels and nothing else: no EXIF, no location, no thumbnail, no colour profile.

    The file appears whole or not at all: it is written under another name beside the target, then moved there.

    Parameters
    ----------
    path : str or os.PathLike
        Target; its ending (.jpg, .png, .webp, .tif, .bmp, .heic) chooses the format.
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    quality : int
        1 to 100, for JPEG, WebP and HEIC.
    overwrite : bool
        Whether an existing file may be replaced.
    original : str or os.PathLike, optional
        The file that the image was made from. It is never replaced, not even with ``overwrite=True``.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    FileExistsError
        If the target exists and `overwrite` is false, or if it is the original under any name or link.
    FileNotFoundError
        If the target's folder does not exist.
    ImageError
        If the ending is not one of those above, the image is too large for the format, or the disk or the encoder
        fails.
    TypeError, ValueError
        If `image` is not RGB uint8, or `quality` is out of range.
    """
    path, name = Path(path), printable(path)
    kind = _kind(name, image, path.suffix, quality)
    try:
        _refuse_target(path, overwrite, original)
        content = _encode(name, image, kind, quality)
        # Unlike tempfile's, a file opened in this way gets the permissions that every new file of the user gets.
        temporary = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
        try:
            with open(temporary, "xb") as file:
                file.write(content)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except (FileExistsError, FileNotFoundError, ImageError):
        raise
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise ImageError(f"{name} could not be written: {_one_line(error)}.") from error
    return path


def _kind(name, image, ending, quality):
    """Refuse what cannot be encoded, and return Pillow's name of the format."""
    require_image(image)
    if quality not in range(1, 101):
        raise ValueError(f"quality must be a whole number from 1 to 100, got {quality!r}.")
    kind = WRITABLE.get(ending.lower())
    if kind is None:
        raise ImageError(f"{name} has no ending that can be written; use one of {', '.join(WRITABLE)}.")
    longest = _LONGEST_SIDE.get(kind)
    if longest and max(image.shape[:2]) > longest:
        raise ImageError(f"{name}: {kind} holds at most {longest} pixels a side; make it smaller or write a .png.")
    return kind


def _encode(name, image, kind, quality):
    if kind == "HEIF":
        _load_formats()
    # JPEG: full colour resolution, for the picture is looked at closely.
    options = {
        "JPEG": {"quality": int(quality), "subsampling": 0},
        "WEBP": {"quality": int(quality)},
        "HEIF": {"quality": int(quality)},
    }
    file = BytesIO()
    try:
        Image.fromarray(image).save(file, format=kind, **options.get(kind, {}))
    except Exception as error:  # encoders raise ValueError and RuntimeError, too
        raise ImageError(f"{name} could not be written: {_one_line(error)}.") from error
    return file.getvalue()


def _refuse_target(path, overwrite, original):
    if not path.parent.is_dir():
        raise FileNotFoundError(
            f"There is no folder {printable(path.parent)} to write {printable(path.name)} into; make it first."
        )
    if not path.exists():
        return
    if original is not None and os.path.exists(original) and os.path.samefile(path, original):
        raise FileExistsError(f"{printable(path)} is the original photo and is never overwritten; choose another name.")
    if not overwrite:
        raise FileExistsError(f"{printable(path)} exists already; choose another name or pass overwrite=True.")
