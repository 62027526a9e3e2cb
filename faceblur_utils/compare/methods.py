"""The methods side by side: the comparison that lesson 05 plays with and a teacher projects."""

import html
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import ipywidgets as widgets

from .. import samples
from ..blur import FIVE, METHODS
from ..figures import PanelGrid, captioned
from ..hiding import MARGIN, STRENGTH
from ..images import write_image
from ..parameters import Parameter, pick
from ..paste_back import MASKS
from ..privacy.meter import caveat
from .explorer import Live, control
from .scene import MEASURES, SURROUNDINGS, Scene, Setting
from .sources import Photos
from .views import STRENGTHS, VIEWS, below, curtain, title

WHOLE = "whole photo"
# Seconds without a change after which a slider counts as resting.
_REST = 0.4
# Seconds after which panels that are measured already are shown, while others still wait.
_SHOW = 1.0
_at_rest = ThreadPoolExecutor(1, "at rest")
_panels = ThreadPoolExecutor(os.cpu_count() or 1, "panel")
_STYLE = """<style>
.faceblur-compare {{ --jp-widgets-font-size: {points}px; --jp-widgets-inline-height: {row}px }}
.faceblur-compare .widget-html-content, .faceblur-compare .lm-TabBar-tabLabel {{ font-size: {points}px }}
.faceblur-compare table {{ line-height: 1.3; border-collapse: collapse }}
.faceblur-compare td, .faceblur-compare th {{ padding: 0.25em 0.8em 0.25em 0; text-align: left; vertical-align: top }}
.faceblur-compare th, .faceblur-compare td:first-child {{ white-space: nowrap }}
</style>"""


