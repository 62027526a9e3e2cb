"""Your own photos: which boxes are hidden, what is downloaded, and that nothing of them is saved."""

import io
import json
import re
import subprocess
import sys
import threading
import time
import zipfile
from itertools import count

import cv2
import ipywidgets
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from faceblur_utils import Hiding, read_image, samples
from faceblur_utils.detect import Finding, FoundFace, detect_faces, match_boxes
from faceblur_utils.hiding import hide_faces
from faceblur_utils.images import ImageError, encode_image
from faceblur_utils.metadata import list_metadata
from faceblur_utils.own_photos import OwnPhoto, OwnPhotos, transfer
from faceblur_utils.own_photos import meter as meter_module
from faceblur_utils.own_photos import page as page_module
from faceblur_utils.own_photos import photo as photo_module
from faceblur_utils.own_photos.photo import free_name
from faceblur_utils.own_photos.pictures import draw_still
from faceblur_utils.paste_back import paste_into
from faceblur_utils.privacy import Verdict, verdict
from faceblur_utils.roi import Box

HOW = Hiding("pixelate")  # a strength changes it, unlike the cover of the default
# One look and no doubt: what is asked of the page depends on how many faces there are, not on how they were found.
SURE = Finding(looks="one", covered_from=0.8, doubtful_from=0.8)
SECRET = "grandmother_at_home"


@pytest.fixture(scope="module")
def scene():
    """Eleven framed portraits, 1280 x 852."""
    return read_image(samples.path("scene"))


@pytest.fixture
def photo(scene):
    """The same with its faces found."""
    made = OwnPhoto(scene, "scene.png")
    made.search(SURE)
    return made


