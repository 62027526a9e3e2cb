"""Who is it? An attacker compares blurred faces with an album of people he knows."""

from dataclasses import dataclass, replace

import numpy as np

from ..hiding import Hiding
from ..recognise import encode_all
from ..values import share_out
from .intervals import share_of_people
from .subjects import CLIPS, speaker, strangers


@dataclass(frozen=True, repr=False)
class Identification:
    """What an attacker made of some blurred faces.

    Attributes
    ----------
    people : tuple of str
        Who is in the album.
    truth : tuple of str
        For each probe, who it really is.
    distances : numpy.ndarray
        Shape (probes, people), float64: distance of each probe's encoding to the nearest picture of each person.
    """

    people: tuple
    truth: tuple
    distances: np.ndarray

    @property
    def guesses(self):
        """For each probe the person with the smallest distance, or ``None`` where several share it."""
        least = self.distances.min(axis=1, keepdims=True)
        near = self.distances == least
        return tuple(self.people[row.argmax()] if row.sum() == 1 else None for row in near)

    @property
    def ranks(self):
        """For each probe the place of the right person in the attacker's list: 1 is best. Ties count half."""
        own = np.array([row[self.people.index(who)] for row, who in zip(self.distances, self.truth, strict=True)])
        nearer = (self.distances < own[:, None]).sum(axis=1)
        equal = (self.distances == own[:, None]).sum(axis=1) - 1
        return 1 + nearer + equal / 2

    @property
    def hits(self):
        """How many guesses are right."""
        return sum(guess == who for guess, who in zip(self.guesses, self.truth, strict=True))

    @property
    def share(self):
        """Share of right guesses, 0 to 1."""
        return self.hits / len(self.truth)

    @property
    def chance(self):
        """Share that blind guessing gets right: one in as many as there are people."""
        return 1 / len(self.people)

    @property
    def interval(self):
        """Bounds of the 95 % confidence interval of `share`, by Clopper and Pearson's exact method.

        It takes the probes to be independent. Several pictures of one person are not: then it is too narrow.
        """
        from scipy.stats import binomtest

        bounds = binomtest(self.hits, len(self.truth)).proportion_ci(0.95)
        return float(bounds.low), float(bounds.high)

    @property
    def beats_chance(self):
        """Whether blind guessing lies below the interval: only then does the experiment show that the attack works."""
        return self.interval[0] > self.chance

    @property
    def cmc(self):
        """Cumulative match characteristic: for 1, 2, 3 ... the share of probes whose person is among so many nearest.

        Shape (people,), float64. Where several people are equally near, as after a solid cover, their order is drawn by
        lot; so its first value is at chance there, while `share` counts no guess as right.
        """
        return self._placed().mean(axis=0)

    def first(self, places):
        """Tell for which share of the probes the right person is among the nearest.

        Parameters
        ----------
        places : int
            How many nearest ones, from 1 on.

        Returns
        -------
        float

        Examples
        --------
        >>> Identification(("a", "b", "c"), ("a", "b"), np.array([[2, 1, 3], [2, 3, 1.0]])).first(2)
        0.5
        """
        return float(self.cmc[self._up_to(places)])

    def by_person(self, places=1):
        """Tell the same for each person who was looked for: frames of one person are not as many people.

        Parameters
        ----------
        places : int

        Returns
        -------
        dict
            Name to share, 0 to 1.

        Examples
        --------
        >>> Identification(("a", "b"), ("a", "a", "b"), np.array([[1, 2], [2, 1], [2, 1.0]])).by_person()
        {'a': 0.5, 'b': 1.0}
        """
        right, truth = self._placed()[:, self._up_to(places)], np.array(self.truth)
        return {one: float(right[truth == one].mean()) for one in dict.fromkeys(self.truth)}

    def over_people(self, places=1):
        """Give the 95 % interval of `first`, over people (`intervals.share_of_people`).

        Parameters
        ----------
        places : int

        Returns
        -------
        (float, float) or None
            None if only one person was looked for: of other people, nothing is known then.

        Examples
        --------
        >>> Identification(("a", "b"), ("a", "a"), np.array([[1, 2], [1, 2.0]])).over_people() is None
        True
        """
        shares = list(self.by_person(places).values())
        return share_of_people(shares) if len(shares) > 1 else None

    def exceeds(self, control, places=1):
        """Tell whether an attack names more than its control and than blind guessing, by more than can be luck.

        The exact 95 % interval of `first` must lie above both (`intervals.share_of_people`): over people, or over the
        pictures, if they all show one person. That one is too narrow, and tells nothing of others.

        Parameters
        ----------
        control : Identification
            The same attack, on pictures that tell nothing of the face.
        places : int

        Returns
        -------
        bool

        Examples
        --------
        >>> people = tuple("abcdef")
        >>> all_of_them, nobody = (Identification(people, people, side * np.eye(6)) for side in (-1, 1))
        >>> all_of_them.exceeds(nobody), nobody.exceeds(nobody), all_of_them.exceeds(all_of_them)
        (True, False, False)
        """
        shares = list(self.by_person(places).values())
        if len(shares) == 1:
            shares = self._placed()[:, self._up_to(places)]
        chance = min(places * self.chance, 1)
        return share_of_people(shares)[0] > max(chance, control.first(places))

    def _placed(self):
        """For each probe, the probability that its person is among the first 1, 2, 3 ..."""
        own = np.array([row[self.people.index(who)] for row, who in zip(self.distances, self.truth, strict=True)])
        nearer = (self.distances < own[:, None]).sum(axis=1)[:, None]
        equal = (self.distances == own[:, None]).sum(axis=1)[:, None]
        return np.clip((np.arange(1, len(self.people) + 1) - nearer) / equal, 0, 1)

    def _up_to(self, places):
        if not places >= 1:
            raise ValueError(f"places must be 1 or more, got {places!r}.")
        return min(places, len(self.people)) - 1

    def __repr__(self):
        low, high = self.interval
        return (
            f"<{self.hits} of {len(self.truth)} named rightly among {len(self.people)} people: {self.share:.0%}, "
            f"95 % interval {low:.0%} to {high:.0%}, chance {self.chance:.0%}>"
        )


