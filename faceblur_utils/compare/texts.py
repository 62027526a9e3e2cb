"""A comparison in words: the sentence below the picture, its description, the table of calls. No widgets here."""

import html

from ..blur import METHODS
from ..messages import counted
from ..privacy.meter import caveat
from .scene import MEASURES
from .views import BRIGHTER, STRENGTHS


def caption(photo, face, view, scene, hidings, strength):
    """Say what is shown and how it is hidden.

    Parameters
    ----------
    photo, face, view : str
        As the menus name them.
    scene : Scene
    hidings : list of Hiding or None
        One for each panel, None for the original.
    strength : float
        The common one.

    Returns
    -------
    str
    """
    shown = [hiding for hiding in hidings if hiding]
    what = f"{photo}, {face}"
    if not shown:  # the original on both sides of a curtain
        return f"{what}, as it is."
    if view != "contact sheet":
        what += f", strength {strength:.2f}"
    own = dict.fromkeys(METHODS[hiding.method].title for hiding in shown if hiding.parameters is not None)
    if own:
        what += f" ({', '.join(own)}: own values)"
    what += f", mask {shown[0].mask}, margin {shown[0].margin:.2f}. "
    what += f"The {'largest face' if scene.whole else 'face'} is {counted(scene.face.width, 'pixel')} wide."
    if view == "contact sheet":
        return what
    for hiding in shown:
        numbers = scene.unchanged(hiding)
        if numbers:
            which = f"face {', '.join(map(str, numbers))}" if scene.whole else "the face"
            what += f" {METHODS[hiding.method].title} is too weak here: it changes no pixel of {which}."
    return f"{what} {samples_left(scene, shown)}".strip()


def samples_left(scene, hidings):
    """Say how many independent samples each method leaves across the face: the other axis of a comparison.

    Parameters
    ----------
    scene : Scene
    hidings : list of Hiding

    Returns
    -------
    str
        Empty if there is none.
    """
    said = [f"{METHODS[hiding.method].title} {scene.samples_left(hiding)}" for hiding in dict.fromkeys(hidings)]
    return f"Samples left across the face: {', '.join(said)}." if said else ""


def copied(scene, hiding):
    """Write what hides a face in this way, as one line that can be pasted: the value, and the call it comes to here.

    Parameters
    ----------
    scene : Scene
    hiding : Hiding

    Returns
    -------
    str
    """
    return f"{hiding!r}  # here {scene.code(hiding)}"


def description(methods, view, selected, pair):
    """Describe the picture for somebody who does not see it.

    Parameters
    ----------
    methods : iterable of str
        Of `METHODS`.
    view : str
        One of `VIEWS`.
    selected : str
        The method shown alone.
    pair : list of str or None
        The methods in one place, None for the original.

    Returns
    -------
    str
    """
    titles = ", ".join(METHODS[name].title for name in methods)
    one, other = (METHODS[name].title if name else "Original" for name in pair)
    strengths = ", ".join(f"{strength:g}" for strength in STRENGTHS)
    return {
        "side by side": f"Panels side by side: Original, {titles}.",
        "one method": f"Two panels: Original, {METHODS[selected].title}.",
        "curtain": f"One picture under a curtain: {one} left of the line, {other} right of it.",
        "flip": f"Two pictures by turns in one place: {one}, {other}.",
        "difference": f"Original, and how far each is from it, {BRIGHTER} times as bright: {titles}.",
        "contact sheet": f"A contact sheet: rows {titles}; columns for the strengths {strengths}.",
    }[view]


def table(scene, hidings, measured):
    """Write OpenCV's call and the `Hiding` of each panel, and what was measured, as HTML.

    Parameters
    ----------
    scene : Scene
    hidings : list of Hiding or None
        One for each panel, None for the original.
    measured : list of (list of str or None), or None
        What was measured on each panel; None for a panel of which it is still to come.

    Returns
    -------
    str
        Empty if there is no panel.
    """
    rows = "".join(
        _row(scene, hiding, (measured[number] or ["..."] * len(MEASURES)) if measured else ())
        for number, hiding in enumerate(hidings)
    )
    heads = ["method", "the call in OpenCV, and the value for anonymize", *(MEASURES if measured else ())]
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return f"<table><tr>{head}</tr>{rows}</table>" if rows else ""


def _row(scene, hiding, measured):
    cells = "".join(f"<td>{html.escape(text)}</td>" for text in measured)
    if hiding is None:
        return f"<tr><td>Original</td><td></td>{cells}</tr>" if cells else ""
    both = "<br>".join(f"<code>{html.escape(code)}</code>" for code in (scene.code(hiding), repr(hiding)))
    return f"<tr><td>{METHODS[hiding.method].title}</td><td>{both}</td>{cells}</tr>"


def note(texts):
    """Arrange what was measured on a panel below it.

    Parameters
    ----------
    texts : list of str or None
        In the order of `MEASURES`; None if it is still to come.

    Returns
    -------
    list of str
        Line by line: the verdict first, time and similarity in one line.
    """
    return ["measuring ..."] if texts is None else [*texts[:-2], ", ".join(filter(None, texts[-2:]))]


def verdict_on(scene, hidings):
    """Say which methods fail, which hold, and what that is worth.

    Parameters
    ----------
    scene : Scene
    hidings : list of Hiding or None
        One for each panel, None for the original.

    Returns
    -------
    str
    """
    judged = {hiding: scene.verdicts(hiding) for hiding in hidings if hiding}
    said = []
    fails = {hiding for hiding, given in judged.items() if any(one.fails for one in given)}
    held = {hiding for hiding, given in judged.items() if all(one.held for one in given)}
    for what, which in (("Fails here", fails), ("Held here", held), ("Cannot tell", judged.keys() - fails - held)):
        names = [METHODS[hiding.method].title for hiding in judged if hiding in which]
        said += [f"{what}: {', '.join(names)}."] if names else []
    return " ".join([*said, caveat(next(iter(judged.values())))])
