"""Makes small videos of every kind of sound, of cut-off sound, and of damage, and asks what is heard in a file.

The truth is in the sound: each part of a clip has a tone of its own, so that a part that was cut off can be listened
for. Tones are marks (start, end, hertz), in seconds and at full length if they begin or end between two packets.
"""

import struct
from fractions import Fraction

import av
import numpy as np

RATE, SIZE = 25, (96, 64)
HERTZ = 48_000
# Of a file with sound in it from the first second to the last, what a mark is to be at least, and what is nothing.
LOUD, NOTHING = 0.05, 0.002


def pictures(frames, size=SIZE):
    """Frames that differ, and whose brightness tells their number: what is shown when can be asked, too."""
    rng = np.random.default_rng(3)
    ground = np.repeat(np.repeat(rng.integers(0, 60, (size[1] // 8, size[0] // 8, 3)), 8, axis=0), 8, axis=1)
    for number in range(frames):
        yield (np.roll(ground, 3 * number, axis=1) + 2 * (number % 90)).astype(np.uint8)


def wave(marks, seconds, hertz=HERTZ):
    """Tones as samples from -1 to 1, silence between them."""
    time = np.arange(round(seconds * hertz)) / hertz
    samples = np.zeros(len(time), np.float32)
    for start, end, pitch in marks:
        inside = (time >= start) & (time < end)
        samples[inside] += 0.3 * np.sin(2 * np.pi * pitch * time[inside])
    return samples


def make(
    path,
    seconds=2.0,
    sounds=(((0, 9, 440),),),
    sound_codec="aac",
    codec="libx264",
    rate=RATE,
    size=SIZE,
    late=0.0,
    start=0.0,
    hertz=HERTZ,
    options=None,
    gop=12,
    format=None,
    bf=0,
    edit=None,
):
    """Write a video with sound.

    Parameters
    ----------
    path : pathlib.Path
    sounds : sequence of marks
        One for each track.
    late, start : float
        Seconds by which the sound comes after the pictures, and both after zero.
    edit : callable, optional
        What is done to each packet of pictures before it is written; one that gives None is left out.
    """
    video_options = {"crf": "30", "bf": str(bf), "preset": "veryfast"} if codec == "libx264" else {}
    with av.open(f"file:{path}", "w", format=format, options=options or {}) as container:
        stream = container.add_stream(codec, rate=rate, options=video_options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.gop_size = gop
        tracks = [container.add_stream(sound_codec, rate=hertz) for _ in sounds]
        for track in tracks:
            track.codec_context.layout = "mono"
            if sound_codec.startswith("wma"):
                track.codec_context.bit_rate = 64_000
        packets = []
        for number, image in enumerate(pictures(round(seconds * rate), size)):
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            # The start in pictures is a whole number of frames; sound follows the clock.
            frame.pts, frame.time_base = number + round(start * rate), Fraction(1, rate)
            packets += stream.encode(frame)
        packets += stream.encode(None)
        packets = [packet for packet in (map(edit, packets) if edit else packets) if packet is not None]
        for marks, track in zip(sounds, tracks, strict=True):
            packets += _sound(track, wave(marks, seconds, hertz), hertz, round((start + late) * hertz))
        for packet in sorted(packets, key=lambda one: (one.dts or 0) * one.time_base):
            container.mux(packet)
    return path


def _sound(track, samples, hertz, first):
    context = track.codec_context
    context.open(strict=False)
    step = context.frame_size or 1024
    form = context.format.name
    packets = []
    resampler = av.AudioResampler(form, "mono", hertz)
    for at in range(0, len(samples), step):
        part = samples[at : at + step]
        frame = av.AudioFrame.from_ndarray(part[None], format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = hertz, at + first, Fraction(1, hertz)
        for ready in resampler.resample(frame):
            packets += track.encode(ready)
    return packets + track.encode(None)


# --- what is heard ----------------------------------------------------------------------------------------------------


def heard(path, track=0, hidden=False):
    """Decode a track of sound as a player does: samples from the second 0 of the file on, and their rate.

    With ``hidden``, what an edit list hides from players is there, too.
    """
    options = {"ignore_editlist": "1"} if hidden else {}
    with av.open(f"file:{path}", options=options) as container:
        stream = container.streams.audio[track]
        hertz, parts = stream.codec_context.sample_rate, []
        resampler = av.AudioResampler("fltp", "mono", hertz)
        for frame in container.decode(stream):
            time = float(frame.pts * frame.time_base)
            for ready in resampler.resample(frame):
                parts.append((time, ready.to_ndarray()[0]))
    first = min([0.0] + [time for time, _ in parts])
    total = np.zeros(max([0] + [round((time - first) * hertz) + len(part) for time, part in parts]), np.float32)
    for time, part in parts:
        at = round((time - first) * hertz)
        total[at : at + len(part)] = part
    return total, hertz


def strength(samples, hertz, pitch, start=0.0, end=None):
    """How loud a tone is at its loudest between two times: amplitude in windows of 20 ms."""
    window = round(hertz * 0.02)
    part = samples[round(start * hertz) : None if end is None else round(end * hertz)]
    part = np.concatenate([part, np.zeros(-len(part) % window + window, np.float32)])
    time = np.arange(window) / hertz
    shape = np.hanning(window) * np.exp(-2j * np.pi * pitch * time)
    rows = np.concatenate([part.reshape(-1, window), part[window // 2 : -window // 2].reshape(-1, window)])
    return float(np.abs(rows @ shape).max() / (np.hanning(window).sum() / 2))


def packets_of(path, **options):
    """Bytes of the packets of each track of sound."""
    with av.open(f"file:{path}", options=options) as container:
        found = {stream.index: [] for stream in container.streams.audio}
        for packet in container.demux(*container.streams.audio):
            if packet.dts is not None:
                found[packet.stream.index].append(bytes(packet))
    return list(found.values())


def begin_at(source, target, start, options=None, early=0.0):
    """Copy the packets of a video from a second on, at which a keyframe is shown; sound from a little earlier on."""
    with av.open(f"file:{source}") as old, av.open(f"file:{target}", "w", options=options or {}) as new:
        copies = {stream.index: new.add_stream_from_template(stream) for stream in old.streams}
        for packet in old.demux():
            since = start - (early if packet.stream.type == "audio" else 0)
            if packet.dts is not None and packet.pts * packet.time_base >= since - 0.001:
                moved = round(start / packet.time_base)
                packet.pts, packet.dts = packet.pts - moved, packet.dts - moved
                packet.stream = copies[packet.stream.index]
                new.mux(packet)
    return target


# --- edit lists -------------------------------------------------------------------------------------------------------


def cut(path, *parts):
    """Show and play only some parts (start, end) of an MP4 or MOV file, by an edit list in each track, as cutters do.

    The file is taken apart here, so that this does not rely on the code under test. Its table of contents must come
    last, as it does where nothing else was asked for.
    """
    content = path.read_bytes()
    boxes = list(_boxes(content))
    assert boxes[-1][0] == b"moov", "the table of contents comes last"
    movie = _inside(boxes[-1][1])
    scale = struct.unpack(">I", dict(movie)[b"mvhd"][12:16])[0]
    movie = [(name, _with_edits(box, parts, scale) if name == b"trak" else box) for name, box in movie]
    path.write_bytes(content[: -len(boxes[-1][1]) - 8] + _box(b"moov", movie))
    return path


def _boxes(content):
    at = 0
    while at < len(content):
        size, name = struct.unpack(">I4s", content[at : at + 8])
        assert size >= 8
        yield name, content[at + 8 : at + size]
        at += size


def _inside(content):
    return [(name, box) for name, box in _boxes(content)]


def _box(name, content):
    inner = content if isinstance(content, bytes) else b"".join(_box(*one) for one in content)
    return struct.pack(">I4s", len(inner) + 8, name) + inner


def _with_edits(track, parts, movie_scale):
    inside = _inside(track)
    media = dict(_inside(dict(inside)[b"mdia"]))
    scale, first = struct.unpack(">I", media[b"mdhd"][12:16])[0], 0
    for name, box in inside:
        if name == b"edts":  # where the encoder's run-up ends
            first = max(struct.unpack(">Ii", box[16 + 12 * n : 24 + 12 * n])[1] for n in range(box[15]))
    edits = struct.pack(">II", 0, len(parts))
    for start, end in parts:
        edits += struct.pack(">IiI", round((end - start) * movie_scale), first + round(start * scale), 1 << 16)
    rest = [(name, box) for name, box in inside if name != b"edts"]
    return b"".join(_box(*one) for one in [rest[0], (b"edts", _box(b"elst", edits)), *rest[1:]])


# --- damage -----------------------------------------------------------------------------------------------------------


def shown(path, **options):
    """What can be seen of a video, whatever is damaged: second -> frame in grey, as the decoder gives it.

    It is read packet by packet, in one thread, and goes on after every error. As in a player, a frame that comes after
    one that is shown later is not shown.
    """
    found, errors = {}, 0
    with av.open(f"file:{path}", options=options) as container:
        stream = container.streams.video[0]
        stream.thread_type, base, rate = "NONE", stream.time_base, stream.average_rate
        context = stream.codec_context
        while errors < 20:
            try:
                for packet in container.demux(stream):
                    errors = 0
                    try:
                        frames = context.decode(packet)
                    except av.error.FFmpegError:
                        continue
                    for frame in frames:
                        time = float(frame.pts * base) if frame.pts is not None else len(found) / float(rate)
                        if not found or time > max(found):
                            found[round(time, 3)] = frame.to_ndarray(format="gray")
                break
            except av.error.FFmpegError:
                errors += 1
    return found


def packets_in_file(path, kind="video"):
    """Where each packet of a track lies in the file: (offset, size, whether it is a keyframe, when it is shown)."""
    content = path.read_bytes()
    with av.open(f"file:{path}") as container:
        stream = next(stream for stream in container.streams if stream.type == kind)
        found, at = [], 0
        for packet in container.demux(stream):
            if packet.size:
                at = content.index(bytes(packet), at)
                time = packet.pts if packet.pts is not None else packet.dts
                found.append((at, packet.size, packet.is_keyframe, float(time * packet.time_base)))
    return found


def spoil(path, start, length, seed=None):
    """Overwrite a region of a file with noise, or with zeros as a bad block of a disk gives."""
    content = bytearray(path.read_bytes())
    length = max(0, min(length, len(content) - start))
    content[start : start + length] = bytes(length) if seed is None else np.random.default_rng(seed).bytes(length)
    path.write_bytes(content)
    return path
