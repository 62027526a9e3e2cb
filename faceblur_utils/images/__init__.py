"""Photos in and out: every file becomes RGB ``uint8`` where it is read, and nothing but pixels where it is written.

::

    basics   what an image is, the limits, names safe to print
    kinds    what a file is, by how it begins, and what to say of one that is not read
    boxes, png, tiff     what the containers hold that Pillow does not tell, or takes amiss
    hearing  what is warned of, by thread
    opening  a file's bytes, and Pillow's picture of them
    colour   light and numbers; PQ, HLG and wide colours as an ordinary screen shows them
    reading  RGB out of a picture, strip by strip
    writing  pixels and nothing else into a file
"""

from .basics import MAX_BYTES, MAX_PIXELS, ImageError, printable, require_image
from .colour import from_light, to_light
from .kinds import PHOTO_ENDINGS, READABLE_ENDINGS, VIDEO_ENDINGS, begins_like_a_photo, begins_like_a_video
from .opening import load_formats as _load_formats
from .opening import open_photo, read_content
from .reading import read_image
from .writing import WRITABLE, encode_image, move_new, write_image, write_new, write_whole

__all__ = [
    "MAX_BYTES",
    "MAX_PIXELS",
    "PHOTO_ENDINGS",
    "READABLE_ENDINGS",
    "VIDEO_ENDINGS",
    "WRITABLE",
    "ImageError",
    "_load_formats",
    "begins_like_a_photo",
    "begins_like_a_video",
    "encode_image",
    "from_light",
    "move_new",
    "open_photo",
    "printable",
    "read_content",
    "read_image",
    "require_image",
    "to_light",
    "write_image",
    "write_new",
    "write_whole",
]
