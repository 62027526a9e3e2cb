"""Slides of a lesson: a figure, a prediction or an exercise on each, and what the speaker says.

The modules: `text` (Markdown in blocks and sentences), `outline` (which slides), `guide` (what the teaching guide
says), `credits` (who made the pictures) and `page` (one HTML file). ``reveal/`` is reveal.js 6.0.2 by Hakim El Hattab,
under the MIT licence beside it.
"""

import json
from pathlib import Path

from ..words import speaking
from .credits import credits_slide
from .guide import annotate
from .outline import outline
from .page import page

__all__ = ["slides_of"]


def slides_of(path, language="en"):
    """Make the slides of a lesson.

    Parameters
    ----------
    path : str or os.PathLike
        The notebook, with its outputs.
    language : str
        In which it is written; one of `faceblur_utils.words.languages`.

    Returns
    -------
    str
        HTML in which everything is: it loads nothing, and shows anywhere.

    Raises
    ------
    ValueError
        If the notebook has no outputs, and so no pictures to show.
    """
    path = Path(path)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    with speaking(language):
        slides = outline(notebook)
        if not any(slide.picture for slide in slides):
            raise ValueError(
                f"{path.name} has no pictures in it: run its cells and save it, or take the lesson itself."
            )
        slides.append(credits_slide(slides[-1].cell))
        if path.parent.name != "deeper" and language == "en":  # the guide speaks of the core, in English
            annotate(slides, path.stem)
        return page(slides, path.stem, language)
