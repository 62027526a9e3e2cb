"""Show a result in a notebook: the coverage timeline as a figure, and the video itself."""

from base64 import b64encode
from html import escape
from itertools import groupby
from pathlib import Path

from .. import figures
from ..images import printable

_LOOKS = {
    "detected": (figures.BLUE, "", "detected in this frame"),
    "bridged": (figures.ORANGE, "////", "bridged between two detections"),
    "held": (figures.SKY, "....", "held before the first or after the last"),
    "added": (figures.GREEN, "xxxx", "added by a person"),
    "kept": ((255, 255, 255), "", "left clear: a person decided so"),
}
_SPANS = {
    "hide": ("0.2", 3, "the whole picture hidden by a person"),
    "show": ("0.9", 0.5, "nothing hidden: a person decided so"),
}
_LARGEST = 8_000_000  # bytes: a browser takes them in a page, a notebook should not


def timeline(report, alt, truth=None):
    """Show who was covered when, and why: one row for each face.

    Parameters
    ----------
    report : Report or Tracks
    alt : str
        What the figure shows, in words.
    truth : list of int, optional
        How many faces can really be seen in each frame, if somebody knows: drawn as a row below.
    """
    figures.show(timeline_figure(report, truth), alt)


def timeline_figure(report, truth=None):
    """Make the figure that `timeline` shows.

    Parameters
    ----------
    report, truth
        As for `timeline`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    import matplotlib.pyplot as plt

    tracks = sorted({track for frame in report.frames for track in _numbers(frame)})
    rows = len(tracks) + 1 + (truth is not None)
    fig, ax = plt.subplots(figsize=(9.5, 1.5 + 0.36 * rows), dpi=figures.DPI, layout="constrained")
    for row, track in enumerate(tracks):
        kinds = [_kind(frame, track) for frame in report.frames]
        for kind, bars in _runs(kinds).items():
            colour, hatch, _ = _LOOKS[kind]
            ax.broken_barh(
                bars, (row - 0.36, 0.72), facecolor=figures.mpl(colour), hatch=hatch, edgecolor="black", linewidth=0.4
            )
    doubtful = _runs([True if frame.why else None for frame in report.frames]).get(True, [])
    ax.broken_barh(doubtful, (len(tracks) - 0.2, 0.4), facecolor=figures.mpl(figures.VERMILION))
    for what, bars in _runs([frame.span or None for frame in report.frames]).items():
        shade, order, words = _SPANS[what]
        for start, length in bars:
            ax.axvspan(start, start + length, facecolor=shade, edgecolor="black", zorder=order)
        ax.bar(0, 0, color=shade, edgecolor="black", linewidth=0.4, label=words)
    names = [f"face {number}" for number in tracks] + ["look at these"]
    if truth is not None:
        for count, bars in _runs([number or None for number in truth]).items():
            ax.broken_barh(bars, (rows - 1 - 0.15 * count, 0.3 * count), facecolor="0.35")
        names.append("really visible")
    for cut in report.cuts:
        ax.axvline(cut, color="black", linestyle="--", linewidth=1.5)
        ax.text(cut, -0.75, "cut ", ha="right", va="center", fontsize=11)
    for kind, (colour, hatch, words) in _LOOKS.items():
        if any(kind in (_kind(frame, track) for track in tracks) for frame in report.frames):
            ax.bar(0, 0, color=figures.mpl(colour), hatch=hatch, edgecolor="black", linewidth=0.4, label=words)
    ax.set(xlim=(0, len(report.frames)), ylim=(rows - 0.4, -1.1))
    ax.set_yticks(range(rows), names, fontsize=12)
    ax.set_xlabel("frame", fontsize=12)
    ax.set_title("Who is covered when, and why", fontsize=14)
    if ax.get_legend_handles_labels()[1]:
        fig.legend(loc="outside lower center", ncols=3, fontsize=10.5, frameon=False)
    return fig


def _numbers(frame):
    return [*(face.track for face in frame.faces), *frame.kept]


def _kind(frame, track):
    if track in frame.kept:
        return "kept"
    return next((face.kind for face in frame.faces if face.track == track), None)


def _runs(values):
    """Give for each value the stretches (start, length) in which it stands; ``None`` is no value."""
    runs, start = {}, 0
    for value, stretch in groupby(values):
        length = len(list(stretch))
        if value is not None:
            runs.setdefault(value, []).append((start, length))
        start += length
    return runs


def play(path, alt, width=480):
    """Show a video with its sound in the notebook.

    The file becomes a part of the page, so that it plays wherever the page is shown.

    Parameters
    ----------
    path : str or os.PathLike
        An .mp4 or .webm file of at most 8 MB.
    alt : str
        What can be seen and heard, in words.
    width : int
        Of the player, in pixels.

    Raises
    ------
    ValueError
        If `alt` is empty, or the file is too large for a page.
    """
    from IPython.display import display

    figures.require_alt(alt)
    path = Path(path)
    content = path.read_bytes()
    if len(content) > _LARGEST:
        raise ValueError(
            f"{printable(path)} has {len(content) / 1e6:.0f} MB, too much for a page; write it with a larger crf, or "
            f"open it in a "
            "player."
        )
    kind = "webm" if path.suffix.lower() == ".webm" else "mp4"
    source = f"data:video/{kind};base64,{b64encode(content).decode()}"
    label = escape(alt, quote=True)
    html = f'<video controls width="{width}" aria-label="{label}" src="{source}">{label}</video>'
    display({"text/html": html, "text/plain": alt}, raw=True)
