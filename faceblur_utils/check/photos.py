"""Checks of the exercises in lesson 06, whole photos."""

import os
import tempfile
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from ..images import ImageError, encode_image, read_image
from ..metadata import list_metadata
from ..roi import Box
from .core import Problem, judge
from .facts import EDGES, count, image_like, short, strange
from .mistakes import agrees, an_image, unchanged
from .paste_back import HIDING
from .real import face, grain, stand_in
from .refusals import refuses

__all__ = ["clean_copy", "find_enlarged", "hide_or_refuse", "safe_name"]

# In a photo of 90 x 60 pixels; the largest neither first nor last.
FACES = [Box(8, 12, 28, 37), Box(36, 20, 67, 58), Box(71, 5, 84, 23)]


def scaled(box, factor, order=EDGES, end=round):
    """Give a box with all edges times a factor.

    Parameters
    ----------
    box : Box
    factor : float
    order : tuple of str
        Which edge stands at the place of left, top, right and bottom.
    end : callable
        How it becomes whole numbers.

    Returns
    -------
    Box

    Examples
    --------
    >>> scaled(Box(10, 20, 31, 40), 0.5)
    Box(5, 10, 16, 20)
    """
    return Box(*(end(getattr(box, edge) * factor) for edge in order))


def in_copy(faces, size):
    """Make a detector that finds these faces in a copy of the picture, however large that is.

    Parameters
    ----------
    faces : list of Box
    size : tuple of int
        (height, width) of the picture itself.

    Returns
    -------
    callable
    """

    def detect(picture):
        height, width = picture.shape[:2]
        down, across = height / size[0], width / size[1]
        return [
            Box(round(box.left * across), round(box.top * down), round(box.right * across), round(box.bottom * down))
            for box in faces
        ]

    return detect


def boxes_like(result, due):
    """Check that a result is a list of boxes, as many as are due. A `kind` for `agrees`.

    Parameters
    ----------
    result : object
    due : list of Box

    Returns
    -------
    Problem or None
    """
    odd = strange(result, "a list of boxes")
    if odd:
        return odd
    if not isinstance(result, (list, tuple)):
        return Problem(f"it returned {short(result)}, a {type(result).__name__}", "A list of Box is due, one for each face.")
    if any(not isinstance(box, Box) for box in result):
        kind = next(type(box).__name__ for box in result if not isinstance(box, Box))
        return Problem(
            f"it returned a list that holds a {kind}, not a Box", "One Box(left, top, right, bottom) is due for each face."
        )
    if len(result) != len(due):
        return Problem(
            f"{count(len(due), 'face')}, and {count(len(result), 'box').replace('boxs', 'boxes')} came back",
            "Treat every box that detect returns.",
        )
    return None


def boxes_near(result, due):
    """Whether boxes lie where they should, each edge within a pixel, in whatever order.

    Parameters
    ----------
    result, due : list of Box

    Returns
    -------
    bool

    Examples
    --------
    >>> boxes_near([Box(0, 0, 9, 9)], [Box(0, 0, 10, 10)]), boxes_near([Box(0, 0, 9, 9)], [Box(0, 0, 10, 19)])
    (True, False)
    """
    pairs = zip(*(sorted(boxes, key=lambda box: (box.left, box.top)) for boxes in (result, due)), strict=True)
    return all(abs(getattr(a, edge) - getattr(b, edge)) <= 1 for a, b in pairs for edge in EDGES)


def _enlarged(back=lambda box, scale: scaled(box, 1 / scale), shape=None, which=lambda boxes: boxes):
    """Make a find_enlarged with one part replaced: the way back, the size of the large picture, which boxes are treated."""

    def find(image, detect, scale):
        height, width = image.shape[:2]
        size = shape(height, width, scale) if shape else (round(width * scale), round(height * scale))
        return [back(box, scale) for box in which(detect(cv2.resize(image, size)))]

    return find


