"""Folder in, folder out: every photo and video anonymised, and a report of those that somebody has to look at.

The modules follow the work: `listing` (which files are photos and videos), `places` (where no result may go), `numbers`
(names of results that tell nothing), `telling` (names that tell who and where), `task` (what is done to one file, on
whichever machine; `films` to a video), `pixels` (how much at once), `running` (in which threads or on which executor),
`unfinished` (what a stopped run leaves), `settling` (results get their names, one by one), `report`, and `pipeline`,
which joins them.
"""

from .pipeline import anonymize_folder
from .report import Done, DoneVideo, Failure, FolderReport
from .running import WorkersLostError

__all__ = ["Done", "DoneVideo", "Failure", "FolderReport", "WorkersLostError", "anonymize_folder"]
