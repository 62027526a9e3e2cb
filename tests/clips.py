"""Makes small videos for the tests: a portrait that moves over a plain ground, with or without sound."""

import struct
from fractions import Fraction
from functools import cache

import av
import cv2
import numpy as np

from faceblur_utils import anonymize_video, read_image, samples
from faceblur_utils.video.searching import Search

RATE = 25
# All of every frame is searched, at the full size of these clips, and not only what has changed.
EVERY_FRAME = {"detector_parameters": {"max_side": 320}}


@cache
def portrait(width=110):
    """A face with its surroundings, and the face's box in it."""
    image = read_image(samples.path("astronaut"))[20:240, 110:330]
    return cv2.resize(image, (width, width), interpolation=cv2.INTER_AREA)


def picture(number, size=(320, 240), step=3, ground=(90, 110, 120)):
    """Frame of the moving portrait."""
    frame = np.full((size[1], size[0], 3), ground, np.uint8)
    face = portrait(min(110, size[1] - 20, size[0] - 20))
    left = min(10 + step * number, size[0] - face.shape[1])
    frame[10 : 10 + face.shape[0], left : left + face.shape[1]] = face
    return frame


def make(
    path,
    frames=10,
    size=(320, 240),
    codec="libx264",
    pix_fmt="yuv420p",
    sounds=0,
    times=None,
    time_base=None,
    tags=None,
    stream_tags=None,
    draw=picture,
    rate=RATE,
    sound_codec="aac",
    aspect=None,
    options=None,
    extra=None,
    bf=2,
):
    """Write a video.

    Parameters
    ----------
    path : pathlib.Path
    frames : int or list of numpy.ndarray
    sounds : int
        How many tracks of sound.
    times : list of int, optional
        When each frame is shown, in units of `time_base`; by default evenly.
    extra : callable, optional
        ``extra(container)`` adds more, and returns a function that is called before the file is closed.
    """
    pictures = frames if isinstance(frames, list) else [draw(number, size) for number in range(frames)]
    with av.open(str(path), "w", options=options or {}) as container:
        container.metadata.update(tags or {})
        stream = container.add_stream(
            codec, rate=rate, options={"crf": "18", "bf": str(bf)} if codec == "libx264" else {}
        )
        stream.height, stream.width = pictures[0].shape[:2] if pictures else size[::-1]
        stream.pix_fmt = pix_fmt
        if time_base:
            stream.codec_context.time_base = time_base
        if aspect:
            stream.codec_context.sample_aspect_ratio = aspect
        stream.metadata.update(stream_tags or {})
        tracks = [container.add_stream(sound_codec, rate=48000) for _ in range(sounds)]
        for track in tracks:
            track.layout = "mono"
        more = extra(container) if extra else None
        for number, image in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts = times[number] if times else number
            frame.time_base = time_base or Fraction(1, 1) / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        seconds = len(pictures) / float(rate)
        for pitch, track in enumerate(tracks, start=1):
            for start in range(0, round(seconds * 48000), 1024):
                wave = np.sin(np.arange(start, start + 1024) * 0.03 * pitch).astype(np.float32)[None] * 0.2
                frame = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = 48000, start, Fraction(1, 48000)
                container.mux(track.encode(frame))
            container.mux(track.encode(None))
        if more:
            more()
    return path


def turn(path, matrix=(0, 1, -1, 0)):
    """Say in an MP4's header that it is to be shown turned: by default as a phone held upright does.

    The file is patched by looking for the box's name, so that it does not rely on the code under test.
    """
    content = bytearray(path.read_bytes())
    at = content.index(b"tkhd") + 4 + 4 + 20 + 16
    a, b, c, d = matrix
    content[at : at + 36] = struct.pack(">9i", a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30)
    path.write_bytes(content)
    return path


def frames_of(path):
    """Decode all frames to RGB."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def facts(path):
    """What must be the same before and after: everything but the pixels and the metadata."""
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        size = video.codec_context.width, video.codec_context.height
        shape = video.codec_context.sample_aspect_ratio
        sounds = {sound.index: [] for sound in container.streams.audio}
        rate = video.average_rate
        times, turned = [], None
        for packet in container.demux():
            if packet.stream.type == "video" and packet.stream.index == video.index:
                for frame in packet.decode():
                    times.append(float(frame.pts * frame.time_base))
                    turned = frame.rotation
            elif packet.stream.index in sounds and packet.dts is not None:
                sounds[packet.stream.index].append((float(packet.pts * packet.time_base), bytes(packet)))
    return {
        "frames": len(times),
        "size": size,
        "rate": rate,
        "times": times,
        "turned": turned,
        "aspect": shape if shape and shape != 1 else None,
        "sounds": list(sounds.values()),
    }


def same_but_for_faces(source, target):
    """Frames, times, size, rate, rotation and sound are the same in both videos; gives the facts of the first."""
    before, after = facts(source), facts(target)
    assert before["frames"] == after["frames"]
    assert np.allclose(before["times"], after.pop("times"), atol=1e-6)
    assert {name: value for name, value in before.items() if name != "times"} == after
    return before


def run(source, target, **options):
    """Anonymise without a progress bar."""
    return anonymize_video(source, target, **({"progress": False} | options))


def blink(monkeypatch, seen):
    """Let the detector see something only in some frames: those of which ``seen(number)`` is true.

    Returns the list of frames that were searched, with how thoroughly, as they are searched.
    """
    search, asked = Search.__call__, []

    def blinking(self, planes, number, thorough=None, *how):
        asked.append((number, thorough))
        return search(self, planes, number, thorough, *how) if seen(number) else ([], [])

    monkeypatch.setattr(Search, "__call__", blinking)
    return asked
