"""Predictions of a lesson: a choice to click or a number to type, kept, and answered when the cell below has run.

The question stands in the text above. Where no kernel runs, in a book or on paper, the choices stand below it as words,
and the answer below the cell that found it.
"""

import html
import re
from numbers import Real

import ipywidgets as widgets

from .compare.lifetime import CellOutput
from .words import _, spoken

# Of a field that has the focus, ipywidgets changes the colour of a thin line only, and forbids an outline.
_FOCUS = """<style>.fb-asked.fb-asked input:focus-visible {
  outline: 3px solid var(--jp-brand-color1, #0072b2) !important; outline-offset: 1px; }</style>"""
_kept = {}


class _Asked(CellOutput):
    """A question's choices, or a field for a number."""

    def __init__(self, name, choices, unit):
        self._name, self._choices, self._unit = name, choices, unit
        self._said = widgets.HTML()
        # The description tells somebody who hears the page which question the choices belong to.
        if choices:
            self.field = widgets.RadioButtons(
                options=list(choices), value=None, description=name, layout={"width": "max-content"}
            )
            self.field.style.description_width = "0"  # it stands above the choices
        else:
            blank = _("a number ({unit})").format(unit=unit) if unit else _("a number")
            self.field = widgets.Text(placeholder=blank, description=name)
            self.field.style.description_width = "initial"
            self.field.continuous_update = False
        super().__init__([self.field, widgets.HTML(_FOCUS, layout={"display": "none"}), self._said])
        self.add_class("fb-asked")
        self.field.observe(self._moved, "value")

    def _moved(self, change):
        given = change["new"]
        if not self._choices:
            try:
                given = _number(given)
            except ValueError as error:
                self._said.value = html.escape(str(error))
                _kept.pop(self._name, None)
                return
        _kept[self._name] = given
        self._said.value = html.escape(_("Kept. Run the next cell."))

    def _repr_mimebundle_(self, **kwargs):
        live = super()._repr_mimebundle_(**kwargs)
        return {**(live or {}), "text/plain": self.words}

    @property
    def words(self):
        """The choices as words, for a page without a kernel."""
        if self._choices:
            return _("Your guess: {choices}").format(choices=" / ".join(self._choices))
        return _("Your guess: {choices}").format(choices="______") + (f" {self._unit}" if self._unit else "")


def predict(name, *choices, unit=""):
    """Ask for a prediction; at the end of a notebook cell it shows what to click, or a field to type into.

    Parameters
    ----------
    name : str
        Two or three words that say what is asked; `answer` names them again.
    *choices : str
        What there is to choose from, two or more; none for a number to be typed.
    unit : str
        What the number counts, as ``"faces"``.

    Returns
    -------
    ipywidgets.Widget
        What was chosen is kept as long as the kernel lives, also if the cell is run again.

    Raises
    ------
    ValueError
        If there is one choice only, or one twice.

    Examples
    --------
    >>> print(predict("which piece", "A", "B").words)
    Your guess: A / B
    >>> print(predict("faces", unit="faces").words)
    Your guess: ______ faces
    """
    if len(choices) == 1 or len(set(choices)) != len(choices):
        raise ValueError(f"predict needs two or more different choices, or none for a number; got {choices!r}.")
    asked = _Asked(name, choices, unit)
    if name in _kept:
        kept = _kept[name]
        if not choices:
            asked.field.value = f"{kept:g}"
        elif kept in choices:
            asked.field.value = kept
    return asked


def answer(name, value, unit=""):
    """Say what came out, beside what was predicted.

    Parameters
    ----------
    name : str
        As `predict` was called with.
    value : str or float
        One of the choices; or a number, said with as many digits as it has here.
    unit : str
        What the number counts.

    Examples
    --------
    >>> answer("which piece", "B")
    which piece: B. (No guess was made.)
    >>> given = predict("faces", unit="faces")
    >>> given.field.value = "35"
    >>> answer("faces", 31, "faces")
    faces: you said 35, it is 31 faces.
    """
    after = f" {unit}" if unit else ""
    guess = _kept.get(name)
    if guess is None:
        print(_("{name}: {value}. (No guess was made.)").format(name=name, value=f"{value}{after}"))
    elif guess == value or (isinstance(value, Real) and isinstance(guess, Real) and round(guess - value, 9) == 0):
        print(_("{name}: you said {guess}, and so it is.").format(name=name, guess=_said(guess)))
    else:
        due = f"{value}{after}"
        print(_("{name}: you said {guess}, it is {due}.").format(name=name, guess=_said(guess), due=due))


def _number(text):
    """Read a number as people type it: 1,200 or 7.4 or 12 %."""
    cleaned = text.strip().rstrip("%").strip()
    if spoken() == "de":  # 1.200,5; and 7.4, for the lessons' code prints numbers so
        thousands = re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", cleaned)
        cleaned = (cleaned.replace(".", "") if thousands else cleaned).replace(",", ".")
    cleaned = cleaned.replace(",", "")
    fault = _("{text} is no number: type digits only, such as 35 or 7.4.").format(text=repr(text))
    try:
        number = float(cleaned)
    except ValueError:
        raise ValueError(fault) from None
    if number != number or number in (float("inf"), -float("inf")):
        raise ValueError(fault)
    return number


def _said(guess):
    return f"{guess:g}" if isinstance(guess, Real) else guess
