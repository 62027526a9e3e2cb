"""Makes small videos whose picture is of every kind that files hold, and shows videos as a player does.

Each is made of pictures as a viewer should see them, so the truth is known: where the portrait is in each shown frame.
Nothing here relies on the code under test: matrices are applied by `cv2.warpAffine`, number by number.
"""

import contextlib
import io
from fractions import Fraction

import av
import clips
import cv2
import numpy as np
from av.bitstream import BitStreamFilterContext
from PIL import Image

# The numbers a, b, c, d of a display matrix: a stored point (p, q) is shown at (a p + c q, b p + d q).
MATRICES = {
    "upright": (1, 0, 0, 1),
    "a quarter left": (0, -1, 1, 0),
    "upside down": (-1, 0, 0, -1),
    "a quarter right": (0, 1, -1, 0),
    "mirrored": (-1, 0, 0, 1),
    "mirrored, upside down": (1, 0, 0, -1),
    "mirrored, a quarter left": (0, 1, 1, 0),
    "mirrored, a quarter right": (0, -1, -1, 0),
}
EXIF = dict(zip((1, 8, 3, 6, 2, 4, 5, 7), MATRICES, strict=True))
SIZE, GROUND = (240, 180), (90, 110, 120)


def pictures(count=6, size=SIZE, step=0.02):
    """Frames as a viewer should see them: a portrait of 0.6 of the height, moving away from the lower right corner."""
    return [picture(number * step, size) for number in range(count)]


def picture(share, size):
    """One frame: the portrait lies this share of the width from the right."""
    image = np.full((size[1], size[0], 3), GROUND, np.uint8)
    side = round(0.6 * min(size))
    left, top = size[0] - side - round((0.03 + share) * size[0]), size[1] - side - round(0.03 * size[1])
    image[top : top + side, left : left + side] = clips.portrait(side)
    return image


def lay(image, matrix):
    """The stored picture that a matrix shows as this one."""
    (a, b, c, d), (height, width) = matrix, image.shape[:2]
    place = np.float32([[a, c, (width - 1) * (a + c < 0)], [b, d, (height - 1) * (b + d < 0)]])
    size = (width, height) if a else (height, width)
    return cv2.warpAffine(image, place, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)


def raise_up(image, matrix):
    """What a player shows of a stored picture and its matrix."""
    (a, b, c, d), (height, width) = matrix, image.shape[:2]
    size = (width, height) if a else (height, width)
    place = np.float32([[a, c, (size[0] - 1) * (a + c < 0)], [b, d, (size[1] - 1) * (b + d < 0)]])
    return cv2.warpAffine(image, place, size, flags=cv2.INTER_NEAREST)


def squeezed(image, aspect):
    """The picture with pixels of which each is `aspect` times as wide as high."""
    width, height = round(image.shape[1] / max(aspect, 1) / 2) * 2, round(image.shape[0] * min(aspect, 1) / 2) * 2
    return cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)


def fitted(image, size):
    """The picture in the middle of a black one of this size, as large as it fits."""
    (width, height), (high, wide) = size, image.shape[:2]
    scale = min(width / wide, height / high)
    image = cv2.resize(image, (round(wide * scale), round(high * scale)))
    high, wide = image.shape[:2]
    left, top = (width - wide) // 2, (height - high) // 2
    return cv2.copyMakeBorder(image, top, height - high - top, left, width - wide - left, cv2.BORDER_CONSTANT)


def shown(path):
    """All frames as a player shows them: pixels stretched, then turned and mirrored; shape (height, width, 3) each."""
    images, matrix, exif = [], None, exif_of(path)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        first = stream.sample_aspect_ratio, stream.codec_context.sample_aspect_ratio
        for frame in container.decode(stream):
            image = frame.to_ndarray(format="rgb24")
            coded = stream.codec_context.sample_aspect_ratio
            aspect = (first[0] if coded == first[1] else coded) or Fraction(1)
            height, width = image.shape[:2]
            size = round(width * max(aspect, 1)), round(height / min(aspect, 1))
            image = cv2.resize(image, size) if size != (width, height) else image
            # H.264's note stands until the next sequence of pictures begins.
            matrix = [1, 0, 0, 1] if frame.key_frame else matrix
            for side in frame.side_data if not exif else ():
                if side.type.name == "DISPLAYMATRIX":
                    numbers = np.frombuffer(bytes(side), np.int32)
                    matrix = [round(int(numbers[place]) / 65536) for place in (0, 1, 3, 4)]
            images.append(raise_up(image, exif.pop(0) if exif else matrix))
    return images


