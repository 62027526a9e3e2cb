"""Check of the exercise in the deeper lesson on frequencies: a picture without its fast waves."""

import numpy as np

from .core import judge
from .kinds import an_image, unchanged
from .mistakes import agrees
from .real import grain, grey_face

__all__ = ["low_pass"]


def _round(picture):
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


def _distance(y, x):
    return np.hypot(y, x)


def _filtered(
    far=_distance,
    kept=lambda distance, limit: distance <= limit,
    into=np.fft.fft2,
    back=np.fft.ifft2,
    middle=np.fft.fftshift,
    corner=np.fft.ifftshift,
    before=lambda grey: grey.astype(float),
    waves=lambda waves: waves,
    after=lambda picture: _round(picture.real),
):
    """Make a low_pass with one part replaced."""

    def low_pass(grey, limit):
        half = len(grey) // 2
        y, x = np.mgrid[-half:half, -half:half]
        found = waves(middle(into(before(grey)))) * kept(far(y, x), limit)
        return after(back(corner(found)))

    return low_pass


def _same(waves):
    return waves


def _hann(grey):
    fade = np.hanning(len(grey))
    return grey * fade * fade[:, None]


_CIRCLE = "A wave's number of ups and downs is its distance from the middle, np.hypot(y, x)."
_LOW_PASS = [
    ("It is the other way round: the fast waves are kept, and the slow ones are due.",
     _filtered(kept=lambda distance, limit: distance > limit)),
    ("The waves are not where the mask looks: fft2 puts the slow ones into the corners, np.fft.fftshift moves them to "
     "the middle.", _filtered(middle=_same, corner=_same)),
    ("The waves are not where the mask looks: fft2 puts the slow ones into the corners, np.fft.fftshift moves them to "
     "the middle.", _filtered(middle=_same)),
    ("The waves were not moved back: np.fft.ifftshift comes before ifft2.", _filtered(corner=_same)),
    ("Only how high each wave is was kept (abs), and not where it begins: leave the waves complex numbers.",
     _filtered(waves=np.abs)),
    (_CIRCLE + " Yours keeps a square.", _filtered(lambda y, x: np.maximum(np.abs(y), np.abs(x)))),
    (_CIRCLE + " Yours keeps a diamond: sums of y and x.", _filtered(lambda y, x: np.abs(y) + np.abs(x))),
    (_CIRCLE + " Yours looks at the rows only, and keeps what is fast from left to right.",
     _filtered(lambda y, x: np.abs(y))),
    (_CIRCLE + " Yours looks at the columns only, and keeps what is fast from top to bottom.",
     _filtered(lambda y, x: np.abs(x))),
    (_CIRCLE + " Without abs or hypot, waves with a negative number all pass.", _filtered(lambda y, x: y + x)),
    ("A wave of exactly `limit` stays: <=, not <.", _filtered(kept=lambda distance, limit: distance < limit)),
    ("It keeps twice as many as asked: `limit` is a distance from the middle, not a width.",
     _filtered(kept=lambda distance, limit: distance <= 2 * limit)),
    ("It keeps half as many as asked: `limit` is a distance from the middle, not a width.",
     _filtered(kept=lambda distance, limit: distance <= limit / 2)),
    ("The distance was squared and the limit was not.", _filtered(lambda y, x: y**2 + x**2)),
    ("The mean is gone: it is the wave of 0 ups and downs, and the slowest of all. Take nothing away before.",
     _filtered(before=lambda grey: grey - grey.mean())),
    ("The mean is gone: it is the wave of 0 ups and downs, and the slowest of all. Take nothing away before.",
     _filtered(kept=lambda distance, limit: (distance <= limit) & (distance > 0))),
    ("The picture fades at its rim: the lesson's np.hanning is for looking at a spectrum, and none is due here.",
     _filtered(before=_hann)),
    ("Below 0 and above 255 the grey levels went round: np.clip(..., 0, 255) comes before .astype(np.uint8).",
     _filtered(after=lambda picture: np.rint(picture.real).astype(int).astype(np.uint8))),
    ("Levels below 0 came back as bright ones (abs): take the real part, .real, and clip.",
     _filtered(after=lambda picture: _round(np.abs(picture)))),
    ("The imaginary part came back, which holds rounding errors: take .real.",
     _filtered(after=lambda picture: _round(picture.imag))),
    ("These are waves of each row by itself (fft): a picture has two directions, fft2.",
     _filtered(into=np.fft.fft, back=np.fft.ifft)),
    ("It was taken to the waves and not back: np.fft.ifft2.", _filtered(back=_same)),
    ("It was taken to the waves and not back: np.fft.ifft2.", _filtered(back=_same, corner=_same)),
    ("That is the picture as it was.", lambda grey, limit: grey.copy()),
    *[(f"The limit is {n} whatever it is given.", lambda grey, limit, n=n: _filtered()(grey, n)) for n in (4, 8, 10)],
]  # fmt: skip


def low_pass(attempt):
    """Check ``attempt(grey, limit)``, which leaves the waves of at most `limit` ups and downs across the picture.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    noise = [(grain(32, 32), limit) for limit in (3, 5, 12)]
    step = np.zeros((24, 24), np.uint8)
    step[6:18, 9:21] = 255
    steps = [(step, 3), (step, 6)]

    def case(cases, hint):
        return agrees(
            cases,
            _filtered(),
            _LOW_PASS,
            kind=an_image(),
            fits=lambda mine, due: np.abs(mine.astype(int) - due).max() <= 1,
            slack=1,
            call=lambda grey, limit: f"a grey picture of {len(grey)} x {len(grey)} pixels and limit={limit}",
            hint=hint,
            real=lambda: (np.ascontiguousarray(grey_face()[:72]), 8),
            more=noise + steps,
        )

    way = "To the waves (fft2), slow ones to the middle (fftshift), the fast ones to 0, and all the way back."
    return judge(
        "low_pass",
        attempt,
        [
            ("one grey stays one grey", case([(np.full((16, 16), 90, np.uint8), 2)], "The mean is the slowest wave.")),
            ("of noise the slow waves stay", case(noise, way)),
            ("of a bright square as well, in whole grey levels", case(steps, "Round, clip to 0 ... 255, uint8.")),
            ("a limit beyond all waves changes nothing", case([(step, 40)], way)),
            ("the picture passed in is not changed", unchanged("the picture")),
        ],
        "grey, limit",
    )