def pooled(first, second):
    """Pool two experiments with the same people.

    Parameters
    ----------
    first, second : Identification

    Returns
    -------
    Identification

    Raises
    ------
    ValueError
        If the people, or their order, differ.

    Examples
    --------
    >>> one = Identification(("a", "b"), ("a",), np.array([[0.2, 0.9]]))
    >>> other = Identification(("a", "b"), ("b",), np.array([[0.3, 0.7]]))
    >>> pooled(one, other).hits, len(pooled(one, other).truth)
    (1, 2)
    """
    if first.people != second.people:
        raise ValueError(f"The albums differ: {', '.join(first.people)} and {', '.join(second.people)}.")
    distances = np.concatenate([first.distances, second.distances])
    return Identification(first.people, first.truth + second.truth, distances)


def another_day(
    imitate=True,
    hiding=None,
    *,
    face_width=100,
    count=6,
    others=None,
    undone=False,
    recogniser="face_recognition",
    alignment="landmarks",
    **options,
):
    """Hide the speaker of one clip, and look for him in an album with his picture from the other clip; and vice versa.

    This is the one experiment here with different pictures of a person: another day and other clothes, though in much
    the same pose and a similar room. The publisher's boxes are `redrawn`, because the attacker cannot know them to the
    pixel.

    Parameters
    ----------
    imitate : bool
        Whether the attacker blurs his album in the same way (parrot) or leaves it clear (naive).
    hiding : Hiding, optional
        How the pictures are hidden; by default as `anonymize` does.
    face_width : int
        Pixels, as for `normalised`.
    count : int
        Pictures taken from each clip as probes.
    others : list of Portrait, optional
        The rest of the album; by default `strangers`.
    undone : bool
        Whether the attacker takes the blur back first (`undo`), in an imitating album as well.
    recogniser, alignment : str
        As for `encode`.
    **options
        Fields of `Hiding`, in place of those in `hiding`.

    Returns
    -------
    Identification
        Of twice `count` probes of one person: take its interval as too narrow.

    Raises
    ------
    TypeError, ValueError, DetectorUnavailableError
        As for `identify` and `Hiding`.

    Examples
    --------
    >>> tried = another_day(method="gaussian", strength=0.5, count=1, others=strangers()[:3])
    >>> tried.people, len(tried.truth)
    (('astronaut', 'hopper', 'giunchedi', 'speaker'), 2)
    """
    (hiding,) = share_out(options, (Hiding, hiding))
    others = strangers(face_width) if others is None else others
    album = [one.hidden(hiding, undone=undone) for one in others] if imitate else others
    tried = []
    for shown, known in (CLIPS, CLIPS[::-1]):
        pictures = speaker(shown, count, face_width)
        seeds = range(len(tried) * count, (len(tried) + 1) * count)
        published = [one.redrawn(seed).hidden(hiding, undone=undone) for one, seed in zip(pictures, seeds, strict=True)]
        # The attacker sees where the blur is, and guesses the face's place from it: his box is not the publisher's.
        probes = [replace(one, box=picture.box) for one, picture in zip(published, pictures, strict=True)]
        wanted = speaker(known, 1, face_width)[0]
        known_as = wanted.hidden(hiding, undone=undone) if imitate else wanted
        tried.append(identify(probes, [*album, known_as], recogniser=recogniser, alignment=alignment))
    return pooled(*tried)


