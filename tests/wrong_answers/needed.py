"""Answers to the exercise of the deeper lesson on what a video file holds."""

from . import exercise

needed = exercise(
    "needed",
    "kinds, number",
    wrong="""
## all frames from the I on
first = number
while kinds[first] != "I":
    first -= 1
last = number
if kinds[number] == "B":
    while kinds[last] == "B":
        last += 1
return list(range(first, last + 1))
## after it as well
first = number
while kinds[first] != "I":
    first -= 1
return list(range(first, number + 1))
## back to the first frame
chosen = [n for n in range(number) if kinds[n] != "B"] + [number]
if kinds[number] == "B":
    chosen.append(next(n for n in range(number, len(kinds)) if kinds[n] != "B"))
return chosen
## back to the first frame
return list(range(number + 1))
## after it as well
chosen = [number]
while kinds[chosen[0]] != "I":
    n = chosen[0] - 1
    while kinds[n] == "B":
        n -= 1
    chosen.insert(0, n)
return chosen
## itself
chosen, n = [], number
if kinds[number] == "B":
    chosen.append(next(n for n in range(number, len(kinds)) if kinds[n] != "B"))
while kinds[n] != "I":
    n -= 1
    if kinds[n] != "B":
        chosen.append(n)
return sorted(chosen)
## go on until an I
if kinds[number] == "I":
    return [number]
before = number - 1
while kinds[before] == "B":
    before -= 1
if kinds[number] == "P":
    return [before, number]
after = number + 1
while kinds[after] == "B":
    after += 1
return [before, number, after]
## each made from the one before
key = max(n for n in range(number + 1) if kinds[n] == "I")
return sorted({key, number})
## beside it
if kinds[number] == "I":
    return [number]
if kinds[number] == "P":
    return [number - 1, number]
return [number - 1, number, number + 1]
## next I \\*or P
chosen, n = [number], number
if kinds[number] == "B":
    chosen += [n for n in range(number, len(kinds)) if kinds[n] == "I"][:1]
while kinds[n] != "I":
    n -= 1
    if kinds[n] != "B":
        chosen.append(n)
return sorted(chosen)
## I or\\* P
chosen, n = [number], number
if kinds[number] == "B":
    chosen += [n for n in range(number, len(kinds)) if kinds[n] == "P"][:1]
while kinds[n] != "I":
    n -= 1
    if kinds[n] != "B":
        chosen.append(n)
return sorted(chosen)
## Only a B
if kinds[number] == "I":
    return [number]
chosen, n = [number], number
chosen += [n for n in range(number + 1, len(kinds)) if kinds[n] != "B"][:1]
while kinds[n] != "I":
    n -= 1
    if kinds[n] != "B":
        chosen.append(n)
return sorted(chosen)
## what is it made from|never uses
return [number]
## counted from 1
chosen, n = [number + 1], number
if kinds[number] == "B":
    chosen.append(next(n for n in range(number, len(kinds)) if kinds[n] != "B") + 1)
while kinds[n] != "I":
    n -= 1
    if kinds[n] != "B":
        chosen.append(n + 1)
return sorted(chosen)
## sorted
chosen, n = [number], number
if kinds[number] == "B":
    chosen.insert(0, next(n for n in range(number, len(kinds)) if kinds[n] != "B"))
while kinds[n] != "I":
    n -= 1
    if kinds[n] != "B":
        chosen.append(n)
return chosen
## how many
count, n = 1 + (kinds[number] == "B"), number
while kinds[n] != "I":
    n -= 1
    count += kinds[n] != "B"
return count
## kinds of the frames
chosen, n = [number], number
if kinds[number] == "B":
    chosen.append(next(n for n in range(number, len(kinds)) if kinds[n] != "B"))
while kinds[n] != "I":
    n -= 1
    if kinds[n] != "B":
        chosen.append(n)
return [kinds[n] for n in sorted(chosen)]
## where decoding begins
while kinds[number] != "I":
    number -= 1
return number
## returned None
chosen, n = [number], number
while kinds[n] != "I":
    n -= 1
    if kinds[n] != "B":
        chosen.append(n)
## `print` shows
print([number])
## a set
chosen, n = {number}, number
if kinds[number] == "B":
    chosen.add(next(n for n in range(number, len(kinds)) if kinds[n] != "B"))
while kinds[n] != "I":
    n -= 1
    if kinds[n] != "B":
        chosen.add(n)
return chosen
## IndexError.*line
after = number + 1
while kinds[after] == "B":
    after += 1
return [number, kinds[after + 40]]
""",
    right="""
##
chosen, n = [number], number
if kinds[number] == "B":
    chosen.append(next(n for n in range(number, len(kinds)) if kinds[n] != "B"))
while kinds[n] != "I":
    n -= 1
    if kinds[n] != "B":
        chosen.append(n)
return sorted(chosen)
##
key = max(n for n in range(number + 1) if kinds[n] == "I")
chosen = [n for n in range(key, number) if kinds[n] in "IP"] + [number]
if kinds[number] == "B":
    after = number + 1
    while kinds[after] == "B":
        after += 1
    chosen.append(after)
return chosen
##
kinds = np.array(kinds)
anchors = np.flatnonzero(kinds != "B")
key = np.flatnonzero(kinds[: number + 1] == "I")[-1]
before = anchors[(anchors >= key) & (anchors < number)]
after = anchors[anchors > number][:1] if kinds[number] == "B" else []
return [*before, number, *after]
##
def row(n):
    if kinds[n] == "I":
        return [n]
    before = max(k for k in range(n) if kinds[k] != "B")
    return row(before) + [n]

if kinds[number] != "B":
    return row(number)
return row(number) + [min(k for k in range(number, len(kinds)) if kinds[k] != "B")]
""",
)
