"""The quiz of lesson 09 in a page: every round at every strength that somebody can reach, with the machines' answers.

After a right answer the next face is hidden one step more strongly, so the tenth can have ten strengths, and all rounds
55 pictures. `quiz.js` follows the same staircase through them.
"""

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace

ROUNDS = 10


def recorded(cache, fingerprint, tell=print, machines=None, rounds=ROUNDS):
    """Play through all that can be played, and remember it.

    Parameters
    ----------
    cache : pathlib.Path
        Where pictures are put, under names made of their content, and the rest is remembered.
    fingerprint : str
        Of the package: with another one, machines are asked again.
    tell : callable
        Gets a sentence before that.
    machines : sequence of quiz.machines.Machine, optional
        By default those of the quiz.
    rounds : int
        At most ten are worth it: they are so many strengths.

    Returns
    -------
    dict
        What the page's script is told.

    Raises
    ------
    DetectorUnavailableError
        If this environment lacks what a machine's recogniser needs.
    """
    from ..quiz.machines import MACHINES

    machines = MACHINES if machines is None else machines
    names = hashlib.sha256(json.dumps([[one.title for one in machines], rounds]).encode()).hexdigest()[:8]
    kept = Path(cache) / f"quiz-{fingerprint}-{names}.json"
    if not kept.is_file():
        tell("Playing the quiz: machines answer each round at each strength.")
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        part.write_text(json.dumps(_played(Path(cache), machines, rounds)), encoding="utf-8")
        part.replace(kept)
    return json.loads(kept.read_text(encoding="utf-8"))


def pictures(told):
    """List the files that a page with the quiz needs.

    Parameters
    ----------
    told : dict
        As from `recorded`.

    Returns
    -------
    set of str
    """
    shown = {name for one in told["rounds"] for name in one["candidates"]}
    return shown | {level["probe"] for one in told["rounds"] for level in one["levels"]}


def _played(folder, machines, rounds):
    from ..quiz.game import Game
    from ..quiz.people import kind_of, sample_people
    from ..quiz.pictures import CREDIT
    from ..quiz.rounds import make_questions
    from ..quiz.staircase import BACK, STRENGTHS

    questions = make_questions(sample_people(), rounds, 0, kind_of)
    game, made = Game(questions, machines=machines), []
    for number, question in enumerate(questions):
        levels = []
        for strength in STRENGTHS[: number + 1]:
            hiding = game.at(strength)
            probe = question.probe(hiding)
            said = [machine.answer(probe, question.candidates, hiding) for machine in machines]
            words = Game.round_words(SimpleNamespace(question=question, strengths=(strength,)))
            levels.append({"probe": _kept(probe, folder), "words": words, "said": said})
        candidates = [_kept(one, folder) for one in question.candidates]
        made.append({"right": question.answer, "candidates": candidates, "levels": levels})
    return {
        "rounds": made,
        "machines": [machine.title for machine in machines],
        "strengths": STRENGTHS,
        "back": BACK,
        "end": [_end(questions, right) for right in range(rounds + 1)],
        "credit": CREDIT.replace("data/README.md says", "The page on photos and videos says"),
    }


def _end(questions, right):
    """What the quiz says at the end to somebody with so many right answers."""
    from ..quiz.game import Game

    game = Game(questions, machines=())
    for number, question in enumerate(questions):
        game.answer(question.answer if number < right else (question.answer + 1) % 4)
    return game.end_words()


def _kept(portrait, folder):
    from ..figures import encode_jpeg
    from ..quiz.pictures import face_of

    content = encode_jpeg(face_of(portrait), 90)
    name = f"{hashlib.sha256(content).hexdigest()[:20]}.jpg"
    if not (folder / name).is_file():
        (folder / name).write_bytes(content)
    return name
