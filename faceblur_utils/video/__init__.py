"""Anonymise a video file: read, find, bridge the gaps, blur, write, check.

The modules follow the work: `beforehand` (what can be told at once), `reading`, `damage` (what cannot be read),
`planes` (frames as a codec keeps them), `searching` (one frame), `turns` (which frames are searched, and where),
`changes` (what is not as it was when it was last searched), `boxes`, `follow` and `tracks` (what to cover where the
detector saw nothing), `scenes` (cuts), `writing` to an `unfinished` file, `sound` (copied, without what was cut off, of
which `mp4` tells), `report`, `stages` (threads, bar and clock), `first_reading` and `second_reading`, which join them,
and `pipeline`, which does both. `display` shows the result in a notebook. How frames are shown is for `geometry`,
`canvas`, `fields` and `transparency`, when they are shown for `moments`.
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
