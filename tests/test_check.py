"""The exercise checks' machinery: gaps are seen, the first failing property is told, and never a traceback."""

import numpy as np
import pytest

from faceblur_utils import figures
from faceblur_utils.check import core
from faceblur_utils.check.core import Problem, Verdict, attempted, difference, image_like, judge

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


def stub_for_nothing(image):
    pass


FINISHED = [numpys, in_a_type, in_words, stub_for_nothing, np.flip, print, Verdict]


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
def test_an_error_in_the_learners_code_becomes_words(capsys, error):
    def attempt(image):
        raise error

    verdict = judge("blur_it", attempt, [("it runs", lambda attempt: attempt(IMAGE)), ("it is fast", never)])
    assert verdict.state == "failed"
    out = capsys.readouterr()
    assert f"your code stopped with {type(error).__name__}: {error}" in out.out and "new cell" in out.out
    assert "Traceback" not in out.out + out.err


def test_a_result_handed_over_in_place_of_the_function(capsys):
    judge("blur_it", IMAGE, [("it runs", lambda attempt: attempt(IMAGE))])
    assert "Hand over the function itself" in capsys.readouterr().out


def test_wrong_number_of_arguments_keeps_pythons_words(capsys):
    judge("blur_it", numpys, [("it runs", lambda attempt: attempt(IMAGE, 3))])
    out = capsys.readouterr().out
    assert "TypeError" in out and "positional argument" in out and "new cell" in out


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
    assert seen["titles"] == ["Yours", "Where it differs"] and (seen["n"][0] == IMAGE).all()
    for words in ("blur_it", "it is bright", "it is dark", "Yours, Where it differs"):
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
        (IMAGE.swapaxes(0, 1), r"shape (30, 20, 3) where (20, 30, 3) is due", "X and Y"),
        (IMAGE[..., 0], "shape (20, 30) where", "Rows come first"),
        (IMAGE / 255, "dtype float64 where uint8 is due", "astype"),
        (IMAGE > 3, "dtype bool", "astype"),
    ],
)
def test_wrong_kinds_of_results(result, what, hint):
    problem = image_like(result, IMAGE, "the blur")
    assert what in problem.what and hint in problem.hint and problem.pictures is None


def test_the_right_kind():
    assert image_like(np.zeros_like(IMAGE), IMAGE) is None


def test_difference_brightens_to_white_and_survives_no_difference():
    other = IMAGE.copy()
    other[3, 4, 0] ^= 1
    pictures = difference(IMAGE, other)
    assert pictures["Yours"] is IMAGE
    bright = pictures["Where it differs"]
    assert bright.dtype == np.uint8 and bright[3, 4, 0] == 255 and bright.sum() == 255
    assert not difference(IMAGE, IMAGE)["Where it differs"].any()


def test_difference_does_not_wrap_around_below_zero():
    mine, due = np.full((2, 2, 3), 10, np.uint8), np.full((2, 2, 3), 30, np.uint8)
    due[0, 0] = 20
    assert difference(mine, due)["Where it differs"][..., 0].tolist() == [[127, 255], [255, 255]]
