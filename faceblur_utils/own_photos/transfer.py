"""Files on their way between page and kernel, in pieces: Jupyter's server drops a connection at 10 MiB a message."""

import zipfile
from io import BytesIO

from ..images import MAX_BYTES, ImageError

# Bytes a message; the progress bar moves with each.
PIECE = 1 << 20


class Uploads:
    """Puts files together that arrive in pieces, one at a time from each view of the page."""

    def __init__(self):
        self._arriving = {}

    def take(self, view, name, size, start, parts):
        """Take the next piece.

        Parameters
        ----------
        view : str
            Which view of the page sends it.
        name : str
            Of the file, for messages.
        size : int
            Bytes of the whole file.
        start : int
            Where in it the piece begins.
        parts : iterable of bytes
            The piece.

        Returns
        -------
        bytes or None
            The file once it is whole.

        Raises
        ------
        ImageError
            If a piece is missing, or the file is larger than any photo.
        """
        if start == 0:
            self._arriving[view] = bytearray()  # whatever an interrupted upload left goes
            if size > MAX_BYTES:
                raise ImageError(f"{name} has {size / 1e9:.1f} GB, more than any photo; is it a video?")
        arriving = self._arriving.get(view, bytearray())
        if len(arriving) != start:
            raise ImageError(f"{name} did not arrive whole; choose it again.")
        for part in parts:
            arriving += part
        return bytes(self._arriving.pop(view)) if len(arriving) >= size else None


def packed(files):
    """Make a ZIP file.

    Parameters
    ----------
    files : dict
        Name to content (bytes).

    Returns
    -------
    bytes
        Dated 1980, and not compressed: photos are already.
    """
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()


def pieces(content):
    """Cut a file into pieces.

    Parameters
    ----------
    content : bytes

    Yields
    ------
    bytes
    """
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]
