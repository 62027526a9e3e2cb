"""In a lesson's kernel: each slider leaves a flipbook, frames along its way with their sentences, as files.

`leave` hooks into how IPython shows a value, so the lesson's own code runs as it stands, and draws what its slider
draws.
"""

import hashlib
import math
from itertools import product
from pathlib import Path

import cv2

from ..compare.knobs import Choice, Number, Switch
from .lessons import FLIPBOOK

# Frames of a slider alone and beside others; positions of a second slider; frames of all together.
_ALONE, _LEAST, _SECOND, _MOST = 40, 20, 5, 120
# What a reader moves first, where a slider of this name is there.
_MAIN = ("curtain", "strength", "frame")
_BYTES = 2_400_000  # of one flipbook; a page has up to two
_QUALITIES = (82, 74, 66, 58, 50, 42)


def leave(folder):
    """From now on, each slider and each moving picture that a cell shows leaves a flipbook.

    Parameters
    ----------
    folder : str or os.PathLike
        Where its pictures are put, under names made of their content.
    """
    from IPython import get_ipython

    from ..compare.explorer import Live
    from ..motion import Motion

    formatter = get_ipython().display_formatter.mimebundle_formatter
    formatter.for_type(Live, lambda live: _bundle(of_slider, live, folder))
    formatter.for_type(Motion, lambda shown: _bundle(of_motion, shown, folder))


def _bundle(make, shown, folder):
    try:
        left = make(shown, folder)
    except Exception as error:  # the lesson goes on; the book shows the still and says why
        left = {"still": f"{type(error).__name__}: {error}"}
    return {FLIPBOOK: left, "text/plain": "a flipbook"}


def of_motion(shown, folder):
    """Leave what moves by itself.

    Parameters
    ----------
    shown : motion.Motion
    folder : str or os.PathLike

    Returns
    -------
    dict
        What the page's script is told: pictures by name, a caption for each, and the rest of `motion.Flipbook`.
    """
    book = shown.book
    height, width = book.frames[0].shape[:2]
    return {
        "pictures": _kept(book.encoded(), folder),
        "captions": list(book.captions),
        "alt": book.alt,
        "size": [width, height],
        "seconds": book.seconds,
        "start": book.stills[0],
    }


def of_slider(live, folder):
    """Move a slider along its way, and leave what it draws.

    Of the other controls those are moved too for which there is room; the rest stay where the lesson has them.

    Parameters
    ----------
    live : compare.explorer.Live
        Moved, and put back.
    folder : str or os.PathLike

    Returns
    -------
    dict
        As from `of_motion`, with ``axes``: the controls, the one that moves fastest last. The pictures are in
        the order of their positions.

    Raises
    ------
    ValueError
        If it shows a photo that is no sample, has no slider, or draws pictures of several sizes.
    """
    _require_samples(live)
    axes, left_out = _axes(live)
    start = live.values
    frames, captions = [], []
    for places in product(*(range(len(axis["put"])) for axis in axes)):
        for axis, place in zip(axes, places, strict=True):
            live.controls[axis["name"]].put(axis["put"][place])
        frames.append(_drawn(live))
        captions.append(live.caption)
    for name, value in start.items():
        if live.controls[name].value != value:
            live.controls[name].value = value
    if len({frame.shape for frame in frames}) > 1:
        raise ValueError("its pictures are of several sizes")
    height, width = frames[0].shape[:2]
    told = [{name: axis[name] for name in ("label", "kind", "values", "at")} for axis in axes]
    return {
        "pictures": _kept(_encoded(frames), folder),
        "captions": captions,
        "alt": live.described,
        "size": [width, height],
        "seconds": 0.15,
        "axes": told,
        "fixed": left_out,
        "start": _number([axis["at"] for axis in axes], [len(axis["put"]) for axis in axes]),
    }


def _require_samples(live):
    photos = getattr(live, "_photos", None)
    if photos is not None and not photos.is_sample(live.values["photo"]):
        raise ValueError("it shows a photo that is no sample")


def _drawn(live):
    if hasattr(live, "settle"):
        live.settle()  # the exact picture, and no draft
    if live.error is not None:
        raise live.error
    return live.picture.copy()


def _axes(live):
    """Which controls a page can move, the main one last, and the names of those that stay."""
    shown = {name: one for name, one in live.controls.items() if not (one.hidden or one.disabled)}
    sliders = [name for name, one in shown.items() if isinstance(one, Number)]
    main = next((name for name in _MAIN if name in sliders), sliders[0] if sliders else None)
    if main is None:
        raise ValueError("it has no slider")
    axes, left_out, taken = [], [], 1
    for name, one in shown.items():
        if name == main:
            continue
        axis = _axis(name, one, _SECOND)
        # A comparison of methods has two dozen controls and large pictures.
        if hasattr(live, "settle") or taken * len(axis["put"]) * _LEAST > _MOST:
            left_out.append(axis["label"])
            continue
        axes.append(axis)
        taken *= len(axis["put"])
    return [*axes, _axis(main, shown[main], min(_ALONE, _MOST // taken))], left_out


def _axis(name, control, most):
    """Say where a control can stand in a page: what it is put to, and how that reads."""
    if isinstance(control, Choice):
        put, values = list(range(len(control.options))), [str(one) for one in control.options]
        at = control.options.index(control.value)
    elif isinstance(control, Switch):
        put, values, at = [False, True], ["no", "yes"], int(control.value)
    else:
        put = _positions(control, most)
        values, at = [f"{value:g}" for value in put], put.index(control.value)
    kind = "slider" if isinstance(control, Number) else "choice"
    return {"name": name, "label": control.description or name, "kind": kind, "put": put, "values": values, "at": at}


def _positions(number, most):
    """Spread positions over a slider's way: ends, where it stands, and steps of its own between them."""
    steps = round((number.max - number.min) / number.step)
    every = max(1, math.ceil(steps / (most - 1)))
    places = {*range(0, steps + 1, every), steps}
    found = {round(number.min + place * number.step, 9) for place in places}
    if number.value not in found and len(found) >= most:
        found.remove(min(found - {number.min, number.max}, key=lambda one: abs(one - number.value)))
    return sorted(found | {number.value})


def _number(places, sizes):
    number = 0
    for place, size in zip(places, sizes, strict=True):
        number = number * size + place
    return number


def _encoded(frames):
    """Encode frames as WebP, as well as the room allows; equal frames are one."""
    # Hashes: a hundred frames are a hundred megabytes.
    keys = [hashlib.sha256(frame.tobytes()).digest() for frame in frames]
    for quality in _QUALITIES:
        files = {}
        for key, frame in zip(keys, frames, strict=True):
            if key not in files:
                files[key] = cv2.imencode(".webp", frame[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, quality])[1].tobytes()
            # Too much already: a lower quality, without the rest.
            if quality != _QUALITIES[-1] and sum(map(len, files.values())) > _BYTES:
                break
        else:
            return [files[key] for key in keys]
    raise AssertionError("the last quality takes all")


def _kept(files, folder):
    names = []
    for content in files:
        name = f"{hashlib.sha256(content).hexdigest()[:20]}.webp"
        target = Path(folder) / name
        if not target.is_file():
            target.write_bytes(content)
        names.append(name)
    return names
