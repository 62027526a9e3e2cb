"""Spoil, search, count: how the table of misses comes about."""

import zlib

import numpy as np

from ... import bars
from ...parameters import pick
from ..detectors import DETECTORS, quietly
from ..finding import Finding
from ..loading import DetectorUnavailableError
from ..looks import find_faces
from ..matching import match_boxes
from .kinds import STRESSES
from .labelled import sample_photos
from .table import Row, StressTable


def stress_table(stresses=None, by=None, *, photos=None, levels=None, iou=0.5, seed=0, progress=True):
    """Spoil photos with known faces in every way and at every level, and count what each detector still finds.

    Parameters
    ----------
    stresses : iterable of str, optional
        Which of `STRESSES`; by default all.
    by : iterable of (str or Finding), optional
        Who searches: a detector of `DETECTORS` at one look, or a `Finding` that looks as thoroughly as it says (its
        doubtful boxes count, for they are hidden as well). By default every detector that this environment has, and
        ``Finding()``, as `anonymize` looks.
    photos : iterable of Labelled, optional
        By default `sample_photos`. Those without faces are searched for false alarms.
    levels : dict, optional
        Name of a stress to the levels to try in place of its own. Without its first, nothing says where it began.
    iou : float
        Least intersection over union of a box and the true one, for the face to be found.
    seed : int
        For noise. Each photo gets the same noise at every run.
    progress : bool
        Whether to show a bar.

    Returns
    -------
    StressTable
        All of it takes the better part of an hour: `cnn` needs a second or so for each picture, of which there are
        thousands.

    Raises
    ------
    ValueError, TypeError
        If there is no such stress or detector, or no photo has a face.
    DetectorUnavailableError
        If this environment lacks what a detector needs that was asked for by name.

    Examples
    --------
    >>> photos = [photo for photo in sample_photos() if photo.name in ("astronaut", "coins")]
    >>> table = stress_table(["dark"], ["haar"], photos=photos, levels={"dark": (1, 0.003)}, progress=False)
    >>> for row in table.rows:
    ...     print(row.words)
    haar at 1: 100% found on average over 1 photo (95 % 0% to 100%), 1 of 1 face; 6 false alarms in 2 pictures.
    haar at 0.003: 0% found on average over 1 photo (95 % 0% to 100%), 0 of 1 face; 0 false alarms in 2 pictures.
    """
    from tqdm import tqdm

    chosen = [pick(STRESSES, name, "stress") for name in (STRESSES if stresses is None else stresses)]
    searchers = _searchers(by)
    photos = sample_photos() if photos is None else list(photos)
    if not any(photo.faces for photo in photos):
        raise ValueError("No photo here has a face that could be missed: give each its true boxes (Labelled.faces).")
    plan = [(stress, level) for stress in chosen for level in (levels or {}).get(stress.name, stress.levels)]
    rows = []
    with bars.bar_class(tqdm)(total=len(plan) * len(photos), desc="stress", unit="photo", disable=not progress) as bar:
        for stress, level in plan:
            counts = {name: _Counts() for name in searchers}
            for photo in photos:
                # Of the photo's name and not its place: a photo more leaves the others' noise as it is.
                random = np.random.default_rng((seed, zlib.crc32(photo.name.encode())))
                pictures = stress(photo, level, random)
                for name, search in searchers.items():
                    counts[name].add(photo, pictures, search, iou)
                bar.update(1)
            rows += [counts[name].row(stress.name, level, name) for name in searchers]
    return StressTable(tuple(rows))


class _Counts:
    """What one searcher found at one level, photo by photo."""

    def __init__(self):
        self.shares, self.found, self.faces, self.alarms, self.pictures = [], 0, 0, 0, 0

    def add(self, photo, pictures, search, iou):
        hits, faces = 0, 0
        for picture in pictures:
            outcome = match_boxes(search(picture.image), [*picture.faces, *picture.others], iou)
            asked = set(picture.faces)
            hits += sum(true in asked for _, true in outcome.pairs)
            faces += len(picture.faces)
            self.alarms += len(outcome.false_alarms)
        if faces:
            self.shares.append(hits / faces)
        self.found, self.faces, self.pictures = self.found + hits, self.faces + faces, self.pictures + len(pictures)

    def row(self, stress, level, by):
        shares = tuple(self.shares)
        return Row(stress, level, by, shares, self.found, self.faces, self.alarms, self.pictures)


def _searchers(by):
    """Name to a function that gives the boxes in an image."""
    if by is None:
        by = [*(name for name in DETECTORS if _is_here(name)), Finding()]
    found = {}
    for one in by:
        if isinstance(one, Finding):
            found[f"{one.detector}, looks {one.looks!r}"] = _thorough(one)
        else:
            found[pick(DETECTORS, one, "detector").name] = _one_look(one)
    if not found:
        raise ValueError("Nobody searches: name at least one detector in by.")
    return found


def _one_look(name):
    def search(image):
        with quietly():
            return DETECTORS[name](image)

    return search


def _thorough(finding):
    def search(image):
        boxes = (face.box.clip(image) for face in find_faces(image, finding))
        return [box for box in boxes if box.area]

    return search


def _is_here(name):
    try:
        _one_look(name)(np.zeros((64, 64, 3), np.uint8))
    except DetectorUnavailableError:
        return False
    return True
