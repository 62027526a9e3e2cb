"""Time `anonymize_video` on a clip of 640 x 360 with sound, from reading to written and checked, stage by stage.

    uv run python benchmarks/video.py
    uv run python benchmarks/video.py --clip my.mp4 --rounds 5 --detector haar

Three ways take turns on the same clip, so that whatever else the machine does meets all of them alike:

- the limit: decode and encode each frame and copy the sound, nothing else;
- a plain loop: decoder and encoder in threads of their own, `anonymize` on every whole RGB frame between them;
- ours, with the gaps bridged and the result checked.

Then the price and the gain of thorough looks: on a clip of which every true box is known, upright and turned so that
all people lie on their side, speed (one look = 1) beside the share of true faces of which at least 95 % is covered.
"""

import argparse
import queue
import statistics
import tempfile
import threading
import time
from pathlib import Path

import av
import cv2
import numpy as np

from faceblur_utils import Box, NoFaceError, anonymize, anonymize_video, samples
from faceblur_utils.paste_back import make_mask

STAGES = ("read", "detect", "follow", "blur", "write", "check")


def make_clip(path, seconds=15):
    """Cut a sample clip to 640 x 360 and repeat it, with its sound.

    Parameters
    ----------
    path : pathlib.Path
        Where to write it.
    seconds : float
        About how long.
    """
    with av.open(str(samples.clip("intro"))) as source, av.open(str(path), "w") as target:
        video, sound = source.streams.video[0], source.streams.audio[0]
        out = target.add_stream("libx264", rate=video.average_rate, options={"crf": "20", "preset": "medium"})
        out.width, out.height, out.pix_fmt = 640, 360, "yuv420p"
        copied = target.add_stream_from_template(sound)
        frames = [frame.to_ndarray(format="rgb24")[40:400] for frame in source.decode(video)]
        source.seek(0)
        packets = [packet for packet in source.demux(sound) if packet.dts is not None]
        for number in range(round(seconds * video.average_rate)):
            frame = av.VideoFrame.from_ndarray(frames[number % len(frames)], format="rgb24")
            frame.pts, frame.time_base = number, 1 / video.average_rate
            target.mux(out.encode(frame))
        target.mux(out.encode(None))
        for packet in packets:
            packet.stream = copied
            target.mux(packet)


def recode(source, target, change=None, ahead=8):
    """Decode, perhaps change, and encode each frame, each in a thread of its own, and copy the sound.

    Parameters
    ----------
    source, target : pathlib.Path
    change : callable, optional
        ``change(rgb) -> rgb``; without it the frames stay as the decoder gave them.
    ahead : int
        Frames that may wait between two stages.

    Returns
    -------
    int
        Number of frames.
    """
    decoded, changed = queue.Queue(ahead), queue.Queue(ahead)
    with av.open(str(source)) as read, av.open(str(target), "w") as write:
        video, sounds = read.streams.video[0], list(read.streams.audio)
        video.thread_type = "AUTO"
        out = write.add_stream("libx264", rate=video.average_rate, options={"crf": "20", "preset": "veryfast"})
        out.width, out.height, out.pix_fmt = video.width, video.height, "yuv420p"
        out.codec_context.time_base = video.time_base
        copies = {sound.index: write.add_stream_from_template(sound) for sound in sounds}
        count = 0

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
                count += 1
                write.mux(out.encode(one))
        write.mux(out.encode(None))
        for thread in threads:
            thread.join()
    return count


def plain(source, target, detector, method):
    """Run the plain loop: every whole frame through `anonymize`.

    Parameters
    ----------
    source, target : pathlib.Path
    detector, method : str

    Returns
    -------
    int
        Number of frames.
    """

    def change(rgb):
        try:
            return anonymize(rgb, detector=detector, method=method, looks="one").image
        except NoFaceError:
            return rgb

    return recode(source, target, change)


def seconds(work, *arguments, **options):
    """Time one call.

    Parameters
    ----------
    work : callable
    *arguments, **options
        What it is called with.

    Returns
    -------
    (float, object)
        Seconds, and what it returned.
    """
    start = time.perf_counter()
    result = work(*arguments, **options)
    return time.perf_counter() - start, result


