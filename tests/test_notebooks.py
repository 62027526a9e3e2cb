"""Each lesson runs, says the same as when it was committed, and keeps the rules of a lesson."""

import os
import re
import subprocess
import sys
import time
from base64 import b64encode
from pathlib import Path

import cv2
import lesson_run
import nbformat
import numpy as np
import psutil
import pytest
import refresh_notebooks as tool
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

LESSONS = tool.lessons()
FIRST_FIVE = ("00_start_here", "01_detect", "02_roi", "03_blur", "04_paste_back")
WITH_SLIDER = FIRST_FIVE[1:]
LARGEST = 1_500_000  # bytes
LONGEST = 60  # seconds
SLOW = 2  # seconds, from which on a cell says what it does, with a bar
ASKED = r"^> \*\*(Predict|Guess first)\."
ALT = 20  # characters that say something
# A still picture may differ by this much, of 255, at a 16th of its size: other letter shapes give up to 15, a box
# moved by 3 of 500 pixels gives 21, a different result more.
GAP = 24
MACHINE = {
    "an absolute path": r"(?<![\w.~])/(?:home|work|tmp|root|Users|usr|var|opt|mnt)/\S*|\b[A-Z]:\\\S*|file://\S*",
    "the address of a package registry": r"\S*(?:pypi\.org|pythonhosted|anaconda\.org|npmjs\.org|--index.url)\S*",
}
TEXT = r"""\s*(\w+=)?("[^"]*"|'[^']*')[\s,)\]]*"""  # a line that is nothing but a piece of text
CHANGING = {
    "a date and time": r"\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d|\b\d\d:\d\d:\d\d\b",
    "an object's address in memory": r"\b0x[0-9a-f]{6,}",
}


def is_deeper(path):
    return path.parent.name == "deeper"


def each_lesson(test):
    """Run a test for every lesson."""
    return pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)(test)


def each_run(test):
    """Run a test for every lesson that it executes; for the deeper ones at night."""
    at_night = [path for path in LESSONS if is_deeper(path)]
    marked = [pytest.param(path, marks=[pytest.mark.nightly] * (path in at_night)) for path in LESSONS]
    return pytest.mark.parametrize("path", marked, ids=[path.stem for path in LESSONS])(test)


def tell(path, problems, remedy="Mend them, then:"):
    """Fail with the list of problems and the command that mends or renews the lesson."""
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        name = path.relative_to(tool.NOTEBOOKS.parent).as_posix()
        pytest.fail(f"{name}:\n{listed}\n{remedy} uv run python tools/refresh_notebooks.py {name}", pytrace=False)


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    """Give what a fresh run of a lesson showed; each lesson runs once in a session."""
    runs = {}

    def get(path):
        if path not in runs:
            try:
                runs[path] = lesson_run.run(path, tmp_path_factory.mktemp(path.stem))
            except CellExecutionError as error:
                runs[path] = error
        if isinstance(runs[path], CellExecutionError):
            tell(path, [f"a cell fails in a fresh kernel:\n{runs[path]}"])
        return runs[path]

    return get


# --- a fresh run ------------------------------------------------------------------------------------------------------


def test_the_lessons_are_there():
    assert {path.stem for path in LESSONS} >= {*FIRST_FIVE, "01_what_makes_detectors_fail"}
    assert len({path.stem for path in LESSONS}) == len(LESSONS), "two lessons of one name share their runs"


@each_run
def test_runs_alone_and_offline(path, run):
    ran = run(path)
    problems = [
        f"{lesson_run.name_of(cell, number)} writes to stderr: {output.text.strip()}"
        for number, cell in code_cells(ran.fresh)
        for output in cell.outputs
        if output.get("name") == "stderr"
    ]
    # Beside another process, which shares the processor's caches, a lesson takes up to a fifth longer.
    allowed = LONGEST * (1.2 if "PYTEST_XDIST_WORKER" in os.environ else 1)
    if ran.total > allowed:
        problems.append(f"takes {ran.total:.0f} s, {allowed:.0f} s are allowed")
    if ran.left_behind:
        problems.append(f"leaves files in the lessons' folder: {', '.join(ran.left_behind)}")
    tell(path, problems)


@each_run
def test_gives_what_is_committed(path, run):
    ran = run(path)
    tell(path, differences(ran.committed, ran.fresh), "If the new outputs are right:")


@each_run
def test_no_control_raises_and_each_changes_the_picture(path, run):
    ran = run(path)
    problems = ran.controls["problems"] + [f"inside an Output widget: {text}" for text in ran.swallowed]
    if path.stem in WITH_SLIDER and not ran.controls["explorers"]:
        problems.append("has no Explorer, so nothing to slide")
    tell(path, problems)


@each_run
def test_widgets_leave_a_still_picture(path, run):
    tell(path, without_still(run(path).raw))


