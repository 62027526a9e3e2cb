"""What `find_faces` searches: the picture at several sizes, in tiles and in four turns, each part a `View`."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from ..roi import Box

# The smallest size, for faces that fill the picture. Each size is at most three times the one below it: a face as large
# as the overlap of two tiles, which may be cut by both, is 24 pixels wide there.
_SMALLEST, _STEP, _OVERLAP = 320, 3, 72
# Smaller pictures are enlarged to the smallest size, but so many times at most: there is no more to see.
_ENLARGED = 3
# Photos with more pixels than this are looked at down to half their size: YuNet finds faces from 15 pixels on, so from
# 30 in the photo. Searching 12 megapixels at full size would take three times as long.
_FINEST = 3e6
# In photos with more pixels than this, small faces are looked for upright first, and in the other turns only where the
# coarser looks saw a face in that turn, or no look saw any: three quarters of the work.
_ALL_TURNS = 16e6
# A closer look takes in so many times the face.
_AROUND = 3.5


@dataclass(frozen=True)
class View:
    """A part of a picture, as one search sees it.

    Attributes
    ----------
    picture : numpy.ndarray
        The whole picture at the size at which this look sees it.
    size : (int, int)
        Width and height of the original.
    part : Box
        What is searched, in pixels of `picture`.
    quarter : int
        How many quarter turns to the left it is turned, 0 to 3.
    frame : int
        Side of the black square in the middle of which the part is put; 0 for none.
    look : str
        What `FoundFace.look` says.
    late : bool
        Whether it comes after the others, and only if they saw faces in this turn, or none at all.
    """

    picture: np.ndarray
    size: tuple
    part: Box
    quarter: int
    frame: int
    look: str
    late: bool = False

    def search(self, detector, parameters):
        """Let a detector look at it.

        Parameters
        ----------
        detector : Detector
        parameters : dict
            The detector's own.

        Returns
        -------
        list of Box
            Upright, in the original's pixels, without those that are cut by an edge inside the picture.
        """
        seen = np.rot90(self.picture[self.part.slices], self.quarter)
        down, right = ((self.frame - length) // 2 if self.frame else 0 for length in seen.shape[:2])
        if self.frame:
            square = np.zeros((self.frame, self.frame, 3), np.uint8)
            square[down : down + seen.shape[0], right : right + seen.shape[1]] = seen
            seen = square
        x_scale, y_scale = self.size[0] / self.picture.shape[1], self.size[1] / self.picture.shape[0]
        found = []
        for box in detector.whole(seen, **parameters):
            moved = Box(box.left - right, box.top - down, box.right - right, box.bottom - down, box.score)
            box = self._upright(moved)
            if box.clip(self.picture).area and not self._cut(box):
                edges = (box.left * x_scale, box.top * y_scale, box.right * x_scale, box.bottom * y_scale)
                found.append(Box(*map(round, edges), box.score))
        return found

    def pixels(self, detector, parameters):
        """How many pixels the detector will have to search, which its time depends on."""
        height, width = (self.frame or side for side in (self.part.height, self.part.width))
        given = {one.name: one.default for one in detector.parameters} | parameters
        shrunk = min(1, given.get("max_side", max(height, width)) / max(height, width))
        return round(height * width * shrunk**2) * 4 ** given.get("upsample", 0)

    def _upright(self, box):
        """From the turned part's pixels to those of `picture`."""
        width, height, x, y = self.part.width, self.part.height, self.part.left, self.part.top
        left, top, right, bottom = {
            0: (box.left, box.top, box.right, box.bottom),
            1: (width - box.bottom, box.left, width - box.top, box.right),
            2: (width - box.right, height - box.bottom, width - box.left, height - box.top),
            3: (box.top, height - box.right, box.bottom, height - box.left),
        }[self.quarter]
        return Box(left + x, top + y, right + x, bottom + y, box.score)

    def _cut(self, box):
        height, width = self.picture.shape[:2]
        part = self.part
        return (
            (part.left > 0 and box.left <= part.left + 1)
            or (part.top > 0 and box.top <= part.top + 1)
            or (part.right < width and box.right >= part.right - 1)
            or (part.bottom < height and box.bottom >= part.bottom - 1)
        )


