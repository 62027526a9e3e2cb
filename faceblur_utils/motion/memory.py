"""Pixels in memory: a view against a copy, and a box that moves over the border."""

import cv2
import numpy as np

from ..figures import ORANGE, SKY, VERMILION, mpl
from ..roi import Box
from .drawing import LARGE, NORMAL, Canvas, framed
from .flipbook import Flipbook

# The table of memory, its region, and where the copy lies.
_SIDE, _REGION, _APART = 8, Box(2, 1, 6, 6), 10


def view_and_copy(image):
    """Draw what becomes of a photo when its region is written to: once as a view, once as a copy.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB, with a face in its middle. It is shown as 8 × 8 large
        pixels.

    Returns
    -------
    Flipbook

    Examples
    --------
    >>> book = view_and_copy(np.zeros((160, 160, 3), np.uint8))
    >>> book.captions[2]
    'roi = photo[rows, columns].copy() is a copy: the pixels of the region are written a second time, elsewhere.'
    """
    small = cv2.resize(image, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    blurred = np.rint(small[_REGION.slices].mean(axis=(0, 1))).astype(np.uint8)
    photos, copied = {"view": small.copy(), "copy": small.copy()}, small[_REGION.slices].copy()
    canvas = Canvas(2, (9.4, 3.5))

    def draw(caption, view, copy, row=None):
        with canvas.frame(caption) as axes:
            for axis, kind in zip(axes, ("view", "copy"), strict=True):
                _memory(axis, kind, photos[kind], copied if kind == "copy" and copy else None)
                if kind == "view" and view:
                    _named(axis, _REGION.left, mpl(ORANGE))
                if row is not None:
                    left = _REGION.left if kind == "view" else _APART
                    framed(axis, left, _REGION.top + row, _REGION.width, 1, mpl(VERMILION), line=3)

    draw("One photo in memory, drawn twice: a table of pixels.", False, False)
    draw("roi = photo[rows, columns] is a view: a frame around pixels of the photo. Nothing is written.", True, False)
    draw(
        "roi = photo[rows, columns].copy() is a copy: the pixels of the region are written a second time, elsewhere.",
        True,
        True,
    )
    for row in range(_REGION.height):
        photos["view"][_REGION.top + row, _REGION.left : _REGION.right] = blurred
        copied[row] = blurred
        said = f"roi[:] = blurred, row {row + 1} of {_REGION.height}: "
        draw(
            f"{said}with the view, the photo's own pixels change; with the copy, only those of the copy.",
            True,
            True,
            row,
        )
    draw(
        "Afterwards: left, the old pixels are lost. Right, photo is as it was, and roi is blurred.",
        True,
        True,
    )
    alt = (
        "Memory as a table of eight times eight large pixels, a photo with a face, drawn twice. Left, what happens "
        "with a view; right, with a copy, which is a second, smaller table beside the photo."
    )
    return Flipbook(canvas.frames, canvas.captions, alt, still=(5, 8), seconds=1.6)


def _memory(axis, kind, photo, copied):
    axis.imshow(photo, extent=(0, _SIDE, _SIDE, 0))
    axis.text(0.1, -0.35, "photo", fontsize=NORMAL)
    axis.set_title({"view": "roi = photo[...]", "copy": "roi = photo[...].copy()"}[kind], fontsize=LARGE)
    if copied is not None:
        axis.imshow(copied, extent=(_APART, _APART + _REGION.width, _REGION.bottom, _REGION.top))
        _named(axis, _APART, mpl(SKY))
    axis.set(xlim=(-0.2, _APART + _REGION.width + 0.4), ylim=(_SIDE + 0.1, -0.9), aspect="equal")


def _named(axis, left, colour):
    framed(axis, left, _REGION.top, _REGION.width, _REGION.height, colour, line=5)
    axis.text(
        left + _REGION.width / 2,
        _REGION.bottom + 0.75,
        "roi",
        ha="center",
        va="center",
        fontsize=NORMAL,
        backgroundcolor="white",
    )


def box_over_border(image, box, starts, still=None):
    r"""Draw a box that moves over an image's left border: what a slice gives of it, and what the clipped box gives.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    box : Box
        Its height, width and top are kept.
    starts : iterable of int
        The column in which the box begins, frame after frame.
    still : int, optional
        The start that stands still on paper; by default the last.

    Returns
    -------
    Flipbook

    Raises
    ------
    ValueError
        If `still` is not among the starts.

    Examples
    --------
    >>> book = box_over_border(np.zeros((100, 100, 3), np.uint8), Box(0, 10, 30, 50), [5, -10])
    >>> print("\n".join(book.captions))
    Columns 5 to 35: the slice has 30 columns. Clipped first, it has 30.
    Columns -10 to 20: NumPy reads -10 as column 90; the slice has 0 columns. Clipped first, it has 20.
    """
    starts = list(starts)
    if still is not None and still not in starts:
        raise ValueError(f"still={still} is none of the starts {starts}.")
    height, width = image.shape[:2]
    room = max(0, -min(starts)) + 10
    canvas = Canvas(3, (9.4, 3.7), widths=[width + room, width, width])
    for start in starts:
        placed = Box(start, box.top, start + box.width, box.bottom)
        sliced = image[placed.top : placed.bottom, start : placed.right]
        clipped = image[placed.clip(image).slices]
        read = f"NumPy reads {start} as column {width + start}; the" if start < 0 else "the"
        said = f"Columns {start} to {placed.right}: {read} slice has {sliced.shape[1]} columns. "
        with canvas.frame(f"{said}Clipped first, it has {clipped.shape[1]}.") as [left, middle, right]:
            left.imshow(image, extent=(0, width, height, 0))
            left.axvline(0, color="black", linewidth=2)
            framed(left, start, placed.top, placed.width, placed.height, mpl(ORANGE))
            if start < 0:
                left.axvline(width + start, color=mpl(SKY), linewidth=3, linestyle="--")
                left.text(width + start - 4, height - 8, f"column {width + start}", ha="right", **_LABEL)
            left.set(xlim=(-room, width), ylim=(height, 0), aspect="equal")
            left.set_title("the box and the border", fontsize=LARGE)
            for axis, piece, title in (
                (middle, sliced, f"slice {start}:{placed.right}"),
                (right, clipped, "clipped first"),
            ):
                _piece(axis, piece, width, height)
                axis.set_title(title, fontsize=LARGE)
    alt = (
        "Left, a photo with a box that moves over its left border. In the middle, what a slice with the box's numbers "
        "gives; right, what the clipped box gives."
    )
    return Flipbook(canvas.frames, canvas.captions, alt, -1 if still is None else starts.index(still), seconds=0.8)


_LABEL = {"fontsize": 12, "color": "black", "backgroundcolor": "white"}


def _piece(axis, piece, width, height):
    """Draw a piece in the middle of a grey field, or that there is none."""
    axis.set_facecolor("0.85")
    axis.set_frame_on(True)
    axis.set(xlim=(0, width), ylim=(height, 0), aspect="equal")
    high, wide = piece.shape[:2]
    if not piece.size:
        axis.text(width / 2, height / 2, "empty", ha="center", va="center", fontsize=LARGE)
        return
    left, top = (width - wide) / 2, (height - high) / 2
    axis.imshow(piece, extent=(left, left + wide, top + high, top))
    axis.set(xlim=(0, width), ylim=(height, 0), aspect="equal")
