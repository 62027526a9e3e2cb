"""Draw the labelled boxes over the sample photos, so that anyone can check them by eye.

For each photo with faces: the whole photo with numbered boxes, and contact sheets of every face enlarged under a grid
whose numbers are pixel coordinates, to read a correction straight from the sheet.

    python tools/draw_ground_truth.py [--bare] FOLDER [NAME ...]
"""

import argparse
import json
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

DATA = Path(__file__).resolve().parent.parent / "data"
TILE, GUTTER, COLUMNS, ROWS = 420, 34, 4, 2
COLOURS = {"frontal": "lime", "profile": "orange", "sideways": "cyan", "painted": "magenta"}


def draw_whole(photo, faces):
    """Draw numbered boxes on a copy of the photo.

    Parameters
    ----------
    photo : PIL.Image.Image
    faces : list of dict
        The photo's faces, as in ``ground_truth.json``.

    Returns
    -------
    PIL.Image.Image
    """
    photo = photo.copy()
    draw = ImageDraw.Draw(photo)
    for number, face in enumerate(faces):
        left, top, right, bottom = face["box"]
        # Pillow paints the last coordinate too; ours are exclusive.
        draw.rectangle((left, top, right - 1, bottom - 1), outline=COLOURS[face["pose"]])
        draw.text((left + 2, top - 12), str(number), fill="yellow", stroke_width=1, stroke_fill="black")
    return photo


def draw_enlarged(photo, face, title, boxed=True):
    """Enlarge one face and draw its box and a grid of pixel coordinates.

    Parameters
    ----------
    photo : PIL.Image.Image
    face : dict
        With ``box`` and ``pose``.
    title : str
    boxed : bool
        Whether to draw and name the box; without it nothing suggests where the edges are.

    Returns
    -------
    PIL.Image.Image
    """
    left, top, right, bottom = face["box"]
    side = round(1.6 * max(right - left, bottom - top))
    x0, y0 = (left + right - side) // 2, (top + bottom - side) // 2
    scale = TILE / side
    step = next(s for s in (2, 5, 10, 20, 50, 100) if s * scale >= 30)
    tile = Image.new("RGB", (TILE + GUTTER, TILE + GUTTER), "white")
    crop = photo.crop((x0, y0, x0 + side, y0 + side))
    tile.paste(crop.resize((TILE, TILE), Image.Resampling.BICUBIC), (GUTTER, GUTTER))
    draw = ImageDraw.Draw(tile, "RGBA")
    for x in range(-(-x0 // step) * step, x0 + side, step):
        at = GUTTER + (x - x0) * scale
        draw.line((at, GUTTER, at, TILE + GUTTER), fill=(255, 255, 0, 90))
        draw.text((at, GUTTER - 2), str(x), fill="black", anchor="ms")
    for y in range(-(-y0 // step) * step, y0 + side, step):
        at = GUTTER + (y - y0) * scale
        draw.line((GUTTER, at, TILE + GUTTER, at), fill=(255, 255, 0, 90))
        draw.text((GUTTER - 3, at), str(y), fill="black", anchor="rm")
    if boxed:
        corners = [GUTTER + (c - start) * scale for c, start in zip(face["box"], (x0, y0, x0, y0), strict=True)]
        draw.rectangle(corners, outline=COLOURS[face["pose"]], width=2)
        title += f" {face['pose']} {face['box']}"
    draw.text((4, 4), title, fill="red", font=ImageFont.load_default(14))
    return tile


def main():
    """Write the overlays into the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="photos to draw; all of them if none is named")
    parser.add_argument("--bare", action="store_true", help="the grid without boxes, to label a face unprompted")
    options = parser.parse_intermixed_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    photos = json.loads((DATA / "ground_truth.json").read_text(encoding="utf-8"))["photos"]
    for name in options.names or photos:
        faces = photos[name]["faces"]
        photo = ImageOps.exif_transpose(Image.open(DATA / photos[name]["file"])).convert("RGB")
        if not options.bare:
            draw_whole(photo, faces).save(options.folder / f"{name}.png")
        tiles = [draw_enlarged(photo, face, f"{name} {i}", not options.bare) for i, face in enumerate(faces)]
        per_sheet = COLUMNS * ROWS
        for start in range(0, len(tiles), per_sheet):
            some = tiles[start : start + per_sheet]
            width, height = tiles[0].size
            sheet = Image.new("RGB", (width * min(COLUMNS, len(some)), height * -(-len(some) // COLUMNS)), "white")
            for i, tile in enumerate(some):
                sheet.paste(tile, (i % COLUMNS * width, i // COLUMNS * height))
            sheet.save(options.folder / f"{name}_faces_{start // per_sheet + 1}.png")


if __name__ == "__main__":
    main()
