"""The methods side by side: the comparison that lesson 05 plays with and a teacher projects."""

import html
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import ipywidgets as widgets

from .. import samples
from ..blur import FIVE, METHODS
from ..cores import cores
from ..detect import Finding
from ..figures import captioned
from ..hiding import Hiding
from ..images import write_image
from ..parameters import pick
from ..values import share_out
from . import texts
from .copying import CopyLines
from .explorer import Live
from .method_controls import MethodControls
from .saved import UnsavedPicture, covered
from .scene import MEASURES, Scene
from .sources import Photos
from .views import STRENGTHS, VIEWS, Layout

# Seconds without a change after which a slider counts as resting.
_REST = 0.4
# Seconds after which panels that are measured already are shown, while others still wait.
_SHOW = 1.0
_at_rest = ThreadPoolExecutor(1, "at rest")
_STYLE = """<style>
.faceblur-compare {{ --jp-widgets-font-size: {points}px; --jp-widgets-inline-height: {row}px }}
.faceblur-compare .widget-html-content, .faceblur-compare .lm-TabBar-tabLabel {{ font-size: {points}px }}
.faceblur-compare table {{ line-height: 1.3; border-collapse: collapse }}
.faceblur-compare td, .faceblur-compare th {{ padding: 0.25em 0.8em 0.25em 0; text-align: left; vertical-align: top }}
.faceblur-compare th, .faceblur-compare td:first-child {{ white-space: nowrap }}
</style>"""


@cache
def _panels():
    """One pool for all comparisons."""
    return ThreadPoolExecutor(cores(), "panel")


def compare_methods(
    image=None,
    hiding=None,
    finding=None,
    *,
    boxes=None,
    methods=None,
    view="side by side",
    measure=False,
    projector=False,
    **options,
):
    """Show methods side by side, live under sliders, with the `Hiding` they stand at, ready to copy.

    What stays in the notebook's file, for GitHub or a page without a kernel, is the picture as it was when the cell
    ran, if the photo is a sample. Of any other photo it is one panel in which every face is covered by one colour; it
    is looked at again before it is saved, thoroughly and with YuNet, until that finds no face. Somebody who knows you
    may still know the place, the clothes or the name of the file. The live picture is in no state that JupyterLab
    saves. A picture saved with the button is a file of its own, and shows what you see.

    When the cell is run again, the comparison it showed before is closed (`CellOutput`).

    Parameters
    ----------
    image : numpy.ndarray, str, os.PathLike or list, optional
        A photo: an array of shape (height, width, 3), dtype uint8, RGB, the name of a sample, or a file. A list of
        these gives a menu of photos. By default the samples with frontal faces.
    hiding : Hiding, optional
        Where the controls stand at first. The tab of its method is open, and if it has parameters of its own, that
        method starts with them. A panel of one face shows as much around it as the margin needs.
    finding : Finding, optional
        How to look for faces where `boxes` does not give them; by default thoroughly, as `anonymize` does. Faces of
        which the detector is in doubt are in the menu, and are called doubtful there.
    boxes : list of Box, optional
        The faces, if you know them; only for a single photo.
    methods : iterable of str, optional
        Of `METHODS`, in the order of the panels. By default the five of lesson 03, and that of `hiding` if it is
        another one.
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
    **options
        Fields of `Hiding` and of `Finding`, in place of those in `hiding` and `finding`: ``strength=0.3``,
        ``margin=0.1``, ``detector="hog"``.

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

    Examples
    --------
    >>> explorer = compare_methods("hopper", Hiding("box", strength=0.3), looks="one")
    >>> explorer.hiding("median")
    Hiding(method='median', strength=0.3, mask='ellipse', margin=0.3)
    """
    if image is None:
        image = [name for name in samples.names() if samples.true_boxes(name, "frontal")]
    several = isinstance(image, (list, tuple))
    if several and boxes is not None:
        raise TypeError("boxes belong to one photo; pass a single image, or leave the faces to the detector.")
    chosen = hiding is not None or "method" in options
    hiding, finding = share_out(options, (Hiding, hiding), (Finding, finding))
    if methods is None and not chosen:
        hiding = hiding.replace(method=FIVE[-1])  # a cover is nothing to compare blurs with
    methods = _chosen_methods(methods, hiding, chosen)
    pick(VIEWS, view, "view")
    photos = Photos(image if several else [image], finding, boxes)
    return MethodExplorer(photos, methods, MethodControls(photos, methods, hiding, view, measure, projector))


def _chosen_methods(methods, hiding, chosen):
    """Tell which methods get a panel; `chosen` says whether somebody asked for that of `hiding`."""
    if methods is None:
        return FIVE if hiding.method in FIVE or not chosen else (*FIVE, hiding.method)
    methods = (methods,) if isinstance(methods, str) else tuple(methods)
    for name in methods:
        pick(METHODS, name, "method")
    if not methods:
        raise ValueError("There is no method to compare: the list is empty.")
    if hiding.parameters is not None and hiding.method not in methods:
        raise ValueError(
            f"The parameters {dict(hiding.parameters)} are those of {hiding.method!r}, which is not among the methods "
            f"to compare ({', '.join(methods)}): add it, or name one of them in the Hiding."
        )
    return methods


