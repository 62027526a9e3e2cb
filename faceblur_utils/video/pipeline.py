"""Anonymise a video: find the faces in every frame, bridge what the detector missed, blur, and write with the sound."""

import contextlib
import os
import shutil
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2

from ..blur import METHODS
from ..detect import DETECTORS, quietly
from ..hiding import MARGIN, STRENGTH
from ..parameters import check_names, pick
from ..paste_back import MASKS
from ..photos import NoFaceError
from .follow import small_grey
from .planes import Planes
from .reading import VideoError, open_video, quarter_turns
from .report import Frame, Report
from .scenes import is_cut, is_jump, thumbnail
from .tracks import Tracker
from .writing import WRITABLE, Writer, check_target, remove, temporary_beside

# More threads than this hold more frames in memory than they save time.
_MOST_THREADS = 8


def anonymize_video(
    source,
    target,
    detector="yunet",
    method="pixelate",
    strength=STRENGTH.default,
    mask="ellipse",
    margin=MARGIN.default,
    *,
    feather=0.25,
    parameters=None,
    detector_parameters=None,
    every=1,
    hold=1.0,
    steady=0.1,
    sound=True,
    partial=False,
    no_face="raise",
    crf=20,
    overwrite=False,
    progress=True,
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
    detector : str
        One of `DETECTORS`.
    method : str
        One of `METHODS`.
    strength, mask, margin, feather, parameters
        As for `anonymize`.
    detector_parameters : dict, optional
        The detector's own, such as ``{"max_side": 640}``.
    every : int
        Search only every so many frames (and the first and last of each scene); between them faces are followed. 1
        misses the least.
    hold : float
        Seconds that a face is covered after the last and before the first frame in which it was detected. A gap of up
        to twice as many is bridged.
    steady : float
        Seconds on each side of a frame over which a face's boxes are smoothed; none becomes smaller.
    sound : bool
        Whether the sound is copied (unchanged, packet by packet). A voice can be recognised, too.
    partial : bool
        Whether to keep what can be read of a truncated or damaged file; the report says where it ended.
    no_face : str
        What to do if there is no face in the whole video: ``"raise"`` an error, or ``"keep"`` going and write it.
    crf : int
        Quality of the encoder, 0 (nothing lost, huge) to 51 (unwatchable).
    overwrite : bool
        Whether an existing target may be replaced.
    progress : bool
        Whether to show how far it is, how fast, and the time left.

    Returns
    -------
    Report

    Notes
    -----
    A detector that can look at a smaller picture (``max_side``: yunet and cnn) looks at every other frame at half the
    size, which takes a quarter of the time. A face so small that only the full size shows it is bridged from the frame
    before to the frame after. To have every frame searched at full size, give a ``max_side``:
    ``detector_parameters={"max_side": 1280}``.

    Raises
    ------
    FileNotFoundError, FileExistsError
        If there is no such source or no folder for the target; if the target exists or is the source.
    VideoError
        If the source is not a video or damaged, or the target cannot be written (the disk may be full).
    NoFaceError
        If no face was found in any frame.
    ValueError, TypeError
        If a name or a value is not one of those above.
    """
    source, target = Path(os.fspath(source)), Path(os.fspath(target))
    options = {"method": method, "strength": strength, "mask": mask, "margin": margin, "feather": feather}
    options["parameters"] = parameters
    look = _prepared(detector, detector_parameters, options, every, hold, steady, no_face, crf)
    if not source.exists():
        raise FileNotFoundError(f"There is no file {source}; is the name right, and the folder?")
    check_target(target, source, overwrite)
    clock = _Clock()
    with _one_thread_each():
        found = _search(source, look, every, hold, steady, partial, progress, clock)
        if no_face == "raise" and not any(face.found for faces in found.covered for face in faces):
            raise NoFaceError(
                f"The detector {detector!r} found no face in any of the {len(found.covered)} frames of {source}, so "
                "nothing was written. Look at it: if there is a face, try another detector; if there is none, pass "
                "no_face='keep'."
            )
        if found.turns and WRITABLE[target.suffix.lower()][0] not in ("mp4", "mov"):
            raise VideoError(f"{source} is stored turned, which {target.suffix} cannot say; choose .mp4 or .mov.")
        temporary = temporary_beside(target)
        try:
            written = _write(source, temporary, target, found, options, crf, sound, partial, progress, clock)
            check_target(target, source, overwrite)  # it may have appeared in the meantime
            os.replace(temporary, target)
        finally:
            remove(temporary)
    return Report(
        source=source,
        target=target,
        width=found.size[0],
        height=found.size[1],
        rate=float(found.rate),
        frames=[
            Frame(number, moment, tuple(faces), why)
            for number, (moment, faces, why) in enumerate(zip(found.times, found.covered, found.why, strict=True))
        ],
        cuts=found.cuts,
        removed_metadata=found.removed + ([] if sound else [f"audio {n + 1} (stream)" for n in range(found.sounds)]),
        sounds=written,
        ended_early=found.ended_early,
        seconds=clock.seconds(),
    )


def _prepared(detector, detector_parameters, options, every, hold, steady, no_face, crf):
    """Refuse wrong values before the work begins, and give the function that finds faces."""
    chosen = pick(DETECTORS, detector, "detector")
    given = dict(detector_parameters or {})
    check_names(f"Detector {detector!r}", chosen.parameters, given)
    how = pick(METHODS, options["method"], "method")
    pick(MASKS, options["mask"], "mask")
    if options["parameters"] is not None:
        check_names(f"Method {how.name!r}", how.parameters, options["parameters"])
    how.at_strength(options["strength"], 100)
    if not 0 <= options["margin"] <= 3:
        raise ValueError(f"margin must be between 0 and 3 (shares of the face's size), got {options['margin']!r}.")
    if not isinstance(every, int) or isinstance(every, bool) or every < 1:
        raise ValueError(f"every must be a whole number of frames, 1 or more, got {every!r}.")
    for name, value, most in (("hold", hold, 10), ("steady", steady, 1)):
        if not 0 <= value <= most:
            raise ValueError(f"{name} must be between 0 and {most} seconds, got {value!r}.")
    if no_face not in ("raise", "keep"):
        raise ValueError(f"no_face must be 'raise' or 'keep', got {no_face!r}.")
    if crf not in range(52):
        raise ValueError(f"crf must be a whole number from 0 (best) to 51, got {crf!r}.")
    announced = []
    takes_turns = every == 1 and "max_side" not in given and any(p.name == "max_side" for p in chosen.parameters)

    def look(planes, number):
        image, values = planes.rgb(), dict(given)
        if takes_turns and number % 2:
            values["max_side"] = max(image.shape) // 2
        if not announced:  # a slow detector says once how slow it is, not once a frame
            announced.append(True)
            return chosen(image, **values)
        with quietly():
            return chosen(image, **values)

    return look


class _Found:
    """What the first reading gave."""

    def __init__(self):
        self.times, self.cuts, self.extras = [], [], set()
        self.covered, self.why, self.removed = [], [], []
        self.size = self.rate = self.ended_early = None
        self.turns, self.sounds = 0, 0


def _search(source, look, every, hold, steady, partial, progress, clock):
    """First reading: find the faces in every frame, and say what to cover."""
    found = _Found()
    with open_video(source) as video, _workers() as (pool, threads), _bar(progress, video, "1/2 find faces") as bar:
        found.rate, found.sounds = video.rate, len(video.sounds)
        tracker = None
        for step in _ahead(
            _steps(video, every, partial, clock), pool, lambda s: clock.run("detect", s.look, look), threads
        ):
            planes, thumbs = step.planes, step.thumbs
            if tracker is None:
                found.size, found.turns = planes.size, planes.turns
                tracker = Tracker(found.size, float(video.rate), hold, steady)
            with clock.at("follow"):
                cut = is_cut(*thumbs)
                if cut:
                    found.cuts.append(tracker.count)
                tracker.add(step.grey, step.found, cut)
            found.times.append(step.time)
            bar.update()
        with clock.at("follow"):
            found.covered, found.why = tracker.finish()
        found.removed = video.metadata() + sorted(video.extras)
        found.ended_early = video.ended_early
    return found


class _Step:
    """One frame on its way through the first reading."""

    def __init__(self, number, planes, moment, grey, thumbs, asked):
        self.number, self.planes, self.time, self.grey = number, planes, moment, grey
        self.thumbs, self.asked, self.found = thumbs, asked, None

    def look(self, look):
        if self.asked:
            self.found = look(self.planes, self.number)
        self.planes = _Size(self.planes)  # its pixels are needed no more
        return self


class _Size:
    def __init__(self, planes):
        self.size, self.turns = planes.size, planes.turns


def _steps(video, every, partial, clock):
    """Frames with all that is known before the detector looks: each is given when the next one is known."""
    earlier, before, last = None, None, None
    for number, frame in enumerate(clock.each("read", _frames(video, partial))):
        with clock.at("follow"):
            planes = _planes(frame)
            grey = planes.grey()
            thumb = thumbnail(grey)
            jump = before is not None and is_jump(before, thumb)
            thumbs = [earlier, before, thumb, None]
            asked = number % every == 0 or jump
            step = _Step(number, planes, _seconds(frame, number, video), small_grey(grey), thumbs, asked)
        if last is not None:
            last.thumbs[3] = thumb
            last.asked |= jump  # so the last frame of a scene is searched, too
            yield last
        earlier, before, last = before, thumb, step
    if last is not None:
        last.asked = True
        yield last


def _write(source, temporary, target, found, options, crf, sound, partial, progress, clock):
    """Second reading: blur, encode, copy the sound, and check the result."""
    import av

    with open_video(source) as video, _workers() as (pool, threads), _bar(progress, video, "2/2 blur, write") as bar:
        bar.total = len(found.times)
        writer = None
        try:
            layout = _layout(video.width, video.height)
            writer = Writer(temporary, target.suffix.lower(), video, layout, crf, sound)

            def hide(item):
                number, planes, *_ = item
                if planes is not None and number < len(found.covered):
                    boxes = [face.box for face in found.covered[number]]
                    if boxes:
                        clock.run("blur", planes.hide, boxes, **options)
                return item

            for _, planes, what in _ahead(_items(video, partial, clock), pool, hide, threads):
                with clock.at("write"):
                    if planes is None:
                        writer.add_sound(what)
                    else:
                        writer.add(planes, *what)
                        bar.update()
            with clock.at("write"):
                writer.finish()
            if len(writer.times) != len(found.times):
                raise VideoError(
                    f"{source} gave {len(found.times)} frames at the first reading and {len(writer.times)} at the "
                    "second; was it changed in the meantime?"
                )
            with clock.at("check"):
                writer.check()
            return len(writer.packets)
        except (av.error.FFmpegError, OSError) as error:
            if isinstance(error, (FileExistsError, FileNotFoundError)) and not temporary.parent.is_dir():
                raise
            raise VideoError(f"{target} could not be written: {error.strerror or error}. {_room(target)}") from error
        finally:
            if writer is not None:
                writer.abandon()


def _items(video, partial, clock):
    """Frames (number, planes, (time, duration)) and packets of sound (number, None, packet), as they come."""
    number = 0
    for one in clock.each("read", video.read(partial)):
        if hasattr(one, "planes"):
            yield number, _planes(one), (one.pts, one.duration)
            number += 1
        else:
            yield number, None, one


def _room(target):
    free = shutil.disk_usage(target.parent).free
    return f"{free / 1e6:.0f} MB are free there; nothing was left behind."


def _frames(video, partial):
    return (one for one in video.read(partial) if hasattr(one, "planes"))


def _layout(width, height):
    # H.264 and VP9 cannot halve the colours of an odd number of columns; then they keep them whole.
    return "yuv444p" if width % 2 or height % 2 else "yuv420p"


def _planes(frame):
    """Copy a frame's planes, in one of the two layouts, whatever the codec gave."""
    layout = _layout(frame.width, frame.height)
    if frame.format.name not in (layout, layout.replace("yuv", "yuvj")):
        frame = frame.reformat(format=layout)
    return Planes(frame.to_ndarray(), layout, quarter_turns(frame))


def _seconds(frame, number, video):
    return frame.time if frame.time is not None else float(number / video.rate)


@contextlib.contextmanager
def _one_thread_each():
    """Let OpenCV work in one thread: whole frames are shared out instead, which wastes less."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


@contextlib.contextmanager
def _workers():
    threads = min(_MOST_THREADS, max(2, os.cpu_count() or 2))
    pool = ThreadPoolExecutor(threads)
    try:
        yield pool, threads
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _ahead(items, pool, work, threads):
    """Do `work` on items in several threads, and give the results in order; only a few are ever under way."""
    waiting = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) > threads + 2:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextlib.contextmanager
def _bar(progress, video, title):
    from tqdm.auto import tqdm

    with tqdm(total=video.expected, desc=title, unit="frame", disable=not progress) as bar:
        yield bar


class _Clock:
    """Adds up how long each stage worked, in whichever thread."""

    def __init__(self):
        self._start, self._spent, self._lock = time.perf_counter(), {}, threading.Lock()

    @contextlib.contextmanager
    def at(self, stage):
        start = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - start
            with self._lock:
                self._spent[stage] = self._spent.get(stage, 0.0) + spent

    def run(self, stage, work, *arguments, **options):
        with self.at(stage):
            return work(*arguments, **options)

    def each(self, stage, items):
        """Time how long each item takes to come."""
        items = iter(items)
        while True:
            with self.at(stage):
                item = next(items, None)
            if item is None:
                return
            yield item

    def seconds(self):
        stages = ("read", "detect", "follow", "blur", "write", "check")
        sums = {stage: self._spent.get(stage, 0.0) for stage in stages}
        return sums | {"total": time.perf_counter() - self._start}
