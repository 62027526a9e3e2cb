"""Answers to an exercise of lesson 09."""

from . import exercise

among_first = exercise(
    "among_first",
    "probes, places",
    wrong="""
## equally near.*<=
hits = 0
for person, gaps in probes:
    nearer = sum(gap < gaps[person] for gap in gaps.values())
    if nearer < places:
        hits += 1
return hits / len(probes)
## equally near.*order of the dict
hits = 0
for person, gaps in probes:
    if person in sorted(gaps, key=gaps.get)[:places]:
        hits += 1
return hits / len(probes)
## equally near.*alphabet
hits = 0
for person, gaps in probes:
    first = sorted((gap, name) for name, gap in gaps.items())[:places]
    hits += person in [name for gap, name in first]
return hits / len(probes)
## counts half
hits = 0
for person, gaps in probes:
    own, others = gaps[person], np.array(list(gaps.values()))
    rank = 1 + (others < own).sum() + ((others == own).sum() - 1) / 2
    hits += rank <= places
return hits / len(probes)
## too many
hits = 0
for person, gaps in probes:
    if sum(gap < gaps[person] for gap in gaps.values()) <= places:
        hits += 1
return hits / len(probes)
## too many
hits = 0
for person, gaps in probes:
    if sorted(gaps, key=gaps.get).index(person) <= places:
        hits += 1
return hits / len(probes)
## too few
hits = 0
for person, gaps in probes:
    if sum(gap <= gaps[person] for gap in gaps.values()) < places:
        hits += 1
return hits / len(probes)
## too few
hits = 0
for person, gaps in probes:
    if person in sorted(gaps, key=gaps.get)[:places - 1]:
        hits += 1
return hits / len(probes)
## nearest alone
hits = 0
for person, gaps in probes:
    if min(gaps, key=gaps.get) == person:
        hits += 1
return hits / len(probes)
## exactly at
hits = 0
for person, gaps in probes:
    if sum(gap <= gaps[person] for gap in gaps.values()) == places:
        hits += 1
return hits / len(probes)
## turned round
return sum(sum(gap <= gaps[person] for gap in gaps.values()) > places for person, gaps in probes) / len(probes)
## farthest
hits = 0
for person, gaps in probes:
    if person in sorted(gaps, key=gaps.get, reverse=True)[:places]:
        hits += 1
return hits / len(probes)
## farthest
return sum(sum(gap >= gaps[person] for gap in gaps.values()) <= places for person, gaps in probes) / len(probes)
## as it came
hits = 0
for person, gaps in probes:
    if person in list(gaps)[:places]:
        hits += 1
return hits / len(probes)
## alphabet
hits = 0
for person, gaps in probes:
    if person in sorted(gaps)[:places]:
        hits += 1
return hits / len(probes)
## below 0\\.6
hits = 0
for person, gaps in probes:
    if gaps[person] < 0.6:
        hits += 1
return hits / len(probes)
## yours is 7
hits = 0
for person, gaps in probes:
    if sum(gap <= gaps[person] for gap in gaps.values()) <= 7:
        hits += 1
return hits / len(probes)
## did not divide
hits = 0
for person, gaps in probes:
    rank = sum(gap <= gaps[person] for gap in gaps.values())
    if rank <= places:
        hits += 1
return hits
## number of people
hits = 0
for person, gaps in probes:
    rank = sum(gap <= gaps[person] for gap in gaps.values())
    if rank <= places:
        hits += 1
return hits / len(gaps)
## number of places
hits = 0
for person, gaps in probes:
    rank = sum(gap <= gaps[person] for gap in gaps.values())
    if rank <= places:
        hits += 1
return hits / places
## percent
hits = 0
for person, gaps in probes:
    rank = sum(gap <= gaps[person] for gap in gaps.values())
    if rank <= places:
        hits += 1
return 100 * hits / len(probes)
## //
hits = 0
for person, gaps in probes:
    rank = sum(gap <= gaps[person] for gap in gaps.values())
    if rank <= places:
        hits += 1
return hits // len(probes)
## inside the loop
hits = 0
for person, gaps in probes:
    rank = sum(gap <= gaps[person] for gap in gaps.values())
    if rank <= places:
        hits += 1
    return hits / len(probes)
## inside the loop|returned None
for person, gaps in probes:
    rank = sum(gap <= gaps[person] for gap in gaps.values())
    if rank <= places:
        return 1
    return 0
## before the loop
for person, gaps in probes:
    hits = 0
    rank = sum(gap <= gaps[person] for gap in gaps.values())
    if rank <= places:
        hits += 1
return hits / len(probes)
## list of ranks
return [sum(gap <= gaps[person] for gap in gaps.values()) for person, gaps in probes]
## True and False
return [sum(gap <= gaps[person] for gap in gaps.values()) <= places for person, gaps in probes]
## mean rank
return np.mean([sum(gap <= gaps[person] for gap in gaps.values()) for person, gaps in probes])
## of the people
people = {person: 0 for person, gaps in probes}
for person, gaps in probes:
    if sum(gap <= gaps[person] for gap in gaps.values()) <= places:
        people[person] = 1
return sum(people.values()) / len(people)
## blind guessing
person, gaps = probes[0]
return places / len(gaps)
## any
return any(sum(gap <= gaps[person] for gap in gaps.values()) <= places for person, gaps in probes)
## changed
hits = 0
for person, gaps in probes:
    own = gaps.pop(person)
    hits += sum(gap <= own for gap in gaps.values()) < places
return hits / len(probes)
## return
hits = 0
for person, gaps in probes:
    if sum(gap <= gaps[person] for gap in gaps.values()) <= places:
        hits += 1
## unpack|line
hits = 0
for person, gap in probes[0]:
    hits += gap <= places
return hits / len(probes)
""",
    right="""
##
hits = 0
for person, gaps in probes:
    rank = sum(gap <= gaps[person] for gap in gaps.values())
    if rank <= places:
        hits += 1
return hits / len(probes)
##
return np.mean([np.sum(np.array(list(gaps.values())) <= gaps[person]) <= places for person, gaps in probes])
##
import bisect

def among_first(probes, places):
    ranks = [bisect.bisect_right(sorted(gaps.values()), gaps[person]) for person, gaps in probes]
    return sum(rank <= places for rank in ranks) / len(ranks)
##
hits = 0
for person, gaps in probes:
    ranking = sorted(gaps, key=lambda name: (gaps[name], name == person))
    if person in ranking[:places]:
        hits += 1
return hits / len(probes)
##
missed = 0
for person, gaps in probes:
    before = 0
    for name, gap in gaps.items():
        if name != person and gap <= gaps[person]:
            before += 1
    if before >= places:
        missed += 1
return 1 - missed / len(probes)
##
hits = []
for person, gaps in probes:
    ranking = sorted(gaps.values())
    hits.append(places >= len(ranking) or gaps[person] < ranking[places])
return sum(hits) / len(hits)
##
hits = 0
for person, gaps in probes:
    ranking = sorted(gaps.values(), reverse=True)
    hits += len(ranking) - ranking.index(gaps[person]) <= places
return float(hits / len(probes))
""",
)
