"""What can be moved in a comparison, and the `Hiding` that each method then stands for."""

from dataclasses import replace
from functools import lru_cache

import ipywidgets as widgets

from ..blur import METHODS
from ..hiding import FEATHER, MARGIN, STRENGTH, Hiding
from ..parameters import Parameter
from ..paste_back import MASKS
from ..values import Frozen
from .explorer import control
from .scene import SURROUNDINGS
from .views import VIEWS

WHOLE = "whole photo"
# Each move of a slider asks for the same few values several times, and checking own parameters means a blur.
_hiding = lru_cache(256)(Hiding)


class MethodControls:
    """Widgets that all methods share, a tab of own sliders for each method, and how one moves others.

    The common strength sets every method's own sliders. After one of these has moved, that method keeps its values
    until the strength moves again.

    Parameters
    ----------
    photos : Photos
    methods : tuple of str
        Of `METHODS`.
    hiding : Hiding
        Where they stand at first. Its own parameters are for its own method.
    view, measure, projector
        As for `compare_methods`.

    Attributes
    ----------
    common, all : dict
        Name to widget: those that all methods share, and these with the methods' own sliders, as ``"box.ksize"``.
    tabs : dict
        Method to a dict of name to slider.
    tab : ipywidgets.Tab
        Shows one method's sliders; the one selected is `selected`.
    pair, fading : ipywidgets.VBox
        Those of the curtain, and of the feathered mask.
    own : dict
        Method to its own values, a `Frozen` each, where they do not follow the strength.
    surroundings : float
        The widest margin, which a panel of one face has to show.
    """

    def __init__(self, photos, methods, hiding, view, measure, projector):
        self._photos, self._methods, self._outline = photos, methods, hiding.outline
        self.surroundings = max(SURROUNDINGS, hiding.margin)
        self.common = {
            "photo": control("photo", photos.names),
            "face": control("face", [WHOLE]),
            "view": control("view", VIEWS),
            "strength": control("strength", STRENGTH),
            "margin": control("margin", replace(MARGIN, high=self.surroundings)),
            "mask": control("mask", MASKS),
            "feather": control("feather", replace(FEATHER, low=min(FEATHER.low, hiding.feather))),
            "left": control("left", methods),
            "right": control("right", methods),
            "curtain": control("curtain", Parameter("curtain", 50, 0, 100, 1, "Per cent of the width shown left.")),
            "measure": control("measure", bool(measure), "measure each panel"),
            "projector": control("projector", bool(projector), "projector: large type"),
        }
        self.common["view"].value, self.common["mask"].value = view, hiding.mask
        self.common["left"].value, self.common["right"].value = methods[0], methods[-1]
        self.tabs = {name: {p.name: control(p.name, p) for p in METHODS[name].parameters} for name in methods}
        own = {f"{name}.{one}": slider for name, tab in self.tabs.items() for one, slider in tab.items()}
        self.all = self.common | own
        self.own, self._exact = {}, {}
        for name in ("strength", "margin", "feather"):
            self._put(self.common[name], getattr(hiding, name))
        if hiding.parameters is not None and hiding.method in methods:
            self.own[hiding.method] = hiding.parameters
            self._put_own(hiding.method, hiding.parameters)
        self.tab = widgets.Tab([widgets.VBox(list(tab.values())) for tab in self.tabs.values()])
        self.tab.titles = tuple(METHODS[name].title for name in methods)
        self.tab.selected_index = methods.index(hiding.method) if hiding.method in methods else 0
        self.pair = widgets.VBox([self.common[name] for name in ("left", "right", "curtain")])
        self.fading = widgets.VBox([self.common["feather"]])
        for name in ("measure", "projector"):
            self.common[name].layout.width, self.common[name].layout.margin = "auto", "0 2em 0 0"
        self.list_faces()
        self.hide_idle()

    # --- what they stand at -------------------------------------------------------------------------------------------

    @property
    def view(self):
        """The `View` chosen."""
        return VIEWS[self.common["view"].value]

    @property
    def large(self):
        """1 for a projector, 0 for a screen of one's own: where a `View` has a pair."""
        return int(self.common["projector"].value)

    @property
    def selected(self):
        """The method whose tab is open."""
        return self._methods[self.tab.selected_index or 0]

    @property
    def face(self):
        """Number of the face shown, from 0 on; None for the whole photo."""
        chosen = self.common["face"]
        return None if chosen.value == WHOLE else chosen.options.index(chosen.value)

    def value(self, name):
        """Tell where a common control stands.

        Parameters
        ----------
        name : str

        Returns
        -------
        float, str or bool
            As it was asked for, also where the page can only show the nearest of the slider's steps.
        """
        return self._value(self.common[name])

    def hiding(self, method, strength=None):
        """Put into one value how a method hides faces now.

        Parameters
        ----------
        method : str
        strength : float, optional
            In place of the common one and of the method's own values.

        Returns
        -------
        Hiding
        """
        shared = (self.value(name) for name in ("mask", "margin", "feather"))
        if strength is None:
            return _hiding(method, self.value("strength"), *shared, self.own.get(method), self._outline)
        return _hiding(method, strength, *shared, None, self._outline)

    # --- one control moves others -------------------------------------------------------------------------------------

    def list_faces(self):
        """Offer the faces of the chosen photo, and choose the first."""
        face = self.common["face"]
        found = self._photos[self.common["photo"].value][1]
        said = (" (doubtful)" if one.doubtful else "" for one in found)
        face.options = [*(f"face {number}{doubt}" for number, doubt in enumerate(said, start=1)), WHOLE]
        face.value = face.options[0]

    def moved(self, slider):
        """Note that a person has moved a control, and what that means for the methods' own values.

        Parameters
        ----------
        slider : ipywidgets.Widget
            Any of `all`.
        """
        method = self._method_of(slider)
        if method:
            self._exact.pop(slider, None)
            self.own[method] = Frozen({name: self._value(one) for name, one in self.tabs[method].items()})
            return
        if slider in (self.common[name] for name in ("photo", "face", "strength")):
            self.own.clear()
        self._exact.pop(slider, None)
        if slider is self.common["photo"]:
            self.list_faces()

    def follow(self, parameters):
        """Put the methods' own sliders where the common ones mean, except where a method has values of its own.

        Parameters
        ----------
        parameters : callable
            ``parameters(hiding) -> dict``: what a method is called with.
        """
        for method in self._methods:
            if method not in self.own:
                self._put_own(method, parameters(self.hiding(method)))

    def is_echo(self, slider):
        """Tell whether the page has only rounded what was put there, to one of the slider's steps.

        Parameters
        ----------
        slider : ipywidgets.Widget

        Returns
        -------
        bool
        """
        return slider in self._exact and abs(slider.value - self._exact[slider]) <= slider.step / 2 + 1e-9

    def hide_idle(self):
        """Show only the controls that do something in the present view."""
        view = self.common["view"].value
        self.pair.layout.display = None if view == "curtain" else "none"
        for one in self.pair.children:
            one.disabled = view != "curtain"
        # The sheet has strengths of its own, for all methods.
        for one in (self.common["strength"], *(slider for tab in self.tabs.values() for slider in tab.values())):
            one.disabled = view == "contact sheet"
        fades = self.common["mask"].value == "feathered"
        self.fading.layout.display, self.common["feather"].disabled = None if fades else "none", not fades
        self.common["measure"].disabled = self.view.note_lines == 0
        self.common["photo"].disabled = len(self._photos.names) == 1

    def _method_of(self, slider):
        return next((name for name, tab in self.tabs.items() if slider in tab.values()), None)

    def _value(self, slider):
        value = self._exact.get(slider, slider.value)
        return round(value, 9) if isinstance(value, float) else value  # a slider's steps add up to 0.30000000000000004

    def _put_own(self, method, values):
        for parameter in METHODS[method].parameters:
            value = values.get(parameter.name, parameter.default)
            slider = self.tabs[method][parameter.name]
            slider.max = max(parameter.high, value)
            self._put(slider, value)

    def _put(self, slider, value):
        slider.value = value
        steps = (value - slider.min) / slider.step
        if abs(steps - round(steps)) < 1e-6:
            self._exact.pop(slider, None)
        else:
            self._exact[slider] = value
