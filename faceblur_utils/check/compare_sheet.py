"""More checks of the exercises in lesson 05: pictures side by side."""

import numpy as np

from .core import Problem, judge
from .facts import difference, short
from .kinds import an_image, unchanged
from .mistakes import agrees
from .real import face, grain

__all__ = ["sheet_of"]


def _sheet(
    place=lambda r, c, h, w, g: (r * (h + g), c * (w + g)), size=None, paper=255, order=lambda rows: rows, kind=np.uint8
):
    """Make a sheet with one part replaced: where pictures go, how large it is, its colour, which picture goes where."""

    def make(rows, gap):
        rows = order(rows)
        height, width = rows[0][0].shape[:2]
        down, across = len(rows), len(rows[0])
        shape = (
            size(down, across, height, width, gap)
            if size
            else (down * (height + gap) - gap, across * (width + gap) - gap)
        )
        sheet = np.full((*shape, 3), paper, kind)
        for r, row in enumerate(rows):
            for c, picture in enumerate(row):
                top, left = place(r, c, height, width, gap)
                sheet[top : top + height, left : left + width] = picture
        return sheet

    return make


def _flip(rows):
    return [list(column) for column in zip(*rows, strict=True)]


def _emptied(rows, gap, paper, column=False, row=False):
    """Make a sheet without the pictures of a column, or of a row."""
    empty = np.full_like(rows[0][0], paper)
    kept = [
        [empty if r == len(rows) - 1 and row or c == len(one) - 1 and column else one[c] for c in range(len(one))]
        for r, one in enumerate(rows)
    ]
    return _sheet(paper=paper)(kept, gap)


