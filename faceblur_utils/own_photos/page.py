"""The page for your own photos in JupyterLab. Nothing of them is saved.

Photos travel in messages of their own and never in a widget's state, so that JupyterLab has nothing of them to save in
the notebook, not even with "Save Widget State Automatically". `ipywidgets.FileUpload` would keep them in its state. It
also sends all files in one message, and Jupyter's server drops the connection at 10 MiB: three photos of a phone.
"""

import os
import threading
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import anywidget
import cv2
import ipywidgets as widgets
import numpy as np

from .. import samples
from ..blur import METHODS
from ..compare.explorer import control
from ..detect import DETECTORS
from ..figures import ORANGE, SKY, VERMILION, PanelGrid, bundle, draw_boxes, encode_jpeg
from ..hiding import MARGIN, STRENGTH
from ..images import MAX_BYTES, ImageError, read_content
from ..messages import counted, error_message
from ..parameters import pick
from ..paste_back import MASKS
from ..privacy.meter import caveat, in_numbers, verdict
from ..roi import Box
from .photo import OwnPhoto, free_name

# Longer side of what is sent to the page, in pixels: sharp on a large screen, and a tenth of a phone's photo.
PREVIEW_SIDE = 1200
# Bytes a message. The page may not send more than 10 MiB at once, and the progress bar moves with each.
PIECE = 1 << 20
# Seconds without a change after which the meter looks at the result.
_REST = 0.6
EMPTY = (
    "Photos can be chosen here while this notebook runs in JupyterLab. Nothing of them is saved in the notebook, so "
    "there is no picture here without a kernel."
)


def _small(image, side=PREVIEW_SIDE):
    """Shrink what is longer than `side`."""
    height, width = image.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return image
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA)


class _Page(anywidget.AnyWidget):
    """What ``own_photos.js`` shows. It has no state of its own: everything travels in messages."""

    _esm = Path(__file__).with_suffix(".js")
    # The preview last sent, a JPEG. Not a trait: JupyterLab would save it.
    value = b""


