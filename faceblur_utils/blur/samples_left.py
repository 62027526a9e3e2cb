"""How many independent samples across a face a method leaves: one axis on which unlike methods can be compared.

A clear face has one sample for each pixel. A method that leaves n of them can show as much detail as a picture of the
face that is n pixels wide. The number says how fine the detail is that comes through, and neither who is recognised by
it nor by whom.

- **Mosaic** (`pixelate`, `dp_pixelate`): each block is one average, so there are as many samples as blocks. DP-Pix adds
  noise to each, so they are worth less than those of a mosaic.
- **Gaussian, box**: linear and the same everywhere, so each multiplies a wave of f cycles a face by a contrast (its
  modulation transfer function, the Fourier transform of the kernel). Waves below the frequency at which the contrast
  first falls under `LEVEL` come through; by the sampling theorem 2 f samples hold them all. A box lets waves above that
  frequency through again, upside down, with up to 22 % of their contrast, and somebody who knows the kernel can turn
  them round: what it leaves is *at least* this.
- **Median**: not linear. On noise, where no pixel says anything about the next one, its best linear approximation is
  the box of the same window: the median minus the mean does not depend on the mean of normally distributed numbers
  (Basu 1955), so their covariance is the mean's own. In a picture it keeps edges that a box does not: again *at least*.
- **Bilateral**: what comes through depends on the picture. An edge higher than sigmaColor stays whole, so there is no
  such number.
- **Solid, average**: none is left.

References
----------
Boreman, "Modulation Transfer Function in Optical and Electro-Optical Systems", SPIE 2001, chapter 1. Shannon,
"Communication in the Presence of Noise", Proc. IRE 37, 1949. Basu, "On Statistics Independent of a Complete Sufficient
Statistic", Sankhya 15, 1955.
"""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from .filters import kernel_size, sigma_from_ksize

# Contrast below which a wave counts as gone: a wave from black to white is then about one grey level high on each side.
LEVEL = 0.01


@dataclass(frozen=True)
class SamplesLeft:
    """Independent samples that a method leaves across a face's width.

    Attributes
    ----------
    count : float or None
        None where no number can be given, for it depends on the picture.
    at_least : bool
        Whether more may be left for somebody who knows the method.

    Examples
    --------
    >>> str(SamplesLeft(6.7)), str(SamplesLeft(3.92, at_least=True)), str(SamplesLeft(None))
    ('6.7', '3.9 or more', 'depends on the picture')
    """

    count: float | None
    at_least: bool = False

    def __str__(self):
        if self.count is None:
            return "depends on the picture"
        return f"{self.count:.{1 if self.count < 10 else 0}f}{' or more' if self.at_least else ''}"


def limit(kernel, level=LEVEL):
    """Find the frequency at which a kernel's contrast first falls below a level.

    Parameters
    ----------
    kernel : numpy.ndarray
        Shape (n,), float, n odd: symmetric, with sum 1.
    level : float
        Share of a wave's contrast, above 0.

    Returns
    -------
    float
        In cycles a pixel; 0.5, the finest wave that pixels can hold, if it does not fall that far.

    Examples
    --------
    >>> round(limit(np.full(51, 1 / 51)) * 51, 2)  # the first zero of a box is at one cycle a window
    0.99
    """
    reach = len(kernel) // 2
    # Where the kernel turns its sign, waves come out upside down; between two frequencies so close none is jumped over.
    length = 1 << (16 * len(kernel) + 1024).bit_length()
    turned = np.zeros(length)
    turned[: reach + 1], turned[length - reach :] = kernel[reach:], kernel[:reach]
    contrast = np.fft.rfft(turned).real
    below = np.flatnonzero(contrast < level)
    if not below.size:
        return 0.5
    first = below[0]
    before, after = contrast[first - 1], contrast[first]
    return float((first - 1 + (before - level) / (before - after)) / length)


@lru_cache(512)
def _limit_of(shape, ksize, sigma):
    kernel = np.full(ksize, 1 / ksize) if shape == "box" else cv2.getGaussianKernel(ksize, sigma).ravel()
    return limit(kernel)


def _of_waves(face_width, cycles_a_pixel):
    return min(float(face_width), 2 * cycles_a_pixel * face_width)


def of_gaussian(face_width, roi_width, ksize, sigmaX, sigmaY):
    """Across the width, so `sigmaY` does not count."""
    wide = kernel_size(ksize)[0]
    sigma = sigmaX or sigma_from_ksize(wide)
    # What lies farther out than 5 sigma weighs less than a millionth.
    wide = min(wide, 2 * round(5 * sigma) + 1)
    return SamplesLeft(_of_waves(face_width, _limit_of("gaussian", wide, round(float(sigma), 4))))


def of_box(face_width, roi_width, ksize):
    """Up to the first zero; more comes through above it."""
    wide = kernel_size(ksize)[0]
    return SamplesLeft(_of_waves(face_width, _limit_of("box", wide, 0)), at_least=wide > 1)


def of_mosaic(face_width, roi_width, blocks, **noise):
    """Blocks are counted across the region, which is wider than the face by its margin."""
    return SamplesLeft(min(blocks, roi_width) * face_width / roi_width)


def of_bilateral(face_width, roi_width, **parameters):
    """Edges stay whole."""
    return SamplesLeft(None)


def of_cover(face_width, roi_width, **parameters):
    """Nothing of the pixels is left."""
    return SamplesLeft(0.0)
