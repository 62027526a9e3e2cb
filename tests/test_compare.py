"""The comparison of methods: each panel is what `anonymize` gives, controls move each other, measures wait for rest."""

import html
import time

import cv2
import numpy as np
import pytest

from faceblur_utils import METHODS, Box, Hiding, anonymize, blur, read_image, recognise, samples
from faceblur_utils.compare import compare_methods, method_explorer, scene, sources, texts, views
from faceblur_utils.compare.scene import Scene
from faceblur_utils.detect import DetectorUnavailableError, Finding, FoundFace, find_faces
from faceblur_utils.hiding import hide_faces
from faceblur_utils.images import ImageError
from faceblur_utils.photos import NoFaceError

FIVE = blur.FIVE


@pytest.fixture(scope="module")
def photo():
    return read_image(samples.path("hopper"))


@pytest.fixture(scope="module")
def box():
    return samples.true_boxes("hopper")[0]


@pytest.fixture
def explorer():
    return compare_methods(["hopper", "scene", "astronaut"], looks="one")  # as the lessons, and quick


def frame(explorer):
    """The picture as it stands."""
    return explorer._bench.sheet.picture


def shown(explorer):
    return cv2.imdecode(np.frombuffer(explorer._bench.value, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]


def trouble(explorer):
    """What the page was told to say in red, and asked to keep saying."""
    return explorer._bench.told["trouble"]


def panel(explorer, number, settled=True):
    """A panel's pixels, cut out of the picture that was sent."""
    if settled:  # on a busy machine any method may be slow enough for a draft
        explorer.settle()
    left, top, wide, high = explorer._bench.sheet.places[number]
    return frame(explorer)[top : top + high, left : left + wide]


def test_six_panels_in_order_each_as_anonymize_gives_it(explorer):
    assert explorer.values["strength"] == 0.5 and explorer.values["face"] == "face 1"
    of = explorer._scene
    assert np.array_equal(panel(explorer, 0), of.panel(None))
    for number, name in enumerate(FIVE, start=1):
        assert np.array_equal(panel(explorer, number), of.panel(Hiding(name, 0.5))), name
    assert "hopper, face 1, strength 0.50, mask ellipse, margin 0.30" in explorer.caption
    assert cv2.PSNR(shown(explorer), frame(explorer)) > 28  # the page gets this picture, as JPEG


def test_the_common_strength_moves_every_methods_own_sliders(explorer):
    explorer.controls["strength"].value = 0.5
    width = explorer._scene.face.width
    for name in FIVE:
        due = explorer._scene.parameters(Hiding(name, 0.5))
        assert {p: explorer.controls[f"{name}.{p}"].value for p in due} == due
    assert explorer.controls["box.ksize"].value == pytest.approx(width / 2, abs=1)
    assert np.array_equal(panel(explorer, 4), explorer._scene.panel(Hiding("box", 0.5)))


def test_a_slider_that_strength_moves_beyond_its_end_gets_a_longer_range():
    explorer = compare_methods("henner", strength=1.0)
    ksize = explorer.controls["gaussian.ksize"]
    assert ksize.value == ksize.max > 301


def test_a_methods_own_slider_touches_that_method_only_until_the_strength_moves(explorer, monkeypatch):
    calls = []
    monkeypatch.setattr(scene, "hide_faces", lambda *a: calls.append(a[2].method) or hide_faces(*a))
    explorer.controls["pixelate.blocks"].value = 5
    assert calls == ["pixelate"]
    due = Hiding("pixelate", parameters={"blocks": 5})
    assert explorer.hiding("pixelate") == due and np.array_equal(panel(explorer, 5), explorer._scene.panel(due))
    assert "Pixelation: own values" in explorer.caption
    explorer.controls["margin"].value = 0.1  # another region, the same blocks
    assert explorer.controls["pixelate.blocks"].value == 5
    explorer.controls["strength"].value = 0.3
    assert explorer.controls["pixelate.blocks"].value != 5 and "own values" not in explorer.caption


def test_a_value_between_two_steps_stays_as_it_is_until_somebody_moves_it(explorer):
    explorer.controls["strength"].value = 0.58  # the Gaussian's sigma is 28.46, the slider's steps are tenths
    assert explorer.controls["gaussian.sigmaX"].value == 28.46 and "own values" not in explorer.caption
    explorer._asked({"do": "set", "id": "a-1", "name": "gaussian.sigmaX", "value": 28.5})
    assert explorer.hiding("gaussian").parameters == {"ksize": 171, "sigmaX": 28.5, "sigmaY": 0.0}
    assert "Gaussian: own values" in explorer.caption


def test_the_page_cannot_set_what_is_not_there(explorer):
    for name, value, said in (("strength", "high", "must be a number"), ("view", 99, "chose number 99")):
        explorer._asked({"do": "set", "id": "a-1", "name": name, "value": value})
        assert said in trouble(explorer)
    explorer._asked({"do": "set", "id": "a-1", "name": "strength", "value": 7})
    assert explorer.values["strength"] == 1.0 and explorer.error is None and trouble(explorer) == ""


def test_a_move_sends_the_panels_that_have_changed_and_one_answer(explorer, monkeypatch):
    told = []
    monkeypatch.setattr(explorer._bench, "send", lambda content, buffers: told.append((content, buffers)))
    explorer._asked({"do": "set", "id": "a-1", "name": "pixelate.blocks", "value": 7})
    ((content, buffers),) = told
    assert content["answer"] == "a-1" and content["picture"] == {"which": [5], "pair": "", "figure": False}
    assert set(content["knobs"]) == {"pixelate.blocks"} and len(buffers) == 1
    seen = cv2.imdecode(np.frombuffer(buffers[0], np.uint8), cv2.IMREAD_COLOR_RGB)
    assert cv2.PSNR(seen, explorer._scene.panel(explorer.hiding("pixelate"))) > 28
    told.clear()
    explorer._asked({"do": "set", "id": "a-2", "name": "pixelate.blocks", "value": 7})
    assert [content["answer"] for content, _ in told] == ["a-2"], "the same value again is answered, too"


def test_each_call_is_shown_ready_to_copy(explorer):
    explorer.controls["gaussian.ksize"].value = 75
    explorer.controls["gaussian.sigmaX"].value = 30.0
    explorer.controls["gaussian.sigmaY"].value = 0.0
    assert "<code>cv2.GaussianBlur(roi, (75, 75), 30)</code>" in explorer._table
    assert explorer._table.count("<code>") == 2 * 5


def test_photo_face_and_whole_photo(explorer):
    explorer.controls["photo"].value = "scene"
    image, faces = explorer._photos["scene"]
    assert faces == find_faces(image, looks="one")
    doubts = ("", " (doubtful)")
    due = [f"face {number}{doubts[face.doubtful]}" for number, face in enumerate(faces, start=1)]
    assert explorer.controls["face"].options == (*due, "whole photo")
    explorer.controls["face"].value = "face 3"
    assert explorer._scene.face == faces[2].box
    explorer.controls["face"].value = "whole photo"
    assert np.array_equal(explorer._scene.result(Hiding("box")), anonymize(image, method="box", looks="one").image)
    assert "The largest face is" in explorer.caption
    explorer.controls["photo"].value = "astronaut"
    assert explorer.values["face"] == "face 1" and explorer.error is None


def test_a_photo_without_a_face_is_told_and_the_next_one_works():
    explorer = compare_methods(["hopper", np.full((90, 120, 3), 140, np.uint8)])
    before = explorer._bench.value
    explorer.controls["photo"].value = "image 2"
    assert isinstance(explorer.error, NoFaceError) and "No face is known in image 2" in trouble(explorer)
    assert explorer._bench.value == before
    explorer.controls["photo"].value = "hopper"
    assert explorer.error is None and trouble(explorer) == ""


def test_curtain(explorer):
    explorer.controls["view"].value = "curtain"
    assert (explorer.values["left"], explorer.values["right"]) == ("gaussian", "pixelate")
    explorer.controls["curtain"].value = 100
    for method in ("gaussian", "median"):
        explorer.controls["left"].value = method
        left = explorer._scene.panel(Hiding(method, 0.5))
        assert np.array_equal(panel(explorer, 0)[:, :-4], left[:, :-4])
    explorer.controls["left"].value = "original"
    assert np.array_equal(panel(explorer, 0)[:, :-4], explorer._scene.panel(None)[:, :-4])
    assert explorer._described.endswith("Original left of the line, Pixelation right of it.")
    explorer.controls["right"].value = "original"
    assert explorer.caption == "hopper, face 1, as it is." and explorer._lines == []
    assert not any(explorer.controls[name].hidden for name in ("left", "right", "curtain"))
    explorer.controls["view"].value = "side by side"
    assert all(explorer.controls[name].hidden for name in ("left", "right", "curtain"))


def test_one_method_stands_beside_the_original(explorer):
    explorer.controls["method"].value = "median"
    explorer.controls["view"].value = "one method"
    of = explorer._scene
    assert np.array_equal(panel(explorer, 0), of.panel(None)) and max(of.panel(None).shape) == 450
    assert np.array_equal(panel(explorer, 1), of.panel(Hiding("median")))
    shown = {name for name, knob in explorer.controls.items() if "." in name and not knob.hidden}
    assert shown == {"median.ksize"}


def test_flip_lays_both_pictures_in_one_place(explorer):
    explorer.controls["view"].value = "flip"
    sheet = explorer._bench.sheet
    of = explorer._scene
    for image, method in zip(sheet.images, ("gaussian", "pixelate"), strict=True):
        assert np.array_equal(image, of.panel(Hiding(method)))
    assert sheet.pair == "flip" and sheet.places[0] == sheet.places[1]
    assert explorer.controls["curtain"].hidden and not explorer.controls["left"].hidden


def test_the_difference_is_what_a_method_changes(explorer):
    explorer.controls["view"].value = "difference"
    of = explorer._scene
    for number, method in enumerate(FIVE, start=1):
        apart = of.panel(None).astype(int) - of.panel(Hiding(method))
        assert np.array_equal(panel(explorer, number), np.minimum(4 * abs(apart), 255)), method
    explorer.controls["strength"].value = 0.0
    assert panel(explorer, 4).max() == 0, "a box of one pixel changes nothing"


def test_the_strength_goes_from_mosaic_to_mosaic_where_only_that_is_looked_at(explorer):
    strength = explorer.controls["strength"]
    assert strength.stops == []
    explorer.controls["method"].value = "pixelate"
    explorer.controls["view"].value = "one method"
    of = explorer._scene

    def blocks(value):
        return of.parameters(Hiding("pixelate", value))["blocks"]

    assert strength.words == "3 blocks"
    seen = [blocks(stop) for stop in strength.stops]
    assert seen == sorted(set(seen), reverse=True) and seen[-3:] == [4, 3, 2]
    assert {blocks(per_cent / 100) for per_cent in range(101)} == set(seen), "some mosaic cannot be reached"
    assert 0.46 in strength.stops and blocks(0.45) == 4 and blocks(0.63) == 3 and 0.64 in strength.stops
    explorer.controls["method"].value = "box"
    assert (strength.stops, strength.words) == ([], "")


def test_contact_sheet_is_method_by_strength(explorer):
    explorer.controls["view"].value = "contact sheet"
    places = iter(range(30))
    for name in FIVE:
        for strength in views.STRENGTHS:
            assert np.array_equal(
                panel(explorer, next(places), settled=False), explorer._scene.panel(Hiding(name, strength))
            )
    assert explorer.controls["strength"].disabled and explorer._table == ""
    # Headings: one row of strengths above, a column of methods at the left.
    (left, top, wide, high), second = (explorer._bench.sheet.places[number] for number in (0, 6))
    assert (frame(explorer)[: top - 2, left:] < 100).any() and second[1] - top - high < 15
    for row in range(5):
        y = explorer._bench.sheet.places[6 * row][1]
        assert (frame(explorer)[y : y + high, : left - 2] < 100).any(), "a row without its method's name"


def at_rest():
    """Wait until the thread that measures has done what it was told so far."""
    method_explorer.at_rest.submit(int).result()


def test_measures_are_filled_in_when_asked_for_and_vanish_while_something_moves(explorer):
    explorer.controls["measure"].value = True
    at_rest()
    assert "found by" in explorer._table and "SSIM" in explorer._table
    measured = frame(explorer).copy()
    explorer.controls["strength"].value = 0.26
    assert "found by" not in explorer._table and "meter" not in explorer.caption
    assert frame(explorer).shape == measured.shape  # nothing jumps
    foot = frame(explorer)[30 + explorer._scene._size[1] + 2 :][:80]
    assert (foot == 255).all(), "no notes of the picture before"
    until = time.monotonic() + 60
    while "found by" not in explorer._table:
        assert time.monotonic() < until, "the slider rests, and nothing was measured"
        time.sleep(0.05)
    assert explorer.error is None


def test_the_meter_says_who_fails_and_what_it_is_worth(photo, box):
    explorer = compare_methods(photo, boxes=[box], methods=["bilateral", "solid"], strength=0.5, measure=True)
    judged = {one: explorer._scene.verdicts(Hiding(one, 0.5)) for one in ("bilateral", "solid")}
    assert [judged[one][0].fails for one in judged] == [True, False]
    for one, words in (("bilateral", "✗ fails: found again, recognised"), ("solid", "○ held here")):
        assert f"<td>{words}</td><td>{judged[one][0].found_words}</td>" in explorer._table
        assert judged[one][0].recognised_words in explorer._table
    assert "recognised (0.00)" in explorer._table.split("Bilateral")[0], "the original is itself"
    assert "Fails here: Bilateral. Held here: Solid. The meter can show that a blur fails" in explorer.caption
    assert explorer.caption in explorer._repr_mimebundle_()[1]["image/jpeg"]["alt"]


@pytest.mark.parametrize("view", ["side by side", "curtain"])
@pytest.mark.parametrize("projector", [False, True])
def test_the_longest_notes_fit_below_their_panels(monkeypatch, view, projector):
    every = [f"{'✗ fails: found again, recognised'}", "found by haar, hog, face_recognition, yunet"]
    said = {number: text for number, text in enumerate([*every, "not recognised (0.72)", "110 ms", "SSIM 0.29"])}
    monkeypatch.setattr(method_explorer, "MEASURES", {n: lambda of, how, t=text: t for n, text in said.items()})
    two = {"methods": ["bilateral", "bilateral"], "projector": projector}
    explorer = compare_methods("hopper", view=view, measure=True, **two)
    noted = frame(explorer)
    assert (noted[-10:] == 255).all(), "the last line is at the edge, or beyond it"
    row = noted[30 + explorer._scene._size[1] + 10 :]
    assert (row[:, :6] == 255).all() and (row[:, -6:] == 255).all()


def test_a_whole_photo_is_counted_and_fills_in_panel_by_panel(monkeypatch):
    monkeypatch.setattr(method_explorer, "_SHOW", 0)
    image, boxes = read_image(samples.path("scene")), samples.true_boxes("scene")[:3]
    explorer, captions = compare_methods(image, boxes=boxes, methods=["solid", "box"]), []
    explorer.controls["face"].value = "whole photo"
    monkeypatch.setattr(explorer._bench, "send", lambda content, buffers: captions.append(content.get("caption", "")))
    explorer.controls["measure"].value = True
    at_rest()
    for part in ("0 of 3", "1 of 3", "2 of 3"):
        assert any(f"Measuring: {part} panels" in one for one in captions)
    assert explorer.error is None and "Measuring" not in explorer.caption
    assert explorer._table.count("of 3") == 6 and "recognised: 0 of 3" in explorer._table
    assert "recognised: 3 of 3" in explorer._table.split("Solid")[0]


def test_measuring_a_group_gives_up_after_the_face_at_hand(monkeypatch):
    explorer, faces = compare_methods("scene", methods=["solid"]), []
    explorer.controls["face"].value = "whole photo"

    def slow(*how):
        for _ in explorer._scene.boxes:
            faces.append(how)
            explorer.controls["strength"].value += 0.01
            yield "too slow"

    monkeypatch.setattr(scene, "verdicts", slow)
    explorer.controls["measure"].value = True
    at_rest()
    explorer._timer.cancel()
    assert len(faces) == 1 and explorer._measured is None


def test_without_the_recogniser_the_meter_says_so_and_the_rest_works(photo, box, monkeypatch):
    def missing():
        raise DetectorUnavailableError("dlib is not installed.", "uv sync", missing=True)

    monkeypatch.setattr(recognise.registry, "import_face_recognition", missing)
    monkeypatch.setattr(recognise.encoding, "_encodings", {})
    explorer = compare_methods(photo, boxes=[box], methods=["solid"], measure=True)
    assert explorer.error is None and "SSIM" in explorer._table
    assert "<td>recogniser not available</td>" in explorer._table
    assert "? held, but not all could be asked" in explorer._table
    assert "4 detectors. Not asked: recogniser (dlib is not installed. To repair it: uv sync)" in explorer.caption


def test_measuring_gives_up_when_a_control_moves(explorer, monkeypatch):
    seen = []

    def slow(of, how):
        seen.append(how)
        explorer.controls["strength"].value += 0.01
        return "too slow"

    for module in (method_explorer, texts):
        monkeypatch.setattr(module, "MEASURES", {"slow": slow})
    explorer.controls["measure"].value = True
    at_rest()
    assert len(seen) == 1 and "too slow" not in explorer._table


def test_an_error_while_measuring_is_shown(explorer, monkeypatch):
    def broken(of, how):
        raise RuntimeError("no such <model>")

    for module in (method_explorer, texts):
        monkeypatch.setattr(module, "MEASURES", {"broken": broken})
    explorer.controls["measure"].value = True
    at_rest()
    assert trouble(explorer) == "no such <model>" and isinstance(explorer.error, RuntimeError)


def test_the_exact_picture_follows_when_a_slow_method_rests():
    explorer = compare_methods("henner")
    explorer._scene._seconds["bilateral"] = 1.0
    explorer.controls["strength"].value = 0.4
    image, faces = explorer._photos["henner"]
    exact = Scene(image, [face.box for face in faces], 0).panel(Hiding("bilateral", 0.4))
    until = time.monotonic() + 30
    while not np.array_equal(panel(explorer, 3, settled=False), exact):
        assert time.monotonic() < until, "the exact picture did not follow"
        time.sleep(0.05)


def test_projector_enlarges_panels_and_type(explorer):
    small = frame(explorer).shape
    explorer.controls["projector"].value = True
    assert min(np.array(frame(explorer).shape[:2]) / small[:2]) > 1.25


ROOMS = [(720, 540), (350, 560), (660, 170), (1300, 820), (330, 160)]


def hello(explorer, width, height, ratio=1, large=False):
    """A page has come that has so much room."""
    room = {"width": width, "height": height, "ratio": ratio, "large": large}
    explorer._asked({"do": "hello", "id": "a-1", "room": room})


@pytest.mark.parametrize("view", [name for name in views.VIEWS])
@pytest.mark.parametrize(
    ("room", "ratio"),
    [(room, 1) for room in ROOMS]
    + [pytest.param(room, 2, marks=[pytest.mark.nightly] * (room != ROOMS[0])) for room in ROOMS],
)
def test_the_picture_fills_the_pages_room_and_no_more(explorer, view, room, ratio):
    explorer.controls["view"].value = view
    hello(explorer, *room, ratio)
    high, wide = np.array(frame(explorer).shape[:2]) / ratio
    if max(explorer._bench.sheet.places[0][2:]) == views._SIDES[0]:  # the page shrinks it
        assert view == "contact sheet" and room[1] < 200
        return
    assert wide <= room[0] + 1 and high <= room[1] + 1
    assert max(wide / room[0], high / room[1]) > 0.93, "a picture that could be larger"
    assert explorer.error is None


def test_six_panels_stand_in_three_columns_unless_others_make_them_much_larger(explorer):
    def columns():
        return len({place[0] for place in explorer._bench.sheet.places})

    assert columns() == 3
    for room, due in (((720, 540), 3), ((350, 640), 2), ((1300, 260), 6)):
        hello(explorer, *room)
        assert columns() == due, room


def test_measures_find_room_too(explorer):
    hello(explorer, 720, 540)
    explorer.controls["measure"].value = True
    at_rest()
    assert frame(explorer).shape[0] <= 541 and explorer._bench.sheet.notes


def test_save(explorer, tmp_path):
    hello(explorer, 350, 640)  # a file is for slides, whatever page it was saved from
    path = explorer.save(tmp_path / "grid.png")
    saved = read_image(path)
    explorer._take_room({"width": 5000, "height": 5000, "ratio": 1, "large": False})
    explorer._room = None
    explorer.controls["strength"].value = 0.49
    explorer.controls["strength"].value = 0.5
    due = frame(explorer)
    top = next(row for row in range(90) if np.array_equal(saved[row : row + len(due)], due))
    assert (saved[:top] < 100).any(), "the title stands above"
    assert (saved[top + len(due) :] < 100).any(), "the caption stands below"
    with pytest.raises(FileExistsError):
        explorer.save(path)


def sent(explorer, monkeypatch, do):
    """What the page gets when it asks for something."""
    told = []
    monkeypatch.setattr(explorer._bench, "send", lambda content, buffers: told.append((content, buffers)))
    explorer._asked({"do": do, "id": "a-2"})
    at_rest()
    return next((content["file"], buffers[-1]) for content, buffers in told if "file" in content)


def test_the_page_gets_the_picture_as_a_file(explorer, monkeypatch, tmp_path):
    (name, kind, said), content = sent(explorer, monkeypatch, "picture")
    assert (name, kind, said) == ("hopper_side_by_side.png", "image/png", "")
    (tmp_path / name).write_bytes(content)
    assert np.array_equal(read_image(tmp_path / name), read_image(explorer.save(tmp_path / "same.png")))


def test_a_film_goes_from_strength_0_to_1(monkeypatch, tmp_path):
    explorer = compare_methods("hopper", methods=["box"], looks="one")
    (name, kind, _), content = sent(explorer, monkeypatch, "film")
    assert (name, kind) == ("hopper_side_by_side.mp4", "video/mp4")
    path = tmp_path / name
    path.write_bytes(content)
    film, pictures = cv2.VideoCapture(str(path)), []
    while (read := film.read())[0]:
        pictures.append(read[1][..., ::-1])
    assert len(pictures) == 26 + 12
    due = explorer._scene
    left, top, wide, high = explorer._bench.sheet.places[1]
    for picture, strength in ((pictures[0], 0.0), (pictures[13], 0.52), (pictures[-1], 1.0)):
        part = picture[top : top + high, left : left + wide]
        assert cv2.PSNR(np.ascontiguousarray(part), due.panel(Hiding("box", strength))) > 30
    assert explorer.values["strength"] == 0.5
    saved = explorer.save_film(tmp_path / "sweep.gif")
    assert saved.read_bytes()[:6] == b"GIF89a"


def test_a_film_that_cannot_be_made_is_told(explorer, tmp_path):
    (tmp_path / "there.mp4").touch()
    for path, error, said in [
        ("there.mp4", FileExistsError, "exists already"),
        ("film.avi", ValueError, "no film ending called '.avi'"),
        ("none/film.mp4", FileNotFoundError, "no folder"),
    ]:
        with pytest.raises(error, match=said):
            explorer.save_film(tmp_path / path)
    explorer.controls["view"].value = "contact sheet"
    with pytest.raises(ValueError, match="all strengths at once"):
        explorer.save_film(tmp_path / "film.mp4")
    explorer._asked({"do": "film", "id": "a-3"})
    at_rest()
    assert "all strengths at once" in trouble(explorer)
    assert [path.name for path in tmp_path.iterdir()] == ["there.mp4"]


def test_it_leaves_a_still_picture_that_says_what_to_do(explorer):
    data, metadata = explorer._repr_mimebundle_()
    still = cv2.imdecode(np.frombuffer(explorer._bench.still, np.uint8), cv2.IMREAD_COLOR_RGB)
    assert "hopper" in metadata["image/jpeg"]["alt"] and "run this cell to move the sliders" in data["text/plain"]
    height = frame(explorer).shape[0]
    assert cv2.PSNR(np.ascontiguousarray(still[:height]), frame(explorer)) > 28
    assert (still[height + 5 :] < 100).any(), "the sentence stands below the picture, too"


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("side by side", "Panels side by side: Original, Gaussian, Median, Bilateral, Box, Pixelation."),
        ("curtain", "One picture under a curtain: Gaussian left of the line, Pixelation right of it."),
        ("contact sheet", "A contact sheet: rows Gaussian, Median, Bilateral, Box, Pixelation; columns"),
    ],
)
def test_it_is_described_in_words(explorer, view, said):
    explorer.controls["view"].value = view
    assert explorer._repr_mimebundle_()[1]["image/jpeg"]["alt"].startswith(said)


