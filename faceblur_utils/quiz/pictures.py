"""What the page and the saved notebook are shown of a question."""

import cv2

from ..figures import PanelGrid, captioned, encode_jpeg
from .people import FOUR
from .staircase import STRENGTHS

# Of the face's size on each side: little enough that hair, collar and background tell nothing.
AROUND = 0.1
_QUALITY = 90
# How strongly the face in the saved notebook is hidden: weaker, and the picture would be no question.
_STILL = STRENGTHS[4]
# Panels of the still picture, in pixels.
_SIZE = 190, 230
# Where there is no sample to be shown.
EMPTY = (
    "A quiz with photos of your own can be played here while this notebook runs in JupyterLab. Nothing of them is "
    "saved in the notebook, so there is no picture here without a kernel."
)
CREDIT = (
    "Pictures, here cut out, made grey and hidden: Christophe Henner (photo: Ruby Mizrahi / Wikimedia Foundation), "
    "Filippo Giunchedi (photo: Myleen Hollero / Wikimedia Foundation) and Guillaume Paumier (photo: Pierre-Selim "
    "Huard), CC BY-SA 3.0; the speaker, from the PsychoPy project, GPL 3.0 or later; all others in the public domain. "
    "data/README.md says more."
)


def face_of(portrait):
    """Cut out what is shown of a face.

    Parameters
    ----------
    portrait : Portrait

    Returns
    -------
    numpy.ndarray
        Shape (height, width, 3), dtype uint8.
    """
    return portrait.image[portrait.box.expand(AROUND).clip(portrait.image).slices]


def encoded(game):
    """Make the pictures of the question that is asked now.

    Parameters
    ----------
    game : Game

    Returns
    -------
    list of bytes
        JPEGs: the hidden face, and the four candidates.
    """
    return [encode_jpeg(face_of(one), _QUALITY) for one in (game.probe(), *game.question.candidates)]


def draw_still(game):
    """Draw the first question, to stay in the notebook. It does not give the answer away.

    Parameters
    ----------
    game : Game
        Nothing has been answered yet.

    Returns
    -------
    (bytes, str)
        A JPEG, and what it shows.
    """
    question = game.question
    portraits = question.probe(game.at(_STILL)), *question.candidates
    panels = [cv2.resize(face_of(one), _SIZE, interpolation=cv2.INTER_AREA) for one in portraits]
    grid = PanelGrid(panels, ["Who is it?", *map(str, range(1, FOUR + 1))], columns=FOUR + 1)
    return encode_jpeg(captioned(grid.paste(panels), "Who is it? Run this cell to play.")), (
        "A grey face, blurred, under the question Who is it?, and beside it four faces in the clear, numbered 1 to "
        "4. Run this cell to play."
    )
