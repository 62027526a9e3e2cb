"""A short film for slides: pictures one after the other, as MP4 or GIF."""

import io
from fractions import Fraction

import cv2
import numpy as np
from PIL import Image

from ..parameters import pick

# Pictures a second, and for how long the last one stays.
RATE, REST = 10, 12
_GIF_SIDE = 800  # of a GIF, which grows fast


def _mp4(pictures):
    import av

    held = io.BytesIO()
    with av.open(held, "w", format="mp4") as container:
        stream, height, width = None, *(side + side % 2 for side in pictures[0].shape[:2])
        stream = container.add_stream("libx264", rate=RATE, options={"crf": "18", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"  # which asks for even sides
        stream.time_base = Fraction(1, RATE)
        for picture in pictures:
            even = np.full((height, width, 3), 255, np.uint8)
            even[: picture.shape[0], : picture.shape[1]] = picture
            container.mux(stream.encode(av.VideoFrame.from_ndarray(even, format="rgb24")))
        container.mux(stream.encode())
    return held.getvalue()


def _gif(pictures):
    scale = min(1, _GIF_SIDE / max(pictures[0].shape[:2]))
    size = [round(length * scale) for length in pictures[0].shape[1::-1]]
    small = [Image.fromarray(cv2.resize(one, size, interpolation=cv2.INTER_AREA)) for one in pictures]
    # One palette for all, or flat areas would flicker.
    palette = small[len(small) // 2].quantize(256)
    frames = [one.quantize(palette=palette) for one in small]
    held = io.BytesIO()
    frames[0].save(held, "GIF", save_all=True, append_images=frames[1:], duration=1000 // RATE, loop=0)
    return held.getvalue()


# Ending to how it is encoded.
FILMS = {".mp4": _mp4, ".gif": _gif}


def film(pictures, ending=".mp4"):
    """Encode pictures as a film of ten a second, at whose end the last one rests for a second.

    Parameters
    ----------
    pictures : list of numpy.ndarray
        Of one shape (height, width, 3), dtype uint8, RGB.
    ending : str
        ``".mp4"`` (H.264) or ``".gif"``, which is larger and has 256 colours.

    Returns
    -------
    bytes

    Raises
    ------
    ValueError
        If there is no such ending, or no picture.

    Examples
    --------
    >>> film([np.zeros((20, 30, 3), np.uint8)] * 2, ".gif")[:6]
    b'GIF89a'
    """
    if not pictures:
        raise ValueError("A film needs at least one picture.")
    return pick(FILMS, ending, "film ending")([*pictures, *[pictures[-1]] * REST])