@each_run
def test_checks_and_solutions_say_what_is_due(path, run):
    tell(path, wrong_verdicts(run(path).fresh))


# Seconds of single cells say less than their sum: at night the machine is quieter.
@pytest.mark.nightly
@each_lesson
def test_what_takes_long_shows_a_bar(path, run):
    tell(path, without_bar(run(path)), "In the cell, or in a folded one before it, say: usually(seconds, words). Then:")


# --- the committed file -----------------------------------------------------------------------------------------------


@each_lesson
def test_a_cell_that_is_announced_is_there(path):
    tell(path, announced_in_vain(tool.read(path)))


@each_lesson
def test_is_clean(path):
    tell(path, not_clean(path.read_text(encoding="utf-8")), "This mends them:")


@each_lesson
def test_is_small(path):
    size = path.stat().st_size
    tell(path, [f"{size / 1e6:.2f} MB, {LARGEST / 1e6} MB are allowed"] if size >= LARGEST else [])


@each_lesson
def test_pictures_are_described(path):
    tell(path, undescribed(tool.read(path)))


@each_lesson
def test_names_no_machine_and_no_moment(path):
    tell(path, named(tool.read(path)))


@each_lesson
def test_code_can_be_projected(path):
    tell(path, unreadable(tool.read(path)))


@each_lesson
def test_has_the_parts_of_a_lesson(path):
    tell(path, missing_parts(tool.read(path), path.stem, link_due(path)))


def test_each_deeper_lesson_is_linked_from_its_lesson():
    for path in filter(is_deeper, LESSONS):
        said = "".join(cell.source for _, cell in prose(tool.read(tool.NOTEBOOKS / link_due(path).removeprefix("../"))))
        assert f"](deeper/{path.name})" in said, f"no lesson leads to {path.name}"


@each_lesson
def test_exercises_are_complete(path):
    number = f"D{int(path.stem[:2])}" if is_deeper(path) else int(path.stem[:2])
    tell(path, incomplete_exercises(tool.read(path), path.stem, number, 1 if is_deeper(path) else 2))


@each_lesson
def test_recap_numbers_are_asserted(path):
    tell(path, unasserted(tool.read(path)))


@each_lesson
def test_links_lead_somewhere(path):
    tell(path, dead_links(tool.read(path), path.parent))


@each_lesson
def test_headings_are_in_order(path):
    tell(path, disordered(tool.read(path), path.stem))


# --- the rules: notebook -> sentences ---------------------------------------------------------------------------------


def link_due(path):
    """The lesson that comes next; of a deeper one, the lesson to go back to, which has the same number."""
    core = [one.name for one in LESSONS if not is_deeper(one)]
    if is_deeper(path):
        return f"../{next(name for name in core if name[:2] == path.name[:2])}"
    return core[(core.index(path.name) + 1) % len(core)]


def code_cells(notebook):
    return [(number, cell) for number, cell in enumerate(notebook.cells) if cell.cell_type == "code"]


def prose(notebook):
    return [(number, cell) for number, cell in enumerate(notebook.cells) if cell.cell_type == "markdown"]


def text_of(cell):
    """All text that a cell printed or returned."""
    bodies = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", [])]
    return "\n".join(bodies)


def differences(committed, fresh):
    problems = []
    for number, cell in code_cells(fresh):
        if tool.has_tag(cell, "timing"):
            continue
        before, place = committed.cells[number], lesson_run.name_of(cell, number)
        old, new = lesson_run.texts(before), lesson_run.texts(cell)
        if old != new:
            changed = next((pair for pair in zip(old, new, strict=False) if pair[0] != pair[1]), (old, new))
            problems.append(f"{place}:\n      committed {changed[0]}\n      now       {changed[1]}")
            continue
        for (_, first, _), (_, second, _) in zip(lesson_run.pictures(before), lesson_run.pictures(cell), strict=True):
            gap = lesson_run.picture_gap(first, second)
            if gap > GAP:
                problems.append(f"{place}: another picture than the committed one (gap {gap:.0f}, {GAP} allowed)")
    return problems


def without_still(raw):
    problems = []
    for number, cell in code_cells(raw):
        live = [output.data for output in cell.outputs if tool.WIDGET_VIEW in output.get("data", {})]
        # What is to be guessed reads as a question on paper, too; it needs no picture.
        live = [data for data in live if not data.get("text/plain", "").startswith("Your guess: ")]
        still = [data for data in live if any(mime.startswith("image/") for mime in data)]
        if tool.has_tag(cell, "slider") and not still:
            problems.append(f"{lesson_run.name_of(cell, number)} is tagged slider and ends with no Explorer")
        elif len(still) < len(live):
            problems.append(f"{lesson_run.name_of(cell, number)} shows a widget and leaves no picture; use an Explorer")
        elif live and not tool.has_tag(cell, "slider"):
            problems.append(f"{lesson_run.name_of(cell, number)} shows a widget; tag it slider")
    return problems


