"""Answers to an exercise of lesson 07."""

from . import exercise

hold_boxes = exercise(
    "hold_boxes",
    "boxes, longest",
    wrong="""
## for ever|never uses
result, last = [], None
for box in boxes:
    last = box or last
    result.append(last)
return result
## as given|nothing was held|never uses
return list(boxes)
## one frame too (short|early)|<=
result, last, since = [], None, None
for n, box in enumerate(boxes):
    if box is not None: last, since = box, n
    result.append(last if last is not None and n - since < longest else None)
return result
## one frame too (long|late)
result, last, since = [], None, None
for n, box in enumerate(boxes):
    if box is not None: last, since = box, n
    result.append(last if last is not None and n - since <= longest + 1 else None)
return result
## TypeError
result, last, since = [], None, None
for n, box in enumerate(boxes):
    if box is not None: last, since = box, n
    result.append(last if n - since <= longest else None)
return result
## starts the count again|never set back|sightings?
result, last, held = [], None, 0
for box in boxes:
    if box is not None:
        last = box
        result.append(box)
    elif last is not None and held < longest:
        held += 1
        result.append(last)
    else:
        result.append(None)
return result
## first sighting|first box
result, first, since = [], None, None
for n, box in enumerate(boxes):
    if box is not None and first is None: first, since = box, n
    result.append(box if box is not None else first if first is not None and n - since <= longest else None)
return result
## passed in has changed
last, since = None, None
for n, box in enumerate(boxes):
    if box is not None: last, since = box, n
    elif last is not None and n - since <= longest: boxes[n] = last
return boxes
## returned None
result, last, since = [], None, None
for n, box in enumerate(boxes):
    if box is not None: last, since = box, n
    result.append(last if last is not None and n - since <= longest else None)
## left out|One entry for each
result, last, since = [], None, None
for n, box in enumerate(boxes):
    if box is not None: last, since = box, n
    if last is not None and n - since <= longest: result.append(last)
return result
## left out|None
return [box for box in boxes if box is not None]
## next box|from the future|later
result = list(boxes)
for n, box in enumerate(boxes):
    if box is None:
        for k in range(1, longest + 1):
            if n + k < len(boxes) and boxes[n + k] is not None:
                result[n] = boxes[n + k]
                break
return result
## both|back as well|before
result = list(boxes)
for n, box in enumerate(boxes):
    for k in range(1, longest + 1):
        if result[n] is None and n - k >= 0 and boxes[n - k] is not None: result[n] = boxes[n - k]
        if result[n] is None and n + k < len(boxes) and boxes[n + k] is not None: result[n] = boxes[n + k]
return result
## after the first|return.*loop
result, last, since = [], None, None
for n, box in enumerate(boxes):
    if box is not None: last, since = box, n
    result.append(last if last is not None and n - since <= longest else None)
    return result
return result
## held.*count|held box counts|for ever
result = []
for n, box in enumerate(boxes):
    if box is None and n and any(result[max(0, n - longest) : n]):
        box = [one for one in result[max(0, n - longest) : n] if one][-1]
    result.append(box)
return result
## only one|one frame
result, last = [], None
for n, box in enumerate(boxes):
    result.append(box if box is not None else boxes[n - 1] if n and longest else None)
return result
## last box of the list|negative|end of the list
result = []
for n, box in enumerate(boxes):
    if box is None:
        for k in range(1, longest + 1):
            if boxes[n - k] is not None:
                box = boxes[n - k]
                break
    result.append(box)
return result
## `print` shows
last, since = None, None
for n, box in enumerate(boxes):
    if box is not None: last, since = box, n
    print(last if last is not None and n - since <= longest else None)
## generator
def hold_boxes(boxes, longest):
    last, since = None, None
    for n, box in enumerate(boxes):
        if box is not None: last, since = box, n
        yield last if last is not None and n - since <= longest else None
## Box.*where None|empty box|0, 0
result, last, since = [], None, None
for n, box in enumerate(boxes):
    if box is not None: last, since = box, n
    result.append(last if last is not None and n - since <= longest else Box(0, 0, 0, 0))
return result
## newer box|old box|seen.*replaced
result, last, since = [], None, None
for n, box in enumerate(boxes):
    if box is not None and (last is None or n - since > longest): last, since = box, n
    result.append(last if last is not None and n - since <= longest else None)
return result
## seconds|fixed|never uses
result, last, since = [], None, None
for n, box in enumerate(boxes):
    if box is not None: last, since = box, n
    result.append(last if last is not None and n - since <= 2 else None)
return result
## number|bool|True
result, last, since = [], None, None
for n, box in enumerate(boxes):
    if box is not None: last, since = box, n
    result.append(last is not None and n - since <= longest)
return result
## endless|did not finish
result, n, last = [], 0, None
while n < len(boxes):
    result.append(last)
    if boxes[n] is not None:
        last = result[n] = boxes[n]
        n += 1
return result
## IndexError.*line
result = []
for n, box in enumerate(boxes):
    result.append(box if box is not None else result[n])
return result
## moment.*ends|gap.*longer|whole gap
result, n = list(boxes), 0
while n < len(boxes):
    if boxes[n] is None and n:
        end = n
        while end < len(boxes) and boxes[end] is None: end += 1
        if end - n <= longest: result[n:end] = [boxes[n - 1]] * (end - n)
        n = end
    else:
        n += 1
return result
## seen again later
out, last, when = list(boxes), None, None
for i, b in enumerate(boxes):
    if b is not None:
        last, when = b, i
    elif last is not None and i - when <= longest and any(n is not None for n in boxes[i:]):
        out[i] = last
return out
## exactly `longest` before
out = []
for i, b in enumerate(boxes):
    if b is None and i >= longest:
        b = boxes[i - longest]
    out.append(b)
return out
## the oldest was taken
out = []
for i, b in enumerate(boxes):
    if b is None:
        near = [n for n in boxes[max(0, i - longest):i] if n is not None]
        b = near[0] if near else None
    out.append(b)
return out
""",
    right="""
##
result, last, since = [], None, None
for number, box in enumerate(boxes):
    if box is not None:
        last, since = box, number
    result.append(last if last is not None and number - since <= longest else None)
return result
##
result, last, left = [], None, 0
for box in boxes:
    if box:
        last, left = box, longest
    elif left > 0:
        left -= 1
    else:
        last = None
    result.append(last)
return tuple(result)
##
def seen(n):
    for back in range(longest + 1):
        if n - back >= 0 and boxes[n - back] is not None:
            return boxes[n - back]
return [seen(n) for n in range(len(boxes))]
##
held = np.empty(len(boxes), object)
for n in range(len(boxes)):
    window = [box for box in boxes[max(0, n - longest) : n + 1] if box is not None]
    held[n] = window[-1] if window else None
return held
##
result = list(boxes)
for n in range(len(boxes)):
    if boxes[n] is not None:
        for k in range(n + 1, min(n + longest + 1, len(boxes))):
            result[k] = boxes[n] if boxes[k] is None else boxes[k]
return result
""",
)
