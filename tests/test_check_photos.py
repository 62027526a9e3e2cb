"""Lesson 06's checks: the right answer passes, and each usual mistake gets the hint meant for it."""

from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from faceblur_utils import Box, check
from faceblur_utils.images import encode_image, read_image
from faceblur_utils.photos import NoFaceError


def scaled(box, factor):
    return Box(*(round(edge * factor) for edge in (box.left, box.top, box.right, box.bottom)))


def right_find(image, detect, scale):
    large = cv2.resize(image, None, fx=scale, fy=scale)
    return [scaled(box, 1 / scale) for box in detect(large)]


def find_by_size(image, detect, scale):
    height, width = image.shape[:2]
    large = cv2.resize(image, (int(width * scale), int(height * scale)), interpolation=cv2.INTER_NEAREST)
    return [
        Box(int(b.left / scale), int(b.top / scale), -int(-b.right // scale), -int(-b.bottom // scale))
        for b in detect(large)
    ]


def right_hide(image, detect, hide):
    boxes = detect(image)
    if not boxes:
        raise ValueError("no face was found, so nothing was hidden")
    result = image.copy()
    for box in boxes:
        result[box.slices] = hide(image[box.slices])
    return result


def hide_with_the_packages_error(image, detect, hide):
    if not detect(image):
        raise NoFaceError("no face")
    return right_hide(image, detect, hide)


def right_clean(content):
    return encode_image(read_image(content))


def clean_with_opencv(content):
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if b"\xff\xd9" not in content or picture is None:
        raise ValueError("half a photo, or none")
    return cv2.imencode(".jpg", picture)[1].tobytes()


def right_name(photo, folder):
    path, number = folder / f"{photo.stem}_hidden{photo.suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{photo.stem}_hidden_{number}{photo.suffix}"
    return path


def name_as_text(photo, folder):
    return str(right_name(photo, folder))


@pytest.mark.parametrize(
    ("judge", "answer"),
    [
        (check.find_enlarged, right_find),
        (check.find_enlarged, find_by_size),
        (check.hide_or_refuse, right_hide),
        (check.hide_or_refuse, hide_with_the_packages_error),
        (check.clean_copy, right_clean),
        (check.clean_copy, clean_with_opencv),
        (check.safe_name, right_name),
        (check.safe_name, name_as_text),
    ],
)
def test_right_answers_pass(judge, answer, capsys):
    assert judge(answer), capsys.readouterr().out
    assert capsys.readouterr().out.startswith("✓")


@pytest.mark.parametrize("judge", [check.find_enlarged, check.hide_or_refuse, check.clean_copy, check.safe_name])
def test_dots_are_not_attempted(judge):
    def unfinished(*anything):
        return ...

    assert judge(unfinished).state == "not attempted"


@pytest.mark.parametrize("judge", [check.find_enlarged, check.hide_or_refuse, check.clean_copy, check.safe_name])
def test_a_function_that_returns_nothing(judge, capsys):
    def forgot(image, detect=None, other=None):
        if callable(detect):
            detect(cv2.resize(image, None, fx=other, fy=other) if isinstance(other, (int, float)) else image)

    assert judge(forgot).state == "failed"
    assert "returned None" in capsys.readouterr().out


def find_not_enlarged(image, detect, scale):
    return detect(image)


def find_without_detect(image, detect, scale):
    return []


def find_size_swapped(image, detect, scale):
    height, width = image.shape[:2]
    large = cv2.resize(image, (int(height * scale), int(width * scale)))
    return [scaled(box, 1 / scale) for box in detect(large)]


def find_always_twice(image, detect, scale):
    return right_find(image, detect, 2)


def find_not_back(image, detect, scale):
    return detect(cv2.resize(image, None, fx=scale, fy=scale))


def find_multiplied(image, detect, scale):
    return [scaled(box, scale) for box in find_not_back(image, detect, scale)]


def find_turned(image, detect, scale):
    return [Box(b.top, b.left, b.bottom, b.right) for b in right_find(image, detect, scale)]


def find_back_by_two(image, detect, scale):
    return [scaled(box, 1 / 2) for box in find_not_back(image, detect, scale)]


def find_corner_only(image, detect, scale):
    return [
        Box(round(b.left / scale), round(b.top / scale), b.right, b.bottom) for b in find_not_back(image, detect, scale)
    ]


def find_floats(image, detect, scale):
    return [
        Box(b.left / scale, b.top / scale, b.right / scale, b.bottom / scale)
        for b in detect_large(image, detect, scale)
    ]


def detect_large(image, detect, scale):
    return detect(cv2.resize(image, None, fx=scale, fy=scale))


def find_first(image, detect, scale):
    return right_find(image, detect, scale)[:1]


def find_tuples(image, detect, scale):
    return [(b.left, b.top, b.width, b.height) for b in right_find(image, detect, scale)]


def find_fails_on_nobody(image, detect, scale):
    return right_find(image, detect, scale) or None


def find_paints(image, detect, scale):
    boxes = right_find(image, detect, scale)
    for box in boxes:
        cv2.rectangle(image, (box.left, box.top), (box.right, box.bottom), (255, 0, 0))
    return boxes


def hide_first(image, detect, hide):
    result = image.copy()
    for box in detect(image):
        result[box.slices] = hide(image[box.slices])
        return result
    raise ValueError("no face")


def hide_all_of_it(image, detect, hide):
    if not detect(image):
        raise ValueError("no face")
    return hide(image)


def hide_silently(image, detect, hide):
    result = image.copy()
    for box in detect(image):
        result[box.slices] = hide(image[box.slices])
    return result


def hide_and_print(image, detect, hide):
    if not detect(image):
        print("No face found!")
        return None
    return right_hide(image, detect, hide)


def hide_by_index(image, detect, hide):
    detect(image)[0]
    return right_hide(image, detect, hide)


def hide_without_words(image, detect, hide):
    if not detect(image):
        raise ValueError
    return right_hide(image, detect, hide)


def hide_black(image, detect, hide):
    return right_hide(image, detect, hide) if detect(image) else np.zeros((5, 5, 3), np.uint8)


def hide_in_place(image, detect, hide):
    image[:] = right_hide(image, detect, hide)
    return image


def clean_as_array(content):
    return read_image(content)


def clean_as_png(content):
    return encode_image(read_image(content), ".png")


def clean_nothing(content):
    return content


def clean_with_pillow(content):
    file = BytesIO()
    photo = Image.open(BytesIO(content))
    photo.load()
    photo.info.pop("comment")
    photo.save(file, "JPEG")
    return file.getvalue()


def clean_by_pillows_default(content):
    file = BytesIO()
    Image.open(BytesIO(content)).save(file, "JPEG")
    return file.getvalue()


def clean_and_small(content):
    return encode_image(cv2.resize(read_image(content), (20, 20)))


def clean_dark(content):
    return encode_image(read_image(content) // 2)


def clean_half(content):
    return encode_image(read_image(content))[:400]


def clean_whatever(content):
    try:
        return right_clean(content)
    except ValueError:
        return content


def clean_text(content):
    return "photo.jpg"


def name_in_the_photos_folder(photo, folder):
    return photo.with_name(f"{photo.stem}_hidden{photo.suffix}")


def name_split_at_the_first_dot(photo, folder):
    return folder / f"{photo.name.split('.')[0]}_hidden{photo.suffix}"


def name_with_jpg(photo, folder):
    return folder / f"{photo.stem}_hidden.jpg"


def name_never_looks(photo, folder):
    return folder / f"{photo.stem}_hidden{photo.suffix}"


def name_looks_once(photo, folder):
    path = name_never_looks(photo, folder)
    return folder / f"{photo.stem}_hidden_2{photo.suffix}" if path.exists() else path


def name_always_counts(photo, folder):
    number = 1
    while (folder / f"{photo.stem}_hidden_{number}{photo.suffix}").exists():
        number += 1
    return folder / f"{photo.stem}_hidden_{number}{photo.suffix}"


def name_and_touch(photo, folder):
    path = right_name(photo, folder)
    path.touch()
    return path


def name_and_remove(photo, folder):
    path = name_never_looks(photo, folder)
    if path.exists():
        path.unlink()
    return path


MISTAKES = [
    (check.find_enlarged, find_not_enlarged, "cv2.resize returns the larger picture; pass that"),
    (check.find_enlarged, find_without_detect, "Call detect(...)"),
    (check.find_enlarged, find_size_swapped, "as a size it takes (width, height)"),
    (check.find_enlarged, find_always_twice, "takes the factors themselves"),
    (check.find_enlarged, find_not_back, "come back by dividing by the scale"),
    (check.find_enlarged, find_multiplied, "You multiplied"),
    (check.find_enlarged, find_turned, "left, top, right, bottom in this order"),
    (check.find_enlarged, find_back_by_two, "Use scale"),
    (check.find_enlarged, find_corner_only, "Divide all four edges"),
    (check.find_enlarged, find_floats, "round it first"),
    (check.find_enlarged, find_first, "Treat every box"),
    (check.find_enlarged, find_tuples, "one Box(left, top, right, bottom) a face"),
    (check.find_enlarged, find_fails_on_nobody, "No face, an empty list"),
    (check.find_enlarged, find_paints, "the image that was passed in has changed"),
    (check.hide_or_refuse, hide_first, "return only after the loop"),
    (check.hide_or_refuse, hide_all_of_it, "Write to the boxes' slices only"),
    (check.hide_or_refuse, hide_silently, "a success, as far as anybody can tell"),
    (check.hide_or_refuse, hide_and_print, "A printed line stops nobody"),
    (check.hide_or_refuse, hide_by_index, "stopped with IndexError"),
    (check.hide_or_refuse, hide_without_words, "Give it words"),
    (check.hide_or_refuse, hide_black, "returned a ndarray"),
    (check.hide_or_refuse, hide_in_place, "Start from image.copy()"),
    (check.clean_copy, clean_as_array, "encode_image(image) makes a file of them"),
    (check.clean_copy, clean_as_png, 'JPEG is the ending ".jpg"'),
    (check.clean_copy, clean_nothing, "the result still carries: Location (GPS)"),
    (check.clean_copy, clean_by_pillows_default, "still carries: Comment: made by Ada"),
    (check.clean_copy, clean_with_pillow, "turn the pixels first"),
    (check.clean_copy, clean_and_small, "Every pixel stays where it is"),
    (check.clean_copy, clean_dark, "Every pixel stays where it is"),
    (check.clean_copy, clean_half, "Return everything that the encoder gave"),
    (check.clean_copy, clean_whatever, "let its error through"),
    (check.clean_copy, clean_text, "The content of a file is due: bytes"),
    (check.safe_name, name_in_the_photos_folder, "folder / name joins the two"),
    (check.safe_name, name_split_at_the_first_dot, 'that is "my.party.2026"'),
    (check.safe_name, name_with_jpg, "photo.suffix is the ending"),
    (check.safe_name, name_never_looks, "path.exists()"),
    (check.safe_name, name_looks_once, "go on counting in a loop"),
    (check.safe_name, name_always_counts, "Count only if the name is taken"),
    (check.safe_name, name_and_touch, "Only name it"),
    (check.safe_name, name_and_remove, "Only name it"),
]


@pytest.mark.parametrize(("judge", "answer", "words"), MISTAKES, ids=[answer.__name__ for _, answer, _ in MISTAKES])
def test_each_usual_mistake_gets_its_hint(judge, answer, words, capsys):
    verdict = judge(answer)
    said = capsys.readouterr().out
    assert verdict.state == "failed" and words in said, said
    assert "✗" in said and "✓" not in said


def test_checks_leave_no_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for judge, answer in ((check.safe_name, right_name), (check.clean_copy, right_clean)):
        assert judge(answer)
    assert list(Path().iterdir()) == []
