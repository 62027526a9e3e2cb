"""The methods side by side: the comparison that lesson 05 plays with and a teacher projects."""

import html
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import ipywidgets as widgets
import numpy as np

from .. import samples
from ..blur import METHODS
from ..detect import detect_faces
from ..figures import PanelGrid
from ..images import read_image, require_image, write_image
from ..parameters import Parameter, pick
from ..paste_back import MASKS
from ..photos import NoFaceError
from ..roi import Box
from .explorer import Live, control
from .scene import MEASURES, SURROUNDINGS, Scene, Setting

FIVE = ("gaussian", "median", "bilateral", "box", "pixelate")
STRENGTHS = (0.05, 0.1, 0.2, 0.35, 0.5, 1.0)
VIEWS = ("side by side", "curtain", "contact sheet")
WHOLE = "whole photo"
# Longer side of a panel in pixels, and points of its title: on a screen of one's own, and on a projector.
_SIDES = {"side by side": (300, 400), "curtain": (600, 800), "contact sheet": (150, 200)}
_POINTS = 12, 19
# Seconds without a change after which a slider counts as resting.
_REST = 0.4
_at_rest = ThreadPoolExecutor(1, "at rest")
_side_by_side = ThreadPoolExecutor(os.cpu_count() or 1, "panel")


def compare_methods(
    image=None,
    *,
    boxes=None,
    detector="yunet",
    methods=FIVE,
    strength=0.25,
    mask="ellipse",
    margin=0.3,
    view="side by side",
    measure=False,
    projector=False,
):
    """Show methods side by side, live under sliders.

    Parameters
    ----------
    image : numpy.ndarray, str, os.PathLike or list, optional
        A photo: an array of shape (height, width, 3), dtype uint8, RGB, the name of a sample, or a file. A list of
        these gives a menu of photos. By default the samples on which `detector` finds faces.
    boxes : list of Box, optional
        The faces, if you know them; only for a single photo.
    detector : str
        One of `DETECTORS`; finds the faces where `boxes` does not give them.
    methods : iterable of str
        Of `METHODS`, in the order of the panels.
    strength, mask, margin
        Where the controls stand at first; as for `anonymize`, but a margin of at most 0.6.
    view : str
        ``"side by side"``, ``"curtain"`` (two methods in one picture) or ``"contact sheet"`` (method by strength).
    measure : bool
        Whether each panel says how long the method took, how similar the face still is, and who finds it again.
    projector : bool
        Whether panels and type are large.

    Returns
    -------
    MethodExplorer
        Show it as the last line of a cell.

    Raises
    ------
    NoFaceError
        If there is no face in the (first) photo.
    FileNotFoundError, ImageError
        If a file cannot be read.
    TypeError, ValueError
        If an argument is not one of those above.
    """
    if image is None:
        image = [name for name in samples.names() if samples.true_boxes(name, "frontal")]
    several = isinstance(image, (list, tuple))
    if several and boxes is not None:
        raise TypeError("boxes belong to one photo; pass a single image, or leave the boxes to the detector.")
    photos = _Photos(image if several else [image], detector, boxes)
    return MethodExplorer(photos, tuple(methods), strength, mask, margin, view, measure, projector)


class _Photos:
    """Photos by name, each read and searched for faces when it is first looked at."""

    def __init__(self, sources, detector, boxes):
        if not sources:
            raise ValueError("There is no photo to compare the methods on: the list is empty.")
        self._sources = dict(_named(source, number) for number, source in enumerate(sources, start=1))
        self._detector, self._known, self._read = detector, boxes, {}

    @property
    def names(self):
        return list(self._sources)

    def __getitem__(self, name):
        """Give a photo and its faces, largest first."""
        if name not in self._read:
            source = self._sources[name]
            if isinstance(source, np.ndarray):
                require_image(source)
                image = source
            else:
                image = read_image(samples.path(source) if source in samples.names() else source)
            if self._known is None:
                boxes = detect_faces(image, self._detector)
            else:
                known = [self._known] if isinstance(self._known, Box) else list(self._known)
                boxes = [box for box in (box.clip(image) for box in known) if box.area]
            if not boxes:
                raise NoFaceError(
                    f"No face is known in {name}: {self._detector!r} found none. Try another detector, or pass "
                    "boxes=[Box(...)]."
                )
            self._read[name] = image, boxes
        return self._read[name]


