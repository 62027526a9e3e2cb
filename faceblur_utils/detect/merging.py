"""Make one list of what several looks found: each face once, and two people never as one."""

from dataclasses import dataclass, replace

from ..roi import Box

# Two looks at one face agree at least so far; neighbours' boxes overlap less. NMS's usual limit is 0.3 to 0.5.
_SAME = 0.4
# So much of the smaller box lies in the larger one when both are boxes of one face, or the smaller one of an eye.
_INSIDE = 0.8
# A face is often found once more in a picture upside down, its forehead for a chin: half of the smaller box is shared.
_TURNED = 0.5
# Two boxes of one face have their centres close together, in widths of the larger one, and are of similar size.
_CENTRES, _SIZES = 0.2, 0.2


@dataclass(frozen=True)
class FoundFace:
    """One face, and how it was found.

    Attributes
    ----------
    box : Box
        The face, in pixels of the image. It may reach over the border as far as the detector thinks the face does, but
        not by more than half of the box. `Box.score` is the highest confidence that a look had, where the
        detector has one.
    look : str
        Which look found it first, with the highest confidence, in words: ``"1280 pixels"`` (the whole picture, shrunk
        to that), ``"tiles at 2088 pixels, turned 90 degrees"``.
    doubtful : bool
        Whether a person should look at it, since the detector was not sure; where it looks thoroughly with YuNet, since
        a closer look at the place was not. It is hidden all the same.
    turned : int
        By how many degrees to the left the picture was turned for that look: 0, 90, 180 or 270.
    """

    box: Box
    look: str
    doubtful: bool = False
    turned: int = 0


def merge_faces(found):
    """Make one of the faces that are the same, the surest first (non-maximum suppression).

    Two boxes are of one face if they overlap by 0.4 (intersection over union); if they were found in different turns
    and half of the smaller one lies in the other; or if one lies in the other and is doubtful or has its middle in the
    same place. A sure face that lies elsewhere inside a larger one (a child held in
    front of its mother) stays a face of its own.

    Parameters
    ----------
    found : list of FoundFace
        From any number of looks, in any order.

    Returns
    -------
    list of FoundFace
        The surest first. For each one found, one is kept that is the same face, and sure if it was sure. Where a sure
        box of the same face reaches much further than the one with the highest score, the kept box covers both.
    """
    found = sorted(found, key=_rank)
    kept = []  # [the surest of a face, the box that covers it]
    for face in found:
        same = next((one for one in kept if same_face(one[0], face)), None)
        if same is None:
            kept.append([face, face.box])
        elif not face.doubtful and same[0].box.iou(face.box) < _SAME:
            same[1] = _both(same[1], face.box)
    return [replace(face, box=box) for face, box in kept]


def distinct(found):
    """Keep the best of those that were found in one turn and overlap: places worth another look.

    Parameters
    ----------
    found : list of FoundFace

    Returns
    -------
    list of FoundFace
        The surest first.
    """
    kept = []
    for face in sorted(found, key=_rank):
        if all(face.turned != other.turned or face.box.iou(other.box) < _SAME for other in kept):
            kept.append(face)
    return kept


def same_face(surer, other):
    """Tell whether two boxes are of one face.

    Parameters
    ----------
    surer, other : FoundFace
        The first is the one that would be kept.

    Returns
    -------
    bool
    """
    a, b = surer.box, other.box
    if a.iou(b) >= _SAME:
        return True
    shared = _shared(a, b)
    small, large = sorted((a, b), key=lambda box: box.area)
    if surer.turned != other.turned and shared >= _TURNED * small.area:
        return True
    if shared < _INSIDE * small.area:
        return False
    if other.doubtful and other.box is small:
        return True  # an eye, or the half of a face in a tile: hidden with the larger box
    apart = max(
        abs(a.left + a.right - b.left - b.right) / 2 / large.width,
        abs(a.top + a.bottom - b.top - b.bottom) / 2 / large.height,
    )
    return apart <= _CENTRES and small.area >= _SIZES * large.area and not (other.doubtful and other.box is large)


def _rank(face):
    """Sure ones first, then the highest score; edges break ties, so that the order is the same on every run."""
    box = face.box
    return face.doubtful, -(box.score or 0), -box.area, box.left, box.top, face.look


def _shared(a, b):
    width, height = min(a.right, b.right) - max(a.left, b.left), min(a.bottom, b.bottom) - max(a.top, b.top)
    return max(width, 0) * max(height, 0)


def _both(a, b):
    return Box(min(a.left, b.left), min(a.top, b.top), max(a.right, b.right), max(a.bottom, b.bottom), a.score)
