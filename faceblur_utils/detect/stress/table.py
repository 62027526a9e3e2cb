"""One table of misses: every stress at every level, every detector, with intervals over photos and false alarms."""

import zlib
from dataclasses import dataclass

import numpy as np

from ... import bars, figures
from ...messages import counted
from ...parameters import pick
from ..detectors import DETECTORS, quietly
from ..finding import Finding
from ..loading import DetectorUnavailableError
from ..looks import find_faces
from ..matching import match_boxes
from .kinds import STRESSES
from .labelled import sample_photos

_STYLES = {
    "haar": (figures.ORANGE, "s", "-."),
    "hog": (figures.SKY, "v", ":"),
    "face_recognition": (figures.GREEN, "^", "--"),
    "cnn": (figures.BLUE, "D", ":"),
    "yunet": (figures.VERMILION, "o", "-"),
}


def over_photos(shares, level=0.95, draws=2000, seed=0):
    """Give the confidence interval of a mean share, over photos.

    Photos are drawn again and again, not faces: 29 faces under one light in one camera are no 29 answers. Few photos
    vary less than many would, and those that all give 1 would give an interval without width. So two more photos lie
    among those that are drawn, one in which every face was found and one in which none was (as Agresti and Coull add
    successes and failures to a share). It is a percentile bootstrap otherwise.

    In 36 simulated situations (5, 8 or 20 photos; true shares of 20 to 95 %; all or nothing in a photo, or anything
    between), 95 to 100 % of its intervals held the true share, where without the two between 23 and 95 % did.

    Parameters
    ----------
    shares : array_like
        For each photo, the share of its faces that were found, 0 to 1.
    level : float
        Above 0, below 1.
    draws : int
    seed : int

    Returns
    -------
    (float, float)

    Raises
    ------
    ValueError
        If there is no share, or one is not between 0 and 1.

    References
    ----------
    Efron and Tibshirani, "An Introduction to the Bootstrap", Chapman and Hall 1993, chapter 13; Agresti and Coull,
    "Approximate Is Better than 'Exact' for Interval Estimation of Binomial Proportions", The American Statistician 52,
    1998.

    Examples
    --------
    >>> [round(bound, 2) for bound in over_photos([1, 1, 1, 0.5, 1, 1, 0, 1])]
    [0.44, 1.0]
    >>> [round(bound, 2) for bound in over_photos([1] * 8)]  # all of 8 photos: still no proof
    [0.62, 1.0]
    """
    shares = np.asarray(shares, float)
    if shares.ndim != 1 or not len(shares) or not ((shares >= 0) & (shares <= 1)).all():
        raise ValueError("shares must be one number between 0 and 1 for each photo, and of at least one photo.")
    pool = np.append(shares, (0, 1))
    means = np.random.default_rng(seed).choice(pool, size=(draws, len(shares))).mean(axis=1)
    return tuple(float(bound) for bound in np.quantile(means, [(1 - level) / 2, (1 + level) / 2]))


