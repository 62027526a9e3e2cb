"""Lessons of the second edition: short enough, in sittings of 45 minutes, and no answer before the question."""

import ast
import itertools
import re

import pytest
import refresh_notebooks as tool

# A lesson joins when it has been rewritten; then it stays within the budgets.
CORE = (
    "00_start_here",
    "01_detect",
    "02_roi",
    "03_blur",
    "04_paste_back",
    "05_compare",
    "06_photos",
    "07_video",
    "08_live",
    "09_privacy",
)
DEEPER = (
    "01_cascades",
    "01_contest",
    "01_hog",
    "01_what_makes_detectors_fail",
    "03_frequencies",
    "03_kernels",
    "03_noise",
    "04_soft_rim",
    "05_equal_terms",
    "05_sliders",
    "05_ssim",
    "06_files",
    "06_group",
    "06_hard_photos",
    "07_smooth_and_cut",
    "07_times_and_files",
    "08_queues",
    "09_enough",
    "09_study",
    "09_trained_attackers",
    "09_undoing",
)
MOST = {"words": 3000, "lines": 150, "guesses": 6, "exercises": 3}
MOST_IN_A_CELL = 12
ASKED = r"^> \*\*Guess first\.\*\*"

core = pytest.mark.parametrize("path", [tool.NOTEBOOKS / f"{name}.ipynb" for name in CORE], ids=CORE)
both = pytest.mark.parametrize(
    "path",
    [tool.NOTEBOOKS / f"{name}.ipynb" for name in CORE]
    + [tool.NOTEBOOKS / "deeper" / f"{name}.ipynb" for name in DEEPER],
    ids=CORE + DEEPER,
)


def folded(cell):
    return cell.metadata.get("jupyter", {}).get("source_hidden", False)


def visible(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code" and not folded(cell)]


def lines(cell):
    return [line for line in cell.source.splitlines() if line.strip()]


def calls(cell, name):
    """Arguments that are written out, for each call of a function in a cell."""
    if cell.cell_type != "code":
        return []
    found = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)]
    return [
        [one.value if isinstance(one, ast.Constant) else None for one in node.args]
        for node in found
        if isinstance(node.func, ast.Name) and node.func.id == name
    ]


def sections(notebook):
    """Cells from one heading to the next."""
    parts = [[]]
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and re.match(r"#{1,3} ", cell.source):
            parts.append([])
        parts[-1].append(cell)
    return parts


@core
def test_keeps_to_its_budgets(path):
    notebook = tool.read(path)
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    has = {
        "words": sum(len(cell.source.split()) for cell in [*prose, *visible(notebook)]),
        "lines": sum(len(lines(cell)) for cell in visible(notebook)),
        "guesses": sum(len(re.findall(ASKED, cell.source, re.M)) for cell in prose),
        "exercises": sum(tool.has_tag(cell, "exercise") for cell in notebook.cells),
    }
    assert {name: has[name] for name in MOST if has[name] > MOST[name]} == {}


@both
def test_a_visible_cell_is_short(path):
    long = [cell.source for cell in visible(tool.read(path)) if len(lines(cell)) > MOST_IN_A_CELL]
    assert not long, f"more than {MOST_IN_A_CELL} lines:\n{long[0]}"


@both
def test_each_question_has_choices_and_each_guess_an_answer(path):
    for part in sections(tool.read(path)):
        for place, cell in enumerate(part):
            if cell.cell_type == "markdown":
                asked = len(re.findall(ASKED, cell.source, re.M))
                follows = part[place + 1] if place + 1 < len(part) else None
                assert asked <= 1 and bool(asked) == bool(follows and calls(follows, "predict")), cell.source
        for place, cell in enumerate(part):
            for name, *choices in calls(cell, "predict"):
                assert folded(cell), f"{name}: fold the cell with the choices"
                answers = [one for later in part[place + 1 :] for one in calls(later, "answer") if one[0] == name]
                assert len(answers) == 1, f"{name}: one answer is due in the same section"
                assert not choices or answers[0][1] in (*choices, None), f"{name}: {answers[0][1]} was no choice"


@pytest.mark.parametrize("path", tool.lessons(), ids=lambda path: path.stem)
def test_nothing_in_view_tells_an_answer_before_its_cell_has_run(path):
    """Descriptions and titles of pictures are for those who see, or cannot see, the picture."""
    asked = False
    for cell in tool.read(path).cells:
        if cell.cell_type == "markdown":
            asked = bool(re.search(r"\*\*(Predict|Guess first)\.", cell.source)) or asked and cell.source[0] != "#"
        if not asked:
            continue
        # Of a folded cell, JupyterLab shows the first line.
        seen = cell.source.split("\n")[0] if folded(cell) else cell.source
        told = re.findall(r"\balt\s*=|set_title\(|\banswer\(", seen) if cell.cell_type == "code" else []
        assert not told, f"{told} in sight:\n{seen}"


@both
def test_the_recap_begins_with_questions(path):
    recap = next(
        c.source for c in tool.read(path).cells if c.cell_type == "markdown" and c.source.startswith("## Recap")
    )
    asked = re.findall(r"^\d\. .*\?$", recap, re.M)
    assert 2 <= len(asked) <= 5 and recap.index(asked[0]) < recap.index("\n- ")


@both
def test_it_opens_with_a_picture(path):
    cells = tool.read(path).cells
    assert cells[0].source.startswith("# ")
    assert any(key.startswith("image/") for output in cells[1].outputs for key in output.get("data", {}))


PAUSE = (
    r"> \*Pause\.\* (\d+) of (\d+) minutes are done\. To go on another day, click on the heading below and choose "
    r"\*Run\*, \*Run All Above Selected Cell\*: that takes less than a minute\."
)
LONGEST_SITTING = 45


@core
def test_no_sitting_is_longer_than_a_lesson_at_school(path):
    cells = [cell for cell in tool.read(path).cells if cell.cell_type == "markdown" or not folded(cell)]
    stated = next(re.search(r"\*\*Time\*\* \| (.+?) \|", cell.source) for cell in cells if "**Time**" in cell.source)[1]
    in_all, _, sittings = stated.partition(", in ")
    whole, parts = int(re.findall(r"\d+", in_all)[-1]), [int(one) for one in re.findall(r"\d+", sittings)]
    pauses = [(number, cell) for number, cell in enumerate(cells) if "*Pause.*" in cell.source]
    if whole <= LONGEST_SITTING:
        assert not parts and not pauses
        return
    assert parts and max(parts) <= LONGEST_SITTING and sum(parts) == whole
    assert len(pauses) == len(parts) - 1
    for (number, cell), done in zip(pauses, itertools.accumulate(parts), strict=False):
        assert re.search(PAUSE + r"\s*\Z", cell.source)[0]
        assert tuple(map(int, re.search(PAUSE, cell.source).groups())) == (done, whole)
        following = cells[number + 1].source
        assert following.startswith("## ") and not following.startswith("## Recap")
