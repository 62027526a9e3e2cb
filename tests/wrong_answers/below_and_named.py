"""Answers to an exercise of lesson 05."""

from . import exercise

below_and_named = exercise(
    "below_and_named",
    "distances, limit",
    wrong="""
## swapped
below = named = 0
for i, row in enumerate(distances):
    below += row[i] < limit
    named += np.argmin(row) == i
return named, below
## not below
below = named = 0
for i, row in enumerate(distances):
    if row[i] <= limit:
        below += 1
    if row.argmin() == i:
        named += 1
return below, named
## above the limit
below = named = 0
for i, row in enumerate(distances):
    below += row[i] > limit
    named += np.argmin(row) == i
return below, named
## to other people as well
named = 0
for i, row in enumerate(distances):
    named += np.argmin(row) == i
return np.sum(distances < limit), named
## to other people as well
below = named = 0
for i, row in enumerate(distances):
    for one in row:
        if one < limit:
            below += 1
    if np.argmin(row) == i:
        named += 1
return below, named
## smallest distance in the row
below = named = 0
for i, row in enumerate(distances):
    below += min(row) < limit
    named += np.argmin(row) == i
return below, named
## only if it is below the limit
below = named = 0
for i, row in enumerate(distances):
    if row[i] < limit:
        below += 1
        if np.argmin(row) == i:
            named += 1
return below, named
## only if it is named
below = named = 0
for i, row in enumerate(distances):
    if np.argmin(row) == i:
        named += 1
        if row[i] < limit:
            below += 1
return below, named
## largest
below = named = 0
for i, row in enumerate(distances):
    below += row[i] < limit
    named += np.argmax(row) == i
return below, named
## down the columns
below = named = 0
for i in range(len(distances)):
    below += distances[i, i] < limit
    named += np.argmin(distances[:, i]) == i
return below, named
## first people of the album only
n = len(distances)
return np.sum(np.diag(distances) < limit), np.sum(distances[:, :n].argmin(axis=1) == np.arange(n))
## not named
below = named = 0
for i, row in enumerate(distances):
    below += row[i] < limit
    named += np.argmin(row) != i
return below, named
## whole table
below = named = 0
for i, row in enumerate(distances):
    below += row[i] < limit
    named += np.argmin(distances) == i
return below, named
## asks whose that is
below = named = 0
for i, row in enumerate(distances):
    below += row[i] < limit
    named += row.min() < limit
return below, named
## album's first for all
below = named = 0
for row in distances:
    below += row[0] < limit
    named += np.argmin(row) == 0
return below, named
## 0\\.6 whatever
below = named = 0
for i, row in enumerate(distances):
    below += row[i] < 0.6
    named += np.argmin(row) == i
return below, named
## all rows|IndexError|out of bounds
below = named = 0
for i in range(4):
    below += distances[i, i] < limit
    named += np.argmin(distances[i]) == i
return below, named
## range\\(n\\)|last row
below = named = 0
for i in range(len(distances) - 1):
    below += distances[i, i] < limit
    named += np.argmin(distances[i]) == i
return below, named
## inside the loop
below = named = 0
for i, row in enumerate(distances):
    below += row[i] < limit
    named += np.argmin(row) == i
    return below, named
## begin with 0
below = named = 0
for i in range(1, len(distances)):
    below += distances[i, i] < limit
    named += np.argmin(distances[i]) == i
return below, named
## shares
return (np.diag(distances) < limit).mean(), np.mean(distances.argmin(axis=1) == np.arange(len(distances)))
## Same number twice
below = sum(row[i] < limit for i, row in enumerate(distances))
return below, below
## before the loop
for i, row in enumerate(distances):
    below = named = 0
    below += row[i] < limit
    named += np.argmin(row) == i
return below, named
## start|begin
below = named = 1
for i, row in enumerate(distances):
    below += row[i] < limit
    named += np.argmin(row) == i
return below, named
## out of bounds|line
below = named = 0
for i in range(distances.shape[1]):
    below += distances[i, i] < limit
    named += np.argmin(distances[i]) == i
return below, named
## two|2
return sum(row[i] < limit for i, row in enumerate(distances))
## list|two|2
below = [row[i] < limit for i, row in enumerate(distances)]
named = [np.argmin(row) == i for i, row in enumerate(distances)]
return below, named
## returned None|return
below = named = 0
for i, row in enumerate(distances):
    below += row[i] < limit
    named += np.argmin(row) == i
## changed
below = named = 0
for i, row in enumerate(distances):
    below += row[i] < limit
    named += np.argmin(row) == i
    row[i] = 9
return below, named
""",
    right="""
##
below = named = 0
for i, row in enumerate(distances):
    below += row[i] < limit
    named += np.argmin(row) == i
return below, named
##
own = np.diag(distances)
return int(np.sum(own < limit)), int(np.sum(distances.argmin(axis=1) == np.arange(len(own))))
##
below, named = [], []
for i in range(len(distances)):
    row = list(distances[i])
    if row[i] < limit:
        below.append(i)
    if row.index(min(row)) == i:
        named.append(i)
return [len(below), len(named)]
##
counts = np.zeros(2, int)
for i, row in enumerate(distances):
    counts[0] += bool(row[i] < limit)
    counts[1] += all(row[i] <= other for other in row)
return counts
##
below = sum(1 for i in range(distances.shape[0]) if distances[i][i] < limit)
named = sum(1 for i in range(distances.shape[0]) if sorted(distances[i])[0] == distances[i][i])
return below, named
""",
)
