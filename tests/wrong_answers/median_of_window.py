"""Answers to an exercise of lesson 03."""

from . import exercise

median_of_window = exercise(
    "median_of_window",
    "grey, row, column, ksize",
    wrong="""
## np.median
padded = np.pad(grey, ksize // 2, mode="edge")
return int(np.median(padded[row : row + ksize, column : column + ksize]))
## mean
padded = np.pad(grey, ksize // 2, mode="edge")
return int(padded[row : row + ksize, column : column + ksize].mean())
## pixel itself
return int(grey[row, column])
## Sort it first|as it lies
padded = np.pad(grey, ksize // 2, mode="edge")
return int(padded[row : row + ksize, column : column + ksize].ravel()[ksize * ksize // 2])
## end of the sorted row
padded = np.pad(grey, ksize // 2, mode="edge")
return int(np.sort(padded[row : row + ksize, column : column + ksize].ravel())[-1])
## end of the sorted row
padded = np.pad(grey, ksize // 2, mode="edge")
return int(padded[row : row + ksize, column : column + ksize].min())
## beside the middle
padded = np.pad(grey, ksize // 2, mode="edge")
return int(np.sort(padded[row : row + ksize, column : column + ksize].ravel())[ksize * ksize // 2 - 1])
## beside the middle
padded = np.pad(grey, ksize // 2, mode="edge")
return int(np.sort(padded[row : row + ksize, column : column + ksize].ravel())[ksize * ksize // 2 + 1])
## starts at the pixel
return int(np.sort(grey[row : row + ksize, column : column + ksize].ravel())[ksize * ksize // 2])
## Rows come first|swapped
padded = np.pad(grey, ksize // 2, mode="edge")
return int(np.sort(padded[column : column + ksize, row : row + ksize].ravel())[ksize * ksize // 2])
## black
padded = np.pad(grey, ksize // 2)
return int(np.sort(padded[row : row + ksize, column : column + ksize].ravel())[ksize * ksize // 2])
## mirror
padded = np.pad(grey, ksize // 2, mode="reflect")
return int(np.sort(padded[row : row + ksize, column : column + ksize].ravel())[ksize * ksize // 2])
## shape|one number
padded = np.pad(grey, ksize // 2, mode="edge")
return np.sort(padded[row : row + ksize, column : column + ksize].ravel())
## each row|np.sort sorts|ravel|flatten
padded = np.pad(grey, ksize // 2, mode="edge")
return int(np.sort(padded[row : row + ksize, column : column + ksize])[ksize // 2, ksize // 2])
## returned None
padded = np.pad(grey, ksize // 2, mode="edge")
window = padded[row : row + ksize, column : column + ksize].ravel()
window.sort()
## padding twice|moved|padded
half = ksize // 2
padded = np.pad(grey, half, mode="edge")
window = padded[row - half : row + half + 1, column - half : column + half + 1]
return int(np.sort(window.ravel())[len(window.ravel()) // 2]) if window.size else 0
## negative|border|outside
half = ksize // 2
window = grey[max(0, row - half) : row + half + 1, max(0, column - half) : column + half + 1].ravel()
return int(np.sort(window)[window.size // 2])
## IndexError.*line
half = ksize // 2
window = grey[row - half : row + half + 1, column - half : column + half + 1].ravel()
return int(np.sort(window)[ksize * ksize // 2])
## passed in has changed
padded = np.pad(grey, ksize // 2, mode="edge")
grey[row, column] = np.sort(padded[row : row + ksize, column : column + ksize].ravel())[ksize * ksize // 2]
return int(grey[row, column])
## ksize.*ksize \\* ksize|number ksize // 2
padded = np.pad(grey, ksize // 2, mode="edge")
return int(np.sort(padded[row : row + ksize, column : column + ksize].ravel())[ksize // 2])
## `print` shows
padded = np.pad(grey, ksize // 2, mode="edge")
print(int(np.sort(padded[row : row + ksize, column : column + ksize].ravel())[ksize * ksize // 2]))
## never uses
padded = np.pad(grey, 1, mode="edge")
return int(np.sort(padded[row : row + 3, column : column + 3].ravel())[4])
## np.median|statistics.median
import statistics
padded = np.pad(grey, ksize // 2, mode="edge")
return int(statistics.median(padded[row : row + ksize, column : column + ksize].ravel().tolist()))
## np.median|cv2.medianBlur
return int(cv2.medianBlur(grey, ksize)[row, column])
## window.*too small|ksize - 1
padded = np.pad(grey, ksize // 2, mode="edge")
window = padded[row : row + ksize - 1, column : column + ksize - 1].ravel()
return int(np.sort(window)[window.size // 2])
## row of the window|one row|only the row
padded = np.pad(grey, ksize // 2, mode="edge")
window = padded[row + ksize // 2, column : column + ksize]
return int(np.sort(window)[ksize // 2])
## two in the middle|wrap|mean of
padded = np.pad(grey, ksize // 2, mode="edge")
s = np.sort(padded[row : row + ksize, column : column + ksize].ravel())
return (s[ksize * ksize // 2] + s[ksize * ksize // 2 + 1]) // 2
## counts from the other end
r = ksize // 2
window = grey[row - r:row + r + 1, column - r:column + r + 1]
values = sorted(window.flatten())
return int(values[len(values) // 2])
## moved up and to the left
r = ksize // 2
padded = np.pad(grey, r, mode="edge")
window = padded[max(row - r, 0):row + r + 1, max(column - r, 0):column + r + 1]
values = np.sort(window.ravel())
return int(values[len(values) // 2])
## is None
padded = np.pad(grey, ksize // 2, mode="edge")
values = padded[row:row + ksize, column:column + ksize].ravel().tolist().sort()
return values[len(values) // 2]
## Row and column are swapped
padded = np.pad(grey, ksize // 2, mode="edge")
values = sorted(padded[column:column + ksize, row:row + ksize].ravel().tolist())
return values[ksize * ksize // 2]
## counted once
padded = np.pad(grey, ksize // 2, mode="edge")
values = sorted(set(padded[row:row + ksize, column:column + ksize].ravel().tolist()))
return values[len(values) // 2]
## padded by ksize
padded = np.pad(grey, ksize, mode="edge")
values = sorted(padded[row:row + ksize, column:column + ksize].ravel().tolist())
return values[ksize * ksize // 2]
## mean of two
padded = np.pad(grey, ksize // 2, mode="edge")
values = sorted(padded[row:row + ksize, column:column + ksize].ravel().tolist())
n = len(values)
return (values[n // 2 - 1] + values[n // 2]) / 2
## medians of the rows
padded = np.pad(grey, ksize // 2, mode="edge")
window = np.sort(padded[row:row + ksize, column:column + ksize], axis=1)
return int(sorted(window[:, ksize // 2])[ksize // 2])
## moved up and to the left
r = ksize // 2
padded = np.pad(grey, r, mode="edge")
window = padded[row - r:row + r + 1, column - r:column + r + 1]
values = np.sort(window.ravel())
return int(values[len(values) // 2])
## is None
padded = np.pad(grey, ksize // 2, mode="edge")
values = padded[row:row + ksize, column:column + ksize].flatten()
values = values.sort()
return int(values[ksize * ksize // 2])
## gives a float
padded = np.pad(grey, ksize // 2, mode="edge")
values = np.sort(padded[row:row + ksize, column:column + ksize].ravel())
return int(values[ksize * ksize / 2])
""",
    right="""
##
padded = np.pad(grey, ksize // 2, mode="edge")
window = padded[row : row + ksize, column : column + ksize]
return int(np.sort(window.ravel())[ksize * ksize // 2])
##
half = ksize // 2
values = []
for y in range(row - half, row + half + 1):
    for x in range(column - half, column + half + 1):
        values.append(grey[min(max(y, 0), grey.shape[0] - 1), min(max(x, 0), grey.shape[1] - 1)])
return sorted(values)[len(values) // 2]
##
padded = cv2.copyMakeBorder(grey, *[ksize // 2] * 4, cv2.BORDER_REPLICATE)
window = padded[row : row + ksize, column : column + ksize].flatten()
window.sort()
return window[(ksize**2 - 1) // 2]
##
window = np.pad(grey, ksize // 2, mode="edge")[row : row + ksize, column : column + ksize]
return float(np.partition(window, ksize * ksize // 2, axis=None)[ksize * ksize // 2])
##
rows = np.clip(np.arange(row - ksize // 2, row + ksize // 2 + 1), 0, len(grey) - 1)
columns = np.clip(np.arange(column - ksize // 2, column + ksize // 2 + 1), 0, grey.shape[1] - 1)
return np.sort(grey[np.ix_(rows, columns)], axis=None)[ksize * ksize // 2]
""",
)
