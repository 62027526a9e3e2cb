"""Checks of the exercises in lesson 09, privacy."""

import cv2
import numpy as np

from .core import NO_RETURN, Problem, judge

__all__ = ["nearest_person", "weakest_strength", "which_candidate"]


def weakest_strength(attempt):
    """Check ``attempt(distances, limit)``, which says from which strength on nobody is recognised.

    Parameters
    ----------
    attempt : callable
        The learner's function: of a dict, strength to a list of distances, and a limit.

    Returns
    -------
    Verdict
    """
    curve = {0.05: [0.2, 0.3], 0.1: [0.5, 0.7], 0.25: [0.65, 0.7], 0.5: [0.7, 0.9]}

    def a_strength(weakest):
        result = weakest(dict(curve), 0.6)
        if result is None:
            return Problem(
                "it returned None for distances that lie above the limit at 0.25 and at 0.5",
                "Does its last line start with `return`? None is the answer only if no strength will do.",
            )
        return None if result in curve else Problem(f"it returned {result!r}", "Return one of the dict's strengths.")

    def every_face(weakest):
        result = weakest(dict(curve), 0.6)
        if result == 0.25:
            return None
        hint = "One face below the limit is enough to fail: look at the smallest distance, not at the mean."
        if result == 0.5:
            hint = "A weaker strength holds as well."
        return Problem(f"of {curve} with the limit 0.6 it returned {result}", hint)

    def any_order(weakest):
        result = weakest(dict(reversed(curve.items())), 0.6)
        return _unless(result, 0.25, "strengths given from the strongest on", "Sort the strengths first.")

    def all_above(weakest):
        result = weakest({0.1: [0.7], 0.2: [0.5], 0.4: [0.8]}, 0.6)
        return _unless(
            result, 0.4, "0.1 hides, 0.2 does not, 0.4 does", "A strength counts only if all stronger ones hold, too."
        )

    def limit_itself(weakest):
        result = weakest({0.1: [0.5], 0.2: [0.6]}, 0.6)
        return _unless(result, 0.2, "a distance of exactly the limit", "Below the limit is recognised; at it is not.")

    def given_limit(weakest):
        result = weakest(dict(curve), 0.4)
        return _unless(result, 0.1, "a limit of 0.4", "Use the limit that you were given.")

    def none(weakest):
        for never in ({0.1: [0.1], 0.5: [0.3, 0.9]}, {0.5: [0.7], 1.0: [0.3]}):
            result = weakest(dict(never), 0.6)
            if result is not None:
                return Problem(f"of {never} it returned {result}", "Where the strongest fails, the answer is None.")
        return None

    return judge(
        "weakest_strength",
        attempt,
        [
            ("one of the strengths", a_strength),
            ("no face below the limit", every_face),
            ("in whatever order they come", any_order),
            ("nor at any stronger one", all_above),
            ("at the limit is not recognised", limit_itself),
            ("any limit", given_limit),
            ("None if there is none", none),
        ],
    )


def _unless(result, due, given, hint):
    return None if result == due else Problem(f"for {given} it returned {result!r}", hint)


