"""The four steps in one call: detect, region of interest, blur, paste back."""

import math
import warnings
from dataclasses import dataclass, field

import cv2
import numpy as np

from . import figures, samples
from .blur import METHODS
from .detect import Finding, detect_faces, find_faces
from .hiding import Hiding, enough_strength, hide_faces, left_clear
from .images import MAX_PIXELS, read_content, read_image, require_image
from .messages import counted
from .parameters import pick
from .paste_back import paste_into
from .roi import Box
from .values import share_out

# Below a figure with a clear photo of somebody's own.
KEPT = "The photo is clear in this picture, and the notebook saves it: clear this output before you share the file."


class NoFaceError(ValueError):
    """No face was found in a picture that was to be anonymised."""


@dataclass(frozen=True)
class Result:
    """An anonymised picture and how it came about.

    Attributes
    ----------
    original, image : numpy.ndarray
        Before and after, shape (height, width, 3), dtype uint8, RGB.
    boxes : list of Box
        The faces inside the picture: largest first if they were detected, otherwise in the order given.
    steps : list of Step
        One for each face, in the same order.
    found : list of FoundFace
        For faces that were detected, in the same order: which look found each, and whether it is doubtful. Empty if the
        boxes were given.
    """

    original: np.ndarray
    image: np.ndarray
    boxes: list
    steps: list
    found: list = field(default_factory=list)

    @property
    def doubtful(self):
        """Those of `boxes` that may be no face: hidden all the same, and a person should look at each."""
        return [box for box, face in zip(self.boxes, self.found, strict=False) if face.doubtful]

    @property
    def unchanged(self):
        """Numbers, from 1 on, of the faces of which the blur was too weak to change a pixel."""
        return left_clear(self.original, self.image, self.steps)


def anonymize(image, hiding=None, finding=None, *, boxes=None, no_face="raise", **options):
    """Hide every face in a picture.

    What the default withstands and what it does not: the attackers of `privacy.ATTACKERS` who need no recogniser named
    0 of 12 pictures of one man among 34 people behind it (chance: 1 of 34), and what is around black faces named all 33
    people of an album with the same photos (chance: 1 of 33).

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB. It is not changed.
    hiding : Hiding, optional
        How to hide; by default a solid cover.
    finding : Finding, optional
        How to look for faces; by default thoroughly, with YuNet: several sizes, tiles and turns. Faces of which the
        detector is in doubt are hidden, too, and listed in the result's ``doubtful``.
    boxes : list of Box, optional
        The faces, if you know them; then nothing is detected. They may reach over the border: strength and mask follow
        the whole face.
    no_face : str
        What to do where there is no face: ``"raise"`` an error, or ``"warn"`` and return the picture unchanged.
    **options
        Fields of `Hiding` and of `Finding`, in place of those in `hiding` and `finding`: ``method="box"``,
        ``strength=0.3``, ``detector="hog"``, ``looks="one"``.

    Returns
    -------
    Result
        With the image, the boxes and every step between. Where faces overlap, the coarser blur wins (`hide_faces`).

    Warns
    -----
    UserWarning
        If the blur is so weak that it changes no pixel of a face; or, with ``no_face="warn"``, if there is none.

    Raises
    ------
    NoFaceError
        If no face was found (unless ``no_face="warn"``).
    ValueError
        If a name or a value is not one of those above.
    TypeError
        If `image` is not a uint8 array, `boxes` is not a list of boxes, or there is no such option.

    Examples
    --------
    >>> photo = read_image("party.jpg")  # doctest: +SKIP
    >>> anonymize(photo, method="box", strength=0.3).doubtful  # doctest: +SKIP
    []
    """
    require_image(image)
    hiding, finding = share_out(options, (Hiding, hiding), (Finding, finding))
    if no_face not in ("raise", "warn"):
        raise ValueError(f"no_face must be 'raise' or 'warn', got {no_face!r}.")
    found = []
    if boxes is None:
        found = find_faces(image, finding)
        faces, looked = [face.box for face in found], f"The detector {finding.detector!r} found no face"
    else:
        faces, looked = boxes_inside(image, boxes), "No box given lies inside the picture: no face is known"
    if not faces:
        message = (
            f"{looked} in this {image.shape[1]} x {image.shape[0]} picture, so nothing was blurred. "
            "Look at it: if there is a face, try another detector or pass boxes=[Box(...)]."
        )
        if no_face == "raise":
            raise NoFaceError(message)
        warnings.warn(message, stacklevel=2)
    hidden, steps = hide_faces(image, faces, hiding)
    result = Result(image, hidden, [face.clip(image) for face in faces], steps, found)
    for number in result.unchanged:
        warnings.warn(_too_weak(image, faces[number - 1], number, hiding), stacklevel=2)
    return result


