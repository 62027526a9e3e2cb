"""Make the recogniser's file half as large: ``uv run --with onnx python tools/halve_sface.py published.onnx``.

Weights are kept as half floats, and a node before each turns them back: OpenCV reads that, and calculates as before.
The published file is OpenCV Zoo's ``face_recognition_sface_2021dec.onnx``, of which the SHA-256 is checked.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np

from faceblur_utils import samples

PUBLISHED = "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79"


def halve(source, target):
    """Write a model again with its weights as half floats.

    Parameters
    ----------
    source, target : str or pathlib.Path

    Raises
    ------
    ValueError
        If the source is not the published file.
    """
    import onnx

    if hashlib.sha256(Path(source).read_bytes()).hexdigest() != PUBLISHED:
        raise ValueError(f"{source} is not the published model: its SHA-256 differs.")
    model = onnx.load(source)
    graph = model.graph
    for weights in list(graph.initializer):
        values = onnx.numpy_helper.to_array(weights)
        if values.dtype != np.float32 or values.size <= 64:  # the few numbers of a layer cost nothing
            continue
        name = f"{weights.name}_half"
        graph.initializer.remove(weights)
        graph.initializer.append(onnx.numpy_helper.from_array(values.astype(np.float16), name))
        graph.node.insert(0, onnx.helper.make_node("Cast", [name], [weights.name], to=onnx.TensorProto.FLOAT))
        for given in [one for one in graph.input if one.name == weights.name]:
            graph.input.remove(given)
    onnx.checker.check_model(model)
    onnx.save(model, target)


if __name__ == "__main__":
    halve(sys.argv[1], samples.data_folder() / samples.SFACE)
