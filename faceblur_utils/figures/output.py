"""From a figure to what a notebook keeps: encoded, with a description for those who cannot see it."""

from base64 import b64encode

import cv2
import numpy as np


def encode(fig):
    """Turn a figure into the smaller of a PNG and a JPEG.

    Parameters
    ----------
    fig : matplotlib.figure.Figure

    Returns
    -------
    (bytes, str)
        The file's content, and ``"png"`` or ``"jpeg"``.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> encode(Figure(figsize=(1, 1)))[1]  # an empty page
    'png'
    """
    return encode_image(to_rgb(fig))


def encode_image(rgb):
    """Turn an image into the smaller of a PNG and a JPEG.

    Parameters
    ----------
    rgb : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.

    Returns
    -------
    (bytes, str)
        The file's content, and ``"png"`` or ``"jpeg"``.

    Examples
    --------
    >>> encode_image(np.zeros((50, 50, 3), np.uint8))[1]
    'png'
    """
    # Line drawings are smaller and sharper as PNG (if it compresses thoroughly; OpenCV's default is quick), photos as
    # JPEG.
    thorough = [cv2.IMWRITE_PNG_COMPRESSION, 6, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE]
    made = {"png": cv2.imencode(".png", rgb[..., ::-1], thorough)[1].tobytes(), "jpeg": encode_jpeg(rgb)}
    kind = min(made, key=lambda k: len(made[k]))
    return made[kind], kind


def encode_jpeg(image, quality=85):
    r"""Turn an image into the content of a JPEG file.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    quality : int
        1 to 100.

    Returns
    -------
    bytes

    Examples
    --------
    >>> encode_jpeg(np.zeros((8, 8, 3), np.uint8))[:3]
    b'\xff\xd8\xff'
    """
    return cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def to_rgb(fig):
    """Draw a figure into an array.

    Parameters
    ----------
    fig : matplotlib.figure.Figure

    Returns
    -------
    numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> to_rgb(Figure(figsize=(2, 1), dpi=100)).shape
    (100, 200, 3)
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].copy()


def show(fig, alt):
    """Show a figure in the notebook together with its description.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        It is closed afterwards, so that it does not appear a second time.
    alt : str
        What the figure shows, in words, for people who cannot see it. Kept in the output's metadata.

    Raises
    ------
    ValueError
        If `alt` is empty.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots(figsize=(4, 2))
    >>> _ = ax.plot([0, 1, 4, 9])
    >>> show(fig, alt="A line that rises ever more steeply from 0 to 9.")  # doctest: +SKIP
    >>> plt.close(fig)
    """
    import matplotlib.pyplot as plt
    from IPython.display import display

    data, metadata = bundle(*encode(fig), alt)
    plt.close(fig)
    display(data, metadata=metadata, raw=True)


def bundle(content, kind, alt):
    """Make the notebook output of a picture: the picture, its description, and the description as plain text.

    Parameters
    ----------
    content : bytes
        An encoded picture.
    kind : str
        ``"png"`` or ``"jpeg"``.
    alt : str
        Description in words.

    Returns
    -------
    (dict, dict)
        MIME bundle and its metadata, as IPython's `display` takes them.

    Raises
    ------
    ValueError
        If `alt` is empty.

    Examples
    --------
    >>> bundle(b"a picture", "png", "Two dots.")
    ({'image/png': 'YSBwaWN0dXJl', 'text/plain': 'Two dots.'}, {'image/png': {'alt': 'Two dots.'}})
    """
    require_alt(alt)
    mime = f"image/{kind}"
    return {mime: b64encode(content).decode(), "text/plain": alt}, {mime: {"alt": alt}}


def require_alt(alt):
    """Refuse a figure without a description.

    Parameters
    ----------
    alt : str
        Description in words.

    Raises
    ------
    ValueError
        If it is empty.

    Examples
    --------
    >>> require_alt(" ")
    Traceback (most recent call last):
    ValueError: Describe the figure in words (alt=...), for readers who cannot see it.
    """
    if not alt or not alt.strip():
        raise ValueError("Describe the figure in words (alt=...), for readers who cannot see it.")
