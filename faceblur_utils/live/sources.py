"""Where frames come from when it is not the browser's camera: the camera of the kernel's machine, or a clip."""

import atexit
import contextlib
import threading
import time
from itertools import islice
from pathlib import Path

import cv2

from .. import samples
from ..video.reading import open_video

# Seconds that a camera may take for its first frame, and for each further one, before we say that it gives none.
_FIRST, _NEXT = 10.0, 3.0
CLIP = "intro"


class CameraError(RuntimeError):
    """A camera is not there, is taken, or has stopped giving frames; the message says which, and what to do."""


class MachineCamera:
    """The camera of the machine on which this Python runs, which need not be the one you sit at.

    Cameras give frames at their own pace, and OpenCV keeps some in store; who takes one from the store sees the past.
    So a thread takes every frame at once and keeps only the newest.

    Parameters
    ----------
    index : int
        OpenCV's number of the camera, from 0.
    width, height : int
        What to ask for, in pixels; cameras may give another size.

    Raises
    ------
    CameraError
        If there is no such camera, or it gives no frame.
    """

    def __init__(self, index=0, width=640, height=480):
        self._index, self._ready = index, threading.Condition()
        self._frame, self._taken, self._number, self._seen = None, 0.0, 0, 0
        self._open = True
        with _quiet_opencv():
            self._camera = cv2.VideoCapture(index)
        if not self._camera.isOpened():
            self._camera.release()
            raise CameraError(_why_not(index))
        self._camera.set(cv2.CAP_PROP_FRAME_WIDTH, width)
        self._camera.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
        self._thread = threading.Thread(target=self._grab, name="camera", daemon=True)
        self._thread.start()
        # A thread that Python's end finds inside OpenCV takes the whole program down.
        atexit.register(self.close)
        try:
            self._wait(_FIRST)
        except CameraError:
            self.close()
            raise

    def _grab(self):
        while self._open:
            with _quiet_opencv():
                worked, frame = self._camera.read()
            with self._ready:
                if not worked:
                    self._open = False
                else:
                    self._frame, self._taken, self._number = frame, time.perf_counter(), self._number + 1
                self._ready.notify_all()
        self._camera.release()

    def _wait(self, seconds):
        with self._ready:
            came = self._ready.wait_for(lambda: self._number > self._seen or not self._open, seconds)
            if not came or self._number == self._seen:
                raise CameraError(
                    f"Camera {self._index} of the kernel's machine was opened but gives no picture. Another program "
                    "may be using it, or it was unplugged or switched off; free it and start again."
                )

    def read(self):
        """Wait for a frame newer than the last one read, and give the newest.

        Returns
        -------
        numpy.ndarray
            Shape (height, width, 3), dtype uint8, RGB.
        float
            When it came, on the clock of `time.perf_counter`.

        Raises
        ------
        CameraError
            If the camera gives none any more, or was closed.
        """
        self._wait(_NEXT)
        with self._ready:
            self._seen = self._number
            return cv2.cvtColor(self._frame, cv2.COLOR_BGR2RGB), self._taken

    def close(self):
        """Give the camera back; its lamp goes out."""
        atexit.unregister(self.close)
        with self._ready:
            self._open = False
            self._frame = None
            self._ready.notify_all()
        self._thread.join(_NEXT)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def _devices():
    """Names of the cameras that Linux knows of; ``None`` on systems that do not list them in a folder."""
    folder = Path("/dev")
    if not (folder.is_dir() and cv2.videoio_registry.hasBackend(cv2.CAP_V4L2)):
        return None
    return sorted(place.name for place in folder.glob("video*"))


def _why_not(index):
    """Tell an absent camera from one that is taken, where the system lets us."""
    there, camera = _devices(), f"Camera {index} of the kernel's machine"
    if there is None:
        return (
            f"{camera} could not be opened: there is none, another program is using it, or this program may not use it "
            "(look into the system's settings for privacy). Or choose the sample clip."
        )
    if not there:
        return (
            "The machine on which the kernel runs has no camera. If yours is at the machine where the browser runs, "
            "choose the browser's camera; without one, choose the sample clip."
        )
    if f"video{index}" in there:
        return (
            f"{camera} could not be opened: another program is using it, or you may not read /dev/video{index}. Close "
            "the other program, or choose the sample clip."
        )
    return f"There is no camera {index} on the kernel's machine; it has {', '.join(there)}."


@contextlib.contextmanager
def _quiet_opencv():
    """OpenCV would write to the kernel's log what we say in words."""
    log = cv2.utils.logging
    level = log.getLogLevel()
    log.setLogLevel(log.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        log.setLogLevel(level)


class Clip:
    """A video file that plays in real time, over and over: a camera for those who have none.

    Who comes late misses frames, as with a camera.

    Parameters
    ----------
    path : str or os.PathLike, optional
        By default the sample clip.

    Raises
    ------
    FileNotFoundError, VideoError
        If it cannot be read as a video.
    """

    def __init__(self, path=None):
        self._path = samples.clip(CLIP) if path is None else path
        self._frames, self._start = self._forever(), None
        self._first = next(self._frames)

    def _forever(self):
        """Give each frame with the seconds at which it appears and goes, counted on over repetitions."""
        shift = 0.0
        while True:
            with open_video(self._path) as video:
                length, second = float(1 / video.rate), shift
                for frame in _pictures(video):
                    second = shift + float(frame.time or 0)
                    yield second, second + length, frame
            shift = second + length

    def read(self):
        """Wait until the next frame is due; who comes too late for one gets the one that is due now.

        Returns
        -------
        numpy.ndarray
            Shape (height, width, 3), dtype uint8, RGB.
        float
            When it was due, on the clock of `time.perf_counter`.
        """
        if self._start is None:
            self._start = time.perf_counter()
            second, gone, frame = self._first
        else:
            second, gone, frame = next(self._frames)
        while gone < time.perf_counter() - self._start:
            second, gone, frame = next(self._frames)
        time.sleep(max(0.0, self._start + second - time.perf_counter()))
        return frame.to_ndarray(format="rgb24"), self._start + second

    def close(self):
        """Close the file."""
        self._frames.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def clip_frames(path=None, most=None):
    """Read the frames of a clip, as fast as they can be decoded.

    Parameters
    ----------
    path : str or os.PathLike, optional
        By default the sample clip.
    most : int, optional
        Give no more than these.

    Returns
    -------
    list of numpy.ndarray
        Each of shape (height, width, 3), dtype uint8, RGB.
    float
        Frames per second.

    Raises
    ------
    FileNotFoundError, VideoError
        If it cannot be read as a video.
    """
    with open_video(samples.clip(CLIP) if path is None else path) as video:
        frames = [frame.to_ndarray(format="rgb24") for frame in islice(_pictures(video), most)]
        return frames, float(video.rate)


def _pictures(video):
    """The frames of an open video, without its sound."""
    import av

    return (part for part in video.read() if isinstance(part, av.VideoFrame))
