"""Work beside a page, in threads: it tells how far it is, can pause and be stopped, and ends with the kernel."""

import contextlib
import threading
import time

from ..bars import drawn_by

# Seconds from one word about progress to the next.
_TELL_EVERY = 0.25


class Stopped(Exception):
    """The work was given up before its end."""


def over():
    """Whether Python is about to end: it waits for threads, and these for nothing."""
    return not threading.main_thread().is_alive()


@contextlib.contextmanager
def bars_as(step, words=None):
    """Let progress bars of this thread be steps.

    Parameters
    ----------
    step : callable
        ``step(what, done, total)``; what it raises ends the work whose bar it is.
    words : dict, optional
        A bar's own words -> what is told in their place.
    """
    words = words or {}

    class Bar:
        """What tqdm is called with."""

        disable = False

        def __init__(self, total=None, desc="", unit="", disable=False, **options):
            self.total, self._what, self._done = total, words.get(desc, desc), 0

        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

        def update(self, number=1):
            self._done += number
            step(self._what, self._done, self.total)

        def write(self, line, **options):
            pass

    with drawn_by(Bar):
        yield


class Job:
    """Something long, done in a thread of its own.

    Parameters
    ----------
    work : callable
        ``work(job)``: it calls `step` often, or works inside `bars`.
    tell : callable
        ``tell(progress)`` is called a few times a second with a `dict`: ``"what"`` is done now, how many are
        ``"done"`` of ``"total"`` (None if unknown), and how many ``"seconds"`` are left (or None).
    ended : callable
        ``ended(result, error)``: at the end; of work that was stopped, the error is `Stopped`.
    """

    def __init__(self, work, tell, ended):
        self._work, self._tell, self._ended = work, tell, ended
        self._stop, self._going = threading.Event(), threading.Event()
        self._going.set()
        self._stage, self._since, self._told = None, 0.0, 0.0
        # Not a daemon: a thread that Python's end finds inside a detector takes the whole program down.
        self._thread = threading.Thread(target=self._run)

    def start(self):
        """Begin, and return at once."""
        self._thread.start()
        return self

    def pause(self):
        """Rest after the present step, until `go_on`."""
        self._going.clear()

    def go_on(self):
        """Work again."""
        self._going.set()

    @property
    def paused(self):
        """Whether it rests."""
        return not self._going.is_set()

    @property
    def running(self):
        """Whether it has not ended."""
        return self._thread.is_alive()

    def stop(self):
        """Give it up at the next step."""
        self._stop.set()
        self._going.set()

    def wait(self, timeout=None):
        """Wait for the end.

        Parameters
        ----------
        timeout : float, optional
            Seconds; for good by default.
        """
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout)

    def step(self, what, done, total):
        """Say how far it is; rests here while it is paused.

        Parameters
        ----------
        what : str
        done : int
        total : int or None

        Raises
        ------
        Stopped
        """
        now = time.monotonic()
        if what != self._stage:
            self._stage, self._since, self._told = what, now, 0.0
        if not self._going.is_set():
            while not self._going.wait(0.2) and not over():
                pass
            self._since += time.monotonic() - now
        if self._stop.is_set() or over():
            raise Stopped
        now = time.monotonic()
        if now - self._told < _TELL_EVERY and done != total:
            return
        self._told, spent = now, now - self._since
        left = spent / done * (total - done) if total and done and spent > 1 else None
        self._tell({"what": what, "done": done, "total": total, "seconds": left})

    def bars(self, words=None):
        """Inside this context, progress bars of this thread are its steps; as `bars_as`."""
        return bars_as(self.step, words)

    def _run(self):
        result = error = None
        try:
            result = self._work(self)
        except Exception as caught:  # told where the user looks; a kernel's log is not such a place
            error = caught
        self._ended(result, error)


class Latest:
    """Does what was asked last, in a thread; what was asked before it and has not begun is dropped.

    Parameters
    ----------
    work : callable
        ``work(newer, *item)``; ``newer()`` is true once something else is asked, or this is stopped. It raises
        nothing.
    """

    def __init__(self, work):
        self._work, self._lock = work, threading.Lock()
        self._next, self._thread, self._stopped = None, None, False

    def ask(self, *item):
        """Ask for something, and return at once."""
        with self._lock:
            if self._stopped:
                return
            self._next = item
            if self._thread is None:
                self._thread = threading.Thread(target=self._run)
                self._thread.start()

    @property
    def busy(self):
        """Whether something is asked that is not done."""
        return self._thread is not None

    def stop(self):
        """Ask nothing more, and give up what is under way."""
        with self._lock:
            self._stopped, self._next = True, None

    def wait(self, timeout=None):
        """Wait until all is done.

        Parameters
        ----------
        timeout : float, optional
            Seconds; for good by default.
        """
        with self._lock:  # in which it is started
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout)

    def _newer(self):
        return self._stopped or self._next is not None or over()

    def _run(self):
        while True:
            with self._lock:
                if self._next is None or over():
                    self._thread = None
                    return
                item, self._next = self._next, None
            self._work(self._newer, *item)
