"""Write a video: frames encoded, sound copied as it is, nothing else; then read it again before it gets its name."""

import contextlib
import os
from array import array
from fractions import Fraction

import numpy as np

from ..images import printable
from .canvas import Canvas
from .fields import Interlacing
from .geometry import UPRIGHT
from .mp4 import boxes
from .reading import LARGE_FRAME, STRUCTURAL, VideoError, ffmpeg_name, open_video
from .sound import Copied, note

# Ending: FFmpeg's name of the container, the encoder, and what the encoder is told beside the quality.
# No B frames: with them, frames are stored in another order than shown, and containers mistake the last frame's length.
_H264 = ("libx264", {"preset": "veryfast", "bf": "0"})
_VP9 = ("libvpx-vp9", {"deadline": "realtime", "cpu-used": "8", "row-mt": "1", "b:v": "0"})
# For large frames: no frames kept to look ahead at, and all threads at the same one. A frame of 7680 x 5760 takes x264
# a quarter of a gigabyte, and by default it keeps a dozen.
_LARGE = {
    "libx264": {"x264-params": "rc-lookahead=0:sync-lookahead=0:mbtree=0:sliced-threads=1:ref=1"},
    "libvpx-vp9": {"lag-in-frames": "0"},
}
# H.264 and VP9 know no longer sides.
_LONGEST_SIDE = 16384
WRITABLE = {
    ".mp4": ("mp4", *_H264),
    ".m4v": ("mp4", *_H264),
    ".mov": ("mov", *_H264),
    ".mkv": ("matroska", *_H264),
    ".webm": ("webm", *_VP9),
}
_WITH_MATRIX = ("mp4", "mov")
# MP4 and MOV keep when a track begins, Matroska and WebM keep every time, in whole milliseconds.
_ROUNDING = Fraction(1, 1000)
_SQUARE_ONLY = ("webm",)
# What muxers write themselves: nothing that came from the source.
_OWN_TAGS = STRUCTURAL | {"encoder", "language", "duration"}


def check_target(target, source, overwrite=False):
    """Refuse a target before any work is done.

    Parameters
    ----------
    target, source : pathlib.Path
    overwrite : bool
        Whether an existing file may be replaced; never the source.

    Raises
    ------
    FileExistsError
        If the target exists and `overwrite` is false, or if it is the source under any name or link.
    FileNotFoundError
        If the target's folder does not exist.
    VideoError
        If its ending is none that can be written, or it is a folder.
    """
    if target.suffix.lower() not in WRITABLE:
        raise VideoError(f"{printable(target)} has no ending that can be written; use one of {', '.join(WRITABLE)}.")
    if not target.parent.is_dir():
        raise FileNotFoundError(
            f"There is no folder {printable(target.parent)} to write {printable(target.name)} into; make it first."
        )
    if target.is_dir():
        raise VideoError(f"{printable(target)} is a folder; give the video a name in it.")
    if target.exists() and source.exists() and os.path.samefile(target, source):
        raise FileExistsError(
            f"{printable(target)} is the original video and is never overwritten; choose another name."
        )
    if target.exists() and not overwrite:
        raise FileExistsError(f"{printable(target)} exists already; choose another name or pass overwrite=True.")


def canvas_for(geometry, ending):
    """Choose what all frames are brought to: what the container can say of them is kept, the rest is done to them.

    Parameters
    ----------
    geometry : Geometry
        Of the source's frames.
    ending : str
        Of the target, such as ``".mp4"``.

    Returns
    -------
    Canvas

    Raises
    ------
    VideoError
        If frames are larger than can be written.
    """
    container = WRITABLE[ending][0]
    canvas = Canvas(
        geometry,
        upright=container not in _WITH_MATRIX,
        square=container in _SQUARE_ONLY,
        fields=WRITABLE[ending][1] == "libx264",
    )
    width, height = canvas.geometry.width, canvas.geometry.height
    if max(width, height) > _LONGEST_SIDE:
        raise VideoError(
            f"Frames of {width} x {height} pixels are larger than {ending} can hold ({_LONGEST_SIDE} on a side); make "
            "the video smaller first."
        )
    return canvas


