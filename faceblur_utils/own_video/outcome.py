"""What comes of a review: what is done to each frame, worked out in the background by the code that writes."""

import threading
from dataclasses import replace

from ..video.deciding import Decided, decide, gather
from ..video.keeping import encodings_of
from ..video.stages import Clock, one_thread_each
from ..video.trails import largest_first
from .following import followed, numbered
from .review import Review
from .work import Job, Latest, Stopped, bars_as

# Frames from one word about progress to the next.
_TELL_EVERY = 25
# Seconds from one look to the next whether something else was decided meanwhile.
_LOOK_EVERY = 0.1


class Outcome:
    """Works out reviews of one clip; only the newest counts.

    Parameters
    ----------
    source : pathlib.Path
    tracks : Tracks
    frames : Frames
        To follow boxes with; nobody else should wait for it.
    partial : bool
        As for `anonymize_video`.
    tell, say : callable
        ``tell(event, content)`` when something has changed, ``say(error)`` when something went wrong.

    Attributes
    ----------
    decided : Decided or None
        What is done to each frame; None while it is being worked out.
    sketch : AddedBox or None
        A box that does not count yet.
    """

    def __init__(self, source, tracks, frames, partial, tell, say):
        self._source, self._tracks, self._frames, self._partial = source, tracks, frames, partial
        self._tell, self._say, self._lock = tell, say, threading.RLock()
        self._review, self.decided, self.sketch = Review(), None, None
        self._followed, self._encodings, self._evidence = {}, {}, None
        self._gathering, self._stopped = None, False
        self._deciding, self._following = Latest(self._work_out), Latest(self._follow)

    def ask(self, review):
        """Work out a review; what was asked before is given up.

        Parameters
        ----------
        review : Review
        """
        with self._lock:
            self._review, self.decided = review, None
            if not (review.keep or review.boxes or review.spans):
                self.decided = Decided(self._tracks.frames)
        self._following.ask()
        self._deciding.ask(review)
        if self.decided is not None:
            self._tell("decided", {})

    def draw(self, box):
        """Follow a sketch, or put it away.

        Parameters
        ----------
        box : AddedBox or None
        """
        self.sketch = box
        self._following.ask()

    def faces_of(self, box):
        """What a box covers: frame -> Face; None while it is being followed."""
        return self._followed.get(box)

    def frame(self, number):
        """Tell what is hidden in a frame: as decided; or all, as long as that is being worked out.

        Parameters
        ----------
        number : int

        Returns
        -------
        Frame
            With the sketch, of which the number is 0.
        """
        with self._lock:
            last = max((track.number for track in self._tracks), default=0)
            if self.decided is not None:
                frame, boxes = self.decided.frames[number], ()
            else:
                frame, boxes = self._tracks.frames[number], self._review.boxes
            boxes = [*enumerate(boxes, start=last + 1), *([(0, self.sketch)] if self.sketch else [])]
        drawn = [numbered(self.faces_of(box) or {}, track).get(number) for track, box in boxes]
        return replace(frame, faces=tuple(largest_first([*frame.faces, *filter(None, drawn)])))

    def stop(self):
        """Give up what is under way."""
        self._stopped = True
        if self._gathering is not None:
            self._gathering.stop()
        self._following.stop()
        self._deciding.stop()

    def wait(self, timeout=None):
        """Wait until all is worked out, for some seconds each or for good."""
        self._following.wait(timeout)
        self._deciding.wait(timeout)
        if self._gathering is not None:  # what decides begins it
            self._gathering.wait(timeout)

    def _work_out(self, newer, review):
        if not (review.keep or review.boxes or review.spans):
            return

        def step(what, done, total):
            if newer():
                raise Stopped
            if done % _TELL_EVERY == 1:
                self._tell("deciding", {"done": done, "total": total})

        try:
            for path in review.decisions.photos:
                if path not in self._encodings:
                    self._encodings[path] = encodings_of((path,))[0]
            encodings = [self._encodings[path] for path in review.decisions.photos]
            decisions = review.decisions.replace(video=self._tracks.digest)
            evidence = self._gathered(newer) if review.keep else None
            with bars_as(step), one_thread_each():
                how = self._partial, True, Clock(), evidence
                decided = decide(self._source, self._tracks, decisions, encodings, *how)
            with self._lock:
                if review is not self._review or newer():
                    return
                self.decided = decided
            self._tell("decided", {})
        except Exception as error:
            self._say(error)

    def _gathered(self, newer):
        """Read the clip for what tells its people apart, when somebody is kept for the first time.

        That takes a tenth of the clip's length or more. So it goes on while other things are decided.
        """
        if self._evidence is None:
            if self._gathering is None or not self._gathering.running:
                # Whoever sees it may wait for it, so it is started before; whoever stops may have seen none yet.
                self._gathering = Job(self._gather, self._tell_gathered, self._keep).start()
                if self._stopped:
                    self._gathering.stop()
            while self._gathering.running:
                if newer():
                    raise Stopped
                self._gathering.wait(_LOOK_EVERY)
            if self._evidence is None:  # what went wrong has been said
                raise Stopped
        return self._evidence

    def _gather(self, job):
        with job.bars(), one_thread_each():
            return gather(self._source, self._tracks, self._partial, True, Clock())

    def _tell_gathered(self, progress):
        if self.decided is None:
            self._tell("deciding", progress)

    def _keep(self, evidence, error):
        self._evidence = evidence
        self._say(error)

    def _follow(self, newer):
        """Follow the sketch, then all boxes that count and were not followed before."""

        def step(number):
            if newer():
                raise Stopped

        try:
            for box in filter(None, (self.sketch, *self._review.boxes)):
                if box not in self._followed:
                    self._followed[box] = followed(self._tracks, box, self._frames, step)
                    self._tell("followed", {})
            if self.sketch is not None:
                self._tell("followed", {})
        except Exception as error:
            self._say(error)
