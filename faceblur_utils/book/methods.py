"""The gallery of methods: for each a picture, its calls, which attack breaks it, and what it costs here."""

import json
import statistics
import time
from pathlib import Path

import cv2
import numpy as np

from .. import samples
from ..blur import METHODS, k_same
from ..hiding import Hiding
from ..images import read_image, write_image

_STRENGTHS = (0.1, 0.25, 0.5, 1.0)
# At which attackers try: the usual one of lessons, and the strongest.
_TRIED = (0.5, 1.0)
_SIDE, _RUNS = 300, 7  # of the face whose time is measured; the median of so many runs
# Beside the attackers that ask no recogniser: those two, with the recogniser that OpenCV brings.
_ASKING, _RECOGNISER = ("naive", "parrot"), "sface"
_K, _SIZE = 4, (100, 130)  # faces behind one average, and of so many pixels each


def write(source, cache, fingerprint, attacks=True, tell=print):
    """Write the gallery for Sphinx.

    Parameters
    ----------
    source : pathlib.Path
        Sphinx's folder.
    cache : pathlib.Path
        Where the outcome of the attacks is remembered.
    fingerprint : str
        Of the package: with another one, attackers try again.
    attacks : bool
        Whether attackers try at all.
    tell : callable
        Gets a sentence when something long begins.
    """
    pictures = source / "_methods"
    pictures.mkdir(parents=True)
    costs = _costs()
    tried = {name: _attacked(name, cache, fingerprint, tell) for name in METHODS} if attacks else {}
    parts = [_OPENING, *dict.fromkeys(one["who"] for one in tried.values())]  # the same ones everywhere: said once
    parts += [_entry(name, pictures, costs[name], tried.get(name)) for name in METHODS]
    parts.append(_entry_of_k_same(pictures, attacks))
    (source / "methods.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


_OPENING = """# The methods

Each takes a face that was cut out and gives another picture of the same size. `faceblur_utils.METHODS` lists
them. The strength is the width of the window that one pixel of the result averages over, as a share of the face's
width: 0.25 means the same for a small face and a large one. The face is Eileen Collins's (NASA, public domain)."""


def _entry(name, pictures, cost, attacked):
    from ..figures import PanelGrid

    method = METHODS[name]
    image = read_image(samples.path("astronaut"))
    face = samples.true_boxes("astronaut")[0]
    around = face.expand(0.35).clip(image)
    hidings = _hidings(name)
    panels = [image[around.slices]]
    panels += [_of(image, hiding, face)[around.slices] for hiding in hidings]
    titles = ["clear", *(_title(hiding) for hiding in hidings)]
    write_image(pictures / f"{name}.png", PanelGrid(panels, titles, len(panels)).paste(panels))
    alt = f"The astronaut's face, clear and hidden by {method.title.lower()}: {', '.join(titles[1:])}."
    roi = image[face.slices]
    middle = hidings[len(hidings) // 2]
    own = method.at_strength(middle.strength, face.width)
    strength = "" if len(hidings) == 1 else f", strength={middle.strength}"
    lines = [
        f"## {method.title}",
        " ".join(method.function.__doc__.strip().splitlines()[0].split()),
        f"```{{image}} _methods/{name}.png\n:alt: {alt}\n```",
        f'```python\nanonymize(photo, method="{name}"{strength})\n'
        f"roi = {method.as_code(roi.shape, **own)}  # the call on this face, {roi.shape[1]} pixels wide\n```",
        f"**Cost**: {cost}",
    ]
    if attacked:
        lines.append("**Attacked** by those above:")
        lines.append("\n".join(f"- {one}" for one in attacked["said"]))
    return "\n\n".join(lines)


def _hidings(name):
    """At which strengths it is shown: a cover has only one."""
    if METHODS[name].kind == "cover":
        return [Hiding(name)]
    return [Hiding(name, strength=strength) for strength in _STRENGTHS]


def _of(image, hiding, face):
    from ..photos import anonymize

    return anonymize(image, hiding, boxes=[face]).image


def _title(hiding):
    return f"strength {hiding.strength:g}" if METHODS[hiding.method].kind != "cover" else "hidden"


def _costs():
    """Measure what each method takes for one face, beside a Gaussian of the same strength: medians of one run here."""
    image = read_image(samples.path("astronaut"))
    roi = cv2.resize(image[samples.true_boxes("astronaut")[0].slices], (_SIDE, _SIDE))
    taken = {name: [] for name in METHODS}
    for _ in range(_RUNS):  # in turns: another program's load meets all of them
        for name, method in METHODS.items():
            own = method.at_strength(0.5, _SIDE)
            began = time.perf_counter()
            method(roi, **own)
            taken[name].append(1000 * (time.perf_counter() - began))
    middle = {name: statistics.median(times) for name, times in taken.items()}
    return {
        name: f"{_rounded(one)} ms for a face of {_SIDE} × {_SIDE} pixels at strength 0.5, "
        f"{_rounded(one / middle['gaussian'])} times a Gaussian's (median of {_RUNS} runs, where this book was built)."
        for name, one in middle.items()
    }


def _rounded(number):
    """Write a number with two digits, and as people write it: 340, and not 3.4e+02."""
    return f"{number:.2g}" if number < 10 else f"{number:.0f}"


def _attacked(name, cache, fingerprint, tell):
    """Say who attacked, and which attack broke each strength first: with attacker, number of people and chance."""
    kept = Path(cache) / f"attacks-{name}-{'-'.join(_ASKING)}-{_RECOGNISER}-{fingerprint}.json"
    if not kept.is_file():
        from ..privacy import ATTACKERS, QUICK_ATTACKERS, another_day_of_one, recommend, same_pictures
        from ..recognise import RECOGNISERS

        tell(f"Attacking {name}.")
        experiments = another_day_of_one(), same_pictures()
        attackers = *QUICK_ATTACKERS, *_ASKING
        found = recommend(
            name, strengths=_TRIED, attackers=attackers, recognisers=[_RECOGNISER], experiments=experiments
        )
        names = "; ".join(ATTACKERS[one].title for one in attackers)
        says = " ".join(f"({number}) {one.says}" for number, one in enumerate(experiments, start=1))
        who = (
            f"**Who attacks** each of them: {names}. The last two ask {RECOGNISERS[_RECOGNISER].title}; lesson 09 has "
            f"stronger attackers, so that *passed* proves nothing. {says}"
        )
        told = {"who": who, "said": [str(trial) for trial in found.trials]}
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        part.write_text(json.dumps(told), encoding="utf-8")
        part.replace(kept)
    return json.loads(kept.read_text(encoding="utf-8"))


# --- many faces at once -----------------------------------------------------------------------------------------------


def _entry_of_k_same(pictures, attacks):
    """Write the entry of k-Same, which takes an album and is therefore none of `METHODS`."""
    from ..figures import PanelGrid
    from ..privacy import strangers

    people = strangers()
    faces = np.stack([cv2.resize(one.image[one.box.slices], _SIZE, interpolation=cv2.INTER_AREA) for one in people])
    began = time.perf_counter()
    shown, groups = k_same(faces, _K)
    taken = 1000 * (time.perf_counter() - began)
    alike = np.flatnonzero(groups == 0)
    panels = [*faces[alike], shown[alike[0]]]
    titles = [*(f"clear {number}" for number in range(1, len(alike) + 1)), f"for all {len(alike)}"]
    write_image(pictures / "k_same.png", PanelGrid(panels, titles, len(panels)).paste(panels))
    alt = f"{len(alike)} faces in the clear, and the one average that is shown in place of each of them."
    lines = [
        "## k-Same: one picture for several people",
        " ".join(k_same.__doc__.strip().splitlines()[0].split()) + " It needs all of them at once, so that no slider "
        "has it.",
        f"```{{image}} _methods/k_same.png\n:alt: {alt}\n```",
        f"```python\nfrom faceblur_utils.blur import k_same\n\n"
        f"shown, groups = k_same(faces, {_K})  # aligned faces of one size\n```",
        f"**Cost**: {_rounded(taken)} ms for {len(faces)} faces of {_SIZE[0]} × {_SIZE[1]} pixels (one run, where this "
        "book was built).",
    ]
    if attacks:
        lines += [
            f"**Attacked** in the worst case: {len(people)} people, one picture each, cut out by their boxes, looked "
            "for among themselves with the very pictures that were averaged.",
            "\n".join(f"- {one}" for one in _attacks_on_k_same(people, faces, shown)),
            f"What it promises: of {len(people)} people nobody names more than {len(people) // _K} rightly, "
            f"{1 / _K:.0%} in place of the {1 / len(people):.0%} of blind guessing. It does not hide that somebody is "
            "one of the few behind the picture: with an album averaged alike these are equally near, so that none of "
            "them is named and each is among the first.",
        ]
    return "\n\n".join(lines)


def _attacks_on_k_same(people, faces, shown):
    """Say whom an attacker names: by pixels or with a recogniser, with an album in the clear or averaged alike."""
    from ..privacy import Portrait
    from ..privacy.identification import named
    from ..recognise import RECOGNISERS, encode_all
    from ..roi import Box

    whole = Box(0, 0, *_SIZE)

    def numbers(pictures, asked):
        if asked:
            return encode_all([(one, whole) for one in pictures], _RECOGNISER, "box")
        return pictures.reshape(len(pictures), -1).astype(float)

    for asked in (False, True):
        how = f"{RECOGNISERS[_RECOGNISER].title} compares" if asked else "Pixels are compared"
        for album, whose in ((faces, "an album in the clear"), (shown, "an album averaged alike")):
            apart = np.linalg.norm(numbers(shown, asked)[:, None] - numbers(album, asked)[None], axis=2)
            found = named(
                [Portrait(one.person, face, whole) for one, face in zip(people, shown, strict=True)],
                [Portrait(one.person, face, whole) for one, face in zip(people, album, strict=True)],
                apart,
            )
            yield (
                f"{how} with {whose}: {found.hits} of {len(people)} named rightly (chance: 1), "
                f"{found.first(5):.0%} among the first five (chance: {5 / len(people):.0%})."
            )
