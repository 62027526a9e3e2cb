"""Sentences that say who is recognised, or what a blur hides or withstands, say by whom, of how many, and chance.

Read are README and the other pages, the lessons' text, the docstrings of what is public, and the command's help, which
is made of them. A sentence counts with its paragraph or its point of a list: there all three must stand.
"""

import ast
import json
import re

import pytest
from conftest import ROOT

CLAIM = re.compile(r"\b(recogni[sz]ed|unrecogni\w+|hides|with(?:stand|stood)\w*|anonymous|anonymity)\b", re.I)
DUE = {
    "the attacker": r"recogniser|dlib|SFace|attack|parrot|naive|classifier|trained|YuNet|detector|meter|is around",
    "how many": r"\b\d+ of (the )?\d+|\ball \d+|\b\d+ (people|faces?|pictures|photos|pairs|physicists)\b|\b\d+ %",
    "chance, or the limit": r"chance|blind guess|false.match|\b0\.6\b",
}
# What is no claim about safety, and why. Each piece must occur in a sentence that lacks something.
ALLOWED = {
    "what a program or a person does with a face, not what that is worth": (
        "A program on one computer hides each face",
        "**Face blurring** hides the faces",
        "looks in this way and hides doubtful faces",
        "Write a function that hides every box",
        "hides what was found, and nobody else",
        "The classic program hides one box: in the group photo",
        "hides his whole album alike",
        "He hides all 816 of them as yours is hidden",
        "which hides every box: ``hide(roi)``",
        "which hides every face and raises ValueError",
        "how a method hides faces now",
        "in the order in which `anonymize` hides them",
        "Tell what hides the face shown",
        "a method that is slow here hides the face in a picture of the panel's size",
        "Hides faces in one frame after the other.",
        "Open a page that hides faces",
        "Write what hides a face in this way",
        "if no mistake is recognised",
        "the kernel hides faces",
        "How the attacker hides the album's faces",
        "It hides them, and learns from the means",
        "What hides wins over what shows",
        "from which strength on nobody is recognised",
    ),
    "one thing in front of another, or inside it": ("one card hides Hopper",),
    "what a blur does not do": (
        "| been the attacker, and counted |",
        "therefore not anonymous, however it looks",
        'None of these hides less than ``"own"``',
        "a mirror image, which hides nothing",
        "What else no blur of a face hides",
        "has not recognised anybody",
        'So no blur "ensures anonymity"',
        '"ensuring anonymity" | | nothing here shows that',
        "does not prove that nobody can be recognised",
        "A voice can be recognised, too",
        "neither who is recognised by it nor by whom",
    ),
    "what is asked or measured, before it is answered": (
        "you measure whether it hides anything",
        "measure how much it hides, and from whom",
        "whether blurred faces are recognised",
        "still be **recognised** is another question",
        "whether they are still recognised and found",
        "how many are recognised",
        "still found or recognised",
        "is found again or recognised",
        "how well a setting withstands the attacks",
        "Whether the face is recognised, in words",
    ),
    "the name of a lesson or a method, or a mark on a page": (
        "03 Blur: what hides a face?",
        "In [09 Is it anonymous?]",
        "found again, recognised",
        "found by hog, yunet; recognised (0.41)",
        "(is it the same person?)",
    ),
    "a guess of lesson 00, by its name": (
        "two guesses: what share has changed, is she anonymous",
        "| 2 | is she anonymous | no |",
    ),
    "the law": ("is anonymous (Recital 26)",),
}
# In lessons that are being rewritten. An entry goes when its sentence does: the test says so.
TO_BE_REWRITTEN = ()


def written():
    """Where something is said, and the text."""
    for path in (ROOT / "README.md", ROOT / "TEACHING.md", *ROOT.glob("docs/*.md"), *ROOT.glob("classroom/*.md")):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                yield path.relative_to(ROOT).as_posix(), "".join(cell["source"])
    for path in sorted((ROOT / "faceblur_utils").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            documented = isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef))
            if documented and not getattr(node, "name", "").startswith("_"):
                text = (ast.get_docstring(node) or "").split("Examples\n----")[0]
                yield f"{path.relative_to(ROOT).as_posix()}, {getattr(node, 'name', 'the module')}", text


def bare(text):
    """Sentences that claim something and lack one of what is due, each with what it lacks."""
    for paragraph in re.split(r"\n\s*\n|\n(?=- |\d+\. |\| |> )", text):
        lacks = [what for what, pattern in DUE.items() if not re.search(pattern, paragraph, re.I)]
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z(*`\"])", re.sub(r"\s+", " ", paragraph).strip()):
            if lacks and CLAIM.search(sentence):
                yield sentence, lacks


def allowed(sentence):
    """Pieces that make it no claim; a question is none."""
    asks = ["?"] if sentence.endswith("?") or sentence.startswith("> **Predict") else []
    return asks + [piece for pieces in ALLOWED.values() for piece in pieces if piece in sentence]


def test_every_claim_names_attacker_number_and_chance():
    told = [
        f"{where} lacks {', '.join(lacks)}: {sentence}"
        for where, text in written()
        for sentence, lacks in bare(text)
        if not allowed(sentence) and not any(part in sentence for part in TO_BE_REWRITTEN)
    ]
    assert not told, "Name them, or say it otherwise:\n" + "\n".join(told)


def test_nothing_is_allowed_that_does_not_occur():
    found = [sentence for _, text in written() for sentence, _ in bare(text)]
    idle = {one for pieces in ALLOWED.values() for one in pieces} - {one for each in found for one in allowed(each)}
    assert not idle, f"Nothing says this any more: {idle}"
    gone = [part for part in TO_BE_REWRITTEN if not any(part in sentence for sentence in found)]
    assert not gone, f"These are rewritten: take them off the list: {gone}"


@pytest.mark.parametrize(
    "planted",
    [
        "Pixelation withstands all attacks.",
        "At 0.5 nobody is recognised.",
        "With the default, your guests are anonymous.",
        "The mosaic hides the face from dlib.",
        "dlib's recogniser names 0 of 12 pictures; the face is unrecognisable.",
        "Somebody wrote of chance.\n\nThe blur withstands 9 of 10 attackers.",
    ],
)
def test_a_bare_claim_is_told(planted):
    assert [sentence for sentence, _ in bare(planted) if not allowed(sentence)]


@pytest.mark.parametrize(
    "planted",
    [
        "dlib names 0 of 12 pictures (chance: 1 of 34): the blur withstands it.",
        "Of 7 faces, SFace recognised 3; at a false-match rate of 1 % that is more than chance.",
        "Is it anonymous?",
    ],
)
def test_a_claim_that_says_all_is_not_told(planted):
    assert not [sentence for sentence, _ in bare(planted) if not allowed(sentence)]
