"""Time: frames of a camera that wait or are dropped, and a video with the frame under the cursor."""

import numpy as np

from ..figures import BLUE, GREEN, ORANGE, SKY, VERMILION, mpl
from .drawing import LARGE, NORMAL, SMALL, Canvas, framed
from .flipbook import Flipbook

# Frames that a lane has room for.
_ROOM = 14


def frames_pile_up(work=90, every=40, taken=24):
    """Draw a camera that is faster than the work: in one lane its frames wait, in the other the newest one wins.

    Parameters
    ----------
    work : float
        Milliseconds that hiding the faces of one frame takes.
    every : float
        Milliseconds from one frame of the camera to the next.
    taken : int
        How many frames the camera takes.

    Returns
    -------
    Flipbook
        A frame for each of the camera's.

    Raises
    ------
    ValueError
        If a time or the number of frames is not above 0.

    Examples
    --------
    >>> for sentence in frames_pile_up(work=90, every=40, taken=10).captions[-1].split(". "):
    ...     print(sentence)
    0.36 s: the camera takes frame 9
    Queue: frame 3 is shown, 0.24 s old; waiting: 5
    Newest wins: frame 6 is shown, 0.12 s old; dropped: 5.
    """
    if min(work, every, taken) <= 0:
        raise ValueError(f"Times and frames must be above 0, got work={work}, every={every}, taken={taken}.")
    canvas = Canvas(1, (9.4, 2.9))
    for number in range(taken):
        lanes = _queue(number, work, every), _newest(number, work, every)
        words = [f"{number * every / 1000:.2f} s: the camera takes frame {number}."]
        for lane, name, rest in zip(lanes, ("Queue", "Newest wins"), ("waiting", "dropped"), strict=True):
            shown = lane["shown"]
            age = "nothing is shown yet"
            if shown is not None:
                age = f"frame {shown} is shown, {(number - shown) * every / 1000:.2f} s old"
            words.append(f"{name}: {age}; {rest}: {len(lane[rest])}.")
        with canvas.frame(" ".join(words)) as [axis]:
            for top, lane, name in zip((0, 3.1), lanes, ("queue", "newest wins"), strict=True):
                _lane(axis, top, lane, name, number, every)
            axis.set(xlim=(-0.3, _ROOM + 8.2), ylim=(4.9, -0.8), aspect="equal")
    alt = (
        "Two lanes. In each, from the left: frames that wait, the frame that is worked on, and the frame on the screen "
        "with its age. In the upper lane all frames wait their turn; in the lower one only the newest waits."
    )
    return Flipbook(canvas.frames, canvas.captions, alt, still=-1, seconds=0.8)


def _queue(now, work, every):
    """Who waits, is worked on and is shown when the camera takes frame `now`, if all wait their turn."""
    time, free, done, busy = now * every, 0.0, None, None
    for number in range(now + 1):
        start = max(free, number * every)
        if start > time:
            return {"waiting": list(range(number, now + 1)), "busy": busy, "shown": done, "dropped": []}
        busy, free = number, start + work
        if free <= time:
            busy, done = None, number
    return {"waiting": [], "busy": busy, "shown": done, "dropped": []}


