"""The exercise checks' machinery: gaps are seen, the first failing property is told, and never a traceback."""

import time

import numpy as np
import pytest

from faceblur_utils import check, figures
from faceblur_utils.check import core, learner
from faceblur_utils.check.core import NO_RETURN, Problem, Verdict, attempted, difference, image_like, judge
from faceblur_utils.check.facts import place_of, short

PHOTO = np.zeros((4, 4, 3), np.uint8)
IMAGE = np.random.default_rng(0).integers(0, 256, (20, 30, 3), dtype=np.uint8)


# Gaps: learners' functions as they stand in the exercise cells


def stub(roi): ...


def documented_stub(roi):
    """Return a black region."""
    ...


def gap_in_assignment(x, width):
    left = x
    right = ...
    return left, right


def gap_in_call(image):
    return np.clip(image, 0, ...)


def gap_in_slice(image):
    return image[...:..., 3:5]


def gaps_as_index(image):
    return image[..., ...]


def gap_within_index(image):
    return image[max(0, ...), 0]


def gap_in_nested(image):
    def shrink(part):
        return ...

    return shrink(image)


def gap_in_loop(image, boxes):
    result = image.copy()
    for _ in boxes:
        ...
    return result


def gap_beside_numpys(image):
    red = image[..., 0]
    green = ...
    return red, green


def gap_in_default(image, sigma=...):
    return image


UNFINISHED = [
    stub,
    documented_stub,
    gap_in_assignment,
    gap_in_call,
    gap_in_slice,
    gaps_as_index,
    gap_within_index,
    gap_in_nested,
    gap_in_loop,
    gap_beside_numpys,
    gap_in_default,
]


def numpys(image):
    return image[..., 0] + image[..., ::-1][..., 1] + image[...]


def in_a_type(image: tuple[int, ...]) -> tuple[int, ...]:
    return image


def in_words(image):
    """Replace the ... here."""
    return "..."  # ... and so on


def with_a_class_of_its_own(image):
    class NoFace(ValueError): ...

    return NoFace


def leftover(image):
    ...
    return image


def silent(image):
    try:
        return image[0]
    except IndexError:
        ...


def stub_for_nothing(image):
    pass


FINISHED = [
    numpys,
    in_a_type,
    in_words,
    with_a_class_of_its_own,
    leftover,
    silent,
    stub_for_nothing,
    np.flip,
    print,
    Verdict,
]


@pytest.mark.parametrize("attempt", UNFINISHED, ids=lambda f: f.__name__)
def test_gaps_in_functions(attempt):
    assert not attempted(attempt)


@pytest.mark.parametrize("attempt", FINISHED, ids=lambda f: f.__name__)
def test_finished_functions(attempt):
    assert attempted(attempt)


def test_lambdas():
    gap = lambda roi: ...  # noqa: E731
    full = lambda roi: roi[..., 0]  # noqa: E731
    assert not attempted(gap)
    assert attempted(full)


def test_values():
    assert not attempted(...)
    assert not attempted((1, ..., 3)) and not attempted([..., ...]) and not attempted((1, (2, ...)))
    assert not attempted((numpys, stub))
    for value in (0, None, "...", (), (1, 2), IMAGE, (IMAGE, 3), np.array([1]), False):
        assert attempted(value)


def test_a_function_without_source_is_judged_by_what_it_does():
    space = {}
    exec("def made(roi):\n    return ...", space)
    assert attempted(space["made"])


# The verdict


def holds(attempt):
    return None


def never(attempt):
    raise AssertionError("a later property was tried")


def test_dots_are_not_attempted_and_stop_nothing(capsys):
    verdict = judge("blur_it", ..., [("it blurs", never)])
    assert verdict.state == "not attempted" and not verdict and verdict.problem is None
    assert capsys.readouterr().out == "- blur_it: not attempted yet. Replace the ... and run both cells again.\n"


