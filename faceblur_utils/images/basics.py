"""What an image is, the limits of what is read, and names that are safe to print."""

import os
import unicodedata

import numpy as np

# The one limit on size: room for the 200 million pixels of phones, none for decompression bombs (files of kilobytes
# that unpack to gigabytes). It is also the most that libavif decodes.
MAX_PIXELS = 2**28
# Four channels of 16 bits, not compressed: no photo within the limit above takes more.
MAX_BYTES = 8 * MAX_PIXELS


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


def printable(name):
    r"""Make a file's name fit to print: one line, read in the order in which it is written, and possible to encode.

    Parameters
    ----------
    name : str or os.PathLike
        Linux allows any byte but zero and the slash in a name; Python stands in for those that are no text.

    Returns
    -------
    str
        With escapes such as ``\n`` in place of control characters, line ends, stand-ins, and what cannot be seen:
        above all the marks that turn the order of letters round, and so could show ``photo_gpj.exe`` as
        ``photo_exe.jpg``, or move the words behind a name in front of it.

    Examples
    --------
    >>> print(printable("photo_\u202egpj.exe"), printable("naïve 😀.jpg"))
    photo_\u202egpj.exe naïve 😀.jpg
    """
    return "".join(c.encode("unicode_escape").decode() if _unprintable(c) else c for c in str(name))


def _unprintable(character):
    # The joiners are part of the spelling of Persian and Hindi, and of the emoji of a family.
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return unicodedata.category(character) in kinds and character not in "\u200c\u200d"


def one_line(error):
    """Say what an exception says, in one line without a full stop."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(text.split()).rstrip(".")
