"""Checks of the exercises in lesson 04, pasting back."""

import numpy as np

from ..roi import Box
from .core import NO_RETURN, Problem, difference, image_like, judge

__all__ = ["blend", "ellipse_mask", "hide_all", "paste"]


def _picture(height, width, seed):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def paste(attempt):
    """Check ``attempt(image, blurred, start_x, start_y)``, which returns a new image with the region put in.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image, blurred = _picture(60, 90, 1), _picture(20, 30, 2)

    def right_place(put):
        def due_at(x, y):
            due = image.copy()
            due[y : y + 20, x : x + 30] = blurred
            return due

        result = put(image.copy(), blurred.copy(), 25, 12)
        problem = image_like(result, image)
        if problem or (result == due_at(25, 12)).all():
            return problem
        if (result == image).all():
            return Problem("nothing was pasted", "Assign to a slice of the copy, and return the copy.")
        if (result == due_at(12, 25)).all():
            return Problem("X and Y are swapped", "Rows come first, and rows are counted along Y.")
        return Problem(
            "the region is not where it belongs, or more than the region changed",
            "The end is the start plus the region's own height or width: blurred.shape[:2].",
            difference(result, due_at(25, 12)),
        )

    def untouched(put):
        mine, region = image.copy(), blurred.copy()
        result = put(mine, region, 25, 12)
        if (mine != image).any():
            return Problem("the image that was passed in has changed", "Work on image.copy().", difference(mine, image))
        if (region != blurred).any() or np.shares_memory(result, mine):
            return Problem("the result or the region shares memory with what was passed in", "Return a new image.")
        return None

    def into_the_corner(put):
        result = put(image.copy(), blurred.copy(), 60, 40)
        if (result[40:, 60:] == blurred).all() and (result[:40] == image[:40]).all():
            return None
        return Problem(
            "a region that ends at the lower right corner is not pasted right", "Look at the ends of the slices."
        )

    return judge(
        "paste",
        attempt,
        [
            ("the region lands at start X and start Y, and nothing else changes", right_place),
            ("the image passed in is not changed", untouched),
            ("a region in the corner fits", into_the_corner),
        ],
    )


def ellipse_mask(attempt):
    """Check ``attempt(height, width)``, which returns a boolean mask of the ellipse that touches all four sides.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """

    def shape_and_kind(make):
        mask = make(40, 60)
        if mask is None:
            return NO_RETURN
        if not isinstance(mask, np.ndarray) or mask.shape != (40, 60):
            seen = getattr(mask, "shape", type(mask).__name__)
            return Problem(f"for height 40 and width 60 it returned {seen}", "The mask's shape is (height, width).")
        if mask.dtype != bool:
            return Problem(f"the mask has dtype {mask.dtype}", "A comparison such as `<= 1` makes True and False.")
        return None

    def in_and_out(make):
        mask = make(40, 60)
        if not mask[20, 30]:
            return Problem("the middle is outside", "Inside the ellipse the sum is 1 or less.", _as_picture(mask))
        if mask[[0, 0, -1, -1], [0, -1, 0, -1]].any():
            return Problem(
                "a corner is inside", "In a corner both terms are about 1, so their sum is 2.", _as_picture(mask)
            )
        return None

    def touches(make):
        mask = make(40, 60)
        sides = {"top": mask[0], "bottom": mask[-1], "left": mask[:, 0], "right": mask[:, -1]}
        missed = [name for name, line in sides.items() if not line.any()]
        if missed:
            hint = "Divide X by half the width and Y by half the height; a circle has one radius for both."
            if len(missed) in (1, 2) and not ({"top", "bottom"} <= set(missed) or {"left", "right"} <= set(missed)):
                hint = "Pixel 0 has its centre at 0.5: without that half, the ellipse sits half a pixel off."
            return Problem(f"it does not reach the side: {', '.join(missed)}", hint, _as_picture(mask))
        return None

    def symmetric(make):
        for size in ((40, 60), (41, 60), (7, 3)):
            mask = make(*size)
            if (mask != mask[::-1]).any() or (mask != mask[:, ::-1]).any():
                hint = "Pixel 0 has its centre at 0.5, and the middle lies at half the width and half the height."
                return Problem(
                    f"at {size[0]} x {size[1]} one half is not the mirror of the other", hint, _as_picture(mask)
                )
        return None

    def area(make):
        share = make(200, 300).mean()
        if abs(share - np.pi / 4) < 0.01:
            return None
        return Problem(
            f"it holds {share:.0%} of the rectangle where an ellipse holds 79 % (pi / 4)",
            "Are both terms squared?",
            _as_picture(make(200, 300)),
        )

    return judge(
        "ellipse_mask",
        attempt,
        [
            ("a boolean array of shape (height, width)", shape_and_kind),
            ("the middle is inside and the corners are outside", in_and_out),
            ("it touches all four sides", touches),
            ("it is symmetric", symmetric),
            ("its area is an ellipse's", area),
        ],
    )


def _as_picture(mask):
    grey = np.where(mask, 255, 60).astype(np.uint8)
    return {"Yours (white is inside)": np.repeat(grey[..., None], 3, axis=2)}


def blend(attempt):
    """Check ``attempt(roi, blurred, alpha)``, which mixes the two and returns uint8.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    roi, blurred = _picture(16, 24, 3), _picture(16, 24, 4)
    alpha = np.linspace(0, 1, 24, dtype=np.float32)[None, :].repeat(16, axis=0)

    def whole(mix):
        ones = np.ones((16, 24), np.float32)
        result = mix(roi.copy(), blurred.copy(), ones)
        problem = image_like(result, roi)
        if problem or (result == blurred).all():
            return problem
        if (result == roi).all():
            return Problem("where alpha is 1, the clear region came out", "alpha is the share of the blurred region.")
        return Problem(
            "where alpha is 1, it is not the blurred region", "1 of blurred, 0 of roi.", difference(result, blurred)
        )

    def nothing(mix):
        result = mix(roi.copy(), blurred.copy(), np.zeros((16, 24), np.float32))
        if (result == roi).all():
            return None
        return Problem(
            "where alpha is 0, the region has changed", "The share of roi is 1 - alpha.", difference(result, roi)
        )

    def between(mix):
        exact = blurred * alpha[..., None].astype(float) + roi * (1 - alpha[..., None].astype(float))
        gap = mix(roi.copy(), blurred.copy(), alpha) - exact
        if np.abs(gap).max() <= 0.51:
            return None
        due = np.rint(exact).astype(np.uint8)
        pictures = difference(mix(roi.copy(), blurred.copy(), alpha), due)
        if gap.min() > -1.01 and gap.max() < 0.01:
            return Problem(
                "the result is up to one grey level too dark",
                ".astype(np.uint8) cuts the decimals off: round first.",
                pictures,
            )
        return Problem(
            f"half-blended pixels are off by up to {np.abs(gap).max():.0f} grey levels",
            "Products of uint8 wrap around at 256; a float alpha keeps the arithmetic in floats.",
            pictures,
        )

    def with_itself(mix):
        if (mix(roi.copy(), roi.copy(), alpha) == roi).all():
            return None
        return Problem(
            "a region blended with itself has changed", ".astype(np.uint8) cuts the decimals off: round first."
        )

    def untouched(mix):
        a, b, c = roi.copy(), blurred.copy(), alpha.copy()
        mix(a, b, c)
        if (a == roi).all() and (b == blurred).all() and (c == alpha).all():
            return None
        return Problem(
            "one of the arrays passed in was changed", "Make a new array instead of writing into an old one."
        )

    return judge(
        "blend",
        attempt,
        [
            ("where alpha is 1, the blurred region", whole),
            ("where alpha is 0, the region itself", nothing),
            ("between, the weighted mean, rounded", between),
            ("a region blended with itself stays as it is", with_itself),
            ("the arrays passed in are not changed", untouched),
        ],
    )


