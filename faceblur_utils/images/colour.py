"""Light and numbers: sRGB both ways; PQ, HLG and wide colours (ITU-T H.273) as an ordinary screen shows them."""

import numpy as np

_PQ, _HLG, _LINEAR = 16, 18, 8
# Corners of the gamut and white, as x and y (ITU-R BT.709, BT.2020; SMPTE EG 432-1, which is Display P3).
_WHITE = (0.3127, 0.3290)
_CORNERS = {
    1: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
_PAPER = 203.0  # cd/m² of white paper (ITU-R BT.2408)
_PEAK = 1000.0  # cd/m² of the brightest highlight that is told apart; brighter ones are white
_M1, _M2, _C1, _C2, _C3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128


def to_light(image):
    """Tell how much light the numbers of an sRGB image stand for: they do not grow in step with it.

    Parameters
    ----------
    image : numpy.ndarray
        Any shape, dtype uint8.

    Returns
    -------
    numpy.ndarray
        The same shape, dtype float32: 0 (none) to 1 (as much as white).

    Raises
    ------
    TypeError
        If it is not a uint8 array.

    References
    ----------
    IEC 61966-2-1:1999, the standard of sRGB.

    Examples
    --------
    >>> to_light(np.uint8([0, 128, 255])).round(3).tolist()  # half of the number is a fifth of the light
    [0.0, 0.2160000056028366, 1.0]
    """
    if not isinstance(image, np.ndarray) or image.dtype != np.uint8:
        raise TypeError(f"An image is a uint8 array; got {getattr(image, 'dtype', type(image).__name__)}.")
    return _light(1, np.arange(256) / 255).astype(np.float32)[image]


def from_light(light):
    """Give the numbers of an sRGB image that stand for so much light, the way back from `to_light`.

    Parameters
    ----------
    light : numpy.ndarray
        Any shape, of floats. More than 1 becomes white, as where a sensor can take no more; below 0 becomes black.

    Returns
    -------
    numpy.ndarray
        The same shape, dtype uint8.

    Examples
    --------
    >>> from_light(to_light(np.uint8([0, 128, 255])) / 10).tolist()  # a tenth of the light
    [0, 40, 89]
    """
    return np.rint(255 * _gamma(np.clip(light, 0, 1))).astype(np.uint8)


def converter(primaries, transfer):
    """Make the function that shows such colours as sRGB.

    PQ and HLG are meant for screens several times as bright as paper. As viewers do on ordinary screens, what is
    darker than paper stays as it is, and highlights up to 1000 cd/m² are pressed together by the curve of BT.2390.
    Colours outside sRGB are cut off at its border.

    Parameters
    ----------
    primaries, transfer : int
        As ITU-T H.273 numbers them.

    Returns
    -------
    callable or None
        Takes and gives an array of shape (height, width, 3), dtype uint8. None where the colours are shown as they
        are: sRGB, and what is near enough.

    References
    ----------
    ITU-T H.273; ITU-R BT.2100-2, tables 4 and 5; ITU-R BT.2390-11, 5.4; ITU-R BT.2408-7.
    """
    bright = transfer in (_PQ, _HLG)
    corners = _CORNERS.get(primaries, _CORNERS[9 if bright else 1])
    if not bright and transfer != _LINEAR and corners == _CORNERS[1]:
        return None
    to_srgb = np.linalg.solve(_to_xyz(_CORNERS[1]), _to_xyz(corners)).astype(np.float32)
    light = _light(transfer, np.arange(256) / 255).astype(np.float32)
    weights = _to_xyz(corners)[1].astype(np.float32)
    levels = np.linspace(0, 1, 1024)

    def convert(image):
        rows = light[image]
        if transfer == _HLG:  # the screen's gamma depends on its brightness: 1.2 at 1000 cd/m²
            rows *= _PEAK / _PAPER * np.maximum(rows @ weights, 1e-6)[..., None] ** 0.2
        rows = rows @ to_srgb.T
        if bright:
            most = np.maximum(rows.max(axis=2), 1e-6)
            pressed = np.interp(_pq(most * _PAPER), levels, _pressed(levels))
            rows *= (pressed / most)[..., None].astype(np.float32)
        return from_light(rows)

    return convert


def _to_xyz(corners):
    """Matrix from linear RGB to XYZ: each corner as bright as makes all three together white."""
    columns = np.array([(x / y, 1, (1 - x - y) / y) for x, y in corners]).T
    x, y = _WHITE
    return columns * np.linalg.solve(columns, (x / y, 1, (1 - x - y) / y))


def _light(transfer, signal):
    """Light for a signal from 0 to 1: in PQ as a multiple of paper, in HLG of the scene, else of white."""
    if transfer == _PQ:
        root = signal ** (1 / _M2)
        return 10_000 / _PAPER * (np.maximum(root - _C1, 0) / (_C2 - _C3 * root)) ** (1 / _M1)
    if transfer == _HLG:
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        return np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    if transfer == _LINEAR:
        return signal
    return np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4)


def _pq(light):
    """The PQ signal of light in cd/m²."""
    power = (np.asarray(light) / 10_000) ** _M1
    return ((_C1 + _C2 * power) / (1 + _C3 * power)) ** _M2


def _pressed(signal):
    """Press the PQ signals up to the peak into those up to paper (BT.2390), and give the light as a multiple of it."""
    peak, paper = _pq(_PEAK), _pq(_PAPER)
    share, most = np.minimum(signal / peak, 1), paper / peak
    knee = 1.5 * most - 0.5
    t = np.clip((share - knee) / (1 - knee), 0, 1)
    curve = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (3 * t**2 - 2 * t**3) * most
    return _light(_PQ, np.where(share < knee, share, curve) * peak)


def _gamma(light):
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
