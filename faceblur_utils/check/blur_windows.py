"""More checks of the exercises in lesson 03: the window of a pixel and the mosaic."""

import cv2
import numpy as np

from .core import Problem, judge
from .kinds import a_number, an_image, unchanged
from .mistakes import agrees
from .real import as_bytes, face, grain

__all__ = ["median_of_window", "mosaic_blur"]


def _median(border="edge", choose=lambda ordered, k: ordered[k * k // 2], order=np.sort, window=None):
    """Make a median of one window with one part replaced: the border, the place in the row, the order, the window."""
    window = window or (lambda padded, row, column, k: padded[row : row + k, column : column + k])

    def median(grey, row, column, k):
        return int(choose(order(window(np.pad(grey, k // 2, mode=border), row, column, k).ravel()), k))

    return median


def _inside_only(grey, row, column, k):
    half = k // 2
    window = np.sort(grey[max(0, row - half) : row + half + 1, max(0, column - half) : column + half + 1].ravel())
    return int(window[window.size // 2])


def _from_the_pixel(grey, row, column, k):
    window = grey[row : row + k, column : column + k].ravel()
    return int(np.sort(window)[window.size // 2])


def _unpadded(choose):
    """Make a median of a window cut from the image itself, whose start may be negative."""

    def median(grey, row, column, k):
        half = k // 2
        return int(choose(grey[row - half : row + half + 1, column - half : column + half + 1].flatten(), k))

    return median


def _in_padded(start, choose):
    """Make a median of a window in the padded image that begins elsewhere."""

    def median(grey, row, column, k):
        half = k // 2
        padded = np.pad(grey, half, mode="edge")
        top, left = start(row, half), start(column, half)
        return choose(padded[top : row + half + 1, left : column + half + 1].ravel(), k)

    return median


def _middles(axis):
    """Make the median of the medians of rows or columns."""

    def median(grey, row, column, k):
        window = np.pad(grey, k // 2, mode="edge")[row : row + k, column : column + k]
        return int(np.median(np.median(window, axis=axis)))

    return median


# The middle of some values in the ways that learners take it: where there are too few, each stops in words of its own.
_CHOICES = [
    lambda values, k: int(np.sort(values)[values.size // 2]),
    lambda values, k: int(np.sort(values)[k * k // 2]),
    lambda values, k: sorted(values.tolist())[values.size // 2],
    lambda values, k: sorted(values.tolist())[k * k // 2],
]


def _shifted(grey, row, column, k):
    half = k // 2
    padded = np.pad(grey, half, mode="edge")
    window = padded[row - half : row + half + 1, column - half : column + half + 1].ravel()
    return int(np.sort(window)[window.size // 2]) if window.size else 0


_BESIDE = "One place beside the middle. Counted from 0, number ksize * ksize // 2 of the sorted values is it."
_AROUND = "The window moved up and to the left by ksize // 2: in the padded image it starts at (row, column)."
_NO_PADDING = "At the border the window's start is negative, and counts from the other end of the image: pad it first."
_TWO = "That is the mean of two in the middle, for an even number; ksize * ksize is odd. (In uint8 it wraps, too.)"
_MEDIAN = [
    ("The window starts at the pixel. It should have ksize // 2 pixels on each side of it.", _from_the_pixel),
    ("That is the mean. Sort, and take the one in the middle.", _median(choose=lambda o, k: o.mean())),
    ("That is the mean. Sort, and take the one in the middle.", _median(choose=lambda o, k: np.rint(o.mean()))),
    ("That is the pixel itself: the middle of the window as it lies. Sort it first.",
     lambda grey, row, column, k: int(grey[row, column])),
    ("That is an end of the sorted row, not its middle.", _median(choose=lambda o, k: o[-1])),
    ("That is an end of the sorted row, not its middle.", _median(choose=lambda o, k: o[0])),
    (_BESIDE, _median(choose=lambda o, k: o[k * k // 2 - 1])),
    (_BESIDE, _median(choose=lambda o, k: o[k * k // 2 + 1])),
    ("The window has ksize * ksize pixels; number ksize // 2 is not the middle of them.",
     _median(choose=lambda o, k: o[k // 2])),
    ("The window has ksize * ksize pixels; number ksize is not the middle of them.", _median(choose=lambda o, k: o[k])),
    (_TWO, _median(choose=lambda o, k: (o[k * k // 2] + o[k * k // 2 + 1]) // 2)),
    *[(_TWO, lambda grey, row, column, k, one=one, end=end: end(sum(
        np.sort(np.pad(grey, k // 2, mode="edge")[row : row + k, column : column + k].ravel())
        .tolist()[k * k // 2 + one : k * k // 2 + one + 2]) / 2))
      for one in (0, -1) for end in (float, int)],
    ("Equal values are counted once, as set() and np.unique do: each pixel of the window counts.",
     _median(choose=lambda o, k: np.unique(o)[np.unique(o).size // 2])),
    ("That is the median of the medians of the rows: one row of all ksize * ksize values is due.", _middles(1)),
    ("That is the median of the medians of the columns: one row of all ksize * ksize values is due.", _middles(0)),
    ("That is the median of the middle row of the window alone (np.sort sorts each row for itself): "
     "ravel() or flatten() makes one row of all.",
     lambda grey, row, column, k: int(np.sort(np.pad(grey, k // 2, mode="edge")[row : row + k, column :
         column + k])[k // 2, k // 2])),
    ("That is the median of the middle column of the window alone (np.sort with axis=0 sorts each for itself): "
     "ravel() or flatten() makes one row of all.",
     lambda grey, row, column, k: int(np.sort(np.pad(grey, k // 2, mode="edge")[row : row + k, column : column + k],
         axis=0)[k // 2, k // 2])),
    ("The window starts at the pixel. It should have ksize // 2 pixels on each side of it.",
     lambda grey, row, column, k: int(np.sort(grey[row : row + k, column : column + k].ravel())[k * k // 2])),
    (_AROUND, _shifted),
    *[(_AROUND, _in_padded(start, choose)) for choose in _CHOICES
      for start in (lambda n, half: n - half, lambda n, half: max(n - half, 0))],
    *[(_NO_PADDING, _unpadded(choose)) for choose in _CHOICES],
    ("It was padded by ksize: what lay at (row, column) is ksize further now, and the window ksize // 2 before that.",
     lambda grey, row, column, k: int(np.sort(np.pad(grey, k, mode="edge")[row : row + k,
         column : column + k].ravel())[k * k // 2])),
    ("Rows come first: image[row, column]. Row and column are swapped.",
     lambda grey, row, column, k: sorted(np.pad(grey, k // 2, mode="edge")[column : column + k,
         row : row + k].ravel().tolist())[k * k // 2]),
    ("Rows come first: image[row, column]. Row and column are swapped.",
     _median(window=lambda padded, row, column, k: padded[column : column + k, row : row + k])),
    ("Beyond the border your function sees black. The outermost pixel is repeated: mode='edge'.", _median("constant")),
    ("Beyond the border your function sees the mirror image. The outermost pixel is repeated: mode='edge'.",
     _median("reflect")),
    ("At the border the window was cut to what lies in the image. The outermost pixel is repeated: mode='edge'.",
     _inside_only),
    ("The window is too small, ksize - 1 wide: a : a + ksize has ksize.",
     _median(window=lambda padded, row, column, k: padded[row : row + k - 1, column : column + k - 1],
             choose=lambda o, k: o[o.size // 2])),
    *[(f"The window is {size} x {size} whatever ksize is.", lambda grey, row, column, k, s=size: _median()(grey, row,
        column, s))
      for size in (3, 5)],
]  # fmt: skip
READY = {
    "median",
    "nanmedian",
    "medianBlur",
    "median_filter",
    "medfilt",
    "percentile",
    "quantile",
    "median_low",
    "median_high",
}


def median_of_window(attempt):
    """Check ``attempt(grey, row, column, ksize)``, which returns the median around one pixel.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image = grain(20, 33)
    # Of few values, so that many in a window are equal.
    few = image // 32 * 32
    inner = [
        (few, 12, 4, 5),
        (few, 9, 11, 7),
        (image, 10, 15, 3),
        (image, 7, 25, 5),
        (image, 12, 4, 5),
        (image, 9, 11, 7),
        (image, 14, 12, 3),
    ]
    rim = [(image, 0, 0, 5), (image, 0, 32, 5), (image, 19, 7, 5), (image, 19, 32, 3), (image, 1, 30, 7)]

    def middle(cases, hint):
        return agrees(
            cases,
            _median(),
            _MEDIAN,
            kind=a_number,
            call=lambda grey, row, column, k: f"row {row}, column {column} and ksize {k}",
            hint=hint,
            more=inner + rim,
        )

    def by_sorting(learner):
        used = sorted(READY & learner.names())
        if not used:
            return None
        return Problem(
            f"your function asks for `{used[0]}`, which has the median ready made",
            "The numbers are right. The exercise is to do it without np.median and its like: sort, and count to the "
            "middle.",
        )

    return judge(
        "median_of_window",
        attempt,
        [
            (
                "it is the middle of the sorted window",
                middle(inner, "Write the window's pixels down, sort them, and count to the middle."),
            ),
            (
                "at the border the outermost pixels are repeated",
                middle(rim, "np.pad with mode='edge' repeats them; then slice that."),
            ),
            ("it is done by sorting", by_sorting),
            ("the input is not changed", unchanged("the image")),
        ],
        "grey, row, column, ksize",
    )


def _means(roi, block):
    """Give each block its exact mean, as floats."""
    due = np.empty(roi.shape)
    for top in range(0, roi.shape[0], block):
        for left in range(0, roi.shape[1], block):
            part = np.s_[top : top + block, left : left + block]
            due[part] = roi[part].mean(axis=(0, 1))
    return due


def _mosaic(colour=lambda part, block: np.rint(part.mean(axis=(0, 1))), step=None, size=None, rows=None, columns=None):
    """Make a mosaic with one part replaced.

    A block's colour, the step from block to block, a block's size, where blocks begin.
    """

    def mosaic(roi, block):
        result, (height, width) = roi.copy(), roi.shape[:2]
        far, wide = step(block) if step else block, size(block) if size else block
        for top in (rows or range)(0, height, far):
            for left in (columns or range)(0, width, far):
                part = np.s_[top : top + wide, left : left + wide]
                if roi[part].size:
                    result[part] = colour(roi[part], block)
        return result

    return mosaic


def _only_whole(roi, block):
    result, made = roi.copy(), _mosaic()(roi, block)
    whole = np.s_[: roi.shape[0] // block * block, : roi.shape[1] // block * block]
    result[whole] = made[whole]
    return result


def _turned_limits(roi, block):
    result = roi.copy()
    for top in range(0, roi.shape[1], block):
        for left in range(0, roi.shape[0], block):
            part = np.s_[top : top + block, left : left + block]
            if roi[part].size:
                result[part] = np.rint(roi[part].mean(axis=(0, 1)))
    return result


def _resized(blocks, back):
    def mosaic(roi, block):
        height, width = roi.shape[:2]
        small = cv2.resize(roi, blocks(height, width, block), interpolation=cv2.INTER_AREA)
        return cv2.resize(small, (width, height), interpolation=back) if back is not None else small

    return mosaic


def _count(height, width, block):
    return max(1, width // block), max(1, height // block)


def _first(*args):
    return list(range(*args))[:1]


def _short(axis):
    """Make a mosaic whose loop over one axis ends where the other should."""

    def mosaic(roi, block):
        result, end = roi.copy(), roi.shape[1 - axis]
        ends = [min(size, -(-end // block) * block) if n == axis else size for n, size in enumerate(roi.shape[:2])]
        part = np.s_[: ends[0], : ends[1]]
        result[part] = _mosaic()(roi, block)[part]
        return result

    return mosaic


def _moved_back(roi, block):
    result, (height, width) = roi.copy(), roi.shape[:2]
    for top in range(0, height, block):
        for left in range(0, width, block):
            y, x = max(min(top, height - block), 0), max(min(left, width - block), 0)
            part = np.s_[y : y + block, x : x + block]
            result[part] = np.rint(roi[part].mean(axis=(0, 1)))
    return result


def _in_parts(size_of):
    """Make a mosaic that takes `block` for the number of blocks along each axis."""

    def mosaic(roi, block):
        result, (high, wide) = roi.copy(), (size_of(size, block) for size in roi.shape[:2])
        for top in range(0, roi.shape[0], high):
            for left in range(0, roi.shape[1], wide):
                part = np.s_[top : top + high, left : left + wide]
                result[part] = np.rint(roi[part].mean(axis=(0, 1)))
        return result

    return mosaic


_NUMBER = "There are block x block blocks in the image; each block should be block pixels wide."
_MOSAIC = [
    ("The fractions were cut off: one grey level too dark in places. Round before they are cut.",
     _mosaic(lambda part, block: part.mean(axis=(0, 1)))),
    ("All is grey: the mean ran over the channels as well. Take it over rows and columns only: axis=(0, 1).",
     _mosaic(lambda part, block: np.rint(part.mean()))),
    ("All is grey: the mean ran over the channels as well. Take it over rows and columns only: axis=(0, 1).",
     _mosaic(lambda part, block: part.mean())),
    ("Each block has the colour of its first pixel. The mean of all its pixels is due.",
     _mosaic(lambda part, block: part[0, 0])),
    ("Each block has the colour of its middle pixel. The mean of all its pixels is due.",
     _mosaic(lambda part, block: part[part.shape[0] // 2, part.shape[1] // 2])),
    ("That is the median of each block; the mean is due.",
     _mosaic(lambda part, block: np.rint(np.median(part, axis=(0, 1))))),
    ("That is the median of each block; the mean is due.", _mosaic(lambda part, block: np.median(part, axis=(0, 1)))),
    ("That is the largest of each block (the brightest); the mean is due.",
     _mosaic(lambda part, block: part.max(axis=(0, 1)))),
    ("That is the smallest of each block (the darkest); the mean is due.",
     _mosaic(lambda part, block: part.min(axis=(0, 1)))),
    ("The mean ran over one axis: each column of a block has its own. axis=(0, 1) takes both.",
     _mosaic(lambda part, block: np.rint(part.mean(axis=0)))),
    ("The mean ran over one axis: each row of a block has its own. axis=(0, 1) takes both.",
     _mosaic(lambda part, block: np.rint(part.mean(axis=1))[:, None])),
    ("The sum wraps around at 256, as uint8 does.",
     _mosaic(lambda part, block: part.sum(axis=(0, 1), dtype=np.uint8) // (part.shape[0] * part.shape[1]))),
    ("The sum was divided by block * block; smaller blocks at the border get the mean of the pixels that they have.",
     _mosaic(lambda part, block: np.rint(part.sum(axis=(0, 1)) / block**2))),
    ("The last blocks, right and below, were left as they were: smaller blocks get a mean of their own.", _only_whole),
    ("Rows and columns are swapped, in the ends of the loops or in the slice: rows run to roi.shape[0], and the slice "
     "of rows comes first.", _turned_limits),
    ("The loop over the columns ends at the height: columns run to roi.shape[1].", _short(1)),
    ("The loop over the rows ends at the width: rows run to roi.shape[0].", _short(0)),
    ("The blocks begin at every column: the second loop needs a step of block as well.",
     _mosaic(columns=lambda start, end, step: range(start, end))),
    ("The blocks begin at every row: the first loop needs a step of block as well.",
     _mosaic(rows=lambda start, end, step: range(start, end))),
    ("The last blocks, right and below, were moved back to full size, over the blocks before: there they are smaller.",
     _moved_back),
    ("There are stripes over the whole width: a second loop cuts them into blocks.",
     lambda roi, block: as_bytes(np.concatenate([np.broadcast_to(roi[t : t + block].mean(axis=(0, 1)), roi[t :
         t + block].shape)
                                               for t in range(0, roi.shape[0], block)]))),
    ("There is one colour everywhere: the mean of the whole image. Each block has its own.",
     lambda roi, block: as_bytes(np.broadcast_to(roi.mean(axis=(0, 1)), roi.shape))),
    ("Each block is block - 1 wide: its last row and column were left out. a : a + block has block places.",
     _mosaic(size=lambda block: block - 1)),
    ("Each block is block + 1 wide; a : a + block has block places.", _mosaic(size=lambda block: block + 1)),
    ("The blocks begin at every pixel: the loops need a step of block.", _mosaic(step=lambda block: 1)),
    ("It ended after the first row of blocks: does `return` stand inside the loop?", _mosaic(rows=_first)),
    ("Only the first block is made: does `return` stand inside the loop, or does each slice end at block, and not at "
     "its start + block?", _mosaic(rows=_first, columns=_first)),
    (_NUMBER, _in_parts(lambda size, n: max(1, size // n))),
    (_NUMBER, _in_parts(lambda size, n: max(1, -(-size // n)))),
    (_NUMBER,
     _resized(lambda h, w, block: (block, block), cv2.INTER_NEAREST)),
    ("That is the small picture, one pixel a block. Each block has to fill its place, in the shape of the image.",
     _resized(_count, None)),
    ("It is smooth: enlarged with interpolation. Each block has one colour (INTER_NEAREST, or a loop).",
     _resized(_count, cv2.INTER_LINEAR)),
    ("Smaller blocks at the border were spread over the image: resizing makes all blocks alike.",
     _resized(_count, cv2.INTER_NEAREST)),
    ("That is a box blur, with a sliding window: a mosaic has blocks side by side.",
     lambda roi, block: cv2.blur(roi, (block, block))),
    ("That is the image as it was: assign the mean to a slice of the result.", lambda roi, block: roi),
]  # fmt: skip


def mosaic_blur(attempt):
    """Check ``attempt(roi, block)``, which gives each block of pixels its mean colour.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    even, uneven, large = (grain(12, 18, 3), 6), (grain(13, 21, 3), 5), (grain(4, 7, 3), 50)
    high = (grain(18, 12, 3), 6)
    exact = {roi.shape: _means(roi, block) for roi, block in (even, high, uneven, large)}

    def blocks(cases, hint):
        return agrees(
            cases,
            lambda roi, block: as_bytes(_means(roi, block)),
            _MOSAIC,
            kind=an_image(),
            # A half may go either way.
            fits=lambda result, due: np.abs(result - exact[due.shape]).max() <= 0.5001,
            slack=1,
            hint=hint,
            real=lambda: (face(), 13),
            more=[even, uneven, large, high],
        )

    return judge(
        "mosaic_blur",
        attempt,
        [
            (
                "each block has the mean of its pixels",
                blocks(
                    [even, high],
                    "The pixel named above lies in a block of 6 x 6: which rows and columns has it, and what mean?",
                ),
            ),
            (
                "blocks at the border may be smaller",
                blocks(
                    [uneven],
                    "13 rows are blocks of 5, 5 and 3. Do your last blocks, right and below, get a mean of their own?",
                ),
            ),
            ("a block larger than the image gives one colour", blocks([large], "All pixels lie in one block then.")),
            ("the input is not changed", unchanged("the image")),
        ],
        "roi, block",
    )
