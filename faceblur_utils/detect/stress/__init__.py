"""What do detectors miss? Photos with known faces, spoilt by known amounts, and how many faces are still found.

`labelled` (a photo and its true boxes, and what happens to both), `kinds` (the registry `STRESSES`: a new stress is one
function and one entry), `running` (`stress_table`: every stress, every detector), `table` (what it gives),
and `intervals` (over photos).
"""

from .intervals import over_photos
from .kinds import FULL_WELL, READ_NOISE, STRESSES, Stress
from .labelled import Labelled, sample_photos
from .running import stress_table
from .table import Row, StressTable

__all__ = [
    "FULL_WELL",
    "READ_NOISE",
    "STRESSES",
    "Labelled",
    "Row",
    "Stress",
    "StressTable",
    "over_photos",
    "sample_photos",
    "stress_table",
]
