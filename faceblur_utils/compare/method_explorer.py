"""The widget that `compare_methods` shows: it draws what the controls say, measures when they rest, and saves."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from ..blur import METHODS
from ..cores import cores
from ..figures import captioned, encode_jpeg
from ..parameters import pick
from . import texts
from .explorer import Live
from .files import Files, at_rest
from .knobs import Number
from .saved import covered
from .scene import MEASURES, Scene
from .views import STRENGTHS, Layout, Room, difference, fit

# Seconds without a change after which a slider counts as resting.
_REST = 0.4
# Seconds after which panels that are measured already are shown, while others still wait.
_SHOW = 1.0


@cache
def _panels():
    """One pool for all comparisons."""
    return ThreadPoolExecutor(cores(), "panel")


class MethodExplorer(Files, Live):
    """What `compare_methods` shows: controls beside the picture, so that all that moves and changes is in sight.

    The common strength sets every method's own parameters. After a method's own slider has moved, that method keeps
    its values until the strength moves again. Only the panels that a change touches are computed and sent anew. While a
    slider moves, a method that is slow here works on a picture of the panel's size; when it rests, the exact picture
    follows, and with it what was asked to be measured.

    The page says how much room it has, and gets panels of that size. With the pointer or the Tab key on the picture,
    arrow keys move the strength, 1 to 9 show a method alone, Space plays the strength from 0 to 1, F flips and D shows
    differences; *Present* fills the screen.

    Below the picture stands, in one line to be copied, the `Hiding` of the method chosen (of a pair: of both) and
    OpenCV's call for the face shown. `hiding` gives the same to a program.
    """

    def __init__(self, photos, methods, controls):
        self._photos, self._methods, self._moves = photos, methods, controls
        self._scenes, self._sized, self._layout, self._room = {}, {}, Layout(), None
        self._measured = None  # for each panel, what was measured, as texts; None where it is still to come
        self._verdict = ""  # on all panels, in words
        self._generation, self._timer, self._coupling, self._table = 0, None, False, ""
        controls.follow(self._scene.parameters)
        super().__init__(controls.all)
        if controls.common["measure"].value:
            self.settle()  # at once: the still picture that stays in the notebook shows it, too

    def hiding(self, method=None):
        """Tell how a method hides faces now.

        Parameters
        ----------
        method : str, optional
            One of those compared; by default the one whose own sliders are shown.

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
        pick(dict.fromkeys(self._methods), method, "method compared here")
        return self._moves.hiding(method)

    # --- the picture --------------------------------------------------------------------------------------------------

    @property
    def _scene(self):
        """What the panels show, as large as there is room for."""
        return self._sized_scene(self._room)

    def _sized_scene(self, room):
        moves = self._moves
        key = moves.value("photo"), moves.value("face")
        if key not in self._scenes:
            if len(self._scenes) > 4:  # each remembers pictures
                self._scenes.clear()
                self._sized.clear()
            image, faces = self._photos[key[0]]
            boxes = [face.box for face in faces]
            self._scenes[key] = Scene(image, boxes, moves.face, surroundings=moves.surroundings)
        whole = self._scenes[key]
        sized = (*key, self._fit(whole, room).side)
        if sized not in self._sized:
            if len(self._sized) > 8:
                self._sized.clear()
            self._sized[sized] = whole.sized(sized[-1])
        return self._sized[sized]

    def _fit(self, scene, room):
        moves = self._moves
        return fit(moves.value("view"), len(self._hidings()), scene.shape, moves.large, room, self._note_lines)

    @property
    def _note_lines(self):
        return self._moves.view.note_lines if self._moves.value("measure") else 0

    def _hidings(self, strength=None):
        """One for each panel, None for the original; of another strength than the common one on request."""
        view, moves = self._moves.value("view"), self._moves
        if view == "contact sheet":
            return [moves.hiding(name, one) for name in self._methods for one in STRENGTHS]
        shown = {"one method": [None, moves.selected]}.get(view, [None, *self._methods])
        return [name and moves.hiding(name, strength) for name in (moves.pair if moves.view.pair else shown)]

    def _panels_of(self, scene, hidings, moving=False):
        waiting = [_panels().submit(self._panel_of, scene, hiding, moving) for hiding in hidings]
        return [panel.result() for panel in waiting]

    def _panel_of(self, scene, hiding, moving):
        panel = scene.panel(hiding, moving)
        apart = hiding is not None and self._moves.value("view") == "difference"
        return difference(scene.panel(None), panel) if apart else panel

    def _draw(self, moving=False):
        scene, hidings = self._scene, self._hidings()
        return self._laid_out(scene, self._panels_of(scene, hidings, moving), hidings), self._said(hidings)

    def _laid_out(self, scene, panels, hidings, room=..., noted=True):
        moves, room = self._moves, self._room if room is ... else room
        notes = self._measured and [texts.note(one) for one in self._measured]
        return self._layout.sheet(
            moves.value("view"),
            panels,
            hidings,
            self._fit(scene, room),
            notes=notes if noted else None,
            lines=self._note_lines,
            per_cent=moves.value("curtain"),
        )

    def _said(self, hidings):
        chosen = (self._moves.value(name) for name in ("photo", "face", "view"))
        said = texts.caption(*chosen, self._scene, hidings, self._moves.value("strength"))
        return f"{said} {self._verdict}" if self._measured else said

    @property
    def _described(self):
        moves = self._moves
        return texts.description(self._methods, moves.value("view"), moves.selected, moves.pair)

    @property
    def _lines(self):
        """Lines to be copied, each with its title: for the method chosen, or both of a pair; a sheet has too many."""
        moves = self._moves
        names = {"contact sheet": []}.get(moves.value("view"), moves.pair if moves.view.pair else [moves.selected])
        names = [name for name in dict.fromkeys(names) if name]
        return [[METHODS[name].title, texts.copied(self._scene, self.hiding(name))] for name in names]

    @property
    def _beside(self):
        numbers = {name: place for place, name in enumerate(self._methods)}
        shown = [hiding and numbers[hiding.method] for hiding in self._hidings()]
        return {"copy": self._lines, "table": self._table, "fits": True, "panels": shown, "methods": len(self._methods)}

    def _show(self, sheet, caption, moving=False):
        if not moving:  # nobody reads it while it changes
            hidings = [] if self._moves.value("view") == "contact sheet" else self._hidings()
            self._table = texts.table(self._scene, hidings, self._measured)
        super()._show(sheet, caption)

    # --- what follows a change ----------------------------------------------------------------------------------------

    def _changed(self, change):
        moves = self._moves
        if self._coupling:
            return  # moved by another control, which draws once for all
        with self._one_thread:
            if self.closed:
                return
            self._generation += 1
            self._measured = None
            moving = isinstance(change.owner, Number) and self._answering is not None
            with self._errors_shown():
                self._coupling = True
                try:
                    if change.owner is moves.common["photo"]:
                        self._tell_busy(f"Looking for faces in {change.owner.value} ...")
                    moves.moved(change.owner)
                    moves.follow(self._scene.parameters)
                    moves.hide_idle()
                finally:
                    self._coupling = False
                self._show(*self._draw(isinstance(change.owner, Number)), moving)
        if self.error is not None:
            return
        if change.owner is moves.common["measure"]:
            at_rest.submit(self.settle)  # a large group takes seconds, and a control may move meanwhile
        elif moving or self._measuring or any(one and self._scene.is_draft(one) for one in self._hidings()):
            self._wait_for_rest()

    @property
    def _measuring(self):
        return self._moves.value("measure") and self._moves.view.note_lines > 0

    def _tell_busy(self, words, share=None):
        """Say what takes so long, with how much of it is done; the answer comes later."""
        self._bench.tell({"is": "state", "busy": [words, share]})

    def _wait_for_rest(self):
        if self._timer:
            self._timer.cancel()
        self._timer = threading.Timer(_REST, at_rest.submit, [self.settle])
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
                panels.append(self._panel_of(scene, hiding, False))
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
            missing = len(hidings) - len(measured) if self._measuring else 0
            self._measured = measured + [None] * missing if self._measuring else None
            if missing:
                self._verdict = f"Measuring: {len(measured)} of {len(hidings)} panels."
            elif self._measuring:
                self._verdict = texts.verdict_on(scene, hidings)
            self._show(self._laid_out(scene, panels, hidings), self._said(hidings))
            if missing:
                self._tell_busy(self._verdict, len(measured) / len(hidings))

    def _free(self):
        super()._free()
        with self._one_thread:
            self._generation += 1  # whoever measures gives up
            if self._timer:
                self._timer.cancel()
            self._photos.forget()
            self._scenes.clear()
            self._sized.clear()
            self._layout = Layout()

    # --- what the page asks for ---------------------------------------------------------------------------------------

    def _hello(self, content):
        if content.get("room"):
            self._take_room(content["room"])
        super()._hello(content)

    def _fit_to(self, content):
        """Draw for a page that has another size now."""
        if self._take_room(content["room"]) and self.error is None:
            self._tell(self._bench.sheet, **self._beside)

    def _take_room(self, room):
        """Lay the picture out for a page's room; tell whether that has changed it."""
        new, old = Room(*(room[name] for name in ("width", "height", "ratio", "large"))), self._room
        self._room = new
        if old == new or self._fit(self._scene, old) == self._fit(self._scene, new):
            return False
        hidings = self._hidings()
        sheet = self._laid_out(self._scene, self._panels_of(self._scene, hidings), hidings)
        self._tell(sheet)
        return True

    _ANSWERS = Live._ANSWERS | {"hello": _hello, "room": _fit_to} | Files._ANSWERS

    # --- what stays in the notebook -----------------------------------------------------------------------------------

    def _still(self):
        """Of a sample the picture, of any other photo one in which every face is covered."""
        name = self._moves.value("photo")
        if not self._photos.is_sample(name):
            image, faces = self._photos[name]
            content, words = covered(image, [face.box for face in faces], self._scene.around)
            return content, f"{words} {self._described} {self._caption}"
        sheet, caption, _ = self._for_a_file()
        hidings = [] if self._moves.value("view") == "contact sheet" else filter(None, self._hidings())
        invitation = self._invitation()
        below = f"{texts.samples_left(self._scene, hidings)} {invitation}"
        return encode_jpeg(captioned(sheet.picture, below)), f"{self._described} {caption} {invitation}"
