"""Anonymise a video file: read, find, bridge the gaps, blur, write, check.

The modules follow the work: `beforehand` (what can be told at once), `reading`, `damage` (what cannot be read),
`planes` (frames as a codec keeps them), `searching` (one frame), `turns` (which frames are searched, and where),
`changes` (what is not as it was when it was last searched), `boxes`, `follow`, `trails` and `tracks` (what to cover
where the detector saw nothing), `scenes` (cuts), `album` (thumbnails), `writing` to an `unfinished` file, `sound`
(copied, without what was cut off, of which `mp4` tells), `report`, and `stages` (threads, bar and clock).
`first_reading` finds the faces and gives a `first_look` (as JSON: `first_look_json`); a person's `decisions` are
applied by `deciding`, with `additions` (boxes drawn by hand), `keeping` (who is left clear, and when) and `likeness`
(is it the same person?); `second_reading` hides and writes; `pipeline` does all of it. `display` shows the result in a
notebook. How frames are shown is for `geometry`, `canvas`, `fields` and `transparency`, when they are shown for
`moments`.
"""

from .boxes import between, fill_gaps, smooth
from .decisions import AddedBox, Decisions, Span
from .display import play, timeline, timeline_figure
from .first_look import Thumbnail, Track, Tracks
from .first_reading import Glimpse
from .pipeline import anonymize_video, find_tracks
from .reading import VideoError
from .report import Frame, Report
from .tracks import Tracker
from .trails import Face, Sighting

__all__ = [
    "AddedBox",
    "Decisions",
    "Face",
    "Frame",
    "Glimpse",
    "Report",
    "Sighting",
    "Span",
    "Thumbnail",
    "Track",
    "Tracker",
    "Tracks",
    "VideoError",
    "anonymize_video",
    "between",
    "fill_gaps",
    "find_tracks",
    "play",
    "smooth",
    "timeline",
    "timeline_figure",
]
