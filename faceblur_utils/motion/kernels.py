"""A kernel that slides over a small table of pixels, with its sum."""

import cv2
import numpy as np

from ..figures import BLUE, ORANGE, mpl
from .drawing import LARGE, NORMAL, SMALL, Canvas, framed, numbers
from .flipbook import Flipbook


def kernel_slides(table, kernel, still=None):
    """Draw how a kernel slides over a table of grey levels: what it multiplies, what it adds, what comes out.

    Parameters
    ----------
    table : numpy.ndarray
        Two-dimensional, grey levels; small enough for its numbers to be read, as 7 × 7.
    kernel : numpy.ndarray
        Two-dimensional, of odd height and width.
    still : int, optional
        The position that stands still on paper, row after row from 0; by default the middle one.

    Returns
    -------
    Flipbook
        A frame for each position at which the kernel lies inside the table.

    Raises
    ------
    ValueError
        If the kernel's sides are even, or it is larger than the table.

    Examples
    --------
    >>> table = np.array([[10, 10, 10, 10], [10, 100, 100, 10], [10, 10, 10, 10]])
    >>> book = kernel_slides(table, np.full((3, 3), 1 / 9))
    >>> book.captions[0]
    '(10 + 10 + 10 + 10 + 100 + 100 + 10 + 10 + 10) / 9 = 30.0'
    >>> len(book)
    2
    """
    table, kernel = np.asarray(table, float), np.asarray(kernel, float)
    (high, wide), (tall, broad) = table.shape, kernel.shape
    if tall % 2 == 0 or broad % 2 == 0 or tall > high or broad > wide:
        raise ValueError(f"A kernel of {tall} × {broad} has no centre, or does not fit a table of {high} × {wide}.")
    rows, columns = high - tall + 1, wide - broad + 1
    made = np.full(table.shape, np.nan)
    for y, x in np.ndindex(rows, columns):
        made[y + tall // 2, x + broad // 2] = (table[y : y + tall, x : x + broad] * kernel).sum()
    # Letters take long: two pictures have them all, and each frame is put together from these.
    canvas = Canvas(3, (9.4, 4.1), widths=[wide, broad + 0.9, wide])
    for sums in (np.full(table.shape, np.nan), made):
        with canvas.frame("") as [left, between, right]:
            numbers(left, table)
            left.set_title("pixels", fontsize=LARGE)
            _weights(between, kernel, high)
            numbers(right, sums)
            framed(right, 0, 0, wide, high, "0.6", line=1.5)
            right.set_title("sums so far", fontsize=LARGE)
    (empty, full), frames, captions = canvas.frames, [], []
    for y, x in np.ndindex(rows, columns):
        cell = x + broad // 2, y + tall // 2, 1, 1
        _copy(full, empty, canvas.pixels(right, *cell))
        frame = empty.copy()
        for axis, place in ((left, (x, y, broad, tall)), (right, cell)):
            (x0, y0), (x1, y1) = canvas.pixels(axis, *place)
            cv2.rectangle(frame, (x0, y0), (x1, y1), ORANGE, 5)
        frames.append(frame)
        captions.append(_sum(table[y : y + tall, x : x + broad], kernel, made[cell[1], cell[0]]))
    alt = (
        f"Left, a table of {high} by {wide} grey levels with a frame around {tall} by {broad} of them. In the middle, "
        f"the kernel's {kernel.size} weights. Right, a table that fills with the sums, the newest one framed."
    )
    return Flipbook(frames, captions, alt, len(frames) // 2 if still is None else still, seconds=0.9)


def _copy(source, target, place):
    (x0, y0), (x1, y1) = place
    target[y0:y1, x0:x1] = source[y0:y1, x0:x1]


def _weights(axis, kernel, room):
    """Draw the kernel in cells as large as the table's."""
    tall, broad = kernel.shape
    equal = np.allclose(kernel, 1 / kernel.size)
    for (y, x), weight in np.ndenumerate(kernel):
        framed(axis, x, y, 1, 1, mpl(BLUE), line=1.5)
        text = f"1/{kernel.size}" if equal else f"{weight:.3g}"
        axis.text(x + 0.5, y + 0.5, text, ha="center", va="center", fontsize=SMALL)
    top = (tall - room) / 2
    axis.text(broad / 2, tall + 0.5, "multiply, add  →", ha="center", va="center", fontsize=NORMAL)
    axis.set_title("kernel", fontsize=LARGE)
    axis.set(xlim=(-0.45, broad + 0.45), ylim=(room + top, top), aspect="equal")


def _sum(window, kernel, value):
    if np.allclose(kernel, 1 / kernel.size):
        return f"({' + '.join(f'{one:.0f}' for one in window.ravel())}) / {kernel.size} = {value:.1f}"
    pairs = zip(kernel.ravel(), window.ravel(), strict=True)
    return f"{' + '.join(f'{weight:.3g} × {one:.0f}' for weight, one in pairs)} = {value:.1f}"
