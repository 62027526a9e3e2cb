"""What can be moved in a comparison, and the `Hiding` that each method then stands for."""

from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from ..blur import METHODS
from ..hiding import FEATHER, MARGIN, STRENGTH, Hiding
from ..parameters import Parameter
from ..paste_back import MASKS
from ..values import Frozen
from .knobs import knob
from .scene import SURROUNDINGS
from .views import VIEWS

WHOLE, ORIGINAL = "whole photo", "original"
_CURTAIN = Parameter("curtain", 50, 0, 100, 1, "Per cent of the width shown left.")
# Each move of a slider asks for the same few values several times, and checking own parameters means a blur.
_hiding = lru_cache(256)(Hiding)


class MethodControls:
    """What all methods share, own sliders for each method, and how one moves others.

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
        Name to `Knob`: those that all methods share, and these with the methods' own sliders, as ``"box.ksize"``.
    own : dict
        Method to its own values, a `Frozen` each, where they do not follow the strength.
    surroundings : float
        The widest margin, which a panel of one face has to show.
    """

    def __init__(self, photos, methods, hiding, view, measure, projector):
        self._photos, self._methods, self._outline = photos, methods, hiding.outline
        self.surroundings = max(SURROUNDINGS, hiding.margin)
        chosen = hiding.method if hiding.method in methods else methods[0]
        # In this order on the page; the first group stays in sight on the smallest screen.
        self.common = {
            "strength": knob("strength", STRENGTH, group="strength"),
            "view": knob("view", VIEWS, group="strength", value=view),
            "left": knob("left", (ORIGINAL, *methods), group="strength", value=methods[0]),
            "right": knob("right", (ORIGINAL, *methods), group="strength", value=methods[-1]),
            "curtain": knob("curtain", _CURTAIN, group="strength"),
            "method": knob("method", methods, group="method", value=chosen),
            "photo": knob("photo", photos.names, group="photo"),
            "face": knob("face", [WHOLE], group="photo"),
            "margin": knob("margin", replace(MARGIN, high=self.surroundings), group="region"),
            "mask": knob("mask", MASKS, group="region", value=hiding.mask),
            "feather": knob("feather", replace(FEATHER, low=min(FEATHER.low, hiding.feather)), group="region"),
            "measure": knob("measure", bool(measure), group="more", description="measure each panel"),
            "projector": knob("projector", bool(projector), group="more", description="projector: large type"),
        }
        # Two methods may call a parameter the same; a screen reader says whose this is.
        self._sliders = {
            name: {
                p.name: knob(p.name, p, group="method", tooltip=f"{METHODS[name].title}: {p.meaning}")
                for p in METHODS[name].parameters
            }
            for name in methods
        }
        own = {f"{name}.{one}": slider for name, sliders in self._sliders.items() for one, slider in sliders.items()}
        self.all = self.common | own
        self.own, self._stops_for = {}, None
        for name in ("strength", "margin", "feather"):
            self.common[name].value = getattr(hiding, name)
        if hiding.parameters is not None and hiding.method in methods:
            self.own[hiding.method] = hiding.parameters
            self._put_own(hiding.method, hiding.parameters)
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
        """The method whose own sliders are shown."""
        return self.common["method"].value

    @property
    def face(self):
        """Number of the face shown, from 0 on; None for the whole photo."""
        chosen = self.common["face"]
        return None if chosen.value == WHOLE else chosen.options.index(chosen.value)

    @property
    def pair(self):
        """What lies in one place under a curtain or flips: methods' names, None for the original."""
        return [None if one == ORIGINAL else one for one in map(self.value, ("left", "right"))]

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
        return _plain(self.common[name].value)

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
        face.options = (*(f"face {number}{doubt}" for number, doubt in enumerate(said, start=1)), WHOLE)
        face.value = face.options[0]

    def moved(self, slider):
        """Note that a person has moved a control, and what that means for the methods' own values.

        Parameters
        ----------
        slider : Knob
            Any of `all`.
        """
        method = next((name for name, own in self._sliders.items() if slider in own.values()), None)
        if method:
            self.own[method] = Frozen({name: _plain(one.value) for name, one in self._sliders[method].items()})
            return
        if slider in (self.common[name] for name in ("photo", "face", "strength")):
            self.own.clear()
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
        self._put_stops(parameters)

    def _put_stops(self, parameters):
        """Let the strength go from mosaic to mosaic where only that is looked at: between two, nothing changes."""
        strength, method = self.common["strength"], self.selected
        counts = [p.name for p in METHODS[method].parameters if p.name == "blocks"]
        if self.common["view"].value != "one method" or not counts:
            strength.stops, strength.words = [], ""
            return
        key = method, *map(self.value, ("photo", "face", "margin"))
        if not strength.stops or self._stops_for != key:
            self._stops_for = key
            at = [parameters(self.hiding(method, per_cent / 100))["blocks"] for per_cent in range(101)]
            strength.stops = [next(same)[0] / 100 for _, same in groupby(enumerate(at), lambda one: one[1])]
        blocks = parameters(self.hiding(method))["blocks"]
        strength.words = f"{blocks} {'block' if blocks == 1 else 'blocks'}"

    def hide_idle(self):
        """Show only the controls that do something in the present view."""
        view, common = self.common["view"].value, self.common
        for name in ("left", "right", "curtain"):
            common[name].hidden = not self.view.pair or (name == "curtain" and view == "flip")
            common[name].disabled = common[name].hidden
        for name, sliders in self._sliders.items():
            for slider in sliders.values():
                slider.hidden = name != self.selected
        # The sheet has strengths of its own, for all methods.
        for one in (common["strength"], *(slider for own in self._sliders.values() for slider in own.values())):
            one.disabled = view == "contact sheet"
        common["feather"].disabled = common["feather"].hidden = common["mask"].value != "feathered"
        common["measure"].disabled = self.view.note_lines == 0
        for name in ("photo", "method"):
            common[name].disabled = len(common[name].options) == 1

    def _put_own(self, method, values):
        for parameter in METHODS[method].parameters:
            value = values.get(parameter.name, parameter.default)
            slider = self._sliders[method][parameter.name]
            slider.max = max(parameter.high, value)
            slider.value = value


def _plain(value):
    return round(value, 9) if isinstance(value, float) else value  # a slider's steps add up to 0.30000000000000004
