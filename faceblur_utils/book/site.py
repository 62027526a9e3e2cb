"""The whole book: lessons and other pages are laid out as Sphinx wants them, built, and put in place at once."""

import json
import re
import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .. import __version__
from ..compare.script import script
from ..images import printable
from ..samples import shipped_folder
from . import lessons, methods, pages, play
from .extension import STATIC
from .flipbooks import Flipbooks, fingerprint_of_package

# In each book: this folder was made here and may be replaced.
_MARK = ".faceblur-book"
_TITLE = "Learn how face anonymisation works"


@dataclass(frozen=True)
class Book:
    """What was built.

    Attributes
    ----------
    folder : pathlib.Path
    pages : int
        How many.
    flipbooks : int
        Sliders that move.
    still : list of str
        Cells whose slider stands still, each with the reason.
    warnings : list of str
        What Sphinx complained about.
    seconds : float
        How long it took.
    """

    folder: Path
    pages: int
    flipbooks: int
    still: list
    warnings: list
    seconds: float


def build(folder, only=(), flipbooks=True, cache=None, tell=print):
    """Build the book.

    Parameters
    ----------
    folder : pathlib.Path
        Where it is put, whole or not at all. A book that is there is replaced; anything else is not.
    only : sequence of str
        Beginnings of lessons' names ("02", "deeper/01"), for a small book; by default all.
    flipbooks : bool
        Whether lessons with sliders are executed, so that these move. Otherwise they show the committed still.
    cache : pathlib.Path, optional
        Where the sliders' pictures are remembered; by default beside the book.
    tell : callable
        Gets a sentence when something long begins.

    Returns
    -------
    Book

    Raises
    ------
    ModuleNotFoundError
        If Sphinx and what belongs to it are not installed.
    FileExistsError
        If the folder holds something that is no book.
    ValueError
        If `only` names no lesson.
    """
    began = time.monotonic()
    _require_sphinx()
    folder = Path(folder).absolute()
    _require_free(folder)
    names = _chosen(only)
    folder.parent.mkdir(parents=True, exist_ok=True)
    notebooks = {name: json.loads((_lessons() / name).read_text(encoding="utf-8")) for name in names}
    cache = Path(cache) if cache else folder.with_name(f"{folder.name}.cache")
    films = Flipbooks(cache, tell)
    made = films.of(notebooks) if flipbooks else {}
    with _beside(folder) as work:
        source, extra = work / "source", work / "extra"
        game = _game(notebooks, cache, films, tell) if flipbooks else None
        _lay_out(source, notebooks, made, names, game)
        if not only:
            methods.write(source, cache, fingerprint_of_package(), flipbooks, tell)
        pages.write(source, {name: lessons.title(notebook) for name, notebook in notebooks.items()}, not only)
        films.put(made, extra / "_flipbooks", play.pictures(game) if game else ())
        tell("Writing the pages.")
        warnings = _sphinx(source, work / "html", extra, work / "doctrees")
        for page in (work / "html").rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            # The theme's captions are headings of no level, which a screen reader cannot place.
            page.write_text(text.replace('class="caption" role="heading"', 'class="caption"'), encoding="utf-8")
        (work / "html" / _MARK).write_text("Made by `faceblur book`, which replaces this folder.\n", encoding="utf-8")
        count = sum(1 for _ in (work / "html").rglob("*.html"))
        _put(work / "html", folder)
    moving = sum(map(len, made.values()))
    return Book(folder, count, moving, films.still, warnings, time.monotonic() - began)


def _lessons():
    return shipped_folder("notebooks", "[0-9][0-9]_*.ipynb", "lessons")


def _chosen(only):
    """Names of the lessons in reading order: each deeper one after those that lead to it, the glossary at the end."""
    root = _lessons()
    deeper = [f"deeper/{path.name}" for path in sorted((root / "deeper").glob("[0-9][0-9]_*.ipynb"))]
    names = [*(path.name for path in sorted(root.glob("[0-9][0-9]_*.ipynb"))), *deeper]
    for start in only:
        if not any(name.startswith(start) for name in names):
            raise ValueError(f"No lesson begins with {start!r}; there are {', '.join(names)}.")
    chosen = [name for name in names if not only or name.startswith(tuple(only))]
    return [*chosen, "glossary.ipynb"] if (root / "glossary.ipynb").is_file() and not only else chosen


def _game(notebooks, cache, films, tell):
    """Play the quiz if a lesson has it; where a recogniser is missing, its still stays, and the book says why."""
    if not any(lessons.has_quiz(cell) for notebook in notebooks.values() for cell in notebook["cells"]):
        return None
    from ..detect import DetectorUnavailableError

    try:
        return play.recorded(cache, fingerprint_of_package(), tell)
    except DetectorUnavailableError as error:
        films.still.append(f"the quiz: {error}")
        return None


