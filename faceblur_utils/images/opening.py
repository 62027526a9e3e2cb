"""A photo file's bytes, and Pillow's picture of them: whatever goes wrong becomes one `ImageError` that says what."""

import os
import stat
import threading
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path, PurePath

from PIL import Image, ImageFile, PngImagePlugin, TiffImagePlugin

from . import basics, kinds, png, tiff
from .basics import ImageError, one_line, printable
from .hearing import hear

_HEAD = 64
_lock, _readers, _switches = threading.RLock(), 0, None


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
        If it is a folder, a device, empty, absurdly large, of a known kind that is no photo, or cannot be opened.
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
    kind = _kind(name, content)
    load_formats()
    readable = png.readable(content) if kind == "PNG" else content
    try:
        with _strict_pillow():
            found = _directories(name, content) if kind == "TIFF" else []
            with _opened(readable, kind, tiff.needs_libtiff(found)) as photo:
                yield photo
    except ImageError:
        raise
    except (Image.DecompressionBombError, MemoryError):
        raise ImageError(too_large(name)) from None
    except Image.UnidentifiedImageError:
        if found:
            raise ImageError(
                f"{name} is a TIFF of a kind that is not read here ({tiff.in_words(found)}). "
                "Save it again as RGB of 8 bits."
            ) from None
        part = png.fault(content) if kind == "PNG" else ""
        why = f"the checksum of its part {part!r} is wrong" if part else "most of it is missing or changed"
        raise ImageError(
            f"{name} is damaged: it begins like a photo ({kind}, {len(content)} bytes), but {why}; copy or download it "
            "again."
        ) from None
    except Exception as error:  # Pillow's decoders raise anything from SyntaxError to struct.error on broken files
        raise ImageError(
            f"{name} is damaged: {one_line(error)}. Its beginning looks like a photo, but not all of it could be "
            "read; copy or download it again."
        ) from error


def _kind(name, content):
    refuse_kind(name, content)
    kind = kinds.format_of(content)
    if kind is None:
        raise ImageError(_no_photo(name, content))
    if missing := kinds.missing(kind):
        raise ImageError(
            f"{name} is a photo of the format {missing}, and the Pillow installed here has no {missing}. Update Pillow "
            f"(pip install --upgrade pillow), or export the photo as JPEG."
        )
    return kind


def refuse_kind(name, content):
    """Refuse what is known by its beginning and not read: camera raw, videos, documents.

    Raises
    ------
    ImageError
    """
    if other := kinds.other_kind(content):
        what, todo = other
        raise ImageError(f"{name} is {what}, not a photo that can be read here. {todo}")


def _no_photo(name, content):
    return (
        f"{name} is not a photo that can be read here, or most of it is missing ({len(content)} bytes, beginning "
        f"with {content[:8]!r}). Readable are {kinds.IN_WORDS}."
    )


def _directories(name, content):
    found = tiff.directories(content)
    ending = PurePath(name).suffix.lower()
    tiff.refuse_raw(name, found, ending if ending in kinds.RAW_ENDINGS else "")
    tiff.refuse_layout(name, found)
    return found


def _from_disk(path, name):
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ImageError(f"{name} is a folder, not a photo; name a file in it.")
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device may never end
            raise ImageError(f"{name} is a device or a pipe, not a photo; name a file.")
        _refuse_size(name, status.st_size)
        with path.open("rb") as file:
            head = file.read(_HEAD)
            refuse_kind(name, head)  # before gigabytes of a video are read
            return head + file.read()
    except FileNotFoundError:
        raise FileNotFoundError(f"There is no file {name} (looked from {printable(Path.cwd())}).") from None
    except ImageError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise ImageError(f"{name} cannot be opened: {one_line(error)}.") from error


def _refuse_size(name, size):
    if size == 0:
        raise ImageError(f"{name} is empty (0 bytes); the copy or download did not finish. Fetch it again.")
    if size > basics.MAX_BYTES:
        raise ImageError(f"{name} has {size / 1e9:.1f} GB, more than any photo; is it a video?")


@contextmanager
def _strict_pillow():
    """Keep Pillow from warning (of odd EXIF, say), from passing off half a file as a whole, and to our limits.

    Its switches are one for all threads: the first reader turns them, and the last one turns them back.
    """
    global _readers, _switches
    with _lock:
        _readers += 1
        if _readers == 1:
            _switches = ExitStack()
            _switches.enter_context(_turned_switches())
    try:
        with hear():
            yield
    finally:
        with _lock:
            _readers -= 1
            if not _readers:
                _switches.close()


@contextmanager
def _turned_switches():
    kept = ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # True as soon as anybody has imported face_recognition
    Image.MAX_IMAGE_PIXELS = basics.MAX_PIXELS // 2  # Pillow refuses twice as much
    PngImagePlugin.MAX_TEXT_CHUNK = png.MOST_TEXT
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK = kept


def _opened(readable, kind, libtiff):
    """Open with Pillow, which asks only now whether libtiff decodes a TIFF."""
    with _lock:
        kept, TiffImagePlugin.READ_LIBTIFF = TiffImagePlugin.READ_LIBTIFF, libtiff
        try:
            return Image.open(BytesIO(readable), formats=[kind])
        finally:
            TiffImagePlugin.READ_LIBTIFF = kept


def load_formats():
    """Make Pillow know all its formats, HEIC, and a few more layouts of TIFF."""
    from pillow_heif import register_heif_opener  # costs 50 ms, so only when a file is read or written

    Image.init()  # Pillow's own formats: it loads most of them only when it meets an unknown file
    tiff.teach_pillow()
    register_heif_opener(thumbnails=True)  # list_metadata names them; they never stand in for the photo here


def too_large(name):
    """Say that a photo has more pixels than are read."""
    return (
        f"{name} has more than {basics.MAX_PIXELS // 10**6} million pixels; make it smaller with an image viewer first."
    )
