"""What the page and the saved notebook are shown of a photo."""

import cv2

from ..figures import PanelGrid, draw_boxes, encode_jpeg, outline_hidden
from ..messages import counted

# Longer side of what is sent to the page, in pixels: sharp on a large screen, and a tenth of a phone's photo.
PREVIEW_SIDE = 1200
# Of each of the two that stay in the notebook.
_STILL_SIDE = 460
# What stays in a notebook where there is no sample to be shown.
EMPTY = (
    "Photos can be chosen here while this notebook runs in JupyterLab. Nothing of them is saved in the notebook, so "
    "there is no picture here without a kernel."
)


def shrunk(image, side=PREVIEW_SIDE):
    """Shrink what is longer than `side`.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    side : int
        In pixels.

    Returns
    -------
    numpy.ndarray
        The image itself if it is small enough.
    """
    height, width = image.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return image
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA)


def drawn_as(face, image):
    """Tell the page of a face: where it draws it (inside the photo, unlike a whole face), and how.

    Parameters
    ----------
    face : Face
    image : numpy.ndarray
        The photo.

    Returns
    -------
    dict
        Its four edges in pixels of the photo, ``"number"``, ``"hidden"``, ``"drawn"`` and ``"doubtful"``.
    """
    box = face.box.clip(image)
    where = {side: getattr(box, side) for side in ("left", "top", "right", "bottom")}
    return where | {name: getattr(face, name) for name in ("number", "hidden", "drawn", "doubtful")}


def draw_still(photo, outcome):
    """Draw a sample with its boxes and its result, to stay in the notebook.

    Parameters
    ----------
    photo : OwnPhoto
    outcome : Outcome
        Of hiding its faces. What was hidden gets a white line, for black on a dark picture cannot be seen.

    Returns
    -------
    (bytes, str)
        A JPEG, and what it shows.
    """
    boxes = counted(len(photo.faces), "box", "boxes")
    doubtful = sum(face.doubtful for face in photo.faces)
    boxes += f", {doubtful} doubtful" if doubtful else ""
    panels = [
        draw_boxes(photo.image, [face.box.clip(photo.image) for face in photo.faces], shown=_STILL_SIDE),
        outline_hidden(outcome.image, outcome.steps, shown=_STILL_SIDE),
    ]
    panels = [shrunk(panel, _STILL_SIDE) for panel in panels]
    picture = encode_jpeg(PanelGrid(panels, [f"{photo.name}: {boxes}", "Result"]).paste(panels))
    return (
        picture,
        f"The sample {photo.name} with its boxes ({boxes}), and beside it the same photo, hidden under them, with a "
        "white line around what is hidden, drawn in this picture only.",
    )
