"""The committed pictures and boxes are what the scripts in tools/ make."""

import json
import subprocess
import sys
from pathlib import Path

import av
import compose_clip
import compose_scene
import draw_pipeline
import numpy as np
from PIL import Image

from faceblur_utils import read_image, samples

TOOLS = Path(draw_pipeline.__file__).parent


def nearly(one, other):
    """Other versions of Pillow, NumPy or freetype may round a pixel otherwise; another picture differs by far more."""
    return one.shape == other.shape and np.abs(one.astype(int) - other.astype(int)).mean() < 3


def test_the_readme_shows_the_pipeline_as_it_is():
    assert nearly(read_image(draw_pipeline.TARGET), draw_pipeline.draw())


def test_the_scene_and_its_boxes_follow_from_the_portraits():
    truth = json.loads((samples.data_folder() / "ground_truth.json").read_text(encoding="utf-8"))
    scene, faces = compose_scene.compose(truth["photos"])
    assert faces == truth["photos"]["scene"]["faces"]
    assert nearly(np.asarray(scene), read_image(samples.path("scene")))


def test_the_scene_has_several_faces_at_several_sizes_in_colour():
    widths = [box.width for box in samples.true_boxes("scene")]
    scene = read_image(samples.path("scene")).astype(int)
    assert len(widths) >= 8
    assert max(widths) > 5 * min(widths)
    assert np.abs(scene[..., 0] - scene[..., 2]).mean() > 5


def test_the_ground_truth_is_written_as_the_tool_writes_it():
    text = (samples.data_folder() / "ground_truth.json").read_text(encoding="utf-8")
    assert compose_scene.format_truth(json.loads(text)) == text


def test_the_clip_and_its_boxes_follow_from_the_portraits():
    composed = list(compose_clip.compose())
    assert [boxes for _, boxes in composed] == [
        [[box.left, box.top, box.right, box.bottom] for box in boxes] for boxes in samples.clip_boxes("composed")
    ]
    with av.open(str(samples.clip("composed"))) as container:
        stored = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        assert float(container.streams.video[0].average_rate) == compose_clip.RATE
    assert len(stored) == len(composed) == compose_clip.FRAMES
    for (frame, _), kept in zip(composed[::10], stored[::10], strict=True):
        assert np.abs(frame.astype(int) - kept).mean() < 5  # what the codec leaves
    truth = samples.data_folder() / "videos" / "ground_truth.json"
    assert compose_clip.format_truth(json.loads(truth.read_text(encoding="utf-8"))) == truth.read_text(encoding="utf-8")


def test_the_clip_has_what_it_is_for():
    truth = samples.clip_boxes("composed")
    assert {len(boxes) for boxes in truth} == {1, 2}
    hopper, collins = truth[115]
    assert hopper.left > collins.right, "they cross"
    hopper, collins = truth[200]
    assert hopper.right < collins.left
    widths = [max(box.width for box in boxes) for boxes in truth]
    assert widths[109] > 1.6 * widths[75], "it zooms"
    assert truth[0][0].left > truth[13][0].left + 80, "it pans"
    assert any(box.right == compose_clip.WIDTH for boxes in truth[200:] for box in boxes), "one leaves"


def test_overlays_are_drawn_for_checking_the_labels(tmp_path):
    command = [sys.executable, str(TOOLS / "draw_ground_truth.py"), str(tmp_path), "hopper", "coins"]
    subprocess.run(command, check=True, capture_output=True)
    assert {file.name for file in tmp_path.iterdir()} == {"hopper.png", "hopper_faces_1.png", "coins.png"}
    box = samples.true_boxes("hopper")[0]
    drawn = np.asarray(Image.open(tmp_path / "hopper.png").convert("RGB")).astype(int)
    scale = drawn.shape[1] / read_image(samples.path("hopper")).shape[1]
    rim = drawn[
        round(box.top * scale) - 2 : round(box.top * scale) + 3, round(box.left * scale) : round(box.right * scale)
    ]
    plain = read_image(samples.path("hopper")).astype(int)[box.top, box.left : box.right]
    assert np.abs(rim.mean(axis=(0, 1)) - plain.mean(axis=0)).max() > 20, "the box is drawn on the photo"
