"""What is left when nothing is left inside: a hidden region's outline, and its mean colour."""

import cv2
import numpy as np

from ..blur import METHODS
from ..hiding import hide_faces
from ..paste_back import make_mask
from .matching import read_box

# Of the attacker's box, how much one colour must fill to be a cover and no chance.
_FILLED = 0.5


def read_outline(image, box, hiding):
    """Read how much taller than wide a hidden region is off the picture: by a mosaic's edges, or a cover's rim.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    box : Box
        Where the attacker takes the face to be.
    hiding : Hiding
        How it was hidden, which the picture gives away.

    Returns
    -------
    float or None
        Height over width; a little wrong where a pixel beside the cover has its very colour. None where neither blocks
        nor one colour show the region.

    Examples
    --------
    >>> from faceblur_utils.hiding import Hiding
    >>> from faceblur_utils.privacy import strangers
    >>> face, solid = strangers()[1], Hiding("solid")
    >>> probe, region = face.published(1, solid), solid.region(face.redrawn(1).box)
    >>> bool(read_outline(probe.image, face.box, solid) == region.height / region.width)
    True
    """
    if METHODS[hiding.method].part is not None and hiding.shape == "own":
        region = hiding.region(read_box(image, box, hiding))
        return region.height / region.width
    middle = (box.top + box.bottom) // 2, (box.left + box.right) // 2
    same = (image == image[middle]).all(axis=2).astype(np.uint8)
    _, places, found, _ = cv2.connectedComponentsWithStats(same, connectivity=4)
    cover = found[places[middle]]
    if cover[cv2.CC_STAT_AREA] < _FILLED * box.area:
        return None
    return cover[cv2.CC_STAT_HEIGHT] / cover[cv2.CC_STAT_WIDTH]


def outline_distances(probes, album, hiding):
    """Tell how much the outline of each hidden region differs from that which each album picture's face would get.

    Parameters
    ----------
    probes : list of Probe
    album : list of Portrait
    hiding : Hiding

    Returns
    -------
    numpy.ndarray
        Shape (probes, album): differences of the logarithm of height over width; 0 where none can be read.

    Examples
    --------
    >>> from faceblur_utils.hiding import Hiding
    >>> from faceblur_utils.privacy import strangers
    >>> people, alike = strangers()[:3], Hiding("solid")
    >>> float(outline_distances([people[1].published(1, alike)], people, alike).max())
    0.0
    """
    regions = [hiding.region(one.box) for one in album]
    known = np.log([region.height / region.width for region in regions])
    seen = [read_outline(one.image, one.box, hiding) for one in probes]
    return np.array([np.zeros(len(album)) if one is None else np.abs(np.log(one) - known) for one in seen])


def tone_distances(probes, album, hiding):
    """Tell how much the mean colour of each hidden face differs from that of each album picture, hidden alike.

    Parameters
    ----------
    probes : list of Probe
    album : list of Portrait
    hiding : Hiding

    Returns
    -------
    numpy.ndarray
        Shape (probes, album), in grey levels, over the three channels.

    Examples
    --------
    >>> from faceblur_utils.hiding import Hiding
    >>> from faceblur_utils.privacy import strangers
    >>> people, one_colour = strangers()[:3], Hiding("pixelate", parameters={"blocks": 1})
    >>> probe = people[1].published(1, one_colour)
    >>> int(tone_distances([probe], people, one_colour).argmin())
    1
    """
    known = np.array([_mean_colour(hide_faces(one.image, [one.box], hiding)[0], one.box) for one in album])
    seen = np.array([_mean_colour(one.image, one.box) for one in probes])
    return np.linalg.norm(seen[:, None] - known[None], axis=2)


def _mean_colour(image, box):
    inside = box.clip(image)
    face = make_mask("ellipse", box.height, box.width, part=inside.relative_to(box)) == 1
    return image[inside.slices][face].mean(axis=0)
