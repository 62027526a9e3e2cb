"""A flipbook: frames with their captions, and a still that reads alone. It knows nothing of notebooks."""

from dataclasses import dataclass

import cv2
import numpy as np

from ..figures import captioned, encode_image, require_alt

# Of WebP without loss; drawings with text are smaller so, and sharper.
_LOSSLESS, _QUALITY = 101, 90


@dataclass(frozen=True, eq=False)
class Flipbook:
    """Frames of one size, a sentence for each, and which of them stand still on paper.

    Parameters
    ----------
    frames : list of numpy.ndarray
        Each of shape (height, width, 3), dtype uint8, RGB.
    captions : list of str
        What happens in each frame.
    alt : str
        What is seen in all of them, in words; the caption is added.
    still : int or tuple of int
        The frame that is shown where nothing moves, or several, one below the other. As with lists, -1 is the last.
    seconds : float
        How long each frame stays.
    letters : float
        Size of the still's caption in points.

    Raises
    ------
    ValueError
        If there is no frame or no `alt`, frames differ in size, one has no caption, or there is no frame `still`.

    Examples
    --------
    >>> black = np.zeros((60, 300, 3), np.uint8)
    >>> book = Flipbook([black, black + 255], ["The light is off.", "It is on."], alt="A lamp.")
    >>> len(book), book.words(1)
    (2, 'A lamp. It is on.')
    """

    frames: list
    captions: list
    alt: str
    still: int | tuple = -1
    seconds: float = 1.0
    letters: float = 12

    def __post_init__(self):
        require_alt(self.alt)
        if not self.frames or len(self.frames) != len(self.captions):
            raise ValueError(
                f"Each frame needs a caption: got {len(self.frames)} frames, {len(self.captions)} captions."
            )
        if empty := [number for number, caption in enumerate(self.captions) if not caption.strip()]:
            raise ValueError(f"Frame {empty[0]} has an empty caption; say in a sentence what happens in it.")
        for frame in self.frames:
            if frame.shape != self.frames[0].shape or frame.ndim != 3 or frame.dtype != np.uint8:
                raise ValueError(
                    f"Frames are RGB images of one size and dtype uint8: got shape {frame.shape}, {frame.dtype}, "
                    f"and the first has shape {self.frames[0].shape}."
                )
        for number in self.stills:
            if not 0 <= number < len(self.frames):
                raise ValueError(f"still={self.still!r}, but the frames are counted from 0 to {len(self.frames) - 1}.")
        if not self.seconds > 0:
            raise ValueError(f"seconds must be above 0, got {self.seconds!r}.")

    def __len__(self):
        return len(self.frames)

    @property
    def stills(self):
        """Numbers of the frames that stand still on paper, counted from 0."""
        asked = self.still if isinstance(self.still, tuple) else (self.still,)
        return tuple(number + len(self.frames) if number < 0 else number for number in asked)

    def words(self, number):
        """Describe a frame for those who cannot see it.

        Parameters
        ----------
        number : int
            Counted from 0.

        Returns
        -------
        str
        """
        return f"{self.alt} {self.captions[number]}"

    def encoded(self):
        """Encode each frame as WebP: without loss where that is the smaller file.

        Returns
        -------
        list of bytes
        """
        return [min(_webp(frame, _LOSSLESS), _webp(frame, _QUALITY), key=len) for frame in self.frames]

    def still_picture(self):
        """Give what reads alone: the still frames, each with its caption.

        Returns
        -------
        (bytes, str, str)
            The file's content, ``"png"`` or ``"jpeg"``, and what it shows in words.
        """
        parts = [captioned(self.frames[number], self.captions[number], self.letters) for number in self.stills]
        words = " ".join(self.captions[number] for number in self.stills)
        return *encode_image(np.vstack(parts)), f"{self.alt} {words}"


def _webp(frame, quality):
    return cv2.imencode(".webp", frame[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, quality])[1].tobytes()
