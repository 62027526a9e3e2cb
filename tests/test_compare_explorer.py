"""What all sliders have in common: the picture follows, errors are told in words, a still picture stays behind."""

import base64
import threading
import time
import warnings

import cv2
import numpy as np
import pytest

from faceblur_utils.compare import Explorer
from faceblur_utils.compare.knobs import Choice, Number
from faceblur_utils.parameters import Parameter

LEVEL = Parameter("level", 100, 0, 255, 5, "Brightness in grey levels.")
SHARE = Parameter("share", 0.5, 0, 1, 0.25, "Share of the picture, 0 to 1.")


def panels(level, share=0.5, colour="red"):
    image = np.zeros((40, 60, 3), np.uint8)
    image[:, : round(60 * share), ("red", "green", "blue").index(colour)] = level
    if level == 13 or level > 250:
        raise ValueError("level <13> is & unlucky")
    if level == 20:
        return [image[:20], image], "too low"
    return [image, 255 - image], f"{colour} at {level} < 255"


@pytest.fixture
def explorer():
    controls = {"level": LEVEL, "share": SHARE, "colour": ["red", "green", "blue"]}
    return Explorer(panels, ["Bright", "Dark"], controls, alt="A coloured bar.")


def picture(explorer):
    return cv2.imdecode(np.frombuffer(explorer._bench.value, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]


def told(explorer, what):
    """What the page was told last."""
    return explorer._bench.told[what]


def shown(explorer):
    """The colour in the left of the first panel, which begins at row 30 and column 12."""
    return picture(explorer)[50, 20].astype(int)


def near(seen, due):
    return np.abs(seen - due).max() < 12


def test_first_picture_and_caption(explorer):
    assert explorer.values == {"level": 100, "share": 0.5, "colour": "red"}
    assert explorer.caption == "red at 100 < 255"
    assert near(shown(explorer), (100, 0, 0))
    assert told(explorer, "caption") == "red at 100 < 255"


def test_moving_a_control_from_code_changes_picture_and_caption(explorer):
    explorer.controls["level"].value = 200
    assert near(shown(explorer), (200, 0, 0)) and explorer.caption == "red at 200 < 255"
    explorer.controls["colour"].value = "blue"
    assert near(shown(explorer), (0, 0, 200)) and "blue at 200" in told(explorer, "caption")
    before = picture(explorer)
    explorer.controls["share"].value = 1.0
    assert (picture(explorer) != before).any()
    assert explorer.error is None


def test_controls_are_what_the_declaration_says(explorer):
    level, share, colour = explorer.controls.values()
    assert type(level) is type(share) is Number and type(colour) is Choice
    assert (level.value, level.min, level.max, level.step) == (100, 0, 255, 5)
    assert (share.value, share.min, share.max, share.step) == (0.5, 0, 1, 0.25)
    assert colour.options == ("red", "green", "blue") and colour.value == "red"
    # A label that a screen reader finds, and the meaning when the pointer rests on it.
    assert [control.description for control in (level, share, colour)] == ["level", "share", "colour"]
    assert level.tooltip == "Brightness in grey levels."


def test_a_menu_takes_any_sequence():
    explorer = Explorer(lambda n: ([np.zeros((9, 9, 3), np.uint8)], str(n)), ["T"], {"n": range(3)}, alt="Black.")
    explorer.controls["n"].value = 2
    assert explorer.caption == "2"


def test_no_warning_while_it_is_made():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Explorer(panels, ["Bright", "Dark"], {"level": LEVEL, "share": SHARE}, alt="A bar.")


def test_live_and_still(explorer):
    explorer.controls["level"].value = 200
    data, metadata = explorer._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    saved = base64.b64decode(data["image/jpeg"])
    assert saved == explorer._bench.still
    still, live = cv2.imdecode(np.frombuffer(saved, np.uint8), cv2.IMREAD_COLOR)[..., ::-1], picture(explorer)
    # Below the picture as it stands, something is written.
    assert cv2.PSNR(np.ascontiguousarray(still[: len(live)]), np.ascontiguousarray(live)) > 35
    below = still[len(live) :]
    assert len(below) > 15 and (below < 100).any() and np.median(below) > 240
    due = "A coloured bar. red at 200 < 255 A still picture: run this cell to move the sliders."
    assert data["text/plain"] == metadata["image/jpeg"]["alt"] == due


def test_the_still_picture_speaks_of_as_many_sliders_as_there_are():
    one = Explorer(lambda n: ([np.zeros((9, 9, 3), np.uint8)], str(n)), ["T"], {"n": range(3)}, alt="Black.")
    assert one._repr_mimebundle_()[0]["text/plain"] == "Black. 0 A still picture: run this cell to move the slider."


@pytest.mark.parametrize("alt", ["", " ", None])
def test_a_description_is_demanded_at_once(alt):
    with pytest.raises(ValueError, match="Describe the figure"):
        Explorer(panels, ["Bright", "Dark"], {"level": LEVEL}, alt=alt)


def test_an_error_is_shown_where_the_learner_looks_and_goes_away(explorer):
    before = picture(explorer)
    explorer.controls["level"].value = 13
    assert isinstance(explorer.error, ValueError)
    assert told(explorer, "trouble") == "level <13> is & unlucky"
    assert (picture(explorer) == before).all() and explorer.caption == "red at 100 < 255"
    explorer.controls["level"].value = 200
    assert explorer.error is None and told(explorer, "trouble") == ""
    assert near(shown(explorer), (200, 0, 0))


def test_panels_of_another_size_are_an_error_and_leave_caption_and_picture_together(explorer):
    before = picture(explorer)
    explorer.controls["level"].value = 20
    assert "panel of shape" in str(explorer.error) and "panel of shape" in told(explorer, "trouble")
    assert (picture(explorer) == before).all() and explorer.caption == "red at 100 < 255"


def test_an_error_in_the_first_picture_is_raised():
    bad = Parameter("level", 13, 0, 255, 1, "Brightness in grey levels.")
    with pytest.raises(ValueError, match="unlucky"):
        Explorer(panels, ["Bright", "Dark"], {"level": bad}, alt="A bar.")


def test_columns():
    def four():
        return [np.zeros((30, 40, 3), np.uint8)] * 4, "Four."

    heights = [picture(Explorer(four, list("ABCD"), {}, alt="Black.", columns=n)).shape[0] for n in (1, 2, 4)]
    assert heights == [4 * 60 + 12, 2 * 60 + 12, 60 + 12]


def test_the_last_value_wins_when_sliders_and_cells_run_in_two_threads():
    """JupyterLab handles a slider in a thread beside the one that runs cells."""
    reached = threading.Event()

    def slow_when_bright(level):
        if level == 200:
            reached.set()
            time.sleep(0.3)
        return [np.full((40, 60, 3), level, np.uint8)], f"level {level}"

    explorer = Explorer(slow_when_bright, ["Panel"], {"level": LEVEL}, alt="A grey panel.")
    slider = explorer.controls["level"]
    from_the_page = threading.Thread(target=lambda: setattr(slider, "value", 200))
    from_the_page.start()
    assert reached.wait(5)
    slider.value = 50
    from_the_page.join()
    assert explorer.caption == "level 50" and near(shown(explorer), (50, 50, 50))


def test_a_whole_number_stays_one_whatever_the_page_sends(explorer):
    explorer._asked({"do": "set", "id": "a-1", "name": "level", "value": 120.0})
    assert explorer.values["level"] == 120 and isinstance(explorer.values["level"], int)
    explorer._asked({"do": "set", "id": "a-2", "name": "colour", "value": 2})
    assert explorer.values["colour"] == "blue"


def test_a_new_page_gets_everything_and_another_move_only_what_has_changed(explorer, monkeypatch):
    sent = []
    monkeypatch.setattr(explorer._bench, "send", lambda content, buffers: sent.append((content, buffers)))
    explorer._asked({"do": "hello", "id": "a-1"})
    ((content, buffers),) = sent
    assert content["picture"]["size"] == [156, 82] and content["picture"]["which"] == [0, 1] and len(buffers) == 3
    assert set(content["knobs"]) == {"level", "share", "colour"} and content["alt"].startswith("A coloured bar. red")
    figure = cv2.imdecode(np.frombuffer(buffers[0], np.uint8), cv2.IMREAD_COLOR_RGB)
    for (left, top, wide, high), part in zip(content["picture"]["places"], buffers[1:], strict=True):
        panel = cv2.imdecode(np.frombuffer(part, np.uint8), cv2.IMREAD_COLOR_RGB)
        assert panel.shape == (high, wide, 3)
        figure[top : top + high, left : left + wide] = panel
    assert cv2.PSNR(figure, np.ascontiguousarray(picture(explorer))) > 35, "put together, the parts are the picture"
    sent.clear()
    explorer._asked({"do": "set", "id": "a-2", "name": "level", "value": 200})
    ((content, buffers),) = sent
    assert content["picture"] == {"which": [0, 1], "pair": "", "figure": False} and len(buffers) == 2
    assert content["knobs"] == {"level": {"value": 200}}


def test_what_the_page_asks_and_nobody_knows_is_answered(explorer, monkeypatch):
    sent = []
    monkeypatch.setattr(explorer._bench, "send", lambda content, buffers: sent.append(content))
    explorer._asked({"do": "set", "id": "a-1", "name": "sigma", "value": 3})
    assert [one["answer"] for one in sent] == ["a-1"] and "sigma" in sent[0]["trouble"]
