"""Folder in, folder out: every photo anonymised, and a report of those that somebody has to look at.

The modules follow the work: `listing` (which files are photos), `places` (where no result may go), `numbers` (names of
results that tell nothing), `telling` (names that tell who and where), `report`, and `pipeline`, which joins them.
"""

from .pipeline import anonymize_folder
from .report import Done, DoneVideo, Failure, FolderReport
from .running import WorkersLostError

__all__ = ["Done", "DoneVideo", "Failure", "FolderReport", "WorkersLostError", "anonymize_folder"]
