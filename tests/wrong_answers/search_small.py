"""Answers to an exercise of lesson 08."""

from . import exercise

search_small = exercise(
    "search_small",
    "frame, detect, side",
    wrong="""
## first box
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)), interpolation=cv2.INTER_AREA)
return [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(copy)[:1]]
## first box
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
for b in detect(cv2.resize(frame, (round(w * f), round(h * f)), interpolation=cv2.INTER_AREA)):
    return [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom)))]
return []
## pixels of the copy|as they came
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
return detect(cv2.resize(frame, (round(w * f), round(h * f))))
## multiplied
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return [Box(*(round(e * f) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(copy)]
## enlarged
h, w = frame.shape[:2]
f = side / max(h, w)
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(copy)]
## longer|width only|the width
h, w = frame.shape[:2]
f = min(1, side / w)
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(copy)]
## longer|height
h, w = frame.shape[:2]
f = min(1, side / h)
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(copy)]
## shorter
h, w = frame.shape[:2]
f = min(1, side / min(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(copy)]
## square|both sides
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (side, side))
return [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(copy)]
## \\(width, height\\)
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (round(h * f), round(w * f)))
return [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(copy)]
## never called
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return []
## frame itself|as it is
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(frame)]
## frame itself|as it is|never uses
return detect(frame)
## returned None
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
boxes = detect(cv2.resize(frame, (round(w * f), round(h * f))))
boxes = [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom))) for b in boxes]
## tuple
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return [(round(b.left / f), round(b.top / f), round(b.right / f), round(b.bottom / f)) for b in detect(copy)]
## (TypeError|ValueError).*line
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return [Box(b.left / f, b.top / f, b.right / f, b.bottom / f) for b in detect(copy)]
## all four|only left and top|right and bottom
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return [Box(round(b.left / f), round(b.top / f), round(b.left / f) + b.width, round(b.top / f) + b.height)
        for b in detect(copy)]
## in this order|order
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return [Box(*(round(e / f) for e in (b.top, b.left, b.bottom, b.right))) for b in detect(copy)]
## cut off|cropped|corner
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = frame[: round(h * f), : round(w * f)].copy()
return [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(copy)]
## by a whole number
h, w = frame.shape[:2]
step = max(1, round(max(h, w) / side))
return [Box(*(round(e * step) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(frame[::step, ::step])]
## never uses
copy = cv2.resize(frame, None, fx=0.5, fy=0.5)
return [Box(b.left * 2, b.top * 2, b.right * 2, b.bottom * 2) for b in detect(copy)]
## 2 \\*|fixed|factor
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return [Box(*(round(e * 2) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(copy)]
## generator
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return (Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(copy))
## `print` shows
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
print(detect(cv2.resize(frame, (round(w * f), round(h * f)))))
## by a whole number
h, w = frame.shape[:2]
f = max(1, max(h, w) // side)
copy = cv2.resize(frame, (w // f, h // f))
return [Box(b.left * f, b.top * f, b.right * f, b.bottom * f) for b in detect(copy)]
## passed in has changed|frame has changed
h, w = frame.shape[:2]
frame[:] = cv2.GaussianBlur(frame, (5, 5), 0) // 2
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(copy)]
## last box|last
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
result = []
for b in detect(cv2.resize(frame, (round(w * f), round(h * f)))):
    result = [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom)))]
return result
## first box
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
b = detect(cv2.resize(frame, (round(w * f), round(h * f))))[0]
return [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom)))]
## grey|channels
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.cvtColor(cv2.resize(frame, (round(w * f), round(h * f))), cv2.COLOR_RGB2GRAY)
return [Box(*(round(e / f) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(copy)]
## own factor for X and Y|both edges|X
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return [Box(round(b.left / f), b.top, round(b.right / f), b.bottom) for b in detect(copy)]
## A small frame is searched
h, w = frame.shape[:2]
if max(h, w) > side:
    f = side / max(h, w)
    copy = cv2.resize(frame, (round(w * f), round(h * f)))
    return [Box(round(b.left / f), round(b.top / f), round(b.right / f), round(b.bottom / f)) for b in detect(copy)]
## A small frame is searched
h, w = frame.shape[:2]
if max(h, w) <= side:
    return []
f = side / max(h, w)
copy = cv2.resize(frame, (round(w * f), round(h * f)))
return [Box(round(b.left / f), round(b.top / f), round(b.right / f), round(b.bottom / f)) for b in detect(copy)]
## whatever `side` is
copy = cv2.resize(frame, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
return [Box(2 * b.left, 2 * b.top, 2 * b.right, 2 * b.bottom) for b in detect(copy)]
## rounded to 1 decimal
h, w = frame.shape[:2]
f = min(1, round(side / max(h, w), 1))
copy = cv2.resize(frame, (round(w * f), round(h * f)), interpolation=cv2.INTER_AREA)
return [Box(round(b.left / f), round(b.top / f), round(b.right / f), round(b.bottom / f)) for b in detect(copy)]
## both divided by `side`
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)), interpolation=cv2.INTER_AREA)
return [Box(round(b.left * w / side), round(b.top * h / side), round(b.right * w / side), round(b.bottom * h / side)) for b in detect(copy)]
## never makes smaller
h, w = frame.shape[:2]
f = max(1, side / max(h, w))
copy = cv2.resize(frame, (round(w * f), round(h * f)), interpolation=cv2.INTER_AREA)
return [Box(round(b.left / f), round(b.top / f), round(b.right / f), round(b.bottom / f)) for b in detect(copy)]
## upside down
h, w = frame.shape[:2]
f = max(1, max(h, w) / side)
copy = cv2.resize(frame, (round(w * f), round(h * f)), interpolation=cv2.INTER_AREA)
return [Box(round(b.left / f), round(b.top / f), round(b.right / f), round(b.bottom / f)) for b in detect(copy)]
## cut out
copy = frame[:side, :side]
return detect(copy)
""",
    right="""
##
height, width = frame.shape[:2]
factor = min(1, side / max(height, width))
size = round(width * factor), round(height * factor)
copy = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
return [Box(*(round(edge / factor) for edge in (box.left, box.top, box.right, box.bottom))) for box in detect(copy)]
##
h, w = frame.shape[:2]
longer = max(h, w)
if longer <= side:
    return detect(frame)
copy = cv2.resize(frame, None, fx=side / longer, fy=side / longer)
result = []
for box in detect(copy):
    edges = np.rint(np.array([box.left, box.top, box.right, box.bottom]) * longer / side).astype(int)
    result.append(Box(*edges.tolist()))
return result
##
h, w = frame.shape[:2]
f = max(1.0, max(h, w) / side)
small = np.asarray(Image.fromarray(frame).resize((int(w / f + 0.5), int(h / f + 0.5))))
fx, fy = w / small.shape[1], h / small.shape[0]
return tuple(Box(math.floor(b.left * fx), math.floor(b.top * fy), math.ceil(b.right * fx), math.ceil(b.bottom * fy))
             for b in detect(small))
##
def back(box, k):
    return Box(int(round(box.left * k)), int(round(box.top * k)), int(round(box.right * k)), int(round(box.bottom * k)))
def search_small(picture, find, longest):
    k = max(picture.shape[:2]) / longest
    if k <= 1:
        return [back(box, 1) for box in find(picture.copy())]
    copy = cv2.resize(picture, (round(picture.shape[1] / k), round(picture.shape[0] / k)))
    return [back(box, k) for box in find(copy)]
##
h, w = frame.shape[:2]
if max(h, w) <= side:
    return detect(frame)
scale = side / max(h, w)
copy = cv2.resize(frame, (int(w * scale), int(h * scale)), interpolation=cv2.INTER_AREA)
return [Box(round(b.left / scale), round(b.top / scale), round(b.right / scale), round(b.bottom / scale)) for b in detect(copy)]
##
h, w = frame.shape[:2]
if max(h, w) <= side:
    return detect(frame)
size = (side, h * side // w) if w >= h else (w * side // h, side)
copy = cv2.resize(frame, size)
k = max(h, w) / side
return [Box(round(b.left * k), round(b.top * k), round(b.right * k), round(b.bottom * k)) for b in detect(copy)]
##
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (int(w * f), int(h * f)), interpolation=cv2.INTER_AREA)
ch, cw = copy.shape[:2]
return [Box(round(b.left / f), round(b.top / f), round(b.right / f), round(b.bottom / f)) for b in detect(copy)]
##
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (int(w * f), int(h * f)), interpolation=cv2.INTER_AREA)
ch, cw = copy.shape[:2]
return [Box(round(b.left * w / cw), round(b.top * h / ch), round(b.right * w / cw), round(b.bottom * h / ch)) for b in detect(copy)]
##
h, w = frame.shape[:2]
f = min(1, side / max(h, w))
copy = cv2.resize(frame, (math.ceil(w * f), math.ceil(h * f)), interpolation=cv2.INTER_AREA)
ch, cw = copy.shape[:2]
return [Box(round(b.left / f), round(b.top / f), round(b.right / f), round(b.bottom / f)) for b in detect(copy)]
""",
)
