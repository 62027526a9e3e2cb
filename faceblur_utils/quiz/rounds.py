"""The questions of a quiz: a hidden face and four clear ones. The same seed makes the same questions."""

from dataclasses import dataclass, replace

import numpy as np

from ..privacy.subjects import Portrait
from .people import FOUR


@dataclass(frozen=True, eq=False)
class Question:
    """A hidden face, and four people of whom it is one.

    Attributes
    ----------
    face : Portrait
        Whom to find, before he or she is hidden.
    candidates : tuple of Portrait
        Four people in the clear. Where the right one is the very picture that is hidden, all four are mirrored: then
        pose and the side of the light do not give the answer, but exposure still may.
    answer : int
        The place of the right one among them, from 0 on.
    another : bool
        Whether the right one is another picture of the same person.
    seed : tuple of int
        Moves the box by which the face is hidden, as another person would have drawn it.
    """

    face: Portrait
    candidates: tuple
    answer: int
    another: bool
    seed: tuple

    def probe(self, hiding):
        """Hide the face. Nothing in it says who it is: not even its name is kept.

        Parameters
        ----------
        hiding : Hiding

        Returns
        -------
        Probe

        Examples
        --------
        >>> from faceblur_utils import Hiding
        >>> question = make_questions({name: [_nobody(name)] for name in "abcd"}, count=1)[0]
        >>> question.probe(Hiding("solid")).person
        ''
        """
        return replace(self.face.published(self.seed, hiding), person="")


def make_questions(people, count=10, seed=0, kind=None):
    """Make the questions of a quiz.

    Nobody is asked about twice before everybody was asked about once. People of whom there are two pictures or more
    come first into the choice, so that as many questions as possible ask about another picture; their order is by lot.

    Parameters
    ----------
    people : dict
        Name to list of `Portrait`, four people or more.
    count : int
        How many questions.
    seed : int
        0 or more.
    kind : callable, optional
        ``kind(name)``: the other three candidates are of the same kind, if there are as many.

    Returns
    -------
    list of Question

    Raises
    ------
    ValueError
        If there are fewer than four people, somebody without a picture, or no question to be asked.

    Examples
    --------
    >>> people = {name: [_nobody(name), _nobody(name)] for name in "abcde"}
    >>> questions = make_questions(people, count=10, seed=1)
    >>> [question.face.person for question in questions[:5]], all(question.another for question in questions)
    (['b', 'e', 'c', 'a', 'd'], True)
    """
    if len(people) < FOUR:
        raise ValueError(f"A question has {FOUR} candidates, so it takes as many people; got {len(people)}.")
    if empty := [name for name, pictures in people.items() if not pictures]:
        raise ValueError(f"There is no picture of {', '.join(empty)}.")
    require_whole(count, seed)
    lot = np.random.default_rng(seed)
    shuffled = {name: [own[place] for place in lot.permutation(len(own))] for name, own in people.items()}
    names = list(people)
    questions, due = [], []
    for number in range(count):
        if not due:
            due = _order(names, shuffled, count - number, lot)
        name = due.pop(0)
        others = [other for other in names if other != name]
        alike = [other for other in others if kind and kind(other) == kind(name)]
        wrong = lot.choice(alike if len(alike) >= FOUR - 1 else others, FOUR - 1, replace=False)
        questions.append(_question(name, wrong, shuffled, number // len(names), (seed, number), lot))
    return questions


def require_whole(rounds, seed):
    """Refuse numbers of rounds and seeds that are none.

    Parameters
    ----------
    rounds : int
        1 or more.
    seed : int
        0 or more.

    Raises
    ------
    ValueError
    """
    for name, value, least in (("rounds", rounds, 1), ("seed", seed, 0)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise ValueError(f"{name} must be a whole number from {least} on, got {value!r}.")


def _order(names, people, needed, lot):
    """Whom to ask about next: all of them, or those of whom there are two pictures and as many others as are needed."""
    by_lot = [names[place] for place in lot.permutation(len(names))]
    chosen = sorted(by_lot, key=lambda name: len(people[name]) < 2)[:needed]
    return [chosen[place] for place in lot.permutation(len(chosen))]


def _question(name, wrong, people, turn, seed, lot):
    own = people[name]
    face, right = own[turn % len(own)], own[(turn + 1) % len(own)]
    four = [right, *(people[other][lot.integers(len(people[other]))] for other in wrong)]
    order = lot.permutation(FOUR)
    another = right is not face
    candidates = tuple(four[place] if another else four[place].mirrored() for place in order)
    return Question(face, candidates, int(np.flatnonzero(order == 0)[0]), another, seed)


def _nobody(name):
    """A picture for the examples."""
    from ..roi import Box

    return Portrait(name, np.full((90, 90, 3), 200, np.uint8), Box(30, 30, 60, 60))
