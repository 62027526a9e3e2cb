"""Answers to an exercise of the deeper lesson 09 on how much is enough."""

from . import exercise

weakest_strength = exercise(
    "weakest_strength",
    "distances, limit",
    wrong="""
## first face|first distance
weakest = None
for s in sorted(distances, reverse=True):
    if distances[s][0] < limit: break
    weakest = s
return weakest
## last face|last distance
weakest = None
for s in sorted(distances, reverse=True):
    if distances[s][-1] < limit: break
    weakest = s
return weakest
## mean
weakest = None
for s in sorted(distances, reverse=True):
    if sum(distances[s]) / len(distances[s]) < limit: break
    weakest = s
return weakest
## largest|max
weakest = None
for s in sorted(distances, reverse=True):
    if max(distances[s]) < limit: break
    weakest = s
return weakest
## median
weakest = None
for s in sorted(distances, reverse=True):
    if np.median(distances[s]) < limit: break
    weakest = s
return weakest
## at it is not|<=|exactly the limit
weakest = None
for s in sorted(distances, reverse=True):
    if min(distances[s]) <= limit: break
    weakest = s
return weakest
## stronger ones hold
for s in sorted(distances):
    if min(distances[s]) >= limit: return s
return None
## Sort
weakest = None
for s in reversed(list(distances)):
    if min(distances[s]) < limit: break
    weakest = s
return weakest
## weaker strength holds|strongest
return max((s for s in distances if min(distances[s]) >= limit), default=None)
## limit that you were given|never uses
weakest = None
for s in sorted(distances, reverse=True):
    if min(distances[s]) < 0.6: break
    weakest = s
return weakest
## returned None
weakest = None
for s in sorted(distances, reverse=True):
    if min(distances[s]) < limit: break
    weakest = s
## None
weakest = max(distances)
for s in sorted(distances, reverse=True):
    if min(distances[s]) < limit: break
    weakest = s
return weakest
## -1|0|None
weakest = 0
for s in sorted(distances, reverse=True):
    if min(distances[s]) < limit: break
    weakest = s
return weakest
## recognised.*turned round|above|turned round
weakest = None
for s in sorted(distances, reverse=True):
    if min(distances[s]) >= limit: break
    weakest = s
return weakest
## distance, not|strength
weakest = None
for s in sorted(distances, reverse=True):
    if min(distances[s]) < limit: break
    weakest = min(distances[s])
return weakest
## stronger ones hold|continue
weakest = None
for s in sorted(distances, reverse=True):
    if min(distances[s]) < limit: continue
    weakest = s
return weakest
## list
return [s for s in sorted(distances) if min(distances[s]) >= limit]
## `print` shows
weakest = None
for s in sorted(distances, reverse=True):
    if min(distances[s]) < limit: break
    weakest = s
print(weakest)
## TypeError.*line
weakest = None
for s in sorted(distances, reverse=True):
    if distances[s] < limit: break
    weakest = s
return weakest
## ValueError|raise|None
weakest = None
for s in sorted(distances, reverse=True):
    if min(distances[s]) < limit: break
    weakest = s
if weakest is None: raise ValueError("none")
return weakest
## strength below|one too weak|first that fails|fails
for s in sorted(distances, reverse=True):
    if min(distances[s]) < limit: return s
return min(distances)
## one too strong|one stronger
order = sorted(distances, reverse=True)
for n, s in enumerate(order):
    if min(distances[s]) < limit: return order[n - 2] if n > 1 else order[0] if n else None
return order[-2] if len(order) > 1 else order[-1]
## weakest of all|smallest strength
return min(distances)
## any|one face above
weakest = None
for s in sorted(distances, reverse=True):
    if not any(d >= limit for d in distances[s]): break
    weakest = s
return weakest
## place|index|number
order, place = sorted(distances), None
for n in reversed(range(len(order))):
    if min(distances[order[n]]) < limit: break
    place = n
return place
## half|0.5
weakest = None
for s in sorted(distances, reverse=True):
    if sum(d < limit for d in distances[s]) > len(distances[s]) / 2: break
    weakest = s
return weakest
## passed in has changed
weakest = None
while distances:
    s = max(distances)
    if min(distances.pop(s)) < limit: break
    weakest = s
return weakest
## IndexError
return [s for s in sorted(distances) if all(min(distances[t]) >= limit for t in distances if t >= s)][0]
## next stronger one was
s = sorted(distances)
for a, b in zip(s, s[1:]):
    if min(distances[a]) >= limit and min(distances[b]) >= limit:
        return a
return s[-1] if s and min(distances[s[-1]]) >= limit else None
## next two
s = sorted(distances)
for i, one in enumerate(s):
    if all(min(distances[t]) >= limit for t in s[i:i + 3]):
        return one
return None
## first failure
s = sorted(distances)
failed = False
for one in s:
    if min(distances[one]) < limit:
        failed = True
    elif failed:
        return one
return s[0] if s and not failed else None
## strength of 0
best = 0
for s in sorted(distances, reverse=True):
    if min(distances[s]) < limit:
        break
    best = s
return best or None
## strongest that fails
for s in sorted(distances, reverse=True):
    if min(distances[s]) < limit:
        return s
return None
## as soon as any
if all(min(d) >= limit for d in distances.values()):
    return min(distances)
return None
## turned round
best = None
for s in sorted(distances, reverse=True):
    if max(distances[s]) > limit:
        break
    best = s
return best
## by their distances
best = None
for s, d in sorted(distances.items(), key=lambda item: min(item[1]), reverse=True):
    if min(d) < limit:
        break
    best = s
return best
## let through
best = None
for s in sorted(distances, reverse=True):
    if sum(d < limit for d in distances[s]) > 1:
        break
    best = s
return best
""",
    right="""
##
weakest = None
for strength in sorted(distances, reverse=True):
    if min(distances[strength]) < limit:
        break
    weakest = strength
return weakest
##
good = [s for s in distances if all(d >= limit for t in distances if t >= s for d in distances[t])]
return min(good) if good else None
##
strengths = np.array(sorted(distances))
worst = np.array([min(distances[s]) for s in strengths])
bad = np.flatnonzero(worst < limit)
first = bad[-1] + 1 if len(bad) else 0
return strengths[first] if first < len(strengths) else None
##
failing = [s for s, ds in distances.items() if any(d < limit for d in ds)]
if not failing:
    return min(distances)
return min((s for s in distances if s > max(failing)), default=None)
##
def holds(s):
    return not np.any(np.array(distances[s]) < limit)
result = None
for s in sorted(distances)[::-1]:
    if not holds(s):
        return result
    result = np.float64(s)
return result
""",
)