@dataclass(frozen=True)
class Row:
    """What one detector found at one level of one stress.

    Attributes
    ----------
    stress : str
        One of `STRESSES`.
    level : float
    by : str
        The detector, or how it looks.
    shares : tuple of float
        For each photo with faces, the share of them that was found.
    found, faces : int
        Of all photos together.
    alarms, pictures : int
        Boxes on no face, and how many pictures were searched.
    """

    stress: str
    level: float
    by: str
    shares: tuple
    found: int
    faces: int
    alarms: int
    pictures: int

    @property
    def share(self):
        """Mean of the photos' shares: a photo of 29 faces counts as much as a portrait."""
        return float(np.mean(self.shares))

    @property
    def interval(self):
        """95 % interval of `share`, over photos (`over_photos`)."""
        return over_photos(self.shares)

    @property
    def words(self):
        """The row as a sentence."""
        low, high = self.interval
        photos = counted(len(self.shares), "photo")
        return (
            f"{self.by} at {_level(self.level)}: {self.share:.0%} found on average over {photos} "
            f"(95 % {low:.0%} to {high:.0%}), {self.found} of {counted(self.faces, 'face')}; "
            f"{counted(self.alarms, 'false alarm')} in {counted(self.pictures, 'picture')}."
        )

    def as_dict(self):
        """Give the row as plain numbers and words, for a table or a file.

        Returns
        -------
        dict

        Examples
        --------
        >>> row = Row("turn", 30, "haar", (1.0, 0.5), 2, 3, 1, 6).as_dict()
        >>> row["share"], row["found"], row["false alarms"]
        (0.75, 2, 1)
        """
        low, high = self.interval
        return {
            "stress": self.stress,
            "level": float(self.level),
            "unit": STRESSES[self.stress].unit,
            "by": self.by,
            "photos": len(self.shares),
            "share": self.share,
            "low": low,
            "high": high,
            "found": self.found,
            "faces": self.faces,
            "false alarms": self.alarms,
            "pictures": self.pictures,
        }


