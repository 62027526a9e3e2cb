"""A learner's own pipeline: kept when it passes, loaded in lesson 04, ours where a piece is missing."""

import math
import shutil

import numpy as np
import pytest

from faceblur_utils import check, own_pipeline
from faceblur_utils.own_pipeline import FILE, PARTS, keep, load

PADDING = 2


def crop_face(image, start_x, end_x, start_y, end_y):
    return image[start_y:end_y, start_x:end_x].copy()


def limited(number, most):
    return min(max(number, 0), most)


def my_clip(start_x, end_x, start_y, end_y, image):
    height, width = image.shape[:2]
    return limited(start_x, width), limited(end_x, width), limited(start_y, height), limited(end_y, height)


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """The folder of a learner's copies, in which the notebook runs."""
    (tmp_path / "02_roi.ipynb").write_text("{}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_passes_is_loaded_as_the_learners(beside, capsys):
    assert "Kept in my_pipeline.py" in keep("crop_face", crop_face)
    mine = load()
    assert capsys.readouterr().out.splitlines()[0] == "crop_face: yours"
    image = np.arange(300, dtype=np.uint8).reshape(10, 10, 3)
    assert (mine.crop_face(image, 2, 5, 1, 4) == image[1:4, 2:5]).all()


def test_ours_stands_in_and_says_so(capsys):
    mine = load()
    assert capsys.readouterr().out == f"{', '.join(PARTS)}: ours stand in\n"
    for name, place in (("crop_face", check.crop_face), ("clip_box", check.clip_box), ("grow_box", check.grow_box)):
        assert place(getattr(mine, name)), name
    for name in ("mosaic_blur", "ellipse_mask", "paste"):
        assert getattr(check, name)(getattr(mine, name)), name


def test_helpers_come_along_and_the_exercises_name_leads(beside):
    """The file must work on its own: the notebook's helpers, numbers and modules are not there."""
    assert "Kept" in keep("clip_box", my_clip)
    assert load().clip_box(-3, 20, 2, 30, np.zeros((10, 12, 3))) == (0, 12, 2, 10)

    def grow_box(a, b, c, d, margin):
        x, y = math.ceil((b - a) * margin), round((d - c) * margin)
        return a - x - PADDING, b + x, c - y, d + y

    assert "Kept" in keep("grow_box", grow_box)
    assert load().grow_box(10, 20, 10, 20, 0.5) == (3, 25, 5, 25)


def test_an_attribute_is_not_taken_for_a_variable_of_the_notebook(beside, monkeypatch):
    monkeypatch.setitem(globals(), "copy", np.zeros(3))
    assert "Kept" in keep("crop_face", crop_face)


def test_a_piece_that_passes_again_replaces_the_first_and_nothing_else(beside):
    keep("crop_face", crop_face)
    keep("clip_box", my_clip)
    path = beside / FILE
    path.write_text(path.read_text() + "\n\nMINE = 'by hand'\n")

    def crop_face_2(image, start_x, end_x, start_y, end_y):
        return np.array(image[start_y:end_y, start_x:end_x])

    keep("crop_face", crop_face_2)
    text = path.read_text()
    assert text.count("--- crop_face ---") == 1 and "np.array(image" in text and ".copy()" not in text
    assert "MINE = 'by hand'" in text and "def my_clip" in text
    assert load().crop_face(np.zeros((4, 4, 3)), 0, 2, 0, 3).shape == (3, 2, 3)


def test_solutions_other_exercises_and_the_projects_own_lessons_keep_nothing(beside, monkeypatch):
    def solution_crop_face(image, start_x, end_x, start_y, end_y):
        return image[start_y:end_y, start_x:end_x].copy()

    assert keep("crop_face", solution_crop_face) == "" and keep("box_iou", crop_face) == ""
    monkeypatch.chdir(own_pipeline._PACKAGE.parent / "notebooks")
    assert keep("crop_face", crop_face) == ""
    monkeypatch.chdir(shutil.os.sep)
    assert keep("crop_face", crop_face) == ""
    assert not (beside / FILE).exists()


def test_from_a_deeper_lesson_it_is_the_same_file(beside, monkeypatch):
    (beside / "deeper").mkdir()
    monkeypatch.chdir(beside / "deeper")
    assert "Kept" in keep("crop_face", crop_face) and (beside / FILE).exists()


def test_what_cannot_stand_in_a_file_is_not_kept_and_the_reason_is_said(beside, monkeypatch):
    assert "write it with def" in keep("crop_face", lambda image, a, b, c, d: image[c:d, a:b].copy())
    monkeypatch.setitem(globals(), "picture", np.zeros((4, 4, 3)))

    def uses_a_picture(image, a, b, c, d):
        return picture[c:d, a:b].copy()  # noqa: F821

    assert "it uses picture, which belongs to the notebook" in keep("crop_face", uses_a_picture)
    assert not (beside / FILE).exists()


def test_a_file_that_the_learner_broke_is_told_with_its_line(beside, capsys):
    keep("crop_face", crop_face)
    path = beside / FILE
    path.write_text(path.read_text() + "\ndef paste(:\n")
    mine = load()
    said = capsys.readouterr().out
    assert "my_pipeline.py cannot be loaded" in said and "in line" in said
    assert mine.crop_face is PARTS["crop_face"]
