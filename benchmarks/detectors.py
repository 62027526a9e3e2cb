"""Time the five detectors side by side and count what they find on the labelled photos.

    uv run python benchmarks/detectors.py
    uv run python benchmarks/detectors.py --runs 5 --detectors haar yunet

Times are medians over whole passes through all sample photos, given as ratios to YuNet in the same passes: seconds
differ from machine to machine and from minute to minute, ratios much less.
"""

import argparse
import io
import statistics
import time
from contextlib import redirect_stdout

from faceblur_utils import DETECTORS, read_image, samples
from faceblur_utils.detect import Matches, match_boxes

UNIT = "yunet"


def measure(detectors=tuple(DETECTORS), names=None, runs=3, clock=time.perf_counter):
    """Let the detectors take turns on the photos.

    Parameters
    ----------
    detectors : iterable of str
        Names in `DETECTORS`; each runs with its defaults.
    names : list of str, optional
        Sample photos, by default all.
    runs : int
        How many passes. ``cnn``, which needs many seconds for each, makes one.
    clock : callable
        Returns seconds.

    Returns
    -------
    dict
        Detector to (seconds for all photos, median over the passes; Matches over all photos).
    """
    photos = {name: read_image(samples.path(name)) for name in names or samples.names()}
    seconds, outcomes = {detector: [] for detector in detectors}, {}
    with redirect_stdout(io.StringIO()):  # cnn announces every photo
        for detector in detectors:
            DETECTORS[detector](next(iter(photos.values()))[:64, :64])  # loads the model: not part of its time
        for run in range(runs):
            # In turns, so that a slow minute of the machine hits all of them.
            for detector in detectors:
                if detector == "cnn" and run:
                    continue
                started = clock()
                found = {name: DETECTORS[detector](image) for name, image in photos.items()}
                seconds[detector].append(clock() - started)
                outcomes[detector] = _joined([match_boxes(found[name], samples.true_boxes(name)) for name in photos])
    return {detector: (statistics.median(seconds[detector]), outcomes[detector]) for detector in detectors}


def _joined(outcomes):
    return Matches(*(sum(kind, []) for kind in zip(*outcomes, strict=True)))


def table(measured):
    """Lay the figures out as text.

    Parameters
    ----------
    measured : dict
        What `measure` returned.

    Returns
    -------
    str
    """
    unit = UNIT if UNIT in measured else min(measured, key=lambda detector: measured[detector][0])
    heads = ("found", "missed", "false alarms", "precision", "recall", f"time / {unit}")
    lines = [f"{'detector':18}" + "".join(f"{head:>14}" for head in heads)]
    for detector, (seconds, outcome) in measured.items():
        numbers = [
            *(str(len(kind)) for kind in outcome),
            f"{outcome.precision:.2f}",
            f"{outcome.recall:.2f}",
            f"{seconds / measured[unit][0]:.1f}",
        ]
        lines.append(f"{detector:18}" + "".join(f"{number:>14}" for number in numbers))
    return "\n".join(lines)


def main(arguments=None):
    """Print the table.

    Parameters
    ----------
    arguments : list of str, optional
        Instead of the command line's.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="passes through all photos (cnn makes one)")
    parser.add_argument("--detectors", nargs="+", choices=list(DETECTORS), default=list(DETECTORS))
    arguments = parser.parse_args(arguments)
    faces = sum(len(samples.true_boxes(name)) for name in samples.names())
    print(
        f"{len(samples.names())} photos with {faces} labelled faces, each detector at its defaults, IoU of at least 0.5"
    )
    print(table(measure(arguments.detectors, runs=arguments.runs)))


if __name__ == "__main__":
    main()
