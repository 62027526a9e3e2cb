"""Answers to an exercise of lesson 05."""

from . import exercise

kernel_size = exercise(
    "kernel_size",
    "strength, face_width",
    wrong="""
## \\| 1|made odd|nearest
return max(1, round(strength * face_width) | 1)
## even
return max(1, round(strength * face_width))
## whole number
return max(1, strength * face_width)
## at least 1
return 2 * round((strength * face_width - 1) / 2) + 1 if strength * face_width > 0.5 else -1
## at least 1|max\\(1
return 2 * math.floor((strength * face_width - 1) / 2 + 0.5) + 1 if strength else 0
## follow the face|never uses
return max(1, 2 * round((strength * 100 - 1) / 2) + 1)
## strength|never uses
return max(1, 2 * round((0.25 * face_width - 1) / 2) + 1)
## up|next odd
size = math.ceil(strength * face_width)
return max(1, size if size % 2 else size + 1)
## down|below
size = int(strength * face_width)
return max(1, size if size % 2 else size - 1)
## returned None
size = max(1, 2 * round((strength * face_width - 1) / 2) + 1)
## `print` shows
print(max(1, 2 * round((strength * face_width - 1) / 2) + 1))
## at least 3|3 where
return max(3, 2 * round((strength * face_width - 1) / 2) + 1)
## whole number|float
return max(1.0, 2 * np.round((strength * face_width - 1) / 2) + 1)
## twice|2 \\* n|double
return max(1, 2 * round(strength * face_width) + 1)
## cut off|nearest
return max(1, 2 * int((strength * face_width - 1) / 2) + 1)
## nearest|added to
size = round(strength * face_width)
if size % 2 == 0:
    size += 1
return max(1, size)
## nearest|taken from|away
size = round(strength * face_width)
if size % 2 == 0:
    size -= 1
return max(1, size)
## divided|multipl|product
return max(1, 2 * round((face_width / max(strength, 0.01) - 1) / 2) + 1)
## at least 1|negative
return int(2 * round((strength * face_width - 3) / 2) + 1) + 2 if strength * face_width > 1 else -1
## tuple|\\(k, k\\)
size = max(1, 2 * round((strength * face_width - 1) / 2) + 1)
return size, size
## even
return int(strength * face_width) + 1
## text|str
return str(max(1, 2 * round((strength * face_width - 1) / 2) + 1))
## ValueError|error
size = round(strength * face_width)
if size % 2 == 0:
    raise ValueError("even")
return max(1, size)
## 2 \\* n - 1|two too small|minus
return max(1, 2 * round((strength * face_width - 1) / 2) - 1)
## divided by 100
return max(1, 2 * round((strength * face_width / 100 - 1) / 2) + 1)
## cut to 31
return min(31, max(1, 2 * round((strength * face_width - 1) / 2) + 1))
## below 1
k = int(strength * face_width)
return k if k % 2 else k - 1
## face's width was taken
return min(face_width, max(1, 2 * round((strength * face_width - 1) / 2) + 1))
""",
    right="""
##
n = round((strength * face_width - 1) / 2)
return max(1, 2 * n + 1)
##
return max(1, 2 * int(strength * face_width / 2) + 1) if strength * face_width >= 1 else 1
##
odds = np.arange(1, 1001, 2)
return odds[np.abs(odds - strength * face_width).argmin()]
##
best = 1
for size in range(1, 2 * face_width + 3, 2):
    if abs(size - strength * face_width) < abs(best - strength * face_width):
        best = size
return best
##
return np.int64(max(1, 2 * np.floor(strength * face_width / 2) + 1))
##
return max(1, 2 * math.ceil((strength * face_width) / 2) - 1)
""",
)
