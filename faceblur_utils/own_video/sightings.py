"""What a search has found so far, before it is known what follows: for the page, while it goes on."""

import time

# Sightings that lie no further apart, in seconds, are drawn as one; and seconds from one word about them to the next.
_NEAR, _TELL_EVERY = 0.5, 0.5


class Sightings:
    """Collects the faces that a search has seen.

    Attributes
    ----------
    runs : dict
        Number of the face -> list of [from, to] in seconds.
    pictures : dict
        Number of the face -> a JPEG that shows it clear.
    sent : dict
        Those that the page has.
    reached : float
        How far the search is, in seconds.
    """

    def __init__(self):
        self.runs, self.pictures, self.sent, self.reached, self._told = {}, {}, {}, 0.0, 0.0

    def add(self, glimpse):
        """Take the next frame.

        Parameters
        ----------
        glimpse : Glimpse

        Returns
        -------
        bool
            Whether it is time to show what was found.
        """
        self.reached = glimpse.time
        for number in glimpse.seen:
            runs = self.runs.setdefault(number, [])
            if runs and glimpse.time - runs[-1][1] <= _NEAR:
                runs[-1][1] = glimpse.time
            else:
                runs.append([glimpse.time, glimpse.time])
            best = glimpse.album.clearest(number)
            if best is not None:
                self.pictures[number] = best.jpeg
        due = time.monotonic() - self._told >= _TELL_EVERY
        if due:
            self._told = time.monotonic()
        return due
