"""The glossary, and the table of what the first text said: each link leads to a section, each new term is explained."""

import re
from functools import cache

import pytest
import refresh_notebooks as tool
from conftest import ROOT

GLOSSARY = tool.NOTEBOOKS / "glossary.ipynb"
COVERED = ROOT / "docs" / "covered.md"
ENTRY = re.compile(r"^- \*\*(.+?)\*\*: (.+) \(\[[^\]]+\]\(([^)#]+)#?([^)]*)\)\)$", re.M)
# Lessons whose new terms must all be in the glossary, and which link to it. Others join when they are rewritten.
HELD = ("00_start_here", "02_roi", "03_blur", "04_paste_back")
HELD_DEEPER = ("03_frequencies", "03_kernels", "03_noise", "04_soft_rim")
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
    "y comes first": "stress",
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


def held():
    return [tool.NOTEBOOKS / f"{name}.ipynb" for name in HELD] + [
        tool.NOTEBOOKS / "deeper" / f"{name}.ipynb" for name in HELD_DEEPER
    ]


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


@pytest.mark.parametrize("path", held(), ids=lambda path: path.stem)
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
    used = set().union(*map(bold, held()))
    assert set(NO_TERMS) - used == set()


@pytest.mark.parametrize("name", HELD)
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
            assert path.exists() and (not fragment or fragment in sections(path)), (row, file, fragment)
