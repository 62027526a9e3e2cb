"""What the book adds to Sphinx: formulas as MathML, which browsers draw without fonts or scripts to fetch.

And in the reference an entry for each of several fields of one type, which docstrings here tell together.
"""

import re
from pathlib import Path

STATIC = Path(__file__).with_name("static")


def setup(app):
    """Add it to Sphinx.

    Parameters
    ----------
    app : sphinx.application.Sphinx

    Returns
    -------
    dict
    """
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("autodoc-process-docstring", _several_fields, priority=400)  # before napoleon, at 500
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def mathml(formula, display="inline"):
    r"""Turn a formula into MathML.

    Parameters
    ----------
    formula : str
        LaTeX.
    display : str
        ``"inline"`` or ``"block"``.

    Returns
    -------
    str

    Examples
    --------
    >>> mathml(r"x \le 2").startswith('<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline">')
    True
    """
    from latex2mathml.converter import convert

    return convert(formula, display=display)


def _inline(writer, node):
    from docutils.nodes import SkipNode

    writer.body.append(mathml(node.astext()))
    raise SkipNode


def _block(writer, node):
    from docutils.nodes import SkipNode

    # A wide formula scrolls by itself, by keyboard too; the page does not.
    formula = mathml(node.astext(), "block")
    writer.body.append(f'<div class="fb-formula" tabindex="0" role="group" aria-label="formula">{formula}</div>')
    raise SkipNode


def _several_fields(app, what, name, obj, options, lines):
    """Give each of several fields of one type an entry; Sphinx would take the first name for the type of the last."""
    section, apart = "", []
    for number, line in enumerate(lines):
        if set(line) == {"-"}:
            section = lines[number - 1]
        names, colon, kind = line.partition(" : ")
        if section == "Attributes" and colon and re.fullmatch(r"\w+(, \w+)+", names):
            apart += [f"{one} : {kind}" for one in names.split(", ")]  # the words that follow are the last one's
        else:
            apart.append(line)
    lines[:] = apart