class MethodExplorer(Live):
    """What `compare_methods` shows: photo, face, strength, mask and margin for all methods, and a tab for each.

    The common strength sets every method's own parameters. After a method's own slider has moved, that method keeps
    its values until the strength moves again. Only the panels that a change touches are computed anew. While a slider
    moves, a method that is slow here works on a picture of the panel's size; when it rests, the exact picture follows,
    and with it what was asked to be measured.

    Below the picture stands the `Hiding` of the method whose tab is open (under a curtain: of both methods), with a
    button that copies it; the table at the end has one for each panel. `hiding` gives the same to a program.
    """

    def __init__(self, photos, methods, controls):
        self._photos, self._methods, self._moves = photos, methods, controls
        self._scenes, self._layout = {}, Layout()
        self._measured = None  # for each panel, what was measured, as texts; None where it is still to come
        self._verdict = ""  # on all panels, in words
        self._generation, self._timer, self._coupling = 0, None, False
        controls.follow(self._scene.parameters)
        self._table, self._saved, self._style = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._copy = CopyLines()
        self._size_type()
        super().__init__(controls.all)
        controls.tab.observe(self._show_hiding, "selected_index")
        if controls.common["measure"].value:
            self.settle()  # at once: the still picture that stays in the notebook shows it, too

    def hiding(self, method=None):
        """Tell how a method hides faces now.

        Parameters
        ----------
        method : str, optional
            One of those compared; by default the one whose tab is open.

        Returns
        -------
        Hiding
            ``anonymize(photo, it)`` gives what the panel of a whole photo shows, to the pixel before it is fitted to
            the panel's size. In a panel of one face, only that face is hidden: ``boxes=[face]``.

        Raises
        ------
        ValueError
            If the method is not compared here.
        """
        method = method or self._moves.selected
        pick(self._moves.tabs, method, "method compared here")
        return self._moves.hiding(method)

    # --- the widgets --------------------------------------------------------------------------------------------------

    def _arranged(self):
        c = self._moves.common
        save = widgets.Button(description="Save as PNG", tooltip="Save this picture in the notebook's folder.")
        save.on_click(self._save_clicked)
        self.add_class("faceblur-compare")
        return [
            self._style,
            *(c[name] for name in ("photo", "face", "view", "strength")),
            self._moves.pair,
            self._picture,
            self._text,
            self._copy,
            widgets.HBox([c["measure"], c["projector"], save], layout=widgets.Layout(flex_flow="row wrap")),
            self._saved,
            c["margin"],
            c["mask"],
            self._moves.fading,
            self._moves.tab,
            self._table,
        ]

    def _size_type(self):
        large = self._moves.large
        self._style.value = _STYLE.format(points=20 if large else 13, row=38 if large else 28)

    # --- the picture --------------------------------------------------------------------------------------------------

    @property
    def _scene(self):
        moves = self._moves
        key = moves.value("photo"), moves.value("face"), moves.view.sides[moves.large]
        if key not in self._scenes:
            if len(self._scenes) > 8:  # each remembers pictures
                self._scenes.clear()
            image, faces = self._photos[key[0]]
            boxes = [face.box for face in faces]
            self._scenes[key] = Scene(image, boxes, moves.face, key[2], moves.surroundings)
        return self._scenes[key]

    def _hidings(self):
        """One for each panel, None for the original."""
        view, hiding = self._moves.value("view"), self._moves.hiding
        if view == "curtain":
            return [hiding(self._moves.value(side)) for side in ("left", "right")]
        if view == "contact sheet":
            return [hiding(name, strength) for name in self._methods for strength in STRENGTHS]
        return [None, *map(hiding, self._methods)]

    def _draw(self, moving=False):
        scene, hidings = self._scene, self._hidings()
        waiting = [_panels().submit(scene.panel, hiding, moving) for hiding in hidings]
        return self._laid_out([panel.result() for panel in waiting], hidings), self._said(hidings)

    def _laid_out(self, panels, hidings):
        moves = self._moves
        return self._layout.picture(
            moves.value("view"),
            panels,
            hidings,
            large=moves.large,
            notes=self._measured and [texts.note(one) for one in self._measured],
            room_for_notes=moves.value("measure"),
            per_cent=moves.value("curtain"),
        )

    def _said(self, hidings):
        chosen = (self._moves.value(name) for name in ("photo", "face", "view"))
        said = texts.caption(*chosen, self._scene, hidings, self._moves.value("strength"))
        return f"{said} {self._verdict}" if self._measured else said

    def _new_picture(self, layout):
        return super()._new_picture(layout) if self._photos.only_samples else UnsavedPicture(layout=layout)

    def _still(self):
        content, words = super()._still()
        name = self._moves.value("photo")
        if not self._photos.is_sample(name):
            image, faces = self._photos[name]
            content, words = covered(image, [face.box for face in faces], self._scene.around)
            words = f"{words} {self._described} {self._caption}"
        if not self._photos.only_samples:
            self._picture.still = content or b""
        return content, words

    @property
    def _described(self):
        return texts.description(self._methods, *(self._moves.value(name) for name in ("view", "left", "right")))

    def _show(self, frame, caption):
        self._frame = frame
        super()._show(frame, caption)
        hidings = [] if self._moves.value("view") == "contact sheet" else self._hidings()
        self._table.value = texts.table(self._scene, hidings, self._measured)
        self._show_hiding()

    def _show_hiding(self, change=None):
        names = {"side by side": [self._moves.selected], "contact sheet": []}  # a sheet has many strengths
        names = names.get(self._moves.value("view"), [self._moves.value(side) for side in ("left", "right")])
        self._copy.lines = [[METHODS[name].title, repr(self.hiding(name))] for name in dict.fromkeys(names)]

    # --- what follows a change ----------------------------------------------------------------------------------------

    def _changed(self, change):
        moves = self._moves
        if self._coupling or moves.is_echo(change.owner):
            return  # moved by another control, which draws once for all
        with self._one_thread:
            if self.closed:
                return
            self._generation += 1
            self._measured = None
            moving = isinstance(change.owner, (widgets.IntSlider, widgets.FloatSlider))
            with self._errors_shown():
                self._coupling = True
                try:
                    moves.moved(change.owner)
                    moves.follow(self._scene.parameters)
                finally:
                    self._coupling = False
                moves.hide_idle()
                self._size_type()
                self._show(*self._draw(moving))
        if self.error is not None:
            return
        if change.owner is moves.common["measure"]:
            _at_rest.submit(self.settle)  # a large group takes seconds, and a control may move meanwhile
        elif self._measuring or any(hiding and self._scene.is_draft(hiding) for hiding in self._hidings()):
            self._wait_for_rest()

    @property
    def _measuring(self):
        return self._moves.value("measure") and self._moves.view.note_lines > 0

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
            if self.closed:
                return
            scene, hidings, generation = self._scene, self._hidings(), self._generation
            measuring = self._measuring
        with self._errors_shown():
            panels, measured, shown_at = [], [], time.monotonic()
            for hiding in hidings:  # without the lock: a slider that moves meanwhile comes first
                panels.append(scene.panel(hiding))
                if generation != self._generation:
                    return
            if measuring and scene.whole:  # it takes seconds until the first panel is measured
                self._show_measured(generation, scene, hidings, panels, measured)
            for hiding in hidings if measuring else ():
                for _ in scene.judging(hiding):
                    if generation != self._generation:
                        return
                measured.append([measure(scene, hiding) for measure in MEASURES.values()])
                if generation != self._generation:
                    return
                if len(measured) < len(hidings) and time.monotonic() - shown_at > _SHOW:
                    self._show_measured(generation, scene, hidings, panels, measured)
                    shown_at = time.monotonic()
            self._show_measured(generation, scene, hidings, panels, measured)

    def _show_measured(self, generation, scene, hidings, panels, measured):
        """Show the exact panels with what is measured so far, unless a control has moved meanwhile."""
        with self._one_thread:
            if generation != self._generation:
                return
            missing = len(hidings) - len(measured)
            self._measured = measured + [None] * missing if self._measuring else None
            if missing:
                self._verdict = f"Measuring: {len(measured)} of {len(hidings)} panels."
            else:
                self._verdict = texts.verdict_on(scene, hidings)
            self._show(self._laid_out(panels, hidings), self._said(hidings))

    def _free(self):
        super()._free()
        with self._one_thread:
            self._generation += 1  # whoever measures gives up
            if self._timer:
                self._timer.cancel()
            self._photos.forget()
            self._scenes.clear()
            self._layout, self._frame = Layout(), None

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
        ValueError
            If the comparison is closed, because its cell was run again.
        """
        if self.closed:
            raise ValueError("This comparison is closed, for its cell was run again: save the picture of the new one.")
        return write_image(path, captioned(self._frame, self.caption, self._moves.view.points[self._moves.large]))

    def _save_clicked(self, button):
        number = 1
        while Path(f"comparison_{number}.png").exists():
            number += 1
        try:
            said = f"Saved as {self.save(f'comparison_{number}.png')}, beside the notebook."
            if not self._photos.is_sample(self._moves.value("photo")):
                said += " Faces that are clear here are clear in it."
        except Exception as error:
            said = f"Not saved. {type(error).__name__}: {error}"
        self._saved.value = f'<p role="status">{html.escape(said)}</p>'
