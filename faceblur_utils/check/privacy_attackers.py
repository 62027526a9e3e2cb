"""Checks of the exercises in lesson 09, and in its deeper lesson on who needs no recogniser."""

import cv2
import numpy as np

from .core import Problem, judge
from .facts import is_number, short, strange
from .kinds import unchanged
from .mistakes import agrees

__all__ = ["nearest_person", "which_candidate"]


def _nearest(distance=lambda pictures, probe: np.linalg.norm(pictures - probe, axis=1), of=np.min, choose=min):
    """Make a nearest_person with one part replaced.

    The distance, which of a person's pictures counts, which person wins.
    """
    return lambda probe, album: choose(album, key=lambda name: of(distance(album[name], probe)))


def _threshold(limit, start=None):
    def nearest(probe, album):
        best = _nearest()(probe, album)
        return best if np.linalg.norm(album[best] - probe, axis=1).min() < limit else None

    return nearest


def _cosine(pictures, probe):
    return -(pictures @ probe) / np.linalg.norm(pictures, axis=1) / np.linalg.norm(probe)


def _votes(probe, album):
    return max(album, key=lambda name: (np.linalg.norm(album[name] - probe, axis=1) < 0.6).sum())


_SIGNS = (
    "Differences of both signs cancel each other in a sum: a distance is the root of the sum of squares, "
    "np.linalg.norm."
)


def _stacked(place_of):
    """Make an answer that takes the number of a picture among all pictures for that of a person."""

    def nearest(probe, album):
        place = int(np.linalg.norm(np.vstack(list(album.values())) - probe, axis=1).argmin())
        return list(album)[place_of(place, len(album))]

    return nearest


def _first_below(limit):
    return lambda probe, album: next(
        (name for name, ones in album.items() if np.linalg.norm(ones - probe, axis=1).min() < limit), None
    )


