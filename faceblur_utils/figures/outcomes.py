"""What a detector got right and wrong, drawn on a copy of an image so that shapes alone tell it."""

import cv2
import numpy as np

from ..roi import Box
from .boxes import line_for, rimmed
from .style import ORANGE, SKY, VERMILION


def draw_matches(image, matches, thick=3):
    """Draw found faces as full boxes, false alarms as corners and missed faces as ellipses.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    matches : faceblur_utils.detect.Matches
        Or anything with its ``pairs``, ``missed`` and ``false_alarms``.
    thick : int
        Width of the lines in pixels, without their black rim; around a small face they are thinner.

    Returns
    -------
    numpy.ndarray
        New image.

    Examples
    --------
    >>> from faceblur_utils import Box
    >>> from faceblur_utils.detect import match_boxes
    >>> face, elsewhere = Box(20, 30, 60, 80), Box(70, 5, 90, 25)
    >>> black = np.zeros((100, 100, 3), np.uint8)
    >>> drawn = draw_matches(black, match_boxes([face, elsewhere], [face]))
    >>> drawn[30, 40].tolist(), drawn[5, 72].tolist()  # the found face's upper edge, a corner of the false alarm
    ([86, 180, 233], [230, 159, 0])
    """
    drawn = np.ascontiguousarray(image).copy()
    for rim in (True, False):
        sky, orange, red = ((0, 0, 0) if rim else ink for ink in (SKY, ORANGE, VERMILION))

        def width(box, rim=rim):
            return rimmed(line_for(box, thick)) if rim else line_for(box, thick)

        for box, _ in matches.pairs:
            cv2.rectangle(drawn, (box.left, box.top), (box.right - 1, box.bottom - 1), sky, width(box))
        for box in matches.false_alarms:
            cv2.polylines(drawn, list(_corners(box)), False, orange, width(box))
        for face in matches.missed:
            middle = (face.left + face.right) / 2, (face.top + face.bottom) / 2
            cv2.ellipse(drawn, (middle, (face.width, face.height), 0), red, width(face), cv2.LINE_AA)
    return drawn


def cut_matches(image, matches, cut=None, side=240):
    """Draw what `draw_matches` draws on an enlarged or shrunk cut-out, with lines of the same width.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    matches : faceblur_utils.detect.Matches
        In pixels of the whole image.
    cut : Box, optional
        The part to show, inside the image. By default all of it.
    side : float
        The longer side of the result in pixels.

    Returns
    -------
    numpy.ndarray
        New image.

    Examples
    --------
    >>> from faceblur_utils.detect import match_boxes
    >>> face = Box(20, 30, 60, 80)
    >>> black = np.zeros((100, 100, 3), np.uint8)
    >>> drawn = cut_matches(black, match_boxes([face], [face]), Box(10, 20, 70, 100), side=160)
    >>> drawn.shape, drawn[20, 60].tolist()  # twice as large: the found face's upper edge is 2 * (30 - 20) pixels down
    ((160, 120, 3), [86, 180, 233])
    """
    cut = cut or Box(0, 0, image.shape[1], image.shape[0])
    scale = side / max(cut.width, cut.height)

    def moved(box):
        edges = ((box.left, cut.left), (box.top, cut.top), (box.right, cut.left), (box.bottom, cut.top))
        return Box(*(round((edge - start) * scale) for edge, start in edges))

    here = type(matches)(
        [(moved(box), moved(face)) for box, face in matches.pairs],
        [moved(face) for face in matches.missed],
        [moved(box) for box in matches.false_alarms],
    )
    size = round(cut.width * scale), round(cut.height * scale)
    return draw_matches(cv2.resize(image[cut.slices], size, interpolation=cv2.INTER_AREA), here)


def _corners(box):
    """Four short right angles, as lists of points."""
    arm = max(3, box.width // 4)
    for x, to_x in ((box.left, arm), (box.right - 1, -arm)):
        for y, to_y in ((box.top, arm), (box.bottom - 1, -arm)):
            yield np.array([(x + to_x, y), (x, y), (x, y + to_y)])