def test_all_properties_hold(capsys):
    verdict = judge("blur_it", numpys, [("it blurs", holds), ("it is fast", holds)])
    assert verdict and verdict.state == "passed"
    assert capsys.readouterr().out == "✓ blur_it: it blurs; it is fast.\n"


def test_the_first_failing_property_is_told_and_no_later_one_tried(capsys):
    properties = [
        ("it runs", holds),
        ("it blurs", lambda attempt: Problem("it is sharp", "Look at the kernel.")),
        ("it is fast", never),
    ]
    verdict = judge("blur_it", numpys, properties)
    assert verdict.state == "failed" and not verdict and verdict.problem.what == "it is sharp"
    out = capsys.readouterr().out
    assert out == "✗ blur_it: not yet.\n  Should hold: it blurs\n  Seen: it is sharp\n  Hint: Look at the kernel.\n"


@pytest.mark.parametrize("error", [ZeroDivisionError("division by zero"), KeyError("left"), RecursionError("deep")])
def test_an_error_in_the_learners_code_becomes_words_and_its_line(capsys, error):
    def attempt(image):
        raise error

    verdict = judge("blur_it", attempt, [("it runs", lambda attempt: attempt(IMAGE)), ("it is fast", never)])
    assert verdict.state == "failed"
    out = capsys.readouterr()
    assert f"your code stopped with {type(error).__name__}: {error}" in out.out and ": raise error" in out.out
    assert "Traceback" not in out.out + out.err


def test_a_result_handed_over_in_place_of_the_function(capsys):
    judge("blur_it", IMAGE, [("it runs", lambda attempt: attempt(IMAGE))])
    assert "Hand over the function itself" in capsys.readouterr().out


def test_a_wrong_number_of_arguments_is_counted(capsys):
    judge("blur_it", numpys, [("it runs", lambda attempt: attempt(IMAGE, 3))], "image, ksize")
    out = capsys.readouterr().out
    assert "your function takes 1 arguments (image) and was called with 2 (image, ksize)" in out


def test_an_error_of_the_check_is_not_blamed_on_the_learner(capsys):
    def stumbles(attempt):
        return attempt(IMAGE).nothing

    verdict = judge("blur_it", lambda image: image, [("it runs", stumbles)])
    out = capsys.readouterr().out
    assert not verdict and "the check could not go on" in out and "your code stopped" not in out


def test_an_error_in_what_the_learner_calls_is_told_with_the_learners_line(capsys):
    def attempt(image):
        return np.vstack([image, image[:, :3]])

    judge("blur_it", attempt, [("it runs", lambda attempt: attempt(IMAGE))])
    out = capsys.readouterr().out
    assert "ValueError" in out and ": return np.vstack([image, image[:, :3]])" in out


def test_an_endless_loop_ends_and_the_check_goes_on(capsys, monkeypatch):
    monkeypatch.setattr(learner, "SECONDS", 0.05)

    def endless(image):
        while True:
            try:
                image = image + 0
            except Exception:  # as beginners do
                print("never mind")

    judge("blur_it", endless, [("it runs", lambda attempt: attempt(IMAGE))])
    out = capsys.readouterr().out
    assert "did not finish within 0.05 seconds, in line" in out and "endless loop" in out
    assert judge("blur_it", np.flip, [("it runs", lambda attempt: None if attempt(IMAGE).any() else NO_RETURN)])


def test_a_right_answer_near_the_limit_is_left_alone(monkeypatch):
    monkeypatch.setattr(learner, "SECONDS", 0.05)

    def near(image):
        end = time.perf_counter() + 0.0499
        while time.perf_counter() < end:
            pass
        return image

    for _ in range(10):
        judge("blur_it", near, [("it runs", lambda attempt: None if attempt(IMAGE) is not None else None)])


def test_exit_does_not_end_the_kernel(capsys):
    judge("blur_it", lambda image: exit(), [("it runs", lambda attempt: attempt(IMAGE))])
    assert "asked Python to end" in capsys.readouterr().out


