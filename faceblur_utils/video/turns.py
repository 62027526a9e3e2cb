"""Which frames are searched for faces, where and how thoroughly, and what is known of those that are not."""

from collections import deque

import numpy as np

from ..detect.merging import merge_faces
from .changes import Eye, around, cells_of, coarse, noise, sudden
from .follow import small_grey
from .moments import Moments
from .scenes import is_cut, is_jump, thumbnail
from .searching import joined
from .stages import ahead

# Within a scene, seconds from one thorough look to the next: a face that only they see is bridged from one to the next
# (`hold` is one second), and one that comes into the picture is held back to when it came.
THOROUGH_EVERY = 1.0
# Seconds from one look to the next, where the picture has changed; by turns at full size and at half of it, as long as
# no face is known that is smaller (in pixels of the larger look) than half the size shows. What was not there one frame
# ago is looked at in its own frame.
_LOOK_EVERY, _SMALL = 0.2, 40
# Seconds after which all of the picture is searched: if anything in it has changed, and if nothing has.
_WHOLE_EVERY, _WHOLE_WHEN_STILL = 1.0, 2.0
# Faces that must not be cut by the edge of what is searched are those of so many frames ago: so many frames may be
# under way, and what is searched must not depend on how far the threads are.
_LAG = 12


class Step:
    """One frame on its way through the first reading.

    Attributes
    ----------
    number : int
    time : float
        When it is shown, in seconds.
    size : (int, int)
        Width and height as a viewer sees them.
    grey : numpy.ndarray
        From `small_grey`.
    cut : bool
        Whether another scene begins with it.
    found : list of Sighting or None
        What was seen, once it was searched; None if nobody looked.
    """

    def __init__(self, number, planes, time):
        self.number, self.time, self._planes = number, time, planes
        self.size = planes.size
        self.grey = small_grey(planes.grey())
        self.thumb = thumbnail(self.grey)
        self.cut, self.asked, self.found = False, False, None
        self.thorough, self.full, self.part = None, True, None
        self.eyes, self.answers = None, ([], [])

    def search(self, search):
        """Look for faces, if this frame's turn has come.

        Parameters
        ----------
        search : Search

        Returns
        -------
        Step
            Itself, without its pixels, which are needed no more.
        """
        if self.asked:
            self.answers = search(self._planes, self.number, self.thorough, self.full, self.part)
        self._planes = None
        return self


class EveryFrame:
    """Searches every frame, or every so many, all of it and at one size.

    Parameters
    ----------
    search : Search
    """

    def __init__(self, search):
        self._search, self._looked, self._thorough = search, -np.inf, -np.inf

    def plan(self, step, begins, ends, long):
        """Say how a frame is searched.

        Parameters
        ----------
        step : Step
        begins, ends : bool
            Whether a scene begins with it; whether one ends with it, or it looks like another than the frame before.
        long : bool
            Whether it is shown for a second or more.
        """
        step.asked = step.number % self._search.every == 0 or begins or ends or long
        step.asked |= _due(step, self._looked, THOROUGH_EVERY)
        if step.asked and self._search.thorough:
            due = _due(step, self._thorough, THOROUGH_EVERY)
            step.thorough = "whole" if begins else "small" if due else None
        self._looked = step.time if step.asked else self._looked
        self._thorough = step.time if step.thorough else self._thorough

    def settle(self, step):
        """Say what is known of a frame, once it was searched; frames come in their order."""
        step.found = joined(*step.answers) if step.asked else None


