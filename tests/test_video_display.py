"""What a notebook shows of a video: the coverage timeline and the player."""

import clips
import pytest
from clips import blink, run


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A clip of ten frames with sound."""
    return clips.make(tmp_path_factory.mktemp("plain") / "clip.mp4", sounds=1)


def test_the_timeline_draws_each_kind_where_it_was(tmp_path, monkeypatch):
    from faceblur_utils import figures
    from faceblur_utils.video import timeline_figure

    source = clips.make(tmp_path / "in.mp4", 40)
    blink(monkeypatch, lambda number: 5 <= number < 12 or 16 <= number < 30)
    report = run(source, tmp_path / "out.mp4", hold=0.2, detector_parameters={"max_side": 320})
    figure = timeline_figure(report, truth=[1] * 40)
    (axis,) = figure.axes
    drawn = {}
    for bars in axis.collections:
        colour = tuple(round(255 * part) for part in bars.get_facecolor()[0][:3])
        spans = [(path.get_extents().x0, path.get_extents().x1) for path in bars.get_paths()]
        drawn.setdefault(colour, []).extend(spans)
    assert drawn[figures.BLUE] == [(5, 12), (16, 30)]
    assert drawn[figures.ORANGE] == [(12, 16)]
    assert drawn[figures.SKY] == [(0, 5), (30, 35)]
    assert drawn[figures.VERMILION] == [(0, 5), (30, 35)]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["face 1", "look at these", "really visible"]


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
