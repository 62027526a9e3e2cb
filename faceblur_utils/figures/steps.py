"""The four steps of the pipeline on one face, and where a lesson stands among them."""

from ..words import _
from .boxes import draw_boxes
from .grids import grid_figure
from .output import show
from .style import VERMILION, mpl

STEPS = ("1  Detect", "2  Region of interest", "3  Blur", "4  Paste back")


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

    Examples
    --------
    >>> from faceblur_utils import anonymize, read_image, samples
    >>> result = anonymize(read_image(samples.path("astronaut")))  # doctest: +SKIP
    >>> pipeline(result, "A face is found, cut out, blurred and put back.")  # doctest: +SKIP
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

    Raises
    ------
    ValueError
        If there is no such face.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> from faceblur_utils import anonymize, read_image, samples
    >>> boxes = samples.true_boxes("astronaut")
    >>> fig = pipeline_figure(anonymize(read_image(samples.path("astronaut")), boxes=boxes))
    >>> [axis.get_title() for axis in fig.axes][:2]
    ['1  Detect', '2  Region of interest']
    >>> plt.close(fig)
    """
    return grid_figure(_steps(result, number), [_(step) for step in STEPS], columns=4, width=10)


def _steps(result, number):
    if not 0 <= number < len(result.steps):
        raise ValueError(f"There is no face number {number}: {len(result.steps)} were blurred, counted from 0.")
    step = result.steps[number]
    # In a quarter of a figure.
    return [draw_boxes(result.original, result.boxes, shown=220), step.roi, step.blurred, result.image]


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

    Examples
    --------
    >>> from faceblur_utils import anonymize, read_image, samples
    >>> signpost(anonymize(read_image(samples.path("astronaut"))), 3)  # doctest: +SKIP
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
