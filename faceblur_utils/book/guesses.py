"""Predictions in a page without a kernel: the choices as a form, and the answer that waits for it.

`predictions` asks and answers in a lesson; here the same two calls are read from the committed cells. `guesses.js`
keeps a guess, and then shows what came out.
"""

import ast
import html
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """A call of ``predict`` or ``answer`` in a cell.

    Attributes
    ----------
    name : str
        What is asked.
    choices : tuple of str
        Empty for a number.
    unit : str
        What a number counts.
    """

    name: str
    choices: tuple = ()
    unit: str = ""


def calls(source, function):
    """Find the calls of a function in a cell.

    Parameters
    ----------
    source : str
        Python; what cannot be parsed (a magic) has none.
    function : str
        ``"predict"`` or ``"answer"``.

    Returns
    -------
    list of Call

    Examples
    --------
    >>> calls('answer("faces", len(found), "faces")', "answer")
    [Call(name='faces', choices=(), unit='faces')]
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", None) == function and node.args):
            continue
        texts = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
        named = {word.arg: word.value.value for word in node.keywords if isinstance(word.value, ast.Constant)}
        if function == "predict":
            found.append(Call(texts[0], tuple(texts[1:]), named.get("unit", "")))
        else:
            unit = texts[2] if len(texts) > 2 else ""
            found.append(Call(texts[0], unit=named.get("unit", unit) or ""))
    return [one for one in found if isinstance(one.name, str) and None not in one.choices]


def call(source, function):
    """Give the first of `calls`, or None.

    Parameters
    ----------
    source, function : str
        As for `calls`.

    Returns
    -------
    Call or None
    """
    return next(iter(calls(source, function)), None)


def printed(output, name):
    r"""Find an answer's line in what a cell printed.

    Parameters
    ----------
    output : dict
        Of a cell.
    name : str
        What was asked.

    Returns
    -------
    (str, str, str) or None
        What stands before the line, what came out, and what stands after it.

    Examples
    --------
    >>> printed({"output_type": "stream", "text": "faces: 31 faces. (No guess was made.)\n"}, "faces")
    ('', '31 faces', '')
    """
    text = "".join(output.get("text", ""))
    found = re.search(rf"^{re.escape(name)}: (.*)\. \(No guess was made\.\)\n?", text, re.M)
    return found and (text[: found.start()], found[1], text[found.end() :])


def form(asked, key):
    """Write a question's choices, or its field.

    Parameters
    ----------
    asked : Call
        Of ``predict``.
    key : str
        Which no other form of the page has.

    Returns
    -------
    str
        HTML.
    """
    name, unit = html.escape(asked.name), html.escape(asked.unit)
    if asked.choices:
        fields = "".join(
            f'<label><input type="radio" name="{key}" value="{html.escape(choice)}"> {html.escape(choice)}</label>'
            for choice in asked.choices
        )
    else:
        fields = (
            f'<label>a number <input type="text" inputmode="decimal" name="{key}" autocomplete="off"> {unit}</label>'
            '<button type="submit">Keep it</button>'
        )
    return (
        f'<form class="fb-guess" data-name="{name}"><fieldset><legend>Your guess: {name}</legend>{fields}</fieldset>'
        '<p class="fb-said" role="status"></p></form>'
    )


def answer(said, value, asked=None):
    """Write an answer, as it reads where no script runs.

    Parameters
    ----------
    said : Call
        Of ``answer``.
    value : str
        What came out, with its unit.
    asked : Call, optional
        The question; without one nothing waits for a guess.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> answer(Call("faces", unit="faces"), "31 faces")
    '<p class="fb-answer">faces: 31 faces.</p>'
    """
    after = f" {said.unit}" if said.unit else ""
    bare = value.removesuffix(after) if after else value
    data = f' data-name="{html.escape(said.name)}" data-value="{html.escape(bare)}"' if asked else ""
    data += f' data-unit="{html.escape(said.unit)}"' if asked and said.unit else ""
    return f'<p class="fb-answer"{data}>{html.escape(said.name)}: {html.escape(value)}.</p>'
