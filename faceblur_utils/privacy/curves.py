"""How much blur is enough? Distance, recognition and detection against the strength of each method."""

from dataclasses import dataclass

import numpy as np

from .. import figures
from ..blur import FIVE, METHODS
from ..detect import DETECTORS, Finding
from ..hiding import Hiding
from ..parameters import pick
from ..recognise import SAME_PERSON, encode_all, identity_distance
from ..values import share_out
from .redetection import seen

STRENGTHS = (0.05, 0.1, 0.25, 0.5, 1.0)
_SHOWN = 0.45  # of the face's size around it, in the small pictures


@dataclass(frozen=True)
class Point:
    """One method at one strength, tried on several faces.

    Attributes
    ----------
    method : str
    strength : float
    distances : tuple of float
        For each face the distance of its encoding to that of the clear face.
    found : int
        How many of the faces a detector still finds.
    """

    method: str
    strength: float
    distances: tuple
    found: int

    @property
    def recognised(self):
        """How many of the faces are still taken for the same person."""
        return sum(distance < SAME_PERSON for distance in self.distances)

    @property
    def faces(self):
        """How many faces it was tried on."""
        return len(self.distances)


@dataclass(frozen=True, repr=False)
class PrivacyCurve:
    """What `privacy_curve` measured. At the end of a notebook cell it shows itself as a figure.

    Attributes
    ----------
    points : tuple of Point
        Method by method, strength by strength.
    pictures : dict
        (method, strength) to the first face at that setting, shape (height, width, 3), dtype uint8.
    detector : str
        Whose eyes looked for faces.
    """

    points: tuple
    pictures: dict
    detector: str

    def __repr__(self):
        return f"<{len(self.points)} settings, each on {self.points[0].faces} faces>"

    @property
    def methods(self):
        """Names of the methods, in order."""
        return tuple(dict.fromkeys(point.method for point in self.points))

    def at(self, method, strength):
        """Look up one setting.

        Parameters
        ----------
        method : str
        strength : float

        Returns
        -------
        Point

        Raises
        ------
        ValueError
            If it was not measured.

        Examples
        --------
        >>> PrivacyCurve((Point("box", 0.25, (0.5, 0.7), 2),), {}, "yunet").at("box", 0.25).recognised
        1
        """
        for point in self.points:
            if (point.method, point.strength) == (method, strength):
                return point
        raise ValueError(f"Not measured: {method!r} at strength {strength!r}.")

    def figure(self):
        """Draw one panel a method, with a small picture of the first face under each strength.

        Returns
        -------
        matplotlib.figure.Figure

        Examples
        --------
        >>> privacy_curve(strangers()[:3]).figure()  # doctest: +SKIP
        """
        import matplotlib.pyplot as plt

        rows = -(-len(self.methods) // 2)
        fig = plt.figure(figsize=(12, 4.3 * rows), layout="constrained", dpi=figures.DPI)
        for number, (part, method) in enumerate(zip(np.ravel(fig.subfigures(rows, 2)), self.methods, strict=False)):
            points = [point for point in self.points if point.method == method]
            plot, strip = part.subplots(2, 1, height_ratios=(2.3, 1))
            self._draw_distances(plot, points, legend=number == 0)
            self._draw_pictures(strip, points)
        return fig

    def _draw_distances(self, axis, points, legend):
        places = np.arange(len(points))
        for place, point in zip(places, points, strict=True):
            axis.plot([place] * point.faces, point.distances, "o", color=figures.mpl(figures.SKY), alpha=0.6)
        medians = [np.median(point.distances) for point in points]
        axis.plot(places, medians, "-", color=figures.mpl(figures.BLUE), linewidth=3, label="median of the faces")
        line = {"color": figures.mpl(figures.VERMILION), "linestyle": "--", "linewidth": 2}
        axis.axhline(SAME_PERSON, label=f"below {SAME_PERSON}: the same person", **line)
        axis.set(xlim=(-0.5, len(points) - 0.5), ylim=(0, 1), xticks=places, xticklabels=[])
        axis.set_title(METHODS[points[0].method].title, fontsize=15)
        axis.set_ylabel("distance", fontsize=13)
        axis.tick_params(labelsize=12)
        if legend:
            axis.legend(loc="lower right", fontsize=12)

    def _draw_pictures(self, axis, points):
        pictures = [self.pictures[point.method, point.strength] for point in points]
        for place, picture in enumerate(pictures):
            half = 0.45
            axis.imshow(picture, extent=(place - half, place + half, 0, 1), aspect="auto")
        said = [f"{p.strength:g}\n{p.recognised}\n{p.found}" for p in points]
        axis.set(xlim=(-0.5, len(points) - 0.5), ylim=(0, 1), yticks=[], xticks=range(len(points)))
        axis.set_xticklabels(said, fontsize=12)
        axis.tick_params(length=0)
        axis.text(-0.55, -0.07, f"strength\nrecognised\nfound, of {points[0].faces}", fontsize=12, ha="right", va="top")
        axis.spines[:].set_visible(False)

    def _repr_mimebundle_(self, **kwargs):
        import matplotlib.pyplot as plt

        fig = self.figure()
        worst = "; ".join(
            f"{METHODS[point.method].title} {point.strength:g}: median {np.median(point.distances):.2f}, "
            f"{point.recognised} recognised, {point.found} found"
            for point in self.points
        )
        alt = (
            "One panel a method: the distance of each face from itself when clear, against strength, with a dashed "
            f"line at {SAME_PERSON}; under it the first face at each strength. "
            f"Of {self.points[0].faces} faces: {worst}."
        )
        bundle = figures.bundle(*figures.encode(fig), alt)
        plt.close(fig)
        return bundle


def privacy_curve(photos, methods=FIVE, strengths=STRENGTHS, hiding=None, *, detector=Finding.detector, **options):
    """Measure how far each method moves faces, at each strength, and whether they are still recognised and found.

    Parameters
    ----------
    photos : list of Portrait
        Clear faces, each with its box; `strangers` and `speaker` give some.
    methods : iterable of str
        Of `METHODS`.
    strengths : iterable of float
        0 to 1, relative to each face's width as in `anonymize`.
    hiding : Hiding, optional
        What all settings have in common: mask, margin and feather; by default those of `anonymize`.
    detector : str
        Name in `DETECTORS`: who looks for the hidden faces.
    **options
        Fields of `Hiding`, in place of those in `hiding`.

    Returns
    -------
    PrivacyCurve
        An encoding takes about a twelfth of a second, so 9 faces, 5 methods and 5 strengths take some 20 seconds.
        They are remembered: a second call with the same settings is quick.

    Raises
    ------
    ValueError
        If there is no photo, method or strength, or one of them is not known; or if `hiding` has a method's own
        parameters, which stand in place of any strength.
    TypeError
        If there is no such option, or it is the method or the strength, of which each is tried.
    DetectorUnavailableError
        If this environment lacks dlib or face_recognition, or what the detector needs.

    Examples
    --------
    >>> from faceblur_utils.privacy import strangers
    >>> curve = privacy_curve(strangers()[:1], ["pixelate"], [0.05, 0.5], margin=0.2)
    >>> [point.recognised for point in curve.points]
    [1, 0]
    """
    photos, methods, strengths = list(photos), tuple(methods), tuple(strengths)
    if not (photos and methods and strengths):
        raise ValueError("privacy_curve needs at least one photo, one method and one strength.")
    for method in methods:
        pick(METHODS, method, "method")
    pick(DETECTORS, detector, "detector")
    common = shared_hiding(hiding, options)
    settings = [(method, strength) for method in methods for strength in strengths]
    hidings = {one: common.replace(method=one[0], strength=one[1]) for one in settings}
    tried = {one: [photo.hidden(how) for photo in photos] for one, how in hidings.items()}
    encode_all([(one.image, one.box) for faces in (photos, *tried.values()) for one in faces])
    points, pictures = [], {}
    for (method, strength), hidden in tried.items():
        pairs = zip(photos, hidden, strict=True)
        distances = tuple(identity_distance(clear.image, other.image, clear.box) for clear, other in pairs)
        found = sum(bool(seen(one.image, [one.box], detector)) for one in hidden)
        points.append(Point(method, strength, distances, found))
        first = hidden[0]
        pictures[method, strength] = first.image[first.box.expand(_SHOWN).clip(first.image).slices]
    return PrivacyCurve(tuple(points), pictures, detector)


def shared_hiding(hiding, options):
    """Make the `Hiding` that several tries have in common: all but the method and the strength, of which each is tried.

    Parameters
    ----------
    hiding : Hiding or None
    options : dict
        Keywords as a caller gave them.

    Returns
    -------
    Hiding

    Raises
    ------
    TypeError
        If an option is no field of `Hiding`, or one of those that are tried.
    ValueError
        If a value is out of its range, or there are parameters of the method's own.
    """
    tried = [name for name in ("method", "strength") if name in options]
    if tried:
        raise TypeError(
            f"Give no {' and no '.join(tried)} here: several are tried. Mask, margin and feather may be given."
        )
    (hiding,) = share_out(options, (Hiding, hiding))
    if hiding.parameters is not None:
        raise ValueError(f"parameters={hiding.parameters} would stand in place of every strength; leave them out.")
    return hiding
