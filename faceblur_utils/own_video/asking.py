"""What the page asks for, and what is done then: each answer is called with the page, the question and its buffers."""

from pathlib import Path

from ..figures import ORANGE, SKY, VERMILION
from ..own_photos.transfer import PIECE
from ..roi import Box
from ..video import AddedBox
from .review import read
from .telling import about_sketch, about_suggestions, free_beside


def _hello(own, content, buffers):
    colours = {"hidden": ORANGE, "clear": SKY, "warn": VERMILION}
    own._watched = True
    own._tell({"is": "colours"} | {name: f"rgb{colour}" for name, colour in colours.items()} | {"piece": PIECE})
    if own.clip is not None:
        own._begin()


def _upload(own, content, buffers):
    """Take a piece of a clip, or of a file with decisions; when its last one has come, open it."""
    where = {name: content[name] for name in ("view", "name", "size", "start")}
    path = own._arriving.take(**where, parts=buffers)
    if path is None:
        return
    if content["what"] == "clip":
        try:
            own._take(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    else:
        text = path.read_bytes()
        path.unlink()
        _open_decisions(own, text)


def _open_decisions(own, text):
    if own.clip is None:
        raise ValueError("Choose the clip first that the decisions are about.")
    text = text.decode("utf-8", "replace")
    hiding, before, own._with = read(text)[1], own._with, (text, None)
    try:
        own._take(own.clip.source)
    except BaseException:
        own._with = before
        raise
    if hiding is not None:  # how faces are hidden is a part of what was decided
        own._show_hiding(hiding)


def _give_up_upload(own, content, buffers):
    own._arriving.give_up(content["view"])


def _open_path(own, content, buffers):
    text = content["path"].strip()
    if not text:
        raise ValueError("Type the path of a clip on the kernel's machine.")
    own._take(Path(text).expanduser())


def _search(own, content, buffers):
    own.clip.search(content.get("partial"))
    own._tell_clip()


def _pause(own, content, buffers):
    own.clip.pause()
    own._tell_clip()


def _search_anew(own, content, buffers):
    own._take(own.clip.source, anew=True)


def _frame(own, content, buffers):
    own._look(min(max(int(content["number"]), 0), len(own.tracks.frames) - 1))


def _meter(own, content, buffers):
    """Let the meter look at each frame that is shown for a moment, or no longer: detectors take the player's time."""
    own._metering = bool(content["on"])
    own._look(own._at)


def _toggle(own, content, buffers):
    _decide(own, own.clip.review.toggled(tuple(content["numbers"])))


def _hide_all(own, content, buffers):
    _decide(own, own.clip.review.replace(keep=()))


def _join(own, content, buffers):
    _decide(own, own.clip.review.joined(tuple(content["one"]), tuple(content["other"])))


def _part(own, content, buffers):
    _decide(own, own.clip.review.parted(tuple(content["numbers"])))


def _sketch(own, content, buffers):
    box = None
    if content["box"] is not None:
        time = own.tracks.times[content["number"]]
        box = AddedBox(time, Box(*content["box"]), content["start"], content["end"])
    own.clip.sketch(box)
    own._tell(about_sketch(own.clip))
    own._look(own._at)


def _accept(own, content, buffers):
    """Let the sketch count."""
    box = own.clip.outcome.sketch
    if box is None:
        raise ValueError("There is no box to be accepted.")
    review = own.clip.review.with_box(box, content["place"])
    own.clip.sketch(None)
    _decide(own, review)
    own._tell(about_sketch(own.clip))


def _remove_box(own, content, buffers):
    _decide(own, own.clip.review.without_box(content["place"]))


def _box(own, content, buffers):
    """Tell of an added box, to change it."""
    one = own.clip.review.boxes[content["place"]]
    edges = [int(getattr(one.box, side)) for side in ("left", "top", "right", "bottom")]
    return {"number": own.clip.at(one.time), "box": edges, "start": one.start, "end": one.end}


def _span(own, content, buffers):
    _decide(own, own.clip.review.with_span(content["start"], content["end"], content["what"]))


def _remove_span(own, content, buffers):
    _decide(own, own.clip.review.without_span(content["place"]))


def _undo(own, content, buffers):
    own.clip.undo()
    _show_decisions(own)


def _redo(own, content, buffers):
    own.clip.redo()
    _show_decisions(own)


def _decide(own, review):
    own.clip.decide(review)
    _show_decisions(own)


def _show_decisions(own):
    clip = own.clip
    if clip.tracks is None:
        own._heard("seen", {})
        return
    own._send_rows()
    own._tell(about_suggestions(clip))
    own._tell_clip()
    own._look(own._at)


def _write(own, content, buffers):
    clip = own.clip
    if own._result is not None and own._folder.path in own._result.parents:
        own._result.unlink(missing_ok=True)
    own._result = None
    if content["target"]:
        target = Path(content["target"]).expanduser()
    else:
        target = own._folder.path / f"{clip.source.stem}_hidden{clip.ending(content['sound'])}"
    clip.write(target, content["sound"], overwrite=not content["target"])


def _stop_writing(own, content, buffers):
    own.clip.stop_writing()


def _piece(own, content, buffers):
    """Send a piece of what was written."""
    if own._result is None:
        raise ValueError("There is no clip to be downloaded; write it first.")
    with own._result.open("rb") as file:
        file.seek(content["start"])
        own._tell({"is": "piece", "view": content["view"], "request": content["request"]}, [file.read(PIECE)])


def _decisions(own, content, buffers):
    return {"name": f"{own.clip.source.stem}_decisions.json", "text": own.clip.to_json()}


def _report(own, content, buffers):
    if own.report is None:
        raise ValueError("There is no report yet; write the clip first.")
    return {"name": f"{own.clip.source.stem}_report.txt", "text": f"{own.report}\n"}


def _beside(own, content, buffers):
    return {"path": str(free_beside(own.clip))}


ANSWERS = {
    "hello": _hello,
    "upload": _upload,
    "give up upload": _give_up_upload,
    "open": _open_path,
    "search": _search,
    "pause": _pause,
    "search anew": _search_anew,
    "frame": _frame,
    "meter": _meter,
    "toggle": _toggle,
    "hide all": _hide_all,
    "join": _join,
    "part": _part,
    "sketch": _sketch,
    "accept": _accept,
    "box": _box,
    "remove box": _remove_box,
    "span": _span,
    "remove span": _remove_span,
    "undo": _undo,
    "redo": _redo,
    "write": _write,
    "stop writing": _stop_writing,
    "piece": _piece,
    "decisions": _decisions,
    "report": _report,
    "beside": _beside,
}
