"""Check of the exercise in the deeper lesson on sliders: what a saving is worth."""

from .core import judge
from .kinds import a_number, unchanged
from .mistakes import agrees

__all__ = ["times_as_fast"]


def _times(parts, name, factor):
    total = sum(parts.values())
    return total / (total - parts[name] + parts[name] / factor)


def _of(rule):
    """Make a times_as_fast of a rule for the whole, the part, and the factor."""
    return lambda parts, name, factor: rule(sum(parts.values()), parts[name], factor)


_TIMES_AS_FAST = [
    ("That is the factor itself: the other parts take as long as before.", _of(lambda total, part, f: f)),
    ("These are the milliseconds that are left; how many *times* as fast is due: the time before over the time after.",
     _of(lambda total, part, f: total - part + part / f)),
    ("These are the milliseconds that are saved; how many times as fast is due.",
     _of(lambda total, part, f: part - part / f)),
    ("That is the share of the time that is saved; how many times as fast is due.",
     _of(lambda total, part, f: (part - part / f) / total)),
    ("The part is gone altogether: after the saving it still takes its time over the factor.",
     _of(lambda total, part, f: total / (total - part) if total > part else f)),
    ("The part's time after the saving was taken away; the part's time before goes, and its time after comes.",
     _of(lambda total, part, f: total / (total - part / f))),
    ("The part still takes its old time as well: take it away before the new one is added.",
     _of(lambda total, part, f: total / (total + part / f))),
    ("The part was multiplied by the factor, as if it became slower: divide.",
     _of(lambda total, part, f: total / (total - part + part * f))),
    ("Only the part was made of it: the other parts are in the time after as well.",
     _of(lambda total, part, f: total / (part / f))),
    ("Only the other parts were divided by the factor: it concerns the named part.",
     _of(lambda total, part, f: total / ((total - part) / f + part))),
    ("That is how much larger the whole is than the part.", _of(lambda total, part, f: total / part)),
    ("The shares were multiplied: part / whole times the factor. A share of the time is saved, not of the speed.",
     _of(lambda total, part, f: part / total * f)),
    ("A mean of speeds, weighted by time: 1 for the rest and the factor for the part. Times add up, speeds do not.",
     _of(lambda total, part, f: (total - part + part * f) / total)),
    ("The factor was shared out among all parts: it concerns only the named one.",
     lambda parts, name, factor: 1 + (factor - 1) / len(parts)),
    ("The longest part was made faster, whichever is named.",
     lambda parts, name, factor: _times(parts, max(parts, key=parts.get), factor)),
    ("The first part was made faster, whichever is named.",
     lambda parts, name, factor: _times(parts, next(iter(parts)), factor)),
    ("The last part was made faster, whichever is named.",
     lambda parts, name, factor: _times(parts, list(parts)[-1], factor)),
    ("The part \"draw\" was made faster, whichever is named.",
     lambda parts, name, factor: _times(parts, "draw", factor)),
    ("The time before is the longest part's (max); all parts follow each other: sum.",
     lambda parts, name, factor: max(parts.values()) / max(
         [time for part, time in parts.items() if part != name] + [parts[name] / factor])),
    *[(f"The factor is {f} whatever it is given.", lambda parts, name, factor, f=f: _times(parts, name, f))
      for f in (2, 3, 10, 100)],
    ("1 was taken away: that is how much faster it is; how many times *as fast* is due.",
     lambda parts, name, factor: _times(parts, name, factor) - 1),
    ("The times were rounded down (//) on the way: / keeps the fractions.",
     _of(lambda total, part, f: total / (total - part + part // f))),
]  # fmt: skip


def times_as_fast(attempt):
    """Check ``attempt(parts, name, factor)``: how many times as fast the whole is, if one part becomes faster.

    Parameters
    ----------
    attempt : callable
        The learner's function. ``parts`` maps the name of each part to its milliseconds.

    Returns
    -------
    Verdict
    """
    move = {"blur": 12, "draw": 150, "pack": 8, "send": 30}
    usual = [(move, "draw", 3), (move, "draw", 1000), (move, "send", 2), (move, "blur", 4)]
    others = [({"detect": 90, "blur": 7, "encode": 23}, "encode", 1.5), ({"a": 1, "b": 2, "c": 5.5}, "b", 7)]

    def case(cases, hint):
        return agrees(
            cases,
            _times,
            _TIMES_AS_FAST,
            kind=a_number,
            fits=lambda result, due: abs(float(result) - due) < 1e-6 * due,
            slack=1e-6,
            call=lambda parts, name, factor: f"the parts {parts}, of which {name!r} becomes {factor} times as fast,",
            hint=hint,
            more=usual + others,
        )

    return judge(
        "times_as_fast",
        attempt,
        [
            ("a part three times as fast", case(usual[:1], "How long does all of it take before, and after?")),
            ("a part a thousand times as fast", case(usual[1:2], "What do the other parts take?")),
            ("small parts bring little", case(usual[2:], "Only the named part changes: parts[name].")),
            ("other parts, other factors", case(others, "Work one out by hand: before, after, before / after.")),
            ("a single part", case([({"all": 40}, "all", 5)], "Nothing else is there: as fast as the part.")),
            ("the parts passed in are not changed", unchanged("the dictionary")),
        ],
        "parts, name, factor",
    )
