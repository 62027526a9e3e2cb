"""What a notebook shows of a video: the coverage timeline and the player."""

import clips
import matplotlib.pyplot as plt
import pytest
from clips import EVERY_FRAME, blink, run

from faceblur_utils import Box, figures, find_tracks
from faceblur_utils.video import timeline_figure


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A clip of ten frames with sound."""
    return clips.make(tmp_path_factory.mktemp("plain") / "clip.mp4", sounds=1)


def _drawn(figure):
    """From where to where bars of each colour go."""
    drawn = {}
    for bars in figure.axes[0].collections:
        colour = tuple(round(255 * part) for part in bars.get_facecolor()[0][:3])
        spans = [(path.get_extents().x0, path.get_extents().x1) for path in bars.get_paths()]
        drawn.setdefault(colour, []).extend(spans)
    return drawn


def test_the_timeline_draws_each_kind_where_it_was(tmp_path, monkeypatch):
    source = clips.make(tmp_path / "in.mp4", 40)
    blink(monkeypatch, lambda number: 5 <= number < 12 or 16 <= number < 30)
    report = run(source, tmp_path / "out.mp4", hold=0.2, **EVERY_FRAME)
    figure = timeline_figure(report, truth=[1] * 40)
    (axis,), drawn = figure.axes, _drawn(figure)
    plt.close("all")
    assert drawn[figures.BLUE] == [(5, 12), (16, 30)]
    assert drawn[figures.ORANGE] == [(12, 16)]
    assert drawn[figures.SKY] == [(0, 5), (30, 35)]
    assert drawn[figures.VERMILION] == [(0, 5), (30, 35)]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["face 1", "look at these", "really visible"]


def test_the_timeline_draws_what_a_person_decided(tmp_path):
    """Also of a first look, before anything is written."""
    source = clips.make(tmp_path / "in.mp4", 40)
    tracks = find_tracks(source, progress=False, **EVERY_FRAME)
    assert _drawn(timeline_figure(tracks))[figures.BLUE] == [(0, 40)]
    spans, boxes = [(1.2, 1.4, "hide"), (1.4, None, "show")], [(0.2, Box(250, 150, 300, 200), 0.2, 0.6)]
    report = run(source, tmp_path / "out.mp4", tracks=tracks, keep=[1], spans=spans, boxes=boxes)
    drawn = _drawn(timeline_figure(report))
    assert drawn[(255, 255, 255)] == [(0, 30)] and drawn[figures.GREEN] == [(5, 15)]
    (axis,) = timeline_figure(report).axes
    assert [label.get_text() for label in axis.get_yticklabels()] == ["face 1", "face 2", "look at these"]
    plt.close("all")
    bands = {(patch.get_x(), patch.get_width()) for patch in axis.patches if patch.get_width() not in (0, 0.8)}
    assert bands == {(30, 5), (35, 5)}


def test_the_player_holds_the_video_and_its_description(plain, tmp_path, capsys):
    from base64 import b64decode

    import IPython.display

    from faceblur_utils.video import play

    shown = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IPython.display, "display", lambda data, **options: shown.append((data, options)))
        play(plain, alt='A portrait that "moves".')
    data, options = shown[0]
    assert options == {"raw": True} and data["text/plain"] == 'A portrait that "moves".'
    assert b64decode(data["text/html"].split("base64,")[1].split('"')[0]) == plain.read_bytes()
    assert 'aria-label="A portrait that &quot;moves&quot;."' in data["text/html"] and "controls" in data["text/html"]
    (tmp_path / "large.mp4").write_bytes(bytes(9_000_000))
    with pytest.raises(ValueError, match="9 MB, too much for a page"):
        play(tmp_path / "large.mp4", alt="large")
    with pytest.raises(ValueError, match="alt="):
        play(plain, alt=" ")
