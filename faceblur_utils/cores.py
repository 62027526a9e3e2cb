"""How many processor cores there are for us."""


def cores():
    """Tell how many cores this process may use; a container, or whoever started it, may allow fewer than there are.

    Returns
    -------
    int
        At least 1. The environment variable ``LOKY_MAX_CPU_COUNT`` can lower it.

    Examples
    --------
    >>> cores() >= 1
    True
    """
    from joblib import cpu_count

    return cpu_count()
