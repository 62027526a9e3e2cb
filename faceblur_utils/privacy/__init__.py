"""Does a blur hide who it is? Attacks on blurred faces, and what they get back.

`redetection` (is there still a face, how much of the picture is left), `subjects` (whose pictures the attacks are tried
on), `identification` (who is it, among several), `attackers` (the registry of those who ask so, with `training`,
`matching` and `traces`), `table` (all of them beside chance and controls), `intervals` (how sure a share is), `studies`
(the same with people of your own), `curves` (distance against strength), `reconstruction` (taking a blur back),
`recommendation` (the rule for the default, and what it gives) and `meter` (a verdict on a hidden face, in words). The
recogniser that they ask is in `recognise`.

An attack that succeeds proves that a blur fails. One that fails proves little: somebody else's may succeed.
"""

from ..recognise import LEAST_SHARE, SAME_PERSON, encode, encode_all, identity_distance, share_in_picture
from .attackers import ATTACKERS, Attacker, Search, attack
from .curves import STRENGTHS, Point, PrivacyCurve, privacy_curve
from .identification import Identification, another_day, identify, pooled
from .intervals import bootstrap, least_noticed, share_of_people
from .matching import guess_candidate, read_box
from .meter import Verdict, verdict, verdicts
from .recommendation import QUICK_ATTACKERS, Recommendation, Trial, candidates, recommend
from .reconstruction import (
    DEBLURRERS,
    UNDO,
    average_frames,
    deblur,
    guess_sigma,
    smooth_mosaic,
    undo,
)
from .redetection import QUICK, found_again, seen, ssim
from .studies import Study, Verification, study
from .subjects import Portrait, Probe, normalised, speaker, strangers
from .table import CONTROLS, AttackTable, Experiment, another_day_of_one, attack_table, same_pictures
from .training import linear_distances

__all__ = [
    "ATTACKERS",
    "CONTROLS",
    "DEBLURRERS",
    "LEAST_SHARE",
    "QUICK",
    "QUICK_ATTACKERS",
    "SAME_PERSON",
    "STRENGTHS",
    "UNDO",
    "AttackTable",
    "Attacker",
    "Experiment",
    "Identification",
    "Point",
    "Portrait",
    "PrivacyCurve",
    "Probe",
    "Recommendation",
    "Search",
    "Study",
    "Trial",
    "Verdict",
    "Verification",
    "another_day",
    "another_day_of_one",
    "attack",
    "attack_table",
    "average_frames",
    "bootstrap",
    "candidates",
    "deblur",
    "encode",
    "encode_all",
    "found_again",
    "guess_candidate",
    "guess_sigma",
    "identify",
    "identity_distance",
    "least_noticed",
    "linear_distances",
    "normalised",
    "pooled",
    "privacy_curve",
    "read_box",
    "recommend",
    "same_pictures",
    "seen",
    "share_in_picture",
    "share_of_people",
    "smooth_mosaic",
    "speaker",
    "ssim",
    "strangers",
    "study",
    "undo",
    "verdict",
    "verdicts",
]
