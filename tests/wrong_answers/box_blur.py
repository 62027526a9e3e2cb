"""Answers to an exercise of lesson 03."""

from . import exercise

box_blur = exercise(
    "box_blur",
    "grey, ksize",
    wrong="""
## cut off|cuts decimals
if ksize % 2 == 0: raise ValueError("odd")
padded = np.pad(grey, ksize // 2, mode="reflect")
return sliding_window_view(padded, (ksize, ksize)).mean(axis=(2, 3)).astype(np.uint8)
## outermost pixel is repeated
if ksize % 2 == 0: raise ValueError("odd")
padded = np.pad(grey, ksize // 2, mode="edge")
return np.rint(sliding_window_view(padded, (ksize, ksize)).mean(axis=(2, 3))).astype(np.uint8)
## mode 'symmetric'|outermost pixel is repeated
if ksize % 2 == 0: raise ValueError("odd")
padded = np.pad(grey, ksize // 2, mode="symmetric")
return np.rint(sliding_window_view(padded, (ksize, ksize)).mean(axis=(2, 3))).astype(np.uint8)
## black
if ksize % 2 == 0: raise ValueError("odd")
padded = np.pad(grey, ksize // 2)
return np.rint(sliding_window_view(padded, (ksize, ksize)).mean(axis=(2, 3))).astype(np.uint8)
## smaller|no padding|without padding
if ksize % 2 == 0: raise ValueError("odd")
return np.rint(sliding_window_view(grey, (ksize, ksize)).mean(axis=(2, 3))).astype(np.uint8)
## for a ksize of 4 it returned
padded = np.pad(grey, ksize // 2, mode="reflect")
padded = padded[: grey.shape[0] + ksize - 1, : grey.shape[1] + ksize - 1]
return np.rint(sliding_window_view(padded, (ksize, ksize)).mean(axis=(2, 3))).astype(np.uint8)
## for a ksize of 4 it returned
if ksize % 2 == 0:
    ksize += 1
return cv2.blur(grey, (ksize, ksize))
## float64
if ksize % 2 == 0: raise ValueError("odd")
padded = np.pad(grey, ksize // 2, mode="reflect")
return np.rint(sliding_window_view(padded, (ksize, ksize)).mean(axis=(2, 3)))
## returned None.*ksize|ValueError.*returned None|error was printed|print
if ksize % 2 == 0:
    print("ksize must be odd")
    return None
return cv2.blur(grey, (ksize, ksize))
## TypeError|ValueError, not
if ksize % 2 == 0: raise TypeError("odd")
return cv2.blur(grey, (ksize, ksize))
## AssertionError|ValueError, not
assert ksize % 2 == 1
return cv2.blur(grey, (ksize, ksize))
## returned the ValueError|return.*raise
if ksize % 2 == 0: return ValueError("odd")
return cv2.blur(grey, (ksize, ksize))
## rows only|one direction|along one axis
if ksize % 2 == 0: raise ValueError("odd")
return cv2.blur(grey, (ksize, 1))
## one direction|along one axis
if ksize % 2 == 0: raise ValueError("odd")
return cv2.blur(grey, (1, ksize))
## sum|divided
if ksize % 2 == 0: raise ValueError("odd")
padded = np.pad(grey, ksize // 2, mode="reflect")
return sliding_window_view(padded, (ksize, ksize)).sum(axis=(2, 3)).astype(np.uint8)
## divided by ksize|ksize \\* ksize
if ksize % 2 == 0: raise ValueError("odd")
padded = np.pad(grey.astype(int), ksize // 2, mode="reflect")
return np.rint(sliding_window_view(padded, (ksize, ksize)).sum(axis=(2, 3)) / ksize).astype(np.uint8)
## median
if ksize % 2 == 0: raise ValueError("odd")
return cv2.medianBlur(grey, ksize)
## Gaussian
if ksize % 2 == 0: raise ValueError("odd")
return cv2.GaussianBlur(grey, (ksize, ksize), 0)
## already blurred|result of|written into|read from the blurred
if ksize % 2 == 0: raise ValueError("odd")
half = ksize // 2
padded = np.pad(grey, half, mode="reflect").astype(float)
for row in range(grey.shape[0]):
    for column in range(grey.shape[1]):
        padded[row + half, column + half] = padded[row : row + ksize, column : column + ksize].mean()
return np.rint(padded[half:-half or None, half:-half or None]).astype(np.uint8)
## half the window|too small|ksize - 1
if ksize % 2 == 0: raise ValueError("odd")
padded, result = np.pad(grey, ksize // 2, mode="reflect"), grey.copy()
for row in range(grey.shape[0]):
    for column in range(grey.shape[1]):
        result[row, column] = np.rint(padded[row : row + ksize - 1, column : column + ksize - 1].mean())
return result
## border.*as it was|rim.*left|not blurred
if ksize % 2 == 0: raise ValueError("odd")
half, result = ksize // 2, grey.copy()
for row in range(half, grey.shape[0] - half):
    for column in range(half, grey.shape[1] - half):
        window = grey[row - half : row + half + 1, column - half : column + half + 1]
        result[row, column] = np.rint(window.mean())
return result
## smaller windows|pixels that (are|it has)|only the pixels inside
if ksize % 2 == 0: raise ValueError("odd")
half, result = ksize // 2, grey.copy()
for row in range(grey.shape[0]):
    for column in range(grey.shape[1]):
        window = grey[max(0, row - half) : row + half + 1, max(0, column - half) : column + half + 1]
        result[row, column] = np.rint(window.mean())
return result
## never uses|ksize.*3
if 0: return ksize
return cv2.blur(grey, (3, 3))
## passed in has changed
if ksize % 2 == 0: raise ValueError("odd")
grey[:] = cv2.blur(grey, (ksize, ksize))
return grey
## starts at the pixel|moved
if ksize % 2 == 0: raise ValueError("odd")
padded = np.pad(grey, (0, ksize - 1), mode="reflect")
return np.rint(sliding_window_view(padded, (ksize, ksize)).mean(axis=(2, 3))).astype(np.uint8)
## stopped with ValueError.*raise
if ksize % 2 == 1: raise ValueError("odd")
return cv2.blur(grey, (ksize, ksize))
## shape \\(ksize|axes|windows
if ksize % 2 == 0: raise ValueError("odd")
padded = np.pad(grey, ksize // 2, mode="reflect")
return np.rint(sliding_window_view(padded, (ksize, ksize)).mean(axis=(0, 1))).astype(np.uint8)
## wide on each side|2 \\* ksize
if ksize % 2 == 0: raise ValueError("odd")
k = 2 * ksize + 1
return cv2.blur(grey, (k, k))
## padded by ksize on each side
if ksize % 2 == 0:
    raise ValueError("even")
padded = np.pad(grey, ksize, mode="reflect")
return np.rint(sliding_window_view(padded, (ksize, ksize)).mean(axis=(2, 3))).astype(np.uint8)
## rounded twice
if ksize % 2 == 0:
    raise ValueError("even")
padded = np.pad(grey, ksize // 2, mode="reflect")
rows = np.rint(sliding_window_view(padded, ksize, axis=1).mean(axis=-1)).astype(np.uint8)
return np.rint(sliding_window_view(rows, ksize, axis=0).mean(axis=-1)).astype(np.uint8)
## median of each window
if ksize % 2 == 0:
    raise ValueError("even")
padded = np.pad(grey, ksize // 2, mode="reflect")
return np.rint(np.median(sliding_window_view(padded, (ksize, ksize)), axis=(2, 3))).astype(np.uint8)
## already blurred pixels
if ksize % 2 == 0:
    raise ValueError("even")
r = ksize // 2
padded = np.pad(grey, r, mode="reflect")
for y in range(grey.shape[0]):
    for x in range(grey.shape[1]):
        padded[y + r, x + r] = round(padded[y:y + ksize, x:x + ksize].mean())
return padded[r:r + grey.shape[0], r:r + grey.shape[1]]
""",
    right="""
##
if ksize % 2 == 0:
    raise ValueError(f"ksize must be odd; got {ksize}")
padded = np.pad(grey, ksize // 2, mode="reflect")
return np.rint(sliding_window_view(padded, (ksize, ksize)).mean(axis=(2, 3))).astype(np.uint8)
##
if not ksize % 2:
    raise ValueError("odd, please")
return cv2.blur(grey, (ksize, ksize))
##
class EvenSize(ValueError): ...
def box_blur(picture, k):
    if k % 2 != 1:
        raise EvenSize("even")
    half = k // 2
    big = np.pad(picture, half, mode="reflect")
    out = np.zeros_like(picture)
    for y in range(picture.shape[0]):
        for x in range(picture.shape[1]):
            out[y, x] = round(float(np.mean(big[y : y + k, x : x + k])))
    return out
##
if ksize % 2 == 0: raise ValueError
total = np.zeros(grey.shape)
padded = np.pad(grey, ksize // 2, mode="reflect").astype(float)
for dy in range(ksize):
    for dx in range(ksize):
        total += padded[dy : dy + grey.shape[0], dx : dx + grey.shape[1]]
return (total / ksize**2 + 0.5).astype(np.uint8)
##
if ksize % 2 == 0: raise ValueError("odd")
kernel = np.ones((ksize, ksize)) / ksize**2
return np.rint(cv2.filter2D(grey.astype(float), -1, kernel)).astype(np.uint8)
""",
)
