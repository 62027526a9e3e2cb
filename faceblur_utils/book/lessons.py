"""From a committed lesson to a page: what JupyterLab folds is folded, what it describes is described, guesses answer.

A page of the book is made of the lesson's committed outputs. Nothing is executed here.
"""

import html
import json
import re
from pathlib import Path

from . import guesses

# What a slider's picture becomes if a flipbook was left for it.
FLIPBOOK = "application/vnd.faceblur.flipbook+json"
_HINT = re.compile(r"\s*(?:Keys: .*|A still picture: run this cell[^.]*\.)\s*$")


def slug(heading):
    """Make a heading's anchor as JupyterLab does, so that links between lessons hold in both.

    Parameters
    ----------
    heading : str

    Returns
    -------
    str

    Examples
    --------
    >>> slug("2. Rows or columns: which come first?")
    '2.-Rows-or-columns:-which-come-first?'
    """
    return heading.replace(" ", "-")


def title(notebook):
    """Give a lesson's name: its first heading, up to the colon; of a deeper lesson, the question behind it.

    Parameters
    ----------
    notebook : dict
        As JSON.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If there is no heading.

    Examples
    --------
    >>> title({"cells": [{"cell_type": "markdown", "source": "# 03 Blur: what is left?"}]})
    '03 Blur'
    """
    for cell in notebook["cells"]:
        found = re.search(r"^# +(.+)$", "".join(cell["source"]), re.M)
        if cell["cell_type"] == "markdown" and found:
            name, _, question = found[1].partition(":")
            if "Going deeper" not in name:
                return name.strip()
            question = question.strip()
            return f"{name.split()[0]} {question[:1].upper()}{question[1:]}"
    raise ValueError("A lesson needs a heading, '# Name', in its first Markdown cell.")


def page(notebook, name, flipbooks=None, up="", game=None):
    """Prepare a lesson for Sphinx.

    Parameters
    ----------
    notebook : dict
        As JSON, with its outputs. Not changed.
    name : str
        Of the file, as learners know it: ``"02_roi.ipynb"``.
    flipbooks : dict, optional
        Number of a cell to what `recording` left for it.
    up : str
        From the page to the book's first folder: ``"../"``.
    game : dict, optional
        As from `play.recorded`, for the cell that shows the quiz.

    Returns
    -------
    dict
        As JSON.
    """
    notebook = json.loads(json.dumps(notebook))
    asked = {}
    for number, cell in enumerate(notebook["cells"]):
        cell["source"] = "".join(cell["source"])
        if cell["cell_type"] != "code":
            continue
        fold(cell)
        describe(cell)
        if call := guesses.call(cell["source"], "predict"):
            asked[call.name] = call
            cell["metadata"]["tags"].append("remove-input")
            cell["outputs"] = [_html(guesses.form(call, f"guess-{number}"))]
        for call in guesses.calls(cell["source"], "answer"):
            cell["outputs"] = _answered(cell["outputs"], call, asked.get(call.name))
        if "exercise" in cell["metadata"]["tags"]:
            cell["outputs"] = [_html(_how_to_try(name))]
        elif _checks_nothing(cell):
            cell["outputs"] = []
        if flipbooks and number in flipbooks:
            cell["outputs"] = [
                _html(flipbook(flipbooks[number], up)) if _is_picture(output) else output for output in cell["outputs"]
            ]
        if game and has_quiz(cell):
            cell["outputs"].append(_html(_game(game, up)))
    return notebook


def has_quiz(cell):
    """Whether a cell shows the quiz.

    Parameters
    ----------
    cell : dict

    Returns
    -------
    bool
    """
    return "slider" in cell["metadata"].get("tags", ()) and "Quiz(" in "".join(cell["source"])


def fold(cell):
    """Fold a cell's code if JupyterLab does, and say on the fold what is in it.

    Parameters
    ----------
    cell : dict
        A code cell; changed.
    """
    metadata = cell["metadata"]
    tags = metadata["tags"] = list(metadata.get("tags", []))
    if metadata.get("jupyter", {}).get("source_hidden"):
        # What a solution prints says that it is one, so it is folded with it.
        tags.append("hide-cell" if "solution" in tags else "hide-input")
        what = "a solution" if "solution" in tags else "the code"
        metadata["mystnb"] = {"code_prompt_show": f"Show {what}", "code_prompt_hide": f"Hide {what}"}


def describe(cell):
    """Give a cell's picture its description where myst-nb looks for it; it drops that of the output.

    Parameters
    ----------
    cell : dict
        A code cell; changed.

    Raises
    ------
    ValueError
        If a picture has no description.
    """
    for output in filter(_is_picture, cell["outputs"]):
        kinds = [kind for kind in output["data"] if kind.startswith("image/")]
        alt = output.get("metadata", {}).get(kinds[0], {}).get("alt") or "".join(output["data"].get("text/plain", ""))
        if not alt.strip():
            raise ValueError(f"A picture has no description; its cell begins: {cell['source'][:80]!r}")
        cell["metadata"].setdefault("mystnb", {})["image"] = {"alt": " ".join(alt.split())}


def flipbook(left, up):
    """Write the place in a page where a picture will move.

    Parameters
    ----------
    left : dict
        What `recording` left.
    up : str
        From the page to the book's first folder.

    Returns
    -------
    str
        HTML: a still, which stays where nothing runs, and what the page's script has to know.
    """
    told = {**left, "pictures": [f"{up}_flipbooks/{name}" for name in left["pictures"]]}
    width, height = left["size"]
    script = json.dumps(told, ensure_ascii=False).replace("</", "<\\/")
    still = told["pictures"][left["start"]]
    alt = html.escape(f"{left['alt']} {left['captions'][left['start']]}")
    return (
        f'<div class="fb-flipbook"><img src="{still}" alt="{alt}" width="{width}" height="{height}" loading="lazy">'
        f"<p>{html.escape(left['captions'][left['start']])}</p>"
        f'<script type="application/json">{script}</script></div>'
    )


def _game(told, up):
    script = json.dumps({**told, "up": up}, ensure_ascii=False).replace("</", "<\\/")
    return (
        f'<div class="fb-game"><script type="application/json">{script}</script></div>'
        f'<script defer src="{up}_static/quiz.js"></script>'
    )


def _is_picture(output):
    return any(kind.startswith("image/") for kind in output.get("data", {}))


def _html(content):
    return {"output_type": "display_data", "metadata": {}, "data": {"text/html": content}}


def _answered(outputs, call, asked):
    """Put an answer as HTML in place of its printed line, which says that no guess was made."""
    made = []
    for output in outputs:
        line = guesses.printed(output, call.name)
        if line is None:
            made.append(output)
            continue
        before, value, after = line
        if before.strip():
            made.append({**output, "text": before})
        made.append(_html(guesses.answer(call, value, asked)))
        if after.strip():
            made.append({**output, "text": after})
    return made


def _how_to_try(name):
    return (
        '<p class="fb-try">Nothing runs in this page. Copy the code, run <code>faceblur lessons</code>, and write your '
        f"answer in <code>{html.escape(Path(name).name)}</code>: the cell below tells whether it is right."
        "</p>"
    )


def _checks_nothing(cell):
    """Whether a cell says only that an exercise was not attempted, which nobody can do here."""
    text = "".join("".join(output.get("text", "")) for output in cell["outputs"])
    return bool(text) and all("not attempted yet" in line for line in text.splitlines() if line.strip())