def on_its_side(image, ending="JPEG", **options):
    """A file whose pixels lie on their side, whose EXIF data say so, and which holds a place and a name."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "Jane Doe"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    file = io.BytesIO()
    Image.fromarray(image).transpose(Image.Transpose.ROTATE_90).save(file, ending, exif=exif, **options)
    return file.getvalue()


def plain(value):
    """A small photo without faces."""
    return np.full((60, 80, 3), value, np.uint8)


# --- a photo and its boxes --------------------------------------------------------------------------------------------


def test_found_faces_are_all_hidden_at_first_and_stand_from_left_to_right(photo):
    assert len(photo.faces) == 11 and photo.hidden == [face.box for face in photo.faces]
    assert [face.box.left for face in photo.faces] == sorted(face.box.left for face in photo.faces)
    assert not any(face.drawn for face in photo.faces) and photo.finding == SURE
    assert len({face.number for face in photo.faces}) == 11


def test_a_face_is_left_clear_and_hidden_again(photo):
    face = photo.faces[4]
    photo.toggle(face.number)
    assert face.box not in photo.hidden and len(photo.hidden) == 10
    photo.toggle(face.number)
    assert face.box in photo.hidden and len(photo.hidden) == 11
    photo.set_all(False)
    assert photo.hidden == []
    photo.set_all(True)
    assert len(photo.hidden) == 11


def test_a_missed_face_gets_a_box_that_can_be_moved_and_removed(photo):
    number = photo.draw(Box(600, 100, 700, 220))
    assert photo.face(number).drawn and photo.hidden[-1] == Box(600, 100, 700, 220)
    photo.change(number, Box(610, 90, 760, 220))
    assert photo.hidden[-1] == Box(610, 90, 760, 220) and photo.face(number).drawn
    photo.toggle(number)
    assert len(photo.hidden) == 11
    photo.change(number, Box(0, 0, 50, 50))
    assert len(photo.hidden) == 11, "moving a box does not hide what was left clear"
    photo.remove(number)
    assert len(photo.faces) == 11
    with pytest.raises(ValueError, match=f"no face number {number} in scene.png"):
        photo.toggle(number)


def test_a_drawn_box_is_cut_at_the_border(photo):
    number = photo.draw(Box(-50, 800, 30, 900))
    assert photo.face(number).box == Box(0, 800, 30, 852)


@pytest.mark.parametrize(
    "box", [Box(10, 10, 12, 40), Box(10, 10, 40, 13), Box(-50, 0, -10, 40), Box(1279, 0, 1400, 90)]
)
def test_a_slip_of_the_hand_is_no_box(photo, box):
    with pytest.raises(ValueError, match="at least 4 x 4 pixels"):
        photo.draw(box)
    assert len(photo.faces) == 11


def test_a_found_face_is_neither_moved_nor_removed(photo):
    number = photo.faces[0].number
    for change in (lambda: photo.remove(number), lambda: photo.change(number, Box(0, 0, 50, 50))):
        with pytest.raises(ValueError, match="left clear, but not moved or removed"):
            change()
    assert len(photo.hidden) == 11


def test_another_detector_keeps_drawn_boxes_and_leaves_clear_what_it_finds_again(photo):
    drawn = photo.draw(Box(600, 100, 700, 220))
    clear = max((face for face in photo.faces if not face.drawn), key=lambda face: face.box.area).box
    photo.toggle(next(face.number for face in photo.faces if face.box == clear))
    photo.search(detector="haar", looks="one")
    assert photo.finding.detector == "haar" and photo.face(drawn).box == Box(600, 100, 700, 220)
    left_clear = [face.box for face in photo.faces if not face.hidden]
    assert len(left_clear) == 1 and left_clear[0] != clear and left_clear[0].iou(clear) > 0.5
    photo.search(SURE)
    assert [face.box for face in photo.faces if not face.hidden] == [clear]


def test_a_search_that_fails_changes_no_box_and_is_told(photo, monkeypatch):
    def fail(image, finding):
        raise RuntimeError("dlib is not installed. To repair it: uv sync")

    before = list(photo.faces)
    monkeypatch.setattr(photo_module, "find_faces", fail)
    photo.search(detector="hog")
    assert photo.faces == before and photo.finding == SURE
    assert photo.words.startswith("The search failed: dlib is not installed. To repair it: uv sync The boxes are still")
    assert "those of YuNet. 11 of 11 faces hidden." in photo.words
    fresh = OwnPhoto(plain(90), "grey.png")
    fresh.search(detector="hog")
    assert fresh.note == "not searched, nothing hidden"
    assert fresh.words.endswith(
        "uv sync Nothing is hidden. If there is a face, draw a box around it or try another detector."
    )
    monkeypatch.undo()
    photo.search(SURE)
    assert photo.trouble == "" and "failed" not in photo.words


def test_what_is_hidden_is_said_in_words(photo):
    assert (photo.note, photo.words) == ("11 of 11 hidden", "11 of 11 faces hidden.")
    photo.draw(Box(600, 100, 700, 220))
    photo.toggle(photo.faces[0].number)
    assert photo.words == "11 of 12 faces hidden. 1 left clear. 1 box drawn by hand."
    photo.set_all(False)
    assert photo.note == "nothing hidden"
    assert photo.words == "Nothing is hidden: all 12 faces are left clear. 1 box drawn by hand."


def test_no_face_is_never_silent():
    photo = OwnPhoto(plain(90), "wall.png")
    photo.search(SURE)
    assert photo.note == "no face found, nothing hidden"
    assert photo.words == (
        "YuNet found no face in wall.png. Nothing is hidden. If there is a face, draw a box around it or try another "
        "detector."
    )
    number = photo.draw(Box(10, 10, 30, 30))
    assert photo.words == "YuNet found no face in wall.png. 1 of 1 face hidden. 1 box drawn by hand."
    photo.toggle(number)
    assert "Nothing is hidden: its one face is left clear." in photo.words


places = st.integers(-40, 140)
boxes = st.tuples(places, places, places, places).map(
    lambda p: Box(min(p[0], p[2]), min(p[1], p[3]), max(p[0], p[2]), max(p[1], p[3]))
)
steps = st.one_of(
    st.tuples(st.just("draw"), boxes),
    st.tuples(st.just("change"), st.integers(1, 12), boxes),
    st.tuples(st.sampled_from(["toggle", "remove"]), st.integers(1, 12)),
    st.tuples(st.just("set_all"), st.booleans()),
    st.tuples(st.just("search"), st.just(SURE)),
)


@settings(max_examples=60)
@given(st.lists(steps, max_size=20))
def test_whatever_is_clicked_boxes_lie_inside_and_only_the_hidden_ones_change_the_photo(todo):
    small = cv2.resize(read_image(samples.path("hopper"))[60:360, 120:420], (100, 100), interpolation=cv2.INTER_AREA)
    photo = OwnPhoto(small, "small.png")
    photo.search(SURE)
    assert len(photo.faces) == 1
    for name, *arguments in todo:
        before = list(photo.faces)
        try:
            getattr(photo, name)(*arguments)
        except ValueError:
            assert photo.faces == before, "what is refused changes nothing"
    assert sum(not face.drawn for face in photo.faces) == 1, "the found face is always among them"
    assert len({face.number for face in photo.faces}) == len(photo.faces)
    for face in photo.faces:
        assert face.box.clip(small) == face.box and min(face.box.width, face.box.height) >= 4
    result = photo.anonymized(method="solid", outline="own", mask="rectangle", margin=0.0)
    changeable = np.zeros((100, 100), bool)
    for box in photo.hidden:
        changeable[box.slices] = True
        assert (result[box.slices] == 0).all()
    assert (result[~changeable] == small[~changeable]).all()


# --- thoroughly, and what is in doubt ---------------------------------------------------------------------------------


def test_it_looks_thoroughly_unless_told_otherwise(page, scene):
    lying = np.ascontiguousarray(np.rot90(read_image(samples.path("hopper"))[40:420, 90:470]))
    photo = OwnPhoto(lying, "lying.png")
    photo.search(looks="one")
    assert photo.faces == []
    photo.search()
    (face,) = photo.faces
    assert photo.finding == Finding() and face.hidden and face.box.clip(lying).area > 0.05 * lying.shape[0] ** 2
    assert OwnPhotos(lying).photos[0].finding == Finding()
    page.upload("lying.png", encode_image(lying, ".png"))
    assert page.photo["faces"] == []
    page.own.controls["looks"].value = "turns"
    assert len(page.photo["faces"]) == 1 and page.own.finding.looks == "turns"
    working = [content["text"] for content, _ in page.told if content["is"] == "working" and content["text"]]
    assert working[-2:] == [
        "YuNet is looking for faces in lying.png ...",
        "YuNet is looking thoroughly for faces in lying.png ...",
    ]


def test_another_detector_looks_as_thoroughly(monkeypatch):
    asked = []
    monkeypatch.setattr(photo_module, "find_faces", lambda image, finding: asked.append(finding) or [])
    own = OwnPhotos(plain(90), covered_from=0.9)
    own.controls["detector"].value = "hog"
    own.controls["detector"].value = "yunet"
    assert asked == [Finding(covered_from=0.9), Finding("hog"), Finding(covered_from=0.9)], "each has its own limits"


def test_doubtful_faces_are_hidden_told_and_left_clear_by_a_click(page, scene):
    photo = OwnPhoto(scene, "scene.png")
    photo.search(SURE, covered_from=1.0)
    assert len(photo.hidden) == 11 and all(face.doubtful for face in photo.faces)
    assert photo.words == "11 of 11 faces hidden. 11 of them doubtful: look at each."

    known = [FoundFace(Box(100, 100, 180, 190), "one look"), FoundFace(Box(20, 30, 60, 70), "a tile", doubtful=True)]
    page.own.photos, page.own._shown = [], None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(photo_module, "find_faces", lambda image, finding: list(known))
        page.upload("scene.png", encode_image(scene, ".png"))
    told = page.photo
    assert told["words"] == "2 of 2 faces hidden. 1 of them doubtful: look at it." and not told["warn"]
    assert [face["doubtful"] for face in told["faces"]] == [True, False], "from left to right"
    assert page.last("list")[0]["photos"][0]["note"] == "2 of 2 hidden, 1 doubtful"
    assert (page.own.photos[0].anonymized()[35:65, 25:55] != scene[35:65, 25:55]).any()
    assert page.download(None)[0]["said"].endswith("Doubtful faces in scene.png: look at each.")
    page.ask("toggle", id=told["id"], number=told["faces"][0]["number"])
    assert page.photo["words"] == "1 of 2 faces hidden. 1 left clear. 1 of them doubtful: look at it."
    assert (page.own.photos[0].anonymized()[35:65, 25:55] == scene[35:65, 25:55]).all()
    photo.faces = photo.faces[:1]
    assert photo.words == "1 of 1 face hidden. It is doubtful: look at it."


# --- never weaker than asked ------------------------------------------------------------------------------------------


def test_a_small_box_drawn_inside_a_hidden_face_brings_nobody_back(photo, scene):
    """Pasted last, small boxes would put a finer mosaic on the face, in which detectors find it again."""
    faces = [face.box for face in photo.faces]

    def again(image):
        return len(match_boxes(detect_faces(image), faces, 0.3).pairs)

    known = again(photo.anonymized(HOW))
    for face in faces:
        for x, y, part in ((0.1, 0.2, 0.35), (0.5, 0.2, 0.35), (0.25, 0.55, 0.4)):
            left, top = face.left + round(x * face.width), face.top + round(y * face.height)
            photo.draw(Box(left, top, left + round(part * face.width), top + round(part * face.height)))
    assert len(photo.hidden) == 44 and again(photo.anonymized(HOW)) == known
    naive = scene.copy()  # each cut from the photo and pasted in turn: the test can fail
    for box in photo.hidden:
        (step,) = hide_faces(scene, [box], HOW)[1]
        paste_into(naive, step.blurred, step.box, step.mask)
    assert again(naive) > known


edges = st.integers(-20, 75), st.integers(-20, 55), st.integers(24, 60), st.integers(24, 60)


@settings(max_examples=60)
@given(st.lists(st.builds(Box.from_xywh, *edges), min_size=1, max_size=4))
def test_no_box_drawn_shows_what_was_hidden_before(drawn):
    """Two photos that cannot be told apart once a face is hidden cannot be told apart with any further box, either."""
    one, face = np.random.default_rng(1).integers(0, 256, (60, 80, 3), np.uint8), Box(20, 10, 60, 50)
    other = one.copy()
    for top in range(10, 50, 10):  # a mosaic of 4 x 4 blocks shows only their means
        for left in range(20, 60, 10):
            other[top : top + 10, left : left + 10] = one[top : top + 10, left : left + 10][::-1, ::-1]
    assert (one != other).any()
    how = Hiding("pixelate", 0.25, "rectangle", margin=0.0)
    shown = []
    for image in (one, other):
        photo = OwnPhoto(image, "a.png")
        photo.draw(face)
        shown.append([photo.anonymized(how)])
        for box in drawn:
            photo.draw(box)
            shown[-1].append(photo.anonymized(how))
    assert all((mine == theirs).all() for mine, theirs in zip(*shown, strict=True))


def test_a_face_cut_by_the_border_is_hidden_as_a_whole_one_and_drawn_inside(page, scene, monkeypatch):
    whole = Box(1200, -40, 1310, 90)
    monkeypatch.setattr(photo_module, "find_faces", lambda image, finding: [FoundFace(whole, "one look")])
    page.upload("scene.png", encode_image(scene, ".png"))
    (told,), photo = page.photo["faces"], page.own.photos[0]
    assert [told[side] for side in ("left", "top", "right", "bottom")] == [1200, 0, 1280, 90]
    assert photo.faces[0].box == whole and page.own.error is None
    assert (photo.anonymized(HOW) == hide_faces(scene, [whole], HOW)[0]).all()
    finer = hide_faces(scene, [whole.clip(scene)], HOW)[0]
    assert (photo.anonymized(HOW) != finer).any(), "its mosaic would be finer"
    assert photo.hide(HOW, strength=0.0).words.startswith("Face 1 of 1 is as clear as before: at strength 0, no pixel")
    with pytest.raises(ValueError, match="not moved"):
        photo.change(told["number"], whole)


def test_a_blur_too_weak_to_change_a_face_is_told_on_the_page(page, scene, recwarn):
    page.upload("scene.png", encode_image(scene, ".png"))
    page.own.controls["strength"].value = 0.02
    told, photo = page.photo, page.own.photos[0]
    said = re.fullmatch(
        r"11 of 11 faces hidden\. (\d) faces \(([\d, ]+)\) are as clear as before: at strength 0\.02, no pixel "
        r"changes\. From strength (0\.\d\d?) on, all of them change\.",
        told["words"],
    )
    assert said and told["warn"], told["words"]
    places, enough = [int(place) for place in said[2].split(", ")], float(said[3])
    result = photo.anonymized(HOW, strength=0.02)
    for place, face in enumerate(photo.faces, start=1):
        around = face.box.expand(0.3).clip(scene).slices
        assert (result[around] == scene[around]).all() == (place in places)
    assert photo.hide(HOW, strength=enough).unchanged == [] and photo.hide(HOW, strength=enough - 0.01).unchanged
    assert f"From strength {enough:g} on" in page.download(told["id"])[0]["said"]
    assert "Too weak to change every face in scene.png" in page.download(None)[0]["said"]
    page.own.controls["strength"].value = 0.0
    assert page.download(told["id"])[0]["name"] == "scene_not_hidden.png", "no file says that it hides and does not"
    page.own.controls["strength"].value = enough
    assert page.photo["words"] == "11 of 11 faces hidden." and not page.photo["warn"]
    assert len(recwarn) == 0 and page.own.error is None
    face = photo.faces[0].number
    photo.set_all(False)
    photo.toggle(face)
    assert photo.hide(HOW, strength=0.0).words.startswith("Face 1 of 11 is as clear as before: at strength 0, no pixel")
    weak = photo.hide(Hiding("box", parameters={"ksize": 1})).words
    assert "with these parameters, no pixel changes. From strength" in weak


# --- the values at which the page stands ------------------------------------------------------------------------------


def copied(own):
    """What the lines to be copied make."""
    made = {name: eval(code, {"Hiding": Hiding, "Finding": Finding}) for name, code in own._copy.lines}
    return made["hiding"], made["finding"]


def test_the_page_begins_with_values_and_shows_those_that_it_stands_at():
    hiding = Hiding("gaussian", 0.4, "feathered", margin=2.5, feather=0.6)
    own = OwnPhotos(plain(90), hiding, Finding("hog", looks="sizes", doubtful_from=-0.1))
    assert (own.hiding, own.finding) == copied(own) == (hiding, Finding("hog", looks="sizes", doubtful_from=-0.1))
    assert own.controls["margin"].max == 2.5, "a slider whose start lies above its end ends there"
    own.controls["margin"].value = 0.1 + 0.2
    own.controls["looks"].value = "one"
    own.controls["mask"].value = "ellipse"
    assert own.hiding == hiding.replace(margin=0.3, mask="ellipse") and "margin=0.3," in own._copy.lines[0][1]
    assert copied(own) == (own.hiding, own.finding) and own.finding.doubtful_from == -0.1
    own.controls["detector"].value = "haar"
    assert own.finding == Finding("haar", looks="one"), "limits are the detector's own"


def test_own_parameters_count_until_method_or_strength_is_moved():
    start = Hiding("gaussian", parameters={"ksize": 5, "sigmaX": 1.0})
    own = OwnPhotos(hiding=start)
    own.controls["margin"].value = 0.5
    assert own.hiding == start.replace(margin=0.5) and copied(own)[0] == own.hiding
    own.controls["strength"].value = 0.7
    assert own.hiding == Hiding("gaussian", 0.7, margin=0.5)
    own.controls["strength"].value, own.controls["method"].value = 0.5, "solid"
    assert own.hiding == Hiding("solid", margin=0.5) and own.error is None


def test_the_strength_rests_while_a_cover_knows_none():
    own = OwnPhotos()
    assert own.hiding == Hiding() and own.controls["strength"].disabled
    own.controls["method"].value = "box"
    assert not own.controls["strength"].disabled
    own.controls["method"].value = "average"
    assert own.controls["strength"].disabled and own.error is None


# --- the file that is downloaded --------------------------------------------------------------------------------------


def test_a_lossless_download_is_the_upright_photo_outside_the_masks_and_carries_nothing_else(scene):
    photo = OwnPhoto(on_its_side(scene, "PNG"), "IMG_1.png")
    photo.search(SURE)
    clear = photo.faces[0].box
    photo.toggle(photo.faces[0].number)
    name, content = photo.file(photo.anonymized(HOW))
    assert name == "IMG_1_hidden.png"
    result = np.array(Image.open(io.BytesIO(content)))
    assert result.shape == scene.shape == (photo.height, photo.width, 3)
    changed = (result != scene).any(axis=2)
    near = np.zeros(changed.shape, bool)
    for box in photo.hidden:
        near[box.expand(0.3).clip(scene).slices] = True
        assert changed[box.slices].mean() > 0.9
    assert not changed[~near].any() and not changed[clear.slices].any()
    assert any("48.85" in line for line in photo.metadata) and "Author: Jane Doe" in photo.metadata
    assert list_metadata(content) == []


@pytest.mark.parametrize(
    ("name", "expected", "kind"),
    [
        ("a.JPG", "a_hidden.jpg", "JPEG"),
        ("a.jfif", "a_hidden.jpg", "JPEG"),
        ("a.b.jpeg", "a.b_hidden.jpeg", "JPEG"),
        ("a.webp", "a_hidden.webp", "WEBP"),
        ("a.tiff", "a_hidden.tiff", "TIFF"),
        ("a.bmp", "a_hidden.bmp", "BMP"),
        ("a.HEIF", "a_hidden.heic", "HEIF"),
        ("a.xyz", "a_hidden.jpg", "JPEG"),
        ("a", "a_hidden.jpg", "JPEG"),
        ("folder/a.png", "a_hidden.png", "PNG"),
        ("..\\..\\a.png", "a_hidden.png", "PNG"),
        ("", "photo_hidden.jpg", "JPEG"),
    ],
)
def test_the_download_has_the_uploads_format_and_a_name_of_its_own(name, expected, kind):
    photo = OwnPhoto(encode_image(plain(200), ".png"), name)
    photo.draw(Box(10, 10, 40, 40))
    made, content = photo.file(photo.anonymized(method="solid"))
    assert made == expected
    with Image.open(io.BytesIO(content)) as file:
        assert file.format == kind and file.size == (80, 60)


def test_where_nothing_is_hidden_the_name_says_so():
    photo = OwnPhoto(plain(200), "a.png")
    name, content = photo.file(photo.anonymized(HOW))
    assert name == "a_not_hidden.png" and (np.array(Image.open(io.BytesIO(content))) == 200).all()


def test_heic_becomes_jpeg_where_it_cannot_be_written(monkeypatch):
    def no_encoder(image, ending):
        if ending == ".heic":
            raise ImageError("no encoder")
        return encode_image(image, ending)

    monkeypatch.setattr(photo_module, "encode_image", no_encoder)
    photo = OwnPhoto(encode_image(plain(200), ".png"), "a.heic")
    name, content = photo.file(photo.image)
    assert name == "a_not_hidden.jpg" and Image.open(io.BytesIO(content)).format == "JPEG"
    monkeypatch.setattr(photo_module, "encode_image", lambda image, ending: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        photo.file(photo.image)


def test_a_download_that_would_carry_metadata_is_not_made(monkeypatch):
    monkeypatch.setattr(photo_module, "encode_image", lambda image, ending: on_its_side(image))
    photo = OwnPhoto(plain(200), "a.jpg")
    with pytest.raises(ImageError, match=r"a\.jpg would still carry: Location.*not made"):
        photo.file(photo.image)


def test_names_that_are_taken_get_a_number():
    assert free_name("image.jpg", []) == "image.jpg"
    assert free_name("image.jpg", ["image.jpg"]) == "image_2.jpg"
    assert free_name("image.jpg", {"image.jpg", "image_2.jpg"}) == "image_3.jpg"
    assert free_name("image", ["image"]) == "image_2"


def test_a_resting_photo_is_read_again_when_it_is_needed(scene):
    photo = OwnPhoto(on_its_side(scene, "PNG"), "a.png")
    photo.rest()
    assert (photo.image == scene).all()
    array = plain(7)
    copied = OwnPhoto(array, "b.png")
    array[:] = 0
    copied.rest()
    assert (copied.image == 7).all()


# --- what the page asks and is told -----------------------------------------------------------------------------------


class Page:
    """Stands for the browser: asks as page.js does, and keeps what it is told."""

    def __init__(self, own):
        self.own, self.model, self.told, self.requests = own, own._page, [], count(1)
        self.model.send = lambda content, buffers=None: self.told.append((content, list(buffers or [])))

    def ask(self, do, buffers=(), **content):
        request = next(self.requests)
        self.model._handle_custom_msg({"do": do, "view": "v", "request": request, **content}, list(buffers))
        # The meter speaks when it likes.
        done = next(one for one, _ in reversed(list(self.told)) if one["is"] != "meter")
        assert (done["is"], done["view"], done["request"]) == ("done", "v", request), "each request is answered, last"
        return done

    def last(self, what):
        return next((content, buffers) for content, buffers in reversed(self.told) if content["is"] == what)

    @property
    def photo(self):
        return self.last("photo")[0]

    def picture(self, name="result"):
        """A picture of the last message about a photo; None if it brought none."""
        content, buffers = self.last("photo")
        return decoded(dict(zip(content["pictures"], buffers, strict=True)).get(name))

    def upload(self, name, content, piece=transfer.PIECE, first=True):
        for start in range(0, max(1, len(content)), piece):
            part = content[start : start + piece]
            done = self.ask("upload", [part], name=name, size=len(content), start=start, first=first)
        return done

    def download(self, key):
        done = self.ask("download", id=key)
        parts = [b for c, bs in self.told for b in bs if c["is"] == "piece" and c["request"] == done["request"]]
        return done, b"".join(parts)


def decoded(jpeg):
    return (
        None if jpeg is None else cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)[..., ::-1].astype(int)
    )


@pytest.fixture
def page():
    return Page(OwnPhotos(hiding=HOW, finding=SURE))


@pytest.fixture
def with_scene(page, scene):
    page.upload("scene.bmp", encode_image(scene, ".bmp"))
    page.picture_before = page.picture()
    return page


def test_an_upload_in_pieces_is_read_turned_searched_and_shown(page, scene):
    content = on_its_side(scene, quality=95)
    assert "trouble" not in page.upload("party.jpg", content, piece=50_000)
    told = page.photo
    assert (told["name"], told["width"], told["height"]) == ("party.jpg", 1280, 852)
    assert len(told["faces"]) == 11 and all(face["hidden"] for face in told["faces"])
    assert told["metadata"][0].startswith("Location") and "Author: Jane Doe" in told["metadata"]
    assert told["pictures"] == ["original", "result"] and not told["warn"]
    assert page.picture("original").shape == (799, 1200, 3), "a preview, upright"
    assert page.last("list")[0]["photos"][0]["note"] == "11 of 11 hidden"
    assert max(len(jpeg) for jpeg in page.last("photo")[1]) < 400_000


def test_several_uploads_and_one_that_cannot_be_read(page, scene):
    good, broken = on_its_side(scene), on_its_side(scene)[:3000]
    assert page.upload("broken.jpg", broken)["trouble"].startswith("broken.jpg is damaged: ")
    assert isinstance(page.own.error, ImageError)
    assert "trouble" not in page.upload("image.jpg", good)
    assert page.own.error is None
    page.upload("image.jpg", encode_image(plain(9), ".jpg"), first=False)
    assert "is empty (0 bytes)" in page.upload("nothing.jpg", b"", first=False)["trouble"]
    assert "is not a photo" in page.upload("notes.txt", b"Dear diary", first=False)["trouble"]
    assert "image.heic" in page.upload("image.heic", encode_image(scene, ".heic")[:9000], first=False)["trouble"]
    listed = page.last("list")[0]
    assert [one["name"] for one in listed["photos"]] == ["image.jpg", "image_2.jpg"]
    assert [one["warn"] for one in listed["photos"]] == [False, True]
    assert page.photo["name"] == "image.jpg", "the first of a choice is shown, not the last"
    page.upload("new.jpg", good)
    assert page.photo["name"] == "new.jpg", "a new choice is shown at once"


def test_an_upload_that_does_not_arrive_whole_is_refused(page, scene):
    content = on_its_side(scene)
    start = {"name": "a.jpg", "size": len(content), "first": True}
    page.ask("upload", [content[:5000]], start=0, **start)
    assert "did not arrive whole" in page.ask("upload", [content[9000:]], start=9000, **start)["trouble"]
    page.ask("upload", [content[:5000]], start=0, **start)  # and then the page was closed
    assert "trouble" not in page.upload("b.jpg", content)
    assert [photo.name for photo in page.own.photos] == ["b.jpg"]
    huge = page.ask("upload", [b"\0"], start=0, name="film.mov", size=transfer.MAX_BYTES + 1, first=True)
    assert huge["trouble"].startswith(f"film.mov has {transfer.MAX_BYTES / 1e9:.1f} GB")


def test_a_click_leaves_a_face_clear_and_the_result_follows(with_scene):
    page, told = with_scene, with_scene.photo
    face = max(told["faces"], key=lambda face: face["right"] - face["left"])
    page.ask("toggle", id=told["id"], number=face["number"])
    assert page.photo["words"] == "10 of 11 faces hidden. 1 left clear."
    assert page.photo["pictures"] == ["result"], "the photo itself is not sent again"
    scale = 1200 / 1280
    left, top, right, bottom = (round(face[side] * scale) for side in ("left", "top", "right", "bottom"))
    changed = np.abs(page.picture() - page.picture_before).max(axis=2) > 40
    assert changed[top:bottom, left:right].mean() > 0.2
    page.ask("toggle", id=told["id"], number=face["number"])
    assert (page.picture() == page.picture_before).all()


def test_drawing_moving_removing_and_all_at_once(with_scene):
    page, key = with_scene, with_scene.photo["id"]
    number = page.ask("draw", id=key, box=[600, 100, 700, 220])["number"]
    assert page.photo["faces"][-1] == {
        "number": number, "hidden": True, "drawn": True, "doubtful": False,
        "left": 600, "top": 100, "right": 700, "bottom": 220,
    }  # fmt: skip
    assert (page.picture() != page.picture_before).any()
    page.ask("change", id=key, number=number, box=[610, 100, 710, 220])
    assert page.photo["faces"][-1]["left"] == 610
    page.ask("remove", id=key, number=number)
    assert len(page.photo["faces"]) == 11 and (page.picture() == page.picture_before).all()
    page.ask("set all", id=key, hidden=False)
    assert page.photo["warn"] and page.photo["nothing"] and page.last("list")[0]["photos"][0]["warn"]
    page.ask("set all", id=key, hidden=True)
    assert not page.photo["warn"] and not page.photo["nothing"]


def test_a_mistake_of_the_page_is_answered_in_words(with_scene):
    page, key = with_scene, with_scene.photo["id"]
    assert page.ask("toggle", id=key, number=999)["trouble"].startswith("There is no face number 999")
    assert "at least 4 x 4" in page.ask("draw", id=key, box=[5, 5, 6, 6])["trouble"]
    assert page.ask("show", id=-1)["trouble"] == "This photo is no longer here."
    assert page.ask("dance")["trouble"] == "KeyError: 'dance'"


def test_controls_move_the_result(with_scene):
    page, controls = with_scene, with_scene.own.controls
    assert (page.own.hiding, page.own.finding) == (HOW, SURE)
    seen = [page.picture()]
    for name, value in {"method": "solid", "mask": "rectangle", "margin": 0.0, "detector": "haar"}.items():
        controls[name].value = value
        assert all((page.picture() != before).any() for before in seen), name
        seen.append(page.picture())
    assert page.own.photos[0].finding.detector == "haar" and page.own.error is None
    assert page.own.hiding == Hiding("solid", mask="rectangle", margin=0.0)
    assert [entry for entry, _ in controls["detector"].options][-1] == "YuNet"


def test_another_detector_searches_every_photo(with_scene):
    page = with_scene
    page.upload("wall.png", encode_image(plain(90), ".png"), first=False)
    page.own.controls["detector"].value = "haar"
    assert [photo.finding.detector for photo in page.own.photos] == ["haar", "haar"]
    assert page.photo["name"] == "scene.bmp"


def test_no_face_is_told_on_the_page(page):
    page.upload("wall.png", encode_image(plain(90), ".png"))
    assert (
        page.photo["warn"] and page.photo["nothing"] and page.photo["words"].startswith("YuNet found no face in wall")
    )
    assert page.last("list")[0]["photos"][0]["note"] == "no face found, nothing hidden"
    done, content = page.download(page.photo["id"])
    assert done["name"] == "wall_not_hidden.png" and done["said"].startswith("YuNet found no face in wall.png. Nothing")


def test_an_error_is_shown_on_the_page_and_goes_away(with_scene, monkeypatch):
    def fail(*arguments, **how):
        raise MemoryError("too large")

    page, key = with_scene, with_scene.photo["id"]
    monkeypatch.setattr(photo_module, "hide_faces", fail)
    page.own.controls["strength"].value = 0.4
    assert page.told[-1][0] == {"is": "trouble", "text": "MemoryError: too large"}
    assert isinstance(page.own.error, MemoryError)
    assert page.picture() is None, "an old result is not left standing for a new setting"
    number = page.photo["faces"][0]["number"]
    assert page.ask("toggle", id=key, number=number)["trouble"] == "MemoryError: too large"
    assert not page.photo["faces"][0]["hidden"], "even without a result, the boxes shown are the true ones"
    assert page.download(key)[0]["trouble"] == "MemoryError: too large"
    monkeypatch.undo()
    page.own.controls["strength"].value = 0.75
    assert page.own.error is None and page.picture() is not None


def test_downloads(with_scene, scene):
    page, key = with_scene, with_scene.photo["id"]
    page.upload("IMG_1.jpg", on_its_side(scene), first=False)
    page.upload("wall.bmp", encode_image(plain(90), ".bmp"), first=False)
    done, content = page.download(key)
    assert (done["name"], done["size"]) == ("scene_hidden.bmp", len(content))
    assert {len(b) for c, bs in page.told for b in bs if c["is"] == "piece"} == {
        transfer.PIECE,
        len(content) % transfer.PIECE,
    }
    due = page.own.photos[0].anonymized(HOW)
    assert (np.array(Image.open(io.BytesIO(content))) == due).all() and (due != scene).any()
    assert done["said"] == "11 of 11 faces hidden. The file carried no metadata, and neither does this one."
    assert page.download(page.own.photos[1].key)[0]["said"] == "11 of 11 faces hidden. Left out: 3 entries of metadata."

    done, content = page.download(None)
    assert done["name"] == "photos_hidden.zip"
    assert done["said"] == "3 photos, without metadata. Nothing is hidden in wall.bmp."
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert list(files) == ["scene_hidden.bmp", "IMG_1_hidden.jpg", "wall_not_hidden.bmp"]
    assert files == page.own.files()
    assert all(list_metadata(file) == [] for file in files.values())


def test_downloads_of_equal_names_do_not_replace_each_other(page, scene):
    for name in ("a.heic", "a.jpg", "a.jfif"):
        page.upload(name, encode_image(plain(90), ".jpg"))
    assert list(page.own.files()) == ["a_not_hidden.heic", "a_not_hidden.jpg", "a_not_hidden_2.jpg"]


def test_photos_are_shown_one_by_one_and_taken_away(with_scene):
    page, first = with_scene, with_scene.photo["id"]
    page.upload("wall.png", encode_image(plain(90), ".png"), first=False)
    second = page.own.photos[1].key
    page.ask("show", id=second)
    assert page.photo["name"] == "wall.png" and page.photo["pictures"] == ["original", "result"]
    assert page.last("list")[0]["shown"] == second
    page.ask("forget", id=second)
    assert page.photo["id"] == first and [photo.key for photo in page.own.photos] == [first]
    page.ask("forget", id=first)
    assert page.photo["id"] is None and page.own.photos == [] and page.last("list")[0]["photos"] == []
    assert page.own.files() == {}
    page.ask("hello")
    assert page.photo["id"] is None


def test_a_page_that_is_opened_again_gets_everything(with_scene):
    page = with_scene
    page.own.photos[0].toggle(page.photo["faces"][2]["number"])
    page.told.clear()
    page.ask("hello")
    assert page.photo["words"] == "10 of 11 faces hidden. 1 left clear."
    assert page.photo["pictures"] == ["original", "result"] and len(page.last("list")[0]["photos"]) == 1
    assert page.last("colours")[0]["hidden"] == "rgb(230, 159, 0)"


# --- begun with photos, from a cell -----------------------------------------------------------------------------------


def test_it_can_begin_with_samples_files_and_arrays(tmp_path, scene):
    file = tmp_path / "mine.webp"
    file.write_bytes(encode_image(plain(90), ".webp"))
    own = OwnPhotos(["hopper", file, str(file), plain(9)], finding=SURE, method="solid", mask="feathered", margin=0)
    assert [photo.name for photo in own.photos] == ["hopper.jpg", "mine.webp", "mine_2.webp", "image_4.png"]
    assert own.hiding == Hiding("solid", mask="feathered", margin=0)
    assert [len(photo.faces) for photo in own.photos] == [1, 0, 0, 0]
    assert own.add(scene, "party.png").note == "11 of 11 hidden" and len(own.photos) == 5
    assert [photo.name for photo in OwnPhotos("hopper").photos] == ["hopper.jpg"]
    assert [photo.name for photo in OwnPhotos(file.read_bytes()).photos] == ["photo_1.jpg"]
    assert OwnPhotos(detector="haar").controls["detector"].value == "haar"


@pytest.mark.parametrize(
    ("arguments", "error", "told"),
    [
        ({"photos": ["nobody.jpg"]}, FileNotFoundError, "There is no file nobody.jpg"),
        ({"photos": [3]}, TypeError, "sample's name, a file, a file's content or an array, got 3"),
        ({"photos": [np.zeros((4, 4))]}, TypeError, "dtype uint8"),
        ({"photos": [b"not a photo"]}, ImageError, "not a photo"),
        ({"detector": "eagle"}, ValueError, "no detector called 'eagle'"),
        ({"method": "magic"}, ValueError, "no method called 'magic'"),
        ({"mask": "star"}, ValueError, "no mask called 'star'"),
        ({"strength": 2}, ValueError, "strength must be between 0 and 1"),
        ({"margin": 30}, ValueError, "margin must be between 0 and 3"),
        ({"looks": "twice"}, ValueError, "twice"),
        ({"covered_from": 2}, ValueError, "covered_from must be between 0 and 1"),
        ({"hiding": "solid"}, TypeError, "Hiding is needed here, got 'solid'"),
        ({"detectr": "hog"}, TypeError, "no option 'detectr'"),
    ],
)
def test_wrong_arguments_are_told_at_once(arguments, error, told):
    with pytest.raises(error, match=told):
        OwnPhotos(**arguments)


def test_what_a_cell_changes_is_shown_on_request(with_scene):
    with_scene.own.photos[0].set_all(False)
    with_scene.own.refresh()
    assert with_scene.photo["words"] == "Nothing is hidden: all 11 faces are left clear."
    assert (with_scene.picture() != with_scene.picture_before).any()


# --- the meter --------------------------------------------------------------------------------------------------------


@pytest.fixture
def watched(monkeypatch):
    """A page that has been opened, with one large face."""
    monkeypatch.setattr(meter_module, "_REST", 0.05)
    made = Page(OwnPhotos(["hopper"], finding=SURE))
    made.ask("hello")
    return made


def meter_of(page, word="Meter on"):
    """Wait for what the meter says of the picture as it is now."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        after = list(page.told)[::-1]
        after = after[: next(place for place, (one, _) in enumerate(after) if one["is"] == "photo")]
        said = [one for one, _ in after if one["is"] == "meter" and word in one["words"]]
        if said:
            return said[0]
        time.sleep(0.02)
    pytest.fail(f"the meter said nothing with {word!r} in it", pytrace=False)


