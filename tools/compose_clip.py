"""Compose ``data/videos/composed.mp4`` from still portraits, and note where each face is in every frame.

A camera pans over the wall of portraits and zooms in; after a cut two portraits cross, one in front of the other, and
one leaves the picture. The faces' boxes follow from the portraits' own, so no detector has a say in them.

    python tools/compose_clip.py
"""

import json
import re
from pathlib import Path

import av
import cv2
import numpy as np

from faceblur_utils import read_image, samples

VIDEOS = Path(__file__).resolve().parent.parent / "data" / "videos"
WIDTH, HEIGHT, RATE = 640, 360, 25
CREDIT = "CC BY-SA 3.0, see data/README.md"
# Camera over the wall: frame, left and top of what it sees, its width, all in pixels of the wall.
CAMERA = [(0, 90, 60, 560), (50, 560, 50, 560), (75, 600, 60, 500), (109, 690, 95, 270)]
# Cards after the cut: portrait, the part of it shown, its width in the picture, then frame, left, top. The last in the
# list is in front.
CARDS = [
    ("hopper", (50, 0, 470, 560), 190, [(110, 400, 50), (200, 60, 70), (249, 60, 70)]),
    (
        "astronaut",
        (60, 0, 400, 400),
        230,
        [(110, 20, 70), (170, 300, 60), (205, 420, 60), (240, 700, 90), (249, 700, 90)],
    ),
]
CUT, FRAMES = 110, 250
# Least share of a face that is inside the picture and not behind another card, for its box to be noted.
VISIBLE = 0.5


def at(keys, number):
    """Give the values between two keys at a frame: slow at each key, fast between, as a hand moves.

    Parameters
    ----------
    keys : list of tuple
        A frame's number and the values there.
    number : int
        Frame.

    Returns
    -------
    numpy.ndarray
    """
    for first, second in zip(keys, keys[1:], strict=False):
        if first[0] <= number <= second[0]:
            share = (number - first[0]) / (second[0] - first[0])
            share = share * share * (3 - 2 * share)
            return np.array(first[1:]) * (1 - share) + np.array(second[1:]) * share
    return np.array(keys[-1][1:], float)