@dataclass(frozen=True, repr=False)
class StressTable:
    """What `stress_table` measured. At the end of a notebook cell it shows itself as a figure.

    Attributes
    ----------
    rows : tuple of Row
    """

    rows: tuple

    def __repr__(self):
        return f"<{counted(len(self._names), 'stress', 'stresses')} on {', '.join(self.by)}>"

    def __str__(self):
        width = max([len(by) for by in self.by], default=0)
        lines = ["Found of the faces in a photo, mean over photos (95 % over photos), + false alarms."]
        for name in self._names:
            stress, levels = STRESSES[name], self.levels(name)
            one = self.at(name, levels[0], self.by[0])
            lines += ["", f"{stress.title}: {counted(len(one.shares), 'photo')}, {counted(one.faces, 'face')}"]
            lines.append(f"{stress.unit:{width}}" if len(stress.unit) <= width else stress.unit)
            heads = "".join(f"{_level(level):>20}" for level in levels)
            lines.append(f"{'':{width}}{heads}")
            for by in self.by:
                lines.append(f"{by:{width}}" + "".join(f"{_cell(self.at(name, level, by)):>20}" for level in levels))
        return "\n".join(lines)

    @property
    def by(self):
        """Who searched."""
        return list(dict.fromkeys(row.by for row in self.rows))

    @property
    def _names(self):
        return list(dict.fromkeys(row.stress for row in self.rows))

    def levels(self, stress):
        """List the levels that were tried.

        Parameters
        ----------
        stress : str

        Returns
        -------
        list of float
        """
        return list(dict.fromkeys(row.level for row in self.rows if row.stress == stress))

    def at(self, stress, level, by):
        """Find one row.

        Parameters
        ----------
        stress : str
        level : float
        by : str

        Returns
        -------
        Row

        Raises
        ------
        ValueError
            If it was not measured.
        """
        for row in self.rows:
            if (row.stress, row.level, row.by) == (stress, level, by):
                return row
        raise ValueError(f"Not measured: {stress!r} at {level!r} by {by!r}.")

    def as_dicts(self):
        """Give the rows as plain numbers and words: for pandas, CSV or JSON.

        Returns
        -------
        list of dict

        Examples
        --------
        >>> StressTable(()).as_dicts()
        []
        """
        return [row.as_dict() for row in self.rows]

    def figure(self, columns=2):
        """Draw the curves, a panel for each stress, and below it the false alarms for each picture searched.

        Bars are 95 % intervals over photos.

        Parameters
        ----------
        columns : int
            Stresses side by side.

        Returns
        -------
        matplotlib.figure.Figure
        """
        import matplotlib.pyplot as plt

        columns = min(columns, len(self._names))
        lines = -(-len(self._names) // columns)
        fig, axes = plt.subplots(
            2 * lines,
            columns,
            figsize=(4.7 * columns if columns > 1 else 7, 0.7 + 4 * lines),
            gridspec_kw={"height_ratios": [3, 1] * lines},
            squeeze=False,
            layout="constrained",
            dpi=figures.DPI,
        )
        for axis in axes.flat:
            axis.set_axis_off()
        for number, name in enumerate(self._names):
            line, column = divmod(number, columns)
            self._draw(name, axes[2 * line, column], axes[2 * line + 1, column])
        fig.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside upper center", ncols=3, fontsize=11)
        return fig

    def _draw(self, name, above, below):
        stress, levels = STRESSES[name], self.levels(name)
        places = np.arange(len(levels))
        for number, by in enumerate(self.by):
            rows = [self.at(name, level, by) for level in levels]
            colour, marker, line = _STYLES.get(by, ((0, 0, 0), "X", "-"))
            aside = places + 0.08 * (number - (len(self.by) - 1) / 2)  # or the bars would hide each other
            share = np.array([row.share for row in rows])
            reach = np.abs(np.transpose([row.interval for row in rows]) - share)
            look = {"color": figures.mpl(colour), "marker": marker, "linestyle": line, "markersize": 6}
            above.errorbar(aside, share, reach, label=by, linewidth=2, elinewidth=1, capsize=2, **look)
            below.plot(aside, [row.alarms / row.pictures for row in rows], linewidth=1.5, **look)
        for axis in (above, below):
            axis.set_axis_on()
            axis.grid(alpha=0.3)
            axis.set_xticks(places, map(_level, levels))
        above.set(ylim=(-0.04, 1.04), ylabel="found", title=stress.title)
        below.set(xlabel=stress.unit, ylabel="false\nalarms")
        below.set_ylim(bottom=0, top=max(below.get_ylim()[1], 0.5))

    @property
    def alt(self):
        """The figure in words."""
        said = ["Curves of the share of faces found, over how much photos are spoilt; lower panels: false alarms."]
        for name in self._names:
            levels = self.levels(name)
            first, last = ([self.at(name, level, by) for by in self.by] for level in (levels[0], levels[-1]))
            falls = (
                f"{a.by} from {a.share:.0%} to {b.share:.0%}" + (f" with {b.alarms} false alarms" if b.alarms else "")
                for a, b in zip(first, last, strict=True)
            )
            unit = f"{_level(levels[-1])} {STRESSES[name].unit}"
            said.append(f"{STRESSES[name].title}, up to {unit}: {', '.join(falls)}.")
        return " ".join(said)

    def _repr_mimebundle_(self, **kwargs):
        import matplotlib.pyplot as plt

        fig = self.figure()
        bundle = figures.bundle(*figures.encode(fig), self.alt)
        plt.close(fig)
        return bundle


def stress_table(stresses=None, by=None, *, photos=None, levels=None, iou=0.5, seed=0, progress=True):
    """Spoil photos with known faces in every way and at every level, and count what each detector still finds.

    Parameters
    ----------
    stresses : iterable of str, optional
        Which of `STRESSES`; by default all.
    by : iterable of (str or Finding), optional
        Who searches: a detector of `DETECTORS` at one look, or a `Finding` that looks as thoroughly as it says (its
        doubtful boxes count, for they are hidden as well). By default every detector that this environment has, and
        ``Finding()``, as `anonymize` looks.
    photos : iterable of Labelled, optional
        By default `sample_photos`. Those without faces are searched for false alarms.
    levels : dict, optional
        Name of a stress to the levels to try in place of its own. Without its first, nothing says where it began.
    iou : float
        Least intersection over union of a box and the true one, for the face to be found.
    seed : int
        For noise. Each photo gets the same noise at every run.
    progress : bool
        Whether to show a bar.

    Returns
    -------
    StressTable
        All of it takes the better part of an hour: `cnn` needs a second or so for each picture, of which there are
        thousands.

    Raises
    ------
    ValueError, TypeError
        If there is no such stress or detector, or no photo has a face.
    DetectorUnavailableError
        If this environment lacks what a detector needs that was asked for by name.

    Examples
    --------
    >>> photos = [photo for photo in sample_photos() if photo.name in ("astronaut", "coins")]
    >>> table = stress_table(["dark"], ["haar"], photos=photos, levels={"dark": (1, 0.003)}, progress=False)
    >>> for row in table.rows:
    ...     print(row.words)
    haar at 1: 100% found on average over 1 photo (95 % 0% to 100%), 1 of 1 face; 6 false alarms in 2 pictures.
    haar at 0.003: 0% found on average over 1 photo (95 % 0% to 100%), 0 of 1 face; 0 false alarms in 2 pictures.
    """
    from tqdm import tqdm

    chosen = [pick(STRESSES, name, "stress") for name in (STRESSES if stresses is None else stresses)]
    searchers = _searchers(by)
    photos = sample_photos() if photos is None else list(photos)
    if not any(photo.faces for photo in photos):
        raise ValueError("No photo here has a face that could be missed: give each its true boxes (Labelled.faces).")
    plan = [(stress, level) for stress in chosen for level in (levels or {}).get(stress.name, stress.levels)]
    rows = []
    with bars.bar_class(tqdm)(total=len(plan) * len(photos), desc="stress", unit="photo", disable=not progress) as bar:
        for stress, level in plan:
            counts = {name: _Counts() for name in searchers}
            for photo in photos:
                # Of the photo's name and not its place: a photo more leaves the others' noise as it is.
                random = np.random.default_rng((seed, zlib.crc32(photo.name.encode())))
                pictures = stress(photo, level, random)
                for name, search in searchers.items():
                    counts[name].add(photo, pictures, search, iou)
                bar.update(1)
            rows += [counts[name].row(stress.name, level, name) for name in searchers]
    return StressTable(tuple(rows))


class _Counts:
    """What one searcher found at one level, photo by photo."""

    def __init__(self):
        self.shares, self.found, self.faces, self.alarms, self.pictures = [], 0, 0, 0, 0

    def add(self, photo, pictures, search, iou):
        hits, faces = 0, 0
        for picture in pictures:
            outcome = match_boxes(search(picture.image), [*picture.faces, *picture.others], iou)
            asked = set(picture.faces)
            hits += sum(true in asked for _, true in outcome.pairs)
            faces += len(picture.faces)
            self.alarms += len(outcome.false_alarms)
        if faces:
            self.shares.append(hits / faces)
        self.found, self.faces, self.pictures = self.found + hits, self.faces + faces, self.pictures + len(pictures)

    def row(self, stress, level, by):
        shares = tuple(self.shares)
        return Row(stress, level, by, shares, self.found, self.faces, self.alarms, self.pictures)


def _searchers(by):
    """Name to a function that gives the boxes in an image."""
    if by is None:
        by = [*(name for name in DETECTORS if _is_here(name)), Finding()]
    found = {}
    for one in by:
        if isinstance(one, Finding):
            found[f"{one.detector}, looks {one.looks!r}"] = _thorough(one)
        else:
            found[pick(DETECTORS, one, "detector").name] = _one_look(one)
    if not found:
        raise ValueError("Nobody searches: name at least one detector in by.")
    return found


def _one_look(name):
    def search(image):
        with quietly():
            return DETECTORS[name](image)

    return search


def _thorough(finding):
    def search(image):
        boxes = (face.box.clip(image) for face in find_faces(image, finding))
        return [box for box in boxes if box.area]

    return search


def _is_here(name):
    try:
        _one_look(name)(np.zeros((64, 64, 3), np.uint8))
    except DetectorUnavailableError:
        return False
    return True


def _level(level):
    if level == np.inf:
        return "as it is"
    return f"{level:g}" if level >= 1 else f"{level:.2g}"


def _cell(row):
    low, high = row.interval
    alarms = f" +{row.alarms}" if row.alarms else ""
    return f"{row.share:.0%} ({low:.0%}-{high:.0%}){alarms}"
