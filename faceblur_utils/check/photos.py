"""Checks of the exercises in lesson 06, whole photos."""

import cv2
import numpy as np

from ..roi import Box
from .core import Problem, judge
from .facts import EDGES, count, short, strange
from .kinds import an_image, unchanged
from .mistakes import agrees
from .paste_back_blend import HIDING
from .real import face, grain, stand_in
from .refusals import refuses

__all__ = ["find_enlarged", "hide_or_refuse"]

# In a photo of 90 x 60 pixels; the largest neither first nor last.
FACES = [Box(8, 12, 28, 37), Box(36, 20, 67, 58), Box(71, 5, 84, 23)]


def scaled(box, factor, order=EDGES, end=round):
    """Give a box with all edges times a factor.

    Parameters
    ----------
    box : Box
    factor : float
    order : tuple of str
        Which edge stands at the place of left, top, right and bottom.
    end : callable
        How it becomes whole numbers.

    Returns
    -------
    Box

    Examples
    --------
    >>> scaled(Box(10, 20, 31, 40), 0.5)
    Box(left=5, top=10, right=16, bottom=20)
    """
    return Box(*(end(getattr(box, edge) * factor) for edge in order))


def in_copy(faces, size):
    """Make a detector that finds these faces in a copy of the picture, however large that is.

    Parameters
    ----------
    faces : list of Box
    size : tuple of int
        (height, width) of the picture itself.

    Returns
    -------
    callable
    """

    def detect(picture):
        height, width = picture.shape[:2]
        down, across = height / size[0], width / size[1]
        return [
            Box(round(box.left * across), round(box.top * down), round(box.right * across), round(box.bottom * down))
            for box in faces
        ]

    return detect


def watch(learner, seen, *arguments):
    """Call the learner's function for what `detect` sees; what goes wrong after that is told by another property.

    Parameters
    ----------
    learner : Learner
    seen : list
        To which the learner's call of detect adds.
    *arguments
        For the function.

    Returns
    -------
    object
        Its result; an empty list if it stopped after calling detect.
    """
    try:
        return learner(*arguments)
    except Exception as error:
        if error is not learner.error or learner.ended or not seen:
            raise
        return []


def boxes_like(result, due):
    """Check that a result is a list of boxes, as many as are due. A `kind` for `agrees`.

    Parameters
    ----------
    result : object
    due : list of Box

    Returns
    -------
    Problem or None
    """
    odd = strange(result, "a list of boxes")
    if odd:
        return odd
    if not isinstance(result, (list, tuple)):
        return Problem(
            f"it returned {short(result)}, a {type(result).__name__}", "A list of Box is due, one for each face."
        )
    if any(not isinstance(box, Box) for box in result):
        kind = next(type(box).__name__ for box in result if not isinstance(box, Box))
        return Problem(
            f"it returned a list that holds a {kind}, not a Box",
            "One Box(left, top, right, bottom) is due for each face.",
        )
    if len(result) != len(due):
        return Problem(
            f"{count(len(due), 'face')}, and {count(len(result), 'box').replace('boxs', 'boxes')} came back",
            "Treat every box that detect returns.",
        )
    return None


def boxes_near(result, due):
    """Whether boxes lie where they should, each edge within a pixel, in whatever order.

    Parameters
    ----------
    result, due : list of Box

    Returns
    -------
    bool

    Examples
    --------
    >>> boxes_near([Box(0, 0, 9, 9)], [Box(0, 0, 10, 10)]), boxes_near([Box(0, 0, 9, 9)], [Box(0, 0, 10, 19)])
    (True, False)
    """
    pairs = zip(*(sorted(boxes, key=lambda box: (box.left, box.top)) for boxes in (result, due)), strict=True)
    return all(abs(getattr(a, edge) - getattr(b, edge)) <= 1 for a, b in pairs for edge in EDGES)


def _enlarged(back=lambda box, scale: scaled(box, 1 / scale), shape=None, which=lambda boxes: boxes):
    """Make a find_enlarged with one part replaced.

    The way back, the size of the large picture, which boxes are treated.
    """

    def find(image, detect, scale):
        height, width = image.shape[:2]
        size = shape(height, width, scale) if shape else (round(width * scale), round(height * scale))
        return [back(box, scale) for box in which(detect(cv2.resize(image, size)))]

    return find


