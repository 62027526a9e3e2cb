"""Whose faces the attacks are tried on: one picture each of several people, and one person on two days."""

from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np

from .. import samples
from ..detect import detect_faces
from ..hiding import Hiding, hide_faces
from ..images import read_image
from ..photos import anonymize
from ..roi import Box
from ..values import share_out
from .reconstruction import undo

# Of the face's size on each side: what is kept of a picture around the face. Wider than any margin in use here.
_SURROUNDINGS = 1.2
# Two careful ways to draw the same boxes, by eye and by YuNet, differ by this share of the face's width at an edge
# (standard deviation; `tests/test_privacy_subjects.py` measures it).
BOX_NOISE = 0.05
CLIPS = ("intro", "test_movie")


@dataclass(frozen=True, repr=False)
class Portrait:
    """One picture of one person.

    Attributes
    ----------
    person : str
        Who it is, by any name.
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    box : Box
        Where the face is, without margin.
    """

    person: str
    image: np.ndarray
    box: Box

    def __repr__(self):
        return f"<{self.person}: {self.image.shape[1]} x {self.image.shape[0]} pixels, face {self.box}>"

    def hidden(self, hiding=None, *, undone=False, **options):
        """Hide the face.

        Parameters
        ----------
        hiding : Hiding, optional
            How to hide; by default as `anonymize` does.
        undone : bool
            Whether an attacker then takes the blur back as far as he can (`undo`).
        **options
            Fields of `Hiding`, in place of those in `hiding`.

        Returns
        -------
        Portrait
            A new one, of the same person.

        Raises
        ------
        TypeError, ValueError
            If there is no such option, or a value is out of its range.

        Examples
        --------
        >>> face = Portrait("anybody", np.full((90, 90, 3), 200, np.uint8), Box(30, 30, 60, 60))
        >>> face.hidden(method="solid").image[45, 45].tolist()
        [0, 0, 0]
        """
        (hiding,) = share_out(options, (Hiding, hiding))
        result = anonymize(self.image, hiding, boxes=[self.box])
        return replace(self, image=undo(result) if undone else result.image)

    def published(self, seed, hiding=None):
        """Hide the face as somebody else would, who drew the box anew.

        Parameters
        ----------
        seed : int or tuple of int
            As for `redrawn`.
        hiding : Hiding, optional
            How to hide; by default as `anonymize` does.

        Returns
        -------
        Probe
            With the box of this portrait: an attacker sees where the blur is, and guesses the face's place from it.

        Examples
        --------
        >>> face = Portrait("anybody", np.full((90, 90, 3), 200, np.uint8), Box(30, 30, 60, 60))
        >>> probe = face.published(seed=1)
        >>> probe.box == face.box, probe.drawn == face.box
        (True, False)
        """
        drawn = self.redrawn(seed)
        image, _ = hide_faces(self.image, [drawn.box], hiding or Hiding())
        return Probe(self.person, image, self.box, drawn.box)

    def mirrored(self):
        """Turn the picture left to right: the same person, but another pose, and light from the other side.

        Returns
        -------
        Portrait

        Examples
        --------
        >>> Portrait("anybody", np.zeros((90, 100, 3), np.uint8), Box(10, 30, 40, 60)).mirrored().box
        Box(left=60, top=30, right=90, bottom=60)
        """
        wide = self.image.shape[1]
        box = Box(wide - self.box.right, self.box.top, wide - self.box.left, self.box.bottom)
        return replace(self, image=np.ascontiguousarray(self.image[:, ::-1]), box=box)

    def redrawn(self, seed, noise=BOX_NOISE):
        """Draw the face's box anew, as somebody else would have done.

        A blur follows its box, so an attacker who imitates it does not know where exactly the publisher's grid lay.

        Parameters
        ----------
        seed : int or tuple of int
            The same seed moves the edges by the same shares.
        noise : float
            Standard deviation of each edge, as a share of the face's width.

        Returns
        -------
        Portrait
            A new one with the same picture.

        Examples
        --------
        >>> Portrait("anybody", np.zeros((300, 300, 3), np.uint8), Box(100, 100, 200, 200)).redrawn(seed=0).box
        Box(left=101, top=99, right=203, bottom=201)
        """
        left, top, right, bottom = np.random.default_rng(seed).normal(0, noise, 4) * self.box.width
        box = self.box
        moved = round(box.left + left), round(box.top + top), round(box.right + right), round(box.bottom + bottom)
        return replace(self, box=Box(*moved).clip(self.image))


@dataclass(frozen=True, repr=False)
class Probe(Portrait):
    """One published picture with a hidden face: what an attacker finds.

    Attributes
    ----------
    drawn : Box
        By which box the publisher hid the face.
    neighbours : tuple of Probe
        Of a video: frames before and after this one, each hidden by its own box.
    """

    drawn: Box
    neighbours: tuple = ()


