"""Check of the exercise in lesson 09 on how far down the attacker's list the right person stands."""

import numpy as np

from .core import Problem, judge
from .facts import is_number, short, strange
from .kinds import unchanged
from .mistakes import agrees, alike

__all__ = ["among_first"]


def _rank(person, gaps):
    """Place from 1 on; who is as near stands before the right person."""
    return sum(gap <= gaps[person] for gap in gaps.values())


def _listed(gaps, **options):
    return sorted(gaps, key=gaps.get, **options)


def _first_few(rank=_rank, counts=lambda rank, places: rank <= places, of=lambda probes: probes,
               end=lambda hits, probes, places: sum(hits) / len(probes)):  # fmt: skip
    """Make an among_first with one part replaced: the rank, which ranks count, which probes, the end."""

    def share(probes, places):
        return end([counts(rank(person, gaps), places) for person, gaps in of(probes)], probes, places)

    return share


def _by_person(probes, places):
    named = {person for person, gaps in probes if _rank(person, gaps) <= places}
    return len(named) / len({person for person, _ in probes})


def _names_once(probes, places):
    return len({person for person, gaps in probes if _rank(person, gaps) <= places}) / len(probes)


def _among_all(probes, places):
    """Put the distances of all probes into one list."""
    everything = [gap for _, gaps in probes for gap in gaps.values()]
    return sum(sum(gap <= gaps[person] for gap in everything) <= places for person, gaps in probes) / len(probes)