def views(image, detector, looks, parameters):
    """List what is to be searched in one picture.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    detector : Detector
    looks : str
        One of `LOOKS`.
    parameters : dict
        The detector's own.

    Returns
    -------
    list of View
        The largest first, so that two threads end together.
    """
    height, width = image.shape[:2]
    longest = max(height, width)
    given = {one.name: one.default for one in detector.parameters} | parameters
    first = min(longest, given.get("max_side", longest))
    planned = [View(image, (width, height), Box(0, 0, width, height), 0, 0, f"{first} pixels")]
    if looks == "one":
        return planned
    tile = min(detector.tile, given.get("max_side", detector.tile))
    pictures = _pictures(image, tile)
    for place, (picture, side) in enumerate(pictures):
        if looks == "sizes" and side > _SMALLEST:
            continue
        for quarter in range(4 if looks == "turns" else 1):
            # What the first look has seen upright at this size or a larger one need not be seen again.
            if quarter or side <= _SMALLEST or side > first:
                late = bool(quarter and not place and tile and height * width > _ALL_TURNS)
                planned += _parts(picture, (width, height), side, quarter, tile, late)
    return sorted(planned, key=lambda view: -view.part.area)


def closer(planned, box, quarter, width):
    """Cut a face out with what is around it, so that the detector sees it at the size at which it is surest.

    Parameters
    ----------
    planned : list of View
        The looks at the whole picture.
    box : Box
        Where a face may be, in pixels of the original.
    quarter : int
        The turn in which it was found.
    width : int
        The longer side of the face as it will be seen, in pixels.

    Returns
    -------
    (View, int, int)
        Its boxes are in the original's pixels, but for the left and top edge of the part, which follow.
    """
    longer, size = max(box.width, box.height), planned[0].size
    # The smallest picture in which the face has enough pixels: a face that fills a large photo needs few of them.
    pictures = sorted((view.picture for view in planned), key=lambda picture: picture.shape[0])
    picture = next((one for one in pictures if longer * one.shape[0] >= width * size[1]), pictures[-1])
    reach = longer * _AROUND / 2
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    part = Box(*(round(n) for n in (x - reach, y - reach, x + reach, y + reach)))
    part = Box(max(0, part.left), max(0, part.top), min(size[0], part.right), min(size[1], part.bottom))
    x_scale, y_scale = picture.shape[1] / size[0], picture.shape[0] / size[1]
    rows = slice(int(part.top * y_scale), max(int(part.top * y_scale) + 1, round(part.bottom * y_scale)))
    columns = slice(int(part.left * x_scale), max(int(part.left * x_scale) + 1, round(part.right * x_scale)))
    frame = int(width * _AROUND)
    scale = width / longer
    seen = [min(frame, max(1, round(side * scale))) for side in (part.width, part.height)]
    cut = picture[rows, columns]
    smaller = seen[0] * seen[1] < cut.shape[0] * cut.shape[1]
    cut = cv2.resize(cut, seen, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
    whole = Box(0, 0, *seen)
    return View(cut, (part.width, part.height), whole, quarter, frame, "closer"), part.left, part.top


def _pictures(image, tile):
    """The picture at each size, with its longest side: each made of the one before it, for speed."""
    longest = max(image.shape[:2])
    finest = longest
    if tile:
        finest *= min(1, max(0.5, math.sqrt(_FINEST / (image.shape[0] * image.shape[1]))))
    smallest = min(_SMALLEST, _ENLARGED * longest)
    steps = max(0, math.ceil(math.log(finest / smallest, _STEP)))
    for step in range(steps, -1, -1):
        side = round(smallest * (finest / smallest) ** (step / steps)) if step else smallest
        image = _sized(image, side)
        yield image, side


def _sized(image, side):
    height, width = image.shape[:2]
    scale = side / max(height, width)
    if scale == 1:
        return image
    size = max(1, round(width * scale)), max(1, round(height * scale))
    # Down to a half, linear interpolation takes in every pixel; it is several times faster than INTER_AREA.
    return cv2.resize(image, size, interpolation=cv2.INTER_LINEAR if scale >= 0.5 else cv2.INTER_AREA)


def _parts(picture, size, side, quarter, tile, late):
    height, width = picture.shape[:2]
    turned = f", turned {quarter * 90} degrees" if quarter else ""
    if not tile or max(height, width) <= tile:
        frame = tile or (side * 6 // 5 if side <= _SMALLEST else 0)
        return [View(picture, size, Box(0, 0, width, height), quarter, frame, f"{side} pixels{turned}")]
    return [
        View(
            picture,
            size,
            Box(left, top, min(left + tile, width), min(top + tile, height)),
            quarter,
            tile,
            f"tiles at {side} pixels{turned}",
            late,
        )
        for top in _starts(height, tile)
        for left in _starts(width, tile)
    ]


def _starts(length, tile):
    """Where tiles begin: evenly spread, each lying over the next one by at least the overlap."""
    if length <= tile:
        return [0]
    number = math.ceil((length - _OVERLAP) / (tile - _OVERLAP))
    return [round(place * (length - tile) / (number - 1)) for place in range(number)]