def nearest_person(attempt):
    """Check ``attempt(probe, album)``, which names the person whose picture has the nearest encoding.

    Parameters
    ----------
    attempt : callable
        The learner's function: of an array of shape (128,), and a dict, name to an array of shape (pictures, 128).

    Returns
    -------
    Verdict
    """
    rng = np.random.default_rng(9)
    probe = rng.normal(0, 0.1, 128)
    step = np.full(128, 1 / np.sqrt(128))  # of length 1

    def album(**away):
        return {name: np.array([probe + far * step for far in fars]) for name, fars in away.items()}

    def a_name(nearest):
        people = album(Ada=[0.5], Bo=[0.2], Cy=[0.9])
        result = nearest(probe.copy(), people)
        if result is None:
            return NO_RETURN
        if not isinstance(result, str) or result not in people:
            return Problem(f"it returned {result!r}", "Return the name, a key of the dict.")
        return None

    def smallest(nearest):
        result = nearest(probe.copy(), album(Ada=[0.5], Bo=[0.2], Cy=[0.9]))
        return _unless(result, "Bo", "Ada at a distance of 0.5, Bo at 0.2, Cy at 0.9", "The smallest distance wins.")

    def best_picture(nearest):
        result = nearest(probe.copy(), album(Ada=[0.3, 0.3], Bo=[0.9, 0.1], Cy=[0.4]))
        return _unless(
            result, "Bo", "Bo with one picture at 0.9 and one at 0.1, Ada with two at 0.3",
            "Each person counts by the best picture: min over the pictures, not their mean.",
        )  # fmt: skip

    def length(nearest):
        # 128 small steps of one sign cancel out against 128 of both signs only if signs are kept.
        signs = np.where(np.arange(128) % 2, 1, -1)
        people = {"Ada": (probe + 0.6 * signs / np.sqrt(128))[None], "Bo": (probe + 0.3 * step)[None]}
        return _unless(
            nearest(probe.copy(), people), "Bo", "differences that add up to zero, but are not small",
            "A distance is the root of the sum of squares: np.linalg.norm.",
        )  # fmt: skip

    def far_too(nearest):
        result = nearest(probe.copy(), album(Ada=[1.5], Bo=[2.5]))
        return _unless(
            result,
            "Ada",
            "people who are all farther than 0.6",
            "He always guesses: the nearest, however far.",
        )

    return judge(
        "nearest_person",
        attempt,
        [
            ("a name of the album", a_name),
            ("the smallest distance", smallest),
            ("the best of each person's pictures", best_picture),
            ("Euclidean distance", length),
            ("a guess in any case", far_too),
        ],
    )


def which_candidate(attempt):
    """Check ``attempt(mosaic, candidates)``, which says whose picture gives a mosaic.

    Parameters
    ----------
    attempt : callable
        The learner's function: of a grey array of shape (rows, columns), one value a block, and a list of grey
        pictures of any sizes, all uint8. It returns the place in the list.

    Returns
    -------
    Verdict
    """
    rng = np.random.default_rng(12)

    def picture(height, width):
        rough = rng.integers(40, 216, (6, 5), dtype=np.uint8)
        return cv2.resize(rough, (width, height), interpolation=cv2.INTER_CUBIC)

    people = [picture(*size) for size in ((90, 72), (120, 100), (60, 50), (97, 81))]

    def mosaic_of(one, columns=5, rows=6):
        return cv2.resize(one, (columns, rows), interpolation=cv2.INTER_AREA)

    def a_place(which):
        result = which(mosaic_of(people[1]), [one.copy() for one in people])
        if result is None:
            return NO_RETURN
        if not isinstance(result, (int, np.integer)) or not 0 <= result < len(people):
            return Problem(
                f"it returned {result!r} for {len(people)} candidates", "Return a place in the list, from 0."
            )
        return None

    def right(which):
        for place, one in enumerate(people):
            result = which(mosaic_of(one), [other.copy() for other in people])
            if result != place:
                hint = "Shrink each candidate to the mosaic's size with INTER_AREA, then compare block by block."
                return Problem(f"for the mosaic of candidate {place} it returned {result}", hint)
        return None

    def any_blocks(which):
        for columns, rows in ((3, 4), (8, 11)):
            result = which(mosaic_of(people[2], columns, rows), [one.copy() for one in people])
            if result != 2:
                return Problem(
                    f"for a mosaic of {columns} x {rows} blocks of candidate 2 it returned {result}",
                    "Take the number of blocks from the mosaic's shape. cv2.resize wants (width, height).",
                )
        return None

    def no_wrap(which):
        # In uint8, 10 - 12 is 254, and so is 8 - 10: the nearer picture would look farther away.
        far = np.full((40, 40), 60, np.uint8)
        for grey in (12, 8):
            result = which(np.full((4, 4), 10, np.uint8), [far, np.full((40, 40), grey, np.uint8)])
            if result != 1:
                given = f"for grey 10 with candidates of grey 60 and {grey} it returned {result}"
                return Problem(given, "uint8 wraps around below 0: turn both into floats first.")
        return None

    def noisy(which):
        mosaic = mosaic_of(people[3]).astype(int) + rng.integers(-6, 7, (6, 5))
        result = which(np.clip(mosaic, 0, 255).astype(np.uint8), [one.copy() for one in people])
        return _unless(result, 3, "a mosaic that JPEG has changed a little", "Do not ask for equality: nearest wins.")

    return judge(
        "which_candidate",
        attempt,
        [
            ("a place in the list", a_place),
            ("the right candidate", right),
            ("any number of blocks", any_blocks),
            ("no wrapping around", no_wrap),
            ("a little noise does no harm", noisy),
        ],
    )