def _too_weak(image, face, number, hiding):
    enough = enough_strength(image, face, hiding)
    advice = f"from strength {enough:g} on it would change" if enough else "choose another method"
    return (
        f"Face {number}, {counted(face.width, 'pixel')} wide, is as clear as before: {hiding} changes no pixel of it; "
        f"{advice}."
    )


def boxes_inside(image, boxes):
    """Take the boxes of which at least a part lies in a picture.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3).
    boxes : list of Box, or Box

    Returns
    -------
    list of Box
        In the order given, whole.

    Raises
    ------
    TypeError
        If one of them is no box.
    """
    boxes = [boxes] if isinstance(boxes, Box) else list(boxes)
    for box in boxes:
        if not isinstance(box, Box):
            raise TypeError(
                f"boxes must hold Box objects, got {box!r}; write Box(left, top, right, bottom) or Box.from_xywh(...)."
            )
    return [box for box in boxes if box.clip(image).area]


@dataclass(frozen=True, repr=False)
class SingleFace:
    """One face blurred in one photo, with every step on the way. At the end of a cell it shows them as a grid.

    The first three steps show the face, and the notebook saves the grid. If the photo is not a sample, a line below the
    grid says so: clear the output before you share the file.

    Attributes
    ----------
    original : numpy.ndarray
        The photo as it was read, shape (height, width, 3), dtype uint8, RGB.
    enlarged : numpy.ndarray
        The same made larger; all that follows is measured in its pixels.
    grey : numpy.ndarray
        `enlarged` with one channel, shape (height, width): what the detector looks at.
    box : Box
        The largest face.
    others : list of Box
        What else the detector took for faces. They are clear in `image`.
    roi, blurred : numpy.ndarray
        The face before and after, shape (box height, box width, 3).
    image : numpy.ndarray
        `enlarged` with the blurred face in its place.
    method : str
        Name of the blur method.
    parameters : dict
        What it was called with.
    """

    original: np.ndarray
    enlarged: np.ndarray
    grey: np.ndarray
    box: Box
    others: list
    roi: np.ndarray
    blurred: np.ndarray
    image: np.ndarray
    method: str
    parameters: dict

    def __repr__(self):
        return f"<one face blurred: {self.box}, {self.method} {self.parameters}>"

    def figure(self):
        """Draw the steps as a grid of three rows and two columns.

        Returns
        -------
        matplotlib.figure.Figure
        """
        grey = figures.draw_boxes(np.repeat(self.grey[..., None], 3, axis=2), [self.box], shown=260)
        panels = {
            f"1  Original{self._resized()}": self.enlarged,
            "2  Grey, face found": grey,
            "3  Region of interest": self.roi,
            f"4  {METHODS[self.method].title} blur": self.blurred,
            "5  Final image": self.image,
        }
        return figures.grid_figure(list(panels.values()), list(panels), columns=2, width=5.2)

    def _resized(self):
        before, after = self.original.shape[1], self.enlarged.shape[1]
        return ", enlarged" if after > before else ", made smaller" if after < before else ""

    def _repr_mimebundle_(self, **kwargs):
        import matplotlib.pyplot as plt

        fig, own = self.figure(), samples.named(self.original, resized=True) is None
        if own:
            picture = figures.encode_jpeg(figures.captioned(figures.to_rgb(fig), KEPT)), "jpeg"
        else:
            picture = figures.encode(fig)
        words = (
            f"Five steps. 1: the photo{self._resized()}, {self.enlarged.shape[1]} x {self.enlarged.shape[0]} pixels. "
            "2: the same in grey, with a box around the face. "
            f"3: the face cut out, {self.box.width} x {self.box.height} pixels. "
            f"4: that region after the method {self.method!r}. 5: the photo with the blurred region put back."
        )
        bundle = figures.bundle(*picture, f"{words} {KEPT}" if own else words)
        plt.close(fig)
        return bundle


