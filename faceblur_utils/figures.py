"""Matplotlib figures of the lessons: grids, boxes on images, and a description for those who cannot see them."""

import math
import textwrap
from base64 import b64encode

import cv2
import numpy as np

# Okabe and Ito's palette, told apart with every common form of colour blindness (https://jfly.uni-koeln.de/color/).
ORANGE, SKY, GREEN, VERMILION, BLUE = (230, 159, 0), (86, 180, 233), (0, 158, 115), (213, 94, 0), (0, 114, 178)
DPI = 100
STEPS = ("1  Detect", "2  Region of interest", "3  Blur", "4  Paste back")


def mpl(colour):
    """Turn an RGB colour of 0 to 255 into matplotlib's 0 to 1.

    Parameters
    ----------
    colour : tuple of int

    Returns
    -------
    tuple of float
    """
    return tuple(part / 255 for part in colour)


def encode(fig):
    """Turn a figure into the smaller of a PNG and a JPEG.

    Parameters
    ----------
    fig : matplotlib.figure.Figure

    Returns
    -------
    (bytes, str)
        The file's content, and ``"png"`` or ``"jpeg"``.
    """
    rgb = to_rgb(fig)
    # Line drawings are smaller and sharper as PNG (if it compresses thoroughly; OpenCV's default is quick), photos as
    # JPEG.
    thorough = [cv2.IMWRITE_PNG_COMPRESSION, 6, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE]
    made = {"png": cv2.imencode(".png", rgb[..., ::-1], thorough)[1].tobytes(), "jpeg": encode_jpeg(rgb)}
    kind = min(made, key=lambda k: len(made[k]))
    return made[kind], kind


