"""``faceblur compare``: the methods side by side, as a picture or as a page to play with."""

import os
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console

from ..blur import METHODS
from ..compare import compare_methods
from ..compare.views import VIEWS
from ..detect import Finding
from ..hiding import Hiding
from ..images import printable
from ..values import share_out
from .app import say
from .options import from_values, with_options

# Without a page in which it moves, a flip is only its first picture.
_STILL = tuple(name for name, view in VIEWS.items() if not view.moves)
_Switch = Annotated[bool, Parameter(negative="")]


@with_options(*from_values(Hiding, Finding))
def compare(
    photo: Path,
    *,
    output: Annotated[Path | None, Parameter(alias="-o")] = None,
    methods: Annotated[list[Literal[tuple(METHODS)]] | None, Parameter(consume_multiple=True)] = None,
    view: Literal[_STILL] = _STILL[0],
    measure: _Switch = False,
    open: _Switch = False,
    browser: bool = True,
    port: int | None = None,
    ip: str | None = None,
    **options,
):
    """Show the methods side by side on a photo.

    Without --open a picture is written, in which the original's faces are clear: do not pass it on if they are
    somebody's who would not want that.

    Parameters
    ----------
    photo
        The photo.
    output
        The picture to write; by default the photo's name with _compared.png, in this folder. No file is overwritten.
    methods
        Which, in order; by default the five of lesson 03.
    view
        How they are arranged.
    measure
        Write below each method what attacks make of it.
    open
        Open a page with sliders in place of writing a picture; each visitor moves their own.
    browser
        Open a browser, if there is one. The address is printed either way.
    port
        Where the page's server listens, or above if that is taken.
    ip
        The network address it listens at, 0.0.0.0 for all; by default only this computer can reach it.
    """
    out = Console()
    hiding, finding = share_out(options, (Hiding, None), (Finding, None))
    # As the explorer does: another method than those of lesson 03 is added only if somebody asked for it.
    asked = hiding if "method" in options or hiding != Hiding() else None
    if open:
        _open(photo, asked, finding, methods, view, measure, out, browser=browser, port=port, ip=ip)
        return
    output = output or Path(f"{photo.stem}_compared.png")
    if os.path.lexists(output):
        raise FileExistsError(f"{printable(output)} exists already; name another one with -o.")
    explorer = compare_methods(photo, asked, finding, methods=methods, view=view, measure=measure)
    explorer.settle()  # with the exact picture and all that is measured
    say(out, f"{printable(explorer.save(output))}: {explorer.caption}")


def _open(photo, hiding, finding, methods, view, measure, out, **where):
    """Serve a page of one cell, after the photo was read: what is wrong with it is said here and not there."""
    from ..images import read_image
    from .page_server import serve_page

    read_image(photo)
    call = [repr(str(photo.absolute())), repr(hiding), repr(finding)]
    call += [f"methods={methods!r}", f"view={view!r}", f"measure={measure!r}"]
    code = f"from faceblur_utils import Finding, Hiding, compare_methods\n\ncompare_methods({', '.join(call)})"
    serve_page("Compare", code, lambda text: say(out, text), **where)
