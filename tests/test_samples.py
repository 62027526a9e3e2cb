"""Every sample photo is there, opens as stated, and its boxes lie inside; what is missing is told in words."""

import json

import cv2
import numpy as np
import pytest

from faceblur_utils import samples
from faceblur_utils.images import read_image
from faceblur_utils.roi import Box

DATA = samples.data_folder()
TRUTH = json.loads((DATA / "ground_truth.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", samples.names())
def test_photo_opens_with_the_stated_size(name):
    height, width = read_image(samples.path(name)).shape[:2]
    assert [width, height] == TRUTH["photos"][name]["size"]


@pytest.mark.parametrize("name", samples.names())
def test_boxes_lie_inside_and_have_a_pose(name):
    image = read_image(samples.path(name))
    for box, pose in samples.labels(name):
        assert box.clip(image) == box and box.area > 100
        assert 0.5 < box.width / box.height < (2.5 if pose == "sideways" else 1.5)
        assert pose in ("frontal", "profile", "sideways", "painted")
    boxes = samples.true_boxes(name)
    # Two labels for one face would count it twice.
    assert all(a.iou(b) < 0.3 for number, a in enumerate(boxes) for b in boxes[:number])


def test_every_file_in_the_folders_is_listed_and_described():
    listed = {entry["file"] for entry in TRUTH["photos"].values()}
    there = {
        file.relative_to(DATA).as_posix() for kind in ("faces", "groups", "no_faces") for file in DATA.glob(f"{kind}/*")
    }
    assert listed == there
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert all(f"`{file}`" in readme for file in listed | {samples.YUNET})


def test_every_video_is_listed_described_and_licensed():
    listed = {samples.clip(name).name for name in samples.clip_names()}
    assert listed == {file.name for file in DATA.glob("videos/*.mp4")}
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert all(f"`videos/{name}`" in readme for name in listed)
    licence = (DATA / "videos" / "LICENSE-GPL-3.0.txt").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in licence and "Version 3, 29 June 2007" in licence


def test_true_boxes_of_the_composed_video():
    frames = samples.clip_boxes("composed")
    assert len(frames) == 250 and all(isinstance(box, Box) and box.area > 500 for boxes in frames for box in boxes)
    with pytest.raises(ValueError, match="Nobody has drawn the boxes of 'intro'"):
        samples.clip_boxes("intro")
    for ask in (samples.clip, samples.clip_boxes):
        with pytest.raises(ValueError, match="There is no sample video called 'film'; choose one of intro"):
            ask("film")


@pytest.mark.parametrize("name", samples.names())
def test_a_sample_is_known_by_its_pixels(name):
    image = read_image(samples.path(name))
    assert samples.named(image) == samples.named(image, resized=True) == name
    small = cv2.resize(image, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    assert samples.named(small) is None and samples.named(small, resized=True) == name
    touched, height = image.copy(), len(image)
    touched[-1, -1] ^= 1
    assert samples.named(touched) is None
    for other in (image[: height // 2], 255 - image, np.zeros_like(image), np.roll(image, height // 3, axis=0)):
        assert samples.named(other, resized=True) is None


def test_what_the_lessons_count_on():
    assert len(samples.true_boxes("solvay")) == 29
    assert len(samples.true_boxes("scene")) >= 5
    assert len({box.width // 20 for box in samples.true_boxes("scene")}) >= 3  # several sizes
    assert [pose for _, pose in samples.labels("paumier_sideways")] == ["sideways"]
    assert [pose for _, pose in samples.labels("mona_lisa")] == ["painted"]
    assert all(samples.labels(name) == [] for name in ("chelsea", "coffee", "rocket", "coins"))


def test_poses_choose_boxes():
    labels = samples.labels("scene")
    assert samples.true_boxes("scene") == [box for box, _ in labels]
    for pose in {pose for _, pose in labels}:
        assert samples.true_boxes("scene", pose) == [box for box, its in labels if its == pose]
    assert samples.true_boxes("coins", "frontal") == []
    assert all(isinstance(box, Box) for box in samples.true_boxes("solvay"))


def test_the_scene_is_what_its_script_composes():
    import compose_scene

    scene, faces = compose_scene.compose(TRUTH["photos"])
    assert faces == TRUTH["photos"]["scene"]["faces"]
    assert list(scene.size) == TRUTH["photos"]["scene"]["size"]
    gap = np.abs(np.asarray(scene).astype(int) - read_image(samples.path("scene")))
    assert gap.mean() < 2  # what JPEG leaves


def test_model():
    assert samples.model().stat().st_size > 100_000


@pytest.mark.parametrize("ask", [samples.path, samples.labels, samples.true_boxes])
@pytest.mark.parametrize("name", ["nobody", "Astronaut", "astronaut.png", "", None, ["astronaut"]])
def test_unknown_names(ask, name):
    with pytest.raises(ValueError, match="There is no sample called .*; choose one of astronaut"):
        ask(name)


def test_a_missing_file_and_a_missing_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(samples, "_HERE", tmp_path / "faceblur_utils")
    with pytest.raises(FileNotFoundError, match=r"sample media are missing.*git checkout -- data"):
        samples.data_folder()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "ground_truth.json").touch()
    for ask, file in ((lambda: samples.path("astronaut"), "faces/astronaut.png"), (samples.model, samples.YUNET)):
        with pytest.raises(FileNotFoundError, match=f"{file} is missing; to bring it back: .*data/{file}"):
            ask()


def test_the_folder_inside_an_installed_package(tmp_path, monkeypatch):
    monkeypatch.setattr(samples, "_HERE", tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "ground_truth.json").touch()
    assert samples.data_folder() == tmp_path / "data"


def test_answers_can_be_changed_without_harm():
    samples.names().clear()
    samples.labels("solvay").clear()
    assert samples.names() and samples.labels("solvay")
