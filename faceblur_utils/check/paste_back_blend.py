"""More checks of the exercises in lesson 04: blending, and hiding them all."""

import itertools

import numpy as np

from ..roi import Box
from .core import judge
from .kinds import an_image, unchanged
from .mistakes import agrees
from .real import as_bytes, face, grain, stand_in

__all__ = ["blend", "hide_all"]


def _mix(share=lambda a: a, of_roi=lambda a: 1 - a, end=as_bytes):
    """Make a blend with one part replaced: the share of each, or how it becomes bytes."""

    def mix(roi, blurred, alpha):
        alpha = alpha[..., None].astype(float)
        return end(share(alpha) * blurred + of_roi(alpha) * roi)

    return mix


def _clipped(numbers):
    return np.clip(np.rint(numbers), 0, 255).astype(np.uint8)


_IN_FRONT = "The third axis of alpha stands in front: it is due behind height and width, as the channels are."
_EITHER = "There is no mixing: each pixel is either blurred or clear. alpha is a share; 0.5 means half of each."
_BLEND = [
    ("The two are swapped: alpha is the share of the blurred region, 1 - alpha of roi.",
     _mix(lambda a: 1 - a, lambda a: a)),
    ("One grey level too dark in places: .astype(np.uint8) cuts the decimals off. Round first.",
     _mix(end=lambda numbers: (numbers + 1e-7).astype(np.uint8))),
    ("One grey level too dark in places: .astype(np.uint8) cuts the decimals off. Round first.",
     lambda roi, blurred, alpha: (alpha[..., None] * blurred + (1 - alpha[..., None]) * roi).astype(np.uint8)),
    ("The numbers were rounded up (ceil); the nearest is due.",
     _mix(end=lambda numbers: np.ceil(numbers - 1e-7).astype(np.uint8))),
    ("The numbers were rounded up (ceil); the nearest is due.",
     _mix(end=lambda numbers: np.ceil(numbers).astype(np.uint8))),
    ("The numbers were rounded up (ceil); the nearest is due.",
     lambda roi, blurred, alpha: np.ceil(alpha[..., None] * blurred + (1 - alpha[..., None]) * roi).astype(np.uint8)),
    ("blurred - roi was taken in uint8, where what is below 0 wraps around at 256: make one a float first.",
     lambda roi, blurred, alpha: np.rint(roi + alpha[..., None] * (blurred - roi)).astype(np.uint8)),
    ("blurred - roi was taken in uint8, where what is below 0 wraps around at 256: make one a float first.",
     lambda roi, blurred, alpha: (roi + alpha[..., None] * (blurred - roi)).astype(np.uint8)),
    (_IN_FRONT, lambda roi, blurred, alpha: _mix()(roi, blurred, alpha) if alpha.ndim > 2 else (
        alpha[None] * blurred + (1 - alpha[None]) * roi)),
    (_IN_FRONT, lambda roi, blurred, alpha: np.stack([alpha] * 3) * blurred + (1 - np.stack([alpha] * 3)) * roi),
    ("Each product was cut off before the sum: add first, then round.",
     lambda roi, blurred, alpha: (alpha[..., None] * blurred).astype(np.uint8) + ((1 - alpha[...,
         None]) * roi).astype(np.uint8)),
    ("Each product was rounded before the sum: add first, then round.",
     lambda roi, blurred, alpha: as_bytes(alpha[..., None] * blurred) + as_bytes((1 - alpha[..., None]) * roi)),
    ("It is half of each everywhere, whatever alpha says.", _mix(lambda a: 0.5, lambda a: 0.5)),
    ("Sums of uint8 wrap around at 256; and it is half of each, whatever alpha says.",
     lambda roi, blurred, alpha: (blurred + roi) // 2),
    (_EITHER, lambda roi, blurred, alpha: np.where(alpha[..., None] > 0.5, blurred, roi)),
    (_EITHER, lambda roi, blurred, alpha: np.where(alpha[..., None] >= 0.5, blurred, roi)),
    (_EITHER, lambda roi, blurred, alpha: np.where(alpha[..., None] > 0, blurred, roi)),
    (_EITHER + " In uint8, alpha is 0 or 1.",
     lambda roi, blurred, alpha: np.where(alpha[..., None] >= 1, blurred, roi)),
    ("roi is missing: where alpha is small, it is black. 1 - alpha of roi is added.", _mix(of_roi=lambda a: 0)),
    ("The blurred part is missing: alpha of blurred is added.", _mix(lambda a: 0)),
    ("Brackets are missing: (1 - alpha) * roi; without them, 1 - alpha * roi takes alpha * roi away.",
     lambda roi, blurred, alpha: _clipped(alpha[..., None] * blurred + 1 - alpha[..., None] * roi)),
    ("Brackets are missing: (1 - alpha) * roi; without them, 1 - alpha * roi takes alpha * roi away.",
     lambda roi, blurred, alpha: np.rint(alpha[..., None] * blurred + 1 - alpha[..., None] * roi).astype(np.uint8)),
    ("The whole of roi was added, not weighted: its share is 1 - alpha.", _mix(of_roi=lambda a: 1, end=_clipped)),
    ("The share of roi is 1 - alpha, minus and not plus.", _mix(of_roi=lambda a: 1 + a, end=_clipped)),
    ("alpha was divided by 255; it runs from 0 to 1 already.", _mix(lambda a: a / 255, lambda a: 1 - a / 255)),
    ("alpha was multiplied by 255; it runs from 0 to 1.", _mix(lambda a: a * 255, lambda a: 1 - a * 255, _clipped)),
    ("alpha is squared: it counts twice.", _mix(lambda a: a**2, lambda a: 1 - a**2)),
    ("The mean of alpha was used, one number everywhere; each pixel has its own alpha.",
     lambda roi, blurred, alpha: as_bytes(alpha.mean() * blurred + (1 - alpha.mean()) * roi)),
    ("The alpha of the first row was used for each row.",
     lambda roi, blurred, alpha: _mix()(roi, blurred, alpha[:1].repeat(len(alpha), 0))),
    ("The alpha of the first column was used for each column.",
     lambda roi, blurred, alpha: _mix()(roi, blurred, alpha[:, :1].repeat(alpha.shape[1], 1))),
    ("That is the blurred region everywhere, whatever alpha says.", lambda roi, blurred, alpha: blurred),
    ("That is the clear region everywhere, whatever alpha says.", lambda roi, blurred, alpha: roi),
    ("Only channel 0 was mixed: alpha[..., None] is repeated for all three.",
     lambda roi, blurred, alpha: np.dstack([_mix()(roi, blurred, alpha)[..., :1], roi[..., 1:]])),
    ("alpha has shape (height, width) and the regions a third axis: alpha[..., None] gives it one.",
     lambda roi, blurred, alpha: alpha * blurred + (1 - alpha) * roi),
]  # fmt: skip


def blend(attempt):
    """Check ``attempt(roi, blurred, alpha)``, which mixes the two and returns uint8.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    roi, blurred = grain(16, 24, 3), grain(16, 24, 3)[::-1].copy()
    # Different in every row and every column.
    alpha = (np.linspace(0, 1, 24)[None, :] * np.linspace(1, 0.2, 16)[:, None]).astype(np.float32)
    ones, zeros = np.ones((16, 24), np.float32), np.zeros((16, 24), np.float32)

    def mixed(cases, hint):
        def exact(roi, blurred, alpha):
            alpha = alpha[..., None].astype(float)
            return alpha * blurred + (1 - alpha) * roi

        wanted = {as_bytes(exact(*case)).tobytes(): exact(*case) for case in [*cases, real()]}
        return agrees(
            cases,
            _mix(),
            _BLEND,
            kind=an_image(),
            # A half may go either way, and what OpenCV's own mixing rounds in another way.
            fits=lambda result, due: np.abs(result - wanted[due.tobytes()]).max() <= 0.51,
            hint=hint,
            real=real,
            more=[(roi, blurred, alpha)],
        )

    def real():
        rows, columns = np.mgrid[-1:1:90j, -1:1:72j]
        soft = np.clip(1.5 - 1.5 * np.hypot(rows, columns), 0, 1).astype(np.float32)
        return face(), np.full_like(face(), face().mean(axis=(0, 1)).round()), soft

    return judge(
        "blend",
        attempt,
        [
            ("where alpha is 1, the blurred region", mixed([(roi, blurred, ones)], "1 of blurred, 0 of roi.")),
            ("where alpha is 0, the region itself", mixed([(roi, blurred, zeros)], "The share of roi is 1 - alpha.")),
            (
                "between, the weighted mean, rounded",
                mixed(
                    [(roi, blurred, alpha)],
                    "Take the pixel named above: what are its alpha, its roi and its blurred, and what their mean?",
                ),
            ),
            (
                "a region blended with itself stays as it is",
                mixed([(roi, roi, alpha)], "The two shares of a pixel sum to 1: round what comes out."),
            ),
            ("the arrays passed in are not changed", unchanged("one of the arrays")),
        ],
        "roi, blurred, alpha",
    )


def _hide(
    source=lambda image, result: result, boxes=lambda boxes: boxes, clip=True, part=lambda box: box.slices, on=None
):
    """Make a hiding of all boxes with one part replaced.

    Where a region is read, which boxes, clipped or not, which slices.
    """

    def hide_them(image, given, hide):
        result = image.copy()
        for box in boxes(given):
            place = part(box.clip(image) if clip else box)
            if on is not None:
                result = on(image, result)
            result[place] = hide(source(image, result)[place])
        return result

    return hide_them


def _by_whole(image, boxes, hide):
    result, covered = image.copy(), hide(image)
    for box in boxes:
        result[box.clip(image).slices] = covered[box.clip(image).slices]
    return result


def _replaced(image, boxes, hide):
    result = image.copy()
    for box in boxes:
        result = hide(result[box.clip(image).slices])
    return result


def _apart(image, boxes, hide):
    """Leave out each box that overlaps one before."""
    kept = []
    for box in (box.clip(image) for box in boxes):
        if not any(box.iou(other) > 0 for other in kept):
            kept.append(box)
    return _hide()(image, kept, hide)


def _whole_each_time(image, boxes, hide):
    result = image.copy()
    for box in (box.clip(image) for box in boxes):
        result[box.slices] = hide(result)[box.slices]
    return result


def _first_come(image, boxes, hide):
    """Hide what the image holds, where no box before has hidden anything."""
    result, done = image.copy(), np.zeros(image.shape[:2], bool)
    for box in (box.clip(image) for box in boxes):
        new = ~done[box.slices]
        result[box.slices][new] = hide(image[box.slices])[new]
        done[box.slices] = True
    return result


def _twice(image, boxes, hide):
    return _hide()(image, boxes, lambda roi: hide(hide(roi)))


def _turned(box):
    return np.s_[box.left : box.right, box.top : box.bottom]


def _less(box):
    return np.s_[box.top : box.bottom - 1, box.left : box.right - 1]


def _inside(image):
    return lambda boxes: [box for box in boxes if box.clip(image) == box]


# Also for the photos of lesson 06, whose function hides what it finds itself.
HIDING = [
    ("Only the last face is hidden. Does each turn of the loop begin with the image again? It has to go on from the "
     "result of the "
     "one before.", _hide(on=lambda image, result: image.copy())),
    ("A small box inside a face that was hidden already brought back what lies under it: cut each region from the "
     "result, in which "
     "the boxes before it are hidden.", _hide(lambda image, result: image)),
    ("A region was cut from the image, where a box before had hidden a part of it: cut each from the result so far.",
     _first_come),
    ("Only the first face is hidden. Does `return` stand inside the loop?", _hide(boxes=lambda boxes: boxes[:1])),
    ("Nothing is hidden in what came back: is what hide(...) returns assigned to the slice of the result, and is the "
     "result returned?",
     lambda image, boxes, hide: image),
    ("The last face is left out: does the loop end one too early?", _hide(boxes=lambda boxes: boxes[:-1])),
    ("The first face is left out: does the loop begin one too late? The first is number 0.",
     _hide(boxes=lambda boxes: boxes[1:])),
    ("A box that overlaps one before it was left out: each box is hidden.", _apart),
    ("The hidden region became the result: it belongs in the slice of the result, and the rest stays.", _replaced),
    ("hide was given the whole picture each time: it is meant for the region of one face.", _whole_each_time),
    ("The whole image was hidden first, and parts of that were taken: hide is meant for the region of one face.",
     _by_whole),
    ("The whole image was hidden, outside the boxes as well.",
     lambda image, boxes, hide: hide(image) if boxes else image),
    ("X and Y are swapped: rows come first, box.top : box.bottom.", _hide(part=_turned)),
    ("The last row and the last column of each box are left out: bottom and right are exclusive already.",
     _hide(part=_less)),
    ("Each region was hidden twice: call hide once for a box.", _twice),
    ("Faces over the border are left out: clip each box, and hide what lies inside.",
     lambda image, boxes, hide: _hide(boxes=_inside(image))(image, boxes, hide)),
    ("It is black where hide(roi) is due: hide says what a hidden region looks like.",
     lambda image, boxes, hide: _hide()(image, boxes, np.zeros_like)),
    ("It is white where hide(roi) is due: hide says what a hidden region looks like.",
     lambda image, boxes, hide: _hide()(image, boxes, lambda roi: np.full_like(roi, 255))),
]  # fmt: skip


def hide_all(attempt):
    """Check ``attempt(image, boxes, hide)``, which hides every box: ``hide(roi)`` gives the blurred region.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image = grain(60, 90, 3)
    three = [Box(5, 5, 25, 30), Box(40, 10, 60, 40), Box(70, 35, 85, 55)]
    within = [Box(5, 5, 45, 45), Box(12, 14, 22, 20)]
    border = [Box(-10, -5, 20, 20), Box(80, 50, 99, 70)]

    def hidden(boxes, hint):
        def shown(result, due, case):
            visible = [
                number
                for number, box in enumerate(boxes, 1)
                if (result[box.clip(image).slices] == image[box.clip(image).slices]).all(axis=2).mean() > 0.5
            ]
            if visible:
                return f"Still visible: face {', '.join(map(str, visible))} of {len(boxes)}. {hint}"
            outside = np.ones(image.shape[:2], bool)
            for box in boxes:
                outside[box.clip(image).slices] = False
            if (result[outside] != image[outside]).any():
                return "Pixels outside the boxes changed: write to the boxes' slices only."
            return hint

        return agrees(
            [(image, list(boxes), stand_in)],
            _hide(),
            HIDING,
            kind=an_image(),
            # Where boxes overlap, the order is the learner's.
            fits=lambda result, due: any(
                (result == _hide()(image, order, stand_in)).all() for order in itertools.permutations(boxes)
            ),
            hint=shown,
            real=lambda: (face(), [Box(5, 15, 50, 80), Box(30, 30, 72, 60)], stand_in),
            more=[(image, list(three), stand_in), (image, list(within), stand_in), (image, list(border), stand_in)],
        )

    again = "Compare the pictures box by box: which box is the first that comes out otherwise?"
    return judge(
        "hide_all",
        attempt,
        [
            ("one face is hidden", hidden(three[:1], "Print what hide was given, and what it gave.")),
            ("three faces are hidden", hidden(three, again)),
            ("overlapping faces are hidden", hidden([Box(5, 5, 30, 30), Box(20, 20, 50, 50)], again)),
            ("a face over the border is hidden", hidden(border, "Clip each box first: box = box.clip(image).")),
            ("no face, no change", hidden([], "Without a box, the image comes back as it was.")),
            ("the image and the list passed in are not changed", unchanged("the image or the list of boxes")),
            ("a box inside a hidden face brings nothing back", hidden(within, "Cut each region from the result.")),
        ],
        "image, boxes, hide",
    )