def without_bar(ran):
    problems = []
    for number, cell in code_cells(ran.raw):
        place, takes, pages = lesson_run.name_of(cell, number), ran.seconds[number], ran.bars.get(number)
        if takes > 1.25 * SLOW and not pages:
            problems.append(f"{place} takes {takes:.1f} s and shows no bar")
        for said in re.findall(r"usually ([\d.]+) s<?", pages[0])[:1] if pages else []:
            if not takes / 3 < float(said) < 3 * takes + 1:
                problems.append(f"{place} takes {takes:.1f} s and says that it usually takes {said}")
    return problems


def announced_in_vain(notebook):
    """What `usually(..., cell=...)` names and no later cell begins with, or more than one."""
    problems = []
    for number, cell in code_cells(notebook):
        for start in re.findall(r"""\busually\(.*\bcell=(["'])(.+?)\1\)""", cell.source):
            begin = [later for later, other in code_cells(notebook) if other.source.startswith(start[1])]
            if len(begin) != 1 or begin[0] <= number:
                place = lesson_run.name_of(cell, number)
                problems.append(f"{place} announces {start[1]!r}, with which {len(begin)} cells begin: {begin}")
    return problems


def wrong_verdicts(notebook):
    problems = []
    for number, cell in code_cells(notebook):
        said, place = text_of(cell), lesson_run.name_of(cell, number)
        if tool.has_tag(cell, "solution"):
            if not re.search(r"^✓", said, re.M) or "✗" in said:
                problems.append(f"{place}: the solution does not pass: {said.strip() or 'nothing is printed'}")
        elif calls_check(cell) and "not attempted yet" not in said:
            problems.append(f"{place}: on ... it should say 'not attempted yet', not: {said.strip()}")
    return problems


def calls_check(cell):
    return re.search(r"^check\.\w+\(", cell.source, re.M) is not None


