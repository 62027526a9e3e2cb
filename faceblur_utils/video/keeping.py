"""Who is left clear, and when: only where it is sure that a face is the person to keep, and nobody else.

A box may go from one person to another: when two cross, when one leaves and another comes, at a cut that nobody
noticed. So a face's frames are split into stretches in which it cannot have: it was detected, alone, and its pixels go
on from frame to frame. Clear are the stretch in which a person chose it, and those that are confirmed to be the same
person: by the recogniser, or by their looks where that is missing. All others are covered.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ..detect import find_faces
from ..images import printable, read_image
from .boxes import centre_of, edges_of, hull, shared_area
from .likeness import LEAST_LINKED, LINKED, SAME_ENCODING, alike, encoded, judge, patch_of, sample

# Boxes with so much around them must not touch: else one may be taken for the other.
_AROUND = 0.1
# Seconds over which the pace of a face is measured.
_PACE = 0.2
# Frames that were not searched, or in which the detector blinked, count as seen if they are shown for no longer.
_BLINK = 0.25
# Seconds from one picture of a face to the next that are compared, and how many there are of one unbroken run: of a
# longer one, every second picture goes, and the next ones come half as often.
_OFTEN, _MOST = 0.2, 32


def encodings_of(paths):
    """Encode the people on photos.

    Parameters
    ----------
    paths : tuple of str
        Photos of one person each.

    Returns
    -------
    list of numpy.ndarray
        Shape (1, 128) each.

    Raises
    ------
    FileNotFoundError, ImageError
        If a photo cannot be read.
    ValueError
        If there is not one face in it.
    DetectorUnavailableError
        If the recogniser is not there.
    """
    encodings = []
    for path in paths:
        image = read_image(path)
        found = [one for one in find_faces(image) if not one.doubtful]
        if len(found) != 1:
            raise ValueError(
                f"{printable(path)}: a photo of who is to be kept has to show one face, and {len(found)} were found. "
                f"Cut it out, "
                "or take another photo."
            )
        encodings.append(encoded(image, found[0].box)[None])
    return encodings


class Evidence:
    """Collects, through one reading, what tells whether a face is still the same person: of all faces alike.

    So it serves any decision: who is kept, and who is only compared with them.

    Parameters
    ----------
    tracks : Tracks
    """

    def __init__(self, tracks):
        self._tracks = tracks
        self.places, self.linked, self.seen = Places(tracks), {}, _seen(tracks)
        self._patches, self._runs = {}, {}

    def pictures(self, track, first, last):
        """Give the pictures of a face in some frames.

        Parameters
        ----------
        track, first, last : int

        Returns
        -------
        list of Sample
        """
        runs = self._runs.get(track, ())
        return [one for run in runs for one in run.samples if first <= one.frame <= last]

    def add(self, number, planes, grey):
        """Take the next frame.

        Parameters
        ----------
        number : int
        planes : Planes
        grey : numpy.ndarray
            Shape (height, width), dtype uint8: the whole frame.
        """
        frame, patches = self._tracks.frames[number], {}
        for face in frame.faces:
            detected, runs = face.kind == "detected", self._runs.setdefault(face.track, [])
            fit = detected and self.places.alone(face, frame.faces, number)
            patch = patches[face.track] = patch_of(grey, face.whole)
            before = self._patches.get(face.track)
            linked = before is not None and face.whole.width >= LEAST_LINKED and alike(before, patch) >= LINKED
            if linked:
                self.linked.setdefault(face.track, set()).add(number)
            broken = not linked or number not in self.seen.get(face.track, ()) or (detected and not fit)
            if not runs or (broken and runs[-1].samples):
                runs.append(_Run())  # what begins here has pictures of its own
            if fit and runs[-1].due(frame.time):
                runs[-1].add(sample(number, planes, patch, face), frame.time)
        self._patches = patches


class _Run:
    """Pictures of a face that went on from frame to frame, evenly spread, however long it was."""

    def __init__(self):
        self.samples, self._every, self._next = [], _OFTEN, 0.0

    def due(self, time):
        return time >= self._next - 1e-6

    def add(self, one, time):
        if one is None:
            return
        self.samples.append(one)
        if len(self.samples) > _MOST:
            self.samples, self._every = self.samples[::2], 2 * self._every
        self._next = time + self._every


def _seen(tracks):
    """For each face, the frames in which it was detected, or not for so short a time that its pixels tell the same."""
    seen, times = {}, [*tracks.times, tracks.end]
    for track in tracks:
        numbers = seen[track.number] = set()
        for kind, first, last in track.runs:
            if kind == "detected" or (kind == "bridged" and times[last + 1] - times[first] <= _BLINK + 1e-6):
                numbers.update(range(first, last + 1))
    return seen


class Places:
    """Where faces are, and where those may be that are only held: they go on as they went when they were last seen.

    Parameters
    ----------
    tracks : Tracks
    """

    def __init__(self, tracks):
        self._times, self._seen = tracks.times, {}
        for frame in tracks.frames:
            for face in frame.faces:
                if face.found is not None:
                    self._seen.setdefault(face.track, []).append((frame.number, edges_of(face.found)))

    def at(self, face, number):
        """Give the edges within which a face is in a frame."""
        edges, seen = edges_of(face.whole), self._seen.get(face.track)
        if face.kind != "held" or not seen:
            return edges
        near, far = (seen[0], seen[1:]) if number < seen[0][0] else (seen[-1], seen[-2::-1])
        times = self._times
        pace = next((one for one in far if abs(times[one[0]] - times[near[0]]) >= _PACE), far[-1] if far else None)
        if pace is None:
            return hull(edges, near[1])
        speed = (centre_of(near[1]) - centre_of(pace[1])) / abs(times[near[0]] - times[pace[0]])
        return hull(edges, near[1], near[1] + np.tile(speed * abs(times[number] - times[near[0]]), 2))

    def alone(self, face, others, number):
        """Whether no other face is so near, or may be, that one could be taken for the other."""
        wide = _wide(edges_of(face.whole))
        return not any(
            other.track != face.track and shared_area(wide, _wide(self.at(other, number))) for other in others
        )


def _wide(edges):
    around = _AROUND * (edges[2:] - edges[:2])
    return edges + np.hstack([-around, around])


@dataclass
class Stretch:
    """Neighbouring frames in which a face cannot have become another person's.

    Attributes
    ----------
    track, first, last : int
    how : str
        Why it is clear: ``"chosen"``, ``"recogniser"`` or ``"looks"``; empty if it is not.
    """

    track: int
    first: int
    last: int
    how: str = ""

    def __contains__(self, number):
        return self.first <= number <= self.last


@dataclass
class Kept:
    """Who is left clear.

    Attributes
    ----------
    clear : dict
        Number of the frame -> {number of the face: why it is clear, as `Stretch.how`}.
    stretches : list of Stretch
        All of those who may be kept.
    notes : list of str
        What a person should know.
    """

    clear: dict = field(default_factory=dict)
    stretches: list = field(default_factory=list)
    notes: list = field(default_factory=list)


class Keeper:
    """Decides who is left clear.

    Parameters
    ----------
    tracks : Tracks
    decisions : Decisions
    encodings : list of numpy.ndarray
        Of the photos in `decisions`, from `encodings_of`.
    evidence : Evidence
        By the time of `decide`, of the whole clip.
    """

    def __init__(self, tracks, decisions, encodings, evidence):
        self._evidence = evidence
        self._tracks, self._photos = tracks, list(zip(decisions.photos, encodings, strict=True))
        self._chosen = {}
        self._times = np.array(tracks.times)
        for number, seconds in decisions.numbers:
            self._chosen.setdefault(number, set()).add(self._anchor(number, seconds))
        # Who is on a photo may be any of them.
        self._numbers = sorted({track.number for track in tracks} if encodings else self._chosen)

    def _anchor(self, number, seconds):
        if seconds is not None:
            return max(0, int(np.searchsorted(self._times, seconds + 1e-6, "right")) - 1)
        thumbnails = self._tracks[number].thumbnails
        return thumbnails[0].frame if thumbnails else None

    def decide(self, added):
        """Decide, once all is read.

        Parameters
        ----------
        added : list of list of Face
            For each frame, what a person added: it is hidden, whoever is near.

        Returns
        -------
        Kept
        """
        # Who is covered in a frame counts as somebody to hide there, also for another who is kept: again until nothing
        # changes. Each time, fewer are clear.
        kept, clear = self._once(added, None), None
        while kept.clear != clear:
            clear = kept.clear
            kept = self._once(added, clear)
        self._say(kept)
        return kept

    @cached_property
    def _judge(self):
        return judge()

    def _once(self, added, clear):
        stretches = [one for number in self._numbers for one in self._stretches(number, added, clear)]
        for number, places in self._chosen.items():
            own = [one for one in stretches if one.track == number]
            for one in own:
                one.how = "chosen" if any(place is not None and place in one for place in places) else ""
            known = [picture for one in own if one.how for picture in self._pictures(one)]
            beside = [some for one in own if one.how for some in self._beside(one)]
            for one in own:
                if not one.how and self._judge.same(self._pictures(one), known, beside + self._beside(one)):
                    one.how = self._judge.name
        for _, encoding in self._photos:
            for one in stretches:
                if not one.how and self._judge.same(self._pictures(one), encoding, self._beside(one)):
                    one.how = self._judge.name
        found = {}
        for one in stretches:
            if one.how:
                for number in range(one.first, one.last + 1):
                    if clear is None or one.track in clear.get(number, ()):
                        found.setdefault(number, {})[one.track] = one.how
        return Kept(found, stretches)

    def _stretches(self, number, added, clear):
        """Split a face's frames."""
        stretches, linked, cuts = [], self._evidence.linked.get(number, ()), set(self._tracks.cuts)
        seen = self._evidence.seen.get(number, ())
        for frame in self._tracks.frames:
            face = next((one for one in frame.faces if one.track == number), None)
            if face is None or frame.number not in seen or not self._is_alone(face, frame, added, clear):
                continue
            goes_on = stretches and stretches[-1].last == frame.number - 1
            if goes_on and frame.number in linked and frame.number not in cuts:
                stretches[-1].last = frame.number
            else:
                stretches.append(Stretch(number, frame.number, frame.number))
        return stretches

    def _is_alone(self, face, frame, added, clear):
        both = set(self._chosen) if clear is None else set(clear.get(frame.number, ()))
        others = [one for one in frame.faces if one.track not in both] + added[frame.number]
        return self._evidence.places.alone(face, others, frame.number)

    def _pictures(self, stretch):
        return self._evidence.pictures(stretch.track, stretch.first, stretch.last)

    def _beside(self, stretch):
        """Pictures of each who was seen in the same frames, and is another person for sure."""
        others = [track.number for track in self._tracks if track.number != stretch.track]
        some = (self._evidence.pictures(other, stretch.first, stretch.last) for other in others)
        return [each for each in some if each]

    def _say(self, kept):
        for number in self._chosen:
            if not any(one.track == number and one.how == "chosen" for one in kept.stretches):
                kept.notes.append(
                    f"face {number} was to be kept, but when it was chosen it is not detected alone: it is covered. "
                    f"Name a time when it is: keep=[({number}, seconds)]"
                )
        for path, encoding in self._photos:
            pictures = [(self._judge.distance(self._pictures(one), encoding), one) for one in kept.stretches]
            if not any(one.how == self._judge.name for _, one in pictures):
                nearest, one = min(pictures, key=lambda each: each[0], default=(np.inf, None))
                least = f"; the nearest is face {one.track}, at {nearest:.2f}" if nearest < np.inf else ""
                kept.notes.append(
                    f"nobody is kept for {printable(path)}, since nobody is surely that person (a distance of at most "
                    f"{SAME_ENCODING} is asked for{least}); keep takes numbers of faces, too"
                )
