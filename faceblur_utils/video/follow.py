"""Find a face's pixels again in the next frame, without a detector: template matching on small grey pictures."""

import cv2
import numpy as np

# Longest side of the grey pictures: small enough to cost nothing beside a detector, large enough for small faces.
GREY_SIDE = 320
# A score of 1 is the same patch in another light. From the first number on it is a fresh enough picture of the face,
# from the second on it is still the face; below that, the face is not where we looked or has turned away.
FRESH, FOUND = 0.8, 0.6
# Shares of the face's size, and pixels of the grey picture, that it may move from one frame to the next.
_REACH, _LEAST_REACH = 0.5, 4
_SMALLEST_PATCH, _FLAT = 5, 2.0
# Pixels on the longer side of a patch: more would cost more and say no more.
_LARGEST_PATCH = 40


def small_grey(grey):
    """Shrink a grey picture to what `Follower` and `Scenes` look at.

    Parameters
    ----------
    grey : numpy.ndarray
        Shape (height, width), dtype uint8.

    Returns
    -------
    numpy.ndarray
        Shape at most 320 on the longer side, dtype uint8; a copy.
    """
    height, width = grey.shape
    scale = min(1, GREY_SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA) if scale < 1 else grey.copy()


class Follower:
    """Follows one face from frame to frame.

    The patch is cut out once and looked for in each further frame, so that small errors do not add up to a drift. It is
    cut out anew only when the face has changed so much that the old patch hardly fits.

    Parameters
    ----------
    grey : numpy.ndarray
        From `small_grey`: a frame in which the face was seen.
    edges : sequence of float
        Left, top, right, bottom of the face there, in pixels of the whole frame.
    scale : float
        Pixels of the grey picture per pixel of the frame.

    References
    ----------
    https://docs.opencv.org/4.x/d4/dc6/tutorial_py_template_matching.html; Lewis, "Fast Normalized Cross-Correlation",
    Vision Interface 1995.
    """

    def __init__(self, grey, edges, scale):
        self._grey, self._scale = grey, scale
        self.edges = np.asarray(edges, float)
        self._cut_out()

    def step(self, grey):
        """Look for the face in the next frame (or, going backwards, in the one before).

        Parameters
        ----------
        grey : numpy.ndarray
            Of the same shape as the first.

        Returns
        -------
        numpy.ndarray
            Its edges there; where they were, if it was not found.
        float
            How well the patch fits, -1 to 1; the face counts as found from `FOUND` on.
        """
        shift, score = self._match(grey)
        if score < FRESH and self._moved:
            self._cut_out()  # from the frame before, where it was still found
            again = self._match(grey)
            shift, score = max((shift, score), again, key=lambda each: each[1])
        self._moved = score >= FOUND
        if self._moved:
            self.edges = self.edges + np.tile(shift, 2) / self._scale
        self._grey = grey
        return self.edges, score

    def _cut_out(self):
        left, top, right, bottom = self._inside(self.edges * self._scale)
        self._patch = self._grey[top:bottom, left:right]
        # The patch may be a part of the face, at the border: where it lies from the face's corner.
        self._corner = np.array([left, top]) - self.edges[:2] * self._scale
        self._moved = False
        enough = min(self._patch.shape) >= _SMALLEST_PATCH
        self._usable = enough and float(self._patch.std()) >= _FLAT  # an even patch fits everywhere
        self._side = self._patch.shape
        self._shrink = min(1, _LARGEST_PATCH / max(self._side)) if self._usable else 1
        if self._shrink < 1:
            self._patch = self._shrunk(self._patch)

    def _inside(self, edges):
        height, width = self._grey.shape
        left, top, right, bottom = np.rint(edges).astype(int)
        return max(left, 0), max(top, 0), min(max(right, 0), width), min(max(bottom, 0), height)

    def _match(self, grey):
        """Best shift of the patch in pixels of the grey picture, and its score."""
        nowhere = np.zeros(2), -1.0
        if not self._usable:
            return nowhere
        high, wide = self._side
        expected = self.edges[:2] * self._scale + self._corner
        reach_x, reach_y = (max(_LEAST_REACH, round(_REACH * side)) for side in (wide, high))
        x, y = np.rint(expected).astype(int)
        left, top, right, bottom = self._inside((x - reach_x, y - reach_y, x + wide + reach_x, y + high + reach_y))
        if right - left < wide or bottom - top < high:
            return nowhere
        window = grey[top:bottom, left:right]
        small = self._shrunk(window) if self._shrink < 1 else window
        scores = cv2.matchTemplate(small, self._patch, cv2.TM_CCOEFF_NORMED)
        if not np.isfinite(scores).all():
            scores = np.nan_to_num(scores, nan=-1, posinf=-1, neginf=-1)
        _, best, _, (column, row) = cv2.minMaxLoc(scores)
        place = np.array([_peak(scores[row], column), _peak(scores[:, column], row)])
        ratio = np.array(window.shape[::-1]) / small.shape[::-1]
        return np.array([left, top]) + place * ratio - expected, float(best)

    def _shrunk(self, grey):
        size = (max(_SMALLEST_PATCH, round(side * self._shrink)) for side in grey.shape[::-1])
        return cv2.resize(grey, tuple(size), interpolation=cv2.INTER_AREA)


def _peak(scores, best):
    """Place of the maximum between the samples, from a parabola through three of them."""
    if not 0 < best < len(scores) - 1:
        return float(best)
    before, at, after = scores[best - 1 : best + 2].astype(float)
    bend = before - 2 * at + after
    return best + (0.5 * (before - after) / bend if bend < 0 else 0.0)
