"""Hide faces in a live picture: the browser's camera, the kernel's machine's, or a clip where there is none.

`following` says what to cover, `loop` does the work on a frame, `sources` gives frames without a browser, and `widget`
shows all of it in JupyterLab.
"""

from .following import Covered, Faces
from .loop import FrameLoop, Settings, Shown, search
from .sources import CameraError, Clip, MachineCamera, clip_frames
from .widget import LiveCamera

__all__ = [
    "CameraError",
    "Clip",
    "Covered",
    "Faces",
    "FrameLoop",
    "LiveCamera",
    "MachineCamera",
    "Settings",
    "Shown",
    "clip_frames",
    "search",
]
