"""The first reading of a video: frames are searched for faces, and the gaps between are bridged."""

from dataclasses import dataclass, field

from .album import Album
from .canvas import LargerFrameError, survey
from .first_look import Tracks, digest_of
from .reading import open_video
from .report import Frame, by_frame
from .stages import at_once, bar, workers
from .tracks import Tracker
from .turns import searched
from .writing import canvas_for


@dataclass(frozen=True)
class Glimpse:
    """How far a search is, for who watches it.

    Attributes
    ----------
    number : int
        Of the frame that was just searched. If it is 0 again, the search has begun anew: a later frame was larger than
        the first.
    time : float
        When that frame is shown, in seconds.
    expected : int or None
        How many frames there are according to the file's header.
    seen : dict
        Number of the face -> Sighting: what is seen in this frame. The numbers are those that `Tracks` will have.
    album : Album
        The faces' pictures so far.
    """

    number: int
    time: float
    expected: int | None
    seen: dict
    album: Album = field(repr=False)


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
    watch : callable, optional
        As for `find_tracks`.

    Returns
    -------
    Tracks
    """
    try:
        return _find_on(None, source, ending, *how)
    except LargerFrameError:  # later ones are larger than the first: begin again with the largest
        with open_video(source) as video:
            largest = survey(video, partial=True)
        return _find_on(canvas_for(largest, ending), source, ending, *how)


def _find_on(canvas, source, ending, search, hold, steady, partial, progress, clock, watch=None):
    times, cuts, album, last = [], [], Album(search), None
    with open_video(source) as video, workers() as (pool, threads), bar(progress, video, "1/2 find faces") as shown:
        tracker = None

        def frames():
            """Frames, and the seconds from the start of the file at which they are shown."""
            nonlocal canvas, last
            read = (one for one in video.read(partial) if hasattr(one, "planes"))
            for number, frame in enumerate(clock.each("read", read)):
                geometry = video.geometry(frame)
                canvas = canvas or canvas_for(geometry, ending)
                last = float(frame.duration * frame.time_base) if frame.duration and frame.time_base else 0.0
                yield canvas.planes(frame, geometry, number), since_start(video, frame.time)

        most = at_once(threads, *(canvas.geometry.shown if canvas else (video.width, video.height)))
        for step in searched(frames(), float(video.rate), search, pool, most, clock, album):
            with clock.at("follow"):
                if tracker is None:
                    size = step.size
                    tracker = Tracker(size, float(video.rate), hold, steady)
                if step.cut:
                    cuts.append(tracker.count)
                tracker.add(step.grey, step.found, step.cut, step.time)
                if step.found is not None:
                    album.add(step.number, step.time, step.found, tracker.seen)
            times.append(step.time)
            shown.update()
            if watch is not None:
                watch(Glimpse(step.number, step.time, video.expected, tracker.seen, album))
        with clock.at("follow"):
            covered, why = tracker.finish()
        if video.damage.flawed:
            why[-1] = {"damaged": sorted(video.damage.flawed)}
        looks = by_frame(why, len(times))
        return Tracks(
            name=source.name,
            bytes=source.stat().st_size,
            digest=digest_of(source),
            finding=search.finding,
            every=search.every,
            hold=hold,
            steady=steady,
            partial=partial,
            width=size[0],
            height=size[1],
            rate=float(video.rate),
            frames=[
                Frame(number, time, tuple(faces), why)
                for number, (time, faces, why) in enumerate(zip(times, covered, looks, strict=True))
            ],
            end=times[-1] + (last or 1 / float(video.rate)),
            cuts=cuts,
            why={number: reasons for number, reasons in why.items() if reasons},
            thumbnails=album.thumbnails(),
            removed_metadata=video.metadata() + sorted(video.extras),
            sounds=len(video.sounds),
            ended_early=since_start(video, video.ended_early),
            missing=[since_start(video, time) for time in video.damage.missing],
            damage=video.damage.text(),
            canvas=canvas,
        )


def since_start(video, time):
    """Seconds from the start of the file, as players count them: a broadcast may begin at any number."""
    return None if time is None else time - (video.container.start_time or 0) / 1_000_000
