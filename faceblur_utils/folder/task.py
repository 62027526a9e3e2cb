"""What is done to one file, in whichever thread or process on whichever machine: it leaves a result and a record.

Nothing here gives a result its name; that is for the run that asked. So a task may be lost, or run twice, at once even.
"""

import contextlib
import filecmp
import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from ..detect import Finding
from ..detect.merging import FoundFace
from ..hiding import Hiding
from ..images import ImageError, encode_image, open_photo, read_content, read_image, write_whole
from ..images.hearing import hear
from ..messages import counted
from ..metadata import list_metadata
from ..photos import NoFaceError, anonymize
from ..roi import Box
from ..video import VideoError
from ..video.report import Stretch
from ..video.stages import one_thread_each
from .films import anonymized_film
from .pixels import UNDER_WAY
from .places import check_place
from .unfinished import NOTHING, digest_of


@dataclass(frozen=True)
class Job:
    """What is the same for all files of a folder. All paths are absolute.

    Attributes
    ----------
    source, target, scratch : str
        The two folders, and the one for results without a name.
    hiding, finding : Hiding, Finding
    quality : int
    copy : bool
        Whether a file without a face is written, too.
    video : dict
        Options of `anonymize_video`.
    """

    source: str
    target: str
    scratch: str
    hiding: Hiding
    finding: Finding
    quality: int
    copy: bool
    video: dict


