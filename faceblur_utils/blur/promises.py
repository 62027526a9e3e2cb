"""Two methods that can promise something, since they do not only blur: an average face, and a mosaic with noise.

A blur shows what it averaged, and an attacker who knows the method can blur other pictures alike and compare. An
average of many faces shows nothing of the face it stands for. Noise that is drawn for this picture only makes any two
pictures that differ in few pixels nearly equally likely to have been there.
"""

import math
from functools import cache
from numbers import Real

import cv2
import numpy as np

from ..images import read_image, require_image
from ..samples import AVERAGE_FACE, existing
from .filters import mosaic_size, pixelate_part, require_whole

# What the average face shows of the region around the face's box: the share of the box on each side.
MARGIN = 0.3
# Where a face's five points are in the average face, as shares of its sides: right eye, left eye, tip of the nose,
# right and left corner of the mouth (right and left of the person).
POINTS = np.array([[0.356, 0.433], [0.644, 0.433], [0.5, 0.558], [0.379, 0.649], [0.621, 0.649]])


@cache
def average_face():
    """Read the average of 27 faces of the samples (``tools/average_face.py`` makes it).

    Returns
    -------
    numpy.ndarray
        Shape (160, 128, 3), dtype uint8, RGB, without colour: 25 of the 27 are from a photo of 1927. Read-only.

    Examples
    --------
    >>> average_face().shape
    (160, 128, 3)
    """
    image = read_image(existing(AVERAGE_FACE))
    image.flags.writeable = False
    return image


