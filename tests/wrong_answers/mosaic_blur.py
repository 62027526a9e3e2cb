"""Answers to an exercise of lesson 03."""

from . import exercise

mosaic_blur = exercise(
    "mosaic_blur",
    "roi, block",
    wrong="""
## cut off
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        result[y : y + block, x : x + block] = roi[y : y + block, x : x + block].mean(axis=(0, 1))
return result
## axis=\\(0, 1\\)|grey
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        result[y : y + block, x : x + block] = np.rint(roi[y : y + block, x : x + block].mean())
return result
## first pixel
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        result[y : y + block, x : x + block] = roi[y, x]
return result
## last block|left as|not changed|as they were
result = roi.copy()
for y in range(0, roi.shape[0] - block + 1, block):
    for x in range(0, roi.shape[1] - block + 1, block):
        result[y : y + block, x : x + block] = np.rint(roi[y : y + block, x : x + block].mean(axis=(0, 1)))
return result
## X and Y|swapped|height and width
result = roi.copy()
for y in range(0, roi.shape[1], block):
    for x in range(0, roi.shape[0], block):
        if roi[y : y + block, x : x + block].size:
            result[y : y + block, x : x + block] = np.rint(roi[y : y + block, x : x + block].mean(axis=(0, 1)))
return result
## passed in has changed
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        roi[y : y + block, x : x + block] = np.rint(roi[y : y + block, x : x + block].mean(axis=(0, 1)))
return roi
## returned None
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        result[y : y + block, x : x + block] = np.rint(roi[y : y + block, x : x + block].mean(axis=(0, 1)))
## stripes|rows only|whole width
result = roi.copy()
for y in range(0, roi.shape[0], block):
    result[y : y + block] = np.rint(roi[y : y + block].mean(axis=(0, 1)))
return result
## median
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        result[y : y + block, x : x + block] = np.rint(np.median(roi[y : y + block, x : x + block], axis=(0, 1)))
return result
## whole image|one colour everywhere
result = roi.copy()
result[:] = np.rint(roi.mean(axis=(0, 1)))
return result
## as it was|unchanged|nothing
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        part = result[y : y + block, x : x + block].copy()
        part[:] = np.rint(part.mean(axis=(0, 1)))
return result
## blocks?.*wide|number of blocks|as many blocks
h, w = roi.shape[:2]
small = cv2.resize(roi, (block, block), interpolation=cv2.INTER_AREA)
return cv2.resize(small, (w, h), interpolation=cv2.INTER_NEAREST)
## shape
h, w = roi.shape[:2]
return cv2.resize(roi, (max(1, w // block), max(1, h // block)), interpolation=cv2.INTER_AREA)
## float64
result = roi.astype(float)
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        result[y : y + block, x : x + block] = np.rint(roi[y : y + block, x : x + block].mean(axis=(0, 1)))
return result
## channel 0|channels? 1 and 2|only channel
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        result[y : y + block, x : x + block, 0] = np.rint(roi[y : y + block, x : x + block, 0].mean())
return result
## largest|brightest
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        result[y : y + block, x : x + block] = roi[y : y + block, x : x + block].max(axis=(0, 1))
return result
## axis|each column|columns of
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        result[y : y + block, x : x + block] = np.rint(roi[y : y + block, x : x + block].mean(axis=0))
return result
## block - 1|one row and one column|left out
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        part = np.s_[y : y + block - 1, x : x + block - 1]
        if roi[part].size:
            result[part] = np.rint(roi[part].mean(axis=(0, 1)))
return result
## after the first|return.*loop|first (row|block)
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        result[y : y + block, x : x + block] = np.rint(roi[y : y + block, x : x + block].mean(axis=(0, 1)))
    return result
## after the first|return.*loop|first block
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        result[y : y + block, x : x + block] = np.rint(roi[y : y + block, x : x + block].mean(axis=(0, 1)))
        return result
## every pixel|step|moves by one
result = roi.copy()
for y in range(roi.shape[0]):
    for x in range(roi.shape[1]):
        result[y : y + block, x : x + block] = np.rint(roi[y : y + block, x : x + block].mean(axis=(0, 1)))
return result
## never uses|block
result = roi.copy()
for y in range(0, roi.shape[0], 6):
    for x in range(0, roi.shape[1], 6):
        result[y : y + 6, x : x + 6] = np.rint(roi[y : y + 6, x : x + 6].mean(axis=(0, 1)))
return result
## wrap|sum|uint8
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        part = roi[y : y + block, x : x + block]
        result[y : y + block, x : x + block] = part.sum(axis=(0, 1), dtype=np.uint8) // (part.shape[0] * part.shape[1])
return result
## block \\* block|divided by|pixels that they have
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        part = roi[y : y + block, x : x + block]
        result[y : y + block, x : x + block] = np.rint(part.sum(axis=(0, 1)) / (block * block))
return result
## blurred|smooth|NEAREST
h, w = roi.shape[:2]
small = cv2.resize(roi, (max(1, w // block), max(1, h // block)), interpolation=cv2.INTER_AREA)
return cv2.resize(small, (w, h))
## box blur|sliding
return cv2.blur(roi, (block, block))
## middle pixel|centre
result = roi.copy()
for y in range(0, roi.shape[0], block):
    for x in range(0, roi.shape[1], block):
        part = roi[y : y + block, x : x + block]
        result[y : y + block, x : x + block] = part[part.shape[0] // 2, part.shape[1] // 2]
return result
## second loop needs a step
result = roi.copy()
for top in range(0, roi.shape[0], block):
    for left in range(roi.shape[1]):
        result[top:top + block, left:left + block] = np.rint(roi[top:top + block, left:left + block].mean(axis=(0, 1)))
return result
## loop over the columns ends at the height
result = roi.copy()
for top in range(0, roi.shape[0], block):
    for left in range(0, roi.shape[0], block):
        part = roi[top:top + block, left:left + block]
        if part.size:
            result[top:top + block, left:left + block] = np.rint(part.mean(axis=(0, 1)))
return result
## block x block blocks
result = roi.copy()
h = max(1, roi.shape[0] // block)
w = max(1, roi.shape[1] // block)
for top in range(0, roi.shape[0], h):
    for left in range(0, roi.shape[1], w):
        result[top:top + h, left:left + w] = np.rint(roi[top:top + h, left:left + w].mean(axis=(0, 1)))
return result
## array stands where one whole number
result = roi.copy()
for top in range(0, roi.shape[0], block):
    for left in range(0, roi.shape[1], block):
        block = roi[top:top + block, left:left + block]
        result[top:top + block, left:left + block] = np.rint(block.mean(axis=(0, 1)))
return result
## or in the slice
result = roi.copy()
for top in range(0, roi.shape[0], block):
    for left in range(0, roi.shape[1], block):
        part = roi[left:left + block, top:top + block]
        if part.size:
            result[left:left + block, top:top + block] = np.rint(part.mean(axis=(0, 1)))
return result
## moved back to full size
result = roi.copy()
h, w = roi.shape[:2]
for top in range(0, h, block):
    for left in range(0, w, block):
        t, l = max(min(top, h - block), 0), max(min(left, w - block), 0)
        result[t:t + block, l:l + block] = np.rint(roi[t:t + block, l:l + block].mean(axis=(0, 1)))
return result
## or does each slice end at block
result = roi.copy()
for top in range(0, roi.shape[0], block):
    for left in range(0, roi.shape[1], block):
        part = roi[top:block, left:block]
        if part.size:
            result[top:block, left:block] = np.rint(part.mean(axis=(0, 1)))
return result
## loop over the rows ends at the width
result = roi.copy()
for top in range(0, roi.shape[1], block):
    for left in range(0, roi.shape[1], block):
        part = roi[top : top + block, left : left + block]
        if part.size:
            result[top : top + block, left : left + block] = np.rint(part.mean(axis=(0, 1)))
return result
""",
    right="""
##
result = roi.copy()
for top in range(0, roi.shape[0], block):
    for left in range(0, roi.shape[1], block):
        part = np.s_[top : top + block, left : left + block]
        result[part] = np.rint(roi[part].mean(axis=(0, 1)))
return result
##
out = np.empty_like(roi)
h, w = roi.shape[:2]
for y in range(0, h, block):
    for x in range(0, w, block):
        end_y, end_x = min(y + block, h), min(x + block, w)
        for c in range(3):
            out[y:end_y, x:end_x, c] = round(float(roi[y:end_y, x:end_x, c].mean()))
return out
##
rows = np.arange(roi.shape[0]) // block
columns = np.arange(roi.shape[1]) // block
result = np.zeros(roi.shape)
for r in np.unique(rows):
    for c in np.unique(columns):
        where = np.ix_(rows == r, columns == c)
        result[where] = roi[where].reshape(-1, 3).mean(axis=0)
return np.round(result).astype(np.uint8)
##
result, top = roi.copy(), 0
while top < roi.shape[0]:
    left = 0
    while left < roi.shape[1]:
        part = result[top : top + block, left : left + block]
        part[...] = (part.mean(axis=(0, 1)) + 0.5).astype(np.uint8)
        left += block
    top += block
return result
##
result = roi.copy()
for top in range(0, roi.shape[0], block):
    ...
    for left in range(0, roi.shape[1], block):
        colour = cv2.mean(roi[top : top + block, left : left + block])[:3]
        result[top : top + block, left : left + block] = np.rint(colour)
return result
""",
)