_TIE = "Who is equally near stands before the right person: behind a black cover all are, and nobody is named"
_RANK = "The rank is 1 if nobody else is as near"
_SHARE = "The share of the probes is due"
_AMONG_FIRST = [
    (f"{_TIE}. Count with <=, which takes in the right person, too.",
     _first_few(lambda person, gaps: 1 + sum(gap < gaps[person] for gap in gaps.values()))),
    (f"{_TIE}. In a sorted list of names, the order of the dict decides among equals.",
     _first_few(lambda person, gaps: 1 + _listed(gaps).index(person))),
    (f"{_TIE}. In pairs of distance and name, the alphabet decides among equals.",
     _first_few(lambda person, gaps: 1 + sorted((gap, name) for name, gap in gaps.items()).index(
         (gaps[person], person)))),
    (f"{_TIE}. Here each of them counts half.",
     _first_few(lambda person, gaps: (1 + sum(gap < gaps[person] for gap in gaps.values()) + _rank(person, gaps)) / 2)),
    *[(f"That is one place too many: {_RANK.lower()}, so that 0 would be one before the first.",
       _first_few(rank, counts))
      for rank, counts in (
          (lambda person, gaps: sum(gap < gaps[person] for gap in gaps.values()), lambda rank, places: rank <= places),
          (lambda person, gaps: _listed(gaps).index(person), lambda rank, places: rank <= places),
          (lambda person, gaps: _rank(person, gaps) - 1, lambda rank, places: rank <= places))],
    *[(f"That is one place too few: {_RANK.lower()}, and the last of the places counts, too.", _first_few(rank, counts))
      for rank, counts in (
          (_rank, lambda rank, places: rank < places),
          (lambda person, gaps: 1 + _rank(person, gaps), lambda rank, places: rank <= places),
          (lambda person, gaps: 1 + _listed(gaps).index(person), lambda rank, places: rank < places))],
    *[("That asks for the nearest alone, whatever `places` is: count the right person as well at the places behind.",
       _first_few(lambda person, gaps, tie=tie: tie(person, gaps), lambda rank, places: rank == 1))
      for tie in (_rank, lambda person, gaps: 1 + _listed(gaps).index(person),
                  lambda person, gaps: 1 + sum(gap < gaps[person] for gap in gaps.values()))],
    *[("That counts who stands exactly at that place, not among the first: <=, not ==.",
       _first_few(rank, lambda rank, places: rank == places))
      for rank in (_rank, lambda person, gaps: 1 + _listed(gaps).index(person))],
    *[("That is turned round: it counts those behind the first places, and those among them are due.",
       _first_few(counts=counts))
      for counts in (lambda rank, places: rank > places, lambda rank, places: rank >= places)],
    *[("The list begins with the farthest person: the nearest, with the smallest distance, comes first.",
       _first_few(rank))
      for rank in (lambda person, gaps: 1 + _listed(gaps, reverse=True).index(person),
                   lambda person, gaps: sum(gap >= gaps[person] for gap in gaps.values()),
                   lambda person, gaps: 1 + sum(gap > gaps[person] for gap in gaps.values()))],
    ("Those are the first names of the dict, as it came: sort them by distance, or count who is as near.",
     _first_few(lambda person, gaps: 1 + list(gaps).index(person))),
    ("The names were sorted by the alphabet: sorted(gaps) looks at names; key=gaps.get sorts by distance.",
     _first_few(lambda person, gaps: 1 + sorted(gaps).index(person))),
    ("The distances of all probes stand in one list; each probe has a list of its own.", _among_all),
    *[(f"Whether a distance is below {limit} says nothing of the place: count who is as near as the right person.",
       _first_few(lambda person, gaps: gaps[person], lambda gap, places, limit=limit: gap < limit))
      for limit in (0.6, 0.5)],
    *[(f"Use the number of places that you were given: yours is {fixed} whatever it is.",
       _first_few(counts=lambda rank, places, fixed=fixed: rank <= fixed)) for fixed in (2, 3, 5, 7, 10)],
    (f"{_SHARE}: you counted, and did not divide by how many probes there are.",
     _first_few(end=lambda hits, probes, places: sum(hits))),
    (f"{_SHARE}: yours is divided by the number of people in the album.",
     _first_few(end=lambda hits, probes, places: sum(hits) / len(probes[0][1]))),
    (f"{_SHARE}: yours is divided by the number of people in the album.",
     _first_few(end=lambda hits, probes, places: sum(hits) / len(probes[-1][1]))),
    (f"{_SHARE}: yours is divided by the number of places.",
     _first_few(end=lambda hits, probes, places: sum(hits) / places)),
    (f"{_SHARE}: yours is divided by the places as well.",
     _first_few(end=lambda hits, probes, places: sum(hits) / len(probes) / places)),
    (f"{_SHARE}: yours is that of the people, each counted once, and one may be in several probes.", _by_person),
    (f"{_SHARE}: each person is counted once (a set, or the keys of a dict), and one may be in several.",
     _names_once),
    ("Only the first probe was looked at: does `return` stand inside the loop?",
     _first_few(of=lambda probes: probes[:1])),
    ("Only the first probe was looked at: does `return` stand inside the loop?",
     _first_few(of=lambda probes: probes[:1], end=lambda hits, probes, places: sum(hits))),
    ("The count is set to 0 anew for each probe, so that only the last one counts: set it before the loop.",
     _first_few(of=lambda probes: probes[-1:])),
    ("Only the last probe was looked at: is what the loop finds added up?",
     _first_few(of=lambda probes: probes[-1:], end=lambda hits, probes, places: sum(hits))),
    ("The first probe is missing: numbers begin with 0.", _first_few(of=lambda probes: probes[1:])),
    ("The last probe is missing: range(n) already ends before n.", _first_few(of=lambda probes: probes[:-1])),
    ("That says whether any probe's person is among them (any, or 0 or 1), not which share is.",
     _first_few(end=lambda hits, probes, places: float(any(hits)))),
    ("That is 1 only if every probe's person is among them, and else 0: the share is due. (Is it all(...), or a //, "
     "which leaves the fraction out?)",
     _first_few(end=lambda hits, probes, places: float(all(hits)))),
    ("That is the mean rank; the share whose rank is not above `places` is due.",
     lambda probes, places: sum(_rank(person, gaps) for person, gaps in probes) / len(probes)),
    ("That is what blind guessing gives, `places` divided by the number of people: count what the attacker reached.",
     lambda probes, places: places / len(probes[0][1])),
    ("Distances are rounded before they are compared: then nearly equal ones count as equal.",
     _first_few(lambda person, gaps: sum(round(gap, 1) <= round(gaps[person], 1) for gap in gaps.values()))),
    ("That is the list of ranks: count those not above `places`, and divide by how many there are.",
     lambda probes, places: [_rank(person, gaps) for person, gaps in probes]),
    ("That is a list of True and False, one for each probe; their share of True is due: sum(...) / len(...).",
     _first_few(end=lambda hits, probes, places: list(hits))),
]  # fmt: skip