def not_clean(content):
    notebook = nbformat.reads(content, as_version=4)
    problems = []
    counts = [cell.execution_count for _, cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        problems.append(f"its cells were not run once, in order: {counts}")
    if tool.text(tool.clean(notebook)) != content:
        problems.append("holds widget views, widget state, editor's metadata or irregular ids")
    return problems


def undescribed(notebook):
    problems = []
    for number, cell in code_cells(notebook):
        for mime, _, metadata in lesson_run.pictures(cell):
            if len(metadata.get("alt", "").strip()) < ALT:
                problems.append(
                    f"{lesson_run.name_of(cell, number)}: {mime} has no alt text; use figures.show or .grid"
                )
    for number, cell in prose(notebook):
        place = lesson_run.name_of(cell, number)
        problems += [f"{place}: ![]({to}) has no alt text" for alt, to in pictures_in(cell.source) if len(alt) < ALT]
        problems += [f"{place}: {tag} has no alt" for tag in re.findall(r"<img\b(?![^>]*\balt=)[^>]*>", cell.source)]
    return problems


def pictures_in(markdown):
    return re.findall(r"!\[([^\]]*)\]\(([^)\s]+)", markdown)


def named(notebook):
    problems = []
    for number, cell in enumerate(notebook.cells):
        for what, pattern in MACHINE.items():
            for hit in re.finditer(pattern, f"{cell.source}\n{text_of(cell)}"):
                problems.append(f"{lesson_run.name_of(cell, number)} holds {what}: {hit.group()}")
        for what, pattern in CHANGING.items():
            for hit in re.finditer(pattern, text_of(cell)):
                problems.append(f"{lesson_run.name_of(cell, number)} prints {what}: {hit.group()}")
    return problems


def unreadable(notebook, lines=20, columns=100):
    """Cells too long, or too wide, to be read from the back of a room; texts and lone brackets are not read."""
    problems = []
    for number, cell in code_cells(notebook):
        place = lesson_run.name_of(cell, number)
        if not tool.has_tag(cell, "solution") and cell.metadata.get("jupyter", {}).get("source_hidden", False):
            continue  # a folded cell is run, not read
        rows = [row for row in cell.source.splitlines() if row.strip(" )]},")]
        code = [row for row in rows if not re.fullmatch(TEXT, row)]
        if not rows:
            problems.append(f"{place}: holds no code")
        if len(code) > lines:
            problems.append(f"{place}: {len(code)} lines, {lines} are allowed; cut it in two")
        problems += [
            f"{place}: {len(row)} columns, {columns} are allowed: {row.strip()}" for row in code if len(row) > columns
        ]
    return problems


def missing_parts(notebook, stem, following):
    said = "\n\n".join(cell.source for _, cell in prose(notebook))
    due = {
        "a table or list with the time needed": r"(?i)\btime\b.*\bminutes\b",
        "a prediction (> **Guess first.** ...)": ASKED,
        "a recap (## Recap)": r"^## Recap",
        "further reading (## Further reading)": r"^## Further reading",
        f"a link to {following}": rf"\]\([^)]*{re.escape(following)}",
    }
    problems = [f"lacks {what}" for what, pattern in due.items() if not re.search(pattern, said, re.M)]
    if stem in WITH_SLIDER and not any(tool.has_tag(cell, "slider") for _, cell in code_cells(notebook)):
        problems.append("lacks a cell tagged slider")
    return problems + unanswered(notebook)


def unanswered(notebook):
    """Predictions that no picture or number follows before the next heading."""
    problems = []
    for number, cell in prose(notebook):
        if not re.search(ASKED, cell.source, re.M):
            continue
        followers = notebook.cells[number + 1 :]
        until = next((i for i, c in enumerate(followers) if headings(c)), len(followers))
        if not any(c.get("outputs") for c in followers[:until]):
            problems.append(f"{lesson_run.name_of(cell, number)}: a prediction that no output answers")
    return problems


def incomplete_exercises(notebook, stem, lesson, least=2):
    starts = [
        (number, title)
        for number, cell in prose(notebook)
        for _, title in headings(cell)
        if title.lower().startswith("exercise")
    ]
    least = 1 if stem[:2] == "00" else least
    problems = [] if least <= len(starts) <= 4 else [f"has {len(starts)} exercises; {least} to 4 are due"]
    # A deeper lesson goes on where the one before it ends.
    first = re.match(r"Exercise D\d+\.(\d+): ", starts[0][1]) if starts and str(lesson).startswith("D") else None
    for count, (start, title) in enumerate(starts, start=int(first[1]) if first else 1):
        if not title.startswith(f"Exercise {lesson}.{count}: "):
            problems.append(f"'{title}' should begin with 'Exercise {lesson}.{count}: '")
        cells = notebook.cells[start + 1 :]
        cells = cells[: next((i for i, c in enumerate(cells) if headings(c)), len(cells))]
        parts = [
            ("a cell tagged exercise with ... in it", lambda c: tool.has_tag(c, "exercise") and "..." in c.source),
            ("a cell that calls check.<exercise>(attempt)", lambda c: c.cell_type == "code" and calls_check(c)),
            ("a folded hint (<details><summary>Hint</summary>)", is_hint),
            ("a folded cell tagged solution that calls the check", is_solution),
        ]
        places = [next((i for i, c in enumerate(cells) if fits(c)), None) for _, fits in parts]
        problems += [f"{title}: lacks {what}" for (what, _), at in zip(parts, places, strict=True) if at is None]
        if None not in places and places != sorted(places):
            problems.append(f"{title}: the order is task, attempt, check, hint, solution")
    return problems


def is_hint(cell):
    return cell.cell_type == "markdown" and re.search(r"<details>\s*<summary>[^<]*Hint", cell.source) is not None


def is_solution(cell):
    folded = cell.metadata.get("jupyter", {}).get("source_hidden", False)
    return tool.has_tag(cell, "solution") and folded and calls_check(cell)


def unasserted(notebook):
    """Numbers in the recap that stand in no assertion of the recap's code cell."""
    starts = [n for n, cell in prose(notebook) if re.search(r"^## Recap", cell.source, re.M)]
    if not starts:
        return ["lacks a recap"]
    cells = notebook.cells[starts[0] :]
    cells = cells[: next((i for i, c in enumerate(cells) if i and headings(c)), len(cells))]
    code = "\n".join(c.source for c in cells if c.cell_type == "code")
    if "assert " not in code or not any(text_of(c).strip() for c in cells if c.cell_type == "code"):
        return ["the recap lacks a cell that asserts its numbers and prints one line"]
    said = "\n".join(re.split(r"^## (?!Recap)", c.source, flags=re.M)[0] for c in cells if c.cell_type == "markdown")
    # Code, links and the names of lessons, exercises and steps hold numbers that are no results.
    said = re.sub(
        r"`[^`]*`|\]\([^)]*\)|(?i:lessons?|exercises?|steps?|sections?) D?\d[\d.]*|^\s*\d+\. ", " ", said, flags=re.M
    )
    numbers = {float(n.replace(",", "")) for n in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", said)}
    held = {float(n.replace("_", "")) for n in re.findall(r"(?<![\w.])\d+(?:_\d{3})*(?:\.\d+)?", code)}
    held |= {round(n * 100, 6) for n in held}
    lost = sorted(numbers - held)
    return [f"the recap says {number:g}, which its assertions do not" for number in lost]


def dead_links(notebook, folder):
    problems = []
    for number, cell in prose(notebook):
        source = re.sub(r"```.*?```|`[^`\n]*`", "", cell.source, flags=re.S)
        targets = re.findall(r"\]\(([^)\s]+)", source) + re.findall(r"""(?:href|src)=["']([^"']+)""", source)
        for target in targets:
            if re.match(r"[a-z]+:", target) or target.startswith("#"):
                continue
            inside = tool.NOTEBOOKS in (folder / target).resolve().parents
            if target.startswith("..") and not inside:  # README's first command serves the lessons' folder only
                problems.append(
                    f"{lesson_run.name_of(cell, number)}: {target} lies outside notebooks/; name it in words"
                )
            elif not (folder / target.split("#")[0]).exists():
                problems.append(f"{lesson_run.name_of(cell, number)}: no file at {target}")
    return problems


def headings(cell):
    """(level, text) of each heading in a cell."""
    if cell.cell_type != "markdown":
        return []
    source = re.sub(r"^```.*?^```", "", cell.source, flags=re.S | re.M)
    return [(len(marks), title) for marks, title in re.findall(r"^(#{1,6}) +(.+?)\s*$", source, re.M)]


def disordered(notebook, stem):
    found = [heading for cell in notebook.cells for heading in headings(cell)]
    problems = []
    if not found or found[0][0] != 1 or not found[0][1].startswith(f"{stem[:2]} "):
        problems.append(f"should begin with the heading '# {stem[:2]} ...'")
    if [level for level, _ in found].count(1) > 1:
        problems.append("has more than one heading of the first level")
    for (before, _), (level, title) in zip(found, found[1:], strict=False):
        if level > before + 1:
            problems.append(f"'{title}' is of level {level} below one of level {before}")
    numbers = [int(hit.group(1)) for level, title in found if level == 2 and (hit := re.match(r"(\d+)\. ", title))]
    if numbers != list(range(1, len(numbers) + 1)) or not numbers:
        problems.append(f"its sections (## 1. ...) are numbered {numbers}")
    return problems


# --- the checkers are checked -----------------------------------------------------------------------------------------

PICTURE = b64encode(cv2.imencode(".png", np.zeros((60, 80, 3), np.uint8))[1].tobytes()).decode()
SETUP = """import numpy as np
import ipywidgets as widgets
from faceblur_utils.compare import Explorer
from faceblur_utils.parameters import Parameter
size = Parameter("size", 4, 0, 8, 1, "pixels")"""
EXPLORER = """def panels(size):
    image = np.full((20, 20, 3), 100, np.uint8)
    image[:, :size] = 255
    {extra}
    return [image], "A bar."
Explorer(panels, ["Bar"], {{"size": size}}, alt="A white bar on grey, as wide as the slider says.")"""


def made(*sources):
    """A notebook of code cells; those that begin with # are prose."""
    return new_notebook(cells=[(new_markdown_cell if s[0] in "#!>[<" else new_code_cell)(s) for s in sources])


def ran(tmp_path, *sources):
    path = tmp_path / "97_made.ipynb"
    tool.write(made(*sources), path)
    (tmp_path / "scratch").mkdir()
    return lesson_run.run(path, tmp_path / "scratch")


@pytest.mark.nightly
def test_a_sound_explorer_is_moved_and_passes(tmp_path):
    result = ran(tmp_path, SETUP, EXPLORER.format(extra=""))
    assert result.controls == {"problems": [], "moved": ["size"], "explorers": 1}
    assert result.swallowed == [] and without_still(result.raw) == [
        "cell 1 (def panels(size):) shows a widget; tag it slider"
    ]


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        pytest.param(
            "assert size < 8, 'too wide'",
            "size = 8: the explorer shows AssertionError: too wide",
            marks=pytest.mark.nightly,
        ),
        ("assert size != 4 or not image[0, 0, 0] or True; 1 / (size - 0)", "size = 0: the explorer shows ZeroDivision"),
        pytest.param("image[:] = 0", "size: the picture is the same at [0, 4, 8]", marks=pytest.mark.nightly),
        pytest.param("np.sqrt(np.array(size - 2.0))", "size = 0: warns invalid value", marks=pytest.mark.nightly),
    ],
)
def test_a_callback_that_fails_is_caught(tmp_path, extra, told):
    problems = ran(tmp_path, SETUP, EXPLORER.format(extra=extra)).controls["problems"]
    assert told in "\n".join(problems)


