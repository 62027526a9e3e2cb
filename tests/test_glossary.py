"""The glossary, and the table of what the first text said: each link leads to a section, each new term is explained."""

import re
from functools import cache

import pytest
import refresh_notebooks as tool
from conftest import ROOT

GLOSSARY = tool.NOTEBOOKS / "glossary.ipynb"
COVERED = ROOT / "docs" / "covered.md"
ENTRY = re.compile(r"^- \*\*(.+?)\*\*: (.+) \(\[[^\]]+\]\(([^)#]+)#?([^)]*)\)\)$", re.M)
# Bold, and no term: stress in a sentence, names of things to click, heads of tables and of paragraphs.
NO_TERMS = {
    "a function never changes an image that it was given.": "a rule",
    "added": "stress",
    "anonymous": "explained as anonymisation",
    "as a copy": "stress",
    "detect": "a step, and detector",
    "empty": "an ordinary word",
    "end x": "a number of the bounding box",
    "end y": "a number of the bounding box",
    "found again, by yunet": "found again, with who finds",
    "found": "the name of a number",
    "from the top": "stress",
    "last": "stress",
    "lengths": "stress",
    "named?": "explained as recognised",
    "new": "stress",
    "no": "stress",
    "not": "stress",
    "on the face": "stress",
    "outside": "stress",
    "paste back": "a step, explained as pipeline",
    "relative to the face": "stress",
    "round": "stress",
    "start x": "a number of the bounding box",
    "start y": "a number of the bounding box",
    "starts": "stress",
    "tight": "an ordinary word",
    "use none of the five on real people": "stress",
    "y comes first": "stress",
    "95 % intervals over photos": "the head of a paragraph",
    "a clip of your own": "stress",
    "adding up frames.": "the head of a paragraph",
    "after": "stress",
    "all": "stress",
    "all means reasonably likely to be used": "stress",
    "all stresses, all detectors:": "the head of a paragraph",
    "amplifies": "stress",
    "and": "stress",
    "and a margin": "stress",
    "and from what is no face": "stress",
    "another copy": "stress",
    "back:": "the head of a paragraph",
    "below 0.6 is a warning, no proof.": "the head of a paragraph",
    "between": "stress",
    "buolamwini and gebru (2018)": "stress",
    "bytes": "stress",
    "close-up": "stress",
    "clothes, hair, posture, gait": "stress",
    "d − b − c + a": "stress",
    "dashed": "stress",
    "different": "stress",
    "does the attacker name people in the clear?": "the head of a paragraph",
    "does the interval lie above chance": "stress",
    "dooley and others (2022)": "stress",
    "doubtful": "stress",
    "either": "stress",
    "enters": "stress",
    "equal samples": "stress",
    "equal strength": "stress",
    "even black tells something": "stress",
    "every": "stress",
    "everything": "stress",
    "face": "stress",
    "fails": "stress",
    "file": "stress",
    "holds": "stress",
    "how": "stress",
    "if the kernel runs on another machine, your face travels there unblurred": "stress",
    "if you hide faces for others": "stress",
    "if you would rather not be found": "stress",
    "in the pixels of `image`": "stress",
    "inferred": "stress",
    "is": "stress",
    "it can show that a blur fails, never that it is safe": "stress",
    "it rates the picture, not the privacy": "stress",
    "itself, blurred": "stress",
    "label": "stress",
    "large photo": "stress",
    "largest": "stress",
    "levels": "stress",
    "linked": "stress",
    "longer": "stress",
    "look at every photo": "stress",
    "mirror image": "stress",
    "names": "stress",
    "newest": "stress",
    "no camera": "stress",
    "no face is found": "stress",
    "nobody": "stress",
    "none": "stress",
    "numbers": "stress",
    "of different days": "stress",
    "on his side": "stress",
    "once": "stress",
    "one": "stress",
    "or more": "stress",
    "our samples cannot measure this.": "the head of a paragraph",
    "over people": "stress",
    "people who know you": "stress",
    "read what a promise is about before you rely on it.": "the head of a paragraph",
    "rest": "stress",
    "searched": "stress",
    "several pictures": "stress",
    "situation": "stress",
    "smallest": "stress",
    "smallest face that has to be hidden": "stress",
    "smoothed": "stress",
    "smoothing.": "the head of a paragraph",
    "so a threshold is not a line-up": "stress",
    "stops with an error": "stress",
    "sure": "stress",
    "the law": "stress",
    "the line-up:": "the head of a paragraph",
    "the place": "stress",
    "the threshold:": "the head of a paragraph",
    "the voice": "stress",
    "three": "stress",
    "two": "stress",
    "voice": "stress",
    "what is left when the album is mirrored?": "the head of a paragraph",
    "what makes a detector miss a face, how soon, and whose?": "the head of a paragraph",
    "what you see is not what is left.": "the head of a paragraph",
    "which of these people": "stress",
    "whose faces?": "the head of a paragraph",
    "worst": "stress",
    "written down before the numbers were looked at": "stress",
    "you": "stress",
    "95 % confidence interval": "explained as confidence interval",
    "electrons": "explained as shot noise",
    "face detector": "explained as detector",
    "full well": "a number of the stress test",
    "intersection over union (iou)": "explained, with its short name apart",
    "logarithmic scale": "explained as logarithmic",
    "look ahead": "stress",
    "meter": "explained as privacy meter",
    "samples": "explained as sample (independent)",
    "singled out": "a word of the law",
    "your own": "stress",
    "your own functions": "stress",
    "doctor": "a program of the package",
    "face blurring": "the subject itself",
    "deeper:": "a link",
    "who is trusted with a camera?": "the head of a paragraph",
    "what this does not prove.": "the head of a paragraph",
    "who is in it, and did they agree to this use?": "a question",
    "who made it, and under which terms?": "a question",
    "where will it go?": "a question",
    "why odd?": "the head of a paragraph",
    "exercises": "how a lesson works",
    "guess": "how a lesson works",
    "guess first.": "how a lesson works",
    "guesses": "how a lesson works",
    "sliders": "how a lesson works",
    "play": "a button",
    "shift + enter": "keys",
    "back to": "a link",
    "next:": "a link",
    "time": "the head of a row",
    "words": "the head of a row",
    "you need": "the head of a row",
    "you will be able to": "the head of a row",
}


