"""Open a video file, tell what it is in plain words if it is not one, and give its frames and its sound one by one."""

import contextlib
import os
import re
from fractions import Fraction
from pathlib import Path

import numpy as np

from ..images import printable
from ..messages import counted
from .damage import Damage
from .geometry import UPRIGHT, Geometry, Orientation
from .transparency import decoder_with_transparency

# What FFmpeg takes for a video although it is a picture, a text or a list of other files (which must not be opened).
_NOT_VIDEOS = ("image2", "tty", "bin", "hls", "dash", "concat", "ffmetadata", "lrc", "srt", "webvtt", "ass", "sdp")
# Tags that belong to the container itself and say nothing about who filmed what where.
STRUCTURAL = {"major_brand", "minor_version", "compatible_brands", "handler_name", "vendor_id"}
# From so many pixels on, memory counts for more than speed: decoders and encoders keep no frames beside those at work.
LARGE_FRAME = 10_000_000
# What may travel with single frames, under names that say more than FFmpeg's.
_EXTRAS = {
    "SEI_UNREGISTERED": "notes of the camera or encoder",
    "A53_CC": "closed captions",
    "KIND_31": "EXIF data (camera, time, perhaps the place)",
}
# A file may lack this share of what its header promises, or this many seconds, before it counts as cut off.
_TOLERATED_SHARE, _TOLERATED_SECONDS = 0.02, 0.5


class VideoError(ValueError):
    """A file that could not be read as a video, or a video that could not be written; the message says why."""


