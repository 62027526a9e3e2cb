"""The blurs: OpenCV's own result where it is fast, close to it where it is not, and the rules that all methods keep."""

import cv2
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import faceblur_utils
from faceblur_utils import METHODS, blur, read_image, samples
from faceblur_utils.blur import bilateral, box, gaussian, median, pixelate, sigma_from_ksize, solid

NAMES = list(METHODS)
few = settings(max_examples=60)


@pytest.fixture(scope="module")
def photo():
    """A face that fills the picture, 1100 x 1100 pixels."""
    image = read_image(samples.path("henner"))
    return cv2.resize(image[60:580, 90:610], (1100, 1100), interpolation=cv2.INTER_CUBIC)


def gap(one, other):
    return np.abs(one.astype(int) - other)


@st.composite
def regions(draw, smallest=1, largest=24):
    """Small images, grey or colour, of any size from one pixel."""
    height, width = (draw(st.integers(smallest, largest)) for _ in range(2))
    channels = draw(st.sampled_from([(), (3,)]))
    return draw(hnp.arrays(np.uint8, (height, width, *channels)))


@st.composite
def calls(draw):
    """A method and values for its own parameters, within the range of their sliders."""
    method = METHODS[draw(st.sampled_from(NAMES))]
    values = {p.name: p.low + p.step * draw(st.integers(0, int((p.high - p.low) // p.step))) for p in method.parameters}
    if "seed" in values:  # -1 draws other noise at each call
        values["seed"] = abs(values["seed"])
    if "grey" in values:  # so does this, another level
        values["grey"] = abs(values["grey"])
    return method, values


# --- what all methods have in common ----------------------------------------------------------------------------------


@few
@given(regions(), calls())
def test_shape_and_dtype_stay_and_the_input_is_not_changed(roi, call):
    method, parameters = call
    before = roi.copy()
    result = method(roi, **parameters)
    assert result.shape == roi.shape and result.dtype == np.uint8
    assert np.array_equal(roi, before)
    assert not np.shares_memory(result, roi)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shape", [(1, 1), (1, 1, 3), (1, 40, 3), (40, 1, 3), (2, 1), (5, 300, 3)])
def test_tiny_and_thin_regions_at_default_and_at_any_strength(name, shape):
    roi = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    method = METHODS[name]
    assert method(roi).shape == shape
    for strength in (0, 0.3, 1):
        assert method(roi, **method.at_strength(strength, shape[1])).shape == shape


@few
@given(regions(smallest=3), calls(), st.data())
def test_a_view_takes_nothing_from_outside_itself(image, call, data):
    method, parameters = call
    height, width = image.shape[:2]
    top, left = data.draw(st.integers(0, height - 2)), data.draw(st.integers(0, width - 2))
    step = data.draw(st.integers(1, 2))
    view = image[top : height - 1 : step, left : width - 1 : step]
    other = 255 - image  # the same view in surroundings as different as can be
    other[top : height - 1 : step, left : width - 1 : step] = view
    alone = method(view.copy(), **parameters)
    assert np.array_equal(method(view, **parameters), alone)
    assert np.array_equal(method(other[top : height - 1 : step, left : width - 1 : step], **parameters), alone)


@few
@given(st.integers(0, 255), st.integers(1, 30), st.integers(1, 30), calls())
def test_flat_regions_stay_flat(level, height, width, call):
    method, parameters = call
    roi = np.full((height, width, 3), level, np.uint8)
    if method.kind == "blur":
        assert (method(roi, **parameters) == level).all()


@few
@given(regions(), st.integers(0, 255), calls())
def test_a_cover_shows_nothing_of_what_was_there(roi, level, call):
    method, parameters = call
    if method.kind == "cover":
        other = np.full_like(roi, level)
        assert np.array_equal(method(roi, **parameters), method(other, **parameters))


@few
@given(regions(), calls())
@example(np.full((3, 18), 170, np.uint8), (METHODS["bilateral"], {"d": 1, "sigmaColor": 167, "sigmaSpace": 51}))
def test_no_value_beyond_the_darkest_and_brightest(roi, call):
    method, parameters = call
    if method.kind == "blur":
        result = method(roi, **parameters).astype(int)
        # In grey pictures, OpenCV's bilateral filter with a `d` up to 5 rounds down, below a level that is flat.
        low = method.name == "bilateral" and roi.ndim == 2 and parameters["d"] <= 5
        assert roi.min() - low <= result.min() and result.max() <= roi.max()


@pytest.mark.parametrize("name", NAMES)
def test_non_images_are_refused(name):
    for wrong, error in (
        (None, TypeError),
        ("photo.jpg", TypeError),
        (np.zeros((4, 4, 3)), TypeError),
        (np.zeros((0, 4, 3), np.uint8), ValueError),
        (np.zeros((4, 4, 4), np.uint8), ValueError),
        (np.zeros(4, np.uint8), ValueError),
    ):
        with pytest.raises(error, match="image"):
            METHODS[name](wrong)


def test_unknown_names_are_refused():
    roi = np.zeros((4, 4, 3), np.uint8)
    with pytest.raises(ValueError, match="no method called 'gauss'; choose one of gaussian, median"):
        blur.blur(roi, "gauss")
    with pytest.raises(TypeError, match="no parameter 'sigma'; it takes ksize, sigmaX, sigmaY"):
        METHODS["gaussian"](roi, sigma=3)
    assert np.array_equal(blur.blur(roi, "box", ksize=3), roi)


@pytest.mark.parametrize("function", [gaussian, median, box])
@pytest.mark.parametrize("ksize", [0, 2, 74, -3, 5.0, "5", None])
def test_even_and_other_kernels_are_refused_in_words(function, ksize):
    with pytest.raises(
        ValueError, match="ksize must be an odd whole number of pixels .so that the kernel has a centre."
    ):
        function(np.zeros((9, 9, 3), np.uint8), ksize=ksize)


@pytest.mark.parametrize(
    ("function", "parameters", "told"),
    [
        (gaussian, {"sigmaX": -1}, "sigmaX must be a number from 0 on"),
        (gaussian, {"sigmaY": float("nan")}, "sigmaY must be a number from 0 on"),
        (gaussian, {"sigmaX": "3"}, "sigmaX must be a number from 0 on, got '3'"),
        (gaussian, {"ksize": (5, 4)}, "odd whole number"),
        (gaussian, {"ksize": (5, 5, 3)}, "one number or a width and a height"),
        (box, {"ksize": [5]}, "one number or a width and a height"),
        (bilateral, {"d": 0}, "d must be a whole number above 0"),
        (bilateral, {"d": 0.5}, "d must be a whole number above 0"),
        (bilateral, {"sigmaColor": 0}, "sigmaColor must be a number above 0"),
        (bilateral, {"sigmaColor": None}, "sigmaColor must be a number above 0, got None"),
        (bilateral, {"sigmaSpace": -2}, "sigmaSpace must be a number above 0"),
        (pixelate, {"blocks": 0}, "blocks must be a whole number above 0"),
        (pixelate, {"blocks": 2.5}, "blocks must be a whole number above 0"),
        (solid, {"grey": 256}, "grey must be between 0 and 255"),
        (solid, {"grey": "black"}, "grey must be between 0 and 255"),
    ],
)
def test_values_out_of_range_are_refused_in_words(function, parameters, told):
    with pytest.raises(ValueError, match=told):
        function(np.zeros((9, 9, 3), np.uint8), **parameters)


# --- OpenCV's own result, to the bit ----------------------------------------------------------------------------------


@few
@given(regions(largest=40), st.integers(0, 60).map(lambda n: 2 * n + 1), st.sampled_from([0, 0.4, 3, 30]))
def test_equal_to_opencv_to_the_bit(roi, ksize, sigma):
    assert np.array_equal(gaussian(roi, ksize=ksize, sigmaX=sigma), cv2.GaussianBlur(roi, (ksize, ksize), sigma))
    assert np.array_equal(
        gaussian(roi, ksize=(ksize, 5), sigmaX=sigma, sigmaY=2), cv2.GaussianBlur(roi, (ksize, 5), sigma, sigmaY=2)
    )
    assert np.array_equal(box(roi, ksize=ksize), cv2.blur(roi, (ksize, ksize)))
    assert np.array_equal(box(roi, ksize=(ksize, 3)), cv2.blur(roi, (ksize, 3)))
    assert np.array_equal(median(roi, ksize=ksize), cv2.medianBlur(roi, ksize))


@pytest.mark.parametrize("d", [1, 4, 15, 31])
def test_bilateral_is_opencvs(photo, d):
    roi = photo[400:520, 300:440]
    assert np.array_equal(bilateral(roi, d=d, sigmaColor=40, sigmaSpace=9), cv2.bilateralFilter(roi, d, 40, 9))


@pytest.mark.parametrize("d", [7, 15, 31])
@pytest.mark.parametrize("sigma", [10, 25, 85])
def test_bilateral_adds_up_the_channels_so_a_third_on_grey_is_the_same(photo, d, sigma):
    grey = cv2.cvtColor(photo[400:500, 300:420], cv2.COLOR_RGB2GRAY)
    on_three = bilateral(np.dstack([grey] * 3), d=d, sigmaColor=3 * sigma, sigmaSpace=9)
    on_one = bilateral(grey, d=d, sigmaColor=sigma, sigmaSpace=9)
    assert all(np.array_equal(on_three[..., channel], on_one) for channel in range(3))
    assert not np.array_equal(on_one, bilateral(grey, d=d, sigmaColor=3 * sigma, sigmaSpace=9))


def test_what_bilateral_leaves_is_a_matter_of_its_limits():
    """As its docstring says of ten faces; here five of them. dlib, below 0.6: the same person."""
    from faceblur_utils.privacy import identity_distance, strangers

    faces = strangers()[::8]
    within = {"d": 31, "sigmaColor": 255, "sigmaSpace": 150.0}
    left = {}
    for name, own in (("within", within), ("beyond", {"d": 101, "sigmaColor": 765, "sigmaSpace": 150})):
        left[name] = 0
        for face in faces:
            hidden, around = face.image.copy(), face.box.expand(0.3).clip(face.image)
            hidden[around.slices] = bilateral(face.image[around.slices], **own)
            left[name] += identity_distance(face.image, hidden, face.box) < 0.6
    assert len(faces) == 5 and left["within"] == 5 and left["beyond"] <= 2


@pytest.mark.parametrize("ksize", [3, 75])
@pytest.mark.parametrize("sigma", [0, 11])
def test_large_regions_with_small_kernels_are_opencvs(photo, ksize, sigma):
    assert np.array_equal(gaussian(photo, ksize=ksize, sigmaX=sigma), cv2.GaussianBlur(photo, (ksize, ksize), sigma))


def test_sigma_from_ksize_is_opencvs():
    for ksize in (11, 31, 75, 301):  # up to 9, OpenCV has tables of its own
        assert np.allclose(
            cv2.getGaussianKernel(ksize, 0), cv2.getGaussianKernel(ksize, sigma_from_ksize(ksize)), atol=1e-12
        )


# --- the large Gaussian, shrunk and enlarged --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def opencv(photo):
    """OpenCV's Gaussian of a colour region, each made once: the largest take seconds."""
    made = {}

    def get(shape, ksize, **sigmas):
        pair = ksize if isinstance(ksize, tuple) else (ksize, ksize)
        key = shape, pair, *sigmas.values()
        if key not in made:
            roi = photo[: shape[0], : shape[1]]
            made[key] = cv2.GaussianBlur(roi, pair, **{"sigmaX": 0} | sigmas)
        return made[key]

    return get


@pytest.mark.parametrize(
    ("shape", "parameters"),
    [
        ((1000, 1000, 3), {"ksize": 999}),
        ((1000, 1000), {"ksize": 999}),
        ((1000, 300, 3), {"ksize": 999}),
        ((300, 1000, 3), {"ksize": 301}),
        ((700, 1100, 3), {"ksize": (1099, 699)}),
        ((1000, 1000, 3), {"ksize": (999, 31)}),  # shrunk in one direction only
        ((997, 611, 3), {"ksize": 301}),  # no factor divides these
        ((1000, 40, 3), {"ksize": 501}),
        ((1000, 1000, 3), {"ksize": 75, "sigmaX": 30}),  # cut off far from where it is 0
        ((1000, 1000, 3), {"ksize": 101, "sigmaX": 300}),
        ((1000, 1000), {"ksize": 501, "sigmaX": 5}),  # far wider than its sigma asks for
        ((1000, 1000), {"ksize": 501, "sigmaX": 5, "sigmaY": 60}),
    ],
)
def test_large_gaussians_are_within_a_grey_level(photo, opencv, shape, parameters):
    roi, raw = photo[: shape[0], : shape[1]], opencv(shape[:2], **parameters)
    if len(shape) == 2:
        roi, raw = roi[..., 1], raw[..., 1]
    apart = gap(gaussian(roi, **parameters), raw)
    assert apart.max() > 0, "this was to test the shrunken path, and is OpenCV's own result"
    assert apart.mean() <= 0.6
    rim = np.concatenate([apart[:20].ravel(), apart[-20:].ravel(), apart[:, :20].ravel(), apart[:, -20:].ravel()])
    assert rim.mean() <= 1, "the border is mirrored at another place than OpenCV's"


def test_a_narrow_kernel_still_blurs_however_large_its_sigma(photo):
    assert gap(gaussian(photo, ksize=31, sigmaX=100), photo).mean() > 0.5
    assert np.array_equal(gaussian(photo, ksize=31, sigmaX=100), cv2.GaussianBlur(photo, (31, 31), 100))


def test_a_large_gaussian_leaves_its_input_and_its_surroundings_alone(photo):
    before = photo.copy()
    view = photo[50:950, 60:960]
    result = gaussian(view, ksize=501)
    assert np.array_equal(photo, before)
    assert np.array_equal(result, gaussian(view.copy(), ksize=501))


# --- each method's own ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ksize", [257, 401, 999])
def test_medians_above_255_are_those_of_a_smaller_picture(photo, ksize):
    result = median(photo, ksize=ksize)
    factor = -(-ksize // 255)
    small = cv2.resize(photo, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    wide = min(2 * round((ksize / factor - 1) / 2) + 1, 255)
    due = cv2.resize(cv2.medianBlur(small, wide), photo.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    assert result.shape == photo.shape
    assert gap(result, due).mean() <= 1
    assert result.std() <= median(photo, ksize=255).std() + 1


def test_median_removes_salt_and_pepper_and_keeps_an_edge():
    edge = np.where(np.arange(40) < 20, 60, 190).astype(np.uint8)[None].repeat(9, axis=0)
    broken = edge.copy()
    broken[4, [8, 30]] = 255, 0
    assert np.array_equal(median(broken, ksize=5), edge)
    assert not np.array_equal(gaussian(broken, ksize=5), edge)


def test_box_of_a_dot_is_its_kernel():
    dot = np.zeros((9, 11), np.uint8)
    dot[4, 5] = 225
    due = np.zeros_like(dot)
    due[3:6, 3:8] = 15
    assert np.array_equal(box(dot, ksize=(5, 3)), due)


def colours(image):
    return len(np.unique(image.reshape(-1, image.shape[-1] if image.ndim == 3 else 1), axis=0))


@few
@given(regions(largest=40), st.integers(1, 50))
def test_pixelation_has_at_most_as_many_colours_as_blocks(roi, blocks):
    height, width = roi.shape[:2]
    across = min(blocks, width)
    down = min(max(1, round(height * across / width)), height)
    assert colours(pixelate(roi, blocks=blocks)) <= across * down


@few
@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 6), st.data())
def test_pixelation_is_the_mean_of_square_blocks_where_sizes_divide(across, down, side, data):
    roi = data.draw(hnp.arrays(np.uint8, (down * side, across * side, 3)))
    means = np.rint(roi.reshape(down, side, across, side, 3).mean(axis=(1, 3)))
    due = means.repeat(side, axis=0).repeat(side, axis=1)
    # OpenCV rounds an exact half up or down, depending on its path.
    assert gap(pixelate(roi, blocks=across), due).max() <= 1


@pytest.mark.parametrize("blocks", [1, 3, 8, 16, 37])
def test_pixelation_keeps_the_mean_of_a_photo(photo, blocks):
    for roi in (photo, photo[:613, :997], photo[100:170, 200:251]):
        gone = gap(pixelate(roi, blocks=blocks).mean(axis=(0, 1)) * 100, roi.mean(axis=(0, 1)) * 100) / 100
        assert gone.max() <= 1


def test_solid_leaves_nothing(photo):
    assert np.array_equal(solid(photo, grey=7), np.full_like(photo, 7))


def test_a_level_drawn_by_lot_is_one_level_and_says_nothing_of_the_region():
    light, dark = np.full((4, 5, 3), 255, np.uint8), np.zeros((4, 5, 3), np.uint8)
    drawn = [solid(roi, grey=-1) for roi in (light, dark) * 100]
    assert all(len(np.unique(one)) == 1 for one in drawn)
    levels = np.array([one[0, 0, 0] for one in drawn])
    assert len(np.unique(levels)) > 50, "as good as always the same"
    assert abs(levels[::2].mean() - levels[1::2].mean()) < 60, "it follows the region"  # 5.7 standard errors


# --- strength ---------------------------------------------------------------------------------------------------------


@few
@given(st.sampled_from(NAMES), st.floats(0, 1), st.integers(1, 2000), st.floats(1, 1.6))
def test_any_strength_on_any_face_gives_values_that_the_method_takes(name, strength, face_width, wider):
    method = METHODS[name]
    parameters = method.at_strength(strength, face_width, round(face_width * wider))
    roi = np.zeros((12, 14, 3), np.uint8)
    if parameters.get("ksize", 1) > 600:
        roi = roi[:2, :2]
    assert method(roi, **parameters).shape == roi.shape


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("strength", [-0.1, 1.01, float("nan")])
def test_strength_out_of_range_is_refused(name, strength):
    with pytest.raises(ValueError, match="strength must be between 0 and 1"):
        METHODS[name].at_strength(strength, 100)


@pytest.mark.parametrize("name", ["gaussian", "box", "pixelate"])
@pytest.mark.parametrize("size", [90, 300, 1000])
def test_more_strength_hides_more(photo, name, size):
    roi = cv2.resize(photo, (size, size), interpolation=cv2.INTER_AREA)
    method = METHODS[name]
    spread = [method(roi, **method.at_strength(s, size)).var() for s in (0, 0.05, 0.1, 0.2, 0.35, 0.6, 1)]
    assert all(later < earlier for earlier, later in zip(spread, spread[1:], strict=False)), spread


@pytest.mark.parametrize("name", ["gaussian", "box", "median", "pixelate"])
@pytest.mark.parametrize("strength", [0.1, 0.25, 0.5])
def test_a_face_twice_as_large_looks_the_same_after_shrinking(photo, name, strength):
    method = METHODS[name]
    looks = []
    for size in (240, 480, 960):
        roi = cv2.resize(photo, (size, size), interpolation=cv2.INTER_AREA)
        blurred = method(roi, **method.at_strength(strength, size))
        looks.append(cv2.resize(blurred, (120, 120), interpolation=cv2.INTER_AREA))
    apart = [gap(looks[0], look).mean() for look in looks[1:]]
    assert max(apart) <= 1.5, apart
    fixed = METHODS["box"].at_strength(strength, 240)["ksize"]
    if name == "box":  # and a fixed kernel does not
        roi = cv2.resize(photo, (960, 960), interpolation=cv2.INTER_AREA)
        weak = cv2.resize(box(roi, ksize=fixed), (120, 120), interpolation=cv2.INTER_AREA)
        assert gap(looks[0], weak).mean() > 2 * max(apart)


def test_every_method_declares_its_parameters():
    for name, method in METHODS.items():
        assert method.name == name and method.title and method.parameters
        for p in method.parameters:
            assert p.low <= p.default <= p.high and p.step > 0 and p.meaning.endswith(".")
        assert set(method.at_strength(0.3, 100)) <= {p.name for p in method.parameters}


# --- the call to copy -------------------------------------------------------------------------------------------------


@few
@given(regions(), calls())
def test_the_written_call_gives_the_methods_own_result(roi, call):
    method, parameters = call
    code = method.as_code(roi.shape, **parameters)
    known = {"cv2": cv2, "np": np, "faceblur_utils": faceblur_utils, "roi": roi.copy()}
    assert np.array_equal(eval(code, known), method(roi, **parameters)), code


def test_the_written_call_reads_as_one_would_type_it():
    shape = (120, 90, 3)
    assert METHODS["gaussian"].as_code(shape, ksize=75, sigmaX=30.0) == "cv2.GaussianBlur(roi, (75, 75), 30)"
    assert METHODS["gaussian"].as_code(shape, ksize=9, sigmaX=2.5, sigmaY=1) == (
        "cv2.GaussianBlur(roi, (9, 9), 2.5, sigmaY=1)"
    )
    assert METHODS["bilateral"].as_code(shape) == "cv2.bilateralFilter(roi, 15, 75, 75)"
    with pytest.raises(TypeError, match="no parameter 'sigma'"):
        METHODS["gaussian"].as_code(shape, sigma=3)