def normalised(portrait, face_width=100):
    """Cut a portrait out, make it grey and give its face a width, so that neither colour nor size tells who it is.

    Parameters
    ----------
    portrait : Portrait
    face_width : int
        Pixels, at least 10.

    Returns
    -------
    Portrait

    Raises
    ------
    ValueError
        If `face_width` is below 10, or the box lies outside the picture.

    Examples
    --------
    >>> photo = np.zeros((600, 800, 3), np.uint8)
    >>> normalised(Portrait("anybody", photo, Box(300, 200, 500, 450)))
    <anybody: 340 x 300 pixels, face Box(left=120, top=100, right=220, bottom=225)>
    """
    if face_width < 10:
        raise ValueError(f"face_width must be at least 10 pixels, got {face_width!r}.")
    box = portrait.box.clip(portrait.image)
    if not box.area:
        raise ValueError(f"{portrait.person}: {portrait.box} lies outside the picture.")
    around = box.expand(_SURROUNDINGS).clip(portrait.image)
    grey = cv2.cvtColor(portrait.image[around.slices], cv2.COLOR_RGB2GRAY)
    scale = face_width / box.width
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how)
    edges = box.left - around.left, box.top - around.top, box.right - around.left, box.bottom - around.top
    return Portrait(
        portrait.person, np.repeat(grey[..., None], 3, axis=2), Box(*(round(edge * scale) for edge in edges))
    )


def strangers(face_width=100):
    """Give one picture each of all 33 people whom the sample photos show from the front: 5 portraits, 28 physicists.

    Parameters
    ----------
    face_width : int
        As for `normalised`.

    Returns
    -------
    list of Portrait

    Examples
    --------
    >>> [one.person for one in strangers()[:2]], len(strangers())
    (['astronaut', 'hopper'], 33)
    """
    return list(_strangers(face_width))


def speaker(clip, count=4, face_width=100, later=0):
    """Give pictures of the one person whom two sample videos show, on different days and in different clothes.

    Parameters
    ----------
    clip : str
        ``"intro"`` or ``"test_movie"``.
    count : int
        How many frames, evenly spaced over the clip. They are not independent: nothing but expression and pose change.
    face_width : int
        As for `normalised`.
    later : int
        So many frames after those: neighbours in the video, for an attacker who adds them up.

    Returns
    -------
    list of Portrait
        The person is called ``"speaker"``. The boxes are YuNet's, for nobody has drawn any.

    Raises
    ------
    ValueError
        If there is no such clip, or `count` is below 1.

    Examples
    --------
    >>> [one.person for one in speaker("intro", count=2)]
    ['speaker', 'speaker']
    """
    if clip not in CLIPS:
        raise ValueError(f"The speaker is in the clips {' and '.join(CLIPS)}, not in {clip!r}.")
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count!r}.")
    return list(_speaker(clip, count, face_width, later))


@cache
def _strangers(face_width):
    found = []
    for name in ("astronaut", "hopper", "giunchedi", "henner"):
        found.append(Portrait(name, read_image(samples.path(name)), samples.true_boxes(name)[0]))
    image, box = read_image(samples.path("paumier_sideways")), samples.true_boxes("paumier_sideways")[0]
    high = image.shape[0]
    upright = Box(high - box.bottom, box.left, high - box.top, box.right)  # a quarter turn clockwise
    found.append(Portrait("paumier", np.ascontiguousarray(np.rot90(image, -1)), upright))
    group, boxes = read_image(samples.path("solvay")), samples.true_boxes("solvay", "frontal")
    found += [Portrait(f"physicist {number}", group, box) for number, box in enumerate(boxes, start=1)]
    return _kept(normalised(portrait, face_width) for portrait in found)


@cache
def _speaker(clip, count, face_width, later):
    frames = _frames(clip)
    places = [round((number + 0.5) * len(frames) / count) + later for number in range(count)]
    chosen = [frames[min(place, len(frames) - 1)] for place in places]
    return _kept(normalised(Portrait("speaker", frame, detect_faces(frame)[0]), face_width) for frame in chosen)


def _kept(portraits):
    """Handed out again and again, so nobody may write into them."""
    portraits = tuple(portraits)
    for portrait in portraits:
        portrait.image.flags.writeable = False
    return portraits


@cache
def _frames(clip):
    from ..video.reading import open_video

    with open_video(samples.clip(clip)) as video:
        # Sound comes as packets, pictures as decoded frames.
        return [item.to_ndarray(format="rgb24") for item in video.read() if hasattr(item, "to_ndarray")]