def single_face_blur(image_path, method="gaussian", *, scale=1.5, strength=0.5, **parameters):
    """Blur the largest face in a photo, step by step: enlarge, turn grey, detect with Haar, cut out, blur, paste back.

    This is the classic first program of the field; the lesson on photos builds it by hand. `anonymize` is what to use
    on photos that matter: it covers every face, with a margin, and keeps the photo's size.

    Parameters
    ----------
    image_path : str, os.PathLike or bytes
        The photo, as for `read_image`.
    method : str
        One of `METHODS`.
    scale : float
        How much larger the photo is made first, above 0: a detector finds small faces more easily in a larger photo.
        The result keeps this size.
    strength : float
        0 to 1: width of the averaging window as a share of the face's width in the enlarged photo
        (`Method.at_strength`). A fixed kernel, such as the 75 pixels that many programs use, blurs a small face beyond
        finding and leaves a large one to be found. With 0.5, neither Haar nor YuNet found a face again in our sample
        portraits after Gaussian, box and pixelation (`tests/test_photos.py`); after bilateral both found it in four of
        four, at 1 as well.
    **parameters
        The method's own, in place of `strength`: ``ksize=75, sigmaX=30`` for ``"gaussian"``.

    Returns
    -------
    SingleFace
        Every step. At the end of a notebook cell it shows them as a grid, in which the photo is clear; of a photo of
        your own, clear that output before you share the notebook.

    Warns
    -----
    UserWarning
        If Haar reports more than one face: the others stay clear.

    Raises
    ------
    FileNotFoundError, ImageError
        If the photo cannot be read.
    NoFaceError
        If Haar finds no face.
    ValueError, TypeError
        If there is no such method, or a value is out of range.
    DetectorUnavailableError
        If this OpenCV has no Haar cascade.
    """
    return _single_face(image_path, method, scale, strength, parameters)


def single_face_gaussian_blur(image_path):
    """Blur the largest face in a photo with a Gaussian that follows the face's size.

    Parameters
    ----------
    image_path : str, os.PathLike or bytes
        The photo, as for `read_image`.

    Returns
    -------
    SingleFace
        As `single_face_blur`, whose defaults this takes.

    Warns
    -----
    UserWarning
        If Haar reports more than one face: the others stay clear.

    Raises
    ------
    FileNotFoundError, ImageError, NoFaceError, DetectorUnavailableError
        As `single_face_blur`.
    """
    return _single_face(image_path, "gaussian", 1.5, 0.5, {})


def _single_face(image_path, method, scale, strength, parameters):
    chosen = pick(METHODS, method, "method")
    chosen.at_strength(strength, 100)  # a value out of range is told before the work begins
    name, content = read_content(image_path)
    original = read_image(content, name=name)
    enlarged = _resized(original, scale)
    grey = cv2.cvtColor(enlarged, cv2.COLOR_RGB2GRAY)
    found = detect_faces(enlarged, "haar")  # turns the photo grey in the same way
    if not found:
        raise NoFaceError(
            f"{name}: the Haar cascade found no face, so nothing was blurred. It looks for upright faces seen from the "
            "front. Try anonymize(read_image(...)), which looks more thoroughly, or pass it boxes=[Box(...)]."
        )
    box, *others = found
    if others:
        warnings.warn(
            f"{name}: the Haar cascade reports {len(found)} faces and only the largest is blurred; {len(others)} "
            f"{'stays' if len(others) == 1 else 'stay'} clear (or {'is' if len(others) == 1 else 'are'} no face). To "
            "cover all: anonymize(read_image(...)).",
            stacklevel=3,
        )
    roi = enlarged[box.slices].copy()
    parameters = dict(parameters) or chosen.at_strength(strength, box.width)
    blurred = chosen(roi, **parameters)
    image = enlarged.copy()
    paste_into(image, blurred, box)
    return SingleFace(original, enlarged, grey, box, others, roi, blurred, image, method, parameters)


def _resized(image, scale):
    if not (isinstance(scale, (int, float)) and 0 < scale < math.inf):
        raise ValueError(f"scale must be above 0 (1.5 makes the photo half as large again), got {scale!r}.")
    height, width = image.shape[:2]
    if height * width * scale**2 > MAX_PIXELS or min(height, width) * scale < 1:
        raise ValueError(
            f"At scale {scale}, this {width} x {height} photo would have "
            f"{'no pixel' if scale < 1 else f'more than {MAX_PIXELS // 10**6} million pixels'}; pass another scale."
        )
    # By factor, not by size: where a side does not come out whole, OpenCV then still keeps the photo's proportions.
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=interpolation)
