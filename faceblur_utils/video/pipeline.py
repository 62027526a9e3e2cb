"""Anonymise a video: find the faces in every frame, bridge what the detector missed, blur, and write with the sound."""

import os
import warnings
from pathlib import Path

from ..detect import Finding
from ..hiding import Hiding
from ..photos import NoFaceError
from ..values import share_out
from .beforehand import check_beforehand
from .first_reading import find
from .report import Frame, Report
from .searching import Search
from .second_reading import write
from .stages import Clock, one_thread_each
from .unfinished import unfinished_beside
from .writing import check_target


def anonymize_video(
    source,
    target,
    hiding=None,
    finding=None,
    *,
    every=1,
    hold=1.0,
    steady=0.1,
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
        How to hide; by default a coarse mosaic.
    finding : Finding, optional
        How to look for faces; by default with YuNet. The first frame of each scene is searched as thoroughly as it
        says, and so is a copy of 320 pixels of one frame a second; all others get one look. With ``looks="one"``, all
        get one. A face of which the detector is in doubt is covered, too, and listed.
    every : int
        Search only every so many frames (and the first and last of each scene, one a second, and each that is shown for
        a second); between them faces are followed. 1 misses the least.
    hold : float
        Seconds that a face is covered after the last and before the first frame in which it was detected (a quarter of
        it, if the detector was in doubt). A gap of up to twice as many is bridged.
    steady : float
        Seconds on each side of a frame over which a face's boxes are smoothed; none becomes smaller.
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
        Fields of `Hiding` and of `Finding`, in place of those in `hiding` and `finding`: ``method="box"``,
        ``strength=0.3``, ``detector="hog"``, ``looks="one"``.

    Returns
    -------
    Report

    Warns
    -----
    UserWarning
        Once, if the blur is so weak that it changes no pixel of a face; `Report.unchanged` lists where.

    Notes
    -----
    A detector that can look at a smaller picture (``max_side``: yunet and cnn) looks at every other frame at half the
    size, which takes a quarter of the time. A face so small that only the full size shows it is bridged from the frame
    before to the frame after. To have every frame searched at full size, give a ``max_side``:
    ``detector_parameters={"max_side": 1280}``.

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
    hiding, finding = share_out(options, (Hiding, hiding), (Finding, finding))
    check_options(every, hold, steady, no_face, crf)
    if not source.exists():
        raise FileNotFoundError(f"There is no file {source}; is the name right, and the folder?")
    check_target(target, source, overwrite)
    clock = Clock()
    with unfinished_beside(target) as temporary, one_thread_each():
        check_beforehand(source, target, sound, crf)
        ending = target.suffix.lower()
        found = find(source, ending, Search(finding, every), every, hold, steady, partial, progress, clock)
        if no_face == "raise" and not any(face.found for faces in found.covered for face in faces):
            raise NoFaceError(
                f"The detector {finding.detector!r} found no face in any of the {len(found.covered)} frames of "
                f"{source}, so nothing was written. Look at it: if there is a face, try another detector; if there is "
                "none, pass no_face='keep'."
            )
        written, weak = write(source, temporary, target, found, hiding, crf, sound, partial, progress, clock)
        check_target(target, source, overwrite)  # it may have appeared in the meantime
        os.replace(temporary, target)
    report = Report(
        source=source,
        target=target,
        width=found.size[0],
        height=found.size[1],
        rate=float(found.rate),
        frames=[
            Frame(number, moment, tuple(faces), why)
            for number, (moment, faces, why) in enumerate(
                zip(found.times, found.covered, weak.reasons(found.why), strict=True)
            )
        ],
        cuts=found.cuts,
        removed_metadata=found.removed + ([] if sound else [f"audio {n + 1} (stream)" for n in range(found.sounds)]),
        sounds=written,
        ended_early=found.ended_early,
        missing=found.damage.missing,
        damage=found.damage.text(),
        seconds=clock.seconds(),
        unchanged=weak.frames,
        notes=found.canvas.notes(),
    )
    if weak.frames:
        warnings.warn(weak.message(hiding, report), stacklevel=2)
    return report


def check_options(every=1, hold=1.0, steady=0.1, no_face="raise", crf=20):
    """Refuse options of `anonymize_video` that are out of range.

    Parameters
    ----------
    every, hold, steady, no_face, crf
        As there.

    Raises
    ------
    ValueError
    """
    if not isinstance(every, int) or isinstance(every, bool) or every < 1:
        raise ValueError(f"every must be a whole number of frames, 1 or more, got {every!r}.")
    for name, value, most in (("hold", hold, 10), ("steady", steady, 1)):
        if isinstance(value, (bool, str)) or not 0 <= value <= most:
            raise ValueError(f"{name} must be between 0 and {most} seconds, got {value!r}.")
    if no_face not in ("raise", "keep"):
        raise ValueError(f"no_face must be 'raise' or 'keep', got {no_face!r}.")
    if isinstance(crf, bool) or crf not in range(52):
        raise ValueError(f"crf must be a whole number from 0 (best) to 51, got {crf!r}.")
