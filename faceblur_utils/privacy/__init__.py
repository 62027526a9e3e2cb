"""Does a blur hide who it is? Attacks on blurred faces, and what they get back.

`redetection` (is there still a face, how much of the picture is left), `subjects` (whose pictures the attacks are tried
on), `identification` (who is it, among several), `curves` (distance against strength), `reconstruction` (taking a blur
back), `recommendation` (the weakest setting that stands all of it) and `meter` (a verdict on a hidden face, in words).
The recogniser that they ask is in `recognise`.

An attack that succeeds proves that a blur fails. One that fails proves little: somebody else's may succeed.
"""

from ..recognise import LEAST_SHARE, SAME_PERSON, encode, encode_all, identity_distance, share_in_picture
from .curves import STRENGTHS, Point, PrivacyCurve, privacy_curve
from .identification import Identification, another_day, identify, pooled
from .meter import Verdict, verdict, verdicts
from .recommendation import FOUND_AT_MOST, Recommendation, recommend
from .reconstruction import (
    DEBLURRERS,
    UNDO,
    average_frames,
    deblur,
    guess_candidate,
    guess_sigma,
    smooth_mosaic,
    undo,
)
from .redetection import QUICK, found_again, seen, ssim
from .subjects import Portrait, normalised, speaker, strangers

__all__ = [
    "DEBLURRERS",
    "FOUND_AT_MOST",
    "LEAST_SHARE",
    "QUICK",
    "SAME_PERSON",
    "STRENGTHS",
    "UNDO",
    "Identification",
    "Point",
    "Portrait",
    "PrivacyCurve",
    "Recommendation",
    "Verdict",
    "another_day",
    "average_frames",
    "deblur",
    "encode",
    "encode_all",
    "found_again",
    "guess_candidate",
    "guess_sigma",
    "identify",
    "identity_distance",
    "pooled",
    "normalised",
    "privacy_curve",
    "recommend",
    "seen",
    "share_in_picture",
    "smooth_mosaic",
    "speaker",
    "ssim",
    "strangers",
    "undo",
    "verdict",
    "verdicts",
]
