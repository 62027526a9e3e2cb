"""Words that pages and reports share: counts, and errors as a sentence."""


def counted(number, one, several=None):
    """Say how many there are.

    Parameters
    ----------
    number : int
    one : str
        The word for one.
    several : str, optional
        The word for several; by default `one` with an s.

    Returns
    -------
    str

    Examples
    --------
    >>> counted(1, "face"), counted(2, "box", "boxes")
    ('1 face', '2 boxes')
    """
    return f"{number} {one if number == 1 else several or one + 's'}"


def error_message(error):
    """Put an error into words for a page: one that speaks for itself speaks alone, any other after its kind.

    Parameters
    ----------
    error : Exception

    Returns
    -------
    str

    Examples
    --------
    >>> error_message(ValueError("margin must be between 0 and 3."))
    'margin must be between 0 and 3.'
    >>> error_message(KeyError("left"))
    "KeyError: 'left'"
    """
    known = isinstance(error, (FileNotFoundError, RuntimeError, ValueError)) and str(error)
    return str(error) if known else f"{type(error).__name__}: {error}"
