"""Videos in a folder: which container a result gets, and what its report says in few words."""

from ..images.hearing import hear
from ..video import VideoError, anonymize_video
from ..video.reading import open_video
from ..video.sound import problem_with
from ..video.writing import WRITABLE

# In this order, where a video's own ending will not do.
_OTHERS = (".mp4", ".mov", ".mkv")


def film_ending(path, sound=True):
    """Choose the ending of a video's result: its own, or that of a container that can be written and hold its sound.

    Parameters
    ----------
    path : pathlib.Path
    sound : bool
        Whether the sound is copied.

    Returns
    -------
    str
        ``.mp4`` or another, in small letters.
    """
    own = path.suffix.lower()
    able = list(dict.fromkeys([own, *_OTHERS] if own in WRITABLE else _OTHERS))
    if not sound:
        return able[0]
    try:
        with open_video(path) as video:
            tracks = range(len(video.sounds))
        holds = [one for one in able if all(problem_with(path, n, WRITABLE[one][0]) is None for n in tracks)]
    except (OSError, ValueError):  # which is told when its turn comes
        holds = []
    return (holds or able)[0]


def anonymized_film(job, item, path):
    """Anonymise a video of a folder.

    Parameters
    ----------
    job : Job
    item : Item
    path : pathlib.Path
        Where to write it.

    Returns
    -------
    dict
        The fields of `DoneVideo` besides its files.

    Raises
    ------
    VideoError, NoFaceError
        As `anonymize_video`; its messages name the video as `item` does.
    """
    with_or_without = {"no_face": "keep" if job.copy else "raise", "progress": False}
    try:
        with hear() as heard:
            report = anonymize_video(item.path, path, job.hiding, job.finding, **with_or_without, **job.video)
    except VideoError as error:
        raise VideoError(str(error).replace(str(path), f"the result of {item.name}")) from error
    return {
        "frames": len(report.frames),
        "faces": len({face.track for frame in report.frames for face in frame.faces}),
        "look_at": report.stretches,
        "doubtful": len(report.doubtful),
        "unchanged": sorted(report.unchanged),
        "damage": _damage(report),
        "removed": list(report.removed_metadata),
        "notes": [str(one).replace(path.name, item.name) for one in heard] + list(report.notes),
    }


def _damage(report):
    end = "" if report.ended_early is None else f"it ended after {report.ended_early:.2f} seconds"
    return "; ".join(filter(None, [end, report.damage]))
