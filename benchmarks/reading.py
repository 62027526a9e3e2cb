"""How long reading a photo takes, as a multiple of what Pillow alone takes to give the same array.

Run ``uv run python benchmarks/reading.py``; a number of million pixels may follow (12).
"""

import statistics
import sys
import time
from io import BytesIO

import numpy as np
from PIL import Image, ImageCms

from faceblur_utils.images import read_image

ROUNDS = 9


def photo(million):
    """Make a picture with detail everywhere, of 4 : 3."""
    height = round((million * 1e6 * 3 / 4) ** 0.5)
    width = height * 4 // 3
    small = np.random.default_rng(0).integers(0, 256, (height // 8, width // 8, 3), np.uint8)
    return Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)


def files(image):
    """Yield a name and the content of each kind of file."""
    turned = Image.Exif()
    turned[0x0112] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    clear = image.copy()
    clear.putalpha(200)
    for name, one, kind, options in (
        ("JPEG", image, "JPEG", {}),
        ("JPEG, turned", image, "JPEG", {"exif": turned.tobytes()}),
        ("JPEG, profile", image, "JPEG", {"icc_profile": profile}),
        ("PNG", image, "PNG", {"compress_level": 1}),
        ("PNG, clear", clear, "PNG", {"compress_level": 1}),
        ("TIFF", image, "TIFF", {}),
        ("TIFF, LZW", image, "TIFF", {"compression": "tiff_lzw"}),
    ):
        file = BytesIO()
        one.save(file, kind, **options)
        yield name, file.getvalue()


def pillow(content):
    """Read with Pillow alone: neither turned, nor with the profile's colours, nor over white."""
    with Image.open(BytesIO(content)) as one:
        return np.array(one.convert("RGB"))


def seconds(function, content):
    """Time one call."""
    start = time.perf_counter()
    function(content)
    return time.perf_counter() - start


def main():
    """Print a line for each kind of file."""
    million = float(sys.argv[1]) if len(sys.argv) > 1 else 12
    print(f"{million:g} million pixels; seconds and ratios are medians of {ROUNDS} rounds, the two readers in turn")
    for name, content in files(photo(million)):
        read_image(content), pillow(content)
        rounds = [(seconds(read_image, content), seconds(pillow, content)) for _ in range(ROUNDS)]
        ratio = statistics.median(ours / theirs for ours, theirs in rounds)
        print(f"{name:14} {statistics.median(ours for ours, _ in rounds):6.3f} s   {ratio:5.2f} x Pillow alone")


if __name__ == "__main__":
    main()
