"""What the page is told of a clip, as plain data: itself, its rows, a frame, a sketch, who may be one person."""

from itertools import groupby

import numpy as np

from ..messages import counted
from .pictures import drawn_as
from .rows import neighbours
from .suggesting import in_words


def about_clip(clip, finding, uploaded):
    """Tell what clip it is, and how far the search is.

    Parameters
    ----------
    clip : OwnClip
    finding : Finding
        How the next search would look.
    uploaded : bool
        Whether it came from the page: beside it there is no place for what is written.

    Returns
    -------
    dict
    """
    tracks = clip.tracks
    known = {"width": tracks.width, "height": tracks.height, "frames": len(tracks.frames)} if tracks else {}
    return known | {
        "is": "clip",
        "name": clip.source.name,
        "state": clip.state,
        "end": tracks.end if tracks else max(clip.length, clip.sightings.reached),
        "sounds": clip.sounds,
        "uploaded": uploaded,
        "anew": tracks is not None and finding != clip.finding,
        "nobody": tracks is not None and not len(tracks) and not clip.review.boxes,
    }


def times_of(clip):
    """Give the seconds at which frames are shown, as float64 for the page: a list of one buffer, or of none."""
    return [np.array(clip.tracks.times, "<f8").tobytes()] if clip.tracks else []


def free_beside(clip):
    """Name a file beside the clip that does not exist yet.

    Parameters
    ----------
    clip : OwnClip

    Returns
    -------
    pathlib.Path
    """
    ending = clip.source.suffix.lower() if clip.source.suffix.lower() in (".mp4", ".m4v", ".mov", ".mkv") else ".mp4"
    number, path = 1, clip.source.with_name(f"{clip.source.stem}_hidden{ending}")
    while path.exists():
        number += 1
        path = clip.source.with_name(f"{clip.source.stem}_hidden_{number}{ending}")
    return path


def about_seen(clip, at_once, all_pictures=False):
    """Tell what a search has found so far.

    Parameters
    ----------
    clip : OwnClip
    at_once : int
        Pictures a message.
    all_pictures : bool
        Whether those are sent again that were sent before.

    Returns
    -------
    list of (dict, list of bytes)
        Messages and their buffers.
    """
    seen = clip.sightings
    rows = [
        {"number": number, "runs": [list(run) for run in runs], "hidden": not clip.review.keeps((number,))}
        for number, runs in list(seen.runs.items())
    ]
    messages = [({"is": "seen", "rows": rows, "reached": seen.reached}, [])]
    new = [
        (number, jpeg) for number, jpeg in list(seen.pictures.items()) if all_pictures or seen.sent.get(number) != jpeg
    ]
    for start in range(0, len(new), at_once):
        some = new[start : start + at_once]
        seen.sent.update(some)
        about = {"is": "pictures", "tracks": [number for number, _ in some], "counts": [1] * len(some)}
        messages.append((about, [jpeg for _, jpeg in some]))
    return messages


def about_rows(clip, at_once):
    """Tell of all rows, some in each message, and which frames need a look.

    Parameters
    ----------
    clip : OwnClip
    at_once : int

    Returns
    -------
    list of dict
    """
    rows, decided = clip.rows(), clip.outcome.decided
    messages = []
    for start in range(0, max(1, len(rows)), at_once):
        some = [
            {
                "key": row.key,
                "numbers": row.numbers,
                "name": row.name,
                "box": row.box,
                "hidden": row.hidden,
                "doubtful": row.doubtful,
                "runs": row.runs,
                "clear": row.clear,
                "words": row.words,
            }
            for row in rows[start : start + at_once]
        ]
        messages.append({"is": "rows", "start": start, "total": len(rows), "rows": some})
    frames = decided.frames if decided is not None else clip.tracks.frames
    spans = [list(one) for one in clip.review.spans]
    undo, redo = clip.undoable
    messages.append({"is": "looks", "looks": looks(frames), "spans": spans, "undo": undo, "redo": redo})
    messages[-1] |= {"decided": decided is not None, "lines": decided.lines if decided is not None else []}
    return messages


def looks(frames):
    """Give stretches of frames that a person should look at.

    Parameters
    ----------
    frames : list of Frame

    Returns
    -------
    list of [int, int, str]
        First and last frame, and why.
    """
    found = []
    for why, some in groupby(frames, key=lambda frame: frame.why):
        if why:
            found += [[a, b, ", ".join(why)] for a, b in neighbours([frame.number for frame in some])]
    return found


def about_frame(clip, frame, weak):
    """Tell what is in a frame, and what is done to it.

    Parameters
    ----------
    clip : OwnClip
    frame : Frame
        What is hidden in it.
    weak : list of Face
        Those of which the blur is too weak to change a pixel.

    Returns
    -------
    dict
    """
    tracks, number = clip.tracks, frame.number
    size = tracks.width, tracks.height
    hidden = {face.track for face in frame.faces}
    boxes = []
    for face in tracks.frames[number].faces:
        clear = face.track in frame.kept or (frame.span == "show" and face.track not in hidden)
        boxes.append(drawn_as(face, size, "clear" if clear else "hidden"))
    boxes += [drawn_as(face, size, "added" if face.track else "draft") for face in frame.faces if face.kind == "added"]
    return {
        "is": "frame",
        "number": number,
        "time": frame.time,
        "boxes": boxes,
        "why": list(frame.why),
        "decided": clip.outcome.decided is not None,
        "words": _words(boxes, frame, weak),
        "warn": bool(weak),
    }


def _words(boxes, frame, weak):
    if frame.span == "hide":
        return "The whole picture is hidden here, as decided."
    states = [one["state"] for one in boxes]
    hidden, clear = len(states) - states.count("clear"), states.count("clear")
    said = (
        f"{counted(hidden, 'box', 'boxes')} hidden" + (f", {clear} clear" if clear else "") if boxes else "nobody here"
    )
    doubt = sum(one.get("doubtful", False) for one in boxes)
    said += f", {doubt} doubtful" if doubt else ""
    if weak:
        numbers = ", ".join(str(face.track) for face in weak)
        said += f". As clear as before, the blur is too weak: {'face' if len(weak) == 1 else 'faces'} {numbers}"
    return said + "."


def about_sketch(clip):
    """Tell where a box reaches that does not count yet.

    Parameters
    ----------
    clip : OwnClip

    Returns
    -------
    dict
    """
    box = clip.outcome.sketch if clip.outcome else None
    faces = clip.outcome.faces_of(box) if box is not None else None
    if box is None or faces is None:
        return {"is": "sketch", "there": box is not None, "runs": [], "words": "Being followed ..." if box else ""}
    times = [*clip.tracks.times, clip.tracks.end]
    runs = [[times[a], times[b + 1]] for a, b in neighbours(sorted(faces))]
    words = f"Followed from {runs[0][0]:.2f} to {runs[-1][1]:.2f} s, {counted(len(faces), 'frame')}."
    return {"is": "sketch", "there": True, "runs": runs, "words": words}


def about_suggestions(clip):
    """Tell which rows may be one person, and are not joined yet.

    Parameters
    ----------
    clip : OwnClip

    Returns
    -------
    dict
    """
    groups = {number: group for group in clip.review.groups for number in group}
    some = [
        {"one": list(groups.get(one.one, (one.one,))), "other": list(groups.get(one.other, (one.other,)))}
        | {"words": in_words(one)}
        for one in clip.suggested
        if one.other not in groups.get(one.one, ())
    ]
    return {"is": "suggested", "suggestions": some}
