"""How strong the next face is hidden: stronger after a right answer, weaker after a wrong one."""

import numpy as np

# From nearly clear to all that there is; each is 1.4 times (the root of 2) as strong as the one before.
STRENGTHS = tuple(round(2 ** (-steps / 2), 2) for steps in range(9, -1, -1))
# Steps back after a wrong answer. With one up and two back, it settles where two of three answers are right, about
# half way between chance (one of four) and always.
BACK = 2


class Staircase:
    """A weighted up-down staircase over `STRENGTHS`.

    Attributes
    ----------
    answers : list of (float, bool)
        Each strength that was asked about, and whether the answer was right.

    References
    ----------
    Kaernbach, "Simple adaptive testing with the weighted up-down method", Perception & Psychophysics 49, 1991; the mean
    of the turning points is Levitt's, "Transformed up-down methods in psychoacoustics", Journal of the Acoustical
    Society of America 49, 1971.

    Examples
    --------
    >>> one = Staircase()
    >>> for right in (True, True, True, True, True, False, True, True, False):
    ...     one.take(right)
    >>> one.strength, round(one.gave_up, 2)
    (0.12, 0.2)
    """

    def __init__(self):
        self._level, self._turns, self._rising = 0, [], True
        self.answers = []

    @property
    def strength(self):
        """With which the next face is to be hidden, 0 to 1."""
        return STRENGTHS[self._level]

    @property
    def right(self):
        """How many answers were right."""
        return sum(right for _, right in self.answers)

    @property
    def gave_up(self):
        """The strength around which answers turned from right to wrong and back; None if all were right.

        Geometric mean over the turning points, between the least and the greatest of `STRENGTHS`.
        """
        if self.right == len(self.answers):
            return None
        return float(2 ** np.mean(np.log2(self._turns)))

    def take(self, right):
        """Take an answer, and step on or back.

        Parameters
        ----------
        right : bool
        """
        if right != self._rising:
            self._turns.append(self.strength)
            self._rising = right
        self.answers.append((self.strength, bool(right)))
        step = 1 if right else -BACK
        self._level = min(max(self._level + step, 0), len(STRENGTHS) - 1)
