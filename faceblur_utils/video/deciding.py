"""A person's decisions, applied to what the first reading found: what is covered in each frame, and who is clear."""

from dataclasses import dataclass, field, replace

import numpy as np

from ..messages import counted
from .additions import Additions, mended
from .boxes import edges_of, outward
from .follow import small_grey
from .keeping import Evidence, Keeper
from .moments import Moments
from .reading import open_video
from .report import by_frame
from .stages import bar
from .trails import largest_first

_CLEAR = {"recogniser": "left clear: confirmed by the recogniser", "looks": "left clear: confirmed by its looks"}
_HOW = {"chosen": "as chosen", "recogniser": "confirmed by the recogniser", "looks": "confirmed by looks"}

# Pixels by which boxes reach further on another canvas.
_FIT = np.array([-2, -2, 2, 2])


@dataclass
class Decided:
    """What is done to each frame.

    Attributes
    ----------
    frames : list of Frame
    lines : list of str
        Who decided what, and what came of it, in words.
    """

    frames: list
    lines: list = field(default_factory=list)


def decide(source, tracks, decisions, encodings, partial, progress, clock, evidence=None):
    """Apply decisions; where they need pixels, the file is read once more, but nothing is searched.

    Parameters
    ----------
    source : pathlib.Path
    tracks : Tracks
    decisions : Decisions
    encodings : list of numpy.ndarray
        Of the photos in `decisions`.
    partial, progress
        As for `anonymize_video`.
    clock : Clock
    evidence : Evidence, optional
        Of this clip, from `gather`: then it is read only as far as added boxes have to be followed.

    Returns
    -------
    Decided
    """
    decisions.check_for(tracks)
    if not (decisions.keep or decisions.boxes or decisions.spans):
        return Decided(tracks.frames)
    moments = Moments(tracks.rate)
    for time in tracks.times:
        moments.add(time)
    additions, new = Additions(tracks, decisions.boxes, moments), None
    if decisions.keep and evidence is None:
        evidence = new = Evidence(tracks)
    if decisions.boxes or new is not None:
        _read(source, tracks, additions, new, partial, progress, clock)
    keeper = Keeper(tracks, decisions, encodings, evidence)
    added, why = additions.faces()
    by_number = [[one[number] for one in added if number in one] for number in range(len(tracks.frames))]
    kept = keeper.decide(by_number)
    why = mended(tracks.why, added, tracks) | why
    for number, clear in kept.clear.items():
        for track, how in clear.items():
            if how in _CLEAR:
                why.setdefault(track, {}).setdefault(_CLEAR[how], []).append(number)
    return _applied(tracks, decisions, by_number, added, kept, why)


def gather(source, tracks, partial, progress, clock):
    """Read a clip for what tells its people apart, once for all decisions about it.

    Parameters
    ----------
    source : pathlib.Path
    tracks : Tracks
    partial, progress
        As for `anonymize_video`.
    clock : Clock

    Returns
    -------
    Evidence
    """
    evidence = Evidence(tracks)
    _read(source, tracks, None, evidence, partial, progress, clock)
    return evidence


def _read(source, tracks, additions, evidence, partial, progress, clock):
    with open_video(source) as video, bar(progress, video, "follow what was decided") as shown:
        number, last = 0, len(tracks.frames) - 1
        for frame in clock.each("read", video.read(partial or tracks.partial)):
            if not hasattr(frame, "planes") or number > last:
                continue
            with clock.at("follow"):
                planes = tracks.canvas.planes(frame, video.geometry(frame), number)
                grey = planes.grey()
                if additions is not None:
                    additions.add(number, small_grey(grey))
                if evidence is not None:
                    evidence.add(number, planes, grey)
            shown.update()
            number += 1
            if evidence is None and not additions.needed_after(number - 1):
                break


