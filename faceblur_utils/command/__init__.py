"""The command line: ``faceblur`` with ``lessons``, ``hide``, ``compare``, ``doctor``, `pages`, and a teacher's tools.

The modules: `app` (the commands), `lessons` with `copies` (whose file is overwritten never) and `server` (JupyterLab),
`handouts` (sheets to print), `slides` and `book`, `hide` with `options` (made of the fields of `Hiding` and
`Finding`), `plan` (which file goes where), `work` (one file), `outcomes` (what became of it), `bars` and `review`,
`compare`, and `pages` with `page_server` (pages without code).
"""

import sys

__all__ = ["main"]


def main(words=None):
    """Run the command line.

    Parameters
    ----------
    words : list of str, optional
        Instead of those after ``faceblur``.

    Returns
    -------
    int
        The exit code: 0 if all is well, 1 if something needs a look, 2 if nothing was begun.
    """
    words = sys.argv[1:] if words is None else words
    if words == ["doctor"]:  # it must run where anything else is missing
        from ..doctor import main as doctor

        return doctor()
    try:
        from .app import run
    except ModuleNotFoundError as error:
        print(f"faceblur: {error.name} is not installed; `faceblur doctor` tells how to mend it.", file=sys.stderr)
        return 2
    return run(words)
