"""Answers to an exercise of lesson 04."""

from . import exercise

paste = exercise(
    "paste",
    "image, blurred, start_x, start_y",
    wrong="""
## X and Y are swapped
h, w = blurred.shape[:2]
result = image.copy()
result[start_x : start_x + h, start_y : start_y + w] = blurred
return result
## passed in has changed
h, w = blurred.shape[:2]
image[start_y : start_y + h, start_x : start_x + w] = blurred
return image
## returned None.*changed
h, w = blurred.shape[:2]
image[start_y : start_y + h, start_x : start_x + w] = blurred
## passed in has changed
h, w = blurred.shape[:2]
result = image
result[start_y : start_y + h, start_x : start_x + w] = blurred
return result
## passed in has changed
h, w = blurred.shape[:2]
result = image[:]
result[start_y : start_y + h, start_x : start_x + w] = blurred
return result
## Assign to a slice|nothing was pasted
h, w = blurred.shape[:2]
result = image.copy()
roi = result[start_y : start_y + h, start_x : start_x + w]
roi = blurred
return result
## image as it was|nothing was pasted
h, w = blurred.shape[:2]
result = image.copy()
result[start_y : start_y + h, start_x : start_x + w] = blurred
return image.copy()
## ValueError.*broadcast.*line|broadcast
w, h = blurred.shape[:2]
result = image.copy()
result[start_y : start_y + h, start_x : start_x + w] = blurred
return result
## ValueError.*broadcast.*line|broadcast
h, w = blurred.shape[:2]
result = image.copy()
result[start_y : start_y + h - 1, start_x : start_x + w - 1] = blurred
return result
## 1 pixel too far|one pixel|moved
h, w = blurred.shape[:2]
result = image.copy()
result[start_y - 1 : start_y + h - 1, start_x - 1 : start_x + w - 1] = blurred
return result
## last row and (last )?column|too few
h, w = blurred.shape[:2]
result = image.copy()
result[start_y : start_y + h - 1, start_x : start_x + w - 1] = blurred[:-1, :-1]
return result
## region alone|blurred region itself|has shape
return blurred.copy()
## brackets
h, w = blurred.shape[:2]
result = image.copy()
result[start_y : start_y + h, start_x : start_x + w] = blurred
return result.copy
## `print` shows
h, w = blurred.shape[:2]
result = image.copy()
result[start_y : start_y + h, start_x : start_x + w] = blurred
print(result)
## TypeError.*line
h, w = blurred.shape[:2]
result = image.copy
result[start_y : start_y + h, start_x : start_x + w] = blurred
return result
## black
h, w = blurred.shape[:2]
result = np.zeros_like(image)
result[start_y : start_y + h, start_x : start_x + w] = blurred
return result
## ValueError.*unpack.*line
h, w = blurred.shape
result = image.copy()
result[start_y : start_y + h, start_x : start_x + w] = blurred
return result
## end of the image|whole rest|broadcast
result = image.copy()
result[start_y:, start_x:] = blurred
return result
## mixed|half|added
h, w = blurred.shape[:2]
result = image.copy()
result[start_y : start_y + h, start_x : start_x + w] //= 2
result[start_y : start_y + h, start_x : start_x + w] += blurred // 2
return result
## upside down|mirrored
h, w = blurred.shape[:2]
result = image.copy()
result[start_y : start_y + h, start_x : start_x + w] = blurred[::-1]
return result
## never uses|corner
h, w = blurred.shape[:2]
result = image.copy()
result[:h, :w] = blurred
return result
## channel 0|channel
h, w = blurred.shape[:2]
result = image.copy()
result[start_y : start_y + h, start_x : start_x + w, 0] = blurred[:, :, 0]
return result
## centre|middle
h, w = blurred.shape[:2]
result = image.copy()
top, left = start_y - h // 2, start_x - w // 2
result[top : top + h, left : left + w] = blurred
return result
## fixed|own height|hard|size of its own|broadcast
result = image.copy()
result[start_y : start_y + 113, start_x : start_x + 90] = blurred
return result
## shares its memory|passed in|memory
h, w = blurred.shape[:2]
blurred[:] = blurred[::-1][::-1] + 1
result = image.copy()
result[start_y : start_y + h, start_x : start_x + w] = blurred - 1
return result
## float64
h, w = blurred.shape[:2]
result = image.astype(float)
result[start_y : start_y + h, start_x : start_x + w] = blurred
return result
## right and bottom|lower right|end
h, w = blurred.shape[:2]
result = image.copy()
result[start_y - h : start_y, start_x - w : start_x] = blurred
return result
## Hint: Height and width are swapped
width, height = blurred.shape[:2]
result = image.copy()
result[start_y:start_y + height, start_x:start_x + width] = blurred
return result
## slice has no end
result = image.copy()
result[start_y:, start_x:] = blurred
return result
## they are lengths
height, width = blurred.shape[:2]
result = image.copy()
result[start_y:height, start_x:width] = blurred
return result
## two are mixed
height, width = blurred.shape[:2]
result = image.copy()
part = result[start_y:start_y + height, start_x:start_x + width]
result[start_y:start_y + height, start_x:start_x + width] = cv2.addWeighted(part, 0.5, blurred, 0.5, 0)
return result
## in one bracket
height, width = blurred.shape[:2]
result = image.copy()
result[start_y:start_y + height][start_x:start_x + width] = blurred
return result
## height is used along both
size = len(blurred)
result = image.copy()
result[start_y:start_y + size, start_x:start_x + size] = blurred
return result
## first row, over and over
height, width = blurred.shape[:2]
result = image.copy()
for y in range(height):
    result[start_y + y, start_x:start_x + width] = blurred[0]
return result
## Brackets are missing
height, width = blurred.shape[:2]
result = image.copy
result[start_y:start_y + height, start_x:start_x + width] = blurred
return result
## pixel named above
result = image.copy()
height, width = blurred.shape[:2]
result[start_y : start_y + height, start_x : start_x + width] = blurred // 2 + 7
return result
""",
    right="""
##
height, width = blurred.shape[:2]
result = image.copy()
result[start_y : start_y + height, start_x : start_x + width] = blurred
return result
##
out = np.array(image)
for y in range(len(blurred)):
    for x in range(blurred.shape[1]):
        out[start_y + y, start_x + x] = blurred[y, x]
return out
##
rows, columns = np.arange(blurred.shape[0]) + start_y, np.arange(blurred.shape[1]) + start_x
whole = image.copy()
whole[np.ix_(rows, columns)] = blurred
return whole
##
result = image + 0
h, w, _ = blurred.shape
view = result[start_y:, start_x:][:h, :w]
view[...] = blurred
return result
##
box = Box.from_xywh(start_x, start_y, blurred.shape[1], blurred.shape[0])
result = image.copy()
result[box.slices] = blurred
return result
""",
)
