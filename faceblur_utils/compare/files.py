"""Pictures and films of a comparison as files: for a program, and for the page, which downloads them."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..figures import captioned
from ..images import encode_image, write_image, write_whole
from ..parameters import pick
from .film import FILMS, film

# Per cent of strength from picture to picture of a film.
_SWEEP = 4
# What takes long waits here for its turn, and sliders stay alive.
at_rest = ThreadPoolExecutor(1, "at rest")


class Files:
    """What a `MethodExplorer` can save. Files do not depend on the page: they are laid out as the view says."""

    def _for_a_file(self):
        """Give the picture as it is laid out where no page says how large, its caption, and a name for it."""
        scene, hidings = self._sized_scene(None), self._hidings()
        panels = [self._panel_of(scene, hiding, False) for hiding in hidings]
        names = [Path(self._moves.value("photo")).stem, self._moves.value("view")]
        return self._laid_out(scene, panels, hidings, None), self._caption, "_".join(names).replace(" ", "_")

    def _titled(self, picture, caption):
        """Put a title above a picture and the caption below it."""
        points, moves = self._moves.view.points[self._moves.large], self._moves
        title = f"{moves.value('photo')}, {moves.value('face')}: {moves.value('view')}"
        return captioned(picture, caption, points, title=title)

    @property
    def _clear_in_it(self):
        """What has to be said of a file."""
        return (
            "" if self._photos.is_sample(self._moves.value("photo")) else "Faces that are clear here are clear in it."
        )

    def save(self, path):
        """Save the picture, with its title above and the settings below it, in the size for a screen or a projector.

        Parameters
        ----------
        path : str or os.PathLike
            A new file; its ending chooses the format, as in `write_image`.

        Returns
        -------
        pathlib.Path

        Raises
        ------
        FileExistsError, FileNotFoundError, ImageError
            As `write_image`.
        ValueError
            If the comparison is closed, because its cell was run again.
        """
        self._require_open()
        sheet, caption, _ = self._for_a_file()
        return write_image(path, self._titled(sheet.picture, caption))

    def save_film(self, path):
        """Save what happens while the strength goes from 0 to 1, as a short film for slides.

        Parameters
        ----------
        path : str or os.PathLike
            A new file, ``.mp4`` or ``.gif``.

        Returns
        -------
        pathlib.Path

        Raises
        ------
        FileExistsError
            If there is a file of that name.
        FileNotFoundError
            If its folder does not exist.
        ValueError
            If the ending is another one, the view has no strength to move (the contact sheet shows all of them), or
            the comparison is closed.
        """
        self._require_open()
        path = Path(path)
        pick(FILMS, path.suffix.lower(), "film ending")
        if os.path.lexists(path):
            raise FileExistsError(f"{path} exists already; choose another name.")
        if not path.parent.is_dir():
            raise FileNotFoundError(f"There is no folder {path.parent} to write {path.name} into; make it first.")
        write_whole(path, self._film(path.suffix.lower(), lambda share: None))
        return path

    def _film(self, ending, tell):
        view, pictures = self._moves.value("view"), []
        if view == "contact sheet":
            raise ValueError("The contact sheet shows all strengths at once; choose another view for a film.")
        for per_cent in range(0, 101, _SWEEP):
            with self._one_thread:  # between two pictures, sliders move
                if self.closed or self._moves.value("view") != view:
                    raise ValueError("The view was changed while the film was made. Ask for it again.")
                scene, hidings = self._sized_scene(None), self._hidings(per_cent / 100)
                panels = self._panels_of(scene, hidings, moving=True)
                picture = self._laid_out(scene, panels, hidings, None, noted=False).picture
            said = f"{self._moves.value('photo')}, strength {per_cent / 100:.2f}"
            pictures.append(captioned(picture, said, self._moves.view.points[self._moves.large]))
            tell(per_cent / 100)
        return film(pictures, ending)

    def _require_open(self):
        if self.closed:
            raise ValueError("This comparison is closed, for its cell was run again: save the picture of the new one.")

    # --- what the page asks for ---------------------------------------------------------------------------------------

    def _send_picture(self, content):
        sheet, caption, name = self._for_a_file()
        file = encode_image(self._titled(sheet.picture, caption), ".png")
        self._tell(file=[f"{name}.png", "image/png", self._clear_in_it], buffers=[file])

    def _send_film(self, content):
        """Make it beside what goes on: sliders stay alive."""

        def make():
            with self._errors_shown():
                made = self._film(".mp4", lambda share: self._tell_busy("Making the film ...", share))
                with self._one_thread:
                    name = self._for_a_file()[2]
                    self._tell(busy=None, file=[f"{name}.mp4", "video/mp4", self._clear_in_it], buffers=[made])

        at_rest.submit(make)

    _ANSWERS = {"picture": _send_picture, "film": _send_film}
