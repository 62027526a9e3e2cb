"""The page for your own video in JupyterLab. Nothing of it is saved.

Like photos in `own_photos`, frames travel in messages of their own and never in a widget's state, so that JupyterLab
has nothing of them to save in the notebook. What is uploaded and written lies in a folder of this kernel (`temporary`).
"""

import os
import re
import threading
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import anywidget
import ipywidgets as widgets

from .. import samples
from ..compare.controls import choice_controls, finding_at, hiding_at
from ..compare.copying import CopyLines
from ..compare.lifetime import CellOutput
from ..compare.script import script
from ..detect import Finding
from ..figures import bundle
from ..hiding import Hiding
from ..images import printable
from ..messages import error_message
from ..own_photos.meter import Meter
from ..values import share_out
from .asking import ANSWERS
from .clip import OwnClip
from .pictures import EMPTY, before_and_after, draw_still
from .review import read
from .telling import about_clip, about_frame, about_rows, about_seen, about_sketch, about_suggestions, times_of
from .temporary import Arriving, Temporary
from .work import Latest

# One module for the page, of several files: each says in its first lines what it is for.
_PARTS = ("parts.js", "strips.js", "player.js", "choosing.js", "mending.js", "writing.js", "page.js")
# Rows and thumbnails a message.
_AT_ONCE = 20


class _Page(anywidget.AnyWidget):
    """What the scripts show. It has no state of its own: everything travels in messages."""

    _esm = script(__file__, *_PARTS)


