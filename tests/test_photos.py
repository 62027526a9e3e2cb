"""The four steps in one call: on every sample photo, outside the masked faces not one pixel changes."""

import base64
import importlib.util
import warnings
from functools import cache

import cv2
import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from faceblur_utils import METHODS, Hiding, detect_faces, figures, samples
from faceblur_utils.images import ImageError, encode_image, read_image, write_image
from faceblur_utils.paste_back import MASKS, make_mask, paste_back
from faceblur_utils.photos import NoFaceError, anonymize, single_face_blur, single_face_gaussian_blur
from faceblur_utils.roi import Box

FACELESS = [name for name in samples.names() if not samples.true_boxes(name)]
PEOPLE = [name for name in samples.names() if samples.true_boxes(name)]
# YuNet wants faces upright (lesson 01), so nobody is found where all lie on their side.
FOUND = [name for name in PEOPLE if any(pose != "sideways" for _, pose in samples.labels(name))]


@cache
def photo(name):
    image = read_image(samples.path(name))
    image.flags.writeable = False  # whoever writes into the input fails at once
    return image


@cache
def noise(height=60, width=80):
    image = np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)
    image.flags.writeable = False
    return image


def masked(image, faces, mask, margin, cover=True):
    """Where pixels may change, worked out without the code under test: a cover is four to three, a blur as the face."""
    y, x = np.mgrid[: image.shape[0], : image.shape[1]] + 0.5
    allowed = np.zeros(image.shape[:2], bool)
    for face in faces:
        wide, high = (side + 2 * round(side * margin) for side in (face.right - face.left, face.bottom - face.top))
        times = max(np.ceil((wide + 2) / 3), np.ceil((high + 2) / 4))
        reach_x, reach_y = (1.5 * times, 2 * times) if cover else (wide / 2, high / 2)
        # A pixel that cannot be halved is more on the right, or below.
        aside, below = ((2 * reach - side) % 2 / 2 for reach, side in ((reach_x, wide), (reach_y, high)))
        across = (x - (face.left + face.right) / 2 - aside) / reach_x
        down = (y - (face.top + face.bottom) / 2 - below) / reach_y
        rectangle = (abs(across) <= 1) & (abs(down) <= 1)
        allowed |= rectangle if mask == "rectangle" else across**2 + down**2 <= 1 + 1e-6
    return allowed


def changed(result):
    return (result.image != result.original).any(axis=2)


# Must show 5


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("name", PEOPLE)
def test_outside_the_masked_faces_not_one_pixel_changes(name, mask):
    image, faces = photo(name), samples.true_boxes(name)
    result = anonymize(image, boxes=faces, mask=mask, margin=0.3)
    assert result.boxes == faces and len(result.steps) == len(faces)
    assert not changed(result)[~masked(image, faces, mask, 0.3)].any()
    for face in faces:
        assert changed(result)[face.slices].mean() > (0.3 if mask == "feathered" else 0.6)


