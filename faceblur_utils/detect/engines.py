"""What computes YuNet: OpenCV, or OpenVINO where it is installed, which takes two thirds of the time or less.

It is the same network with the same weights, and what OpenCV does with its numbers is done here as OpenCV does it: the
boxes are the same but for rounding (tests/test_detect_engines.py).
"""

import importlib.util
import threading

import cv2
import numpy as np

from .. import samples

ENGINES = {"opencv": "OpenCV", "openvino": "OpenVINO"}
_STRIDES = (8, 16, 32)
_OUTPUTS = [f"{what}_{stride}" for stride in _STRIDES for what in ("cls", "obj", "bbox")]
_thread, _making = threading.local(), threading.Lock()
_chosen, _compiled = None, None


def engine():
    """Tell what computes YuNet in this process.

    Returns
    -------
    str
        One of `ENGINES`: OpenVINO where it is installed and can read the model, otherwise OpenCV.
    """
    if _chosen is None:
        use_engine("openvino" if importlib.util.find_spec("openvino") and _can_compile() else "opencv")
    return _chosen


def use_engine(name):
    """Choose what computes YuNet from now on, for all threads.

    Parameters
    ----------
    name : str
        One of `ENGINES`.

    Raises
    ------
    ValueError
        If there is no such engine.
    ImportError
        If it is not installed: ``pip install openvino`` installs it.
    """
    global _chosen
    if name not in ENGINES:
        raise ValueError(f"There is no engine called {name!r}; choose one of {', '.join(ENGINES)}.")
    if name == "openvino":
        _network()
    _chosen = name


def engine_of(detector):
    """Name the library that computes a detector in this process.

    Parameters
    ----------
    detector : str
        One of `DETECTORS`.

    Returns
    -------
    str

    Examples
    --------
    >>> engine_of("haar"), engine_of("yunet") in ("OpenCV", "OpenVINO")
    ('OpenCV', True)
    """
    return ENGINES[engine()] if detector == "yunet" else "OpenCV" if detector == "haar" else "dlib"


def find_with_openvino(image, score_threshold, nms_threshold):
    """Find faces as ``cv2.FaceDetectorYN.detect`` does.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (height, width, 3), dtype uint8, BGR.
    score_threshold, nms_threshold : float

    Returns
    -------
    numpy.ndarray
        Shape (faces, 5): left, top, width, height in pixels, and the score.
    """
    if not hasattr(_thread, "request"):
        _thread.request = _network().create_infer_request()
    padded = padded_to_grid(image)
    _thread.request.infer([padded.transpose(2, 0, 1)[None].astype(np.float32)])
    outputs = {name: _thread.request.get_tensor(name).data[0] for name in _OUTPUTS}
    return faces_from(outputs, padded.shape[1], score_threshold, nms_threshold)


def padded_to_grid(image):
    """Give a picture black to the right and below, until its sides are multiples of the network's coarsest grid."""
    down, right = (-length % _STRIDES[-1] for length in image.shape[:2])
    return cv2.copyMakeBorder(image, 0, down, 0, right, cv2.BORDER_CONSTANT) if down or right else image


def faces_from(outputs, width, score_threshold, nms_threshold):
    """Turn the network's numbers into faces.

    Parameters
    ----------
    outputs : dict
        For each of ``cls_8``, ``obj_8``, ``bbox_8``, ``cls_16`` and so on, an array of one row for each place of that
        grid: how sure it is of a class and of an object, and a box.
    width : int
        Of the padded picture, in pixels.
    score_threshold, nms_threshold : float

    Returns
    -------
    numpy.ndarray
        As `find_with_openvino`.

    References
    ----------
    ``modules/objdetect/src/face_detect.cpp`` of OpenCV.
    """
    found = [np.empty((0, 5), np.float32)]
    for stride in _STRIDES:
        both = [outputs[f"{what}_{stride}"].reshape(-1).clip(0, 1) for what in ("cls", "obj")]
        scores = np.sqrt(both[0] * both[1])
        (places,) = np.nonzero(scores >= score_threshold)
        boxes = outputs[f"bbox_{stride}"].reshape(-1, 4)[places]
        rows, columns = np.divmod(places, width // stride)
        middle = (np.stack([columns, rows], axis=1) + boxes[:, :2]) * stride
        size = np.exp(boxes[:, 2:]) * stride
        found.append(np.hstack([middle - size / 2, size, scores[places, None]]).astype(np.float32))
    found = np.concatenate(found)
    if len(found) > 1:
        corners = found[:, :4].astype(int).tolist()
        found = found[cv2.dnn.NMSBoxes(corners, found[:, 4].tolist(), score_threshold, nms_threshold, 1.0, 5000)]
    return found


def _can_compile():
    try:
        _network()
    except Exception:  # a broken installation, a processor that it does not know: OpenCV can do it
        return False
    return True


def _network():
    """Compile the network once, for pictures of any size; each thread asks it by a request of its own."""
    global _compiled
    with _making:
        if _compiled is None:
            import openvino

            core = openvino.Core()
            model = core.read_model(samples.model().read_bytes(), b"")
            model.reshape([1, 3, -1, -1])
            # One thread for each picture, as everywhere in this package, and the numbers that OpenCV reckons with.
            how = {"INFERENCE_NUM_THREADS": 1, "INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"}
            _compiled = core.compile_model(model, "CPU", how)
        return _compiled
