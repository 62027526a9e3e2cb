"""Look for faces as thoroughly as a `Finding` says: at several sizes, in tiles, in four turns, merged."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ..images import require_image
from ..roi import Box
from .detectors import DETECTORS
from .finding import Finding
from .merging import FoundFace, merge_faces
from .views import views

_pool = None
_making = threading.Lock()


def find_faces(image, finding=None, **options):
    """Find the faces in an image, as thoroughly as asked for.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB. It is not changed.
    finding : Finding, optional
        How to look; by default thoroughly, with YuNet.
    **options
        Fields of `Finding`, in place of those in `finding`.

    Returns
    -------
    list of FoundFace
        Largest first; empty if there is no face.

    Raises
    ------
    TypeError, ValueError
        If `image` is not RGB uint8, or an option is not one of those of `Finding`.
    DetectorUnavailableError
        If this environment lacks what the detector needs.
    """
    require_image(image)
    finding = Finding.made(finding, **options)
    entry, parameters = DETECTORS[finding.detector], dict(finding.detector_parameters or {})
    covered, doubtful = finding.limits
    if entry.score_parameter:
        parameters[entry.score_parameter] = doubtful
    image = np.ascontiguousarray(image)

    found = []
    for view, boxes in _search(views(image, entry, finding.looks, parameters), entry, parameters):
        for box in boxes:
            sure = box.score >= covered if covered is not None else not view.quarter
            found.append(FoundFace(_within_reason(box, image), view.look, not sure))
    return sorted(merge_faces(found), key=lambda face: (-face.box.clip(image).area, face.box.left, face.box.top))


def _search(planned, detector, parameters):
    """Search all views, in as many threads as there are cores if the detector gains by it."""
    if len(planned) == 1 or not detector.tile or _cores() == 1:
        return [(view, view.search(detector, parameters)) for view in planned]
    return list(zip(planned, _threads().map(lambda view: view.search(detector, parameters), planned), strict=True))


def _cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _threads():
    """One pool for everybody who calls: each of its threads keeps its networks, and the cores are shared out once."""
    global _pool
    with _making:
        if _pool is None:
            _pool = ThreadPoolExecutor(_cores(), thread_name_prefix="find_faces")
        return _pool


def _forget_threads():
    """A process that was forked has none of its parent's threads."""
    global _pool, _making
    _pool, _making = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_threads)


def _within_reason(box, image):
    """Let a box reach over the image's border by half of its own size at most."""
    height, width = image.shape[:2]
    across, down = box.width // 2, box.height // 2
    return Box(
        max(box.left, -across),
        max(box.top, -down),
        min(box.right, width + across),
        min(box.bottom, height + down),
        box.score,
    )