def encode_jpeg(image, quality=85):
    """Turn an image into the content of a JPEG file.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    quality : int
        1 to 100.

    Returns
    -------
    bytes
    """
    return cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def to_rgb(fig):
    """Draw a figure into an array.

    Parameters
    ----------
    fig : matplotlib.figure.Figure

    Returns
    -------
    numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].copy()


def show(fig, alt):
    """Show a figure in the notebook together with its description.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        It is closed afterwards, so that it does not appear a second time.
    alt : str
        What the figure shows, in words, for people who cannot see it. Kept in the output's metadata.

    Raises
    ------
    ValueError
        If `alt` is empty.
    """
    import matplotlib.pyplot as plt
    from IPython.display import display

    data, metadata = bundle(*encode(fig), alt)
    plt.close(fig)
    display(data, metadata=metadata, raw=True)


def bundle(content, kind, alt):
    """Make the notebook output of a picture: the picture, its description, and the description as plain text.

    Parameters
    ----------
    content : bytes
        An encoded picture.
    kind : str
        ``"png"`` or ``"jpeg"``.
    alt : str
        Description in words.

    Returns
    -------
    (dict, dict)
        MIME bundle and its metadata, as IPython's `display` takes them.

    Raises
    ------
    ValueError
        If `alt` is empty.
    """
    require_alt(alt)
    mime = f"image/{kind}"
    return {mime: b64encode(content).decode(), "text/plain": alt}, {mime: {"alt": alt}}


def require_alt(alt):
    """Refuse a figure without a description.

    Parameters
    ----------
    alt : str
        Description in words.

    Raises
    ------
    ValueError
        If it is empty.
    """
    if not alt or not alt.strip():
        raise ValueError("Describe the figure in words (alt=...), for readers who cannot see it.")


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


def draw_boxes(image, boxes, colour=ORANGE, labels=None, dashed=False):
    """Draw boxes on a copy of an image.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    boxes : iterable
        Anything with ``left``, ``top``, ``right`` and ``bottom`` in pixels.
    colour : tuple of int
        RGB.
    labels : list of str, optional
        A short text above each box, in ASCII letters (OpenCV's font has no others).
    dashed : bool
        Draw only the corners: told apart from full boxes without colour.

    Returns
    -------
    numpy.ndarray
        New image.

    Raises
    ------
    ValueError
        If there are labels, but not one for each box.
    """
    boxes = list(boxes)
    if labels and len(labels) != len(boxes):
        raise ValueError(f"{len(boxes)} boxes need as many labels, got {len(labels)}.")
    drawn = np.ascontiguousarray(image).copy()
    thick = max(2, round(max(image.shape[:2]) / 240))
    for number, box in enumerate(boxes):
        first, last = (box.left, box.top), (box.right - 1, box.bottom - 1)
        # A black rim below the colour keeps the line visible on any background.
        for ink, width in (((0, 0, 0), thick + 2), (colour, thick)):
            if dashed:
                _corners(drawn, first, last, ink, width)
            else:
                cv2.rectangle(drawn, first, last, ink, width)
        if labels:
            size = max(0.5, max(image.shape[:2]) / 1200)
            wide, high = cv2.getTextSize(labels[number], cv2.FONT_HERSHEY_SIMPLEX, size, thick + 3)[0]
            # Whole even if the box is in a corner of the picture.
            place = max(thick, min(box.left, image.shape[1] - wide)), max(box.top - 2 * thick, high + thick)
            for ink, width in (((0, 0, 0), thick + 3), (colour, max(1, thick - 1))):
                cv2.putText(drawn, labels[number], place, cv2.FONT_HERSHEY_SIMPLEX, size, ink, width, cv2.LINE_AA)
    return drawn


def _corners(drawn, first, last, ink, width):
    arm = max(3, min(last[0] - first[0], last[1] - first[1]) // 4)
    for x, to_x in ((first[0], 1), (last[0], -1)):
        for y, to_y in ((first[1], 1), (last[1], -1)):
            cv2.line(drawn, (x, y), (x + to_x * arm, y), ink, width)
            cv2.line(drawn, (x, y), (x, y + to_y * arm), ink, width)


def pipeline(result, alt, number=0):
    """Show the four steps on one face: detect, region of interest, blur, paste back.

    Parameters
    ----------
    result : faceblur_utils.photos.Result
        What `anonymize` returned.
    alt : str
        What the figure shows, in words.
    number : int
        Which face of ``result.steps``, counted from 0.

    Raises
    ------
    ValueError
        If there is no such face, or no `alt`.
    """
    show(pipeline_figure(result, number), alt)


def pipeline_figure(result, number=0):
    """Make the figure that `pipeline` shows.

    Parameters
    ----------
    result, number
        As for `pipeline`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    return grid_figure(_steps(result, number), STEPS, columns=4, width=10)


def _steps(result, number):
    if not 0 <= number < len(result.steps):
        raise ValueError(f"There is no face number {number}: {len(result.steps)} were blurred, counted from 0.")
    step = result.steps[number]
    return [draw_boxes(result.original, result.boxes), step.roi, step.blurred, result.image]


class PanelGrid:
    """A titled grid that matplotlib lays out once; afterwards only the panels' pixels are replaced.

    Drawing a figure anew takes a third of a second; pasting into the drawn one takes milliseconds, and gives the same
    pixels, for each panel's axes are exactly as many pixels as the panel.

    Parameters
    ----------
    images : list of numpy.ndarray
        First panels, each of shape (height, width, 3), dtype uint8, RGB.
    titles : list of str
        One for each panel.
    columns : int, optional
        By default at most 3.
    fontsize : float
        Of the titles, in points at 100 dots per inch.
    note_lines : int
        Lines of text for which there is room below each panel; `paste` fills them.

    Raises
    ------
    ValueError
        If there is no image, or not one title for each.
    """

    def __init__(self, images, titles, columns=None, fontsize=12, note_lines=0):
        if not images or len(images) != len(titles):
            raise ValueError(f"Each panel needs one title: got {len(images)} images and {len(titles)} titles.")
        columns = columns or min(len(images), 3)
        rows = -(-len(images) // columns)
        wide, high = max(i.shape[1] for i in images), max(i.shape[0] for i in images)
        gap, head, foot = 12, round(2.5 * fontsize), round(1.7 * fontsize * note_lines)
        self._titles, self._fontsize = list(titles), fontsize
        self._size = columns * (wide + gap) + gap, rows * (head + high + foot) + gap
        self._places = []
        for number, image in enumerate(images):
            row, column = divmod(number, columns)
            self._places.append((head + row * (head + high + foot), gap + column * (wide + gap), *image.shape[:2]))
        self._bare = self._drawn([""] * len(images))
        self._noted = None, None

    def _drawn(self, notes):
        """Everything but the panels' pixels, as matplotlib draws it."""
        from matplotlib.figure import Figure

        width, height = self._size
        fig = Figure(figsize=(width / DPI, height / DPI), dpi=DPI)
        for (y, x, high, wide), title, note in zip(self._places, self._titles, notes, strict=True):
            axis = fig.add_axes((x / width, 1 - (y + high) / height, wide / width, high / height))
            axis.set_axis_off()
            axis.set_title(title, fontsize=self._fontsize, pad=self._fontsize / 2)
            if note:
                axis.text(
                    0.5, -6 / high, note, transform=axis.transAxes, ha="center", va="top", fontsize=0.8 * self._fontsize
                )
        return to_rgb(fig)

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
        """
        if len(images) != len(self._places):
            raise ValueError(f"The grid has {len(self._places)} panels and got {len(images)} images.")
        frame = (self._bare if notes is None else self._with(notes)).copy()
        for (y, x, high, wide), image in zip(self._places, images, strict=True):
            if image.shape != (high, wide, 3) or image.dtype != np.uint8:
                raise ValueError(
                    f"A panel of shape {(high, wide, 3)} and dtype uint8 got an image of shape {image.shape} and "
                    f"dtype {image.dtype}."
                )
            frame[y : y + high, x : x + wide] = image
        return frame

    def _with(self, notes):
        if len(notes) != len(self._places):
            raise ValueError(f"The grid has {len(self._places)} panels and got {len(notes)} notes.")
        if self._noted[0] != list(notes):
            self._noted = list(notes), self._drawn(notes)
        return self._noted[1]


def captioned(image, text, points=12):
    """Add a line of text below a picture.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB. It is not changed.
    text : str
        Broken into lines where it is too long.
    points : float
        Its size, at 100 dots per inch.

    Returns
    -------
    numpy.ndarray
        New image, higher than the first.
    """
    from matplotlib.figure import Figure

    width, line = image.shape[1], 1.8 * points
    lines = textwrap.wrap(text, max(12, int(width / (0.78 * points))))
    fig = Figure(figsize=(width / DPI, math.ceil(line * (len(lines) + 0.5)) / DPI), dpi=DPI)
    fig.text(0.5, 0.5, "\n".join(lines), ha="center", va="center", fontsize=points)
    return np.vstack([image, to_rgb(fig)])


def signpost(result, current):
    """Show where in the pipeline a lesson stands: its step framed, the others faded.

    Parameters
    ----------
    result : faceblur_utils.photos.Result
        What `anonymize` returned; its largest face is shown.
    current : int
        1 to 4, or 0 for the whole pipeline.

    Raises
    ------
    ValueError
        If there is no such step, or the result holds no face.
    """
    if current not in range(len(STEPS) + 1):
        raise ValueError(f"current must be 1 to {len(STEPS)}, or 0 for the whole pipeline, got {current!r}.")
    images = _steps(result, 0)
    fig = grid_figure(images, STEPS, columns=4, width=8)
    for number, axis in enumerate(fig.axes, start=1):
        here = current in (0, number)
        axis.images[0].set_alpha(1 if here else 0.3)
        axis.title.set_color("black" if here else "gray")
        if number == current:
            axis.set_axis_on()
            axis.set(xticks=[], yticks=[])
            for spine in axis.spines.values():
                spine.set(color=mpl(VERMILION), linewidth=5)
            axis.title.set_fontweight("bold")
    words = " ".join(STEPS[current - 1].split())  # the titles have two spaces after the number
    place = f"Step {words} is framed: this lesson." if current else "This lesson shows all of them."
    show(
        fig,
        "The four steps of the pipeline on a portrait: a box around the face, the face cut out, the same blurred, "
        f"and the portrait with the blurred face put back. {place}",
    )
