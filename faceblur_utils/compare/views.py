"""How a comparison is laid out: which panels, in how many columns, how large. No widgets here."""

import textwrap
from dataclasses import dataclass

import cv2

from ..blur import METHODS
from ..figures import PanelGrid
from .bench import Sheet

STRENGTHS = (0.05, 0.1, 0.2, 0.35, 0.5, 1.0)
# How many times brighter a difference is drawn: one of 64 grey levels is white then.
BRIGHTER = 4
# Columns other than a view's own are taken if panels get so much larger; and no panel is smaller or larger than that.
_WORTH_IT, _SIDES = 1.1, (48, 1200)


@dataclass(frozen=True)
class View:
    """One way to lay panels out; the pairs are for a screen of one's own and for a projector.

    Attributes
    ----------
    sides : (int, int)
        Longer side of a panel in pixels, where no page says how much room there is.
    points : (int, int)
        Size of the titles.
    columns : int
        Panels in a row.
    note_lines : int
        Lines of text below a panel that has been measured.
    pair : str
        ``"curtain"`` or ``"flip"`` if two panels lie in one place, otherwise empty.
    moves : bool
        Whether it is nothing without a page in which it moves.
    """

    sides: tuple[int, int]
    points: tuple[int, int]
    columns: int
    note_lines: int
    pair: str = ""
    moves: bool = False


VIEWS = {
    "side by side": View((300, 400), (12, 19), 3, 6),
    "one method": View((450, 600), (14, 24), 2, 6),
    "curtain": View((600, 800), (14, 24), 1, 6, "curtain"),
    "flip": View((600, 800), (14, 24), 1, 6, "flip", moves=True),
    "difference": View((300, 400), (12, 19), 3, 6),
    "contact sheet": View((150, 200), (10, 13), len(STRENGTHS), 0),
}


@dataclass(frozen=True)
class Room:
    """What a page has for the picture.

    Attributes
    ----------
    width, height : int
        In the page's units.
    ratio : float
        The screen's pixels for one of them.
    large : bool
        Whether type is to be read from the back of a room.
    """

    width: int
    height: int
    ratio: float = 1.0
    large: bool = False


@dataclass(frozen=True)
class Fit:
    """How a view is laid out in a room.

    Attributes
    ----------
    side : int
        Longer side of a panel in pixels.
    columns : int
        Panels in a row.
    points : float
        Size of the titles at 100 dots per inch.
    """

    side: int
    columns: int
    points: float


def fit(name, count, shape, large=0, room=None, lines=0):
    """Lay panels out as large as there is room for; where no page tells, as the view says.

    Parameters
    ----------
    name : str
        One of `VIEWS`.
    count : int
        How many panels.
    shape : tuple of int
        Height and width of one, in any unit.
    large : int
        1 for a projector, otherwise 0.
    room : Room, optional
    lines : int
        Of notes below each panel.

    Returns
    -------
    Fit

    Examples
    --------
    >>> fit("side by side", 6, (400, 320))
    Fit(side=300, columns=3, points=12)
    >>> fit("side by side", 6, (400, 320), room=Room(360, 640))  # a phone, held upright
    Fit(side=179, columns=2, points=12)
    """
    view = VIEWS[name]
    count = 1 if view.pair else count
    if room is None:
        return Fit(view.sides[large], view.columns, view.points[large])
    points = view.points[max(large, room.large)]
    if not room.large:  # on a small screen a title must not take the picture's place
        points = min(points, max(9, room.height / 30))
    points = round(points * room.ratio, 1) if room.ratio != 1 or points % 1 else points
    own = len(STRENGTHS) if name == "contact sheet" else view.columns
    choices = [own] if name == "contact sheet" or view.pair else sorted({own, 1, 2, 3, 6} & set(range(1, count + 1)))
    side = {one: _side(count, shape, one, points, room, lines, name == "contact sheet") for one in choices or [own]}
    best = max(side, key=side.get)
    columns = own if own in side and side[own] * _WORTH_IT >= side[best] else best
    return Fit(min(max(side[columns], _SIDES[0]), round(_SIDES[1] * room.ratio)), columns, points)


