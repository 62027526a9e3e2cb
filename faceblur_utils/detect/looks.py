"""Look for faces as thoroughly as a `Finding` says: at several sizes, in tiles, in four turns, merged."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from ..cores import cores
from ..images import require_image
from ..roi import Box
from .detectors import DETECTORS, quietly, row_after_row
from .finding import Finding
from .merging import FoundFace, distinct, merge_faces
from .views import closer, views

_pool = None
_making = threading.Lock()


def find_faces(image, finding=None, **options):
    """Find the faces in an image, as thoroughly as asked for.

    Faces that turn away until an eye is hidden and heads seen from behind are missed, and some faces behind a mask and
    dark glasses, however often it looks: look at every photo yourself before you publish it.

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

    Notes
    -----
    YuNet looks at the whole picture at several sizes, at half size or larger in tiles, and in four turns. Each place
    that scores 0.35 or more is looked at once more at 64 pixels a face; the face is sure if that look scores
    `covered_from`, and doubtful if any look scores `doubtful_from`. The other detectors search every size by themselves
    (Haar, HOG) and have no closer look. Haar and face_recognition, which give no scores, are in doubt about what only a
    turned look saw.

    Measured on 21 photos that this project does not contain, with 44 faces of which both eyes or a clear profile can be
    seen, and on what was made of them: turned, dark, grey, close-ups of 1 to 2 face widths, 33 pixels small in 12 and
    48 megapixels, 634 faces in all. One look found 181, looking thoroughly 631 (11 of them doubtful), with 3 false
    boxes among the sure. On 57 photos without faces it gave 1 sure and 13 doubtful boxes; on one with a patterned
    wallpaper 3 and 91. One man whose far cheek alone can be seen was missed in 13 of 30 such pictures. Of 40 faces it
    covered 40 with a medical mask drawn on, 40 with dark glasses, 34 with both (one look: 38, 34 and 1).

    Examples
    --------
    >>> from faceblur_utils import read_image, samples
    >>> photo = read_image(samples.path("astronaut"))
    >>> [face] = find_faces(photo.transpose(1, 0, 2)[::-1])  # the photo lies on its side
    >>> face.turned, face.doubtful
    (270, False)
    """
    require_image(image)
    finding = Finding.made(finding, **options)
    entry, parameters = DETECTORS[finding.detector], dict(finding.detector_parameters or {})
    covered, doubtful = finding.limits
    second_look = entry.closer and finding.looks != "one"
    if entry.score_parameter:
        parameters[entry.score_parameter] = min(doubtful, entry.proposed_from) if second_look else doubtful
    image = row_after_row(image)

    def search(planned):
        found = []
        for view, boxes in _search(planned, entry, parameters):
            for box in boxes:
                sure = box.score >= covered if covered is not None else not view.quarter
                found.append(FoundFace(_within_reason(box, image), view.look, not sure, 90 * view.quarter))
        return found

    planned = views(image, entry, finding.looks, parameters)
    found = search([view for view in planned if not view.late])
    turns = {face.turned for face in found if not face.doubtful}
    found += search([view for view in planned if view.late and (90 * view.quarter in turns or not turns)])
    if second_look:
        found = _looked_at_again(found, planned, entry, parameters, covered)
        found = [face for face in found if not face.doubtful or face.box.score >= doubtful]
        found = [replace(face, box=_within_reason(face.box, image)) for face in found]
    return sorted(merge_faces(found), key=lambda face: (-face.box.clip(image).area, face.box.left, face.box.top))


def _looked_at_again(found, planned, detector, parameters, covered):
    """Look once more, and from close by, where a face may be: only that look says whether it is sure."""
    places = distinct(found)
    closer_views = [closer(planned, face.box, face.turned // 90, detector.closer) for face in places]
    searched = _search([view for view, _, _ in closer_views], detector, parameters)
    judged = []
    for face, (_, x, y), (_, boxes) in zip(places, closer_views, searched, strict=True):
        boxes = [Box(box.left + x, box.top + y, box.right + x, box.bottom + y, box.score) for box in boxes]
        best = max((box for box in boxes if box.iou(face.box) > 0.3), key=lambda box: box.score, default=None)
        if best is None:
            judged.append(replace(face, doubtful=True))
        elif best.score >= covered and best.score >= face.box.score:
            judged.append(replace(face, box=best, doubtful=False))
        else:
            score = max(best.score, face.box.score)
            judged.append(replace(face, box=replace(face.box, score=score), doubtful=best.score < covered))
    return judged


def _search(planned, detector, parameters):
    """Search all views, in as many threads as there are cores if the detector gains by it."""
    if len(planned) > 1 and detector.in_threads and cores() > 1:
        return list(zip(planned, _threads().map(lambda view: view.search(detector, parameters), planned), strict=True))
    if len(planned) <= 1 or detector.announce is None:
        return [(view, view.search(detector, parameters)) for view in planned]
    detector.announce(sum(view.pixels(detector, parameters) for view in planned), f"{len(planned)} looks")
    with quietly():  # or it would say so for every one of them
        return [(view, view.search(detector, parameters)) for view in planned]


def _threads():
    """One pool for everybody who calls: each of its threads keeps its networks, and the cores are shared out once."""
    global _pool
    with _making:
        if _pool is None:
            _pool = ThreadPoolExecutor(cores(), thread_name_prefix="find_faces")
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