def over_the_wall(wall, boxes, number):
    """Show what the camera sees in the first scene.

    Parameters
    ----------
    wall : numpy.ndarray
        The scene of `compose_scene.py`, RGB.
    boxes : list of Box
        Its faces.
    number : int
        Frame.

    Returns
    -------
    numpy.ndarray
        The frame, RGB.
    list of list of float
        Left, top, right, bottom of each face in it, also outside the picture.
    """
    left, top, width = at(CAMERA, number)
    scale = WIDTH / width
    view = np.array([[scale, 0, -left * scale], [0, scale, -top * scale]])
    frame = cv2.warpAffine(wall, view, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    moved = [[(x - o) * scale for x, o in zip(_four(b), (left, top) * 2, strict=True)] for b in boxes]
    return frame, moved


def cards(portraits, number):
    """Show the second scene.

    Parameters
    ----------
    portraits : list of (numpy.ndarray, Box, list)
        Each card's picture, its face in it, and its keys.
    number : int
        Frame.

    Returns
    -------
    numpy.ndarray
        The frame, RGB.
    list of list of float
        As above.
    list of numpy.ndarray
        For each face, what hides it: shape (height, width), dtype bool.
    """
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    light = 120 + 50 * np.cos(x / 150) * np.cos(y / 110)
    frame = (light[..., None] * np.array([0.8, 0.95, 1.05])).clip(0, 255).astype(np.uint8)
    boxes, hidden = [], []
    for picture, face, keys in portraits:
        left, top = at(keys, number)
        view = np.array([[1, 0, left], [0, 1, top]])
        here = cv2.warpAffine(np.full(picture.shape[:2], 255, np.uint8), view, (WIDTH, HEIGHT)) > 127
        shown = cv2.warpAffine(picture, view, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        frame[here] = shown[here]
        for other in hidden:
            other |= here
        boxes.append([edge + o for edge, o in zip(_four(face), (left, top) * 2, strict=True)])
        hidden.append(np.zeros((HEIGHT, WIDTH), bool))
    return frame, boxes, hidden


def compose():
    """Compose the clip.

    Yields
    ------
    numpy.ndarray
        Each frame: shape (360, 640, 3), dtype uint8, RGB.
    list of list of int
        Boxes of the faces that can be seen in it, inside the picture.
    """
    wall, wall_boxes = read_image(samples.path("scene")), samples.true_boxes("scene")
    portraits = [_card(*card) for card in CARDS]
    for number in range(FRAMES):
        if number < CUT:
            frame, boxes = over_the_wall(wall, wall_boxes, number)
            hidden = [np.zeros((HEIGHT, WIDTH), bool)] * len(boxes)
        else:
            frame, boxes, hidden = cards(portraits, number)
        seen = [_visible(box, by) for box, by in zip(boxes, hidden, strict=True)]
        yield frame, [box for box in seen if box is not None]


def _four(box):
    return box.left, box.top, box.right, box.bottom


def _card(name, part, width, keys):
    image, face = read_image(samples.path(name)), samples.true_boxes(name)[0]
    scale = width / (part[2] - part[0])
    size = width, round((part[3] - part[1]) * scale)
    picture = cv2.resize(image[part[1] : part[3], part[0] : part[2]], size, interpolation=cv2.INTER_AREA)
    picture = cv2.copyMakeBorder(picture, 6, 6, 6, 6, cv2.BORDER_CONSTANT, value=(240, 237, 229))
    edges = [round((edge - o) * scale) + 6 for edge, o in zip(_four(face), part[:2] * 2, strict=True)]
    return picture, type(face)(*edges), keys


def _visible(box, hidden):
    """Cut a box to the picture; nothing, if less than half of the face is to be seen."""
    left, top = max(round(box[0]), 0), max(round(box[1]), 0)
    right, bottom = min(round(box[2]), WIDTH), min(round(box[3]), HEIGHT)
    if right <= left or bottom <= top:
        return None
    clear = (~hidden[top:bottom, left:right]).sum() / ((box[2] - box[0]) * (box[3] - box[1]))
    return [left, top, right, bottom] if clear >= VISIBLE else None


def write(path, frames):
    """Encode the clip.

    Parameters
    ----------
    path : pathlib.Path
    frames : iterable of numpy.ndarray
    """
    with av.open(str(path), "w", options={"movflags": "+faststart", "fflags": "+bitexact"}) as container:
        container.metadata["copyright"] = CREDIT  # travels with the file when it leaves its folder
        stream = container.add_stream("libx264", rate=RATE, options={"crf": "25", "preset": "slow"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.thread_count = 1  # the number of threads would change the bytes
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode(None))


def format_truth(truth):
    """Write the ground truth as JSON with one frame per line.

    Parameters
    ----------
    truth : dict

    Returns
    -------
    str
    """
    text = json.dumps(truth, indent=1, ensure_ascii=False)
    text = re.sub(r"\[[\d,\s]+\]", lambda numbers: "[" + ", ".join(re.findall(r"\d+", numbers[0])) + "]", text)
    return (
        re.sub(r"\[\s+(\[\d.*?\])\s+\]", lambda m: "[" + re.sub(r",\s+\[", ", [", m[1]) + "]", text, flags=re.S) + "\n"
    )


def main():
    """Write the clip and its entry in the ground truth."""
    file = VIDEOS / "ground_truth.json"
    truth = json.loads(file.read_text(encoding="utf-8"))
    composed = list(compose())
    write(VIDEOS / "composed.mp4", [frame for frame, _ in composed])
    truth["videos"]["composed"] = {
        "file": "videos/composed.mp4",
        "cut": CUT,
        "frames": [boxes for _, boxes in composed],
    }
    file.write_text(format_truth(truth), encoding="utf-8")


if __name__ == "__main__":
    main()
