"""What a notebook's front end is told of long work, and what remains: nothing."""

import lesson_run
import nbformat
import pytest
import refresh_notebooks as tool

from faceblur_utils.bars import bar_class, usually

SLOW = "import time\nfrom faceblur_utils.bars import bar_class, usually\n"
COUNTED = """
with bar_class(None)(total=4, desc="Hiding", unit="photo") as bar:
    for _ in range(4):
        time.sleep(0.4)
        bar.update()
"""


@pytest.fixture(scope="module")
def told():
    """Run cells in one kernel, as a front end does; give, for each, its bars as they came, and the outputs kept."""
    cells = {
        "a picture at the end": f"{SLOW}usually(8, 'Searching <6> photos')\ntime.sleep(0.1)\n'found'",
        "what is printed": "usually(8, 'Counting')\nprint('one')\nprint('two')",
        "what is displayed": "usually(8, 'Drawing')\ndisplay('one')\n'two'",
        "nothing": "usually(8, 'Computing')\nfound = 1",
        "an error": "usually(8, 'Failing')\n1 / 0",
        "counted": "usually(8, 'Hiding 4 faces')" + COUNTED + "'done'",
        "counted by itself": "print('before')" + COUNTED + "print('after')",
        "of another": "usually(3, 'Reading', cell='read = ')\n'said'",
        "named earlier": "read = 1\nread",
        "no bar": "print('one')\n'two'",
    }
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells.values()])
    client = tool.client(notebook, allow_errors=True)
    shown = lesson_run.watch_bars(client)
    client.execute()
    return {name: (shown.get(n, []), notebook.cells[n].outputs) for n, name in enumerate(cells)}


def kept(outputs):
    return [one.get("text") or one.get("ename") or one["data"].get("text/plain") for one in outputs]


def test_a_bar_comes_with_words_and_a_label_and_the_first_output_takes_its_place(told):
    (page,), outputs = told["a picture at the end"]
    assert 'role="progressbar" aria-label="Searching &lt;6&gt; photos, usually 8 s"' in page
    assert "animation: fb-wait 8s" in page and "aria-valuenow" not in page
    assert kept(outputs) == ["'found'"]


@pytest.mark.parametrize(
    ("cell", "remains"),
    [
        ("what is printed", ["one\ntwo\n"]),
        ("what is displayed", ["'one'", "'two'"]),
        ("nothing", []),
        ("an error", ["ZeroDivisionError"]),
    ],
)
def test_nothing_remains_of_a_bar(told, cell, remains):
    pages, outputs = told[cell]
    assert len(pages) == 1 and kept(outputs) == remains


def test_a_count_stands_in_the_line_that_is_there(told):
    pages, outputs = told["counted"]
    assert len(pages) >= 4 and 'aria-label="Hiding 4 faces, usually 8 s: 0 of 4 photos" aria-valuenow="0"' in pages[1]
    assert "4 of 4 photos" in pages[-1] and "width: 100.0%" in pages[-1] and "left" not in pages[-1]
    assert "3 of 4 photos, 0 s left" in pages[-2] and "left" not in pages[1], "before a second nobody knows"
    assert kept(outputs) == ["'done'"]


def test_a_count_of_its_own_leaves_what_was_shown_before(told):
    pages, outputs = told["counted by itself"]
    assert 'aria-label="Hiding: 0 of 4 photos"' in pages[0]
    assert kept(outputs) == ["before\nafter\n", None], "where the bar was, nothing is shown"
    committed = tool.clean(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=outputs)]))
    assert kept(committed.cells[0].outputs) == ["before\nafter\n"]


def test_a_cell_may_be_announced_by_an_earlier_one(told):
    assert told["of another"][0] == [] and kept(told["of another"][1]) == ["'said'"]
    (page,), outputs = told["named earlier"]
    assert 'aria-label="Reading, usually 3 s"' in page and kept(outputs) == ["1"]


def test_the_next_cell_has_none(told):
    pages, outputs = told["no bar"]
    assert pages == [] and kept(outputs) == ["one\n", "'two'"]


def test_outside_a_notebook_there_is_none(capsys):
    usually(8, "Searching")
    assert capsys.readouterr() == ("", "") and bar_class(list) is list


@pytest.mark.parametrize("seconds", [0, -1])
def test_no_time_is_no_time(seconds):
    with pytest.raises(ValueError, match="what the cell usually takes"):
        usually(seconds, "Searching")