class Video:
    """An open video file.

    Attributes
    ----------
    path : pathlib.Path
    stream, sounds
        PyAV's video stream, and the list of its audio streams.
    rate : fractions.Fraction
        Frames per second, on average.
    width, height : int
        Of the frames as they are stored, in pixels.
    frames : int
        How many there are according to the header; 0 if it does not say.
    ended_early : float or None
        After `read`: the second at which a truncated file ended.
    damage : Damage
        After `read`: what is missing.
    extras : set of str
        After `read`: names of what frames carried beside their pixels.
    """

    def __init__(self, path, container):
        self.path, self.container = Path(path), container
        streams = [one for one in container.streams.video if not _is_cover(one)]
        if not streams:
            has = ", ".join(sorted({one.type for one in container.streams})) or "nothing"
            raise VideoError(f"{printable(path)} has no moving pictures in it, only: {has}.")
        best = container.streams.best("video")
        self.stream = best if best is not None and not _is_cover(best) else streams[0]
        self.sounds = list(container.streams.audio)
        context = self.stream.codec_context
        if context is None:
            raise VideoError(
                f"{printable(path)}: FFmpeg does not know the codec that its frames are compressed with, or the "
                f"header that names "
                "it is damaged. If it plays elsewhere, convert it to H.264 first."
            )
        if not context.width or not context.height:
            raise VideoError(f"{printable(path)} is damaged: its header does not say how large its frames are.")
        self.codec, self.width, self.height = context.name, context.width, context.height
        self.rate = self.stream.average_rate or self.stream.guessed_rate or Fraction(25)
        self.frames = self.stream.frames
        self.ended_early, self.extras, self._orientation = None, set(), UPRIGHT
        self._aspect, self._coded_aspect = self.stream.sample_aspect_ratio, context.sample_aspect_ratio
        self.damage = Damage(self.stream)
        # Threads that each decode a frame of their own hold as many frames; those that share one do not.
        self.stream.thread_type = "SLICE" if self.width * self.height > LARGE_FRAME else "AUTO"
        self._decoder = decoder_with_transparency(self.stream)

    @property
    def expected(self):
        """How many frames to expect, from the header or from the duration; ``None`` if neither is there."""
        if self.frames:
            return self.frames
        length = self.container.duration
        return round(float(length / 1_000_000 * self.rate)) if length else None

    def metadata(self):
        """List what the file holds beside pictures and sound: names only, for the values are what should go.

        Returns
        -------
        list of str
        """
        names = [name for name in self.container.metadata if name not in STRUCTURAL]
        counts = {}
        for stream in self.container.streams:
            counts[stream.type] = counts.get(stream.type, 0) + 1
            label = f"{stream.type} {counts[stream.type]}"
            if stream is not self.stream and stream.type != "audio":
                names.append("cover picture" if stream.type == "video" and _is_cover(stream) else f"{label} (stream)")
            names += [f"{label}: {name}" for name in stream.metadata if name not in STRUCTURAL]
        chapters = self.container.chapters()
        if chapters:
            names.append(f"{len(chapters)} chapters")
        return names

    def read(self, partial=False):
        """Give the frames and the packets of sound in the order of the file.

        Parameters
        ----------
        partial : bool
            Whether all that can be read of a truncated or damaged file is given.

        Yields
        ------
        av.VideoFrame or av.Packet

        Raises
        ------
        VideoError
            If the file is damaged or ends before its header says (unless `partial`): told once all of it is read, with
            a list of what is damaged. Or if it holds no frame.
        """
        packets, last, reached, self.damage = 0, 0.0, 0.0, Damage(self.stream)
        damage, numbers = self.damage, {sound.index for sound in self.sounds}
        if partial:  # threads tell of an error late, may lose what they hold, and H.264 mends nothing in them
            self.stream.thread_type = "NONE"
        for packet in damage.packets(self.container):
            if packet.dts is not None or packet.pts is not None:
                reached = max(reached, _end(packet))
            if packet.stream.index == self.stream.index:
                packets += packet.dts is not None or packet.size > 0
                for frame in damage.decode(packet, self._decoder or self.stream.codec_context):
                    self._note(frame)
                    last = frame.time or last
                    if partial or not damage.is_certain:
                        yield frame
            elif (
                packet.stream.index in numbers
                and packet.dts is not None
                and damage.heard(packet)
                and (partial or not damage.is_certain)
            ):
                yield packet
        lacks = self._lacks(packets, last, reached)
        length = ((self.container.duration or 0) + (self.container.start_time or 0)) / 1_000_000
        damage.finish(self._promised(), packets, lacks is None, reached, length)
        if lacks is not None:
            self.ended_early = last
        if not partial and (lacks is not None or damage):
            cut_off = f" or was cut off after {last:.2f} seconds ({counted(damage.frames, 'frame')})" if lacks else ""
            said = "; ".join(filter(None, [lacks, damage.text()]))
            raise VideoError(
                f"{printable(self.path)} is damaged{cut_off}: {said}. Pass partial=True to keep what can be read."
            )
        if not damage.frames:
            raise VideoError(f"{printable(self.path)} holds no frame that can be read ({self.codec}).")

    def geometry(self, frame):
        """Tell how a frame is stored and shown, right after `read` gave it: either may change within a file.

        Parameters
        ----------
        frame : av.VideoFrame

        Returns
        -------
        Geometry
        """
        matrix = next((side for side in _with(frame) if side.type.name == "DISPLAYMATRIX"), None)
        if matrix is not None:
            self._orientation = Orientation.from_matrix(np.frombuffer(bytes(matrix), np.int32))
        elif frame.key_frame:  # what H.264 says of one frame goes for those that follow, until a key frame
            self._orientation = UPRIGHT
        coded = self.stream.codec_context.sample_aspect_ratio
        # The container's word counts, as in players, until the pictures themselves say something new.
        aspect = self._aspect if coded == self._coded_aspect else coded
        return Geometry(frame.width, frame.height, self._orientation, aspect or Fraction(1))

    def _note(self, frame):
        """Remember what travels with frames: some cameras store a place in every one."""
        for side in _with(frame):
            name = side.type.name
            if name != "DISPLAYMATRIX":
                self.extras.add(f"frames: {_EXTRAS.get(name, name.lower().replace('_', ' '))}")

    def _promised(self):
        """How many packets the header promises; an edit list may show fewer than there are, or some twice."""
        if self.container.format.name == "avi" and self.damage.table:
            return self.damage.table  # of the frames, some may be empty: the same picture again
        return len(self.stream.index_entries) if "mov" in self.container.format.name else self.frames

    def _lacks(self, packets, last, reached):
        promised, end = self._promised(), self.stream.duration
        at_the_end = end is not None and last >= float(end * self.stream.time_base) - 2.5 / float(self.rate)
        if packets < promised and not at_the_end:
            return f"its header promises {promised} frames and {packets} are there"
        if "matroska" in self.container.format.name:
            promised, seen = _seconds_of(self.stream.metadata.get("DURATION")), last + 1 / float(self.rate)
            if promised is not None and promised - seen > 1.5 / float(self.rate):
                return f"its header promises {promised:.2f} seconds of pictures and they end after {seen:.2f}"
        if "matroska" in self.container.format.name and self.container.duration:
            promised = self.container.duration / 1_000_000
            if promised - reached > max(_TOLERATED_SECONDS, _TOLERATED_SHARE * promised):
                return f"its header promises {promised:.2f} seconds and it ends after {reached:.2f}"
        return None


