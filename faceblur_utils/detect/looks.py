"""Look for faces as thoroughly as a `Finding` says: at several sizes, in tiles, in four turns, merged."""

from dataclasses import dataclass

import numpy as np

from ..images import require_image
from ..roi import Box
from .detectors import DETECTORS
from .finding import Finding


@dataclass(frozen=True)
class FoundFace:
    """One face, and how it was found.

    Attributes
    ----------
    box : Box
        The face, in pixels of the image. It may reach over the border as far as the detector thinks the face does.
        `Box.score` is the confidence, where the detector has one.
    look : str
        Which look found it with the highest confidence, in words: ``"1280 pixels"``, ``"tile, turned 90 degrees"``.
    doubtful : bool
        Whether no look was sure: a person should look at it. It is hidden all the same.
    """

    box: Box
    look: str
    doubtful: bool = False


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
    covered, doubtful = finding.limits
    found = []
    for name, boxes in _looks(image, finding):
        found += [(name, box) for box in boxes]
    kept = []
    for name, box in sorted(found, key=lambda one: -(one[1].score or 0)):
        if all(box.iou(other.box) < 0.4 for other in kept):
            kept.append(FoundFace(box, name, covered is not None and (box.score or 0) < covered))
    return sorted(kept, key=lambda face: (-face.box.clip(image).area, face.box.left, face.box.top))


def _looks(image, finding):
    entry, parameters = DETECTORS[finding.detector], dict(finding.detector_parameters or {})
    if entry.score_parameter:
        parameters[entry.score_parameter] = finding.limits[1]
    if finding.looks == "one":
        yield "one look", entry.whole(image, **parameters)
        return
    for quarter in range(4 if finding.looks == "turns" else 1):
        turned = np.ascontiguousarray(np.rot90(image, quarter))
        for side in (320, 1280):
            if any(one.name == "max_side" for one in entry.parameters):
                parameters["max_side"] = side
            yield f"{side} pixels", [_back(box, image, quarter) for box in entry.whole(turned, **parameters)]


def _back(box, image, quarter):
    height, width = image.shape[:2]
    edges = {
        0: (box.left, box.top, box.right, box.bottom),
        1: (width - box.bottom, box.left, width - box.top, box.right),
        2: (width - box.right, height - box.bottom, width - box.left, height - box.top),
        3: (box.top, height - box.right, box.bottom, height - box.left),
    }[quarter]
    return Box(*edges, box.score)
