"""One face at fewer and fewer pixels."""

import cv2

from ..figures import mpl
from .drawing import LARGE, NORMAL, Canvas, framed
from .flipbook import Flipbook


def faces_at_widths(faces, widths=(40, 30, 20, 14, 10)):
    """Draw faces at fewer and fewer pixels, all enlarged to one size, so that single pixels are seen.

    Parameters
    ----------
    faces : list of numpy.ndarray
        Faces cut out, each of shape (height, width, 3), dtype uint8, RGB; at most four are readable.
    widths : tuple of int
        Of a face, in pixels, from large to small.

    Returns
    -------
    Flipbook
        A frame for each width; the last shows them all, and is the one that stands still on paper.

    Raises
    ------
    ValueError
        If there is no face, no width, or a width is below 1.

    Examples
    --------
    >>> import numpy as np
    >>> book = faces_at_widths([np.zeros((120, 100, 3), np.uint8)], widths=(40, 10))
    >>> book.captions[1]
    '10 pixels wide: the face is 10 × 12 = 120 pixels.'
    """
    if not faces or not widths or min(widths) < 1:
        raise ValueError(f"Give a face or more and widths of at least 1 pixel, got {len(faces)} faces and {widths!r}.")
    small = [[_shrunk(face, width) for face in faces] for width in widths]
    canvas = Canvas(len(widths), (9.4, 0.5 + 2.25 * len(faces)))
    for last, width in enumerate(widths):
        high = small[last][0].shape[0]
        said = "the face is" if len(faces) == 1 else "the first face is"
        with canvas.frame(f"{width} pixels wide: {said} {width} × {high} = {width * high} pixels.") as axes:
            _draw(axes, small, widths, last)
    with canvas.frame(f"All at once: {', '.join(map(str, widths[:-1]))} and {widths[-1]} pixels wide.") as axes:
        _draw(axes, small, widths, len(widths) - 1, whole=True)
    alt = "Faces, cut out, at fewer and fewer pixels from left to right, enlarged to one size."
    return Flipbook(canvas.frames, canvas.captions, alt, still=-1, seconds=1.5)


def _shrunk(face, width):
    height = max(1, round(face.shape[0] * width / face.shape[1]))
    return cv2.resize(face, (width, height), interpolation=cv2.INTER_AREA)


def _draw(axes, small, widths, last, whole=False):
    tall = 1.3  # of a place, relative to its width
    for number, (axis, row, width) in enumerate(zip(axes, small, widths, strict=True)):
        for place, face in enumerate(row if number <= last else ()):
            high = min(tall - 0.04, face.shape[0] / face.shape[1])
            top = place * tall
            axis.imshow(face, extent=(0, 1, top + high, top), interpolation="nearest")
            if number == last and not whole:
                framed(axis, 0, top, 1, high, mpl((213, 94, 0)), line=4)
        axis.set(xlim=(-0.03, 1.03), ylim=(len(row) * tall, -0.03), aspect="equal")
        axis.set_title(f"{width} pixels" if number <= last else "", fontsize=LARGE if len(widths) < 6 else NORMAL)
