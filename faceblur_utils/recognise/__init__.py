"""Is it the same person? Recognisers turn a face into numbers that are near for pictures of one person.

`registry` holds them, `encoding` asks them and remembers, `calibration` finds the distance below which few pairs of
different people lie.
"""

from .calibration import Calibration, calibrate
from .encoding import LEAST_SHARE, SAME_PERSON, encode, encode_all, identity_distance, share_in_picture
from .registry import ALIGNMENTS, RECOGNISERS, Recogniser

__all__ = [
    "ALIGNMENTS",
    "LEAST_SHARE",
    "RECOGNISERS",
    "SAME_PERSON",
    "Calibration",
    "Recogniser",
    "calibrate",
    "encode",
    "encode_all",
    "identity_distance",
    "share_in_picture",
]
