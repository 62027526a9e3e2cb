"""Runs inside a lesson's kernel after its cells: moves every control and reports what went wrong.

nbclient passes when a widget's callback raises, for the error goes to an Output widget or to `Explorer.error`.
"""

import gc
import hashlib
import io
import json
import sys
import warnings
from contextlib import redirect_stdout


def move_all():
    """Move each control of each widget to its ends and a middle value, and back.

    Returns
    -------
    dict
        ``"problems"``: sentences; ``"moved"``: one name for each control; ``"explorers"``: how many there are.
    """
    from ipywidgets import Widget

    found = [thing for thing in gc.get_objects() if isinstance(thing, Widget)]
    # An imported module's class is looked for, not imported: a lesson without sliders has none.
    known = {"faceblur_utils.compare.explorer": "Live", "faceblur_utils.own_photos.page": "OwnPhotos"}
    known["faceblur_utils.live.widget"] = "LiveCamera"
    kinds = tuple(getattr(sys.modules[module], name) for module, name in known.items() if module in sys.modules)
    explorers = [widget for widget in found if isinstance(widget, kinds)]
    problems, moved = [], []
    # A guess changes no picture.
    asked = getattr(sys.modules.get("faceblur_utils.predictions"), "_Asked", ())
    owned = {id(child) for widget in found if isinstance(widget, asked) for child in widget.children}
    # The page for a video answers when its search has ended; tests of its own move these.
    video = getattr(sys.modules.get("faceblur_utils.own_video.page"), "OwnVideo", ())
    owned |= {id(one) for page in found if isinstance(page, video) for one in page.controls.values()}
    for explorer in explorers:
        if explorer.error is not None:
            problems.append(f"an explorer shows {explorer.error!r} before anything was moved")
        for name, control in explorer.controls.items():
            owned.add(id(control))
            if not values_of(control):  # it does nothing here, and says so
                continue
            moved.append(name)
            problems += move(control, name, lambda e=explorer: e.error, lambda e=explorer: pictures([e]))
    for control in found:
        if id(control) not in owned and values_of(control):
            name = f"{type(control).__name__} {getattr(control, 'description', '')!r}"
            moved.append(name)
            problems += move(control, name, lambda: None, lambda: pictures(found))
    return {"problems": problems, "moved": moved, "explorers": len(explorers)}


def values_of(control):
    """First, middle and last value of a control that holds a value, or nothing."""
    if not hasattr(control, "value") or getattr(control, "disabled", False) or "Progress" in type(control).__name__:
        return []
    if isinstance(control.value, bool):
        return [] if type(control).__name__ == "Valid" else [not control.value, control.value]
    options = getattr(control, "_options_full", None)
    if options is None and hasattr(control, "options"):  # a bench's menu
        options = [(None, value) for value in control.options]
    if options is not None:
        values = [value for _, value in options]
        picked = [values[0], values[len(values) // 2], values[-1]] if values else []
        single = not isinstance(control.value, tuple) or control.value in values
        return picked if single else [(value,) for value in picked]
    if not (hasattr(control, "min") and hasattr(control, "max")):
        return []
    low, high = control.min, control.max
    if hasattr(control, "base"):  # a logarithmic slider's ends are exponents
        return [control.base**low, control.base ** ((low + high) / 2), control.base**high]
    step = getattr(control, "step", None) or (1 if isinstance(low, int) else (high - low) / 2)
    middle = low + (high - low) // step // 2 * step  # one that the handle can reach
    if isinstance(control.value, tuple):
        return [(low, middle), (low, high), (middle, high)]
    return [low, middle, high]


def move(control, name, error, picture):
    """Move one control; give the problems as sentences."""
    shell = get_ipython()  # noqa: F821  the lesson's
    problems, seen = [], {picture()}
    start, shown, shell_shows = control.value, [], shell.showtraceback
    printed = io.StringIO()

    def note(exc_tuple=None, *args, **kwargs):  # an Output widget hands its errors to the shell
        kind, value, _ = exc_tuple or sys.exc_info()
        shown.append(f"{kind.__name__}: {value}")

    def count(message):  # what a callback displays goes to an Output widget, not into a picture's bytes
        if message["header"]["msg_type"] in ("display_data", "update_display_data"):
            seen.add(repr(message["content"]["data"]))
        return message

    shell.showtraceback = note
    shell.display_pub.register_hook(count)
    try:
        for value in [*values_of(control), start]:
            at = f"{name} = {value!r}"
            with warnings.catch_warnings(record=True) as caught, redirect_stdout(printed):
                warnings.simplefilter("default")
                try:
                    control.value = value
                except Exception as raised:
                    problems.append(f"{at}: the callback raised {type(raised).__name__}: {raised}")
            problems += [f"{at}: warns {warning.message}" for warning in caught]
            problems += [f"{at}: an Output widget shows {text}" for text in shown]
            shown.clear()
            if error() is not None:
                problems.append(f"{at}: the explorer shows {type(error()).__name__}: {error()}")
            seen |= {picture(), *printed.getvalue().splitlines()}
    finally:
        shell.showtraceback = shell_shows
        shell.display_pub.unregister_hook(count)
    if len(seen) == 1 and not problems:
        problems.append(f"{name}: the picture is the same at {values_of(control)}")
    return problems


def pictures(roots):
    """Fingerprint of all pictures (bytes in ``value``) inside some widgets, with what is to be copied and moved."""
    mark, todo, done = hashlib.sha256(), list(roots), set()
    while todo:
        widget = todo.pop(0)
        if id(widget) in done:
            continue
        done.add(id(widget))
        if isinstance(getattr(widget, "value", None), bytes | memoryview):
            mark.update(bytes(widget.value))
        told = getattr(widget, "told", {})
        seen = [name for name, state in told.get("knobs", {}).items() if not state["hidden"]]
        mark.update(repr((told.get("copy"), seen)).encode())
        todo += getattr(widget, "children", ())
    return mark.hexdigest()


if __name__ == "__main__":
    print(json.dumps(move_all()))
