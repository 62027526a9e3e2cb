"""More checks of the exercises in lesson 06: what a file carries, and how it is called."""

import os
import tempfile
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from ..images import ImageError, encode_image, read_image
from ..metadata import list_metadata
from .core import Problem, judge
from .facts import image_like, short, strange
from .kinds import an_image
from .mistakes import agrees

__all__ = ["clean_copy", "safe_name"]


def _photo(orientation):
    """Make a picture as a viewer shows it, and a JPEG of it as a phone stores it.

    Turned, with a place and a comment.
    """
    y, x = np.mgrid[:64, :48]
    upright = np.dstack([x * 5, y * 3, 255 - x * 2 - y]).astype(np.uint8)
    upright[32:56, 16:48] = np.kron(np.indices((3, 4)).sum(0) % 2 * 200 + 20, np.ones((8, 8)))[..., None]
    upright[8:20, 6:16] = (250, 40, 10)  # no picture that looks the same when turned or mirrored
    turns = {1: 0, 3: 2, 6: 1, 8: 3}[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (46.0, 14.0, 2.0), 3: "E", 4: (6.0, 3.0, 20.0)})
    file = BytesIO()
    Image.fromarray(np.rot90(upright, turns).copy()).save(file, "JPEG", quality=95, exif=exif, comment=b"made by Ada")
    return file.getvalue()


def _far(one, other):
    """Give the mean distance of two images of one shape, in grey levels."""
    return np.abs(one.astype(int) - other).mean()


def _remade(change):
    """Make a clean copy from a change of the upright picture."""
    return lambda content: encode_image(np.ascontiguousarray(change(read_image(content))))


def _stored(content):
    """Read the pixels as they are stored, without turning them."""
    return np.asarray(Image.open(BytesIO(content)))


def _orientation(content):
    return Image.open(BytesIO(content)).getexif().get(0x0112)


def _turned_if_6(content, quarters):
    return encode_image(np.rot90(_stored(content), quarters if _orientation(content) == 6 else 0).copy())