@pytest.mark.parametrize("name", FOUND)
def test_the_same_with_detected_faces(name):
    image = photo(name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = anonymize(image)
    assert result.original is image and result.image.shape == image.shape and result.image.dtype == np.uint8
    assert result.boxes and [face.area for face in result.boxes] == sorted((f.area for f in result.boxes), reverse=True)
    assert not changed(result)[~masked(image, result.boxes, "ellipse", 0.3)].any()
    for face in result.boxes:
        assert changed(result)[face.slices].mean() > 0.6


@pytest.mark.parametrize("name", FACELESS)
def test_photos_of_nobody(name):
    """One look sees nobody. All looks may doubt (the cat's fur, turned), but none is sure."""
    with pytest.raises(NoFaceError, match=r"'yunet' found no face in this \d+ x \d+ picture.*another detector"):
        anonymize(photo(name), looks="one", doubtful_from=0.7)
    try:
        result = anonymize(photo(name))
    except NoFaceError:
        return
    assert result.doubtful == result.boxes and len(result.boxes) == 1


def test_a_doubtful_face_is_hidden_and_listed():
    cat = photo("chelsea")
    result = anonymize(cat)
    assert result.doubtful == result.boxes and result.found[0].doubtful and "turned" in result.found[0].look
    assert changed(result)[result.boxes[0].slices].mean() > 0.6
    assert anonymize(photo("hopper")).doubtful == []


# Steps


@pytest.mark.parametrize("name", ["astronaut", "scene"])
def test_steps_hold_what_they_say(name):
    image = photo(name)
    how = Hiding("pixelate", strength=0.2, mask="feathered", feather=0.4)
    result = anonymize(image, how, boxes=samples.true_boxes(name))
    image_from_steps = image
    for face, step in zip(result.boxes, result.steps, strict=True):
        assert step.face == face and step.box == face.expand(0.3).clip(image)
        assert (step.roi == image[step.box.slices]).all() and not np.shares_memory(step.roi, image)
        assert step.parameters == METHODS["pixelate"].at_strength(0.2, face.width, step.box.width)
        assert (step.blurred == METHODS["pixelate"](step.roi, **step.parameters)).all()
        assert step.mask.shape == step.roi.shape[:2]
        image_from_steps = paste_back(image_from_steps, step.blurred, step.box, step.mask)
    assert (image_from_steps == result.image).all()


def test_inside_the_mask_is_exactly_the_blurred_region():
    result = anonymize(photo("astronaut"), method="gaussian")
    step = result.steps[0]
    covered = step.mask == 1
    assert (result.image[step.box.slices][covered] == step.blurred[covered]).all()
    assert covered[step.face.top - step.box.top, step.face.left - step.box.left]  # the face's corner, too


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("mask", MASKS)
def test_every_method_with_every_mask(method, mask):
    face = Box(20, 10, 50, 50)
    result = anonymize(noise(), method=method, mask=mask, boxes=[face])
    assert not changed(result)[~masked(noise(), [face], mask, 0.3, METHODS[method].kind == "cover")].any()
    assert changed(result)[25:35, 30:40].mean() > 0.9


def test_own_parameters_take_the_place_of_strength():
    face = Box(20, 10, 50, 50)
    result = anonymize(noise(), method="box", boxes=[face], parameters={"ksize": 9}, strength=1)
    assert result.steps[0].parameters == {"ksize": 9}
    assert (result.steps[0].blurred == METHODS["box"](result.steps[0].roi, ksize=9)).all()


def test_strength_follows_each_face():
    result = anonymize(noise(), method="median", boxes=[Box(5, 5, 25, 30), Box(30, 5, 70, 50)], strength=0.5)
    assert [step.parameters for step in result.steps] == [
        METHODS["median"].at_strength(0.5, 20),
        METHODS["median"].at_strength(0.5, 40),
    ]


# Borders


@pytest.mark.parametrize(
    "box",
    [
        Box(-10, 20, 20, 50),
        Box(60, 20, 95, 50),
        Box(20, -10, 50, 20),
        Box(20, 40, 50, 75),
        Box(-10, -10, 15, 15),
        Box(-50, -50, 150, 150),
        Box(0, 0, 1, 1),
        Box(79, 59, 80, 60),
    ],
)
@pytest.mark.parametrize("mask", MASKS)
def test_boxes_over_each_border(box, mask):
    result = anonymize(noise(), boxes=[box], mask=mask, method="solid")
    face = box.clip(noise())
    assert result.boxes == [face]
    assert not changed(result)[~masked(noise(), [box], mask, 0.3)].any()
    if mask != "feathered":
        assert (result.image[face.slices] == 0).all()


def test_at_the_border_the_mask_stays_centred_on_the_face():
    face = Box(0, 20, 20, 40)
    step = anonymize(noise(), boxes=[face], method="box", margin=0.5).steps[0]
    assert step.box == Box(0, 10, 30, 50)
    # Drawn for 40 x 40 pixels around the face, and cut off at the border with the region.
    assert (step.mask == make_mask("ellipse", 40, 40)[:, 10:]).all()


def test_the_feather_reaches_the_mask():
    step = anonymize(noise(), boxes=[Box(20, 15, 50, 45)], method="box", mask="feathered", feather=0.7).steps[0]
    assert (step.mask == make_mask("feathered", 48, 48, feather=0.7)).all()


def test_without_margin_the_region_is_the_face():
    assert anonymize(noise(), boxes=[Box(20, 10, 50, 50)], method="box", margin=0).steps[0].box == Box(20, 10, 50, 50)


@given(
    st.lists(
        st.builds(Box.from_xywh, st.integers(-30, 90), st.integers(-30, 70), st.integers(1, 60), st.integers(1, 60)),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(list(MASKS)),
    st.floats(0, 1),
)
def test_any_boxes(boxes, mask, margin):
    inside = [box for box in boxes if box.clip(noise()).area]
    faces = [box.clip(noise()) for box in inside]
    if not faces:
        with pytest.raises(NoFaceError):
            anonymize(noise(), boxes=boxes)
        return
    result = anonymize(noise(), boxes=boxes, mask=mask, margin=margin, method="solid")
    assert result.boxes == faces
    assert not changed(result)[~masked(noise(), inside, mask, margin)].any()
    for face in faces:
        if mask == "rectangle":
            assert (result.image[face.slices] == 0).all()


# Overlapping faces


def test_overlapping_faces_are_both_covered_and_the_larger_ones_blur_stands():
    faces = [Box(10, 10, 40, 45), Box(30, 15, 65, 50)]
    one, other = (anonymize(noise(), boxes=some, method="box") for some in (faces, faces[::-1]))
    for face in faces:
        alone = masked(noise(), [face], "ellipse", 0.3, cover=False)
        assert changed(one)[alone].mean() > 0.9 and changed(other)[alone].mean() > 0.9
    # The larger face's blur is the coarser one, and stands wherever its mask does.
    large = one.steps[1]
    whole = anonymize(noise(), boxes=faces[1:], method="box")
    assert (other.image[large.box.slices][whole.steps[0].mask == 1] == whole.steps[0].blurred[large.mask == 1]).all()


def test_the_same_face_twice_changes_nothing():
    faces = [Box(10, 10, 40, 45)]
    once, twice = (anonymize(noise(), boxes=some, method="box").image for some in (faces, faces * 2))
    assert (once == twice).all()


# No face


@pytest.mark.parametrize("boxes", [[], [Box(-20, -20, 0, 0), Box(80, 10, 99, 20)], [Box(5, 5, 5, 9)]])
def test_no_box_inside_the_picture(boxes):
    with pytest.raises(NoFaceError, match=r"No box given lies inside .* 80 x 60 picture, so nothing was blurred"):
        anonymize(noise(), boxes=boxes)


def test_no_face_can_be_a_warning():
    with pytest.warns(UserWarning, match="so nothing was blurred") as caught:
        result = anonymize(noise(), boxes=[], no_face="warn")
    assert caught[0].filename == __file__  # it points at the caller's line
    assert (result.image == noise()).all() and not np.shares_memory(result.image, noise())
    assert result.boxes == [] and result.steps == []
    with pytest.warns(UserWarning, match="'yunet' found no face"):
        anonymize(photo("rocket"), no_face="warn")


# What a learner may type wrong, told before anything is done


@pytest.mark.parametrize("boxes", [[], [Box(20, 10, 50, 50)]], ids=["no face", "a face"])
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"method": "blur"}, "no method called 'blur'; choose one of gaussian"),
        ({"mask": "oval"}, "no mask called 'oval'; choose one of rectangle, ellipse, feathered"),
        ({"no_face": "ignore"}, "no_face must be 'raise' or 'warn', got 'ignore'"),
        ({"margin": 30}, "margin must be between 0 and 3 .*0.3 is 30 %.* got 30"),
        ({"margin": -0.1}, "margin must be between 0 and 3"),
        ({"margin": float("nan")}, "margin must be between 0 and 3"),
    ],
)
def test_wrong_values(wrong, words, boxes):
    with pytest.raises(ValueError, match=words) as caught:
        anonymize(noise(), boxes=boxes, **wrong)
    assert not isinstance(caught.value, NoFaceError)


