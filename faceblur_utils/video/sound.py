"""Copy sound packet by packet, without what an edit list cut off, and tell beforehand which container can hold it.

Cutting a video without encoding it anew (``ffmpeg -ss 3.2 -i a.mp4 -c copy b.mp4``, the "trim" of phones) leaves all
in the file and writes an edit list that says what to play. FFmpeg gives what was cut off all the same, marked as to be
thrown away once it is decoded, up to a second before each part. Whoever copies packets copies that, too.
"""

import io
import struct
import zlib
from fractions import Fraction

import numpy as np

from .mp4 import Parts, edits

# Codecs of which a packet holds nothing of what the next one plays. All others lap: half of what a packet holds is
# heard together with the packet after it.
_ALONE = ("pcm_", "adpcm_", "flac", "alac", "dsd_", "wavpack", "tta")
# Encoders begin with a run-up (priming) of at most this many seconds, which is played by nobody and is next to silent:
# no louder than the second, where 1 is full scale.
_RUN_UP, _SILENT = 0.2, 0.001
# But a sharp beginning echoes ahead. In so many seconds (most encoders' run-up), a share of what follows is no sound
# that was cut off; and in so few (that of Opus and AC-3), nothing can be understood, however loud.
_SHORT, _ECHO, _UNHEARD = 0.05, 0.1, 0.01
# A container that counts in milliseconds may let a packet seem to begin before the last one has ended.
_ROUNDING = Fraction(3, 1000)
# To try whether a container can hold a track, so many packets of it are written, found within so many of the file.
_TRIED, _LOOKED_THROUGH = 8, 3000


class Copied:
    """A track of sound on its way from a video to another, packet by packet.

    A packet is left out if any sample of it was cut off, or if it would be heard to carry over from before a cut. The
    silent run-up of an encoder stays: without it, the first moment would be damaged.

    Parameters
    ----------
    source : av.AudioStream
    stream : av.AudioStream
        Where it goes.

    Attributes
    ----------
    stream
    """

    def __init__(self, source, stream):
        self.stream, self._source = stream, source
        self._alone = source.codec_context.name.startswith(_ALONE)
        self._parts = _parts(source, filled_up=not self._alone)
        self._run_up, self._skip, self._held, self._begun, self._cut = [], None, None, False, False
        self._filter = self._last = None

    def take(self, packet):
        """Take the next packet of the source, and give those to be written, if any.

        Parameters
        ----------
        packet : av.Packet

        Returns
        -------
        list of av.Packet
        """
        if not packet.size or packet.dts is None:
            return []
        if packet.pts is None:
            packet.pts = packet.dts
        if self._is_cut(packet):
            self._cut = True
            if not self._begun:
                self._run_up.append(packet)
            return []
        ready = []
        if not self._begun:
            self._begun = True
            ready = self._run_up if self._is_run_up(packet) else []
            self._run_up = []
        elif self._held is not None and not self._reaches_into_a_cut(packet):
            ready = [self._held]
        self._held, self._cut = packet, False
        return self._without_headers(self._in_order(ready))

    def finish(self):
        """Give what is still to be written when the source has ended.

        Returns
        -------
        list of av.Packet
        """
        held, self._held = self._held, None
        return self._without_headers(self._in_order([held] if held is not None else []))

    def _in_order(self, packets):
        """Leave out what is to be decoded before something that has been written: damaged times, and refused."""
        ready = []
        for packet in packets:
            if self._last is None or packet.dts > self._last:
                self._last = packet.dts
                ready.append(packet)
        return ready

    def _is_cut(self, packet):
        """Whether any sample of a packet is not to be played; the first packet says how many in front are not."""
        if self._skip is None:
            self._skip = _skipped(packet)
        skip, self._skip = self._skip, max(0, self._skip - _samples(packet))
        if self._parts is not None and self._parts.knows(packet):
            return packet not in self._parts
        return packet.is_discard or skip > 0

    def _is_run_up(self, following):
        """Whether what was cut off in front is what an encoder begins with, rather than sound."""
        packets = self._run_up
        if self._alone or not packets or sum(map(_samples, packets)) > _RUN_UP * self._source.codec_context.sample_rate:
            return False
        if self._parts is not None and self._parts.knows(packets[0]) and not self._parts.is_first(packets[0]):
            return False
        cut = _skipped(packets[0]) or sum(map(_samples, packets))
        if cut <= _UNHEARD * self._source.codec_context.sample_rate:
            return True
        played = _decoded(self._source, [*packets, following])
        if len(played) <= cut:
            return False
        echo = _ECHO * played[cut:].max() if cut <= _SHORT * self._source.codec_context.sample_rate else 0
        return played[:cut].max(initial=0) <= max(_SILENT, echo)

    def _reaches_into_a_cut(self, following):
        """Whether the packet held back ends after the next one begins, or is heard across a cut between them."""
        held = self._held
        if self._cut and not self._alone:
            return True
        return (held.pts + held.duration - following.pts) * held.time_base > _ROUNDING

    def _without_headers(self, packets):
        """Take off the header that each packet of AAC carries in a stream (ADTS), which no file may have."""
        import av

        if self._filter is None:
            if self._source.codec_context.name != "aac" or self._source.codec_context.extradata or not packets:
                return packets
            if bytes(packets[0])[:2] < b"\xff\xf0":
                return packets
            self._filter = av.bitstream.BitStreamFilterContext("aac_adtstoasc", self._source)
        return [done for packet in packets for done in self._filter.filter(packet)]


