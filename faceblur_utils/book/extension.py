"""What the book adds to Sphinx: formulas as MathML, which browsers draw without fonts or scripts to fetch."""

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