@pytest.mark.parametrize(
    ("wrong", "kind", "words"),
    [
        ({"strength": 25}, ValueError, "strength must be between 0 and 1"),
        ({"strength": -0.1}, ValueError, "strength must be between 0 and 1"),
        ({"feather": 0, "mask": "feathered"}, ValueError, "feather must be above 0"),
        ({"parameters": {"blobs": 3}}, TypeError, "no parameter 'blobs'; it takes grey"),
    ],
)
def test_wrong_values_for_the_face(wrong, kind, words):
    with pytest.raises(kind, match=words):
        anonymize(noise(), boxes=[Box(20, 10, 50, 50)], **wrong)


def test_wrong_detector():
    with pytest.raises(ValueError, match="no detector called 'yolo'; choose one of haar"):
        anonymize(noise(), detector="yolo")


@pytest.mark.parametrize("boxes", [[(20, 10, 50, 50)], [20, 10, 50, 50], samples.labels("astronaut"), "astronaut"])
def test_boxes_that_are_none(boxes):
    with pytest.raises(TypeError, match=r"boxes must hold Box objects, got .*Box\(left, top, right, bottom\)"):
        anonymize(noise(), boxes=boxes)


def test_a_single_box_and_an_iterator_will_do():
    due = anonymize(noise(), boxes=[Box(20, 10, 50, 50)]).image
    assert (anonymize(noise(), boxes=Box(20, 10, 50, 50)).image == due).all()
    assert (anonymize(noise(), boxes=iter([Box(20, 10, 50, 50)])).image == due).all()


