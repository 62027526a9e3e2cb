"""What `Finding` and `Hiding` have in common: values that are checked when made, printed as Python, kept as JSON."""

import json
from dataclasses import fields, replace


class Frozen(dict):
    """A dict that can be a key: nothing can be put in, and lists in it are tuples.

    Examples
    --------
    >>> Frozen(ksize=[75, 31])
    {'ksize': (75, 31)}
    """

    def __init__(self, *args, **kwargs):
        given = dict(*args, **kwargs)
        super().__init__({name: tuple(v) if isinstance(v, list) else plain(v) for name, v in sorted(given.items())})

    def __hash__(self):
        return hash(tuple(self.items()))

    def _refuse(self, *args, **kwargs):
        raise TypeError("These parameters cannot be changed in place; make a new value, with .replace(...).")

    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = __ior__ = _refuse

    def __reduce__(self):
        return Frozen, (dict(self),)  # for copies and other processes


def plain(number):
    """Make Python's own number of NumPy's, which prints and goes to JSON differently; leave anything else as it is."""
    return number.item() if hasattr(number, "item") and getattr(number, "ndim", 1) == 0 else number


class Value:
    """Base of frozen dataclasses that choose how something is done.

    A subclass checks its fields in ``__post_init__`` and names in ``_shown`` those that are printed even where they
    have their default.
    """

    _shown = ()

    def __repr__(self):
        said = []
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name in self._shown or value != one.default:
                said.append(f"{one.name}={value!r}")
        return f"{type(self).__name__}({', '.join(said)})"

    @classmethod
    def names(cls):
        """Tell which keywords make this value.

        Returns
        -------
        list of str
        """
        return [one.name for one in fields(cls)]

    @classmethod
    def made(cls, value=None, **changes):
        """Take a value as it is, or with changes; or make one of keywords alone.

        Parameters
        ----------
        value : Value, optional
            By default the one with all defaults.
        **changes
            Fields that are to differ.

        Returns
        -------
        Value

        Raises
        ------
        TypeError
            If `value` is of another type, or a keyword is not one of its fields.
        ValueError
            If a value is out of its range.
        """
        if value is None:
            value = cls()
        if not isinstance(value, cls):
            name = cls.__name__
            raise TypeError(f"A {name} is needed here, got {value!r}; make one with {name}(...), or name the option.")
        unknown = [name for name in changes if name not in cls.names()]
        if unknown:
            raise TypeError(f"{cls.__name__} has no {', '.join(unknown)}; it has {', '.join(cls.names())}.")
        return replace(value, **changes) if changes else value

    def replace(self, **changes):
        """Make a value that differs in some fields.

        Parameters
        ----------
        **changes
            Fields and their new values.

        Returns
        -------
        Value
            A new one, of the same type.

        Raises
        ------
        TypeError, ValueError
            As when it is made.
        """
        return self.made(self, **changes)

    def to_json(self):
        """Write it as JSON, to be kept beside a result.

        Returns
        -------
        str
            An object with every field, in order.
        """
        return json.dumps({one.name: getattr(self, one.name) for one in fields(self)})

    @classmethod
    def from_json(cls, text):
        """Read what `to_json` wrote.

        Parameters
        ----------
        text : str or bytes

        Returns
        -------
        Value

        Raises
        ------
        ValueError
            If it is no JSON object, or a value is out of its range.
        TypeError
            If it has a field that this value does not have.
        """
        try:
            given = json.loads(text)
        except ValueError as error:
            raise ValueError(f"This is no JSON for a {cls.__name__}: {error}.") from None
        if not isinstance(given, dict):
            raise ValueError(f"A {cls.__name__} as JSON is an object in braces, got {text!r:.80}.")
        return cls.made(**given)


def share_out(options, *values):
    """Give each keyword to the value that has it, so that one call can take keywords for finding and for hiding.

    Parameters
    ----------
    options : dict
        Keywords as a caller gave them.
    *values : (type, Value or None)
        Each type with the value to start from.

    Returns
    -------
    list of Value
        One for each type, in order.

    Raises
    ------
    TypeError
        If no type has one of the keywords; the message lists all.
    ValueError
        If a value is out of its range.
    """
    known = [name for kind, _ in values for name in kind.names()]
    unknown = [name for name in options if name not in known]
    if unknown:
        raise TypeError(f"There is no option {', '.join(map(repr, unknown))}; there are {', '.join(known)}.")
    return [
        kind.made(value, **{name: given for name, given in options.items() if name in kind.names()})
        for kind, value in values
    ]