def _named(source, number):
    if isinstance(source, np.ndarray):
        return f"image {number}", source
    if isinstance(source, (str, os.PathLike)):
        return (source if source in samples.names() else Path(source).name), source
    raise TypeError(f"A photo is an array, a sample's name or a file, got {source!r}.")


class MethodExplorer(Live):
    """What `compare_methods` shows: photo, face, strength, mask and margin for all methods, and a tab for each.

    The common strength sets every method's own parameters. After a method's own slider has moved, that method keeps
    its values until the strength moves again. Only the panels that a change touches are computed anew. While a slider
    moves, a method that is slow here works on a picture of the panel's size; when it rests, the exact picture follows,
    and with it what was asked to be measured.
    """

    def __init__(self, photos, methods, strength, mask, margin, view, measure, projector):
        for name in methods:
            pick(METHODS, name, "method")
        if not methods:
            raise ValueError("There is no method to compare: the list is empty.")
        pick(MASKS, mask, "mask")
        pick(dict.fromkeys(VIEWS), view, "view")
        if not 0 <= strength <= 1:
            raise ValueError(f"strength must be between 0 and 1 (shares of the face's width), got {strength}.")
        if not 0 <= margin <= SURROUNDINGS:
            raise ValueError(f"margin must be between 0 and {SURROUNDINGS} here, got {margin}.")
        self._photos, self._methods = photos, methods
        self._scenes, self._grids, self._own = {}, {}, {}
        self._notes, self._generation, self._timer, self._coupling = None, 0, None, False
        controls = self._made(strength, mask, margin, view, measure, projector)
        self.controls = controls
        self._couple(None)
        self._table, self._saved = widgets.HTML(), widgets.HTML()
        super().__init__(controls, "Panels of a comparison of blurring methods, each on the same picture.")
        if measure:
            self.settle()

    # --- controls -----------------------------------------------------------------------------------------------------

    def _made(self, strength, mask, margin, view, measure, projector):
        shares = "Width of the window that one pixel averages over, as a share of the face's width."
        names = self._photos.names
        two = self._methods[0], self._methods[-1]
        made = {
            "photo": control("photo", names),
            "face": control("face", [WHOLE]),
            "view": control("view", VIEWS),
            "strength": control("strength", Parameter("strength", strength, 0.0, 1.0, 0.01, shares)),
            "mask": control("mask", MASKS),
            "margin": control(
                "margin",
                Parameter("margin", margin, 0.0, SURROUNDINGS, 0.05, "Share of the face's size added on each side."),
            ),
            "left": control("left", self._methods),
            "right": control("right", self._methods),
            "curtain": control("curtain", Parameter("curtain", 50, 0, 100, 1, "Per cent of the width shown left.")),
            "measure": control("measure", measure, "measure each panel"),
            "projector": control("projector", projector, "projector: large type"),
        }
        made["mask"].value, made["view"].value = mask, view
        made["left"].value, made["right"].value = two
        for name in self._methods:
            for parameter in METHODS[name].parameters:
                made[f"{name}.{parameter.name}"] = control(parameter.name, parameter)
        return made

    def _tab_of(self, method):
        return {p.name: self.controls[f"{method}.{p.name}"] for p in METHODS[method].parameters}

    def _arranged(self):
        own = widgets.Tab([widgets.VBox(list(self._tab_of(name).values())) for name in self._methods])
        own.titles = tuple(METHODS[name].title for name in self._methods)
        self._save = widgets.Button(description="Save as PNG", tooltip="Save this picture beside the notebook.")
        self._save.on_click(self._save_clicked)
        self._style = widgets.HTML(layout=widgets.Layout(height="0px", margin="0px"))
        self._restyle()
        c = self.controls
        self._pair = widgets.VBox([c["left"], c["right"], c["curtain"]])
        self._enable()
        self.add_class("faceblur-compare")
        return [
            self._style,
            widgets.HBox([c["photo"], c["face"], c["view"]], layout=widgets.Layout(flex_flow="row wrap")),
            c["strength"],
            widgets.HBox([c["margin"], c["mask"]], layout=widgets.Layout(flex_flow="row wrap")),
            self._pair,
            self._picture,
            self._text,
            own,
            self._table,
            widgets.HBox([c["measure"], c["projector"], self._save], layout=widgets.Layout(flex_flow="row wrap")),
            self._saved,
        ]

    def _restyle(self):
        size = "font-size: 150%;" if self.controls["projector"].value else ""
        self._style.value = (
            "<style>.faceblur-compare .widget-label, .faceblur-compare .widget-html-content, "
            f".faceblur-compare select, .faceblur-compare .jp-Cell {{ {size} }}\n"
            ".faceblur-compare td, .faceblur-compare th { padding: 0.2em 0.8em; text-align: left; }</style>"
        )

    def _enable(self):
        """Show only the controls that do something in the present view."""
        view = self.controls["view"].value
        self._pair.layout.display = None if view == "curtain" else "none"
        self.controls["strength"].disabled = view == "contact sheet"

    def _couple(self, change):
        """Let one control move those that depend on it."""
        owner = change.owner if change else None
        c = self.controls
        if owner in (None, c["photo"]):
            count = len(self._photos[c["photo"].value][1])
            c["face"].options = [*(f"face {number}" for number in range(1, count + 1)), WHOLE]
            c["face"].value = "face 1"
        moved = next((name for name in self._methods if owner in self._tab_of(name).values()), None)
        if moved:
            self._own[moved] = tuple((name, slider.value) for name, slider in self._tab_of(moved).items())
        elif owner in (None, c["photo"], c["face"], c["strength"], c["margin"]):
            if owner is not c["margin"]:
                self._own.clear()
            for name in self._methods:
                self._follow(name)

    def _follow(self, method):
        """Put a method's own sliders where the common strength means."""
        if method in self._own:
            return
        values = self._scene.parameters(self._setting(method))
        for parameter in METHODS[method].parameters:
            slider, value = self.controls[f"{method}.{parameter.name}"], values.get(parameter.name, parameter.default)
            slider.max = max(parameter.high, value)
            slider.value = value

    # --- the picture --------------------------------------------------------------------------------------------------

    @property
    def _scene(self):
        c = self.controls
        view, large = c["view"].value, int(c["projector"].value)
        key = c["photo"].value, c["face"].value, _SIDES[view][large]
        if key not in self._scenes:
            if len(self._scenes) > 8:  # each remembers pictures
                self._scenes.clear()
            image, boxes = self._photos[key[0]]
            number = None if key[1] == WHOLE else int(key[1].split()[1]) - 1
            self._scenes[key] = Scene(image, boxes, number, key[2])
        return self._scenes[key]

    def _setting(self, method, strength=None):
        c = self.controls
        own = self._own.get(method) if strength is None else None
        strength = c["strength"].value if strength is None else strength
        return Setting(method, strength, own, c["mask"].value, c["margin"].value)

    def _settings(self):
        """One for each panel, None for the original."""
        view = self.controls["view"].value
        if view == "curtain":
            return [self._setting(self.controls[side].value) for side in ("left", "right")]
        if view == "contact sheet":
            return [self._setting(name, strength) for name in self._methods for strength in STRENGTHS]
        return [None, *(self._setting(name) for name in self._methods)]

    def _draw(self, moving=False):
        scene, settings = self._scene, self._settings()
        panels = [future.result() for future in [_side_by_side.submit(_panel, scene, s, moving) for s in settings]]
        return self._laid_out(panels, settings)

    def _laid_out(self, panels, settings, notes=None):
        view, large = self.controls["view"].value, int(self.controls["projector"].value)
        titles = [METHODS[s.method].title if s else "Original" for s in settings]
        columns, room = 3, 2
        if view == "curtain":
            panels, titles, columns = [_curtain(*panels, self.controls["curtain"].value)], [" | ".join(titles)], 1
            notes = notes and ["\n".join(f"{t}: {n}" for t, n in zip(titles[0].split(" | "), notes, strict=True))]
        elif view == "contact sheet":
            titles = [f"{title} {s.strength:g}" for title, s in zip(titles, settings, strict=True)]
            columns, room, notes = len(STRENGTHS), 0, None
        if not self.controls["measure"].value:
            room = 0
        key = tuple(titles), tuple(panel.shape for panel in panels), large, room
        if key not in self._grids:
            self._grids[key] = PanelGrid(panels, titles, columns, _POINTS[large], room)
        return self._grids[key].paste(panels, notes), self._said(settings)

    def _said(self, settings):
        c = self.controls
        what = f"{c['photo'].value}, {c['face'].value}"
        if c["view"].value != "contact sheet":
            what += f", strength {c['strength'].value:.2f}"
        own = [METHODS[name].title for name in self._own if name in {s.method for s in settings if s}]
        own = f"; {', '.join(own)} with values of {'its' if len(own) == 1 else 'their'} own" if own else ""
        wide = self._scene.face.width
        return f"{what}{own}; mask {c['mask'].value}, margin {c['margin'].value:.2f}. The face is {wide} pixels wide."

    def _show(self, frame, caption):
        self._frame = frame
        super()._show(frame, caption)
        heads = "".join(
            f"<th>{name}</th>" for name in ("method", "the call in OpenCV", *(MEASURES if self._notes else ()))
        )
        rows = "".join(self._row(number, setting) for number, setting in enumerate(self._settings()))
        wanted = self.controls["view"].value != "contact sheet"
        self._table.value = f"<table><tr>{heads}</tr>{rows}</table>" if wanted else ""

    def _row(self, number, setting):
        cells = "".join(f"<td>{html.escape(text)}</td>" for text in (self._notes[number] if self._notes else ()))
        if setting is None:
            return f"<tr><td>Original</td><td></td>{cells}</tr>" if cells else ""
        code = html.escape(self._scene.code(setting))
        return f"<tr><td>{METHODS[setting.method].title}</td><td><code>{code}</code></td>{cells}</tr>"

    # --- what follows a change ----------------------------------------------------------------------------------------

    def _changed(self, change):
        if self._coupling:  # moved by another control, which draws once for all
            return
        with self._one_thread:
            self._generation += 1
            self._notes = None
            moving = isinstance(change.owner, (widgets.IntSlider, widgets.FloatSlider))
            with self._errors_shown():
                self._coupling = True
                try:
                    self._couple(change)
                finally:
                    self._coupling = False
                self._enable()
                self._restyle()
                self._show(*self._draw(moving))
            if self.error is not None:
                return
            if change.owner is self.controls["measure"]:
                self.settle()
            elif self.controls["measure"].value or any(s and self._scene.is_draft(s) for s in self._settings()):
                self._wait_for_rest()

    def _wait_for_rest(self):
        if self._timer:
            self._timer.cancel()
        self._timer = threading.Timer(_REST, _at_rest.submit, [self.settle])
        self._timer.daemon = True
        self._timer.start()

    def settle(self):
        """Do at once what waits for the sliders to rest: the exact picture, and the measures if they are asked for.

        Gives up, and leaves it to the next rest, as soon as a control moves.
        """
        with self._one_thread:
            scene, settings, generation = self._scene, self._settings(), self._generation
            measured = self.controls["measure"].value and self.controls["view"].value != "contact sheet"
        with self._errors_shown():
            panels, notes = [], []
            for setting in settings:
                panels.append(_panel(scene, setting, False))
                notes.append([measure(scene, setting) for measure in MEASURES.values()] if measured else [])
                if generation != self._generation:
                    return
            with self._one_thread:
                if generation != self._generation:
                    return
                self._notes = notes if measured else None
                below = (
                    ["\n".join(filter(None, (", ".join(filter(None, n[:2])), n[2]))) for n in notes]
                    if measured
                    else None
                )
                self._show(*self._laid_out(panels, settings, below))

    # --- saving -------------------------------------------------------------------------------------------------------

    def save(self, path):
        """Save the picture as it stands.

        Parameters
        ----------
        path : str or os.PathLike
            A new file; its ending chooses the format, as in `write_image`.

        Returns
        -------
        pathlib.Path

        Raises
        ------
        FileExistsError, FileNotFoundError, ImageError
            As `write_image`.
        """
        return write_image(path, self._frame)

    def _save_clicked(self, button):
        try:
            number = 1
            while Path(f"comparison_{number}.png").exists():
                number += 1
            said = f"Saved as {self.save(f'comparison_{number}.png').resolve()}."
        except Exception as error:
            said = f"Not saved. {type(error).__name__}: {error}"
        self._saved.value = f'<p role="status">{html.escape(said)}</p>'


def _panel(scene, setting, moving):
    return scene.original() if setting is None else scene.panel(setting, moving)


def _curtain(left, right, per_cent):
    """One picture: the left method up to the line, the right method behind it."""
    drawn, at = right.copy(), round(right.shape[1] * per_cent / 100)
    drawn[:, :at] = left[:, :at]
    # A black rim below white keeps the line visible on any picture.
    cv2.line(drawn, (at, 0), (at, drawn.shape[0]), (0, 0, 0), 3)
    cv2.line(drawn, (at, 0), (at, drawn.shape[0]), (255, 255, 255), 1)
    return drawn
