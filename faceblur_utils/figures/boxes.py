"""Boxes on a copy of an image."""

import cv2
import numpy as np

from .style import ORANGE


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

    Examples
    --------
    >>> from faceblur_utils import Box
    >>> drawn = draw_boxes(np.zeros((100, 100, 3), np.uint8), [Box(20, 30, 60, 80)])
    >>> drawn[30, 40].tolist()  # on the upper edge
    [230, 159, 0]
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