_BEST = "Each person counts by the best picture: min over the pictures"
_NEAREST_PERSON = [
    ("That is the sum of absolute differences (L1), not squared. A distance is the root of the sum of squares: "
     "np.linalg.norm.",
     _nearest(lambda pictures, probe: np.abs(pictures - probe).sum(axis=1))),
    ("That is the largest single difference of the 128. A distance is the root of the sum of squares: np.linalg.norm.",
     _nearest(lambda pictures, probe: np.abs(pictures - probe).max(axis=1))),
    (_SIGNS, _nearest(lambda pictures, probe: np.abs((pictures - probe).sum(axis=1)))),
    (_SIGNS, _nearest(lambda pictures, probe: (pictures - probe).sum(axis=1))),
    (_SIGNS, _nearest(lambda pictures, probe: (probe - pictures).sum(axis=1))),
    (f"Only the last picture of each person was looked at. {_BEST}.", _nearest(of=lambda distances: distances[-1])),
    (f"Only the first picture of each person was looked at. {_BEST}.", _nearest(of=lambda distances: distances[0])),
    (f"The mean over a person's pictures was taken. {_BEST}.", _nearest(of=np.mean)),
    (f"The median over a person's pictures was taken. {_BEST}.", _nearest(of=np.median)),
    (f"The sum over a person's pictures was taken. {_BEST}.", _nearest(of=np.sum)),
    (f"The worst, farthest picture of each person was taken. {_BEST}.", _nearest(of=np.max)),
    (f"The distance to the mean picture of each person was taken. {_BEST}.",
     lambda probe, album: min(album, key=lambda name: np.linalg.norm(album[name].mean(axis=0) - probe))),
    ("That is the norm of all pictures of a person together: axis=1 gives one distance for each picture.",
     _nearest(lambda pictures, probe: np.linalg.norm(pictures - probe))),
    ("With axis=0 the norm runs over the pictures; axis=1 gives one distance for each picture.",
     _nearest(lambda pictures, probe: np.linalg.norm(pictures - probe, axis=0))),
    ("That is the farthest person (the largest distance): the smallest distance wins.", _nearest(choose=max)),
    ("That is the largest scalar product (dot): longer pictures win. The smallest distance should.",
     _nearest(lambda pictures, probe: -(pictures @ probe))),
    ("That is the smallest angle (cosine), which does not look at lengths: the smallest distance should win.",
     _nearest(_cosine)),
    ("The lengths of the pictures' encodings were compared, without the probe: norm(album[name] - probe).",
     _nearest(lambda pictures, probe: np.linalg.norm(pictures, axis=1))),
    *[(f"Nobody was named where all are farther than {limit:g}: he always guesses the nearest, with no threshold.",
       _threshold(limit)) for limit in (0.6, 1.0, 0.5)],
    ("The last person of the dict was named: is the smallest distance so far updated with each nearer person, and "
     "compared?",
     lambda probe, album: list(album)[-1]),
    ("That is the first name of the dict, or the first in the alphabet. Does `return` stand inside the loop?",
     lambda probe, album: next(iter(album))),
    ("That is the first name of the alphabet: min(album) compares the names; key=... says what to compare.",
     lambda probe, album: min(album)),
    ("That is the last name of the alphabet: max(album) compares the names.", lambda probe, album: max(album)),
    ("The person with most pictures below 0.6 wins (votes): the nearest picture should.", _votes),
    ("That is the distance, not the name of who has it.",
     lambda probe, album: min(np.linalg.norm(album[name] - probe, axis=1).min() for name in album)),
    ("That is a place in the dict (an index), not the name.",
     lambda probe, album: list(album).index(_nearest()(probe, album))),
    *[("The number of the picture among all pictures was taken for the number of a person, who may have several.",
       _stacked(place_of))
      for place_of in (lambda place, people: min(place, people - 1), lambda place, people: place)],
    *[(f"Distances are rounded ({digits} decimal{'s' * (digits > 1)}) before they are compared: then the first of "
       "nearly equal ones wins.",
       _nearest(of=lambda distances, digits=digits: round(float(np.min(distances)), digits))) for digits in (1, 2)],
    *[(f"It ends at the first person nearer than {limit:g}; a later one may be nearer still.", _first_below(limit))
      for limit in (0.6, 0.5, 1.0)],
    ("That is a list of all names, sorted; the first of it is due.",
     lambda probe, album: sorted(album, key=lambda name: np.linalg.norm(album[name] - probe, axis=1).min())),
]  # fmt: skip


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

    def away(far, spread=128):
        """Give an encoding so far away, the difference spread over so many of the 128 numbers, with both signs."""
        step = np.zeros(128)
        step[rng.permutation(128)[:spread]] = rng.choice([-1, 1], spread)
        return probe + far * step / np.sqrt(spread)

    def album(**people):
        return {
            name: np.array([away(*one) if isinstance(one, tuple) else away(one) for one in ones])
            for name, ones in people.items()
        }

    # Nearest by Euclidean distance, though not by sums or by the largest difference; the nearest never first and
    # seldom last.
    several = [
        album(Cy=[0.9], Bo=[0.5], Ada=[0.2], Di=[0.7]),
        album(Cy=[0.7], Ada=[0.5], Di=[0.2], Bo=[0.9]),
    ]
    best = [
        album(Ada=[0.3, 0.3], Bo=[0.9, 0.1, 0.8], Cy=[0.4]),
        album(Di=[0.45, 0.4, 0.4], Cy=[0.2, 0.95, 0.9], Bo=[0.5], Ada=[0.3]),
        album(Cy=[0.5, 0.5], Di=[0.9, 0.9, 0.25], Ada=[0.4], Bo=[0.35, 0.34, 0.36, 0.35]),
    ]
    shapes = [
        album(Di=[(0.5, 3), 0.9], Ada=[(0.4, 128), (0.8, 4)], Bo=[(0.6, 1)], Cy=[1.2]),
        album(Ada=[(0.6, 2)], Cy=[(0.3, 2), 0.8], Bo=[(0.45, 128)], Di=[0.9]),
        {"Ada": probe + 0.6 * np.where(np.arange(128) % 2, 1, -1)[None] / np.sqrt(128), "Bo":
            (probe + 0.3 / np.sqrt(128))[None], "Cy": (probe - 0.9 / 11)[None]},
        {"Ada": 3 * probe[None], "Bo": away(0.4)[None], "Cy": 0.2 * probe[None] + 0.1},
    ]  # fmt: skip
    far = [album(Bo=[2.5], Ada=[1.5, 2.9], Cy=[1.9])]
    # Of any distances, so that mean, median, sum and the rest seldom name the same person.
    mixed = [album(**{name: 0.1 + 1.1 * rng.uniform(0, 1, pictures) ** 3 for name, pictures in zip("DCAB", order,
        strict=True)})
             for order in ((3, 1, 4, 2), (2, 5, 3, 4), (4, 3, 3, 1), (5, 4, 2, 3), (3, 3, 4, 5), (1, 4, 5, 3), (3, 5,
                 5, 4), (5, 3, 4, 3), (3, 4, 3, 5))]  # fmt: skip
    everything = [(probe, people) for people in [*several, *best, *shapes, *far, *mixed]]
    everything += [(probe, album(Bo=[1.3], Ada=[far_off], Cy=[1.4])) for far_off in (0.55, 0.8)]

    def a_name(result, due):
        odd = strange(result, "a name")
        if odd:
            return odd
        if not isinstance(result, str):
            return Problem(
                f"it returned {short(result)}, a {type(result).__name__}", "Return the name, a key of the dict."
            )
        return None

    def told(probe, people):
        distances = {name: np.linalg.norm(ones - probe, axis=1).round(2).tolist() for name, ones in people.items()}
        return "distances of " + ", ".join(f"{name} {numbers}" for name, numbers in distances.items())

    def case(people, hint):
        return agrees(
            [(probe, one) for one in people],
            _nearest(),
            _NEAREST_PERSON,
            kind=a_name,
            call=told,
            hint=hint,
            more=everything,
        )

    return judge(
        "nearest_person",
        attempt,
        [
            ("the name with the smallest distance", case(several, "The smallest distance wins.")),
            (
                "the best of each person's pictures",
                case(best + mixed, f"{_BEST}, not their mean, nor the first or last."),
            ),
            ("Euclidean distance", case(shapes, "A distance is the root of the sum of squares: np.linalg.norm.")),
            ("a guess in any case", case(far, "He always guesses: the nearest, however far.")),
            ("the probe and the album are not changed", unchanged("the probe or the album")),
        ],
        "probe, album",
    )


