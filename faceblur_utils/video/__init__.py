"""Anonymise a video file: read, find, bridge the gaps, blur, write, check.

The modules follow the work: `reading`, `canvas` (all frames brought to one size; with `geometry`: how a stored frame is
shown, `fields` and `transparency`), `planes` (frames as a codec keeps them), `searching` (which frames are searched,
and how thoroughly), `moments` (when frames are shown), `boxes`, `follow` and `tracks` (what to cover where the detector
saw nothing), `scenes` (cuts), `writing`, `report`, `stages` (threads, bar and clock), and `pipeline`, which joins them.
`display` shows the result in a notebook.
"""

from .boxes import between, fill_gaps, smooth
from .display import play, timeline, timeline_figure
from .pipeline import anonymize_video
from .reading import VideoError
from .report import Frame, Report
from .tracks import Face, Sighting, Tracker

__all__ = [
    "Face",
    "Frame",
    "Report",
    "Sighting",
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
