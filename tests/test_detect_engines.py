"""YuNet's boxes are OpenCV's, whatever computes the network."""

import importlib.util

import cv2
import numpy as np
import pytest

from faceblur_utils import detect_faces, read_image, samples
from faceblur_utils.detect import engines

PHOTOS = ["astronaut", "hopper", "solvay", "scene", "mona_lisa", "coins"]
INSTALLED = ["opencv", *(["openvino"] if importlib.util.find_spec("openvino") else [])]


def by_hand(image, score_threshold, nms_threshold):
    """The network's numbers from OpenCV, and what comes after from us."""
    network = cv2.dnn.readNetFromONNX(np.fromfile(samples.model(), np.uint8))
    padded = engines.padded_to_grid(image)
    network.setInput(cv2.dnn.blobFromImage(padded))
    names = [f"{what}_{stride}" for stride in (8, 16, 32) for what in ("cls", "obj", "bbox")]
    outputs = dict(zip(names, network.forward(names), strict=True))
    return engines.faces_from(outputs, padded.shape[1], score_threshold, nms_threshold)


@pytest.mark.parametrize("threshold", [0.35, 0.8])
@pytest.mark.parametrize("name", PHOTOS)
def test_what_becomes_of_the_networks_numbers_is_what_opencv_makes_of_them(name, threshold):
    image = np.ascontiguousarray(read_image(samples.path(name))[:517, :603, ::-1])
    reference = cv2.FaceDetectorYN.create(str(samples.model()), "", image.shape[1::-1], threshold, 0.3)
    expected = reference.detect(image)[1]
    found = by_hand(image, threshold, 0.3)
    expected = np.empty((0, 15)) if expected is None else expected
    assert len(found) == len(expected)
    assert np.allclose(found, expected[:, [0, 1, 2, 3, 14]], atol=1e-2)


@pytest.mark.parametrize("name", PHOTOS)
@pytest.mark.parametrize("chosen", INSTALLED)
def test_every_engine_that_is_here_finds_the_same_boxes(chosen, name, monkeypatch):
    monkeypatch.setattr(engines, "_chosen", None)
    image = read_image(samples.path(name))
    engines.use_engine("opencv")
    expected = detect_faces(image, score_threshold=0.5)
    engines.use_engine(chosen)
    found = detect_faces(image, score_threshold=0.5)
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        edges = np.array([[box.left, box.top, box.right, box.bottom] for box in (one, other)])
        assert np.abs(edges[0] - edges[1]).max() <= 1 and one.score == pytest.approx(other.score, abs=1e-3)


def test_openvino_is_taken_where_it_is_here(monkeypatch):
    monkeypatch.setattr(engines, "_chosen", None)
    assert engines.engine() == INSTALLED[-1]


def test_a_broken_openvino_leaves_the_work_to_opencv(monkeypatch):
    def broken():
        raise RuntimeError("no such processor")

    monkeypatch.setattr(engines, "_chosen", None)
    monkeypatch.setattr(engines, "_network", broken)
    monkeypatch.setattr(engines.importlib.util, "find_spec", lambda name: object())
    assert engines.engine() == "opencv"
    assert detect_faces(read_image(samples.path("astronaut")))


def test_an_unknown_engine_is_refused_in_words():
    with pytest.raises(ValueError, match="no engine called 'tensorrt'; choose one of opencv, openvino"):
        engines.use_engine("tensorrt")
