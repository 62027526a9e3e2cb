"""The sheets: a lesson's handout, its guesses to fill in, and how far a learner is."""

from typing import NamedTuple

from .page import fitted


class Shown(NamedTuple):
    """What of a lesson its handout shows, besides the recap.

    Attributes
    ----------
    section, which : int
        Where the picture stands, and the how-many-th of the section it is, from 0.
    caption : str
        What to see in it.
    credit : str
        Whose pictures these are, under which terms.
    height : float
        Of the picture, in millimetres at most.
    printed : tuple of (int, str) or None
        A section, and words from the output that the handout prints as it is.
    table : int or None
        The section whose tables the handout has.
    """

    section: int
    which: int
    caption: str
    credit: str
    height: float = 48
    printed: tuple | None = None
    table: int | None = None


_NASA, _NAVY = "NASA (public domain)", "US Navy (public domain)"
_GIUNCHEDI = "Myleen Hollero / Wikimedia Foundation (CC BY-SA 3.0, changed)"
_HENNER = "Ruby Mizrahi / Wikimedia Foundation (CC BY-SA 3.0, changed)"
_HUARD = "Pierre-Selim Huard (CC BY-SA 3.0, changed)"
_OWN = "drawn by the lesson"
_CC0 = "Lav Varshney (CC0)"
SHOWN = {
    "00": Shown(2, 0, "The four steps: detect, region of interest, blur, paste back.", _NASA),
    "01": Shown(
        5,
        0,
        "Three outcomes. A missed face stays clear.",
        f"{_NASA}; {_CC0}; {_HUARD}",
        42,
        (10, "found of labelled faces"),
    ),
    "02": Shown(1, 0, "Four numbers hold the face. Rows are counted from the top.", _NASA, 62, table=3),
    "03": Shown(
        7,
        0,
        "One kernel size for a small and a large face, and a strength that follows the face.",
        f"{_NASA}; {_HENNER}",
        60,
        (7, "named, of 4"),
        7,
    ),
    "04": Shown(4, 0, "An ellipse that touches the box leaves its corners clear: the remedy is a margin.", _NASA, 55),
    "05": Shown(4, 0, "Similarity (SSIM) to the clear face. A mirror image hides nothing.", _NAVY, 34, table=7),
    "06": Shown(
        4, 0, "The file of the hidden face carries the clear one as a thumbnail.", _GIUNCHEDI, 45, (3, "misses")
    ),
    "07": Shown(4, 1, "A held box lags behind a moving face; one put between two finds does not.", _OWN, 55),
    "08": Shown(5, 0, "In a queue the picture grows older and older.", _OWN, 50, (4, "covered in the worst")),
    "09": Shown(
        5,
        0,
        "What an attacker who has the photo compares. Behind black the face is the same for all.",
        _NASA,
        48,
        (4, "gaussian naive"),
    ),
}


def handout(lesson):
    """Make a lesson's handout: one picture, what was measured, and questions to answer.

    Parameters
    ----------
    lesson : Lesson

    Returns
    -------
    bytes
        A PDF of one A4 page.

    Raises
    ------
    ValueError
        If the lesson is none of the ten core ones, lacks the output that the handout shows, or has too much text.
    """
    if lesson.number not in SHOWN:
        raise ValueError(f"There are handouts of the lessons {', '.join(SHOWN)}, not of {lesson.number}.")
    shown = SHOWN[lesson.number]
    try:
        content, described = lesson.pictures[shown.section][shown.which]
        table = shown.printed and next(text for text in lesson.printed[shown.printed[0]] if shown.printed[1] in text)
    except (KeyError, IndexError, StopIteration):
        raise ValueError(
            f"Lesson {lesson.number} lacks the output that its handout shows: run the lesson, or get it again."
        ) from None

    def write(page, lines=1):
        _head(page, lesson, lesson.question)
        page.text(f"**You will be able to** {lesson.able}.", scale=0.92)
        page.picture(content, described, shown.caption, height=shown.height * page.size / 10)
        page.heading("Can you answer these without looking up?")
        page.numbered(lesson.questions, lines=lines)
        page.heading("What was measured")
        page.points(lesson.measured)
        if table:
            page.space(0.3)
            page.printed(table)
        for rows in lesson.tables.get(shown.table, ()):
            page.space(0.3)
            page.table(rows)
        if lesson.exercises:
            page.heading("Exercises")
            page.choices([f"{number} {name}" for number, name in lesson.exercises.items()], indent=0)
        page.foot(f"Picture: {shown.credit}. How each number was measured stands in lesson {lesson.number}.")

    title = f"{lesson.number} {lesson.title}: handout"
    try:  # more room to write, where that leaves the letters large
        return fitted(title, lambda page: write(page, lines=2), largest=12, smallest=11)
    except ValueError:
        return fitted(title, write, largest=12, smallest=8)


def guess_sheet(lesson):
    """Make a sheet with a lesson's guesses, to be filled in by hand. It has no answers.

    Parameters
    ----------
    lesson : Lesson

    Returns
    -------
    bytes
        A PDF of one A4 page.

    Raises
    ------
    ValueError
        If the lesson asks for no guess, or for more than there is room for.
    """
    if not lesson.guesses:
        raise ValueError(f"Lesson {lesson.number} asks for no guess.")

    def write(page):
        _head(
            page,
            lesson,
            "Guess when the lesson has come to the question. A wrong guess is worth as much as a right one.",
        )
        for guess in lesson.guesses:
            page.heading(f"Section {guess.section}: {lesson.sections[guess.section]}", scale=1.05)
            page.text(guess.question)
            page.space(0.3)
            if guess.choices:
                page.choices(guess.choices, indent=0)
            else:
                page.lines(1, said=f"My guess ({guess.unit or 'a number'}):")
            page.lines(1, said="Because:")
            page.lines(1, said="It was, and why:")
        page.foot("This sheet is yours; nobody collects it. Words are explained in the glossary of the lessons.")

    return fitted(f"{lesson.number} {lesson.title}: guesses", write, largest=12)


def progress_sheet(lessons):
    """Make a sheet that says how far somebody is. It holds names of exercises and states, and nothing else.

    Parameters
    ----------
    lessons : dict of str to list of (str, str)
        By lesson's number: an exercise's name, and its state in words.

    Returns
    -------
    bytes
        A PDF of one A4 page.

    Raises
    ------
    ValueError
        If there is no lesson.
    """
    if not lessons:
        raise ValueError("There is nothing to put on the sheet: run a cell that says check.<exercise>(...) first.")

    def write(page):
        page.heading("Exercises, and how far they are", scale=1.6)
        for number, states in lessons.items():
            passed = sum(state == "passed" for _, state in states)
            page.heading(f"Lesson {number}: {passed} of {len(states)} passed")
            page.table([["exercise", "state"], *([name, state] for name, state in states)], scale=1)
        page.foot("Names of exercises and their states, nothing else: no name, no time, no code.")

    return fitted("Exercises, and how far they are", write)


def _head(page, lesson, said):
    page.heading(f"{lesson.number} {lesson.title}", scale=1.7)
    page.text(said[:1].upper() + said[1:], scale=1.1)
    page.space(0.4)
