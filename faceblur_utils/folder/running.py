"""Where the files of a folder are done: in threads here, or on whatever executor somebody brings."""

import queue
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ThreadPoolExecutor

from ..cores import cores
from ..video.stages import one_thread_each
from .task import Outcome, do


class WorkersLostError(RuntimeError):
    """The executor broke or was closed in the middle; what is done stays, and the next run goes on."""


def check_executor(executor):
    """Refuse what is no executor.

    Parameters
    ----------
    executor : object

    Raises
    ------
    TypeError
    """
    if executor is None or isinstance(executor, Executor):
        return
    hint = " Pass client.get_executor()." if hasattr(executor, "get_executor") else ""
    raise TypeError(f"executor must be an executor as those of concurrent.futures, got {executor!r}.{hint}")


def outcomes(job, photos, videos, executor):
    """Do all files, and give what became of each as it ends.

    Parameters
    ----------
    job : Job
    photos, videos : iterable of Item
        Asked for as they are begun.
    executor : concurrent.futures.Executor or None
        By default photos are done in as many threads as there are cores, and then the videos one after the other, for
        each of these takes all cores by itself. On an executor videos come first, for they take longest.

    Yields
    ------
    (Item, Outcome)

    Raises
    ------
    WorkersLostError
    """
    if executor is not None:
        yield from _done_by(executor, job, videos, photos)
        return
    with one_thread_each():
        pool = ThreadPoolExecutor(cores(), thread_name_prefix="anonymize_folder")
        try:
            yield from _done_by(pool, job, photos)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    for item in videos:
        yield item, do(job, item)


def _done_by(executor, job, *lists):
    ended, items = queue.SimpleQueue(), {}
    try:
        for item in (item for one in lists for item in one):
            try:
                future = executor.submit(do, job, item)
            except BrokenExecutor as error:
                raise _lost(error, item) from error
            items[future] = item
            future.add_done_callback(ended.put)
            while not ended.empty():
                yield _taken(ended.get(), items)
        while items:
            try:
                future = ended.get(timeout=0.5)  # without a time Windows lets nobody interrupt it
            except queue.Empty:
                continue
            yield _taken(future, items)
    finally:
        for future in items:
            future.cancel()


def _taken(future, items):
    item = items.pop(future)
    try:
        return item, future.result()
    except (BrokenExecutor, CancelledError) as error:
        raise _lost(error, item) from error
    except Exception as error:  # the worker was lost more often than its scheduler allows, or cannot run this at all
        text = " ".join(f"{type(error).__name__}: {error}".split())
        return item, Outcome("failed", reason=f"{item.name} could not be done by the worker that had it ({text}).")


def _lost(error, item):
    return WorkersLostError(
        f"The workers were lost while {item.name} was to be done ({type(error).__name__}): one of them was killed "
        "or ran out of memory, or the executor was closed. What is done so far is kept. Run the same again with "
        "a new executor, perhaps of fewer workers: it goes on from there."
    )
