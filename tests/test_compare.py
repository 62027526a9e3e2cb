"""The comparison of methods: each panel is what `anonymize` gives, controls move each other, measures wait for rest."""

import time

import cv2
import numpy as np
import pytest

from faceblur_utils import METHODS, Box, anonymize, blur, read_image, samples, write_image
from faceblur_utils.compare import compare_methods, methods, scene, views
from faceblur_utils.compare.scene import Scene, Setting
from faceblur_utils.compare.sources import Photos
from faceblur_utils.detect import DetectorUnavailableError
from faceblur_utils.images import ImageError
from faceblur_utils.photos import NoFaceError
from faceblur_utils.privacy import recogniser

FIVE = methods.FIVE


@pytest.fixture(scope="module")
def photo():
    return read_image(samples.path("hopper"))


@pytest.fixture(scope="module")
def box():
    return samples.true_boxes("hopper")[0]


def setting(method="box", strength=0.3, own=None, mask="ellipse", margin=0.3):
    return Setting(method, strength, own, mask, margin)


# --- a scene ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", FIVE)
@pytest.mark.parametrize("at", [(0, 0), (120, 60), (322, 387)])
def test_a_result_is_pixel_for_pixel_that_of_the_whole_photo(photo, method, at):
    face = Box.from_xywh(*at, 190, 213).clip(photo)
    how = setting(method, 0.2, margin=scene.SURROUNDINGS)
    around = face.expand(scene.SURROUNDINGS).clip(photo)
    due = anonymize(photo, boxes=[face], method=method, strength=0.2, margin=how.margin).image[around.slices]
    assert np.array_equal(Scene(photo, [face], 0).result(how), due)


def test_own_parameters_take_the_place_of_the_strength(photo, box):
    shown = Scene(photo, [box], 0)
    due = anonymize(shown.image, boxes=shown.boxes, method="pixelate", parameters={"blocks": 3}).image
    assert np.array_equal(shown.result(setting("pixelate", 0.9, own=(("blocks", 3),))), due)
    assert shown.parameters(setting("pixelate", 0.9, own=(("blocks", 3),))) == {"blocks": 3}


def test_a_whole_photo_hides_all_faces_each_by_its_own_width():
    image, boxes = read_image(samples.path("scene")), samples.true_boxes("scene")
    whole = Scene(image, boxes)
    assert np.array_equal(whole.result(setting()), anonymize(image, boxes=boxes, method="box", strength=0.3).image)
    largest = max(boxes, key=lambda one: one.area)
    assert whole.face == largest and whole.parameters(setting("box"))["ksize"] == pytest.approx(
        0.3 * largest.width, abs=2
    )


@pytest.mark.parametrize("side", [50, 300, 1500])
@pytest.mark.parametrize("number", [None, 0])
def test_panels_fit_their_side_whether_shrunk_or_enlarged(photo, box, number, side):
    shown = Scene(photo, [box], number, side)
    panels = [shown.panel(None), shown.panel(setting()), shown.panel(setting("bilateral"), moving=True)]
    assert {panel.shape for panel in panels} == {panels[0].shape} and max(panels[0].shape) == side
    height, width = shown.image.shape[:2]
    assert panels[0].shape[0] / panels[0].shape[1] == pytest.approx(height / width, rel=0.03)


@pytest.mark.parametrize("own", [None, (("d", 31), ("sigmaColor", 200), ("sigmaSpace", 40.0))])
def test_while_a_slider_moves_a_slow_method_gives_nearly_the_exact_picture(own):
    shown = Scene(read_image(samples.path("henner")), samples.true_boxes("henner"), 0)
    how = setting("bilateral", 0.5, own)
    exact = shown.panel(how)
    assert not shown.is_draft(how)  # it is known by now
    shown._seconds["bilateral"], shown._results = 1.0, type(shown._results)()
    assert shown.is_draft(how)
    draft = shown.panel(how, moving=True)
    assert not np.array_equal(draft, exact) and cv2.PSNR(draft, exact) > 34
    assert cv2.PSNR(draft, exact) > cv2.PSNR(shown.panel(None), exact) + 3
    assert np.array_equal(shown.panel(how), exact)