_FIND_ENLARGED = [
    ("These are places in the enlarged picture: come back by dividing by the scale.", _enlarged(lambda box, s: box)),
    ("You multiplied; the photo is smaller than the enlarged picture.", _enlarged(scaled)),
    *[(f"Is a factor written as a fixed number somewhere? It came back by {fixed}: use scale.",
       _enlarged(lambda box, s, fixed=fixed: scaled(box, 1 / fixed))) for fixed in (1.5, 2, 3)],
    ("Box takes left, top, right, bottom in this order.",
     _enlarged(lambda box, s: scaled(box, 1 / s, ("top", "left", "bottom", "right")))),
    ("Box takes left, top, right, bottom in this order.",
     _enlarged(lambda box, s: scaled(box, 1 / s, ("top", "right", "bottom", "left")))),
    ("Box takes left, top, right, bottom in this order.",
     _enlarged(lambda box, s: scaled(box, 1 / s, ("left", "right", "top", "bottom")))),
    ("Divide all four edges by the scale: right and bottom were left as they are.",
     _enlarged(lambda box, s: Box(round(box.left / s), round(box.top / s), box.right, box.bottom))),
    ("Divide all four edges by the scale: right and bottom were moved, and the width and height were left as they are.",
     _enlarged(lambda box, s: Box.from_xywh(round(box.left / s), round(box.top / s), box.width, box.height))),
    ("Box takes left, top, right, bottom; width and height stand where right and bottom belong.",
     _enlarged(lambda box, s: Box(*(round(n / s) for n in (box.left, box.top, box.width, box.height))))),
    ("X was divided by the scale and not Y.",
     _enlarged(lambda box, s: Box(round(box.left / s), box.top, round(box.right / s), box.bottom))),
    ("Y was divided by the scale and not X.",
     _enlarged(lambda box, s: Box(box.left, round(box.top / s), box.right, round(box.bottom / s)))),
    ("Only the first box came back: treat every box that detect returns. Does `return` stand inside the loop?",
     _enlarged(which=lambda boxes: boxes[:1])),
    ("Only the last box came back: treat every box that detect returns, and keep each.", _enlarged(which=lambda boxes: boxes[-1:])),
    ("These are regions of pixels; a list of Box is due.",
     lambda image, detect, scale: [cv2.resize(image, None, fx=scale, fy=scale)[box.slices]
                                   for box in detect(cv2.resize(image, None, fx=scale, fy=scale))]),
]  # fmt: skip