@pytest.mark.parametrize(
    ("wrong", "kind", "words"),
    [
        ("photo.jpg", TypeError, "read_image"),
        (None, TypeError, "cv2.imread"),
        (noise() / 255, TypeError, "uint8.*Multiply by 255"),
        (noise()[..., 0], ValueError, r"shape \(height, width, 3\)"),
        (np.dstack([noise(), noise()[..., 0]]), ValueError, r"shape \(height, width, 3\)"),
    ],
)
def test_what_is_no_colour_image_is_refused(wrong, kind, words):
    with pytest.raises(kind, match=words):
        anonymize(wrong, boxes=[Box(1, 1, 5, 5)])


# One face, step by step

# Haar finds one face in each, and nothing else.
ONE_FACE = ("hopper", "giunchedi", "henner", "mona_lisa")


def classic(path, blur):
    """The program that everybody writes first, in OpenCV alone."""
    image = cv2.imread(str(path))
    image = cv2.resize(image, None, fx=1.5, fy=1.5)
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml")
    ((x, y, w, h),) = cascade.detectMultiScale(grey, 1.1, 5, minSize=(30, 30))
    image[y : y + h, x : x + w] = blur(image[y : y + h, x : x + w])
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


@pytest.mark.parametrize("name", ONE_FACE)
def test_a_single_face_is_what_opencv_alone_gives(tmp_path, name):
    path = write_image(tmp_path / "photo.png", photo(name))  # OpenCV ignores profiles and has a JPEG decoder of its own
    result = single_face_gaussian_blur(path)
    sigma = 0.5 * result.box.width / 12**0.5
    ksize = round(6 * sigma + 1) // 2 * 2 + 1
    assert result.parameters["sigmaX"] == pytest.approx(sigma, abs=0.01)
    assert abs(result.parameters["ksize"] - ksize) <= 2
    due = classic(path, lambda roi: METHODS["gaussian"](roi, **result.parameters))
    assert (result.image == due).all()
    exact = classic(path, lambda roi: cv2.GaussianBlur(roi, (result.parameters["ksize"],) * 2, sigma))
    assert np.abs(result.image.astype(int) - exact).mean() < 0.5  # large regions are blurred at a smaller size