def test_what_is_known_is_not_computed_again(photo, box, monkeypatch):
    calls = []
    monkeypatch.setattr(scene, "anonymize", lambda *a, **k: calls.append(k["method"]) or anonymize(*a, **k))
    shown = Scene(photo, [box], 0)
    for method in ("box", "median", "box", "box"):
        shown.panel(setting(method))
    assert calls == ["box", "median"]


@pytest.mark.parametrize("method", FIVE)
def test_the_call_shown_gives_the_region_that_is_pasted(photo, box, method):
    shown = Scene(photo, [box], 0)
    how = setting(method, 0.2, mask="rectangle", margin=0.0)
    roi = shown.image[shown.boxes[0].slices].copy()
    due = shown.result(how)[shown.boxes[0].slices]
    assert np.array_equal(eval(shown.code(how), {"cv2": cv2, "np": np, "roi": roi}), due)


def test_measures(photo, box):
    shown = Scene(photo, [box], 0)
    hidden, clear = setting("pixelate", 1.0), setting("bilateral", 0.05)
    original, weak, strong = (
        {name: measure(shown, how) for name, measure in scene.MEASURES.items()} for how in (None, clear, hidden)
    )
    assert original["time"] == original["similarity"] == original["meter"] == "" and "yunet" in original["found again"]
    assert original["recognised"] == "recognised (0.00)" and weak["recognised"].startswith("recognised (0.0")
    assert weak["time"].endswith(" ms") and float(weak["time"].split()[0]) > 0
    assert float(weak["similarity"].split()[1]) > float(strong["similarity"].split()[1])
    assert "yunet" in weak["found again"] and strong["found again"] == "found by none"
    assert weak["meter"] == "✗ fails: found again, recognised" and strong["meter"] == "○ held here"
    assert strong["recognised"].startswith("not recognised (")
    group = Scene(read_image(samples.path("solvay")), samples.true_boxes("solvay")[:9])
    assert scene.MEASURES["found again"](group, None) == "found again: 9 of 9"
    assert scene.MEASURES["found again"](group, setting("solid")) == "found again: 0 of 9"
    assert scene.MEASURES["recognised"](group, setting("solid")) == "recognised: 0 of 9"


# --- views and sources ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("per_cent", "at"), [(0, 0), (25, 50), (100, 200)])
def test_a_curtain_shows_the_left_picture_up_to_the_line(per_cent, at):
    left, right = np.full((40, 200, 3), 50, np.uint8), np.full((40, 200, 3), 150, np.uint8)
    drawn = views.curtain(left, right, per_cent)
    assert (drawn[:, : max(0, at - 3)] == 50).all() and (drawn[:, at + 4 :] == 150).all()
    assert (left == 50).all() and (right == 150).all()


def test_notes_are_broken_into_lines_that_fit():
    said = views.below(["1.2 ms, SSIM 0.50", "", "found by haar, hog, face_recognition, yunet"], 230, 12)
    assert said.splitlines()[0] == "1.2 ms, SSIM 0.50" and len(said.splitlines()) == 3
    assert max(map(len, said.splitlines())) <= 32


def test_photos_come_from_arrays_files_and_samples(photo, tmp_path):
    path = write_image(tmp_path / "one.png", photo)
    (tmp_path / "other").mkdir()
    twin = write_image(tmp_path / "other" / "one.png", photo)
    photos = Photos([photo, path, str(twin), "hopper"], "yunet")
    assert photos.names == ["image 1", "one.png", "one.png (3)", "hopper"]
    assert all(np.array_equal(photos[name][0], photo) and len(photos[name][1]) == 1 for name in photos.names)


def test_photos_are_read_when_they_are_looked_at(tmp_path):
    photos = Photos(["hopper", tmp_path / "none.jpg"], "yunet")
    assert photos["hopper"][1]
    with pytest.raises(FileNotFoundError, match="none.jpg"):
        photos["none.jpg"]


