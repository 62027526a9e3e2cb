"""Anonymise a video: find the faces in every frame, do as a person decides, blur, and write with the sound."""

import os
import warnings
from dataclasses import replace
from pathlib import Path

from ..detect import Finding, engine_of
from ..hiding import Hiding
from ..images import printable
from ..photos import NoFaceError
from ..values import share_out
from .beforehand import check_beforehand
from .deciding import decide, fitted
from .decisions import Decisions
from .first_look import Tracks
from .first_reading import find
from .keeping import encodings_of
from .report import Report
from .searching import Search
from .second_reading import write
from .stages import Clock, one_thread_each
from .unfinished import unfinished_beside
from .writing import canvas_for, check_target

# What every, hold and steady are if nobody says.
_USUAL = 1, 1.0, 0.1
# A container that can say of a picture all that any can.
_ANY = ".mp4"


def anonymize_video(
    source,
    target,
    hiding=None,
    finding=None,
    decisions=None,
    *,
    tracks=None,
    every=None,
    hold=None,
    steady=None,
    sound=True,
    partial=False,
    no_face="raise",
    crf=20,
    overwrite=False,
    progress=True,
    **options,
):
    """Hide every face in a video, and keep its sound.

    The file is read twice: first every frame is searched for faces and the gaps are bridged, looking back and ahead;
    then the faces are blurred and the frames encoded. So no more than a few frames are ever in memory.

    Parameters
    ----------
    source : str or os.PathLike
        Any video file that FFmpeg can read. It is never changed.
    target : str or os.PathLike
        What to write: .mp4, .m4v, .mov or .mkv (H.264), or .webm (VP9). It appears whole and checked, or not at all.
    hiding : Hiding, optional
        How to hide; by default a solid cover.
    finding : Finding, optional
        How to look for faces; by default with YuNet. The first frame of each scene is searched as thoroughly as it
        says, and so is a copy of 320 pixels of one frame a second, if the picture has changed; all others get one look
        or none (see Notes). With ``looks="one"``, there are no thorough ones. A face of which the detector is in doubt
        is covered, too, and listed.
    decisions : Decisions, optional
        What a person decides: who is left clear (``keep``), who was missed (``boxes``), when all is hidden or nothing
        (``spans``). What hides wins over what shows.
    tracks : Tracks, optional
        A first look at this very file, from `find_tracks` or `Report.tracks`: nothing is searched again. Numbers of
        faces in ``keep`` are its numbers.
    every : int, optional
        Search only every so many frames (and the first and last of each scene, one a second, and each that is shown for
        a second); between them faces are followed. By default 1, which misses the least (it looks wherever something
        changes), or as in `tracks`.
    hold : float, optional
        Seconds that a face is covered after the last and before the first frame in which it was detected (a quarter of
        it, if the detector was in doubt). A gap of up to twice as many is bridged. By default 1.0, or as in `tracks`.
    steady : float, optional
        Seconds on each side of a frame over which a face's boxes are smoothed; none becomes smaller. By default 0.1, or
        as in `tracks`.
    sound : bool
        Whether the sound is copied (unchanged, packet by packet). A voice can be recognised, too.
    partial : bool
        Whether to keep all that can be read of a truncated or damaged file; the report says what is missing, and lists
        frames of which a part was made up by the decoder among those to look at.
    no_face : str
        What to do if there is no face in the whole video: ``"raise"`` an error, or ``"keep"`` going and write it.
    crf : int
        Quality of the encoder, 0 (nothing lost, huge) to 51 (unwatchable).
    overwrite : bool
        Whether an existing target may be replaced.
    progress : bool
        Whether to show how far it is, how fast, and the time left.
    **options
        Fields of `Hiding`, `Finding` and `Decisions`, in place of those in `hiding`, `finding` and `decisions`:
        ``method="box"``, ``strength=0.3``, ``detector="hog"``, ``looks="one"``, ``keep=[3]``.

    Returns
    -------
    Report

    Warns
    -----
    UserWarning
        Once, if the blur is so weak that it changes no pixel of a face; `Report.unchanged` lists where.

    Notes
    -----
    Which frames are searched, and where, with a detector that can look at a smaller picture (``max_side``: yunet and
    cnn): what has changed since it was last searched is searched five times a second, by turns at full size and at half
    of it, which takes a quarter of the time; always at full size while a face is known that only shows there. What was
    not there one frame before, and is not what a moving camera moves, is searched in that frame. All of the picture is
    searched once a second if anything in it has changed, and every two seconds if not. Between, faces are followed and
    bridged; one that comes into sight is followed back to when it came, up to `hold` seconds. What has not changed is
    as it was when it was searched, and counts as detected. To have all of every frame searched at full size, at five
    times the price or more, give a ``max_side``: ``detector_parameters={"max_side": 1280}``. The other detectors search
    every frame.

    A change is one of two and a half grey levels or more (mean of a place of 12 x 12 pixels in a picture of 640), up
    to five where sensor or encoder make as much noise. A face that differs less from what was there before is missed
    until the next search of all of the picture.

    YuNet is computed by OpenVINO where that is installed (``pip install openvino``), in two thirds of the time; the
    boxes are OpenCV's but for rounding. `Report.engine` says which it was.

    Faces are searched and hidden in the picture that a viewer sees: turned and mirrored as the file says, with square
    pixels. What the target's container cannot say of a picture is done to its pixels: Matroska and WebM get it upright,
    WebM with square pixels. If size, orientation or the shape of the pixels change in the middle, all frames are fitted
    into the largest. An odd size gets one more row or column, and what was transparent lies on black. `Report.notes`
    says so. Frames of more than 10 megapixels are searched at no more than 4000 pixels (yunet; cnn: 1280).

    A face that only a thorough look sees (of a person lying down, or one that fills the picture) is followed by its
    pixels from one to the next, and all its frames are listed in `Report.uncertain`.

    Raises
    ------
    FileNotFoundError, FileExistsError
        If there is no such source or no folder for the target; if the target exists or is the source.
    VideoError
        If the source is not a video or damaged, or the target cannot be written (the disk may be full). What can be
        known is told before the first frame is read: that the container cannot hold the sound as it is (with those that
        can: each was tried), that the folder is read-only, that there is no room.
    NoFaceError
        If no face was found in any frame.
    ValueError, TypeError
        If a name or a value is not one of those above; told before the file is opened.

    Examples
    --------
    >>> report = anonymize_video("party.mp4", "party_hidden.mp4", method="box")  # doctest: +SKIP
    >>> report.uncertain  # frames to look at  # doctest: +SKIP
    [12, 13]
    """
    source, target = Path(os.fspath(source)), Path(os.fspath(target))
    if tracks is not None and not isinstance(tracks, Tracks):
        raise TypeError(f"tracks must be what find_tracks gives, got {tracks!r:.80}.")
    if tracks is not None and finding is None and not set(options) & set(Finding.names()):
        finding = tracks.finding
    hiding, finding, decisions = share_out(options, (Hiding, hiding), (Finding, finding), (Decisions, decisions))
    hiding = hiding.settled()  # one colour for all frames, not a flicker
    check_options(every, hold, steady, no_face, crf)
    search = _search(tracks, finding, every, hold, steady)
    if not source.exists():
        raise FileNotFoundError(f"There is no file {printable(source)}; is the name right, and the folder?")
    check_target(target, source, overwrite)
    if decisions.numbers and tracks is None:
        raise ValueError(
            "keep takes numbers of faces with the first look that they are from: tracks=find_tracks(video), or the "
            "tracks of a report."
        )
    encodings = encodings_of(decisions.photos)
    if tracks is not None:
        decisions.check_for(tracks)
        tracks.check(source)
    clock = Clock()
    with unfinished_beside(target) as temporary, one_thread_each():
        check_beforehand(source, target, sound, crf, decisions)
        ending = target.suffix.lower()
        if tracks is None:
            tracks = find(source, ending, *search, partial, progress, clock)
        decided = decide(source, tracks, decisions, encodings, partial, progress, clock)
        if no_face == "raise" and not _any_face(tracks, decisions):
            raise NoFaceError(
                f"The detector {tracks.finding.detector!r} found no face in any of the {len(tracks.frames)} frames of "
                f"{printable(source)}, so nothing was written. Look at it: if there is a face, try another detector, "
                f"or draw it "
                "(boxes); if there is none, pass no_face='keep'."
            )
        canvas = canvas_for(tracks.canvas.source, ending).like(tracks.canvas)
        frames = fitted(decided.frames, tracks, canvas)
        written, weak = write(
            source, temporary, target, canvas, frames, hiding, crf, sound, partial or tracks.partial, progress, clock
        )
        check_target(target, source, overwrite)  # it may have appeared in the meantime
        os.replace(temporary, target)
    sounds = [] if sound else [f"audio {n + 1} (stream)" for n in range(tracks.sounds)]
    report = Report(
        source=source,
        target=target,
        width=canvas.geometry.shown[0],
        height=canvas.geometry.shown[1],
        rate=tracks.rate,
        frames=[replace(frame, why=why) for frame, why in zip(frames, weak.reasons(frames), strict=True)],
        cuts=tracks.cuts,
        removed_metadata=tracks.removed_metadata + sounds,
        sounds=written,
        ended_early=tracks.ended_early,
        missing=tracks.missing,
        damage=tracks.damage,
        seconds=clock.seconds(),
        unchanged=weak.frames,
        notes=canvas.notes(),
        tracks=tracks,
        decisions=decisions,
        decided=decided.lines,
        engine=engine_of(tracks.finding.detector),
    )
    if weak.frames:
        warnings.warn(weak.message(hiding, report), stacklevel=2)
    return report