def compare_methods(
    image=None,
    *,
    boxes=None,
    detector="yunet",
    methods=FIVE,
    strength=STRENGTH.default,
    mask="ellipse",
    margin=MARGIN.default,
    view="side by side",
    measure=False,
    projector=False,
):
    """Show methods side by side, live under sliders.

    Parameters
    ----------
    image : numpy.ndarray, str, os.PathLike or list, optional
        A photo: an array of shape (height, width, 3), dtype uint8, RGB, the name of a sample, or a file. A list of
        these gives a menu of photos. By default the samples with frontal faces.
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
        Whether each panel says, when the controls rest, how long the method took, how similar the face still is
        (`ssim`), who finds it again in what is shown, whether a recogniser still takes it for the same person, with the
        distance (`identity_distance`), and the verdict of both: ``"fails"`` if an attack succeeded, ``"held here"`` if
        none of the few here did, which is no promise. For a whole photo: how many of its faces YuNet finds again, and
        how many are recognised. An encoding takes the recogniser about a tenth of a second, so a large group fills in
        panel by panel.
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
        raise TypeError("boxes belong to one photo; pass a single image, or leave the faces to the detector.")
    methods = tuple(methods)
    for name in methods:
        pick(METHODS, name, "method")
    if not methods:
        raise ValueError("There is no method to compare: the list is empty.")
    pick(MASKS, mask, "mask")
    pick(VIEWS, view, "view")
    if not 0 <= strength <= 1:
        raise ValueError(f"strength must be between 0 and 1 (shares of the face's width), got {strength}.")
    if not 0 <= margin <= SURROUNDINGS:
        raise ValueError(f"margin must be between 0 and {SURROUNDINGS} here, got {margin}.")
    photos = Photos(image if several else [image], detector, boxes)
    return MethodExplorer(photos, methods, _common(photos, methods, strength, mask, margin, view, measure, projector))


def _common(photos, methods, strength, mask, margin, view, measure, projector):
    """The controls that all methods share."""
    made = {
        "photo": control("photo", photos.names),
        "face": control("face", [WHOLE]),
        "view": control("view", VIEWS),
        "strength": control("strength", replace(STRENGTH, default=float(strength))),
        "margin": control("margin", replace(MARGIN, default=float(margin), high=SURROUNDINGS)),
        "mask": control("mask", MASKS),
        "left": control("left", methods),
        "right": control("right", methods),
        "curtain": control("curtain", Parameter("curtain", 50, 0, 100, 1, "Per cent of the width shown left.")),
        "measure": control("measure", bool(measure), "measure each panel"),
        "projector": control("projector", bool(projector), "projector: large type"),
    }
    made["view"].value, made["mask"].value = view, mask
    made["left"].value, made["right"].value = methods[0], methods[-1]
    return made


class MethodExplorer(Live):
    """What `compare_methods` shows: photo, face, strength, mask and margin for all methods, and a tab for each.

    The common strength sets every method's own parameters. After a method's own slider has moved, that method keeps
    its values until the strength moves again. Only the panels that a change touches are computed anew. While a slider
    moves, a method that is slow here works on a picture of the panel's size; when it rests, the exact picture follows,
    and with it what was asked to be measured.
    """

    def __init__(self, photos, methods, common):
        self._photos, self._methods = photos, methods
        self._scenes, self._grids = {}, {}
        self._own = {}  # method to its own values, where its sliders were moved
        self._followed = {}  # slider to the value that the common strength means
        self._measured = None  # for each panel, what was measured, as texts; None where it is still to come
        self._verdict = ""  # on all panels, in words
        self._generation, self._timer, self._coupling = 0, None, False
        self._tabs = {name: {p.name: control(p.name, p) for p in METHODS[name].parameters} for name in methods}
        own = {f"{name}.{one}": slider for name, tab in self._tabs.items() for one, slider in tab.items()}
        self.controls = common | own
        self._couple(None)
        self._table, self._saved, self._style = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._pair = widgets.VBox([common[name] for name in ("left", "right", "curtain")])
        self._dress()
        super().__init__(self.controls)
        if common["measure"].value:
            self.settle()  # at once: the still picture that stays in the notebook shows it, too

    # --- controls -----------------------------------------------------------------------------------------------------

    def _arranged(self):
        c = self.controls
        c["measure"].layout = c["projector"].layout = widgets.Layout(width="auto", margin="0 2em 0 0")
        save = widgets.Button(description="Save as PNG", tooltip="Save this picture in the notebook's folder.")
        save.on_click(self._save_clicked)
        own = widgets.Tab([widgets.VBox(list(tab.values())) for tab in self._tabs.values()])
        own.titles = tuple(METHODS[name].title for name in self._methods)
        self.add_class("faceblur-compare")
        return [
            self._style,
            c["photo"],
            c["face"],
            c["view"],
            c["strength"],
            self._pair,
            self._picture,
            self._text,
            widgets.HBox([c["measure"], c["projector"], save], layout=widgets.Layout(flex_flow="row wrap")),
            self._saved,
            c["margin"],
            c["mask"],
            own,
            self._table,
        ]

    def _dress(self):
        """Show only the controls that do something in the present view, in the present size."""
        view, large = self.controls["view"].value, self.controls["projector"].value
        self._pair.layout.display = None if view == "curtain" else "none"
        for one in self._pair.children:
            one.disabled = view != "curtain"
        # The sheet has strengths of its own, for all methods.
        for one in (self.controls["strength"], *(slider for tab in self._tabs.values() for slider in tab.values())):
            one.disabled = view == "contact sheet"
        self.controls["measure"].disabled = self._view.note_lines == 0
        self.controls["photo"].disabled = len(self._photos.names) == 1
        self._style.value = _STYLE.format(points=20 if large else 13, row=38 if large else 28)

    def _couple(self, change):
        """Let one control move those that depend on it."""
        c, owner = self.controls, change.owner if change else None
        if owner in (None, c["photo"]):
            count = len(self._photos[c["photo"].value][1])
            c["face"].options = [*(f"face {number}" for number in range(1, count + 1)), WHOLE]
            c["face"].value = "face 1"
        moved = self._method_of(owner)
        if moved:
            self._own[moved] = tuple((name, slider.value) for name, slider in self._tabs[moved].items())
            return
        if owner in (None, c["photo"], c["face"], c["strength"]):
            self._own.clear()
        for name in self._methods:
            if name not in self._own:
                self._follow(name)

    def _is_echo(self, slider):
        """Whether the page has only rounded what the common strength put there, to one of the slider's steps."""
        method = self._method_of(slider)
        return (
            method is not None
            and method not in self._own
            and (abs(slider.value - self._followed[slider]) <= slider.step / 2 + 1e-9)
        )

    def _method_of(self, slider):
        return next((name for name, tab in self._tabs.items() if slider in tab.values()), None)

    def _follow(self, method):
        """Put a method's own sliders where the common strength means."""
        values = self._scene.parameters(self._setting(method))
        for parameter in METHODS[method].parameters:
            slider, value = self._tabs[method][parameter.name], values.get(parameter.name, parameter.default)
            slider.max = max(parameter.high, value)
            slider.value = value
            self._followed[slider] = value

    # --- the picture --------------------------------------------------------------------------------------------------

    @property
    def _view(self):
        return VIEWS[self.controls["view"].value]

    @property
    def _large(self):
        return int(self.controls["projector"].value)

    @property
    def _scene(self):
        c = self.controls
        key = c["photo"].value, c["face"].value, self._view.sides[self._large]
        if key not in self._scenes:
            if len(self._scenes) > 8:  # each remembers pictures
                self._scenes.clear()
            number = None if key[1] == WHOLE else int(key[1].split()[1]) - 1
            self._scenes[key] = Scene(*self._photos[key[0]], number, key[2])
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
        waiting = [_panels.submit(scene.panel, setting, moving) for setting in settings]
        return self._laid_out([panel.result() for panel in waiting], settings), self._said(settings)

    def _laid_out(self, panels, settings):
        name, view, large = self.controls["view"].value, self._view, self._large
        titles = [title(name, setting) for setting in settings]
        notes = self._measured and [_note(texts) for texts in self._measured]
        if name == "curtain":
            notes = notes and [
                [f"{one}  {'; '.join(filter(None, texts))}" for one, texts in zip(titles, notes, strict=True)]
            ]
            panels, titles = [curtain(*panels, self.controls["curtain"].value)], [" | ".join(titles)]
        lines = view.note_lines if self.controls["measure"].value else 0
        key = tuple(titles), tuple(panel.shape for panel in panels), large, lines
        if key not in self._grids:
            self._grids[key] = PanelGrid(panels, titles, view.columns, view.points[large], lines)
        widths = [panel.shape[1] for panel in panels]
        notes = notes and [below(text, wide, view.points[large]) for text, wide in zip(notes, widths, strict=True)]
        return self._grids[key].paste(panels, notes)

    def _said(self, settings):
        c = self.controls
        what = f"{c['photo'].value}, {c['face'].value}"
        if c["view"].value != "contact sheet":
            what += f", strength {c['strength'].value:.2f}"
        own = [METHODS[name].title for name in self._own if name in {s.method for s in settings if s and s.own}]
        if own:
            what += f" ({', '.join(own)}: own values)"
        wide = self._scene.face.width
        which = "largest face" if self._scene.whole else "face"
        what += f", mask {c['mask'].value}, margin {c['margin'].value:.2f}. The {which} is {wide} pixels wide."
        return f"{what} {self._verdict}" if self._measured else what

    @property
    def _described(self):
        titles, view = [METHODS[name].title for name in self._methods], self.controls["view"].value
        if view == "curtain":
            left, right = (METHODS[self.controls[side].value].title for side in ("left", "right"))
            return f"One picture under a curtain: {left} left of the line, {right} right of it."
        if view == "contact sheet":
            strengths = ", ".join(f"{strength:g}" for strength in STRENGTHS)
            return f"A contact sheet: rows {', '.join(titles)}; columns for the strengths {strengths}."
        return f"Panels side by side: Original, {', '.join(titles)}."

    def _show(self, frame, caption):
        self._frame = frame
        super()._show(frame, caption)
        settings = [] if self.controls["view"].value == "contact sheet" else self._settings()
        rows = [self._row(number, setting) for number, setting in enumerate(settings)]
        heads = ["method", "the call in OpenCV", *(MEASURES if self._measured else ())]
        head = "".join(f'<th scope="col">{name}</th>' for name in heads)
        self._table.value = f"<table><tr>{head}</tr>{''.join(rows)}</table>" if rows else ""

    def _row(self, number, setting):
        measured = (self._measured[number] or ["..."] * len(MEASURES)) if self._measured else ()
        cells = "".join(f"<td>{html.escape(text)}</td>" for text in measured)
        if setting is None:
            return f"<tr><td>Original</td><td></td>{cells}</tr>" if cells else ""
        code = html.escape(self._scene.code(setting))
        return f"<tr><td>{METHODS[setting.method].title}</td><td><code>{code}</code></td>{cells}</tr>"

    # --- what follows a change ----------------------------------------------------------------------------------------

    def _changed(self, change):
        if self._coupling or self._is_echo(change.owner):
            return  # moved by another control, which draws once for all
        with self._one_thread:
            self._generation += 1
            self._measured = None
            moving = isinstance(change.owner, (widgets.IntSlider, widgets.FloatSlider))
            with self._errors_shown():
                self._coupling = True
                try:
                    self._couple(change)
                finally:
                    self._coupling = False
                self._dress()
                self._show(*self._draw(moving))
        if self.error is not None:
            return
        if change.owner is self.controls["measure"]:
            _at_rest.submit(self.settle)  # a large group takes seconds, and a control may move meanwhile
        elif self._measuring or any(setting and self._scene.is_draft(setting) for setting in self._settings()):
            self._wait_for_rest()

    @property
    def _measuring(self):
        return self.controls["measure"].value and self._view.note_lines > 0

    def _wait_for_rest(self):
        if self._timer:
            self._timer.cancel()
        self._timer = threading.Timer(_REST, _at_rest.submit, [self.settle])
        self._timer.daemon = True
        self._timer.start()

    def settle(self):
        """Do at once what waits for the sliders to rest: the exact picture, and the measures if they are asked for.

        Gives up as soon as a control moves; the next rest sees to it then.
        """
        with self._one_thread:
            scene, settings, generation = self._scene, self._settings(), self._generation
            measuring = self._measuring
        with self._errors_shown():
            panels, measured, shown_at = [], [], time.monotonic()
            for setting in settings:  # without the lock: a slider that moves meanwhile comes first
                panels.append(scene.panel(setting))
                if generation != self._generation:
                    return
            if measuring and scene.whole:  # it takes seconds until the first panel is measured
                self._show_measured(generation, scene, settings, panels, measured)
            for setting in settings if measuring else ():
                for _ in scene.judging(setting):
                    if generation != self._generation:
                        return
                measured.append([measure(scene, setting) for measure in MEASURES.values()])
                if generation != self._generation:
                    return
                if len(measured) < len(settings) and time.monotonic() - shown_at > _SHOW:
                    self._show_measured(generation, scene, settings, panels, measured)
                    shown_at = time.monotonic()
            self._show_measured(generation, scene, settings, panels, measured)

    def _show_measured(self, generation, scene, settings, panels, measured):
        """Show the exact panels with what is measured so far, unless a control has moved meanwhile."""
        with self._one_thread:
            if generation != self._generation:
                return
            missing = len(settings) - len(measured)
            self._measured = measured + [None] * missing if self._measuring else None
            if missing:
                self._verdict = f"Measuring: {len(measured)} of {len(settings)} panels."
            else:
                self._verdict = _verdict_on(scene, settings)
            self._show(self._laid_out(panels, settings), self._said(settings))

    # --- saving -------------------------------------------------------------------------------------------------------

    def save(self, path):
        """Save the picture as it stands, with the caption below it.

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
        return write_image(path, captioned(self._frame, self.caption, self._view.points[self._large]))

    def _save_clicked(self, button):
        number = 1
        while Path(f"comparison_{number}.png").exists():
            number += 1
        try:
            said = f"Saved as {self.save(f'comparison_{number}.png')}, beside the notebook."
        except Exception as error:
            said = f"Not saved. {type(error).__name__}: {error}"
        self._saved.value = f'<p role="status">{html.escape(said)}</p>'


def _note(texts):
    """What stands below a panel, line by line: the verdict first, time and similarity in one line."""
    return ["measuring ..."] if texts is None else [*texts[:-2], ", ".join(filter(None, texts[-2:]))]


def _verdict_on(scene, settings):
    """Which methods fail, which hold, and what that is worth."""
    judged = {setting: scene.verdicts(setting) for setting in settings if setting}
    said = []
    for what, due in (("Fails here", True), ("Held here", False)):
        names = [METHODS[one.method].title for one, given in judged.items() if any(v.fails for v in given) is due]
        said += [f"{what}: {', '.join(names)}."] if names else []
    return " ".join([*said, caveat(next(iter(judged.values())))])
