"""Matplotlib figures of the lessons: grids, boxes on images, and a description for those who cannot see them."""

from .boxes import draw_boxes, outline_hidden
from .grids import PanelGrid, captioned, grid, grid_figure
from .outcomes import cut_matches, draw_matches
from .output import bundle, encode, encode_image, encode_jpeg, require_alt, show, to_rgb
from .steps import STEPS, pipeline, pipeline_figure, signpost
from .style import BLUE, DPI, GREEN, ORANGE, SKY, VERMILION, mpl

__all__ = [
    "BLUE",
    "DPI",
    "GREEN",
    "ORANGE",
    "SKY",
    "STEPS",
    "VERMILION",
    "PanelGrid",
    "bundle",
    "captioned",
    "cut_matches",
    "draw_boxes",
    "draw_matches",
    "encode",
    "encode_image",
    "encode_jpeg",
    "grid",
    "grid_figure",
    "mpl",
    "outline_hidden",
    "pipeline",
    "pipeline_figure",
    "require_alt",
    "show",
    "signpost",
    "to_rgb",
]