# --- the value it stands at -------------------------------------------------------------------------------------------


def copied(explorer):
    """What the buttons copy: a title and a value, read back from the text."""
    return [(title, eval(text, {"Hiding": Hiding})) for title, text in explorer._bench.told["copy"]]


def test_a_pasted_value_gives_the_panels_pixels(explorer, photo):
    explorer.controls["margin"].value, explorer.controls["mask"].value = 0.15, "feathered"
    explorer.controls["feather"].value, explorer.controls["strength"].value = 0.6, 0.22
    explorer.controls["box.ksize"].value = 33
    of = explorer._scene
    around = of.face.expand(scene.SURROUNDINGS).clip(photo)
    for number, method in enumerate(FIVE):
        explorer.controls["method"].value = method
        ((title, pasted),) = copied(explorer)
        assert title == METHODS[method].title and pasted == explorer.hiding() == explorer.hiding(method)
        assert repr(pasted) in html.unescape(explorer._table)
        due = anonymize(photo, pasted, Finding(looks="one")).image[around.slices]
        assert np.array_equal(panel(explorer, number + 1), of._fitted(due)), method
        assert not np.array_equal(due, photo[around.slices])
    assert explorer.hiding("box").parameters == {"ksize": 33} and explorer.hiding("median").parameters is None


