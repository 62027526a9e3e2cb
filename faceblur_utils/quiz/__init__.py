"""You against the machine: whose face is hidden, of four? A quiz for one, or for a room with a show of hands.

`people` gathers the pictures, `rounds` makes the questions of them, `staircase` makes the hiding stronger or weaker,
`machines` are the attackers who are asked the same, `game` keeps the score and puts it into words; `page` shows all of
it in JupyterLab.
"""

from .game import Game
from .machines import MACHINES, Machine
from .page import Quiz
from .people import folder_people, sample_people
from .rounds import Question, make_questions
from .staircase import STRENGTHS, Staircase

__all__ = [
    "MACHINES",
    "STRENGTHS",
    "Game",
    "Machine",
    "Question",
    "Quiz",
    "Staircase",
    "folder_people",
    "make_questions",
    "sample_people",
]
