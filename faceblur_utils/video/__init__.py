"""Anonymise a video file: read, find, bridge the gaps, blur, write, check.

The modules follow the work: `reading`, `planes` (frames as a codec keeps them), `follow` and `tracks` (what to cover
where the detector saw nothing), `scenes` (cuts), `writing`, `report`, and `pipeline`, which joins them. `display` shows
the result in a notebook.
"""

from .display import play, timeline, timeline_figure
from .pipeline import anonymize_video
from .reading import VideoError
from .report import Frame, Report
from .tracks import Face, Tracker, between, fill_gaps, smooth

__all__ = [
    "Face",
    "Frame",
    "Report",
    "Tracker",
    "VideoError",
    "anonymize_video",
    "between",
    "fill_gaps",
    "play",
    "smooth",
    "timeline",
    "timeline_figure",
]
