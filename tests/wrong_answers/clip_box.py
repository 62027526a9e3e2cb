"""Answers to an exercise of lesson 02."""

from . import exercise

clip_box = exercise(
    "clip_box",
    "start_x, end_x, start_y, end_y, image",
    wrong="""
## starts only|ends
return max(start_x, 0), end_x, max(start_y, 0), end_y
## max\\(number, 0\\)|negative
return start_x, min(end_x, image.shape[1]), start_y, min(end_y, image.shape[0])
## limits X
w, h = image.shape[:2]
return min(max(start_x, 0), w), min(max(end_x, 0), w), min(max(start_y, 0), h), min(max(end_y, 0), h)
## end can be negative|wholly outside
h, w = image.shape[:2]
return max(start_x, 0), min(end_x, w), max(start_y, 0), min(end_y, h)
## exclusive
h, w = image.shape[:2]
return max(start_x, 0), min(end_x, w - 1), max(start_y, 0), min(end_y, h - 1)
## exclusive
h, w = image.shape[:2]
return np.clip(start_x, 0, w - 1), np.clip(end_x, 0, w - 1), np.clip(start_y, 0, h - 1), np.clip(end_y, 0, h - 1)
## image itself|the region|numbers
return image[max(0, start_y) : end_y, max(0, start_x) : end_x]
## returned None
h, w = image.shape[:2]
start_x, end_x, start_y, end_y = max(start_x, 0), min(end_x, w), max(start_y, 0), min(end_y, h)
## order is not|other order
h, w = image.shape[:2]
return min(max(start_x, 0), w), min(max(start_y, 0), h), min(max(end_x, 0), w), min(max(end_y, 0), h)
## limit alone|everything became|min and max
h, w = image.shape[:2]
return max(min(start_x, 0), w), max(min(end_x, 0), w), max(min(start_y, 0), h), max(min(end_y, 0), h)
## abs\\(\\)
h, w = image.shape[:2]
return min(abs(start_x), w), min(abs(end_x), w), min(abs(start_y), h), min(abs(end_y), h)
## starts.*both|start can be too large
h, w = image.shape[:2]
return max(start_x, 0), max(min(end_x, w), 0), max(start_y, 0), max(min(end_y, h), 0)
## ValueError.*line|raise
h, w = image.shape[:2]
if start_x < 0 or end_x > w or start_y < 0 or end_y > h:
    raise ValueError("outside")
return start_x, end_x, start_y, end_y
## unpack|ValueError.*line
h, w = image.shape
return min(max(start_x, 0), w), min(max(end_x, 0), w), min(max(start_y, 0), h), min(max(end_y, 0), h)
## as it was|nothing was cut|unchanged
return start_x, end_x, start_y, end_y
## counted from 0
h, w = image.shape[:2]
return min(max(start_x, 1), w), min(max(end_x, 1), w), min(max(start_y, 1), h), min(max(end_y, 1), h)
## moved|keeps its size
h, w = image.shape[:2]
if start_x < 0: end_x, start_x = end_x - start_x, 0
if start_y < 0: end_y, start_y = end_y - start_y, 0
if end_x > w: start_x, end_x = start_x - (end_x - w), w
if end_y > h: start_y, end_y = start_y - (end_y - h), h
return start_x, end_x, start_y, end_y
## X and not Y|along Y|start Y
h, w = image.shape[:2]
return min(max(start_x, 0), w), min(max(end_x, 0), w), start_y, end_y
## Y and not X|along X|start X
h, w = image.shape[:2]
return start_x, end_x, min(max(start_y, 0), h), min(max(end_y, 0), h)
## reads `photo`|never uses
h, w = photo.shape[:2]
return min(max(start_x, 0), w), min(max(end_x, 0), w), min(max(start_y, 0), h), min(max(end_y, 0), h)
## whole numbers
h, w = image.shape[:2]
return tuple(float(min(max(n, 0), m)) for n, m in ((start_x, w), (end_x, w), (start_y, h), (end_y, h)))
## 3 channels|image.shape\\[2\\]|shape\\[1:\\]
w, h = image.shape[1:]
return min(max(start_x, 0), w), min(max(end_x, 0), w), min(max(start_y, 0), h), min(max(end_y, 0), h)
## limit.*for both|width limits both|square
w = image.shape[1]
return tuple(min(max(n, 0), w) for n in (start_x, end_x, start_y, end_y))
## limit.*for both|height limits both
h = len(image)
return tuple(min(max(n, 0), h) for n in (start_x, end_x, start_y, end_y))
## None where|returned None
h, w = image.shape[:2]
if end_x <= 0 or start_x >= w:
    return None
return max(start_x, 0), min(end_x, w), max(start_y, 0), min(end_y, h)
## all four|0, 0, 0, 0|other side
h, w = image.shape[:2]
if end_x <= 0 or start_x >= w or end_y <= 0 or start_y >= h:
    return 0, 0, 0, 0
return max(start_x, 0), min(end_x, w), max(start_y, 0), min(end_y, h)
## One side was mended
height, width = image.shape[:2]
if start_x < 0:
    return 0, end_x, start_y, end_y
if end_x > width:
    return start_x, width, start_y, end_y
if start_y < 0:
    return start_x, end_x, 0, end_y
if end_y > height:
    return start_x, end_x, start_y, height
return start_x, end_x, start_y, end_y
## uint8 Hint: Return a tuple
height, width = image.shape[:2]
clip = lambda n, limit: min(max(n, 0), limit)
return image[clip(start_y, height):clip(end_y, height), clip(start_x, width):clip(end_x, width)]
## put in order
height, width = image.shape[:2]
start_x, end_x = sorted((max(start_x, 0), min(end_x, width)))
start_y, end_y = sorted((max(start_y, 0), min(end_y, height)))
return start_x, end_x, start_y, end_y
## both borders at once
h, w = image.shape[:2]
def one(a, b, n):
    if b < 0:
        return 0, 0
    elif a > n:
        return n, n
    elif a < 0:
        return 0, b
    elif b > n:
        return a, n
    return a, b
return *one(start_x, end_x, w), *one(start_y, end_y, h)
## without brackets inside.*start X, end X
h, w = image.shape[:2]
return (min(max(start_x, 0), w), min(max(end_x, 0), w)), (min(max(start_y, 0), h), min(max(end_y, 0), h))
## both borders at once
height, width = image.shape[:2]
if start_x < 0:
    start_x = 0
elif end_x > width:
    end_x = width
if start_y < 0:
    start_y = 0
elif end_y > height:
    end_y = height
return start_x, end_x, start_y, end_y
""",
    right="""
##
height, width = image.shape[:2]
def limit(number, largest):
    return min(max(number, 0), largest)
return limit(start_x, width), limit(end_x, width), limit(start_y, height), limit(end_y, height)
##
h, w = image.shape[:2]
return np.clip([start_x, end_x, start_y, end_y], 0, [w, w, h, h])
##
h, w = image.shape[:2]
return tuple(np.clip((start_x, end_x), 0, w)) + tuple(np.clip((start_y, end_y), 0, h))
##
box = Box(start_x, start_y, end_x, end_y).clip(image)
return [box.left, box.right, box.top, box.bottom]
##
h, w, _ = image.shape
if start_x < 0: start_x = 0
if start_x > w: start_x = w
if end_x < 0: end_x = 0
if end_x > w: end_x = w
if start_y < 0: start_y = 0
if start_y > h: start_y = h
if end_y < 0: end_y = 0
if end_y > h: end_y = h
return start_x, end_x, start_y, end_y
##
return (*sorted((0, start_x, image.shape[1]))[1:2], sorted((0, end_x, image.shape[1]))[1],
        sorted((0, start_y, image.shape[0]))[1], sorted((0, end_y, image.shape[0]))[1])
""",
)
