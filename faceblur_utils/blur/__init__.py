"""Five blurs, two methods that can promise something, and the honest baseline: ``roi -> roi``, its input untouched.

`filters` holds the blurs and the solid cover (and says once what all share), `promises` the average face and the mosaic
with noise, `method` what the registry knows of each, `registry` the entries: ``METHODS["gaussian"]`` and so on, and
`samples_left` how much detail each leaves, as a number that means the same for all.
"""

from ..parameters import pick
from .filters import bilateral, box, gaussian, kernel_size, median, mosaic_size, pixelate, sigma_from_ksize, solid
from .method import Method
from .promises import average, dp_pixelate, k_same
from .registry import FIVE, METHODS
from .samples_left import SamplesLeft

__all__ = [
    "FIVE",
    "METHODS",
    "Method",
    "SamplesLeft",
    "average",
    "bilateral",
    "blur",
    "box",
    "dp_pixelate",
    "gaussian",
    "k_same",
    "kernel_size",
    "median",
    "mosaic_size",
    "pixelate",
    "sigma_from_ksize",
    "solid",
]


def blur(roi, method="gaussian", **parameters):
    """Blur a region of interest with the method of your choice.

    Parameters
    ----------
    roi : numpy.ndarray
        Shape (height, width, 3) or (height, width), dtype uint8. It is not changed.
    method : str
        One of `METHODS`.
    **parameters
        The method's own; ``METHODS[method].parameters`` lists them.

    Returns
    -------
    numpy.ndarray
        New array of the same shape and dtype.

    Raises
    ------
    ValueError
        If there is no such method, or a value is out of range.
    TypeError
        If a parameter is unknown, or `roi` is not uint8.

    Examples
    --------
    >>> import numpy as np
    >>> blur(np.uint8([[0, 0, 0, 240, 240, 240]] * 3), "box", ksize=3)[1].tolist()
    [0, 0, 80, 160, 240, 240]
    """
    return pick(METHODS, method, "method")(roi, **parameters)