def identify(probes, gallery, parrot=None, *, recogniser="face_recognition", alignment="landmarks"):
    """Guess who each of some blurred faces is, among the people of an album.

    Each guess is the person whose picture has the nearest encoding (`encode`). The naive attacker compares with the
    album as it is. The other one first blurs it in the same way ("parrot recognition"), and so compares like with
    like; that is the stronger attack, and costs nothing but the guess of a method and a strength, which the blurred
    picture itself gives away.

    Parameters
    ----------
    probes : list of Portrait
        Blurred faces, with who they really are and where the face is.
    gallery : list of Portrait
        The album: one clear picture or more of each person.
    parrot : Hiding or dict, optional
        How the attacker hides the album's faces: a `Hiding`, or keyword arguments for `Portrait.hidden` such as
        ``{"method": "gaussian", "strength": 0.25}``. By default he leaves it clear.
    recogniser, alignment : str
        As for `encode`.

    Returns
    -------
    Identification

    Raises
    ------
    ValueError
        If there is no such recogniser or alignment, no probe, fewer than two people in the album, or a probe of
        somebody who is not in it: then every guess would be wrong, and chance would not be one in so many.
    DetectorUnavailableError
        If this environment lacks what the recogniser needs.

    References
    ----------
    Newton, Sweeney and Malin, "Preserving Privacy by De-identifying Face Images", IEEE Transactions on Knowledge and
    Data Engineering 17, 2005: naive, reverse and parrot recognition.

    Examples
    --------
    >>> album = strangers()[:3]
    >>> identify([album[0].hidden(Hiding("median"))], album, parrot=Hiding("median")).guesses
    ('astronaut',)
    """
    require_album(probes, gallery)
    album = gallery
    if parrot is not None:
        parrot = {"hiding": parrot} if isinstance(parrot, Hiding) else parrot
        album = [one.hidden(**parrot) for one in gallery]
    encodings = encode_all([(one.image, one.box) for one in [*album, *probes]], recogniser, alignment)
    known, asked = encodings[: len(album)], encodings[len(album) :]
    return named(probes, gallery, np.linalg.norm(asked[:, None] - known[None], axis=2))


def named(probes, gallery, distances):
    """Make an `Identification` of the distance of each probe to each picture of an album.

    Parameters
    ----------
    probes, gallery : list of Portrait
    distances : numpy.ndarray
        Shape (probes, gallery).

    Returns
    -------
    Identification
        The nearest picture of each person counts.
    """
    people = tuple(dict.fromkeys(one.person for one in gallery))
    whose = np.array([people.index(one.person) for one in gallery])
    nearest = np.stack([distances[:, whose == number].min(axis=1) for number in range(len(people))], axis=1)
    return Identification(people, tuple(one.person for one in probes), nearest)


def require_album(probes, gallery):
    """Refuse an album in which nobody can be looked for."""
    people = {one.person for one in gallery}
    if not probes:
        raise ValueError("There is no probe: pass at least one blurred face.")
    if len(people) < 2:
        raise ValueError(f"The gallery must show at least two people to choose from, got {len(people)}.")
    unknown = sorted({one.person for one in probes} - people)
    if unknown:
        raise ValueError(f"Not in the gallery: {', '.join(unknown)}. Each probe's person must have a picture there.")
