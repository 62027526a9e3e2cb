"""Trials of what the lessons look at and look with: sample photos, the YuNet model, the detectors, a camera."""

import hashlib
import importlib
import json
import os
import platform
import subprocess
from pathlib import Path

from .. import repair
from .faults import Absent, Fault
from .loading import load_cv2, own

SHIPPED = {
    "YUNET": "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
    "SFACE": "502dc4563863cfe2f42c4390acf236ba0510fe3305cb39a9bd4a8be8631a7633",
}


def try_samples():
    """Whether every sample photo is there and reads to its end."""
    samples = own("samples")
    try:
        photos = json.loads((samples.data_folder() / "ground_truth.json").read_text(encoding="utf-8"))["photos"]
    except FileNotFoundError:
        raise Fault("The folder data/, or its ground_truth.json, is missing.", repair.restore("data"), True) from None
    except (ValueError, KeyError):
        file = "data/ground_truth.json"
        raise Fault(f"{file} is damaged.", repair.restore(file)) from None
    missing, damaged = [], []
    for photo in photos.values():
        path = samples.data_folder() / photo["file"]
        if not path.is_file():
            missing.append("data/" + photo["file"])
        elif not is_whole(path, photo):
            damaged.append("data/" + photo["file"])
    if missing or damaged:
        said = [f"missing: {', '.join(missing)}"] if missing else []
        said += [f"damaged: {', '.join(damaged)}"] if damaged else []
        raise Fault("; ".join(said) + ".", repair.restore(*missing, *damaged), bool(missing))
    return "", ""


def is_whole(path, photo):
    """Whether a photo reads to its last pixel and has the size that the ground truth gives."""
    images = own("images")
    try:
        height, width = images.read_image(path).shape[:2]
        return photo.get("size") in (None, [width, height])
    except images.ImageError:
        return False


def model_trial(constant):
    """Make the trial of a model: its file must be there, byte for byte as it was shipped."""

    def trial():
        samples = own("samples")
        model = getattr(samples, constant)
        file = "data/" + model
        try:
            content = samples.existing(model).read_bytes()
        except FileNotFoundError:
            raise Fault(f"{file} is missing.", repair.restore(file), True) from None
        if hashlib.sha256(content).hexdigest() != SHIPPED[constant]:
            cause = f"{file} is damaged: its {len(content):,} bytes are not the ones that were published."
            raise Fault(cause, repair.restore(file))
        return "", ""

    return trial


def detector_trial(name, package, **parameters):
    """Make the trial of one detector: it must find the astronaut, or a plain grey picture if that photo is lost."""

    def trial():
        load_cv2()
        detect = own("detect")
        images = own("images")
        samples = own("samples")
        try:
            photo, faces = images.read_image(samples.path("astronaut")), samples.true_boxes("astronaut")
        except Exception:  # said by the parts that look at the photos and their formats
            photo, faces = importlib.import_module("numpy").full((160, 160, 3), 128, "uint8"), []
        found = detect.detect_faces(photo, name, **parameters)
        if name != "cnn" and faces and not any(box.iou(faces[0]) > 0.3 for box in found):
            raise Fault("It runs but does not find the astronaut's face.", repair.install(package, damaged=True))
        return "", ""

    return trial


def try_camera():
    """Look for a camera without opening it: opening may take seconds, light its lamp or ask for permission."""
    system = platform.system()
    try:
        if system == "Linux":
            devices = list(Path("/dev").glob("video[0-9]*"))
            found = bool(devices)
            if found and not any(os.access(device, os.R_OK | os.W_OK) for device in devices):
                raise Absent("there seems to be one, but this user may not open it; no lesson needs it.")
        elif system == "Darwin":
            found = any(json.loads(_output("system_profiler", "SPCameraDataType", "-json")).values())
        else:
            found = bool(_output("powershell", "-NoProfile", "-Command", _WINDOWS_CAMERAS).strip())
    except (OSError, ValueError, subprocess.SubprocessError):
        raise Absent("whether there is one cannot be told here; no lesson needs one.") from None
    if not found:
        raise Absent("none was found; no lesson needs one.")
    return "", "there seems to be one."


_WINDOWS_CAMERAS = "Get-PnpDevice -PresentOnly -Class Camera,Image -ErrorAction SilentlyContinue"


def _output(*command):
    return subprocess.run(command, capture_output=True, timeout=5, stdin=subprocess.DEVNULL).stdout
