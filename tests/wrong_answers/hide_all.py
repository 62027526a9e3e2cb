"""Answers to an exercise of lesson 04."""

from . import exercise

hide_all = exercise(
    "hide_all",
    "image, boxes, hide",
    wrong="""
## begin with the image again
for box in boxes:
    result = image.copy()
    box = box.clip(image)
    result[box.slices] = hide(result[box.slices])
return result if boxes else image.copy()
## brought back|brings back
result = image.copy()
for box in boxes:
    box = box.clip(image)
    result[box.slices] = hide(image[box.slices])
return result
## first box only|face 2, 3|return.*loop
result = image.copy()
for box in boxes:
    box = box.clip(image)
    result[box.slices] = hide(result[box.slices])
    return result
return result
## passed in has changed
for box in boxes:
    box = box.clip(image)
    image[box.slices] = hide(image[box.slices])
return image
## ValueError|border|clip
result = image.copy()
for box in boxes:
    result[box.slices] = hide(result[box.slices])
return result
## leaves the box as it is and returns another
result = image.copy()
for box in boxes:
    box.clip(image)
    result[box.slices] = hide(result[box.slices])
return result
## hide was called|not assigned|Assign
result = image.copy()
for box in boxes:
    box = box.clip(image)
    hide(result[box.slices])
return result
## Assign
result = image.copy()
for box in boxes:
    box = box.clip(image)
    roi = result[box.slices]
    roi = hide(roi)
return result
## returned None
result = image.copy()
for box in boxes:
    box = box.clip(image)
    result[box.slices] = hide(result[box.slices])
## hide.*region|whole image
result = image.copy()
covered = hide(image)
for box in boxes:
    box = box.clip(image)
    result[box.slices] = covered[box.slices]
return result
## never uses|hide
result = image.copy()
for box in boxes:
    result[box.clip(image).slices] = 0
return result
## swapped|rows
result = image.copy()
for box in boxes:
    box = box.clip(image)
    roi = result[box.left : box.right, box.top : box.bottom]
    result[box.left : box.right, box.top : box.bottom] = hide(roi)
return result
## outside|whole image
return hide(image.copy()) if boxes else image.copy()
## last row|1 row|too few
result = image.copy()
for box in boxes:
    box = box.clip(image)
    part = np.s_[box.top : box.bottom - 1, box.left : box.right - 1]
    result[part] = hide(result[part])
return result
## left out|border|skipped
result = image.copy()
for box in boxes:
    if box.left < 0 or box.top < 0 or box.right > image.shape[1] or box.bottom > image.shape[0]:
        continue
    result[box.slices] = hide(result[box.slices])
return result
## begin with the image again
for box in boxes:
    box = box.clip(image)
    result = image.copy()
    result[box.slices] = hide(result[box.slices])
return result
## TypeError.*line
result = image.copy()
for box in boxes:
    box = box.clip(image)
    result[box.slices] = hide(result, box)
return result
## (IndexError|TypeError).*line
result = image.copy()
for box in boxes:
    result[box.clip(image)] = hide(result[box.clip(image)])
return result
## last face
result = image.copy()
box = boxes[-1].clip(image) if boxes else None
if box:
    result[box.slices] = hide(result[box.slices])
return result
## first (box|face)|face 2, 3
result = image.copy()
if boxes:
    box = boxes[0].clip(image)
    result[box.slices] = hide(result[box.slices])
return result
## list of|is a list
regions = []
for box in boxes:
    regions.append(hide(image[box.clip(image).slices]))
return regions
## ValueError.*No face|no face|error
if not boxes:
    raise ValueError("no face")
result = image.copy()
for box in boxes:
    box = box.clip(image)
    result[box.slices] = hide(result[box.slices])
return result
## passed in.*changed|list of boxes
result = image.copy()
while boxes:
    box = boxes.pop().clip(image)
    result[box.slices] = hide(result[box.slices])
return result
## reads `photo`|never uses
result = photo.copy()
for box in boxes:
    box = box.clip(photo)
    result[box.slices] = hide(result[box.slices])
return result
## twice|once
result = image.copy()
for box in boxes:
    box = box.clip(image)
    result[box.slices] = hide(hide(result[box.slices]))
return result
## too large|larger than the box|outside
result = image.copy()
for box in boxes:
    box = box.expand(0.2).clip(image)
    result[box.slices] = hide(result[box.slices])
return result
## whole picture each time
result = image.copy()
for box in boxes:
    box = box.clip(image)
    result[box.slices] = hide(result)[box.slices]
return result
## has changed, too.*is the result returned
result = image.copy()
for box in boxes:
    box = box.clip(image)
    image[box.slices] = hide(result[box.slices])
return result
## last face is left out
result = image.copy()
for i in range(len(boxes) - 1):
    box = boxes[i].clip(image)
    result[box.slices] = hide(result[box.slices])
return result
## is the result returned
result = image.copy()
for box in boxes:
    box = box.clip(image)
    result[box.slices] = hide(result[box.slices])
return image
## overlaps one before
result = image.copy()
done = []
for box in boxes:
    box = box.clip(image)
    if any(box.iou(other) > 0 for other in done):
        continue
    result[box.slices] = hide(result[box.slices])
    done.append(box)
return result
## became the result
result = image.copy()
for box in boxes:
    box = box.clip(image)
    result = hide(result[box.slices])
return result
## box.slices
result = image.copy()
for box in boxes:
    box = box.clip(image)
    result[box] = hide(result[box])
return result
## where a box before had hidden a part
result = image.copy()
done = np.zeros(image.shape[:2], bool)
for box in boxes:
    box = box.clip(image)
    new = ~done[box.slices]
    result[box.slices][new] = hide(image[box.slices])[new]
    done[box.slices] = True
return result
""",
    right="""
##
result = image.copy()
for box in boxes:
    box = box.clip(image)
    result[box.slices] = hide(result[box.slices])
return result
##
out = np.array(image)
for n in range(len(boxes)):
    b = boxes[n]
    top, bottom = max(b.top, 0), min(b.bottom, image.shape[0])
    left, right = max(b.left, 0), min(b.right, image.shape[1])
    out[top:bottom, left:right] = hide(out[top:bottom, left:right].copy())
return out
##
if not boxes:
    return image.copy()
first, rest = boxes[0].clip(image), boxes[1:]
result = image.copy()
result[first.slices] = hide(result[first.slices])
return hide_all(result, rest, hide)
##
class NoFace(ValueError): ...
def hide_all(photo, faces, cover):
    result = photo.copy()
    for face in (one.clip(photo) for one in faces):
        region = result[face.slices]
        region[...] = cover(region)
    return result
##
result = image.copy()
for box in boxes:
    ...
    inside = box.clip(image)
    if inside.area > 0:
        result[inside.slices] = hide(result[inside.slices])
return result
##
result = image.copy()
for box in reversed(boxes):
    box = box.clip(image)
    result[box.slices] = hide(result[box.slices])
return result
##
result = image.copy()
for box in sorted(boxes, key=lambda b: b.area):
    box = box.clip(image)
    result[box.slices] = hide(result[box.slices])
return result
""",
)
