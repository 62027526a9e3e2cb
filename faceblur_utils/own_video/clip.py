"""One clip under review, without a page: it is searched in the background, people decide, and it is written."""

import threading
from pathlib import Path

from ..detect import Finding
from ..figures import encode_jpeg
from ..folder.films import film_ending
from ..hiding import Hiding
from ..images.hearing import hear
from ..messages import error_message
from ..values import share_out
from ..video import anonymize_video, find_tracks
from ..video.album import cut_out
from ..video.first_look import digest_of
from ..video.reading import open_video
from .frames import Frames
from .outcome import Outcome
from .pictures import THUMBNAIL
from .review import Review, read, written
from .rows import rows_of, strips_of
from .sightings import Sightings
from .suggesting import suggestions
from .work import Job, Stopped

SEARCHING, DECIDING = "Looking for faces", "Working out when who stays clear can be told apart"
WRITING = {"2/2 blur, write": "Writing", "follow what was decided": DECIDING}


class OwnClip:
    """A clip, what was found in it, and what a person decides.

    Parameters
    ----------
    source : str or os.PathLike
        Any video file that FFmpeg can read. It is never changed.
    decisions : str, os.PathLike, dict, Decisions or Review, optional
        To begin with: what `to_json` gave, as a file or as text; or decisions alone.
    hiding : Hiding, optional
        By default as in `decisions`.
    finding : Finding, optional
    tracks : Tracks, optional
        What `find_tracks` found in this very file: nothing is searched again.
    partial : bool
        Whether to keep all that can be read of a damaged file.
    tell : callable, optional
        ``tell(event, content)`` is called when something has changed, in whichever thread: ``"search"``, ``"seen"``,
        ``"ready"``, ``"deciding"``, ``"decided"``, ``"followed"``, ``"pictures"``, ``"suggested"``, ``"writing"``,
        ``"written"``, ``"stopped"`` or ``"trouble"``.
    **options
        Fields of `Hiding` and of `Finding`.

    Attributes
    ----------
    review : Review
    tracks : Tracks or None
        None until all of the clip is searched.
    outcome : Outcome or None
        What comes of the review; None until all is searched.
    pictures : dict
        Number of a track -> list of JPEGs that show the face clear.
    suggested : list of Suggestion
    report : Report or None
        Of what was written last.
    error : Exception or None
        What went wrong last.

    Raises
    ------
    FileNotFoundError, VideoError, ValueError, TypeError
        If the clip cannot be opened, or the decisions or tracks are about another one.
    """

    def __init__(
        self, source, decisions=None, hiding=None, finding=None, *, tracks=None, partial=False, tell=None, **options
    ):
        self.source = Path(source)
        review, its_hiding, its_tracks, digest = (Review(), None, None, "") if decisions is None else read(decisions)
        self.hiding, self.finding = share_out(options, (Hiding, hiding or its_hiding), (Finding, finding))
        with open_video(self.source) as video:
            self.length = (video.container.duration or 0) / 1_000_000
            self.sounds = len(video.sounds)
        tracks = tracks if tracks is not None else its_tracks
        if tracks is not None:
            tracks.check(self.source)
            self.finding = tracks.finding
        if digest and digest != (tracks.digest if tracks is not None else digest_of(self.source)):
            raise ValueError(f"These decisions are about another video than {self.source.name}: its content differs.")
        self.lock = threading.RLock()
        self.partial, self.error, self.report = partial, None, None
        self.review, self.tracks, self.outcome = review, None, None
        self.pictures, self.suggested, self.sightings = {}, [], Sightings()
        self._past, self._future, self._strips = [], [], {}
        self._tell = tell or (lambda event, content: None)
        self._search = self._writing = self._aside = None
        self._closed = False
        if tracks is not None:
            self._take(tracks)

    # --- the search ---------------------------------------------------------------------------------------------------

    @property
    def state(self):
        """``"new"``, ``"searching"``, ``"paused"``, ``"ready"`` or ``"failed"``."""
        if self.tracks is not None:
            return "ready"
        if self._search is None:
            return "new"
        return "failed" if not self._search.running else "paused" if self._search.paused else "searching"

    def search(self, partial=None):
        """Look for all faces, in the background; or go on, if it was paused.

        Parameters
        ----------
        partial : bool, optional
            Begin anew where the search has failed, and keep what can be read.
        """
        if self.state == "paused":
            self._search.go_on()
        elif self.state in ("new", "failed"):
            self.partial, self.error = self.partial if partial is None else partial, None
            self._search = Job(self._find, lambda progress: self._tell("search", progress), self._found)
            self._search.start()

    def pause(self):
        """Let the search rest after the present frame."""
        if self._search is not None:
            self._search.pause()

    def wait(self, timeout=None):
        """Wait until nothing is going on in the background.

        Parameters
        ----------
        timeout : float, optional
            Seconds for each thing; for good by default.
        """
        for name in ("_search", "outcome", "_aside", "_writing"):  # one after the other: the first makes the second
            if getattr(self, name) is not None:
                getattr(self, name).wait(timeout)

    def _find(self, job):
        def watch(glimpse):
            if glimpse.number == 0 and self.sightings.reached:
                self._begin_anew()
            if self.sightings.add(glimpse):
                self._tell("seen", {})
            job.step(SEARCHING, glimpse.number + 1, glimpse.expected)

        return find_tracks(self.source, self.finding, partial=self.partial, progress=False, watch=watch)

    def _begin_anew(self):
        """A later frame was larger than the first: faces get other numbers, and all are hidden again."""
        with self.lock:
            self.sightings, self._past, self._future = Sightings(), [], []
            self.review = Review(boxes=self.review.boxes, spans=self.review.spans)
        self._tell("seen", {})

    def _found(self, tracks, error):
        try:
            if error is None and not self._closed:
                self._take(tracks)
        except Exception as caught:
            error = caught
        self._say(error)

    def _take(self, tracks):
        try:
            self.review.check_for(tracks)
        except ValueError as error:
            if self._search is None:
                raise
            self.review, self.error = Review(), error
            self._say(error)
        with self.lock:
            self.frames, self._own_frames = Frames(self.source, tracks), Frames(self.source, tracks)
            self.pictures = {track.number: [one.jpeg for one in track.thumbnails if one.jpeg] for track in tracks}
            self._strips, partial = strips_of(tracks), self.partial or tracks.partial
            self.outcome = Outcome(self.source, tracks, self._own_frames, partial, self._tell, self._say)
            self.tracks = tracks
        self._tell("ready", {})
        self._decide()
        self._aside = Job(self._look_closer, lambda progress: None, lambda result, error: self._say(error)).start()

    def _look_closer(self, job):
        """Cut out the faces of tracks that came without pictures, then ask who may be one person."""
        for track in self.tracks:
            if not self.pictures[track.number]:
                for one in track.thumbnails:
                    job.step("pictures", 0, None)
                    seen = (face for face in self.tracks.frames[one.frame].faces if face.track == track.number)
                    box = next((face.found or face.box for face in seen), None)
                    picture = box and cut_out(self._own_frames.planes(one.frame), box, THUMBNAIL)
                    if picture is not None:
                        self.pictures[track.number].append(encode_jpeg(picture))
                self._tell("pictures", {"tracks": [track.number]})
        found = suggestions(self.tracks, self._own_frames, lambda done, total: job.step("comparing", done, total))
        self.suggested = found
        self._tell("suggested", {})

    # --- what a person decides ----------------------------------------------------------------------------------------

    @property
    def decisions(self):
        """What is decided, for this very clip: `Decisions`, as `anonymize_video` takes them with `tracks`."""
        digest = self.tracks.digest if self.tracks is not None else ""
        return self.review.decisions.replace(video=digest)

    def decide(self, review):
        """Put another review in the present one's place; `undo` brings that back.

        Parameters
        ----------
        review : Review

        Raises
        ------
        ValueError
            If it names a face, a time or a place that the clip does not have.
        """
        if self.tracks is not None:
            review.check_for(self.tracks)
        with self.lock:
            if review == self.review:
                return
            self._past, self._future = [*self._past, self.review], []
            self.review = review
        self._decide()

    def undo(self):
        """Take the last decision back."""
        self._step(self._past, self._future)

    def redo(self):
        """Do again what was taken back."""
        self._step(self._future, self._past)

    @property
    def undoable(self):
        """Whether there is something to undo, and something to redo."""
        return bool(self._past), bool(self._future)

    def _step(self, here, there):
        with self.lock:
            if not here:
                return
            there.append(self.review)
            self.review = here.pop()
        self._decide()

    def sketch(self, box):
        """Follow a box that does not count yet.

        Parameters
        ----------
        box : AddedBox or None
            None puts the sketch away.
        """
        if box is not None:
            review = Review(boxes=[box])
            review.check_for(self.tracks)
            box = review.boxes[0]
        self.outcome.draw(box)

    def _decide(self):
        if self.outcome is not None and not self._closed:
            self._tell("deciding", {"done": 0, "total": None})
            self.outcome.ask(self.review)

    # --- what is shown ------------------------------------------------------------------------------------------------

    def rows(self):
        """Give all people and boxes as rows.

        Returns
        -------
        list of Row
            Empty as long as the clip is not searched.
        """
        with self.lock:
            if self.tracks is None:
                return []
            boxes = [self.outcome.faces_of(box) for box in self.review.boxes]
            return rows_of(self.tracks, self._strips, self.review, boxes, self.outcome.decided)

    def frame(self, number):
        """Tell what is hidden in a frame; as `Outcome.frame`."""
        return self.outcome.frame(number)

    def at(self, seconds):
        """Give the number of the frame that is shown at a time."""
        return max((number for number, time in enumerate(self.tracks.times) if time <= seconds + 1e-6), default=0)

    # --- what is written ----------------------------------------------------------------------------------------------

    def to_json(self):
        """Write all decisions as JSON, with the tracks but no picture: ``OwnClip(source, text)`` goes on from there.

        Returns
        -------
        str

        Raises
        ------
        ValueError
            If the clip is not searched yet: the decisions' numbers would mean nothing.
        """
        if self.tracks is None:
            raise ValueError(f"{self.source.name} is not searched yet; wait for the end of the search.")
        return written(self.review, self.hiding, self.tracks)

    def ending(self, sound=True):
        """Choose the ending of what is written: the clip's own, or one that can hold its sound."""
        return film_ending(self.source, sound)

    def write(self, target, sound=True, overwrite=False):
        """Write the clip as decided, in the background.

        Parameters
        ----------
        target : str or os.PathLike
            It appears whole and checked, or not at all.
        sound : bool
        overwrite : bool
            Whether an existing file may be replaced.

        Raises
        ------
        ValueError
            If the clip is not searched yet, or is being written.
        """
        if self.tracks is None:
            raise ValueError(f"{self.source.name} is not searched yet; wait for the end of the search.")
        if self.writing:
            raise ValueError(f"{self.source.name} is being written; stop that first.")
        review, hiding = self.decisions, self.hiding

        def work(job):
            with job.bars(WRITING), hear() as heard:
                # A clip without a face is written as it is: the page says that nothing is hidden.
                report = anonymize_video(
                    self.source,
                    target,
                    hiding,
                    decisions=review,
                    tracks=self.tracks,
                    sound=sound,
                    partial=self.partial,
                    no_face="keep",
                    overwrite=overwrite,
                )
            return report, [str(one) for one in heard]

        def ended(result, error):
            if error is None:
                self.report = result[0]
                self._tell("written", {"target": str(target), "heard": result[1]})
            elif isinstance(error, Stopped):
                self._tell("stopped", {})
            else:
                self._say(error, "write")

        self._writing = Job(work, lambda progress: self._tell("writing", progress), ended).start()

    @property
    def writing(self):
        """Whether it is being written."""
        return self._writing is not None and self._writing.running

    def stop_writing(self):
        """Give up writing; nothing is left of it."""
        if self._writing is not None:
            self._writing.stop()

    def close(self, timeout=5.0):
        """End all that goes on, and let go of the pictures.

        Parameters
        ----------
        timeout : float
            Seconds to wait for each thing.
        """
        self._closed = True
        for one in (self._search, self.outcome, self._aside, self._writing):
            if one is not None:
                one.stop()
        self.wait(timeout)
        self.pictures, self.suggested, self.sightings = {}, [], Sightings()
        if self.tracks is not None:
            self.frames.close()
            self._own_frames.close()

    def _say(self, error, about=""):
        if error is not None and not isinstance(error, Stopped) and not self._closed:
            self.error = error
            self._tell("trouble", {"text": error_message(error), "about": about})
