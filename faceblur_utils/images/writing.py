"""Pixels and nothing else into a file, which appears whole or not at all."""

import contextlib
import os
import secrets
from io import BytesIO
from pathlib import Path

from PIL import Image

from .basics import ImageError, one_line, printable, require_image
from .opening import load_formats

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
        write_whole(path, content)
    except (FileExistsError, FileNotFoundError, ImageError):
        raise
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise ImageError(f"{name} could not be written: {one_line(error)}.") from error
    return path


def write_whole(path, content):
    """Write a file that appears whole or not at all, and replaces one of that name.

    Parameters
    ----------
    path : str or os.PathLike
    content : bytes

    Raises
    ------
    OSError
        If it cannot be written there; nothing is left behind.
    """
    with _beside(Path(path), content) as temporary:
        os.replace(temporary, path)


def write_new(path, content):
    """Write a file that appears whole or not at all, and takes nobody's place.

    Parameters
    ----------
    path : str or os.PathLike
    content : bytes

    Raises
    ------
    FileExistsError
        If there is one of that name.
    OSError
        If it cannot be written there; nothing is left behind.
    """
    with _beside(Path(path), content) as temporary:
        move_new(temporary, path)


def move_new(source, target):
    """Give a file a new name that nobody has; unlike a rename, a link never replaces what appeared meanwhile.

    Parameters
    ----------
    source, target : str or os.PathLike

    Raises
    ------
    FileExistsError
        If something has the new name.
    OSError
        If it cannot be moved there.
    """
    taken = f"{printable(target)} exists already; choose another name."
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise FileExistsError(taken) from None
    except (OSError, NotImplementedError):  # a memory stick, say, knows no links
        if os.path.lexists(target):
            raise FileExistsError(taken) from None
        os.rename(source, target)
    else:
        os.unlink(source)


@contextlib.contextmanager
def _beside(path, content):
    # Unlike tempfile's, a file made in this way gets the permissions that every new file of the user gets.
    temporary = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
    try:
        temporary.write_bytes(content)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


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
        load_formats()
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
        raise ImageError(f"{name} could not be written: {one_line(error)}.") from error
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
