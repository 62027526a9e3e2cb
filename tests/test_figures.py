"""Figures: described in words, as small as can be, and pasted grids as matplotlib would draw them."""

import base64

import cv2
import matplotlib.pyplot as plt
import numpy as np
import pytest

from faceblur_utils import figures, samples
from faceblur_utils.detect import match_boxes
from faceblur_utils.figures import grids
from faceblur_utils.images import read_image
from faceblur_utils.photos import anonymize
from faceblur_utils.roi import Box


def noise(height=60, width=80, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.fixture
def shown(monkeypatch):
    """What the notebook got: a list of (data, metadata)."""
    got = []

    def display(data, metadata, raw):
        assert raw is True
        got.append((data, metadata))

    monkeypatch.setattr("IPython.display.display", display)
    return got


@pytest.fixture(autouse=True)
def _no_figure_left():
    yield
    assert not plt.get_fignums(), "an open figure appears a second time in the notebook"


def picture_in(data):
    (mime,) = (key for key in data if key.startswith("image/"))
    content = np.frombuffer(base64.b64decode(data[mime]), np.uint8)
    return mime, cv2.imdecode(content, cv2.IMREAD_COLOR)[..., ::-1]


# Descriptions and formats


@pytest.mark.parametrize("alt", ["", "   ", None])
def test_a_description_is_demanded(alt):
    with pytest.raises(ValueError, match="Describe the figure in words"):
        figures.bundle(b"x", "png", alt)


def test_bundle_holds_picture_and_words():
    data, metadata = figures.bundle(b"abc", "png", "Three letters.")
    assert data == {"image/png": base64.b64encode(b"abc").decode(), "text/plain": "Three letters."}
    assert metadata == {"image/png": {"alt": "Three letters."}}


def test_show_displays_once_and_closes(shown):
    fig, axis = plt.subplots(figsize=(3, 2), dpi=100)
    axis.plot([0, 1])
    figures.show(fig, alt="A line going up.")
    ((data, metadata),) = shown
    mime, picture = picture_in(data)
    assert data["text/plain"] == metadata[mime]["alt"] == "A line going up."
    assert picture.shape == (200, 300, 3)


def test_the_smaller_of_png_and_jpeg_is_taken():
    drawing, axis = plt.subplots(figsize=(3, 2))
    axis.plot([0, 1])
    photo = figures.grid_figure([read_image(samples.path("henner"))], ["A portrait"])
    for fig, due in ((drawing, "png"), (photo, "jpeg")):
        content, kind = figures.encode(fig)
        rgb = figures.to_rgb(fig)
        png = cv2.imencode(".png", rgb[..., ::-1])[1].tobytes()
        assert kind == due
        assert len(content) <= min(len(png), len(figures.encode_jpeg(rgb)))
        assert content.startswith(b"\x89PNG" if due == "png" else b"\xff\xd8\xff")
        plt.close(fig)


def test_colours_keep_their_order():
    red = np.full((16, 16, 3), (220, 30, 10), np.uint8)
    back = cv2.imdecode(np.frombuffer(figures.encode_jpeg(red), np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
    assert np.abs(back.astype(int) - red).max() < 6
    assert figures.mpl((255, 0, 51)) == (1, 0, 0.2)
    assert len(figures.encode_jpeg(noise(), quality=20)) < len(figures.encode_jpeg(noise(), quality=95))


# Grids


def test_grid_shows_images_with_their_titles(shown):
    figures.grid([noise(), noise()], ["One", "Two"], alt="Two pictures of noise.")
    assert picture_in(shown[0][0])[1].shape[1] == 950


def test_grid_shows_every_pixel_in_its_colour():
    blocks = np.zeros((2, 3, 3), np.uint8)
    blocks[0, 0], blocks[1, 2] = (250, 0, 0), (0, 0, 250)
    fig = figures.grid_figure([blocks], ["Blocks"], interpolation="nearest")
    drawn = figures.to_rgb(fig)
    place = fig.axes[0].get_window_extent()
    x0, y0 = place.x0, drawn.shape[0] - place.y1
    for row, column in np.ndindex(2, 3):
        x, y = x0 + (column + 0.5) * place.width / 3, y0 + (row + 0.5) * place.height / 2
        assert drawn[round(y), round(x)].tolist() == blocks[row, column].tolist()
    plt.close(fig)


def test_grey_images_are_drawn_in_their_own_brightness():
    fig = figures.grid_figure([np.full((4, 4), 200, np.uint8)], ["Grey"])
    drawn = figures.to_rgb(fig)
    assert drawn[drawn.shape[0] * 2 // 3, drawn.shape[1] // 2].tolist() == [200, 200, 200]
    plt.close(fig)


def test_columns_and_unused_places():
    fig = figures.grid_figure([noise()] * 5, list("ABCDE"), columns=2)
    assert len(fig.axes) == 6 and not fig.axes[5].images and not fig.axes[5].axison
    assert [axis.get_title() for axis in fig.axes] == ["A", "B", "C", "D", "E", ""]
    plt.close(fig)
    fig = figures.grid_figure([noise()] * 5, list("ABCDE"))
    assert len(fig.axes) == 8
    plt.close(fig)


def test_titles_have_to_match():
    with pytest.raises(ValueError, match="2 images need as many titles, got 1"):
        figures.grid([noise()] * 2, ["One"], alt="Noise.")
    with pytest.raises(ValueError, match="no image to show"):
        figures.grid([], [], alt="Nothing.")


# Boxes


@pytest.mark.parametrize("dashed", [False, True])
def test_boxes_are_drawn_on_a_copy(dashed):
    image = np.full((100, 120, 3), 200, np.uint8)
    box = Box(30, 40, 80, 90)
    drawn = figures.draw_boxes(image, [box], colour=(1, 2, 3), dashed=dashed)
    assert (image == 200).all() and not np.shares_memory(image, drawn)
    # The line is drawn around the box's first and last pixels (right and bottom are exclusive), as far on each side.
    rows, columns = np.nonzero((drawn == (1, 2, 3)).all(axis=2))
    assert (rows.min(), rows.max()) == (40 - 1, 89 + 1) and (columns.min(), columns.max()) == (30 - 1, 79 + 1)
    for row, column in ((40, 30), (40, 79), (89, 30), (89, 79)):
        assert drawn[row, column].tolist() == [1, 2, 3]
    middle = drawn[40, 55].tolist()
    assert middle == ([200, 200, 200] if dashed else [1, 2, 3])
    assert (drawn[50:80, 40:70] == 200).all() and (drawn[:30] == 200).all()


@pytest.mark.parametrize("size", [200, 500, 1800])
def test_a_line_is_seen_on_any_background_where_the_picture_is_shown_small(size):
    image = np.full((size, size, 3), figures.ORANGE, np.uint8)  # the worst of backgrounds: the line's own colour
    box = Box(size // 4, size // 4, 3 * size // 4, 3 * size // 4)
    small = cv2.resize(figures.draw_boxes(image, [box], shown=200), (200, 200), interpolation=cv2.INTER_AREA)
    down = small[40:60, 100].astype(int)  # across the upper edge
    dark = np.flatnonzero(down.max(axis=1) < 100)
    between = down[dark[0] : dark[-1]]
    assert (abs(between - figures.ORANGE).max(axis=1) < 20).sum() >= 2


def test_a_line_leaves_a_small_face_free():
    image = np.full((1200, 1200, 3), 128, np.uint8)
    drawn = figures.draw_boxes(image, [Box(100, 100, 116, 120)], shown=200)
    assert (drawn[104:116, 104:112] == 128).all()


@pytest.mark.parametrize("face", [Box(60, 60, 110, 120), Box(0, 70, 40, 120)])
def test_what_is_hidden_has_a_line_around_it_in_a_figure_only(face):
    black = np.zeros((200, 200, 3), np.uint8)
    result = anonymize(black, boxes=[face])
    drawn = figures.outline_hidden(result.image, result.steps)
    assert not result.image.any() and set(np.unique(drawn)) == {0, 255}
    rows, columns = np.nonzero(drawn[..., 0])
    covered = np.nonzero(result.steps[0].mask)
    box = result.steps[0].box
    assert abs(rows.min() - (box.top + covered[0].min())) <= 2 and abs(rows.max() - (box.top + covered[0].max())) <= 2
    assert abs(columns.max() - (box.left + covered[1].max())) <= 2
    assert not drawn[95, (face.left + face.right) // 2].any()  # only a line


def test_views_boxes_over_the_border_and_iterators():
    image = noise()[:, ::-1]
    drawn = figures.draw_boxes(image, iter([Box(-10, -10, 30, 30), Box(60, 40, 200, 200)]))
    assert drawn.shape == image.shape and (drawn != image).any()
    assert (figures.draw_boxes(image, []) == image).all()


@pytest.mark.parametrize("box", [Box(5, 50, 40, 90), Box(280, 5, 299, 30), Box(0, 0, 20, 20)])
def test_labels_are_whole_wherever_the_box_is(box):
    image = np.full((100, 300, 3), 255, np.uint8)
    label = "face 12"
    with_label = figures.draw_boxes(image, [box], labels=[label])
    ink = (with_label != figures.draw_boxes(image, [box])).any(axis=2)
    rows, columns = np.nonzero(ink)
    width = cv2.getTextSize(label, cv2.FONT_HERSHEY_SIMPLEX, 0.5, 1)[0][0]
    assert np.ptp(columns) >= width - 25  # the box's own lines may hide a few columns
    assert rows.min() > 0 and columns.max() < 299


def test_a_cut_out_shows_what_was_found_at_its_size():
    image = noise(100, 200)
    found, missed, alarm = Box(60, 20, 100, 60), Box(120, 30, 140, 50), Box(150, 70, 170, 90)
    matches = match_boxes([found, alarm], [found, missed])
    whole = figures.cut_matches(image, matches, side=200)
    assert (whole == figures.draw_matches(image, matches)).all()

    cut = Box(50, 10, 150, 60)  # without the false alarm
    drawn = figures.cut_matches(image, matches, cut, side=400)
    assert drawn.shape == (200, 400, 3)
    assert (figures.cut_matches(image, match_boxes([], []), cut, side=100) == image[cut.slices]).all()
    sky = (drawn == figures.SKY).all(axis=2)
    rows, columns = np.nonzero(sky)
    # The found face four times as large, up to the two pixels of its line.
    at = np.array([rows.min(), columns.min(), rows.max() + 1, columns.max() + 1])
    assert abs(at - 4 * np.array([20 - 10, 60 - 50, 60 - 10, 100 - 50])).max() <= 2
    assert (drawn == figures.VERMILION).all(axis=2).any() and not (drawn == figures.ORANGE).all(axis=2).any()
    assert (image == noise(100, 200)).all()


def test_labels_have_to_match():
    with pytest.raises(ValueError, match="2 boxes need as many labels, got 1"):
        figures.draw_boxes(noise(), [Box(0, 0, 5, 5), Box(5, 5, 9, 9)], labels=["one"])


# The pipeline


@pytest.fixture
def result():
    return anonymize(noise(), boxes=[Box(20, 10, 50, 50), Box(60, 5, 70, 15)])


def test_pipeline_draws_the_four_steps(result, shown):
    fig = figures.pipeline_figure(result, 1)
    step = result.steps[1]
    panels = [np.asarray(axis.images[0].get_array()) for axis in fig.axes]
    assert (panels[0] == figures.draw_boxes(result.original, result.boxes)).all()
    assert (panels[1] == step.roi).all() and (panels[2] == step.blurred).all() and (panels[3] == result.image).all()
    plt.close(fig)
    figures.pipeline(result, alt="Four steps.")
    assert shown[0][0]["text/plain"] == "Four steps."


@pytest.mark.parametrize("number", [2, -1])
def test_pipeline_of_a_face_that_is_not_there(result, number):
    with pytest.raises(ValueError, match=f"no face number {number}: 2 were blurred"):
        figures.pipeline_figure(result, number)


@pytest.mark.parametrize("current", range(5))
def test_signpost_says_where_we_are(result, shown, current):
    figures.signpost(result, current)
    words = shown[0][0]["text/plain"]
    step = " ".join(figures.STEPS[current - 1].split())
    assert (f"Step {step} is framed" in words) if current else ("shows all of them" in words)


@pytest.mark.parametrize("current", [5, -1, None, "detect"])
def test_signpost_of_no_step(result, current):
    with pytest.raises(ValueError, match="current must be 1 to 4, or 0"):
        figures.signpost(result, current)


# Pasting into a figure drawn once


def full_redraw(images, titles, columns, monkeypatch):
    """Draw with matplotlib: the same figure, every panel by imshow."""
    drawn, real = [], figures.to_rgb
    with monkeypatch.context() as patch:
        patch.setattr(grids, "to_rgb", lambda fig: drawn.append(fig) or real(fig))
        figures.PanelGrid(images, titles, columns)
    for axis, image in zip(drawn[0].axes, images, strict=True):
        axis.imshow(image, aspect="auto", interpolation="nearest")
    return real(drawn[0])


@pytest.mark.parametrize(
    ("sizes", "columns"),
    [
        ([(60, 80)], None),
        ([(60, 80)] * 4, None),
        ([(101, 99)] * 5, 2),
        ([(300, 300)] * 3, 3),
        ([(40, 90), (90, 40), (33, 35)], 2),
        ([(360, 378)], None),  # 402 x 402 in all: 402 / 100 * 100 is below 402 in floats
        ([(71, 89), (71, 89)], 2),
    ],
)
def test_pasting_equals_a_full_redraw(sizes, columns, monkeypatch):
    titles = [f"Panel {number}" for number in range(len(sizes))]
    grid = figures.PanelGrid([np.zeros((*size, 3), np.uint8) for size in sizes], titles, columns)
    grid.paste([noise(*size, seed=9) for size in sizes])
    images = [noise(*size, seed=number) for number, size in enumerate(sizes)]
    pasted = grid.paste(images)
    due = full_redraw(images, titles, columns, monkeypatch)
    assert pasted.dtype == np.uint8 and pasted.shape == due.shape
    assert (pasted == due).all()


def test_a_pasted_grid_is_not_painted_over_by_the_next():
    grid = figures.PanelGrid([noise()], ["Panel"])
    first = grid.paste([noise(seed=1)])
    before = first.copy()
    grid.paste([noise(seed=2)])
    assert (first == before).all()


def test_notes_stand_below_their_panels_and_go_away():
    blank = [np.full((50, 120, 3), 255, np.uint8)] * 2
    grid = figures.PanelGrid(blank, ["First", "Second"], note_lines=2)
    bare = grid.paste(blank)
    ink = (grid.paste(blank, ["", "second"]) != bare).any(axis=2)
    assert ink[80:, 144:].any() and not ink[:80].any() and not ink[:, :132].any()
    assert (grid.paste(blank) == bare).all()
    with pytest.raises(ValueError, match="has 2 panels and got 1 notes"):
        grid.paste(blank, ["one"])


@pytest.mark.parametrize("text", ["short", "a long text that needs several lines " * 5])
def test_a_caption_stands_below_the_picture(text):
    image = noise(60, 300)
    made = figures.captioned(image, text)
    assert (made[:60] == image).all() and made.shape[1] == 300 and made.dtype == np.uint8
    below = made[60:]
    assert (below < 100).any()
    for rim in (below[:2], below[-2:], below[:, :2], below[:, -2:]):
        assert (rim == 255).all(), "the text is cut off"


def test_titles_stand_above_their_panels():
    blank = [np.full((50, 120, 3), 255, np.uint8)] * 2
    with_titles = figures.PanelGrid(blank, ["First", "Second"]).paste(blank)
    without = figures.PanelGrid(blank, ["", ""]).paste(blank)
    room = len(with_titles) - len(without)  # without titles, none is kept for them
    assert 0 < room < 30 and (with_titles[:room, :132] < 128).any() and (with_titles[:room, 144:] < 128).any()
    assert (with_titles[-50:] == without[-50:]).all()


def test_panels_have_to_fit():
    with pytest.raises(ValueError, match="got 2 images and 1 titles"):
        figures.PanelGrid([noise()] * 2, ["One"])
    with pytest.raises(ValueError, match="got 0 images"):
        figures.PanelGrid([], [])
    grid = figures.PanelGrid([noise()] * 2, ["One", "Two"])
    before = grid.paste([noise()] * 2)
    with pytest.raises(ValueError, match="has 2 panels and got 1 images"):
        grid.paste([noise()])
    for wrong in (noise(60, 81), noise(1, 80), noise()[..., 0], noise() / 255):
        with pytest.raises(ValueError, match=r"panel of shape \(60, 80, 3\) and dtype uint8 got an image of shape"):
            grid.paste([noise(), wrong])
    assert (grid.paste([noise()] * 2) == before).all()
