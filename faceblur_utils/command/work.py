"""The work on one file or folder, and what became of it."""

import warnings

from ..folder import anonymize_folder
from ..images import VIDEO_ENDINGS, read_content, read_image, write_image
from ..messages import counted, error_message
from ..metadata import list_metadata
from ..photos import NoFaceError, anonymize
from ..video import anonymize_video
from .outcomes import Outcome

_NO_FACE = "no face found; the detector may have missed somebody"


class Work:
    """Hide the faces in files and folders, one after the other.

    Parameters
    ----------
    hiding : Hiding
    finding : Finding
    photos, videos : dict
        Keywords of `anonymize_folder` and of `anonymize_video`.
    progress : bool
        Whether to show bars.
    """

    def __init__(self, hiding, finding, photos, videos, progress):
        self.hiding, self.finding = hiding, finding
        self.photos, self.videos, self.progress = photos, videos, progress

    def do(self, job):
        """Do one job.

        Parameters
        ----------
        job : Job

        Returns
        -------
        list of Outcome
            One, or, for a folder, one for each photo and video in it.
        """
        if job.problem:
            return [Outcome(job.source, job.kind, problem=job.problem)]
        if job.kind == "folder":
            return self._folder(job)
        outcome = Outcome(job.source, job.kind)
        try:
            job.target.parent.mkdir(parents=True, exist_ok=True)
            with warnings.catch_warnings(record=True) as heard:
                warnings.simplefilter("always")
                (self._photo if job.kind == "photo" else self._video)(job, outcome)
            # What warnings say to users is that a blur changed nothing; others are for programmers.
            outcome.look += dict.fromkeys(str(one.message) for one in heard if one.category is UserWarning)
        except NoFaceError:
            outcome.look.append(f"{_NO_FACE}, so it was not written")
        except Exception as error:  # whatever it is, the other files go on
            outcome.problem = error_message(error)
        return [outcome]

    @property
    def _copying(self):
        return self.photos.get("without_faces") == "copy"

    def _photo(self, job, outcome):
        name, content = read_content(job.source)
        image = read_image(content, name=name)
        try:
            result = anonymize(image, self.hiding, self.finding)
        except NoFaceError:
            if not self._copying:
                raise
            outcome.look.append(f"{_NO_FACE}; copied without metadata")
        else:
            image = result.image
            outcome.faces, outcome.places = len(result.boxes), result.doubtful
            outcome.look += _doubt(result.doubtful)
        outcome.removed = list_metadata(content, name=name)
        options = {name: value for name, value in self.photos.items() if name == "quality"}
        outcome.target = write_image(job.target, image, original=job.source, **options)

    def _video(self, job, outcome):
        report = anonymize_video(
            job.source,
            job.target,
            self.hiding,
            self.finding,
            no_face="keep" if self._copying else "raise",
            progress=self.progress,
            **self.videos,
        )
        outcome.target, outcome.removed = report.target, report.removed_metadata
        outcome.faces = len({face.track for frame in report.frames for face in frame.faces})
        if not outcome.faces:
            outcome.look.append(f"{_NO_FACE}; copied without metadata")
        outcome.look += _uncertain(report.stretches)
        outcome.places = report.stretches
        outcome.look += [f"damaged: {report.damage}"] if report.damage else []
        outcome.look += [] if report.ended_early is None else [f"ended early, after {report.ended_early:.2f} seconds"]
        outcome.note = "; ".join(report.notes)

    def _folder(self, job):
        options = self.photos | self.videos | {"progress": self.progress}
        try:
            report = anonymize_folder(job.source, job.target, self.hiding, self.finding, **options)
        except (OSError, ValueError) as error:
            return [Outcome(job.source, "folder", problem=error_message(error))]
        outcomes = [self._done(one, "photo", _doubt(one.doubtful), one.doubtful) for one in report.done]
        for one in report.videos:
            damaged = [f"damaged: {one.damage}"] if one.damage else []
            outcomes.append(self._done(one, "video", _uncertain(one.look_at) + damaged, one.look_at))
        copied = {one.source: one for one in report.copied}
        for path in report.no_face:
            one = copied.get(path)
            how = "copied without metadata" if one else "so it was not written"
            removed = one.removed if one else []
            outcomes.append(Outcome(path, _kind(path), one and one.target, 0, [f"{_NO_FACE}, {how}"], removed=removed))
        outcomes += [Outcome(one.source, _kind(one.source), problem=one.reason) for one in report.failed]
        there = "not done again: the target has the result of an earlier run, or another file of that name"
        outcomes += [Outcome(path, _kind(path), note=there) for path in report.skipped]
        return sorted(outcomes, key=lambda one: one.source)

    def _done(self, one, kind, look, places):
        look = look + (one.notes if one.unchanged else [])
        return Outcome(one.source, kind, one.target, one.faces, look, removed=one.removed, places=places)


def _kind(path):
    return "video" if path.suffix.lower() in VIDEO_ENDINGS else "photo"


def _doubt(boxes):
    return [f"{counted(len(boxes), 'doubtful face')}, hidden too"] if boxes else []


def _uncertain(stretches):
    if not stretches:
        return []
    frames = sum(one.last - one.first + 1 for one in stretches)
    return [f"{counted(frames, 'frame')} at {', '.join(map(_moment, stretches))}"]


def _moment(stretch):
    first, last = (f"{int(time // 60)}:{time % 60:04.1f}" for time in (stretch.begins, stretch.ends))
    return first if first == last else f"{first}-{last}"