def _applied(tracks, decisions, by_number, added, kept, why):
    spans = _in_spans(tracks, decisions.spans)
    looks, whole = by_frame(why, len(tracks.frames)), by_frame({-1: tracks.why.get(-1, {})}, len(tracks.frames))
    drawn = by_frame({number: reasons for number, reasons in why.items() if number > _last(tracks)}, len(tracks.frames))
    frames = []
    for frame, span in zip(tracks.frames, spans, strict=True):
        clear = kept.clear.get(frame.number, {})
        faces = [face for face in frame.faces if face.track not in clear] + by_number[frame.number]
        reasons = looks[frame.number]
        if span == "show":
            faces, clear = by_number[frame.number], {}
            reasons = tuple(sorted({*whole[frame.number], *drawn[frame.number]}))
        elif span == "hide":
            clear, reasons = {}, whole[frame.number]
        frames.append(
            replace(frame, faces=tuple(largest_first(faces)), why=reasons, kept=tuple(sorted(clear)), span=span)
        )
    return Decided(frames, _lines(tracks, decisions, frames, added, kept))


def _last(tracks):
    return max([track.number for track in tracks], default=0)


def _in_spans(tracks, spans):
    """For each frame, ``"hide"``, ``"show"`` or nothing; hiding wins, and so does a frame that is only partly in it."""
    starts, ends = np.array(tracks.times), np.array([*tracks.times[1:], tracks.end])
    hidden, shown = np.zeros(len(starts), bool), np.zeros(len(starts), bool)
    for one in spans:
        end = np.inf if one.end is None else one.end
        if one.what == "hide":
            hidden |= (starts < end - 1e-6) & (ends > one.start + 1e-6)
        else:
            shown |= (starts >= one.start - 1e-6) & (ends <= end + 1e-6)
    return ["hide" if hide else "show" if show else "" for hide, show in zip(hidden, shown, strict=True)]


def _lines(tracks, decisions, frames, added, kept):
    """Say in words who decided what."""
    lines = []
    for track in tracks:
        clear = [frame.number for frame in frames if track.number in frame.kept]
        if clear or track.number in [number for number, _ in decisions.numbers]:
            ways = {kept.clear[number][track.number] for number in clear}
            how = ", ".join(words for way, words in _HOW.items() if way in ways)
            covered = sum(any(face.track == track.number for face in frame.faces) for frame in frames)
            lines.append(
                f"kept clear, a person decided: face {track.number} in {counted(len(clear), 'frame')}"
                + (f" ({how})" if how else "")
                + f"; covered in {covered}, where it cannot be told apart or more was hidden"
            )
    lines += kept.notes
    for number, (one, faces) in enumerate(zip(decisions.boxes, added, strict=True), start=_last(tracks) + 1):
        lines.append(f"added by a person at {one.time:.2f} s: face {number}, in {counted(len(faces), 'frame')}")
    for one in decisions.spans:
        until = tracks.end if one.end is None else one.end
        what = "the whole picture hidden" if one.what == "hide" else "nothing hidden but added boxes"
        count = sum(hit == one.what for hit in _in_spans(tracks, [one]))
        lines.append(
            f"{what}, a person decided: {one.start:.2f} to {until:.2f} s, {counted(count, 'frame')}"
            + (" (the sound goes on)" if one.what == "hide" else "")
        )
    return lines


def fitted(frames, tracks, canvas):
    """Fit boxes to the picture that is written, where its container shows it otherwise than it was searched.

    A container that cannot say that pixels are not square, or that a picture is turned, gets other pixels: then a
    rounded side, or the row that makes an odd size even, moves boxes by a pixel or two.

    Parameters
    ----------
    frames : list of Frame
    tracks : Tracks
    canvas : Canvas
        Of what is written.

    Returns
    -------
    list of Frame
        The same, if nothing differs; else with boxes that reach two pixels further.
    """
    if canvas.geometry == tracks.canvas.geometry:
        return frames
    scale = np.array(canvas.geometry.shown) / (tracks.width, tracks.height)
    picture = np.empty((*canvas.geometry.shown[::-1], 0))  # for Box.clip, which asks for an image's shape

    def moved(face):
        edges = edges_of(face.whole) * np.tile(scale, 2) + _FIT
        whole = outward(edges, face.whole.score)
        return replace(face, whole=whole, box=whole.clip(picture))

    return [replace(frame, faces=tuple(moved(face) for face in frame.faces)) for frame in frames]
