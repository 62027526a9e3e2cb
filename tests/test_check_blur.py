"""Lesson 03's checks: the right answer passes, and each usual mistake gets the hint meant for it."""

import cv2
import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from faceblur_utils import check


def right_box(grey, ksize):
    if ksize % 2 == 0:
        raise ValueError("even")
    padded = np.pad(grey, ksize // 2, mode="reflect")
    return np.rint(sliding_window_view(padded, (ksize, ksize)).mean(axis=(2, 3))).astype(np.uint8)


def right_kernel(ksize, sigma):
    weights = np.exp(-((np.arange(ksize) - ksize // 2) ** 2) / (2 * sigma**2))
    return weights / weights.sum()


def right_median(grey, row, column, ksize):
    padded = np.pad(grey, ksize // 2, mode="edge")
    return int(np.sort(padded[row : row + ksize, column : column + ksize].ravel())[ksize * ksize // 2])


def right_mosaic(roi, block):
    result = roi.copy()
    for top in range(0, roi.shape[0], block):
        for left in range(0, roi.shape[1], block):
            part = slice(top, top + block), slice(left, left + block)
            result[part] = np.rint(roi[part].mean(axis=(0, 1)))
    return result


JUDGES = [check.box_blur, check.gaussian_kernel, check.median_of_window, check.mosaic_blur]


@pytest.mark.parametrize(
    ("judge", "answer"), list(zip(JUDGES, [right_box, right_kernel, right_median, right_mosaic], strict=True))
)
def test_right_answers_pass(judge, answer, capsys):
    assert judge(answer)
    assert capsys.readouterr().out.startswith("✓")


@pytest.mark.parametrize(
    ("judge", "answer"),
    [
        (check.box_blur, lambda grey, ksize: cv2.blur(grey, (ksize, ksize)) if ksize % 2 else int("even")),
        (check.gaussian_kernel, lambda ksize, sigma: cv2.getGaussianKernel(ksize, sigma).ravel()),
        (check.median_of_window, lambda g, r, c, k: cv2.medianBlur(g, k)[r, c]),
    ],
)
def test_opencv_passes_too(judge, answer):
    assert judge(answer)


@pytest.mark.parametrize("judge", JUDGES)
def test_dots_are_not_attempted(judge, capsys):
    def unfinished(*anything):
        return ...

    assert judge(unfinished).state == "not attempted"
    assert "not attempted yet" in capsys.readouterr().out


def test_dots_in_a_loop_are_not_attempted():
    def as_given(roi, block):
        result = roi.copy()
        for _top in range(0, roi.shape[0], block):
            ...
        return result

    assert check.mosaic_blur(as_given).state == "not attempted"


def failed(verdict, hint):
    assert verdict.state == "failed"
    assert hint in verdict.problem.hint, verdict.problem.hint


def boxed(border="reflect", finish=np.rint, divide=None, before=None, after=None):
    """A box blur with one thing wrong."""

    def box(grey, ksize):
        if ksize % 2 == 0:
            raise ValueError("even")
        before_ = ksize // 2 if before is None else before
        padded = np.pad(grey.astype(float), (before_, ksize - 1 - before_), mode=border)
        sums = sliding_window_view(padded, (ksize, ksize)).sum(axis=(2, 3))
        return finish(sums / (divide or ksize * ksize)).astype(np.uint8)

    return box


def accepts_even(grey, ksize):
    return cv2.blur(grey, (ksize, ksize))


def wipes(grey, ksize):
    result = right_box(grey, ksize)
    grey[:] = result
    return result


def overflows(grey, ksize):
    padded = np.pad(grey, ksize // 2, mode="reflect")
    windows = sliding_window_view(padded, (ksize, ksize))
    return (windows.sum(axis=(2, 3), dtype=np.uint8) / ksize**2).astype(np.uint8)


def rows_only(grey, ksize):
    return cv2.blur(grey, (1, ksize))


def twice_as_wide(grey, ksize):
    return cv2.blur(grey, (2 * ksize - 1, 2 * ksize - 1))


def keeps_rim(grey, ksize):
    result, half = grey.copy(), ksize // 2
    result[half:-half, half:-half] = right_box(grey, ksize)[half:-half, half:-half]
    return result


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (boxed(border="constant"), "Not black ones"),
        (boxed(border="symmetric"), "outermost pixel is repeated"),
        (boxed(border="edge"), "outermost pixel is repeated"),
        (keeps_rim, "np.pad(..., mode='reflect')"),
        (boxed(finish=np.floor), "Round first"),
        (boxed(divide=9), "weights must sum to 1"),
        (overflows, "overflow"),
        (boxed(before=0), "It moved"),
        (rows_only, "ksize rows and ksize columns"),
        (twice_as_wide, "not ksize on each side"),
        (lambda grey, ksize: cv2.GaussianBlur(grey, (ksize, ksize), 0), "counts the same"),
        (lambda grey, ksize: cv2.medianBlur(grey, ksize), "counts the same"),
        (accepts_even, "if ksize % 2 == 0"),
        (wipes, "Only read"),
        (lambda grey, ksize: right_box(grey, ksize).astype(float), "astype(np.uint8)"),
        (lambda grey, ksize: right_box(grey, ksize)[1:-1, 1:-1], "shape is (height, width"),
        (lambda grey, ksize: None, "return"),
        (lambda grey, ksize: grey.nothing, "Call it yourself"),
    ],
)
def test_wrong_boxes(answer, hint):
    failed(check.box_blur(answer), hint)


def kernel_of(function, normed=True):
    def make(ksize, sigma):
        x = np.arange(ksize) - ksize // 2
        weights = function(x.astype(float), sigma)
        return weights / weights.sum() if normed else weights

    return make


def off_centre(ksize, sigma):
    weights = np.exp(-(np.arange(ksize) ** 2) / (2 * sigma**2))
    return weights / weights.sum()


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda ksize, sigma: np.outer(*[right_kernel(ksize, sigma)] * 2), "np.outer"),
        (lambda ksize, sigma: right_kernel(ksize, sigma)[:-1], "arange leaves its end out"),
        (lambda ksize, sigma: np.rint(100 * right_kernel(ksize, sigma)).astype(int), "do not round"),
        (lambda ksize, sigma: None, "return"),
        (off_centre, "subtract ksize // 2"),
        (kernel_of(lambda x, s: np.exp(-(x**2) / (2 * s**2)), normed=False), "Divide by their own sum"),
        (
            kernel_of(lambda x, s: np.exp(-(x**2) / (2 * s**2)) / (s * np.sqrt(2 * np.pi)), normed=False),
            "Divide by their own sum",
        ),
        (kernel_of(lambda x, s: np.exp(-(x**2) / s**2)), "there is a 2"),
        (kernel_of(lambda x, s: np.exp(-(x**2) / (2 * s))), "sigma is squared"),
        (kernel_of(lambda x, s: np.exp(-np.abs(x) / (2 * s**2))), "distance is squared"),
        (kernel_of(lambda x, s: np.exp(-(x**2) / 2 * s**2)), "brackets"),
        (kernel_of(lambda x, s: np.ones_like(x)), "That is the box"),
        (kernel_of(lambda x, s: 1 / (1 + np.abs(x))), "exponent is"),
        (lambda ksize, sigma: right_kernel(11, 2.5), "not fixed numbers"),
    ],
)
def test_wrong_kernels(answer, hint):
    failed(check.gaussian_kernel(answer), hint)


def window_of(grey, row, column, ksize):
    padded = np.pad(grey, ksize // 2, mode="edge")
    return padded[row : row + ksize, column : column + ksize].ravel()


def late_window(grey, row, column, ksize):
    window = grey[row : row + ksize, column : column + ksize].ravel()
    return int(np.sort(window)[window.size // 2])


def cut_window(grey, row, column, ksize):
    half = ksize // 2
    window = grey[max(0, row - half) : row + half + 1, max(0, column - half) : column + half + 1]
    return int(np.sort(window.ravel())[window.size // 2])


def sorts_in_place(grey, row, column, ksize):
    result = right_median(grey, row, column, ksize)
    grey.sort()
    return result


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda g, r, c, k: int(window_of(g, r, c, k).mean()), "That is the mean"),
        (lambda g, r, c, k: int(window_of(g, r, c, k)[k * k // 2]), "Sort it first"),
        (lambda g, r, c, k: int(window_of(g, r, c, k).max()), "an end of the sorted row"),
        (late_window, "starts at the pixel"),
        (lambda g, r, c, k: int(np.sort(window_of(g, r, c, k))[k * k // 2 - 1]), "beside the middle"),
        (lambda g, r, c, k: right_median(g.T, r, c, k), "Rows come first"),
        (lambda g, r, c, k: 77, "count to the middle"),
        (cut_window, "mode='edge'"),
        (lambda g, r, c, k: cv2.medianBlur(g, k), "one number"),
        (lambda g, r, c, k: None, "return"),
        (sorts_in_place, "Only read"),
    ],
)
def test_wrong_medians(answer, hint):
    failed(check.median_of_window(answer), hint)


def mosaic_of(value, whole_only=False):
    def mosaic(roi, block):
        result = roi.copy()
        height, width = roi.shape[:2]
        for top in range(0, height - block + 1 if whole_only else height, block):
            for left in range(0, width - block + 1 if whole_only else width, block):
                part = slice(top, top + block), slice(left, left + block)
                result[part] = value(roi[part])
        return result

    return mosaic


def first_row_only(roi, block):
    result = roi.copy()
    for top in range(0, roi.shape[0], block):
        result[top : top + block] = np.rint(roi[top : top + block].mean(axis=(0, 1)))
    return result


def in_place(roi, block):
    roi[:] = right_mosaic(roi, block)
    return roi


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (mosaic_of(lambda part: part.mean(axis=(0, 1))), "round before"),
        (mosaic_of(lambda part: np.rint(part.mean())), "axis=(0, 1)"),
        (mosaic_of(lambda part: part[0, 0]), "first pixel"),
        (mosaic_of(lambda part: np.rint(part.mean(axis=(0, 1))), whole_only=True), "5, 5 and 3"),
        (first_row_only, "12 x 18 grid"),
        (in_place, "Only read"),
        (lambda roi, block: roi[::block, ::block], "shape is (height, width"),
        (lambda roi, block: None, "return"),
    ],
)
def test_wrong_mosaics(answer, hint):
    failed(check.mosaic_blur(answer), hint)


def test_a_failure_shows_where_it_differs():
    pictures = check.box_blur(boxed(border="symmetric")).problem.pictures
    sizes = {picture.shape for picture in pictures.values()}
    assert list(pictures) == ["Yours", "Where it differs"]
    assert sizes == {(24 * 7, 31 * 7, 3)}
