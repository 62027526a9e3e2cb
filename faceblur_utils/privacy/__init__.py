"""Does a blur hide who it is? Attacks on blurred faces, and what they get back.

`seeing` (is there still a face, how much of the picture is left), `recogniser` (is it still the same person), `people`
(whose pictures the attacks are tried on), `identification` (who is it, among several), `curves` (distance against
strength), `undoing` (taking a blur back), `recommendation` (the weakest setting that stands all of it) and `meter` (a
verdict on a hidden face, in words).

An attack that succeeds proves that a blur fails. One that fails proves little: somebody else's may succeed.
"""

from .meter import Verdict, verdict, verdicts
from .recogniser import SAME_PERSON, encode, identity_distance, recognised
from .seeing import QUICK, found_again, seen, ssim

__all__ = [
    "QUICK",
    "SAME_PERSON",
    "Verdict",
    "encode",
    "found_again",
    "identity_distance",
    "recognised",
    "seen",
    "ssim",
    "verdict",
    "verdicts",
]