def test_the_meter_tells_of_each_hidden_face_when_nothing_changes_any_more(watched):
    page, own = watched, watched.own
    assert meter_of(page)["words"] == "Meter on 1 hidden face: ○ 1 held here."
    own.controls["method"].value = "bilateral"
    page.ask("draw", id=page.photo["id"], box=[5, 400, 65, 470])
    photo, said = own.photos[0], meter_of(page)
    assert said["words"] == "Meter on 2 hidden faces: ✗ 2 fail.", "a wall, too, is still the same wall"
    due = verdict(photo.image, photo.anonymized(HOW.replace(method="bilateral")), photo.faces[0].box)
    assert said["fails"][0] == {"number": photo.faces[0].number, "words": f"Face 1 of 2: {due.words}"}
    assert "not that it is safe" in said["caveat"]
    page.ask("toggle", id=photo.key, number=photo.faces[0].number)
    said = meter_of(page)
    assert said["words"] == "Meter on 1 hidden face: ✗ 1 fails." and said["fails"][0]["words"].startswith("Face 2 of 2")
    page.ask("set all", id=photo.key, hidden=False)
    time.sleep(0.3)
    assert page.told[-1][0]["is"] == "done", "nothing is hidden, so there is nothing to ask"


ENDS = """
import threading, cv2, numpy as np
from faceblur_utils import Finding
from faceblur_utils.own_photos import OwnPhotos, meter
def verdict(*how):
    asked.set()
    cv2.medianBlur(np.zeros((3000, 3000), np.uint8), 255)
    print("asked")
asked, meter.verdict, meter._REST = threading.Event(), verdict, 0
own = OwnPhotos(["scene"], finding=Finding(looks="one"))
own._page._handle_custom_msg({"do": "hello", "view": "v", "request": 1}, [])
asked.wait(60)
"""


