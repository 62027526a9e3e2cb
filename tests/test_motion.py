"""Pictures that move: what a flipbook holds and refuses, what the page is told, and what each drawing says."""

import base64

import cv2
import numpy as np
import pytest

from faceblur_utils import Box, read_image, samples
from faceblur_utils.motion import (
    Flipbook,
    Motion,
    box_over_border,
    faces_at_widths,
    frames_pile_up,
    hog_cell,
    kernel_slides,
    stages_passed,
    timeline,
    view_and_copy,
    windows_rejected,
)

GREYS = [np.full((60, 300, 3), grey, np.uint8) for grey in (0, 128, 255)]
SAID = ["Dark.", "Grey.", "Bright."]


def book(**options):
    return Flipbook(GREYS, SAID, **{"alt": "A square."} | options)


def decoded(content):
    return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR_RGB)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"frames": []}, "needs a caption"),
        ({"captions": SAID[:2]}, "3 frames, 2 captions"),
        ({"captions": ["Dark.", " ", "Bright."]}, "Frame 1 has an empty caption"),
        ({"frames": [*GREYS[:2], GREYS[0][:50]]}, "of one size"),
        ({"frames": [*GREYS[:2], GREYS[0] / 255]}, "dtype uint8"),
        ({"alt": " "}, "Describe the figure"),
        ({"still": 3}, "counted from 0 to 2"),
        ({"still": (0, -4)}, "counted from 0 to 2"),
        ({"seconds": 0}, "above 0"),
    ],
)
def test_what_is_no_flipbook_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        Flipbook(**{"frames": GREYS, "captions": SAID, "alt": "A square."} | change)


def test_the_still_reads_alone():
    content, kind, words = book(still=(0, -1)).still_picture()
    picture = decoded(content)
    assert kind == "png" and words == "A square. Dark. Bright."
    assert picture.shape[1] == 300 and picture.shape[0] > 2 * 60, "each with its caption below it"
    assert (picture[:60] == 0).all() and (picture[-1] == 255).all()


def test_frames_are_encoded_without_a_visible_loss():
    noise = np.random.default_rng(0).integers(0, 255, (60, 300, 3)).astype(np.uint8)
    photo = cv2.GaussianBlur(noise, (0, 0), 3)
    for frame in (GREYS[1], photo):
        [content] = Flipbook([frame], ["One."], alt="A picture.").encoded()
        assert content[8:12] == b"WEBP" and cv2.PSNR(decoded(content), frame) > 35


def test_the_page_gets_the_frames_when_it_asks_and_the_notebook_keeps_the_still_only():
    motion = Motion(book(still=0))
    bundle, metadata = motion._repr_mimebundle_()
    assert bundle["text/plain"] == metadata["image/png"]["alt"] == "A square. Dark."
    assert decoded(base64.b64decode(bundle["image/png"])).shape[1] == 300
    [page], sent = motion.children, []
    page.send = lambda content, buffers: sent.append((content, buffers))
    motion._asked(page, {"do": "hello", "view": "x"}, [])
    [(content, buffers)] = sent
    assert content["view"] == "x" and content["captions"] == SAID and len(buffers) == 3
    assert sum(len(str(value)) for name, value in page.get_state().items() if name[0] != "_") < 6000
    motion.close()
    motion._asked(page, {"do": "hello", "view": "y"}, [])
    assert len(sent) == 1 and motion.book is None


def test_a_kernel_slides_row_after_row():
    table = np.arange(35).reshape(5, 7)
    kernel = np.array([[0, 1, 0], [1, 2, 1], [0, 1, 0]]) / 6
    shown = kernel_slides(table, kernel, still=3)
    due = cv2.filter2D(table.astype(float), -1, kernel)[1:-1, 1:-1].ravel()
    assert [f"{value:.1f}" for value in due] == [caption.split(" = ")[-1] for caption in shown.captions]
    assert shown.captions[0].startswith("0 × 0 + 0.167 × 1 + 0 × 2 + 0.167 × 7")
    assert len(shown) == 15 and shown.stills == (3,)
    changed = [(one != two).any() for one, two in zip(shown.frames, shown.frames[1:], strict=False)]
    assert all(changed)


