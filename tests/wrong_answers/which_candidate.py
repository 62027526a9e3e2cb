"""Answers to an exercise of lesson 09."""

from . import exercise

which_candidate = exercise(
    "which_candidate",
    "mosaic, candidates",
    wrong="""
## wrap
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmin([((one - mosaic) ** 2).mean() for one in small]))
## wrap
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmin([((one - mosaic).astype(float) ** 2).mean() for one in small]))
## wrap
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmin([np.abs(one - mosaic).mean() for one in small]))
## INTER_AREA|area averaging
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size) for one in candidates]
return int(np.argmin([np.square(one.astype(float) - mosaic).mean() for one in small]))
## INTER_AREA|area averaging
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_NEAREST) for one in candidates]
return int(np.argmin([np.square(one.astype(float) - mosaic).mean() for one in small]))
## absolute|not squared
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmin([np.abs(one.astype(float) - mosaic).mean() for one in small]))
## width first|\\(width, height\\)|broadcast
small = [cv2.resize(one, mosaic.shape, interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmin([np.square(one.astype(float) - mosaic).mean() for one in small]))
## worst|argmax|largest
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmax([np.square(one.astype(float) - mosaic).mean() for one in small]))
## equality|equal
size = mosaic.shape[1], mosaic.shape[0]
for n, one in enumerate(candidates):
    if np.array_equal(cv2.resize(one, size, interpolation=cv2.INTER_AREA), mosaic): return n
return 0
## returned None|equal
size = mosaic.shape[1], mosaic.shape[0]
for n, one in enumerate(candidates):
    if np.array_equal(cv2.resize(one, size, interpolation=cv2.INTER_AREA), mosaic): return n
## returned None
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
best = int(np.argmin([np.square(one.astype(float) - mosaic).mean() for one in small]))
## from 1|from 0
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmin([np.square(one.astype(float) - mosaic).mean() for one in small])) + 1
## picture itself|place
size = mosaic.shape[1], mosaic.shape[0]
return min(candidates, key=lambda one: np.square(
    cv2.resize(one, size, interpolation=cv2.INTER_AREA).astype(float) - mosaic).mean())
## difference, not|place|float
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
return float(min(np.square(one.astype(float) - mosaic).mean() for one in small))
## fixed|5 x 6|never uses|broadcast
small = [cv2.resize(one, (5, 6), interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmin([np.square(one.astype(float) - mosaic).mean() for one in small]))
## broadcast|ValueError.*line
return int(np.argmin([np.square(one.astype(float) - mosaic).mean() for one in candidates]))
## signs|cancel|not squared
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmin([abs((one.astype(float) - mosaic).mean()) for one in small]))
## signs|negative|cancel
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmin([(one.astype(float) - mosaic).mean() for one in small]))
## mean brightness|brightness alone
return int(np.argmin([abs(one.mean() - mosaic.mean()) for one in candidates]))
## largest (single )?difference|one block
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmin([np.abs(one.astype(float) - mosaic).max() for one in small]))
## first|return.*loop
size = mosaic.shape[1], mosaic.shape[0]
best, least = None, np.inf
for n, one in enumerate(candidates):
    gap = np.square(cv2.resize(one, size, interpolation=cv2.INTER_AREA).astype(float) - mosaic).mean()
    if gap < least: best, least = n, gap
    return best
## updated
size = mosaic.shape[1], mosaic.shape[0]
best, least = None, np.inf
for n, one in enumerate(candidates):
    gap = np.square(cv2.resize(one, size, interpolation=cv2.INTER_AREA).astype(float) - mosaic).mean()
    if gap < least: best = n
return best
## enlarged|size of (the|each) (candidate|picture)|other way
return int(np.argmin([np.square(cv2.resize(mosaic, one.shape[::-1], interpolation=cv2.INTER_NEAREST).astype(float)
                                - one).mean() for one in candidates]))
## sorted|list|order
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
return list(np.argsort([np.square(one.astype(float) - mosaic).mean() for one in small]))
## `print` shows
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
print(int(np.argmin([np.square(one.astype(float) - mosaic).mean() for one in small])))
## only one row|first row|one block
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmin([np.square(one[0].astype(float) - mosaic[0]).mean() for one in small]))
## crop|upper left|corner
h, w = mosaic.shape
return int(np.argmin([np.square(one[:h, :w].astype(float) - mosaic).mean() for one in candidates]))
## swapped|turned
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one.T, size, interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmin([np.square(one.astype(float) - mosaic).mean() for one in small]))
## correlation
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmax([(one.astype(float) * mosaic).mean() for one in small]))
## passed in has changed
size = mosaic.shape[1], mosaic.shape[0]
for n, one in enumerate(candidates): candidates[n] = cv2.resize(one, size, interpolation=cv2.INTER_AREA)
return int(np.argmin([np.square(one.astype(float) - mosaic).mean() for one in candidates]))
## start at 0
rows, columns = mosaic.shape
best, least = 0, 0
for n, one in enumerate(candidates):
    e = ((cv2.resize(one, (columns, rows), interpolation=cv2.INTER_AREA).astype(float) - mosaic) ** 2).mean()
    if e < least:
        best, least = n, e
return best
## sorted
rows, columns = mosaic.shape
errors = sorted(((cv2.resize(one, (columns, rows), interpolation=cv2.INTER_AREA).astype(float) - mosaic) ** 2).mean() for one in candidates)
return errors.index(min(errors))
## int16
rows, columns = mosaic.shape
errors = [((cv2.resize(one, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.int16) - mosaic) ** 2).mean() for one in candidates]
return np.argmin(errors)
## brightness
rows, columns = mosaic.shape
fits = [np.corrcoef(cv2.resize(one, (columns, rows), interpolation=cv2.INTER_AREA).ravel(), mosaic.ravel())[0, 1] for one in candidates]
return np.argmax(fits)
## brightness
rows, columns = mosaic.shape
errors = []
for one in candidates:
    small = cv2.resize(one, (columns, rows), interpolation=cv2.INTER_AREA).astype(float)
    errors.append((((small - small.mean()) - (mosaic - mosaic.mean())) ** 2).mean())
return np.argmin(errors)
## size that is fixed
errors = [((cv2.resize(one, (6, 5), interpolation=cv2.INTER_AREA).astype(float) - cv2.resize(mosaic, (6, 5))) ** 2).mean() for one in candidates]
return np.argmin(errors)
## in the middle
rows, columns = mosaic.shape
errors = [(float(cv2.resize(one, (columns, rows), interpolation=cv2.INTER_AREA)[rows // 2, columns // 2]) - float(mosaic[rows // 2, columns // 2])) ** 2 for one in candidates]
return np.argmin(errors)
## size that is fixed
gaps = [cv2.resize(one, (8, 8), interpolation=cv2.INTER_AREA).astype(float) - cv2.resize(mosaic, (8, 8)) for one in candidates]
return np.argmin([(gap ** 2).mean() for gap in gaps])
""",
    right="""
##
size = mosaic.shape[1], mosaic.shape[0]
small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in candidates]
return int(np.argmin([np.square(one.astype(float) - mosaic).mean() for one in small]))
##
rows, columns = mosaic.shape
best, least = 0, float("inf")
for place, one in enumerate(candidates):
    small = cv2.resize(one.astype(np.float64), (columns, rows), interpolation=cv2.INTER_AREA)
    gap = float(((small - mosaic.astype(float)) ** 2).sum())
    if gap < least:
        best, least = place, gap
return best
##
gaps = []
for one in candidates:
    small = cv2.resize(one, mosaic.shape[::-1], interpolation=cv2.INTER_AREA).astype(int)
    gaps.append(np.linalg.norm(small - mosaic.astype(int)))
return np.argmin(gaps)
##
def gap(n):
    small = cv2.resize(candidates[n], mosaic.T.shape, interpolation=cv2.INTER_AREA)
    return np.mean((np.float32(small) - np.float32(mosaic)) ** 2)
return min(range(len(candidates)), key=gap)
##
def area(one, rows, columns):
    up = np.repeat(np.repeat(one.astype(float), rows, axis=0), columns, axis=1)
    return up.reshape(rows, one.shape[0], columns, one.shape[1]).mean(axis=(1, 3))
return np.argmin([((area(one, *mosaic.shape) - mosaic) ** 2).mean() for one in candidates])
""",
)
