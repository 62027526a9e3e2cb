"""Which of several pictures is behind a blur? Each is hidden in the same way and compared, pixel by pixel."""

import cv2
import numpy as np

from ..blur import METHODS
from ..hiding import Hiding
from ..images import require_image
from ..roi import Box
from ..values import share_out
from .reconstruction import moved, pixels

# How far an attacker's box may be off, as a share of its width or height, at each edge.
_ASTRAY = 0.2
# Inside an ellipse that touches the region's sides: where each row and column of the middle is hidden in full.
_INSIDE = 0.3
# What changes less, as a share of the strongest edge, speaks against a block's edge there.
_NO_EDGE = 0.1


def read_box(image, box, hiding=None, **options):
    """Read off a mosaic's own edges by which box it was made.

    Inside a mosaic, grey levels change at the blocks' edges and nowhere else. Of all boxes near the one that the
    attacker guesses, this finds the one whose blocks end where they change.

    Parameters
    ----------
    image : numpy.ndarray
        Picture with a pixelated face, shape (height, width, 3), dtype uint8.
    box : Box
        Where the attacker takes the face to be: each edge may be off by a fifth of the face.
    hiding : Hiding, optional
        How the face was hidden, which the picture gives away; by default as `anonymize` does.
    **options
        Fields of `Hiding`, in place of those in `hiding`.

    Returns
    -------
    Box
        The publisher's box. Of a method without blocks, an outline that is not the face's own, or a face of a few
        pixels, `box` as it is. With two blocks
        across or down there is but one edge, and of the boxes that fit it, this is the one nearest to `box`.

    Raises
    ------
    TypeError, ValueError
        If `image` is not RGB uint8, or as for `Hiding`.

    Examples
    --------
    >>> from faceblur_utils.privacy import strangers
    >>> face = strangers()[0]
    >>> probe = face.published(seed=2, hiding=Hiding("pixelate"))
    >>> probe.drawn
    Box(left=121, top=73, right=218, bottom=191)
    >>> read_box(probe.image, face.box, Hiding("pixelate"))
    Box(left=121, top=73, right=219, bottom=191)
    """
    (hiding,) = share_out(options, (Hiding, hiding))
    require_image(image)
    inner = box.expand(-_INSIDE).clip(image)
    if METHODS[hiding.method].part is None or hiding.shape != "own" or not inner.area:
        return box
    grey = image.astype(np.float64).mean(axis=2)
    columns = _Edges(grey[inner.top : inner.bottom], inner.left, inner.right)
    rows = _Edges(grey[:, inner.left : inner.right].T, inner.top, inner.bottom)
    blocks = hiding.parameters_for(box.width, box.expand(hiding.margin).width)["blocks"]
    left, right = columns.ends(box.left, box.right, hiding.margin, lambda width: np.full_like(width, blocks))
    # Blocks are as square as they can be: how many there are down follows from the region's shape.
    block = (right - left + 2 * round((right - left) * hiding.margin)) / blocks
    top, bottom = rows.ends(box.top, box.bottom, hiding.margin, lambda height: np.maximum(1, np.rint(height / block)))
    return Box(left, top, right, bottom)


class _Edges:
    """How much grey levels change from each place to the next, along one direction."""

    def __init__(self, grey, first, last):
        change = np.sqrt(np.abs(np.diff(grey, axis=1)).mean(axis=0))
        # Outside the blur, and at its end, much changes that is no block's edge.
        strongest = max(change[max(first, 1) - 1 : last].max(), 1e-9)
        self.change = np.minimum(np.concatenate([[0], change]) / strongest, 1)

    def ends(self, low, high, margin, blocks):
        """Where a face's box begins and ends whose blocks end where levels change, near `low` and `high`."""
        reach = max(1, round(_ASTRAY * (high - low)))
        begin, end = np.meshgrid(np.arange(low - reach, low + reach + 1), np.arange(high - reach, high + reach + 1))
        begin, end = begin[end - begin > 1], end[end - begin > 1]
        more = np.rint((end - begin) * margin).astype(int)
        length = end - begin + 2 * more
        number = blocks(length)
        # Nearer to the guess, if nothing else decides.
        found = -1e-6 * (np.abs(begin - low) + np.abs(end - high))
        until = np.cumsum(self.change)

        def at(edge, values):
            place = begin - more + np.ceil(edge * length / number).astype(int)
            return values[np.clip(place, 0, len(values) - 1)]

        for edge in range(1, int(number.max())):
            # An edge where nothing changes speaks against a box, and so does a change inside a block.
            found += np.where(edge < number, 2 * (at(edge, self.change) - _NO_EDGE), 0)
        found -= at(number - 1, until) - at(1, until)
        best = found.argmax()
        return int(begin[best]), int(end[best])