@pytest.mark.parametrize("method", METHODS)
def test_every_method_takes_the_same_steps(method):
    same_noise = {"seed": 1} if METHODS[method].kind == "noise" else {}
    result = single_face_blur(samples.path("hopper"), method, **same_noise)
    assert (result.original == photo("hopper")).all()
    assert result.enlarged.shape == (900, 768, 3) and result.image.shape == (900, 768, 3)
    assert (result.grey == cv2.cvtColor(result.enlarged, cv2.COLOR_RGB2GRAY)).all()
    assert result.box == detect_faces(result.enlarged, "haar")[0] and result.others == []
    assert (result.roi == result.enlarged[result.box.slices]).all() and not np.shares_memory(
        result.roi, result.enlarged
    )
    due = same_noise or METHODS[method].at_strength(0.5, result.box.width)
    assert result.method == method and result.parameters == due
    assert (result.blurred == METHODS[method](result.roi, **result.parameters)).all()
    assert (result.image == paste_back(result.enlarged, result.blurred, result.box)).all()


def test_content_scale_strength_and_own_parameters():
    content = encode_image(photo("hopper"), ".png")
    result = single_face_blur(content, "median", scale=1, strength=0.2)
    assert (result.enlarged == photo("hopper")).all()
    assert result.parameters == METHODS["median"].at_strength(0.2, result.box.width)
    assert single_face_blur(content, scale=0.5).image.shape == (300, 256, 3)
    result = single_face_blur(content, ksize=75, sigmaX=30)
    assert result.parameters == {"ksize": 75, "sigmaX": 30}
    assert (result.blurred == METHODS["gaussian"](result.roi, ksize=75, sigmaX=30)).all()


def again(result, detector):
    return any(box.iou(result.box) >= 0.3 for box in detect_faces(result.image, detector))


@pytest.mark.parametrize("name", ONE_FACE)
def test_the_default_strength_hides_small_faces_and_large_ones(name):
    for method in ("gaussian", "box", "pixelate"):
        result = single_face_blur(samples.path(name), method)
        assert not any(again(result, detector) for detector in ("haar", "yunet")), method


def test_a_constant_kernel_fails_on_a_large_face():
    assert again(single_face_blur(samples.path("giunchedi"), ksize=75, sigmaX=30), "yunet")


def test_faces_that_stay_clear_are_told():
    with pytest.warns(UserWarning, match=r"astronaut.png: .* reports 2 faces .* 1 stays clear .* anonymize") as caught:
        result = single_face_gaussian_blur(samples.path("astronaut"))
    assert caught[0].filename == __file__  # it points at the caller's line
    assert len(result.others) == 1 and result.box.area > result.others[0].area
    assert (result.image[result.others[0].slices] == result.enlarged[result.others[0].slices]).all()
    with pytest.warns(UserWarning, match=r"The file: .* and only the largest is blurred; \d+ stay clear") as caught:
        single_face_blur(encode_image(photo("solvay")), "box", scale=0.7)
    assert caught[0].filename == __file__


@pytest.mark.parametrize("blur", [single_face_blur, single_face_gaussian_blur])
def test_no_single_face(tmp_path, blur):
    with pytest.raises(NoFaceError, match=r"rocket.jpg: .* no face, so nothing was blurred.*looks more thoroughly"):
        blur(samples.path("rocket"))
    with pytest.raises(FileNotFoundError, match="There is no file"):
        blur(tmp_path / "nobody.jpg")
    (tmp_path / "diary.jpg").write_text("Dear diary")
    with pytest.raises(ImageError, match="diary.jpg is not a photo"):
        blur(tmp_path / "diary.jpg")