def _side(count, shape, columns, points, room, lines, rows_named):
    """Longer side of the largest panels that fit, as `PanelGrid` spaces them."""
    rows, gap, title = -(-count // columns), 12, round(2.5 * points)
    heads = title + (rows - 1) * (gap if rows_named else title)
    wide = (room.width * room.ratio - gap - (round(2 * points) if rows_named else 0)) / columns - gap
    high = (room.height * room.ratio - gap - heads) / rows - round(1.7 * points * lines)
    return int(max(shape) * min(wide / shape[1], high / shape[0]))


def title(name, hiding, number=0):
    """Name a panel.

    Parameters
    ----------
    name : str
        One of `VIEWS`.
    hiding : Hiding or None
        None for the original.
    number : int
        Of the panel.

    Returns
    -------
    str
    """
    if hiding is None:
        return "Original"
    if name == "contact sheet":  # the rows have the methods' names
        head = f"strength {hiding.strength:g}" if number == 0 else f"{hiding.strength:g}"
        return head if number < len(STRENGTHS) else ""
    said = METHODS[hiding.method].title
    return f"{said}: difference × {BRIGHTER}" if name == "difference" else said


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


def difference(one, other):
    """Show how far two pictures are apart, pixel by pixel, `BRIGHTER` times as bright.

    Parameters
    ----------
    one, other : numpy.ndarray
        Of one shape (height, width, 3), dtype uint8.

    Returns
    -------
    numpy.ndarray
        New array: black where they are the same.

    Examples
    --------
    >>> import numpy as np
    >>> difference(np.uint8([[[10, 100, 200]]]), np.uint8([[[13, 90, 0]]])).tolist()
    [[[12, 40, 255]]]
    """
    return cv2.convertScaleAbs(cv2.absdiff(one, other), alpha=BRIGHTER)


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
    """Puts panels into a figure. What stands around them is drawn once for each arrangement."""

    def __init__(self):
        self._grids = {}

    def sheet(self, name, panels, hidings, fitted, *, notes=None, lines=0, per_cent=50):
        """Lay panels out.

        Parameters
        ----------
        name : str
            One of `VIEWS`.
        panels : list of numpy.ndarray
            Each of shape (height, width, 3), dtype uint8.
        hidings : list of Hiding or None
            One for each panel, None for the original.
        fitted : Fit
        notes : list of list of str, optional
            What was measured on each panel, line by line.
        lines : int
            For which there is room below the panels, so that nothing jumps when notes come.
        per_cent : int
            Where the curtain hangs.

        Returns
        -------
        Sheet
        """
        view, titles = VIEWS[name], [title(name, hiding, number) for number, hiding in enumerate(hidings)]
        places, one = panels, None
        if view.pair:
            notes = notes and [
                [f"{one}  {'; '.join(filter(None, texts))}" for one, texts in zip(titles, notes, strict=True)]
            ]
            places, titles = panels[:1], [(" | " if view.pair == "curtain" else " ⇄ ").join(titles)]
            one = _hung(per_cent) if view.pair == "curtain" else _first
        rows = None
        if name == "contact sheet":
            rows = [METHODS[hiding.method].title for hiding in hidings[:: len(STRENGTHS)]]
        key = tuple(titles), tuple(panel.shape for panel in places), fitted, lines, tuple(rows or ())
        if key not in self._grids:
            if len(self._grids) > 12:  # a window that somebody resizes
                self._grids.clear()
            self._grids[key] = PanelGrid(places, titles, fitted.columns, fitted.points, lines, rows)
        widths = [panel.shape[1] for panel in places]
        notes = notes and [below(text, wide, fitted.points) for text, wide in zip(notes, widths, strict=True)]
        return Sheet(self._grids[key], panels, notes, view.pair, one)


def _hung(per_cent):
    return lambda images: curtain(*images, per_cent)


def _first(images):
    return images[0]