def test_given_boxes_are_clipped_and_largest_first(photo):
    small, large = Box(10, 10, 40, 40), Box(-50, 100, 300, 2000)
    assert Photos([photo], "yunet", [small, large])["image 1"][1] == [large.clip(photo), small]
    assert Photos([photo], "yunet", small)["image 1"][1] == [small]


# --- the widget -------------------------------------------------------------------------------------------------------


@pytest.fixture
def explorer():
    return compare_methods(["hopper", "scene", "astronaut"])


def shown(explorer):
    return cv2.imdecode(np.frombuffer(explorer._picture.value, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]


def panel(explorer, number, columns=3, settled=True):
    """A panel's pixels, cut out of the picture that was sent."""
    if settled:  # on a busy machine any method may be slow enough for a draft
        explorer.settle()
    wide, high = explorer._scene._size
    row, column = divmod(number, columns)
    top, left = 30 + row * (30 + high), 12 + column * (12 + wide)
    return explorer._frame[top : top + high, left : left + wide]


def test_six_panels_in_order_each_as_anonymize_gives_it(explorer):
    assert explorer.values["strength"] == 0.5 and explorer.values["face"] == "face 1"
    of = explorer._scene
    assert np.array_equal(panel(explorer, 0), of.panel(None))
    for number, name in enumerate(FIVE, start=1):
        assert np.array_equal(panel(explorer, number), of.panel(setting(name, 0.5))), name
    assert "hopper, face 1, strength 0.50, mask ellipse, margin 0.30" in explorer.caption
    assert cv2.PSNR(shown(explorer), explorer._frame) > 28  # the page gets this picture, as JPEG


def test_the_common_strength_moves_every_methods_own_sliders(explorer):
    explorer.controls["strength"].value = 0.5
    width = explorer._scene.face.width
    for name in FIVE:
        due = explorer._scene.parameters(setting(name, 0.5))
        assert {p: explorer.controls[f"{name}.{p}"].value for p in due} == due
    assert explorer.controls["box.ksize"].value == pytest.approx(width / 2, abs=1)
    assert np.array_equal(panel(explorer, 4), explorer._scene.panel(setting("box", 0.5)))


def test_a_slider_that_strength_moves_beyond_its_end_gets_a_longer_range():
    explorer = compare_methods("henner", strength=1.0)
    ksize = explorer.controls["gaussian.ksize"]
    assert ksize.value == ksize.max > 301


def test_a_methods_own_slider_touches_that_method_only_until_the_strength_moves(explorer, monkeypatch):
    calls = []
    monkeypatch.setattr(scene, "anonymize", lambda *a, **k: calls.append(k["method"]) or anonymize(*a, **k))
    explorer.controls["pixelate.blocks"].value = 5
    assert calls == ["pixelate"]
    assert np.array_equal(
        panel(explorer, 5), explorer._scene.panel(setting("pixelate", own=(("blocks", 5),), strength=0.5))
    )
    assert "Pixelation: own values" in explorer.caption
    explorer.controls["margin"].value = 0.1  # another region, the same blocks
    assert explorer.controls["pixelate.blocks"].value == 5
    explorer.controls["strength"].value = 0.3
    assert explorer.controls["pixelate.blocks"].value != 5 and "own values" not in explorer.caption


def test_a_value_that_the_page_rounds_to_the_sliders_steps_is_not_the_methods_own(explorer):
    explorer.controls["strength"].value = 0.58  # the Gaussian's sigma is 28.46, the slider's steps are tenths
    sigma = explorer.controls["gaussian.sigmaX"]
    before = explorer._picture.value
    sigma.value = 28.5
    assert "own values" not in explorer.caption and explorer._picture.value == before
    sigma.value = 28.6
    assert "Gaussian: own values" in explorer.caption
    sigma.value = 28.5  # now it is what the learner wants
    assert explorer._own["gaussian"] == (("ksize", 171), ("sigmaX", 28.5), ("sigmaY", 0.0))


def test_each_call_is_shown_ready_to_copy(explorer):
    explorer.controls["gaussian.ksize"].value = 75
    explorer.controls["gaussian.sigmaX"].value = 30.0
    explorer.controls["gaussian.sigmaY"].value = 0.0
    assert "<code>cv2.GaussianBlur(roi, (75, 75), 30)</code>" in explorer._table.value
    assert explorer._table.value.count("<code>") == 5


def test_photo_face_and_whole_photo(explorer):
    explorer.controls["photo"].value = "scene"
    count = len(explorer._photos["scene"][1])
    assert explorer.controls["face"].options == (*(f"face {n}" for n in range(1, count + 1)), "whole photo")
    explorer.controls["face"].value = "face 3"
    assert explorer._scene.face == explorer._photos["scene"][1][2]
    explorer.controls["face"].value = "whole photo"
    image, boxes = explorer._photos["scene"]
    due = anonymize(image, boxes=boxes, method="box", strength=0.5).image
    assert np.array_equal(explorer._scene.result(setting("box", 0.5)), due)
    assert "The largest face is" in explorer.caption
    explorer.controls["photo"].value = "astronaut"
    assert explorer.values["face"] == "face 1" and explorer.error is None


def test_a_photo_without_a_face_is_told_and_the_next_one_works():
    explorer = compare_methods(["hopper", "chelsea"])
    before = explorer._picture.value
    explorer.controls["photo"].value = "chelsea"
    assert isinstance(explorer.error, NoFaceError) and "No face is known in chelsea" in explorer._text.value
    assert explorer._picture.value == before
    explorer.controls["photo"].value = "hopper"
    assert explorer.error is None and "alert" not in explorer._text.value


def test_curtain(explorer):
    explorer.controls["view"].value = "curtain"
    assert (explorer.values["left"], explorer.values["right"]) == ("gaussian", "pixelate")
    explorer.controls["curtain"].value = 100
    left = explorer._scene.panel(setting("gaussian", 0.5))
    rows = slice(35, 35 + left.shape[0])
    assert np.array_equal(explorer._frame[rows, 12 : 12 + left.shape[1] - 4], left[:, :-4])
    explorer.controls["left"].value = "median"
    left = explorer._scene.panel(setting("median", 0.5))
    assert np.array_equal(explorer._frame[rows, 12 : 12 + left.shape[1] - 4], left[:, :-4])
    assert explorer._pair.layout.display is None
    explorer.controls["view"].value = "side by side"
    assert explorer._pair.layout.display == "none"


def test_contact_sheet_is_method_by_strength(explorer):
    explorer.controls["view"].value = "contact sheet"
    wide, high = explorer._scene._size
    head = 25
    for row, name in enumerate(FIVE):
        for column, strength in enumerate(views.STRENGTHS):
            top, left = head + row * (head + high), 12 + column * (12 + wide)
            due = explorer._scene.panel(setting(name, strength))
            assert np.array_equal(explorer._frame[top : top + high, left : left + wide], due)
    assert explorer.controls["strength"].disabled and explorer._table.value == ""


def at_rest():
    """Wait until the thread that measures has done what it was told so far."""
    methods._at_rest.submit(int).result()


def test_measures_are_filled_in_when_asked_for_and_vanish_while_something_moves(explorer):
    explorer.controls["measure"].value = True
    at_rest()
    assert "found by" in explorer._table.value and "SSIM" in explorer._table.value
    measured = explorer._frame.copy()
    explorer.controls["strength"].value = 0.26
    assert "found by" not in explorer._table.value and "meter" not in explorer.caption
    assert explorer._frame.shape == measured.shape  # nothing jumps
    foot = explorer._frame[30 + explorer._scene._size[1] + 2 :][:80]
    assert (foot == 255).all(), "no notes of the picture before"
    until = time.monotonic() + 60
    while "found by" not in explorer._table.value:
        assert time.monotonic() < until, "the slider rests, and nothing was measured"
        time.sleep(0.05)
    assert explorer.error is None


def test_the_meter_says_who_fails_and_what_it_is_worth(photo, box):
    explorer = compare_methods(photo, boxes=[box], methods=["bilateral", "solid"], strength=0.5, measure=True)
    judged = {one: explorer._scene.verdicts(setting(one, 0.5)) for one in ("bilateral", "solid")}
    assert [judged[one][0].fails for one in judged] == [True, False]
    for one, words in (("bilateral", "✗ fails: found again, recognised"), ("solid", "○ held here")):
        assert f"<td>{words}</td><td>{judged[one][0].found_words}</td>" in explorer._table.value
        assert judged[one][0].recognised_words in explorer._table.value
    assert "recognised (0.00)" in explorer._table.value.split("Bilateral")[0], "the original is itself"
    assert "Fails here: Bilateral. Held here: Solid. The meter can show that a blur fails" in explorer.caption
    assert explorer.caption in explorer._repr_mimebundle_()[1]["image/jpeg"]["alt"]


@pytest.mark.parametrize("view", ["side by side", "curtain"])
@pytest.mark.parametrize("projector", [False, True])
def test_the_longest_notes_fit_below_their_panels(monkeypatch, view, projector):
    every = [f"{'✗ fails: found again, recognised'}", "found by haar, hog, face_recognition, yunet"]
    texts = {number: text for number, text in enumerate([*every, "not recognised (0.72)", "110 ms", "SSIM 0.29"])}
    monkeypatch.setattr(methods, "MEASURES", {n: lambda of, how, t=text: t for n, text in texts.items()})
    two = {"methods": ["bilateral", "bilateral"], "projector": projector}
    explorer = compare_methods("hopper", view=view, measure=True, **two)
    noted = explorer._frame
    assert (noted[-10:] == 255).all(), "the last line is at the edge, or beyond it"
    row = noted[30 + explorer._scene._size[1] + 10 :]
    assert (row[:, :6] == 255).all() and (row[:, -6:] == 255).all()


def test_a_whole_photo_is_counted_and_fills_in_panel_by_panel(monkeypatch):
    monkeypatch.setattr(methods, "_SHOW", 0)
    image, boxes = read_image(samples.path("scene")), samples.true_boxes("scene")[:3]
    explorer, captions = compare_methods(image, boxes=boxes, methods=["solid", "box"]), []
    explorer.controls["face"].value = "whole photo"
    explorer._text.observe(lambda change: captions.append(change.new), "value")
    explorer.controls["measure"].value = True
    at_rest()
    for part in ("0 of 3", "1 of 3", "2 of 3"):
        assert any(f"Measuring: {part} panels" in one for one in captions)
    assert explorer.error is None and "Measuring" not in explorer.caption
    assert explorer._table.value.count("of 3") == 6 and "recognised: 0 of 3" in explorer._table.value
    assert "recognised: 3 of 3" in explorer._table.value.split("Solid")[0]


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

    monkeypatch.setattr(recogniser, "import_face_recognition", missing)
    monkeypatch.setattr(recogniser, "_encodings", {})
    explorer = compare_methods(photo, boxes=[box], methods=["solid"], measure=True)
    assert explorer.error is None and "SSIM" in explorer._table.value
    assert "<td>recogniser not available</td>" in explorer._table.value
    assert "? held, but not all could be asked" in explorer._table.value
    assert "4 detectors. Not asked: recogniser (dlib is not installed. To repair it: uv sync)" in explorer.caption


def test_measuring_gives_up_when_a_control_moves(explorer, monkeypatch):
    seen = []

    def slow(of, how):
        seen.append(how)
        explorer.controls["strength"].value += 0.01
        return "too slow"

    monkeypatch.setattr(methods, "MEASURES", {"slow": slow})
    explorer.controls["measure"].value = True
    at_rest()
    assert len(seen) == 1 and "too slow" not in explorer._table.value


def test_an_error_while_measuring_is_shown(explorer, monkeypatch):
    def broken(of, how):
        raise RuntimeError("no such <model>")

    monkeypatch.setattr(methods, "MEASURES", {"broken": broken})
    explorer.controls["measure"].value = True
    at_rest()
    assert "RuntimeError:</b> no such &lt;model&gt;" in explorer._text.value and explorer.error


def test_the_exact_picture_follows_when_a_slow_method_rests():
    explorer = compare_methods("henner")
    explorer._scene._seconds["bilateral"] = 1.0
    explorer.controls["strength"].value = 0.4
    exact = Scene(*explorer._photos["henner"], 0).panel(setting("bilateral", 0.4))
    until = time.monotonic() + 30
    while not np.array_equal(panel(explorer, 3, settled=False), exact):
        assert time.monotonic() < until, "the exact picture did not follow"
        time.sleep(0.05)


def test_projector_enlarges_panels_and_type(explorer):
    small, style = explorer._frame.shape, explorer._style.value
    explorer.controls["projector"].value = True
    assert min(np.array(explorer._frame.shape[:2]) / small[:2]) > 1.25
    assert "20px" in explorer._style.value and "13px" in style


def test_save(explorer, tmp_path, monkeypatch):
    path = explorer.save(tmp_path / "grid.png")
    height = explorer._frame.shape[0]
    saved = read_image(path)
    assert np.array_equal(saved[:height], explorer._frame)
    assert (saved[height:] < 100).any(), "the caption stands below"
    with pytest.raises(FileExistsError):
        explorer.save(path)
    monkeypatch.chdir(tmp_path)
    for number in (1, 2):
        explorer._save_clicked(None)
        assert np.array_equal(read_image(f"comparison_{number}.png"), saved)
        assert f"comparison_{number}.png" in explorer._saved.value
    monkeypatch.setattr(explorer, "_frame", None)
    explorer._save_clicked(None)
    assert "Not saved" in explorer._saved.value


def test_it_leaves_a_still_picture(explorer):
    data, metadata = explorer._repr_mimebundle_()
    assert "image/jpeg" in data and "hopper" in metadata["image/jpeg"]["alt"]


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


def test_every_control_is_labelled(explorer):
    assert all(one.description for one in explorer.controls.values())


def test_a_new_method_appears_by_itself(photo, box, monkeypatch):
    flipped = blur.Method(
        "flip", "Flipped", lambda roi: roi[::-1].copy(), (), lambda w, r: {}, lambda width, height: "roi[::-1].copy()"
    )
    monkeypatch.setitem(METHODS, "flip", flipped)
    explorer = compare_methods(photo, boxes=[box], methods=["flip", "box"])
    assert np.array_equal(panel(explorer, 1), explorer._scene.panel(setting("flip", 0.5)))
    assert "roi[::-1].copy()" in explorer._table.value


def test_arguments_are_checked(photo, box, tmp_path):
    for arguments, error, said in [
        ({"methods": []}, ValueError, "no method to compare"),
        ({"methods": ["blur"]}, ValueError, "no method called 'blur'"),
        ({"mask": "star"}, ValueError, "no mask called 'star'"),
        ({"view": "cube"}, ValueError, "no view called 'cube'"),
        ({"strength": 1.5}, ValueError, "strength must be between 0 and 1"),
        ({"margin": 0.9}, ValueError, "margin must be between 0 and 0.6"),
        ({"detector": "eye"}, ValueError, "no detector called 'eye'"),
        ({"image": []}, ValueError, "list is empty"),
        ({"image": 3}, TypeError, "an array, a sample's name or a file, got 3"),
        ({"image": [photo], "boxes": [box]}, TypeError, "boxes belong to one photo"),
        ({"image": photo / 255}, TypeError, "dtype uint8"),
        ({"image": "coffee"}, NoFaceError, "No face is known in coffee"),
        ({"image": photo, "boxes": [Box(900, 900, 950, 950)]}, NoFaceError, "no box given lies inside"),
        ({"image": tmp_path / "no.jpg"}, FileNotFoundError, "no.jpg"),
        ({"image": __file__}, ImageError, "not a photo"),
    ]:
        with pytest.raises(error, match=said):
            compare_methods(**({"image": "hopper"} | arguments))