def test_a_pasted_value_gives_a_group_as_the_whole_photo_shows_it():
    """Here faces overlap with their margins, and one is cut by the border."""
    image = read_image(samples.path("scene"))
    whole = samples.true_boxes("scene")
    boxes = [
        *whole,
        whole[0].expand(-0.2),
        Box(-60, 40, 90, 230),
        Box(image.shape[1] - 50, 300, image.shape[1] + 50, 420),
    ]
    explorer = compare_methods(image, boxes=boxes, margin=0.5)
    explorer.controls["face"].value = "whole photo"
    for number, method in enumerate(FIVE):
        due = anonymize(image, explorer.hiding(method), boxes=boxes).image
        assert np.array_equal(panel(explorer, number + 1), explorer._scene._fitted(due)), method


@pytest.mark.parametrize(
    "start",
    [
        Hiding("box", strength=0.333, margin=0.271, mask="feathered", feather=0.018),
        Hiding("gaussian", parameters={"ksize": 75}, mask="rectangle"),
        Hiding("gaussian", strength=0.335, parameters={"ksize": 501, "sigmaX": 28.46}),
        Hiding("solid", margin=2.25),
    ],
    ids=lambda start: start.method,
)
def test_it_starts_from_a_value_and_stands_there(photo, box, start):
    explorer = compare_methods(photo, start, boxes=[box])
    assert explorer.hiding() == explorer.hiding(start.method) == start
    assert copied(explorer) == [(METHODS[start.method].title, start)]
    others = [name for name in explorer._methods if name != start.method]
    assert all(explorer.hiding(name) == start.replace(method=name, parameters=None) for name in others)
    of = explorer._scene
    around = box.expand(max(start.margin, scene.SURROUNDINGS)).clip(photo)
    due = anonymize(photo, start, boxes=[box]).image[around.slices]
    assert np.array_equal(panel(explorer, 1 + explorer._methods.index(start.method)), of._fitted(due))
    explorer.controls["strength"].value = 0.7
    assert explorer.hiding() == start.replace(strength=0.7, parameters=None)


