"""Answers to an exercise of lesson 01."""

from . import exercise

precision_recall = exercise(
    "precision_recall",
    "reported, true",
    wrong="""
## swapped
pairs, missed, false_alarms = match_boxes(reported, true)
p = len(pairs) / len(reported) if reported else float("nan")
r = len(pairs) / len(true) if true else float("nan")
return r, p
## ZeroDivisionError.*line
pairs, missed, false_alarms = match_boxes(reported, true)
return len(pairs) / (len(pairs) + len(false_alarms)), len(pairs) / (len(pairs) + len(missed))
## 0 where NaN|NaN
pairs, missed, false_alarms = match_boxes(reported, true)
p = len(pairs) / len(reported) if reported else 0
r = len(pairs) / len(true) if true else 0
return p, r
## 1 where NaN|NaN
pairs, missed, false_alarms = match_boxes(reported, true)
p = len(pairs) / len(reported) if reported else 1.0
r = len(pairs) / len(true) if true else 1.0
return p, r
## percent|between 0 and 1
pairs, missed, false_alarms = match_boxes(reported, true)
p = 100 * len(pairs) / len(reported) if reported else float("nan")
r = 100 * len(pairs) / len(true) if true else float("nan")
return p, r
## never stand in one
pairs, missed, false_alarms = match_boxes(reported, true)
together = len(pairs) + len(missed) + len(false_alarms)
p = len(pairs) / together if together else float("nan")
return p, p
## missed.*false alarms|mixed up
pairs, missed, false_alarms = match_boxes(reported, true)
boxes, faces = len(pairs) + len(missed), len(pairs) + len(false_alarms)
return (len(pairs) / boxes if boxes else float("nan")), (len(pairs) / faces if faces else float("nan"))
## two numbers
pairs, missed, false_alarms = match_boxes(reported, true)
return len(pairs) / len(reported) if reported else float("nan")
## list|len
pairs, missed, false_alarms = match_boxes(reported, true)
return pairs, missed
## counts|divide
pairs, missed, false_alarms = match_boxes(reported, true)
return len(pairs), len(missed)
## false alarms over|wrong share
pairs, missed, false_alarms = match_boxes(reported, true)
p = len(false_alarms) / len(reported) if reported else float("nan")
r = len(missed) / len(true) if true else float("nan")
return p, r
## text|str
pairs, missed, false_alarms = match_boxes(reported, true)
p = len(pairs) / len(reported) if reported else "nan"
r = len(pairs) / len(true) if true else "nan"
return p, r
## None where
pairs, missed, false_alarms = match_boxes(reported, true)
p = len(pairs) / len(reported) if reported else None
r = len(pairs) / len(true) if true else None
return p, r
## face can be found only once|once
hits = sum(any(r.iou(t) > 0.5 for t in true) for r in reported)
p = hits / len(reported) if reported else float("nan")
return p, (hits / len(true) if true else float("nan"))
## whole|//
pairs, missed, false_alarms = match_boxes(reported, true)
p = len(pairs) // len(reported) if reported else float("nan")
r = len(pairs) // len(true) if true else float("nan")
return p, r
## `print` shows
pairs, missed, false_alarms = match_boxes(reported, true)
print(len(pairs) / len(reported) if reported else 0, len(pairs) / len(true) if true else 0)
## false alarms to the found|hits to
pairs, missed, false_alarms = match_boxes(reported, true)
p = len(pairs) / len(false_alarms) if false_alarms else float("nan")
r = len(pairs) / len(missed) if missed else float("nan")
return p, r
## returned None
pairs, missed, false_alarms = match_boxes(reported, true)
precision = len(pairs) / (len(pairs) + len(false_alarms) or 1)
recall = len(pairs) / (len(pairs) + len(missed) or 1)
## counted twice|twice
pairs, missed, false_alarms = match_boxes(reported, true)
p = 2 * len(pairs) / (2 * len(pairs) + len(false_alarms)) if reported else float("nan")
r = 2 * len(pairs) / (2 * len(pairs) + len(missed)) if true else float("nan")
return p, r
## arguments.*match_boxes|swapped
pairs, missed, false_alarms = match_boxes(true, reported)
p = len(pairs) / (len(pairs) + len(false_alarms)) if pairs or false_alarms else float("nan")
r = len(pairs) / (len(pairs) + len(missed)) if pairs or missed else float("nan")
return p, r
## recall is NaN|no face.*NaN|0 where NaN
pairs, missed, false_alarms = match_boxes(reported, true)
if not reported or not true:
    return 0, 0
return len(pairs) / len(reported), len(pairs) / len(true)
## rounded
pairs, missed, false_alarms = match_boxes(reported, true)
p = round(len(pairs) / len(reported), 1) if reported else float("nan")
r = round(len(pairs) / len(true), 1) if true else float("nan")
return p, r
## passed in has changed
nan = float("nan")
hits, n, m = 0, len(reported), len(true)
for box in list(reported):
    for face in true:
        if box.iou(face) > 0.5:
            true.remove(face)
            hits += 1
            break
return (hits / n if n else nan), (hits / m if m else nan)
## Return two numbers
pairs, missed, false_alarms = match_boxes(reported, true)
return {"precision": len(pairs) / max(1, len(reported)), "recall": len(pairs) / max(1, len(true))}
## one of the two lists
pairs, missed, false_alarms = match_boxes(reported, true)
try:
    return len(pairs) / len(reported), len(pairs) / len(true)
except ZeroDivisionError:
    return float("nan"), float("nan")
## no true face. Ask
pairs, missed, false_alarms = match_boxes(reported, true)
if not true:
    return float("nan"), float("nan")
return (len(pairs) / len(reported) if reported else float("nan")), len(pairs) / len(true)
## Recall was returned twice
pairs, missed, false_alarms = match_boxes(reported, true)
if not true:
    return float("nan"), float("nan")
return len(pairs) / len(true), 1 - len(missed) / len(true)
## asked whether they are equal
right = [box for box in reported if box in true]
precision = len(right) / len(reported) if reported else float("nan")
recall = len(right) / len(true) if true else float("nan")
return precision, recall
## faces alone are due
pairs, missed, false_alarms = match_boxes(reported, true)
precision = len(pairs) / len(reported) if reported else float("nan")
recall = len(pairs) / (len(reported) + len(missed)) if reported or missed else float("nan")
return precision, recall
## no face was missed
pairs, missed, false_alarms = match_boxes(reported, true)
precision = len(pairs) / (len(pairs) + len(false_alarms)) if pairs or false_alarms else float("nan")
recall = len(pairs) / (len(pairs) + len(missed)) if missed else float("nan")
return precision, recall
""",
    right="""
##
pairs, missed, false_alarms = match_boxes(reported, true)
boxes, people = len(pairs) + len(false_alarms), len(pairs) + len(missed)
precision = len(pairs) / boxes if boxes else float("nan")
recall = len(pairs) / people if people else float("nan")
return precision, recall
##
found = match_boxes(reported, true)
return found.precision, found.recall
##
hits = len(match_boxes(reported, true)[0])
with np.errstate(all="ignore"):
    return np.array([hits]) / np.array([len(reported), len(true)])
##
pairs, missed, false_alarms = match_boxes(reported, true)
try:
    precision = len(pairs) / len(reported)
except ZeroDivisionError:
    precision = math.nan
try:
    recall = len(pairs) / len(true)
except ZeroDivisionError:
    recall = np.nan
return [precision, recall]
##
def share(part, rest):
    total = len(part) + len(rest)
    if total == 0:
        return np.float64("nan")
    return np.float64(len(part) / total)
def precision_recall(found, faces):
    result = match_boxes(found, faces)
    return share(result.pairs, result.false_alarms), share(result.pairs, result.missed)
##
p, m, f = (np.float32(len(x)) for x in match_boxes(reported, true))
with np.errstate(all="ignore"):
    return p / (p + f), p / (p + m)
""",
)
