"""A learner's copies of the lessons: given once, never overwritten, and told from newer ones."""

import contextlib
import hashlib
import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from ..images import move_new, printable, write_new
from ..samples import shipped_folder

_PACKAGE = Path(__file__).resolve().parent.parent
_LESSONS, _GLOSSARY = "[0-9][0-9]_*.ipynb", "glossary.ipynb"
# In a copy's metadata: a fingerprint of the lesson that it was made from. It goes where the file goes.
_MARK = "faceblur_lesson"


def lessons_folder():
    """Find the lessons of this installation.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FileNotFoundError
        If there are none.
    """
    return shipped_folder("notebooks", _LESSONS, "lessons")


def default_folder():
    """Tell where copies go if nobody says: into the project's folder, or, without one, where the command was called.

    Returns
    -------
    pathlib.Path
    """
    project = _PACKAGE.parent
    return (project if (project / "pyproject.toml").is_file() else Path.cwd()) / "my_lessons"


@dataclass
class Given:
    """What became of each lesson, by its name in the folder: "05_compare.ipynb", "deeper/01_why.ipynb".

    Attributes
    ----------
    new, kept : list of str
        Those that were copied, and those that were there.
    older : list of str
        Of those kept, the ones made from an earlier version of the lesson.
    unknown : list of str
        Of those kept, the ones that do not say what they were made from.
    """

    new: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    older: list = field(default_factory=list)
    unknown: list = field(default_factory=list)


def give(folder, with_outputs=False, language=None):
    """Copy the lessons that are not there yet.

    Parameters
    ----------
    folder : pathlib.Path
        Made if need be.
    with_outputs : bool
        Whether copies keep the outputs, for a teacher to show; otherwise a learner predicts before he sees.
    language : str, optional
        Beside the lessons in English, those in this one; once they are there, they are kept up without being named.

    Returns
    -------
    Given

    Raises
    ------
    OSError
        If a file cannot be written there.
    ValueError
        If the folder is the one of the lessons themselves, or there is no lesson in the language.
    """
    given = Given()
    source = lessons_folder()
    folder.mkdir(parents=True, exist_ok=True)
    if folder.resolve() == source.resolve():
        raise ValueError(f"{printable(folder)} holds the lessons themselves; name another folder for your copies.")
    others = _in_languages(source)
    if language not in (None, "en", *others):
        raise ValueError(f"There is no lesson in {language!r}; there are some in: en, {', '.join(others)}.")
    chosen = [path for name, paths in others.items() if name == language or (folder / name).is_dir() for path in paths]
    for lesson in [*_lessons(source), *chosen]:
        content, mark = _copy(lesson, with_outputs)
        name = lesson.relative_to(source).as_posix()
        own = folder / name
        own.parent.mkdir(exist_ok=True)
        if not os.path.lexists(own):
            with contextlib.suppress(FileExistsError):  # a second run at the same moment was faster
                write_new(own, content)
                given.new.append(name)
                continue
        given.kept.append(name)
        made_from = _made_from(own)
        if made_from is None:
            given.unknown.append(name)
        elif made_from != mark:
            given.older.append(name)
    return given


def reset(folder, lesson, with_outputs=False):
    """Give one lesson anew; the copy that is there keeps its content and gets another name.

    Parameters
    ----------
    folder : pathlib.Path
    lesson : str
        Its number or its name: ``"05"``, ``"5"`` or ``"05_compare"``; of a deeper one ``"deeper/05"`` or its name; of
        one in another language ``"de/00"``.
    with_outputs : bool
        As for `give`.

    Returns
    -------
    (pathlib.Path, pathlib.Path or None)
        The new copy, and what the earlier one is called now; None if there was none.

    Raises
    ------
    ValueError
        If there is no such lesson.
    OSError
        If a file cannot be written there.
    """
    path = pick_lesson(lesson)
    own, kept = folder / path.relative_to(lessons_folder()), None
    content, _ = _copy(path, with_outputs)
    own.parent.mkdir(parents=True, exist_ok=True)
    number = 1
    while os.path.lexists(own):
        kept = own.with_name(f"{own.stem}_mine{'' if number == 1 else f'_{number}'}.ipynb")
        with contextlib.suppress(FileExistsError):
            move_new(own, kept)
        number += 1
    write_new(own, content)
    return own, kept


def short(name):
    """Give the shortest name by which `reset` knows a lesson: its number, of a deeper one its name.

    Parameters
    ----------
    name : str
        As in `Given`.

    Returns
    -------
    str

    Examples
    --------
    >>> short("05_compare.ipynb"), short("deeper/01_why.ipynb")
    ('05', 'deeper/01_why')
    """
    return name[:2] if name[0].isdecimal() else name.removesuffix(".ipynb")


def _lessons(folder):
    found = [path for part in (folder, folder / "deeper") for path in sorted(part.glob(_LESSONS))]
    return found + list(folder.glob(_GLOSSARY))  # lessons link to it


def _in_languages(folder):
    """The lessons in each other language, by its name."""
    found = {}
    for path in sorted(folder.glob(f"[a-z][a-z]/{_LESSONS}")):
        found.setdefault(path.parent.name, []).append(path)
    return found


def pick_lesson(lesson):
    """Find a lesson by what somebody calls it.

    Parameters
    ----------
    lesson : str
        As for `reset`.

    Returns
    -------
    pathlib.Path
        The lesson itself, with its outputs; no copy.

    Raises
    ------
    ValueError
        If there is no such lesson.
    """
    folder = lessons_folder()
    every = [*_lessons(folder), *(path for paths in _in_languages(folder).values() for path in paths)]
    names = {path.relative_to(folder).with_suffix("").as_posix(): path for path in every}
    wanted = re.sub(r"\.ipynb$", "", str(lesson)).replace("\\", "/")
    wanted = f"{int(wanted):02}" if wanted.isdecimal() else wanted
    for name, path in names.items():  # the core ones first
        if wanted in (name, path.stem, name[: -len(path.stem) + 2]):
            return path
    raise ValueError(f"There is no lesson {lesson!r}; there are {', '.join(names)}.")


def _copy(lesson, with_outputs):
    """The content of a copy, and its mark."""
    notebook = json.loads(lesson.read_text(encoding="utf-8"))
    mark = _fingerprint(notebook)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            if not with_outputs:
                cell["outputs"], cell["execution_count"] = [], None
            if "solution" in cell["metadata"].get("tags", ()):
                cell["metadata"].setdefault("jupyter", {})["source_hidden"] = True
    notebook["metadata"][_MARK] = mark
    # As JupyterLab writes it, so that its first saving changes no line.
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": "))
    return f"{text}\n".encode(), mark


def _fingerprint(notebook):
    """Equal for versions of a lesson that differ only in what their cells put out."""
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _made_from(own):
    try:
        mark = json.loads(own.read_text(encoding="utf-8"))["metadata"][_MARK]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return mark if isinstance(mark, str) else None