def test_a_program_may_end_while_the_meter_looks():
    ended = subprocess.run([sys.executable, "-c", ENDS], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (0, "asked\n"), f"one face, and no other: {ended.stderr}"


def test_the_meter_gives_up_when_something_changes(watched, monkeypatch):
    page, asked = watched, []
    meter_of(page)
    page.ask("draw", id=page.photo["id"], box=[5, 400, 65, 470])

    def slow(*how):
        asked.append(how)
        if len(asked) == 1:
            page.own.controls["strength"].value = 0.4
        return Verdict((), 0.7)

    monkeypatch.setattr(meter_module, "verdict", slow)
    assert meter_of(page)["words"] == "Meter on 2 hidden faces: ○ 2 held here."
    assert len(asked) == 3, "one for the picture before, two for the one shown"


def test_without_a_page_nobody_is_asked(page, scene, monkeypatch):
    monkeypatch.setattr(meter_module, "_REST", 0.0)
    monkeypatch.setattr(meter_module, "verdict", lambda *how: pytest.fail("asked"))
    page.upload("scene.bmp", encode_image(scene, ".bmp"))
    time.sleep(0.2)
    assert "meter" not in {one["is"] for one, _ in page.told} and page.own._meter._timer is None


def test_an_error_of_the_meter_is_told(watched, monkeypatch):
    def broken(*how):
        raise RuntimeError("no such model")

    monkeypatch.setattr(meter_module, "verdict", broken)
    watched.own.controls["strength"].value = 0.4
    assert meter_of(watched, "no such")["words"] == "Meter: no such model"
    assert isinstance(watched.own.error, RuntimeError)


# --- nothing of a photo is saved --------------------------------------------------------------------------------------


def test_the_state_that_jupyterlab_may_save_holds_nothing_of_a_photo(page, scene):
    before = saved_state(page.own)
    page.upload(f"{SECRET}.jpg", on_its_side(scene))
    page.ask("draw", id=page.photo["id"], box=[600, 100, 700, 220])
    page.download(page.photo["id"])
    page.upload(f"{SECRET}.jpg", on_its_side(scene)[:3000])
    assert page.own.error is not None
    assert saved_state(page.own) == before
    assert SECRET not in json.dumps(before) and "buffers" not in json.dumps(before)


def saved_state(own):
    """What "Save Widget State Automatically" would write into the notebook for these widgets."""
    state = ipywidgets.Widget.get_manager_state(widgets=list(parts(own)))["state"]
    assert len(state) > 8
    for one in state.values():
        one["state"].pop("_esm", None)  # the program itself
    return state


def parts(widget):
    yield from (widget, widget.layout)
    for child in getattr(widget, "children", ()):
        yield from parts(child)


def test_what_stays_behind_is_made_of_the_first_sample_only(scene, tmp_path):
    own = OwnPhotos([scene, "hopper", "solvay"], finding=SURE)
    data, metadata = own._repr_mimebundle_()
    assert (
        metadata["image/jpeg"]["alt"]
        == data["text/plain"]
        == "The sample hopper.jpg with its boxes (1 box), and beside it the same photo, hidden under them, with a "
        "white line around what is hidden, drawn in this picture only."
    )
    assert "application/vnd.jupyter.widget-view+json" in data
    page = Page(own)
    page.upload(f"{SECRET}.jpg", on_its_side(scene))
    own.controls["method"].value = "solid"
    page.ask("set all", id=own.photos[1].key, hidden=False)
    assert own._repr_mimebundle_() == (data, metadata)


def test_what_stays_behind_shows_a_black_cover_on_a_black_photo():
    photo = OwnPhoto(np.zeros((300, 400, 3), np.uint8), "night.png")
    photo.draw(Box(150, 100, 210, 180))
    picture, _ = draw_still(photo, photo.hide(Hiding("solid")))
    still = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    result = still[-300:-20, -400:-20]  # without the title and the white rim
    assert result.max() > 200 and (result < 50).mean() > 0.9


def test_begun_without_a_sample_only_a_sentence_stays_behind(scene, tmp_path):
    file = tmp_path / f"{SECRET}.jpg"
    file.write_bytes(on_its_side(scene))
    for own in (OwnPhotos(), OwnPhotos([file, scene])):
        page = Page(own)
        page.upload(f"{SECRET}.jpg", on_its_side(scene))
        data, metadata = own._repr_mimebundle_()
        assert data.keys() == {"text/plain", "application/vnd.jupyter.widget-view+json"} and metadata == {}
        assert data["text/plain"] == page_module.EMPTY and SECRET not in repr(own)


# --- two threads ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["a slider", "a click"])
def test_what_is_said_last_counts_when_page_and_cells_act_in_two_threads(with_scene, monkeypatch, first):
    """JupyterLab answers the page in a thread beside the one that runs cells."""
    page, reached, others_done, real = with_scene, threading.Event(), threading.Event(), photo_module.hide_faces
    slider, (one, two) = page.own.controls["strength"], page.photo["faces"][:2]

    def slow_at_first(*arguments, **how):
        if not reached.is_set():
            reached.set()
            others_done.wait(1)  # unless they wait for this one, as they should
        return real(*arguments, **how)

    def act():
        if first == "a slider":
            slider.value = 0.9
        else:
            page.ask("toggle", id=page.photo["id"], number=one["number"])

    monkeypatch.setattr(photo_module, "hide_faces", slow_at_first)
    thread = threading.Thread(target=act)
    thread.start()
    assert reached.wait(30)
    slider.value = 0.1
    page.model._handle_custom_msg({"do": "toggle", "id": page.own.photos[0].key, "number": two["number"]}, [])
    others_done.set()
    thread.join()
    due = page.own.photos[0].anonymized(HOW.replace(strength=0.1))
    shown = page.picture()
    assert np.abs(shown - cv2.resize(due, shown.shape[1::-1], interpolation=cv2.INTER_AREA)).mean() < 3
    assert page.photo["words"].startswith({"a slider": "10 of 11", "a click": "9 of 11"}[first])