class OwnVideo(CellOutput):
    """Hide faces in your own video, in JupyterLab: look who is in it, keep a person clear, mend, write.

    The clip is searched thoroughly in the background, and each face that is found becomes a row with a strip of when
    it is seen. All are hidden until you say otherwise; a person whom you keep is covered all the same wherever it
    cannot be told for sure who it is. A face that was missed gets a box, which is followed both ways. The clip goes to
    this notebook's kernel and nowhere else: what is uploaded lies in a folder that only you can read, and that goes
    with the page or the kernel. The saved notebook holds nothing of it. What stays behind there is the first frame of
    a sample, or else a sentence. When the cell is run again, the page is closed (`CellOutput`).

    Parameters
    ----------
    source : str or os.PathLike, optional
        The name of a sample clip, or a file on the kernel's machine; by default it is chosen on the page.
    decisions : str, os.PathLike, dict or Decisions, optional
        To begin with: the JSON that the page's *Download the decisions* gives, as a file, its text or its object. The
        clip is not searched again.
    hiding : Hiding, optional
        How faces are hidden, and where the controls stand at first.
    finding : Finding, optional
        How faces are looked for.
    tracks : Tracks, optional
        What `find_tracks` found in this very clip: it is not searched again.
    partial : bool
        Whether to keep all that can be read of a damaged clip.
    **options
        Fields of `Hiding` and of `Finding`, in place of those in `hiding` and `finding`.

    Attributes
    ----------
    controls : dict
        ``"detector"``, ``"looks"``, ``"method"``, ``"mask"``, ``"strength"`` and ``"margin"``, each a widget with a
        ``value``. Another detector or other looks count from the next search on.
    clip : OwnClip or None
        What is shown.
    error : Exception or None
        What went wrong in the last thing done; the page shows it, too.

    Raises
    ------
    FileNotFoundError, VideoError
        If the clip cannot be opened.
    TypeError, ValueError
        If an argument is not one of those above, or decisions or tracks are about another clip.

    Examples
    --------
    >>> own = OwnVideo("composed")
    >>> own.clip.state  # it is searched as soon as the page is there
    'new'
    >>> own.close()
    """

    def __init__(
        self, source=None, decisions=None, hiding=None, finding=None, *, tracks=None, partial=False, **options
    ):
        # Read here already: what is wrong with it is told before anything is shown.
        first = (None,) * 4 if decisions is None else read(decisions)
        self._begun_hiding, self._finding = share_out(options, (Hiding, hiding or first[1]), (Finding, finding))
        self._partial, self._with = partial, (decisions, tracks)
        # JupyterLab answers the page in a thread beside the one that runs cells.
        self._one_thread = threading.RLock()
        self.clip = self.error = self._still = self._result = None
        self._watched = self._metering = self._gone = False
        self._at = 0
        self._folder = Temporary()
        self._arriving = Arriving(self._folder)
        self.controls = choice_controls(self._begun_hiding, self._finding, looks=True)
        self._page, self._copy = _Page(layout=widgets.Layout(width="100%")), CopyLines()
        self._player = Latest(self._draw)
        self._meter = Meter(self._one_thread, self._to_measure, self._tell_of_meter, lambda error: None)
        try:
            if source is not None:
                sample = isinstance(source, str) and source in samples.clip_names()
                path = samples.clip(source) if sample else Path(os.fspath(source))
                self._still = draw_still(path, source, self.hiding) if sample else None
                self._take(path)
        except BaseException:
            self._folder.close()
            raise
        self._copy.show(hiding=self.hiding, finding=self.finding)
        row = widgets.HBox(list(self.controls.values()), layout=widgets.Layout(flex_flow="row wrap"))
        super().__init__([self._page, row, self._copy])
        self._page.on_msg(self._on_message)
        for one in self.controls.values():
            one.observe(self._moved, "value")

    @property
    def hiding(self):
        """How faces are hidden now: a `Hiding` that photos and folders take, too."""
        return hiding_at(self._begun_hiding, self.controls)

    @property
    def finding(self):
        """How faces are looked for in the next search: a `Finding`."""
        return finding_at(self._finding, self.controls)

    @property
    def tracks(self):
        """What was found: `Tracks`, or None until all of the clip is searched."""
        return self.clip.tracks if self.clip else None

    @property
    def decisions(self):
        """What is decided: `Decisions`, which `anonymize_video` takes with `tracks`; or None without a clip."""
        return self.clip.decisions if self.clip else None

    @property
    def report(self):
        """The `Report` of what was written last, or None."""
        return self.clip.report if self.clip else None

    # --- what changes -------------------------------------------------------------------------------------------------

    def _take(self, path, anew=False):
        """Show another clip; or the same, to be searched anew."""
        decisions, tracks = (None, None) if anew else self._with
        clip = OwnClip(
            path, decisions, self.hiding, self.finding, tracks=tracks, partial=self._partial, tell=self._heard
        )
        self._with, old, self.clip, self._at, self._result = (None, None), self.clip, clip, 0, None
        if old is not None:
            old.close(0)
            # What was uploaded before goes at once.
            if self._folder.path in old.source.parents and old.source != path:
                old.source.unlink(missing_ok=True)
        if self._watched:
            self._begin()

    def _begin(self):
        """Search, now that somebody looks."""
        self.clip.search()
        self._show_all()

    def _show_hiding(self, hiding):
        """Put the controls where a `Hiding` says."""
        self._begun_hiding = hiding
        for name in ("method", "mask", "strength", "margin"):
            control = self.controls[name]
            if hasattr(control, "max"):
                control.max = max(control.max, getattr(hiding, name))
            control.value = getattr(hiding, name)
        self.clip.hiding = self.hiding

    def _moved(self, change):
        with self._one_thread, self._errors_told():
            self._copy.show(hiding=self.hiding, finding=self.finding)
            if self.clip is not None:
                self.clip.hiding = self.hiding
                self._tell_clip()
                self._look(self._at)

    @contextmanager
    def _errors_told(self):
        """Show an error where the user looks; a kernel's log is not such a place."""
        try:
            yield
        except Exception as error:
            self.error = error
            self._tell({"is": "trouble", "text": error_message(error)})
        else:
            self.error = None

    # --- what the page is told ----------------------------------------------------------------------------------------

    def _tell(self, content, buffers=()):
        if self._watched and not self._gone:
            self._page.send(content, list(buffers))

    def _tell_clip(self, times=False):
        clip = self.clip
        uploaded = self._folder.path in clip.source.parents
        self._tell(about_clip(clip, self.finding, uploaded), times_of(clip) if times else [])

    def _heard(self, event, content):
        """Pass on what the clip says, in whichever thread."""
        if self._gone:
            return
        clip = self.clip
        if event in ("search", "deciding", "writing", "stopped", "trouble"):
            if event == "trouble":
                self.error = clip.error if clip is not None else None
            self._tell({"is": event} | content)
            if event == "trouble" and clip is not None:
                self._tell_clip()
            return
        with self._one_thread:
            if clip is None or clip is not self.clip or self._gone:
                return
            if event == "written":
                self._result = Path(content["target"])
                notes = " ".join(content["heard"])
                self._tell(
                    {"is": "written", "name": self._result.name, "size": self._result.stat().st_size}
                    | {"report": str(clip.report), "notes": notes, "where": printable(self._result)}
                )
            elif event == "seen":
                for message in about_seen(clip, _AT_ONCE):
                    self._tell(*message)
            elif event == "ready":
                self._show_all()
            elif event == "pictures":
                self._send_pictures(content["tracks"])
            elif event == "suggested":
                self._tell(about_suggestions(clip))
            elif event in ("decided", "followed"):
                if event == "followed":
                    self._tell(about_sketch(clip))
                self._send_rows()
                self._look(self._at)

    def _show_all(self):
        """Send all that is known of the clip."""
        clip = self.clip
        self._tell_clip(times=True)
        if clip.tracks is None:
            for message in about_seen(clip, _AT_ONCE, all_pictures=True):
                self._tell(*message)
            return
        self._send_rows()
        self._send_pictures(list(clip.pictures))
        self._tell(about_suggestions(clip))
        self._tell(about_sketch(clip))
        self._look(self._at)

    def _send_rows(self):
        for message in about_rows(self.clip, _AT_ONCE):
            self._tell(message)

    def _send_pictures(self, tracks):
        for start in range(0, len(tracks), _AT_ONCE):
            some = tracks[start : start + _AT_ONCE]
            pictures = [self.clip.pictures.get(number, []) for number in some]
            counts = [len(each) for each in pictures]
            self._tell({"is": "pictures", "tracks": some, "counts": counts}, [one for each in pictures for one in each])

    def _look(self, number):
        """Show a frame, unless another one is asked for before."""
        self._at = number
        self._meter.stop()
        if self._watched and self.clip is not None and self.clip.tracks is not None:
            self._player.ask(self.clip, number)

    def _draw(self, newer, clip, number):
        try:
            planes, frame = clip.frames.planes(number), clip.frame(number)
            before, after, weak = before_and_after(planes, frame, self.hiding)
            if clip is self.clip and not self._gone:
                self._tell(about_frame(clip, frame, weak), [before, after])
                if self._metering and not newer():
                    self._meter.wait()
        except Exception as error:
            if clip is self.clip and not self._gone:
                self.error = error
                self._tell({"is": "trouble", "text": error_message(error)})

    def _to_measure(self):
        """What the meter is asked about: the frame that is shown, and what will be written of it."""
        clip, number = self.clip, self._at
        if clip is None or clip.tracks is None:
            return None
        frame = clip.frame(number)
        if not frame.faces or frame.span:
            return None
        planes = clip.frames.planes(number)
        before = planes.rgb()
        planes.hide([face.whole for face in frame.faces], self.hiding)
        faces = [SimpleNamespace(number=face.track, box=face.whole, hidden=True) for face in frame.faces]
        return SimpleNamespace(key=number, image=before, faces=faces, hidden=faces), planes.rgb()

    def _tell_of_meter(self, content):
        """Name faces as the rows do, not by their place in the frame."""
        fails = []
        for one in content["fails"]:
            name = f"Face {one['number']}" if one["number"] else "The new box"
            fails.append(one | {"words": re.sub(r"^Face \d+ of \d+", name, one["words"])})
        self._tell(content | {"fails": fails})

    # --- what the page asks for ---------------------------------------------------------------------------------------

    def _on_message(self, page, content, buffers):
        with self._one_thread:
            self.error, answer = None, {}
            try:
                answer = ANSWERS[content["do"]](self, content, buffers) or {}
            except Exception as error:
                self.error, answer = error, {"trouble": error_message(error)}
            self._tell({"is": "done", "view": content.get("view"), "request": content.get("request")} | answer)

    def _free(self):
        self._gone = True
        self._meter.stop()
        self._player.stop()
        clip, self.clip, self._still = self.clip, None, None
        if clip is not None:
            clip.close()
        self._player.wait(5)
        self._folder.close()

    # --- what stays in the notebook -----------------------------------------------------------------------------------

    def _repr_mimebundle_(self, **kwargs):
        live = super()._repr_mimebundle_(**kwargs)
        if self._still is None:
            return {**live, "text/plain": EMPTY}, {}
        still, metadata = bundle(self._still[0], "jpeg", self._still[1])
        return {**live, **still}, metadata