def find_tracks(
    source, finding=None, *, every=1, hold=1.0, steady=0.1, partial=False, progress=True, watch=None, **options
):
    """Look for all faces in a video and give them as data, to decide who is hidden; nothing is written.

    Parameters
    ----------
    source : str or os.PathLike
        Any video file that FFmpeg can read.
    finding : Finding, optional
        How to look for faces; by default with YuNet.
    every, hold, steady, partial, progress
        As for `anonymize_video`.
    watch : callable, optional
        Called with a `Glimpse` after each frame, in order. The search goes on when it returns: it pauses as long as
        that takes, and ends with whatever it raises.
    **options
        Fields of `Finding`, in place of those in `finding`: ``detector="hog"``, ``looks="one"``.

    Returns
    -------
    Tracks
        Each face with its times, scores, what is doubtful about it, and thumbnails that show it clear: for who may see
        the video. `anonymize_video` takes it as `tracks` and searches no more.

    Raises
    ------
    FileNotFoundError, VideoError, ValueError, TypeError
        As for `anonymize_video`.

    Examples
    --------
    >>> tracks = find_tracks("party.mp4")  # doctest: +SKIP
    >>> print(tracks)  # doctest: +SKIP
    party.mp4: 2 faces in 250 frames, 10.00 seconds, 12 frames to look at
    face 1: 0.00 to 10.00 s, frames 250 detected
    face 2: 4.40 to 9.72 s, frames 121 detected, 12 held; look at it: after its last detection (12 frames)
    >>> decisions = tracks.decide(keep=[1])  # doctest: +SKIP
    >>> anonymize_video("party.mp4", "party_hidden.mp4", tracks=tracks, decisions=decisions)  # doctest: +SKIP
    """
    source = Path(os.fspath(source))
    (finding,) = share_out(options, (Finding, finding))
    check_options(every, hold, steady)
    search = _search(None, finding, every, hold, steady)
    with one_thread_each():
        return find(source, _ANY, *search, partial, progress, Clock(), watch)