class WhereItChanges:
    """Searches what has changed since it was last searched; what has not keeps the answer.

    Parameters
    ----------
    search : Search
    """

    def __init__(self, search):
        self._search = search
        self._eyes = {"full": Eye(), "half": Eye(), "thorough": Eye()}
        self._times = dict.fromkeys((*self._eyes, "usual", "whole"), -np.inf)
        self._last, self._results = None, deque()

    def plan(self, step, begins, ends, long):
        """Say how a frame is searched: as `EveryFrame.plan`."""
        picture = coarse(step.grey)
        before, self._last = self._last, (step.grey, picture)
        if begins:
            self._eyes, before = {name: Eye() for name in self._eyes}, None
        usual = noise(before[1], picture) if before else 0.0
        changed = {name: eye.changed(picture, usual) for name, eye in self._eyes.items()}
        faces = self._known(step.number)
        known, sure = [face.box for face in faces], [face.box for face in faces if not face.doubtful]
        looks, changes = self._looks(step, begins, ends or long, changed, known)
        step.asked, step.full = bool(looks), "half" not in looks
        if "thorough" in looks:
            step.thorough = "whole" if begins else "small"
        scale = self._search.sides(step.size)[0] / max(step.size)
        if not looks and before:
            new = _outside(sudden(before[0], step.grey), step.size, sure)
            if new.any():
                step.asked, step.part = True, around(new, step.size, [], scale)
                step.full = step.part is not None or step.number % 2 == 0
        elif changes is not None:
            step.part = around(changes, step.size, known, scale if step.full else scale / 2)
        for name in looks:
            cells = ... if step.part is None else cells_of(step.part, step.size, picture.shape)
            self._eyes[name].look(picture, cells)
            changed[name][cells] = False
        step.eyes = {name: (eye, changed[name], name in looks) for name, eye in self._eyes.items()}

    def _looks(self, step, begins, whole, changed, known):
        """Which eyes look at a frame, and where; None for everywhere."""
        some = {name: bool(mask.any()) for name, mask in changed.items()}

        def due(name, seconds, among="full"):
            return some[among] and _due(step, self._times[name], seconds)

        thorough = self._search.thorough and (begins or due("thorough", THOROUGH_EVERY, "thorough"))
        whole = thorough or begins or (whole and some["full"]) or due("whole", _WHOLE_EVERY)
        if whole or _due(step, self._times["whole"], _WHOLE_WHEN_STILL):
            looks, where = ["full", *["thorough"] * thorough], None
            self._times["whole"] = step.time
        elif not due("usual", _LOOK_EVERY) and not due("usual", _LOOK_EVERY, "half"):
            return [], None
        else:
            longest = self._search.sides(step.size)[0]
            small = any(box.width * longest < _SMALL * max(step.size) for box in known)
            full = some["full"] and (small or _due(step, self._times["full"], 2 * _LOOK_EVERY))
            if not full and not some["half"]:
                return [], None
            looks = ["full" if full else "half"]
            where = changed[looks[0]]
        self._times.update(dict.fromkeys([*looks, "usual"], step.time))
        return looks, where

    def _known(self, number):
        """Faces that were known `_LAG` frames ago."""
        while len(self._results) > 1 and self._results[1][0] <= number - _LAG:
            self._results.popleft()
        return self._results[0][1] if self._results and self._results[0][0] <= number - _LAG else []

    def settle(self, step):
        """Say what is known of a frame, once it was searched; frames come in their order."""
        usual, more = step.answers
        still = {}
        for name, (eye, changed, looks) in step.eyes.items():
            if looks:
                eye.answer(step.part, more if name == "thorough" else usual)
            cells = ((one, cells_of(one.box, step.size, changed.shape)) for one in eye.seen)
            still[name] = [one for one, where in cells if not changed[where].any()]
        new = [] if any(looks for *_, looks in step.eyes.values()) else usual
        found = joined(merge_faces(still["full"] + still["half"] + new), still["thorough"])
        changed = step.eyes["full"][1].any()
        step.found = found if step.asked or found or not changed else None
        self._results.append((step.number, [one for eye, *_ in step.eyes.values() for one in eye.seen]))
        step.eyes = None


def _outside(mask, size, boxes):
    """Leave out what lies within boxes and a margin: it is covered with the face that is there, or just was."""
    for box in boxes:
        mask[cells_of(box.expand(0.3), size, mask.shape)] = False
    return mask


def _due(step, last, seconds):
    return step.time - last > seconds - 1e-6


def searched(frames, rate, search, pool, most, clock, ask=None):
    """Search frames for faces, in several threads.

    Parameters
    ----------
    frames : iterable of (Planes, float or None)
        With the second at which each is shown.
    rate : float
        Frames per second, where it is not said when they are shown.
    search : Search
    pool : concurrent.futures.ThreadPoolExecutor
    most : int
        How many frames may be under way.
    clock : Clock
    ask : callable, optional
        Who searches a frame, called like `search`; by default `search` itself.

    Yields
    ------
    Step
        In the order of the frames.
    """
    turns = WhereItChanges(search) if search.by_turns else EveryFrame(search)
    coming = _planned(frames, rate, turns, clock)

    def look(step):
        return clock.run("detect", step.search, ask or search)

    for step in ahead(coming, pool, look, min(most, _LAG - 1), lambda step: step.asked):
        with clock.at("follow"):
            turns.settle(step)
        yield step


def _planned(frames, rate, turns, clock):
    """Give frames with all that is known before they are searched: each when the next one is known."""
    moments, window = Moments(rate), [None, None, None]

    def ready(earlier, before, at, after):
        with clock.at("follow"):
            at.cut = is_cut(*(one and one.thumb for one in (earlier, before, at, after)))
            ends = after is None or is_jump(at.thumb, after.thumb)
            jumps = before is not None and is_jump(before.thumb, at.thumb)
            long = after is not None and after.time - at.time > THOROUGH_EVERY - 1e-6
            turns.plan(at, before is None or at.cut, ends or jumps, long)
        return at

    for number, (planes, time) in enumerate(frames):
        with clock.at("follow"):
            step = Step(number, planes, moments.add(time))
        if window[2] is not None:
            yield ready(*window, step)
        window = [*window[1:], step]
    if window[2] is not None:
        yield ready(*window, None)
