"""What can be moved on a bench: a number, a choice, a switch. They hold a value; the page draws them."""

from traitlets import Any, Bool, HasTraits, Unicode

from ..parameters import Parameter


class Knob(HasTraits):
    """Something with a value that a person may move, and that code may watch (``observe``, as of any widget).

    Attributes
    ----------
    value : object
    description : str
        Its name on the page, and for a screen reader.
    tooltip : str
        What it means, in a sentence.
    group : str
        With which others it stands on the page; the first group of a bench stays in sight on the smallest screen.
    disabled : bool
        Whether it does nothing now.
    hidden : bool
        Whether it is not shown now.
    """

    kind = ""
    value = Any()
    description = Unicode()
    tooltip = Unicode()
    group = Unicode()
    disabled = Bool(False)
    hidden = Bool(False)

    _told = ("kind", "value", "description", "tooltip", "group", "disabled", "hidden")

    _state = None

    def notify_change(self, change):
        """Tell whoever watches, when the state is what it was no more."""
        self._state = None
        super().notify_change(change)

    @property
    def state(self):
        """What the page has to know, as JSON can hold it: a dict that is the same object until something changes."""
        if self._state is None:
            self._state = self._made_state()
        return self._state

    def _made_state(self):
        return {name: getattr(self, name) for name in self._told}

    def put(self, value):
        """Take a value from the page.

        Parameters
        ----------
        value : object

        Raises
        ------
        ValueError
            If it is none that this can stand at.
        """
        self.value = value


class Number(Knob):
    """A slider.

    Parameters
    ----------
    parameter : Parameter
        Its default, its range, its step; whole numbers if all of these are.
    **traits
        Of `Knob`.

    Attributes
    ----------
    min, max, step : int or float
    stops : list of float
        The values from which on something is another, in order; empty if each is. The page moves from stop to stop.
    words : str
        What the value means here, said after it.

    Examples
    --------
    >>> share = Number(Parameter("share", 0.5, 0, 1, 0.25, "Share of the picture."))
    >>> share.put(1.25)  # from a page that is not up to date
    >>> share.value, share.description
    (1.0, 'share')
    """

    kind = "number"
    _told = (*Knob._told, "min", "max", "step", "stops", "words")
    min, max, step = Any(), Any(), Any()
    stops, words = Any(), Unicode()

    def __init__(self, parameter, **traits):
        numbers = {"value": parameter.default, "min": parameter.low, "max": parameter.high, "step": parameter.step}
        self._whole = all(isinstance(number, int) for number in numbers.values())
        named = {"description": parameter.name, "tooltip": parameter.meaning, "stops": []}
        super().__init__(**(numbers | named | traits))

    def put(self, value):
        """Take a value from the page, within the range."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValueError(f"{self.description} must be a number, got {value!r}.")
        value = min(max(value, self.min), self.max)
        self.value = round(value) if self._whole else round(float(value), 9)


class Choice(Knob):
    """A menu.

    Parameters
    ----------
    options : iterable
        What can be chosen; each is shown as ``str`` of it.
    **traits
        Of `Knob`.

    Examples
    --------
    >>> size = Choice([160, 320], description="size")
    >>> size.put(1)  # the page names its place
    >>> size.value
    320
    """

    kind = "choice"
    options = Any()

    def __init__(self, options, **traits):
        options = tuple(options)
        super().__init__(options=options, **({"value": options[0] if options else None} | traits))

    def _made_state(self):
        place = self.options.index(self.value) if self.value in self.options else -1
        return super()._made_state() | {"options": [str(one) for one in self.options], "value": place}

    def put(self, value):
        """Take a place among the options from the page."""
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < len(self.options):
            raise ValueError(
                f"{self.description} has {len(self.options)} choices, and the page chose number {value!r}."
            )
        self.value = self.options[value]


class Switch(Knob):
    """A box to tick."""

    kind = "switch"
    value = Bool()

    def put(self, value):
        """Take a value from the page."""
        self.value = bool(value)


def knob(name, what, **traits):
    """Make the knob for one argument.

    Parameters
    ----------
    name : str
        Of the argument.
    what : Parameter, bool or iterable
        A parameter becomes a `Number`, a bool a `Switch`, and anything else the options of a `Choice`.
    **traits
        Of `Knob`.

    Returns
    -------
    Knob

    Examples
    --------
    >>> type(knob("mask", ["ellipse", "rectangle"])).__name__
    'Choice'
    """
    if isinstance(what, Parameter):
        return Number(what, **traits)
    if isinstance(what, bool):
        return Switch(value=what, **({"description": name} | traits))
    return Choice(what, **({"description": name} | traits))
