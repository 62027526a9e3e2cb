"""What the panels of a comparison show: one face or a whole photo, hidden in several ways. No widgets here."""

import copy
import statistics
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, fields

import cv2

from ..blur import METHODS
from ..hiding import Hiding, hide_faces, left_clear
from ..privacy import QUICK, ssim, verdicts
from ..privacy.meter import in_short
from ..roi import Box

# Of the face's size on each side: what a panel shows around a face, unless a wider margin is asked for.
SURROUNDINGS = 0.6
# Seconds that one panel may take while a slider moves; slower methods then work on a picture of the panel's size.
_PATIENCE = 0.025
# Pixels across a face while such a slider moves: a bilateral filter costs the fourth power of it.
_DRAFT_FACE = 130
_REMEMBERED = 64


class Scene:
    """One face with its surroundings, or a whole photo with all its faces, to be hidden in several ways.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    boxes : list of Box
        Its faces, at least one, in the order in which `anonymize` hides them. They may reach over the border.
    number : int, optional
        Which face to show, from 0 on; by default the whole photo.
    side : int
        Longer side of a panel in pixels.
    surroundings : float
        Share of the face's size that is shown on each side of it. No margin may be wider.

    Attributes
    ----------
    around : Box
        The part of the photo that is shown.
    """

    def __init__(self, image, boxes, number=None, side=300, surroundings=SURROUNDINGS):
        self.face = max(boxes, key=lambda box: box.area) if number is None else boxes[number]
        around = Box(0, 0, image.shape[1], image.shape[0])
        if number is not None:
            boxes = [self.face]
            around = self.face.expand(surroundings).clip(image)
        self.whole, self.around = number is None, around
        self.image = image[around.slices]
        # The crop ends where the photo ends, so a face that the photo's border cuts is cut alike here.
        self.boxes = [box.relative_to(around) for box in boxes]
        self._fit(side)
        # Panels are made by several threads.
        self._results, self._seconds, self._lock = OrderedDict(), {}, threading.Lock()
        self._verdicts = OrderedDict()

    def _fit(self, side):
        self._scale = side / max(self.image.shape[:2])
        self._size = [max(1, round(length * self._scale)) for length in self.image.shape[1::-1]]
        self._small = self._fitted(self.image)

    def sized(self, side):
        """Show the same with panels of another size; what is known of it stays known.

        Parameters
        ----------
        side : int
            Longer side of a panel in pixels.

        Returns
        -------
        Scene
        """
        other = copy.copy(self)
        other._fit(side)
        return other

    @property
    def shape(self):
        """Height and width of what is shown of the photo, in its pixels."""
        return self.image.shape[:2]

    def parameters(self, hiding):
        """Tell what hides the face shown, or the largest one, as `Hiding.parameters` would say it.

        Parameters
        ----------
        hiding : Hiding

        Returns
        -------
        dict
            For the whole face, also where the photo's border cuts it.
        """
        return hiding.parameters_for(self.face.width, hiding.region(self.face).width)

    def samples_left(self, hiding):
        """Tell how many independent samples are left across the face shown, or the largest one.

        Parameters
        ----------
        hiding : Hiding

        Returns
        -------
        SamplesLeft
        """
        widths = self.face.width, hiding.region(self.face).width
        return METHODS[hiding.method].samples_left(*widths, **self.parameters(hiding))

    def code(self, hiding):
        """Write OpenCV's call for the face shown, or for the largest one.

        Parameters
        ----------
        hiding : Hiding

        Returns
        -------
        str
            The call on what lies inside the photo of the face's region.
        """
        roi, whole_width, parameters = self._region(hiding)
        method = METHODS[hiding.method]
        if method.part is not None and roi.shape[1] < whole_width:
            _, parameters = method.on_part(roi, whole_width, **parameters)
        return method.as_code(roi.shape, **parameters)

    def panel(self, hiding, moving=False):
        """Show the picture with its faces hidden.

        Parameters
        ----------
        hiding : Hiding or None
            None shows the original.
        moving : bool
            Whether a slider is on its way: then a method that is slow here hides the face in a picture of the panel's
            size, with kernels as much smaller. `is_draft` tells whether it did.

        Returns
        -------
        numpy.ndarray
            Panel, shape (height, width, 3), dtype uint8.
        """
        if hiding is None:
            return self._small
        if moving and self.is_draft(hiding):
            return self._draft(hiding)
        return self._fitted(self.result(hiding))

    def is_draft(self, hiding):
        """Tell whether a panel made while a slider moves is not the exact one.

        Parameters
        ----------
        hiding : Hiding

        Returns
        -------
        bool
        """
        slow = self._seconds.get(hiding.method, 0) > _PATIENCE
        return slow and self._scale < 1 and hiding not in self._results

    def result(self, hiding):
        """Hide the faces, pixel for pixel as `anonymize` does in the whole photo.

        Parameters
        ----------
        hiding : Hiding

        Returns
        -------
        numpy.ndarray
            Shape of the part of the photo that is shown, dtype uint8.
        """
        with self._lock:
            if hiding in self._results:
                self._results.move_to_end(hiding)
                return self._results[hiding][0]
        started = time.perf_counter()
        made, steps = hide_faces(self.image, self.boxes, hiding)
        seconds = time.perf_counter() - started
        unchanged = left_clear(self.image, made, steps)
        with self._lock:
            self._seconds[hiding.method] = seconds
            self._results[hiding] = made, unchanged
            while len(self._results) > _REMEMBERED:
                self._results.popitem(last=False)
        return made

    def unchanged(self, hiding):
        """Tell which faces a blur is too weak to change.

        Parameters
        ----------
        hiding : Hiding

        Returns
        -------
        list of int
            Their numbers among `boxes`, from 1 on; empty also while only a draft is known.
        """
        with self._lock:
            return self._results[hiding][1] if hiding in self._results else []

    def judging(self, hiding):
        """Ask detectors and the recogniser about each face, unless they have been asked already.

        For a whole photo, YuNet is the only detector.

        Parameters
        ----------
        hiding : Hiding or None
            None asks about the original.

        Yields
        ------
        None
            After each face: a large group takes seconds, and whoever does not want to wait can stop there.
        """
        if hiding in self._verdicts:
            return
        picture = self.image if hiding is None else self.result(hiding)
        given = []
        for one in verdicts(self.image, picture, self.boxes, ("yunet",) if self.whole else QUICK):
            given.append(one)
            yield
        with self._lock:
            self._verdicts[hiding] = given
            while len(self._verdicts) > _REMEMBERED:
                self._verdicts.popitem(last=False)

    def verdicts(self, hiding):
        """Tell what detectors and the recogniser say about each face.

        Parameters
        ----------
        hiding : Hiding or None

        Returns
        -------
        list of Verdict
            Largest face first.
        """
        for _ in self.judging(hiding):
            pass
        return self._verdicts[hiding]

    def _draft(self, hiding):
        boxes = self._scaled_boxes(self._scale)
        share = min(1.0, _DRAFT_FACE / max(box.width for box in boxes)) if boxes else 1.0
        own = _OnSmallCopy(**_fields(hiding), scale=self._scale * share)
        if share == 1:
            return hide_faces(self._small, boxes, own)[0]
        smaller = cv2.resize(self._small, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        made = cv2.resize(hide_faces(smaller, self._scaled_boxes(own.scale), own)[0], self._size)
        shown = self._small.copy()
        for box in boxes:  # all else stays as sharp as it is
            part = hiding.region(box).clip(shown).slices
            shown[part] = made[part]
        return shown

    def _scaled_boxes(self, scale):
        edges = ((box.left, box.top, box.right, box.bottom) for box in self.boxes)
        boxes = [Box(*(round(edge * scale) for edge in four)) for four in edges]
        return [box for box in boxes if box.width and box.clip(self._small).area]

    def _region(self, hiding):
        """Of the face shown, or of the largest: the part inside the photo, the whole's width, and the parameters."""
        face = max(self.boxes, key=lambda box: box.area)
        wide = hiding.region(face)
        return self.image[wide.clip(self.image).slices], wide.width, self.parameters(hiding)

    def _fitted(self, image):
        # INTER_AREA averages what it throws away; enlarging with it would repeat pixels.
        how = cv2.INTER_AREA if self._scale < 1 else cv2.INTER_LINEAR
        return cv2.resize(image, self._size, interpolation=how)


@dataclass(frozen=True, repr=False)
class _OnSmallCopy(Hiding):
    """A hiding whose kernels are made as much smaller as the picture: what the panel will look like, in less time."""

    scale: float = 1.0

    def parameters_for(self, face_width, roi_width=None):
        full = super().parameters_for(face_width / self.scale, (roi_width or face_width) / self.scale)
        declared = {p.name: p for p in METHODS[self.method].parameters}
        return {name: declared[name].scaled(value, self.scale) for name, value in full.items()}


def _fields(hiding):
    return {one.name: getattr(hiding, one.name) for one in fields(hiding)}


def _time(scene, hiding):
    """Median of three calls on the region, without detecting and pasting."""
    if hiding is None:
        return ""
    (roi, whole_width, parameters), seconds = scene._region(hiding), []
    roi = roi.copy()  # in one piece, as the pipeline hands it over
    for _ in range(3):
        started = time.perf_counter()
        METHODS[hiding.method].on_part(roi, whole_width, **parameters)
        seconds.append(time.perf_counter() - started)
    return f"{float(f'{1000 * statistics.median(seconds):.2g}'):g} ms"  # 110 ms, not 1.1e+02 ms


def _similarity(scene, hiding):
    """On the face, or on the whole photo if that is shown."""
    if hiding is None:
        return ""
    part = ... if scene.whole else scene.boxes[0].clip(scene.image).slices
    return f"SSIM {ssim(scene.image[part], scene.result(hiding)[part]):.2f}"


def _found(scene, hiding):
    """For a face the names of the detectors that still see it; for a whole photo how many faces YuNet still sees."""
    given = scene.verdicts(hiding)
    if scene.whole:
        return f"found again: {sum(bool(one.found_by) for one in given)} of {len(given)}"
    return given[0].found_words


def _recognised(scene, hiding):
    """For a face the recogniser's distance; for a whole photo how many faces it recognises."""
    given = scene.verdicts(hiding)
    if not scene.whole or given[0].distance is None:
        return given[0].recognised_words
    return f"recognised: {sum(bool(one.recognised) for one in given)} of {len(given)}"


def _meter(scene, hiding):
    """The verdict in a few words."""
    return "" if hiding is None else in_short(scene.verdicts(hiding))


# Name of a column: what fills it, ``(scene, hiding or None for the original) -> text``.
MEASURES = {
    "meter": _meter,
    "found again": _found,
    "recognised": _recognised,
    "time": _time,
    "similarity": _similarity,
}