def _any_face(tracks, decisions):
    found = any(face.found for frame in tracks.frames for face in frame.faces)
    return found or decisions.boxes or any(one.what == "hide" for one in decisions.spans)


def _search(tracks, finding, every, hold, steady):
    """Say how to search, with what nobody asked for filled in."""
    if tracks is not None:
        tracks.check_search(finding=finding, every=every, hold=hold, steady=steady)
    every, hold, steady = (
        usual if given is None else given for given, usual in zip((every, hold, steady), _USUAL, strict=True)
    )
    return Search(finding, every), hold, steady


def check_options(every=None, hold=None, steady=None, no_face="raise", crf=20):
    """Refuse options of `anonymize_video` that are out of range.

    Parameters
    ----------
    every, hold, steady, no_face, crf
        As there; None is what is usual.

    Raises
    ------
    ValueError
    """
    if every is not None and (not isinstance(every, int) or isinstance(every, bool) or every < 1):
        raise ValueError(f"every must be a whole number of frames, 1 or more, got {every!r}.")
    for name, value, most in (("hold", hold, 10), ("steady", steady, 1)):
        if value is not None and (isinstance(value, (bool, str)) or not 0 <= value <= most):
            raise ValueError(f"{name} must be between 0 and {most} seconds, got {value!r}.")
    if no_face not in ("raise", "keep"):
        raise ValueError(f"no_face must be 'raise' or 'keep', got {no_face!r}.")
    if isinstance(crf, bool) or crf not in range(52):
        raise ValueError(f"crf must be a whole number from 0 (best) to 51, got {crf!r}.")
