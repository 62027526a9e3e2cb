"""Windows that a Haar cascade rejects, stage by stage."""

from xml.etree import ElementTree

import cv2
import numpy as np

from ..figures import BLUE, ORANGE, mpl
from .drawing import LARGE, NORMAL, SMALL, Canvas
from .flipbook import Flipbook

# The window of OpenCV's cascade for frontal faces, and the tolerance of its votes.
_WINDOW, _TOLERANCE = 24, 1e-5
# OpenCV skips windows that vary by less than this many grey levels.
_FLAT = 10


def stages_passed(grey):
    """Count how many stages of OpenCV's cascade for frontal faces each window of a picture passes.

    Parameters
    ----------
    grey : numpy.ndarray
        Shape (height, width), dtype uint8; small, for its windows are 24 × 24 pixels and no other size is tried.

    Returns
    -------
    (numpy.ndarray, list of int)
        The number of stages for each window, by the row and column of its first pixel; windows that are too flat to be
        looked at have 0. And how many features each stage has.

    Raises
    ------
    ValueError
        If the picture is smaller than a window.

    Examples
    --------
    >>> passed, features = stages_passed(np.zeros((30, 40), np.uint8))
    >>> passed.shape, int(passed.max()), len(features), sum(features)
    ((7, 17), 0, 25, 2913)
    """
    if min(grey.shape) < _WINDOW:
        raise ValueError(
            f"A picture of {grey.shape[1]} × {grey.shape[0]} pixels is smaller than a window of {_WINDOW}."
        )
    rectangles, stages = _read()
    sums, squares = cv2.integral2(grey)
    shape = grey.shape[0] - _WINDOW + 1, grey.shape[1] - _WINDOW + 1
    row, column = np.indices(shape).reshape(2, -1)

    def inside(table, windows, x, y, width, height):
        top, left = row[windows] + int(y), column[windows] + int(x)
        bottom, right = top + int(height), left + int(width)
        return table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left]

    everyone, inner, area = np.arange(row.size), (1, 1, _WINDOW - 2, _WINDOW - 2), (_WINDOW - 2) ** 2
    total = inside(sums, everyone, *inner).astype(float)
    spread = np.sqrt(np.maximum(area * inside(squares, everyone, *inner) - total**2, 0))
    passed = np.zeros(row.size, int)
    alive = everyone[spread >= _FLAT * area]
    for threshold, weak in stages:
        votes = np.zeros(alive.size)
        for feature, split, low, high in weak:
            value = sum(weight * inside(sums, alive, *place) for *place, weight in rectangles[feature])
            votes += np.where(value / spread[alive] < split, low, high)
        alive = alive[votes >= threshold - _TOLERANCE]
        passed[alive] += 1
    return passed.reshape(shape), [len(weak) for _, weak in stages]


def windows_rejected(grey, still=3):
    """Draw which windows of a picture are left after each stage of a Haar cascade.

    Parameters
    ----------
    grey : numpy.ndarray
        As for `stages_passed`; a face in it should be about 24 pixels wide.
    still : int
        The stage that stands still on paper, with the last one below it.

    Returns
    -------
    Flipbook

    Examples
    --------
    >>> book = windows_rejected(np.zeros((30, 40), np.uint8))
    >>> book.captions[1]
    'After stage 1 (with 9 features): 0 of 119 windows are left.'
    """
    passed, features = stages_passed(grey)
    left = [passed.size, *((passed >= stage).sum() for stage in range(1, len(features) + 1))]
    # Each window is drawn at its middle.
    height, width = grey.shape
    middle = _WINDOW // 2
    canvas = Canvas(2, (9.4, 4.2), widths=[1, 1.1])
    for stage, number in enumerate(left):
        said = "Before the first stage" if stage == 0 else f"After stage {stage} (with {features[stage - 1]} features)"
        with canvas.frame(f"{said}: {number} of {passed.size} windows are left.") as [picture, bars]:
            picture.imshow(grey, cmap="gray", vmin=0, vmax=255, extent=(0, width, height, 0))
            y, x = np.nonzero(passed >= stage)
            picture.scatter(x + middle, y + middle, s=9, marker="s", color=mpl(ORANGE), linewidths=0, alpha=0.75)
            picture.set(xlim=(0, width), ylim=(height, 0), aspect="equal")
            picture.set_title("middles of the windows left", fontsize=LARGE)
            bars.bar(range(stage + 1), left[: stage + 1], color=mpl(BLUE))
            bars.text(stage - 0.4, 1.2 * number + 0.2, f"{number}", ha="left", fontsize=NORMAL)
            bars.set_yscale("symlog", linthresh=1)  # like "log", and none is nothing
            bars.set(xlim=(-1, len(left) + 1.5), ylim=(0, 4 * passed.size), xticks=range(0, len(left), 5))
            bars.set_xlabel("stage", fontsize=NORMAL)
            bars.tick_params(labelsize=SMALL)
            bars.set_title("windows left", fontsize=LARGE)
    alt = (
        "Left, a grey photo with a dot at the middle of each window that is still taken for a face. Right, a bar for "
        "each stage: how many windows are left after it, on a logarithmic scale."
    )
    return Flipbook(canvas.frames, canvas.captions, alt, (min(still, len(features) - 1), len(features)), seconds=0.7)


def _read():
    """Read the cascade: the rectangles of each feature, and each stage's threshold with its features."""
    file = cv2.data.haarcascades + "haarcascade_frontalface_default.xml"
    cascade = ElementTree.parse(file).getroot().find("cascade")

    def numbers(element):
        return [float(number) for number in element.text.split()]

    rectangles = [[numbers(one) for one in feature.find("rects")] for feature in cascade.find("features")]
    stages = []
    for stage in cascade.find("stages"):
        weak = []
        for one in stage.find("weakClassifiers"):
            nodes, leaves = numbers(one.find("internalNodes")), numbers(one.find("leafValues"))
            weak.append((int(nodes[2]), nodes[3], *leaves))
        stages.append((float(stage.find("stageThreshold").text), weak))
    return rectangles, stages
