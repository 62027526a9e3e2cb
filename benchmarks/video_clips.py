"""The clips that `benchmarks/video.py` measures with, and what is true of them."""

import av
import cv2
import fixed_camera
import numpy as np

from faceblur_utils import Box, find_faces, read_image, samples


def make_clip(path, seconds=15):
    """Cut a sample clip to 640 x 360 and repeat it, with its sound.

    Parameters
    ----------
    path : pathlib.Path
        Where to write it.
    seconds : float
        About how long.
    """
    with av.open(str(samples.clip("intro"))) as source, av.open(str(path), "w") as target:
        video, sound = source.streams.video[0], source.streams.audio[0]
        out = target.add_stream("libx264", rate=video.average_rate, options={"crf": "20", "preset": "medium"})
        out.width, out.height, out.pix_fmt = 640, 360, "yuv420p"
        copied = target.add_stream_from_template(sound)
        frames = [frame.to_ndarray(format="rgb24")[40:400] for frame in source.decode(video)]
        source.seek(0)
        packets = [packet for packet in source.demux(sound) if packet.dts is not None]
        for number in range(round(seconds * video.average_rate)):
            frame = av.VideoFrame.from_ndarray(frames[number % len(frames)], format="rgb24")
            frame.pts, frame.time_base = number, 1 / video.average_rate
            target.mux(out.encode(frame))
        target.mux(out.encode(None))
        for packet in packets:
            packet.stream = copied
            target.mux(packet)


def write(path, frames, rate=25, crf="18"):
    """Encode frames.

    Parameters
    ----------
    path : pathlib.Path
    frames : iterable of numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    rate : int or fractions.Fraction
    crf : str
    """
    with av.open(str(path), "w") as target:
        out = target.add_stream("libx264", rate=rate, options={"crf": crf})
        for frame in frames:
            if not out.codec_context.is_open:
                out.height, out.width, out.pix_fmt = *frame.shape[:2], "yuv420p"
            target.mux(out.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")))
        target.mux(out.encode(None))


def frames_of(path):
    """Decode a clip to RGB, frame by frame."""
    with av.open(str(path)) as source:
        for frame in source.decode(video=0):
            yield frame.to_ndarray(format="rgb24")


def lay_down(path):
    """Write the composed sample clip turned by a quarter, and give its true boxes."""
    write(path, (np.rot90(frame) for frame in frames_of(samples.clip("composed"))))
    width = next(frames_of(path)).shape[0]
    return [
        [Box(box.top, width - box.right, box.bottom, width - box.left) for box in boxes]
        for boxes in samples.clip_boxes("composed")
    ]


def crowd(path):
    """Write a pan over a photo of 29 people, and give the true boxes of each frame."""
    photo, faces = read_image(samples.path("solvay")), samples.true_boxes("solvay")
    lefts = np.rint(np.linspace(0, photo.shape[1] - 640, 150)).astype(int)
    tops = np.rint(np.linspace(photo.shape[0] - 360, 120, 150)).astype(int)
    write(path, (photo[top : top + 360, left : left + 640] for left, top in zip(lefts, tops, strict=True)))
    inside = np.empty((360, 640, 0))
    moved = [
        [Box(b.left - left, b.top - top, b.right - left, b.bottom - top) for b in faces]
        for left, top in zip(lefts.tolist(), tops.tolist(), strict=True)
    ]
    return [[b.clip(inside) for b in boxes if b.clip(inside).area >= 0.5 * b.area] for boxes in moved]


def without_faces(path):
    """Write a pan over each photo without a face; there is no true box."""

    def frames():
        for name in (one for one in samples.names() if not samples.true_boxes(one)):
            photo = cv2.resize(read_image(samples.path(name)), (900, 600))
            for left in range(0, 240, 4):
                yield photo[left // 2 : left // 2 + 360, left : left + 640]

    write(path, frames())
    return [[] for _ in frames_of(path)]


def searched_thoroughly(path):
    """Give what a thorough search of each frame for itself is sure of, in place of the truth."""
    return [
        [face.box.clip(frame) for face in find_faces(frame, looks="sizes") if not face.doubtful]
        for frame in frames_of(path)
    ]


def all_clips(folder):
    """Make the clips of which coverage is measured.

    Parameters
    ----------
    folder : pathlib.Path

    Returns
    -------
    dict
        Name -> (path, true boxes of each frame).
    """
    clips = {name: samples.clip(name) for name in ("intro", "test_movie")}
    clips = {name: (path, searched_thoroughly(path)) for name, path in clips.items()}
    clips["composed"] = samples.clip("composed"), samples.clip_boxes("composed")
    made = {"fixed camera": fixed_camera.write, "lying": lay_down, "crowd": crowd, "no faces": without_faces}
    for name, make in made.items():
        path = folder / f"{name.replace(' ', '_')}.mp4"
        clips[name] = path, make(path)
    return clips
