"""Answers to an exercise of the deeper lesson on a study."""

from . import exercise

by_luck = exercise(
    "by_luck",
    "hits, people",
    wrong="""
## exactly so many
p = 1 / people
return math.comb(people, hits) * p**hits * (1 - p) ** (people - hits)
## leaves exactly
p, total = 1 / people, 0
for k in range(hits + 1, people + 1):
    total += math.comb(people, k) * p**k * (1 - p) ** (people - k)
return total
## or fewer
p = 1 / people
return sum(math.comb(people, k) * p**k * (1 - p) ** (people - k) for k in range(0, hits + 1))
## chance of fewer
p = 1 / people
return sum(math.comb(people, k) * p**k * (1 - p) ** (people - k) for k in range(hits))
## ends before
p = 1 / people
return sum(math.comb(people, k) * p**k * (1 - p) ** (people - k) for k in range(hits, people))
## one or more
return 1 - (1 - 1 / people) ** people
## begin at
p = 1 / people
return sum(math.comb(people, k) * p**k * (1 - p) ** (people - k) for k in range(people + 1))
## any .k. of the people
p = 1 / people
return sum(p**k * (1 - p) ** (people - k) for k in range(hits, people + 1))
## order
p = 1 / people
return sum(math.perm(people, k) * p**k * (1 - p) ** (people - k) for k in range(hits, people + 1))
## must be missed
p = 1 / people
return sum(math.comb(people, k) * p**k for k in range(hits, people + 1))
## not all .people.
p = 1 / people
return sum(math.comb(people, k) * p**k * (1 - p) ** people for k in range(hits, people + 1))
## given people
return (1 / people) ** hits
## whatever .hits. is
p = hits / people
return sum(math.comb(people, k) * p**k * (1 - p) ** (people - k) for k in range(hits, people + 1))
## one fewer
p = 1 / (people - 1)
return sum(math.comb(people, k) * p**k * (1 - p) ** (people - k) for k in range(hits, people + 1))
## one half
return sum(math.comb(people, k) for k in range(hits, people + 1)) / 2**people
## 1 of 25
p = 1 / 25
return sum(math.comb(people, k) * p**k * (1 - p) ** (people - k) for k in range(hits, people + 1))
## turned round
p = 1 / people
return sum(math.comb(people, k) * (1 - p) ** k * p ** (people - k) for k in range(hits, people + 1))
## percent
p = 1 / people
return 100 * sum(math.comb(people, k) * p**k * (1 - p) ** (people - k) for k in range(hits, people + 1))
## inverse
p = 1 / people
return 1 / sum(math.comb(people, k) * p**k * (1 - p) ** (people - k) for k in range(hits, people + 1))
## round
p = 1 / people
return round(sum(math.comb(people, k) * p**k * (1 - p) ** (people - k) for k in range(hits, people + 1)), 2)
## Poisson
return 1 - sum(math.exp(-1) / math.factorial(k) for k in range(hits))
## share that was named
return hits / people
## adds the parts up
p = 1 / people
return [math.comb(people, k) * p**k * (1 - p) ** (people - k) for k in range(hits, people + 1)]
## return
p = 1 / people
total = sum(math.comb(people, k) * p**k * (1 - p) ** (people - k) for k in range(hits, people + 1))
""",
    right="""
##
p = 1 / people
return sum(math.comb(people, k) * p**k * (1 - p) ** (people - k) for k in range(hits, people + 1))
##
p = 1 / people
return 1 - sum(math.comb(people, k) * p**k * (1 - p) ** (people - k) for k in range(hits))
##
from scipy.stats import binom

def by_luck(hits, people):
    return binom.sf(hits - 1, people, 1 / people)
##
total = 0.0
for k in range(hits, people + 1):
    ways = math.factorial(people) // (math.factorial(k) * math.factorial(people - k))
    total += ways * (people - 1) ** (people - k) / people**people
return total
##
chances = np.array([1.0])
for _ in range(people):
    chances = np.convolve(chances, [1 - 1 / people, 1 / people])
return chances[hits:].sum()
""",
)
