"""Which files are photos, by name and by content, whether they can be read or are refused with a reason."""

import re

# The last two lines are camera raw: refused, each with its reason, for the preview in it is not the photo.
_ENDINGS = """
    .jpg .jpeg .jpe .jfif .mpo .png .webp .tif .tiff .bmp .dib .heic .heif .hif .avif .jp2 .j2k .jpf .jpx .jxl
    .3fr .arw .cr2 .cr3 .crw .dcr .dng .erf .iiq .kdc .mef .mos .mrw .nef .nrw .orf .pef .raf .rw2 .sr2 .srf .srw
    .x3f
"""
PHOTO_ENDINGS = frozenset(_ENDINGS.split())
_BEGINNING = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n|RIFF....WEBP|II\*\0|MM\0\*|....ftyp(?:hei|hev|mif1|msf1)", re.DOTALL
)


def begins_like_a_photo(content):
    """Tell a photo whose name does not tell.

    Parameters
    ----------
    content : bytes
        The file's first 64 bytes, or more.

    Returns
    -------
    bool
    """
    return _BEGINNING.match(content) is not None
