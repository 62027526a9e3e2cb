"""Who is it? An attacker compares blurred faces with an album of people he knows."""

from dataclasses import dataclass, replace

import numpy as np

from ..hiding import Hiding
from ..recognise import encode_all
from ..values import share_out
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


def another_day(imitate=True, hiding=None, *, face_width=100, count=6, others=None, undone=False, **options):
    """Hide the speaker of one clip, and look for him in an album with his picture from the other clip; and vice versa.

    This is the one experiment here with different pictures of a person: another day and other clothes, though pose and
    light are alike. The publisher's boxes are `redrawn`, because the attacker cannot know them to the pixel.

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
        tried.append(identify(probes, [*album, wanted.hidden(hiding, undone=undone) if imitate else wanted]))
    return pooled(*tried)


def identify(probes, gallery, parrot=None):
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

    Returns
    -------
    Identification

    Raises
    ------
    ValueError
        If there is no probe, fewer than two people in the album, or a probe of somebody who is not in it: then every
        guess would be wrong, and chance would not be one in so many.
    DetectorUnavailableError
        If this environment lacks dlib or face_recognition.

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
    people = tuple(dict.fromkeys(one.person for one in gallery))
    if not probes:
        raise ValueError("There is no probe: pass at least one blurred face.")
    if len(people) < 2:
        raise ValueError(f"The gallery must show at least two people to choose from, got {len(people)}.")
    unknown = sorted({one.person for one in probes} - set(people))
    if unknown:
        raise ValueError(f"Not in the gallery: {', '.join(unknown)}. Each probe's person must have a picture there.")
    album = gallery
    if parrot is not None:
        parrot = {"hiding": parrot} if isinstance(parrot, Hiding) else parrot
        album = [one.hidden(**parrot) for one in gallery]
    encodings = encode_all([(one.image, one.box) for one in [*album, *probes]])
    known, asked = encodings[: len(album)], encodings[len(album) :]
    to_each = np.linalg.norm(asked[:, None] - known[None], axis=2)
    whose = np.array([people.index(one.person) for one in gallery])
    nearest = np.stack([to_each[:, whose == number].min(axis=1) for number in range(len(people))], axis=1)
    return Identification(people, tuple(one.person for one in probes), nearest)
