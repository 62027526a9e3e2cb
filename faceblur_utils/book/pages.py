"""Pages of the book that are no lessons: the first one, the reference, credits, licence, and the teaching guide."""

import re
from importlib import import_module
from pathlib import Path

import faceblur_utils

from ..samples import data_folder

_PROJECT = Path(__file__).resolve().parent.parent.parent
# Beside those that the package names.
_MODULES = ("predictions", "values")
# What lessons and the command call, and nobody else.
_NOT_FOR_READERS = ("check", "doctor")


def write(source, titles, reference=True):
    """Write them for Sphinx.

    Parameters
    ----------
    source : pathlib.Path
        Sphinx's folder, in which ``lessons/`` is laid out.
    titles : dict
        Name of a lesson to its name in the contents.
    reference : bool
        Whether the package's docstrings become pages.
    """
    parts = {
        "Lessons": [_line(n, t) for n, t in titles.items() if re.match(r"\d", n)],
        "Going deeper": [_line(n, t) for n, t in titles.items() if n.startswith("deeper/")],
        "To look things up": [_line(n, t) for n, t in titles.items() if n == "glossary.ipynb"],
    }
    more = parts["To look things up"]
    if (source / "methods.md").is_file():
        more.append("The methods <methods>")
    if reference:
        _write_reference(source / "reference")
        more.append("The package <reference/index>")
    credits = (data_folder() / "README.md").read_text(encoding="utf-8")
    (source / "media.md").write_text(credits, encoding="utf-8")
    more.append("Photos and videos <media>")
    if (_PROJECT / "TEACHING.md").is_file():
        guide = (_PROJECT / "TEACHING.md").read_text(encoding="utf-8")
        (source / "teaching.md").write_text(_local(guide, titles), encoding="utf-8")
        more.append("For teachers <teaching>")
    (source / "licence.md").write_text(_licence(), encoding="utf-8")
    more.append("Licence and citation <licence>")
    trees = "\n\n".join(
        f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n" + "\n".join(lines) + "\n```"
        for caption, lines in parts.items()
        if lines
    )
    rows = "\n".join(f"- [{t}](lessons/{n})" for n, t in titles.items() if re.match(r"\d", n))
    deeper = "\n".join(f"- [{t}](lessons/{n})" for n, t in titles.items() if n.startswith("deeper/"))
    (source / "pipeline.jpg").write_bytes((data_folder() / "pipeline.jpg").read_bytes())
    deeper = f"## Going deeper\n\n{deeper}" if deeper else ""
    first = _FIRST.format(rows=rows, deeper=deeper, trees=trees, pipeline=_PIPELINE)
    (source / "index.md").write_text(first, encoding="utf-8")


_FIRST = """# Learn how face anonymisation works

In these lessons faces are found in real photos, cut out, blurred and put back, and then somebody tries to find out who
they are.

```{{image}} pipeline.jpg
:alt: {pipeline}
```

You can read all of it here, move most sliders, and guess before you see. Nothing is sent anywhere. To run the code, to
hide faces in photos of your own and to have exercises checked, get the project's folder, and in it run

```
python -m pip install uv && uv run faceblur lessons
```

## The lessons

{rows}

{deeper}

{trees}
"""


_PIPELINE = (
    "A portrait of an astronaut in four steps: a box around the face, the face cut out, the same as a mosaic, and the "
    "portrait with the mosaic over the face."
)


def _line(name, title):
    return f"{title} <lessons/{name.removesuffix('.ipynb')}>"


def _local(text, names):
    """Turn a page's links to the project's files into links of the book, or, where it has no such page, into words."""

    def changed(match):
        words, target = match[1], match[2]
        if re.match(r"https?:|#|mailto:", target):
            return match[0]
        if target.startswith("notebooks/"):
            there = target.removeprefix("notebooks/")
            return f"[{words}](lessons/{there})" if there.split("#")[0] in names else words
        return {"data/README.md": f"[{words}](media.md)", "LICENSE": f"[{words}](licence.md)"}.get(target, words)

    return re.sub(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)", changed, text)


def _licence():
    licence = _PROJECT / "LICENSE"
    text = licence.read_text(encoding="utf-8") if licence.is_file() else "MIT licence."
    said = (
        "# Licence and citation\n\nThe code and the texts are under the MIT licence. The photos and videos are not: "
        "[each has its own](media.md).\n\n"
        f"```text\n{text.strip()}\n```\n\n## To cite it\n\n"
    )
    citation = _PROJECT / "CITATION.cff"
    if citation.is_file():
        return f"{said}```yaml\n{citation.read_text(encoding='utf-8').strip()}\n```\n"
    version = faceblur_utils.__version__
    return f"{said}*Learn how face anonymisation works*, version {version}, with the address you have it from.\n"


# --- the reference ----------------------------------------------------------------------------------------------------


def _write_reference(folder):
    folder.mkdir()
    names = sorted({*_submodules(), *_MODULES})
    said = {name: _first_line(name) for name in names}
    for name in names:
        title = f"faceblur_utils.{name}"
        lines = [title, "=" * len(title), "", f".. automodule:: {title}", "   :members:", ""]
        (folder / f"{name}.rst").write_text("\n".join(lines), encoding="utf-8")
    rows = "\n".join(f"- [`{name}`]({name}.rst): {said[name]}" for name in names)
    tree = "```{toctree}\n:hidden:\n\n" + "\n".join(names) + "\n```\n"
    top = ", ".join(f"`{one}`" for one in sorted(set(faceblur_utils.__all__) - set(names)))
    (folder / "index.md").write_text(
        "# The package\n\nEach lesson has a module of its name. "
        f"`from faceblur_utils import ...` gives {top}.\n\n{rows}\n\n{tree}",
        encoding="utf-8",
    )


def _submodules():
    for name in faceblur_utils.__all__:
        if name in _NOT_FOR_READERS:
            continue
        if getattr(getattr(faceblur_utils, name), "__name__", "") == f"faceblur_utils.{name}":
            yield name


def _first_line(name):
    first = (import_module(f"faceblur_utils.{name}").__doc__ or "").strip().split("\n\n")[0]
    return " ".join(first.replace("``", "`").split())
