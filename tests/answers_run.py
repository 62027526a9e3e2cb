"""Making functions of the answers in ``wrong_answers``, as a learner's cell would."""

import importlib
import linecache
import math
import pkgutil
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import wrong_answers
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image

from faceblur_utils import Box
from faceblur_utils.detect import match_boxes
from faceblur_utils.images import encode_image, read_image


def exercises():
    """Give every `wrong_answers.Exercise`, by the exercise's name."""
    found = {}
    for module in pkgutil.iter_modules(wrong_answers.__path__):
        one = importlib.import_module(f"wrong_answers.{module.name}")
        found[module.name] = getattr(one, module.name)
    return found


def names_of_a_lesson():
    """Make what stands in a lesson's kernel when the exercise's cell runs, the author's own pictures included."""
    photo = np.random.default_rng(3).integers(0, 256, (64, 48, 3), dtype=np.uint8)
    return {
        "__name__": "answer", "np": np, "cv2": cv2, "math": math, "Box": Box, "Path": Path, "Image": Image,
        "BytesIO": BytesIO, "match_boxes": match_boxes, "read_image": read_image, "encode_image": encode_image,
        "sliding_window_view": sliding_window_view, "C1": (0.01 * 255) ** 2, "C2": (0.03 * 255) ** 2,
        "photo": photo, "grey": photo[..., 1].copy(),
    }  # fmt: skip


def function_of(answer):
    """Run an answer's code as a cell of its own, and give the function that it defines."""
    space, filename = names_of_a_lesson(), f"<{answer.exercise} {answer.number}>"
    # As IPython does, so that the lines can be shown.
    linecache.cache[filename] = (len(answer.code), None, answer.code.splitlines(keepends=True), filename)
    exec(compile(answer.code, filename, "exec"), space)
    return space[answer.exercise]