def exif_of(path):
    """Matrices that the pictures of Motion JPEG name in their EXIF data, as Pillow reads it; empty for other videos."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        if stream.codec_context.name != "mjpeg":
            return []
        contents = [bytes(packet) for packet in container.demux(stream) if packet.size]
    return [MATRICES[EXIF[Image.open(io.BytesIO(one)).getexif().get(0x0112, 1)]] for one in contents]


def visible(image, original, shift=8):
    """Whether the portrait's face can be seen in a picture: its very pixels, near where they were in the original.

    Both are pictures as a viewer sees them; the original is fitted into the size of the other.
    """
    height, width = image.shape[:2]
    scale = min(width / original.shape[1], height / original.shape[0])
    corner = np.array([width - original.shape[1] * scale, height - original.shape[0] * scale]) / 2
    left, top, right, bottom = (np.array(face_in(original)) * scale + np.tile(corner, 2)).round().astype(int)
    grey, before = (cv2.cvtColor(one, cv2.COLOR_RGB2GRAY) for one in (image, fitted(original, (width, height))))
    padded = cv2.copyMakeBorder(grey, shift, shift, shift, shift, cv2.BORDER_REPLICATE)
    window = padded[top : bottom + 2 * shift, left : right + 2 * shift]
    scores = cv2.matchTemplate(window, before[top:bottom, left:right], cv2.TM_CCOEFF_NORMED)
    return float(np.nan_to_num(scores, nan=0.0, posinf=0.0, neginf=0.0).max()) > 0.6


def face_in(image):
    """Eyes to mouth of the portrait in a picture: left, top, right, bottom; found by its ground, which is plain."""
    ground = np.abs(image.astype(int) - GROUND).max(axis=2) > 40
    rows, columns = (np.flatnonzero(ground.mean(axis=axis) > 0.1) for axis in (1, 0))
    left, right, top, bottom = columns[0], columns[-1] + 1, rows[0], rows[-1] + 1
    wide, high = right - left, bottom - top
    return left + round(0.34 * wide), top + round(0.26 * high), left + round(0.66 * wide), top + round(0.62 * high)


def seen_in(path, originals):
    """Numbers of the frames in which the portrait's face can be seen, as a player shows them."""
    images = shown(path)
    assert len(images) == len(originals), "a frame is missing"
    return [number for number, pair in enumerate(zip(images, originals, strict=True)) if visible(*pair)]


# --- orientations -----------------------------------------------------------------------------------------------------


def nine(matrix):
    """The nine numbers that files hold."""
    a, b, c, d = (number << 16 for number in matrix)
    return [a, b, 0, c, d, 0, 0, 0, 1 << 30]


def in_container(path, images, matrix, codec="libx264"):
    """The matrix is in the header: of the track (MP4, MOV), or as a projection (Matroska, WebM)."""
    stored = [lay(image, matrix) for image in images]

    def say(container):
        container.streams.video[0].set_display_matrix(nine(matrix))

    return clips.make(path, stored, codec=codec, extra=say)


def in_pictures(path, images, matrix):
    """The orientation is among the pictures themselves (H.264 SEI), as some cameras and streams have it."""
    raw = sei(clips.make(path.with_suffix(".h264"), [lay(image, matrix) for image in images], bf=0), matrix)
    return remux([raw], path)


