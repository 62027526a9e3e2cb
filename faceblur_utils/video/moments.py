"""When frames are shown: every length in seconds is measured by these, for not all frames are shown equally long."""

import numpy as np

# Seconds that are arithmetic, not time.
_NOTHING = 1e-6


class Moments:
    """The seconds at which frames are shown, which never go back.

    Parameters
    ----------
    rate : float
        Frames per second, where a file does not say when a frame is shown.
    """

    def __init__(self, rate):
        self._step, self._shift, self._times, self._array = 1 / rate, 0.0, [], None

    def add(self, time=None):
        """Take the next frame.

        Parameters
        ----------
        time : float, optional
            Seconds. Where it is missing, or not later than the frame before (two recordings joined, a damaged file),
            the frame is taken to follow at the usual distance, and so are those after it.

        Returns
        -------
        float
            Its moment, later than all before.
        """
        self._array = None
        if time is not None:
            shifted = time + self._shift
            if not self._times or shifted > self._times[-1]:
                self._times.append(shifted)
                return shifted
        last = self._times[-1] + self._step if self._times else 0.0
        if time is not None:
            self._shift = last - time
        self._times.append(last)
        return last

    def __getitem__(self, place):
        return self._times[place]

    @property
    def array(self):
        """All moments: shape (frames,), dtype float."""
        if self._array is None:
            self._array = np.array(self._times)
        return self._array

    def between(self, first, last):
        """Seconds for which what lies between two frames is shown: 0 for neighbours, however long each is shown."""
        return self._times[last] - self._times[first + 1] if last > first + 1 else 0.0

    def within(self, first, last, seconds):
        """Whether less than so many seconds lie between two frames; no frame is within 0 of another."""
        return self.between(first, last) < seconds - _NOTHING

    def beyond(self, first, last, seconds):
        """Whether more than so many seconds lie between two frames."""
        return self.between(first, last) > seconds + _NOTHING

    def around(self, place, seconds):
        """First and last of the frames that are `within` some seconds of one."""
        times = self.array
        first = int(np.searchsorted(times, times[place] - seconds + _NOTHING, "right")) - 1
        if place + 1 == len(times):
            return min(max(first, 0), place), place
        last = int(np.searchsorted(times, times[place + 1] + seconds - _NOTHING, "left")) - 1
        return min(max(first, 0), place), max(last, place)

    def since(self, first, last):
        """Seconds from one frame's moment to another's."""
        return self._times[last] - self._times[first]
