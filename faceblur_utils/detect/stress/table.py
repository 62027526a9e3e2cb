"""The table of misses: every stress at every level, every detector, with intervals over photos and false alarms."""

from dataclasses import dataclass

import numpy as np

from ... import figures
from ...messages import counted
from .intervals import over_photos
from .kinds import STRESSES

_STYLES = {
    "haar": (figures.ORANGE, "s", "-."),
    "hog": (figures.SKY, "v", ":"),
    "face_recognition": (figures.GREEN, "^", "--"),
    "cnn": (figures.BLUE, "D", ":"),
    "yunet": (figures.VERMILION, "o", "-"),
}


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
        below.set(xlabel=stress.unit, ylabel="false alarms\nper photo")
        below.set_ylim(bottom=0, top=max(below.get_ylim()[1], 0.5))

    @property
    def alt(self):
        """The figure in words."""
        said = [
            "Curves of the share of faces found, over how much photos are spoilt; lower panels: false alarms per photo."
        ]
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


def _level(level):
    if level == np.inf:
        return "as it is"
    return f"{level:g}" if level >= 1 else f"{level:.2g}"


def _cell(row):
    low, high = row.interval
    alarms = f" +{row.alarms}" if row.alarms else ""
    return f"{row.share:.0%} ({low:.0%}-{high:.0%}){alarms}"
