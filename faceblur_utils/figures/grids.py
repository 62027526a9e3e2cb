"""Images side by side, titled: drawn once, or laid out once and filled again and again."""

import math
import textwrap

import numpy as np

from .output import show, to_rgb
from .style import DPI


def grid(images, titles, alt, columns=None, width=9.5, interpolation=None):
    """Show images side by side, titled.

    Parameters
    ----------
    images : list of numpy.ndarray
        Each of shape (height, width, 3) or (height, width); a two-dimensional one is drawn in grey from 0 to 255.
    titles : list of str
        One for each image.
    alt : str
        What the figure shows, in words.
    columns : int, optional
        By default as many as there are images, at most 4.
    width : float
        Of the whole figure, in inches at 100 dots per inch.
    interpolation : str, optional
        Matplotlib's; ``"nearest"`` shows single pixels of small images.

    Raises
    ------
    ValueError
        If there is no image, not one title for each, or no `alt`.

    Examples
    --------
    >>> from faceblur_utils import read_image, samples
    >>> photo = read_image(samples.path("astronaut"))
    >>> alt = "A portrait, and the same mirrored."
    >>> grid([photo, photo[:, ::-1]], ["as it is", "mirrored"], alt)  # doctest: +SKIP
    """
    show(grid_figure(images, titles, columns, width, interpolation), alt)