def _fitting(small=cv2.INTER_AREA, gap=lambda one, mosaic: np.square(one.astype(float) - mosaic).mean(),
    choose=np.argmin, size=None,
             shrink=None):  # fmt: skip
    """Make a which_candidate with one part replaced: how a picture is shrunk, the measure, which one wins, the size."""

    def which(mosaic, candidates):
        wanted = size(mosaic) if size else mosaic.shape[::-1]
        shrunk = [shrink(one, wanted) if shrink else cv2.resize(one, wanted, interpolation=small) for one in candidates]
        return int(choose([gap(one, mosaic) for one in shrunk]))

    return which


def _equal(mosaic, candidates):
    for place, one in enumerate(candidates):
        if np.array_equal(cv2.resize(one, mosaic.shape[::-1], interpolation=cv2.INTER_AREA), mosaic):
            return place
    return None


def _enlarge(mosaic, candidates):
    gaps = [
        cv2.resize(mosaic, one.shape[::-1], interpolation=cv2.INTER_NEAREST).astype(float) - one for one in candidates
    ]
    return int(np.argmin([np.square(gap).mean() for gap in gaps]))


def _crop(mosaic, candidates):
    height, width = mosaic.shape
    return int(np.argmin([np.square(one[:height, :width].astype(float) - mosaic).mean() for one in candidates]))


_WRAP = "uint8 wraps around below 0 and above 255: turn both into floats before you subtract and square."
_AREA = "The pictures were shrunk in another way than the mosaic: by area averaging, interpolation=cv2.INTER_AREA."
_SQUARE = "The mean squared difference is due; these differences are not squared"
_BRIGHTNESS = (
    "The mean brightness alone was compared, which is what is left where differences of both signs cancel each "
    "other: square the "
    "difference of each block, not squared they cancel."
)
_NO_BRIGHTNESS = (
    "The mean brightness was taken away before comparing (a correlation does that, too): a brighter picture of the "
    "same pattern fits as well as the right one. Compare the values as they are."
)


