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
_AXES = ("strength", "samples left")
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
    samples : float or None
        Independent samples left across a face (`blur.samples_left`), the median of the faces; None if there is no such
        number.
    """

    method: str
    strength: float
    distances: tuple
    found: int
    samples: float | None = None

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

    def figure(self, over="strength"):
        """Draw one panel a method, with a small picture of the first face under each setting.

        Parameters
        ----------
        over : str
            The axis: ``"strength"``, or ``"samples left"`` across the face, on which methods that leave as much detail
            stand below each other (`blur.samples_left`).

        Returns
        -------
        matplotlib.figure.Figure

        Raises
        ------
        ValueError
            If there is no such axis.

        Examples
        --------
        >>> privacy_curve(strangers()[:3]).figure("samples left")  # doctest: +SKIP
        """
        import matplotlib.pyplot as plt

        pick(dict.fromkeys(_AXES), over, "axis")
        known = [point.samples for point in self.points if point.samples] if over == "samples left" else []
        ends = (np.log2(max(known)) + 0.5, np.log2(min(known)) - 0.5) if known else None  # the clear end left, as ever
        rows = -(-len(self.methods) // 2)
        fig = plt.figure(figsize=(9.5, 4.5 * rows), layout="constrained", dpi=figures.DPI)
        for number, (part, method) in enumerate(zip(np.ravel(fig.subfigures(rows, 2)), self.methods, strict=False)):
            points = [point for point in self.points if point.method == method]
            plot, strip = part.subplots(2, 1, height_ratios=(2.3, 1.4))
            axis = _Axis(points, ends)
            self._draw_distances(plot, points, axis, legend=number == 0)
            self._draw_pictures(strip, points, axis)
        return fig

    def _draw_distances(self, plot, points, axis, legend):
        for place, point in zip(axis.places, points, strict=True):
            plot.plot([place] * point.faces, point.distances, "o", color=figures.mpl(figures.SKY), alpha=0.6)
        medians = [np.median(point.distances) for point in points]
        plot.plot(axis.places, medians, "-", color=figures.mpl(figures.BLUE), linewidth=3, label="median of the faces")
        line = {"color": figures.mpl(figures.VERMILION), "linestyle": "--", "linewidth": 2}
        plot.axhline(SAME_PERSON, label=f"below {SAME_PERSON}: the same person", **line)
        plot.set(xlim=axis.ends, ylim=(0, 1), xticks=axis.places, xticklabels=[])
        plot.set_title(METHODS[points[0].method].title, fontsize=15)
        plot.set_ylabel("distance", fontsize=13)
        plot.tick_params(labelsize=12)
        if legend:
            plot.legend(loc="lower right", fontsize=12)

    def _draw_pictures(self, strip, points, axis):
        pictures = [self.pictures[point.method, point.strength] for point in points]
        for place, picture in zip(axis.places, pictures, strict=True):
            width = picture.shape[1]
            # Where settings stand close, its middle. An axes of its own keeps its proportions.
            cut = round(width * (0.5 - axis.half / 0.9))
            own = strip.inset_axes((place - axis.half, 0, 2 * axis.half, 1), transform=strip.transData)
            own.imshow(picture[:, cut : width - cut])
            own.set_axis_off()
        said = [f"{label}\n{p.recognised}\n{p.found}" for label, p in zip(axis.labels, points, strict=True)]
        strip.set(xlim=axis.ends, ylim=(0, 1), yticks=[], xticks=axis.places)
        strip.set_xticklabels(said, fontsize=12)
        strip.tick_params(length=0)
        heads = f"{axis.name}\nrecognised\nfound, of {points[0].faces}"
        strip.text(-0.01, -0.07, heads, fontsize=12, ha="right", va="top", transform=strip.transAxes)
        strip.spines[:].set_visible(False)

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


class _Axis:
    """Where the settings of one method stand: evenly by strength, or by the logarithm of the samples left."""

    def __init__(self, points, ends=None):
        self.name, self.places = "strength", np.arange(len(points))
        self.labels = [f"{point.strength:g}" for point in points]
        self.ends, self.half = (-0.5, len(points) - 0.5), 0.45
        if ends and all(point.samples for point in points):
            self.name, self.ends = "samples left", ends
            self.places = np.log2([point.samples for point in points])
            self.labels = [f"{point.samples:.{0 if point.samples >= 10 else 1}f}" for point in points]
            gaps = np.abs(np.diff(self.places))
            self.half = 0.45 * max(0.2, min([1, *gaps]))  # two settings of a mosaic may be the same


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
        points.append(Point(method, strength, distances, found, _samples(photos, hidings[method, strength])))
        first = hidden[0]
        pictures[method, strength] = first.image[first.box.expand(_SHOWN).clip(first.image).slices]
    return PrivacyCurve(tuple(points), pictures, detector)


def _samples(photos, hiding):
    left = []
    for photo in photos:
        widths = photo.box.width, hiding.region(photo.box).width
        left.append(METHODS[hiding.method].samples_left(*widths, **hiding.parameters_for(*widths)).count)
    return None if None in left else float(np.median(left))


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
