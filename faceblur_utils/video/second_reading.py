"""The second reading of a video: the faces are blurred, the frames encoded, the sound is copied, the result checked."""

import shutil

from ..hiding import Hiding, enough_strength
from ..images import printable
from ..messages import counted
from ..roi import Box
from .reading import VideoError, open_video
from .stages import ahead, bar, workers
from .writing import Writer

# For the whole picture of a frame.
_EVERYTHING = Hiding("solid", mask="rectangle", margin=0)


class Weak:
    """Faces of which the blur was too weak to change a pixel."""

    def __init__(self):
        self.frames, self._example = {}, None

    def note(self, number, faces, planes):
        """Take those of one frame; the first of all is kept, to find out which strength would change it."""
        for face in faces:
            self.frames.setdefault(face.track, []).append(number)
            if self._example is None:
                self._example = face, planes.rgb()

    def reasons(self, frames):
        """Add to the reasons why a person should look at frames."""
        weak = {number for numbers in self.frames.values() for number in numbers}
        return [(*frame.why, "too weak a blur") if frame.number in weak else frame.why for frame in frames]

    def message(self, hiding, report):
        """Say how many there are, and which strength would do."""
        face, image = self._example
        enough = enough_strength(image, face.whole, hiding)
        advice = f"from strength {enough:g} on it would change" if enough else "choose another method"
        return (
            f"{report.target.name}: {counted(len(self.frames), 'face')} in {counted(self._count(), 'frame')} as clear "
            f"as before: {hiding} changes no pixel. The first is {counted(face.whole.width, 'pixel')} wide; {advice}."
        )

    def _count(self):
        return len({number for numbers in self.frames.values() for number in numbers})


def write(source, temporary, target, canvas, frames, hiding, crf, sound, partial, progress, clock):
    """Blur, encode, copy the sound, and check the result.

    Parameters
    ----------
    source, temporary, target : pathlib.Path
        What is read, where it is written, and what that will be called.
    canvas : Canvas
    frames : list of Frame
        What to do to each.
    hiding : Hiding
    crf, sound, partial, progress
        As for `anonymize_video`.
    clock : Clock

    Returns
    -------
    int
        How many tracks of sound were copied.
    Weak
        Where the blur was too weak.
    """
    import av

    with open_video(source) as video, workers() as (pool, threads), bar(progress, video, "2/2 blur, write") as shown:
        shown.total = len(frames)
        writer, weak = None, Weak()
        try:
            writer = Writer(temporary, target.suffix.lower(), video, canvas, crf, sound)

            def hide(item):
                number, planes, _ = item
                if planes is None or number >= len(frames):
                    return item, []
                return item, clock.run("blur", hide_frame, planes, frames[number], hiding)

            for (number, planes, what), unchanged in ahead(_items(video, canvas, partial, clock), pool, hide, threads):
                with clock.at("write"):
                    if planes is None:
                        writer.add_sound(what)
                    else:
                        weak.note(number, unchanged, planes)
                        writer.add(planes, *what)
                        shown.update()
            with clock.at("write"):
                writer.finish()
            if len(writer.times) != len(frames):
                raise VideoError(
                    f"{printable(source)} gave {len(frames)} frames at the first reading and {len(writer.times)} at "
                    f"the "
                    "second; was it changed in the meantime?"
                )
            with clock.at("check"):
                writer.check()
            return len(writer.packets), weak
        except (av.error.FFmpegError, OSError) as error:
            if isinstance(error, (FileExistsError, FileNotFoundError)) and not temporary.parent.is_dir():
                raise
            raise VideoError(
                f"{printable(target)} could not be written: {error.strerror or error}. {_room(target)}"
            ) from error
        finally:
            if writer is not None:
                writer.abandon()


def hide_frame(planes, frame, hiding):
    """Hide what was decided of a frame.

    Parameters
    ----------
    planes : Planes
        Its pixels, which are changed.
    frame : Frame
    hiding : Hiding

    Returns
    -------
    list of Face
        Those of which the blur was too weak to change a pixel.
    """
    if frame.span == "hide":
        planes.hide([Box(0, 0, *planes.size)], _EVERYTHING)
        return []
    left = planes.hide([face.whole for face in frame.faces], hiding) if frame.faces else []
    return [frame.faces[place] for place in left]


def _items(video, canvas, partial, clock):
    """Frames (number, planes, (time, duration)) and packets of sound (number, None, packet), as they come."""
    number = 0
    for one in clock.each("read", video.read(partial)):
        if hasattr(one, "planes"):
            yield number, canvas.planes(one, video.geometry(one), number), (one.pts, one.duration)
            number += 1
        else:
            yield number, None, one


def _room(target):
    free = shutil.disk_usage(target.parent).free
    return f"{free / 1e6:.0f} MB are free there; nothing was left behind."
