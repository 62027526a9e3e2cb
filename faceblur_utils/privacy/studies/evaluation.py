"""The evaluation of a study: recognition with each setting, pairs of pictures, and what the detector found."""

import io
import sys
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from ...bars import bar_class
from ...detect import Finding
from ...hiding import Hiding
from ...images import write_whole
from ...messages import counted
from ...recognise import RECOGNISERS, encode_all
from ...recognise.encoding import forget
from ..intervals import least_noticed, share_of_people
from ..table import CLEAR, Experiment, attack_table
from .people import list_people, read_people
from .report import check_target, page
from .verification import Verification

# From a method that hides little to one that leaves nothing, which is the default.
SETTINGS = (
    Hiding("gaussian", strength=0.25),
    Hiding("gaussian", strength=0.5),
    Hiding("pixelate", strength=0.25),
    Hiding("pixelate", strength=0.5),
    Hiding("average"),
    Hiding(),
)
# Who knows a class may guess from a rarer label who is meant; and a share of fewer people is mostly luck.
FEWEST = 5
TOO_FEW = f"labels of fewer than {FEWEST} people"
_ATTACKERS = ("parrot", "patient", "trained", "edges", "moving")


@dataclass(frozen=True, eq=False, repr=False)
class Study:
    """What `study` found out about some people.

    Attributes
    ----------
    people, pictures : int
        How many were used.
    left_out : tuple of (pathlib.Path, str)
        Files that were not used, and why.
    recall : dict
        Label to (people, pictures, share of pictures in which the detector found a face, interval over people or None).
        Labels of fewer than five people are put together, and with those who have none where that is still too few.
    tables : tuple of AttackTable
        One of clear pictures, and one for each setting.
    verifications : tuple of Verification
        For each recogniser, of clear pictures and of each setting.
    """

    people: int
    pictures: int
    left_out: tuple
    recall: dict
    tables: tuple
    verifications: tuple

    @property
    def chance(self):
        """Share that blind guessing names rightly."""
        return 1 / self.people

    @property
    def least_noticed(self):
        """The weakest attack that such a study notices in four of five times (`intervals.least_noticed`)."""
        return least_noticed(self.people, self.people)

    @property
    def power(self):
        """The same as a sentence."""
        if self.least_noticed is None:
            return f"With {self.people} people, not even an attack that is always right can be told from chance."
        return (
            f"With {self.people} people (chance {self.chance:.1%}), an attack that names fewer than "
            f"{self.least_noticed:.0%} of people like these is missed in more than one of five such studies."
        )

    def __repr__(self):
        left = f", {counted(len(self.left_out), 'file')} left out" if self.left_out else ""
        return f"<Study of {self.people} people, {self.pictures} pictures{left}>"

    def __str__(self):
        lines = [repr(self)[1:-1] + ".", self.power, ""]
        lines += [f"Left out: {path.parent.name}/{path.name}: {reason}." for path, reason in self.left_out]
        return "\n".join([*lines, *("\n" + str(table) for table in self.tables)])


def study(
    folder,
    report=None,
    *,
    settings=SETTINGS,
    attackers=_ATTACKERS,
    recognisers=None,
    alignments=("box",),
    finding=None,
    false_match_rate=0.01,
    keep=None,
    progress=True,
):
    """Find out for people of your own how well a setting withstands the attacks, with their consent.

    The folder holds one sub-folder for each person with two or more photos or short clips of different days. Each
    picture is hidden and looked for among all the others of everybody. A file ``labels.csv`` beside the sub-folders,
    with the columns ``person`` and ``label``, lets the report say for each label of five people or more in how many
    pictures the detector found a face.

    Nothing leaves the machine, and nothing is written but the report, in which people are numbers and no picture is.
    The encodings, which can recognise a person elsewhere, too, are deleted from memory at the end.

    Parameters
    ----------
    folder : str or os.PathLike
        Each picture must show one face; others are left out and listed.
    report : str or os.PathLike, optional
        An HTML file to be written; it must not exist. By default none is.
    settings : iterable of Hiding
        What to try.
    attackers, recognisers, alignments : iterable of str, optional
        As for `attack_table`.
    finding : Finding, optional
        How faces are looked for; by default thoroughly.
    false_match_rate : float
        For the calibrated threshold: the share of pairs of different people that may be taken for one.
    keep : str or os.PathLike, optional
        A file ``.npz`` for the encodings of the clear pictures, if somebody needs them and everybody agreed.
    progress : bool
        Show bars with the time left: one of files that are read, one of settings that are tried.

    Returns
    -------
    Study

    Raises
    ------
    FileNotFoundError, FileExistsError
        If there is no such folder, or the report is there already.
    ValueError
        If there are not two people with two files each, or not two of whom two pictures show one face.
    DetectorUnavailableError
        If this environment lacks what a recogniser or detector needs.

    Examples
    --------
    >>> study("class_of_25", "report.html")  # doctest: +SKIP
    """
    people, labels = list_people(folder)
    for target in (report, keep):
        check_target(target)
    if not 0 <= false_match_rate < 1:
        raise ValueError(f"false_match_rate must be 0 or more and below 1 (1 % is 0.01), got {false_match_rate!r}.")
    settings = tuple(settings)
    if not settings:
        raise ValueError("study needs at least one Hiding to try.")
    recognisers = tuple(RECOGNISERS if recognisers is None else recognisers)
    pictures = read_people(people, Finding.made(finding), progress)
    shots, left_out = _usable(pictures)
    if len(shots) < 2:
        listed = "; ".join(f"{path.parent.name}/{path.name}: {reason}" for path, reason in left_out)
        raise ValueError(f"Of fewer than two people two pictures could be used. Left out: {listed}.")
    tried, asked = (CLEAR, *settings), [(one, by) for one in recognisers for by in alignments]
    try:
        experiment = _across_days(shots)
        tables, verifications = [], []
        bar = bar_class(tqdm)(total=len(tried), desc="trying", unit="setting", file=sys.stdout, disable=not progress)
        with bar:
            for hiding in tried:
                tables.append(
                    attack_table(
                        hiding,
                        experiments=[experiment],
                        attackers=attackers,
                        recognisers=recognisers,
                        alignments=alignments,
                        controls=["mirrored"],
                    )
                )
                verifications.append([_verified(shots, hiding, *by, false_match_rate) for by in asked])
                bar.update()
        tables = tuple(tables)
        # By recogniser, then by setting.
        verifications = tuple(one for of_one in zip(*verifications, strict=True) for one in of_one)
        count = sum(len(own) for own in shots.values())
        found = Study(len(shots), count, left_out, _recall(pictures, labels), tables, verifications)
        if keep is not None:
            _keep(keep, shots, asked)
        if report is not None:
            write_whole(report, page(found))
        return found
    finally:
        forget()


