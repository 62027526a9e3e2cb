"""`Tracks` as JSON and back, checked: it may come from another program, another version, another person."""

import base64
import json
import os

import numpy as np

from ..detect import Finding
from ..images import printable
from ..roi import Box
from .boxes import edges_of
from .canvas import canvas_of
from .first_look import Thumbnail, Tracks
from .report import Frame, by_frame
from .trails import KINDS, Face, largest_first
from .unfinished import unfinished_beside

_KIND, _VERSION = "faces in a video", 1
_PLAIN = ("name", "bytes", "digest", "every", "hold", "steady", "partial", "width", "height", "rate", "end", "cuts")
_ABOUT = ("removed_metadata", "sounds", "ended_early", "missing", "damage")


def written(tracks, thumbnails):
    """Give tracks as JSON, each face's boxes in one list.

    Parameters
    ----------
    tracks : Tracks
    thumbnails : bool
        Whether with pictures.

    Returns
    -------
    str
    """
    faces = {number: [] for number in tracks.why if number >= 0} | {track.number: [] for track in tracks}
    for frame in tracks.frames:
        for face in frame.faces:
            faces[face.track].append(_row(frame.number, face))
    content = {"kind": _KIND, "version": _VERSION}
    content |= {name: getattr(tracks, name) for name in _PLAIN + _ABOUT}
    content |= {"finding": json.loads(tracks.finding.to_json()), "canvas": tracks.canvas.state()}
    content |= {"times": tracks.times, "why": tracks.why.get(-1, {})}
    content["faces"] = [
        {
            "number": number,
            "why": tracks.why.get(number, {}),
            "thumbnails": [
                [one.frame, base64.b64encode(one.jpeg).decode() if thumbnails else ""]
                for one in tracks.thumbnails.get(number, ())
            ],
            "rows": rows,
        }
        for number, rows in sorted(faces.items())
    ]
    return json.dumps(content, separators=(",", ":"))


def _row(number, face):
    """Frame, kind, in doubt or not, edges covered, and edges and score of what the detector saw."""
    seen = [*_edges(face.found), face.found.score] if face.found is not None else []
    return [number, KINDS.index(face.kind), int(face.doubtful), *_edges(face.whole), *seen]


def _edges(box):
    return edges_of(box).astype(int).tolist()


def read(text):
    """Make tracks of JSON.

    Parameters
    ----------
    text : str or bytes

    Returns
    -------
    Tracks

    Raises
    ------
    ValueError
        If it is something else, of another version, or damaged.
    """
    try:
        given = json.loads(text)
    except ValueError as error:
        raise ValueError(f"This is no JSON of tracks: {error}.") from None
    if not isinstance(given, dict) or given.get("kind") != _KIND:
        raise ValueError("This is JSON, but of something else than tracks; Tracks.to_json writes them.")
    if given.get("version") != _VERSION:
        raise ValueError(
            f"These tracks are of version {given.get('version')!r} and this program reads version {_VERSION}: search "
            "the video again with find_tracks."
        )
    try:
        return _made(given)
    except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError, AttributeError) as error:
        raise ValueError(
            f"These tracks are damaged ({type(error).__name__}: {error}): search the video again with find_tracks."
        ) from None


def _made(given):
    times, size = [float(time) for time in given["times"]], (int(given["width"]), int(given["height"]))
    if not times or any(after <= before for before, after in zip(times, [*times[1:], given["end"]], strict=True)):
        raise ValueError("times that do not go forward")
    covered, why, pictures = [[] for _ in times], {}, {}
    picture = np.empty((size[1], size[0], 0))  # for Box.clip, which asks for an image's shape
    for one in given["faces"]:
        number = int(one["number"])
        for row in one["rows"]:
            place = _place(row[0], times)
            covered[place].append(_face(picture, number, *row[1:]))
        why[number] = _reasons(one["why"], times)
        pictures[number] = tuple(
            Thumbnail(_place(at, times), times[at], base64.b64decode(jpeg, validate=True))
            for at, jpeg in one["thumbnails"]
        )
    why[-1] = _reasons(given["why"], times)
    looks = by_frame(why, len(times))
    return Tracks(
        **{name: given[name] for name in _PLAIN + _ABOUT},
        finding=Finding.made(**given["finding"]),
        frames=[
            Frame(number, time, tuple(largest_first(covered[number])), looks[number])
            for number, time in enumerate(times)
        ],
        why={number: reasons for number, reasons in why.items() if reasons},
        thumbnails={number: some for number, some in pictures.items() if some},
        canvas=canvas_of(given["canvas"]),
    )


def _place(number, times):
    if not isinstance(number, int) or not 0 <= number < len(times):
        raise ValueError(f"frame {number!r} of {len(times)}")
    return number


def _reasons(why, times):
    return {str(reason): [_place(number, times) for number in numbers] for reason, numbers in why.items()}


def _face(picture, number, kind, doubtful, *edges):
    whole, found = Box(*edges[:4]), Box(*edges[4:]) if len(edges) > 4 else None
    return Face(number, KINDS[kind], whole.clip(picture), whole, found, bool(doubtful))


def save(path, text, overwrite):
    """Write a text to a file, whole or not at all.

    Parameters
    ----------
    path : pathlib.Path
    text : str
    overwrite : bool

    Raises
    ------
    FileExistsError, FileNotFoundError, VideoError
        If the file exists, or its folder does not, or nothing can be written there.
    """
    if not path.parent.is_dir():
        raise FileNotFoundError(f"There is no folder {printable(path.parent)}; make it first.")
    if path.exists() and not overwrite:
        raise FileExistsError(f"{printable(path)} exists already; pass overwrite=True to replace it.")
    with unfinished_beside(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)
