"""Which rows may be one person: asked of the recogniser, and joined by nobody but a person."""

import itertools
from typing import NamedTuple

import numpy as np

from ..detect import DetectorUnavailableError
from ..video.likeness import LEAST_NAMED, RECOGNISER, SAME_ENCODING, encoded, patch_of, sample

# Pictures of each track that are compared, and no more tracks than these: each pair is asked about.
_PICTURES, _MOST_TRACKS = 4, 60


class Suggestion(NamedTuple):
    """Two tracks that may be one person.

    Attributes
    ----------
    one, other : int
    distance : float
        Of the recogniser's encodings; the same person's are as a rule nearer than two people's.
    """

    one: int
    other: int
    distance: float


def chosen(tracks):
    """Choose the frames in which tracks are compared: detected, large enough, whole, spread over their time.

    Parameters
    ----------
    tracks : Tracks

    Returns
    -------
    dict
        Number of the frame -> list of Face.
    """
    usable = {}
    for frame in tracks.frames:
        for face in frame.faces:
            if (
                face.found is not None
                and not face.doubtful
                and face.whole == face.box
                and face.found.width >= LEAST_NAMED
            ):
                usable.setdefault(face.track, []).append((frame.number, face))
    longest = sorted(usable, key=lambda number: -len(usable[number]))[:_MOST_TRACKS]
    frames = {}
    for number in longest:
        some = usable[number]
        for place in np.unique(np.linspace(0, len(some) - 1, _PICTURES + 2).round().astype(int))[1:-1]:
            frames.setdefault(some[place][0], []).append(some[place][1])
    return dict(sorted(frames.items()))


def suggestions(tracks, frames, step):
    """Compare tracks that are never seen at the same time.

    Parameters
    ----------
    tracks : Tracks
    frames : Frames
    step : callable
        ``step(done, total)`` is called after each picture; it may raise to end this.

    Returns
    -------
    list of Suggestion
        The nearest first; empty where the recogniser is not there.
    """
    encodings, wanted = {}, chosen(tracks)
    for done, (number, faces) in enumerate(wanted.items(), start=1):
        planes = frames.planes(number)
        grey = planes.grey()
        for face in faces:
            one = sample(number, planes, patch_of(grey, face.whole), face)
            try:
                if one is not None:
                    encodings.setdefault(face.track, []).append(encoded(one.picture, one.box))
            except DetectorUnavailableError:
                return []
        step(done, len(wanted))
    together = _together(tracks)
    found = []
    for one, other in itertools.combinations(sorted(encodings), 2):
        if (one, other) not in together:
            apart = np.linalg.norm(np.array(encodings[one])[:, None] - np.array(encodings[other])[None], axis=2)
            distance = float(np.median(apart.min(axis=1)))
            if distance <= SAME_ENCODING:
                found.append(Suggestion(one, other, distance))
    return sorted(found, key=lambda each: each.distance)


def _together(tracks):
    """Pairs that were detected in one frame: they are two people, or one of them is none."""
    pairs = set()
    for frame in tracks.frames:
        seen = sorted(face.track for face in frame.faces if face.found is not None)
        pairs.update(itertools.combinations(seen, 2))
    return pairs


def in_words(suggestion):
    """Say why two rows may be one person.

    Parameters
    ----------
    suggestion : Suggestion

    Returns
    -------
    str
    """
    return (
        f"may be the same person as face {suggestion.one}: {RECOGNISER.upper()}'s distance is "
        f"{suggestion.distance:.2f} (asked for: at most {SAME_ENCODING}). Look at both."
    )
