"""Answers to an exercise of lesson 08."""

from . import exercise

newest_wins = exercise(
    "newest_wins",
    "arrivals, work",
    wrong="""
## every frame|queue|none is left out
return list(range(len(arrivals)))
## never uses|every second
return list(range(0, len(arrivals), 2))
## at that very moment|<=
chosen, free, n = [], 0, 0
while n < len(arrivals):
    while chosen and n + 1 < len(arrivals) and arrivals[n + 1] < free: n += 1
    chosen.append(n)
    free = max(free, arrivals[n]) + work
    n += 1
return chosen
## oldest|waiting longest|first that
chosen, free = [], -1
for n, arrival in enumerate(arrivals):
    if arrival >= free:
        chosen.append(n)
        free = arrival + work
return chosen
## moments|numbers of
chosen, free, n = [], 0, 0
while n < len(arrivals):
    while chosen and n + 1 < len(arrivals) and arrivals[n + 1] <= free: n += 1
    chosen.append(arrivals[n])
    free = max(free, arrivals[n]) + work
    n += 1
return chosen
## from 1|counted from 0
chosen, free, n = [], 0, 0
while n < len(arrivals):
    while chosen and n + 1 < len(arrivals) and arrivals[n + 1] <= free: n += 1
    chosen.append(n + 1)
    free = max(free, arrivals[n]) + work
    n += 1
return chosen
## returned None
chosen, free, n = [], 0, 0
while n < len(arrivals):
    while chosen and n + 1 < len(arrivals) and arrivals[n + 1] <= free: n += 1
    chosen.append(n)
    free = max(free, arrivals[n]) + work
    n += 1
## since it arrived|waited|arrival plus work|begins
chosen, free, n = [], 0, 0
while n < len(arrivals):
    while chosen and n + 1 < len(arrivals) and arrivals[n + 1] <= free: n += 1
    chosen.append(n)
    free = arrivals[n] + work
    n += 1
return chosen
## wait for|has not arrived|add up|clock
chosen, free, n = [], 0, 0
while n < len(arrivals):
    while chosen and n + 1 < len(arrivals) and arrivals[n + 1] <= free: n += 1
    chosen.append(n)
    free = free + work
    n += 1
return chosen
## twice
chosen, free = [], None
for _ in arrivals:
    if free is None: n = 0
    else: n = max(k for k in range(len(arrivals)) if arrivals[k] <= free)
    chosen.append(n)
    free = max(free or 0, arrivals[n]) + work
return chosen
## IndexError.*line
chosen, free, n = [0], arrivals[0] + work, 1
while n < len(arrivals):
    while n + 1 < len(arrivals) and arrivals[n + 1] <= free: n += 1
    chosen.append(n)
    free = max(free, arrivals[n]) + work
    n += 1
return chosen
## first frame is always|first
chosen, free, n = [], work, 0
while n < len(arrivals):
    while n + 1 < len(arrivals) and arrivals[n + 1] <= free: n += 1
    chosen.append(n)
    free = max(free, arrivals[n]) + work
    n += 1
return chosen
## endless|did not finish
chosen, free, n = [], 0, 0
while n < len(arrivals):
    chosen = [n]
    free = max(free, arrivals[n]) + work
return chosen
## endless|did not finish
chosen, free, n = [], 0, 0
while n < len(arrivals):
    if arrivals[n] <= free:
        chosen.append(n)
        free += work
        n += 1
return chosen
## how many|one number|list
chosen, free, n = 0, 0, 0
while n < len(arrivals):
    while chosen and n + 1 < len(arrivals) and arrivals[n + 1] <= free: n += 1
    chosen += 1
    free = max(free, arrivals[n]) + work
    n += 1
return chosen
## passed in has changed
chosen, free, n = [], 0, 0
total = len(arrivals)
while arrivals:
    while chosen and len(arrivals) > 1 and arrivals[1] <= free:
        arrivals.pop(0)
        n += 1
    chosen.append(n)
    free = max(free, arrivals.pop(0)) + work
    n += 1
return chosen
## `print` shows
chosen, free, n = [], 0, 0
while n < len(arrivals):
    while chosen and n + 1 < len(arrivals) and arrivals[n + 1] <= free: n += 1
    print(n)
    free = max(free, arrivals[n]) + work
    n += 1
## generator
def newest_wins(arrivals, work):
    free, n, some = 0, 0, False
    while n < len(arrivals):
        while some and n + 1 < len(arrivals) and arrivals[n + 1] <= free: n += 1
        yield n
        some = True
        free = max(free, arrivals[n]) + work
        n += 1
## only the first|after the first|return.*loop
chosen, free, n = [], 0, 0
while n < len(arrivals):
    while chosen and n + 1 < len(arrivals) and arrivals[n + 1] <= free: n += 1
    chosen.append(n)
    free = max(free, arrivals[n]) + work
    n += 1
    return chosen
return chosen
## only the last|newest of all|last frame
return [len(arrivals) - 1] if arrivals else []
## skips? (one|a single)|one frame only|at most one|if.*while
chosen, free, n = [], 0, 0
while n < len(arrivals):
    if chosen and n + 1 < len(arrivals) and arrivals[n + 1] <= free: n += 1
    chosen.append(n)
    free = max(free, arrivals[n]) + work
    n += 1
return chosen
## left out|that are not
chosen, free, n = [], 0, 0
while n < len(arrivals):
    while chosen and n + 1 < len(arrivals) and arrivals[n + 1] <= free: n += 1
    chosen.append(n)
    free = max(free, arrivals[n]) + work
    n += 1
return [n for n in range(len(arrivals)) if n not in chosen]
## last frame.*(missing|never)|never worked
chosen, free, n = [], 0, 0
while n < len(arrivals) - 1:
    while chosen and n + 1 < len(arrivals) and arrivals[n + 1] <= free: n += 1
    chosen.append(n)
    free = max(free, arrivals[n]) + work
    n += 1
return chosen
## one too (far|new)|not yet arrived|has not arrived
chosen, free, n = [], 0, 0
while n < len(arrivals):
    while chosen and n < len(arrivals) - 1 and arrivals[n] <= free: n += 1
    chosen.append(n)
    free = max(free, arrivals[n]) + work
    n += 1
return chosen
## number of frames|spaced|every
if not arrivals: return []
step = max(1, math.ceil(work / (arrivals[1] - arrivals[0]))) if len(arrivals) > 1 else 1
return list(range(0, len(arrivals), step))
## on a frame ends
free, n, out = 0, 0, []
while n < len(arrivals):
    while n + 1 < len(arrivals) and arrivals[n + 1] <= free:
        n += 1
    free = max(free, arrivals[n]) + work
    out.append(free)
    n += 1
return out
## whole steps
free, out = 0, []
while True:
    ready = [n for n, t in enumerate(arrivals) if t <= free and (not out or n > out[-1])]
    if ready:
        out.append(ready[-1])
        free += work
    elif out and out[-1] == len(arrivals) - 1 or not len(arrivals):
        return out
    else:
        free += 1
## At most one waiting
free, n, out = 0, 0, []
while n < len(arrivals):
    free = max(free, arrivals[n]) + work
    out.append(n)
    k = n + 1
    while k + 1 < len(arrivals) and arrivals[k + 1] < free and arrivals[k] < free:
        k += 1
        break
    n = k
return out
## again where no new
out, free = [0], arrivals[0] + work
while out[-1] < len(arrivals) - 1 and len(out) < 3 * len(arrivals):
    n = max(i for i, t in enumerate(arrivals) if t <= free)
    out.append(n)
    free += work
return out
## time enough
out = []
for n in range(len(arrivals) - 1):
    if arrivals[n + 1] - arrivals[n] >= work:
        out.append(n)
out.append(len(arrivals) - 1)
return out
## left waiting
out, free = [], None
for n, t in enumerate(arrivals):
    last = n == len(arrivals) - 1
    if free is None or (free <= t) or (not last and arrivals[n + 1] > free):
        out.append(n)
        free = max(free or 0, t) + work
return out
## number \\+ 2
free, n, out = 0, 0, []
while n < len(arrivals):
    while n + 1 < len(arrivals) and arrivals[n + 1] <= free:
        n += 1
    free = max(free, arrivals[n]) + work
    out.append(n)
    n += 2
return out
## looks ahead
n, out = 0, []
while n < len(arrivals):
    free = arrivals[n] + work
    while n + 1 < len(arrivals) and arrivals[n + 1] < free:
        n += 1
    out.append(n)
    n += 1
return out
""",
    right="""
##
chosen, free, number = [], 0, 0
while number < len(arrivals):
    while chosen and number + 1 < len(arrivals) and arrivals[number + 1] <= free:
        number += 1
    chosen.append(number)
    free = max(free, arrivals[number]) + work
    number += 1
return chosen
##
import bisect
chosen, last, free = [], -1, float("-inf")
while last < len(arrivals) - 1:
    newest = bisect.bisect_right(arrivals, free) - 1
    last = max(newest, last + 1)
    free = max(free, arrivals[last]) + work
    chosen.append(last)
return np.array(chosen, dtype=int)
##
if len(arrivals) == 0:
    return ()
picked = [0]
done = arrivals[0] + work
while True:
    waiting = [n for n in range(picked[-1] + 1, len(arrivals)) if arrivals[n] <= done]
    if waiting:
        pick, start = waiting[-1], done
    elif picked[-1] + 1 < len(arrivals):
        pick = picked[-1] + 1
        start = arrivals[pick]
    else:
        return tuple(picked)
    picked.append(pick)
    done = start + work
##
def go(last, free):
    later = range(last + 1, len(arrivals))
    if not later:
        return []
    here = [n for n in later if arrivals[n] <= free]
    pick = here[-1] if here else later[0]
    return [np.int64(pick)] + go(pick, max(free, arrivals[pick]) + work)
return go(-1, -math.inf)
""",
)
