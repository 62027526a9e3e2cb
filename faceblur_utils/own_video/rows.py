"""Each person as a row: who it is, from when to when, how sure, and whether hidden or clear."""

from dataclasses import dataclass

from ..messages import counted

# What a strip shows, and in which order words count it.
STATES = ("detected", "bridged", "held", "doubtful", "added", "clear")


@dataclass(frozen=True)
class Row:
    """One person of a clip, or a box that was drawn by hand.

    Attributes
    ----------
    numbers : tuple of int
        Of its tracks; a box has one, too.
    box : int or None
        Which of the added boxes it is.
    hidden : bool
        Whether it is hidden throughout.
    runs : tuple of (str, float, float)
        What a strip shows: one of `STATES`, from when to when in seconds.
    clear : tuple of (float, float)
        From when to when it is clear, in seconds, as far as that is known.
    doubtful : bool
        Whether no look was ever sure that it is a face.
    words : str
        The same for those who do not see the strip.
    """

    numbers: tuple
    box: int | None
    hidden: bool
    runs: tuple
    clear: tuple
    doubtful: bool
    words: str

    @property
    def key(self):
        """A name that stays the same as long as its tracks do."""
        return "-".join(map(str, self.numbers))

    @property
    def name(self):
        """What to call it: ``"Face 3"``, ``"Faces 3 and 7"``, ``"Box 1"``."""
        if self.box is not None:
            return f"Box {self.box + 1}"
        many = len(self.numbers) > 1
        return f"Face{'s' if many else ''} {', '.join(map(str, self.numbers[:-1]))}{' and ' if many else ''}" + str(
            self.numbers[-1]
        )


def rows_of(tracks, strips, review, followed=(), decided=None):
    """Make the rows of a clip: boxes first, then faces that were sure, then those in doubt.

    Parameters
    ----------
    tracks : Tracks
    strips : dict
        From `strips_of`.
    review : Review
    followed : sequence of (dict or None)
        For each box of the review, frame -> Face, as far as that is known.
    decided : Decided, optional
        What came of the review, as soon as that is known.

    Returns
    -------
    list of Row
    """
    times, last = [*tracks.times, tracks.end], max((track.number for track in tracks), default=0)
    clear = _clear(decided, times) if decided is not None else {}
    rows = []
    for place, box in enumerate(review.boxes):
        faces = followed[place] if place < len(followed) else None
        runs = tuple(("added", times[a], times[b + 1]) for a, b in neighbours(sorted(faces))) if faces else ()
        words = f"drawn at {box.time:.2f} s, " + (_times(runs) if runs else "being followed ...")
        rows.append(Row((last + 1 + place,), place, True, runs, (), False, words))
    grouped = {number for group in review.groups for number in group}
    people = [*review.groups, *((track.number,) for track in tracks if track.number not in grouped)]
    faces = []
    for numbers in people:
        known = [tracks[number] for number in numbers]
        runs = tuple(sorted((run for track in known for run in strips[track.number]), key=lambda run: run[1]))
        shown = tuple(sorted(one for number in numbers for one in clear.get(number, ())))
        hidden, doubtful = not review.keeps(numbers), all(track.doubtful for track in known)
        faces.append(Row(numbers, None, hidden, runs, shown, doubtful, _words(known, runs, hidden, shown, decided)))
    return rows + sorted(faces, key=lambda row: (row.doubtful, row.numbers))


def strips_of(tracks):
    """Give what the strip of each track shows.

    Parameters
    ----------
    tracks : Tracks

    Returns
    -------
    dict
        Number of the face -> tuple of (one of `STATES`, from when, to when in seconds).
    """
    times, labels = [*tracks.times, tracks.end], {}
    for frame in tracks.frames:
        for face in frame.faces:
            labels.setdefault(face.track, []).append((frame.number, "doubtful" if face.doubtful else face.kind))
    strips = {}
    for number, seen in labels.items():
        runs = []
        for place, what in seen:
            if runs and runs[-1][0] == what and runs[-1][2] == place - 1:
                runs[-1][2] = place
            else:
                runs.append([what, place, place])
        strips[number] = tuple((what, times[first], times[last + 1]) for what, first, last in runs)
    return strips


def neighbours(numbers):
    """Join neighbouring numbers.

    Parameters
    ----------
    numbers : iterable of int
        In order.

    Returns
    -------
    list of (int, int)

    Examples
    --------
    >>> neighbours([3, 4, 5, 9])
    [(3, 5), (9, 9)]
    """
    runs = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs


def _clear(decided, times):
    kept = {}
    for frame in decided.frames:
        for number in frame.kept:
            kept.setdefault(number, []).append(frame.number)
    return {number: [(times[a], times[b + 1]) for a, b in neighbours(some)] for number, some in kept.items()}


def _times(runs):
    return f"covered from {min(run[1] for run in runs):.2f} to {max(run[2] for run in runs):.2f} s"


def _words(known, runs, hidden, clear, decided):
    start, end = min(track.start for track in known), max(track.end for track in known)
    seconds = {state: sum(b - a for what, a, b in runs if what == state) for state in STATES}
    said = [f"{start:.2f} to {end:.2f} s"]
    said += [f"{state} {seconds[state]:.1f} s" for state in STATES if seconds[state]]
    looks = sum(len(frames) for track in known for frames in track.why.values())
    said += [f"{counted(looks, 'frame')} to look at"] if looks else []
    if hidden:
        return ", ".join(said)
    if decided is None:
        return ", ".join([*said, "to stay clear: being worked out, hidden until then"])
    seen = sum(b - a for a, b in clear)
    rest = max(0.0, sum(seconds.values()) - seen)
    covered = f", hidden for {rest:.1f} s, where it cannot be told apart or more was hidden" if rest > 0.005 else ""
    return ", ".join([*said, f"clear for {seen:.1f} s{covered}"])