def among_first(attempt):
    """Check ``attempt(probes, places)``, which says for which share of probes the right person is among the first.

    Parameters
    ----------
    attempt : callable
        The learner's function: of a list of pairs (name of the right person, dict of name to distance), and how many
        places count.

    Returns
    -------
    Verdict
    """

    def album(**gaps):
        return gaps

    # Ranks 2, 1, 4, 3, 1: neither the order of the dict nor the alphabet gives them, and one person is there twice.
    plain = [
        ("Cy", album(Bo=0.72, Di=0.31, Cy=0.44, Ada=0.58, Eve=0.83)),
        ("Bo", album(Eve=0.62, Ada=0.55, Di=0.91, Bo=0.52, Cy=0.77)),
        ("Cy", album(Ada=0.41, Cy=0.86, Eve=0.93, Bo=0.66, Di=0.74)),
        ("Ada", album(Di=0.35, Eve=0.47, Ada=0.59, Cy=0.65, Bo=0.71)),
        ("Cy", album(Di=0.88, Bo=0.69, Eve=0.73, Ada=0.95, Cy=0.63)),
    ]
    rng = np.random.default_rng(34)
    names = ["Gil", "Ada", "Fay", "Cy", "Hal", "Bo", "Eve", "Di"]

    def drawn(people):
        chosen = rng.permutation(names)[:people].tolist()
        return dict(zip(chosen, (rng.permutation(60)[:people] / 60 + 0.2).tolist(), strict=True))

    larger = [(str(rng.choice(list(gaps))), gaps) for gaps in (drawn(8) for _ in range(9))]
    of_sizes = [(list(gaps)[1], gaps) for gaps in map(drawn, (3, 8, 5, 6, 8, 4, 7))]
    black = [(who, dict.fromkeys(("Di", "Bo", "Ada", "Cy"), 0.4)) for who in ("Bo", "Di", "Cy")]
    some_equal = [
        ("Ada", album(Bo=0.5, Ada=0.5, Cy=0.7, Di=0.9)),
        ("Bo", album(Di=0.6, Bo=0.3, Cy=0.3, Ada=0.8)),
        ("Di", album(Di=0.4, Cy=0.2, Bo=0.4, Ada=0.4)),
        ("Cy", album(Ada=0.9, Di=0.7, Cy=0.6, Bo=0.8)),
    ]
    told_apart = [(one, n) for one in (plain, larger, of_sizes, some_equal) for n in (1, 2, 3, 4)] + [(black, 2)]

    def share(result, due):
        odd = strange(result, "one number")
        if odd:
            return odd
        if not is_number(result):
            return Problem(f"it returned {short(result)}", "One number is due, the share of the probes, 0 to 1.")
        return None

    def told(probes, places):
        ranks = [_rank(person, gaps) for person, gaps in probes]
        several = len(set(ranks)) > 1
        return f"{len(probes)} probes with the rank{'s' * several} {ranks if several else ranks[0]} and places={places}"

    def case(*cases, hint):
        return agrees(
            list(cases),
            _first_few(),
            _AMONG_FIRST,
            kind=share,
            fits=lambda result, right: alike(result, right, 1e-9),
            slack=1e-9,
            call=told,
            hint=hint,
            more=told_apart,
        )

    return judge(
        "among_first",
        attempt,
        [
            (
                "the share of probes whose person is among the first",
                case((plain, 2), hint="Count who is as near as the right person, or nearer: that is the rank."),
            ),
            (
                "any number of places",
                case((plain, 1), (plain, 3), (plain, 5), (larger, 4), hint="The rank must not be above `places`."),
            ),
            ("albums of any size", case((of_sizes, 3), hint="Each probe has a dict of its own.")),
            ("who is equally near stands before", case((some_equal, 1), (some_equal, 2), hint=f"{_TIE}.")),
            ("behind black nobody is named", case((black, 1), (black, 3), hint=f"{_TIE}.")),
            ("the list and its dicts are not changed", unchanged("the list or a dict in it")),
        ],
        "probes, places",
    )
