"""Answers to an exercise of lesson 02."""

from . import exercise

crop_face = exercise(
    "crop_face",
    "image, start_x, end_x, start_y, end_y",
    wrong="""
## X and Y are swapped
return image[start_x:end_x, start_y:end_y].copy()
## shares its memory
return image[start_y:end_y, start_x:end_x]
## shares its memory
roi = image[start_y:end_y, start_x:end_x]
return roi[:]
## 1 row too many and 1 column too many
return image[start_y : end_y + 1, start_x : end_x + 1].copy()
## too few|missing
return image[start_y : end_y - 1, start_x : end_x - 1].copy()
## one too far|starts 1|moved|shifted
return image[start_y + 1 : end_y + 1, start_x + 1 : end_x + 1].copy()
## start and end|ends? and starts?|mixed
return image[start_y:start_x, end_y:end_x].copy()
## channel
return image[start_y:end_y, start_x:end_x, 0].copy()
## returned None
roi = image[start_y:end_y, start_x:end_x].copy()
## `print` shows
print(image[start_y:end_y, start_x:end_x].copy())
## passed in has changed|image was changed
roi = image[start_y:end_y, start_x:end_x].copy()
image[start_y:end_y, start_x:end_x] = 0
return roi
## brackets
return image[start_y:end_y, start_x:end_x].copy
## float64
return image[start_y:end_y, start_x:end_x].astype(float)
## BGR|order of the channels|channels.*other order
return image[start_y:end_y, start_x:end_x, ::-1].copy()
## width and height|as a length|end is not a length
return image[start_y : start_y + end_y, start_x : start_x + end_x].copy()
## is empty|empty
return image[end_y:start_y, end_x:start_x].copy()
## rows only|all columns|every column|whole width
return image[start_y:end_y].copy()
## all rows|whole height|every row
return image[:, start_x:end_x].copy()
## row by row|second bracket|again
return image[start_y:end_y][start_x:end_x].copy()
## turned|swapped
return image[start_y:end_y, start_x:end_x].swapaxes(0, 1).copy()
## whole image|all of it
return image.copy()
## TypeError.*line
return image(start_y, end_y, start_x, end_x)
## numbers? from the notebook|fixed|never uses
return image[10:35, 30:70].copy()
## list, not an array
return [list(row[start_x:end_x]) for row in image[start_y:end_y]]
## mirrored|upside down
return image[start_y:end_y, start_x:end_x][::-1].copy()
## comma
return image[start_y:end_y, start_x:end_x].copy(),
## resized|enlarged|stretched
return cv2.resize(image, (end_x - start_x, end_y - start_y))
## everything else|whole size|same size as the image
result = np.zeros_like(image)
result[start_y:end_y, start_x:end_x] = image[start_y:end_y, start_x:end_x]
return result
## one column too many|1 column too many
return image[start_y:end_y, start_x : end_x + 1].copy()
## rows end at end Y
return image[start_y:end_x, start_x:end_y].copy()
## is a value fixed
return image[63:176, 178:268].copy()
## both starts come first
box = Box(start_x, end_x, start_y, end_y)
return image[box.slices].copy()
## in a line of its own changes nothing
roi = image[start_y:end_y, start_x:end_x]
roi.copy()
return roi
## a comma parts the axes
return image[start_y, end_y, start_x, end_x].copy()
""",
    right="""
##
return image[start_y:end_y, start_x:end_x].copy()
##
return np.array(image[start_y:end_y, start_x:end_x])
##
roi = np.empty((end_y - start_y, end_x - start_x, 3), np.uint8)
for row in range(start_y, end_y):
    for column in range(start_x, end_x):
        roi[row - start_y, column - start_x] = image[row, column]
return roi
##
photo = image.copy()
return photo[start_y:end_y, start_x:end_x]
##
return image[np.arange(start_y, end_y)[:, None], np.arange(start_x, end_x)]
##
class NoFace(ValueError): ...
def crop_face(photo, left, right, top, bottom):
    return photo[Box(left, top, right, bottom).slices].copy()
""",
)
