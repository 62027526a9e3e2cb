"""The book: what of a lesson becomes a page, what a slider leaves, what is refused, and that a book appears whole."""

import json
import re
import sys
from types import SimpleNamespace

import cv2
import nbformat
import numpy as np
import pytest
from conftest import ROOT

from faceblur_utils import METHODS, Box, samples
from faceblur_utils.book import extension, flipbooks, guesses, lessons, methods, play, recording, site
from faceblur_utils.compare import Explorer, compare_methods
from faceblur_utils.images import read_image
from faceblur_utils.motion import Flipbook, Motion
from faceblur_utils.parameters import Parameter

LESSONS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
# Translations, in folders named by their language, are not in the book.
NAMES = [path.relative_to(ROOT / "notebooks").as_posix() for path in LESSONS if len(path.parent.name) != 2]


def lesson(name):
    return json.loads((ROOT / "notebooks" / name).read_text(encoding="utf-8"))


def shown(cells):
    """All that cells print, as words."""
    return "".join("".join(one.get("text", "")) for cell in cells for one in cell.get("outputs", ()))


def html_of(cell):
    return "".join("".join(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", ()))


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_becomes_a_page(name):
    before, page = lesson(name), lessons.page(lesson(name), name)
    nbformat.validate(nbformat.reads(json.dumps(page), as_version=4))
    assert "No guess was made" not in shown(page["cells"]) and "not attempted yet" not in shown(page["cells"])
    code = [one for one in zip(before["cells"], page["cells"], strict=True) if one[0]["cell_type"] == "code"]
    for old, new in code:
        source, tags = "".join(old["source"]), new["metadata"]["tags"]
        html = html_of(new)
        about = [one for output in old["outputs"] for one in output.get("metadata", {}).values()]
        alts = [one["alt"] for one in about if "alt" in one]
        alts = [" ".join(alt.split()) for alt in alts]
        assert [new["metadata"]["mystnb"]["image"]["alt"]] == alts if alts else True
        assert bool({"hide-input", "hide-cell"} & set(tags)) == bool(
            old["metadata"].get("jupyter", {}).get("source_hidden")
        )
        assert ("fb-guess" in html) == source.startswith("predict(")
        assert ("fb-try" in html) == ("exercise" in tags)
        assert html.count("data-name=") == source.count("predict(") + len(guesses.calls(source, "answer"))


def test_each_question_of_a_lesson_is_answered_below_it():
    for name in NAMES:
        asked, answered = [], []
        for cell in lessons.page(lesson(name), name)["cells"]:
            html = html_of(cell)
            asked += [one for one in [guesses.call(cell["source"], "predict")] if one]
            if "fb-answer" in html:
                answered += [one.name for one in guesses.calls(cell["source"], "answer")]
        assert [one.name for one in asked] == answered, name


def test_an_answer_is_the_one_of_the_choices_or_a_number():
    for name in NAMES:
        choices = {}
        for cell in lesson(name)["cells"]:
            source = "".join(cell["source"])
            choices |= {one.name: one.choices for one in guesses.calls(source, "predict")}
            for call in guesses.calls(source, "answer"):
                came_out = next(filter(None, (guesses.printed(one, call.name) for one in cell["outputs"])))[1]
                bare = came_out.removesuffix(f" {call.unit}" if call.unit else "")
                if choices[call.name]:
                    assert bare in choices[call.name]
                else:
                    float(bare.replace(",", "").rstrip("%"))


def test_a_picture_without_a_description_is_refused():
    output = {"output_type": "display_data", "data": {"image/png": "", "text/plain": " "}, "metadata": {}}
    with pytest.raises(ValueError, match="no description; its cell begins: 'draw"):
        lessons.describe({"source": "draw()", "metadata": {}, "outputs": [output]})


def test_a_page_cannot_be_broken_out_of():
    left = {"pictures": ["a.webp"], "captions": ["</script><b>"], "alt": '"<', "size": [2, 2], "start": 0}
    html = lessons.flipbook(left, "../")
    assert html.count("</script>") == 1 and "<b>" not in html.split("<script")[0] and 'alt="&quot;&lt; ' in html
    assert "&lt;i&gt;" in guesses.form(guesses.Call("<i>", ("<i>", "b")), "k") and "<i>" not in guesses.form(
        guesses.Call("<i>", ("<i>", "b")), "k"
    )


# --- what a slider leaves ---------------------------------------------------------------------------------------------


def slider(step=0.01, wrong=None):
    def panels(kind, x, share):
        if share == wrong:
            raise RuntimeError("no such share")
        return [np.full((40, 60, 3), int(200 * share) + (kind == "b"), np.uint8)], f"{kind}, {share:g}, {x}."

    controls = {
        "kind": ["a", "b"],
        "x": Parameter("x", 3, 0, 9, 1, "."),
        "share": Parameter("share", 0.33, 0, 1, step, "."),
    }
    return Explorer(panels, ["panel"], controls, alt="A grey panel.")


def test_a_slider_leaves_frames_along_its_way(tmp_path):
    live = slider()
    left = recording.of_slider(live, tmp_path)
    kind, main = left["axes"]
    assert (kind["label"], kind["values"], main["label"]) == ("kind", ["a", "b"], "x"), (
        "the first slider, as none is named"
    )
    assert left["fixed"] == ["share"]
    assert live.values == {"kind": "a", "x": 3, "share": 0.33}, "it is put back"
    assert len(left["pictures"]) == len(left["captions"]) == len(kind["values"]) * len(main["values"])
    assert left["captions"][left["start"]] == "a, 0.33, 3."
    assert len(set(left["pictures"])) == 2, "what looks alike is one file"
    assert cv2.imread(str(tmp_path / left["pictures"][0])).shape[1::-1] == tuple(left["size"])


@pytest.mark.parametrize(("step", "most"), [(0.01, 40), (0.01, 20), (0.05, 40), (0.5, 40)])
def test_positions_reach_from_end_to_end_and_hold_where_it_stands(step, most):
    number = slider(step).controls["share"]
    number.value = 0.5
    found = recording._positions(number, most)
    assert found[0] == 0 and found[-1] == 1 and 0.5 in found and len(found) <= most
    assert found == sorted(set(found)) and all(abs(one / step - round(one / step)) < 1e-6 for one in found)
    assert len(found) >= min(most // 2, 1 / step + 1)


def test_what_cannot_be_drawn_everywhere_stands_still(tmp_path):
    def panels(share):
        if share > 0.5:
            raise RuntimeError("no such share")
        return [np.zeros((20, 20, 3), np.uint8)], "."

    live = Explorer(panels, ["p"], {"share": Parameter("share", 0.1, 0, 1, 0.1, ".")}, alt="A panel.")
    with pytest.raises(RuntimeError, match="no such share"):
        recording.of_slider(live, tmp_path)
    assert recording._bundle(recording.of_slider, live, tmp_path)[lessons.FLIPBOOK] == {
        "still": "RuntimeError: no such share"
    }


def test_a_photo_of_ones_own_leaves_no_pictures(tmp_path):
    photo = np.random.default_rng(0).integers(0, 255, (60, 60, 3), np.uint8)
    live = compare_methods(photo, boxes=[Box(10, 10, 40, 40)], methods=["box"])
    with pytest.raises(ValueError, match="no sample"):
        recording.of_slider(live, tmp_path)
    assert not list(tmp_path.iterdir())


def test_what_moves_by_itself_leaves_its_frames(tmp_path):
    frames = [np.full((60, 300, 3), grey, np.uint8) for grey in (0, 255)]
    left = recording.of_motion(Motion(Flipbook(frames, ["Off.", "On."], alt="A lamp.", still=1)), tmp_path)
    assert (left["captions"], left["start"], left["size"]) == (["Off.", "On."], 1, [300, 60])
    assert (cv2.imread(str(tmp_path / left["pictures"][1])) == 255).all()


def test_pictures_that_are_too_large_are_encoded_less_well():
    noise = np.random.default_rng(0).integers(0, 255, (400, 600, 3), np.uint8)
    frames = [np.roll(noise, number, 1) for number in range(15)]
    sizes = sum(map(len, recording._encoded(frames)))
    best = cv2.imencode(".webp", noise, [cv2.IMWRITE_WEBP_QUALITY, recording._QUALITIES[0]])[1].size
    assert sizes < recording._BYTES < 15 * best


def test_lessons_with_sliders_are_known():
    """Every cell that draws a slider or a motion is found; what shows photos or a camera of one's own is not."""
    found = {name: flipbooks.moving(lesson(name)) for name in NAMES}
    sources = ["".join(lesson(name)["cells"][number]["source"]) for name, cells in found.items() for number in cells]
    assert len(sources) >= 20 and sum(map(len, found.values())) == len(sources)
    assert not [one for one in sources if any(own in one for own in ("OwnPhotos", "OwnVideo", "LiveCamera", "Quiz("))]


# --- the gallery ------------------------------------------------------------------------------------------------------


def test_the_gallery_says_of_k_same_what_attackers_reach_and_what_it_promises(tmp_path):
    """Numbers are counted anew at each build; what must hold is that the promise is kept, and said beside chance."""
    entry = methods._entry_of_k_same(tmp_path, True)
    named = [int(one) for one in re.findall(r"(\d+) of 33 named rightly \(chance: 1\)", entry)]
    assert len(named) == 4 and 1 < max(named) <= 33 // 4, "by pixels and a recogniser, with two albums each"
    assert "of 33 people nobody names more than 8 rightly, 25% in place of the 3% of blind guessing" in entry
    assert read_image(tmp_path / "k_same.png").shape[1] > 5 * 100
    (tmp_path / "quick").mkdir()
    assert "Attacked" not in methods._entry_of_k_same(tmp_path / "quick", False)


def test_the_gallery_lets_a_recogniser_try_and_remembers_what_came_out(tmp_path, monkeypatch):
    asked = []

    def recommend(name, **how):
        asked.append((name, how["attackers"], how["recognisers"]))
        return SimpleNamespace(trials=["box 0.5: broken."])

    monkeypatch.setattr("faceblur_utils.privacy.recommend", recommend)
    told = [methods._attacked("box", tmp_path, "now", lambda _: None) for _ in range(2)]
    assert told[0] == told[1] and told[0]["said"] == ["box 0.5: broken."]
    assert asked == [("box", ("outline", "tone", "edges", "trained", "naive", "parrot"), ["sface"])]
    assert "Naive; Parrot. The last two ask SFace" in told[0]["who"] and "among 34 people" in told[0]["who"]


def test_the_gallery_says_once_who_attacks(tmp_path, monkeypatch):
    told = {"who": "**Who attacks** each of them: Parrot.", "said": ["broken."]}
    monkeypatch.setattr(methods, "_attacked", lambda *_: told)
    monkeypatch.setattr(methods, "_entry_of_k_same", lambda *_: "## k-Same")
    monkeypatch.setattr(methods, "_costs", lambda: dict.fromkeys(METHODS, "1 ms."))
    methods.write(tmp_path, tmp_path, "now")
    page = (tmp_path / "methods.md").read_text(encoding="utf-8")
    assert page.count("Who attacks") == 1 and page.index("Who attacks") < page.index("## Gaussian")
    assert page.count("**Attacked** by those above:\n\n- broken.") == len(METHODS)


@pytest.mark.parametrize(("number", "written"), [(0.123, "0.12"), (9.96, "10"), (12.3, "12"), (340.7, "341")])
def test_what_a_method_costs_is_written_as_people_do(number, written):
    assert methods._rounded(number) == written


# --- where it goes ----------------------------------------------------------------------------------------------------


def test_a_folder_that_is_no_book_is_left_alone(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"mine")
    with pytest.raises(FileExistsError, match="no book"):
        site.build(tmp_path)
    with pytest.raises(FileExistsError, match="is a file"):
        site.build(tmp_path / "photo.jpg")
    assert (tmp_path / "photo.jpg").read_bytes() == b"mine" and len(list(tmp_path.iterdir())) == 1


def test_a_lesson_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"No lesson begins with '77'; there are 00_start_here.ipynb"):
        site.build(tmp_path / "book", only=["77"])
    assert not list(tmp_path.iterdir())


def test_without_sphinx_it_says_what_to_run(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "myst_nb", None)
    with pytest.raises(ModuleNotFoundError, match="uv run --group book faceblur book"):
        site.build(tmp_path / "book")


def test_a_book_that_fails_leaves_the_one_before(tmp_path, monkeypatch):
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / site._MARK).touch()
    (folder / "index.html").write_text("before")

    def broken(*_):
        raise RuntimeError("Sphinx broke")

    monkeypatch.setattr(site, "_sphinx", broken)
    with pytest.raises(RuntimeError, match="Sphinx broke"):
        site.build(folder, only=["02"], flipbooks=False, tell=lambda _: None)
    assert (folder / "index.html").read_text() == "before" and [one.name for one in tmp_path.iterdir()] == ["book"]


def test_the_quiz_is_played_at_every_strength_that_can_be_reached(tmp_path):
    told = play.recorded(tmp_path, "now", lambda _: None, machines=(), rounds=3)
    assert [len(one["levels"]) for one in told["rounds"]] == [1, 2, 3]
    assert told["rounds"][2]["levels"][2]["words"].endswith(f"Hidden with strength {told['strengths'][2]:g}.")
    assert "your 2 right can stand for" in told["end"][2][0]
    names = play.pictures(told)
    assert len(names) == 1 + 2 + 3 + 3 * 4 and all((tmp_path / name).stat().st_size for name in names)
    people = {name.lower() for name in samples.names()} | {"henner", "giunchedi", "hopper"}
    told.pop("credit")  # it names all of them, whoever is asked about
    assert not [name for name in people if name in json.dumps(told).lower()], "nothing tells who it is"
    script = 'src="../_static/quiz.js"'
    page = lessons.page(lesson("09_privacy.ipynb"), "09_privacy.ipynb", up="../", game=told)
    assert [script in html_of(cell) for cell in page["cells"]].count(True) == 1


def test_several_fields_of_one_type_have_an_entry_each():
    text = "Sizes.\n\nParameters\n---\na, b : int\n\nAttributes\n---\nc, d : int\n    Both.\n    e, f : g"
    lines = text.split("\n")
    extension._several_fields(None, "class", "name", None, None, lines)
    assert "a, b : int" in lines, "of parameters napoleon makes two"
    assert lines[8:] == ["c : int", "d : int", "    Both.", "    e, f : g"]