def test_keywords_and_a_value_together(photo, box):
    explorer = compare_methods(photo, Hiding("box", strength=0.3), boxes=[box], strength=0.4, mask="rectangle")
    assert explorer.hiding() == Hiding("box", strength=0.4, mask="rectangle")
    assert compare_methods(photo, method="median", boxes=[box]).hiding() == Hiding("median")


def test_which_methods_get_a_panel(photo, box):
    def compared(*args, **options):
        return compare_methods(photo, *args, boxes=[box], **options)._methods

    assert compared() == compared(Hiding("box")) == FIVE
    assert compared(Hiding("solid")) == compared(method="solid") == (*FIVE, "solid")
    assert compared(Hiding("solid"), methods=["box", "median"]) == ("box", "median")
    assert compared(methods="box") == ("box",)


def test_the_value_follows_the_view(explorer):
    explorer.controls["view"].value = "curtain"
    explorer.controls["left"].value = "box"
    assert copied(explorer) == [("Box", Hiding("box")), ("Pixelation", Hiding("pixelate"))]
    explorer.controls["right"].value = "box"
    assert copied(explorer) == [("Box", Hiding("box"))]
    explorer.controls["view"].value = "contact sheet"
    assert copied(explorer) == []
    with pytest.raises(ValueError, match="no method compared here called 'solid'"):
        explorer.hiding("solid")


