"""Controls for a `Hiding` and a `Finding`: made from the values to start at, and read back as values."""

import re
from dataclasses import replace

import ipywidgets as widgets

from ..blur import METHODS
from ..detect import DETECTORS, LOOKS
from ..hiding import MARGIN, STRENGTH
from ..parameters import Parameter
from ..paste_back import MASKS

# As a dict: each control gets a layout of its own, which is closed with it.
_WIDE = {"width": "min(34em, 100%)"}
_STYLE = {"description_width": "11em"}
_HIDING = ("method", "mask", "strength", "margin")


def choice_controls(hiding, finding, looks=False):
    """Make a control for each choice that is often turned.

    Parameters
    ----------
    hiding : Hiding
    finding : Finding
        Where the controls stand at first.
    looks : bool
        Whether it can be chosen how thoroughly to look.

    Returns
    -------
    dict
        ``"detector"``, ``"looks"`` on request, ``"method"``, ``"mask"``, ``"strength"`` and ``"margin"``, each to a
        widget with a ``value``. A slider that starts above its usual end ends there. The strength can be moved where
        the method knows any: a cover does not.
    """
    made = {"detector": control("detector", [(entry.title, name) for name, entry in DETECTORS.items()])}
    if looks:  # the short part of each sentence
        made["looks"] = control("looks", [(re.split("[,:]", text)[0], name) for name, text in LOOKS.items()])
    made["method"] = control("method", [(entry.title, name) for name, entry in METHODS.items()])
    made["mask"] = control("mask", MASKS)
    for parameter in (STRENGTH, MARGIN):
        start = getattr(hiding, parameter.name)
        slider = replace(parameter, default=start, high=max(parameter.high, start))
        made[parameter.name] = control(parameter.name, slider)
    for name in ("method", "mask"):
        made[name].value = getattr(hiding, name)
    for name in ("detector", "looks") if looks else ("detector",):
        made[name].value = getattr(finding, name)
    for one in made.values():  # narrower than alone under a picture, so that two stand side by side
        one.layout.width, one.style.description_width = "min(28em, 100%)", "6em"
    made["method"].observe(lambda change: _rest(made), names="value")
    _rest(made)
    return made


def _rest(controls):
    controls["strength"].disabled = METHODS[controls["method"].value].kind == "cover"


def hiding_at(hiding, controls):
    """Read the controls.

    Parameters
    ----------
    hiding : Hiding
        Where they stood at first. What has no control stays as it is there; the method's own parameters, which stand
        in place of the strength, only until method or strength is moved.
    controls : dict
        From `choice_controls`.

    Returns
    -------
    Hiding
    """
    at = {name: _value(controls[name]) for name in _HIDING}
    moved = at["method"] != hiding.method or at["strength"] != hiding.strength
    return hiding.replace(**at, parameters=None if moved else hiding.parameters)


def finding_at(finding, controls):
    """Read the controls.

    Parameters
    ----------
    finding : Finding
        Where they stood at first; limits and parameters are those of its detector, and another one has its own.
    controls : dict
        From `choice_controls`.

    Returns
    -------
    Finding
    """
    return finding.replace(**{name: _value(controls[name]) for name in ("detector", "looks") if name in controls})


def _value(widget):
    """A slider in steps of 0.05 gives 0.15000000000000002."""
    return round(widget.value, 9) if isinstance(widget.value, float) else widget.value


def control(name, what):
    """Make the widget for one argument.

    Parameters
    ----------
    name : str
        Of the argument.
    what : Parameter or iterable
        A parameter becomes a slider, anything else the choices of a menu.

    Returns
    -------
    ipywidgets.DOMWidget
        With a ``value``.
    """
    if isinstance(what, Parameter):
        whole = all(isinstance(number, int) for number in (what.default, what.low, what.high, what.step))
        make = widgets.IntSlider if whole else widgets.FloatSlider
        return make(
            value=what.default,
            min=what.low,
            max=what.high,
            step=what.step,
            description=what.name,
            tooltip=what.meaning,
            layout=_WIDE,
            style=_STYLE,
        )
    return widgets.Dropdown(options=list(what), description=name, layout=_WIDE, style=_STYLE)
