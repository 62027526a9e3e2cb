"""Pictures that move, where motion is the idea: frames drawn once, a player that steps through them, and a still.

``flipbook`` holds frames with their captions, ``player`` shows them (``player.js`` in any page, ``widget.js`` in a
notebook's), ``drawing`` is what frames are drawn with; the other modules draw those of the lessons.
"""

from .flipbook import Flipbook
from .kernels import kernel_slides
from .memory import box_over_border, view_and_copy
from .player import Motion

__all__ = ["Flipbook", "Motion", "box_over_border", "kernel_slides", "view_and_copy"]
