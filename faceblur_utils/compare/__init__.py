"""Methods side by side under sliders: `compare_methods`, and the `Explorer` behind every slider of the lessons.

`explorer` (controls and a picture that follows), `controls` (for a `Hiding` and a `Finding`, as pages need them),
`copying` (code with a button that copies it), `methods` (`compare_methods`), `method_controls` (its sliders), `sources`
(photos and their faces), `saved` (what stays in a notebook of one's own photo), `lifetime` (an output closes when its
cell is run again); without widgets: `scene` (what the panels show, and measures), `views` (how they are laid out) and
`texts` (the same in words).
"""

from .explorer import Explorer
from .methods import compare_methods

__all__ = ["Explorer", "compare_methods"]
