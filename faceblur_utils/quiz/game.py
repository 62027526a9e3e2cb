"""A game of some rounds: what is asked, who said what, and the score in words. No widgets here."""

from dataclasses import dataclass

from ..blur import METHODS
from ..hiding import Hiding
from ..messages import counted
from ..privacy.intervals import share_of_people
from ..values import share_out
from .machines import MACHINES, WAYS
from .people import FOUR
from .staircase import STRENGTHS, Staircase

YOU = "You"
# The margin is wider than what is shown of a face (`pictures`): hair, collar and background are hidden, too.
BLUR = Hiding("gaussian", mask="rectangle", margin=0.45)


@dataclass(frozen=True)
class Line:
    """One line of the score.

    Attributes
    ----------
    title : str
        Who it is.
    right, asked : int
        Of how many questions, hidden as you saw them, how many answers were right.
    gave_up : str
        At which strength, with ten questions of its own staircase; empty while it is not known.
    """

    title: str
    right: int
    asked: int
    gave_up: str


class Game:
    """Questions asked one after the other, each hidden as strongly as the answers before allow.

    The machines answer the same questions twice: hidden as strongly as the person sees them, for the score, and on a
    staircase of their own, which tells where they give up.

    Parameters
    ----------
    questions : list of Question
    hiding : Hiding, optional
        Method and mask; its strength is the staircase's. By default a Gaussian blur over all that is shown.
    machines : sequence of Machine
    **options
        Fields of `Hiding`, in place of those in `hiding`.

    Attributes
    ----------
    choices : list of int
        What the person has answered, from 0 on.

    Raises
    ------
    ValueError
        If the method takes no strength: there would be nothing to make stronger.

    Examples
    --------
    >>> from .rounds import _nobody, make_questions
    >>> game = Game(make_questions({name: [_nobody(name)] for name in "abcd"}, count=2), machines=())
    >>> game.answer(game.question.answer), game.number, game.strengths
    (True, 1, (0.04, 0.06))
    """

    def __init__(self, questions, hiding=None, machines=MACHINES, **options):
        (self.hiding,) = share_out(options, (Hiding, hiding or BLUR))
        weakest, strongest = (METHODS[self.hiding.method].at_strength(one, 100, 190) for one in (STRENGTHS[0], 1.0))
        if weakest == strongest:
            raise ValueError(
                f"{self.hiding.method} takes no strength, so there is nothing to make stronger from round to round; "
                "choose a blur, such as gaussian or pixelate."
            )
        self.questions, self.machines, self.choices = list(questions), tuple(machines), []
        self._you = Staircase()
        self._own = {machine: Staircase() for machine in self.machines}
        self._beside = {}

    @property
    def number(self):
        """Which question is asked, from 0 on; as many as there are when the game is over."""
        return len(self.choices)

    @property
    def over(self):
        """Whether all questions are answered."""
        return self.number == len(self.questions)

    @property
    def question(self):
        """The one that is asked now."""
        return self.questions[self.number]

    @property
    def strengths(self):
        """How strongly each face was hidden so far, and the one that is asked about now is."""
        before = tuple(strength for strength, _ in self._you.answers)
        return before if self.over else (*before, self._you.strength)

    def at(self, strength):
        """Give the `Hiding` of a strength.

        Parameters
        ----------
        strength : float

        Returns
        -------
        Hiding
        """
        return self.hiding.replace(strength=strength, parameters=None)

    def probe(self):
        """Give the hidden face that is asked about now.

        Returns
        -------
        Probe
        """
        return self.question.probe(self.at(self.strengths[-1]))

    def answer(self, choice):
        """Take the person's answer to the question that is asked now, and go on to the next.

        Parameters
        ----------
        choice : int
            Place among the candidates, from 0 on.

        Returns
        -------
        bool
            Whether it is right.

        Raises
        ------
        ValueError
            If there is no such candidate, or the game is over.
        """
        if self.over:
            raise ValueError("The game is over; start another one.")
        if choice not in range(FOUR):
            raise ValueError(f"The candidates are 1 to {FOUR}, got {choice + 1}.")
        right = choice == self.question.answer
        self._you.take(right)
        self.choices.append(choice)
        return right

    # --- the machines -------------------------------------------------------------------------------------------------

    def beside(self, machine, number):
        """Ask a machine the question that the person saw, hidden as strongly; the answer is remembered.

        Parameters
        ----------
        machine : Machine
        number : int
            Of the question, no later than the one asked now.

        Returns
        -------
        int
            Place among the candidates, from 0 on.

        Raises
        ------
        DetectorUnavailableError
            If this environment lacks what the recogniser needs.
        """
        if (machine, number) not in self._beside:
            self._beside[machine, number] = self._asked(machine, number, self.strengths[number])
        return self._beside[machine, number]

    def known(self, machine, number):
        """Give what a machine has answered to a question as the person saw it; None if it has not been asked.

        Parameters
        ----------
        machine : Machine
        number : int

        Returns
        -------
        int or None
        """
        return self._beside.get((machine, number))

    def alone(self, machine):
        """Tell how many questions a machine has answered on its own staircase.

        Parameters
        ----------
        machine : Machine

        Returns
        -------
        int
        """
        return len(self._own[machine].answers)

    def step(self, machine):
        """Let a machine take the next question on a staircase of its own.

        Parameters
        ----------
        machine : Machine
            One that has not answered all of them.

        Raises
        ------
        DetectorUnavailableError
            If this environment lacks what the recogniser needs.
        """
        stairs, number = self._own[machine], self.alone(machine)
        stairs.take(self._asked(machine, number, stairs.strength) == self.questions[number].answer)

    def _asked(self, machine, number, strength):
        question, hiding = self.questions[number], self.at(strength)
        return machine.answer(question.probe(hiding), question.candidates, hiding)

    # --- the score ----------------------------------------------------------------------------------------------------

    def score(self):
        """Give a line for each player, yours first. Machines count where they have answered.

        Returns
        -------
        list of Line
        """
        lines = [Line(YOU, self._you.right, self.number, self._stop(self._you) if self.over else "")]
        for machine in self.machines:
            said = [(self.known(machine, number), number) for number in range(self.number)]
            said = [choice == self.questions[number].answer for choice, number in said if choice is not None]
            own = self._own[machine]
            done = len(own.answers) == len(self.questions)
            lines.append(Line(machine.title, sum(said), len(said), self._stop(own) if done else ""))
        return lines

    @staticmethod
    def _stop(stairs):
        return f"{stairs.gave_up:.2f}" if stairs.gave_up is not None else "never"

    def round_words(self):
        """Say what is asked now, and which picture the right one is.

        Returns
        -------
        str
        """
        which = "another picture of the same person" if self.question.another else "the same photograph, mirrored"
        return f"One of the four is {which}. Hidden with strength {self.strengths[-1]:g}."

    def outcome_words(self, number):
        """Say what became of an answer, and of the machines'.

        Parameters
        ----------
        number : int
            Of the question, from 0 on.

        Returns
        -------
        str
        """
        choice, right = self.choices[number], self.questions[number].answer
        own = f"Right: it is {right + 1}." if choice == right else f"Wrong: it is {right + 1}, not {choice + 1}."
        said = [(machine.title, self.known(machine, number)) for machine in self.machines]
        words = [f"{title}: {'✓' if one == right else '✗'} {one + 1}" for title, one in said if one is not None]
        waiting = len(said) - len(words)
        words += [f"{counted(waiting, 'machine')} still thinking"] if waiting else []
        return own + (f" {'; '.join(words)}." if words else "")

    def end_words(self):
        """Say what the score is worth, in sentences.

        Returns
        -------
        list of str
        """
        asked, right = len(self.questions), self._you.right
        low, high = share_of_people([1] * right + [0] * (asked - right))
        another = sum(question.another for question in self.questions)
        same = asked - another
        said = [
            f"Chance: {asked / FOUR:g} of {asked}. {counted(asked, 'round')} are few: your {right} right can stand for "
            f"any share from {low:.0%} to {high:.0%} (95 %).",
            "Named rightly: hidden as strongly as you saw them. Gave up: each on a staircase of its own, with the same "
            "questions, around the strength at which answers turned from right to wrong; never, if all were right.",
            " ".join(f"{way.capitalize()}: {does}." for way, does in WAYS.items()),
        ]
        if same:
            said.append(
                f"In {same} of {asked} rounds the right one was the same photograph, mirrored: its light and exposure "
                "stay when nothing of a face is left."
            )
        return said