def _usable(pictures):
    """Shots of each person who has two; and all files that are left out."""
    shots, left_out = {}, [(one.path, one.reason) for one in pictures if one.reason]
    for one in pictures:
        if one.shot:
            shots.setdefault(one.person, []).append(one)
    for name, own in list(shots.items()):
        if len(own) < 2:
            left_out += [(one.path, "the only usable picture of this person") for one in shots.pop(name)]
    return {name: [one.shot for one in own] for name, own in shots.items()}, tuple(left_out)


def _across_days(shots):
    """Each picture looked for among all others: the first of everybody, then the second, and so on."""
    parts = []
    for day in range(max(len(own) for own in shots.values())):
        hidden = tuple(own[day] for own in shots.values() if day < len(own))
        album = tuple(shot[0] for own in shots.values() for place, shot in enumerate(own) if place != day)
        parts.append((hidden, album))
    pictures = sum(len(own) for own in shots.values())
    says = f"{len(shots)} people with {pictures} pictures, each looked for among all the others of everybody."
    return Experiment("the folder's people", says, tuple(parts))


def _verified(shots, hiding, recogniser, alignment, rate):
    portraits, whose = _portraits(shots)
    shown = [one.published((len(portraits), place), hiding) for place, one in enumerate(portraits)]
    encodings = encode_all([(one.image, one.box) for one in shown], recogniser, alignment)
    apart = np.linalg.norm(encodings[:, None] - encodings[None], axis=2)
    return Verification(recogniser, alignment, hiding, apart, whose, rate)


def _portraits(shots):
    portraits = [shot[0] for own in shots.values() for shot in own]
    return portraits, np.repeat(np.arange(len(shots)), [len(own) for own in shots.values()])


def _keep(path, shots, asked):
    """Write the encodings of clear pictures: whose they are says a number, counted as the sub-folders are."""
    portraits, whose = _portraits(shots)
    pictures = [(one.image, one.box) for one in portraits]
    made = {", ".join(by): encode_all(pictures, *by) for by in asked}
    content = io.BytesIO()
    np.savez(content, whose=whose, **made)
    write_whole(path, content.getvalue())


def _recall(pictures, labels):
    """In how many pictures the detector found a face, by label: each picture shows at least one."""
    found = {}
    for one in pictures:
        if one.found is not None:
            found.setdefault(one.person, []).append(one.found)
    groups = _groups({name: labels.get(name, "no label") if labels else "everybody" for name in found})
    recall = {}
    for label, people in sorted(groups.items()):
        shares, all_of_them = [np.mean(found[name]) for name in people], sum((found[name] for name in people), [])
        bounds = share_of_people(shares) if len(shares) > 1 else None
        recall[label] = len(people), len(all_of_them), float(np.mean(shares)), bounds
    return recall


def _groups(labels):
    """People by label, the rare labels together; the largest is not told apart where what is left would be too few."""
    groups = {}
    for name, label in labels.items():
        groups.setdefault(label, []).append(name)
    small = [label for label, people in groups.items() if len(people) < FEWEST]
    if len(groups) == 1 or not small:
        return groups
    rest = sum((groups.pop(label) for label in small), [])
    while groups and len(rest) < FEWEST:
        rest += groups.pop(min(groups, key=lambda label: len(groups[label])))
    return {**groups, TOO_FEW: rest} if groups else {"everybody": rest}