_SHEET_OF = [
    ("Rows and columns are swapped: a row's pictures stand side by side, rows below each other.", _sheet(order=_flip)),
    ("There is a gap after the last row and column as well: between 3 pictures there are 2 gaps.",
     _sheet(size=lambda d, a, h, w, g: (d * (h + g), a * (w + g)))),
    ("There is a gap around the outside as well: gaps stand between neighbours only.",
     _sheet(lambda r, c, h, w, g: (g + r * (h + g), g + c * (w + g)), lambda d, a, h, w, g: (d * (h + g) + g,
         a * (w + g) + g))),
    ("The gaps are black: begin with a white canvas, np.full(..., 255, np.uint8).", _sheet(paper=0)),
    ("There are no gaps: `gap` white pixels stand between neighbours.", lambda rows, gap: _sheet()(rows, 0)),
    ("The first picture stands everywhere.", _sheet(order=lambda rows: [[rows[0][0]] * len(row) for row in rows])),
    ("Each row begins with the same picture, or the first row stands everywhere.",
     _sheet(order=lambda rows: [rows[0]] * len(rows))),
    ("Only the first row is there: the sheet has one row of pictures. Does `return` stand inside the loop?",
     lambda rows, gap: _sheet()(rows[:1], gap)),
    ("It ended after the first row: the rest is empty. Does `return` stand inside the loop?",
     lambda rows, gap: np.vstack([_sheet()(rows[:1], gap), np.full((_sheet()(rows, gap).shape[0] - rows[0][0].shape[0],
                                  _sheet()(rows, gap).shape[1], 3), 255, np.uint8)])),
    ("It is upside down: the first row belongs on top, the last at the bottom.", _sheet(order=lambda rows: rows[::-1])),
    ("Each row runs from right to left: its first picture belongs at the left.",
     _sheet(order=lambda rows: [row[::-1] for row in rows])),
    ("The pictures stand below each other, in one column: those of a row stand side by side.",
     _sheet(order=lambda rows: [[picture] for row in rows for picture in row])),
    ("The pictures stand side by side, in one row: rows stand below each other.",
     _sheet(order=lambda rows: [[picture for row in rows for picture in row]])),
    ("There are gaps between the rows only: columns need them, too.",
     _sheet(lambda r, c, h, w, g: (r * (h + g), c * w), lambda d, a, h, w, g: (d * (h + g) - g, a * w))),
    ("There are gaps between the columns only: rows need them, too.",
     _sheet(lambda r, c, h, w, g: (r * h, c * (w + g)), lambda d, a, h, w, g: (d * h, a * (w + g) - g))),
    ("The sheet has room for the gaps, and the pictures stand without: each step is one picture and one gap.",
     _sheet(lambda r, c, h, w, g: (r * h, c * w))),
    ("The gap is counted once, and not at every step: picture c begins at c * (width + gap).",
     _sheet(lambda r, c, h, w, g: (r * h + g, c * w + g))),
    *[(f"The gaps are grey ({paper}), and not white: 255.", _sheet(paper=paper)) for paper in (128, 254, 1)],
    *[(f"The gaps are {name}, and not white: white is 255 in all three channels.", _sheet(paper=paper))
      for name, paper in (("red", (255, 0, 0)), ("green", (0, 255, 0)), ("blue", (0, 0, 255)))],
    ("Only as many columns as there are rows came out: len(rows) counts rows, len(rows[0]) the pictures in one.",
     lambda rows, gap: _sheet()([[row[c] for c in range(len(rows))] for row in rows], gap)),
    ("Two rows came out, whatever there is: go through all in a loop.", lambda rows, gap: _sheet()(rows[:2], gap)),
    ("Each picture has half a gap around it, on the outside of the sheet as well: no gap is due around the outside.",
     lambda rows, gap: _sheet(lambda r, c, h, w, g: (g // 2 + r * (h + g // 2 * 2), g // 2 + c * (w + g // 2 * 2)),
                              lambda d, a, h, w, g: (d * (h + g // 2 * 2), a * (w + g // 2 * 2)))(rows, gap)),
    *[(f"The last picture of each row is missing: where it belongs it is {name}. range(n) already ends before n.",
       lambda rows, gap, paper=paper: _emptied(rows, gap, paper, column=True))
      for name, paper in (("white", 255), ("black", 0))],
    *[(f"The last row is missing: the place where it belongs is {name}. range(n) already ends before n.",
       lambda rows, gap, paper=paper: _emptied(rows, gap, paper, row=True))
      for name, paper in (("white", 255), ("black", 0))],
    ("The sheet is made for as many columns as there are rows: len(rows) counts rows, len(rows[0]) the pictures in "
     "one.",
     _sheet(size=lambda d, a, h, w, g: (d * (h + g) - g, d * (w + g) - g))),
    ("Height and width are swapped: shape is (height, width, 3).",
     lambda rows, gap: _sheet(size=lambda d, a, h, w, g: (d * (w + g) - g, a * (h + g) - g))(rows, gap)),
    ("The number of pictures is fixed: 2 rows of 3. len(rows) and len(rows[0]) count them.",
     lambda rows, gap: _sheet(size=lambda d, a, h, w, g: (2 * (h + g) - g,
         3 * (w + g) - g))([row[:3] for row in rows[:2]], gap)),
]  # fmt: skip


def sheet_of(attempt):
    """Check ``attempt(rows, gap)``, which puts pictures into one sheet with white gaps.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """

    def pictures(down, across, height=20, width=30):
        return [[grain(height, width, 3) // (r + 2 * c + 1) for c in range(across)] for r in range(down)]

    def between(result, due, case):
        """Tell pictures in wrong places from gaps of a wrong colour."""
        rows, gap = case
        white = (_sheet(paper=0)(rows, gap) != due).any(axis=2)
        if (result == due)[~white].all():
            return "The pictures are where they belong, and what lies between them is not white: 255 in each channel."
        return "Each step to the next picture is one picture and one gap."

    def sheets(cases, hint):
        return agrees(
            cases,
            _sheet(),
            _SHEET_OF,
            kind=an_image("the sheet"),
            hint=hint,
            real=lambda: ([[face(), face()[:, ::-1], 255 - face()], [face()[::-1], face() // 2, face() // 2 + 127]], 9),
            more=[(pictures(2, 3), 4), (pictures(3, 2), 5), (pictures(3, 4, 12, 7), 2)],
        )

    def several(make):
        rows = pictures(1, 1)
        result = make(rows, 6)
        if isinstance(result, np.ndarray) and result.shape == rows[0][0].shape and (result == rows[0][0]).all():
            return None
        if isinstance(result, np.ndarray) and result.shape == rows[0][0].shape:
            return Problem(
                "a single picture came out changed",
                "One picture is a sheet without gaps.",
                difference(result, rows[0][0]),
            )
        return Problem(f"for a single picture it returned {short(result)}", "One picture is a sheet without gaps.")

    return judge(
        "sheet_of",
        attempt,
        [
            (
                "without a gap, pictures stand edge to edge in order",
                sheets(
                    [(pictures(2, 3), 0)],
                    "Picture c of row r begins at row r * height and column c * width, when there is no gap.",
                ),
            ),
            (
                "with a gap, white stands between neighbours and nowhere else",
                sheets([(pictures(2, 3), 4)], between),
            ),
            (
                "other numbers of pictures work",
                sheets(
                    [(pictures(3, 2), 5), (pictures(3, 4, 12, 7), 2)],
                    "len(rows) counts the rows, len(rows[0]) the pictures in one.",
                ),
            ),
            ("a single picture works", several),
            ("the pictures passed in are not changed", unchanged("a picture, or a list of pictures,")),
        ],
        "rows, gap",
    )