@cache
def sections(path):
    """Heading, as it stands in a link, to the text below it."""
    found, heading = {}, None
    for cell in tool.read(path).cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                head = re.match(r"#{1,6} +(.+?)\s*$", line)
                if head and not head[1].startswith("Exercise"):  # it belongs to the section around it
                    heading = head[1].replace(" ", "-")
                if heading:
                    found[heading] = found.get(heading, "") + line + "\n"
    return found


def entries():
    text = "\n\n".join(cell.source for cell in tool.read(GLOSSARY).cells)
    assert len(ENTRY.findall(text)) == text.count("\n- "), "an entry is not written as the others are"
    return ENTRY.findall(text)


def words(term):
    """Each spelling under which a term may be met: "found, found again" is two, what is in brackets another."""
    return {part.strip().casefold() for part in re.split(r"[,()]", term) if part.strip()}


def bold(path):
    text = "\n".join(cell.source for cell in tool.read(path).cells if cell.cell_type == "markdown")
    return {" ".join(one.split()).casefold() for one in re.findall(r"\*\*([^*]+)\*\*", text)}


def test_terms_are_sorted_and_said_once():
    terms = [term.casefold() for term, *_ in entries()]
    assert terms == sorted(set(terms)) and len(terms) > 90


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry[0])
def test_each_link_leads_to_a_section_that_says_the_word(entry):
    term, text, file, fragment = entry
    path = tool.NOTEBOOKS / file
    assert path.exists(), file
    assert 20 < len(text) < 260 and text[-1] in ".:", text
    if fragment:
        assert fragment in sections(path), f"{file} has no section {fragment}"
        below = sections(path)[fragment].casefold()
        assert any(word.removesuffix("s") in below for word in words(term.replace(" of a", ","))), term


@pytest.mark.parametrize("path", tool.lessons(), ids=lambda path: path.stem)
def test_each_term_in_bold_is_in_the_glossary(path):
    known = {
        word
        for term, text, *_ in entries()
        for word in words(term) | words(" ".join(re.findall(r"\*\*(.+?)\*\*", text)))
    }
    unknown = {
        word
        for word in bold(path)
        if word not in NO_TERMS and not {word, word.removesuffix("s"), word.removesuffix("?")} & known
    }
    assert unknown == set(), "explain it in notebooks/glossary.ipynb, or say in NO_TERMS why not"


def test_what_is_no_term_is_still_in_bold():
    used = set().union(*map(bold, tool.lessons()))
    assert set(NO_TERMS) - used == set()


@pytest.mark.parametrize("name", [path.stem for path in tool.lessons() if path.parent.name != "deeper"])
def test_a_lesson_links_to_the_glossary_where_it_opens(name):
    cells = tool.read(tool.NOTEBOOKS / f"{name}.ipynb").cells
    assert any("](glossary.ipynb)" in cell.source for cell in cells[:3] if cell.cell_type == "markdown")


def test_each_group_of_the_first_text_has_sections_that_exist():
    rows = [line for line in COVERED.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
    groups = [row for row in rows if not row.startswith("| **")]
    assert len(groups) > 35
    for row in groups:
        links = re.findall(r"\]\(([^)#]+)#?([^)]*)\)", row)
        assert links, row
        for file, fragment in links:
            path = (COVERED.parent / file).resolve()
            assert path.exists() and fragment in sections(path), (row, file, fragment)
