"""One table of attacks: each attacker with each recogniser, beside chance, and beside what he gets from controls."""

from dataclasses import dataclass, replace

import numpy as np

from .. import figures
from ..blur import METHODS
from ..hiding import Hiding
from ..messages import counted
from ..parameters import pick
from ..recognise import ALIGNMENTS, RECOGNISERS
from ..values import share_out
from .attackers import ATTACKERS, Search
from .identification import Identification, pooled
from .intervals import least_noticed
from .subjects import CLIPS, speaker, strangers

FIRST = 5
# A median of one pixel changes nothing.
CLEAR = Hiding("median", parameters={"ksize": 1})
CONTROLS = {
    "mirrored": "the album mirrored: what the same pose and light tell is gone",
    "clear": "nothing hidden: how good the attacker is at best",
    "black": "a black cover, in proportions that are the same for everybody: what the surroundings tell",
}
# Frames of a video that an attacker adds up.
_FRAMES = 5


@dataclass(frozen=True, eq=False)
class Experiment:
    """Whose pictures are hidden, and in which album they are looked for.

    Attributes
    ----------
    name : str
    says : str
        Who and what, in words.
    parts : tuple of (tuple, tuple)
        Of each part, the shots to be hidden and the album. A shot is a tuple of `Portrait`: a photo, or a video's frame
        and its neighbours.
    """

    name: str
    says: str
    parts: tuple

    @property
    def of_videos(self):
        """Whether shots have neighbouring frames."""
        return any(len(shot) > 1 for shots, _ in self.parts for shot in shots)

    def attacked(self, attacker, hiding, recogniser, alignment, control=""):
        """Let one attacker try.

        Parameters
        ----------
        attacker : Attacker
        hiding : Hiding
        recogniser, alignment : str
            As for `encode`.
        control : str
            One of `CONTROLS`, or none.

        Returns
        -------
        Identification

        Examples
        --------
        >>> tried = same_pictures(3).attacked(ATTACKERS["edges"], Hiding("pixelate"), "", "")
        >>> tried.hits, len(tried.people)
        (3, 3)
        """
        how = {"clear": CLEAR, "black": cover_like(hiding)}.get(control, hiding)
        tried, seed = None, 0
        for shots, album in self.parts:
            probes = []
            for shot in shots:
                # A publisher draws the boxes of neighbouring frames in one way.
                first, *others = (one.published(seed, how) for one in shot)
                probes.append(replace(first, neighbours=tuple(others)))
                seed += 1
            album = [one.mirrored() for one in album] if control == "mirrored" else album
            part = attacker(Search(tuple(probes), tuple(album), how, recogniser, alignment))
            tried = part if tried is None else pooled(tried, part)
        return tried


