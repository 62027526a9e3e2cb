"""The methods side by side: the comparison that lesson 05 plays with and a teacher projects."""

from .. import samples
from ..blur import FIVE, METHODS
from ..detect import Finding
from ..hiding import Hiding
from ..parameters import pick
from ..values import share_out
from .method_controls import MethodControls
from .method_explorer import MethodExplorer
from .sources import Photos
from .views import VIEWS


def compare_methods(
    image=None,
    hiding=None,
    finding=None,
    *,
    boxes=None,
    methods=None,
    view="side by side",
    measure=False,
    projector=False,
    **options,
):
    """Show methods side by side, live under sliders, with the `Hiding` they stand at, ready to copy.

    What stays in the notebook's file, for GitHub or a page without a kernel, is the picture as it was when the cell
    ran, if the photo is a sample. Of any other photo it is one panel in which every face is covered by one colour; it
    is looked at again before it is saved, thoroughly and with YuNet, until that finds no face. Somebody who knows you
    may still know the place, the clothes or the name of the file. The live picture is in no state that JupyterLab
    saves. A picture saved with the button is a file of its own, and shows what you see.

    When the cell is run again, the comparison it showed before is closed (`CellOutput`).

    Parameters
    ----------
    image : numpy.ndarray, str, os.PathLike or list, optional
        A photo: an array of shape (height, width, 3), dtype uint8, RGB, the name of a sample, or a file. A list of
        these gives a menu of photos. By default the samples with frontal faces.
    hiding : Hiding, optional
        Where the controls stand at first. Its method is the one whose sliders are shown, and if it has parameters of
        its own, that method starts with them. A panel of one face shows as much around it as the margin needs.
    finding : Finding, optional
        How to look for faces where `boxes` does not give them; by default thoroughly, as `anonymize` does. Faces of
        which the detector is in doubt are in the menu, and are called doubtful there.
    boxes : list of Box, optional
        The faces, if you know them; only for a single photo.
    methods : iterable of str, optional
        Of `METHODS`, in the order of the panels. By default the five of lesson 03, and that of `hiding` if it is
        another one.
    view : str
        ``"side by side"``; ``"one method"`` (large, beside the original); ``"curtain"`` (two in one picture, and a line
        that is dragged) and ``"flip"`` (two by turns in one place); ``"difference"`` (what a method changes);
        ``"contact sheet"`` (method by strength).
    measure : bool
        Whether each panel says, when the controls rest, how long the method took, how similar the face still is
        (`ssim`), who finds it again in what is shown, whether a recogniser still takes it for the same person, with the
        distance (`identity_distance`), and the verdict of both: ``"fails"`` if an attack succeeded, ``"held here"`` if
        none of the few here did, which is no promise. For a whole photo: how many of its faces YuNet finds again, and
        how many are recognised. An encoding takes the recogniser about a tenth of a second, so a large group fills in
        panel by panel.
    projector : bool
        Whether panels and type are large.
    **options
        Fields of `Hiding` and of `Finding`, in place of those in `hiding` and `finding`: ``strength=0.3``,
        ``margin=0.1``, ``detector="hog"``.

    Returns
    -------
    MethodExplorer
        Show it as the last line of a cell.

    Raises
    ------
    NoFaceError
        If there is no face in the (first) photo.
    FileNotFoundError, ImageError
        If a file cannot be read.
    TypeError, ValueError
        If an argument is not one of those above.

    Examples
    --------
    >>> explorer = compare_methods("hopper", Hiding("box", strength=0.3), looks="one")
    >>> explorer.hiding("median")
    Hiding(method='median', strength=0.3, mask='ellipse', margin=0.3)
    """
    if image is None:
        image = [name for name in samples.names() if samples.true_boxes(name, "frontal")]
    several = isinstance(image, (list, tuple))
    if several and boxes is not None:
        raise TypeError("boxes belong to one photo; pass a single image, or leave the faces to the detector.")
    chosen = hiding is not None or "method" in options
    hiding, finding = share_out(options, (Hiding, hiding), (Finding, finding))
    if methods is None and not chosen:
        hiding = hiding.replace(method=FIVE[-1])  # a cover is nothing to compare blurs with
    methods = _chosen_methods(methods, hiding, chosen)
    pick(VIEWS, view, "view")
    photos = Photos(image if several else [image], finding, boxes)
    return MethodExplorer(photos, methods, MethodControls(photos, methods, hiding, view, measure, projector))


def _chosen_methods(methods, hiding, chosen):
    """Tell which methods get a panel; `chosen` says whether somebody asked for that of `hiding`."""
    if methods is None:
        return FIVE if hiding.method in FIVE or not chosen else (*FIVE, hiding.method)
    methods = (methods,) if isinstance(methods, str) else tuple(methods)
    for name in methods:
        pick(METHODS, name, "method")
    if not methods:
        raise ValueError("There is no method to compare: the list is empty.")
    if hiding.parameters is not None and hiding.method not in methods:
        raise ValueError(
            f"The parameters {dict(hiding.parameters)} are those of {hiding.method!r}, which is not among the methods "
            f"to compare ({', '.join(methods)}): add it, or name one of them in the Hiding."
        )
    return methods
