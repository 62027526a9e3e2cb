"""How sure a share is that was counted on some people, and how strong an attack could have been missed."""

import numpy as np

# A study should find an attack of the size asked about four times of five (Cohen 1988).
POWER = 0.8
_DRAWS = 2000


def share_of_people(shares, level=0.95):
    """Give the confidence interval of a mean share, over people.

    Where each person counts once, with 0 or 1, it is Clopper and Pearson's exact one. With several pictures of a person
    it treats each person's share as if it were drawn once: no share between 0 and 1 varies more from one person to the
    next than zeros and ones of the same mean do, so that it is rather too wide than too narrow, and so many pictures
    of few people do not count as many people.

    Parameters
    ----------
    shares : array_like
        For each person, the share of pictures with which an attack succeeded, 0 to 1.
    level : float
        Above 0, below 1.

    Returns
    -------
    (float, float)

    Raises
    ------
    ValueError
        If there is no share, or one is not between 0 and 1.

    References
    ----------
    Clopper and Pearson, "The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial", Biometrika
    26, 1934.

    Examples
    --------
    >>> [round(bound, 3) for bound in share_of_people([0] * 34)]  # none of 34 people: still up to a tenth
    [0.0, 0.103]
    """
    from scipy.stats import beta

    shares = _shares(shares)
    people, hits = len(shares), float(shares.sum())
    rest = (1 - level) / 2
    low = 0.0 if hits == 0 else float(beta.ppf(rest, hits, people - hits + 1))
    high = 1.0 if hits == people else float(beta.ppf(1 - rest, hits + 1, people - hits))
    return low, high


def bootstrap(people, statistic, level=0.95, draws=_DRAWS, seed=0):
    """Give the interval of any number that is computed from several people, by drawing people again and again.

    Parameters
    ----------
    people : int
        How many there are.
    statistic : callable
        ``statistic(chosen) -> float``: the number for an array of people's places, each as often as it was drawn.
    level : float
        Above 0, below 1.
    draws : int
        How often.
    seed : int

    Returns
    -------
    (float, float)
        The percentiles of the numbers. If the number is the same for any choice, both are equal: that is no proof that
        other people would give the same, so shares near 0 or 1 take `share_of_people`.

    References
    ----------
    Efron, "Bootstrap Methods: Another Look at the Jackknife", Annals of Statistics 7, 1979.

    Examples
    --------
    >>> heights = np.array([1.6, 1.7, 1.8, 1.9])
    >>> low, high = bootstrap(4, lambda chosen: heights[chosen].mean())
    >>> 1.6 <= low < 1.75 < high <= 1.9
    True
    """
    random = np.random.default_rng(seed)
    numbers = [statistic(random.integers(people, size=people)) for _ in range(draws)]
    return tuple(float(bound) for bound in np.nanquantile(numbers, [(1 - level) / 2, (1 + level) / 2]))


def least_noticed(people, album, power=POWER):
    """Tell how strong an attack must be for an experiment on some people to notice it.

    It is noticed if chance lies below the interval over people (`share_of_people`).

    Parameters
    ----------
    people : int
        How many people are looked for, each once.
    album : int
        Among how many; chance is 1 of these.
    power : float
        In which share of such experiments it is to be noticed, above 0, below 1.

    Returns
    -------
    float or None
        The smallest share named rightly that is noticed so often. None if not even an attack that is always right is
        noticed.

    Raises
    ------
    ValueError
        If there are no people, or nobody to choose from.

    Examples
    --------
    >>> round(least_noticed(25, 25), 2)  # a class of 25: an attack that names one in six is missed more often
    0.21
    """
    from scipy.optimize import brentq
    from scipy.stats import binom

    if people < 1 or album < 2:
        raise ValueError(f"It takes one person to look for and two to choose from, got {people} and {album}.")
    needed = next((n for n in range(people + 1) if share_of_people([1] * n + [0] * (people - n))[0] > 1 / album), None)
    if needed is None:
        return None
    return float(brentq(lambda share: binom.sf(needed - 1, people, share) - power, 0, 1))


def _shares(shares):
    shares = np.asarray(shares, float)
    if shares.ndim != 1 or not len(shares) or not ((shares >= 0) & (shares <= 1)).all():
        raise ValueError("shares must be one number between 0 and 1 for each person, and of at least one person.")
    return shares
