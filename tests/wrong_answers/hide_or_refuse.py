"""Answers to an exercise of lesson 06."""

from . import exercise

hide_or_refuse = exercise(
    "hide_or_refuse",
    "image, detect, hide",
    wrong="""
## a success
result = image.copy()
for box in detect(image):
    result[box.slices] = hide(result[box.slices])
return result
## returned None
boxes = detect(image)
if not boxes:
    return None
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
## printed line
boxes = detect(image)
if not boxes:
    print("no face found")
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
## first face
boxes = detect(image)
if not boxes: raise ValueError("no face")
result = image.copy()
box = boxes[0]
result[box.slices] = hide(result[box.slices])
return result
## last face
boxes = detect(image)
if not boxes: raise ValueError("no face")
result = image.copy()
box = boxes[-1]
result[box.slices] = hide(result[box.slices])
return result
## Exception.*ValueError|raise ValueError
boxes = detect(image)
if not boxes: raise Exception("no face")
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
## Give it words|says nothing
boxes = detect(image)
if not boxes: raise ValueError
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
## as its value
boxes = detect(image)
if not boxes: return ValueError("no face")
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
## passed in was changed|passed in has changed
boxes = detect(image)
if not boxes: raise ValueError("no face")
for box in boxes:
    image[box.slices] = hide(image[box.slices])
return image
## begin with the image again
boxes = detect(image)
if not boxes: raise ValueError("no face")
for box in boxes:
    result = image.copy()
    result[box.slices] = hide(result[box.slices])
return result
## returned None
boxes = detect(image)
if not boxes: raise ValueError("no face")
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
## IndexError
boxes = detect(image)
boxes[0]
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
## condition before it
boxes = detect(image)
if boxes: raise ValueError("no face")
return image.copy()
## whole image|outside
boxes = detect(image)
if not boxes: raise ValueError("no face")
return hide(image)
## only one face|len\\(boxes\\)|one face
boxes = detect(image)
if len(boxes) != 1: raise ValueError("no face")
result = image.copy()
result[boxes[0].slices] = hide(result[boxes[0].slices])
return result
## one face|len\\(boxes\\)
boxes = detect(image)
if len(boxes) <= 1: raise ValueError("no face")
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
## never uses|hide
boxes = detect(image)
if not boxes: raise ValueError("no face")
result = image.copy()
for box in boxes:
    result[box.slices] = 0
return result
## swapped|rows
boxes = detect(image)
if not boxes: raise ValueError("no face")
result = image.copy()
for box in boxes:
    part = np.s_[box.left : box.right, box.top : box.bottom]
    result[part] = hide(result[part])
return result
## returned 'no face found'
boxes = detect(image)
if not boxes: return "no face found"
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
## False|bool
boxes = detect(image)
if not boxes: return False
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
## Assign
boxes = detect(image)
if not boxes: raise ValueError("no face")
result = image.copy()
for box in boxes:
    hide(result[box.slices])
return result
## AssertionError
boxes = detect(image)
assert boxes, "no face"
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
## TypeError
boxes = detect(image)
if not boxes: raise "no face"
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
## a success|None
boxes = detect(image)
if boxes is None: raise ValueError("no face")
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
## never called|never uses
result = image.copy()
if result.max() < 60: raise ValueError("no face")
result[:] = hide(result)
return result
## SystemExit|exit
boxes = detect(image)
if not boxes: exit("no face")
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
## caught|a success
try:
    boxes = detect(image)
    if not boxes: raise ValueError("no face")
    result = image.copy()
    for box in boxes:
        result[box.slices] = hide(result[box.slices])
    return result
except ValueError:
    return image
## inside a `try`
try:
    boxes = detect(image)
    if not boxes:
        raise ValueError("no face was found")
    result = image.copy()
    for b in boxes:
        result[b.slices] = hide(result[b.slices])
except ValueError as error:
    print(error)
    result = image
return result
## that is not None
boxes = detect(image)
if boxes is None:
    raise ValueError("no face was found")
result = image.copy()
for b in boxes:
    result[b.slices] = hide(result[b.slices])
return result
## One picture is due
boxes = detect(image)
if not boxes:
    raise ValueError("no face was found")
return [hide(image[b.slices]) for b in boxes]
## not with an empty picture
boxes = detect(image)
if not boxes:
    raise ValueError("no face was found")
result = np.zeros_like(image)
for b in boxes:
    result[b.slices] = hide(image[b.slices])
return result
""",
    right="""
##
boxes = detect(image)
if not boxes:
    raise ValueError("no face was found, so nothing was hidden; look at the photo yourself")
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
##
class NoFace(ValueError): ...
def hide_or_refuse(photo, find, cover):
    found = list(find(photo))
    if len(found) == 0:
        raise NoFace("nobody was found")
    out = np.array(photo)
    for face in found:
        out[face.top : face.bottom, face.left : face.right] = cover(photo[face.slices])
    return out
##
class NoFace(ValueError):
    ...
def hide_or_refuse(image, detect, hide):
    boxes = detect(image)
    if boxes == []:
        raise NoFace(f"no face in a photo of {image.shape}")
    result = image.copy()
    for box in boxes:
        result[box.slices] = hide(result[box.slices])
    return result
##
result, count = image.copy(), 0
for box in detect(image):
    result[box.clip(image).slices] = hide(result[box.clip(image).slices])
    count += 1
if count == 0:
    raise ValueError("found no face")
return result
##
from faceblur_utils.photos import NoFaceError
boxes = detect(image.copy())
if not len(boxes):
    raise NoFaceError("no face")
result = image.copy()
for index in range(len(boxes)):
    region = result[boxes[index].slices]
    region[...] = hide(region)
return result
""",
)
