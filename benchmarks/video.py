"""Time `anonymize_video`, and measure what it covers, so that neither can be bought with the other.

    uv run python benchmarks/video.py
    uv run python benchmarks/video.py --before ../an-older-checkout --deface ~/other/bin/deface
    uv run python benchmarks/video.py --clip my.mp4 --rounds 5 --detector haar

Several ways take turns on a clip of 640 x 360 with sound, so that whatever else the machine does meets all alike:

- the limit: decode and encode each frame with our encoder's settings and copy the sound, nothing else;
- a plain loop: decoder and encoder in threads of their own, `anonymize` on every whole RGB frame between them;
- ours, with the gaps bridged and the result checked: with OpenCV, with OpenVINO where it is installed, and as it was
  in an older checkout;
- deface, if the path to its command is given (an environment of its own is best: it needs other packages).

Beside frames a second stands the processors' time for a frame, which other programs on the machine change less.

Then coverage: on clips of which every true box is known, or was found by a thorough search of each frame, the share of
faces of which at least 95 % is covered, the worst, and which were covered in the older checkout and are not now.
"""

import argparse
import json
import os
import queue
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import av
import cv2
import numpy as np
import video_clips

import faceblur_utils
from faceblur_utils import Box, NoFaceError, anonymize
from faceblur_utils.detect import engines
from faceblur_utils.paste_back import make_mask
from faceblur_utils.video.writing import WRITABLE

STAGES = ("read", "detect", "follow", "blur", "write", "check")
HERE = Path(faceblur_utils.__file__).parent.parent
# Runs in a process of its own, in this checkout or an older one; the first run warms everything up.
ONCE = """
import json, os, resource, sys, time
folder, clip, target, options, engine = json.loads(sys.argv[1])
sys.path.insert(0, folder)
import faceblur_utils
assert os.path.dirname(os.path.dirname(os.path.realpath(faceblur_utils.__file__))) == os.path.realpath(folder), folder
from faceblur_utils import anonymize_video, detect_faces, samples
if engine:
    from faceblur_utils.detect import engines
    engines.use_engine(engine)
import av
import numpy as np
detect_faces(np.zeros((360, 640, 3), np.uint8))
spent = lambda: sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
start, processors = time.perf_counter(), spent()
report = anonymize_video(clip, target, overwrite=True, progress=False, no_face="keep", **options)
edges = lambda box: [box.left, box.top, box.right, box.bottom]
print(json.dumps({
    "seconds": time.perf_counter() - start,
    "processors": spent() - processors,
    "stages": report.seconds,
    "size": [report.width, report.height],
    "uncertain": len(report.uncertain),
    "tracks": [len({f.track for one in report.frames for f in one.faces if f.doubtful == no}) for no in (False, True)],
    "frames": [[edges(face.whole) for face in frame.faces] for frame in report.frames],
}))
"""


def recode(source, target, change=None, ahead=8):
    """Decode, perhaps change, and encode each frame, each in a thread of its own, and copy the sound.

    Parameters
    ----------
    source, target : pathlib.Path
    change : callable, optional
        ``change(rgb) -> rgb``; without it the frames stay as the decoder gave them.
    ahead : int
        Frames that may wait between two stages.
    """
    decoded, changed = queue.Queue(ahead), queue.Queue(ahead)
    with av.open(str(source)) as read, av.open(str(target), "w", options={"movflags": "+faststart"}) as write:
        video, sounds = read.streams.video[0], list(read.streams.audio)
        video.thread_type = "AUTO"
        _, codec, options = WRITABLE[".mp4"]
        out = write.add_stream(codec, rate=video.average_rate, options={"crf": "20", **options})
        out.width, out.height, out.pix_fmt = video.width, video.height, "yuv420p"
        out.codec_context.time_base = video.time_base
        copies = {sound.index: write.add_stream_from_template(sound) for sound in sounds}

        def decode():
            for packet in read.demux([video, *sounds]):
                if packet.stream.index in copies:
                    if packet.dts is not None:
                        changed.put(packet)
                    continue
                for frame in packet.decode():
                    decoded.put(frame)
            decoded.put(None)

        def alter():
            while (frame := decoded.get()) is not None:
                if change is not None:
                    new = av.VideoFrame.from_ndarray(change(frame.to_ndarray(format="rgb24")), format="rgb24")
                    new.pts, new.time_base = frame.pts, frame.time_base
                    frame = new
                frame.pict_type = 0
                changed.put(frame)
            changed.put(None)

        threads = [threading.Thread(target=stage) for stage in (decode, alter)]
        for thread in threads:
            thread.start()
        while (one := changed.get()) is not None:
            if isinstance(one, av.Packet):
                one.stream = copies[one.stream.index]
                write.mux(one)
            else:
                write.mux(out.encode(one))
        write.mux(out.encode(None))
        for thread in threads:
            thread.join()