class OwnPhotos(widgets.VBox):
    """Hide faces in your own photos, in JupyterLab: choose, look, click, download.

    A face that was found can be left clear, a missed one gets a box, by mouse or by keyboard. When nothing has changed
    for a moment, the privacy meter says which of the hidden faces are still found or recognised. The photos go to this
    notebook's kernel and nowhere else. The saved notebook holds nothing of them: no pixels, no names, no boxes. What
    stays behind there is a picture of the first sample in `photos`, as it was at the start, or else a sentence.

    Parameters
    ----------
    photos : list, optional
        To begin with: names of samples, files, their content (bytes), or arrays of shape (height, width, 3), dtype
        uint8, RGB. One alone will do as well.
    detector : str
        One of `DETECTORS`.
    method, strength, mask, margin
        Where the controls stand at first; as for `anonymize`.

    Attributes
    ----------
    controls : dict
        ``"detector"``, ``"method"``, ``"strength"``, ``"mask"`` and ``"margin"``, each a widget with a ``value``.
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
    """

    def __init__(
        self,
        photos=None,
        detector="yunet",
        method="pixelate",
        strength=STRENGTH.default,
        mask="ellipse",
        margin=MARGIN.default,
    ):
        pick(DETECTORS, detector, "detector")
        pick(METHODS, method, "method")
        pick(MASKS, mask, "mask")
        if not 0 <= strength <= 1:
            raise ValueError(f"strength must be between 0 and 1 (shares of the face's width), got {strength!r}.")
        if not 0 <= margin <= 1:
            raise ValueError(f"margin must be between 0 and 1 here (shares of the face's size), got {margin!r}.")
        # JupyterLab answers the page in a thread beside the one that runs cells.
        self._one_thread = threading.RLock()
        self.photos, self.error = [], None
        self._shown, self._arriving, self._made = None, {}, (None, None)
        self._watched, self._generation, self._timer = False, 0, None
        self.controls = {
            "detector": control("detector", [(entry.title, name) for name, entry in DETECTORS.items()]),
            "method": control("method", [(entry.title, name) for name, entry in METHODS.items()]),
            "mask": control("mask", MASKS),
            "strength": control("strength", replace(STRENGTH, default=float(strength))),
            "margin": control("margin", replace(MARGIN, default=float(margin))),
        }
        for name, value in {"detector": detector, "method": method, "mask": mask}.items():
            self.controls[name].value = value
        for one in self.controls.values():  # narrower than alone under a picture, so that two stand side by side
            one.layout, one.style.description_width = widgets.Layout(width="min(28em, 100%)"), "6em"
        self._page = _Page(layout=widgets.Layout(width="100%"))
        alone = isinstance(photos, (str, os.PathLike, np.ndarray, bytes))
        given = [photos] if alone else photos or []
        first_sample = None
        for source in given:
            photo = self.add(source)
            if isinstance(source, str) and source in samples.names() and first_sample is None:
                first_sample = photo
        self._still = self._drawn_still(first_sample) if first_sample else None
        row = widgets.HBox(list(self.controls.values()), layout=widgets.Layout(flex_flow="row wrap"))
        super().__init__([row, self._page])
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
    def values(self):
        """What the controls stand at, by name."""
        return {name: one.value for name, one in self.controls.items()}

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
            made = {}
            for photo in self.photos:
                name, content = photo.file(self._anonymized(photo), made)
                made[name] = content
                if photo is not self._shown:
                    photo.rest()
            return made

    # --- what changes -------------------------------------------------------------------------------------------------

    def _search(self, photo):
        title = DETECTORS[self.controls["detector"].value].title
        self._tell({"is": "working", "text": f"{title} is looking for faces in {photo.name} ..."})
        photo.search(self.controls["detector"].value)

    def _moved(self, change):
        with self._one_thread, self._errors_told():
            if change.owner is self.controls["detector"]:
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

    def _anonymized(self, photo):
        """Hide what is to be hidden; the picture last made is kept, for it is looked at before it is downloaded."""
        how = {name: value for name, value in self.values.items() if name != "detector"}
        key = photo.key, tuple(photo.hidden), tuple(how.items())
        if photo is not self._shown:
            return photo.anonymized(**how)
        if self._made[0] != key:
            self._made = key, photo.anonymized(**how)
        return self._made[1]

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
        self._wait_for_rest()
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
            "faces": [
                {"number": f.number, "hidden": f.hidden, "drawn": f.drawn}
                | {side: getattr(f.box, side) for side in ("left", "top", "right", "bottom")}
                for f in photo.faces
            ],
            "words": photo.words,
            "warn": not photo.hidden or bool(photo.trouble),
            "nothing": not photo.hidden,
            "metadata": photo.metadata,
        }
        pictures = {"original": encode_jpeg(_small(photo.image))} if original else {}
        try:
            pictures["result"] = encode_jpeg(_small(self._anonymized(photo)))
        finally:  # even without a result, the boxes are the true ones
            self._page.value = pictures.get("result", b"")
            self._tell(content | {"pictures": list(pictures)}, pictures.values())

    # --- the meter ----------------------------------------------------------------------------------------------------

    def _wait_for_rest(self):
        """Ask the meter about the photo shown as soon as nothing changes any more, if there is a page to tell it."""
        self._generation += 1
        if self._timer:
            self._timer.cancel()
        if self._watched:
            self._timer = threading.Timer(_REST, self._measure, [self._generation])
            self._timer.daemon = True
            self._timer.start()

    def _measure(self, generation):
        """Ask detectors and the recogniser about each hidden face, and give up as soon as something changes."""
        try:
            with self._one_thread:
                photo = self._shown
                if generation != self._generation or photo is None or not photo.hidden:
                    return
                before, after, faces = photo.image, self._anonymized(photo), list(photo.faces)
                many = counted(len(photo.hidden), "hidden face")
                self._tell({"is": "meter", "id": photo.key, "words": f"Meter: asking about {many} ...", "fails": []})
            given = {}
            for place, face in enumerate(faces, start=1):
                if face.hidden:  # without the lock: what the user does meanwhile comes first
                    given[place] = verdict(before, after, face.box)
                if generation != self._generation:
                    return
            fails = [
                {"number": faces[place - 1].number, "words": f"Face {place} of {len(faces)}: {one.words}"}
                for place, one in given.items()
                if one.fails
            ]
            said = list(given.values())
            content = {"words": f"Meter on {many}: {in_numbers(said)}.", "fails": fails, "caveat": caveat(said)}
        except Exception as error:  # told beside the photo; a kernel's log is not where the user looks
            self.error, content = error, {"words": f"Meter: {error_message(error)}", "fails": []}
        with self._one_thread:
            if generation == self._generation:
                self._tell({"is": "meter", "id": photo.key} | content)

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
        """Put a file together; when its last piece has come, read it and look for faces."""
        view, size = content["view"], content["size"]
        if content["start"] == 0:
            self._arriving[view] = bytearray()  # whatever an interrupted upload left goes
            if size > MAX_BYTES:
                raise ImageError(f"{content['name']} has {size / 1e9:.1f} GB, more than any photo; is it a video?")
        arriving = self._arriving.get(view, bytearray())
        if len(arriving) != content["start"]:
            raise ImageError(f"{content['name']} did not arrive whole; choose it again.")
        for part in buffers:
            arriving += part
        if len(arriving) < size:
            return
        photo = self.add(bytes(self._arriving.pop(view)), content["name"])
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
            name, made = "photos_hidden.zip", BytesIO()
            files = self.files()
            with zipfile.ZipFile(made, "w") as archive:
                for one, file in files.items():
                    archive.writestr(zipfile.ZipInfo(one), file)  # dated 1980, and packed already
            data, said = made.getvalue(), self._said_of_all()
        else:
            photo = self._photo(content)
            name, data = photo.file(self._anonymized(photo))
            said = f"{photo.words} {_left_out(photo)}"
        view = {"view": content.get("view"), "request": content.get("request")}
        for start in range(0, len(data), PIECE):
            self._tell({"is": "piece"} | view, [data[start : start + PIECE]])
        return {"name": name, "size": len(data), "said": said}

    def _said_of_all(self):
        nothing = [photo.name for photo in self.photos if not photo.hidden]
        said = f"{counted(len(self.photos), 'photo')}, without metadata."
        return said + (f" Nothing is hidden in {', '.join(nothing)}." if nothing else "")

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

    # --- what stays in the notebook -----------------------------------------------------------------------------------

    def _drawn_still(self, photo):
        """Draw a sample with its boxes and its result, and describe it."""
        faces = counted(len(photo.faces), "face")
        panels = [draw_boxes(photo.image, [face.box for face in photo.faces]), self._anonymized(photo)]
        panels = [_small(panel, 460) for panel in panels]
        picture = encode_jpeg(PanelGrid(panels, [f"{photo.name}: {faces} found", "Result"]).paste(panels))
        alt = f"The sample {photo.name} with boxes around {faces}, and beside it the same photo with them hidden."
        if photo is not self._shown:
            photo.rest()
        return picture, alt

    def _repr_mimebundle_(self, **kwargs):
        live = super()._repr_mimebundle_(**kwargs)
        if self._still is None:
            return {**live, "text/plain": EMPTY}, {}
        still, metadata = bundle(self._still[0], "jpeg", self._still[1])
        return {**live, **still}, metadata


def _left_out(photo):
    if not photo.metadata:
        return "The file carried no metadata, and neither does this one."
    return f"Left out: {counted(len(photo.metadata), 'entry', 'entries')} of metadata."
