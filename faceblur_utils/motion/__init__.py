"""Pictures that move, where motion is the idea: frames drawn once, a player that steps through them, and a still.

``flipbook`` holds frames with their captions, ``player`` shows them (``player.js`` in any page, ``widget.js`` in a
notebook's), ``drawing`` is what frames are drawn with; the other modules draw those of the lessons.
"""

from .cascade import stages_passed, windows_rejected
from .flipbook import Flipbook
from .flow import frames_pile_up, timeline
from .gradients import hog_cell
from .kernels import kernel_slides
from .memory import box_over_border, view_and_copy
from .player import Motion
from .sizes import faces_at_widths

__all__ = [
    "Flipbook",
    "Motion",
    "box_over_border",
    "faces_at_widths",
    "frames_pile_up",
    "hog_cell",
    "kernel_slides",
    "stages_passed",
    "timeline",
    "view_and_copy",
    "windows_rejected",
]
