"""How far one is: the exercises of a lesson, and the state of each.

Names and states only. `summary` writes nothing down; `progress_sheet` writes a page for who is asked to hand one in.
"""

import os
from pathlib import Path

from ..images import printable, write_new
from .core import STATES

__all__ = ["progress_sheet", "summary"]

# Each lesson's exercises, in the order in which they come, and then those of its deeper lessons (D1.1, D1.2 and so on).
LESSONS = {
    "00": ["cover"],
    "01": ["to_grey", "precision_recall", "rectangle_sum", "box_iou", "window_scores", "less_light", "recall_by_label"],
    "02": ["crop_face", "clip_box", "grow_box"],
    "03": ["box_blur", "mosaic_blur", "gaussian_kernel", "median_of_window", "low_pass"],
    "04": ["paste", "ellipse_mask", "hide_all", "blend"],
    "05": ["kernel_size", "below_and_named", "sheet_of", "window_similarity", "times_as_fast"],
    "06": ["hide_or_refuse", "clean_copy", "find_enlarged", "turn_back", "safe_name"],
    "07": ["frame_at", "hold_boxes", "needed", "widest"],
    "08": ["search_small", "is_due", "newest_wins", "latency_of"],
    "09": ["nearest_person", "among_first", "weakest_strength", "by_luck", "which_candidate", "added_up"],
}
MARKS = {"passed": "✓", "failed": "✗", "not attempted": "-", None: "·"}
WORDS = {"passed": "passed", "failed": "not yet", "not attempted": "not attempted yet", None: "not checked yet"}


def summary(lesson=None):
    """Print the exercises of a lesson, and how far one is with each since the kernel started.

    The lesson's own solutions do not count. Nothing is kept beyond the kernel, and nothing is sent.

    Parameters
    ----------
    lesson : int or str, optional
        Its number. By default every lesson of which something has been checked.

    Raises
    ------
    ValueError
        If there is no such lesson.

    Examples
    --------
    >>> summary(2)  # doctest: +SKIP
    Lesson 02: 1 of 3 passed
      ✓ crop_face: passed
      · clip_box: not checked yet
      · grow_box: not checked yet
    """
    chosen = _chosen(lesson)
    if not chosen:
        print("Nothing has been checked since the kernel started: run a cell that says check.<exercise>(...).")
    for number in chosen:
        names = LESSONS[number]
        passed = sum(STATES.get(name) == "passed" for name in names)
        print(f"Lesson {number}: {passed} of {len(names)} passed")
        for name in names:
            state = STATES.get(name)
            print(f"  {MARKS[state]} {name}: {WORDS[state]}")


def progress_sheet(lesson=None, path=None):
    """Write a page to print or to hand in: names of exercises and the state of each, as `summary` prints them.

    It holds nothing else: no name of a person, no time, no code. Nothing is sent.

    Parameters
    ----------
    lesson : int or str, optional
        Its number. By default every lesson of which something has been checked since the kernel started.
    path : str or os.PathLike, optional
        Of the PDF. By default ``progress_05.pdf`` beside the notebook, or ``progress_05_2.pdf`` where that exists.

    Raises
    ------
    ValueError
        If there is no such lesson, or nothing has been checked yet.
    FileExistsError
        If there is a file at ``path``: nothing is overwritten.
    OSError
        If it cannot be written there.

    Examples
    --------
    >>> progress_sheet(2)  # doctest: +SKIP
    progress_02.pdf: Lesson 02, 0 of 3 passed
    """
    from ..paper import progress_sheet as sheet

    states = {number: [(name, WORDS[STATES.get(name)]) for name in LESSONS[number]] for number in _chosen(lesson)}
    content = sheet(states)
    written = Path(path or _free(f"progress_{'_'.join(states)}"))
    write_new(written, content)
    passed = {number: sum(word == WORDS["passed"] for _, word in each) for number, each in states.items()}
    said = "; ".join(f"Lesson {number}, {passed[number]} of {len(each)} passed" for number, each in states.items())
    print(f"{printable(written)}: {said}")


def _chosen(lesson):
    """Numbers of lessons."""
    if lesson is None:
        return [number for number, names in LESSONS.items() if any(name in STATES for name in names)]
    number = f"{int(lesson):02}" if str(lesson).isdigit() else str(lesson)
    if number not in LESSONS:
        raise ValueError(f"there is no lesson {lesson!r} with exercises; they are {', '.join(LESSONS)}")
    return [number]


def _free(stem):
    """A name that no file has yet."""
    number = 1
    while os.path.lexists(path := Path(f"{stem}{'' if number == 1 else f'_{number}'}.pdf")):
        number += 1
    return path
