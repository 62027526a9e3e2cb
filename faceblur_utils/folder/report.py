"""What became of each file of a folder, and which of them a person has to look at."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from ..images import printable
from ..messages import counted
from .telling import telling_names

_MOST_LISTED = 20
_MOST_KINDS = 12
_MOST_STRETCHES = 6
# What a file gives away besides its faces, the most telling first; all else comes after, the most frequent first.
_MOST_TELLING = (
    "Location",
    "Location in the XMP",
    "Thumbnail",
    "Another picture inside the file",
    "Author",
    "IPTC author",
    "Photographer",
    "Copyright",
    "Serial number of the camera",
    "Serial number of the lens",
)


@dataclass(frozen=True)
class Done:
    """One photo that was written.

    Attributes
    ----------
    source, target : pathlib.Path
        The photo, which is as it was, and the new file.
    boxes : list of Box
        The faces that were hidden, as far as they lie inside the picture.
    found : list of FoundFace
        For each of them, which look found it and whether it is doubtful.
    removed : list of str
        What the photo carried besides pixels (`list_metadata`), and the new file does not.
    unchanged : list of int
        Numbers, from 1 on, of the faces of which the blur was too weak to change a pixel: they are as clear as before.
    notes : list of str
        What was warned of while the photo was read and hidden; for each face in `unchanged`, what would change it.
    """

    source: Path
    target: Path
    boxes: list
    found: list
    removed: list
    unchanged: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    @property
    def faces(self):
        """How many faces were hidden, the doubtful ones with them."""
        return len(self.boxes)

    @property
    def doubtful(self):
        """Those of `boxes` that may be no face: hidden all the same, and a person should look at each."""
        return [box for box, face in zip(self.boxes, self.found, strict=True) if face.doubtful]

    @property
    def doubts(self):
        """What a person should look at, in words: a list, empty if there is nothing."""
        return [counted(len(self.doubtful), "doubtful face")] if self.doubtful else []


@dataclass(frozen=True)
class DoneVideo:
    """One video that was written; what `anonymize_video` reports of it, without the single frames.

    Attributes
    ----------
    source, target : pathlib.Path
        The video, which is as it was, and the new file.
    frames : int
        How many it has.
    faces : int
        How many were covered. Somebody who leaves and comes back counts twice.
    look_at : list of faceblur_utils.video.report.Stretch
        The frames that a person should look at, and why.
    doubtful : int
        In how many frames a face is covered that may be none.
    damage : str
        Gaps and damage of the source, in words; for ``partial=True``.
    removed : list of str
        Names of what the source held beside pictures and sound, and the new file does not.
    unchanged : list of int
        Numbers of the faces of which the blur was too weak to change a pixel.
    notes : list of str
        What was warned of, and what was changed in the picture since players or encoders ask for it.
    """

    source: Path
    target: Path
    frames: int
    faces: int
    look_at: list
    doubtful: int
    damage: str
    removed: list
    unchanged: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    @property
    def doubts(self):
        """What a person should look at, in words: a list, empty if there is nothing."""
        frames = sum(one.last - one.first + 1 for one in self.look_at)
        return [counted(frames, "frame")] * bool(frames) + ["gaps and damage"] * bool(self.damage)


@dataclass(frozen=True)
class Failure:
    """One file that could not be anonymised, or a folder that could not be opened.

    Attributes
    ----------
    source : pathlib.Path
    reason : str
        Why, in one line.
    """

    source: Path
    reason: str


@dataclass(repr=False)
class FolderReport:
    """What became of each file of a folder. Print it, or end a cell with it.

    Attributes
    ----------
    source, target : pathlib.Path
        The two folders.
    hiding, finding : Hiding, Finding
        How faces were hidden and looked for.
    done : list of Done
        Photos in which faces were found.
    videos : list of DoneVideo
        Videos in which faces were found.
    no_face : list of pathlib.Path
        Files in which no face was found. Look at each. Those in `copied` were written all the same.
    copied : list of Done or DoneVideo
        Of those, the ones of which a copy without metadata was written (``without_faces="copy"``).
    failed : list of Failure
    skipped : list of pathlib.Path
        Files whose target existed already, from an earlier run perhaps. What is doubtful in it that run has told.
    ignored : list of pathlib.Path
        What is no photo and no video by name or by content, and folders that are links.
    system : list of pathlib.Path
        Folders and files that systems and programs keep beside photos, such as ``@eaDir`` and ``Thumbs.db``; nothing
        in them was looked at. Their small copies of photos show faces.
    renamed : dict
        With ``rename=True`` each file that has a result to the one with its number. It is kept nowhere else.
    number_of_videos : int
        How many of all files are videos, whatever became of them.
    """

    source: Path
    target: Path
    hiding: object = None
    finding: object = None
    done: list = field(default_factory=list)
    videos: list = field(default_factory=list)
    no_face: list = field(default_factory=list)
    copied: list = field(default_factory=list)
    failed: list = field(default_factory=list)
    skipped: list = field(default_factory=list)
    ignored: list = field(default_factory=list)
    system: list = field(default_factory=list)
    renamed: dict = field(default_factory=dict)
    number_of_videos: int = 0

    @property
    def look_at(self):
        """Photos and videos that need a person, each once, in the order of their names.

        Those without a face (copied or not), those that failed, those with a face that is doubtful or as clear as
        before, and videos with frames to look at. It is empty only if nothing is open. Even then a face may have been
        missed beside one that was found.
        """
        open_ones = {one.source for one in self._written if one.doubts or one.unchanged}
        return sorted(open_ones.union(self.no_face, (one.source for one in self.failed)))

    @property
    def telling_names(self):
        """Names that results kept and that may tell who and where: path in the source to why (`why_telling`)."""
        return {} if self.renamed else telling_names(path.relative_to(self.source) for path in self._with_result())

    @property
    def removed(self):
        """What was removed besides the faces: kind to the number of files that carried it, the most telling first."""
        counts = Counter()
        for one in self._written:
            # A video's line begins with the stream that it is about, a photo's with the kind.
            lines = [re.sub(r"^(video|audio) \d+: ", "", line) for line in one.removed]
            counts.update({re.split(r"[:(,]", line)[0].strip() for line in lines})
        first = {kind: place for place, kind in enumerate(_MOST_TELLING)}
        return {kind: counts[kind] for kind in sorted(counts, key=lambda k: (first.get(k, 99), -counts[k], k))}

    def __repr__(self):
        copied = {one.source for one in self.copied}
        films = [one for one in self._written if isinstance(one, DoneVideo)]
        hidden = "done and .videos" if self.number_of_videos else "done"
        blocks = (
            (
                "STILL CLEAR: the blur was too weak to change these faces.",
                [self._clear(one) for one in self.done + self.videos if one.unchanged],
                f"{hidden}, .unchanged",
            ),
            (
                "NO FACE FOUND, SO NOT WRITTEN. Look at each: the detector may have missed somebody.",
                [self._name(path) for path in self.no_face if path not in copied],
                "no_face",
            ),
            (
                "NO FACE FOUND, COPIED WITHOUT METADATA. Look at each: somebody who was missed is clear in the copy.",
                [self._name(one.source, one.target) for one in self.copied],
                "copied",
            ),
            ("FAILED, SO NOT WRITTEN:", [self._reason(one) for one in self.failed], "failed"),
            (
                "LOOK AT THESE: doubtful faces were hidden too, for the detector was not sure that they are faces.",
                [self._doubt(one) for one in self.done if one.doubtful],
                "done, .doubtful",
            ),
            (
                "LOOK AT THESE FRAMES: there the detector was not sure, or saw a face only before or after.",
                [self._frames(one) for one in self.videos if one.look_at],
                "videos, .look_at",
            ),
            (
                "DAMAGED, AND KEPT AS FAR AS IT CAN BE READ:",
                [f"{self._name(one.source, one.target)}: {one.damage}" for one in films if one.damage],
                "videos, .damage",
            ),
            (
                "Warned of:",
                [line for one in self._written if not one.unchanged for line in self._notes(one)],
                f"{hidden}, .notes",
            ),
            (
                "Skipped: the target has the result of an earlier run, or another file of that name. Delete it there "
                "to have it made again.",
                [self._name(path, self.renamed.get(path)) for path in self.skipped],
                "skipped",
            ),
            (
                f"Ignored, for these are {'neither photos nor videos' if self.number_of_videos else 'no photos'}:",
                [self._name(path) for path in self.ignored],
                "ignored",
            ),
            (
                "Left out, for systems and programs keep small copies, lists and deleted files in these. The small "
                "copies show faces clearly: do not pass them on.",
                [self._name(path) for path in self.system],
                "system",
            ),
        )
        lines = [self._counts()]
        for block in blocks:
            lines += _listed(*block)
        lines += self._names()
        if self.removed:
            kinds = [f"{kind} ({number})" for kind, number in self.removed.items()]
            more = f" and {len(kinds) - _MOST_KINDS} more: report.removed" if len(kinds) > _MOST_KINDS else ""
            kinds = ", ".join(kinds[:_MOST_KINDS])
            of = "files" if self.number_of_videos else "photos"
            lines.append(f"Removed besides the faces, with the number of {of}: {kinds}{more}.")
        if self._written:
            where = printable(self.target.name)
            lines.append(
                f"Look at every result in {where} before you pass it on: a face that was missed is still clear."
            )
        return "\n".join(lines)

    @property
    def _written(self):
        return self.done + self.videos + self.copied

    def _counts(self):
        all_files = sum(map(len, (self.done, self.videos, self.no_face, self.failed, self.skipped)))
        what = counted(all_files - self.number_of_videos, "photo")
        doubtful = sum(len(one.doubtful) for one in self.done)
        unchanged = sum(len(one.unchanged) for one in self.done)
        hidden = counted(sum(one.faces for one in self.done), "face")
        hidden += f", {doubtful} doubtful" if doubtful else ""
        hidden += f", {unchanged} STILL CLEAR" if unchanged else ""
        hidden = f"{len(self.done)} anonymised ({hidden})"
        if self.number_of_videos:
            what = f"{what} and {counted(self.number_of_videos, 'video')}"
            hidden = f"{counted(len(self.done), 'photo')} {hidden.split(' ', 1)[1]}, {self._video_counts()}"
        copied = f" ({len(self.copied)} copied)" if self.copied else ""
        parts = [hidden, f"{len(self.no_face)} without a face{copied}"]
        parts += [f"{len(self.failed)} failed", f"{len(self.skipped)} skipped"]
        others = f"; {counted(len(self.ignored), 'other file')} ignored" if self.ignored else ""
        several = "system files or folders"
        others += f"; {counted(len(self.system), 'system file or folder', several)} left out" if self.system else ""
        return f"{what}: {', '.join(parts)}{others}."

    def _video_counts(self):
        faces = counted(sum(one.faces for one in self.videos), "face")
        frames = sum(one.last - one.first + 1 for video in self.videos for one in video.look_at)
        faces += f", {counted(frames, 'frame')} to look at" if frames else ""
        unchanged = sum(len(one.unchanged) for one in self.videos)
        faces += f", {unchanged} STILL CLEAR" if unchanged else ""
        return f"{counted(len(self.videos), 'video')} anonymised ({faces})"

    def _with_result(self):
        return [*(one.source for one in self._written), *self.skipped]

    def _names(self):
        if self.renamed:
            return ["Names were replaced by numbers. Which is which stands in report.renamed, and nowhere else."]
        if not self._with_result():
            return []
        telling = self.telling_names
        title = (
            "Names of files and folders were kept, with the dates in them. A name can tell who is in a photo, when and "
            "where; rename=True writes numbers instead."
        )
        if not telling:
            return [title]
        listed = [f"{printable(name)} ({why})" for name, why in telling.items()]
        return _listed(f"{title} Look at {'this' if len(telling) == 1 else 'these'}:", listed, "telling_names")

    def _name(self, path, target=None):
        name = printable(path.relative_to(self.source).as_posix())
        return f"{name} -> {printable(target.name)}" if self.renamed and target else name

    def _doubt(self, one):
        return f"{self._name(one.source, one.target)}: {len(one.doubtful)} of {counted(one.faces, 'face')}"

    def _frames(self, one):
        more = f"; and {len(one.look_at) - _MOST_STRETCHES} more" if len(one.look_at) > _MOST_STRETCHES else ""
        return f"{self._name(one.source, one.target)}: {'; '.join(map(str, one.look_at[:_MOST_STRETCHES]))}{more}"

    def _clear(self, one):
        # One line for each file, so that a group of forty does not push the next photo off the list.
        name = self._name(one.source, one.target)
        return " ".join([f"{name}: {len(one.unchanged)} of {counted(one.faces, 'face')}.", *one.notes[:1]])

    def _notes(self, one):
        return [f"{self._name(one.source, one.target)}: {note}" for note in one.notes]

    def _reason(self, failure):
        name = self._name(failure.source)
        return failure.reason if failure.reason.startswith(name) else f"{name}: {failure.reason}"


def _listed(title, names, attribute):
    if not names:
        return []
    lines = [title, *(f"  - {name}" for name in names[:_MOST_LISTED])]
    if len(names) > _MOST_LISTED:
        lines.append(f"  - and {len(names) - _MOST_LISTED} more: report.{attribute}")
    return lines
