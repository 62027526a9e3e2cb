"""How far one is: the exercises of a lesson, and the state of each.

Names and states only, and nothing is written down.
"""

from .core import STATES

__all__ = ["summary"]

# Each lesson's exercises, in the order in which they come.
LESSONS = {
    "00": ["cover"],
    "01": ["to_grey", "box_iou", "precision_recall", "rectangle_sum", "window_scores"],
    "02": ["crop_face", "clip_box", "grow_box"],
    "03": ["box_blur", "gaussian_kernel", "median_of_window", "mosaic_blur", "low_pass"],
    "04": ["paste", "ellipse_mask", "blend", "hide_all"],
    "05": ["kernel_size", "times_as_fast", "window_similarity", "sheet_of"],
    "06": ["hide_or_refuse", "clean_copy", "find_enlarged", "turn_back", "safe_name"],
    "07": ["frame_at", "hold_boxes", "widest", "needed"],
    "08": ["search_small", "is_due", "newest_wins", "latency_of"],
    "09": ["weakest_strength", "nearest_person", "which_candidate", "added_up", "by_luck"],
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
    if lesson is None:
        chosen = [number for number, names in LESSONS.items() if any(name in STATES for name in names)]
    else:
        chosen = [f"{int(lesson):02}" if str(lesson).isdigit() else str(lesson)]
        if chosen[0] not in LESSONS:
            raise ValueError(f"there is no lesson {lesson!r} with exercises; they are {', '.join(LESSONS)}")
    if not chosen:
        print("Nothing has been checked since the kernel started: run a cell that says check.<exercise>(...).")
    for number in chosen:
        names = LESSONS[number]
        passed = sum(STATES.get(name) == "passed" for name in names)
        print(f"Lesson {number}: {passed} of {len(names)} passed")
        for name in names:
            state = STATES.get(name)
            print(f"  {MARKS[state]} {name}: {WORDS[state]}")