def plain(source, target, detector, method):
    """Run the plain loop: every whole frame through `anonymize`."""

    def change(rgb):
        try:
            return anonymize(rgb, detector=detector, method=method, looks="one").image
        except NoFaceError:
            return rgb

    recode(source, target, change)


def deface(command, source, target):
    """Run deface with its defaults, and keep the sound."""
    subprocess.run([command, str(source), "-o", str(target), "--keep-audio"], capture_output=True, check=True)


def spent(work, *arguments):
    """Measure one call.

    Parameters
    ----------
    work : callable
    *arguments
        What it is called with.

    Returns
    -------
    (float, float)
        Seconds on the wall, and of all processors, those of programs that it ran included.
    """

    def processors():
        return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

    start, before = time.perf_counter(), processors()
    work(*arguments)
    return time.perf_counter() - start, processors() - before


def ours(folder, clip, target, options, engine=None):
    """Run `anonymize_video` of a checkout in a process of its own.

    Parameters
    ----------
    folder : pathlib.Path
        Of the checkout.
    clip, target : pathlib.Path
    options : dict
        For `anonymize_video`.
    engine : str, optional
        One of `engines.ENGINES`; older checkouts know none.

    Returns
    -------
    dict
        What `ONCE` prints.
    """
    given = json.dumps([str(folder), str(clip), str(target), options, engine])
    run = subprocess.run(
        [sys.executable, "-c", ONCE, given], capture_output=True, text=True, check=True, cwd=tempfile.gettempdir()
    )
    return json.loads(run.stdout.splitlines()[-1])


def shares(result, truth):
    """Give how much of each true face is covered, by frame and place.

    Parameters
    ----------
    result : dict
        From `ours`.
    truth : list of list of Box

    Returns
    -------
    dict
        (frame, place in the truth) -> share.
    """
    width, height = result["size"]
    covered = {}
    for number, (faces, boxes) in enumerate(zip(result["frames"], truth, strict=True)):
        hidden = np.zeros((height, width), bool)
        for edges in faces if boxes else []:
            wide = Box(*edges).expand(0.3)
            part = wide.clip(hidden)
            inside = Box(part.left - wide.left, part.top - wide.top, part.right - wide.left, part.bottom - wide.top)
            hidden[part.slices] |= make_mask("ellipse", wide.height, wide.width, part=inside) > 0
        covered |= {(number, place): float(hidden[box.slices].mean()) for place, box in enumerate(boxes)}
    return covered


def print_coverage(folder, versions):
    """Print the table of coverage.

    Parameters
    ----------
    folder : pathlib.Path
        For the clips.
    versions : dict
        Title -> what `ours` is called with first, and the engine.
    """
    print("\n| clip | | true faces covered (95 %) | worst | lost | tracks, doubtful | look at | processor ms a frame |")
    print("|---|---|---|---|---|---|---|---|")
    for name, (clip, truth) in video_clips.all_clips(folder).items():
        first = None
        for title, (checkout, engine) in versions.items():
            result = ours(checkout, clip, folder / "o.mp4", {}, engine)
            covered = shares(result, truth)
            good = {face for face, share in covered.items() if share >= 0.95}
            first = good if first is None else first
            worst = f"{min(covered.values()):.3f}" if covered else "-"
            tracks = "{}, {}".format(*result["tracks"])
            milliseconds = 1000 * result["processors"] / len(truth)
            print(
                f"| {name} | {title} | {len(good)} of {len(covered)} | {worst} | {len(first - good)} | {tracks} "
                f"| {result['uncertain']} of {len(truth)} | {milliseconds:.1f} |",
                flush=True,
            )