@dataclass(frozen=True)
class Row:
    """What one attacker got out of one experiment.

    Attributes
    ----------
    experiment : Experiment
    attacker, recogniser, alignment : str
        The last two are empty for an attacker who asks no recogniser.
    tried : Identification
    controls : dict
        Name in `CONTROLS` to `Identification`.
    """

    experiment: Experiment
    attacker: str
    recogniser: str
    alignment: str
    tried: Identification
    controls: dict

    @property
    def looked_for(self):
        """How many people were looked for."""
        return len(set(self.tried.truth))

    @property
    def by(self):
        """Who attacks, in words."""
        asks = f", {RECOGNISERS[self.recogniser].title} by {self.alignment}" if self.recogniser else ""
        return ATTACKERS[self.attacker].title + asks

    @property
    def words(self):
        """The row as a sentence, with attacker, number of people and chance."""
        tried, pictures = self.tried, len(self.tried.truth)
        people = len(tried.people)
        within = f"{tried.first(FIRST):.0%} in the first {FIRST} (chance {min(FIRST / people, 1):.1%})"
        controls = ", ".join(f"{name} {one.first(1):.0%}" for name, one in self.controls.items())
        return (
            f"{self.by}: names {tried.first(1):.0%} of {counted(pictures, 'picture')} of "
            f"{counted(self.looked_for, 'person', 'people')} among {people} (chance {tried.chance:.1%}), {within}; "
            f"{_interval(tried)}{f'; controls: {controls}' if controls else ''}."
        )

    def as_dict(self):
        """Give the row as plain numbers and words, for a table or a file.

        Returns
        -------
        dict

        Examples
        --------
        >>> tried = Identification(("a", "b"), ("a", "b"), np.array([[1, 2], [1, 2.0]]))
        >>> row = Row(Experiment("two", "", ()), "edges", "", "", tried, {}).as_dict()
        >>> row["people looked for"], row["rank 1"], row["chance"]
        (2, 0.5, 0.5)
        """
        tried = self.tried
        low, high = tried.over_people() or (None, None)
        given = {
            "experiment": self.experiment.name,
            "attacker": self.attacker,
            "recogniser": self.recogniser,
            "alignment": self.alignment,
            "pictures": len(tried.truth),
            "people looked for": self.looked_for,
            "people in the album": len(tried.people),
            "chance": tried.chance,
            "rank 1": tried.first(1),
            f"first {FIRST}": tried.first(FIRST),
            "low": low,
            "high": high,
            "cmc": tried.cmc.tolist(),
        }
        return given | {
            f"{name}, {kind}": one.first(places)
            for name, one in self.controls.items()
            for kind, places in (("rank 1", 1), (f"first {FIRST}", FIRST))
        }


@dataclass(frozen=True, repr=False)
class AttackTable:
    """What `attack_table` measured. At the end of a notebook cell it shows itself as a figure.

    Attributes
    ----------
    hiding : Hiding
        How the faces were hidden.
    rows : tuple of Row
    """

    hiding: Hiding
    rows: tuple

    def __repr__(self):
        return f"<{counted(len(self.rows), 'attack')} on {self.hiding}>"

    def __str__(self):
        shares = f"Shares of pictures named rightly: at once / in the first {FIRST}."
        lines = [f"Attacks on {in_words(self.hiding)}. {shares}"]
        names = list(dict.fromkeys(name for row in self.rows for name in row.controls))
        width = max(len(row.by) for row in self.rows)
        for experiment, rows in self._by_experiment().items():
            one = rows[0].tried
            lines += ["", experiment.says]
            noticed = least_noticed(rows[0].looked_for, len(one.people)) if rows[0].looked_for > 1 else None
            if noticed:
                lines.append(f"An attack that names fewer than {noticed:.0%} may be missed with as many people.")
            heads = ["attack", "hidden", *names, "95 % over people"]
            lines.append("  ".join(f"{head:{max(width if n == 0 else 10, 10)}}" for n, head in enumerate(heads)))
            lines.append(f"{'blind guessing':{width}}  {one.chance:4.0%} /{min(FIRST / len(one.people), 1):4.0%}")
            for row in rows:
                shares = [row.tried, *(row.controls[name] for name in names)]
                cells = [f"{each.first(1):4.0%} /{each.first(FIRST):4.0%}" for each in shares]
                lines.append("  ".join([f"{row.by:{width}}", *cells, _interval(row.tried)]))
        return "\n".join(lines)

    def as_dicts(self):
        """Give the rows as plain numbers and words: for pandas, CSV or JSON.

        Returns
        -------
        list of dict

        Examples
        --------
        >>> AttackTable(Hiding(), ()).as_dicts()
        []
        """
        return [row.as_dict() for row in self.rows]

    def figure(self):
        """Draw cumulative match curves: a line of panels for each experiment, a panel for each recogniser.

        Bands are 95 % intervals over people, where there is more than one.

        Returns
        -------
        matplotlib.figure.Figure

        Examples
        --------
        >>> attack_table(attackers=["edges"]).figure()  # doctest: +SKIP
        """
        import matplotlib.pyplot as plt

        asked = list(dict.fromkeys((row.recogniser, row.alignment) for row in self.rows))
        experiments = self._by_experiment()
        fig, axes = plt.subplots(
            len(experiments),
            len(asked),
            figsize=(1 + 3.6 * len(asked), 0.6 + 3.4 * len(experiments)),
            squeeze=False,
            sharey=True,
            layout="constrained",
            dpi=figures.DPI,
        )
        for line, (experiment, rows) in zip(axes, experiments.items(), strict=True):
            for axis, by in zip(line, asked, strict=True):
                _draw(axis, [row for row in rows if (row.recogniser, row.alignment) == by])
                title = f"{RECOGNISERS[by[0]].title}\nby {by[1]}" if by[0] else "no recogniser"
                axis.set_title(f"{experiment.name}\n{title}", fontsize=11)
            line[0].set_ylabel("share of pictures")
        return fig

    def _by_experiment(self):
        found = {}
        for row in self.rows:
            found.setdefault(row.experiment.name, []).append(row)
        return {rows[0].experiment: rows for rows in found.values()}

    @property
    def alt(self):
        """The figure in words."""
        said = " ".join(row.words for row in self.rows)
        return f"Cumulative match curves: the share of pictures whose person is among so many nearest. {said}"

    def _repr_mimebundle_(self, **kwargs):
        import matplotlib.pyplot as plt

        fig = self.figure()
        bundle = figures.bundle(*figures.encode(fig), self.alt)
        plt.close(fig)
        return bundle


