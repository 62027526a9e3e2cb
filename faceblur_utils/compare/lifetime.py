"""How long an interactive output lives: until its cell is run again, or, outside a notebook, while it is referred to.

ipywidgets keeps every widget in a list until somebody closes it, for a page may talk to it. A cell that is run twenty
times leaves twenty outputs behind, with their photos, and only the last one can be seen.
"""

import re
import weakref

import ipywidgets as widgets
from IPython import get_ipython
from ipywidgets.widgets.widget import _instances  # `Widget.widgets` is the same, and warns

from ..words import _

_alive = weakref.WeakSet()
# Out[5], _5, _, __ and ___.
_OF_IPYTHON = re.compile(r"\d+|_\d+|_{1,3}")


class CellOutput(widgets.VBox):
    """A box of widgets that is closed when the cell that showed it is run again.

    In a notebook it is closed when the cell that made it has been run again, and so has each cell that has shown it as
    its output since: others go on, and so do several in one cell. A box of yours around it does not count as showing
    it. What is made in answer to a click, not by a cell, stays until `close` is called. A cell is known by the id that
    the notebook sends with it; if it sends none, by its text.

    Without a notebook, it goes like any other Python object when nothing refers to it.

    Parameters
    ----------
    children : list of ipywidgets.Widget

    Attributes
    ----------
    closed : bool
        Whether it shows nothing any more, and has let go of its pictures.
    """

    closed = False

    def __init__(self, children):
        super().__init__(children)
        self._made_by, self._shown_by = _cell_running(), {}
        if _kernel() is None:
            self._let_go()
        elif self._made_by is not None:
            _alive.add(self)
            _listen()

    def close(self):
        """Close it: its widgets, timers, threads and pictures are freed, and cells show nothing of it any more."""
        if self.closed or self.comm is None:  # the second: it was never finished
            return
        self.closed = True
        self._free()
        for one in _family(self):
            if one is not self:
                one.close()
        super().close()

    def _free(self):
        """Let go of what takes memory or time; the widgets are seen to."""

    def _repr_mimebundle_(self, **kwargs):
        cell = _cell_running()
        if cell is not None:
            self._shown_by |= dict([cell])
        return super()._repr_mimebundle_(**kwargs)

    def __repr__(self):
        if self.closed:
            said = _("<{kind}, closed: its cell has been run again. Run it once more to see one.>")
            return said.format(kind=type(self).__name__)
        return super().__repr__()

    def _cell_has_run(self, cell, run):
        """Close if this was the last cell to show it, or to hold it."""
        self._shown_by = {shown: its for shown, its in self._shown_by.items() if shown != cell or its == run}
        maker, its_run = self._made_by
        if maker == cell and its_run != run:
            self._made_by = None, None  # that cell has made another one since
        if self._made_by[0] is None and not self._shown_by:
            self.close()
            _forget_output(self)

    def _let_go(self):
        """Take the widgets off ipywidgets' list, and off that of the comms: no page will ask for them."""
        for one in _family(self):
            _instances.pop(one.model_id, None)
            one.comm.on_msg(None)


def _family(widget):
    """Give a widget with all in it: children, layouts, styles."""
    found, todo = {}, [widget]
    while todo:
        one = todo.pop()
        if id(one) not in found and one.comm is not None:
            found[id(one)] = one
            for name in one.keys:
                value = getattr(one, name)
                held = value if isinstance(value, (list, tuple)) else [value]
                todo += [thing for thing in held if isinstance(thing, widgets.Widget)]
    return list(found.values())


def _kernel():
    return getattr(get_ipython(), "kernel", None)


def _forget_output(widget):
    """Take what shows nothing any more out of IPython's memory of outputs; variables of the learner's stay."""
    shell = get_ipython()
    for held in (shell.user_ns, shell.user_ns_hidden, shell.user_ns.get("_oh", {}), vars(shell.displayhook)):
        for name in [name for name, value in list(held.items()) if value is widget]:
            if _OF_IPYTHON.fullmatch(str(name)):
                if held is vars(shell.displayhook):
                    held[name] = None  # IPython compares it with `_`
                else:
                    del held[name]


def _cell_running():
    """Tell which cell runs in this thread, and which run of it this is; None if it is no cell that runs."""
    ask = getattr(_kernel(), "get_parent", None)
    message = ask("shell") if ask else {}
    header = message.get("header", {})
    if header.get("msg_type") != "execute_request":
        return None
    return message.get("metadata", {}).get("cellId") or message["content"]["code"], header["msg_id"]


def _listen():
    events = get_ipython().events
    if _after_a_cell not in events.callbacks["post_run_cell"]:
        events.register("post_run_cell", _after_a_cell)


def _after_a_cell(result):
    cell = _cell_running()
    if cell is not None:
        for one in list(_alive):
            if not one.closed:
                one._cell_has_run(*cell)