@pytest.mark.nightly
def test_an_error_that_the_page_of_ones_own_photos_shows_is_caught(tmp_path):
    fails = (
        "def fails(image, faces, hiding):\n    assert hiding.mask != 'feathered'\n    return real(image, faces, hiding)"
    )
    swap = "from faceblur_utils.own_photos import OwnPhotos, photo\nreal = photo.hide_faces\n" + fails
    result = ran(tmp_path, swap, "photo.hide_faces = fails\nOwnPhotos('scene')")
    assert result.controls["problems"] == ["mask = 'feathered': the explorer shows AssertionError: "]
    # The default, a cover, knows no strength.
    assert result.controls["moved"] == ["detector", "looks", "method", "mask", "margin"]


@pytest.mark.nightly
def test_an_error_that_an_output_widget_swallows_is_caught(tmp_path):
    fails_at_once = "@widgets.interact(a=(1, 3))\ndef f(a):\n    1 / (a - 2)"
    fails_when_moved = "@widgets.interact(b=[1, 2, 3])\ndef g(b):\n    print({1: 1, 2: 2}[b])"
    result = ran(tmp_path, SETUP, fails_at_once, fails_when_moved)
    assert result.swallowed[0] == "ZeroDivisionError: division by zero"
    told = "\n".join(result.controls["problems"])
    assert "IntSlider 'a' = 2: an Output widget shows ZeroDivisionError" in told
    assert "Dropdown 'b' = 3: an Output widget shows KeyError" in told and "= 1: an Output" not in told
    assert "leaves no picture" in without_still(result.raw)[0]