def find_enlarged(attempt):
    """Check ``attempt(image, detect, scale)``, which detects in an enlarged copy and returns boxes in photo pixels.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image, detect = grain(60, 90, 3), in_copy(FACES, (60, 90))

    def larger(find):
        for scale in (2, 1.5, 3):
            seen = []

            def watched(picture, seen=seen):
                seen.append(np.array(picture))
                return detect(picture)

            find(image.copy(), watched, scale)
            if not seen:
                return Problem("detect was never called", "Call detect(...) with the enlarged picture.")
            due = round(60 * scale), round(90 * scale)
            problem = _size_seen(seen[0].shape, due, image.shape, scale)
            if problem:
                return problem
            if np.abs(cv2.resize(seen[0], (90, 60), interpolation=cv2.INTER_AREA).astype(int) - image).mean() > 40:
                return Problem("detect was given another picture than the enlarged photo", "Only enlarge it: cv2.resize.")
        return None

    def found(cases, hint):
        return agrees(
            cases,
            _enlarged(),
            _FIND_ENLARGED,
            kind=boxes_like,
            fits=boxes_near,
            slack=1,
            call=lambda image, detect, scale: f"scale {scale}",
            hint=hint,
            more=[(image, detect, 2), (image, detect, 1.5), (image, detect, 3)],
        )

    back = "Divide all four edges by the scale, and round them."
    return judge(
        "find_enlarged",
        attempt,
        [
            ("detect sees the enlarged picture", larger),
            ("one Box for each face, on the faces in the photo itself", found([(image, detect, s) for s in (2, 1.5, 3)], back)),
            (
                "no face, no box",
                found([(image, in_copy([], (60, 90)), 2)], "Where nobody is, an empty list is due: no face, no box, no error."),
            ),
            ("the image passed in is not changed", unchanged("the image")),
        ],
        "image, detect, scale",
    )


def _size_seen(shape, due, photo, scale):
    """Check the size of the picture that detect was given."""
    if shape[:2] == photo[:2]:
        return Problem("detect was given the photo as it is", "cv2.resize returns the larger picture; pass that.")
    if len(shape) != 3:
        return Problem(
            f"detect was given a picture of shape {shape}: grey, without channels", "Enlarge the colour photo itself."
        )
    if max(abs(shape[0] - due[0]), abs(shape[1] - due[1])) <= 1:
        return None
    what = f"at scale {scale} detect was given shape {shape}; for a photo of shape {photo} it should be {(*due, 3)}"
    hint = "As fx and fy, cv2.resize takes the factors themselves; as a size it takes (width, height)."
    if max(abs(shape[0] - due[1]), abs(shape[1] - due[0])) <= 1:
        hint = "Height and width are swapped: as a size, cv2.resize takes (width, height)."
    elif shape[0] < photo[0]:
        hint = "It is smaller than the photo: it was shrunk, not enlarged."
    elif abs(shape[0] - photo[0]) <= 1 or abs(shape[1] - photo[1]) <= 1:
        hint = "It grew along one side only: fx is for X, fy for Y."
    elif any(abs(shape[0] - photo[0] * fixed) <= 1 and fixed != scale for fixed in (1.5, 2, 3)):
        hint = "Is a factor written as a fixed number somewhere? Use scale."
    return Problem(what, hint)


def hide_or_refuse(attempt):
    """Check ``attempt(image, detect, hide)``, which hides every face and raises ValueError where there is none.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image, empty = grain(60, 90, 3), grain(60, 90, 3)[::-1].copy()

    def finds(*boxes):
        return lambda picture: list(boxes)

    def with_boxes(mistake):
        return lambda image, detect, hide: mistake(image, detect(image), hide)

    def due(image, detect, hide):
        result = image.copy()
        for box in detect(image):
            result[box.slices] = hide(result[box.slices])
        return result

    def hidden(faces, hint):
        def seen(result, right, case):
            visible = [n for n, box in enumerate(faces, 1) if (result[box.slices] == image[box.slices]).all(axis=2).mean() > 0.5]
            if visible:
                return f"Still clear: face {', '.join(map(str, visible))} of {len(faces)}. {hint}"
            return "Every face is hidden by hide(...), and nothing else changes."

        return agrees(
            [(image, finds(*faces), stand_in)],
            due,
            [(sentence, with_boxes(mistake)) for sentence, mistake in HIDING if "brought back" not in sentence],
            kind=an_image(),
            hint=seen,
            real=lambda: (face(), finds(Box(5, 5, 30, 30), Box(36, 20, 70, 80)), stand_in),
            more=[(image, finds(*FACES), stand_in)],
        )

    def what_came(result):
        if isinstance(result, np.ndarray) and np.array_equal(result, empty):
            return "the photo as it was: a success, as far as anybody can tell"
        return "None, and the program goes on" if result is None else None

    return judge(
        "hide_or_refuse",
        attempt,
        [
            (
                "every face is hidden and nothing else",
                hidden(FACES, "Assign hide(roi) to the slice of the result, for each box, and return only after the loop."),
            ),
            ("a single face is hidden as well", hidden(FACES[1:2], "One face is enough: refuse only where there is none.")),
            (
                "no face: ValueError, with words",
                refuses(
                    lambda: (empty.copy(), finds(), stand_in),
                    "where nobody is found",
                    "if the list of boxes is empty",
                    words=True,
                    seen=what_came,
                ),
            ),
            ("the image passed in is not changed", unchanged("the image")),
        ],
        "image, detect, hide",
    )


def _photo(orientation):
    """Make a picture as a viewer shows it, and a JPEG of it as a phone stores it: turned, with a place and a comment."""
    y, x = np.mgrid[:64, :48]
    upright = np.dstack([x * 5, y * 3, 255 - x * 2 - y]).astype(np.uint8)
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


