"""Answers to an exercise of lesson 07."""

from . import exercise

widest = exercise(
    "widest",
    "values, reach",
    wrong="""
## \\+ 1|exclusive
return [max(values[max(0, n - reach) : n + reach] or [values[n]]) for n in range(len(values))]
## counts from the end|max\\(0
return [max(values[n - reach : n + reach + 1] or [0]) for n in range(len(values))]
## smallest|min
return [min(values[max(0, n - reach) : n + reach + 1]) for n in range(len(values))]
## mean
return [sum(values[max(0, n - reach) : n + reach + 1]) / len(values[max(0, n - reach) : n + reach + 1])
        for n in range(len(values))]
## only the neighbours before|one side|both sides
return [max(values[max(0, n - reach) : n + 1]) for n in range(len(values))]
## one side|both sides|after
return [max(values[n : n + reach + 1]) for n in range(len(values))]
## fewer|left out|One number for each
return [max(values[n - reach : n + reach + 1]) for n in range(reach, len(values) - reach)]
## returned None
result = []
for n in range(len(values)):
    result.append(max(values[max(0, n - reach) : n + reach + 1]))
## whole list|One number for each|one number
return max(values)
## whole list|never uses
return [max(values)] * len(values)
## value itself
return [max(values[max(0, n - reach) : n] + values[n + 1 : n + reach + 1] or [values[n]]) for n in range(len(values))]
## never uses|reach 1
return [max(values[max(0, n - 1) : n + 2]) for n in range(len(values))]
## written into the list
for n in range(len(values)):
    values[n] = max(values[max(0, n - reach) : n + reach + 1])
return values
## already|written|spread
values = list(values)
for n in range(len(values)):
    values[n] = max(values[max(0, n - reach) : n + reach + 1])
return values
## places|index|number of the largest
return [max(range(max(0, n - reach), min(len(values), n + reach + 1)), key=values.__getitem__) for n in range(len(values))]
## IndexError.*line
return [max(values[n + k] for k in range(-reach, reach + 1)) for n in range(len(values))]
## as they were
return list(values)
## after the first|return.*loop
result = []
for n in range(len(values)):
    result.append(max(values[max(0, n - reach) : n + reach + 1]))
    return result
return result
## `print` shows
for n in range(len(values)):
    print(max(values[max(0, n - reach) : n + reach + 1]))
## generator
return (max(values[max(0, n - reach) : n + reach + 1]) for n in range(len(values)))
## too far|2 \\* reach|twice
return [max(values[max(0, n - 2 * reach) : n + 2 * reach + 1]) for n in range(len(values))]
## one (neighbour )?too far|too far
return [max(values[max(0, n - reach - 1) : n + reach + 2]) for n in range(len(values))]
## list for each|neighbourhood|max
return [values[max(0, n - reach) : n + reach + 1] for n in range(len(values))]
## in all|half|reach // 2
return [max(values[max(0, n - reach // 2) : n + reach // 2 + 1]) for n in range(len(values))]
## last value|sorted|in place
return [sorted(values)[min(len(values) - 1, n + reach)] for n in range(len(values))]
## 0.*negative|below zero|starts at 0
result = []
for n in range(len(values)):
    largest = 0
    for k in range(max(0, n - reach), min(len(values), n + reach + 1)):
        if values[k] > largest: largest = values[k]
    result.append(largest)
return result
## last of the neighbourhood|far end|only the ends|values between
return [max(values[max(0, n - reach)], values[n], values[min(len(values) - 1, n + reach)]) for n in range(len(values))]
## sum
return [sum(values[max(0, n - reach) : n + reach + 1]) for n in range(len(values))]
## ValueError.*line|empty
return [max(values[n - reach : n]) for n in range(len(values))]
## np.roll
values = np.array(values)
return np.max([np.roll(values, k) for k in range(-reach, reach + 1)], axis=0)
## left as they are
out = list(values)
for i in range(reach, len(values) - reach):
    out[i] = max(values[i - reach:i + reach + 1])
return out
## padding
padded = [0] * reach + list(values) + [0] * reach
return [max(padded[i:i + 2 * reach + 1]) for i in range(len(values))]
## absolute
return [max(values[max(0, i - reach):i + reach + 1], key=abs) for i in range(len(values))]
""",
    right="""
##
result = []
for number in range(len(values)):
    result.append(max(values[max(0, number - reach) : number + reach + 1]))
return result
##
out = np.array(values)
for step in range(1, reach + 1):
    out[step:] = np.maximum(out[step:], np.array(values)[:-step])
    out[:-step] = np.maximum(out[:-step], np.array(values)[step:])
return out
##
padded = [-math.inf] * reach + list(values) + [-math.inf] * reach
return [max(padded[n : n + 2 * reach + 1]) for n in range(len(values))]
##
return tuple(max(v for k, v in enumerate(values) if abs(k - n) <= reach) for n in range(len(values)))
##
padded = np.pad(np.array(values, float), reach, constant_values=-np.inf)
return sliding_window_view(padded, 2 * reach + 1).max(axis=1)
##
result = []
for n, value in enumerate(values):
    biggest = value
    for k in range(n - reach, n + reach + 1):
        if 0 <= k < len(values) and values[k] > biggest:
            biggest = values[k]
    result.append(np.int64(biggest) if isinstance(biggest, int) else biggest)
return result
""",
)
