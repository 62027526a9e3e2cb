"""Compose a clip as a fixed camera films it, of sample photos: the background stands still, people come, stand and go.

What stands still is as still as a real encoder leaves it: every frame has the noise of a sensor, light drifts a little,
and H.264 keeps of that what it keeps. The faces' boxes follow from the photos' own, so no detector has a say in them.
"""

from dataclasses import dataclass

import av
import cv2
import numpy as np

from faceblur_utils import Box, read_image, samples

WIDTH, HEIGHT, RATE, FRAMES = 640, 360, 25, 450
# Standard deviation of the sensor's noise, and by how much the light drifts, in grey levels.
NOISE, DRIFT = 3.0, 2.0
# A face counts as to be seen from this share of itself inside the picture, and this share of itself not see-through.
VISIBLE = 0.5


@dataclass(frozen=True)
class Person:
    """Somebody who comes, stands and goes.

    Attributes
    ----------
    name : str
        Of the sample photo.
    width : int
        Of the face, in pixels.
    keys : list of (int, float, float)
        Frame, and where the face's middle is; outside the first and last, there is nobody.
    fade : int
        Frames for which the person emerges from nothing, as a light goes on.
    sway : float
        Pixels by which the person sways while standing.
    """

    name: str
    width: int
    keys: list
    fade: int = 0
    sway: float = 1.5


PEOPLE = [
    Person("hopper", 70, [(20, -60, 150), (70, 150, 140), (200, 150, 140), (250, -60, 150)]),
    Person("astronaut", 28, [(90, 680, 90), (150, 480, 80), (330, 470, 80), (390, 680, 90)], sway=0.5),
    Person("giunchedi", 48, [(140, 320, 200), (400, 320, 200)], fade=75, sway=0.0),  # as still as a poster
    Person("henner", 120, [(260, -100, 200), (300, 170, 180), (420, 190, 180)]),
]


def at(keys, number):
    """Give where the middle is in a frame: slow at each key, fast between; None if nobody is there."""
    for (first, *start), (second, *end) in zip(keys, keys[1:], strict=False):
        if first <= number <= second:
            share = (number - first) / (second - first)
            share = share * share * (3 - 2 * share)
            return np.array(start) * (1 - share) + np.array(end) * share
    return None


def cut_out(person):
    """Cut head and shoulders out of a photo.

    Returns
    -------
    numpy.ndarray
        Shape (height, width, 3), dtype float32, RGB.
    numpy.ndarray
        How much of each pixel belongs to the person: shape (height, width, 1), 0 to 1.
    numpy.ndarray
        Left, top, right, bottom of the face in it.
    """
    image, face = read_image(samples.path(person.name)), samples.true_boxes(person.name)[0]
    around = Box(
        face.left - face.width // 2,
        face.top - face.height // 2,
        face.right + face.width // 2,
        face.bottom + face.height,
    ).clip(image)
    scale = person.width / face.width
    size = round(around.width * scale), round(around.height * scale)
    part = cv2.resize(image[around.slices], size, interpolation=cv2.INTER_AREA).astype(np.float32)
    edges = np.array([face.left, face.top, face.right, face.bottom], float)
    edges = (edges - [around.left, around.top] * 2) * scale
    y, x = np.mgrid[: size[1], : size[0]]
    across, down = (edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2
    head = np.hypot((x - across) / (0.8 * person.width), (y - down) / (0.75 * (edges[3] - edges[1]))) < 1
    body = (y > edges[3]) & (np.abs(x - across) < person.width)
    mask = cv2.GaussianBlur((head | body).astype(np.float32), (0, 0), max(0.5, person.width / 40))
    return part, mask[..., None], edges


def compose(seed=7):
    """Compose the clip.

    Yields
    ------
    numpy.ndarray
        Each frame: shape (360, 640, 3), dtype uint8, RGB.
    list of Box
        The faces that can be seen in it, inside the picture.
    """
    random = np.random.default_rng(seed)
    room = cv2.resize(read_image(samples.path("rocket")), (WIDTH, 427))[40 : 40 + HEIGHT].astype(np.float32)
    people = [(person, *cut_out(person)) for person in PEOPLE]
    for number in range(FRAMES):
        frame, boxes = room.copy(), []
        for person, part, mask, edges in people:
            middle = at(person.keys, number)
            if middle is None:
                continue
            middle = middle + person.sway * np.array([np.sin(number / 9), np.sin(number / 14)])
            shift = middle - (edges[:2] + edges[2:]) / 2
            opaque = min(1.0, (number - person.keys[0][0]) / person.fade) if person.fade else 1.0
            view = np.float32([[1, 0, shift[0]], [0, 1, shift[1]]])
            shown = cv2.warpAffine(part, view, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
            share = opaque * cv2.warpAffine(mask, view, (WIDTH, HEIGHT))[..., None]
            frame = share * shown + (1 - share) * frame
            whole = Box(*np.rint(edges + np.tile(shift, 2)).astype(int))
            inside = whole.clip(frame)
            if opaque >= VISIBLE and inside.area >= VISIBLE * whole.area:
                boxes.append(inside)
        light = DRIFT * np.sin(2 * np.pi * number / 200)
        noise = random.normal(light, NOISE, frame.shape)
        yield np.rint(frame + noise).clip(0, 255).astype(np.uint8), boxes


def write(path):
    """Write the clip.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    list of list of Box
        The true boxes of each frame.
    """
    truth = []
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"crf": "23", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for frame, boxes in compose():
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
            truth.append(boxes)
        container.mux(stream.encode(None))
    return truth
