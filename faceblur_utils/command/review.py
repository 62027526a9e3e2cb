"""A page with what needs a look, for one person on this computer: no file is made, for it shows faces as they were."""

import html
import secrets
import threading
import webbrowser
from base64 import b64encode
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2

from ..images import encode_image, printable, read_image
from ..messages import counted, error_message
from ..roi import Box
from ..video.canvas import LargerFrameError
from ..video.reading import open_video
from ..video.writing import canvas_for

_SIDE = 480  # pixels of a picture's longer side
_AROUND = 1.0  # share of a box's size that is shown on each side
_MOST_FRAMES = 40  # of one video
_PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Look at these</title><style>
body {{ font: 18px sans-serif; max-width: 1100px; margin: 1em auto; padding: 0 1em }}
figure {{ display: inline-block; margin: 0 1em 1em 0 }} img {{ max-width: 100% }}
</style><h1>Look at these: {count}</h1>
<p>Left as it was, right as it is now. No file of this page is kept: it is gone when you press Enter in the
terminal.</p>
{files}</html>"""


def show(outcomes, said, keys):
    """Serve the page until a line comes.

    Parameters
    ----------
    outcomes : list of Outcome
    said : callable
        Called with lines to print.
    keys : file
        Where Enter is pressed; its end counts, too.
    """
    outcomes = [one for one in outcomes if one.needs_a_look]
    if not outcomes:
        said("Nothing needs a look.")
        return
    with _served(page(outcomes)) as address:
        said(f"{counted(len(outcomes), 'file')} to look at: {address}\nPress Enter here when you have seen them.")
        with suppress(webbrowser.Error):
            webbrowser.open(address)
        keys.readline()


def page(outcomes):
    """Draw the page.

    Parameters
    ----------
    outcomes : list of Outcome

    Returns
    -------
    str
        HTML that needs no other file.
    """
    return _PAGE.format(count=counted(len(outcomes), "file"), files="\n".join(map(_section, outcomes)))


def _section(outcome):
    try:
        pairs = [] if outcome.problem else list((_video if outcome.kind == "video" else _photo)(outcome))
        said = ""
    except Exception as error:  # one file moved away must not keep the others from being seen
        pairs, said = [], f"It cannot be shown: {error_message(error)}"
    figures = "".join(_figure(image, html.escape(words)) for image, words in pairs)
    said = html.escape(f"{outcome.line()} {said}")
    return f"<h2>{html.escape(printable(outcome.source.name))}</h2><p>{said}</p>{figures}"


def _figure(image, words):
    source = f"data:image/jpeg;base64,{b64encode(encode_image(image)).decode()}"
    return f"<figure><img src='{source}' alt='{words}'><figcaption>{words}</figcaption></figure>"


def _photo(outcome):
    before = read_image(outcome.source)
    if not outcome.places:
        yield _fitted(before), "the whole photo as it was"
        return
    after = read_image(outcome.target)
    for number, box in enumerate(outcome.places, start=1):
        yield _beside(before, after, box), f"doubtful face {number}"


def _video(outcome):
    wanted = {stretch.first: stretch for stretch in outcome.places[:_MOST_FRAMES]}
    if not wanted:
        yield from ((_fitted(image), "the first frame") for _, image in _frames(outcome.source, [0]))
        return
    if outcome.target is None:
        return
    for (number, before), (_, after) in zip(
        _frames(outcome.source, wanted), _frames(outcome.target, wanted), strict=True
    ):
        whole = Box(0, 0, before.shape[1], before.shape[0])
        yield _beside(before, after, whole), f"{wanted[number]}, from {wanted[number].begins:.1f} s on"
    if len(outcome.places) > len(wanted):
        yield _fitted(after), f"and {len(outcome.places) - len(wanted)} more places"


def _frames(path, wanted):
    """Give some frames as a viewer sees them, with their numbers."""
    canvas, last = None, max(wanted)
    with open_video(path) as video:
        frames = (one for one in video.read(True) if hasattr(one, "planes"))
        for number, frame in enumerate(frames):
            geometry = video.geometry(frame)
            canvas = canvas or canvas_for(geometry, path.suffix.lower())
            if number in wanted:
                with suppress(LargerFrameError):
                    yield number, canvas.planes(frame, geometry, number).rgb()
            if number == last:
                return


def _beside(before, after, box):
    after = cv2.resize(after, before.shape[1::-1])  # the same size, but for an odd side of a video
    around = box.expand(_AROUND).clip(before).slices
    return cv2.hconcat([_fitted(image[around]) for image in (before, after)])


def _fitted(image):
    scale = _SIDE / max(image.shape[:2])
    size = [max(1, round(length * scale)) for length in image.shape[1::-1]]
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)


class _served:
    """Serve one page at an address that nobody can guess, to this computer only."""

    def __init__(self, text):
        content, place = text.encode(), f"/{secrets.token_urlsafe(24)}"

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                known = secrets.compare_digest(self.path.encode(), place.encode())
                self.send_response(200 if known else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(content if known else b"")

            def log_message(self, *words):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._address = f"http://127.0.0.1:{self._server.server_address[1]}{place}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self._address

    def __exit__(self, *error):
        self._server.shutdown()
        self._server.server_close()
