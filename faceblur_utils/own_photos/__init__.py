"""Your own photos: choose files, look at what was found, click, look at the result, download it. Nothing is saved.

`OwnPhoto` holds one photo and what is to be hidden in it; `OwnPhotos` shows several in JupyterLab.
"""

from .page import OwnPhotos
from .photo import OwnPhoto

__all__ = ["OwnPhoto", "OwnPhotos"]
