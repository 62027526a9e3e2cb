"""What a comparison shows: each picture is what `anonymize` gives, drafts come near, photos are read when looked at."""

import cv2
import numpy as np
import pytest

from faceblur_utils import METHODS, Box, Finding, Hiding, anonymize, read_image, samples, write_image
from faceblur_utils.blur import FIVE
from faceblur_utils.compare import scene, views
from faceblur_utils.compare.scene import Scene
from faceblur_utils.compare.sources import Photos
from faceblur_utils.hiding import hide_faces

BOX = Hiding("box", strength=0.3)


@pytest.fixture(scope="module")
def photo():
    return read_image(samples.path("hopper"))


@pytest.fixture(scope="module")
def box():
    return samples.true_boxes("hopper")[0]


# --- a scene ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", FIVE)
@pytest.mark.parametrize("at", [(0, 0), (120, 60), (322, 387), (-70, 200), (430, 500), (480, -100)])
@pytest.mark.parametrize("margin", [0, 0.6])
def test_a_result_is_pixel_for_pixel_that_of_the_whole_photo(photo, method, at, margin):
    face, how = Box.from_xywh(*at, 190, 213), Hiding(method, strength=0.2, margin=margin)
    around = face.expand(scene.SURROUNDINGS).clip(photo)
    due = anonymize(photo, how, boxes=[face]).image[around.slices]
    shown = Scene(photo, [face], 0)
    assert np.array_equal(shown.result(how), due)
    assert shown.parameters(how) == how.parameters_for(190, face.expand(margin).width)


def test_own_parameters_take_the_place_of_the_strength(photo, box):
    shown = Scene(photo, [box], 0)
    how = Hiding("pixelate", strength=0.9, parameters={"blocks": 3})
    due = anonymize(shown.image, boxes=shown.boxes, method="pixelate", parameters={"blocks": 3}).image
    assert np.array_equal(shown.result(how), due) and shown.parameters(how) == {"blocks": 3}


def test_a_margin_is_shown_as_far_as_it_reaches(photo, box):
    how = Hiding("solid", margin=1.5, mask="rectangle")
    shown = Scene(photo, [box], 0, surroundings=1.5)
    around = box.expand(1.5).clip(photo)
    assert np.array_equal(shown.result(how), anonymize(photo, how, boxes=[box]).image[around.slices])


def crowd():
    """A photo with faces that overlap, lie in each other, and are cut by three borders, not in order of size."""
    image = read_image(samples.path("scene"))
    height, width = image.shape[:2]
    edge = [Box(-60, 40, 90, 230), Box(width - 50, 300, width + 50, 420), Box(400, height - 60, 560, height + 120)]
    true = samples.true_boxes("scene")
    return image, [true[0].expand(-0.3), *edge, *true, Box(60, 150, 190, 310)]


@pytest.mark.parametrize("method", FIVE)
def test_a_whole_photo_hides_all_faces_each_by_its_own_width(method):
    image, boxes = crowd()
    how, whole = Hiding(method, strength=0.25), Scene(image, boxes)
    assert np.array_equal(whole.result(how), anonymize(image, how, boxes=boxes).image)
    largest = max(boxes, key=lambda one: one.area)
    assert whole.face == largest and whole.parameters(BOX)["ksize"] == pytest.approx(0.3 * largest.width, abs=2)


@pytest.mark.parametrize("side", [50, 300, 1500])
@pytest.mark.parametrize("number", [None, 0])
def test_panels_fit_their_side_whether_shrunk_or_enlarged(photo, box, number, side):
    shown = Scene(photo, [box], number, side)
    panels = [shown.panel(None), shown.panel(BOX), shown.panel(Hiding("bilateral", strength=0.3), moving=True)]
    assert {panel.shape for panel in panels} == {panels[0].shape} and max(panels[0].shape) == side
    height, width = shown.image.shape[:2]
    assert panels[0].shape[0] / panels[0].shape[1] == pytest.approx(height / width, rel=0.03)


def draft(shown, how):
    """What a panel shows while a slider moves, if the method is slow here."""
    shown._seconds[how.method], shown._results = 1.0, type(shown._results)()
    assert shown.is_draft(how)
    return shown.panel(how, moving=True)


@pytest.mark.parametrize("own", [None, {"d": 31, "sigmaColor": 200, "sigmaSpace": 40.0}])
def test_while_a_slider_moves_a_slow_method_gives_nearly_the_exact_picture(own):
    shown = Scene(read_image(samples.path("henner")), samples.true_boxes("henner"), 0)
    how = Hiding("bilateral", parameters=own)
    exact = shown.panel(how)
    assert not shown.is_draft(how)  # it is known by now
    drawn = draft(shown, how)
    assert not np.array_equal(drawn, exact) and cv2.PSNR(drawn, exact) > 34
    assert cv2.PSNR(drawn, exact) > cv2.PSNR(shown.panel(None), exact) + 3
    assert np.array_equal(shown.panel(how), exact)


