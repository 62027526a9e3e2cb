"""The registry `ATTACKERS`: a new one is one function and one entry here. Each looks for hidden faces in an album."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ..hiding import Hiding, hide_faces
from ..parameters import pick
from ..photos import Result
from ..recognise import encode_all
from .identification import named, require_album
from .matching import fitted, guess_candidate, read_box
from .reconstruction import average_frames, undo
from .traces import outline_distances, tone_distances
from .training import linear_distances

# In how many boxes the patient one hides each picture of the album.
JITTERS = 5


@dataclass(frozen=True)
class Search:
    """What an attacker has: hidden pictures, an album, and how the pictures were hidden.

    Attributes
    ----------
    probes : tuple of Probe
        Published pictures, of people whom he does not know yet. He takes each face to be in ``box``; of ``drawn``, the
        publisher's box, only those make use who say so.
    album : tuple of Portrait
        Clear pictures with names.
    hiding : Hiding
        The picture gives it away.
    recogniser, alignment : str
        Which one he asks, as for `encode`.
    """

    probes: tuple
    album: tuple
    hiding: Hiding
    recogniser: str = "face_recognition"
    alignment: str = "landmarks"

    def described(self, portraits):
        """Ask the recogniser about some portraits.

        Parameters
        ----------
        portraits : list of Portrait

        Returns
        -------
        numpy.ndarray
            Shape (portraits, 128), float64.

        Examples
        --------
        >>> from faceblur_utils.privacy import strangers
        >>> Search((), (), Hiding(), "sface").described(strangers()[:2]).shape
        (2, 128)
        """
        return encode_all([(one.image, one.box) for one in portraits], self.recogniser, self.alignment)


@dataclass(frozen=True)
class Attacker:
    """One entry of `ATTACKERS`.

    Attributes
    ----------
    name : str
        What a learner types.
    title : str
        For figures and tables.
    does : str
        One sentence: what he knows and does.
    function : callable
        ``function(search) -> numpy.ndarray``, shape (probes, album): the smaller, the more alike.
    recognises : bool
        Whether he asks a recogniser, so that one may be chosen.
    of_videos : bool
        Whether he needs neighbouring frames.
    """

    name: str
    title: str
    does: str
    function: Callable
    recognises: bool = True
    of_videos: bool = False

    def __call__(self, search):
        """Look for each hidden face in the album.

        Parameters
        ----------
        search : Search
            The names of its probes are kept from him.

        Returns
        -------
        Identification

        Raises
        ------
        ValueError
            If there is no probe, fewer than two people in the album, or a probe of somebody who is not in it.
        DetectorUnavailableError
            If this environment lacks what the recogniser needs.
        """
        require_album(search.probes, search.album)
        nameless = replace(search, probes=tuple(_nameless(one) for one in search.probes))
        return named(search.probes, search.album, self.function(nameless))


def attack(name, probes, album, hiding=None, recogniser="face_recognition", alignment="landmarks"):
    """Let one of `ATTACKERS` look for hidden faces in an album.

    Parameters
    ----------
    name : str
        One of `ATTACKERS`.
    probes : list of Probe
        Hidden faces, with who they really are; `Portrait.published` makes them.
    album : list of Portrait
        One clear picture or more of each person.
    hiding : Hiding, optional
        How the probes were hidden; by default as `anonymize` does.
    recogniser, alignment : str
        As for `encode`, for attackers who ask one.

    Returns
    -------
    Identification

    Raises
    ------
    ValueError, DetectorUnavailableError
        As for `identify`; or if there is no such attacker.

    Examples
    --------
    >>> from faceblur_utils.privacy import strangers
    >>> album, mosaic = strangers()[:3], Hiding("pixelate")
    >>> attack("edges", [album[1].published(1, mosaic)], album, mosaic).guesses
    ('hopper',)
    """
    attacker = pick(ATTACKERS, name, "attacker")
    return attacker(Search(tuple(probes), tuple(album), hiding or Hiding(), recogniser, alignment))


def _nameless(probe):
    return replace(probe, person="", neighbours=tuple(replace(one, person="") for one in probe.neighbours))


def _naive(search):
    return _apart(search.described(search.probes), search.described(search.album))


def _parrot(search):
    album = [_hidden(one, search.hiding) for one in search.album]
    return _apart(search.described(search.probes), search.described(album))


def _patient(search):
    return _apart(search.described(search.probes), _in_many_boxes(search))


def _undoing(search):
    hiding = search.hiding
    album = [_undone(_hidden(one, hiding), one.box, hiding) for one in search.album]
    probes = [_undone(one, one.drawn, hiding) for one in search.probes]
    return _apart(search.described(probes), search.described(album))


def _moving(search):
    return _apart(search.described([_added_up(one) for one in search.probes]), _in_many_boxes(search))


def _trained(search):
    return linear_distances(search.probes, search.album, search.hiding)


def _by_outline(search):
    return outline_distances(search.probes, search.album, search.hiding)


def _by_tone(search):
    return tone_distances(search.probes, search.album, search.hiding)


def _by_edges(search):
    return np.array([_differences(one, search) for one in search.probes])


def _apart(asked, known):
    return np.linalg.norm(asked[:, None] - known[None], axis=2)


def _in_many_boxes(search):
    """Mean encoding of each album picture, hidden in boxes drawn anew: what most of them have in common."""
    many = [
        [one.published((number, place, JITTERS), search.hiding) for place, one in enumerate(search.album)]
        for number in range(JITTERS)
    ]
    return np.mean([search.described(some) for some in many], axis=0)


def _hidden(portrait, hiding):
    return replace(portrait, image=hide_faces(portrait.image, [portrait.box], hiding)[0])


def _undone(hidden, drawn, hiding):
    _, steps = hide_faces(hidden.image, [drawn], hiding)  # for the steps' boxes, masks and parameters
    return replace(hidden, image=undo(Result(hidden.image, hidden.image, [drawn], steps)))


def _added_up(probe):
    frames = [fitted(one, probe.box, probe.image.shape) for one in (probe, *probe.neighbours)]
    return replace(probe, image=average_frames(frames, [(0, 0)] * len(frames)))


def _differences(probe, search):
    drawn = read_box(probe.image, probe.box, search.hiding)
    try:
        ranking = guess_candidate(probe.image, probe.box, search.album, search.hiding, drawn=drawn)
    except ValueError:  # one colour: nothing is left to compare
        return np.zeros(len(search.album))
    differences = {id(one): difference for one, difference in ranking}
    return [differences[id(one)] for one in search.album]


ATTACKERS = {
    one.name: one
    for one in (
        Attacker("naive", "Naive", "Asks a recogniser which clear picture of his album is nearest.", _naive),
        Attacker(
            "parrot",
            "Parrot",
            "Knows method and strength, hides his album alike, and asks a recogniser which is nearest.",
            _parrot,
        ),
        Attacker(
            "patient",
            "Parrot, five boxes",
            f"Hides each picture of his album in {JITTERS} boxes drawn anew, for he does not know the publisher's, and "
            "compares with the mean of what a recogniser says of them.",
            _patient,
        ),
        Attacker(
            "undoing",
            "Undoing",
            "Knows method, strength and the publisher's box to the pixel, takes the blur back as far as `undo` can, in "
            "the published pictures and in an album hidden alike, and asks a recogniser.",
            _undoing,
        ),
        Attacker(
            "outline",
            "Outline",
            "Looks at nothing inside: reads how much taller than wide a mosaic or a cover of one colour is, and "
            "compares with what the faces of his album would get.",
            _by_outline,
            recognises=False,
        ),
        Attacker(
            "tone",
            "Mean colour",
            "Hides his album alike, and compares the mean colour of what is hidden.",
            _by_tone,
            recognises=False,
        ),
        Attacker(
            "edges",
            "Box from the edges",
            "Reads the publisher's box off a mosaic's edges (else he takes his own), hides his album in it, picture by "
            "picture, and compares pixels.",
            _by_edges,
            recognises=False,
        ),
        Attacker(
            "trained",
            "Trained, linear",
            "Asks no recogniser: trains a linear classifier on what the method leaves of his album's pictures, each "
            "turned, mirrored, lit and boxed anew.",
            _trained,
            recognises=False,
        ),
        Attacker(
            "moving",
            "Average along the motion",
            "Has neighbouring frames of a video, lays them over each other by the face's place, and compares their "
            "mean as the one with five boxes does.",
            _moving,
            of_videos=True,
        ),
    )
}