@pytest.mark.nightly
def test_an_error_that_the_next_call_clears_is_caught(tmp_path):
    body = "    calls.append(a)\n    assert len(calls) > 1\n    display(a)"
    result = ran(tmp_path, SETUP, f"calls = []\n@widgets.interact(a=(1, 3))\ndef f(a):\n{body}")
    assert result.swallowed == ["AssertionError: "]
    assert result.controls["problems"] == []


@pytest.mark.nightly
def test_a_sound_interact_passes(tmp_path):
    cell = "@widgets.interact(a=(1, 3), b=True, c=[1, 2])\ndef f(a, b, c):\n    print(a, b, c)"
    assert ran(tmp_path, SETUP, cell).controls == {
        "problems": [],
        "moved": ["IntSlider 'a'", "Checkbox 'b'", "Dropdown 'c'"],
        "explorers": 0,
    }


def test_a_cell_announced_in_vain_is_caught():
    said = "usually(3, 'Waiting', cell='{}')"
    assert announced_in_vain(made(said.format("here = "), "here = 1")) == []
    told = announced_in_vain(made("here = 1", said.format("here = "), said.format("there = ")))
    assert [one.split("announces ")[1] for one in told] == [
        "'here = ', with which 1 cells begin: [0]",
        "'there = ', with which 0 cells begin: []",
    ]


@pytest.mark.nightly
def test_a_long_cell_without_a_bar_is_caught_and_one_that_promises_too_little(tmp_path):
    # Work and not sleep: on a busy machine, only what was worked says how long it takes on a quiet one.
    work = "until = time.process_time() + 3\nwhile time.process_time() < until: 1"
    said = f"import time\nfrom faceblur_utils import usually\nusually({{}}, 'Working')\n{work}"
    result = ran(tmp_path, said.format(3), work, said.format(0.5))
    first, second = without_bar(result)
    assert first.startswith("cell 1 (until = ") and first.endswith("s and shows no bar")
    assert second.startswith("cell 2 (") and second.endswith("and says that it usually takes 0.5")


def test_a_lesson_that_asks_another_machine_is_caught(tmp_path):
    with pytest.raises(CellExecutionError, match="must run offline, and asked for example.org"):
        ran(tmp_path, "import urllib.request\nurllib.request.urlopen('http://example.org')")


def test_a_lesson_that_writes_beside_itself_is_caught(tmp_path):
    try:
        assert ran(tmp_path, "open('left.txt', 'w').close()").left_behind == ["left.txt"]
    finally:
        (tool.NOTEBOOKS / "left.txt").unlink()


def test_other_outputs_are_caught():
    def showing(*outputs, tags=()):
        cell = new_code_cell("f()", outputs=list(outputs), metadata={"tags": list(tags)})
        return new_notebook(cells=[cell])

    def printed(text, **rest):
        return showing(new_output("stream", text=text), **rest)

    assert differences(printed("1"), printed("1")) == []
    assert "committed ('stdout', '1')" in differences(printed("1"), printed("2"))[0]
    assert differences(printed("1"), printed("2", tags=["timing"])) == []
    assert "committed []" in differences(showing(), printed("2"))[0]
    black, grey, wide = (picture_of(np.full(shape, level, np.uint8)) for shape, level in SHAPES)
    assert differences(showing(black), showing(black)) == []
    assert "another picture" in differences(showing(black), showing(grey))[0]
    assert "another picture" in differences(showing(black), showing(wide))[0]


SHAPES = (((60, 80, 3), 0), ((60, 80, 3), 60), ((60, 90, 3), 0))