def sei(raw, matrix):
    """Add H.264's note on orientation to a raw stream; gives its path."""
    a, b, c, d = matrix
    flip = a * d - b * c < 0
    if flip:  # it mirrors first and turns then
        a, b = -a, -b
    angle = {(1, 0): 0, (0, -1): 90, (-1, 0): 180, (0, 1): 270}[a, b]
    how = f"h264_metadata=display_orientation=insert:rotate={angle}" + ":flip=horizontal" * flip
    noted = raw.with_suffix(".noted.h264")
    with av.open(str(raw)) as container, open(noted, "wb") as file:
        stream = container.streams.video[0]
        bitstream = BitStreamFilterContext(how, stream)
        for packet in container.demux(stream):
            for each in bitstream.filter(packet if packet.size else None):
                file.write(bytes(each))
    return noted


def in_exif(path, images, matrix):
    """Motion JPEG of which each picture says in its EXIF data how it lies, as photo cameras write it."""
    exif = Image.Exif()
    exif[0x0112] = next(number for number, name in EXIF.items() if MATRICES[name] == matrix)
    stored = [lay(image, matrix) for image in images]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=clips.RATE)
        stream.height, stream.width = stored[0].shape[:2]
        stream.pix_fmt = "yuvj420p"
        for place, image in enumerate(stored):
            content = io.BytesIO()
            Image.fromarray(image).save(content, "JPEG", exif=exif, quality=95, subsampling=2)
            packet = av.Packet(content.getvalue())
            packet.stream, packet.time_base, packet.is_keyframe = stream, Fraction(1, clips.RATE), True
            packet.pts = packet.dts = place
            container.mux(packet)
    return path


SOURCES = {
    "mp4 H.264 matrix": lambda path, *what: in_container(path / "in.mp4", *what),
    "mov MPEG-4 matrix": lambda path, *what: in_container(path / "in.mov", *what, codec="mpeg4"),
    "mkv H.264 projection": lambda path, *what: in_container(path / "in.mkv", *what),
    "webm VP9 projection": lambda path, *what: in_container(path / "in.webm", *what, codec="libvpx-vp9"),
    "ts H.264 SEI": lambda path, *what: in_pictures(path / "in.ts", *what),
    "mp4 H.264 SEI": lambda path, *what: in_pictures(path / "in.mp4", *what),
    "avi Motion JPEG EXIF": lambda path, *what: in_exif(path / "in.avi", *what),
}


def in_shape(path, stored, aspect, matrix=MATRICES["upright"], codec="libx264"):
    """Pixels of a shape, and perhaps a matrix."""

    def say(container):
        container.streams.video[0].set_display_matrix(nine(matrix))

    return clips.make(path, stored, codec=codec, aspect=aspect, extra=say)


# --- pictures that change in the middle -------------------------------------------------------------------------------


def remux(raws, path):
    """Join raw H.264 streams, one after the other, in a container (or raw again)."""
    joined = path.with_suffix(".joined.h264")
    joined.write_bytes(b"".join(raw.read_bytes() for raw in raws))
    if path.suffix == ".h264":
        joined.replace(path)
        return path
    with av.open(str(joined)) as container, av.open(str(path), "w") as out:
        stream = container.streams.video[0]
        copy = out.add_stream_from_template(stream)
        number = 0
        for packet in container.demux(stream):
            if packet.size:
                packet.stream, packet.time_base = copy, Fraction(1, clips.RATE)
                packet.pts = packet.dts = number
                packet.duration, number = 1, number + 1
                out.mux(packet)
    return path


def changing(path, *parts):
    """H.264 whose picture changes: each part is a list of stored frames, and an aspect and a matrix if it has them."""
    raws = []
    for number, (images, *more) in enumerate(parts):
        aspect, matrix = (*more, None, None)[:2]
        raw = clips.make(path.with_name(f"{number}.h264"), images, bf=0, aspect=aspect)
        raws.append(sei(raw, matrix) if matrix else raw)
    return remux(raws, path)