def grid_figure(images, titles, columns=None, width=9.5, interpolation=None):
    """Make the figure that `grid` shows.

    Parameters
    ----------
    images, titles, columns, width, interpolation
        As for `grid`.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If there is no image, or not one title for each.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> fig = grid_figure([np.zeros((50, 50), np.uint8)] * 6, list("abcdef"))
    >>> fig.axes[0].get_gridspec().get_geometry()  # at most four columns
    (2, 4)
    >>> plt.close(fig)
    """
    import matplotlib.pyplot as plt

    if len(images) != len(titles):
        raise ValueError(f"{len(images)} images need as many titles, got {len(titles)}.")
    if not images:
        raise ValueError("There is no image to show; was the list empty, or no face found?")
    columns = columns or min(len(images), 4)
    rows = -(-len(images) // columns)
    # As high as the tallest image needs, plus a line of text.
    tallest = max(image.shape[0] / image.shape[1] for image in images)
    cell = width / columns
    fig, axes = plt.subplots(
        rows,
        columns,
        figsize=(width, rows * (cell * tallest * 0.97 + 0.45)),
        dpi=DPI,
        squeeze=False,
        layout="constrained",
    )
    for axis in axes.flat:
        axis.set_axis_off()
        axis.set_anchor("N")  # images of different heights hang from one line, and so do their titles
    for axis, image, title in zip(axes.flat, images, titles, strict=False):
        axis.imshow(image, cmap="gray", vmin=0, vmax=255, interpolation=interpolation)
        axis.set_title(title, fontsize=13)
    return fig


class PanelGrid:
    """A titled grid that matplotlib lays out once; afterwards only the panels' pixels are replaced.

    Drawing a figure anew takes a third of a second; pasting into the drawn one takes milliseconds, and gives the same
    pixels, for each panel's axes are exactly as many pixels as the panel.

    Parameters
    ----------
    images : list of numpy.ndarray
        First panels, each of shape (height, width, 3), dtype uint8, RGB.
    titles : list of str
        One for each panel; a row whose titles are all empty takes no room for them.
    columns : int, optional
        By default at most 3.
    fontsize : float
        Of the titles, in points at 100 dots per inch.
    note_lines : int
        Lines of text for which there is room below each panel; `paste` fills them.
    row_titles : list of str, optional
        One for each row, left of it, read upwards.

    Attributes
    ----------
    places : list of (int, int, int, int)
        Top, left, height and width of each panel, in pixels.

    Raises
    ------
    ValueError
        If there is no image, or not one title for each, or not one for each row.

    Examples
    --------
    >>> panels = PanelGrid([np.zeros((60, 80, 3), np.uint8)] * 2, ["before", "after"])
    >>> white = np.full((60, 80, 3), 255, np.uint8)
    >>> panels.paste([white, white]).shape
    (102, 196, 3)
    """

    def __init__(self, images, titles, columns=None, fontsize=12, note_lines=0, row_titles=None):
        if not images or len(images) != len(titles):
            raise ValueError(f"Each panel needs one title: got {len(images)} images and {len(titles)} titles.")
        columns = columns or min(len(images), 3)
        rows = -(-len(images) // columns)
        if row_titles is not None and len(row_titles) != rows:
            raise ValueError(f"Each row needs one title: got {rows} rows and {len(row_titles)} titles.")
        wide, high = max(i.shape[1] for i in images), max(i.shape[0] for i in images)
        gap, title, foot = 12, round(2.5 * fontsize), round(1.7 * fontsize * note_lines)
        heads = [title if any(titles[row * columns : (row + 1) * columns]) else gap for row in range(rows)]
        self._titles, self._fontsize, self._row_titles = list(titles), fontsize, row_titles or ()
        self._side = round(2 * fontsize) if row_titles else 0
        self._size = self._side + columns * (wide + gap) + gap, sum(heads) + rows * (high + foot) + gap
        self.places = []
        for number, image in enumerate(images):
            row, column = divmod(number, columns)
            top = sum(heads[: row + 1]) + row * (high + foot)
            self.places.append((top, self._side + gap + column * (wide + gap), *image.shape[:2]))
        self._row_places = [self.places[row * columns] for row in range(rows)]
        self._bare = self._drawn([""] * len(images))
        self._noted = None, None

    def _drawn(self, notes):
        """Everything but the panels' pixels, as matplotlib draws it."""
        from matplotlib.figure import Figure

        width, height = self._size
        fig = Figure(figsize=(width / DPI, height / DPI), dpi=DPI)
        for (y, x, high, wide), title, note in zip(self.places, self._titles, notes, strict=True):
            axis = fig.add_axes((x / width, 1 - (y + high) / height, wide / width, high / height))
            axis.set_axis_off()
            axis.set_title(title, fontsize=self._fontsize, pad=self._fontsize / 2)
            if note:
                axis.text(
                    0.5, -6 / high, note, transform=axis.transAxes, ha="center", va="top", fontsize=0.8 * self._fontsize
                )
        for (y, _, high, _), title in zip(self._row_places, self._row_titles, strict=False):
            middle = (self._side / 2 + 4) / width, 1 - (y + high / 2) / height
            fig.text(*middle, title, fontsize=self._fontsize, rotation=90, ha="center", va="center")
        return to_rgb(fig)

    def figure(self, notes=None):
        """Give what is drawn around the panels.

        Parameters
        ----------
        notes : list of str, optional
            A text below each panel.

        Returns
        -------
        numpy.ndarray
            The whole grid without its panels, shape (height, width, 3), dtype uint8. Not to be changed.

        Raises
        ------
        ValueError
            If there are more or fewer notes than panels.

        Examples
        --------
        >>> panels = PanelGrid([np.zeros((60, 80, 3), np.uint8)], ["before"])
        >>> top, left, height, width = panels.places[0]
        >>> bool((panels.figure()[top : top + height, left : left + width] == 255).all())
        True
        """
        return self._bare if notes is None else self._with(notes)

    def paste(self, images, notes=None):
        """Replace the panels, and the notes below them.

        Parameters
        ----------
        images : list of numpy.ndarray
            As many as at first, of the same sizes.
        notes : list of str, optional
            A text below each panel; by default none. Drawing new ones takes as long as a new figure, so leave them out
            while something moves.

        Returns
        -------
        numpy.ndarray
            The whole grid, shape (height, width, 3), dtype uint8. A new array at each call: JupyterLab moves sliders in
            a thread beside the one that runs cells, and one must not paint over what the other is encoding.

        Raises
        ------
        ValueError
            If there are more or fewer panels or notes, or a panel has another shape or type than is due.

        Examples
        --------
        >>> panels = PanelGrid([np.zeros((60, 80, 3), np.uint8)], ["after"])
        >>> white = np.full((60, 80, 3), 255, np.uint8)
        >>> (panels.paste([white])[30:90, 12:92] == white).all()
        np.True_
        """
        self.check(images)
        frame = self.figure(notes).copy()
        for (y, x, high, wide), image in zip(self.places, images, strict=True):
            frame[y : y + high, x : x + wide] = image
        return frame

    def check(self, images):
        """Refuse panels that do not fit.

        Parameters
        ----------
        images : list of numpy.ndarray

        Raises
        ------
        ValueError
            If there are more or fewer than places, or one has another shape or type than is due.

        Examples
        --------
        >>> PanelGrid([np.zeros((60, 80, 3), np.uint8)], ["after"]).check([])
        Traceback (most recent call last):
        ValueError: The grid has 1 panels and got 0 images.
        """
        if len(images) != len(self.places):
            raise ValueError(f"The grid has {len(self.places)} panels and got {len(images)} images.")
        for (_, _, high, wide), image in zip(self.places, images, strict=True):
            if image.shape != (high, wide, 3) or image.dtype != np.uint8:
                raise ValueError(
                    f"A panel of shape {(high, wide, 3)} and dtype uint8 got an image of shape {image.shape} and "
                    f"dtype {image.dtype}."
                )

    def _with(self, notes):
        if len(notes) != len(self.places):
            raise ValueError(f"The grid has {len(self.places)} panels and got {len(notes)} notes.")
        if self._noted[0] != list(notes):
            self._noted = list(notes), self._drawn(notes)
        return self._noted[1]


def captioned(image, text, points=12, title=""):
    """Add lines of text below a picture, and a title above it.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB. It is not changed.
    text : str
        Broken into lines where it is too long.
    points : float
        Its size, at 100 dots per inch.
    title : str
        In larger type; by default there is none.

    Returns
    -------
    numpy.ndarray
        New image, higher than the first.

    Examples
    --------
    >>> captioned(np.zeros((60, 300, 3), np.uint8), "A short line.").shape
    (93, 300, 3)
    """
    above = [_written(title, image.shape[1], 1.25 * points)] if title else []
    return np.vstack([*above, image, _written(text, image.shape[1], points)])


def _written(text, width, points):
    """Write black on white, in as many lines as it takes."""
    from matplotlib.figure import Figure

    line = 1.8 * points
    lines = textwrap.wrap(text, max(12, int(width / (0.78 * points))))
    fig = Figure(figsize=(width / DPI, math.ceil(line * (len(lines) + 0.5)) / DPI), dpi=DPI)
    fig.text(0.5, 0.5, "\n".join(lines), ha="center", va="center", fontsize=points)
    return to_rgb(fig)
