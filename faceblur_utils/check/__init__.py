"""Checks of the lessons' exercises: each tries properties on inputs of its own and says which one fails.

One module for each lesson, of the same name, and `stress` for the deeper one on what detectors miss; the notebooks call
``check.<exercise>(attempt)``.
"""

from .blur import *
from .compare import *
from .detect import *
from .live import *
from .paste_back import *
from .photos import *
from .privacy import *
from .roi import *
from .start import *
from .stress import *
from .video import *
