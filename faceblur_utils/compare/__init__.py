"""Methods side by side under sliders: `compare_methods`, and the `Explorer` behind every slider of the lessons."""

from .explorer import Explorer
from .methods import compare_methods

__all__ = ["Explorer", "compare_methods"]
