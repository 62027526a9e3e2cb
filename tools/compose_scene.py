"""Compose ``data/groups/scene.jpg``, a wall of framed photographs, and label its faces in ``data/ground_truth.json``.

The faces are the sample portraits at other sizes, so each box in the scene follows from the portrait's own box.

    python tools/compose_scene.py
"""

import json
import re
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps

DATA = Path(__file__).resolve().parent.parent / "data"
WIDTH, HEIGHT = 1280, 852
CREDIT = (
    "CC BY-SA 3.0. Composed from photographs by Ruby Mizrahi / Wikimedia Foundation, Myleen Hollero / Wikimedia "
    "Foundation, Pierre-Selim Huard (all CC BY-SA 3.0), NASA and the US Navy (public domain)."
)
BLACK, OAK, WALNUT, GOLD, WHITE = (38, 36, 36), (176, 132, 84), (92, 60, 42), (186, 150, 78), (228, 224, 216)

# Portrait, the part of it shown, left and top in the scene, its width there, mirrored, frame colour, frame and mat.
PICTURES = [
    ("henner", (0, 0, 900, 683), (92, 80), 480, False, WALNUT, 16, 22),
    ("hopper", (50, 0, 470, 560), (668, 60), 312, False, GOLD, 18, 0),
    ("giunchedi", (190, 0, 630, 533), (1060, 67), 160, False, BLACK, 9, 16),
    ("paumier_sideways", (280, 40, 800, 640), (1048, 342), 184, False, OAK, 10, 14),
    ("astronaut", (60, 0, 400, 400), (80, 547), 202, False, WHITE, 12, 14),
    ("giunchedi", (60, 0, 760, 533), (367, 543), 168, True, OAK, 10, 12),
    ("hopper", (70, 30, 450, 500), (359, 723), 63, True, BLACK, 6, 8),
    ("paumier_sideways", (330, 60, 760, 600), (483, 726), 60, True, WALNUT, 6, 8),
    ("henner", (0, 0, 1000, 683), (673, 622), 230, True, BLACK, 9, 14),
    ("astronaut", (30, 0, 480, 450), (969, 637), 126, True, WALNUT, 9, 12),
    ("giunchedi", (280, 20, 520, 340), (1158, 656), 66, False, GOLD, 8, 8),
]


def make_wall():
    """Paint the empty wall, lit from the upper left.

    Returns
    -------
    PIL.Image.Image
    """
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    light = 1.06 - 0.26 * np.hypot((x - 420) / WIDTH, (y - 200) / HEIGHT)
    # Fine grain is what tells a wall from a flat colour; the fixed seed gives the same grain in every run.
    grain = np.random.default_rng(1927).normal(0, 1.6, (HEIGHT, WIDTH))
    wall = np.array([146, 160, 156]) * light[..., None] + grain[..., None]
    return Image.fromarray(wall.clip(0, 255).astype(np.uint8))


def hang(wall, picture, left, top, colour, frame, mat):
    """Hang a framed picture on the wall, in place.

    Parameters
    ----------
    wall, picture : PIL.Image.Image
    left, top : int
        Where the picture itself begins, inside frame and mat.
    colour : tuple of int
        The frame's colour.
    frame, mat : int
        Their widths in pixels.
    """
    inner = (left - mat, top - mat, left + picture.width + mat, top + picture.height + mat)
    x0, y0, x1, y1 = inner[0] - frame, inner[1] - frame, inner[2] + frame, inner[3] + frame
    shadow = Image.new("L", wall.size)
    ImageDraw.Draw(shadow).rectangle((x0 + 5, y0 + 8, x1 + 7, y1 + 12), fill=120)
    wall.paste((20, 22, 24), mask=shadow.filter(ImageFilter.GaussianBlur(8)))
    draw = ImageDraw.Draw(wall)
    corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    inside = [(inner[0], inner[1]), (inner[2], inner[1]), (inner[2], inner[3]), (inner[0], inner[3])]
    # Four mitred sides in four shades, as light from the upper left gives them.
    for side, shade in enumerate((1.15, 0.85, 0.7, 1.0)):
        after = (side + 1) % 4
        tone = tuple(min(255, round(channel * shade)) for channel in colour)
        draw.polygon([corners[side], corners[after], inside[after], inside[side]], fill=tone)
    draw.rectangle((inner[0], inner[1], inner[2] - 1, inner[3] - 1), fill=(240, 237, 229))
    if mat:
        draw.rectangle((left - 2, top - 2, left + picture.width + 1, top + picture.height + 1), outline=(205, 200, 190))
    wall.paste(picture, (left, top))