def test_the_table_of_sums_fills():
    shown = kernel_slides(np.full((5, 5), 200), np.full((3, 3), 1 / 9))
    half = shown.frames[0].shape[1] // 2
    filled = [(frame[:, half:] == 200).all(axis=2).sum() for frame in shown.frames]
    assert (np.diff(filled) > 0).all()


@pytest.mark.parametrize("kernel", [np.ones((2, 3)), np.ones((3, 4)), np.ones((9, 3))])
def test_a_kernel_that_does_not_fit_is_refused(kernel):
    with pytest.raises(ValueError, match="has no centre, or does not fit"):
        kernel_slides(np.zeros((7, 7)), kernel)


def test_with_a_view_the_photo_changes_and_with_a_copy_it_does_not():
    face = read_image(samples.path("astronaut"))[40:200, 140:300]
    shown = view_and_copy(face)
    first, last = shown.frames[2].astype(int), shown.frames[-1]
    apart = np.abs(first - last).max(axis=2) > 0
    half, quarter = apart.shape[1] // 2, apart.shape[1] // 4
    assert apart[:, :half].any(), "the view's photo"
    assert not apart[:, half : half + quarter + 20].any(), "the copy's photo"
    assert apart[:, -quarter:].any(), "the copy"
    assert np.array_equal(face, read_image(samples.path("astronaut"))[40:200, 140:300])


def test_a_box_over_the_border_says_what_numpy_gives():
    image = read_image(samples.path("astronaut"))[:240, 215:455]
    starts = [33, -37, -100]
    shown = box_over_border(image, Box(-37, 63, 53, 176), starts, still=-37)
    widths = [image[:, start : start + 90].shape[1] for start in starts]
    assert widths == [90, 0, 90] and shown.stills == (1,)
    for caption, width in zip(shown.captions, widths, strict=True):
        assert f"slice has {width} columns" in caption
    assert "NumPy reads -37 as column 203" in shown.captions[1] and shown.captions[2].endswith("first, it has 0.")
    with pytest.raises(ValueError, match="none of the starts"):
        box_over_border(image, Box(-37, 63, 53, 176), starts, still=0)


def test_the_cascade_by_hand_keeps_what_opencv_finds():
    grey = cv2.cvtColor(read_image(samples.path("astronaut")), cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (140, 140), interpolation=cv2.INTER_AREA)
    passed, features = stages_passed(small)
    kept = set(zip(*map(np.ndarray.tolist, np.nonzero(passed == 25)), strict=True))
    opencv = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_default.xml")
    boxes = opencv.detectMultiScale(small, scaleFactor=2, minNeighbors=0, minSize=(24, 24), maxSize=(24, 24))
    # OpenCV looks at every second window only, at this size.
    assert len(boxes) and {(int(y), int(x)) for x, y, _, _ in boxes} <= kept and len(kept) == 6
    assert (len(features), sum(features)) == (25, 2913)
    with pytest.raises(ValueError, match="smaller than a window"):
        stages_passed(small[:20])


def test_fewer_windows_are_left_after_each_stage():
    grey = read_image(samples.path("hopper"))[100:160, 200:260].mean(axis=2).astype(np.uint8)
    shown = windows_rejected(grey)
    left = [int(caption.split(": ")[1].split(" of ")[0]) for caption in shown.captions]
    assert left == sorted(left, reverse=True) and left[0] == 37 * 37 and len(left) == 26
    assert shown.stills == (3, 25)


def test_a_cell_of_one_edge_gives_one_bar():
    flat = np.tile(np.arange(0, 240, 20, dtype=np.uint8)[:, None], (1, 12))  # brighter downwards
    shown = hog_cell(flat, 2, 2)
    assert shown.captions[-1].endswith("that of 80 to 100 degrees.") and len(shown) == 11
    assert hog_cell(np.zeros((12, 12), np.uint8), 2, 2).captions[-1].endswith("there are none.")
    for row, column in ((0, 2), (2, 4), (-1, 2)):
        with pytest.raises(ValueError, match="a pixel more on each side"):
            hog_cell(flat, row, column)


