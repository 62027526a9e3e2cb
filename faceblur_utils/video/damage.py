"""Notice what of a damaged video cannot be read: a decoder leaves it out, or makes it up, without a word."""

from collections import Counter

from ..messages import counted

# Give up after so many errors of the file's structure with nothing between them.
_PATIENCE = 20
# Some codecs store "the same picture again" in a few bytes, of which no frame comes; not these.
_SAME_AGAIN = 16
_FRAME_EACH = ("h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "libvpx", "mpeg1video", "mpeg2video")
# A field (half of a frame, every other row) may have a packet of its own, this share of a frame later at most.
_FIELD = 0.75
# A pause of so many seconds in pictures and sound at the same time: something was lost. Only looked for in containers
# that have no table of all packets.
_HOLE = 0.15
_WITH_TABLE = ("mov", "avi")
# Pictures come evenly if all but this share of the steps between them are the same, to so many seconds.
_MOST, _EVEN, _MOST_PAUSES = 0.9, 0.0025, 50


class Damage:
    """What could not be read of a video, noted while it is read.

    Attributes
    ----------
    missing : list of float
        When the frames that no decoder gave would have been shown, in seconds.
    flawed : list of int
        Numbers of the frames that were given, of which the decoder made up a part.
    holes : list of (float, float)
        Seconds between which there is neither picture nor sound.
    pauses : list of (float, float)
        Seconds between which no picture comes, though pictures come evenly otherwise: perhaps some were lost. That is
        no proof of damage.
    lost : int
        How many frames the header promises besides all these.
    sound : list of float
        When packets of sound that are damaged would have been heard, in seconds.
    skipped : int
        How many packets come before the first whole picture: no player shows them. That is no damage.
    table : int
        How many packets the file's table of contents lists; 0 if it has none, or one that is damaged.
    """

    def __init__(self, stream):
        self.missing, self.flawed, self.holes, self.sound = [], [], [], []
        self.pauses, self.lost, self.skipped, self.frames = [], 0, 0, 0
        self._stream, self._codec = stream, stream.codec_context.name
        self._rate = float(stream.average_rate or stream.guessed_rate or 25)
        self._waiting, self._before, self._seen_keyframe, self._starts_at = {}, None, False, None
        self._errors, self._ends, self._pauses = [], {}, {}
        # Frames that are still due, by number: where files say wrongly when each is shown, or not at all, nothing else
        # counts.
        self._due = 0
        self._timed = stream.container.format.name != "avi"
        self.table = _table(stream)
        self._steps, self._long = Counter(), []

    def __bool__(self):
        return bool(self.missing or self.lost or self.is_certain or (self.skipped and not self._timed))

    @property
    def is_certain(self):
        """Whether something is damaged for sure; that a frame is missing may be an error in times, until the end."""
        return bool(self.flawed or self.holes or self.sound or self._errors)

    def packets(self, container):
        """Give a file's packets, and go on after errors in its structure.

        Parameters
        ----------
        container : av.container.InputContainer

        Yields
        ------
        av.Packet
        """
        import av

        failures = 0
        while failures < _PATIENCE:
            try:
                for packet in container.demux():
                    failures = 0
                    yield packet
                return
            except av.error.FFmpegError as error:
                failures += 1
                self._errors.append(error.strerror)
            except IndexError:  # a track that begins later: PyAV knows those only that were there from the start
                failures += 1

    def decode(self, packet, decoder):
        """Decode a packet of pictures; one that is damaged gives none, and what follows goes on.

        Parameters
        ----------
        packet : av.Packet
            An empty one without a time ends the track.
        decoder : av.CodecContext

        Returns
        -------
        list of av.VideoFrame
        """
        import av

        self._expect(packet)
        ends = packet.dts is None and packet.pts is None and not packet.size
        if not packet.size and not ends:
            return []  # the same picture again; a decoder would take it for the end
        try:
            frames = decoder.decode(packet)
        except av.error.EOFError:
            frames = []
        except av.error.FFmpegError as error:
            self._errors.append(error.strerror)
            frames = []
            if not self._timed and packet.size:
                self.missing.append(_seconds(packet))
        return [frame for frame in frames if self._came(frame)]

    def heard(self, packet):
        """Note a packet of sound.

        Parameters
        ----------
        packet : av.Packet

        Returns
        -------
        bool
            Whether it is whole.
        """
        self._follow(packet)
        if packet.is_corrupt:
            self.sound.append(_seconds(packet))
        return not packet.is_corrupt

    def finish(self, promised, packets, reaches_the_end, reached=0.0, length=0.0):
        """Conclude, once all is read.

        Parameters
        ----------
        promised, packets : int
            How many packets of pictures the header promises (0 if it does not), and how many there were.
        reaches_the_end : bool
            Whether the last one comes where the header says that the video ends.
        reached, length : float
            When the last packet of any track ends, and how long the file says it is, in seconds; 0 if it does not.
        """
        self._lack(sorted(self._waiting))
        self.missing = self.missing[: max(0, self._due)]
        self.lost += max(0, self._due - len(self.missing))
        if self._steps and not self.table:
            (usual, often), all_steps = self._steps.most_common(1)[0], self._steps.total()
            near = sum(count for step, count in self._steps.items() if abs(step - usual) <= _EVEN)
            if often and near + len(self._long) >= _MOST * all_steps and len(self._long) <= (1 - _MOST) * all_steps + 1:
                self.pauses = [pause for pause in self._long if pause[1] - pause[0] > 1.8 * usual]
        if not self.table and length - reached > max(_HOLE, 2.5 / self._rate):
            self.pauses.append((reached, length))
        if reaches_the_end and packets < promised:
            self.lost += promised - packets

    def _expect(self, packet):
        if not packet.size:
            return
        self._follow(packet)
        if packet.is_corrupt:
            self._errors.append("a packet is not whole")
        if packet.is_keyframe and not self._seen_keyframe:
            self._seen_keyframe, self._starts_at = True, None if packet.is_discard else packet.pts
        if packet.is_discard or self._is_hidden(packet):
            return
        if not self._seen_keyframe:
            self.skipped += 1
        elif packet.pts is not None and self._starts_at is not None and packet.pts < self._starts_at:
            self.skipped += 1  # it needs pictures from before the file begins
        else:
            self._due += 1
            if packet.pts is not None and self._timed:
                self._waiting[packet.pts] = packet.time_base

    def _is_hidden(self, packet):
        if packet.size <= _SAME_AGAIN and not self._codec.startswith(_FRAME_EACH):
            return True
        # In VP8, a frame that is only there to be copied from is a packet of its own (RFC 6386, section 9.1).
        return self._codec in ("vp8", "libvpx") and not bytes(packet)[0] & 0x10

    def _came(self, frame):
        """Note a frame, and say whether it can be shown."""
        before = self._before
        if self._errors and before is not None and frame.pts is not None and frame.pts < before.pts:
            return False  # after an error, one that was due before another that has been shown already
        if frame.is_corrupt:
            self.flawed.append(self.frames)
        self.frames += 1
        if frame.pts is None or self._starts_at is None or frame.pts >= self._starts_at:
            self._due -= 1
        if before is not None and frame.pts is not None:
            step = frame.time - before.time
            self._steps[round(step, 3)] += 1
            if step > 1.5 / self._rate and len(self._long) < _MOST_PAUSES:
                self._long.append((before.time, frame.time))
        if frame.pts is not None:
            self._waiting.pop(frame.pts, None)
            self._lack(sorted(time for time in self._waiting if time < frame.pts))
            self._before = frame
        return True

    def _lack(self, times):
        """These will not come any more: frames come in the order in which they are shown."""
        for time in times:
            second = float(time * self._waiting.pop(time))
            before = self._before
            if before is not None and before.interlaced_frame and 0 < second - before.time < _FIELD / self._rate:
                self._due -= 1
                continue
            if before is None and self._codec == "h264" and not self._errors:
                # A picture that is sent bit by bit (intra refresh), from the middle of which the file begins.
                self._due, self.skipped = self._due - 1, self.skipped + 1
                continue
            self.missing.append(second)

    def _follow(self, packet):
        """Look for holes: a place where all tracks pause."""
        if packet.pts is None or packet.is_discard or self.table:
            return
        start = _seconds(packet)
        end = start + float((packet.duration or 0) * packet.time_base)
        before = self._ends.get(packet.stream.index)
        index = packet.stream.index
        self._ends[index] = max(end, before or end)
        if before is None or start - before < _HOLE:
            return
        self._pauses[index] = before, start
        for other, (last, first) in self._pauses.items():
            both = max(before, last), min(start, first)
            if (other == self._stream.index) != (index == self._stream.index) and both[1] - both[0] > _HOLE / 2:
                self.holes.append(both)

    def text(self):
        """Say what is damaged, in words.

        Returns
        -------
        str
        """
        said = []
        if self.missing:
            said.append(f"{counted(len(self.missing), 'frame')} cannot be read, {_ranges(self.missing, self._rate)}")
        if self.lost:
            said.append(f"{counted(self.lost, 'frame')} that the header promises cannot be found")
        if self.flawed:
            said.append(f"{counted(len(self.flawed), 'frame')} can be read in part only: {_numbers(self.flawed)}")
        said += [f"nothing is there from {start:.2f} to {end:.2f} seconds" for start, end in self.holes]
        said += [f"no picture comes from {start:.2f} to {end:.2f} seconds" for start, end in self.pauses]
        if self.sound:
            said.append(f"{counted(len(self.sound), 'packet')} of sound cannot be read, {_ranges(self.sound, 10)}")
        if self._errors and not said:
            said.append(f"FFmpeg says: {self._errors[0]}")
        if self.skipped:
            said.append(f"{counted(self.skipped, 'packet')} at its beginning need pictures that are not in it")
        return "; ".join(said)


def _table(stream):
    if not stream.container.format.name.startswith(_WITH_TABLE):
        return 0
    listed = sum(entry.size > 0 for entry in stream.index_entries)
    # An AVI without table has entries for what FFmpeg has looked at already.
    return listed if listed > stream.frames / 2 or "mov" in stream.container.format.name else 0


def _seconds(packet):
    time = packet.pts if packet.pts is not None else packet.dts
    return float((time or 0) * packet.time_base)


def _ranges(times, rate):
    """Group times that follow one another: a person reads ranges, not lists."""
    ranges = []
    for time in sorted(times):
        if ranges and time - ranges[-1][1] < 1.6 / rate:
            ranges[-1][1] = time
        else:
            ranges.append([time, time])
    words = [f"{first:.2f}" if first == last else f"{first:.2f} to {last:.2f}" for first, last in ranges]
    return f"at {_some(words)} seconds"


def _numbers(numbers):
    ranges = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return _some([f"{first}" if first == last else f"{first}-{last}" for first, last in ranges])


def _some(words, most=12):
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")
