"""How a comparison is laid out: panels side by side, two under a curtain, or a contact sheet. No widgets here."""

import textwrap
from dataclasses import dataclass

import cv2

from ..blur import METHODS

STRENGTHS = (0.05, 0.1, 0.2, 0.35, 0.5, 1.0)


@dataclass(frozen=True)
class View:
    """One way to lay panels out; the pairs are for a screen of one's own and for a projector.

    Attributes
    ----------
    sides : (int, int)
        Longer side of a panel in pixels.
    points : (int, int)
        Size of the titles.
    columns : int
        Panels in a row.
    note_lines : int
        Lines of text below a panel that has been measured.
    """

    sides: tuple[int, int]
    points: tuple[int, int]
    columns: int
    note_lines: int


VIEWS = {
    "side by side": View((300, 400), (12, 19), 3, 6),
    "curtain": View((600, 800), (14, 24), 1, 6),
    "contact sheet": View((150, 200), (10, 13), len(STRENGTHS), 0),
}


def title(name, setting):
    """Name a panel.

    Parameters
    ----------
    name : str
        One of `VIEWS`.
    setting : Setting or None
        None for the original.

    Returns
    -------
    str
    """
    if setting is None:
        return "Original"
    said = METHODS[setting.method].title
    return f"{said} {setting.strength:g}" if name == "contact sheet" else said


def curtain(left, right, per_cent):
    """Show one picture up to a line, and another one behind it.

    Parameters
    ----------
    left, right : numpy.ndarray
        Panels of one shape (height, width, 3), dtype uint8.
    per_cent : int
        Of the width: where the line is.

    Returns
    -------
    numpy.ndarray
        New array like `left`.
    """
    drawn, at = right.copy(), round(right.shape[1] * per_cent / 100)
    drawn[:, :at] = left[:, :at]
    # A black rim beside white keeps the line visible on any picture.
    for ink, width in ((0, 3), (255, 1)):
        cv2.line(drawn, (at, 0), (at, drawn.shape[0]), (ink, ink, ink), width)
    return drawn


def below(lines, width, points):
    """Break what was measured into lines that fit below a panel.

    Parameters
    ----------
    lines : list of str
        Each begins a new line.
    width : int
        Of the panel in pixels.
    points : int
        Size of the title.

    Returns
    -------
    str
    """
    letters = int(width / (0.6 * points))  # notes are set at 0.8 of the title's size, at 100 dots per inch
    return "\n".join(part for line in lines if line for part in textwrap.wrap(line, max(12, letters)))
