"""Answers to an exercise of lesson 01."""

from . import exercise

to_grey = exercise(
    "to_grey",
    "image",
    wrong="""
## alike|equally
return np.round(image.mean(axis=2)).astype(np.uint8)
## alike|equally
return (image[:, :, 0] // 3 + image[:, :, 1] // 3 + image[:, :, 2] // 3).astype(np.uint8)
## wrap|again at 0
return ((image[:, :, 0] + image[:, :, 1] + image[:, :, 2]) // 3).astype(np.uint8)
## Red and blue
return np.round(0.114 * image[:, :, 0] + 0.587 * image[:, :, 1] + 0.299 * image[:, :, 2]).astype(np.uint8)
## Red and blue
return cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
## cut off|rounded
return (0.299 * image[:, :, 0] + 0.587 * image[:, :, 1] + 0.114 * image[:, :, 2]).astype(np.uint8)
## cut off|rounded
return (image @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)
## up.*nearest|rounded up
return np.ceil(0.299 * image[:, :, 0] + 0.587 * image[:, :, 1] + 0.114 * image[:, :, 2]).astype(np.uint8)
## float64
return np.round(0.299 * image[:, :, 0] + 0.587 * image[:, :, 1] + 0.114 * image[:, :, 2])
## (one|a) number for each
return np.round(image * np.array([0.299, 0.587, 0.114])).astype(np.uint8)
## channel alone|One channel
return image[:, :, 1].copy()
## channel alone|One channel
return image[:, :, 0]
## returned None
grey = 0.299 * image[:, :, 0] + 0.587 * image[:, :, 1] + 0.114 * image[:, :, 2]
grey = np.round(grey).astype(np.uint8)
## `print` shows
print(np.round(0.299 * image[:, :, 0] + 0.587 * image[:, :, 1] + 0.114 * image[:, :, 2]).astype(np.uint8))
## passed in has changed|image was changed
image[:, :, 0] = np.round(0.299 * image[:, :, 0] + 0.587 * image[:, :, 1] + 0.114 * image[:, :, 2])
return image[:, :, 0].copy()
## brightest
return image.max(axis=2)
## darkest
return image.min(axis=2)
## add up to|sum to
return np.clip(np.round(0.3 * image[:, :, 0] + 0.6 * image[:, :, 1] + 0.2 * image[:, :, 2]), 0, 255).astype(np.uint8)
## rows|first axis|axis
return np.round(0.299 * image[0] + 0.587 * image[1] + 0.114 * image[2]).astype(np.uint8)
## swapped|transposed
return np.round(0.299 * image[:, :, 0] + 0.587 * image[:, :, 1] + 0.114 * image[:, :, 2]).astype(np.uint8).T
## each (product|channel)|before
r, g, b = (0.299 * image[:, :, 0]).astype(np.uint8), (0.587 * image[:, :, 1]).astype(np.uint8), image[:, :, 2]
return r + g + (0.114 * b).astype(np.uint8)
## (one|a) number for each|same grey three times|3 channels
return cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
## int64
return np.round(0.299 * image[:, :, 0] + 0.587 * image[:, :, 1] + 0.114 * image[:, :, 2]).astype(int)
## green.*blue|Green and blue
return np.round(0.299 * image[:, :, 0] + 0.114 * image[:, :, 1] + 0.587 * image[:, :, 2]).astype(np.uint8)
## 0 to 1|1/255|divided by 255
return np.round((0.299 * image[:, :, 0] + 0.587 * image[:, :, 1] + 0.114 * image[:, :, 2]) / 255).astype(np.uint8)
## green and blue count|blue
return np.round(0.299 * image[:, :, 0] + 0.587 * image[:, :, 1]).astype(np.uint8)
## shape \\(\\)|one number|float64
return np.round((0.299 * image[:, :, 0] + 0.587 * image[:, :, 1] + 0.114 * image[:, :, 2]).mean())
## NameError.*red.*line
return np.round(0.299 * red + 0.587 * green + 0.114 * blue).astype(np.uint8)
## reads `photo`|never uses
return np.round(photo @ [0.299, 0.587, 0.114]).astype(np.uint8)
## last column stay black
rows, columns = image.shape[:2]
grey = np.zeros((rows, columns), np.uint8)
for y in range(rows - 1):
    for x in range(columns - 1):
        r, g, b = image[y, x]
        grey[y, x] = round(0.299 * r + 0.587 * g + 0.114 * b)
return grey
## float16
return np.round(image.astype(np.float16) @ np.array([0.299, 0.587, 0.114], np.float16)).astype(np.uint8)
""",
    right="""
##
red, green, blue = image[:, :, 0], image[:, :, 1], image[:, :, 2]
return np.round(0.299 * red + 0.587 * green + 0.114 * blue).astype(np.uint8)
##
return cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
##
result = np.zeros(image.shape[:2], np.uint8)
for row in range(image.shape[0]):
    for column in range(image.shape[1]):
        r, g, b = image[row, column]
        result[row, column] = round(0.299 * r + 0.587 * g + 0.114 * b)
return result
##
return np.rint(image @ np.array([0.299, 0.587, 0.114])).astype(np.uint8)
##
weights = np.array([299, 587, 114])
return ((image.astype(int) * weights).sum(axis=2) / 1000).round().astype("uint8")
##
return (image[..., 0] * 0.299 + image[..., 1] * 0.587 + image[..., 2] * 0.114 + 0.5).astype(np.uint8)
##
return np.round(np.average(image, axis=2, weights=[0.299, 0.587, 0.114])).astype(np.uint8)
##
grey = image.astype(np.float32)
return np.round(0.299 * grey[..., 0] + 0.587 * grey[..., 1] + 0.114 * grey[..., 2]).astype(np.uint8)
""",
)