def _newest(now, work, every):
    """Tell the same, if a free worker takes the newest frame and the others are dropped."""
    time, free, done, busy, chosen = now * every, 0.0, None, None, []
    while True:
        # The newest that the camera has when the worker is free; if that one is done, it waits for the next.
        number = int(free // every)
        if chosen and number <= chosen[-1]:
            number = chosen[-1] + 1
        start = max(free, number * every)
        if start > time:
            break
        chosen.append(number)
        busy, free = number, start + work
        if free <= time:
            busy, done = None, number
    waiting = [now] if not chosen or chosen[-1] < now else []
    dropped = [number for number in range(now) if number not in chosen]
    return {"waiting": waiting, "busy": busy, "shown": done, "dropped": dropped}


def _lane(axis, top, lane, name, now, every):
    waiting = lane["waiting"]
    axis.text(-0.2, top - 0.35, name, fontsize=LARGE, va="center")
    for place, number in enumerate(waiting[:_ROOM]):
        _card(axis, _ROOM - 1 - place, top, number, mpl(SKY))
    if len(waiting) > _ROOM:
        axis.text(0.1, top + 1.35, f"and {len(waiting) - _ROOM} more", fontsize=SMALL, va="center")
    framed(axis, _ROOM + 0.4, top - 0.1, 1.2, 1.2, "0.4", line=1.5)
    axis.text(_ROOM + 1, top + 1.45, "work", fontsize=NORMAL, ha="center", va="center")
    if lane["busy"] is not None:
        _card(axis, _ROOM + 0.5, top, lane["busy"], mpl(ORANGE))
    framed(axis, _ROOM + 2.4, top - 0.4, 1.8, 1.8, "0.4", line=1.5)
    if lane["shown"] is None:
        return
    _card(axis, _ROOM + 2.8, top, lane["shown"], mpl(GREEN))
    age = (now - lane["shown"]) * every / 1000
    axis.text(_ROOM + 4.5, top + 0.5, f"on screen:\n{age:.2f} s old", fontsize=NORMAL, va="center")
    if lane["dropped"]:
        axis.text(0, top + 0.5, f"{len(lane['dropped'])} dropped", fontsize=NORMAL, va="center")


def _card(axis, left, top, number, colour):
    from matplotlib.patches import Rectangle

    axis.add_patch(Rectangle((left + 0.06, top + 0.06), 0.88, 0.88, facecolor=colour, edgecolor="black"))
    axis.text(left + 0.5, top + 0.5, f"{number}", ha="center", va="center", fontsize=SMALL)


def timeline(pictures, rows, total, still=0):
    """Draw a video's timeline with a cursor, and the frame under it.

    Parameters
    ----------
    pictures : dict
        Number of a frame to the image that is shown for it, all of one size; the cursor stops at these.
    rows : dict
        Name of a row to the numbers of the frames that are marked in it, as those in which a face was found.
    total : int
        Frames of the video.
    still : int
        Which of the pictures stands still on paper, counted from 0.

    Returns
    -------
    Flipbook

    Raises
    ------
    ValueError
        If there is no picture or row, or one names a frame that the video does not have.

    Examples
    --------
    >>> black = np.zeros((90, 160, 3), np.uint8)
    >>> timeline({0: black, 5: black + 200}, {"found": range(4)}, total=10).captions
    ['Frame 0 of 0 to 9: found.', 'Frame 5 of 0 to 9: not found.']
    """
    wrong = sorted({number for marked in (pictures, *rows.values()) for number in marked if not 0 <= number < total})
    if wrong or not pictures or not rows:
        raise ValueError(f"Frames are counted from 0 to {total - 1}; got {wrong[:5] or 'no picture or no row'}.")
    height, width = next(iter(pictures.values())).shape[:2]
    canvas = Canvas(2, (9.4, 3.6), widths=[width / height * 1.15, 1.7])
    marks = [mpl(BLUE), mpl(VERMILION), mpl(GREEN), mpl(ORANGE)]
    for number, picture in sorted(pictures.items()):
        states = [name if number in set(marked) else f"not {name}" for name, marked in rows.items()]
        with canvas.frame(f"Frame {number} of 0 to {total - 1}: {', '.join(states)}.") as [left, right]:
            left.imshow(picture)
            left.set_title(f"frame {number}", fontsize=LARGE)
            for row, (name, marked) in enumerate(rows.items()):
                right.broken_barh(_runs(marked), (row + 0.15, 0.55), facecolor=marks[row % len(marks)])
                right.text(0.015 * total, row - 0.02, name, fontsize=NORMAL, va="center")
            right.axvline(number + 0.5, color="black", linewidth=3)
            right.set(
                xlim=(-0.01 * total, total),
                ylim=(len(rows) + 0.1, -0.5),
                xticks=np.linspace(0, total - 1, 4).astype(int),
            )
            right.set_xlabel("frame", fontsize=NORMAL)
            right.tick_params(labelsize=SMALL)
    alt = (
        "Left, the frame of a video at which the cursor stands. Right, the timeline with its rows, and the cursor as a "
        "line."
    )
    return Flipbook(canvas.frames, canvas.captions, alt, still, seconds=0.6)


def _runs(numbers):
    """Join numbers that follow each other: (first, how many)."""
    found = []
    for number in sorted(set(numbers)):
        if found and number == sum(found[-1]):
            found[-1] = found[-1][0], found[-1][1] + 1
        else:
            found.append((number, 1))
    return found
