"""Sheets of paper, each one A4 page as PDF: a lesson's handout, its guesses to fill in, and how far a learner is.

- `lesson` reads from a notebook's file what paper needs.
- `page` is one page: text that wraps, lists, tables, pictures with their descriptions, boxes to tick, lines
to write on.
- `sheets` makes the three sheets of these.
"""

from .lesson import Guess, Lesson, read_lesson
from .sheets import guess_sheet, handout, progress_sheet

__all__ = ["Guess", "Lesson", "guess_sheet", "handout", "progress_sheet", "read_lesson"]