def hide_all(attempt):
    """Check ``attempt(image, boxes, hide)``, which hides every box: ``hide(roi)`` gives the blurred region.

    Parameters
    ----------
    attempt : callable
        The learner's function.

    Returns
    -------
    Verdict
    """
    image = _picture(60, 90, 5)
    image[image == 7] = 8  # 7 is the colour that hides, below
    boxes = [Box(5, 5, 25, 30), Box(40, 10, 60, 40), Box(70, 35, 85, 55)]

    def hide(roi):
        return np.full_like(roi, 7)

    def check_on(given, cover_all):
        def holds(hide_them):
            result = hide_them(image.copy(), list(given), hide)
            problem = image_like(result, image)
            if problem:
                return problem
            due = image.copy()
            for box in given:
                due[box.clip(image).slices] = 7
            if (result == due).all():
                return None
            left = [number for number, box in enumerate(given, 1) if (result[box.clip(image).slices] != 7).any()]
            if left:
                return Problem(
                    f"still visible: face {', '.join(map(str, left))} of {len(given)}", cover_all, {"Yours": result}
                )
            return Problem(
                "pixels outside the boxes changed", "Write to the boxes' slices only.", difference(result, due)
            )

        return holds

    def nothing_comes_back(hide_them):
        """Two pictures with the same pixels of the face in another order: averaged, they are one."""
        face, eye = Box(5, 5, 45, 45), Box(12, 14, 22, 20)
        other = image.copy()
        order = np.random.default_rng(6).permutation(face.area)
        other[face.slices] = image[face.slices].reshape(-1, 3)[order].reshape(face.height, face.width, 3)

        def average(roi):
            return np.full_like(roi, np.rint(roi.mean(axis=(0, 1))))

        one, two = (hide_them(picture.copy(), [face, eye], average)[face.slices] for picture in (image, other))
        if (one == two).all():
            return None
        return Problem(
            "a small box inside a face that was hidden already brought back what lies under it",
            "Cut each region from the result, in which the boxes before it are hidden.",
            {"Yours": one},
        )

    def untouched(hide_them):
        mine = image.copy()
        hide_them(mine, boxes, hide)
        return None if (mine == image).all() else Problem("the image passed in was changed", "Start from image.copy().")

    again = "Each turn of the loop has to go on from the result of the one before, not from the image."
    return judge(
        "hide_all",
        attempt,
        [
            ("one face is hidden", check_on(boxes[:1], "Assign hide(roi) to the slice of the result.")),
            ("three faces are hidden", check_on(boxes, again)),
            ("overlapping faces are hidden", check_on([Box(5, 5, 30, 30), Box(20, 20, 50, 50)], again)),
            (
                "a face over the border is hidden",
                check_on([Box(-10, -5, 20, 20), Box(80, 50, 99, 70)], "Clip each box first."),
            ),
            ("no face, no change", check_on([], again)),
            ("the image passed in is not changed", untouched),
            ("a box inside a hidden face brings nothing back", nothing_comes_back),
        ],
    )