@contextlib.contextmanager
def open_video(path):
    """Open a video file for reading.

    Parameters
    ----------
    path : str or os.PathLike

    Yields
    ------
    Video

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    VideoError
        If it is a folder, empty, a picture, not a video, or of a kind that cannot be decoded.
    """
    import av

    _know_all_kinds()
    path = Path(os.fspath(path))
    if not path.exists():
        raise FileNotFoundError(f"There is no file {printable(path)}; is the name right, and the folder?")
    if path.is_dir():
        raise VideoError(f"{printable(path)} is a folder, not a video.")
    if path.stat().st_size == 0:
        raise VideoError(f"{printable(path)} is empty (0 bytes).")
    try:
        # Only this very file: a playlist or a reference movie may name others, here or on the web.
        container = av.open(ffmpeg_name(path), options={"protocol_whitelist": "file"}, metadata_errors="replace")
    except av.error.FFmpegError as error:
        raise VideoError(
            f"{printable(path)} is not a video, or it is damaged or cut off so that its table of contents is missing "
            f"(FFmpeg says: {error.strerror})."
        ) from None
    except OSError as error:
        raise VideoError(f"{printable(path)} cannot be read: {error.strerror}.") from None
    with container:
        kinds = container.format.name.split(",")
        if any(kind in _NOT_VIDEOS or kind.endswith("_pipe") for kind in kinds):
            raise VideoError(
                f"{printable(path)} is not a video (it looks like: {kinds[0]}). For a photo, use anonymize."
            )
        yield Video(path, container)


def ffmpeg_name(path):
    """Name a file so that FFmpeg takes it for nothing else: ``12:30.mp4`` looks like an address, ``-`` like a pipe.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    str
    """
    return f"file:{path}"


def _with(frame):
    """Give what travels with a frame.

    ``frame.side_data`` would keep it in the frame, and it keeps the frame: frame after frame would stay in memory.
    """
    from av.sidedata.sidedata import SideDataContainer

    return SideDataContainer(frame)


def _know_all_kinds():
    """Let PyAV read frames that carry something of a kind newer than itself: it would refuse all that they carry.

    Motion JPEG with EXIF data is one: its orientation stands beside data of a kind that PyAV 18 has no name for.
    """
    from av.sidedata.sidedata import Type

    def missing(cls, value):
        kind = object.__new__(cls)
        kind._name_, kind._value_ = f"KIND_{value}", value
        return kind

    Type._missing_ = classmethod(missing)


def _is_cover(stream):
    """A still picture that a player shows for the file: a thumbnail, and often an unblurred one."""
    return bool(stream.disposition & stream.disposition.__class__.attached_pic)


def _seconds_of(written):
    """Read a duration as Matroska's tags write it, 00:00:02.400000000; None if there is none."""
    parts = re.fullmatch(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)", (written or "").strip("\0 "))
    return parts and int(parts[1]) * 3600 + int(parts[2]) * 60 + float(parts[3])


def _end(packet):
    start = packet.pts if packet.pts is not None else packet.dts
    return float((start + (packet.duration or 0)) * packet.time_base)
