"""The gallery of methods: for each a picture, its calls, which attack breaks it, and what it costs here."""

import json
import statistics
import time
from pathlib import Path

from .. import samples
from ..blur import METHODS
from ..hiding import Hiding
from ..images import read_image, write_image

_STRENGTHS = (0.1, 0.25, 0.5, 1.0)
# At which attackers try: the usual one of lessons, and the strongest.
_TRIED = (0.5, 1.0)
_SIDE, _RUNS = 300, 7  # of the face whose time is measured; the median of so many runs


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
    parts = [_OPENING]
    for name in METHODS:
        parts.append(
            _entry(name, pictures, costs[name], _attacked(name, cache, fingerprint, tell) if attacks else None)
        )
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
        lines.append(attacked["who"])
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
    import cv2

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
        name: f"{one:.2g} ms for a face of {_SIDE} × {_SIDE} pixels at strength 0.5, "
        f"{one / middle['gaussian']:.2g} times a Gaussian's (median of {_RUNS} runs, where this book was built)."
        for name, one in middle.items()
    }


def _attacked(name, cache, fingerprint, tell):
    """Say who attacked, and which attack broke each strength first: with attacker, number of people and chance."""
    kept = Path(cache) / f"attacks-{name}-{fingerprint}.json"
    if not kept.is_file():
        from ..privacy import ATTACKERS, QUICK_ATTACKERS, another_day_of_one, recommend, same_pictures

        tell(f"Attacking {name}.")
        experiments = another_day_of_one(), same_pictures()
        found = recommend(name, strengths=_TRIED, attackers=QUICK_ATTACKERS, experiments=experiments)
        names = "; ".join(ATTACKERS[one].title for one in QUICK_ATTACKERS)
        says = " ".join(f"({number}) {one.says}" for number, one in enumerate(experiments, start=1))
        who = f"**Attacked** by {names}. They ask no recogniser; lesson 09 has stronger attackers. {says}"
        told = {"who": who, "said": [str(trial) for trial in found.trials]}
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        part.write_text(json.dumps(told), encoding="utf-8")
        part.replace(kept)
    return json.loads(kept.read_text(encoding="utf-8"))
