"""What can be known before the first frame is read is told then, and not after hours of work."""

import shutil

from ..images import printable
from .reading import VideoError, open_video
from .sound import problem_with
from .writing import WRITABLE

# Of videos in these codecs, a tenth of their size is written at the very least, at this quality or a better one (of the
# sample clips, it is 0.27, 1.02 and 2.43 of their size); others, such as raw video, may become much smaller. Less than
# this many bytes is no room at all.
_USUAL, _USUAL_CRF = ("h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg4", "wmv3", "vc1"), 20
_SMALLEST_SHARE, _SMALLEST = 0.1, 100_000
# Seconds that a clip may be longer than its header says, before all of it is read.
_LENGTH_TOLERANCE = 0.5
# In this order, other containers are tried and proposed.
_PROPOSED = (".mp4", ".mov", ".mkv", ".webm")


def check_beforehand(source, target, sound, crf, decisions):
    """Refuse what cannot be done, before the work.

    Parameters
    ----------
    source, target : pathlib.Path
    sound : bool
        Whether the sound is copied.
    crf : int
        Quality of the encoder.
    decisions : Decisions
        The times that they name are compared with the clip's length, as far as its header tells.

    Raises
    ------
    VideoError
        If the source cannot be opened, if there is no room for the target, or if its container cannot hold the sound.
    ValueError
        If decisions name a time after the end.
    """
    with open_video(source) as video:
        names = [stream.codec_context.name if stream.codec_context else "unknown codec" for stream in video.sounds]
        codec = video.codec
        if video.container.duration:
            decisions.check_length(source.name, video.container.duration / 1_000_000 + _LENGTH_TOLERANCE)
    _check_room(source, target, _SMALLEST_SHARE if crf <= _USUAL_CRF and codec in _USUAL else 0)
    if not sound:
        return
    ending = target.suffix.lower()
    for number, name in enumerate(names):
        problem = problem_with(source, number, WRITABLE[ending][0])
        if problem is not None:
            raise VideoError(
                f"A {ending} file cannot hold audio {number + 1} of {printable(source)} as it is ({name}; FFmpeg "
                f"says: {problem})."
                f" {_advice(source, len(names))}"
            )


def _advice(source, tracks):
    """Name the containers that hold all the sound: each was tried."""
    able = [
        ending
        for ending in _PROPOSED
        if all(problem_with(source, number, WRITABLE[ending][0]) is None for number in range(tracks))
    ]
    if not able:
        return f"Nor can {_any_of(_PROPOSED)}: pass sound=False, or convert its sound to AAC first."
    return f"Choose a target that ends in {_any_of(able)}, or pass sound=False."


def _any_of(endings):
    return " or ".join(filter(None, [", ".join(endings[:-1]), endings[-1]]))


def _check_room(source, target, share):
    needed = max(_SMALLEST, share * source.stat().st_size)
    free = shutil.disk_usage(target.parent).free
    if free < needed:
        raise VideoError(
            f"There is no room for {printable(target)}: {free / 1e6:.1f} MB are free there, and it takes "
            f"{needed / 1e6:.1f} MB at "
            "the very least, often as many as its source. Choose another folder, or make room."
        )