_FIND_ENLARGED = [
    ("These are places in the enlarged picture: come back by dividing by the scale.", _enlarged(lambda box, s: box)),
    ("You multiplied; the photo is smaller than the enlarged picture.", _enlarged(scaled)),
    *[(f"Is a factor written as a fixed number somewhere? It came back by {fixed}: use scale.",
       _enlarged(lambda box, s, fixed=fixed: scaled(box, 1 / fixed))) for fixed in (1.5, 2, 3)],
    ("Box takes left, top, right, bottom in this order.",
     _enlarged(lambda box, s: scaled(box, 1 / s, ("top", "left", "bottom", "right")))),
    ("Box takes left, top, right, bottom in this order.",
     _enlarged(lambda box, s: scaled(box, 1 / s, ("top", "right", "bottom", "left")))),
    ("Box takes left, top, right, bottom in this order.",
     _enlarged(lambda box, s: scaled(box, 1 / s, ("left", "right", "top", "bottom")))),
    ("Divide all four edges by the scale: right and bottom were left as they are.",
     _enlarged(lambda box, s: Box(round(box.left / s), round(box.top / s), box.right, box.bottom))),
    ("Divide all four edges by the scale: right and bottom were moved, and the width and height were left as they are.",
     _enlarged(lambda box, s: Box.from_xywh(round(box.left / s), round(box.top / s), box.width, box.height))),
    ("Box takes left, top, right, bottom; width and height stand where right and bottom belong.",
     _enlarged(lambda box, s: Box(*(round(n / s) for n in (box.left, box.top, box.width, box.height))))),
    ("X was divided by the scale and not Y.",
     _enlarged(lambda box, s: Box(round(box.left / s), box.top, round(box.right / s), box.bottom))),
    ("Y was divided by the scale and not X.",
     _enlarged(lambda box, s: Box(box.left, round(box.top / s), box.right, round(box.bottom / s)))),
    ("Only the first box came back: treat every box that detect returns. Does `return` stand inside the loop?",
     _enlarged(which=lambda boxes: boxes[:1])),
    ("Only the last box came back: treat every box that detect returns, and keep each.",
     _enlarged(which=lambda boxes: boxes[-1:])),
    ("These are regions of pixels; a list of Box is due.",
     lambda image, detect, scale: [cv2.resize(image, None, fx=scale, fy=scale)[box.slices]
                                   for box in detect(cv2.resize(image, None, fx=scale, fy=scale))]),
]  # fmt: skip