@dataclass(frozen=True)
class Item:
    """One file.

    Attributes
    ----------
    number : int
        Its place in the order of all.
    path, name : str
        Where it is, and what messages call it.
    film : bool
        Whether it is a video.
    ending : str
        Of the result.
    key : str
        Names its records.
    there : str
        What stands in the place of the result already, if anything does.
    kept : tuple of str
        Digests of the records that there are.
    original : str
        Its number's hash, where names become numbers.
    """

    number: int
    path: str
    name: str
    film: bool
    ending: str
    key: str
    there: str = ""
    kept: tuple = ()
    original: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one file.

    Attributes
    ----------
    what : str
        ``"hidden"``, ``"no face"``, ``"skipped"`` or ``"failed"``.
    reason : str
        Why it failed.
    digest : str
        Of the result that was written, or none.
    removed, boxes, found, unchanged, notes
        As in `Done`.
    film : dict
        Of a video, the fields of `DoneVideo` that it alone has.
    """

    what: str
    reason: str = ""
    digest: str = ""
    removed: list = field(default_factory=list)
    boxes: list = field(default_factory=list)
    found: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    film: dict = field(default_factory=dict)


def staged(scratch, item, digest):
    """Name the file that holds a result before it has its name.

    Parameters
    ----------
    scratch : str
    item : Item
    digest : str

    Returns
    -------
    pathlib.Path
    """
    return Path(scratch, f"{item.key}-{digest}{item.ending}")


def do(job, item):
    """Do one file; whatever goes wrong with it is told in what is returned.

    Parameters
    ----------
    job : Job
    item : Item

    Returns
    -------
    Outcome
    """
    try:
        with one_thread_each(), hear() as heard:
            return _do(job, item, heard)
    except Exception as error:  # whatever it is, the other files go on
        return Outcome("failed", reason=_reason(error, item))


def _do(job, item, heard):
    if os.path.isdir(item.there):
        raise ImageError(f"{item.name} cannot be written: the target has a folder of that name.")
    if item.there:
        digest = digest_of(item.there)
        if digest in item.kept and (known := _recorded(job, item, digest)):
            return known
        if not _same_content(item.path, item.there):
            return Outcome("skipped")
        return _judge_copy(job, item)
    for digest in item.kept:
        whole = digest == NOTHING or digest_of(staged(job.scratch, item, digest)) == digest
        if whole and (known := _recorded(job, item, digest)):
            return known
    outcome = (_film if item.film else _photo)(job, item)
    return _record(job, item, outcome, _notes(heard))


def _photo(job, item):
    _, content = read_content(item.path, item.name)
    with UNDER_WAY.of(_pixels(item.name, content)):
        image = read_image(content, name=item.name)
        try:
            result = anonymize(image, job.hiding, job.finding)
        except NoFaceError:
            if not job.copy:
                return Outcome("no face")
            result = None
        removed = list_metadata(content, name=item.name)
        del content
        digest = _stage_photo(job, item, image if result is None else result.image)
        if result is None:
            return Outcome("no face", digest=digest, removed=removed)
        return Outcome("hidden", "", digest, removed, result.boxes, result.found, result.unchanged)


def _pixels(name, content):
    with open_photo(name, content) as photo:
        return photo.width * photo.height


def _stage_photo(job, item, image):
    try:
        content = encode_image(image, item.ending, quality=job.quality)
    except ImageError as error:
        raise ImageError(str(error).replace("The image", item.name, 1)) from None
    check_place(Path(job.target), Path(job.source), item.name)
    return _stage(job, item, lambda path: path.write_bytes(content))


def _stage(job, item, write):
    """Write a result into the scratch folder; its name is known only when it is whole."""
    part = Path(job.scratch, f"{os.urandom(8).hex()}{item.ending}")
    try:
        write(part)
        digest = digest_of(part)
        os.replace(part, staged(job.scratch, item, digest))
    except OSError as error:
        raise ImageError(f"{item.name} could not be written: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)
    return digest


def _film(job, item):
    check_place(Path(job.target), Path(job.source), item.name)
    facts = {}

    def write(path):
        facts.update(anonymized_film(job, item, path))

    try:
        digest = _stage(job, item, write)
    except NoFaceError:
        return Outcome("no face")
    shared = {name: facts.pop(name) for name in ("removed", "unchanged", "notes")}
    return Outcome("hidden" if facts["faces"] else "no face", digest=digest, **shared, film=facts)


def _judge_copy(job, item):
    """Let a file in the target that is the original to the last byte stay only if it shows nobody and tells nothing."""
    if item.film:
        clear = ["its faces clear, if there are any"]
    else:
        _, content = read_content(item.path, item.name)
        with UNDER_WAY.of(_pixels(item.name, content)):
            clear = []
            with contextlib.suppress(NoFaceError):
                result = anonymize(read_image(content, name=item.name), job.hiding, job.finding)
                clear = [f"{counted(len(result.boxes), 'face')} clear"]
        clear += ["its metadata"] if list_metadata(content, name=item.name) else []
    if not clear:
        return Outcome("skipped")
    there = Path(job.target).name + "/" + Path(os.path.relpath(item.there, job.target)).as_posix()
    raise ImageError(
        f"{item.name} is in the target already as it is, with {' and '.join(clear)}: {there} is a copy of the "
        "original. Delete it there and run again."
    )


def _same_content(path, there):
    try:
        return filecmp.cmp(path, there, shallow=False)
    except OSError:
        return False


# Records: what the next run would not know otherwise. They hold no names, and no values of metadata.


def _record(job, item, outcome, notes):
    outcome = replace(outcome, notes=[*notes, *outcome.notes])
    kept = asdict(outcome)
    if not item.film:
        kept.pop("removed")
    kept["notes"] = [note.replace(item.name, "\0") for note in outcome.notes]
    write_whole(Path(job.scratch, f"{item.key}-{outcome.digest or NOTHING}.json"), json.dumps(kept).encode())
    return outcome


def _recorded(job, item, digest):
    try:
        kept = json.loads(Path(job.scratch, f"{item.key}-{digest}.json").read_text("utf-8"))
        kept["boxes"] = [Box(**box) for box in kept["boxes"]]
        kept["found"] = [FoundFace(**{**face, "box": Box(**face["box"])}) for face in kept["found"]]
        kept["notes"] = [note.replace("\0", item.name) for note in kept["notes"]]
        if kept["film"]:
            kept["film"]["look_at"] = [Stretch(**{**one, "why": tuple(one["why"])}) for one in kept["film"]["look_at"]]
        outcome = Outcome(**kept)
    except (OSError, ValueError, KeyError, TypeError):  # a disk that lost power
        return None
    if item.film or not outcome.digest:
        return outcome
    return replace(outcome, removed=list_metadata(item.path, name=item.name))


def _notes(heard):
    """What warnings say to users, each once; those for programmers say nothing in a report."""
    return list(dict.fromkeys(" ".join(str(one).split()) for one in heard if type(one) is UserWarning))


def _reason(error, item):
    known = isinstance(error, (ImageError, VideoError, FileNotFoundError, FileExistsError))
    text = " ".join((str(error) if known else f"{type(error).__name__}: {error}").split())
    return text.replace(item.path, item.name)
