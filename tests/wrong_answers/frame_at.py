"""Answers to an exercise of lesson 07."""

from . import exercise

frame_at = exercise(
    "frame_at",
    "times, moment",
    wrong="""
## <=|very moment
shown = None
for number, time in enumerate(times):
    if time < moment: shown = number
return shown
## -1
import bisect
return bisect.bisect_right(times, moment) - 1
## None.*0|frame 0|returned 0
shown = 0
for number, time in enumerate(times):
    if time <= moment: shown = number
return shown
## next frame|later frame|not yet
for number, time in enumerate(times):
    if time >= moment: return number
return None
## nearest
if moment < times[0]: return None
return min(range(len(times)), key=lambda n: abs(times[n] - moment))
## rate|25
if moment < times[0]: return None
return min(int(moment * 25), len(times) - 1)
## rate|spaced
if moment < times[0]: return None
return min(int((moment - times[0]) / (times[1] - times[0])), len(times) - 1)
## time itself|number of the frame|place
shown = None
for time in times:
    if time <= moment: shown = time
return shown
## returned None
shown = None
for number, time in enumerate(times):
    if time <= moment: shown = number
## from 1|counted from 0
shown = None
for number, time in enumerate(times, 1):
    if time <= moment: shown = number
return shown
## first|return.*loop
for number, time in enumerate(times):
    if time <= moment: return number
return None
## last frame|after the last
for number, time in enumerate(times):
    if time > moment: return number - 1 if number else None
return None
## frame 0|frame number 0|0 counts as false
shown = None
for number, time in enumerate(times):
    if time <= moment: shown = number
return shown or None
## IndexError
number = 0
while times[number] <= moment:
    number += 1
return number - 1 if number else None
## ValueError|in the list|index
return times.index(moment)
## `print` shows
shown = None
for number, time in enumerate(times):
    if time <= moment: shown = number
print(shown)
## text|str|"None"
shown = "None"
for number, time in enumerate(times):
    if time <= moment: shown = number
return shown
## before.*ValueError|raise|ValueError
if moment < times[0]: raise ValueError("nothing is shown")
return sum(time <= moment for time in times) - 1
## last one|last frame always|never uses
return len(times) - 1
## how many|count|one too large
return sum(time <= moment for time in times) or None
## list
return [number for number, time in enumerate(times) if time <= moment]
## endless|did not finish
number = 0
while times[0] <= moment:
    number = 0
return number
## passed in has changed
shown = None
number = 0
while times and times[0] <= moment:
    times.pop(0)
    shown = number
    number += 1
return shown
## before all|first time|None
import bisect
return max(0, bisect.bisect_right(times, moment) - 1)
## bool|True
return any(time <= moment for time in times)
## bisect_left|very moment
import bisect
n = bisect.bisect_left(times, moment)
return n - 1 if n else None
## very moment; between
return times.index(moment) if moment in times else None
## very first time
import bisect
return bisect.bisect_right(times, moment) - 1 if moment > times[0] else None
""",
    right="""
##
shown = None
for number, time in enumerate(times):
    if time <= moment:
        shown = number
return shown
##
import bisect
count = bisect.bisect_right(times, moment)
return count - 1 if count else None
##
number = np.searchsorted(times, moment, side="right") - 1
return None if number < 0 else number
##
here = [n for n, t in enumerate(times) if t <= moment]
return max(here, default=None)
##
for number in reversed(range(len(times))):
    if times[number] <= moment:
        return number
##
if moment < times[0]:
    return None
return float((np.array(times) <= moment).sum() - 1)
""",
)