def picture_of(image, kind="png", alt="A uniform picture, as tests use it."):
    content = b64encode(cv2.imencode(f".{kind}", image)[1].tobytes()).decode()
    mime = f"image/{kind}"
    return new_output("display_data", data={mime: content, "text/plain": alt}, metadata={mime: {"alt": alt}})


def test_letters_of_another_font_engine_are_not_another_picture():
    import matplotlib
    from matplotlib.figure import Figure

    def drawn(title, **settings):
        with matplotlib.rc_context(settings):
            fig = Figure(figsize=(6, 3), dpi=100)
            axis = fig.add_subplot(title=title, xlabel="kernel width, pixels")
            axis.plot([1, 4, 9])
            from faceblur_utils.figures import encode

            return b64encode(encode(fig)[0]).decode()

    plain = drawn("Some title")
    assert 0 < lesson_run.picture_gap(plain, drawn("Some title", **{"text.hinting": "none"})) < GAP
    assert lesson_run.picture_gap(plain, drawn("An entirely different title")) > GAP


@pytest.mark.parametrize(
    ("rule", "sources", "told"),
    [
        (undescribed, ["![](../a.png)"], "no alt text"),
        (undescribed, ["<img src='a.png'>"], "has no alt"),
        (named, ["open('/home/me/a.jpg')"], "absolute path: /home/me"),
        (named, ["x = 'C:\\\\photos'"], "absolute path: C:"),
        (named, ["!pip install anaconda.org/x"], "package registry"),
        (unreadable, ["x = 1\n" * 21], "21 lines"),
        (unreadable, ["x = [" + "1, " * 33 + "]"], "105 columns"),
        (unasserted, ["## Recap\n29 of 30 faces", "assert found == 29\nprint('ok')"], "prints one line"),
        (lambda n: dead_links(n, Path()), ["[next](07_nowhere.ipynb)"], "no file at 07_nowhere.ipynb"),
        (lambda n: dead_links(n, Path()), ["[readme](../README.md)"], "lies outside notebooks/"),
        (lambda n: disordered(n, "97_made"), ["# 97 A\n### B"], "of level 3 below one of level 1"),
        (lambda n: disordered(n, "97_made"), ["# 97 A\n## 1. B\n## 3. C"], "numbered [1, 3]"),
        (lambda n: disordered(n, "97_made"), ["# 96 A"], "'# 97 ...'"),
        (lambda n: missing_parts(n, "97", "98_b.ipynb"), ["# 97"], "lacks a link to 98_b.ipynb"),
        (lambda n: missing_parts(n, "97", "98_b.ipynb"), ["> **Predict.** What?", "1"], "no output answers"),
        (lambda n: incomplete_exercises(n, "97", 97), ["### Exercise 97.1: a"], "1 exercises; 2 to 4"),
        (lambda n: incomplete_exercises(n, "97", 97), ["### Exercise 97.1: a"], "97.1: a: lacks a folded hint"),
        (lambda n: incomplete_exercises(n, "97", 97), ["### Exercise 1: a"], "should begin with 'Exercise 97.1: '"),
        (lambda n: incomplete_exercises(n, "97", "D97"), ["### Exercise 97.1: a"], "begin with 'Exercise D97.1: '"),
        (lambda n: dead_links(n, tool.NOTEBOOKS / "deeper"), ["[out](../../README.md)"], "lies outside notebooks/"),
        (lambda n: dead_links(n, tool.NOTEBOOKS / "deeper"), ["[back](../77_no.ipynb)"], "no file at ../77_no.ipynb"),
    ],
)
def test_a_broken_rule_is_told(rule, sources, told):
    assert told in "\n".join(rule(made(*sources)))


def test_exercises_of_a_deeper_lesson_go_on_from_its_first():
    twice = made("### Exercise D97.2: a", "### Exercise D97.2: b")
    assert "'Exercise D97.2: b' should begin with 'Exercise D97.3: '" in incomplete_exercises(twice, "97", "D97")


def test_recap_numbers_without_assertion_are_told():
    code = new_code_cell("assert (found, share) == (29, 0.3)\nprint('ok')", outputs=[new_output("stream", text="ok")])
    notebook = new_notebook(cells=[new_markdown_cell("## Recap\n29 faces, 30 %, 1,000 `k=3`, lesson 03."), code])
    assert unasserted(notebook) == ["the recap says 1000, which its assertions do not"]


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="this system tells nobody how long one waited")
def test_a_lessons_time_leaves_out_what_it_waited_for_others():
    core = min(os.sched_getaffinity(0))
    busy = f"import os, time; os.sched_setaffinity(0, [{core}]); until = time.time() + 2\nwhile time.time() < until: 1"
    started = [subprocess.Popen([sys.executable, "-c", busy]) for _ in range(4)]
    time.sleep(1.5)
    assert 0 < lesson_run.pace((0, 0), lesson_run.time_of(psutil.Process(started[0].pid))) < 0.5
    assert [one.wait() for one in started] == [0] * 4


