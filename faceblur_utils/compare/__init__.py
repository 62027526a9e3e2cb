"""Methods side by side under sliders: `compare_methods`, and the `Explorer` behind every slider of the lessons.

`explorer` (controls and a picture that follows), `knobs` (what can be moved), `bench` (the page, which `bench.js`
draws), `methods` (`compare_methods`), `method_explorer` (what it shows), `method_controls` (its knobs), `film` (a sweep
of the strength for slides), `sources` (photos and their faces), `saved` (what stays in a notebook of one's own photo),
`lifetime` (an output closes when its cell is run again), `controls` and `copying` (for a `Hiding` and a `Finding`, as
other pages need them); without widgets: `scene` (what the panels show, and measures), `views` (how they are laid out)
and `texts` (the same in words).
"""

from .explorer import Explorer
from .methods import compare_methods

__all__ = ["Explorer", "compare_methods"]