_CLEAN_COPY = [
    ("The picture lies as it is stored: the orientation was dropped with the EXIF data. Turn the pixels first; read_image does.",
     lambda content: encode_image(_stored(content))),
    ("The stored pixels are always turned (rot90), whatever the file says: turn them as its orientation tells; read_image does.",
     lambda content: encode_image(np.rot90(_stored(content), -1).copy())),
    ("The stored pixels are always turned (rot90), whatever the file says: turn them as its orientation tells; read_image does.",
     lambda content: encode_image(np.rot90(_stored(content)).copy())),
    ("The stored pixels are always turned (rot90), whatever the file says: turn them as its orientation tells; read_image does.",
     lambda content: encode_image(np.rot90(_stored(content), 2).copy())),
    ("It was turned once more: it lies on its side. read_image turns it upright already.", _remade(np.rot90)),
    ("It was turned once more: it lies on its side. read_image turns it upright already.", _remade(lambda image: np.rot90(image, -1))),
    ("It was turned once more: it stands upside down. read_image turns it upright already.", _remade(lambda image: np.rot90(image, 2))),
    ("It is mirrored.", _remade(lambda image: image[:, ::-1])),
    ("It is upside down.", _remade(lambda image: image[::-1])),
    ("red and blue are swapped: cv2 takes BGR; encode_image takes the RGB that read_image gives.", _remade(lambda image: image[..., ::-1])),
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
            return Problem("it returned an array", "Pixels are the half of it: encode_image(image) makes a file of them.")
        if not isinstance(result, (bytes, bytearray)):
            hint = "The content of a file is due: bytes."
            if isinstance(result, BytesIO):
                hint = "A BytesIO is a file in memory; getvalue() gives all its bytes."
            return Problem(f"it returned a {type(result).__name__}", hint)
        if not result:
            return Problem("it returned empty bytes", "After writing, read() begins at the end: getvalue() gives all the bytes.")
        if not result.startswith(b"\xff\xd8\xff"):
            return Problem(f"what it returned begins with {bytes(result[:4])!r}", 'A JPEG file is due: its ending is ".jpg".')
        try:
            read_image(bytes(result))
        except ImageError as error:
            return Problem(f"the result cannot be read, or not to its end: {error}", "Return everything that the encoder gave.")
        return None

    def nothing_else(clean):
        for photo in phones.values():
            result = bytes(clean(photo))
            found = list_metadata(result)
            if result == photo:
                return Problem(
                    f"it returned the content as it was, which still carries: {'; '.join(found[:3])}",
                    "Only what goes through an array of pixels leaves everything else behind: read_image, then encode_image.",
                )
            if found:
                return Problem(
                    f"the result still carries: {'; '.join(found[:3])}",
                    "Only what goes through an array of pixels leaves everything else behind: read_image, then encode_image.",
                )
        return None

    upright = agrees(
        [(photo,) for photo in phones.values()],
        lambda content: encode_image(read_image(content)),
        _CLEAN_COPY,
        kind=an_image("the picture"),
        # JPEG changes pixels a little.
        fits=lambda result, due: _far(result, due) < 6,
        slack=lambda result, mine: image_like(result, mine) is None and _far(result, mine) < 6,
        hint="Every pixel stays where it is, and as it is.",
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


def _name(first="{stem}_hidden{suffix}", later="{stem}_hidden_{n}{suffix}", start=2, number=None, free=None, parts=None, at=None):
    """Make a safe_name with one part replaced: the names, the first number, how it is found, how a name is known to be free."""

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


_SHOULD_BE = "the next free of name_hidden, name_hidden_2, name_hidden_3"
_HOW_MANY = ("A number was made of how many files there are (len). If one in the middle was deleted, that name exists and would be "
             "overwritten: ask of each name, in a loop, whether it exists.")  # fmt: skip
_SAFE_NAME = [
    ("That name exists already and would be overwritten: ask path.exists() of the path in the folder (folder / name), and of no "
     "other.", _name(free=lambda path: False)),
    ("The second name may be taken as well: go on counting in a loop until one is free.", _once),
    (f"The numbers begin with 1; the second name is party_hidden_2: {_SHOULD_BE}.", _name(start=1)),
    (f"The numbers begin with 0; the second name is party_hidden_2: {_SHOULD_BE}.", _name(start=0)),
    (f"The numbers begin with 3; the second name is party_hidden_2: {_SHOULD_BE}.", _name(start=3)),
    *[(_HOW_MANY, _name(number=_glob(pattern, more)))
      for pattern in ("{stem}_hidden*", "{stem}_hidden*{suffix}", "{stem}*", "*", "*{suffix}", "*_hidden*") for more in (0, 1, 2)],
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
    ("The number stands in brackets, or behind another sign: party_hidden_2.", _name(later="{stem}_hidden ({n}){suffix}")),
    ("The number stands in brackets, or behind another sign: party_hidden_2.", _name(later="{stem}_hidden-{n}{suffix}")),
    ("The name grows with each turn, party_hidden_2_3: begin with photo.stem each time.", _grows),
    ("There are two dots: photo.suffix has a dot of its own.", _name("{stem}_hidden.{suffix}", "{stem}_hidden_{n}.{suffix}")),
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
            name(Path("party.jpg"), folder)
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
