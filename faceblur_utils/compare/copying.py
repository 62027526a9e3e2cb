"""Lines of Python to be copied, each with a button that does it."""

import anywidget
import traitlets

from .script import script


class CopyLines(anywidget.AnyWidget):
    """Code on the page, each line with its title and a button *Copy*.

    The button puts the code into the clipboard. Where a page may not do that (over plain http), it selects the code
    and says which keys copy it.

    Attributes
    ----------
    lines : list of [str, str]
        Title and code. They are all that JupyterLab saves of it in a notebook.
    """

    _esm = script(__file__, "copy_row.js", "copying.js")
    lines = traitlets.List().tag(sync=True)

    def show(self, **values):
        """Show how to make some values in Python.

        Parameters
        ----------
        **values
            Name to value, such as a `Hiding`; each is shown as it prints.
        """
        self.lines = [[name, repr(value)] for name, value in values.items()]
