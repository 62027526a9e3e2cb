"""The registry `STRESSES`: a new stress is one function and one entry here. Tables, figures and tests find it.

The function takes a `Labelled` photo, a level and a random generator, and gives the photos to be searched. Several of
them answer for one photo where each face gets a picture of its own, and none where the stress says nothing of a photo
without faces. Whatever happens to light happens in light, not in pixel values (`to_light`).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import cv2

from ...images import from_light, to_light
from ...roi import Box

# What a small pixel of a phone's sensor can hold, and how much its reading errs: assumed, as a round number.
FULL_WELL = 10_000
READ_NOISE = 3
_BAR = 128


@dataclass(frozen=True)
class Stress:
    """One entry of `STRESSES`: call it with a photo, a level and a random generator.

    Attributes
    ----------
    name : str
        What is typed.
    title : str
        For figures.
    unit : str
        What a level counts, for the axis.
    levels : tuple of float
        Those that `stress_table` tries; the first changes nothing.
    spoil : callable
        ``spoil(photo, level, random) -> iterable of Labelled``; it is not asked for the first level.
    """

    name: str
    title: str
    unit: str
    levels: tuple
    spoil: Callable

    def __call__(self, photo, level, random):
        """Spoil a photo.

        Parameters
        ----------
        photo : Labelled
            It is not changed.
        level : float
            On the stress's own scale; the first of `levels` changes nothing.
        random : numpy.random.Generator
            For what is drawn by chance: the same generator gives the same pictures.

        Returns
        -------
        list of Labelled
            What a detector is to search in place of the photo.

        Examples
        --------
        >>> import numpy as np
        >>> from faceblur_utils.detect import Labelled
        >>> photo = Labelled(np.full((90, 60, 3), 200, np.uint8), (Box(20, 20, 40, 50),))
        >>> [dark] = STRESSES["dark"](photo, 0.1, np.random.default_rng(0))
        >>> dark.image[0, 0].tolist()
        [68, 68, 68]
        """
        return [photo] if level == self.levels[0] else list(self.spoil(photo, level, random))


def _turn(photo, degrees, random):
    yield photo.turned(degrees)


def _size(photo, width, random):
    yield photo.resized(min(1, width / photo.face_width))


def _light(photo, share, random):
    yield photo.shown(from_light(to_light(photo.image) * share))


def _blur(photo, share, random):
    sigma = share * photo.face_width
    # Out of focus, light mixes, not pixel values. A kernel of 4 sigma on each side, as in `blur.gaussian`.
    ksize = 2 * math.ceil(4 * sigma) + 1
    yield photo.shown(from_light(cv2.GaussianBlur(to_light(photo.image), (ksize, ksize), sigma)))


def _noise(photo, gain, random):
    white = FULL_WELL / gain
    light = to_light(photo.image)
    electrons = random.poisson(light * white) + random.normal(0, READ_NOISE, light.shape)
    yield photo.shown(from_light(electrons / white))


def _bar(photo, share, random, side):
    if not photo.faces:
        return
    image = photo.image.copy()
    for box in photo.faces:
        wide, high = round(share * box.width), round(share * box.height)
        middle = round(box.top + 0.4 * box.height)  # where the eyes are, in a box from the hairline to the chin
        bar = {
            "below": Box(box.left, box.bottom - high, box.right, box.bottom),
            "above": Box(box.left, box.top, box.right, box.top + high),
            "side": Box(box.left, box.top, box.left + wide, box.bottom),
            "eyes": Box(box.left, max(box.top, middle - high // 2), box.right, middle + high - high // 2),
        }[side]
        image[bar.clip(image).slices] = _BAR
    yield photo.shown(image)


def _closeup(photo, widths, random):
    for box in photo.faces:
        reach = widths * max(box.width, box.height) / 2
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        yield photo.cut(Box(*(round(n) for n in (x - reach, y - reach, x + reach, y + reach))), box)


def _cut(photo, share, random):
    for box in photo.faces:
        away = 2 * box.height
        left = round(box.left + share * box.width)
        yield photo.cut(Box(left, box.top - away, box.right + away, box.bottom + away), box)


_SHARES = (0, 0.2, 0.3, 0.4, 0.5, 0.6)
STRESSES = {
    one.name: one
    for one in (
        Stress("turn", "Turned", "degrees", (0, 15, 30, 45, 60, 90, 135, 180), _turn),
        Stress("size", "Small", "width of the face at most, pixels", (math.inf, 80, 40, 28, 20, 14, 10), _size),
        Stress("dark", "Dark", "share of the light", (1, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003), _light),
        Stress("bright", "Over-exposed", "times the light", (1, 2, 4, 8, 16, 32), _light),
        Stress("blur", "Out of focus", "sigma, in widths of the face", (0, 0.02, 0.04, 0.06, 0.1, 0.15, 0.2), _blur),
        Stress("noise", "Sensor noise", "gain (1: white is 10,000 electrons)", (0, 30, 100, 300, 1000, 3000), _noise),
        Stress("mask", "Covered from below", "share of the face's height", _SHARES, partial(_bar, side="below")),
        Stress("hat", "Covered from above", "share of the face's height", _SHARES, partial(_bar, side="above")),
        Stress("eyes", "Covered at the eyes", "share of the face's height", _SHARES, partial(_bar, side="eyes")),
        Stress("side", "Covered from the side", "share of the face's width", _SHARES, partial(_bar, side="side")),
        Stress("close", "Close-up", "side of the picture, in face heights", (math.inf, 3, 2, 1.5, 1.2, 1.0), _closeup),
        Stress("cut", "Cut by the picture's edge", "share of the face's width", _SHARES, _cut),
    )
}
