"""The second reading of a video: the faces are blurred, the frames encoded, the sound is copied, the result checked."""

import shutil

from ..hiding import enough_strength
from ..messages import counted
from .reading import VideoError, open_video
from .stages import ahead, bar, workers
from .writing import Writer


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

    def reasons(self, why):
        """Add to the reasons why a person should look at frames."""
        weak = {number for numbers in self.frames.values() for number in numbers}
        return [(*each, "too weak a blur") if number in weak else each for number, each in enumerate(why)]

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


def write(source, temporary, target, found, hiding, crf, sound, partial, progress, clock):
    """Blur, encode, copy the sound, and check the result.

    Parameters
    ----------
    source, temporary, target : pathlib.Path
        What is read, where it is written, and what that will be called.
    found : Found
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
        shown.total = len(found.times)
        writer, weak = None, Weak()
        try:
            writer = Writer(temporary, target.suffix.lower(), video, found.canvas, crf, sound)

            def hide(item):
                number, planes, _ = item
                faces = found.covered[number] if planes is not None and number < len(found.covered) else []
                left = clock.run("blur", planes.hide, [face.whole for face in faces], hiding) if faces else []
                return item, [faces[place] for place in left]

            for (number, planes, what), unchanged in ahead(
                _items(video, found.canvas, partial, clock), pool, hide, threads
            ):
                with clock.at("write"):
                    if planes is None:
                        writer.add_sound(what)
                    else:
                        weak.note(number, unchanged, planes)
                        writer.add(planes, *what)
                        shown.update()
            with clock.at("write"):
                writer.finish()
            if len(writer.times) != len(found.times):
                raise VideoError(
                    f"{source} gave {len(found.times)} frames at the first reading and {len(writer.times)} at the "
                    "second; was it changed in the meantime?"
                )
            with clock.at("check"):
                writer.check()
            return len(writer.packets), weak
        except (av.error.FFmpegError, OSError) as error:
            if isinstance(error, (FileExistsError, FileNotFoundError)) and not temporary.parent.is_dir():
                raise
            raise VideoError(f"{target} could not be written: {error.strerror or error}. {_room(target)}") from error
        finally:
            if writer is not None:
                writer.abandon()


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
