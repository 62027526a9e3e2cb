"""The page for your own photos in JupyterLab. Nothing of them is saved.

Photos travel in messages of their own and never in a widget's state, so that JupyterLab has nothing of them to save in
the notebook, not even with "Save Widget State Automatically". `ipywidgets.FileUpload` would keep them in its state, and
sends all files in one message, which is too much for three photos of a phone.
"""

import os
import threading
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import anywidget
import ipywidgets as widgets
import numpy as np

from .. import samples
from ..compare.controls import choice_controls, finding_at, hiding_at
from ..compare.copying import CopyLines
from ..compare.lifetime import CellOutput
from ..compare.script import script
from ..detect import DETECTORS, Finding
from ..figures import ORANGE, SKY, VERMILION, bundle, encode_jpeg
from ..hiding import Hiding
from ..images import read_content
from ..messages import error_message
from ..roi import Box
from ..values import share_out
from .meter import Meter
from .photo import OwnPhoto, free_name
from .pictures import EMPTY, draw_still, drawn_as, shrunk
from .transfer import PIECE, Uploads, packed, pieces
from .words import describe_all, describe_left_out


class _Page(anywidget.AnyWidget):
    """What ``boxes.js`` and ``page.js`` show. It has no state of its own: everything travels in messages."""

    _esm = script(__file__, "boxes.js", "page.js")
    _css = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    # The preview last sent, a JPEG. Not a trait: JupyterLab would save it.
    value = b""