@pytest.mark.parametrize("mask", ["ellipse", "rectangle"])
@pytest.mark.parametrize("method", ["box", "gaussian", "pixelate"])
def test_where_faces_overlap_the_coarsest_wins_in_a_draft_too(photo, box, method, mask):
    eye = Box.from_xywh(box.left + 30, box.top + 60, 50, 40)
    how = Hiding(method, strength=0.4, mask=mask, margin=0.2)
    alone, both = (Scene(photo, boxes) for boxes in ([box], [box, eye]))
    assert np.array_equal(draft(both, how), draft(alone, how)), "the small face has changed what the large one hides"
    first = draft(Scene(photo, [eye, box]), how)  # the order in which they come does not count
    assert cv2.PSNR(first, draft(alone, how)) > cv2.PSNR(draft(Scene(photo, [eye]), how), draft(alone, how)) + 3


@pytest.mark.parametrize("method", FIVE)
def test_a_draft_of_a_crowd_is_nearly_the_exact_picture(method):
    image, boxes = crowd()
    shown = Scene(image, boxes, side=600)
    how = Hiding(method, strength=0.4)
    exact = shown.panel(how)
    # Where a block or a window ends in the small picture is a matter of a pixel.
    assert cv2.PSNR(draft(shown, how), exact) > cv2.PSNR(shown.panel(None), exact) + 2


def test_what_is_known_is_not_computed_again(photo, box, monkeypatch):
    calls = []
    monkeypatch.setattr(scene, "hide_faces", lambda *a: calls.append(a[2].method) or hide_faces(*a))
    shown = Scene(photo, [box], 0)
    for method in ("box", "median", "box", "box"):
        shown.panel(Hiding(method))
    assert calls == ["box", "median"]


@pytest.mark.parametrize("method", FIVE)
@pytest.mark.parametrize("at", [(0, 0), (-70, -40), (90, 70)], ids=["inside", "left", "right"])
def test_the_call_shown_gives_the_region_that_is_pasted(photo, box, method, at):
    face = Box.from_xywh(box.left + at[0] * 3, box.top + at[1] * 3, box.width, box.height)
    shown = Scene(photo, [face], 0)
    how = Hiding(method, strength=0.2, mask="rectangle", margin=0.1)
    region = face.expand(0.1).clip(photo)
    roi, due = (picture[region.slices].copy() for picture in (photo, anonymize(photo, how, boxes=[face]).image))
    assert np.array_equal(eval(shown.code(how), {"cv2": cv2, "np": np, "roi": roi}), due)
    (step,) = hide_faces(photo, [face], how)[1]
    assert shown.code(how) == METHODS[method].as_code(roi.shape, **step.parameters)


@pytest.mark.parametrize("number", [None, 0])
def test_it_tells_which_faces_a_blur_is_too_weak_for(photo, box, number):
    tiny = Box.from_xywh(20, 20, 12, 14)
    shown = Scene(photo, [box, tiny], number)
    weak = Hiding("box", strength=0.05)
    assert shown.unchanged(weak) == [], "not yet known"
    shown.result(weak)
    assert shown.unchanged(weak) == ([2] if number is None else [])
    shown.result(weak.replace(strength=0))
    assert shown.unchanged(weak.replace(strength=0)) == ([1, 2] if number is None else [1])


def test_measures(photo, box):
    shown = Scene(photo, [box], 0)
    hidden, clear = Hiding("pixelate", strength=1), Hiding("bilateral", strength=0.05)
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
    assert scene.MEASURES["found again"](group, Hiding("solid")) == "found again: 0 of 9"
    assert scene.MEASURES["recognised"](group, Hiding("solid")) == "recognised: 0 of 9"


@pytest.mark.parametrize("method", ["solid", "bilateral", "pixelate"])
def test_a_face_that_the_border_cuts_is_measured_too(photo, box, method):
    cut = Box(-40, box.top, 110, box.bottom)
    for shown in (Scene(photo, [cut], 0), Scene(photo, [cut])):
        said = [measure(shown, Hiding(method)) for measure in scene.MEASURES.values()]
        assert all(said) and said[4].startswith("SSIM ")


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
    photos = Photos([photo, path, str(twin), "hopper"], Finding(looks="one"))
    assert photos.names == ["image 1", "one.png", "one.png (3)", "hopper"]
    assert all(np.array_equal(photos[name][0], photo) and len(photos[name][1]) == 1 for name in photos.names)


def test_photos_are_read_when_they_are_looked_at(tmp_path):
    photos = Photos(["hopper", tmp_path / "none.jpg"], Finding(looks="one"))
    assert photos["hopper"][1]
    with pytest.raises(FileNotFoundError, match="none.jpg"):
        photos["none.jpg"]


def test_given_boxes_stay_whole_and_in_order(photo):
    """As in `anonymize`: strength follows the whole face, and which face is hidden first counts where they overlap."""
    small, large, outside = Box(10, 10, 40, 40), Box(-50, 100, 300, 2000), Box(-50, -50, 0, 0)
    for given, due in (([small, large, outside], [small, large]), (small, [small])):
        faces = Photos([photo], Finding(), given)["image 1"][1]
        assert [face.box for face in faces] == due and not any(face.doubtful for face in faces)
