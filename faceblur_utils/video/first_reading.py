"""The first reading of a video: frames are searched for faces, and the gaps between are bridged."""

from .canvas import LargerFrameError, survey
from .reading import open_video
from .stages import at_once, bar, workers
from .tracks import Tracker
from .turns import searched
from .writing import canvas_for


class Found:
    """What the first reading gave."""

    def __init__(self):
        self.times, self.cuts, self.extras = [], [], set()
        self.covered, self.why, self.removed = [], [], []
        self.canvas = self.size = self.rate = self.ended_early = self.damage = None
        self.sounds = 0


def find(source, ending, *how):
    """Find the faces in every frame, and say what to cover.

    Parameters
    ----------
    source : pathlib.Path
    ending : str
        Of the file that is to be written: what its container cannot say of a picture is done to the pixels.
    search : Search
    hold, steady, partial, progress
        As for `anonymize_video`.
    clock : Clock

    Returns
    -------
    Found
    """
    try:
        return _find_on(None, source, ending, *how)
    except LargerFrameError:  # later ones are larger than the first: begin again with the largest
        with open_video(source) as video:
            largest = survey(video, partial=True)
        return _find_on(canvas_for(largest, ending), source, ending, *how)


def _find_on(canvas, source, ending, search, hold, steady, partial, progress, clock):
    found = Found()
    with open_video(source) as video, workers() as (pool, threads), bar(progress, video, "1/2 find faces") as shown:
        found.rate, found.sounds = video.rate, len(video.sounds)
        tracker = None

        def frames():
            """Frames, and the seconds at which they are shown."""
            nonlocal canvas
            read = (one for one in video.read(partial) if hasattr(one, "planes"))
            for number, frame in enumerate(clock.each("read", read)):
                geometry = video.geometry(frame)
                canvas = canvas or canvas_for(geometry, ending)
                yield canvas.planes(frame, geometry, number), frame.time

        most = at_once(threads, *(canvas.geometry.shown if canvas else (video.width, video.height)))
        for step in searched(frames(), float(video.rate), search, pool, most, clock):
            if tracker is None:
                found.size = step.size
                tracker = Tracker(found.size, float(video.rate), hold, steady)
            with clock.at("follow"):
                if step.cut:
                    found.cuts.append(tracker.count)
                tracker.add(step.grey, step.found, step.cut, step.time)
            found.times.append(step.time)
            shown.update()
        with clock.at("follow"):
            found.covered, found.why = tracker.finish()
        found.canvas = canvas
        found.removed = video.metadata() + sorted(video.extras)
        found.ended_early, found.damage = video.ended_early, video.damage
        for number in video.damage.flawed:
            found.why[number] = (*found.why[number], "damaged")
    return found