def test_what_was_printed_and_what_was_changed_stand_beside_a_missing_return(capsys):
    def prints(image):
        print("a" * 500)

    def changes(image):
        image[:] = 0

    for attempt, words in ((prints, "and printed: aaa"), (changes, "what was passed in has changed")):
        judge("blur_it", attempt, [("it runs", lambda attempt: NO_RETURN if attempt(IMAGE.copy()) is None else None)])
        out = capsys.readouterr().out
        assert words in out and len(out) < 400


def test_notes_say_what_the_code_itself_shows(capsys):
    def attempt(image, ksize):
        return PHOTO.copy()

    judge("blur_it", attempt, [("it runs", lambda attempt: Problem("it is sharp", "Look."))])
    out = capsys.readouterr().out
    assert "never uses its argument `image`" in out and "never uses its argument `ksize`" in out
    assert "reads `PHOTO` from the notebook" in out

    def uses(image, ksize):
        return [ksize for _ in image]

    judge("blur_it", uses, [("it runs", lambda attempt: Problem("it is sharp", "Look."))])
    assert "Note" not in capsys.readouterr().out


def test_summary_lists_a_lesson_and_the_solution_does_not_count(capsys, monkeypatch):
    monkeypatch.setattr(core, "STATES", {})
    monkeypatch.setattr("faceblur_utils.check.progress.STATES", core.STATES)

    def solution_cover(roi):
        return np.zeros_like(roi)

    def crop_face(image, start_x, end_x, start_y, end_y):
        return image[start_y:end_y, start_x:end_x].copy()

    check.summary()
    assert "Nothing has been checked" in capsys.readouterr().out
    monkeypatch.setattr(figures, "grid", lambda *arguments, **options: None)
    check.cover(solution_cover), check.crop_face(crop_face), check.clip_box(crop_face), check.grow_box(stub)
    capsys.readouterr()
    check.summary()
    assert capsys.readouterr().out.splitlines() == [
        "Lesson 02: 1 of 3 passed",
        "  ✓ crop_face: passed",
        "  ✗ clip_box: not yet",
        "  - grow_box: not attempted yet",
    ]
    check.summary(0)
    assert capsys.readouterr().out.splitlines() == ["Lesson 00: 0 of 1 passed", "  · cover: not checked yet"]
    with pytest.raises(ValueError, match="no lesson 17"):
        check.summary(17)


def test_a_gap_beside_code_that_does_all_it_should_is_no_gap(capsys):
    def attempt(image):
        if image is None:
            ...
        return image

    assert judge("blur_it", attempt, [("it runs", lambda attempt: None)])
    assert (
        judge("blur_it", attempt, [("it runs", lambda attempt: Problem("it is sharp", "Look."))]).state
        == "not attempted"
    )


def test_an_interrupt_is_not_swallowed():
    def interrupt(attempt):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge("blur_it", numpys, [("it runs", interrupt)])


def test_the_difference_is_shown_and_described(monkeypatch, capsys):
    seen = {}
    monkeypatch.setattr(
        figures, "grid", lambda images, titles, **options: seen.update(options, n=images, titles=titles)
    )
    problem = Problem("it is dark", "Look.", difference(IMAGE, 255 - IMAGE))
    judge("blur_it", numpys, [("it is bright", lambda attempt: problem)])
    assert seen["titles"][:2] == ["Yours", "Ours"] and (seen["n"][0][::7, ::7] == IMAGE).all()
    for words in ("blur_it", "it is bright", "it is dark", "Yours, Ours, Difference (white: "):
        assert words in seen["alt"]


def test_the_difference_is_drawn_for_real(monkeypatch):
    got = []
    monkeypatch.setattr("IPython.display.display", lambda data, metadata, raw: got.append((data, metadata)))
    problem = Problem("it is dark", "Look.", difference(IMAGE, 255 - IMAGE))
    judge("blur_it", numpys, [("it is bright", lambda attempt: problem)])
    ((data, metadata),) = got
    (mime,) = metadata
    assert mime in data and "it is dark" in metadata[mime]["alt"]