def test_the_slider_of_a_feathered_mask_is_there_when_it_does_something(explorer):
    feather = explorer.controls["feather"]
    assert feather.hidden and feather.disabled
    explorer.controls["mask"].value = "feathered"
    assert not feather.hidden and not feather.disabled
    before = frame(explorer)
    feather.value = 1.0
    assert not np.array_equal(frame(explorer), before)


def test_doubtful_faces_are_in_the_menu_and_named_so(photo, box, monkeypatch):
    sure, doubtful = FoundFace(box, "1280 pixels"), FoundFace(Box(5, 5, 65, 75), "320 pixels", doubtful=True)
    monkeypatch.setattr(sources, "find_faces", lambda image, finding: [sure, doubtful])
    explorer = compare_methods(photo)
    assert explorer.controls["face"].options == ("face 1", "face 2 (doubtful)", "whole photo")
    explorer.controls["face"].value = "face 2 (doubtful)"
    assert explorer._scene.face == doubtful.box and "face 2 (doubtful), strength" in explorer.caption


def test_faces_are_looked_for_as_asked(photo, monkeypatch):
    asked = []
    monkeypatch.setattr(sources, "find_faces", lambda *a: asked.append(a[1]) or find_faces(*a))
    compare_methods(photo, finding=Finding(looks="one"))
    compare_methods(photo, detector="haar", looks="sizes")
    compare_methods(photo)
    assert asked == [Finding(looks="one"), Finding("haar", "sizes"), Finding()]


