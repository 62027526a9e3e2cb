"""Check of the exercise in the deeper lesson on hard photos: a box found in a turned photo."""

from .core import judge
from .kinds import unchanged, whole_numbers
from .mistakes import agrees

__all__ = ["turn_back"]

PLACES = ("left", "top", "right", "bottom")


def _back(left, top, right, bottom, height):
    return top, height - right, bottom, height - left


_TURN_BACK = [
    ("These are the numbers as they went in: in the upright photo they mean another place.",
     lambda left, top, right, bottom, height: (left, top, right, bottom)),
    ("Left and top are swapped, right and bottom too: that mirrors the photo along its diagonal. Of a turn, one of the "
     "two runs backwards as well: height - ...", lambda left, top, right, bottom, height: (top, left, bottom, right)),
    ("That is the other turn, against the clock: the columns of the turned photo are the rows of the photo counted "
     "from below.", lambda left, top, right, bottom, height: (height - bottom, left, height - top, right)),
    ("That is half a turn, upside down: a quarter turn swaps rows and columns.",
     lambda left, top, right, bottom, height: (height - right, height - bottom, height - left, height - top)),
    ("X and Y did not change places: the rows of the turned photo are the columns of the photo.",
     lambda left, top, right, bottom, height: (left, height - bottom, right, height - top)),
    ("X and Y did not change places: the rows of the turned photo are the columns of the photo.",
     lambda left, top, right, bottom, height: (height - right, top, height - left, bottom)),
    ("Top and bottom are one too small: the ends are exclusive, so it is height - right, without - 1.",
     lambda left, top, right, bottom, height: (top, height - 1 - right, bottom, height - 1 - left)),
    ("The bottom is one too small: ends are exclusive. Of exclusive ends it is height - left, without - 1.",
     lambda left, top, right, bottom, height: (top, height - right, bottom, height - 1 - left)),
    ("Top and bottom changed sides in the turn: what was farthest to the right is now the top.",
     lambda left, top, right, bottom, height: (top, height - left, bottom, height - right)),
    ("The last two are a width and a height; right and bottom are due.",
     lambda left, top, right, bottom, height: (top, height - right, bottom - top, right - left)),
    ("The top is height - left, the bottom is that and the face's width: the top lies nearer to 0, height - right.",
     lambda left, top, right, bottom, height: (top, height - left, bottom, height - left + right - left)),
    ("The height was added: the photo's rows run against the turned photo's columns, height - ...",
     lambda left, top, right, bottom, height: (top, height + left, bottom, height + right)),
    ("The rows run the wrong way: right - height is below zero, height - right is not.",
     lambda left, top, right, bottom, height: (top, right - height, bottom, left - height)),
    ("Only the top was counted from below: the bottom is, too.",
     lambda left, top, right, bottom, height: (top, height - right, bottom, left)),
    ("Only the bottom was counted from below: the top is, too.",
     lambda left, top, right, bottom, height: (top, right, bottom, height - left)),
    ("The columns were counted from below: only the rows are, and the columns are the turned photo's rows as they "
     "stand.", lambda left, top, right, bottom, height: (height - bottom, height - right, height - top, height - left)),
    ("Left and right were swapped with each other, and X with Y: left is `top`, right is `bottom`.",
     lambda left, top, right, bottom, height: (bottom, height - right, top, height - left)),
    *[(f"The height is {h} whatever it is given.", lambda left, top, right, bottom, height, h=h:
       _back(left, top, right, bottom, h)) for h in (100, 300, 480, 600)],
]  # fmt: skip


def turn_back(attempt):
    """Check ``attempt(left, top, right, bottom, height)``: the box in the photo, of a box in the photo turned.

    Parameters
    ----------
    attempt : callable
        The learner's function. The box was found in ``np.rot90(photo, 3)``; `height` is the photo's.

    Returns
    -------
    Verdict
    """
    usual = [(20, 30, 60, 85, 200), (5, 110, 41, 170, 90), (250, 7, 333, 101, 480)]
    edges = [(0, 0, 10, 20, 40), (30, 12, 40, 33, 40)]

    def case(cases, hint):
        return agrees(
            cases,
            _back,
            _TURN_BACK,
            kind=whole_numbers(PLACES),
            call=lambda left, top, right, bottom, height: (
                f"the box ({left}, {top}, {right}, {bottom}) and a photo {height} pixels high"
            ),
            hint=hint,
            places=PLACES,
            more=usual + edges,
        )

    draw = "Turn a sheet of paper with a dot in one corner: where are its row and its column afterwards?"
    return judge(
        "turn_back",
        attempt,
        [
            ("a face in the middle comes back", case(usual[:1], draw)),
            ("so does any other, in a photo of any height", case(usual[1:], draw)),
            ("and one at the border", case(edges, "Ends are exclusive: a box that touches the border ends at height.")),
            ("nothing that was passed in is changed", unchanged("a number")),
        ],
        "left, top, right, bottom, height",
    )
