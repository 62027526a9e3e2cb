"""Your own video: choose a clip, see who is in it, keep a person clear, mend what was missed, write it.

`OwnVideo` shows the page in JupyterLab, and `OwnClip` is the same without one. Nothing of a clip is saved in a
notebook. The modules: `clip` (source, search, decisions, writing), `review` (what a person decides, as a value and as
JSON), `outcome` (what comes of it), `following` (boxes drawn by hand), `frames` (any frame of a file), `sightings`
(what a search has found so far), `rows` (each person as a strip), `suggesting` (who may be one person), `work` (threads
that can pause and stop), `temporary` (files that go with the page or the kernel); and for the page `pictures`,
`telling`, `asking` and `page`.
"""

from .clip import OwnClip
from .page import OwnVideo
from .review import Review

__all__ = ["OwnClip", "OwnVideo", "Review"]
