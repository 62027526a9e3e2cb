"""Answers to an exercise of lesson 05."""

from . import exercise

sheet_of = exercise(
    "sheet_of",
    "rows, gap",
    wrong="""
## rows and columns are swapped
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows[0]) * (h + gap) - gap, len(rows) * (w + gap) - gap, 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[c * (h + gap) : c * (h + gap) + h, r * (w + gap) : r * (w + gap) + w] = picture
return sheet
## after the last
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap), len(rows[0]) * (w + gap), 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = picture
return sheet
## outside
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) + gap, len(rows[0]) * (w + gap) + gap, 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        y, x = gap + r * (h + gap), gap + c * (w + gap)
        sheet[y : y + h, x : x + w] = picture
return sheet
## black
h, w = rows[0][0].shape[:2]
sheet = np.zeros((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = picture
return sheet
## never uses|without gaps|no gap
return np.vstack([np.hstack(row) for row in rows])
## returned None
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = picture
## float64
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), 255.0)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = picture
return sheet
## int64
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), 255)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = picture
return sheet
## first row|one row
h, w = rows[0][0].shape[:2]
sheet = np.full((h, len(rows[0]) * (w + gap) - gap, 3), 255, np.uint8)
for c, picture in enumerate(rows[0]):
    sheet[:, c * (w + gap) : c * (w + gap) + w] = picture
return sheet
## counted once
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * h + gap : (r + 1) * h + gap, c * w + gap : (c + 1) * w + gap] = picture
return sheet
## the gap.*counted once|every step|r \\* gap|each step
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        y, x = r * h, c * w
        sheet[y : y + h, x : x + w] = picture
return sheet
## 3 columns|fixed|number of pictures|hard
h, w = rows[0][0].shape[:2]
sheet = np.full((2 * (h + gap) - gap, 3 * (w + gap) - gap, 3), 255, np.uint8)
for r, row in enumerate(rows[:2]):
    for c, picture in enumerate(row[:3]):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = picture
return sheet
## bottom|upside down|last row.*top
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), 255, np.uint8)
for r, row in enumerate(reversed(rows)):
    for c, picture in enumerate(row):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = picture
return sheet
## right to left|mirrored|from the right
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row[::-1]):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = picture
return sheet
## passed in has changed
for row in rows:
    for picture in row:
        picture[0] = 255
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = picture
return sheet
## same picture|first picture
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = rows[0][0]
return sheet
## one above the other|one column|below each other
h, w = rows[0][0].shape[:2]
pictures = [picture for row in rows for picture in row]
sheet = np.full((len(pictures) * (h + gap) - gap, w, 3), 255, np.uint8)
for n, picture in enumerate(pictures):
    sheet[n * (h + gap) : n * (h + gap) + h] = picture
return sheet
## gaps? between the rows|only between
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * w, 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * (h + gap) : r * (h + gap) + h, c * w : c * w + w] = picture
return sheet
## gaps? between the columns|only between
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * h, len(rows[0]) * (w + gap) - gap, 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * h : r * h + h, c * (w + gap) : c * (w + gap) + w] = picture
return sheet
## no channels|grey|two-dimensional|broadcast|channels
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = picture[:, :, 0]
return sheet
## broadcast|ValueError.*line
w, h = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = picture
return sheet
## `print` shows
print(np.vstack([np.hstack(row) for row in rows]).shape)
## list, not an array
return [[picture for picture in row] for row in rows]
## after the first|return.*loop
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = picture
    return sheet
## as many columns as there are rows
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows) * (w + gap) - gap, 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = picture
return sheet
## transparent|grey|254|not white
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), 128, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        sheet[r * (h + gap) : r * (h + gap) + h, c * (w + gap) : c * (w + gap) + w] = picture
return sheet
## a list of pictures, that was passed in has changed
h, w = rows[0][0].shape[:2]
strips = []
for row in rows:
    for place in range(len(row) - 1, 0, -1):
        row.insert(place, np.full((h, gap, 3), 255, np.uint8))
    strips.append(np.hstack(row))
out = strips[0]
for strip in strips[1:]:
    out = np.vstack([out, np.full((gap, out.shape[1], 3), 255, np.uint8), strip])
return out
## gaps are red
h, w = rows[0][0].shape[:2]
sheet = np.zeros((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), np.uint8)
sheet[..., 0] = 255
for r, row in enumerate(rows):
    for c, one in enumerate(row):
        y, x = r * (h + gap), c * (w + gap)
        sheet[y:y + h, x:x + w] = one
return sheet
## as many columns as
h, w = rows[0][0].shape[:2]
n = len(rows)
sheet = np.full((n * h + (n - 1) * gap, n * w + (n - 1) * gap, 3), 255, np.uint8)
for r in range(n):
    for c in range(n):
        y, x = r * (h + gap), c * (w + gap)
        sheet[y:y + h, x:x + w] = rows[r][c]
return sheet
## Two rows came out
h, w = rows[0][0].shape[:2]
def strip(row):
    out = row[0]
    for one in row[1:]:
        out = np.hstack([out, np.full((h, gap, 3), 255, np.uint8), one])
    return out
top, bottom = strip(rows[0]), strip(rows[1])
return np.vstack([top, np.full((gap, top.shape[1], 3), 255, np.uint8), bottom])
## half a gap
half = gap // 2
framed = [[cv2.copyMakeBorder(one, half, half, half, half, cv2.BORDER_CONSTANT, value=(255, 255, 255)) for one in row] for row in rows]
return np.vstack([np.hstack(row) for row in framed])
## last picture of each row
h, w = rows[0][0].shape[:2]
sheet = np.full((len(rows) * (h + gap) - gap, len(rows[0]) * (w + gap) - gap, 3), 255, np.uint8)
for r in range(len(rows)):
    for c in range(len(rows[0]) - 1):
        y, x = r * (h + gap), c * (w + gap)
        sheet[y:y + h, x:x + w] = rows[r][c]
return sheet
""",
    right="""
##
height, width = rows[0][0].shape[:2]
down, across = len(rows), len(rows[0])
sheet = np.full((down * (height + gap) - gap, across * (width + gap) - gap, 3), 255, np.uint8)
for r, row in enumerate(rows):
    for c, picture in enumerate(row):
        top, left = r * (height + gap), c * (width + gap)
        sheet[top : top + height, left : left + width] = picture
return sheet
##
h, w = rows[0][0].shape[:2]
upright, lines = np.full((h, gap, 3), 255, np.uint8), []
for row in rows:
    parts = []
    for picture in row:
        parts += [upright, picture]
    lines.append(np.hstack(parts[1:]))
lying, parts = np.full((gap, lines[0].shape[1], 3), 255, np.uint8), []
for line in lines:
    parts += [lying, line]
return np.vstack(parts[1:])
##
padded = [[np.pad(p, ((0, gap), (0, gap), (0, 0)), constant_values=255) for p in row] for row in rows]
whole = np.concatenate([np.concatenate(row, axis=1) for row in padded])
return whole[: whole.shape[0] - gap, : whole.shape[1] - gap]
##
h, w, c = rows[0][0].shape
sheet = np.ones((h * len(rows) + gap * (len(rows) - 1), w * len(rows[0]) + gap * (len(rows[0]) - 1), c), "uint8") * 255
y = 0
for row in rows:
    x = 0
    for p in row:
        sheet[y : y + h, x : x + w] = p
        x += w + gap
    y += h + gap
return sheet.astype(np.uint8)
""",
)
