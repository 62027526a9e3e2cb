"""Make ``data/models/average_face.png``, the cover of the method "average": ``uv run python tools/average_face.py``.

It is the average of the frontal faces of three sample photos of which all rights have ended, each in grey and moved,
turned and enlarged until eyes, nose and mouth lie where they lie on average. The average of those places is printed:
it stands in `faceblur_utils.blur.promises.POINTS`.
"""

from pathlib import Path

import cv2
import numpy as np

from faceblur_utils import read_image, samples, write_image
from faceblur_utils.blur.promises import MARGIN
from faceblur_utils.detect.loading import load_yunet

TARGET = samples.data_folder() / samples.AVERAGE_FACE
PHOTOS = "solvay", "astronaut", "hopper"
SIZE = 128, 160
# Detectors see eyes and mouths better in a large face; the smallest here are 33 pixels wide.
_SIDE = 320


def portraits():
    """Cut out the faces with a margin, and find their five points.

    Returns
    -------
    list of (numpy.ndarray, numpy.ndarray)
        Each picture, shape (height, width), float, and its points, shape (5, 2), as shares of the box with margin as
        the detector draws it.
    """
    found = []
    for name in PHOTOS:
        image = read_image(samples.path(name))
        for box in samples.true_boxes(name, "frontal"):
            wide = box.expand(0.6)
            # What lies beyond the border of the photo is made up of its last pixels.
            pad = max(wide.width, wide.height)
            around = cv2.copyMakeBorder(image, *[pad] * 4, cv2.BORDER_REPLICATE)
            cut = around[wide.top + pad : wide.bottom + pad, wide.left + pad : wide.right + pad]
            scale = _SIDE / cut.shape[1]
            large = cv2.resize(cut, (_SIDE, round(cut.shape[0] * scale)), interpolation=cv2.INTER_CUBIC)
            network = load_yunet()
            network.setInputSize(large.shape[1::-1])
            _, rows = network.detect(cv2.cvtColor(large, cv2.COLOR_RGB2BGR))
            if rows is None:
                continue
            left, top, width, height, *points = max(rows, key=lambda row: row[2])[:14]
            margin = np.array([width, height]) * MARGIN
            shares = (np.reshape(points, (5, 2)) - [left, top] + margin) / (np.array([width, height]) + 2 * margin)
            found.append((cv2.cvtColor(large, cv2.COLOR_RGB2GRAY).astype(float), np.reshape(points, (5, 2)), shares))
    return found


def average(found):
    """Average faces, each fitted to where the points lie on average.

    Parameters
    ----------
    found : list
        From `portraits`.

    Returns
    -------
    numpy.ndarray
        Shape (160, 128, 3), dtype uint8, RGB.
    numpy.ndarray
        Shape (5, 2): the points, as shares of the sides.
    """
    places = np.mean([shares for _, _, shares in found], axis=0)
    places = (places + places[[1, 0, 2, 4, 3]] * [-1, 1] + [1, 0]) / 2  # as in a mirror: nobody's face, nobody's turn
    faces = []
    for grey, points, _ in found:
        into, _ = cv2.estimateAffinePartial2D(points, places * SIZE, method=cv2.LMEDS)
        face = cv2.warpAffine(grey, into, SIZE, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
        faces.append((face - face.mean()) / face.std())  # alike in light, so that no photo weighs more
    mean = np.mean(faces, axis=0)
    mean = mean + mean[:, ::-1]
    grey = np.rint(128 + 52 * mean / mean.std()).clip(0, 255).astype(np.uint8)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), places


if __name__ == "__main__":
    found = portraits()
    image, places = average(found)
    print(f"{Path(write_image(TARGET, image, overwrite=True)).name}: {len(found)} faces, points at")
    print(np.round(places, 3).tolist())