def attack_table(
    hiding=None, *, experiments=None, attackers=None, recognisers=None, alignments=None, controls=None, **options
):
    """Let every attacker try every experiment, with each recogniser, beside chance and controls.

    Parameters
    ----------
    hiding : Hiding, optional
        How faces are hidden; by default as `anonymize` does.
    experiments : iterable of Experiment, optional
        By default `another_day_of_one` and `same_pictures`, of the samples.
    attackers, recognisers, alignments, controls : iterable of str, optional
        Which of `ATTACKERS`, `RECOGNISERS`, `ALIGNMENTS` and `CONTROLS`; by default all.
    **options
        Fields of `Hiding`, in place of those in `hiding`.

    Returns
    -------
    AttackTable
        All of it takes some minutes: most of them go to dlib, which encodes some 4,000 faces.

    Raises
    ------
    ValueError, TypeError
        If there is no such name or option.
    DetectorUnavailableError
        If this environment lacks what a recogniser needs.

    Examples
    --------
    >>> how = {"experiments": [same_pictures(3)], "attackers": ["edges"], "controls": ["black"]}
    >>> table = attack_table(method="pixelate", **how)
    >>> print(table.rows[0].words)
    Box from the edges: names 100% of 3 pictures of 3 people among 3 (chance 33.3%), 100% in the first 5 ...
    """
    (hiding,) = share_out(options, (Hiding, hiding))
    names = [
        [pick(registry, name, kind) and name for name in (registry if chosen is None else chosen)]
        for registry, chosen, kind in (
            (ATTACKERS, attackers, "attacker"),
            (RECOGNISERS, recognisers, "recogniser"),
            (ALIGNMENTS, alignments, "alignment"),
            (CONTROLS, controls, "control"),
        )
    ]
    rows = []
    for experiment in (another_day_of_one(), same_pictures()) if experiments is None else experiments:
        for name in names[0]:
            attacker = ATTACKERS[name]
            if attacker.of_videos and not experiment.of_videos:
                continue
            for asked in ((r, a) for r in names[1] for a in names[2]) if attacker.recognises else [("", "")]:
                tried, *beside = (experiment.attacked(attacker, hiding, *asked, one) for one in ("", *names[3]))
                rows.append(Row(experiment, name, *asked, tried, dict(zip(names[3], beside, strict=True))))
    return AttackTable(hiding, tuple(rows))


