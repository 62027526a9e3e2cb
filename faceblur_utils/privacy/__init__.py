"""Does a blur hide who it is? Attacks on blurred faces, and what they get back.

`seeing` (is there still a face, how much of the picture is left), `recogniser` (is it still the same person), `people`
(whose pictures the attacks are tried on), `identification` (who is it, among several), `curves` (distance against
strength), `undoing` (taking a blur back) and `recommendation` (the weakest setting that stands all of it).

An attack that succeeds proves that a blur fails. One that fails proves little: somebody else's may succeed.
"""

from .recogniser import SAME_PERSON, encode, identity_distance, recognised
from .seeing import QUICK, found_again, seen, ssim
from .undoing import DEBLURRERS, average_frames, deblur, guess_candidate, guess_sigma, smooth_mosaic

__all__ = [
    "DEBLURRERS",
    "QUICK",
    "SAME_PERSON",
    "average_frames",
    "deblur",
    "encode",
    "found_again",
    "guess_candidate",
    "guess_sigma",
    "identity_distance",
    "recognised",
    "seen",
    "smooth_mosaic",
    "ssim",
]