def lay_down(path):
    """Write the composed sample clip turned by a quarter, and give its true boxes.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    list of list of Box
    """
    with av.open(str(samples.clip("composed"))) as source, av.open(str(path), "w") as target:
        video = source.streams.video[0]
        out = target.add_stream("libx264", rate=video.average_rate, options={"crf": "18"})
        out.width, out.height, out.pix_fmt = video.height, video.width, "yuv420p"
        for frame in source.decode(video):
            turned = np.ascontiguousarray(np.rot90(frame.to_ndarray(format="rgb24")))
            target.mux(out.encode(av.VideoFrame.from_ndarray(turned, format="rgb24")))
        target.mux(out.encode(None))
        width = video.width
    return [
        [Box(box.top, width - box.right, box.bottom, width - box.left) for box in boxes]
        for boxes in samples.clip_boxes("composed")
    ]


def covered(report, truth):
    """Measure how many true faces are covered, and how many frames a person is sent to.

    Parameters
    ----------
    report : Report
    truth : list of list of Box

    Returns
    -------
    str
    """
    good, faces = 0, 0
    for frame, boxes in zip(report.frames, truth, strict=True):
        hidden = np.zeros((report.height, report.width), bool)
        for face in frame.faces:
            wide = face.whole.expand(0.3)
            part = wide.clip(hidden)
            inside = Box(part.left - wide.left, part.top - wide.top, part.right - wide.left, part.bottom - wide.top)
            hidden[part.slices] |= make_mask("ellipse", wide.height, wide.width, part=inside) > 0
        faces += len(boxes)
        good += sum(hidden[box.slices].mean() >= 0.95 for box in boxes)
    return f"{good} of {faces} | {len(report.uncertain)}"


def thorough(folder, rounds):
    """Print the table of thorough looks.

    Parameters
    ----------
    folder : pathlib.Path
        For the clips.
    rounds : int
    """
    lying = folder / "lying.mp4"
    clips = [(samples.clip(name), None) for name in ("intro", "test_movie")]
    clips += [(samples.clip("composed"), samples.clip_boxes("composed")), (lying, lay_down(lying))]
    print("\n| clip | looks | speed (one look = 1) | true faces covered | frames to look at |\n|---|---|---|---|---|")
    for clip, truth in clips:
        times, reports = {"one": [], "turns": []}, {}
        for _ in range(rounds):
            for looks, spent in times.items():
                took, reports[looks] = seconds(
                    anonymize_video, clip, folder / "o.mp4", looks=looks, overwrite=True, progress=False, no_face="keep"
                )
                spent.append(took)
        for looks, report in reports.items():
            ratio = statistics.median(one / own for one, own in zip(times["one"], times[looks], strict=True))
            what = covered(report, truth) if truth else f"not known | {len(report.uncertain)}"
            print(f"| {clip.stem} | {looks} | {ratio:.2f} | {what} |")


def main(arguments=None):
    """Print the table.

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
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        clip, target = options.clip or Path(folder, "clip.mp4"), Path(folder, "result.mp4")
        if options.clip is None:
            make_clip(clip)
        what = {"detector": options.detector, "method": options.method}
        limits, plains, ours, stages = [], [], [], []
        for turn in range(options.rounds + 1):
            limit, count = seconds(recode, clip, target)
            loop, _ = seconds(plain, clip, target, **what)
            own, report = seconds(
                anonymize_video, clip, target, **what, every=options.every, overwrite=True, progress=False
            )
            if turn:  # the first warms everything up
                limits.append(count / limit)
                plains.append(count / loop)
                ours.append(count / own)
                stages.append({stage: report.seconds[stage] for stage in STAGES})
        print(
            f"{clip.name}: {count} frames, {options.rounds} rounds, OpenCV {cv2.__version__}, PyAV {av.__version__}\n"
        )
        print("| | frames per second, median | of the limit | of the plain loop |\n|---|---|---|---|")
        for name, rates in (("decode and encode alone", limits), ("plain loop", plains), ("anonymize_video", ours)):
            share = statistics.median(rate / limit for rate, limit in zip(rates, limits, strict=True))
            ratio = statistics.median(rate / loop for rate, loop in zip(rates, plains, strict=True))
            print(f"| {name} | {statistics.median(rates):.0f} | {share:.2f} | {ratio:.2f} |")
        print("\n| stage of anonymize_video | frames per second if it were alone in one thread | share of the work |")
        print("|---|---|---|")
        whole = statistics.median(sum(each.values()) for each in stages)
        for stage in STAGES:
            spent = statistics.median(each[stage] for each in stages)
            print(f"| {stage} | {count / spent:.0f} | {spent / whole:.0%} |")
        thorough(Path(folder), options.rounds)


if __name__ == "__main__":
    main()
