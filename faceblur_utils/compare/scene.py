"""What the panels of a comparison show: one face or a whole photo, hidden in several ways. No widgets here."""

import statistics
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

import cv2
import numpy as np

from ..blur import METHODS
from ..parameters import pick
from ..photos import anonymize
from ..privacy import QUICK, ssim, verdicts
from ..privacy.meter import in_short
from ..roi import Box

# Of the face's size on each side: what a panel shows around a face, and so the widest margin.
SURROUNDINGS = 0.6
# Seconds that one panel may take while a slider moves; slower methods then work on a picture of the panel's size.
_PATIENCE = 0.025
_REMEMBERED = 64


@dataclass(frozen=True)
class Setting:
    """How to hide a face.

    Attributes
    ----------
    method : str
        One of `METHODS`.
    strength : float
        0 to 1, as in `anonymize`.
    own : tuple of (str, number), optional
        The method's own parameters, in place of the strength.
    mask : str
        One of `MASKS`.
    margin : float
        Share of the face's size on each side.
    """

    method: str
    strength: float
    own: tuple | None
    mask: str
    margin: float


class Scene:
    """One face with its surroundings, or a whole photo with all its faces, to be hidden in several ways.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    boxes : list of Box
        Its faces, at least one.
    number : int, optional
        Which face to show; by default the whole photo.
    side : int
        Longer side of a panel in pixels.
    """

    def __init__(self, image, boxes, number=None, side=300):
        self.face = max(boxes, key=lambda box: box.area) if number is None else boxes[number]
        around = Box(0, 0, image.shape[1], image.shape[0])
        if number is not None:
            boxes = [self.face]
            around = self.face.expand(SURROUNDINGS).clip(image)
        self.whole = number is None
        self.image = image[around.slices]
        self.boxes = [_moved(box, around) for box in boxes]
        self._scale = side / max(self.image.shape[:2])
        self._size = [max(1, round(length * self._scale)) for length in self.image.shape[1::-1]]
        self._small = self._fitted(self.image)
        # Panels are made by several threads.
        self._results, self._seconds, self._lock = OrderedDict(), {}, threading.Lock()
        self._verdicts = OrderedDict()

    def parameters(self, setting):
        """Tell what the method is called with: on the face shown, or on the largest one.

        Parameters
        ----------
        setting : Setting

        Returns
        -------
        dict
        """
        if setting.own is not None:
            return dict(setting.own)
        roi = self._roi(setting)
        return pick(METHODS, setting.method, "method").at_strength(setting.strength, self.face.width, roi.width)

    def code(self, setting):
        """Write OpenCV's call for the face shown, or for the largest one.

        Parameters
        ----------
        setting : Setting

        Returns
        -------
        str
        """
        roi = self._roi(setting)
        return METHODS[setting.method].as_code((roi.height, roi.width, 3), **self.parameters(setting))

    def panel(self, setting, moving=False):
        """Show the picture with its faces hidden.

        Parameters
        ----------
        setting : Setting or None
            None shows the original.
        moving : bool
            Whether a slider is on its way: then a method that is slow here hides the face in a picture of the panel's
            size, with kernels as much smaller. `is_draft` tells whether it did.

        Returns
        -------
        numpy.ndarray
            Panel, shape (height, width, 3), dtype uint8.
        """
        if setting is None:
            return self._small
        if moving and self.is_draft(setting):
            return self._draft(setting)
        return self._fitted(self.result(setting))

    def is_draft(self, setting):
        """Tell whether a panel made while a slider moves is not the exact one.

        Parameters
        ----------
        setting : Setting

        Returns
        -------
        bool
        """
        slow = self._seconds.get(setting.method, 0) > _PATIENCE
        return slow and self._scale < 1 and setting not in self._results

    def result(self, setting):
        """Hide the faces, pixel for pixel as `anonymize` does in the whole photo.

        Parameters
        ----------
        setting : Setting

        Returns
        -------
        numpy.ndarray
            Shape of the part of the photo that is shown, dtype uint8.
        """
        with self._lock:
            if setting in self._results:
                self._results.move_to_end(setting)
                return self._results[setting]
        parameters = None if setting.own is None else dict(setting.own)
        started = time.perf_counter()
        made = anonymize(
            self.image,
            boxes=self.boxes,
            method=setting.method,
            strength=setting.strength,
            mask=setting.mask,
            margin=setting.margin,
            parameters=parameters,
        ).image
        with self._lock:
            self._seconds[setting.method] = time.perf_counter() - started
            self._results[setting] = made
            while len(self._results) > _REMEMBERED:
                self._results.popitem(last=False)
        return made

    def judging(self, setting):
        """Ask detectors and the recogniser about each face, unless they have been asked already.

        For a whole photo, YuNet is the only detector.

        Parameters
        ----------
        setting : Setting or None
            None asks about the original.

        Yields
        ------
        None
            After each face: a large group takes seconds, and whoever does not want to wait can stop there.
        """
        if setting in self._verdicts:
            return
        picture = self.image if setting is None else self.result(setting)
        given = []
        for one in verdicts(self.image, picture, self.boxes, ("yunet",) if self.whole else QUICK):
            given.append(one)
            yield
        with self._lock:
            self._verdicts[setting] = given
            while len(self._verdicts) > _REMEMBERED:
                self._verdicts.popitem(last=False)

    def verdicts(self, setting):
        """Tell what detectors and the recogniser say about each face.

        Parameters
        ----------
        setting : Setting or None

        Returns
        -------
        list of Verdict
            Largest face first.
        """
        for _ in self.judging(setting):
            pass
        return self._verdicts[setting]

    def _draft(self, setting):
        small = self._small
        for box in self.boxes:
            width = box.expand(setting.margin).clip(self.image).width
            method = METHODS[setting.method]
            full = setting.own or method.at_strength(setting.strength, box.width, width)
            declared = {p.name: p for p in method.parameters}
            parameters = {name: declared[name].scaled(value, self._scale) for name, value in dict(full).items()}
            box = Box(*(round(edge * self._scale) for edge in (box.left, box.top, box.right, box.bottom)))
            if box.area:
                settings = {"method": setting.method, "mask": setting.mask, "margin": setting.margin}
                small = anonymize(small, boxes=[box], parameters=parameters, **settings).image
        return small

    def _roi(self, setting):
        """Region that is blurred for the face shown, in the part of the photo that is shown."""
        return max(self.boxes, key=lambda box: box.area).expand(setting.margin).clip(self.image)

    def _fitted(self, image):
        # INTER_AREA averages what it throws away; enlarging with it would repeat pixels.
        how = cv2.INTER_AREA if self._scale < 1 else cv2.INTER_LINEAR
        return cv2.resize(image, self._size, interpolation=how)


