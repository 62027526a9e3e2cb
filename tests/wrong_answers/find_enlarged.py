"""Answers to an exercise of lesson 06."""

from . import exercise

find_enlarged = exercise(
    "find_enlarged",
    "image, detect, scale",
    wrong="""
## photo as it is
return detect(image)
## photo as it is
large = cv2.resize(image, None, fx=scale, fy=scale)
return [Box(*(round(e / scale) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(image)]
## never called
large = cv2.resize(image, None, fx=scale, fy=scale)
return []
## dividing by the scale|in the enlarged picture
return detect(cv2.resize(image, None, fx=scale, fy=scale))
## multiplied
large = cv2.resize(image, None, fx=scale, fy=scale)
return [Box(*(round(e * scale) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(large)]
## \\(width, height\\)
h, w = image.shape[:2]
large = cv2.resize(image, (round(h * scale), round(w * scale)))
return [Box(*(round(e / scale) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(large)]
## Use scale|fixed number|never uses
large = cv2.resize(image, None, fx=1.5, fy=1.5)
return [Box(*(round(e / 1.5) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(large)]
## Use scale|fixed number
large = cv2.resize(image, None, fx=scale, fy=scale)
return [Box(*(round(e / 2) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(large)]
## left, top, right, bottom in this order
large = cv2.resize(image, None, fx=scale, fy=scale)
return [Box(*(round(e / scale) for e in (b.top, b.left, b.bottom, b.right))) for b in detect(large)]
## all four edges
large = cv2.resize(image, None, fx=scale, fy=scale)
return [Box(round(b.left / scale), round(b.top / scale), b.right, b.bottom) for b in detect(large)]
## every box|first
large = cv2.resize(image, None, fx=scale, fy=scale)
b = detect(large)
b = b[:1]
return [Box(*(round(e / scale) for e in (c.left, c.top, c.right, c.bottom))) for c in b]
## every box|first
large = cv2.resize(image, None, fx=scale, fy=scale)
for b in detect(large):
    return [Box(*(round(e / scale) for e in (b.left, b.top, b.right, b.bottom)))]
return []
## one Box|tuple
large = cv2.resize(image, None, fx=scale, fy=scale)
return [tuple(round(e / scale) for e in (b.left, b.top, b.right, b.bottom)) for b in detect(large)]
## (round|whole numbers|TypeError|ValueError).*line
large = cv2.resize(image, None, fx=scale, fy=scale)
return [Box(b.left / scale, b.top / scale, b.right / scale, b.bottom / scale) for b in detect(large)]
## IndexError.*line
large = cv2.resize(image, None, fx=scale, fy=scale)
boxes = detect(large)
boxes[0]
return [Box(*(round(e / scale) for e in (b.left, b.top, b.right, b.bottom))) for b in boxes]
## returned None
large = cv2.resize(image, None, fx=scale, fy=scale)
boxes = [Box(*(round(e / scale) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(large)]
## smaller|shrunk
small = cv2.resize(image, None, fx=1 / scale, fy=1 / scale)
return [Box(*(round(e * scale) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(small)]
## photo as it is|cv2.resize returns
cv2.resize(image, None, fx=scale, fy=scale)
return [Box(*(round(e / scale) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(image)]
## generator
large = cv2.resize(image, None, fx=scale, fy=scale)
return (Box(*(round(e / scale) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(large))
## width and height as right|x, y, width
large = cv2.resize(image, None, fx=scale, fy=scale)
return [Box(*(round(e / scale) for e in (b.left, b.top, b.right - b.left, b.bottom - b.top))) for b in detect(large)]
## larger than the photo|takes the factors|twice
h, w = image.shape[:2]
large = cv2.resize(image, None, fx=w * scale / 100, fy=h * scale / 100)
return [Box(*(round(e / scale) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(large)]
## only along X|fx|fy
large = cv2.resize(image, None, fx=scale, fy=1)
return [Box(*(round(e / scale) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(large)]
## grey|channels
large = cv2.cvtColor(cv2.resize(image, None, fx=scale, fy=scale), cv2.COLOR_RGB2GRAY)
return [Box(*(round(e / scale) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(large)]
## regions|pixels|pictures
large = cv2.resize(image, None, fx=scale, fy=scale)
return [large[b.slices] for b in detect(large)]
## `print` shows
large = cv2.resize(image, None, fx=scale, fy=scale)
for b in detect(large):
    print([round(e / scale) for e in (b.left, b.top, b.right, b.bottom)])
## None where|returned None
large = cv2.resize(image, None, fx=scale, fy=scale)
boxes = detect(large)
if boxes:
    return [Box(*(round(e / scale) for e in (b.left, b.top, b.right, b.bottom))) for b in boxes]
## ValueError.*nobody|nobody.*ValueError|no face
large = cv2.resize(image, None, fx=scale, fy=scale)
boxes = detect(large)
if not boxes:
    raise ValueError("no face found")
return [Box(*(round(e / scale) for e in (b.left, b.top, b.right, b.bottom))) for b in boxes]
## passed in has changed
image[:] = image // 2 * 2
large = cv2.resize(image, None, fx=scale, fy=scale)
return [Box(*(round(e / scale) for e in (b.left, b.top, b.right, b.bottom))) for b in detect(large)]
## cut to a whole number
big = cv2.resize(image, None, fx=int(scale), fy=int(scale))
return [Box(round(b.left / int(scale)), round(b.top / int(scale)), round(b.right / int(scale)), round(b.bottom / int(scale))) for b in detect(big)]
## way back takes a whole number
big = cv2.resize(image, None, fx=scale, fy=scale)
s = round(scale)
return [Box(round(b.left / s), round(b.top / s), round(b.right / s), round(b.bottom / s)) for b in detect(big)]
## sides are mixed up
big = cv2.resize(image, None, fx=scale, fy=scale)
k = big.shape[0] / image.shape[1]
return [Box(round(b.left / k), round(b.top / k), round(b.right / k), round(b.bottom / k)) for b in detect(big)]
## scale plus 1
big = cv2.resize(image, None, fx=1 + scale, fy=1 + scale)
return [Box(round(b.left / (1 + scale)), round(b.top / (1 + scale)), round(b.right / (1 + scale)), round(b.bottom / (1 + scale))) for b in detect(big)]
""",
    right="""
##
picture = cv2.resize(image, None, fx=scale, fy=scale)
boxes = []
for box in detect(picture):
    edges = (box.left, box.top, box.right, box.bottom)
    boxes.append(Box(*(round(edge / scale) for edge in edges)))
return boxes
##
h, w = image.shape[:2]
large = cv2.resize(image, (int(w * scale), int(h * scale)), interpolation=cv2.INTER_NEAREST)
return [Box(int(round(b.left / scale)), int(round(b.top / scale)), int(round(b.right / scale)),
            int(round(b.bottom / scale))) for b in detect(large)]
##
large = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
found = detect(large)
out = []
for i in range(len(found)):
    l, t, r, b = np.rint(np.array([found[i].left, found[i].top, found[i].right, found[i].bottom]) / scale).astype(int)
    out.append(Box(int(l), int(t), int(r), int(b)))
return out
##
large = np.asarray(Image.fromarray(image).resize((round(image.shape[1] * scale), round(image.shape[0] * scale))))
return tuple(Box(math.floor(b.left / scale), math.floor(b.top / scale), math.ceil(b.right / scale),
                 math.ceil(b.bottom / scale)) for b in detect(large))
""",
)
