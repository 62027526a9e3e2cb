"""Find faces: five detectors behind one call, ``image -> list of Box``, the largest face first.

`detectors` (the registry `DETECTORS` and `detect_faces`), `matching` (boxes against the truth), `finding` (how to look:
the value `Finding`), `engines` (what computes YuNet), `looks` (looking thoroughly: several sizes, tiles and turns,
merged) and `stress` (what they miss: photos spoilt by known amounts).
"""

from .detectors import DETECTORS, Detector, detect_faces, quietly
from .engines import engine_of
from .finding import LOOKS, Finding
from .loading import DetectorUnavailableError, import_face_recognition
from .looks import find_faces
from .matching import Matches, match_boxes
from .merging import FoundFace
from .stress import STRESSES, Labelled, StressTable, sample_photos, stress_table

__all__ = [
    "DETECTORS",
    "Detector",
    "DetectorUnavailableError",
    "Finding",
    "FoundFace",
    "LOOKS",
    "Labelled",
    "Matches",
    "STRESSES",
    "StressTable",
    "detect_faces",
    "engine_of",
    "find_faces",
    "import_face_recognition",
    "match_boxes",
    "quietly",
    "sample_photos",
    "stress_table",
]