def test_a_blur_that_changes_nothing_is_told(explorer):
    assert "too weak" not in explorer.caption
    explorer.controls["strength"].value = 0.0
    assert "Box is too weak here: it changes no pixel of the face." in explorer.caption
    assert "Pixelation is too weak" in explorer.caption


def test_every_control_is_labelled(explorer):
    assert all(one.description for one in explorer.controls.values())


def test_a_new_method_appears_by_itself(photo, box, monkeypatch):
    flipped = blur.Method(
        "flip", "Flipped", lambda roi: roi[::-1].copy(), (), lambda w, r: {}, lambda width, height: "roi[::-1].copy()"
    )
    monkeypatch.setitem(METHODS, "flip", flipped)
    explorer = compare_methods(photo, boxes=[box], methods=["flip", "box"])
    assert np.array_equal(panel(explorer, 1), explorer._scene.panel(Hiding("flip", 0.5)))
    assert "roi[::-1].copy()" in explorer._table


def test_arguments_are_checked(photo, box, tmp_path):
    for arguments, error, said in [
        ({"methods": []}, ValueError, "no method to compare"),
        ({"methods": ["blur"]}, ValueError, "no method called 'blur'"),
        ({"mask": "star"}, ValueError, "no mask called 'star'"),
        ({"view": "cube"}, ValueError, "no view called 'cube'"),
        ({"strength": 1.5}, ValueError, "strength must be between 0 and 1"),
        ({"margin": 3.5}, ValueError, "margin must be between 0 and 3"),
        ({"detector": "eye"}, ValueError, "no detector called 'eye'"),
        ({"sigma": 3}, TypeError, "There is no option 'sigma'; there are method, strength"),
        ({"hiding": "box"}, TypeError, "A Hiding is needed here, got 'box'"),
        (
            {"method": "pixelate", "methods": ["box"], "parameters": {"blocks": 8}},
            ValueError,
            "are those of 'pixelate', which is not among",
        ),
        ({"boxes": ["face"]}, TypeError, "boxes must hold Box objects"),
        ({"image": []}, ValueError, "list is empty"),
        ({"image": 3}, TypeError, "an array, a sample's name or a file, got 3"),
        ({"image": [photo], "boxes": [box]}, TypeError, "boxes belong to one photo"),
        ({"image": photo / 255}, TypeError, "dtype uint8"),
        ({"image": np.zeros((80, 80, 3), np.uint8)}, NoFaceError, "No face is known in image 1"),
        ({"image": photo, "boxes": [Box(900, 900, 950, 950)]}, NoFaceError, "no box given lies inside"),
        ({"image": tmp_path / "no.jpg"}, FileNotFoundError, "no.jpg"),
        ({"image": __file__}, ImageError, "not a photo"),
    ]:
        with pytest.raises(error, match=said):
            compare_methods(**({"image": "hopper"} | arguments))
