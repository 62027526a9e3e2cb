"""A learner's own pipeline: what passes a check in lessons 02 to 04 is kept in ``my_pipeline.py`` beside them."""

import ast
import builtins
import dis
import inspect
import textwrap
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np

from .images import write_whole
from .messages import error_message
from .paste_back import make_mask, paste_back
from .roi import Box

FILE = "my_pipeline.py"
_PACKAGE = Path(__file__).resolve().parent
_HEAD = f'''"""My own pipeline: functions of mine that passed a check. Each is replaced when another passes."""

import math

import cv2
import numpy as np

from {_PACKAGE.name} import Box
'''
_KNOWN = {"math", "cv2", "np", "Box"}


# --- what stands in where a piece is missing ------------------------------------------------------------------------


def _crop_face(image, start_x, end_x, start_y, end_y):
    return image[start_y:end_y, start_x:end_x].copy()


def _clip_box(start_x, end_x, start_y, end_y, image):
    box = Box(start_x, start_y, end_x, end_y).clip(image)
    return box.left, box.right, box.top, box.bottom


def _grow_box(start_x, end_x, start_y, end_y, margin):
    box = Box(start_x, start_y, end_x, end_y).expand(margin)
    return box.left, box.right, box.top, box.bottom


def _mosaic_blur(roi, block):
    result = roi.copy()
    for top in range(0, roi.shape[0], block):
        for left in range(0, roi.shape[1], block):
            part = slice(top, top + block), slice(left, left + block)
            result[part] = np.rint(roi[part].mean(axis=(0, 1)))
    return result


def _ellipse_mask(height, width):
    return make_mask("ellipse", height, width) == 1


def _paste(image, blurred, start_x, start_y):
    height, width = blurred.shape[:2]
    return paste_back(image, blurred, Box.from_xywh(start_x, start_y, width, height))


PARTS = {
    "crop_face": _crop_face,
    "clip_box": _clip_box,
    "grow_box": _grow_box,
    "mosaic_blur": _mosaic_blur,
    "ellipse_mask": _ellipse_mask,
    "paste": _paste,
}


def keep(name, function, folder=None):
    """Keep a function that passed a check, in ``my_pipeline.py`` beside the learner's copies of the lessons.

    What else is in that file stays, also what the learner wrote there by hand.

    Parameters
    ----------
    name : str
        Of the exercise; only those of `PARTS` are kept.
    function : callable
        The learner's; solutions of the lessons (``solution_...``) are not kept.
    folder : str or os.PathLike, optional
        By default that of the running notebook, if it holds copies of the lessons.

    Returns
    -------
    str
        A sentence for the learner; empty if there was nothing to keep.

    Examples
    --------
    >>> keep("box_iou", lambda a, b: 0)
    ''
    """
    folder = _beside_lessons() if folder is None else Path(folder)
    own_name = getattr(function, "__name__", "")
    if name not in PARTS or folder is None or own_name.startswith("solution_"):
        return ""
    try:
        source = _source(function, name)
        path = folder / FILE
        before = path.read_text(encoding="utf-8") if path.exists() else _HEAD
        write_whole(path, _replaced(before, name, source).encode())
    except (OSError, SyntaxError, TypeError, ValueError) as error:
        return f"(Not kept in {FILE}: {error_message(error)})"
    return f"Kept in {FILE}, for your own pipeline in lessons 04 and 07."


def load(folder=None):
    """Load the learner's own pieces of the pipeline; where one is missing or cannot be loaded, ours stands in.

    Parameters
    ----------
    folder : str or os.PathLike, optional
        By default that of the running notebook, if it holds copies of the lessons.

    Returns
    -------
    types.SimpleNamespace
        A function for each name in `PARTS`. Whose they are is printed.

    Examples
    --------
    >>> mine = load()
    crop_face, clip_box, grow_box, mosaic_blur, ellipse_mask, paste: ours stand in
    >>> mine.grow_box(10, 20, 10, 20, 0.5)
    (5, 25, 5, 25)
    """
    folder = _beside_lessons() if folder is None else Path(folder)
    own, path = {}, None if folder is None else folder / FILE
    if path is not None and path.exists():
        module = ModuleType("my_pipeline")
        try:
            exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), vars(module))
        except Exception as error:  # whatever a learner's file may raise
            line = getattr(error, "lineno", None)
            where = f" in line {line}" if line else ""
            print(f"{FILE} cannot be loaded, {error_message(error)}{where}. Mend it, or move it away and pass again.")
        else:
            own = {name: getattr(module, name) for name in PARTS if callable(getattr(module, name, None))}
    for words, names in (("yours", list(own)), ("ours stand in", [name for name in PARTS if name not in own])):
        if names:
            print(f"{', '.join(names)}: {words}")
    return SimpleNamespace(**{**PARTS, **own})


def _beside_lessons():
    """The folder of the learner's copies, if the notebook runs in one; the project's own lessons stay clean."""
    here = Path.cwd()
    for folder in (here, here.parent) if here.name == "deeper" else (here,):
        original = folder in (_PACKAGE.parent / "notebooks", _PACKAGE / "notebooks")
        if (folder / "02_roi.ipynb").exists() and not original:
            return folder
    return None


def _source(function, name):
    """The source of a function and of the helpers that it uses, under the exercise's name."""
    pieces = []

    def add(one, called):
        text = textwrap.dedent(inspect.getsource(one))
        if not text.lstrip().startswith(("def ", "@")):
            raise ValueError("write it with def, so that it can stand in a file of its own.")
        for used, value in _globals_of(one):
            if used in _KNOWN or used in seen:
                continue
            seen.add(used)
            if inspect.isfunction(value) and value.__module__ == function.__module__:
                add(value, used)
            elif inspect.ismodule(value):
                pieces.append(f"import {value.__name__} as {used}\n")
            elif isinstance(value, (int, float, str, tuple)) and ast.literal_eval(repr(value)) == value:
                pieces.append(f"{used} = {value!r}\n")
            else:
                raise ValueError(f"it uses {used}, which belongs to the notebook. Pass it in, or define it inside.")
        pieces.append(text)
        if one.__name__ != called:
            pieces.append(f"{called} = {one.__name__}\n")

    seen = {function.__name__, name}
    add(function, name)
    return "\n\n".join(piece.rstrip("\n") + "\n" for piece in pieces)


def _globals_of(function):
    """Names of the notebook that a function, or one inside it, reads."""
    names, codes = set(), [function.__code__]
    while codes:
        code = codes.pop()
        # Not `co_names`: those are attributes, too, and `copy` may be a picture of the notebook's.
        names |= {one.argval for one in dis.get_instructions(code) if one.opname == "LOAD_GLOBAL"}
        codes += [one for one in code.co_consts if inspect.iscode(one)]
    scope = function.__globals__
    return sorted((name, scope[name]) for name in names if name in scope and not hasattr(builtins, name))


def _replaced(text, name, source):
    """Put a piece into the file, in place of the one that was kept before."""
    begin, end = f"# --- {name} ---\n", f"# --- end of {name} ---\n"
    piece = f"{begin}{source}{end}"
    start = text.find(begin)
    stop = text.find(end, start)
    if start < 0 or stop < 0:
        return f"{text.rstrip()}\n\n\n{piece}"
    return text[:start] + piece + text[stop + len(end) :]
