"""What frames are drawn with: one matplotlib figure, cleared and drawn again."""

from contextlib import contextmanager

from ..figures import DPI, to_rgb

# Letters that are read from the back of a room in a figure of 9 inches.
SMALL, NORMAL, LARGE = 12, 14, 15


class Canvas:
    """A figure with panels beside each other, or one below the other, drawn frame by frame.

    Parameters
    ----------
    panels : int
        Side by side, or one below the other where their heights are given.
    size : tuple of float
        In inches at 100 dots per inch.
    widths, heights : list of float, optional
        Of the panels, relative to each other.

    Attributes
    ----------
    frames, captions : list
        What has been drawn so far.

    Examples
    --------
    >>> canvas = Canvas(1, (3, 1))
    >>> with canvas.frame("A point.") as [axis]:
    ...     _ = axis.plot([1], [1], "o")
    >>> canvas.frames[0].shape, canvas.captions
    ((100, 300, 3), ['A point.'])
    """

    def __init__(self, panels, size, widths=None, heights=None):
        from matplotlib.figure import Figure

        self._figure = Figure(figsize=size, dpi=DPI, layout="constrained")
        self._figure.get_layout_engine().set(h_pad=0.08)
        shape = (panels, 1) if heights else (1, panels)
        self._axes = self._figure.subplots(*shape, squeeze=False, width_ratios=widths, height_ratios=heights).ravel()
        self.frames, self.captions = [], []

    @contextmanager
    def frame(self, caption):
        """Draw one frame on empty panels without ticks.

        Parameters
        ----------
        caption : str

        Yields
        ------
        list of matplotlib.axes.Axes
        """
        for axis in self._axes:
            axis.clear()
            axis.set(xticks=[], yticks=[])
            axis.set_frame_on(False)
        yield list(self._axes)
        # Laid out once: what is drawn first may not jump when a longer text comes.
        self.frames.append(to_rgb(self._figure))
        self._figure.set_layout_engine("none")
        self.captions.append(caption)

    def pixels(self, axis, left, top, width, height):
        """Say where a rectangle of a panel lies in its frame.

        Parameters
        ----------
        axis : matplotlib.axes.Axes
            One of those that `frame` gave, after its frame was drawn.
        left, top, width, height : float
            In the panel's units, with rows that count downwards.

        Returns
        -------
        ((int, int), (int, int))
            The first and the last corner: column, row.
        """
        corners = axis.transData.transform([(left, top), (left + width, top + height)])
        return tuple((round(x), round(self.frames[-1].shape[0] - y)) for x, y in corners)


def framed(axis, left, top, width, height, colour, line=4, **style):
    """Draw a frame, in the units of a panel.

    Parameters
    ----------
    axis : matplotlib.axes.Axes
    left, top, width, height : float
    colour : tuple of float
        Matplotlib's.
    line : float
        Its width in points.
    **style
        More of matplotlib's patches.
    """
    from matplotlib.patches import Rectangle

    axis.add_patch(Rectangle((left, top), width, height, fill=False, edgecolor=colour, linewidth=line, **style))


def numbers(axis, table, size=NORMAL):
    """Draw a table of grey levels with its numbers; what is not known yet (NaN) stays empty.

    Parameters
    ----------
    axis : matplotlib.axes.Axes
    table : numpy.ndarray
        Two-dimensional, floats.
    size : float
        Of the numbers, in points.
    """
    import numpy as np

    high, wide = table.shape
    axis.imshow(np.ma.masked_invalid(table), cmap="gray", vmin=0, vmax=255, extent=(0, wide, high, 0))
    for (y, x), value in np.ndenumerate(table):
        if not np.isnan(value):
            ink = "white" if value < 128 else "black"
            axis.text(x + 0.5, y + 0.5, f"{value:.0f}", ha="center", va="center", fontsize=size, color=ink)
    axis.set(xlim=(-0.05, wide + 0.05), ylim=(high + 0.05, -0.05), aspect="equal")
