"""Check of the exercise in the deeper lesson on undoing: frames that are added up."""

import numpy as np

from .core import judge
from .kinds import an_image, unchanged
from .mistakes import agrees
from .real import as_bytes, grain, grey_face

__all__ = ["added_up"]


def _back(frame, x, y):
    return np.roll(frame, (-y, -x), (0, 1))


def _added(move=_back, of=lambda moved: as_bytes(np.mean(moved, axis=0)), which=lambda pairs: pairs):
    """Make an added_up with one part replaced: how a frame is moved, what is made of them, which are taken."""

    def added_up(frames, shifts):
        pairs = which(list(zip(frames, shifts, strict=True)))
        return of([move(frame, x, y) for frame, (x, y) in pairs])

    return added_up


def _small_sum(moved):
    total = np.zeros_like(moved[0])
    for frame in moved:
        total = total + frame
    return total


def _halves(moved):
    mean = moved[0].astype(float)
    for frame in moved[1:]:
        mean = (mean + frame) / 2
    return as_bytes(mean)


def _like_the_first(frames, shifts):
    x, y = shifts[0]
    return _added(lambda frame, *_: _back(frame, x, y))(frames, shifts)


_AXES = "x moves columns (axis 1), y moves rows (axis 0)."
_ADDED_UP = [
    ("The frames were moved on, and not back: a picture that went x to the right comes back by -x.",
     _added(lambda frame, x, y: np.roll(frame, (y, x), (0, 1)))),
    (f"x and y are mixed up: {_AXES}", _added(lambda frame, x, y: np.roll(frame, (-x, -y), (0, 1)))),
    (f"x and y are mixed up, and the frames were moved on, not back: {_AXES}",
     _added(lambda frame, x, y: np.roll(frame, (x, y), (0, 1)))),
    ("The frames were not moved back: they lie on each other where they stood.", _added(lambda frame, x, y: frame)),
    (f"Only the columns were moved back: {_AXES}", _added(lambda frame, x, y: np.roll(frame, -x, 1))),
    (f"Only the rows were moved back: {_AXES}", _added(lambda frame, x, y: np.roll(frame, -y, 0))),
    (f"x came back and y went on: both come back. {_AXES}",
     _added(lambda frame, x, y: np.roll(frame, (y, -x), (0, 1)))),
    (f"y came back and x went on: both come back. {_AXES}",
     _added(lambda frame, x, y: np.roll(frame, (-y, x), (0, 1)))),
    ("Without an axis, np.roll takes all pixels as one long row: give it axis=(0, 1).",
     _added(lambda frame, x, y: np.roll(frame, -y - x))),
    ("They were moved back twice.", _added(lambda frame, x, y: np.roll(frame, (-2 * y, -2 * x), (0, 1)))),
    ("All were moved back like the first: each frame has its own shift.", _like_the_first),
    ("Their sum is there, and of uint8 it goes round above 255: the mean is due, of numbers with room.",
     _added(of=_small_sum)),
    ("The sum of uint8 goes round above 255 before it is divided: add up as float, or let np.mean do it.",
     _added(of=lambda moved: as_bytes(_small_sum(moved) / len(moved)))),
    ("The sum of uint8 goes round above 255 before it is divided: add up as float, or let np.mean do it.",
     _added(of=lambda moved: _small_sum(moved) // len(moved))),
    ("Their sum is there, cut at 255: the mean is due.",
     _added(of=lambda moved: np.clip(np.sum(moved, axis=0), 0, 255).astype(np.uint8))),
    ("The mean of two at a time weighs the last frame most: all count alike.", _added(of=_halves)),
    ("Only the first frame is there: does `return` stand inside the loop?", _added(which=lambda pairs: pairs[:1])),
    ("Only the last frame is there: is it kept, or added?", _added(which=lambda pairs: pairs[-1:])),
    ("The last frame was left out.", _added(which=lambda pairs: pairs[:-1] or pairs)),
    ("The first frame was left out.", _added(which=lambda pairs: pairs[1:] or pairs)),
    ("That is the median of the frames; their mean is due.", _added(of=lambda m: as_bytes(np.median(m, axis=0)))),
    ("That is the brightest of the frames at each pixel; their mean is due.", _added(of=lambda m: np.max(m, axis=0))),
    ("That is the darkest of the frames at each pixel; their mean is due.", _added(of=lambda m: np.min(m, axis=0))),
    *[(f"It was divided by {n} however many frames there are.",
       _added(of=lambda moved, n=n: as_bytes(np.clip(np.sum(moved, axis=0, dtype=float) / n, 0, 255))))
      for n in (2, 3, 24)],
]  # fmt: skip


def added_up(attempt):
    """Check ``attempt(frames, shifts)``, which moves frames back and gives their mean.

    Parameters
    ----------
    attempt : callable
        The learner's function. ``shifts`` has (x, y) for each frame, in whole pixels.

    Returns
    -------
    Verdict
    """
    shifts = [(0, 0), (3, 1), (-2, 4), (5, -3), (-1, -6)]

    def clip(picture, shifts):
        noise = np.random.default_rng(7)
        moved = [np.roll(picture, (y, x), (0, 1)) for x, y in shifts]
        return [as_bytes(np.clip(frame + noise.normal(0, 25, frame.shape), 0, 255)) for frame in moved], shifts

    some = [clip(grain(14, 18), shifts), clip(grain(11, 9), shifts[1:4]), clip(grain(12, 13), shifts[3:])]

    def case(cases, hint):
        return agrees(
            cases,
            _added(),
            _ADDED_UP,
            kind=an_image(),
            fits=lambda mine, due: np.abs(mine.astype(int) - due).max() <= 1,
            slack=1,
            call=lambda frames, shifts: f"{len(frames)} frames of shape {frames[0].shape} and the shifts {shifts}",
            hint=hint,
            real=lambda: clip(grey_face(), [(2 * x, 2 * y) for x, y in shifts]),
            more=some,
        )

    way = "Move each frame back, into its own new array; then the mean over all, pixel by pixel."
    still = (np.full((5, 6), 40, np.uint8), np.full((5, 6), 220, np.uint8), np.full((5, 6), 250, np.uint8))
    return judge(
        "added_up",
        attempt,
        [
            ("one frame comes back as it was", case([clip(grain(9, 10), [(3, 2)])], "Back by -x columns, -y rows.")),
            (
                "of several the mean is taken",
                case([(list(still), [(0, 0)] * 3)], "Of 40, 220 and 250 it is 170."),
            ),
            ("frames that moved lie on each other", case(some, way)),
            ("the frames passed in are not changed", unchanged("a frame")),
        ],
        "frames, shifts",
    )
