"""Answers to an exercise of lesson 00."""

from . import exercise

cover = exercise(
    "cover",
    "roi",
    wrong="""
## White is 255
return np.full_like(roi, 255)
## passed in has changed
roi[:] = 0
return roi
## returned None.*changed
roi[:] = 0
## number type.*is another
return np.zeros(roi.shape)
## no axis for the channels|channels
return np.zeros(roi.shape[:2], np.uint8)
## height and width are swapped|swapped
return np.zeros((roi.shape[1], roi.shape[0], 3), np.uint8)
## int, not an array
return 0
## float64 where uint8
return roi * 0.0
## channels? 1 and 2
result = roi.copy()
result[:, :, 0] = 0
return result
## passed in has changed
result = roi
result[...] = 0
return result
## never uses its argument `roi`
return np.zeros((200, 150, 3), np.uint8)
## 1 everywhere|1 instead of 0
return np.ones_like(roi)
## brackets
return np.zeros_like
## `print` shows
print(np.zeros_like(roi))
## last row
result = roi.copy()
for row in range(roi.shape[0] - 1):
    result[row] = 0
return result
## last column
result = roi.copy()
for row in range(roi.shape[0]):
    for column in range(roi.shape[1] - 1):
        result[row, column] = 0
return result
## is a list, not an array
return [[[0, 0, 0] for _ in range(roi.shape[1])] for _ in range(roi.shape[0])]
## Image, not an array
return Image.fromarray(np.zeros_like(roi))
## returned None
return roi.copy().fill(0)
## reads `photo`|never uses
return np.zeros_like(photo)
## 4 channels|channels
return np.zeros((*roi.shape[:2], 4), np.uint8)
## int64 where uint8
return np.zeros(roi.shape, int)
## the region as it was|unchanged
return roi.copy()
## wrap
return roi - 255
## generator
return (row * 0 for row in roi)
## first row
result = roi.copy()
result[1:] = 0
return result
## only the rim|inside
result = roi.copy()
result[[0, -1]] = 0
result[:, [0, -1]] = 0
return result
## tuple.*comma
return np.zeros_like(roi),
## IndexError.*line 3
black = np.zeros_like(roi)
black[roi.shape[0]] = 0
return black
## taken? from the region|dtype is fixed
return np.zeros(roi.shape, dtype=np.uint8)
## do not fill|reserve memory
return np.empty_like(roi)
## first row.*inside the loop
result = roi.copy()
for row in range(roi.shape[0]):
    for column in range(roi.shape[1]):
        result[row, column] = 0
    return result
## gives back None
return roi.copy().fill(0)
## array stands where one whole number
return np.zeros(roi)
""",
    right="""
##
return np.zeros_like(roi)
##
return np.zeros(roi.shape, roi.dtype)
##
return roi * 0
##
result = roi.copy()
for row in range(roi.shape[0]):
    for column in range(roi.shape[1]):
        for channel in range(3):
            result[row, column, channel] = 0
return result
##
...
return np.full(roi.shape, 0, dtype=roi.dtype)
##
class Region(ValueError): ...
def cover(face):
    black = face.copy()
    black[...] = 0
    return black
##
cover = np.zeros_like
##
print("covering", roi.shape)
return cv2.subtract(roi, roi)
##
return np.bitwise_and(roi, 0)
""",
)
