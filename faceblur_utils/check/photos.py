"""Checks of the exercises in lesson 06, whole photos."""

import os
import tempfile
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from ..images import ImageError, read_image
from ..metadata import list_metadata
from ..roi import Box
from .core import NO_RETURN, Problem, difference, image_like, judge

__all__ = ["clean_copy", "find_enlarged", "hide_or_refuse", "safe_name"]


def _scene(*boxes):
    """Dark noise with white rectangles for faces, and a detector that finds those in a picture of any size."""
    scene = np.random.default_rng(6).integers(0, 60, (60, 90, 3), dtype=np.uint8)
    for box in boxes:
        scene[box.slices] = 255
    return scene


def _bright(picture):
    bright = (np.asarray(picture).min(axis=2) > 150).astype(np.uint8)
    found = cv2.connectedComponentsWithStats(bright)[2][1:]
    return [Box.from_xywh(*(int(number) for number in row[:4])) for row in found]


FACES = [Box(8, 12, 28, 37), Box(50, 6, 68, 30)]


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

    def tried(find, scale, faces=FACES):
        image, seen = _scene(*faces), []

        def detect(picture):
            seen.append(picture)
            return _bright(picture)

        mine = image.copy()
        return find(mine, detect, scale), seen, (mine != image).any()

    def larger(find):
        for scale in (2, 1.5):
            result, seen, _ = tried(find, scale)
            if not seen:
                return Problem("detect was never called", "Call detect(...) with the enlarged picture.")
            shape = np.shape(seen[0])
            if shape == (60, 90, 3):
                return Problem(
                    "detect was given the photo as it is", "cv2.resize returns the larger picture; pass that."
                )
            due = round(60 * scale), round(90 * scale)
            if len(shape) != 3 or max(abs(shape[0] - due[0]), abs(shape[1] - due[1])) > 1:
                return Problem(
                    f"at scale {scale} detect was given shape {shape}; for a photo of shape (60, 90, 3) it should be "
                    f"{(*due, 3)}",
                    "As fx and fy, cv2.resize takes the factors themselves; as a size it takes (width, height).",
                )
            if result is None:
                return NO_RETURN
        return None

    def a_list(find):
        result, _, _ = tried(find, 2)
        if not isinstance(result, (list, tuple)) or not all(isinstance(box, Box) for box in result):
            return Problem(f"it returned {result!r}", "A list is due, with one Box(left, top, right, bottom) a face.")
        if len(result) != len(FACES):
            return Problem(
                f"{len(FACES)} faces, and {len(result)} boxes came back", "Treat every box that detect returns."
            )
        return None

    def in_the_photo(find):
        for scale in (2, 1.5, 3):
            result, _, _ = tried(find, scale)
            for face in FACES:
                if any(box.iou(face) > 0.8 for box in result):
                    continue
                edges = face.left, face.top, face.right, face.bottom

                def lands_on(factor, edges, boxes=result):
                    place = Box(*(round(edge * factor) for edge in edges))
                    return any(box.iou(place) > 0.8 for box in boxes)

                hint = "Divide all four edges by the scale, and round them."
                if lands_on(scale, edges):
                    hint = "These are places in the enlarged picture: come back by dividing by the scale."
                elif lands_on(scale * scale, edges):
                    hint = "You multiplied; the photo is smaller than the enlarged picture."
                elif lands_on(1, (face.top, face.left, face.bottom, face.right)):
                    hint = "Box takes left, top, right, bottom in this order."
                elif scale != 2:
                    hint = "Is a factor written as a fixed number somewhere? Use scale."
                return Problem(f"at scale {scale} no box lies on the face at {face}, but: {result}", hint)
        return None

    def nobody(find):
        result, _, _ = tried(find, 2, [])
        return None if result == [] else Problem(f"where nobody is, it returned {result!r}", "No face, an empty list.")

    def untouched(find):
        if tried(find, 2)[2]:
            return Problem("the image that was passed in has changed", "cv2.resize returns a new picture: use that.")
        return None

    return judge(
        "find_enlarged",
        attempt,
        [
            ("detect sees the enlarged picture", larger),
            ("one Box for each face", a_list),
            ("the boxes lie on the faces in the photo itself", in_the_photo),
            ("no face, no box", nobody),
            ("the image passed in is not changed", untouched),
        ],
    )


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
    image = _scene(*FACES)

    def hide(roi):
        return np.full_like(roi, 77)

    def all_hidden(act):
        result = act(image.copy(), _bright, hide)
        problem = image_like(result, image)
        if problem:
            return problem
        due = image.copy()
        for box in FACES:
            due[box.slices] = 77
        if (result == due).all():
            return None
        left = [number for number, box in enumerate(FACES, 1) if (result[box.slices] != 77).any()]
        if left:
            hint = "Assign hide(roi) to the slice of the result, for each box, and return only after the loop."
            return Problem(f"still clear: face {', '.join(map(str, left))} of {len(FACES)}", hint, {"Yours": result})
        return Problem("pixels outside the faces changed", "Write to the boxes' slices only.", difference(result, due))

    def refuses(act):
        empty = _scene()
        try:
            result = act(empty.copy(), _bright, hide)
        except ValueError as error:
            if str(error).strip():
                return None
            return Problem("the error says nothing", 'Give it words: raise ValueError("no face found, so ...").')
        except Exception as error:
            return Problem(
                f"where nobody is found it stopped with {type(error).__name__}: {error}",
                "An error by design names what was wrong: if the list of boxes is empty, raise ValueError(...).",
            )
        if result is None:
            seen = "where nobody is found it returned None, and the program goes on"
        elif isinstance(result, np.ndarray) and np.array_equal(result, empty):
            seen = "where nobody is found it returned the photo as it was: a success, as far as anybody can tell"
        else:
            seen = f"where nobody is found it returned a {type(result).__name__}"
        return Problem(seen, "if the list of boxes is empty, raise ValueError(...). A printed line stops nobody.")

    def untouched(act):
        mine = image.copy()
        act(mine, _bright, hide)
        return None if (mine == image).all() else Problem("the image passed in was changed", "Start from image.copy().")

    return judge(
        "hide_or_refuse",
        attempt,
        [
            ("every face is hidden and nothing else", all_hidden),
            ("no face: ValueError, with words", refuses),
            ("the image passed in is not changed", untouched),
        ],
    )


