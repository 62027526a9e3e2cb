"""Answers to an exercise of lesson 04."""

from . import exercise

ellipse_mask = exercise(
    "ellipse_mask",
    "height, width",
    wrong="""
## swapped|\\(height, width\\)
x, y = (2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1
return x[:, None] ** 2 + y[None, :] ** 2 <= 1
## outside.*inside|turned round|> 1
x, y = (2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1
return x[None, :] ** 2 + y[:, None] ** 2 > 1
## half a pixel|centre at 0\\.5
x, y = 2 * np.arange(width) / width - 1, 2 * np.arange(height) / height - 1
return x[None, :] ** 2 + y[:, None] ** 2 <= 1
## squared
x, y = (2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1
return np.abs(x[None, :]) + np.abs(y[:, None]) <= 1
## circle
y, x = np.mgrid[:height, :width] + 0.5
r = min(height, width) / 2
return (x - width / 2) ** 2 + (y - height / 2) ** 2 <= r * r
## float64|dtype
x, y = (2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1
return (x[None, :] ** 2 + y[:, None] ** 2 <= 1).astype(float)
## uint8
return cv2.ellipse(np.zeros((height, width), np.uint8), (width // 2, height // 2), (width // 2, height // 2), 0, 0, 360,
                   255, -1)
## symmetric|mirror|half a pixel|off
m = np.zeros((height, width), np.uint8)
cv2.ellipse(m, (width // 2, height // 2), (width // 2, height // 2), 0, 0, 360, 255, -1)
return m > 0
## returned None
x, y = (2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1
mask = x[None, :] ** 2 + y[:, None] ** 2 <= 1
## whole rectangle|everything|corner
return np.ones((height, width), bool)
## outer pixels|end exactly|linspace|narrow|small
x, y = np.linspace(-1, 1, width), np.linspace(-1, 1, height)
return x[None, :] ** 2 + y[:, None] ** 2 <= 1
## half the size|too small|quarter|radius
y, x = np.mgrid[:height, :width] + 0.5
return ((x - width / 2) / width) ** 2 + ((y - height / 2) / height) ** 2 <= 1 / 16
## not by the diameter
y, x = np.mgrid[:height, :width] + 0.5
return ((x - width / 2) / width) ** 2 + ((y - height / 2) / height) ** 2 <= 1
## `print` shows
x, y = (2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1
print(x[None, :] ** 2 + y[:, None] ** 2 <= 1)
## ValueError.*broadcast.*line|broadcast
x, y = (2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1
return x**2 + y**2 <= 1
## one dimension|\\(60,\\)
x = (2 * np.arange(width) + 1) / width - 1
return x**2 <= 1
## quarter|from the corner|0 to 1|middle
x, y = (np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height
return x[None, :] ** 2 + y[:, None] ** 2 <= 1
## the two squares are added
x, y = (2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1
return x[None, :] ** 2 - y[:, None] ** 2 <= 1
## list, not an array
return [[((2 * x + 1) / width - 1) ** 2 + ((2 * y + 1) / height - 1) ** 2 <= 1 for x in range(width)]
        for y in range(height)]
## height and width are swapped
y, x = np.mgrid[:height, :width] + 0.5
return ((x - width / 2) / (height / 2)) ** 2 + ((y - height / 2) / (width / 2)) ** 2 <= 1
## only Y|only along|stripe|one of the two
y = (2 * np.arange(height) + 1) / height - 1
return np.repeat(y[:, None] ** 2 <= 1 / 2, width, axis=1)
## 3 channels|\\(40, 60, 3\\)
x, y = (2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1
return np.dstack([x[None, :] ** 2 + y[:, None] ** 2 <= 1] * 3)
## numbers.*comparison|float64|comparison
x, y = (2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1
return x[None, :] ** 2 + y[:, None] ** 2
## never uses|fixed
x, y = (2 * np.arange(60) + 1) / 60 - 1, (2 * np.arange(40) + 1) / 40 - 1
return x[None, :] ** 2 + y[:, None] ** 2 <= 1
## circle
y, x = np.mgrid[:height, :width] + 0.5
r = max(height, width) / 2
return (x - width / 2) ** 2 + (y - height / 2) ** 2 <= r * r
## half a pixel off
x = (np.arange(width) - width / 2) / (width / 2)
y = (np.arange(height) - height / 2) / (height / 2)
return x[None, :] ** 2 + y[:, None] ** 2 <= 1
## need an axis each
x = (np.arange(width) + 0.5 - width / 2) / (width / 2)
y = (np.arange(height) + 0.5 - height / 2) / (height / 2)
return x ** 2 + y ** 2 <= 1
## cuts off the half
x = (np.arange(width) + 0.5 - width // 2) / (width // 2)
y = (np.arange(height) + 0.5 - height // 2) / (height // 2)
return x[None, :] ** 2 + y[:, None] ** 2 <= 1
## half a pixel off
mask = np.zeros((height, width), bool)
for y in range(height):
    for x in range(width):
        if ((x - width // 2) / (width / 2)) ** 2 + ((y - height // 2) / (height / 2)) ** 2 <= 1:
            mask[y, x] = True
return mask
## a ring
x = (np.arange(width) + 0.5 - width / 2) / (width / 2)
y = (np.arange(height) + 0.5 - height / 2) / (height / 2)
d = x[None, :] ** 2 + y[:, None] ** 2
return (d <= 1) & (d > 0.8)
## is a value fixed
height, width = 113, 90
x = (np.arange(width) + 0.5 - width / 2) / (width / 2)
y = (np.arange(height) + 0.5 - height / 2) / (height / 2)
return x[None, :] ** 2 + y[:, None] ** 2 <= 1
## column stands first
mask = np.zeros((height, width), bool)
for y in range(height):
    for x in range(width):
        if ((x + 0.5 - width / 2) / (width / 2)) ** 2 + ((y + 0.5 - height / 2) / (height / 2)) ** 2 <= 1:
            mask[x, y] = True
return mask
## plus 0.5, not minus
x = (np.arange(width) - 0.5 - width / 2) / (width / 2)
y = (np.arange(height) - 0.5 - height / 2) / (height / 2)
return x[None, :] ** 2 + y[:, None] ** 2 <= 1
## inside taken for outside.*pixel named above
x = (np.arange(width) + 0.5 - width / 2) / (width / 2)
y = (np.arange(height) + 0.5 - height / 2) / (height / 2)
return (x[None, :] ** 2 + y[:, None] ** 2 <= 1) & (x[None, :] < 0.9)
""",
    right="""
##
x, y = (2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1
return x[None, :] ** 2 + y[:, None] ** 2 < 1
##
x = (2 * np.arange(width) + 1) / width - 1
y = (2 * np.arange(height) + 1) / height - 1
return x[None, :] ** 2 + y[:, None] ** 2 <= 1
##
mask = np.zeros((height, width), dtype=bool)
for row in range(height):
    for column in range(width):
        x = (column + 0.5 - width / 2) / (width / 2)
        y = (row + 0.5 - height / 2) / (height / 2)
        mask[row, column] = x * x + y * y <= 1
return mask
##
y, x = np.ogrid[:height, :width]
return ((2 * x + 1 - width) * height) ** 2 + ((2 * y + 1 - height) * width) ** 2 <= (width * height) ** 2
##
x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
return np.hypot((x - width / 2) / (width / 2), (y - height / 2) / (height / 2)) <= 1
##
y, x = np.indices((height, width))
cy, cx = (height - 1) / 2, (width - 1) / 2
return np.less_equal(((x - cx) / (width / 2)) ** 2 + ((y - cy) / (height / 2)) ** 2, 1 + 1e-12)
""",
)
