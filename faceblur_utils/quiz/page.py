"""The quiz in JupyterLab, for one person or a room. Nothing of it is saved but the first question, and only of samples.

Pictures travel in messages of their own and never in a widget's state; so does the answer, and only once there is one.
"""

import threading
from pathlib import Path

import anywidget
import ipywidgets as widgets

from ..compare.lifetime import CellOutput
from ..compare.script import script
from ..detect import DetectorUnavailableError, Finding
from ..figures import bundle
from ..hiding import Hiding
from ..messages import counted, error_message
from ..privacy.studies.people import list_people
from ..recognise.encoding import forget
from ..values import share_out
from .game import BLUR, Game
from .machines import MACHINES
from .people import folder_people, kind_of, require_four, sample_people
from .pictures import CREDIT, EMPTY, draw_still, encoded
from .rounds import make_questions, require_whole

# What the machines take for a game: 19 s of processor time for their own staircases, and most of that again for yours.
USUALLY = "half a minute"


class _Left(Exception):
    """Nobody looks any more: the cell was run again, or the program ends."""


class _Page(anywidget.AnyWidget):
    """What ``page.js`` shows. It has no state of its own: everything travels in messages."""

    _esm = script(__file__, "page.js")
    _css = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


class Quiz(CellOutput):
    """You against the machine: who is the hidden face, of four candidates in the clear.

    Ten rounds. The first face is nearly clear; after a right answer the next one is hidden more strongly, after a wrong
    one less. Recognisers get the same hidden face and the same four candidates, as the naive and the parrot of
    `ATTACKERS` ask them, and do not get the answer. At the end stands how many each named rightly, beside chance, and
    at which strength each gave up. They think in a thread, so that you may begin at once.

    By keyboard: 1 to 4 answers, Enter or N goes on, R starts another game, F fills the screen. In a room, ask for a
    show of hands and type the number with the most. The saved notebook holds the first question of the samples without
    its answer, and of a folder of your own a sentence.

    Parameters
    ----------
    folder : str or os.PathLike, optional
        One sub-folder for each of four people or more, with two photos or more of different days in it, as for
        `privacy.study`. By default the samples: 34 people, of whom one is known from two days; for the others, the
        right candidate is the same photograph, mirrored.
    rounds : int
        How many.
    seed : int
        The same number asks the same questions. Another game takes the next one.
    hiding : Hiding, optional
        Method, mask and margin; its strength is not used. By default a Gaussian blur over all that is shown.
    finding : Finding, optional
        How faces are looked for in `folder`.
    machines : sequence of Machine
        Who plays against you.
    **options
        Fields of `Hiding` and of `Finding`, in place of those in `hiding` and `finding`: ``method="gaussian"``.

    Attributes
    ----------
    game : Game or None
        None while the photos of a folder are read.
    error : Exception or None
        What went wrong last; the page shows it, too.

    Raises
    ------
    FileNotFoundError, ValueError
        If there is no such folder or it is none for `privacy.study`, or an argument is not one of those above.

    Examples
    --------
    >>> quiz = Quiz(seed=1)
    >>> quiz.game.answer(quiz.game.question.answer), quiz.game.score()[0]
    (True, Line(title='You', right=1, asked=1, gave_up=''))
    """

    def __init__(self, folder=None, *, rounds=10, seed=0, hiding=None, finding=None, machines=MACHINES, **options):
        self._hiding, self._finding = share_out(options, (Hiding, hiding or BLUR), (Finding, finding))
        # JupyterLab answers the page in a thread beside the one that runs cells.
        self._one_thread = threading.Condition(threading.RLock())
        self._people, self._left_out = None, []
        self._count, self._seed, self._machines = rounds, seed, tuple(machines)
        self.game, self.error, self._still, self._worker = None, None, None, None
        self._number, self._games = 0, 0
        self._listed = self.check(folder, rounds=rounds, seed=seed, hiding=self._hiding)
        if folder is None:
            self._people = sample_people()
            self._begin(seed)
            self._still = draw_still(self.game)
        self._page = _Page(layout=widgets.Layout(width="100%"))
        super().__init__([self._page])
        self._page.on_msg(self._on_message)

    @staticmethod
    def check(folder=None, *, rounds=10, seed=0, hiding=None, **options):
        """Refuse, before long work, what cannot become a quiz.

        Parameters
        ----------
        folder, rounds, seed, hiding, **options
            As for the class.

        Returns
        -------
        dict or None
            The files of each person; None for the samples.

        Raises
        ------
        FileNotFoundError, TypeError, ValueError
            As for the class.
        """
        Game([], hiding, machines=(), **options)
        require_whole(rounds, seed)
        if folder is None:
            return None
        people, _ = list_people(folder)
        require_four(people)
        return people

    def _begin(self, seed):
        """Start a game. That it is another one, the page and the worker see by its number."""
        self._seed, self._number, self._games = seed, 0, self._games + 1
        kind = None if self._listed else kind_of
        self.game = Game(make_questions(self._people, self._count, seed, kind), self._hiding, self._machines)

    # --- what the page is told ----------------------------------------------------------------------------------------

    def _tell(self, content, buffers=()):
        self._page.send({"game": self._games, **content}, list(buffers))

    def _show(self):
        """Send what is to be seen now: the round, or the end."""
        game = self.game
        if game is None:
            return
        if self._number == len(game.questions):
            self._tell_score()
            return
        pictures = encoded(game) if self._number == game.number else self._pictures
        self._pictures = pictures
        if self._number == game.number:
            self._words = game.round_words()
        content = {"is": "round", "number": self._number, "of": len(game.questions), "words": self._words}
        self._tell(content | {"credit": "" if self._listed else CREDIT}, pictures)
        self._tell_outcome()
        self._tell_score()

    def _tell_outcome(self):
        """Say what became of the round that is shown, if it is answered."""
        game, number = self.game, self._number
        if number < game.number:
            said = {"choice": game.choices[number], "right": game.questions[number].answer}
            self._tell({"is": "outcome", "number": number, "words": game.outcome_words(number)} | said)

    def _tell_score(self):
        game = self.game
        lines = [[one.title, one.right, one.asked, one.gave_up] for one in game.score()]
        said = game.end_words() + self._left_out if self._number == len(game.questions) else []
        self._tell({"is": "score", "lines": lines, "of": len(game.questions), "end": said})

    # --- what the page asks for ---------------------------------------------------------------------------------------

    def _on_message(self, page, content, buffers):
        with self._one_thread:
            try:
                if not self.closed:
                    self._ANSWERS[content["do"]](self, content)
            except Exception as error:  # shown where the user looks; a kernel's log is not such a place
                self.error = error
                self._tell({"is": "trouble", "text": error_message(error)})
            self._one_thread.notify_all()

    def _hello(self, content):
        if self._worker is None:  # without a page there is nobody to play
            self._worker = threading.Thread(target=self._work, name="quiz")
            self._worker.start()
        self._show()

    def _answer(self, content):
        # A key that is pressed twice, or a second view, asks about a round that is over.
        asked = content["game"], content["number"]
        if self.game and asked == (self._games, self._number) and self._number == self.game.number:
            self.game.answer(content["choice"])
            self._tell_outcome()
            self._tell_score()

    def _next(self, content):
        if (content["game"], content["number"]) == (self._games, self._number) and self._number < self.game.number:
            self._number += 1
            self._show()

    def _restart(self, content):
        if self.game:
            self._begin(self._seed + 1)
            self._show()

    _ANSWERS = {"hello": _hello, "answer": _answer, "next": _next, "restart": _restart}

    # --- the machines, in a thread of their own -----------------------------------------------------------------------

    def _work(self):
        try:
            if self.game is None:
                self._read()
            while True:
                game, machine, number = self._wait_for_work()
                try:
                    game.beside(machine, number) if number is not None else game.step(machine)
                except DetectorUnavailableError as error:  # one that cannot play leaves; the others go on
                    with self._one_thread:
                        self._machines = tuple(one for one in self._machines if one != machine)
                        game.machines = self._machines
                        self._left_out = [*self._left_out, f"{machine.title} does not play: {error}"]
                with self._one_thread:
                    if game is self.game and not self.closed:
                        self._tell_progress()
                        self._tell_outcome()
                        self._tell_score()
        except _Left:
            pass
        except Exception as error:
            self.error = error
            self._tell({"is": "trouble", "text": error_message(error)})
        finally:
            if self._listed:
                forget()  # encodings can recognise a person elsewhere, too; an answer may have come after `_free`

    def _read(self):
        def told(done, of):
            self._leave_if_closed()
            self._tell({"is": "progress", "done": done, "of": of, "words": f"Reading photo {done} of {of}."})

        people, left_out = folder_people(self._listed, self._finding, told)
        with self._one_thread:
            self._leave_if_closed()
            if left_out:
                self._left_out = [f"{counted(len(left_out), 'file')} left out: {'; '.join(left_out)}."]
            self._people = people
            self._begin(self._seed)
            self._show()

    def _leave_if_closed(self):
        # A thread that Python's end finds inside a recogniser takes the whole program down.
        if self.closed or not threading.main_thread().is_alive():
            raise _Left

    def _wait_for_work(self):
        """Give the next question to a machine: first the one that the person sees; then those of its own staircase."""
        with self._one_thread:
            while True:
                self._leave_if_closed()
                game = self.game
                for number in range(min(game.number + 1, len(game.questions))):
                    for machine in game.machines:
                        if game.known(machine, number) is None:
                            return game, machine, number
                if behind := [one for one in game.machines if game.alone(one) < len(game.questions)]:
                    return game, min(behind, key=game.alone), None
                self._one_thread.wait(1)

    def _tell_progress(self):
        game = self.game
        done, of = sum(map(game.alone, game.machines)), len(game.machines) * len(game.questions)
        words = f"The machines play, too: {done} of {of} answers. You may begin. Usually {USUALLY}."
        self._tell({"is": "progress", "done": done, "of": of, "words": words if done < of else ""})

    def _free(self):
        with self._one_thread:
            self.game = self._people = self._still = self._pictures = None
            self._one_thread.notify_all()

    # --- what stays in the notebook -----------------------------------------------------------------------------------

    def _repr_mimebundle_(self, **kwargs):
        live = super()._repr_mimebundle_(**kwargs)
        if self._still is None:
            return {**live, "text/plain": EMPTY}, {}
        still, metadata = bundle(self._still[0], "jpeg", self._still[1])
        return {**live, **still}, metadata