def average(roi, *, turn=0, points=None):
    """Put the average of 27 faces in the place of the region: nothing of its pixels is left.

    It is k-Same with k = all: whoever stood there, the result is the same, so that an attacker is left with what lies
    around the region, its size, shape and place (and the turn, if one is given). The face keeps its proportions, and
    `Hiding` gives the region everybody's: by the shape of his box alone, one man was named in 3 of 12 pictures among 34
    people (`privacy.ATTACKERS["outline"]`; chance: 1 of 34). It says something false about the person: of another age,
    skin tone or gender. So it may be chosen, and is no default.

    Parameters
    ----------
    roi : numpy.ndarray
        A region of interest as for every blur here: a face with a margin of about 30 %. What comes back is a new one
        like it.
    turn : float
        Degrees by which the average face is turned, clockwise, -180 to 180.
    points : array_like, optional
        Shape (5, 2): where eyes, nose and corners of the mouth are in the region, in the order of `POINTS`, in pixels.
        The average face is moved, turned and enlarged to fit them, in place of `turn`. How the head was held is left
        then.

    Raises
    ------
    ValueError
        If `turn` is outside -180 to 180, or `points` are not five different ones.

    References
    ----------
    Newton, Sweeney and Malin, "Preserving Privacy by De-identifying Face Images", IEEE TKDE 17, 2005.

    Examples
    --------
    >>> dark, light = np.zeros((90, 80, 3), np.uint8), np.full((90, 80, 3), 255, np.uint8)
    >>> bool((average(dark) == average(light)).all())
    True
    """
    require_image(roi, grey=True)
    if isinstance(turn, bool) or not isinstance(turn, Real) or not -180 <= turn <= 180:
        raise ValueError(f"turn must be between -180 and 180 degrees, got {turn!r}.")
    face = average_face()
    size, own = np.array(roi.shape[1::-1]), np.array(face.shape[1::-1])
    if points is None:
        # Centre on centre, and so large that it fills the region.
        into = cv2.getRotationMatrix2D((own / 2).tolist(), -turn, (size / own).max())
        into[:, 2] += (size - own) / 2
    else:
        into = _fitted(points, own)
    # Centres of pixels lie at halves: 0 of the one grid is not 0 of the other.
    into[:, 2] += into[:, :2] @ [0.5, 0.5] - 0.5
    shrinks = math.sqrt(abs(np.linalg.det(into[:, :2])))
    if shrinks < 1:  # warpAffine would skip pixels; the blur is of half a pixel of the result
        face = cv2.GaussianBlur(face, (0, 0), 0.5 / shrinks)
    drawn = cv2.warpAffine(face, into, size.tolist(), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return drawn if roi.ndim == 3 else drawn[..., 0].copy()


def _fitted(points, size):
    """Move, turn and enlarge (no more) so that five points fit best."""
    points = np.asarray(points, float)
    if points.shape != (5, 2) or not np.isfinite(points).all() or len(np.unique(points, axis=0)) < 5:
        raise ValueError("points must be five different ones: right eye, left eye, nose, right and left of the mouth.")
    into, _ = cv2.estimateAffinePartial2D(POINTS * size, points, method=cv2.LMEDS)
    if into is None:
        raise ValueError(f"points must lie as in a face, got {points.tolist()}.")
    return into


def k_same(faces, k):
    """Replace each of some faces by the average of k of them that look alike.

    Each average stands for at least `k` faces, so that whoever is asked for the one behind it, and knows all of them
    and the method, is right for at most one in `k` of all. That holds for these faces, each shown once; of a person
    with two pictures among them, or shown again in another group, it promises less.

    Parameters
    ----------
    faces : array_like
        Shape (number, height, width) or (number, height, width, 3), dtype uint8: aligned, so that eyes lie on eyes.
    k : int
        2 to the number of faces, which makes one average of all.

    Returns
    -------
    numpy.ndarray
        What to show, like `faces`.
    numpy.ndarray
        Shape (number,): to which group each face went, counted from 0.

    Raises
    ------
    ValueError
        If `k` is no such number, or the faces are not alike in size.

    References
    ----------
    Newton, Sweeney and Malin, "Preserving Privacy by De-identifying Face Images", IEEE TKDE 17, 2005, algorithm k-Same.

    Examples
    --------
    >>> faces = np.uint8([[[0]], [[100]], [[10]], [[110]], [[120]]])  # five faces of one pixel
    >>> shown, groups = k_same(faces, 2)
    >>> shown.ravel().tolist(), groups.tolist()
    ([5, 110, 5, 110, 110], [0, 1, 0, 1, 1])
    """
    faces = np.asarray(faces)
    if faces.dtype != np.uint8 or faces.ndim not in (3, 4):
        raise ValueError(f"faces must be uint8 pictures of one size, got an array of {faces.dtype}, {faces.shape}.")
    require_whole("k", k)
    if not 2 <= k <= len(faces):
        raise ValueError(f"k must be between 2 and the number of faces ({len(faces)}), got {k}.")
    flat = faces.reshape(len(faces), -1).astype(float)
    shown, groups, left, group = np.empty_like(faces), np.empty(len(faces), int), list(range(len(faces))), 0
    while left:
        apart = np.linalg.norm(flat[left] - flat[left[0]], axis=1)
        # Fewer than k must never be left over.
        chosen = left if len(left) < 2 * k else [left[place] for place in np.argsort(apart, kind="stable")[:k]]
        shown[chosen], groups[chosen] = np.rint(faces[chosen].mean(axis=0)), group
        left, group = [one for one in left if one not in chosen], group + 1
    return shown, groups


def dp_pixelate(roi, *, blocks=8, epsilon=0.5, m=16, seed=-1):
    """Pixelate, and add noise to each block, drawn from the Laplace distribution (DP-Pix).

    For any two regions that differ in at most `m` pixels, however much, and any result: it is at most exp(`epsilon`)
    times as likely from the one as from the other. So a spot of m pixels (a scar, the glint of an eye) stays in doubt.
    A whole face is many more pixels than the usual 16, and of *who* it is this promises nothing unless `m` counts all
    pixels of the face, with which no picture is left. Each frame of a video and each copy spends another `epsilon`:
    over the frames the noise averages out.

    Parameters
    ----------
    roi : numpy.ndarray
        A region of interest as for every blur here; what comes back is a new one like it.
    blocks : int
        Blocks across the ROI's width, as for `pixelate`.
    epsilon : float
        How much one result may tell: the smaller, the less, and the more noise. Above 0.
    m : int
        Pixels in which two regions may differ and hardly be told apart.
    seed : int
        -1 draws noise that nobody can draw again. Any other number gives the same noise each time, for tests and
        figures; then nothing is promised.

    Raises
    ------
    ValueError
        If `blocks` or `m` is no whole number above 0, `epsilon` no number above 0, or `seed` none from -1 on.

    References
    ----------
    Fan, "Image Pixelization with Differential Privacy", DBSec 2018: scale 255 m / (b² epsilon) for grey blocks of b × b
    pixels. For RGB it is three times that, since a pixel may differ in three channels. Mironov, "On Significance of the
    Least Significant Bits for Differential Privacy", CCS 2012, on floating-point noise; here it is rounded to grey
    levels.

    Examples
    --------
    >>> flat = np.full((60, 60), 128, np.uint8)
    >>> len(np.unique(dp_pixelate(flat, blocks=3, seed=1)))  # nine blocks of one grey, each with its own noise
    9
    """
    require_image(roi, grey=True)
    for name, value in (("blocks", blocks), ("m", m)):
        require_whole(name, value)
    if isinstance(epsilon, bool) or not isinstance(epsilon, Real) or not 0 < epsilon < math.inf:
        raise ValueError(f"epsilon must be a number above 0, got {epsilon!r}.")
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < -1:
        raise ValueError(f"seed must be a whole number from -1 on, got {seed!r}.")
    height, width = roi.shape[:2]
    size = mosaic_size(width, height, blocks)
    noise = np.random.default_rng(None if seed == -1 else seed)
    # Averages as fractions: rounded before the noise, they would move by more than the scale allows for.
    means = cv2.resize(roi.astype(np.float64), size, interpolation=cv2.INTER_AREA)
    scale = noise_scale(roi.shape, size, epsilon, m)
    noisy = np.rint(means + noise.laplace(0, scale, means.shape)).clip(0, 255).astype(np.uint8)
    return cv2.resize(noisy, (width, height), interpolation=cv2.INTER_NEAREST)


def dp_pixelate_part(roi, whole_width, **parameters):
    """Do what `dp_pixelate` does to a part as coarsely as to the whole."""
    return pixelate_part(roi, whole_width, pixelate=dp_pixelate, **parameters)


def noise_scale(shape, size, epsilon, m):
    """Tell the scale of the noise that DP-Pix adds to each block and channel.

    A pixel weighs 1 in all blocks together, divided by a block's area; so `m` pixels, each of which may change by 255
    in each channel, move all blocks together by no more than 255 m channels / area.

    Parameters
    ----------
    shape : tuple of int
        Of the region.
    size : (int, int)
        Blocks across and down, from `mosaic_size`.
    epsilon : float
    m : int

    Returns
    -------
    float
        In grey levels: on average, the noise is that far from 0.

    Examples
    --------
    >>> noise_scale((112, 96), (6, 7), epsilon=0.5, m=16)  # blocks of 16 x 16, as in the paper
    31.875
    """
    area = shape[0] * shape[1] / (size[0] * size[1])
    channels = shape[2] if len(shape) == 3 else 1
    return 255 * m * channels / (area * epsilon)