def test_wrong_verdicts_are_told():
    def cell(source, said, *tags):
        return new_code_cell(source, metadata={"tags": list(tags)}, outputs=[new_output("stream", text=said)])

    sound = [cell("check.a(a)", "- a: not attempted yet."), cell("check.a(b)", "✓ a: fine.", "solution")]
    broken = [cell("check.a(a)", "✗ a: not yet."), cell("check.a(b)", "✗ a: not yet.", "solution")]
    assert wrong_verdicts(new_notebook(cells=sound)) == []
    assert len(wrong_verdicts(new_notebook(cells=broken))) == 2


# --- the tool ---------------------------------------------------------------------------------------------------------

TIMED = new_code_cell("import time\nprint(time.perf_counter())", metadata={"tags": ["timing"]})


def test_refreshing_twice_changes_nothing(tmp_path):
    path = tmp_path / "97_made.ipynb"
    notebook = made("# 97 Made", SETUP, EXPLORER.format(extra=""), "print(1)\nprint(2)")
    notebook.cells.append(TIMED)
    tool.write(notebook, path)
    assert tool.main([str(path)]) == 0
    once = path.read_bytes()
    assert tool.main([str(path)]) == 0
    assert path.read_bytes() == once
    assert not_clean(once.decode()) == []
    assert tool.main(["--timings", str(path)]) == 0
    assert path.read_bytes() != once
    assert list(tmp_path.iterdir()) == [path]


def test_a_lesson_that_fails_is_left_as_it_was(tmp_path, capsys):
    path = tmp_path / "97_made.ipynb"
    tool.write(made("1 / 0"), path)
    before = path.read_bytes()
    assert tool.main([str(path)]) == 1
    assert path.read_bytes() == before
    assert "ZeroDivisionError" in capsys.readouterr().out


def test_clean_strips_what_changes_and_keeps_what_counts():
    cell = new_code_cell(
        "x",
        metadata={
            "tags": ["slider"],
            "jupyter": {"source_hidden": True},
            "execution": {"iopub.status.busy": "2000-01-01"},
            "scrolled": True,
        },
        outputs=[picture_of(np.zeros((2, 2, 3), np.uint8))],
    )
    cell.outputs[0].data[tool.WIDGET_VIEW] = {"model_id": "1"}
    dirty = new_notebook(
        cells=[cell], metadata={"widgets": {tool.WIDGET_STATE: {}}, "language_info": {"name": "python", "version": "3"}}
    )
    cleaned = tool.clean(dirty)
    assert set(cleaned.metadata) == {"kernelspec", "language_info"} and "version" not in cleaned.metadata.language_info
    assert cleaned.cells[0].metadata == {"tags": ["slider"], "jupyter": {"source_hidden": True}}
    assert set(cleaned.cells[0].outputs[0].data) == {"image/png", "text/plain"}
    assert cleaned.cells[0].id == "cell-000"
    assert tool.WIDGET_VIEW in dirty.cells[0].outputs[0].data, "its input was changed"
    assert tool.clean(cleaned) == cleaned
    nbformat.validate(cleaned)
    assert "irregular ids" in not_clean(tool.text(dirty))[-1]


def test_a_timing_whose_code_was_edited_in_the_file_is_measured_anew(tmp_path):
    path = tmp_path / "97_made.ipynb"
    notebook = made("# 97 Made")
    notebook.cells += [TIMED, new_code_cell("print('old')", metadata={"tags": ["timing"]})]
    tool.write(notebook, path)
    assert tool.committed(path) is None and tool.main([str(path)]) == 0
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "it"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    once = path.read_text(encoding="utf-8")
    path.write_text(once.replace("print('old')", "print('new')"), encoding="utf-8")
    assert tool.main([str(path)]) == 0
    before, after = (
        [cell.outputs[0].text for cell in nbformat.reads(text, as_version=4).cells if cell.cell_type == "code"]
        for text in (once, path.read_text(encoding="utf-8"))
    )
    assert before[0] == after[0], "its code is the same"
    assert (before[1], after[1]) == ("old\n", "new\n")


def test_timings_are_kept_while_the_code_is_the_same():
    def timed(source, said, tag="timing"):
        cell = new_code_cell(source, metadata={"tags": [tag]}, outputs=[new_output("stream", text=said)])
        return new_notebook(cells=[cell])

    for source, tag, said in (("f()", "timing", "1 ms"), ("g()", "timing", "2 ms"), ("f()", "other", "2 ms")):
        after = timed(source, "2 ms", tag)
        tool.keep_timings(after, timed("f()", "1 ms", tag))
        assert after.cells[0].outputs[0].text == said
