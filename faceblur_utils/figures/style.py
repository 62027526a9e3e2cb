"""Colours that everybody can tell apart, and the resolution of all figures."""

# Okabe and Ito's palette, told apart with every common form of colour blindness (https://jfly.uni-koeln.de/color/).
ORANGE, SKY, GREEN, VERMILION, BLUE = (230, 159, 0), (86, 180, 233), (0, 158, 115), (213, 94, 0), (0, 114, 178)
WHITE = (255, 255, 255)
DPI = 100


def mpl(colour):
    """Turn an RGB colour of 0 to 255 into matplotlib's 0 to 1.

    Parameters
    ----------
    colour : tuple of int

    Returns
    -------
    tuple of float

    Examples
    --------
    >>> mpl((255, 51, 0))
    (1.0, 0.2, 0.0)
    """
    return tuple(part / 255 for part in colour)