def find_enlarged(attempt):
    """Check ``attempt(image, detect, scale)``, which detects in an enlarged copy and returns boxes in photo pixels.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image, detect = grain(60, 90, 3), in_copy(FACES, (60, 90))

    def larger(find):
        for scale in (2, 1.5, 3):
            seen = []

            def watched(picture, seen=seen):
                seen.append(np.array(picture))
                return detect(picture)

            watch(find, seen, image.copy(), watched, scale)
            if not seen:
                return Problem("detect was never called", "Call detect(...) with the enlarged picture.")
            due = round(60 * scale), round(90 * scale)
            problem = _size_seen(seen[0].shape, due, image.shape, scale)
            if problem:
                return problem
            if np.abs(cv2.resize(seen[0], (90, 60), interpolation=cv2.INTER_AREA).astype(int) - image).mean() > 40:
                return Problem(
                    "detect was given another picture than the enlarged photo", "Only enlarge it: cv2.resize."
                )
        return None

    def found(cases, hint):
        return agrees(
            cases,
            _enlarged(),
            _FIND_ENLARGED,
            kind=boxes_like,
            fits=boxes_near,
            slack=1,
            call=lambda image, detect, scale: f"scale {scale}",
            hint=hint,
            more=[(image, detect, 2), (image, detect, 1.5), (image, detect, 3)],
        )

    back = "Divide all four edges by the scale, and round them."
    return judge(
        "find_enlarged",
        attempt,
        [
            ("detect sees the enlarged picture", larger),
            (
                "one Box for each face, on the faces in the photo itself",
                found([(image, detect, s) for s in (2, 1.5, 3)], back),
            ),
            (
                "no face, no box",
                found(
                    [(image, in_copy([], (60, 90)), 2)],
                    "Where nobody is, an empty list is due: no face, no box, no error.",
                ),
            ),
            ("the image passed in is not changed", unchanged("the image")),
        ],
        "image, detect, scale",
    )


def _size_seen(shape, due, photo, scale):
    """Check the size of the picture that detect was given."""
    if shape[:2] == photo[:2]:
        return Problem("detect was given the photo as it is", "cv2.resize returns the larger picture; pass that.")
    if len(shape) != 3:
        return Problem(
            f"detect was given a picture of shape {shape}: grey, without channels", "Enlarge the colour photo itself."
        )
    if max(abs(shape[0] - due[0]), abs(shape[1] - due[1])) <= 1:
        return None
    what = f"at scale {scale} detect was given shape {shape}; for a photo of shape {photo} it should be {(*due, 3)}"
    hint = "As fx and fy, cv2.resize takes the factors themselves; as a size it takes (width, height)."
    if max(abs(shape[0] - due[1]), abs(shape[1] - due[0])) <= 1:
        hint = "Height and width are swapped: as a size, cv2.resize takes (width, height)."
    elif shape[0] < photo[0]:
        hint = "It is smaller than the photo: it was shrunk, not enlarged."
    elif abs(shape[0] - photo[0]) <= 1 or abs(shape[1] - photo[1]) <= 1:
        hint = "It grew along one side only: fx is for X, fy for Y."
    elif any(abs(shape[0] - photo[0] * fixed) <= 1 and fixed != scale for fixed in (1.5, 2, 3)):
        hint = "Is a factor written as a fixed number somewhere? Use scale."
    return Problem(what, hint)


def hide_or_refuse(attempt):
    """Check ``attempt(image, detect, hide)``, which hides every face and raises ValueError where there is none.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image, empty = grain(60, 90, 3), grain(60, 90, 3)[::-1].copy()

    def finds(*boxes):
        return lambda picture: list(boxes)

    def with_boxes(mistake):
        return lambda image, detect, hide: mistake(image, detect(image), hide)

    def due(image, detect, hide):
        result = image.copy()
        for box in detect(image):
            result[box.slices] = hide(result[box.slices])
        return result

    def hidden(faces, hint):
        def seen(result, right, case):
            visible = [
                n
                for n, box in enumerate(faces, 1)
                if (result[box.slices] == image[box.slices]).all(axis=2).mean() > 0.5
            ]
            if visible:
                return f"Still clear: face {', '.join(map(str, visible))} of {len(faces)}. {hint}"
            return "Every face is hidden by hide(...), and nothing else changes."

        return agrees(
            [(image, finds(*faces), stand_in)],
            due,
            # One picture cannot tell these two from others.
            [
                (sentence, with_boxes(mistake))
                for sentence, mistake in HIDING
                if "brought back" not in sentence and "became the result" not in sentence
            ],
            kind=an_image(),
            hint=seen,
            real=lambda: (face(), finds(Box(5, 5, 30, 30), Box(36, 20, 70, 80)), stand_in),
            more=[(image, finds(*FACES), stand_in)],
        )

    def what_came(result):
        if isinstance(result, np.ndarray) and np.array_equal(result, empty):
            return "the photo as it was: a success, as far as anybody can tell"
        return "None, and the program goes on" if result is None else None

    return judge(
        "hide_or_refuse",
        attempt,
        [
            (
                "every face is hidden and nothing else",
                hidden(
                    FACES, "Assign hide(roi) to the slice of the result, for each box, and return only after the loop."
                ),
            ),
            (
                "a single face is hidden as well",
                hidden(FACES[1:2], "One face is enough: refuse only where there is none."),
            ),
            (
                "no face: ValueError, with words",
                refuses(
                    lambda: (empty.copy(), finds(), stand_in),
                    "where nobody is found",
                    "if the list of boxes is empty",
                    words=True,
                    seen=what_came,
                ),
            ),
            ("the image passed in is not changed", unchanged("the image")),
        ],
        "image, detect, hide",
    )