_CLEAN_COPY = [
    ("The picture lies as it is stored: the orientation was dropped with the EXIF data. Turn the pixels first; "
     "read_image does.",
     lambda content: encode_image(_stored(content))),
    ("The stored pixels are always turned (rot90), whatever the file says: turn them as its orientation tells; "
     "read_image does.",
     lambda content: encode_image(np.rot90(_stored(content), -1).copy())),
    ("The stored pixels are always turned (rot90), whatever the file says: turn them as its orientation tells; "
     "read_image does.",
     lambda content: encode_image(np.rot90(_stored(content)).copy())),
    ("The stored pixels are always turned (rot90), whatever the file says: turn them as its orientation tells; "
     "read_image does.",
     lambda content: encode_image(np.rot90(_stored(content), 2).copy())),
    ("Orientation 6 is turned by hand, and others are not: 3 and 8 lie otherwise. read_image turns all.",
     lambda content: _turned_if_6(content, -1)),
    ("Orientation 6 is turned by hand, to the wrong side, and others are not. read_image turns all.",
     lambda content: _turned_if_6(content, 1)),
    ("It was turned once more: it lies on its side. read_image turns it upright already.", _remade(np.rot90)),
    ("It was turned once more: it lies on its side. read_image turns it upright already.",
     _remade(lambda image: np.rot90(image, -1))),
    ("It was turned once more: it stands upside down. read_image turns it upright already.",
     _remade(lambda image: np.rot90(image, 2))),
    ("It is mirrored.", _remade(lambda image: image[:, ::-1])),
    ("It is upside down.", _remade(lambda image: image[::-1])),
    ("Red and blue are swapped: cv2 takes BGR; encode_image takes the RGB that read_image gives.",
     _remade(lambda image: image[..., ::-1])),
    ("It is grey: the colours are part of the picture.",
     _remade(lambda image: np.dstack([cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)] * 3))),
    ("It is darker, half as bright: the pixels stay as they are.", _remade(lambda image: image // 2)),
    ("It is smaller, every second pixel: the pixels stay as they are.", _remade(lambda image: image[::2, ::2])),
    ("It is blurred: the pixels stay as they are.", _remade(lambda image: cv2.GaussianBlur(image, (15, 15), 0))),
]  # fmt: skip


def clean_copy(attempt):
    """Check ``attempt(content)``, which turns a photo file's bytes into those of a JPEG with pixels and nothing else.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    phones = {orientation: _photo(orientation) for orientation in (6, 1, 3, 8)}
    content = phones[6]

    def a_jpeg(clean):
        result = clean(content)
        odd = strange(result, "the bytes of a JPEG file")
        if odd:
            return odd
        if isinstance(result, np.ndarray):
            return Problem(
                "it returned an array", "Pixels are the half of it: encode_image(image) makes a file of them."
            )
        if not isinstance(result, (bytes, bytearray)):
            hint = "The content of a file is due: bytes."
            if isinstance(result, BytesIO):
                hint = "A BytesIO is a file in memory; getvalue() gives all its bytes."
            return Problem(f"it returned a {type(result).__name__}", hint)
        if not result:
            return Problem(
                "it returned empty bytes", "After writing, read() begins at the end: getvalue() gives all the bytes."
            )
        if not result.startswith(b"\xff\xd8\xff"):
            return Problem(
                f"what it returned begins with {bytes(result[:4])!r}",
                "A JPEG file (.jpg) is due, which begins with other bytes: encode_image(image) makes the bytes of one.",
            )
        try:
            read_image(bytes(result))
        except ImageError as error:
            return Problem(
                f"the result cannot be read, or not to its end: {error}", "Return everything that the encoder gave."
            )
        return None

    def nothing_else(clean):
        for photo in phones.values():
            result = bytes(clean(photo))
            found = list_metadata(result)
            if result == photo:
                return Problem(
                    f"it returned the content as it was, which still carries: {'; '.join(found[:3])}",
                    "Only what goes through an array of pixels leaves everything else behind: read_image, then "
                    "encode_image.",
                )
            if found:
                return Problem(
                    f"the result still carries: {'; '.join(found[:3])}",
                    "Only what goes through an array of pixels leaves everything else behind: read_image, then "
                    "encode_image.",
                )
        return None

    def still(result, due, case):
        """Tell a coarser picture from another one, and name the orientation of the file."""
        coarse, smooth = (cv2.blur(image.astype(float), (9, 9)) for image in (result, due))
        if np.corrcoef(coarse.ravel(), smooth.ravel())[0, 1] > 0.8:
            return "It is about the same picture with less detail: is it compressed much (the quality), or smoothed?"
        orientation = f"This file's orientation is {_orientation(case[0])}"
        return f"{orientation}: does your picture lie as a viewer shows it? Every pixel stays as it is."

    upright = agrees(
        [(photo,) for photo in phones.values()],
        lambda content: encode_image(read_image(content)),
        _CLEAN_COPY,
        kind=an_image("the picture"),
        # JPEG changes pixels a little.
        fits=lambda result, due: _far(result, due) < 6,
        slack=lambda result, mine: image_like(result, mine) is None and _far(result, mine) < 6,
        hint=still,
        use=lambda function, content: read_image(bytes(function(content))),
    )

    def no_photo(clean):
        for words, junk in (("text", b"Dear diary"), ("half a photo", content[: len(content) // 2])):
            try:
                result = clean(junk)
            except Exception as error:
                if error is not clean.error or clean.ended:
                    raise
                continue
            printed = f", and printed: {clean.printed.strip()[:60]}" if clean.printed.strip() else ""
            returned = "None" if result is None else f"a {type(result).__name__}"
            return Problem(
                f"given {words}, it returned {returned} and no error{printed}",
                "read_image says what is wrong with a file; let its error through, and do not catch it.",
            )
        return None

    return judge(
        "clean_copy",
        attempt,
        [
            ("the bytes of a JPEG", a_jpeg),
            ("no metadata", nothing_else),
            ("the picture as a viewer shows it", upright),
            ("an error for what is no whole photo", no_photo),
        ],
        "content",
    )


def _name(
    first="{stem}_hidden{suffix}",
    later="{stem}_hidden_{n}{suffix}",
    start=2,
    number=None,
    free=None,
    parts=None,
    at=None,
):
    """Make a safe_name with one part replaced.

    The names, the first number, how it is found, how a name is known to be free.
    """

    def name(photo, folder):
        given = parts(photo) if parts else {"stem": photo.stem, "suffix": photo.suffix, "name": photo.name}
        place = at(photo, folder) if at else folder
        taken = free or (lambda path: path.exists())
        path, n = place / first.format(n=start - 1, **given), start
        if number:
            found = number(photo, folder)
            return path if found is None else place / later.format(n=found, **given)
        while taken(path):
            path, n = place / later.format(n=n, **given), n + 1
        return path

    return name


def _grows(photo, folder):
    path, n = folder / f"{photo.stem}_hidden{photo.suffix}", 1
    while path.exists():
        n += 1
        path = folder / f"{path.stem}_{n}{photo.suffix}"
    return path


def _glob(pattern, more):
    def number(photo, folder):
        names = len(list(folder.glob(pattern.format(stem=photo.stem, suffix=photo.suffix))))
        return names + more if names else None

    return number


def _once(photo, folder):
    path = folder / f"{photo.stem}_hidden{photo.suffix}"
    return folder / f"{photo.stem}_hidden_2{photo.suffix}" if path.exists() else path


def _to_nine(photo, folder):
    path = _name()(photo, folder)
    return None if path.stem.split("_")[-1].isdigit() and int(path.stem.split("_")[-1]) > 9 else path


def _cut_stem(photo):
    return {"stem": photo.name.split(".")[0], "suffix": photo.suffix, "name": photo.name}


def _small(photo):
    return {"stem": photo.stem, "suffix": photo.suffix.lower(), "name": photo.name}


def _stems_taken(photo, folder):
    stems, path, n = {one.stem for one in folder.iterdir()}, folder / f"{photo.stem}_hidden{photo.suffix}", 2
    while path.stem in stems:
        path, n = folder / f"{photo.stem}_hidden_{n}{photo.suffix}", n + 1
    return path


def _behind_the_highest(photo, folder):
    taken = [1] * (folder / f"{photo.stem}_hidden{photo.suffix}").exists()
    for number in range(2, 100):
        if (folder / f"{photo.stem}_hidden_{number}{photo.suffix}").exists():
            taken.append(number)
    return max(taken) + 1 if taken else None


def _one_too_far(photo, folder):
    path = _name()(photo, folder)
    if path.stem == f"{photo.stem}_hidden":
        return path
    return path.with_name(f"{photo.stem}_hidden_{int(path.stem.split('_')[-1]) + 1}{photo.suffix}")


def _with_suffix(photo, folder):
    path, n = (folder / f"{photo.stem}_hidden").with_suffix(photo.suffix), 2
    while path.exists():
        path, n = (folder / f"{photo.stem}_hidden_{n}").with_suffix(photo.suffix), n + 1
    return path


def _replaced(photo, folder):
    path, n = folder / photo.name.replace(".jpg", "_hidden.jpg"), 2
    while path.exists() and n < 100:
        path, n = folder / photo.name.replace(".jpg", f"_hidden_{n}.jpg"), n + 1
    return path


_SHOULD_BE = "the next free of name_hidden, name_hidden_2, name_hidden_3"
_HOW_MANY = ("A number was made of how many files there are (len). If one in the middle was deleted, that name "
"exists and would be "
             "overwritten: ask of each name, in a loop, whether it exists.")  # fmt: skip
_SAFE_NAME = [
    ("A name counts as taken if one with another ending exists, such as party_hidden.png: ask path.exists() of the "
     "whole name.", _stems_taken),
    ("It is the number behind the highest; the first one that is free is due, also between others.",
     _name(number=_behind_the_highest)),
    ("The number is one too high: that name itself was free already. Return it before n grows.", _one_too_far),
    ("A part of the name behind a dot is gone (with_suffix takes it for an ending): add photo.suffix as text.",
     _with_suffix),
    ('Only ".jpg" was replaced, and an ending may be another one: photo.suffix is the ending, photo.stem what stands '
     "before it.", _replaced),
    ("That name exists already and would be overwritten: ask path.exists() of the path in the folder (folder / "
     "name), and of no "
     "other.", _name(free=lambda path: False)),
    ("The second name may be taken as well: go on counting in a loop until one is free.", _once),
    (f"The numbers begin with 1; the second name is party_hidden_2: {_SHOULD_BE}.", _name(start=1)),
    (f"The numbers begin with 0; the second name is party_hidden_2: {_SHOULD_BE}.", _name(start=0)),
    (f"The numbers begin with 3; the second name is party_hidden_2: {_SHOULD_BE}.", _name(start=3)),
    *[(_HOW_MANY, _name(number=_glob(pattern, more)))
      for pattern in ("{stem}_hidden*", "{stem}_hidden*{suffix}", "{stem}*", "*", "*{suffix}",
          "*_hidden*") for more in (0, 1, 2)],
    ("The photo's own folder was taken, which may be another folder: folder / name joins the two.",
     _name(at=lambda photo, folder: photo.parent)),
    ("The ending is always .jpg: photo.suffix is the photo's own ending, with its dot.",
     _name("{stem}_hidden.jpg", "{stem}_hidden_{n}.jpg")),
    ("The ending is always .png: photo.suffix is the photo's own ending, with its dot.",
     _name("{stem}_hidden.png", "{stem}_hidden_{n}.png")),
    ("The name was cut at its first dot; photo.stem is the name without its last ending.", _name(parts=_cut_stem)),
    ("The ending was turned into small letters: photo.suffix as it is.", _name(parts=_small)),
    ("Count only if the name is taken: the first name has no number.", _name("{stem}_hidden_1{suffix}")),
    ("An underscore is missing before the number: party_hidden_2.", _name(later="{stem}_hidden{n}{suffix}")),
    ("The number stands in brackets, or behind another sign: party_hidden_2.",
     _name(later="{stem}_hidden ({n}){suffix}")),
    ("The number stands in brackets, or behind another sign: party_hidden_2.",
     _name(later="{stem}_hidden-{n}{suffix}")),
    ("The name grows with each turn, party_hidden_2_3: begin with photo.stem each time.", _grows),
    ("There are two dots: photo.suffix has a dot of its own.",
     _name("{stem}_hidden.{suffix}", "{stem}_hidden_{n}.{suffix}")),
    ("_hidden stands behind the ending: photo.name is the whole name; photo.stem is the name without its ending.",
     _name("{name}_hidden", "{name}_hidden_{n}")),
    ("The ending stands twice: photo.name is the whole name; photo.stem is the name without its ending.",
     _name("{name}_hidden{suffix}", "{name}_hidden_{n}{suffix}")),
    ("The ending is missing: photo.suffix is the ending with its dot.", _name("{stem}_hidden", "{stem}_hidden_{n}")),
    ("_hidden is missing.", _name("{stem}{suffix}", "{stem}_{n}{suffix}")),
    ("_hidden is missing in the numbered names.", _name(later="{stem}_{n}{suffix}")),
    ("It gives up behind the ninth name; go on until one is free: `while` repeats as long as it must.", _to_nine),
]  # fmt: skip


def safe_name(attempt):
    """Check ``attempt(photo, folder)``, which names a new file in the folder for a photo's result.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """

    def asked(name, photo, files):
        """Call it with a folder that holds these files, and give the name in that folder."""
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            for file in files:
                (folder / file).write_text("somebody's work")
            result = name(Path(photo), folder)
            if not isinstance(result, (str, os.PathLike)):
                return result
            path = Path(os.fspath(result))
            return path.name if path.parent == folder else f"{path} in another folder"

    def a_name(result, due):
        odd = strange(result, "a path")
        if odd or isinstance(result, str):
            return odd
        return Problem(f"it returned {short(result)}, a {type(result).__name__}", 'A path is due: folder / "name".')

    def hint(result, due, case):
        if result in case[1]:
            return f"{result} exists already and would be overwritten. Due is {_SHOULD_BE}, ..., in this order."
        if result.endswith("in another folder"):
            return "It lies in another folder than the one given: folder / name joins the two."
        return f"Due is {_SHOULD_BE}, ..., in this order, with photo.stem and photo.suffix."

    def named(*cases):
        return agrees(
            list(cases),
            _name(),
            _SAFE_NAME,
            kind=a_name,
            call=lambda photo, files: f"{photo} in a folder with {', '.join(files) if files else 'no files'}",
            hint=hint,
            more=[*empty, *taken],
            use=asked,
        )

    def nothing_made(name):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            (folder / "party_hidden.jpg").write_text("somebody's work")
            try:
                name(Path("party.jpg"), folder)
            except Exception:
                if name.ended:  # an endless loop is told where the name that is taken is asked for
                    return None
                raise
            files = [path.name for path in folder.iterdir()]
            if files != ["party_hidden.jpg"] or (folder / files[0]).read_text() != "somebody's work":
                return Problem("a file was made, changed or removed", "Only name it; writing is for later.")
        return None

    first = "party_hidden.jpg"
    many = [first, *(f"party_hidden_{n}.jpg" for n in range(2, 12))]
    empty = [("party.jpg", []), ("my.party.2026.JPG", []), ("elsewhere/noisy.png", ["party_hidden.png"])]
    taken = [
        ("party.jpg", [first, "garden.jpg"]),
        ("party.jpg", many[:3]),
        ("party.jpg", [first, "party_hidden_3.jpg", "party_hidden.png", "party_hidden_old.jpg"]),
        ("party.jpg", ["party.jpg", "party_hidden_2.jpg"]),
        ("party.jpg", many),
        ("party.jpg", ["party_hidden.png", "party_hidden_2.png"]),
    ]
    return judge(
        "safe_name",
        attempt,
        [
            ("name_hidden with the photo's ending, in the folder", named(*empty)),
            ("no file is made or changed", nothing_made),
            ("if that is taken, the first free number from 2 on: never the name of a file that exists", named(*taken)),
        ],
        "photo, folder",
    )
