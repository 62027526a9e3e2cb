"""How a comparison is laid out: panels side by side, two under a curtain, or a contact sheet. No widgets here."""

import textwrap
from dataclasses import dataclass

import cv2

from ..blur import METHODS
from ..figures import PanelGrid

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


def title(name, hiding):
    """Name a panel.

    Parameters
    ----------
    name : str
        One of `VIEWS`.
    hiding : Hiding or None
        None for the original.

    Returns
    -------
    str
    """
    if hiding is None:
        return "Original"
    said = METHODS[hiding.method].title
    return f"{said} {hiding.strength:g}" if name == "contact sheet" else said


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


class Layout:
    """Puts panels into one picture. What stands around them is drawn once for each arrangement."""

    def __init__(self):
        self._grids = {}

    def picture(self, name, panels, hidings, *, large, notes, room_for_notes, per_cent):
        """Lay panels out.

        Parameters
        ----------
        name : str
            One of `VIEWS`.
        panels : list of numpy.ndarray
            Each of shape (height, width, 3), dtype uint8.
        hidings : list of Hiding or None
            One for each panel, None for the original.
        large : int
            1 for a projector, otherwise 0.
        notes : list of list of str, or None
            What was measured on each panel, line by line.
        room_for_notes : bool
            Whether there is room below the panels, so that nothing jumps when notes come.
        per_cent : int
            Where the curtain hangs.

        Returns
        -------
        numpy.ndarray
            Shape (height, width, 3), dtype uint8.
        """
        view, titles = VIEWS[name], [title(name, hiding) for hiding in hidings]
        if name == "curtain":
            notes = notes and [
                [f"{one}  {'; '.join(filter(None, texts))}" for one, texts in zip(titles, notes, strict=True)]
            ]
            panels, titles = [curtain(*panels, per_cent)], [" | ".join(titles)]
        lines = view.note_lines if room_for_notes else 0
        key = tuple(titles), tuple(panel.shape for panel in panels), large, lines
        if key not in self._grids:
            self._grids[key] = PanelGrid(panels, titles, view.columns, view.points[large], lines)
        widths = [panel.shape[1] for panel in panels]
        notes = notes and [below(text, wide, view.points[large]) for text, wide in zip(notes, widths, strict=True)]
        return self._grids[key].paste(panels, notes)
