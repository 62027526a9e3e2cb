"""The privacy meter beside a photo: it asks about the hidden faces as soon as nothing changes any more."""

import threading

from ..messages import counted, error_message
from ..privacy.meter import caveat, in_numbers, verdict

# Seconds without a change after which the meter looks at the result.
_REST = 0.6


class Meter:
    """Waits for a rest, then asks detectors and the recogniser about each hidden face, beside all that goes on.

    Parameters
    ----------
    lock : threading.RLock
        Held for a moment at the start and the end of each answer, and not while detectors work: what the user does
        meanwhile comes first.
    shown : callable
        ``shown() -> (photo, image)``: the `OwnPhoto` shown and its result, or None if there is nothing to ask.
    tell : callable
        ``tell(content)`` sends a message to the page.
    note : callable
        ``note(error)`` keeps what went wrong.
    """

    def __init__(self, lock, shown, tell, note):
        self._lock, self._shown, self._tell, self._note = lock, shown, tell, note
        self._generation, self._timer = 0, None

    def stop(self):
        """Give up what is being asked: the picture is another one now."""
        self._generation += 1
        if self._timer:
            self._timer.cancel()

    def _given_up(self, generation):
        """Whether the picture is another one, or the program ends: there is nobody to tell any more."""
        return generation != self._generation or not threading.main_thread().is_alive()

    def wait(self):
        """Ask about the picture shown now, unless another change comes first."""
        self.stop()
        # Not a daemon: a thread that Python's end finds inside a detector takes the whole program down.
        self._timer = threading.Timer(_REST, self._measure, [self._generation])
        self._timer.start()

    def _measure(self, generation):
        key = None
        try:
            with self._lock:
                shown = None if self._given_up(generation) else self._shown()
                if shown is None:
                    return
                photo, after = shown
                key, before, faces = photo.key, photo.image, list(photo.faces)
                many = counted(len(photo.hidden), "hidden face")
                self._tell({"is": "meter", "id": key, "words": f"Meter: asking about {many} ...", "fails": []})
            given = {}
            for place, face in enumerate(faces, start=1):
                if face.hidden:
                    given[place] = verdict(before, after, face.box)
                if self._given_up(generation):
                    return
            fails = [
                {"number": faces[place - 1].number, "words": f"Face {place} of {len(faces)}: {one.words}"}
                for place, one in given.items()
                if one.fails
            ]
            said = list(given.values())
            content = {"words": f"Meter on {many}: {in_numbers(said)}.", "fails": fails, "caveat": caveat(said)}
        except Exception as error:  # told beside the photo; a kernel's log is not where the user looks
            self._note(error)
            content = {"words": f"Meter: {error_message(error)}", "fails": []}
        with self._lock:
            if key is not None and generation == self._generation:
                self._tell({"is": "meter", "id": key} | content)