class OwnPhotos(CellOutput):
    """Hide faces in your own photos, in JupyterLab: choose, look, click, download.

    Faces are looked for thoroughly: at several sizes, in tiles and in four turns. Those in doubt are hidden, too, and
    drawn with dashes: look at each. A face that was found can be left clear, a missed one gets a box, by mouse or by
    keyboard. When nothing has changed for a moment, the privacy meter says which of the hidden faces are still found or
    recognised. The photos go to this notebook's kernel and nowhere else. The saved notebook holds nothing of them: no
    pixels, no names, no boxes. What stays behind there is a picture of the first sample in `photos`, as it was at the
    start, or else a sentence. When the cell is run again, the page is closed and its photos are let go (`CellOutput`).

    Parameters
    ----------
    photos : list, optional
        To begin with: names of samples, files, their content (bytes), or arrays of shape (height, width, 3), dtype
        uint8, RGB. One alone will do as well.
    hiding : Hiding, optional
        How faces are hidden, and where the controls stand at first.
    finding : Finding, optional
        How faces are looked for; by default thoroughly, with YuNet.
    **options
        Fields of `Hiding` and of `Finding`, in place of those in `hiding` and `finding`: ``method="box"``,
        ``strength=0.3``, ``detector="hog"``.

    Attributes
    ----------
    controls : dict
        ``"detector"``, ``"looks"``, ``"method"``, ``"mask"``, ``"strength"`` and ``"margin"``, each a widget with a
        ``value``.
    photos : list of OwnPhoto
        In the order in which they came.
    error : Exception or None
        What went wrong in the last thing done; the page shows it, too.

    Raises
    ------
    FileNotFoundError, ImageError
        If one of `photos` cannot be read.
    TypeError, ValueError
        If an argument is not one of those above.

    Examples
    --------
    >>> own = OwnPhotos(["hopper"], Hiding("solid"))
    >>> own.photos[0].words
    '1 of 1 face hidden.'
    """

    def __init__(self, photos=None, hiding=None, finding=None, **options):
        self._hiding, self._finding = share_out(options, (Hiding, hiding), (Finding, finding))
        # JupyterLab answers the page in a thread beside the one that runs cells.
        self._one_thread = threading.RLock()
        self.photos, self.error = [], None
        self._shown, self._uploads, self._made, self._watched = None, Uploads(), (None, None), False
        self._meter = Meter(self._one_thread, self._to_measure, self._tell, partial(setattr, self, "error"))
        self.controls = choice_controls(self._hiding, self._finding, looks=True)
        self._page = _Page(layout=widgets.Layout(width="100%"))
        self._copy = CopyLines()
        self._copy.show(hiding=self.hiding, finding=self.finding)
        alone = isinstance(photos, (str, os.PathLike, np.ndarray, bytes))
        given = [photos] if alone else photos or []
        first_sample = None
        for source in given:
            photo = self.add(source)
            if isinstance(source, str) and source in samples.names() and first_sample is None:
                first_sample = photo
        self._still = None
        if first_sample:
            self._still = draw_still(first_sample, self._outcome(first_sample))
            if first_sample is not self._shown:
                first_sample.rest()
        row = widgets.HBox(list(self.controls.values()), layout=widgets.Layout(flex_flow="row wrap"))
        super().__init__([row, self._page, self._copy])
        self._page.on_msg(self._on_message)
        for one in self.controls.values():
            one.observe(self._moved, "value")

    def add(self, source, name=None):
        """Take a photo in and look for faces.

        Parameters
        ----------
        source : str, os.PathLike, bytes or numpy.ndarray
            The name of a sample, a file, a file's content, or an image.
        name : str, optional
            What to call it.

        Returns
        -------
        OwnPhoto

        Raises
        ------
        FileNotFoundError, ImageError, TypeError, ValueError
            If it cannot be read as a photo.
        """
        with self._one_thread:
            if isinstance(source, str) and source in samples.names():
                path = samples.path(source)
                source, name = path.read_bytes(), name or source + path.suffix
            elif isinstance(source, (str, os.PathLike)):
                name, source = name or Path(source).name, read_content(source)[1]
            elif isinstance(source, np.ndarray):
                name = name or f"image_{len(self.photos) + 1}.png"
            elif not isinstance(source, (bytes, bytearray, memoryview)):
                raise TypeError(f"A photo is a sample's name, a file, a file's content or an array, got {source!r}.")
            photo = OwnPhoto(source, name or f"photo_{len(self.photos) + 1}.jpg")
            photo.name = free_name(photo.name, [other.name for other in self.photos])
            self._search(photo)
            self.photos = [*self.photos, photo]
            if self._shown is None:
                self._show(photo)
            else:
                photo.rest()
                self._list()
            return photo

    @property
    def hiding(self):
        """How faces are hidden now: a `Hiding` that `anonymize`, folders and videos take, too."""
        return hiding_at(self._hiding, self.controls)

    @property
    def finding(self):
        """How faces are looked for now: a `Finding`."""
        return finding_at(self._finding, self.controls)

    def refresh(self):
        """Show on the page what a cell has changed, such as ``own.photos[0].set_all(False)``."""
        with self._one_thread:
            self._refresh()

    def files(self):
        """Make what "Download all" gives.

        Returns
        -------
        dict
            Name to content (bytes).

        Raises
        ------
        ImageError
            If one of them cannot be made.
        """
        with self._one_thread:
            return self._files()[0]

    def _files(self):
        """Make all files; give them, and the names of photos in which a face is as clear as before."""
        made, weak = {}, []
        for photo in self.photos:
            outcome = self._outcome(photo)
            name, content = photo.file(outcome.image, made)
            made[name] = content
            weak += [photo.name] if outcome.unchanged else []
            if photo is not self._shown:
                photo.rest()
        return made, weak

    # --- what changes -------------------------------------------------------------------------------------------------

    def _search(self, photo):
        finding = self.finding
        how = "" if finding.looks == "one" else " thoroughly"
        text = f"{DETECTORS[finding.detector].title} is looking{how} for faces in {photo.name} ..."
        if how and finding.detector != "yunet":
            text += " With this detector, that can take minutes; one look is quicker."
        self._tell({"is": "working", "text": text})
        photo.search(finding)

    def _moved(self, change):
        with self._one_thread, self._errors_told():
            self._copy.show(hiding=self.hiding, finding=self.finding)
            if change.owner in (self.controls["detector"], self.controls["looks"]):
                for photo in sorted(self.photos, key=lambda photo: photo is not self._shown):
                    self._search(photo)
                    if photo is not self._shown:
                        photo.rest()
            self._tell({"is": "working", "text": ""})
            self._refresh()

    def _show(self, photo):
        if self._shown is not None and self._shown is not photo:
            self._shown.rest()
        self._shown = photo
        self._refresh(original=True)

    def _outcome(self, photo):
        """Hide what is to be hidden; the picture last made is kept, for it is looked at before it is downloaded."""
        if photo is not self._shown:
            return photo.hide(self.hiding)
        key = photo.key, tuple(photo.faces), self.hiding
        if self._made[0] != key:
            self._made = key, photo.hide(self.hiding)
        return self._made[1]

    def _to_measure(self):
        photo = self._shown
        return None if photo is None or not photo.hidden else (photo, self._outcome(photo).image)

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
        self._page.send(content, list(buffers))

    def _list(self):
        """Send the names of the photos."""
        photos = [
            {"id": photo.key, "name": photo.name, "note": photo.note, "warn": not photo.hidden} for photo in self.photos
        ]
        self._tell({"is": "list", "photos": photos, "shown": self._shown.key if self._shown else None})

    def _refresh(self, original=False):
        """Send the boxes and the preview of the photo that is shown, and on request the photo itself."""
        self._list()
        self._meter.stop()
        if self._watched:  # without a page there is nobody to tell
            self._meter.wait()
        photo = self._shown
        if photo is None:
            self._made, self._page.value = (None, None), b""
            self._tell({"is": "photo", "id": None})
            return
        content = {
            "is": "photo",
            "id": photo.key,
            "name": photo.name,
            "width": photo.width,
            "height": photo.height,
            "faces": [drawn_as(face, photo.image) for face in photo.faces],
            "words": photo.words,
            "warn": not photo.hidden or bool(photo.trouble),
            "nothing": not photo.hidden,
            "metadata": photo.metadata,
        }
        pictures = {"original": encode_jpeg(shrunk(photo.image))} if original else {}
        try:
            outcome = self._outcome(photo)
            pictures["result"] = encode_jpeg(shrunk(outcome.image))
            if outcome.words:
                content |= {"words": f"{photo.words} {outcome.words}", "warn": True}
        finally:  # even without a result, the boxes are the true ones
            self._page.value = pictures.get("result", b"")
            self._tell(content | {"pictures": list(pictures)}, pictures.values())

    # --- what the page asks for ---------------------------------------------------------------------------------------

    def _on_message(self, page, content, buffers):
        with self._one_thread:
            self.error, answer = None, {}
            try:
                answer = self._ANSWERS[content["do"]](self, content, buffers) or {}
            except Exception as error:
                self.error, answer = error, {"trouble": error_message(error)}
            self._tell({"is": "done", "view": content.get("view"), "request": content.get("request")} | answer)

    def _photo(self, content):
        for photo in self.photos:
            if photo.key == content["id"]:
                return photo
        raise ValueError("This photo is no longer here.")

    def _hello(self, content, buffers):
        colours = {"hidden": ORANGE, "clear": SKY, "warn": VERMILION}
        self._watched = True
        self._tell({"is": "colours"} | {name: f"rgb{colour}" for name, colour in colours.items()} | {"piece": PIECE})
        self._refresh(original=True)

    def _upload(self, content, buffers):
        """Take a piece of a file; when its last one has come, read the photo and look for faces."""
        where = {name: content[name] for name in ("view", "name", "size", "start")}
        file = self._uploads.take(**where, parts=buffers)
        if file is None:
            return
        photo = self.add(file, content["name"])
        if content["first"]:
            self._show(photo)

    def _look_at(self, content, buffers):
        self._show(self._photo(content))

    def _toggle(self, content, buffers):
        self._photo(content).toggle(content["number"])
        self._refresh()

    def _set_all(self, content, buffers):
        self._photo(content).set_all(content["hidden"])
        self._refresh()

    def _draw(self, content, buffers):
        number = self._photo(content).draw(Box(*content["box"]))
        self._refresh()
        return {"number": number}

    def _change(self, content, buffers):
        self._photo(content).change(content["number"], Box(*content["box"]))
        self._refresh()

    def _remove(self, content, buffers):
        self._photo(content).remove(content["number"])
        self._refresh()

    def _forget(self, content, buffers):
        photo = self._photo(content)
        place = self.photos.index(photo)
        self.photos = [other for other in self.photos if other is not photo]
        if photo is self._shown:
            self._shown = None
            if self.photos:
                self._show(self.photos[min(place, len(self.photos) - 1)])
                return
        self._refresh()

    def _download(self, content, buffers):
        """Send a file, or all of them in a ZIP file, piece by piece."""
        if content["id"] is None:
            files, weak = self._files()
            name, data, said = "photos_hidden.zip", packed(files), describe_all(self.photos, weak)
        else:
            photo = self._photo(content)
            outcome = self._outcome(photo)
            name, data = photo.file(outcome.image)
            said = " ".join(filter(None, [photo.words, outcome.words, describe_left_out(photo)]))
        view = {"view": content.get("view"), "request": content.get("request")}
        for piece in pieces(data):
            self._tell({"is": "piece"} | view, [piece])
        return {"name": name, "size": len(data), "said": said}

    _ANSWERS = {
        "hello": _hello,
        "upload": _upload,
        "show": _look_at,
        "toggle": _toggle,
        "set all": _set_all,
        "draw": _draw,
        "change": _change,
        "remove": _remove,
        "forget": _forget,
        "download": _download,
    }

    def _free(self):
        with self._one_thread:  # what is being done for the page is done first
            self._meter.stop()
            self.photos, self._shown, self._uploads, self._made = [], None, Uploads(), (None, None)
            self._page.value, self._still = b"", None

    # --- what stays in the notebook -----------------------------------------------------------------------------------

    def _repr_mimebundle_(self, **kwargs):
        live = super()._repr_mimebundle_(**kwargs)
        if self._still is None:
            return {**live, "text/plain": EMPTY}, {}
        still, metadata = bundle(self._still[0], "jpeg", self._still[1])
        return {**live, **still}, metadata
