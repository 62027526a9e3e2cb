"""Checks of the lessons' exercises: each tries properties on inputs of its own and says which one fails, and why.

The checks of a lesson stand in one to four modules that are called after it, those of the deeper one on what detectors
miss in `stress`; the notebooks call ``check.<exercise>(attempt)``.

- `core` tries the properties and prints the verdict; `progress` lists what has been checked.
- `learner` calls what the learner wrote: within a time, its errors told with their line.
- `mistakes` names a mistake by imitating it; `kinds` and `facts` say what can be seen of a result, `refusals` of an
error.
- `real` has the pictures, `problem` the words and pictures of a failed property.
"""

from .blur import *
from .blur_waves import *
from .blur_windows import *
from .compare import *
from .compare_lineup import *
from .compare_moves import *
from .compare_sheet import *
from .detect import *
from .detect_boxes import *
from .live import *
from .live_queues import *
from .live_turns import *
from .paste_back import *
from .paste_back_blend import *
from .photos import *
from .photos_files import *
from .photos_refuse import *
from .photos_turned import *
from .privacy import *
from .privacy_attackers import *
from .privacy_frames import *
from .privacy_ranks import *
from .progress import *
from .roi import *
from .start import *
from .stress import *
from .video import *
from .video_neighbours import *
