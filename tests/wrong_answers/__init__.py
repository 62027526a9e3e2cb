"""Answers of beginners to the lessons' exercises: right ones in many styles, wrong ones with what each must be told.

One module for each lesson. In it, an exercise is a name, its parameters, and two texts. In the texts, an answer begins with
``##``; behind it stands a regular expression that the check's words must match (nothing, for a right answer). The lines
below it are the body of the function, or a whole piece of code that defines it.
"""

import re
import textwrap
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """One answer: to which exercise, its code, and the words that it must get (empty for a right one)."""

    exercise: str
    code: str
    words: str
    number: int

    def __str__(self):
        last = self.code.strip().splitlines()[-1].strip()
        return f"{self.exercise}-{self.number}-{re.sub(r'[^A-Za-z0-9_]+', ' ', last)[:40].strip()}"


@dataclass(frozen=True)
class Exercise:
    """One exercise, the names of its parameters, and what learners hand in."""

    name: str
    parameters: str
    wrong: list
    right: list


def exercise(name, parameters, wrong, right):
    """Make an `Exercise` of two texts, as the module's docstring describes them."""
    return Exercise(name, parameters, _answers(name, parameters, wrong), _answers(name, parameters, right))


def _answers(name, parameters, text):
    answers = []
    for part in re.split(r"^## ?", text, flags=re.MULTILINE)[1:]:
        words, _, body = part.partition("\n")
        whole = re.search(rf"^(def {name}\b|{name} = )", body, re.MULTILINE)
        code = body if whole else f"def {name}({parameters}):\n{textwrap.indent(body, '    ')}"
        answers.append(Answer(name, code, words.strip(), len(answers)))
    return answers