class Writer:
    """A video file in the making.

    Parameters
    ----------
    path : pathlib.Path
        Where it is written for now.
    ending : str
        Of its later name, such as ``".mp4"``: it chooses container and codec.
    video : faceblur_utils.video.reading.Video
        Whose rate, time base, colours and sound it takes.
    canvas : Canvas
        To which all frames were brought.
    crf : int
        Quality: 0 (nothing lost) to 51.
    sound : bool
        Whether the sound is copied.

    Raises
    ------
    VideoError
        If the container cannot hold what is asked for.
    """

    def __init__(self, path, ending, video, canvas, crf, sound):
        import av

        self._path, self._video, self._geometry = path, video, canvas.geometry
        self._interlaced = Interlacing(canvas.field) if canvas.field else None
        self.format, codec, options = WRITABLE[ending]
        if codec not in av.codecs_available:
            raise VideoError(f"This FFmpeg cannot write {ending}: it lacks the encoder {codec}. Reinstall av.")
        crf = round(crf * 63 / 51) if codec == "libvpx-vp9" else crf
        own = {"fflags": "+bitexact"}  # no name and version of the program that wrote it
        if self.format in _WITH_MATRIX:
            own["movflags"] = "+faststart"  # the table of contents in front, so that a browser can play at once
        self._container = av.open(ffmpeg_name(path), "w", format=self.format, options=own)
        try:
            if canvas.geometry.width * canvas.geometry.height > LARGE_FRAME:
                options = options | _LARGE[codec]
            if self._interlaced:
                options = options | {"flags": "+ildct+ilme"}
            self._stream = self._container.add_stream(codec, rate=video.rate, options={"crf": str(crf), **options})
            self._set_up(video, canvas.geometry)
            self._copies = {}
            for number, sound_stream in enumerate(video.sounds if sound else [], start=1):
                try:
                    copy = self._container.add_stream_from_template(sound_stream)
                    self._copies[sound_stream.index] = Copied(sound_stream, copy)
                except (ValueError, av.error.FFmpegError) as error:
                    raise VideoError(
                        f"A {ending} file cannot hold audio {number} of {printable(video.path)} as it is ({error}). "
                        "Choose a target that ends in .mkv, or pass sound=False."
                    ) from None
        except BaseException:
            self._container.close()
            raise
        self.times, self._durations = array("q"), {}
        self.time_base = video.stream.time_base
        # Of each track of sound: number of packets, their checksum, and when the first begins.
        self.packets = {index: [0, 0, None] for index in self._copies}

    def _set_up(self, video, geometry):
        stream, context, theirs = self._stream, self._stream.codec_context, video.stream.codec_context
        stream.width, stream.height, stream.pix_fmt = geometry.width, geometry.height, "yuv420p"
        context.time_base = video.stream.time_base
        for name in ("color_range", "colorspace", "color_primaries", "color_trc"):
            setattr(context, name, getattr(theirs, name))
        if geometry.aspect != 1:
            context.sample_aspect_ratio = geometry.aspect

    def add(self, planes, pts, duration):
        """Encode one frame.

        Parameters
        ----------
        planes : Planes
        pts : int or None
            When it is shown, in units of the source's time base.
        duration : int
            For how long; 0 if the source does not say.
        """
        import av

        step = max(1, round(1 / (self._video.rate * self.time_base)))
        if pts is None:
            pts = self.times[-1] + step if self.times else 0
        elif self.times and pts <= self.times[-1]:  # two frames at one time would be refused
            pts = self.times[-1] + 1
        # Without a copy, but for heights of which PyAV (18) mistakes where the colours begin.
        whole = planes.array.shape[0] % 6 == 0
        made = av.VideoFrame.from_numpy_buffer if whole else av.VideoFrame.from_ndarray
        frame = made(planes.array, format="yuv420p")
        frame.pts, frame.time_base = pts, self.time_base
        self.times.append(pts)
        self._durations[pts] = duration or step
        self._mux(self._stream.encode(self._interlaced(frame) if self._interlaced else frame))

    def add_sound(self, packet):
        """Copy one packet of sound, unless it was cut off; it is not decoded.

        Parameters
        ----------
        packet : av.Packet
        """
        index = packet.stream.index
        if index in self._copies:
            self._mux_sound(index, self._copies[index].take(packet))

    def _mux_sound(self, index, packets):
        for packet in packets:
            note(packet, self.packets[index])
            packet.stream = self._copies[index].stream
            self._container.mux(packet)

    def _mux(self, packets):
        for packet in packets:
            # Without it, the last frame would have no length and a clip of one frame no rate.
            packet.duration = self._durations.pop(packet.pts, packet.duration)
            self._container.mux(packet)

    def finish(self):
        """Write what the encoder still holds, and the table of contents."""
        self._mux(self._stream.encode(None))
        for index, copied in self._copies.items():
            self._mux_sound(index, copied.finish())
        self._container.close()
        self._stream, self._container, self._copies = None, None, {}  # an encoder holds many frames
        if self._geometry.orientation != UPRIGHT:
            _set_matrix(self._path, self._geometry.orientation.matrix)

    def abandon(self):
        """Close the file, whatever is in it."""
        import av

        with contextlib.suppress(av.error.FFmpegError, OSError):  # a full disk, told already
            if self._container is not None:
                self._container.close()

    def check(self):
        """Read the file again and compare it with what was to be written.

        Raises
        ------
        VideoError
            If anything differs.
        """
        with open_video(self._path) as made:
            problem = self._compare(made)
        if problem:
            raise VideoError(f"The video was written, but reading it again shows {problem}; it was thrown away.")

    def _compare(self, made):
        if (made.width, made.height) != (self._geometry.width, self._geometry.height):
            return f"another size ({made.width} x {made.height})"
        names = [name for name in made.metadata() if name.split(": ")[-1].lower() not in _OWN_TAGS]
        if names:
            return f"metadata ({', '.join(names)})"
        times, sounds = [], {sound.index: [0, 0, None] for sound in made.sounds}
        shown = 0
        for packet in made.container.demux():
            if packet.stream.index == made.stream.index:
                if packet.size:
                    times.append(packet.pts)
                if packet.size and (packet.is_keyframe or shown):  # decode the first group of frames, as a sample
                    shown += len(packet.decode()) if len(times) < 32 else 0
            elif packet.dts is not None and packet.stream.index in sounds:
                note(packet, sounds[packet.stream.index])
        if len(times) != len(self.times):
            return f"{len(times)} frames instead of {len(self.times)}"
        if [record[:2] for record in sounds.values()] != [record[:2] for record in self.packets.values()]:
            return "other sound than the source's"
        starts = [[record[2] for record in each.values() if record[0]] for each in (sounds, self.packets)]
        late = _latest(
            times, made.stream.time_base, self.times, self.time_base, *starts, self.format not in _WITH_MATRIX
        )
        if late > max(_ROUNDING, 2 * made.stream.time_base, 2 * self.time_base):
            return f"a frame or a sound that comes {float(late):.4f} seconds too early or too late"
        return self._compare_first(made)

    def _compare_first(self, made):
        made.container.seek(0)
        frame = next(made.container.decode(made.stream), None)
        if frame is None:
            return "no frame that can be decoded"
        shown = made.geometry(frame)
        if shown.orientation != self._geometry.orientation:
            return "another rotation"
        if shown.shown != self._geometry.shown:
            return f"pixels of another shape ({shown.aspect})"
        return None


