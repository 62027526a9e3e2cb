"""Answers to an exercise of a deeper lesson of lesson 01."""

from . import exercise

box_iou = exercise(
    "box_iou",
    "a, b",
    wrong="""
## counted twice
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
total = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
return w * h / total if total else 0
## share nothing|negative
w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
return w * h / union if union else 0
## negative
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), min(a[3], b[3]) - max(a[1], b[1])
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
return w * h / union if union else 0
## negative
w, h = min(a[2], b[2]) - max(a[0], b[0]), max(0, min(a[3], b[3]) - max(a[1], b[1]))
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
return w * h / union if union else 0
## negative
w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
shared = max(0, w * h)
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
return shared / union if union else 0
## area of one|smaller
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
small = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
return w * h / small if small else 0
## area of one
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
first = (a[2] - a[0]) * (a[3] - a[1])
return w * h / first if first else 0
## no \\+ 1
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0]) + 1), max(0, min(a[3], b[3]) - max(a[1], b[1]) + 1)
areas = [(c[2] - c[0] + 1) * (c[3] - c[1] + 1) for c in (a, b)]
return w * h / (sum(areas) - w * h)
## shared area. Divide|not divided
return max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))
## ZeroDivisionError.*line
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)
## whole number|//|integer
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
return w * h // union if union else 0
## rounded
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
return round(w * h / union, 1) if union else 0
## percent|100
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
return 100 * w * h / union if union else 0
## smallest rectangle|around both|one box around
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
around = (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1]))
return w * h / around if around else 0
## upside down|inverted|over the shared
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
return union / (w * h) if w * h else 0
## min and max|larger of the two lefts
w, h = max(a[2], b[2]) - min(a[0], b[0]), max(a[3], b[3]) - min(a[1], b[1])
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
return w * h / union if union else 0
## x, y, width, height|as width
w = max(0, min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0]))
h = max(0, min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1]))
union = a[2] * a[3] + b[2] * b[3] - w * h
return w * h / union if union else 0
## `print` shows
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
print(w * h / union if union else 0)
## NaN|nan
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
return w * h / union if union else float("nan")
## returned None
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
if w == 0 or h == 0:
    return None
return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)
## AttributeError.*left
width = max(0, min(a.right, b.right) - max(a.left, b.left))
height = max(0, min(a.bottom, b.bottom) - max(a.top, b.top))
return width * height / (a.area + b.area - width * height)
## along X alone
w = max(0, min(a[2], b[2]) - max(a[0], b[0]))
together = (a[2] - a[0]) + (b[2] - b[0]) - w
return w / together if together else 0
## instead of one|more than|two empty boxes
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
return w * h / union if union else 1
## added|minus the shared|twice
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) + w * h
return w * h / union if union else 0
## brackets
w, h = max(0, min(a[2], b[2]) - max(a[0], b[0])), max(0, min(a[3], b[3]) - max(a[1], b[1]))
one, two = (a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1])
return w * h / one + two - w * h if one else 0
## area of a stands
w = max(0, min(a[2], b[2]) - max(a[0], b[0]))
h = max(0, min(a[3], b[3]) - max(a[1], b[1]))
area = (a[2] - a[0]) * (a[3] - a[1])
union = area + area - w * h
return w * h / union if union else 0
## no corner of a
inside = any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for x in (a[0], a[2]) for y in (a[1], a[3]))
if not inside:
    return 0
w = min(a[2], b[2]) - max(a[0], b[0])
h = min(a[3], b[3]) - max(a[1], b[1])
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
return w * h / union if union else 0
## same edge
if not (a[0] < b[0] < a[2] or b[0] < a[0] < b[2]) or not (a[1] < b[1] < a[3] or b[1] < a[1] < b[3]):
    return 0
w = min(a[2], b[2]) - max(a[0], b[0])
h = min(a[3], b[3]) - max(a[1], b[1])
return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)
## to the left of b
w = max(0, a[2] - b[0])
h = max(0, a[3] - b[1])
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
return w * h / union if union else 0
## no corner of b
if not any(a[0] <= x <= a[2] and a[1] <= y <= a[3] for x in (b[0], b[2]) for y in (b[1], b[3])): return 0
w = min(a[2], b[2]) - max(a[0], b[0])
h = min(a[3], b[3]) - max(a[1], b[1])
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
return w * h / union if union else 0
""",
    right="""
##
width = max(0, min(a[2], b[2]) - max(a[0], b[0]))
height = max(0, min(a[3], b[3]) - max(a[1], b[1]))
shared = width * height
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
return shared / union if union else 0.0
##
a, b = np.array(a), np.array(b)
size = np.maximum(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0)
shared = size.prod()
union = (a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - shared
return np.float64(shared / union) if union > 0 else np.float64(0)
##
return Box(*a).iou(Box(*b))
##
one = {(x, y) for x in range(a[0], a[2]) for y in range(a[1], a[3])}
two = {(x, y) for x in range(b[0], b[2]) for y in range(b[1], b[3])}
return len(one & two) / len(one | two) if one | two else 0
##
(l1, t1, r1, b1), (l2, t2, r2, b2) = a, b
if r1 <= l2 or r2 <= l1 or b1 <= t2 or b2 <= t1:
    return 0
shared = (min(r1, r2) - max(l1, l2)) * (min(b1, b2) - max(t1, t2))
return shared / ((r1 - l1) * (b1 - t1) + (r2 - l2) * (b2 - t2) - shared)
##
w, h = np.clip(min(a[2], b[2]) - max(a[0], b[0]), 0, None), np.clip(min(a[3], b[3]) - max(a[1], b[1]), 0, None)
try:
    return np.array(w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h + 1e-12))
except ZeroDivisionError:
    ...
##
a, b = np.array(a), np.array(b)
size = np.clip(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0, None)
inter = size.prod()
union = (a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - inter
return np.float32(inter / union) if union > 0 else np.float32(0)
##
a, b = np.array(a, np.float32), np.array(b, np.float32)
wh = np.maximum(0, np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]))
shared = wh[0] * wh[1]
both = np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - shared
return shared / both if both > 0 else 0.0
##
w = max(0, min(a[2], b[2]) - max(a[0], b[0]))
h = max(0, min(a[3], b[3]) - max(a[1], b[1]))
union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
return round(w * h / union, 6) if union else 0
##
w = max(0, min(a[2], b[2]) - max(a[0], b[0]))
h = max(0, min(a[3], b[3]) - max(a[1], b[1]))
return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h + 1e-6)
""",
)