def _moved(box, around):
    return Box(box.left - around.left, box.top - around.top, box.right - around.left, box.bottom - around.top)


def _time(scene, setting):
    """Median of three calls on the region, without detecting and pasting."""
    if setting is None:
        return ""
    roi = np.ascontiguousarray(scene.image[scene._roi(setting).slices])
    method, parameters, seconds = METHODS[setting.method], scene.parameters(setting), []
    for _ in range(3):
        started = time.perf_counter()
        method(roi, **parameters)
        seconds.append(time.perf_counter() - started)
    return f"{float(f'{1000 * statistics.median(seconds):.2g}'):g} ms"  # 110 ms, not 1.1e+02 ms


def _similarity(scene, setting):
    """On the face, or on the whole photo if that is shown."""
    if setting is None:
        return ""
    part = ... if scene.whole else scene.boxes[0].slices
    return f"SSIM {ssim(scene.image[part], scene.result(setting)[part]):.2f}"


def _found(scene, setting):
    """For a face the names of the detectors that still see it; for a whole photo how many faces YuNet still sees."""
    given = scene.verdicts(setting)
    if scene.whole:
        return f"found again: {sum(bool(one.found_by) for one in given)} of {len(given)}"
    return given[0].found_words


def _recognised(scene, setting):
    """For a face the recogniser's distance; for a whole photo how many faces it recognises."""
    given = scene.verdicts(setting)
    if not scene.whole or given[0].distance is None:
        return given[0].recognised_words
    return f"recognised: {sum(one.recognised for one in given)} of {len(given)}"


def _meter(scene, setting):
    """The verdict in a few words."""
    return "" if setting is None else in_short(scene.verdicts(setting))


# Name of a column: what fills it, ``(scene, setting or None for the original) -> text``.
MEASURES = {
    "meter": _meter,
    "found again": _found,
    "recognised": _recognised,
    "time": _time,
    "similarity": _similarity,
}