def changing_vp8(path, *parts):
    """VP8 of several sizes in one stream, as a browser records a call whose network gets better."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libvpx", rate=clips.RATE)
        stream.height, stream.width = parts[0][0].shape[:2]
        stream.pix_fmt = "yuv420p"
        number = 0
        for images in parts:
            encoder = av.CodecContext.create("libvpx", "w")
            encoder.height, encoder.width = images[0].shape[:2]
            encoder.pix_fmt, encoder.time_base = "yuv420p", Fraction(1, clips.RATE)
            for image in [*images, None]:
                frame = image if image is None else av.VideoFrame.from_ndarray(image, format="rgb24")
                if frame is not None:
                    frame.pts, frame.time_base, number = number, encoder.time_base, number + 1
                for packet in encoder.encode(frame):
                    packet.stream, packet.time_base = stream, encoder.time_base
                    out.mux(packet)
    return path


# --- odd, interlaced, transparent -------------------------------------------------------------------------------------


def odd(path, size, codec="libx264", pix_fmt="yuv444p"):
    """An odd number of columns, of rows or of both."""
    return clips.make(path, pictures(4, size), codec=codec, pix_fmt=pix_fmt)


def interlaced(path, images, first="tff", codec="libx264"):
    """Even rows of one picture, odd rows of the next: `images` has two for each frame, in the order of time."""
    from av.filter import Graph

    woven = []
    for one, other in zip(images[::2], images[1::2], strict=True):
        frame, second = one.copy(), 1 if first == "tff" else 0
        frame[second::2] = other[second::2]
        woven.append(frame)
    height, width = woven[0].shape[:2]
    graph = Graph()
    source = graph.add_buffer(
        width=width, height=height, format=av.VideoFormat("yuv420p"), time_base=Fraction(1, clips.RATE)
    )
    marked, end = graph.add("setfield", f"mode={first}"), graph.add("buffersink")
    source.link_to(marked)
    marked.link_to(end)
    graph.configure()
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=clips.RATE, options={"flags": "+ildct+ilme", "crf": "12", "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number, image in enumerate([*woven, None]):
            frame = None
            if image is not None:
                frame = av.VideoFrame.from_ndarray(image, format="rgb24").reformat(format="yuv420p")
                frame.pts, frame.time_base = number, Fraction(1, clips.RATE)
                graph.push(frame)
                frame = graph.pull()
                frame.pts, frame.time_base = number, Fraction(1, clips.RATE)
            container.mux(stream.encode(frame))
    return path


def fields(path):
    """All half pictures of an interlaced video in the order in which a television shows them; None if it is not."""
    from av.filter import Graph

    with av.open(str(path)) as container:
        stream, graph, halves = container.streams.video[0], None, []
        for frame in container.decode(stream):
            if not frame.interlaced_frame:
                return None
            if graph is None:
                graph = Graph()
                source = graph.add_buffer(template=stream)
                apart, end = graph.add("separatefields"), graph.add("buffersink")
                source.link_to(apart)
                apart.link_to(end)
                graph.configure()
            graph.push(frame)
            with contextlib.suppress(av.error.BlockingIOError):
                while True:
                    halves.append(graph.pull().to_ndarray(format="rgb24"))
        graph.push(None)
        with contextlib.suppress(av.error.BlockingIOError, av.error.EOFError):
            while True:
                halves.append(graph.pull().to_ndarray(format="rgb24"))
    return halves


TRANSPARENT = {
    "webm VP9": (".webm", "libvpx-vp9", "yuva420p", {"auto-alt-ref": "0"}),
    "webm VP8": (".webm", "libvpx", "yuva420p", {"auto-alt-ref": "0"}),
    "mov animation": (".mov", "qtrle", "argb", {}),
    "mov ProRes": (".mov", "prores_ks", "yuva444p10le", {}),
    "mov PNG": (".mov", "png", "rgba", {}),
}


def transparent(folder, images, solid, kind):
    """Pictures that can be seen through except where `solid` is true: shape (height, width)."""
    ending, codec, layout, options = TRANSPARENT[kind]
    with av.open(str(folder / f"in{ending}"), "w") as container:
        stream = container.add_stream(codec, rate=clips.RATE, options=options)
        stream.height, stream.width = images[0].shape[:2]
        stream.pix_fmt = layout
        for number, image in enumerate(images):
            image = np.dstack([image, np.where(solid, 255, 0).astype(np.uint8)])
            frame = av.VideoFrame.from_ndarray(image, format="rgba").reformat(format=layout)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return folder / f"in{ending}"
