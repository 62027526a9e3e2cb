"""Boxes, and the outlines of covers, on a copy of an image."""

import cv2
import numpy as np

from .style import ORANGE, WHITE

# Pixels on the screen: a line that is seen from the back of a room.
_LINE = 3


def draw_boxes(image, boxes, colour=ORANGE, labels=None, dashed=False, shown=480):
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
    shown : float
        How many pixels the longer side will have on the screen: lines are as thick as they must be to be seen there,
        but leave a small face free.

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
    for number, box in enumerate(boxes):
        first, last = (box.left, box.top), (box.right - 1, box.bottom - 1)
        thick = _thickness(image, box, shown)
        for ink, width in (((0, 0, 0), rimmed(thick)), (colour, thick)):
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


def outline_hidden(image, steps, shown=480):
    """Draw a white line around what was hidden, on a copy of an image: black on black cannot be seen in a figure.

    Parameters
    ----------
    image : numpy.ndarray
        The hidden photo, shape (height, width, 3), dtype uint8, RGB. It is not changed.
    steps : iterable
        Of `faceblur_utils.photos.Result`; or anything with the ``box`` and ``mask`` of one.
    shown : float
        How many pixels the longer side will have on the screen.

    Returns
    -------
    numpy.ndarray
        New image.

    Examples
    --------
    >>> from faceblur_utils import Box, anonymize
    >>> result = anonymize(np.zeros((100, 100, 3), np.uint8), boxes=[Box(30, 30, 70, 80)])
    >>> drawn = outline_hidden(result.image, result.steps)
    >>> result.image.max().item(), drawn.max().item()
    (0, 255)
    """
    drawn = np.ascontiguousarray(image).copy()
    for step in steps:
        # With a rim of zeros around it, so that a cover at the picture's border has a line there, too.
        covered = np.pad((step.mask > 0).astype(np.uint8), 1)
        lines, _ = cv2.findContours(covered, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        corner = step.box.left - 1, step.box.top - 1
        cv2.drawContours(drawn, lines, -1, WHITE, _thickness(image, step.box, shown), offset=corner)
    return drawn


def rimmed(thick):
    """How thick the black line below one of colour must be, so that the colour is seen on any background."""
    return thick + 2 * max(1, round(thick / 2))


def line_for(box, thick):
    """A line of that many pixels, or a thinner one where it would cover a small face."""
    return max(2, min(thick, round(min(box.right - box.left, box.bottom - box.top) / 8)))


def _thickness(image, box, shown):
    return line_for(box, round(_LINE * max(image.shape[:2]) / shown))


def _corners(drawn, first, last, ink, width):
    arm = max(3, min(last[0] - first[0], last[1] - first[1]) // 4)
    for x, to_x in ((first[0], 1), (last[0], -1)):
        for y, to_y in ((first[1], 1), (last[1], -1)):
            cv2.line(drawn, (x, y), (x + to_x * arm, y), ink, width)
            cv2.line(drawn, (x, y), (x, y + to_y * arm), ink, width)