def test_the_queue_grows_and_the_newest_stays_young():
    said = frames_pile_up(work=90, every=40, taken=24).captions
    ages = [
        [float(part.split(" s old")[0]) for part in one.split("is shown, now ")[1:]] for one in said if "old; d" in one
    ]
    queue, newest = zip(*ages, strict=True)
    assert queue[-1] > 0.5 and max(newest) <= 0.2 and queue[-1] > queue[0]
    assert said[-1].endswith("waiting: 13. Newest wins: frame 20 is shown, now 0.12 s old; dropped: 12.")


def test_a_frame_that_arrives_just_when_the_worker_is_free_is_the_newest():
    """At 30 frames a second and 50 milliseconds of work, frame 3 arrives at 100: whatever floats make of 1000 / 30."""
    said = frames_pile_up(work=50, every=1000 / 30, taken=24).captions
    assert said[-1].startswith("0.77 s:")
    shown = [int(one.split("Newest wins: frame ")[1].split()[0]) for one in said if "Newest wins: frame" in one]
    # Worked on are 0, 1, 3, 4, 6, 7 ...: of three frames, two.
    assert [one for one in range(20) if one in shown] == [one for one in range(20) if one % 3 != 2]
    assert [one.split("waiting: ")[1].split(".")[0] for one in said[3:13:3]] == ["1", "2", "3", "4"]


def test_a_quick_worker_drops_nothing():
    last = frames_pile_up(work=10, every=40, taken=5).captions[-1]
    assert "waiting: 0" in last and "dropped: 0" in last
    with pytest.raises(ValueError, match="above 0"):
        frames_pile_up(work=0)


def test_faces_get_smaller_and_the_last_frame_shows_all():
    face = read_image(samples.path("hopper"))[120:333, 183:353]
    shown = faces_at_widths([face, face[:, ::-1]], widths=(40, 10))
    assert shown.captions == [
        "40 pixels wide: the first face is 40 × 50 = 2000 pixels.",
        "10 pixels wide: the first face is 10 × 13 = 130 pixels.",
        "All at once: 40 and 10 pixels wide.",
    ]
    half = shown.frames[0].shape[1] // 2
    assert (shown.frames[0][60:, half + 20 :] == 255).all(), "not yet shown"
    for faces, widths in (([], (10,)), ([face], ()), ([face], (10, 0))):
        with pytest.raises(ValueError, match="widths of at least 1 pixel"):
            faces_at_widths(faces, widths)


def test_the_timeline_says_what_is_marked_at_the_cursor():
    picture = np.zeros((90, 160, 3), np.uint8)
    shown = timeline(
        {3: picture + 200, 0: picture}, {0: picture, 3: picture}, {"found": [0, 1, 7], "hidden": range(10)}, total=10
    )
    assert shown.captions == [
        "Frame 0 of 0 to 9; found: yes; hidden: yes.",
        "Frame 3 of 0 to 9; found: no; hidden: yes.",
    ]
    for pictures, rows in (({10: picture}, {"found": [1]}), ({0: picture}, {"found": [-1]}), ({}, {"a": []})):
        with pytest.raises(ValueError, match="counted from 0 to 9"):
            timeline(pictures, pictures, rows, total=10)
    with pytest.raises(ValueError, match="frame 4 is in one of them only"):
        timeline({0: picture}, {0: picture, 4: picture}, {"found": [1]}, total=10)


def test_the_timeline_shows_a_frame_before_and_after_side_by_side():
    red, blue = (np.full((90, 160, 3), colour, np.uint8) for colour in ((200, 0, 0), (0, 0, 200)))  # no letter is
    shown = timeline({0: red}, {0: blue}, {"found": [0]}, total=2).frames[0]
    upper = shown[: shown.shape[0] // 2]
    columns = [np.argwhere((upper == picture[0, 0]).all(axis=2))[:, 1] for picture in (red, blue)]
    assert all(len(one) > 0.2 * upper[..., 0].size for one in columns)
    assert columns[0].max() < columns[1].min()


def test_a_still_that_is_shown_from_afar_has_larger_words():
    black = np.zeros((60, 300, 3), np.uint8)
    small, large = (Flipbook([black], ["It is off."], "A lamp.", letters=size) for size in (12, 16))
    heights = [decoded(one.still_picture()[0]).shape[0] for one in (small, large)]
    assert heights[1] > heights[0] > 60