_CANDIDATE = [
    *[("Squares do not fit into int16, which ends at 32767, and wrap around: a difference of 182 is too large.",
       _fitting(gap=lambda one, mosaic, of=of: of((one.astype(np.int16) - mosaic) ** 2))) for of in (np.mean, np.sum)],
    (_NO_BRIGHTNESS, _fitting(gap=lambda one, mosaic: -np.corrcoef(one.ravel(), mosaic.ravel())[0, 1])),
    (_NO_BRIGHTNESS, _fitting(gap=lambda one, mosaic: np.square(one - one.mean() - (mosaic - mosaic.mean())).mean())),
    ("Only the block in the middle was compared; all of them count.",
     _fitting(gap=lambda one, mosaic: (float(one[one.shape[0] // 2, one.shape[1] // 2])
                                       - float(mosaic[one.shape[0] // 2, one.shape[1] // 2])) ** 2)),
    *[("Mosaic and pictures were both brought to a size that is fixed: take the mosaic's own number of blocks.",
       lambda mosaic, candidates, size=size: int(np.argmin([np.square(cv2.resize(one, size,
           interpolation=cv2.INTER_AREA).astype(float) - cv2.resize(mosaic, size)).mean() for one in candidates])))
      for size in ((6, 5), (5, 6), (8, 8))],
    (_WRAP, _fitting(gap=lambda one, mosaic: ((one - mosaic) ** 2).mean())),
    (_WRAP, _fitting(gap=lambda one, mosaic: ((mosaic - one) ** 2).mean())),
    (_WRAP, _fitting(gap=lambda one, mosaic: ((one - mosaic).astype(float) ** 2).mean())),
    (_WRAP, _fitting(gap=lambda one, mosaic: ((mosaic - one).astype(float) ** 2).mean())),
    (_WRAP, _fitting(gap=lambda one, mosaic: np.abs(one - mosaic).mean())),
    (_WRAP, _fitting(gap=lambda one, mosaic: np.abs(mosaic - one).mean())),
    (_WRAP, _fitting(gap=lambda one, mosaic: ((one - mosaic) ** 2).sum())),
    *[(_AREA, _fitting(small)) for small in (cv2.INTER_LINEAR, cv2.INTER_NEAREST, cv2.INTER_CUBIC)],
    (f"{_SQUARE}: their absolute values were taken.",
     _fitting(gap=lambda one, mosaic: np.abs(one.astype(float) - mosaic).mean())),
    (f"{_SQUARE}, and cancel: signs make the darkest picture win.",
     _fitting(gap=lambda one, mosaic: (one.astype(float) - mosaic).mean())),
    (f"{_SQUARE}, and cancel: signs make the brightest picture win.",
     _fitting(gap=lambda one, mosaic: (mosaic - one.astype(float)).mean())),
    ("The largest single difference was taken, one block; the mean over all blocks is due.",
     _fitting(gap=lambda one, mosaic: np.abs(one.astype(float) - mosaic).max())),
    (_BRIGHTNESS, lambda mosaic, candidates: int(np.argmin([abs(one.mean() - mosaic.mean()) for one in candidates]))),
    (_BRIGHTNESS, _fitting(gap=lambda one, mosaic:
         abs((one.astype(float) - mosaic).mean()))),
    ("Only the first row of blocks was compared; all of them count.",
     _fitting(gap=lambda one, mosaic: np.square(one[0].astype(float) - mosaic[0]).mean())),
    ("The picture that fits worst was chosen (argmax, the largest difference): the smallest difference fits best.",
     _fitting(choose=np.argmax)),
    ("Places are counted from 0; here they are counted from 1.",
     lambda mosaic, candidates: _fitting()(mosaic, candidates) + 1),
    ("Equality was asked for, which a little noise breaks: the nearest wins.", _equal),
    ("Equality was asked for, which a little noise breaks: the nearest wins.",
     lambda mosaic, candidates: _equal(mosaic, candidates) or 0),
    ("The mosaic was enlarged to the size of each picture; it is the other way: shrink the pictures, and compare "
     "block by block.",
     _enlarge),
    ("The upper left corner of each picture was cut out; the whole picture is shrunk.", _crop),
    ("Rows and columns of the pictures are swapped: they were turned before shrinking.",
     _fitting(shrink=lambda one, size: cv2.resize(one.T, size, interpolation=cv2.INTER_AREA))),
    ("Products were compared (a correlation), so that bright pictures win: mean squared difference.",
     _fitting(gap=lambda one, mosaic: -(one.astype(float) * mosaic).mean())),
    ("cv2.resize wants (width, height), width first; mosaic.shape is (rows, columns). Then two shapes meet that do "
     "not fit.",
     _fitting(size=lambda mosaic: mosaic.shape)),
    ("Take the number of blocks from the mosaic's shape; here it is fixed.", _fitting(size=lambda mosaic: (5, 6))),
    ("The pictures have to be shrunk to the mosaic's size first.",
     lambda mosaic, candidates: int(np.argmin([np.square(one.astype(float) - mosaic).mean() for one in candidates]))),
    ("It is 0, whatever is passed in. Does `return` stand inside the loop? Does the smallest difference so far start "
     "at 0, so that none is smaller? Or was the list of differences sorted?", lambda mosaic, candidates: 0),
    ("The last one is taken always: the smallest difference so far is not updated with each better one.",
     lambda mosaic, candidates: len(candidates) - 1),
    ("That is the difference, not the place of the picture that has it.",
     lambda mosaic, candidates: float(min(np.square(cv2.resize(one, mosaic.shape[::-1],
         interpolation=cv2.INTER_AREA).astype(float)
                                                    - mosaic).mean() for one in candidates))),
    ("That is the picture itself; its place in the list is due.",
     lambda mosaic, candidates: candidates[_fitting()(mosaic, candidates)]),
    ("That is the order of all places; the first of it is due.", lambda mosaic, candidates: np.argsort(
        [np.square(cv2.resize(one, mosaic.shape[::-1],
            interpolation=cv2.INTER_AREA).astype(float) - mosaic).mean() for one in candidates])),
]  # fmt: skip


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

    def shrunk(one, columns=5, rows=6):
        return cv2.resize(one, (columns, rows), interpolation=cv2.INTER_AREA)

    def picture(height, width):
        return cv2.resize(rng.integers(40, 216, (6, 5), dtype=np.uint8), (width, height), interpolation=cv2.INTER_CUBIC)

    def as_bright(one):
        return np.clip(one - one.mean() + 128, 0, 255).astype(np.uint8)

    def blocks(values, times=8):
        """Make a picture whose blocks are these values exactly."""
        return np.kron(np.array(values), np.ones((times, times))).astype(np.uint8)

    people = [picture(*size) for size in ((90, 72), (120, 100), (60, 50), (97, 81))]
    noisy = np.clip(shrunk(people[3]).astype(int) + rng.integers(-6, 7, (6, 5)), 0, 255).astype(np.uint8)
    usual = [(shrunk(one), people) for one in (people[1], people[2], people[0], people[3])]
    others = [(shrunk(people[2], columns, rows), people) for columns, rows in ((3, 4), (8, 11))]
    # A pattern that is gone where mosaic and pictures are both made coarser.
    pattern = np.where(np.indices((12, 12)).sum(0) % 2, 140, 60)
    others.append(
        (pattern.astype(np.uint8), [blocks(np.full((12, 12), 100)), blocks(pattern + 12), blocks(pattern * 0)])
    )
    noise = [(noisy, people), (np.clip(shrunk(people[1]).astype(int) + 3, 0, 255).astype(np.uint8), people)]
    # 10 - 12 is 254 in uint8, and 8 - 10 too; 16 * 16 is 0 there: the nearer picture would look farther away.
    flat = np.full((4, 4), 100, np.uint8)
    white = np.full((4, 4), 255, np.uint8)
    wrap = [
        (flat, [np.full((40, 40), grey, np.uint8) for grey in greys])
        for greys in ((180, 112, 60), (60, 97, 180), (116, 94, 132), (84, 107, 164), (103, 160, 101, 90))
    ]
    # The square of 255 does not fit into 16 bits with a sign.
    wrap += [(white, [np.full((40, 40), grey, np.uint8) for grey in greys]) for greys in ((0, 200, 10), (30, 70, 220))]
    # Few large differences against many small ones, and the same mean: squares, absolute values, the largest and the
    # sum part ways.
    one_large, small, two = np.full((4, 4), 100), np.full((4, 4), 100), np.full((4, 4), 100)
    one_large[1, 2], two[2, 1], two[3, 3] = 100 + 40, 100 + 27, 100 - 27
    small += np.where(np.arange(16).reshape(4, 4) % 2, 8, -8)
    even = np.full((4, 4), 100 + 9)
    measure = [
        (flat, [blocks(one_large), blocks(even), blocks(np.full((4, 4), 160))]),
        (flat, [blocks(np.full((4, 4), 130)), blocks(one_large), blocks(np.full((4, 4), 111))]),
        (flat, [blocks(even), blocks(small), blocks(one_large)]),
        (flat, [blocks(np.where(np.eye(4), 128, 72)), blocks(np.full((4, 4), 106)), blocks(two)]),
        (flat, [blocks(np.full((4, 4), 140)), blocks(np.full((4, 4), 106)), blocks(two - 1)]),
        (flat, [blocks(np.vstack([[[100] * 4], np.full((3, 4), 150)])), blocks(np.full((4, 4), 105)), blocks(even)]),
    ]
    # Fine stripes: averaged they are grey, and taking single pixels meets only dark or only bright ones.
    fine = np.where(np.arange(48) % 4 < 2, 60, 140)[None, :].repeat(48, 0).astype(np.uint8)
    area = [
        (flat, [np.full((48, 48), 118, np.uint8), np.roll(fine, roll, 1), np.full((48, 48), 84, np.uint8), fine.T // 2])
        for roll in range(4)
    ]
    # All equally bright, so that it is the blocks that tell.
    chance = [
        (shrunk(alike[place]), alike)
        for place in (3, 1, 4)
        for alike in [[as_bright(picture(64, 48)) for _ in range(6)]]
    ]
    everything = [*usual, *others, *noise, *wrap, *measure, *area, *chance]

    def a_place(result, due):
        odd = strange(result, "a place in the list")
        if odd:
            return odd
        if not is_number(result) or int(result) != result:
            return Problem(f"it returned {short(result)}", "Return a place in the list, a whole number from 0.")
        return None

    def told(mosaic, candidates):
        greys = {one.min() if (one == one.flat[0]).all() else None for one in candidates}
        plain = None not in greys and (mosaic == mosaic.flat[0]).all()
        return (
            f"a mosaic of grey {mosaic.flat[0]} and pictures of grey {short([one.flat[0] for one in candidates])}"
            if plain
            else f"a mosaic of {mosaic.shape[1]} x {mosaic.shape[0]} blocks and {len(candidates)} pictures"
        )

    def case(cases, hint):
        return agrees(cases, _fitting(), _CANDIDATE, kind=a_place, call=told, hint=hint, more=everything)

    return judge(
        "which_candidate",
        attempt,
        [
            (
                "the place of the right candidate",
                case(
                    usual + chance,
                    "Shrink each candidate to the mosaic's size with INTER_AREA, then compare block by block.",
                ),
            ),
            (
                "any number of blocks",
                case(others, "Take the number of blocks from the mosaic's shape. cv2.resize wants (width, height)."),
            ),
            ("no wrapping around", case(wrap, "The nearest grey wins: work the differences out by hand.")),
            ("a little noise does no harm", case(noise, "Do not ask for equality: nearest wins.")),
            (
                "the mean of squared differences",
                case(measure, "Work the mean squared difference out by hand for one picture."),
            ),
            ("shrunk by area averaging", case(area, "Every pixel of a block counts: interpolation=cv2.INTER_AREA.")),
            ("what is passed in is not changed", unchanged("the mosaic or the list of pictures")),
        ],
        "mosaic, candidates",
    )