@pytest.mark.parametrize(
    ("wrong", "kind", "words"),
    [
        ({"method": "blur"}, ValueError, "no method called 'blur'"),
        ({"scale": 0}, ValueError, "scale must be above 0"),
        ({"scale": float("nan")}, ValueError, "scale must be above 0"),
        ({"scale": float("inf")}, ValueError, "scale must be above 0"),
        ({"scale": "1.5"}, ValueError, "scale must be above 0"),
        ({"scale": 30}, ValueError, "more than 268 million pixels; pass another scale"),
        ({"scale": 0.001}, ValueError, "this 512 x 600 photo would have no pixel"),
        ({"strength": 50}, ValueError, "strength must be between 0 and 1"),
        ({"strength": 50, "ksize": 75}, ValueError, "strength must be between 0 and 1"),
        ({"blocks": 3}, TypeError, "no parameter 'blocks'"),
        ({"ksize": 74}, ValueError, "odd"),
    ],
)
def test_wrong_values_for_a_single_face(wrong, kind, words):
    with pytest.raises(kind, match=words):
        single_face_blur(samples.path("hopper"), **wrong)


def test_at_the_end_of_a_cell_it_shows_its_steps():
    from IPython.core.formatters import DisplayFormatter

    result = single_face_blur(samples.path("hopper"), "pixelate")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data, metadata = DisplayFormatter().format(result)
    (mime,) = [mime for mime in data if mime.startswith("image/")]
    picture = cv2.imdecode(np.frombuffer(base64.b64decode(data[mime]), np.uint8), cv2.IMREAD_COLOR)
    assert min(picture.shape[:2]) > 500 and max(picture.shape[:2]) < 1100 and picture.std() > 30
    assert metadata[mime]["alt"] == data["text/plain"] and "'pixelate'" in data["text/plain"]
    axes = result.figure().axes
    assert axes[0].get_subplotspec().get_geometry()[:2] == (3, 2)
    assert [axis.get_title()[3:] for axis in axes if axis.images] == [
        "Original, enlarged",
        "Grey, face found",
        "Region of interest",
        "Pixelation blur",
        "Final image",
    ]
    shown = [axis.images[0].get_array() for axis in axes if axis.images]
    assert (shown[0] == result.enlarged).all() and (shown[2] == result.roi).all()
    assert (shown[3] == result.blurred).all() and (shown[4] == result.image).all()
    assert np.ptp(shown[1], axis=2).max() > 0  # the box is drawn in colour
    assert "shape" not in repr(result) and "Box(" in repr(result)


@pytest.mark.parametrize(("scale", "words"), [(1.5, ", enlarged"), (1, ""), (0.8, ", made smaller")])
def test_the_first_picture_says_whether_it_is_as_large_as_the_photo(scale, words):
    result = single_face_blur(samples.path("hopper"), scale=scale)
    assert result.figure().axes[0].get_title() == f"1  Original{words}"
    assert f"1: the photo{words}, {result.image.shape[1]} x" in result._repr_mimebundle_()[0]["text/plain"]


@pytest.mark.parametrize("own", [False, True])
def test_a_figure_with_a_clear_photo_of_ones_own_says_that_it_is_saved(tmp_path, own):
    photo = read_image(samples.path("hopper"))
    small = cv2.resize(photo[:, ::-1] if own else photo, (256, 300), interpolation=cv2.INTER_AREA)
    result = single_face_blur(write_image(tmp_path / "small.png", np.ascontiguousarray(small)))
    data, metadata = result._repr_mimebundle_()
    (mime,) = metadata
    picture = cv2.imdecode(np.frombuffer(base64.b64decode(data[mime]), np.uint8), cv2.IMREAD_COLOR)
    grid = figures.to_rgb(result.figure())
    assert ("the notebook saves it" in data["text/plain"]) == own == (picture.shape[0] > grid.shape[0])


# The benchmark


def test_the_benchmark_times_each_step(tmp_path):
    spec = importlib.util.spec_from_file_location("photos", ROOT / "benchmarks" / "photos.py")
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    ticks = iter([0, 1, 3, 7, 15, 31])
    steps, faces = benchmark.once(samples.path("solvay"), tmp_path / "out.jpg", clock=lambda: next(ticks))
    assert steps == {"read": 1, "detect": 2, "blur and paste": 4, "list metadata": 8, "write": 16}
    assert faces == benchmark.FACES and list(tmp_path.iterdir()) == [tmp_path / "out.jpg"]