def _samples(packet):
    context = packet.stream.codec_context
    samples = packet.duration * packet.time_base * context.sample_rate
    # Matroska tells a packet's length in milliseconds; the codec knows it exactly.
    exact = abs(samples - context.frame_size) <= packet.time_base * context.sample_rate
    return context.frame_size if exact else round(samples)


def _skipped(packet):
    """Samples at a packet's beginning, and in those after it, that are not to be played."""
    if not packet.has_sidedata("skip_samples"):
        return 0
    return struct.unpack("<I", bytes(packet.get_sidedata("skip_samples"))[:4])[0]


def _parts(source, filled_up):
    """Find out which parts of a track are played and where its packets lie, if its file has an edit list."""
    import av

    if "mov" not in source.container.format.name:
        return None
    name = source.container.name
    parts = edits(name.removeprefix("file:"), source.id)
    if not parts:
        return None
    options = {"ignore_editlist": "1", "protocol_whitelist": "file"}
    with av.open(name, options=options, metadata_errors="replace") as container:
        index = container.streams[source.index].index_entries
        places = {entry.pos: entry.timestamp * source.time_base for entry in index}
    return Parts(parts, places, filled_up) if places else None


def _decoded(source, packets):
    """Decode packets, nothing left out: the loudest channel of each sample, from 0 to 1; none if that is impossible."""
    import av

    theirs = source.codec_context
    try:
        context = av.CodecContext.create(theirs.name, "r")
        context.extradata, context.sample_rate, context.layout = theirs.extradata, theirs.sample_rate, theirs.layout
        context.flags2 |= av.codec.context.Flags2.skip_manual  # Opus would leave out its run-up by itself
        parts = [frame for packet in packets for frame in context.decode(av.Packet(bytes(packet)))]
        resampler = av.AudioResampler("fltp", theirs.layout, theirs.sample_rate)
        parts = [ready.to_ndarray() for part in parts for ready in resampler.resample(part)]
        return np.abs(np.concatenate(parts, axis=1)).max(axis=0) if parts else np.zeros(0)
    except (av.error.FFmpegError, ValueError):
        return np.zeros(0)


def note(packet, record):
    """Note a packet of sound: the same record means the same sound.

    Parameters
    ----------
    packet : av.Packet
    record : list
        How many packets, their checksum, and when the first begins; changed.
    """
    if record[2] is None:
        record[2] = packet.pts * packet.time_base
    record[0], record[1] = record[0] + 1, zlib.crc32(packet, record[1])


def problem_with(path, number, form):
    """Try whether a container can hold a track of sound: write its first packets and read them again.

    Parameters
    ----------
    path : pathlib.Path
        The video it is in.
    number : int
        Of the track, from 0.
    form : str
        FFmpeg's name of the container.

    Returns
    -------
    str or None
        Why not, in FFmpeg's words; None if it can.
    """
    import av

    from .reading import open_video

    with open_video(path) as video:
        source = video.sounds[number]
        memory, wrote, read = io.BytesIO(), [0, 0, None], [0, 0, None]
        try:
            with av.open(memory, "w", format=form) as container:
                copied = Copied(source, container.add_stream_from_template(source))
                for packet in _first(video.container, source, copied):
                    note(packet, wrote)
                    packet.stream = copied.stream
                    container.mux(packet)
            if not wrote[0]:
                return None
            memory.seek(0)
            with av.open(memory) as container:
                for packet in container.demux(audio=0):
                    if packet.dts is not None:
                        note(packet, read)
        except (av.error.FFmpegError, ValueError, IndexError) as error:
            return getattr(error, "strerror", None) or str(error)
    return None if wrote[:2] == read[:2] else "what was written is not what can be read again"


def _first(container, source, copied):
    found = 0
    for seen, packet in enumerate(container.demux()):
        if seen >= _LOOKED_THROUGH or found >= _TRIED:
            break
        if packet.stream.index == source.index and packet.dts is not None:
            ready = copied.take(packet)
            found += len(ready)
            yield from ready
    yield from copied.finish()