def _rich_photo():
    """An upright picture, and a JPEG of it as a phone would store it: on its side, with a place and a comment."""
    y, x = np.mgrid[:64, :48]
    upright = np.dstack([x * 5, y * 3, 255 - x * 2 - y]).astype(np.uint8)
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it clockwise to show it
    exif.get_ifd(0x8825).update({1: "N", 2: (46.0, 14.0, 2.0), 3: "E", 4: (6.0, 3.0, 20.0)})
    file = BytesIO()
    Image.fromarray(np.rot90(upright).copy()).save(file, "JPEG", quality=95, exif=exif, comment=b"made by Ada")
    return upright, file.getvalue()


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
    upright, content = _rich_photo()

    def a_jpeg(clean):
        result = clean(content)
        if result is None:
            return NO_RETURN
        if isinstance(result, np.ndarray):
            return Problem(
                "it returned an array", "Pixels are the half of it: encode_image(image) makes a file of them."
            )
        if not isinstance(result, (bytes, bytearray)):
            return Problem(f"it returned {type(result).__name__}", "The content of a file is due: bytes.")
        if not result.startswith(b"\xff\xd8\xff"):
            return Problem(f"what it returned begins with {bytes(result[:4])!r}", 'JPEG is the ending ".jpg".')
        try:
            read_image(bytes(result))
        except ImageError as error:
            return Problem(f"the result cannot be read: {error}", "Return everything that the encoder gave.")
        return None

    def nothing_else(clean):
        found = list_metadata(bytes(clean(content)))
        if not found:
            return None
        return Problem(
            f"the result still carries: {'; '.join(found[:3])}",
            "Only what goes through an array of pixels leaves everything else behind: read_image, then encode_image.",
        )

    def shown_upright(clean):
        result = read_image(bytes(clean(content)))
        if result.shape == upright.shape and np.abs(result.astype(int) - upright).mean() < 12:
            return None
        sideways = result.shape[:2] == upright.shape[1::-1]
        hint = "The orientation was dropped with the EXIF data: turn the pixels first. read_image does."
        return Problem(
            f"the picture is not the one that a viewer shows: shape {result.shape}, due is {upright.shape}",
            hint if sideways else "Every pixel stays where it is.",
        )

    def no_photo(clean):
        for words, junk in (("text", b"Dear diary"), ("half a photo", content[: len(content) // 2])):
            try:
                result = clean(junk)
            except Exception:
                continue
            return Problem(
                f"given {words}, it returned {type(result).__name__} and no error",
                "read_image says what is wrong with a file; let its error through.",
            )
        return None

    return judge(
        "clean_copy",
        attempt,
        [
            ("the bytes of a JPEG", a_jpeg),
            ("no metadata", nothing_else),
            ("the picture as a viewer shows it", shown_upright),
            ("an error for what is no whole photo", no_photo),
        ],
    )


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

    def asked(name, photo, folder):
        given = Path(photo) if isinstance(photo, str) else photo
        result = name(given, folder)
        return result if result is None else Path(os.fspath(result))

    def fitting(path, photo, folder):
        """Problem with a name, wherever it lies and whatever it is."""
        if path.parent != folder:
            return Problem(f"{path.name} lies in another folder than the one given", "folder / name joins the two.")
        if path.suffix != photo.suffix:
            return Problem(
                f"{photo.name} became {path.name}: another ending", "photo.suffix is the ending, with its dot."
            )
        if not path.stem.startswith(f"{photo.stem}_hidden"):
            hint = f'photo.stem is the name without its last ending; for {photo.name} that is "{photo.stem}".'
            return Problem(f"{photo.name} became {path.name}", hint)
        return None

    def free(name):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            for text in ("party.jpg", "my.party.2026.JPG", "elsewhere/noisy.png"):
                photo = Path(text)
                result = asked(name, photo, folder)
                if result is None:
                    return NO_RETURN
                problem = fitting(result, photo, folder)
                if problem:
                    return problem
                if result.stem != f"{photo.stem}_hidden":
                    return Problem(
                        f"in an empty folder, {photo.name} became {result.name}", "Count only if the name is taken."
                    )
        return None

    def taken(name):
        with tempfile.TemporaryDirectory() as place:
            folder, photo, names = Path(place), Path("party.jpg"), []
            for times in range(4):
                result = asked(name, photo, folder)
                problem = fitting(result, photo, folder)
                if problem:
                    return problem
                if result.exists():
                    hint = "Look whether the file is there: path.exists()."
                    if times > 1:
                        hint = "The second name may be taken as well: go on counting in a loop until one is free."
                    return Problem(f"{result.name} exists already and would be overwritten", hint)
                names.append(result.name)
                result.touch()
        return None

    def nothing_made(name):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            (folder / "party_hidden.jpg").write_text("somebody's work")
            asked(name, Path("party.jpg"), folder)
            files = [path.name for path in folder.iterdir()]
            if files != ["party_hidden.jpg"] or (folder / files[0]).read_text() != "somebody's work":
                return Problem("a file was made, changed or removed", "Only name it; writing is for later.")
        return None

    return judge(
        "safe_name",
        attempt,
        [
            ("name_hidden with the photo's ending, in the folder", free),
            ("no file is made or changed", nothing_made),
            ("never the name of a file that exists", taken),
        ],
    )