def test_no_picture_without_pictures(monkeypatch):
    monkeypatch.setattr(core.figures, "grid", never)
    judge("blur_it", numpys, [("it blurs", lambda attempt: Problem("it is sharp", "Look."))])


def test_a_verdict_is_silent_at_the_end_of_a_cell():
    verdict = judge("blur_it", ..., [])
    assert verdict._ipython_display_() is None
    assert repr(verdict) == "<not attempted>" and repr(Verdict("passed")) == "<passed>"


# Results that are no image of the right kind


@pytest.mark.parametrize(
    ("result", "what", "hint"),
    [
        (None, "your function returned None", "`return`"),
        ([1, 2], "the blur is a list, not an array", "NumPy array"),
        (IMAGE.swapaxes(0, 1), r"shape (30, 20, 3) where (20, 30, 3) is due", "Height and width are swapped"),
        (IMAGE[..., 0], "shape (20, 30) where", "no axis for the channels"),
        (IMAGE / 255, "dtype float64 where uint8 is due", "astype"),
        (IMAGE > 3, "dtype bool", "astype"),
    ],
)
def test_wrong_kinds_of_results(result, what, hint):
    problem = image_like(result, IMAGE, "the blur")
    assert what in problem.what and hint in problem.hint and problem.pictures is None


def test_the_right_kind():
    assert image_like(np.zeros_like(IMAGE), IMAGE) is None


def test_difference_brightens_to_white_says_the_scale_and_survives_no_difference():
    other = IMAGE.copy()
    other[3, 4, 0] ^= 1
    yours, ours, bright = difference(IMAGE, other).values()
    assert "Difference (white: 1 of 255)" in difference(IMAGE, other)
    assert (yours[::7, ::7] == IMAGE).all() and (ours[::7, ::7] == other).all()
    assert bright.dtype == np.uint8 and bright[3 * 7, 4 * 7, 0] == 255 and bright[::7, ::7].sum() == 255
    assert not list(difference(IMAGE, IMAGE).values())[2].any()


def test_difference_does_not_wrap_around_below_zero():
    mine, due = np.full((200, 200, 3), 10, np.uint8), np.full((200, 200, 3), 30, np.uint8)
    due[0, 0] = 20
    bright = list(difference(mine, due).values())[2]
    assert bright[:2, :2, 0].tolist() == [[127, 255], [255, 255]]


def one_row(height, width):
    due = np.zeros((height, width, 3), np.uint8)
    mine = due.copy()
    mine[0] = 9
    return mine, due


def test_where_two_images_differ_in_words():
    mine, due = one_row(20, 30)
    assert place_of(mine, due) == "all pixels that differ lie in the first row (by up to 9 grey levels)"
    assert "lie in the last 2 rows" in place_of(np.roll(mine.repeat(2, 0)[:20], -2, 0), due)
    assert "only channel 2 differ" in place_of(due + np.array([0, 0, 4], np.uint8), due)
    rim = due.copy()
    rim[[0, -1]] = rim[:, [0, -1]] = 8
    assert "on the rim, at most 1 pixel from the border" in place_of(rim, due)
    assert place_of(due + 3, due).startswith("100% of the pixels differ")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.zeros((60, 60)), "an array of shape (60, 60), float64"),
        (np.arange(100), "an array of 100 numbers, 0, 1, 2, 3, ..."),
        ([np.zeros((9, 9))] * 3, "[an array of shape (9, 9), float64"),
        (list(range(500)), "[0, 1, 2"),
        ((np.int64(3), np.float32(0.5)), "(3, 0.5)"),
    ],
)
def test_values_are_written_in_one_short_line(value, words):
    assert short(value).startswith(words) and len(short(value)) <= 90 and "\n" not in short(value)