def _lay_out(source, notebooks, made, names, game=None):
    (source / "lessons" / "deeper").mkdir(parents=True)
    for name, notebook in notebooks.items():
        up = "../" * (1 + name.count("/"))
        prepared = lessons.page(notebook, name, made.get(name), up, game)
        if set(names) != set(_chosen(())):
            _unlink(prepared, name, names)
        (source / "lessons" / name).write_text(json.dumps(prepared), encoding="utf-8")


def _unlink(notebook, name, names):
    """In a small book, turn links to lessons that are not in it into words."""
    here = Path("/", name).parent

    def kept(match):
        target = match[2].split("#")[0]
        if not target.endswith(".ipynb"):
            return match[0]
        import posixpath

        return match[0] if posixpath.normpath(here.joinpath(target).as_posix()).lstrip("/") in names else match[1]

    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)", kept, cell["source"])


def _sphinx(source, out, extra, doctrees):
    import io

    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    static = source.parent / "static"
    shutil.copytree(STATIC, static, ignore=shutil.ignore_patterns("*.js"))
    from .. import motion

    scripts = [Path(motion.__file__).with_name("player.js"), *(STATIC / name for name in ("guesses.js", "film.js"))]
    parts = [script(__file__), *(one.read_text(encoding="utf-8") for one in (*scripts, STATIC / "start.js"))]
    (static / "book.js").write_text(_alone(*parts), encoding="utf-8")
    shutil.copy(Path(motion.__file__).with_name("player.css"), static / "player.css")
    from .. import quiz

    # Its page is a module that exports; here it is called.
    page = script(quiz.__file__, "page.js").replace("export default { render };", "")
    (static / "quiz.js").write_text(_alone(page, (STATIC / "quiz.js").read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copy(Path(quiz.__file__).with_name("page.css"), static / "quiz.css")
    settings = {
        "project": _TITLE,
        "html_title": _TITLE,
        "author": "the project's authors",
        "release": __version__,
        "language": "en",
        "extensions": [
            "myst_nb",
            "sphinx.ext.autodoc",
            "sphinx.ext.napoleon",
            "sphinx_copybutton",
            f"{__package__}.extension",
        ],
        "html_theme": "furo",
        "html_static_path": [str(static)],
        "html_extra_path": [str(extra)],
        "html_favicon": str(static / "icon.svg"),
        "html_css_files": ["player.css", "quiz.css", "book.css"],
        "html_js_files": [("book.js", {"defer": "defer"})],
        "html_math_renderer": "mathml",
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_show_sphinx": False,
        "html_show_copyright": False,  # the page on licence and citation says it
        "html_theme_options": {"top_of_page_buttons": []},
        "nb_execution_mode": "off",
        "nb_merge_streams": True,
        "myst_enable_extensions": ["dollarmath"],
        "myst_heading_anchors": 6,
        "myst_heading_slug_func": f"{__package__}.lessons.slug",
        # A word in a docstring that two classes have as a field stays a word.
        "suppress_warnings": ["ref.python"],
        "default_role": "py:obj",
        "napoleon_google_docstring": False,
        "napoleon_use_ivar": True,  # fields of a dataclass are members, too
        "napoleon_use_rtype": False,
        "napoleon_preprocess_types": False,
        "autodoc_member_order": "bysource",
        "autodoc_typehints": "none",
        "pygments_style": "a11y-high-contrast-light",
        "exclude_patterns": [],
    }
    said = io.StringIO()
    with patch_docutils(str(source)), docutils_namespace():
        app = Sphinx(source, None, out, doctrees, "html", settings, status=None, warning=said, freshenv=True)
        app.build()
    shutil.rmtree(out / ".doctrees", ignore_errors=True)
    (out / ".buildinfo").unlink(missing_ok=True)
    # Colours of a terminal, which Sphinx puts around what it says.
    return [line for line in re.sub(r"\x1b\[[0-9;]*m", "", said.getvalue()).splitlines() if line.strip()]


def _alone(*parts):
    """Put scripts together so that no other one of the page meets their names."""
    return "(() => {\n" + "\n".join(parts) + "\n})();\n"


# --- where it goes ----------------------------------------------------------------------------------------------------


def _require_sphinx():
    try:
        import furo  # noqa: F401
        import latex2mathml  # noqa: F401
        import myst_nb  # noqa: F401
        import sphinx_copybutton  # noqa: F401
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"The book is made with {error.name}, which is not installed. Run: uv run --group book faceblur book"
        ) from error


def _require_free(folder):
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(f"{printable(folder)} is a file; name a folder that is not there yet.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise FileExistsError(
            f"{printable(folder)} holds something that is no book; name a folder that is not there yet."
        )


@contextmanager
def _beside(folder):
    """Give a folder for work on the same disk, from which the book is moved into its place."""
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent, ignore_cleanup_errors=True) as work:
        yield Path(work)


def _put(made, folder):
    before = made.with_name("before")
    if folder.exists():
        folder.replace(before)
    try:
        made.replace(folder)
    except OSError:
        if before.exists():
            before.replace(folder)
        raise
