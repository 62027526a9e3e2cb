"""A box that a person drew, followed both ways, before it counts: by the code that follows it when it does."""

from dataclasses import replace

from ..video.additions import MOST_GREYS, Additions
from ..video.follow import small_grey
from ..video.moments import Moments


def followed(tracks, box, frames, step):
    """Follow one box.

    Parameters
    ----------
    tracks : Tracks
    box : AddedBox
    frames : Frames
    step : callable
        ``step(number)`` is called after each frame that was read; it may raise to end this.

    Returns
    -------
    dict
        Number of the frame -> Face: what the box covers once it counts.
    """
    moments = Moments(tracks.rate)
    for time in tracks.times:
        moments.add(time)
    additions = Additions(tracks, (box,), moments)
    place = max((number for number, time in enumerate(tracks.times) if time <= box.time + 1e-6), default=0)
    # What lies further back is not looked at when all of the file is read either.
    for number in range(max(0, place - MOST_GREYS), len(frames)):
        additions.add(number, small_grey(frames.planes(number).grey()))
        step(number)
        if not additions.needed_after(number):
            break
    return additions.faces()[0][0]


def numbered(faces, number):
    """Give followed faces another number.

    Parameters
    ----------
    faces : dict
        From `followed`.
    number : int

    Returns
    -------
    dict
    """
    return {place: replace(face, track=number) for place, face in faces.items()}