def another_day_of_one(count=6):
    """Make the experiment with one man on two days, in an album of 34 people: each clip is looked for with the other.

    Parameters
    ----------
    count : int
        Pictures from each clip.

    Returns
    -------
    Experiment

    Examples
    --------
    >>> another_day_of_one(count=1).says
    'One man in two clips of two days, 2 pictures, looked for among 34 people. He is one: of others it tells nothing.'
    """
    parts, others = [], strangers()
    for shown, known in (CLIPS, CLIPS[::-1]):
        shots = zip(*(speaker(shown, count, later=later) for later in range(_FRAMES)), strict=True)
        parts.append((tuple(shots), (*others, speaker(known, 1)[0])))
    says = (
        f"One man in two clips of two days, {counted(2 * count, 'picture')}, looked for among {len(others) + 1} "
        "people. He is one: of others it tells nothing."
    )
    return Experiment("another day", says, tuple(parts))


def same_pictures(count=34):
    """Make the experiment with 34 people, each looked for with the very picture that was hidden, in a box drawn anew.

    Parameters
    ----------
    count : int
        How many of them.

    Returns
    -------
    Experiment

    Examples
    --------
    >>> same_pictures(3).says
    '3 people, looked for among themselves with the very pictures that were hidden: the worst case.'
    """
    people = tuple([*strangers(), *speaker("intro", 1)][-count:])
    says = f"{count} people, looked for among themselves with the very pictures that were hidden: the worst case."
    return Experiment("the same picture", says, ((tuple((one,) for one in people), people),))


def cover_like(hiding):
    """Give the control that tells nothing of a face: black, and in proportions that are the same for everybody.

    Parameters
    ----------
    hiding : Hiding

    Returns
    -------
    Hiding

    Examples
    --------
    >>> cover_like(Hiding("box", margin=0.5))
    Hiding(method='solid', strength=0.5, mask='ellipse', margin=0.5)
    """
    return hiding.replace(method="solid", parameters=None, outline=None)


def in_words(hiding):
    """Say shortly how faces are hidden.

    Parameters
    ----------
    hiding : Hiding

    Returns
    -------
    str
    """
    if hiding == CLEAR:
        return "faces in the clear"
    own = [] if METHODS[hiding.method].kind == "cover" else [f"{hiding.strength:g}"]
    own = own if hiding.parameters is None else [str(dict(hiding.parameters))]
    shape = [] if hiding.outline is None else [f"outline {hiding.outline}"]
    return ", ".join([" ".join([hiding.method, *own]), hiding.mask, f"margin {hiding.margin:g}", *shape])


def _interval(tried):
    bounds = tried.over_people()
    return "one person, no interval over people" if bounds is None else f"{bounds[0]:.0%} to {bounds[1]:.0%}"


def _draw(axis, rows):
    for row in rows:
        places = np.arange(1, len(row.tried.people) + 1)
        colour = f"C{list(ATTACKERS).index(row.attacker)}"
        axis.plot(places, row.tried.cmc, "-", color=colour, label=ATTACKERS[row.attacker].title, linewidth=2)
        if "black" in row.controls:
            axis.plot(places, row.controls["black"].cmc, ":", color=colour, linewidth=1)
        if row.looked_for > 1:
            low, high = np.transpose([row.tried.over_people(place) for place in places])
            axis.fill_between(places, low, high, color=colour, alpha=0.12, linewidth=0)
    if rows:
        axis.plot(places, places / len(places), "--", color="0.4", label="chance")
        if "black" in rows[0].controls:
            axis.plot([], [], ":", color="0.4", label="the same, face black")
        axis.set(xlim=(1, len(places)), ylim=(0, 1.02), xlabel="among so many nearest")
        axis.legend(fontsize=8, loc="lower right")
    else:
        axis.set_axis_off()
