"""A page's JavaScript in several files, of which anywidget takes one: put together as text, without a build."""

from pathlib import Path


def script(beside, *names):
    """Put the parts of a page together.

    Parameters
    ----------
    beside : str
        ``__file__`` of the module that shows the page.
    *names : str
        Files in its folder, in order; ``elements.js`` comes before them. Only the last one exports.

    Returns
    -------
    str
        One ES module. As text, for a path would be watched, and the watcher keeps every widget there has been.

    Examples
    --------
    >>> "function make(" in script(__file__)
    True
    """
    parts = [Path(__file__).with_name("elements.js"), *map(Path(beside).with_name, names)]
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)