def guess_candidate(image, box, candidates, hiding=None, *, drawn=None, **options):
    """Rank people by how well their pictures, hidden in the same way, fit a hidden face.

    Nothing is sharpened: the attacker only tries. Brightness and contrast are evened out first, so that another day's
    light does not decide.

    Parameters
    ----------
    image : numpy.ndarray
        Picture with a hidden face, shape (height, width, 3), dtype uint8.
    box : Box
        Where the face is, without margin.
    candidates : list
        Who it could be: objects with ``image`` (as above) and ``box`` (the face in it), such as `Portrait`.
    hiding : Hiding, optional
        How the face was hidden; by default as `anonymize` does.
    drawn : Box, optional
        By which box it was hidden, if that is not `box`; `read_box` reads it off a mosaic.
    **options
        Fields of `Hiding`, in place of those in `hiding`.

    Returns
    -------
    list of (object, float)
        Each candidate and its difference, the best first: root mean square over the hidden pixels, in units of their
        standard deviation. 0 is the same picture, and about 1.4 an unrelated one.

    Raises
    ------
    TypeError, ValueError
        If there is no candidate, a box lies outside its picture, all hidden pixels have one colour, or as for
        `Hiding`.

    Examples
    --------
    >>> from faceblur_utils.privacy import strangers
    >>> album = strangers()[:3]
    >>> mosaic = Hiding("pixelate")
    >>> published = album[1].hidden(mosaic)
    >>> [one.person for one, _ in guess_candidate(published.image, published.box, album, mosaic)][0]
    'hopper'
    """
    (hiding,) = share_out(options, (Hiding, hiding))
    candidates = list(candidates)
    if not candidates:
        raise ValueError("There is nobody to choose from: candidates is empty.")
    require_image(image)
    if not box.clip(image).area:
        raise ValueError(f"{box} lies outside this {image.shape[1]} x {image.shape[0]} picture: there is no face.")
    ranking = []
    for one in candidates:
        if not (isinstance(one.box, Box) and one.box.area):
            raise ValueError(f"A candidate's box must hold pixels of the face, got {one.box!r}.")
        step = hiding.step(fitted(one, box, image.shape), drawn or box)
        theirs, ours = (_even_light(roi[step.mask == 1]) for roi in (step.blurred, image[step.box.slices]))
        ranking.append((one, float(np.sqrt(np.mean((theirs - ours) ** 2)))))
    return sorted(ranking, key=lambda entry: entry[1])


def fitted(candidate, box, shape):
    """Picture of `shape` in which the candidate's face fills `box`."""
    across, down = box.width / candidate.box.width, box.height / candidate.box.height
    way = cv2.INTER_AREA if across < 1 else cv2.INTER_LINEAR
    scaled = cv2.resize(candidate.image, None, fx=across, fy=down, interpolation=way)
    corner = box.left - candidate.box.left * across, box.top - candidate.box.top * down
    return pixels(moved(scaled, *corner, size=shape[1::-1]))


def _even_light(pixels):
    pixels = pixels - pixels.mean(axis=0)
    if pixels.std() < 1e-6:
        raise ValueError("All hidden pixels have one colour: nothing is left to compare. No guess is possible.")
    return pixels / pixels.std()
