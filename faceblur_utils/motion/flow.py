"""Time: frames of a camera that wait or are dropped, and a video with the frame under the cursor."""

import numpy as np

from ..figures import BLUE, GREEN, ORANGE, SKY, VERMILION, mpl
from .drawing import Canvas, framed
from .flipbook import Flipbook

# Frames that a lane has room for.
_ROOM = 14
# These frames have more words than those of the other modules, and are as wide: larger letters for a projector.
_SMALL, _NORMAL, _LARGE = 15, 16, 18


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
    Queue: frame 3 is shown, now 0.24 s old; waiting: 5
    Newest wins: frame 6 is shown, now 0.12 s old; dropped: 5.
    """
    if min(work, every, taken) <= 0:
        raise ValueError(f"Times and frames must be above 0, got work={work}, every={every}, taken={taken}.")
    canvas = Canvas(1, (9.4, 3.6))
    states = [(_queue(number, work, every), _newest(number, work, every)) for number in range(taken)]
    # No wider than need be, so that all of it is large; the name and the count of the dropped stand on the left.
    room = min(_ROOM, max(6, *(len(lane["waiting"]) for lanes in states for lane in lanes)))
    for number, lanes in enumerate(states):
        words = [f"{number * every / 1000:.2f} s: the camera takes frame {number}."]
        for lane, name, rest in zip(lanes, ("Queue", "Newest wins"), ("waiting", "dropped"), strict=True):
            shown = lane["shown"]
            age = "nothing is shown yet"
            if shown is not None:
                age = f"frame {shown} is shown, now {(number - shown) * every / 1000:.2f} s old"
            words.append(f"{name}: {age}; {rest}: {len(lane[rest])}.")
        with canvas.frame(" ".join(words)) as [axis]:
            for top, lane, name in zip((0, 3.1), lanes, ("queue", "newest wins"), strict=True):
                _lane(axis, top, lane, name, room, (number, every))
            axis.set(xlim=(-0.3, room + 7.6), ylim=(4.9, -0.8), aspect="equal")
    alt = (
        "Two lanes. In each, from the left: frames that wait, the frame that is worked on, and the frame on the screen "
        "with its age. In the upper lane all frames wait their turn; in the lower one only the newest waits."
    )
    return Flipbook(canvas.frames, canvas.captions, alt, still=-1, seconds=0.8, letters=_SMALL)


def _queue(now, work, every):
    """Who waits, is worked on and is shown when the camera takes frame `now`, if all wait their turn."""
    time, free, done, busy = _moment(now * every), 0.0, None, None
    for number in range(now + 1):
        start = _moment(max(free, number * every))
        if start > time:
            return {"waiting": list(range(number, now + 1)), "busy": busy, "shown": done, "dropped": []}
        busy, free = number, _moment(start + work)
        if free <= time:
            busy, done = None, number
    return {"waiting": [], "busy": busy, "shown": done, "dropped": []}


def _newest(now, work, every):
    """Tell the same, if a free worker takes the newest frame and the others are dropped."""
    time, free, done, busy, chosen = _moment(now * every), 0.0, None, None, []
    while True:
        # The newest that the camera has when the worker is free; if that one is done, it waits for the next.
        number = int(_moment(free / every))
        if chosen and number <= chosen[-1]:
            number = chosen[-1] + 1
        start = _moment(max(free, number * every))
        if start > time:
            break
        chosen.append(number)
        busy, free = number, _moment(start + work)
        if free <= time:
            busy, done = None, number
    waiting = [now] if not chosen or chosen[-1] < now else []
    dropped = [number for number in range(now) if number not in chosen]
    return {"waiting": waiting, "busy": busy, "shown": done, "dropped": dropped}


def _moment(value):
    """Round away what floats add to 1000 / 30: who arrives at this very moment has arrived."""
    return round(value, 6)


def _lane(axis, top, lane, name, room, clock):
    waiting, (now, every) = lane["waiting"], clock
    axis.text(-0.2, top - 0.35, name, fontsize=_LARGE, va="center")
    for place, number in enumerate(waiting[:room]):
        _card(axis, room - 1 - place, top, number, mpl(SKY))
    if len(waiting) > room:
        axis.text(0.1, top + 1.35, f"and {len(waiting) - room} more", fontsize=_SMALL, va="center")
    framed(axis, room + 0.4, top - 0.1, 1.2, 1.2, "0.4", line=1.5)
    axis.text(room + 1, top + 1.5, "work", fontsize=_NORMAL, ha="center", va="center")
    if lane["busy"] is not None:
        _card(axis, room + 0.5, top, lane["busy"], mpl(ORANGE))
    framed(axis, room + 2.2, top - 0.4, 1.8, 1.8, "0.4", line=1.5)
    if lane["shown"] is None:
        return
    _card(axis, room + 2.6, top, lane["shown"], mpl(GREEN))
    age = (now - lane["shown"]) * every / 1000
    axis.text(room + 4.3, top + 0.5, f"on screen:\nnow {age:.2f} s old", fontsize=_NORMAL, va="center")
    if lane["dropped"]:
        axis.text(0, top + 0.5, f"{len(lane['dropped'])} dropped", fontsize=_NORMAL, va="center")


def _card(axis, left, top, number, colour):
    from matplotlib.patches import Rectangle

    axis.add_patch(Rectangle((left + 0.06, top + 0.06), 0.88, 0.88, facecolor=colour, edgecolor="black"))
    axis.text(left + 0.5, top + 0.5, f"{number}", ha="center", va="center", fontsize=_SMALL)


def timeline(before, after, rows, total, still=0):
    """Draw a video before and after, side by side, above its timeline with a cursor.

    Parameters
    ----------
    before, after : dict
        Number of a frame to its image, all of one size, of the same frames; the cursor stops at these.
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
        If there is no picture or row, one names a frame that the video does not have, or `before` and `after` are not
        of the same frames.

    Examples
    --------
    >>> black = np.zeros((90, 160, 3), np.uint8)
    >>> timeline({0: black, 5: black + 200}, {0: black, 5: black}, {"found": range(4)}, total=10).captions
    ['Frame 0 of 0 to 9; found: yes.', 'Frame 5 of 0 to 9; found: no.']
    """
    from matplotlib.ticker import MaxNLocator

    wrong = sorted({number for marked in (before, *rows.values()) for number in marked if not 0 <= number < total})
    if wrong or not before or not rows:
        raise ValueError(f"Frames are counted from 0 to {total - 1}; got {wrong[:5] or 'no picture or no row'}.")
    if before.keys() != after.keys():
        one = min(before.keys() ^ after.keys())
        raise ValueError(f"Before and after show the same frames; frame {one} is in one of them only.")
    height, width = next(iter(before.values())).shape[:2]
    gap = np.full((height, max(1, width // 40), 3), 255, np.uint8)
    high = 9.4 / 2 * height / width + 0.4
    canvas = Canvas(2, (9.4, high + 1.2 * len(rows)), heights=[high, 1.2 * len(rows)])
    marks = [mpl(BLUE), mpl(VERMILION), mpl(GREEN), mpl(ORANGE)]
    for number, picture in sorted(before.items()):
        states = [f"{name}: {'yes' if number in set(marked) else 'no'}" for name, marked in rows.items()]
        with canvas.frame(f"Frame {number} of 0 to {total - 1}; {'; '.join(states)}.") as [top, bottom]:
            top.imshow(np.hstack([picture, gap, after[number]]))
            for place, said in ((width / 2, f"frame {number}, before"), (1.5 * width + gap.shape[1], "after")):
                top.text(place, -0.04 * height, said, fontsize=_LARGE, ha="center", va="bottom")
            for row, (name, marked) in enumerate(rows.items()):
                bottom.broken_barh(_runs(marked), (row + 0.2, 0.45), facecolor=marks[row % len(marks)])
                bottom.text(0, row, name, fontsize=_NORMAL, va="center")
            bottom.axvline(number + 0.5, color="black", linewidth=3)
            bottom.set(xlim=(-0.01 * total, 1.01 * total), ylim=(len(rows) - 0.2, -0.25))
            bottom.xaxis.set_major_locator(MaxNLocator(6, integer=True))
            bottom.set_xlabel("frame", fontsize=_NORMAL)
            bottom.tick_params(labelsize=_SMALL)
    alt = (
        "Above, a frame of a video at which the cursor stands, before and after. Below, the timeline with its "
        "rows, and the cursor as a line."
    )
    return Flipbook(canvas.frames, canvas.captions, alt, still, seconds=0.6, letters=_SMALL)


def _runs(numbers):
    """Join numbers that follow each other: (first, how many)."""
    found = []
    for number in sorted(set(numbers)):
        if found and number == sum(found[-1]):
            found[-1] = found[-1][0], found[-1][1] + 1
        else:
            found.append((number, 1))
    return found
