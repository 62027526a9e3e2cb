"""Pictures that can be seen through are laid on black before they are searched: no target knows transparency.

Without that, what the author made transparent would be shown.
"""

import numpy as np


def has_transparency(frame):
    """Whether a frame's layout has room for transparency."""
    return any(component.is_alpha for component in frame.format.components) or frame.format.name == "pal8"


def on_black(frame):
    """Lay a frame on black.

    Parameters
    ----------
    frame : av.VideoFrame

    Returns
    -------
    av.VideoFrame
        In RGB; its time and what travels with it are left behind.
    bool
        Whether anything was transparent.
    """
    import av

    image = frame.to_ndarray(format="rgba")
    share = image[..., 3:].astype(np.uint16)
    transparent = bool(share.min() < 255)
    laid = ((image[..., :3] * share + 127) // 255).astype(np.uint8) if transparent else image[..., :3]
    return av.VideoFrame.from_ndarray(np.ascontiguousarray(laid), format="rgb24"), transparent


def decoder_with_transparency(stream):
    """Give a decoder that sees transparency where FFmpeg's usual one does not: VP8 and VP9 keep it beside the picture.

    Parameters
    ----------
    stream : av.VideoStream

    Returns
    -------
    av.CodecContext or None
        None where the usual one sees all.
    """
    import av

    name = {"vp8": "libvpx", "vp9": "libvpx-vp9"}.get(stream.codec_context.name)
    says = {key.lower(): value for key, value in stream.metadata.items()}.get("alpha_mode")
    if name is None or says != "1" or name not in av.codecs_available:
        return None
    return av.CodecContext.create(name, "r")
