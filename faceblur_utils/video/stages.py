"""How the stages of the work run: in threads, with a bar that shows how far they are, and a clock for each."""

import contextlib
import threading
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

import cv2

from ..bars import bar_class
from ..cores import cores

# More threads than this hold more frames in memory than they save time.
_MOST_THREADS = 8
# Pictures under way hold no more than so many pixels together, but for two frames.
PIXELS_AT_ONCE = 64_000_000


_lock, _inside, _threads_before = threading.Lock(), 0, 0


@contextlib.contextmanager
def one_thread_each():
    """Let OpenCV work in one thread: whole pictures are shared out instead, which wastes less.

    It is one switch for all threads: the first that comes here turns it, and the last one turns it back.
    """
    global _inside, _threads_before
    with _lock:
        _inside += 1
        if _inside == 1:
            _threads_before = cv2.getNumThreads()
            cv2.setNumThreads(1)
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                cv2.setNumThreads(_threads_before)


@contextlib.contextmanager
def workers():
    """Start threads, and stop them at the end, whatever happens.

    Yields
    ------
    (concurrent.futures.ThreadPoolExecutor, int)
        The pool, and how many threads it has.
    """
    threads = min(_MOST_THREADS, max(2, cores()))
    pool = ThreadPoolExecutor(threads)
    try:
        yield pool, threads
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def at_once(threads, width, height):
    """Tell how many frames may be under way: enough for all threads, fewer where frames are large.

    Parameters
    ----------
    threads : int
    width, height : int
        Of a frame, in pixels.

    Returns
    -------
    int
    """
    return max(2, min(threads + 3, PIXELS_AT_ONCE // max(1, width * height)))


def ahead(items, pool, work, most, asked=lambda item: True):
    """Do `work` on items in several threads, and give the results in order; no more than `most` are under way.

    Items of which ``asked(item)`` is false are worked on at once: to hand them to a thread would take longer.
    """
    waiting = deque()
    for item in items:
        waiting.append(pool.submit(work, item) if asked(item) else _done(work(item)))
        del item  # or the last one would be kept while the next is read
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _done(result):
    future = Future()
    future.set_result(result)
    return future


@contextlib.contextmanager
def bar(progress, video, title):
    """Show a bar of the frames done, or none.

    Parameters
    ----------
    progress : bool
        Whether to show it.
    video : Video
    title : str

    Yields
    ------
    tqdm.tqdm
    """
    from tqdm.auto import tqdm

    with bar_class(tqdm)(total=video.expected, desc=title, unit="frame", disable=not progress) as bar:
        yield bar


class Clock:
    """Adds up how long each stage worked, in whichever thread."""

    def __init__(self):
        self._start, self._spent, self._lock = time.perf_counter(), {}, threading.Lock()

    @contextlib.contextmanager
    def at(self, stage):
        """Count what is done inside for a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - start
            with self._lock:
                self._spent[stage] = self._spent.get(stage, 0.0) + spent

    def run(self, stage, work, *arguments, **options):
        """Do some work, counted for a stage, and return what it returns."""
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
        """Give the seconds of each stage, and of all by the clock on the wall."""
        stages = ("read", "detect", "follow", "blur", "write", "check")
        sums = {stage: self._spent.get(stage, 0.0) for stage in stages}
        return sums | {"total": time.perf_counter() - self._start}
