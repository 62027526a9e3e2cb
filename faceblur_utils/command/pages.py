"""``faceblur own-photos``, ``own-video``, ``live``, ``quiz``: a page each, without code, for one or several people."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console

from ..blur import METHODS
from ..detect import Finding
from ..hiding import Hiding
from ..live.widget import SOURCES
from ..values import share_out
from .app import say
from .options import from_values, with_options
from .page_server import serve_page

_Where = Annotated[str | None, Parameter(name="--ip")]


@with_options(*from_values(Hiding, Finding))
def own_photos(*, browser: bool = True, port: int | None = None, ip: _Where = None, **options):
    """Open a page to hide faces in your own photos: choose, look, click, download.

    Photos go to a program on this computer and are not kept. Each visitor has a page of their own.

    Parameters
    ----------
    browser
        Open a browser, if there is one. The address is printed either way.
    port
        Where the page's server listens, or above if that is taken.
    ip
        The network address it listens at, 0.0.0.0 for all; by default only this computer can reach it.
    """
    hiding, finding = share_out(options, (Hiding, None), (Finding, None))
    code = f"OwnPhotos(hiding={hiding!r}, finding={finding!r})"
    _open("Your own photos", code, "OwnPhotos", browser, port, ip)


@with_options(*from_values(Hiding, Finding))
def own_video(clip: Path | None = None, *, browser: bool = True, port: int | None = None, **options):
    """Open a page for a video of your own: who is in it, who stays clear, what was missed.

    Only this computer can reach it: the page may read and write files here.

    Parameters
    ----------
    clip
        Video file to begin with; by default one is chosen on the page.
    browser
        Open a browser, if there is one. The address is printed either way.
    port
        Where the page's server listens, or above if that is taken.
    """
    if clip is not None and not clip.is_file():
        raise FileNotFoundError(f"There is no file {clip}; is the name right?")
    hiding, finding = share_out(options, (Hiding, None), (Finding, None))
    first = "" if clip is None else f"{str(clip.absolute())!r}, "
    code = f"OwnVideo({first}hiding={hiding!r}, finding={finding!r})"
    _open("Your own video", code, "OwnVideo", browser, port, None)


@with_options(*from_values(Hiding, Finding))
def live(
    *,
    source: Literal[tuple(SOURCES)] = "clip",
    camera: int = 0,
    browser: bool = True,
    port: int | None = None,
    ip: _Where = None,
    **options,
):
    """Open a page that hides faces in a camera's picture, or in a sample clip.

    Browsers give their camera only to pages of this computer or over https; elsewhere the page shows the clip.

    Parameters
    ----------
    source
        What the page begins with; it can be chosen there, too.
    camera
        OpenCV's number of this computer's camera.
    browser
        Open a browser, if there is one. The address is printed either way.
    port
        Where the page's server listens, or above if that is taken.
    ip
        The network address it listens at, 0.0.0.0 for all; by default only this computer can reach it.
    """
    asked = {name for name in options if name in Finding.names()}
    hiding, finding = share_out(options, (Hiding, None), (Finding, None))
    # Without a wish, the live picture looks once: a thorough look at each frame takes several times as long.
    code = f"LiveCamera(hiding={hiding!r}, finding={finding if asked else None!r}, source={source!r}, camera={camera})"
    _open("Live", code, "LiveCamera", browser, port, ip)


def quiz(
    folder: Path | None = None,
    *,
    method: Literal[tuple(METHODS)] | None = None,
    rounds: int = 10,
    seed: int = 0,
    browser: bool = True,
    port: int | None = None,
    ip: _Where = None,
):
    """Open a quiz, you against the machine: whose face is hidden, of four people.

    Parameters
    ----------
    folder
        One sub-folder for each of four people or more, with two photos or more in it; by default the samples.
    method
        How faces are hidden; by default with a Gaussian blur.
    rounds
        How many.
    seed
        The same number asks the same questions.
    browser
        Open a browser, if there is one. The address is printed either way.
    port
        Where the page's server listens, or above if that is taken.
    ip
        The network address it listens at, 0.0.0.0 for all; by default only this computer can reach it.
    """
    from ..quiz import Quiz

    how = {"method": method} if method else {}
    Quiz.check(folder, rounds=rounds, seed=seed, **how)  # or what is wrong would be said on the page only
    where = None if folder is None else str(folder.absolute())
    words = "".join(f", {name}={value!r}" for name, value in how.items())
    _open("Quiz", f"Quiz({where!r}, rounds={rounds}, seed={seed}{words})", "Quiz", browser, port, ip)


def _open(title, code, name, browser, port, ip):
    out = Console()
    code = f"from faceblur_utils import Finding, Hiding, {name}\n\n{code}"
    serve_page(title, code, lambda text: say(out, text), browser=browser, port=port, ip=ip)
