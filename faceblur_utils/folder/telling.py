"""Names of files and folders that may tell who is in a photo, and where it was taken."""

import re
from pathlib import PurePath

from ..images import PHOTO_ENDINGS, VIDEO_ENDINGS

# Words that cameras, phones and messengers write by themselves. A name with any other word was chosen by somebody.
# By line: cameras and phones, before the number and behind it; messengers and networks; screenshots, scans, downloads;
# folders of cameras.
_WORDS = """
    img imag imge dsc dscn dscf dscm dsci pxl mvimg mvi vid mov pano dji gopr gp gh gx cimg sam sdc hpim wp pict pic
    pics imgp rimg mg kic ptdc stil dcim mp ls ns hdr edr burst cover top night portrait bokeh raw jpeg jpg png heic tif
    tiff webp original edited edit copy kopie copie
    whatsapp image images wa at am pm um signal telegram snapchat fb facebook received messenger
    screenshot screen shot bildschirmfoto scan unnamed untitled download photo photos picture pictures foto fotos
    bild bilder
    camera roll canon nikon apple media msdcf panasonic olymp fuji ricoh sony android sent
"""
_MACHINE_WORDS = frozenset(_WORDS.split())
_HASH = re.compile(
    r"(?<![^\W_])(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?=[a-f]*\d)[0-9a-f]{12,})(?![^\W_])", re.IGNORECASE
)
_NUMBER = r"[-+]?\d{1,3}\.\d{3,}"
_COORDINATES = re.compile(
    rf"(?<![\d.])({_NUMBER})\s*[NS]?(?:[\s,;_x]+[EW]?|[EW]|(?=[-+]))\s*({_NUMBER})(?![\d.])"
    # with degrees, or with letters for north and east
    r"|\d\s*°|[NS]\s?\d{1,2}[.\s]\d+.{0,12}[EW]\s?\d{1,3}[.\s]\d|\d{1,2}\.\d+\s?[NS][\W_]{0,3}\d{1,3}\.\d+\s?[EW]",
    re.IGNORECASE,
)


def why_telling(name):
    """Say why the name of a file or folder may tell who is in a photo or where it was taken.

    Names of people and places cannot be listed. So what is told is only whether a name is one that cameras, phones and
    messengers write by themselves; those have dates in them, which are not reported.

    Parameters
    ----------
    name : str
        One name, without the folders before it.

    Returns
    -------
    str
        Such as ``"coordinates"``; empty if a machine seems to have written the name.

    Examples
    --------
    >>> why_telling("IMG_1234.jpg"), why_telling("Anna 3.jpg"), why_telling("52.5163,13.3777.jpg")
    ('', 'words that somebody typed', 'coordinates')
    """
    stem = name
    while PurePath(stem).suffix.lower() in PHOTO_ENDINGS | VIDEO_ENDINGS:
        stem = PurePath(stem).stem
    if "@" in stem:
        return "@, as in addresses"
    pair = _COORDINATES.search(stem)
    # Latitudes end at 90 degrees and longitudes at 180; other pairs of numbers are versions or amounts.
    if pair and (pair[1] is None or (abs(float(pair[1])) <= 90 and abs(float(pair[2])) <= 180)):
        return "coordinates"
    if re.search(r"\+\d[\d\s-]{7,}\d", stem):
        return "a telephone number"
    words = re.findall(r"[^\W\d_]+", _HASH.sub(" ", stem))
    # One Latin letter alone is no name; one of another script may be.
    chosen = [word for word in words if word.lower() not in _MACHINE_WORDS and not (len(word) == 1 and word < "ʰ")]
    return "words that somebody typed" if chosen else ""


def telling_names(paths):
    """Find the names in paths that may tell who and where.

    Parameters
    ----------
    paths : iterable of str or os.PathLike
        Relative to a folder, whose own name does not count.

    Returns
    -------
    dict
        Each path up to and with such a name, as text (a folder's ends in a slash), to what `why_telling` says of it.
    """
    found = {}
    for path in map(PurePath, paths):
        for depth, name in enumerate(path.parts, start=1):
            end = "/" if depth < len(path.parts) else ""
            why = why_telling(name)
            if why:
                found["/".join(path.parts[:depth]) + end] = why
    return found
