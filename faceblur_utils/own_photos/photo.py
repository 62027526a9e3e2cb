"""One of your own photos, and what is to be hidden in it. No widgets here."""

from dataclasses import dataclass, replace
from itertools import count
from pathlib import PurePosixPath

import numpy as np

from ..detect import Finding, find_faces, match_boxes, quietly
from ..hiding import Hiding, hide_faces, left_clear
from ..images import WRITABLE, ImageError, encode_image, read_image, require_image
from ..messages import error_message
from ..metadata import list_metadata
from ..roi import Box
from .words import describe, describe_briefly, describe_too_weak

# Sides of a box below this, in pixels of the photo, are a slip of the hand.
SMALLEST_BOX = 4
# Other names of formats that can be written.
_SAME = {".jpe": ".jpg", ".jfif": ".jpg", ".mpo": ".jpg", ".heif": ".heic", ".hif": ".heic", ".dib": ".bmp"}
_keys = count(1)


@dataclass(frozen=True)
class Face:
    """One box in a photo, and what is to become of it.

    Attributes
    ----------
    number : int
        Tells it from the photo's others, for as long as it is there.
    box : Box
        In pixels of the whole photo: the whole face, which may reach over the border if a detector found it.
    hidden : bool
        Whether it will be hidden; if not, it is left clear.
    drawn : bool
        Whether it was drawn by hand. Only such a box can be moved and removed.
    doubtful : bool
        Whether the detector is in doubt, so that a person should look at it.
    """

    number: int
    box: Box
    hidden: bool = True
    drawn: bool = False
    doubtful: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a photo.

    Attributes
    ----------
    image : numpy.ndarray
        Of the photo's size; the photo itself if nothing is to be hidden.
    unchanged : list of int
        Places, from 1 on, of the faces that are as clear as before though they were to be hidden: the blur is too weak.
    words : str
        A sentence on those, and what would help; empty if there is none.
    steps : list of Step
        One for each face that was hidden.
    """

    image: np.ndarray
    unchanged: list
    words: str
    steps: list


class OwnPhoto:
    """A photo and what is to be hidden in it.

    Parameters
    ----------
    source : bytes or numpy.ndarray
        A file's content, or an image of shape (height, width, 3), dtype uint8, RGB, which is copied.
    name : str
        Of the file; what stands before the last slash is dropped.

    Attributes
    ----------
    name : str
    faces : list of Face
        Those that were found from left to right, then those drawn, in the order of drawing.
    finding : Finding or None
        How they were looked for; None if nobody has looked yet.
    trouble : str
        Why the last search failed; empty if it did not.
    metadata : list of str
        What the file carries besides pixels (`list_metadata`), and the download does not.
    height, width : int
        In pixels, upright.
    key : int
        Tells it from every other photo in this process.

    Raises
    ------
    ImageError
        If the file cannot be read as a photo.
    TypeError, ValueError
        If the array is not an image.
    """

    def __init__(self, source, name):
        self.name = PurePosixPath(name.replace("\\", "/")).name or "photo"
        if isinstance(source, np.ndarray):
            require_image(source)
            self._content, self._image, self.metadata = None, source.copy(), []
        else:
            self._content = bytes(source)
            self._image = read_image(self._content, name=self.name)
            self.metadata = list_metadata(self._content, name=self.name)
        self.height, self.width = self._image.shape[:2]
        self.faces, self.finding, self.trouble = [], None, ""
        self.key, self._numbers = next(_keys), count(1)

    @property
    def image(self):
        """The photo itself, shape (height, width, 3), dtype uint8, RGB; decoded anew after `rest`."""
        if self._image is None:
            self._image = read_image(self._content, name=self.name)
        return self._image

    def rest(self):
        """Keep only the file: decoded, a photo of 12 megapixels takes 36 MB."""
        if self._content is not None:
            self._image = None

    def search(self, finding=None, **options):
        """Look for faces, and keep the boxes that were drawn. Faces in doubt are to be hidden, too.

        A face that was left clear stays so where it is found again. If the search fails, the faces stay as they are and
        `trouble` says why.

        Parameters
        ----------
        finding : Finding, optional
            How to look; by default thoroughly, with YuNet.
        **options
            Fields of `Finding`, in place of those in `finding`.

        Raises
        ------
        TypeError, ValueError
            If one of them is not one of those.
        """
        finding = Finding.made(finding, **options)
        try:
            with quietly():  # the page says that it is looking
                found = find_faces(self.image, finding)
        except Exception as error:  # told beside the photo, where the user looks
            self.trouble = error_message(error)
            return
        self.trouble, self.finding = "", finding
        found.sort(key=lambda face: (face.box.left, face.box.top))
        left_clear = [face.box for face in self.faces if not face.hidden and not face.drawn]
        clear = [box for box, _ in match_boxes([face.box for face in found], left_clear).pairs]
        drawn = [face for face in self.faces if face.drawn]
        self.faces = [
            Face(next(self._numbers), face.box, face.box not in clear, doubtful=face.doubtful) for face in found
        ] + drawn

    @property
    def hidden(self):
        """The boxes that will be hidden."""
        return [face.box for face in self.faces if face.hidden]

    def face(self, number):
        """Find a face by its number.

        Parameters
        ----------
        number : int

        Returns
        -------
        Face

        Raises
        ------
        ValueError
            If there is none.
        """
        return self.faces[self._place(number)]

    def _place(self, number):
        for place, face in enumerate(self.faces):
            if face.number == number:
                return place
        raise ValueError(f"There is no face number {number} in {self.name} (any more).")

    def toggle(self, number):
        """Leave a face clear that was to be hidden, or the other way round.

        Parameters
        ----------
        number : int
        """
        place = self._place(number)
        self.faces[place] = replace(self.faces[place], hidden=not self.faces[place].hidden)

    def set_all(self, hidden):
        """Hide all faces, or leave all clear.

        Parameters
        ----------
        hidden : bool
        """
        self.faces = [replace(face, hidden=bool(hidden)) for face in self.faces]

    def draw(self, box):
        """Add a box by hand; what it holds will be hidden.

        Parameters
        ----------
        box : Box
            What lies outside the photo is cut off.

        Returns
        -------
        int
            Its number.

        Raises
        ------
        ValueError
            If hardly anything of it lies inside.
        """
        face = Face(next(self._numbers), self._inside(box), drawn=True)
        self.faces = [*self.faces, face]
        return face.number

    def change(self, number, box):
        """Move or resize a box that was drawn.

        Parameters
        ----------
        number : int
        box : Box
            Its new place.

        Raises
        ------
        ValueError
            If a detector found it, or hardly anything of the new place lies inside the photo.
        """
        place = self._own(number)
        self.faces[place] = replace(self.faces[place], box=self._inside(box))

    def remove(self, number):
        """Take away a box that was drawn.

        Parameters
        ----------
        number : int

        Raises
        ------
        ValueError
            If a detector found it: such a face can be left clear, which does not hide that it was found.
        """
        place = self._own(number)
        self.faces = self.faces[:place] + self.faces[place + 1 :]

    def _own(self, number):
        place = self._place(number)
        if not self.faces[place].drawn:
            raise ValueError("A detector found this face: it can be left clear, but not moved or removed.")
        return place

    def _inside(self, box):
        box = box.clip(self.image)
        if min(box.width, box.height) < SMALLEST_BOX:
            raise ValueError(f"A box must cover at least {SMALLEST_BOX} x {SMALLEST_BOX} pixels of the photo; drag it.")
        return box

    def hide(self, hiding=None, **options):
        """Hide what is to be hidden, and look whether it has changed.

        Parameters
        ----------
        hiding : Hiding, optional
            How to hide; by default a solid cover.
        **options
            Fields of `Hiding`, in place of those in `hiding`.

        Returns
        -------
        Outcome

        Raises
        ------
        TypeError, ValueError
            If one of them is not one of those.
        """
        hiding = Hiding.made(hiding, **options)
        if not self.hidden:
            return Outcome(self.image, [], "", [])
        image, steps = hide_faces(self.image, self.hidden, hiding)
        places = [place for place, face in enumerate(self.faces, start=1) if face.hidden]
        unchanged = [places[number - 1] for number in left_clear(self.image, image, steps)]
        return Outcome(image, unchanged, describe_too_weak(self, unchanged, hiding), steps)

    def anonymized(self, hiding=None, **options):
        """Hide what is to be hidden.

        Parameters
        ----------
        hiding, **options
            As for `hide`.

        Returns
        -------
        numpy.ndarray
            Of the photo's size; the photo itself if nothing is to be hidden.

        Raises
        ------
        TypeError, ValueError
            As for `hide`.
        """
        return self.hide(hiding, **options).image

    def file(self, image, taken=()):
        """Make the file to be downloaded, and look into it for what should not be there.

        Parameters
        ----------
        image : numpy.ndarray
            From `hide` or `anonymized`.
        taken : iterable of str
            Names that other files have already.

        Returns
        -------
        (str, bytes)
            Its name, ``party_hidden.jpg`` for ``party.jpg`` (``party_not_hidden.jpg`` if no pixel of it is), and its
            content: pixels and nothing else. In the photo's own format; as JPEG if it has another one (a HEIC file
            is written as HEIC where the encoder is there).

        Raises
        ------
        ImageError
            If it cannot be encoded, or would carry metadata.
        """
        ending = PurePosixPath(self.name).suffix.lower()
        ending = _SAME.get(ending, ending)
        ending = ending if ending in WRITABLE else ".png" if self._content is None else ".jpg"
        try:
            content = encode_image(image, ending)
        except ImageError:
            if ending != ".heic":
                raise
            ending, content = ".jpg", encode_image(image, ".jpg")
        left = list_metadata(content, name=self.name)
        if left:
            raise ImageError(f"The download of {self.name} would still carry: {'; '.join(left)}. It was not made.")
        what = "hidden" if self.hidden and (image != self.image).any() else "not_hidden"
        return free_name(f"{PurePosixPath(self.name).stem}_{what}{ending}", taken), content

    @property
    def doubtful(self):
        """How many of the faces are in doubt."""
        return sum(face.doubtful for face in self.faces)

    @property
    def note(self):
        """How many faces will be hidden, in a few words."""
        return describe_briefly(self)

    @property
    def words(self):
        """What was found and what will be hidden, in sentences."""
        return describe(self)


def free_name(name, taken):
    """Number a file's name if it is taken.

    Parameters
    ----------
    name : str
        Such as ``"image.jpg"``, which phones call every upload.
    taken : iterable of str

    Returns
    -------
    str
        ``"image.jpg"``, or ``"image_2.jpg"`` and so on.
    """
    path, taken = PurePosixPath(name), set(taken)
    numbered = (f"{path.stem}_{number}{path.suffix}" for number in count(2))
    return name if name not in taken else next(other for other in numbered if other not in taken)
