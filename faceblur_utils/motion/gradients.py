"""One cell of a histogram of oriented gradients (HOG): from pixels to bars."""

import numpy as np

from ..figures import BLUE, ORANGE, VERMILION, mpl
from .drawing import LARGE, NORMAL, SMALL, Canvas, framed
from .flipbook import Flipbook


def hog_cell(grey, row, column, cell=8, bins=9):
    """Draw how one cell becomes a histogram: each pixel's gradient is added to the bar of its direction.

    The gradient is right neighbour minus left, lower minus upper; its strength counts, and its direction from 0 to 180
    degrees says for which bar.

    Parameters
    ----------
    grey : numpy.ndarray
        Shape (height, width), dtype uint8.
    row, column : int
        The cell's first pixel; it has neighbours on all sides.
    cell : int
        Its side in pixels.
    bins : int
        Directions that are told apart.

    Returns
    -------
    Flipbook
        The cell, its gradients, each row of pixels as it is added, and the edges that the histogram stands for.

    Raises
    ------
    ValueError
        If the cell lies at the picture's border, or not in it.

    Examples
    --------
    >>> upright = np.tile(np.array([0] * 6 + [200] * 6, np.uint8), (12, 1))
    >>> book = hog_cell(upright, 2, 2)
    >>> book.captions[-1]
    'The histogram as strokes along the edges: the strongest bar is that of 0 to 20 degrees.'
    """
    height, width = grey.shape
    if not (1 <= row <= height - cell - 1 and 1 <= column <= width - cell - 1):
        raise ValueError(f"A cell of {cell} pixels at row {row}, column {column} needs a pixel more on each side.")
    around = grey[row - 1 : row + cell + 1, column - 1 : column + cell + 1].astype(float)
    along_x, along_y = around[1:-1, 2:] - around[1:-1, :-2], around[2:, 1:-1] - around[:-2, 1:-1]
    strength, angle = np.hypot(along_x, along_y), np.degrees(np.arctan2(along_y, along_x)) % 180
    which = (angle // (180 / bins)).astype(int) % bins
    bars = np.zeros((cell + 1, bins))
    for number in range(cell):
        bars[number + 1] = bars[number] + np.bincount(which[number], strength[number], minlength=bins)
    canvas = Canvas(3, (9.4, 3.6), widths=[1, 1.35, 1])
    most, degrees = max(bars[-1].max(), 1), 180 // bins

    def draw(caption, arrows, rows, current=None, strokes=False):
        with canvas.frame(caption) as [left, middle, right]:
            left.imshow(around[1:-1, 1:-1], cmap="gray", vmin=0, vmax=255, extent=(0, cell, cell, 0))
            if arrows:
                _arrows(left, along_x, along_y, strength)
            if current is not None:
                framed(left, 0, current, cell, 1, mpl(VERMILION), line=3)
            left.set(xlim=(-0.1, cell + 0.1), ylim=(cell + 0.1, -0.1), aspect="equal")
            left.set_title(f"{cell} × {cell} pixels", fontsize=LARGE)
            middle.bar(np.arange(bins) * degrees + degrees / 2, bars[rows], width=0.85 * degrees, color=mpl(BLUE))
            middle.set(xlim=(0, 180), ylim=(0, 1.05 * most), xticks=range(0, 181, 3 * degrees))
            middle.set_xlabel("direction in degrees", fontsize=NORMAL)
            middle.tick_params(labelsize=SMALL)
            middle.set_title("strength, added up", fontsize=LARGE)
            if strokes:
                _strokes(right, bars[-1] / most, degrees)
            framed(right, -1, -1, 2, 2, "0.6", line=1.5)
            right.set(xlim=(-1.03, 1.03), ylim=(1.03, -1.03), aspect="equal")
            right.set_title("edges of the cell", fontsize=LARGE)

    draw(f"One cell: {cell * cell} grey values.", False, 0)
    draw("An arrow for each pixel's gradient: from dark to bright, longer where the change is stronger.", True, 0)
    for number in range(cell):
        draw(
            f"Row {number + 1} of {cell}: each arrow's length is added to the bar of its direction.",
            True,
            number + 1,
            number,
        )
    top = int(bars[-1].argmax()) * degrees
    said = f"the strongest bar is that of {top} to {top + degrees} degrees." if bars[-1].any() else "there are none."
    draw(f"The histogram as strokes along the edges: {said}", True, cell, strokes=True)
    alt = (
        f"Left, {cell} by {cell} large pixels. In the middle, bars for {bins} directions. Right, a field for the "
        "strokes that stand for the bars."
    )
    return Flipbook(canvas.frames, canvas.captions, alt, still=-1, seconds=1.1)


def _arrows(axis, along_x, along_y, strength):
    y, x = np.indices(strength.shape) + 0.5
    longest = max(strength.max(), 1)
    ends = {"angles": "xy", "scale_units": "xy", "scale": longest / 0.95, "pivot": "middle"}
    shown = strength > 0.02 * longest
    arrows = [one[shown] for one in (x, y, along_x, along_y)]
    axis.quiver(*arrows, color=mpl(ORANGE), width=0.012, headwidth=4, headlength=4, headaxislength=3.5, **ends)


def _strokes(axis, lengths, degrees):
    """Draw each bar as a stroke along its edge, which lies across the gradient."""
    for number, length in enumerate(lengths):
        edge = np.radians(number * degrees + degrees / 2 + 90)
        x, y = 0.92 * length * np.cos(edge), 0.92 * length * np.sin(edge)
        axis.plot([-x, x], [-y, y], color="black", linewidth=4, solid_capstyle="round", alpha=0.25 + 0.75 * length)