def print_speed(folder, clip, options, versions):
    """Print the tables of speed: all ways, and the stages of ours."""
    target = folder / "result.mp4"
    what = {"detector": options.detector, "method": options.method}
    with av.open(str(clip)) as opened:
        count = sum(1 for _ in opened.decode(video=0))
    ways = {"decode and encode alone": [], "plain loop": [], **{title: [] for title in versions}, "deface": []}
    stages = {title: [] for title in versions}
    for turn in range(options.rounds + 1):
        row = {
            "decode and encode alone": spent(recode, clip, target),
            "plain loop": spent(plain, clip, target, options.detector, options.method),
        }
        for title, (checkout, engine) in versions.items():
            result = ours(checkout, clip, target, what | {"every": options.every}, engine)
            row[title] = result["seconds"], result["processors"]
            if turn:
                stages[title].append(result["stages"])
        if options.deface and turn:
            row["deface"] = spent(deface, options.deface, clip, target)
        if turn:  # the first warms everything up
            for title, times in row.items():
                ways[title].append(times)
    print(
        f"{clip.name}: {count} frames, {options.rounds} rounds, OpenCV {cv2.__version__}, PyAV {av.__version__}, "
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n"
    )
    print("| | frames per second, median | of the limit | times deface | processor ms a frame | of the limit |")
    print("|---|---|---|---|---|---|")

    def ratio(other, own, place):
        return statistics.median(a[place] / b[place] for a, b in zip(ways[other], ways[own], strict=True))

    for title, times in ways.items():
        if times:
            wall, processors = (statistics.median(one[place] for one in times) for place in (0, 1))
            faster = f"{ratio('deface', title, 0):.1f}" if ways["deface"] else "not measured"
            limit = [ratio("decode and encode alone", title, place) for place in (0, 1)]
            print(
                f"| {title} | {count / wall:.0f} | {limit[0]:.2f} | {faster} "
                f"| {1000 * processors / count:.1f} | {limit[1]:.2f} |"
            )
    print("\n| stage | " + " | ".join(f"{title}: ms a frame in its thread, share" for title in stages) + " |")
    print("|---|" + "---|" * len(stages))
    for stage in STAGES:
        cells = []
        for runs in stages.values():
            own = statistics.median(run[stage] for run in runs)
            whole = statistics.median(sum(run[one] for one in STAGES) for run in runs)
            cells.append(f"{1000 * own / count:.2f}, {own / whole:.0%}")
        print(f"| {stage} | {' | '.join(cells)} |")


def main(arguments=None):
    """Print the tables.

    Parameters
    ----------
    arguments : list of str, optional
        Instead of the command line's.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clip", type=Path, help="a clip of your own, instead of the sample cut to 640 x 360")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--detector", default="yunet")
    parser.add_argument("--method", default="pixelate")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--before", type=Path, help="folder of an older checkout to compare with")
    parser.add_argument("--deface", help="path to deface's command, to compare with")
    parser.add_argument("--only", choices=("speed", "coverage"), help="print only these tables")
    options = parser.parse_args(arguments)
    versions = {"before": (options.before, None)} if options.before else {}
    versions["anonymize_video"] = HERE, "opencv"
    if engines.engine() == "openvino":
        versions["anonymize_video, OpenVINO"] = HERE, "openvino"
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        clip = options.clip or folder / "clip.mp4"
        if options.only != "coverage":
            if options.clip is None:
                video_clips.make_clip(clip)
            print_speed(folder, clip, options, versions)
        if options.only != "speed":
            print_coverage(folder, versions)


if __name__ == "__main__":
    main()