def placed_box(box, part, left, top, scale, mirrored):
    """Carry a face box from its portrait into the scene.

    Parameters
    ----------
    box, part : tuple of int
        The face and the part shown, in portrait pixels.
    left, top : int
        Where the part's corner is in the scene.
    scale : tuple of float
        Scene pixels per portrait pixel, across and down.
    mirrored : bool

    Returns
    -------
    list of int
        Left, top, right, bottom.
    """
    across = [part[2] - box[2], part[2] - box[0]] if mirrored else [box[0] - part[0], box[2] - part[0]]
    down = [box[1] - part[1], box[3] - part[1]]
    (x0, x1), (y0, y1) = [left + x * scale[0] for x in across], [top + y * scale[1] for y in down]
    return [round(x0), round(y0), round(x1), round(y1)]


def compose(photos):
    """Compose the scene.

    Parameters
    ----------
    photos : dict
        The ``photos`` of ``ground_truth.json``.

    Returns
    -------
    scene : PIL.Image.Image
    faces : list of dict
        The labelled faces, as in ``ground_truth.json``.
    """
    scene, faces = make_wall(), []
    for name, part, (left, top), width, mirrored, colour, frame, mat in PICTURES:
        face, portrait = photos[name]["faces"][0], Image.open(DATA / photos[name]["file"])
        box, pose = face["box"], face["pose"]
        if pose == "sideways":
            # The stored pixels are upright, so we leave the orientation tag aside and turn the box back instead.
            box = (portrait.width - box[3], box[0], portrait.width - box[1], box[2])
            pose = "profile"
        scale = width / (part[2] - part[0])
        size = (width, round((part[3] - part[1]) * scale))
        picture = portrait.convert("RGB").resize(size, Image.Resampling.LANCZOS, box=part)
        hang(scene, ImageOps.mirror(picture) if mirrored else picture, left, top, colour, frame, mat)
        scales = (scale, size[1] / (part[3] - part[1]))
        faces.append({"box": placed_box(box, part, left, top, scales, mirrored), "pose": pose})
    return scene, faces


def format_truth(truth):
    """Write the ground truth as JSON with one face per line.

    Parameters
    ----------
    truth : dict

    Returns
    -------
    str
    """
    text = json.dumps(truth, indent=1, ensure_ascii=False)
    text = re.sub(r"\[[\d,\s]+\]", lambda numbers: "[" + ", ".join(re.findall(r"\d+", numbers[0])) + "]", text)
    return re.sub(r'\{\s+"box": (.*?),\s+"pose": (.*?)\s+\}', r'{"box": \1, "pose": \2}', text) + "\n"


def main():
    """Write the scene and its entry in the ground truth."""
    file = DATA / "ground_truth.json"
    truth = json.loads(file.read_text(encoding="utf-8"))
    scene, faces = compose(truth["photos"])
    exif = Image.Exif()
    exif[0x8298] = CREDIT  # The Copyright tag travels with the file when it leaves this folder.
    scene.save(DATA / "groups" / "scene.jpg", quality=92, subsampling=0, exif=exif)
    truth["photos"]["scene"] = {"file": "groups/scene.jpg", "size": list(scene.size), "faces": faces}
    file.write_text(format_truth(truth), encoding="utf-8")


if __name__ == "__main__":
    main()