def _latest(times, base, wanted, wanted_base, starts, wanted_starts, may_move):
    """Give the largest difference in seconds between what is shown or heard when, and what should be.

    Matroska and WebM know no time before zero and move pictures and sound together to a later one.
    """
    shifts = [time * base - want * wanted_base for time, want in zip(sorted(times), wanted, strict=True)]
    shifts += [start - want for start, want in zip(starts, wanted_starts, strict=True)]
    moved = shifts[0] if may_move else Fraction(0)
    return max(abs(shift - moved) for shift in shifts)


def _set_matrix(path, matrix):
    """Write the display matrix into the header of the video track: FFmpeg's Python binding cannot.

    References
    ----------
    ISO/IEC 14496-12, "ISO base media file format", section 8.3.2 (track header box).
    """
    with open(path, "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        for track in boxes(file, *next(boxes(file, 0, size, b"moov")), b"trak"):
            media = next(boxes(file, *track, b"mdia"))
            handler = next(boxes(file, *media, b"hdlr"))
            file.seek(handler[0] + 8)
            if file.read(4) != b"vide":
                continue
            header = next(boxes(file, *track, b"tkhd"))
            file.seek(header[0])
            version = file.read(1)[0]
            file.seek(header[0] + 4 + (32 if version else 20) + 16)
            file.write(np.asarray(matrix, ">i4").tobytes())
